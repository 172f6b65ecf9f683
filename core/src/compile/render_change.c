/* SPDX-License-Identifier: MIT
 * Rendering INSERT, UPDATE, DELETE and MERGE. */
#include "base/error.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

/* A part of a JSON value that is assigned to: d['a']['b']. */
static int json_part(alk__render *r, const alk__node *part)
{
    if (!(r->dialect.rules->more & ALK_SQL_MORE_JSON_SUBSCRIPTS))
        return alk__unsupported(r, "assignment to a part of a JSON value: build the new value by a function");
    int code = alk__render_node(r, part->child[0]);
    for (uint32_t i = 1; code == ALK_OK && i < part->n; i++) {
        alk__put(r, "[");
        code = alk__render_node(r, part->child[i]);
        alk__put(r, "]");
    }
    return code;
}

/* A column of the target as it stands in SET and in lists: without its table, so that of another table would be taken for one of the same name. */
static int bare(alk__render *r, const alk_sql *column)
{
    const alk_column *of = column->kind == ALK__NODE_COLUMN ? alk__column(column) : NULL;
    if (of && r->target && r->target->kind == ALK__NODE_TABLE && alk__table_of(of) && alk__table_of(of) != r->target)
        return alk__error(ALK_ERROR_COMPILE, "%s.%s is no column of %s, which the statement changes", alk__table(alk__table_of(of))->name, of->name,
                          alk__table(r->target)->name);
    bool before = r->unqualified;
    r->unqualified = true;
    int code = column->kind == ALK__NODE_JSON_GET ? json_part(r, alk__node_built(column)) : alk__render_node(r, column);
    r->unqualified = before;
    return code;
}

static int bare_list(alk__render *r, const alk_sql *const *columns, size_t n)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        alk__put(r, i ? ", " : "");
        code = bare(r, columns[i]);
    }
    return code;
}

static int put_set_value(alk__render *r, const alk__node *set)
{
    const char *before = r->hint;
    size_t markers = r->marker_list.count;
    const alk__node *setting = r->setting;
    r->hint = alk__column_name(set->child[0]);
    r->setting = set;
    int code = set->child[0]->kind == ALK__NODE_TUPLE ? ALK_OK : alk__check_scalar(set->child[1]);
    if (code == ALK_OK)
        code = alk__render_node(r, set->child[1]);
    r->setting = setting;
    r->hint = before;
    alk__note_key(r, set->child[0], set->child[1], markers);
    return code;
}

static uint32_t set_count(const alk__node *list)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        n += list->child[i]->kind == ALK__NODE_SET;
    return n;
}

/* The next SET of a statement or row, but for those of columns that are set again: the last counts. */
static const alk__node *next_set(const alk__node *list, size_t *at)
{
    const alk__node *set, *other;
    while ((set = alk__part(list, ALK__NODE_SET, at))) {
        size_t later = *at;
        while ((other = alk__part(list, ALK__NODE_SET, &later)) && !alk__node_equal(other->child[0], set->child[0]))
            continue;
        if (!other)
            return set;
    }
    return NULL;
}

/* By its name: the target's columns are named in more ways than one. */
static const alk__node *set_of(const alk__node *list, const alk_sql *column)
{
    const char *name = alk__column_name(column);
    const alk__node *set;
    for (size_t i = 0; list && name && (set = next_set(list, &i));) {
        const char *other = alk__column_name(set->child[0]);
        if (other && strcmp(other, name) == 0)
            return set;
    }
    return NULL;
}

/* Whether the database has done this SET of its UPDATE when it comes to the one whose value is written. */
static bool is_set_already(const alk__render *r, const alk__node *set)
{
    const alk__node *other;
    if (!(r->dialect.rules->more & ALK_SQL_MORE_SETS_IN_ORDER))
        return false;
    for (size_t i = 0; (other = alk__part(r->assigning, ALK__NODE_SET, &i)) && other != r->setting;)
        if (other == set)
            return true;
    return false;
}

