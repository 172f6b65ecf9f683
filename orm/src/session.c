/* SPDX-License-Identifier: MIT
 * Sessions: opening, closing, their connections and transactions, savepoints, events. */
#include "session.h"
#include "flush.h"
#include "journal.h"
#include "reader.h"
#include "shard.h"
#include "store.h"
#include "twophase.h"
#include <stdio.h>

/* ---- life ---- */

static bool set_up(alk_session *session, alk_engine *engine)
{
    session->binds.size = sizeof(alk__bind);
    session->bound.size = sizeof(alk__bound);
    session->queued.size = sizeof(alk__queued);
    session->undo.size = sizeof(alk__undo);
    session->savepoints.size = sizeof(alk__savepoint);
    session->retired.size = sizeof(alk__retired);
    session->listeners.size = sizeof(alk__listener);
    alk__bind *first = alk__array_push(&session->memory, &session->binds);
    if (first)
        *first = (alk__bind){ .engine = engine, .conn = session->options.conn, .is_lent = session->options.conn != NULL };
    return first && (session->scratch = alk_arena_new());
}

alk_session *alk_session_open_with(alk_engine *engine, const alk_session_options *options)
{
    alk_session_options all = { .struct_size = sizeof all };
    if (options)
        memcpy(&all, options, options->struct_size && options->struct_size < sizeof all ? options->struct_size : sizeof all);
    engine = engine || !all.conn ? engine : alk_conn_engine(all.conn);
    if (!engine) {
        if (alk_last_error()->code == ALK_OK)
            alk_fail(ALK_ERROR_INTERFACE, "the engine is NULL");
        return alk_fail_null();
    }
    alk_arena *arena = alk_arena_new();
    alk_session *session = arena ? alk_arena_alloc(arena, sizeof *session, 0) : NULL;
    if (!session) {
        alk_arena_free(arena);
        return alk_fail_null();
    }
    memset(session, 0, sizeof *session);
    session->memory.arena = arena;
    session->options = all;
    if (set_up(session, engine))
        return session;
    alk_arena_free(arena);
    return alk_fail_null();
}

static int end_binds(alk_session *session)
{
    int code = ALK_OK;
    for (size_t i = 0; i < session->binds.count; i++) {
        alk__bind *bind = alk__array_at(&session->binds, i);
        int failed = bind->conn && !bind->is_lent ? alk_conn_close(bind->conn) : ALK_OK;
        code = code ? code : failed;
        bind->conn = bind->is_lent ? bind->conn : NULL;
        bind->xid[0] = '\0';
    }
    session->xid[0] = '\0';
    session->in_transaction = false;
    return code;
}

int alk_session_close(alk_session *session)
{
    if (!session)
        return ALK_OK;
    const alk__bind *first = alk__array_at(&session->binds, 0);
    int code = first->is_lent && session->in_transaction ? alk_conn_rollback(first->conn) : ALK_OK;
    int ended = end_binds(session);
    code = code ? code : ended;
    alk__readers_forget(session);
    alk__slabs_forget(session);
    alk_arena_free(session->scratch);
    alk_arena_free(session->memory.arena);
    return code;
}

alk_engine *alk_session_engine(const alk_session *session)
{
    return session ? ((const alk__bind *)alk__array_at(&session->binds, 0))->engine : NULL;
}

void *alk_session_data(const alk_session *session)
{
    return session ? session->options.data : NULL;
}

/* ---- calls ---- */

int alk__session_enter(alk_session *session, unsigned how)
{
    if (!session)
        return alk_last_error()->code ? alk_last_error()->code : alk_fail(ALK_ERROR_INTERFACE, "the session is NULL");
    if (__atomic_load_n(&session->busy, __ATOMIC_RELAXED))
        return session->in_event ? alk_fail(ALK_ERROR_INTERFACE, "an event of an object runs: it may change the object, and not call the session")
                                 : alk_fail(ALK_ERROR_INTERFACE, "the session is in use by another thread: it belongs to one at a time");
    if (session->in_event && how & ALK__WRITES)
        return alk_fail(ALK_ERROR_INTERFACE, "an event of the session runs: it may not flush, query, commit or roll back");
    if (session->failed && !(how & ALK__EVEN_FAILED))
        return alk_fail(ALK_ERROR_INTERFACE, "the session has to be rolled back, since writing failed before: %s", session->failure);
    __atomic_store_n(&session->busy, true, __ATOMIC_RELAXED);
    return ALK_OK;
}

