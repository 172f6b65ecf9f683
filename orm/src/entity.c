/* SPDX-License-Identifier: MIT
 * Objects: adding, finding, deleting, refreshing, forgetting, and asking what they are. */
#include "entity.h"
#include "collection.h"
#include "flush.h"
#include "journal.h"
#include "load.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include "write.h"
#include <alkahest/expression.h>
#include <alkahest/value.h>

enum { KNOWN = 1 << ALK_STATE_PENDING | 1 << ALK_STATE_PERSISTENT, ROWS = 1 << ALK_STATE_PERSISTENT };

/* ---- adding ---- */

/* Structs of the program that are being added, so that what leads back to one finds its object. */
typedef struct adoption {
    alk_session *session;
    alk__array from, to;               /* addresses, and the objects made of them */
} adoption;

static alk__entity *adopt(adoption *a, const alk_sql *table, const void *row, const alk__store *owner);

/* What a relationship leads to: an object of the session stays, a struct of the program becomes one. NULL with the error. */
static void *adopt_target(adoption *a, const alk__entity *e, const alk__relation *r, void *row)
{
    alk__entity *known = alk__entity_at(a->session, row);
    if (known && known->state <= ALK_STATE_PERSISTENT && alk__check_beside(r, e, known))
        return NULL;
    if (known)
        return known->state <= ALK_STATE_PERSISTENT ? row : (alk__entity_wanted(a->session, row, KNOWN, r->name), NULL);
    for (size_t i = 0; i < a->from.count; i++)
        if (alk__array_pointer(&a->from, i) == row)
            return alk__row(alk__array_pointer(&a->to, i));
    if (alk__entity_is_foreign(a->session, row) || !(r->cascade & ALK_CASCADE_SAVE)) {
        alk__entity_wanted(a->session, row, KNOWN, r->name);
        return NULL;
    }
    alk__entity *made = adopt(a, r->target->sql, row, e->store);
    return made ? alk__row(made) : NULL;
}

static int adopt_relation(adoption *a, alk__entity *e, const alk__relation *r)
{
    void *one = r->many ? NULL : alk__one(alk__row(e), r);
    alk__many given = r->many ? alk__many_of(alk__row(e), r) : (alk__many){ 0 };
    alk__set_missing(e, r->bit, r->view_only || r->write_only || r->direction == ALK__BY_CONDITION);
    if (one && !(one = adopt_target(a, e, r, one)))
        return alk_last_error()->code;
    if (!r->many) {
        memcpy(alk__row(e) + r->offset, &one, sizeof one);
        return ALK_OK;
    }
    alk__many many = { NULL, 0, ALK_LOADED };
    if (given.count && !(many.items = alk__collection_new(a->session, given.count)))
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < given.count; i++) {
        void *member = adopt_target(a, e, r, given.items[i]);
        if (!member)
            return alk_last_error()->code;
        many.items[many.count++] = member;
    }
    memcpy(alk__row(e) + r->offset, &many, sizeof many);
    return ALK_OK;
}

/* Whether the struct leads to any other. */
static bool leads_on(const alk__mapper *mapper, const char *row)
{
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->many ? alk__many_of(row, r).count > 0 : alk__one(row, r) != NULL)
            return true;
    }
    return false;
}

static alk__entity *adopt(adoption *a, const alk_sql *table, const void *row, const alk__store *owner)
{
    alk_session *session = a->session;
    alk__store *store = alk__store_for_new(session, table, row, owner);
    alk__entity *e = store ? alk__entity_new(store) : NULL;
    if (!e)
        return NULL;
    memcpy(alk__row(e), row, store->mapper->struct_size);
    bool on = leads_on(store->mapper, row);
    if (alk__set_discriminator(store->mapper, alk__row(e)) || alk__entity_own_texts(e) || (on && (!alk__array_add(&session->memory, &a->from, (void *)(uintptr_t)row) || !alk__array_add(&session->memory, &a->to, e))) ||
        !alk__array_add(&session->memory, &session->pending, e)) {
        alk__entity_free(e);
        return NULL;
    }
    e->state = ALK_STATE_PENDING;
    store->n_pending++;
    for (uint16_t i = 0; i < store->mapper->n_relations; i++)
        if (adopt_relation(a, e, store->mapper->relations[i]))
            return NULL;
    return e;
}

