/* SPDX-License-Identifier: MIT
 * Relationships as a program reads and changes them: both sides are kept in step where they are loaded. */
#include "collection.h"
#include "entity.h"
#include "flush.h"
#include "load.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <alkahest/value.h>

enum { KNOWN = 1 << ALK_STATE_PENDING | 1 << ALK_STATE_PERSISTENT };

/* An object and a relationship of its model. */
static alk__entity *owner_of(alk_session *session, const void *entity, const alk_sql *relationship, const char *what, const alk__relation **r)
{
    alk__entity *e = alk__entity_wanted(session, entity, KNOWN, what);
    *r = e ? alk__relation_of(relationship) : NULL;
    if (*r && !alk__mapper_is(e->store->mapper, (*r)->owner)) {
        alk_fail(ALK_ERROR_ARGUMENT, "%s: %s.%s is no relationship of %s", what, (*r)->owner->name, (*r)->name, e->store->mapper->name);
        *r = NULL;
    }
    return *r ? e : NULL;
}

static int not_loaded(const alk__entity *e, const alk__relation *r)
{
    alk__entity_words words;
    return alk_fail(ALK_ERROR_INTERFACE, "%s.%s of %s is not loaded: load it with the query by alk_with(%s.%s), or afterwards by alk_load()", r->owner->name, r->name, alk__entity_name(e, &words),
                    r->owner->name, r->name);
}

/* ---- reading ---- */

void *alk_related(alk_session *session, const void *entity, const alk_sql *relationship)
{
    const alk__relation *r;
    if (alk__session_enter(session, 0))
        return NULL;
    alk__entity *e = owner_of(session, entity, relationship, "alk_related()", &r);
    void *one = NULL;
    if (e && r->many)
        alk_fail(ALK_ERROR_ARGUMENT, "%s.%s leads to many: alk_collection() reads it", r->owner->name, r->name);
    else if (e && !(one = alk__one(alk__row(e), r)) && alk__is_missing(e, r->bit))
        not_loaded(e, r);
    alk__session_leave(session);
    return one;
}

void *const *alk_collection(alk_session *session, const void *entity, const alk_sql *relationship, size_t *count)
{
    static void *const none[1];
    const alk__relation *r;
    *count = 0;
    if (alk__session_enter(session, 0))
        return NULL;
    alk__entity *e = owner_of(session, entity, relationship, "alk_collection()", &r);
    void *const *items = NULL;
    if (e && !r->many)
        alk_fail(ALK_ERROR_ARGUMENT, "%s.%s leads to one: alk_related() reads it", r->owner->name, r->name);
    else if (e && alk__is_missing(e, r->bit))
        not_loaded(e, r);
    else if (e) {
        alk__many many = alk__many_of(alk__row(e), r);
        *count = many.count;
        items = many.items ? many.items : none;
    }
    alk__session_leave(session);
    return items;
}

bool alk_is_loaded(alk_session *session, const void *entity, const alk_sql *what)
{
    const alk__entity *e = session ? alk__entity_at(session, entity) : NULL;
    const alk__property *p = e ? alk__property_of(e->store->mapper, what) : NULL;
    if (!e)
        return false;
    if (p)
        return !alk__is_missing(e, p->number);
    const alk__relation *r = alk__relation_of(what);
    return r && alk__mapper_is(e->store->mapper, r->owner) && !alk__is_missing(e, r->bit);
}

