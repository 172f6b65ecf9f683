/* SPDX-License-Identifier: MIT
 * In which order a flush writes: tables after those that their foreign keys refer to; where tables refer to each other in a circle, or to themselves, object by object. It is the same
 * every time for the same objects, so that two sessions do not lock rows in different orders. */
#include "entity.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include "unit.h"
#include <stdlib.h>

/* ---- tables: Tarjan's strongly connected components (SIAM J. Comput. 1(2), 1972) ---- */

typedef struct ranking {
    alk__store **stores;
    size_t n;
    uint32_t *index, *low;             /* 0: not visited */
    size_t *stack;
    bool *on_stack;
    size_t depth;
    uint32_t next_index, next_rank;
} ranking;

static void visit_store(ranking *k, size_t i)
{
    k->index[i] = k->low[i] = ++k->next_index;
    k->stack[k->depth++] = i;
    k->on_stack[i] = true;
    for (size_t j = 0; j < k->n; j++) {
        if (!alk__mapper_refers(k->stores[i]->mapper, k->stores[j]->mapper))
            continue;
        k->stores[i]->in_circle = k->stores[i]->in_circle || i == j;
        if (!k->index[j]) {
            visit_store(k, j);
            k->low[i] = k->low[j] < k->low[i] ? k->low[j] : k->low[i];
        } else if (k->on_stack[j]) {
            k->low[i] = k->index[j] < k->low[i] ? k->index[j] : k->low[i];
        }
    }
    if (k->low[i] != k->index[i])
        return;
    bool alone = k->stack[k->depth - 1] == i;
    for (size_t j = SIZE_MAX; j != i;) {
        j = k->stack[--k->depth];
        k->on_stack[j] = false;
        k->stores[j]->rank = k->next_rank;
        k->stores[j]->in_circle = k->stores[j]->in_circle || !alone;
    }
    k->next_rank++;
}

static int rank_stores(alk_session *session, alk_arena *arena)
{
    size_t n = session->stores.count;
    ranking k = { .stores = session->stores.items, .n = n };
    if (session->ranked == n)
        return ALK_OK;
    char *block = alk_arena_alloc(arena, n * (2 * sizeof(uint32_t) + sizeof(size_t) + sizeof(bool)), 0);
    if (!block)
        return ALK_ERROR_NO_MEMORY;
    memset(block, 0, n * (2 * sizeof(uint32_t) + sizeof(size_t) + sizeof(bool)));
    k.stack = (size_t *)(void *)block;
    k.index = (uint32_t *)(void *)(k.stack + n);
    k.low = k.index + n;
    k.on_stack = (bool *)(void *)(k.low + n);
    for (size_t i = 0; i < n; i++)
        k.stores[i]->in_circle = false;
    for (size_t i = 0; i < n; i++)
        if (!k.index[i])
            visit_store(&k, i);
    session->ranked = n;
    return ALK_OK;
}

/* ---- objects of tables in a circle ---- */

enum { NEW, OPEN, DONE };

static int visit_saved(alk__unit *unit, alk__work *work);

static int circle(const alk__work *work, const alk__link *link)
{
    alk__entity_words words, other;
    return alk_fail(ALK_ERROR_INTEGRITY, "%s and %s refer to each other by %s.%s, and neither can be written first: that key would have to allow NULL", alk__entity_name(work->entity, &words),
                    alk__entity_name(link->parent, &other), link->relation->owner->name, link->relation->name);
}

/* The object refers to one that is new too, of the same circle. They refer to each other: one key is written later, the first on the way back that may be NULL. What was visited beyond
 * it is visited again when this one is done. */
static int visit_parent(alk__unit *unit, alk__work *work, alk__link *link)
{
    alk__work *parent = link->parent && link->parent != link->child ? alk__unit_work(unit, link->parent) : NULL;
    if (link->parent && link->parent == link->child) {
        link->later = link->child->state == ALK_STATE_PENDING && !alk__key_is_whole(link->child->store->mapper, alk__row(link->child));
        return ALK_OK;
    }
    if (!parent || parent->action != ALK__INSERT || link->parent->store->rank != work->entity->store->rank)
        return ALK_OK;
    if (link->relation->post_update && work->action == ALK__INSERT) {
        link->later = true;
        return ALK_OK;
    }
    if (parent->visit == OPEN) {
        link->later = link->relation->nullable;
        return link->later ? ALK_OK : circle(work, link);
    }
    int code = visit_saved(unit, parent);
    if (code && link->relation->nullable) {
        link->later = true;
        return ALK_OK;
    }
    work->depth = parent->depth + 1 > work->depth ? parent->depth + 1 : work->depth;
    return code;
}

static int visit_saved(alk__unit *unit, alk__work *work)
{
    int code = ALK_OK;
    if (work->visit != NEW)
        return ALK_OK;
    work->visit = OPEN;
    for (alk__link *link = work->links; code == ALK_OK && link; link = link->next)
        code = visit_parent(unit, work, link);
    work->visit = code ? NEW : DONE;
    return code;
}

static alk__entity *search_in(const alk__store *store, const alk__relation *r, const char *wanted)
{
    alk__store_at at = { 0, 0 };
    for (alk__entity *e; (e = alk__store_next(store, &at));) {
        bool same = e->state == ALK_STATE_PERSISTENT;
        for (unsigned i = 0; same && i < r->n; i++)
            same = alk__member_equal(&r->target->properties[r->there[i]], wanted, alk__row(e));
        if (same)
            return e;
    }
    return NULL;
}

