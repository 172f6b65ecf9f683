/* SPDX-License-Identifier: MIT
 * A SELECT as a session runs it: whole models become lists of their columns where some are deferred, loading options become joins, criteria become conditions. The statement that was
 * given is not changed; where nothing of this applies it runs as it is. */
#include "query.h"
#include "alias.h"
#include "criteria.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <stdio.h>

enum { STREAMED_ROWS = 1000 };         /* that the database gives at a time */

/* The parts of the statement that is being made. */
typedef struct making {
    alk__query *query;
    const alk_sql **columns, **joins, **clauses, **orders;     /* joins: of the tables of variants */
    size_t n_columns, n_joins, n_clauses, n_orders, room;
    const alk_sql *const *parts;       /* of the statement that was given */
    size_t n_parts;
    const alk_sql *const *only[8];     /* columns that options name: load only, defer, undefer */
    size_t n_only[8];
    unsigned only_code[8];
    size_t n_options;
    alk__places places;
    alk__variant_aliases aliases;
    bool changed;                      /* another statement has to run */
    bool is_whole;                     /* nothing but columns and an order */
    bool is_limited;                   /* LIMIT and the like: a join may not change how many rows there are before it */
} making;

static int too_large(void)
{
    return alk_fail(ALK_ERROR_ARGUMENT, "the statement becomes too large by what it loads along");
}

static int push(making *m, const alk_sql ***list, size_t *n, const alk_sql *item)
{
    if (*n == m->room)
        return too_large();
    (*list)[(*n)++] = item;
    return ALK_OK;
}

/* ---- options ---- */

static int take_path(const alk_sql *option, alk__loading *loading)
{
    const alk_sql *const *path;
    size_t n = alk_node_children(option, &path);
    for (size_t i = 0; i < n; i++) {
        const alk__relation *r = alk__relation_of(path[i]);
        if (!r)
            return alk_last_error()->code;
        if (loading->n == ALK__STEPS)
            return alk_fail(ALK_ERROR_ARGUMENT, "a path of loading has more than %d steps", ALK__STEPS);
        int code = i ? alk__check_step(loading->steps[i - 1], r) : ALK_OK;
        if (code)
            return code;
        loading->steps[loading->n++] = r;
    }
    return n ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "nothing was said of what is to be loaded along");
}

static int take_option(making *m, const alk_sql *option)
{
    alk__query *q = m->query;
    unsigned code = alk_loading_code(option);
    if (code == ALK_LOAD_ON_SHARD)                     /* the shard is chosen elsewhere */
        return ALK_OK;
    m->changed = true;
    switch (code) {
    case ALK_LOAD_SELECT_IN: case ALK_LOAD_JOINED: case ALK_LOAD_SUBQUERY: case ALK_LOAD_CONTAINED:
        q->loadings[q->n_loadings] = (alk__loading){ .code = code };
        return take_path(option, &q->loadings[q->n_loadings++]);
    case ALK_LOAD_ONLY: case ALK_LOAD_DEFER: case ALK_LOAD_UNDEFER:
        if (m->n_options == 8)
            return alk_fail(ALK_ERROR_ARGUMENT, "a query has more than 8 options of columns");
        m->only_code[m->n_options] = code;
        m->n_only[m->n_options] = alk_node_children(option, &m->only[m->n_options]);
        m->n_options++;
        return ALK_OK;
    case ALK_LOAD_ANEW: q->anew = true; return ALK_OK;
    case ALK_LOAD_UNTRACKED: q->untracked = true; return ALK_OK;
    case ALK_LOAD_PARTITIONS: q->partition = alk_loading_number(option); return ALK_OK;
    case ALK_LOAD_STREAMED:
        q->streamed = true;
        q->partition = alk_loading_number(option);
        return q->partition ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "alk_streamed() takes the number of objects that are read at a time");
    case ALK_LOAD_UNFILTERED: q->unfiltered = true; return ALK_OK;
    default: return alk_fail(ALK_ERROR_ARGUMENT, "there is no loading option %u", code);
    }
}

static bool names(const making *m, size_t option, const alk_sql *column)
{
    for (size_t i = 0; i < m->n_only[option]; i++)
        if (m->only[option][i] == column)
            return true;
    return false;
}

