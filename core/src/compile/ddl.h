/* SPDX-License-Identifier: MIT
 * Rendering definitions: ddl.c has the statements, ddl_table.c what stands inside CREATE TABLE, ddl_option.c the options of one database only. */
#ifndef ALK_COMPILE_DDL_H
#define ALK_COMPILE_DDL_H
#include "compile/render.h"
#include "sql/constraint.h"

/* ---- shared by the files ---- */
static inline bool alk__has_ddl(const alk__render *r, uint32_t features) { return (r->dialect.rules->ddl & features) == features; }
/* SQL text of a definition, as it stands; what: names it in the error when it is not whole. */
int alk__put_sql(alk__render *r, const char *sql, const char *what);
/* An expression of a definition: values become literals, columns stand without their table. */
int alk__put_table(alk__render *r, const alk_sql *table);       /* the name of a table, view or the like, which may be a definition or a name */
int alk__put_expression(alk__render *r, const alk_sql *expression);
int alk__put_condition(alk__render *r, const alk_sql *condition);          /* the same of a CHECK, or of an index's WHERE */
int alk__put_text(alk__render *r, const char *text);
/* Names of constraints and indexes, cut to what the database takes. *put (may be NULL): whether there is one. */
int alk__put_constraint_name(alk__render *r, const alk__constraint *c, bool named, bool *put);
int alk__put_short_name(alk__render *r, const char *name);
int alk__put_index_name(alk__render *r, const alk__index *index);
/* Whether what names these dialects (NULL: all) is there in this one. */
bool alk__is_for(const alk__render *r, const char *dialects);
/* (a, b): of a list that NULL ends. */
int alk__put_columns(alk__render *r, alk_column_list columns);

/* Whether all options are known to the dialect, or are another's. */
int alk__check_options(const alk__render *r, const alk_dialect_option *options, const char *of);
/* Those that stand at a place, each with a space before it, but for a parenthesis behind a part of an index; with commas between those of ALK_OPTION_TABLE_LIST. */
int alk__put_options(alk__render *r, const alk_dialect_option *options, uint32_t place);

/* What sequences and identities say of their numbers, each with a space before it. */
int alk__put_numbers(alk__render *r, const alk_sequence *sequence);

/* ---- tables ---- */
/* CREATE TABLE without what is in `later`. */
int alk__render_create_table(alk__render *r, const alk__node *node);
/* One column of it, with this comment (NULL: none) where comments stand in columns. */
int alk__render_column(alk__render *r, const alk_table *table, const alk_column *column, const char *comment);
/* CONSTRAINT name PRIMARY KEY (…) and the like; named: a foreign key gets a name in any case. */
int alk__render_constraint(alk__render *r, const alk__constraint *c, bool named);
#endif
