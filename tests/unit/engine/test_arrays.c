/* SPDX-License-Identifier: MIT
 * Many executions of an UPDATE or DELETE at once: which statements are offered to the driver, in which parts, and what happens where it declines. The mock says `table columns set where
 * columns compared`. */
#include "one_engine.h"
#include "shop.h"
#include <alkahest/change.h>

ALK_SUITE(arrays, open_both, close_both);

enum { MANY = 100 };
typedef struct item {
    int64_t id, a;
    const char *b;
} item;
static const alk_field ITEM[] = { ALK_FIELD(item, id), ALK_FIELD(item, a), ALK_FIELD(item, b) };
static item items[5000];

static int run_each(const char *sql, size_t n, int64_t *affected)
{
    for (size_t i = 0; i < n; i++)
        items[i] = (item){ .id = (int64_t)i, .a = 5, .b = "text" };
    return alk_execute_each(conn, alk_raw(sql), ITEM, items, n, affected);
}

static bool in_log(const char *line)
{
    static char log[65536];
    mock->log(log, sizeof log);
    return strstr(log, line) != NULL;
}

/* The statement is offered, with these parts. */
static void takes(const char *sql, const char *parts)
{
    int64_t affected = 0;
    char line[200];
    mock->reset();
    alk_check_ok(run_each(sql, MANY, &affected));
    (void)snprintf(line, sizeof line, " arrays_begin %s\n", parts);
    alk_check_that(in_log(line), "%s", sql);
    alk_check_int(affected, MANY);
    alk_check_int(count_of("arrays_execute"), 1);
    alk_check_int(count_of("execute"), 0);
}

/* It is not, and runs in two blocks. */
static void leaves(const char *sql)
{
    int64_t affected = 0;
    mock->reset();
    alk_check_ok(run_each(sql, MANY, &affected));
    alk_check_that(count_of("arrays_begin") == 0, "%s", sql);
    alk_check_int(count_of("execute"), 2);
    alk_check_int(affected, MANY);
}

ALK_TEST(arrays, statements_that_are_simple)
{
    takes("UPDATE t SET a = :a WHERE id = :id", "t a where id");
    takes("UPDATE t SET a=:a,b=:b WHERE id=:id", "t a,b where id");
    takes("UPDATE \"S\".\"t\" SET \"A\" = :a, B = :b WHERE \"S\".t.\"I\"\"d\" = :id", "\"S\".\"t\" A,b where I\"d");
    takes("UPDATE t SET a = :a /* this */ WHERE id = :id AND b = :b -- and that", "t a where id,b");
    takes("DELETE FROM s.t WHERE id = :id and b = :b", "s.t where id,b");
    takes("UPDATE t SET a = :a, b = :a WHERE id = :id", "t a,b where id");
}

ALK_TEST(arrays, statements_that_are_not)
{
    leaves("UPDATE t SET a = a + :a WHERE id = :id");
    leaves("UPDATE t SET a = :a + 1 WHERE id = :id");
    leaves("UPDATE t SET a = 5 WHERE id = :id");
    leaves("UPDATE t SET a = :a");
    leaves("UPDATE t SET a = :a WHERE id > :id");
    leaves("UPDATE t SET a = :a WHERE id = :id OR b = :b");
    leaves("UPDATE t SET a = :a WHERE id = :id AND b IS NULL");
    leaves("UPDATE t SET a = :a WHERE id = :id AND b = 5");
    leaves("UPDATE t SET a = :a WHERE id = :id;");
    leaves("UPDATE t SET a = :a FROM u WHERE id = :id");
    leaves("UPDATE t AS x SET a = :a WHERE id = :id");
    leaves("UPDATE t x SET a = :a WHERE id = :id");
    leaves("UPDATE ONLY t SET a = :a WHERE id = :id");
    leaves("UPDATE s /* */ .t SET a = :a WHERE id = :id");
    leaves("UPDATE t SET (a) = :a WHERE id = :id");
    leaves("UPDATE t SET a[1] = :a WHERE id = :id");
    leaves("UPDATE t SET \xc3\xa4 = :a WHERE id = :id");
    leaves("UPDATE t SET a = :a WHERE id = :id LIMIT 1");
    leaves("UPDATE t SET a = :a WHERE id = (:id)");
    leaves("DELETE FROM t WHERE id = :id ORDER BY id");
    leaves("DELETE t WHERE id = :id");
    leaves("affected 1 :id");
}

ALK_TEST(arrays, few_rows_and_blocks_of_a_given_size)
{
    int64_t affected = 0;
    alk_check_ok(run_each("UPDATE t SET a = :a WHERE id = :id", 10, &affected));
    alk_check_int(count_of("arrays_begin"), 0);
    alk_execution_options options = { .struct_size = sizeof options, .batch = 50 };
    alk_check_ok(alk_conn_set_options(conn, &options));
    alk_check_ok(run_each("UPDATE t SET a = :a WHERE id = :id", MANY, &affected));
    alk_check_int(count_of("arrays_begin"), 0);
    alk_check_int(affected, MANY);
}

