/* SPDX-License-Identifier: MIT
 * Prepared statements. A statement is executed by one cursor at a time, so the cursor is part of it and costs no allocation. */
#ifndef ALK_MY_STATEMENT_H
#define ALK_MY_STATEMENT_H
#include "column.h"
#include "connect.h"
#include "row.h"

enum {                                   /* where the cursor stands */
    ALK__MY_CLOSED = 0,
    ALK__MY_BEFORE_ROW,                  /* the next row is to be read */
    ALK__MY_AT_ROW,                      /* a row is current that was not delivered yet */
    ALK__MY_AT_END,
    ALK__MY_FAILED
};
enum {                                   /* what the first word says of a statement */
    ALK__MY_CHANGES_ROWS = 1,
    ALK__MY_INSERTS = 2,
    ALK__MY_READS = 4,                   /* and does nothing else: it may be run again */
    ALK__MY_TELLS_LATE = 8               /* whether it has rows, and which columns, is known when it has run */
};

typedef struct alk__my_stmt {
    MYSQL_STMT *handle;                  /* NULL: rows of the text protocol */
    alk__my_conn *conn;
    struct alk__my_stmt *next, **link;   /* of the connection's list; link points at what points here */
    uint32_t nparams, ncols;
    uint32_t session;                    /* that it was prepared in */
    uint8_t kind;                        /* ALK__MY_CHANGES_ROWS… */
    uint8_t state;
    bool touches;                        /* session state */
    bool owned_by_cursor;                /* of execute_direct: closed with the cursor */
    bool stored;                         /* all rows are here, and stay until the close */
    MYSQL_ROWS *next_row;                /* of those, or of the batch at hand */
    uint32_t batch;                      /* rows that a cursor of the server gives at once; 0: it is read otherwise */
    int64_t patience;                    /* nanoseconds for one batch; 0: no limit */
    MYSQL_RES *text_rows;
    unsigned char *text_row;             /* one of them, written as the binary protocol has it */
    size_t text_row_size;
    int64_t deadline;                    /* of the cursor, too */
    int64_t affected;                    /* -1: not known */
    uint64_t rows_read;
    alk__my_column *columns;
    alk__my_value *values;               /* of the current row */
    alk_column_desc *descriptions;       /* NULL until needed */
    struct alk__my_parameter *parameters;        /* made by the first execution, like the next */
    MYSQL_BIND *binds;
    size_t sql_length;
    char sql[];
} alk__my_stmt;

alk_rc alk__my_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err);
alk_rc alk__my_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err);
alk_rc alk__my_stmt_columns(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err);
void alk__my_stmt_close(void *conn, void *stmt);
alk_rc alk__my_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
alk_rc alk__my_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);

/* A statement that is not prepared, in the connection's list. */
alk__my_stmt *alk__my_stmt_new(alk__my_conn *conn, alk_sv sql, alk_err *err);
const MYSQL_FIELD *alk__my_fields(const alk__my_stmt *stmt);
uint32_t alk__my_field_count(const alk__my_stmt *stmt);
/* Whether the connection may be talked to; ALK_OK, or what to return instead. */
alk_rc alk__my_ready(alk__my_conn *conn, alk_err *err);
/* After a statement that succeeded: what it leaves behind in the connection. */
void alk__my_note(alk__my_conn *conn, const alk__my_stmt *stmt);
#endif
