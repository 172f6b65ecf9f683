/* SPDX-License-Identifier: MIT
 * Sessions whose databases commit together: two engines on one server stand for two databases. */
#include "live.h"
#include <time.h>

#define LIVE_ONE(X, m)                                     \
    X(m, key,  id, BIGINT)                                 \
    X(m, col,  v,  INTEGER)
ALK_MODEL(live_one, LIVE_ONE);
ALK_DEFINE(live_one, LIVE_ONE, "live_one");
#define LIVE_TWO(X, m)                                     \
    X(m, key,  id, BIGINT)                                 \
    X(m, col,  v,  INTEGER)
ALK_MODEL(live_two, LIVE_TWO);
ALK_DEFINE(live_two, LIVE_TWO, "live_two");

/* The other one, and a session over both. A case that fails leaves them to the next. */
static alk_engine *second;
static alk_session *s;

static void end_both(void)
{
    alk_session_close(s);
    alk_engine_close(second);
    s = NULL;
    second = NULL;
}

static void begin_session(live *l)
{
    alk_session_close(s);
    s = alk_session_open(l->engine, .two_phase = true);
    LIVE_CHECK(l, s);
    LIVE_OK(l, alk_session_bind(s, live_two.table, second));
}

static void drop_tables(live *l)
{
    LIVE_OK(l, live_run(l, "drop table if exists live_one"));
    LIVE_OK(l, live_run(l, "drop table if exists live_two"));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static void finish(live *l)
{
    end_both();
    drop_tables(l);
}

static void begin_both(live *l)
{
    end_both();                        /* of a case that failed before */
    LIVE_NEED(l, ALK_CAP_TWO_PHASE);
    drop_tables(l);
    LIVE_OK(l, alk_create_all(l->conn, live_one.table, live_two.table));
    LIVE_OK(l, alk_conn_commit(l->conn));
    second = alk_open(l->url);
    LIVE_CHECK(l, second);
    begin_session(l);
}

static int64_t rows(live *l)
{
    int64_t n = live_int(l, "select (select count(*) from live_one) + (select count(*) from live_two)");
    LIVE_OK(l, alk_conn_commit(l->conn));
    return n;
}

static size_t prepared(live *l)
{
    const char *const *xids;
    size_t n;
    LIVE_OK(l, alk_conn_recover(l->conn, l->arena, &xids, &n));
    LIVE_OK(l, alk_conn_commit(l->conn));
    return n;
}

static void add_both(live *l)
{
    LIVE_CHECK(l, alk_add(s, live_one, .v = 1));
    LIVE_CHECK(l, alk_add(s, live_two, .v = 2));
}

static int note_xid(alk_session_event *event, void *payload)
{
    char *text = payload;
    (void)snprintf(text, 65, "%s", alk_session_xid(event->session));
    return ALK_OK;
}

static void both_commit(live *l)
{
    char xid[65] = "";
    begin_both(l);
    LIVE_OK(l, alk_session_listen(s, ALK_SESSION_PREPARED, note_xid, xid));
    add_both(l);
    LIVE_OK(l, alk_flush(s));
    LIVE_OK(l, alk_session_savepoint(s, NULL));
    struct live_one *inside = alk_add(s, live_one, .v = 3);
    LIVE_CHECK(l, inside);
    LIVE_OK(l, alk_session_rollback_to(s, NULL));
    LIVE_CHECK(l, alk_session_xid(s) && strlen(alk_session_xid(s)) == 36);
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, strlen(xid) == 36 && !alk_session_xid(s));
    LIVE_CHECK(l, rows(l) == 2 && prepared(l) == 0);
    xid[0] = '\0';
    LIVE_CHECK(l, alk_add(s, live_two, .v = 4));           /* one database alone: nothing is prepared */
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, !xid[0] && rows(l) == 3);
    add_both(l);
    LIVE_OK(l, alk_flush(s));
    LIVE_OK(l, alk_rollback(s));
    add_both(l);
    LIVE_OK(l, alk_flush(s));
    end_both();
    LIVE_CHECK(l, rows(l) == 3 && prepared(l) == 0);
    finish(l);
}

