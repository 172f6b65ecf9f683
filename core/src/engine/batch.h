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
    const uint32_t *order;             /* the field of each marker; NULL: the same */
    const void *rows;
    size_t stride;
} alk__batch;

/* Runs all rows, or as many as succeed before the first failure. A borrowed statement is given back. */
int alk__batch_run(alk__batch *batch, int64_t *affected);
#endif
