/* SPDX-License-Identifier: MIT
 * Finding SQL that is used again after a call has consumed it. With the word "statements" in the variable ALK_DEBUG a node that is freed stays for a while as an error node,
 * which says so where it is used. */
#ifndef ALK_SQL_POISON_H
#define ALK_SQL_POISON_H
#include "sql/node.h"

extern int alk__poison_state;          /* atomic. 0: nobody has asked yet; 1: off; 2: on */
bool alk__poison_ask(void);
static inline bool alk__poison_is_on(void)
{
    int state = __atomic_load_n(&alk__poison_state, __ATOMIC_RELAXED);
    return state == 0 ? alk__poison_ask() : state == 2;
}
/* Takes a node's memory, whose children are given up already; line 0: nobody knows where it was written. */
void alk__poison(const alk_sql *node, const char *file, int line);
static inline bool alk__is_poisoned(const alk_sql *node) { return (node->flags & ALK__NODE_POISONED) != 0; }
/* Says what it was; returns the code. */
int alk__poison_raise(const alk_sql *node);
#endif
