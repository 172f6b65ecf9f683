/* SPDX-License-Identifier: MIT
 * UPDATE and DELETE for many rows. Where the driver does all of them at once it must not be seen, but in how often the listeners are told. */
#include "live.h"

enum { ROWS = 300, AT_ONCE = 65 };     /* more rows than one block has are in one execution alone where all go at once */

static bool goes_at_once(live *l)
{
    return alk_conn_native(l->conn, "alk.arrays/1") != NULL;
}

static int count_large(alk_event *event, void *payload)
{
    int *count = payload;
    *count += event->n_rows >= AT_ONCE;
    return ALK_OK;
}

/* Runs it, and counts the executions of many rows. */
static int each(live *l, const char *sql, const alk_field *fields, size_t n_fields, const void *rows, size_t stride, size_t n, int64_t *affected, int *large)
{
    *large = 0;
    uint64_t listener = alk_listen(l->engine, ALK_EVENT_AFTER_EXECUTE, count_large, large, 0);
    int code = alk_conn_execute_each(l->conn, alk_raw(sql), fields, n_fields, rows, stride, n, affected);
    alk_unlisten(l->engine, listener);
    return code;
}

typedef struct row {
    alk_value id, a, b;
} row;
static const alk_field row_fields[] = {
    { "id", offsetof(row, id), ALK_SLOT_NOT_NULL, ALK_SLOT_CELL, ALK_TYPE_NULL },
    { "a", offsetof(row, a), ALK_SLOT_NOT_NULL, ALK_SLOT_CELL, ALK_TYPE_NULL },
    { "b", offsetof(row, b), ALK_SLOT_NOT_NULL, ALK_SLOT_CELL, ALK_TYPE_NULL },
};

static row *some_rows(live *l)
{
    row *rows = alk_arena_alloc(l->arena, ROWS * sizeof *rows, 16);
    LIVE_CHECK(l, rows);
    for (int i = 0; i < ROWS; i++)
        rows[i] = (row){ alk_value_int(i), alk_value_int(i * 10), alk_value_int(1) };
    return rows;
}

