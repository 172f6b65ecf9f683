/* SPDX-License-Identifier: MIT
 * Rendering queries: SELECT with its clauses in SQL's order, compounds, and how many rows there are. */
#include "base/error.h"
#include "compile/ddl.h"
#include "compile/override.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

/* ---- how many rows ---- */

static int put_count(alk__render *r, const alk__node *clause)
{
    const char *before = r->hint;
    r->hint = NULL;
    int code = alk__render_operand(r, clause->child[0], ALK__OP_CUSTOM);
    r->hint = before;
    return code;
}

/* A number or parameter, or text of the program's own. */
static bool is_plain_count(const alk__node *clause)
{
    uint16_t kind = clause->child[0]->kind;
    return kind == ALK__NODE_VALUE || kind == ALK__NODE_PARAM || kind == ALK__NODE_LITERAL || kind == ALK__NODE_RAW;
}

/* Where LIMIT is the database's own word, FETCH takes an expression in parentheses alone. */
static int put_fetch_count(alk__render *r, const alk__node *clause)
{
    bool parens = r->dialect.rules->limit != ALK_LIMIT_STANDARD && r->dialect.rules->limit != ALK_LIMIT_TOP && !is_plain_count(clause);
    alk__put(r, parens ? "(" : "");
    int code = put_count(r, clause);
    alk__put(r, parens ? ")" : "");
    return code;
}

static int standard_limit(alk__render *r, const alk__node *limit, const alk__node *offset, unsigned bits, bool wants_offset)
{
    int code = ALK_OK;
    if (offset || (wants_offset && limit)) {
        alk__put(r, " OFFSET ");
        if (offset)
            code = put_fetch_count(r, offset);
        else
            alk__put(r, "0");
        alk__put(r, " ROWS");
    }
    if (code == ALK_OK && limit) {
        alk__put(r, " FETCH FIRST ");
        code = put_fetch_count(r, limit);
        alk__put(r, bits & ALK_FETCH_PERCENT ? " PERCENT ROWS " : " ROWS ");
        alk__put(r, bits & ALK_FETCH_WITH_TIES ? "WITH TIES" : "ONLY");
    }
    return code;
}

static int limit_offset(alk__render *r, const alk__node *limit, const alk__node *offset)
{
    int code = ALK_OK;
    if (limit) {
        alk__put(r, " LIMIT ");
        code = put_count(r, limit);
    } else if (offset && r->dialect.rules->limit_all) {
        alk__put(r, " LIMIT ");
        alk__put(r, r->dialect.rules->limit_all);
    }
    if (code == ALK_OK && offset) {
        alk__put(r, " OFFSET ");
        code = put_count(r, offset);
    }
    return code;
}

static int limit_comma(alk__render *r, const alk__node *limit, const alk__node *offset)
{
    int code = ALK_OK;
    if ((limit && !is_plain_count(limit)) || (offset && !is_plain_count(offset)))
        return alk__unsupported(r, "expressions in LIMIT and OFFSET");
    alk__put(r, " LIMIT ");
    if (offset) {
        code = put_count(r, offset);
        alk__put(r, ", ");
    }
    if (code == ALK_OK && limit)
        code = put_count(r, limit);
    else
        alk__put(r, r->dialect.rules->limit_all ? r->dialect.rules->limit_all : "18446744073709551615");
    return code;
}

/* Whether TOP in front of the columns does it all. */
static bool top_alone(const alk__node *statement)
{
    const alk__node *fetch = alk__last_part(statement, ALK__NODE_FETCH);
    return statement->sql.kind == ALK__NODE_SELECT && !alk__last_part(statement, ALK__NODE_OFFSET) && (alk__last_part(statement, ALK__NODE_LIMIT) || fetch);
}

static int put_top(alk__render *r, const alk__node *statement)
{
    const alk__node *limit = alk__last_part(statement, ALK__NODE_LIMIT), *fetch = alk__last_part(statement, ALK__NODE_FETCH);
    bool has_top = r->dialect.rules->limit == ALK_LIMIT_TOP || r->dialect.rules->limit == ALK_LIMIT_ROW_NUMBER;
    if (!has_top || !top_alone(statement))
        return ALK_OK;
    alk__put(r, "TOP (");
    int code = put_count(r, fetch ? fetch : limit);
    alk__put(r, ") ");
    if (fetch)
        alk__put(r, fetch->bits & ALK_FETCH_PERCENT ? "PERCENT " : "");
    if (fetch)
        alk__put(r, fetch->bits & ALK_FETCH_WITH_TIES ? "WITH TIES " : "");
    return code;
}