/* All or nothing: what was adopted before a failure goes again. */
alk__entity *alk__entity_adopt(alk_session *session, const alk_sql *table, const void *row, const alk__store *owner)
{
    adoption a = { .session = session };
    size_t before = session->pending.count;
    alk__entity *e = adopt(&a, table, row, owner);
    for (size_t i = before; !e && i < session->pending.count; i++) {
        alk__entity *made = alk__array_pointer(&session->pending, i);
        if (made->state == ALK_STATE_PENDING) {
            made->store->n_pending--;
            alk__entity_free(made);
        }
    }
    session->pending.count = e ? session->pending.count : before;
    alk__array_free(&session->memory, &a.from);
    alk__array_free(&session->memory, &a.to);
    return e;
}

/* The other sides of what a new object was given. */
static int tell_others(alk_session *session, alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        alk__many many = r->many ? alk__many_of(alk__row(e), r) : (alk__many){ 0 };
        alk__entity *one = r->many ? NULL : alk__entity_at(session, alk__one(alk__row(e), r));
        if (one)
            code = alk__join_back(r, e, one);
        for (uint32_t k = 0; code == ALK_OK && k < many.count; k++)
            code = alk__join_back(r, e, alk__head(many.items[k]));
    }
    return code;
}

alk__entity *alk__entity_add(alk_session *session, const alk_sql *table, const void *row, const alk__store *owner)
{
    size_t before = session->pending.count;
    alk__entity *e = alk__entity_adopt(session, table, row, owner);
    for (size_t i = before; e && i < session->pending.count; i++) {
        alk__entity *made = alk__array_pointer(&session->pending, i);
        if (leads_on(alk__mapper_of_entity(made), alk__row(made)) && tell_others(session, made))
            e = NULL;
    }
    return e;
}

void *alk_entity_add(alk_session *session, const alk_sql *table, const void *initial)
{
    if (alk__session_enter(session, 0))
        return NULL;
    alk__entity *e = NULL;
    if (session->options.read_only)
        alk_fail(ALK_ERROR_INTERFACE, "the session is read only");
    else if (!initial)
        alk_fail(ALK_ERROR_ARGUMENT, "no struct was given");
    else
        e = alk__entity_add(session, table, initial, NULL);
    alk__session_leave(session);
    return e ? alk__row(e) : NULL;
}

/* ---- finding ---- */

static const char *key_words(const alk_value *key, size_t n, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n && at + 4 < size; i++) {
        if (i)
            memcpy(out + at, ", ", 3), at += 2;
        size_t length = alk_value_print(&key[i], out + at, size - at);
        at = length < size - at ? at + length : size - 1;
    }
    return out;
}

/* The key as a struct of the model. */
static int key_row(const alk__mapper *mapper, const alk_value *key, size_t n, char *row)
{
    int code = n == mapper->n_key && key ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "the key of %s has %u columns; %zu were given", mapper->name, mapper->n_key, n);
    memset(row, 0, mapper->struct_size);
    for (unsigned i = 0; code == ALK_OK && i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        alk_value value = key[i];
        int wanted = p->content == ALK__CONTENT_TEXT || p->content == ALK__CONTENT_VIEW ? alk__member_type(p) : 0;
        if (value.tag == ALK_TYPE_NULL)
            return alk_fail(ALK_ERROR_ARGUMENT, "the key of %s cannot be NULL", mapper->name);
        if (wanted && value.tag == ALK_TYPE_TEXT)
            value.tag = (uint16_t)wanted;
        code = alk__member_store(p, row, &value);
    }
    return code;
}

/* Outer joins bring the tables of variants, whose rows may be none: not all databases lock these. */
static const alk_sql *lock_of(const alk__mapper *mapper)
{
    const alk_sql *of[ALK__KIN + 1];
    unsigned n = 0;
    for (; mapper->n_kin > 1 && n < mapper->n_parts; n++)
        of[n] = mapper->parts[n].table;
    of[n] = &alk_end;
    return (alk_for_update)(0, of);
}