/* The same where it has a condition of the program's own, over both tables. */
static alk_sql *count_by_condition(alk__entity *e, const alk__relation *r, const alk__view *to)
{
    const alk_sql *terms[ALK__KEY_COLUMNS + 3], *whole = alk__view_whole(to);
    const alk_sql *criterion = alk__criterion(e->store->session, to);
    alk__view owner;
    unsigned n = 0;
    alk__view_begin(&owner, r->owner, NULL);
    for (; n < r->owner->n_key; n++) {
        alk_value value = alk__member_value(alk__key_property(r->owner, n), alk__row(e));
        terms[n] = (alk_eq)(alk__view_column(&owner, alk__key_property(r->owner, n)), alk_bound(&value));
    }
    terms[n++] = alk__relation_condition(r, &owner, r->through, to);
    if (criterion)
        terms[n++] = criterion;
    terms[n] = &alk_end;
    const alk_sql *mine = alk__view_whole(&owner);
    return alk_select(alk_count_all(), r->through ? alk_from(mine, r->through, whole) : alk_from(mine, whole), (alk_where)(terms));
}

static int count_joined(alk_conn *conn, alk__entity *e, const alk__relation *r, int64_t *count)
{
    const alk_sql *alias = alk_keep(alk_alias(alk__mapper_table(r->target), NULL));
    alk__view to;
    alk__view_begin(&to, r->target, alias);
    const alk_sql *statement = count_by_condition(e, r, &to);
    alk__view_end(&to);
    alk_free(alias);
    return alk_scalar_int(alk_conn_execute(conn, statement, ALK_LIST_ENDED(&alk_end)), count);
}

/* SELECT count(*) of what the relationship leads to. */
static int64_t ask_count(alk_session *session, alk__entity *e, const alk__relation *r)
{
    const alk_sql *terms[ALK__KEY_COLUMNS + 2], *from;
    unsigned n = 0;
    alk__view to;
    int64_t count = -1;
    if (alk__autoflush(session))
        return -1;
    const alk__store *target = alk__store_beside(e->store, r->target);
    alk_conn *conn = target ? alk__session_conn(session, target->bind) : NULL;
    if (!conn)
        return -1;
    if (r->definition->condition || (r->through && (target->home->criterion || r->target->base)))
        return count_joined(conn, e, r, &count) ? -1 : count;
    alk__view_begin(&to, r->target, NULL);
    for (unsigned i = 0; i < r->n; i++) {
        alk_value value = alk__member_value(&r->owner->properties[r->here[i]], alk__row(e));
        terms[n++] = (alk_eq)(r->through ? &r->through_here[i]->sql : alk__view_column(&to, &r->target->properties[r->there[i]]), alk_bound(&value));
    }
    const alk_sql *criterion = r->through ? NULL : alk__criterion(session, &to);
    if (criterion)
        terms[n++] = criterion;
    terms[n] = &alk_end;
    from = r->through ? r->through : alk__view_whole(&to);
    return alk_scalar_int(alk_conn_execute(conn, alk_select(alk_count_all(), alk_from(from), (alk_where)(terms)), ALK_LIST_ENDED(&alk_end)), &count) ? -1 : count;
}

int64_t alk_count_of(alk_session *session, const void *entity, const alk_sql *relationship)
{
    const alk__relation *r;
    if (alk__session_enter(session, ALK__WRITES))
        return -1;
    alk__entity *e = owner_of(session, entity, relationship, "alk_count_of()", &r);
    int64_t count = -1;
    if (e && !alk__is_missing(e, r->bit))
        count = r->many ? alk__many_of(alk__row(e), r).count : alk__one(alk__row(e), r) != NULL;
    else if (e && e->state == ALK_STATE_PENDING && alk__autoflush(session))
        count = -1;
    else if (e)
        count = ask_count(session, e, r);
    alk__session_leave(session);
    return count;
}

void *alk_member_by(alk_session *session, const void *entity, const alk_sql *relationship, const alk_sql *column, const alk_value *value)
{
    size_t count;
    void *const *items = alk_collection(session, entity, relationship, &count);
    const alk__relation *r = items ? alk__relation_of(relationship) : NULL;
    const alk__property *p = r ? alk__property_of(r->target, column) : NULL;
    if (r && !p)
        alk_fail(ALK_ERROR_ARGUMENT, "alk_member_by() takes a column of %s", r->target->name);
    for (size_t i = 0; p && i < count; i++) {
        alk_value has = alk__member_value(p, items[i]);
        if (alk_value_equal(&has, value))
            return items[i];
    }
    return NULL;
}

