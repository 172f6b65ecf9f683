/* SPDX-License-Identifier: MIT
 * Objects that were changed: the columns that differ, and what follows from that. */
#include "writing.h"
#include "entity.h"
#include "keys.h"
#include "member.h"
#include "store.h"
#include "version.h"
#include "write.h"

/* What a key that is not known is to be is written, though it may be what the object had before it was expired. */
static void set_unknown(alk__work *work)
{
    for (const alk__link *link = work->links; link; link = link->next) {
        const uint16_t *child, *parent;
        unsigned n = alk__link_columns(link->relation, &child, &parent);
        for (unsigned i = 0; i < n; i++)
            if (alk__is_missing(work->entity, child[i]))
                alk__set_change(alk__changed(work), child[i]);
    }
}

/* Compares again, where something may have come in between since it was collected. */
static void compare_again(alk__work *work)
{
    const alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    uint64_t *bits = alk__changed(work);
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!mapper->properties[i].unsent && !alk__member_equal(&mapper->properties[i], alk__row(e), alk__image(e)))
            alk__set_change(bits, i);
}

static int check_change(const alk__entity *e, const alk__property *p)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__entity_words words;
    if ((p->discriminator || p->key) && (mapper->base || mapper->n_kin > 1))
        return alk_fail(ALK_ERROR_NOT_SUPPORTED, "%s: %s tells %s, and cannot be changed", alk__entity_name(e, &words), p->column->member, p->key ? "the rows of all its tables" : "its model");
    if (!p->column->nullable && alk__member_is_null(p, alk__row(e)))
        return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s cannot be NULL", alk__entity_name(e, &words), p->column->member);
    return ALK_OK;
}

/* The columns that the UPDATE writes; its version is one more. */
static int prepare_update(const alk__unit *unit, alk__work *work, bool later)
{
    alk_session *session = unit->session;
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    uint64_t *bits = alk__changed(work);
    int code = alk__keys_apply(work, later);
    if (code == ALK_OK && (!work->compared || work->links || unit->moved_keys || alk__session_listens(session))) {
        memset(bits, 0, alk__changed_words(mapper) * sizeof *bits);
        compare_again(work);
        set_unknown(work);
    }
    if (code || !alk__changes_any(work))
        return code;
    if (alk__session_listens(session) && (code = alk__session_tell(session, ALK_SESSION_BEFORE_UPDATE, e, NULL)) == ALK_OK)
        compare_again(work);                                               /* the listener may have changed more */
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++)
        code = alk__has_change(bits, i) ? check_change(e, &mapper->properties[i]) : ALK_OK;
    if (code == ALK_OK && alk__makes_versions(mapper)) {
        alk__set_change(alk__changed(work), (unsigned)mapper->version);
        code = alk__version_advance(e);
    }
    return code;
}

static bool changes_part(const alk__work *work, unsigned part)
{
    const alk__mapper *mapper = work->entity->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (alk__has_change(alk__changed(work), i) && mapper->properties[i].part == part)
            return true;
    return false;
}

static int update_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned part)
{
    const alk__mapper *mapper = works[0]->entity->store->mapper;
    alk__writing b;
    int code = alk__writing_begin(unit, &b, works, n, part);
    if (code)
        return code;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (!alk__has_change(alk__changed(works[0]), i) || p->part != part)
            continue;
        b.parts[b.n_parts++] = (alk_set)(&p->column->sql, alk__writing_parameter(&b, p, 0));
        code = p->content == ALK__CONTENT_OWN ? alk__writing_own_values(&b, p, unit->arena) : ALK_OK;
    }
    if (code) {
        for (size_t i = 0; i < b.n_parts; i++)
            alk_free(b.parts[i]);
        alk__writing_end(unit, &b);
        return code;
    }
    alk__writing_condition(&b);
    b.parts[b.n_parts++] = (alk_where)(b.terms);
    b.parts[b.n_parts] = &alk_end;
    return alk__writing_run(unit, &b, alk_update_at(NULL, 0, mapper->parts[part].table, b.parts), works, false);
}

static int update_run(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (unsigned part = 0; code == ALK_OK && part < works[0]->entity->store->mapper->n_parts; part++)
        code = changes_part(works[0], part) ? update_part(unit, works, n, part) : ALK_OK;
    return code;
}

/* What the database, or a default of the program, makes of a row that is changed. */
static bool is_made_on_update(const alk__property *p)
{
    return !p->expression && (p->unsent || p->column->server_on_update || p->column->client_on_update);
}

/* What comes of a change, the same for all objects that have the same columns changed. */
typedef struct change {
    bool moves;                        /* the key is another */
    bool is_followed;                  /* columns are among it that a foreign key may refer to */
    bool makes;                        /* the database makes others anew */
} change;

static change change_of(const alk__work *work)
{
    const alk__mapper *mapper = work->entity->store->mapper;
    change c = { false, false, false };
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        bool changed = alk__has_change(alk__changed(work), i);
        c.moves = c.moves || (changed && p->key);
        c.is_followed = c.is_followed || (changed && (p->key || p->column->unique));
        c.makes = c.makes || (!changed && !p->key && is_made_on_update(p));
    }
    return c;
}

/* What was written is known, and what the database has made anew is not. */
static void note_written(alk__entity *e, const alk__work *work)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (alk__has_change(alk__changed(work), i))
            alk__set_missing(e, i, false);
        else if (is_made_on_update(&mapper->properties[i]) && !mapper->properties[i].key)
            alk__set_missing(e, i, true);
}

static int became_updated(alk__unit *unit, alk__work *work, change c)
{
    alk_session *session = unit->session;
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    if (alk__entity_own_texts(e) || (c.moves && alk__store_reserve(e->store, 1)))
        return ALK_ERROR_NO_MEMORY;
    if (c.is_followed && alk__keys_follow(session, e))
        return alk_last_error()->code;
    unit->moved_keys = unit->moved_keys || c.is_followed;
    if (c.moves)
        alk__store_remove(e->store, e);
    if (c.makes || e->missing || mapper->n_bits > 64)
        note_written(e, work);
    alk__entity_settle(e);
    work->settled = true;
    if (c.moves) {
        e->hash = alk__key_hash(mapper, alk__row(e));
        alk__store_add(e->store, e);
    }
    return alk__session_listens(session) ? alk__session_tell(session, ALK_SESSION_AFTER_UPDATE, e, NULL) : ALK_OK;
}

int alk__update_works(alk__unit *unit, alk__work *const *works, size_t n, bool later)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = prepare_update(unit, works[i], later);
    for (size_t i = 0; code == ALK_OK && i < n;) {
        size_t run = alk__run_length(works + i, n - i);
        if (alk__changes_any(works[i])) {
            const change c = change_of(works[i]);
            code = update_run(unit, works + i, run);
            for (size_t k = 0; code == ALK_OK && k < run; k++)
                code = became_updated(unit, works[i + k], c);
        }
        i += run;
    }
    return code;
}
