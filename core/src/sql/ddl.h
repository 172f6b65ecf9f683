/* SPDX-License-Identifier: MIT
 * DDL elements by number, for plans. */
#ifndef ALK_SQL_DDL_H
#define ALK_SQL_DDL_H
#include "sql/constraint.h"
#include <alkahest/ddl.h>

alk_sql *alk__create_table_without(const alk_table *table, unsigned bits, const alk__constraint *later, size_t n);
alk_sql *alk__create_index(const alk__index *index, unsigned bits);
alk_sql *alk__add_constraint(const alk__constraint *c, unsigned bits);
alk_sql *alk__drop_constraint(const alk__constraint *c, unsigned bits);
alk_sql *alk__comment(int what, const alk_sql *on, uint32_t number, const char *comment, unsigned bits);
/* CREATE TYPE and the like with further bits. */
alk_sql *alk__create_type(const alk_enum *words, unsigned bits);
alk_sql *alk__drop_type(const alk_enum *words, unsigned bits);
alk_sql *alk__create_sequence(const alk_sequence *sequence, unsigned bits);
alk_sql *alk__drop_sequence(const alk_sequence *sequence, unsigned bits);

alk_sql *alk__drop_table(const alk_table *table, unsigned bits);

/* Plans whose types, sequences and temporary tables, of which it is not known whether they are there, have further flags than the other tables. */
alk_ddl_plan *alk__plan_create(const alk_sql *const *tables, unsigned flags, unsigned things);
alk_ddl_plan *alk__plan_drop(const alk_sql *const *tables, unsigned flags, unsigned things);
/* The same definition with options of execution; both are taken. */
alk_sql *alk__ddl_with(const alk_sql *ddl, const alk_sql *options);
#endif
