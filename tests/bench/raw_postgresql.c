/* SPDX-License-Identifier: MIT
 * The baselines on libpq. Plain: statements prepared once, numbers sent and results received in binary, results in memory, one object from malloc() for
 * each row and strdup() for its texts, one round trip for each write. Best: objects in blocks; COPY for W3, arrays behind unnest() for W4 and W8. */
#include "objects.h"
#include "raw.h"
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>

enum { MULTI = 1000 };                 /* rows in one array */
enum { TEXT_OID = 25, INT8_OID = 20 };
#define EPOCH INT64_C(946684800000000) /* of PostgreSQL, in microseconds since 1970 */

/* What is sent, written once and used again. */
typedef struct buffer {
    char *bytes;
    size_t used, room;
} buffer;

typedef struct session {
    PGconn *pg;
    bool turned;                       /* W8 gives each user another name than the time before */
    bench_objects objects;
    buffer first, second;
} session;

static bool best(const session *s)
{
    return s->objects.in_blocks;
}

static const char *name_of(const session *s)
{
    return best(s) ? "best" : "plain";
}

static bool complain(const session *s, const char *what)
{
    fprintf(stderr, "bench: raw postgresql: %.200s: %s", what, PQerrorMessage(s->pg));
    return false;
}

/* ---- sessions ---- */

static bool run(void *raw, const char *sql)
{
    const session *s = raw;
    PGresult *result = PQexec(s->pg, sql);
    ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || complain(s, sql);
}

static bool prepare(const session *s, const char *name, const char *sql)
{
    PGresult *result = PQprepare(s->pg, name, sql, 0, NULL);
    bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return fine || complain(s, sql);
}

static bool prepare_all(const session *s)
{
    return prepare(s, "users", "SELECT id, name, hair_color FROM users") &&
           prepare(s, "contents", "SELECT row_number() OVER (ORDER BY users.id) AS id, name, hair_color FROM users ORDER BY users.id") &&
           prepare(s, "pairs", "SELECT u.id, u.name, u.hair_color, p.id, p.user_id, p.title, p.body FROM users u "
                               "LEFT JOIN posts p ON p.user_id = u.id WHERE u.hair_color = $1") &&
           prepare(s, "insert", "INSERT INTO users (name, hair_color) VALUES ($1, $2)") &&
           prepare(s, "insert_key", "INSERT INTO users (name, hair_color) VALUES ($1, $2) RETURNING id") &&
           prepare(s, "insert_many", "INSERT INTO users (name, hair_color) SELECT * FROM unnest($1::text[], $2::text[]) RETURNING id") &&
           prepare(s, "by_key", "SELECT id, name, hair_color FROM users WHERE id = $1") &&
           prepare(s, "graph0", "SELECT id, 0::bigint, name FROM users ORDER BY id") && prepare(s, "graph1", "SELECT id, user_id, title, body FROM posts ORDER BY id") &&
           prepare(s, "graph2", "SELECT id, post_id, text FROM comments ORDER BY id") &&
           prepare(s, "wide", "SELECT a, b, c, d, e, f FROM wide") && prepare(s, "update", "UPDATE users SET name = $1 WHERE id = $2") &&
           prepare(s, "update_many", "UPDATE users SET name = v.name FROM unnest($1::text[], $2::bigint[]) AS v (name, id) WHERE users.id = v.id");
}

static void close_session(void *raw)
{
    session *s = raw;
    if (!s)
        return;
    if (PQstatus(s->pg) == CONNECTION_OK)
        bench_schema_drop(bench_schema_of("postgresql"), name_of(s), run, s);
    PQfinish(s->pg);
    bench_objects_free(&s->objects);
    free(s->first.bytes);
    free(s->second.bytes);
    free(s);
}

static void ignore(void *nothing, const PGresult *notice)
{
    (void)nothing;
    (void)notice;
}

