/* SPDX-License-Identifier: MIT
 * The baselines on libmariadb. Plain: statements prepared once, parameters and results bound, results stored, one object from malloc() for each row and
 * strdup() for its texts, one round trip for each write. Best: rows read from the line as they come, objects in blocks; arrays of parameters for W3 and
 * W8, many rows in one VALUES for W4. A server that is MySQL has no arrays of parameters, and the best there is the plain. */
#include "objects.h"
#include "raw.h"
#include <mysql.h>
#include <stdio.h>

enum { MULTI = 100 };                  /* rows in one VALUES */
enum { BULK = 1000 };                  /* rows in one array of parameters */
enum { TEXT_MAX = 256 };               /* of a column; a longer one fails */

typedef struct statement {
    MYSQL_STMT *handle;
    MYSQL_BIND params[2 * MULTI], columns[7];
} statement;

/* Where rows are received, one at a time. */
typedef struct row {
    long long id, post, user_id;
    char name[TEXT_MAX], hair[TEXT_MAX], title[TEXT_MAX], body[TEXT_MAX];
    unsigned long name_length, hair_length, title_length, body_length;
    my_bool hair_null, post_null, user_null, title_null, body_null;
    int a;
    long long b;
    double c;
    MYSQL_TIME f;
} row;

/* Where parameters are sent from. */
typedef struct args {
    long long key[BULK];
    const char *first[BULK], *second[BULK];
    unsigned long first_length[BULK], second_length[BULK];
    char second_mark[BULK];
    my_bool second_null[MULTI];
} args;

typedef struct session {
    MYSQL *mysql;
    bool turned;                       /* W8 gives each user another name than the time before */
    bool bulk;
    statement users, contents, pairs, insert, insert_many, by_key, wide, update, graph[3];
    bench_objects objects;
    row row;
    args args;
} session;

static bool best(const session *s)
{
    return s->objects.in_blocks;
}

static const char *name_of(const session *s)
{
    return best(s) ? "best" : "plain";
}

static bool complain(const session *s, const char *what, MYSQL_STMT *stmt)
{
    fprintf(stderr, "bench: raw mysql: %.200s: %s\n", what, stmt && mysql_stmt_errno(stmt) ? mysql_stmt_error(stmt) : mysql_error(s->mysql));
    return false;
}

/* ---- sessions ---- */

static bool run(void *raw, const char *sql)
{
    const session *s = raw;
    if (mysql_real_query(s->mysql, sql, strlen(sql)))
        return complain(s, sql, NULL);
    mysql_free_result(mysql_store_result(s->mysql));
    return true;
}

static bool prepare(session *s, statement *stmt, const char *sql)
{
    stmt->handle = mysql_stmt_init(s->mysql);
    return (stmt->handle && !mysql_stmt_prepare(stmt->handle, sql, strlen(sql))) || complain(s, sql, stmt->handle);
}

static void bind_text(MYSQL_BIND *bind, char *text, unsigned long *length, my_bool *null)
{
    *bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = text, .buffer_length = TEXT_MAX, .length = length, .is_null = null };
}

static void bind_other(MYSQL_BIND *bind, enum enum_field_types type, void *place, my_bool *null)
{
    *bind = (MYSQL_BIND){ .buffer_type = type, .buffer = place, .is_null = null };
}

static bool bind_user(session *s, statement *stmt)
{
    row *r = &s->row;
    bind_other(&stmt->columns[0], MYSQL_TYPE_LONGLONG, &r->id, NULL);
    bind_text(&stmt->columns[1], r->name, &r->name_length, NULL);
    bind_text(&stmt->columns[2], r->hair, &r->hair_length, &r->hair_null);
    return mysql_stmt_bind_result(stmt->handle, stmt->columns) == 0;
}

static bool bind_pair(session *s, statement *stmt)
{
    row *r = &s->row;
    bind_other(&stmt->columns[3], MYSQL_TYPE_LONGLONG, &r->post, &r->post_null);
    bind_other(&stmt->columns[4], MYSQL_TYPE_LONGLONG, &r->user_id, &r->user_null);
    bind_text(&stmt->columns[5], r->title, &r->title_length, &r->title_null);
    bind_text(&stmt->columns[6], r->body, &r->body_length, &r->body_null);
    return bind_user(s, stmt);
}

