/* SPDX-License-Identifier: MIT
 * A small schema for tests of statements: a key of its own table, two keys to one table, a key of two columns, a table between two others, names that
 * must be quoted, defaults that the program gives. */
#ifndef ALK_TEST_SHOP_H
#define ALK_TEST_SHOP_H
#include <alkahest/change.h>
#include <alkahest/model.h>
#include <alkahest/query.h>

/* The client defaults of `stock`: how often each was asked. */
extern int shop_defaults, shop_updates;
int shop_default(void *data, alk_cell *value);
int shop_on_update(void *data, alk_cell *value);

#define AUTHOR(X, m)                                                        \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  name,      VARCHAR(120))                                     \
    X(m, opt,  born,      INTEGER)                                          \
    X(m, col,  active,    BOOLEAN)                                          \
    X(m, opt,  score,     NUMERIC(10, 2))                                   \
    X(m, opt,  mentor_id, BIGINT, .references = &author.id)                 \
    X(m, many, books,     book)                                             \
    X(m, one,  mentor,    author)
ALK_MODEL(author, AUTHOR);

#define BOOK(X, m)                                                          \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  author_id, BIGINT, .references = &author.id)                 \
    X(m, col,  title,     TEXT)                                             \
    X(m, opt,  price,     NUMERIC(8, 2))                                    \
    X(m, opt,  published, DATE)                                             \
    X(m, opt,  data,      JSON)                                             \
    X(m, one,  author,    author)                                           \
    X(m, many, tags,      tag, .through = &book_tag.table)                  \
    X(m, many, strays,    stock, .through = &stock.table)
ALK_MODEL(book, BOOK);

#define TAG(X, m)                                                           \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  name,      TEXT)
ALK_MODEL(tag, TAG);

#define BOOK_TAG(X, m)                                                      \
    X(m, key,  book_id,   BIGINT, .references = &book.id)                   \
    X(m, key,  tag_id,    BIGINT, .references = &tag.id)
ALK_MODEL(book_tag, BOOK_TAG);

#define LETTER(X, m)                                                        \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  sender_id, BIGINT, .references = &author.id)                 \
    X(m, col,  reader_id, BIGINT, .references = &author.id)                 \
    X(m, one,  sender,    author, .via = &letter.sender_id)                 \
    X(m, one,  anyone,    author)                                           \
    X(m, one,  nothing,   tag)
ALK_MODEL(letter, LETTER);

/* A key of two columns. */
#define SHELF(X, m)                                                         \
    X(m, key,  room,      INTEGER)                                          \
    X(m, key,  place,     INTEGER)
ALK_MODEL(shelf, SHELF);
#define COPY(X, m)                                                          \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  room,      INTEGER)                                          \
    X(m, col,  place,     INTEGER)
ALK_MODEL(copy, COPY);

/* Names that must be quoted, a schema, client defaults. */
#define STOCK(X, m)                                                         \
    X(m, key,  id,        BIGINT)                                           \
    X(m, col,  order_,    INTEGER, .name = "order")                         \
    X(m, opt,  mixed,     TEXT, .name = "Mixed \"Case\"")                   \
    X(m, col,  token,     BIGINT, .client_default = shop_default)           \
    X(m, opt,  changes,   BIGINT, .client_on_update = shop_on_update)       \
    X(m, opt,  twice,     BIGINT, .computed = "token * 2")
ALK_MODEL(stock, STOCK);
#endif