static void *open_session(const bench_server *server, bool as_expert)
{
    char port[16] = "";
    const char *const names[] = { "host", "port", "user", "password", "dbname", NULL };
    const char *const values[] = { server->host, port, server->user, server->password, server->database, NULL };
    session *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->objects.in_blocks = as_expert;
    if (server->port)
        snprintf(port, sizeof port, "%u", server->port);
    s->pg = PQconnectdbParams(names, values, 0);
    PQsetNoticeReceiver(s->pg, ignore, NULL);
    bool fine = PQstatus(s->pg) == CONNECTION_OK || complain(s, "connecting");
    if (fine && bench_schema_make(bench_schema_of("postgresql"), name_of(s), run, s) && prepare_all(s))
        return s;
    close_session(s);
    return NULL;
}

static bool load(void *raw, bench_fixture fixture, size_t n)
{
    session *s = raw;
    s->turned = false;
    return bench_names(n) && bench_schema_load(bench_schema_of("postgresql"), fixture, n, run, s);
}

/* ---- values ---- */

static int32_t get32(const char *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return (int32_t)be32toh(value);
}

static int64_t get64(const char *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return (int64_t)be64toh(value);
}

static bool grow(buffer *b, size_t more)
{
    if (b->used + more <= b->room)
        return true;
    size_t room = (b->used + more) * 2;
    char *bytes = realloc(b->bytes, room);
    if (!bytes)
        return false;
    b->bytes = bytes;
    b->room = room;
    return true;
}

static void put(buffer *b, const void *bytes, size_t n)
{
    memcpy(b->bytes + b->used, bytes, n);
    b->used += n;
}

static void put16(buffer *b, uint16_t value)
{
    value = htobe16(value);
    put(b, &value, sizeof value);
}

static void put32(buffer *b, uint32_t value)
{
    value = htobe32(value);
    put(b, &value, sizeof value);
}

static void put64(buffer *b, uint64_t value)
{
    value = htobe64(value);
    put(b, &value, sizeof value);
}

/* A text behind its length; NULL has the length -1. */
static bool put_text(buffer *b, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    if (!grow(b, n + 4))
        return false;
    put32(b, text ? (uint32_t)n : UINT32_MAX);
    if (text)
        put(b, text, n);
    return true;
}

static bool begin_array(buffer *b, uint32_t oid, size_t n)
{
    b->used = 0;
    if (!grow(b, 20))
        return false;
    put32(b, 1);                       /* dimensions */
    put32(b, 1);                       /* there may be NULLs */
    put32(b, oid);
    put32(b, (uint32_t)n);
    put32(b, 1);                       /* the first subscript */
    return true;
}

/* ---- executing ---- */

static PGresult *execute(const session *s, const char *name, int n, const char *const *values, const int *lengths, const int *formats, ExecStatusType expected)
{
    PGresult *result = PQexecPrepared(s->pg, name, n, values, lengths, formats, 1);
    if (PQresultStatus(result) == expected)
        return result;
    complain(s, name);
    PQclear(result);
    return NULL;
}

/* Two parameters, the second one in binary where it has a length. */
static PGresult *execute_two(const session *s, const char *name, const char *first, const char *second, int length, ExecStatusType expected)
{
    const char *const values[] = { first, second };
    const int lengths[] = { 0, length }, formats[] = { 0, length > 0 };
    return execute(s, name, 2, values, lengths, formats, expected);
}

/* Both arrays of the session. */
static PGresult *execute_arrays(const session *s, const char *name, ExecStatusType expected)
{
    const char *const values[] = { s->first.bytes, s->second.bytes };
    const int lengths[] = { (int)s->first.used, (int)s->second.used }, formats[] = { 1, 1 };
    return execute(s, name, 2, values, lengths, formats, expected);
}

static uint64_t changes(PGresult *result)
{
    uint64_t count = 0;
    for (const char *digit = PQcmdTuples(result); *digit; digit++)
        count = count * 10 + (uint64_t)(*digit - '0');
    PQclear(result);
    return count;
}

