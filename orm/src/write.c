/* SPDX-License-Identifier: MIT
 * Writing what a flush found: objects of one kind side by side, as many in one round trip as the database takes. */
#include "writing.h"
#include "entity.h"
#include "store.h"
#include "write.h"

enum { AT_ONCE = 2048 };               /* objects: what is copied for one statement stays near, and no database gains by more */

/* ---- runs: works side by side of the same kind, with the same columns ---- */

static bool same_bits(const alk__work *a, const alk__work *b)
{
    const uint64_t *x = alk__changed(a), *y = alk__changed(b);
    bool same = true;
    for (unsigned i = 0, n = alk__changed_words(a->entity->store->mapper); i < n; i++)
        same = same && x[i] == y[i];
    return same;
}

bool alk__changes_any(const alk__work *work)
{
    const uint64_t *bits = alk__changed(work);
    uint64_t any = 0;
    for (unsigned i = 0, n = alk__changed_words(work->entity->store->mapper); i < n; i++)
        any |= bits[i];
    return any != 0;
}

/* How many works from `at` on are of the same store, depth and action. */
static size_t kind_length(alk__work *const *works, size_t at, size_t end)
{
    size_t n = at + 1;
    end = end - at < AT_ONCE ? end : at + AT_ONCE;
    while (n < end && works[n]->entity->store == works[at]->entity->store && works[n]->depth == works[at]->depth && works[n]->action == works[at]->action)
        n++;
    return n - at;
}

size_t alk__run_length(alk__work *const *works, size_t n)
{
    size_t i = 1;
    while (i < n && same_bits(works[0], works[i]))
        i++;
    return i;
}

/* ---- DELETE ---- */

static int delete_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned part)
{
    alk__writing b;
    int code = alk__writing_begin(unit, &b, works, n, part);
    if (code)
        return code;
    alk__writing_condition(&b);
    b.parts[0] = (alk_where)(b.terms);
    b.parts[1] = &alk_end;
    return alk__writing_run(unit, &b, alk_delete_from_at(NULL, 0, b.mapper->parts[part].table, b.parts), works, true);
}

static int delete_works(alk__unit *unit, alk__work *const *works, size_t n)
{
    alk__work **left = alk_arena_alloc(unit->arena, n * sizeof *left, 0);
    size_t count = 0;
    int code = left ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (works[i]->entity->state != ALK_STATE_PERSISTENT)               /* its row was taken over */
            continue;
        left[count++] = works[i];
        code = alk__session_listens(unit->session) ? alk__session_tell(unit->session, ALK_SESSION_BEFORE_DELETE, works[i]->entity, NULL) : ALK_OK;
    }
    for (unsigned part = count ? left[0]->entity->store->mapper->n_parts : 0; code == ALK_OK && part-- > 0;)
        code = delete_part(unit, left, count, part);
    for (size_t i = 0; code == ALK_OK && i < count; i++) {
        alk__entity *e = left[i]->entity;
        alk__store_remove(e->store, e);
        e->state = ALK_STATE_DELETED;
        code = alk__session_listens(unit->session) ? alk__session_tell(unit->session, ALK_SESSION_AFTER_DELETE, e, NULL) : ALK_OK;
        alk__entity_leave(e, ALK_STATE_DELETED);
    }
    return code;
}

/* ---- all of it ---- */

/* Keys of objects that refer to each other, now that both are there; or that are emptied, before both go. */
static int write_later(alk__unit *unit, size_t from, size_t end)
{
    int code = ALK_OK;
    for (size_t i = from; code == ALK_OK && i < end; i++) {
        bool later = false;
        for (const alk__link *link = unit->order[i]->links; link; link = link->next)
            later = later || link->later;
        if (later)
            code = alk__update_works(unit, &unit->order[i], 1, true);
    }
    return code;
}

int alk__unit_write(alk__unit *unit)
{
    int code = ALK_OK;
    size_t n = unit->works.count;
    for (size_t i = 0; code == ALK_OK && i < unit->n_saves;) {
        size_t run = kind_length(unit->order, i, unit->n_saves);
        code = unit->order[i]->action == ALK__INSERT ? alk__insert_works(unit, unit->order + i, run) : alk__update_works(unit, unit->order + i, run, false);
        i += run;
    }
    if (code == ALK_OK)
        code = write_later(unit, 0, unit->n_saves);
    if (code == ALK_OK)
        code = alk__write_between(unit);
    if (code == ALK_OK)
        code = write_later(unit, unit->n_saves, n);
    for (size_t i = unit->n_saves; code == ALK_OK && i < n;) {
        size_t run = kind_length(unit->order, i, n);
        code = delete_works(unit, unit->order + i, run);
        i += run;
    }
    return code;
}
