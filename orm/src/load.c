/* SPDX-License-Identifier: MIT
 * See load.h. Objects are asked for by their keys, up to 500 in a statement; each statement has one shape, so that it is compiled once. */
#include "load.h"
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <alkahest/value.h>

enum { AT_ONCE = 500, AT_ONCE_COMPOSITE = 100, MORE_PARTS = 64 };

/* ---- conditions ---- */

const alk_sql *alk__criterion(alk_session *session, const alk__view *view)
{
    const alk_sql *all = alk__view_kind(view);
    for (const alk__mapper *mapper = view->mapper; mapper; mapper = mapper->base) {
        const alk__store *store = alk__store_of_mapper(session, mapper);
        const alk_sql *one = store && store->criterion ? store->criterion(alk__view_from(view, mapper), store->criterion_payload) : NULL;
        all = all && one ? alk_and(all, one) : one ? one : all;
    }
    return all;
}

static const alk_sql *seen(const alk_sql *from, const alk_column *column)
{
    return alk_node_kind(from) == ALK_IS_TABLE ? &column->sql : alk_at(from, &column->sql);
}

const alk_sql *alk__relation_condition(const alk__relation *r, const alk__view *from, const alk_sql *through, const alk__view *to)
{
    const alk_sql *terms[2 * ALK__KEY_COLUMNS + 2];
    unsigned n = 0;
    for (unsigned i = 0; i < r->n; i++) {
        const alk_sql *other = through ? seen(through, r->through_here[i]) : alk__view_column(to, &r->target->properties[r->there[i]]);
        terms[n++] = (alk_eq)(alk__view_column(from, &r->owner->properties[r->here[i]]), other);
    }
    for (unsigned i = 0; through && i < r->n_there; i++)
        terms[n++] = (alk_eq)(seen(through, r->through_there[i]), alk__view_column(to, &r->target->properties[r->there[i]]));
    if (r->definition->condition)
        terms[n++] = r->definition->condition(alk__view_from(from, r->owner), alk__view_from(to, r->target));
    terms[n] = &alk_end;
    return n == 1 ? terms[0] : (alk_and)(terms);
}

static const alk_sql *one_in(alk_arena *arena, const alk_sql *column, const alk__property *p, alk__entity *const *entities, size_t n)
{
    alk_value *values = alk_arena_alloc(arena, n * sizeof *values, 0);
    if (!values)
        return alk_fail_sql();
    for (size_t i = 0; i < n; i++)
        values[i] = alk__member_value(p, alk__row(entities[i]));
    alk_value array = alk_value_array(values, n);
    return (alk_in)(column, alk_bound(&array));
}

static const alk_sql *keys_in(alk_arena *arena, const alk_sql *const *columns, const alk__property *const *properties, unsigned n_columns, alk__entity *const *entities, size_t n)
{
    if (n_columns == 1)
        return one_in(arena, columns[0], properties[0], entities, n);
    const alk_sql **any = alk_arena_alloc(arena, (n + 1) * sizeof *any, 0), *all[ALK__KEY_COLUMNS + 1];
    if (!any)
        return alk_fail_sql();
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < n_columns; k++) {
            alk_value value = alk__member_value(properties[k], alk__row(entities[i]));
            all[k] = (alk_eq)(columns[k], alk_bound(&value));
        }
        all[n_columns] = &alk_end;
        any[i] = (alk_and)(all);
    }
    any[n] = &alk_end;
    return (alk_or)(any);
}

/* ---- statements ---- */

/* Columns by their bits. */
typedef struct named {
    const alk__mapper *mapper;
    const uint64_t *bits;
} named;

/* Those that tell which object it is are wanted too. */
static bool is_named(const void *data, const alk__mapper *mapper, const alk__property *p)
{
    const named *n = data;
    return p->key || (p->discriminator && mapper->discriminator) || (mapper == n->mapper && n->bits[p->number / 64] >> (p->number % 64) & 1);
}

/* SELECT of a model's columns, then more parts. */
typedef struct query {
    alk__view view;
    size_t n;
    const alk_sql *parts[];
} query;

