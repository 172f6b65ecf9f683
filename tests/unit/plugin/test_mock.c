/* SPDX-License-Identifier: MIT
 * The mock itself, through its bare tables: what other tests lean on. */
#include "plugin_fixture.h"
#include "mock.h"
#include "plugin/host.h"
#include "plugin/registry.h"
#include "base/arena.h"

static const alk__backend *backend;
static const mock_api *mock;
static alk_err err;

/* False when there was no memory for it. */
static bool connect_with(const char *name, const char *value, void **conn)
{
    alk_pair pair = { { name, strlen(name) }, { value, strlen(value) } };
    alk_connect_request request = { .size = sizeof request, .npairs = 1, .pairs = &pair };
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    backend = alk__backend_find("mock", NULL, 0);
    alk_check_made(backend);
    mock = backend->dialect->query(backend->dialect_self, "mock/1");
    mock->reset();
    alk__err_begin(&err, backend->name);
    return alk__err_end(&err, backend->driver->connect(backend->driver_self, &request, conn, &err), "connect") == ALK_OK;
}

static alk_rc run(void *conn, const char *sql, const alk_cell *params, uint32_t n, void **cursor, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = params, .ncols = n, .nrows = 1 };
    alk_clear_error();
    alk__err_begin(&err, backend->name);
    return backend->driver->conn->execute_direct(conn, (alk_sv){ sql, strlen(sql) }, &request, cursor, affected, &err);
}

static void close_conn(void *conn)
{
    alk_check_int(backend->driver->conn->close(conn, &err), ALK_OK);
    alk_check_uint(mock->count("violation"), 0);
    alk_check_uint(mock->live("connection"), 0);
}

ALK_TEST(mock, gives_rows_of_every_type)
{
    void *conn, *cursor;
    int64_t affected;
    uint32_t got = 0;
    alk_cell cells[32];
    alk_arena arena;
    if (!connect_with("batch", "0", &conn))
        return;
    alk_rc rc = run(conn, "rows 2 int,uint,real?,decimal,text,blob,bool,date,time,timestamp,timestamptz,interval,uuid,json,array,null", NULL, 0, &cursor,
                    &affected);
    if (rc == ALK_OK) {
        alk__arena_init(&arena, 0);
        rc = backend->driver->conn->cursor->fetch_cells(cursor, cells, 16, 2, &got, &arena, &err);
        if (rc == ALK_END) {
            alk_check_uint(got, 2);
            alk_check_int(cells[16].u.i, 201);
            alk_check(cells[2].tag == ALK_TYPE_REAL && cells[18].tag == ALK_TYPE_NULL);
            alk_check_str(cells[20].u.p, "r2c5");
            alk_check_str(cells[3].u.p, "1.04");
            alk_check_uint(cells[14].len, 2);
            alk_check_int(backend->driver->conn->cursor->fetch_cells(cursor, cells, 16, 2, &got, &arena, &err), ALK_END);
        }
        alk__arena_clear(&arena);
        alk_check_int(backend->driver->conn->cursor->close(cursor, &err), ALK_OK);
    }
    close_conn(conn);
}

ALK_TEST(mock, echoes_and_logs)
{
    void *conn, *cursor;
    int64_t affected;
    uint32_t got = 0;
    alk_cell cells[2], params[2] = { { .u.i = 5, .tag = ALK_TYPE_INT }, { .u.p = "abc", .len = 3, .tag = ALK_TYPE_TEXT } };
    if (!connect_with("token", "hidden", &conn))
        return;
    if (run(conn, "echo ? ?", params, 2, &cursor, &affected) == ALK_OK) {
        alk_check_int(backend->driver->conn->cursor->fetch_cells(cursor, cells, 2, 1, &got, NULL, &err), ALK_END);
        alk_check(got == 1 && cells[0].u.i == 5 && cells[1].u.p != params[1].u.p);
        alk_check_str(cells[1].u.p, "abc");
        (void)backend->driver->conn->cursor->close(cursor, &err);
        char log[2000];
        (void)mock->log(log, sizeof log);
        alk_check_contains(log, " execute_direct \"echo ? ?\" (int 5, text 'abc')\n");
        alk_check_contains(log, " connect token=***\n");
    }
    close_conn(conn);
}

