/* SPDX-License-Identifier: MIT
 * Rendering what looks for a pattern in a text: LIKE and its kin, regular expressions, full-text search. */
#include "base/error.h"
#include "compile/render.h"
#include <alkahest/expression.h>
#include <string.h>

static int escape(alk__render *r, const alk__node *node)
{
    if (node->n < 3)
        return ALK_OK;
    alk__put(r, " ESCAPE ");
    return alk__render_node(r, node->child[2]);
}

static bool is_negation(uint16_t op)
{
    return op == ALK__OP_NOT_LIKE || op == ALK__OP_NOT_ILIKE || op == ALK__OP_NOT_CONTAINS || op == ALK__OP_NOT_STARTS_WITH || op == ALK__OP_NOT_ENDS_WITH ||
           op == ALK__OP_NOT_REGEXP_MATCH || op == ALK__OP_NOT_MATCH || op == ALK__OP_NOT_IN || op == ALK__OP_NOT_BETWEEN;
}

static int like(alk__render *r, const alk__node *node)
{
    bool folds = (node->op == ALK__OP_ILIKE || node->op == ALK__OP_NOT_ILIKE) && !alk__has(r->dialect.rules, ALK_SQL_ILIKE);
    int code;
    if (!folds) {
        code = alk__render_two(r, node, alk__operators[node->op].token);
        return code ? code : escape(r, node);
    }
    if ((code = alk__put_call(r, "lower", &node->child[0], 1)))
        return code;
    alk__put(r, is_negation(node->op) ? " NOT LIKE " : " LIKE ");
    code = alk__put_call(r, "lower", &node->child[1], 1);
    return code ? code : escape(r, node);
}

/* A text inside a pattern. What a value holds is literal, and where more than % and _ has a meaning the spelling of "like.text" takes it away. */
static int pattern_text(alk__render *r, const alk_sql *text, bool escaped)
{
    const char *spelling = escaped ? alk__function_spelling(r, "like.text") : NULL;
    if (!spelling)
        return r->dialect.rules->concat == ALK_CONCAT_FUNCTION ? alk__render_node(r, text) : alk__render_operand(r, text, ALK__OP_CONCAT);
    const char *at = strstr(spelling, "{0}");
    alk__buffer_append(&r->out, spelling, at ? (size_t)(at - spelling) : strlen(spelling));
    int code = at ? alk__render_node(r, text) : ALK_OK;
    alk__put(r, at ? at + 3 : "");
    return code;
}

/* a || b || c, CONCAT(a, b, c) or a + b + c; parts that are NULL here are given as text. */
static int join_texts(alk__render *r, const char *before, const alk_sql *text, bool escaped, const char *after)
{
    uint8_t style = r->dialect.rules->concat;
    const char *bar = style == ALK_CONCAT_BARS ? " || " : style == ALK_CONCAT_PLUS ? " + " : ", ";
    alk__put(r, style == ALK_CONCAT_FUNCTION ? "concat(" : "");
    if (before) {
        alk__put(r, before);
        alk__put(r, bar);
    }
    int code = pattern_text(r, text, escaped);
    if (after) {
        alk__put(r, bar);
        alk__put(r, after);
    }
    alk__put(r, style == ALK_CONCAT_FUNCTION ? ")" : "");
    return code;
}

static int around_text(alk__render *r, const alk__node *node)
{
    bool starts = node->op == ALK__OP_STARTS_WITH || node->op == ALK__OP_NOT_STARTS_WITH;
    bool ends = node->op == ALK__OP_ENDS_WITH || node->op == ALK__OP_NOT_ENDS_WITH;
    int code = alk__render_operand(r, node->child[0], ALK__OP_LIKE);
    if (code)
        return code;
    alk__put(r, is_negation(node->op) ? " NOT LIKE " : " LIKE ");
    code = join_texts(r, starts ? NULL : "'%'", node->child[1], node->n > 2, ends ? NULL : "'%'");
    return code ? code : escape(r, node);
}

static bool is_the_letter_i(const alk_sql *flags)
{
    const alk__node *literal = alk__node_built(flags);
    const alk_cell *value = literal && flags->kind == ALK__NODE_LITERAL ? &((const alk__value_node *)literal->child[0])->value : NULL;
    return value && value->tag == ALK_TYPE_TEXT && value->len == 1 && *(const char *)value->u.p == 'i';
}

