/* SPDX-License-Identifier: MIT
 * Deadlines and lost servers: what is said, and that nothing hangs. A server that is silent is a backend that is stopped by a signal, where the test may send
 * it one. */
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "pg.h"
#include "wait.h"

static int64_t in(double seconds)
{
    return alk__pg_now() + (int64_t)(seconds * 1e9);
}

static double since(int64_t began)
{
    return (double)(alk__pg_now() - began) / 1e9;
}

ALK_TEST_UNTORTURED(guard, deadlines_of_statements)
{
    pg p;
    int64_t began;
    pg_open(&p);
    began = alk__pg_now();
    alk_check_int(pg_run_within(&p, "select pg_sleep(30)", in(0.2)), ALK_ERROR_TIMEOUT);
    alk_check_str(alk_last_error()->sqlstate, "57014");
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) == 0 && since(began) >= 0.2 && since(began) < 10);
    alk_check_int(pg_run_within(&p, "select 1", 1), ALK_ERROR_TIMEOUT);
    alk_check_int(pg_int(&p, "select 1"), 1);
    alk_check_ok(pg_run(&p, "set statement_timeout to 100"));
    alk_check_int(pg_run(&p, "select pg_sleep(30)"), ALK_ERROR_TIMEOUT);
    pg_close(&p);
}

/* Preparing waits for the lock of a table, and is given up like executing. */
ALK_TEST_UNTORTURED(guard, a_lock_on_the_way_to_preparing)
{
    pg p, other;
    pg_open(&p);
    pg_open(&other);
    alk_check_ok(pg_run(&other, "drop table if exists alk_unit_locked"));
    alk_check_ok(pg_run(&other, "create table alk_unit_locked(v int)"));
    alk_check_ok(pg_txn(&other, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&other, "lock table alk_unit_locked in access exclusive mode"));
    alk_check_int(pg_run_within(&p, "select v from alk_unit_locked", in(0.2)), ALK_ERROR_TIMEOUT);
    alk_check_ok(pg_txn(&other, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(pg_run(&p, "select v from alk_unit_locked"));
    alk_check_ok(pg_run(&other, "drop table alk_unit_locked"));
    pg_close(&other);
    pg_close(&p);
}

/* A listener that says nothing: connecting ends in time, and the next host is tried. */
ALK_TEST_UNTORTURED(guard, a_host_that_is_silent)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const char *url = pg_url();
    char port[12], own_port[12];
    alk_url *parsed = alk_url_parse(url);
    pg p;
    int64_t began;
    pg_tables(&p);
    alk_check(listener >= 0 && bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 5) == 0);
    alk_check(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    (void)snprintf(port, sizeof port, "%d", ntohs(address.sin_port));
    (void)snprintf(own_port, sizeof own_port, "%d", alk_url_port(parsed, 0));
    alk_pair pairs[] = { { pg_sv("host"), pg_sv("127.0.0.1") }, { pg_sv("port"), pg_sv(port) }, { pg_sv("user"), pg_sv(alk_url_user(parsed)) }, { pg_sv("database"), pg_sv(alk_url_database(parsed)) },
                         { pg_sv("host"), pg_sv(alk_url_host(parsed, 0)) }, { pg_sv("port"), pg_sv(own_port) } };
    alk_connect_request request = { .size = sizeof request, .npairs = 4, .pairs = pairs, .deadline = in(0.3) };
    began = alk__pg_now();
    alk_check_int(p.driver->connect(p.driver, &request, &p.conn, pg_err(&p)), ALK_ERROR_TIMEOUT);
    alk_check(since(began) >= 0.3 && since(began) < 5);
    request.npairs = 6;
    request.deadline = in(4);
    alk_check_ok(p.driver->connect(p.driver, &request, &p.conn, pg_err(&p)));
    alk_check_int(pg_int(&p, "select 1"), 1);
    alk_url_free(parsed);
    (void)close(listener);
    pg_close(&p);
}

ALK_TEST_UNTORTURED(guard, nobody_is_there)
{
    alk_pair pairs[] = { { pg_sv("host"), pg_sv("/nonexistent/alkahest") }, { pg_sv("password"), pg_sv("hunter2") } };
    alk_connect_request request = { .size = sizeof request, .npairs = 2, .pairs = pairs };
    pg p;
    pg_tables(&p);
    alk_check_int(p.driver->connect(p.driver, &request, &p.conn, pg_err(&p)), ALK_ERROR_OPERATIONAL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "/nonexistent/alkahest");
    alk_check(strstr(alk_last_error()->message, "hunter2") == NULL && strchr(alk_last_error()->message, '\n') == NULL);
    p.conn = NULL;
    pg_close(&p);
}

/* Stops the connection's backend; false: not allowed. */
static bool silence(pg *p, pid_t *pid)
{
    *pid = (pid_t)pg_int(p, "select pg_backend_pid()");
    return kill(*pid, SIGSTOP) == 0;
}

ALK_TEST_UNTORTURED(guard, a_server_that_falls_silent)
{
    pg p;
    pid_t pid;
    int64_t began;
    pg_open(&p);
    if (!silence(&p, &pid)) {
        pg_close(&p);
        alk_skip("the server's processes cannot be stopped");
    }
    began = alk__pg_now();
    int rc = pg_run_within(&p, "select 1", in(0.3));
    double took = since(began);
    unsigned flags = alk_last_error()->flags;
    int again = pg_run(&p, "select 1");
    unsigned flags_again = alk_last_error()->flags;
    (void)kill(pid, SIGCONT);
    alk_check_int(rc, ALK_ERROR_TIMEOUT);
    alk_check((flags & ALK_ERROR_DISCONNECT) != 0 && took < 12);
    alk_check_int(again, ALK_ERROR_OPERATIONAL);
    alk_check((flags_again & ALK_ERROR_DISCONNECT) != 0);
    pg_close(&p);
}

ALK_TEST_UNTORTURED(guard, a_commit_without_an_answer)
{
    pg p;
    pid_t pid;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "create temp table t(v int)"));
    if (!silence(&p, &pid)) {
        pg_close(&p);
        alk_skip("the server's processes cannot be stopped");
    }
    int rc = p.ops->transaction(p.conn, ALK_TXN_COMMIT, 0, pg_sv(NULL), in(0.2), pg_err(&p));
    unsigned flags = alk_last_error()->flags;
    (void)kill(pid, SIGCONT);
    alk_check(rc == ALK_ERROR_TIMEOUT && (flags & ALK_ERROR_OUTCOME_UNKNOWN) != 0 && (flags & ALK_ERROR_DISCONNECT) != 0);
    pg_close(&p);
}

