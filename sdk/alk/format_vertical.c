/* SPDX-License-Identifier: MIT
 * One column a line, for rows that are too wide for a table: names to the right, values behind them. A text of several
 * lines stays one, indented below its first. */
#include "output.h"
#include "width.h"

#include <string.h>

typedef struct vertical {
    size_t widest;                 /* name */
    text *names;                   /* fit to be shown */
    text value;
} vertical;

static void begin(output *o)
{
    vertical *v = memory_get(sizeof *v);
    v->names = memory_get(o->n_columns * sizeof *v->names);
    for (size_t i = 0; i < o->n_columns; i++) {
        text_escaped(&v->names[i], o->columns[i].name, strlen(o->columns[i].name), false);
        size_t width = width_of(text_string(&v->names[i]), v->names[i].n);
        if (width > v->widest)
            v->widest = width;
    }
    o->state = v;
}

static void add_ruler(output *o)
{
    const char *line = o->style->boxes ? "─" : "-";
    text_repeat(&o->out, line, 2);
    text_printf(&o->out, " row %llu ", (unsigned long long)o->n_rows);
    text_repeat(&o->out, line, 20);
    text_char(&o->out, '\n');
}

static void add_lines(output *o, const text *value, size_t indent)
{
    const char *p = text_string(value), *end_of_value = p + value->n;
    for (const char *end; (end = memchr(p, '\n', (size_t)(end_of_value - p))) != NULL; p = end + 1) {
        text_add(&o->out, p, (size_t)(end - p) + 1);
        text_repeat(&o->out, " ", indent);
    }
    text_add(&o->out, p, (size_t)(end_of_value - p));
    text_char(&o->out, '\n');
}

static void row(output *o, const alk_value *values)
{
    vertical *v = o->state;
    add_ruler(o);
    for (size_t i = 0; i < o->n_columns; i++) {
        text_repeat(&o->out, " ", v->widest - width_of(text_string(&v->names[i]), v->names[i].n));
        text_add(&o->out, text_string(&v->names[i]), v->names[i].n);
        text_puts(&o->out, ": ");
        text_clear(&v->value);
        output_readable(o, &v->value, &values[i], true);
        add_lines(o, &v->value, v->widest + 2);
    }
}

static void end(output *o)
{
    vertical *v = o->state;
    text_printf(&o->out, "(%llu row%s)\n", (unsigned long long)o->n_rows, o->n_rows == 1 ? "" : "s");
    for (size_t i = 0; i < o->n_columns; i++)
        text_free(&v->names[i]);
    memory_free(v->names);
    text_free(&v->value);
    memory_free(v);
}

const output_format format_vertical = { "vertical", true, begin, row, end };
