/* SPDX-License-Identifier: MIT
 * Whether what a driver gave can be what it says. Looked at once, where it comes in, so that nobody behind meets an unknown type, a content without
 * a pointer or a length that cannot be. Where a pointer leads cannot be judged, and neither is text: that costs too much for each value. */
#ifndef ALK_ENGINE_SOUND_H
#define ALK_ENGINE_SOUND_H
#include "engine/link.h"

/* The descriptions of columns, as a slot gave them. */
int alk__sound_columns(const alk__link *link, const alk_column_desc *columns, uint32_t count, uint32_t stride);
/* Rows of cells, all of them written. */
int alk__sound_cells(const alk__link *link, const alk_cell *cells, size_t count);
/* How many rows were changed: any negative number says that it is not known. */
static inline int64_t alk__sound_affected(int64_t affected)
{
    return affected < 0 ? -1 : affected;
}
#endif
