/* SPDX-License-Identifier: MIT
 * The order in which tables can be created: each after those that its foreign keys refer to. Where keys go round in a circle, some are put off until all tables are there. */
#ifndef ALK_SQL_SORT_H
#define ALK_SQL_SORT_H
#include "base/vector.h"
#include "sql/constraint.h"

typedef struct alk__order {
    alk__vector tables;            /* of const alk_table *: in order, each once */
    alk__vector deferred;          /* of alk__constraint: foreign keys put off, in the order of their tables */
} alk__order;

void alk__order_init(alk__order *order);
void alk__order_free(alk__order *order);
/* Tables stay in the order given where nothing else decides. ALK_ERROR_ARGUMENT: a foreign key refers to what is not known yet. O(tables² + keys). */
int alk__tables_sort(const alk_sql *const *tables, size_t n, alk__order *out);
#endif
