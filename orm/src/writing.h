/* SPDX-License-Identifier: MIT
 * An UPDATE or a DELETE of many objects at once: a row each, of its struct, its image, and cells for types of the program's own. */
#ifndef ALK_ORM_WRITING_H
#define ALK_ORM_WRITING_H
#include "unit.h"

typedef struct alk__writing {
    const alk__mapper *mapper;
    unsigned part;                     /* of the objects that is written */
    char *rows;
    size_t size, n;
    alk_field *fields;
    size_t n_fields;
    char (*names)[8];
    const alk_sql **parts;             /* what is set, then the end */
    size_t n_parts;
    const alk_sql **terms;             /* the condition */
    size_t n_terms;
} alk__writing;

/* Of one of the tables that the objects are in. */
int alk__writing_begin(alk__unit *unit, alk__writing *b, alk__work *const *works, size_t n, unsigned part);
/* The parameter of a property, from the struct or, `from` bytes behind it, from the image. */
const alk_sql *alk__writing_parameter(alk__writing *b, const alk__property *p, size_t from);
/* Values of types of the program's own as the database has them. */
int alk__writing_own_values(alk__writing *b, const alk__property *p, alk_arena *arena);
/* The rows by their keys, and by the version that they were read with. */
void alk__writing_condition(alk__writing *b);
/* Gives its rows back. */
void alk__writing_end(alk__unit *unit, const alk__writing *b);
/* Runs it and ends it. Rows with a version are only written where the database tells how many it found: else a change of somebody else's could be lost in silence. */
int alk__writing_run(alk__unit *unit, const alk__writing *b, const alk_sql *statement, alk__work *const *works, bool deletes);
#endif
