/* SPDX-License-Identifier: MIT
 * Values of every type into members of every C type. A driver may fill structs by itself; rows that are held in memory are put there by the library. Both give
 * the same, or both refuse with the same words. */
#include "live.h"

/* One member of whichever type, and its state. */
typedef struct member {
    _Alignas(16) unsigned char bytes[32];
    uint8_t state;
} member;

static const struct kind {
    uint16_t slot, size;
    const char *name;
} kinds[] = {
    { ALK_SLOT_BOOL, sizeof(bool), "bool" },          { ALK_SLOT_INT8, 1, "int8" },                             { ALK_SLOT_INT16, 2, "int16" },
    { ALK_SLOT_INT32, 4, "int32" },                   { ALK_SLOT_INT64, 8, "int64" },                           { ALK_SLOT_UINT8, 1, "uint8" },
    { ALK_SLOT_UINT16, 2, "uint16" },                 { ALK_SLOT_UINT32, 4, "uint32" },                         { ALK_SLOT_UINT64, 8, "uint64" },
    { ALK_SLOT_FLOAT, sizeof(float), "float" },       { ALK_SLOT_DOUBLE, sizeof(double), "double" },            { ALK_SLOT_TEXT, 0, "text" },
    { ALK_SLOT_VIEW, 0, "view" },                     { ALK_SLOT_DATE, 4, "date" },                             { ALK_SLOT_TIME, 8, "time" },
    { ALK_SLOT_TIMESTAMP, 8, "timestamp" },           { ALK_SLOT_TIMESTAMPTZ, 8, "timestamp with time zone" },  { ALK_SLOT_INTERVAL, sizeof(alk_interval), "interval" },
    { ALK_SLOT_UUID, sizeof(alk_uuid), "UUID" },      { ALK_SLOT_CELL, 0, "cell" },
};

/* What came of rows in members of one kind. */
enum { MOST = 24 };
typedef struct reading {
    size_t got;
    int status;
    char message[200], shown[MOST][120];
} reading;

static void show_bytes(const void *bytes, size_t n, char *out, size_t size)
{
    for (size_t i = 0; i < n && 2 * i + 2 < size; i++)
        (void)snprintf(out + 2 * i, size - 2 * i, "%02x", ((const unsigned char *)bytes)[i]);
}

static void show(const struct kind *kind, const member *m, char *out, size_t size)
{
    const char *text = NULL;
    alk_sv view = { NULL, 0 };
    alk_value cell;
    out[0] = '\0';
    switch (kind->slot) {
    case ALK_SLOT_TEXT:
        memcpy(&text, m->bytes, sizeof text);
        (void)snprintf(out, size, "%s", text ? text : "no text");
        break;
    case ALK_SLOT_VIEW:
        memcpy(&view, m->bytes, sizeof view);
        if (view.p)
            show_bytes(view.p, view.n, out, size);
        else
            (void)snprintf(out, size, "no view");
        break;
    case ALK_SLOT_CELL:
        memcpy(&cell, m->bytes, sizeof cell);
        size_t n = (size_t)snprintf(out, size, "%s ", alk_type_name(cell.tag));
        alk_value_print(&cell, out + n, size - n);
        break;
    default:
        show_bytes(m->bytes, kind->size, out, size);
    }
    if (m->state == ALK_NULL)
        (void)snprintf(out + strlen(out), size - strlen(out), " NULL");
}

/* Rows of live_t, from one to before another, and how they are read. */
typedef struct way {
    int from, to;
    bool held;                           /* they are read into memory first */
    bool state;                          /* the member has one, and an arena takes the texts */
} way;

