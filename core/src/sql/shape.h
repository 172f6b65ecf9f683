/* SPDX-License-Identifier: MIT
 * Types as part of a statement's structure: comparing and hashing them. */
#ifndef ALK_SQL_SHAPE_H
#define ALK_SQL_SHAPE_H
#include <alkahest/datatype.h>

uint64_t alk__type_hash(const alk_type *type);                 /* NULL: 0 */
bool alk__type_equal(const alk_type *a, const alk_type *b);    /* NULL equals NULL alone */
/* The type of values of a tag (ALK_TYPE_…); static. NULL: none. */
const alk_type *alk__type_of_tag(int tag);
/* What a value of the type comes as: ALK_TYPE_…; ALK_TYPE_NULL: not known. */
int alk__type_tag(const alk_type *type);
/* "INTEGER", "VARCHAR": for messages. */
const char *alk__type_word(const alk_type *type);
#endif
