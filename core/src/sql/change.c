/* SPDX-License-Identifier: MIT
 * Statements that change rows: INSERT, UPDATE, DELETE, MERGE, and their clauses. */
#include <alkahest/change.h>
#include "sql/node.h"
#include "sql/table.h"

/* What rows can be changed of. */
static bool is_target(const alk_sql *table)
{
    return table && (table->kind == ALK__NODE_TABLE || table->kind == ALK__NODE_TABLE_NAME || table->kind == ALK__NODE_ALIAS || table->kind == ALK__NODE_CTE ||
                     table->kind == ALK__NODE_ERROR);
}

static alk_sql *change(uint16_t kind, const char *who, const char *file, int line, const alk_sql *table, const alk_sql *const *parts)
{
    alk__making m = { .kind = kind, .file = file, .line = line };
    if (!is_target(table)) {
        const alk_sql *no_table = alk__node_fail("%s takes a table first; it was given %s", who, table ? alk__node_words(table) : "NULL");
        alk__node_sink_list(table, parts);
        return alk__node_make(&m, who, 1, &no_table);
    }
    const alk_sql *fault = alk__node_misplaced(kind, who, parts, &m.spare);
    if (fault)
        alk__node_sink_list(NULL, parts);
    alk_sql *made = fault ? alk__node_make(&m, who, 2, (const alk_sql *const[]){ table, fault }) : alk__node_make_list(&m, who, table, parts);
    if (alk__node_built(made))
        made->flags &= (uint16_t)~(unsigned)ALK__NODE_HAS_AGGREGATE;
    return made;
}

alk_sql *alk_insert_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts)
{
    return change(ALK__NODE_INSERT, "alk_insert()", file, line, table, parts);
}
alk_sql *alk_update_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts)
{
    return change(ALK__NODE_UPDATE, "alk_update()", file, line, table, parts);
}
alk_sql *alk_delete_from_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts)
{
    return change(ALK__NODE_DELETE, "alk_delete_from()", file, line, table, parts);
}
alk_sql *(alk_insert)(const alk_sql *table, const alk_sql *const *parts) { return alk_insert_at(NULL, 0, table, parts); }
alk_sql *(alk_update)(const alk_sql *table, const alk_sql *const *parts) { return alk_update_at(NULL, 0, table, parts); }
alk_sql *(alk_delete_from)(const alk_sql *table, const alk_sql *const *parts) { return alk_delete_from_at(NULL, 0, table, parts); }

static alk_sql *list(uint16_t kind, uint16_t op, uint16_t bits, const char *who, const alk_sql *first, const alk_sql *const *items, unsigned takes)
{
    alk__making m = { .kind = kind, .op = op, .bits = bits, .takes = takes };
    return alk__node_make_list(&m, who, first, items);
}

/* Target, source and condition in one, so that the clauses follow at a known place. */
alk_sql *alk_merge_into_at(const char *file, int line, const alk_sql *table, const alk_sql *source, const alk_sql *condition, const alk_sql *const *parts)
{
    alk__making using = { .kind = ALK__NODE_USING, .takes = ALK__TAKES_FROM | ALK__TAKES_EXPR };
    alk_sql *head = alk__node_make(&using, "alk_merge_into()", 2, (const alk_sql *const[]){ source, condition });
    bool sound = head->kind != ALK__NODE_USING || (alk__node_class_of(source) == ALK__CLASS_FROM && alk__node_class_of(condition) != ALK__CLASS_FROM);
    alk__making into = { .kind = ALK__NODE_MERGE, .spare = alk__clause_bit(ALK__NODE_USING), .file = file, .line = line };
    if (!is_target(table) || !sound) {
        alk__node_sink_list(head, parts);
        const alk_sql *fault = sound ? alk__node_fail("alk_merge_into() takes a table first; it was given %s", table ? alk__node_words(table) : "NULL")
                                     : alk__node_fail("alk_merge_into() takes a table, a source to select from, and a condition");
        alk__node_sink(table);
        return alk__node_make(&into, "alk_merge_into()", 1, &fault);
    }
    const alk_sql *both = alk__node_make(&into, "alk_merge_into()", 2, (const alk_sql *const[]){ table, head });
    return both->kind == ALK__NODE_MERGE ? (alk_extend)(both, parts) : (alk__node_sink_list(NULL, parts), (alk_sql *)(uintptr_t)both);
}

