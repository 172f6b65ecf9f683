/* SPDX-License-Identifier: MIT
 * See reader.h. */
#include "reader.h"
#include "collection.h"
#include "shard.h"
#include "store.h"
#include "stream.h"

#define READER 0x6f72616bu             /* so that data of the program's own is not taken for a reader */

alk__reader *alk__reader_new(alk_session *session)
{
    alk_arena *arena = alk_arena_new();
    alk__reader *r = arena ? alk_arena_alloc(arena, sizeof *r, 0) : NULL;
    if (!r) {
        alk_arena_free(arena);
        return NULL;
    }
    memset(r, 0, sizeof *r);
    r->magic = READER;
    r->session = session;
    r->arena = arena;
    r->query = (alk__query){ .session = session, .arena = arena };
    r->next = session->readers;
    r->link = &session->readers;
    if (r->next)
        r->next->link = &r->next;
    session->readers = r;
    return r;
}

void alk__readers_forget(alk_session *session)
{
    for (alk__reader *r = session->readers; r; r = r->next)
        r->session = NULL;
}

/* What a stream has read last leaves with it. In a call of the session, or without memory, that waits for the next stream. */
static void end_stream(const alk__reader *r)
{
    alk_session *session = r->session;
    if (session->stream != r)
        return;
    session->stream = NULL;
    if (!__atomic_load_n(&session->busy, __ATOMIC_RELAXED))
        (void)alk__stream_release(session);
}

void alk__reader_close(void *data)
{
    alk__reader *r = data;
    if (r->session) {
        end_stream(r);
        *r->link = r->next;
        if (r->next)
            r->next->link = r->link;
    }
    for (size_t i = 0; i < r->n_parts; i++)
        if (r->parts[i] && alk_close(r->parts[i]) && r->outer)
            alk_result_fail(r->outer);
    for (size_t i = 0; i < r->query.n_entries; i++) {
        if (r->query.entries[i].is_ours)
            alk_free(r->query.entries[i].from);
        if (r->query.entries[i].view)
            alk__view_end(r->query.entries[i].view);
    }
    alk_free(r->query.wrapped);
    for (size_t i = 0; i < r->query.n_loadings; i++)
        alk_free(r->query.loadings[i].keys);
    r->magic = 0;
    alk_arena_free(r->arena);
}

static alk__reader *reader_of(alk_result *result)
{
    alk__reader *r = alk_result_data(result);
    if (r && r->magic == READER && r->session)
        return r;
    if (r && r->magic == READER)
        alk_fail(ALK_ERROR_INTERFACE, "the session of this result is closed, and its objects with it");
    else if (result)
        alk_fail(ALK_ERROR_INTERFACE, "the result is not one of a session's queries");
    return NULL;
}

/* ---- objects of a row ---- */

static alk__rows *rows_of(alk__reader *r, alk__entry *entry)
{
    if (!entry->ready) {
        if (alk__rows_begin(&entry->rows, entry->store, r->result, entry->positions, r->arena))
            return NULL;
        entry->rows.anew = r->query.anew && !entry->is_ours;
        entry->rows.untracked = entry->rows.untracked || r->query.untracked;
        entry->rows.direct = entry->rows.direct && r->query.n_entries == 1;
        entry->ready = true;
    }
    return &entry->rows;
}

static uint32_t position_of(alk_result *result, const char *wanted)
{
    int n = alk_column_count(result);
    for (int k = 0; k < n; k++) {
        const char *name = alk_column_name(result, k);
        if (name && strcmp(name, wanted) == 0)
            return (uint32_t)k;
    }
    return ALK__NO_COLUMN;
}

