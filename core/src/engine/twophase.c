/* SPDX-License-Identifier: MIT
 * Two-phase commit: transactions of several databases end together. A prepared transaction belongs to the server; the connection remembers that it has one, so
 * that only its end is taken. */
#include "base/alloc.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "engine/connection.h"
#include "engine/event.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_PREPARED (1u << 20)       /* more than any server keeps */

/* ---- names ---- */

static bool is_xid(const char *xid, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!alk__is_alpha(xid[i]) && !alk__is_digit(xid[i]) && (xid[i] == '\0' || !strchr("_-.:", xid[i])))
            return false;
    return length > 0 && length < ALK__XID_SIZE;
}

static int check_xid(const char *xid)
{
    if (xid && is_xid(xid, strlen(xid)))
        return ALK_OK;
    return alk__error(ALK_ERROR_ARGUMENT, "the name of a transaction with two phases is letters, digits, _, -, . and :, at most %d", ALK__XID_SIZE - 1);
}

static int make_xid(char *xid)
{
    uint64_t random[2];
    if (getentropy(random, sizeof random))
        return alk__error(ALK_ERROR_OPERATIONAL, "the system gives no random bytes to name the transaction with; give it a name");
    snprintf(xid, ALK__XID_SIZE, "alk_%016" PRIx64 "%016" PRIx64, random[0], random[1]);
    return ALK_OK;
}

/* ---- the first phase ---- */

static int ready_outside(alk_conn *conn, const char *what)
{
    int code = alk__conn_ready(conn);
    if (code || (code = alk__conn_make_room(conn)))
        return code;
    if (alk__conn_in_transaction(conn))
        return alk__error_state(ALK_ERROR_INTERFACE, "25001", "a transaction is open: commit or roll back before %s", what);
    if (!(conn->link->caps & ALK_CAP_TWO_PHASE))
        return alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s has no two-phase commit here", conn->link->backend->name);
    return ALK_OK;
}

int alk_conn_begin_twophase(alk_conn *conn, const char *xid)
{
    char made_up[ALK__XID_SIZE];
    int code = xid ? check_xid(xid) : make_xid(made_up);
    if (code || (code = ready_outside(conn, "another begins")))
        return code;
    return alk__conn_open_transaction(conn, xid ? xid : made_up, alk__conn_deadline(conn));
}

const char *alk_conn_xid(const alk_conn *conn)
{
    return conn && conn->magic == ALK__CONN_OPEN && conn->xid[0] && alk__conn_in_transaction(conn) ? conn->xid : NULL;
}

int alk_conn_prepare_commit(alk_conn *conn)
{
    int code = alk__conn_ready(conn);
    if (code)
        return code;
    if (!alk_conn_xid(conn))
        return alk__error_state(ALK_ERROR_INTERFACE, "25000", "no transaction with two phases is open: alk_conn_begin_twophase() begins one");
    alk__conn_end_results(conn, "its transaction was prepared");
    if ((code = alk__event_named(conn->engine, conn, ALK_EVENT_PREPARE_COMMIT, conn->xid)))
        return code;
    code = alk__conn_after(conn, alk__link_transaction(conn->link, ALK_TXN_PREPARE, 0, conn->xid, alk__conn_deadline(conn)));
    if (code && conn->link->broken)
        alk__error_flag(ALK_ERROR_OUTCOME_UNKNOWN);
    conn->prepared = code == ALK_OK;
    return code;
}

/* ---- the second ---- */

/* On a link where the transaction is prepared or was left so by another. A commit whose answer did not arrive may have been done. */
static int decide(alk_conn *conn, bool commit, const char *xid)
{
    int code = alk__link_transaction(conn->link, commit ? ALK_TXN_COMMIT_PREPARED : ALK_TXN_ROLLBACK_PREPARED, 0, xid, alk__conn_deadline(conn));
    if (code && conn->link->broken)
        alk__error_flag(ALK_ERROR_OUTCOME_UNKNOWN);
    return code;
}

int alk__conn_end_prepared(alk_conn *conn, bool commit)
{
    bool usable = conn->link && !conn->link->broken;
    if (usable && !alk__link_is_ours(conn->link))
        return alk__error(ALK_ERROR_INTERFACE, "this connection was opened before a fork and is the parent's; connect anew in the child");
    int code = alk__event(conn->engine, conn, commit ? ALK_EVENT_COMMIT : ALK_EVENT_ROLLBACK);
    if (code && commit)
        return code;
    if (usable) {
        code = decide(conn, commit, conn->xid);
    } else {
        code = alk__error_state(ALK_ERROR_OPERATIONAL, "08003", "the connection was lost; the transaction %s is still prepared: end it from another one", conn->xid);
        alk__error_flag(ALK_ERROR_DISCONNECT);
    }
    if (code == ALK_OK || !usable || conn->link->broken)
        alk__conn_forget_transaction(conn);
    return code;
}

void alk__conn_leave_prepared(alk_conn *conn)
{
    alk__log(ALK_LOG_WARNING, "engine", "a connection was closed while its transaction %s was prepared: it stays so until it is committed or rolled back", conn->xid);
    if (conn->link)
        conn->link->broken = true;
    alk__conn_forget_transaction(conn);
}

static int end_left(alk_conn *conn, bool commit, const char *xid)
{
    int code = check_xid(xid);
    if (code || (code = ready_outside(conn, "a prepared one is ended")))
        return code;
    return decide(conn, commit, xid);
}

int alk_conn_commit_prepared(alk_conn *conn, const char *xid)
{
    return end_left(conn, true, xid);
}

int alk_conn_rollback_prepared(alk_conn *conn, const char *xid)
{
    return end_left(conn, false, xid);
}

/* ---- recovery ---- */

/* Copies the driver's names, those that are in our form. */
static int keep(alk_arena *arena, const alk_sv *names, uint32_t n, const char *const **xids, size_t *count)
{
    const char **kept = alk_arena_alloc(arena, sizeof *kept * (n ? n : 1), _Alignof(const char *));
    size_t n_kept = 0;
    for (uint32_t i = 0; kept && i < n; i++)
        if (is_xid(names[i].p, names[i].n) && !(kept[n_kept++] = alk_arena_copy(arena, names[i].p, names[i].n)))
            kept = NULL;
    if (!kept)
        return alk__error_no_memory();
    *xids = kept;
    *count = n_kept;
    return ALK_OK;
}

int alk_conn_recover(alk_conn *conn, alk_arena *arena, const char *const **xids, size_t *count)
{
    if (!arena || !xids || !count)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_conn_recover() takes an arena, a place for the names and one for their number");
    *xids = NULL;
    *count = 0;
    int code = alk__conn_ready(conn);
    if (code || (code = alk__conn_make_room(conn)))
        return code;
    const alk_sv *names = NULL;
    uint32_t n = 0;
    code = alk__conn_after(conn, alk__link_recover(conn->link, alk__conn_deadline(conn), &names, &n));
    if (code == ALK_OK && (n > MOST_PREPARED || (n && !names)))
        code = alk__error(ALK_ERROR_ABI, "driver %s: it says that %u transactions are prepared", conn->link->backend->name, (unsigned)n);
    return code ? code : keep(arena, names, n, xids, count);
}
