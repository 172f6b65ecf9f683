/* SPDX-License-Identifier: MIT
 * Reading with .cursor_rows: through cursors of the server where the driver has them, as a stream where not. The rows are the same, and so is what ends them. */
#include "live.h"
#include <limits.h>

enum { MANY = 500, BATCH = 7 };
#define BY_CURSOR &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .cursor_rows = BATCH }
static const char ALL[] = "select id, name from live_t order by id";

typedef struct row {
    int64_t id;
    const char *name;
} row;
static const alk_field ROW[] = { ALK_FIELD(row, id), ALK_FIELD(row, name) };

static void fill(live *l)
{
    static row rows[MANY];
    static char names[MANY][20];
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "name of %d", i);
        rows[i] = (row){ .id = i, .name = i % 3 ? names[i] : NULL };
    }
    live_table(l, "id INT primary key, name TEXT");
    LIVE_OK(l, alk_execute_each(l->conn, alk_raw("insert into live_t(id, name) values(:id, :name)"), ROW, rows, MANY, NULL));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static alk_result *by_cursor(live *l, const char *sql, int rows)
{
    return alk_execute(l->conn, alk_with_options(alk_raw(sql), &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .cursor_rows = rows }));
}

/* What the current row should be. */
static bool is_row(alk_result *r, int64_t id)
{
    char name[20];
    (void)snprintf(name, sizeof name, "name of %lld", (long long)id);
    const char *found = alk_get_text(r, 1);
    return alk_get_int(r, 0) == id && (id % 3 ? found && strcmp(found, name) == 0 : !found);
}

static bool reads_on(alk_result *r, int64_t from)
{
    int64_t n = from;
    while (alk_next(r) && is_row(r, n))
        n++;
    return n == MANY;
}

static void batches_of_any_size(live *l)
{
    static const int sizes[] = { 1, BATCH, MANY - 1, MANY, MANY + 1, INT_MAX };
    fill(l);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        alk_result *r = by_cursor(l, ALL, sizes[i]);
        bool good = reads_on(r, 0);
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, good);
        r = by_cursor(l, "select id from live_t where id < 0", sizes[i]);
        good = !alk_next(r) && !alk_next(r);
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, good);
    }
}

/* Into structs, into memory, in parts, and the first row alone. */
static void ways_of_reading(live *l)
{
    row some[3], *all = NULL;
    size_t n = 0, got = 0;
    fill(l);
    alk_result *r = by_cursor(l, ALL, BATCH);
    bool good = true;
    while ((got = alk_fetch(r, ROW, some, 3, NULL)) > 0)
        for (size_t i = 0; i < got; i++, n++)
            good = good && some[i].id == (int64_t)n && (some[i].name != NULL) == (n % 3 != 0) && (!some[i].name || strncmp(some[i].name, "name of ", 8) == 0);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good && n == MANY);
    r = by_cursor(l, ALL, BATCH);
    LIVE_OK(l, alk_fetch_all(r, ROW, row, l->arena, &all, &n));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, n == MANY && all[MANY - 1].id == MANY - 1 && strcmp(all[1].name, "name of 1") == 0 && !all[MANY - 2].name);
    r = by_cursor(l, ALL, BATCH);
    good = alk_all(r) == ALK_OK && alk_row_count(r) == MANY && alk_seek(r, 100) && is_row(r, 100);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good);
    r = by_cursor(l, ALL, BATCH);
    for (n = 0; (got = alk_partition(r, 40)) > 0; n += got)
        good = good && alk_next(r) && is_row(r, (int64_t)n);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good && n == MANY);
    int64_t first = -1;
    LIVE_OK(l, alk_scalar_int(by_cursor(l, ALL, BATCH), &first));
    LIVE_CHECK(l, first == 0 && live_int(l, "select count(*) from live_t") == MANY);
}

/* Others run between the batches, the same statement too, and the rows do not move into memory for it. */
static void others_between(live *l)
{
    fill(l);
    alk_result *r = by_cursor(l, ALL, BATCH), *again = by_cursor(l, ALL, 3), *plain = NULL;
    bool good = true, apart = (l->caps & (ALK_CAP_SERVER_CURSORS | ALK_CAP_CURSORS)) != 0;
    int n = 0;
    for (; alk_next(r) && n < 60; n++) {
        good = good && alk_next(again) && is_row(again, n);
        good = good && live_int(l, "select count(*) from live_t") == MANY;
        good = good && is_row(r, n) && is_row(again, n);
        if (n == 20)
            good = alk_next(plain = alk_execute(l->conn, alk_raw(ALL))) && is_row(plain, 0) && good;
    }
    good = good && (!apart || (alk_row_count(r) == SIZE_MAX && alk_row_count(again) == SIZE_MAX));
    good = good && is_row(r, 60) && reads_on(plain, 1);
    LIVE_OK(l, alk_close(again));
    good = good && reads_on(r, 61);
    LIVE_OK(l, alk_close(plain));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good);
}

static void closed_early(live *l)
{
    fill(l);
    for (int i = 0; i < 3 * BATCH; i++) {
        alk_result *r = by_cursor(l, ALL, BATCH);
        bool good = true;
        for (int n = 0; n < i; n++)
            good = good && alk_next(r) && is_row(r, n);
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, good && live_int(l, "select count(*) from live_t") == MANY);
    }
    LIVE_OK(l, alk_conn_commit(l->conn));
    alk_result *r = by_cursor(l, ALL, BATCH);
    bool good = alk_next(r);
    LIVE_OK(l, alk_conn_close(l->conn));       /* with a result that is open */
    alk_close(r);
    l->conn = alk_connect(l->engine);
    LIVE_CHECK(l, good && live_int(l, "select count(*) from live_t") == MANY);
}

