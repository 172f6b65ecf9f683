/* SPDX-License-Identifier: MIT
 * See twophase.h. A name is the global part of a server's XID; the branch is empty and the format 1, which is what XA START 'name' gives. */
#include "twophase.h"
#include "errors.h"
#include "kill.h"
#include "session.h"
#include "statement.h"
#include "driver/name.h"
#include <stdio.h>
#include <string.h>

static alk_rc run(alk__my_conn *conn, const char *command, const char *more, alk_err *err)
{
    char sql[ALK__DRIVER_XID_SIZE + 40];
    (void)snprintf(sql, sizeof sql, "%s '%s'%s", command, conn->xid, more);
    return alk__my_run(conn, sql) == 0 ? ALK_OK : alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
}

static alk_rc set_name(alk__my_conn *conn, alk_sv name, alk_err *err)
{
    if (!alk__driver_is_xid(name.p, name.n))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, "42602", "not a name for a transaction with two phases");
    memcpy(conn->xid, name.p, name.n);
    conn->xid[name.n] = 0;
    return ALK_OK;
}

static void ended(alk__my_conn *conn)
{
    conn->xa = ALK__MY_XA_NONE;
    conn->began = conn->rolled_back = false;
}

alk_rc alk__my_xa_start(alk__my_conn *conn, alk_sv name, alk_err *err)
{
    alk_rc rc = set_name(conn, name, err);
    if (rc == ALK_OK)
        rc = run(conn, "XA START", "", err);
    if (rc == ALK_OK) {
        conn->xa = ALK__MY_XA_ACTIVE;
        conn->began = true;
    }
    return rc;
}

alk_rc alk__my_xa_commit(alk__my_conn *conn, alk_err *err)
{
    alk_rc rc = run(conn, "XA END", "", err);
    if (rc == ALK_OK)
        rc = run(conn, "XA COMMIT", " ONE PHASE", err);
    if (rc == ALK_OK)
        ended(conn);
    return rc;
}

/* What the server has rolled back by itself can be ended by XA ROLLBACK alone. */
alk_rc alk__my_xa_rollback(alk__my_conn *conn, alk_err *err)
{
    char sql[ALK__DRIVER_XID_SIZE + 40];
    alk_rc rc;
    (void)snprintf(sql, sizeof sql, "XA END '%s'", conn->xid);
    (void)alk__my_run(conn, sql);
    rc = run(conn, "XA ROLLBACK", "", err);
    if (rc == ALK_OK)
        ended(conn);
    return rc;
}

alk_rc alk__my_xa_prepare(alk__my_conn *conn, alk_err *err)
{
    alk_rc rc = conn->xa == ALK__MY_XA_ACTIVE ? run(conn, "XA END", "", err) : ALK_OK;
    if (rc == ALK_OK)
        rc = run(conn, "XA PREPARE", "", err);
    if (rc == ALK_OK)
        conn->xa = ALK__MY_XA_PREPARED;
    return rc;
}

alk_rc alk__my_xa_end_prepared(alk__my_conn *conn, bool commit, alk_sv name, alk_err *err)
{
    alk_rc rc = set_name(conn, name, err);
    if (rc == ALK_OK)
        rc = run(conn, commit ? "XA COMMIT" : "XA ROLLBACK", "", err);
    if (rc == ALK_OK)
        ended(conn);
    return rc;
}

/* ---- what is left of others ---- */

void alk__my_recovered_free(alk__my_conn *conn)
{
    mysql_free_result(conn->recovered);
    alk__my_free(conn->recovered_names);
    conn->recovered = NULL;
    conn->recovered_names = NULL;
}

/* Columns: formatID, gtrid_length, bqual_length, data. */
static bool is_ours(MYSQL_ROW row, const unsigned long *lengths)
{
    return row[0] != NULL && strcmp(row[0], "1") == 0 && row[2] != NULL && strcmp(row[2], "0") == 0 && row[3] != NULL && alk__driver_is_xid(row[3], lengths[3]);
}

static alk_rc collect(alk__my_conn *conn, const alk_sv **names, uint32_t *count, alk_err *err)
{
    MYSQL_ROW row;
    uint32_t n = 0;
    if (mysql_num_fields(conn->recovered) != 4)
        return alk__my_error(err, ALK_ERROR_INTERNAL, "08P01", "the server does not list prepared transactions in the form that is known");
    conn->recovered_names = alk__my_alloc(sizeof *conn->recovered_names * ((size_t)mysql_num_rows(conn->recovered) + 1), err);
    if (conn->recovered_names == NULL)
        return ALK_ERROR_NO_MEMORY;
    while ((row = mysql_fetch_row(conn->recovered)) != NULL) {
        const unsigned long *lengths = mysql_fetch_lengths(conn->recovered);
        if (is_ours(row, lengths))
            conn->recovered_names[n++] = alk__my_sv(row[3], lengths[3]);
    }
    *names = conn->recovered_names;
    *count = n;
    return ALK_OK;
}

alk_rc alk__my_recover(void *handle, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err)
{
    static const char sql[] = "XA RECOVER";
    alk__my_conn *conn = handle;
    alk_rc rc = alk__my_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    alk__my_recovered_free(conn);
    alk__my_enter(conn, deadline);
    alk__my_start(conn);
    if (mysql_real_query(conn->mysql, sql, sizeof sql - 1) != 0 || (conn->recovered = mysql_store_result(conn->mysql)) == NULL)
        rc = alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
    alk__my_stop(conn);
    alk__my_leave(conn);
    return rc == ALK_OK ? collect(conn, names, count, err) : rc;
}
