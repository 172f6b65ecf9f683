/* SPDX-License-Identifier: MIT
 * A table with aligned columns: lines of box characters where the terminal shows them, ASCII elsewhere. The widths come from
 * the first thousand rows, which are held back; rows after them are written as they come, and a cell that is wider than its
 * column moves the rest of its line. */
#include "output.h"
#include "width.h"

#include <string.h>

enum {
    HELD_ROWS = 1000,
    WIDEST = 1000                  /* columns are not padded beyond that */
};

typedef struct cell {
    size_t offset, length, width;  /* in aligned.cells */
    bool right;
} cell;

typedef struct aligned {
    size_t *widths;
    cell *held;                    /* n_columns for the header and for each row held */
    size_t n_held, capacity;
    text cells;
    bool streaming;
} aligned;

/* The pieces of a table: left end, cross, right end of its three rulers, and what stands between cells. */
typedef struct strokes {
    const char *line, *top[3], *middle[3], *bottom[3], *left, *between, *right;
} strokes;
static const strokes ASCII = { "-", { 0 }, { "", "+", "" }, { 0 }, "", "|", "" };
static const strokes BOXES = { "─", { "┌", "┬", "┐" }, { "├", "┼", "┤" }, { "└", "┴", "┘" }, "│", "│", "│" };

static const strokes *strokes_of(const output *o)
{
    return o->style->boxes ? &BOXES : &ASCII;
}

static void hold_cell(aligned *a, size_t column, size_t offset, bool right)
{
    if (a->n_held == a->capacity) {
        a->capacity = a->capacity ? a->capacity * 2 : 64;
        a->held = memory_grow(a->held, a->capacity, sizeof *a->held);
    }
    cell *c = &a->held[a->n_held++];
    *c = (cell){ offset, a->cells.n - offset, 0, right };
    c->width = width_of(text_string(&a->cells) + offset, c->length);
    if (c->width > a->widths[column] && !a->streaming)
        a->widths[column] = c->width < WIDEST ? c->width : WIDEST;
}

static void add_cell(output *o, const cell *c, size_t column, bool last)
{
    aligned *a = o->state;
    size_t pad = a->widths[column] > c->width ? a->widths[column] - c->width : 0;
    text_repeat(&o->out, " ", 1 + (c->right ? pad : 0));
    text_add(&o->out, text_string(&a->cells) + c->offset, c->length);
    if (!last || o->style->boxes)          /* no spaces at the end of a line */
        text_repeat(&o->out, " ", 1 + (c->right ? 0 : pad));
}

static void add_line(output *o, const cell *cells)
{
    const strokes *s = strokes_of(o);
    text_puts(&o->out, s->left);
    for (size_t i = 0; i < o->n_columns; i++) {
        if (i)
            text_puts(&o->out, s->between);
        add_cell(o, &cells[i], i, i + 1 == o->n_columns);
    }
    text_puts(&o->out, s->right);
    text_char(&o->out, '\n');
}

static void add_ruler(output *o, const char *const ends[3])
{
    const aligned *a = o->state;
    if (!ends[0])
        return;
    text_puts(&o->out, ends[0]);
    for (size_t i = 0; i < o->n_columns; i++) {
        if (i)
            text_puts(&o->out, ends[1]);
        text_repeat(&o->out, strokes_of(o)->line, a->widths[i] + 2);
    }
    text_puts(&o->out, ends[2]);
    text_char(&o->out, '\n');
}

static void begin(output *o)
{
    aligned *a = memory_get(sizeof *a);
    o->state = a;
    a->widths = memory_get(o->n_columns * sizeof *a->widths);
    for (size_t i = 0; i < o->n_columns; i++) {
        size_t offset = a->cells.n;
        text_escaped(&a->cells, o->columns[i].name, strlen(o->columns[i].name), false);
        hold_cell(a, i, offset, output_is_number(o->columns[i].type));
    }
}

static void write_held(output *o)
{
    aligned *a = o->state;
    if (!a->streaming) {
        add_ruler(o, strokes_of(o)->top);
        add_line(o, a->held);
        add_ruler(o, strokes_of(o)->middle);
    }
    for (size_t i = a->streaming ? 0 : o->n_columns; i < a->n_held; i += o->n_columns)
        add_line(o, &a->held[i]);
    a->n_held = 0;
    text_clear(&a->cells);
    a->streaming = true;
}

static void row(output *o, const alk_value *values)
{
    aligned *a = o->state;
    for (size_t i = 0; i < o->n_columns; i++) {
        size_t offset = a->cells.n;
        output_readable(o, &a->cells, &values[i], false);
        hold_cell(a, i, offset, output_is_number(values[i].tag));
    }
    if (a->streaming || o->n_rows == HELD_ROWS)
        write_held(o);
}

static void end(output *o)
{
    aligned *a = o->state;
    if (!a->streaming)
        write_held(o);
    add_ruler(o, strokes_of(o)->bottom);
    text_printf(&o->out, "(%llu row%s)\n", (unsigned long long)o->n_rows, o->n_rows == 1 ? "" : "s");
    memory_free(a->widths);
    memory_free(a->held);
    text_free(&a->cells);
    memory_free(a);
}

const output_format format_aligned = { "aligned", true, begin, row, end };
