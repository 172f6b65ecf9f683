/* SPDX-License-Identifier: MIT
 * What the tests of the MySQL plugin share: the plugin's own tables, called as the library calls them, with the library's host, so that
 * errors land in the thread's error and memory can be refused. What needs a server takes the one whose URL is in ALK_TEST_MARIADB_URL, and is skipped without. */
#ifndef ALK_TEST_MY_H
#define ALK_TEST_MY_H
#include <alkahest/arena.h>
#include <alkahest/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include "alk_test.h"
#include "connect.h"
#include "plugin/host.h"

typedef struct my {
    const alk_driver *driver;
    const alk_conn_ops *ops;
    void *conn;
    alk_arena *arena;
    alk_err err;
} my;

#define MY_PAIRS_MAX 20

static inline alk_err *my_err(my *m)
{
    alk__err_begin(&m->err, "mariadb+mysqlclient");
    return &m->err;
}

static inline alk_sv my_sv(const char *text)
{
    alk_sv view = { text, text != NULL ? strlen(text) : 0 };
    return view;
}

static inline void my_tables(my *m)
{
    const alk_plugin *plugin;
    memset(m, 0, sizeof *m);
    plugin = alk_plugin_entry_1(alk__host(), my_err(m));
    alk_check_made(plugin);
    m->driver = plugin->drivers[1];
    m->ops = m->driver->conn;
}

/* "name=value", up to NULL. */
static inline uint32_t my_pairs(alk_pair *pairs, const char *const *options)
{
    uint32_t n = 0;
    for (; options != NULL && *options != NULL; options++) {
        const char *equals = strchr(*options, '=');
        pairs[n].name.p = *options;
        pairs[n].name.n = (size_t)(equals - *options);
        pairs[n++].value = my_sv(equals + 1);
    }
    return n;
}

static inline const char *my_server(void)
{
    const char *url = getenv("ALK_TEST_MARIADB_URL");
    if (url == NULL || *url == 0)
        alk_skip("ALK_TEST_MARIADB_URL is not set");
    return url;
}

/* mariadb://user:password@host:port/database, taken apart. */
static inline uint32_t my_url(alk_pair *pairs)
{
    static const char *const names[] = { "user", "password", "host", "port", "database" };
    static const char ends[] = { ':', '@', ':', '/', 0 };
    const char *at = strstr(my_server(), "://");
    alk_check(at != NULL);
    at += 3;
    for (int i = 0; i < 5; i++) {
        size_t length = ends[i] != 0 ? strcspn(at, (char[]){ ends[i], 0 }) : strcspn(at, "?");
        pairs[i].name = my_sv(names[i]);
        pairs[i].value.p = at;
        pairs[i].value.n = length;
        at += length + (at[length] != 0);
    }
    return 5;
}

static inline int my_connect(my *m, const char *const *options)
{
    alk_pair pairs[MY_PAIRS_MAX];
    alk_connect_request request = { .size = sizeof request, .pairs = pairs };
    request.npairs = my_url(pairs);
    request.npairs += my_pairs(pairs + request.npairs, options);
    return m->driver->connect(m->driver, &request, &m->conn, my_err(m));
}

static inline void my_open(my *m, const char *const *options)
{
    (void)my_server();                   /* nothing is held yet, where there is none */
    my_tables(m);
    m->arena = alk_arena_new();
    alk_check_made(m->arena);
    alk_check_ok(my_connect(m, options));
}

static inline void my_close(my *m)
{
    if (m->conn != NULL)
        alk_check_ok(m->ops->close(m->conn, my_err(m)));
    m->conn = NULL;
    alk_arena_free(m->arena);
}

static inline int my_prepare(my *m, const char *sql, void **stmt)
{
    *stmt = NULL;
    return m->ops->prepare(m->conn, my_sv(sql), 0, 0, stmt, my_err(m));
}

static inline int my_execute(my *m, void *stmt, const alk_cell *params, uint32_t ncols, uint32_t nrows, void **cursor, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .params = params, .ncols = ncols, .nrows = nrows };
    return m->ops->execute(m->conn, stmt, &request, cursor, affected, my_err(m));
}

/* Prepares, executes, throws away what it returns. */
static inline int my_run_with(my *m, const char *sql, const alk_cell *params, uint32_t n)
{
    void *stmt, *cursor = NULL;
    int64_t affected;
    int rc = my_prepare(m, sql, &stmt);
    if (rc != ALK_OK)
        return rc;
    rc = my_execute(m, stmt, params, n, 1, &cursor, &affected);
    if (cursor != NULL) {
        int closed = m->ops->cursor->close(cursor, my_err(m));
        rc = rc == ALK_OK ? closed : rc;
    }
    m->ops->stmt_close(m->conn, stmt);
    return rc;
}

static inline int my_run(my *m, const char *sql)
{
    return my_run_with(m, sql, NULL, 0);
}

static inline int my_txn(my *m, uint32_t action, const char *name)
{
    return m->ops->transaction(m->conn, action, ALK_ISOLATION_DEFAULT, my_sv(name), 0, my_err(m));
}

/* The only value of the only row; what it points to is in the arena. */
static inline int my_value_of(my *m, const char *sql, const alk_cell *params, uint32_t n, alk_cell *value)
{
    void *stmt, *cursor = NULL;
    alk_cell cells[2];
    uint32_t got = 0;
    int64_t affected;
    int rc = my_prepare(m, sql, &stmt);
    memset(cells, 0, sizeof cells);
    if (rc != ALK_OK)
        return rc;
    rc = my_execute(m, stmt, params, n, 1, &cursor, &affected);
    if (rc == ALK_OK) {
        rc = m->ops->cursor->fetch_cells(cursor, cells, 1, 2, &got, m->arena, my_err(m));
        rc = rc == ALK_END && got == 1 ? ALK_OK : rc;
        if (rc == ALK_OK)
            m->ops->cursor->close(cursor, my_err(m));
        else
            m->ops->cursor->close(cursor, NULL);
    }
    m->ops->stmt_close(m->conn, stmt);
    *value = cells[0];
    return rc;
}

static inline alk_cell my_value(my *m, const char *sql)
{
    alk_cell value;
    alk_check_ok(my_value_of(m, sql, NULL, 0, &value));
    return value;
}

static inline int64_t my_int(my *m, const char *sql)
{
    alk_cell value = my_value(m, sql);
    alk_check(value.tag == ALK_TYPE_INT || value.tag == ALK_TYPE_UINT || value.tag == ALK_TYPE_BOOL);
    return value.u.i;
}

static inline alk_cell my_text_cell(uint16_t tag, const char *text)
{
    alk_cell cell = { .u.p = text, .len = (uint32_t)strlen(text), .tag = tag, .flags = ALK_CELL_NUL };
    return cell;
}

static inline alk_cell my_int_cell(uint16_t tag, int64_t value)
{
    alk_cell cell = { .u.i = value, .tag = tag };
    return cell;
}
#endif
