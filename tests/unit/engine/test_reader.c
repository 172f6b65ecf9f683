/* SPDX-License-Identifier: MIT
 * Connections that only read: from replicas in turn, from the primary where none answers. */
#include "engine_test.h"
#include "fake_clock.h"
#include <unistd.h>

ALK_SUITE(reader, engine_setup, engine_teardown);

/* Borrows once and gives back; the address of the reader's URL, or NULL with the failure. */
static alk_engine *reader_of_one(alk_engine *engine)
{
    alk_conn *conn = alk_connect_to_read(engine);
    alk_check_made(conn);
    alk_engine *reader = alk_conn_engine(conn);
    alk_check_ok(run_sql(conn, "select 1"));
    alk_check_ok(alk_conn_close(conn));
    return reader;
}

ALK_TEST(reader, replicas_have_their_turns)
{
    alk_engine *engine = alk_open("mock://primary", .replicas = " mock://one\n mock://two?token=secret ", .pool_size = 3);
    alk_check_made(engine);
    alk_check_str(alk_engine_url(alk_engine_reader(engine, 0)), "mock://one");
    alk_check_str(alk_engine_url(alk_engine_reader(engine, 1)), "mock://two?token=***");
    alk_check_str(alk_engine_url(alk_engine_reader(engine, 2)), "mock://primary");
    alk_check(alk_engine_reader(engine, 3) == NULL && alk_engine_reader(NULL, 0) == NULL);
    for (int i = 0; i < 4; i++)
        alk_check(reader_of_one(engine) == alk_engine_reader(engine, (size_t)i % 2));
    alk_check_uint(pool_of(alk_engine_reader(engine, 0)).lendings, 2);
    alk_check_uint(pool_of(alk_engine_reader(engine, 1)).lendings, 2);
    alk_check_int(pool_of(alk_engine_reader(engine, 1)).size, 3);
    alk_check_uint(pool_of(alk_engine_reader(engine, 2)).lendings, 0);
    alk_check_uint(pool_of(engine).lendings, 0);
    alk_engine_dispose(engine);
    alk_check_int(pool_of(alk_engine_reader(engine, 0)).idle, 0);
    alk_engine_close(engine);
}