int alk__render_assigned(alk__render *r, const alk__node *node)
{
    const alk__node *set = set_of(r->assigning, node->child[0]);
    const char *name = alk__column_name(node->child[0]);
    if (!r->assigning || !r->setting)
        return alk__error(ALK_ERROR_COMPILE, "alk_assigned() stands in a value of an INSERT or UPDATE");
    if (r->assigning->sql.kind == ALK__NODE_UPDATE && (!set || is_set_already(r, set)))
        return alk__render_node(r, node->child[0]);
    if (!set)
        return alk__error(ALK_ERROR_COMPILE, "the INSERT sets no column %s, whose value another one wants", name ? name : "of that name");
    if (r->assigned_depth > set_count(r->assigning))
        return alk__error(ALK_ERROR_COMPILE, "columns are set to each other's values in a circle: %s", name);
    const char *before = r->hint;
    r->hint = name;
    r->assigned_depth++;
    int code = alk__render_within(r, set->child[1], ALK__OP_NONE, ALK__SINGLE);
    r->assigned_depth--;
    r->hint = before;
    return code;
}

static int put_sets(alk__render *r, const alk__node *node, bool qualified)
{
    const alk__node *set;
    int code = ALK_OK;
    bool first = true;
    for (size_t i = 0; code == ALK_OK && (set = next_set(node, &i)); first = false) {
        alk__put(r, first ? "" : ", ");
        code = qualified ? alk__render_node(r, set->child[0]) : bare(r, set->child[0]);
        alk__put(r, "=");
        if (code == ALK_OK)
            code = put_set_value(r, set);
    }
    return code;
}

/* OUTPUT stands before VALUES, FROM or WHERE and names the row as it is now, or was. */
static int output(alk__render *r, const alk__node *node, const char *row)
{
    const alk__node *clause = alk__last_part(node, ALK__NODE_RETURNING);
    if (!clause || r->dialect.rules->returning != ALK_RETURNING_OUTPUT)
        return ALK_OK;
    const char *before = r->output;
    alk__put(r, " OUTPUT ");
    r->output = row;
    int code = alk__render_columns(r, NULL, clause->child, clause->n);
    r->output = before;
    return code;
}

/* Whether a RETURNING may stand behind such a statement. */
static bool can_return(const alk__render *r, uint64_t feature)
{
    uint8_t style = r->dialect.rules->returning;
    return alk__has(r->dialect.rules, feature) && (style == ALK_RETURNING_CLAUSE || style == ALK_RETURNING_BARE);
}

static int returning(alk__render *r, const alk__node *node, uint64_t feature)
{
    const alk__node *clause = alk__last_part(node, ALK__NODE_RETURNING);
    if (!clause || r->dialect.rules->returning == ALK_RETURNING_OUTPUT)
        return ALK_OK;
    bool bare_names = r->dialect.rules->returning == ALK_RETURNING_BARE;
    if (!can_return(r, feature))
        return alk__unsupported(r, "RETURNING for this statement");
    alk__put(r, " RETURNING ");
    bool before = r->unqualified;
    r->unqualified = bare_names;
    int code = alk__render_columns(r, NULL, clause->child, clause->n);
    r->unqualified = before;
    return code;
}

/* A part of a statement whose queries see the row of its target, and that of another FROM (NULL: none). */
static int seeing(alk__render *r, const alk__node *statement, const alk_sql *other, const alk__node *part, int (*render)(alk__render *, const alk__node *))
{
    const alk_sql *froms[] = { statement->child[0], other };
    alk__scope scope = { .froms = froms, .n_froms = other ? 2 : 1 }, *outer = r->scope;
    r->scope = &scope;
    int code = render(r, part);
    r->scope = outer;
    return code;
}

/* ---- INSERT ---- */

static int inserted_row(alk__render *r, const alk__node *insert) { return output(r, insert, "inserted."); }

static int inserted(alk__render *r, const alk__node *insert) { return seeing(r, insert, NULL, insert, inserted_row); }

/* A column that an INSERT may give a value. */
static bool is_given(const alk_column *column)
{
    return !column->omitted && !alk__is_made_there(column);
}

/* In an INSERT, a row of one or an UPDATE. */
static bool is_set(const alk__node *statement, const alk_column *column)
{
    const alk__node *set;
    for (size_t i = 0; (set = alk__part(statement, ALK__NODE_SET, &i));)
        if (set->child[0] == &column->sql)
            return true;
    return false;
}

