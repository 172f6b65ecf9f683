/* SPDX-License-Identifier: MIT
 * Transactions that are tried again. What may be repeated: a failure that the database calls retryable, and a connection lost before the commit was sent. A
 * commit whose outcome is not known is never repeated. Whoever lost a connection has the attempts that are left to find the server, or the one that took its place, again; a
 * server that is not there at the first attempt is told at once. */
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "engine/connection.h"
#include <alkahest/engine.h>
#include <string.h>

static alk_transact_options defaults(const alk_transact_options *options)
{
    alk_transact_options o = { 0 };
    if (options)
        memcpy(&o, options, options->struct_size && options->struct_size < sizeof o ? options->struct_size : sizeof o);
    o.attempts = o.attempts > 0 ? o.attempts : 5;
    o.first_delay = o.first_delay > 0 ? o.first_delay : 0.01;
    o.max_delay = o.max_delay > 0 ? o.max_delay : 1;
    return o;
}

/* A pause between half and all of delay, so that rivals do not meet again. */
static void pause_for(double delay)
{
    uint64_t x = (uint64_t)alk__clock_now() * UINT64_C(0x9E3779B97F4A7C15);
    double random = (double)(x >> 40) / (double)(1 << 24);
    alk__sleep_until(alk__deadline_in(delay * (0.5 + 0.5 * random)));
}

/* Whether the last error says that there is no server, or none that is ready: SQLSTATEs of connections, and of a server that starts. */
static bool is_away(void)
{
    const alk_error *e = alk_last_error();
    return e->code == ALK_ERROR_OPERATIONAL && (strncmp(e->sqlstate, "08", 2) == 0 || strcmp(e->sqlstate, "57P03") == 0);
}

/* One attempt. *again: whether it is one after others, and then whether another may follow. */
static int attempt(alk_engine *engine, alk_transaction_fn fn, void *payload, int isolation, bool *again)
{
    alk_conn *conn = alk_engine_connect(engine, __FILE__, __LINE__);
    if (!conn) {
        *again = *again && is_away();
        return alk__error_code();
    }
    alk_clear_error();
    int code = isolation ? alk_conn_set_isolation(conn, isolation) : ALK_OK;
    if (code == ALK_OK && (code = fn(conn, payload)) == ALK_OK)
        code = alk_conn_commit(conn);
    unsigned flags = code ? alk_last_error()->flags : 0;
    *again = !(flags & ALK_ERROR_OUTCOME_UNKNOWN) && (flags & (ALK_ERROR_RETRYABLE | ALK_ERROR_DISCONNECT)) != 0;
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    if (code)
        alk_conn_rollback(conn);
    alk_conn_close(conn);
    alk__error_restore(saved);
    return code;
}

int alk_engine_transact(alk_engine *engine, alk_transaction_fn fn, void *payload, const alk_transact_options *options)
{
    alk_transact_options o = defaults(options);
    double delay = o.first_delay;
    bool again = true;
    int code = ALK_OK;
    if (!engine)
        return alk__error_null_handle("engine");
    if (!fn)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_transact() was given no function");
    for (int i = 1; again; i++) {
        again = i > 1;
        code = attempt(engine, fn, payload, o.isolation, &again);
        if (code == ALK_OK)
            return ALK_OK;
        if (i >= o.attempts)
            break;
        if (again) {
            alk__log(ALK_LOG_INFO, "engine", "a transaction is tried again after attempt %d: %s", i, alk_last_error()->message);
            pause_for(delay);
            delay = delay * 2 < o.max_delay ? delay * 2 : o.max_delay;
        }
    }
    if (alk__error_code() == ALK_OK)
        alk__error(ALK_ERROR_INTERFACE, "the transaction's function returned %d and set no error", code);
    return alk__error_code();
}