int alk__session_fail(alk_session *session)
{
    const alk_error *error = alk_last_error();
    if (!session->failed) {
        session->failed = true;
        snprintf(session->failure, sizeof session->failure, "%s", error->message);
    }
    return error->code ? error->code : ALK_ERROR_INTERNAL;
}

alk_arena *alk__scratch_begin(alk_session *session)
{
    session->scratch_users++;
    return session->scratch;
}

void alk__scratch_end(alk_session *session)
{
    if (--session->scratch_users == 0)
        alk_arena_reset(session->scratch);
}

void alk__session_retire(alk_session *session, void *block, size_t size)
{
    if (!block)
        return;
    bool later = session->undo.count || session->retired.count;            /* it may be among those that are retired already */
    alk__retired *retired = later ? alk__array_place(&session->memory, &session->retired) : NULL;
    if (retired)
        *retired = (alk__retired){ block, size };
    else if (!later)
        alk__memory_give(&session->memory, block, size);
}

/* ---- connections ---- */

static alk_conn *begin(alk_session *session, uint16_t number)
{
    alk__bind *bind = alk__array_at(&session->binds, number);
    alk_conn *conn = alk_connect(bind->engine);
    int code = conn ? ALK_OK : alk_last_error()->code;
    if (conn && session->options.isolation)
        code = alk_conn_set_isolation(conn, session->options.isolation);
    if (conn && code == ALK_OK && session->options.execution.struct_size)
        code = alk_conn_set_options(conn, &session->options.execution);
    if (conn && code == ALK_OK && session->options.two_phase)
        code = alk__twophase_begin(session, number, conn);
    for (size_t i = 0; conn && code == ALK_OK && i < session->savepoints.count; i++)
        code = alk_conn_savepoint(conn, ((const alk__savepoint *)alk__array_at(&session->savepoints, i))->name);
    if (code == ALK_OK)
        return bind->conn = conn;
    bind->xid[0] = '\0';
    if (conn)
        alk_conn_close(conn);
    return NULL;
}

alk_conn *alk__session_conn(alk_session *session, uint16_t number)
{
    const alk__bind *bind = alk__array_at(&session->binds, number);
    session->in_transaction = true;
    if (!bind->conn)
        return begin(session, number);
    if (session->options.two_phase && !bind->xid[0] && alk__twophase_begin(session, number, bind->conn))
        return NULL;
    return bind->conn;
}

alk_conn *alk_session_conn(alk_session *session)
{
    if (alk__session_enter(session, 0))
        return alk_fail_null();
    alk_conn *conn = alk__session_conn(session, 0);
    alk__session_leave(session);
    return conn;
}

int alk__session_bind_of(alk_session *session, alk_engine *engine)
{
    for (size_t i = 0; i < session->binds.count; i++)
        if (((const alk__bind *)alk__array_at(&session->binds, i))->engine == engine)
            return (int)i;
    alk__bind *bind = session->binds.count < UINT16_MAX ? alk__array_push(&session->memory, &session->binds) : NULL;
    if (!bind)
        return -1;
    bind->engine = engine;
    return (int)session->binds.count - 1;
}

int alk_session_bind(alk_session *session, const alk_sql *table, alk_engine *engine)
{
    int code = alk__session_enter(session, 0), number = -1;
    if (code)
        return code;
    if (engine && table && alk_table_definition(table) && alk_table_definition(table)->base)
        code = alk_fail(ALK_ERROR_ARGUMENT, "table %s is of a variant, whose rows are where those of its base are: bind that one", alk_table_definition(table)->name);
    else if (!engine || !table || !alk_table_definition(table))
        code = alk_fail(ALK_ERROR_ARGUMENT, "alk_session_bind() takes a model's table and an engine");
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++)
        if (((const alk__store *)alk__array_pointer(&session->stores, i))->mapper->sql == table)
            code = alk_fail(ALK_ERROR_INTERFACE, "table %s is in use in this session already", alk_table_definition(table)->name);
    const alk__sharding *sharding = code == ALK_OK ? alk__sharding_of(session, table) : NULL;
    if (sharding && sharding->table)
        code = alk_fail(ALK_ERROR_INTERFACE, "table %s is sharded in this session already", alk_table_definition(table)->name);
    if (code == ALK_OK)
        number = alk__session_bind_of(session, engine);
    alk__bound *bound = number >= 0 ? alk__array_push(&session->memory, &session->bound) : NULL;
    if (bound)
        *bound = (alk__bound){ table, (uint16_t)number };
    else if (code == ALK_OK)
        code = ALK_ERROR_NO_MEMORY;
    alk__session_leave(session);
    return code;
}

