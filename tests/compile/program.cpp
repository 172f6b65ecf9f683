// SPDX-License-Identifier: MIT
// A program in C++17: overloads choose what _Generic chooses in C; the models are defined in C.
#include "bookshop.h"
#include <cstdio>
#include <cstring>
#include <string>

static int failures;

static void check(bool condition, const char *what)
{
    if (!condition) {
        std::fprintf(stderr, "%s: %s\n", what, alk_last_error()->message);
        failures++;
    }
}

static void run(alk_conn *c, const alk_sql *statement, const char *what)
{
    check(alk_close(alk_execute(c, statement)) == ALK_OK, what);
}

static void fill(alk_conn *c)
{
    run(c, alk_raw("CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, born INTEGER)"), "authors");
    run(c, alk_raw("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, author_id BIGINT NOT NULL)"), "books");
    run(c, alk_insert(author.table, alk_set(author.id, 1), alk_set(author.name, "Ursula K. Le Guin"), alk_set(author.born, 1929)), "INSERT");
    struct book books[2] = {};
    books[0].title = "The Dispossessed";
    books[0].price = "9.99";
    books[1].title = "The Lathe of Heaven";
    books[1].price = "7.50";
    books[0].author_id = books[1].author_id = 1;
    alk_arena *arena = alk_arena_new();
    check(alk_insert_structs(c, book, books, 1, nullptr) == ALK_OK, "structs inserted");
    check(alk_insert_structs_returning(c, book, books + 1, 1, arena) == ALK_OK && books[1].id == 2, "structs read back");
    alk_arena_free(arena);
}

static void report(alk_conn *c, const std::string &prefix)
{
    alk_sql *q = alk_select(author.name, alk_label(alk_count(book.id), "books"), alk_join(author.books),
                            alk_where(alk_gt(author.born, 1900), alk_or(alk_like(author.name, prefix.c_str()), alk_eq(author.id, INT64_C(7)))),
                            alk_group_by(author.id, author.name), alk_order_by(alk_desc(author.name)), alk_limit(10));
    alk_result *r = alk_execute(c, q);
    check(alk_next(r) && std::strcmp(alk_get_text(r, 0), "Ursula K. Le Guin") == 0 && alk_get_int(r, 1) == 2, "the report");
    check(!alk_next(r) && alk_close(r) == ALK_OK, "its end");
}

static void read_all(alk_conn *c)
{
    alk_arena *arena = alk_arena_new();
    struct book *books = nullptr;
    std::size_t n = 0;
    alk_result *r = alk_execute(c, alk_select(book.table, alk_order_by(book.id), alk_where(alk_in(book.id, ALK_INTS(1, 2, 3)))));
    check(alk_fetch_structs(r, book, arena, &books, &n) == ALK_OK && alk_close(r) == ALK_OK, "structs fetched");
    check(n == 2 && std::strcmp(books[1].title, "The Lathe of Heaven") == 0, "the structs");
    alk_arena_free(arena);
}

static void functions(alk_conn *c)
{
    const alk_sql *rank = alk_label(alk_over(alk_rank(), alk_partition_by(book.author_id), alk_order_by(alk_desc(book.price))), "place");
    const alk_sql *kind = alk_label(alk_case(alk_when(alk_gt(book.price, "8.00"), "dear"), alk_else("cheap")), "kind");
    alk_result *r = alk_execute(c, alk_select(book.title, rank, kind, alk_label(alk_coalesce(book.title, alk_text("?")), "title_2"), alk_label(2.5, "real"),
                                              alk_label(alk_param("given"), "given"), alk_order_by(book.id)),
                                alk_bind("given", true));
    check(alk_next(r) && alk_get_int(r, 1) == 1 && std::strcmp(alk_get_text(r, 2), "dear") == 0 && alk_get_bool(r, 5), "functions, windows, CASE");
    check(alk_close(r) == ALK_OK, "functions");
    const alk_sql *cheap = alk_keep(alk_subquery(alk_raw_query(alk_raw_with("SELECT id FROM books WHERE price < :most", alk_bind("most", 8)), alk_name("id")), "cheap"));
    r = alk_execute(c, alk_select(alk_at(cheap, alk_name("id")), alk_label(alk_op_before("+", 3, 8), "three"), alk_label_style(ALK_LABELS_OF_TABLES), alk_order_by(alk_label_ref("three")),
                                  alk_where(alk_between_symmetric(2, 3, 1), alk_in(alk_column_of(cheap, "id"), alk_scalar_values(alk_row(alk_int(2)), alk_row(alk_int(7)))))));
    check(alk_next(r) && std::strcmp(alk_column_name(r, 0), "cheap_id") == 0 && alk_get_int(r, 0) == 2 && alk_get_int(r, 1) == 3 && alk_close(r) == ALK_OK, "names, raw SQL, VALUES");
    alk_free(cheap);
    run(c, alk_update(book.table, alk_set(book.price, "8.00"), alk_where(alk_starts_with(book.title, "The "))), "UPDATE");
    run(c, alk_delete_from(book.table, alk_where(alk_exists(alk_select(author.id, alk_where(alk_eq(author.id, book.author_id)))))), "DELETE");
}

int main()
{
    alk_engine_options options = {};
    options.pool_size = 1;
    alk_engine *e = alk_open("sqlite://", options);
    alk_engine *other = alk_open("sqlite://");
    alk_compiled *lifted = alk_compile(alk_func("f", author.id, 1, "x", alk_coalesce(author.born, 0)), "default", nullptr);
    check(lifted && std::strcmp(alk_compiled_sql(lifted), "f(authors.id, ?, ?, coalesce(authors.born, ?))") == 0, "lists of values");
    alk_compiled_free(lifted);
    check(alk_transact(other, [](alk_conn *c, void *) { return alk_conn_ping(c); }, nullptr) == ALK_OK, "a transaction");
    alk_engine_close(other);
    alk_conn *c = alk_connect(e);
    fill(c);
    report(c, "Ursula%");
    read_all(c);
    functions(c);
    alk_conn_close(c);
    alk_engine_close(e);
    return failures ? 1 : 0;
}
