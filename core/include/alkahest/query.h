/* SPDX-License-Identifier: MIT
 * Statements that read. A statement is a list of columns and clauses in any order; what it selects from follows from the columns that it names. It is also a value:
 * alk_in(column, q), alk_exists(q), alk_subquery(q, "name"), and where an expression is wanted, its one column. Rules of ownership and errors are as in
 * <alkahest/expression.h>. Since 1.0. */
#ifndef ALKAHEST_QUERY_H
#define ALKAHEST_QUERY_H
#include <alkahest/expression.h>
ALK_BEGIN_DECLS

/* A table among the parts is all its columns. A clause given twice adds to itself (WHERE, ORDER BY, GROUP BY, HAVING), or the later one counts (LIMIT, OFFSET …). */
ALK_API alk_sql *alk_select(const alk_sql *const *parts);
ALK_API alk_sql *alk_select_at(const char *file, int line, const alk_sql *const *parts);
#define alk_select(...) alk_select_at(__FILE__, __LINE__, ALK_LIST(__VA_ARGS__))
/* The statement with more parts. It is copied; a fresh one is consumed. */
ALK_API alk_sql *alk_extend(const alk_sql *statement, const alk_sql *const *parts);
#define alk_extend(statement, ...) (alk_extend)(statement, ALK_LIST(__VA_ARGS__))

/* ---- where rows come from ---- */
/* A table that no model declares; schema NULL: the default one. */
ALK_API alk_sql *alk_table_name(const char *schema, const char *name);
ALK_API alk_sql *alk_from(const alk_sql *const *froms);
#define alk_from(...) (alk_from)(ALK_LIST(__VA_ARGS__))
/* Joins what stands before with a table, or along a relationship: of the table itself, author.books, or of an alias of it, alk_at(elder, author.books). Without a condition it follows from the foreign keys; more than one way is an error. */
ALK_API alk_sql *alk_join(const alk_sql *table_or_relationship);
ALK_API alk_sql *alk_left_join(const alk_sql *table_or_relationship);
ALK_API alk_sql *alk_full_join(const alk_sql *table_or_relationship);
ALK_API alk_sql *alk_cross_join(const alk_sql *table);
ALK_API alk_sql *alk_join_on(const alk_sql *table, const alk_sql *condition);
ALK_API alk_sql *alk_left_join_on(const alk_sql *table, const alk_sql *condition);
ALK_API alk_sql *alk_full_join_on(const alk_sql *table, const alk_sql *condition);
/* The same as something to select from: alk_from(alk_join_of(a, b, condition)). condition NULL: by the foreign keys. */
ALK_API alk_sql *alk_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition);
ALK_API alk_sql *alk_left_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition);
ALK_API alk_sql *alk_full_join_of(const alk_sql *left, const alk_sql *right, const alk_sql *condition);
/* Another name for a table, so that it can stand twice; NULL: one is made up. Keep it, since its columns name it: alk_at(alias, table.column). */
ALK_API alk_sql *alk_alias(const alk_sql *from, const char *name);
ALK_API alk_sql *alk_subquery(const alk_sql *query, const char *name);
ALK_API alk_sql *alk_lateral(const alk_sql *query, const char *name);      /* it may name what stands before it */
enum { ALK_CTE_RECURSIVE = 1, ALK_CTE_NESTING = 2, ALK_CTE_MATERIALIZED = 4, ALK_CTE_NOT_MATERIALIZED = 8 };
/* WITH name AS (query). A recursive one names itself inside: see alk_cte_self(). columns: names for its columns, NULL for those of the query. */
ALK_API alk_sql *alk_cte(const alk_sql *query, const char *name);
ALK_API alk_sql *alk_cte_of(const alk_sql *statement, const char *name, unsigned flags, const char *const *columns);
/* The CTE of that name, for use inside the query that defines it: alk_column_of(alk_cte_self("tree"), "id"). */
ALK_API alk_sql *alk_cte_self(const char *name);
/* Adds CTEs that no FROM names, such as those that change rows. */
ALK_API alk_sql *alk_with_cte(const alk_sql *const *ctes);
#define alk_with_cte(...) (alk_with_cte)(ALK_LIST(__VA_ARGS__))
/* VALUES (…), (…) AS name (columns…); rows are alk_row(…). columns ends with NULL. */
ALK_API alk_sql *alk_values(const char *name, const char *const *columns, const alk_sql *const *rows);
ALK_API alk_sql *alk_row(const alk_sql *const *items);
#define alk_row(...) (alk_row)(ALK_LIFTED(__VA_ARGS__))
/* A function that gives rows: generate_series(1, 10) AS name (columns…). columns: NULL, or names that end with NULL. WITH ORDINALITY
 * is PostgreSQL's. */
enum { ALK_WITH_ORDINALITY = 1, ALK_TABLE_FUNC_LATERAL = 2 };
ALK_API alk_sql *alk_table_func(const alk_sql *function, const char *name, const char *const *columns, unsigned flags);
/* The same with the columns' types, for functions that leave them open: json_to_recordset(…) AS name (a INTEGER, b TEXT). types: as many as there are names. */
ALK_API alk_sql *alk_table_func_of(const alk_sql *function, const char *name, const char *const *columns, const alk_type *const *types, unsigned flags);
/* About that many per cent of the rows, by a method of the database's: "BERNOULLI" by rows, "SYSTEM" by blocks. Refused where there is none. */
ALK_API alk_sql *alk_table_sample(const alk_sql *from, const char *method, double percent);

