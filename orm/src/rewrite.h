/* SPDX-License-Identifier: MIT
 * Statements and conditions made anew with something else in some places. Nodes do not change: all that leads to such a place is made again, once for each node, as columns of an
 * alias or a subquery are told by its address. */
#ifndef ALK_ORM_REWRITE_H
#define ALK_ORM_REWRITE_H
#include "memory.h"
#include <alkahest/inspect.h>

typedef struct alk__rewriting alk__rewriting;
/* What stands in the node's place: fresh, or somebody's; NULL: the node, with what it is made of looked into unless *leave is set. */
typedef const alk_sql *(*alk__replace_fn)(alk__rewriting *w, const alk_sql *node, bool *leave);

struct alk__rewriting {
    alk_arena *arena;
    alk__replace_fn replace;
    const void *data;                  /* of the function's */
    struct alk__rewritten *made;       /* in the arena; kept until the end */
    bool no_memory;
};

/* The node, or what was made of it, which is kept until the end: whoever wants it longer keeps it. */
const alk_sql *alk__rewrite(alk__rewriting *w, const alk_sql *node);
void alk__rewriting_end(alk__rewriting *w);
#endif
