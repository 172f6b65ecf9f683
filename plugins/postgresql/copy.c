/* SPDX-License-Identifier: MIT
 * See copy.h. From its begin to its end a COPY is what runs on the connection, so that its deadline and a cancel reach it. */
#include "copy.h"
#include "cancel.h"
#include "errors.h"
#include "session.h"
#include "wait.h"
#include <stdlib.h>

void alk__pg_copy_free(alk__pg_conn *conn)
{
    if (conn->copy == NULL)
        return;
    PQfreemem(conn->copy->data);
    alk__pg_free(conn->copy);
    conn->copy = NULL;
}

/* ---- beginning ---- */
static alk_rc take_direction(alk__pg_conn *conn, const PGresult *result, alk_err *err)
{
    ExecStatusType status = PQresultStatus(result);
    alk_rc rc;
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
        conn->copy->direction = status == PGRES_COPY_IN ? ALK_COPY_IN : ALK_COPY_OUT;
        return ALK_OK;
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        rc = alk__pg_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement is no COPY from or to the client");
    else
        rc = alk__pg_result_error(conn, (PGresult *)(uintptr_t)result, err);
    if (!conn->lost)
        (void)alk__pg_drain(conn, err);
    return rc;
}

alk_rc alk__pg_copy_begin(alk__pg_conn *conn, const char *sql, int64_t deadline, alk_err *err)
{
    PGresult *result = NULL;
    alk_rc rc = alk__pg_begin(conn, deadline, err);
    if (rc != ALK_OK)
        return rc;
    if ((conn->copy = alk__pg_alloc(sizeof *conn->copy, err)) == NULL) {
        alk__pg_idle(conn);
        return ALK_ERROR_NO_MEMORY;
    }
    conn->copy->used = 0;
    if (PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 0)
        rc = alk__pg_lost(conn, err);
    else
        rc = alk__pg_next(conn, &result, err);
    if (rc == ALK_OK)
        rc = result != NULL ? take_direction(conn, result, err) : alk__pg_lost(conn, err);
    PQclear(result);
    if (rc != ALK_OK) {
        alk__pg_copy_free(conn);
        alk__pg_idle(conn);
    }
    return rc;
}

static alk_rc begin(void *handle, alk_sv sql, int64_t deadline, uint32_t *direction, alk_err *err)
{
    alk__pg_conn *conn = handle;
    char *text = alk__pg_alloc(sql.n + 1, err);
    alk_rc rc;
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (sql.n > 0)
        memcpy(text, sql.p, sql.n);
    text[sql.n] = 0;
    rc = strlen(text) == sql.n ? alk__pg_copy_begin(conn, text, deadline, err)
                               : alk__pg_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement holds a NUL character");
    alk__pg_free(text);
    if (rc == ALK_OK)
        *direction = conn->copy->direction;
    return rc;
}

/* ---- data ---- */
alk_rc alk__pg_copy_send(alk__pg_conn *conn, const char *bytes, size_t length, alk_err *err)
{
    while (length > 0) {
        int piece = length < ALK__PG_COPY_BUFFER ? (int)length : ALK__PG_COPY_BUFFER, taken = PQputCopyData(conn->pg, bytes, piece);
        if (taken < 0)
            return alk__pg_lost(conn, err);
        if (taken > 0) {
            bytes += piece;
            length -= (size_t)piece;
        }
        /* What waits to be sent is bounded, and an answer that comes early does not stop the line. */
        for (int unsent; (unsent = PQflush(conn->pg)) != 0;) {
            alk_rc rc = unsent < 0 ? alk__pg_lost(conn, err) : alk__pg_wait(conn, true, err);
            if (rc != ALK_OK)
                return rc;
        }
    }
    return ALK_OK;
}

static alk_rc running(const alk__pg_conn *conn, uint8_t direction, alk_err *err)
{
    if (conn->copy != NULL && conn->copy->direction == direction)
        return ALK_OK;
    return alk__pg_error(err, ALK_ERROR_INTERFACE, "HY010", "no COPY in this direction runs");
}