static void take(live *l, const struct kind *kind, way w, reading *out)
{
    const alk_field field = { "v", offsetof(member, bytes), w.state ? offsetof(member, state) : ALK_SLOT_NOT_NULL, kind->slot, 0 };
    static member members[MOST];
    memset(members, 0, sizeof members);
    memset(out, 0, sizeof *out);
    alk_result *r = alk_execute(l->conn, alk_raw("select v from live_t where id >= :from and id < :to order by id"), alk_bind("from", w.from), alk_bind("to", w.to));
    if (w.held)
        (void)alk_all(r);
    out->got = alk_result_fetch(r, &field, 1, members, sizeof members[0], (size_t)(w.to - w.from), w.state ? l->arena : NULL);
    for (size_t i = 0; i < out->got; i++)
        show(kind, &members[i], out->shown[i], sizeof out->shown[i]);
    out->status = alk_close(r);
    if (out->status)
        (void)snprintf(out->message, sizeof out->message, "%s", alk_last_error()->message);
}

static void compare(live *l, const char *what, const struct kind *kind, way w)
{
    static reading own, library;
    take(l, kind, w, &own);
    w.held = true;
    take(l, kind, w, &library);
    if (own.got != library.got || own.status != library.status || strcmp(own.message, library.message) != 0)
        live_fail(l, __FILE__, __LINE__, "%s as %s: the driver gives %zu, %d %s, the library %zu, %d %s", what, kind->name, own.got, own.status, own.message, library.got, library.status,
                  library.message);
    for (size_t i = 0; i < own.got; i++)
        if (strcmp(own.shown[i], library.shown[i]) != 0)
            live_fail(l, __FILE__, __LINE__, "%s as %s: the driver gives %s, the library %s", what, kind->name, own.shown[i], library.shown[i]);
}

/* One by one, and all at once. */
static void compare_all(live *l, int n, char names[][100])
{
    for (const struct kind *kind = kinds; kind < kinds + sizeof kinds / sizeof kinds[0]; kind++) {
        for (int i = 0; i < n; i++)
            compare(l, names[i], kind, (way){ .from = i, .to = i + 1, .state = i % 2 });
        compare(l, "all", kind, (way){ .from = 0, .to = n, .state = true });
    }
}

static void agree(live *l, const char *columns, const alk_value *values, size_t n)
{
    static char names[MOST][100];
    LIVE_CHECK(l, n <= MOST);
    live_table(l, columns);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s ", alk_type_name(values[i].tag));
        alk_value_print(&values[i], names[i] + strlen(names[i]), sizeof names[i] - strlen(names[i]));
        LIVE_OK(l, alk_close(alk_execute(l->conn, alk_raw("insert into live_t(id, v) values(:id, :v)"), alk_bind("id", (int64_t)i), alk_bind("v", alk_bound(&values[i])))));
    }
    compare_all(l, (int)n, names);
}
#define AGREE(l, type, ...) \
    do { \
        const alk_value values_[] = { __VA_ARGS__ }; \
        agree(l, "id INT, v " type, values_, sizeof values_ / sizeof *values_); \
    } while (0)

static void of_truths(live *l)
{
    AGREE(l, "BOOL", alk_value_bool(true), alk_value_bool(false), alk_value_null());
}

static void of_integers(live *l)
{
    AGREE(l, "INT", alk_value_int(0), alk_value_int(1), alk_value_int(-1), alk_value_int(127), alk_value_int(128), alk_value_int(-128), alk_value_int(-129), alk_value_int(255),
          alk_value_int(256), alk_value_int(INT16_MAX), alk_value_int(INT16_MIN - 1), alk_value_int(UINT16_MAX), alk_value_int(UINT16_MAX + 1), alk_value_int(INT32_MAX),
          alk_value_int((int64_t)INT32_MIN - 1), alk_value_int(UINT32_MAX), alk_value_int((int64_t)UINT32_MAX + 1), alk_value_int(16777217), alk_value_int((INT64_C(1) << 53) + 1),
          alk_value_int(INT64_MAX), alk_value_int(INT64_MIN), alk_value_null());
}

static void of_middle_integers(live *l)
{
    AGREE(l, "integer", alk_value_int(0), alk_value_int(1), alk_value_int(-1), alk_value_int(-129), alk_value_int(255), alk_value_int(INT16_MIN - 1), alk_value_int(UINT16_MAX),
          alk_value_int(16777217), alk_value_int(INT32_MAX), alk_value_int(INT32_MIN), alk_value_null());
}

