/* SPDX-License-Identifier: MIT
 * See twophase.h. The decision is made when all databases have prepared: before it a failure anywhere undoes all, after it whatever can be committed is. */
#include "twophase.h"
#include <stdio.h>

/* ---- names: those of one transaction have one beginning, so that an administrator sees what belongs together ---- */

int alk__twophase_begin(alk_session *session, uint16_t number, alk_conn *conn)
{
    alk__bind *bind = alk__array_at(&session->binds, number);
    char name[ALK__XID_SIZE];
    bool begun = alk_conn_xid(conn) != NULL;               /* by the program, on a connection of its own */
    if (session->xid[0])
        (void)snprintf(name, sizeof name, "%.56s.%u", session->xid, number);
    int code = begun ? ALK_OK : alk_conn_begin_twophase(conn, session->xid[0] ? name : NULL);
    if (code) {
        alk_fail_in("%s", alk_engine_url(bind->engine));
        return code;
    }
    (void)snprintf(bind->xid, sizeof bind->xid, "%s", alk_conn_xid(conn));
    if (!session->xid[0])
        memcpy(session->xid, bind->xid, sizeof session->xid);
    return ALK_OK;
}

const char *alk_session_xid(const alk_session *session)
{
    return session && session->xid[0] ? session->xid : NULL;
}

bool alk__twophase_is_wanted(const alk_session *session)
{
    size_t n = 0;
    for (size_t i = 0; i < session->binds.count; i++)
        n += ((const alk__bind *)alk__array_at(&session->binds, i))->xid[0] != '\0';
    return n > 1;
}

/* Transactions that are to be ended by somebody else, as a list for a message. */
typedef struct left {
    char text[900];
    size_t length;
    unsigned n;
} left;

static void add_left(left *all, const alk__bind *bind)
{
    size_t room = sizeof all->text - all->length;
    int length = snprintf(all->text + all->length, room, "%s%s in %s", all->n ? ", " : "", bind->xid, alk_engine_url(bind->engine));
    all->length += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
    all->n++;
}

/* ---- the phases ---- */

/* All are rolled back, the prepared ones too. The failure that led to it stays the error. */
static int give_up(alk_session *session, const alk__bind *unknown)
{
    const alk_error *error = alk_last_error();
    unsigned flags = error->flags & ~(unsigned)ALK_ERROR_OUTCOME_UNKNOWN;  /* what matters of it is known: nothing was committed */
    int code = error->code ? error->code : ALK_ERROR_INTERNAL;
    char message[400];
    left all = { .text = "" };
    (void)snprintf(message, sizeof message, "%s", error->message);
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        if (bind->xid[0] && (alk_conn_rollback(bind->conn) || bind == unknown))
            add_left(&all, bind);
    }
    if (all.n) {
        alk_fail(code, "all was rolled back, but for what may be prepared and is to be rolled back: %s: %s", all.text, message);
        alk_fail_flags(flags);
    }
    return alk__session_fail(session);
}

static int prepare(alk_session *session)
{
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        if (!bind->xid[0] || alk_conn_prepare_commit(bind->conn) == ALK_OK)
            continue;
        bool unknown = alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN;
        alk_fail_in("%s cannot commit", alk_engine_url(bind->engine));
        return give_up(session, unknown ? bind : NULL);
    }
    return alk__session_tell(session, ALK_SESSION_PREPARED, NULL, NULL) ? give_up(session, NULL) : ALK_OK;
}

int alk__twophase_commit(alk_session *session)
{
    left all = { .text = "" };
    unsigned done = 0;
    int code = prepare(session);
    if (code)
        return code;
    for (size_t i = 0; i < session->binds.count; i++) {
        const alk__bind *bind = alk__array_at(&session->binds, i);
        if (!bind->xid[0])
            continue;
        if (alk_conn_commit(bind->conn))
            add_left(&all, bind);
        else
            done++;
    }
    if (!all.n)
        return ALK_OK;
    alk_fail_in("%u of %u databases have committed; what may be prepared still, and is to be committed: %s", done, done + all.n, all.text);
    alk_fail_flags(ALK_ERROR_OUTCOME_UNKNOWN);
    return alk_last_error()->code;
}