/* ---- reading ---- */

static char *text_of(session *s, const PGresult *result, int row, int column)
{
    return PQgetisnull(result, row, column) ? NULL : bench_text(&s->objects, PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column));
}

static void read_user(session *s, const PGresult *result, int row, bench_user *u)
{
    u->id = get64(PQgetvalue(result, row, 0));
    u->name = text_of(s, result, row, 1);
    u->hair = text_of(s, result, row, 2);
}

static uint64_t all_users(session *s, const char *statement, size_t n)
{
    bench_list users = { NULL, 0, 0 };
    PGresult *result = execute(s, statement, 0, NULL, NULL, NULL, PGRES_TUPLES_OK);
    int count = result ? PQntuples(result) : 0;
    for (int row = 0; row < count; row++) {
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!bench_push(&users, u))
            return BENCH_FAILED;
        read_user(s, result, row, u);
    }
    PQclear(result);
    uint64_t sum = bench_end_users(&s->objects, &users);
    return result && (size_t)count == n ? sum : BENCH_FAILED;
}

static uint64_t contents(void *raw, size_t n)
{
    return all_users(raw, "contents", n);
}

static uint64_t w1(void *raw, size_t n)
{
    return all_users(raw, "users", n);
}

static uint64_t w2(void *raw, size_t n)
{
    session *s = raw;
    bench_list pairs = { NULL, 0, 0 };
    const char *const hair[] = { "red" };
    PGresult *result = execute(s, "pairs", 1, hair, NULL, NULL, PGRES_TUPLES_OK);
    int count = result ? PQntuples(result) : 0;
    for (int row = 0; row < count; row++) {
        bench_pair *p = bench_object(&s->objects, sizeof *p);
        if (!bench_push(&pairs, p))
            return BENCH_FAILED;
        read_user(s, result, row, &p->who);
        p->post = PQgetisnull(result, row, 3) ? 0 : get64(PQgetvalue(result, row, 3));
        p->user_id = PQgetisnull(result, row, 4) ? 0 : get64(PQgetvalue(result, row, 4));
        p->title = text_of(s, result, row, 5);
        p->body = text_of(s, result, row, 6);
    }
    PQclear(result);
    uint64_t sum = bench_end_pairs(&s->objects, &pairs);
    return result && (size_t)count == n ? sum : BENCH_FAILED;
}

static uint64_t w5(void *raw, size_t n)
{
    session *s = raw;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t key = (int64_t)htobe64((uint64_t)bench_key(i, n));
        const char *const value[] = { (const char *)&key };
        const int length[] = { sizeof key }, format[] = { 1 };
        PGresult *result = execute(s, "by_key", 1, value, length, format, PGRES_TUPLES_OK);
        bench_user *u = bench_object(&s->objects, sizeof *u);
        if (!result || PQntuples(result) != 1 || !u)
            return BENCH_FAILED;
        read_user(s, result, 0, u);
        PQclear(result);
        sum = bench_sum_user(sum, u);
        bench_user_free(&s->objects, u);
        bench_give_back(&s->objects);
    }
    return sum;
}

/* Three statements, all rows of each. The bodies of posts are read too, as the other side does. */
static uint64_t w6(void *raw, size_t n)
{
    static const char *const names[] = { "graph0", "graph1", "graph2" };
    session *s = raw;
    bench_list kinds[3] = { { NULL, 0, 0 } };
    uint64_t bodies = 0;
    for (int k = 0; k < 3; k++) {
        PGresult *result = execute(s, names[k], 0, NULL, NULL, NULL, PGRES_TUPLES_OK);
        for (int row = 0; result && row < PQntuples(result); row++) {
            if (!bench_add_node(&s->objects, &kinds[k], k ? &kinds[k - 1] : NULL, get64(PQgetvalue(result, row, 1)), get64(PQgetvalue(result, row, 0)), text_of(s, result, row, 2)))
                return BENCH_FAILED;
            if (k == 1) {
                char *body = text_of(s, result, row, 3);
                bodies += (unsigned char)body[0];
                if (!best(s))
                    free(body);
            }
        }
        PQclear(result);
    }
    bool fine = kinds[0].count == n && kinds[2].count == 100 * n;
    uint64_t sum = bench_end_graph(&s->objects, kinds);
    return fine ? bench_mix(sum, bodies) : BENCH_FAILED;
}

