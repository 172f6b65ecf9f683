/* SPDX-License-Identifier: MIT
 * Values that meet a type: what a C value is taken for beside a column. Only what is exact and meant: text becomes a decimal beside a number column and a date beside a
 * date column, an integer becomes a real or decimal; text beside an integer column is a mistake of the program. */
#include "base/error.h"
#include "sql/node.h"
#include "sql/shape.h"
#include "sql/table.h"
#include <alkahest/value.h>
#include <string.h>

/* Which tags are made into another. */
static bool goes(int from, int to)
{
    switch (to) {
    case ALK_TYPE_INT: return from == ALK_TYPE_UINT || from == ALK_TYPE_BOOL;
    case ALK_TYPE_UINT: return from == ALK_TYPE_INT;
    case ALK_TYPE_BOOL: return from == ALK_TYPE_INT;
    case ALK_TYPE_REAL: return from == ALK_TYPE_INT || from == ALK_TYPE_UINT;
    case ALK_TYPE_DECIMAL: return from == ALK_TYPE_TEXT;
    case ALK_TYPE_DATE: case ALK_TYPE_TIME: case ALK_TYPE_TIMESTAMP: case ALK_TYPE_TIMESTAMPTZ: case ALK_TYPE_INTERVAL: case ALK_TYPE_UUID: case ALK_TYPE_JSON:
        return from == ALK_TYPE_TEXT || (to == ALK_TYPE_TIMESTAMP && from == ALK_TYPE_DATE);
    case ALK_TYPE_BLOB: return from == ALK_TYPE_TEXT;
    default: return false;
    }
}

/* Kept as they are: comparing a number column with a real is what the program wrote. */
static bool stays(int from, int to)
{
    bool number = from == ALK_TYPE_INT || from == ALK_TYPE_UINT || from == ALK_TYPE_REAL || from == ALK_TYPE_DECIMAL;
    return number && (to == ALK_TYPE_INT || to == ALK_TYPE_UINT || to == ALK_TYPE_REAL || to == ALK_TYPE_DECIMAL);
}

/* A fraction beside whole numbers is none of these: it keeps its own type, by which the database compares and counts. */
static bool is_finer(int from, int to)
{
    return (from == ALK_TYPE_REAL || from == ALK_TYPE_DECIMAL) && (to == ALK_TYPE_INT || to == ALK_TYPE_UINT);
}

static const char *name_of(const alk_sql *other)
{
    return other && other->kind == ALK__NODE_COLUMN ? ((const alk_column *)(const void *)other)->name : "an expression";
}

static alk_sql *mismatch(const alk__value_node *value, int tag, const alk_type *type, const char *who, const alk_sql *other)
{
    const alk_sql *table = other && other->kind == ALK__NODE_COLUMN ? alk__table_of((const alk_column *)(const void *)other) : NULL;
    alk_sql *fault = alk__node_fail("%s: %s%s%s is %s and does not go with %s", who, table ? alk__table(table)->name : "", table ? "." : "", name_of(other),
                                    alk__type_word(type), alk_type_name(tag));
    alk__node_sink(&value->sql);
    return fault;
}

/* A value that nobody else has is given a type. */
static inline const alk_sql *give_type(const alk__value_node *value, const alk_type *type)
{
    alk__value_node *node = (alk__value_node *)(uintptr_t)value;
    node->type = type;
    node->sql.hash = alk__node_mix(ALK__NODE_VALUE, alk__type_hash(type));
    return &node->sql;
}

/* The same value with a type; the node itself where nobody else has it. */
static const alk_sql *with_type(const alk__value_node *value, const alk_type *type)
{
    const alk_sql *own = value->sql.refs > 0 ? alk_bound(&value->value) : &value->sql;
    return own->kind == ALK__NODE_VALUE ? give_type((const alk__value_node *)own, type) : own;
}