/* ---- clauses ---- */
ALK_API alk_sql *alk_where(const alk_sql *const *conditions);
ALK_API alk_sql *alk_group_by(const alk_sql *const *terms);
ALK_API alk_sql *alk_having(const alk_sql *const *conditions);
ALK_API alk_sql *alk_order_by(const alk_sql *const *terms);
#define alk_where(...) (alk_where)(ALK_LIST(__VA_ARGS__))
#define alk_group_by(...) (alk_group_by)(ALK_LIST(__VA_ARGS__))
#define alk_having(...) (alk_having)(ALK_LIST(__VA_ARGS__))
#define alk_order_by(...) (alk_order_by)(ALK_LIST(__VA_ARGS__))
ALK_API alk_sql *alk_limit(const alk_sql *count);
ALK_API alk_sql *alk_offset(const alk_sql *count);
#define alk_limit(count) (alk_limit)(ALK_LIFT(count))
#define alk_offset(count) (alk_offset)(ALK_LIFT(count))
enum { ALK_FETCH_PERCENT = 1, ALK_FETCH_WITH_TIES = 2 };
ALK_API alk_sql *alk_fetch_first(const alk_sql *count, unsigned flags);
#define alk_fetch_first(count, flags) (alk_fetch_first)(ALK_LIFT(count), flags)
ALK_API alk_sql *alk_distinct(void);
ALK_API alk_sql *alk_distinct_on(const alk_sql *const *terms);
#define alk_distinct_on(...) (alk_distinct_on)(ALK_LIST(__VA_ARGS__))
/* Locks the rows that are selected, or those of some tables of them. Left out where the database locks as a whole; where locks are hints of tables (SQL Server) what cannot be
 * said by one is an error. */
enum { ALK_FOR_SHARE = 1, ALK_FOR_KEY = 2, ALK_FOR_NOWAIT = 4, ALK_FOR_SKIP_LOCKED = 8 };
ALK_API alk_sql *alk_for_update(unsigned flags, const alk_sql *const *of);
#define alk_for_update(...) ALK_FOR_UPDATE_(__VA_ARGS__, &alk_end)
#define ALK_FOR_UPDATE_(flags, ...) (alk_for_update)(flags, ALK_LIST_ENDED(__VA_ARGS__))
/* A subquery leaves out of its FROM what the query around it selects from; with alk_correlate() only the named ones, with alk_correlate_except() all but these. */
ALK_API alk_sql *alk_correlate(const alk_sql *const *froms);
ALK_API alk_sql *alk_correlate_except(const alk_sql *const *froms);
#define alk_correlate(...) (alk_correlate)(ALK_LIST(__VA_ARGS__))
#define alk_correlate_except(...) (alk_correlate_except)(ALK_LIST(__VA_ARGS__))
/* A hint in the database's own words. dialect: the only one that sees it, NULL: all. from: of which table, NULL: of the statement; {name} in
 * its text is then what that table is called in the statement. place: behind the first word (SELECT, INSERT, …), at the end, at a table, at the end too; or behind
 * one clause, whether the statement has that or not, and before the next: of a SELECT FROM, WHERE, GROUP BY with HAVING, ORDER BY; of an UPDATE or a DELETE WHERE; of a
 * compound ORDER BY. Elsewhere it is a mistake. */
enum { ALK_HINT_PREFIX = 1, ALK_HINT_SUFFIX, ALK_HINT_TABLE, ALK_HINT_STATEMENT, ALK_HINT_FROM, ALK_HINT_WHERE, ALK_HINT_GROUP_BY, ALK_HINT_ORDER_BY };
ALK_API alk_sql *alk_hint(int place, const char *dialect, const alk_sql *from, const char *text);
/* A clause of the database's own, in the same places but ALK_HINT_TABLE: an expression in place of a text, so that it has values and columns; those bring no table into FROM.
 * Such as alk_clause(ALK_HINT_GROUP_BY, NULL, alk_raw("QUALIFY row_number() OVER (ORDER BY id) < :n")), or an alk_extension() that a plugin writes. Since 1.0. */
ALK_API alk_sql *alk_clause(int place, const char *dialect, const alk_sql *expression);
/* A CTE with words of the database's own: ALK_HINT_PREFIX before its query, ALK_HINT_SUFFIX behind it (SEARCH and CYCLE). It is another CTE than the one that is given, which is
 * consumed when fresh. */
ALK_API alk_sql *alk_cte_hint(const alk_sql *cte, int place, const char *dialect, const char *text);

/* How the columns of a SELECT are called that have a name of their own and no alk_label(): by that name, but where another column has it before (the default); by that
 * name throughout; or by their table's name and theirs, t.a AS t_a. */
enum { ALK_LABELS_DISAMBIGUATED = 0, ALK_LABELS_NONE = 1, ALK_LABELS_OF_TABLES = 2 };
ALK_API alk_sql *alk_label_style(int style);

/* ---- compounds: queries, and clauses for the whole of them ---- */
ALK_API alk_sql *alk_union(const alk_sql *const *parts);
ALK_API alk_sql *alk_union_all(const alk_sql *const *parts);
ALK_API alk_sql *alk_except(const alk_sql *const *parts);
ALK_API alk_sql *alk_except_all(const alk_sql *const *parts);
ALK_API alk_sql *alk_intersect(const alk_sql *const *parts);
ALK_API alk_sql *alk_intersect_all(const alk_sql *const *parts);
#define alk_union(...) (alk_union)(ALK_LIST(__VA_ARGS__))
#define alk_union_all(...) (alk_union_all)(ALK_LIST(__VA_ARGS__))
#define alk_except(...) (alk_except)(ALK_LIST(__VA_ARGS__))
#define alk_except_all(...) (alk_except_all)(ALK_LIST(__VA_ARGS__))
#define alk_intersect(...) (alk_intersect)(ALK_LIST(__VA_ARGS__))
#define alk_intersect_all(...) (alk_intersect_all)(ALK_LIST(__VA_ARGS__))

ALK_END_DECLS
#endif
