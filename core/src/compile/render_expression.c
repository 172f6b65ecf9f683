/* SPDX-License-Identifier: MIT
 * Rendering expressions: operators with the parentheses that they need, and what stands for them where a database has other words. */
#include "base/error.h"
#include "base/text.h"
#include "compile/render.h"
#include "compile/literal.h"
#include "compile/scan.h"
#include "sql/shape.h"
#include <alkahest/expression.h>
#include <stdio.h>
#include <string.h>

/* ---- how tightly things bind ---- */

enum { LOOSEST = -1, TIGHTEST = ALK__SINGLE + 1 };

/* How tightly a word of raw text binds that is an operator; TIGHTEST: it is none. Before all else only NOT is one. */
static int precedence_of_word(alk_sv word, bool first)
{
    static const struct { const char *word; int precedence; } words[] = {
        { "or", 2 }, { "xor", 2 }, { "and", 3 }, { "not", 5 }, { "is", 5 }, { "in", 5 }, { "like", 5 }, { "between", 5 }, { "ilike", 5 }, { "similar", 5 },
        { "regexp", 5 }, { "rlike", 5 }, { "glob", 5 }, { "match", 5 }, { "member", 5 }, { "sounds", 5 }, { "overlaps", 5 }, { "isnull", 5 }, { "notnull", 5 },
        { "div", 8 }, { "mod", 8 },
    };
    if (first)
        return alk__sv_is_nocase(word, "not") ? 3 : TIGHTEST;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (alk__sv_is_nocase(word, words[i].word))
            return words[i].precedence;
    return TIGHTEST;
}

/* Raw text binds as its loosest word at the top: OR, AND, anything beside a single term. */
static int precedence_of_raw(const alk__render *r, const alk__raw_node *raw)
{
    alk__scanner s = alk__scanner_on(raw->text, raw->length, r->dialect.data->lexical);
    alk__token token;
    int depth = 0, found = TIGHTEST;
    bool first = true;
    while (alk__scan_solid(&s, &token)) {
        depth += (token.kind == ALK__TOKEN_OPEN) - (token.kind == ALK__TOKEN_CLOSE);
        int here = TIGHTEST;
        if (depth == 0 && token.kind == ALK__TOKEN_WORD)
            here = precedence_of_word(token.text, first);
        else if (depth == 0 && token.kind == ALK__TOKEN_OTHER && strchr("=<>!~+-*/%|&^@#?", token.text.p[0]) && !(first && token.text.p[0] == '*'))
            here = 5;
        if (here < found)
            found = here;
        first = false;
    }
    return found;
}

static bool is_truth(const alk_sql *node, uint16_t which)
{
    return node->kind == ALK__NODE_CONSTANT && alk__node_built(node)->op == which;
}

static bool is_boolean_value(const alk_sql *node)
{
    const alk_type *type = alk__node_type(node);
    bool plain = node->kind == ALK__NODE_COLUMN || node->kind == ALK__NODE_COLUMN_AT || node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_NAME;
    return plain && type && type->kind == ALK_KIND_BOOLEAN;
}

static bool native_booleans(const alk__render *r)
{
    return alk__has(r->dialect.rules, ALK_SQL_NATIVE_BOOLEAN);
}

/* The term that alone is written of AND and OR when the others say nothing or one decides; the node itself, when there is no such. */
static const alk_sql *reduced(const alk_sql *node)
{
    while (node->kind == ALK__NODE_JUNCTION && alk__node_built(node)->n) {
        const alk__node *junction = alk__node_built(node);
        const alk_sql *only = junction->child[0];
        size_t left = 0;
        for (uint32_t i = 0; i < junction->n; i++) {
            if (is_truth(junction->child[i], junction->op == ALK__OP_AND ? ALK__CONSTANT_FALSE : ALK__CONSTANT_TRUE))
                return junction->child[i];
            if (!is_truth(junction->child[i], junction->op == ALK__OP_AND ? ALK__CONSTANT_TRUE : ALK__CONSTANT_FALSE) && left++ == 0)
                only = junction->child[i];
        }
        if (left > 1)
            return node;
        node = only;
    }
    return node;
}

/* A BETWEEN SYMMETRIC where there is none. */
static bool is_written_twice(const alk__render *r, const alk__node *between)
{
    return between->bits & ALK__SYMMETRIC && !(r->dialect.rules->more & ALK_SQL_MORE_BETWEEN_SYMMETRIC);
}

static int precedence(const alk__render *r, const alk_sql *node)
{
    const alk_sql *whole = node;
    node = reduced(node);
    const alk__node *built = alk__node_built(node);
    if (whole->kind == ALK__NODE_JUNCTION && whole != node && !native_booleans(r) &&
        (is_truth(node, ALK__CONSTANT_TRUE) || is_truth(node, ALK__CONSTANT_FALSE) || is_boolean_value(node)))
        return alk__operators[ALK__OP_EQ].precedence;      /* written as a comparison */
    switch (node->kind) {
    case ALK__NODE_RAW:
        return precedence_of_raw(r, (const alk__raw_node *)node);
    case ALK__NODE_RAW_WITH:
        return precedence(r, built->child[0]);
    case ALK__NODE_BINARY:
        return built->op == ALK__OP_CUSTOM ? built->bits : alk__operators[built->op].precedence;
    case ALK__NODE_JUNCTION:               /* none of no terms: TRUE, or 1 = 1 */
        return built->n ? alk__operators[built->op].precedence : alk__has(r->dialect.rules, ALK_SQL_NATIVE_BOOLEAN) ? TIGHTEST : alk__operators[ALK__OP_EQ].precedence;
    case ALK__NODE_UNARY:
        return built->op == ALK__OP_CUSTOM ? built->bits : alk__operators[built->op].precedence;
    case ALK__NODE_BETWEEN:
        return is_written_twice(r, built) ? alk__operators[ALK__OP_OR].precedence : alk__operators[built->op].precedence;
    case ALK__NODE_IN:
        return alk__operators[built->op].precedence;
    case ALK__NODE_COLLATE:
        return alk__operators[ALK__OP_COLLATE].precedence;
    case ALK__NODE_JSON_GET:
        return r->dialect.rules->json == ALK_JSON_ARROWS ? 6 : TIGHTEST;
    case ALK__NODE_LABEL: case ALK__NODE_ORDERED:
        return precedence(r, built->child[0]);
    case ALK__NODE_CAST:
        return built->op == ALK__TYPED ? precedence(r, built->child[0]) : TIGHTEST;
    default:
        return TIGHTEST;
    }
}