int alk_entity_load(alk_session *session, void *const *entities, size_t count, const alk_sql *const *path)
{
    const alk__relation *steps[32];
    size_t n = 0;
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    alk_arena *arena = alk__scratch_begin(session);
    alk__entity **all = alk_arena_alloc(arena, (count ? count : 1) * sizeof *all, 0);
    code = !all ? ALK_ERROR_NO_MEMORY : !entities && count ? alk_fail(ALK_ERROR_ARGUMENT, "alk_load(): the array of objects is NULL") : ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < count; i++)
        code = (all[i] = alk__entity_wanted(session, entities[i], KNOWN, "alk_load()")) ? ALK_OK : alk_last_error()->code;
    for (; code == ALK_OK && path[n] != &alk_end && alk_node_kind(path[n]) == ALK_IS_RELATIONSHIP && n < 32; n++)
        code = !(steps[n] = alk__relation_of(path[n])) ? alk_last_error()->code : n ? alk__check_step(steps[n - 1], steps[n]) : ALK_OK;
    if (code == ALK_OK)
        code = alk__autoflush(session);
    session->streaming = code == ALK_OK && count && all[0]->flags & ALK__PASSING;      /* what passes through takes along what it leads to */
    for (size_t i = 0; code == ALK_OK && i < count; i++)
        if (n && !alk__mapper_is(all[i]->store->mapper, steps[0]->owner))
            code = alk_fail(ALK_ERROR_ARGUMENT, "alk_load(): %s.%s is no relationship of %s", steps[0]->owner->name, steps[0]->name, all[i]->store->mapper->name);
    if (code == ALK_OK && n)
        code = alk__load_path(session, all, count, steps, n, false, NULL);
    if (code == ALK_OK && path[n] != &alk_end)
        code = alk__load_named(session, all, count, path + n, arena);
    session->streaming = false;
    alk__scratch_end(session);
    alk__session_leave(session);
    return code;
}

int alk_entity_load_list(alk_session *session, const alk_load_list *list)
{
    const alk_sql *path[(offsetof(alk_load_list, struct_size) - offsetof(alk_load_list, a1)) / sizeof(const alk_sql *)];
    memcpy(path, (const char *)list + offsetof(alk_load_list, a1), sizeof path);
    return alk_entity_load(session, list->entities, list->count, path);
}

/* ---- changing ---- */

/* The other was said before of the same two, from either side: it is taken back. */
static bool take_back(alk_session *session, const alk__relation *r, const alk__entity *owner, const alk__entity *member, bool removed)
{
    bool found = false;
    for (size_t i = 0; i < session->queued.count; i++) {
        alk__queued *q = alk__array_at(&session->queued, i);
        bool same = q->relation == r && q->owner == owner && q->member == member;
        bool turned = r->back && q->relation == r->back && q->owner == member && q->member == owner;
        if (q->removed == removed || !(same || turned))
            continue;
        q->member = NULL;
        found = true;
    }
    return found;
}

static int queue(alk_session *session, const alk__relation *r, alk__entity *owner, alk__entity *member, bool removed)
{
    for (size_t i = 0; i < session->queued.count; i++) {
        const alk__queued *q = alk__array_at(&session->queued, i);
        if (q->relation == r && q->owner == owner && q->member == member)
            return ALK_OK;
    }
    alk__queued *q = alk__array_push(&session->memory, &session->queued);
    if (!q)
        return ALK_ERROR_NO_MEMORY;
    *q = (alk__queued){ r, owner, member, removed };
    return ALK_OK;
}

