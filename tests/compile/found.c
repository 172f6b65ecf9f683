/* SPDX-License-Identifier: MIT
 * Mistakes that no compiler can catch: each is found when the statement is built, compiled or read, and the error tells what is wrong, and in which line the
 * statement was written. */
#include "bookshop.h"
#include <stdio.h>
#include <string.h>

static alk_conn *c;
static int passed, failed;

static void complain(int line, const char *what)
{
    const alk_error *e = alk_last_error();
    printf("%s:%d: %s: %s [%s, %s:%d]\n", __FILE__, line, what, e->message, alk_error_class_name(e->code), e->file ? e->file : "no file", e->line);
    failed++;
}

static void compare(int line, int code, int expected, const char *words, bool placed)
{
    const alk_error *e = alk_last_error();
    if (code != expected || e->code != expected)
        complain(line, "another class of error than expected");
    else if (!strstr(e->message, words))
        complain(line, words);
    else if (placed && (!e->file || strcmp(e->file, __FILE__) != 0 || e->line != line))
        complain(line, "told with another place");
    else
        passed++;
}

/* The statement is one line of this file; the error must say which. */
#define FOUND(expected, words, statement) (alk_clear_error(), compare(__LINE__, alk_close(alk_execute(c, statement)), expected, words, true))

static int make_tables(void)
{
    return alk_close(alk_execute(c, alk_raw("CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, born INTEGER)"))) ||
           alk_close(alk_execute(c, alk_raw("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, author_id BIGINT NOT NULL)"))) ||
           alk_close(alk_execute(c, alk_raw("INSERT INTO authors VALUES (1, 'Anonymous', NULL), (4294967296, 'Far', 4294967296)")));
}

static void when_built(void)
{
    FOUND(ALK_ERROR_ARGUMENT, "authors.id is BIGINT and does not go with text", alk_select(author.name, alk_where(alk_eq(author.id, "seven"))));
    FOUND(ALK_ERROR_ARGUMENT, "authors.born is INTEGER and does not go with text", alk_select(author.name, alk_where(alk_or(alk_gt(author.born, "1900"), alk_true()))));
    FOUND(ALK_ERROR_ARGUMENT, "authors.born is INTEGER and does not go with text", alk_select(author.name, alk_where(alk_between(author.born, 1, "2"))));
    FOUND(ALK_ERROR_ARGUMENT, "authors.born is INTEGER and does not go with", alk_select(author.name, alk_where(alk_in(author.born, ALK_TEXTS("1", "2")))));
    FOUND(ALK_ERROR_ARGUMENT, "authors.born is INTEGER and does not go with text", alk_update(author.table, alk_set(author.born, "1900")));
    FOUND(ALK_ERROR_ARGUMENT, "authors.name is VARCHAR and does not go with", alk_select(author.id, alk_where(alk_eq(author.name, 7))));
    FOUND(ALK_ERROR_DATA, "a value for price", alk_select(book.id, alk_where(alk_eq(book.price, "cheap"))));
    FOUND(ALK_ERROR_ARGUMENT, "was given NULL in place of SQL", alk_select(author.id, NULL));
    FOUND(ALK_ERROR_ARGUMENT, "alk_where() was given NULL in place of SQL", alk_select(author.id, alk_where(alk_eq(author.id, 1), NULL)));
    FOUND(ALK_ERROR_ARGUMENT, "alk_order_by()", alk_select(author.id, alk_order_by(alk_limit(1))));
    FOUND(ALK_ERROR_ARGUMENT, "alk_at() takes an alias, subquery or CTE first; it was given a column", alk_select(alk_at(author.id, author.name)));
    FOUND(ALK_ERROR_ARGUMENT, "given no name", alk_select(alk_label(author.id, "")));
}

static void when_compiled(void)
{
    FOUND(ALK_ERROR_COMPILE, "books.title is no column of authors", alk_insert(author.table, alk_set(book.title, "x")));
    FOUND(ALK_ERROR_COMPILE, "books.title is no column of authors", alk_update(author.table, alk_set(book.title, "x")));
    FOUND(ALK_ERROR_COMPILE, "books is joined twice", alk_select(author.name, alk_join(author.books), alk_join_on(book.table, alk_eq(book.author_id, author.id))));
    FOUND(ALK_ERROR_COMPILE, "WHERE holds an aggregate", alk_select(author.id, alk_where(alk_gt(alk_count(author.id), 1))));
    FOUND(ALK_ERROR_ARGUMENT, "no foreign key joins elsewhere", alk_select(alk_count_all(), alk_from(author.table), alk_join(alk_table_name(NULL, "elsewhere"))));
}

static void when_run(void)
{
    FOUND(ALK_ERROR_PROGRAMMING, "parameter id has no value", alk_select(author.name, alk_where(alk_eq(author.id, alk_param("id")))));
    FOUND(ALK_ERROR_PROGRAMMING, "", alk_select(alk_column_of(alk_table_name(NULL, "authors"), "nmae")));
    compare(__LINE__, alk_close(alk_execute(c, alk_where(alk_true()))), ALK_ERROR_ARGUMENT, "is no statement: it is WHERE", false);
}

/* Reading: the wrong type or size of C value is an error of the result, never a silent wrap. */
static void when_read(void)
{
    struct author *authors = NULL;
    size_t n = 0;
    alk_arena *arena = alk_arena_new();
    alk_result *r = alk_execute(c, alk_select(author.table, alk_order_by(author.id)));
    compare(__LINE__, alk_fetch_structs(r, author, arena, &authors, &n), ALK_ERROR_DATA, "born", false);
    alk_close(r);
    r = alk_execute(c, alk_select(author.table, alk_order_by(author.id)));
    alk_next(r);
    (void)alk_get_int(r, author.born);
    compare(__LINE__, alk_close(r), ALK_ERROR_DATA, "born", false);
    r = alk_execute(c, alk_select(author.table, alk_order_by(alk_desc(author.id))));
    alk_next(r);
    (void)alk_get_int32(r, author.id);
    compare(__LINE__, alk_close(r), ALK_ERROR_DATA, "id", false);
    r = alk_execute(c, alk_select(author.name));
    alk_next(r);
    (void)alk_get_int(r, author.id);
    compare(__LINE__, alk_close(r), ALK_ERROR_INTERFACE, "there is no column id in the result", false);
    alk_arena_free(arena);
}

int main(void)
{
    alk_engine *e = alk_open("sqlite://");
    c = alk_connect(e);
    if (make_tables()) {
        fprintf(stderr, "%s\n", alk_last_error()->message);
        return 1;
    }
    when_built();
    when_compiled();
    when_run();
    when_read();
    alk_conn_close(c);
    alk_engine_close(e);
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
