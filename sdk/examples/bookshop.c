/* SPDX-License-Identifier: MIT
 * A small bookshop: models, their tables, books and sales, a report over joins, prices changed in one transaction. The same program runs
 * on every database that has a plugin, chosen by the URL it is given; a second argument is the beginning of the authors' names:
 *     bookshop sqlite:///bookshop.db [PREFIX] */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define AUTHOR(X, m)                                                                  \
    X(m, key,  id,        BIGINT)                                                     \
    X(m, col,  name,      VARCHAR(80), .unique = true)                                \
    X(m, opt,  born,      INTEGER)                                                    \
    X(m, many, books,     book)

#define BOOK(X, m)                                                                    \
    X(m, key,  id,        BIGINT)                                                     \
    X(m, col,  author_id, BIGINT, .references = &author.id, .on_delete = ALK_CASCADE) \
    X(m, col,  title,     VARCHAR(120), .index = true)                                \
    X(m, col,  price,     NUMERIC(8, 2))                                              \
    X(m, one,  author,    author)                                                     \
    X(m, many, sales,     sale)

#define SALE(X, m)                                                                    \
    X(m, key,  id,        BIGINT)                                                     \
    X(m, col,  book_id,   BIGINT, .references = &book.id)                             \
    X(m, col,  copies,    INTEGER, .check = "copies > 0")                             \
    X(m, col,  day,       DATE)                                                       \
    X(m, one,  book,      book)

ALK_MODEL(author, AUTHOR);
ALK_MODEL(book, BOOK);
ALK_MODEL(sale, SALE);
ALK_DEFINE(author, AUTHOR, "author", .comment = "people who write");
ALK_DEFINE(book, BOOK, "book");
ALK_DEFINE(sale, SALE, "sale");

static int create(alk_conn *c)
{
    int status = alk_drop_all(c, author.table, book.table, sale.table);
    status = status ? status : alk_create_all(c, author.table, book.table, sale.table);
    return status ? status : alk_commit(c);
}

static int fill(alk_conn *c)
{
    static const struct author authors[] = {
        { .id = 1, .name = "Ursula K. Le Guin", .born = ALK_SOME(1929) },
        { .id = 2, .name = "Stanisław Lem", .born = ALK_SOME(1921) },
        { .id = 3, .name = "紫式部", .born = ALK_NONE },
    };
    static const struct book books[] = {
        { .id = 1, .author_id = 1, .title = "The Dispossessed", .price = "9.99" },
        { .id = 2, .author_id = 1, .title = "The Lathe of Heaven", .price = "7.50" },
        { .id = 3, .author_id = 2, .title = "Solaris", .price = "8.25" },
        { .id = 4, .author_id = 2, .title = "The Cyberiad", .price = "10.00" },
        { .id = 5, .author_id = 3, .title = "The Tale of Genji", .price = "24.00" },
    };
    static const struct sale sales[] = {                   /* their keys are the database's */
        { .book_id = 1, .copies = 3, .day = { 19783 } }, { .book_id = 3, .copies = 5, .day = { 19783 } },
        { .book_id = 5, .copies = 1, .day = { 19784 } }, { .book_id = 1, .copies = 2, .day = { 19785 } },
        { .book_id = 4, .copies = 4, .day = { 19785 } },
    };
    int status = alk_insert_structs(c, author, authors, COUNT(authors), NULL);
    status = status ? status : alk_insert_structs(c, book, books, COUNT(books), NULL);
    status = status ? status : alk_insert_structs(c, sale, sales, COUNT(sales), NULL);
    return status ? status : alk_commit(c);
}

static int report(alk_conn *c, const char *prefix)
{
    alk_sql *q = alk_select(author.name, author.born,
                            alk_label(alk_sum(sale.copies), "copies"), alk_label(alk_max(sale.day), "last_day"),
                            alk_join(author.books), alk_join(book.sales),
                            alk_group_by(author.id, author.name, author.born),
                            alk_order_by(alk_desc(alk_sum(sale.copies))));
    if (prefix)
        q = alk_extend(q, alk_where(alk_starts_with(author.name, prefix)));
    puts("Sold, by author:");
    alk_result *r = alk_execute(c, q);
    while (alk_next(r)) {
        printf("  %s", alk_get_text(r, author.name));
        if (!alk_is_null(r, author.born))
            printf(" (born %" PRId64 ")", alk_get_int(r, author.born));
        printf(": %" PRId64 " copies, the last on %s\n", alk_get_int(r, "copies"), alk_get_string(r, "last_day"));
    }
    return alk_close(r);
}

/* A sale of books whose title begins so, of authors born after 1900 or nobody knows when. Runs in a transaction of its own, again when it met another. */
static int reprice(alk_conn *c, void *payload)
{
    (void)payload;
    alk_sql *authors = alk_select(author.id, alk_where(alk_or(alk_gt(author.born, 1900), alk_eq(author.born, alk_null()))));
    alk_result *r = alk_execute(c, alk_update(book.table, alk_set(book.price, "8.00"),
                                              alk_where(alk_like(book.title, "The %"), alk_in(book.author_id, authors))));
    if (r)
        printf("Prices changed: %" PRId64 "\n", alk_affected(r));
    return alk_close(r);
}

/* Whole rows, as an array of structs. */
static int list(alk_conn *c)
{
    struct book *books = NULL;
    size_t n = 0;
    int64_t cents = 0;
    alk_arena *arena = alk_arena_new();
    alk_result *r = alk_execute(c, alk_select(book.table, alk_order_by(book.title)));
    alk_fetch_structs(r, book, arena, &books, &n);
    int status = alk_close(r);
    for (size_t i = 0; status == ALK_OK && i < n; i++)
        if ((status = alk_decimal_to_scaled(books[i].price, strlen(books[i].price), 2, &cents)) == ALK_OK)
            printf("  %-22s %7.2f\n", books[i].title, (double)cents / 100);
    alk_arena_free(arena);
    return status;
}

/* A mistake is refused by the database, and the error names what it hurt. */
static void mistake(alk_conn *c)
{
    const struct book nobodys = { .id = 6, .author_id = 99, .title = "Nobody's book", .price = "1" };
    if (alk_insert_structs(c, book, &nobodys, 1, NULL) != ALK_OK)
        printf("Refused, as it should be: %s error\n", alk_error_class_name(alk_last_error()->code));
    alk_rollback(c);
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///bookshop.db");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : fill(c);
    status = status ? status : report(c, argc > 2 ? argv[2] : NULL);
    if (status == ALK_OK)
        status = alk_commit(c);                            /* ends the report's transaction, so that nobody waits for it */
    status = status ? status : alk_transact(engine, reprice, NULL);
    status = status ? status : list(c);
    if (status == ALK_OK)
        mistake(c);
    else
        fprintf(stderr, "bookshop: %s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