/* Whether an option names any column of the model. */
static bool concerns(const making *m, size_t option, const alk__mapper *mapper)
{
    for (size_t i = 0; i < m->n_only[option]; i++)
        if (alk__property_of(mapper, m->only[option][i]))
            return true;
    return false;
}

/* Whether what is loaded along goes by the column. */
static bool goes_by(const alk__query *q, const alk__property *p)
{
    for (size_t i = 0; i < q->n_loadings; i++)
        for (size_t k = 0; k < q->loadings[i].n; k++) {
            const alk__relation *r = q->loadings[i].steps[k];
            for (unsigned c = 0; c < r->n; c++)
                if (r->owner->properties[r->here[c]].column == p->column)
                    return true;
        }
    return false;
}

static bool is_wanted(const void *data, const alk__mapper *mapper, const alk__property *p)
{
    const making *m = data;
    bool wanted = !p->deferred;
    if (goes_by(m->query, p))
        return true;
    for (size_t i = 0; i < m->n_options; i++) {
        bool named = names(m, i, &p->column->sql);
        if (m->only_code[i] == ALK_LOAD_ONLY && concerns(m, i, mapper))
            wanted = named;
        else if (named)
            wanted = m->only_code[i] == ALK_LOAD_UNDEFER;
    }
    return wanted || p->key || p->version || p->discriminator;
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
static int how_it_comes(const making *m, const alk_sql *from, const alk__mapper *mapper)
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
static alk__entry *new_entry(alk__query *q, const alk_sql *from, alk__store *store, alk__view *view)
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
static int list_columns(making *m, alk__entry *entry)
{
    if (m->room - m->n_columns < entry->store->mapper->n_positions)
        return too_large();
    size_t n = alk__view_columns(entry->view, is_wanted, m, m->query->n_columns, entry->positions, m->columns + m->n_columns);
    m->n_columns += n;
    m->query->n_columns += (uint32_t)n;
    return ALK_OK;
}

/* The other tables of a model that the program selects, and what tells its rows from others there. What its base has criteria for it has too. Where the model is selected by itself,
 * the program's joins may go by columns of these tables, and come after them; else they are what brings it. */
static int add_tables(making *m, const alk__entry *entry, const alk_sql **list, size_t *n)
{
    const alk__mapper *mapper = entry->store->mapper;
    const alk_sql *kind = entry->how == ALK__VIEW_FIRST ? alk__view_kind(entry->view) : NULL;
    int code = ALK_OK;
    if (m->room - *n < ALK__KIN)
        return too_large();
    *n += alk__view_joins(entry->view, entry->how, list + *n);
    if (entry->from != entry->view->from && !m->query->unfiltered)         /* an alias that stands for another is found by what it stands for */
        code = alk__places_add(&m->places, entry->view->from, entry->store, entry->how >= ALK__VIEW_OUTER);
    for (const alk__mapper *base = mapper->base; code == ALK_OK && base && !m->query->unfiltered; base = base->base)
        code = alk__places_add(&m->places, alk__view_from(entry->view, base), alk__store_of_mapper(m->query->session, base), entry->how >= ALK__VIEW_OUTER);
    return code || !kind ? code : push(m, &m->clauses, &m->n_clauses, alk_where(kind));
}

static bool has_struct(const alk_sql *table)
{
    const alk_table *t = alk_table_definition(table);
    return t && t->struct_size;
}

static int take_table(making *m, const alk_sql *part, const alk_sql *table, bool aliased)
{
    alk__variant_alias *alias = alk__variant_alias_of(&m->aliases, part);
    alk__store *store = alias ? alias->store : alk__store_of(m->query->session, table);
    alk__entry *entry = store ? new_entry(m->query, alias ? alias->given : part, store, alias ? alias->view : NULL) : NULL;
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
        int code = list_columns(m, entry);
        return code || aliased || entry->how ? code : add_tables(m, entry, m->joins, &m->n_joins);
    }
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        entry->positions[i] = m->query->n_columns++;
    return push(m, &m->columns, &m->n_columns, part);
}

static int take_column(making *m, const alk_sql *part)
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
    return push(m, &m->columns, &m->n_columns, part);
}

static bool is_column(const alk_sql *part)
{
    switch (alk_node_kind(part)) {
    case ALK_IS_EXPRESSION: case ALK_IS_COLUMN: case ALK_IS_COLUMN_AT: case ALK_IS_TABLE: case ALK_IS_ALIAS: case ALK_IS_FROM: case ALK_IS_RAW: case ALK_IS_SELECT: case ALK_IS_COMPOUND:
        return true;
    default:
        return false;
    }
}

