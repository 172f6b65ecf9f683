/* SPDX-License-Identifier: MIT
 * COPY: the program's own, and what the library does with many rows. Where the driver has none, the same rows go as they do without it. */
#include "live.h"
#include <inttypes.h>
#include <stdlib.h>

enum { ROWS = 2000 };

static bool has_copy(live *l)
{
    return alk_conn_native(l->conn, "alk.copy/1") != NULL;
}

static void need_copy(live *l)
{
    if (!has_copy(l))
        live_skip(l, "its driver has no COPY");
}

/* ---- the program's own ---- */

typedef struct text {
    const char *at;
    size_t left, piece;
    int64_t fail;                      /* what it returns at its end in place of 0 */
    alk_conn *conn;                    /* it uses this one, which it may not */
    int used;
} text;

static int64_t give(void *payload, char *buffer, size_t size)
{
    text *t = payload;
    size_t n = t->piece < size ? t->piece : size;
    n = n < t->left ? n : t->left;
    if (t->conn)
        t->used = alk_close(alk_execute(t->conn, alk_raw("select 1")));
    memcpy(buffer, t->at, n);
    t->at += n;
    t->left -= n;
    return n ? (int64_t)n : t->fail;
}

static const char three[] = "1\tone\n2\ttwo \\t\\\\\n3\t\\N\n";

static void copies_in_and_out(live *l)
{
    text source = { .at = three, .left = sizeof three - 1, .piece = 5 };
    int64_t rows = 0;
    need_copy(l);
    live_table(l, "v INT, t TEXT");
    LIVE_OK(l, alk_conn_copy_in(l->conn, "copy live_t(v, t) from stdin", give, &source, &rows));
    LIVE_CHECK(l, rows == 3 && live_int(l, "select sum(v) from live_t") == 6);
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t where t is null") == 1);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

typedef struct kept {
    char bytes[200];
    size_t length;
    int pieces, stop_at;
} kept;

static int keep(void *payload, const char *bytes, size_t length)
{
    kept *k = payload;
    if (++k->pieces == k->stop_at)
        return 7;
    if (k->length + length < sizeof k->bytes) {
        memcpy(k->bytes + k->length, bytes, length);
        k->length += length;
    }
    return ALK_OK;
}

static void copies_out_what_it_copied_in(live *l)
{
    text source = { .at = three, .left = sizeof three - 1, .piece = 1000 };
    kept sink = { .length = 0 };
    int64_t rows = 0;
    need_copy(l);
    live_table(l, "v INT, t TEXT");
    LIVE_OK(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", give, &source, NULL));
    LIVE_OK(l, alk_conn_copy_out(l->conn, "copy live_t to stdout", keep, &sink, &rows));
    LIVE_CHECK(l, rows == 3 && sink.pieces == 3 && sink.length == sizeof three - 1 && memcmp(sink.bytes, three, sink.length) == 0);
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 3);
}

static void copy_that_fails(live *l)
{
    text bad = { .at = "1\tone\nx\ttwo\n", .left = 12, .piece = 100 }, broken = { .at = three, .left = 6, .piece = 100, .fail = -1 };
    kept sink = { .stop_at = 2 };
    int64_t rows = 0;
    need_copy(l);
    live_table(l, "v INT, t TEXT");
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", give, &bad, &rows), ALK_ERROR_DATA);
    LIVE_CHECK(l, rows == -1);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", give, &broken, &rows), ALK_ERROR_INTERFACE);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
    LIVE_FAILS(l, alk_conn_copy_out(l->conn, "copy (select generate_series(1, 100000)) to stdout", keep, &sink, &rows), ALK_ERROR_INTERFACE);
    LIVE_CHECK(l, sink.pieces == 2);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select 5") == 5);
}

static void copy_wrongly_asked_for(live *l)
{
    text source = { .at = three, .left = sizeof three - 1, .piece = 5, .conn = l->conn };
    kept sink = { .length = 0 };
    need_copy(l);
    live_table(l, "v INT, t TEXT");
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "select 1", give, &source, NULL), ALK_ERROR_PROGRAMMING);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t from stdin; select 1", give, &source, NULL), ALK_ERROR_PROGRAMMING);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t to stdout", give, &source, NULL), ALK_ERROR_ARGUMENT);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_FAILS(l, alk_conn_copy_out(l->conn, "copy live_t from stdin", keep, &sink, NULL), ALK_ERROR_ARGUMENT);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", NULL, NULL, NULL), ALK_ERROR_ARGUMENT);
    LIVE_FAILS(l, live_run(l, "copy live_t from stdin"), ALK_ERROR_NOT_SUPPORTED);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_OK(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", give, &source, NULL));
    LIVE_CHECK(l, source.used == ALK_ERROR_INTERFACE);
}

