/* SPDX-License-Identifier: MIT
 * See text.h. This file knows nothing of databases but how to print an error. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void out_of_memory(void)
{
    fputs("alk: out of memory\n", stderr);
    _Exit(STATUS_IO);
}

void *memory_get(size_t size)
{
    void *block = calloc(1, size ? size : 1);
    if (!block)
        out_of_memory();
    return block;
}

void *memory_grow(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        out_of_memory();
    size_t bytes = count * size;
    block = realloc(block, bytes > 0 ? bytes : 1);
    if (!block)
        out_of_memory();
    return block;
}

char *memory_copy(const char *bytes, size_t length)
{
    char *copy = memory_get(length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

void memory_free(void *block)
{
    free(block);
}

/* Room for more bytes and the NUL. */
static void reserve(text *t, size_t more)
{
    if (more >= SIZE_MAX / 4 || t->n >= SIZE_MAX / 4)
        out_of_memory();
    size_t need = t->n + more + 1;
    if (need <= t->capacity)
        return;
    t->capacity = need < 64 ? 64 : need + need / 2;
    t->p = memory_grow(t->p, t->capacity, 1);
}

void text_add(text *t, const char *bytes, size_t length)
{
    reserve(t, length);
    if (length)
        memcpy(t->p + t->n, bytes, length);
    t->n += length;
    t->p[t->n] = 0;
}

void text_puts(text *t, const char *string)
{
    text_add(t, string, strlen(string));
}

void text_char(text *t, char c)
{
    text_add(t, &c, 1);
}

void text_repeat(text *t, const char *string, size_t times)
{
    size_t length = strlen(string);
    while (times-- > 0)
        text_add(t, string, length);
}

static void text_vprintf(text *t, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
static void text_vprintf(text *t, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0) {
        reserve(t, (size_t)length);
        vsnprintf(t->p + t->n, (size_t)length + 1, format, again);
        t->n += (size_t)length;
    }
    va_end(again);
}

void text_printf(text *t, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(t, format, arguments);
    va_end(arguments);
}

void text_clear(text *t)
{
    t->n = 0;
    if (t->p)
        t->p[0] = 0;
}

void text_free(text *t)
{
    memory_free(t->p);
    *t = (text){ 0 };
}

const char *text_string(const text *t)
{
    return t->p ? t->p : "";
}

/* How many bytes a character takes by its first byte, and that byte's share of the code point. */
static size_t utf8_begin(unsigned char first, uint32_t *code, uint32_t *least)
{
    if (first >= 0xF0 && first <= 0xF4)
        return *code = first & 0x07U, *least = 0x10000, 4;
    if (first >= 0xE0 && first < 0xF0)
        return *code = first & 0x0FU, *least = 0x800, 3;
    if (first >= 0xC2 && first < 0xE0)
        return *code = first & 0x1FU, *least = 0x80, 2;
    return 0;
}

size_t utf8_read(const char *p, size_t length, uint32_t *code)
{
    const unsigned char *u = (const unsigned char *)p;
    uint32_t value = 0, least = 0;
    if (u[0] < 0x80)
        return *code = u[0], 1;
    *code = 0xFFFD;
    size_t n = utf8_begin(u[0], &value, &least);
    if (n == 0 || n > length)
        return 1;
    for (size_t i = 1; i < n; i++) {
        if ((u[i] & 0xC0U) != 0x80)
            return 1;
        value = value << 6 | (u[i] & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 1;
    *code = value;
    return n;
}

bool utf8_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E)
           || (code >= 0x2066 && code <= 0x2069);
}

static void add_escape(text *t, uint32_t code)
{
    if (code == '\n')
        text_puts(t, "\\n");
    else if (code == '\t')
        text_puts(t, "\\t");
    else if (code == '\r')
        text_puts(t, "\\r");
    else
        text_printf(t, code < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)code);
}

void text_escaped(text *t, const char *p, size_t length, bool keep_lines)
{
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t n = utf8_read(p + i, length - i, &code);
        if (keep_lines && code == '\n')
            text_char(t, '\n');
        else if (utf8_is_control(code))
            add_escape(t, code);
        else if (code == 0xFFFD)
            text_puts(t, "\xEF\xBF\xBD");
        else
            text_add(t, p + i, n);
        i += n;
    }
}

static void say_text(const text *message)
{
    text line = { 0 };
    text_puts(&line, "alk: ");
    text_escaped(&line, text_string(message), message->n, true);
    if (line.p[line.n - 1] != '\n')
        text_char(&line, '\n');
    fflush(stdout);
    fwrite(line.p, 1, line.n, stderr);
    text_free(&line);
}

void say(const char *format, ...)
{
    text message = { 0 };
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&message, format, arguments);
    va_end(arguments);
    say_text(&message);
    text_free(&message);
}

void say_error(const char *context)
{
    const alk_error *error = alk_last_error();
    size_t size = alk_error_print(error, NULL, 0) + 1;
    char *lines = memory_get(size);
    alk_error_print(error, lines, size);
    say("%s%s%s", context ? context : "", context ? ": " : "", lines);
    memory_free(lines);
}

/* strerror_r() comes in two shapes: POSIX's returns a status, glibc's the text. */
static const char *posix_message(int status, const char *buffer)
{
    return status == 0 ? buffer : "unknown error";
}

static const char *glibc_message(const char *message, const char *buffer)
{
    (void)buffer;
    return message;
}

const char *system_error(int number)
{
    static char buffer[128];
    return _Generic(strerror_r(number, buffer, sizeof buffer), int: posix_message, char *: glibc_message)(
        strerror_r(number, buffer, sizeof buffer), buffer);
}
