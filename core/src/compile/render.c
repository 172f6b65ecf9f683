/* SPDX-License-Identifier: MIT
 * The walk over a statement, and what every family of nodes writes: names, values, parameters, types. */
#include "compile/render.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/ident.h"
#include "compile/literal.h"
#include "compile/override.h"
#include "compile/scan.h"
#include "compile/type.h"
#include "sql/shape.h"
#include <string.h>

/* ---- names ---- */

#define USUAL_LENGTH 1000               /* bytes of SQL that grow nothing */

int alk__put_name(alk__render *r, const char *name)
{
    return alk__ident_write(&r->out, alk__sv(name), r->dialect.data, r->dialect.rules);
}

/* The same for a name that stays where it is until the rendering ends, as those of tables and columns do: what was found plain once is not looked at again. */
static int put_lasting_name(alk__render *r, const char *name)
{
    alk_sv *plain = &r->plain_names[((uintptr_t)name ^ (uintptr_t)name >> 4) % ALK__PLAIN_NAMES];
    size_t before = r->out.length;
    if (plain->p == name) {
        alk__buffer_append(&r->out, name, plain->n);
        return alk__buffer_status(&r->out);
    }
    alk_sv all = alk__sv(name);
    int code = alk__ident_write(&r->out, all, r->dialect.data, r->dialect.rules);
    if (code == ALK_OK && r->out.length - before == all.n)
        *plain = all;
    return code;
}

/* What stands for a schema in this rendering; NULL: no schema. */
static const char *mapped(const alk__render *r, const char *schema)
{
    for (size_t i = 0; i < r->n_schemas; i++)
        if (schema && r->schemas[i].from ? strcmp(schema, r->schemas[i].from) == 0 : !schema && !r->schemas[i].from)
            return r->schemas[i].to;
    return schema;
}

/* Where a schema's name is database.schema, the last dot parts the two. */
static int put_qualified(alk__render *r, const char *name)
{
    const char *dot = r->dialect.rules->more & ALK_SQL_MORE_SCHEMA_DOTS ? strrchr(name, '.') : NULL;
    if (!dot || dot == name || !dot[1])
        return alk__put_name(r, name);
    int code = alk__ident_write(&r->out, (alk_sv){ name, (size_t)(dot - name) }, r->dialect.data, r->dialect.rules);
    alk__buffer_putc(&r->out, '.');
    return code ? code : alk__put_name(r, dot + 1);
}

int alk__put_schema(alk__render *r, const char *schema)
{
    const char *name = mapped(r, schema);
    size_t at = r->out.length;
    int code = ALK_OK;
    if (name && *name) {
        code = put_qualified(r, name);
        alk__buffer_putc(&r->out, '.');
    }
    alk__schema_mark *mark = code ? NULL : alk__vector_room(&r->schema_marks);
    if (mark)
        *mark = (alk__schema_mark){ at, r->out.length - at, schema, false };
    return code ? code : mark ? ALK_OK : alk__error_code();
}

int alk__put_table_name(alk__render *r, const alk_table *table)
{
    if (table->in_base)
        return alk__error(ALK_ERROR_COMPILE, "a variant in table %s has no table of its own: name that one, or select the variant whole in a session", table->name);
    int code = alk__put_schema(r, table->schema);
    return code ? code : put_lasting_name(r, table->name);
}

static int put_collation(alk__render *r, const char *name)
{
    if (!(r->dialect.rules->ddl & ALK_SQL_DDL_COLLATION_WORD))
        return alk__put_name(r, name);
    for (const char *at = name; *at; at++)
        if (!alk__is_alpha(*at) && *at != '_' && !(at > name && alk__is_digit(*at)))
            return alk__error(ALK_ERROR_COMPILE, "%s has no collation \"%s\"", r->dialect.name, name);
    alk__put(r, name);
    return *name ? alk__buffer_status(&r->out) : alk__error(ALK_ERROR_COMPILE, "the name of a collation is empty");
}

int alk__put_collate(alk__render *r, const char *schema, const char *name)
{
    int code = ALK_OK;
    if (!name)
        return ALK_OK;
    if (schema && *schema && !(r->dialect.rules->more & ALK_SQL_MORE_COLLATION_SCHEMA))
        return alk__unsupported(r, "collations in a schema");
    alk__put(r, " COLLATE ");
    if (schema && *schema) {
        code = put_collation(r, schema);
        alk__put(r, ".");
    }
    return code ? code : put_collation(r, name);
}

