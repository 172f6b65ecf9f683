/* SPDX-License-Identifier: MIT */
#include "alk_test.h"
#include <alkahest/registry.h>
#include <stdio.h>
#include "plugin/host.h"
#include "plugin/table.h"

/* ---- a plugin in memory, as good as it must be; each test breaks one thing ---- */
static alk_rc a_columns(void *c, const alk_column_desc **d, uint32_t *n, uint32_t *s, alk_err *e)
{
    (void)c, (void)d, (void)n, (void)s, (void)e;
    return ALK_OK;
}
static alk_rc a_fetch(void *c, alk_cell *x, uint32_t n, uint32_t cap, uint32_t *got, alk_arena *a, alk_err *e)
{
    (void)c, (void)x, (void)n, (void)cap, (void)got, (void)a, (void)e;
    return ALK_END;
}
static alk_rc a_close(void *c, alk_err *e)
{
    (void)c, (void)e;
    return ALK_OK;
}
static alk_rc a_prepare(void *c, alk_sv s, uint32_t f, int64_t d, void **o, alk_err *e)
{
    (void)c, (void)s, (void)f, (void)d, (void)o, (void)e;
    return ALK_OK;
}
static alk_rc a_params(void *c, void *s, uint32_t *n, alk_err *e)
{
    (void)c, (void)s, (void)n, (void)e;
    return ALK_OK;
}
static alk_rc a_execute(void *c, void *s, const alk_request *r, void **o, int64_t *n, alk_err *e)
{
    (void)c, (void)s, (void)r, (void)o, (void)n, (void)e;
    return ALK_OK;
}
static void a_stmt_close(void *c, void *s)
{
    (void)c, (void)s;
}
static alk_rc a_transaction(void *c, uint32_t a, uint32_t i, alk_sv n, int64_t d, alk_err *e)
{
    (void)c, (void)a, (void)i, (void)n, (void)d, (void)e;
    return ALK_OK;
}
static void a_abandon(void *c)
{
    (void)c;
}
static uint64_t a_caps(void *c)
{
    (void)c;
    return 0;
}
static alk_rc a_server(void *c, alk_server_info *i, alk_err *e)
{
    (void)c, (void)i, (void)e;
    return ALK_OK;
}
static alk_rc a_connect(const alk_driver *d, const alk_connect_request *r, void **c, alk_err *e)
{
    (void)d, (void)r, (void)c, (void)e;
    return ALK_OK;
}
static alk_rc a_database_open(const alk_driver *d, const alk_connect_request *r, void **c, uint32_t *p, alk_err *e)
{
    (void)d, (void)r, (void)c, (void)p, (void)e;
    return ALK_OK;
}

/* Larger than our own tables are, as a newer plugin's would be. */
typedef struct specimen {
    alk_cursor_ops cursor;
    alk_conn_ops conn;
    alk_driver driver;
    alk_dialect_data data;
    alk_dialect dialect;
    alk_plugin plugin;
    const alk_dialect *dialects[2];
    const alk_driver *drivers[2];
    alk_option_spec options[2];
} specimen;

static specimen *good(void)
{
    static specimen s;
    s = (specimen){
        .cursor = { .size = sizeof s.cursor, .columns = a_columns, .fetch_cells = a_fetch, .close = a_close },
        .conn = { .size = sizeof s.conn, .cursor = &s.cursor, .prepare = a_prepare, .stmt_params = a_params, .execute = a_execute,
                  .stmt_close = a_stmt_close, .transaction = a_transaction, .close = a_close, .abandon = a_abandon, .caps = a_caps,
                  .server = a_server },
        .driver = { .size = sizeof s.driver, .name = "dr", .dialect = "di", .conn = &s.conn, .connect = a_connect },
        .data = { .size = sizeof s.data, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' },
        .dialect = { .size = sizeof s.dialect, .name = "di", .default_driver = "dr", .data = &s.data },
        .plugin = { .size = sizeof s.plugin, .abi_major = 1, .abi_minor = 0, .ndialects = 1, .ndrivers = 1, .name = "alkahest-di",
                    .version = "1.0", .dialects = s.dialects, .drivers = s.drivers },
        .dialects = { &s.dialect },
        .drivers = { &s.driver },
        .options = { { .name = "mode", .kind = ALK_OPTION_TEXT }, { .name = "size", .kind = ALK_OPTION_INT } },
    };
    return &s;
}

static void refused(const specimen *s, const char *why)
{
    alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
    bool none = !tables;
    alk__tables_free(tables);
    alk_check_that(none, "accepted although: %s", why);
    alk_check_error(ALK_ERROR_ABI, "plugin /p/di.so: ");
    alk_check_error(ALK_ERROR_ABI, why);
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_ABI);
}

