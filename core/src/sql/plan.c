/* SPDX-License-Identifier: MIT
 * What tables need to be created or dropped, in the order in which it can be done. A plan knows no dialect: what one has no need of compiles to nothing there. */
#include "base/alloc.h"
#include "base/error.h"
#include "sql/ddl.h"
#include "sql/sort.h"
#include <string.h>

struct alk_ddl_plan {
    alk__vector statements;        /* of const alk_sql *, kept */
};

size_t alk_ddl_plan_count(const alk_ddl_plan *plan)
{
    return plan ? plan->statements.count : 0;
}

const alk_sql *alk_ddl_plan_at(const alk_ddl_plan *plan, size_t index)
{
    if (plan && index < plan->statements.count)
        return *(const alk_sql **)alk__vector_at(&plan->statements, index);
    alk__error(ALK_ERROR_ARGUMENT, "the plan has no statement %zu", index);
    return NULL;
}

void alk_ddl_plan_free(alk_ddl_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; i < plan->statements.count; i++)
        alk_free(*(const alk_sql **)alk__vector_at(&plan->statements, i));
    alk__vector_free(&plan->statements);
    alk__free(plan);
}

/* Takes a fresh statement. */
static int add(alk_ddl_plan *plan, alk_sql *statement)
{
    if (statement->kind == ALK__NODE_ERROR) {
        int code = alk__node_raise(statement);
        alk__node_sink(statement);
        return code;
    }
    int code = alk__vector_add(&plan->statements, &statement);
    if (code)
        alk__node_sink(statement);
    else
        alk__node_take(statement);
    return code;
}

/* ---- types and sequences: each once, however many columns have it ---- */

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static const alk_enum *enum_of(const alk_type *type)
{
    while (type && (type->kind == ALK_KIND_ARRAY || type->kind == ALK_KIND_CUSTOM))
        type = type->kind == ALK_KIND_ARRAY ? type->custom : type->custom ? &((const alk_custom_type *)type->custom)->storage : NULL;
    const alk_enum *words = type && type->kind == ALK_KIND_ENUM ? type->custom : NULL;
    return words && words->name ? words : NULL;
}

static bool same_thing(const alk_column *a, const alk_column *b, bool sequences)
{
    if (sequences)
        return a->sequence && same_text(a->sequence->name, b->sequence->name) && same_text(a->sequence->schema, b->sequence->schema);
    const alk_enum *x = enum_of(&a->type), *y = enum_of(&b->type);
    return x && same_text(x->name, y->name) && same_text(x->schema, y->schema);
}

/* Whether an earlier column of the tables has the same. O(columns²), of those alone that have any. */
static bool came_before(const alk__order *order, const alk_column *column, bool sequences)
{
    for (size_t i = 0; i < order->tables.count; i++) {
        const alk_table *table = *(const alk_table **)alk__vector_at(&order->tables, i);
        for (size_t k = 0, n = alk__stored_count(table); k < n; k++) {
            const alk_column *other = alk__stored_column(table, k);
            if (other == column)
                return false;
            if (same_thing(other, column, sequences))
                return true;
        }
    }
    return false;
}

static int add_things(alk_ddl_plan *plan, const alk__order *order, bool sequences, bool create, unsigned bits)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < order->tables.count; i++) {
        const alk_table *table = *(const alk_table **)alk__vector_at(&order->tables, i);
        for (size_t k = 0, n = alk__stored_count(table); code == ALK_OK && k < n; k++) {
            const alk_column *column = alk__stored_column(table, k);
            if ((sequences ? !column->sequence : !enum_of(&column->type)) || came_before(order, column, sequences))
                continue;
            if (sequences)
                code = add(plan, create ? alk__create_sequence(column->sequence, bits) : alk__drop_sequence(column->sequence, bits));
            else
                code = add(plan, create ? alk__create_type(enum_of(&column->type), bits) : alk__drop_type(enum_of(&column->type), bits));
        }
    }
    return code;
}

/* ---- tables ---- */

static int add_indexes(alk_ddl_plan *plan, const alk_table *table, unsigned bits)
{
    alk__index index;
    int code = ALK_OK;
    for (uint32_t at = 0; code == ALK_OK && alk__next_index(table, &at, &index);)
        code = add(plan, alk__create_index(&index, bits));
    return code;
}

