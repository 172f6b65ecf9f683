/* SPDX-License-Identifier: MIT
 * The workloads by sessions: rows are objects that the session knows and watches. */
#include "models.h"
#include "ours.h"
#include <string.h>

static uint64_t failed(const char *what, alk_session *session)
{
    ours_complain(what);
    alk_session_close(session);
    return BENCH_FAILED;
}

static uint64_t sum_reader(uint64_t sum, const struct reader *u)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name), u->hair_color);
}

static alk_session *new_session(const ours *o)
{
    return alk_session_open(o->engine, .conn = o->conn);
}

/* ---- W1 ---- */

static uint64_t all_objects(const ours *o, size_t n, bool read_only)
{
    alk_session *s = alk_session_open(o->engine, .conn = o->conn, .read_only = read_only);
    uint64_t sum = 0, count = 0;
    alk_result *result = alk_execute(s, alk_select(reader.table));
    for (struct reader *u; (u = alk_next_of(result, reader)); count++)
        sum = sum_reader(sum, u);
    if (alk_close(result))
        return failed("W1", s);
    alk_session_close(s);
    return count == n ? sum : BENCH_FAILED;
}

static uint64_t w1_tracked(void *state, size_t n) { return all_objects(state, n, false); }
static uint64_t w1_read_only(void *state, size_t n) { return all_objects(state, n, true); }

/* ---- W4 ---- */

static uint64_t w4_added(void *state, size_t n)
{
    ours *o = state;
    alk_session *s = new_session(o);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        struct person *p = alk_entity_add(s, person.table, &o->people[i]);
        if (!p)
            return failed("W4", s);
        o->added[i] = p;
    }
    if (alk_commit(s))
        return failed("W4", s);
    for (size_t i = 0; i < n; i++)
        sum = bench_mix(sum, (uint64_t)((struct person *)o->added[i])->id);
    alk_session_close(s);
    return sum;
}

/* ---- W5 ---- */

static uint64_t w5_found(void *state, size_t n)
{
    const ours *o = state;
    alk_session *s = new_session(o);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct reader *u = alk_find(s, reader, bench_key(i, n));
        if (!u)
            return failed("W5", s);
        sum = sum_reader(sum, u);
    }
    alk_session_close(s);
    return sum;
}

/* ---- W6 ---- */

static uint64_t sum_graph(const struct person *u, uint64_t *bodies, uint64_t sum)
{
    sum = bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name);
    for (uint32_t i = 0; i < u->posts.count; i++) {
        const struct post *p = u->posts.items[i];
        sum = bench_mix_text(bench_mix(sum, (uint64_t)p->id), p->title);
        *bodies += (unsigned char)p->body[0];
        for (uint32_t k = 0; k < p->comments.count; k++)
            sum = bench_mix_text(bench_mix(sum, (uint64_t)p->comments.items[k]->id), p->comments.items[k]->text);
    }
    return sum;
}

static uint64_t w6_graph(void *state, size_t n)
{
    const ours *o = state;
    alk_session *s = new_session(o);
    uint64_t sum = 0, bodies = 0, count = 0;
    alk_result *result = alk_execute(s, alk_select(person.table, alk_with(person.posts, post.comments), alk_order_by(person.id)));
    for (const struct person *u; (u = alk_next_of(result, person)); count++)
        sum = sum_graph(u, &bodies, sum);
    if (alk_close(result))
        return failed("W6", s);
    alk_session_close(s);
    return count == n ? bench_mix(sum, bodies) : BENCH_FAILED;
}

/* ---- W8 ---- */

/* Objects that were loaded before, by the first round, which is not measured. */
static bool load_people(ours *o, size_t n)
{
    size_t count = 0;
    if (o->session)
        return true;
    o->session = new_session(o);
    alk_result *result = alk_execute(o->session, alk_select(person.table, alk_order_by(person.id)));
    for (void *p; count < n && (p = alk_entity_next(result, person.table));)
        o->added[count++] = p;
    return alk_close(result) == ALK_OK && count == n;
}

static uint64_t w8_flushed(void *state, size_t n)
{
    ours *o = state;
    if (!load_people(o, n))
        return failed("W8", NULL);
    for (size_t i = 0; i < n; i++)
        ((struct person *)o->added[i])->name = o->rows[o->turned ? i : n - 1 - i].name;
    o->turned = !o->turned;
    return alk_commit(o->session) ? failed("W8", NULL) : n;
}

const ours_variant ours_sessions[] = {
    { "session, objects", BENCH_W1, BENCH_USERS, w1_tracked, { 1, 10, 100, 1000, 10000 }, 10000, 0, { 0.90, 1.00, 1.05 }, { 0 }, false },
    { "session, read only", BENCH_W1, BENCH_USERS, w1_read_only, { 10000 }, 0, 0, { 0 }, { 0 }, false },
    { "session, added", BENCH_W4, BENCH_EMPTY, w4_added, { 1, 10, 100, 1000, 10000 }, 10000, 0, { 0.90, 0.22, 0.25 }, { 0 }, false },
    { "session, found", BENCH_W5, BENCH_USERS, w5_found, { 10000 }, 10000, 0, { 1.30, 1.05, 1.05 }, { 0 }, false },
    { "session, select-in", BENCH_W6, BENCH_GRAPH, w6_graph, { 1, 10, 100 }, 100, 0, { 0.80, 1.00, 1.05 }, { 0 }, false },
    { "session, flushed", BENCH_W8, BENCH_USERS, w8_flushed, { 10000 }, 10000, 0, { 1.20, 0.35, 0.60 }, { 0 }, false },
    { 0 }
};
