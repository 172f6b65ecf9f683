/* SPDX-License-Identifier: MIT
 * Prepared statements bound by position. */
#include "one_engine.h"
#include "base/alloc.h"

ALK_SUITE(statement, open_both, close_both);

static alk_stmt *prepared(alk_conn *c, const char *sql)
{
    alk_stmt *stmt = alk_conn_prepare(c, sql, SIZE_MAX);
    alk_check_made(stmt);
    return stmt;
}

ALK_TEST(statement, bound_and_run_again)
{
    alk_stmt *stmt = prepared(conn, "echo ? ?");
    alk_check_int(alk_stmt_param_count(stmt), 2);
    alk_check_ok(alk_stmt_bind_int(stmt, 1, -5));
    alk_check_ok(alk_stmt_bind_text(stmt, 2, "abc", SIZE_MAX));
    for (int i = 0; i < 3; i++) {
        alk_result *r = alk_stmt_execute(stmt, NULL);
        alk_check(alk_next(r));
        alk_check_int(alk_get_int(r, 0), -5);
        alk_check_str(alk_get_text(r, 1), "abc");
        alk_check_ok(alk_close(r));
    }
    alk_check_int(count_of("prepare"), 1);
    alk_stmt_close(stmt);
}

ALK_TEST(statement, every_kind_of_value)
{
    static const uint8_t bytes[16] = { 1, 2, 3 };
    static const alk_interval interval = { 1, 2, 3 };
    alk_value items[2] = { alk_value_int(1), alk_value_text("x") };
    alk_value array = alk_value_array(items, 2), uuid = alk_value_uuid((const alk_uuid *)(const void *)bytes);
    alk_value span = alk_value_interval(&interval), decimal = alk_value_decimal("1.50");
    alk_stmt *stmt = prepared(conn, "echo ? ? ? ? ? ? ? ? ? ?");
    alk_check_ok(alk_stmt_bind_null(stmt, 1));
    alk_check_ok(alk_stmt_bind_bool(stmt, 2, true));
    alk_check_ok(alk_stmt_bind_uint(stmt, 3, UINT64_MAX));
    alk_check_ok(alk_stmt_bind_real(stmt, 4, 0.5));
    alk_check_ok(alk_stmt_bind_blob(stmt, 5, bytes, 3));
    alk_check_ok(alk_stmt_bind_blob(stmt, 6, "", 0));
    alk_check_ok(alk_stmt_bind(stmt, 7, &array));
    alk_check_ok(alk_stmt_bind(stmt, 8, &uuid));
    alk_check_ok(alk_stmt_bind(stmt, 9, &span));
    alk_check_ok(alk_stmt_bind(stmt, 10, &decimal));
    items[0] = alk_value_int(99);                      /* it was copied */
    alk_result *r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_next(r));
    alk_check(alk_is_null(r, 0));
    alk_check(alk_get_bool(r, 1));
    alk_check_uint(alk_get_uint(r, 2), UINT64_MAX);
    alk_check_real(alk_get_real(r, 3), 0.5);
    size_t n;
    alk_check(alk_get_blob(r, 4, &n) && n == 3);
    alk_check(alk_get_blob(r, 5, &n) && n == 0);
    alk_check_str(alk_get_string(r, 6), "[1,\"x\"]");
    alk_check_int(alk_get_uuid(r, 7).bytes[2], 3);
    alk_check_int(alk_get_interval(r, 8).days, 2);
    alk_check_str(alk_get_decimal(r, 9), "1.50");
    alk_check_ok(alk_close(r));
    alk_stmt_close(stmt);
}

ALK_TEST(statement, bad_bindings)
{
    alk_value bad = { .tag = 99 };
    alk_stmt *stmt = prepared(conn, "echo ?");
    alk_check_fails(alk_stmt_bind_int(stmt, 0, 1), ALK_ERROR_ARGUMENT, "no parameter 0");
    alk_check_fails(alk_stmt_bind_int(stmt, 2, 1), ALK_ERROR_ARGUMENT, "takes 1");
    alk_check_fails(alk_stmt_bind_text(stmt, 1, "a\0b", 3), ALK_ERROR_DATA, "parameter 1");
    alk_check_fails(alk_stmt_bind_text(stmt, 1, "\xff", SIZE_MAX), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_stmt_bind(stmt, 1, &bad), ALK_ERROR_DATA, NULL);
    alk_check(alk_stmt_execute(stmt, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter 1 is not bound");
    alk_check_ok(alk_stmt_bind_text(stmt, 1, NULL, SIZE_MAX));
    alk_check_ok(alk_close(alk_stmt_execute(stmt, NULL)));
    alk_check_ok(alk_stmt_bind(stmt, 1, NULL));
    alk_check_ok(alk_stmt_clear(stmt));
    alk_check(alk_stmt_execute(stmt, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "not bound");
    alk_stmt_close(stmt);
    alk_check(alk_conn_prepare(conn, "nonsense", SIZE_MAX) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "syntax");
    alk_check_fails(alk_stmt_bind_int(NULL, 1, 1), ALK_ERROR_PROGRAMMING, "syntax");
    alk_check_int(alk_stmt_param_count(NULL), -1);
    alk_check(alk_stmt_execute(NULL, NULL) == NULL);
    alk_check_int(alk_stmt_column_count(NULL), -1);
    alk_stmt_close(NULL);
}

ALK_TEST(statement, one_result_at_a_time)
{
    alk_stmt *stmt = prepared(conn, "rows 3 int");
    alk_result *r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_next(r));
    alk_check(alk_stmt_execute(stmt, NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "still open");
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_close(alk_stmt_execute(stmt, NULL)));
    r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_next(r));
    alk_stmt_close(stmt);
    alk_check(!alk_next(r));
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    alk_check_error(ALK_ERROR_INTERFACE, "statement was closed");
}

ALK_TEST(statement, two_of_the_same_text)
{
    alk_stmt *a = prepared(conn, "rows 2 int"), *b = prepared(conn, "rows 2 int");
    alk_result *ra = alk_stmt_execute(a, NULL), *rb = alk_stmt_execute(b, NULL);
    alk_check(alk_next(ra) && alk_next(rb));
    alk_check_ok(alk_close(ra));
    alk_check_ok(alk_close(rb));
    alk_stmt_close(a);
    alk_stmt_close(b);
    alk_check_int(count_of("prepare"), 2);
}

ALK_TEST(statement, options)
{
    alk_execution_options options = { .struct_size = sizeof options, .buffered = 1 };
    alk_stmt *stmt = prepared(conn, "rows 3 int");
    alk_check_ok(alk_stmt_set_options(stmt, &options));
    alk_result *r = alk_stmt_execute(stmt, NULL);
    alk_check_size(alk_row_count(r), 3);
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_stmt_set_options(stmt, NULL));
    r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_row_count(r) == SIZE_MAX);
    alk_check_ok(alk_close(r));
    alk_stmt_close(stmt);
}

