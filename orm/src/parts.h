/* SPDX-License-Identifier: MIT
 * The parts of a SELECT while a session makes another one of it, see take_apart.c. */
#ifndef ALK_ORM_PARTS_H
#define ALK_ORM_PARTS_H
#include "alias.h"
#include "criteria.h"
#include "query.h"

typedef struct alk__parts {
    alk__query *query;
    const alk_sql **columns, **joins, **clauses, **orders;     /* joins: of the tables of variants */
    size_t n_columns, n_joins, n_clauses, n_orders, room;
    const alk_sql *const *parts;       /* of the statement that was given */
    size_t n_parts;
    const alk_sql *const *only[8];     /* columns that options name: load only, defer, undefer */
    size_t n_only[8];
    unsigned only_code[8];
    size_t n_options;
    alk__places places;
    alk__variant_aliases aliases;
    bool changed;                      /* another statement has to run */
    bool is_whole;                     /* nothing but columns and an order */
    bool is_limited;                   /* LIMIT and the like: a join may not change how many rows there are before it */
} alk__parts;

/* ---- the lists ---- */
int alk__parts_too_many(void);
/* The list owns the item, which goes where there is no room for it. */
int alk__parts_push(alk__parts *m, const alk_sql ***list, size_t *n, const alk_sql *item);
bool alk__part_is_column(const alk_sql *part);
/* An object in each row. view: where the alias of a variant is; NULL: it is made for the table or the alias. NULL: with the thread's error. */
alk__entry *alk__parts_new_entry(alk__query *q, const alk_sql *from, alk__store *store, alk__view *view);
/* The columns of its model, one by one. */
int alk__parts_list_columns(alk__parts *m, alk__entry *entry);

/* ---- loading options ---- */
int alk__parts_take_option(alk__parts *m, const alk_sql *option);
/* For alk__view_columns(): whether the options want a column; data: the parts. */
bool alk__parts_want(const void *data, const alk__mapper *mapper, const alk__property *p);

/* ---- what is joined along ---- */
/* The entry that a path has led to after some of its steps; SIZE_MAX: none yet. */
size_t alk__entry_along(const alk__query *q, const alk__loading *loading, size_t steps);
/* Fails: nothing that is selected whole has the path's first relationship. */
int alk__no_root(const alk__loading *loading);
/* Finds what the program has joined and selected itself. */
int alk__parts_find_contained(alk__parts *m, const alk__loading *loading);
/* Joins the tables of a path, each under a name of its own. */
int alk__parts_join_along(alk__parts *m, const alk__loading *loading);

/* ---- the query within another ---- */
/* Whether a join would multiply the rows that a limit counts. */
bool alk__joins_many(const alk__query *q);
/* The statement so far becomes a subquery, whose columns stand in its place; its order is repeated outside. */
int alk__parts_wrap(alk__parts *m);
/* Loading by a subquery: the query again, giving nothing but what the first step goes by. Whether it can be repeated so; where it cannot, keys are named. */
bool alk__parts_can_repeat(const alk__parts *m, const alk__loading *loading);
int alk__parts_repeat(alk__parts *m, alk__loading *loading);
#endif
