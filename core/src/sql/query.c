/* SPDX-License-Identifier: MIT
 * Statements that read: SELECT, compounds, what they select from, their clauses. A statement keeps its parts as they were given; the compiler sorts them. */
#include <alkahest/query.h>
#include "base/text.h"
#include "sql/node.h"
#include "sql/table.h"
#include <alkahest/value.h>
#include <string.h>

static const alk_type bigint_type = { .kind = ALK_KIND_BIGINT };

static alk_sql *clause(uint16_t kind, uint16_t op, const char *who, const alk_sql *const *list, unsigned takes)
{
    alk__making m = { .kind = kind, .op = op, .takes = takes };
    return alk__node_make_list(&m, who, NULL, list);
}

static alk_sql *one(uint16_t kind, uint16_t bits, const char *who, const alk_sql *child, unsigned takes)
{
    alk__making m = { .kind = kind, .bits = bits, .takes = takes };
    return alk__node_make(&m, who, 1, &child);
}

/* ---- statements ---- */

/* Aggregates of a query are no aggregates of what is around it. */
static alk_sql *closed(alk_sql *statement)
{
    if (alk__node_built(statement))
        statement->flags &= (uint16_t)~(unsigned)ALK__NODE_HAS_AGGREGATE;
    return statement;
}

/* What cannot stand among the parts takes the place of the statement, as an error that knows where that was written. */
static alk_sql *statement_of(alk__making *m, const char *who, const alk_sql *const *parts)
{
    const alk_sql *fault = alk__node_misplaced(m->kind, who, parts, &m->spare);
    if (!fault)
        return closed(alk__node_make_list(m, who, NULL, parts));
    alk__node_sink_list(NULL, parts);
    return alk__node_make(m, who, 1, &fault);
}

alk_sql *alk_select_at(const char *file, int line, const alk_sql *const *parts)
{
    alk__making m = { .kind = ALK__NODE_SELECT, .file = file, .line = line };
    return statement_of(&m, "alk_select()", parts);
}

alk_sql *(alk_select)(const alk_sql *const *parts) { return alk_select_at(NULL, 0, parts); }

static alk_sql *compound(uint16_t op, const char *who, const alk_sql *const *parts)
{
    size_t queries = 0, n = alk__list_length(parts);
    for (size_t i = 0; i < n; i++)
        queries += !parts[i] || alk__node_class_of(parts[i]) != ALK__CLASS_CLAUSE;
    if (queries == 0) {
        alk__node_sink_list(NULL, parts);
        return alk__node_fail("%s needs a query", who);
    }
    alk__making m = { .kind = ALK__NODE_COMPOUND, .op = op };
    return statement_of(&m, who, parts);
}

alk_sql *(alk_union)(const alk_sql *const *parts) { return compound(ALK__UNION, "alk_union()", parts); }
alk_sql *(alk_union_all)(const alk_sql *const *parts) { return compound(ALK__UNION_ALL, "alk_union_all()", parts); }
alk_sql *(alk_except)(const alk_sql *const *parts) { return compound(ALK__EXCEPT, "alk_except()", parts); }
alk_sql *(alk_except_all)(const alk_sql *const *parts) { return compound(ALK__EXCEPT_ALL, "alk_except_all()", parts); }
alk_sql *(alk_intersect)(const alk_sql *const *parts) { return compound(ALK__INTERSECT, "alk_intersect()", parts); }
alk_sql *(alk_intersect_all)(const alk_sql *const *parts) { return compound(ALK__INTERSECT_ALL, "alk_intersect_all()", parts); }

static bool is_statement(const alk_sql *node)
{
    alk__node_class class = alk__node_class_of(node);
    return class == ALK__CLASS_QUERY || class == ALK__CLASS_CHANGE;
}

