/* SPDX-License-Identifier: MIT
 * Inheritance: what the mapper of a variant has from its base, and the tables that an object's parts are in. */
#ifndef ALK_ORM_INHERIT_H
#define ALK_ORM_INHERIT_H
#include "relate.h"

/* Gives a new mapper what its base has, and its parts. false: no memory. */
bool alk__inherit(alk__making_mappers *m, alk__mapper *mapper);
/* Checks the mapper against its base and begins those of its variants, once its columns are there. */
void alk__inherited(alk__making_mappers *m, alk__mapper *mapper);
/* Lists the mapper's kin, once all of them are there. false: no memory. */
bool alk__find_kin(alk__making_mappers *m, alk__mapper *mapper);
/* Whether the column is the key of a further part: the object has it once, as a member of its base. */
bool alk__is_key_of_part(const alk__mapper *mapper, const alk_column *column);

/* The mapper of a table that was begun; NULL: none. */
alk__mapper *alk__mapper_known(const alk_sql *table);
/* Zeroed memory that lives as long as the mappers; NULL: no memory. */
void *alk__mapper_memory(size_t count, size_t size);
#endif