ALK_TEST(table, a_good_plugin_is_copied_with_stubs)
{
    specimen *s = good();
    alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
    alk_check_made(tables);
    const alk__driver_copy *driver = alk__tables_driver(tables, "dr");
    const alk__dialect_copy *dialect = alk__tables_dialect(tables, "di");
    alk_check(driver && dialect && driver->self == &s->driver && dialect->self == &s->dialect);
    alk_check(driver->table.conn == &driver->conn && driver->conn.cursor == &driver->cursor && dialect->table.data == &dialect->data);
    alk_check(driver->conn.prepare == a_prepare && driver->conn.ping == alk__conn_stubs.ping);
    alk_check(driver->cursor.fetch_into == alk__cursor_stubs.fetch_into && driver->cursor.fetch_cells == a_fetch);
    alk_check(driver->table.database_open == alk__driver_stubs.database_open);
    alk_check(tables->plugin.shutdown == alk__plugin_stubs.shutdown && dialect->table.query == alk__dialect_stubs.query);
    alk_check(!alk__tables_driver(tables, "x") && !alk__tables_dialect(tables, "x"));
    alk__tables_free(tables);
    alk__tables_free(NULL);
}

ALK_TEST(table, copying_survives_lack_of_memory)
{
    specimen *s = good();
    int status = ALK_OK;
    s->driver.options = s->options;
    s->driver.noptions = 2;
    ALK_TORTURE(status)
    {
        alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
        status = tables ? ALK_OK : alk_last_error()->code;
        alk__tables_free(tables);
    }
}

ALK_TEST(table, stubs_answer_as_the_registry_says)
{
    alk_err err;
    void *out = &err;
    int64_t affected = 5;
    uint32_t n = 7, stride = 7;
    const alk_column_desc *columns;
    alk_cell cell = { .tag = ALK_TYPE_INT };
    alk_sv sql = { "x", 1 };
    alk_clear_error();
    alk__err_begin(&err, "x");
    const alk_conn_ops *c = &alk__conn_stubs;
    alk_check_int(alk__cursor_stubs.fetch_into(NULL, NULL, NULL, 0, 1, &n, NULL, &err), ALK_USE_DEFAULT);
    alk_check_uint(n, 0);
    alk_check_int(alk__cursor_stubs.affected(NULL), -1);
    alk_check_int(c->stmt_columns(NULL, NULL, &columns, &n, &stride, &err), ALK_USE_DEFAULT);
    alk_check_int(c->execute_direct(NULL, sql, NULL, &out, &affected, &err), ALK_USE_DEFAULT);
    alk_check(out == NULL && affected == -1);
    alk_check_int(c->transaction_status(NULL), ALK_TXN_UNKNOWN);
    alk_check_int(c->set_isolation(NULL, ALK_ISOLATION_DEFAULT, 0, &err), ALK_OK);
    alk_check_int(c->ping(NULL, 0, &err), ALK_USE_DEFAULT);
    alk_check_int(c->reset(NULL, 0, &err), ALK_USE_DEFAULT);
    alk_check_int(c->last_insert_id(NULL, &cell, &err), ALK_OK);
    alk_check_uint(cell.tag, ALK_TYPE_NULL);
    alk_check_int(c->warning(NULL, &err), ALK_END);
    alk_check(c->query(NULL, "x") == NULL && alk__dialect_stubs.query(NULL, "x") == NULL);
    alk_check_int(alk__driver_stubs.database_open(NULL, NULL, &out, &n, &err), ALK_OK);
    alk_check(out == NULL);
    alk__driver_stubs.database_close(NULL, NULL);
    alk__plugin_stubs.shutdown();
    alk_check_int(alk_last_error()->code, ALK_OK);
    alk_check_fails(c->cancel(NULL, &err), ALK_ERROR_NOT_SUPPORTED, "cannot cancel");
    alk_check_fails(c->set_isolation(NULL, ALK_ISOLATION_SERIALIZABLE, 0, &err), ALK_ERROR_NOT_SUPPORTED, "isolation");
}

