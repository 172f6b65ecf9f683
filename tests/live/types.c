/* SPDX-License-Identifier: MIT
 * Every type's extremes go into a column, as bound values and written into the SQL, and come back the same. */
#include "live.h"

static alk_sql *insert_of(const alk_value *value, bool literal)
{
    const alk_sql *v = alk_bound(value);
    return alk_insert(alk_table_name(NULL, "live_t"), alk_set(alk_name("v"), literal ? alk_literal(v) : v));
}

/* Read as it is, compared in its own type. */
static void comes_back(live *l, const alk_value *value, const char *how)
{
    alk_value back, own;
    LIVE_OK(l, alk_scalar(alk_execute(l->conn, alk_raw("select v from live_t")), l->arena, &back));
    LIVE_OK(l, live_run(l, "delete from live_t"));
    LIVE_OK(l, alk_value_convert(&back, value->tag, l->arena, &own));
    if (!alk_value_equal(&own, value)) {
        char sent[80], got[80];
        alk_value_print(value, sent, sizeof sent);
        alk_value_print(&own, got, sizeof got);
        live_fail(l, __FILE__, __LINE__, "%s, %s, came back as %s", sent, how, got);
    }
}

/* Through a column of the type `word` names: bound by name, bound in a statement, and as a literal. */
static void round_trip(live *l, const alk_value *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        LIVE_OK(l, alk_close(alk_execute(l->conn, alk_raw("insert into live_t(v) values(:v)"), alk_bind("v", alk_bound(&values[i])))));
        comes_back(l, &values[i], "bound");
        LIVE_OK(l, alk_close(alk_execute(l->conn, insert_of(&values[i], false))));
        comes_back(l, &values[i], "bound in a statement");
        LIVE_OK(l, alk_close(alk_execute(l->conn, insert_of(&values[i], true))));
        comes_back(l, &values[i], "as a literal");
    }
}
#define ROUND_TRIP(l, columns, ...) \
    do { \
        const alk_value values_[] = { __VA_ARGS__ }; \
        live_table(l, columns); \
        round_trip(l, values_, sizeof values_ / sizeof *values_); \
    } while (0)

static void booleans(live *l)
{
    ROUND_TRIP(l, "v BOOL", alk_value_bool(true), alk_value_bool(false), alk_value_null());
}

static void integers(live *l)
{
    ROUND_TRIP(l, "v INT", alk_value_int(0), alk_value_int(-1), alk_value_int(INT32_MAX), alk_value_int((int64_t)INT32_MIN - 1),
               alk_value_int(INT64_MAX), alk_value_int(INT64_MIN), alk_value_null());
}

static void unsigned_integers(live *l)
{
    LIVE_NEED(l, ALK_CAP_UNSIGNED);
    ROUND_TRIP(l, "v UINT", alk_value_uint(0), alk_value_uint((uint64_t)INT64_MAX + 1), alk_value_uint(UINT64_MAX));
}

static void reals(live *l)
{
    ROUND_TRIP(l, "v REAL", alk_value_real(0.1), alk_value_real(-1.5), alk_value_real(1.7976931348623157e308), alk_value_real(2.2250738585072014e-308),
               alk_value_real(4503599627370497.5), alk_value_real(1e15));
}

static void decimals(live *l)
{
    ROUND_TRIP(l, "v DECIMAL", alk_value_decimal("0"), alk_value_decimal("-12.50"), alk_value_decimal("0.0000000001"),
               alk_value_decimal("9999999999999999999999999999.9999999999"), alk_value_decimal("-9999999999999999999999999999.9999999999"),
               alk_value_null());
}

