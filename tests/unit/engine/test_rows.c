/* SPDX-License-Identifier: MIT
 * Rows straight into structs: by the driver and by core, every C type, NULL, ranges, plans that are kept. */
#include "one_engine.h"

ALK_SUITE(rows, open_both, close_both);

typedef struct person {
    int64_t id;
    const char *name;
    alk_opt_int32 age;
    double weight;
} person;
static const alk_field PERSON[] = { ALK_FIELD(person, id), ALK_FIELD(person, name), ALK_FIELD(person, age), ALK_FIELD(person, weight) };
#define PEOPLE "select 1 as id, 'Ann' as name, 30 as age, 55.5 as weight union all select 2, 'B', null, 0.25 union all select 3, null, 7, 3"

static void check_people(const person *p, size_t n)
{
    alk_check_size(n, 3);
    alk_check_int(p[0].id, 1);
    alk_check_str(p[0].name, "Ann");
    alk_check_int(p[0].age.state, ALK_VALUE);
    alk_check_int(p[0].age.value, 30);
    alk_check_real(p[0].weight, 55.5);
    alk_check_int(p[1].age.state, ALK_NULL);
    alk_check(p[2].name == NULL);
    alk_check_real(p[2].weight, 3.0);
}

ALK_TEST(rows, fetched_one_by_one)
{
    person p;
    int n = 0;
    alk_result *r = rows_of(lite, PEOPLE);
    while (alk_fetch(r, PERSON, &p, 1, NULL))
        alk_check_int(p.id, ++n);
    alk_check_int(n, 3);
    alk_check_ok(alk_close(r));
}

ALK_TEST(rows, fetched_many_at_once)
{
    person p[5];
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_result *r = rows_of(lite, PEOPLE);
    size_t n = 0, got;
    while ((got = alk_fetch(r, PERSON, p + n, 5 - n, arena)) > 0)
        n += got;
    alk_check_ok(alk_close(r));
    check_people(p, n);
    alk_arena_free(arena);
}

ALK_TEST(rows, fetched_all)
{
    person *p;
    size_t n;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_result *r = rows_of(lite, PEOPLE);
    alk_check_ok(alk_fetch_all(r, PERSON, person, arena, &p, &n));
    alk_check_ok(alk_close(r));
    check_people(p, n);
    r = rows_of(lite, "select * from (" PEOPLE ") where id > 5");
    alk_check_ok(alk_fetch_all(r, PERSON, person, arena, &p, &n));
    alk_check_ok(alk_close(r));
    alk_check(p == NULL && n == 0);
    alk_arena_free(arena);
}

ALK_TEST(rows, fetched_from_memory)
{
    person p[3];
    alk_result *r = rows_of(lite, PEOPLE);
    alk_check_ok(alk_all(r));
    alk_check_size(alk_fetch(r, PERSON, p, 3, NULL), 3);
    check_people(p, 3);
    alk_check_size(alk_fetch(r, PERSON, p, 3, NULL), 0);
    alk_check(alk_seek(r, 1));
    alk_check_size(alk_fetch(r, PERSON, p, 3, NULL), 1);
    alk_check_int(p[0].id, 3);
    alk_check_ok(alk_close(r));
}

ALK_TEST(rows, of_numbers_as_text_stay_until_the_next_fetch)
{
    struct { const char *c1; } row[200];
    static const alk_field fields[] = { { "c1", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 } };
    alk_result *r = rows_of(conn, "rows 200 int");
    alk_check_ok(alk_all(r));
    alk_check_size(alk_fetch(r, fields, row, 200, NULL), 200);
    alk_check_str(row[0].c1, "101");
    alk_check_str(row[199].c1, "20001");
    alk_check_ok(alk_close(r));
}

ALK_TEST(rows, fetched_and_stepped_in_turn)
{
    struct { int c1; } row[2];
    static const alk_field fields[] = { { "c1", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT32, 0 } };
    alk_result *r = rows_of(conn, "rows 7 int");
    alk_check(alk_next(r));
    alk_check_size(alk_fetch(r, fields, row, 2, NULL), 2);
    alk_check_int(row[1].c1, 301);
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, 0), 401);
    alk_check_size(alk_fetch(r, fields, row, 2, NULL), 2);
    alk_check_int(row[1].c1, 601);
    alk_check(alk_next(r));
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
}