static const alk_sql *convert(const alk__value_node *value, const alk_type *type, int tag, const char *who, const alk_sql *other)
{
    alk_value made;
    alk_arena *arena = alk_arena_new();
    const alk_sql *result = NULL;
    if (!arena)
        result = alk__node_no_memory();
    else if (value->value.tag == ALK_TYPE_TEXT && tag == ALK_TYPE_BLOB)
        result = alk_blob(value->value.u.p, value->value.len);
    else if (alk_value_convert(&value->value, tag, arena, &made)) {
        alk__error_prefix("%s: a value for %s", who, name_of(other));
        result = alk__node_error();
    } else
        result = alk_bound(&made);
    alk_arena_free(arena);
    alk__node_sink(&value->sql);
    return result->kind == ALK__NODE_VALUE ? with_type((const alk__value_node *)result, type) : result;
}

/* Every item of an array meets the type by itself. The tag of the first that does not go with it; ALK_TYPE_NULL: all do. */
static int odd_item(const alk__value_node *value, int tag)
{
    const alk_value *items = value->value.u.p;
    for (uint32_t i = 0; i < value->value.len; i++)
        if (items[i].tag != ALK_TYPE_NULL && items[i].tag != tag && !goes(items[i].tag, tag) && !stays(items[i].tag, tag))
            return items[i].tag;
    return ALK_TYPE_NULL;
}

static bool is_beyond(const alk_value *item, const alk_type *type)
{
    int64_t most = type->kind == ALK_KIND_SMALLINT ? INT16_MAX : type->kind == ALK_KIND_INTEGER ? INT32_MAX : INT64_MAX;
    return item->tag == ALK_TYPE_INT && (item->u.i > most || item->u.i < -most - 1);
}

/* Where an item is no value of a whole number's type, a fraction or too large, the list has a type of its own: none of these is an error, they are only equal to nothing. */
static const alk_type *type_of_items(const alk__value_node *value, const alk_type *type, int tag)
{
    static const alk_type real = ALK_SQL_DOUBLE, decimal = { .kind = ALK_KIND_NUMERIC }, large = ALK_SQL_BIGINT;
    static const alk_type reals = ALK_SQL_ARRAY(real), decimals = ALK_SQL_ARRAY(decimal), larges = ALK_SQL_ARRAY(large);
    const alk_value *items = value->value.u.p;
    const alk_type *found = NULL;
    for (uint32_t i = 0; i < value->value.len && found != &decimals; i++)
        if (is_finer(items[i].tag, tag))
            found = items[i].tag == ALK_TYPE_DECIMAL ? &decimals : &reals;
        else if (!found && is_beyond(&items[i], type))
            found = &larges;
    return found;
}

/* What nearly all values need not: one of another kind than the type's, or one that others have too. */
__attribute__((noinline)) static const alk_sql *bring(const alk__value_node *node, const alk_type *type, int to, const char *who, const alk_sql *other)
{
    int from = node->value.tag;
    if (from == to)
        return with_type(node, type);
    if (from == ALK_TYPE_ARRAY && to != ALK_TYPE_ARRAY) {
        int odd = odd_item(node, to);
        const alk_type *own = odd == ALK_TYPE_NULL ? type_of_items(node, type, to) : NULL;
        return odd != ALK_TYPE_NULL ? mismatch(node, odd, type, who, other) : own ? with_type(node, own) : &node->sql;
    }
    if (from == ALK_TYPE_NULL || stays(from, to) || to == ALK_TYPE_ARRAY)
        return with_type(node, is_finer(from, to) ? alk__type_of_tag(from) : type);
    if (goes(from, to))
        return convert(node, type, to, who, other);
    return mismatch(node, from, type, who, other);
}

const alk_sql *alk__coerce(const alk_sql *value, const alk_type *type, const char *who, const alk_sql *other)
{
    if (!value || value->kind != ALK__NODE_VALUE)
        return value;
    const alk__value_node *node = (const alk__value_node *)value;
    int to = type ? alk__type_tag(type) : ALK_TYPE_NULL;
    if (to == ALK_TYPE_NULL)
        return value;
    return node->value.tag == to && node->sql.refs == 0 ? give_type(node, type) : bring(node, type, to, who, other);
}
