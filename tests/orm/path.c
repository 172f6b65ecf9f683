/* SPDX-License-Identifier: MIT
 * See path.h. */
#include "path.h"
#include <stdio.h>
#include <string.h>

/* A relationship of the table, or of a variant of it: *to is what it leads to. NULL: it has none. */
static const alk_sql *draw_relationship(state *st, enum table_number t, bool of_variants, enum table_number *to)
{
    const alk_sql *list[N_FKS * 2 + 2];
    enum table_number leads[N_FKS * 2 + 2];
    int n = 0;
    for (int f = 0; f < N_FKS; f++) {
        if ((is_a(t, fks[f].child) || (of_variants && is_a(fks[f].child, t))) && fks[f].one)
            leads[n] = fks[f].parent, list[n++] = *fks[f].one;
        if ((is_a(t, fks[f].parent) || (of_variants && is_a(fks[f].parent, t))) && fks[f].side && !alk_relationship_definition(*fks[f].side)->write_only)
            leads[n] = fks[f].child, list[n++] = *fks[f].side;
    }
    if (t == T_PLAYER)
        leads[n] = T_SKILL, list[n++] = player.skills;
    if (t == T_SKILL)
        leads[n] = T_PLAYER, list[n++] = skill.players;
    int k = n ? below(st, n) : 0;
    *to = n ? leads[k] : t;
    return n ? list[k] : NULL;
}

path draw_path(state *st, enum table_number t, bool of_variants)
{
    path p = { .n = 0, .to = t };
    int most = chance(st, 60) ? 1 : MOST_STEPS;
    while (p.n < most) {
        const alk_sql *step = draw_relationship(st, p.to, of_variants || p.n, &p.to);
        if (!step)
            break;
        p.steps[p.n++] = step;
    }
    p.steps[p.n] = &alk_end;
    return p;
}

const char *path_words(const path *p)
{
    static char words[200];
    size_t at = 0;
    words[0] = '\0';
    for (int i = 0; i < p->n; i++)
        at += (size_t)snprintf(words + at, sizeof words - at, "%s%s", i ? "." : "", alk_relationship_definition(p->steps[i])->name);
    return words;
}

static void check_step(state *st, void *object, const path *p, int step)
{
    const alk_sql *relationship = p->steps[step];
    const alk_relationship *r = step < p->n ? alk_relationship_definition(relationship) : NULL;
    struct { void **items; uint32_t count, state; } many;
    void *one;
    if (!r || alk_entity_state(st->s, object) != ALK_STATE_PERSISTENT || !alk_entity_as(st->s, *r->table, object))
        return;                        /* what is deleted may be a member still */
    if (!alk_is_loaded(st->s, object, relationship))
        fail(st, "%s, step %d of %s, is not loaded", r->name, step, path_words(p));
    if (r->cardinality == ALK_ONE) {
        memcpy(&one, (char *)object + r->offset, sizeof one);
        if (one)
            check_step(st, one, p, step + 1);
        return;
    }
    memcpy(&many, (char *)object + r->offset, sizeof many);
    for (uint32_t i = 0; i < many.count; i++)
        check_step(st, many.items[i], p, step + 1);
}

void check_path(state *st, void *object, const path *p)
{
    check_step(st, object, p, 0);
}