static uint64_t w7(void *raw, size_t n)
{
    uint64_t sum = 0;
    double total = 0;
    PGresult *result = execute(raw, "wide", 0, NULL, NULL, NULL, PGRES_TUPLES_OK);
    int count = result ? PQntuples(result) : 0;
    for (int row = 0; row < count; row++) {
        int64_t bits = get64(PQgetvalue(result, row, 2));
        double real;
        memcpy(&real, &bits, sizeof real);
        total += real;
        sum += (uint64_t)get32(PQgetvalue(result, row, 0)) + (uint64_t)get64(PQgetvalue(result, row, 1));
        sum += (unsigned char)PQgetvalue(result, row, 3)[0] + (uint64_t)PQgetlength(result, row, 3);
        sum += (unsigned char)PQgetvalue(result, row, 4)[0] + (uint64_t)PQgetlength(result, row, 4);
        sum += (uint64_t)(get64(PQgetvalue(result, row, 5)) + EPOCH);
    }
    PQclear(result);
    return result && (size_t)count == n ? bench_mix(sum, (uint64_t)total) : BENCH_FAILED;
}

/* ---- writing ---- */

static bool insert_row(const session *s, size_t i, const char *name)
{
    PGresult *result = execute_two(s, "insert", name, bench_hair(BENCH_USERS, i + 1), 0, PGRES_COMMAND_OK);
    PQclear(result);
    return result != NULL;
}

static bool copy_rows(session *s, const char *const *name, size_t n)
{
    static const char head[19] = "PGCOPY\n\377\r\n";       /* with its NUL, no flags, nothing behind it */
    PGresult *result = PQexec(s->pg, "COPY users (name, hair_color) FROM STDIN (FORMAT binary)");
    bool fine = PQresultStatus(result) == PGRES_COPY_IN;
    buffer *b = &s->first;
    PQclear(result);
    b->used = 0;
    fine = fine && grow(b, sizeof head);
    if (fine)
        put(b, head, sizeof head);
    for (size_t i = 0; fine && i < n; i++) {
        fine = grow(b, 2);
        if (fine)
            put16(b, 2);
        fine = fine && put_text(b, name[i]) && put_text(b, bench_hair(BENCH_USERS, i + 1));
        if (fine && b->used > 32768) {
            fine = PQputCopyData(s->pg, b->bytes, (int)b->used) == 1;
            b->used = 0;
        }
    }
    fine = fine && grow(b, 2);
    if (fine)
        put16(b, UINT16_MAX);
    if (!fine || PQputCopyData(s->pg, b->bytes, (int)b->used) != 1 || PQputCopyEnd(s->pg, NULL) != 1)
        return complain(s, "COPY");
    while ((result = PQgetResult(s->pg))) {
        fine = fine && PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
    }
    return fine || complain(s, "COPY");
}

static uint64_t w3(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    size_t i = 0;
    if (!name || !run(s, "BEGIN"))
        return BENCH_FAILED;
    if (best(s) && n > 1) {
        if (!copy_rows(s, name, n))
            return BENCH_FAILED;
        i = n;
    }
    for (; i < n; i++)
        if (!insert_row(s, i, name[i]))
            return BENCH_FAILED;
    return run(s, "COMMIT") ? n : BENCH_FAILED;
}

