/* SPDX-License-Identifier: MIT
 * The constraints and indexes of a table as the database is to have them, whether they were declared with the table or with a column; and what they are called. */
#ifndef ALK_SQL_CONSTRAINT_H
#define ALK_SQL_CONSTRAINT_H
#include "base/buffer.h"
#include "sql/table.h"

typedef struct alk__constraint {
    const alk_table *table;
    uint32_t number;                       /* by which it is found again */
    int kind;                              /* ALK_CONSTRAINT_… */
    const alk_constraint *declared;        /* with the table; or */
    const alk_column *column;              /* with this column; neither: the key of columns that say so */
    const char *name;                      /* that it was given; NULL: none */
    const char *check;
    const alk_sql *condition;
    uint8_t on_delete, on_update, deferrable, match;
    bool use_alter;
    const char *comment;
    const alk_dialect_option *options;
    const char *dialects;
} alk__constraint;

/* The next one: for (uint32_t at = 0; alk__next_constraint(table, &at, &c);). First the primary key, then those of the table, then those of columns. */
bool alk__next_constraint(const alk_table *table, uint32_t *at, alk__constraint *out);
/* The one of a number; it must be there. */
void alk__constraint_numbered(const alk_table *table, uint32_t number, alk__constraint *out);
/* Its columns, and of a foreign key what each refers to. NULL: no more; of a reference also: it is not known yet. */
const alk_column *alk__constraint_column(const alk__constraint *c, size_t i);
const alk_column *alk__constraint_reference(const alk__constraint *c, size_t i);
/* The table that a foreign key refers to; NULL: not known yet. */
const alk_table *alk__constraint_target(const alk__constraint *c);

typedef struct alk__index {
    const alk_table *table;
    uint32_t number;
    const alk_index *declared;             /* with the table; or */
    const alk_column *column;              /* with this column */
    const char *name;
    bool unique;
} alk__index;
typedef struct alk__index_term {
    const alk_column *column;              /* one of the first three */
    const char *expression;
    const alk_sql *node;
    unsigned flags;
    const char *suffix;
    const alk_dialect_option *options;
} alk__index_term;

bool alk__next_index(const alk_table *table, uint32_t *at, alk__index *out);
void alk__index_numbered(const alk_table *table, uint32_t number, alk__index *out);
bool alk__index_part_at(const alk__index *index, size_t i, alk__index_term *out);

/* The whole name, as given or by the convention, however long; nothing is appended where there is none. named: a foreign key gets one in any case. */
int alk__constraint_name(alk__buffer *out, const alk__constraint *c, bool named);
int alk__index_name(alk__buffer *out, const alk__index *index);
/* Of a name: the same on each run and machine, for names are compared with those of others. */
uint32_t alk__name_hash(const char *text, size_t length);
/* Cuts what stands in out from `start` on to at most `most` bytes (0: no limit), of which the last nine are _ and a hash of the whole. */
void alk__name_cut(alk__buffer *out, size_t start, uint32_t most);
#endif
