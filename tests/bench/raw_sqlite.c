/* SPDX-License-Identifier: MIT
 * The baselines on libsqlite3. Plain: default open, statements prepared once, values bound, one object from malloc() for each row and strdup() for its
 * texts. Best: opened without mutexes, each value fetched once, objects in blocks, many rows in one VALUES. */
#include "raw.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MULTI = 100 };                  /* rows in one VALUES */
enum { BLOCK = 1 << 16 };

typedef struct block {
    struct block *older;
    size_t used;
    char bytes[BLOCK];
} block;

typedef struct session {
    sqlite3 *db;
    bool best;
    sqlite3_stmt *users, *pairs, *insert, *insert_many, *by_key, *wide, *update, *begin, *commit, *clear;
    block *blocks, *spare;             /* of the objects of one result */
} session;

typedef struct user {
    int64_t id;
    char *name, *hair;
} user;

typedef struct pair {
    user who;
    int64_t post, user_id;
    char *title, *body;
} pair;

static void complain(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench: raw sqlite: %s: %s\n", what, sqlite3_errmsg(db));
}

/* ---- sessions ---- */

static bool run(session *s, const char *sql)
{
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
           (s->update = prepare(s, "UPDATE users SET name = ? WHERE id = ?")) && (s->begin = prepare(s, "BEGIN")) &&
           (s->commit = prepare(s, "COMMIT")) && (s->clear = prepare(s, "DELETE FROM users"));
}

static void close_session(void *raw)
{
    session *s = raw;
    if (!s)
        return;
    sqlite3_stmt *all[] = { s->users, s->pairs, s->insert, s->insert_many, s->by_key, s->wide, s->update, s->begin, s->commit, s->clear };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(s->db);
    for (block *b; (b = s->spare ? s->spare : s->blocks);) {
        *(s->spare ? &s->spare : &s->blocks) = b->older;
        free(b);
    }
    free(s);
}

