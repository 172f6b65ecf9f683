/* SPDX-License-Identifier: MIT
 * Reading: W1, W2, W5 and W7. Objects that outlive the result lie in an arena, which is made and freed with them. */
#include "ours.h"
#include <string.h>

static const alk_field user_fields[] = { ALK_FIELD(user, id), ALK_FIELD(user, name), ALK_FIELD_NAMED(user, hair, "hair_color") };

static uint64_t sum_user(uint64_t sum, const user *u)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name), u->hair);
}

static uint64_t failed(const char *what)
{
    ours_complain(what);
    return BENCH_FAILED;
}

/* ---- W1 ---- */

static uint64_t users_into(alk_arena *arena, alk_result *result, size_t n)
{
    user *users = NULL;
    size_t count = 0;
    uint64_t sum = 0;
    alk_fetch_all(result, user_fields, user, arena, &users, &count);
    if (alk_close(result))
        return failed("W1");
    for (size_t i = 0; i < count; i++)
        sum = sum_user(sum, &users[i]);
    return count == n ? sum : BENCH_FAILED;
}

static uint64_t all_users(alk_result *result, size_t n)
{
    alk_arena *arena = alk_arena_new();
    uint64_t sum = users_into(arena, result, n);
    alk_arena_free(arena);
    return sum;
}

/* A program that does it again and again keeps its arena. */
static uint64_t w1_again(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = users_into(o->arena, alk_stmt_execute(o->users_stmt, NULL), n);
    alk_arena_reset(o->arena);
    return sum;
}

static uint64_t w1_kept(void *state, size_t n)
{
    ours *o = state;
    return all_users(alk_conn_execute_values(o->conn, o->users, NULL, 0, NULL), n);
}

static uint64_t w1_stmt(void *state, size_t n)
{
    ours *o = state;
    return all_users(alk_stmt_execute(o->users_stmt, NULL), n);
}

uint64_t ours_contents(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = all_users(alk_conn_execute_values(o->conn, o->contents, NULL, 0, NULL), n);
    return alk_rollback(o->conn) == ALK_OK ? sum : failed("contents");
}

static uint64_t w1_built(void *state, size_t n)
{
    ours *o = state;
    return all_users(alk_execute(o->conn, alk_raw("SELECT id, name, hair_color FROM users")), n);
}

static const char *copy(alk_arena *arena, alk_sv text)
{
    return text.p ? alk_arena_copy(arena, text.p, text.n) : NULL;
}

static uint64_t w1_getters(void *state, size_t n)
{
    struct node {
        user u;
        struct node *next;
    } *first = NULL, **last = &first;
    ours *o = state;
    alk_arena *arena = alk_arena_new();
    alk_result *result = alk_conn_execute_values(o->conn, o->users, NULL, 0, NULL);
    uint64_t sum = 0, count = 0;
    while (alk_next(result)) {
        struct node *node = alk_arena_alloc(arena, sizeof *node, 0);
        if (!node)
            return failed("W1");
        node->u.id = alk_get_int(result, 0);
        node->u.name = copy(arena, alk_get_view(result, 1));
        node->u.hair = copy(arena, alk_get_view(result, 2));
        node->next = NULL;
        *last = node;
        last = &node->next;
    }
    if (alk_close(result))
        return failed("W1");
    for (const struct node *node = first; node; node = node->next, count++)
        sum = sum_user(sum, &node->u);
    alk_arena_free(arena);
    return count == n ? sum : BENCH_FAILED;
}

/* ---- W2 ---- */

typedef struct pair {
    user who;
    alk_opt_int64 post, user_id;
    const char *title, *body;
} pair;
static const alk_field pair_fields[] = { ALK_FIELD_NAMED(pair, who.id, NULL),   ALK_FIELD_NAMED(pair, who.name, NULL),
                                         ALK_FIELD_NAMED(pair, who.hair, NULL), ALK_FIELD_NAMED(pair, post, NULL),
                                         ALK_FIELD_NAMED(pair, user_id, NULL),  ALK_FIELD_NAMED(pair, title, NULL),
                                         ALK_FIELD_NAMED(pair, body, NULL) };