/* A key, its parent's, a text, and of posts the body. */
static bool bind_node(session *s, statement *stmt, int kind)
{
    row *r = &s->row;
    bind_other(&stmt->columns[0], MYSQL_TYPE_LONGLONG, &r->id, NULL);
    bind_other(&stmt->columns[1], MYSQL_TYPE_LONGLONG, &r->user_id, NULL);
    bind_text(&stmt->columns[2], r->title, &r->title_length, NULL);
    if (kind == 1)
        bind_text(&stmt->columns[3], r->body, &r->body_length, NULL);
    return mysql_stmt_bind_result(stmt->handle, stmt->columns) == 0;
}

static bool bind_wide(session *s, statement *stmt)
{
    row *r = &s->row;
    bind_other(&stmt->columns[0], MYSQL_TYPE_LONG, &r->a, NULL);
    bind_other(&stmt->columns[1], MYSQL_TYPE_LONGLONG, &r->b, NULL);
    bind_other(&stmt->columns[2], MYSQL_TYPE_DOUBLE, &r->c, NULL);
    bind_text(&stmt->columns[3], r->name, &r->name_length, NULL);
    bind_text(&stmt->columns[4], r->title, &r->title_length, NULL);
    bind_other(&stmt->columns[5], MYSQL_TYPE_DATETIME, &r->f, NULL);
    return mysql_stmt_bind_result(stmt->handle, stmt->columns) == 0;
}

static bool prepare_many(session *s)
{
    char sql[64 + MULTI * 6] = "INSERT INTO users (name, hair_color) VALUES (?,?)";
    size_t at = strlen(sql);
    for (int i = 1; i < MULTI; i++, at += 6)
        memcpy(sql + at, ",(?,?)", 7);
    return prepare(s, &s->insert_many, sql);
}

static bool prepare_all(session *s)
{
    return prepare(s, &s->users, "SELECT id, name, hair_color FROM users") && bind_user(s, &s->users) &&
           prepare(s, &s->contents, "SELECT row_number() OVER (ORDER BY users.id) AS id, name, hair_color FROM users ORDER BY users.id") && bind_user(s, &s->contents) &&
           prepare(s, &s->pairs, "SELECT u.id, u.name, u.hair_color, p.id, p.user_id, p.title, p.body FROM users u "
                                 "LEFT JOIN posts p ON p.user_id = u.id WHERE u.hair_color = ?") && bind_pair(s, &s->pairs) &&
           prepare(s, &s->insert, "INSERT INTO users (name, hair_color) VALUES (?, ?)") && prepare_many(s) &&
           prepare(s, &s->by_key, "SELECT id, name, hair_color FROM users WHERE id = ?") && bind_user(s, &s->by_key) &&
           prepare(s, &s->wide, "SELECT a, b, c, d, e, f FROM wide") && bind_wide(s, &s->wide) &&
           prepare(s, &s->graph[0], "SELECT id, 0, name FROM users ORDER BY id") && bind_node(s, &s->graph[0], 0) &&
           prepare(s, &s->graph[1], "SELECT id, user_id, title, body FROM posts ORDER BY id") && bind_node(s, &s->graph[1], 1) &&
           prepare(s, &s->graph[2], "SELECT id, post_id, text FROM comments ORDER BY id") && bind_node(s, &s->graph[2], 2) &&
           prepare(s, &s->update, "UPDATE users SET name = ? WHERE id = ?");
}

static void close_session(void *raw)
{
    session *s = raw;
    if (!s)
        return;
    statement *const all[] = { &s->users, &s->contents, &s->pairs, &s->insert, &s->insert_many, &s->by_key, &s->wide, &s->update, &s->graph[0], &s->graph[1], &s->graph[2] };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i]->handle)
            mysql_stmt_close(all[i]->handle);
    if (s->mysql && mysql_get_socket(s->mysql) != MARIADB_INVALID_SOCKET)
        bench_schema_drop(bench_schema_of("mariadb"), name_of(s), run, s);
    if (s->mysql)
        mysql_close(s->mysql);
    bench_objects_free(&s->objects);
    free(s);
}

