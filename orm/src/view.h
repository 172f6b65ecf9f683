/* SPDX-License-Identifier: MIT
 * What a SELECT of a model's objects is made of: where its tables stand in the statement, by themselves or under names of ours, its columns and those of its variants, and the joins
 * that bring together the parts of an object. A query of a model with variants gives whole objects of each, by outer joins. */
#ifndef ALK_ORM_VIEW_H
#define ALK_ORM_VIEW_H
#include "mapper.h"

enum { ALK__KIN = 24 };                /* models of a hierarchy: the most that there may be */
#define ALK__NO_COLUMN UINT32_MAX
enum { ALK__LABEL = 32 };

typedef struct alk__view {
    const alk__mapper *mapper;
    const alk_sql *from;               /* the mapper's own table: itself, an alias, or a subquery with the columns of all */
    bool is_all;                       /* the columns of all tables are there */
    const uint32_t *labels;            /* is_all: the columns are there under labels alone, by these positions; NULL: as they are */
    unsigned n;                        /* tables under names of ours, kept until the end */
    struct alk__alias {
        const alk_sql *table, *from;
    } aliases[ALK__KIN];
} alk__view;

/* from NULL: its table. Where it is an alias, the other tables of the hierarchy get aliases too; alk__view_end() gives them back. */
void alk__view_begin(alk__view *view, const alk__mapper *mapper, const alk_sql *from);
void alk__view_end(alk__view *view);
/* A model whose object is a part of the view's: where its columns are. */
const alk_sql *alk__view_from(const alk__view *view, const alk__mapper *mapper);
/* Where a property's column is. */
const alk_sql *alk__view_from_of(const alk__view *view, const alk__property *p);
/* A property as it is selected; where it is derived, fresh. */
const alk_sql *alk__view_column(const alk__view *view, const alk__property *p);
/* The same; of a key it is that of the model's own table, which stands in statements that the base's does not stand in, such as an UPDATE of it. */
const alk_sql *alk__view_own_column(const alk__view *view, const alk__property *p);

/* The name of ours that a table of the view stands under; NULL: it stands by itself. */
const alk_sql *alk__view_alias(const alk__view *view, const alk_sql *table);

/* What a column of a query is called where the query becomes a subquery. Returns out, which has room for ALK__LABEL. */
const char *alk__view_label(size_t position, char *out);

/* Whether a query wants the property. */
typedef bool (*alk__wants_fn)(const void *data, const alk__mapper *mapper, const alk__property *p);
/* The columns of the mapper and its kin that are wanted (NULL: that are not deferred), into `parts`, where there is room for mapper->n_positions. positions: of the properties of the
 * mapper, then of the others of its kin, as they count from `first` on. Returns how many there are. */
size_t alk__view_columns(const alk__view *view, alk__wants_fn wants, const void *data, uint32_t first, uint32_t *positions, const alk_sql **parts);
/* The tables of its parts, joined, as something to select from or to join: fresh, or the table where there is one. */
const alk_sql *alk__view_whole(const alk__view *view);
/* How its own table comes into the statement. */
enum {
    ALK__VIEW_FIRST,                   /* it is selected from */
    ALK__VIEW_JOINED,                  /* by the program's join */
    ALK__VIEW_OUTER,                   /* by one that may find none */
    ALK__VIEW_WHOLE                    /* by one that has its other parts too */
};
/* The joins of its other parts and of its kin. Returns how many there are, no more than ALK__KIN. */
size_t alk__view_joins(const alk__view *view, int how, const alk_sql **parts);
/* The condition by which the rows of a variant in its base's table are told; NULL: all rows are of the mapper. Fresh. */
const alk_sql *alk__view_kind(const alk__view *view);
#endif
