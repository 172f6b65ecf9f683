/* SPDX-License-Identifier: MIT
 * Fetching into structs and cells: every storage class into every member, exact or refused; rows in batches; copies where asked. */
#include <math.h>
#include "connect.h"
#include "convert.h"
#include "lite.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/uuid.h"

/* ---- one value into one member, told as a word: what came, or ! and the SQLSTATE ---- */
typedef union member {
    bool truth;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    float real32;
    double real64;
    const char *text;
    alk_sv view;
    alk_interval interval;
    uint8_t uuid[16];
    alk_cell cell;
} member;

typedef struct row {
    uint8_t state, padding[15];
    member value;
} row;

static const char *told(const row *r, uint16_t want)
{
    static char text[ALK__DRIVER_NUMBER_MAX];
    switch (want) {
    case ALK_SLOT_BOOL:
        return r->value.truth ? "true" : "false";
    case ALK_SLOT_INT8:
        alk__driver_print_int(r->value.i8, -1, text);
        break;
    case ALK_SLOT_INT16:
        alk__driver_print_int(r->value.i16, -1, text);
        break;
    case ALK_SLOT_INT32:
    case ALK_SLOT_DATE:
        alk__driver_print_int(r->value.i32, -1, text);
        break;
    case ALK_SLOT_UINT8:
        alk__driver_print_int(r->value.u8, -1, text);
        break;
    case ALK_SLOT_UINT16:
        alk__driver_print_int(r->value.u16, -1, text);
        break;
    case ALK_SLOT_UINT32:
        alk__driver_print_int(r->value.u32, -1, text);
        break;
    case ALK_SLOT_UINT64:
        snprintf(text, sizeof text, "%llu", (unsigned long long)r->value.u64);
        break;
    case ALK_SLOT_FLOAT:
        snprintf(text, sizeof text, "%g", (double)r->value.real32);
        break;
    case ALK_SLOT_DOUBLE:
        snprintf(text, sizeof text, "%g", r->value.real64);
        break;
    case ALK_SLOT_TEXT:
        snprintf(text, sizeof text, "%s", r->value.text != NULL ? r->value.text : "NULL");
        break;
    case ALK_SLOT_VIEW:
        snprintf(text, sizeof text, "%.*s", r->value.view.p != NULL ? (int)r->value.view.n : 4, r->value.view.p != NULL ? r->value.view.p : "NULL");
        break;
    case ALK_SLOT_INTERVAL:
        alk__driver_print_interval(&r->value.interval, text);
        break;
    case ALK_SLOT_UUID:
        alk__driver_print_uuid(r->value.uuid, true, text);
        text[8] = 0;
        break;
    case ALK_SLOT_CELL:
        snprintf(text, sizeof text, "tag %d", r->value.cell.tag);
        break;
    default:
        alk__driver_print_int(r->value.i64, -1, text);
    }
    return text;
}

static const char *fetched(lite *l, const char *sql, uint16_t want, uint16_t flags, bool nullable)
{
    static char fault[8];
    alk_slot slot = { 0, offsetof(row, value), nullable ? 0 : ALK_SLOT_NOT_NULL, want, flags };
    alk_plan plan = { sizeof plan, 1, &slot, want };
    row r;
    uint32_t got;
    void *cursor, *stmt = lite_query(l, sql, &cursor);
    int rc;
    memset(&r, 0xEE, sizeof r);
    rc = l->ops->cursor->fetch_into(cursor, &plan, &r, sizeof r, 1, &got, l->arena, lite_err(l));
    if (rc == ALK_OK) {
        const char *text = nullable && r.state == ALK_NULL ? "null" : told(&r, want);
        alk_check_uint(got, 1);
        if (nullable)
            alk_check(r.state == ALK_VALUE || r.state == ALK_NULL);
        lite_done(l, stmt, cursor);
        return text;
    }
    alk_check_int(rc, ALK_ERROR_DATA);
    alk_check_uint(got, 0);
    snprintf(fault, sizeof fault, "!%s", alk_last_error()->sqlstate);
    lite_done(l, stmt, cursor);
    return fault;
}

#define R "!22003"                       /* out of range, not exact */
#define N "!07006"                       /* of a type that does not convert */
#define X "!22018"                       /* text of another form, or bytes of another number */
#define M "!22007"                       /* the same, for a moment */
#define WANTS 20

