/* SPDX-License-Identifier: MIT
 * Statements that define what a database holds. */
#include "compile/ddl.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/literal.h"
#include "compile/scan.h"
#include <alkahest/ddl.h>
#include <stdio.h>
#include <string.h>

/* ---- shared by the files ---- */

int alk__put_text(alk__render *r, const char *text)
{
    return alk__literal_text(&r->out, alk__sv(text), &r->dialect);
}

int alk__put_sql(alk__render *r, const char *sql, const char *what)
{
    alk__scanner s = alk__scanner_on(sql, strlen(sql), r->dialect.data->lexical);
    alk__token token;
    int depth = 0;
    bool solid = false, whole = true;
    while (whole && alk__scan(&s, &token)) {
        depth += (token.kind == ALK__TOKEN_OPEN) - (token.kind == ALK__TOKEN_CLOSE);
        solid = solid || (token.kind != ALK__TOKEN_SPACE && token.kind != ALK__TOKEN_COMMENT);
        whole = !token.open && token.kind != ALK__TOKEN_SEMICOLON && depth >= 0 && !(token.kind == ALK__TOKEN_COMMENT && token.text.p[0] != '/');
    }
    if (!whole || depth != 0 || !solid)
        return alk__error_state(ALK_ERROR_PROGRAMMING, "42601", "the SQL of %s must be whole: it is empty, leaves a string, comment or parenthesis open, or holds a "
                                                                "semicolon or a comment to the end of the line", what);
    alk__put(r, sql);
    return alk__buffer_status(&r->out);
}

static int put_defined(alk__render *r, const alk_sql *expression, bool condition)
{
    bool unqualified = r->unqualified, in_ddl = r->in_ddl;
    r->unqualified = r->in_ddl = true;
    int code = condition ? alk__render_condition(r, expression, ALK__OP_NONE) : alk__render_node(r, expression);
    r->unqualified = unqualified;
    r->in_ddl = in_ddl;
    return code;
}

int alk__put_expression(alk__render *r, const alk_sql *expression) { return put_defined(r, expression, false); }

int alk__put_condition(alk__render *r, const alk_sql *condition) { return put_defined(r, condition, true); }

static uint32_t longest_name(const alk__render *r)
{
    uint32_t own = r->dialect.rules->max_constraint, any = r->dialect.data->max_identifier;
    return own && (!any || own < any) ? own : any;
}

/* Writes what was made, and frees it. */
static int put_made(alk__render *r, alk__buffer *made, int code)
{
    alk__name_cut(made, 0, longest_name(r));
    if (code == ALK_OK)
        code = alk__buffer_status(made);
    if (code == ALK_OK)
        code = alk__put_name(r, made->data);
    alk__buffer_free(made);
    return code;
}

int alk__put_short_name(alk__render *r, const char *name)
{
    alk__buffer made;
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    alk__buffer_puts(&made, name);
    return put_made(r, &made, ALK_OK);
}

int alk__put_index_name(alk__render *r, const alk__index *index)
{
    alk__buffer made;
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    return put_made(r, &made, alk__index_name(&made, index));
}

int alk__put_constraint_name(alk__render *r, const alk__constraint *c, bool named, bool *put)
{
    alk__buffer made;
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    int code = alk__constraint_name(&made, c, named);
    if (put)
        *put = made.length > 0;
    if (code == ALK_OK && made.length > 0)
        return put_made(r, &made, code);
    alk__buffer_free(&made);
    return code;
}

int alk__put_columns(alk__render *r, alk_column_list columns)
{
    int code = ALK_OK;
    alk__put(r, "(");
    for (size_t i = 0; code == ALK_OK && columns[i]; i++) {
        if (i)
            alk__put(r, ", ");
        code = alk__put_name(r, alk__column(*columns[i])->name);
    }
    alk__put(r, ")");
    return code;
}

static bool is_named_in(const char *name, const char *list)
{
    size_t length = strlen(name);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, " ,");
        if (n == length && memcmp(at, name, n) == 0)
            return true;
        at += n + (at[n] != '\0');
    }
    return false;
}

bool alk__is_for(const alk__render *r, const char *dialects)
{
    return !dialects || is_named_in(r->dialect.name, dialects);
}

/* The name of a table, view or the like, which may be a definition or a name. */
int alk__put_table(alk__render *r, const alk_sql *table)
{
    const alk__node *built = alk__node_built(table);
    if (!built)
        return alk__put_table_name(r, alk__table(table));
    int code = alk__put_schema(r, built->n ? alk__node_built(built->child[0])->text : NULL);
    return code ? code : alk__put_name(r, built->text);
}

/* A name of its own, whose schema is the first child. */
static int put_own_name(alk__render *r, const alk__node *node)
{
    const alk__node *schema = node->n ? alk__node_built(node->child[0]) : NULL;
    int code = alk__put_schema(r, schema ? schema->text : NULL);
    return code ? code : alk__put_name(r, node->text);
}

/* Nothing to write, where that is what was asked for. */
static int without(const alk__render *r, const alk__node *node, const char *what)
{
    return node->bits & ALK__DDL_WHERE_NEEDED ? ALK_OK : alk__unsupported(r, what);
}