/* What is written of it: neither a label nor a type that the program tells is. */
static const alk_sql *written(const alk_sql *node)
{
    for (;;) {
        node = reduced(node);
        const alk__node *built = alk__node_built(node);
        if (node->kind != ALK__NODE_LABEL && !(node->kind == ALK__NODE_CAST && built->op == ALK__TYPED))
            return node;
        node = built->child[0];
    }
}

static uint16_t op_of(const alk_sql *node)
{
    node = written(node);
    const alk__node *built = alk__node_built(node);
    return built && (node->kind == ALK__NODE_BINARY || node->kind == ALK__NODE_JUNCTION) ? built->op : ALK__OP_NONE;
}

int alk__put_in_parens(alk__render *r, const alk_sql *node)
{
    alk__buffer_putc(&r->out, '(');
    int code = alk__render_node(r, node);
    alk__buffer_putc(&r->out, ')');
    return code;
}

/* Databases do not agree on how tightly these bind beside arithmetic and each other. */
static bool has_own_order(int op)
{
    return op == ALK__OP_CONCAT || op == ALK__OP_BIT_AND || op == ALK__OP_BIT_OR || op == ALK__OP_BIT_XOR || op == ALK__OP_BIT_NOT || op == ALK__OP_SHIFT_LEFT ||
           op == ALK__OP_SHIFT_RIGHT;
}

static bool is_doubtful(int around, int op)
{
    unsigned reckons = ALK__OP_COUNTS | ALK__OP_JOINS_TEXT;
    return op != around && alk__operators[op].traits & reckons && alk__operators[around].traits & reckons && (has_own_order(op) || has_own_order(around));
}

int alk__render_within(alk__render *r, const alk_sql *node, int op, int around)
{
    if (!alk__node_built(node) && node->kind != ALK__NODE_RAW)             /* columns and values are no operators */
        return alk__render_node(r, node);
    int inner = op_of(node);
    bool same = op != ALK__OP_NONE && inner == op && alk__operators[op].traits & ALK__OP_ASSOCIATES;
    if (!r->condition && alk__is_bare_condition(r, node))
        return alk__render_node(r, node);                  /* as CASE … END */
    return !same && (precedence(r, node) <= around || is_doubtful(op, inner)) ? alk__put_in_parens(r, node) : alk__render_node(r, node);
}

int alk__render_operand(alk__render *r, const alk_sql *node, int op)
{
    return alk__render_within(r, node, op, alk__operators[op].precedence);
}

/* ---- booleans ---- */

/* What must be compared where it stands as a condition. */
static bool is_compared(const alk__render *r, const alk_sql *node)
{
    const alk_type *type = alk__node_type(node);
    if (native_booleans(r) || is_boolean_value(node))
        return !native_booleans(r);
    bool value = node->kind == ALK__NODE_VALUE || node->kind == ALK__NODE_PARAM || node->kind == ALK__NODE_LITERAL || node->kind == ALK__NODE_SELECT ||
                 (node->kind == ALK__NODE_CAST && alk__node_built(node)->op != ALK__TYPED);
    return alk__takes_no_conditions(r) && (node->kind == ALK__NODE_CASE || (value && type && type->kind == ALK_KIND_BOOLEAN));
}

bool alk__is_condition(const alk_sql *node)
{
    if (alk__node_class_of(node) != ALK__CLASS_EXPR)
        return false;
    const alk__node *built = alk__node_built(node);
    const alk_type *type = alk__node_type(node);
    switch (node->kind) {
    case ALK__NODE_JUNCTION: case ALK__NODE_BETWEEN: case ALK__NODE_IN: case ALK__NODE_EXISTS:
        return true;
    case ALK__NODE_BINARY: case ALK__NODE_UNARY:
        return built->op == ALK__OP_CUSTOM ? type && type->kind == ALK_KIND_BOOLEAN : alk__operators[built->op].traits & (ALK__OP_COMPARES | ALK__OP_TESTS | ALK__OP_MATCHES);
    default:
        return false;
    }
}

/* A condition that is never NULL. */
static bool is_always_known(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    bool known = node->kind == ALK__NODE_EXISTS || is_truth(node, ALK__CONSTANT_TRUE) || is_truth(node, ALK__CONSTANT_FALSE);
    if (node->kind == ALK__NODE_BINARY)
        return built->op == ALK__OP_IS || built->op == ALK__OP_IS_NOT || built->op == ALK__OP_IS_DISTINCT_FROM || built->op == ALK__OP_IS_NOT_DISTINCT_FROM;
    if (node->kind != ALK__NODE_JUNCTION && !(node->kind == ALK__NODE_UNARY && built->op == ALK__OP_NOT))
        return known;
    known = true;
    for (uint32_t i = 0; known && i < built->n; i++)
        known = is_always_known(built->child[i]);
    return known;
}

