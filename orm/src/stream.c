/* SPDX-License-Identifier: MIT
 * See stream.h. What stays is found as a collector of garbage does: from the objects that are the session's own along all relationships that are loaded. */
#include "stream.h"
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "store.h"

/* ---- what stays ---- */

static bool passes(const alk__entity *e)
{
    return e->flags & ALK__PASSING;
}

static void stay(alk__entity *e)
{
    e->flags &= (uint8_t)~(unsigned)ALK__PASSING;
}

/* What was written is in the journal, what was changed or queued is to be written. */
static void keep_own(alk_session *session)
{
    for (size_t i = 0; i < session->undo.count; i++)
        stay(((const alk__undo *)alk__array_at(&session->undo, i))->entity);
    for (size_t i = 0; i < session->queued.count; i++) {
        const alk__queued *q = alk__array_at(&session->queued, i);
        stay(q->owner);
        if (q->member)
            stay(q->member);
    }
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            if (passes(e) && (e->state != ALK_STATE_PERSISTENT || e->flags & ALK__DOOMED || alk__entity_differs(e)))
                stay(e);
    }
}

static int reach(alk_session *session, alk__array *found, void *row)
{
    alk__entity *e = row ? alk__entity_at(session, row) : NULL;
    if (!e || !passes(e))
        return ALK_OK;
    stay(e);
    return alk__array_add(&session->memory, found, e) ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

/* What an object's struct, or its image, leads to. */
static int reach_from(alk_session *session, alk__array *found, const alk__entity *e, const char *row)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        alk__many many = r->many ? alk__many_of(row, r) : (alk__many){ 0 };
        if (!r->many)
            code = reach(session, found, alk__one(row, r));
        for (uint32_t k = 0; code == ALK_OK && k < many.count; k++)
            code = reach(session, found, many.items[k]);
    }
    return code;
}

static int reach_all(alk_session *session, alk__array *found, const alk__entity *e)
{
    int code = reach_from(session, found, e, alk__row(e));
    return code || e->flags & ALK__UNTRACKED ? code : reach_from(session, found, e, alk__image(e));
}

static int keep_reached(alk_session *session)
{
    alk__array found = { 0 };
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; code == ALK_OK && (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            code = passes(e) ? ALK_OK : reach_all(session, &found, e);
    }
    for (size_t i = 0; code == ALK_OK && i < found.count; i++)             /* more are found meanwhile */
        code = reach_all(session, &found, alk__array_pointer(&found, i));
    alk__array_free(&session->memory, &found);
    return code;
}

/* ---- what goes ---- */

static void let_go(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__store_remove(e->store, e);
    for (uint16_t i = 0; i < mapper->n_relations; i++)
        if (mapper->relations[i]->many)
            alk__collection_drop(e, mapper->relations[i]);
    alk__entity_free(e);
}

int alk__stream_release(alk_session *session)
{
    bool any = false;
    keep_own(session);
    int code = keep_reached(session);
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++) {
        alk__store *store = alk__array_pointer(&session->stores, i);
        alk__store_at at = { 0, 0 };
        any = false;
        for (alk__entity *e; (e = alk__store_next(store, &at));)
            if (passes(e)) {
                let_go(e);
                any = true;
            }
        if (any)
            alk__store_compact(store);
    }
    return code;
}