/* What else than the key tells a row of the store, NULL: nothing. */
static const alk_sql *criterion_of(const alk__store *store)
{
    alk__view view;
    if (!store->mapper->base && !store->home->criterion)
        return NULL;
    alk__view_begin(&view, store->mapper, NULL);
    return alk__criterion(store->session, &view);
}

/* The statement for a key: the mapper's own, or one made of it. */
static const alk_sql *find_statement(const alk__store *store, unsigned flags)
{
    const alk__mapper *mapper = store->mapper;
    const alk_sql *criterion = criterion_of(store), *statement = mapper->find;
    if (criterion)
        statement = (alk_extend)(statement, ALK_LIST(alk_where(criterion)));
    if (flags & ALK_FIND_FOR_UPDATE)
        statement = (alk_extend)(statement, ALK_LIST(lock_of(mapper)));
    return statement;
}

static int read_rows(alk__store *store, alk_result *result, unsigned flags, alk__entity **e)
{
    const alk__mapper *mapper = store->mapper;
    alk_session *session = store->session;
    alk__rows rows;
    size_t got = 0;
    int code = ALK_OK;
    if (mapper->plain) {
        alk__rows_begin_whole(&rows, store, result);
        rows.anew = flags & ALK_FIND_FOR_UPDATE;
        return alk__rows_fetch(&rows, e, 1, &got);
    }
    code = alk__rows_begin(&rows, store, result, mapper->positions, alk__scratch_begin(session));
    rows.anew = flags & ALK_FIND_FOR_UPDATE;
    if (code == ALK_OK && alk_next(result))
        code = alk__rows_current(&rows, e);
    alk__scratch_end(session);
    return code;
}

/* Reads the row of a key; NULL with ALK_OK: there is none. */
static int read_one(alk_session *session, alk__store *store, const alk_value *key, size_t n, unsigned flags, alk__entity **out)
{
    alk_conn *conn = alk__session_conn(session, store->bind);
    alk__entity *e = NULL;
    *out = NULL;
    if (!conn)
        return alk_last_error()->code;
    alk_result *result = alk_conn_execute_values(conn, find_statement(store, flags), key, n, NULL);
    int code = result ? read_rows(store, result, flags, &e) : alk_last_error()->code;
    int closed = result ? alk_close(result) : ALK_OK;
    code = code ? code : closed;
    *out = code ? NULL : e;
    return code;
}

/* Whether what is not flushed may be what is looked for: of one store, or of others where the object may be in those of its shards or of its variants. */
static bool may_be_pending(const alk_session *session, const alk__store *store, unsigned flags)
{
    bool elsewhere = store->sharding || store->mapper->n_kin > 1;
    return flags & ALK_FIND_FOR_UPDATE || session->doomed.count || (elsewhere ? session->pending.count > 0 : store->n_pending > 0);
}

/* Whether the session has a criterion on the model, or on a base of it. */
static bool is_filtered(const alk__store *store)
{
    bool filtered = store->home->criterion;
    for (const alk__mapper *base = store->mapper->base; base && !filtered; base = base->base) {
        const alk__store *of = alk__store_of_mapper(store->session, base);
        filtered = of && of->criterion;
    }
    return filtered;
}

static bool is_there(const alk__entity *e)
{
    return e && !(e->flags & ALK__DOOMED) && e->state == ALK_STATE_PERSISTENT;
}

/* The object of the key that the session has, and need not read: in the first of the stores that has such a one. One alone may know that its row is to be gone. */
static alk__entity *known_of(alk__store *const *stores, size_t n, const char *row)
{
    uint32_t hash = alk__key_hash(stores[0]->mapper, row);
    for (size_t i = 0; i < n; i++) {
        alk__entity *e = alk__store_find(stores[i], row, hash);
        if (e && alk__mapper_is(e->store->mapper, stores[i]->mapper) && !alk__entity_is_expired(e) && (n == 1 || is_there(e)))
            return e;
    }
    return NULL;
}

