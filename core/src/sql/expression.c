/* SPDX-License-Identifier: MIT
 * Expressions: names, operators, CASE, CAST. Functions and windows are in function.c. */
#include <alkahest/expression.h>
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "sql/node.h"
#include "sql/shape.h"
#include "sql/table.h"
#include <alkahest/value.h>
#include <string.h>

static const alk_type boolean_type = { .kind = ALK_KIND_BOOLEAN };
static const alk_type text_type = { .kind = ALK_KIND_TEXT };
static const alk_type json_type = { .kind = ALK_KIND_JSON };
static const alk_type integer_type = { .kind = ALK_KIND_INTEGER };

/* ---- names and constants ---- */

static alk_sql *named(uint16_t kind, const char *who, const char *name, const alk_type *type, size_t n, const alk_sql *const *children, unsigned takes)
{
    if (!name || !*name) {
        alk__node_sink_all(NULL, n, children);
        return alk__node_fail("%s was given no name", who);
    }
    alk__making m = { .kind = kind, .text = name, .text_length = SIZE_MAX, .type = type, .own_type = type != NULL, .takes = takes };
    return alk__node_make(&m, who, n, children);
}

alk_sql *alk_param_of(const char *name, const alk_type *type)
{
    alk_sql *node = named(ALK__NODE_PARAM, "alk_param()", name, type, 0, NULL, 0);
    if (node->kind == ALK__NODE_PARAM)
        node->flags |= ALK__NODE_HAS_PARAMS;
    return node;
}

alk_sql *alk_param(const char *name) { return alk_param_of(name, NULL); }
alk_sql *alk_name_of(const char *name, const alk_type *type) { return named(ALK__NODE_NAME, "alk_name()", name, type, 0, NULL, 0); }
alk_sql *alk_name(const char *name) { return alk_name_of(name, NULL); }

alk_sql *alk_column_of_type(const alk_sql *from, const char *name, const alk_type *type)
{
    return named(ALK__NODE_COLUMN_OF, "alk_column_of()", name, type, 1, &from, ALK__TAKES_FROM);
}

alk_sql *alk_column_of(const alk_sql *from, const char *name) { return alk_column_of_type(from, name, NULL); }

/* The table that an alias stands for; NULL: something else. */
static const alk_table *table_behind(const alk_sql *from)
{
    while (from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SAMPLE)
        from = alk__node_built(from)->child[0];
    return alk__table(from);
}

/* Whether the column is the table's own, or of one of the models that a row of the table is one of too. */
static bool has_column(const alk_table *table, const alk_column *column)
{
    while (table && alk__table_of(column) != &table->sql)
        table = table->base ? alk__table(*table->base) : NULL;
    return table != NULL;
}

alk_sql *alk_at(const alk_sql *from, const alk_sql *column)
{
    if (from && from->kind != ALK__NODE_ERROR && alk__node_class_of(from) != ALK__CLASS_FROM) {
        alk_sql *fault = alk__node_fail("alk_at() takes an alias, subquery or CTE first; it was given %s", alk__node_words(from));
        ALK__SINK(from, column);
        return fault;
    }
    const alk_table *behind = from ? table_behind(from) : NULL;
    bool fits = !column || column->kind == ALK__NODE_ERROR || column->kind == ALK__NODE_RELATIONSHIP ||
                (column->kind != ALK__NODE_VALUE && ALK__TAKES_EXPR & 1u << alk__node_class_of(column));
    if (column && behind && column->kind == ALK__NODE_COLUMN && !has_column(behind, alk__column(column)))
        fits = false;
    if (!fits) {
        alk_sql *fault = alk__node_fail("alk_at() takes a column of the FROM; it was given %s%s", column->kind == ALK__NODE_COLUMN ? "a column of another table: " : alk__node_words(column),
                                        column->kind == ALK__NODE_COLUMN ? alk__column(column)->name : "");
        ALK__SINK(from, column);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_COLUMN_AT, .type = column ? alk__node_type(column) : NULL };
    return alk__node_make(&m, "alk_at()", 2, (const alk_sql *const[]){ from, column });
}

static alk_sql *constant(uint16_t op, const alk_type *type)
{
    alk__making m = { .kind = ALK__NODE_CONSTANT, .op = op, .type = type };
    return alk__node_make(&m, "a constant", 0, NULL);
}

alk_sql *alk_true(void) { return constant(ALK__CONSTANT_TRUE, &boolean_type); }
alk_sql *alk_false(void) { return constant(ALK__CONSTANT_FALSE, &boolean_type); }
alk_sql *alk_star(void) { return constant(ALK__CONSTANT_STAR, NULL); }

alk_sql *alk_star_of(const alk_sql *from)
{
    alk__making m = { .kind = ALK__NODE_CONSTANT, .op = ALK__CONSTANT_STAR, .takes = ALK__TAKES_FROM };
    return alk__node_make(&m, "alk_star_of()", 1, &from);
}

alk_sql *alk_default(void)
{
    alk__making m = { .kind = ALK__NODE_DEFAULT };
    return alk__node_make(&m, "alk_default()", 0, NULL);
}