static uint64_t sum_pair(const pair *p)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum_user(0, &p->who), (uint64_t)p->post.value), p->title), p->body);
}

static uint64_t w2_structs(void *state, size_t n)
{
    ours *o = state;
    alk_arena *arena = alk_arena_new();
    const alk_value hair = alk_value_text_n("red", 3);
    alk_result *result = alk_conn_execute_values(o->conn, o->pairs, &hair, 1, NULL);
    pair *pairs = NULL;
    size_t count = 0;
    uint64_t sum = 0;
    alk_fetch_all(result, pair_fields, pair, arena, &pairs, &count);
    if (alk_close(result))
        return failed("W2");
    for (size_t i = 0; i < count; i++)
        sum += sum_pair(&pairs[i]);
    alk_arena_free(arena);
    return count == n ? sum : BENCH_FAILED;
}

/* ---- W5 ---- */

static uint64_t one_user(alk_result *result, uint64_t sum)
{
    user u;
    if (alk_fetch(result, user_fields, &u, 1, NULL) == 1)
        sum = sum_user(sum, &u);
    return alk_close(result) ? failed("W5") : sum;
}

static uint64_t w5_kept(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++) {
        const alk_value id = alk_value_int(bench_key(i, n));
        sum = one_user(alk_conn_execute_values(o->conn, o->by_key, &id, 1, NULL), sum);
    }
    return sum;
}

static uint64_t w5_stmt(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++) {
        alk_stmt_bind_int(o->by_key_stmt, 1, bench_key(i, n));
        sum = one_user(alk_stmt_execute(o->by_key_stmt, NULL), sum);
    }
    return sum;
}

static uint64_t w5_getters(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const alk_value id = alk_value_int(bench_key(i, n));
        alk_result *result = alk_conn_execute_values(o->conn, o->by_key, &id, 1, NULL);
        if (alk_next(result)) {
            user u = { alk_get_int(result, 0), alk_get_text(result, 1), alk_get_text(result, 2) };
            sum = sum_user(sum, &u);
        }
        if (alk_close(result))
            return failed("W5");
    }
    return sum;
}

static uint64_t w5_named(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++)
        sum = one_user(alk_execute(o->conn, o->by_key, alk_bind("id", bench_key(i, n))), sum);
    return sum;
}

static uint64_t w5_built(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++)
        sum = one_user(alk_execute(o->conn, alk_raw("SELECT id, name, hair_color FROM users WHERE id = :id"), alk_bind("id", bench_key(i, n))),
                       sum);
    return sum;
}

/* ---- W7 ---- */

typedef struct wide {
    int32_t a;
    int64_t b;
    double c;
    alk_sv d, e;
    alk_timestamp f;
} wide;
static const alk_field wide_fields[] = { ALK_FIELD(wide, a), ALK_FIELD(wide, b), ALK_FIELD(wide, c),
                                         ALK_FIELD(wide, d), ALK_FIELD(wide, e), ALK_FIELD(wide, f) };