static void *open_session(const char *database, bool best)
{
    char path[4096] = ":memory:";
    session *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->best = best;
    if (database)
        snprintf(path, sizeof path, "%s-%s", database, best ? "best" : "plain");
    if (database)
        remove(path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | (best ? SQLITE_OPEN_NOMUTEX : 0);
    bool fine = sqlite3_open_v2(path, &s->db, flags, NULL) == SQLITE_OK;
    if (!fine)
        complain(s->db, path);
    for (size_t i = 0; fine && bench_schema[i]; i++)
        fine = run(s, bench_schema[i]);
    if (fine && prepare_all(s))
        return s;
    close_session(s);
    return NULL;
}

/* ---- loading ---- */

/* The values, made when first asked for: a program has them. NULL: out of memory. */
static const char *const *names(size_t n)
{
    static char (*texts)[BENCH_TEXT];
    static const char **views;
    static size_t made;
    if (n > made) {
        free(texts);
        free(views);
        made = 0;
        texts = malloc(n * sizeof *texts);
        views = malloc(n * sizeof *views);
        if (!texts || !views)
            return NULL;
        for (size_t i = 0; i < n; i++) {
            bench_name(texts[i], i + 1);
            views[i] = texts[i];
        }
        made = n;
    }
    return views;
}

static bool once(session *s, sqlite3_stmt *stmt)
{
    int rc = sqlite3_step(stmt);
    if (rc != SQLITE_DONE)
        complain(s->db, "step");
    sqlite3_reset(stmt);
    return rc == SQLITE_DONE;
}

static bool load_users(session *s, bench_fixture fixture, size_t n)
{
    char name[BENCH_TEXT];
    for (size_t i = 1; i <= n; i++) {
        bench_name(name, i);
        sqlite3_bind_text(s->insert, 1, name, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(s->insert, 2, bench_hair(fixture, i), -1, SQLITE_TRANSIENT);
        if (!once(s, s->insert))
            return false;
    }
    return true;
}

static bool load_posts(session *s, size_t n)
{
    char text[BENCH_TEXT];
    size_t post = 0;
    bool fine = true;
    sqlite3_stmt *insert = prepare(s, "INSERT INTO posts (user_id, title, body) VALUES (?, ?, ?)");
    for (size_t i = 1; insert && fine && i <= n; i++)
        for (size_t k = 0; fine && k < bench_posts_of(i); k++) {
            sqlite3_bind_int64(insert, 1, (int64_t)i);
            bench_title(text, ++post);
            sqlite3_bind_text(insert, 2, text, -1, SQLITE_TRANSIENT);
            bench_body(text, post);
            sqlite3_bind_text(insert, 3, text, -1, SQLITE_TRANSIENT);
            fine = once(s, insert);
        }
    sqlite3_finalize(insert);
    return insert && fine;
}

static bool load_wide(session *s, size_t n)
{
    char text[BENCH_TEXT];
    bool fine = true;
    sqlite3_stmt *insert = prepare(s, "INSERT INTO wide VALUES (?, ?, ?, ?, ?, ?)");
    for (size_t i = 1; insert && fine && i <= n; i++) {
        sqlite3_bind_int(insert, 1, (int)i);
        sqlite3_bind_int64(insert, 2, (int64_t)i << 20);
        sqlite3_bind_double(insert, 3, bench_real(i));
        bench_tag(text, i);
        sqlite3_bind_text(insert, 4, text, -1, SQLITE_TRANSIENT);
        bench_remark(text, i);
        sqlite3_bind_text(insert, 5, text, -1, SQLITE_TRANSIENT);
        bench_moment(text, i);
        sqlite3_bind_text(insert, 6, text, -1, SQLITE_TRANSIENT);
        fine = once(s, insert);
    }
    sqlite3_finalize(insert);
    return insert && fine;
}

static bool load(void *raw, bench_fixture fixture, size_t n)
{
    session *s = raw;
    if (!names(n))
        return false;
    if (fixture == BENCH_EMPTY)
        return once(s, s->clear);
    bool fine = run(s, "BEGIN") && run(s, "DELETE FROM posts") && run(s, "DELETE FROM users") && run(s, "DELETE FROM wide");
    fine = fine && (fixture == BENCH_WIDE ? load_wide(s, n) : load_users(s, fixture, n));
    fine = fine && (fixture != BENCH_PAIRS || load_posts(s, n));
    return fine && run(s, "COMMIT");
}

/* ---- objects ---- */

/* Room in the blocks of the expert. Those of the last result are used again. */
static void *cut(session *s, size_t size)
{
    block *b = s->blocks;
    size = (size + 7) & ~(size_t)7;
    if (!b || size > BLOCK - b->used) {
        b = s->spare;
        if (b)
            s->spare = b->older;
        else if (!(b = malloc(sizeof *b)))
            return NULL;
        b->used = 0;
        b->older = s->blocks;
        s->blocks = b;
    }
    void *room = b->bytes + b->used;
    b->used += size;
    return room;
}

static void give_back(session *s)
{
    for (block *b; (b = s->blocks);) {
        s->blocks = b->older;
        b->older = s->spare;
        s->spare = b;
    }
}

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
    size_t size = (size_t)sqlite3_value_bytes(value) + 1;
    char *copy = cut(s, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

/* Objects from malloc() behind an array of pointers that grows. */
typedef struct list {
    void **items;
    size_t count, room;
} list;

static bool push(list *l, void *item)
{
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        void **items = realloc(l->items, room * sizeof *items);
        if (!items)
            return false;
        l->items = items;
        l->room = room;
    }
    l->items[l->count++] = item;
    return item != NULL;
}

static void *object(session *s, size_t size)
{
    return s->best ? cut(s, size) : malloc(size);
}

/* ---- the workloads ---- */

static void read_user(session *s, sqlite3_stmt *stmt, user *u)
{
    u->id = sqlite3_column_int64(stmt, 0);
    u->name = text_of(s, stmt, 1);
    u->hair = text_of(s, stmt, 2);
}

static uint64_t sum_user(uint64_t sum, const user *u)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name), u->hair);
}

static void free_user(session *s, user *u)
{
    if (s->best)
        return;
    free(u->name);
    free(u->hair);
    free(u);
}

static uint64_t w1(void *raw, size_t n)
{
    session *s = raw;
    list users = { NULL, 0, 0 };
    uint64_t sum = 0;
    int rc;
    while ((rc = sqlite3_step(s->users)) == SQLITE_ROW) {
        user *u = object(s, sizeof *u);
        if (!push(&users, u))
            return BENCH_FAILED;
        read_user(s, s->users, u);
    }
    sqlite3_reset(s->users);
    for (size_t i = 0; i < users.count; i++)
        sum = sum_user(sum, users.items[i]);
    for (size_t i = 0; i < users.count; i++)
        free_user(s, users.items[i]);
    free(users.items);
    give_back(s);
    return rc == SQLITE_DONE && users.count == n ? sum : BENCH_FAILED;
}

