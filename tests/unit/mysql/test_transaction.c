/* SPDX-License-Identifier: MIT
 * Transactions on a live server: implicit commits, deadlocks, isolation, reset; errors with their classes and names; warnings. */
#include "my.h"
#include "transaction.h"

static void fails(my *m, const char *sql, int code, const char *sqlstate, int64_t native)
{
    alk_check_that(my_run(m, sql) == code, "%s: %s", sql, alk_last_error()->message);
    alk_check_str(alk_last_error()->sqlstate, sqlstate);
    alk_check_int(alk_last_error()->native_code, native);
}

ALK_TEST(transaction, errors)
{
    my m;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "drop table if exists my_child, my_parent"));
    alk_check_ok(my_run(&m, "create table my_parent (id int primary key, name varchar(5) not null, n tinyint, unique key by_name (name), constraint positive check (n > 0))"));
    alk_check_ok(my_run(&m, "create table my_child (p int, constraint to_parent foreign key (p) references my_parent (id))"));
    alk_check_ok(my_run(&m, "insert into my_parent values (1, 'ann', 1)"));
    fails(&m, "insert into my_parent values (2, 'ann', 1)", ALK_ERROR_INTEGRITY, "23505", 1062);
    alk_check_str(alk_last_error()->constraint, "by_name");
    alk_check(strstr(alk_last_error()->message, "ann") == NULL);
    fails(&m, "insert into my_parent values (2, null, 1)", ALK_ERROR_INTEGRITY, "23502", 1048);
    alk_check_str(alk_last_error()->column, "name");
    fails(&m, "insert into my_parent(id) values (2)", ALK_ERROR_INTEGRITY, "23502", 1364);
    fails(&m, "insert into my_parent values (2, 'bob', -1)", ALK_ERROR_INTEGRITY, "23514", 4025);
    alk_check_str(alk_last_error()->constraint, "positive");
    alk_check_str(alk_last_error()->table, "my_parent");
    fails(&m, "insert into my_child values (9)", ALK_ERROR_INTEGRITY, "23503", 1452);
    alk_check_str(alk_last_error()->constraint, "to_parent");
    alk_check_str(alk_last_error()->table, "my_child");
    alk_check_str(alk_last_error()->column, "p");
    alk_check_ok(my_run(&m, "insert into my_child values (1)"));
    fails(&m, "delete from my_parent", ALK_ERROR_INTEGRITY, "23503", 1451);
    fails(&m, "insert into my_parent values (2, 'secret', 1)", ALK_ERROR_DATA, "22001", 1406);
    alk_check_str(alk_last_error()->column, "name");
    fails(&m, "insert into my_parent values (2, 'bob', 300)", ALK_ERROR_DATA, "22003", 1264);
    fails(&m, "insert into my_parent values (2, 'bob', 'secret')", ALK_ERROR_DATA, "22018", 1366);
    alk_check(strstr(alk_last_error()->message, "secret") == NULL);
    alk_check_str(alk_last_error()->column, "n");
    fails(&m, "insert into my_parent values (2, x'ff', 1)", ALK_ERROR_DATA, "22018", 1366);       /* no UTF-8 */
    fails(&m, "insert into my_parent values (2)", ALK_ERROR_PROGRAMMING, "21S01", 1136);
    fails(&m, "select nothing", ALK_ERROR_PROGRAMMING, "42703", 1054);
    alk_check_str(alk_last_error()->column, "nothing");
    fails(&m, "select * from my_nothing", ALK_ERROR_PROGRAMMING, "42P01", 1146);
    alk_check_str(alk_last_error()->table, "my_nothing");
    fails(&m, "create table my_parent (a int)", ALK_ERROR_PROGRAMMING, "42P07", 1050);
    alk_check_ok(my_run(&m, "drop table my_child, my_parent"));
    my_close(&m);
}

