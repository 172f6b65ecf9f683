/* SPDX-License-Identifier: MIT
 * Rows become objects: a row of one that the session has already fills what is not known of it, another becomes a new object. Where a result is of one model alone the driver
 * fills the objects' own memory, many rows at a time. */
#ifndef ALK_ORM_ROWS_H
#define ALK_ORM_ROWS_H
#include "session.h"

#define ALK__NO_COLUMN UINT32_MAX
enum { ALK__ROWS_AT_ONCE = 64 };

/* Where an object's columns are in the rows of a result. */
typedef struct alk__rows {
    alk__store *store;
    alk_result *result;
    uint32_t *positions;               /* of each property; ALK__NO_COLUMN: it is not selected */
    alk_field *fields;                 /* of those that are, and where they are */
    uint32_t *columns;
    uint16_t n;
    uint16_t n_own;                    /* cells of types of the program's own, behind the struct */
    bool anew, untracked;
    bool direct;                       /* all columns of the model, in order, from the first on, and no others */
    bool expects_new;                  /* the last rows were all new: texts go where they stay */
    char *row;                         /* one row, and cells */
} alk__rows;

/* The level of what is read now: see alk__entity. */
uint8_t alk__level_of(const alk_session *session);
/* positions: of as many columns as the model has properties, in the arena. */
int alk__rows_begin(alk__rows *rows, alk__store *store, alk_result *result, uint32_t *positions, alk_arena *arena);
/* The same for the whole of a plain model, selected as it is: nothing is allocated. */
void alk__rows_begin_whole(alk__rows *rows, alk__store *store, alk_result *result);
/* The next objects of a direct result, at most `capacity`; *n is 0 at the end. */
int alk__rows_fetch(alk__rows *rows, alk__entity **out, size_t capacity, size_t *n);
/* The object of the result's current row; NULL: the key is NULL. */
int alk__rows_current(alk__rows *rows, alk__entity **out);
/* The positions where a SELECT of the model's columns has them, from `first` on: all that are not deferred. Returns how many there are. */
uint32_t alk__default_positions(const alk__mapper *mapper, uint32_t first, uint32_t *positions);
/* The columns for such a SELECT, of the table or an alias of it (NULL: the table): into `parts`, as many as the former tells. */
void alk__default_columns(const alk__mapper *mapper, const alk_sql *alias, const alk_sql **parts);
#endif