/* In stores of one model, of one shard or of several that are asked in turn; NULL with ALK_OK: there is no such row. */
static int find_in(alk_session *session, alk__store *const *stores, size_t n_stores, const char *row, const alk_value *key, size_t n, unsigned flags, alk__entity **out)
{
    alk__entity *e = known_of(stores, n_stores, row);
    int code = ALK_OK;
    *out = NULL;
    if (e && !(flags & ALK_FIND_FOR_UPDATE) && !is_filtered(stores[0])) {
        *out = is_there(e) ? e : NULL;
        return ALK_OK;
    }
    if (may_be_pending(session, stores[0], flags))
        code = alk__autoflush(session);
    for (size_t i = 0; code == ALK_OK && !*out && i < n_stores; i++) {
        code = read_one(session, stores[i], key, n, flags, &e);
        *out = is_there(e) ? e : NULL;
    }
    return code;
}

void *alk__entity_find(alk_session *session, const alk_sql *table, const alk_value *key, size_t n, unsigned flags, const alk__store *owner)
{
    alk__store *home = alk__store_of(session, table), *one = home && owner && owner->sharding ? alk__store_beside(owner, home->mapper) : home, **stores = &one;
    char few[512], words[200];
    if (!home || !one)
        return NULL;
    const alk__mapper *mapper = home->mapper;
    alk_arena *arena = alk__scratch_begin(session);
    char *row = mapper->struct_size <= sizeof few ? few : alk_arena_alloc(arena, mapper->struct_size, 16);
    int code = row ? key_row(mapper, key, n, row) : ALK_ERROR_NO_MEMORY, shard = (int)(flags >> 8) - 1;
    size_t n_stores = 1;
    if (code == ALK_OK && (home->sharding || shard >= 0) && !(owner && owner->sharding))
        code = alk__stores_of_key(home, key, n, shard, arena, &stores, &n_stores);
    alk__entity *e = NULL;
    if (code == ALK_OK)
        code = find_in(session, stores, n_stores, row, key, n, flags & 0xFF, &e);
    if (code == ALK_OK && !e)
        alk_fail(ALK_ERROR_NO_ROW, "there is no %s %s", mapper->name, key_words(key, n, words, sizeof words));
    alk__scratch_end(session);
    if (code || !e)
        return NULL;
    alk__entity_hold(e);
    return alk__row(e);
}

void *alk_entity_find(alk_session *session, const alk_sql *table, const alk_value *key, size_t n_key, unsigned flags)
{
    if (alk__session_enter(session, ALK__WRITES))
        return NULL;
    void *found = alk__entity_find(session, table, key, n_key, flags, NULL);
    alk__session_leave(session);
    return found;
}

/* ---- deleting and forgetting ---- */

static void forget(alk_session *session, alk__entity *e)
{
    if (e->state == ALK_STATE_PENDING)
        e->store->n_pending--;
    else if (e->state == ALK_STATE_PERSISTENT)
        alk__store_remove(e->store, e);
    for (size_t i = 0; i < session->queued.count; i++) {
        alk__queued *q = alk__array_at(&session->queued, i);
        q->member = q->owner == e || q->member == e ? NULL : q->member;
    }
    bool pending = e->state == ALK_STATE_PENDING;
    alk__entity_leave(e, ALK_STATE_DETACHED);
    if (pending && !(e->flags & ALK__UNTRACKED))
        memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);
}

/* What an object's relationships lead to that cascade so. */
static int cascade(alk_session *session, alk__entity *e, unsigned kind, int (*each)(alk_session *, alk__entity *, unsigned depth), unsigned depth)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && depth < 64 && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        void *one = r->many ? NULL : alk__one(alk__row(e), r);
        alk__many many = r->many ? alk__many_of(alk__row(e), r) : (alk__many){ one ? &one : NULL, one ? 1 : 0, ALK_LOADED };
        for (uint32_t k = many.count; code == ALK_OK && r->cascade & kind && k-- > 0;) {
            if (r->many)
                many = alk__many_of(alk__row(e), r);                       /* those that came before may have left it */
            if (k >= many.count)
                continue;
            alk__entity *other = alk__entity_at(session, many.items[k]);
            if (other && other->state <= ALK_STATE_PERSISTENT)
                code = each(session, other, depth + 1);
        }
    }
    return code;
}