/* A driver that gives many rows at once leaves some in the window behind what a partition took. */
ALK_TEST(rows, fetched_behind_a_partition)
{
    static const alk_field first[] = { { NULL, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 } };
    int64_t numbers[12], kept[12];
    size_t n = 0, got;
    alk_result *one_by_one = rows_of(conn, "rows 10 int");
    for (size_t i = 0; i < 10 && alk_next(one_by_one); i++)
        kept[n++] = alk_get_int(one_by_one, 0);
    alk_check_ok(alk_close(one_by_one));
    alk_check_size(n, 10);
    alk_result *r = rows_of(conn, "rows 10 int");
    alk_check_size(alk_partition(r, 3), 3);
    for (n = 0; (got = alk_result_fetch(r, first, 1, numbers + n, sizeof *numbers, 12 - n, NULL)) > 0;)
        n += got;
    alk_check_ok(alk_close(r));
    alk_check_size(n, 10);
    for (size_t i = 0; i < n; i++)
        alk_check_int(numbers[i], kept[i]);
}

ALK_TEST(rows, every_type_into_its_member)
{
    struct everything {
        bool b; signed char i8; short i16; int i32; int64_t i64;
        unsigned char u8; unsigned short u16; unsigned u32; uint64_t u64;
        float f; double d; const char *text; alk_sv view; alk_date date; alk_time time; alk_timestamp ts; alk_timestamptz tz;
        alk_interval interval; alk_uuid uuid; alk_value cell;
    } row;
    static const alk_field fields[] = {
        { "c1", offsetof(struct everything, b), ALK_SLOT_NOT_NULL, ALK_SLOT_BOOL, 0 },
        { "c2", offsetof(struct everything, i8), ALK_SLOT_NOT_NULL, ALK_SLOT_INT8, 0 },
        { "c2", offsetof(struct everything, i16), ALK_SLOT_NOT_NULL, ALK_SLOT_INT16, 0 },
        { "c2", offsetof(struct everything, i32), ALK_SLOT_NOT_NULL, ALK_SLOT_INT32, 0 },
        { "c2", offsetof(struct everything, i64), ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 },
        { "c2", offsetof(struct everything, u8), ALK_SLOT_NOT_NULL, ALK_SLOT_UINT8, 0 },
        { "c2", offsetof(struct everything, u16), ALK_SLOT_NOT_NULL, ALK_SLOT_UINT16, 0 },
        { "c2", offsetof(struct everything, u32), ALK_SLOT_NOT_NULL, ALK_SLOT_UINT32, 0 },
        { "c3", offsetof(struct everything, u64), ALK_SLOT_NOT_NULL, ALK_SLOT_UINT64, 0 },
        { "c4", offsetof(struct everything, f), ALK_SLOT_NOT_NULL, ALK_SLOT_FLOAT, 0 },
        { "c4", offsetof(struct everything, d), ALK_SLOT_NOT_NULL, ALK_SLOT_DOUBLE, 0 },
        { "c5", offsetof(struct everything, text), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 },
        { "c6", offsetof(struct everything, view), ALK_SLOT_NOT_NULL, ALK_SLOT_VIEW, 0 },
        { "c7", offsetof(struct everything, date), ALK_SLOT_NOT_NULL, ALK_SLOT_DATE, 0 },
        { "c8", offsetof(struct everything, time), ALK_SLOT_NOT_NULL, ALK_SLOT_TIME, 0 },
        { "c9", offsetof(struct everything, ts), ALK_SLOT_NOT_NULL, ALK_SLOT_TIMESTAMP, 0 },
        { "c10", offsetof(struct everything, tz), ALK_SLOT_NOT_NULL, ALK_SLOT_TIMESTAMPTZ, 0 },
        { "c11", offsetof(struct everything, interval), ALK_SLOT_NOT_NULL, ALK_SLOT_INTERVAL, 0 },
        { "c12", offsetof(struct everything, uuid), ALK_SLOT_NOT_NULL, ALK_SLOT_UUID, 0 },
        { "c13", offsetof(struct everything, cell), ALK_SLOT_NOT_NULL, ALK_SLOT_CELL, 0 },
    };
    alk_result *r = rows_of(conn, "rows 1 bool,int,uint,real,decimal,text,date,time,timestamp,timestamptz,interval,uuid,json");
    alk_check_size(alk_fetch(r, fields, &row, 1, NULL), 1);
    alk_check(row.b && row.i8 == 102 && row.i16 == 102 && row.i32 == 102 && row.i64 == 102);
    alk_check(row.u8 == 102 && row.u16 == 102 && row.u32 == 102 && row.u64 == 103);
    alk_check_real((double)row.f, 1.5);
    alk_check_real(row.d, 1.5);
    alk_check_str(row.text, "1.05");
    alk_check_sv(row.view, "r1c6");
    alk_check_int(row.date.days, 107);
    alk_check_int(row.time.micros, 108);
    alk_check_int(row.ts.micros, 109);
    alk_check_int(row.tz.micros, 110);
    alk_check_int(row.interval.days, 11);
    alk_check_int(row.uuid.bytes[1], 12);
    alk_check_int(row.cell.tag, ALK_TYPE_JSON);
    alk_check_ok(alk_close(r));
}

