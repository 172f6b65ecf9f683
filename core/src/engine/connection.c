/* SPDX-License-Identifier: MIT
 * Borrowing and returning connections, and what they tell of the other end. Transactions are in transaction.c, execution in execute.c. */
#include "engine/connection.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "compile/ident.h"
#include "engine/event.h"
#include "engine/result.h"
#include "engine/statement.h"
#include "engine/task.h"
#include <string.h>

#define KEPT_CLOSED 32                 /* closed handles that an engine remembers */


/* ---- handles ---- */

static alk_conn *handle_new(alk_engine *engine)
{
    alk_conn *conn = NULL;
    alk__mutex_lock(&engine->compiled_lock);
    if (engine->n_closed_conns > KEPT_CLOSED) {
        conn = engine->closed_conns;
        engine->closed_conns = conn->next_closed;
        engine->n_closed_conns--;
    }
    alk__mutex_unlock(&engine->compiled_lock);
    if (conn) {
        alk__mutex cancel_lock = conn->cancel_lock;
        memset(conn, 0, sizeof *conn);
        conn->cancel_lock = cancel_lock;
    } else if ((conn = alk__calloc(1, sizeof *conn)) && alk__mutex_init(&conn->cancel_lock)) {
        alk__free(conn);
        conn = NULL;
    }
    if (conn) {
        alk__vector_init(&conn->savepoints, ALK__SAVEPOINT_SIZE);
        conn->generation = alk__fork_generation();
    }
    return conn;
}

static void handle_retire(alk_conn *conn)
{
    alk_engine *engine = conn->engine;
    alk__vector_free(&conn->savepoints);
    alk__error_discard(conn->warning);
    conn->warning = NULL;
    alk_arena_free(conn->messages);
    conn->messages = NULL;
    alk__free(conn->token);
    conn->token = NULL;
    conn->options.token = NULL;
    conn->magic = ALK__CONN_CLOSED;
    conn->next_closed = NULL;
    alk__mutex_lock(&engine->compiled_lock);
    *(engine->closed_conns ? &engine->closed_conns_last->next_closed : &engine->closed_conns) = conn;
    engine->closed_conns_last = conn;
    engine->n_closed_conns++;
    alk__mutex_unlock(&engine->compiled_lock);
}

void alk__conn_free_closed(alk_engine *engine)
{
    while (engine->closed_conns) {
        alk_conn *conn = engine->closed_conns;
        engine->closed_conns = conn->next_closed;
        alk__mutex_destroy(&conn->cancel_lock);
        alk__free(conn);
    }
}

/* ---- borrowing ---- */

static void set_link(alk_conn *conn, alk__link *link)
{
    if (conn->generation != alk__fork_generation()) {      /* who held it is in the parent */
        alk__mutex_forked(&conn->cancel_lock);
        conn->generation = alk__fork_generation();
    }
    if (conn->task)
        alk__task_change_link(conn->task, conn->link, link);
    alk__mutex_lock(&conn->cancel_lock);
    if (conn->link)
        conn->link->borrower = NULL;
    if (link)
        link->borrower = conn;
    conn->link = link;
    alk__mutex_unlock(&conn->cancel_lock);
}

static void give_back(alk_conn *conn)
{
    alk__link *link = conn->link;
    set_link(conn, NULL);
    if (link)
        alk__pool_give(conn->engine, link);
}

/* Gives the link back with nothing left open on it. */
static void drop(alk_conn *conn, const char *why)
{
    alk__conn_end_results(conn, why);
    alk__stmts_end(conn);
    give_back(conn);
}

static int announce_new(alk_conn *conn)
{
    alk_engine *engine = conn->engine;
    int code = ALK_OK;
    if (!__atomic_exchange_n(&engine->first_connected, true, __ATOMIC_ACQ_REL)) {
        code = alk__event(engine, conn, ALK_EVENT_FIRST_CONNECT);
        if (code)                      /* the next one is the first then */
            __atomic_store_n(&engine->first_connected, false, __ATOMIC_RELEASE);
    }
    return code ? code : alk__event(engine, conn, ALK_EVENT_CONNECT);
}

/* Tells of a link that was just connected or just lent; a listener may refuse it. What listeners run is outside of any transaction, since some
 * settings can be changed only there; what they begin themselves is committed. */
static int announce(alk_conn *conn, bool fresh)
{
    bool autocommit = conn->autocommit;
    conn->autocommit = true;
    int code = fresh ? announce_new(conn) : ALK_OK;
    if (code == ALK_OK)
        code = alk__event(conn->engine, conn, ALK_EVENT_CHECKOUT);
    if (code == ALK_OK && alk__conn_in_transaction(conn))
        code = alk_conn_commit(conn);
    conn->autocommit = autocommit;
    return code;
}