/* Reading alone is a part of it too. */
static void readers_commit(live *l)
{
    begin_both(l);
    LIVE_OK(l, alk_close(alk_execute(s, alk_select(live_one.table))));
    LIVE_CHECK(l, alk_add(s, live_two, .v = 1));
    LIVE_OK(l, alk_commit(s));
    LIVE_OK(l, alk_close(alk_execute(s, alk_select(live_one.table))));
    LIVE_OK(l, alk_close(alk_execute(s, alk_select(live_two.table))));
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, rows(l) == 1 && prepared(l) == 0);
    finish(l);
}

/* A constraint that is looked at when the transaction is prepared. */
static void failing_to_prepare_undoes_all(live *l)
{
    begin_both(l);
    if (strcmp(alk_engine_dialect(l->engine), "postgresql") != 0)
        live_skip(l, "it has no deferred constraints");
    LIVE_OK(l, live_run(l, "alter table live_two add constraint live_two_v unique (v) deferrable initially deferred"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    struct live_two *kept = alk_add(s, live_two, .v = 5);
    LIVE_CHECK(l, kept);
    LIVE_OK(l, alk_commit(s));
    kept->v = 6;
    struct live_one *a = alk_add(s, live_one, .v = 1);
    struct live_two *b = alk_add(s, live_two, .v = 7), *c = alk_add(s, live_two, .v = 7);
    LIVE_CHECK(l, a && b && c);
    LIVE_FAILS(l, alk_commit(s), ALK_ERROR_INTEGRITY);
    LIVE_CHECK(l, strstr(alk_last_error()->message, " cannot commit: ") && !(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN));
    LIVE_CHECK(l, rows(l) == 1 && prepared(l) == 0);       /* before the session itself is rolled back */
    LIVE_CHECK(l, alk_session_has_failed(s));
    LIVE_FAILS(l, alk_flush(s), ALK_ERROR_INTERFACE);
    LIVE_OK(l, alk_rollback(s));
    LIVE_CHECK(l, kept->v == 5 && alk_entity_state(s, a) == ALK_STATE_DETACHED && alk_entity_state(s, c) == ALK_STATE_DETACHED);
    add_both(l);
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, rows(l) == 3 && prepared(l) == 0);
    finish(l);
}

static int refuse(alk_session_event *event, void *payload)
{
    (void)event, (void)payload;
    return alk_fail(ALK_ERROR_OPERATIONAL, "the decision cannot be written down");
}

static void a_decision_may_be_refused(live *l)
{
    begin_both(l);
    LIVE_OK(l, alk_session_listen(s, ALK_SESSION_PREPARED, refuse, NULL));
    add_both(l);
    LIVE_FAILS(l, alk_commit(s), ALK_ERROR_OPERATIONAL);
    LIVE_CHECK(l, rows(l) == 0 && prepared(l) == 0);
    LIVE_OK(l, alk_rollback(s));
    finish(l);
}

/* ---- connections that are killed ---- */

static int64_t server_id(live *l, alk_conn *conn)
{
    int64_t id = 0;
    const char *sql = strcmp(alk_engine_dialect(l->engine), "postgresql") == 0 ? "select pg_backend_pid()" : "select connection_id()";
    LIVE_OK(l, alk_scalar_int(alk_execute(conn, alk_raw(sql)), &id));
    return id;
}

typedef struct victim {
    live *l;
    int64_t id;
} victim;

static int kill_it(const victim *v)
{
    char sql[60];
    bool postgresql = strcmp(alk_engine_dialect(v->l->engine), "postgresql") == 0;
    (void)snprintf(sql, sizeof sql, postgresql ? "select pg_terminate_backend(%lld)" : "kill %lld", (long long)v->id);
    int code = live_run(v->l, sql);
    nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
    return code ? code : alk_conn_commit(v->l->conn);
}

static int kill_prepared(alk_session_event *event, void *payload)
{
    (void)event;
    return kill_it(payload);
}

static void lost_before_it_is_prepared(live *l)
{
    begin_both(l);
    add_both(l);
    LIVE_OK(l, alk_flush(s));
    victim v = { l, server_id(l, alk_session_conn(s)) };
    LIVE_OK(l, kill_it(&v));
    int code = alk_commit(s);
    LIVE_CHECK(l, code && !(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN) && alk_session_has_failed(s));
    LIVE_OK(l, alk_rollback(s));
    LIVE_CHECK(l, rows(l) == 0 && prepared(l) == 0);
    add_both(l);
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, rows(l) == 2);
    finish(l);
}