/* Three ways to end a transaction or a part of one. */
static void ended_by_the_transaction(live *l)
{
    fill(l);
    for (int way = 0; way < 3; way++) {
        LIVE_OK(l, live_run(l, "update live_t set id = id"));
        if (way == 2)
            LIVE_OK(l, alk_conn_savepoint(l->conn, "here"));
        alk_result *r = by_cursor(l, ALL, BATCH);
        bool good = alk_next(r) && is_row(r, 0);
        int code = way == 0 ? alk_conn_commit(l->conn) : way == 1 ? alk_conn_rollback(l->conn) : alk_conn_rollback_to(l->conn, "here");
        good = good && code == ALK_OK && !alk_next(r);
        LIVE_FAILS(l, alk_close(r), ALK_ERROR_INTERFACE);
        LIVE_CHECK(l, good && live_int(l, "select count(*) from live_t") == MANY);
        LIVE_OK(l, alk_conn_rollback(l->conn));
    }
}

/* The option holds for all of a connection; what is no query has no use for it. Narrower options take it away. */
static void of_the_connection(live *l)
{
    int64_t id = -1;
    LIVE_OK(l, alk_conn_set_options(l->conn, BY_CURSOR));
    fill(l);
    alk_result *r = alk_execute(l->conn, alk_raw("update live_t set name = 'new' where id < :n"), alk_bind("n", alk_int(10)));
    int64_t affected = alk_affected(r);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, affected == 10);
    if (l->caps & ALK_CAP_RETURNING) {
        LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_raw("insert into live_t(id) values(:n) returning id"), alk_bind("n", alk_int(MANY))), &id));
        LIVE_CHECK(l, id == MANY);
    }
    LIVE_OK(l, live_run(l, "delete from live_t where id >= 500 or id < 10"));
    r = alk_execute(l->conn, alk_raw("select id, name from live_t where id >= :n order by id"), alk_bind("n", alk_int(10)));
    bool good = reads_on(r, 10);
    LIVE_OK(l, alk_close(r));
    r = alk_conn_execute_driver(l->conn, ALL, SIZE_MAX, NULL, 0, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .buffered = 1 });
    good = good && alk_row_count(r) == MANY - 10;
    LIVE_OK(l, alk_close(r));
    r = alk_conn_execute_driver(l->conn, ALL, SIZE_MAX, NULL, 0, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .unprepared = 1 });
    good = good && reads_on(r, 10);
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, good);
}

/* Without a transaction: refused where a cursor cannot be without one, and right where it can. */
static void without_a_transaction(live *l)
{
    fill(l);
    LIVE_OK(l, alk_conn_set_autocommit(l->conn, true));
    alk_result *r = by_cursor(l, ALL, BATCH);
    bool refused = !r && alk_last_error()->code == ALK_ERROR_INTERFACE && strcmp(alk_last_error()->sqlstate, "25P01") == 0;
    bool good = refused ? (l->caps & ALK_CAP_SERVER_CURSORS) != 0 : reads_on(r, 0);
    int code = alk_close(r);
    LIVE_CHECK(l, good && (refused || code == ALK_OK));
    LIVE_OK(l, live_run(l, "delete from live_t where id = 0"));
    LIVE_OK(l, alk_conn_begin(l->conn));
    r = by_cursor(l, ALL, BATCH);
    good = reads_on(r, 1);
    LIVE_OK(l, alk_close(r));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, good);
}

static void of_a_prepared_statement(live *l)
{
    bool numbered = strcmp(alk_engine_dialect(l->engine), "postgresql") == 0 && !strstr(l->url, "odbc");
    fill(l);
    alk_stmt *stmt = alk_conn_prepare(l->conn, numbered ? "select id, name from live_t where id >= $1 order by id" : "select id, name from live_t where id >= ? order by id", SIZE_MAX);
    bool good = stmt && alk_stmt_set_options(stmt, BY_CURSOR) == ALK_OK;
    for (int i = 0; good && i < 100; i += 9) {
        good = alk_stmt_bind_int(stmt, 1, i) == ALK_OK;
        alk_result *r = alk_stmt_execute(stmt, NULL);
        good = good && alk_next(r) && is_row(r, i) && (!(l->caps & ALK_CAP_DESCRIBE) || alk_stmt_column_count(stmt) == 2) && reads_on(r, i + 1);
        good = alk_close(r) == ALK_OK && good;
    }
    alk_stmt_close(stmt);
    LIVE_CHECK(l, good);
}

const live_case live_cursors[] = {
    { "cursor_batches_of_any_size", batches_of_any_size },
    { "cursor_ways_of_reading", ways_of_reading },
    { "cursor_others_between", others_between },
    { "cursor_closed_early", closed_early },
    { "cursor_ended_by_the_transaction", ended_by_the_transaction },
    { "cursor_of_the_connection", of_the_connection },
    { "cursor_without_a_transaction", without_a_transaction },
    { "cursor_of_a_prepared_statement", of_a_prepared_statement },
    { NULL, NULL },
};
