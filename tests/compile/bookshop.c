/* SPDX-License-Identifier: MIT
 * What programs write, all of it with the strictest warnings: models, statements, structs in and out. */
#include "bookshop.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void check(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "%s: %s\n", what, alk_last_error()->message);
        failures++;
    }
}

static int make_tables(alk_conn *c)
{
    return alk_close(alk_execute(c, alk_raw("CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, born INTEGER)"))) ||
           alk_close(alk_execute(c, alk_raw("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price NUMERIC(10, 2) NOT NULL, "
                                            "author_id BIGINT NOT NULL REFERENCES authors (id))")));
}

static int fill(alk_conn *c)
{
    const struct author authors[] = { { .id = 1, .name = "Ursula K. Le Guin", .born = ALK_SOME(1929) }, { .id = 2, .name = "Anonymous", .born = ALK_NONE } };
    const struct book books[] = { { .title = "The Dispossessed", .price = "9.99", .author_id = 1 },
                                  { .title = "The Lathe of Heaven", .price = "7.50", .author_id = 1 },
                                  { .title = "Beowulf", .price = "5.00", .author_id = 2 } };
    return alk_insert_structs(c, author, authors, 2, NULL) || alk_insert_structs(c, book, books, 3, NULL) || alk_commit(c);
}

static int report(alk_conn *c, const char *prefix, char *out, size_t size)
{
    size_t at = 0;
    alk_sql *q = alk_select(author.name, alk_label(alk_count(book.id), "books"),
                            alk_join(author.books),
                            alk_where(alk_gt(author.born, 1900)),
                            alk_group_by(author.id, author.name),
                            alk_order_by(alk_desc(author.name)),
                            alk_limit(10));
    if (prefix)
        q = alk_extend(q, alk_where(alk_like(author.name, prefix)));
    alk_result *r = alk_execute(c, q);
    while (alk_next(r))
        at += (size_t)snprintf(out + at, size - at, "%s wrote %" PRId64 "; ", alk_get_text(r, author.name), alk_get_int(r, "books"));
    return alk_close(r);
}

static int reprice(alk_conn *c)
{
    return alk_close(alk_execute(c, alk_update(book.table, alk_set(book.price, "8.25"),
                                               alk_where(alk_and(alk_like(book.title, "The %"),
                                                                 alk_in(book.author_id, alk_select(author.id, alk_where(alk_lt(author.born, 1950)))))))));
}

static int read_all(alk_conn *c)
{
    alk_arena *arena = alk_arena_new();
    struct book *books = NULL;
    size_t n = 0;
    alk_result *r = alk_execute(c, alk_select(book.table, alk_order_by(book.id)));
    int code = alk_fetch_structs(r, book, arena, &books, &n);
    if (alk_close(r) == ALK_OK && code == ALK_OK)
        check(n == 3 && strcmp(books[0].price, "8.25") == 0 && strcmp(books[2].title, "Beowulf") == 0 && books[2].author == NULL, "the books read back");
    alk_arena_free(arena);
    return code;
}

/* Every type that a C value may have where SQL belongs, and every way to name a result's column. */
static int lift_all(alk_conn *c)
{
    char text[] = "text";
    const alk_date date = { 19000 };
    const alk_uuid uuid = { { 1, 2, 3 } };
    const char small = 'c';
    const alk_sql *kept = alk_keep(alk_param("p"));
    alk_result *r = alk_execute(c, alk_select(alk_label(text, "a"), alk_label((const char *)text, "b"), alk_label((short)1, "c"), alk_label(2, "d"), alk_label(3L, "e"),
                                              alk_label(4LL, "f"), alk_label(5U, "g"), alk_label(6UL, "h"), alk_label(1.5F, "i"), alk_label(2.5, "j"),
                                              alk_label(date, "k"), alk_label(uuid, "l"), alk_label(small, "m"), alk_label((bool)true, "n"), alk_label((int8_t)7, "o"),
                                              alk_label(kept, "p"), alk_label(alk_null(), "q"), alk_label((uint8_t)8, "r")),
                                alk_bind("p", INT64_C(9)));
    const alk_sql *const where = author.id;
    int at = 4;
    check(alk_next(r) && strcmp(alk_get_text(r, "a"), "text") == 0 && alk_get_int(r, at) == 3 && alk_get_int(r, 5L) == 4 && alk_get_int(r, "p") == 9 &&
          alk_get_real(r, "j") > 2.4 && alk_is_null(r, "q"), "values of every C type");
    alk_free(kept);
    int code = alk_close(r);
    check(alk_close(alk_execute(c, alk_select(where, alk_where(alk_in(where, ALK_INTS(1, 2, 3)), alk_in(author.name, ALK_TEXTS("a", "b")))))) == ALK_OK, "lists of values");
    return code;
}

int main(void)
{
    char text[200] = "";
    alk_engine *e = alk_open("sqlite://", .pool_size = 4, .echo = false);
    alk_conn *c = alk_connect(e);
    int status = make_tables(c) || fill(c) || report(c, NULL, text, sizeof text) || reprice(c) || read_all(c) || lift_all(c);
    check(!status, "the bookshop");
    check(strcmp(text, "Ursula K. Le Guin wrote 2; ") == 0, text);
    check(report(c, "Z%", text, sizeof text) == ALK_OK, "a statement extended");
    alk_conn_close(c);
    alk_engine_close(e);
    return failures ? 1 : 0;
}
