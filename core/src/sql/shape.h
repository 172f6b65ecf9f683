/* SPDX-License-Identifier: MIT
 * Types as part of a statement's structure: comparing and hashing them. */
#ifndef ALK_SQL_SHAPE_H
#define ALK_SQL_SHAPE_H
#include "sql/node.h"
#include <alkahest/datatype.h>

#define ALK__TYPE_KINDS (ALK_KIND_CUSTOM + 1)
typedef struct alk__type_kind {
    const char *word;
    int tag;
} alk__type_kind;
extern const alk__type_kind alk__type_kinds[ALK__TYPE_KINDS];
static inline const alk__type_kind *alk__type_kind_of(const alk_type *type)
{
    return &alk__type_kinds[type && type->kind < ALK__TYPE_KINDS ? type->kind : ALK_KIND_UNKNOWN];
}

uint64_t alk__type_hash_custom(const alk_type *type, uint64_t hash);       /* with what custom points to */
static inline uint64_t alk__type_hash(const alk_type *type)                /* NULL: 0 */
{
    if (!type)
        return 0;
    uint64_t hash = alk__node_mix((uint64_t)type->kind << 48 ^ (uint64_t)type->flags << 32 ^ (uint32_t)type->length, (uint64_t)(uint32_t)type->scale << 24);
    return type->custom ? alk__type_hash_custom(type, hash) : hash;
}
bool alk__type_equal(const alk_type *a, const alk_type *b);    /* NULL equals NULL alone */
/* The type of values of a tag (ALK_TYPE_…); static. NULL: none. */
const alk_type *alk__type_of_tag(int tag);
/* What a value of the type comes as: ALK_TYPE_…; ALK_TYPE_NULL: not known. */
static inline int alk__type_tag(const alk_type *type)
{
    while (type && type->kind == ALK_KIND_CUSTOM && type->custom)
        type = &((const alk_custom_type *)type->custom)->storage;
    if (type && type->kind == ALK_KIND_BIGINT && type->flags & ALK_TYPE_UNSIGNED)
        return ALK_TYPE_UINT;
    return alk__type_kind_of(type)->tag;
}
/* "INTEGER", "VARCHAR": for messages. */
const char *alk__type_word(const alk_type *type);
#endif