/* live_t with the columns, in which id is 0 to n - 1, a is id and b is 0. */
static void numbered(live *l, const char *columns, int n)
{
    row *rows = some_rows(l);
    for (int i = 0; i < n; i++)
        rows[i].a = rows[i].id, rows[i].b = alk_value_int(0);
    live_table(l, columns);
    LIVE_OK(l, alk_conn_execute_each(l->conn, alk_raw("insert into live_t (id, a, b) values (:id, :a, :b)"), row_fields, 3, rows, sizeof *rows, (size_t)n, NULL));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static const char update[] = "update live_t set a = :a, b = :b where id = :id";
#define EACH(l, sql, rows, affected, large) each(l, sql, row_fields, 3, rows, sizeof(row), ROWS, affected, large)

/* ---- values ---- */

static void compare(live *l, const alk_value *stored, const alk_value *sent)
{
    alk_value own;
    LIVE_OK(l, alk_value_convert(stored, sent->tag, l->arena, &own));
    if (!alk_value_equal(&own, sent)) {
        char expected[80], got[80];
        alk_value_print(sent, expected, sizeof expected);
        alk_value_print(&own, got, sizeof got);
        live_fail(l, __FILE__, __LINE__, "%s came back as %s", expected, got);
    }
}

/* As many rows as there are, updated with these values in turn. */
static void updates_to(live *l, const alk_value *values, size_t n)
{
    row *rows = some_rows(l);
    int64_t affected = 0;
    int large;
    LIVE_OK(l, live_run(l, "delete from live_t"));
    LIVE_OK(l, alk_conn_execute_each(l->conn, alk_raw("insert into live_t (id) values (:id)"), row_fields, 1, rows, sizeof *rows, ROWS, NULL));
    for (size_t i = 0; i < ROWS; i++)
        rows[i].a = values[i % n];
    LIVE_OK(l, each(l, "update live_t set v = :a where id = :id", row_fields, 2, rows, sizeof *rows, ROWS, &affected, &large));
    LIVE_CHECK(l, affected == ROWS && (large == 1) == goes_at_once(l));
    alk_result *r = alk_execute(l->conn, alk_raw("select v from live_t order by id"));
    for (size_t i = 0; i < ROWS; i++) {
        LIVE_CHECK(l, alk_next(r));
        alk_value stored = alk_get_value(r, 0);
        compare(l, &stored, &values[i % n]);
    }
    LIVE_OK(l, alk_close(r));
}
#define UPDATES_TO(l, type, ...) \
    do { \
        const alk_value values_[] = { __VA_ARGS__, alk_value_null() }; \
        live_table(l, "id INT primary key, v " type); \
        updates_to(l, values_, sizeof values_ / sizeof *values_); \
        LIVE_OK(l, live_run(l, "drop table live_t")); \
    } while (0)

static void each_numbers(live *l)
{
    UPDATES_TO(l, "BOOL", alk_value_bool(true), alk_value_bool(false));
    UPDATES_TO(l, "INT", alk_value_int(0), alk_value_int(-1), alk_value_int(INT64_MAX), alk_value_int(INT64_MIN));
    UPDATES_TO(l, "REAL", alk_value_real(0.1), alk_value_real(-1.5), alk_value_real(1.7976931348623157e308), alk_value_real(2.2250738585072014e-308));
    UPDATES_TO(l, "DECIMAL", alk_value_decimal("0"), alk_value_decimal("-12.50"), alk_value_decimal("0.0000000001"),
               alk_value_decimal("9999999999999999999999999999.9999999999"), alk_value_decimal("-9999999999999999999999999999.9999999999"));
}

static void each_texts(live *l)
{
    static char large[20000];
    memset(large, '"', sizeof large - 1);
    UPDATES_TO(l, "TEXT", alk_value_text(""), alk_value_text(" "), alk_value_text("NULL"), alk_value_text("null"), alk_value_text("{}"), alk_value_text("{1,\"2\"}"), alk_value_text("\\"),
               alk_value_text("\"\\\"\\\\'"), alk_value_text(","), alk_value_text("it's \"quoted\" \\ :name ? $1 %s"), alk_value_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"),
               alk_value_text("line\r\nline\ttab"), alk_value_text(large));
}

static void each_blobs(live *l)
{
    static unsigned char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    UPDATES_TO(l, "BLOB", alk_value_blob("", 0), alk_value_blob("\0", 1), alk_value_blob(all, sizeof all));
}

static void each_moments(live *l)
{
    const int64_t day = INT64_C(86400000000), min = l->dialect->min_date, max = l->dialect->max_date;
    UPDATES_TO(l, "DATE", alk_value_date((alk_date){ 0 }), alk_value_date((alk_date){ (int32_t)min }), alk_value_date((alk_date){ (int32_t)max }));
    UPDATES_TO(l, "TIME", alk_value_time((alk_time){ 0 }), alk_value_time((alk_time){ 86399999999 }), alk_value_time((alk_time){ 1 }));
    UPDATES_TO(l, "TIMESTAMP", alk_value_timestamp((alk_timestamp){ -1 }), alk_value_timestamp((alk_timestamp){ min * day }), alk_value_timestamp((alk_timestamp){ max * day + day - 1 }));
}

static void each_moments_with_zone(live *l)
{
    const int64_t day = INT64_C(86400000000);
    UPDATES_TO(l, "TIMESTAMPTZ", alk_value_timestamptz((alk_timestamptz){ -1 }), alk_value_timestamptz((alk_timestamptz){ (l->dialect->min_date + 1) * day }),
               alk_value_timestamptz((alk_timestamptz){ l->dialect->max_date * day - 1 }));
}

static void each_intervals(live *l)
{
    static const alk_interval spans[] = { { 0, 0, 0 }, { 14, -3, 1 }, { -1, 0, -86400000001 }, { 1200, 30, 0 } };
    UPDATES_TO(l, "INTERVAL", alk_value_interval(&spans[0]), alk_value_interval(&spans[1]), alk_value_interval(&spans[2]), alk_value_interval(&spans[3]));
}

static void each_uuids(live *l)
{
    static const alk_uuid ids[] = { { { 0 } }, { { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 1, 2, 3, 4, 5, 6, 7, 0xff } } };
    UPDATES_TO(l, "UUID", alk_value_uuid(&ids[0]), alk_value_uuid(&ids[1]));
}

/* The server's own types, each by what the library has for it; what is rounded or cut is so as alone. */
static void each_of_the_servers_types(live *l)
{
    if (!goes_at_once(l))
        live_skip(l, "its driver does not take arrays");
    UPDATES_TO(l, "smallint", alk_value_int(-32768), alk_value_int(32767));
    UPDATES_TO(l, "integer", alk_value_int(INT32_MIN), alk_value_int(INT32_MAX));
    UPDATES_TO(l, "real", alk_value_real(0.5), alk_value_real(-1e30f));
    UPDATES_TO(l, "varchar(20)", alk_value_text("a b"), alk_value_text("{\"\\"));
    UPDATES_TO(l, "char(3)", alk_value_text("abc"), alk_value_text("\"\"\""));
    UPDATES_TO(l, "json", alk_value_json("{\"a\": [1, null, \"\\\"\"]}"), alk_value_json("\"\\\\\""));
    UPDATES_TO(l, "jsonb", alk_value_json("{\"a\": [1, null, \"\\\"\"]}"), alk_value_json("null"));
}

/* ---- what comes of it ---- */

typedef struct outcome {
    int code, goes_on, large;
    int64_t affected, sum;
    char sqlstate[6], message[200], detail[200];
} outcome;

typedef struct scenario {
    const char *columns;               /* of live_t; NULL: as most have them */
    const char *setup;                 /* NULL: nothing */
    const char *sql;                   /* NULL: `update` */
    void (*change)(row *rows);         /* what is special about the rows; NULL: nothing */
    bool at_once;                      /* they can go at once */
} scenario;

static int let_pass(alk_event *event, void *payload)
{
    (void)event;
    (void)payload;
    return ALK_OK;
}

static const char sum[] = "select coalesce(sum((id + 1) * (coalesce(a, -7) + 3 * coalesce(b, -5))), 0) + 1000003 * count(*) from live_t";

static void note_error(outcome *o)
{
    const alk_error *e = alk_last_error();
    (void)snprintf(o->sqlstate, sizeof o->sqlstate, "%s", e->sqlstate);
    (void)snprintf(o->message, sizeof o->message, "%s", e->message);
    (void)snprintf(o->detail, sizeof o->detail, "%s", e->detail ? e->detail : "");
}

/* What happens in a transaction of its own, or without one. one_by_one: a listener that could change the statement keeps the driver from doing all at once. */
static outcome play(live *l, const scenario *s, bool autocommit, bool one_by_one)
{
    outcome o = { 0 };
    row *rows = some_rows(l);
    if (s->change)
        s->change(rows);
    LIVE_OK(l, live_run(l, "drop table if exists live_t, live_u cascade"));
    numbered(l, s->columns ? s->columns : "id bigint primary key, a bigint, b bigint", ROWS);
    if (s->setup)
        LIVE_OK(l, live_run(l, s->setup));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, alk_conn_set_isolation(l->conn, autocommit ? ALK_ISOLATION_AUTOCOMMIT : ALK_ISOLATION_DEFAULT));
    uint64_t listener = one_by_one ? alk_listen(l->engine, ALK_EVENT_BEFORE_EXECUTE, let_pass, NULL, 0) : 0;
    o.code = EACH(l, s->sql ? s->sql : update, rows, &o.affected, &o.large);
    if (o.code)
        note_error(&o);
    o.goes_on = live_run(l, "select 1");
    if (listener)
        alk_unlisten(l->engine, listener);
    if (!autocommit)
        LIVE_OK(l, o.goes_on ? alk_conn_rollback(l->conn) : alk_conn_commit(l->conn));
    o.sum = live_int(l, sum);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, alk_conn_set_isolation(l->conn, ALK_ISOLATION_DEFAULT));
    return o;
}

