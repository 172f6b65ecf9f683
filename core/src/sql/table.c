/* SPDX-License-Identifier: MIT
 * See table.h. */
#include "sql/table.h"
#include "base/error.h"
#include "sql/metadata.h"
#include "sql/shape.h"
#include <string.h>

const alk_column *alk_column_definition(const alk_sql *column) { return column ? alk__column(column) : NULL; }
const alk_table *alk_table_definition(const alk_sql *table) { return table ? alk__table(table) : NULL; }
const alk_relationship *alk_relationship_definition(const alk_sql *relationship) { return relationship ? alk__relationship(relationship) : NULL; }

const alk_column *alk_table_generated_key(const alk_sql *table)
{
    const alk_table *definition = alk_table_definition(table);
    return definition ? alk__generated_key(definition) : NULL;
}

/* One of a run-time table may not be built yet. */
static bool known_variant(const alk_sql *const *place)
{
    return __atomic_load_n(place, __ATOMIC_ACQUIRE) != NULL;
}

static size_t stored_in_variants(const alk_table *table)
{
    size_t n = 0;
    for (alk_table_list at = table->variants; at && *at; at++)
        if (known_variant(*at) && alk__table(**at)->in_base)
            n += alk__stored_count(alk__table(**at));
    return n;
}

size_t alk__stored_count(const alk_table *table)
{
    return table->variants ? table->n_columns + stored_in_variants(table) : table->n_columns;
}

const alk_column *alk__stored_column(const alk_table *table, size_t i)
{
    if (i < table->n_columns)
        return alk__column_at(table, i);
    i -= table->n_columns;
    for (alk_table_list at = table->variants; at && *at; at++) {
        const alk_table *variant = known_variant(*at) ? alk__table(**at) : NULL;
        size_t n = variant && variant->in_base ? alk__stored_count(variant) : 0;
        if (i < n)
            return alk__stored_column(variant, i);
        i -= n;
    }
    return NULL;
}

const alk_column *alk__column_named(const alk_table *table, const char *name)
{
    for (size_t i = 0, n = alk__stored_count(table); i < n; i++)
        if (strcmp(alk__stored_column(table, i)->name, name) == 0)
            return alk__stored_column(table, i);
    return NULL;
}

const alk_column *alk__key_column(const alk_table *table, size_t *at)
{
    while (*at < table->n_columns) {
        const alk_column *column = alk__column_at(table, (*at)++);
        if (column->primary_key)
            return column;
    }
    return NULL;
}

const alk_column *alk__generated_key(const alk_table *table)
{
    size_t at = 0;
    const alk_column *key = alk__key_column(table, &at);
    if (!key || alk__key_column(table, &at) || key->no_autoincrement || key->references)
        return NULL;
    int tag = alk__type_tag(&key->type);
    return tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT ? key : NULL;
}

/* ---- tables made at run time: counted in the table's own head, whatever part of it is held ---- */

static alk__made_table *made_table(const alk_sql *node)
{
    const alk_sql *table = node->kind == ALK__NODE_TABLE          ? node
                           : node->kind == ALK__NODE_RELATIONSHIP ? *alk__relationship(node)->table
                                                                  : *((const alk_column *)(const void *)node)->table;
    return (alk__made_table *)(uintptr_t)table;
}

void alk__table_hold(const alk_sql *node)
{
    alk__made_table *made = made_table(node);
    if (__atomic_fetch_add(&made->table.sql.refs, 1, __ATOMIC_RELAXED) == 0)
        alk__metadata_ref(made->metadata);
}

void alk__table_release(const alk_sql *node)
{
    alk__made_table *made = made_table(node);
    if (__atomic_sub_fetch(&made->table.sql.refs, 1, __ATOMIC_ACQ_REL) == 0)
        alk__metadata_unref(made->metadata);
}

/* ---- columns by name and number ---- */

static const alk_table *table_of(const alk_sql *table, const char *who)
{
    const alk_table *definition = table ? alk__table(table) : NULL;
    if (!definition)
        alk__error(ALK_ERROR_ARGUMENT, "%s takes a table; it was given %s", who, table ? alk__node_words(table) : "NULL");
    return definition;
}

const alk_sql *alk_table_column(const alk_sql *table, const char *name)
{
    const alk_table *definition = table_of(table, "alk_table_column()");
    const alk_column *column = definition && name ? alk__column_named(definition, name) : NULL;
    if (!column && definition)
        alk__error(ALK_ERROR_ARGUMENT, "table %s has no column %s", definition->name, name ? name : "without a name");
    return column ? &column->sql : NULL;
}

const alk_sql *alk_table_relationship(const alk_sql *table, const char *name)
{
    const alk_table *definition = table_of(table, "alk_table_relationship()");
    for (size_t i = 0; definition && name && i < definition->n_relationships; i++)
        if (strcmp(alk__relationship_at(definition, i)->name, name) == 0)
            return &alk__relationship_at(definition, i)->sql;
    if (definition)
        alk__error(ALK_ERROR_ARGUMENT, "table %s has no relationship %s", definition->name, name ? name : "without a name");
    return NULL;
}

const alk_sql *alk_table_derived(const alk_sql *table, const char *name)
{
    const alk_table *definition = table_of(table, "alk_table_derived()");
    for (size_t i = 0; definition && name && i < definition->n_derived; i++) {
        const alk_derived *derived = (const alk_derived *)(const void *)((const char *)definition->derived + i * definition->derived_size);
        if (strcmp(derived->column.name, name) == 0)
            return &derived->column.sql;
    }
    if (definition)
        alk__error(ALK_ERROR_ARGUMENT, "table %s has no member %s by an expression", definition->name, name ? name : "without a name");
    return NULL;
}

size_t alk_table_column_count(const alk_sql *table)
{
    const alk_table *definition = table_of(table, "alk_table_column_count()");
    return definition ? definition->n_columns : 0;
}

const alk_sql *alk_table_column_at(const alk_sql *table, size_t index)
{
    const alk_table *definition = table_of(table, "alk_table_column_at()");
    if (definition && index >= definition->n_columns) {
        alk__error(ALK_ERROR_ARGUMENT, "table %s has no column %zu", definition->name, index);
        return NULL;
    }
    return definition ? &alk__column_at(definition, index)->sql : NULL;
}