/* A model that a statement in other words gives, by its columns' names. */
static alk__entry *entry_by_names(alk__reader *r, const alk_sql *table)
{
    const alk__store *home = alk__store_of(r->session, table);
    alk__store *store = home ? alk__store_in(r->session, home->mapper, r->binds[r->part]) : NULL;
    if (!store)
        return NULL;
    const alk__mapper *mapper = store->mapper;
    alk__entry *entries = alk_arena_alloc(r->arena, (r->query.n_entries + 1) * sizeof *entries, 0);
    uint32_t *positions = alk_arena_alloc(r->arena, mapper->n_positions * sizeof *positions, 0), *next_one = positions;
    if (!entries || !positions)
        return NULL;
    for (uint16_t k = 0; k < mapper->n_kin; k++)
        for (uint16_t i = 0; i < mapper->kin[k]->n_properties; i++)
            *next_one++ = position_of(r->result, mapper->kin[k]->properties[i].column->name);
    if (r->query.n_entries)
        memcpy(entries, r->query.entries, r->query.n_entries * sizeof *entries);
    r->query.entries = entries;
    entries[r->query.n_entries] = (alk__entry){ .from = table, .store = store, .positions = positions };
    return &entries[r->query.n_entries++];
}

static alk__entry *entry_of(alk__reader *r, const alk_sql *from)
{
    for (size_t i = 0; i < r->query.n_entries; i++)
        if (r->query.entries[i].from == from || (!r->query.entries[i].is_ours && r->query.entries[i].store->mapper->sql == from))
            return &r->query.entries[i];
    if (from && alk_node_kind(from) == ALK_IS_TABLE && !r->query.n_columns)
        return entry_by_names(r, from);
    const alk_table *table = from ? alk_table_definition(from) : NULL;
    alk_fail(ALK_ERROR_ARGUMENT, "the query does not select %s%s whole", table ? table->name : "such an object", "");
    return NULL;
}

/* What a DELETE gives back is the last that is known of it. */
static void leave_deleted(const alk__reader *r, alk__entity *e)
{
    if (!r->deletes || !e || e->state != ALK_STATE_PERSISTENT)
        return;
    alk__store_remove(e->store, e);
    alk__entity_leave(e, ALK_STATE_DELETED);
}

/* ---- loading along ---- */

/* Objects once each, in the order in which they came. */
static size_t distinct(alk__entity **all, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!(all[i]->flags & ALK__VISITED)) {
            all[i]->flags |= ALK__VISITED;
            all[kept++] = all[i];
        }
    for (size_t i = 0; i < kept; i++)
        all[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    return kept;
}

static int load_along(alk__reader *r, const alk__entry *entry, alk__entity *const *all, size_t n)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < r->query.n_loadings; i++) {
        const alk__loading *loading = &r->query.loadings[i];
        if ((loading->code == ALK_LOAD_SELECT_IN || loading->code == ALK_LOAD_SUBQUERY) && (alk__mapper_is(entry->store->mapper, loading->steps[0]->owner) || alk__mapper_is(loading->steps[0]->owner, entry->store->mapper)))
            code = alk__load_path(r->session, all, n, loading->steps, loading->n, r->query.is_whole && !r->query.partition,
                                  loading->code == ALK_LOAD_SUBQUERY && !r->query.partition ? loading->keys : NULL);
    }
    return code;
}

/* The objects of joined entries, row by row: pairs of those that are related. */
static int read_joined(alk__reader *r, alk__array *roots, alk__array *pairs, alk__array *owners)
{
    alk__memory *memory = &r->session->memory;
    size_t n = r->query.n_entries;
    alk__entity **row = alk_arena_alloc(r->arena, n * sizeof *row, 0);
    int code = row ? ALK_OK : ALK_ERROR_NO_MEMORY;
    while (code == ALK_OK && alk_next(r->result)) {
        for (size_t i = 0; code == ALK_OK && i < n; i++) {
            alk__rows *rows = rows_of(r, &r->query.entries[i]);
            code = rows ? alk__rows_current(rows, &row[i]) : alk_last_error()->code;
        }
        for (size_t i = 0; code == ALK_OK && i < n; i++) {
            const alk__entry *entry = &r->query.entries[i];
            alk__entity *owner = entry->relation ? row[entry->parent] : NULL;
            if (i == 0 && row[0] && !alk__array_add(memory, roots, row[0]))
                code = ALK_ERROR_NO_MEMORY;
            if (!owner || !alk__mapper_is(owner->store->mapper, entry->relation->owner) || !alk__is_missing(owner, entry->relation->bit))
                continue;
            alk__pair *pair = row[i] ? alk__array_push(memory, &pairs[i]) : NULL;
            if ((row[i] && !pair) || !alk__array_add(memory, &owners[i], owner))
                code = ALK_ERROR_NO_MEMORY;
            if (pair)
                *pair = (alk__pair){ owner, row[i] };
        }
    }
    return code;
}