alk_sql *(alk_extend)(const alk_sql *statement, const alk_sql *const *parts)
{
    if (!statement || statement->kind == ALK__NODE_ERROR || !is_statement(statement)) {
        alk__node_sink_list(NULL, parts);
        if (statement && statement->kind == ALK__NODE_ERROR)
            return (alk_sql *)(uintptr_t)statement;
        alk_sql *fault = alk__node_fail("alk_extend() takes a statement; it was given %s", statement ? alk__node_words(statement) : "NULL");
        alk__node_sink(statement);
        return fault;
    }
    const alk__node *old = alk__node_built(statement);
    uint32_t clauses = old ? old->spare : 0;
    const alk_sql *fault = alk__node_misplaced(statement->kind, "alk_extend()", parts, &clauses);
    if (fault) {
        alk__node_sink_list(statement, parts);
        return (alk_sql *)(uintptr_t)fault;
    }
    size_t more = alk__list_length(parts);
    const alk_sql *few[64];
    alk_arena *arena = old->n + more > 64 ? alk_arena_new() : NULL;
    const alk_sql **all = old->n + more <= 64 ? few : arena ? alk_arena_alloc(arena, (old->n + more) * sizeof *all, 0) : NULL;
    alk_sql *made;
    if (all) {
        memcpy(all, old->child, old->n * sizeof *all);
        if (more)
            memcpy(all + old->n, parts, more * sizeof *all);
        alk__making m = { .kind = statement->kind, .op = old->op, .bits = old->bits, .spare = clauses, .type = old->type, .file = old->text, .line = old->line };
        made = closed(alk__node_make(&m, "alk_extend()", old->n + more, all));
    } else {
        alk__node_sink_list(NULL, parts);
        made = alk__node_no_memory();
    }
    alk_arena_free(arena);
    alk__node_sink(statement);
    return made;
}

/* ---- where rows come from ---- */

alk_sql *alk_table_name(const char *schema, const char *name)
{
    if (!name || !*name)
        return alk__node_fail("alk_table_name() was given no name");
    alk_sql *qualifier = schema && *schema ? alk_name(schema) : NULL;
    alk__making m = { .kind = ALK__NODE_TABLE_NAME, .text = name, .text_length = SIZE_MAX };
    return alk__node_make(&m, "alk_table_name()", qualifier != NULL, (const alk_sql *const[]){ qualifier });
}

alk_sql *(alk_from)(const alk_sql *const *froms) { return clause(ALK__NODE_FROM, 0, "alk_from()", froms, ALK__TAKES_FROM | 1 << ALK__CLASS_LEAF); }

static alk_sql *join(uint16_t op, const char *who, const alk_sql *left, const alk_sql *right, const alk_sql *condition)
{
    alk__making m = { .kind = ALK__NODE_JOIN, .op = op };
    if (right && right->kind != ALK__NODE_ERROR && right->kind != ALK__NODE_RELATIONSHIP && right->kind != ALK__NODE_RAW &&
        alk__node_class_of(right) != ALK__CLASS_FROM && right->kind != ALK__NODE_COLUMN_AT) {
        alk_sql *fault = alk__node_fail("%s takes a table or a relationship; it was given %s", who, alk__node_words(right));
        ALK__SINK(left, right, condition);
        return fault;
    }
    bool whole = !left || left == &alk_end || left->kind == ALK__NODE_ERROR || left->kind == ALK__NODE_RAW || alk__node_class_of(left) == ALK__CLASS_FROM;
    bool sound = !condition || condition->kind == ALK__NODE_ERROR || ALK__TAKES_EXPR & 1u << alk__node_class_of(condition);
    if (!whole || !sound) {
        alk_sql *fault = alk__node_fail("%s was given %s, which cannot stand there", who, alk__node_words(whole ? condition : left));
        ALK__SINK(left, right, condition);
        return fault;
    }
    return alk__node_make(&m, who, condition ? 3 : 2, (const alk_sql *const[]){ left, right, condition });
}

/* A condition that was asked for must be there. */
static alk_sql *join_on(uint16_t op, const char *who, const alk_sql *table, const alk_sql *condition)
{
    if (condition)
        return join(op, who, &alk_end, table, condition);
    alk__node_sink(table);
    return alk__node_fail("%s was given NULL in place of a condition", who);
}

alk_sql *alk_join(const alk_sql *table) { return join(ALK__INNER, "alk_join()", &alk_end, table, NULL); }
alk_sql *alk_left_join(const alk_sql *table) { return join(ALK__LEFT, "alk_left_join()", &alk_end, table, NULL); }
alk_sql *alk_full_join(const alk_sql *table) { return join(ALK__FULL, "alk_full_join()", &alk_end, table, NULL); }
alk_sql *alk_cross_join(const alk_sql *table) { return join(ALK__CROSS, "alk_cross_join()", &alk_end, table, NULL); }
alk_sql *alk_join_on(const alk_sql *table, const alk_sql *condition) { return join_on(ALK__INNER, "alk_join_on()", table, condition); }
alk_sql *alk_left_join_on(const alk_sql *table, const alk_sql *condition) { return join_on(ALK__LEFT, "alk_left_join_on()", table, condition); }
alk_sql *alk_full_join_on(const alk_sql *table, const alk_sql *condition) { return join_on(ALK__FULL, "alk_full_join_on()", table, condition); }
alk_sql *alk_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition) { return join(ALK__INNER, "alk_join_of()", left, right, condition); }
alk_sql *alk_left_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition) { return join(ALK__LEFT, "alk_left_join_of()", left, right, condition); }
alk_sql *alk_full_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition) { return join(ALK__FULL, "alk_full_join_of()", left, right, condition); }

