/* SPDX-License-Identifier: MIT
 * Events of sessions: when they come, what they may do; sessions over several databases. */
#include "orm_test.h"

ALK_SUITE(events, orm_setup, orm_teardown);

static char heard[400];

static int hear(alk_session_event *event, void *payload)
{
    static const char *const names[ALK_N_SESSION_EVENTS] = { "", "flush(", ")flush", "insert(", "update(", "delete(", ")insert", ")update", ")delete", "loaded", "refreshed", "commit(", ")commit",
                                                             ")rollback", "execute" };
    (void)payload;
    alk_check(event->struct_size == sizeof *event && event->session);
    snprintf(heard + strlen(heard), sizeof heard - strlen(heard), "%s%s ", names[event->kind], event->entity ? event->table == author.table ? ":a" : ":b" : "");
    return ALK_OK;
}

static void listen_to_all(void)
{
    heard[0] = '\0';
    for (int kind = 1; kind < ALK_N_SESSION_EVENTS; kind++)
        alk_check_ok(alk_session_listen(s, kind, hear, NULL));
}

static const char *heard_since(void)
{
    static char kept[sizeof heard];
    memcpy(kept, heard, sizeof heard);
    heard[0] = '\0';
    return kept;
}

ALK_TEST(events, come_in_order)
{
    two_authors();
    listen_to_all();
    struct author *a = alk_add(s, author, .name = "new");
    alk_check_made(a);
    alk_check_ok(alk_commit(s));
    alk_check_str(heard_since(), "commit( flush( insert(:a )insert:a )flush )commit ");
    a->name = "changed";
    alk_check_ok(alk_flush(s));
    alk_check_str(heard_since(), "flush( update(:a )update:a )flush ");
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_flush(s));
    alk_check_str(heard_since(), "flush( delete(:a )delete:a )flush ");
    alk_check_ok(alk_rollback(s));
    alk_check_str(heard_since(), ")rollback ");
    struct book *b = alk_find(s, book, 10);
    alk_check_made(b);
    alk_check_str(heard_since(), "loaded:b ");
    alk_check_ok(alk_refresh(s, b));
    alk_check_str(heard_since(), "refreshed:b ");
    alk_check_ok(alk_close(alk_execute(s, alk_select(book.id))));
    alk_check_str(heard_since(), "execute flush( )flush ");
}

static int adds_more(alk_session_event *event, void *payload)
{
    int *left = payload;
    if (*left > 0 && (*left)--)
        return alk_add(event->session, tag, .word = "by the listener") ? ALK_OK : alk_last_error()->code;
    return ALK_OK;
}

ALK_TEST(events, before_a_flush_may_add_to_it)
{
    int left = 1;
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_FLUSH, adds_more, &left));
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from tags"), 1);
}

static int reads_books_only(alk_session_event *event, void *payload)
{
    (void)payload;
    event->statement = alk_select(book.table, alk_where(alk_eq(book.id, 20)));
    return ALK_OK;
}

ALK_TEST(events, may_put_another_statement)
{
    two_authors();
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_EXECUTE, reads_books_only, NULL));
    alk_result *r = alk_execute(s, alk_select(book.table));
    struct book *b = alk_next_of(r, book);
    alk_check_made(b);
    alk_check(b->id == 20 && !alk_next_of(r, book));
    alk_check_ok(alk_close(r));
}

ALK_TEST(events, none_of_several_databases_is_forgotten)
{
    alk_engine *second = alk_open("sqlite://");
    alk_conn *conn = alk_connect(second);
    alk_check_made(conn);
    alk_check_ok(alk_create_all(conn, tag.table));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_session_bind(s, tag.table, second));
    struct tag *t = alk_add(s, tag, .word = "there");
    alk_check_made(t);
    alk_check_made(alk_add(s, author, .name = "here"));
    alk_check_ok(alk_session_savepoint(s, "sp"));
    t->word = "inside";
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_session_rollback_to(s, "sp"));
    alk_check_str(t->word, "there");
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from tags"), 0);
    int64_t n = 0;
    alk_check_ok(alk_scalar_int(alk_conn_execute_driver(conn, "select count(*) from tags where word = 'there'", SIZE_MAX, NULL, 0, NULL), &n));
    alk_check_int(n, 1);
    alk_check_fails(alk_session_bind(s, author.table, second), ALK_ERROR_INTERFACE, "table authors is in use in this session already");
    alk_check_ok(alk_session_close(s));
    s = NULL;
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(second);
}

static int refuse_to_commit(alk_event *event, void *payload)
{
    (void)event, (void)payload;
    return alk_fail(ALK_ERROR_OPERATIONAL, "not today");
}

/* One after the other: what the first has done stays done, and is told. */
ALK_TEST(events, of_several_databases_one_may_fail_to_commit)
{
    alk_engine *second = alk_open("sqlite://");
    alk_conn *conn = alk_connect(second);
    alk_check_made(conn);
    alk_check_ok(alk_create_all(conn, tag.table));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_session_bind(s, tag.table, second));
    struct author *a = alk_add(s, author, .name = "here");
    struct tag *t = alk_add(s, tag, .word = "there");
    alk_check(a && t);
    alk_check_ok(alk_flush(s));
    alk_check(alk_listen(second, ALK_EVENT_COMMIT, refuse_to_commit, NULL, 0) != 0);
    alk_check_fails(alk_commit(s), ALK_ERROR_OPERATIONAL, "1 of the session's databases had committed already: ");
    alk_check(alk_session_has_failed(s));
    alk_check_ok(alk_rollback(s));
    alk_check_state(a, ALK_STATE_DETACHED);
    alk_check_state(t, ALK_STATE_DETACHED);
    alk_check_int(ask("select count(*) from authors"), 1);
    alk_check_ok(alk_session_close(s));
    s = NULL;
    int64_t n = -1;
    alk_check_ok(alk_scalar_int(alk_conn_execute_driver(conn, "select count(*) from tags", SIZE_MAX, NULL, 0, NULL), &n));
    alk_check_int(n, 0);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(second);
}

ALK_TEST(events, two_phases_take_a_database_that_has_them)
{
    alk_check_ok(alk_session_close(s));
    s = alk_session_open(engine, .two_phase = true);
    alk_check_made(s);
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check(!alk_session_xid(s) && !alk_find(s, author, 1));
    alk_check_error(ALK_ERROR_NOT_SUPPORTED, "sqlite://: driver sqlite+sqlite3 has no two-phase commit here");
    alk_check(!alk_session_xid(s));
    alk_check_ok(alk_rollback(s));
}
