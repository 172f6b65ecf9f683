/* SPDX-License-Identifier: MIT
 * What a flush has to write: the objects that are new, differ from their image, or are deleted; what changed in their relationships; and what follows from it by the cascades. */
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "load.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include "unit.h"

alk__work *alk__unit_touch(alk__unit *unit, alk__entity *e)
{
    alk_session *session = unit->session;
    alk__work *work = alk__unit_work(unit, e);
    if (work)
        return work;
    if (e->flags & ALK__UNTRACKED) {                                       /* others make it change: from here on it is watched */
        memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);
        e->flags &= (uint8_t)~(unsigned)ALK__UNTRACKED;
    }
    unsigned words = alk__changed_words(e->store->mapper);
    uint64_t *many = words > 1 ? alk_arena_alloc(unit->arena, words * sizeof *many, 0) : NULL;
    if ((words > 1 && !many) || alk__journal_note(session, e) || !(work = alk__array_place(&session->memory, &unit->works)))
        return NULL;
    if (many)
        memset(many, 0, words * sizeof *many);
    e->place = (uint32_t)(unit->works.count - 1);
    e->flags |= ALK__TOUCHED;
    *work = (alk__work){ .entity = e, .many = many, .number = e->place,
                         .action = e->flags & ALK__DOOMED ? ALK__DELETE : e->state == ALK_STATE_PENDING ? ALK__INSERT : ALK__UPDATE };
    return work;
}

static int add_link(alk__unit *unit, const alk__relation *r, alk__entity *child, alk__entity *parent)
{
    bool key_is_here = r->direction == ALK__TO_ONE;
    int code = parent ? alk__check_beside(r, key_is_here ? child : parent, key_is_here ? parent : child) : ALK_OK;
    if (code)
        return code;
    alk__link *link = alk_arena_alloc(unit->arena, sizeof *link, 0);
    alk__work *work = link ? alk__unit_touch(unit, child) : NULL;
    if (!work || !alk__array_add(&unit->session->memory, &unit->links, link))
        return ALK_ERROR_NO_MEMORY;
    *link = (alk__link){ .next = work->links, .relation = r, .child = child, .parent = parent };
    work->links = link;
    return ALK_OK;
}

static int add_between(alk__unit *unit, const alk__relation *r, alk__entity *owner, alk__entity *member, bool removed)
{
    int code = member ? alk__check_beside(r, owner, member) : ALK_OK;
    if (code)
        return code;
    alk__between *b = alk__array_push(&unit->session->memory, &unit->between);
    if (!b)
        return ALK_ERROR_NO_MEMORY;
    *b = (alk__between){ r, owner, member, removed };
    return ALK_OK;
}

static int take_out(alk__unit *unit, const alk__relation *r, alk__entity *child, alk__entity *owner)
{
    alk__link *out = alk__array_push(&unit->session->memory, &unit->taken_out);
    if (!out)
        return ALK_ERROR_NO_MEMORY;
    *out = (alk__link){ .relation = r, .child = child, .parent = owner };
    return ALK_OK;
}

/* ---- relationships that changed ---- */

/* What is at an address in a relationship of e: an object, or a struct of the program that becomes one. */
static int resolve(alk__unit *unit, alk__entity *e, const alk__relation *r, const void *row, alk__entity **out)
{
    alk__entity_words words, other;
    *out = alk__entity_at(unit->session, row);
    if (*out && (*out)->state <= ALK_STATE_PERSISTENT) {
        if (alk__mapper_is((*out)->store->mapper, r->target))
            return ALK_OK;
        return alk_fail(ALK_ERROR_ARGUMENT, "%s: %s leads to %s, which is no %s", alk__entity_name(e, &words), r->name, alk__entity_name(*out, &other), r->target->name);
    }
    if (*out)
        return alk_fail(ALK_ERROR_INTERFACE, "%s: %s leads to %s, which is %s", alk__entity_name(e, &words), r->name, alk__entity_name(*out, &other),
                        (*out)->state == ALK_STATE_DELETED ? "deleted" : "not in the session any more");
    if (alk__entity_is_foreign(unit->session, row))
        return alk_fail(ALK_ERROR_ARGUMENT, "%s: %s leads to an object of another session", alk__entity_name(e, &words), r->name);
    if (!(r->cascade & ALK_CASCADE_SAVE))
        return alk_fail(ALK_ERROR_ARGUMENT, "%s: %s leads to a struct that is no object of the session, and does not cascade; alk_add() it first", alk__entity_name(e, &words), r->name);
    *out = alk__entity_adopt(unit->session, r->target->sql, row, e->store);
    return *out ? ALK_OK : alk_last_error()->code;
}

