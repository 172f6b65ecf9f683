/* SPDX-License-Identifier: MIT
 * What an error tells: its class, the standard's five characters, what the database calls it, and where it happened. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

/* A class is a number to compare with, so that a program can act on it. */
static const char *advice(const alk_error *e)
{
    if (e->flags & ALK_ERROR_RETRYABLE)
        return "try again";
    if (e->code == ALK_ERROR_INTEGRITY)
        return "correct the data";
    if (e->code == ALK_ERROR_PROGRAMMING)
        return "correct the SQL";
    return "tell somebody";
}

static void explain(const char *what, int status)
{
    const alk_error *e = alk_last_error();
    if (status == ALK_OK) {
        printf("%s: fine\n", what);
        return;
    }
    printf("%s: %s error, SQLSTATE %s: %s\n", what, alk_error_class_name(e->code), e->sqlstate, advice(e));
}

/* What it is about is told where the database tells it: a table, a constraint, a column. For a value that is read the library does. */
static void explain_value(const char *what, int status)
{
    explain(what, status);
    if (status)
        printf("  column %s\n", alk_last_error()->column);
}

/* Some databases end the whole transaction when a statement fails, so each is kept or undone by itself. */
static void run(alk_conn *c, const char *what, const char *sql)
{
    int status = alk_close(alk_execute(c, alk_raw(sql)));
    explain(what, status);
    if (status == ALK_OK)
        alk_conn_commit(c);
    else
        alk_conn_rollback(c);
}

static void value_errors(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_raw("SELECT 3000000000 AS big, 'seven' AS word"));
    if (alk_next(r))
        (void)alk_get_int32(r, "big");             /* does not fit: an error, never another number */
    explain_value("a number too large for an int32_t", alk_close(r));
    r = alk_execute(c, alk_raw("SELECT 'seven' AS word"));
    if (alk_next(r))
        (void)alk_get_int(r, "word");
    explain_value("a word read as a number", alk_close(r));
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    alk_close(alk_execute(c, alk_raw("DROP TABLE IF EXISTS person")));
    run(c, "create", "CREATE TABLE person (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE)");
    run(c, "insert", "INSERT INTO person VALUES (1, 'ada@example.org')");
    run(c, "the same email twice", "INSERT INTO person VALUES (2, 'ada@example.org')");
    run(c, "no email", "INSERT INTO person VALUES (3, NULL)");
    run(c, "a missing table", "SELECT * FROM persons");
    run(c, "a missing value", "SELECT * FROM person WHERE id = :id");
    value_errors(c);
    alk_conn_close(c);
    alk_engine_close(engine);

    engine = alk_open("sqlight://");
    printf("a misspelt dialect: %s error\n", engine ? "no" : alk_error_class_name(alk_last_error()->code));
    alk_engine_close(engine);
    return 0;
}
