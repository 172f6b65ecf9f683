/* SPDX-License-Identifier: MIT
 * Statements that change rows: INSERT, UPDATE, DELETE, MERGE, and their clauses. */
#include <alkahest/change.h>
#include "sql/node.h"
#include "sql/table.h"

static alk_sql *change(uint16_t kind, const char *who, const char *file, int line, const alk_sql *table, const alk_sql *const *parts)
{
    if (!table || (table->kind != ALK__NODE_ERROR && alk__node_class_of(table) != ALK__CLASS_FROM)) {
        alk_sql *fault = alk__node_fail("%s takes a table first; it was given %s", who, table ? alk__node_words(table) : "NULL");
        alk__node_sink(table);
        alk__node_sink_list(parts);
        return fault;
    }
    alk__making m = { .kind = kind, .file = file, .line = line, .takes = ALK__TAKES_CLAUSE | ALK__TAKES_FROM };
    alk_sql *made = alk__node_make_list(&m, who, table, parts);
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
alk_sql *(alk_merge_into)(const alk_sql *table, const alk_sql *source, const alk_sql *condition, const alk_sql *const *parts)
{
    alk__making using = { .kind = ALK__NODE_USING };
    alk_sql *head = alk__node_make(&using, "alk_merge_into()", 2, (const alk_sql *const[]){ source, condition });
    if (!table) {
        alk__node_sink(head);
        alk__node_sink_list(parts);
        return alk__node_fail("alk_merge_into() was given NULL in place of a table");
    }
    alk__making into = { .kind = ALK__NODE_MERGE };
    const alk_sql *both = alk__node_make(&into, "alk_merge_into()", 2, (const alk_sql *const[]){ table, head });
    return both->kind == ALK__NODE_MERGE ? (alk_extend)(both, parts) : (alk__node_sink_list(parts), (alk_sql *)(uintptr_t)both);
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
        alk__node_sink(column);
        alk__node_sink(value);
        return fault;
    }
    if (column && column->kind != ALK__NODE_ERROR)
        value = alk__coerce(value, alk__node_type(column), "alk_set()", column);
    alk__making m = { .kind = ALK__NODE_SET, .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_set()", 2, (const alk_sql *const[]){ column, value });
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
            alk__node_sink_list(rows);
            return alk__node_fail("alk_values_rows() takes alk_row()s of alk_set()s, for the same columns in the same order");
        }
        if (!first)
            first = row;
    }
    return list(ALK__NODE_VALUES_ROWS, 0, 0, "alk_values_rows()", NULL, rows, ALK__TAKES_PART);
}

alk_sql *(alk_from_select)(const alk_sql *query, const alk_sql *const *columns)
{
    if (!query) {
        alk__node_sink_list(columns);
        return alk__node_fail("alk_from_select() was given NULL in place of a query");
    }
    return list(ALK__NODE_FROM_SELECT, 0, 0, "alk_from_select()", query, columns, ALK__TAKES_EXPR);
}

alk_sql *alk_default_values(void) { return list(ALK__NODE_DEFAULT_VALUES, 0, 0, "alk_default_values()", NULL, NULL, 0); }

enum { PARTS_OF_CONFLICT = 1 << ALK__CLASS_LEAF | 1 << ALK__CLASS_EXPR | 1 << ALK__CLASS_CLAUSE };

alk_sql *(alk_on_conflict_nothing)(const alk_sql *const *parts)
{
    return list(ALK__NODE_ON_CONFLICT, 0, 0, "alk_on_conflict_nothing()", NULL, parts, PARTS_OF_CONFLICT);
}
alk_sql *alk_on_conflict_any_nothing(void) { return (alk_on_conflict_nothing)(NULL); }

alk_sql *(alk_on_conflict_update)(const alk_sql *const *parts)
{
    bool sets = false;
    for (size_t i = 0; parts && parts[i] && parts[i] != &alk_end; i++)
        sets = sets || parts[i]->kind == ALK__NODE_SET || parts[i]->kind == ALK__NODE_ERROR;
    if (!sets) {
        alk__node_sink_list(parts);
        return alk__node_fail("alk_on_conflict_update() needs an alk_set()");
    }
    return list(ALK__NODE_ON_CONFLICT, 1, 0, "alk_on_conflict_update()", NULL, parts, PARTS_OF_CONFLICT);
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

/* The target's own WHERE is told from the update's by its kind. */
alk_sql *(alk_index_where)(const alk_sql *const *conditions) { return list(ALK__NODE_HAVING, 0, 0, "alk_index_where()", NULL, conditions, ALK__TAKES_EXPR); }
alk_sql *(alk_returning)(const alk_sql *const *columns)
{
    return list(ALK__NODE_RETURNING, 0, 0, "alk_returning()", NULL, columns, ALK__TAKES_EXPR | ALK__TAKES_FROM);
}
alk_sql *(alk_using)(const alk_sql *const *froms) { return list(ALK__NODE_USING, 0, 0, "alk_using()", NULL, froms, ALK__TAKES_FROM); }

alk_sql *(alk_when_matched_update)(const alk_sql *const *parts) { return list(ALK__NODE_WHEN, 0, 0, "alk_when_matched_update()", NULL, parts, ALK__TAKES_CLAUSE); }
alk_sql *alk_when_matched_delete(const alk_sql *const *parts) { return list(ALK__NODE_WHEN, 0, 2, "alk_when_matched_delete()", NULL, parts, ALK__TAKES_CLAUSE); }
alk_sql *(alk_when_not_matched_insert)(const alk_sql *const *parts) { return list(ALK__NODE_WHEN, 1, 1, "alk_when_not_matched_insert()", NULL, parts, ALK__TAKES_CLAUSE); }
