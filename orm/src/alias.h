/* SPDX-License-Identifier: MIT
 * Aliases of variants. The program names a variant, alk_alias(manager.table, "m"), and columns at it that are in several tables: in the statement that runs there are aliases of these
 * tables. A variant in its base's table has none of its own, and is the base's table with a condition. */
#ifndef ALK_ORM_ALIAS_H
#define ALK_ORM_ALIAS_H
#include "query.h"
#include "rewrite.h"

typedef struct alk__variant_alias {
    const alk_sql *given;              /* the program's */
    const alk_sql *from;               /* what stands in its place, kept: the same, or an alias of the base's table */
    alk__store *store;
    alk__view *view;
    bool taken;                        /* the view is an entry's of the query, which ends it */
} alk__variant_alias;

typedef struct alk__variant_aliases {
    alk__rewriting rewriting;          /* keeps what is made until the end */
    alk__variant_alias *all;
    size_t n;
} alk__variant_aliases;

/* Finds those that the parts of a SELECT select whole, and puts what stands in their place, and what is at them, into the parts: another list, where there is any. */
int alk__variant_aliases_begin(alk__variant_aliases *aliases, alk__query *query, const alk_sql *const **parts, size_t n);
void alk__variant_aliases_end(alk__variant_aliases *aliases);
/* The one that a part of that list is; NULL: none. */
alk__variant_alias *alk__variant_alias_of(const alk__variant_aliases *aliases, const alk_sql *part);
/* A join to one on a condition, which may be on columns of any of its tables: with all of them, and with what tells its rows from others in the table; fresh. NULL: another join. */
const alk_sql *alk__variant_alias_joined(const alk__variant_aliases *aliases, const alk_sql *join);
#endif