static void free_pair(session *s, pair *p)
{
    if (s->best)
        return;
    free(p->who.name);
    free(p->who.hair);
    free(p->title);
    free(p->body);
    free(p);
}

static uint64_t w2(void *raw, size_t n)
{
    session *s = raw;
    list pairs = { NULL, 0, 0 };
    uint64_t sum = 0;
    int rc;
    sqlite3_bind_text(s->pairs, 1, "red", 3, SQLITE_STATIC);
    while ((rc = sqlite3_step(s->pairs)) == SQLITE_ROW) {
        pair *p = object(s, sizeof *p);
        if (!push(&pairs, p))
            return BENCH_FAILED;
        read_user(s, s->pairs, &p->who);
        p->post = sqlite3_column_int64(s->pairs, 3);
        p->user_id = sqlite3_column_int64(s->pairs, 4);
        p->title = text_of(s, s->pairs, 5);
        p->body = text_of(s, s->pairs, 6);
    }
    sqlite3_reset(s->pairs);
    for (size_t i = 0; i < pairs.count; i++) {
        const pair *p = pairs.items[i];
        sum = bench_mix_text(bench_mix_text(bench_mix(sum_user(sum, &p->who), (uint64_t)p->post), p->title), p->body);
    }
    for (size_t i = 0; i < pairs.count; i++)
        free_pair(s, pairs.items[i]);
    free(pairs.items);
    give_back(s);
    return rc == SQLITE_DONE && pairs.count == n ? sum : BENCH_FAILED;
}

static uint64_t sum_inserted(session *s, size_t n)
{
    return bench_mix(n, (uint64_t)sqlite3_last_insert_rowid(s->db));
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
    const char *const *name = names(n);
    size_t i = 0;
    if (!name || !once(s, s->begin))
        return BENCH_FAILED;
    for (; s->best && n - i >= MULTI; i += MULTI)
        if (!insert_many(s, name, i))
            return BENCH_FAILED;
    for (; i < n; i++)
        if (!bind_user(s->insert, 1, name[i], bench_hair(BENCH_USERS, i + 1)) || !once(s, s->insert))
            return BENCH_FAILED;
    return once(s, s->commit) ? sum_inserted(s, n) : BENCH_FAILED;
}

static uint64_t w4(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = names(n);
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
        user *u = object(s, sizeof *u);
        if (!u)
            return BENCH_FAILED;
        read_user(s, s->by_key, u);
        if (sqlite3_step(s->by_key) != SQLITE_DONE)
            return BENCH_FAILED;
        sqlite3_reset(s->by_key);
        sum = sum_user(sum, u);
        free_user(s, u);
        if (s->best)
            give_back(s);
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
    int64_t y = number(text, 4), m = number(text + 5, 2), d = number(text + 8, 2);
    y -= m <= 2;
    int64_t era = y / 400, yoe = y - era * 400, doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    int64_t days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return (days * 86400 + number(text + 11, 2) * 3600 + number(text + 14, 2) * 60 + number(text + 17, 2)) * 1000000 + number(text + 20, 6);
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
    const char *const *name = names(n);
    uint64_t sum = 0;
    if (!name || !once(s, s->begin))
        return BENCH_FAILED;
    for (size_t i = 0; i < n; i++) {
        sqlite3_bind_text(s->update, 1, name[n - 1 - i], -1, SQLITE_STATIC);
        sqlite3_bind_int64(s->update, 2, (int64_t)i + 1);
        if (!once(s, s->update))
            return BENCH_FAILED;
        sum += (uint64_t)sqlite3_changes(s->db);
    }
    return once(s, s->commit) ? sum : BENCH_FAILED;
}

const bench_raw_backend bench_raw_sqlite = {
    .dialect = "sqlite",
    .plain = "sqlite3_open(), prepared once, an object from malloc() for each row and strdup() for its texts",
    .best = "NOMUTEX, each value fetched once, objects in blocks, 100 rows in one VALUES",
    .open = open_session,
    .close = close_session,
    .load = load,
    .work = { [BENCH_W1] = w1, [BENCH_W2] = w2, [BENCH_W3] = w3, [BENCH_W4] = w4, [BENCH_W5] = w5, [BENCH_W7] = w7, [BENCH_W8] = w8 },
};
