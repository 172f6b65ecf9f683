/* SPDX-License-Identifier: MIT
 * Rows become objects: a row of one that the session has already fills what is not known of it, another becomes a new object. Where a result is of one model alone the driver
 * fills the objects' own memory, many rows at a time. */
#ifndef ALK_ORM_ROWS_H
#define ALK_ORM_ROWS_H
#include "session.h"
#include "view.h"

enum { ALK__ROWS_AT_ONCE = 64 };

/* Where an object's columns are in the rows of a result. */
typedef struct alk__rows {
    alk__store *store;
    alk_result *result;
    const uint32_t *positions;         /* of each property; ALK__NO_COLUMN: it is not selected */
    alk_field *fields;                 /* of those that are, and where they are */
    uint32_t *columns;
    uint16_t n;
    uint16_t n_own;                    /* cells of types of the program's own, behind the struct */
    bool anew, untracked;
    bool direct;                       /* all columns of the model, in order, from the first on, and no others */
    bool expects_new;                  /* the last rows were all new: texts go where they stay */
    char *row;                         /* one row, and cells */
    struct alk__rows *kin;             /* the same for each of the mapper's kin but the first; NULL: it has none */
    uint32_t discriminator;            /* among fields; of a mapper with kin */
} alk__rows;

/* The level of what is read now, which the session notes that it has: see alk__entity. */
uint8_t alk__level_of(alk_session *session);
/* positions: of the properties of the mapper and its kin; they live as long. */
int alk__rows_begin(alk__rows *rows, alk__store *store, alk_result *result, const uint32_t *positions, alk_arena *arena);
/* The same for the whole of a plain model, selected as it is: nothing is allocated. */
void alk__rows_begin_whole(alk__rows *rows, alk__store *store, alk_result *result);
/* The next objects of a direct result, at most `capacity`; *n is 0 at the end. */
int alk__rows_fetch(alk__rows *rows, alk__entity **out, size_t capacity, size_t *n);
/* The object of the result's current row; NULL: the key is NULL. */
int alk__rows_current(alk__rows *rows, alk__entity **out);
#endif