/* The administrator ends the session: while it waits, between statements, and before a commit. */
ALK_TEST_UNTORTURED(guard, a_session_that_is_ended)
{
    pg p, other;
    char sql[80];
    pg_open(&other);
    pg_open(&p);
    (void)snprintf(sql, sizeof sql, "select pg_terminate_backend(%d, 5000)", (int)pg_int(&p, "select pg_backend_pid()"));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&other, sql));
    alk_check_int(pg_txn(&p, ALK_TXN_COMMIT, NULL), ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0 && (alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN) != 0);
    pg_close(&p);
    pg_open(&p);
    (void)snprintf(sql, sizeof sql, "select pg_terminate_backend(%d, 5000)", (int)pg_int(&p, "select pg_backend_pid()"));
    alk_check_ok(pg_run(&other, sql));
    alk_check_int(p.ops->ping(p.conn, 0, pg_err(&p)), ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0);
    pg_close(&p);
    pg_open(&p);
    alk_check_int(pg_run(&p, "select pg_terminate_backend(pg_backend_pid())"), ALK_ERROR_OPERATIONAL);
    alk_check_str(alk_last_error()->sqlstate, "57P01");
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0);
    pg_close(&p);
    pg_close(&other);
}

/* In a pipeline and in the middle of rows, too. */
ALK_TEST_UNTORTURED(guard, a_session_that_is_ended_at_work)
{
    static alk_cell cells[200];
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .params = cells, .ncols = 1, .nrows = 200 };
    pg p;
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got, rows = 0;
    int rc;
    pg_open(&p);
    for (int i = 0; i < 200; i++)
        cells[i] = pg_int_cell(ALK_TYPE_INT, i);
    alk_check_ok(pg_prepare(&p, "do $$ begin perform 1; end $$", &stmt));
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_run(&p, "create temp table t(v int)"));
    alk_check_ok(pg_prepare(&p, "insert into t select case when $1::int = 100 and pg_terminate_backend(pg_backend_pid()) then 1 else 2 end", &stmt));
    alk_check_int(p.ops->execute(p.conn, stmt, &request, &cursor, &affected, pg_err(&p)), ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0);
    p.ops->stmt_close(p.conn, stmt);
    pg_close(&p);
    pg_open(&p);
    alk_check_ok(pg_prepare(&p, "select i, case when i = 50000 then pg_terminate_backend(pg_backend_pid()) end from generate_series(1, 100000) i", &stmt));
    request.ncols = 0;
    request.nrows = 1;
    rc = p.ops->execute(p.conn, stmt, &request, &cursor, &affected, pg_err(&p));
    while (rc == ALK_OK) {
        alk_cell row[2];
        rc = p.ops->cursor->fetch_cells(cursor, row, 2, 1, &got, p.arena, pg_err(&p));
        rows += got;
    }
    alk_check_int(rc, ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0 && rows < 100000);
    (void)p.ops->cursor->close(cursor, pg_err(&p));
    p.ops->stmt_close(p.conn, stmt);
    pg_close(&p);
}

