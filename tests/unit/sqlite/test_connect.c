/* SPDX-License-Identifier: MIT
 * Opening: memory and files, the options of the URL, and what is told when it cannot be. */
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lite.h"

#define OPTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    alk_check(file != NULL);
    fputs(text, file);
    fclose(file);
}

ALK_TEST(connect, tables_are_complete)
{
    lite l;
    alk_server_info info = { .size = sizeof info };
    lite_open(&l, NULL);
    alk_check_str(l.driver->name, "sqlite3");
    alk_check_str(l.driver->dialect, "sqlite");
    alk_check_ok(l.ops->server(l.conn, &info, lite_err(&l)));
    alk_check_sv(info.product, "SQLite");
    alk_check_sv(info.version_text, sqlite3_libversion());
    alk_check(info.version >= 33100 && info.version < 50000);
    alk_check((l.ops->caps(l.conn) & ALK_CAP_SAVEPOINT) != 0);
    alk_check(l.ops->query(l.conn, "sqlite3/1") != NULL);
    alk_check(l.ops->query(l.conn, "sqlite3/2") == NULL);
    alk_check_ok(l.ops->ping(l.conn, 0, lite_err(&l)));
    alk_check_status(l.ops->warning(l.conn, lite_err(&l)), ALK_END);
    lite_close(&l);
}

ALK_TEST(connect, memory_is_shared_by_one_engine_only)
{
    lite a, b;
    void *second = NULL;
    uint32_t pool = 0;
    alk_connect_request request = { .size = sizeof request };
    lite_tables(&a);
    lite_tables(&b);
    a.arena = alk_arena_new();
    b.arena = alk_arena_new();
    alk_check(a.arena != NULL && b.arena != NULL);
    alk_check_ok(a.driver->database_open(a.driver, &request, &a.database, &pool, lite_err(&a)));
    alk_check_ok(b.driver->database_open(b.driver, &request, &b.database, &pool, lite_err(&b)));
    alk_check_ok(lite_connect(&a, NULL, NULL));
    alk_check_ok(lite_run(&a, "create table t(a)"));
    alk_check_ok(lite_run(&a, "insert into t values(42)"));
    second = a.conn;
    a.conn = NULL;
    alk_check_ok(lite_connect(&a, NULL, NULL));
    alk_check_int(lite_int(&a, "select a from t"), 42);
    alk_check_ok(a.ops->close(second, lite_err(&a)));
    alk_check_ok(a.ops->close(a.conn, lite_err(&a)));
    a.conn = NULL;
    alk_check_ok(lite_connect(&a, ":memory:", NULL));        /* the database outlives its connections */
    alk_check_int(lite_int(&a, "select count(*) from t"), 1);
    alk_check_str(lite_text(&a, "pragma journal_mode"), "memory");
    alk_check_ok(lite_connect(&b, NULL, NULL));
    alk_check_fails(lite_run(&b, "select * from t"), ALK_ERROR_PROGRAMMING, "no such table: t");
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST(connect, memory_without_an_engine_is_private)
{
    lite a, b;
    lite_open(&a, NULL);
    lite_open(&b, NULL);
    alk_check_ok(lite_run(&a, "create table t(a)"));
    alk_check_status(lite_run(&b, "select * from t"), ALK_ERROR_PROGRAMMING);
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST(connect, file_keeps_what_was_written)
{
    lite l;
    const char *path = lite_path("a b%20?x#y.db");
    lite_open(&l, path);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    lite_close(&l);
    alk_check_int(access(path, F_OK), 0);
    lite_tables(&l);
    l.arena = alk_arena_new();
    alk_check_made(l.arena);
    alk_check_ok(lite_connect(&l, path, OPTIONS("mode=ro")));
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    alk_check_fails(lite_run(&l, "insert into t values(1)"), ALK_ERROR_OPERATIONAL, "a b%20?x#y.db");
    alk_check_str(alk_last_error()->sqlstate, "25006");
    alk_check_ok(l.ops->close(l.conn, lite_err(&l)));
    l.conn = NULL;
    alk_check_ok(lite_connect(&l, path, OPTIONS("immutable=on")));
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    lite_close(&l);
}

ALK_TEST_UNTORTURED(connect, names_that_look_like_uris_are_files)
{
    lite l;
    char before[500];
    alk_check(getcwd(before, sizeof before) != NULL);
    alk_check_int(chdir(alk_test_directory()), 0);
    lite_open(&l, "file:x.db?mode=memory");
    alk_check_ok(lite_run(&l, "create table t(a)"));
    lite_close(&l);
    alk_check_int(access("file:x.db?mode=memory", F_OK), 0);
    alk_check_int(chdir(before), 0);
}

ALK_TEST(connect, options_are_in_force)
{
    lite l;
    lite_tables(&l);
    l.arena = alk_arena_new();
    alk_check_made(l.arena);
    alk_check_ok(lite_connect(&l, lite_path("o.db"),
                              OPTIONS("mode=rwc", "journal_mode=WAL", "synchronous=off", "foreign_keys=off", "timeout=0.25", "cache=private")));
    alk_check_str(lite_text(&l, "pragma journal_mode"), "wal");
    alk_check_int(lite_int(&l, "pragma synchronous"), 0);
    alk_check_int(lite_int(&l, "pragma foreign_keys"), 0);
    lite_close(&l);
    lite_open(&l, NULL);
    alk_check_int(lite_int(&l, "pragma foreign_keys"), 1);
    lite_close(&l);
}

ALK_TEST(connect, the_last_of_an_option_counts)
{
    lite l;
    lite_tables(&l);
    l.arena = alk_arena_new();
    alk_check_made(l.arena);
    alk_check_ok(lite_connect(&l, lite_path("o.db"), OPTIONS("foreign_keys=on", "synchronous=full", "foreign_keys=off")));
    alk_check_int(lite_int(&l, "pragma foreign_keys"), 0);
    lite_close(&l);
}

ALK_TEST(connect, wrong_options_are_told)
{
    lite l;
    lite_tables(&l);
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("mode=fast")), ALK_ERROR_ARGUMENT, "mode");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("timeout=soon")), ALK_ERROR_ARGUMENT, "timeout");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("timeout=")), ALK_ERROR_ARGUMENT, "timeout");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("timeout=-1")), ALK_ERROR_ARGUMENT, "timeout");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("foreign_keys=maybe")), ALK_ERROR_ARGUMENT, "foreign_keys");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("colour=red")), ALK_ERROR_ARGUMENT, "colour");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("host=localhost")), ALK_ERROR_ARGUMENT, "no host");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("password=hush")), ALK_ERROR_ARGUMENT, "no password");
    alk_check(strstr(alk_last_error()->message, "hush") == NULL);
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("mode=ro")), ALK_ERROR_ARGUMENT, "memory");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("vfs=unix")), ALK_ERROR_ARGUMENT, "memory");
    alk_check_fails(lite_connect(&l, NULL, OPTIONS("journal_mode=wal")), ALK_ERROR_NOT_SUPPORTED, "journal_mode=wal");
    alk_check_fails(lite_connect(&l, lite_path("x.db"), OPTIONS("vfs=none")), ALK_ERROR_ARGUMENT, "\"none\"");
    alk_check(l.conn == NULL);
}