static int put_limit(alk__render *r, const alk__node *statement)
{
    const alk__node *limit = alk__last_part(statement, ALK__NODE_LIMIT), *offset = alk__last_part(statement, ALK__NODE_OFFSET);
    const alk__node *fetch = alk__last_part(statement, ALK__NODE_FETCH);
    uint8_t style = r->dialect.rules->limit;
    if ((!limit && !offset && !fetch) || r->counted == statement)
        return ALK_OK;
    if (style == ALK_LIMIT_TOP || style == ALK_LIMIT_ROW_NUMBER) {
        if (top_alone(statement))
            return ALK_OK;
        if (style == ALK_LIMIT_ROW_NUMBER)
            return alk__unsupported(r, "LIMIT of a compound in this version: select from it");
        if (fetch && fetch->bits)
            return alk__unsupported(r, "FETCH FIRST … PERCENT or WITH TIES beside OFFSET, or of a compound");
        if (!alk__last_part(statement, ALK__NODE_ORDER_BY))
            return alk__error(ALK_ERROR_COMPILE, "%s wants an ORDER BY where there is an OFFSET, or a LIMIT of a compound", r->dialect.name);
        return standard_limit(r, fetch ? fetch : limit, offset, fetch ? fetch->bits : 0, true);
    }
    if (fetch && (style == ALK_LIMIT_STANDARD || alk__has(r->dialect.rules, ALK_SQL_FETCH) || fetch->bits)) {
        if (style != ALK_LIMIT_STANDARD && !alk__has(r->dialect.rules, ALK_SQL_FETCH))
            return alk__unsupported(r, "FETCH FIRST … PERCENT or WITH TIES");
        if (fetch->bits & ALK_FETCH_PERCENT && style != ALK_LIMIT_STANDARD && r->dialect.rules != &alk__standard_rules)
            return alk__unsupported(r, "FETCH FIRST … PERCENT");
        return standard_limit(r, fetch, offset, fetch->bits, false);
    }
    limit = fetch ? fetch : limit;
    return style == ALK_LIMIT_STANDARD ? standard_limit(r, limit, offset, 0, false) : style == ALK_LIMIT_COMMA ? limit_comma(r, limit, offset) : limit_offset(r, limit, offset);
}

/* ---- clauses ---- */

/* Terms of which some databases let a label be one, as a whole. */
static int group_list(alk__render *r, const alk_sql *const *terms, size_t n)
{
    const alk_sql *before = r->order_label;
    bool labels = !(r->dialect.rules->more & ALK_SQL_MORE_NO_GROUP_LABELS);
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        alk__put(r, i ? ", " : "");
        r->order_label = labels && terms[i]->kind == ALK__NODE_LABEL_REF ? terms[i] : NULL;
        code = alk__render_node(r, terms[i]);
    }
    r->order_label = before;
    return code;
}

static int terms_of(alk__render *r, const alk__node *statement, uint16_t kind, const char *keyword, bool order)
{
    const alk__node *part;
    int code = ALK_OK;
    bool first = true;
    for (size_t i = 0; code == ALK_OK && (part = alk__part(statement, kind, &i));) {
        if (part->n == 0)
            continue;
        alk__put(r, first ? keyword : ", ");
        first = false;
        code = order ? alk__render_order_by(r, part->child, part->n) : group_list(r, part->child, part->n);
    }
    return code;
}

/* An order that means nothing, and that the database refuses: of a query in another that takes all its rows. The query of an INSERT is the first by itself. */
static bool is_order_lost(const alk__render *r, const alk__node *statement)
{
    return r->dialect.rules->more & ALK_SQL_MORE_NO_INNER_ORDER && r->level > (r->target ? 2U : 1U) && !alk__last_part(statement, ALK__NODE_LIMIT) &&
           !alk__last_part(statement, ALK__NODE_OFFSET) && !alk__last_part(statement, ALK__NODE_FETCH);
}

static int order_by(alk__render *r, const alk__node *statement)
{
    const alk__node *before = r->ordering;
    if ((r->counted == statement && r->dialect.rules->limit == ALK_LIMIT_ROW_NUMBER) || is_order_lost(r, statement))
        return ALK_OK;
    r->ordering = statement;
    int code = terms_of(r, statement, ALK__NODE_ORDER_BY, " ORDER BY ", true);
    r->ordering = before;
    return code;
}

