/* SPDX-License-Identifier: MIT
 * See condition.h. */
#include "condition.h"
#include "draw.h"

/* A foreign key with a relationship that leads from things of the table, or to them; NOTHING: none was drawn. */
static int draw_fk(state *st, enum table_number t, const alk_sql *in_table, bool to_parent)
{
    int list[N_FKS], n = 0;
    for (int f = 0; f < N_FKS; f++) {
        enum table_number here = to_parent ? fks[f].child : fks[f].parent, there = to_parent ? fks[f].parent : fks[f].child;
        bool has = to_parent ? fks[f].one : fks[f].side;
        /* In a condition along a relationship to the same table the table's name means the outer one. */
        if (has && is_a(t, here) && root_of(here) != root_of(there) && (!in_table || *tables[here].table == in_table))
            list[n++] = f;
    }
    return n ? list[below(st, n)] : NOTHING;
}

static unsigned draw_column(state *st, enum table_number t, const alk_sql *in_table)
{
    unsigned k = tables[t].values[below(st, (int)tables[t].n_values)];
    return !in_table || *column_of(t, k)->table == in_table ? k : tables[t].values[tables[t].n_values - 1];
}

condition draw_condition(state *st, enum table_number t, const alk_sql *in_table)
{
    condition c = { .kind = (enum condition_kind)(COLUMN_IS + below(st, 5)), .table = t, .f = NOTHING };
    if (c.kind >= PARENT_HAS && (c.f = draw_fk(st, t, in_table, c.kind == PARENT_HAS)) == NOTHING)
        c.kind = COLUMN_IS;
    enum table_number of = c.kind == PARENT_HAS ? fks[c.f].parent : c.kind == CHILD_HAS ? fks[c.f].child : t;
    c.column = draw_column(st, of, of == t ? in_table : NULL);
    if (c.kind == COLUMN_IS_NULL && !column_of(t, c.column)->nullable)
        c.kind = COLUMN_IS;
    c.value = draw_value(st, column_of(of, c.column));
    c.value.null = false;
    return c;
}

static alk_sql *column_is(enum table_number t, unsigned column, const cell_value *value)
{
    const alk_sql *c = *tables[t].columns[column];
    return is_text(column_of(t, column)) ? alk_eq(c, value->text) : alk_eq(c, value->n);
}

alk_sql *condition_sql(const condition *c)
{
    switch (c->kind) {
    case COLUMN_IS: return column_is(c->table, c->column, &c->value);
    case COLUMN_IS_NULL: return alk_is(*tables[c->table].columns[c->column], alk_null());
    case PARENT_HAS: return alk_has(*fks[c->f].one, column_is(fks[c->f].parent, c->column, &c->value));
    case CHILD_HAS: return alk_has(*fks[c->f].side, column_is(fks[c->f].child, c->column, &c->value));
    case HAS_NO_CHILD: return alk_not(alk_has(*fks[c->f].side, NULL));
    case ALWAYS:
    default: return alk_true();
    }
}

static bool has_value(const world *w, int i, unsigned column, const cell_value *value)
{
    const thing *t = &w->things[i];
    return !t->column[column].null && value_equal(column_of(t->table, column), &t->column[column], value);
}

static bool has_child(const world *w, const condition *c, int i)
{
    for (int k = 0; k < w->n; k++)
        if (w->things[k].exists && is_a(w->things[k].table, fks[c->f].child) && w->things[k].ref[c->f] == i && (c->kind == HAS_NO_CHILD || has_value(w, k, c->column, &c->value)))
            return true;
    return false;
}

bool condition_holds(const world *w, const condition *c, int i)
{
    const thing *t = &w->things[i];
    if (!t->exists || !is_a(t->table, c->table) || (c->in && !(c->in >> t->database & 1)))
        return false;
    switch (c->kind) {
    case COLUMN_IS: return has_value(w, i, c->column, &c->value);
    case COLUMN_IS_NULL: return t->column[c->column].null;
    case PARENT_HAS: return t->ref[c->f] != NOTHING && has_value(w, t->ref[c->f], c->column, &c->value);
    case CHILD_HAS: return has_child(w, c, i);
    case HAS_NO_CHILD: return !has_child(w, c, i);
    case ALWAYS:
    default: return true;
    }
}