static int put_if(alk__render *r, const alk__node *node, const char *words)
{
    if (!(node->bits & (ALK_DDL_IF_EXISTS | ALK__DDL_MAY_BE_GONE)))
        return ALK_OK;
    bool of_table = node->sql.kind != ALK__NODE_CREATE_INDEX && node->sql.kind != ALK__NODE_DROP_INDEX && node->sql.kind != ALK__NODE_DROP_CONSTRAINT;
    if (!alk__has(r->dialect.rules, ALK_SQL_IF_EXISTS) || (!of_table && alk__has_ddl(r, ALK_SQL_DDL_NO_INDEX_IF)))
        return without(r, node, words);
    alk__put(r, words);
    alk__put(r, " ");
    return ALK_OK;
}

static int put_cascade(alk__render *r, const alk__node *node)
{
    if (!(node->bits & ALK_DDL_CASCADE))
        return ALK_OK;
    if (!alk__has_ddl(r, ALK_SQL_DDL_CASCADE))
        return alk__unsupported(r, "CASCADE of DROP");
    alk__put(r, " CASCADE");
    return ALK_OK;
}

/* The query of a view: by itself, and with literals. */
static int put_query(alk__render *r, const alk_sql *query)
{
    bool in_ddl = r->in_ddl;
    unsigned level = r->level;
    r->in_ddl = true;
    r->level = 0;                          /* its WITH is its own */
    int code = alk__node_class_of(query) == ALK__CLASS_QUERY ? alk__render_query(r, query) : alk__render_node(r, query);
    r->level = level;
    r->in_ddl = in_ddl;
    r->columns.count = 0;                  /* the statement gives no rows */
    return code;
}

/* ---- dropping ---- */

/* DROP … of what has a name, with all that may stand around it. */
static int drop(alk__render *r, const alk__node *node, const char *what)
{
    alk__put(r, "DROP ");
    alk__put(r, what);
    alk__put(r, " ");
    int code = put_if(r, node, "IF EXISTS");
    if (code == ALK_OK && node->text)
        code = put_own_name(r, node);
    else if (code == ALK_OK)
        code = alk__put_table(r, node->child[0]);
    return code ? code : put_cascade(r, node);
}

static int drop_index(alk__render *r, const alk__node *node)
{
    const alk_table *table = alk__table(node->child[0]);
    const alk__node *named = alk__node_built(node->child[0]);
    const char *schema = table ? table->schema : named->n ? alk__node_built(named->child[0])->text : NULL;
    bool on = alk__has_ddl(r, ALK_SQL_DDL_DROP_INDEX_ON);
    alk__put(r, "DROP INDEX");
    int code = alk__put_options(r, r->ddl_options, ALK_OPTION_DROP_INDEX);
    alk__put(r, " ");
    if (code == ALK_OK)
        code = put_if(r, node, "IF EXISTS");
    if (code == ALK_OK && !on)
        code = alk__put_schema(r, schema);
    if (code == ALK_OK)
        code = alk__put_short_name(r, node->text);
    if (code == ALK_OK && on) {
        alk__put(r, " ON ");
        code = alk__put_table(r, node->child[0]);
    }
    return code ? code : put_cascade(r, node);
}

/* ---- constraints ---- */

static int add_constraint(alk__render *r, const alk__node *node)
{
    alk__constraint c;
    if (!alk__has(r->dialect.rules, ALK_SQL_ALTER_CONSTRAINTS))
        return without(r, node, "ALTER TABLE … ADD CONSTRAINT");
    alk__constraint_numbered(alk__table(node->child[0]), node->spare, &c);
    if (!alk__is_for(r, c.dialects))
        return ALK_OK;
    alk__put(r, "ALTER TABLE ");
    int code = alk__put_table_name(r, c.table);
    alk__put(r, " ADD ");
    return code ? code : alk__render_constraint(r, &c, true);
}

/* Where a key that goes round in a circle cannot be dropped before its table, the rows let go of what it refers to, if they may: one column that is NULL is enough. */
static int let_go(alk__render *r, const alk__node *node)
{
    const alk_column *column;
    alk__constraint c;
    size_t i = 0;
    alk__constraint_numbered(alk__table(node->child[0]), node->spare, &c);
    while ((column = alk__constraint_column(&c, i)) && (!column->nullable || column->primary_key))
        i++;
    if (!column)
        return ALK_OK;
    alk__put(r, "UPDATE ");
    int code = alk__put_table_name(r, c.table);
    alk__put(r, " SET ");
    if (code == ALK_OK)
        code = alk__put_name(r, column->name);
    alk__put(r, " = NULL");
    return code;
}

/* Whether the table's definition has its primary key under this name. */
static bool is_key(const alk_table *table, const char *name)
{
    alk__constraint c;
    alk__buffer made;
    uint32_t at = 0;
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    bool key = table && alk__next_constraint(table, &at, &c) && c.kind == ALK_CONSTRAINT_PRIMARY_KEY && alk__constraint_name(&made, &c, false) == ALK_OK &&
               made.length && strcmp(made.data, name) == 0;
    alk__buffer_free(&made);
    return key;
}

