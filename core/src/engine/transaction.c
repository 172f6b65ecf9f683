/* SPDX-License-Identifier: MIT
 * Transactions and savepoints of a connection. The first statement begins a transaction by itself; open results end with the transaction, since
 * what they would still read belongs to it. */
#include "engine/connection.h"
#include "base/error.h"
#include "base/text.h"
#include "engine/event.h"
#include <stdio.h>
#include <string.h>

int alk__conn_open_transaction(alk_conn *conn, const char *xid, alk__deadline deadline)
{
    int code = alk__conn_after(conn, alk__link_transaction(conn->link, ALK_TXN_BEGIN, conn->isolation, xid, deadline));
    if (code)
        return code;
    conn->in_transaction = true;
    if (xid)
        snprintf(conn->xid, sizeof conn->xid, "%s", xid);
    return alk__event_named(conn->engine, conn, ALK_EVENT_BEGIN, xid);
}

void alk__conn_forget_transaction(alk_conn *conn)
{
    conn->in_transaction = conn->lost = conn->undone = conn->prepared = false;
    conn->xid[0] = '\0';
    conn->savepoints.count = 0;
}

alk__deadline alk__conn_deadline(const alk_conn *conn)
{
    return alk__deadline_in(conn->options.timeout);
}

/* The driver itself says that the transaction is still open. */
static bool known_to_be_open(const alk_conn *conn)
{
    int32_t status = conn->link->ops->transaction_status(conn->link->handle);
    return status == ALK_TXN_ACTIVE || status == ALK_TXN_FAILED;
}

/* in_transaction is what the driver says. */
static void look(alk_conn *conn)
{
    if (alk__conn_in_transaction(conn))
        conn->in_transaction = true;
    else
        alk__conn_forget_transaction(conn);
}

static int ready(alk_conn *conn)
{
    int code = alk__conn_ready(conn);
    if (code == ALK_OK)
        look(conn);
    return code;
}

static int ready_to_talk(alk_conn *conn)
{
    int code = ready(conn);
    return code ? code : alk__conn_make_room(conn);
}

int alk__conn_ready_to_execute(alk_conn *conn, alk__deadline deadline)
{
    look(conn);
    int code = alk__conn_make_room(conn);
    if (code || conn->in_transaction || conn->autocommit)
        return code;
    return alk__conn_open_transaction(conn, NULL, deadline);
}

int alk_conn_begin(alk_conn *conn)
{
    int code = ready(conn);
    if (code)
        return code;
    if (conn->in_transaction)
        return alk__error_state(ALK_ERROR_INTERFACE, "25001", "a transaction is open already; commit or roll back first, or set a savepoint");
    return alk__conn_open_transaction(conn, NULL, alk__conn_deadline(conn));
}

int alk_conn_commit(alk_conn *conn)
{
    int code;
    if (!conn)
        return alk__error_null_handle("connection");
    if (!conn->link && !conn->lost && conn->magic == ALK__CONN_OPEN)
        return ALK_OK;
    if (conn->prepared)
        return (code = alk__conn_refuse_others(conn)) ? code : alk__conn_end_prepared(conn, true);
    if ((code = ready(conn)) || !conn->in_transaction)
        return code;
    alk__conn_end_results(conn, "its transaction was committed");
    if ((code = alk__event(conn->engine, conn, ALK_EVENT_COMMIT)))
        return code;
    code = alk__link_transaction(conn->link, ALK_TXN_COMMIT, 0, NULL, alk__conn_deadline(conn));
    if (code == ALK_ERROR_TIMEOUT && !conn->link->broken && !known_to_be_open(conn))
        conn->link->broken = true;         /* the answer may come yet, and nobody waits for it */
    if (code && conn->link->broken) {
        alk__error_flag(ALK_ERROR_OUTCOME_UNKNOWN);    /* the answer, if there was one, did not arrive */
        conn->lost = true;
        return code;
    }
    if (code && alk__conn_in_transaction(conn))
        return code;                   /* still open: the caller may try again or roll back */
    alk__conn_forget_transaction(conn);
    return code;
}

int alk_conn_rollback(alk_conn *conn)
{
    int code = alk__conn_check(conn);
    if (code || (code = alk__conn_refuse_others(conn)))
        return code;
    if (conn->prepared)
        return alk__conn_end_prepared(conn, false);
    alk__conn_end_results(conn, "its transaction was rolled back");
    bool open = alk__conn_in_transaction(conn) && !conn->undone;
    alk__conn_forget_transaction(conn);
    if (!open || !conn->link || conn->link->broken)
        return ALK_OK;                 /* what was lost is rolled back already */
    if (!alk__link_is_ours(conn->link))
        return alk__conn_ready(conn);
    alk__event(conn->engine, conn, ALK_EVENT_ROLLBACK);
    code = alk__link_transaction(conn->link, ALK_TXN_ROLLBACK, 0, NULL, alk__conn_deadline(conn));
    if (code)
        conn->link->broken = true;     /* its state is not known any more */
    return code;
}

bool alk_conn_in_transaction(const alk_conn *conn)
{
    return conn && conn->magic == ALK__CONN_OPEN && alk__conn_in_transaction(conn);
}

