/* SPDX-License-Identifier: MIT
 * Running statements in a session: on which databases, with which criteria, and what they change in objects that are there. */
#include "criteria.h"
#include "entity.h"
#include "flush.h"
#include "journal.h"
#include "member.h"
#include "reader.h"
#include "shard.h"
#include "store.h"
#include <alkahest/query.h>

/* The database that a statement is for: that of the first model in it. */
static uint16_t bind_of(const alk__query *q, alk_session *session, const alk_sql *statement)
{
    const alk_sql *const *parts;
    size_t n = alk_node_children(statement, &parts);
    if (q->n_entries)
        return q->entries[0].store->bind;
    for (size_t i = 0; session->bound.count && i < n; i++) {
        const alk_sql *table = alk_node_kind(parts[i]) == ALK_IS_COLUMN ? *alk_column_definition(parts[i])->table : parts[i];
        alk__store *store = alk_node_kind(table) == ALK_IS_TABLE && alk_table_definition(table)->struct_size ? alk__store_of(session, table) : NULL;
        if (store)
            return store->bind;
    }
    return 0;
}

/* Of an object with changes that are not written, which a session without autoflush has, the rest is read anew. */
static void forget_unchanged(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!mapper->properties[i].key && !mapper->properties[i].deferred && alk__member_equal(&mapper->properties[i], alk__row(e), alk__image(e)))
            alk__set_missing(e, i, true);
}

/* Whether a statement may have changed rows that objects stand for. */
static bool changes_rows(const alk_sql *statement)
{
    const alk_sql *const *parts;
    int kind = alk_node_kind(statement);
    size_t n = kind == ALK_IS_INSERT ? alk_node_children(statement, &parts) : 0;
    for (size_t i = 0; i < n; i++)
        if (alk_node_kind(parts[i]) == ALK_IS_ON_CONFLICT)
            return true;
    return kind == ALK_IS_UPDATE || kind == ALK_IS_DELETE;
}

/* Whether objects of the store are in the table. */
static bool is_in(const alk__store *store, const alk_sql *table)
{
    for (unsigned i = 0; i < store->mapper->n_parts; i++)
        if (store->mapper->parts[i].table == table)
            return true;
    return false;
}

/* Objects whose rows a statement has changed are read anew, and those whose rows are gone leave the session. Where the statement gives rows, which the program is to read first,
 * they count as unknown. */
static int synchronise_store(alk_session *session, const alk__store *store, bool has_rows)
{
    alk__array all = { 0 }, changed = { 0 };
    size_t gone;
    int code = ALK_OK;
    alk__store_at at = { 0, 0 };
    for (alk__entity *e; code == ALK_OK && (e = alk__store_next(store, &at));)
        if (e->state == ALK_STATE_PERSISTENT && alk__entity_differs(e))
            code = alk__array_add(&session->memory, &changed, e) ? ALK_OK : ALK_ERROR_NO_MEMORY;
        else if (e->state == ALK_STATE_PERSISTENT && has_rows)
            alk__entity_expire(e);
        else if (e->state == ALK_STATE_PERSISTENT)
            code = alk__array_add(&session->memory, &all, e) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < changed.count; i++)
        forget_unchanged(alk__array_pointer(&changed, i));
    if (code == ALK_OK && all.count)
        code = alk__load_columns(session, all.items, all.count, true, NULL, &gone);
    if (code == ALK_OK && changed.count)
        code = alk__load_columns(session, changed.items, changed.count, false, NULL, &gone);
    alk__array_free(&session->memory, &all);
    alk__array_free(&session->memory, &changed);
    return code;
}

static int synchronise(alk_session *session, const alk_sql *statement, uint16_t bind, bool has_rows)
{
    const alk_sql *const *parts;
    int code = ALK_OK;
    if (!changes_rows(statement) || !alk_node_children(statement, &parts))
        return ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++) {
        const alk__store *store = alk__array_pointer(&session->stores, i);
        code = is_in(store, parts[0]) && store->bind == bind ? synchronise_store(session, store, has_rows) : ALK_OK;
    }
    return code;
}