/* Whether a foreign key's columns differ from what they are known to be. */
static bool key_changed(const alk__entity *e, const alk__relation *r)
{
    for (unsigned i = 0; i < r->n; i++)
        if (!alk__member_equal(&e->store->mapper->properties[r->here[i]], alk__row(e), alk__image(e)))
            return true;
    return false;
}

/* The key was assigned, and the pointer was not: it leads to the object of that key, if the session has it. */
static void follow_key(alk__entity *e, const alk__relation *r)
{
    alk__entity *found = alk__find_target(e, r, alk__row(e));
    alk__one_set(e, r, found ? alk__row(found) : NULL);
    alk__set_missing(e, r->bit, !found && !alk__member_is_null(&e->store->mapper->properties[r->here[0]], alk__row(e)));
}

/* The same where the other side leads to one. A place that another has keeps it. */
static int follow_pointer_to_one(alk__unit *unit, alk__entity *e, const alk__relation *back, alk__entity *former, alk__entity *parent)
{
    if (former && alk__one(alk__row(former), back) == alk__row(e)) {
        if (!alk__unit_touch(unit, former))
            return ALK_ERROR_NO_MEMORY;
        alk__one_set(former, back, NULL);
    }
    if (parent && !alk__is_missing(parent, back->bit) && !alk__one(alk__row(parent), back)) {
        if (!alk__unit_touch(unit, parent))
            return ALK_ERROR_NO_MEMORY;
        alk__one_set(parent, back, alk__row(e));
    }
    return ALK_OK;
}

/* The pointer was assigned past alk_relate(): the other side follows where it is loaded. parent NULL: it leads to none. */
static int follow_pointer(alk__unit *unit, alk__entity *e, const alk__relation *r, alk__entity *former, alk__entity *parent)
{
    const alk__relation *back = r->back;
    int code = ALK_OK;
    if (!back || former == parent)
        return ALK_OK;
    if (!back->many)
        return follow_pointer_to_one(unit, e, back, former, parent);
    if (former && !alk__is_missing(former, back->bit) && alk__collection_has(former, back, alk__row(e)))
        code = alk__unit_touch(unit, former) ? alk__collection_take(former, back, alk__row(e)) : ALK_ERROR_NO_MEMORY;
    if (code == ALK_OK && parent && !alk__is_missing(parent, back->bit) && !alk__collection_has(parent, back, alk__row(e)))
        code = alk__unit_touch(unit, parent) ? alk__collection_push(parent, back, alk__row(e)) : ALK_ERROR_NO_MEMORY;
    return code;
}

/* What a relationship to one led to before, by its pointer or by its key; NULL: nothing that the session has. */
static alk__entity *former_target(const alk__entity *e, const alk__relation *r, void *before)
{
    bool by_key = !before && e->state == ALK_STATE_PERSISTENT && !alk__is_missing(e, r->here[0]);
    alk__entity *former = before ? alk__entity_at(e->store->session, before) : by_key ? alk__find_target(e, r, alk__image(e)) : NULL;
    return former && former->state == ALK_STATE_PERSISTENT ? former : NULL;
}