/* INSERT without a word of what: a parameter for each column, named as the column is. */
static int all_columns(alk__render *r, const alk__node *insert)
{
    const alk_table *table = alk__table(insert->child[0]);
    int code = ALK_OK;
    size_t given = 0;
    alk__put(r, " (");
    for (size_t i = 0; code == ALK_OK && i < table->n_columns; i++)
        if (is_given(alk__column_at(table, i))) {
            alk__put(r, given++ ? ", " : "");
            code = alk__put_name(r, alk__column_at(table, i)->name);
        }
    alk__put(r, ")");
    if (code == ALK_OK)
        code = inserted(r, insert);
    alk__put(r, " VALUES (");
    given = 0;
    for (size_t i = 0; code == ALK_OK && i < table->n_columns; i++)
        if (is_given(alk__column_at(table, i))) {
            size_t markers = r->marker_list.count;
            alk__put(r, given++ ? ", " : "");
            code = alk__put_param(r, alk__column_at(table, i)->name, &alk__column_at(table, i)->type);
            alk__note_key(r, &alk__column_at(table, i)->sql, NULL, markers);
        }
    alk__put(r, ")");
    return code;
}

/* Some databases name one column, which gets its default as all others do. */
static int default_of_a_column(alk__render *r, const alk__node *insert)
{
    const alk_table *table = alk__table(insert->child[0]);
    const alk_column *column = NULL;
    for (size_t i = 0; table && !column && i < table->n_columns; i++)
        if (is_given(alk__column_at(table, i)))
            column = alk__column_at(table, i);
    if (!column)
        return alk__unsupported(r, "a row of defaults for a table whose columns are not known");
    alk__put(r, " (");
    int code = alk__put_name(r, column->name);
    alk__put(r, ") VALUES (DEFAULT)");
    return code;
}

static int default_row(alk__render *r, const alk__node *insert)
{
    if (r->dialect.rules->more & ALK_SQL_MORE_DEFAULT_COLUMN)
        return default_of_a_column(r, insert);
    int code = inserted(r, insert);
    alk__put(r, alk__has(r->dialect.rules, ALK_SQL_DEFAULT_VALUES) ? " DEFAULT VALUES" : " () VALUES ()");
    return code;
}

static const alk_table *target_table(const alk__render *r)
{
    const alk_sql *target = r->target;
    while (target->kind == ALK__NODE_ALIAS)
        target = alk__node_built(target)->child[0];
    return alk__table(target);
}

/* Columns that nobody set in the row but the program's own default fills. */
static int client_defaults(alk__render *r, const alk__node *row, bool names, bool first)
{
    const alk_table *table = target_table(r);
    int code = ALK_OK;
    for (size_t i = 0; table && code == ALK_OK && i < table->n_columns; i++) {
        const alk_column *column = alk__column_at(table, i);
        if (!column->client_default || is_set(row, column))
            continue;
        size_t markers = r->marker_list.count;
        alk__put(r, first ? "" : ", ");
        first = false;
        code = names ? alk__put_name(r, column->name) : alk__put_client_default(r, column, false);
        if (!names)
            alk__note_key(r, &column->sql, NULL, markers);
    }
    return code;
}

static bool has_client_default(const alk__render *r)
{
    const alk_table *table = target_table(r);
    for (size_t i = 0; table && i < table->n_columns; i++)
        if (alk__column_at(table, i)->client_default)
            return true;
    return false;
}

/* The same for an UPDATE. */
static int client_updates(alk__render *r, const alk__node *update)
{
    const alk_table *table = target_table(r);
    int code = ALK_OK;
    for (size_t i = 0; table && code == ALK_OK && i < table->n_columns; i++) {
        const alk_column *column = alk__column_at(table, i);
        if (!column->client_on_update || is_set(update, column))
            continue;
        alk__put(r, ", ");
        code = alk__put_name(r, column->name);
        alk__put(r, "=");
        if (code == ALK_OK)
            code = alk__put_client_default(r, column, true);
    }
    return code;
}

static int one_row(alk__render *r, const alk__node *node)
{
    const alk__node *set;
    int code = ALK_OK;
    bool first = true;
    alk__put(r, " (");
    for (size_t i = 0; code == ALK_OK && (set = next_set(node, &i)); first = false) {
        alk__put(r, first ? "" : ", ");
        code = bare(r, set->child[0]);
    }
    if (code == ALK_OK)
        code = client_defaults(r, node, true, first);
    alk__put(r, ")");
    if (code == ALK_OK)
        code = inserted(r, node);
    alk__put(r, " VALUES (");
    first = true;
    for (size_t i = 0; code == ALK_OK && (set = next_set(node, &i)); first = false) {
        alk__put(r, first ? "" : ", ");
        code = put_set_value(r, set);
    }
    if (code == ALK_OK)
        code = client_defaults(r, node, false, first);
    alk__put(r, ")");
    return code;
}