/* ---- clauses ---- */

static int find_places(making *m)
{
    int code = ALK_OK;
    for (size_t i = 0; !m->query->unfiltered && alk__has_criteria(m->query->session) && code == ALK_OK && i < m->n_parts; i++)
        code = alk__places_find(&m->places, m->parts[i]);
    return code;
}

static int take_clause(making *m, const alk_sql *part)
{
    int kind = alk_node_kind(part);
    const alk_sql *join = kind == ALK_IS_JOIN || kind == ALK_IS_LEFT_JOIN ? join_of_kin(part) : NULL;
    join = join || kind != ALK_IS_LEFT_JOIN ? join : alk__places_join(&m->places, part);
    const alk_sql *whole = kind == ALK_IS_JOIN || kind == ALK_IS_LEFT_JOIN ? alk__variant_alias_joined(&m->aliases, join ? join : part) : NULL;
    if (whole && join)
        alk_free(alk_keep(join));
    join = whole ? whole : join;
    m->changed = m->changed || join;
    return push(m, &m->clauses, &m->n_clauses, join ? join : part);
}

static int filter(making *m)
{
    if (m->room - m->n_clauses < ALK__PLACES)
        return too_large();
    unsigned n = alk__places_where(&m->places, m->clauses + m->n_clauses);
    m->n_clauses += n;
    m->changed = m->changed || n;
    return ALK_OK;
}

/* ---- joining along ---- */

/* Objects of one may be of the other: it is a relationship of all of them, or of some. */
static bool are_related(const alk__mapper *mapper, const alk__mapper *owner)
{
    return alk__mapper_is(mapper, owner) || alk__mapper_is(owner, mapper);
}

/* The entry that a path has led to so far; SIZE_MAX: none yet. */
static size_t entry_along(const alk__query *q, const alk__loading *loading, size_t steps)
{
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < q->n_entries && at == SIZE_MAX; i++)
        if (!q->entries[i].relation && are_related(q->entries[i].store->mapper, loading->steps[0]->owner))
            at = i;
    for (size_t k = 0; at != SIZE_MAX && k < steps; k++) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < q->n_entries; i++)
            if (q->entries[i].relation == loading->steps[k] && q->entries[i].parent == at)
                next = i;
        at = next;
    }
    return at;
}

static int no_root(const alk__loading *loading)
{
    return alk_fail(ALK_ERROR_ARGUMENT, "%s.%s cannot be loaded along: the query does not select %s whole", loading->steps[0]->owner->name, loading->steps[0]->name, loading->steps[0]->owner->name);
}

/* What the program has joined and selected itself. */
static int find_contained(making *m, const alk__loading *loading)
{
    alk__query *q = m->query;
    size_t parent = entry_along(q, loading, loading->n - 1);
    const alk__relation *r = loading->steps[loading->n - 1];
    if (parent == SIZE_MAX)
        return no_root(loading);
    for (size_t i = 0; i < q->n_entries; i++)
        if (i != parent && !q->entries[i].relation && alk__mapper_is(q->entries[i].store->mapper, r->target)) {
            q->entries[i].relation = r;
            q->entries[i].parent = parent;
            q->has_joined = true;
            return ALK_OK;
        }
    return alk_fail(ALK_ERROR_ARGUMENT, "%s.%s is not contained: the query does not select %s whole", r->owner->name, r->name, r->target->name);
}

static const alk_sql *ordered_by(const alk__view *view, const alk_sql *term)
{
    const alk__property *p = alk__property_of(view->mapper, term);
    return p ? alk__view_column(view, p) : term;
}

