/* SPDX-License-Identifier: MIT
 * The baselines on libsqlite3. Plain: default open, statements prepared once, values bound, one object from malloc() for each row and strdup() for its
 * texts. Best: opened without mutexes, each value fetched once, objects in blocks, many rows in one VALUES. */
#include "objects.h"
#include "raw.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MULTI = 100 };                  /* rows in one VALUES */

typedef struct session {
    sqlite3 *db;
    bool best;
    bool turned;                       /* W8 gives each user another name than the time before */
    sqlite3_stmt *users, *pairs, *insert, *insert_many, *by_key, *wide, *update, *begin, *commit, *clear, *graph[3];
    bench_objects objects;
} session;

static void complain(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench: raw sqlite: %s: %s\n", what, sqlite3_errmsg(db));
}

/* ---- sessions ---- */

static bool run(void *raw, const char *sql)
{
    session *s = raw;
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    complain(s->db, sql);
    return false;
}

static sqlite3_stmt *prepare(session *s, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        complain(s->db, sql);
    return stmt;
}

static sqlite3_stmt *prepare_many(session *s)
{
    char sql[64 + MULTI * 6] = "INSERT INTO users (name, hair_color) VALUES (?,?)";
    size_t at = strlen(sql);
    for (int i = 1; i < MULTI; i++, at += 6)
        memcpy(sql + at, ",(?,?)", 7);
    return prepare(s, sql);
}

static bool prepare_all(session *s)
{
    return (s->users = prepare(s, "SELECT id, name, hair_color FROM users")) &&
           (s->pairs = prepare(s, "SELECT u.id, u.name, u.hair_color, p.id, p.user_id, p.title, p.body FROM users u "
                                  "LEFT JOIN posts p ON p.user_id = u.id WHERE u.hair_color = ?")) &&
           (s->insert = prepare(s, "INSERT INTO users (name, hair_color) VALUES (?, ?)")) && (s->insert_many = prepare_many(s)) &&
           (s->by_key = prepare(s, "SELECT id, name, hair_color FROM users WHERE id = ?")) &&
           (s->wide = prepare(s, "SELECT a, b, c, d, e, f FROM wide")) &&
           (s->graph[0] = prepare(s, "SELECT id, 0, name FROM users")) && (s->graph[1] = prepare(s, "SELECT id, user_id, title, body FROM posts")) &&
           (s->graph[2] = prepare(s, "SELECT id, post_id, text FROM comments")) && (s->update = prepare(s, "UPDATE users SET name = ? WHERE id = ?")) && (s->begin = prepare(s, "BEGIN")) &&
           (s->commit = prepare(s, "COMMIT")) && (s->clear = prepare(s, "DELETE FROM users"));
}

static void close_session(void *raw)
{
    session *s = raw;
    if (!s)
        return;
    sqlite3_stmt *all[] = { s->users, s->pairs, s->insert, s->insert_many, s->by_key, s->wide, s->update, s->begin, s->commit, s->clear, s->graph[0], s->graph[1], s->graph[2] };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(s->db);
    bench_objects_free(&s->objects);
    free(s);
}

static void *open_session(const bench_server *server, bool best)
{
    const char *database = server->database;
    char path[4096] = ":memory:";
    session *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->best = s->objects.in_blocks = best;
    if (database)
        snprintf(path, sizeof path, "%s-%s", database, best ? "best" : "plain");
    if (database)
        remove(path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (best ? SQLITE_OPEN_NOMUTEX : 0);
    bool fine = sqlite3_open_v2(path, &s->db, flags, NULL) == SQLITE_OK;
    if (!fine)
        complain(s->db, path);
    if (fine && bench_schema_make(bench_schema_of("sqlite"), "", run, s) && prepare_all(s))
        return s;
    close_session(s);
    return NULL;
}

/* ---- loading ---- */

static bool once(session *s, sqlite3_stmt *stmt)
{
    int rc = sqlite3_step(stmt);
    if (rc != SQLITE_DONE)
        complain(s->db, "step");
    sqlite3_reset(stmt);
    return rc == SQLITE_DONE;
}

static bool load(void *raw, bench_fixture fixture, size_t n)
{
    session *s = raw;
    s->turned = false;
    if (!bench_names(n))
        return false;
    if (fixture == BENCH_EMPTY)
        return once(s, s->clear);
    return run(s, "BEGIN") && bench_schema_load(bench_schema_of("sqlite"), fixture, n, run, s) && run(s, "COMMIT");
}

/* ---- objects ---- */

static char *text_of(session *s, sqlite3_stmt *stmt, int column)
{
    if (!s->best) {
        const char *text = (const char *)sqlite3_column_text(stmt, column);
        return text ? strdup(text) : NULL;
    }
    sqlite3_value *value = sqlite3_column_value(stmt, column);
    const unsigned char *text = sqlite3_value_text(value);
    if (!text)
        return NULL;
    return bench_text(&s->objects, (const char *)text, (size_t)sqlite3_value_bytes(value));
}

/* ---- the workloads ---- */

static void read_user(session *s, sqlite3_stmt *stmt, bench_user *u)
{
    u->id = sqlite3_column_int64(stmt, 0);
    u->name = text_of(s, stmt, 1);
    u->hair = text_of(s, stmt, 2);
}

static uint64_t w1(void *raw, size_t n)
{
    session *s = raw;
    bench_list users = { NULL, 0, 0 };
    int rc;
    while ((rc = sqlite3_step(s->users)) == SQLITE_ROW) {
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!bench_push(&users, u))
            return BENCH_FAILED;
        read_user(s, s->users, u);
    }
    sqlite3_reset(s->users);
    size_t count = users.count;
    uint64_t sum = bench_end_users(&s->objects, &users);
    return rc == SQLITE_DONE && count == n ? sum : BENCH_FAILED;
}