static int many_rows(alk__render *r, const alk__node *insert, const alk__node *rows)
{
    const alk__node *first = alk__node_built(rows->child[0]);
    int code = ALK_OK;
    if (rows->n > 1 && !alk__has(r->dialect.rules, ALK_SQL_MULTI_VALUES))
        return alk__unsupported(r, "INSERT of several rows in one VALUES");
    alk__put(r, " (");
    const alk__node *set;
    for (size_t i = 0, n = 0; code == ALK_OK && (set = next_set(first, &i)); n++) {
        alk__put(r, n ? ", " : "");
        code = bare(r, set->child[0]);
    }
    if (code == ALK_OK)
        code = client_defaults(r, first, true, false);
    alk__put(r, ")");
    if (code == ALK_OK)
        code = inserted(r, insert);
    alk__put(r, " VALUES ");
    for (uint32_t i = 0; code == ALK_OK && i < rows->n; i++) {
        const alk__node *row = alk__node_built(rows->child[i]);
        r->assigning = row;
        alk__put(r, i ? ", (" : "(");
        for (size_t j = 0, n = 0; code == ALK_OK && (set = next_set(row, &j)); n++) {
            alk__put(r, n ? ", " : "");
            code = put_set_value(r, set);
        }
        if (code == ALK_OK)
            code = client_defaults(r, first, false, false);
        alk__put(r, ")");
    }
    return code;
}

/* The SELECT that a query ends with. SQLite takes the ON of a conflict behind its FROM for that of a join: a WHERE must stand between. */
static const alk_sql *last_select(const alk_sql *query)
{
    while (query && query->kind == ALK__NODE_COMPOUND) {
        const alk__node *compound = alk__node_built(query);
        query = NULL;
        for (uint32_t i = 0; i < compound->n; i++)
            query = alk__node_class_of(compound->child[i]) == ALK__CLASS_CLAUSE ? query : compound->child[i];
    }
    return query;
}

static int from_select(alk__render *r, const alk__node *insert, const alk__node *clause)
{
    int code = ALK_OK;
    if (clause->n > 1) {                   /* else the database alone knows all columns of its table, and whether each must be filled */
        code = alk__check_width(clause->child[0], clause->n - 1, "alk_from_select()");
        alk__put(r, " (");
        if (code == ALK_OK)
            code = bare_list(r, clause->child + 1, clause->n - 1);
        alk__put(r, ")");
    }
    if (code == ALK_OK)
        code = inserted(r, insert);
    alk__put(r, " ");
    if (code)
        return code;
    const alk_sql *query = clause->child[0];
    if (alk__has(r->dialect.rules, ALK_SQL_CTE_AFTER_INSERT) && (code = alk__render_with(r, &insert->sql)))
        return code;
    if (alk__last_part(insert, ALK__NODE_ON_CONFLICT) && r->dialect.rules->upsert == ALK_UPSERT_ON_CONFLICT && !alk__has(r->dialect.rules, ALK_SQL_NATIVE_BOOLEAN))
        r->wants_where = last_select(query);
    return alk__node_class_of(query) == ALK__CLASS_QUERY ? alk__render_query(r, query) : alk__render_node(r, query);
}

static bool is_constraint(const alk_sql *part) { return part->kind == ALK__NODE_NAME && alk__node_built(part)->bits & ALK__NAME_CONSTRAINT; }

static int conflict_target(alk__render *r, const alk__node *clause)
{
    int code = ALK_OK;
    bool any = false;
    for (uint32_t i = 0; code == ALK_OK && i < clause->n; i++) {
        if (alk__node_class_of(clause->child[i]) == ALK__CLASS_CLAUSE)
            continue;
        if (is_constraint(clause->child[i])) {
            if (!(r->dialect.rules->more & ALK_SQL_MORE_ON_CONSTRAINT))
                return alk__unsupported(r, "upsert that names a constraint");
            alk__put(r, " ON CONSTRAINT ");
            return alk__render_node(r, clause->child[i]);
        }
        alk__put(r, any ? ", " : " (");
        any = true;
        code = bare(r, clause->child[i]);
    }
    alk__put(r, any ? ")" : "");
    if (code)
        return code;
    bool before = r->unqualified;
    r->unqualified = true;
    code = alk__render_conditions(r, clause, ALK__NODE_HAVING, " WHERE ");
    r->unqualified = before;
    return code;
}