static int compare_pairs(const void *a, const void *b)
{
    const alk__pair *x = a, *y = b;
    if (x->owner != y->owner)
        return (uintptr_t)x->owner < (uintptr_t)y->owner ? -1 : 1;
    return (uintptr_t)x->child < (uintptr_t)y->child ? -1 : x->child != y->child;
}

/* The same pair comes again in each row of another collection that is joined: kept once, in order. */
static int distinct_pairs(alk_arena *arena, alk__array *pairs)
{
    size_t n = pairs->count, room = 16, kept = 0;
    while (room < 2 * n)
        room *= 2;
    uint32_t *table = alk_arena_alloc(arena, room * sizeof *table, 0);
    alk__pair *all = pairs->items;
    if (!table)
        return ALK_ERROR_NO_MEMORY;
    memset(table, 0, room * sizeof *table);
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(((uintptr_t)all[i].owner * UINT64_C(0x9E3779B97F4A7C15) + (uintptr_t)all[i].child) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (room - 1);
        while (table[at] && compare_pairs(&all[table[at] - 1], &all[i]) != 0)
            at = (at + 1) & (room - 1);
        if (table[at])
            continue;
        all[kept] = all[i];
        table[at] = (uint32_t)++kept;
    }
    pairs->count = kept;
    return ALK_OK;
}

static int attach_joined(alk__reader *r, alk__array *pairs, alk__array *owners)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < r->query.n_entries; i++) {
        if (!owners[i].count)
            continue;
        owners[i].count = distinct(owners[i].items, owners[i].count);
        code = distinct_pairs(r->arena, &pairs[i]);
        if (code == ALK_OK)
            code = alk__attach(r->session, r->query.entries[i].relation, owners[i].items, owners[i].count, pairs[i].items, pairs[i].count);
    }
    return code;
}

static int keep_ready(alk__reader *r, alk__array *all)
{
    r->n_ready = distinct(all->items, all->count);
    r->at = 0;
    if (r->n_ready > r->room_ready) {
        r->ready = alk_arena_alloc(r->arena, r->n_ready * sizeof *r->ready, 0);
        r->room_ready = r->ready ? r->n_ready : 0;
    }
    if (r->n_ready > r->room_ready)
        return ALK_ERROR_NO_MEMORY;
    if (r->n_ready)
        memcpy(r->ready, all->items, r->n_ready * sizeof *r->ready);
    return ALK_OK;
}

/* All rows of a query with joined relationships. */
static int fill_joined(alk__reader *r)
{
    alk__memory *memory = &r->session->memory;
    size_t n = r->query.n_entries;
    alk__array roots = { 0 }, *pairs = alk_arena_alloc(r->arena, 2 * n * sizeof *pairs, 0), *owners;
    if (!pairs)
        return ALK_ERROR_NO_MEMORY;
    owners = pairs + n;
    memset(pairs, 0, 2 * n * sizeof *pairs);
    for (size_t i = 0; i < n; i++)
        pairs[i].size = sizeof(alk__pair);
    int code = read_joined(r, &roots, pairs, owners);
    if (code == ALK_OK)
        code = alk_result_status(r->result);
    if (code == ALK_OK)
        code = attach_joined(r, pairs, owners);
    if (code == ALK_OK && (code = keep_ready(r, &roots)) == ALK_OK)
        code = load_along(r, &r->query.entries[0], r->ready, r->n_ready);
    for (size_t i = 0; i < n; i++) {
        alk__array_free(memory, &pairs[i]);
        alk__array_free(memory, &owners[i]);
    }
    alk__array_free(memory, &roots);
    r->filled = true;
    return code;
}

