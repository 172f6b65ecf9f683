/* SPDX-License-Identifier: MIT
 * Reading: streamed, several at once, held, into structs; many rows sent at once; generated keys; prepared statements. */
#include "live.h"

enum { MANY = 2000 };
typedef struct row {
    int64_t id;
    const char *name;
    alk_opt_int32 age;
} row;
static const alk_field ROW[] = { ALK_FIELD(row, id), ALK_FIELD(row, name), ALK_FIELD(row, age) };

static void fill(live *l)
{
    static row rows[MANY];
    int64_t affected = 0;
    for (int i = 0; i < MANY; i++)
        rows[i] = (row){ .id = i, .name = i % 2 ? "it's (a) ?" : NULL, .age = { i, i % 3 ? ALK_VALUE : ALK_NULL } };
    live_table(l, "id INT primary key, name TEXT, age INT");
    LIVE_OK(l, alk_execute_each(l->conn, alk_raw("insert into live_t(id, name, age) values(:id, :name, :age)"), ROW, rows, MANY, &affected));
    LIVE_CHECK(l, affected == MANY || affected == -1);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, live_int(l, "select sum(id) from live_t") == (int64_t)MANY * (MANY - 1) / 2);
}

static void streamed(live *l)
{
    int n = 0, good = 1;
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("select id, name, age from live_t order by id"));
    for (; alk_next(r); n++)
        good = good && alk_get_int(r, "id") == n && alk_is_null(r, "name") == !(n % 2) && alk_is_null(r, "age") == !(n % 3);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, n == MANY && good);
}

static void given_up_half_way(live *l)
{
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("select id from live_t order by id"));
    int read = alk_next(r) && alk_next(r);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, read && live_int(l, "select count(*) from live_t") == MANY);
    r = alk_execute(l->conn, alk_raw("select id from live_t order by id"));
    read = alk_next(r);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, read && !alk_next(r));
    LIVE_CHECK(l, alk_close(r) == ALK_ERROR_INTERFACE);
}

/* Another statement while rows are being read: both go on, whether the driver has cursors or core holds the rows. */
static void nested(live *l)
{
    int n = 0, good = 1;
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("select id, name from live_t where id < 20 order by id"));
    for (; alk_next(r); n++) {
        int64_t age = -1;
        good = good && alk_scalar_int(alk_execute(l->conn, alk_raw("select coalesce(age, id) from live_t where id = :id"),
                                                  alk_bind("id", alk_get_int(r, 0))), &age) == ALK_OK && age == n;
        good = good && alk_get_int(r, 0) == n && (alk_get_text(r, 1) != NULL) == n % 2;
    }
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, n == 20 && good);
}

static void held(live *l)
{
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("select id, name from live_t order by id"));
    int good = alk_all(r) == ALK_OK && alk_row_count(r) == MANY && alk_seek(r, 1001) && alk_get_int(r, 0) == 1001 &&
               strcmp(alk_get_text(r, "name"), "it's (a) ?") == 0;
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good);
}

static void structs(live *l)
{
    row *rows = NULL;
    size_t n = 0;
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("select age, name, id from live_t order by id"));
    int code = alk_fetch_all(r, ROW, row, l->arena, &rows, &n);
    LIVE_OK(l, alk_close(r));
    LIVE_OK(l, code);
    LIVE_CHECK(l, n == MANY);
    for (int i = 0; i < MANY; i++)
        LIVE_CHECK(l, rows[i].id == i && (rows[i].name != NULL) == i % 2 && rows[i].age.state == (i % 3 ? ALK_VALUE : ALK_NULL));
}

static void one_and_none(live *l)
{
    live_table(l, "v INT");
    alk_result *r = alk_execute(l->conn, alk_raw("select v from live_t"));
    int found = alk_one_or_none(r);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, !found);
    r = alk_execute(l->conn, alk_raw("select v from live_t"));
    found = alk_one(r);
    LIVE_CHECK(l, alk_close(r) == ALK_ERROR_NO_ROW && !found);
}