/* GROUP BY ROLLUP (a, b), which some write as a, b WITH ROLLUP. */
static int group_terms(alk__render *r, const alk__node *statement)
{
    const alk__node *part = alk__last_part(statement, ALK__NODE_GROUP_BY);
    const alk__node *term = part && part->n == 1 ? alk__node_built(part->child[0]) : NULL;
    if (term && term->sql.kind == ALK__NODE_FUNC && strcmp(term->text, "ROLLUP") == 0 && alk__has(r->dialect.rules, ALK_SQL_WITH_ROLLUP)) {
        alk__put(r, " GROUP BY ");
        int code = group_list(r, term->child, term->n);
        alk__put(r, " WITH ROLLUP");
        return code;
    }
    return terms_of(r, statement, ALK__NODE_GROUP_BY, " GROUP BY ", false);
}

static int group_by(alk__render *r, const alk__node *statement)
{
    const alk__node *before = r->ordering;
    r->ordering = statement;
    int code = group_terms(r, statement);
    r->ordering = before;
    return code;
}

static const alk_sql *table_of(const alk_sql *of)
{
    if (of->kind == ALK__NODE_COLUMN)
        return alk__table_of(alk__column(of));
    return of->kind == ALK__NODE_COLUMN_OF || of->kind == ALK__NODE_COLUMN_AT ? alk__node_built(of)->child[0] : of;
}

/* A table whose columns are known, by one of them, whichever. */
static int locked_by_column(alk__render *r, const alk_sql *table)
{
    const alk_sql *column = alk__column_of_from(table, 0);
    if (table->kind == ALK__NODE_TABLE)
        return alk__render_node(r, column);
    alk_sql *seen = alk_column_of(table, alk__column_name(column));
    int code = seen->kind == ALK__NODE_ERROR ? alk__node_raise(seen) : alk__render_node(r, seen);
    alk__node_sink(seen);
    return code;
}

/* What FOR UPDATE OF names: a table, those of a join, or a column where the database wants one. */
static int locked(alk__render *r, const alk_sql *of)
{
    if (of->kind == ALK__NODE_JOIN) {
        int code = locked(r, alk__node_built(of)->child[0]);
        alk__put(r, ", ");
        return code ? code : locked(r, alk__node_built(of)->child[1]);
    }
    const alk_sql *table = table_of(of);
    if (of != table && r->dialect.rules->more & ALK_SQL_MORE_FOR_UPDATE_OF_COLUMNS)
        return alk__render_node(r, of);
    if (r->dialect.rules->more & ALK_SQL_MORE_FOR_UPDATE_OF_COLUMNS && alk__column_of_from(of, 0) && alk__column_name(alk__column_of_from(of, 0)))
        return locked_by_column(r, of);
    const char *name = alk__node_class_of(table) == ALK__CLASS_FROM ? alk__from_name(r, table) : NULL;
    return name ? alk__put_name(r, name) : alk__render_node(r, of);
}

/* Columns of one table lock it once. */
static bool is_locked_before(const alk__render *r, const alk__node *clause, uint32_t at)
{
    const alk_sql *table = table_of(clause->child[at]);
    bool by_column = r->dialect.rules->more & ALK_SQL_MORE_FOR_UPDATE_OF_COLUMNS;
    for (uint32_t i = 0; i < at; i++)
        if (by_column ? clause->child[i] == clause->child[at] : table && table_of(clause->child[i]) == table)
            return true;
    return false;
}

/* What is done about rows that somebody else has locked. */
static const char *wait_words(const alk__node *clause)
{
    return clause->bits & ALK_FOR_NOWAIT ? " NOWAIT" : clause->bits & ALK_FOR_SKIP_LOCKED ? " SKIP LOCKED" : "";
}

