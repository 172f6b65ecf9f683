/* SPDX-License-Identifier: MIT
 * Rendering calls of functions: how a database spells them, aggregates with FILTER, WITHIN GROUP and an order, windows. */
#include "base/error.h"
#include "base/text.h"
#include "compile/ident.h"
#include "compile/render.h"
#include <alkahest/expression.h>
#include <string.h>

/* ---- functions ---- */

int alk__put_call(alk__render *r, const char *name, const alk_sql *const *arguments, size_t n)
{
    alk__put(r, name);
    alk__buffer_putc(&r->out, '(');
    int code = alk__render_list(r, arguments, n, ", ");
    alk__buffer_putc(&r->out, ')');
    return code;
}

const char *alk__function_spelling(const alk__render *r, const char *name)
{
    return alk__spelling(r->dialect.rules, name);
}

enum { FUNCTION_NAME_MAX = 255 };      /* bytes of a part of it */

/* Words that never name a function and would begin something else: select(x) in parentheses is a query. */
static bool begins_syntax(const char *name, size_t n)
{
    static const char words[] = " and as case else end except from group having intersect into limit on or order select then union using when where with ";
    char lower[16];
    if (n >= sizeof lower)
        return false;
    for (size_t i = 0; i < n; i++)
        lower[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    return alk__ident_reserved((alk_sv){ lower, n }, words);
}

static int put_function_name(alk__render *r, const alk__node *node)
{
    if (node->bits & ALK__FUNC_KNOWN) {
        alk__put(r, node->text);
        return ALK_OK;
    }
    int code = ALK_OK;
    for (const char *at = node->text; code == ALK_OK && *at;) {
        size_t n = strcspn(at, "."), word = 0;
        while (word < n && (alk__is_alpha(at[word]) || at[word] == '_' || (word && (alk__is_digit(at[word]) || at[word] == '$'))))
            word++;
        if (n > FUNCTION_NAME_MAX)
            return alk__error(ALK_ERROR_ARGUMENT, "a function's name is longer than %d bytes", FUNCTION_NAME_MAX);
        if (word == n && begins_syntax(at, n))
            code = alk__ident_quote(&r->out, (alk_sv){ at, n }, r->dialect.data);
        else if (word == n)
            alk__buffer_append(&r->out, at, n);
        else
            code = alk__ident_write(&r->out, (alk_sv){ at, n }, r->dialect.data, r->dialect.rules);
        at += n;
        if (*at == '.') {
            alk__put(r, ".");
            at++;
        }
    }
    return code;
}

/* An argument; the columns of a list in parentheses that the spelling has already stand without their own. */
static int spelt_argument(alk__render *r, const alk_sql *argument, bool alone)
{
    const alk__node *list = alone && argument->kind == ALK__NODE_TUPLE ? alk__node_built(argument) : NULL;
    return list ? alk__render_list(r, list->child, list->n, ", ") : alk__render_node(r, argument);
}

/* A spelling with {0}, {1} … takes the arguments by number; any other is a name, or all there is to write when there are no arguments. */
int alk__put_spelt(alk__render *r, const alk__node *node, const char *spelling)
{
    int code = ALK_OK;
    if (!strchr(spelling, '{') && !strchr(spelling, '('))
        return node->n == 0 || strchr(spelling, ' ') ? (alk__put(r, spelling), ALK_OK) : alk__put_call(r, spelling, node->child, node->n);
    for (const char *at = spelling; code == ALK_OK && *at;) {
        if (at[0] == '{' && alk__is_digit(at[1]) && at[2] == '}') {
            uint32_t i = (uint32_t)(at[1] - '0');
            code = i < node->n ? spelt_argument(r, node->child[i], at > spelling && at[-1] == '(' && at[3] == ')') : alk__error(ALK_ERROR_COMPILE, "%s takes more arguments", node->text);
            at += 3;
        } else
            alk__buffer_putc(&r->out, *at++);
    }
    return code;
}

/* The texts of a group: each database has its own function, and its own place for the order. */
static int string_agg(alk__render *r, const alk__node *node, const alk_sql *const *order, size_t n)
{
    uint8_t style = r->dialect.rules->string_agg;
    const char *name = style == ALK_STRING_AGG_LISTAGG ? "LISTAGG" : style == ALK_STRING_AGG_GROUP_CONCAT || style == ALK_STRING_AGG_SEPARATOR ? "group_concat" : "string_agg";
    bool inside = style == ALK_STRING_AGG_STANDARD || style == ALK_STRING_AGG_SEPARATOR || style == ALK_STRING_AGG_GROUP_CONCAT;
    if (n && style == ALK_STRING_AGG_GROUP_CONCAT && !alk__has(r->dialect.rules, ALK_SQL_ORDERED_AGGREGATE))
        return alk__unsupported(r, "ORDER BY inside an aggregate");
    alk__put(r, name);
    alk__put(r, node->bits & ALK__FUNC_DISTINCT ? "(DISTINCT " : "(");
    int code = alk__render_node(r, node->child[0]);
    if (code == ALK_OK && style != ALK_STRING_AGG_SEPARATOR) {
        alk__put(r, ", ");
        code = alk__render_node(r, node->child[1]);
    }
    if (code == ALK_OK && n && inside) {
        alk__put(r, " ORDER BY ");
        code = alk__render_order_by(r, order, n);
    }
    if (code == ALK_OK && style == ALK_STRING_AGG_SEPARATOR) {
        alk__put(r, " SEPARATOR ");
        code = alk__render_node(r, node->child[1]);
    }
    alk__put(r, ")");
    if (code == ALK_OK && n && !inside) {
        alk__put(r, " WITHIN GROUP (ORDER BY ");
        code = alk__render_order_by(r, order, n);
        alk__put(r, ")");
    }
    return code;
}

static bool is_grouping(const alk__node *node)
{
    return node->bits & ALK__FUNC_KNOWN && (strcmp(node->text, "ROLLUP") == 0 || strcmp(node->text, "CUBE") == 0 || strcmp(node->text, "GROUPING SETS") == 0);
}

/* One that compares its arguments, and whose type is theirs. */
static bool compares_arguments(const alk__node *node)
{
    static const char *const names[] = { "coalesce", "nullif", "ifnull", "greatest", "least", "max", "min" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(node->text, names[i]) == 0)
            return true;
    return false;
}

static int arguments(alk__render *r, const alk__node *node)
{
    if (!compares_arguments(node))
        return alk__render_list(r, node->child, node->n, ", ");
    const alk_sql *told = alk__first_unsent(r, node->child, node->n, 1);
    int code = ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < node->n; i++) {
        bool text = alk__is_sent(r, node->child[i]) && alk__is_decimal_as_text(r, alk__node_type(node->child[i]), NULL);
        alk__put(r, i ? ", " : "");
        code = text ? alk__put_number(r, node->child[i], NULL, 0) : alk__render_beside(r, node->child[i], told, ALK__OP_NONE);
    }
    return code;
}

