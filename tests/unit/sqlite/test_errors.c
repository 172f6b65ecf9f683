/* SPDX-License-Identifier: MIT
 * Errors: class, SQLSTATE, native code, names and position, as the database gives them. */
#include "errors_text.h"
#include "lite.h"

static void fails(lite *l, const char *sql, int code, const char *sqlstate, int64_t native)
{
    alk_check_that(lite_run(l, sql) == code, "%s: %s", sql, alk_last_error()->message);
    alk_check_str(alk_last_error()->sqlstate, sqlstate);
    alk_check_int(alk_last_error()->native_code, native);
}

static void names(const char *table, const char *column, const char *constraint)
{
    alk_check_str(alk_last_error()->table, table);
    alk_check_str(alk_last_error()->column, column);
    alk_check_str(alk_last_error()->constraint, constraint);
}

ALK_TEST(errors, constraints)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(id integer primary key, a text not null, b text, c int constraint positive check (c > 0),"
                              " unique (a, b))"));
    alk_check_ok(lite_run(&l, "create table child(t int references t(id))"));
    alk_check_ok(lite_run(&l, "create table w(k text primary key) without rowid"));
    alk_check_ok(lite_run(&l, "insert into t values(1, 'secret', 'b', 1)"));
    alk_check_ok(lite_run(&l, "insert into w values('k')"));
    fails(&l, "insert into t values(2, 'secret', 'b', 1)", ALK_ERROR_INTEGRITY, "23505", SQLITE_CONSTRAINT_UNIQUE);
    names("t", "a, b", NULL);
    alk_check(strstr(alk_last_error()->message, "secret") == NULL);
    fails(&l, "insert into t values(1, 'x', 'b', 1)", ALK_ERROR_INTEGRITY, "23505", SQLITE_CONSTRAINT_PRIMARYKEY);
    names("t", "id", NULL);
    fails(&l, "insert into w values('k')", ALK_ERROR_INTEGRITY, "23505", SQLITE_CONSTRAINT_PRIMARYKEY);
    names("w", "k", NULL);
    fails(&l, "insert into t values(2, null, 'b', 1)", ALK_ERROR_INTEGRITY, "23502", SQLITE_CONSTRAINT_NOTNULL);
    names("t", "a", NULL);
    fails(&l, "insert into t values(2, 'x', 'b', 0)", ALK_ERROR_INTEGRITY, "23514", SQLITE_CONSTRAINT_CHECK);
    names(NULL, NULL, "positive");
    fails(&l, "insert into child values(99)", ALK_ERROR_INTEGRITY, "23503", SQLITE_CONSTRAINT_FOREIGNKEY);
    alk_check_ok(lite_run(&l, "create unique index folded on t(lower(a))"));
    fails(&l, "insert into t values(2, 'SECRET', 'c', 1)", ALK_ERROR_INTEGRITY, "23505", SQLITE_CONSTRAINT_UNIQUE);
    names(NULL, NULL, "folded");
    alk_check_ok(lite_run(&l, "create trigger no before delete on t begin select raise(abort, 'not allowed here'); end"));
    fails(&l, "delete from t", ALK_ERROR_INTEGRITY, "23000", SQLITE_CONSTRAINT_TRIGGER);
    alk_check_str(alk_last_error()->message, "not allowed here");
    lite_close(&l);
}

ALK_TEST(errors, awkward_names)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table \"a.b, c.d\"(\"x.y, z\" int not null, \"p q\" int, unique(\"x.y, z\", \"p q\"))"));
    alk_check_ok(lite_run(&l, "insert into \"a.b, c.d\" values(1, 2)"));
    fails(&l, "insert into \"a.b, c.d\" values(1, 2)", ALK_ERROR_INTEGRITY, "23505", SQLITE_CONSTRAINT_UNIQUE);
    names("a.b, c.d", "x.y, z, p q", NULL);
    fails(&l, "insert into \"a.b, c.d\" values(null, 2)", ALK_ERROR_INTEGRITY, "23502", SQLITE_CONSTRAINT_NOTNULL);
    names("a.b, c.d", "x.y, z", NULL);
    lite_close(&l);
}