static void same_as_one_by_one(live *l, const scenario *s)
{
    if (!goes_at_once(l))
        live_skip(l, "its driver does not take arrays");
    for (int autocommit = 0; autocommit < 2; autocommit++) {
        outcome o = play(l, s, autocommit, false), single = play(l, s, autocommit, true);
        LIVE_CHECK(l, single.large == 0 && o.large == (s->at_once ? 1 : 0));
        LIVE_CHECK(l, o.code == single.code && o.goes_on == single.goes_on && o.affected == single.affected);
        LIVE_CHECK(l, strcmp(o.sqlstate, single.sqlstate) == 0);
        if (strcmp(o.message, single.message) != 0 || strcmp(o.detail, single.detail) != 0)
            live_fail(l, __FILE__, __LINE__, "%s (%s) in place of %s (%s)", o.message, o.detail, single.message, single.detail);
        if (o.sum != single.sum)
            live_fail(l, __FILE__, __LINE__, "the table is another one: %lld in place of %lld, %s transaction", (long long)o.sum, (long long)single.sum, autocommit ? "without a" : "in a");
    }
    LIVE_OK(l, live_run(l, "drop table if exists live_t, live_u cascade"));
    LIVE_OK(l, alk_conn_commit(l->conn));
}
#define SAME(l, ...) same_as_one_by_one(l, &(scenario){ __VA_ARGS__ })