ALK_TEST(rows, values_beyond_the_member_are_refused)
{
    static const struct { uint16_t slot; const char *fits, *beyond; } cases[] = {
        { ALK_SLOT_INT8, "127", "128" }, { ALK_SLOT_INT8, "-128", "-129" }, { ALK_SLOT_INT16, "32767", "32768" },
        { ALK_SLOT_INT16, "-32768", "-32769" }, { ALK_SLOT_INT32, "2147483647", "2147483648" }, { ALK_SLOT_INT32, "-2147483648", "-2147483649" },
        { ALK_SLOT_UINT8, "255", "256" }, { ALK_SLOT_UINT8, "0", "-1" }, { ALK_SLOT_UINT16, "65535", "65536" },
        { ALK_SLOT_UINT32, "4294967295", "4294967296" }, { ALK_SLOT_UINT64, "9223372036854775807", "-1" }, { ALK_SLOT_BOOL, "1", "2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int on_lite = 0; on_lite < 2; on_lite++) {
            char sql[80];
            uint64_t member = 0;
            alk_field field = { "c1", 0, ALK_SLOT_NOT_NULL, cases[i].slot, 0 };
            (void)snprintf(sql, sizeof sql, on_lite ? "select %s as c1" : "row int:%s", cases[i].fits);
            alk_result *r = rows_of(on_lite ? lite : conn, sql);
            alk_check_size(alk_result_fetch(r, &field, 1, &member, sizeof member, 1, NULL), 1);
            alk_check_ok(alk_close(r));
            (void)snprintf(sql, sizeof sql, on_lite ? "select %s as c1" : "row int:%s", cases[i].beyond);
            r = rows_of(on_lite ? lite : conn, sql);
            alk_check_size(alk_result_fetch(r, &field, 1, &member, sizeof member, 1, NULL), 0);
            alk_check_that(alk_result_status(r) == ALK_ERROR_DATA, "%s went into slot %d", cases[i].beyond, cases[i].slot);
            alk_check_contains(alk_last_error()->message, "c1");
            alk_check_status(alk_close(r), ALK_ERROR_DATA);
        }
}

ALK_TEST(rows, null_into_members_that_take_none)
{
    struct { int64_t c1; } row[3];
    static const alk_field fields[] = { { "c1", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 } };
    alk_result *r = rows_of(conn, "rows 3 int?");
    alk_check_size(alk_fetch(r, fields, row, 3, NULL), 1);
    alk_check_int(row[0].c1, 101);
    alk_check_status(alk_close(r), ALK_ERROR_DATA);
    r = rows_of(lite, "select 1 as c1 union all select null");
    size_t n = 0, got;
    while ((got = alk_fetch(r, fields, row + n, 3 - n, NULL)) > 0)
        n += got;
    alk_check_size(n, 1);
    alk_check_status(alk_close(r), ALK_ERROR_DATA);
    alk_check_contains(alk_last_error()->message, "c1");
}

ALK_TEST(rows, fields_that_fit_nothing)
{
    person p;
    alk_field bad = { "c1", 0, ALK_SLOT_NOT_NULL, 99, 0 }, positions[2] = { { NULL, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 },
                                                                            { NULL, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 } };
    alk_result *r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_fetch(r, PERSON, &p, 1, NULL), 0);
    alk_check_error(ALK_ERROR_INTERFACE, "no column id");
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_result_fetch(r, &bad, 1, &p, sizeof p, 1, NULL), 0);
    alk_check_status(alk_close(r), ALK_ERROR_ARGUMENT);
    r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_result_fetch(r, positions, 1, &p, sizeof p, 1, NULL), 1);
    alk_check_int(p.id, 101);
    alk_check_ok(alk_close(r));
    r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_result_fetch(r, positions, 2, &p, sizeof p, 1, NULL), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_result_fetch(r, NULL, 2, &p, sizeof p, 1, NULL), 0);
    alk_check_status(alk_close(r), ALK_ERROR_ARGUMENT);
    r = rows_of(conn, "rows 1 int");
    alk_check_size(alk_result_fetch(r, positions, 1, NULL, sizeof p, 1, NULL), 0);
    alk_check_status(alk_close(r), ALK_ERROR_ARGUMENT);
    r = rows_of(conn, "rows 1 int");
    void *all;
    size_t n;
    alk_check_status(alk_result_fetch_all(r, positions, 1, sizeof p, NULL, &all, &n), ALK_ERROR_ARGUMENT);
    alk_check_status(alk_close(r), ALK_ERROR_ARGUMENT);
}