static alk_sql *from_named(uint16_t kind, uint16_t bits, const char *who, const alk_sql *child, const char *name, unsigned takes)
{
    if (name && !*name) {
        alk__node_sink(child);
        return alk__node_fail("%s was given an empty name", who);
    }
    alk__making m = { .kind = kind, .bits = bits, .text = name, .text_length = SIZE_MAX, .takes = takes };
    return alk__node_make(&m, who, 1, &child);
}

alk_sql *alk_alias(const alk_sql *from, const char *name) { return from_named(ALK__NODE_ALIAS, 0, "alk_alias()", from, name, ALK__TAKES_FROM); }

/* What can stand in parentheses as a query. */
static bool is_query(const alk_sql *node)
{
    return alk__node_class_of(node) == ALK__CLASS_QUERY || node->kind == ALK__NODE_RAW || node->kind == ALK__NODE_VALUES;
}

static alk_sql *subquery(uint16_t bits, const char *who, const alk_sql *query, const char *name)
{
    if (!query || query->kind == ALK__NODE_ERROR || is_query(query))
        return from_named(ALK__NODE_SUBQUERY, bits, who, query, name, 0);
    alk_sql *fault = alk__node_fail("%s takes a query; it was given %s", who, alk__node_words(query));
    alk__node_sink(query);
    return fault;
}

alk_sql *alk_subquery(const alk_sql *query, const char *name) { return subquery(0, "alk_subquery()", query, name); }
alk_sql *alk_lateral(const alk_sql *query, const char *name) { return subquery(ALK__LATERAL, "alk_lateral()", query, name); }

/* Names as nodes, after the children that are there already; types: of each, or NULL. */
static alk_sql *with_names(alk__making *m, const char *who, size_t n, const alk_sql *const *children, const char *const *names, const alk_type *const *types)
{
    size_t count = 0;
    while (names && names[count])
        count++;
    alk_arena *arena = alk_arena_new();
    const alk_sql **all = arena ? alk_arena_alloc(arena, (n + count + 1) * sizeof *all, 0) : NULL;
    alk_sql *made;
    if (all) {
        for (size_t i = 0; i < n; i++)
            all[i] = children[i];
        for (size_t i = 0; i < count; i++)
            all[n + i] = alk_name_of(names[i], types ? types[i] : NULL);
        m->spare = (uint32_t)count;
        made = alk__node_make(m, who, n + count, all);
    } else {
        alk__node_sink_all(NULL, n, children);
        made = alk__node_no_memory();
    }
    alk_arena_free(arena);
    return made;
}

alk_sql *alk_cte_of(const alk_sql *statement, const char *name, unsigned flags, const char *const *columns)
{
    alk__making m = { .kind = ALK__NODE_CTE, .flags = ALK__NODE_HAS_CTE, .bits = (uint16_t)flags, .text = name, .text_length = SIZE_MAX };
    bool sound = !statement || statement->kind == ALK__NODE_ERROR || is_statement(statement) || is_query(statement);
    if (!sound || (name && !*name)) {
        alk_sql *fault = sound ? alk__node_fail("alk_cte() was given an empty name") : alk__node_fail("alk_cte() takes a statement; it was given %s", alk__node_words(statement));
        alk__node_sink(statement);
        return fault;
    }
    return columns ? with_names(&m, "alk_cte()", 1, &statement, columns, NULL) : alk__node_make(&m, "alk_cte()", 1, &statement);
}

alk_sql *alk_cte(const alk_sql *query, const char *name) { return alk_cte_of(query, name, 0, NULL); }

