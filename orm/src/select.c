/* SPDX-License-Identifier: MIT
 * See select.h. */
#include "select.h"
#include "load.h"
#include "member.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <alkahest/value.h>

enum { MORE_PARTS = 64 };

/* ---- conditions ---- */

const alk_sql *alk__criterion(alk_session *session, const alk__view *view)
{
    const alk_sql *all = alk__view_kind(view);
    for (const alk__mapper *mapper = view->mapper; mapper; mapper = mapper->base) {
        const alk__store *store = alk__store_of_mapper(session, mapper);
        const alk_sql *one = store && store->criterion ? store->criterion(alk__view_from(view, mapper), store->criterion_payload) : NULL;
        all = all && one ? alk_and(all, one) : one ? one : all;
    }
    return all;
}

static const alk_sql *seen(const alk_sql *from, const alk_column *column)
{
    return alk_node_kind(from) == ALK_IS_TABLE ? &column->sql : alk_at(from, &column->sql);
}

const alk_sql *alk__relation_condition(const alk__relation *r, const alk__view *from, const alk_sql *through, const alk__view *to)
{
    const alk_sql *terms[2 * ALK__KEY_COLUMNS + 2];
    unsigned n = 0;
    for (unsigned i = 0; i < r->n; i++) {
        const alk_sql *other = through ? seen(through, r->through_here[i]) : alk__view_column(to, &r->target->properties[r->there[i]]);
        terms[n++] = (alk_eq)(alk__view_own_column(from, &r->owner->properties[r->here[i]]), other);
    }
    for (unsigned i = 0; through && i < r->n_there; i++)
        terms[n++] = (alk_eq)(seen(through, r->through_there[i]), alk__view_column(to, &r->target->properties[r->there[i]]));
    if (r->definition->condition)
        terms[n++] = r->definition->condition(alk__view_from(from, r->owner), alk__view_from(to, r->target));
    terms[n] = &alk_end;
    return n == 1 ? terms[0] : (alk_and)(terms);
}

static const alk_sql *one_in(alk_arena *arena, const alk_sql *column, const alk__property *p, alk__entity *const *entities, size_t n)
{
    alk_value *values = alk_arena_alloc(arena, n * sizeof *values, 0);
    if (!values)
        return alk_fail_sql();
    for (size_t i = 0; i < n; i++)
        values[i] = alk__member_value(p, alk__row(entities[i]));
    alk_value array = alk_value_array(values, n);
    return (alk_in)(column, alk_bound(&array));
}

const alk_sql *alk__keys_in(alk_arena *arena, const alk_sql *const *columns, const alk__property *const *properties, unsigned n_columns, alk__entity *const *entities, size_t n)
{
    if (n_columns == 1)
        return one_in(arena, columns[0], properties[0], entities, n);
    const alk_sql **any = alk_arena_alloc(arena, (n + 1) * sizeof *any, 0), *all[ALK__KEY_COLUMNS + 1];
    if (!any)
        return alk_fail_sql();
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < n_columns; k++) {
            alk_value value = alk__member_value(properties[k], alk__row(entities[i]));
            all[k] = (alk_eq)(columns[k], alk_bound(&value));
        }
        all[n_columns] = &alk_end;
        any[i] = (alk_and)(all);
    }
    any[n] = &alk_end;
    return (alk_or)(any);
}

/* ---- statements ---- */

/* Columns by their bits. */
typedef struct named {
    const alk__mapper *mapper;
    const uint64_t *bits;
} named;

/* Those that tell which object it is are wanted too. */
static bool is_named(const void *data, const alk__mapper *mapper, const alk__property *p)
{
    const named *n = data;
    return p->key || (p->discriminator && mapper->discriminator) || (mapper == n->mapper && n->bits[p->number / 64] >> (p->number % 64) & 1);
}

alk__select *alk__select_begin(alk_arena *arena, const alk__mapper *mapper, const alk_sql *alias, uint32_t *positions, const uint64_t *wanted)
{
    alk__select *q = alk_arena_alloc(arena, sizeof *q + (mapper->n_positions + (size_t)MORE_PARTS) * sizeof *q->parts, 0);
    if (!q)
        return NULL;
    const named some = { mapper, wanted };
    alk__view_begin(&q->view, mapper, alias);
    q->n = alk__view_columns(&q->view, wanted ? is_named : NULL, &some, 0, positions, q->parts);
    return q;
}

void alk__select_tables(alk__select *q)
{
    q->n += alk__view_joins(&q->view, ALK__VIEW_FIRST, q->parts + q->n);
}

void alk__select_criterion(alk_session *session, alk__select *q)
{
    const alk_sql *criterion = alk__criterion(session, &q->view);
    if (criterion)
        q->parts[q->n++] = alk_where(criterion);
}

static const alk_sql *ordered_by(const alk__select *q, const alk__relation *r, const alk_column *column)
{
    const alk__property *p = alk__property_of(r->target, &column->sql);
    return p ? alk__view_column(&q->view, p) : seen(q->view.from, column);
}

void alk__select_order(alk__select *q, const alk__relation *r)
{
    const alk_sql *terms[32];
    size_t n = 0;
    for (alk_column_list at = r->definition->order_by; at && *at && n < 31; at++) {
        const alk_column *column = alk_column_definition(**at);
        terms[n++] = column ? ordered_by(q, r, column) : **at;
    }
    terms[n] = &alk_end;
    if (n)
        q->parts[q->n++] = (alk_order_by)(terms);
}

alk_result *alk__select_run(alk_session *session, uint16_t bind, alk__select *q)
{
    alk_conn *conn = alk__session_conn(session, bind);
    q->parts[q->n] = &alk_end;
    const alk_sql *statement = (alk_select)(q->parts);
    alk__view_end(&q->view);
    if (conn)
        return alk_conn_execute(conn, statement, ALK_LIST_ENDED(&alk_end));
    alk_free(statement);
    return NULL;
}

/* ---- many objects ---- */

/* All objects of a result, into a list. */
static int read_all(alk__rows *rows, alk_session *session, alk__array *list)
{
    alk__entity *some[ALK__ROWS_AT_ONCE], *one;
    int code = ALK_OK;
    if (rows->direct) {
        for (size_t n = 1; n && (code = alk__rows_fetch(rows, some, ALK__ROWS_AT_ONCE, &n)) == ALK_OK;)
            for (size_t i = 0; i < n; i++)
                if (!alk__array_add(&session->memory, list, some[i]))
                    return ALK_ERROR_NO_MEMORY;
    } else {
        while (code == ALK_OK && alk_next(rows->result))
            if ((code = alk__rows_current(rows, &one)) == ALK_OK && one)
                code = alk__array_add(&session->memory, list, one) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    return code;
}

int alk__select_read(alk_session *session, alk__store *store, alk__select *q, uint32_t *positions, bool anew, alk__array *list, alk_arena *arena)
{
    alk__rows rows;
    alk_result *result = alk__select_run(session, store->bind, q);
    int code = result ? alk__rows_begin(&rows, store, result, positions, arena) : alk_last_error()->code;
    if (code == ALK_OK) {
        rows.anew = anew;
        code = read_all(&rows, session, list);
    }
    int closed = result ? alk_close(result) : ALK_OK;
    return code ? code : closed;
}

uint32_t *alk__select_positions(alk_arena *arena, const alk__mapper *mapper)
{
    return alk_arena_alloc(arena, mapper->n_positions * sizeof(uint32_t), 0);
}
