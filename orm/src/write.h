/* SPDX-License-Identifier: MIT
 * Parts of writing that stand in files of their own. */
#ifndef ALK_ORM_WRITE_H
#define ALK_ORM_WRITE_H
#include "unit.h"

/* Writes a new object over the row of one that is deleted in the same flush and has the same key. */
int alk__switch_row(alk__unit *unit, alk__work *work);
/* Rows of tables between: those that go, then those that come. */
int alk__write_between(alk__unit *unit);
/* Asks which of several rows is not there as it is known, or was not deleted; its number, or SIZE_MAX when that cannot be told. */
size_t alk__find_stale(alk__unit *unit, alk__work *const *works, size_t n, bool deletes);
#endif
