/* SPDX-License-Identifier: MIT
 * A SELECT as a session runs it: whole models become lists of their columns where some are deferred, loading options become joins, criteria become conditions. The statement that was
 * given is not changed; where nothing of this applies it runs as it is. */
#include "parts.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

enum { STREAMED_ROWS = 1000 };         /* that the database gives at a time */

/* ---- the lists ---- */

int alk__parts_too_many(void)
{
    return alk_fail(ALK_ERROR_ARGUMENT, "the statement becomes too large by what it loads along");
}

int alk__parts_push(alk__parts *m, const alk_sql ***list, size_t *n, const alk_sql *item)
{
    if (*n == m->room) {
        alk_free(alk_keep(item));
        return alk__parts_too_many();
    }
    (*list)[(*n)++] = item;
    return ALK_OK;
}

/* ---- joins to models of a hierarchy ---- */

/* The relationship that a join goes along to a model with more tables than one, of another hierarchy; NULL: another join. */
static const alk__relation *relation_to_kin(const alk_sql *join)
{
    const alk_sql *const *below;
    size_t n = alk_node_children(join, &below);
    const alk_relationship *definition = n > 1 ? alk_relationship_definition(below[1]) : NULL;
    const alk_table *target = definition ? alk_table_definition(*definition->target) : NULL;
    const alk__relation *r = target && (target->base || target->variants) ? alk__relation_of(below[1]) : NULL;
    return r && !r->through && r->owner->root != r->target->root ? r : NULL;
}

/* Such a join to a variant is one with all tables of an object, and with those rows of its base's table that are of it. NULL: another join. */
static const alk_sql *join_of_kin(const alk_sql *join)
{
    const alk__relation *r = relation_to_kin(join);
    if (!r || !r->target->base)
        return NULL;
    alk__view from, to;
    alk__view_begin(&from, r->owner, NULL);
    alk__view_begin(&to, r->target, NULL);
    const alk_sql *condition = alk__relation_condition(r, &from, NULL, &to), *kind = alk__view_kind(&to), *whole = alk__view_whole(&to);
    condition = kind ? alk_and(condition, kind) : condition;
    return alk_node_kind(join) == ALK_IS_LEFT_JOIN ? alk_left_join_on(whole, condition) : alk_join_on(whole, condition);
}

/* How a model that is selected comes into the statement. */
static int how_it_comes(const alk__parts *m, const alk_sql *from, const alk__mapper *mapper)
{
    const alk_sql *const *below;
    for (size_t i = 0; i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        if ((kind != ALK_IS_JOIN && kind != ALK_IS_LEFT_JOIN) || alk_node_children(m->parts[i], &below) < 2 || alk__joined(below[1]) != from)
            continue;
        const alk__relation *r = relation_to_kin(m->parts[i]);
        if (alk__variant_alias_of(&m->aliases, from) && alk_node_children(m->parts[i], &below) == 3)
            return ALK__VIEW_WHOLE;
        return r && r->target == mapper && mapper->base ? ALK__VIEW_WHOLE : kind == ALK_IS_LEFT_JOIN ? ALK__VIEW_OUTER : ALK__VIEW_JOINED;
    }
    return ALK__VIEW_FIRST;
}

/* ---- columns ---- */

/* view: where the alias of a variant is; NULL: it is made for the table or the alias. */
alk__entry *alk__parts_new_entry(alk__query *q, const alk_sql *from, alk__store *store, alk__view *view)
{
    if (q->n_entries == q->room) {
        alk_fail(ALK_ERROR_ARGUMENT, "a query has too many objects in a row");
        return NULL;
    }
    alk__entry *entry = &q->entries[q->n_entries];
    *entry = (alk__entry){ .from = from, .store = store, .positions = alk_arena_alloc(q->arena, store->mapper->n_positions * sizeof(uint32_t), 0),
                           .view = view ? view : alk_arena_alloc(q->arena, sizeof(alk__view), 0) };
    if (!entry->positions || !entry->view)
        return NULL;
    if (!view)
        alk__view_begin(entry->view, store->mapper, from);
    q->n_entries++;
    return entry;
}

