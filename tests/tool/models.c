/* SPDX-License-Identifier: MIT
 * A library with models, for `alk ddl`. */
#include <alkahest/alkahest.h>

#define AUTHOR(X, m)                                                                  \
    X(m, key, id,        BIGINT)                                                      \
    X(m, col, name,      VARCHAR(120), .index = true)                                 \
    X(m, opt, born,      INTEGER)
#define BOOK(X, m)                                                                    \
    X(m, key, id,        BIGINT)                                                      \
    X(m, col, title,     TEXT)                                                        \
    X(m, col, author_id, BIGINT, .references = &author.id, .on_delete = ALK_CASCADE)
ALK_MODEL(author, AUTHOR);
ALK_MODEL(book, BOOK);
ALK_DEFINE(author, AUTHOR, "authors");
ALK_DEFINE(book, BOOK, "books");
ALK_EXPORT_MODELS(book.table, author.table);
