/* SPDX-License-Identifier: MIT
 * A library with models, for `alk ddl`. */
#include <alkahest/alkahest.h>

#define AUTHOR(X, m)                                                                  \
    X(m, key, id,        BIGINT)                                                      \
    X(m, col, name,      VARCHAR(120), .index = true)                                 \
    X(m, opt, born,      INTEGER)
#define BOOK(X, m)                                                                    \
    X(m, key, id,        BIGINT)                                                      \
    X(m, opt, kind,      VARCHAR(10), .discriminator = true)                          \
    X(m, col, title,     TEXT)                                                        \
    X(m, col, author_id, BIGINT, .references = &author.id, .on_delete = ALK_CASCADE)
/* In the books' table. */
#define ATLAS(X, m)                                                                   \
    X(m, base, book)                                                                  \
    X(m, opt, scale,     INTEGER)
ALK_MODEL(author, AUTHOR);
ALK_MODEL(book, BOOK);
ALK_MODEL(atlas, ATLAS);
ALK_DEFINE(author, AUTHOR, "authors");
ALK_DEFINE(book, BOOK, "books", .polymorphic_identity = "book", .variants = ALK_TABLES(&atlas.table));
ALK_DEFINE_IN(book, atlas, ATLAS, "books", .polymorphic_identity = "atlas");
ALK_EXPORT_MODELS(atlas.table, book.table, author.table);
