/* SPDX-License-Identifier: MIT
 * The plugin at work on a URL: the rules of connections and cursors that every driver keeps, whatever the database. What the database itself can do is
 * for the compliance suite. */
#include "check.h"
#include <alkahest/engine.h>
#include <alkahest/error.h>
#include <dirent.h>
#include <string.h>
#include "base/arena.h"
#include "engine/link.h"
#include "plugin/listing.h"

enum { CYCLES = 100, AFTER_END = 3 };

static unsigned open_files(void)
{
    unsigned n = 0;
    DIR *directory = opendir("/dev/fd");
    while (directory && readdir(directory))
        n++;
    if (directory)
        (void)closedir(directory);
    return n;
}

/* ---- one statement ---- */
typedef struct statement {
    const alk__link *link;
    void *stmt, *cursor;
    alk_arena arena;
    alk_err err;
} statement;

static bool begin_with(statement *s, const alk__link *link, const char *sql, uint32_t cursor_rows)
{
    const alk_conn_ops *ops = link->ops;
    alk_request request = { .size = sizeof request, .nrows = 1, .cursor_rows = cursor_rows };
    int64_t affected = -1;
    *s = (statement){ .link = link };
    alk__arena_init(&s->arena, 0);
    alk__err_begin(&s->err, link->backend->name);
    int rc = alk__err_end(&s->err, ops->prepare(link->handle, (alk_sv){ sql, strlen(sql) }, 0, 0, &s->stmt, &s->err), "prepare");
    if (rc == ALK_OK)
        rc = alk__err_end(&s->err, ops->execute(link->handle, s->stmt, &request, &s->cursor, &affected, &s->err), "execute");
    return rc == ALK_OK;
}

static bool begin(statement *s, const alk__link *link, const char *sql)
{
    return begin_with(s, link, sql, 0);
}

static void end(statement *s)
{
    if (s->cursor)
        (void)s->link->ops->cursor->close(s->cursor, &s->err);
    if (s->stmt)
        s->link->ops->stmt_close(s->link->handle, s->stmt);
    alk__arena_clear(&s->arena);
}

static bool fetch(statement *s, uint32_t ncols, uint32_t *got, alk_rc *rc)
{
    alk_cell cells[16];
    *got = 0;
    *rc = alk__err_end(&s->err, s->link->ops->cursor->fetch_cells(s->cursor, cells, ncols, 1, got, &s->arena, &s->err), "fetch_cells");
    return *rc == ALK_OK || *rc == ALK_END;
}

/* ---- rules ---- */
static void check_end(const alk__link *link)
{
    statement s;
    const alk_column_desc *columns;
    uint32_t ncols = 0, stride = 0, got = 0, rows = 0;
    alk_rc rc = ALK_OK;
    bool good = begin(&s, link, "SELECT 1") && s.cursor && link->ops->cursor->columns(s.cursor, &columns, &ncols, &stride, &s.err) == ALK_OK;
    if (check(good && ncols == 1 && stride >= sizeof *columns, "SELECT 1 has one column", "%s", alk_last_error()->message)) {
        while (rc == ALK_OK && fetch(&s, ncols, &got, &rc) && rows < 10)
            rows += got;
        check(rc == ALK_END && rows == 1, "SELECT 1 has one row and then ends", "status %d after %u rows", (int)rc, (unsigned)rows);
        for (int i = 0; i < AFTER_END && rc == ALK_END && got <= 1; i++)
            if (!fetch(&s, ncols, &got, &rc) || got != 0)
                break;
        check(rc == ALK_END && got == 0, "the end stays the end", "a fetch after it gives status %d and %u rows", (int)rc, (unsigned)got);
    }
    end(&s);
}

static void check_usable(const alk__link *link, const char *rule)
{
    statement s;
    check(begin(&s, link, "SELECT 1"), rule, "%s", alk_last_error()->message);
    end(&s);
}