enum { TRUTHS_MAX = 8 };               /* each doubles what is in it */

/* What is neither true nor false is NULL, as it would be where conditions are values. */
int alk__render_truth(alk__render *r, const alk_sql *node)
{
    const alk_sql *plain = reduced(node);
    if (plain != node && !alk__is_bare_condition(r, plain))
        return alk__render_node(r, plain);
    if (r->truths >= TRUTHS_MAX)
        return alk__error(ALK_ERROR_COMPILE, "%s has no conditions as values: they are nested deeper than %d here", r->dialect.name, TRUTHS_MAX);
    r->truths++;
    alk__put(r, "CASE WHEN ");
    int code = alk__render_condition(r, node, ALK__OP_NONE);
    bool known = is_always_known(node);
    alk__put(r, known ? " THEN 1 ELSE 0 END" : " THEN 1 WHEN NOT (");
    if (code == ALK_OK && !known) {
        code = alk__render_condition(r, node, ALK__OP_NONE);
        alk__put(r, ") THEN 0 END");
    }
    r->truths--;
    return code;
}

/* A condition by itself: where booleans are numbers, a column must be compared and a constant be a comparison. */
int alk__render_condition(alk__render *r, const alk_sql *node, int op)
{
    if (is_compared(r, node)) {
        int code = alk__render_node(r, node);
        alk__put(r, " = 1");
        return code;
    }
    if (!native_booleans(r) && (is_truth(node, ALK__CONSTANT_TRUE) || is_truth(node, ALK__CONSTANT_FALSE))) {
        alk__put(r, is_truth(node, ALK__CONSTANT_TRUE) ? "1 = 1" : "0 = 1");
        return alk__buffer_status(&r->out);
    }
    r->condition = true;
    return op == ALK__OP_NONE ? alk__render_node(r, node) : alk__render_operand(r, node, op);
}

/* Terms that say nothing go; one that decides all stands alone. */
static int junction_of(alk__render *r, uint16_t op, const alk_sql *const *terms, size_t n)
{
    uint16_t neutral = op == ALK__OP_AND ? ALK__CONSTANT_TRUE : ALK__CONSTANT_FALSE;
    uint16_t deciding = op == ALK__OP_AND ? ALK__CONSTANT_FALSE : ALK__CONSTANT_TRUE;
    size_t left = 0;
    const alk_sql *only = NULL, *decided = NULL;
    for (size_t i = 0; i < n; i++) {
        if (is_truth(terms[i], deciding))
            decided = terms[i];
        if (!is_truth(terms[i], neutral)) {
            left++;
            only = terms[i];
        }
    }
    if (decided)
        return alk__render_condition(r, decided, ALK__OP_NONE);
    if (left == 0 && n > 0)
        return alk__render_condition(r, terms[0], ALK__OP_NONE);
    if (left == 1)
        return alk__render_condition(r, only, ALK__OP_NONE);
    int code = ALK_OK;
    bool first = true;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (is_truth(terms[i], neutral))
            continue;
        if (!first)
            alk__put(r, alk__operators[op].token);
        first = false;
        code = alk__render_condition(r, terms[i], op);
    }
    return code;
}

static int put_truth(alk__render *r, bool value)
{
    alk_cell cell = { .u.i = value, .tag = ALK_TYPE_BOOL };
    return alk__put_literal(r, &cell, NULL);
}

static int junction(alk__render *r, const alk__node *node)
{
    if (node->n)
        return junction_of(r, node->op, node->child, node->n);
    if (native_booleans(r))
        return put_truth(r, node->op == ALK__OP_AND);
    alk__put(r, node->op == ALK__OP_AND ? "1 = 1" : "0 = 1");
    return alk__buffer_status(&r->out);
}

int alk__render_conditions(alk__render *r, const alk__node *statement, uint16_t kind, const char *keyword)
{
    const alk_sql *few[16], **terms = few;
    size_t n = 0, i;
    const alk__node *part;
    for (i = 0; (part = alk__part(statement, kind, &i));)
        n += part->n;
    if (n == 0)
        return ALK_OK;
    if (n > 16 && !(terms = alk_arena_alloc(r->arena, n * sizeof *terms, 0)))
        return alk__error_code();
    n = 0;
    for (i = 0; (part = alk__part(statement, kind, &i));)
        for (uint32_t j = 0; j < part->n; j++)
            terms[n++] = part->child[j];
    alk__put(r, keyword);
    return junction_of(r, ALK__OP_AND, terms, n);
}

/* ---- operators ---- */

const char *alk__hint_of(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    if (node->kind == ALK__NODE_COLUMN)
        return alk__column(node)->name;
    if (node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_NAME || node->kind == ALK__NODE_FUNC || node->kind == ALK__NODE_LABEL)
        return built->text;
    if (node->kind == ALK__NODE_COLUMN_AT)
        return alk__hint_of(built->child[1]);
    if (node->kind == ALK__NODE_ROW_OF)
        return alk__column_name(node);
    if (node->kind == ALK__NODE_CAST)
        return alk__hint_of(built->child[0]);
    return NULL;
}

/* Rows may be compared with queries of many columns. */
static bool is_one_value(const alk_sql *node)
{
    return node->kind == ALK__NODE_COLUMN || node->kind == ALK__NODE_COLUMN_AT || node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_VALUE || node->kind == ALK__NODE_PARAM;
}

static int side(alk__render *r, const alk_sql *node, const alk_sql *other, int op)
{
    int code = is_one_value(other) ? alk__check_scalar(node) : ALK_OK;
    if (code)
        return code;
    return alk__operators[op].traits & (ALK__OP_COMPARES | ALK__OP_COUNTS) ? alk__render_beside(r, node, other, op) : alk__render_operand(r, node, op);
}