/* The columns of a model, one by one. */
int alk__parts_list_columns(alk__parts *m, alk__entry *entry)
{
    if (m->room - m->n_columns < entry->store->mapper->n_positions)
        return alk__parts_too_many();
    size_t n = alk__view_columns(entry->view, alk__parts_want, m, m->query->n_columns, entry->positions, m->columns + m->n_columns);
    m->n_columns += n;
    m->query->n_columns += (uint32_t)n;
    return ALK_OK;
}

/* The other tables of a model that the program selects, and what tells its rows from others there. What its base has criteria for it has too. Where the model is selected by itself,
 * the program's joins may go by columns of these tables, and come after them; else they are what brings it. */
static int add_tables(alk__parts *m, const alk__entry *entry, const alk_sql **list, size_t *n)
{
    const alk__mapper *mapper = entry->store->mapper;
    const alk_sql *kind = entry->how == ALK__VIEW_FIRST ? alk__view_kind(entry->view) : NULL;
    int code = ALK_OK;
    if (m->room - *n < ALK__KIN)
        return alk__parts_too_many();
    *n += alk__view_joins(entry->view, entry->how, list + *n);
    if (entry->from != entry->view->from && !m->query->unfiltered)         /* an alias that stands for another is found by what it stands for */
        code = alk__places_add(&m->places, entry->view->from, entry->store, entry->how >= ALK__VIEW_OUTER);
    for (const alk__mapper *base = mapper->base; code == ALK_OK && base && !m->query->unfiltered; base = base->base)
        code = alk__places_add(&m->places, alk__view_from(entry->view, base), alk__store_of_mapper(m->query->session, base), entry->how >= ALK__VIEW_OUTER);
    return code || !kind ? code : alk__parts_push(m, &m->clauses, &m->n_clauses, alk_where(kind));
}

static bool has_struct(const alk_sql *table)
{
    const alk_table *t = alk_table_definition(table);
    return t && t->struct_size;
}

static int take_table(alk__parts *m, const alk_sql *part, const alk_sql *table, bool aliased)
{
    alk__variant_alias *alias = alk__variant_alias_of(&m->aliases, part);
    alk__store *store = alias ? alias->store : alk__store_of(m->query->session, table);
    alk__entry *entry = store ? alk__parts_new_entry(m->query, alias ? alias->given : part, store, alias ? alias->view : NULL) : NULL;
    if (!entry)
        return alk_last_error()->code;
    if (alias)
        alias->taken = true;
    const alk__mapper *mapper = store->mapper;
    bool whole = !aliased && !m->n_options && mapper->root->n_kin == 1;
    for (uint16_t i = 0; whole && i < mapper->n_properties; i++)
        whole = !mapper->properties[i].deferred && !mapper->properties[i].expression;
    if (!whole) {
        m->changed = true;
        entry->how = how_it_comes(m, part, mapper);
        int code = alk__parts_list_columns(m, entry);
        return code || entry->how ? code : add_tables(m, entry, m->joins, &m->n_joins);
    }
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        entry->positions[i] = m->query->n_columns++;
    return alk__parts_push(m, &m->columns, &m->n_columns, part);
}

static int take_column(alk__parts *m, const alk_sql *part)
{
    const alk_sql *const *below;
    int kind = alk_node_kind(part);
    if (kind == ALK_IS_TABLE && has_struct(part))
        return take_table(m, part, part, false);
    if (kind == ALK_IS_ALIAS && alk_node_children(part, &below) && has_struct(below[0]))
        return take_table(m, part, below[0], true);
    if (kind == ALK_IS_TABLE)
        m->query->n_columns += (uint32_t)alk_table_definition(part)->n_columns;
    else
        m->query->n_columns++;
    return alk__parts_push(m, &m->columns, &m->n_columns, part);
}

bool alk__part_is_column(const alk_sql *part)
{
    switch (alk_node_kind(part)) {
    case ALK_IS_EXPRESSION: case ALK_IS_COLUMN: case ALK_IS_COLUMN_AT: case ALK_IS_TABLE: case ALK_IS_ALIAS: case ALK_IS_FROM: case ALK_IS_RAW: case ALK_IS_SELECT: case ALK_IS_COMPOUND:
        return true;
    default:
        return false;
    }
}