/* The rows of some users by one INSERT; the keys of the result go into the sum. */
static bool insert_many(session *s, const char *const *name, size_t first, size_t n, uint64_t *sum)
{
    bool fine = begin_array(&s->first, TEXT_OID, n) && begin_array(&s->second, TEXT_OID, n);
    for (size_t k = first; fine && k < first + n; k++)
        fine = put_text(&s->first, name[k]) && put_text(&s->second, bench_hair(BENCH_USERS, k + 1));
    PGresult *result = fine ? execute_arrays(s, "insert_many", PGRES_TUPLES_OK) : NULL;
    int rows = result ? PQntuples(result) : 0;
    for (int row = 0; row < rows; row++)
        *sum = bench_mix(*sum, (uint64_t)get64(PQgetvalue(result, row, 0)));
    PQclear(result);
    return (size_t)rows == n;
}

static uint64_t w4(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    if (!name || !run(s, "BEGIN"))
        return BENCH_FAILED;
    for (size_t i = 0; best(s) && i < n; i += MULTI)
        if (!insert_many(s, name, i, n - i < MULTI ? n - i : MULTI, &sum))
            return BENCH_FAILED;
    for (size_t i = 0; !best(s) && i < n; i++) {
        PGresult *result = execute_two(s, "insert_key", name[i], bench_hair(BENCH_USERS, i + 1), 0, PGRES_TUPLES_OK);
        if (!result)
            return BENCH_FAILED;
        sum = bench_mix(sum, (uint64_t)get64(PQgetvalue(result, 0, 0)));
        PQclear(result);
    }
    return run(s, "COMMIT") ? sum : BENCH_FAILED;
}

static const char *new_name(const session *s, const char *const *name, size_t i, size_t n)
{
    return name[s->turned ? i : n - 1 - i];
}

static PGresult *update_many(session *s, const char *const *name, size_t first, size_t count, size_t n)
{
    bool fine = begin_array(&s->first, TEXT_OID, count) && begin_array(&s->second, INT8_OID, count) && grow(&s->second, count * 12);
    for (size_t k = first; fine && k < first + count; k++) {
        fine = put_text(&s->first, new_name(s, name, k, n));
        put32(&s->second, 8);
        put64(&s->second, k + 1);
    }
    return fine ? execute_arrays(s, "update_many", PGRES_COMMAND_OK) : NULL;
}

static uint64_t w8(void *raw, size_t n)
{
    session *s = raw;
    const char *const *name = bench_names(n);
    uint64_t sum = 0;
    if (!name || !run(s, "BEGIN"))
        return BENCH_FAILED;
    for (size_t i = 0; i < n;) {
        size_t count = !best(s) ? 1 : n - i < MULTI ? n - i : MULTI;
        uint64_t key = htobe64(i + 1);
        PGresult *result = best(s) ? update_many(s, name, i, count, n)
                                   : execute_two(s, "update", new_name(s, name, i, n), (const char *)&key, sizeof key, PGRES_COMMAND_OK);
        if (!result)
            return BENCH_FAILED;
        sum += changes(result);
        i += count;
    }
    s->turned = !s->turned;
    return run(s, "COMMIT") ? sum : BENCH_FAILED;
}

const bench_raw_backend bench_raw_postgresql = {
    .database = BENCH_POSTGRESQL,
    .plain = "prepared once, binary, results in memory, an object from malloc() for each row and strdup() for its texts, a round trip for each write",
    .best = "objects in blocks, binary COPY for W3, arrays behind unnest() for W4 and W8",
    .open = open_session,
    .close = close_session,
    .load = load,
    .contents = contents,
    .work = { [BENCH_W1] = w1, [BENCH_W2] = w2, [BENCH_W3] = w3, [BENCH_W4] = w4, [BENCH_W5] = w5, [BENCH_W6] = w6, [BENCH_W7] = w7, [BENCH_W8] = w8 },
};