static void plain_change(live *l)
{
    SAME(l, .at_once = true);
    SAME(l, .sql = "UPDATE \"live_t\" SET \"a\" = :a, b=:b /* both */ WHERE public.live_t.\"id\" = :id -- one", .at_once = true);
    SAME(l, .sql = "delete from live_t where b <> :b and id = :id and a <> :a");
    SAME(l, .columns = "id bigint, a bigint, b bigint", .at_once = true);
    SAME(l, .columns = "id smallint, a numeric(8, 1), b smallint", .at_once = true);
    SAME(l, .columns = "id bigint, a bigint, b real");        /* whole numbers go there as text */
}

static void half_are_missing(row *rows)
{
    for (int i = 0; i < ROWS; i += 2)
        rows[i].id = alk_value_int(ROWS + i);
}

static void nulls(row *rows)
{
    for (int i = 0; i < ROWS; i += 3) {
        rows[i].a = alk_value_null();
        rows[i].b = alk_value_null();
    }
}

static void null_key(row *rows)
{
    rows[7].id = alk_value_null();
}

static void backwards(row *rows)
{
    for (int i = 0; i < ROWS; i++)
        rows[i].id = alk_value_int((i * 7 + 5) % ROWS);
}

static void key_twice(row *rows)
{
    rows[200].id = rows[10].id;
}

static void affected_rows(live *l)
{
    SAME(l, .change = half_are_missing, .at_once = true);
    SAME(l, .change = nulls, .at_once = true);
    SAME(l, .change = backwards, .at_once = true);
    SAME(l, .change = null_key);
    SAME(l, .change = key_twice);
    SAME(l, .columns = "id bigint, a bigint, b bigint", .setup = "insert into live_t select id, a, b from live_t where id % 2 = 0", .at_once = true);
}

/* A condition beside the key, as a version is. */
static void old_version(row *rows)
{
    for (int i = 0; i < ROWS; i++)
        rows[i].b = alk_value_int(i % 5 == 0);
}

static void conditions_beside_the_key(live *l)
{
    SAME(l, .sql = "update live_t set a = :a where id = :id and b = :b", .change = old_version, .at_once = true);
    SAME(l, .sql = "update live_t set a = :a where id = :id and b = :b", .change = nulls, .at_once = true);
    SAME(l, .sql = "delete from live_t where b = :b and id = :id and a = :a", .change = old_version, .at_once = true);
}