int alk__put_type(alk__render *r, const alk_type *type, bool cast)
{
    const alk_enum *words = type->kind == ALK_KIND_ENUM ? type->custom : NULL;
    if (words && words->name && alk__has(r->dialect.rules, ALK_SQL_ENUM_TYPES)) {      /* its schema may be another one in this rendering */
        int code = alk__put_schema(r, words->schema);
        return code ? code : alk__put_name(r, words->name);
    }
    return alk__type_write(&r->out, type, &r->dialect, cast);
}

int alk__put_literal(alk__render *r, const alk_cell *value, const alk_type *type)
{
    return alk__literal_value(&r->out, value, type, &r->dialect);
}

/* The base of a made-up name: what follows the last dot. Such names are letters, digits and _, so that they are names everywhere. Returns its length. */
static size_t write_base(char *name, const char *base)
{
    size_t n = 0;
    for (; *base; base++) {
        bool plain = alk__is_alpha(*base) || (n && alk__is_digit(*base));
        name[n] = plain ? *base : '_';
        n = *base == '.' ? 0 : n + 1;
    }
    return n;
}

/* The next number of a base, which lies in the arena; 0: no memory. Most statements have few bases, which are found sooner in a list. */
static uintptr_t next_number(alk__render *r, const char *base, size_t length)
{
    size_t n = r->n_few_counters;
    for (size_t i = 0; i < n; i++)
        if (r->few_counters[i].length == length && memcmp(r->few_counters[i].base, base, length) == 0)
            return ++r->few_counters[i].last;
    if (n < ALK__FEW_COUNTERS) {
        r->few_counters[r->n_few_counters++] = (alk__counter){ base, length, 1 };
        return 1;
    }
    void **last = alk__map_at(&r->counters, base, length);
    if (!last)
        return 0;
    *last = (void *)((uintptr_t)*last + 1);
    return (uintptr_t)*last;
}

const char *alk__made_up_name(alk__render *r, const char *base)
{
    enum { DIGITS = 8 };
    char digits[24];
    char *name = alk_arena_alloc(r->arena, strlen(base) + sizeof digits + 2, 1);
    if (!name)
        return NULL;
    size_t length = write_base(name, base), max = r->dialect.data->max_identifier;
    if (max && length + DIGITS > max)                      /* room for the number */
        length = max > 2 * DIGITS ? max - DIGITS : max / 2;
    if (r->label_length && length + ALK__LABEL_NUMBER > r->label_length)
        length = r->label_length > ALK__LABEL_NUMBER ? r->label_length - ALK__LABEL_NUMBER : 0;
    uintptr_t number = next_number(r, name, length);
    if (!number)
        return NULL;
    size_t n = alk__print_uint(number, digits);
    name[length] = '_';
    memcpy(name + length + 1, digits, n);
    name[length + 1 + n] = '\0';
    return name;
}

int alk__unsupported(const alk__render *r, const char *what)
{
    return alk__error(ALK_ERROR_COMPILE, "%s has no %s", r->dialect.name, what);
}

/* ---- FROMs without a name ---- */

typedef struct anonymous {
    const alk_sql *from;
    const char *name;
} anonymous;

static const char *base_name(const alk_sql *from)
{
    const alk__node *built = alk__node_built(from);
    if (built && from->kind == ALK__NODE_ALIAS && built->child[0]->kind == ALK__NODE_TABLE)
        return alk__table(built->child[0])->name;
    if (built && from->kind == ALK__NODE_ALIAS && built->child[0]->kind == ALK__NODE_TABLE_NAME)
        return alk__node_built(built->child[0])->text;
    if (built && built->n && (from->kind == ALK__NODE_CTE || from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SUBQUERY) && built->child[0]->kind == ALK__NODE_VALUES &&
        alk__node_built(built->child[0])->text)
        return alk__node_built(built->child[0])->text;
    return "anon";
}

