/* SPDX-License-Identifier: MIT
 * The columns that a query has, and the names that they are given in its result. */
#include "base/error.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

const char *alk__column_name(const alk_sql *column)
{
    const alk__node *built = alk__node_built(column);
    switch (column->kind) {
    case ALK__NODE_COLUMN:
        return alk__column(column)->name;
    case ALK__NODE_COLUMN_AT:
        return alk__column_name(built->child[1]);
    case ALK__NODE_COLUMN_OF: case ALK__NODE_NAME: case ALK__NODE_LABEL:
        return built->text;
    case ALK__NODE_CAST:
        return alk__column_name(built->child[0]);
    default:
        return NULL;
    }
}

static bool is_column(const alk_sql *part)
{
    return alk__node_class_of(part) != ALK__CLASS_CLAUSE && part->kind != ALK__NODE_JOIN;
}

static const alk_sql *nth_column(const alk__node *built, size_t i);

/* A query's columns are its parts that are no clauses, a table among them standing for all of its own. */
const alk_sql *alk__column_of_from(const alk_sql *from, size_t i)
{
    const alk__node *built = alk__node_built(from);
    if (from->kind == ALK__NODE_TABLE)
        return i < alk__table(from)->n_columns ? &alk__column_at(alk__table(from), i)->sql : NULL;
    if (!built || built->n == 0)
        return NULL;
    if (from->kind == ALK__NODE_CTE && built->spare)
        return i < built->spare ? built->child[built->n - built->spare + i] : NULL;
    if (from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SUBQUERY || from->kind == ALK__NODE_CTE || from->kind == ALK__NODE_COMPOUND || from->kind == ALK__NODE_SAMPLE)
        return alk__column_of_from(built->child[0], i);
    if (from->kind == ALK__NODE_VALUES)
        return i < built->spare ? built->child[built->n - built->spare + i] : NULL;
    if (alk__node_class_of(from) == ALK__CLASS_CHANGE) {
        const alk__node *returning = alk__last_part(built, ALK__NODE_RETURNING);
        return returning ? nth_column(returning, i) : NULL;
    }
    return from->kind == ALK__NODE_SELECT ? nth_column(built, i) : NULL;
}

static const alk_sql *nth_column(const alk__node *built, size_t i)
{
    for (uint32_t part = 0; part < built->n; part++) {
        const alk_sql *column = built->child[part];
        if (!is_column(column))
            continue;
        if (alk__node_class_of(column) != ALK__CLASS_FROM) {
            if (i-- == 0)
                return column;
            continue;
        }
        size_t n = 0;
        while (alk__column_of_from(column, n)) {
            if (i-- == 0)
                return alk__column_of_from(column, n);
            n++;
        }
    }
    return NULL;
}

const char *alk__label_base(const alk_sql *column)
{
    const alk__node *built = alk__node_built(column);
    switch (column->kind) {
    case ALK__NODE_RAW: case ALK__NODE_NAME: case ALK__NODE_TABLE:
        return NULL;
    case ALK__NODE_FUNC:
        return built->bits & ALK__FUNC_BARE || strchr(built->text, ' ') ? "anon" : strrchr(built->text, '.') ? strrchr(built->text, '.') + 1 : built->text;
    case ALK__NODE_CAST:
        return built->op == ALK__TYPED ? alk__label_base(built->child[0]) : "anon";
    case ALK__NODE_CONSTANT:
        return built->op == ALK__CONSTANT_STAR ? NULL : "anon";
    case ALK__NODE_COLUMN_AT:
        return alk__column_name(column) ? NULL : alk__label_base(built->child[1]);
    default:
        return "anon";
    }
}

static int put_label(alk__render *r, const char *name)
{
    alk__put(r, " AS ");
    return alk__put_name(r, name);
}

/* Whether a name was given in this list before. */
bool alk__is_taken(const alk__vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (*(const char **)alk__vector_at(names, i) && strcmp(*(const char **)alk__vector_at(names, i), name) == 0)
            return true;
    return false;
}