static uint64_t w2(void *raw, size_t n)
{
    session *s = raw;
    bench_list pairs = { NULL, 0, 0 };
    int rc;
    sqlite3_bind_text(s->pairs, 1, "red", 3, SQLITE_STATIC);
    while ((rc = sqlite3_step(s->pairs)) == SQLITE_ROW) {
        bench_pair *p = bench_object(&s->objects, sizeof *p);
        if (!bench_push(&pairs, p))
            return BENCH_FAILED;
        read_user(s, s->pairs, &p->who);
        p->post = sqlite3_column_int64(s->pairs, 3);
        p->user_id = sqlite3_column_int64(s->pairs, 4);
        p->title = text_of(s, s->pairs, 5);
        p->body = text_of(s, s->pairs, 6);
    }
    sqlite3_reset(s->pairs);
    size_t count = pairs.count;
    uint64_t sum = bench_end_pairs(&s->objects, &pairs);
    return rc == SQLITE_DONE && count == n ? sum : BENCH_FAILED;
}

static bool bind_user(sqlite3_stmt *stmt, int at, const char *name, const char *hair)
{
    return sqlite3_bind_text(stmt, at, name, -1, SQLITE_STATIC) == SQLITE_OK &&
           (hair ? sqlite3_bind_text(stmt, at + 1, hair, -1, SQLITE_STATIC) : sqlite3_bind_null(stmt, at + 1)) == SQLITE_OK;
}

static bool insert_many(session *s, const char *const *name, size_t first)
{
    for (size_t k = 0; k < MULTI; k++)
        bind_user(s->insert_many, (int)k * 2 + 1, name[first + k], bench_hair(BENCH_USERS, first + k + 1));
    return once(s, s->insert_many);
}

static uint64_t w3(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    size_t i = 0;
    if (!name || !once(s, s->begin))
        return BENCH_FAILED;
    for (; s->best && n - i >= MULTI; i += MULTI)
        if (!insert_many(s, name, i))
            return BENCH_FAILED;
    for (; i < n; i++)
        if (!bind_user(s->insert, 1, name[i], bench_hair(BENCH_USERS, i + 1)) || !once(s, s->insert))
            return BENCH_FAILED;
    return once(s, s->commit) ? n : BENCH_FAILED;
}

static uint64_t w4(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    size_t i = 0;
    if (!name || !once(s, s->begin))
        return BENCH_FAILED;
    for (; s->best && n - i >= MULTI; i += MULTI) {        /* keys follow each other: the last one tells all */
        if (!insert_many(s, name, i))
            return BENCH_FAILED;
        for (int64_t last = sqlite3_last_insert_rowid(s->db), k = MULTI - 1; k >= 0; k--)
            sum = bench_mix(sum, (uint64_t)(last - k));
    }
    for (; i < n; i++) {
        if (!bind_user(s->insert, 1, name[i], bench_hair(BENCH_USERS, i + 1)) || !once(s, s->insert))
            return BENCH_FAILED;
        sum = bench_mix(sum, (uint64_t)sqlite3_last_insert_rowid(s->db));
    }
    return once(s, s->commit) ? sum : BENCH_FAILED;
}

static uint64_t w5(void *raw, size_t n)
{
    session *s = raw;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sqlite3_bind_int64(s->by_key, 1, bench_key(i, n));
        if (sqlite3_step(s->by_key) != SQLITE_ROW)
            return BENCH_FAILED;
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!u)
            return BENCH_FAILED;
        read_user(s, s->by_key, u);
        if (sqlite3_step(s->by_key) != SQLITE_DONE)
            return BENCH_FAILED;
        sqlite3_reset(s->by_key);
        sum = bench_sum_user(sum, u);
        bench_user_free(&s->objects, u);
        bench_give_back(&s->objects);
    }
    return sum;
}

