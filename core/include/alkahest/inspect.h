/* SPDX-License-Identifier: MIT
 * Looking into statements: what kind of thing a node is, and what it is made of. For code that takes statements and makes others of them, such as the ORM. What is told
 * belongs to the node, and lives as long as it. All calls are safe from any thread. Since 1.0. */
#ifndef ALKAHEST_INSPECT_H
#define ALKAHEST_INSPECT_H
#include <alkahest/sql.h>
ALK_BEGIN_DECLS

/* What a node is. Codes are only ever appended. */
enum {
    ALK_IS_OTHER = 0,              /* nothing of the below: an option, a definition, the end of a list */
    ALK_IS_ERROR,                  /* what could not be built */
    ALK_IS_EXPRESSION,             /* a value, an operator, a function, a label … */
    ALK_IS_COLUMN,                 /* of a table */
    ALK_IS_COLUMN_AT,              /* of an alias or a subquery: its children are the FROM and the column */
    ALK_IS_TABLE,
    ALK_IS_RELATIONSHIP,
    ALK_IS_ALIAS,                  /* child: the FROM */
    ALK_IS_FROM,                   /* a subquery, a CTE, a function that gives rows … */
    ALK_IS_JOIN,                   /* children: left (or the end of a list, of a part), right, and the condition where it has one */
    ALK_IS_SELECT,                 /* children of a statement: its parts in order; of one that changes rows the table is the first */
    ALK_IS_COMPOUND,
    ALK_IS_INSERT,
    ALK_IS_UPDATE,
    ALK_IS_DELETE,
    ALK_IS_MERGE,
    ALK_IS_RAW,                    /* SQL in the database's own words */
    ALK_IS_WHERE,                  /* children of a clause: its terms */
    ALK_IS_GROUP_BY,
    ALK_IS_HAVING,
    ALK_IS_ORDER_BY,
    ALK_IS_LIMIT,
    ALK_IS_OFFSET,
    ALK_IS_FETCH,
    ALK_IS_DISTINCT,
    ALK_IS_FOR_UPDATE,
    ALK_IS_RETURNING,
    ALK_IS_LOADING,                /* see alk_loading() */
    ALK_IS_DESCENDING,             /* orders: child: the term */
    ALK_IS_ASCENDING,
    ALK_IS_NULLS_FIRST,
    ALK_IS_NULLS_LAST,
    ALK_IS_SET,                    /* children: the column, the value */
    ALK_IS_ON_CONFLICT,
    ALK_IS_LEFT_JOIN,              /* as ALK_IS_JOIN, which are the others */
    ALK_IS_DERIVED,                /* a member of a model by an expression */
    ALK_IS_CORRELATE               /* of a subquery: the FROMs of the query around it that it looks at */
};
/* ALK_IS_…. */
ALK_API int alk_node_kind(const alk_sql *node);
/* The nodes that it is made of, as many as are returned; 0: none that are told. */
ALK_API size_t alk_node_children(const alk_sql *node, const alk_sql *const **children);

/* The same node, made of others, of which there are as many as alk_node_children() tells. Those that are fresh are consumed; the node stays as it is. Since 1.0. */
ALK_API alk_sql *alk_node_with(const alk_sql *node, const alk_sql *const *children);

/* What could not be built, with this thread's error as its reason: for functions of the program's that build SQL. */
ALK_API alk_sql *alk_fail_sql(void);

/* A loading option: what a session is to do with the rows of the query that it stands in, by a code of the session's and a path of columns, relationships or tables. To a
 * connection it means nothing. See <alkahest/loading.h>. number: a small number that goes with it. */
ALK_API alk_sql *alk_loading(unsigned code, unsigned number, const alk_sql *const *path);
ALK_API unsigned alk_loading_code(const alk_sql *loading);
ALK_API unsigned alk_loading_number(const alk_sql *loading);

ALK_END_DECLS
#endif