static int for_update(alk__render *r, const alk__node *statement)
{
    const alk__node *clause = alk__last_part(statement, ALK__NODE_FOR_UPDATE);
    const alk_sql_rules *rules = r->dialect.rules;
    if (clause && rules->more & ALK_SQL_MORE_LOCK_HINTS && !r->locked)
        return alk__unsupported(r, "FOR UPDATE of what is no table: lock the tables in their own query");
    if (!clause || r->counted == statement || !alk__has(rules, ALK_SQL_FOR_UPDATE))   /* a database that locks as a whole has nothing to lock here */
        return ALK_OK;
    if (rules->more & ALK_SQL_MORE_NO_LIMIT_LOCK && rules->limit == ALK_LIMIT_STANDARD &&
        (alk__last_part(statement, ALK__NODE_LIMIT) || alk__last_part(statement, ALK__NODE_OFFSET) || alk__last_part(statement, ALK__NODE_FETCH)))
        return alk__unsupported(r, "FOR UPDATE beside LIMIT: lock the rows by their keys");
    bool share = clause->bits & ALK_FOR_SHARE, key = clause->bits & ALK_FOR_KEY && alk__has(rules, ALK_SQL_FOR_KEY);
    const char *wait = alk__has(rules, ALK_SQL_FOR_WAIT) ? wait_words(clause) : "";
    if (share && rules->share_word) {
        alk__put(r, rules->share_word);
        alk__put(r, wait);
        return ALK_OK;
    }
    alk__put(r, share && alk__has(rules, ALK_SQL_FOR_SHARE) ? (key ? " FOR KEY SHARE" : " FOR SHARE") : key ? " FOR NO KEY UPDATE" : " FOR UPDATE");
    int code = ALK_OK;
    if (clause->n && alk__has(rules, ALK_SQL_FOR_UPDATE_OF)) {
        alk__put(r, " OF ");
        for (uint32_t i = 0; code == ALK_OK && i < clause->n; i++) {
            if (is_locked_before(r, clause, i))
                continue;
            alk__put(r, i ? ", " : "");
            code = locked(r, clause->child[i]);
        }
    }
    alk__put(r, wait);
    return code;
}

/* The table that a FROM is, by whatever name. */
static const alk_sql *table_behind(const alk_sql *from)
{
    while (from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SAMPLE)
        from = alk__node_built(from)->child[0];
    return from->kind == ALK__NODE_TABLE || from->kind == ALK__NODE_TABLE_NAME ? from : NULL;
}

static bool is_to_lock(const alk__node *clause, const alk_sql *from)
{
    for (uint32_t i = 0; i < clause->n; i++) {
        const alk_sql *of = table_of(clause->child[i]);
        if (of && alk__from_holds(of, from))
            return true;
    }
    return clause->n == 0;
}

/* Where rows are locked by a hint of their table. Only some levels pass over what others have locked; that of HOLDLOCK does not. */
int alk__render_lock_hint(alk__render *r, const alk_sql *from)
{
    const alk__node *clause = r->hinted && r->dialect.rules->more & ALK_SQL_MORE_LOCK_HINTS ? alk__last_part(r->hinted, ALK__NODE_FOR_UPDATE) : NULL;
    if (!clause || !is_to_lock(clause, from))
        return ALK_OK;
    const alk_sql *inner = from;
    while (inner->kind == ALK__NODE_ALIAS)
        inner = alk__node_built(inner)->child[0];
    if (inner->kind == ALK__NODE_SUBQUERY)
        return alk__unsupported(r, "FOR UPDATE of a query in FROM: name the tables to lock, or lock them in it");
    if (!table_behind(from))
        return ALK_OK;
    if (alk__has_table_hint(r, from))
        return alk__unsupported(r, "FOR UPDATE beside a hint of the same table: write all of it in the hint");
    bool share = clause->bits & ALK_FOR_SHARE, skip = clause->bits & ALK_FOR_SKIP_LOCKED, nowait = clause->bits & ALK_FOR_NOWAIT;
    alk__put(r, !share ? " WITH (UPDLOCK, ROWLOCK" : skip && !nowait ? " WITH (REPEATABLEREAD, ROWLOCK" : " WITH (HOLDLOCK, ROWLOCK");
    alk__put(r, nowait ? ", NOWAIT)" : skip ? ", READPAST)" : ")");
    r->locked = true;
    return ALK_OK;
}

static int distinct(alk__render *r, const alk__node *statement)
{
    const alk__node *clause = alk__last_part(statement, ALK__NODE_DISTINCT);
    if (!clause)
        return ALK_OK;
    if (!clause->n || !clause->op) {
        alk__put(r, "DISTINCT ");
        return ALK_OK;
    }
    if (!alk__has(r->dialect.rules, ALK_SQL_DISTINCT_ON))
        return alk__unsupported(r, "DISTINCT ON");
    alk__put(r, "DISTINCT ON (");
    const alk__node *before = r->ordering;
    r->ordering = statement;
    int code = group_list(r, clause->child, clause->n);
    r->ordering = before;
    alk__put(r, ") ");
    return code;
}

/* ---- statements ---- */