ALK_TEST(errors, programming)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    fails(&l, "select * from nowhere", ALK_ERROR_PROGRAMMING, "42P01", SQLITE_ERROR);
    names("nowhere", NULL, NULL);
    fails(&l, "select b from t", ALK_ERROR_PROGRAMMING, "42703", SQLITE_ERROR);
    names(NULL, "b", NULL);
    fails(&l, "insert into t(b) values(1)", ALK_ERROR_PROGRAMMING, "42703", SQLITE_ERROR);
    fails(&l, "select a from t x, t y", ALK_ERROR_PROGRAMMING, "42702", SQLITE_ERROR);
    fails(&l, "selec 1", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    fails(&l, "select (1", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    fails(&l, "select 'open", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    fails(&l, "select unheard(1)", ALK_ERROR_PROGRAMMING, "42883", SQLITE_ERROR);
    fails(&l, "select abs(1, 2)", ALK_ERROR_PROGRAMMING, "42883", SQLITE_ERROR);
    fails(&l, "create table t(a)", ALK_ERROR_PROGRAMMING, "42P07", SQLITE_ERROR);
    fails(&l, "insert into t values(1, 2)", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    fails(&l, "release unheard", ALK_ERROR_PROGRAMMING, "3B001", SQLITE_ERROR);
    fails(&l, "commit", ALK_ERROR_PROGRAMMING, "25P01", SQLITE_ERROR);
    fails(&l, "select '1' = '2' collate french", ALK_ERROR_PROGRAMMING, "42704", SQLITE_ERROR_MISSING_COLLSEQ);
    fails(&l, "select json('{')", ALK_ERROR_DATA, "22032", SQLITE_ERROR);
    fails(&l, "create table k(a integer primary key); ", ALK_OK, alk_last_error()->sqlstate, alk_last_error()->native_code);
    fails(&l, "insert into k values('text')", ALK_ERROR_DATA, "22018", SQLITE_MISMATCH);
    fails(&l, "select zeroblob(2000000000)", ALK_ERROR_DATA, "22001", SQLITE_TOOBIG);
    lite_close(&l);
}

ALK_TEST(errors, position_in_characters)
{
    lite l;
    lite_open(&l, NULL);
    fails(&l, "select 'Zürich', from t", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    alk_check_int(alk_last_error()->position, 18);
    fails(&l, "select 'ü', nowhere", ALK_ERROR_PROGRAMMING, "42703", SQLITE_ERROR);
#if SQLITE_VERSION_NUMBER >= 3038000
    alk_check_int(alk_last_error()->position, 13);
#endif
    fails(&l, "select (1", ALK_ERROR_PROGRAMMING, "42601", SQLITE_ERROR);
    alk_check_int(alk_last_error()->position, 10);
    lite_close(&l);
}

ALK_TEST(errors, full_disk)
{
    lite l;
    lite_open(&l, lite_path("full.db"));
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(lite_run(&l, "pragma max_page_count = 3"));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    fails(&l, "insert into t values(zeroblob(100000))", ALK_ERROR_OPERATIONAL, "53100", SQLITE_FULL);
    alk_check_contains(alk_last_error()->message, "full.db");
    alk_check_ok(lite_txn(&l, ALK_TXN_ROLLBACK, NULL));
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_IDLE);
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    lite_close(&l);
}

ALK_TEST_UNTORTURED(errors, corrupt_file)
{
    lite l;
    const char *path = lite_path("corrupt.db");
    FILE *file;
    lite_open(&l, path);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(lite_run(&l, "insert into t select zeroblob(3000) from (select 1 union all select 2 union all select 3)"));
    lite_close(&l);
    file = fopen(path, "r+");
    alk_check(file != NULL);
    for (long at = 4096; at < 12288; at++) {
        fseek(file, at, SEEK_SET);
        fputc(0xA5, file);
    }
    fclose(file);
    lite_open(&l, path);
    alk_check_fails(lite_run(&l, "select count(*) from t where a > 1"), ALK_ERROR_OPERATIONAL, "malformed");
    alk_check_str(alk_last_error()->sqlstate, "XX001");
    lite_close(&l);
}

ALK_TEST(errors, strict_tables)
{
    lite l;
    lite_open(&l, NULL);
    if (sqlite3_libversion_number() >= 3037000) {
        alk_check_ok(lite_run(&l, "create table t(a int) strict"));
        fails(&l, "insert into t values('x')", ALK_ERROR_DATA, "22018", SQLITE_CONSTRAINT | 12 << 8);
    }
    lite_close(&l);
}
