/* SPDX-License-Identifier: MIT
 * The hostile plugin: see hostile.h. Each rule is broken by one short piece of code, found by its name. */
#include "hostile.h"
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <string.h>

ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);

static const alk_host *host;
enum { NAME_MAX_ = 40 };

typedef struct handle {            /* connection, statement and cursor alike */
    char name[NAME_MAX_];
    uint32_t fetched;
} handle;

static bool is(const handle *h, const char *name)
{
    return strcmp(h->name, name) == 0;
}

static bool is_in(const char *name, const char *const *list)
{
    while (*list && strcmp(*list, name) != 0)
        list++;
    return *list != NULL;
}

static handle *make(const char *name, size_t n)
{
    handle *h = host->mem(NULL, sizeof *h);
    if (!h)
        return NULL;
    memset(h, 0, sizeof *h);
    memcpy(h->name, name, n < NAME_MAX_ ? n : NAME_MAX_ - 1);
    return h;
}

/* ---- cells ---- */
static const char four[] = "abcd", invalid_utf8[] = "a\xC3(b", with_nul[] = "a\0b";
static alk_cell endless = { .len = 1, .tag = ALK_TYPE_ARRAY };
static const alk_cell bad_items[] = { { .u.i = 1, .tag = ALK_TYPE_INT }, { .u.p = NULL, .len = 9, .tag = ALK_TYPE_TEXT } };

static const struct bad_cell {
    const char *name;
    alk_cell cell;
} bad_cells[] = {
    { "text_null", { .u.p = NULL, .len = 10, .tag = ALK_TYPE_TEXT } },
    { "blob_null", { .u.p = NULL, .len = 10, .tag = ALK_TYPE_BLOB } },
    { "text_2_31", { .u.p = four, .len = UINT32_C(1) << 31, .tag = ALK_TYPE_TEXT } },
    { "text_max", { .u.p = four, .len = UINT32_MAX, .tag = ALK_TYPE_TEXT } },
    { "blob_2_31", { .u.p = four, .len = UINT32_C(1) << 31, .tag = ALK_TYPE_BLOB } },
    { "blob_max", { .u.p = four, .len = UINT32_MAX, .tag = ALK_TYPE_BLOB } },
    { "tag_16", { .tag = 16 } },
    { "tag_max", { .tag = UINT16_MAX } },
    { "text_invalid_utf8", { .u.p = invalid_utf8, .len = 4, .tag = ALK_TYPE_TEXT } },
    { "text_with_nul", { .u.p = with_nul, .len = 3, .tag = ALK_TYPE_TEXT } },
    { "nul_flag_lies", { .u.p = four, .len = 2, .tag = ALK_TYPE_TEXT, .flags = ALK_CELL_NUL } },
    { "flags_unknown", { .u.i = 1, .tag = ALK_TYPE_INT, .flags = 0xFFFE } },
    { "bool_7", { .u.i = 7, .tag = ALK_TYPE_BOOL } },
    { "date_huge", { .u.i = INT64_C(1) << 40, .tag = ALK_TYPE_DATE } },
    { "time_negative", { .u.i = -1, .tag = ALK_TYPE_TIME } },
    { "time_huge", { .u.i = INT64_C(86400000001), .tag = ALK_TYPE_TIME } },
    { "interval_null", { .u.p = NULL, .tag = ALK_TYPE_INTERVAL } },
    { "uuid_null", { .u.p = NULL, .len = 16, .tag = ALK_TYPE_UUID } },
    { "uuid_short", { .u.p = four, .len = 3, .tag = ALK_TYPE_UUID } },
    { "decimal_junk", { .u.p = "12x", .len = 3, .tag = ALK_TYPE_DECIMAL, .flags = ALK_CELL_NUL } },
    { "decimal_empty", { .u.p = "", .len = 0, .tag = ALK_TYPE_DECIMAL, .flags = ALK_CELL_NUL } },
    { "json_junk", { .u.p = "{a", .len = 2, .tag = ALK_TYPE_JSON, .flags = ALK_CELL_NUL } },
    { "json_null", { .u.p = NULL, .len = 2, .tag = ALK_TYPE_JSON } },
    { "array_null", { .u.p = NULL, .len = 5, .tag = ALK_TYPE_ARRAY } },
    { "array_max", { .u.p = bad_items, .len = UINT32_MAX, .tag = ALK_TYPE_ARRAY } },
    { "array_bad_item", { .u.p = bad_items, .len = 2, .tag = ALK_TYPE_ARRAY } },
    { "array_endless", { .u.p = &endless, .len = 1, .tag = ALK_TYPE_ARRAY } },
};
enum { N_CELLS = sizeof bad_cells / sizeof bad_cells[0] };
static const char *cell_names[N_CELLS + 1];