static void *open_session(const bench_server *server, bool as_expert)
{
    session *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->objects.in_blocks = as_expert;
    bool fine = (s->mysql = mysql_init(NULL)) && mysql_options(s->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4") == 0 &&
                (mysql_real_connect(s->mysql, server->host, server->user, server->password, server->database, server->port, NULL, CLIENT_FOUND_ROWS) ||
                 complain(s, "connecting", NULL));
    s->bulk = fine && as_expert && mariadb_connection(s->mysql);
    if (fine && bench_schema_make(bench_schema_of("mariadb"), name_of(s), run, s) && prepare_all(s))
        return s;
    close_session(s);
    return NULL;
}

static bool load(void *raw, bench_fixture fixture, size_t n)
{
    session *s = raw;
    s->turned = false;
    return bench_names(n) && bench_schema_load(bench_schema_of("mariadb"), fixture, n, run, s);
}

/* ---- reading ---- */

static bool execute(session *s, statement *stmt, const char *what)
{
    return mysql_stmt_execute(stmt->handle) == 0 || complain(s, what, stmt->handle);
}

static bool open_rows(session *s, statement *stmt, const char *what)
{
    return execute(s, stmt, what) && (best(s) || mysql_stmt_store_result(stmt->handle) == 0 || complain(s, what, stmt->handle));
}

/* The end came as it should; the rows are given back. */
static bool end_rows(statement *stmt, int fetched)
{
    return mysql_stmt_free_result(stmt->handle) == 0 && fetched == MYSQL_NO_DATA;
}

static char *text_of(session *s, const char *text, unsigned long length, my_bool null)
{
    return null ? NULL : bench_text(&s->objects, text, length);
}

static void read_user(session *s, bench_user *u)
{
    const row *r = &s->row;
    u->id = r->id;
    u->name = text_of(s, r->name, r->name_length, 0);
    u->hair = text_of(s, r->hair, r->hair_length, r->hair_null);
}

static uint64_t all_users(session *s, statement *stmt, size_t n)
{
    bench_list users = { NULL, 0, 0 };
    int fetched;
    if (!open_rows(s, stmt, "users"))
        return BENCH_FAILED;
    while ((fetched = mysql_stmt_fetch(stmt->handle)) == 0) {
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!bench_push(&users, u))
            return BENCH_FAILED;
        read_user(s, u);
    }
    bool fine = end_rows(stmt, fetched) && users.count == n;
    uint64_t sum = bench_end_users(&s->objects, &users);
    return fine ? sum : BENCH_FAILED;
}

static uint64_t contents(void *raw, size_t n)
{
    session *s = raw;
    return all_users(s, &s->contents, n);
}

static uint64_t w1(void *raw, size_t n)
{
    session *s = raw;
    return all_users(s, &s->users, n);
}

static uint64_t w2(void *raw, size_t n)
{
    session *s = raw;
    const row *r = &s->row;
    bench_list pairs = { NULL, 0, 0 };
    char red[] = "red";
    int fetched;
    MYSQL_BIND hair = { .buffer_type = MYSQL_TYPE_STRING, .buffer = red, .buffer_length = 3 };
    if (mysql_stmt_bind_param(s->pairs.handle, &hair) || !open_rows(s, &s->pairs, "pairs"))
        return BENCH_FAILED;
    while ((fetched = mysql_stmt_fetch(s->pairs.handle)) == 0) {
        bench_pair *p = bench_object(&s->objects, sizeof *p);
        if (!bench_push(&pairs, p))
            return BENCH_FAILED;
        read_user(s, &p->who);
        p->post = r->post_null ? 0 : r->post;
        p->user_id = r->user_null ? 0 : r->user_id;
        p->title = text_of(s, r->title, r->title_length, r->title_null);
        p->body = text_of(s, r->body, r->body_length, r->body_null);
    }
    bool fine = end_rows(&s->pairs, fetched) && pairs.count == n;
    uint64_t sum = bench_end_pairs(&s->objects, &pairs);
    return fine ? sum : BENCH_FAILED;
}

static uint64_t w5(void *raw, size_t n)
{
    session *s = raw;
    statement *stmt = &s->by_key;
    long long key = 0;
    uint64_t sum = 0;
    MYSQL_BIND param = { .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &key };
    if (mysql_stmt_bind_param(stmt->handle, &param))
        return BENCH_FAILED;
    for (size_t i = 0; i < n; i++) {
        key = bench_key(i, n);
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!u || !open_rows(s, stmt, "by key") || mysql_stmt_fetch(stmt->handle))
            return BENCH_FAILED;
        read_user(s, u);
        if (!end_rows(stmt, mysql_stmt_fetch(stmt->handle)))
            return BENCH_FAILED;
        sum = bench_sum_user(sum, u);
        bench_user_free(&s->objects, u);
        bench_give_back(&s->objects);
    }
    return sum;
}

