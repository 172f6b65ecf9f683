/* SPDX-License-Identifier: MIT
 * New objects: what their rows leave to the database, and what they are once these are there. */
#include "collection.h"
#include "entity.h"
#include "keys.h"
#include "member.h"
#include "store.h"
#include "version.h"
#include "write.h"
#include <alkahest/value.h>

/* Whether the INSERT leaves the column to the database or to its default. */
static bool is_left_out(const alk__mapper *mapper, const alk__property *p, const char *row)
{
    if (p->unsent)
        return true;
    if (p == mapper->generated || p->given)
        return alk__member_is_zero(p, row);
    if (p->state)
        return row[p->field.offset + p->state] == ALK_UNSET;
    return p->defaulted && !p->column->nullable && p->content == ALK__CONTENT_TEXT && alk__member_is_null(p, row);
}

/* The columns that the INSERT leaves out; those that it sends must not lack a value that they need. */
static int choose_columns(alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_optional; i++) {
        const alk__property *p = &mapper->properties[mapper->optional[i]];
        if (is_left_out(mapper, p, alk__row(e)))
            alk__set_change(alk__changed(work), p->number);
        else if (!p->column->nullable && p->content != ALK__CONTENT_CELL && alk__member_is_null(p, alk__row(e)))
            return alk_fail(ALK_ERROR_INTEGRITY, "%s %s(new): %s cannot be NULL", mapper->name, p->key ? "with an incomplete key " : "", p->column->member);
    }
    return ALK_OK;
}

static int prepare_insert(alk_session *session, alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    int code = alk__keys_apply(work, false);
    if (code == ALK_OK)
        code = alk__key_begin(e);
    if (code == ALK_OK && alk__makes_versions(mapper))
        code = alk__version_begin(e);
    if (code == ALK_OK && alk__session_listens(session))
        code = alk__session_tell(session, ALK_SESSION_BEFORE_INSERT, e, NULL);
    return code ? code : choose_columns(work);
}

/* What is not loaded of an object that was just written. */
static void note_missing(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; mapper->has_derived && i < mapper->n_properties; i++)
        if (mapper->properties[i].expression)
            alk__set_missing(e, i, true);
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->direction == ALK__TO_ONE)
            alk__set_missing(e, r->bit, !alk__one(alk__row(e), r) && !alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e)));
        else if (r->view_only || r->write_only)
            alk__set_missing(e, r->bit, true);
    }
}

/* Its row is there. */
static int became_persistent(alk_session *session, alk__entity *e)
{
    if (alk__entity_own_texts(e))
        return ALK_ERROR_NO_MEMORY;
    e->hash = alk__key_hash(e->store->mapper, alk__row(e));
    alk__entity_settle(e);
    note_missing(e);
    /* An object that is thought to have the key has no row: it was read in a transaction that was undone, or somebody deleted it. */
    alk__entity *other = alk__store_find(e->store, alk__row(e), e->hash);
    if (other) {
        alk__store_remove(other->store, other);
        alk__entity_leave(other, ALK_STATE_DETACHED);
    }
    if (alk__store_add(e->store, e))
        return ALK_ERROR_NO_MEMORY;
    e->state = ALK_STATE_PERSISTENT;
    e->level = 0;
    e->store->n_pending--;
    return alk__session_listens(session) ? alk__session_tell(session, ALK_SESSION_AFTER_INSERT, e, NULL) : ALK_OK;
}

static bool wants_back(const alk__mapper *mapper, const alk__work *work, unsigned part)
{
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (alk__has_change(alk__changed(work), i) && p->part == part && !p->expression && p->field.slot && p->content != ALK__CONTENT_OWN)
            return true;
    }
    return false;
}

/* One of the tables that the objects are in. */
static int insert_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned number)
{
    alk_session *session = unit->session;
    alk__store *store = works[0]->entity->store;
    const alk__mapper *mapper = store->mapper;
    const alk__part *part = &mapper->parts[number];
    size_t size = part->struct_size;
    char *rows = n <= SIZE_MAX / size ? alk__memory_take(&session->memory, n * size) : NULL;
    alk_conn *conn = rows ? alk__session_conn(session, store->bind) : NULL;
    int code = conn && alk__store_reserve(store, n) == ALK_OK ? ALK_OK : alk_last_error()->code;
    for (size_t i = 0; conn && i < n; i++)
        memcpy(rows + i * size, alk__row(works[i]->entity), size);
    if (code == ALK_OK)
        code = wants_back(mapper, works[0], number) ? alk_conn_insert_structs_returning(conn, part->rows, rows, n, unit->arena)
                                                    : alk_conn_insert_structs(conn, part->rows, rows, n, NULL);
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        memcpy(alk__row(works[i]->entity), rows + i * size, size);
    alk__memory_give(&session->memory, rows, n * size);
    return code;
}

static int insert_run(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (unsigned part = 0; code == ALK_OK && part < works[0]->entity->store->mapper->n_parts; part++)
        code = insert_part(unit, works, n, part);
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        code = became_persistent(unit->session, works[i]->entity);
        works[i]->settled = true;
    }
    return code;
}

/* The new object is written over the row of the one that was to be deleted: all columns, whatever the row had. */
static int switch_row(alk__unit *unit, alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    alk__entity *old = alk__store_find(e->store, alk__row(e), alk__key_hash(mapper, alk__row(e)));
    alk__work *gone = old ? alk__unit_work(unit, old) : NULL;
    if (!gone)
        return alk_fail(ALK_ERROR_INTERNAL, "the row to be taken over is gone");
    memcpy(alk__image(e), alk__image(old), mapper->struct_size);           /* what the row is known to hold */
    for (uint16_t i = 0; i < mapper->n_relations; i++)
        memset(alk__image(e) + mapper->relations[i]->offset, 0, mapper->relations[i]->many ? sizeof(alk__many) : sizeof(void *));
    if (alk__makes_versions(mapper))
        memcpy(alk__row(e) + mapper->properties[mapper->version].field.offset, alk__image(old) + mapper->properties[mapper->version].field.offset, mapper->properties[mapper->version].size);
    int code = alk__update_works(unit, &work, 1, false);
    if (code)
        return code;
    alk__store_remove(old->store, old);
    alk__entity_leave(old, ALK_STATE_DELETED);
    return became_persistent(unit->session, e);
}

int alk__insert_works(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = works[i]->entity->flags & ALK__SWITCHED ? ALK_OK : prepare_insert(unit->session, works[i]);
    for (size_t i = 0; code == ALK_OK && i < n;) {
        size_t run = 1;
        if (works[i]->entity->flags & ALK__SWITCHED) {
            code = switch_row(unit, works[i]);
        } else {
            while (i + run < n && !(works[i + run]->entity->flags & ALK__SWITCHED))
                run++;
            run = alk__run_length(works + i, run);
            code = insert_run(unit, works + i, run);
        }
        i += run;
    }
    return code;
}