uint32_t alk__value_spare(const alk_sql *value)
{
    char text[64];
    if (value->kind != ALK__NODE_VALUE)
        return 0;
    size_t length = alk_value_print(&((const alk__value_node *)value)->value, text, sizeof text);
    uint32_t spare = (uint32_t)alk__node_mix(length, length < sizeof text ? strlen(text) : (unsigned char)text[0]);
    for (size_t i = 0; i < length && i + 1 < sizeof text; i++)
        spare = (uint32_t)alk__node_mix(spare, (unsigned char)text[i]);
    return spare;
}

alk_sql *(alk_literal)(const alk_sql *value)
{
    if (value && value->kind != ALK__NODE_VALUE && value->kind != ALK__NODE_ERROR) {
        alk_sql *fault = alk__node_fail("alk_literal() takes a value; it was given %s", alk__node_words(value));
        alk__node_sink(value);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_LITERAL, .type = value ? alk__node_type(value) : NULL };
    m.spare = value ? alk__value_spare(value) : 0;
    alk_sql *node = alk__node_make(&m, "alk_literal()", 1, &value);
    if (node->kind == ALK__NODE_LITERAL)
        node->flags &= (uint16_t)~(unsigned)ALK__NODE_HAS_VALUES;
    return node;
}

/* ---- operators ---- */

/* The type of a query's one column; NULL: it is not known. */
static const alk_type *type_of_query(const alk__node *select)
{
    for (uint32_t i = 0; i < select->n; i++)
        if (alk__node_class_of(select->child[i]) <= ALK__CLASS_EXPR)
            return alk__node_type(select->child[i]);
    return NULL;
}

/* The type that the other side gives a value. A tuple or a function of unknown type gives none. */
static const alk_type *met(const alk_sql *other)
{
    if (other && other->kind == ALK__NODE_SELECT)
        return type_of_query(alk__node_built(other));
    return other && other->kind != ALK__NODE_VALUE && other->kind != ALK__NODE_ERROR ? alk__node_type(other) : NULL;
}

/* Of two numbers the wider is the result's: a real before a decimal, that before an integer, and the larger of two integers. */
static int width_of_number(const alk_type *type)
{
    switch (type ? alk__type_tag(type) : ALK_TYPE_NULL) {
    case ALK_TYPE_INT: case ALK_TYPE_UINT:
        return type->kind;
    case ALK_TYPE_DECIMAL:
        return ALK_KIND_NUMERIC + 1;
    case ALK_TYPE_REAL:
        return ALK_KIND_NUMERIC + 2;
    default:
        return 0;
    }
}

/* What an operand is to arithmetic: a value that is not whole makes the result that. */
static const alk_type *counted_as(const alk_sql *operand)
{
    const alk__value_node *value = operand && operand->kind == ALK__NODE_VALUE ? (const alk__value_node *)operand : NULL;
    bool fraction = value && (value->value.tag == ALK_TYPE_REAL || value->value.tag == ALK_TYPE_DECIMAL);
    return fraction ? alk__type_of_tag(value->value.tag) : met(operand);
}

static bool is_point_in_time(const alk_type *type)
{
    int tag = type ? alk__type_tag(type) : ALK_TYPE_NULL;
    return tag == ALK_TYPE_DATE || tag == ALK_TYPE_TIME || tag == ALK_TYPE_TIMESTAMP || tag == ALK_TYPE_TIMESTAMPTZ;
}

static const alk_type *result_of_arithmetic(uint16_t op, const alk_type *a, const alk_type *b)
{
    bool distance = op == ALK__OP_MINUS && is_point_in_time(a) && is_point_in_time(b);     /* days or an interval, by the database */
    const alk_type *type = !a || (width_of_number(a) && width_of_number(b) > width_of_number(a)) ? b : a;
    bool whole = type && (type->kind == ALK_KIND_INTEGER || type->kind == ALK_KIND_SMALLINT || type->kind == ALK_KIND_BIGINT);
    return distance || (op == ALK__OP_DIVIDE && whole) ? NULL : type;
}

static const alk_type *result_type(uint16_t op, const alk_sql *a, const alk_sql *b)
{
    unsigned traits = alk__operators[op].traits;
    if (traits & ALK__OP_IS_BOOLEAN)
        return &boolean_type;
    return traits & ALK__OP_JOINS_TEXT ? &text_type : result_of_arithmetic(op, counted_as(a), counted_as(b));
}

/* A column with which there is no arithmetic; NULL: none. What a text expression is made of may be a number to the database, as a part of a document is. */
static const alk_column *uncountable(uint16_t op, size_t n, const alk_sql *const *operands)
{
    for (size_t i = 0; alk__operators[op].traits & ALK__OP_COUNTS && i < n; i++) {
        const alk_sql *column = operands[i] && operands[i]->kind == ALK__NODE_COLUMN_AT ? alk__node_built(operands[i])->child[1] : operands[i];
        int tag = column && column->kind == ALK__NODE_COLUMN ? alk__type_tag(&alk__column(column)->type) : ALK_TYPE_NULL;
        if (tag == ALK_TYPE_TEXT || tag == ALK_TYPE_UUID)
            return alk__column(column);
    }
    return NULL;
}

static alk_sql *not_counted(const char *who, const alk_column *column)
{
    const alk_sql *table = alk__table_of(column);
    return alk__node_fail("%s: %s%s%s is %s, of which there is no arithmetic: alk_cast() makes it a number, alk_concat() joins texts", who, table ? alk__table(table)->name : "",
                          table ? "." : "", column->name, alk__type_word(&column->type));
}