/* ---- required slots ---- */
#define WITHOUT(table, slot, text) \
    do { \
        specimen *s = good(); \
        s->table.slot = NULL; \
        refused(s, text); \
    } while (0)

ALK_TEST(table, each_required_slot_is_missed_by_name)
{
    WITHOUT(cursor, columns, "driver \"dr\": the table alk_cursor_ops has no \"columns\", which is required");
    WITHOUT(cursor, fetch_cells, "has no \"fetch_cells\"");
    WITHOUT(cursor, close, "alk_cursor_ops has no \"close\"");
    WITHOUT(conn, cursor, "alk_conn_ops has no \"cursor\"");
    WITHOUT(conn, prepare, "alk_conn_ops has no \"prepare\"");
    WITHOUT(conn, stmt_params, "has no \"stmt_params\"");
    WITHOUT(conn, execute, "has no \"execute\"");
    WITHOUT(conn, stmt_close, "has no \"stmt_close\"");
    WITHOUT(conn, transaction, "has no \"transaction\"");
    WITHOUT(conn, close, "alk_conn_ops has no \"close\"");
    WITHOUT(conn, abandon, "has no \"abandon\"");
    WITHOUT(conn, caps, "has no \"caps\"");
    WITHOUT(conn, server, "has no \"server\"");
    WITHOUT(driver, conn, "alk_driver has no \"conn\"");
    WITHOUT(driver, connect, "alk_driver has no \"connect\"");
    WITHOUT(driver, name, "a driver: its name is missing");
    WITHOUT(driver, dialect, "driver \"dr\": the name of its dialect is missing");
    WITHOUT(dialect, name, "a dialect: its name is missing");
    WITHOUT(dialect, data, "dialect \"di\": the table alk_dialect has no \"data\"");
    WITHOUT(plugin, name, "alk_plugin has no \"name\"");
    WITHOUT(plugin, version, "alk_plugin has no \"version\"");
    WITHOUT(plugin, dialects, "the list of its dialects is NULL");
    WITHOUT(plugin, drivers, "the list of its drivers is NULL");
}

/* ---- sizes ---- */
static void sizes_are_checked(specimen *s, uint32_t *size, const char *name)
{
    static const uint32_t absurd[] = { 0, 1, 4, 7, 65537, UINT32_C(1) << 31, UINT32_MAX };
    char text[64];
    uint32_t full = *size;
    for (size_t i = 0; i < sizeof absurd / sizeof absurd[0]; i++) {
        *size = absurd[i];
        (void)snprintf(text, sizeof text, "the table %s says that it has %u bytes", name, (unsigned)absurd[i]);
        refused(s, text);
    }
    *size = full + 1;
    refused(s, name);
    *size = full;
}

ALK_TEST(table, absurd_sizes_are_refused)
{
    specimen *s = good();
    sizes_are_checked(s, &s->plugin.size, "alk_plugin");
    sizes_are_checked(s, &s->dialect.size, "alk_dialect");
    sizes_are_checked(s, &s->data.size, "alk_dialect_data");
    sizes_are_checked(s, &s->driver.size, "alk_driver");
    sizes_are_checked(s, &s->conn.size, "alk_conn_ops");
    sizes_are_checked(s, &s->cursor.size, "alk_cursor_ops");
}

/* An older plugin: everything behind its size is not there, even if the memory is. */
ALK_TEST(table, older_and_shorter_tables_get_stubs)
{
    specimen *s = good();
    s->conn.query = (const void *(*)(void *, const char *))alk__conn_stubs.query;
    s->cursor.affected = (int64_t(*)(void *))(void (*)(void))a_caps;
    s->cursor.size = offsetof(alk_cursor_ops, affected);
    s->conn.size = offsetof(alk_conn_ops, last_insert_id);
    s->conn.warning = (alk_rc(*)(void *, alk_err *))a_close;
    s->driver.size = offsetof(alk_driver, database_open);
    s->driver.database_open = a_database_open;
    s->dialect.size = offsetof(alk_dialect, query);
    s->plugin.size = offsetof(alk_plugin, shutdown);
    alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
    alk_check_made(tables);
    const alk__driver_copy *driver = alk__tables_driver(tables, "dr");
    alk_check(driver->cursor.affected == alk__cursor_stubs.affected && driver->conn.warning == alk__conn_stubs.warning);
    alk_check(driver->table.database_open == alk__driver_stubs.database_open);
    alk_check_uint(driver->conn.size, sizeof(alk_conn_ops));
    alk__tables_free(tables);
    s->conn.size = offsetof(alk_conn_ops, server);
    refused(s, "has no \"server\"");
}