static int collect_to_one(alk__unit *unit, alk__entity *e, const alk__relation *r)
{
    void *now = alk__one(alk__row(e), r), *before = alk__one(alk__image(e), r);
    alk__entity *parent;
    if (now == before) {
        if (e->state == ALK_STATE_PERSISTENT && key_changed(e, r))
            follow_key(e, r);
        return ALK_OK;
    }
    alk__set_missing(e, r->bit, false);
    if (!now && key_changed(e, r))
        return ALK_OK;
    alk__entity *former = former_target(e, r, before);
    int code = now ? resolve(unit, e, r, now, &parent) : follow_pointer(unit, e, r, former, NULL);
    if (code)
        return code;
    if (!now && e->state == ALK_STATE_PERSISTENT && r->back && r->back->cascade & ALK_CASCADE_DELETE_ORPHAN)
        return take_out(unit, r->back, e, alk__head(before));
    if (!now)
        return add_link(unit, r, e, NULL);
    if ((code = follow_pointer(unit, e, r, former, parent)))
        return code;
    now = alk__row(parent);
    memcpy(alk__row(e) + r->offset, &now, sizeof now);
    return add_link(unit, r, e, parent);
}

static int added(alk__unit *unit, alk__entity *e, const alk__relation *r, alk__entity *member)
{
    return r->direction == ALK__THROUGH ? add_between(unit, r, e, member, false) : add_link(unit, r, member, e);
}

static int removed(alk__unit *unit, alk__entity *e, const alk__relation *r, alk__entity *member)
{
    if (member->state != ALK_STATE_PERSISTENT)
        return ALK_OK;
    return r->direction == ALK__THROUGH ? add_between(unit, r, e, member, true) : take_out(unit, r, member, e);
}

static int collect_to_one_there(alk__unit *unit, alk__entity *e, const alk__relation *r)
{
    void *now = alk__one(alk__row(e), r), *before = alk__one(alk__image(e), r);
    alk__entity *other = NULL;
    if (now == before)
        return ALK_OK;
    int code = e->state == ALK_STATE_PERSISTENT && alk__is_missing(e, r->bit) ? alk__load_relation(unit->session, r, &e, 1) : ALK_OK;
    if (code)
        return code;
    before = alk__one(alk__image(e), r);
    memcpy(alk__row(e) + r->offset, &now, sizeof now);                     /* in the place of the one that it has so far */
    alk__set_missing(e, r->bit, false);
    code = before ? removed(unit, e, r, alk__head(before)) : ALK_OK;
    if (code || !now || (code = resolve(unit, e, r, now, &other)))
        return code;
    now = alk__row(other);
    memcpy(alk__row(e) + r->offset, &now, sizeof now);
    return added(unit, e, r, other);
}

static int collect_many(alk__unit *unit, alk__entity *e, const alk__relation *r)
{
    alk__many now = alk__many_of(alk__row(e), r), before = alk__many_of(alk__image(e), r);
    int code = ALK_OK;
    if (now.items == before.items && now.count == before.count)
        return ALK_OK;
    alk__set_missing(e, r->bit, false);
    for (uint32_t i = 0; i < before.count; i++)
        alk__head(before.items[i])->flags |= ALK__VISITED;
    for (uint32_t i = 0; code == ALK_OK && i < now.count; i++) {
        alk__entity *member = alk__entity_at(unit->session, now.items[i]);
        if (member && member->flags & ALK__VISITED) {                      /* it was there before, even if its row is gone by now */
            member->flags &= (uint8_t)~(unsigned)ALK__VISITED;
            continue;
        }
        if ((code = resolve(unit, e, r, now.items[i], &member)))
            break;
        now.items[i] = alk__row(member);
        code = added(unit, e, r, member);
    }
    for (uint32_t i = 0; i < before.count; i++) {
        alk__entity *member = alk__head(before.items[i]);
        if (code == ALK_OK && member->flags & ALK__VISITED)
            code = removed(unit, e, r, member);
        member->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    }
    return code;
}

static int collect_relations(alk__unit *unit, alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->view_only)
            continue;
        code = r->many ? collect_many(unit, e, r) : r->direction == ALK__TO_ONE ? collect_to_one(unit, e, r) : collect_to_one_there(unit, e, r);
    }
    return code;
}

/* ---- objects that changed ---- */

static bool relations_differ(const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        size_t size = r->many ? offsetof(alk__many, state) : sizeof(void *);
        if (!r->view_only && memcmp(alk__row(e) + r->offset, alk__image(e) + r->offset, size) != 0)
            return true;
    }
    return false;
}