static bool is_null(const alk_sql *node)
{
    return node && node->kind == ALK__NODE_VALUE && ((const alk__value_node *)node)->value.tag == ALK_TYPE_NULL;
}

static bool is_constant(const alk_sql *node)
{
    return node && node->kind == ALK__NODE_CONSTANT && alk__node_built(node)->op <= ALK__CONSTANT_NULL;
}

static alk_sql *null_constant(void)
{
    return constant(ALK__CONSTANT_NULL, NULL);
}

/* What may stand beside an operator: an expression, a query of one column, ANY and ALL. */
static alk_sql *binary(uint16_t op, const char *who, const alk_sql *a, const alk_sql *b)
{
    if ((op == ALK__OP_EQ || op == ALK__OP_NE) && (is_null(b) || (is_constant(b) && alk__node_built(b)->op == ALK__CONSTANT_NULL))) {
        op = op == ALK__OP_EQ ? ALK__OP_IS : ALK__OP_IS_NOT;
        if (is_null(b)) {
            alk__node_sink(b);
            b = null_constant();
        }
    }
    const alk_column *text = uncountable(op, 2, (const alk_sql *const[]){ a, b });
    if (text) {
        alk_sql *fault = not_counted(who, text);
        ALK__SINK(a, b);
        return fault;
    }
    if (alk__operators[op].traits & (ALK__OP_COMPARES | ALK__OP_COUNTS)) {
        const alk_type *left = met(a), *right = met(b);
        bool numbers_only = (alk__operators[op].traits & ALK__OP_COUNTS) != 0;
        if (!numbers_only || (left && alk__type_tag(left) <= ALK_TYPE_DECIMAL)) {
            if (left)
                b = alk__coerce(b, left, who, a);
            else if (right)
                a = alk__coerce(a, right, who, b);
        }
    }
    alk__making m = { .kind = ALK__NODE_BINARY, .op = op, .type = result_type(op, a, b), .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, who, 2, (const alk_sql *const[]){ a, b });
}

static alk_sql *unary(uint16_t op, const char *who, const alk_sql *a)
{
    const alk_column *text = uncountable(op, 1, &a);
    if (text) {
        alk_sql *fault = not_counted(who, text);
        alk__node_sink(a);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_UNARY, .op = op, .takes = ALK__TAKES_EXPR };
    m.type = alk__operators[op].traits & ALK__OP_IS_BOOLEAN ? &boolean_type : a ? alk__node_type(a) : NULL;
    return alk__node_make(&m, who, 1, &a);
}

#define BINARY(name, op) alk_sql *(name)(const alk_sql *a, const alk_sql *b) { return binary(ALK__OP_##op, #name "()", a, b); }
BINARY(alk_eq, EQ)
BINARY(alk_ne, NE)
BINARY(alk_lt, LT)
BINARY(alk_le, LE)
BINARY(alk_gt, GT)
BINARY(alk_ge, GE)
BINARY(alk_is_distinct_from, IS_DISTINCT_FROM)
BINARY(alk_is_not_distinct_from, IS_NOT_DISTINCT_FROM)
BINARY(alk_like, LIKE)
BINARY(alk_not_like, NOT_LIKE)
BINARY(alk_ilike, ILIKE)
BINARY(alk_not_ilike, NOT_ILIKE)
BINARY(alk_match, MATCH)
BINARY(alk_plus, PLUS)
BINARY(alk_minus, MINUS)
BINARY(alk_times, TIMES)
BINARY(alk_divide, DIVIDE)
BINARY(alk_floor_divide, FLOOR_DIVIDE)
BINARY(alk_modulo, MODULO)
BINARY(alk_concat, CONCAT)
BINARY(alk_bit_and, BIT_AND)
BINARY(alk_bit_or, BIT_OR)
BINARY(alk_bit_xor, BIT_XOR)
BINARY(alk_shift_left, SHIFT_LEFT)
BINARY(alk_shift_right, SHIFT_RIGHT)
#undef BINARY

alk_sql *alk_negate(const alk_sql *a) { return unary(ALK__OP_NEGATE, "alk_negate()", a); }
alk_sql *alk_bit_not(const alk_sql *a) { return unary(ALK__OP_BIT_NOT, "alk_bit_not()", a); }
alk_sql *alk_asc(const alk_sql *a) { return unary(ALK__OP_ASC, "alk_asc()", a); }
alk_sql *alk_desc(const alk_sql *a) { return unary(ALK__OP_DESC, "alk_desc()", a); }
alk_sql *alk_nulls_first(const alk_sql *a) { return unary(ALK__OP_NULLS_FIRST, "alk_nulls_first()", a); }
alk_sql *alk_nulls_last(const alk_sql *a) { return unary(ALK__OP_NULLS_LAST, "alk_nulls_last()", a); }

/* IS takes NULL, TRUE and FALSE; a C NULL and bool are these. In C11 `true` is the int 1. */
static alk_sql *is(uint16_t op, const char *who, const alk_sql *a, const alk_sql *b)
{
    if (b && b->kind == ALK__NODE_VALUE) {
        const alk_value *value = &((const alk__value_node *)b)->value;
        bool truth = value->tag == ALK_TYPE_BOOL || (value->tag == ALK_TYPE_INT && (value->u.i == 0 || value->u.i == 1));
        const alk_sql *as = value->tag == ALK_TYPE_NULL ? null_constant() : !truth ? NULL : value->u.i ? alk_true() : alk_false();
        if (as) {
            alk__node_sink(b);
            b = as;
        }
    }
    return binary(op, who, a, b);
}

