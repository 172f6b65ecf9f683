/* SPDX-License-Identifier: MIT
 * See metadata.h. Tables of one collection may refer to each other in circles, so none is freed alone: each that somebody holds counts as one holder of the collection,
 * and with the last holder all goes. */
#include "sql/metadata.h"
#include "base/alloc.h"
#include "base/error.h"
#include "sql/copy.h"
#include <string.h>

/* ---- life and death ---- */

void alk__metadata_ref(alk_metadata *metadata)
{
    __atomic_add_fetch(&metadata->refs, 1, __ATOMIC_RELAXED);
}

/* Expressions are nodes of their own, which the arenas do not hold. */
static void free_expressions(const alk_table *table)
{
    const alk_constraint *c;
    const alk_index *index;
    const alk_index_part *part;
    for (size_t i = 0; (c = alk__declared_constraint(table, i)); i++)
        alk_free(c->condition);
    for (size_t i = 0; (index = alk__declared_index(table, i)); i++) {
        alk_free(index->condition);
        for (size_t k = 0; (part = alk__declared_part(table, index, k)); k++)
            alk_free(part->node);
    }
}

void alk__metadata_unref(alk_metadata *metadata)
{
    if (__atomic_sub_fetch(&metadata->refs, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    for (alk__made_table *made = metadata->made, *next; made; made = next) {
        next = made->next;
        free_expressions(&made->table);
        alk_arena_free(made->arena);
    }
    alk__map_free(&metadata->tables);
    alk__vector_free(&metadata->pending);
    alk__mutex_destroy(&metadata->lock);
    alk_arena_free(metadata->arena);
    alk__free(metadata);
}

static int copy_template(alk_arena *arena, const char *text, const char **out)
{
    if (text && (!*text || !alk__naming_is_known(text)))
        return alk__error(ALK_ERROR_ARGUMENT, "a naming convention is empty or holds what it cannot: \"%s\"", text);
    return alk__copy_text(arena, text, out);
}

static int set_up(alk_metadata *metadata, const alk_metadata_options *o)
{
    const char *schema = NULL;
    int code = copy_template(metadata->arena, o->index_name, &metadata->naming.index);
    if (code == ALK_OK)
        code = copy_template(metadata->arena, o->unique_name, &metadata->naming.unique);
    if (code == ALK_OK)
        code = copy_template(metadata->arena, o->check_name, &metadata->naming.check);
    if (code == ALK_OK)
        code = copy_template(metadata->arena, o->foreign_key_name, &metadata->naming.foreign_key);
    if (code == ALK_OK)
        code = copy_template(metadata->arena, o->primary_key_name, &metadata->naming.primary_key);
    if (code == ALK_OK)
        code = alk__copy_text(metadata->arena, o->schema && *o->schema ? o->schema : NULL, &schema);
    metadata->schema = (char *)(uintptr_t)schema;
    return code;
}

alk_metadata *alk_metadata_new(const alk_metadata_options *options)
{
    alk_metadata_options all = { 0 };
    if (options)
        memcpy(&all, options, options->struct_size && options->struct_size < sizeof all ? options->struct_size : sizeof all);
    alk_metadata *metadata = alk__calloc(1, sizeof *metadata);
    if (!metadata)
        return alk__error_null();
    metadata->refs = 1;
    alk__map_init(&metadata->tables);
    alk__vector_init(&metadata->pending, sizeof(alk__pending));
    metadata->arena = alk_arena_new();
    if (!metadata->arena || alk__mutex_init(&metadata->lock)) {
        alk_arena_free(metadata->arena);
        alk__free(metadata);
        return alk__error_null();
    }
    if (set_up(metadata, &all)) {
        alk__metadata_unref(metadata);
        return alk__error_null();
    }
    alk__error_handle_made();
    return metadata;
}

void alk_metadata_free(alk_metadata *metadata)
{
    if (!metadata)
        return;
    for (alk__made_table *made = metadata->made; made; made = made->next)
        alk__table_release(&made->table.sql);
    alk__metadata_unref(metadata);
}

const alk_naming *alk__naming_of(const alk_table *table)
{
    return table->metadata ? &table->metadata->naming : table->naming;
}

/* ---- finding ---- */

enum { NAME_MAX_BYTES = 512 };

/* schema, NUL, name. The length; 0: longer than any name is. */
static size_t key_of(char key[2 * NAME_MAX_BYTES + 1], const char *schema, const char *name)
{
    size_t before = schema ? strlen(schema) : 0, length = strlen(name);
    if (before > NAME_MAX_BYTES || length > NAME_MAX_BYTES)
        return 0;
    if (before)
        memcpy(key, schema, before);
    key[before] = '\0';
    memcpy(key + before + 1, name, length);
    return before + 1 + length;
}

static const alk_sql *find(const alk_metadata *metadata, const char *schema, const char *name)
{
    char key[2 * NAME_MAX_BYTES + 1];
    size_t length = key_of(key, schema, name);
    return length ? alk__map_get(&metadata->tables, key, length) : NULL;
}

/* A name without a schema is the default schema's table, or else a model's that has none. */
static const alk_sql *find_either(const alk_metadata *metadata, const char *schema, const char *name)
{
    const alk_sql *table = find(metadata, schema ? schema : metadata->schema, name);
    return table || schema || !metadata->schema ? table : find(metadata, NULL, name);
}

const alk_sql *alk_metadata_table(alk_metadata *metadata, const char *schema, const char *name)
{
    if (!metadata || !name) {
        alk__error(ALK_ERROR_ARGUMENT, "alk_metadata_table() was given NULL");
        return NULL;
    }
    alk__mutex_lock(&metadata->lock);
    const alk_sql *table = find_either(metadata, schema, name);
    alk__mutex_unlock(&metadata->lock);
    if (!table)
        alk__error(ALK_ERROR_ARGUMENT, "there is no table %s%s%s here", schema ? schema : "", schema && *schema ? "." : "", name);
    return table;
}

size_t alk_metadata_count(alk_metadata *metadata)
{
    if (!metadata)
        return 0;
    alk__mutex_lock(&metadata->lock);
    size_t count = metadata->tables.count;
    alk__mutex_unlock(&metadata->lock);
    return count;
}

const alk_sql *alk_metadata_at(alk_metadata *metadata, size_t index)
{
    const alk_sql *table = NULL;
    if (!metadata) {
        alk__error_null_handle("metadata");
        return NULL;
    }
    alk__mutex_lock(&metadata->lock);
    if (index < metadata->tables.count)        /* nothing is ever removed */
        table = metadata->tables.entries[index].value;
    alk__mutex_unlock(&metadata->lock);
    if (!table)
        alk__error(ALK_ERROR_ARGUMENT, "there is no table %zu here", index);
    return table;
}

/* ---- references by text ---- */

bool alk__split_reference(char *text, alk__pending *out)
{
    char *column = strrchr(text, '.');
    if (!column || column == text || !column[1])
        return false;
    *column = '\0';
    char *table = strrchr(text, '.');
    if (table && (table == text || !table[1]))
        return false;
    if (table)
        *table = '\0';
    out->column = column + 1;
    out->schema = table ? text : NULL;
    out->table = table ? table + 1 : text;
    return true;
}

/* The column, or the table, that is meant; *table is set when at least that is known. */
static const alk_sql *target_of(const alk_metadata *metadata, const alk__pending *p, const alk_table *more, const alk_sql **table)
{
    bool is_more = more && strcmp(more->name, p->table) == 0 &&
                   (p->schema ? more->schema && strcmp(more->schema, p->schema) == 0
                              : !more->schema || (metadata->schema && strcmp(more->schema, metadata->schema) == 0));
    *table = is_more ? &more->sql : find_either(metadata, p->schema, p->table);
    const alk_column *column = *table && p->column ? alk__column_named(alk__table(*table), p->column) : NULL;
    return p->column ? (column ? &column->sql : NULL) : *table;
}

/* Fills in what has come to be known. Cannot fail. */
static void resolve(alk_metadata *metadata)
{
    const alk_sql *table;
    for (size_t i = metadata->pending.count; i-- > 0;) {
        const alk__pending *p = alk__vector_at(&metadata->pending, i);
        const alk_sql *found = target_of(metadata, p, NULL, &table);
        if (!found)
            continue;
        __atomic_store_n(p->place, found, __ATOMIC_RELEASE);
        alk__vector_remove(&metadata->pending, i);
    }
}

static int complain(const alk__pending *p, const alk_sql *table)
{
    const char *schema = p->schema ? p->schema : "", *dot = p->schema ? "." : "";
    if (table)
        return alk__error(ALK_ERROR_ARGUMENT, "a foreign key or relationship of table %s refers to a column that table %s%s%s does not have: %s", p->from->name, schema, dot, p->table,
                          p->column);
    return alk__error(ALK_ERROR_ARGUMENT, "a foreign key or relationship of table %s refers to a table that is not known: %s%s%s", p->from->name, schema, dot, p->table);
}

int alk_metadata_resolve(alk_metadata *metadata)
{
    const alk_sql *table;
    int code = ALK_OK;
    if (!metadata)
        return alk__error_null_handle("metadata");
    alk__mutex_lock(&metadata->lock);
    resolve(metadata);
    if (metadata->pending.count) {
        const alk__pending *p = alk__vector_at(&metadata->pending, 0);
        target_of(metadata, p, NULL, &table);
        code = complain(p, table);
    }
    alk__mutex_unlock(&metadata->lock);
    return code;
}

/* ---- adding ---- */

static int put(alk_metadata *metadata, const alk_table *table)
{
    char key[2 * NAME_MAX_BYTES + 1];
    size_t length = key_of(key, table->schema, table->name);
    if (!length)
        return alk__error(ALK_ERROR_ARGUMENT, "the name of a table is longer than %d bytes", NAME_MAX_BYTES);
    if (alk__map_get(&metadata->tables, key, length))
        return alk__error(ALK_ERROR_ARGUMENT, "there is a table %s%s%s already", table->schema ? table->schema : "", table->schema ? "." : "", table->name);
    return alk__map_set(&metadata->tables, key, length, (void *)(uintptr_t)&table->sql);
}

int alk_metadata_add(alk_metadata *metadata, const alk_sql *table)
{
    if (!metadata)
        return alk__error_null_handle("metadata");
    if (!table || !alk__table(table) || !(table->flags & ALK__NODE_STATIC))
        return alk__error(ALK_ERROR_ARGUMENT, "alk_metadata_add() takes a model's table; it was given %s", table ? alk__node_words(table) : "NULL");
    alk__mutex_lock(&metadata->lock);
    int code = put(metadata, alk__table(table));
    if (code == ALK_OK)
        resolve(metadata);
    alk__mutex_unlock(&metadata->lock);
    return code;
}

/* A column that is wanted of a table that is there must be there too. */
static int check_known(const alk_metadata *metadata, const alk__made_table *made, const alk__pending *pending, size_t n)
{
    const alk_sql *table;
    for (size_t i = 0; i < n; i++)
        if (!target_of(metadata, &pending[i], &made->table, &table) && table)
            return complain(&pending[i], table);
    return ALK_OK;
}

int alk__metadata_take(alk_metadata *metadata, alk__made_table *made, const alk__pending *pending, size_t n)
{
    alk__mutex_lock(&metadata->lock);
    int code = check_known(metadata, made, pending, n);
    if (code == ALK_OK)
        code = alk__vector_reserve(&metadata->pending, metadata->pending.count + n);
    if (code == ALK_OK)
        code = put(metadata, &made->table);
    if (code == ALK_OK) {
        for (size_t i = 0; i < n; i++)
            *(alk__pending *)alk__vector_push(&metadata->pending) = pending[i];
        made->next = metadata->made;
        metadata->made = made;
        alk__table_hold(&made->table.sql);
        resolve(metadata);
    }
    alk__mutex_unlock(&metadata->lock);
    return code;
}