static int function(alk__render *r, const alk__node *node, const alk_sql *const *order, size_t n_order)
{
    if (is_grouping(node) && !alk__has(r->dialect.rules, ALK_SQL_GROUPING_SETS))
        return alk__unsupported(r, node->text);
    if (node->bits & ALK__FUNC_KNOWN && strcmp(node->text, "string_agg") == 0)
        return string_agg(r, node, order, n_order);
    const char *before = r->hint, *spelling = alk__function_spelling(r, node->text);
    int code;
    r->hint = node->text;
    bool flags = node->n == 4 && strcmp(node->text, "regexp_replace") == 0;
    if (flags && !(r->dialect.rules->more & ALK_SQL_MORE_REGEXP_FLAGS_INSIDE) && alk__function_spelling(r, "regexp_replace.flags"))
        spelling = alk__function_spelling(r, "regexp_replace.flags");
    bool none = r->dialect.rules->more & ALK_SQL_MORE_NO_REGEXP_FLAGS && strcmp(node->text, "regexp_replace") == 0;
    if (none || (spelling && strcmp(spelling, "-") == 0))
        code = alk__unsupported(r, node->text);
    else if (flags && r->dialect.rules->more & ALK_SQL_MORE_REGEXP_FLAGS_INSIDE)
        code = alk__put_spelt(r, node, "REGEXP_REPLACE({0}, CONCAT('(?', {3}, ')', {1}), {2})");
    else if (spelling && !n_order)
        code = alk__put_spelt(r, node, spelling);
    else {
        code = put_function_name(r, node);
        if (!(node->bits & ALK__FUNC_BARE)) {
            alk__put(r, node->bits & ALK__FUNC_DISTINCT ? "(DISTINCT " : "(");
            if (code == ALK_OK)
                code = arguments(r, node);
            if (code == ALK_OK && n_order) {
                alk__put(r, " ORDER BY ");
                code = alk__render_order_by(r, order, n_order);
            }
            alk__put(r, ")");
        }
    }
    r->hint = before;
    return code;
}