ALK_TEST(reader, without_replicas_the_primary_reads)
{
    alk_engine *engine = alk_open("mock://primary");
    alk_check_made(engine);
    alk_engine *reader = reader_of_one(engine);
    alk_check(reader != engine && reader == alk_engine_reader(engine, 0) && alk_engine_reader(engine, 1) == NULL);
    alk_check_uint(pool_of(engine).lendings, 0);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(reader, replicas_that_do_not_answer_are_passed_over_for_a_while)
{
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock://primary", .replicas = "mock://one?connect=refuse mock://two?connect=refuse", .pool = ALK_POOL_OF_NONE);
    alk_check_made(engine);
    alk_check(reader_of_one(engine) == alk_engine_reader(engine, 2));
    alk_check_int(count_of("connect"), 3);
    alk_check_int(times(logged(), "is passed over"), 2);
    alk_check_contains(logged(), "the replica mock://one?connect=refuse is passed over: ");
    alk_check(alk_last_error()->code == ALK_OK);           /* none of the borrower's */
    alk_check(reader_of_one(engine) == alk_engine_reader(engine, 2));
    alk_check_int(count_of("connect"), 4);                 /* they rest */
    alk_fake_clock_advance(1.1);
    alk_check(reader_of_one(engine) == alk_engine_reader(engine, 2));
    alk_check_int(count_of("connect"), 7);
    alk_engine_close(engine);
}

/* A pool of one that is lent waits for its share of the time; then it is the primary's turn, and the replica is not taken for one that is down. */
ALK_TEST_UNTORTURED(reader, an_exhausted_replica_has_its_share_of_the_time)
{
    alk_engine *engine = alk_open("mock://primary", .replicas = "mock://one", .pool_size = 1, .max_overflow = -1, .pool_timeout = 3);
    alk_conn *first = alk_connect_to_read(engine);
    alk_check_made(first);
    double began = now_s();
    alk_check(reader_of_one(engine) == alk_engine_reader(engine, 1));
    double took = now_s() - began;
    alk_check_that(took > 1.4999 && took < 2.9, "it took %g s", took);
    alk_check_ok(alk_conn_close(first));
    alk_check(reader_of_one(engine) == alk_engine_reader(engine, 0));
    alk_engine_close(engine);
}

ALK_TEST(reader, nobody_answers)
{
    alk_engine *engine = alk_open("mock://primary?connect=refuse", .replicas = "mock://one?connect=refuse");
    alk_check_made(engine);
    alk_check(alk_connect_to_read(engine) == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "refuses");
    alk_clear_error();
    alk_check(alk_connect_to_read(NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "NULL");
    alk_engine_close(engine);
}

ALK_TEST(reader, a_list_with_a_mistake_is_refused)
{
    alk_check(alk_open("mock://", .replicas = "mock://one mock://two?nothing=1") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "nothing");
    alk_clear_error();
    alk_check(alk_open("mock://", .replicas = "sqlite://") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "the replica sqlite:// is of another dialect than mock://");
    alk_clear_error();
    alk_engine_options options = { .struct_size = sizeof options };
    alk_check_ok(alk_engine_options_set(&options, "replicas", "mock://one mock://two"));
    alk_engine *engine = alk_engine_open("mock://", &options);
    alk_check_made(engine);
    alk_check_str(alk_engine_url(alk_engine_reader(engine, 1)), "mock://two");
    alk_engine_close(engine);
}

ALK_TEST(reader, lent_ones_outlive_their_engine)
{
    alk_engine *engine = alk_open("mock://primary", .replicas = "mock://one");
    alk_check_made(engine);
    alk_conn *conn = alk_connect_to_read(engine), *other = alk_connect_to_read(engine);
    alk_check_made(conn);
    alk_check_made(other);
    alk_engine_close(engine);
    alk_check_ok(run_sql(conn, "select 1"));
    alk_check_ok(alk_conn_close(conn));
    alk_check_ok(alk_conn_close(other));
}

/* ---- on SQLite, where reading only is enforced ---- */

static alk_conn *reading(alk_engine *engine)
{
    alk_conn *conn = alk_connect_to_read(engine);
    alk_check_made(conn);
    alk_check_fails(run_sql(conn, "insert into t values (3)"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_str(alk_last_error()->sqlstate, "25006");
    alk_check_ok(alk_conn_rollback(conn));
    return conn;
}

ALK_TEST(reader, of_a_memory_database_sees_what_is_committed)
{
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(run_sql(conn, "insert into t values(42)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_close(conn));
    for (int i = 0; i < 2; i++) {
        conn = reading(engine);
        alk_check_int(ask_int(conn, "select a from t"), 42);
        alk_check_ok(run_sql(conn, "pragma query_only = 0"));      /* what it says of itself is undone when it is returned */
        alk_check_ok(alk_conn_close(conn));
    }
    alk_engine_close(engine);
}

ALK_TEST(reader, of_files)
{
    const char *primary = sqlite_file();
    char file[200], replica[220];
    (void)snprintf(file, sizeof file, "%s.copy", primary);
    (void)snprintf(replica, sizeof replica, "%s?mode=ro", file);
    alk_engine *copy = alk_open(file), *engine = alk_open(primary, .replicas = replica);
    alk_conn *conns[] = { alk_connect(copy), alk_connect(engine) };
    for (int i = 0; i < 2; i++) {
        alk_check_made(conns[i]);
        alk_check_ok(run_sql(conns[i], "create table t(a)"));
        alk_check_ok(run_sql(conns[i], i == 0 ? "insert into t values(1)" : "insert into t values(2)"));
        alk_check_ok(alk_conn_commit(conns[i]));
        alk_check_ok(alk_conn_close(conns[i]));
    }
    alk_conn *conn = reading(engine);
    alk_check_int(ask_int(conn, "select a from t"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(copy);
    (void)unlink(file + sizeof "sqlite:///" - 1);
    alk_engine_dispose(engine);
    conn = reading(engine);            /* the replica is gone */
    alk_check_int(ask_int(conn, "select a from t"), 2);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}
