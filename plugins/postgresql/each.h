/* SPDX-License-Identifier: MIT
 * Many executions of a simple UPDATE or DELETE by one statement, by interface "alk.arrays/1". */
#ifndef ALK_PG_EACH_H
#define ALK_PG_EACH_H
#include "statement.h"

extern const alk_arrays_ops alk__pg_arrays_ops;

/* What is kept beside a statement for this. */
void alk__pg_each_free(struct alk__pg_each *each);
#endif