/* The pattern with its flags in front: (?i)…. Not every SQLite has concat(). */
static int flags_inside(alk__render *r, const alk__node *node)
{
    bool bars = r->dialect.rules->regexp == ALK_REGEXP_WORD && r->dialect.rules->concat == ALK_CONCAT_BARS;
    alk__put(r, bars ? "('(?' || " : "CONCAT('(?', ");
    int code = alk__render_node(r, node->child[2]);
    alk__put(r, bars ? " || ')' || " : ", ')', ");
    if (code == ALK_OK)
        code = bars ? alk__render_operand(r, node->child[1], ALK__OP_CONCAT) : alk__render_node(r, node->child[1]);
    alk__put(r, ")");
    return code;
}

static int regexp(alk__render *r, const alk__node *node)
{
    bool negated = is_negation(node->op);
    int code;
    if (node->n > 2 && r->dialect.rules->more & ALK_SQL_MORE_NO_REGEXP_FLAGS)
        return alk__unsupported(r, "flags of regular expressions");
    switch (r->dialect.rules->regexp) {
    case ALK_REGEXP_TILDE:
        if (node->n < 3)
            return alk__render_two(r, node, negated ? " !~ " : " ~ ");
        if (is_the_letter_i(node->child[2]))
            return alk__render_two(r, node, negated ? " !~* " : " ~* ");
        if ((code = alk__render_operand(r, node->child[0], node->op)))
            return code;
        alk__put(r, negated ? " !~ " : " ~ ");
        return flags_inside(r, node);
    case ALK_REGEXP_WORD_LIKE:
        if (node->n < 3)
            return alk__render_two(r, node, negated ? " NOT REGEXP " : " REGEXP ");
        alk__put(r, negated ? "NOT " : "");
        return alk__put_call(r, "REGEXP_LIKE", node->child, node->n);
    case ALK_REGEXP_WORD:
        if (node->n < 3)
            return alk__render_two(r, node, negated ? " NOT REGEXP " : " REGEXP ");
        if ((code = alk__render_operand(r, node->child[0], node->op)))
            return code;
        alk__put(r, negated ? " NOT REGEXP " : " REGEXP ");
        return flags_inside(r, node);
    case ALK_REGEXP_LIKE:
        alk__put(r, negated ? "NOT " : "");
        return alk__put_call(r, "REGEXP_LIKE", node->child, node->n);
    default:
        if (r->dialect.rules != &alk__standard_rules)
            return alk__unsupported(r, "regular expressions");
        return alk__render_two(r, node, alk__operators[node->op].token);
    }
}

/* Full-text search has a form of its own in every database: the spelling of "match". */
static int match(alk__render *r, const alk__node *node)
{
    static const char *const modes[] = { [ALK_MATCH_DEFAULT] = "match.plain", [ALK_MATCH_NATURAL] = "match.natural", [ALK_MATCH_EXPANSION] = "match.expansion",
                                         [ALK_MATCH_NATURAL | ALK_MATCH_EXPANSION] = "match.natural_expansion" };
    const char *spelling = node->bits & ALK__MATCH_MODE ? alk__function_spelling(r, modes[node->bits & 3]) : NULL;
    if (!spelling)
        spelling = alk__function_spelling(r, "match");
    if (!spelling)
        return alk__render_two(r, node, alk__operators[node->op].token);
    alk__put(r, node->op == ALK__OP_NOT_MATCH ? "NOT " : "");
    return alk__put_spelt(r, node, spelling);
}

int alk__render_match(alk__render *r, const alk__node *node)
{
    switch (node->op) {
    case ALK__OP_LIKE: case ALK__OP_NOT_LIKE: case ALK__OP_ILIKE: case ALK__OP_NOT_ILIKE:
        return like(r, node);
    case ALK__OP_REGEXP_MATCH: case ALK__OP_NOT_REGEXP_MATCH:
        return regexp(r, node);
    case ALK__OP_MATCH: case ALK__OP_NOT_MATCH:
        return match(r, node);
    default:
        return around_text(r, node);
    }
}