/* What a relationship to one led to counts as loaded, so that leaving it is a change; where the session does not have it, it stays unknown until the flush. */
static void note_former(alk__entity *e, const alk__relation *r)
{
    bool unknown = alk__is_missing(e, r->bit) && r->direction == ALK__TO_ONE && !(e->flags & ALK__UNTRACKED) && e->state == ALK_STATE_PERSISTENT && !alk__one(alk__image(e), r);
    if (r->direction == ALK__TO_ONE_THERE && alk__is_missing(e, r->bit) && e->state == ALK_STATE_PERSISTENT)
        return;                                                            /* the flush reads which it has */
    alk__entity *former = unknown && !alk__one(alk__row(e), r) && !alk__is_missing(e, r->here[0]) ? alk__find_target(e, r, alk__row(e)) : NULL;
    if (former && former->state <= ALK_STATE_PERSISTENT)
        alk__one_set(e, r, alk__row(former));
    else if (unknown)
        return;
    alk__set_missing(e, r->bit, false);
}

/* One side of a relationship gets the other, where it is loaded; a key's side always. */
static int join_side(const alk__relation *r, alk__entity *owner, alk__entity *member)
{
    void *row = alk__row(member);
    if (!r->many) {
        note_former(owner, r);
        memcpy(alk__row(owner) + r->offset, &row, sizeof row);
        return ALK_OK;
    }
    if (alk__is_missing(owner, r->bit) || alk__collection_has(owner, r, row))
        return ALK_OK;
    return alk__collection_push(owner, r, row);
}

static int part_side(const alk__relation *r, alk__entity *owner, alk__entity *member)
{
    void *nothing = NULL;
    if (r->many)
        return alk__is_missing(owner, r->bit) ? ALK_OK : alk__collection_take(owner, r, alk__row(member));
    if (alk__one(alk__row(owner), r) == alk__row(member))
        memcpy(alk__row(owner) + r->offset, &nothing, sizeof nothing);
    return ALK_OK;
}

/* What a relationship to one leads to: where it is not loaded, by its key. */
static alk__entity *known_one(const alk__entity *e, const alk__relation *r)
{
    void *one = alk__one(alk__row(e), r);
    if (!one && r->direction == ALK__TO_ONE && alk__is_missing(e, r->bit))
        return alk__find_target(e, r, alk__row(e));
    alk__entity *known = one ? alk__entity_at(e->store->session, one) : NULL;
    return known && known->state <= ALK_STATE_PERSISTENT ? known : NULL;
}

/* What owned the member before by a relationship to many does not any more. */
static int leave_former(const alk__relation *r, const alk__entity *owner, alk__entity *member)
{
    const alk__relation *back = r->back;
    alk__entity *other = back && !back->many ? known_one(member, back) : NULL;
    return other && other != owner ? part_side(r, other, member) : ALK_OK;
}

int alk__join_back(const alk__relation *r, alk__entity *owner, alk__entity *member)
{
    if (!r->back)
        return ALK_OK;
    int code = r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE ? leave_former(r, owner, member) : ALK_OK;
    alk__entity *other = code == ALK_OK && r->back->direction == ALK__TO_ONE_THERE ? known_one(member, r->back) : NULL;
    if (other && other != owner)                                           /* one to one: there is room for one */
        code = part_side(r, other, member);
    return code ? code : join_side(r->back, member, owner);
}

int alk__part_back(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        void *one = r->many ? NULL : alk__one(alk__row(e), r);
        alk__many many = r->many ? alk__many_of(alk__row(e), r) : (alk__many){ one ? &one : NULL, one ? 1 : 0, ALK_LOADED };
        for (uint32_t k = 0; code == ALK_OK && r->back && k < many.count; k++) {
            alk__entity *other = alk__entity_at(e->store->session, many.items[k]);
            code = other && other->state <= ALK_STATE_PERSISTENT ? part_side(r->back, other, e) : ALK_OK;
        }
    }
    return code;
}