const char *alk__from_name(alk__render *r, const alk_sql *from)
{
    const alk__node *built = alk__node_built(from);
    if (from->kind == ALK__NODE_TABLE)
        return alk__table(from)->name;
    if (built && built->text)
        return built->text;
    for (size_t i = 0; i < r->anonymous.count; i++) {
        anonymous *known = alk__vector_at(&r->anonymous, i);
        if (known->from == from)
            return known->name;
    }
    const char *name = alk__made_up_name(r, base_name(from));
    anonymous *entry = name ? alk__vector_room(&r->anonymous) : NULL;
    if (!entry)
        return NULL;
    *entry = (anonymous){ from, name };
    return name;
}

const char *alk__label_of(alk__render *r, const alk_sql *column)
{
    for (size_t i = 0; i < r->anonymous.count; i++) {
        anonymous *known = alk__vector_at(&r->anonymous, i);
        if (known->from == column)
            return known->name;
    }
    const char *base = alk__label_base(column), *name = alk__made_up_name(r, base ? base : "anon");
    anonymous *entry = name ? alk__vector_room(&r->anonymous) : NULL;
    if (!entry)
        return NULL;
    *entry = (anonymous){ column, name };
    return name;
}

/* ---- parameters ---- */

/* Only letters, digits and _ can follow the colon. */
static void put_named(alk__render *r, const char *name)
{
    alk__buffer_putc(&r->out, ':');
    for (; *name; name++)
        alk__buffer_putc(&r->out, alk__is_alpha(*name) || alk__is_digit(*name) || *name == '_' ? *name : '_');
}

static int put_marker(alk__render *r, const alk__marker *marker)
{
    alk__marker *entry = alk__vector_room(&r->marker_list);
    if (!entry)
        return alk__error_code();
    *entry = *marker;
    uint32_t max = r->dialect.data->max_params;
    if (max && r->marker_list.count > max)
        return alk__error(ALK_ERROR_COMPILE, "the statement has more than %u parameters, the most that %s takes", (unsigned)max, r->dialect.name);
    if (r->markers == ALK_MARKERS_QMARK)
        alk__buffer_putc(&r->out, '?');
    else if (r->markers == ALK_MARKERS_DOLLAR)
        alk__buffer_printf(&r->out, "$%zu", r->marker_list.count);
    else
        put_named(r, entry->name);
    return alk__buffer_status(&r->out);
}

/* Where a value stands among those of the statement. They mostly come in order. */
static uint32_t index_of(alk__render *r, const alk__value_node *value)
{
    for (size_t i = 0; i < r->n_values; i++) {
        size_t at = (r->next_value + i) % r->n_values;
        if (r->values[at] == value) {
            r->next_value = at + 1;
            return (uint32_t)at;
        }
    }
    return UINT32_MAX;
}

int alk__put_value(alk__render *r, const alk__value_node *value, uint32_t item)
{
    const alk_cell *cell = &value->value;
    const alk_type *type = value->type && item != UINT32_MAX && value->type->kind == ALK_KIND_ARRAY ? value->type->custom : value->type;
    if (r->literals || r->in_ddl || (cell->tag == ALK_TYPE_NULL && !value->type)) {
        if (item != UINT32_MAX)
            cell = &((const alk_cell *)cell->u.p)[item < cell->len ? item : cell->len - 1];
        return alk__put_literal(r, cell, type);
    }
    uint32_t at = index_of(r, value);
    if (at == UINT32_MAX)
        return alk__error(ALK_ERROR_INTERNAL, "a value of the statement was not found in it");
    const char *name = alk__made_up_name(r, r->hint ? r->hint : "param");
    if (!name)
        return alk__error_code();
    alk__marker marker = { at, item, 0, name, type ? type : alk__type_of_tag(cell->tag), NULL, false };
    return put_marker(r, &marker);
}

int alk__put_param(alk__render *r, const char *name, const alk_type *type)
{
    uint32_t at = 0;
    if (r->in_ddl)
        return alk__error(ALK_ERROR_COMPILE, "a parameter cannot stand in a definition: %s", name);
    while (at < r->names.count && strcmp(*(const char **)alk__vector_at(&r->names, at), name) != 0)
        at++;
    if (at == r->names.count) {
        const char **entry = alk__vector_push(&r->names);
        if (!entry || !(*entry = alk_arena_copy(r->arena, name, strlen(name))))
            return alk__error_code();
    }
    alk__marker marker = { UINT32_MAX, UINT32_MAX, at, *(const char **)alk__vector_at(&r->names, at), type, NULL, false };
    return put_marker(r, &marker);
}

