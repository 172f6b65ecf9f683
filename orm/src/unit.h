/* SPDX-License-Identifier: MIT
 * One flush: the objects that it writes, what their foreign keys will be, the rows of tables between, and the order of it all. */
#ifndef ALK_ORM_UNIT_H
#define ALK_ORM_UNIT_H
#include "session.h"

typedef enum alk__action { ALK__UPDATE, ALK__INSERT, ALK__DELETE } alk__action;

/* The foreign key of an object is to be the key of another; parent NULL: NULL. */
typedef struct alk__link {
    struct alk__link *next;            /* of the same child */
    const alk__relation *relation;     /* from either side */
    alk__entity *child, *parent;
    bool later;                        /* by an UPDATE of its own when both are there: they refer to each other */
} alk__link;

/* An object that is written; its number is its entity's place. */
typedef struct alk__work {
    alk__entity *entity;
    alk__link *links;
    uint64_t few, *many;               /* bits of properties: those of an UPDATE, or left out of an INSERT; many: where there are more than 64 of them */
    uint32_t depth;                    /* among those of the same rank: parents first */
    uint32_t number;                   /* as it came */
    uint8_t action;                    /* alk__action */
    uint8_t visit;                     /* of the search for the depth */
    bool compared;                     /* the bits tell what differed when it was collected */
    bool settled;                      /* its image is what was written */
} alk__work;

/* A row of a table between; member NULL: all rows of the owner. */
typedef struct alk__between {
    const alk__relation *relation;
    alk__entity *owner, *member;
    bool removed;
} alk__between;

typedef struct alk__unit {
    alk_session *session;
    alk_arena *arena;
    alk__array works;                  /* alk__work */
    alk__array links;                  /* of pointers, as they came */
    alk__array between;                /* alk__between */
    alk__array taken_out;              /* alk__link: children that an owner lost; parent is the owner */
    alk__work **order;                 /* saves, then deletes */
    size_t n_saves;
    bool moved_keys;                   /* objects follow the keys of others since they were compared */
} alk__unit;

static inline uint64_t *alk__changed(const alk__work *work)
{
    return work->many ? work->many : (uint64_t *)(uintptr_t)&work->few;
}
static inline unsigned alk__changed_words(const alk__mapper *mapper)
{
    return (mapper->n_properties + 63u) / 64u;
}

/* The object's work, made when it has none; NULL: no memory. */
alk__work *alk__unit_touch(alk__unit *unit, alk__entity *e);
static inline alk__work *alk__unit_work(const alk__unit *unit, const alk__entity *e)
{
    return e->flags & ALK__TOUCHED ? alk__array_at(&unit->works, e->place) : NULL;
}
/* The child's and the parent's properties of a link, and how many. */
static inline unsigned alk__link_columns(const alk__relation *r, const uint16_t **child, const uint16_t **parent)
{
    *child = r->direction == ALK__TO_ONE ? r->here : r->there;
    *parent = r->direction == ALK__TO_ONE ? r->there : r->here;
    return r->n;
}

/* Finds what changed. */
int alk__unit_collect(alk__unit *unit);
/* Sorts what is to be written. */
int alk__unit_order(alk__unit *unit);
/* Writes it. */
int alk__unit_write(alk__unit *unit);
#endif
