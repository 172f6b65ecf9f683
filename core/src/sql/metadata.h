/* SPDX-License-Identifier: MIT
 * Collections of tables, from within: who holds them, and their conventions of naming. */
#ifndef ALK_SQL_METADATA_H
#define ALK_SQL_METADATA_H
#include "base/map.h"
#include "base/thread.h"
#include "base/vector.h"
#include "sql/table.h"
#include <alkahest/metadata.h>

/* A reference by text that is still to be found. */
typedef struct alk__pending {
    const char *schema, *table, *column;   /* in the arena of the table that refers; column NULL: the table itself is meant */
    const alk_sql **place;                 /* where the handle belongs */
    const alk_table *from;
} alk__pending;

struct alk_metadata {
    uint32_t refs;                         /* the program's handle, and each table of its own that somebody holds */
    alk__mutex lock;                       /* of what follows */
    alk__map tables;                       /* "schema.table" with a NUL in place of the point, to the handle */
    alk__vector pending;                   /* of alk__pending */
    alk__made_table *made;                 /* the newest first */
    char *schema;
    alk_naming naming;
    alk_arena *arena;                      /* of the texts above */
};

void alk__metadata_ref(alk_metadata *metadata);
void alk__metadata_unref(alk_metadata *metadata);
/* What names its constraints and indexes; NULL: nothing does. */
const alk_naming *alk__naming_of(const alk_table *table);
/* Whether a template has no tokens but the known ones. */
bool alk__naming_is_known(const char *template);
/* Takes over a table that is whole, with what it refers to by text (n of them): all or, on failure, nothing. */
int alk__metadata_take(alk_metadata *metadata, alk__made_table *made, const alk__pending *pending, size_t n);
/* Splits "table.column" or "schema.table.column" in place; false: it is neither. */
bool alk__split_reference(char *text, alk__pending *out);
#endif