static void of_small_integers(live *l)
{
    AGREE(l, "smallint", alk_value_int(0), alk_value_int(1), alk_value_int(-1), alk_value_int(-129), alk_value_int(255), alk_value_int(INT16_MAX), alk_value_int(INT16_MIN),
          alk_value_null());
}

static void of_unsigned_integers(live *l)
{
    LIVE_NEED(l, ALK_CAP_UNSIGNED);
    AGREE(l, "UINT", alk_value_uint(0), alk_value_uint((uint64_t)INT64_MAX + 1), alk_value_uint(UINT64_MAX), alk_value_uint(200));
}

static void of_reals(live *l)
{
    AGREE(l, "REAL", alk_value_real(0), alk_value_real(1), alk_value_real(-1), alk_value_real(0.5), alk_value_real(0.1), alk_value_real(300), alk_value_real(1e39), alk_value_real(-1e300),
          alk_value_real(9007199254740993.0), alk_value_real(1e18), alk_value_real(1e19), alk_value_null());
}

static void of_small_reals(live *l)
{
    AGREE(l, "real", alk_value_real(0), alk_value_real(1), alk_value_real(-1), alk_value_real(0.5), alk_value_real(300), alk_value_real(16777216), alk_value_null());
}

static void of_decimals(live *l)
{
    AGREE(l, "DECIMAL", alk_value_decimal("0"), alk_value_decimal("1"), alk_value_decimal("-1"), alk_value_decimal("0.5"), alk_value_decimal("12.3400000000"), alk_value_decimal("255"),
          alk_value_decimal("9223372036854775807"), alk_value_decimal("9223372036854775808"), alk_value_decimal("18446744073709551616"), alk_value_decimal("-9223372036854775808"),
          alk_value_null());
}

static void of_texts(live *l)
{
    AGREE(l, "TEXT", alk_value_text("a"), alk_value_text("1"), alk_value_text("-12"), alk_value_text("300"), alk_value_text("1.5"), alk_value_text("1e3"), alk_value_text("true"),
          alk_value_text("F"), alk_value_text("2024-02-29"), alk_value_text("23:59:59.5"), alk_value_text("2024-02-29 23:59:59"), alk_value_text("2024-02-29 23:59:59+02"),
          alk_value_text("P1DT2H"), alk_value_text("12345678-9abc-def0-0102-0304050607ff"), alk_value_text(" 1"), alk_value_text("9223372036854775808"), alk_value_text("\xc3\xa4"),
          alk_value_text(""), alk_value_null());
}

static void of_bytes(live *l)
{
    AGREE(l, "BLOB", alk_value_blob("1", 1), alk_value_blob("\0a", 2), alk_value_blob("0123456789abcdef", 16), alk_value_blob("", 0), alk_value_null());
}

static void of_dates(live *l)
{
    AGREE(l, "DATE", alk_value_date((alk_date){ 0 }), alk_value_date((alk_date){ 19782 }), alk_value_null());
}

static void of_times(live *l)
{
    AGREE(l, "TIME", alk_value_time((alk_time){ 0 }), alk_value_time((alk_time){ 86399999999 }), alk_value_null());
}

static void of_timestamps(live *l)
{
    const int64_t day = INT64_C(86400000000);
    AGREE(l, "TIMESTAMP", alk_value_timestamp((alk_timestamp){ 0 }), alk_value_timestamp((alk_timestamp){ 19782 * day }), alk_value_timestamp((alk_timestamp){ 19782 * day + 1 }),
          alk_value_null());
}

static void of_timestamps_with_zone(live *l)
{
    const int64_t day = INT64_C(86400000000);
    AGREE(l, "TIMESTAMPTZ", alk_value_timestamptz((alk_timestamptz){ 0 }), alk_value_timestamptz((alk_timestamptz){ 19782 * day + 1 }), alk_value_null());
}

static void of_intervals(live *l)
{
    static const alk_interval spans[] = { { 0, 0, 0 }, { 14, -3, 1 }, { 0, 0, 3600000000 } };
    AGREE(l, "INTERVAL", alk_value_interval(&spans[0]), alk_value_interval(&spans[1]), alk_value_interval(&spans[2]), alk_value_null());
}

