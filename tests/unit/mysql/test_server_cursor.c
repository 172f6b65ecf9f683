/* SPDX-License-Identifier: MIT
 * Queries that are read through a cursor of a MariaDB server. */
#include <sys/resource.h>
#include "my.h"
#include "statement.h"

static int open_within(my *m, const char *sql, uint32_t rows, int64_t deadline, void **stmt, void **cursor)
{
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .nrows = 1, .deadline = deadline, .cursor_rows = rows };
    int64_t affected;
    *cursor = NULL;
    alk_check_ok(my_prepare(m, sql, stmt));
    return m->ops->execute(m->conn, *stmt, &request, cursor, &affected, my_err(m));
}

static void open_cursor(my *m, const char *sql, uint32_t rows, void **stmt, void **cursor)
{
    if ((m->ops->caps(m->conn) & ALK_CAP_SERVER_CURSORS) == 0)
        alk_skip("the server is no MariaDB");
    alk_check_ok(open_within(m, sql, rows, 0, stmt, cursor));
    alk_check(*cursor != NULL && m->ops->cursor->is_apart(*cursor) == 1);
}

static void close_all(my *m, void *stmt, void *cursor)
{
    alk_check_ok(m->ops->cursor->close(cursor, my_err(m)));
    m->ops->stmt_close(m->conn, stmt);
}

static int fetch(my *m, void *cursor, alk_cell *cell)
{
    uint32_t got = 0;
    int rc = m->ops->cursor->fetch_cells(cursor, cell, 1, 1, &got, m->arena, my_err(m));
    return rc == ALK_END && got == 1 ? ALK_OK : rc;
}

static void expect(my *m, void *cursor, int64_t from, int64_t to)
{
    alk_cell cell;
    for (; from <= to; from++) {
        alk_check_ok(fetch(m, cursor, &cell));
        alk_check_int(cell.u.i, from);
    }
}

ALK_TEST(server_cursor, others_run_between_its_batches)
{
    void *stmt, *cursor, *other, *second;
    alk_cell cell;
    my m;
    my_open(&m, NULL);
    open_cursor(&m, "select seq from seq_1_to_9", 2, &stmt, &cursor);
    open_cursor(&m, "select seq from seq_1_to_9", 3, &other, &second);
    expect(&m, second, 1, 2);
    expect(&m, cursor, 1, 3);
    alk_check_ok(my_run(&m, "select 1"));
    expect(&m, cursor, 4, 9);
    alk_check_int(fetch(&m, cursor, &cell), ALK_END);
    alk_check_int(fetch(&m, cursor, &cell), ALK_END);
    close_all(&m, stmt, cursor);
    expect(&m, second, 3, 4);
    alk_check_ok(m.ops->cursor->close(second, my_err(&m)));      /* early; and again, from the beginning */
    alk_request request = { .size = sizeof request, .nrows = 1, .cursor_rows = 3 };
    int64_t affected;
    alk_check_ok(m.ops->execute(m.conn, other, &request, &second, &affected, my_err(&m)));
    expect(&m, second, 1, 9);
    alk_check_ok(m.ops->cursor->close(second, my_err(&m)));
    request.cursor_rows = 0;
    request.flags = ALK_REQUEST_STREAM;
    alk_check_ok(m.ops->execute(m.conn, other, &request, &second, &affected, my_err(&m)));
    alk_check_int(m.ops->cursor->is_apart(second), 0);
    expect(&m, second, 1, 9);
    close_all(&m, other, second);
    my_close(&m);
}

ALK_TEST(server_cursor, is_for_queries_alone)
{
    static const char *const statements[] = { "show variables like 'version'", "show warnings" };
    void *stmt, *cursor;
    my m;
    my_open(&m, NULL);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        alk_check_ok(open_within(&m, statements[i], 1, 0, &stmt, &cursor));
        alk_check(cursor != NULL);
        alk_check_int(m.ops->cursor->is_apart(cursor), 0);
        close_all(&m, stmt, cursor);
    }
    alk_check_ok(open_within(&m, "select 1 into @a", 1, 0, &stmt, &cursor));
    alk_check(cursor == NULL);
    m.ops->stmt_close(m.conn, stmt);
    my_close(&m);
}

/* All of the work is done when the server opens its cursor. */
ALK_TEST(server_cursor, deadline_of_opening)
{
    void *stmt, *cursor;
    my m;
    my_open(&m, NULL);
    alk_check_int(open_within(&m, "select sleep(30)", 1, alk__my_now() + ALK__MY_SECOND / 5, &stmt, &cursor), ALK_ERROR_TIMEOUT);
    m.ops->stmt_close(m.conn, stmt);
    alk_check_ok(open_within(&m, "select seq from seq_1_to_9", 2, alk__my_now() + 20 * ALK__MY_SECOND, &stmt, &cursor));
    expect(&m, cursor, 1, 9);
    close_all(&m, stmt, cursor);
    my_close(&m);
}

/* Rows of 200 MB, with other statements between the batches. */
ALK_TEST_LONG(server_cursor, memory_holds_a_batch, 120)
{
#if defined(ALK_TEST_SANITIZED)
    enum { MOST_KB = 600 << 10 };        /* what is freed waits in quarantine */
#else
    enum { MOST_KB = 24 << 10 };
#endif
    enum { BATCH = 1000, WIDTH = 1000, ROWS = 200000, CAP = 64 };
    static alk_cell cells[2 * CAP];
    struct rusage before, after;
    void *stmt, *cursor;
    int64_t n = 0;
    uint32_t got = 0;
    int rc = ALK_OK;
    my m;
    my_open(&m, NULL);
    open_cursor(&m, "select seq, repeat('x', 1000) from seq_1_to_200000", BATCH, &stmt, &cursor);
    (void)getrusage(RUSAGE_SELF, &before);
    while (rc == ALK_OK) {
        rc = m.ops->cursor->fetch_cells(cursor, cells, 2, CAP, &got, m.arena, my_err(&m));
        alk_check(rc == ALK_OK || rc == ALK_END);
        for (uint32_t i = 0; i < got; i++)
            alk_check(cells[2 * i].u.i == ++n && cells[2 * i + 1].len == WIDTH);
        if (n % (20 * BATCH) == 0 && rc == ALK_OK)
            alk_check_ok(my_run(&m, "select 1"));
    }
    (void)getrusage(RUSAGE_SELF, &after);
    alk_check_int(n, ROWS);
    alk_check_that(after.ru_maxrss - before.ru_maxrss < MOST_KB, "it grew by %ld kB", after.ru_maxrss - before.ru_maxrss);
    close_all(&m, stmt, cursor);
    my_close(&m);
}