/* Frees what is fresh; what is kept by somebody stays as it is. */
static void sink(const alk_sql *const *nodes)
{
    for (; *nodes != &alk_end; nodes++)
        if (*nodes)
            alk_free(alk_keep(*nodes));
}

static int begin_stream(alk__reader *r)
{
    alk_session *session = r->session;
    if (r->query.streamed && session->stream)
        return alk_fail(ALK_ERROR_INTERFACE, "another query of the session is streamed: it has to be closed first");
    session->stream = r->query.streamed ? r : session->stream;
    return ALK_OK;
}

/* Where the statement runs, and whether it may run there. */
static int choose_binds(alk__reader *r, const alk_sql *statement, size_t *n)
{
    const alk__query *q = &r->query;
    int code = alk__binds_of_statement(r->session, statement, q->n_entries ? q->entries[0].store->mapper->sql : NULL, r->arena, &r->binds, n);
    if (code == ALK_OK && *n > 1)
        code = alk__check_many_shards(statement, q->n_entries > 0);
    if (code || *n)
        return code;
    if (!(r->binds = alk_arena_alloc(r->arena, sizeof *r->binds, 0)))
        return ALK_ERROR_NO_MEMORY;
    r->binds[0] = bind_of(q, r->session, statement);
    *n = 1;
    return ALK_OK;
}

/* On one database, with its objects as they are then; NULL with the error. */
static alk_result *run_on(alk__reader *r, uint16_t bind, const alk_sql *statement, const alk_sql *const *binds)
{
    alk_conn *conn = alk__session_conn(r->session, bind);
    alk_result *result = conn ? alk_conn_execute(conn, r->query.statement ? r->query.statement : statement, binds) : NULL;
    if (!conn) {
        sink((const alk_sql *const[]){ r->query.statement, &alk_end });
        sink(binds);
    }
    if (result && synchronise(r->session, statement, bind, alk_column_count(result) > 0)) {
        alk_close(result);
        result = NULL;
    }
    return result;
}

/* One result in the place of those of several shards, which the reader keeps where they have rows. */
static alk_result *join_parts(alk__reader *r, size_t n)
{
    int64_t affected = 0;
    bool has_rows = alk_column_count(r->parts[0]) > 0;
    for (size_t i = 0; i < n; i++) {
        int64_t part = alk_affected(r->parts[i]);
        affected = part < 0 || affected < 0 ? -1 : affected + part;
    }
    return alk_result_of_parts(alk__session_conn(r->session, r->binds[0]), affected,
                               has_rows ? "rows of several shards are read as objects, by alk_entity_next() or alk_entity_all(); alk_on_shard() names one shard to read values of" : NULL);
}

/* On shards, one after the other: the statement and its binds are kept until the last has run. */
static alk_result *run_on_all(alk__reader *r, size_t n, const alk_sql *statement, const alk_sql *const *binds)
{
    const alk_sql *made = r->query.statement ? alk_keep(r->query.statement) : NULL;
    r->parts = alk_arena_alloc(r->arena, n * sizeof(alk_result *), 0);
    for (size_t i = 0; binds[i] != &alk_end; i++)
        alk_keep(binds[i]);
    bool good = r->parts != NULL;
    for (size_t i = 0; good && i < n; i++) {
        r->parts[i] = run_on(r, r->binds[i], statement, binds);
        good = r->parts[i] != NULL;
        r->n_parts += good;
    }
    for (size_t i = 0; binds[i] != &alk_end; i++)
        alk_free(binds[i]);
    alk_free(made);
    return good ? join_parts(r, n) : NULL;
}