bool alk__entity_differs(const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    if (e->flags & ALK__UNTRACKED || memcmp(alk__row(e), alk__image(e), mapper->struct_size) == 0)
        return false;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!alk__member_equal(&mapper->properties[i], alk__row(e), alk__image(e)))
            return true;
    return relations_differ(e);
}

/* Notes in the bits what differs of what is sent; whether anything does at all. A text that was assigned and is what it was before: the object keeps its own, as the program's lives no
 * longer than to the flush. */
static bool compare_members(const alk__entity *e, uint64_t *bits)
{
    const alk__mapper *mapper = e->store->mapper;
    bool any = false;
    memset(bits, 0, alk__changed_words(mapper) * sizeof *bits);
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        bool is_text = p->content == ALK__CONTENT_TEXT || p->content == ALK__CONTENT_VIEW;
        if (!alk__member_equal(p, alk__row(e), alk__image(e))) {
            any = true;
            bits[i / 64] |= (uint64_t)!p->unsent << (i % 64);
        } else if (is_text && e->state == ALK_STATE_PERSISTENT) {
            memcpy(alk__row(e) + p->field.offset, alk__image(e) + p->field.offset, p->size);
        }
    }
    return any;
}

/* Told once: another flush does not fail for it again. */
static int detached_changed(alk__entity *e)
{
    alk__entity_words words;
    memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);
    return alk_fail(ALK_ERROR_INTERFACE, "%s was changed after it left the session: what was changed is not written", alk__entity_name(e, &words));
}

static int collect_one(alk__unit *unit, alk__entity *e, uint64_t *bits)
{
    bool members = compare_members(e, bits);
    if (!members && !relations_differ(e))
        return ALK_OK;
    if (e->state == ALK_STATE_DETACHED)
        return detached_changed(e);
    if (e->flags & ALK__DOOMED)
        return ALK_OK;
    alk__work *work = alk__unit_touch(unit, e);
    if (!work)
        return ALK_ERROR_NO_MEMORY;
    memcpy(alk__changed(work), bits, alk__changed_words(e->store->mapper) * sizeof *bits);
    work->compared = true;
    return collect_relations(unit, e);
}

static int collect_changed(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->session->stores.count; i++) {
        const alk__store *store = alk__array_pointer(&unit->session->stores, i);
        const alk__mapper *mapper = store->mapper;
        uint64_t *bits = alk_arena_alloc(unit->arena, alk__changed_words(mapper) * sizeof *bits, 0);
        alk__store_at at = { 0, 0 };
        code = bits ? ALK_OK : ALK_ERROR_NO_MEMORY;
        for (alk__entity *e; code == ALK_OK && (e = alk__store_next(store, &at));)
            if (!(e->flags & ALK__UNTRACKED) && e->state != ALK_STATE_PENDING && e->state != ALK_STATE_DELETED && memcmp(alk__row(e), alk__image(e), mapper->struct_size) != 0)
                code = collect_one(unit, e, bits);
    }
    return code;
}

/* It was taken out of a collection whose members do not live by themselves, and nobody has it now. */
static bool is_orphan(const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    bool owned = !(e->flags & ALK__ORPHANED);
    for (uint16_t i = 0; i < mapper->n_relations && !owned; i++) {
        const alk__relation *r = mapper->relations[i];
        owned = r->direction == ALK__TO_ONE && r->back && r->back->cascade & ALK_CASCADE_DELETE_ORPHAN && alk__one(alk__row(e), r);
    }
    return !owned;
}

/* More of them may come while the relationships of these are looked at. */
static int collect_pending(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->session->pending.count; i++) {
        alk__entity *e = alk__array_pointer(&unit->session->pending, i);
        if (e->state == ALK_STATE_PENDING && is_orphan(e))
            code = alk__drop_pending(unit->session, e);
        alk__work *work = code == ALK_OK && e->state == ALK_STATE_PENDING ? alk__unit_touch(unit, e) : NULL;
        if (work)
            work->number = (uint32_t)i;                                    /* as it was added, though its owner's collection led to it before */
        if (code == ALK_OK && e->state == ALK_STATE_PENDING)
            code = work ? collect_relations(unit, e) : ALK_ERROR_NO_MEMORY;
    }
    return code;
}