static int drop_constraint(alk__render *r, const alk__node *node)
{
    alk__constraint c;
    if (!alk__has(r->dialect.rules, ALK_SQL_ALTER_CONSTRAINTS))
        return node->bits & ALK__DDL_WHERE_NEEDED ? (node->bits & ALK_DDL_IF_EXISTS ? ALK_OK : let_go(r, node)) : alk__unsupported(r, "ALTER TABLE … DROP CONSTRAINT");
    if (!node->text) {
        alk__constraint_numbered(alk__table(node->child[0]), node->spare, &c);
        if (!alk__is_for(r, c.dialects))
            return ALK_OK;
    }
    alk__put(r, "ALTER TABLE ");
    int code = put_if(r, node, "IF EXISTS");
    if (code == ALK_OK)
        code = alk__put_table(r, node->child[0]);
    if (code == ALK_OK && node->text && alk__has_ddl(r, ALK_SQL_DDL_DROP_PRIMARY_KEY) && is_key(alk__table(node->child[0]), node->text)) {
        alk__put(r, " DROP PRIMARY KEY");
        return put_cascade(r, node);
    }
    alk__put(r, " DROP CONSTRAINT ");
    if (code == ALK_OK)
        code = put_if(r, node, "IF EXISTS");
    if (code == ALK_OK)
        code = node->text ? alk__put_short_name(r, node->text) : alk__put_constraint_name(r, &c, true, NULL);
    return code ? code : put_cascade(r, node);
}

/* ---- indexes ---- */

static int put_index_part(alk__render *r, const alk__index_term *part)
{
    int code;
    if (part->column) {
        code = alk__put_name(r, part->column->name);
    } else if (!alk__has_ddl(r, ALK_SQL_DDL_INDEX_EXPRESSIONS)) {
        return alk__unsupported(r, "expressions in indexes");
    } else {
        alk__put(r, "(");
        code = part->node ? alk__put_expression(r, part->node) : alk__put_sql(r, part->expression, "an index");
        alk__put(r, ")");
    }
    if (code == ALK_OK)
        code = alk__put_options(r, part->options, ALK_OPTION_INDEX_PART);
    if (code == ALK_OK && part->suffix) {
        alk__put(r, *part->suffix == '(' ? "" : " ");
        code = alk__put_sql(r, part->suffix, "an index");
    }
    if (part->flags & ALK_INDEX_DESCENDING)
        alk__put(r, " DESC");
    if (part->flags & (ALK_INDEX_NULLS_FIRST | ALK_INDEX_NULLS_LAST) && alk__has_ddl(r, ALK_SQL_DDL_INDEX_NULLS))
        alk__put(r, part->flags & ALK_INDEX_NULLS_FIRST ? " NULLS FIRST" : " NULLS LAST");
    return code;
}

static int put_index_parts(alk__render *r, const alk__index *index)
{
    alk__index_term part;
    int code = ALK_OK;
    if (!alk__index_part_at(index, 0, &part))
        return alk__has_ddl(r, ALK_SQL_DDL_INDEX_ALL) ? ALK_OK : alk__unsupported(r, "indexes without columns");
    alk__put(r, " (");
    for (size_t i = 0; code == ALK_OK && alk__index_part_at(index, i, &part); i++) {
        if (i)
            alk__put(r, ", ");
        code = alk__check_options(r, part.options, "a part of an index");
        if (code == ALK_OK)
            code = put_index_part(r, &part);
    }
    alk__put(r, ")");
    return code;
}

static int put_index_condition(alk__render *r, const alk_index *index)
{
    if (!index->where && !index->condition)
        return ALK_OK;
    if (!alk__has(r->dialect.rules, ALK_SQL_PARTIAL_INDEX))
        return index->unique ? alk__unsupported(r, "unique indexes of some rows") : ALK_OK;
    alk__put(r, " WHERE ");
    return index->condition ? alk__put_condition(r, index->condition) : alk__put_sql(r, index->where, "an index's WHERE");
}

static int put_index_tail(alk__render *r, const alk_index *index)
{
    int code = ALK_OK;
    if (!index)
        return ALK_OK;
    if (index->include && index->include[0] && alk__has(r->dialect.rules, ALK_SQL_INDEX_INCLUDE)) {
        alk__put(r, " INCLUDE ");
        code = alk__put_columns(r, index->include);
    }
    if (code == ALK_OK)
        code = alk__put_options(r, index->options, ALK_OPTION_INDEX);
    if (code == ALK_OK)
        code = put_index_condition(r, index);
    return code ? code : alk__put_options(r, index->options, ALK_OPTION_INDEX_END);
}