/* ---- transactions ---- */

/* Tells listeners, and expires what is to be read anew. */
static void after_commit(alk_session *session)
{
    alk__journal_forget(session);
    for (size_t i = 0; session->options.expire_on_commit && i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            if (e->state == ALK_STATE_PERSISTENT)
                alk__entity_expire(e);
    }
    alk__session_tell(session, ALK_SESSION_AFTER_COMMIT, NULL, NULL);
}

/* One after the other. What the outcome of is not known counts as committed, and the others follow it. */
static int commit_each(alk_session *session)
{
    size_t done = 0;
    int unknown = ALK_OK;
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        int code = bind->conn ? alk_conn_commit(bind->conn) : ALK_OK;
        if (code && !(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN)) {
            if (done)
                alk_fail_in("%zu of the session's databases had committed already", done);
            return alk__session_fail(session);
        }
        unknown = code ? code : unknown;
        done += bind->conn && !code;
    }
    return unknown;
}

static int commit(alk_session *session)
{
    int code = alk__session_tell(session, ALK_SESSION_BEFORE_COMMIT, NULL, NULL);
    if (code == ALK_OK)
        code = alk__flush(session);
    if (code)
        return code;
    code = alk__twophase_is_wanted(session) ? alk__twophase_commit(session) : commit_each(session);
    if (code && !(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN))
        return code;
    int closed = end_binds(session);
    after_commit(session);
    return code ? code : closed;
}

int alk_session_commit(alk_session *session)
{
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    code = commit(session);
    alk__session_leave(session);
    return code;
}

int alk_session_rollback(alk_session *session)
{
    int code = alk__session_enter(session, ALK__EVEN_FAILED | ALK__WRITES);
    if (code)
        return code;
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        int failed = bind->conn ? alk_conn_rollback(bind->conn) : ALK_OK;
        code = code ? code : failed;
    }
    int closed = end_binds(session);
    alk__journal_undo(session, 0, 1);
    alk__journal_forget(session);
    session->failed = false;
    alk__session_tell(session, ALK_SESSION_AFTER_ROLLBACK, NULL, NULL);
    alk__session_leave(session);
    return code ? code : closed;
}

/* ---- savepoints ---- */

static const char *copy_name(alk_session *session, const char *name, char made[16])
{
    if (!name) {
        snprintf(made, 16, "alk_s%zu", session->savepoints.count + 1);
        name = made;
    }
    size_t size = strlen(name) + 1;
    char *copy = alk__memory_take(&session->memory, size);
    return copy ? memcpy(copy, name, size) : NULL;
}

void alk__savepoints_end(alk_session *session, size_t from)
{
    while (session->savepoints.count > from) {
        const alk__savepoint *last = alk__array_at(&session->savepoints, --session->savepoints.count);
        alk__memory_give(&session->memory, (void *)(uintptr_t)last->name, strlen(last->name) + 1);
    }
}

static int set_savepoint(alk_session *session, const char *name)
{
    char made[16];
    int code = alk__flush(session);
    if (code)
        return code;
    const char *kept = copy_name(session, name, made);
    alk__savepoint *savepoint = kept && alk__session_conn(session, 0) ? alk__array_push(&session->memory, &session->savepoints) : NULL;
    if (!savepoint) {
        if (kept)
            alk__memory_give(&session->memory, (void *)(uintptr_t)kept, strlen(kept) + 1);
        return alk_last_error()->code;
    }
    *savepoint = (alk__savepoint){ .name = kept, .undo = session->undo.count };
    for (size_t i = 0; code == ALK_OK && i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        code = bind->conn ? alk_conn_savepoint(bind->conn, kept) : ALK_OK;
    }
    if (code)
        alk__savepoints_end(session, session->savepoints.count - 1);
    return code;
}

int alk_session_savepoint(alk_session *session, const char *name)
{
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    code = set_savepoint(session, name);
    alk__session_leave(session);
    return code;
}

/* The savepoint of that name, or the innermost; SIZE_MAX with the error. */
static size_t find_savepoint(const alk_session *session, const char *name)
{
    for (size_t i = session->savepoints.count; i-- > 0;)
        if (!name || strcmp(((const alk__savepoint *)alk__array_at(&session->savepoints, i))->name, name) == 0)
            return i;
    if (name)
        alk_fail(ALK_ERROR_INTERFACE, "the session has no savepoint %s", name);
    else
        alk_fail(ALK_ERROR_INTERFACE, "the session has no savepoint");
    return SIZE_MAX;
}