static const alk_cell *find_cell(const char *name)
{
    for (size_t i = 0; i < N_CELLS; i++)
        if (strcmp(bad_cells[i].name, name) == 0)
            return &bad_cells[i].cell;
    return NULL;
}

/* ---- errors ---- */
static const char *const error_names[] = { "error_class_zero", "error_class_positive", "error_class_low", "error_no_text", "error_null_text",
                                           "error_huge",       "error_control",        "error_invalid_utf8", "error_long_lie", "error_bad_state",
                                           "error_bad_flags",  "error_bad_keys",       "error_unset",    "error_flags_first", "error_twice",
                                           "status_77",        "status_low",           NULL };

static void set(alk_err *err, int32_t error_class, const char *text, size_t n)
{
    host->err_set(err, error_class, "HY000", 7, text, n);
}

static void set_huge(alk_err *err)
{
    static char text[1 << 20];
    memset(text, 'x', sizeof text);
    set(err, ALK_ERROR_DATA, text, sizeof text);
    host->err_detail(err, "detail", text, sizeof text);
}

static void set_bad_keys(alk_err *err)
{
    set(err, ALK_ERROR_DATA, "fine", 4);
    host->err_detail(err, NULL, "x", 1);
    host->err_detail(err, "no_such_key", "x", 1);
    host->err_detail(err, "table", NULL, 100);
    host->err_detail(err, "position", "99999999999999999999999", 23);
    host->err_detail(err, "position", "-4", 2);
    host->err_detail(err, "column", "a\nb", 3);
}

static alk_rc give_error(const char *name, alk_err *err)
{
    if (strcmp(name, "error_class_zero") == 0)
        set(err, 0, "class 0", 7);
    else if (strcmp(name, "error_class_positive") == 0)
        set(err, 5, "class 5", 7);
    else if (strcmp(name, "error_class_low") == 0)
        set(err, -1000, "class -1000", 11);
    else if (strcmp(name, "error_no_text") == 0)
        set(err, ALK_ERROR_DATA, "", 0);
    else if (strcmp(name, "error_null_text") == 0)
        set(err, ALK_ERROR_DATA, NULL, 1000);
    else if (strcmp(name, "error_huge") == 0)
        set_huge(err);
    else if (strcmp(name, "error_control") == 0)
        set(err, ALK_ERROR_DATA, "line\nforged \x1B[31m", 16);
    else if (strcmp(name, "error_invalid_utf8") == 0)
        set(err, ALK_ERROR_DATA, invalid_utf8, 4);
    else if (strcmp(name, "error_long_lie") == 0)
        set(err, ALK_ERROR_DATA, "short", UINT32_MAX);
    else if (strcmp(name, "error_bad_state") == 0)
        host->err_set(err, ALK_ERROR_DATA, "a'\n", 0, "bad state", 9);
    else if (strcmp(name, "error_bad_flags") == 0) {
        set(err, ALK_ERROR_DATA, "bad flags", 9);
        host->err_flags(err, UINT32_MAX & ~(uint32_t)ALK_ERROR_DISCONNECT);
    } else if (strcmp(name, "error_bad_keys") == 0)
        set_bad_keys(err);
    else if (strcmp(name, "error_flags_first") == 0) {
        host->err_detail(err, "table", "too_early", 9);
        host->err_flags(err, ALK_ERROR_RETRYABLE);
        set(err, ALK_ERROR_DATA, "flags came first", 16);
    } else if (strcmp(name, "error_twice") == 0) {
        set(err, ALK_ERROR_DATA, "first", 5);
        set(err, ALK_ERROR_INTEGRITY, "second", 6);
    } else if (strcmp(name, "status_77") == 0)
        return 77;
    else if (strcmp(name, "status_low") == 0)
        return -1000;
    return ALK_ERROR_DATA;
}

/* ---- columns ---- */
static const char *const column_names[] = { "columns_null",      "columns_many",       "columns_zero",      "columns_stride_0", "columns_stride_small",
                                            "columns_stride_odd", "columns_size_0",    "columns_size_max",  "column_name_null", "column_name_2_31",
                                            "column_name_utf8",  "column_name_control", "column_type_max", "columns_error",    NULL };

