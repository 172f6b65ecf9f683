/* SPDX-License-Identifier: MIT
 * See sound.h. */
#include "engine/sound.h"
#include "base/error.h"
#include "type/array.h"
#include <alkahest/value.h>
#include <stdalign.h>

enum { MOST_COLUMNS = 65535, MOST_ITEMS = 1 << 24 };

#define BIT(type) (UINT32_C(1) << (type))
/* Any value of these is one. */
#define PLAIN (BIT(ALK_TYPE_NULL) | BIT(ALK_TYPE_INT) | BIT(ALK_TYPE_UINT) | BIT(ALK_TYPE_REAL))
/* Of these any with a pointer is. */
#define POINTED (BIT(ALK_TYPE_DECIMAL) | BIT(ALK_TYPE_TEXT) | BIT(ALK_TYPE_BLOB) | BIT(ALK_TYPE_INTERVAL) | BIT(ALK_TYPE_JSON))
/* Of these any since 1970 is. */
#define STAMPS (BIT(ALK_TYPE_TIMESTAMP) | BIT(ALK_TYPE_TIMESTAMPTZ))
/* Of these one without a pointer may be empty. */
#define MAY_BE_EMPTY (BIT(ALK_TYPE_TEXT) | BIT(ALK_TYPE_BLOB) | BIT(ALK_TYPE_ARRAY))

/* ---- columns ---- */

int alk__sound_columns(const alk__link *link, const alk_column_desc *columns, uint32_t count, uint32_t stride)
{
    size_t align = alignof(alk_column_desc);
    bool sound = count == 0 || (count <= MOST_COLUMNS && columns && (uintptr_t)columns % align == 0 && stride >= sizeof *columns &&
                                stride % align == 0);
    for (uint32_t i = 0; sound && i < count; i++) {
        const alk_column_desc *column = (const alk_column_desc *)(const void *)((const char *)columns + (size_t)i * stride);
        sound = column->name.p || column->name.n == 0;
    }
    return sound ? ALK_OK : alk__error(ALK_ERROR_ABI, "driver %s: it describes %u columns in a way that cannot be", link->backend->name,
                                       (unsigned)count);
}

/* ---- cells ---- */

static inline bool is_usual(const alk_cell *cell)
{
    uint32_t good = (cell->u.p ? PLAIN | POINTED : PLAIN) | (cell->u.i >= 0 ? STAMPS : 0);     /* nearly all values take no other test */
    return cell->tag <= ALK_TYPE_ARRAY && (good >> cell->tag & 1);
}

static bool is_sound(const alk_cell *cell, int depth, uint32_t *items);

/* An array in itself has no end, and one that holds another many times may have too many: both are met by counting. */
static bool is_sound_array(const alk_cell *array, int depth, uint32_t *items)
{
    const alk_cell *cells = array->u.p;
    if (depth > ALK__ARRAY_DEPTH || array->len > *items)
        return false;
    *items -= array->len;
    for (uint32_t i = 0; i < array->len; i++)
        if (!is_usual(&cells[i]) && !is_sound(&cells[i], depth + 1, items))
            return false;
    return true;
}

/* The types that are not so simple; dates and times are told by their range. */
static bool is_sound(const alk_cell *cell, int depth, uint32_t *items)
{
    if (cell->tag > ALK_TYPE_ARRAY)
        return false;
    if (cell->tag == ALK_TYPE_UUID)
        return cell->u.p && cell->len == sizeof(alk_uuid);
    if (cell->tag == ALK_TYPE_ARRAY && cell->u.p)
        return is_sound_array(cell, depth, items);
    if ((MAY_BE_EMPTY >> cell->tag & 1))
        return cell->len == 0;
    return !(POINTED >> cell->tag & 1) && alk_value_check(cell) == ALK_OK;
}

ALK__COLD static int unsound(const alk__link *link, const alk_cell *cell)
{
    return alk__error(ALK_ERROR_ABI, "driver %s: it gave a value of type %s (%u) that cannot be one", link->backend->name,
                      alk_type_name(cell->tag), (unsigned)cell->tag);
}

int alk__sound_cells(const alk__link *link, const alk_cell *cells, size_t count)
{
    for (const alk_cell *cell = cells; cell < cells + count; cell++) {
        uint32_t items = MOST_ITEMS;
        if (!is_usual(cell) && !is_sound(cell, 1, &items))
            return unsound(link, cell);
    }
    return ALK_OK;
}
