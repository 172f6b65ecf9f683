/* SPDX-License-Identifier: MIT
 * Parts of writing that stand in files of their own. */
#ifndef ALK_ORM_WRITE_H
#define ALK_ORM_WRITE_H
#include "unit.h"

/* The columns of a work: those that an UPDATE writes, or that an INSERT leaves out. */
static inline void alk__set_change(uint64_t *bits, unsigned i) { bits[i / 64] |= UINT64_C(1) << (i % 64); }
static inline bool alk__has_change(const uint64_t *bits, unsigned i) { return bits[i / 64] >> (i % 64) & 1; }
bool alk__changes_any(const alk__work *work);
/* How many works, the first of n among them, have the same columns. */
size_t alk__run_length(alk__work *const *works, size_t n);

/* Works of one store. */
int alk__insert_works(alk__unit *unit, alk__work *const *works, size_t n);
/* later: keys of objects that refer to each other, now that both are there. */
int alk__update_works(alk__unit *unit, alk__work *const *works, size_t n, bool later);
/* Rows of tables between: those that go, then those that come. */
int alk__write_between(alk__unit *unit);
/* Asks which of several rows is not there as it is known, or was not deleted; its number, or SIZE_MAX when that cannot be told. */
size_t alk__find_stale(alk__unit *unit, alk__work *const *works, size_t n, bool deletes);
#endif