/* LEFT JOIN of a relationship's table under a name of its own. */
static int join_step(making *m, size_t parent, const alk__relation *r)
{
    alk__query *q = m->query;
    alk__store *store = alk__store_of_mapper(q->session, r->target);
    const alk_sql *alias = alk_keep(alk_alias(alk__mapper_table(r->target), NULL)), *through = r->through ? alk_keep(alk_alias(r->through, NULL)) : NULL;
    alk__entry *entry = store ? new_entry(q, alias, store, NULL) : NULL;
    const alk__view *from = q->entries[parent].view;
    if (!entry) {
        alk_free(alias);
        alk_free(through);
        return alk_last_error()->code;
    }
    entry->relation = r;
    entry->parent = parent;
    entry->is_ours = true;
    q->has_joined = true;
    const alk_sql *criterion = q->unfiltered ? alk__view_kind(entry->view) : alk__criterion(q->session, entry->view), *whole = alk__view_whole(entry->view);
    int code = ALK_OK;
    if (through) {
        const alk_sql *here[ALK__KEY_COLUMNS + 1], *there[ALK__KEY_COLUMNS + 3];
        unsigned n = 0;
        for (; n < r->n; n++)
            here[n] = (alk_eq)(alk__view_column(from, &r->owner->properties[r->here[n]]), alk_at(through, &r->through_here[n]->sql));
        here[n] = &alk_end;
        for (n = 0; n < r->n_there; n++)
            there[n] = (alk_eq)(alk_at(through, &r->through_there[n]->sql), alk__view_column(entry->view, &r->target->properties[r->there[n]]));
        if (r->definition->condition)
            there[n++] = r->definition->condition(alk__view_from(from, r->owner), alias);
        if (criterion)
            there[n++] = criterion;
        there[n] = &alk_end;
        code = push(m, &m->clauses, &m->n_clauses, alk_left_join_on(through, (alk_and)(here)));
        if (code == ALK_OK)
            code = push(m, &m->clauses, &m->n_clauses, alk_left_join_on(whole, (alk_and)(there)));
    } else {
        const alk_sql *condition = alk__relation_condition(r, from, NULL, entry->view);
        code = push(m, &m->clauses, &m->n_clauses, alk_left_join_on(whole, criterion ? alk_and(condition, criterion) : condition));
    }
    if (code == ALK_OK && m->room - m->n_clauses < ALK__KIN)
        code = too_large();
    if (code == ALK_OK)
        m->n_clauses += alk__view_joins(entry->view, ALK__VIEW_WHOLE, m->clauses + m->n_clauses);
    alk_free(through);
    for (alk_column_list at = r->definition->order_by; code == ALK_OK && r->many && at && *at; at++)
        code = push(m, &m->orders, &m->n_orders, ordered_by(entry->view, **at));
    return code ? code : list_columns(m, entry);
}

static int join_path(making *m, const alk__loading *loading)
{
    for (size_t i = 0; i < loading->n; i++) {
        size_t parent = entry_along(m->query, loading, i);
        if (parent == SIZE_MAX)
            return no_root(loading);
        if (loading->steps[i]->write_only)
            return alk_fail(ALK_ERROR_INTERFACE, "%s.%s is write-only: query %s in place of loading it", loading->steps[i]->owner->name, loading->steps[i]->name, loading->steps[i]->target->name);
        int code = entry_along(m->query, loading, i + 1) == SIZE_MAX ? join_step(m, parent, loading->steps[i]) : ALK_OK;
        if (code)
            return code;
    }
    return ALK_OK;
}

/* ---- wrapping: what limits rows is done before a collection is joined ---- */

static bool joins_many(const alk__query *q)
{
    for (size_t i = 0; i < q->n_loadings; i++)
        for (size_t k = 0; q->loadings[i].code == ALK_LOAD_JOINED && k < q->loadings[i].n; k++)
            if (q->loadings[i].steps[k]->many)
                return true;
    return false;
}

/* An order's term without its direction, and the direction put on another. */
static const alk_sql *bare_term(const alk_sql *term)
{
    const alk_sql *const *below;
    int kind = alk_node_kind(term);
    bool turned = kind == ALK_IS_DESCENDING || kind == ALK_IS_ASCENDING || kind == ALK_IS_NULLS_FIRST || kind == ALK_IS_NULLS_LAST;
    return turned && alk_node_children(term, &below) ? bare_term(below[0]) : term;
}

static const alk_sql *turned_like(const alk_sql *term, const alk_sql *bare)
{
    const alk_sql *const *below;
    switch (alk_node_kind(term)) {
    case ALK_IS_DESCENDING: alk_node_children(term, &below); return alk_desc(turned_like(below[0], bare));
    case ALK_IS_ASCENDING: alk_node_children(term, &below); return alk_asc(turned_like(below[0], bare));
    case ALK_IS_NULLS_FIRST: alk_node_children(term, &below); return alk_nulls_first(turned_like(below[0], bare));
    case ALK_IS_NULLS_LAST: alk_node_children(term, &below); return alk_nulls_last(turned_like(below[0], bare));
    default: return bare;
    }
}