static int add_comments(alk_ddl_plan *plan, const alk_table *table)
{
    alk__constraint c;
    int code = table->comment ? add(plan, alk__comment(ALK__COMMENT_TABLE, &table->sql, 0, table->comment, ALK__DDL_WHERE_NEEDED)) : ALK_OK;
    for (size_t i = 0, n = alk__stored_count(table); code == ALK_OK && i < n; i++) {
        const alk_column *column = alk__stored_column(table, i);
        if (column->comment)
            code = add(plan, alk__comment(ALK__COMMENT_COLUMN, &column->sql, 0, column->comment, ALK__DDL_WHERE_NEEDED));
    }
    for (uint32_t at = 0; code == ALK_OK && alk__next_constraint(table, &at, &c);)
        if (c.comment)
            code = add(plan, alk__comment(ALK__COMMENT_CONSTRAINT, &table->sql, c.number, c.comment, ALK__DDL_WHERE_NEEDED));
    return code;
}

static int plan_create(alk_ddl_plan *plan, const alk__order *order, unsigned flags, unsigned things)
{
    const alk__constraint *later = order->deferred.items;
    unsigned optional = flags | things | ALK__DDL_WHERE_NEEDED;
    int code = add_things(plan, order, false, true, optional);
    if (code == ALK_OK)
        code = add_things(plan, order, true, true, optional);
    for (size_t i = 0; code == ALK_OK && i < order->tables.count; i++) {
        const alk_table *table = *(const alk_table **)alk__vector_at(&order->tables, i);
        unsigned bits = table->temporary ? optional : flags;
        code = add(plan, alk__create_table_without(table, bits, later, order->deferred.count));
        if (code == ALK_OK)
            code = add_indexes(plan, table, bits);
        if (code == ALK_OK)
            code = add_comments(plan, table);
    }
    for (size_t i = 0; code == ALK_OK && i < order->deferred.count; i++)
        code = add(plan, alk__add_constraint(&later[i], ALK__DDL_WHERE_NEEDED));
    return code;
}

static int plan_drop(alk_ddl_plan *plan, const alk__order *order, unsigned flags, unsigned things)
{
    unsigned optional = flags | things | ALK__DDL_WHERE_NEEDED, of_constraints = (flags & ALK_DDL_IF_EXISTS) | ALK__DDL_WHERE_NEEDED | (things ? ALK__DDL_MAY_BE_GONE : 0);
    int code = ALK_OK;
    for (size_t i = order->deferred.count; code == ALK_OK && i-- > 0;)
        code = add(plan, alk__drop_constraint(alk__vector_at(&order->deferred, i), of_constraints));
    for (size_t i = order->tables.count; code == ALK_OK && i-- > 0;) {
        const alk_table *table = *(const alk_table **)alk__vector_at(&order->tables, i);
        code = add(plan, alk__drop_table(table, table->temporary ? optional : flags));
    }
    if (code == ALK_OK)
        code = add_things(plan, order, true, false, optional);
    return code ? code : add_things(plan, order, false, false, optional);
}

typedef int filler(alk_ddl_plan *plan, const alk__order *order, unsigned flags, unsigned things);

static alk_ddl_plan *make(const alk_sql *const *tables, unsigned flags, unsigned things, filler *fill)
{
    alk__order order;
    alk_ddl_plan *plan = alk__calloc(1, sizeof *plan);
    if (!plan)
        return alk__error_null();
    alk__vector_init(&plan->statements, sizeof(const alk_sql *));
    alk__order_init(&order);
    int code = alk__tables_sort(tables, alk__list_length(tables), &order);
    if (code == ALK_OK)
        code = fill(plan, &order, flags, things);
    alk__order_free(&order);
    if (code) {
        alk_ddl_plan_free(plan);
        return alk__error_null();
    }
    alk__error_handle_made();
    return plan;
}

alk_ddl_plan *alk__plan_create(const alk_sql *const *tables, unsigned flags, unsigned things)
{
    return make(tables, flags & ALK_DDL_IF_NOT_EXISTS, things, plan_create);
}

alk_ddl_plan *alk__plan_drop(const alk_sql *const *tables, unsigned flags, unsigned things)
{
    return make(tables, flags & (ALK_DDL_IF_EXISTS | ALK_DDL_CASCADE), things, plan_drop);
}

alk_ddl_plan *alk_plan_create(const alk_sql *const *tables, unsigned flags) { return alk__plan_create(tables, flags, 0); }
alk_ddl_plan *alk_plan_drop(const alk_sql *const *tables, unsigned flags) { return alk__plan_drop(tables, flags, 0); }
