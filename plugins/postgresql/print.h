/* SPDX-License-Identifier: MIT
 * Values as the text that the server reads. */
#ifndef ALK_PG_PRINT_H
#define ALK_PG_PRINT_H
#include "scratch.h"

typedef enum alk__pg_refusal {
    ALK__PG_ACCEPTED = 0,
    ALK__PG_NO_MEMORY_LEFT,
    ALK__PG_OUT_OF_RANGE,
    ALK__PG_HOLDS_NUL,
    ALK__PG_NOT_UTF8,
    ALK__PG_DEEP_ARRAY,
    ALK__PG_UNEVEN_ARRAY,
    ALK__PG_UNKNOWN_TAG,
    ALK__PG_NOT_OF_TYPE
} alk__pg_refusal;

/* Text with a NUL behind it, which is not counted; cell is not NULL. It may be the cell's own. delimiter: of the items of an array. */
alk__pg_refusal alk__pg_print(alk__pg_scratch *scratch, const alk_cell *cell, char delimiter, alk_sv *out);
/* Valid UTF-8 without a NUL. */
alk__pg_refusal alk__pg_check_text(const char *text, size_t length);
#endif
