/* SPDX-License-Identifier: MIT
 * An error as lines of text for a person. It reads the public struct only and writes within the room it is given. */
#include <alkahest/error.h>
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>

#define SHOWN_SQL ((size_t)2000)   /* bytes of a statement that a person still reads */

const char *alk_error_class_name(int code)
{
    static const char *const names[] = {
        "no error", "interface", "data", "operational", "integrity", "internal", "programming", "not supported",
        "argument", "compile", "no plugin", "ABI", "timeout", "no row", "multiple rows", "stale data", "out of memory"};
    if (code > 0 || code < -(int)(sizeof names / sizeof *names - 1))
        return "unknown";
    return names[-code];
}

typedef struct writer {
    char *out;
    size_t size, length;
} writer;

static void put(writer *to, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++, to->length++)
        if (to->length + 1 < to->size)
            to->out[to->length] = bytes[i];
}

static void puts_to(writer *to, const char *text)
{
    put(to, text, strlen(text));
}

static void put_number(writer *to, int64_t number)
{
    char digits[24];
    put(to, digits, alk__print_int(number, digits));
}

static void put_field(writer *to, const char *label, const char *text)
{
    if (!text)
        return;
    puts_to(to, "\n  ");
    puts_to(to, label);
    puts_to(to, ": ");
    for (; *text; text++) {
        put(to, text, 1);
        if (*text == '\n')
            puts_to(to, "    ");
    }
}

static void put_codes(writer *to, const alk_error *error)
{
    /* Of a missing plugin the code is ours, and the message says the same in words. */
    bool native = error->native_code != 0 && error->code != ALK_ERROR_NO_PLUGIN && error->code != ALK_ERROR_ABI;
    if (!error->sqlstate[0] && !native)
        return;
    puts_to(to, " (");
    if (error->sqlstate[0]) {
        puts_to(to, "SQLSTATE ");
        puts_to(to, error->sqlstate);
    }
    if (native) {
        puts_to(to, error->sqlstate[0] ? ", code " : "code ");
        put_number(to, error->native_code);
    }
    puts_to(to, ")");
}

/* The byte at which the character of this number, from 1, begins. */
static size_t byte_of(const char *sql, size_t length, int64_t position)
{
    size_t at = 0;
    for (int64_t i = 1; i < position && at < length; i++) {
        uint32_t code_point;
        if (!alk__utf8_next(sql, length, &at, &code_point))
            at++;
    }
    return at;
}

/* The line of the statement where the fault is, and a mark under it. */
static void put_marked(writer *to, const char *sql, size_t length, int64_t position)
{
    size_t at = byte_of(sql, length, position), start = at, end = at;
    while (start > 0 && sql[start - 1] != '\n')
        start--;
    while (end < length && sql[end] != '\n')
        end++;
    puts_to(to, "\n  ");
    put(to, sql + start, end - start);
    puts_to(to, "\n  ");
    for (size_t i = start; i < at; i++)
        if (((unsigned char)sql[i] & 0xC0) != 0x80)
            puts_to(to, sql[i] == '\t' ? "\t" : " ");
    puts_to(to, "^");
}

static void put_statement(writer *to, const alk_error *error)
{
    size_t length = strlen(error->sql);
    if (error->position > 0) {
        put_marked(to, error->sql, length, error->position);
        return;
    }
    size_t shown = length > SHOWN_SQL ? alk__utf8_cut(error->sql, SHOWN_SQL) : length;
    puts_to(to, "\n  ");
    for (size_t i = 0; i < shown; i++) {
        put(to, error->sql + i, 1);
        if (error->sql[i] == '\n')
            puts_to(to, "  ");
    }
    if (shown < length)
        puts_to(to, " …");
}

static void put_place(writer *to, const alk_error *error)
{
    puts_to(to, "\n  at ");
    puts_to(to, error->file);
    puts_to(to, ":");
    put_number(to, error->line);
}

size_t alk_error_print(const alk_error *error, char *out, size_t size)
{
    writer to = {out, size, 0};
    if (!error)
        error = alk_last_error();
    if (error->code != ALK_OK) {
        puts_to(&to, alk_error_class_name(error->code));
        puts_to(&to, error->code == ALK_ERROR_NO_MEMORY ? ": " : " error: ");
    }
    puts_to(&to, error->code == ALK_OK ? "no error" : error->message);
    put_codes(&to, error);
    put_field(&to, "detail", error->detail);
    put_field(&to, "hint", error->hint);
    put_field(&to, "schema", error->schema);
    put_field(&to, "table", error->table);
    put_field(&to, "column", error->column);
    put_field(&to, "constraint", error->constraint);
    put_field(&to, "type", error->data_type);
    if (error->sql)
        put_statement(&to, error);
    if (error->file)
        put_place(&to, error);
    if (size > 0)
        out[alk__utf8_cut(out, to.length < size ? to.length : size - 1)] = '\0';
    return to.length;
}