int alk__put_client_default(alk__render *r, const alk_column *column, bool on_update)
{
    alk__marker marker = { UINT32_MAX, UINT32_MAX, 0, column->name, &column->type, column, on_update };
    return put_marker(r, &marker);
}

/* ---- raw text inside a statement ---- */

/* Where the value of a parameter stands among what gives the text its values; 0: it has none. */
static uint32_t value_of(const alk__node *with, const char *name)
{
    for (uint32_t i = 1; with && i < with->n; i += 2)
        if (strcmp(alk__node_built(with->child[i])->text, name) == 0)
            return i + 1;
    return 0;
}

static int put_raw_param(alk__render *r, const alk__token *token, const alk__node *with)
{
    char *name = alk_arena_copy(r->arena, token->text.p + 1, token->text.n - 1);
    uint32_t at = name ? value_of(with, name) : 0;
    if (!at)
        return name ? alk__put_param(r, name, NULL) : alk__error_code();
    const char *before = r->hint;
    r->hint = name;
    int code = alk__render_node(r, with->child[at]);
    r->hint = before;
    return code;
}

static int put_token(alk__render *r, const alk__token *token, const alk__node *with)
{
    if (token->kind == ALK__TOKEN_PARAM)
        return put_raw_param(r, token, with);
    if (token->kind == ALK__TOKEN_COMMENT && r->out.length && r->out.data[r->out.length - 1] == '-')
        alk__buffer_putc(&r->out, ' ');                    /* or the operator before it would be part of it */
    if (token->kind == ALK__TOKEN_ESCAPE)
        alk__buffer_putc(&r->out, ':');
    else
        alk__buffer_append(&r->out, token->text.p, token->text.n);
    return ALK_OK;
}

/* The values of parameters that the text does not have are a mistake. */
static int is_all_used(alk__render *r, const alk__raw_node *raw, const alk__node *with)
{
    for (uint32_t i = 1; with && i < with->n; i += 2) {
        const char *name = alk__node_built(with->child[i])->text;
        alk__scanner s = alk__scanner_on(raw->text, raw->length, r->dialect.data->lexical);
        alk__token token;
        bool found = false;
        while (!found && alk__scan(&s, &token))
            found = token.kind == ALK__TOKEN_PARAM && token.text.n == strlen(name) + 1 && memcmp(token.text.p + 1, name, token.text.n - 1) == 0;
        if (!found)
            return alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "a value was given for parameter %s, which the text does not have", name);
    }
    return ALK_OK;
}

int alk__render_raw(alk__render *r, const alk_sql *node, const alk__node *with)
{
    const alk__raw_node *raw = (const alk__raw_node *)node;
    alk__scanner s = alk__scanner_on(raw->text, raw->length, r->dialect.data->lexical);
    alk__token token;
    int code = is_all_used(r, raw, with), depth = 0;
    bool line = false;                     /* in a comment that ends with the line */
    while (code == ALK_OK && alk__scan(&s, &token)) {
        line = token.kind == ALK__TOKEN_COMMENT && token.text.p[0] != '/' && token.text.p[token.text.n - 1] != '\n';
        depth += (token.kind == ALK__TOKEN_OPEN) - (token.kind == ALK__TOKEN_CLOSE);
        if (token.open || token.kind == ALK__TOKEN_SEMICOLON || depth < 0)
            code = alk__error_state(ALK_ERROR_PROGRAMMING, "42601", "raw SQL inside a statement must be whole: a string, comment or parenthesis in it is not ended, "
                                                                    "or it holds a semicolon");
        else
            code = put_token(r, &token, with);
    }
    if (line)
        alk__buffer_putc(&r->out, '\n');                   /* or what follows would be part of it */
    if (code == ALK_OK && depth != 0)
        code = alk__error_state(ALK_ERROR_PROGRAMMING, "42601", "raw SQL inside a statement leaves a parenthesis open");
    return code;
}

/* ---- columns ---- */