static int end_savepoint(alk_session *session, const char *name, int (*end)(alk_conn *, const char *))
{
    int code = ALK_OK;
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        int failed = bind->conn ? end(bind->conn, name) : ALK_OK;
        code = code ? code : failed;
    }
    return code;
}

/* Objects that were read inside count as read outside. */
static void lower_levels(alk_session *session, uint8_t level)
{
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            e->level = e->level > level ? level : e->level;
    }
}

int alk_session_release(alk_session *session, const char *name)
{
    int code = alk__session_enter(session, ALK__WRITES);
    if (code)
        return code;
    size_t at = find_savepoint(session, name);
    code = at == SIZE_MAX ? ALK_ERROR_INTERFACE : alk__flush(session);
    if (code == ALK_OK && (code = end_savepoint(session, ((const alk__savepoint *)alk__array_at(&session->savepoints, at))->name, alk_conn_release)) == ALK_OK) {
        alk__savepoints_end(session, at);
        lower_levels(session, (uint8_t)(1 + at));
    }
    alk__session_leave(session);
    return code;
}

int alk_session_rollback_to(alk_session *session, const char *name)
{
    int code = alk__session_enter(session, ALK__EVEN_FAILED | ALK__WRITES);
    if (code)
        return code;
    size_t at = find_savepoint(session, name);
    if (at == SIZE_MAX) {
        code = ALK_ERROR_INTERFACE;
    } else {
        const alk__savepoint savepoint = *(const alk__savepoint *)alk__array_at(&session->savepoints, at);
        code = end_savepoint(session, savepoint.name, alk_conn_rollback_to);
        if (code == ALK_OK) {
            alk__journal_undo(session, savepoint.undo, (uint8_t)(2 + at));
            alk__savepoints_end(session, at);
            session->failed = false;
        }
    }
    alk__session_leave(session);
    return code;
}

bool alk_session_has_failed(const alk_session *session)
{
    return session && session->failed;
}

size_t alk_session_count(const alk_session *session)
{
    size_t n = 0;
    for (size_t i = 0; session && i < session->stores.count; i++) {
        const alk__store *store = alk__array_pointer(&session->stores, i);
        n += store->count + store->n_pending;
    }
    return n;
}

/* ---- events ---- */

int alk_session_listen(alk_session *session, int kind, alk_session_listener_fn fn, void *payload)
{
    int code = alk__session_enter(session, ALK__EVEN_FAILED);
    if (code)
        return code;
    bool good = kind > 0 && kind < ALK_N_SESSION_EVENTS && fn;
    alk__listener *listener = good ? alk__array_push(&session->memory, &session->listeners) : NULL;
    if (listener)
        *listener = (alk__listener){ kind, fn, payload };
    else
        code = good ? ALK_ERROR_NO_MEMORY : alk_fail(ALK_ERROR_ARGUMENT, "there is no event %d of sessions, or no function was given", kind);
    alk__session_leave(session);
    return code;
}

/* Events of one object run inside the flush or the reading; the others may use the session, short of what would end or begin such again. */
int alk__session_tell(alk_session *session, int kind, alk__entity *entity, const alk_sql **statement)
{
    int code = ALK_OK;
    bool open = !entity, busy = session->busy, nested = session->in_event;
    for (size_t i = 0; code == ALK_OK && i < session->listeners.count; i++) {
        const alk__listener listener = *(const alk__listener *)alk__array_at(&session->listeners, i);
        if (listener.kind != kind)
            continue;
        alk_session_event event = { .struct_size = sizeof event, .kind = kind, .session = session, .entity = entity ? alk__row(entity) : NULL,
                                    .table = entity ? entity->store->mapper->sql : NULL, .statement = statement ? *statement : NULL };
        alk_clear_error();
        session->in_event = true;
        __atomic_store_n(&session->busy, !open, __ATOMIC_RELAXED);
        if (listener.fn(&event, listener.payload))
            code = alk_last_error()->code ? alk_last_error()->code : alk_fail(ALK_ERROR_INTERFACE, "a listener of the session refused");
        __atomic_store_n(&session->busy, busy, __ATOMIC_RELAXED);
        session->in_event = nested;
        if (statement)
            *statement = event.statement;
    }
    return code;
}
