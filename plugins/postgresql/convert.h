/* SPDX-License-Identifier: MIT
 * From the server's values, binary or text, to cells. A fault is a small code; only who reports it knows the row and column. */
#ifndef ALK_PG_CONVERT_H
#define ALK_PG_CONVERT_H
#include "types.h"

typedef enum alk__pg_fault {
    ALK__PG_FINE = 0,
    ALK__PG_TOO_LARGE,                   /* for the member, or for the tag */
    ALK__PG_MALFORMED,                   /* bytes that are no value of the type */
    ALK__PG_TEXT_HOLDS_NUL,
    ALK__PG_TEXT_NOT_UTF8,
    ALK__PG_FAULT_MEMORY
} alk__pg_fault;

/* Memory for a fetch. Small texts are cut from blocks, since a call into the library for each would be felt. */
typedef struct alk__pg_memory {
    alk_arena *arena;
    char *at;
    size_t left;
    bool copy;                           /* texts and bytes do not stay where they are */
} alk__pg_memory;

/* size bytes without alignment; NULL: out of memory. */
char *alk__pg_memory_more(alk__pg_memory *memory, size_t size);
static inline char *alk__pg_take(alk__pg_memory *memory, size_t size)
{
    char *at = memory->at;
    if (size > memory->left)
        return alk__pg_memory_more(memory, size);
    memory->at += size;
    memory->left -= size;
    return at;
}

/* A value that is not NULL; behind its bytes stands a NUL. */
alk__pg_fault alk__pg_to_cell(const alk__pg_type *type, bool binary, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out);
/* The same of a kind that is no array. */
alk__pg_fault alk__pg_scalar_to_cell(uint8_t kind, bool binary, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out);
/* Text that came from the server, checked, and copied if need be. */
alk__pg_fault alk__pg_take_text(uint16_t tag, const char *text, size_t length, alk__pg_memory *memory, alk_cell *out);
/* Text of a numeric in the binary form. */
alk__pg_fault alk__pg_take_numeric(const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out);
#endif