alk_sql *(alk_is)(const alk_sql *a, const alk_sql *b) { return is(ALK__OP_IS, "alk_is()", a, b); }
alk_sql *(alk_is_not)(const alk_sql *a, const alk_sql *b) { return is(ALK__OP_IS_NOT, "alk_is_not()", a, b); }

/* The operator of the contrary, where there is one. */
static uint16_t contrary(uint16_t op)
{
    static const uint16_t pairs[][2] = {
        { ALK__OP_EQ, ALK__OP_NE }, { ALK__OP_LT, ALK__OP_GE }, { ALK__OP_GT, ALK__OP_LE }, { ALK__OP_IS, ALK__OP_IS_NOT }, { ALK__OP_LIKE, ALK__OP_NOT_LIKE },
        { ALK__OP_ILIKE, ALK__OP_NOT_ILIKE }, { ALK__OP_IN, ALK__OP_NOT_IN }, { ALK__OP_BETWEEN, ALK__OP_NOT_BETWEEN },
        { ALK__OP_REGEXP_MATCH, ALK__OP_NOT_REGEXP_MATCH }, { ALK__OP_MATCH, ALK__OP_NOT_MATCH }, { ALK__OP_CONTAINS, ALK__OP_NOT_CONTAINS },
        { ALK__OP_STARTS_WITH, ALK__OP_NOT_STARTS_WITH }, { ALK__OP_ENDS_WITH, ALK__OP_NOT_ENDS_WITH },
        { ALK__OP_IS_DISTINCT_FROM, ALK__OP_IS_NOT_DISTINCT_FROM },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int side = 0; side < 2; side++)
            if (pairs[i][side] == op)
                return pairs[i][1 - side];
    return ALK__OP_NONE;
}

/* The same node with another operator. */
static alk_sql *with_op(const alk__node *node, uint16_t op)
{
    alk__making m = { .kind = node->sql.kind, .op = op, .bits = node->bits, .spare = node->spare, .text = node->text, .text_length = SIZE_MAX, .type = node->type,
                      .own_type = node->sql.kind == ALK__NODE_CAST };
    alk_sql *made = alk__node_make(&m, "alk_not()", node->n, node->child);
    alk__node_sink(&node->sql);
    return made;
}

/* The function itself stands for a quantifier, on whichever side. */
static bool is_quantifier(const alk_sql *node)
{
    const char *name = node->kind == ALK__NODE_FUNC ? alk__node_built(node)->text : "";
    return node->kind == ALK__NODE_QUANTIFIED || strcmp(name, "any") == 0 || strcmp(name, "all") == 0 || strcmp(name, "some") == 0;
}

/* x = ANY (…): its contrary is not x != ANY (…). */
static bool is_quantified(const alk__node *comparison)
{
    for (uint32_t i = 0; comparison->sql.kind == ALK__NODE_BINARY && i < comparison->n; i++)
        if (is_quantifier(comparison->child[i]) || (i && comparison->child[i]->kind == ALK__NODE_FUNC))
            return true;
    return false;
}

alk_sql *alk_not(const alk_sql *a)
{
    const alk__node *node = a ? alk__node_built(a) : NULL;
    if (node && node->op && !is_quantified(node) && (a->kind == ALK__NODE_BINARY || a->kind == ALK__NODE_IN || a->kind == ALK__NODE_BETWEEN) && contrary(node->op))
        return with_op(node, contrary(node->op));
    if (node && a->kind == ALK__NODE_UNARY && node->op == ALK__OP_NOT && alk__node_is_sole(a))
        return alk__node_take_out(a);
    if (is_constant(a) && node->op != ALK__CONSTANT_NULL) {
        alk_sql *other = node->op == ALK__CONSTANT_TRUE ? alk_false() : alk_true();
        alk__node_sink(a);
        return other;
    }
    return unary(ALK__OP_NOT, "alk_not()", a);
}

static alk_sql *between(uint16_t op, uint16_t bits, const char *who, const alk_sql *a, const alk_sql *low, const alk_sql *high)
{
    const alk_type *type = met(a);
    if (type) {
        low = alk__coerce(low, type, who, a);
        high = alk__coerce(high, type, who, a);
    }
    alk__making m = { .kind = ALK__NODE_BETWEEN, .op = op, .bits = bits, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, who, 3, (const alk_sql *const[]){ a, low, high });
}

alk_sql *(alk_between)(const alk_sql *a, const alk_sql *low, const alk_sql *high) { return between(ALK__OP_BETWEEN, 0, "alk_between()", a, low, high); }
alk_sql *(alk_not_between)(const alk_sql *a, const alk_sql *low, const alk_sql *high) { return between(ALK__OP_NOT_BETWEEN, 0, "alk_not_between()", a, low, high); }

alk_sql *(alk_between_symmetric)(const alk_sql *a, const alk_sql *low, const alk_sql *high)
{
    return between(ALK__OP_BETWEEN, ALK__SYMMETRIC, "alk_between_symmetric()", a, low, high);
}

