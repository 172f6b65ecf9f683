/* SPDX-License-Identifier: MIT
 * Which of the rows that an INSERT of many rows gave back is whose, told by keys of whole numbers. */
#ifndef ALK_ENGINE_MATCH_H
#define ALK_ENGINE_MATCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALK__KEY_MAX 4                 /* columns of a key */

typedef struct alk__keyed_row {
    int64_t key[ALK__KEY_MAX];         /* the columns that there are, then zeros */
    size_t number;                     /* of the row, among those that came or went */
} alk__keyed_row;

/* order[i]: the number of the row that came for the i-th that went. False: it cannot be told. The rows are put in another order.
 * Of keys that the database counted up the smallest is the first row's. Where they neither ascend as they came nor follow each other they were not counted, as on SQLite when
 * the largest possible key is taken. */
bool alk__match_counted(alk__keyed_row *came, size_t n, size_t *order);
/* The same of a database that counts and returns in the order of the rows: the keys have to rise, or to fall, as they came. */
bool alk__match_in_order(const alk__keyed_row *came, size_t n, size_t *order);
/* Of keys that were sent. */
bool alk__match_sent(alk__keyed_row *came, alk__keyed_row *went, size_t n, size_t *order);
#endif
