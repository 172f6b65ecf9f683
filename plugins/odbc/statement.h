/* SPDX-License-Identifier: MIT
 * Statements. One is executed by one cursor at a time, so the cursor is part of it and costs no allocation. */
#ifndef ALK_ODBC_STATEMENT_H
#define ALK_ODBC_STATEMENT_H
#include "column.h"
#include "connect.h"
#include "sql_text.h"

enum {                                   /* where the cursor stands */
    ALK__ODBC_CLOSED = 0,
    ALK__ODBC_READING,
    ALK__ODBC_AT_END,
    ALK__ODBC_BROKEN
};
enum {                                   /* what the first word says of a statement */
    ALK__ODBC_CHANGES_ROWS = 1,
    ALK__ODBC_INSERTS = 2,
    ALK__ODBC_READS = 4,                 /* and does nothing else */
    ALK__ODBC_RETURNS = 8,               /* rows of what it changed */
    ALK__ODBC_DEFINES = 16               /* or may do anything */
};

typedef struct alk__odbc_stmt {
    SQLHSTMT handle;
    alk__odbc_conn *conn;
    struct alk__odbc_stmt *next, **link; /* of the connection's list; link points at what points here */
    alk__odbc_scan scan;
    uint32_t *order;                     /* which value each marker is for */
    uint16_t *tags;                      /* of the values that the markers were given types for; NULL: none */
    uint8_t kind;                        /* ALK__ODBC_CHANGES_ROWS … */
    uint8_t state;
    bool touches;                        /* session state */
    uint32_t epoch;                      /* that it was prepared in */
    bool prepared;
    bool bound;                          /* columns to buffers */
    bool exact;                          /* its columns are known, and real numbers among them are asked for in full: see exact.h */
    alk__odbc_columns columns;
    uint32_t block_size;                 /* rows in one fetch of the driver's */
    SQLULEN fetched;                     /* of the current block, written by the driver like the next */
    SQLUSMALLINT *row_status;
    uint32_t at;                         /* the next row in it */
    int64_t deadline;                    /* of the cursor, too */
    int64_t affected, rows_read;         /* -1: not known */
    char *scratch;                       /* values of parameters, as the driver reads them */
    size_t scratch_size;
    char *long_value;                    /* one that is longer than its buffer */
    size_t long_size;
    size_t sql_length;
    char sql[];
} alk__odbc_stmt;

alk_rc alk__odbc_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err);
alk_rc alk__odbc_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err);
void alk__odbc_stmt_close(void *conn, void *stmt);
void alk__odbc_handle_free(alk__odbc_conn *conn, SQLHSTMT handle);
/* Frees what is local. */
void alk__odbc_stmt_abandon(alk__odbc_stmt *stmt);
alk_rc alk__odbc_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);

/* Prepares it, unless it is. cells: of the first execution, whose types are told where the database finds none by itself. */
alk_rc alk__odbc_make_ready(alk__odbc_stmt *stmt, const alk_cell *cells, int64_t deadline, alk_err *err);
/* Sends what is bound; ALK_OK also where no row was changed. */
alk_rc alk__odbc_send(alk__odbc_stmt *stmt, int64_t deadline, alk_err *err);
/* Rows that the execution changed; -1: it is not of that kind, or they are not told. */
int64_t alk__odbc_affected(const alk__odbc_stmt *stmt);
/* Results behind the first are dropped; what failed in them is told. total: their rows are added. */
alk_rc alk__odbc_more_results(alk__odbc_stmt *stmt, int64_t *total, alk_err *err);
/* Room for values; NULL: no memory, with the error set. */
char *alk__odbc_scratch(alk__odbc_stmt *stmt, size_t size, alk_err *err);
#endif