static const struct {
    const char *sql;
    const char *expected[WANTS];         /* in the order of ALK_SLOT_BOOL… */
} matrix[] = {
    /* bool, int8, int16, int32, int64, uint8, uint16, uint32, uint64, float, double, text, view, date, time, timestamp, timestamptz, interval,
     * uuid, cell */
    { "select 1", { "true", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", N, N, N, N, N, N, "tag 2" } },
    { "select -1", { R, "-1", "-1", "-1", "-1", R, R, R, R, "-1", "-1", "-1", "-1", N, N, N, N, N, N, "tag 2" } },
    { "select 300", { R, R, "300", "300", "300", R, "300", "300", "300", "300", "300", "300", "300", N, N, N, N, N, N, "tag 2" } },
    { "select 9007199254740993",
      { R, R, R, R, "9007199254740993", R, R, R, "9007199254740993", R, R, "9007199254740993", "9007199254740993", N, N, N, N, N, N, "tag 2" } },
    { "select 16777217",
      { R, R, R, "16777217", "16777217", R, R, "16777217", "16777217", R, "1.67772e+07", "16777217", "16777217", N, N, N, N, N, N, "tag 2" } },
    { "select 1.0", { N, "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", N, N, N, N, N, N, "tag 4" } },
    { "select 0.1", { N, R, R, R, R, R, R, R, R, "0.1", "0.1", "0.1", "0.1", N, N, N, N, N, N, "tag 4" } },
    { "select 1e300", { N, R, R, R, R, R, R, R, R, R, "1e+300", "1e+300", "1e+300", N, N, N, N, N, N, "tag 4" } },
    { "select '42'", { X, "42", "42", "42", "42", "42", "42", "42", "42", "42", "42", "42", "42", M, M, M, M, M, X, "tag 6" } },
    { "select '-129.00'", { X, X, X, X, X, X, X, X, X, "-129", "-129", "-129.00", "-129.00", M, M, M, M, M, X, "tag 6" } },
    { "select 'true'", { "true", X, X, X, X, X, X, X, X, X, X, "true", "true", M, M, M, M, M, X, "tag 6" } },
    { "select 'abc'", { X, X, X, X, X, X, X, X, X, X, X, "abc", "abc", M, M, M, M, M, X, "tag 6" } },
    { "select ''", { X, X, X, X, X, X, X, X, X, X, X, "", "", M, M, M, M, M, X, "tag 6" } },
    { "select '1970-01-02'", { X, X, X, X, X, X, X, X, X, X, X, "1970-01-02", "1970-01-02", "1", M, "86400000000", "86400000000", M, X, "tag 6" } },
    { "select '00:00:01'", { X, X, X, X, X, X, X, X, X, X, X, "00:00:01", "00:00:01", M, "1000000", M, M, "PT1S", X, "tag 6" } },
    { "select '1970-01-01 00:00:01+00:00'",
      { X, X, X, X, X, X, X, X, X, X, X, "1970-01-01 00:00:01+00:00", "1970-01-01 00:00:01+00:00", M, M, M, "1000000", M, X, "tag 6" } },
    { "select 'P1D'", { X, X, X, X, X, X, X, X, X, X, X, "P1D", "P1D", M, M, M, M, "P1D", X, "tag 6" } },
    { "select '01234567-89ab-cdef-0123-456789abcdef'",
      { X, X, X, X, X, X, X, X, X, X, X, "01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef", M, M, M, M, M,
        "01234567", "tag 6" } },
    { "select x'30313233343536373839414243444546'",
      { N, N, N, N, N, N, N, N, N, N, N, "30313233343536373839414243444546", "0123456789ABCDEF", N, N, N, N, N, "30313233", "tag 7" } },
    { "select x''", { N, N, N, N, N, N, N, N, N, N, N, "", "", N, N, N, N, N, X, "tag 7" } },
};

ALK_TEST_UNTORTURED(fetch, every_storage_class_into_every_member)
{
    lite l;
    lite_open(&l, NULL);
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++) {
        for (uint16_t want = ALK_SLOT_BOOL; want <= ALK_SLOT_CELL; want++) {
            const char *expected = matrix[i].expected[want - 1], *came = fetched(&l, matrix[i].sql, want, want % 2 ? ALK_SLOT_OWN : 0, want % 3 == 0);
            alk_check_that(strcmp(came, expected) == 0, "%s into member type %d gave %s, not %s", matrix[i].sql, want, came, expected);
        }
    }
    lite_close(&l);
}

ALK_TEST_UNTORTURED(fetch, null_only_where_the_member_can_say_so)
{
    lite l;
    lite_open(&l, NULL);
    for (uint16_t want = ALK_SLOT_BOOL; want <= ALK_SLOT_CELL; want++) {
        alk_check_str(fetched(&l, "select null", want, 0, true), "null");
        const char *expected = want == ALK_SLOT_CELL ? "tag 0" : want == ALK_SLOT_TEXT || want == ALK_SLOT_VIEW ? "NULL" : "!22002";
        alk_check_str(fetched(&l, "select null", want, 0, false), expected);
    }
    lite_close(&l);
}

ALK_TEST_UNTORTURED(fetch, declared_types_decide)
{
    static const struct {
        const char *declared, *value;
        uint16_t want;
        const char *expected;
    } cases[] = {
        { "decimal(10,2)", "9.5", ALK_SLOT_TEXT, "9.50" },       { "decimal(10,2)", "10", ALK_SLOT_TEXT, "10.00" },
        { "decimal(10,2)", "9.999", ALK_SLOT_TEXT, "9.999" },    { "decimal(10,2)", "'abc'", ALK_SLOT_TEXT, "abc" },
        { "decimal(10,2)", "9.5", ALK_SLOT_CELL, "tag 5" },      { "decimal(10,2)", "'abc'", ALK_SLOT_CELL, "tag 6" },
        { "numeric", "9.5", ALK_SLOT_TEXT, "9.5" },              { "boolean", "1", ALK_SLOT_TEXT, "true" },
        { "boolean", "1", ALK_SLOT_CELL, "tag 1" },              { "boolean", "7", ALK_SLOT_CELL, "tag 2" },
        { "timestamp", "0", ALK_SLOT_TEXT, "1970-01-01 00:00:00" }, { "timestamptz", "1", ALK_SLOT_TEXT, "1970-01-01 00:00:01+00:00" },
        { "timestamp", "2440587.5", ALK_SLOT_TIMESTAMP, "0" },   { "timestamp", "0", ALK_SLOT_CELL, "tag 10" },
        { "timestamp", "'soon'", ALK_SLOT_CELL, "tag 6" },       { "date", "86400", ALK_SLOT_DATE, "1" },
        { "date", "86401", ALK_SLOT_CELL, "tag 2" },             { "date", "86400", ALK_SLOT_TEXT, "1970-01-02" },
        { "json", "'42'", ALK_SLOT_TEXT, "42" },                 { "json", "'42'", ALK_SLOT_CELL, "tag 14" },
        { "uuid", "x'00000000000000000000000000000000'", ALK_SLOT_CELL, "tag 13" },
        { "interval", "'P1D'", ALK_SLOT_CELL, "tag 12" },        { "time", "'12:00'", ALK_SLOT_CELL, "tag 9" },
        { "integer", "1.5", ALK_SLOT_CELL, "tag 4" },            { "integer", "'x'", ALK_SLOT_CELL, "tag 6" },
        { "text", "x'00'", ALK_SLOT_CELL, "tag 7" },
    };
    lite l;
    lite_open(&l, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sql[200];
        const char *came;
        snprintf(sql, sizeof sql, "create table t(v %s)", cases[i].declared);
        alk_check_ok(lite_run(&l, sql));
        snprintf(sql, sizeof sql, "insert into t values(%s)", cases[i].value);
        alk_check_ok(lite_run(&l, sql));
        came = fetched(&l, "select v from t", cases[i].want, 0, false);
        alk_check_that(strcmp(came, cases[i].expected) == 0, "%s in a %s column into member type %d gave %s, not %s", cases[i].value,
                       cases[i].declared, cases[i].want, came, cases[i].expected);
        alk_check_ok(lite_run(&l, "drop table t"));
    }
    lite_close(&l);
}

/* ---- text that is none ---- */
ALK_TEST_UNTORTURED(fetch, text_with_nul_or_not_utf8)
{
    lite l;
    alk_cell cell;
    lite_open(&l, NULL);
    alk_check_str(fetched(&l, "select cast(x'610062' as text)", ALK_SLOT_TEXT, 0, false), "!22021");
    alk_check_str(fetched(&l, "select cast(x'61616161616161610062' as text)", ALK_SLOT_TEXT, ALK_SLOT_OWN, false), "!22021");
    alk_check_str(fetched(&l, "select cast(x'610062' as text)", ALK_SLOT_VIEW, 0, false), "a");
    alk_check_str(fetched(&l, "select cast(x'61ff62' as text)", ALK_SLOT_TEXT, 0, false), "!22021");
    alk_check_str(fetched(&l, "select cast(x'61ff62' as text)", ALK_SLOT_VIEW, 0, false), "a\xff" "b");
    alk_check_str(fetched(&l, "select 'Zürich'", ALK_SLOT_TEXT, 0, false), "Zürich");
    cell = lite_value(&l, "select cast(x'61ff62' as text)");
    alk_check_int(cell.tag, ALK_TYPE_BLOB);
    alk_check_bytes(cell.u.p, cell.len, "a\xff" "b", 3);
    cell = lite_value(&l, "select cast(x'610062' as text)");
    alk_check_int(cell.tag, ALK_TYPE_TEXT);
    alk_check_bytes(cell.u.p, cell.len, "a\0b", 3);
    lite_close(&l);
}

/* ---- several rows ---- */
typedef struct person {
    int64_t id;
    const char *name;
    alk_sv bytes;
    double size;
    uint8_t size_state;
} person;

static const alk_slot person_slots[] = { { 0, offsetof(person, id), ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 },
                                         { 1, offsetof(person, name), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 },
                                         { 2, offsetof(person, bytes), ALK_SLOT_NOT_NULL, ALK_SLOT_VIEW, 0 },
                                         { 3, offsetof(person, size), offsetof(person, size_state), ALK_SLOT_DOUBLE, 0 } };
static const alk_plan person_plan = { sizeof person_plan, 4, person_slots, 77 };
static const char people[] = "with recursive n(i) as (select 1 union all select i + 1 from n limit 1000) "
                             "select i, 'name ' || i, cast('bytes ' || i as blob), case when i % 2 then i / 2.0 end from n";

static void check_person(const person *p, int64_t id)
{
    char text[40];
    alk_check_int(p->id, id);
    snprintf(text, sizeof text, "name %lld", (long long)id);
    alk_check_str(p->name, text);
    snprintf(text, sizeof text, "bytes %lld", (long long)id);
    alk_check_sv(p->bytes, text);
    alk_check_int(p->size_state, id % 2 ? ALK_VALUE : ALK_NULL);
    alk_check_real(p->size, id % 2 ? (double)id / 2 : 0);
}

ALK_TEST(fetch, batches_of_any_size)
{
    static const uint32_t caps[] = { 1, 2, 64, 999, 1000, 1001 };
    static person rows[1001];
    lite l;
    lite_open(&l, NULL);
    for (size_t c = 0; c < sizeof caps / sizeof caps[0]; c++) {
        void *cursor, *stmt = lite_query(&l, people, &cursor);
        int64_t seen = 0;
        uint32_t got;
        int rc;
        do {
            rc = l.ops->cursor->fetch_into(cursor, &person_plan, rows, sizeof rows[0], caps[c], &got, l.arena, lite_err(&l));
            alk_check(rc == ALK_OK || rc == ALK_END);
            for (uint32_t i = 0; i < got; i++)
                check_person(&rows[i], ++seen);
            alk_arena_reset(l.arena);
        } while (rc == ALK_OK);
        alk_check_int(seen, 1000);
        lite_done(&l, stmt, cursor);
    }
    lite_close(&l);
}

ALK_TEST(fetch, rows_from_several_places_of_a_program)
{
    static const char sql[] = "select * from (select 1 as a, 'x' || 1 as b, 0.5 as c) union all select 2, 'y' || 2, null "
                              "union all select * from (select 3, 'z' || 3, 1.5 order by 1)";
    static const alk_slot slots[] = { { 0, offsetof(person, id), ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 },
                                      { 1, offsetof(person, name), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 },
                                      { 2, offsetof(person, size), offsetof(person, size_state), ALK_SLOT_DOUBLE, 0 } };
    static const alk_plan plan = { sizeof plan, 3, slots, 80 };
    static const char *const names[] = { "x1", "y2", "z3" };
    person rows[4];
    lite l;
    void *cursor, *stmt;
    uint32_t got;
    lite_open(&l, NULL);
    stmt = lite_query(&l, sql, &cursor);
    alk_check_status(l.ops->cursor->fetch_into(cursor, &plan, rows, sizeof rows[0], 4, &got, l.arena, lite_err(&l)), ALK_END);
    alk_check_uint(got, 3);
    for (int i = 0; i < 3; i++) {
        alk_check_int(rows[i].id, i + 1);
        alk_check_str(rows[i].name, names[i]);
    }
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(fetch, cells_in_batches)
{
    alk_cell cells[4 * 7];
    lite l;
    void *cursor, *stmt;
    int64_t seen = 0;
    uint32_t got;
    int rc;
    lite_open(&l, NULL);
    stmt = lite_query(&l, people, &cursor);
    do {
        rc = l.ops->cursor->fetch_cells(cursor, cells, 4, 7, &got, l.arena, lite_err(&l));
        alk_check(rc == ALK_OK || rc == ALK_END);
        for (uint32_t i = 0; i < got; i++) {
            char text[40];
            snprintf(text, sizeof text, "name %lld", (long long)++seen);
            alk_check_int(cells[i * 4].u.i, seen);
            alk_check_str(cells[i * 4 + 1].u.p, text);
            alk_check_int(cells[i * 4 + 3].tag, seen % 2 ? ALK_TYPE_REAL : ALK_TYPE_NULL);
        }
    } while (rc == ALK_OK);
    alk_check_int(seen, 1000);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(fetch, rows_before_the_fault_are_delivered)
{
    static const alk_slot slot = { 0, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT8, 0 };
    static const alk_plan plan = { sizeof plan, 1, &slot, 78 };
    lite l;
    int8_t rows[8];
    uint32_t got;
    alk_cell cell;
    void *cursor, *stmt;
    lite_open(&l, NULL);
    stmt = lite_query(&l, "select 1 as n union all select 2 union all select 999 union all select 4", &cursor);
    alk_check_fails(l.ops->cursor->fetch_into(cursor, &plan, rows, 1, 8, &got, l.arena, lite_err(&l)), ALK_ERROR_DATA, "column 0 (n), integer into int8");
    alk_check_str(alk_last_error()->column, "n");
    alk_check_uint(got, 2);
    alk_check_int(rows[1], 2);
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)));      /* the row itself can be read */
    alk_check_int(cell.u.i, 999);
    alk_check_status(l.ops->cursor->fetch_into(cursor, &plan, rows, 1, 8, &got, l.arena, lite_err(&l)), ALK_END);
    alk_check_int(rows[0], 4);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(fetch, plans_that_cannot_be)
{
    static const alk_slot far = { 5, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT8, 0 }, strange = { 0, 0, ALK_SLOT_NOT_NULL, 99, 0 };
    alk_plan plan = { sizeof plan, 1, &far, 79 };
    lite l;
    member m;
    uint32_t got;
    void *cursor, *stmt;
    lite_open(&l, NULL);
    stmt = lite_query(&l, "select 1", &cursor);
    alk_check_fails(l.ops->cursor->fetch_into(cursor, &plan, &m, sizeof m, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_INTERFACE, "column 6");
    plan.slots = &strange;
    alk_check_fails(l.ops->cursor->fetch_into(cursor, &plan, &m, sizeof m, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_ARGUMENT, "no C type of code 99");
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(fetch, other_encodings_are_read_as_utf8)
{
    lite l;
    lite_open(&l, lite_path("utf16.db"));
    alk_check_ok(lite_run(&l, "pragma encoding = 'UTF-16le'"));
    alk_check_ok(lite_run(&l, "create table t(a text)"));
    alk_check_ok(lite_run(&l, "insert into t values('Zürich \xF0\x9F\x8E\xBB')"));
    alk_check_str(lite_text(&l, "select a from t"), "Zürich \xF0\x9F\x8E\xBB");
    lite_close(&l);
}
