/* SPDX-License-Identifier: MIT
 * See table.h. */
#include "sql/table.h"
#include "base/alloc.h"
#include <string.h>

const alk_column *alk_column_definition(const alk_sql *column) { return column ? alk__column(column) : NULL; }
const alk_table *alk_table_definition(const alk_sql *table) { return table ? alk__table(table) : NULL; }
const alk_relationship *alk_relationship_definition(const alk_sql *relationship) { return relationship ? alk__relationship(relationship) : NULL; }

const alk_column *alk__column_named(const alk_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(alk__column_at(table, i)->name, name) == 0)
            return alk__column_at(table, i);
    return NULL;
}

/* ---- tables made at run time: counted in the table's own head, whatever part of it is held ---- */

static alk__made_table *made_table(const alk_sql *node)
{
    const alk_sql *table = node->kind == ALK__NODE_TABLE    ? node
                           : node->kind == ALK__NODE_COLUMN ? *alk__column(node)->table
                                                            : *alk__relationship(node)->table;
    return (alk__made_table *)(uintptr_t)table;
}

void alk__table_hold(const alk_sql *node)
{
    __atomic_add_fetch(&made_table(node)->table.sql.refs, 1, __ATOMIC_RELAXED);
}

void alk__table_release(const alk_sql *node)
{
    alk__made_table *made = made_table(node);
    if (__atomic_sub_fetch(&made->table.sql.refs, 1, __ATOMIC_ACQ_REL) == 0)
        alk_arena_free(made->arena);
}
