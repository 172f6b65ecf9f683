/* SPDX-License-Identifier: MIT
 * Statements that change rows. Rules of ownership and errors are as in <alkahest/expression.h>. Since 1.0. */
#ifndef ALKAHEST_CHANGE_H
#define ALKAHEST_CHANGE_H
#include <alkahest/query.h>
ALK_BEGIN_DECLS

/* INSERT: alk_set(column, value) for one row; alk_values_rows(alk_row(alk_set(…), …), …) for many; alk_from_select(); alk_default_values(). Columns left out get what
 * their definition says: a client default, or the server's. Also alk_on_conflict_…, alk_returning, alk_with_cte. */
ALK_API alk_sql *alk_insert(const alk_sql *table, const alk_sql *const *parts);
ALK_API alk_sql *alk_insert_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts);
/* UPDATE: alk_set, alk_where, alk_from (other tables), alk_order_by and alk_limit where the database has them, alk_returning. */
ALK_API alk_sql *alk_update(const alk_sql *table, const alk_sql *const *parts);
ALK_API alk_sql *alk_update_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts);
/* DELETE: alk_where, alk_using (other tables), alk_returning. */
ALK_API alk_sql *alk_delete_from(const alk_sql *table, const alk_sql *const *parts);
ALK_API alk_sql *alk_delete_from_at(const char *file, int line, const alk_sql *table, const alk_sql *const *parts);
/* MERGE INTO table USING source ON condition: alk_when_matched(…), alk_when_not_matched(…). */
ALK_API alk_sql *alk_merge_into(const alk_sql *table, const alk_sql *source, const alk_sql *condition, const alk_sql *const *parts);
ALK_API alk_sql *alk_merge_into_at(const char *file, int line, const alk_sql *table, const alk_sql *source, const alk_sql *condition, const alk_sql *const *parts);
#define alk_insert(...) ALK_INSERT_(__VA_ARGS__, &alk_end)
#define ALK_INSERT_(table, ...) alk_insert_at(__FILE__, __LINE__, table, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_update(...) ALK_UPDATE_(__VA_ARGS__, &alk_end)
#define ALK_UPDATE_(table, ...) alk_update_at(__FILE__, __LINE__, table, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_delete_from(...) ALK_DELETE_(__VA_ARGS__, &alk_end)
#define ALK_DELETE_(table, ...) alk_delete_from_at(__FILE__, __LINE__, table, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_merge_into(table, source, condition, ...) alk_merge_into_at(__FILE__, __LINE__, table, source, condition, ALK_LIST(__VA_ARGS__))

/* column = value; value may be an expression or a query of one column. */
ALK_API alk_sql *alk_set(const alk_sql *column, const alk_sql *value);
#define alk_set(column, value) (alk_set)(column, ALK_LIFT(value))
/* Inside a value: what the same statement sets another column to, alk_set(b, alk_upper(alk_assigned(a))). Of an UPDATE that does not set it: the column. Of an INSERT that
 * does not, and where columns set each other in a circle, compiling is an error. */
ALK_API alk_sql *alk_assigned(const alk_sql *column);
/* Rows of an INSERT: each an alk_row() of alk_set()s for the same columns. */
ALK_API alk_sql *alk_values_rows(const alk_sql *const *rows);
#define alk_values_rows(...) (alk_values_rows)(ALK_LIST(__VA_ARGS__))
/* The columns that a query fills, in its order; none: all of the table. */
ALK_API alk_sql *alk_from_select(const alk_sql *query, const alk_sql *const *columns);
#define alk_from_select(...) ALK_FROM_SELECT_(__VA_ARGS__, &alk_end)
#define ALK_FROM_SELECT_(query, ...) (alk_from_select)(query, ALK_LIST_ENDED(__VA_ARGS__))
ALK_API alk_sql *alk_default_values(void);
/* What an INSERT does where a unique column has the value already. Parts: the columns that tell, or alk_on_constraint(), alk_set()s of the update, alk_where() (for the update) and
 * alk_index_where() (for a partial index). alk_excluded(column) is the value that could not be inserted. */
ALK_API alk_sql *alk_on_conflict_nothing(const alk_sql *const *parts);
ALK_API alk_sql *alk_on_conflict_any_nothing(void);            /* whichever column it is */
ALK_API alk_sql *alk_on_conflict_update(const alk_sql *const *parts);
ALK_API alk_sql *alk_excluded(const alk_sql *column);
/* The constraint that tells, by its name, where a database knows it so (PostgreSQL). name is copied. */
ALK_API alk_sql *alk_on_constraint(const char *name);
ALK_API alk_sql *alk_index_where(const alk_sql *const *conditions);
#define alk_on_conflict_nothing(...) (alk_on_conflict_nothing)(ALK_LIST(__VA_ARGS__))
#define alk_on_conflict_update(...) (alk_on_conflict_update)(ALK_LIST(__VA_ARGS__))
#define alk_index_where(...) (alk_index_where)(ALK_LIST(__VA_ARGS__))
/* The columns that the statement gives back, as a query would. */
ALK_API alk_sql *alk_returning(const alk_sql *const *columns);
ALK_API alk_sql *alk_using(const alk_sql *const *froms);
#define alk_returning(...) (alk_returning)(ALK_LIST(__VA_ARGS__))
#define alk_using(...) (alk_using)(ALK_LIST(__VA_ARGS__))
/* Parts: alk_where() as a further condition; alk_set()s. */
ALK_API alk_sql *alk_when_matched_update(const alk_sql *const *parts);
ALK_API alk_sql *alk_when_matched_delete(const alk_sql *const *parts);
ALK_API alk_sql *alk_when_not_matched_insert(const alk_sql *const *parts);
#define alk_when_matched_update(...) (alk_when_matched_update)(ALK_LIST(__VA_ARGS__))
#define alk_when_not_matched_insert(...) (alk_when_not_matched_insert)(ALK_LIST(__VA_ARGS__))

ALK_END_DECLS
#endif
