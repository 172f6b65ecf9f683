/* SPDX-License-Identifier: MIT
 * The workloads by models and statements: structs of a model in and out, statements kept and built each time. */
#include "models.h"
#include "ours.h"
#include <string.h>

static uint64_t failed(const char *what)
{
    ours_complain(what);
    return BENCH_FAILED;
}

static uint64_t sum_reader(uint64_t sum, const struct reader *u)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name), u->hair_color);
}

/* Kept for as long as the program runs, as statements in static variables are. */
static const alk_sql *kept(const alk_sql **place, const alk_sql *fresh)
{
    return *place = alk_keep(fresh);
}

/* ---- W1 ---- */

static uint64_t all_readers(alk_result *result, size_t n)
{
    alk_arena *arena = alk_arena_new();
    struct reader *users = NULL;
    size_t count = 0;
    uint64_t sum = 0;
    alk_fetch_structs(result, reader, arena, &users, &count);
    if (alk_close(result))
        return failed("W1");
    for (size_t i = 0; i < count; i++)
        sum = sum_reader(sum, &users[i]);
    alk_arena_free(arena);
    return count == n ? sum : BENCH_FAILED;
}

static uint64_t w1_kept(void *state, size_t n)
{
    static const alk_sql *all;
    const ours *o = state;
    return all_readers(alk_execute(o->conn, all ? all : kept(&all, alk_select(reader.table))), n);
}

static uint64_t w1_built(void *state, size_t n)
{
    const ours *o = state;
    return all_readers(alk_execute(o->conn, alk_select(reader.table)), n);
}

/* ---- W2 ---- */

typedef struct pair {
    struct reader who;
    alk_opt_int64 post, user_id;
    const char *title, *body;
} pair;
static const alk_field pair_fields[] = { ALK_FIELD_NAMED(pair, who.id, NULL),         ALK_FIELD_NAMED(pair, who.name, NULL),
                                         ALK_FIELD_NAMED(pair, who.hair_color, NULL), ALK_FIELD_NAMED(pair, post, NULL),
                                         ALK_FIELD_NAMED(pair, user_id, NULL),        ALK_FIELD_NAMED(pair, title, NULL),
                                         ALK_FIELD_NAMED(pair, body, NULL) };

static uint64_t w2_models(void *state, size_t n)
{
    ours *o = state;
    alk_arena *arena = alk_arena_new();
    pair *pairs = NULL;
    size_t count = 0;
    uint64_t sum = 0;
    alk_result *result = alk_execute(o->conn, alk_select(person.table, post.table, alk_left_join(person.posts), alk_where(alk_eq(person.hair_color, "red"))));
    alk_fetch_all(result, pair_fields, pair, arena, &pairs, &count);
    if (alk_close(result))
        return failed("W2");
    for (size_t i = 0; i < count; i++) {
        const pair *p = &pairs[i];
        sum += bench_mix_text(bench_mix_text(bench_mix(sum_reader(0, &p->who), (uint64_t)p->post.value), p->title), p->body);
    }
    alk_arena_free(arena);
    return count == n ? sum : BENCH_FAILED;
}

/* ---- W3 ---- */

static uint64_t w3_models(void *state, size_t n)
{
    ours *o = state;
    int64_t affected;
    if (alk_insert_structs(o->conn, person, o->people, n, &affected))
        return failed("W3");
    if (alk_commit(o->conn))
        return failed("W3");
    return affected == (int64_t)n ? n : BENCH_FAILED;
}

/* ---- W4 ---- */

static uint64_t w4_models(void *state, size_t n)
{
    ours *o = state;
    alk_arena *arena = alk_arena_new();
    uint64_t sum = 0;
    if (alk_insert_structs_returning(o->conn, person, o->people, n, arena))
        return failed("W4");
    alk_arena_free(arena);
    for (size_t i = 0; i < n; i++) {
        sum = bench_mix(sum, (uint64_t)o->people[i].id);
        o->people[i].id = 0;               /* for the next round */
    }
    return alk_commit(o->conn) ? failed("W4") : sum;
}

static uint64_t w4_statement(void *state, size_t n)
{
    static const alk_sql *insert;
    ours *o = state;
    uint64_t sum = 0;
    if (!insert)
        kept(&insert, alk_insert(person.table, alk_set(person.name, alk_param("name")), alk_set(person.hair_color, alk_param("hair"))));
    for (size_t i = 0; i < n; i++) {
        const alk_value values[] = { alk_value_text(o->rows[i].name), alk_value_text(o->rows[i].hair) };
        alk_value key;
        alk_result *result = alk_conn_execute_values(o->conn, insert, values, 2, NULL);
        if (alk_inserted_key(result, 0, &key))
            return failed("W4");
        sum = bench_mix(sum, (uint64_t)key.u.i);
        alk_close(result);
    }
    return alk_commit(o->conn) ? failed("W4") : sum;
}

/* ---- W5 ---- */

static const alk_field reader_fields[] = { ALK_FIELD(struct reader, id), ALK_FIELD(struct reader, name), ALK_FIELD(struct reader, hair_color) };

static uint64_t one_reader(alk_result *result, uint64_t sum)
{
    struct reader u;
    if (alk_fetch(result, reader_fields, &u, 1, NULL) == 1)
        sum = sum_reader(sum, &u);
    return alk_close(result) ? failed("W5") : sum;
}

