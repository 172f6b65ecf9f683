/* SPDX-License-Identifier: MIT
 * Text as SQL, and the values of its named parameters. The text is read when it is compiled, by the rules of the dialect. */
#include "sql/ddl.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include <alkahest/query.h>
#include <string.h>

static alk_sql *failed(const char *message)
{
    alk__error(ALK_ERROR_ARGUMENT, "%s", message);
    return alk__node_error();
}

alk_sql *alk_raw_n(const char *sql, size_t length)
{
    if (!sql)
        return failed("alk_raw() was given no text");
    if (length > (size_t)1 << 30)
        return failed("a statement of more than 1 GiB cannot be sent");
    if (memchr(sql, 0, length))
        return failed("the statement holds a NUL byte");
    if (alk__utf8_valid(sql, length) != length)
        return failed("the statement is not valid UTF-8");
    alk__raw_node *node = alk__node_new(ALK__NODE_RAW, sizeof *node + length + 1);
    if (!node)
        return alk__node_no_memory();
    node->length = length;
    memcpy(node->text, sql, length);
    node->sql.hash = alk__hash(sql, length, 0);
    node->sql.flags = ALK__NODE_HAS_PARAMS;
    return &node->sql;
}

alk_sql *(alk_raw)(const char *sql)
{
    return alk_raw_n(sql, sql ? strlen(sql) : 0);
}

alk_sql *alk_raw_at(const char *sql, const char *file, int line)
{
    alk_sql *node = (alk_raw)(sql);
    if (node->kind == ALK__NODE_RAW) {
        ((alk__raw_node *)node)->file = file;
        ((alk__raw_node *)node)->line = line;
    } else if (!(node->flags & ALK__NODE_STATIC)) {
        ((alk__error_node *)node)->file = file;
        ((alk__error_node *)node)->line = line;
    }
    return node;
}

/* The values of alk_bind()s, each behind its name. */
static alk_sql *with_values(const alk_sql *raw, const alk_sql *const *binds, size_t n)
{
    alk_arena *arena = alk_arena_new();
    const alk_sql **all = arena ? alk_arena_alloc(arena, (2 * n + 1) * sizeof *all, 0) : NULL;
    alk__making m = { .kind = ALK__NODE_RAW_WITH };
    alk_sql *made;
    if (all) {
        all[0] = raw;
        for (size_t i = 0; i < n; i++) {
            const alk__bind_node *bind = (const alk__bind_node *)binds[i];
            all[1 + 2 * i] = alk_name(bind->name);
            all[2 + 2 * i] = bind->value;
        }
        made = alk__node_make(&m, "alk_raw_with()", 2 * n + 1, all);
    } else {
        alk__node_sink(raw);
        made = alk__node_no_memory();
    }
    alk_arena_free(arena);
    return made;
}

alk_sql *(alk_raw_with)(const char *sql, const alk_sql *const *binds)
{
    size_t n = alk__list_length(binds);
    const alk_sql *fault = NULL;
    for (size_t i = 0; !fault && i < n; i++) {
        if (!binds[i] || binds[i]->kind != ALK__NODE_BIND)
            fault = binds[i] && binds[i]->kind == ALK__NODE_ERROR ? binds[i] : failed("alk_raw_with() takes what alk_bind() makes");
        for (size_t j = 0; !fault && j < i; j++)
            if (strcmp(((const alk__bind_node *)binds[i])->name, ((const alk__bind_node *)binds[j])->name) == 0)
                fault = alk__node_fail("alk_raw_with() was given two values for parameter %s", ((const alk__bind_node *)binds[i])->name);
    }
    const alk_sql *raw = fault ? fault : (alk_raw)(sql);
    if (raw->kind != ALK__NODE_ERROR)
        raw = with_values(raw, binds, n);
    alk__node_sink_all(raw, n, binds);
    return (alk_sql *)(uintptr_t)raw;
}

alk_sql *(alk_raw_query)(const alk_sql *raw, const alk_sql *const *parts)
{
    const alk_sql *fault = NULL;
    alk__making m = { .kind = ALK__NODE_RAW_QUERY };
    if (!raw || (raw->kind != ALK__NODE_RAW && raw->kind != ALK__NODE_RAW_WITH && raw->kind != ALK__NODE_ERROR))
        fault = alk__node_fail("alk_raw_query() takes raw SQL first; it was given %s", raw ? alk__node_words(raw) : "NULL");
    else if (raw->kind != ALK__NODE_ERROR)
        fault = alk__node_misplaced(ALK__NODE_RAW_QUERY, "alk_raw_query()", parts, &m.spare);
    if (fault) {
        alk__node_sink_list(raw, parts);
        return (alk_sql *)(uintptr_t)fault;
    }
    return alk__node_make_list(&m, "alk_raw_query()", raw, parts);
}

