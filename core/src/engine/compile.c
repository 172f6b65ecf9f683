/* SPDX-License-Identifier: MIT
 * Compiling for a dialect by its name, whose plugin is found and loaded. */
#include <alkahest/compile.h>
#include "base/error.h"
#include "compile/compiled.h"
#include "engine/engine.h"
#include "engine/link.h"
#include "plugin/registry.h"
#include <string.h>

static int dialect_named(const char *name, uint32_t version, alk_sql_rules *own, alk__dialect *out)
{
    if (!name || !*name)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_compile() was given no dialect");
    if (strcmp(name, "default") == 0) {
        *out = alk__standard_dialect;
        return ALK_OK;
    }
    const alk__dialect_copy *dialect = alk__dialect_find(name, 0);
    const alk_sql_rules *rules = dialect ? alk__dialect_rules_for(dialect, version, own) : NULL;
    if (!rules)
        return alk__error_code();
    *out = (alk__dialect){ dialect->table.name, &dialect->data, rules };
    return ALK_OK;
}

static alk_compiled *compile(const alk_sql *statement, const char *name, const alk_compile_options *options)
{
    alk__dialect dialect;
    alk_sql_rules own;
    alk_dialect_data data;
    if (!statement) {
        alk__error_null_handle("statement");
        return NULL;
    }
    if (statement->kind == ALK__NODE_ERROR) {
        alk__node_raise(statement);
        alk__node_place(statement);
        return NULL;
    }
    if (dialect_named(name, options ? options->version : 0, &own, &dialect))
        return NULL;
    if (options && options->max_identifier) {
        data = *dialect.data;
        data.max_identifier = options->max_identifier;
        dialect.data = &data;
    }
    return alk__compile_tree(statement, &(alk__rendering){ .dialect = &dialect, .options = options });
}

alk_compiled *alk_compile(const alk_sql *statement, const char *dialect, const alk_compile_options *options)
{
    alk_compile_options all = { 0 };
    if (options)
        memcpy(&all, options, options->struct_size && options->struct_size < sizeof all ? options->struct_size : sizeof all);
    alk_compiled *compiled = compile(statement, dialect, options ? &all : NULL);
    alk__node_sink(statement);
    return compiled ? compiled : alk__error_null();
}

/* ---- what an engine keeps ---- */

/* The rules for the server at hand; asked once. */
static int know_rules(alk_engine *engine, alk__link *link)
{
    alk_sql_rules own;
    alk__mutex_lock(&engine->compiled_lock);
    bool known = engine->rules.size != 0;
    alk__mutex_unlock(&engine->compiled_lock);
    if (known)
        return ALK_OK;
    int code = alk__link_server(link);
    if (code)
        return code;
    const alk_sql_rules *rules = alk__dialect_rules_for(engine->backend->dialect_copy, link->version, &own);
    if (!rules)
        return alk__error_code();
    alk__mutex_lock(&engine->compiled_lock);
    engine->rules = *rules;
    alk__mutex_unlock(&engine->compiled_lock);
    return ALK_OK;
}

/* What the link used last for such a statement: it belongs to one thread, so that nothing is locked. */
static alk__compiled *at_hand(const alk__link *link, const alk_sql *statement)
{
    alk__compiled *compiled = link->trees[alk__node_hash(statement) % ALK__LINK_TREES];
    return compiled && alk__compiled_serves(compiled, statement) ? alk__compiled_ref(compiled) : NULL;
}

static void put_at_hand(alk__link *link, alk__compiled *compiled)
{
    alk__compiled **place = &link->trees[compiled->hash % ALK__LINK_TREES];
    alk__compiled_unref(*place);
    *place = alk__compiled_ref(compiled);
}

static alk__compiled *cached(alk_engine *engine, uint64_t hash, const alk_sql *statement)
{
    alk__mutex_lock(&engine->compiled_lock);
    alk__compiled *compiled = alk__lru_get(&engine->trees, &hash, sizeof hash);
    if (compiled && alk__compiled_serves(compiled, statement))
        alk__compiled_ref(compiled);
    else
        compiled = NULL;
    alk__mutex_unlock(&engine->compiled_lock);
    return compiled;
}

int alk_engine_cache_status(alk_engine *engine, alk_cache_status *status)
{
    size_t size = status ? status->struct_size : 0;
    if (!engine)
        return alk__error_null_handle("engine");
    if (size < sizeof status->struct_size)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_cache_status.struct_size is not set");
    alk__mutex_lock(&engine->compiled_lock);
    alk_cache_status now = { .struct_size = size, .size = engine->trees.count, .capacity = engine->trees.capacity, .hits = __atomic_load_n(&engine->tree_hits, __ATOMIC_RELAXED),
                             .misses = __atomic_load_n(&engine->tree_misses, __ATOMIC_RELAXED) };
    alk__mutex_unlock(&engine->compiled_lock);
    memcpy(status, &now, size < sizeof now ? size : sizeof now);
    return ALK_OK;
}

uint32_t alk__label_length(const alk_engine *engine)
{
    return engine->options.label_length > UINT32_MAX ? UINT32_MAX : (uint32_t)engine->options.label_length;
}

/* Compiles it and keeps it for the engine's other connections. */
static alk__compiled *compile_and_keep(alk_engine *engine, alk__link *link, uint64_t hash, const alk_sql *statement)
{
    if (know_rules(engine, link))
        return NULL;
    alk__dialect dialect = { engine->backend->dialect->name, engine->backend->data, &engine->rules };
    const alk_sql *bare = alk__node_bare(statement);
    if (!bare)
        return NULL;
    alk__compiled *compiled = alk__compile_tree(bare, &(alk__rendering){ .dialect = &dialect, .lint = true, .label_length = alk__label_length(engine) });
    alk__node_sink(bare == statement ? NULL : bare);
    return compiled ? alk__engine_keep(engine, &engine->trees, &hash, sizeof hash, compiled) : NULL;
}

/* Definitions run once; they are not kept. */
static alk__compiled *compile_definition(alk_engine *engine, alk__link *link, const alk_sql *statement)
{
    if (know_rules(engine, link))
        return NULL;
    alk__dialect dialect = { engine->backend->dialect->name, engine->backend->data, &engine->rules };
    return alk__compile_tree(statement, &(alk__rendering){ .dialect = &dialect, .once = true });
}

alk__compiled *alk__engine_compile_tree(alk_engine *engine, alk__link *link, const alk_sql *statement)
{
    if (alk__node_class_of(statement) == ALK__CLASS_DDL)
        return compile_definition(engine, link, statement);
    uint64_t hash = alk__node_hash(statement);
    alk__compiled *compiled = at_hand(link, statement);
    bool known = compiled || (compiled = cached(engine, hash, statement));
    __atomic_add_fetch(known ? &engine->tree_hits : &engine->tree_misses, 1, __ATOMIC_RELAXED);
    if (!known)
        compiled = compile_and_keep(engine, link, hash, statement);
    if (compiled && compiled != link->trees[hash % ALK__LINK_TREES])
        put_at_hand(link, compiled);
    return compiled;
}