static int put_qualifier(alk__render *r, const alk_sql *from)
{
    if (r->unqualified)
        return ALK_OK;
    if (r->output && r->target && alk__node_equal(from, r->target)) {
        alk__put(r, r->output);
        return ALK_OK;
    }
    if (alk__check_selected(r, from))
        return alk__error_code();
    if (from->kind == ALK__NODE_TABLE) {
        int code = alk__put_table_name(r, alk__table(from));
        alk__buffer_putc(&r->out, '.');
        return code;
    }
    const alk__node *built = alk__node_built(from);
    if (from->kind == ALK__NODE_TABLE_NAME) {
        int code = alk__put_schema(r, built->n ? alk__node_built(built->child[0])->text : NULL);
        if (code)
            return code;
    }
    if (from->kind == ALK__NODE_SAMPLE || from->kind == ALK__NODE_JOIN)
        return from->kind == ALK__NODE_SAMPLE ? put_qualifier(r, built->child[0]) : ALK_OK;
    const char *name = alk__from_name(r, from);
    int code = name ? put_lasting_name(r, name) : alk__error_code();
    alk__buffer_putc(&r->out, '.');
    return code;
}

static int render_column(alk__render *r, const alk_column *column)
{
    const alk_sql *table = alk__table_of(column);
    if (r->output && table == r->target) {
        alk__put(r, r->output);
        return put_lasting_name(r, column->name);
    }
    int code = table && !r->unqualified ? put_qualifier(r, table) : ALK_OK;
    return code ? code : put_lasting_name(r, column->name);
}

static int render_reference(alk__render *r, const alk_sql *from, const char *name)
{
    int code = put_qualifier(r, from);
    return code ? code : name ? put_lasting_name(r, name) : alk__error_code();
}

const char alk__ambiguous[] = "";

static const alk_sql *innermost(const alk_sql *column)
{
    while (column->kind == ALK__NODE_COLUMN_AT)
        column = alk__node_built(column)->child[1];
    return column;
}

/* By the label that the query there gives it, or its own name. */
const char *alk__name_within(alk__render *r, const alk_sql *from, const alk_sql *column)
{
    const alk_sql *item;
    while (from->kind == ALK__NODE_ALIAS)
        from = alk__node_built(from)->child[0];
    const alk__node *built = alk__node_built(from);
    const char *name = alk__column_name(column);
    if ((from->kind != ALK__NODE_SUBQUERY && from->kind != ALK__NODE_CTE) || !built->n)
        return name;
    const alk_sql *query = built->child[0];
    while (query->kind == ALK__NODE_COMPOUND)
        query = alk__first_query(query);
    for (size_t i = 0; (item = alk__column_of_from(built->child[0], i)); i++) {
        bool labelled = item->kind == ALK__NODE_LABEL && alk__node_built(item)->child[0] == column;
        if (item != column && !labelled && (column->kind != ALK__NODE_COLUMN || innermost(item) != column))
            continue;
        if (!built->spare && query->kind == ALK__NODE_SELECT)
            return alk__label_at(r, alk__node_built(query), i);
        const alk_sql *renamed = built->spare ? alk__column_of_from(from, i) : item, *other;
        name = renamed ? alk__name_at(r, renamed) : NULL;
        for (size_t j = 0; name && !built->spare && j < i && (other = alk__column_of_from(built->child[0], j)); j++)
            if (alk__column_name(other) && strcmp(alk__column_name(other), name) == 0)
                return alk__ambiguous;
        return name;
    }
    return name;
}

const char *alk__name_at(alk__render *r, const alk_sql *column)
{
    return column->kind == ALK__NODE_COLUMN_AT ? alk__name_within(r, alk__node_built(column)->child[0], alk__node_built(column)->child[1]) : alk__column_name(column);
}