alk_sql *alk_cte_hint(const alk_sql *cte, int place, const char *dialect, const char *text)
{
    const alk__node *old = cte && cte->kind == ALK__NODE_CTE ? alk__node_built(cte) : NULL;
    if (cte && cte->kind == ALK__NODE_ERROR)
        return (alk_sql *)(uintptr_t)cte;
    bool sound = old && old->n && (place == ALK_HINT_PREFIX || place == ALK_HINT_SUFFIX);
    alk_sql *hint = sound ? alk_hint(place, dialect, NULL, text) : alk__node_fail("alk_cte_hint() takes a CTE of a query, and ALK_HINT_PREFIX or ALK_HINT_SUFFIX");
    if (hint->kind == ALK__NODE_ERROR) {
        alk__node_sink(cte);
        return hint;
    }
    alk_arena *arena = alk_arena_new();
    const alk_sql **all = arena ? alk_arena_alloc(arena, ((size_t)old->n + 1) * sizeof *all, 0) : NULL;
    alk_sql *made;
    if (all) {
        size_t names = old->spare, before = old->n - names;
        memcpy(all, old->child, before * sizeof *all);
        all[before] = hint;
        memcpy(all + before + 1, old->child + before, names * sizeof *all);
        alk__making m = { .kind = ALK__NODE_CTE, .flags = ALK__NODE_HAS_CTE, .bits = old->bits, .spare = old->spare, .text = old->text, .text_length = SIZE_MAX };
        made = alk__node_make(&m, "alk_cte_hint()", (size_t)old->n + 1, all);
    } else {
        alk__node_sink(hint);
        made = alk__node_no_memory();
    }
    alk_arena_free(arena);
    alk__node_sink(cte);
    return made;
}

alk_sql *alk_cte_self(const char *name)
{
    alk__making m = { .kind = ALK__NODE_CTE, .flags = ALK__NODE_HAS_CTE, .text = name, .text_length = SIZE_MAX };
    return name && *name ? alk__node_make(&m, "alk_cte_self()", 0, NULL) : alk__node_fail("alk_cte_self() was given no name");
}

alk_sql *(alk_with_cte)(const alk_sql *const *ctes)
{
    size_t n = alk__list_length(ctes);
    for (size_t i = 0; i < n; i++)
        if (ctes[i] && ctes[i]->kind != ALK__NODE_ERROR && ctes[i]->kind != ALK__NODE_CTE) {
            alk_sql *fault = alk__node_fail("alk_with_cte() takes CTEs; it was given %s", alk__node_words(ctes[i]));
            alk__node_sink_list(NULL, ctes);
            return fault;
        }
    return clause(ALK__NODE_ADD_CTE, 0, "alk_with_cte()", ctes, 0);
}

alk_sql *(alk_row)(const alk_sql *const *items)
{
    alk__making m = { .kind = ALK__NODE_ROW, .takes = ALK__TAKES_EXPR | ALK__TAKES_CLAUSE };
    return alk__node_make_list(&m, "alk_row()", NULL, items);
}

/* The error that VALUES of such rows is; NULL: none. names: of as many columns; 0: of any number. */
static alk_sql *rows_fault(const char *who, const alk_sql *const *rows, size_t names)
{
    size_t n = alk__list_length(rows), width = 0;
    for (size_t i = 0; i < n; i++) {
        const alk__node *row = rows[i] ? alk__node_built(rows[i]) : NULL;
        if (rows[i] && rows[i]->kind == ALK__NODE_ERROR)
            break;
        if (!row || row->sql.kind != ALK__NODE_ROW || row->n == 0 || (i && row->n != width)) {
            alk__node_sink_list(NULL, rows);
            return alk__node_fail("%s takes alk_row()s of the same length", who);
        }
        width = row->n;
        if (names && width != names && i + 1 == n) {
            alk__node_sink_list(NULL, rows);
            return alk__node_fail("%s was given rows of %zu items, for %zu names", who, width, names);
        }
    }
    return n ? NULL : alk__node_fail("%s needs a row", who);
}

alk_sql *(alk_scalar_values)(const alk_sql *const *rows)
{
    alk_sql *fault = rows_fault("alk_scalar_values()", rows, 0);
    if (fault)
        return fault;
    const alk__node *first = alk__node_built(*rows);
    alk__making m = { .kind = ALK__NODE_SCALAR_VALUES, .type = first && first->sql.kind == ALK__NODE_ROW ? alk__node_type(first->child[0]) : NULL };
    return alk__node_make_list(&m, "alk_scalar_values()", NULL, rows);
}

alk_sql *alk_row_of(const alk_sql *from, const alk_type *type)
{
    alk__making m = { .kind = ALK__NODE_ROW_OF, .type = type, .own_type = type != NULL, .takes = ALK__TAKES_FROM };
    return alk__node_make(&m, "alk_row_of()", 1, &from);
}

