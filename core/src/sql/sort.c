/* SPDX-License-Identifier: MIT
 * See sort.h. Tables are taken one after the other as soon as all that they refer to is taken. When none is left that can be, one of a circle is taken all the same,
 * the first in the order given, and its keys into the rest are put off. */
#include "sql/sort.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"
#include <string.h>

/* A foreign key between two of the tables, by their numbers. */
typedef struct edge {
    uint32_t from, to, constraint;
} edge;
typedef struct sorting {
    const alk_table **tables;
    size_t n;
    alk__map numbers;              /* the table's address to its number, from 1 */
    alk__vector edges;             /* of edge, by `from` */
    size_t *first_edge;            /* of each table; n + 1 of them */
    bool *taken, *seen;
    uint32_t *stack;
} sorting;

void alk__order_init(alk__order *order)
{
    alk__vector_init(&order->tables, sizeof(const alk_table *));
    alk__vector_init(&order->deferred, sizeof(alk__constraint));
}

void alk__order_free(alk__order *order)
{
    alk__vector_free(&order->tables);
    alk__vector_free(&order->deferred);
}

static size_t number_of(const sorting *s, const alk_table *table)
{
    return (size_t)(uintptr_t)alk__map_get(&s->numbers, (const char *)&table, sizeof table);
}

static int add_tables(sorting *s, const alk_sql *const *tables, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (tables[i] && tables[i]->kind == ALK__NODE_ERROR)
            return alk__node_raise(tables[i]);
        const alk_table *table = tables[i] ? alk__table(tables[i]) : NULL;
        if (!table)
            return alk__error(ALK_ERROR_ARGUMENT, "a list of tables holds %s", tables[i] ? alk__node_words(tables[i]) : "NULL");
        if (table->in_base || number_of(s, table))
            continue;
        if (alk__map_set(&s->numbers, (const char *)&table, sizeof table, (void *)(uintptr_t)(s->n + 1)))
            return alk__error_code();
        s->tables[s->n++] = table;
    }
    return ALK_OK;
}

/* The keys of one table into the others. One that is put off anyway is no reason to wait. */
static int add_edges(sorting *s, uint32_t from)
{
    alk__constraint c;
    for (uint32_t at = 0; alk__next_constraint(s->tables[from], &at, &c);) {
        if (c.kind != ALK_CONSTRAINT_FOREIGN_KEY)
            continue;
        const alk_table *target = alk__constraint_target(&c);
        if (!target)
            return alk__error(ALK_ERROR_ARGUMENT, "a foreign key of table %s refers to a table that is not known", c.table->name);
        size_t to = number_of(s, target);
        if (!to || to - 1 == from || c.use_alter)
            continue;
        edge *e = alk__vector_push(&s->edges);
        if (!e)
            return alk__error_code();
        *e = (edge){ from, (uint32_t)(to - 1), c.number };
    }
    return ALK_OK;
}

static const edge *edges_of(const sorting *s, size_t table)
{
    return s->edges.count ? (const edge *)s->edges.items + s->first_edge[table] : NULL;
}

static size_t count_of(const sorting *s, size_t table)
{
    return s->first_edge[table + 1] - s->first_edge[table];
}

static bool is_ready(const sorting *s, size_t table)
{
    const edge *e = edges_of(s, table);
    for (size_t i = 0; i < count_of(s, table); i++)
        if (!s->taken[e[i].to])
            return false;
    return true;
}

/* Whether a table's keys lead back to it through tables that are not taken. */
static bool is_in_circle(sorting *s, uint32_t table)
{
    size_t top = 0;
    memset(s->seen, 0, s->n * sizeof *s->seen);
    s->stack[top++] = table;
    while (top) {
        uint32_t at = s->stack[--top];
        const edge *e = edges_of(s, at);
        for (size_t i = 0; i < count_of(s, at); i++) {
            if (e[i].to == table)
                return true;
            if (s->taken[e[i].to] || s->seen[e[i].to])
                continue;
            s->seen[e[i].to] = true;
            s->stack[top++] = e[i].to;
        }
    }
    return false;
}

/* The next table in order: the first that is ready; else the first in a circle. There always is one. */
static uint32_t choose(sorting *s)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (!s->taken[i] && is_ready(s, i))
            return i;
    for (uint32_t i = 0; i < s->n; i++)
        if (!s->taken[i] && is_in_circle(s, i))
            return i;
    return 0;
}

static int take(sorting *s, uint32_t table, alk__order *out)
{
    const alk_table **entry = alk__vector_push(&out->tables);
    const edge *e = edges_of(s, table);
    if (!entry)
        return alk__error_code();
    *entry = s->tables[table];
    s->taken[table] = true;
    for (size_t i = 0; i < count_of(s, table); i++) {
        if (s->taken[e[i].to])
            continue;
        alk__constraint *c = alk__vector_push(&out->deferred);
        if (!c)
            return alk__error_code();
        alk__constraint_numbered(s->tables[table], e[i].constraint, c);
    }
    return ALK_OK;
}

/* Keys that say use_alter come last in any case. */
static int add_altered(const sorting *s, alk__order *out)
{
    alk__constraint c;
    for (size_t i = 0; i < s->n; i++)
        for (uint32_t at = 0; alk__next_constraint(s->tables[i], &at, &c);) {
            alk__constraint *entry = c.kind == ALK_CONSTRAINT_FOREIGN_KEY && c.use_alter ? alk__vector_push(&out->deferred) : &c;
            if (!entry)
                return alk__error_code();
            *entry = c;
        }
    return ALK_OK;
}

int alk__tables_sort(const alk_sql *const *tables, size_t n, alk__order *out)
{
    sorting s = { 0 };
    int code = ALK_OK;
    alk__map_init(&s.numbers);
    alk__vector_init(&s.edges, sizeof(edge));
    s.tables = alk__calloc(n + 1, sizeof *s.tables);
    s.first_edge = alk__calloc(n + 2, sizeof *s.first_edge);
    s.taken = alk__calloc(n + 1, sizeof *s.taken);
    s.seen = alk__calloc(n + 1, sizeof *s.seen);
    s.stack = alk__calloc(n + 1, sizeof *s.stack);
    if (!s.tables || !s.first_edge || !s.taken || !s.seen || !s.stack)
        code = alk__error_code();
    else
        code = add_tables(&s, tables, n);
    for (uint32_t i = 0; code == ALK_OK && i < s.n; i++) {
        code = add_edges(&s, i);
        s.first_edge[i + 1] = s.edges.count;
    }
    for (size_t i = 0; code == ALK_OK && i < s.n; i++)
        code = take(&s, choose(&s), out);
    if (code == ALK_OK)
        code = add_altered(&s, out);
    alk__map_free(&s.numbers);
    alk__vector_free(&s.edges);
    alk__free(s.tables);
    alk__free(s.first_edge);
    alk__free(s.taken);
    alk__free(s.seen);
    alk__free(s.stack);
    return code;
}