/* Rows are chosen before they are counted. Inside another query an aggregate may be of the outer one, which the database knows better. */
static int no_aggregate(const alk__render *r, const alk__node *node)
{
    const alk__node *where;
    for (size_t i = 0; !r->scope->outer && (where = alk__part(node, ALK__NODE_WHERE, &i));)
        if (where->sql.flags & ALK__NODE_HAS_AGGREGATE)
            return alk__error(ALK_ERROR_COMPILE, "WHERE holds an aggregate, which has no value yet there: give the condition to alk_having()");
    return ALK_OK;
}

/* The column by which SQL Server counted before it had OFFSET. */
static int row_number(alk__render *r, const alk__node *node)
{
    if (r->counted != node || r->dialect.rules->limit != ALK_LIMIT_ROW_NUMBER)
        return ALK_OK;
    if (!alk__last_part(node, ALK__NODE_ORDER_BY))
        return alk__error(ALK_ERROR_COMPILE, "%s wants an ORDER BY where there is an OFFSET", r->dialect.name);
    if (alk__last_part(node, ALK__NODE_DISTINCT))
        return alk__unsupported(r, "OFFSET beside DISTINCT in this version");
    alk__put(r, ", ROW_NUMBER() OVER (");
    int code = terms_of(r, node, ALK__NODE_ORDER_BY, "ORDER BY ", true);
    alk__put(r, ") AS alk_rn");
    return code;
}

/* Where a SELECT from nothing needs a FROM. */
static bool wants_dual(const alk__render *r, const alk__node *node)
{
    return alk__has(r->dialect.rules, ALK_SQL_FROM_DUAL) || (r->dialect.rules->more & ALK_SQL_MORE_DUAL_BESIDE_WHERE && alk__last_part(node, ALK__NODE_WHERE));
}

/* Columns that the query around a counted one locks, although they are not selected. */
static int locked_columns(alk__render *r, const alk__node *node, alk__vector *names)
{
    const alk__node *clause = alk__last_part(node, ALK__NODE_FOR_UPDATE);
    int code = ALK_OK;
    r->n_selected = names->count;
    for (uint32_t i = 0; code == ALK_OK && clause && i < clause->n; i++) {
        const char *name = alk__column_name(clause->child[i]);
        if (!name || alk__is_taken(names, name))
            continue;
        alk__put(r, ", ");
        code = alk__render_node(r, clause->child[i]);
        const char **entry = alk__vector_push(names);
        if (!entry)
            return alk__error_code();
        *entry = name;
    }
    return code;
}

/* What stands behind the groups. */
static int select_end(alk__render *r, const alk__node *node)
{
    int code = order_by(r, node);
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_ORDER_BY, " ", "");
    if (code == ALK_OK)
        code = put_limit(r, node);
    if (code == ALK_OK)
        code = for_update(r, node);
    return code ? code : alk__render_last_hints(r, node);
}

static int select_body(alk__render *r, const alk__node *node, const alk__from_list *froms)
{
    alk__put(r, "SELECT ");
    alk__vector *wanted = r->wanted;
    r->wanted = NULL;
    int code = alk__render_first_hints(r, node);
    if (code == ALK_OK)
        code = distinct(r, node);
    if (code == ALK_OK)
        code = put_top(r, node);
    r->wanted = wanted;
    if (code == ALK_OK)
        code = alk__render_columns(r, node, node->child, node->n);
    r->wanted = NULL;
    if (code == ALK_OK && r->counted == node && wanted)
        code = locked_columns(r, node, wanted);
    if (code == ALK_OK)
        code = row_number(r, node);
    if (code == ALK_OK && &node->sql == r->into_select) {
        alk__put(r, " INTO ");
        code = alk__put_table(r, r->into);
        if (code == ALK_OK)
            code = alk__put_options(r, r->ddl_options, ALK_OPTION_TABLE);
    }
    if (code == ALK_OK && froms->items.count) {
        alk__put(r, " FROM ");
        code = alk__render_from_list(r, froms);
    } else if (code == ALK_OK && wants_dual(r, node))
        alk__put(r, " FROM DUAL");
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_FROM, " ", "");
    if (code == ALK_OK)
        code = no_aggregate(r, node);
    if (code == ALK_OK)
        code = alk__render_conditions(r, node, ALK__NODE_WHERE, " WHERE ");
    if (code == ALK_OK && &node->sql == r->wants_where && froms->items.count && !alk__last_part(node, ALK__NODE_WHERE))
        alk__put(r, " WHERE 1 = 1");
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_WHERE, " ", "");
    if (code == ALK_OK)
        code = group_by(r, node);
    if (code == ALK_OK)
        code = alk__render_conditions(r, node, ALK__NODE_HAVING, " HAVING ");
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_GROUP_BY, " ", "");
    return code ? code : select_end(r, node);
}