alk_sql *alk_values(const char *name, const char *const *columns, const alk_sql *const *rows)
{
    size_t n = alk__list_length(rows), names = 0;
    while (columns && columns[names])
        names++;
    alk_sql *fault = rows_fault("alk_values()", rows, names);
    if (fault)
        return fault;
    if (name && !*name) {
        alk__node_sink_list(NULL, rows);
        return alk__node_fail("alk_values() was given an empty name");
    }
    alk__making m = { .kind = ALK__NODE_VALUES, .text = name, .text_length = SIZE_MAX };
    return with_names(&m, "alk_values()", n, rows, columns, NULL);
}

alk_sql *alk_table_func_of(const alk_sql *function, const char *name, const char *const *columns, const alk_type *const *types, unsigned flags)
{
    uint16_t bits = (uint16_t)((flags & (ALK_WITH_ORDINALITY | ALK_TABLE_FUNC_LATERAL)) | (columns && types ? ALK__TABLE_FUNC_TYPES : 0));
    alk__making m = { .kind = ALK__NODE_TABLE_FUNC, .bits = bits, .text = name, .text_length = SIZE_MAX, .takes = ALK__TAKES_EXPR };
    for (size_t i = 0; types && columns && columns[i]; i++)
        if (!types[i] || types[i]->kind == ALK_KIND_UNKNOWN) {
            alk__node_sink(function);
            return alk__node_fail("alk_table_func_of() was given no type for column %s", columns[i]);
        }
    return with_names(&m, "alk_table_func()", 1, &function, columns, types);
}

alk_sql *alk_table_func(const alk_sql *function, const char *name, const char *const *columns, unsigned flags)
{
    return alk_table_func_of(function, name, columns, NULL, flags);
}

alk_sql *alk_table_sample(const alk_sql *from, const char *method, double percent)
{
    bool sound = !from || from->kind == ALK__NODE_ERROR || alk__node_class_of(from) == ALK__CLASS_FROM;
    size_t word = 0;
    while (method && (alk__is_alpha(method[word]) || method[word] == '_'))
        word++;
    if (!sound || !word || method[word] || !(percent >= 0 && percent <= 100)) {
        alk__node_sink(from);
        return alk__node_fail("alk_table_sample() takes a table, a method's name and 0 to 100 percent");
    }
    alk_sql *share = alk_real(percent);
    alk__making m = { .kind = ALK__NODE_SAMPLE, .text = method, .text_length = SIZE_MAX, .spare = alk__value_spare(share) };
    return alk__node_make(&m, "alk_table_sample()", 2, (const alk_sql *const[]){ from, share });
}

/* ---- clauses ---- */

alk_sql *(alk_where)(const alk_sql *const *conditions) { return clause(ALK__NODE_WHERE, 0, "alk_where()", conditions, ALK__TAKES_EXPR); }
alk_sql *(alk_group_by)(const alk_sql *const *terms) { return clause(ALK__NODE_GROUP_BY, 0, "alk_group_by()", terms, ALK__TAKES_EXPR); }
alk_sql *(alk_having)(const alk_sql *const *conditions) { return clause(ALK__NODE_HAVING, 0, "alk_having()", conditions, ALK__TAKES_EXPR); }
alk_sql *(alk_order_by)(const alk_sql *const *terms) { return clause(ALK__NODE_ORDER_BY, 0, "alk_order_by()", terms, ALK__TAKES_EXPR); }

alk_sql *alk_label_style(int style)
{
    alk__making m = { .kind = ALK__NODE_LABEL_STYLE, .op = (uint16_t)style };
    return style >= ALK_LABELS_DISAMBIGUATED && style <= ALK_LABELS_OF_TABLES ? alk__node_make(&m, "alk_label_style()", 0, NULL)
                                                                              : alk__node_fail("alk_label_style() was given %d, which is no style of labels", style);
}

alk_sql *alk_distinct(void) { return clause(ALK__NODE_DISTINCT, 0, "alk_distinct()", NULL, 0); }
alk_sql *(alk_distinct_on)(const alk_sql *const *terms) { return clause(ALK__NODE_DISTINCT, 1, "alk_distinct_on()", terms, ALK__TAKES_EXPR); }
alk_sql *(alk_correlate)(const alk_sql *const *froms) { return clause(ALK__NODE_CORRELATE, 0, "alk_correlate()", froms, ALK__TAKES_FROM); }
alk_sql *(alk_correlate_except)(const alk_sql *const *froms) { return clause(ALK__NODE_CORRELATE, 1, "alk_correlate_except()", froms, ALK__TAKES_FROM); }

