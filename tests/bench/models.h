/* SPDX-License-Identifier: MIT
 * The tables of the workloads as models. The names keep out of the way of the structs that the other variants use. */
#ifndef ALK_BENCH_MODELS_H
#define ALK_BENCH_MODELS_H
#include <alkahest/alkahest.h>

#define PERSON(X, m)                         \
    X(m, key,  id,         BIGINT)           \
    X(m, col,  name,       TEXT)             \
    X(m, opt,  hair_color, TEXT)             \
    X(m, many, posts,      post)

#define POST(X, m)                                                    \
    X(m, key,  id,      BIGINT)                                       \
    X(m, opt,  user_id, BIGINT, .references = &person.id)             \
    X(m, opt,  title,   TEXT)                                         \
    X(m, opt,  body,    TEXT)                                         \
    X(m, one,  writer,  person)                                       \
    X(m, many, comments, comment)

#define COMMENT(X, m)                                                 \
    X(m, key,  id,      BIGINT)                                       \
    X(m, col,  post_id, BIGINT, .references = &post.id)               \
    X(m, col,  text,    TEXT)                                         \
    X(m, one,  post,    post)

/* The same table for reading alone, so that a row is no larger than what the baselines read. */
#define READER(X, m)                         \
    X(m, key,  id,         BIGINT)           \
    X(m, col,  name,       TEXT)             \
    X(m, opt,  hair_color, TEXT)

#define WIDE(X, m)                           \
    X(m, col,  a, INTEGER)                   \
    X(m, col,  b, BIGINT)                    \
    X(m, col,  c, DOUBLE)                    \
    X(m, col,  d, TEXT)                      \
    X(m, col,  e, TEXT)                      \
    X(m, col,  f, TIMESTAMP)

ALK_MODEL(person, PERSON);
ALK_MODEL(post, POST);
ALK_MODEL(comment, COMMENT);
ALK_MODEL(reader, READER);
ALK_MODEL(wide, WIDE);
#endif
