/* SPDX-License-Identifier: MIT
 * Tables of values on standard output, row by row, in one of several formats. A format fills the struct output_format;
 * it knows values and columns, not where they come from. */
#ifndef ALK_TOOL_OUTPUT_H
#define ALK_TOOL_OUTPUT_H
#include "text.h"

typedef struct output_format output_format;

/* How the user wants it. */
typedef struct output_style {
    const output_format *format;
    const char *null_text;         /* NULL: as the format does by itself */
    bool terminal;                 /* a person reads it: control characters must not act */
    bool boxes;                    /* the terminal shows UTF-8: draw lines */
} output_style;

typedef struct output_column {
    char *name;
    int type;                      /* ALK_TYPE_…, ALK_TYPE_NULL when it differs by row */
} output_column;

typedef struct output {
    const output_style *style;
    output_column *columns;
    size_t n_columns;
    uint64_t n_rows;
    text out;                      /* what is not written yet */
    text scratch;                  /* one value at a time */
    void *state;                   /* the format's own */
} output;

struct output_format {
    const char *name;
    bool for_people;               /* row counts and "3 rows changed" are shown */
    void (*begin)(output *o);
    void (*row)(output *o, const alk_value *values);
    void (*end)(output *o);
};
extern const output_format format_aligned, format_csv, format_json, format_vertical;

/* NULL, and a message, when there is none of that name. */
const output_format *output_format_find(const char *name);

/* What suits this process's standard output: boxes and escapes on a terminal. */
void output_style_default(output_style *style);
/* The same with a format by name; says so when there is none. null_text may be NULL. */
bool output_style_choose(output_style *style, const char *format, const char *null_text);

/* Columns are added first, then rows; output_end() writes the rest. */
void output_begin(output *o, const output_style *style);
void output_add_column(output *o, const char *name, int type);
void output_row(output *o, const alk_value *values);
void output_end(output *o);
enum { OUTPUT_INTERRUPTED = 1 };
/* All rows of a result, which it closes. ALK_OK, the code of its first failure, or OUTPUT_INTERRUPTED when Ctrl-C came before the last row. */
int output_result(const output_style *style, alk_result *result, uint64_t *rows);
/* A line for people, such as "3 rows changed"; other formats do not show it. */
void output_note(const output_style *style, const char *format, ...) ALK_PRINTF(2, 3);
/* Whether all that was written could be; says what failed. */
bool output_flush(void);

/* ---- for formats ---- */
/* The value as plain text in o->scratch, without escapes; NULL as "". */
void output_plain(output *o, const alk_value *value);
bool output_is_number(int type);
/* Adds the value to t for a person: control characters escaped, NULL as null_text, a text that reads like it in quotes. */
void output_readable(output *o, text *t, const alk_value *value, bool keep_lines);
#endif