/* A statement stays prepared when its table is made anew; the plan of its columns must not. */
ALK_TEST(rows, plan_of_a_statement_whose_columns_changed)
{
    struct { int64_t a; const char *b; } row;
    static const alk_field fields[] = { { "a", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 }, { "b", 8, ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 } };
    alk_check_ok(run_sql(lite, "create table t(a, b)"));
    alk_check_ok(run_sql(lite, "insert into t values(1, '2')"));
    for (int i = 0; i < 2; i++) {
        alk_result *r = rows_of(lite, "select * from t");
        alk_check_size(alk_fetch(r, fields, &row, 1, NULL), 1);
        alk_check_int(row.a, 1);
        alk_check_str(row.b, "2");
        alk_check_ok(alk_close(r));
        alk_check_ok(run_sql(lite, "drop table t"));
        alk_check_ok(run_sql(lite, "create table t(b, a)"));
        alk_check_ok(run_sql(lite, "insert into t values('2', 1)"));
    }
}

ALK_TEST(rows, failure_after_some)
{
    struct { int64_t c1; } row[4];
    static const alk_field fields[] = { { "c1", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 } };
    alk_arena *arena = alk_arena_new();
    void *all = row;
    size_t n = 9;
    alk_check_made(arena);
    alk_result *r = rows_of(conn, "rows 9 int fail 3 operational");
    alk_check_status(alk_result_fetch_all(r, fields, 1, sizeof row[0], arena, &all, &n), ALK_ERROR_OPERATIONAL);
    alk_check(all == NULL && n == 0);
    alk_check_size(alk_fetch(r, fields, row, 4, NULL), 0);
    alk_check_status(alk_close(r), ALK_ERROR_OPERATIONAL);
    alk_arena_free(arena);
}

ALK_TEST(rows, memory_running_out)
{
    int status;
    alk_check_ok(run_sql(lite, PEOPLE));
    ALK_TORTURE(status) {
        person *p = NULL;
        size_t n = 0;
        alk_arena *arena = alk_arena_new();
        alk_result *r = arena ? alk_conn_execute_driver(lite, PEOPLE, SIZE_MAX, NULL, 0, NULL) : NULL;
        status = r ? alk_fetch_all(r, PERSON, person, arena, &p, &n) : alk_last_error()->code;
        alk_close(r);
        alk_arena_free(arena);
    }
}
