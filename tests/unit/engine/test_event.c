/* SPDX-License-Identifier: MIT
 * Events: which come when, what listeners may do. */
#include "one_engine.h"

static int told[ALK_N_EVENTS];
static char order[256];
static int veto;                       /* a kind that is refused */
static alk_event last;

static int listen_to(alk_event *event, void *payload)
{
    told[event->kind]++;
    last = *event;
    if (payload)
        (void)snprintf(order + strlen(order), sizeof order - strlen(order), "%s", (const char *)payload);
    return event->kind == veto ? 7 : ALK_OK;
}

static void setup(void)
{
    memset(told, 0, sizeof told);
    order[0] = '\0';
    veto = 0;
    engine_setup();
    engine = alk_open("mock://", .pool_size = 1);
    alk_check_made(engine);
    conn = NULL;
}
static void teardown(void)
{
    if (conn)
        alk_conn_close(conn);
    alk_engine_close(engine);
    conn = NULL;
    engine = NULL;
    engine_teardown();
}
ALK_SUITE(event, setup, teardown);

static void listen_all(void)
{
    for (int kind = 1; kind < ALK_N_EVENTS; kind++)
        alk_check(alk_listen(engine, kind, listen_to, NULL, 0) != 0);
}

static void close_conn(void)
{
    alk_check_ok(alk_conn_close(conn));
    conn = NULL;
}

static void connect_it(void)
{
    alk_check_made(conn = alk_connect(engine));
}

ALK_TEST(event, each_kind_comes_when_it_should)
{
    listen_all();
    connect_it();
    alk_check_int(told[ALK_EVENT_FIRST_CONNECT], 1);
    alk_check_int(told[ALK_EVENT_CONNECT], 1);
    alk_check_int(told[ALK_EVENT_CHECKOUT], 1);
    alk_check(last.conn == conn && last.engine == engine);
    alk_check_ok(run_sql(conn, "affected 5"));
    alk_check_int(told[ALK_EVENT_BEGIN], 1);
    alk_check_int(told[ALK_EVENT_BEFORE_EXECUTE], 1);
    alk_check_int(told[ALK_EVENT_AFTER_EXECUTE], 1);
    alk_check_int(last.affected, 5);
    alk_check(last.seconds >= 0);
    alk_check_sv(last.sql, "affected 5");
    alk_check_ok(alk_conn_savepoint(conn, "s"));
    alk_check_str(last.name, "s");
    alk_check_ok(alk_conn_savepoint(conn, "t"));
    alk_check_ok(alk_conn_rollback_to(conn, "t"));
    alk_check_ok(alk_conn_release(conn, "s"));
    alk_check_int(told[ALK_EVENT_SAVEPOINT], 2);
    alk_check_int(told[ALK_EVENT_ROLLBACK_TO], 1);
    alk_check_int(told[ALK_EVENT_RELEASE], 1);
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(told[ALK_EVENT_COMMIT], 1);
    alk_check_fails(run_sql(conn, "fail data"), ALK_ERROR_DATA, NULL);
    alk_check_int(told[ALK_EVENT_ERROR], 1);
    alk_check(last.conn == conn);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(told[ALK_EVENT_ROLLBACK], 1);
    close_conn();
    alk_check_int(told[ALK_EVENT_RESET], 1);
    alk_check_int(told[ALK_EVENT_CHECKIN], 1);
    connect_it();
    alk_check_int(told[ALK_EVENT_CONNECT], 1);
    alk_check_int(told[ALK_EVENT_CHECKOUT], 2);
    alk_check_fails(run_sql(conn, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(told[ALK_EVENT_INVALIDATE], 1);
    close_conn();
    alk_check_int(told[ALK_EVENT_CLOSE], 1);
    connect_it();
    alk_check_int(told[ALK_EVENT_FIRST_CONNECT], 1);
    alk_check_int(told[ALK_EVENT_CONNECT], 2);
}

ALK_TEST(event, order_first_and_once)
{
    alk_check(alk_listen(NULL, ALK_EVENT_CHECKOUT, listen_to, "global ", ALK_LISTEN_ONCE) != 0);
    alk_check(alk_listen(engine, ALK_EVENT_CHECKOUT, listen_to, "a ", 0) != 0);
    alk_check(alk_listen(engine, ALK_EVENT_CHECKOUT, listen_to, "b ", ALK_LISTEN_ONCE) != 0);
    alk_check(alk_listen(engine, ALK_EVENT_CHECKOUT, listen_to, "c ", ALK_LISTEN_FIRST) != 0);
    connect_it();
    alk_check_str(order, "global c a b ");
    close_conn();
    order[0] = '\0';
    connect_it();
    alk_check_str(order, "c a ");
}

ALK_TEST(event, taken_away)
{
    uint64_t id = alk_listen(engine, ALK_EVENT_CHECKOUT, listen_to, NULL, 0);
    alk_check(id != 0);
    alk_check(!alk_unlisten(NULL, id));
    alk_check(alk_unlisten(engine, id));
    alk_check(!alk_unlisten(engine, id));
    connect_it();
    alk_check_int(told[ALK_EVENT_CHECKOUT], 0);
    alk_check(alk_listen(engine, 0, listen_to, NULL, 0) == 0);
    alk_check_error(ALK_ERROR_ARGUMENT, "no kind");
    alk_check(alk_listen(engine, ALK_N_EVENTS, listen_to, NULL, 0) == 0);
    alk_check(alk_listen(engine, ALK_EVENT_CLOSE, NULL, NULL, 0) == 0);
    alk_check_error(ALK_ERROR_ARGUMENT, "no function");
}

ALK_TEST(event, veto)
{
    listen_all();
    connect_it();
    veto = ALK_EVENT_BEFORE_EXECUTE;
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_INTERFACE, "a listener refused");
    alk_check_int(count_of("execute"), 0);
    veto = ALK_EVENT_COMMIT;
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_INTERFACE, "refused");
    alk_check(alk_conn_in_transaction(conn));
    veto = 0;
    alk_check_ok(alk_conn_commit(conn));
    close_conn();
    veto = ALK_EVENT_CONNECT;
    alk_engine_dispose(engine);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "refused");
    alk_check_int(pool_of(engine).lent + pool_of(engine).idle, 0);
}