int alk__render_two(alk__render *r, const alk__node *node, const char *token)
{
    int code = side(r, node->child[0], node->child[1], node->op);
    if (code)
        return code;
    alk__put(r, token);
    return side(r, node->child[1], node->child[0], node->op);
}

/* a || b || c is one call of concat(). */
static int concat_operands(alk__render *r, const alk__node *node)
{
    int code = ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < node->n; i++) {
        const alk__node *inner = node->child[i]->kind == ALK__NODE_BINARY ? alk__node_built(node->child[i]) : NULL;
        alk__put(r, i ? ", " : "");
        code = inner && inner->op == ALK__OP_CONCAT ? concat_operands(r, inner) : alk__render_node(r, node->child[i]);
    }
    return code;
}

static int concat(alk__render *r, const alk__node *node)
{
    int code;
    switch (r->dialect.rules->concat) {
    case ALK_CONCAT_FUNCTION:
        alk__put(r, "concat(");
        code = concat_operands(r, node);
        alk__put(r, ")");
        return code;
    case ALK_CONCAT_PLUS:
        return alk__render_two(r, node, " + ");
    default:
        return alk__render_two(r, node, " || ");
    }
}

static int distinct_from(alk__render *r, const alk__node *node, bool negated)
{
    int code;
    switch (r->dialect.rules->distinct_from) {
    case ALK_DISTINCT_FROM_IS:
        return alk__render_two(r, node, negated ? " IS " : " IS NOT ");
    case ALK_DISTINCT_FROM_SPACESHIP:
        alk__put(r, negated ? "" : "NOT (");
        code = alk__render_two(r, node, " <=> ");
        alk__put(r, negated ? "" : ")");
        return code;
    case ALK_DISTINCT_FROM_INTERSECT:
        alk__put(r, negated ? "EXISTS (SELECT " : "NOT EXISTS (SELECT ");
        code = alk__render_two(r, node, " INTERSECT SELECT ");
        alk__put(r, ")");
        return code;
    case ALK_DISTINCT_FROM_DECODE:
        alk__put(r, "DECODE(");
        code = alk__render_two(r, node, ", ");
        alk__put(r, negated ? ", 0, 1) = 0" : ", 0, 1) = 1");
        return code;
    default:
        return alk__render_two(r, node, alk__operators[node->op].token);
    }
}

/* IS TRUE where IS takes NULL alone: a comparison that knows NULL. */
static bool is_unknown_to(const alk__render *r, const alk__node *node)
{
    uint8_t style = r->dialect.rules->distinct_from;
    return !native_booleans(r) && (style == ALK_DISTINCT_FROM_INTERSECT || style == ALK_DISTINCT_FROM_DECODE) &&
           (is_truth(node->child[1], ALK__CONSTANT_TRUE) || is_truth(node->child[1], ALK__CONSTANT_FALSE));
}

/* What may be a whole number for all that is known. Where + 0.0 makes it none, a decimal without a fraction is stored as one. */
static bool may_be_whole(const alk__render *r, const alk_sql *node)
{
    const alk_type *type = alk__node_type(node);
    int tag = type ? alk__type_tag(type) : ALK_TYPE_NULL;
    return tag == ALK_TYPE_NULL || tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT || (tag == ALK_TYPE_DECIMAL && r->dialect.rules->divide == ALK_DIVIDE_FLOORS_REAL);
}

static bool is_whole_number(const alk_sql *node)
{
    const alk_type *type = alk__node_type(node);
    int tag = type ? alk__type_tag(type) : ALK_TYPE_NULL;
    return tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT;
}

/* Where / of whole numbers floors, an exact quotient adds 0.0; where it does not, a floored one asks for it. */
static int divide(alk__render *r, const alk__node *node)
{
    bool floors = r->dialect.rules->divide != ALK_DIVIDE_EXACT, whole = is_whole_number(node->child[1]);
    int code;
    if (node->op == ALK__OP_DIVIDE && floors && may_be_whole(r, node->child[1])) {
        static const alk_type number = { .kind = ALK_KIND_NUMERIC };
        if ((code = alk__render_operand(r, node->child[0], node->op)))
            return code;
        if (r->dialect.rules->divide == ALK_DIVIDE_FLOORS_REAL) {
            alk__put(r, " / (");
            code = alk__render_operand(r, node->child[1], ALK__OP_PLUS);
            alk__put(r, " + 0.0)");
            return code;
        }
        alk__put(r, " / CAST(");
        if ((code = alk__render_node(r, node->child[1])) == ALK_OK) {
            alk__put(r, " AS ");
            code = alk__put_type(r, &number, true);
        }
        alk__put(r, ")");
        return code;
    }
    if (node->op == ALK__OP_FLOOR_DIVIDE && !(floors && is_whole_number(node->child[0]) && whole)) {
        alk__put(r, "FLOOR(");
        code = alk__render_two(r, node, " / ");
        alk__put(r, ")");
        return code;
    }
    return alk__render_two(r, node, " / ");
}

/* Operators of bits that are functions or sums in a database. */
static const char *bits_spelling(const alk__render *r, int op)
{
    static const struct { int op; const char *name; } names[] = { { ALK__OP_BIT_AND, "bits.and" }, { ALK__OP_BIT_OR, "bits.or" }, { ALK__OP_BIT_XOR, "bits.xor" }, { ALK__OP_BIT_NOT, "bits.not" },
                                                                  { ALK__OP_SHIFT_LEFT, "bits.left" }, { ALK__OP_SHIFT_RIGHT, "bits.right" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].op == op)
            return alk__function_spelling(r, names[i].name);
    return NULL;
}