static int note(alk__render *r, const alk_sql *column, const char *name)
{
    alk__result_column *entry;
    if (r->level != r->columns_level)
        return ALK_OK;
    if (!(entry = alk__vector_push(&r->columns)))
        return alk__error_code();
    const alk_sql *plain = column;
    if (plain->kind == ALK__NODE_LABEL)
        plain = alk__node_built(plain)->child[0];
    *entry = (alk__result_column){ name ? name : "", alk__node_type(column),
                                   plain->kind == ALK__NODE_COLUMN ? plain : plain->kind == ALK__NODE_COLUMN_AT ? alk__node_built(plain)->child[1] : NULL };
    return ALK_OK;
}

/* The column at the end of a chain of aliases and queries. */
static const alk_sql *behind(const alk_sql *column)
{
    while (column->kind == ALK__NODE_COLUMN_AT && !alk__column_name(column))
        column = alk__node_built(column)->child[1];
    return column;
}

static int one_column(alk__render *r, const alk_sql *column, alk__vector *taken)
{
    const alk__node *built = alk__node_built(column);
    const char *name = alk__name_at(column), *label = NULL, *before = r->hint;
    r->hint = NULL;
    int code = alk__render_node(r, column);
    r->hint = before;
    if (code)
        return code;
    bool cast = column->kind == ALK__NODE_CAST && name;
    if (!name && column->kind == ALK__NODE_COLUMN_AT && alk__label_base(built->child[1]) && !(name = alk__label_of(r, behind(column))))
        return alk__error_code();
    if (column->kind == ALK__NODE_LABEL)
        label = built->text;
    else if (cast && !alk__is_taken(taken, name))
        label = name;
    else if (!name && alk__label_base(column)) {
        name = label = alk__label_of(r, column);
        while (label && alk__is_taken(taken, label))       /* the same expression once more, or a column of that name */
            name = label = alk__made_up_name(r, alk__label_base(column));
        if (!name)
            return alk__error_code();
    } else if (name && alk__is_taken(taken, name)) {
        const char *base = name;
        while (name && alk__is_taken(taken, name))
            name = label = alk__made_up_name(r, base);
        if (!name)
            return alk__error_code();
    }
    if (label)
        code = put_label(r, label);
    const char **entry = alk__vector_push(taken);
    if (!entry)
        return alk__error_code();
    *entry = name;
    return code ? code : note(r, column, name);
}

/* A FROM among the columns is all of its columns; one whose columns are not known is its star. */
static int columns_of(alk__render *r, const alk_sql *from, alk__vector *taken)
{
    int code = ALK_OK;
    if (!alk__column_of_from(from, 0)) {
        const char *name = alk__from_name(r, from);
        code = name ? alk__put_name(r, name) : alk__error_code();
        alk__put(r, ".*");
        return code;
    }
    const alk_sql *column;
    for (size_t i = 0; code == ALK_OK && (column = alk__column_of_from(from, i)); i++) {
        alk__put(r, i ? ", " : "");
        if (from->kind == ALK__NODE_TABLE) {
            code = one_column(r, column, taken);
            continue;
        }
        alk_sql *seen = alk_at(from, column);
        if (seen->kind == ALK__NODE_ERROR)
            code = alk__node_raise(seen);
        else if ((code = one_column(r, seen, taken)) == ALK_OK && r->level == r->columns_level) {
            alk__result_column *last = alk__vector_at(&r->columns, r->columns.count - 1);
            last->type = alk__node_type(column);           /* it must outlive what was made here */
            last->column = column->kind == ALK__NODE_COLUMN ? column : NULL;
        }
        alk__node_sink(seen);
    }
    return code;
}

int alk__render_columns(alk__render *r, const alk_sql *const *columns, size_t n)
{
    alk__vector taken, *wanted = r->wanted;
    int code = ALK_OK;
    bool first = true;
    r->wanted = NULL;
    alk__vector_init(&taken, sizeof(const char *));
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (!is_column(columns[i]))
            continue;
        alk__put(r, first ? "" : ", ");
        first = false;
        code = alk__node_class_of(columns[i]) == ALK__CLASS_FROM ? columns_of(r, columns[i], &taken) : one_column(r, columns[i], &taken);
    }
    bool none = code == ALK_OK && first;
    if (wanted && code == ALK_OK && !none)
        *wanted = taken;
    else
        alk__vector_free(&taken);
    return none ? alk__error(ALK_ERROR_COMPILE, "a query has no columns") : code;
}