static void texts(live *l)
{
    static char large[1 << 20];
    memset(large, 'x', sizeof large - 1);
    ROUND_TRIP(l, "v TEXT", alk_value_text(""), alk_value_text(" "), alk_value_text("it's \"quoted\" \\ :name ? $1 %s"),
               alk_value_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80 e\xcc\x81"), alk_value_text("ØÙÚÛÜÝÞß \xf0\x9f\x98\x80ß"), alk_value_text("line\r\nline\ttab"), alk_value_text(large), alk_value_null());
}

static void blobs(live *l)
{
    static unsigned char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    ROUND_TRIP(l, "v BLOB", alk_value_blob("", 0), alk_value_blob("\0", 1), alk_value_blob(all, sizeof all), alk_value_null());
}

static void dates(live *l)
{
    ROUND_TRIP(l, "v DATE", alk_value_date((alk_date){ 0 }), alk_value_date((alk_date){ (int32_t)l->dialect->min_date }),
               alk_value_date((alk_date){ (int32_t)l->dialect->max_date }), alk_value_date((alk_date){ 19782 }), alk_value_null());
}

static void times(live *l)
{
    ROUND_TRIP(l, "v TIME", alk_value_time((alk_time){ 0 }), alk_value_time((alk_time){ 86399999999 }), alk_value_time((alk_time){ 1 }));
}

static void timestamps(live *l)
{
    const int64_t day = INT64_C(86400000000);
    ROUND_TRIP(l, "v TIMESTAMP", alk_value_timestamp((alk_timestamp){ 0 }), alk_value_timestamp((alk_timestamp){ -1 }),
               alk_value_timestamp((alk_timestamp){ l->dialect->min_date * day }),
               alk_value_timestamp((alk_timestamp){ l->dialect->max_date * day + day - 1 }), alk_value_null());
}

static void timestamps_with_zone(live *l)
{
    const int64_t day = INT64_C(86400000000);
    ROUND_TRIP(l, "v TIMESTAMPTZ", alk_value_timestamptz((alk_timestamptz){ 0 }), alk_value_timestamptz((alk_timestamptz){ -1 }),
               alk_value_timestamptz((alk_timestamptz){ (l->dialect->min_date + 1) * day }),
               alk_value_timestamptz((alk_timestamptz){ l->dialect->max_date * day - 1 }));
}

static void intervals(live *l)
{
    static const alk_interval spans[] = { { 0, 0, 0 }, { 14, -3, 1 }, { -1, 0, -86400000001 }, { 1200, 30, 0 } };
    ROUND_TRIP(l, "v INTERVAL", alk_value_interval(&spans[0]), alk_value_interval(&spans[1]), alk_value_interval(&spans[2]), alk_value_interval(&spans[3]));
}

static void uuids(live *l)
{
    static const alk_uuid ids[] = { { { 0 } }, { { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 1, 2, 3, 4, 5, 6, 7, 0xff } } };
    ROUND_TRIP(l, "v UUID", alk_value_uuid(&ids[0]), alk_value_uuid(&ids[1]), alk_value_null());
}

static void json(live *l)
{
    live_table(l, "v JSON");
    LIVE_OK(l, alk_close(alk_execute(l->conn, alk_raw("insert into live_t(v) values(:v)"), alk_bind("v", alk_json("{\"a\": [1, null, \"\\u00e4\"]}")))));
    alk_result *r = alk_execute(l->conn, alk_raw("select v from live_t"));
    int found = alk_one(r) && strstr(alk_get_json(r, 0), "\"a\"") != NULL;
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, found);
}

static void arrays(live *l)
{
    const alk_value items[] = { alk_value_int(1), alk_value_null(), alk_value_int(INT64_MAX) };
    ROUND_TRIP(l, "v ARRAY", alk_value_array(items, 3), alk_value_array(items, 1), alk_value_array(items, 0), alk_value_null());
}

/* What is no value of the column's type is equal to none of its values, and no error. */
static void lists_of_other_numbers(live *l)
{
    const alk_type whole = { .kind = ALK_KIND_INTEGER };
    int64_t count = 0;
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    const alk_sql *v = alk_keep(alk_name_of("v", &whole)), *t = alk_keep(alk_table_name(NULL, "live_t"));
    LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_select(alk_count_all(), alk_from(t), alk_where(alk_in(v, ALK_REALS(1.5, 1)), alk_not_in(v, ALK_REALS(1.5, 2.5)),
                                                                                                    alk_in(v, ALK_INTS(1, INT64_MAX))))), &count));
    LIVE_CHECK(l, count == 1);
    alk_free(v);
    alk_free(t);
}

const live_case live_types[] = {
    { "booleans", booleans }, { "integers", integers }, { "unsigned_integers", unsigned_integers }, { "reals", reals }, { "decimals", decimals },
    { "lists_of_other_numbers", lists_of_other_numbers },
    { "texts", texts }, { "blobs", blobs }, { "dates", dates }, { "times", times }, { "timestamps", timestamps },
    { "timestamps_with_zone", timestamps_with_zone }, { "intervals", intervals }, { "uuids", uuids }, { "json", json }, { "arrays", arrays }, { NULL, NULL },
};
