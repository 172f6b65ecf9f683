/* SPDX-License-Identifier: MIT
 * What a parameter is said to be where the database would take it for something else: one that finds out by what stands beside a parameter takes two of them for texts, and a
 * fraction beside a whole number for one; one that is sent decimals as text compares them as such with anything but a column. */
#include "compile/render.h"
#include "sql/shape.h"

static const alk_sql *bare(const alk_sql *node)
{
    while (node->kind == ALK__NODE_LABEL || (node->kind == ALK__NODE_CAST && alk__node_built(node)->op == ALK__TYPED))
        node = alk__node_built(node)->child[0];
    return node;
}

bool alk__is_sent(const alk__render *r, const alk_sql *node)
{
    node = bare(node);
    return !r->literals && !r->in_ddl && (node->kind == ALK__NODE_VALUE || node->kind == ALK__NODE_PARAM);
}

static int tag_of(const alk_sql *node)
{
    const alk_type *type = alk__node_type(node);
    return type ? alk__type_tag(type) : ALK_TYPE_NULL;
}

static bool is_fraction(int tag) { return tag == ALK_TYPE_REAL || tag == ALK_TYPE_DECIMAL; }
static bool is_whole(int tag) { return tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT; }

/* Text needs no telling, and what has no type of its own cannot be told. */
static bool can_be_told(int tag)
{
    return tag != ALK_TYPE_NULL && tag != ALK_TYPE_TEXT && tag != ALK_TYPE_BLOB && tag < ALK_TYPE_JSON;
}

static bool is_untold(const alk__render *r, const alk_sql *node, const alk_sql *other)
{
    int tag = tag_of(node);
    return alk__has(r->dialect.rules, ALK_SQL_CAST_PARAMS) && can_be_told(tag) && (!other || alk__is_sent(r, other) || (is_fraction(tag) && is_whole(tag_of(other))));
}

bool alk__is_decimal_as_text(const alk__render *r, const alk_type *type, const alk_sql *other)
{
    return alk__has(r->dialect.rules, ALK_SQL_CAST_DECIMALS) && !r->literals && !r->in_ddl && type && alk__type_tag(type) == ALK_TYPE_DECIMAL &&
           !(other && other->kind == ALK__NODE_COLUMN);
}

int alk__put_number(alk__render *r, const alk_sql *node, const alk__value_node *list, uint32_t item)
{
    static const alk_type number = { .kind = ALK_KIND_NUMERIC };
    alk__put(r, "CAST(");
    int code = node ? alk__render_node(r, node) : alk__put_value(r, list, item);
    alk__put(r, " AS ");
    if (code == ALK_OK)
        code = alk__put_type(r, &number, true);
    alk__put(r, ")");
    return code;
}

int alk__render_beside(alk__render *r, const alk_sql *node, const alk_sql *other, int op)
{
    if (!alk__is_sent(r, node))
        return op == ALK__OP_NONE ? alk__render_node(r, node) : alk__render_operand(r, node, op);
    if (alk__is_decimal_as_text(r, alk__node_type(node), other))
        return alk__put_number(r, node, NULL, 0);
    int code = alk__render_node(r, node);
    if (code || !is_untold(r, node, other))
        return code;
    alk__put(r, "::");
    return alk__put_type(r, alk__type_of_tag(tag_of(node)), true);
}

int alk__render_all_beside(alk__render *r, const alk_sql *const *nodes, size_t n, const alk_sql *other)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        alk__put(r, i ? ", " : "");
        code = alk__render_beside(r, nodes[i], other, ALK__OP_NONE);
    }
    return code;
}

const alk_sql *alk__first_unsent(const alk__render *r, const alk_sql *const *nodes, size_t n, size_t step)
{
    for (size_t i = 0; i < n; i += step)
        if (!alk__is_sent(r, nodes[i]))
            return nodes[i];
    return NULL;
}