static int render_select(alk__render *r, const alk__node *node)
{
    alk__from_list froms;
    alk__scope scope, *outer = r->scope;
    bool unqualified = r->unqualified, from_only = r->from_only;
    const alk__node *ordering = r->ordering;
    int code = alk__from_collect(r, node, &froms);
    r->ordering = NULL;
    if (code == ALK_OK)
        alk__lint_froms(r, node, &froms);
    scope = (alk__scope){ .outer = outer, .froms = froms.all.items, .n_froms = froms.all.count };
    r->scope = &scope;
    r->unqualified = false;
    r->from_only = false;
    const alk__node *hinted = r->hinted;
    bool locked = r->locked;
    r->hinted = node;
    r->locked = false;
    if (code == ALK_OK)
        code = select_body(r, node, &froms);
    r->hinted = hinted;
    r->locked = locked;
    r->scope = outer;
    r->unqualified = unqualified;
    r->from_only = from_only;
    r->ordering = ordering;
    alk__from_free(&froms);
    return code;
}

static bool has_tail(const alk__node *query)
{
    return alk__last_part(query, ALK__NODE_ORDER_BY) || alk__last_part(query, ALK__NODE_LIMIT) || alk__last_part(query, ALK__NODE_OFFSET) ||
           alk__last_part(query, ALK__NODE_FETCH) || alk__last_part(query, ALK__NODE_FOR_UPDATE);
}

/* A member of a compound. A query with an ORDER BY or LIMIT of its own, or another compound, is set off: in parentheses, or where these are refused as a FROM. */
static int member(alk__render *r, const alk_sql *query, bool first)
{
    const alk__node *node = alk__node_built(query);
    bool set_off = node && (query->kind == ALK__NODE_COMPOUND || (query->kind == ALK__NODE_SELECT && has_tail(node)));
    if (!node || query->kind == ALK__NODE_VALUES)
        return node ? alk__render_values_query(r, node) : alk__render_node(r, query);
    bool parens = !set_off || alk__has(r->dialect.rules, ALK_SQL_COMPOUND_PARENS);
    unsigned level = r->level, columns_level = r->columns_level;
    r->level = level + (parens ? 0 : 1);
    if (first && columns_level == level)                   /* the first query names the columns */
        r->columns_level = r->level + 1;
    alk__put(r, !set_off ? "" : parens ? "(" : "SELECT * FROM (");
    int code = query->kind == ALK__NODE_COMPOUND ? alk__render_query(r, query) : alk__render_bare_query(r, query);
    alk__put(r, !set_off ? "" : !parens && r->wants_where ? ") WHERE 1 = 1" : ")");   /* behind the FROM that was written here */
    r->level = level;
    r->columns_level = columns_level;
    return code;
}

static int equal_widths(const alk__node *compound)
{
    size_t first = alk__width_of(&compound->sql);
    for (uint32_t i = 0; first != SIZE_MAX && i < compound->n; i++) {
        size_t width = alk__node_class_of(compound->child[i]) == ALK__CLASS_QUERY ? alk__width_of(compound->child[i]) : SIZE_MAX;
        if (width != SIZE_MAX && width != first)
            return alk__error(ALK_ERROR_COMPILE, "the queries of a compound have as many columns as the first: %zu, not %zu", first, width);
    }
    return ALK_OK;
}

static int render_compound(alk__render *r, const alk__node *node)
{
    static const char *const words[] = { "", " UNION ", " UNION ALL ", " EXCEPT ", " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL " };
    int code = ALK_OK;
    size_t queries = 0;
    if ((node->op == ALK__EXCEPT_ALL || node->op == ALK__INTERSECT_ALL) && !alk__has(r->dialect.rules, ALK_SQL_EXCEPT_ALL))
        return alk__unsupported(r, "EXCEPT ALL and INTERSECT ALL");
    if (node->op >= ALK__EXCEPT && r->dialect.rules->more & ALK_SQL_MORE_NO_EXCEPT)
        return alk__unsupported(r, "EXCEPT and INTERSECT: ask with alk_exists()");
    code = equal_widths(node);
    for (uint32_t i = 0; code == ALK_OK && i < node->n; i++) {
        if (alk__node_class_of(node->child[i]) == ALK__CLASS_CLAUSE)
            continue;
        if (queries++)
            alk__put(r, node->op == ALK__EXCEPT && r->dialect.rules->except_word ? r->dialect.rules->except_word : words[node->op]);
        code = member(r, node->child[i], queries == 1);
    }
    bool unqualified = r->unqualified;
    r->unqualified = true;                 /* the compound has columns, but no table */
    if (code == ALK_OK)
        code = order_by(r, node);
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_ORDER_BY, " ", "");
    r->unqualified = unqualified;
    if (code == ALK_OK)
        code = put_limit(r, node);
    bool locked = r->locked;
    r->locked = false;                     /* it has no tables of its own */
    code = code ? code : for_update(r, node);
    r->locked = locked;
    return code ? code : alk__render_last_hints(r, node);
}