ALK_TEST(mock, fails_as_it_is_told)
{
    void *conn, *cursor;
    int64_t affected;
    if (!connect_with("commit", "unknown", &conn))
        return;
    const alk_conn_ops *ops = backend->driver->conn;
    alk_rc rc = run(conn, "fail integrity +retryable unique users.name", NULL, 0, &cursor, &affected);
    alk_check_int(rc, ALK_ERROR_INTEGRITY);
    if (alk_last_error()->code == ALK_ERROR_INTEGRITY) {
        alk_check_uint(alk_last_error()->flags, ALK_ERROR_RETRYABLE);
        alk_check(!alk_last_error()->table || strcmp(alk_last_error()->table, "users") == 0);
        alk_check(!alk_last_error()->column || strcmp(alk_last_error()->column, "name") == 0);
    }
    alk_check_int(run(conn, "frobnicate", NULL, 0, &cursor, &affected), ALK_ERROR_PROGRAMMING);
    alk_check_int(run(conn, "affected 5 id 9", NULL, 0, &cursor, &affected), ALK_OK);
    alk_check_int(affected, 5);
    alk_check_int(run(conn, "next ping fail timeout", NULL, 0, &cursor, &affected), ALK_OK);
    alk_check_int(ops->ping(conn, 0, &err), ALK_ERROR_TIMEOUT);
    alk_check_int(ops->ping(conn, 0, &err), ALK_OK);
    mock->fail("ping", 2, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    alk_check_int(ops->ping(conn, 0, &err), ALK_OK);
    alk_check_int(ops->ping(conn, 0, &err), ALK_ERROR_OPERATIONAL);
    alk_check_int(ops->ping(conn, 0, &err), ALK_ERROR_OPERATIONAL);
    close_conn(conn);
}

ALK_TEST(mock, knows_transactions_and_settings)
{
    void *conn, *cursor;
    int64_t affected;
    alk_sv none = { "", 0 };
    if (!connect_with("commit", "unknown", &conn))
        return;
    const alk_conn_ops *ops = backend->driver->conn;
    alk_check_int(ops->transaction(conn, ALK_TXN_BEGIN, 0, none, 0, &err), ALK_OK);
    alk_check_int(ops->transaction_status(conn), ALK_TXN_ACTIVE);
    alk_check_int(ops->transaction(conn, ALK_TXN_BEGIN, 0, none, 0, &err), ALK_ERROR_INTERFACE);
    alk_check_int(run(conn, "fail data", NULL, 0, &cursor, &affected), ALK_ERROR_DATA);
    alk_check_int(ops->transaction_status(conn), ALK_TXN_FAILED);
    alk_check_int(ops->transaction(conn, ALK_TXN_ROLLBACK, 0, none, 0, &err), ALK_OK);
    alk_check_int(run(conn, "set a b", NULL, 0, &cursor, &affected), ALK_OK);
    alk_check_int(ops->reset(conn, 0, &err), ALK_OK);
    alk_check_int(run(conn, "warn careful", NULL, 0, &cursor, &affected), ALK_OK);
    alk_check_int(ops->warning(conn, &err), ALK_OK);
    alk_check_int(ops->warning(conn, &err), ALK_END);
    alk_check_int(ops->transaction(conn, ALK_TXN_BEGIN, 0, none, 0, &err), ALK_OK);
    alk__err_begin(&err, "x");
    alk_check_int(ops->transaction(conn, ALK_TXN_COMMIT, 0, none, 0, &err), ALK_ERROR_OPERATIONAL);
    alk_check_uint(err.flags, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    close_conn(conn);
}

ALK_TEST(mock, connecting_fails_as_it_is_told)
{
    void *conn;
    alk_check(!connect_with("connect", "fail", &conn));
    alk_check(!connect_with("connect", "refuse", &conn));
    alk_check(!connect_with("connect_fail_first", "1", &conn));
    alk_check_uint(mock->live("connection"), 0);
    if (connect_with("connect", "ok", &conn)) {
        mock->server(0);
        alk_check_int(backend->driver->conn->ping(conn, 0, &err), ALK_ERROR_OPERATIONAL);
        mock->server(1);
        close_conn(conn);
    }
}