static alk_rc cursor_columns(void *cursor, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    static alk_column_desc column;
    const handle *h = cursor;
    column = (alk_column_desc){ .size = sizeof column, .type = ALK_TYPE_NULL, .name = { "c", 1 }, .length = -1, .precision = -1, .scale = -1 };
    *columns = &column;
    *count = 1;
    *stride = sizeof column;
    if (is(h, "columns_null"))
        *columns = NULL;
    else if (is(h, "columns_many"))
        *count = UINT32_C(1) << 31;
    else if (is(h, "columns_zero"))
        *count = 0;
    else if (is(h, "columns_stride_0"))
        *stride = 0;
    else if (is(h, "columns_stride_small"))
        *stride = 8;
    else if (is(h, "columns_stride_odd"))
        *stride = sizeof column + 1;
    else if (is(h, "columns_size_0"))
        column.size = 0;
    else if (is(h, "columns_size_max"))
        column.size = UINT32_MAX;
    else if (is(h, "column_name_null"))
        column.name = (alk_sv){ NULL, 5 };
    else if (is(h, "column_name_2_31"))
        column.name = (alk_sv){ four, (size_t)1 << 31 };
    else if (is(h, "column_name_utf8"))
        column.name = (alk_sv){ invalid_utf8, 4 };
    else if (is(h, "column_name_control"))
        column.name = (alk_sv){ "a\nb", 3 };
    else if (is(h, "column_type_max"))
        column.type = UINT16_MAX;
    else if (is(h, "columns_error"))
        return give_error("error_unset", err);
    return ALK_OK;
}

/* ---- fetching ---- */
static const char *const fetch_names[] = { "got_over_cap", "got_max", "rows_after_end", "stuck", "fetch_use_default", "cells_untouched", NULL };

static alk_rc cursor_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    handle *h = cursor;
    const alk_cell *bad = find_cell(h->name);
    (void)arena;
    endless.u.p = &endless;
    *got = 0;
    if (is_in(h->name, error_names))
        return give_error(h->name, err);
    if (is(h, "stuck"))
        return ALK_OK;
    if (is(h, "fetch_use_default"))
        return ALK_USE_DEFAULT;
    if (h->fetched++ > 0 && !is(h, "rows_after_end"))
        return ALK_END;
    for (uint32_t i = 0; i < ncols && cap > 0 && !is(h, "cells_untouched"); i++)
        cells[i] = bad ? *bad : (alk_cell){ .u.i = 1, .tag = ALK_TYPE_INT };
    *got = is(h, "got_over_cap") ? cap + 1 : is(h, "got_max") ? UINT32_MAX : 1;
    return is(h, "rows_after_end") && h->fetched % 2 == 1 ? ALK_END : ALK_OK;
}

static alk_rc handle_close(void *h, alk_err *err)
{
    (void)err;
    (void)host->mem(h, 0);
    return ALK_OK;
}

static const alk_cursor_ops cursor_ops = {
    .size = sizeof(alk_cursor_ops),
    .columns = cursor_columns,
    .fetch_cells = cursor_fetch_cells,
    .close = handle_close,
};

/* ---- execution ---- */
static const char *const execution_names[] = { "prepare_null",  "params_max",  "execute_end",   "execute_use_default", "execute_null_cursor",
                                               "affected_low",  "error_and_cursor", "last_id_unknown", "warnings_endless", NULL };

static alk_rc conn_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err)
{
    (void)conn, (void)flags, (void)deadline, (void)err;
    handle *h = make(sql.p, sql.n);
    if (!h)
        return ALK_ERROR_NO_MEMORY;
    if (is(h, "prepare_null")) {
        (void)host->mem(h, 0);
        *stmt = NULL;
        return ALK_OK;
    }
    *stmt = h;
    return ALK_OK;
}

static alk_rc conn_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn, (void)err;
    *count = is(stmt, "params_max") ? UINT32_MAX : 0;
    return ALK_OK;
}

static alk_rc conn_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    const handle *h = stmt;
    (void)request;
    memcpy(((handle *)conn)->name, h->name, sizeof h->name);
    *cursor = NULL;
    *affected = is(h, "affected_low") ? INT64_MIN : -1;
    if (is(h, "affected_low") || is(h, "execute_null_cursor") || is(h, "last_id_unknown") || is(h, "warnings_endless"))
        return ALK_OK;
    if (is(h, "execute_end"))
        return ALK_END;
    if (is(h, "execute_use_default"))
        return ALK_USE_DEFAULT;
    if (is(h, "error_and_cursor")) {
        *cursor = &endless;            /* not a handle: an error means that there is none */
        return give_error("error_no_text", err);
    }
    *cursor = make(h->name, strlen(h->name));
    return *cursor ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

static void conn_stmt_close(void *conn, void *stmt)
{
    (void)conn;
    (void)host->mem(stmt, 0);
}

/* ---- connections ---- */
static const char *const connection_names[] = { "connect_null", "connect_end", "product_null", "product_2_31", "server_error", "database_pool", NULL };

static alk_rc conn_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    (void)conn, (void)action, (void)isolation, (void)name, (void)deadline, (void)err;
    return ALK_OK;
}

static int32_t conn_transaction_status(void *conn)
{
    (void)conn;
    return 4711;
}

static void conn_abandon(void *conn)
{
    (void)host->mem(conn, 0);
}

