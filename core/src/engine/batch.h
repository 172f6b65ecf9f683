/* SPDX-License-Identifier: MIT
 * One statement, many rows of values: given as values or taken from structs, sent in blocks; as one INSERT of many rows where the driver says that
 * this is the fast way and the statement has that form. */
#ifndef ALK_ENGINE_BATCH_H
#define ALK_ENGINE_BATCH_H
#include "engine/execute.h"

typedef struct alk__batch {
    alk_conn *conn;                    /* ready to execute */
    alk__execution execution;          /* what runs for one row */
    size_t first, n_rows;              /* first: the one to begin with; those before it are done */
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
    /* In place of take, for an INSERT whose keys the database counts: the next n rows have the key `first` and those after it. Only INSERTs of many rows are run, for as long as their
     * keys are told. */
    int (*take_counted)(struct alk__batch *batch, int64_t first, size_t n);
    const alk__prepared *seen;         /* of alk__counted_execute() */
} alk__batch;

/* Structs that are sent, and take what comes back for them. */
typedef struct alk__read_back {
    char *rows;
    size_t stride;
    const alk_field *fields;
    size_t n_fields;
    alk_arena *arena;                  /* of texts and bytes */
    const alk_sql *counted;            /* where nothing but a key that the database counts comes back: the INSERT without RETURNING; else NULL */
    const alk_sql *seen;               /* and the query of alk__counted_execute() */
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