/* The next objects, as many as are given before what they are related to is loaded. */
static int fill_plain(alk__reader *r, alk__entry *entry)
{
    alk__memory *memory = &r->session->memory;
    alk__rows *rows = rows_of(r, entry);
    size_t most = r->query.partition ? r->query.partition : SIZE_MAX, n;
    alk__array all = { 0 };
    int code = rows ? ALK_OK : alk_last_error()->code;
    while (code == ALK_OK && all.count < most) {
        alk__entity *one = NULL;
        if (rows->direct)
            code = alk__rows_fetch(rows, r->some, most - all.count < ALK__ROWS_AT_ONCE ? most - all.count : ALK__ROWS_AT_ONCE, &n);
        else if ((n = alk_next(r->result)))
            code = alk__rows_current(rows, &one);
        if (code || !n) {
            r->filled = true;
            break;
        }
        for (size_t i = 0; code == ALK_OK && i < n; i++)
            if ((rows->direct || one) && !alk__array_add(memory, &all, rows->direct ? r->some[i] : one))
                code = ALK_ERROR_NO_MEMORY;
    }
    if (code == ALK_OK)
        code = alk_result_status(r->result);
    if (code == ALK_OK && all.count && (code = keep_ready(r, &all)) == ALK_OK)
        code = load_along(r, entry, r->ready, r->n_ready);
    alk__array_free(memory, &all);
    return code;
}

/* Without anything to load along: what came with the last rows is given as it is, the same object again where it stands in several. */
static int fill_some(alk__reader *r, alk__entry *entry)
{
    alk__rows *rows = rows_of(r, entry);
    if (!rows)
        return alk_last_error()->code;
    r->at = 0;
    r->ready = r->some;
    int code = alk__rows_fetch(rows, r->some, ALK__ROWS_AT_ONCE, &r->n_ready);
    for (size_t i = 0; code == ALK_OK && i < r->n_ready; i++)
        leave_deleted(r, r->some[i]);
    return code;
}

static int fill_next(alk__reader *r, alk__entry *entry)
{
    if (r->filled)
        return ALK_OK;
    if (r->query.has_joined)
        return fill_joined(r);
    return r->query.n_loadings || r->query.streamed ? fill_plain(r, entry) : fill_some(r, entry);
}

static int fill(alk__reader *r, alk__entry *entry)
{
    r->n_ready = r->at = 0;
    int code = r->query.streamed ? alk__stream_release(r->session) : ALK_OK;
    r->session->streaming = r->query.streamed;
    code = code ? code : fill_next(r, entry);
    r->session->streaming = false;
    return code;
}

/* ---- reading ---- */

/* A failure of our own, or of a shard's result, which is none of the program's result, is told when that is closed. */
static void *failed(alk__reader *r)
{
    r->filled = true;
    r->n_ready = r->at = 0;
    if (r->result != r->outer && alk_result_status(r->result)) {
        alk_close(r->result);                                              /* makes its failure the thread's error again */
        r->result = r->outer;
        r->parts[r->part] = NULL;
    }
    alk_result_fail(r->outer);
    return NULL;
}

static void *next_by_row(alk__reader *r, alk__rows *rows)
{
    alk__entity *e = NULL;
    while (!e && alk_next(r->result))
        if (alk__rows_current(rows, &e))
            return failed(r);
    leave_deleted(r, e);
    return e ? alk__row(e) : NULL;
}

/* The objects of the result's rows are those of the database that it came from. */
int alk__reader_begin_part(alk__reader *r, size_t part)
{
    r->part = part;
    r->result = r->parts ? r->parts[part] : r->outer;
    r->filled = false;
    r->n_ready = r->at = 0;
    for (size_t i = 0; i < r->query.n_entries; i++) {
        alk__entry *entry = &r->query.entries[i];
        const alk__store *parent = entry->relation ? r->query.entries[entry->parent].store : NULL;
        if (!(entry->store = alk__store_in(r->session, entry->store->mapper, r->binds[part])) || (parent && entry->store->sharding && !alk__store_beside(parent, entry->store->mapper)))
            return alk_last_error()->code;
        entry->ready = false;
    }
    return ALK_OK;
}

