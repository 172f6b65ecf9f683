/* SPDX-License-Identifier: MIT
 * Rows into structs: for each member the one way that its column needs, worked out once for a plan. */
#ifndef ALK_PG_FETCH_H
#define ALK_PG_FETCH_H
#include "convert.h"
#include "statement.h"

typedef alk__pg_fault alk__pg_store(const char *bytes, size_t length, char *member, alk__pg_memory *memory);

typedef struct alk__pg_step {
    alk__pg_store *store;
    uint32_t col, off, null_off;
    bool tells_null, own;                /* the member says NULL by itself; its text is copied */
    uint8_t size;
} alk__pg_step;

/* The way from a kind, in the binary form, to a member; NULL: none that is quick. *size: bytes of the member. */
alk__pg_store *alk__pg_store_for(uint8_t kind, uint16_t want, uint8_t *size);
#endif