static void of_uuids(live *l)
{
    static const alk_uuid id = { { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 1, 2, 3, 4, 5, 6, 7, 0xff } };
    AGREE(l, "UUID", alk_value_uuid(&id), alk_value_null());
}

static void of_json(live *l)
{
    AGREE(l, "JSON", alk_value_json("{\"a\": 1}"), alk_value_json("12"), alk_value_json("\"x\""), alk_value_null());
}

static void of_arrays(live *l)
{
    const alk_value items[] = { alk_value_int(1), alk_value_null() };
    AGREE(l, "ARRAY", alk_value_array(items, 2), alk_value_array(items, 0), alk_value_null());
}

/* What a database has besides; for SQLite, what a column was not declared for. Its own SQL says the value. */
static void of_other_types(live *l)
{
    static const struct {
        const char *dialect, *type, *value;
    } others[] = {
        { "postgresql", "json", "'{\"a\": 1}'" }, { "postgresql", "oid", "7" }, { "postgresql", "inet", "'10.0.0.1'" }, { "postgresql", "varchar(10)", "'12'" },
        { "postgresql", "date", "'infinity'" }, { "postgresql", "timestamp", "'-infinity'" }, { "postgresql", "numeric", "'NaN'" },
        { "mariadb", "bit(10)", "5" }, { "mariadb", "year", "2024" }, { "mariadb", "tinyint unsigned", "200" }, { "mariadb", "tinyint", "-100" }, { "mariadb", "boolean", "7" },
        { "mariadb", "mediumint", "-5" }, { "mariadb", "int unsigned", "4294967295" }, { "mariadb", "float", "0.5" }, { "mariadb", "timestamp(6) null", "'2024-02-29 12:00:00.5'" },
        { "mariadb", "time", "'30:00:00'" }, { "mariadb", "enum('a', 'b')", "'b'" }, { "mariadb", "binary(16)", "'0123456789abcdef'" },
        { "mariadb", "varchar(10) character set latin1", "'\xc3\xa4'" },
        { "sqlite", "timestamp", "0" }, { "sqlite", "timestamp", "2440587.5" }, { "sqlite", "timestamp", "'2024-02-29'" }, { "sqlite", "timestamp", "'soon'" },
        { "sqlite", "timestamptz", "1" }, { "sqlite", "date", "86400" }, { "sqlite", "date", "86401" }, { "sqlite", "time", "1" }, { "sqlite", "boolean", "7" },
        { "sqlite", "boolean", "'yes'" }, { "sqlite", "decimal(10, 2)", "9.5" }, { "sqlite", "decimal(10, 2)", "'abc'" }, { "sqlite", "json", "12" }, { "sqlite", "json", "0.5" },
        { "sqlite", "uuid", "x'30313233343536373839616263646566'" }, { "sqlite", "text", "x'ff'" }, { "sqlite", "text", "cast(x'61ff' as text)" },
        { "sqlite", "text", "cast(x'610062' as text)" }, { "sqlite", "integer", "'x'" }, { "sqlite", "integer", "1.5" }, { "sqlite", "", "1" }, { "sqlite", "", "'1'" },
    };
    char sql[200], names[1][100];
    int tried = 0;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i].dialect, alk_engine_dialect(l->engine)) != 0)
            continue;
        (void)snprintf(sql, sizeof sql, "id INT, v %s", others[i].type);
        LIVE_OK(l, live_run(l, "drop table if exists live_t"));
        live_table(l, sql);
        (void)snprintf(sql, sizeof sql, "insert into live_t(id, v) values(0, %s)", others[i].value);
        LIVE_OK(l, live_run(l, sql));
        (void)snprintf(names[0], sizeof names[0], "%s %s", others[i].type, others[i].value);
        compare_all(l, 1, names);
        tried++;
    }
    if (!tried)
        live_skip(l, "%s has no case of its own", alk_engine_dialect(l->engine));
}

