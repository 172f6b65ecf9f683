/* SPDX-License-Identifier: MIT
 * COPY from and to the client, by interface "alk.copy/1": in the statement's own form, or rows of cells in the binary one. */
#ifndef ALK_PG_COPY_H
#define ALK_PG_COPY_H
#include "statement.h"

enum { ALK__PG_COPY_BUFFER = 1 << 16 };

typedef struct alk__pg_copy {
    uint8_t direction;                   /* ALK_COPY_… */
    bool rows;                           /* of cells are sent */
    bool at_end;                         /* of ALK_COPY_OUT: there is no more */
    char *data;                          /* libpq's, as it came last */
    size_t used;                         /* of the buffer */
    char buffer[ALK__PG_COPY_BUFFER];    /* rows that are not sent yet */
} alk__pg_copy;

extern const alk_copy_ops alk__pg_copy_ops;

alk_rc alk__pg_copy_begin(alk__pg_conn *conn, const char *sql, int64_t deadline, alk_err *err);
alk_rc alk__pg_copy_send(alk__pg_conn *conn, const char *bytes, size_t length, alk_err *err);
void alk__pg_copy_free(alk__pg_conn *conn);

alk_rc alk__pg_copy_rows_begin(void *conn, void *stmt, alk_sv table, alk_sv columns, int64_t deadline, alk_err *err);
alk_rc alk__pg_copy_rows_put(void *conn, void *stmt, const alk_cell *cells, uint32_t nrows, uint32_t *taken, alk_err *err);
/* What stands in the buffer and the mark of the end, where rows of cells are sent. */
alk_rc alk__pg_copy_rows_end(alk__pg_conn *conn, alk_err *err);
#endif