/* ---- clauses ---- */

static int find_places(alk__parts *m)
{
    int code = ALK_OK;
    for (size_t i = 0; !m->query->unfiltered && alk__has_criteria(m->query->session) && code == ALK_OK && i < m->n_parts; i++)
        code = alk__places_find(&m->places, m->parts[i]);
    return code;
}

static int take_clause(alk__parts *m, const alk_sql *part)
{
    int kind = alk_node_kind(part);
    const alk_sql *join = kind == ALK_IS_JOIN || kind == ALK_IS_LEFT_JOIN ? join_of_kin(part) : NULL;
    join = join || kind != ALK_IS_LEFT_JOIN ? join : alk__places_join(&m->places, part);
    const alk_sql *whole = kind == ALK_IS_JOIN || kind == ALK_IS_LEFT_JOIN ? alk__variant_alias_joined(&m->aliases, join ? join : part) : NULL;
    if (whole && join)
        alk_free(alk_keep(join));
    join = whole ? whole : join;
    m->changed = m->changed || join;
    return alk__parts_push(m, &m->clauses, &m->n_clauses, join ? join : part);
}

static int filter(alk__parts *m)
{
    if (m->room - m->n_clauses < ALK__PLACES)
        return alk__parts_too_many();
    unsigned n = alk__places_where(&m->places, m->clauses + m->n_clauses);
    m->n_clauses += n;
    m->changed = m->changed || n;
    return ALK_OK;
}

/* ---- all of it ---- */

/* What a part of the statement may become. */
static size_t columns_of(const alk__parts *m, const alk_sql *part)
{
    const alk_sql *const *below, *table = alk_node_kind(part) == ALK_IS_ALIAS && alk_node_children(part, &below) ? below[0] : part;
    const alk_table *t = alk_table_definition(table);
    const alk__store *store = t && t->struct_size ? alk__store_of(m->query->session, table) : NULL;
    return store ? store->mapper->n_positions + (size_t)ALK__KIN : t ? t->n_columns : 8;
}

static int begin(alk__parts *m, const alk_sql *statement)
{
    alk__query *q = m->query;
    size_t tables = 0;
    m->is_whole = true;
    m->n_parts = alk_node_children(statement, &m->parts);
    q->loadings = alk_arena_alloc(q->arena, (m->n_parts + 1) * sizeof *q->loadings, 0);
    int code = q->loadings ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        if (kind == ALK_IS_LOADING)
            code = alk__parts_take_option(m, m->parts[i]);
        m->is_limited = m->is_limited || kind == ALK_IS_LIMIT || kind == ALK_IS_OFFSET || kind == ALK_IS_FETCH || kind == ALK_IS_DISTINCT || kind == ALK_IS_GROUP_BY;
        m->is_whole = m->is_whole && (kind == ALK_IS_LOADING || kind == ALK_IS_ORDER_BY || kind == ALK_IS_TABLE);
        tables += kind == ALK_IS_TABLE || kind == ALK_IS_ALIAS;
    }
    q->room = tables + q->n_loadings * ALK__STEPS;
    size_t columns = 256;
    for (size_t i = 0; code == ALK_OK && i < m->n_parts; i++)
        columns += columns_of(m, m->parts[i]);
    for (size_t i = 0; code == ALK_OK && i < q->n_loadings; i++)
        for (size_t k = 0; k < q->loadings[i].n; k++)
            columns += q->loadings[i].steps[k]->target->n_positions + ALK__KIN + 8u;
    m->room = columns + m->n_parts;
    q->entries = alk_arena_alloc(q->arena, (q->room + 1) * sizeof *q->entries, 0);
    m->columns = alk_arena_alloc(q->arena, 4 * m->room * sizeof *m->columns, 0);
    if (!q->entries || !m->columns)
        return ALK_ERROR_NO_MEMORY;
    m->clauses = m->columns + m->room;
    m->orders = m->clauses + m->room;
    m->joins = m->orders + m->room;
    return code;
}

