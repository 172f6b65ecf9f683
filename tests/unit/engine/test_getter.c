/* SPDX-License-Identifier: MIT
 * Typed getters: exact or refused, NULL, what they point to. */
#include "one_engine.h"

ALK_SUITE(getter, open_both, close_both);

/* One row with one value, on it. */
static alk_result *value_of(const char *text)
{
    char sql[100];
    (void)snprintf(sql, sizeof sql, "row %s", text);
    alk_result *r = rows_of(conn, sql);
    alk_check(alk_next(r));
    return r;
}

static void refused(alk_result *r, const char *part)
{
    alk_check_error(ALK_ERROR_DATA, part);
    alk_check_contains(alk_last_error()->message, "column 0 (c1)");
    alk_check_str(alk_last_error()->column, "c1");
    alk_check_status(alk_close(r), ALK_ERROR_DATA);
}

ALK_TEST(getter, integers_at_their_limits)
{
    alk_result *r = value_of("int:9223372036854775807");
    alk_check_int(alk_get_int(r, 0), INT64_MAX);
    alk_check_uint(alk_get_uint(r, 0), INT64_MAX);
    alk_check_int(alk_get_int32(r, 0), 0);
    refused(r, "32 bits");
    r = value_of("int:-9223372036854775808");
    alk_check_int(alk_get_int(r, 0), INT64_MIN);
    alk_check_uint(alk_get_uint(r, 0), 0);
    refused(r, NULL);
    r = value_of("int:2147483647");
    alk_check_int(alk_get_int32(r, 0), INT32_MAX);
    alk_check_ok(alk_close(r));
    r = value_of("int:2147483648");
    alk_check_int(alk_get_int32(r, 0), 0);
    refused(r, "32 bits");
    r = value_of("int:-2147483648");
    alk_check_int(alk_get_int32(r, 0), INT32_MIN);
    alk_check_ok(alk_close(r));
    r = value_of("int:-2147483649");
    alk_check_int(alk_get_int32(r, 0), 0);
    refused(r, "32 bits");
    alk_value big = alk_value_uint(UINT64_MAX);
    r = alk_conn_execute_values(conn, alk_raw("echo :a"), &big, 1, NULL);
    alk_check(alk_next(r));
    alk_check_uint(alk_get_uint(r, 0), UINT64_MAX);
    alk_check_int(alk_get_int(r, 0), 0);
    alk_check_status(alk_close(r), ALK_ERROR_DATA);
}

ALK_TEST(getter, exact_conversions)
{
    alk_result *r = value_of("text:42");
    alk_check_int(alk_get_int(r, 0), 42);
    alk_check_str(alk_get_decimal(r, 0), "42");
    alk_check_int(alk_get_scaled(r, 0, 2), 4200);
    alk_check_ok(alk_close(r));
    r = value_of("real:3.0");
    alk_check_int(alk_get_int(r, 0), 3);
    alk_check_ok(alk_close(r));
    r = value_of("real:3.5");
    alk_check_real(alk_get_real(r, 0), 3.5);
    alk_check_int(alk_get_int(r, 0), 0);
    refused(r, NULL);
    r = value_of("text:2024-02-29");
    alk_check_int(alk_get_date(r, 0).days, 19782);
    alk_check_ok(alk_close(r));
    r = value_of("text:2024-02-30");
    alk_check_int(alk_get_date(r, 0).days, 0);
    refused(r, NULL);
    r = value_of("decimal:9.99");
    alk_check_int(alk_get_scaled(r, 0, 2), 999);
    alk_check_int(alk_get_scaled(r, 0, 1), 0);
    refused(r, NULL);
    r = value_of("int:1");
    alk_check(alk_get_bool(r, 0));
    alk_check_str(alk_get_text(r, 0), "1");
    alk_check_ok(alk_close(r));
    r = value_of("int:2");
    alk_check(!alk_get_bool(r, 0));
    refused(r, NULL);
    r = value_of("text:abc");
    alk_check_int(alk_get_int(r, 0), 0);
    refused(r, NULL);
}