/* The object whose columns, which are not its key, have these values. */
static alk__entity *search(const alk_session *session, const alk__relation *r, const char *wanted)
{
    alk__entity *found = NULL;
    for (size_t i = 0; !found && i < session->stores.count; i++) {
        const alk__store *store = alk__array_pointer(&session->stores, i);
        found = alk__mapper_is(store->mapper, r->target) ? search_in(store, r, wanted) : NULL;
    }
    return found;
}

/* The object that a foreign key of a row leads to, if the session has it. */
alk__entity *alk__find_target(const alk__entity *e, const alk__relation *r, const char *row)
{
    alk__store *store = alk__store_known_beside(e->store, r->target);
    alk__memory *memory = &e->store->session->memory;
    char few[512], *key = r->target->struct_size <= sizeof few ? few : alk__memory_take(memory, r->target->struct_size);
    bool whole = store && key, is_key = r->n == r->target->n_key;
    if (whole)
        memset(key, 0, r->target->struct_size);
    for (unsigned i = 0; whole && i < r->n; i++) {
        const alk__property *p = &e->store->mapper->properties[r->here[i]], *q = &r->target->properties[r->there[i]];
        whole = !alk__member_is_null(p, row) && alk__member_copy(q, key, p, row) == ALK_OK;
        is_key = is_key && q->key;
    }
    alk__entity *found = !whole ? NULL : is_key ? alk__store_find(store, key, alk__key_hash(r->target, key)) : search(e->store->session, r, key);
    if (key != few)
        alk__memory_give(memory, key, r->target->struct_size);
    return found;
}

#define IN_CIRCLE 1                    /* no error's code: those are negative */

/* Both are deleted and refer to each other: the key of one is emptied before. */
static int cut(alk__unit *unit, alk__work *work, const alk__relation *r)
{
    alk__link *link = alk_arena_alloc(unit->arena, sizeof *link, 0);
    if (!link)
        return ALK_ERROR_NO_MEMORY;
    *link = (alk__link){ .next = work->links, .relation = r, .child = work->entity, .later = true };
    work->links = link;
    return ALK_OK;
}

/* What refers to another that is deleted too goes first. IN_CIRCLE: it leads back by keys that cannot be emptied. */
static int visit_deleted(alk__unit *unit, alk__work *work)
{
    int code = ALK_OK;
    const alk__mapper *mapper = work->entity->store->mapper;
    if (work->visit != NEW)
        return ALK_OK;
    work->visit = OPEN;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        alk__entity *parent = r->direction == ALK__TO_ONE && !r->view_only ? alk__find_target(work->entity, r, alk__image(work->entity)) : NULL;
        alk__work *above = parent && parent != work->entity ? alk__unit_work(unit, parent) : NULL;
        if (!above || above->action != ALK__DELETE || parent->store->rank != work->entity->store->rank)
            continue;
        code = above->visit == OPEN ? IN_CIRCLE : visit_deleted(unit, above);
        if (code == IN_CIRCLE && r->nullable) {
            code = cut(unit, work, r);
            continue;
        }
        work->depth = above->depth + 1 > work->depth ? above->depth + 1 : work->depth;
    }
    work->visit = code ? NEW : DONE;
    return code;
}

/* ---- sorting ---- */

/* Of one kind: new ones as they came, others by their keys. */
static int compare_keys(const alk__work *x, const alk__work *y)
{
    int keys = x->action == ALK__INSERT ? 0 : alk__key_compare(x->entity->store->mapper, alk__image(x->entity), alk__image(y->entity));
    return keys ? keys : x->number < y->number ? -1 : x->number > y->number;
}

static int compare(const void *a, const void *b)
{
    const alk__work *x = *(alk__work *const *)a, *y = *(alk__work *const *)b;
    const alk__store *s = x->entity->store, *t = y->entity->store;
    if (s == t && x->depth == y->depth && x->action == y->action)
        return compare_keys(x, y);
    bool x_deletes = x->action == ALK__DELETE, y_deletes = y->action == ALK__DELETE;
    if (x_deletes != y_deletes)
        return x_deletes ? 1 : -1;
    int turn = x_deletes ? -1 : 1;
    if (s->rank != t->rank)
        return s->rank < t->rank ? -turn : turn;
    if (x->depth != y->depth)
        return x->depth < y->depth ? -turn : turn;
    int names = s == t ? 0 : strcmp(s->mapper->name, t->mapper->name);
    if (s != t)
        return names ? (names < 0 ? -turn : turn) : s->mapper == t->mapper ? (s->shard < t->shard ? -turn : turn) : s->mapper < t->mapper ? -turn : turn;
    return x->action < y->action ? -1 : 1;
}

int alk__unit_order(alk__unit *unit)
{
    size_t n = unit->works.count;
    int code = rank_stores(unit->session, unit->arena);
    unit->order = alk_arena_alloc(unit->arena, (n ? n : 1) * sizeof(alk__work *), 0);
    if (!unit->order)
        return ALK_ERROR_NO_MEMORY;
    bool sorted = true;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        alk__work *work = unit->order[i] = alk__array_at(&unit->works, i);
        if (work->entity->store->in_circle && work->action == ALK__DELETE)
            code = visit_deleted(unit, work) < 0 ? ALK_ERROR_NO_MEMORY : ALK_OK;       /* a circle that cannot be cut the database may still take */
        else if (work->entity->store->in_circle)
            code = visit_saved(unit, work);
        unit->n_saves += work->action != ALK__DELETE;
    }
    for (size_t i = 1; code == ALK_OK && i < n && sorted; i++)
        sorted = compare(&unit->order[i - 1], &unit->order[i]) < 0;
    if (code == ALK_OK && !sorted)
        qsort(unit->order, n, sizeof *unit->order, compare);
    return code;
}
