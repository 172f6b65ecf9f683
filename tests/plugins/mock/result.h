/* SPDX-License-Identifier: MIT
 * The mock's results: made-up rows, rows written in the statement, parameters given back. */
#ifndef MOCK_RESULT_H
#define MOCK_RESULT_H
#include "conn.h"

typedef struct mock_block {
    struct mock_block *next;
} mock_block;

typedef struct mock_cursor {
    mock_conn *conn;
    alk_column_desc *columns;
    uint32_t n_columns;
    bool nullable[64];             /* made-up rows: every second value is NULL */
    alk_cell *cells;               /* row-major; NULL: made up while fetching */
    int64_t n_rows, at;
    int64_t fail_at;               /* the row that fails, from 1; 0: none */
    int32_t error_class;
    uint32_t error_flags;
    double delay;                  /* before each fetch */
    int64_t deadline;
    uint32_t batch;                /* of the request: it is one of the server's cursors, and a fetch gives no more rows; 0: it is none */
    int64_t affected;
    mock_block *blocks;            /* all that is freed with it */
} mock_cursor;

mock_cursor *result_new(mock_conn *conn, uint32_t n_columns);
void result_free(mock_cursor *cursor);
void *result_keep(mock_cursor *cursor, const void *bytes, size_t n);   /* a copy, with a NUL behind it, for as long as the cursor */
bool result_copy(mock_cursor *cursor, alk_cell *out, const alk_cell *in);
void result_column(mock_cursor *cursor, uint32_t index, int type, const char *prefix);
#endif
