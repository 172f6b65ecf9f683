/* SPDX-License-Identifier: MIT
 * Comma-separated values as RFC 4180 has them: a header, lines that end with CR LF, quotes where they are needed. NULL is
 * an empty field, an empty text is "" in quotes, so that the two can be told apart; the same with any other null_text. */
#include "output.h"

#include <string.h>

static void add_quoted(text *t, const char *p, size_t n)
{
    text_char(t, '"');
    for (const char *quote; n && (quote = memchr(p, '"', n)) != NULL;) {
        size_t length = (size_t)(quote - p) + 1;
        text_add(t, p, length);
        text_char(t, '"');
        p += length;
        n -= length;
    }
    text_add(t, p, n);
    text_char(t, '"');
}

static bool needs_quotes(const text *t, const char *null_text)
{
    if (t->n == strlen(null_text) && memcmp(text_string(t), null_text, t->n) == 0)
        return true;
    return t->n && (memchr(t->p, ',', t->n) || memchr(t->p, '"', t->n) || memchr(t->p, '\n', t->n)
                    || memchr(t->p, '\r', t->n));
}

/* What is in the scratch text. On a terminal a control character must not act; in a file each byte stays. */
static void add_field(output *o, const char *null_text)
{
    if (o->style->terminal) {
        text shown = { 0 };
        text_escaped(&shown, text_string(&o->scratch), o->scratch.n, true);
        text_free(&o->scratch);
        o->scratch = shown;
    }
    if (needs_quotes(&o->scratch, null_text))
        add_quoted(&o->out, text_string(&o->scratch), o->scratch.n);
    else
        text_add(&o->out, text_string(&o->scratch), o->scratch.n);
}

static void begin(output *o)
{
    for (size_t i = 0; i < o->n_columns; i++) {
        if (i)
            text_char(&o->out, ',');
        text_clear(&o->scratch);
        text_puts(&o->scratch, o->columns[i].name);
        add_field(o, "");
    }
    text_puts(&o->out, "\r\n");
}

static void row(output *o, const alk_value *values)
{
    const char *null_text = o->style->null_text ? o->style->null_text : "";
    for (size_t i = 0; i < o->n_columns; i++) {
        if (i)
            text_char(&o->out, ',');
        if (values[i].tag == ALK_TYPE_NULL) {
            text_puts(&o->out, null_text);
        } else {
            output_plain(o, &values[i]);
            add_field(o, null_text);
        }
    }
    text_puts(&o->out, "\r\n");
}

static void end(output *o)
{
    (void)o;
}

const output_format format_csv = { "csv", false, begin, row, end };