static int bit_xor(alk__render *r, const alk__node *node)
{
    const char *token = r->dialect.rules->bit_xor;
    if (!token)
        return alk__render_two(r, node, " ^ ");
    if (*token)
        return alk__is_alpha(*token) ? alk__put_call(r, token, node->child, 2) : alk__render_two(r, node, token);
    alk__put(r, "(");
    int code = alk__render_two(r, node, " | ");
    if (code == ALK_OK) {
        alk__put(r, ") - (");
        code = alk__render_two(r, node, " & ");
    }
    alk__put(r, ")");
    return code;
}

static int custom_token(const alk__render *r, const char *token)
{
    if (strchr(token, '?') && r->markers == ALK_MARKERS_QMARK)
        return alk__error(ALK_ERROR_COMPILE, "%s takes ? for a parameter: there is no operator %s", r->dialect.name, token);
    if (strchr(token, '#') && r->dialect.data->lexical & ALK_LEX_HASH_COMMENTS)
        return alk__error(ALK_ERROR_COMPILE, "%s begins a comment with #: there is no operator %s", r->dialect.name, token);
    return ALK_OK;
}

/* One whose precedence is not known has anything but single terms in parentheses. */
static int custom(alk__render *r, const alk__node *node)
{
    int around = node->bits ? node->bits : TIGHTEST - 1, code = custom_token(r, node->text);
    code = code ? code : alk__render_within(r, node->child[0], ALK__OP_NONE, around);
    if (code)
        return code;
    alk__buffer_printf(&r->out, " %s ", node->text);
    return alk__render_within(r, node->child[1], ALK__OP_NONE, around);
}

static int binary(alk__render *r, const alk__node *node)
{
    const char *before = r->hint, *own = alk__hint_of(node->child[0]);
    int code;
    r->hint = own ? own : alk__hint_of(node->child[1]);
    const char *spelling = bits_spelling(r, node->op);
    if (spelling) {
        code = alk__put_spelt(r, node, spelling);
        r->hint = before;
        return code;
    }
    switch (node->op) {
    case ALK__OP_LIKE: case ALK__OP_NOT_LIKE: case ALK__OP_ILIKE: case ALK__OP_NOT_ILIKE: case ALK__OP_CONTAINS: case ALK__OP_NOT_CONTAINS: case ALK__OP_STARTS_WITH:
    case ALK__OP_NOT_STARTS_WITH: case ALK__OP_ENDS_WITH: case ALK__OP_NOT_ENDS_WITH: case ALK__OP_REGEXP_MATCH: case ALK__OP_NOT_REGEXP_MATCH: case ALK__OP_MATCH: case ALK__OP_NOT_MATCH:
        code = alk__render_match(r, node);
        break;
    case ALK__OP_CONCAT:
        code = concat(r, node);
        break;
    case ALK__OP_IS_DISTINCT_FROM: case ALK__OP_IS_NOT_DISTINCT_FROM:
        code = distinct_from(r, node, node->op == ALK__OP_IS_NOT_DISTINCT_FROM);
        break;
    case ALK__OP_IS: case ALK__OP_IS_NOT:
        code = is_unknown_to(r, node) ? distinct_from(r, node, node->op == ALK__OP_IS) : alk__render_two(r, node, alk__operators[node->op].token);
        break;
    case ALK__OP_DIVIDE: case ALK__OP_FLOOR_DIVIDE:
        code = divide(r, node);
        break;
    case ALK__OP_BIT_XOR:
        code = bit_xor(r, node);
        break;
    case ALK__OP_MODULO:
        code = r->dialect.rules->modulo && alk__is_alpha(r->dialect.rules->modulo[0]) ? alk__put_call(r, r->dialect.rules->modulo, node->child, 2)
                                                                                       : alk__render_two(r, node, r->dialect.rules->modulo ? r->dialect.rules->modulo : " % ");
        break;
    case ALK__OP_CUSTOM:
        code = custom(r, node);
        break;
    default:
        code = alk__render_two(r, node, alk__operators[node->op].token);
    }
    r->hint = before;
    return code;
}

static int custom_unary(alk__render *r, const alk__node *node)
{
    int code = custom_token(r, node->text);
    if (code == ALK_OK && !node->spare) {
        alk__literal_apart(&r->out);
        alk__buffer_printf(&r->out, "%s ", node->text);
    }
    code = code ? code : alk__render_within(r, node->child[0], ALK__OP_NONE, node->bits ? node->bits : TIGHTEST - 1);
    if (code == ALK_OK && node->spare)
        alk__buffer_printf(&r->out, " %s", node->text);
    return code;
}

/* NULLS FIRST where there is none: whether it is NULL comes first. */
static int unary(alk__render *r, const alk__node *node)
{
    const alk__operator *op = &alk__operators[node->op];
    int code;
    if (node->op == ALK__OP_CUSTOM)
        return custom_unary(r, node);
    if (op->traits & ALK__OP_ORDERS) {
        code = alk__render_operand(r, node->child[0], node->op == ALK__OP_NULLS_FIRST || node->op == ALK__OP_NULLS_LAST ? ALK__OP_CUSTOM : node->op);
        alk__put(r, op->token);
        return code;
    }
    if (node->op == ALK__OP_NOT && is_compared(r, node->child[0])) {
        code = alk__render_node(r, node->child[0]);
        alk__put(r, " = 0");
        return code;
    }
    const char *spelling = bits_spelling(r, node->op);
    if (spelling)
        return alk__put_spelt(r, node, spelling);
    alk__literal_apart(&r->out);
    alk__put(r, op->token);
    r->condition = node->op == ALK__OP_NOT;
    if (node->op == ALK__OP_NOT && node->child[0]->kind == ALK__NODE_BINARY)
        return alk__put_in_parens(r, node->child[0]);
    const alk__node *inner = alk__node_built(node->child[0]);
    bool negative = node->op != ALK__OP_NOT && inner && node->child[0]->kind == ALK__NODE_UNARY;
    return negative ? alk__put_in_parens(r, node->child[0]) : node->op == ALK__OP_NOT && node->child[0]->kind == ALK__NODE_EXISTS ? alk__render_node(r, node->child[0])
                                                                                                                         : alk__render_operand(r, node->child[0], node->op);
}