/* The statement so far becomes a subquery, whose columns stand in its place; its order is repeated outside. */
static int wrap(making *m)
{
    alk__query *q = m->query;
    const alk_sql **inner = alk_arena_alloc(q->arena, (3 * m->room + 2) * sizeof *inner, 0), **outer = alk_arena_alloc(q->arena, m->room * sizeof *outer, 0);
    size_t n = 0, n_outer = 0, n_orders = 0;
    char name[ALK__LABEL];
    if (!inner || !outer)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_columns; i++)
        inner[n++] = alk_node_kind(m->columns[i]) == ALK_IS_COLUMN ? m->columns[i] : alk_label(m->columns[i], alk__view_label(i, name));
    const alk_sql *const *terms;
    for (size_t i = 0; i < m->n_clauses; i++)
        if (alk_node_kind(m->clauses[i]) == ALK_IS_ORDER_BY)
            for (size_t k = 0, count = alk_node_children(m->clauses[i], &terms); k < count; k++) {
                snprintf(name, sizeof name, "alk_o%zu", n_orders++);
                inner[n++] = alk_label(bare_term(terms[k]), name);
            }
    for (size_t i = 0; i < m->n_joins; i++)
        inner[n++] = m->joins[i];
    for (size_t i = 0; i < m->n_clauses; i++)
        inner[n++] = m->clauses[i];
    inner[n] = &alk_end;
    const alk_sql *sub = q->wrapped = alk_keep(alk_subquery((alk_select)(inner), NULL));
    for (size_t i = 0; i < m->n_columns; i++)
        outer[i] = alk_node_kind(m->columns[i]) == ALK_IS_COLUMN ? alk_at(sub, m->columns[i]) : alk_column_of(sub, alk__view_label(i, name));
    n_orders = 0;
    for (size_t i = 0; i < m->n_clauses; i++)
        if (alk_node_kind(m->clauses[i]) == ALK_IS_ORDER_BY)
            for (size_t k = 0, count = alk_node_children(m->clauses[i], &terms); k < count; k++) {
                snprintf(name, sizeof name, "alk_o%zu", n_orders++);
                m->orders[m->n_orders++] = turned_like(terms[k], alk_column_of(sub, name));
            }
    n_outer = m->n_columns;
    memcpy(m->columns, outer, n_outer * sizeof *outer);
    m->clauses[0] = alk_from(sub);
    m->n_clauses = 1;
    m->n_joins = 0;
    for (size_t i = 0; i < q->n_entries; i++) {                            /* its columns are the subquery's, those of an alias by their labels */
        alk__entry *entry = &q->entries[i];
        entry->view->labels = alk_node_kind(entry->view->from) == ALK_IS_ALIAS ? entry->positions : NULL;
        entry->view->from = sub;
        entry->view->is_all = true;
    }
    return ALK_OK;
}

/* ---- loading by a subquery: the query again, giving nothing but what the first step goes by ---- */

static bool is_limit(int kind)
{
    return kind == ALK_IS_LIMIT || kind == ALK_IS_OFFSET || kind == ALK_IS_FETCH;
}

/* Whether the query can be repeated so; where it cannot, keys are named. */
static bool can_repeat(const making *m, const alk__loading *loading)
{
    const alk__relation *r = loading->steps[0];
    bool fits = m->query->n_entries == 1 && !m->query->has_joined && r->owner->root->n_kin == 1 && (r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && r->n == 1;
    for (size_t i = 0; fits && i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        fits = kind != ALK_IS_DISTINCT && kind != ALK_IS_GROUP_BY && kind != ALK_IS_FOR_UPDATE && (!is_column(m->parts[i]) || m->parts[i] == m->query->entries[0].from);
    }
    return fits;
}

static int repeat(making *m, alk__loading *loading)
{
    const alk_sql **parts = alk_arena_alloc(m->query->arena, (m->n_parts + 2) * sizeof *parts, 0), *from = m->query->entries[0].from;
    const alk_sql *key = &loading->steps[0]->owner->properties[loading->steps[0]->here[0]].column->sql;
    size_t n = 0;
    bool limited = false;
    if (!parts)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_parts; i++)
        limited = limited || is_limit(alk_node_kind(m->parts[i]));
    parts[n++] = alk_node_kind(from) == ALK_IS_TABLE ? key : alk_at(from, key);
    for (size_t i = 0; i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        if (kind != ALK_IS_LOADING && !is_column(m->parts[i]) && (limited || kind != ALK_IS_ORDER_BY))
            parts[n++] = m->parts[i];
    }
    parts[n] = &alk_end;
    loading->keys = alk_keep((alk_select)(parts));
    if (!limited)
        return ALK_OK;
    const alk_sql *sub = alk_keep(alk_subquery(loading->keys, NULL)), *inner = loading->keys;      /* some databases refuse a limit right behind IN */
    loading->keys = alk_keep(alk_select(alk_node_kind(from) == ALK_IS_TABLE ? alk_at(sub, key) : alk_star_of(sub)));
    alk_free(inner);
    alk_free(sub);
    return ALK_OK;
}