ALK_TEST(transaction, definitions_commit)
{
    my m;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "drop table if exists my_defined"));
    alk_check_int(m.ops->transaction_status(m.conn), ALK_TXN_IDLE);
    alk_check_ok(my_txn(&m, ALK_TXN_BEGIN, NULL));
    alk_check_int(m.ops->transaction_status(m.conn), ALK_TXN_ACTIVE);
    alk_check_ok(my_run(&m, "create table my_defined (a int)"));
    alk_check_int(m.ops->transaction_status(m.conn), ALK_TXN_IDLE);
    alk_check_ok(my_txn(&m, ALK_TXN_ROLLBACK, NULL));
    alk_check_int(my_int(&m, "select count(*) from my_defined"), 0);
    alk_check_ok(my_run(&m, "drop table my_defined"));
    my_close(&m);
}

ALK_TEST_UNTORTURED(transaction, deadlock)
{
    my a, b;
    void *stmt, *cursor = NULL;
    int64_t affected;
    my_open(&a, NULL);
    my_open(&b, NULL);
    alk_check_ok(my_run(&a, "drop table if exists my_dead"));
    alk_check_ok(my_run(&a, "create table my_dead (id int primary key, v int) engine=innodb"));
    alk_check_ok(my_run(&a, "insert into my_dead values (1, 0), (2, 0)"));
    alk_check_ok(my_txn(&a, ALK_TXN_BEGIN, NULL));
    alk_check_ok(my_txn(&b, ALK_TXN_BEGIN, NULL));
    alk_check_ok(my_run(&a, "update my_dead set v = 1 where id = 1"));
    alk_check_ok(my_run(&b, "update my_dead set v = 2 where id = 2"));
    /* Without a thread: b waits for a lock, is given up, then waits in vain. */
    alk_check_ok(my_run(&b, "set innodb_lock_wait_timeout = 1"));
    fails(&b, "update my_dead set v = 2 where id = 1", ALK_ERROR_OPERATIONAL, "55P03", 1205);
    alk_check((alk_last_error()->flags & ALK_ERROR_RETRYABLE) != 0);
    alk_check_int(b.ops->transaction_status(b.conn), ALK_TXN_ACTIVE);
    alk_check_ok(my_run(&b, "set @@innodb_lock_wait_timeout = 3"));
    alk_check_ok(my_prepare(&b, "signal sqlstate '40001' set mysql_errno = 1213, message_text = 'as a deadlock'", &stmt));
    alk_check_status(my_execute(&b, stmt, NULL, 0, 1, &cursor, &affected), ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_RETRYABLE) != 0);
    b.ops->stmt_close(b.conn, stmt);
    alk_check_int(b.ops->transaction_status(b.conn), ALK_TXN_ACTIVE);      /* the server says that it goes on */
    alk_check_ok(my_txn(&b, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(my_txn(&a, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(my_run(&a, "drop table my_dead"));
    my_close(&a);
    my_close(&b);
}

/* What the server ended is told, and nothing runs outside of it. */
ALK_TEST(transaction, rolled_back_behind_the_back)
{
    my m;
    my_open(&m, NULL);
    alk_check_ok(my_txn(&m, ALK_TXN_BEGIN, NULL));
    ((alk__my_conn *)m.conn)->rolled_back = true;
    alk_check_int(m.ops->transaction_status(m.conn), ALK_TXN_FAILED);
    alk_check_fails(my_run(&m, "select 1"), ALK_ERROR_OPERATIONAL, "roll back before going on");
    alk_check_fails(my_txn(&m, ALK_TXN_COMMIT, NULL), ALK_ERROR_OPERATIONAL, "nothing to commit");
    alk_check_fails(my_txn(&m, ALK_TXN_SAVEPOINT, "s"), ALK_ERROR_OPERATIONAL, "already rolled back");
    alk_check_ok(my_txn(&m, ALK_TXN_ROLLBACK, NULL));
    alk_check_int(my_int(&m, "select 1"), 1);
    my_close(&m);
}

static const char *level(my *m)
{
    alk_cell value = my_value(m, ((alk__my_conn *)m->conn)->version.number < 110101 ? "select @@tx_isolation" : "select @@transaction_isolation");
    return value.u.p;
}

ALK_TEST(transaction, isolation)
{
    my m;
    char before[40];
    my_open(&m, NULL);
    (void)snprintf(before, sizeof before, "%s", level(&m));
    alk_check_ok(m.ops->set_isolation(m.conn, ALK_ISOLATION_SERIALIZABLE, 0, my_err(&m)));
    alk_check_str(level(&m), "SERIALIZABLE");
    alk_check_ok(m.ops->set_isolation(m.conn, ALK_ISOLATION_READ_UNCOMMITTED, 0, my_err(&m)));
    alk_check_str(level(&m), "READ-UNCOMMITTED");
    alk_check_fails(m.ops->set_isolation(m.conn, ALK_ISOLATION_SNAPSHOT, 0, my_err(&m)), ALK_ERROR_NOT_SUPPORTED, "isolation level");
    alk_check_ok(m.ops->set_isolation(m.conn, ALK_ISOLATION_DEFAULT, 0, my_err(&m)));
    alk_check_str(level(&m), before);
    alk_check_ok(m.ops->transaction(m.conn, ALK_TXN_BEGIN, ALK_ISOLATION_READ_COMMITTED, my_sv(NULL), 0, my_err(&m)));
    alk_check_ok(my_txn(&m, ALK_TXN_ROLLBACK, NULL));
    alk_check_str(level(&m), before);
    alk_check_fails(my_txn(&m, ALK_TXN_SAVEPOINT, "a`b"), ALK_ERROR_ARGUMENT, "savepoint");
    my_close(&m);
}

ALK_TEST(transaction, reset_gives_a_fresh_session)
{
    my m;
    alk_cell mode;
    my_open(&m, NULL);
    mode = my_value(&m, "select @@sql_mode");
    alk_check(strstr(mode.u.p, "STRICT_ALL_TABLES") != NULL && strstr(mode.u.p, "ANSI_QUOTES") == NULL);
    alk_check_ok(my_run(&m, "set sql_mode = 'ANSI_QUOTES', time_zone = '+05:00', @a = 1"));
    alk_check_ok(my_run(&m, "create temporary table my_temporary (a int)"));
    alk_check_ok(my_txn(&m, ALK_TXN_BEGIN, NULL));
    alk_check_ok(m.ops->reset(m.conn, 0, my_err(&m)));
    alk_check_int(m.ops->transaction_status(m.conn), ALK_TXN_IDLE);
    alk_check_str(my_value(&m, "select @@sql_mode").u.p, mode.u.p);
    alk_check_str(my_value(&m, "select @@time_zone").u.p, "+00:00");
    alk_check_str(my_value(&m, "select @@character_set_results").u.p, "utf8mb4");
    alk_check_int(my_value(&m, "select @a").tag, ALK_TYPE_NULL);
    fails(&m, "select * from my_temporary", ALK_ERROR_PROGRAMMING, "42P01", 1146);
    my_close(&m);
}

ALK_TEST(transaction, warnings)
{
    my m;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "select cast('secret' as signed)"));
    alk_check_ok(m.ops->warning(m.conn, my_err(&m)));
    alk_check_status(alk__err_end(&m.err, ALK_ERROR_DATA, "warning"), ALK_ERROR_DATA);
    alk_check_contains(alk_last_error()->message, "Truncated incorrect INTEGER value");
    alk_check(strstr(alk_last_error()->message, "secret") == NULL);
    alk_check_status(m.ops->warning(m.conn, my_err(&m)), ALK_END);
    alk_check_int(my_int(&m, "select 1"), 1);
    alk_check_status(m.ops->warning(m.conn, my_err(&m)), ALK_END);
    my_close(&m);
}