/* A column of an alias or query: by its name, or by the one that it was given there. */
static int render_at(alk__render *r, const alk__node *node)
{
    const alk_sql *column = node->child[1];
    while (column->kind == ALK__NODE_COLUMN_AT && !alk__column_name(column))
        column = alk__node_built(column)->child[1];
    if (column->kind == ALK__NODE_CONSTANT && alk__node_built(column)->op == ALK__CONSTANT_STAR) {
        int code = put_qualifier(r, node->child[0]);
        alk__put(r, "*");
        return code;
    }
    const alk_table *behind = node->child[0]->kind == ALK__NODE_ALIAS ? alk__table(alk__node_built(node->child[0])->child[0]) : NULL;
    if (behind && behind->base && column->kind == ALK__NODE_COLUMN && alk__table_of(alk__column(column)) != &behind->sql)
        return alk__error(ALK_ERROR_COMPILE, "column %s of an alias of the variant %s is in the table of its base: alias that one, or select the alias whole in a session", alk__column(column)->name,
                          behind->name);
    const char *name = alk__name_within(r, node->child[0], column);
    if (name == alk__ambiguous)
        return alk__error(ALK_ERROR_COMPILE, "column %s shares its name with another one of the query that it is taken from: label it there", alk__column_name(column));
    if (!name && alk__buffer_status(&r->out))
        return r->out.status;
    if (!name && !alk__label_base(column))
        return alk__error(ALK_ERROR_COMPILE, "raw SQL has no name by which another query could take it: label it");
    int code = name ? alk__check_column_of(r, node->child[0], name) : ALK_OK;
    return code ? code : render_reference(r, node->child[0], name ? name : alk__label_of(r, column));
}

/* ---- the walk ---- */

static int render_leaf(alk__render *r, const alk_sql *node)
{
    switch (node->kind) {
    case ALK__NODE_VALUE:
        return alk__put_value(r, (const alk__value_node *)node, UINT32_MAX);
    case ALK__NODE_RAW:
        return alk__render_raw(r, node, NULL);
    case ALK__NODE_COLUMN:
        return render_column(r, alk__column(node));
    case ALK__NODE_ERROR:
        return alk__node_raise(node);
    case ALK__NODE_TABLE:
        return alk__put_table_name(r, alk__table(node));
    default:
        return alk__error(ALK_ERROR_COMPILE, "%s cannot stand there", alk__node_words(node));
    }
}

static int render_built(alk__render *r, const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    switch (alk__node_class_of(node)) {
    case ALK__CLASS_QUERY:
        return node == r->root ? alk__render_query(r, node) : alk__render_in_parens(r, node);
    case ALK__CLASS_CHANGE:
        return alk__render_change(r, built);
    case ALK__CLASS_FROM:
        return alk__render_from(r, node);
    case ALK__CLASS_EXPR: case ALK__CLASS_PART:
        if (node->kind == ALK__NODE_COLUMN_OF) {
            int code = alk__check_column_of(r, built->child[0], built->text);
            return code ? code : render_reference(r, built->child[0], built->text);
        }
        if (node->kind == ALK__NODE_COLUMN_AT)
            return render_at(r, built);
        return alk__render_expression(r, built);
    case ALK__CLASS_DDL:
        return alk__render_ddl(r, built);
    case ALK__CLASS_LEAF: case ALK__CLASS_CLAUSE:
    default:
        return alk__error(ALK_ERROR_COMPILE, "%s cannot stand there", alk__node_words(node));
    }
}

/* Nothing of it is written but what it holds. */
static bool stands_for_another(const alk_sql *node)
{
    return node->kind == ALK__NODE_LABEL || (node->kind == ALK__NODE_CAST && alk__node_built(node)->op == ALK__TYPED);
}

/* Queries and FROMs are not written here alone. */
static bool is_asked_elsewhere(const alk_sql *node)
{
    switch (alk__node_class_of(node)) {
    case ALK__CLASS_QUERY: case ALK__CLASS_CLAUSE: return true;
    case ALK__CLASS_FROM: return alk__node_built(node) != NULL;
    case ALK__CLASS_LEAF: case ALK__CLASS_EXPR: case ALK__CLASS_PART: case ALK__CLASS_CHANGE: case ALK__CLASS_DDL:
    default: return false;
    }
}