/* Where one type serves for timestamps with and without a zone. */
static void of_timestamps_in_utc(live *l)
{
    const alk_value moment = alk_value_timestamptz((alk_timestamptz){ 86400000001 });
    const struct kind *kind = kinds;
    static reading own, library;
    int64_t micros = 0;
    if (strcmp(alk_engine_dialect(l->engine), "mariadb") != 0 && strcmp(alk_engine_dialect(l->engine), "mysql") != 0)
        live_skip(l, "%s has a type for timestamps with a zone", alk_engine_dialect(l->engine));
    while (kind->slot != ALK_SLOT_TIMESTAMPTZ)
        kind++;
    live_table(l, "id INT, v TIMESTAMP");
    LIVE_OK(l, alk_close(alk_execute(l->conn, alk_raw("insert into live_t(id, v) values(0, :v)"), alk_bind("v", alk_bound(&moment)))));
    take(l, kind, (way){ .from = 0, .to = 1 }, &own);
    take(l, kind, (way){ .from = 0, .to = 1, .held = true }, &library);
    LIVE_CHECK(l, own.got == 1 && library.got == 1 && strcmp(own.shown[0], library.shown[0]) == 0);
    alk_result *r = alk_execute(l->conn, alk_raw("select v from live_t"));
    if (alk_next(r))
        micros = alk_get_timestamptz(r, 0).micros;
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, micros == moment.u.i);
}

static void refused(live *l, const alk_value *value, uint16_t slot, const char *words)
{
    const struct kind *kind = kinds;
    static reading r;
    while (kind->slot != slot)
        kind++;
    LIVE_OK(l, live_run(l, "delete from live_t"));
    LIVE_OK(l, alk_close(alk_execute(l->conn, alk_raw("insert into live_t(id, v) values(0, :v)"), alk_bind("v", alk_bound(value)))));
    take(l, kind, (way){ .from = 0, .to = 1 }, &r);
    if (r.status != ALK_ERROR_DATA || strncmp(r.message, words, strlen(words)) != 0 || !alk_last_error()->column || strcmp(alk_last_error()->column, "v") != 0)
        live_fail(l, __FILE__, __LINE__, "the refusal is %d %s, expected %s", r.status, r.message, words);
}

static void are_refused_in_words(live *l)
{
    const alk_value word = alk_value_text("abc"), none = alk_value_null(), many = alk_value_int(300);
    live_table(l, "id INT, v TEXT");
    refused(l, &word, ALK_SLOT_INT32, "column 0 (v), text into int32: ");
    refused(l, &word, ALK_SLOT_DATE, "column 0 (v), text into date: ");
    refused(l, &none, ALK_SLOT_INT64, "column 0 (v), null into int64: ");
    LIVE_OK(l, live_run(l, "drop table live_t"));
    live_table(l, "id INT, v INT");
    refused(l, &many, ALK_SLOT_INT8, "column 0 (v), integer into int8: ");
    refused(l, &many, ALK_SLOT_DATE, "column 0 (v), integer into date: ");
}

const live_case live_members[] = {
    { "members.of_truths", of_truths }, { "members.of_integers", of_integers }, { "members.of_middle_integers", of_middle_integers }, { "members.of_small_integers", of_small_integers },
    { "members.of_unsigned_integers", of_unsigned_integers }, { "members.of_reals", of_reals }, { "members.of_small_reals", of_small_reals }, { "members.of_decimals", of_decimals },
    { "members.of_texts", of_texts }, { "members.of_bytes", of_bytes }, { "members.of_dates", of_dates }, { "members.of_times", of_times }, { "members.of_timestamps", of_timestamps },
    { "members.of_timestamps_with_zone", of_timestamps_with_zone },
    { "members.of_timestamps_in_utc", of_timestamps_in_utc }, { "members.of_intervals", of_intervals }, { "members.of_uuids", of_uuids }, { "members.of_json", of_json },
    { "members.of_arrays", of_arrays }, { "members.of_other_types", of_other_types }, { "members.are_refused_in_words", are_refused_in_words }, { NULL, NULL },
};
