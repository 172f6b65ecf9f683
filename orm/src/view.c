/* SPDX-License-Identifier: MIT
 * See view.h. */
#include "view.h"
#include <alkahest/inspect.h>
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <alkahest/value.h>
#include <stdio.h>

/* ---- tables ---- */

static void add_alias(alk__view *view, const alk_sql *table)
{
    bool known = table == alk__mapper_table(view->mapper);
    for (unsigned i = 0; i < view->n && !known; i++)
        known = view->aliases[i].table == table;
    if (!known)
        view->aliases[view->n++] = (struct alk__alias){ table, alk_keep(alk_alias(table, NULL)) };
}

void alk__view_begin(alk__view *view, const alk__mapper *mapper, const alk_sql *from)
{
    view->mapper = mapper;
    view->is_all = false;
    view->labels = NULL;
    view->n = 0;
    view->from = from && from != mapper->sql ? from : alk__mapper_table(mapper);
    if (alk_node_kind(view->from) == ALK_IS_TABLE)
        return;
    for (unsigned i = 0; i < mapper->n_parts; i++)
        add_alias(view, mapper->parts[i].table);
    for (uint16_t i = 0; i < mapper->n_kin; i++)
        add_alias(view, alk__mapper_table(mapper->kin[i]));
}

void alk__view_end(alk__view *view)
{
    while (view->n)
        alk_free(view->aliases[--view->n].from);
}

static const alk_sql *from_of(const alk__view *view, const alk_sql *table)
{
    if (view->is_all || table == alk__mapper_table(view->mapper))
        return view->from;
    for (unsigned i = 0; i < view->n; i++)
        if (view->aliases[i].table == table)
            return view->aliases[i].from;
    return table;
}

const alk_sql *alk__view_from(const alk__view *view, const alk__mapper *mapper)
{
    return from_of(view, alk__mapper_table(mapper));
}

const alk_sql *alk__view_from_of(const alk__view *view, const alk__property *p)
{
    return from_of(view, p->table);
}

const alk_sql *alk__view_alias(const alk__view *view, const alk_sql *table)
{
    const alk_sql *from = from_of(view, table);
    return alk_node_kind(from) == ALK_IS_TABLE ? NULL : from;
}

static const alk_sql *seen(const alk__view *view, const alk_sql *table, const alk_sql *column)
{
    const alk_sql *from = from_of(view, table);
    return alk_node_kind(from) == ALK_IS_TABLE ? column : alk_at(from, column);
}

/* Where the query that the view is of has the property. */
static uint32_t label_of(const alk__view *view, const alk__property *p)
{
    const uint32_t *own = view->labels;
    for (uint16_t i = 0; own && i < view->mapper->n_kin; own += view->mapper->kin[i++]->n_properties) {
        const alk__mapper *kin = view->mapper->kin[i];
        if (p >= kin->properties && p < kin->properties + kin->n_properties)
            return own[p->number];
    }
    return own ? view->labels[p->number] : ALK__NO_COLUMN;                 /* one that it has from its base */
}

const alk_sql *alk__view_column(const alk__view *view, const alk__property *p)
{
    char name[ALK__LABEL];
    uint32_t label = label_of(view, p);
    if (label != ALK__NO_COLUMN)
        return alk_column_of(view->from, alk__view_label(label, name));
    return p->expression ? alk_label(p->expression(from_of(view, p->table)), p->column->name) : seen(view, p->table, &p->column->sql);
}

const char *alk__view_label(size_t position, char *out)
{
    snprintf(out, ALK__LABEL, "alk_c%zu", position);
    return out;
}

/* ---- columns ---- */

static const alk__property *inherited_from(const alk__mapper *mapper, uint16_t number)
{
    while (mapper->base && number < mapper->n_inherited)
        mapper = mapper->base;
    return &mapper->properties[number];
}

/* Where the kin before it that is its base has its positions. */
static const uint32_t *positions_of_base(const alk__mapper *of, uint16_t kin, const uint32_t *positions)
{
    for (uint16_t i = 0; of->kin[i] != of->kin[kin]->base; i++)
        positions += of->kin[i]->n_properties;
    return positions;
}