static void copy_has_a_deadline(live *l)
{
    kept sink = { .length = 0 };
    need_copy(l);
    LIVE_OK(l, alk_conn_set_options(l->conn, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .timeout = 0.3 }));
    LIVE_FAILS(l, alk_conn_copy_out(l->conn, "copy (select pg_sleep(30)) to stdout", keep, &sink, NULL), ALK_ERROR_TIMEOUT);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_OK(l, alk_conn_set_options(l->conn, NULL));
    LIVE_CHECK(l, live_int(l, "select 6") == 6);
}

static void without_copy(live *l)
{
    text source = { .at = three };
    if (has_copy(l))
        live_skip(l, "its driver has COPY");
    LIVE_FAILS(l, alk_conn_copy_in(l->conn, "copy live_t from stdin", give, &source, NULL), ALK_ERROR_NOT_SUPPORTED);
}

/* ---- many rows ---- */

typedef struct plain {
    int64_t v;
    const char *t;
    double r;
    alk_opt_int32 n;
} plain;
static const alk_field plain_fields[] = { ALK_FIELD(plain, v), ALK_FIELD(plain, t), ALK_FIELD(plain, r), ALK_FIELD(plain, n) };

static plain *plain_rows(live *l, size_t n)
{
    plain *rows = alk_arena_alloc(l->arena, n * sizeof *rows, 16);
    LIVE_CHECK(l, rows);
    for (size_t i = 0; i < n; i++) {
        rows[i] = (plain){ .v = (int64_t)i, .t = i % 3 ? "zwölf Boxkämpfer\tjagen\n\\N" : "", .r = (double)i / 3 };
        if (i % 2)
            rows[i].n = (alk_opt_int32)ALK_SOME((int32_t)i);
    }
    return rows;
}

static int insert_plain(live *l, const plain *rows, size_t n, int64_t *affected)
{
    return alk_execute_each(l->conn, alk_raw("insert into live_t (v, t, r, n) values (:v, :t, :r, :n)"), plain_fields, rows, n, affected);
}

static int count_executions(alk_event *event, void *payload)
{
    int *count = payload;
    *count += event->n_rows == ROWS ? 1 : 1000;
    return ALK_OK;
}

static void rows_in_bulk(live *l)
{
    int64_t affected = 0;
    int executions = 0;
    live_table(l, "v INT, t TEXT, r REAL, n INT");
    const plain *rows = plain_rows(l, ROWS);
    uint64_t listener = alk_listen(l->engine, ALK_EVENT_AFTER_EXECUTE, count_executions, &executions, 0);
    int code = insert_plain(l, rows, ROWS, &affected);
    alk_unlisten(l->engine, listener);
    LIVE_OK(l, code);
    LIVE_CHECK(l, affected == ROWS && (executions == 1) == has_copy(l));
    plain *back = NULL;
    size_t n = 0;
    alk_result *r = alk_execute(l->conn, alk_raw("select v, t, r, n from live_t order by v"));
    LIVE_OK(l, alk_fetch_all(r, plain_fields, plain, l->arena, &back, &n));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, n == ROWS);
    for (size_t i = 0; i < n; i++)
        LIVE_CHECK(l, back[i].v == rows[i].v && strcmp(back[i].t, rows[i].t) == 0 && back[i].r == rows[i].r &&
                          (back[i].n.state == ALK_VALUE) == (i % 2 == 1) && (i % 2 == 0 || back[i].n.value == (int32_t)i));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

