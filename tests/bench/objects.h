/* SPDX-License-Identifier: MIT
 * What the baselines read into, whatever the client library: a careful programmer takes each object from malloc() and each text from strdup(); an expert
 * cuts both from blocks, which the next result uses again. In a header, so that the loops of each baseline have it within them. */
#ifndef ALK_BENCH_OBJECTS_H
#define ALK_BENCH_OBJECTS_H
#include "bench.h"
#include <stdlib.h>
#include <string.h>

enum { BENCH_BLOCK = 1 << 16 };

typedef struct bench_block {
    struct bench_block *older;
    size_t used;
    char bytes[BENCH_BLOCK];
} bench_block;

typedef struct bench_objects {
    bool in_blocks;
    bench_block *blocks, *spare;
} bench_objects;

typedef struct bench_user {
    int64_t id;
    char *name, *hair;
} bench_user;

typedef struct bench_pair {
    bench_user who;
    int64_t post, user_id;
    char *title, *body;
} bench_pair;

/* Objects behind an array of pointers that grows. */
typedef struct bench_list {
    void **items;
    size_t count, room;
} bench_list;

static inline void *bench_cut(bench_objects *o, size_t size)
{
    bench_block *b = o->blocks;
    size = (size + 7) & ~(size_t)7;
    if (!b || size > BENCH_BLOCK - b->used) {
        b = o->spare;
        if (b)
            o->spare = b->older;
        else if (!(b = (bench_block *)malloc(sizeof *b)))
            return NULL;
        b->used = 0;
        b->older = o->blocks;
        o->blocks = b;
    }
    void *room = b->bytes + b->used;
    b->used += size;
    return room;
}

static inline void *bench_object(bench_objects *o, size_t size)
{
    return o->in_blocks ? bench_cut(o, size) : malloc(size);
}

/* text: ends with a NUL behind its n bytes. */
static inline char *bench_text(bench_objects *o, const char *text, size_t n)
{
    if (!o->in_blocks)
        return strdup(text);
    char *copy = bench_cut(o, n + 1);
    return copy ? memcpy(copy, text, n + 1) : NULL;
}

static inline void bench_give_back(bench_objects *o)
{
    for (bench_block *b; (b = o->blocks);) {
        o->blocks = b->older;
        b->older = o->spare;
        o->spare = b;
    }
}

static inline void bench_objects_free(bench_objects *o)
{
    bench_give_back(o);
    for (bench_block *b; (b = o->spare);) {
        o->spare = b->older;
        free(b);
    }
}

static inline bool bench_push(bench_list *l, void *item)
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

static inline uint64_t bench_sum_user(uint64_t sum, const bench_user *u)
{
    return bench_mix_text(bench_mix_text(bench_mix(sum, (uint64_t)u->id), u->name), u->hair);
}

static inline void bench_user_free(const bench_objects *o, bench_user *u)
{
    if (o->in_blocks)
        return;
    free(u->name);
    free(u->hair);
    free(u);
}

/* What the users add up to; they are freed. */
static inline uint64_t bench_end_users(bench_objects *o, bench_list *users)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < users->count; i++)
        sum = bench_sum_user(sum, users->items[i]);
    for (size_t i = 0; i < users->count; i++)
        bench_user_free(o, users->items[i]);
    free(users->items);
    bench_give_back(o);
    return sum;
}

static inline void bench_pair_free(const bench_objects *o, bench_pair *p)
{
    if (o->in_blocks)
        return;
    free(p->who.name);
    free(p->who.hair);
    free(p->title);
    free(p->body);
    free(p);
}

/* The same of pairs; in any order, as a join gives them. */
static inline uint64_t bench_end_pairs(bench_objects *o, bench_list *pairs)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        const bench_pair *p = pairs->items[i];
        sum += bench_mix_text(bench_mix_text(bench_mix(bench_sum_user(0, &p->who), (uint64_t)p->post), p->title), p->body);
    }
    for (size_t i = 0; i < pairs->count; i++)
        bench_pair_free(o, pairs->items[i]);
    free(pairs->items);
    bench_give_back(o);
    return sum;
}

/* ---- W6: an object that has others below it; all of one kind lie behind a list in the order of their keys, from 1 ---- */

typedef struct bench_node {
    int64_t id;
    char *text;
    bench_list below;
} bench_node;

/* A node at the end of its kind, below the parent of that number; text was copied. parents NULL: it has none. */
static inline bool bench_add_node(bench_objects *o, bench_list *kind, const bench_list *parents, int64_t parent, int64_t id, char *text)
{
    bench_node *node = (bench_node *)bench_object(o, sizeof *node);
    if (!bench_push(kind, node) || (parents && (parent < 1 || (size_t)parent > parents->count)))
        return false;
    *node = (bench_node){ id, text, { NULL, 0, 0 } };
    return !parents || bench_push(&((bench_node *)parents->items[parent - 1])->below, node);
}

static inline uint64_t bench_sum_node(uint64_t sum, const bench_node *node)
{
    sum = bench_mix_text(bench_mix(sum, (uint64_t)node->id), node->text);
    for (size_t i = 0; i < node->below.count; i++)
        sum = bench_sum_node(sum, (const bench_node *)node->below.items[i]);
    return sum;
}

/* What the graph adds up to; it is freed. */
static inline uint64_t bench_end_graph(bench_objects *o, bench_list kinds[3])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < kinds[0].count; i++)
        sum = bench_sum_node(sum, (const bench_node *)kinds[0].items[i]);
    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < kinds[k].count; i++) {
            bench_node *node = (bench_node *)kinds[k].items[i];
            free(node->below.items);
            if (!o->in_blocks) {
                free(node->text);
                free(node);
            }
        }
        free(kinds[k].items);
    }
    bench_give_back(o);
    return sum;
}
#endif