static int64_t number(const char *text, int digits)
{
    int64_t value = 0;
    for (int i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* Microseconds since 1970 of "YYYY-MM-DD HH:MM:SS.ffffff". */
static int64_t moment(const char *text)
{
    return bench_micros(number(text, 4), number(text + 5, 2), number(text + 8, 2), number(text + 11, 2), number(text + 14, 2), number(text + 17, 2),
                        number(text + 20, 6));
}

static uint64_t w7_best(session *s, size_t n)
{
    uint64_t sum = 0, rows = 0;
    double real = 0;
    int rc;
    while ((rc = sqlite3_step(s->wide)) == SQLITE_ROW) {
        sqlite3_value *d = sqlite3_column_value(s->wide, 3), *e = sqlite3_column_value(s->wide, 4);
        sum += (uint64_t)sqlite3_column_int64(s->wide, 0) + (uint64_t)sqlite3_column_int64(s->wide, 1);
        real += sqlite3_column_double(s->wide, 2);
        sum += sqlite3_value_text(d)[0] + (uint64_t)sqlite3_value_bytes(d) + sqlite3_value_text(e)[0] + (uint64_t)sqlite3_value_bytes(e);
        sum += (uint64_t)moment((const char *)sqlite3_column_text(s->wide, 5));
        rows++;
    }
    sqlite3_reset(s->wide);
    return rc == SQLITE_DONE && rows == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

/* Three statements, all rows of each. The bodies of posts are read too, as the other side does. */
static uint64_t w6(void *raw, size_t n)
{
    session *s = raw;
    bench_list kinds[3] = { { NULL, 0, 0 } };
    uint64_t bodies = 0;
    for (int k = 0; k < 3; k++) {
        sqlite3_stmt *stmt = s->graph[k];
        int rc;
        while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
            if (!bench_add_node(&s->objects, &kinds[k], k ? &kinds[k - 1] : NULL, sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 0), text_of(s, stmt, 2)))
                return BENCH_FAILED;
            if (k == 1) {
                char *body = text_of(s, stmt, 3);
                bodies += (unsigned char)body[0];
                if (!s->best)
                    free(body);
            }
        }
        sqlite3_reset(stmt);
        if (rc != SQLITE_DONE)
            return BENCH_FAILED;
    }
    bool fine = kinds[0].count == n && kinds[2].count == 100 * n;
    uint64_t sum = bench_end_graph(&s->objects, kinds);
    return fine ? bench_mix(sum, bodies) : BENCH_FAILED;
}

static uint64_t w7(void *raw, size_t n)
{
    session *s = raw;
    uint64_t sum = 0, rows = 0;
    double real = 0;
    int rc;
    if (s->best)
        return w7_best(s, n);
    while ((rc = sqlite3_step(s->wide)) == SQLITE_ROW) {
        sum += (uint64_t)sqlite3_column_int(s->wide, 0) + (uint64_t)sqlite3_column_int64(s->wide, 1);
        real += sqlite3_column_double(s->wide, 2);
        sum += sqlite3_column_text(s->wide, 3)[0] + (uint64_t)sqlite3_column_bytes(s->wide, 3);
        sum += sqlite3_column_text(s->wide, 4)[0] + (uint64_t)sqlite3_column_bytes(s->wide, 4);
        sum += (uint64_t)moment((const char *)sqlite3_column_text(s->wide, 5));
        rows++;
    }
    sqlite3_reset(s->wide);
    return rc == SQLITE_DONE && rows == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

static uint64_t w8(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    if (!name || !once(s, s->begin))
        return BENCH_FAILED;
    for (size_t i = 0; i < n; i++) {
        sqlite3_bind_text(s->update, 1, name[s->turned ? i : n - 1 - i], -1, SQLITE_STATIC);
        sqlite3_bind_int64(s->update, 2, (int64_t)i + 1);
        if (!once(s, s->update))
            return BENCH_FAILED;
        sum += (uint64_t)sqlite3_changes(s->db);
    }
    s->turned = !s->turned;
    return once(s, s->commit) ? sum : BENCH_FAILED;
}

/* Keys follow each other, so the rows come in their order. */
static uint64_t contents(void *raw, size_t n)
{
    return w1(raw, n);
}

const bench_raw_backend bench_raw_sqlite = {
    .database = BENCH_SQLITE,
    .plain = "sqlite3_open(), prepared once, an object from malloc() for each row and strdup() for its texts",
    .best = "NOMUTEX, each value fetched once, objects in blocks, 100 rows in one VALUES",
    .open = open_session,
    .close = close_session,
    .load = load,
    .contents = contents,
    .work = { [BENCH_W1] = w1, [BENCH_W2] = w2, [BENCH_W3] = w3, [BENCH_W4] = w4, [BENCH_W5] = w5, [BENCH_W6] = w6, [BENCH_W7] = w7, [BENCH_W8] = w8 },
};
