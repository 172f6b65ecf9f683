/* SPDX-License-Identifier: MIT
 * Statements over the models of the Chinook database, each a function, by concept. What they become in each dialect is in statements/<dialect>.sql. */
#ifndef STATEMENTS_H
#define STATEMENTS_H
#include "chinook.h"
#include <alkahest/change.h>
#include <alkahest/compile.h>
#include <alkahest/value.h>

typedef struct statement {
    const char *name;
    const alk_sql *(*build)(void);
    const char *dialect;               /* the only one that it is for; NULL: all */
    alk_compile_options options;       /* struct_size: the tool's */
    const char *bind;                  /* the named parameter that it has, and what it is executed with */
    int64_t value;
    bool varies;                       /* its rows depend on when it runs */
    const char *missing;               /* what SQLite has not by itself, so that it cannot run there */
} statement;

/* Lists; a NULL name ends each. */
extern const statement query_statements[], naming_statements[], expression_statements[], function_statements[], window_statements[], with_statements[], json_statements[],
    literal_statements[], change_statements[], part_statements[], version_statements[];

#define STATEMENT(function) { .name = #function, .build = function }
#define NO_MORE_STATEMENTS { .name = NULL }
#endif