static uint64_t w5_kept(void *state, size_t n)
{
    static const alk_sql *by_key;
    ours *o = state;
    uint64_t sum = 0;
    if (!by_key)
        kept(&by_key, alk_select(reader.table, alk_where(alk_eq(reader.id, alk_param("id")))));
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++) {
        const alk_value id = alk_value_int(bench_key(i, n));
        sum = one_reader(alk_conn_execute_values(o->conn, by_key, &id, 1, NULL), sum);
    }
    return sum;
}

static uint64_t w5_binds(void *state, size_t n)
{
    static const alk_sql *by_key;
    ours *o = state;
    uint64_t sum = 0;
    if (!by_key)
        kept(&by_key, alk_select(reader.table, alk_where(alk_eq(reader.id, alk_param("id")))));
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++)
        sum = one_reader(alk_execute(o->conn, by_key, alk_bind("id", bench_key(i, n))), sum);
    return sum;
}

static uint64_t w5_built(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n && sum != BENCH_FAILED; i++)
        sum = one_reader(alk_execute(o->conn, alk_select(reader.table, alk_where(alk_eq(reader.id, bench_key(i, n))))), sum);
    return sum;
}

/* ---- W7 ---- */

static uint64_t w7_models(void *state, size_t n)
{
    static const alk_sql *all;
    const ours *o = state;
    alk_field fields[6];
    struct wide rows[64];
    uint64_t sum = 0, count = 0;
    double real = 0;
    alk_result *result = alk_execute(o->conn, all ? all : kept(&all, alk_select(wide.table)));
    if (alk_table_fields(wide.table, fields, 6) != 6)
        return failed("W7");
    for (size_t got; (got = alk_fetch(result, fields, rows, 64, NULL)); count += got)
        for (size_t i = 0; i < got; i++) {
            const struct wide *w = &rows[i];
            sum += (uint64_t)w->a + (uint64_t)w->b + (unsigned char)w->d[0] + strlen(w->d) + (unsigned char)w->e[0] + strlen(w->e) + (uint64_t)w->f.micros;
            real += w->c;
        }
    if (alk_close(result))
        return failed("W7");
    return count == n ? bench_mix(sum, (uint64_t)real) : BENCH_FAILED;
}

/* ---- W8 ---- */

typedef struct change {
    const char *name;
    int64_t id;
} change;
static const alk_field change_fields[] = { ALK_FIELD(change, name), ALK_FIELD(change, id) };

static uint64_t w8_statement(void *state, size_t n)
{
    static const alk_sql *update;
    ours *o = state;
    change changes[1000];
    uint64_t sum = 0;
    if (!update)
        kept(&update, alk_update(person.table, alk_set(person.name, alk_param("name")), alk_where(alk_eq(person.id, alk_param("id")))));
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        for (; k < sizeof changes / sizeof *changes && i < n; k++, i++)
            changes[k] = (change){ o->rows[o->turned ? i : n - 1 - i].name, (int64_t)i + 1 };
        int64_t affected;
        if (alk_execute_each(o->conn, update, change_fields, changes, k, &affected))
            return failed("W8");
        sum += (uint64_t)affected;
    }
    o->turned = !o->turned;
    return alk_commit(o->conn) ? failed("W8") : sum;
}

const ours_variant ours_models[] = {
    { "models, statement kept", BENCH_W1, BENCH_USERS, w1_kept, { 1, 10, 100, 1000, 10000 }, 10000, 1, { 0.60, 0.85, 0.95 }, { 1.05, 1.02, 1.02 }, false },
    { "models, built each time", BENCH_W1, BENCH_USERS, w1_built, { 1, 10000 }, 10000, 0, { 0.60, 0.85, 0.95 }, { 0 }, false },
    { "models", BENCH_W2, BENCH_PAIRS, w2_models, { 10, 1000, 10000 }, 10000, 0, { 0.90, 0.85, 0.95 }, { 0 }, false },
    { "models", BENCH_W4, BENCH_EMPTY, w4_models, { 1, 10, 100, 1000, 10000 }, 10000, 0, { 0.90, 0.22, 0.25 }, { 0 }, false },
    { "statement, row by row", BENCH_W4, BENCH_EMPTY, w4_statement, { 10000 }, 10000, 0, { 0.90, 0, 0 }, { 0 }, false },
    { "models", BENCH_W3, BENCH_EMPTY, w3_models, { 1, 10, 100, 1000, 10000 }, 10000, 0, { 0.45, 0.18, 0.20 }, { 0 }, false },
    { "statement kept, values", BENCH_W5, BENCH_USERS, w5_kept, { 10000 }, 10000, 0, { 1.00, 1.02, 1.02 }, { 0 }, false },
    { "statement kept, binds", BENCH_W5, BENCH_USERS, w5_binds, { 10000 }, 10000, 0, { 1.30, 1.05, 1.05 }, { 0 }, false },
    { "statement built each time", BENCH_W5, BENCH_USERS, w5_built, { 10000 }, 10000, 0, { 1.30, 1.05, 1.05 }, { 0 }, false },
    { "models", BENCH_W7, BENCH_WIDE, w7_models, { 500000 }, 500000, 0, { 0.80, 1.05, 1.05 }, { 0 }, false },
    { "statement", BENCH_W8, BENCH_USERS, w8_statement, { 10000 }, 10000, 0, { 0.95, 0.28, 0.50 }, { 0 }, false },
    { 0 }
};