/* To the rows of the next shard; false: there are none, or a failure. */
static bool next_part(alk__reader *r)
{
    if (!r->parts || alk_result_status(r->outer))
        return false;
    bool good = alk_result_status(r->result) == ALK_OK;
    if (good && r->part + 1 == r->n_parts)
        return false;
    good = good && alk__reader_begin_part(r, r->part + 1) == ALK_OK;
    if (!good)
        failed(r);
    return good;
}

static void *next_in_part(alk__reader *r, const alk_sql *table)
{
    alk__entry *entry = entry_of(r, table);
    alk__rows *rows = entry ? rows_of(r, entry) : NULL;
    if (!rows)
        return failed(r);
    if (r->at < r->n_ready)
        return alk__row(r->ready[r->at++]);
    if (!r->query.has_joined && !r->query.n_loadings && !r->query.streamed && !rows->direct)
        return next_by_row(r, rows);
    if (r->query.has_joined && entry != &r->query.entries[0]) {
        alk_fail(ALK_ERROR_ARGUMENT, "rows with joined relationships are read as the model that the query begins with");
        return failed(r);
    }
    if (fill(r, entry))
        return failed(r);
    return r->at < r->n_ready ? alk__row(r->ready[r->at++]) : NULL;
}

static void *next(alk__reader *r, const alk_sql *table)
{
    void *row;
    do
        row = next_in_part(r, table);
    while (!row && next_part(r));
    return row;
}

void *alk_entity_next(alk_result *result, const alk_sql *table)
{
    alk__reader *r = reader_of(result);
    if (!r || alk_result_status(result) || alk__session_enter(r->session, ALK__WRITES))
        return NULL;
    void *row = next(r, table);
    alk__session_leave(r->session);
    return row;
}

void *alk_entity_of(alk_result *result, const alk_sql *table_or_alias)
{
    alk__reader *r = reader_of(result);
    alk__entity *e = NULL;
    if (!r || alk_result_status(result) || alk__session_enter(r->session, ALK__WRITES))
        return NULL;
    alk__entry *entry = entry_of(r, table_or_alias);
    alk__rows *rows = entry ? rows_of(r, entry) : NULL;
    if (rows && r->query.streamed) {
        alk_fail(ALK_ERROR_INTERFACE, "a query that is streamed is read by alk_entity_next()");
        rows = NULL;
    }
    if (!rows || alk__rows_current(rows, &e))
        failed(r);
    leave_deleted(r, e);
    alk__session_leave(r->session);
    return e ? alk__row(e) : NULL;
}

int alk_entity_all(alk_result *result, const alk_sql *table, alk_arena *arena, void ***entities, size_t *count)
{
    size_t n = 0, room = 0;
    void **all = NULL;
    const alk__reader *r = reader_of(result);
    *entities = NULL;
    *count = 0;
    if (r && r->query.streamed) {                                          /* they would have left when the last is read */
        alk_fail(ALK_ERROR_INTERFACE, "a query that is streamed is read by alk_entity_next()");
        alk_result_fail(result);
    }
    for (void *row; arena && (row = alk_entity_next(result, table));) {
        if (n == room) {
            size_t more = room ? room * 2 : 16;
            void **larger = alk_arena_alloc(arena, more * sizeof *larger, 0);
            if (!larger) {
                alk_result_fail(result);
                break;
            }
            if (n)
                memcpy(larger, all, n * sizeof *all);
            all = larger;
            room = more;
        }
        all[n++] = row;
    }
    if (!arena && result) {
        alk_fail(ALK_ERROR_ARGUMENT, "no arena was given for the objects");
        alk_result_fail(result);
    }
    int code = alk_close(result);
    if (code)
        return code;
    *entities = all;
    *count = n;
    return ALK_OK;
}
