/* SPDX-License-Identifier: MIT
 * See statement.h. */
#include "statement.h"
#include "batch.h"
#include "bind.h"
#include "cancel.h"
#include "column.h"
#include "cursor.h"
#include "each.h"
#include "errors.h"
#include "fetch.h"
#include "markers.h"
#include "portal.h"
#include "session.h"
#include "transaction.h"
#include "wait.h"
#include <stdio.h>

enum { PARAMS_MAX = 65535, NAME_SIZE = 32, DROPS_AT_ONCE = 50 };
#define SMALL ((size_t)8 << 20)          /* bytes: a result of this size is read into memory next time */

/* ---- making and closing ---- */
static alk__pg_stmt *stmt_new(alk__pg_conn *conn, alk_sv sql, alk_err *err)
{
    alk__pg_stmt *stmt = alk__pg_alloc(sizeof *stmt + sql.n + 1, err);
    if (stmt == NULL)
        return NULL;
    stmt->sql = (char *)(stmt + 1);
    if (sql.n > 0)
        memcpy(stmt->sql, sql.p, sql.n);
    stmt->length = sql.n;
    stmt->conn = conn;
    stmt->usual = SIZE_MAX;
    stmt->nparams = alk__pg_count_markers(stmt->sql, stmt->length, alk__pg_has_backslashes(conn));
    stmt->touches = alk__pg_touched_by(stmt->sql);
    stmt->next = conn->statements;
    stmt->link = &conn->statements;
    if (stmt->next != NULL)
        stmt->next->link = &stmt->next;
    conn->statements = stmt;
    return stmt;
}

static alk_rc make_room(alk__pg_stmt *stmt, alk_err *err)
{
    size_t n = stmt->nparams;
    if (n == 0)
        return ALK_OK;
    stmt->params = alk__pg_alloc(n * sizeof *stmt->params, err);
    stmt->param_oids = stmt->params != NULL ? alk__pg_alloc(n * sizeof *stmt->param_oids, err) : NULL;
    stmt->values = stmt->param_oids != NULL ? alk__pg_alloc(n * sizeof *stmt->values, err) : NULL;
    stmt->lengths = stmt->values != NULL ? alk__pg_alloc(n * 2 * sizeof *stmt->lengths, err) : NULL;
    if (stmt->lengths == NULL)
        return ALK_ERROR_NO_MEMORY;
    stmt->formats = stmt->lengths + n;
    return ALK_OK;
}