/* ---- queries around a query that count its rows, where there is neither OFFSET nor FETCH ---- */

static bool is_counted(const alk__render *r, const alk__node *query)
{
    bool offset = alk__last_part(query, ALK__NODE_OFFSET) != NULL;
    switch (r->dialect.rules->limit) {
    case ALK_LIMIT_ROW_NUMBER:
        return offset;
    case ALK_LIMIT_ROWNUM:
        return offset || alk__last_part(query, ALK__NODE_LIMIT) || alk__last_part(query, ALK__NODE_FETCH);
    default:
        return false;
    }
}

/* Puts "SELECT a.x, a.y … FROM (" before what was written since `begin`, and ") a" behind it. */
static int surround(alk__render *r, size_t begin, const alk__vector *names, size_t n, const char *more, const char **alias)
{
    size_t length = r->out.length - begin, n_marks = r->schema_marks.count;
    int code = ALK_OK;
    char *inner = alk_arena_copy(r->arena, r->out.data + begin, length);
    if (!inner || !(*alias = alk__made_up_name(r, "anon")))
        return alk__error_code();
    r->out.length = begin;
    alk__put(r, "SELECT ");
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        const char *name = *(const char **)alk__vector_at(names, i);
        alk__buffer_printf(&r->out, "%s%s.", i ? ", " : "", *alias);
        if (name)
            code = alk__put_name(r, name);
        else if (names->count == 1 && !more[0])
            alk__put(r, "*");
        else
            code = alk__error(ALK_ERROR_COMPILE, "column %zu of a query whose rows %s counts by another query has no name: label it", i + 1, r->dialect.name);
    }
    alk__put(r, more);
    alk__put(r, " FROM (");
    size_t moved = r->out.length - begin;
    for (size_t i = 0; i < n_marks; i++) {
        alk__schema_mark *mark = alk__vector_at(&r->schema_marks, i);
        mark->at += mark->at >= begin ? moved : 0;
    }
    alk__buffer_append(&r->out, inner, length);
    alk__buffer_printf(&r->out, alk__has(r->dialect.rules, ALK_SQL_ALIAS_WITHOUT_AS) ? ") %s" : ") AS %s", *alias);
    return code;
}

static int up_to(alk__render *r, const char *what, const alk__node *limit, const alk__node *offset)
{
    alk__put(r, what);
    alk__put(r, " <= ");
    int code = put_count(r, limit);
    if (code || !offset)
        return code;
    alk__put(r, " + ");
    return put_count(r, offset);
}

static int beyond(alk__render *r, const alk__node *offset)
{
    alk__put(r, " WHERE alk_rn > ");
    return put_count(r, offset);
}

/* FOR UPDATE locks through the query around: its columns are those of that one. */
static int lock_counted(alk__render *r, const alk__node *query, const alk__vector *names, const char *alias)
{
    const alk__node *clause = alk__last_part(query, ALK__NODE_FOR_UPDATE);
    int code = ALK_OK;
    if (!clause || !alk__has(r->dialect.rules, ALK_SQL_FOR_UPDATE))
        return ALK_OK;
    alk__put(r, " FOR UPDATE");
    for (uint32_t i = 0; code == ALK_OK && i < clause->n; i++) {
        const char *name = alk__column_name(clause->child[i]);
        if (!name || !alk__is_taken(names, name))
            return alk__error(ALK_ERROR_COMPILE, "FOR UPDATE OF beside LIMIT names columns on %s", r->dialect.name);
        alk__buffer_printf(&r->out, "%s%s.", i ? ", " : " OF ", alias);
        code = alk__put_name(r, name);
    }
    alk__put(r, wait_words(clause));
    return code;
}