int alk__render_order_by(alk__render *r, const alk_sql *const *terms, size_t n)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        const alk__node *term = alk__node_built(terms[i]);
        const alk_sql *shown = terms[i];
        const alk_sql *before = r->order_label, *core = shown;
        while (core->kind == ALK__NODE_UNARY && alk__operators[alk__node_built(core)->op].traits & ALK__OP_ORDERS)
            core = alk__node_built(core)->child[0];
        r->order_label = NULL;
        if (i)
            alk__put(r, ", ");
        if (term && term->sql.kind == ALK__NODE_UNARY && (term->op == ALK__OP_NULLS_FIRST || term->op == ALK__OP_NULLS_LAST) &&
            !alk__has(r->dialect.rules, ALK_SQL_NULLS_ORDER)) {
            const alk__node *inner = alk__node_built(term->child[0]);
            const alk_sql *plain = inner && inner->sql.kind == ALK__NODE_UNARY && alk__operators[inner->op].traits & ALK__OP_ORDERS ? inner->child[0] : term->child[0];
            alk__put(r, "CASE WHEN ");
            r->order_label = plain->kind == ALK__NODE_LABEL_REF && !(r->dialect.rules->more & ALK_SQL_MORE_NO_GROUP_LABELS) ? plain : NULL;
            code = alk__render_operand(r, plain, ALK__OP_IS);
            alk__put(r, term->op == ALK__OP_NULLS_FIRST ? " IS NULL THEN 0 ELSE 1 END, " : " IS NULL THEN 1 ELSE 0 END, ");
            shown = term->child[0];
        }
        r->order_label = core;
        if (code == ALK_OK)
            code = alk__render_node(r, shown);
        r->order_label = before;
    }
    return code;
}

static int between_these(alk__render *r, const alk__node *node, uint32_t low, uint32_t high)
{
    int code = alk__render_beside(r, node->child[0], node->child[low], node->op);
    if (code == ALK_OK) {
        alk__put(r, alk__operators[node->op].token);
        alk__put(r, node->bits & ALK__SYMMETRIC && !is_written_twice(r, node) ? "SYMMETRIC " : "");
        code = alk__render_beside(r, node->child[low], node->child[0], node->op);
    }
    if (code == ALK_OK) {
        alk__put(r, " AND ");
        code = alk__render_beside(r, node->child[high], node->child[0], node->op);
    }
    return code;
}

static int between(alk__render *r, const alk__node *node)
{
    const char *before = r->hint;
    r->hint = alk__hint_of(node->child[0]);
    int code = between_these(r, node, 1, 2);
    if (code == ALK_OK && is_written_twice(r, node)) {
        alk__put(r, node->op == ALK__OP_NOT_BETWEEN ? " AND " : " OR ");
        code = between_these(r, node, 2, 1);
    }
    r->hint = before;
    return code;
}

/* ---- CASE, CAST and the like ---- */

/* What tells the type of a CASE: the first of its results that is no parameter; NULL: none. */
static const alk_sql *told_result(const alk__render *r, const alk__node *node, uint32_t first, uint32_t end)
{
    const alk_sql *told = end > first + 1 ? alk__first_unsent(r, &node->child[first + 1], end - first - 1, 2) : NULL;
    return told || end == node->n || alk__is_sent(r, node->child[end]) ? told : node->child[end];
}

static int render_case(alk__render *r, const alk__node *node)
{
    uint32_t i = node->bits & ALK__CASE_VALUE ? 1 : 0, end = node->n - (node->bits & ALK__CASE_ELSE ? 1 : 0);
    const alk_sql *value = i ? node->child[0] : NULL, *told = told_result(r, node, i, end);
    int code = ALK_OK;
    alk__put(r, "CASE");
    if (value) {
        alk__put(r, " ");
        code = alk__render_beside(r, value, node->child[1], ALK__OP_NONE);
    }
    for (; code == ALK_OK && i + 1 < end; i += 2) {
        alk__put(r, " WHEN ");
        code = value ? alk__render_beside(r, node->child[i], value, ALK__OP_NONE) : alk__render_condition(r, node->child[i], ALK__OP_NONE);
        alk__put(r, " THEN ");
        if (code == ALK_OK)
            code = alk__render_beside(r, node->child[i + 1], told, ALK__OP_NONE);
    }
    if (code == ALK_OK && end < node->n) {
        alk__put(r, " ELSE ");
        code = alk__render_beside(r, node->child[end], told, ALK__OP_NONE);
    }
    alk__put(r, " END");
    return code;
}

