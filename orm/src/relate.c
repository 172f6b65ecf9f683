/* SPDX-License-Identifier: MIT
 * See relate.h. */
#include "relate.h"
#include "inherit.h"
#include <alkahest/session.h>

/* A foreign key from one table to another. */
typedef struct key_link {
    unsigned n;
    const alk_column *from[ALK__KEY_COLUMNS], *to[ALK__KEY_COLUMNS];
    uint8_t on_delete;
} key_link;

enum { LINKS = 8 };
typedef struct key_links {
    unsigned n;                        /* may be more than LINKS: the rest are not told */
    key_link link[LINKS];
} key_links;

static const alk_constraint *next_constraint(const alk_table *t, const alk_constraint *c)
{
    c = c ? (const alk_constraint *)(const void *)((const char *)c + t->constraint_size) : t->constraints;
    return c && c->kind != ALK_CONSTRAINT_END ? c : NULL;
}

static const alk_table *table_of(const alk_column *column)
{
    return alk_table_definition(*column->table);
}

static void add_link(key_links *all, const key_link *link)
{
    if (all->n < LINKS)
        all->link[all->n] = *link;
    all->n++;
}

/* Whether the column is in one of the tables that the mapper's objects are in. */
static bool has_column(const alk__mapper *mapper, const alk_column *column)
{
    while (mapper && mapper->table != table_of(column))
        mapper = mapper->base;
    return mapper != NULL;
}

/* The foreign keys of a table that refer to one of `to`; via: that column's alone. */
static void add_links(const alk_table *from, const alk__mapper *to, const alk_column *via, key_links *all)
{
    for (size_t i = 0; i < from->n_columns; i++) {
        const alk_column *column = alk__table_column_at(from, i), *other = column->references && *column->references ? alk_column_definition(*column->references) : NULL;
        if (other && has_column(to, other) && (!via || via == column))
            add_link(all, &(key_link){ .n = 1, .from = { column }, .to = { other }, .on_delete = column->on_delete });
    }
    for (const alk_constraint *c = next_constraint(from, NULL); c; c = next_constraint(from, c)) {
        key_link link = { .on_delete = c->on_delete };
        bool named = !via;
        if (c->kind != ALK_CONSTRAINT_FOREIGN_KEY || !c->references[0] || !has_column(to, alk_column_definition(*c->references[0])))
            continue;
        for (; c->columns[link.n] && link.n < ALK__KEY_COLUMNS; link.n++) {
            link.from[link.n] = alk_column_definition(*c->columns[link.n]);
            link.to[link.n] = alk_column_definition(*c->references[link.n]);
            named = named || link.from[link.n] == via;
        }
        if (named)
            add_link(all, &link);
    }
}

/* That a part's key refers to the base's is no foreign key of the object. */
static bool is_between_parts(const alk__mapper *mapper, const key_link *link)
{
    return alk__is_key_of_part(mapper, link->from[0]) && has_column(mapper->base, link->to[0]);
}

/* The same of all tables that the mapper's objects are in. */
static void find_links(const alk__mapper *from, const alk__mapper *to, const alk_column *via, key_links *all)
{
    all->n = 0;
    for (const alk__mapper *x = from; x; x = x->base) {
        unsigned kept = all->n;
        add_links(x->table, to, via, all);
        for (unsigned i = kept; i < all->n && i < LINKS; i++)
            if (!is_between_parts(x, &all->link[i]))
                all->link[kept++] = all->link[i];
        all->n = all->n > LINKS ? all->n : kept;
    }
}

bool alk__mapper_refers(const alk__mapper *mapper, const alk__mapper *other)
{
    key_links links;
    find_links(mapper, other, NULL, &links);
    return links.n > 0;
}

/* ---- directions ---- */