static int create_index(alk__render *r, const alk__node *node)
{
    const alk_table *table = alk__table(node->child[0]);
    bool bare = alk__has_ddl(r, ALK_SQL_DDL_INDEX_QUALIFIED), qualified = bare || alk__has_ddl(r, ALK_SQL_DDL_INDEX_SCHEMA);
    alk__index index;
    alk__index_numbered(table, node->spare, &index);
    if (index.declared && !alk__is_for(r, index.declared->dialects))
        return ALK_OK;
    const alk_dialect_option *options = index.declared ? index.declared->options : NULL;
    int code = alk__check_options(r, options, "an index");
    alk__put(r, index.unique ? "CREATE UNIQUE" : "CREATE");
    if (code == ALK_OK)
        code = alk__put_options(r, options, ALK_OPTION_INDEX_WORD);
    alk__put(r, " INDEX");
    if (code == ALK_OK)
        code = alk__put_options(r, options, ALK_OPTION_INDEX_NAME);
    alk__put(r, " ");
    if (code == ALK_OK)
        code = put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK && qualified)
        code = alk__put_schema(r, table->schema);
    if (code == ALK_OK)
        code = alk__put_index_name(r, &index);
    alk__put(r, " ON ");
    if (code == ALK_OK)
        code = bare ? alk__put_name(r, table->name) : alk__put_table_name(r, table);
    if (code == ALK_OK)
        code = alk__put_options(r, options, ALK_OPTION_INDEX_USING);
    if (code == ALK_OK)
        code = put_index_parts(r, &index);
    if (code == ALK_OK)
        code = put_index_tail(r, index.declared);
    if (code)
        alk__error_prefix("an index of table %s", table->name);
    return code;
}

/* ---- options that stand in the statement ---- */

static const char *text_in(const alk__node *node, uint32_t i)
{
    const alk__node *text = i < node->n ? alk__node_built(node->child[i]) : NULL;
    return text ? text->text : NULL;
}

/* Pairs from a child on as a list, which lives as long as the rendering. */
static int read_options(alk__render *r, const alk__node *node, uint32_t from, const alk_dialect_option **out)
{
    uint32_t n = (node->n - from) / 2;
    *out = NULL;
    if (n == 0)
        return ALK_OK;
    alk_dialect_option *list = alk_arena_alloc(r->arena, (n + 1) * sizeof *list, 0);
    if (!list)
        return alk__error_code();
    for (uint32_t i = 0; i < n; i++)
        list[i] = (alk_dialect_option){ text_in(node, from + 2 * i), text_in(node, from + 2 * i + 1) };
    list[n] = (alk_dialect_option){ NULL, NULL };
    *out = list;
    return ALK_OK;
}

static int with_options(alk__render *r, const alk__node *node)
{
    const alk_dialect_option *options, *outer = r->ddl_options;
    int code = read_options(r, node, 1, &options);
    if (code == ALK_OK)
        code = alk__check_options(r, options, "a definition");
    if (code)
        return code;
    r->ddl_options = options;
    code = alk__render_node(r, node->child[0]);
    r->ddl_options = outer;
    return code;
}

/* ---- schemas and sequences ---- */

static int create_named(alk__render *r, const alk__node *node, const char *what)
{
    alk__put(r, "CREATE ");
    alk__put(r, what);
    alk__put(r, " ");
    int code = put_if(r, node, "IF NOT EXISTS");
    return code ? code : put_own_name(r, node);
}

static int schema(alk__render *r, const alk__node *node, bool create)
{
    if (!alk__has(r->dialect.rules, ALK_SQL_SCHEMAS))
        return without(r, node, "schemas");
    alk__put(r, create ? "CREATE SCHEMA " : "DROP SCHEMA ");
    int code = put_if(r, node, create ? "IF NOT EXISTS" : "IF EXISTS");
    if (code == ALK_OK)
        code = alk__put_name(r, node->text);
    return code || create ? code : put_cascade(r, node);
}

static int64_t number_in(const alk__node *node, uint32_t i)
{
    const alk__node *literal = alk__node_built(node->child[i]);
    return ((const alk__value_node *)literal->child[0])->value.u.i;
}

static void put_number(alk__render *r, const char *words, int64_t number)
{
    alk__put(r, words);
    alk__buffer_put_int(&r->out, number);
}

int alk__put_numbers(alk__render *r, const alk_sequence *s)
{
    bool any = s->minimum || s->maximum, one = s->flags & (ALK_SEQUENCE_MINIMUM | ALK_SEQUENCE_MAXIMUM);
    if (s->increment)
        put_number(r, " INCREMENT BY ", s->increment);
    if (s->start || s->flags & ALK_SEQUENCE_START)
        put_number(r, " START WITH ", s->start);
    if (one ? s->flags & ALK_SEQUENCE_MINIMUM : any)
        put_number(r, " MINVALUE ", s->minimum);
    if (one ? s->flags & ALK_SEQUENCE_MAXIMUM : any)
        put_number(r, " MAXVALUE ", s->maximum);
    if (s->cache)
        put_number(r, " CACHE ", s->cache);
    if (s->cycle)
        alk__put(r, " CYCLE");
    int code = alk__check_options(r, s->options, "a sequence");
    return code ? code : alk__put_options(r, s->options, ALK_OPTION_SEQUENCE);
}