static int cast(alk__render *r, const alk__node *node)
{
    if (node->op == ALK__TYPED && node->child[0]->kind == ALK__NODE_ARRAY && alk__node_built(node->child[0])->n == 0 && alk__has(r->dialect.rules, ALK_SQL_CAST_PARAMS)) {
        int code = alk__render_node(r, node->child[0]);        /* which has no items that tell its type */
        alk__put(r, "::");
        return code ? code : alk__put_type(r, node->type, true);
    }
    if (node->op == ALK__TYPED)
        return alk__render_json_as(r, node->child[0], node->type);
    if (node->op == ALK__TRY_CAST && !alk__has(r->dialect.rules, ALK_SQL_TRY_CAST))
        return alk__unsupported(r, "TRY_CAST");
    alk__put(r, node->op == ALK__CAST ? "CAST(" : "TRY_CAST(");
    int code = alk__render_json_as(r, node->child[0], node->type);
    alk__put(r, " AS ");
    if (code == ALK_OK)
        code = alk__put_type(r, node->type, true);
    alk__put(r, ")");
    return code;
}

/* What the standard's fields are where the database has other words: the spelling of "extract.dow" and its like. */
static int extract(alk__render *r, const alk__node *node)
{
    static const char *const words[] = { "", "year", "month", "day", "hour", "minute", "second", "quarter", "week", "dow", "doy", "epoch", "microseconds",
                                         "milliseconds", "timezone_hour", "timezone_minute" };
    static const char *const formats[] = { "", "%Y", "%m", "%d", "%H", "%M", "%S", NULL, "%W", "%w", "%j", "%s" };
    char name[48];
    int code;
    const char *word = node->op ? words[node->op] : node->text;
    snprintf(name, sizeof name, "extract.%s", word);
    const char *spelling = alk__function_spelling(r, name);
    if (spelling)
        return strcmp(spelling, "-") == 0 ? alk__unsupported(r, "EXTRACT of that part") : alk__put_spelt(r, node, spelling);
    switch (r->dialect.rules->extract) {
    case ALK_EXTRACT_STRFTIME:
        if (!node->op || node->op >= sizeof formats / sizeof *formats || !formats[node->op])
            return alk__unsupported(r, "EXTRACT of that part");
        alk__buffer_printf(&r->out, "CAST(STRFTIME('%s', ", formats[node->op]);
        code = alk__render_node(r, node->child[0]);
        alk__put(r, ") AS INTEGER)");
        return code;
    case ALK_EXTRACT_DATEPART:
        alk__buffer_printf(&r->out, "DATEPART(%s, ", word);
        code = alk__render_node(r, node->child[0]);
        alk__put(r, ")");
        return code;
    default:
        alk__buffer_printf(&r->out, "EXTRACT(%s FROM ", word);
        code = alk__render_node(r, node->child[0]);
        alk__put(r, ")");
        return code;
    }
}

/* ---- the rest ---- */

static int constant(alk__render *r, const alk__node *node)
{
    int code = ALK_OK;
    switch (node->op) {
    case ALK__CONSTANT_TRUE: case ALK__CONSTANT_FALSE:
        return put_truth(r, node->op == ALK__CONSTANT_TRUE);
    case ALK__CONSTANT_NULL:
        alk__put(r, "NULL");
        return ALK_OK;
    default:
        if (node->n) {
            const char *name = alk__from_name(r, node->child[0]);
            code = node->child[0]->kind == ALK__NODE_TABLE ? alk__put_table_name(r, alk__table(node->child[0])) : name ? alk__put_name(r, name) : alk__error_code();
            alk__put(r, ".");
        }
        alk__put(r, "*");
        return code;
    }
}

static int quantified(alk__render *r, const alk__node *node)
{
    const alk_sql *inner = node->child[0];
    if (inner->kind == ALK__NODE_VALUE && !alk__has(r->dialect.rules, ALK_SQL_ARRAYS))
        return alk__unsupported(r, "arrays: alk_in() takes a list");
    if (r->dialect.rules->more & ALK_SQL_MORE_NO_QUANTIFIED)
        return alk__unsupported(r, node->op == ALK__ANY ? "ANY: alk_in() takes a query" : "ALL: compare with the query's max() or min()");
    alk__put(r, node->op == ALK__ANY ? "ANY (" : "ALL (");
    unsigned level = r->level;
    int code = alk__node_class_of(inner) == ALK__CLASS_QUERY ? alk__render_query(r, inner)
               : inner->kind == ALK__NODE_SCALAR_VALUES     ? alk__render_values_query(r, alk__node_built(inner))
                                                             : alk__render_node(r, inner);
    r->level = level;
    alk__put(r, ")");
    return code;
}

static int excluded(alk__render *r, const alk__node *node)
{
    bool before = r->unqualified, call = !r->new_row && (r->dialect.rules->upsert == ALK_UPSERT_DUPLICATE_KEY_VALUES || r->dialect.rules->upsert == ALK_UPSERT_DUPLICATE_KEY_ALIAS);
    alk__put(r, call ? "VALUES(" : r->new_row ? alk__new_row(r) : "excluded");
    alk__put(r, call ? "" : ".");
    r->unqualified = true;
    int code = alk__render_node(r, node->child[0]);
    r->unqualified = before;
    alk__put(r, call ? ")" : "");
    return code;
}

/* Oracle calls what a collection's table gives by a name of its own. */
static int row_of(alk__render *r, const alk__node *node)
{
    const char *name = alk__from_name(r, node->child[0]);
    int code = name ? alk__put_name(r, name) : alk__error_code();
    if (node->child[0]->kind == ALK__NODE_TABLE_FUNC && r->dialect.rules->more & ALK_SQL_MORE_TABLE_WORD)
        alk__put(r, ".COLUMN_VALUE");
    return code;
}

static int sequence_name(alk__render *r, const alk__node *node)
{
    int code = alk__put_schema(r, node->n ? alk__node_built(node->child[0])->text : NULL);
    return code ? code : alk__put_name(r, node->text);
}

