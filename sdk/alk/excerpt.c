/* SPDX-License-Identifier: MIT
 * See excerpt.h. */
#include "excerpt.h"
#include "width.h"

#include <string.h>

enum {
    LINES = 3,
    BEFORE = 60, AFTER = 40        /* bytes that are shown of a long line, before and behind the place */
};

size_t excerpt_offset(alk_sv sql, int64_t position)
{
    size_t i = 0;
    if (position <= 0)
        return SIZE_MAX;
    for (int64_t k = 1; k < position && i < sql.n; k++) {
        uint32_t code;
        i += utf8_read(sql.p + i, sql.n - i, &code);
    }
    return i;
}

size_t excerpt_lines_before(alk_sv sql, size_t offset)
{
    size_t lines = 0;
    for (size_t i = 0; i < offset && i < sql.n; i++)
        lines += sql.p[i] == '\n';
    return lines;
}

static size_t line_end(alk_sv sql, size_t from)
{
    const char *end = memchr(sql.p + from, '\n', sql.n - from);
    return end ? (size_t)(end - sql.p) : sql.n;
}

static bool continues_character(char c)
{
    return ((unsigned char)c & 0xC0U) == 0x80;
}

/* The part of a line to show around `at`, on whole characters. */
static void crop(alk_sv sql, size_t at, size_t *from, size_t *to)
{
    if (at > *from + BEFORE) {
        *from = at - BEFORE;
        while (*from < at && continues_character(sql.p[*from]))
            ++*from;
    }
    if (*to > at + AFTER + (size_t)BEFORE - (at - *from)) {
        *to = at + AFTER + (size_t)BEFORE - (at - *from);
        while (*to > at && continues_character(sql.p[*to]))
            --*to;
    }
}

static void add_line(text *t, alk_sv sql, size_t number, size_t begin, size_t end, size_t mark)
{
    size_t from = begin, to = end;
    crop(sql, mark == SIZE_MAX ? begin : mark, &from, &to);
    text_printf(t, "%6zu | %s", number, from > begin ? "…" : "");
    text_escaped(t, sql.p + from, to - from, false);
    text_puts(t, to < end ? "…\n" : "\n");
    if (mark == SIZE_MAX)
        return;
    text before = { 0 };
    text_escaped(&before, sql.p + from, mark - from, false);
    text_puts(t, "       | ");
    text_repeat(t, " ", width_of(text_string(&before), before.n) + (from > begin ? 1 : 0));
    text_puts(t, "^\n");
    text_free(&before);
}

void excerpt_add(text *t, alk_sv sql, size_t first_line, size_t offset)
{
    size_t fault = offset == SIZE_MAX ? SIZE_MAX : excerpt_lines_before(sql, offset);
    size_t first = fault == SIZE_MAX || fault < LINES ? 0 : fault - (LINES - 1);
    size_t last = fault == SIZE_MAX ? LINES - 1 : fault;
    size_t begin = 0;
    for (size_t i = 0; i <= last && begin <= sql.n; i++) {
        size_t end = line_end(sql, begin);
        if (i >= first)
            add_line(t, sql, first_line + i, begin, end, i == fault ? offset : SIZE_MAX);
        begin = end + 1;
    }
}