/* The transaction is prepared, and decided: it stays, and is named. */
static void lost_before_it_is_committed(live *l)
{
    char xid[65] = "";
    if (strstr(l->url, "prepare=off"))
        live_skip(l, "behind a pooler another connection to the server commits it");
    begin_both(l);
    struct live_one *a = alk_add(s, live_one, .v = 1);
    struct live_two *b = alk_add(s, live_two, .v = 2);
    LIVE_CHECK(l, a && b);
    LIVE_OK(l, alk_flush(s));
    victim v = { l, server_id(l, alk_session_conn(s)) };
    LIVE_OK(l, alk_session_listen(s, ALK_SESSION_PREPARED, note_xid, xid));
    LIVE_OK(l, alk_session_listen(s, ALK_SESSION_PREPARED, kill_prepared, &v));
    int code = alk_commit(s);
    LIVE_CHECK(l, code && alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
    LIVE_CHECK(l, strstr(alk_last_error()->message, "1 of 2 databases have committed; what may be prepared still, and is to be committed: alk_"));
    LIVE_CHECK(l, strstr(alk_last_error()->message, xid));
    LIVE_CHECK(l, !alk_session_has_failed(s) && alk_entity_state(s, a) == ALK_STATE_PERSISTENT && alk_entity_state(s, b) == ALK_STATE_PERSISTENT);
    LIVE_CHECK(l, rows(l) == 1 && prepared(l) == 1);
    const char *const *xids;
    size_t n;
    LIVE_OK(l, alk_conn_recover(l->conn, l->arena, &xids, &n));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, strstr(xid, xids[0]) || strstr(xids[0], xid));
    LIVE_OK(l, alk_conn_commit_prepared(l->conn, xids[0]));
    LIVE_CHECK(l, rows(l) == 2 && prepared(l) == 0);
    finish(l);
}

static int to_either(const alk_sql *table, const void *entity, void *payload)
{
    (void)table, (void)payload;
    return ((const struct live_one *)entity)->v % 2;
}

static void shards_commit(live *l)
{
    static const alk_shard_chooser chooser = { .struct_size = sizeof chooser, .of_object = to_either };
    begin_both(l);
    alk_session_close(s);
    s = alk_session_open(l->engine, .two_phase = true);
    LIVE_CHECK(l, s);
    alk_engine *engines[] = { l->engine, second };
    LIVE_OK(l, alk_session_shards(s, live_one.table, engines, 2, &chooser, NULL));
    for (int i = 0; i < 4; i++)
        LIVE_CHECK(l, alk_add(s, live_one, .v = i));
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, rows(l) == 4 && prepared(l) == 0);
    finish(l);
}

static void without_the_capability(live *l)
{
    if (l->caps & ALK_CAP_TWO_PHASE)
        live_skip(l, "it has two-phase commit");
    end_both();
    s = alk_session_open(l->engine, .two_phase = true);
    LIVE_CHECK(l, s);
    LIVE_CHECK(l, !alk_execute(s, alk_raw("select 1")));
    LIVE_CHECK(l, alk_last_error()->code == ALK_ERROR_NOT_SUPPORTED && strstr(alk_last_error()->message, "has no two-phase commit here"));
    end_both();
}

const live_case live_sessions[] = {
    { "both_commit", both_commit }, { "readers_commit", readers_commit }, { "shards_commit", shards_commit }, { "failing_to_prepare_undoes_all", failing_to_prepare_undoes_all },
    { "a_decision_may_be_refused", a_decision_may_be_refused }, { "lost_before_it_is_prepared", lost_before_it_is_prepared },
    { "lost_before_it_is_committed", lost_before_it_is_committed }, { "sessions_without_the_capability", without_the_capability }, { NULL, NULL },
};