/* What a forked child lets go of stays with the parent: the server hears nothing of it. */
ALK_TEST_UNTORTURED(guard, a_child_leaves_the_line_alone)
{
    pg p;
    void *stmt;
    int status = -1;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "create temp table t as select 9 as v"));
    alk_check_ok(pg_prepare(&p, "select v from t", &stmt));
    pid_t child = fork();
    if (child == 0) {
        p.ops->abandon(p.conn);
        _exit(0);
    }
    alk_check(child > 0 && waitpid(child, &status, 0) == child && status == 0);
    alk_check_int(pg_int(&p, "select v from t"), 9);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    pg_close(&p);
}

ALK_TEST_UNTORTURED(guard, a_failed_transaction_does_not_commit)
{
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_int(pg_run(&p, "select 1/0"), ALK_ERROR_DATA);
    alk_check_int(p.ops->transaction_status(p.conn), ALK_TXN_FAILED);
    alk_check_int(pg_txn(&p, ALK_TXN_COMMIT, NULL), ALK_ERROR_OPERATIONAL);
    alk_check_str(alk_last_error()->sqlstate, "25P02");
    alk_check_int(p.ops->transaction_status(p.conn), ALK_TXN_IDLE);
    alk_check_int(pg_int(&p, "select 1"), 1);
    pg_close(&p);
}

/* The fields of the server's errors, and its notices. */
ALK_TEST_UNTORTURED(guard, errors_say_what_the_server_said)
{
    pg p;
    pg_open(&p);
    alk_check_ok(pg_run(&p, "create temp table alk_e(id int constraint alk_key primary key, v int not null constraint alk_positive check (v > 0))"));
    alk_check_ok(pg_run(&p, "insert into alk_e values(1, 1)"));
    alk_check_int(pg_run(&p, "insert into alk_e values(1, 1)"), ALK_ERROR_INTEGRITY);
    alk_check_str(alk_last_error()->constraint, "alk_key");
    alk_check_str(alk_last_error()->table, "alk_e");
    alk_check_int(pg_run(&p, "insert into alk_e values(2, null)"), ALK_ERROR_INTEGRITY);
    alk_check_str(alk_last_error()->column, "v");
    alk_check_int(pg_run(&p, "select no_such from alk_e"), ALK_ERROR_PROGRAMMING);
    alk_check_int(alk_last_error()->position, 8);
    alk_check_ok(pg_run(&p, "do $$ begin raise warning 'mind the gap'; end $$"));
    alk_check_int(p.ops->warning(p.conn, pg_err(&p)), ALK_OK);
    alk_check_int(p.ops->warning(p.conn, pg_err(&p)), ALK_END);
    pg_close(&p);
}
