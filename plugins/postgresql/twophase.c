/* SPDX-License-Identifier: MIT
 * See twophase.h. */
#include "twophase.h"
#include "errors.h"
#include "session.h"
#include "wait.h"
#include "driver/name.h"
#include <stdio.h>
#include <string.h>

static alk_rc run_named(alk__pg_conn *conn, const char *command, alk_sv name, int64_t deadline, PGresult **result, alk_err *err)
{
    char sql[ALK__DRIVER_XID_SIZE + 40];
    if (!alk__driver_is_xid(name.p, name.n))
        return alk__pg_error(err, ALK_ERROR_ARGUMENT, "42602", "not a name for a transaction with two phases");
    (void)snprintf(sql, sizeof sql, "%s '%.*s'", command, (int)name.n, name.p);
    return alk__pg_run(conn, sql, deadline, result, err);
}

/* As to a COMMIT, the server answers ROLLBACK, and without an error, where the transaction had failed. */
alk_rc alk__pg_prepare_commit(alk__pg_conn *conn, alk_sv name, int64_t deadline, alk_err *err)
{
    PGresult *result = NULL;
    alk_rc rc = run_named(conn, "PREPARE TRANSACTION", name, deadline, &result, err);
    bool undone = rc == ALK_OK && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
    PQclear(result);
    if (undone)
        rc = alk__pg_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction had failed before: the server rolled it back instead of preparing it");
    return rc;
}

alk_rc alk__pg_end_prepared(alk__pg_conn *conn, bool commit, alk_sv name, int64_t deadline, alk_err *err)
{
    alk_rc rc = run_named(conn, commit ? "COMMIT PREPARED" : "ROLLBACK PREPARED", name, deadline, NULL, err);
    if (rc == ALK_OK && !commit)
        alk__pg_forget_names(conn);      /* tables that it made or changed are as they were */
    return rc;
}

void alk__pg_recovered_free(alk__pg_conn *conn)
{
    PQclear(conn->recovered);
    alk__pg_free(conn->recovered_names);
    conn->recovered = NULL;
    conn->recovered_names = NULL;
}

alk_rc alk__pg_recover(void *handle, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err)
{
    static const char sql[] = "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database() ORDER BY prepared, gid";
    alk__pg_conn *conn = handle;
    alk_rc rc;
    alk__pg_recovered_free(conn);
    rc = alk__pg_run(conn, sql, deadline, &conn->recovered, err);
    if (rc != ALK_OK)
        return rc;
    int n = PQntuples(conn->recovered);
    conn->recovered_names = alk__pg_alloc(sizeof *conn->recovered_names * (size_t)(n + 1), err);
    if (conn->recovered_names == NULL)
        return ALK_ERROR_NO_MEMORY;
    *count = 0;
    for (int i = 0; i < n; i++) {
        alk_sv name = alk__pg_view(PQgetvalue(conn->recovered, i, 0));
        if (alk__driver_is_xid(name.p, name.n))
            conn->recovered_names[(*count)++] = name;
    }
    *names = conn->recovered_names;
    return ALK_OK;
}