int alk__follow_collection(const alk__relation *r, alk__entity *e, const alk__many *before)
{
    alk__many now = alk__many_of(alk__row(e), r);
    int code = ALK_OK;
    for (uint32_t i = 0; i < now.count; i++)
        alk__head(now.items[i])->flags |= ALK__VISITED;
    for (uint32_t i = 0; code == ALK_OK && r->back && i < before->count; i++) {
        alk__entity *member = alk__head(before->items[i]);
        if (!(member->flags & ALK__VISITED) && member->state <= ALK_STATE_PERSISTENT)
            code = part_side(r->back, member, e);
    }
    for (uint32_t i = 0; i < now.count; i++) {
        alk__head(now.items[i])->flags &= (uint8_t)~(unsigned)ALK__VISITED;
        code = code ? code : alk__join_back(r, e, alk__head(now.items[i]));
    }
    return code;
}

static int changeable(const alk__relation *r, const alk__entity *e)
{
    if (r->view_only || r->direction == ALK__BY_CONDITION)
        return alk_fail(ALK_ERROR_INTERFACE, "%s.%s is view-only", r->owner->name, r->name);
    if (e->store->session->options.read_only || e->flags & ALK__UNTRACKED)
        return alk_fail(ALK_ERROR_INTERFACE, "the object is read only");
    return ALK_OK;
}

/* A member of the relationship's target, made an object where it is a struct of the program. */
static alk__entity *member_of(alk_session *session, const alk__relation *r, const alk__entity *owner, void *member, const char *what)
{
    alk__entity *e = alk__entity_at(session, member);
    if (!e && member && r->cascade & ALK_CASCADE_SAVE && !alk__entity_is_foreign(session, member))
        return alk__entity_add(session, r->target->sql, member, owner->store);
    e = alk__entity_wanted(session, member, KNOWN, what);
    if (e && !alk__mapper_is(e->store->mapper, r->target)) {
        alk_fail(ALK_ERROR_ARGUMENT, "%s: %s.%s takes a %s, and was given a %s", what, r->owner->name, r->name, r->target->name, e->store->mapper->name);
        return NULL;
    }
    return e && alk__check_beside(r, owner, e) ? NULL : e;
}

/* The member's own side is loaded, and tells by itself what became of the two. */
static bool tells(const alk__relation *r, const alk__entity *member)
{
    return r->back && !alk__is_missing(member, r->back->bit);
}

static int append(alk_session *session, const alk__relation *r, alk__entity *e, alk__entity *member)
{
    member->flags &= (uint8_t)~(unsigned)ALK__ORPHANED;
    int code = alk__join_back(r, e, member);
    bool missing = alk__is_missing(e, r->bit), back = take_back(session, r, e, member, false);
    if (code || (missing && r->back && r->direction == ALK__TO_MANY))      /* the member's own side says it */
        return code;
    back = back || tells(r, member);
    return missing && back ? ALK_OK : missing ? queue(session, r, e, member, false) : join_side(r, e, member);
}

int alk_append(alk_session *session, void *entity, const alk_sql *relationship, void *member)
{
    const alk__relation *r;
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = owner_of(session, entity, relationship, "alk_append()", &r), *other;
    if (!e)
        code = alk_last_error()->code;
    else if (!r->many)
        code = alk_fail(ALK_ERROR_ARGUMENT, "alk_append(): %s.%s leads to one: alk_relate() sets it", r->owner->name, r->name);
    else if ((code = changeable(r, e)) == ALK_OK)
        code = (other = member_of(session, r, e, member, "alk_append()")) ? append(session, r, e, other) : alk_last_error()->code;
    alk__session_leave(session);
    return code;
}

