/* SPDX-License-Identifier: MIT
 * Columns of objects that are not known, or are read anew, for many objects at once. */
#include "load.h"
#include "member.h"
#include "select.h"
#include "store.h"
#include <alkahest/query.h>

/* What was asked for and did not come has no row any more. */
static size_t leave_gone(alk__entity *const *asked, size_t n, const alk__array *came)
{
    size_t gone = 0;
    for (size_t i = 0; i < came->count; i++)
        ((alk__entity *)alk__array_pointer(came, i))->flags |= ALK__VISITED;
    for (size_t i = 0; i < n; i++) {
        if (!(asked[i]->flags & ALK__VISITED) && asked[i]->state == ALK_STATE_PERSISTENT) {
            alk__store_remove(asked[i]->store, asked[i]);
            alk__entity_leave(asked[i], ALK_STATE_DETACHED);
            alk__entity_settle(asked[i]);
            gone++;
        }
        asked[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    }
    return gone;
}

/* Of one store. */
static int load_columns(alk_session *session, alk__store *store, alk__entity *const *entities, size_t n, bool anew, const uint64_t *columns, size_t *gone)
{
    const alk__mapper *mapper = store->mapper;
    const alk__property *properties[ALK__KEY_COLUMNS];
    const alk_sql *keys[ALK__KEY_COLUMNS];
    size_t step = mapper->n_key == 1 ? ALK__AT_ONCE : ALK__AT_ONCE_COMPOSITE;
    alk_arena *arena = alk__scratch_begin(session);
    uint32_t *positions = alk__select_positions(arena, mapper);
    int code = positions ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (unsigned i = 0; i < mapper->n_key; i++) {
        properties[i] = alk__key_property(mapper, i);
        keys[i] = &properties[i]->column->sql;
    }
    for (size_t at = 0; code == ALK_OK && at < n; at += step) {
        size_t count = n - at < step ? n - at : step;
        alk__array came = { 0 };
        alk__select *q = alk__select_begin(arena, mapper, NULL, positions, columns);
        if (!q) {
            code = alk_last_error()->code;
            break;
        }
        alk__select_tables(q);
        q->parts[q->n++] = alk_where(alk__keys_in(arena, keys, properties, mapper->n_key, entities + at, count));
        code = alk__select_read(session, store, q, positions, anew, &came, arena);
        if (code == ALK_OK)
            *gone += leave_gone(entities + at, count, &came);
        alk__array_free(&session->memory, &came);
    }
    alk__scratch_end(session);
    return code;
}

/* Objects of one store go first; how many there are. */
static size_t bring_together(alk__entity **all, size_t n)
{
    size_t same = 1;
    for (size_t i = 1; i < n; i++)
        if (all[i]->store == all[0]->store) {
            alk__entity *e = all[i];
            all[i] = all[same];
            all[same++] = e;
        }
    return same;
}

static bool is_mixed(alk__entity *const *entities, size_t n)
{
    bool mixed = false;
    for (size_t i = 1; i < n && (entities[0]->store->mapper->root->n_kin > 1 || entities[0]->store->sharding) && !mixed; i++)
        mixed = entities[i]->store != entities[0]->store;
    return mixed;
}

int alk__load_columns(alk_session *session, alk__entity *const *entities, size_t n, bool anew, const uint64_t *columns, size_t *gone)
{
    *gone = 0;
    if (!is_mixed(entities, n))
        return n ? load_columns(session, entities[0]->store, entities, n, anew, columns, gone) : ALK_OK;
    alk__entity **all = alk_arena_alloc(alk__scratch_begin(session), n * sizeof *all, 0);
    int code = all ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (all)
        memcpy(all, entities, n * sizeof *all);
    for (size_t at = 0, run; code == ALK_OK && at < n; at += run) {
        run = bring_together(all + at, n - at);
        code = load_columns(session, all[at]->store, all + at, run, anew, columns, gone);
    }
    alk__scratch_end(session);
    return code;
}

static int load_named(alk_session *session, alk__entity *const *entities, size_t n, const alk_sql *const *columns, alk_arena *arena)
{
    const alk__mapper *mapper = entities[0]->store->mapper;
    size_t words = (mapper->n_properties + 63u) / 64u, gone;
    uint64_t *wanted = alk_arena_alloc(arena, words * sizeof *wanted, 0);
    if (!wanted)
        return ALK_ERROR_NO_MEMORY;
    memset(wanted, 0, words * sizeof *wanted);
    for (; *columns != &alk_end; columns++) {
        const alk__property *p = alk__property_of(mapper, *columns);
        if (!p)
            return alk_fail(ALK_ERROR_ARGUMENT, "a column or a relationship of %s is wanted", mapper->name);
        wanted[p->number / 64] |= UINT64_C(1) << (p->number % 64);
    }
    return alk__load_columns(session, entities, n, false, wanted, &gone);
}

int alk__load_named(alk_session *session, alk__entity *const *entities, size_t n, const alk_sql *const *columns, alk_arena *arena)
{
    alk__entity **all = alk_arena_alloc(arena, (n ? n : 1) * sizeof *all, 0);
    int code = all ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (all && n)
        memcpy(all, entities, n * sizeof *all);
    for (size_t at = 0, run; code == ALK_OK && at < n; at += run) {
        run = bring_together(all + at, n - at);
        code = load_named(session, all + at, run, columns, arena);
    }
    return code;
}

int alk__load_made(alk__unit *unit, alk__store *store)
{
    alk_session *session = unit->session;
    size_t words = (store->mapper->n_properties + 63u) / 64u, gone;
    alk__array list = { 0 };
    uint64_t *columns = alk_arena_alloc(unit->arena, words * sizeof *columns, 0);
    int code = columns ? ALK_OK : ALK_ERROR_NO_MEMORY;
    bool any = false;
    if (columns)
        memset(columns, 0, words * sizeof *columns);
    for (uint16_t i = 0; columns && i < store->mapper->n_properties; i++) {
        const alk__property *p = &store->mapper->properties[i];
        bool made = !p->expression && (p->unsent || p->column->server_on_update || p->column->client_on_update);
        columns[i / 64] |= (uint64_t)made << (i % 64);
        any = any || made;
    }
    for (size_t i = 0; code == ALK_OK && any && i < unit->n_saves; i++) {
        alk__work *work = unit->order[i];
        bool missing = false;
        for (uint16_t k = 0; work->entity->store == store && k < store->mapper->n_properties; k++)
            missing = missing || (columns[k / 64] >> (k % 64) & 1 && alk__is_missing(work->entity, k));
        if (missing)
            code = alk__array_add(&session->memory, &list, work->entity) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    if (code == ALK_OK && list.count)
        code = alk__load_columns(session, list.items, list.count, false, columns, &gone);
    alk__array_free(&session->memory, &list);
    return code;
}