/* A count of rows: an integer that is not negative, a parameter, or an expression. */
static alk_sql *count(uint16_t kind, uint16_t bits, const char *who, const alk_sql *n)
{
    if (n && n->kind == ALK__NODE_VALUE) {
        const alk_value *value = &((const alk__value_node *)n)->value;
        bool whole = value->tag == ALK_TYPE_INT || value->tag == ALK_TYPE_UINT;
        bool share = value->tag == ALK_TYPE_REAL && kind == ALK__NODE_FETCH && bits & ALK_FETCH_PERCENT && value->u.d >= 0 && value->u.d <= 100;
        if ((!whole && !share) || (whole && value->u.i < 0)) {    /* an unsigned one beyond INT64_MAX reads as negative */
            alk__node_sink(n);
            return alk__node_fail("%s takes a number of rows, 0 or more", who);
        }
        if (whole)
            n = alk__coerce(n, &bigint_type, who, NULL);
    }
    return one(kind, bits, who, n, ALK__TAKES_EXPR);
}

alk_sql *(alk_limit)(const alk_sql *n) { return count(ALK__NODE_LIMIT, 0, "alk_limit()", n); }
alk_sql *(alk_offset)(const alk_sql *n) { return count(ALK__NODE_OFFSET, 0, "alk_offset()", n); }
alk_sql *(alk_fetch_first)(const alk_sql *n, unsigned flags) { return count(ALK__NODE_FETCH, (uint16_t)flags, "alk_fetch_first()", n); }

alk_sql *(alk_for_update)(unsigned flags, const alk_sql *const *of)
{
    alk__making m = { .kind = ALK__NODE_FOR_UPDATE, .bits = (uint16_t)flags, .takes = ALK__TAKES_FROM | ALK__TAKES_EXPR };
    return alk__node_make_list(&m, "alk_for_update()", NULL, of);
}

/* A hint cannot end the statement, nor begin a comment that hides what follows or end one that it is in. Comments as a whole are what most hints are. */
static bool hint_ok(const char *text)
{
    bool inside = false;
    if (!text || !*text)
        return false;
    for (const char *c = text; *c; c++) {
        if (*c == ';' || (unsigned char)*c < ' ' || (!inside && (strncmp(c, "--", 2) == 0 || *c == '#')))
            return false;
        if (strncmp(c, inside ? "*/" : "/*", 2) == 0) {
            inside = !inside;
            c++;
        } else if (strncmp(c, "*/", 2) == 0 || strncmp(c, "/*", 2) == 0)
            return false;
    }
    return !inside;
}

static bool is_place(int place)
{
    return place >= ALK_HINT_PREFIX && place <= ALK_HINT_ORDER_BY;
}

/* last: of which table, or the expression; NULL: neither. */
static alk_sql *hint_of(alk__making *m, const char *who, const char *dialect, const alk_sql *last)
{
    const alk_sql *children[2];
    size_t n = 0;
    m->kind = ALK__NODE_HINT;
    m->bits |= dialect ? ALK__HINT_OF_DIALECT : 0;
    if (dialect)
        children[n++] = alk_name(dialect);
    if (last)
        children[n++] = last;
    return alk__node_make(m, who, n, children);
}

alk_sql *alk_hint(int place, const char *dialect, const alk_sql *from, const char *text)
{
    bool sound = hint_ok(text) && is_place(place) && (place != ALK_HINT_TABLE || from);
    if (!sound || (from && from->kind != ALK__NODE_ERROR && alk__node_class_of(from) != ALK__CLASS_FROM)) {
        alk__node_sink(from);
        return alk__node_fail("alk_hint() takes a place, and a text without a semicolon whose comments end in it; a table's hint takes the table");
    }
    return hint_of(&(alk__making){ .spare = (uint32_t)place, .text = text, .text_length = SIZE_MAX }, "alk_hint()", dialect, from);
}

alk_sql *alk_clause(int place, const char *dialect, const alk_sql *expression)
{
    bool sound = is_place(place) && place != ALK_HINT_TABLE;
    if (!sound || (expression && expression->kind != ALK__NODE_ERROR && !(ALK__TAKES_EXPR & 1u << alk__node_class_of(expression)))) {
        alk__node_sink(expression);
        return alk__node_fail("alk_clause() takes a place, but that of a table's hint, and an expression");
    }
    if (!expression)
        return alk__node_fail("alk_clause() was given NULL");
    return hint_of(&(alk__making){ .spare = (uint32_t)place, .bits = ALK__HINT_EXPRESSION }, "alk_clause()", dialect, expression);
}