int alk__render_node(alk__render *r, const alk_sql *node)
{
    if (r->depth > ALK__DEPTH_MAX)         /* the nodes of a tree, and a leaf */
        return alk__error(ALK_ERROR_COMPILE, "the statement is nested deeper than %d", ALK__DEPTH_MAX);
    r->depth++;
    bool condition = r->condition;
    r->condition = false;
    int code = r->dialect.rules->render && !is_asked_elsewhere(node) ? alk__override(r, node) : ALK_USE_DEFAULT;
    if (code == ALK_USE_DEFAULT && !condition && alk__is_bare_condition(r, node))
        code = alk__render_truth(r, node);
    else if (code == ALK_USE_DEFAULT) {
        r->condition = condition && stands_for_another(node);
        code = alk__node_built(node) ? render_built(r, node) : render_leaf(r, node);
    }
    r->condition = false;
    r->depth--;
    return code ? code : alk__buffer_status(&r->out);
}

int alk__render_list(alk__render *r, const alk_sql *const *nodes, size_t n, const char *between)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (i)
            alk__put(r, between);
        code = alk__render_node(r, nodes[i]);
    }
    return code;
}

const alk__node *alk__find_part(const alk__node *statement, uint16_t kind, size_t *at)
{
    while (*at < statement->n) {
        const alk_sql *child = statement->child[(*at)++];
        if (child->kind == kind)
            return alk__node_built(child);
    }
    return NULL;
}

const alk__node *alk__find_last_part(const alk__node *statement, uint16_t kind)
{
    for (size_t i = statement->n; i-- > 0;)
        if (statement->child[i]->kind == kind)
            return alk__node_built(statement->child[i]);
    return NULL;
}

/* ---- the whole ---- */

static int collect_values(alk__render *r, const alk_sql *statement)
{
    const alk__value_node *few[16];
    size_t room = sizeof few / sizeof *few;
    r->n_values = alk__node_values(statement, few, room);
    if (!r->n_values)
        return ALK_OK;
    r->values = alk_arena_alloc(r->arena, r->n_values * sizeof *r->values, 0);
    if (!r->values)
        return alk__error_code();
    if (r->n_values <= room)
        memcpy(r->values, few, r->n_values * sizeof *few);
    else
        alk__node_values(statement, r->values, r->n_values);
    return ALK_OK;
}

int alk__render_begin(alk__render *r, const alk_sql *statement, const alk__rendering *how)
{
    const alk_compile_options *o = how->options;
    memset(r, 0, sizeof *r);
    alk__buffer_init(&r->out, ALK__BUFFER_MAX);
    r->arena = alk_arena_new();
    if (!r->arena)
        return alk__error_code();
    alk__map_init_in(&r->labels, r->arena);
    alk__map_init_in(&r->counters, r->arena);
    alk__vector_init_in(&r->marker_list, sizeof(alk__marker), r->arena);
    alk__vector_init_in(&r->names, sizeof(const char *), r->arena);
    alk__vector_init_in(&r->columns, sizeof(alk__result_column), r->arena);
    alk__vector_init_in(&r->keys, sizeof(alk__key_source), r->arena);
    alk__vector_init_in(&r->anonymous, sizeof(anonymous), r->arena);
    alk__vector_init_in(&r->schema_marks, sizeof(alk__schema_mark), r->arena);
    alk__vector_init_in(&r->ctes, sizeof(const alk_sql *), r->arena);
    alk__vector_init_in(&r->nested_ctes, sizeof(const alk_sql *), r->arena);
    r->root = statement;
    r->columns_level = 1;
    r->lint = how->lint;
    r->return_keys = how->return_keys;
    r->dialect = *how->dialect;
    r->markers = o && o->markers ? o->markers : r->dialect.data->param_style == ALK_PARAM_DOLLAR ? ALK_MARKERS_DOLLAR : ALK_MARKERS_QMARK;
    r->literals = o && o->flags & ALK_COMPILE_LITERALS;
    r->schemas = o ? o->schemas : NULL;
    r->n_schemas = o ? o->n_schemas : 0;
    r->label_length = o && o->label_length ? o->label_length : how->label_length;
    int code = alk__buffer_reserve(&r->out, USUAL_LENGTH);
    code = code ? code : collect_values(r, statement);
    r->condition = true;                   /* alone it is as it would be in WHERE */
    return code ? code : alk__render_node(r, statement);
}

void alk__render_free(alk__render *r)
{
    alk__buffer_free(&r->out);
    alk__map_free(&r->labels);
    alk__map_free(&r->counters);
    alk_arena_free(r->arena);
}