/* Each execution makes what the next one meets. */
static void key_is_set(live *l)
{
    SAME(l, .columns = "id bigint, a bigint, b bigint", .sql = "update live_t set id = :a where id = :id and b = :b", .change = old_version);
    SAME(l, .columns = "id bigint, a bigint, b bigint", .sql = "update live_t set b = :a where id = :id and b = :b", .change = old_version, .at_once = true);
}

static void move_up(row *rows)
{
    for (int i = 0; i < ROWS; i++) {
        rows[i].id = alk_value_int(ROWS - 1 - i);
        rows[i].a = alk_value_int(ROWS - i);
    }
}

/* Whether a value is free depends on what came before. */
static void unique_columns(live *l)
{
    SAME(l, .columns = "id bigint primary key, a bigint unique, b bigint", .change = move_up);
    SAME(l, .setup = "create unique index on live_t ((a + 0))", .change = move_up);
    SAME(l, .setup = "create unique index on live_t (a) where b >= 0", .change = move_up);
    SAME(l, .columns = "id bigint primary key, a bigint unique, b bigint");
    SAME(l, .columns = "id bigint primary key, a bigint, b bigint, c bigint unique", .at_once = true);
}

static void triggers_and_rules(live *l)
{
    SAME(l, .setup = "do $$ begin create or replace function live_f() returns trigger language plpgsql as 'begin new.b := (select sum(a) from live_t); return new; end';"
                     " create trigger live_g before update on live_t for each row execute function live_f(); end $$");
    SAME(l, .setup = "do $$ begin create or replace function live_f() returns trigger language plpgsql as 'begin return null; end';"
                     " create trigger live_g before update on live_t for each row execute function live_f(); end $$");
    SAME(l, .setup = "create rule live_r as on update to live_t where new.id < 10 do instead nothing");
    SAME(l, .setup = "create table live_u () inherits (live_t)");
    SAME(l, .setup = "alter table live_t enable row level security");
    SAME(l, .columns = "id bigint, a bigint, b bigint, c bigint generated always as (a + b) stored", .at_once = true);
    SAME(l, .columns = "id bigint, a bigint, b bigint, c bigint generated always as (a + b) stored unique");
}

/* A trigger that another session makes between two calls. */
static void trigger_of_another_session(live *l)
{
    int large;
    int64_t affected;
    if (!goes_at_once(l))
        live_skip(l, "its driver does not take arrays");
    numbered(l, "id bigint primary key, a bigint, b bigint", ROWS);
    row *rows = some_rows(l);
    LIVE_OK(l, EACH(l, update, rows, &affected, &large));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, large == 1);
    alk_conn *other = alk_connect(l->engine);
    LIVE_CHECK(l, other);
    alk_close(alk_execute(other, alk_raw("create trigger live_g before update on live_t for each row execute function suppress_redundant_updates_trigger()")));
    int code = alk_conn_commit(other);
    alk_conn_close(other);
    LIVE_OK(l, code);
    LIVE_OK(l, EACH(l, update, rows, &affected, &large));
    LIVE_CHECK(l, large == 0 && affected == 0);
}

static void deleted_with_others(live *l)
{
    static const char by_key[] = "delete from live_t where id = :id";
    SAME(l, .sql = by_key, .at_once = true);
    SAME(l, .sql = by_key, .change = half_are_missing, .at_once = true);
    SAME(l, .sql = by_key, .change = key_twice);
    SAME(l, .sql = by_key, .setup = "do $$ begin update live_t set a = id - 1 where id > 0; update live_t set a = null where id = 0;"
                                    " alter table live_t add foreign key (a) references live_t on delete cascade; end $$");
    SAME(l, .sql = by_key, .setup = "do $$ begin update live_t set a = id - 1 where id > 0; update live_t set a = null where id = 0;"
                                    " alter table live_t add foreign key (a) references live_t; end $$");
    SAME(l, .sql = by_key, .setup = "do $$ begin create table live_u (id bigint references live_t); insert into live_u values (250); end $$", .at_once = false);
    SAME(l, .sql = by_key, .setup = "do $$ begin create table live_u (id bigint references live_t); end $$", .at_once = true);
}