/* ---- all of it ---- */

/* What a part of the statement may become. */
static size_t columns_of(const making *m, const alk_sql *part)
{
    const alk_sql *const *below, *table = alk_node_kind(part) == ALK_IS_ALIAS && alk_node_children(part, &below) ? below[0] : part;
    const alk_table *t = alk_table_definition(table);
    const alk__store *store = t && t->struct_size ? alk__store_of(m->query->session, table) : NULL;
    return store ? store->mapper->n_positions + (size_t)ALK__KIN : t ? t->n_columns : 8;
}

static int begin(making *m, const alk_sql *statement)
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
            code = take_option(m, m->parts[i]);
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
static void sink_all(const making *m)
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

static int assemble(making *m)
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

int alk__query_take_apart(alk__query *q, const alk_sql *statement)
{
    making m = { .query = q, .places = { .session = q->session } };
    int code = begin(&m, statement);
    if (code == ALK_OK)
        code = alk__variant_aliases_begin(&m.aliases, q, &m.parts, m.n_parts);
    bool wraps = code == ALK_OK && m.is_limited && joins_many(q);
    if (wraps && !m.n_options) {                       /* so that models are listed by their columns, which get labels */
        static const alk_sql *const none[1];
        m.only[0] = none;
        m.only_code[0] = ALK_LOAD_UNDEFER;
        m.n_options = 1;
    }
    if (code == ALK_OK)
        code = find_places(&m);
    for (size_t i = 0; code == ALK_OK && i < m.n_parts; i++) {
        const alk_sql *part = m.parts[i];
        int kind = alk_node_kind(part);
        if (kind == ALK_IS_LOADING)
            continue;
        code = is_column(part) ? take_column(&m, part) : take_clause(&m, part);
    }
    for (size_t i = 0; code == ALK_OK && i < q->n_entries; i++)
        if (alk_node_kind(q->entries[i].from) == ALK_IS_ALIAS || q->entries[i].how)
            code = add_tables(&m, &q->entries[i], m.clauses, &m.n_clauses);
    if (code == ALK_OK)
        code = filter(&m);
    q->is_whole = m.is_whole && q->n_entries == 1 && !m.places.n && !q->entries[0].store->mapper->base;
    if (wraps && code == ALK_OK)
        code = wrap(&m);
    for (size_t i = 0; code == ALK_OK && i < q->n_loadings; i++)
        if (q->loadings[i].code == ALK_LOAD_CONTAINED)
            code = find_contained(&m, &q->loadings[i]);
        else if (q->loadings[i].code == ALK_LOAD_JOINED)
            code = join_path(&m, &q->loadings[i]);
        else if (entry_along(q, &q->loadings[i], 0) == SIZE_MAX)
            code = no_root(&q->loadings[i]);
        else if (q->loadings[i].code == ALK_LOAD_SUBQUERY && can_repeat(&m, &q->loadings[i]))
            code = repeat(&m, &q->loadings[i]);
    if (code == ALK_OK && q->streamed && q->has_joined)
        code = alk_fail(ALK_ERROR_ARGUMENT, "a query that is streamed cannot load along by joins: alk_with() does it by statements of its own");
    if (code == ALK_OK && m.changed)
        code = assemble(&m);
    if (code)
        sink_all(&m);
    alk__variant_aliases_end(&m.aliases);
    return code;
}