ALK_TEST(event, failing_first_connect_comes_again)
{
    listen_all();
    veto = ALK_EVENT_FIRST_CONNECT;
    alk_check(alk_connect(engine) == NULL);
    veto = 0;
    connect_it();
    alk_check_int(told[ALK_EVENT_FIRST_CONNECT], 2);
}

static int refuse_old(alk_event *event, void *payload)
{
    (void)payload;
    told[ALK_EVENT_CHECKOUT]++;
    return alk_conn_data(event->conn) ? 1 : ALK_OK;
}

ALK_TEST(event, refused_at_checkout_another_is_opened)
{
    connect_it();
    alk_conn_set_data(conn, &told);
    close_conn();
    alk_check(alk_listen(engine, ALK_EVENT_CHECKOUT, refuse_old, NULL, 0) != 0);
    connect_it();
    alk_check_int(told[ALK_EVENT_CHECKOUT], 2);
    alk_check_int(count_of("connect"), 2);
    alk_check(alk_conn_data(conn) == NULL);
}

static int run_setting(alk_event *event, void *payload)
{
    (void)payload;
    return run_sql(event->conn, "set colour blue");
}

ALK_TEST(event, listeners_set_up_a_session_outside_of_transactions)
{
    alk_check(alk_listen(engine, ALK_EVENT_CONNECT, run_setting, NULL, 0) != 0);
    connect_it();
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_int(count_of("begin"), 0);
    alk_result *r = rows_of(conn, "get colour");
    alk_check(alk_one(r));
    alk_check_str(alk_get_text(r, 0), "blue");
    alk_check_ok(alk_close(r));
    alk_check(alk_conn_in_transaction(conn));
}

static int own_error(alk_event *event, void *payload)
{
    (void)event, (void)payload;
    return alk_listen(NULL, 99, listen_to, NULL, 0) ? ALK_OK : 1;
}

ALK_TEST(event, listeners_own_error_is_told)
{
    connect_it();
    alk_check(alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, own_error, NULL, 0) != 0);
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_ARGUMENT, "no kind of event");
}

static int other_sql(alk_event *event, void *payload)
{
    event->sql = (alk_sv){ payload, strlen(payload) };
    return ALK_OK;
}