/* What is not written yet is not written at all, and nothing leads to it. */
static int drop_pending(alk_session *session, alk__entity *e, unsigned depth)
{
    if (e->state != ALK_STATE_PENDING)
        return ALK_OK;
    int code = cascade(session, e, ALK_CASCADE_DELETE, drop_pending, depth);
    if (code == ALK_OK && e->state == ALK_STATE_PENDING && (code = alk__part_back(e)) == ALK_OK)
        forget(session, e);
    return code;
}

int alk__drop_pending(alk_session *session, alk__entity *e)
{
    return drop_pending(session, e, 0);
}

int alk_entity_delete(alk_session *session, void *entity)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = alk__entity_wanted(session, entity, KNOWN, "alk_delete()");
    if (!e)
        code = alk_last_error()->code;
    else if (session->options.read_only || e->flags & ALK__UNTRACKED)
        code = alk_fail(ALK_ERROR_INTERFACE, "alk_delete(): the object is read only");
    else if (e->state == ALK_STATE_PENDING)
        code = drop_pending(session, e, 0);
    else if (!(e->flags & ALK__DOOMED) && (code = cascade(session, e, ALK_CASCADE_DELETE, drop_pending, 0)) == ALK_OK) {
        code = alk__array_add(&session->memory, &session->doomed, e) ? ALK_OK : ALK_ERROR_NO_MEMORY;
        e->flags |= code ? 0 : ALK__DOOMED;
    }
    alk__session_leave(session);
    return code;
}

static int expunge(alk_session *session, alk__entity *e, unsigned depth)
{
    int code = cascade(session, e, ALK_CASCADE_EXPUNGE, expunge, depth);
    if (code == ALK_OK && e->state <= ALK_STATE_PERSISTENT)
        forget(session, e);
    return code;
}

int alk_expunge(alk_session *session, void *entity)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = alk__entity_wanted(session, entity, KNOWN, "alk_expunge()");
    code = e ? expunge(session, e, 0) : alk_last_error()->code;
    alk__session_leave(session);
    return code;
}

static int expire(alk_session *session, alk__entity *e, unsigned depth)
{
    int code = cascade(session, e, ALK_CASCADE_REFRESH, expire, depth);
    if (code == ALK_OK && e->state == ALK_STATE_PERSISTENT)
        alk__entity_expire(e);
    return code;
}

int alk_expire(alk_session *session, void *entity)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *one = entity ? alk__entity_wanted(session, entity, ROWS, "alk_expire()") : NULL;
    if (entity)
        code = one ? expire(session, one, 0) : alk_last_error()->code;
    for (size_t i = 0; !entity && i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            if (e->state == ALK_STATE_PERSISTENT)
                alk__entity_expire(e);
    }
    alk__session_leave(session);
    return code;
}

/* What is the others' to say is not known any more. */
static void forget_relation(alk__entity *e, const alk__relation *r)
{
    if (r->direction == ALK__TO_ONE)
        return;
    alk__set_missing(e, r->bit, true);
    if (r->many)
        alk__collection_drop(e, r);
    else
        alk__one_set(e, r, NULL);
}

static int refresh(alk_session *session, alk__entity *e, unsigned depth)
{
    alk__entity_words words;
    size_t gone = 0;
    int code = cascade(session, e, ALK_CASCADE_REFRESH, refresh, depth);
    for (uint16_t i = 0; code == ALK_OK && i < e->store->mapper->n_relations; i++)
        forget_relation(e, e->store->mapper->relations[i]);
    if (code == ALK_OK)
        code = alk__load_columns(session, &e, 1, true, NULL, &gone);
    return code == ALK_OK && gone ? alk_fail(ALK_ERROR_NO_ROW, "the row of %s is gone", alk__entity_name(e, &words)) : code;
}

int alk_refresh(alk_session *session, void *entity)
{
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    alk__entity *e = alk__entity_wanted(session, entity, ROWS, "alk_refresh()");
    code = e ? refresh(session, e, 0) : alk_last_error()->code;
    alk__session_leave(session);
    return code;
}

/* ---- asking ---- */