static int take(alk_session *session, const alk__relation *r, alk__entity *e, alk__entity *member)
{
    alk__entity_words words, other;
    bool missing = alk__is_missing(e, r->bit);
    if (!missing && !alk__collection_has(e, r, alk__row(member)))
        return alk_fail(ALK_ERROR_ARGUMENT, "%s is not in %s.%s of %s", alk__entity_name(member, &words), r->owner->name, r->name, alk__entity_name(e, &other));
    int code = r->back ? part_side(r->back, member, e) : ALK_OK;
    bool back = take_back(session, r, e, member, true) || tells(r, member);
    if (code == ALK_OK && !missing && r->direction == ALK__TO_MANY && r->back && member->state == ALK_STATE_PERSISTENT && !tells(r, member)) {
        code = queue(session, r, e, member, true);                         /* whose it is so far is not known: it is nobody's now */
        for (unsigned i = 0; r->nullable && i < r->n; i++)
            alk__member_set_null(&member->store->mapper->properties[r->there[i]], alk__row(member));
    }
    if (code == ALK_OK && member->state == ALK_STATE_PENDING && r->cascade & ALK_CASCADE_DELETE_ORPHAN)
        member->flags |= ALK__ORPHANED;
    if (code == ALK_OK && !(missing && back))
        code = missing ? queue(session, r, e, member, true) : alk__collection_take(e, r, alk__row(member));
    return code;
}

int alk_remove(alk_session *session, void *entity, const alk_sql *relationship, void *member)
{
    const alk__relation *r;
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = owner_of(session, entity, relationship, "alk_remove()", &r), *other;
    if (!e)
        code = alk_last_error()->code;
    else if (!r->many)
        code = alk_fail(ALK_ERROR_ARGUMENT, "alk_remove(): %s.%s leads to one: alk_relate() with NULL takes it away", r->owner->name, r->name);
    else if ((code = changeable(r, e)) == ALK_OK)
        code = (other = alk__entity_wanted(session, member, KNOWN, "alk_remove()")) ? take(session, r, e, other) : alk_last_error()->code;
    alk__session_leave(session);
    return code;
}

static int relate(const alk__relation *r, alk__entity *e, alk__entity *other)
{
    void *row = other ? alk__row(other) : NULL;
    alk__entity *before = known_one(e, r);
    alk__entity_words words;
    if (alk__is_missing(e, r->bit) && r->direction == ALK__TO_ONE_THERE && e->state == ALK_STATE_PERSISTENT)
        return not_loaded(e, r);
    note_former(e, r);
    bool emptied = !other && alk__is_missing(e, r->bit) && r->direction == ALK__TO_ONE;        /* it is not known which it was: the key says that there is none now */
    for (unsigned i = 0; emptied && i < r->n; i++)
        if (!e->store->mapper->properties[r->here[i]].column->nullable)
            return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s cannot be NULL", alk__entity_name(e, &words), e->store->mapper->properties[r->here[i]].column->member);
    int code = before && before != other && r->back ? part_side(r->back, before, e) : ALK_OK;
    memcpy(alk__row(e) + r->offset, &row, sizeof row);
    if (!other && before && e->state == ALK_STATE_PENDING && r->back && r->back->cascade & ALK_CASCADE_DELETE_ORPHAN)
        e->flags |= ALK__ORPHANED;
    for (unsigned i = 0; emptied && i < r->n; i++)
        alk__member_set_null(&e->store->mapper->properties[r->here[i]], alk__row(e));
    if (!other)
        alk__set_missing(e, r->bit, false);
    return code == ALK_OK && other ? alk__join_back(r, e, other) : code;
}

int alk_relate(alk_session *session, void *entity, const alk_sql *relationship, void *other)
{
    const alk__relation *r;
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = owner_of(session, entity, relationship, "alk_relate()", &r), *target = NULL;
    if (!e)
        code = alk_last_error()->code;
    else if (r->many)
        code = alk_fail(ALK_ERROR_ARGUMENT, "alk_relate(): %s.%s leads to many: alk_append() adds to it", r->owner->name, r->name);
    else if ((code = changeable(r, e)) == ALK_OK)
        code = other && !(target = member_of(session, r, e, other, "alk_relate()")) ? alk_last_error()->code : relate(r, e, target);
    alk__session_leave(session);
    return code;
}
