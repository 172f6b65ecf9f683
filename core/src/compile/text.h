/* SPDX-License-Identifier: MIT
 * Compiled statements, and how raw text becomes one: `:name` becomes the dialect's marker. A compiled statement is immutable and shared by
 * threads; who holds one counts it. */
#ifndef ALK_COMPILE_TEXT_H
#define ALK_COMPILE_TEXT_H
#include <alkahest/plugin.h>
#include <stdbool.h>

typedef struct alk__compiled {
    uint32_t refs;                 /* atomic */
    uint32_t n_params;             /* distinct names */
    uint32_t n_markers;            /* values that one execution sends */
    uint32_t *order;               /* the parameter of each marker */
    alk_sv *names;                 /* of the parameters, in order of first appearance */
    alk_sv source;                 /* what it was compiled from: the key */
    uint64_t hash;                 /* of the source */
    alk_sv sql;                    /* what is sent; ends with NUL */
    bool in_order;                 /* marker i takes parameter i */
} alk__compiled;

/* Compiles raw text for a dialect. NULL on failure: a bare marker beside names, too many parameters, an unended string. */
alk__compiled *alk__text_compile(alk_sv source, uint64_t hash, const alk_dialect_data *dialect);
alk__compiled *alk__compiled_ref(alk__compiled *compiled);
void alk__compiled_unref(alk__compiled *compiled);
/* The index of a parameter, or -1. */
int64_t alk__compiled_param(const alk__compiled *compiled, alk_sv name);
#endif