static const alk_execution_options *options_in(const alk_sql *clause)
{
    return (const alk_execution_options *)(const void *)alk__node_built(clause)->text;
}

const alk_execution_options *alk__node_options(const alk_sql *statement)
{
    const alk__node *built = alk__node_built(statement);
    if (statement->kind == ALK__NODE_RAW)
        return ((const alk__raw_node *)statement)->options;
    if (built && !alk__node_may_have(built, ALK__NODE_OPTIONS))
        return NULL;
    for (uint32_t i = built ? built->n : 0; i-- > 0;)
        if (built->child[i]->kind == ALK__NODE_OPTIONS)
            return options_in(built->child[i]);
    return NULL;
}

static alk_execution_options *copy_options(const alk_execution_options *options)
{
    size_t size = options->struct_size, token = options->token ? strlen(options->token) + 1 : 0;
    alk_execution_options *copy = alk__calloc(1, sizeof *copy + token);
    if (!copy)
        return NULL;
    memcpy(copy, options, size && size < sizeof *copy ? size : sizeof *copy);
    copy->struct_size = sizeof *copy;
    if (token)
        copy->token = memcpy(copy + 1, options->token, token);
    return copy;
}

/* A copy with options; the original's place stays with it. */
static alk_sql *raw_with(const alk__raw_node *raw, const alk_execution_options *options)
{
    alk_execution_options *copy = options ? copy_options(options) : NULL;
    alk_sql *node = options && !copy ? alk__node_no_memory() : alk_raw_n(raw->text, raw->length);
    if (node->kind != ALK__NODE_RAW) {
        alk__free(copy);
        return node;
    }
    ((alk__raw_node *)node)->options = copy;
    ((alk__raw_node *)node)->file = raw->file;
    ((alk__raw_node *)node)->line = raw->line;
    return node;
}

/* Options are a clause of a statement that no SQL is written for. */
static alk_sql *built_with(const alk_sql *statement, const alk_execution_options *options)
{
    alk_execution_options *copy = copy_options(options);
    if (!copy)
        return alk__node_no_memory();
    size_t size = sizeof *copy + (copy->token ? strlen(copy->token) + 1 : 0);
    alk__making m = { .kind = ALK__NODE_OPTIONS, .text = (const char *)copy, .text_length = size };
    alk_sql *node = alk__node_make(&m, "alk_with_options()", 0, NULL);
    if (node->kind == ALK__NODE_OPTIONS && copy->token) {
        alk_execution_options *own = (alk_execution_options *)(uintptr_t)options_in(node);
        own->token = (const char *)(own + 1);
    }
    alk__free(copy);
    if (alk__node_class_of(statement) == ALK__CLASS_DDL)
        return alk__ddl_with(statement, node);
    return (alk_extend)(statement, (const alk_sql *const[]){ node, &alk_end });
}

alk_sql *alk_with_options(const alk_sql *statement, const alk_execution_options *options)
{
    alk_sql *node;
    if (statement && statement->kind == ALK__NODE_ERROR)
        return (alk_sql *)(uintptr_t)statement;            /* it swallows what is built on it */
    if (!statement)
        node = failed("alk_with_options() was given no statement");
    else if (alk__node_class_of(statement) == ALK__CLASS_QUERY || alk__node_class_of(statement) == ALK__CLASS_CHANGE || alk__node_class_of(statement) == ALK__CLASS_DDL)
        return options ? built_with(statement, options) : (alk_sql *)(uintptr_t)statement;
    else if (statement->kind != ALK__NODE_RAW)
        node = failed("alk_with_options() takes a statement");
    else
        node = raw_with((const alk__raw_node *)statement, options);
    alk__node_sink(statement);
    return node;
}

alk_sql *(alk_bind)(const char *name, const alk_sql *value)
{
    alk_sql *fault = NULL;
    if (!name || !*name)
        fault = failed("alk_bind() was given no name");
    else if (!value)
        fault = failed("alk_bind() was given NULL in place of a value");
    else if (value->kind == ALK__NODE_ERROR) {
        alk__node_raise(value);
        alk__error_prefix("parameter %s", name);
        fault = alk__node_error();
    } else if (value->kind != ALK__NODE_VALUE)
        fault = failed("alk_bind() takes a value, not other SQL");
    if (fault) {
        alk__node_sink(value);
        return fault;
    }
    size_t length = strlen(name);
    alk__bind_node *node = alk__node_new(ALK__NODE_BIND, sizeof *node + length + 1);
    if (!node) {
        alk__node_sink(value);
        return alk__node_no_memory();
    }
    memcpy(node->name, name, length);
    node->value = alk__node_take(value);
    return &node->sql;
}