/* Frees what was made and is not used. */
static void sink_all(const alk__parts *m)
{
    for (size_t i = 0; i < m->n_columns; i++)
        alk_free(alk_keep(m->columns[i]));
    for (size_t i = 0; i < m->n_joins; i++)
        alk_free(alk_keep(m->joins[i]));
    for (size_t i = 0; i < m->n_clauses; i++)
        alk_free(alk_keep(m->clauses[i]));
    for (size_t i = 0; i < m->n_orders; i++)
        alk_free(alk_keep(m->orders[i]));
}

static int assemble(alk__parts *m)
{
    const alk_sql **all = alk_arena_alloc(m->query->arena, (m->n_columns + m->n_joins + m->n_clauses + 2) * sizeof *all, 0);
    size_t n = 0;
    if (!all)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_columns; i++)
        all[n++] = m->columns[i];
    for (size_t i = 0; i < m->n_joins; i++)
        all[n++] = m->joins[i];
    for (size_t i = 0; i < m->n_clauses; i++)
        all[n++] = m->clauses[i];
    if (m->n_orders) {
        m->orders[m->n_orders] = &alk_end;
        all[n++] = (alk_order_by)(m->orders);
    }
    all[n] = &alk_end;
    m->query->statement = (alk_select)(all);
    if (m->query->streamed)
        m->query->statement = alk_with_options(m->query->statement, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .cursor_rows = STREAMED_ROWS });
    return ALK_OK;
}

/* Where the query is put within another, its columns get labels: models are listed by their columns. */
static void list_all_columns(alk__parts *m)
{
    static const alk_sql *const none[1];
    if (m->n_options)
        return;
    m->only[0] = none;
    m->only_code[0] = ALK_LOAD_UNDEFER;
    m->n_options = 1;
}

static int take_parts(alk__parts *m)
{
    alk__query *q = m->query;
    int code = find_places(m);
    for (size_t i = 0; code == ALK_OK && i < m->n_parts; i++)
        if (alk_node_kind(m->parts[i]) != ALK_IS_LOADING)
            code = alk__part_is_column(m->parts[i]) ? take_column(m, m->parts[i]) : take_clause(m, m->parts[i]);
    for (size_t i = 0; code == ALK_OK && i < q->n_entries; i++)
        if (q->entries[i].how)
            code = add_tables(m, &q->entries[i], m->clauses, &m->n_clauses);
    return code == ALK_OK ? filter(m) : code;
}

static int load_along(alk__parts *m, alk__loading *loading)
{
    if (loading->code == ALK_LOAD_CONTAINED)
        return alk__parts_find_contained(m, loading);
    if (loading->code == ALK_LOAD_JOINED)
        return alk__parts_join_along(m, loading);
    if (alk__entry_along(m->query, loading, 0) == SIZE_MAX)
        return alk__no_root(loading);
    return loading->code == ALK_LOAD_SUBQUERY && alk__parts_can_repeat(m, loading) ? alk__parts_repeat(m, loading) : ALK_OK;
}

static int load_all_along(alk__parts *m)
{
    alk__query *q = m->query;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < q->n_loadings; i++)
        code = load_along(m, &q->loadings[i]);
    if (code == ALK_OK && q->streamed && q->has_joined)
        code = alk_fail(ALK_ERROR_ARGUMENT, "a query that is streamed cannot load along by joins: alk_with() does it by statements of its own");
    return code;
}

int alk__query_take_apart(alk__query *q, const alk_sql *statement)
{
    alk__parts m = { .query = q, .places = { .session = q->session } };
    int code = begin(&m, statement);
    if (code == ALK_OK)
        code = alk__variant_aliases_begin(&m.aliases, q, &m.parts, m.n_parts);
    bool wraps = code == ALK_OK && m.is_limited && alk__joins_many(q);
    if (wraps)
        list_all_columns(&m);
    if (code == ALK_OK)
        code = take_parts(&m);
    q->is_whole = m.is_whole && q->n_entries == 1 && !m.places.n && !q->entries[0].store->mapper->base;
    if (code == ALK_OK && wraps)
        code = alk__parts_wrap(&m);
    if (code == ALK_OK)
        code = load_all_along(&m);
    if (code == ALK_OK && m.changed)
        code = assemble(&m);
    if (code)
        sink_all(&m);
    alk__variant_aliases_end(&m.aliases);
    return code;
}