static void check_errors(const alk__link *link)
{
    statement s;
    bool accepted = begin(&s, link, "this is no statement of any language");
    check(!accepted && s.err.code < 0, "nonsense is refused with an error", "%s", accepted ? "it is accepted" : "no error was set");
    end(&s);
    check_usable(link, "an error leaves the connection usable");
}

static bool transact(const alk__link *link, uint32_t action)
{
    alk_err err;
    alk__err_begin(&err, link->backend->name);
    return link->ops->transaction(link->handle, action, 0, (alk_sv){ NULL, 0 }, 0, &err) == ALK_OK;
}

/* A query is read by a cursor of the server, and another statement runs before its row is asked for. */
static void check_server_cursors(const alk__link *link)
{
    statement s;
    uint32_t got = 0;
    alk_rc rc = ALK_OK;
    if (!(link->caps & ALK_CAP_SERVER_CURSORS) || !check(transact(link, ALK_TXN_BEGIN), "a transaction begins", "%s", alk_last_error()->message))
        return;
    bool good = begin_with(&s, link, "SELECT 1", 1) && s.cursor;
    check(good && link->ops->cursor->is_apart(s.cursor) == 1, "a query is read by a cursor of the server", "%s", alk_last_error()->message);
    if (good) {
        check_usable(link, "and another statement runs meanwhile");
        check(fetch(&s, 1, &got, &rc) && got == 1, "and its row is there afterwards", "status %d", (int)rc);
    }
    end(&s);
    check(transact(link, ALK_TXN_ROLLBACK), "the transaction is rolled back", "%s", alk_last_error()->message);
}

static void check_cancel(const alk__link *link)
{
    alk_err err;
    if (!(link->caps & ALK_CAP_CANCEL))
        return;
    alk__err_begin(&err, link->backend->name);
    alk_rc rc = link->ops->cancel(link->handle, &err);
    check(rc == ALK_OK, "a cancel with nothing running succeeds", "status %d", (int)rc);
    check_usable(link, "and does not hit the next statement");
}

static void check_stubs(const alk__link *link)
{
    alk_err err;
    alk_server_info info = { .size = sizeof info };
    alk__err_begin(&err, link->backend->name);
    alk_rc rc = link->ops->server(link->handle, &info, &err);
    check(rc == ALK_OK && info.product.n > 0 && info.product.p, "it names its server", "status %d", (int)rc);
    rc = link->ops->ping(link->handle, 0, &err);
    check(rc == ALK_OK || rc == ALK_USE_DEFAULT, "a ping succeeds", "status %d", (int)rc);
    rc = link->ops->reset(link->handle, 0, &err);
    check(rc == ALK_OK || rc == ALK_USE_DEFAULT, "a reset succeeds", "status %d", (int)rc);
}

static void check_cycles(alk_engine *engine)
{
    unsigned before = 0, after = 0, done = 0;
    for (; done < CYCLES; done++) {
        alk__link *link = alk__link_open(engine, alk__deadline_in(30));
        if (!link)
            break;
        alk__link_close(link);
        if (done == 4)
            before = open_files();         /* by then all that stays open is open */
    }
    after = open_files();
    check(done == CYCLES, "100 connections open and close", "%u did: %s", done, alk_last_error()->message);
    check(done < CYCLES || after <= before, "they leave no open files", "%u files before, %u after", before, after);
}

static void check_engine(alk_engine *engine)
{
    alk__link *link = alk__link_open(engine, alk__deadline_in(30));
    if (!check(link != NULL, "it connects", "%s", alk_last_error()->message))
        return;
    check_end(link);
    check_errors(link);
    check_cancel(link);
    check_server_cursors(link);
    check_stubs(link);
    alk__link_close(link);
    check_cycles(engine);
}

void check_live(const char *library, const char *url)
{
    alk_engine *engine = alk_engine_open(url, NULL);
    if (!check(engine != NULL, "the URL is understood", "%s", alk_last_error()->message))
        return;
    if (check(alk__loaded_as(library) != NULL, "the URL is this plugin's", "another plugin serves it"))
        check_engine(engine);
    (void)alk_engine_close(engine);
}