alk_sql *alk_escape(const alk_sql *like, const char *character)
{
    const alk__node *node = like ? alk__node_built(like) : NULL;
    if (like && like->kind == ALK__NODE_ERROR)
        return (alk_sql *)(uintptr_t)like;
    bool one = character && (!*character || alk__utf8_count(character, strlen(character)) == 1);    /* "": no such character */
    if (!one || !node || like->kind != ALK__NODE_BINARY || node->op < ALK__OP_LIKE || node->op > ALK__OP_NOT_ILIKE || node->n != 2) {
        alk_sql *fault = one ? alk__node_fail("alk_escape() takes a LIKE") : alk__node_fail("alk_escape() takes one character");
        alk__node_sink(like);
        return fault;
    }
    alk_sql *escape = (alk_literal)(alk_text(character));
    alk__making m = { .kind = ALK__NODE_BINARY, .op = node->op, .type = &boolean_type };
    alk_sql *made = alk__node_make(&m, "alk_escape()", 3, (const alk_sql *const[]){ node->child[0], node->child[1], escape });
    alk__node_sink(like);
    return made;
}

/* The text with its own wildcards made literal, when it has any; *escaped says so. */
static const alk_sql *plain_text(const alk_sql *text, bool *escaped)
{
    *escaped = false;
    if (!text || text->kind != ALK__NODE_VALUE || ((const alk__value_node *)text)->value.tag != ALK_TYPE_TEXT)
        return text;
    const alk_value *value = &((const alk__value_node *)text)->value;
    const char *bytes = value->u.p;
    size_t wild = 0;
    for (uint32_t i = 0; i < value->len; i++)
        wild += bytes[i] == '%' || bytes[i] == '_' || bytes[i] == '/';
    *escaped = true;                       /* always: whether a value holds wildcards is no structure */
    if (!wild)
        return text;
    alk_arena *arena = alk_arena_new();
    char *out = arena ? alk_arena_alloc(arena, value->len + wild + 1, 1) : NULL;
    size_t at = 0;
    for (uint32_t i = 0; out && i < value->len; i++) {
        if (bytes[i] == '%' || bytes[i] == '_' || bytes[i] == '/')
            out[at++] = '/';
        out[at++] = bytes[i];
    }
    const alk_sql *made = out ? alk_text_n(out, at) : alk__node_no_memory();
    alk_arena_free(arena);
    alk__node_sink(text);
    return made;
}

