/* SPDX-License-Identifier: MIT
 * See output.h. This file knows results and values; how a row looks is the formats' business. */
#include "output.h"
#include "interrupt.h"

#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WRITE_AT = 1 << 16 };       /* bytes that are gathered before they are written */

static int write_error;            /* errno of the first failed write */

const output_format *output_format_find(const char *name)
{
    static const output_format *const formats[] = { &format_aligned, &format_csv, &format_json, &format_vertical };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    say("there is no format \"%s\"; there are aligned, csv, json and vertical", name);
    return NULL;
}

void output_style_default(output_style *style)
{
    *style = (output_style){ .format = &format_aligned, .terminal = isatty(STDOUT_FILENO) == 1 };
    style->boxes = style->terminal && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool output_style_choose(output_style *style, const char *format, const char *null_text)
{
    output_style_default(style);
    style->format = output_format_find(format);
    style->null_text = null_text;
    return style->format != NULL;
}

static void write_out(text *t)
{
    if (t->n && !write_error) {
        errno = 0;
        if (fwrite(t->p, 1, t->n, stdout) < t->n)
            write_error = errno ? errno : EIO;
    }
    text_clear(t);
}

bool output_flush(void)
{
    errno = 0;
    if (fflush(stdout) != 0 && !write_error)
        write_error = errno ? errno : EIO;
    if (write_error)
        say("cannot write the output: %s", system_error(write_error));
    return !write_error;
}

void output_begin(output *o, const output_style *style)
{
    *o = (output){ .style = style };
}

void output_add_column(output *o, const char *name, int type)
{
    o->columns = memory_grow(o->columns, o->n_columns + 1, sizeof *o->columns);
    o->columns[o->n_columns++] = (output_column){ memory_copy(name, strlen(name)), type };
}

void output_row(output *o, const alk_value *values)
{
    if (o->n_rows++ == 0)
        o->style->format->begin(o);
    o->style->format->row(o, values);
    if (o->out.n >= WRITE_AT)
        write_out(&o->out);
}

void output_end(output *o)
{
    if (o->n_rows == 0)
        o->style->format->begin(o);
    o->style->format->end(o);
    write_out(&o->out);
    for (size_t i = 0; i < o->n_columns; i++)
        memory_free(o->columns[i].name);
    memory_free(o->columns);
    text_free(&o->out);
    text_free(&o->scratch);
    *o = (output){ 0 };
}

static void add_columns(output *o, alk_result *result)
{
    int n = alk_column_count(result);
    for (int i = 0; i < n; i++) {
        alk_column_info info = { .struct_size = sizeof info };
        if (alk_result_column(result, i, &info) == ALK_OK)
            output_add_column(o, info.name ? info.name : "", info.type);
        else
            output_add_column(o, "?", ALK_TYPE_NULL);
    }
}

int output_result(const output_style *style, alk_result *result, uint64_t *rows)
{
    output o;
    bool cut = false;
    *rows = 0;
    if (!result || alk_column_count(result) == 0)
        return alk_close(result);
    output_begin(&o, style);
    add_columns(&o, result);
    alk_value *values = memory_get(o.n_columns * sizeof *values);
    while (!write_error && !(cut = interrupt_seen()) && alk_next(result)) {
        for (size_t i = 0; i < o.n_columns; i++)
            values[i] = alk_get_value(result, (int)i);
        output_row(&o, values);
    }
    *rows = o.n_rows;
    output_end(&o);
    memory_free(values);
    int code = alk_close(result);
    return code == ALK_OK && cut ? OUTPUT_INTERRUPTED : code;
}

void output_note(const output_style *style, const char *format, ...)
{
    va_list arguments;
    if (!style->format->for_people)
        return;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

bool output_is_number(int type)
{
    return type == ALK_TYPE_INT || type == ALK_TYPE_UINT || type == ALK_TYPE_REAL || type == ALK_TYPE_DECIMAL;
}

/* Printing straight into the free room of the scratch text, once more when that was too little. */
static void print_value(text *t, const alk_value *value)
{
    text_add(t, "", 0);
    size_t need = alk_value_print(value, t->p + t->n, t->capacity - t->n);
    if (need >= t->capacity - t->n) {
        text_repeat(t, " ", need);
        t->n -= need;
        alk_value_print(value, t->p + t->n, t->capacity - t->n);
    }
    t->n += need;
}

void output_plain(output *o, const alk_value *value)
{
    text_clear(&o->scratch);
    if (value->tag == ALK_TYPE_NULL)
        return;
    if (value->tag == ALK_TYPE_TEXT || value->tag == ALK_TYPE_JSON || value->tag == ALK_TYPE_DECIMAL)
        text_add(&o->scratch, value->u.p, value->len);
    else
        print_value(&o->scratch, value);
}

/* Whether a text, quotes around it taken away, is what NULL is shown as. */
static bool reads_like_null(const text *t, const char *null_text)
{
    const char *p = text_string(t);
    size_t n = t->n;
    while (n >= 2 && p[0] == '\'' && p[n - 1] == '\'') {
        p++;
        n -= 2;
    }
    return n == strlen(null_text) && memcmp(p, null_text, n) == 0;
}

void output_readable(output *o, text *t, const alk_value *value, bool keep_lines)
{
    const char *null_text = o->style->null_text ? o->style->null_text : "NULL";
    if (value->tag == ALK_TYPE_NULL) {
        text_puts(t, null_text);
        return;
    }
    output_plain(o, value);
    bool quoted = value->tag == ALK_TYPE_TEXT && reads_like_null(&o->scratch, null_text);
    if (quoted)
        text_char(t, '\'');
    text_escaped(t, text_string(&o->scratch), o->scratch.n, keep_lines);
    if (quoted)
        text_char(t, '\'');
}