/* For what is sent between two borrowers, of whom neither said how long it may take. */
static alk__deadline between_borrowers(void)
{
    return alk__deadline_in(10);
}

/* Makes a link the connection's, with the isolation that it asked for before. */
static int adopt(alk_conn *conn, alk__link *link, bool fresh)
{
    set_link(conn, link);
    int code = conn->isolation == ALK_ISOLATION_AUTOCOMMIT ? ALK_OK : alk__link_set_isolation(link, conn->isolation, between_borrowers());
    return code ? code : announce(conn, fresh);
}

/* A link that is refused is discarded; unless it was new, another may be better. */
static int borrow(alk_conn *conn)
{
    alk__borrower borrower = { alk__thread_id(), conn->file, conn->line };
    for (;;) {
        bool fresh;
        alk__link *link = alk__pool_take(conn->engine, &borrower, &fresh);
        if (!link)
            return alk__error_code();
        int code = adopt(conn, link, fresh);
        if (code == ALK_OK)
            return ALK_OK;
        alk__saved_error *saved = alk__error_save();
        link->broken = true;
        alk__conn_forget_transaction(conn);
        drop(conn, "its connection was refused");
        alk__error_restore(saved);
        if (fresh || code == ALK_ERROR_NO_MEMORY)
            return code;
    }
}

alk_conn *alk_engine_connect(alk_engine *engine, const char *file, int line)
{
    if (!engine) {
        alk__error_null_handle("engine");
        return NULL;
    }
    if (__atomic_load_n(&engine->closed, __ATOMIC_ACQUIRE)) {
        alk__error(ALK_ERROR_INTERFACE, "the engine is closed");
        return alk__error_null();
    }
    alk_conn *conn = handle_new(engine);
    if (!conn)
        return alk__error_null();
    conn->engine = engine;
    conn->file = file;
    conn->line = line;
    conn->magic = ALK__CONN_OPEN;
    conn->options = engine->options.execution;
    conn->isolation = engine->options.isolation;
    conn->autocommit = engine->options.isolation == ALK_ISOLATION_AUTOCOMMIT;
    alk__engine_ref(engine);
    if (borrow(conn)) {
        alk__saved_error *saved = alk__error_save();
        handle_retire(conn);
        alk__engine_unref(engine);
        alk__error_restore(saved);
        return alk__error_null();
    }
    alk__error_handle_made();
    return conn;
}

static int end_transaction(alk_conn *conn, bool commit)
{
    if (commit && !conn->undone) {
        int code = alk_conn_commit(conn);
        if (code == ALK_OK || conn->link->broken || !alk__conn_in_transaction(conn))
            return code;
        alk__saved_error *saved = alk__error_save();
        alk_conn_rollback(conn);
        alk__error_restore(saved);
        return code;
    }
    return alk_conn_rollback(conn);
}

/* Ends what the borrower left open, so that the next one finds a clean session. */
static int reset(alk_conn *conn)
{
    int how = conn->engine->options.pool_reset;
    alk__deadline deadline = between_borrowers();
    int code = alk__event(conn->engine, conn, ALK_EVENT_RESET);
    if (code == ALK_OK && alk__conn_in_transaction(conn))
        code = end_transaction(conn, how == ALK_RESET_COMMIT);
    if (code == ALK_OK)
        code = how == ALK_RESET_NONE ? alk__link_set_isolation(conn->link, conn->engine->options.isolation, deadline)
                                     : alk__link_reset(conn->link, deadline);
    return code;
}

int alk_conn_close(alk_conn *conn)
{
    if (!conn)
        return alk__error_of_null();
    if (conn->magic != ALK__CONN_OPEN)
        return alk__error(ALK_ERROR_INTERFACE, "the connection is closed already");
    int code = alk__conn_refuse_others(conn);
    if (code)
        return code;
    if (conn->task)
        return alk__error(ALK_ERROR_INTERFACE, "a task runs on this connection: end it before the connection is closed");
    alk_engine *engine = conn->engine;
    alk__link *link = conn->link;
    alk__conn_end_results(conn, "its connection was closed");
    alk__stmts_end(conn);
    if (conn->prepared)
        alk__conn_leave_prepared(conn);
    if (link && alk__link_is_ours(link) && !link->broken) {
        code = reset(conn);
        link->broken = link->broken || code != ALK_OK;
        if (code == ALK_OK)
            alk__event(engine, conn, ALK_EVENT_CHECKIN);
    }
    conn->in_transaction = false;
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    while (conn->results)
        alk__result_orphan(conn->results);
    give_back(conn);
    handle_retire(conn);
    alk__engine_unref(engine);
    alk__error_restore(saved);
    return code;
}

/* ---- readiness ---- */

