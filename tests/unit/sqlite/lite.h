/* SPDX-License-Identifier: MIT
 * What the tests of the SQLite plugin share: the plugin's own tables, called as the library calls them, with the library's host, so that
 * errors land in the thread's error and memory can be refused. */
#ifndef ALK_TEST_LITE_H
#define ALK_TEST_LITE_H
#include <alkahest/arena.h>
#include <alkahest/plugin.h>
#include <sqlite3.h>
#include <stdio.h>
#include "alk_test.h"
#include "plugin/host.h"

typedef struct lite {
    const alk_driver *driver;
    const alk_conn_ops *ops;
    void *database, *conn;
    alk_arena *arena;
    alk_err err;
} lite;

/* Options as "name=value", up to NULL; the first is the database's file, or NULL for memory. */
#define LITE_OPTIONS_MAX 8

static inline void lite_tables(lite *l)
{
    const alk_plugin *plugin;
    memset(l, 0, sizeof *l);
    alk__err_begin(&l->err, "sqlite+sqlite3");
    plugin = alk_plugin_entry_1(alk__host(), &l->err);
    alk_check_made(plugin);
    l->driver = plugin->drivers[0];
    l->ops = l->driver->conn;
}

static inline alk_err *lite_err(lite *l)
{
    alk__err_begin(&l->err, "sqlite+sqlite3");
    return &l->err;
}

static inline alk_sv lite_sv(const char *text)
{
    alk_sv view = { text, text != NULL ? strlen(text) : 0 };
    return view;
}

static inline uint32_t lite_pairs(alk_pair *pairs, const char *file, const char *const *options)
{
    uint32_t n = 0;
    if (file != NULL) {
        pairs[n].name = lite_sv("database");
        pairs[n++].value = lite_sv(file);
    }
    for (; options != NULL && *options != NULL; options++) {
        const char *equals = strchr(*options, '=');
        pairs[n].name.p = *options;
        pairs[n].name.n = (size_t)(equals - *options);
        pairs[n++].value = lite_sv(equals + 1);
    }
    return n;
}

static inline int lite_connect(lite *l, const char *file, const char *const *options)
{
    alk_pair pairs[LITE_OPTIONS_MAX + 1];
    alk_connect_request request = { .size = sizeof request, .pairs = pairs, .database = l->database };
    request.npairs = lite_pairs(pairs, file, options);
    return l->driver->connect(l->driver, &request, &l->conn, lite_err(l));
}

/* The tables, an arena, and a connection: to memory when there is no file. */
static inline void lite_open(lite *l, const char *file)
{
    lite_tables(l);
    l->arena = alk_arena_new();
    alk_check_made(l->arena);
    alk_check_ok(lite_connect(l, file, NULL));
}

static inline void lite_close(lite *l)
{
    if (l->conn != NULL)
        alk_check_ok(l->ops->close(l->conn, lite_err(l)));
    l->conn = NULL;
    if (l->database != NULL)
        l->driver->database_close(l->driver, l->database);
    alk_arena_free(l->arena);
}

static inline int lite_prepare(lite *l, const char *sql, void **stmt)
{
    *stmt = NULL;
    return l->ops->prepare(l->conn, lite_sv(sql), 0, 0, stmt, lite_err(l));
}

static inline int lite_execute(lite *l, void *stmt, const alk_cell *params, uint32_t count, void **cursor, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = params, .ncols = count, .nrows = 1 };
    return l->ops->execute(l->conn, stmt, &request, cursor, affected, lite_err(l));
}

/* Prepares, executes, throws away what it returns. */
static inline int lite_run(lite *l, const char *sql)
{
    void *stmt, *cursor = NULL;
    int64_t affected;
    int rc = lite_prepare(l, sql, &stmt);
    if (rc != ALK_OK)
        return rc;
    rc = lite_execute(l, stmt, NULL, 0, &cursor, &affected);
    if (cursor != NULL) {
        int closed = l->ops->cursor->close(cursor, lite_err(l));
        rc = rc == ALK_OK ? closed : rc;
    }
    l->ops->stmt_close(l->conn, stmt);
    return rc;
}

static inline int lite_txn(lite *l, uint32_t action, const char *name)
{
    return l->ops->transaction(l->conn, action, ALK_ISOLATION_DEFAULT, lite_sv(name), 0, lite_err(l));
}

/* A statement with its cursor before the first row. */
static inline void *lite_query(lite *l, const char *sql, void **cursor)
{
    void *stmt;
    int64_t affected;
    alk_check_ok(lite_prepare(l, sql, &stmt));
    alk_check_ok(lite_execute(l, stmt, NULL, 0, cursor, &affected));
    alk_check(*cursor != NULL);
    return stmt;
}

static inline void lite_done(lite *l, void *stmt, void *cursor)
{
    alk_check_ok(l->ops->cursor->close(cursor, lite_err(l)));
    l->ops->stmt_close(l->conn, stmt);
}

/* The only value of the only row; what it points to is in the arena. */
static inline alk_cell lite_value(lite *l, const char *sql)
{
    void *cursor, *stmt = lite_query(l, sql, &cursor);
    alk_cell cells[2];
    uint32_t got;
    memset(cells, 0, sizeof cells);
    alk_check_status(l->ops->cursor->fetch_cells(cursor, cells, 1, 2, &got, l->arena, lite_err(l)), ALK_END);
    alk_check_uint(got, 1);
    lite_done(l, stmt, cursor);
    return cells[0];
}

static inline int64_t lite_int(lite *l, const char *sql)
{
    alk_cell cell = lite_value(l, sql);
    alk_check_int(cell.tag, ALK_TYPE_INT);
    return cell.u.i;
}

static inline const char *lite_text(lite *l, const char *sql)
{
    alk_cell cell = lite_value(l, sql);
    alk_check((cell.flags & ALK_CELL_NUL) != 0);
    return cell.u.p;
}

static inline alk_cell lite_text_cell(uint16_t tag, const char *text)
{
    alk_cell cell = { .u.p = text, .len = (uint32_t)strlen(text), .tag = tag };
    return cell;
}

static inline alk_cell lite_int_cell(uint16_t tag, int64_t value)
{
    alk_cell cell = { .u.i = value, .tag = tag };
    return cell;
}

/* A file's path in the test's directory. */
static inline const char *lite_path(const char *name)
{
    static char path[600];
    snprintf(path, sizeof path, "%s/%s", alk_test_directory(), name);
    return path;
}
#endif
