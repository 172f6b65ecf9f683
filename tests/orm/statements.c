/* SPDX-License-Identifier: MIT
 * Statements that change rows past the objects, which follow. */
#include "draw.h"
#include "operations.h"

void core_update(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    unsigned k = tables[t].values[tables[t].n_values - 1];
    const alk_column *column = column_of(t, k);
    cell_value to = draw_value(st, column), from = draw_value(st, column);
    if (!flush_now(st))
        return;
    from.null = to.null = false;
    tell(st, "  UPDATE %s %s to %lld %s", tables[t].name, column->name, (long long)to.n, to.text);
    const alk_sql *c = *tables[t].columns[k];
    alk_result *result = is_text(column) ? alk_execute(st->s, alk_update(*column->table, alk_set(c, to.text), alk_where(alk_eq(c, from.text))))
                                         : alk_execute(st->s, alk_update(*column->table, alk_set(c, to.n), alk_where(alk_eq(c, from.n))));
    must(st, alk_close(result), "an UPDATE");
    for (int i = 0; i < st->now.n; i++)
        if (matches(st, i, t, k, &from))
            st->now.things[i].column[k] = to;      /* no UPDATE of the session's, so no version */
    st->flushed = st->now;
    check_rows(st, alk_session_conn(st->s), &st->flushed);
}

void core_delete(state *st)
{
    static const enum table_number leaves[] = { T_CRATE, T_MASCOT, T_PARCEL, T_ENTRY, T_GUEST, T_MARK };
    enum table_number t = leaves[below(st, 6)];
    unsigned k = tables[t].values[0];
    cell_value v = draw_value(st, column_of(t, k));
    if (!flush_now(st))
        return;
    v.null = false;
    tell(st, "  DELETE FROM %s of %s", tables[t].name, v.text);
    must(st, alk_close(alk_execute(st->s, alk_delete_from(*tables[t].table, alk_where(alk_eq(*tables[t].columns[k], v.text))))), "a DELETE");
    for (int i = 0; i < st->now.n; i++)
        if (matches(st, i, t, k, &v)) {
            if (st->at[i])
                forget_everywhere(st, i);
            st->now.things[i].exists = false;
        }
    for (int i = 0; i < st->n_gone; i++)
        if (alk_entity_state(st->s, st->gone[i]) < ALK_STATE_DELETED)
            fail(st, "an object whose row is gone is in state %d", alk_entity_state(st->s, st->gone[i]));
    st->flushed = st->now;
    check_rows(st, alk_session_conn(st->s), &st->flushed);
}