/* Its own side has led it back since it was taken out of the collection. */
static bool is_back(const alk__queued *q)
{
    const alk__relation *back = q->relation->back;
    return q->removed && back && !back->many && alk__one(alk__row(q->member), back) == alk__row(q->owner);
}

static int collect_queued(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->session->queued.count; i++) {
        const alk__queued *q = alk__array_at(&unit->session->queued, i);
        if (!q->member || q->owner->state > ALK_STATE_PERSISTENT || q->member->state > ALK_STATE_PERSISTENT || is_back(q))
            continue;
        code = q->removed ? removed(unit, q->owner, q->relation, q->member) : added(unit, q->owner, q->relation, q->member);
    }
    return code;
}

/* ---- deleting ---- */

static int doom(alk__unit *unit, alk__entity *e)
{
    alk__work *work = alk__unit_work(unit, e);
    if (e->flags & ALK__DOOMED || e->state != ALK_STATE_PERSISTENT)
        return ALK_OK;
    e->flags |= ALK__DOOMED;
    if (work)
        work->action = ALK__DELETE;
    return alk__array_add(&unit->session->memory, &unit->session->doomed, e) ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

/* Another owner has the child now, by the same foreign key. */
static bool has_parent(const alk__unit *unit, const alk__entity *child, const alk__relation *r)
{
    const alk__work *work = alk__unit_work(unit, child);
    const uint16_t *columns, *others, *unused;
    unsigned n = alk__link_columns(r, &columns, &unused);
    for (const alk__link *link = work ? work->links : NULL; link; link = link->next) {
        alk__link_columns(link->relation, &others, &unused);
        if (link->parent && memcmp(columns, others, n * sizeof *columns) == 0)
            return true;
    }
    return false;
}

/* The child's foreign key still says that it belongs to the owner. */
static bool belongs_to(const alk__entity *child, const alk__entity *owner, const alk__relation *r)
{
    for (unsigned i = 0; i < r->n; i++) {
        const alk__property *p = &child->store->mapper->properties[r->there[i]], *q = &owner->store->mapper->properties[r->here[i]];
        if (!alk__member_same(p, alk__row(child), q, alk__image(owner)))
            return false;
    }
    return true;
}

static int settle_taken_out(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->taken_out.count; i++) {
        const alk__link *out = alk__array_at(&unit->taken_out, i);
        if (out->child->state != ALK_STATE_PERSISTENT || out->child->flags & ALK__DOOMED || has_parent(unit, out->child, out->relation))
            continue;
        if (out->relation->cascade & ALK_CASCADE_DELETE_ORPHAN)
            code = doom(unit, out->child);
        else if (belongs_to(out->child, out->parent, out->relation))
            code = add_link(unit, out->relation, out->child, NULL);
    }
    unit->taken_out.count = 0;
    return code;
}

static int doom_children(alk__unit *unit, alk__entity *e, const alk__relation *r)
{
    int code = ALK_OK;
    if (alk__is_missing(e, r->bit) && !r->database_deletes && !r->write_only) {
        alk_session *session = unit->session;
        alk__entity *one = e;
        code = alk__load_relation(session, r, &one, 1);
    }
    alk__many many = alk__is_missing(e, r->bit) ? (alk__many){ 0 } : r->many ? alk__many_of(alk__image(e), r) : (alk__many){ 0 };
    void *one = r->many || alk__is_missing(e, r->bit) ? NULL : alk__one(alk__image(e), r);
    if (one)
        many = (alk__many){ &one, 1, ALK_LOADED };
    for (uint32_t i = 0; code == ALK_OK && i < many.count; i++) {
        alk__entity *child = alk__head(many.items[i]);
        if (!alk__is_missing(child, r->there[0]) && !belongs_to(child, e, r))          /* its key was assigned: it is another's by now */
            continue;
        code = r->cascade & ALK_CASCADE_DELETE && !has_parent(unit, child, r) ? doom(unit, child) : take_out(unit, r, child, e);
    }
    return code;
}