static void generated_keys(live *l)
{
    LIVE_NEED(l, ALK_CAP_LAST_INSERT_ID);
    live_table(l, "id GENERATED, v INT");
    for (int i = 1; i <= 3; i++) {
        alk_result *r = alk_execute(l->conn, alk_raw("insert into live_t(v) values(:v)"), alk_bind("v", i * 10));
        int64_t id = alk_last_insert_id(r), affected = alk_affected(r);
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, id == i && affected == 1 && alk_conn_last_insert_id(l->conn) == i);
    }
}

static void returning(live *l)
{
    LIVE_NEED(l, ALK_CAP_RETURNING);
    live_table(l, "id GENERATED, v INT");
    LIVE_CHECK(l, live_int(l, "insert into live_t(v) values(7) returning id") == 1);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 1);
}

static void rows_changed(live *l)
{
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("update live_t set age = 1 where id < 10"));
    int64_t affected = alk_affected(r);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, affected == 10);
}

static void described(live *l)
{
    alk_column_info info = { .struct_size = sizeof info };
    live_table(l, "id INT, name TEXT");
    alk_result *r = alk_execute(l->conn, alk_raw("select id, name as label from live_t"));
    int count = alk_column_count(r), code = alk_result_column(r, 1, &info), good = info.name && strcmp(info.name, "label") == 0 && info.type == ALK_TYPE_TEXT;
    LIVE_OK(l, alk_close(r));
    LIVE_OK(l, code);
    LIVE_CHECK(l, count == 2 && good);
}

static void same_statement_after_the_table_changed(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_CHECK(l, live_int(l, "select * from live_t") == 1);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, live_run(l, "drop table live_t"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    live_table(l, "w INT, v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(w, v) values(3, 2)"));
    LIVE_CHECK(l, live_int(l, "select * from live_t") == 3);
}

static void tables(live *l)
{
    live_table(l, "v INT");
    alk_result *r = alk_conn_tables(l->conn);
    if (!r && alk_last_error()->code == ALK_ERROR_NOT_SUPPORTED)
        live_skip(l, "the dialect does not tell its tables");
    int found = 0;
    while (alk_next(r))
        found += strcmp(alk_get_text(r, "name"), "live_t") == 0 && strcmp(alk_get_text(r, "kind"), "table") == 0;
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, found == 1);
}

/* Parameters beside each other say nothing of their types. */
static void parameters_beside_each_other(live *l)
{
    static const struct { int64_t id, add; } rows[] = { { 1, 5 }, { 2, 7 } };
    static const alk_field FIELDS[] = { { "id", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, ALK_TYPE_NULL }, { "add", 8, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, ALK_TYPE_NULL } };
    int64_t value = 0;
    live_table(l, "id INT primary key, v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(id, v) values(1, 0)"));
    LIVE_OK(l, live_run(l, "insert into live_t(id, v) values(2, 0)"));
    LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_raw("select :a + :b"), alk_bind("a", 40), alk_bind("b", 2)), &value));
    LIVE_CHECK(l, value == 42);
    LIVE_OK(l, alk_conn_execute_each(l->conn, alk_raw("update live_t set v = :add + :add where id = :id"), FIELDS, 2, rows, sizeof rows[0], 2, NULL));
    LIVE_CHECK(l, live_int(l, "select sum(v) from live_t") == 24);
    LIVE_OK(l, alk_conn_commit(l->conn));
}

const live_case live_results[] = {
    { "streamed", streamed }, { "given_up_half_way", given_up_half_way }, { "nested", nested }, { "held", held }, { "structs", structs },
    { "one_and_none", one_and_none }, { "generated_keys", generated_keys }, { "returning", returning }, { "rows_changed", rows_changed },
    { "described", described }, { "same_statement_after_the_table_changed", same_statement_after_the_table_changed }, { "tables", tables },
    { "parameters_beside_each_other", parameters_beside_each_other },
    { NULL, NULL },
};
