/* SPDX-License-Identifier: MIT
 * Errors by class, and that the connection goes on after a rollback. */
#include "live.h"

static void goes_on(live *l)
{
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select 1") == 1);
}

static void syntax(live *l)
{
    LIVE_FAILS(l, live_run(l, "selekt 1"), ALK_ERROR_PROGRAMMING);
    LIVE_CHECK(l, strcmp(alk_last_error()->sql, "selekt 1") == 0 && strlen(alk_last_error()->sqlstate) == 5);
    goes_on(l);
}

static void missing_table_and_column(live *l)
{
    LIVE_FAILS(l, live_run(l, "select * from live_no_such_table"), ALK_ERROR_PROGRAMMING);
    goes_on(l);
    live_table(l, "v INT");
    LIVE_FAILS(l, live_run(l, "select no_such_column from live_t"), ALK_ERROR_PROGRAMMING);
    goes_on(l);
}

static void constraints(live *l)
{
    live_table(l, "id INT primary key, v INT not null check (v > 0)");
    LIVE_OK(l, live_run(l, "insert into live_t(id, v) values(1, 1)"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_FAILS(l, live_run(l, "insert into live_t(id, v) values(1, 2)"), ALK_ERROR_INTEGRITY);
    LIVE_CHECK(l, strncmp(alk_last_error()->sqlstate, "23", 2) == 0);
    goes_on(l);
    LIVE_FAILS(l, live_run(l, "insert into live_t(id, v) values(2, null)"), ALK_ERROR_INTEGRITY);
    goes_on(l);
    LIVE_FAILS(l, live_run(l, "insert into live_t(id, v) values(3, -1)"), ALK_ERROR_INTEGRITY);
    goes_on(l);
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 1);
}

static void parameters(live *l)
{
    LIVE_CHECK(l, alk_execute(l->conn, alk_raw("select :a")) == NULL && alk_last_error()->code == ALK_ERROR_PROGRAMMING);
    LIVE_CHECK(l, alk_execute(l->conn, alk_raw("select 1"), alk_bind("a", 1)) == NULL && alk_last_error()->code == ALK_ERROR_PROGRAMMING);
    goes_on(l);
}

static void several_statements(live *l)
{
    LIVE_FAILS(l, live_run(l, "select 1; select 2"), ALK_ERROR_PROGRAMMING);
    goes_on(l);
}

const live_case live_errors[] = {
    { "syntax", syntax }, { "missing_table_and_column", missing_table_and_column }, { "constraints", constraints }, { "parameters", parameters },
    { "several_statements", several_statements }, { NULL, NULL },
};