/* wants NULL: all that is not deferred. */
static query *begin_query(alk_arena *arena, const alk__mapper *mapper, const alk_sql *alias, uint32_t *positions, const uint64_t *wanted)
{
    query *q = alk_arena_alloc(arena, sizeof *q + (mapper->n_positions + (size_t)MORE_PARTS) * sizeof *q->parts, 0);
    if (!q)
        return NULL;
    const named some = { mapper, wanted };
    alk__view_begin(&q->view, mapper, alias);
    q->n = alk__view_columns(&q->view, wanted ? is_named : NULL, &some, 0, positions, q->parts);
    return q;
}

/* The other tables of the model, where its own is selected from. */
static void add_tables(query *q)
{
    q->n += alk__view_joins(&q->view, ALK__VIEW_FIRST, q->parts + q->n);
}

static void add_criterion(alk_session *session, query *q)
{
    const alk_sql *criterion = alk__criterion(session, &q->view);
    if (criterion)
        q->parts[q->n++] = alk_where(criterion);
}

static const alk_sql *ordered_by(const query *q, const alk__relation *r, const alk_column *column)
{
    const alk__property *p = alk__property_of(r->target, &column->sql);
    return p ? alk__view_column(&q->view, p) : seen(q->view.from, column);
}

static void add_order(query *q, const alk__relation *r)
{
    const alk_sql *terms[32];
    size_t n = 0;
    for (alk_column_list at = r->definition->order_by; at && *at && n < 31; at++) {
        const alk_column *column = alk_column_definition(**at);
        terms[n++] = column ? ordered_by(q, r, column) : **at;
    }
    terms[n] = &alk_end;
    if (n)
        q->parts[q->n++] = (alk_order_by)(terms);
}

static alk_result *run(alk_session *session, uint16_t bind, query *q)
{
    alk_conn *conn = alk__session_conn(session, bind);
    q->parts[q->n] = &alk_end;
    const alk_sql *statement = (alk_select)(q->parts);
    alk__view_end(&q->view);
    if (conn)
        return alk_conn_execute(conn, statement, ALK_LIST_ENDED(&alk_end));
    alk_free(statement);
    return NULL;
}

/* ---- many objects ---- */