static int on_conflict(alk__render *r, const alk__node *clause)
{
    alk__put(r, " ON CONFLICT");
    int code = conflict_target(r, clause);
    if (code || !clause->op) {
        alk__put(r, " DO NOTHING");
        return code;
    }
    alk__put(r, " DO UPDATE SET ");
    code = put_sets(r, clause, false);
    return code ? code : alk__render_conditions(r, clause, ALK__NODE_WHERE, " WHERE ");
}

static bool names_excluded(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    bool found = node->kind == ALK__NODE_EXCLUDED;
    for (uint32_t i = 0; !found && built && i < built->n; i++)
        found = names_excluded(built->child[i]);
    return found;
}

const char *alk__new_row(const alk__render *r)
{
    const alk__node *named = r->target ? alk__node_built(r->target) : NULL;
    const char *name = !r->target ? NULL : r->target->kind == ALK__NODE_TABLE ? alk__table(r->target)->name : named ? named->text : NULL;
    return name && (name[0] | 32) == 'n' && (name[1] | 32) == 'e' && (name[2] | 32) == 'w' && !name[3] ? "new_1" : "new";
}

/* MySQL knows no target, and for "do nothing" a column that is set to itself. */
static int on_duplicate_key(alk__render *r, const alk__node *insert, const alk__node *clause)
{
    for (uint32_t i = 0; i < clause->n; i++)
        if (is_constraint(clause->child[i]))
            return alk__unsupported(r, "upsert that names a constraint");
    if (alk__last_part(clause, ALK__NODE_WHERE) || alk__last_part(clause, ALK__NODE_HAVING))
        return alk__unsupported(r, "conditions in an upsert");
    r->new_row = r->dialect.rules->upsert == ALK_UPSERT_DUPLICATE_KEY_ALIAS && !alk__last_part(insert, ALK__NODE_FROM_SELECT);     /* a query has no place for the name */
    bool alias = r->new_row && names_excluded(&clause->sql);
    if (alias)
        alk__buffer_printf(&r->out, " AS %s", alk__new_row(r));
    alk__put(r, " ON DUPLICATE KEY UPDATE ");
    if (clause->op) {
        const alk__node *set;
        int code = ALK_OK;
        bool first = true;
        for (size_t i = 0; code == ALK_OK && (set = next_set(clause, &i)); first = false) {
            alk__put(r, first ? "" : ", ");
            code = bare(r, set->child[0]);
            alk__put(r, " = ");
            if (code == ALK_OK)
                code = put_set_value(r, set);
        }
        return code;
    }
    const alk_sql *column = NULL;
    for (uint32_t i = 0; i < clause->n && !column; i++)
        if (alk__node_class_of(clause->child[i]) != ALK__CLASS_CLAUSE)
            column = clause->child[i];
    if (!column && alk__table(insert->child[0]) && alk__table(insert->child[0])->n_columns)
        column = &alk__column_at(alk__table(insert->child[0]), 0)->sql;
    if (!column)
        return alk__error(ALK_ERROR_COMPILE, "%s needs a column of the key for an upsert that does nothing", r->dialect.name);
    int code = bare(r, column);
    alk__put(r, " = ");
    return code ? code : alk__render_node(r, column);       /* with its table: the row to insert has one of this name too */
}

static int upsert(alk__render *r, const alk__node *node)
{
    const alk__node *clause = alk__last_part(node, ALK__NODE_ON_CONFLICT), *part;
    int code = ALK_OK;
    if (!clause)
        return ALK_OK;
    switch (r->dialect.rules->upsert) {
    case ALK_UPSERT_ON_CONFLICT:           /* one for each constraint, where the database takes several */
        for (size_t i = 0; code == ALK_OK && (part = alk__part(node, ALK__NODE_ON_CONFLICT, &i));)
            code = on_conflict(r, part);
        return code;
    case ALK_UPSERT_DUPLICATE_KEY_ALIAS: case ALK_UPSERT_DUPLICATE_KEY_VALUES:
        return on_duplicate_key(r, node, clause);
    default:
        return alk__unsupported(r, "upsert: use alk_merge_into()");
    }
}