static int create_sequence(alk__render *r, const alk__node *node)
{
    if (!alk__has(r->dialect.rules, ALK_SQL_SEQUENCES))
        return without(r, node, "sequences");
    alk_sequence s = { .start = number_in(node, 1), .increment = number_in(node, 2), .minimum = number_in(node, 3), .maximum = number_in(node, 4),
                       .cache = (uint32_t)number_in(node, 5), .cycle = node->op & ALK__SEQUENCE_CYCLE, .flags = (uint8_t)node->op };
    int code = create_named(r, node, "SEQUENCE");
    if (code == ALK_OK && node->type && alk__has_ddl(r, ALK_SQL_DDL_SEQUENCE_TYPE)) {
        alk__put(r, " AS ");
        code = alk__put_type(r, node->type, false);
    }
    if (code == ALK_OK)
        code = read_options(r, node, 6, &s.options);
    return code ? code : alk__put_numbers(r, &s);
}

/* ---- views, tables from queries ---- */

static int put_names(alk__render *r, const alk__node *node, uint32_t from)
{
    if (node->n <= from)
        return ALK_OK;
    alk__put(r, " (");
    int code = alk__render_list(r, node->child + from, node->n - from, ", ");
    alk__put(r, ")");
    return code;
}

static int create_view(alk__render *r, const alk__node *node)
{
    bool alter = alk__has_ddl(r, ALK_SQL_DDL_ALTER_VIEW);
    const struct { unsigned flag; uint64_t feature; uint32_t ddl; const char *what, *words; } parts[] = {
        { ALK_DDL_OR_REPLACE, 0, alter ? 0 : ALK_SQL_DDL_REPLACE_VIEW, "CREATE OR REPLACE VIEW", alter ? " OR ALTER" : " OR REPLACE" },
        { ALK_DDL_TEMPORARY, 0, ALK_SQL_DDL_TEMPORARY, "temporary views", " TEMPORARY" },
        { ALK_DDL_MATERIALIZED, ALK_SQL_MATERIALIZED_VIEWS, 0, "materialized views", " MATERIALIZED" },
    };
    alk__put(r, "CREATE");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!(node->bits & parts[i].flag))
            continue;
        if (!alk__has(r->dialect.rules, parts[i].feature) || !alk__has_ddl(r, parts[i].ddl))
            return alk__unsupported(r, parts[i].what);
        alk__put(r, parts[i].words);
    }
    int code = alk__put_options(r, r->ddl_options, ALK_OPTION_VIEW_WORD);
    alk__put(r, " VIEW ");
    if (node->bits & ALK_DDL_IF_NOT_EXISTS && !(node->bits & ALK_DDL_MATERIALIZED) && !alk__has_ddl(r, ALK_SQL_DDL_VIEW_IF))
        return alk__unsupported(r, "CREATE VIEW IF NOT EXISTS");
    if (code == ALK_OK)
        code = put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK)
        code = alk__put_table(r, node->child[0]);
    if (code == ALK_OK && node->n > 2)
        code = alk__check_width(node->child[1], node->n - 2, "alk_create_view()");
    if (code == ALK_OK)
        code = put_names(r, node, 2);
    if (code == ALK_OK)
        code = alk__put_options(r, r->ddl_options, ALK_OPTION_VIEW);
    alk__put(r, " AS ");
    if (code == ALK_OK)
        code = put_query(r, node->child[1]);
    return code ? code : alk__put_options(r, r->ddl_options, ALK_OPTION_VIEW_END);
}

/* The SELECT that a query begins with; NULL: it begins in another way, with a query around it or in parentheses. */
static const alk_sql *first_select(const alk__render *r, const alk_sql *query)
{
    bool whole = query->kind != ALK__NODE_COMPOUND;
    const alk_sql *first = whole ? query : alk__first_query(query);
    if (first->kind != ALK__NODE_SELECT)
        return NULL;
    const alk__node *select = alk__node_built(first);
    bool offset = alk__last_part(select, ALK__NODE_OFFSET);
    if (whole)
        return offset && r->dialect.rules->limit == ALK_LIMIT_ROW_NUMBER ? NULL : first;
    bool tail = offset || alk__last_part(select, ALK__NODE_ORDER_BY) || alk__last_part(select, ALK__NODE_LIMIT) || alk__last_part(select, ALK__NODE_FETCH);
    return tail ? NULL : first;
}

static int select_into(alk__render *r, const alk__node *node)
{
    const alk_sql *query = node->child[1], *select = first_select(r, query);
    int code = put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK && node->bits & ALK_DDL_TEMPORARY)
        code = alk__unsupported(r, "temporary tables");
    if (code == ALK_OK && !select)
        code = alk__unsupported(r, "CREATE TABLE … AS of a query that does not begin with a SELECT: select from it");
    if (code)
        return code;
    r->into = node->child[0];
    r->into_select = select;
    code = put_query(r, query);
    r->into = r->into_select = NULL;
    return code;
}

