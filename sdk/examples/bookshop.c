/* SPDX-License-Identifier: MIT
 * A small bookshop: models, their tables, books and sales as objects of a session, a report over joins, prices changed by changing objects. The
 * same program runs on every database that has a plugin, chosen by the URL it is given; a second argument is the beginning of the authors' names:
 *     bookshop sqlite:///bookshop.db [PREFIX] */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

/* Objects may be added in any order. Who belongs to whom is said by pointers; keys are the database's, and known after the flush. */
static int fill(alk_session *s)
{
    struct author *le_guin = alk_add(s, author, .name = "Ursula K. Le Guin", .born = ALK_SOME(1929));
    struct author *lem = alk_add(s, author, .name = "Stanisław Lem", .born = ALK_SOME(1921));
    struct author *murasaki = alk_add(s, author, .name = "紫式部", .born = ALK_NONE);
    struct book *dispossessed = alk_add(s, book, .title = "The Dispossessed", .price = "9.99", .author = le_guin);
    struct book *solaris = alk_add(s, book, .title = "Solaris", .price = "8.25", .author = lem);
    struct book *cyberiad = alk_add(s, book, .title = "The Cyberiad", .price = "10.00", .author = lem);
    struct book *genji = alk_add(s, book, .title = "The Tale of Genji", .price = "24.00", .author = murasaki);
    alk_add(s, book, .title = "The Lathe of Heaven", .price = "7.50", .author = le_guin);
    alk_add(s, sale, .book = dispossessed, .copies = 3, .day = { 19783 });
    alk_add(s, sale, .book = solaris, .copies = 5, .day = { 19783 });
    alk_add(s, sale, .book = genji, .copies = 1, .day = { 19784 });
    alk_add(s, sale, .book = dispossessed, .copies = 2, .day = { 19785 });
    alk_add(s, sale, .book = cyberiad, .copies = 4, .day = { 19785 });
    return alk_commit(s);
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

/* A sale of books whose title begins so, of authors born after 1900 or nobody knows when. Their authors are loaded along, in one statement for all. */
static int reprice(alk_session *s)
{
    int changed = 0;
    alk_result *r = alk_execute(s, alk_select(book.table, alk_with(book.author), alk_where(alk_like(book.title, "The %"))));
    for (struct book *b; (b = alk_next_of(r, book));)
        if (b->author->born.state != ALK_VALUE || b->author->born.value > 1900) {
            b->price = "8.00";                             /* the next flush writes what was changed */
            changed++;
        }
    int status = alk_close(r);
    status = status ? status : alk_commit(s);
    if (status == ALK_OK)
        printf("Prices changed: %d\n", changed);
    return status;
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

/* A mistake is refused by the database, and the error names what it hurt. A session in which writing failed is to be rolled back. */
static void mistake(alk_session *s)
{
    alk_add(s, book, .author_id = 99, .title = "Nobody's book", .price = "1");
    if (alk_flush(s) != ALK_OK)
        printf("Refused, as it should be: %s error\n", alk_error_class_name(alk_last_error()->code));
    alk_rollback(s);
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///bookshop.db");
    alk_conn *c = alk_connect(engine);
    alk_session *s = alk_session_open(engine);
    int status = create(c);
    status = status ? status : fill(s);
    status = status ? status : report(c, argc > 2 ? argv[2] : NULL);
    if (status == ALK_OK)
        status = alk_commit(c);                            /* ends the report's transaction, so that nobody waits for it */
    status = status ? status : reprice(s);
    status = status ? status : list(c);
    if (status == ALK_OK)
        mistake(s);
    else
        fprintf(stderr, "bookshop: %s [%s]\n", alk_last_error()->message, alk_last_error()->sqlstate);
    alk_session_close(s);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