static int insert_rows(alk__render *r, const alk__node *node)
{
    const alk__node *rows = alk__last_part(node, ALK__NODE_VALUES_ROWS), *query = alk__last_part(node, ALK__NODE_FROM_SELECT);
    size_t i = 0;
    if (query)
        return from_select(r, node, query);
    if (rows)
        return many_rows(r, node, rows);
    if (alk__part(node, ALK__NODE_SET, &i))
        return one_row(r, node);
    if (alk__last_part(node, ALK__NODE_DEFAULT_VALUES) || !alk__table(node->child[0]))
        return has_client_default(r) ? one_row(r, node) : default_row(r, node);
    return all_columns(r, node);
}

static int behind_rows(alk__render *r, const alk__node *node)
{
    int code = upsert(r, node);
    if (code == ALK_OK && r->return_keys && !alk__last_part(node, ALK__NODE_RETURNING))
        code = alk__render_key(r, can_return(r, ALK_SQL_RETURNING_INSERT));
    return code ? code : returning(r, node, ALK_SQL_RETURNING_INSERT);
}

static int render_insert(alk__render *r, const alk__node *node)
{
    alk__put(r, "INSERT ");
    int code = alk__render_first_hints(r, node);
    alk__put(r, "INTO ");
    if (code == ALK_OK)
        code = alk__render_key_begin(r, node);
    if (code == ALK_OK)
        code = alk__render_from(r, node->child[0]);
    if (code == ALK_OK)
        code = insert_rows(r, node);
    return code ? code : seeing(r, node, NULL, node, behind_rows);
}

/* ---- UPDATE and DELETE ---- */

static int order_and_limit(alk__render *r, const alk__node *node)
{
    const alk__node *order = alk__last_part(node, ALK__NODE_ORDER_BY), *limit = alk__last_part(node, ALK__NODE_LIMIT);
    int code = ALK_OK;
    if (!order && !limit)
        return ALK_OK;
    if (!alk__has(r->dialect.rules, ALK_SQL_UPDATE_ORDER_LIMIT))
        return alk__unsupported(r, "ORDER BY and LIMIT in a statement that changes rows");
    if (order) {
        alk__put(r, " ORDER BY ");
        code = alk__render_order_by(r, order->child, order->n);
    }
    if (code == ALK_OK && limit) {
        alk__put(r, " LIMIT ");
        code = alk__render_node(r, limit->child[0]);
    }
    return code;
}

/* The target by the name that it has in the FROM behind it. */
static int target_name(alk__render *r, const alk_sql *target)
{
    const char *name = target->kind == ALK__NODE_ALIAS ? alk__from_name(r, target) : NULL;
    return name ? alk__put_name(r, name) : alk__render_from(r, target);
}

/* The target and the other tables, where a statement has them in one list. */
static int target_and_others(alk__render *r, const alk__node *node, const alk__from_list *froms)
{
    int code = alk__render_from(r, node->child[0]);
    alk__put(r, froms->items.count ? ", " : "");
    return code || !froms->items.count ? code : alk__render_from_list(r, froms);
}

static int update_body(alk__render *r, const alk__node *node, const alk__from_list *froms)
{
    size_t i = 0;
    bool others = froms->items.count > 0, beside = others && alk__has(r->dialect.rules, ALK_SQL_UPDATE_TABLES);
    bool again = r->dialect.rules->more & ALK_SQL_MORE_FROM_NAMES_TARGET && (others || node->child[0]->kind == ALK__NODE_ALIAS);
    if (!alk__part(node, ALK__NODE_SET, &i))
        return alk__error(ALK_ERROR_COMPILE, "an UPDATE sets nothing");
    if (others && !beside && !alk__has(r->dialect.rules, ALK_SQL_UPDATE_FROM))
        return alk__unsupported(r, "UPDATE with other tables");
    alk__put(r, "UPDATE ");
    int code = alk__render_first_hints(r, node);
    if (code == ALK_OK)
        code = beside ? target_and_others(r, node, froms) : again ? target_name(r, node->child[0]) : alk__render_from(r, node->child[0]);
    alk__put(r, " SET ");
    if (code == ALK_OK)
        code = put_sets(r, node, beside);
    if (code == ALK_OK)
        code = client_updates(r, node);
    if (code == ALK_OK)
        code = output(r, node, "inserted.");
    if (code == ALK_OK && (again || (others && !beside))) {
        alk__put(r, " FROM ");
        code = again ? target_and_others(r, node, froms) : alk__render_from_list(r, froms);
    }
    if (code == ALK_OK)
        code = alk__render_conditions(r, node, ALK__NODE_WHERE, " WHERE ");
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_WHERE, " ", "");
    if (code == ALK_OK)
        code = order_and_limit(r, node);
    return code ? code : returning(r, node, ALK_SQL_RETURNING_UPDATE);
}

