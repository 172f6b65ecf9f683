/* SPDX-License-Identifier: MIT
 * Models of a bookshop, as a program has them in a header: each kind of row, and two models that point at each other. */
#ifndef BOOKSHOP_H
#define BOOKSHOP_H
#include <alkahest/alkahest.h>

#define AUTHOR(X, m)                                                                  \
    X(m, key,  id,        BIGINT)                                                     \
    X(m, col,  name,      VARCHAR(120), .index = true)                                \
    X(m, opt,  born,      INTEGER)                                                    \
    X(m, many, books,     book)

#define BOOK(X, m)                                                                    \
    X(m, key,  id,        BIGINT)                                                     \
    X(m, col,  title,     TEXT)                                                       \
    X(m, col,  price,     NUMERIC(10, 2))                                             \
    X(m, col,  author_id, BIGINT, .references = &author.id, .on_delete = ALK_CASCADE) \
    X(m, one,  author,    author, .via = &book.author_id)

ALK_BEGIN_DECLS
ALK_MODEL(author, AUTHOR);
ALK_MODEL(book, BOOK);
ALK_END_DECLS
#endif
