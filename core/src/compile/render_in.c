/* SPDX-License-Identifier: MIT
 * Rendering IN: of queries, of lists of expressions, and of values that come as one array, which one text serves however many they are. */
#include "base/error.h"
#include "compile/render.h"
#include <string.h>

static uint32_t width_of(const alk_sql *node)
{
    return node->kind == ALK__NODE_TUPLE ? alk__node_built(node)->n : 1;
}

static bool has_tuples(const alk__render *r)
{
    return alk__has(r->dialect.rules, ALK_SQL_TUPLE_IN) || alk__has(r->dialect.rules, ALK_SQL_TUPLE_IN_VALUES);
}

static int empty_set(alk__render *r, const alk__node *node)
{
    const char *query = r->dialect.rules->empty_set;
    int code = ALK_OK;
    uint32_t width = width_of(node->child[0]);
    if (width > 1 && !has_tuples(r)) {
        alk__put(r, node->op == ALK__OP_IN ? "(1 != 1)" : "(1 = 1)");
        return ALK_OK;
    }
    if (!query) {
        alk__put(r, "(");
        code = alk__render_operand(r, node->child[0], node->op);
        alk__put(r, node->op == ALK__OP_IN ? " IN (" : " NOT IN (");
        for (uint32_t i = 0; i < width; i++)
            alk__put(r, i ? ", NULL" : width > 1 ? "(NULL" : "NULL");
        alk__put(r, width > 1 ? ")" : "");
        alk__put(r, node->op == ALK__OP_IN ? ") AND (1 != 1))" : ") OR (1 = 1))");
        return code;
    }
    code = alk__render_operand(r, node->child[0], node->op);
    alk__put(r, node->op == ALK__OP_IN ? " IN (" : " NOT IN (");
    for (const char *at = query; *at;) {
        if (strncmp(at, "{nulls}", 7) == 0) {
            for (uint32_t i = 0; i < width; i++)
                alk__put(r, i ? ", NULL" : "NULL");
            at += 7;
        } else
            alk__buffer_putc(&r->out, *at++);
    }
    alk__put(r, ")");
    return code;
}

/* Whether the list is sent as one array. Of arrays it is not: databases look at all that is in an array of arrays. */
static bool is_one_array(const alk__render *r, const alk__node *node)
{
    const alk_type *type = alk__node_type(node->child[0]);
    return alk__has(r->dialect.rules, ALK_SQL_IN_ARRAY) && !r->literals && !r->in_ddl && !(type && type->kind == ALK_KIND_ARRAY) && node->child[0]->kind != ALK__NODE_TUPLE;
}

/* An empty array has no item that is equal, and none that is not: also to NULL. The database knows what a column or an expression is compared with; beside another
 * parameter it is told, and of a list that has another type than the column. */
static int in_one_array(alk__render *r, const alk__node *node, const alk__value_node *list)
{
    const alk_type *own = list->type && list->type->kind == ALK_KIND_ARRAY ? list->type->custom : NULL, *item = own ? own : alk__node_type(node->child[0]);
    bool told = (own || node->child[0]->kind == ALK__NODE_VALUE || node->child[0]->kind == ALK__NODE_PARAM) && item && alk__has(r->dialect.rules, ALK_SQL_CAST_PARAMS);
    alk_type *type = item ? alk_arena_alloc(r->arena, sizeof *type, 0) : NULL;
    if (item && !type)
        return alk__error_code();
    int code = alk__render_operand(r, node->child[0], node->op);
    alk__put(r, node->op == ALK__OP_IN ? " = ANY (" : " <> ALL (");
    if (code == ALK_OK)
        code = alk__put_value(r, list, UINT32_MAX);
    if (code == ALK_OK && type) {
        *type = (alk_type){ .kind = ALK_KIND_ARRAY, .custom = item };
        ((alk__marker *)alk__vector_at(&r->marker_list, r->marker_list.count - 1))->type = type;
    }
    alk__put(r, told ? "::" : "");
    if (code == ALK_OK && told)
        code = alk__put_type(r, type, true);
    alk__put(r, ")");
    return code;
}

static int in_array(alk__render *r, const alk__node *node, const alk__value_node *list)
{
    int code;
    if (is_one_array(r, node))
        return in_one_array(r, node, list);
    if (node->spare == 0)
        return empty_set(r, node);
    uint32_t n = r->literals || r->in_ddl ? list->value.len : node->spare;
    bool number = alk__is_decimal_as_text(r, alk__node_type(node->child[0]), node->child[0]);
    code = alk__render_operand(r, node->child[0], node->op);
    alk__put(r, alk__operators[node->op].token);
    alk__put(r, "(");
    for (uint32_t i = 0; code == ALK_OK && i < n; i++) {
        if (i)
            alk__put(r, ", ");
        code = number ? alk__put_number(r, NULL, list, i) : alk__put_value(r, list, i);
    }
    alk__put(r, ")");
    return code;
}

static int in_items(alk__render *r, const alk__node *node, const alk__node *list)
{
    if (list->n == 0)
        return empty_set(r, node);
    bool rows = list->child[0]->kind == ALK__NODE_TUPLE;
    if (rows && !has_tuples(r))
        return alk__unsupported(r, "IN for tuples");
    for (uint32_t i = 0; i < list->n; i++)
        if ((list->child[i]->kind == ALK__NODE_TUPLE) != rows || (rows && alk__node_built(list->child[i])->n != alk__node_built(list->child[0])->n))
            return alk__error(ALK_ERROR_COMPILE, "a list of IN holds tuples of one length, or none");
    int code = alk__render_operand(r, node->child[0], node->op);
    alk__put(r, alk__operators[node->op].token);
    alk__put(r, rows && alk__has(r->dialect.rules, ALK_SQL_TUPLE_IN_VALUES) ? "(VALUES " : "(");
    if (code == ALK_OK)
        code = rows ? alk__render_list(r, list->child, list->n, ", ") : alk__render_all_beside(r, list->child, list->n, node->child[0]);
    alk__put(r, ")");
    return code;
}

int alk__render_in(alk__render *r, const alk__node *node)
{
    const alk_sql *list = node->child[1];
    const char *before = r->hint;
    int code;
    r->hint = alk__hint_of(node->child[0]);
    if (list->kind == ALK__NODE_VALUE)
        code = in_array(r, node, (const alk__value_node *)list);
    else if (list->kind == ALK__NODE_TUPLE || list->kind == ALK__NODE_LIST)
        code = in_items(r, node, alk__node_built(list));
    else if (node->child[0]->kind == ALK__NODE_TUPLE && !has_tuples(r))
        code = alk__unsupported(r, "IN for tuples: ask with alk_exists()");
    else if (alk__width_of(list) != SIZE_MAX && alk__width_of(list) != width_of(node->child[0]))
        code = alk__error(ALK_ERROR_COMPILE, "the query of IN has %zu columns where %u stand on its left side", alk__width_of(list), (unsigned)width_of(node->child[0]));
    else {
        code = alk__render_operand(r, node->child[0], node->op);
        alk__put(r, alk__operators[node->op].token);
        if (code == ALK_OK)
            code = alk__node_class_of(list) == ALK__CLASS_QUERY ? alk__render_in_parens(r, list)
                   : list->kind == ALK__NODE_SCALAR_VALUES     ? alk__render_node(r, list)
                                                                : alk__put_in_parens(r, list);
    }
    r->hint = before;
    return code;
}