/* An alias that DELETE takes only as a name of a table that stands behind. MySQL's ORDER BY and LIMIT do not go with that. */
static bool is_named_behind(const alk__render *r, const alk__node *node)
{
    bool counted = alk__last_part(node, ALK__NODE_ORDER_BY) || alk__last_part(node, ALK__NODE_LIMIT) || alk__last_part(node, ALK__NODE_RETURNING);
    return node->child[0]->kind == ALK__NODE_ALIAS && (r->dialect.rules->more & ALK_SQL_MORE_FROM_NAMES_TARGET || !counted);
}

static int delete_body(alk__render *r, const alk__node *node, const alk__from_list *froms)
{
    const alk_sql_rules *rules = r->dialect.rules;
    bool others = froms->items.count > 0, both = (others || is_named_behind(r, node)) && (alk__has(rules, ALK_SQL_UPDATE_TABLES) || rules->more & ALK_SQL_MORE_FROM_NAMES_TARGET);
    if (others && !both && !alk__has(rules, ALK_SQL_DELETE_USING))
        return alk__unsupported(r, "DELETE with other tables");
    alk__put(r, "DELETE ");
    int code = alk__render_first_hints(r, node);
    alk__put(r, "FROM ");
    if (code == ALK_OK)
        code = both ? target_name(r, node->child[0]) : alk__render_from(r, node->child[0]);
    if (code == ALK_OK)
        code = output(r, node, "deleted.");
    if (code == ALK_OK && (others || both)) {
        alk__put(r, rules->more & ALK_SQL_MORE_FROM_NAMES_TARGET ? " FROM " : " USING ");
        code = both ? target_and_others(r, node, froms) : alk__render_from_list(r, froms);
    }
    if (code == ALK_OK)
        code = alk__render_conditions(r, node, ALK__NODE_WHERE, " WHERE ");
    if (code == ALK_OK)
        code = alk__render_hints(r, node, ALK_HINT_WHERE, " ", "");
    if (code == ALK_OK)
        code = order_and_limit(r, node);
    return code ? code : returning(r, node, ALK_SQL_RETURNING_DELETE);
}

static int with_froms(alk__render *r, const alk__node *node, int (*body)(alk__render *, const alk__node *, const alk__from_list *))
{
    alk__from_list froms;
    alk__scope scope, *outer = r->scope;
    int code = alk__from_collect(r, node, &froms);
    const alk_sql **all = code == ALK_OK ? alk_arena_alloc(r->arena, (froms.all.count + 1) * sizeof *all, 0) : NULL;
    if (all) {
        all[0] = node->child[0];
        for (size_t i = 0; i < froms.all.count; i++)
            all[i + 1] = *(const alk_sql **)alk__vector_at(&froms.all, i);
        scope = (alk__scope){ .froms = all, .n_froms = froms.all.count + 1 };
        r->scope = &scope;
        code = body(r, node, &froms);
        r->scope = outer;
    } else if (code == ALK_OK)
        code = alk__error_code();
    alk__from_free(&froms);
    return code;
}

/* ---- MERGE ---- */