/* FILTER where there is none: what is left out is NULL, which aggregates pass over. */
static int filter(alk__render *r, const alk__node *node)
{
    const alk__node *aggregate = alk__node_built(node->child[0]);
    int code;
    if (alk__has(r->dialect.rules, ALK_SQL_FILTER) || !aggregate || aggregate->sql.kind != ALK__NODE_FUNC || aggregate->n != 1) {
        if (!alk__has(r->dialect.rules, ALK_SQL_FILTER))
            return alk__unsupported(r, "FILTER for such an aggregate");
        code = alk__render_node(r, node->child[0]);
        alk__put(r, " FILTER (WHERE ");
        if (code == ALK_OK)
            code = alk__render_condition(r, node->child[1], ALK__OP_NONE);
        alk__put(r, ")");
        return code;
    }
    bool star = aggregate->child[0]->kind == ALK__NODE_CONSTANT;
    code = put_function_name(r, aggregate);
    alk__put(r, aggregate->bits & ALK__FUNC_DISTINCT ? "(DISTINCT CASE WHEN " : "(CASE WHEN ");
    if (code == ALK_OK)
        code = alk__render_condition(r, node->child[1], ALK__OP_NONE);
    alk__put(r, " THEN ");
    if (code == ALK_OK && star)
        alk__put(r, "1");
    else if (code == ALK_OK)
        code = alk__render_node(r, aggregate->child[0]);
    alk__put(r, " END)");
    return code;
}

static int within_group(alk__render *r, const alk__node *node)
{
    if (!alk__has(r->dialect.rules, ALK_SQL_WITHIN_GROUP))
        return alk__unsupported(r, "WITHIN GROUP");
    int code = alk__render_node(r, node->child[0]);
    alk__put(r, " WITHIN GROUP (ORDER BY ");
    if (code == ALK_OK)
        code = alk__render_order_by(r, node->child + 1, node->n - 1);
    alk__put(r, ")");
    return code;
}

static int ordered(alk__render *r, const alk__node *node)
{
    const alk__node *aggregate = alk__node_built(node->child[0]);
    if (!aggregate || aggregate->sql.kind != ALK__NODE_FUNC)
        return alk__error(ALK_ERROR_COMPILE, "alk_ordered() takes an aggregate function");
    bool known = aggregate->bits & ALK__FUNC_KNOWN && strcmp(aggregate->text, "string_agg") == 0;
    if (!known && !alk__has(r->dialect.rules, ALK_SQL_ORDERED_AGGREGATE))
        return alk__unsupported(r, "ORDER BY inside an aggregate");
    return function(r, aggregate, node->child + 1, node->n - 1);
}

/* ---- windows ---- */