/* The result is the program's, and the reader with it. NULL with the error: the reader is gone. Where the statement has changed rows of objects these count as unknown, but for changes that
 * are not written: what its own rows bring is taken into them like any other, and only new rows are whatever the session may have of their keys. */
static alk_result *give(alk__reader *r, alk_result *result, const alk_sql *statement)
{
    int kind = alk_node_kind(statement);
    if (result) {
        r->outer = result;
        r->query.anew = r->query.anew || (kind == ALK_IS_INSERT && !changes_rows(statement));
        r->deletes = kind == ALK_IS_DELETE;
        if (alk__reader_begin_part(r, 0) == ALK_OK && alk_result_set_data(result, r, alk__reader_close) == ALK_OK)
            return result;
        r->outer = NULL;
        alk_close(result);
    }
    alk__reader_close(r);
    return NULL;
}

static alk_result *run_filtered(alk_session *session, const alk_sql *statement, const alk_sql *const *binds)
{
    int kind = alk_node_kind(statement);
    alk__reader *r = alk__reader_new(session);
    size_t n = 0;
    int code = r ? alk__autoflush(session) : ALK_ERROR_NO_MEMORY;
    if (code == ALK_OK && kind == ALK_IS_SELECT)
        code = alk__query_take_apart(&r->query, statement);
    if (code == ALK_OK)
        code = begin_stream(r);
    if (code == ALK_OK)
        code = choose_binds(r, statement, &n);
    if (code && r && r->query.statement)
        alk_free(r->query.statement);
    if (code) {
        sink(binds);
        if (r)
            alk__reader_close(r);
        return alk_fail_null();
    }
    alk_result *result = give(r, n > 1 ? run_on_all(r, n, statement, binds) : run_on(r, r->binds[0], statement, binds), statement);
    return result ? result : alk_fail_null();
}

static bool is_unfiltered(const alk_sql *statement)
{
    const alk_sql *const *parts;
    size_t n = alk_node_children(statement, &parts);
    for (size_t i = 0; i < n; i++)
        if (alk_loading_code(parts[i]) == ALK_LOAD_UNFILTERED)
            return true;
    return false;
}

/* A fresh statement is consumed, whatever happens: it is kept while it is looked into. */
static alk_result *run(alk_session *session, const alk_sql *statement, const alk_sql *const *binds)
{
    if (!alk__has_criteria(session) || is_unfiltered(statement))
        return run_filtered(session, statement, binds);
    const alk_sql *filtered = alk__with_criteria(session, statement, alk__scratch_begin(session));
    alk_result *result = filtered ? run_filtered(session, filtered, binds) : alk_fail_null();
    if (!filtered)
        sink(binds);
    else if (filtered != statement)
        alk_free(filtered);
    alk__scratch_end(session);
    return result;
}

/* A statement that a listener put in the place of the program's is run, and consumed when it is fresh. */
static alk_result *run_told(alk_session *session, const alk_sql *statement, const alk_sql *const *binds)
{
    const alk_sql *runs = statement;
    int code = alk__session_listens(session) ? alk__session_tell(session, ALK_SESSION_BEFORE_EXECUTE, NULL, &runs) : ALK_OK;
    if (runs != statement)
        alk_keep(runs);
    alk_result *result = code ? alk_fail_null() : run(session, runs, binds);
    if (code)
        sink(binds);
    if (runs != statement)
        alk_free(runs);
    return result;
}

alk_result *alk_session_execute(alk_session *session, const alk_sql *statement, const alk_sql *const *binds)
{
    alk_result *result = NULL;
    if (!statement) {
        alk_fail(ALK_ERROR_ARGUMENT, "the statement is NULL");
        sink(binds);
        return alk_fail_null();
    }
    alk_keep(statement);
    if (alk__session_enter(session, ALK__WRITES) == ALK_OK) {
        result = run_told(session, statement, binds);
        alk__session_leave(session);
    } else {
        sink(binds);
        alk_fail_null();
    }
    alk_free(statement);
    return result;
}