/* Three statements, all rows of each. The bodies of posts are read too, as the other side does. */
static uint64_t w6(void *raw, size_t n)
{
    session *s = raw;
    const row *r = &s->row;
    bench_list kinds[3] = { { NULL, 0, 0 } };
    uint64_t bodies = 0;
    for (int k = 0; k < 3; k++) {
        statement *stmt = &s->graph[k];
        int fetched;
        if (!open_rows(s, stmt, "graph"))
            return BENCH_FAILED;
        while ((fetched = mysql_stmt_fetch(stmt->handle)) == 0) {
            if (!bench_add_node(&s->objects, &kinds[k], k ? &kinds[k - 1] : NULL, r->user_id, r->id, text_of(s, r->title, r->title_length, 0)))
                return BENCH_FAILED;
            if (k == 1) {
                char *body = text_of(s, r->body, r->body_length, 0);
                bodies += (unsigned char)body[0];
                if (!best(s))
                    free(body);
            }
        }
        if (!end_rows(stmt, fetched))
            return BENCH_FAILED;
    }
    bool fine = kinds[0].count == n && kinds[2].count == 100 * n;
    uint64_t sum = bench_end_graph(&s->objects, kinds);
    return fine ? bench_mix(sum, bodies) : BENCH_FAILED;
}

static uint64_t w7(void *raw, size_t n)
{
    session *s = raw;
    const row *r = &s->row;
    uint64_t sum = 0, rows = 0;
    double real = 0;
    int fetched;
    if (!open_rows(s, &s->wide, "wide"))
        return BENCH_FAILED;
    while ((fetched = mysql_stmt_fetch(s->wide.handle)) == 0) {
        const MYSQL_TIME *f = &r->f;
        sum += (uint64_t)r->a + (uint64_t)r->b + (unsigned char)r->name[0] + r->name_length + (unsigned char)r->title[0] + r->title_length;
        sum += (uint64_t)bench_micros(f->year, f->month, f->day, f->hour, f->minute, f->second, (int64_t)f->second_part);
        real += r->c;
        rows++;
    }
    return end_rows(&s->wide, fetched) && rows == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

/* ---- writing ---- */

static void set_text(MYSQL_BIND *bind, const char *text, unsigned long *length, my_bool *null)
{
    *length = text ? strlen(text) : 0;
    *null = !text;
    *bind = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)(uintptr_t)text, .buffer_length = *length, .length = length, .is_null = null };
}

/* A user as the kth of a statement's rows. */
static void set_user(session *s, statement *stmt, size_t k, const char *name, size_t i)
{
    args *a = &s->args;
    my_bool never = 0;
    set_text(&stmt->params[2 * k], name, &a->first_length[k], &never);
    stmt->params[2 * k].is_null = NULL;
    set_text(&stmt->params[2 * k + 1], bench_hair(BENCH_USERS, i + 1), &a->second_length[k], &a->second_null[k]);
}

static bool insert_row(session *s, const char *name, size_t i)
{
    set_user(s, &s->insert, 0, name, i);
    return mysql_stmt_bind_param(s->insert.handle, s->insert.params) == 0 && execute(s, &s->insert, "insert");
}

/* `count` executions at once, whose arrays of parameters are bound. */
static bool execute_arrays(session *s, statement *stmt, size_t count)
{
    unsigned rows = (unsigned)count;
    mysql_stmt_attr_set(stmt->handle, STMT_ATTR_ARRAY_SIZE, &rows);
    bool fine = mysql_stmt_bind_param(stmt->handle, stmt->params) == 0 && execute(s, stmt, "arrays");
    rows = 0;
    mysql_stmt_attr_set(stmt->handle, STMT_ATTR_ARRAY_SIZE, &rows);
    return fine;
}

static bool insert_bulk(session *s, const char *const *name, size_t first, size_t count)
{
    args *a = &s->args;
    for (size_t k = 0; k < count; k++) {
        a->first[k] = name[first + k];
        a->first_length[k] = strlen(a->first[k]);
        a->second[k] = bench_hair(BENCH_USERS, first + k + 1);
        a->second_length[k] = a->second[k] ? strlen(a->second[k]) : 0;
        a->second_mark[k] = a->second[k] ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL;
    }
    s->insert.params[0] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)a->first, .length = a->first_length };
    s->insert.params[1] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)a->second, .length = a->second_length };
    s->insert.params[1].u.indicator = a->second_mark;
    return execute_arrays(s, &s->insert, count);
}