static int create_table_as(alk__render *r, const alk__node *node)
{
    if (alk__has_ddl(r, ALK_SQL_DDL_SELECT_INTO))
        return select_into(r, node);
    if (!alk__has(r->dialect.rules, ALK_SQL_CREATE_TABLE_AS))
        return alk__unsupported(r, "CREATE TABLE … AS");
    if (node->bits & ALK_DDL_TEMPORARY && !alk__has_ddl(r, ALK_SQL_DDL_TEMPORARY))
        return alk__unsupported(r, "temporary tables");
    alk__put(r, node->bits & ALK_DDL_TEMPORARY ? "CREATE TEMPORARY" : "CREATE");
    int code = alk__put_options(r, r->ddl_options, ALK_OPTION_TABLE_WORD);
    alk__put(r, " TABLE ");
    if (code == ALK_OK)
        code = put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK)
        code = alk__put_table(r, node->child[0]);
    if (code == ALK_OK)
        code = alk__put_options(r, r->ddl_options, ALK_OPTION_TABLE);
    alk__put(r, " AS ");
    return code ? code : put_query(r, node->child[1]);
}

/* ---- comments ---- */

static int put_commented(alk__render *r, const alk__node *node)
{
    const alk_sql *on = node->child[0];
    alk__constraint c;
    int code;
    if (node->op == ALK__COMMENT_TABLE) {
        alk__put(r, "TABLE ");
        return alk__put_table(r, on);
    }
    if (node->op == ALK__COMMENT_COLUMN) {
        const alk_column *column = alk__column(on);
        alk__put(r, "COLUMN ");
        code = alk__put_table_name(r, alk__table(alk__table_of(column)));
        alk__put(r, ".");
        return code ? code : alk__put_name(r, column->name);
    }
    alk__put(r, "CONSTRAINT ");
    alk__constraint_numbered(alk__table(on), node->spare, &c);
    bool named = false;
    code = alk__put_constraint_name(r, &c, false, &named);
    if (code == ALK_OK && !named)
        return alk__error(ALK_ERROR_COMPILE, "a constraint of table %s has a comment but no name", c.table->name);
    alk__put(r, " ON ");
    return code ? code : alk__put_table_name(r, c.table);
}

/* Where comments stand in definitions: the table is altered, the column defined anew. No comment is an empty one there. */
static int comment_within(alk__render *r, const alk__node *node)
{
    const char *comment = node->text ? node->text : "";
    const alk_column *column = node->op == ALK__COMMENT_COLUMN ? alk__column(node->child[0]) : NULL;
    alk__put(r, "ALTER TABLE ");
    int code = column ? alk__put_table_name(r, alk__table(alk__table_of(column))) : alk__put_table(r, node->child[0]);
    if (code)
        return code;
    alk__put(r, column ? " MODIFY COLUMN " : " COMMENT = ");
    return column ? alk__render_column(r, alk__table(alk__table_of(column)), column, comment) : alk__put_text(r, comment);
}

static int put_property_text(alk__render *r, const char *text)
{
    alk__put(r, ", N");
    return alk__put_text(r, text);
}

/* A variable lives to the end of what is sent, and a script holds more than one comment: each has a variable of its own. */
typedef struct property {
    const alk__node *node;
    const char *schema, *table;
    char variable[24];
} property;

static uint32_t hash_of(const char *text)
{
    return text ? alk__name_hash(text, strlen(text)) : 0;
}

static property property_of(const alk__node *node)
{
    const alk_column *column = node->op == ALK__COMMENT_COLUMN ? alk__column(node->child[0]) : NULL;
    const alk_sql *on = column ? alk__table_of(column) : node->child[0];
    const alk_table *table = alk__table(on);
    const alk__node *named = alk__node_built(on);
    property p = { .node = node, .table = table ? table->name : named->text, .schema = table ? table->schema : named->n ? alk__node_built(named->child[0])->text : NULL };
    uint32_t part = column ? hash_of(column->name) : node->op == ALK__COMMENT_CONSTRAINT ? node->spare + 1 : 0;
    snprintf(p.variable, sizeof p.variable, "@schema_%08x", (unsigned)(hash_of(p.table) ^ 3 * hash_of(p.schema) ^ 5 * part));
    return p;
}

/* What has the property: schema, table, and a column or constraint of it. */
static int put_property_place(alk__render *r, const property *p, bool fixed)
{
    const alk__node *node = p->node;
    const alk_sql *on = node->child[0];
    alk__put(r, ", N'SCHEMA', ");
    alk__put(r, p->variable);
    alk__put(r, ", N'TABLE'");
    int code = put_property_text(r, p->table);
    if (code || node->op == ALK__COMMENT_TABLE) {
        alk__put(r, fixed ? ", NULL, NULL" : "");
        return code;
    }
    alk__put(r, node->op == ALK__COMMENT_COLUMN ? ", N'COLUMN'" : ", N'CONSTRAINT'");
    if (node->op == ALK__COMMENT_COLUMN)
        return put_property_text(r, alk__column(on)->name);
    alk__constraint c;
    alk__buffer made;
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    alk__constraint_numbered(alk__table(on), node->spare, &c);
    code = alk__constraint_name(&made, &c, false);
    alk__name_cut(&made, 0, longest_name(r));
    if (code == ALK_OK && (code = alk__buffer_status(&made)) == ALK_OK)
        code = made.length ? put_property_text(r, made.data) : alk__error(ALK_ERROR_COMPILE, "a constraint of table %s has a comment but no name", c.table->name);
    alk__buffer_free(&made);
    return code;
}

