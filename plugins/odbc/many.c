/* SPDX-License-Identifier: MIT
 * See many.h. Drivers tell in different ways which of many executions failed, or not at all. psqlodbc sends them as one text, all of which fails; there the array is
 * gone back on, and its rows go one by one, so that the one at fault is met again. */
#include "many.h"
#include "bind.h"
#include "errors.h"
#include "session.h"
#include <stdio.h>

enum { ROWS_MAX = 100 /* psqlodbc cuts longer arrays into such */, NOT_NAMED = -1 };

static const char guard[] = "alk_array";

/* ---- one by one ---- */
static void tell(alk_err *err, uint32_t first, uint32_t last, uint32_t all)
{
    char text[80];
    int length = first == last ? snprintf(text, sizeof text, "execution %u of %u", (unsigned)first + 1, (unsigned)all)
                               : snprintf(text, sizeof text, "one of the executions %u to %u of %u", (unsigned)first + 1, (unsigned)last + 1, (unsigned)all);
    if (all > 1)
        alk__odbc_detail(err, "detail", text, (size_t)length);
}

static alk_rc run_one(alk__odbc_stmt *stmt, const alk_cell *cells, int64_t deadline, int64_t *total, alk_err *err)
{
    bool fits = true;
    alk_rc rc = alk__odbc_make_ready(stmt, cells, deadline, err);
    if (rc == ALK_OK && stmt->scan.n_places > 0)
        rc = alk__odbc_bind(stmt, cells, 1, &fits, err);
    if (rc == ALK_OK)
        rc = alk__odbc_send(stmt, deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (*total >= 0 && alk__odbc_affected(stmt) >= 0)
        *total += alk__odbc_affected(stmt);
    rc = alk__odbc_more_results(stmt, NULL, err);
    (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
    return rc;
}

static alk_rc run_singly(alk__odbc_stmt *stmt, const alk_request *request, uint32_t from, uint32_t to, int64_t *total, alk_err *err)
{
    for (uint32_t i = from; i < to; i++) {
        alk_rc rc = run_one(stmt, request->params + (size_t)i * stmt->scan.n_params, request->deadline, total, err);
        if (rc != ALK_OK) {
            tell(err, i, i, request->nrows);
            return rc;
        }
    }
    return ALK_OK;
}

/* ---- arrays ---- */
typedef struct array {
    SQLUSMALLINT status[ROWS_MAX];
    SQLULEN processed;
    uint32_t n;
    bool refused;                        /* the driver takes none */
} array;

static bool set_attribute(const alk__odbc_stmt *stmt, SQLINTEGER attribute, SQLPOINTER value)
{
    return SQL_SUCCEEDED(SQLSetStmtAttr(stmt->handle, attribute, value, 0));
}

/* A driver may take another number than it was told, and say so. */
static bool begin_array(alk__odbc_stmt *stmt, array *a)
{
    SQLULEN size = 0;
    for (uint32_t i = 0; i < ROWS_MAX; i++)
        a->status[i] = SQL_PARAM_UNUSED;
    a->processed = 0;
    return set_attribute(stmt, SQL_ATTR_PARAMSET_SIZE, (SQLPOINTER)(uintptr_t)a->n) &&
           SQL_SUCCEEDED(SQLGetStmtAttr(stmt->handle, SQL_ATTR_PARAMSET_SIZE, &size, 0, NULL)) && size == a->n &&
           set_attribute(stmt, SQL_ATTR_PARAM_STATUS_PTR, a->status) && set_attribute(stmt, SQL_ATTR_PARAMS_PROCESSED_PTR, &a->processed);
}

static void end_array(alk__odbc_stmt *stmt)
{
    (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
    (void)set_attribute(stmt, SQL_ATTR_PARAM_STATUS_PTR, NULL);
    (void)set_attribute(stmt, SQL_ATTR_PARAMS_PROCESSED_PTR, NULL);
    (void)set_attribute(stmt, SQL_ATTR_PARAMSET_SIZE, (SQLPOINTER)1);
}

static uint32_t count_errors(const array *a, uint32_t *first)
{
    uint32_t errors = 0;
    for (uint32_t i = a->n; i-- > 0;)
        if (a->status[i] == SQL_PARAM_ERROR) {
            errors++;
            *first = i;
        }
    return errors;
}

/* The row at fault, or NOT_NAMED. */
static int named_row(const alk__odbc_stmt *stmt, const array *a)
{
    uint32_t first = 0;
    if ((stmt->conn->traits & ALK__ODBC_COUNTS_TO_FAILURE) != 0)
        return a->processed < a->n ? (int)a->processed : NOT_NAMED;
    return count_errors(a, &first) == 1 ? (int)first : NOT_NAMED;
}

static alk_rc send_array(alk__odbc_stmt *stmt, array *a, int64_t deadline, int64_t *total, alk_err *err)
{
    uint32_t first = 0;
    int64_t rows = *total;
    alk_rc rc = alk__odbc_send(stmt, deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (count_errors(a, &first) > 0)
        return alk__odbc_fail(stmt->conn, stmt->handle, err);
    if (rows >= 0 && alk__odbc_affected(stmt) >= 0)
        rows += alk__odbc_affected(stmt);
    rc = alk__odbc_more_results(stmt, (stmt->conn->traits & ALK__ODBC_ROWS_EACH) != 0 && rows >= 0 ? &rows : NULL, err);
    *total = rows;
    return rc;
}

static alk_rc set_guard(alk__odbc_conn *conn, const char *verb, int64_t deadline, alk_err *err)
{
    char sql[80];
    (void)snprintf(sql, sizeof sql, "%s %s", verb, guard);
    return alk__odbc_run(conn, sql, deadline, NULL, 0, err);
}

/* Nothing of the array was done, or it was gone back on: the failing row is found by itself. Outside a transaction those before the first failure were done. */
static alk_rc find_failure(alk__odbc_stmt *stmt, const alk_request *request, uint32_t from, const array *a, bool guarded, int64_t *total, alk_err *err)
{
    uint32_t first = 0;
    alk_rc rc = ALK_OK;
    if (guarded) {
        stmt->conn->failed = false;
        rc = set_guard(stmt->conn, stmt->conn->family->rollback_to, request->deadline, err);
    } else {
        (void)count_errors(a, &first);
    }
    return rc == ALK_OK ? run_singly(stmt, request, from + first, from + a->n, total, err) : rc;
}

/* Whether what failed says nothing of a row: the line is gone, or somebody stopped it. */
static bool is_about_all(const alk__odbc_conn *conn, alk_rc rc)
{
    return conn->lost || rc == ALK_ERROR_TIMEOUT || rc == ALK_ERROR_NO_MEMORY || rc == ALK_ERROR_OPERATIONAL || atomic_load(&conn->watch.cancelled);
}

static alk_rc run_array(alk__odbc_stmt *stmt, const alk_request *request, uint32_t from, array *a, int64_t *total, alk_err *err)
{
    alk__odbc_conn *conn = stmt->conn;
    const alk_cell *cells = request->params + (size_t)from * stmt->scan.n_params;
    bool fits = true, postgresql = conn->family->id == ALK__ODBC_POSTGRESQL, guarded = postgresql && conn->began;
    int row;
    alk_rc rc = alk__odbc_bind(stmt, cells, a->n, &fits, err);
    if (rc != ALK_OK)
        return rc;
    if (!fits)
        return run_singly(stmt, request, from, from + a->n, total, err);
    if (guarded)
        rc = set_guard(conn, conn->family->savepoint, request->deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (!begin_array(stmt, a)) {
        end_array(stmt);
        a->refused = true;
        return run_singly(stmt, request, from, from + a->n, total, err);
    }
    rc = send_array(stmt, a, request->deadline, total, err);
    end_array(stmt);
    if (rc == ALK_OK)
        return guarded ? set_guard(conn, conn->family->release, request->deadline, err) : ALK_OK;
    row = named_row(stmt, a);
    if (postgresql && !is_about_all(conn, rc) && (guarded || row == NOT_NAMED))
        return find_failure(stmt, request, from, a, guarded, total, err);
    tell(err, row == NOT_NAMED ? from : from + (uint32_t)row, row == NOT_NAMED ? from + a->n - 1 : from + (uint32_t)row, request->nrows);
    return rc;
}

alk_rc alk__odbc_execute_many(alk__odbc_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    int64_t total = (stmt->kind & ALK__ODBC_CHANGES_ROWS) != 0 ? 0 : -1;
    alk_rc rc = ALK_OK;
    for (uint32_t i = 0; rc == ALK_OK && i < request->nrows;) {
        array a = { .n = request->nrows - i < ROWS_MAX ? request->nrows - i : ROWS_MAX };
        if (a.n < 2 || !stmt->conn->has_arrays || stmt->scan.n_places == 0 || (stmt->kind & (ALK__ODBC_CHANGES_ROWS | ALK__ODBC_RETURNS)) != ALK__ODBC_CHANGES_ROWS) {
            rc = run_singly(stmt, request, i, i + a.n, &total, err);
        } else {
            rc = alk__odbc_make_ready(stmt, request->params + (size_t)i * stmt->scan.n_params, request->deadline, err);
            if (rc == ALK_OK)
                rc = run_array(stmt, request, i, &a, &total, err);
            stmt->conn->has_arrays = stmt->conn->has_arrays && !a.refused;
        }
        i += a.n;
    }
    *affected = rc == ALK_OK ? total : -1;
    return rc;
}