/* ---- outliving its connection ---- */

ALK_TEST(statement, connection_closed_first)
{
    alk_conn *c = alk_connect(engine);
    alk_stmt *stmt = prepared(c, "echo ?");
    alk_check_ok(alk_conn_close(c));
    alk_check_fails(alk_stmt_bind_int(stmt, 1, 1), ALK_ERROR_INTERFACE, "connection");
    alk_check(alk_stmt_execute(stmt, NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "connection");
    alk_check_int(alk_stmt_column_count(stmt), -1);
    alk_stmt_close(stmt);
}

ALK_TEST(statement, connection_lost_and_replaced)
{
    for (int way = 0; way < 3; way++) {
        int64_t affected;
        alk_value value = alk_value_int(1);
        alk_conn *c = alk_connect(engine);
        alk_check_ok(alk_conn_set_autocommit(c, true));
        alk_stmt *stmt = prepared(c, "echo ?");
        alk_check_ok(alk_stmt_bind_int(stmt, 1, 1));
        alk_check_fails(run_sql(c, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
        if (way == 0)
            alk_check(alk_stmt_execute(stmt, NULL) == NULL);
        else if (way == 1)
            alk_check_int(alk_stmt_execute_many(stmt, &value, 1, &affected), ALK_ERROR_INTERFACE);
        else
            alk_check_int(alk_stmt_column_count(stmt), -1);
        alk_check_error(ALK_ERROR_INTERFACE, "prepare it again");
        alk_stmt_close(stmt);
        alk_check_made(stmt = prepared(c, "echo ?"));
        alk_stmt_close(stmt);
        alk_check_ok(alk_conn_close(c));
    }
}

ALK_TEST(statement, schema_changed_meanwhile)
{
    alk_check_ok(run_sql(lite, "create table t(a)"));
    alk_check_ok(run_sql(lite, "insert into t values(1)"));
    alk_stmt *stmt = prepared(lite, "select * from t");
    alk_check_int(alk_stmt_column_count(stmt), 1);
    alk_check_ok(run_sql(lite, "alter table t add column b default 5"));
    alk_result *r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_next(r));
    alk_check_int(alk_column_count(r), 2);
    alk_check_int(alk_get_int(r, "b"), 5);
    alk_check_ok(alk_close(r));
    alk_stmt_close(stmt);
}

ALK_TEST(statement, binding_again_allocates_nothing)
{
    alk_stmt *stmt = prepared(conn, "affected 1 ?");
    uint64_t calls_before = 0;
    for (int i = 0; i < 4; i++) {
        calls_before = alk__alloc_counted().calls;
        alk_check_ok(alk_stmt_bind_text(stmt, 1, "some text", SIZE_MAX));
        alk_check_ok(alk_close(alk_stmt_execute(stmt, NULL)));
    }
    alk_check_uint(alk__alloc_counted().calls - calls_before, 0);
    alk_stmt_close(stmt);
}

ALK_TEST(statement, memory_running_out)
{
    int status;
    alk_check_ok(run_sql(conn, "echo"));
    ALK_TORTURE(status) {
        alk_value items[1] = { alk_value_text("x") }, array = alk_value_array(items, 1);
        alk_stmt *stmt = alk_conn_prepare(conn, "echo ? ?", SIZE_MAX);
        status = stmt ? alk_stmt_bind_text(stmt, 1, "abc", SIZE_MAX) : alk_last_error()->code;
        status = status ? status : alk_stmt_bind(stmt, 2, &array);
        status = status ? status : alk_close(alk_stmt_execute(stmt, NULL));
        alk_stmt_close(stmt);
        alk_conn_invalidate(conn, false);      /* what is kept prepared would count as left */
        alk_conn_rollback(conn);
    }
}