static alk_sql *around(uint16_t op, const char *who, const alk_sql *a, const alk_sql *text)
{
    bool escaped;
    text = plain_text(text, &escaped);
    alk__making m = { .kind = ALK__NODE_BINARY, .op = op, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    if (!escaped)
        return alk__node_make(&m, who, 2, (const alk_sql *const[]){ a, text });
    return alk__node_make(&m, who, 3, (const alk_sql *const[]){ a, text, (alk_literal)(alk_text("/")) });
}

alk_sql *(alk_contains)(const alk_sql *a, const alk_sql *text) { return around(ALK__OP_CONTAINS, "alk_contains()", a, text); }
alk_sql *(alk_starts_with)(const alk_sql *a, const alk_sql *text) { return around(ALK__OP_STARTS_WITH, "alk_starts_with()", a, text); }
alk_sql *(alk_ends_with)(const alk_sql *a, const alk_sql *text) { return around(ALK__OP_ENDS_WITH, "alk_ends_with()", a, text); }

alk_sql *(alk_match_mode)(const alk_sql *a, const alk_sql *words, unsigned mode)
{
    if (mode > (ALK_MATCH_NATURAL | ALK_MATCH_EXPANSION)) {
        ALK__SINK(a, words);
        return alk__node_fail("alk_match_mode() was given the mode %u, which there is not", mode);
    }
    alk__making m = { .kind = ALK__NODE_BINARY, .op = ALK__OP_MATCH, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    m.bits = (uint16_t)(ALK__MATCH_MODE | mode);
    return alk__node_make(&m, "alk_match_mode()", 2, (const alk_sql *const[]){ a, words });
}

alk_sql *(alk_regexp_match)(const alk_sql *a, const alk_sql *pattern, const char *flags)
{
    alk__making m = { .kind = ALK__NODE_BINARY, .op = ALK__OP_REGEXP_MATCH, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_regexp_match()", flags ? 3 : 2, (const alk_sql *const[]){ a, pattern, flags ? (alk_literal)(alk_text(flags)) : &alk_end });
}

alk_sql *(alk_regexp_replace)(const alk_sql *a, const alk_sql *pattern, const alk_sql *replacement, const char *flags)
{
    alk__making m = { .kind = ALK__NODE_FUNC, .text = "regexp_replace", .text_length = SIZE_MAX, .type = &text_type, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_regexp_replace()", flags ? 4 : 3,
                          (const alk_sql *const[]){ a, pattern, replacement, flags ? (alk_literal)(alk_text(flags)) : &alk_end });
}

/* Places of a list of n: powers of two, so that lists of many lengths are few statements; 0 for none. */
static uint32_t places(uint32_t n)
{
    uint32_t room = 1;
    while (room < n)
        room *= 2;
    return n ? room : 0;
}

static alk_sql *in(uint16_t op, const char *who, const alk_sql *a, const alk_sql *values)
{
    alk__making m = { .kind = ALK__NODE_IN, .op = op, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    const alk_type *type = met(a);
    if (values && values->kind == ALK__NODE_VALUE) {
        if (type)
            values = alk__coerce(values, type, who, a);
        if (values->kind == ALK__NODE_VALUE && ((const alk__value_node *)values)->value.tag == ALK_TYPE_ARRAY)
            m.spare = places(((const alk__value_node *)values)->value.len);
        else if (values->kind == ALK__NODE_VALUE) {
            alk_sql *fault = alk__node_fail("%s takes a query, alk_tuple() or an array such as ALK_INTS(…)", who);
            ALK__SINK(a, values);
            return fault;
        }
    }
    return alk__node_make(&m, who, 2, (const alk_sql *const[]){ a, values });
}

alk_sql *(alk_in)(const alk_sql *a, const alk_sql *values) { return in(ALK__OP_IN, "alk_in()", a, values); }
alk_sql *(alk_not_in)(const alk_sql *a, const alk_sql *values) { return in(ALK__OP_NOT_IN, "alk_not_in()", a, values); }

static alk_sql *junction(uint16_t op, const char *who, const alk_sql *const *terms)
{
    alk__making m = { .kind = ALK__NODE_JUNCTION, .op = op, .type = &boolean_type, .takes = ALK__TAKES_EXPR };
    return alk__node_make_list(&m, who, NULL, terms);
}

alk_sql *(alk_and)(const alk_sql *const *terms) { return junction(ALK__OP_AND, "alk_and()", terms); }
alk_sql *(alk_or)(const alk_sql *const *terms) { return junction(ALK__OP_OR, "alk_or()", terms); }

/* An operator's token cannot end the statement nor begin a comment or string. */
static bool token_ok(const char *token)
{
    if (!token || !*token || strstr(token, "--") || strstr(token, "/*") || strstr(token, "*/") || strlen(token) > 64)
        return false;
    bool word = alk__is_alpha(*token);
    for (const char *c = token; *c; c++)
        if (word ? !(alk__is_alpha(*c) || *c == '_' || *c == ' ') : !strchr("+-*/<>=~!@#%^&|?:.", *c))
            return false;
    return true;
}

static alk_sql *custom(const char *who, const char *token, const alk_sql *a, const alk_sql *b, int precedence, const alk_type *type)
{
    if (!token_ok(token) || precedence < 0 || precedence > 100) {
        alk_sql *fault = alk__node_fail("%s: that is no operator, or its precedence is not from 0 to 100", who);
        ALK__SINK(a, b);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_BINARY, .op = ALK__OP_CUSTOM, .bits = (uint16_t)precedence, .text = token, .text_length = SIZE_MAX, .type = type,
                      .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, who, 2, (const alk_sql *const[]){ a, b });
}

alk_sql *(alk_op)(const char *token, const alk_sql *a, const alk_sql *b, int precedence)
{
    return custom("alk_op()", token, a, b, precedence, met(a));
}

alk_sql *(alk_op_bool)(const char *token, const alk_sql *a, const alk_sql *b, int precedence)
{
    return custom("alk_op_bool()", token, a, b, precedence, &boolean_type);
}

static alk_sql *custom_unary(uint32_t behind, const char *who, const char *token, const alk_sql *a, int precedence)
{
    if (!token_ok(token) || precedence < 0 || precedence > 100) {
        alk__node_sink(a);
        return alk__node_fail("%s: that is no operator, or its precedence is not from 0 to 100", who);
    }
    alk__making m = { .kind = ALK__NODE_UNARY, .op = ALK__OP_CUSTOM, .bits = (uint16_t)precedence, .spare = behind, .text = token, .text_length = SIZE_MAX,
                      .type = met(a), .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, who, 1, &a);
}

alk_sql *(alk_op_before)(const char *token, const alk_sql *a, int precedence) { return custom_unary(0, "alk_op_before()", token, a, precedence); }
alk_sql *(alk_op_behind)(const char *token, const alk_sql *a, int precedence) { return custom_unary(1, "alk_op_behind()", token, a, precedence); }

/* ---- lists ---- */

static alk_sql *items(uint16_t kind, const char *who, const alk_sql *const *list, const alk_type *type)
{
    alk__making m = { .kind = kind, .takes = ALK__TAKES_EXPR, .type = type };
    return alk__node_make_list(&m, who, NULL, list);
}

alk_sql *(alk_tuple)(const alk_sql *const *list) { return items(ALK__NODE_TUPLE, "alk_tuple()", list, NULL); }
alk_sql *(alk_array)(const alk_sql *const *list) { return items(ALK__NODE_ARRAY, "alk_array()", list, NULL); }

static alk_sql *values_array(size_t count, alk_value *list)
{
    alk_value array = alk_value_array(list, count);
    return alk_bound(&array);
}

#define ARRAY_OF(name, c_type, make)                                                                              \
    alk_sql *name(size_t count, c_type values)                                                                    \
    {                                                                                                             \
        if (count && !values)                                                                                     \
            return alk__node_fail(#name "() was given no values");                                                \
        alk_arena *arena = alk_arena_new();                                                                       \
        alk_value *list = !arena || count > UINT32_MAX / sizeof *list ? NULL                                      \
                                                                      : alk_arena_alloc(arena, (count + 1) * sizeof *list, 0); \
        for (size_t i = 0; list && i < count; i++)                                                                \
            list[i] = make;                                                                                       \
        alk_sql *node = list ? values_array(count, list) : alk__node_no_memory();                                 \
        alk_arena_free(arena);                                                                                    \
        return node;                                                                                              \
    }
ARRAY_OF(alk_ints, const int64_t *, alk_value_int(values[i]))
ARRAY_OF(alk_reals, const double *, alk_value_real(values[i]))
ARRAY_OF(alk_texts, const char *const *, values[i] ? alk_value_text_n(values[i], strlen(values[i])) : alk_value_null())
#undef ARRAY_OF

static alk_sql *quantified(uint16_t op, const char *who, const alk_sql *a)
{
    alk__making m = { .kind = ALK__NODE_QUANTIFIED, .op = op, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, who, 1, &a);
}

alk_sql *alk_any(const alk_sql *a) { return quantified(ALK__ANY, "alk_any()", a); }
alk_sql *alk_all_of(const alk_sql *a) { return quantified(ALK__ALL, "alk_all_of()", a); }

alk_sql *alk_exists(const alk_sql *query)
{
    alk__making m = { .kind = ALK__NODE_EXISTS, .type = &boolean_type, .takes = ALK__TAKES_QUERY };
    return alk__node_make(&m, "alk_exists()", 1, &query);
}

static const alk_type *item_type(const alk_sql *array)
{
    const alk_type *type = array ? alk__node_type(array) : NULL;
    return type && type->kind == ALK_KIND_ARRAY ? type->custom : type && type->kind == ALK_KIND_JSON ? &json_type : NULL;
}

alk_sql *(alk_item)(const alk_sql *array, const alk_sql *index)
{
    alk__making m = { .kind = ALK__NODE_SUBSCRIPT, .type = item_type(array), .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_item()", 2, (const alk_sql *const[]){ array, index });
}

alk_sql *(alk_slice)(const alk_sql *array, const alk_sql *from, const alk_sql *to)
{
    alk__making m = { .kind = ALK__NODE_SLICE, .type = array ? alk__node_type(array) : NULL, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_slice()", 3, (const alk_sql *const[]){ array, from, to });
}

static alk_sql *json(uint16_t op, const char *who, const alk_sql *document, const alk_sql *const *steps)
{
    alk__making m = { .kind = ALK__NODE_JSON_GET, .op = op, .type = op == ALK__JSON_TEXT ? &text_type : &json_type, .takes = ALK__TAKES_EXPR };
    if (!document) {
        alk__node_sink_list(NULL, steps);
        return alk__node_fail("%s was given NULL in place of a document", who);
    }
    /* Steps are structure: where a database takes the path as text they are part of it. */
    const alk_sql *fixed[34];
    size_t n = alk__list_length(steps);
    if (n > 32) {
        alk__node_sink_list(document, steps);
        return alk__node_fail("%s takes at most 32 steps", who);
    }
    for (size_t i = 0; i < n; i++)
        fixed[i] = steps[i] && steps[i]->kind == ALK__NODE_VALUE ? (alk_literal)(steps[i]) : steps[i];
    fixed[n] = &alk_end;
    return alk__node_make_list(&m, who, document, fixed);
}

alk_sql *(alk_json_get)(const alk_sql *document, const alk_sql *const *steps) { return json(ALK__JSON_VALUE, "alk_json_get()", document, steps); }
alk_sql *(alk_json_text)(const alk_sql *document, const alk_sql *const *steps) { return json(ALK__JSON_TEXT, "alk_json_text()", document, steps); }

/* ---- CASE, CAST and the like ---- */

/* A WHEN is a list of its two parts, an ELSE one of one; CASE takes them apart. */
alk_sql *(alk_when)(const alk_sql *condition, const alk_sql *result)
{
    alk__making m = { .kind = ALK__NODE_LIST, .op = ALK__NODE_CASE, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_when()", 2, (const alk_sql *const[]){ condition, result });
}

alk_sql *(alk_else)(const alk_sql *result)
{
    alk__making m = { .kind = ALK__NODE_LIST, .op = ALK__NODE_CASE, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_else()", 1, &result);
}

static alk_sql *case_fault(const alk_sql *value, const alk_sql *const *whens, const char *message)
{
    alk_sql *fault = alk__node_fail("%s", message);
    alk__node_sink_list(value, whens);
    return fault;
}

static alk_sql *make_case(const char *who, const alk_sql *value, const alk_sql *const *whens)
{
    size_t n = alk__list_length(whens), count = value != NULL;
    bool has_else = false;
    for (size_t i = 0; i < n; i++) {
        const alk__node *part = whens[i] ? alk__node_built(whens[i]) : NULL;
        if (whens[i] && whens[i]->kind == ALK__NODE_ERROR) {
            count++;                       /* told below, as any child that is one */
            break;
        }
        if (!part || part->sql.kind != ALK__NODE_LIST || part->op != ALK__NODE_CASE || has_else)
            return case_fault(value, whens, "a CASE takes alk_when()s, and one alk_else() as the last");
        has_else = part->n == 1;
        count += part->n;
    }
    if (n == 0 || (n == 1 && has_else))
        return case_fault(value, whens, "a CASE needs an alk_when()");
    const alk_sql *few[32];
    alk_arena *arena = count > 32 ? alk_arena_new() : NULL;
    const alk_sql **flat = count <= 32 ? few : arena ? alk_arena_alloc(arena, count * sizeof *flat, 0) : NULL;
    if (!flat) {
        alk_arena_free(arena);
        alk__node_sink_list(value, whens);
        return alk__node_no_memory();
    }
    size_t at = 0;
    const alk_sql *told = NULL;
    const alk_type *type = NULL;
    if (value)
        flat[at++] = value;
    for (size_t i = 0; i < n; i++) {
        const alk__node *part = alk__node_built(whens[i]);
        if (!part) {                       /* the error that was met above: it swallows the rest */
            flat[at++] = whens[i];
            told = whens[i];
            break;
        }
        for (uint32_t j = 0; j < part->n; j++)
            flat[at++] = part->child[j];
        if (!type)
            type = alk__node_type(part->child[part->n - 1]);
    }
    alk__making m = { .kind = ALK__NODE_CASE, .bits = (uint16_t)((value ? ALK__CASE_VALUE : 0) | (has_else ? ALK__CASE_ELSE : 0)), .type = type,
                      .own_type = type != NULL, .takes = ALK__TAKES_EXPR };
    alk_sql *made = alk__node_make(&m, who, at, flat);
    alk_arena_free(arena);
    alk__node_sink_all(told, n, whens);     /* told was given to the call above */
    return made;
}

alk_sql *(alk_case)(const alk_sql *const *whens) { return make_case("alk_case()", NULL, whens); }

alk_sql *(alk_case_of)(const alk_sql *value, const alk_sql *const *whens)
{
    return value ? make_case("alk_case_of()", value, whens) : case_fault(NULL, whens, "alk_case_of() was given NULL in place of a value");
}

static alk_sql *cast(uint16_t op, const char *who, const alk_sql *a, const alk_type *type)
{
    if (!type || type->kind == ALK_KIND_UNKNOWN) {
        alk__node_sink(a);
        return alk__node_fail("%s was given no type", who);
    }
    if (op == ALK__TYPED && a && a->kind == ALK__NODE_VALUE)
        a = alk__coerce(a, type, who, NULL);
    alk__making m = { .kind = ALK__NODE_CAST, .op = op, .type = type, .own_type = true, .takes = ALK__TAKES_EXPR };
    alk_sql *made = alk__node_make(&m, who, 1, &a);
    if (made->kind == ALK__NODE_CAST && a->kind == ALK__NODE_VALUE && ((const alk__value_node *)a)->type == type)
        ((alk__value_node *)(uintptr_t)a)->type = alk__node_type(made);        /* the caller's type may live no longer than the call */
    return made;
}

alk_sql *(alk_cast)(const alk_sql *a, const alk_type *type) { return cast(ALK__CAST, "alk_cast()", a, type); }
alk_sql *(alk_try_cast)(const alk_sql *a, const alk_type *type) { return cast(ALK__TRY_CAST, "alk_try_cast()", a, type); }
alk_sql *(alk_typed)(const alk_sql *a, const alk_type *type) { return cast(ALK__TYPED, "alk_typed()", a, type); }

alk_sql *alk_collate(const alk_sql *a, const char *collation)
{
    return named(ALK__NODE_COLLATE, "alk_collate()", collation, a ? alk__node_type(a) : NULL, 1, &a, ALK__TAKES_EXPR);
}

alk_sql *alk_collate_in(const alk_sql *a, const char *schema, const char *collation)
{
    if (!schema || !*schema)
        return alk_collate(a, collation);
    if (!a)
        return alk__node_fail("alk_collate_in() was given NULL in place of SQL");
    return named(ALK__NODE_COLLATE, "alk_collate_in()", collation, alk__node_type(a), 2, (const alk_sql *const[]){ a, alk_name(schema) }, ALK__TAKES_EXPR);
}

alk_sql *alk_extract(int part, const alk_sql *a)
{
    if (part < ALK_YEAR || part > ALK_TIMEZONE_MINUTE) {
        alk__node_sink(a);
        return alk__node_fail("alk_extract() was given %d, which is no part of a date or time", part);
    }
    alk__making m = { .kind = ALK__NODE_EXTRACT, .op = (uint16_t)part, .type = &integer_type, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_extract()", 1, &a);
}

alk_sql *alk_extract_part(const char *part, const alk_sql *a)
{
    size_t n = 0;
    while (part && (alk__is_alpha(part[n]) || part[n] == '_' || (n && alk__is_digit(part[n]))))
        n++;
    if (!n || part[n] || n > 32) {
        alk__node_sink(a);
        return alk__node_fail("alk_extract_part() takes the name of a part: letters, digits and _");
    }
    return named(ALK__NODE_EXTRACT, "alk_extract_part()", part, &integer_type, 1, &a, ALK__TAKES_EXPR);
}

alk_sql *alk_label_ref(const char *name) { return named(ALK__NODE_LABEL_REF, "alk_label_ref()", name, NULL, 0, NULL, 0); }

alk_sql *(alk_label)(const alk_sql *a, const char *name)
{
    return named(ALK__NODE_LABEL, "alk_label()", name, a ? alk__node_type(a) : NULL, 1, &a, ALK__TAKES_EXPR);
}