void *alk_entity_as(alk_session *session, const alk_sql *table, const void *entity)
{
    const alk__store *store = session && table ? alk__store_of(session, table) : NULL;
    alk__entity *e = store ? alk__entity_at(session, entity) : NULL;
    return e && alk__mapper_is(e->store->mapper, store->mapper) ? alk__row(e) : NULL;
}

int alk_entity_state(alk_session *session, const void *entity)
{
    const alk__entity *e = session ? alk__entity_at(session, entity) : NULL;
    return !e ? ALK_STATE_TRANSIENT : e->flags & ALK__DOOMED ? ALK_STATE_DELETED : e->state;
}

bool alk_entity_changed(alk_session *session, const void *entity, const alk_sql *column)
{
    alk__entity *e = session ? alk__entity_wanted(session, entity, KNOWN, "alk_entity_changed()") : NULL;
    if (!e || e->flags & ALK__UNTRACKED)
        return false;
    if (!column)
        return e->state == ALK_STATE_PENDING || alk__entity_differs(e);
    const alk__property *p = alk__property_of(e->store->mapper, column);
    if (p)
        return !alk__member_equal(p, alk__row(e), alk__image(e));
    const alk__relation *r = alk__relation_of(column);
    return r && alk__mapper_is(e->store->mapper, r->owner) && memcmp(alk__row(e) + r->offset, alk__image(e) + r->offset, r->many ? offsetof(alk__many, state) : sizeof(void *)) != 0;
}

int alk_entity_original(alk_session *session, const void *entity, const alk_sql *column, alk_value *value)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__entity *e = alk__entity_wanted(session, entity, ROWS, "alk_entity_original()");
    const alk__property *p = e ? alk__property_of(e->store->mapper, column) : NULL;
    if (!e)
        code = alk_last_error()->code;
    else if (!p || p->content == ALK__CONTENT_OWN)
        code = alk_fail(ALK_ERROR_ARGUMENT, "alk_entity_original() takes a column of %s whose type is not the program's own", e->store->mapper->name);
    else if (e->flags & ALK__UNTRACKED || alk__is_missing(e, p->number))
        code = alk_fail(ALK_ERROR_INTERFACE, "%s is not known", p->column->member);
    else
        *value = alk__member_value(p, alk__image(e));
    alk__session_leave(session);
    return code;
}

/* ---- rows that are not as they are known ---- */

size_t alk__find_stale(alk__unit *unit, alk__work *const *works, size_t n, bool deletes)
{
    alk__store *store = works[0]->entity->store;
    const alk__mapper *mapper = store->mapper;
    alk_conn *conn = alk__session_conn(unit->session, store->bind);
    const alk_sql *terms[ALK__KEY_COLUMNS + 2];
    bool told = !(mapper->version >= 0 && mapper->properties[mapper->version].unsent && !deletes);     /* what was written has versions that are not known */
    for (size_t i = 0; conn && told && i < n; i++) {
        const char *image = alk__image(works[i]->entity);
        unsigned count = 0;
        int64_t found = 0;
        for (unsigned k = 0; k < mapper->n_key; k++) {
            alk_value value = alk__member_value(alk__key_property(mapper, k), image);
            terms[count++] = (alk_eq)(&alk__key_property(mapper, k)->column->sql, alk_bound(&value));
        }
        if (mapper->version >= 0 && !deletes) {                            /* of what was deleted the one that is left was changed */
            /* Those before it were written: they have the next version. */
            alk_value known = alk__member_value(&mapper->properties[mapper->version], image), next = alk__member_value(&mapper->properties[mapper->version], alk__row(works[i]->entity));
            const alk_sql *version = &mapper->properties[mapper->version].column->sql;
            terms[count++] = alk_or((alk_eq)(version, alk_bound(&known)), (alk_eq)(version, alk_bound(&next)));
        }
        terms[count] = &alk_end;
        if (alk_scalar_int(alk_conn_execute(conn, alk_select(alk_count_all(), alk_from(mapper->parts[0].table), (alk_where)(terms)), ALK_LIST_ENDED(&alk_end)), &found))
            return SIZE_MAX;
        if ((found == 0) != deletes)
            return i;
    }
    return SIZE_MAX;
}