/* All objects of a result, into a list. */
static int read_all(alk__rows *rows, alk_session *session, alk__array *list)
{
    alk__entity *some[ALK__ROWS_AT_ONCE], *one;
    int code = ALK_OK;
    if (rows->direct) {
        for (size_t n = 1; n && (code = alk__rows_fetch(rows, some, ALK__ROWS_AT_ONCE, &n)) == ALK_OK;)
            for (size_t i = 0; i < n; i++)
                if (!alk__array_add(&session->memory, list, some[i]))
                    return ALK_ERROR_NO_MEMORY;
    } else {
        while (code == ALK_OK && alk_next(rows->result))
            if ((code = alk__rows_current(rows, &one)) == ALK_OK && one)
                code = alk__array_add(&session->memory, list, one) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    return code;
}

/* Runs a query of the model's columns and reads its objects. */
static int read_query(alk_session *session, alk__store *store, query *q, uint32_t *positions, bool anew, alk__array *list, alk_arena *arena)
{
    alk__rows rows;
    alk_result *result = run(session, store->bind, q);
    int code = result ? alk__rows_begin(&rows, store, result, positions, arena) : alk_last_error()->code;
    if (code == ALK_OK) {
        rows.anew = anew;
        code = read_all(&rows, session, list);
    }
    int closed = result ? alk_close(result) : ALK_OK;
    return code ? code : closed;
}

static uint32_t *new_positions(alk_arena *arena, const alk__mapper *mapper)
{
    return alk_arena_alloc(arena, mapper->n_positions * sizeof(uint32_t), 0);
}

/* ---- columns that are not known ---- */

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
    size_t step = mapper->n_key == 1 ? AT_ONCE : AT_ONCE_COMPOSITE;
    alk_arena *arena = alk__scratch_begin(session);
    uint32_t *positions = new_positions(arena, mapper);
    int code = positions ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (unsigned i = 0; i < mapper->n_key; i++) {
        properties[i] = alk__key_property(mapper, i);
        keys[i] = &properties[i]->column->sql;
    }
    for (size_t at = 0; code == ALK_OK && at < n; at += step) {
        size_t count = n - at < step ? n - at : step;
        alk__array came = { 0 };
        query *q = begin_query(arena, mapper, NULL, positions, columns);
        if (!q) {
            code = alk_last_error()->code;
            break;
        }
        add_tables(q);
        q->parts[q->n++] = alk_where(keys_in(arena, keys, properties, mapper->n_key, entities + at, count));
        code = read_query(session, store, q, positions, anew, &came, arena);
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

/* ---- owners and children ---- */

/* The key of the owner that a child's foreign key leads to, as a struct of the owner's; false: it leads nowhere. */
static bool owner_key(const alk__relation *r, const char *child, char *key)
{
    memset(key, 0, r->owner->struct_size);
    for (unsigned i = 0; i < r->n; i++) {
        const alk__property *p = &r->target->properties[r->there[i]], *q = &r->owner->properties[r->here[i]];
        if (alk__member_is_null(p, child) || alk__member_copy(q, key, p, child))
            return false;
    }
    return true;
}

static bool refers_to_key(const alk__relation *r)
{
    for (unsigned i = 0; i < r->n; i++)
        if (!r->owner->properties[r->here[i]].key)
            return false;
    return r->n == r->owner->n_key;
}

const alk__entity *alk__deleted_owner(const alk__store *owners, const alk__relation *r, const alk__entity *child)
{
    alk_session *session = owners->session;
    char *key = alk_arena_alloc(session->scratch, r->owner->struct_size, 16);
    if (!key || !owner_key(r, alk__image(child), key) || (refers_to_key(r) && alk__store_find(owners, key, alk__key_hash(r->owner, key))))
        return NULL;
    for (size_t i = 0; i < session->gone.count; i++) {
        const alk__entity *e = alk__array_pointer(&session->gone, i);
        bool same = e->store == owners && e->state == ALK_STATE_DELETED;
        for (unsigned k = 0; same && k < r->n; k++)
            same = alk__member_equal(&r->owner->properties[r->here[k]], key, alk__image(e));
        if (same)
            return e;
    }
    return NULL;
}

/* Two children of one owner. */
static inline bool refers_alike(const alk__relation *r, const char *a, const char *b)
{
    for (unsigned i = 0; i < r->n; i++)
        if (!alk__member_equal(&r->target->properties[r->there[i]], a, b))
            return false;
    return true;
}

/* The owner whose columns, by which the relationship goes, have the values of the key. */
static alk__entity *owner_by(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const char *key)
{
    if (!r->n || refers_to_key(r))
        return alk__store_find(owners, key, alk__key_hash(r->owner, key));
    for (size_t i = 0; i < n; i++) {
        bool same = true;
        for (unsigned k = 0; same && k < r->n; k++)
            same = alk__member_same(&r->owner->properties[r->here[k]], key, &r->owner->properties[r->here[k]], alk__row(list[i]));
        if (same)
            return list[i];
    }
    return NULL;
}

/* Which of the owners a child belongs to. */
static alk__entity *owner_of(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const alk__entity *child, char *key)
{
    return owner_key(r, alk__row(child), key) ? owner_by(r, owners, list, n, key) : NULL;
}

/* Owners that are asked for are marked; what they get is counted into their `place`, and then out of it. A flush that loads gets its own place back. */
static int attach(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n_owners, const alk__pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_owners; i++) {
        owners[i]->flags |= ALK__VISITED;
        owners[i]->place = 0;
    }
    for (size_t i = 0; i < n_pairs; i++)
        pairs[i].owner->place += (pairs[i].owner->flags & ALK__VISITED) != 0;
    int code = ALK_OK;
    for (size_t i = 0; i < n_owners; i++) {
        alk__many many = { NULL, owners[i]->place, ALK_LOADED };
        if (code == ALK_OK && r->many && owners[i]->place && !(many.items = alk__collection_new(session, owners[i]->place)))
            code = ALK_ERROR_NO_MEMORY;
        if (code == ALK_OK && r->many)
            alk__many_set(owners[i], r, &many);
        else if (code == ALK_OK)
            alk__one_set(owners[i], r, NULL);
        if (code == ALK_OK) {
            owners[i]->place = 0;
            alk__set_missing(owners[i], r->bit, false);
            owners[i]->level = alk__level_of(session);                     /* it may be another when the transaction is undone */
        }
    }
    for (size_t i = 0; code == ALK_OK && i < n_pairs; i++) {
        alk__entity *owner = pairs[i].owner;
        if (!(owner->flags & ALK__VISITED))
            continue;
        if (r->many)
            alk__many_of(alk__row(owner), r).items[owner->place++] = alk__row(pairs[i].child);
        else
            alk__one_set(owner, r, alk__row(pairs[i].child));
    }
    for (size_t i = 0; i < n_owners; i++)
        owners[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    return code;
}

/* The child's own side leads to its owner, which is known now. */
static void set_back(const alk__relation *r, const alk__pair *pairs, size_t n)
{
    const alk__relation *back = r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE ? r->back : NULL;
    for (size_t i = 0; back && i < n; i++)
        if (alk__is_missing(pairs[i].child, back->bit)) {
            alk__one_set(pairs[i].child, back, alk__row(pairs[i].owner));
            alk__set_missing(pairs[i].child, back->bit, false);
        }
}

int alk__attach(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n_owners, const alk__pair *pairs, size_t n_pairs)
{
    alk_arena *arena = alk__scratch_begin(session);
    uint32_t *places = alk_arena_alloc(arena, (n_owners ? n_owners : 1) * sizeof *places, 0);
    for (size_t i = 0; places && i < n_owners; i++)
        places[i] = owners[i]->place;
    int code = places ? attach(session, r, owners, n_owners, pairs, n_pairs) : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; places && i < n_owners; i++)
        owners[i]->place = places[i];
    if (code == ALK_OK)
        set_back(r, pairs, n_pairs);
    alk__scratch_end(session);
    return code;
}

/* ---- to many: children by their foreign key ---- */

static int load_children(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n, bool whole, const alk_sql *keys, alk_arena *arena)
{
    alk__store *store = owners[0]->store, *children = alk__store_beside(store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS];
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = new_positions(arena, r->target);
    query *q = children && positions ? begin_query(arena, r->target, NULL, positions, NULL) : NULL;
    char *key = alk_arena_alloc(arena, r->owner->struct_size, 16);
    alk__array came = { 0 };
    if (!q || !key)
        return alk_last_error()->code;
    for (unsigned i = 0; i < r->n; i++) {
        columns[i] = &r->target->properties[r->there[i]].column->sql;
        properties[i] = &r->owner->properties[r->here[i]];
    }
    add_tables(q);
    if (keys)
        q->parts[q->n++] = alk_where((alk_in)(columns[0], keys));
    else if (!whole)
        q->parts[q->n++] = alk_where(keys_in(arena, columns, properties, r->n, owners, n));
    else if (r->nullable)
        q->parts[q->n++] = alk_where((alk_is_not)(columns[0], alk_null()));
    add_criterion(session, q);
    add_order(q, r);
    int code = read_query(session, children, q, positions, false, &came, arena);
    alk__pair *pairs = code == ALK_OK ? alk_arena_alloc(arena, (came.count ? came.count : 1) * sizeof *pairs, 0) : NULL;
    size_t n_pairs = 0;
    for (size_t i = 0; pairs && i < came.count; i++) {
        alk__entity *child = alk__array_pointer(&came, i);                 /* those of one owner mostly come together */
        bool again = n_pairs && refers_alike(r, alk__row(child), alk__row(pairs[n_pairs - 1].child));
        alk__entity *owner = again ? pairs[n_pairs - 1].owner : owner_of(r, store, owners, n, child, key);
        if (owner)
            pairs[n_pairs++] = (alk__pair){ owner, child };
    }
    if (pairs)
        code = alk__attach(session, r, owners, n, pairs, n_pairs);
    alk__array_free(&session->memory, &came);
    return pairs ? code : alk_last_error()->code;
}

/* ---- through a table between, or by a condition: the owner's key comes with each row ---- */

static int read_pairs(alk__rows *rows, alk__entity *const *list, size_t n_owners, const alk__relation *r, uint32_t first, alk__array *pairs, alk_arena *arena)
{
    alk__store *owners = list[0]->store;
    alk_field fields[ALK__KEY_COLUMNS];
    uint32_t columns[ALK__KEY_COLUMNS];
    unsigned n = r->n ? r->n : r->owner->n_key;
    char *key = alk_arena_alloc(arena, r->owner->struct_size, 16);
    int code = key ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (unsigned i = 0; i < n; i++) {
        fields[i] = r->owner->properties[r->n ? r->here[i] : r->owner->key[i]].field;
        columns[i] = first + i;
    }
    while (code == ALK_OK && alk_next(rows->result)) {
        alk__entity *child;
        memset(key, 0, r->owner->struct_size);
        if ((code = alk_result_store(rows->result, fields, columns, n, key, NULL)))
            break;
        alk__entity *owner = owner_by(r, owners, list, n_owners, key);
        if ((code = alk__rows_current(rows, &child)) || !child || !owner)
            continue;
        alk__pair *pair = alk__array_push(&owners->session->memory, pairs);
        code = pair ? ALK_OK : ALK_ERROR_NO_MEMORY;
        if (pair)
            *pair = (alk__pair){ owner, child };
    }
    return code;
}

static int load_joined(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n, alk_arena *arena)
{
    alk__store *children = alk__store_beside(owners[0]->store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS], *alias = alk_keep(alk_alias(alk__mapper_table(r->target), NULL));
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = new_positions(arena, r->target);
    query *q = children && positions ? begin_query(arena, r->target, alias, positions, NULL) : NULL;
    alk__view owner;
    alk__array pairs = { .size = sizeof(alk__pair) };
    unsigned n_key = r->n ? r->n : r->owner->n_key;
    if (!q) {
        alk_free(alias);
        return alk_last_error()->code;
    }
    alk__view_begin(&owner, r->owner, NULL);
    uint32_t first = (uint32_t)q->n;
    for (unsigned i = 0; i < n_key; i++) {
        properties[i] = &r->owner->properties[r->n ? r->here[i] : r->owner->key[i]];
        columns[i] = r->through ? &r->through_here[i]->sql : &properties[i]->column->sql;
        q->parts[q->n++] = columns[i];
    }
    if (r->through && r->definition->condition) {
        q->parts[q->n++] = alk_from(alk__view_whole(&owner), r->through, alk__view_whole(&q->view));
        q->parts[q->n++] = alk_where(alk__relation_condition(r, &owner, r->through, &q->view));
    } else if (r->through) {
        const alk_sql *terms[ALK__KEY_COLUMNS + 1];
        for (unsigned i = 0; i < r->n_there; i++)
            terms[i] = (alk_eq)(&r->through_there[i]->sql, alk__view_column(&q->view, &r->target->properties[r->there[i]]));
        terms[r->n_there] = &alk_end;
        q->parts[q->n++] = alk_from(r->through);
        q->parts[q->n++] = alk_join_on(alk__view_whole(&q->view), (alk_and)(terms));
    } else {
        q->parts[q->n++] = alk_from(alk__view_whole(&owner));
        q->parts[q->n++] = alk_join_on(alk__view_whole(&q->view), alk__relation_condition(r, &owner, NULL, &q->view));
    }
    q->n += alk__view_joins(&q->view, ALK__VIEW_WHOLE, q->parts + q->n);
    q->parts[q->n++] = alk_where(keys_in(arena, columns, properties, n_key, owners, n));
    add_criterion(session, q);
    add_order(q, r);
    alk__rows rows;
    alk_result *result = run(session, children->bind, q);
    int code = result ? alk__rows_begin(&rows, children, result, positions, arena) : alk_last_error()->code;
    if (code == ALK_OK)
        code = read_pairs(&rows, owners, n, r, first, &pairs, arena);
    int closed = result ? alk_close(result) : ALK_OK;
    code = code ? code : closed;
    if (code == ALK_OK)
        code = alk__attach(session, r, owners, n, pairs.items, pairs.count);
    alk__array_free(&session->memory, &pairs);
    alk_free(alias);
    return code;
}

/* ---- to one: by the identity map where it has them ---- */

static void set_to_one(const alk__relation *r, alk__entity *e)
{
    alk__entity *found = alk__find_target(e, r, alk__row(e));
    alk__one_set(e, r, found ? alk__row(found) : NULL);
    alk__set_missing(e, r->bit, false);
}

/* Keys of objects that refer to the same row are asked for once: the first of each stands in `asked`. */
static size_t distinct_keys(const alk__relation *r, alk__entity *const *entities, size_t n, alk__entity **asked, uint32_t *table, size_t room)
{
    size_t count = 0;
    memset(table, 0, room * sizeof *table);
    for (size_t i = 0; i < n; i++) {
        const alk__entity *found = alk__find_target(entities[i], r, alk__row(entities[i]));
        if (alk__member_is_null(&r->owner->properties[r->here[0]], alk__row(entities[i])) || (found && !alk__entity_is_expired(found)))
            continue;
        const alk__property *p = &r->owner->properties[r->here[0]];
        size_t at = (alk__member_is_int(p) ? alk__hash_int(alk__member_int(p, alk__row(entities[i]))) : (uint32_t)i) & (room - 1);
        bool again = false;
        for (; table[at] && !again; at = (at + 1) & (room - 1)) {
            again = true;
            for (unsigned k = 0; again && k < r->n; k++)
                again = alk__member_equal(&r->owner->properties[r->here[k]], alk__row(asked[table[at] - 1]), alk__row(entities[i]));
        }
        if (again)
            continue;
        asked[count++] = entities[i];
        table[at] = (uint32_t)count;
    }
    return count;
}

static int load_parents(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk_arena *arena)
{
    alk__store *parents = alk__store_beside(entities[0]->store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS];
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = new_positions(arena, r->target);
    size_t room = 16, step = r->n == 1 ? AT_ONCE : AT_ONCE_COMPOSITE;
    while (room < 2 * n)
        room *= 2;
    alk__entity **asked = alk_arena_alloc(arena, n * sizeof *asked, 0);
    uint32_t *table = alk_arena_alloc(arena, room * sizeof *table, 0);
    if (!parents || !positions || !asked || !table)
        return alk_last_error()->code;
    for (unsigned i = 0; i < r->n; i++) {
        columns[i] = &r->target->properties[r->there[i]].column->sql;
        properties[i] = &r->owner->properties[r->here[i]];
    }
    size_t count = distinct_keys(r, entities, n, asked, table, room);
    int code = ALK_OK;
    for (size_t at = 0; code == ALK_OK && at < count; at += step) {
        query *q = begin_query(arena, r->target, NULL, positions, NULL);
        alk__array came = { 0 };
        if (!q)
            return alk_last_error()->code;
        add_tables(q);
        q->parts[q->n++] = alk_where(keys_in(arena, columns, properties, r->n, asked + at, count - at < step ? count - at : step));
        add_criterion(session, q);
        code = read_query(session, parents, q, positions, false, &came, arena);
        alk__array_free(&session->memory, &came);
    }
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        set_to_one(r, entities[i]);
    return code;
}

/* ---- all ways ---- */

static int load_some(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, bool whole, const alk_sql *keys, alk_arena *arena)
{
    if (r->definition->condition)
        return load_joined(session, r, entities, n, arena);
    switch (r->direction) {
    case ALK__TO_ONE: return load_parents(session, r, entities, n, arena);
    case ALK__TO_MANY: case ALK__TO_ONE_THERE: return load_children(session, r, entities, n, whole, keys, arena);
    default: return load_joined(session, r, entities, n, arena);
    }
}

static bool has_children(const alk__relation *r)
{
    return (r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && !r->definition->condition;
}

/* Keys that a relationship goes by and that are not known are read first. */
static int load_keys(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk_arena *arena)
{
    alk__entity **left = alk_arena_alloc(arena, (n ? n : 1) * sizeof *left, 0);
    size_t count = 0, gone = 0;
    if (!left)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool missing = false;
        for (unsigned k = 0; k < r->n; k++)
            missing = missing || alk__is_missing(entities[i], r->here[k]);
        if (missing)
            left[count++] = entities[i];
    }
    return count ? alk__load_columns(session, left, count, false, NULL, &gone) : ALK_OK;
}

static int load_relation(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, bool whole, const alk_sql *keys)
{
    alk_arena *arena = alk__scratch_begin(session);
    alk__entity **left = alk_arena_alloc(arena, (n ? n : 1) * sizeof *left, 0);
    size_t count = 0, step = r->direction == ALK__TO_ONE || ((whole || keys) && has_children(r)) ? SIZE_MAX : r->n > 1 || (!r->n && r->owner->n_key > 1) ? AT_ONCE_COMPOSITE : AT_ONCE;
    int code = left ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (r->write_only)
        code = alk_fail(ALK_ERROR_INTERFACE, "%s.%s is write-only: query %s in place of loading it", r->owner->name, r->name, r->target->name);
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        if (entities[i]->state == ALK_STATE_PERSISTENT && alk__mapper_is(entities[i]->store->mapper, r->owner) && alk__is_missing(entities[i], r->bit) && !(entities[i]->flags & ALK__VISITED)) {
            entities[i]->flags |= ALK__VISITED;                            /* once, if it is there twice */
            left[count++] = entities[i];
        }
    for (size_t i = 0; i < count; i++)
        left[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    if (code == ALK_OK)
        code = alk__group_by_database(left, count, arena);
    if (code == ALK_OK && count)
        code = load_keys(session, r, left, count, arena);
    size_t there = 0;
    for (size_t i = 0; i < count; i++)                                     /* without those whose rows are gone, and those that the keys told of */
        if (left[i]->state == ALK_STATE_PERSISTENT && alk__is_missing(left[i], r->bit))
            left[there++] = left[i];
    count = there;
    for (size_t at = 0; code == ALK_OK && at < count;) {
        size_t run = alk__run_of_database(left + at, count - at), some = run < step ? run : step;
        code = load_some(session, r, left + at, some, whole, keys, arena);
        at += some;
    }
    alk__scratch_end(session);
    return code;
}

int alk__load_relation(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n)
{
    return load_relation(session, r, entities, n, false, NULL);
}

/* The objects that a relationship of others leads to, each once. */
static int targets_of(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk__array *out)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        void *one = r->many ? NULL : alk__one(alk__row(entities[i]), r);
        alk__many many = r->many ? alk__many_of(alk__row(entities[i]), r) : (alk__many){ one ? &one : NULL, one ? 1 : 0, ALK_LOADED };
        for (uint32_t k = 0; code == ALK_OK && k < many.count; k++) {
            alk__entity *target = alk__entity_at(session, many.items[k]);
            if (!target || target->flags & ALK__VISITED)
                continue;
            target->flags |= ALK__VISITED;
            code = alk__array_add(&session->memory, out, target) ? ALK_OK : ALK_ERROR_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < out->count; i++)
        ((alk__entity *)alk__array_pointer(out, i))->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    return code;
}

int alk__check_step(const alk__relation *from, const alk__relation *to)
{
    if (alk__mapper_is(from->target, to->owner) || alk__mapper_is(to->owner, from->target))
        return ALK_OK;
    return alk_fail(ALK_ERROR_ARGUMENT, "a path of loading goes from %s.%s to %s.%s: the one does not lead to the other", from->owner->name, from->name, to->owner->name, to->name);
}

int alk__load_path(alk_session *session, alk__entity *const *entities, size_t n, const alk__relation *const *path, size_t length, bool whole, const alk_sql *keys)
{
    alk__array step = { 0 };
    int code = n && length ? load_relation(session, path[0], entities, n, whole, keys) : ALK_OK;
    if (code || length < 2 || !n)
        return code;
    code = targets_of(session, path[0], entities, n, &step);
    if (code == ALK_OK)
        code = alk__load_path(session, step.items, step.count, path + 1, length - 1, whole && has_children(path[0]), NULL);
    alk__array_free(&session->memory, &step);
    return code;
}