/* The schema by the table's name, so that of a table without one it is the session's. */
static int put_property_schema(alk__render *r, const property *p, const alk_sql *table)
{
    alk__buffer_printf(&r->out, "DECLARE %s sysname; SET %s = OBJECT_SCHEMA_NAME(OBJECT_ID(N'", p->variable, p->variable);
    size_t begin = r->out.length, marks = r->schema_marks.count;
    int code = alk__put_table(r, table);
    if (code == ALK_OK && (code = alk__buffer_status(&r->out)) == ALK_OK && memchr(r->out.data + begin, '\'', r->out.length - begin))
        return alk__unsupported(r, "comments of a table whose name holds a '");
    for (size_t i = marks; i < r->schema_marks.count; i++)
        ((alk__schema_mark *)alk__vector_at(&r->schema_marks, i))->in_text = true;
    alk__put(r, "')); ");
    return code;
}

static int put_property_call(alk__render *r, const property *p, const char *what)
{
    alk__buffer_printf(&r->out, "EXEC sp_%sextendedproperty N'MS_Description'", what);
    int code = p->node->text ? put_property_text(r, p->node->text) : ALK_OK;
    return code ? code : put_property_place(r, p, false);
}

/* A comment that is an extended property is added once, and then updated or dropped. That of a table which was just made is new. */
static int comment_property(alk__render *r, const alk__node *node)
{
    const alk_sql *on = node->op == ALK__COMMENT_COLUMN ? alk__table_of(alk__column(node->child[0])) : node->child[0];
    property p = property_of(node);
    if (p.schema && strchr(p.schema, '.'))
        return without(r, node, "comments of a table in another database");
    int code = put_property_schema(r, &p, on);
    if (code || node->bits & ALK__DDL_WHERE_NEEDED)
        return code ? code : put_property_call(r, &p, "add");
    alk__put(r, "IF EXISTS (SELECT 1 FROM fn_listextendedproperty(N'MS_Description'");
    code = put_property_place(r, &p, true);
    alk__put(r, ")) ");
    if (code == ALK_OK)
        code = put_property_call(r, &p, node->text ? "update" : "drop");
    if (code || !node->text)
        return code;
    alk__put(r, " ELSE ");
    return put_property_call(r, &p, "add");
}

static int comment_on(alk__render *r, const alk__node *node)
{
    if (alk__has_ddl(r, ALK_SQL_DDL_COMMENT_PROPERTIES))
        return comment_property(r, node);
    bool within = alk__has(r->dialect.rules, ALK_SQL_INLINE_COMMENTS) && node->op != ALK__COMMENT_CONSTRAINT && !(node->bits & ALK__DDL_WHERE_NEEDED);
    if (within)
        return comment_within(r, node);
    if (!alk__has(r->dialect.rules, ALK_SQL_COMMENTS))
        return without(r, node, "COMMENT ON");
    alk__put(r, "COMMENT ON ");
    int code = put_commented(r, node);
    alk__put(r, " IS ");
    if (code == ALK_OK && node->text)
        return alk__put_text(r, node->text);
    alk__put(r, "NULL");
    return code;
}

/* ---- types ---- */

/* Begins and ends a block that does nothing where the thing is there already. The quotes around it may not stand in it. */
#define BLOCK "$alkahest$"

static bool begin_block(alk__render *r, const alk__node *node)
{
    if (!(node->bits & ALK_DDL_IF_NOT_EXISTS) || !alk__has_ddl(r, ALK_SQL_DDL_TYPE_DO))
        return false;
    alk__put(r, "DO " BLOCK " BEGIN ");
    return true;
}

static int end_block(alk__render *r, size_t from)
{
    if (alk__buffer_status(&r->out) == ALK_OK && strstr(r->out.data + from + sizeof "DO " BLOCK - 1, BLOCK))
        return alk__error(ALK_ERROR_COMPILE, "the definition of a type holds " BLOCK);
    alk__put(r, "; EXCEPTION WHEN duplicate_object THEN NULL; END " BLOCK);
    return ALK_OK;
}

static int put_type_body(alk__render *r, const alk__node *node, bool in_block)
{
    alk__put(r, "CREATE TYPE ");
    int code = in_block ? ALK_OK : put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK)
        code = put_own_name(r, node);
    alk__put(r, " AS ENUM (");
    if (code == ALK_OK)
        code = alk__render_list(r, node->child + 1, node->n - 1, ", ");
    alk__put(r, ")");
    return code;
}

static int put_domain_check(alk__render *r, const alk__node *node)
{
    int code = ALK_OK;
    if (text_in(node, 2)) {
        alk__put(r, " CONSTRAINT ");
        code = alk__put_short_name(r, text_in(node, 2));
    }
    if (code || !text_in(node, 1))
        return code;
    alk__put(r, " CHECK (");
    code = alk__put_sql(r, text_in(node, 1), "a domain's CHECK");
    alk__put(r, ")");
    return code;
}

