/* SPDX-License-Identifier: MIT
 * Rendering what stands in something: parts of JSON documents, items of arrays. */
#include "base/error.h"
#include "compile/render.h"
#include <stdio.h>
#include <string.h>

static int not_a_step(void)
{
    return alk__error(ALK_ERROR_COMPILE, "a step of a JSON path must be a text without quotes and backslashes, or a position");
}

/* '$."key"[3]', for databases that take a path as text: of all steps before this child. Steps must be values. */
static int json_path(alk__render *r, const alk__node *node, uint32_t end)
{
    alk__buffer path;
    int code = ALK_OK;
    alk__buffer_init(&path, 1 << 16);
    alk__buffer_putc(&path, '$');
    for (uint32_t i = 1; code == ALK_OK && i < end; i++) {
        const alk__node *literal = node->child[i]->kind == ALK__NODE_LITERAL ? alk__node_built(node->child[i]) : NULL;
        const alk__value_node *step = literal ? (const alk__value_node *)literal->child[0] : NULL;
        const char *text = step ? step->value.u.p : NULL;
        if (step && step->value.tag == ALK_TYPE_INT)
            alk__buffer_printf(&path, "[%lld]", (long long)step->value.u.i);
        else if (step && step->value.tag == ALK_TYPE_TEXT && !memchr(text, '"', step->value.len) && !memchr(text, '\\', step->value.len)) {
            alk__buffer_puts(&path, ".\"");
            alk__buffer_append(&path, text, step->value.len);
            alk__buffer_putc(&path, '"');
        } else
            code = not_a_step();
    }
    alk_cell cell = { .u.p = path.data, .len = (uint32_t)path.length, .tag = ALK_TYPE_TEXT };
    if (code == ALK_OK && (code = alk__buffer_status(&path)) == ALK_OK)
        code = alk__put_literal(r, &cell, NULL);
    alk__buffer_free(&path);
    return code;
}

static int json_call(alk__render *r, const alk__node *node, const char *name)
{
    alk__put(r, name);
    alk__put(r, "(");
    int code = alk__render_node(r, node->child[0]);
    alk__put(r, ", ");
    if (code == ALK_OK)
        code = json_path(r, node, node->n);
    alk__put(r, ")");
    return code;
}

/* The last step as a text: the key or, of an array, the number. */
static int json_key(alk__render *r, const alk__node *node)
{
    const alk_sql *last = node->child[node->n - 1];
    const alk_value *step = last->kind == ALK__NODE_LITERAL ? &((const alk__value_node *)alk__node_built(last)->child[0])->value : NULL;
    char number[24];
    if (!step || (step->tag != ALK_TYPE_INT && step->tag != ALK_TYPE_TEXT))
        return not_a_step();
    if (step->tag != ALK_TYPE_INT)
        return alk__put_literal(r, step, NULL);
    int n = snprintf(number, sizeof number, "%lld", (long long)step->u.i);
    return alk__put_literal(r, &(const alk_cell){ .u.p = number, .len = (uint32_t)n, .tag = ALK_TYPE_TEXT }, NULL);
}

/* As the dialect's spelling has it. */
static int json_spelt(alk__render *r, const alk__node *node, const char *spelling)
{
    int code = ALK_OK;
    for (const char *at = spelling; code == ALK_OK && *at;) {
        int what = at[0] == '{' && at[1] && at[2] == '}' ? at[1] - '0' : -1;
        if (what == 0)
            code = alk__render_node(r, node->child[0]);
        else if (what == 1 || what == 2)
            code = json_path(r, node, what == 1 ? node->n : node->n - 1);
        else if (what == 3)
            code = json_key(r, node);
        else
            alk__buffer_putc(&r->out, *at);
        at += what >= 0 ? 3 : 1;
    }
    return code;
}

/* JSON_VALUE reads scalars, JSON_QUERY objects and arrays. */
static int json_query(alk__render *r, const alk__node *node, bool text)
{
    const char *spelling = text || node->n < 2 ? NULL : alk__function_spelling(r, "json.get");
    return spelling ? json_spelt(r, node, spelling) : json_call(r, node, text ? "JSON_VALUE" : "JSON_QUERY");
}

int alk__render_json_as(alk__render *r, const alk_sql *value, const alk_type *type)
{
    bool scalar = value->kind == ALK__NODE_JSON_GET && r->dialect.rules->json == ALK_JSON_QUERY && type && type->kind != ALK_KIND_JSON;
    return scalar ? json_query(r, alk__node_built(value), true) : alk__render_node(r, value);
}

static int json_get(alk__render *r, const alk__node *node)
{
    bool text = node->op == ALK__JSON_TEXT;
    int code;
    switch (r->dialect.rules->json) {
    case ALK_JSON_ARROWS:
        code = alk__render_within(r, node->child[0], ALK__OP_JSON, 5);
        for (uint32_t i = 1; code == ALK_OK && i < node->n; i++) {
            alk__put(r, text && i + 1 == node->n ? " ->> " : " -> ");
            code = alk__render_operand(r, node->child[i], ALK__OP_JSON);
        }
        return code;
    case ALK_JSON_EXTRACT: case ALK_JSON_EXTRACT_SQL: {
        bool around = text == (r->dialect.rules->json == ALK_JSON_EXTRACT);
        alk__put(r, around ? (text ? "JSON_UNQUOTE(" : "JSON_QUOTE(") : "");
        code = json_call(r, node, "JSON_EXTRACT");
        alk__put(r, around ? ")" : "");
        return code;
    }
    case ALK_JSON_QUERY:
        return json_query(r, node, text);
    default:
        return alk__unsupported(r, "JSON");
    }
}

static int subscript(alk__render *r, const alk__node *node)
{
    const alk_sql *of = node->child[0];
    if (!alk__has(r->dialect.rules, ALK_SQL_ARRAYS))
        return alk__unsupported(r, "subscripts");
    bool plain = of->kind == ALK__NODE_COLUMN || of->kind == ALK__NODE_COLUMN_AT || of->kind == ALK__NODE_COLUMN_OF || of->kind == ALK__NODE_NAME || of->kind == ALK__NODE_PARAM ||
                 of->kind == ALK__NODE_VALUE || of->kind == ALK__NODE_SUBSCRIPT || of->kind == ALK__NODE_SLICE;
    int code = plain ? alk__render_node(r, of) : alk__put_in_parens(r, of);     /* a subscript stands behind a name, not behind a call */
    alk__put(r, "[");
    for (uint32_t i = 1; code == ALK_OK && i < node->n; i++) {
        alk__put(r, i > 1 ? ":" : "");
        code = alk__render_node(r, node->child[i]);
    }
    alk__put(r, "]");
    return code;
}

static int array(alk__render *r, const alk__node *node)
{
    if (!alk__has(r->dialect.rules, ALK_SQL_ARRAYS))
        return alk__unsupported(r, "arrays");
    alk__put(r, "ARRAY[");
    int code = alk__render_list(r, node->child, node->n, ", ");
    alk__put(r, "]");
    return code;
}

int alk__render_item(alk__render *r, const alk__node *node)
{
    switch (node->sql.kind) {
    case ALK__NODE_ARRAY:
        return array(r, node);
    case ALK__NODE_JSON_GET:
        return json_get(r, node);
    default:
        return subscript(r, node);
    }
}
