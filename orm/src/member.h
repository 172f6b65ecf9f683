/* SPDX-License-Identifier: MIT
 * Members of structs by their properties: reading, comparing, copying between structs of two models, hashing keys. */
#ifndef ALK_ORM_MEMBER_H
#define ALK_ORM_MEMBER_H
#include "mapper.h"
#include <alkahest/arena.h>
#include <alkahest/types.h>

/* Whether the member is of an integer type; then its value. */
static inline bool alk__member_is_int(const alk__property *p)
{
    return p->field.slot >= ALK_SLOT_INT8 && p->field.slot <= ALK_SLOT_UINT64;
}
int64_t alk__member_int_of(const alk__property *p, const char *row);
static inline int64_t alk__member_int(const alk__property *p, const char *row)
{
    int64_t whole;
    if (p->field.slot != ALK_SLOT_INT64)
        return alk__member_int_of(p, row);
    memcpy(&whole, row + p->field.offset, sizeof whole);
    return whole;
}
/* NULL, unset, or a text that is a NULL pointer. */
bool alk__member_is_null(const alk__property *p, const char *row);
/* Whether all bytes of its value are 0: it is a number, a date, a UUID or the like. */
bool alk__member_is_zero(const alk__property *p, const char *row);
/* Makes it NULL; false: it cannot be. */
bool alk__member_set_null(const alk__property *p, char *row);
/* Whether the member has the same value in both: NULL and unset are the same. What has no other way to be equal is compared as it lies. */
bool alk__member_equal_as_value(const alk__property *p, const char *a, const char *b);
static inline bool alk__member_equal(const alk__property *p, const char *a, const char *b)
{
    const char *x = a + p->field.offset, *y = b + p->field.offset;
    bool as_it_lies = p->content == ALK__CONTENT_PLAIN && !p->state;
    if (as_it_lies || (p->content == ALK__CONTENT_TEXT && !p->state))
        switch (p->size) {
        case 4: if (memcmp(x, y, 4) == 0) return true; break;
        case 8: if (memcmp(x, y, 8) == 0) return true; break;
        default: as_it_lies = false;
        }
    return !as_it_lies && alk__member_equal_as_value(p, a, b);
}
/* Whether members of two models have the same value, such as a key and what refers to it; NULL is the same as nothing. */
bool alk__member_same(const alk__property *p, const char *p_row, const alk__property *q, const char *q_row);
/* Copies a value between members of two models, that of a key to what refers to it; texts are shared. ALK_ERROR_DATA: it does not fit. */
int alk__member_copy(const alk__property *to, char *to_row, const alk__property *from, const char *from_row);
/* Stores a value; texts are borrowed. */
int alk__member_store(const alk__property *p, char *row, const alk_value *value);
/* The type of value that the member holds as it lies; ALK_TYPE_NULL: any. */
int alk__member_type(const alk__property *p);
/* The member as a value; texts are borrowed. Not of types of the program's own. */
alk_value alk__member_value(const alk__property *p, const char *row);
/* Without the blanks at the end that do not count. */
static inline alk_value alk__without_padding(const alk__property *p, alk_value value)
{
    while (p->padded && value.len && ((const char *)value.u.p)[value.len - 1] == ' ')
        value.len--;
    return value;
}
/* The bytes that the member's text takes with a NUL; 0: it has none. */
size_t alk__member_text_size(const alk__property *p, const char *row);
/* Moves the member's text of that size to `at`. Returns where it ends. */
char *alk__member_move_text(const alk__property *p, char *row, char *at, size_t size);

/* The value as the type that the database sees of one of the program's own, what it points to in the arena. */
int alk__as_stored(const alk_custom_type *type, alk_cell *cell, alk_arena *arena);

uint32_t alk__key_hash(const alk__mapper *mapper, const char *row);
bool alk__key_equal(const alk__mapper *mapper, const char *a, const char *b);
/* An order of keys, the same in every process. */
int alk__key_compare(const alk__mapper *mapper, const char *a, const char *b);
/* No column of the key is NULL, nor 0 where the database would count it up. */
bool alk__key_is_whole(const alk__mapper *mapper, const char *row);
/* The key as text for messages: "3", "(3, 'x')". Returns out. */
const char *alk__key_print(const alk__mapper *mapper, const char *row, char *out, size_t size);

static inline const alk__property *alk__key_property(const alk__mapper *mapper, unsigned i)
{
    return &mapper->properties[mapper->key[i]];
}
static inline uint32_t alk__hash_int(int64_t key)
{
    return (uint32_t)(((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}
/* Keys that follow each other, as most do, get places side by side, 64 at a time: a map of chains is then read in the order of memory. */
static inline uint32_t alk__hash_near(int64_t key)
{
    return alk__hash_int(key >> 6) ^ (uint32_t)(key & 63);
}
#endif