static uint64_t sum_wide(alk_result *result, size_t n)
{
    wide rows[64];
    uint64_t sum = 0, count = 0;
    double real = 0;
    for (size_t got; (got = alk_fetch(result, wide_fields, rows, 64, NULL)); count += got)
        for (size_t i = 0; i < got; i++) {
            const wide *w = &rows[i];
            sum += (uint64_t)w->a + (uint64_t)w->b + (unsigned char)w->d.p[0] + w->d.n + (unsigned char)w->e.p[0] + w->e.n;
            sum += (uint64_t)w->f.micros;
            real += w->c;
        }
    if (alk_close(result))
        return failed("W7");
    return count == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

static uint64_t w7_structs(void *state, size_t n)
{
    ours *o = state;
    return sum_wide(alk_conn_execute_values(o->conn, o->wide, NULL, 0, NULL), n);
}

static uint64_t w7_stmt(void *state, size_t n)
{
    ours *o = state;
    return sum_wide(alk_stmt_execute(o->wide_stmt, NULL), n);
}

static uint64_t w7_getters(void *state, size_t n)
{
    ours *o = state;
    alk_result *result = alk_conn_execute_values(o->conn, o->wide, NULL, 0, NULL);
    uint64_t sum = 0, count = 0;
    double real = 0;
    for (; alk_next(result); count++) {
        sum += (uint64_t)alk_get_int32(result, 0) + (uint64_t)alk_get_int(result, 1);
        real += alk_get_real(result, 2);
        alk_sv d = alk_get_view(result, 3), e = alk_get_view(result, 4);
        sum += (unsigned char)d.p[0] + d.n + (unsigned char)e.p[0] + e.n + (uint64_t)alk_get_timestamp(result, 5).micros;
    }
    if (alk_close(result))
        return failed("W7");
    return count == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

const ours_variant ours_reads[] = {
    { "structs", BENCH_W1, BENCH_USERS, w1_kept, { 1, 10, 100, 1000, 10000 }, 10000, 1, { 0.60, 0.85, 0.95 }, { 1.05, 1.02, 1.02 }, false },
    { "structs, prepared", BENCH_W1, BENCH_USERS, w1_stmt, { 1, 10000 }, 10000, 1, { 0.60, 0.85, 0.95 }, { 1.05, 1.02, 1.02 }, false },
    { "structs, arena kept", BENCH_W1, BENCH_USERS, w1_again, { 1, 10000 }, 10000, 1, { 0.60, 0.85, 0.95 }, { 1.05, 1.02, 1.02 }, false },
    { "structs, built each time", BENCH_W1, BENCH_USERS, w1_built, { 1, 10000 }, 10000, 0, { 0.60, 0.85, 0.95 }, { 0 }, false },
    { "getters", BENCH_W1, BENCH_USERS, w1_getters, { 1, 10000 }, 0, 0, { 0 }, { 0 }, false },
    { "structs", BENCH_W2, BENCH_PAIRS, w2_structs, { 10, 1000, 10000 }, 10000, 0, { 0.90, 0.85, 0.95 }, { 0 }, false },
    { "kept statement, prepared", BENCH_W5, BENCH_USERS, w5_stmt, { 10000 }, 10000, 0, { 1.00, 1.02, 1.02 }, { 0 }, false },
    { "kept statement, values", BENCH_W5, BENCH_USERS, w5_kept, { 10000 }, 10000, 0, { 1.00, 1.02, 1.02 }, { 0 }, false },
    { "kept statement, getters", BENCH_W5, BENCH_USERS, w5_getters, { 10000 }, 10000, 0, { 1.00, 1.02, 1.02 }, { 0 }, false },
    { "kept statement, binds", BENCH_W5, BENCH_USERS, w5_named, { 10000 }, 10000, 0, { 1.30, 1.05, 1.05 }, { 0 }, false },
    { "built each time", BENCH_W5, BENCH_USERS, w5_built, { 10000 }, 10000, 0, { 1.30, 1.05, 1.05 }, { 0 }, false },
    { "structs", BENCH_W7, BENCH_WIDE, w7_structs, { 500000 }, 500000, 0, { 0.80, 1.05, 1.05 }, { 0 }, false },
    { "structs, prepared", BENCH_W7, BENCH_WIDE, w7_stmt, { 500000 }, 500000, 0, { 0.80, 1.05, 1.05 }, { 0 }, false },
    { "getters", BENCH_W7, BENCH_WIDE, w7_getters, { 500000 }, 500000, 0, { 0.90, 1.15, 1.15 }, { 0 }, false },
    { 0 }
};
