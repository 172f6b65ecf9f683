/* SPDX-License-Identifier: MIT
 * An INSERT of many rows whose keys the database counts, by interface "alk.counted/1" of a driver. */
#ifndef ALK_ENGINE_COUNTED_H
#define ALK_ENGINE_COUNTED_H
#include "engine/execute.h"

/* Whether the driver tells such keys. */
bool alk__counted_wanted(const alk_conn *conn);
/* Executes x, which inserts that many rows. *done false: nothing was done, and they are to be inserted in another way. */
int alk__counted_execute(alk_conn *conn, const alk__execution *x, const alk__prepared *seen, uint32_t rows, bool *done, int64_t *first);
#endif