static bool take_pair(alk__making_mappers *m, const alk__relation *r, const alk_column *a, const alk_column *b, uint16_t *here, uint16_t *there)
{
    const alk__property *p = alk__property_of(r->owner, &a->sql), *q = alk__property_of(r->target, &b->sql);
    bool same = p && q && p->content == q->content && (p->content != ALK__CONTENT_PLAIN || p->size == q->size ||
                                                       (p->field.slot >= ALK_SLOT_INT8 && p->field.slot <= ALK_SLOT_UINT64 && q->field.slot >= ALK_SLOT_INT8 && q->field.slot <= ALK_SLOT_UINT64));
    if (!same) {
        alk__mistake(m, "%s.%s: %s and %s are of C types that do not go together", r->owner->name, r->name, a->name, b->name);
        return false;
    }
    *here = p->number;
    *there = q->number;
    return true;
}

static void go_by(alk__making_mappers *m, alk__relation *r, const key_link *link, bool key_is_here)
{
    r->n = (uint16_t)link->n;
    r->nullable = true;
    for (unsigned i = 0; i < link->n; i++) {
        const alk_column *here = key_is_here ? link->from[i] : link->to[i], *there = key_is_here ? link->to[i] : link->from[i];
        if (!take_pair(m, r, here, there, &r->here[i], &r->there[i]))
            return;
        r->nullable = r->nullable && link->from[i]->nullable;
    }
    r->database_deletes = r->database_deletes || link->on_delete == ALK_CASCADE || link->on_delete == ALK_SET_NULL || link->on_delete == ALK_SET_DEFAULT;
    if (!key_is_here && link->on_delete == ALK_CASCADE)
        r->cascade |= ALK_CASCADE_DELETE;
}

static void go_through(alk__making_mappers *m, alk__relation *r)
{
    const alk_table *between = alk_table_definition(*r->definition->through);
    const alk_column *via = r->definition->via ? alk_column_definition(*r->definition->via) : NULL;
    key_links here = { .n = 0 }, there = { .n = 0 };
    r->direction = ALK__THROUGH;
    r->through = *r->definition->through;
    add_links(between, r->owner, via && table_of(via) == between ? via : NULL, &here);
    add_links(between, r->target, NULL, &there);
    if (r->owner == r->target && here.n == 1 && there.n == 2)
        there.link[0] = there.link[there.link[0].from[0] == here.link[0].from[0]], there.n = 1;
    if (here.n != 1 || there.n != 1) {
        alk__mistake(m, "%s.%s: table %s has %u foreign keys to %s and %u to %s where one of each is wanted; name the one to %s by .via", r->owner->name, r->name, between->name, here.n,
                     r->owner->name, there.n, r->target->name, r->owner->name);
        return;
    }
    r->n = (uint16_t)here.link[0].n;
    r->n_there = (uint16_t)there.link[0].n;
    for (unsigned i = 0; i < r->n; i++) {
        const alk__property *p = alk__property_of(r->owner, &here.link[0].to[i]->sql);
        r->through_here[i] = here.link[0].from[i];
        r->here[i] = p ? p->number : 0;
    }
    for (unsigned i = 0; i < r->n_there; i++) {
        const alk__property *p = alk__property_of(r->target, &there.link[0].to[i]->sql);
        r->through_there[i] = there.link[0].from[i];
        r->there[i] = p ? p->number : 0;
    }
    r->database_deletes = r->database_deletes || here.link[0].on_delete == ALK_CASCADE;
}

/* The key is on one side or the other. */
static void go_directly(alk__making_mappers *m, alk__relation *r)
{
    const alk_column *via = r->definition->via ? alk_column_definition(*r->definition->via) : NULL;
    key_links here = { .n = 0 }, there = { .n = 0 };
    if (!r->many)
        find_links(r->owner, r->target, via && has_column(r->owner, via) ? via : NULL, &here);
    if (via && here.n && !has_column(r->owner, via))
        here.n = 0;
    if (r->many || !here.n)
        find_links(r->target, r->owner, via, &there);
    const key_links *found = here.n ? &here : &there;
    r->direction = here.n ? ALK__TO_ONE : r->many ? ALK__TO_MANY : ALK__TO_ONE_THERE;
    if (found->n == 1)
        go_by(m, r, &found->link[0], here.n > 0);
    else if (found->n > 1)
        alk__mistake(m, "%s.%s: there are %u foreign keys between %s and %s; name one by .via", r->owner->name, r->name, found->n, r->owner->name, r->target->name);
    else if (r->definition->condition)
        r->direction = ALK__BY_CONDITION;
    else
        alk__mistake(m, "%s.%s: no foreign key joins %s and %s%s", r->owner->name, r->name, r->owner->name, r->target->name, via ? " by the column that .via names" : "");
}

