/* SPDX-License-Identifier: MIT
 * One statement, many rows of values: given as values or taken from structs, sent in blocks; as one INSERT of many rows where the driver says that
 * this is the fast way and the statement has that form. */
#ifndef ALK_ENGINE_BATCH_H
#define ALK_ENGINE_BATCH_H
#include "engine/execute.h"

typedef struct alk__batch {
    alk_conn *conn;                    /* ready to execute */
    alk__execution execution;          /* what runs for one row */
    size_t n_rows;
    const alk_value *values;           /* row-major; or else */
    const alk_field *fields;           /* one for each marker, or by order[] */
    const uint32_t *order;             /* the field of each marker; NULL: the same. ALK__NO_FIELD: its column's own default, or a value of the statement's */
    const alk__marker *markers;        /* of a statement's tree, for these */
    const alk_cell *constants;         /* for each marker the statement's value */
    alk_arena *made;                   /* what defaults gave, for the rows at hand */
    size_t loaded;                     /* rows at hand, when one could not be read */
    const void *rows;
    size_t stride;
    /* Takes the rows that n rows of values gave, which are in memory; NULL: the statement gives none. Rows come one by one, unless they can be told apart. */
    int (*take)(struct alk__batch *batch, alk_result *result, const alk_cell *cells, size_t n);
    bool told_apart;
} alk__batch;

/* Structs that are sent, and take what comes back for them. */
typedef struct alk__read_back {
    char *rows;
    size_t stride;
    const alk_field *fields;
    size_t n_fields;
    alk_arena *arena;                  /* of texts and bytes */
} alk__read_back;
/* alk_conn_execute_each_returning() whose rows go back into the structs; one for each. */
int alk__each_read_back(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields, size_t count, const alk__read_back *back);
/* Whether there is what a call for many rows needs. */
int alk__check_each(const alk_conn *conn, const alk_sql *statement, const alk_field *fields, const void *rows, size_t count);

#define ALK__NO_FIELD UINT32_MAX

/* Runs all rows, or as many as succeed before the first failure. A borrowed statement is given back. */
int alk__batch_run(alk__batch *batch, int64_t *affected);
/* The same for a statement whose parameters the fields fill by name: the execution and what belongs to it are filled in. The statement is not consumed. */
int alk__batch_run_named(alk__batch *batch, const alk_sql *statement, size_t n_fields, int64_t *affected);
#endif
