/* SPDX-License-Identifier: MIT
 * Members of structs. A driver's fetch_into stores what is common by itself, and NULL; the rest it has the library store, so that a value becomes the same in a
 * member whether its row was held in memory before or not. */
#ifndef ALK_DRIVER_SLOT_H
#define ALK_DRIVER_SLOT_H
#include <alkahest/plugin.h>
#include <stdbool.h>

/* The library's way; NULL: it is too old to have one, and scatters rows by itself. */
const alk_slot_ops *alk__driver_slot_ops(const alk_host *host);
/* NULL into a member; false: it cannot say so. */
bool alk__driver_store_null(const alk_slot *slot, char *base);

/* A value whose texts lie where they may stay: they are not copied once more. */
static inline alk_rc alk__driver_store(const alk_slot_ops *ops, const alk_slot *slot, const alk_cell *value, alk_sv column, char *base, alk_arena *arena, alk_err *err)
{
    alk_slot shared = *slot;
    shared.flags = 0;
    return ops->store(&shared, value, column, base, arena, err);
}
#endif
