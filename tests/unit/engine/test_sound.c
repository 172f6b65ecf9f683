/* SPDX-License-Identifier: MIT
 * A driver that breaks each rule of the ABI in turn: every call ends well or with an error, and what cannot be a value is none. */
#include "engine_test.h"
#include "../../plugins/hostile/hostile.h"
#include "engine/sound.h"
#include "plugin/registry.h"

static const hostile_api *api;
static alk_engine *hostile;
static alk_conn *conn;

static void open_hostile(void)
{
    engine_setup();
    const alk__backend *backend = alk__backend_find("hostile", NULL, 0);
    api = backend ? backend->dialect->query(backend->dialect_self, "hostile/1") : NULL;
    hostile = alk_open("hostile://");
    conn = alk_connect(hostile);
    alk_check_made(conn);
    alk_check_ok(alk_conn_set_autocommit(conn, true));
}

static void close_hostile(void)
{
    alk_conn_close(conn);
    alk_engine_close(hostile);
    engine_teardown();
}

ALK_SUITE(sound, open_hostile, close_hostile);

static alk_result *run(const char *what)
{
    return alk_conn_execute_driver(conn, what, SIZE_MAX, NULL, 0, NULL);
}

/* A length that lies beside a pointer that does not cannot be found out. */
static bool is_wild(const char *what)
{
    return strcmp(what, "text_2_31") == 0 || strcmp(what, "text_max") == 0 || strcmp(what, "blob_2_31") == 0 ||
           strcmp(what, "blob_max") == 0 || strcmp(what, "column_name_2_31") == 0 || strcmp(what, "cells_untouched") == 0;
}

static void read_row(alk_result *r)
{
    alk_column_info info = { .struct_size = sizeof info };
    alk_result_column(r, 0, &info);
    if (alk_column_count(r) == 0)
        return;
    alk_get_string(r, 0);
    alk_get_view(r, 0);
    alk_get_value(r, 0);
    alk_get_uuid(r, 0);
    alk_column_index(r, "c");
}

static void use_up(const char *what)
{
    alk_result *r = run(what);
    int rows = 0;
    alk_check_that(r || alk_last_error()->code < 0, "%s: it failed without an error", what);
    if (!r)
        return;
    while (rows++ < 100 && alk_next(r))
        read_row(r);
    int status = alk_result_status(r), code = alk_close(r);
    alk_check_that(status == ALK_OK || code == status, "%s: status %d, closed with %d", what, status, code);
    alk_check_that(code == ALK_OK || alk_last_error()->code == code, "%s: %d without its error", what, code);
}

ALK_TEST_UNTORTURED(sound, whatever_a_driver_does_a_call_ends_well_or_with_an_error)
{
    const char *const *lists[] = { api->cells, api->fetches, api->columns, api->executions, api->errors };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const char *const *what = lists[i]; *what; what++)
            if (!is_wild(*what))
                use_up(*what);
}

ALK_TEST_UNTORTURED(sound, whatever_a_connection_does_too)
{
    char url[100];
    for (const char *const *what = api->connections; *what; what++) {
        (void)snprintf(url, sizeof url, "hostile://?break=%s", *what);
        alk_engine *engine = alk_open(url);
        alk_conn *c = alk_connect(engine);
        alk_check_that(c || alk_last_error()->code < 0, "%s: it failed without an error", *what);
        if (c && !alk_conn_server(c))
            alk_check_that(alk_last_error()->code < 0, "%s: it failed without an error", *what);
        else if (c)
            alk_check_contains(alk_conn_server_version(c), "a\xEF\xBF\xBD(b");
        alk_conn_close(c);
        alk_engine_close(engine);
    }
}

ALK_TEST(sound, what_cannot_be_a_value_fails_the_row)
{
    static const char *const bad[] = { "text_null", "blob_null", "tag_16", "tag_max", "bool_7", "date_huge", "time_negative", "time_huge", "interval_null",
                                       "uuid_null", "uuid_short", "json_null", "array_null", "array_max", "array_bad_item", "array_endless" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alk_result *r = run(bad[i]);
        alk_check_made(r);
        alk_check_that(!alk_next(r), "%s gives a row", bad[i]);
        alk_check_status(alk_close(r), ALK_ERROR_ABI);
        alk_check_error(ALK_ERROR_ABI, "that cannot be one");
    }
}

static void check_refused(const char *what, const char *why)
{
    alk_result *r = run(what);
    alk_check_that(r == NULL, "%s gives a result", what);
    alk_check_contains(alk_last_error()->message, why);
}

ALK_TEST(sound, what_cannot_be_columns_or_statements_is_refused)
{
    check_refused("columns_null", "describes 1 columns in a way that cannot be");
    check_refused("columns_many", "describes 2147483648 columns");
    check_refused("columns_stride_small", "in a way that cannot be");
    check_refused("columns_stride_odd", "in a way that cannot be");
    check_refused("column_name_null", "in a way that cannot be");
    check_refused("prepare_null", "prepared a statement and gave none");
    check_refused("params_max", "takes 4294967295 parameters");
    check_refused("execute_end", "execute returned 1, which is no status of it");
    check_refused("execute_use_default", "execute returned 2, which is no status of it");
}

ALK_TEST(sound, a_negative_number_of_rows_is_not_known)
{
    alk_result *r = run("affected_low");
    alk_check_made(r);
    alk_check_int(alk_affected(r), -1);
    alk_check_ok(alk_close(r));
}

ALK_TEST(sound, a_failed_result_says_why_again)
{
    alk_result *r = run("text_null");
    alk_column_info info = { .struct_size = sizeof info };
    alk_check_made(r);
    alk_check_status(alk_all(r), ALK_ERROR_ABI);
    alk_check_status(alk_result_column(r, 9, &info), ALK_ERROR_INTERFACE);
    alk_check_status(alk_all(r), ALK_ERROR_ABI);
    alk_check_error(ALK_ERROR_ABI, "that cannot be one");
    alk_check_status(alk_close(r), ALK_ERROR_ABI);
}

/* ---- cells by themselves ---- */

static alk__backend face = { .name = "x" };
static const alk__link link_of_x = { .backend = &face };

static int check_cell(alk_cell cell)
{
    return alk__sound_cells(&link_of_x, &cell, 1);
}

ALK_TEST(sound, an_empty_text_needs_no_pointer)
{
    alk_cell twice[2] = { { .u.p = NULL, .tag = ALK_TYPE_ARRAY }, { .u.p = NULL, .tag = ALK_TYPE_BLOB } };
    alk_check_ok(check_cell((alk_cell){ .tag = ALK_TYPE_TEXT }));
    alk_check_ok(check_cell((alk_cell){ .tag = ALK_TYPE_NULL, .u.raw = UINT64_MAX }));
    alk_check_ok(check_cell((alk_cell){ .u.p = twice, .len = 2, .tag = ALK_TYPE_ARRAY }));
    alk_check_status(check_cell((alk_cell){ .tag = ALK_TYPE_DECIMAL }), ALK_ERROR_ABI);
    twice[0] = twice[1] = (alk_cell){ .u.p = twice, .len = 2, .tag = ALK_TYPE_ARRAY };
    alk_check_status(check_cell(twice[0]), ALK_ERROR_ABI);
}