static uint64_t conn_caps(void *conn)
{
    (void)conn;
    return UINT64_MAX & ~(uint64_t)(ALK_CAP_STABLE_VIEWS | ALK_CAP_DEADLINE);
}

static alk_rc conn_server(void *conn, alk_server_info *info, alk_err *err)
{
    const handle *h = conn;
    info->version = UINT32_MAX;
    info->product = is(h, "product_null") ? (alk_sv){ NULL, 5 } : is(h, "product_2_31") ? (alk_sv){ four, (size_t)1 << 31 } : (alk_sv){ "H", 1 };
    info->version_text = (alk_sv){ invalid_utf8, 4 };
    return is(h, "server_error") ? give_error("error_unset", err) : ALK_OK;
}

static alk_rc conn_last_insert_id(void *conn, alk_cell *id, alk_err *err)
{
    (void)err;
    *id = is(conn, "last_id_unknown") ? (alk_cell){ .tag = 999 } : (alk_cell){ .tag = ALK_TYPE_NULL };
    return ALK_OK;
}

static alk_rc conn_warning(void *conn, alk_err *warning)
{
    if (!is(conn, "warnings_endless"))
        return ALK_END;
    set(warning, ALK_ERROR_DATA, "again", 5);
    return ALK_OK;
}

static const alk_conn_ops conn_ops = {
    .size = sizeof(alk_conn_ops),
    .cursor = &cursor_ops,
    .prepare = conn_prepare,
    .stmt_params = conn_stmt_params,
    .execute = conn_execute,
    .stmt_close = conn_stmt_close,
    .transaction = conn_transaction,
    .transaction_status = conn_transaction_status,
    .close = handle_close,
    .abandon = conn_abandon,
    .caps = conn_caps,
    .server = conn_server,
    .last_insert_id = conn_last_insert_id,
    .warning = conn_warning,
};

/* ---- the driver and the rest ---- */
static alk_sv option(const alk_connect_request *request)
{
    for (uint32_t i = 0; i < request->npairs; i++)
        if (request->pairs[i].name.n == 5 && memcmp(request->pairs[i].name.p, "break", 5) == 0)
            return request->pairs[i].value;
    return (alk_sv){ "", 0 };
}

static alk_rc driver_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err)
{
    alk_sv what = option(request);
    (void)driver, (void)err;
    handle *h = make(what.p, what.n);
    if (!h)
        return ALK_ERROR_NO_MEMORY;
    *conn = is(h, "connect_null") ? NULL : h;
    alk_rc rc = is(h, "connect_end") ? ALK_END : ALK_OK;
    if (!*conn || rc != ALK_OK)
        (void)host->mem(h, 0);
    return rc;
}

static alk_rc driver_database_open(const alk_driver *driver, const alk_connect_request *request, void **database, uint32_t *pool, alk_err *err)
{
    alk_sv what = option(request);
    (void)driver, (void)err;
    *database = NULL;
    if (what.n == 13 && memcmp(what.p, "database_pool", 13) == 0)
        *pool = 99;
    return ALK_OK;
}

static void driver_database_close(const alk_driver *driver, void *database)
{
    (void)driver, (void)database;
}

static const hostile_api api = { sizeof api, 0, cell_names, fetch_names, column_names, execution_names, error_names, connection_names };

static const void *dialect_query(const alk_dialect *dialect, const char *interface_id)
{
    (void)dialect;
    return strcmp(interface_id, "hostile/1") == 0 ? &api : NULL;
}

static const alk_option_spec options[] = { { "break", NULL, "which rule to break", ALK_OPTION_TEXT, 0, 0 } };
static const alk_driver driver = {
    .size = sizeof driver,
    .noptions = 1,
    .name = "hostile",
    .dialect = "hostile",
    .conn = &conn_ops,
    .options = options,
    .connect = driver_connect,
    .database_open = driver_database_open,
    .database_close = driver_database_close,
};
static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' };
static const alk_dialect dialect = {
    .size = sizeof dialect,
    .name = "hostile",
    .default_driver = "hostile",
    .data = &data,
    .query = dialect_query,
};
static const alk_dialect *const dialects[] = { &dialect };
static const alk_driver *const drivers[] = { &driver };
static const alk_plugin plugin = {
    .size = sizeof plugin,
    .abi_major = ALK_ABI_MAJOR,
    .abi_minor = ALK_ABI_MINOR,
    .ndialects = 1,
    .ndrivers = 1,
    .name = ALK_PLUGIN_NAME,
    .version = ALK_PLUGIN_VERSION,
    .dialects = dialects,
    .drivers = drivers,
};

const alk_plugin *alk_plugin_entry_1(const alk_host *table, alk_err *err)
{
    (void)err;
    host = table;
    for (size_t i = 0; i < N_CELLS; i++)
        cell_names[i] = bad_cells[i].name;
    return &plugin;
}