ALK_TEST(event, another_text_in_place_of_the_statement)
{
    alk_value value = alk_value_int(8);
    alk_execution_options direct = { .struct_size = sizeof direct, .unprepared = 1 };
    connect_it();
    uint64_t id = alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, other_sql, "echo ? ", 0);
    for (int way = 0; way < 2; way++) {
        alk_result *r = alk_conn_execute_driver(conn, "row int:1 ?", SIZE_MAX, &value, 1, way ? &direct : NULL);
        alk_check(alk_one(r));
        alk_check_int(alk_get_int(r, 0), 8);
        alk_check_ok(alk_close(r));
    }
    alk_check(alk_conn_execute_driver(conn, "row int:1", SIZE_MAX, NULL, 0, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "takes 1 value; 0 given");
    alk_stmt *stmt = alk_conn_prepare(conn, "row int:1 ?", SIZE_MAX);
    alk_check_made(stmt);
    alk_check_ok(alk_stmt_bind_int(stmt, 1, 9));
    alk_result *r = alk_stmt_execute(stmt, NULL);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 9);
    alk_check_ok(alk_close(r));
    alk_stmt_close(stmt);
    alk_check(alk_unlisten(engine, id));
    id = alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, other_sql, "affected 3 ?", 0);
    static const alk_field field = { "a", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, 0 };
    int64_t rows[2] = { 1, 2 }, affected = 0;
    alk_check_ok(alk_conn_execute_each(conn, alk_raw("affected 1 :a"), &field, 1, rows, sizeof *rows, 2, &affected));
    alk_check_int(affected, 6);
    close_conn();
    alk_check_int(mock->live("cursor"), 0);
}

ALK_TEST(event, execution_is_told_once_when_it_must_be_prepared_after_all)
{
    alk_execution_options direct = { .struct_size = sizeof direct, .unprepared = 1 };
    alk_engine *bare = alk_open("mock+bare://");
    alk_conn *c = alk_connect(bare);
    alk_check_made(c);
    alk_check(alk_listen(bare, ALK_EVENT_BEFORE_EXECUTE, listen_to, NULL, 0) != 0);
    alk_check_ok(alk_close(alk_conn_execute_driver(c, "affected 1", SIZE_MAX, NULL, 0, &direct)));
    alk_check_int(told[ALK_EVENT_BEFORE_EXECUTE], 1);
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(bare);
}

static int call_it_lost(alk_event *event, void *payload)
{
    event->error_flags = (unsigned)(uintptr_t)payload;
    return ALK_OK;
}

ALK_TEST(event, flags_of_errors_may_be_changed)
{
    connect_it();
    uint64_t id = alk_listen(engine, ALK_EVENT_ERROR, call_it_lost, (void *)(uintptr_t)ALK_ERROR_DISCONNECT, 0);
    alk_check_fails(run_sql(conn, "fail data"), ALK_ERROR_DATA, NULL);
    alk_check_int((int)alk_last_error()->flags, ALK_ERROR_DISCONNECT);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check(alk_unlisten(engine, id));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 2);
}

ALK_TEST(event, failed_connect_is_an_error_too)
{
    alk_check(alk_listen(engine, ALK_EVENT_ERROR, listen_to, NULL, 0) != 0);
    mock->server(0);
    alk_check(alk_connect(engine) == NULL);
    alk_check_int(told[ALK_EVENT_ERROR], 1);
    alk_check_error(ALK_ERROR_OPERATIONAL, "down");
}

static uint64_t added;
static int add_and_remove(alk_event *event, void *payload)
{
    (void)payload;
    told[event->kind]++;
    if (!added) {
        added = alk_listen(event->engine, event->kind, add_and_remove, NULL, 0);
    } else {
        alk_unlisten(event->engine, added);
        added = 0;
    }
    return ALK_OK;
}

ALK_TEST(event, listeners_change_the_list_while_it_is_called)
{
    added = 0;
    alk_check(alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, add_and_remove, NULL, 0) != 0);
    connect_it();
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(told[ALK_EVENT_BEFORE_EXECUTE], 1);  /* the new one hears of the next */
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(told[ALK_EVENT_BEFORE_EXECUTE], 3);
}