/* The name as a text, for a function that looks it up: quotes in quotes. What is known of the schema's place moves with it: behind the quote, and by the quotes in it. */
static int quoted_sequence(alk__render *r, const alk__node *node)
{
    size_t begin = r->out.length, marks = r->schema_marks.count;
    int code = sequence_name(r, node);
    char *name = code ? NULL : alk_arena_copy(r->arena, r->out.data + begin, r->out.length - begin);
    if (!name)
        return code ? code : alk__error_code();
    size_t length = r->out.length - begin;
    for (size_t i = marks; i < r->schema_marks.count; i++) {
        alk__schema_mark *mark = alk__vector_at(&r->schema_marks, i);
        for (size_t at = 0, end = mark->length; at < end; at++)
            mark->length += name[at] == '\'';
        mark->at++;
        mark->in_text = true;
    }
    r->out.length = begin;
    return alk__literal_text(&r->out, (alk_sv){ name, length }, &r->dialect);
}

static int next_value(alk__render *r, const alk__node *node)
{
    const char *spelling = alk__function_spelling(r, "next_value");
    if (!alk__has(r->dialect.rules, ALK_SQL_SEQUENCES))
        return alk__unsupported(r, "sequences");
    int code = ALK_OK;
    const char *at = spelling ? spelling : "NEXT VALUE FOR {0}";
    for (; code == ALK_OK && *at;) {
        if (strncmp(at, "'{0}'", 5) == 0) {
            code = quoted_sequence(r, node);
            at += 5;
        } else if (strncmp(at, "{0}", 3) == 0) {
            code = sequence_name(r, node);
            at += 3;
        } else
            alk__buffer_putc(&r->out, *at++);
    }
    return code;
}

/* As a term of an ORDER BY a label of the query stands for itself; elsewhere, inside a term too, for what it labels. */
static int label(alk__render *r, const alk__node *node)
{
    const alk_sql *column = r->order_label == &node->sql ? alk__ordered_column(r, node->text) : NULL;
    return column && column->kind == ALK__NODE_LABEL ? alk__put_name(r, node->text) : alk__render_node(r, node->child[0]);
}

int alk__render_expression(alk__render *r, const alk__node *node)
{
    int code;
    switch (node->sql.kind) {
    case ALK__NODE_PARAM:
        return alk__put_param(r, node->text, node->type);
    case ALK__NODE_LITERAL:
        return alk__put_literal(r, &((const alk__value_node *)node->child[0])->value, node->type);
    case ALK__NODE_CONSTANT:
        return constant(r, node);
    case ALK__NODE_NAME:
        return alk__put_name(r, node->text);
    case ALK__NODE_UNARY:
        return unary(r, node);
    case ALK__NODE_BINARY:
        return binary(r, node);
    case ALK__NODE_JUNCTION:
        return junction(r, node);
    case ALK__NODE_BETWEEN:
        return between(r, node);
    case ALK__NODE_IN:
        return alk__render_in(r, node);
    case ALK__NODE_TUPLE: case ALK__NODE_LIST: case ALK__NODE_ROW:
        alk__put(r, "(");
        code = node->sql.kind == ALK__NODE_ROW ? alk__render_all_beside(r, node->child, node->n, NULL) : alk__render_list(r, node->child, node->n, ", ");
        alk__put(r, ")");
        return code;
    case ALK__NODE_ARRAY: case ALK__NODE_SUBSCRIPT: case ALK__NODE_SLICE: case ALK__NODE_JSON_GET:
        return alk__render_item(r, node);
    case ALK__NODE_CASE:
        return render_case(r, node);
    case ALK__NODE_CAST:
        return cast(r, node);
    case ALK__NODE_FUNC: case ALK__NODE_FILTER: case ALK__NODE_WITHIN_GROUP: case ALK__NODE_ORDERED: case ALK__NODE_OVER:
        return alk__render_function(r, node);
    case ALK__NODE_COLLATE:
        code = alk__render_within(r, node->child[0], ALK__OP_COLLATE, TIGHTEST - 1);
        return code ? code : alk__put_collate(r, node->n > 1 ? alk__node_built(node->child[1])->text : NULL, node->text);
    case ALK__NODE_EXTRACT:
        return extract(r, node);
    case ALK__NODE_LABEL:
        return label(r, node);
    case ALK__NODE_EXISTS:
        alk__put(r, "EXISTS ");
        return alk__render_in_parens(r, node->child[0]);
    case ALK__NODE_QUANTIFIED:
        return quantified(r, node);
    case ALK__NODE_DEFAULT:
        if (!alk__has(r->dialect.rules, ALK_SQL_DEFAULT_KEYWORD))
            return alk__unsupported(r, "DEFAULT as a value");
        alk__put(r, "DEFAULT");
        return ALK_OK;
    case ALK__NODE_EXCLUDED:
        return excluded(r, node);
    case ALK__NODE_ASSIGNED:
        return alk__render_assigned(r, node);
    case ALK__NODE_LABEL_REF:
        return alk__render_label_ref(r, node);
    case ALK__NODE_ROW_OF:
        return row_of(r, node);
    case ALK__NODE_SCALAR_VALUES:
        return alk__render_scalar_values(r, node);
    case ALK__NODE_RAW_WITH:
        return alk__render_raw(r, node->child[0], node);
    case ALK__NODE_NEXT_VALUE:
        return next_value(r, node);
    case ALK__NODE_EXTENSION:
        return alk__error(ALK_ERROR_COMPILE, "%s does not know %s", r->dialect.name, node->text);
    default:
        return alk__error(ALK_ERROR_COMPILE, "%s cannot stand there", alk__node_words(&node->sql));
    }
}
