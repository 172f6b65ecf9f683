/* SPDX-License-Identifier: MIT
 * Reading the definitions behind columns, tables and relationships, and owning those that were made at run time: they live as long as their metadata and
 * whatever statement holds them. */
#ifndef ALK_SQL_TABLE_H
#define ALK_SQL_TABLE_H
#include "sql/node.h"
#include <alkahest/schema.h>

static inline const alk_column *alk__column(const alk_sql *node)
{
    return node->kind == ALK__NODE_COLUMN ? (const alk_column *)(const void *)node : NULL;
}
static inline const alk_table *alk__table(const alk_sql *node)
{
    return node->kind == ALK__NODE_TABLE ? (const alk_table *)(const void *)node : NULL;
}
static inline const alk_relationship *alk__relationship(const alk_sql *node)
{
    return node->kind == ALK__NODE_RELATIONSHIP ? (const alk_relationship *)(const void *)node : NULL;
}
static inline const alk_sql *alk__table_of(const alk_column *column)
{
    return column->table ? *column->table : NULL;
}
/* The columns and relationships of a table; the structs may be of another size than ours. */
static inline const alk_column *alk__column_at(const alk_table *table, size_t i)
{
    return (const alk_column *)(const void *)((const char *)table->columns + i * table->column_size);
}
static inline const alk_relationship *alk__relationship_at(const alk_table *table, size_t i)
{
    return (const alk_relationship *)(const void *)((const char *)table->relationships + i * table->relationship_size);
}
/* The constraint, index or part of an index by number; NULL: no more. */
static inline const alk_constraint *alk__declared_constraint(const alk_table *table, size_t i)
{
    size_t size = table->constraint_size ? table->constraint_size : sizeof(alk_constraint);
    const alk_constraint *c = table->constraints ? (const alk_constraint *)(const void *)((const char *)table->constraints + i * size) : NULL;
    return c && c->kind != ALK_CONSTRAINT_END ? c : NULL;
}
static inline const alk_index *alk__declared_index(const alk_table *table, size_t i)
{
    size_t size = table->index_size ? table->index_size : sizeof(alk_index);
    const alk_index *index = table->indexes ? (const alk_index *)(const void *)((const char *)table->indexes + i * size) : NULL;
    return index && index->parts ? index : NULL;
}
static inline const alk_index_part *alk__declared_part(const alk_table *table, const alk_index *index, size_t i)
{
    size_t size = table->index_part_size ? table->index_part_size : sizeof(alk_index_part);
    const alk_index_part *part = (const alk_index_part *)(const void *)((const char *)index->parts + i * size);
    return part->column || part->expression || part->node ? part : NULL;
}
/* Whether the struct has members that no column fills. */
static inline bool alk__has_others(const alk_table *table)
{
    return table->n_relationships || table->n_derived || table->base || table->holds;
}
/* The columns that the table has in the database: its own, then those of variants that are in it. */
size_t alk__stored_count(const alk_table *table);
const alk_column *alk__stored_column(const alk_table *table, size_t i);
/* The database gives it its value: nothing is sent for it. */
static inline bool alk__is_made_there(const alk_column *column)
{
    return column->computed || column->identity == ALK_IDENTITY_ALWAYS || column->server_version;
}
/* By the name in the database; NULL: none. */
const alk_column *alk__column_named(const alk_table *table, const char *name);
/* The next column of the primary key from *at on, in the table's order; NULL: no more. */
const alk_column *alk__key_column(const alk_table *table, size_t *at);
/* The key that the database generates: one whole number, alone, that the program did not claim. NULL: there is none. */
const alk_column *alk__generated_key(const alk_table *table);

/* A table made at run time. It and all that belongs to it lie in an arena of its own. Tables of one metadata point to each other, so they are freed together, when
 * nobody holds any of them. */
typedef struct alk__made_table {
    alk_table table;               /* first: a handle points to it. sql.refs: its metadata, and each statement that names it or a column of it */
    alk_arena *arena;
    struct alk_metadata *metadata; /* which is held by it as long as refs is not 0 */
    struct alk__made_table *next;  /* of the same metadata */
} alk__made_table;

/* One more and one fewer that holds a run-time table, by the table or one of its columns or relationships. */
void alk__table_hold(const alk_sql *node);
void alk__table_release(const alk_sql *node);
#endif