static alk_relationship definition_of(const alk__mapper *mapper, uint16_t number, const alk_relationship **at)
{
    alk_relationship whole = { .name = NULL };
    size_t size = mapper->table->relationship_size;
    *at = (const alk_relationship *)(const void *)((const char *)mapper->table->relationships + number * size);
    memcpy(&whole, *at, size < sizeof whole ? size : sizeof whole);
    return whole;
}

void alk__relate(alk__making_mappers *m, alk__mapper *mapper)
{
    for (uint16_t i = mapper->first_relation; i < mapper->n_relations; i++) {
        alk__relation *r = mapper->relations[i];
        const alk_relationship *at;
        alk_relationship whole = definition_of(mapper, (uint16_t)(i - mapper->first_relation), &at);
        *r = (alk__relation){ .definition = at, .name = whole.name, .owner = mapper, .number = i, .bit = (uint16_t)(mapper->root->most_properties + i), .offset = (uint32_t)whole.offset,
                              .many = whole.cardinality == ALK_MANY, .view_only = whole.view_only, .write_only = whole.write_only, .post_update = whole.post_update,
                              .database_deletes = whole.passive_deletes, .cascade = whole.cascade ? whole.cascade : ALK_CASCADE_DEFAULT };
        r->target = alk__mapper_begin(m, *whole.target);
        if (!r->target)
            continue;
        if (whole.condition && !whole.view_only)
            alk__mistake(m, "%s.%s has a condition of its own and is not .view_only", mapper->name, r->name);
        if (whole.through)
            go_through(m, r);
        else
            go_directly(m, r);
        if (r->cascade & ALK_CASCADE_DELETE_ORPHAN && !(r->cascade & ALK_CASCADE_DELETE))
            alk__mistake(m, "%s.%s: ALK_CASCADE_DELETE_ORPHAN goes with ALK_CASCADE_DELETE", mapper->name, r->name);
        if (r->cascade & ALK_CASCADE_DELETE_ORPHAN && r->direction != ALK__TO_MANY && r->direction != ALK__TO_ONE_THERE)
            alk__mistake(m, "%s.%s: only what belongs to one owner can be an orphan", mapper->name, r->name);
    }
}

/* ---- the other side ---- */

static bool is_turned(const alk__relation *a, const alk__relation *b)
{
    if (a->owner != b->target || a->target != b->owner || a == b || a->n == 0 || a->view_only || b->view_only)
        return false;
    if (a->direction == ALK__THROUGH || b->direction == ALK__THROUGH)
        return a->direction == b->direction && a->through == b->through && a->n == b->n_there && memcmp(a->through_here, b->through_there, a->n * sizeof(void *)) == 0;
    bool one_each = (a->direction == ALK__TO_ONE) != (b->direction == ALK__TO_ONE);
    return one_each && a->n == b->n && memcmp(a->here, b->there, a->n * sizeof(uint16_t)) == 0 && memcmp(a->there, b->here, a->n * sizeof(uint16_t)) == 0;
}

void alk__relate_back(alk__making_mappers *m, alk__mapper *mapper)
{
    for (uint16_t i = mapper->first_relation; i < mapper->n_relations; i++) {
        alk__relation *r = mapper->relations[i], *found = NULL;
        const char *name = r->definition->back;
        unsigned n = 0;
        for (uint16_t j = 0; j < r->target->n_relations; j++) {
            alk__relation *other = r->target->relations[j];
            if (!is_turned(r, other) || (name && strcmp(other->name, name) != 0))
                continue;
            found = other;
            n++;
        }
        if (name && n == 0)
            alk__mistake(m, "%s.%s: %s has no relationship %s that is its other side", mapper->name, r->name, r->target->name, name);
        r->back = n == 1 ? found : NULL;
    }
}