alk_sql *(alk_merge_into)(const alk_sql *table, const alk_sql *source, const alk_sql *condition, const alk_sql *const *parts)
{
    return alk_merge_into_at(NULL, 0, table, source, condition, parts);
}

static bool is_column(const alk_sql *node)
{
    return node->kind == ALK__NODE_COLUMN || node->kind == ALK__NODE_NAME || node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_COLUMN_AT ||
           node->kind == ALK__NODE_SUBSCRIPT || node->kind == ALK__NODE_SLICE || node->kind == ALK__NODE_JSON_GET || node->kind == ALK__NODE_TUPLE ||
           node->kind == ALK__NODE_RAW || node->kind == ALK__NODE_ERROR;
}

alk_sql *(alk_set)(const alk_sql *column, const alk_sql *value)
{
    if (column && !is_column(column)) {
        alk_sql *fault = alk__node_fail("alk_set() takes a column first; it was given %s", alk__node_words(column));
        ALK__SINK(column, value);
        return fault;
    }
    if (column && column->kind != ALK__NODE_ERROR)
        value = alk__coerce(value, alk__node_type(column), "alk_set()", column);
    alk__making m = { .kind = ALK__NODE_SET, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_set()", 2, (const alk_sql *const[]){ column, value });
}

alk_sql *alk_assigned(const alk_sql *column)
{
    if (column && !is_column(column)) {
        alk_sql *fault = alk__node_fail("alk_assigned() takes a column; it was given %s", alk__node_words(column));
        alk__node_sink(column);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_ASSIGNED, .type = column ? alk__node_type(column) : NULL };
    return alk__node_make(&m, "alk_assigned()", 1, &column);
}

alk_sql *(alk_values_rows)(const alk_sql *const *rows)
{
    const alk__node *first = NULL;
    for (size_t i = 0; rows && rows[i] && rows[i] != &alk_end && rows[i]->kind != ALK__NODE_ERROR; i++) {
        const alk__node *row = alk__node_built(rows[i]);
        bool same = row && row->sql.kind == ALK__NODE_ROW && row->n && (!first || row->n == first->n);
        for (uint32_t j = 0; same && j < row->n; j++) {
            const alk__node *set = alk__node_built(row->child[j]);
            same = set && set->sql.kind == ALK__NODE_SET && (!first || alk__node_equal(set->child[0], alk__node_built(first->child[j])->child[0]));
        }
        if (!same) {
            alk__node_sink_list(NULL, rows);
            return alk__node_fail("alk_values_rows() takes alk_row()s of alk_set()s, for the same columns in the same order");
        }
        if (!first)
            first = row;
    }
    if (alk__list_length(rows) == 0)
        return alk__node_fail("alk_values_rows() needs a row");
    return list(ALK__NODE_VALUES_ROWS, 0, 0, "alk_values_rows()", NULL, rows, ALK__TAKES_PART);
}

alk_sql *(alk_from_select)(const alk_sql *query, const alk_sql *const *columns)
{
    if (!query || (query->kind != ALK__NODE_ERROR && query->kind != ALK__NODE_RAW && query->kind != ALK__NODE_VALUES && alk__node_class_of(query) != ALK__CLASS_QUERY)) {
        alk_sql *fault = alk__node_fail("alk_from_select() takes a query first; it was given %s", query ? alk__node_words(query) : "NULL");
        alk__node_sink_list(query, columns);
        return fault;
    }
    for (size_t i = 0; i < alk__list_length(columns); i++)
        if (columns[i] && !is_column(columns[i])) {
            alk_sql *fault = alk__node_fail("alk_from_select() takes columns behind the query; it was given %s", alk__node_words(columns[i]));
            alk__node_sink_list(query, columns);
            return fault;
        }
    return list(ALK__NODE_FROM_SELECT, 0, 0, "alk_from_select()", query, columns, ALK__TAKES_EXPR);
}

alk_sql *alk_default_values(void) { return list(ALK__NODE_DEFAULT_VALUES, 0, 0, "alk_default_values()", NULL, NULL, 0); }

/* Columns that tell, SETs, conditions. */
static alk_sql *on_conflict(uint16_t op, const char *who, const alk_sql *const *parts)
{
    size_t n = alk__list_length(parts);
    for (size_t i = 0; i < n; i++) {
        bool clause = parts[i] && (parts[i]->kind == ALK__NODE_WHERE || parts[i]->kind == ALK__NODE_HAVING || parts[i]->kind == ALK__NODE_SET);
        if (!parts[i] || clause || parts[i]->kind == ALK__NODE_FUNC || parts[i]->kind == ALK__NODE_COLLATE || is_column(parts[i]))
            continue;
        alk_sql *fault = alk__node_fail("%s was given %s, which cannot stand there", who, alk__node_words(parts[i]));
        alk__node_sink_list(NULL, parts);
        return fault;
    }
    return list(ALK__NODE_ON_CONFLICT, op, 0, who, NULL, parts, 0);
}

alk_sql *(alk_on_conflict_nothing)(const alk_sql *const *parts) { return on_conflict(0, "alk_on_conflict_nothing()", parts); }
alk_sql *alk_on_conflict_any_nothing(void) { return (alk_on_conflict_nothing)(NULL); }

alk_sql *(alk_on_conflict_update)(const alk_sql *const *parts)
{
    bool sets = false;
    for (size_t i = 0; parts && parts[i] && parts[i] != &alk_end; i++)
        sets = sets || parts[i]->kind == ALK__NODE_SET || parts[i]->kind == ALK__NODE_ERROR;
    if (!sets) {
        alk__node_sink_list(NULL, parts);
        return alk__node_fail("alk_on_conflict_update() needs an alk_set()");
    }
    return on_conflict(1, "alk_on_conflict_update()", parts);
}

alk_sql *alk_excluded(const alk_sql *column)
{
    if (column && !is_column(column)) {
        alk_sql *fault = alk__node_fail("alk_excluded() takes a column; it was given %s", alk__node_words(column));
        alk__node_sink(column);
        return fault;
    }
    alk__making m = { .kind = ALK__NODE_EXCLUDED, .type = column ? alk__node_type(column) : NULL };
    return alk__node_make(&m, "alk_excluded()", 1, &column);
}

alk_sql *alk_on_constraint(const char *name)
{
    if (!name || !*name)
        return alk__node_fail("alk_on_constraint() was given no name");
    alk__making m = { .kind = ALK__NODE_NAME, .bits = ALK__NAME_CONSTRAINT, .text = name, .text_length = SIZE_MAX };
    return alk__node_make(&m, "alk_on_constraint()", 0, NULL);
}

/* The target's own WHERE is told from the update's by its kind. */
alk_sql *(alk_index_where)(const alk_sql *const *conditions) { return list(ALK__NODE_HAVING, 0, 0, "alk_index_where()", NULL, conditions, ALK__TAKES_EXPR); }
alk_sql *(alk_returning)(const alk_sql *const *columns)
{
    return list(ALK__NODE_RETURNING, 0, 0, "alk_returning()", NULL, columns, ALK__TAKES_EXPR | ALK__TAKES_FROM);
}
alk_sql *(alk_using)(const alk_sql *const *froms) { return list(ALK__NODE_USING, 0, 0, "alk_using()", NULL, froms, ALK__TAKES_FROM); }

/* WHERE and SETs; sets: at least one of these. */
static alk_sql *when(uint16_t op, uint16_t bits, const char *who, const alk_sql *const *parts, bool sets)
{
    size_t n = alk__list_length(parts), found = 0;
    const alk_sql *other = NULL;
    for (size_t i = 0; i < n; i++) {
        found += !parts[i] || parts[i]->kind == ALK__NODE_SET || parts[i]->kind == ALK__NODE_ERROR;
        if (parts[i] && parts[i]->kind != ALK__NODE_WHERE && parts[i]->kind != ALK__NODE_ERROR && !(sets && parts[i]->kind == ALK__NODE_SET))
            other = parts[i];
    }
    if (!other && (found || !sets))
        return list(ALK__NODE_WHEN, op, bits, who, NULL, parts, 0);
    alk_sql *fault = other ? alk__node_fail("%s was given %s, which cannot stand there", who, alk__node_words(other)) : alk__node_fail("%s needs an alk_set()", who);
    alk__node_sink_list(NULL, parts);
    return fault;
}

alk_sql *(alk_when_matched_update)(const alk_sql *const *parts) { return when(0, 0, "alk_when_matched_update()", parts, true); }
alk_sql *alk_when_matched_delete(const alk_sql *const *parts) { return when(0, 2, "alk_when_matched_delete()", parts, false); }
alk_sql *(alk_when_not_matched_insert)(const alk_sql *const *parts) { return when(1, 1, "alk_when_not_matched_insert()", parts, true); }