static alk_rc put(void *handle, alk_sv bytes, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk_rc rc = running(conn, ALK_COPY_IN, err);
    return rc == ALK_OK ? alk__pg_copy_send(conn, bytes.p, bytes.n, err) : rc;
}

static alk_rc get(void *handle, alk_sv *bytes, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_copy *copy = conn->copy;
    alk_rc rc = running(conn, ALK_COPY_OUT, err);
    if (rc != ALK_OK)
        return rc;
    PQfreemem(copy->data);
    copy->data = NULL;
    while (!copy->at_end) {
        int length = PQgetCopyData(conn->pg, &copy->data, 1);
        if (length > 0) {
            *bytes = alk__pg_sv(copy->data, (size_t)length);
            return ALK_OK;
        }
        copy->at_end = length < 0;       /* well or not: the end tells */
        if (length == 0 && (rc = alk__pg_wait(conn, PQflush(conn->pg) > 0, err)) != ALK_OK)
            return rc;
    }
    return ALK_END;
}

/* ---- ending ---- */
static alk_rc close_input(alk__pg_conn *conn, const char *refusal, alk_err *err)
{
    for (int taken; (taken = PQputCopyEnd(conn->pg, refusal)) != 1;) {
        alk_rc rc = taken < 0 ? alk__pg_lost(conn, err) : alk__pg_wait(conn, true, err);
        if (rc != ALK_OK)
            return rc;
    }
    return ALK_OK;
}

/* The rest is not wanted: the server is asked to stop, and what is on the line is thrown away. */
static alk_rc close_output(alk__pg_conn *conn, alk_err *err)
{
    if (!conn->copy->at_end)
        (void)alk__pg_stop_running(conn, INT64_C(2000000000));
    for (;;) {
        alk_sv bytes;
        alk_rc rc = get(conn, &bytes, err);
        if (rc != ALK_OK)
            return rc == ALK_END ? ALK_OK : rc;
    }
}

/* The server's last word. Where it was given up that is an error, and the expected one. */
static alk_rc take_outcome(alk__pg_conn *conn, bool refused, int64_t *rows, alk_err *err)
{
    PGresult *result;
    alk_rc rc = alk__pg_next(conn, &result, err);
    if (rc != ALK_OK)
        return rc;
    if (result == NULL)
        return alk__pg_lost(conn, err);
    if (PQresultStatus(result) == PGRES_COMMAND_OK)
        *rows = alk__pg_changes(result);
    else if (!refused || PQstatus(conn->pg) == CONNECTION_BAD)
        rc = alk__pg_result_error(conn, result, err);
    PQclear(result);
    return rc;
}

static alk_rc end(void *handle, const char *refusal, int64_t *rows, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_copy *copy = conn->copy;
    alk_rc rc = ALK_OK, drained;
    *rows = -1;
    if (copy == NULL)
        return alk__pg_error(err, ALK_ERROR_INTERFACE, "HY010", "no COPY runs");
    if (conn->lost)
        rc = alk__pg_is_lost(err);
    else if (copy->direction == ALK_COPY_OUT)
        rc = close_output(conn, err);
    else if (refusal != NULL || (rc = alk__pg_copy_rows_end(conn, err)) == ALK_OK)
        rc = close_input(conn, refusal, err);
    if (rc == ALK_OK)
        rc = take_outcome(conn, refusal != NULL, rows, err);
    drained = conn->lost ? ALK_OK : alk__pg_drain(conn, err);
    alk__pg_copy_free(conn);
    alk__pg_idle(conn);
    if (rc == ALK_OK)
        conn->done_in_transaction++;
    return rc == ALK_OK ? drained : rc;
}

const alk_copy_ops alk__pg_copy_ops = { .size = sizeof alk__pg_copy_ops,
                                        .begin = begin,
                                        .put = put,
                                        .get = get,
                                        .end = end,
                                        .rows_begin = alk__pg_copy_rows_begin,
                                        .rows_put = alk__pg_copy_rows_put };
