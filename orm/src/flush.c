/* SPDX-License-Identifier: MIT
 * See flush.h: collecting, ordering, writing, and what the objects are afterwards. */
#include "flush.h"
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "load.h"
#include "shard.h"
#include "store.h"
#include "unit.h"

/* ---- what the database did by itself to objects that the session has ---- */

/* A foreign key leads to a row that is gone: the database has deleted the child with it, or set its key to NULL. */
static void follow_deletes_in(alk_session *session, const alk__relation *r, const alk__store *store, alk__store *children, bool *again)
{
    alk__store_at at = { 0, 0 };
    for (alk__entity *e; (e = alk__store_next(children, &at));) {
        if (e->state != ALK_STATE_PERSISTENT || e->flags & ALK__UNTRACKED)
            continue;
        const alk__entity *parent = alk__deleted_owner(store, r, e);
        if (!parent || alk__journal_note(session, e))
            continue;
        if (r->cascade & ALK_CASCADE_DELETE) {
            alk__store_remove(children, e);
            alk__entity_leave(e, ALK_STATE_DELETED);
            *again = true;
        } else {
            alk__entity_expire(e);
        }
    }
}

static void follow_deletes(alk_session *session, const alk__relation *r, const alk__store *store, bool *again)
{
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store *children = alk__array_pointer(&session->stores, i);
        if (alk__mapper_is(children->mapper, r->target) && alk__is_beside(children, store))
            follow_deletes_in(session, r, store, children, again);
    }
}

static bool deleted_any(const alk__unit *unit, const alk__store *store)
{
    for (size_t i = unit->n_saves; i < unit->works.count; i++)
        if (unit->order[i]->entity->store == store)
            return true;
    return false;
}

static void after_deletes(alk__unit *unit)
{
    alk_session *session = unit->session;
    bool again = unit->n_saves < unit->works.count;
    for (unsigned rounds = 0; again && rounds < 32; rounds++) {
        again = false;
        for (size_t i = 0; i < session->stores.count; i++) {
            const alk__store *store = alk__array_pointer(&session->stores, i);
            for (uint16_t k = 0; (rounds || deleted_any(unit, store)) && k < store->mapper->n_relations; k++) {
                const alk__relation *r = store->mapper->relations[k];
                if (r->database_deletes && (r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE))
                    follow_deletes(session, r, store, &again);
            }
        }
    }
}

/* ---- the end of it ---- */

/* Relationships are what they were set to; what is only changed there has no statement of its own. */
static void settle_works(alk__unit *unit)
{
    for (size_t i = 0; i < unit->works.count; i++) {
        const alk__work *work = alk__array_at(&unit->works, i);
        if (!work->settled && work->entity->state == ALK_STATE_PERSISTENT)
            alk__entity_settle(work->entity);
    }
}

static void forget_unit(alk__unit *unit)
{
    alk__memory *memory = &unit->session->memory;
    for (size_t i = 0; i < unit->works.count; i++)
        ((alk__work *)alk__array_at(&unit->works, i))->entity->flags &= (uint8_t)~(unsigned)(ALK__TOUCHED | ALK__SWITCHED);
    alk__array_free(memory, &unit->works);
    alk__array_free(memory, &unit->links);
    alk__array_free(memory, &unit->between);
    alk__array_free(memory, &unit->taken_out);
}

/* Columns that the database made anew are read, for all objects of a model at once. */
static int read_made(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->session->stores.count; i++)
        code = alk__load_made(unit, alk__array_pointer(&unit->session->stores, i));
    return code;
}

static int run(alk_session *session)
{
    alk__unit unit = { .session = session, .arena = alk__scratch_begin(session), .works = { .size = sizeof(alk__work) }, .between = { .size = sizeof(alk__between) },
                       .taken_out = { .size = sizeof(alk__link) } };
    int code = alk__unit_collect(&unit);
    if (code == ALK_OK && unit.works.count + unit.between.count) {
        if ((code = alk__unit_order(&unit)) == ALK_OK)
            code = alk__unit_write(&unit);
        if (code == ALK_OK)
            code = read_made(&unit);
        if (code == ALK_OK)
            settle_works(&unit);
        if (code == ALK_OK)
            after_deletes(&unit);
    }
    if (code == ALK_OK)
        session->pending.count = session->doomed.count = session->queued.count = 0;
    forget_unit(&unit);
    alk__scratch_end(session);
    return code;
}

int alk__flush(alk_session *session)
{
    if (session->options.read_only || !session->stores.count)
        return ALK_OK;
    int code = alk__session_tell(session, ALK_SESSION_BEFORE_FLUSH, NULL, NULL);
    session->flushing = true;
    if (code == ALK_OK && (code = run(session)))
        alk__session_fail(session);
    session->flushing = false;
    return code ? code : alk__session_tell(session, ALK_SESSION_AFTER_FLUSH, NULL, NULL);
}

int alk__autoflush(alk_session *session)
{
    return session->flushing || session->options.no_autoflush ? ALK_OK : alk__flush(session);
}

int alk_flush(alk_session *session)
{
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    code = alk__flush(session);
    alk__session_leave(session);
    return code;
}

bool alk_session_is_dirty(alk_session *session)
{
    bool dirty = false;
    if (alk__session_enter(session, 0))
        return false;
    for (size_t i = 0; !dirty && i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; !dirty && (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            dirty = e->state == ALK_STATE_PENDING || (e->state == ALK_STATE_PERSISTENT && (e->flags & ALK__DOOMED || alk__entity_differs(e)));
    }
    for (size_t i = 0; !dirty && i < session->queued.count; i++)
        dirty = ((const alk__queued *)alk__array_at(&session->queued, i))->member != NULL;
    alk__session_leave(session);
    return dirty;
}