static void rows_in_bulk_break_a_constraint(live *l)
{
    live_table(l, "v INT primary key, t TEXT, r REAL, n INT");
    plain *rows = plain_rows(l, ROWS);
    rows[ROWS - 10].v = 5;
    LIVE_FAILS(l, insert_plain(l, rows, ROWS, NULL), ALK_ERROR_INTEGRITY);
    LIVE_CHECK(l, strcmp(alk_last_error()->sqlstate, "23505") == 0);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

/* A value that a parameter cannot have: the rows before it are there, in a transaction that goes on. */
static void rows_in_bulk_with_a_bad_value(live *l)
{
    live_table(l, "v INT, t TEXT, r REAL, n INT");
    plain *rows = plain_rows(l, ROWS);
    rows[ROWS - 10].t = "not \xff UTF-8";
    LIVE_FAILS(l, insert_plain(l, rows, ROWS, NULL), ALK_ERROR_DATA);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

typedef struct exact {
    int64_t v;
    const char *d;
    alk_uuid u;
    alk_date day;
    alk_timestamp at;
    alk_sv b;
    bool truth;
} exact;
static const alk_field exact_fields[] = {
    ALK_FIELD(exact, v), { "d", offsetof(exact, d), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, ALK_TYPE_DECIMAL }, ALK_FIELD(exact, u), ALK_FIELD(exact, day), ALK_FIELD(exact, at),
    { "b", offsetof(exact, b), ALK_SLOT_NOT_NULL, ALK_SLOT_VIEW, ALK_TYPE_BLOB }, ALK_FIELD(exact, truth),
};

static bool same_but_number(const exact *a, const exact *b)
{
    return a->v == b->v && memcmp(&a->u, &b->u, 16) == 0 && a->day.days == b->day.days && a->at.micros == b->at.micros && a->b.n == b->b.n &&
           (a->b.n == 0 || memcmp(a->b.p, b->b.p, a->b.n) == 0) && a->truth == b->truth;
}

static void rows_in_bulk_of_exact_types(live *l)
{
    static const char *const decimals[] = { "0", "1", "-1", "0.5", "-0.0001", "12345678.9", "99999999.9999", "10000", "0.1000", "-40000000", "1234.5678", "100000000" };
    enum { KINDS = sizeof decimals / sizeof decimals[0], N = 600 };
    live_table(l, "v INT, d DECIMAL, u UUID, day DATE, at TIMESTAMP, b BLOB, truth BOOL");
    exact *rows = alk_arena_alloc(l->arena, N * sizeof *rows, 16);
    for (int i = 0; i < N; i++) {
        rows[i] = (exact){ .v = i, .d = decimals[i % KINDS], .day = { i * 50 - 300 }, .at = { INT64_C(1700000000123456) + i },
                           .b = { "a\0b\xff", (size_t)(i % 5) }, .truth = i % 2 };
        memset(&rows[i].u, i & 255, sizeof rows[i].u);
    }
    LIVE_OK(l, alk_execute_each(l->conn, alk_raw("insert into live_t (v, d, u, day, at, b, truth) values (:v, :d, :u, :day, :at, :b, :truth)"), exact_fields, rows, N, NULL));
    exact *back = NULL;
    size_t n = 0;
    alk_result *r = alk_execute(l->conn, alk_raw("select v, d, u, day, at, b, truth from live_t order by v"));
    LIVE_OK(l, alk_fetch_all(r, exact_fields, exact, l->arena, &back, &n));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, n == N);
    for (int i = 0; i < N; i++) {
        LIVE_CHECK(l, same_but_number(&back[i], &rows[i]));
        LIVE_CHECK(l, strtod(back[i].d, NULL) == strtod(rows[i].d, NULL));
    }
}

/* Where COPY would do something else than INSERT, the rows go as INSERTs. */
static void rows_in_bulk_of_odd_tables(live *l)
{
    need_copy(l);
    const plain *rows = plain_rows(l, ROWS);
    int64_t affected = 0;
    live_table(l, "v INT, t TEXT, r REAL, n INT");
    LIVE_OK(l, live_run(l, "alter table live_t rename to live_under"));
    LIVE_OK(l, live_run(l, "create view live_t as select v, t, r, n from live_under"));
    LIVE_OK(l, insert_plain(l, rows, ROWS, &affected));
    LIVE_CHECK(l, affected == ROWS && live_int(l, "select count(*) from live_under") == ROWS);
    LIVE_OK(l, live_run(l, "drop view live_t"));
    LIVE_OK(l, live_run(l, "create table live_t (v bigint, t text, r float8, n int)"));
    LIVE_OK(l, live_run(l, "create rule live_rule as on insert to live_t where new.v < 10 do instead nothing"));
    LIVE_OK(l, insert_plain(l, rows, ROWS, NULL));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == ROWS - 10);
    LIVE_OK(l, live_run(l, "drop table live_t"));
    LIVE_OK(l, live_run(l, "create table live_t (v bigint generated always as identity, t text, r float8, n int)"));
    LIVE_CHECK(l, insert_plain(l, rows, ROWS, NULL) < 0 && strcmp(alk_last_error()->sqlstate, "428C9") == 0);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

const live_case live_copy[] = {
    { "copies_in_and_out", copies_in_and_out }, { "copies_out_what_it_copied_in", copies_out_what_it_copied_in }, { "copy_that_fails", copy_that_fails },
    { "copy_wrongly_asked_for", copy_wrongly_asked_for }, { "copy_has_a_deadline", copy_has_a_deadline }, { "without_copy", without_copy },
    { "rows_in_bulk", rows_in_bulk }, { "rows_in_bulk_break_a_constraint", rows_in_bulk_break_a_constraint }, { "rows_in_bulk_with_a_bad_value", rows_in_bulk_with_a_bad_value },
    { "rows_in_bulk_of_exact_types", rows_in_bulk_of_exact_types }, { "rows_in_bulk_of_odd_tables", rows_in_bulk_of_odd_tables }, { NULL, NULL },
};
