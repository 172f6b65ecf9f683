/* SPDX-License-Identifier: MIT
 * Prepared statements. A statement is executed by one cursor at a time, so the cursor is part of it and costs no allocation. */
#ifndef ALK_LITE_STATEMENT_H
#define ALK_LITE_STATEMENT_H
#include "column.h"
#include "connect.h"

enum {                                   /* where the cursor stands */
    ALK__LITE_CLOSED = 0,
    ALK__LITE_AT_ROW,                    /* a row is current that was not fetched yet */
    ALK__LITE_BEFORE_ROW,                /* the next row is to be stepped to */
    ALK__LITE_AT_END,
    ALK__LITE_FAILED,
    ALK__LITE_CANCELLED
};
enum {                                   /* session state that a statement may change */
    ALK__LITE_TOUCHED_SETTINGS = 1,      /* PRAGMA */
    ALK__LITE_TOUCHED_TEMP = 2,          /* CREATE, which may be of a temporary object */
    ALK__LITE_TOUCHED_FILES = 4          /* ATTACH */
};

typedef struct alk__lite_stmt {
    sqlite3_stmt *handle;
    alk__lite_conn *conn;
    struct alk__lite_stmt *next, **link; /* of the connection's list; link points at what points here */
    uint32_t nparams, ncols;
    bool changes_rows;                   /* INSERT, UPDATE, DELETE, REPLACE */
    bool owned_by_cursor;                /* of execute_direct: closed with the cursor */
    bool borrowed_bound;                 /* text of the caller's is bound */
    bool uncounted;                      /* the keys of its rows did not follow each other: see counted.c */
    uint8_t touches;                     /* ALK__LITE_TOUCHED_… */
    uint8_t state;
    int reprepared;                      /* SQLite's counter when the columns were read */
    int64_t deadline;                    /* of the cursor, too */
    int64_t affected;
    alk__lite_column *columns;           /* declared types; NULL until needed, like the next ones */
    alk_column_desc *descriptions;
    uint8_t *ways;                       /* of fetch_into, for the plan */
    uint64_t plan;
    char *scratch;                       /* where values that SQLite takes as text are written */
    size_t scratch_size, scratch_used;
} alk__lite_stmt;

alk_rc alk__lite_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err);
alk_rc alk__lite_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err);
alk_rc alk__lite_stmt_columns(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err);
void alk__lite_stmt_close(void *conn, void *stmt);
alk_rc alk__lite_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
alk_rc alk__lite_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
#endif