static int put_domain_body(alk__render *r, const alk__node *node, bool in_block)
{
    alk__put(r, "CREATE DOMAIN ");
    int code = in_block ? ALK_OK : put_if(r, node, "IF NOT EXISTS");
    if (code == ALK_OK)
        code = put_own_name(r, node);
    alk__put(r, " AS ");
    if (code == ALK_OK)
        code = alk__put_type(r, node->type, false);
    if (code == ALK_OK)
        code = alk__put_collate(r, text_in(node, 5), text_in(node, 4));
    if (code == ALK_OK && text_in(node, 3)) {
        alk__put(r, " DEFAULT ");
        code = alk__put_sql(r, text_in(node, 3), "a domain's default");
    }
    if (node->op)
        alk__put(r, " NOT NULL");
    return code ? code : put_domain_check(r, node);
}

static int create_type(alk__render *r, const alk__node *node)
{
    bool domain = node->sql.kind == ALK__NODE_CREATE_DOMAIN;
    if (domain ? !alk__has_ddl(r, ALK_SQL_DDL_DOMAINS) : !alk__has(r->dialect.rules, ALK_SQL_ENUM_TYPES))
        return without(r, node, domain ? "domains" : "types of enumerations");
    size_t from = r->out.length;
    bool in_block = begin_block(r, node);
    int code = domain ? put_domain_body(r, node, in_block) : put_type_body(r, node, in_block);
    return code || !in_block ? code : end_block(r, from);
}

/* ---- conditional ---- */

static int conditional(alk__render *r, const alk__node *node)
{
    return is_named_in(r->dialect.name, node->text) == (node->op == 0) ? alk__render_node(r, node->child[0]) : ALK_OK;
}

/* Whether what is dropped can have been there; if not, it is nothing or an error. */
static bool has_kind(const alk__render *r, uint16_t kind)
{
    switch (kind) {
    case ALK__NODE_DROP_SEQUENCE:
        return alk__has(r->dialect.rules, ALK_SQL_SEQUENCES);
    case ALK__NODE_DROP_TYPE:
        return alk__has(r->dialect.rules, ALK_SQL_ENUM_TYPES);
    case ALK__NODE_DROP_DOMAIN:
        return alk__has_ddl(r, ALK_SQL_DDL_DOMAINS);
    default:
        return true;
    }
}

static int render(alk__render *r, const alk__node *node)
{
    if (!has_kind(r, node->sql.kind))
        return without(r, node, alk__node_words(&node->sql));
    switch (node->sql.kind) {
    case ALK__NODE_CREATE_TABLE:
        if (node->bits & ALK_DDL_IF_NOT_EXISTS && !(node->bits & ALK__DDL_WHERE_NEEDED) && !alk__has(r->dialect.rules, ALK_SQL_IF_EXISTS))
            return alk__unsupported(r, "IF NOT EXISTS");
        return alk__render_create_table(r, node);
    case ALK__NODE_DROP_TABLE:
        return drop(r, node, "TABLE");
    case ALK__NODE_CREATE_TABLE_AS:
        return create_table_as(r, node);
    case ALK__NODE_CREATE_INDEX:
        return create_index(r, node);
    case ALK__NODE_DROP_INDEX:
        return drop_index(r, node);
    case ALK__NODE_ADD_CONSTRAINT:
        return add_constraint(r, node);
    case ALK__NODE_DROP_CONSTRAINT:
        return drop_constraint(r, node);
    case ALK__NODE_CREATE_SCHEMA: case ALK__NODE_DROP_SCHEMA:
        return schema(r, node, node->sql.kind == ALK__NODE_CREATE_SCHEMA);
    case ALK__NODE_CREATE_SEQUENCE:
        return create_sequence(r, node);
    case ALK__NODE_DROP_SEQUENCE:
        return drop(r, node, "SEQUENCE");
    case ALK__NODE_CREATE_VIEW:
        return create_view(r, node);
    case ALK__NODE_DROP_VIEW:
        return drop(r, node, node->bits & ALK_DDL_MATERIALIZED ? "MATERIALIZED VIEW" : "VIEW");
    case ALK__NODE_COMMENT_ON:
        return comment_on(r, node);
    case ALK__NODE_CREATE_TYPE: case ALK__NODE_CREATE_DOMAIN:
        return create_type(r, node);
    case ALK__NODE_DROP_TYPE:
        return drop(r, node, "TYPE");
    case ALK__NODE_DROP_DOMAIN:
        return drop(r, node, "DOMAIN");
    case ALK__NODE_DDL_TEXT:
        alk__put(r, node->text);
        return ALK_OK;
    case ALK__NODE_DDL_IF:
        return conditional(r, node);
    case ALK__NODE_DDL_PLACED:
        return alk__render_node(r, node->child[0]);
    case ALK__NODE_DDL_OPTIONS:
        return with_options(r, node);
    default:
        return alk__error(ALK_ERROR_COMPILE, "%s cannot stand there", alk__node_words(&node->sql));
    }
}

int alk__render_ddl(alk__render *r, const alk__node *node)
{
    bool in_ddl = r->in_ddl;
    r->in_ddl = true;
    int code = render(r, node);
    r->in_ddl = in_ddl;
    return code ? code : alk__buffer_status(&r->out);
}
