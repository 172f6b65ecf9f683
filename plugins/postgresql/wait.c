/* SPDX-License-Identifier: MIT
 * See wait.h. */
#include "wait.h"
#include "cancel.h"
#include "cursor.h"
#include "errors.h"
#include <errno.h>
#include <poll.h>
#include <time.h>

#define SEND_PATIENCE INT64_C(2000000000)        /* nanoseconds for a cancel to reach the server */
#define ANSWER_PATIENCE INT64_C(3000000000)      /* and for its answer */

int64_t alk__pg_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Milliseconds, rounded up, so that nothing is late by being early. */
static int milliseconds_until(int64_t until)
{
    int64_t left = until - alk__pg_now();
    if (left <= 0)
        return 0;
    return left > INT64_C(3600000000000) ? 3600000 : (int)((left + 999999) / 1000000);
}

int alk__pg_poll(int descriptor, short events, int64_t until)
{
    struct pollfd file = { .fd = descriptor, .events = events };
    for (;;) {
        int found = poll(&file, 1, until == 0 ? -1 : milliseconds_until(until));
        if (found > 0)
            return 1;
        if (found < 0 && errno != EINTR)
            return -1;
        if (found == 0 && until != 0 && alk__pg_now() >= until)
            return 0;
    }
}

static alk_rc given_up(alk__pg_conn *conn, alk_err *err)
{
    conn->lost = true;
    alk__pg_error(err, ALK_ERROR_TIMEOUT, "57014", "the deadline passed, and the server does not answer: the connection is given up");
    alk__pg_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_TIMEOUT;
}

/* The first time that it is late, the server is asked to stop. */
static alk_rc too_late(alk__pg_conn *conn, alk_err *err)
{
    if (conn->late)
        return given_up(conn, err);
    conn->late = true;
    if (!alk__pg_stop_running(conn, SEND_PATIENCE))
        return given_up(conn, err);
    conn->deadline = alk__pg_now() + ANSWER_PATIENCE;
    return ALK_OK;
}

static void set_wait(void *handle, alk_wait_fn wait, void *payload)
{
    alk__pg_conn *conn = handle;
    conn->wait = wait;
    conn->wait_payload = payload;
}

const alk_async_ops alk__pg_async = { .size = sizeof alk__pg_async, .set_wait = set_wait };

int alk__pg_wait_for_line(alk__pg_conn *conn, bool unsent, int64_t deadline)
{
    if (conn->wait != NULL)
        return conn->wait(conn->wait_payload, PQsocket(conn->pg), ALK_WAIT_READ | (unsent ? ALK_WAIT_WRITE : 0), deadline);
    return alk__pg_poll(PQsocket(conn->pg), (short)(POLLIN | (unsent ? POLLOUT : 0)), deadline);
}

/* A server that never stops talking is late like one that never talks. */
alk_rc alk__pg_wait(alk__pg_conn *conn, bool unsent, alk_err *err)
{
    if (conn->deadline != 0 && alk__pg_now() >= conn->deadline)
        return too_late(conn, err);
    int found = alk__pg_wait_for_line(conn, unsent, conn->deadline);
    if (found == 0)
        return too_late(conn, err);
    if (found < 0 || PQconsumeInput(conn->pg) == 0)
        return alk__pg_lost(conn, err);
    return ALK_OK;
}

alk_rc alk__pg_next(alk__pg_conn *conn, PGresult **result, alk_err *err)
{
    *result = NULL;
    for (;;) {
        int unsent = PQflush(conn->pg);
        alk_rc rc;
        if (PQisBusy(conn->pg) == 0) {
            *result = PQgetResult(conn->pg);
            return ALK_OK;
        }
        if (unsent < 0 && PQstatus(conn->pg) == CONNECTION_BAD)
            return alk__pg_lost(conn, err);
        rc = alk__pg_wait(conn, unsent > 0, err);
        if (rc != ALK_OK)
            return rc;
    }
}

bool alk__pg_refuse_copy(alk__pg_conn *conn, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
        (void)PQputCopyEnd(conn->pg, "COPY is not executed as a statement");
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

/* The data of a COPY that nobody wants. */
static alk_rc skip_copy(alk__pg_conn *conn, alk_err *err)
{
    for (;;) {
        char *row = NULL;
        int length = PQgetCopyData(conn->pg, &row, 1);
        PQfreemem(row);
        if (length < 0)
            return ALK_OK;
        if (length == 0) {
            alk_rc rc = alk__pg_wait(conn, PQflush(conn->pg) > 0, err);
            if (rc != ALK_OK)
                return rc;
        }
    }
}

alk_rc alk__pg_drain(alk__pg_conn *conn, alk_err *err)
{
    for (;;) {
        PGresult *result;
        alk_rc rc = alk__pg_next(conn, &result, err);
        if (rc != ALK_OK)
            return rc;
        if (result == NULL)
            return ALK_OK;
        if (alk__pg_refuse_copy(conn, result) && PQresultStatus(result) == PGRES_COPY_OUT)
            rc = skip_copy(conn, err);
        PQclear(result);
        if (rc != ALK_OK)
            return rc;
    }
}

alk_rc alk__pg_begin(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    if (conn->lost)
        return alk__pg_is_lost(err);
    if (conn->streaming != NULL) {
        alk_rc rc = alk__pg_cursor_leave_line(conn->streaming, err);
        if (rc != ALK_OK)
            return rc;
    }
    if (deadline != 0 && alk__pg_now() >= deadline)
        return alk__pg_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed before it began");
    conn->deadline = deadline;
    conn->alone = false;
    alk__pg_running(conn);
    return ALK_OK;
}

/* What a result that is not the expected one means. */
static alk_rc judge(alk__pg_conn *conn, PGresult *result, alk_err *err)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return ALK_OK;
    if (alk__pg_refuse_copy(conn, result)) {
        alk_rc rc = status == PGRES_COPY_OUT ? skip_copy(conn, err) : ALK_OK;
        return rc != ALK_OK ? rc : alk__pg_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "COPY from or to the client is not executed as a statement: alk_conn_copy_in() and alk_conn_copy_out() are for it");
    }
    return alk__pg_result_error(conn, result, err);
}

alk_rc alk__pg_single(alk__pg_conn *conn, PGresult **out, alk_err *err)
{
    PGresult *result;
    alk_rc rc = alk__pg_next(conn, &result, err), drained;
    if (rc == ALK_OK && result == NULL)
        rc = alk__pg_lost(conn, err);
    if (rc == ALK_OK) {
        rc = judge(conn, result, err);
        drained = conn->lost ? ALK_OK : alk__pg_drain(conn, err);
        rc = rc == ALK_OK ? drained : rc;
    }
    alk__pg_idle(conn);
    if (rc == ALK_OK && out != NULL)
        *out = result;
    else
        PQclear(result);
    return rc;
}

alk_rc alk__pg_run(alk__pg_conn *conn, const char *sql, int64_t deadline, PGresult **result, alk_err *err)
{
    alk_rc rc = alk__pg_begin(conn, deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (PQsendQuery(conn->pg, sql) == 0) {
        alk__pg_idle(conn);
        return alk__pg_lost(conn, err);
    }
    return alk__pg_single(conn, result, err);
}
