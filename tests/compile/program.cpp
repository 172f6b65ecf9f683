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

struct listed {
    int64_t id;
    const char *title;
    alk_opt_double half;
    struct { const char *price; } sale;
};

/* Structs without a model, columns by name and as a model's, types and names in calls. */
static void read_fields(alk_conn *c)
{
    static const alk_field fields[] = { ALK_FIELD(struct listed, id), ALK_FIELD(struct listed, title), ALK_FIELD_NAMED(struct listed, half, "h"),
                                        ALK_FIELD_NAMED(struct listed, sale.price, "price") };
    struct listed rows[2] = {};
    alk_arena *arena = alk_arena_new();
    alk_result *r = alk_execute(c, alk_select(book.id, book.title, book.price, alk_label(alk_cast(alk_case(alk_when(alk_eq(book.id, 1), 0.5)), ALK_OF(DOUBLE)), "h"),
                                              alk_order_by(book.id)));
    check(alk_result_fetch(r, fields, 4, rows, sizeof *rows, 2, arena) == 2 && alk_close(r) == ALK_OK, "fields");
    check(rows[1].id == 2 && std::strcmp(rows[1].sale.price, "7.50") == 0 && rows[0].half.value == 0.5 && rows[1].half.state == ALK_NULL, "their values");
    alk_arena_free(arena);
    const alk_sql *v = alk_keep(alk_values("v", ALK_NAMES("a", "b"), ALK_LIST(alk_row(1, "x"))));
    r = alk_execute(c, alk_select(book.title, alk_column_of(v, "b"), alk_from(book.table, v), alk_where(alk_eq(book.id, alk_column_of(v, "a")))));
    check(alk_next(r) && std::strcmp(alk_get_text(r, "b"), "x") == 0 && std::strcmp(alk_get_text(r, book.title), "The Dispossessed") == 0 && alk_close(r) == ALK_OK, "columns by name");
    alk_free(v);
}

/* A table made at run time: options by value, or none. */
static void build(alk_conn *c)
{
    alk_metadata *m = alk_metadata_new(nullptr);
    alk_table_builder *b = alk_table_begin(m, "things");
    alk_column_options key = {};
    key.primary_key = true;
    alk_table_add_column(b, "id", ALK_OF(BIGINT), key);
    alk_table_add_column(b, "size", ALK_OF(NUMERIC(10, 2)));
    alk_constraint_options positive = {};
    positive.condition = alk_gt(alk_name("size"), 0);
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, positive);
    static const char *const sizes[] = { "size", nullptr };
    alk_index_options index = {};
    index.columns = sizes;
    alk_table_add_index(b, index);
    const alk_sql *things = alk_table_finish(b);
    check(things && alk_create_all(c, things) == ALK_OK, "a table at run time");
    run(c, alk_insert(things, alk_set(alk_table_column(things, "size"), "1.50")), "INSERT into it");
    check(alk_drop_all(c, things) == ALK_OK, "dropped");
    alk_metadata_free(m);
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
    read_fields(c);
    build(c);
    functions(c);
    alk_conn_close(c);
    alk_engine_close(e);
    return failures ? 1 : 0;
}
