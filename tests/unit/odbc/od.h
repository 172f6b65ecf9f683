/* SPDX-License-Identifier: MIT
 * What the tests of the ODBC plugin share: the plugin's own tables, called as the library calls them, with the library's host, so that errors land in the thread's
 * error and memory can be refused. What needs a database takes SQLite by its ODBC driver, and is skipped where that is not installed. */
#ifndef ALK_TEST_OD_H
#define ALK_TEST_OD_H
#include <alkahest/arena.h>
#include <alkahest/plugin.h>
#include <stdio.h>
#include "alk_test.h"
#include "connect.h"
#include "plugin/host.h"

typedef struct od {
    const alk_driver *driver;
    const alk_conn_ops *ops;
    void *conn;
    alk_arena *arena;
    alk_err err;
} od;

#define OD_PAIRS_MAX 40

static inline alk_err *od_err(od *o)
{
    alk__err_begin(&o->err, "odbc+odbc");
    return &o->err;
}

static inline alk_sv od_sv(const char *text)
{
    alk_sv view = { text, text != NULL ? strlen(text) : 0 };
    return view;
}

static inline void od_tables(od *o)
{
    const alk_plugin *plugin;
    memset(o, 0, sizeof *o);
    plugin = alk_plugin_entry_1(alk__host(), od_err(o));
    alk_check_made(plugin);
    o->driver = plugin->drivers[0];
    o->ops = o->driver->conn;
}

/* "name=value", up to NULL. */
static inline alk_connect_request od_request(alk_pair *pairs, const char *const *options)
{
    alk_connect_request request = { .size = sizeof request, .pairs = pairs };
    for (; *options != NULL; options++) {
        const char *equals = strchr(*options, '=');
        pairs[request.npairs].name.p = *options;
        pairs[request.npairs].name.n = (size_t)(equals - *options);
        pairs[request.npairs++].value = od_sv(equals + 1);
    }
    return request;
}

static inline int od_connect(od *o, const char *const *options)
{
    alk_pair pairs[OD_PAIRS_MAX];
    alk_connect_request request = od_request(pairs, options);
    return o->driver->connect(o->driver, &request, &o->conn, od_err(o));
}

/* SQLite in memory. */
static inline void od_open(od *o)
{
    static const char *const options[] = { "driver=SQLite3", "database=:memory:", NULL };
    int code;
    od_tables(o);
    o->arena = alk_arena_new();
    alk_check_made(o->arena);
    code = od_connect(o, options);
    if (code == ALK_ERROR_ARGUMENT || code == ALK_ERROR_NO_PLUGIN) {
        alk_arena_free(o->arena);
        alk_skip("the ODBC driver SQLite3 is not installed");
    }
    alk_check_ok(code);
}

static inline void od_close(od *o)
{
    if (o->conn != NULL)
        alk_check_ok(o->ops->close(o->conn, od_err(o)));
    o->conn = NULL;
    alk_arena_free(o->arena);
}

static inline int od_execute(od *o, const char *sql, const alk_cell *params, uint32_t ncols, uint32_t nrows, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = params, .ncols = ncols, .nrows = nrows };
    void *stmt = NULL, *cursor = NULL;
    int64_t own;
    int rc = o->ops->prepare(o->conn, od_sv(sql), 0, 0, &stmt, od_err(o));
    if (rc != ALK_OK)
        return rc;
    rc = o->ops->execute(o->conn, stmt, &request, &cursor, affected != NULL ? affected : &own, od_err(o));
    if (cursor != NULL)
        (void)o->ops->cursor->close(cursor, NULL);
    o->ops->stmt_close(o->conn, stmt);
    return rc;
}

static inline int od_run(od *o, const char *sql)
{
    return od_execute(o, sql, NULL, 0, 1, NULL);
}

/* The only value of the only row; what it points to is in the arena. */
static inline int od_value_of(od *o, const char *sql, const alk_cell *params, uint32_t n, alk_cell *value)
{
    alk_request request = { .size = sizeof request, .params = params, .ncols = n, .nrows = 1 };
    void *stmt = NULL, *cursor = NULL;
    alk_cell cells[2];
    uint32_t got = 0;
    int64_t affected;
    int rc = o->ops->prepare(o->conn, od_sv(sql), 0, 0, &stmt, od_err(o));
    memset(cells, 0, sizeof cells);
    if (rc != ALK_OK)
        return rc;
    rc = o->ops->execute(o->conn, stmt, &request, &cursor, &affected, od_err(o));
    if (rc == ALK_OK && cursor != NULL) {
        rc = o->ops->cursor->fetch_cells(cursor, cells, 1, 2, &got, o->arena, od_err(o));
        rc = rc == ALK_END && got == 1 ? ALK_OK : rc;
        (void)o->ops->cursor->close(cursor, NULL);
    }
    o->ops->stmt_close(o->conn, stmt);
    *value = cells[0];
    return rc;
}

static inline alk_cell od_value(od *o, const char *sql)
{
    alk_cell value;
    alk_check_ok(od_value_of(o, sql, NULL, 0, &value));
    return value;
}

static inline int64_t od_int(od *o, const char *sql)
{
    alk_cell value = od_value(o, sql);
    alk_check(value.tag == ALK_TYPE_INT);
    return value.u.i;
}

static inline alk_cell od_text_cell(uint16_t tag, const char *text)
{
    alk_cell cell = { .u.p = text, .len = (uint32_t)strlen(text), .tag = tag, .flags = ALK_CELL_NUL };
    return cell;
}

static inline alk_cell od_int_cell(uint16_t tag, int64_t value)
{
    alk_cell cell = { .u.i = value, .tag = tag };
    return cell;
}
#endif
