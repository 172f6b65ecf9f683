/* SPDX-License-Identifier: MIT
 * Nodes as the public header <alkahest/inspect.h> tells them. */
#include <alkahest/inspect.h>
#include "sql/node.h"

static int kind_of_unary(const alk__node *node)
{
    switch (node->op) {
    case ALK__OP_DESC: return ALK_IS_DESCENDING;
    case ALK__OP_ASC: return ALK_IS_ASCENDING;
    case ALK__OP_NULLS_FIRST: return ALK_IS_NULLS_FIRST;
    case ALK__OP_NULLS_LAST: return ALK_IS_NULLS_LAST;
    default: return ALK_IS_EXPRESSION;
    }
}

static int kind_by_class(const alk_sql *node)
{
    switch (alk__node_class_of(node)) {
    case ALK__CLASS_LEAF: case ALK__CLASS_EXPR: return ALK_IS_EXPRESSION;
    case ALK__CLASS_FROM: return ALK_IS_FROM;
    case ALK__CLASS_PART: case ALK__CLASS_QUERY: case ALK__CLASS_CHANGE: case ALK__CLASS_CLAUSE: case ALK__CLASS_DDL:
    default: return ALK_IS_OTHER;
    }
}

int alk_node_kind(const alk_sql *node)
{
    static const uint8_t kinds[ALK__NODE_KINDS] = {
        [ALK__NODE_ERROR] = ALK_IS_ERROR, [ALK__NODE_RAW] = ALK_IS_RAW, [ALK__NODE_RAW_WITH] = ALK_IS_RAW, [ALK__NODE_RAW_QUERY] = ALK_IS_RAW,
        [ALK__NODE_COLUMN] = ALK_IS_COLUMN, [ALK__NODE_TABLE] = ALK_IS_TABLE, [ALK__NODE_RELATIONSHIP] = ALK_IS_RELATIONSHIP, [ALK__NODE_DERIVED] = ALK_IS_DERIVED,
        [ALK__NODE_COLUMN_AT] = ALK_IS_COLUMN_AT, [ALK__NODE_ALIAS] = ALK_IS_ALIAS, [ALK__NODE_JOIN] = ALK_IS_JOIN, [ALK__NODE_SELECT] = ALK_IS_SELECT,
        [ALK__NODE_COMPOUND] = ALK_IS_COMPOUND, [ALK__NODE_INSERT] = ALK_IS_INSERT, [ALK__NODE_UPDATE] = ALK_IS_UPDATE, [ALK__NODE_DELETE] = ALK_IS_DELETE,
        [ALK__NODE_MERGE] = ALK_IS_MERGE, [ALK__NODE_WHERE] = ALK_IS_WHERE, [ALK__NODE_GROUP_BY] = ALK_IS_GROUP_BY, [ALK__NODE_HAVING] = ALK_IS_HAVING,
        [ALK__NODE_ORDER_BY] = ALK_IS_ORDER_BY, [ALK__NODE_LIMIT] = ALK_IS_LIMIT, [ALK__NODE_OFFSET] = ALK_IS_OFFSET, [ALK__NODE_FETCH] = ALK_IS_FETCH,
        [ALK__NODE_DISTINCT] = ALK_IS_DISTINCT, [ALK__NODE_FOR_UPDATE] = ALK_IS_FOR_UPDATE, [ALK__NODE_RETURNING] = ALK_IS_RETURNING,
        [ALK__NODE_LOAD] = ALK_IS_LOADING, [ALK__NODE_SET] = ALK_IS_SET,
        [ALK__NODE_ON_CONFLICT] = ALK_IS_ON_CONFLICT,
    };
    if (!node || node == &alk_end)
        return ALK_IS_OTHER;
    if (node->kind == ALK__NODE_JOIN && alk__node_built(node)->op == ALK__LEFT)
        return ALK_IS_LEFT_JOIN;
    if (node->kind == ALK__NODE_CORRELATE && !alk__node_built(node)->op)
        return ALK_IS_CORRELATE;
    if (node->kind == ALK__NODE_UNARY)
        return kind_of_unary(alk__node_built(node));
    return node->kind < ALK__NODE_KINDS && kinds[node->kind] ? kinds[node->kind] : kind_by_class(node);
}

size_t alk_node_children(const alk_sql *node, const alk_sql *const **children)
{
    const alk__node *built = node ? alk__node_built(node) : NULL;
    *children = built ? built->child : NULL;
    return built ? built->n : 0;
}

alk_sql *alk_node_with(const alk_sql *node, const alk_sql *const *children)
{
    const alk__node *old = node ? alk__node_built(node) : NULL;
    if (!old)
        return alk__node_fail("alk_node_with() takes what is made of others; it was given %s", node ? alk__node_words(node) : "NULL");
    alk__node_class class = alk__node_class_of(node);
    bool is_statement = class == ALK__CLASS_QUERY || class == ALK__CLASS_CHANGE;
    alk__making m = { .kind = node->kind, .flags = node->flags & ALK__NODE_INHERITED, .op = old->op, .bits = old->bits, .spare = old->spare, .type = old->type, .own_type = old->type != NULL,
                      .file = is_statement ? old->text : NULL, .text = is_statement ? NULL : old->text, .text_length = SIZE_MAX, .line = old->line };
    return alk__node_make(&m, "alk_node_with()", old->n, children);
}

alk_sql *alk_fail_sql(void)
{
    return alk__node_error();
}

alk_sql *alk_loading(unsigned code, unsigned number, const alk_sql *const *path)
{
    alk__making m = { .kind = ALK__NODE_LOAD, .op = (uint16_t)code, .spare = number };
    if (code == 0 || code > UINT16_MAX) {
        alk__node_sink_list(NULL, path);
        return alk__node_fail("there is no loading option %u", code);
    }
    return alk__node_make_list(&m, "a loading option", NULL, path);
}

unsigned alk_loading_code(const alk_sql *loading)
{
    return loading && loading->kind == ALK__NODE_LOAD ? alk__node_built(loading)->op : 0;
}

unsigned alk_loading_number(const alk_sql *loading)
{
    return loading && loading->kind == ALK__NODE_LOAD ? alk__node_built(loading)->spare : 0;
}