static void too_large(row *rows)
{
    rows[230].a = alk_value_int(1000000000000);
}

static void no_such_parent(row *rows)
{
    rows[230].a = alk_value_int(77777);
}

static void not_text(row *rows)
{
    for (int i = 0; i < ROWS; i++)
        rows[i].a = alk_value_text(i == 230 ? "not \xff UTF-8" : "5");
}

/* The execution that fails is told, and those before its block are kept where each block is a transaction. */
static void failures(live *l)
{
    SAME(l, .setup = "alter table live_t add check (a < 1000000)", .change = too_large);
    SAME(l, .columns = "id bigint primary key, a int, b bigint", .change = too_large);
    SAME(l, .columns = "id bigint primary key, a numeric(8, 2), b bigint", .change = too_large);
    SAME(l, .columns = "id bigint primary key, a bigint not null, b bigint", .change = nulls);
    SAME(l, .setup = "do $$ begin create table live_u (id bigint primary key); insert into live_u select generate_series(0, 3000);"
                     " alter table live_t add foreign key (a) references live_u; end $$", .change = no_such_parent);
    SAME(l, .setup = "do $$ begin create table live_u (id bigint primary key); insert into live_u select generate_series(0, 3000);"
                     " alter table live_t add foreign key (a) references live_u; end $$", .at_once = true);
    SAME(l, .sql = "update live_t set a = :a, nothing = :b where id = :id");
    SAME(l, .change = not_text);
}

/* Types that do not go so: texts as keys, which a collation may make equal, arrays, and types of the database's own. */
static void other_types(live *l)
{
    SAME(l, .columns = "id bigint, a bigint, b bigint", .sql = "update live_t set b = :b, id = :id where a = :a", .change = move_up, .at_once = true);
    SAME(l, .columns = "id numeric primary key, a bigint, b bigint");
    SAME(l, .columns = "id float8 primary key, a bigint, b bigint");
    SAME(l, .setup = "do $$ begin drop domain if exists live_d cascade; create domain live_d as bigint; alter table live_t alter a type live_d; end $$");
}