ALK_TEST(getter, null_is_no_value)
{
    size_t n = 7;
    alk_result *r = value_of("null");
    alk_check(alk_is_null(r, 0));
    alk_check(alk_get_text(r, 0) == NULL);
    alk_check(alk_get_decimal(r, 0) == NULL);
    alk_check(alk_get_json(r, 0) == NULL);
    alk_check(alk_get_string(r, 0) == NULL);
    alk_check(alk_get_view(r, 0).p == NULL);
    alk_check(alk_get_blob(r, 0, &n) == NULL && n == 0);
    alk_check_int(alk_get_value(r, 0).tag, ALK_TYPE_NULL);
    alk_check_ok(alk_result_status(r));
    alk_check_int(alk_get_int(r, 0), 0);
    refused(r, "alk_is_null");
    r = value_of("null");
    alk_check(!alk_get_bool(r, 0));
    refused(r, "NULL");
    r = value_of("null");
    alk_check_int(alk_get_uuid(r, 0).bytes[0], 0);
    refused(r, "NULL");
}

ALK_TEST(getter, text_with_a_nul_is_a_view)
{
    alk_check_ok(run_sql(lite, "create table t(a)"));
    alk_result *r = rows_of(lite, "select cast(x'610062' as text) as c1");
    alk_check(alk_next(r));
    alk_check_size(alk_get_view(r, 0).n, 3);
    alk_check_ok(alk_result_status(r));
    alk_check(alk_get_text(r, 0) == NULL);
    refused(r, "alk_get_view");
}

ALK_TEST(getter, views_and_blobs)
{
    size_t n;
    alk_result *r = value_of("blob:xyz");
    alk_check_sv(alk_get_view(r, 0), "xyz");
    const void *bytes = alk_get_blob(r, 0, &n);
    alk_check_bytes(bytes, n, "xyz", 3);
    alk_check_str(alk_get_string(r, 0), "78797a");
    alk_check_ok(alk_close(r));
    r = value_of("int:5");
    alk_check_sv(alk_get_view(r, 0), "5");
    alk_check_ok(alk_close(r));
    r = value_of("int:5");
    alk_check(alk_get_blob(r, 0, &n) == NULL && n == 0);
    refused(r, NULL);
}

ALK_TEST(getter, empty_text_and_blob_are_not_null)
{
    size_t n = 9;
    alk_result *r = alk_execute(lite, alk_raw("select :t, :b"), alk_bind("t", ""), alk_bind("b", alk_blob("", 0)));
    alk_check(alk_next(r));
    alk_check(!alk_is_null(r, 0) && !alk_is_null(r, 1));
    alk_check_str(alk_get_text(r, 0), "");
    alk_check(alk_get_view(r, 0).p != NULL && alk_get_view(r, 1).p != NULL);
    alk_check(alk_get_blob(r, 1, &n) != NULL && n == 0);
    alk_check_ok(alk_close(r));
}

ALK_TEST(getter, strings_of_everything)
{
    alk_result *r = rows_of(conn, "rows 1 bool,int,uint,real,decimal,text,blob,date,time,timestamp,timestamptz,interval,uuid,json,array");
    static const char *const expected[] = { "true", "102", "103", "1.5", "1.05", "r1c6", "0107", "1970-04-19", "00:00:00.000109",
                                            "1970-01-01 00:00:00.000110", "1970-01-01 00:00:00.000111+00:00", NULL, NULL, "{\"row\":1}", "[1,15]" };
    alk_check(alk_next(r));
    for (int i = 0; i < 15; i++) {
        if (expected[i])
            alk_check_str(alk_get_string(r, i), expected[i]);
        else
            alk_check(alk_get_string(r, i) != NULL);
    }
    alk_check_ok(alk_close(r));
}

ALK_TEST(getter, columns_that_are_not_there)
{
    alk_result *r = value_of("int:1");
    alk_check_int(alk_get_int(r, 1), 0);
    alk_check_fails(alk_result_status(r), ALK_ERROR_INTERFACE, "no column 1");
    alk_check_int(alk_get_int(r, 0), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = value_of("int:1");
    alk_check_int(alk_get_int(r, -1), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = value_of("int:1");
    alk_check_int(alk_get_int(r, "nope"), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    alk_check_error(ALK_ERROR_INTERFACE, "no column nope");
}

ALK_TEST(getter, memory_running_out)
{
    int status;
    alk_check_ok(run_sql(conn, "row int:5"));
    ALK_TORTURE(status) {
        alk_result *r = alk_conn_execute_driver(conn, "row int:5", SIZE_MAX, NULL, 0, NULL);
        if (alk_next(r)) {
            alk_get_text(r, 0);
            alk_get_string(r, 0);
            alk_get_decimal(r, 0);
        }
        status = alk_close(r);
    }
}