int alk__conn_refuse_others(const alk_conn *conn)
{
    if (conn->copying)
        return alk__error(ALK_ERROR_INTERFACE, "a COPY runs on this connection: what gives or takes its data cannot use it");
    if (!conn->task || alk__task_is_inside(conn->task))
        return ALK_OK;
    return alk__error(ALK_ERROR_INTERFACE, "a task runs on this connection: until its end only a cancel is taken");
}

static int refuse(const alk_conn *conn)
{
    if (conn->magic != ALK__CONN_OPEN)
        return alk__error(ALK_ERROR_INTERFACE, "the connection is closed");
    if (conn->prepared)
        return alk__error_state(ALK_ERROR_INTERFACE, "25000", "the transaction %s is prepared: commit it or roll it back", conn->xid);
    if (conn->lost)
        alk__error_state(ALK_ERROR_OPERATIONAL, "08003", "the connection was lost and its transaction with it; roll back to go on");
    else if (conn->undone)
        alk__error_state(ALK_ERROR_OPERATIONAL, "25P02", "the database has rolled the transaction back; roll back to go on");
    else
        return ALK_OK;
    if (conn->lost)
        alk__error_flag(ALK_ERROR_DISCONNECT);
    return ALK_ERROR_OPERATIONAL;
}

bool alk__conn_in_transaction(const alk_conn *conn)
{
    const alk__link *link = conn->link;
    if (conn->prepared || conn->lost || conn->undone || !link || link->broken || !alk__link_is_ours(link))
        return conn->in_transaction;
    int32_t status = link->ops->transaction_status(link->handle);
    bool known = status == ALK_TXN_IDLE || status == ALK_TXN_ACTIVE || status == ALK_TXN_FAILED;
    return known ? status != ALK_TXN_IDLE : conn->in_transaction;
}

int alk__conn_ready(alk_conn *conn)
{
    if (!conn)
        return alk__error_null_handle("connection");
    int code = refuse(conn);
    if (code || (code = alk__conn_refuse_others(conn)))
        return code;
    if (conn->link && !alk__link_is_ours(conn->link))
        return alk__error(ALK_ERROR_INTERFACE, "this connection was opened before a fork and is the parent's; connect anew in the child");
    if (conn->link && conn->link->broken) {
        conn->lost = conn->in_transaction;
        if (conn->lost)
            return refuse(conn);
        drop(conn, "its connection was lost");
    }
    return conn->link ? ALK_OK : borrow(conn);
}

int alk__conn_after(alk_conn *conn, int code)
{
    if (code >= 0 || !conn->link || !conn->in_transaction)
        return code;
    if (conn->link->broken)
        conn->lost = true;
    else if (!alk__conn_in_transaction(conn))
        conn->undone = true;
    return code;
}

/* ---- options ---- */

__attribute__((noinline)) static void narrow(alk_execution_options *into, const alk_execution_options *from)
{
    alk_execution_options o = { 0 };
    memcpy(&o, from, from->struct_size && from->struct_size < sizeof o ? from->struct_size : sizeof o);
    into->timeout = o.timeout != 0 ? o.timeout : into->timeout;
    into->buffered = o.buffered ? o.buffered : o.cursor_rows > 0 ? -1 : into->buffered;
    into->cursor_rows = o.cursor_rows ? o.cursor_rows : into->cursor_rows;
    into->unprepared = o.unprepared ? o.unprepared : into->unprepared;
    into->batch = o.batch ? o.batch : into->batch;
    into->token = o.token ? o.token : into->token;
    if (o.n_schemas) {
        into->schemas = o.schemas;
        into->n_schemas = o.n_schemas;
    }
}

alk_execution_options alk__conn_options(const alk_conn *conn, const alk_execution_options *statement, const alk_execution_options *call)
{
    alk_execution_options o = conn->options;
    if (statement)
        narrow(&o, statement);
    if (call)
        narrow(&o, call);
    return o;
}

int alk__conn_check(const alk_conn *conn)
{
    if (!conn)
        return alk__error_null_handle("connection");
    if (conn->magic != ALK__CONN_OPEN)
        return alk__error(ALK_ERROR_INTERFACE, "the connection is closed");
    return ALK_OK;
}

int alk_conn_set_options(alk_conn *conn, const alk_execution_options *options)
{
    int code = alk__conn_check(conn);
    if (code)
        return code;
    char *token = NULL;
    if (options && options->token && !(token = alk__strdup(options->token)))
        return ALK_ERROR_NO_MEMORY;
    conn->options = conn->engine->options.execution;
    if (options)
        narrow(&conn->options, options);
    alk__free(conn->token);
    conn->token = token;
    if (token)
        conn->options.token = token;
    return ALK_OK;
}

/* ---- from any thread ---- */