/* Two texts that differ may be one key. */
static void keys_in_a_collation(live *l)
{
    int large;
    int64_t affected = 0;
    if (!goes_at_once(l) || live_int(l, "select count(*) from pg_collation where collprovider = 'i'") == 0)
        live_skip(l, "there are no collations in which different texts are equal");
    row *rows = some_rows(l);
    for (int i = 0; i < ROWS; i++) {
        char text[20];
        (void)snprintf(text, sizeof text, "%c%d", i % 2 ? 'x' : 'X', i / 2);
        rows[i].id = alk_value_text(alk_arena_copy(l->arena, text, strlen(text)));
    }
    LIVE_OK(l, live_run(l, "create collation if not exists live_c (provider = icu, locale = 'und-u-ks-level2', deterministic = false)"));
    live_table(l, "id text collate live_c primary key, a bigint, b bigint");
    LIVE_OK(l, live_run(l, "insert into live_t select 'x' || i, 0, 0 from generate_series(0, 149) i"));
    LIVE_OK(l, EACH(l, update, rows, &affected, &large));
    LIVE_CHECK(l, affected == ROWS && large == 0 && live_int(l, "select count(*) from live_t where a % 20 = 10") == ROWS / 2);
    LIVE_OK(l, live_run(l, "drop table live_t"));
    LIVE_OK(l, live_run(l, "drop collation live_c"));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

/* In a transaction that has failed, and one that goes on after a failure by its own savepoint. */
static void inside_transactions(live *l)
{
    int large;
    int64_t affected = 0;
    numbered(l, "id INT primary key, a INT, b INT", ROWS);
    row *rows = some_rows(l);
    LIVE_CHECK(l, live_run(l, "select nonsense") < 0);
    if (goes_at_once(l))
        LIVE_CHECK(l, EACH(l, update, rows, &affected, &large) < 0 && strcmp(alk_last_error()->sqlstate, "25P02") == 0);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_OK(l, alk_conn_savepoint(l->conn, "one"));
    LIVE_OK(l, EACH(l, update, rows, &affected, &large));
    LIVE_CHECK(l, affected == ROWS || !goes_at_once(l));
    LIVE_OK(l, alk_conn_rollback_to(l->conn, "one"));
    LIVE_CHECK(l, live_int(l, "select sum(b) from live_t") == 0);
    LIVE_OK(l, EACH(l, update, rows, &affected, &large));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select sum(b) from live_t") == 0);
}

#define LIVE_ITEM(X, m)                                          \
    X(m, key, id,    BIGINT)                                     \
    X(m, col, words, VARCHAR(40))                                \
    X(m, opt, stars, INTEGER, .server_default = "3")
ALK_MODEL(live_item, LIVE_ITEM);
ALK_DEFINE(live_item, LIVE_ITEM, "live_item");

/* What the database made of the columns that were left out: by RETURNING, or asked for row by row where there is none. */
static void read_back(live *l)
{
    struct live_item keys[3] = { { .words = "a", .stars = ALK_SOME(1) }, { .words = "b", .stars = ALK_SOME(2) }, { .words = "c", .stars = ALK_NONE } };
    struct live_item both[2] = { { .words = "d" }, { .words = "e" } }, given = { .id = 100, .words = "f" };
    if (strcmp(alk_engine_dialect(l->engine), "mssql") == 0 || strcmp(alk_engine_dialect(l->engine), "oracle") == 0)
        return;
    LIVE_OK(l, alk_drop_all(l->conn, live_item.table));
    LIVE_OK(l, alk_create_all(l->conn, live_item.table));
    LIVE_OK(l, alk_insert_structs_returning(l->conn, live_item, keys, 3, l->arena));
    LIVE_OK(l, alk_insert_structs_returning(l->conn, live_item, both, 2, l->arena));
    LIVE_OK(l, alk_insert_structs_returning(l->conn, live_item, &given, 1, l->arena));
    LIVE_CHECK(l, keys[0].id == 1 && keys[1].id == 2 && keys[2].id == 3 && both[0].id == 4 && both[1].id == 5 && given.id == 100);
    LIVE_CHECK(l, both[0].stars.state == ALK_VALUE && both[1].stars.value == 3 && given.stars.value == 3);
    LIVE_CHECK(l, live_int(l, "select id from live_item where words = 'e'") == 5 && live_int(l, "select count(*) from live_item") == 6);
    LIVE_OK(l, alk_drop_all(l->conn, live_item.table));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

const live_case live_each[] = {
    { "each_numbers", each_numbers }, { "each_texts", each_texts }, { "each_blobs", each_blobs }, { "each_moments", each_moments },
    { "each_moments_with_zone", each_moments_with_zone }, { "each_intervals", each_intervals }, { "each_uuids", each_uuids },
    { "each_of_the_servers_types", each_of_the_servers_types }, { "each_plain_change", plain_change }, { "each_affected_rows", affected_rows },
    { "each_conditions_beside_the_key", conditions_beside_the_key }, { "each_key_is_set", key_is_set }, { "each_unique_columns", unique_columns },
    { "each_triggers_and_rules", triggers_and_rules }, { "each_trigger_of_another_session", trigger_of_another_session },
    { "each_deleted_with_others", deleted_with_others }, { "each_failures", failures }, { "each_other_types", other_types }, { "each_keys_in_a_collation", keys_in_a_collation },
    { "each_inside_transactions", inside_transactions }, { "each_read_back", read_back }, { NULL, NULL },
};