int alk_conn_transaction_status(const alk_conn *conn)
{
    if (!conn || conn->magic != ALK__CONN_OPEN)
        return ALK_TRANSACTION_IDLE;
    if (conn->lost)
        return ALK_TRANSACTION_FAILED;
    if (conn->prepared)
        return ALK_TRANSACTION_ACTIVE;
    const alk__link *link = conn->link;
    int32_t status = link && alk__link_is_ours(link) ? link->ops->transaction_status(link->handle) : ALK_TXN_UNKNOWN;
    if (status == ALK_TXN_ACTIVE || status == ALK_TXN_FAILED)
        return status;
    return status != ALK_TXN_IDLE && conn->in_transaction ? ALK_TRANSACTION_ACTIVE : ALK_TRANSACTION_IDLE;
}

int alk_conn_savepoint_depth(const alk_conn *conn)
{
    return alk_conn_in_transaction(conn) ? (int)conn->savepoints.count : 0;
}

/* ---- savepoints ---- */

static bool is_name(const char *name)
{
    size_t n = 0;
    for (; name[n]; n++)
        if (n + 1 >= ALK__SAVEPOINT_SIZE || !(alk__is_alpha(name[n]) || name[n] == '_' || (n && alk__is_digit(name[n]))))
            return false;
    return n > 0;
}

int alk_conn_savepoint(alk_conn *conn, const char *name)
{
    char made_up[ALK__SAVEPOINT_SIZE];
    if (name && !is_name(name))
        return alk__error(ALK_ERROR_ARGUMENT, "a savepoint's name is a letter or _, then letters, digits and _, at most 63");
    int code = ready_to_talk(conn);
    if (code || (code = conn->in_transaction ? ALK_OK : alk__conn_open_transaction(conn, NULL, alk__conn_deadline(conn))))
        return code;
    if (!name) {
        snprintf(made_up, sizeof made_up, "alk_%u", ++conn->made_up_names);
        name = made_up;
    }
    char *place = alk__vector_push(&conn->savepoints);
    if (!place)
        return ALK_ERROR_NO_MEMORY;
    memcpy(place, name, strlen(name) + 1);
    code = alk__conn_after(conn, alk__link_transaction(conn->link, ALK_TXN_SAVEPOINT, 0, place, alk__conn_deadline(conn)));
    if (code) {
        conn->savepoints.count--;
        return code;
    }
    return alk__event_named(conn->engine, conn, ALK_EVENT_SAVEPOINT, name);
}

/* The place of a savepoint in the stack, from 1; 0 with an error. */
static size_t find(alk_conn *conn, const char *name)
{
    size_t i = conn->savepoints.count;
    while (name && i > 0 && strcmp(alk__vector_at(&conn->savepoints, i - 1), name) != 0)
        i--;
    if (i == 0 && name)
        alk__error_state(ALK_ERROR_INTERFACE, "3B001", "there is no savepoint %s", name);
    else if (i == 0)
        alk__error_state(ALK_ERROR_INTERFACE, "3B001", "no savepoint is set");
    return i;
}

static int end_savepoint(alk_conn *conn, const char *name, bool undo)
{
    int code = undo ? ready(conn) : ready_to_talk(conn);
    if (code)
        return code;
    size_t place = find(conn, name);
    if (!place)
        return alk__error_code();
    name = alk__vector_at(&conn->savepoints, place - 1);
    if (undo) {
        alk__conn_end_results(conn, "its savepoint was rolled back");
        code = alk__conn_after(conn, alk__link_transaction(conn->link, ALK_TXN_ROLLBACK_TO, 0, name, alk__conn_deadline(conn)));
    }
    if (code == ALK_OK)
        code = alk__conn_after(conn, alk__link_transaction(conn->link, ALK_TXN_RELEASE, 0, name, alk__conn_deadline(conn)));
    if (code)
        return code;
    code = alk__event_named(conn->engine, conn, undo ? ALK_EVENT_ROLLBACK_TO : ALK_EVENT_RELEASE, name);
    conn->savepoints.count = place - 1;
    return code;
}

int alk_conn_release(alk_conn *conn, const char *name)
{
    return end_savepoint(conn, name, false);
}

int alk_conn_rollback_to(alk_conn *conn, const char *name)
{
    return end_savepoint(conn, name, true);
}

/* ---- isolation ---- */

int alk_conn_set_isolation(alk_conn *conn, int isolation)
{
    int code = ready_to_talk(conn);
    if (code)
        return code;
    if (isolation < 0 || isolation > ALK_ISOLATION_AUTOCOMMIT)
        return alk__error(ALK_ERROR_ARGUMENT, "%d is no isolation level", isolation);
    if (conn->in_transaction)
        return alk__error_state(ALK_ERROR_INTERFACE, "25001", "the isolation level cannot change inside a transaction");
    if (isolation != ALK_ISOLATION_AUTOCOMMIT && (code = alk__conn_after(conn, alk__link_set_isolation(conn->link, isolation, alk__conn_deadline(conn)))))
        return code;
    conn->isolation = isolation;
    conn->autocommit = isolation == ALK_ISOLATION_AUTOCOMMIT;
    return ALK_OK;
}

int alk_conn_isolation(const alk_conn *conn)
{
    return conn && conn->magic == ALK__CONN_OPEN ? conn->isolation : ALK_ISOLATION_DEFAULT;
}

int alk_conn_set_autocommit(alk_conn *conn, bool on)
{
    int code = ready(conn);
    if (code)
        return code;
    if (conn->in_transaction)
        return alk__error_state(ALK_ERROR_INTERFACE, "25001", "autocommit cannot change inside a transaction");
    conn->autocommit = on;
    if (!on && conn->isolation == ALK_ISOLATION_AUTOCOMMIT)
        conn->isolation = conn->link->isolation;
    return ALK_OK;
}