/* A newer plugin: what lies behind our tables is left alone. */
ALK_TEST(table, newer_and_longer_tables_are_taken_as_far_as_known)
{
    static struct {
        alk_conn_ops conn;
        void *more[8];
    } longer;
    specimen *s = good();
    longer.conn = s->conn;
    longer.conn.size = sizeof longer;
    longer.more[3] = s;
    s->driver.conn = &longer.conn;
    s->plugin.abi_minor = 9;
    alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
    alk_check_made(tables);
    alk_check_uint(alk__tables_driver(tables, "dr")->conn.size, sizeof(alk_conn_ops));
    alk__tables_free(tables);
}

/* ---- versions ---- */
ALK_TEST(table, versions_that_do_not_fit_are_told_with_both_numbers)
{
    specimen *s = good();
    s->plugin.abi_major = 2;
    s->plugin.abi_minor = 3;
    refused(s, "it is built for plugin ABI 2.3, this library has 1.0");
    s = good();
    s->plugin.abi_minor = s->plugin.min_host_minor = 9;
    refused(s, "it needs plugin ABI 1.9 or newer, this library has 1.0");
}

/* ---- counts, names, lists ---- */
ALK_TEST(table, lying_counts_are_refused)
{
    static const uint32_t lies[] = { 257, UINT32_C(1) << 31, UINT32_MAX };
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        specimen *s = good();
        s->plugin.ndialects = lies[i];
        refused(s, "dialects and");
        s = good();
        s->plugin.ndrivers = lies[i];
        refused(s, "drivers");
        s = good();
        s->driver.noptions = lies[i] * 5 < lies[i] ? lies[i] : lies[i] * 5;
        refused(s, "options and gives none");
        s->driver.options = s->options;
        refused(s, "it says that it has");
    }
    specimen *s = good();
    s->plugin.ndialects = 2;
    refused(s, "the table alk_dialect is missing");
    s = good();
    s->plugin.ndrivers = 2;
    refused(s, "the table alk_driver is missing");
    s->plugin.ndialects = s->plugin.ndrivers = 0;
    refused(s, "neither a dialect nor a driver");
}

ALK_TEST(table, bad_names_are_refused)
{
    static const char *const bad[] = { "", "../etc", "a/b", "A", "9", "with space", "a\nb", "\xFF" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        specimen *s = good();
        s->driver.name = bad[i];
        refused(s, "a driver: its name is missing or none");
        s = good();
        s->driver.dialect = bad[i];
        refused(s, "the name of its dialect");
        s = good();
        s->dialect.name = bad[i];
        refused(s, "a dialect: its name");
        s = good();
        s->dialect.default_driver = bad[i];
        refused(s, "the name of its default driver");
        s = good();
        s->plugin.name = bad[i];
        refused(s, "its name is none");
    }
    specimen *s = good();
    s->plugin.version = "1.0\n";
    refused(s, "its version");
    s->plugin.version = "";
    refused(s, "its version");
}

ALK_TEST(table, bad_parts_are_refused)
{
    specimen *s = good();
    s->data.param_style = 9;
    refused(s, "the parameter style 9 is not known");
    s = good();
    s->data.quote_close = '\0';
    refused(s, "the characters around quoted names");
    s = good();
    s->driver.database_open = a_database_open;
    refused(s, "one of \"database_open\" and \"database_close\" without the other");
    s = good();
    s->driver.conn = (const alk_conn_ops *)(const void *)((const char *)&s->conn + 4);
    refused(s, "is not aligned");
}

ALK_TEST(table, options_are_copied_and_checked)
{
    specimen *s = good();
    s->driver.options = s->options;
    s->driver.noptions = 2;
    s->options[1].kind = 77;
    alk__tables *tables = alk__tables_copy(&s->plugin, "/p/di.so");
    alk_check_made(tables);
    alk_check_uint(alk__tables_driver(tables, "dr")->table.options[1].kind, ALK_OPTION_TEXT);
    alk__tables_free(tables);
    s->options[1].kind = 0;
    refused(s, "the option \"size\" has no kind");
    s->options[1].kind = ALK_OPTION_CHOICE;
    refused(s, "a choice without values");
    s->options[0].name = NULL;
    refused(s, "an option's name");
}