int alk_conn_cancel(alk_conn *conn)
{
    if (!conn)
        return alk__error_null_handle("connection");
    int code = ALK_OK;
    if (conn->generation != alk__fork_generation())
        return ALK_OK;                 /* what runs there is the parent's */
    alk__mutex_lock(&conn->cancel_lock);
    alk__link *link = conn->magic == ALK__CONN_OPEN ? conn->link : NULL;
    if (link && alk__link_is_ours(link)) {
        alk_err err;
        alk__err_begin(&err, link->backend->name);
        alk_rc rc = link->ops->cancel(link->handle, &err);
        code = rc == ALK_USE_DEFAULT ? alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s cannot cancel", link->backend->name)
                                     : alk__err_end(&err, rc, "cancel");
    }
    alk__mutex_unlock(&conn->cancel_lock);
    return code < 0 ? code : ALK_OK;
}

/* ---- the other end ---- */

int alk_conn_ping(alk_conn *conn)
{
    int code = alk__conn_ready(conn);
    if (code || (code = alk__conn_make_room(conn)))
        return code;
    alk_execution_options o = alk__conn_options(conn, NULL, NULL);
    return alk__conn_after(conn, alk__link_ping(conn->link, alk__deadline_in(o.timeout)));
}

static const alk__link *server_of(alk_conn *conn)
{
    if (alk__conn_ready(conn) || alk__conn_after(conn, alk__link_server(conn->link)))
        return NULL;
    return conn->link;
}

const char *alk_conn_server(alk_conn *conn)
{
    const alk__link *server = server_of(conn);
    return server ? server->product : NULL;
}

const char *alk_conn_server_version(alk_conn *conn)
{
    const alk__link *server = server_of(conn);
    return server ? server->version_text : NULL;
}

uint32_t alk_conn_server_version_number(alk_conn *conn)
{
    const alk__link *server = server_of(conn);
    return server ? server->version : 0;
}

uint64_t alk_conn_capabilities(alk_conn *conn)
{
    return alk__conn_ready(conn) ? 0 : conn->link->caps;
}

int64_t alk_conn_last_insert_id(alk_conn *conn)
{
    return alk__conn_ready(conn) ? 0 : alk__link_last_insert_id(conn->link);
}

const alk_error *alk_conn_warning(alk_conn *conn)
{
    if (alk__conn_ready(conn))
        return NULL;
    alk_err err;
    alk__saved_error *before = alk__error_save();
    alk__err_begin(&err, conn->link->backend->name);
    alk_rc rc = conn->link->ops->warning(conn->link->handle, &err);
    alk__error_discard(conn->warning);
    conn->warning = rc == ALK_OK && err.code ? alk__error_save() : NULL;
    if (before)
        alk__error_restore(before);
    else if (rc == ALK_OK)
        alk_clear_error();
    return conn->warning ? alk__error_saved(conn->warning) : NULL;
}

size_t alk_conn_quote(const alk_conn *conn, const char *name, char *out, size_t size)
{
    alk__buffer text;
    size_t length = 0;
    if (!conn) {
        alk__error_null_handle("connection");
        return 0;
    }
    alk__buffer_init(&text, 1 << 20);
    if (alk__ident_quote(&text, alk__sv(name), conn->engine->backend->data) == ALK_OK) {
        length = text.length;
        if (size) {
            size_t n = length < size ? length : size - 1;
            memcpy(out, text.data, n);
            out[n] = '\0';
        }
    }
    alk__buffer_free(&text);
    return length;
}

const void *alk_conn_native(alk_conn *conn, const char *interface_id)
{
    return alk__conn_ready(conn) || !interface_id ? NULL : conn->link->ops->query(conn->link->handle, interface_id);
}

alk_engine *alk_conn_engine(const alk_conn *conn)
{
    return conn ? conn->engine : NULL;
}

void alk_conn_set_data(alk_conn *conn, void *data)
{
    if (alk__conn_ready(conn) == ALK_OK)
        conn->link->data = data;
}

void *alk_conn_data(const alk_conn *conn)
{
    return conn && conn->magic == ALK__CONN_OPEN && conn->link ? conn->link->data : NULL;
}

/* ---- dropping ---- */

int alk_conn_invalidate(alk_conn *conn, bool all)
{
    int code = alk__conn_check(conn);
    if (code || (code = alk__conn_refuse_others(conn)))
        return code;
    if (conn->link)
        conn->link->broken = true;
    drop(conn, "its connection was invalidated");
    alk__conn_forget_transaction(conn);
    alk__event(conn->engine, conn, ALK_EVENT_INVALIDATE);
    if (all)
        alk__pool_invalidate(conn->engine);
    return ALK_OK;
}

int alk_conn_detach(alk_conn *conn)
{
    int code = alk__conn_ready(conn);
    if (code == ALK_OK)
        alk__pool_detach(conn->engine, conn->link);
    return code;
}