static int when(alk__render *r, const alk__node *clause)
{
    static const char *const matched[] = { " WHEN MATCHED", " WHEN NOT MATCHED", " WHEN NOT MATCHED BY SOURCE" };
    const alk__node *set;
    bool first = true;
    bool behind = r->dialect.rules->more & ALK_SQL_MORE_MERGE_WHERE;
    alk__put(r, matched[clause->op]);
    int code = behind ? ALK_OK : alk__render_conditions(r, clause, ALK__NODE_WHERE, " AND ");
    if (code)
        return code;
    if (clause->bits == 2 && behind)
        return alk__unsupported(r, "DELETE in MERGE");
    if (clause->bits == 2) {
        alk__put(r, " THEN DELETE");
        return ALK_OK;
    }
    if (clause->bits == 0) {
        alk__put(r, " THEN UPDATE SET ");
        code = put_sets(r, clause, false);
        return code || !behind ? code : alk__render_conditions(r, clause, ALK__NODE_WHERE, " WHERE ");
    }
    alk__put(r, " THEN INSERT (");
    for (size_t i = 0; code == ALK_OK && (set = next_set(clause, &i)); first = false) {
        alk__put(r, first ? "" : ", ");
        code = bare(r, set->child[0]);
    }
    alk__put(r, ") VALUES (");
    first = true;
    for (size_t i = 0; code == ALK_OK && (set = next_set(clause, &i)); first = false) {
        alk__put(r, first ? "" : ", ");
        code = put_set_value(r, set);
    }
    alk__put(r, ")");
    return code || !behind ? code : alk__render_conditions(r, clause, ALK__NODE_WHERE, " WHERE ");
}

static int merge_condition(alk__render *r, const alk__node *using) { return alk__render_condition(r, using->child[1], ALK__OP_NONE); }

static int render_merge(alk__render *r, const alk__node *node)
{
    const alk__node *using = alk__node_built(node->child[1]), *clause;
    if (!alk__has(r->dialect.rules, ALK_SQL_MERGE))
        return alk__unsupported(r, "MERGE");
    alk__put(r, "MERGE ");
    int code = alk__render_first_hints(r, node);
    alk__put(r, "INTO ");
    if (code == ALK_OK)
        code = alk__render_from(r, node->child[0]);
    alk__put(r, " USING ");
    if (code == ALK_OK)
        code = alk__render_from(r, using->child[0]);
    alk__put(r, " ON (");
    if (code == ALK_OK)
        code = seeing(r, node, using->child[0], using, merge_condition);
    alk__put(r, ")");
    for (size_t i = 0; code == ALK_OK && (clause = alk__part(node, ALK__NODE_WHEN, &i));)
        code = seeing(r, node, using->child[0], clause, when);
    if (code == ALK_OK)
        code = alk__render_last_hints(r, node);
    if (r->dialect.rules->returning == ALK_RETURNING_OUTPUT)       /* Transact-SQL wants this one statement ended */
        alk__put(r, ";");
    return code;
}

/* WITH before the statement; some databases have it before SELECT alone, which may be that of an INSERT. */
static int with_before(alk__render *r, const alk__node *node)
{
    bool insert = node->sql.kind == ALK__NODE_INSERT;
    if (insert && alk__has(r->dialect.rules, ALK_SQL_CTE_AFTER_INSERT) && alk__last_part(node, ALK__NODE_FROM_SELECT))
        return ALK_OK;
    size_t begin = r->out.length;
    int code = alk__render_with(r, &node->sql);
    bool refused = !insert && r->dialect.rules->more & ALK_SQL_MORE_NO_WITH_CHANGE && r->out.length > begin;
    return code == ALK_OK && refused ? alk__unsupported(r, "WITH before a statement that changes rows: use alk_subquery()") : code;
}

int alk__render_change(alk__render *r, const alk__node *node)
{
    const alk_sql *target = r->target;
    const alk__node *hinted = r->hinted;
    const alk__node *assigning = r->assigning, *setting = r->setting;
    size_t seen = r->nested_ctes.count;
    r->assigning = node;
    r->setting = NULL;
    r->level++;
    r->target = node->child[0];
    r->hinted = node;
    int code = with_before(r, node);
    if (code == ALK_OK)
        switch (node->sql.kind) {
        case ALK__NODE_INSERT:
            code = render_insert(r, node);
            break;
        case ALK__NODE_UPDATE:
            code = with_froms(r, node, update_body);
            break;
        case ALK__NODE_DELETE:
            code = with_froms(r, node, delete_body);
            break;
        default:
            code = render_merge(r, node);
        }
    if (code == ALK_OK && node->sql.kind != ALK__NODE_MERGE)
        code = alk__render_last_hints(r, node);
    r->nested_ctes.count = seen;
    r->assigning = assigning;
    r->setting = setting;
    r->target = target;
    r->hinted = hinted;
    r->level--;
    return code ? code : alk__buffer_status(&r->out);
}
