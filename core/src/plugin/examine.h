/* SPDX-License-Identifier: MIT
 * Reading a stranger's table: copying it in full size, whatever size it has, and saying what is wrong with it. Which tables there are is not known here. */
#ifndef ALK_PLUGIN_EXAMINE_H
#define ALK_PLUGIN_EXAMINE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A pointer in a table, by name. */
typedef struct alk__table_slot {
    const char *name;
    size_t offset;
} alk__table_slot;

typedef struct alk__table_kind {
    const char *name;
    size_t size, align;
    const void *stubs;             /* a full table; NULL where there is no stub */
    const alk__table_slot *slots;
    size_t n_slots;
} alk__table_kind;

/* The plugin under examination; what is said of it begins with its name. */
typedef struct alk__examination {
    const char *who;
    const char *part;              /* "driver \"x\"", or NULL for the plugin itself */
} alk__examination;

/* Sets the error, ALK_ERROR_ABI with the cause ALK_MISSING_ABI; false. */
bool alk__refuse(const alk__examination *of, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Copies as far as the two sizes go, zero behind that, with our own size. False: it is refused. */
bool alk__table_copy(void *out, const void *in, const alk__table_kind *kind, const alk__examination *of);
/* Puts the stubs into the slots that are empty. False: a required one is. */
bool alk__table_fill(void *table, const alk__table_kind *kind, const alk__examination *of);
#endif