static int doom_relations(alk__unit *unit, alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        void *one = r->many ? NULL : alk__one(alk__image(e), r);
        if (r->view_only || r->direction == ALK__BY_CONDITION)
            continue;
        if (r->direction == ALK__THROUGH)
            code = r->database_deletes ? ALK_OK : add_between(unit, r, e, NULL, true);
        else if (r->direction != ALK__TO_ONE)
            code = doom_children(unit, e, r);
        else if (r->cascade & ALK_CASCADE_DELETE && one)
            code = doom(unit, alk__head(one));
    }
    return code;
}

/* What was given to an owner that is deleted in the same flush is lost with it. */
static int settle_links(alk__unit *unit)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < unit->links.count; i++) {
        alk__link *link = alk__array_pointer(&unit->links, i);
        const alk__relation *side = link->relation->direction == ALK__TO_ONE ? link->relation->back : link->relation;
        if (!side || !link->parent || !(link->parent->flags & ALK__DOOMED) || link->child->flags & ALK__DOOMED)
            continue;
        if (side->cascade & ALK_CASCADE_DELETE && link->child->state == ALK_STATE_PERSISTENT)
            code = doom(unit, link->child);
        else
            link->parent = NULL;
    }
    return code;
}

/* What is deleted takes along, which may be deleted too. */
static int collect_doomed_from(alk__unit *unit, size_t from)
{
    alk_session *session = unit->session;
    int code = settle_taken_out(unit);
    for (size_t i = from; code == ALK_OK && i < session->doomed.count; i++) {
        alk__entity *e = alk__array_pointer(&session->doomed, i);
        if (e->state != ALK_STATE_PERSISTENT || !(e->flags & ALK__DOOMED))
            continue;
        alk__work *work = alk__unit_touch(unit, e);
        code = work ? doom_relations(unit, e) : ALK_ERROR_NO_MEMORY;
        if (code == ALK_OK)
            code = settle_taken_out(unit);
    }
    return code;
}

static int collect_doomed(alk__unit *unit)
{
    size_t done = 0;
    int code = ALK_OK;
    do {
        code = collect_doomed_from(unit, done);
        done = unit->session->doomed.count;
        if (code == ALK_OK)
            code = settle_links(unit);
    } while (code == ALK_OK && done < unit->session->doomed.count);
    return code;
}

/* A new object with the key of one that is deleted takes over its row. */
static int switch_rows(alk__unit *unit)
{
    for (size_t i = 0; unit->session->doomed.count && i < unit->works.count; i++) {
        alk__work *work = alk__array_at(&unit->works, i);
        alk__entity *e = work->entity;
        if (work->action != ALK__INSERT || !alk__key_is_whole(e->store->mapper, alk__row(e)))
            continue;
        alk__entity *old = alk__store_find(e->store, alk__row(e), alk__key_hash(e->store->mapper, alk__row(e)));
        alk__work *gone = old ? alk__unit_work(unit, old) : NULL;
        alk__entity_words words;
        if (gone && gone->action == ALK__DELETE && old->store != e->store)
            return alk_fail(ALK_ERROR_NOT_SUPPORTED, "%s is deleted as %s and added as %s: the deletion has to be flushed first", alk__entity_name(old, &words), old->store->mapper->identity,
                            e->store->mapper->identity);
        if (gone && gone->action == ALK__DELETE)
            e->flags |= ALK__SWITCHED;
    }
    return ALK_OK;
}

/* Room for what is known to come, so that nothing is moved meanwhile. */
static int reserve(alk__unit *unit)
{
    alk_session *session = unit->session;
    size_t n = session->pending.count + session->doomed.count;
    int code = alk__array_reserve(&session->memory, &unit->works, n);
    return code ? code : alk__array_reserve(&session->memory, &session->undo, session->undo.count + n);
}

int alk__unit_collect(alk__unit *unit)
{
    int code = reserve(unit);
    if (code == ALK_OK)
        code = collect_changed(unit);
    if (code == ALK_OK)
        code = collect_queued(unit);
    if (code == ALK_OK)
        code = collect_pending(unit);
    if (code == ALK_OK)
        code = collect_doomed(unit);
    if (code == ALK_OK)
        code = collect_pending(unit);
    return code ? code : switch_rows(unit);
}
