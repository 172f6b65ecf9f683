/* SPDX-License-Identifier: MIT
 * Compiled statements: what is sent, and where its values come from. One is made from raw text (text.h) or from a statement's tree; it is immutable and
 * shared by threads; who holds one counts it. */
#ifndef ALK_COMPILE_COMPILED_H
#define ALK_COMPILE_COMPILED_H
#include "compile/render.h"
#include <stdbool.h>

struct alk_compiled {
    uint32_t refs;                 /* atomic */
    uint32_t n_params;             /* distinct names */
    uint32_t n_markers;            /* values that one execution sends */
    uint32_t n_values;             /* in the tree; 0 for raw text */
    uint32_t n_columns;            /* known before it runs; 0: none, or not known */
    uint32_t serial;               /* of a tree: no other compiled one has it */
    bool in_order;                 /* marker i takes parameter i, and there are no values */
    uint32_t *order;               /* the parameter of each marker; of a tree without values */
    alk_sv *names;                 /* of the parameters, in order of first appearance */
    alk_sv source;                 /* raw text it was compiled from, or what is sent: the key of a prepared statement */
    uint64_t hash;                 /* of the source; of a tree the structure's */
    alk_sv sql;                    /* what is sent; ends with NUL */
    const alk_sql *statement;      /* the tree, kept; NULL: raw text */
    const alk__marker *markers;    /* of a tree */
    const alk__result_column *columns;
    const alk__schema_mark *schema_marks;
    uint32_t n_schema_marks;
    uint32_t n_keys;               /* columns of the key of the one row that it inserts; 0: it is none, or knows no key */
    const alk__key_source *keys;
    bool has_unknown_keys, has_generated_keys, keys_returned;
    alk_compiled *returning;       /* the same statement giving back what is not known of its key, made when it is wanted; NULL: not yet. Atomic */
    alk_arena *arena;              /* of a tree: names and lists */
};
typedef struct alk_compiled alk__compiled;

/* Compiles a tree, which it keeps. NULL on failure; the error tells where the statement was written. */
alk__compiled *alk__compile_tree(const alk_sql *statement, const alk__rendering *how);
alk__compiled *alk__compiled_ref(alk__compiled *compiled);
void alk__compiled_unref(alk__compiled *compiled);
/* Whether a statement has the structure of the one that was compiled. One that is kept remembers that it has. */
bool alk__compiled_serves(const alk__compiled *compiled, const alk_sql *statement);
/* The form of an INSERT that gives back what is not known of its key, where the dialect can; else the same. NULL on failure. It lives as long as the first. */
alk__compiled *alk__compiled_returning(alk__compiled *compiled, const alk__dialect *dialect, uint32_t label_length);
/* The value of a marker that stands for one of the tree's. */
const alk_cell *alk__compiled_value(const alk__marker *marker, const alk__value_node *const *values);
/* What a column's own default gives. */
int alk__compiled_client(const alk__marker *marker, alk_cell *cell);
/* The index of a parameter, or -1. */
int64_t alk__compiled_param(const alk__compiled *compiled, alk_sv name);
/* The text with other schemas' names in it. */
int alk__compiled_translate(const alk__compiled *compiled, const alk_schema_map *schemas, size_t n, const alk__dialect *dialect, alk__buffer *out);
/* The cells of one execution, in marker order, from the values of a tree of the same structure and the cells of its named parameters. */
int alk__compiled_cells(const alk__compiled *compiled, const alk__value_node *const *values, const alk_cell *params, alk_cell *cells);
#endif