static int bound(alk__render *r, const alk_sql *value, bool unbounded, bool current, bool following)
{
    int code = ALK_OK;
    if (current) {
        alk__put(r, "CURRENT ROW");
        return ALK_OK;
    }
    if (unbounded)
        alk__put(r, "UNBOUNDED");
    else {
        const char *before = r->hint;
        r->hint = NULL;
        code = value->kind == ALK__NODE_VALUE && r->dialect.rules->more & ALK_SQL_MORE_FRAME_LITERALS ? alk__put_literal(r, &((const alk__value_node *)value)->value, NULL)
                                                                                                      : alk__render_node(r, value);
        r->hint = before;
    }
    alk__put(r, following ? " FOLLOWING" : " PRECEDING");
    return code;
}

static bool counts_values(const alk__node *frame)
{
    return !(frame->bits & (ALK__FRAME_FROM_UNBOUNDED | ALK__FRAME_FROM_CURRENT)) || !(frame->bits & (ALK__FRAME_TO_UNBOUNDED | ALK__FRAME_TO_CURRENT));
}

static int frame(alk__render *r, const alk__node *node)
{
    static const char *const units[] = { "", "ROWS BETWEEN ", "RANGE BETWEEN ", "GROUPS BETWEEN " };
    unsigned b = node->bits;
    if (node->op == ALK_GROUPS && r->dialect.rules->more & ALK_SQL_MORE_NO_FRAME_GROUPS)
        return alk__unsupported(r, "frames of GROUPS");
    if (node->op == ALK_RANGE && counts_values(node) && r->dialect.rules->more & ALK_SQL_MORE_NO_FRAME_VALUES)
        return alk__unsupported(r, "frames of RANGE that end at a value");
    alk__put(r, units[node->op]);
    int code = bound(r, node->child[0], b & ALK__FRAME_FROM_UNBOUNDED, b & ALK__FRAME_FROM_CURRENT, b & ALK__FRAME_FROM_FOLLOWING);
    alk__put(r, " AND ");
    return code ? code : bound(r, node->child[1], b & ALK__FRAME_TO_UNBOUNDED, b & ALK__FRAME_TO_CURRENT, b & (ALK__FRAME_TO_FOLLOWING | ALK__FRAME_TO_UNBOUNDED));
}

static int over(alk__render *r, const alk__node *node)
{
    static const uint16_t order[] = { ALK__NODE_PARTITION_BY, ALK__NODE_ORDER_BY, ALK__NODE_FRAME };
    const alk__node *ordering = r->ordering;
    if (r->dialect.rules->more & ALK_SQL_MORE_NO_WINDOWS)
        return alk__unsupported(r, "windows: OVER");
    int code = alk__render_node(r, node->child[0]);
    bool first = true;
    r->ordering = NULL;                    /* a window does not see the labels */
    alk__put(r, " OVER (");
    for (size_t kind = 0; kind < 3; kind++) {
        const alk__node *part = alk__last_part(node, order[kind]);
        if (code || !part || (part->n == 0))
            continue;
        alk__put(r, first ? "" : " ");
        first = false;
        if (kind == 0)
            alk__put(r, "PARTITION BY ");
        else if (kind == 1)
            alk__put(r, "ORDER BY ");
        code = kind == 2 ? frame(r, part) : kind == 1 ? alk__render_order_by(r, part->child, part->n) : alk__render_list(r, part->child, part->n, ", ");
    }
    r->ordering = ordering;
    alk__put(r, ")");
    return code;
}

int alk__render_function(alk__render *r, const alk__node *node)
{
    switch (node->sql.kind) {
    case ALK__NODE_FILTER:
        return filter(r, node);
    case ALK__NODE_WITHIN_GROUP:
        return within_group(r, node);
    case ALK__NODE_ORDERED:
        return ordered(r, node);
    case ALK__NODE_OVER:
        return over(r, node);
    default:
        return function(r, node, NULL, 0);
    }
}
