/* SPDX-License-Identifier: MIT
 * See twophase.h. */
#include "twophase.h"
#include "errors.h"
#include "session.h"
#include "statement.h"
#include "text.h"
#include "driver/name.h"
#include <stdio.h>

bool alk__odbc_has_twophase(const alk__odbc_conn *conn)
{
    return conn->family->id == ALK__ODBC_POSTGRESQL;
}

static alk_rc run(alk__odbc_conn *conn, const char *command, alk_sv name, int64_t deadline, alk_err *err)
{
    char sql[ALK__DRIVER_XID_SIZE + 40];
    if (!alk__odbc_has_twophase(conn))
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the driver has no two-phase commit of this database");
    if (!alk__driver_is_xid(name.p, name.n))
        return alk__odbc_error(err, ALK_ERROR_ARGUMENT, "42602", "not a name for a transaction with two phases");
    (void)snprintf(sql, sizeof sql, "%s '%.*s'", command, (int)name.n, name.p);
    return alk__odbc_run(conn, sql, deadline, NULL, 0, err);
}

/* ---- the two phases ---- */
alk_rc alk__odbc_prepare_commit(alk__odbc_conn *conn, alk_sv name, int64_t deadline, alk_err *err)
{
    if (conn->failed)
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "25P02", "nothing can be prepared: the transaction has failed; roll back");
    return run(conn, "PREPARE TRANSACTION", name, deadline, err);
}

alk_rc alk__odbc_end_prepared(alk__odbc_conn *conn, bool commit, alk_sv name, int64_t deadline, alk_err *err)
{
    if (!commit)
        conn->epoch++;                   /* tables that it made or changed will be as they were */
    return run(conn, commit ? "COMMIT PREPARED" : "ROLLBACK PREPARED", name, deadline, err);
}

/* ---- what is left of others ---- */
typedef struct xid {
    char text[ALK__DRIVER_XID_SIZE];
} xid;

typedef struct list {
    xid *names;
    size_t n, room;
} list;

void alk__odbc_recovered_free(alk__odbc_conn *conn)
{
    alk__odbc_free(conn->recovered_names);
    alk__odbc_free(conn->recovered);
    conn->recovered_names = NULL;
    conn->recovered = NULL;
}

/* false: it is none of ours, and may be cut. */
static bool get_name(SQLHSTMT stmt, xid *out)
{
    SQLLEN length = 0;
    return SQL_SUCCEEDED(SQLGetData(stmt, 1, SQL_C_CHAR, out->text, sizeof out->text, &length)) && length >= 0 && (size_t)length < sizeof out->text &&
           alk__driver_is_xid(out->text, (size_t)length);
}

static bool add(list *all, const xid *name)
{
    if (all->n == all->room) {
        size_t room = all->room > 0 ? 2 * all->room : 16;
        xid *more = alk__odbc_host->mem(all->names, room * sizeof *more);
        if (more == NULL)
            return false;
        all->names = more;
        all->room = room;
    }
    all->names[all->n++] = *name;
    return true;
}

static alk_rc read_names(alk__odbc_conn *conn, SQLHSTMT stmt, list *all, alk_err *err)
{
    static const char text[] = "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database() ORDER BY prepared, gid";
    alk__odbc_given sql;
    SQLRETURN done;
    alk_rc rc = alk__odbc_give(conn->wide, alk__odbc_view(text), &sql, err);
    if (rc != ALK_OK)
        return rc;
    done = alk__odbc_execute_text(stmt, &sql);
    alk__odbc_given_free(&sql);
    while (SQL_SUCCEEDED(done) && SQL_SUCCEEDED(done = SQLFetch(stmt))) {
        xid name;
        if (get_name(stmt, &name) && !add(all, &name))
            return alk__odbc_no_memory(err);
    }
    return done == SQL_NO_DATA ? ALK_OK : alk__odbc_fail(conn, stmt, err);
}

static alk_rc show_names(alk__odbc_conn *conn, const list *all, alk_err *err)
{
    conn->recovered_names = alk__odbc_alloc((all->n + 1) * sizeof *conn->recovered_names, err);
    if (conn->recovered_names == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < all->n; i++)
        conn->recovered_names[i] = alk__odbc_view(all->names[i].text);
    return ALK_OK;
}

alk_rc alk__odbc_recover(void *handle, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    list all = { NULL, 0, 0 };
    SQLHSTMT stmt = NULL;
    alk_rc rc = alk__odbc_ready(conn, err);
    if (rc == ALK_OK && !alk__odbc_has_twophase(conn))
        rc = alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the driver has no two-phase commit of this database");
    if (rc != ALK_OK)
        return rc;
    alk__odbc_recovered_free(conn);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, conn->handle, &stmt)))
        return alk__odbc_fail(conn, NULL, err);
    alk__odbc_watch_start(&conn->watch, stmt, deadline);
    rc = read_names(conn, stmt, &all, err);
    (void)alk__odbc_watch_stop(&conn->watch);
    alk__odbc_handle_free(conn, stmt);
    conn->recovered = all.names;
    if (rc == ALK_OK)
        rc = show_names(conn, &all, err);
    *names = conn->recovered_names;
    *count = (uint32_t)all.n;
    return rc;
}
