/* SPDX-License-Identifier: MIT
 * A model's columns as members of its struct. */
#ifndef ALK_ENGINE_MODEL_H
#define ALK_ENGINE_MODEL_H
#include "sql/shape.h"
#include "sql/table.h"
#include <alkahest/result.h>

/* Of a type of the program's own: the member is filled and read by the type's functions. */
static inline bool alk__is_custom(const alk_column *column)
{
    return column->type.kind == ALK_KIND_CUSTOM && column->type.custom;
}

/* The type that a parameter is given where the C type leaves it open: text that is a decimal or JSON, a view that is bytes. */
static inline uint16_t alk__field_type(const alk_column *column)
{
    int tag = column->slot == ALK_SLOT_TEXT || column->slot == ALK_SLOT_VIEW ? alk__type_tag(&column->type) : ALK_TYPE_TEXT;
    return tag == ALK_TYPE_TEXT ? ALK_TYPE_NULL : (uint16_t)tag;
}

static inline alk_field alk__field_of(const alk_column *column)
{
    return (alk_field){ .name = column->name,
                        .offset = (uint32_t)column->offset,
                        .null_offset = column->state_offset ? (uint32_t)column->offset + column->state_offset : ALK_SLOT_NOT_NULL,
                        .slot = column->slot,
                        .type = alk__field_type(column) };
}
#endif