ALK_TEST(arrays, many_rows)
{
    int64_t affected = 0;
    alk_check_ok(run_each("UPDATE t SET a = :a WHERE id = :id", 5000, &affected));
    alk_check_int(affected, 5000);
    alk_check_int(count_of("arrays_begin"), 1);
    alk_check_int(count_of("arrays_execute"), 3);
    alk_check_int(count_of("execute"), 0);
}

ALK_TEST(arrays, a_driver_that_declines)
{
    int64_t affected = 0;
    alk_check_ok(run_each("UPDATE one_by_one SET a = :a WHERE id = :id", MANY, &affected));
    alk_check_int(count_of("arrays_begin"), 1);
    alk_check_int(count_of("arrays_execute"), 0);
    alk_check_int(affected, MANY);
    mock->reset();
    alk_clear_error();
    alk_check_ok(run_each("UPDATE refused SET a = :a WHERE id = :id", 5000, &affected));
    alk_check_int(count_of("arrays_execute"), 1);
    alk_check_int(count_of("execute"), 32 + 47);
    alk_check_int(affected, 5000);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

ALK_TEST(arrays, failures)
{
    int64_t affected = 0;
    mock->fail("arrays_begin", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(run_each("UPDATE t SET a = :a WHERE id = :id", MANY, &affected), ALK_ERROR_OPERATIONAL, "planned");
    alk_check_int(affected, -1);
    alk_check_ok(alk_conn_rollback(conn));
    mock->fail("arrays_execute", 2, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    alk_check_fails(run_each("UPDATE t SET a = :a WHERE id = :id", 5000, &affected), ALK_ERROR_OPERATIONAL, "planned");
    alk_check_int(affected, -1);
    alk_check_int(count_of("execute"), 0);
    alk_check_ok(alk_conn_rollback(conn));
}

/* The rows of the blocks before are sent, as they are without this. */
ALK_TEST(arrays, a_value_that_cannot_be_read)
{
    int64_t affected = 0;
    for (size_t i = 0; i < 3000; i++)
        items[i] = (item){ .id = (int64_t)i, .a = 5, .b = i == 2248 ? "\xff" : "text" };
    alk_check_fails(alk_execute_each(conn, alk_raw("UPDATE t SET b = :b WHERE id = :id"), ITEM, items, 3000, &affected), ALK_ERROR_DATA, "row 2249, value 1");
    alk_check_int(count_of("arrays_execute"), 1);
    alk_check_int(count_of("execute"), 3);
    alk_check_int(affected, -1);
}

static int count_event(alk_event *event, void *payload)
{
    size_t *rows = payload;
    *rows += event->n_rows;
    return ALK_OK;
}

ALK_TEST(arrays, listeners)
{
    int64_t affected = 0;
    size_t rows = 0;
    uint64_t after = alk_listen(engine, ALK_EVENT_AFTER_EXECUTE, count_event, &rows, 0);
    alk_check(after != 0);
    int code = run_each("UPDATE t SET a = :a WHERE id = :id", MANY, &affected);
    alk_unlisten(engine, after);
    alk_check_ok(code);
    alk_check_size(rows, MANY);
    alk_check_int(count_of("arrays_execute"), 1);
    uint64_t before = alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, count_event, &rows, 0);
    alk_check(before != 0);
    code = run_each("UPDATE t SET a = :a WHERE id = :id", MANY, &affected);
    alk_unlisten(engine, before);
    alk_check_ok(code);
    alk_check_int(count_of("arrays_begin"), 1);
    alk_check_size(rows, 2 * MANY);
}

ALK_TEST(arrays, prepared_statements)
{
    static alk_value values[MANY * 2];
    int64_t affected = 0;
    for (int i = 0; i < MANY * 2; i++)
        values[i] = alk_value_int(i);
    alk_stmt *stmt = alk_conn_prepare(conn, "UPDATE t SET a = ? WHERE id = ?", SIZE_MAX);
    alk_check_made(stmt);
    int code = alk_stmt_execute_many(stmt, values, MANY, &affected);
    alk_stmt_close(stmt);
    alk_check_ok(code);
    alk_check_int(affected, MANY);
    alk_check_int(count_of("arrays_execute"), 1);
}

/* The program's own default is made once for each row, also where the driver declines. */
ALK_TEST_UNTORTURED(arrays, statements_that_are_built)
{
    int64_t affected = 0;
    for (size_t i = 0; i < MANY; i++)
        items[i] = (item){ .id = (int64_t)i, .a = 5 };
    for (uint64_t declined = 0; declined < 2; declined++) {
        mock->reset();
        shop_updates = 0;
        if (declined)
            mock->fail("arrays_execute", 1, ALK_USE_DEFAULT, 0);
        alk_check_ok(alk_execute_each(conn, alk_update(stock.table, alk_set(stock.order_, alk_param("a")), alk_where(alk_eq(stock.id, alk_param("id")))), ITEM, items, MANY, &affected));
        alk_check_int(affected, MANY);
        alk_check_int(shop_updates, MANY);
        alk_check_int(count_of("arrays_execute"), 1);
        alk_check_int(count_of("execute"), declined ? 2 : 0);
        alk_check(in_log("order,changes where id"));
    }
}
