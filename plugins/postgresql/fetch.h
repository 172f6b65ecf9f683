/* SPDX-License-Identifier: MIT
 * Rows into structs: for each member the one way that its column needs, worked out once for a plan. */
#ifndef ALK_PG_FETCH_H
#define ALK_PG_FETCH_H
#include "statement.h"

/* The way from a kind, in the binary form, to a member; NULL: none that is quick. */
alk__pg_store *alk__pg_store_for(uint8_t kind, uint16_t want);
#endif