static alk_rc prepare(alk__pg_conn *conn, alk_sv sql, alk__pg_stmt **out, alk_err *err)
{
    alk__pg_stmt *stmt;
    if (conn->lost)
        return alk__pg_is_lost(err);
    if (sql.n >= INT32_MAX / 2)
        return alk__pg_error(err, ALK_ERROR_PROGRAMMING, "54000", "the statement is too long");
    if (sql.n > 0 && memchr(sql.p, 0, sql.n) != NULL)
        return alk__pg_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement holds a NUL character");
    if ((stmt = stmt_new(conn, sql, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (stmt->nparams > PARAMS_MAX) {
        alk__pg_error(err, ALK_ERROR_PROGRAMMING, "54023", "the statement has %u parameters; PostgreSQL takes at most 65535", (unsigned)stmt->nparams);
        alk__pg_stmt_close(conn, stmt);
        return ALK_ERROR_PROGRAMMING;
    }
    if (make_room(stmt, err) != ALK_OK) {
        alk__pg_stmt_close(conn, stmt);
        return ALK_ERROR_NO_MEMORY;
    }
    *out = stmt;
    return ALK_OK;
}

alk_rc alk__pg_prepare(void *handle, alk_sv sql, uint32_t flags, int64_t deadline, void **out, alk_err *err)
{
    alk__pg_stmt *stmt = NULL;
    (void)deadline;                      /* nothing is asked of the server yet */
    alk_rc rc = prepare(handle, sql, &stmt, err);
    (void)flags;
    if (rc == ALK_OK)
        *out = stmt;
    return rc;
}

/* The server is told with the next statement that is prepared; without memory for that it keeps the name until the session ends. */
static void drop_name(alk__pg_stmt *stmt)
{
    alk__pg_conn *conn = stmt->conn;
    if (stmt->number == 0)
        return;
    if (conn->n_dropped == conn->dropped_room) {
        uint32_t room = conn->dropped_room != 0 ? conn->dropped_room * 2 : 16;
        uint32_t *larger = alk__pg_host->mem(conn->dropped, room * sizeof *larger);
        if (larger == NULL)
            return;
        conn->dropped = larger;
        conn->dropped_room = room;
    }
    conn->dropped[conn->n_dropped++] = stmt->number;
    stmt->number = 0;
}

void alk__pg_stmt_close(void *handle, void *prepared)
{
    alk__pg_stmt *stmt = prepared;
    (void)handle;
    if (stmt->conn->streaming == stmt) {     /* cursors are closed before; a connection that closes takes its rows with it */
        stmt->conn->streaming = NULL;
        alk__pg_idle(stmt->conn);
    }
    alk__pg_each_free(stmt->each);
    PQclear(stmt->rows);
    drop_name(stmt);
    *stmt->link = stmt->next;
    if (stmt->next != NULL)
        stmt->next->link = stmt->link;
    alk__pg_columns_forget(stmt);
    alk__pg_scratch_free(&stmt->scratch);
    alk__pg_free(stmt->params);
    alk__pg_free(stmt->param_oids);
    alk__pg_free((void *)(uintptr_t)stmt->values);
    alk__pg_free(stmt->lengths);
    alk__pg_free((void *)stmt->stores);
    alk__pg_free(stmt);
}

alk_rc alk__pg_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn;
    (void)err;
    *count = ((alk__pg_stmt *)stmt)->nparams;
    return ALK_OK;
}

alk_rc alk__pg_stmt_columns(void *conn, void *prepared, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__pg_stmt *stmt = prepared;
    alk_rc rc = stmt->state == ALK__PG_CLOSED ? alk__pg_make_ready(stmt, NULL, 0, err) : ALK_OK;   /* rows at hand are of the columns that were described */
    (void)conn;
    if (rc != ALK_OK)
        return rc;
    if ((*columns = alk__pg_describe(stmt, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    *count = stmt->ncols;
    *stride = sizeof(alk_column_desc);
    return ALK_OK;
}

/* ---- preparing on the server ---- */
static const char *name_of(const alk__pg_conn *conn, uint32_t number, char *out)
{
    if (number == 0)
        return "";
    (void)snprintf(out, NAME_SIZE, "alk_%08x_%u", (unsigned)conn->token, (unsigned)number);
    return out;
}

alk_rc alk__pg_end_pipeline(alk__pg_conn *conn, alk_err *err)
{
    if (PQexitPipelineMode(conn->pg) == 1)
        return ALK_OK;
    return alk__pg_lost(conn, err);
}

/* The names that the server shall forget, each by itself: one that it does not know any more harms no other. */
static uint32_t send_drops(alk__pg_conn *conn)
{
    uint32_t sent = 0;
    char sql[NAME_SIZE + 20], name[NAME_SIZE];
    if (PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        return 0;
    for (; sent < DROPS_AT_ONCE && sent < conn->n_dropped; sent++) {
        (void)snprintf(sql, sizeof sql, "DEALLOCATE %s", name_of(conn, conn->dropped[conn->n_dropped - 1 - sent], name));
        if (PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 0 || PQpipelineSync(conn->pg) == 0)
            break;
    }
    return sent;
}

/* What a question to the server gave. */
typedef struct answer {
    PGresult *described, *failure;       /* one of them, or none */
    bool guarded;                        /* a savepoint was set before */
} answer;

static void answer_clear(answer *a)
{
    PQclear(a->described);
    PQclear(a->failure);
    memset(a, 0, sizeof *a);
}

/* All results of a pipeline, with `syncs` ends in it. The nth command is the one that describes; the first error is kept. */
static alk_rc take_pipeline(alk__pg_conn *conn, uint32_t syncs, uint32_t nth, answer *a, alk_err *err)
{
    uint32_t past = 0, commands = 0;
    while (past < syncs) {
        PGresult *result;
        alk_rc rc = alk__pg_next(conn, &result, err);
        if (rc != ALK_OK)
            return rc;
        switch ((int)PQresultStatus(result)) {   /* NULL is an error to it */
        case PGRES_PIPELINE_SYNC:
            past++;
            break;
        case PGRES_COMMAND_OK:
            if (commands++ == nth) {
                a->described = result;
                result = NULL;
            }
            break;
        case PGRES_FATAL_ERROR:
            if (result != NULL && past == 0 && a->failure == NULL) {
                a->failure = result;
                result = NULL;
            }
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            PQclear(result);
            return alk__pg_out_of_turn(conn, err);
        default:
            break;
        }
        PQclear(result);
        if (PQstatus(conn->pg) == CONNECTION_BAD)
            return a->failure != NULL ? ALK_OK : alk__pg_lost(conn, err);
    }
    return ALK_OK;
}

static bool send_plain(alk__pg_conn *conn, const char *sql)
{
    return PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 1;
}

/* Parse and Describe in one round trip. Where a failure shall not end the transaction, a savepoint is set before. */
static alk_rc ask(alk__pg_stmt *stmt, uint32_t number, const alk__pg_oid *types, bool guarded, answer *a, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    char buffer[NAME_SIZE];
    const char *name = name_of(conn, number, buffer);
    uint32_t drops;
    alk_rc rc;
    a->guarded = guarded;
    if (PQenterPipelineMode(conn->pg) == 0 || (guarded && !send_plain(conn, "SAVEPOINT alk_prepare")) ||
        PQsendPrepare(conn->pg, name, stmt->sql, types != NULL ? (int)stmt->nparams : 0, types) == 0 || PQsendDescribePrepared(conn->pg, name) == 0 ||
        (guarded && !send_plain(conn, "RELEASE SAVEPOINT alk_prepare")) || PQpipelineSync(conn->pg) == 0)
        return alk__pg_lost(conn, err);
    drops = guarded ? 0 : send_drops(conn);
    rc = take_pipeline(conn, 1 + drops, guarded ? 2 : 1, a, err);
    if (rc != ALK_OK)
        return rc;
    conn->n_dropped -= drops;
    return PQstatus(conn->pg) == CONNECTION_BAD ? ALK_OK : alk__pg_end_pipeline(conn, err);
}

/* The server found no types for the parameters, or such that do not go together. */
static bool lacks_types(const PGresult *failure)
{
    static const char *const states[] = { "42725", "42883", "42P18", "42P08", "42804", "42846" };
    const char *sqlstate = PQresultErrorField(failure, PG_DIAG_SQLSTATE);
    for (size_t i = 0; sqlstate != NULL && i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i], sqlstate) == 0)
            return true;
    return false;
}

static bool type_by_values(alk__pg_stmt *stmt, const alk_cell *cells)
{
    bool any = false;
    for (uint32_t i = 0; cells != NULL && i < stmt->nparams; i++) {
        stmt->param_oids[i] = alk__pg_type_of_value(&cells[i]);
        any = any || stmt->param_oids[i] != 0;
    }
    return any;
}

/* Asks again with the types that the values have. When that fails, too, the first failure is the one that is told. */
static alk_rc ask_with_types(alk__pg_stmt *stmt, uint32_t number, answer *a, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    answer second = { NULL, NULL, false };
    alk_rc rc = ALK_OK;
    if (a->guarded)
        rc = alk__pg_run(conn, "ROLLBACK TO SAVEPOINT alk_prepare; RELEASE SAVEPOINT alk_prepare", conn->deadline, NULL, err);
    if (rc == ALK_OK)
        rc = alk__pg_begin(conn, conn->deadline, err);
    if (rc == ALK_OK) {
        rc = ask(stmt, number, stmt->param_oids, false, &second, err);
        alk__pg_idle(conn);
    }
    if (rc == ALK_OK && second.described != NULL) {
        answer_clear(a);
        *a = second;
        stmt->typed = true;
        return ALK_OK;
    }
    answer_clear(&second);
    return rc;
}

static alk_rc take_params(alk__pg_stmt *stmt, const PGresult *described, alk_err *err)
{
    alk_rc rc;
    if ((uint32_t)PQnparams(described) != stmt->nparams)
        return alk__pg_error(err, ALK_ERROR_PROGRAMMING, "07001", "the server finds %d parameters in the statement, %u were found before", PQnparams(described),
                             (unsigned)stmt->nparams);
    for (uint32_t i = 0; i < stmt->nparams; i++)
        stmt->param_oids[i] = PQparamtype(described, (int)i);
    rc = alk__pg_learn_types(stmt->conn, stmt->param_oids, stmt->nparams, err);
    for (uint32_t i = 0; i < stmt->nparams; i++)
        (void)alk__pg_types_find(&stmt->conn->types, stmt->param_oids[i], &stmt->params[i]);
    return rc;
}

/* Values of other kinds came than those whose types it was prepared with. */
static bool is_typed_otherwise(const alk__pg_stmt *stmt, const alk_cell *cells)
{
    for (uint32_t i = 0; stmt->typed && cells != NULL && i < stmt->nparams; i++) {
        alk__pg_oid type = alk__pg_type_of_value(&cells[i]);
        if (type != 0 && type != stmt->param_oids[i])
            return true;
    }
    return false;
}

/* Without values nothing can be said before the first execution. ALK_USE_DEFAULT: the transaction is as it was. */
static alk_rc not_known(alk__pg_conn *conn, const answer *a, alk_err *err)
{
    alk_rc rc = a->guarded ? alk__pg_run(conn, "ROLLBACK TO SAVEPOINT alk_prepare; RELEASE SAVEPOINT alk_prepare", conn->deadline, NULL, err) : ALK_OK;
    return rc == ALK_OK ? ALK_USE_DEFAULT : rc;
}

static alk_rc take_answer(alk__pg_stmt *stmt, uint32_t number, answer *a, alk_err *err)
{
    alk_rc rc;
    stmt->number = number;
    (void)name_of(stmt->conn, number, stmt->name);
    rc = take_params(stmt, a->described, err);
    if (rc != ALK_OK)
        return rc;
    rc = alk__pg_columns_take(stmt, a->described, err);
    a->described = NULL;
    return rc;
}

alk_rc alk__pg_make_ready(alk__pg_stmt *stmt, const alk_cell *cells, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    answer a = { NULL, NULL, false };
    uint32_t epoch = conn->epoch, number;
    bool typed;
    alk_rc rc;
    if (stmt->epoch == epoch && !is_typed_otherwise(stmt, cells))
        return conn->lost ? alk__pg_is_lost(err) : ALK_OK;
    if ((rc = alk__pg_begin(conn, deadline, err)) != ALK_OK)
        return rc;
    drop_name(stmt);
    stmt->epoch = 0;
    number = conn->prepares && !stmt->once ? ++conn->last_name : 0;
    typed = stmt->typed && type_by_values(stmt, cells);
    rc = ask(stmt, number, typed ? stmt->param_oids : NULL, !typed && stmt->nparams > 0 && PQtransactionStatus(conn->pg) == PQTRANS_INTRANS, &a, err);
    alk__pg_idle(conn);
    if (rc == ALK_OK && a.failure != NULL && !conn->lost && !typed && lacks_types(a.failure) && type_by_values(stmt, cells))
        rc = ask_with_types(stmt, number, &a, err);
    else if (rc == ALK_OK && a.failure != NULL && !conn->lost && cells == NULL && stmt->nparams > 0 && lacks_types(a.failure))
        rc = not_known(conn, &a, err);
    if (rc == ALK_OK && a.failure != NULL)
        rc = alk__pg_result_error(conn, a.failure, err);
    else if (rc == ALK_OK && a.described == NULL)
        rc = alk__pg_lost(conn, err);
    else if (rc == ALK_OK)
        rc = take_answer(stmt, number, &a, err);
    if (rc == ALK_OK)
        stmt->epoch = epoch;
    answer_clear(&a);
    return rc;
}

bool alk__pg_is_stale(const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE), *where = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    if (sqlstate == NULL)
        return false;
    return strcmp(sqlstate, "26000") == 0 || (strcmp(sqlstate, "0A000") == 0 && where != NULL && strcmp(where, "RevalidateCachedQuery") == 0);
}

/* ALK_OK: it is prepared anew, and may be executed. Inside a transaction the error has undone what came before, so that can only be when nothing did. */
alk_rc alk__pg_renew(alk__pg_stmt *stmt, const alk_cell *cells, const PGresult *result, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    PGTransactionStatusType status = PQtransactionStatus(conn->pg);
    alk_rc rc;
    alk__pg_forget_names(conn);          /* what is true of one is likely to be true of others */
    if (status == PQTRANS_INERROR && conn->done_in_transaction == 0) {
        rc = alk__pg_begin_again(conn, deadline, err);
    } else if (status == PQTRANS_IDLE) {
        rc = ALK_OK;
    } else {
        rc = alk__pg_result_error(conn, result, err);
        alk__pg_detail(err, "hint", "another session changed the tables; the same transaction succeeds when it is tried again");
        alk__pg_host->err_flags(err, ALK_ERROR_RETRYABLE);
    }
    return rc == ALK_OK ? alk__pg_make_ready(stmt, cells, deadline, err) : rc;
}

bool alk__pg_send_prepare(alk__pg_stmt *stmt)
{
    alk__pg_conn *conn = stmt->conn;
    drop_name(stmt);
    if (!conn->prepares)
        return true;
    stmt->number = ++conn->last_name;
    (void)name_of(conn, stmt->number, stmt->name);
    return PQsendPrepare(conn->pg, stmt->name, stmt->sql, (int)stmt->nparams, stmt->param_oids) == 1;
}

/* ---- executing ---- */
int64_t alk__pg_changes(const PGresult *result)
{
    const char *tag = PQcmdStatus((PGresult *)(uintptr_t)result), *count = PQcmdTuples((PGresult *)(uintptr_t)result);
    int64_t changes = 0;
    if (*count == 0 || strncmp(tag, "SELECT", 6) == 0 || strncmp(tag, "FETCH", 5) == 0 || strncmp(tag, "MOVE", 4) == 0)
        return -1;
    for (; *count >= '0' && *count <= '9'; count++)
        if (__builtin_mul_overflow(changes, INT64_C(10), &changes) || __builtin_add_overflow(changes, *count - '0', &changes))
            return -1;
    return changes;
}

alk_rc alk__pg_send(alk__pg_stmt *stmt, alk_err *err)
{
    PGconn *pg = stmt->conn->pg;
    int n = (int)stmt->nparams, format = stmt->binary ? 1 : 0;
    int sent = stmt->number != 0
                   ? PQsendQueryPrepared(pg, stmt->name, n, stmt->values, stmt->lengths, stmt->formats, format)
                   : PQsendQueryParams(pg, stmt->sql, n, stmt->param_oids, stmt->values, stmt->lengths, stmt->formats, format);
    return sent == 1 ? ALK_OK : alk__pg_lost(stmt->conn, err);
}

static bool wants_stream(const alk__pg_stmt *stmt, const alk_request *request)
{
    if ((stmt->epoch != 0 && stmt->ncols == 0) || (request->flags & ALK_REQUEST_STREAM) == 0 || stmt->conn->fetch == ALK__PG_FETCH_MEMORY)
        return false;
    return stmt->conn->fetch == ALK__PG_FETCH_STREAM || stmt->usual > SMALL;
}

/* The columns may be others than were described: after ALTER TABLE, and when nothing was described. */
static alk_rc take_columns(alk__pg_stmt *stmt, const PGresult *result, alk_err *err)
{
    PGresult *copy;
    alk_rc rc;
    if (stmt->description != NULL && alk__pg_columns_match(stmt, result))
        return ALK_OK;
    if ((copy = PQcopyResult(result, PG_COPYRES_ATTRS)) == NULL)
        return alk__pg_no_memory(err);
    rc = alk__pg_columns_take(stmt, copy, err);
    if (rc == ALK_OK && PQbinaryTuples(result) && !stmt->binary) {
        stmt->epoch = 0;
        rc = alk__pg_error(err, ALK_ERROR_OPERATIONAL, "0A000", "the columns of the result have changed since the statement was described");
        alk__pg_host->err_flags(err, ALK_ERROR_RETRYABLE);
    }
    stmt->binary = PQbinaryTuples(result) != 0;
    return rc;
}

/* The first result of an execution that went well: rows, or what a command did. The result is owned here. */
static alk_rc take_first(alk__pg_stmt *stmt, PGresult *result, int64_t *affected, void **cursor, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    alk_rc rc = ALK_OK;
    bool rows = PQresultStatus(result) != PGRES_COMMAND_OK, single = PQresultStatus(result) == PGRES_SINGLE_TUPLE;
    stmt->affected = *affected = -1;
    if (rows)
        rc = take_columns(stmt, result, err);
    if (rc == ALK_OK && !single) {
        alk__pg_note_command(conn, result);
        stmt->affected = alk__pg_changes(result);
        *affected = stmt->affected;
    }
    if (rc == ALK_OK && rows) {
        stmt->bytes = 0;
        alk__pg_cursor_take(stmt, result);
        stmt->state = ALK__PG_OPEN;
        stmt->streaming = single;
        *cursor = stmt;
        if (single)
            conn->streaming = stmt;
        else
            stmt->usual = stmt->bytes;
    } else {
        PQclear(result);
    }
    if (!single || rc != ALK_OK) {
        alk_rc drained = alk__pg_drain(conn, err);
        rc = rc == ALK_OK ? drained : rc;
        alk__pg_idle(conn);
    }
    return rc == ALK_OK && !rows ? alk__pg_check_standbys(conn, err) : rc;
}

static alk_rc copy_refused(alk__pg_conn *conn, alk_err *err)
{
    alk_rc rc = alk__pg_drain(conn, err);
    return rc != ALK_OK ? rc : alk__pg_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "COPY from or to the client is not executed as a statement");
}

/* One execution whose parameters are bound. *stale: the error says that the statement has to be prepared anew, and is in *failure. */
static alk_rc run(alk__pg_stmt *stmt, const alk_request *request, void **cursor, int64_t *affected, PGresult **stale, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    PGresult *result = NULL;
    alk_rc rc = alk__pg_begin(conn, request->deadline, err);
    if (rc != ALK_OK)
        return rc;
    rc = alk__pg_send(stmt, err);
    if (rc == ALK_OK && wants_stream(stmt, request))
        (void)PQsetSingleRowMode(conn->pg);
    if (rc == ALK_OK)
        rc = alk__pg_next(conn, &result, err);
    if (rc == ALK_OK && result == NULL)
        rc = alk__pg_lost(conn, err);
    if (rc == ALK_OK) {
        switch ((int)PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
            return take_first(stmt, result, affected, cursor, err);
        case PGRES_EMPTY_QUERY:
            rc = alk__pg_error(err, ALK_ERROR_PROGRAMMING, "42601", "the text holds no statement");
            break;
        default:
            if (alk__pg_refuse_copy(conn, result)) {
                rc = copy_refused(conn, err);
            } else if (alk__pg_is_stale(result)) {
                *stale = result;
                result = NULL;
                rc = ALK_ERROR_OPERATIONAL;
            } else {
                rc = alk__pg_result_error(conn, result, err);
            }
        }
        PQclear(result);
        if (!conn->lost)
            (void)alk__pg_drain(conn, err);
    }
    alk__pg_idle(conn);
    return rc;
}

static alk_rc execute_one(alk__pg_stmt *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    PGresult *stale = NULL;
    alk_rc rc = ALK_OK;
    for (int tries = 0; tries < 2; tries++) {
        rc = alk__pg_bind(stmt, request->params, err);
        if (rc == ALK_OK)
            rc = run(stmt, request, cursor, affected, &stale, err);
        if (stale == NULL)
            break;
        rc = alk__pg_renew(stmt, request->params, stale, request->deadline, err);
        if (rc == ALK_OK && tries == 1)
            rc = alk__pg_result_error(stmt->conn, stale, err);
        PQclear(stale);
        stale = NULL;
        if (rc != ALK_OK)
            break;
    }
    return rc;
}

static alk_rc admit(alk__pg_stmt *stmt, const alk_request *request, alk_err *err)
{
    if (request->ncols != stmt->nparams)
        return alk__pg_error(err, ALK_ERROR_PROGRAMMING, "07001", "the statement takes %u parameters, %u were given", (unsigned)stmt->nparams,
                             (unsigned)request->ncols);
    if (stmt->state != ALK__PG_CLOSED)
        return alk__pg_cursor_end(stmt, ALK__PG_CLOSED, err);
    return ALK_OK;
}

alk_rc alk__pg_execute(void *handle, void *prepared, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_stmt *stmt = prepared;
    alk_rc rc = admit(stmt, request, err);
    *cursor = NULL;
    if (conn->n_warnings > 0)
        alk__pg_forget_warnings(conn);
    alk__pg_portal_plan(stmt, request);
    if (rc == ALK_OK)
        rc = alk__pg_make_ready(stmt, request->params, request->deadline, err);
    if (rc != ALK_OK)
        return rc;
    conn->touched |= stmt->touches;
    stmt->deadline = request->deadline;
    if (stmt->ncols == 0)
        stmt->batch = 0;                 /* SELECT … INTO */
    *affected = -1;
    if (stmt->batch != 0)
        rc = alk__pg_portal_open(stmt, request, cursor, err);
    else if (request->nrows == 1)
        rc = execute_one(stmt, request, cursor, affected, err);
    else
        rc = alk__pg_batch(stmt, request, affected, err);
    if (rc == ALK_OK)
        conn->done_in_transaction++;
    return rc;
}

/* Without parameters nothing has to be known beforehand: one round trip, results as text. */
alk_rc alk__pg_execute_direct(void *handle, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_stmt *stmt = NULL;
    alk_rc rc = prepare(conn, sql, &stmt, err);
    *cursor = NULL;
    if (rc != ALK_OK)
        return rc;
    stmt->once = true;
    alk__pg_portal_plan(stmt, request);
    if (stmt->batch > 0 || stmt->nparams > 0 || request->nrows != 1 || request->ncols != 0) {
        rc = alk__pg_execute(conn, stmt, request, cursor, affected, err);
    } else {
        PGresult *stale = NULL;
        alk__pg_forget_warnings(conn);
        conn->touched |= stmt->touches;
        stmt->deadline = request->deadline;
        rc = run(stmt, request, cursor, affected, &stale, err);
        if (stale != NULL)
            rc = alk__pg_result_error(conn, stale, err);
        PQclear(stale);
        conn->done_in_transaction += rc == ALK_OK;
    }
    if (rc != ALK_OK || *cursor == NULL)
        alk__pg_stmt_close(conn, stmt);
    else
        stmt->owned_by_cursor = true;
    return rc;
}