size_t alk__view_columns(const alk__view *view, alk__wants_fn wants, const void *data, uint32_t first, uint32_t *positions, const alk_sql **parts)
{
    const alk__mapper *of = view->mapper;
    uint32_t *own = positions;
    size_t n = 0;
    for (uint16_t k = 0; k < of->n_kin; k++) {
        const alk__mapper *mapper = of->kin[k];
        uint16_t i = k ? mapper->n_inherited : 0;
        if (k)
            memcpy(own, positions_of_base(of, k, positions), mapper->n_inherited * sizeof *own);
        for (; i < mapper->n_properties; i++) {
            const alk__property *p = inherited_from(mapper, i);
            bool wanted = wants ? wants(data, mapper, p) : !p->deferred;
            own[i] = wanted ? first + (uint32_t)n : ALK__NO_COLUMN;
            if (wanted)
                parts[n++] = alk__view_column(view, p);
        }
        own += mapper->n_properties;
    }
    return n;
}

/* ---- joins ---- */

static const alk_sql *key_column(const alk__view *view, const alk__mapper *mapper, unsigned part, unsigned k)
{
    const alk_column *column = part ? mapper->parts[part].key[k] : mapper->properties[mapper->key[k]].column;
    return seen(view, mapper->parts[part].table, &column->sql);
}

const alk_sql *alk__view_own_column(const alk__view *view, const alk__property *p)
{
    const alk__mapper *of = view->mapper;
    for (unsigned k = 0; !view->is_all && of->n_parts > 1 && k < of->n_key; k++)
        if (of->key[k] == p->number)
            return key_column(view, of, of->n_parts - 1, k);
    return alk__view_column(view, p);
}

/* The condition of two parts being of one object. */
static const alk_sql *same_key(const alk__view *view, const alk__mapper *mapper, unsigned a, unsigned b)
{
    const alk_sql *terms[ALK__KEY_COLUMNS + 1];
    for (unsigned k = 0; k < mapper->n_key; k++)
        terms[k] = (alk_eq)(key_column(view, mapper, a, k), key_column(view, mapper, b, k));
    terms[mapper->n_key] = &alk_end;
    return mapper->n_key == 1 ? terms[0] : (alk_and)(terms);
}

const alk_sql *alk__view_whole(const alk__view *view)
{
    const alk__mapper *of = view->mapper;
    const alk_sql *whole = view->from;
    for (unsigned i = of->n_parts - 1u; i-- > 0;)
        whole = alk_join_of(whole, from_of(view, of->parts[i].table), same_key(view, of, i, i + 1));
    return whole;
}

static size_t join_variants(const alk__view *view, const alk_sql **parts)
{
    const alk__mapper *of = view->mapper;
    size_t n = 0;
    for (uint16_t k = 1; k < of->n_kin; k++) {
        const alk__mapper *mapper = of->kin[k];
        unsigned last = mapper->n_parts - 1u;
        if (!mapper->table->in_base)
            parts[n++] = alk_left_join_on(from_of(view, mapper->parts[last].table), same_key(view, mapper, last, last - 1));
    }
    return n;
}

size_t alk__view_joins(const alk__view *view, int how, const alk_sql **parts)
{
    const alk__mapper *of = view->mapper;
    size_t n = 0;
    if (how == ALK__VIEW_FIRST && of->n_parts > 1)                         /* none of its own columns may be wanted */
        parts[n++] = alk_from(view->from);
    for (unsigned i = of->n_parts - 1u; how != ALK__VIEW_WHOLE && i-- > 0;) {
        const alk_sql *other = from_of(view, of->parts[i].table), *same = same_key(view, of, i, i + 1);
        parts[n++] = how == ALK__VIEW_OUTER ? alk_left_join_on(other, same) : alk_join_on(other, same);
    }
    return n + join_variants(view, parts + n);
}

/* ---- which rows ---- */

const alk_sql *alk__view_kind(const alk__view *view)
{
    const alk__mapper *of = view->mapper;
    const alk__property *d = of->discriminator;
    alk_value few[ALK__KIN];
    size_t n = 0;
    if (!of->table->in_base)
        return NULL;
    for (uint16_t i = 0; i < of->n_kin; i++)
        if (of->kin[i]->identity)
            few[n++] = of->kin[i]->identity_value;
    const alk_sql *column = seen(view, d->table, &d->column->sql);
    if (n == 1)
        return (alk_eq)(column, alk_bound(&few[0]));
    alk_value array = alk_value_array(few, n);
    return (alk_in)(column, alk_bound(&array));
}
