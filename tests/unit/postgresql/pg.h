/* SPDX-License-Identifier: MIT
 * What the tests of the PostgreSQL plugin share: the plugin's own tables, called as the library calls them, with the library's host, so that errors land
 * in the thread's error and memory can be refused. Those that need a server take the one of ALK_TEST_POSTGRESQL_URL, and are skipped without. */
#ifndef ALK_TEST_PG_H
#define ALK_TEST_PG_H
#include <alkahest/arena.h>
#include <alkahest/plugin.h>
#include <alkahest/url.h>
#include <alkahest/value.h>
#include <stdio.h>
#include <stdlib.h>
#include "alk_test.h"
#include "plugin/host.h"

typedef struct pg {
    const alk_driver *driver;
    const alk_conn_ops *ops;
    void *conn;
    alk_arena *arena;
    alk_err err;
} pg;

enum { PG_PAIRS = 24 };

static inline alk_sv pg_sv(const char *text)
{
    alk_sv view = { text, text != NULL ? strlen(text) : 0 };
    return view;
}

static inline alk_err *pg_err(pg *p)
{
    alk__err_begin(&p->err, "postgresql+libpq");
    return &p->err;
}

/* Without a connection. */
static inline void pg_tables(pg *p)
{
    const alk_plugin *plugin;
    memset(p, 0, sizeof *p);
    plugin = alk_plugin_entry_1(alk__host(), pg_err(p));
    alk_check_made(plugin);
    p->driver = plugin->drivers[0];
    p->ops = p->driver->conn;
    p->arena = alk_arena_new();
    alk_check_made(p->arena);
}

static inline const char *pg_url(void)
{
    const char *url = getenv("ALK_TEST_POSTGRESQL_URL");
    if (url == NULL || *url == 0)
        alk_skip("ALK_TEST_POSTGRESQL_URL is not set");
    return url;
}

/* Options as "name=value", up to NULL. */
static inline int pg_connect_to(pg *p, const char *text, const char *const *options, int64_t deadline, void **conn)
{
    alk_pair pairs[PG_PAIRS];
    alk_connect_request request = { .size = sizeof request, .pairs = pairs, .deadline = deadline };
    char port[20];
    alk_url *url = alk_url_parse(text);
    int rc;
    alk_check_made(url);
    (void)snprintf(port, sizeof port, "%d", alk_url_port(url, 0));
    pairs[request.npairs++] = (alk_pair){ pg_sv("user"), pg_sv(alk_url_user(url)) };
    pairs[request.npairs++] = (alk_pair){ pg_sv("host"), pg_sv(alk_url_host(url, 0)) };
    pairs[request.npairs++] = (alk_pair){ pg_sv("port"), pg_sv(port) };
    pairs[request.npairs++] = (alk_pair){ pg_sv("database"), pg_sv(alk_url_database(url)) };
    for (; options != NULL && *options != NULL; options++) {
        const char *equals = strchr(*options, '=');
        pairs[request.npairs++] = (alk_pair){ { *options, (size_t)(equals - *options) }, pg_sv(equals + 1) };
    }
    rc = p->driver->connect(p->driver, &request, conn, pg_err(p));
    alk_url_free(url);
    return rc;
}

static inline void pg_open_with(pg *p, const char *const *options)
{
    const char *url = pg_url();
    pg_tables(p);
    alk_check_ok(pg_connect_to(p, url, options, 0, &p->conn));
}

static inline void pg_open(pg *p)
{
    pg_open_with(p, NULL);
}

static inline void pg_close(pg *p)
{
    if (p->conn != NULL)
        alk_check_ok(p->ops->close(p->conn, pg_err(p)));
    p->conn = NULL;
    alk_arena_free(p->arena);
}

static inline int pg_prepare(pg *p, const char *sql, void **stmt)
{
    *stmt = NULL;
    return p->ops->prepare(p->conn, pg_sv(sql), 0, 0, stmt, pg_err(p));
}

static inline int pg_execute(pg *p, void *stmt, const alk_cell *params, uint32_t count, int64_t deadline, void **cursor, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = params, .ncols = count, .nrows = 1, .deadline = deadline };
    return p->ops->execute(p->conn, stmt, &request, cursor, affected, pg_err(p));
}

/* Prepares, executes, throws away what it returns. */
static inline int pg_run_within(pg *p, const char *sql, int64_t deadline)
{
    void *stmt, *cursor = NULL;
    int64_t affected;
    int rc = pg_prepare(p, sql, &stmt);
    if (rc != ALK_OK)
        return rc;
    rc = pg_execute(p, stmt, NULL, 0, deadline, &cursor, &affected);
    if (cursor != NULL)
        (void)p->ops->cursor->close(cursor, pg_err(p));
    p->ops->stmt_close(p->conn, stmt);
    return rc;
}

static inline int pg_run(pg *p, const char *sql)
{
    return pg_run_within(p, sql, 0);
}

static inline int pg_txn(pg *p, uint32_t action, const char *name)
{
    return p->ops->transaction(p->conn, action, ALK_ISOLATION_DEFAULT, pg_sv(name), 0, pg_err(p));
}

/* The only value of the only row, with one parameter or none; what it points to is in the arena. direct: without preparing, so that it comes as text. */
static inline alk_cell pg_value(pg *p, const char *sql, const alk_cell *param, bool direct)
{
    alk_request request = { .size = sizeof request, .params = param, .ncols = param != NULL, .nrows = 1 };
    void *stmt = NULL, *cursor = NULL;
    int64_t affected;
    alk_cell cells[2], kept;
    uint32_t got = 0;
    memset(cells, 0, sizeof cells);
    if (direct) {
        alk_check_ok(p->ops->execute_direct(p->conn, pg_sv(sql), &request, &cursor, &affected, pg_err(p)));
    } else {
        alk_check_ok(pg_prepare(p, sql, &stmt));
        alk_check_ok(p->ops->execute(p->conn, stmt, &request, &cursor, &affected, pg_err(p)));
    }
    alk_check(cursor != NULL);
    alk_check_status(p->ops->cursor->fetch_cells(cursor, cells, 1, 2, &got, p->arena, pg_err(p)), ALK_END);
    alk_check_uint(got, 1);
    alk_check_ok(alk_value_copy(&cells[0], p->arena, &kept));
    alk_check_ok(p->ops->cursor->close(cursor, pg_err(p)));
    if (stmt != NULL)
        p->ops->stmt_close(p->conn, stmt);
    return kept;
}

static inline int64_t pg_int(pg *p, const char *sql)
{
    alk_cell cell = pg_value(p, sql, NULL, false);
    alk_check_int(cell.tag, ALK_TYPE_INT);
    return cell.u.i;
}

static inline alk_cell pg_text_cell(uint16_t tag, const char *text)
{
    alk_cell cell = { .u.p = text, .len = (uint32_t)strlen(text), .tag = tag };
    return cell;
}

static inline alk_cell pg_int_cell(uint16_t tag, int64_t value)
{
    alk_cell cell = { .u.i = value, .tag = tag };
    return cell;
}
#endif
