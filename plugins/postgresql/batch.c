/* SPDX-License-Identifier: MIT
 * See batch.h. The server runs what stands in one pipeline as one transaction, where none is open: all of the executions succeed, or none. */
#include "batch.h"
#include "bind.h"
#include "cancel.h"
#include "errors.h"
#include "session.h"
#include "wait.h"
#include <stdio.h>

static void tell_execution(uint32_t index, uint32_t all, const PGresult *failure, alk_err *err)
{
    char text[64];
    if (all == 1 || (failure != NULL && PQresultErrorField(failure, PG_DIAG_MESSAGE_DETAIL) != NULL))
        return;
    (void)snprintf(text, sizeof text, "execution %u of %u", (unsigned)index + 1, (unsigned)all);
    alk__pg_detail(err, "detail", text);
}

/* Binds and sends all. A value that cannot be bound ends it there; *sent says how many went. */
static alk_rc send_all(alk__pg_stmt *stmt, const alk_request *request, uint32_t *sent, alk_err *err)
{
    alk_rc rc = ALK_OK;
    for (uint32_t i = 0; rc == ALK_OK && i < request->nrows; i++) {
        rc = alk__pg_bind(stmt, request->params + (size_t)i * stmt->nparams, err);
        if (rc == ALK_OK)
            rc = alk__pg_send(stmt, err);
        if (rc == ALK_OK)
            *sent = i + 1;
        else
            tell_execution(i, request->nrows, NULL, err);
    }
    return rc;
}

typedef struct answers {
    uint32_t done;                       /* that went well */
    int64_t total;
    PGresult *failure;                   /* of the first that did not */
    bool rows;                           /* some gave rows */
} answers;

static void take(alk__pg_stmt *stmt, PGresult *result, answers *a)
{
    int64_t changes;
    switch ((int)PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
        a->rows = true;
        /* fall through */
    case PGRES_COMMAND_OK:
        changes = alk__pg_changes(result);
        a->total = changes < 0 || a->total < 0 ? -1 : a->total + changes;
        if (a->done++ == 0)
            alk__pg_note_command(stmt->conn, result);
        break;
    case PGRES_PIPELINE_ABORTED:
        break;
    default:
        if (a->failure == NULL) {
            a->failure = result;
            return;
        }
    }
    PQclear(result);
}

/* All answers up to the end of the pipeline. */
static alk_rc take_all(alk__pg_stmt *stmt, answers *a, alk_err *err)
{
    for (;;) {
        PGresult *result;
        alk_rc rc = alk__pg_next(stmt->conn, &result, err);
        if (rc != ALK_OK)
            return rc;
        if (result != NULL && PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return ALK_OK;
        }
        if (result != NULL)
            take(stmt, result, a);
        if (PQstatus(stmt->conn->pg) == CONNECTION_BAD)
            return a->failure != NULL ? ALK_OK : alk__pg_lost(stmt->conn, err);
    }
}

/* *stale: nothing was done, as the statement has to be prepared anew. */
static alk_rc run(alk__pg_stmt *stmt, const alk_request *request, int64_t *affected, PGresult **stale, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    answers a = { 0, 0, NULL, false };
    uint32_t sent = 0;
    alk_rc rc = alk__pg_begin(conn, request->deadline, err), taken;
    if (rc != ALK_OK)
        return rc;
    if (PQenterPipelineMode(conn->pg) == 0) {
        alk__pg_idle(conn);
        return alk__pg_lost(conn, err);
    }
    rc = send_all(stmt, request, &sent, err);
    if (!conn->lost && PQpipelineSync(conn->pg) == 1) {
        taken = take_all(stmt, &a, err);
        if (taken == ALK_OK && PQstatus(conn->pg) != CONNECTION_BAD)
            taken = alk__pg_end_pipeline(conn, err);
        rc = taken != ALK_OK ? taken : rc;
    } else if (!conn->lost) {
        rc = alk__pg_lost(conn, err);
    }
    alk__pg_idle(conn);
    if (rc == ALK_OK && a.failure != NULL && a.done == 0 && alk__pg_is_stale(a.failure)) {
        *stale = a.failure;
        return ALK_ERROR_OPERATIONAL;
    }
    if (a.failure != NULL && !conn->lost) {
        rc = alk__pg_result_error(conn, a.failure, err);
        tell_execution(a.done, request->nrows, a.failure, err);
    } else if (a.failure != NULL) {
        rc = alk__pg_result_error(conn, a.failure, err);
    } else if (rc == ALK_OK && a.rows) {
        rc = alk__pg_error(err, ALK_ERROR_INTERFACE, "HY000", "the statement returns rows, and was executed many times at once");
    }
    PQclear(a.failure);
    *affected = rc == ALK_OK ? a.total : -1;
    return rc;
}

alk_rc alk__pg_batch(alk__pg_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    PGresult *stale = NULL;
    alk_rc rc;
    *affected = 0;
    if (request->nrows == 0)
        return ALK_OK;
    rc = run(stmt, request, affected, &stale, err);
    if (stale == NULL)
        return rc;
    rc = alk__pg_renew(stmt, request->params, stale, request->deadline, err);
    PQclear(stale);
    stale = NULL;
    if (rc == ALK_OK)
        rc = run(stmt, request, affected, &stale, err);
    if (stale != NULL)
        rc = alk__pg_result_error(stmt->conn, stale, err);
    PQclear(stale);
    return rc;
}