static int count_rows(alk__render *r, const alk__node *query, size_t begin, const alk__vector *names)
{
    const alk__node *limit = alk__last_part(query, ALK__NODE_LIMIT), *offset = alk__last_part(query, ALK__NODE_OFFSET);
    const alk__node *fetch = alk__last_part(query, ALK__NODE_FETCH);
    bool by_rownum = r->dialect.rules->limit == ALK_LIMIT_ROWNUM;
    const char *alias = NULL;
    if (fetch && fetch->bits)
        return alk__unsupported(r, "FETCH FIRST … PERCENT or WITH TIES in this version");
    limit = fetch ? fetch : limit;
    size_t selected = r->n_selected < names->count ? r->n_selected : names->count;
    bool twice = by_rownum && offset;
    int code = surround(r, begin, names, twice ? names->count : selected, twice ? ", ROWNUM AS alk_rn" : "", &alias);
    if (code == ALK_OK && by_rownum && limit)
        code = up_to(r, " WHERE ROWNUM", limit, offset);
    if (code == ALK_OK && twice)
        code = surround(r, begin, names, selected, "", &alias);
    if (code == ALK_OK && offset)
        code = beyond(r, offset);
    if (code == ALK_OK && limit && !by_rownum)
        code = up_to(r, " AND alk_rn", limit, offset);
    if (!by_rownum && r->level == 1 && !r->target)
        alk__put(r, " ORDER BY alk_rn");
    return code ? code : lock_counted(r, query, names, alias);
}

static int raw_query(alk__render *r, const alk__node *node)
{
    const alk_sql *column;
    for (size_t i = 0; r->level == r->columns_level && (column = alk__column_of_from(&node->sql, i)); i++) {
        alk__result_column *entry = alk__vector_push(&r->columns);
        if (!entry)
            return alk__error_code();
        *entry = (alk__result_column){ alk__column_name(column), alk__node_type(column), column->kind == ALK__NODE_COLUMN ? column : NULL };
    }
    return alk__render_node(r, node->child[0]);
}

static int plain_query(alk__render *r, const alk_sql *query)
{
    if (query->kind == ALK__NODE_RAW_QUERY)
        return raw_query(r, alk__node_built(query));
    if (query->kind == ALK__NODE_COMPOUND)
        return render_compound(r, alk__node_built(query));
    return query->kind == ALK__NODE_SELECT ? render_select(r, alk__node_built(query)) : alk__render_node(r, query);
}

static int counted_query(alk__render *r, const alk_sql *query)
{
    const alk__node *before = r->counted, *node = alk__node_built(query);
    size_t begin = r->out.length, selected = r->n_selected;
    alk__vector names, *wanted = r->wanted;
    if (query->kind == ALK__NODE_COMPOUND && r->dialect.rules->limit == ALK_LIMIT_ROW_NUMBER)
        return alk__unsupported(r, "OFFSET of a compound in this version: select from it");
    alk__vector_init_in(&names, sizeof(const char *), r->arena);
    r->counted = node;
    r->wanted = &names;
    r->n_selected = SIZE_MAX;
    int code = plain_query(r, query);
    r->counted = before;
    r->wanted = wanted;
    if (code == ALK_OK && (code = alk__buffer_status(&r->out)) == ALK_OK)
        code = count_rows(r, node, begin, &names);
    if (wanted && code == ALK_OK) {        /* the first member of a compound that is counted too: it names the columns of both */
        names.count = r->n_selected < names.count ? r->n_selected : names.count;
        *wanted = names;
        r->wanted = NULL;
    }
    r->n_selected = selected;
    return code;
}

int alk__render_bare_query(alk__render *r, const alk_sql *query)
{
    const alk__node *node = alk__node_built(query);
    int code = node ? alk__ask_dialect(r, query) : ALK_USE_DEFAULT;
    if (code == ALK_USE_DEFAULT) {
        r->level++;
        code = node && is_counted(r, node) ? counted_query(r, query) : plain_query(r, query);
        r->level--;
    }
    return code ? code : alk__buffer_status(&r->out);
}

int alk__render_query(alk__render *r, const alk_sql *query)
{
    size_t seen = r->nested_ctes.count;
    r->level++;
    int code = alk__render_with(r, query);
    r->level--;
    code = code ? code : alk__render_bare_query(r, query);
    r->nested_ctes.count = seen;
    return code;
}

int alk__render_in_parens(alk__render *r, const alk_sql *query)
{
    unsigned level = r->level;
    r->level = level ? level : 1;          /* even by itself it is no statement */
    alk__put(r, "(");
    int code = alk__render_query(r, query);
    alk__put(r, ")");
    r->level = level;
    return code;
}