ALK_TEST(connect, says_why_a_file_cannot_be_opened)
{
    lite l;
    lite_tables(&l);
    alk_check_fails(lite_connect(&l, lite_path("missing/x.db"), NULL), ALK_ERROR_OPERATIONAL, "missing/x.db\": no such file");
    alk_check_fails(lite_connect(&l, lite_path("absent.db"), OPTIONS("mode=rw")), ALK_ERROR_OPERATIONAL, "absent.db");
    alk_check_fails(lite_connect(&l, alk_test_directory(), NULL), ALK_ERROR_OPERATIONAL, alk_test_directory());
    write_file(lite_path("text.db"), "this is a text file, and it is rather longer than the hundred bytes of the header which a "
                                     "database has at its beginning, so that it is looked at");
    alk_check_fails(lite_connect(&l, lite_path("text.db"), NULL), ALK_ERROR_OPERATIONAL, "text.db");
    alk_check_contains(alk_last_error()->message, "not a database");
    alk_check_int(alk_last_error()->native_code, SQLITE_NOTADB);
}

ALK_TEST(connect, read_only_file_reads_and_refuses_to_promise_more)
{
    lite l;
    const char *path = lite_path("r.db");
    lite_open(&l, path);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    lite_close(&l);
    chmod(path, 0444);
    if (access(path, W_OK) == 0)
        alk_skip("root may write everything");
    lite_open(&l, path);
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    alk_check_fails(lite_run(&l, "insert into t values(1)"), ALK_ERROR_OPERATIONAL, "r.db");
    alk_check_ok(l.ops->close(l.conn, lite_err(&l)));
    l.conn = NULL;
    alk_check_fails(lite_connect(&l, path, OPTIONS("mode=rwc")), ALK_ERROR_OPERATIONAL, "read-only");
    lite_close(&l);
}

ALK_TEST(connect, quoted_names_are_names)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(\"a b\")"));
    alk_check_ok(lite_run(&l, "select \"a b\" from t"));
    alk_check_fails(lite_run(&l, "select \"a c\" from t"), ALK_ERROR_PROGRAMMING, "no such column");
    lite_close(&l);
}

ALK_TEST_UNTORTURED(connect, a_forked_child_puts_it_aside)
{
    lite l;
    pid_t child;
    int status = -1;
    lite_open(&l, lite_path("f.db"));
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(lite_run(&l, "begin immediate"));
    child = fork();
    if (child == 0) {
        l.ops->abandon(l.conn);
        _exit(0);
    }
    alk_check(child > 0 && waitpid(child, &status, 0) == child);
    alk_check_int(status, 0);
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    alk_check_ok(lite_run(&l, "commit"));
    alk_check_int(lite_int(&l, "select count(*) from t"), 1);
    lite_close(&l);
}

ALK_TEST(connect, leaves_nothing_when_memory_is_refused)
{
    lite l;
    int status;
    lite_tables(&l);
    ALK_TORTURE(status)
    {
        alk_connect_request request = { .size = sizeof request };
        uint32_t pool = 0;
        l.conn = NULL;
        status = l.driver->database_open(l.driver, &request, &l.database, &pool, lite_err(&l));
        if (status == ALK_OK)
            status = lite_connect(&l, NULL, NULL);
        if (l.conn != NULL)
            (void)l.ops->close(l.conn, lite_err(&l));
        l.driver->database_close(l.driver, l.database);
    }
    l.database = NULL;
    ALK_TORTURE(status)
    {
        l.conn = NULL;
        status = lite_connect(&l, lite_path("t.db"), OPTIONS("immutable=off", "vfs=unix"));
        if (l.conn != NULL)
            (void)l.ops->close(l.conn, lite_err(&l));
    }
}