static uint64_t w3(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    if (!name || !run(s, "START TRANSACTION"))
        return BENCH_FAILED;
    for (size_t i = 0; i < n;) {
        size_t count = !s->bulk || n == 1 ? 1 : n - i < BULK ? n - i : BULK;
        if (!(count > 1 ? insert_bulk(s, name, i, count) : insert_row(s, name[i], i)))
            return BENCH_FAILED;
        i += count;
    }
    return run(s, "COMMIT") ? n : BENCH_FAILED;
}

static bool insert_many(session *s, const char *const *name, size_t first)
{
    for (size_t k = 0; k < MULTI; k++)
        set_user(s, &s->insert_many, k, name[first + k], first + k);
    return mysql_stmt_bind_param(s->insert_many.handle, s->insert_many.params) == 0 && execute(s, &s->insert_many, "insert many");
}

static uint64_t w4(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    if (!name || !run(s, "START TRANSACTION"))
        return BENCH_FAILED;
    for (size_t i = 0; i < n;) {
        size_t count = best(s) && n - i >= MULTI ? MULTI : 1;
        statement *stmt = count > 1 ? &s->insert_many : &s->insert;
        if (!(count > 1 ? insert_many(s, name, i) : insert_row(s, name[i], i)))
            return BENCH_FAILED;
        uint64_t key = mysql_stmt_insert_id(stmt->handle);     /* of the first row; InnoDB lets those of one VALUES follow each other */
        for (size_t k = 0; k < count; k++)
            sum = bench_mix(sum, key + k);
        i += count;
    }
    return run(s, "COMMIT") ? sum : BENCH_FAILED;
}

static const char *new_name(const session *s, const char *const *name, size_t i, size_t n)
{
    return name[s->turned ? i : n - 1 - i];
}

static bool update_bulk(session *s, const char *const *name, size_t first, size_t count, size_t n)
{
    args *a = &s->args;
    for (size_t k = 0; k < count; k++) {
        a->first[k] = new_name(s, name, first + k, n);
        a->first_length[k] = strlen(a->first[k]);
        a->key[k] = (long long)(first + k + 1);
    }
    s->update.params[0] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_STRING, .buffer = (void *)a->first, .length = a->first_length };
    s->update.params[1] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = a->key };
    return execute_arrays(s, &s->update, count);
}

static bool update_row(session *s, const char *name, size_t i)
{
    args *a = &s->args;
    my_bool never = 0;
    a->key[0] = (long long)(i + 1);
    set_text(&s->update.params[0], name, &a->first_length[0], &never);
    s->update.params[0].is_null = NULL;
    s->update.params[1] = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_LONGLONG, .buffer = a->key };
    return mysql_stmt_bind_param(s->update.handle, s->update.params) == 0 && execute(s, &s->update, "update");
}

static uint64_t w8(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    if (!name || !run(s, "START TRANSACTION"))
        return BENCH_FAILED;
    for (size_t i = 0; i < n;) {
        size_t count = !s->bulk ? 1 : n - i < BULK ? n - i : BULK;
        if (!(s->bulk ? update_bulk(s, name, i, count, n) : update_row(s, new_name(s, name, i, n), i)))
            return BENCH_FAILED;
        sum += mysql_stmt_affected_rows(s->update.handle);
        i += count;
    }
    s->turned = !s->turned;
    return run(s, "COMMIT") ? sum : BENCH_FAILED;
}

const bench_raw_backend bench_raw_mysql = {
    .database = BENCH_MARIADB,
    .plain = "prepared once, results bound and stored, an object from malloc() for each row and strdup() for its texts, a round trip for each write",
    .best = "rows from the line as they come, objects in blocks, arrays of parameters for W3 and W8, 100 rows in one VALUES for W4",
    .open = open_session,
    .close = close_session,
    .load = load,
    .contents = contents,
    .work = { [BENCH_W1] = w1, [BENCH_W2] = w2, [BENCH_W3] = w3, [BENCH_W4] = w4, [BENCH_W5] = w5, [BENCH_W6] = w6, [BENCH_W7] = w7, [BENCH_W8] = w8 },
};
