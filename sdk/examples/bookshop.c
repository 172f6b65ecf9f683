/* SPDX-License-Identifier: MIT
 * A small bookshop: a schema, books and sales, a report over a join, prices changed in one transaction. The same program runs
 * on every database that has a plugin, chosen by the URL it is given:
 *     bookshop sqlite:///bookshop.db */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct author {
    int id;
    const char *name;
    alk_opt_int32 born;
};
struct book {
    int id, author_id;
    const char *title, *price;             /* the price is exact decimal text */
};
struct sale {
    int id, book_id, copies;
    alk_date day;
};

static const alk_field AUTHOR[] = { ALK_FIELD(struct author, id), ALK_FIELD(struct author, name), ALK_FIELD(struct author, born) };
static const alk_field BOOK[] = {
    ALK_FIELD(struct book, id), ALK_FIELD(struct book, author_id), ALK_FIELD(struct book, title), ALK_FIELD(struct book, price),
};
static const alk_field SALE[] = {
    ALK_FIELD(struct sale, id), ALK_FIELD(struct sale, book_id), ALK_FIELD(struct sale, copies), ALK_FIELD(struct sale, day),
};

static const char *const SCHEMA[] = {
    "DROP TABLE IF EXISTS sale",
    "DROP TABLE IF EXISTS book",
    "DROP TABLE IF EXISTS author",
    "CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, born INTEGER)",
    "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id),"
    " title VARCHAR(120) NOT NULL, price DECIMAL(8, 2) NOT NULL)",
    "CREATE TABLE sale (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES book (id),"
    " copies INTEGER NOT NULL CHECK (copies > 0), day DATE NOT NULL)",
};

static int create(alk_conn *c)
{
    int status = ALK_OK;
    for (size_t i = 0; status == ALK_OK && i < COUNT(SCHEMA); i++)
        status = alk_close(alk_execute(c, alk_raw(SCHEMA[i])));
    return status ? status : alk_commit(c);
}

static int fill(alk_conn *c)
{
    static const struct author authors[] = {
        { 1, "Ursula K. Le Guin", ALK_SOME(1929) }, { 2, "Stanisław Lem", ALK_SOME(1921) }, { 3, "紫式部", ALK_NONE },
    };
    static const struct book books[] = {
        { 1, 1, "The Dispossessed", "9.99" }, { 2, 1, "The Lathe of Heaven", "7.50" }, { 3, 2, "Solaris", "8.25" },
        { 4, 2, "The Cyberiad", "10.00" },    { 5, 3, "The Tale of Genji", "24.00" },
    };
    static const struct sale sales[] = {
        { 1, 1, 3, { 19783 } }, { 2, 3, 5, { 19783 } }, { 3, 5, 1, { 19784 } }, { 4, 1, 2, { 19785 } }, { 5, 4, 4, { 19785 } },
    };
    int status = alk_execute_each(c, alk_raw("INSERT INTO author (id, name, born) VALUES (:id, :name, :born)"), AUTHOR,
                                  authors, COUNT(authors), NULL);
    status = status ? status
                    : alk_execute_each(c, alk_raw("INSERT INTO book (id, author_id, title, price)"
                                                  " VALUES (:id, :author_id, :title, :price)"),
                                       BOOK, books, COUNT(books), NULL);
    status = status ? status
                    : alk_execute_each(c, alk_raw("INSERT INTO sale (id, book_id, copies, day)"
                                                  " VALUES (:id, :book_id, :copies, :day)"),
                                       SALE, sales, COUNT(sales), NULL);
    return status ? status : alk_commit(c);
}

static int report(alk_conn *c)
{
    puts("Sold, by author:");
    alk_result *r = alk_execute(c, alk_raw("SELECT author.name, author.born, SUM(sale.copies) AS copies, MAX(sale.day) AS last_day"
                                           " FROM author JOIN book ON book.author_id = author.id JOIN sale ON sale.book_id = book.id"
                                           " GROUP BY author.id, author.name, author.born ORDER BY copies DESC"));
    while (alk_next(r)) {
        printf("  %s", alk_get_text(r, "name"));
        if (!alk_is_null(r, "born"))
            printf(" (born %" PRId64 ")", alk_get_int(r, "born"));
        printf(": %" PRId64 " copies, the last on %s\n", alk_get_int(r, "copies"), alk_get_string(r, "last_day"));
    }
    return alk_close(r);
}

/* A book on sale: whose title begins so gets the new price. Runs in a transaction of its own, again when it met another. */
static int reprice(alk_conn *c, void *payload)
{
    (void)payload;
    alk_result *r = alk_execute(c, alk_raw("UPDATE book SET price = :price WHERE title LIKE :title"),
                                alk_bind("price", alk_decimal("8.00")), alk_bind("title", "The %"));
    if (r)
        printf("Prices changed: %" PRId64 "\n", alk_affected(r));
    return alk_close(r);
}

static int list(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_raw("SELECT title, price FROM book ORDER BY title"));
    while (alk_next(r))
        printf("  %-22s %7.2f\n", alk_get_text(r, "title"), (double)alk_get_scaled(r, "price", 2) / 100);
    return alk_close(r);
}

/* A mistake is refused by the database, and the error names what it hurt. */
static void mistake(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_raw("INSERT INTO book VALUES (6, 99, 'Nobody''s book', 1)"));
    if (alk_close(r) != ALK_OK)
        printf("Refused, as it should be: %s error\n", alk_error_class_name(alk_last_error()->code));
    alk_rollback(c);
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///bookshop.db");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : fill(c);
    status = status ? status : report(c);
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
