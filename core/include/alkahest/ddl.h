/* SPDX-License-Identifier: MIT
 * Statements that define what a database holds. Each is an alk_sql: alk_execute() runs it, alk_compile() writes it. Rules of ownership and errors are as in
 * <alkahest/expression.h>; definitions that they are made from (tables, sequences' and types' names) are copied or counted. What a database does not have is an error that
 * says so when the statement is compiled. Since 1.0. */
#ifndef ALKAHEST_DDL_H
#define ALKAHEST_DDL_H
#include <alkahest/schema.h>
ALK_BEGIN_DECLS

enum {
    ALK_DDL_IF_NOT_EXISTS = 1,             /* of CREATE */
    ALK_DDL_IF_EXISTS = 1,                 /* of DROP */
    ALK_DDL_CASCADE = 2,                   /* of DROP: with all that depends on it */
    ALK_DDL_OR_REPLACE = 4,                /* of views */
    ALK_DDL_TEMPORARY = 8,                 /* of views and CREATE TABLE … AS */
    ALK_DDL_MATERIALIZED = 16              /* of views, to create and to drop */
};

/* The table with its constraints, without its indexes (alk_create_index()) and without comments where the database takes these apart (alk_comment_on()); alk_create_all() in
 * <alkahest/connection.h> does it all. Where a table is dropped or made from a query, alk_table_name() may stand for it. */
ALK_API alk_sql *alk_create_table(const alk_sql *table, unsigned flags);
ALK_API alk_sql *alk_drop_table(const alk_sql *table, unsigned flags);
ALK_API alk_sql *alk_create_table_as(const alk_sql *table, const alk_sql *query, unsigned flags);
/* An index of the table's definition by its name, as given there or as the naming convention has it. To be dropped it need not stand there. */
ALK_API alk_sql *alk_create_index(const alk_sql *table, const char *name, unsigned flags);
ALK_API alk_sql *alk_drop_index(const alk_sql *table, const char *name, unsigned flags);
/* A constraint of the table's definition by its name, by ALTER TABLE. To be dropped it need not stand there, but MySQL knows a primary key only by the definition; ALK_DDL_IF_EXISTS holds for the table too. */
ALK_API alk_sql *alk_add_constraint(const alk_sql *table, const char *name);
/* The same of one that may have no name, by its place among those that were declared with the table, from 0. */
ALK_API alk_sql *alk_add_constraint_at(const alk_sql *table, size_t index);
ALK_API alk_sql *alk_drop_constraint(const alk_sql *table, const char *name, unsigned flags);
ALK_API alk_sql *alk_create_schema(const char *name, unsigned flags);
ALK_API alk_sql *alk_drop_schema(const char *name, unsigned flags);
ALK_API alk_sql *alk_create_sequence(const alk_sequence *sequence, unsigned flags);
ALK_API alk_sql *alk_drop_sequence(const alk_sequence *sequence, unsigned flags);
/* view: a table's definition that stands for it, or alk_table_name(). columns: its columns' names, ended by NULL; or NULL: as the query has them. */
ALK_API alk_sql *alk_create_view(const alk_sql *view, const alk_sql *query, const char *const *columns, unsigned flags);
ALK_API alk_sql *alk_drop_view(const alk_sql *view, unsigned flags);
/* Of a table or column; comment NULL takes it away. Where comments stand in definitions, as MySQL's do, a column is defined anew. */
ALK_API alk_sql *alk_comment_on(const alk_sql *table_or_column, const char *comment);
/* Of a constraint of the table's definition by its name, as alk_add_constraint() takes it. */
ALK_API alk_sql *alk_comment_on_constraint(const alk_sql *table, const char *name, const char *comment);
/* The type of an enumeration, where that is one of its own. */
ALK_API alk_sql *alk_create_type(const alk_enum *words, unsigned flags);
ALK_API alk_sql *alk_drop_type(const alk_enum *words, unsigned flags);
/* A type with a condition on its value; check: SQL text in which VALUE stands for it, or NULL. */
ALK_API alk_sql *alk_create_domain(const char *schema, const char *name, const alk_type *type, const char *check, unsigned flags);
/* The same with all that a domain may have. Everything but name and type may be NULL; all is copied. */
typedef struct alk_domain {
    size_t struct_size;
    const char *schema, *name;
    const alk_type *type;
    const char *collation, *collation_schema;
    const char *server_default;            /* SQL text */
    const char *constraint;                /* the name of the condition */
    const char *check;                     /* SQL text */
    bool not_null;
} alk_domain;
ALK_API alk_sql *alk_create_domain_of(const alk_domain *domain, unsigned flags);
ALK_API alk_sql *alk_drop_domain(const char *schema, const char *name, unsigned flags);
/* A statement in the database's own words, sent as it stands: colons mean nothing in it. Copied. */
ALK_API alk_sql *alk_ddl(const char *sql);
/* The same statement, for some databases only: dialects by name with spaces between, "postgresql mysql". On others nothing is done: compiled it is an empty text. */
ALK_API alk_sql *alk_ddl_if(const alk_sql *ddl, const char *dialects);
ALK_API alk_sql *alk_ddl_unless(const alk_sql *ddl, const char *dialects);
/* The same statement with options of one database only, where these belong to the statement: of views { "postgresql.with", "security_barrier = true" }, of tables from queries, and
 * of dropping indexes { "postgresql.concurrently", NULL }. (Those of tables, columns, constraints, indexes and sequences stand in their definitions.) A NULL name ends them; copied. */
ALK_API alk_sql *alk_ddl_options(const alk_sql *ddl, const alk_dialect_option *options);

/* Where the program wrote a definition, for errors; the macros below see to it. file is static. */
ALK_API alk_sql *alk_ddl_placed(const char *file, int line, const alk_sql *ddl);
#define ALK_PLACED_(function, ...) alk_ddl_placed(__FILE__, __LINE__, (function)(__VA_ARGS__))
#define alk_create_table(...) ALK_PLACED_(alk_create_table, __VA_ARGS__)
#define alk_drop_table(...) ALK_PLACED_(alk_drop_table, __VA_ARGS__)
#define alk_create_table_as(...) ALK_PLACED_(alk_create_table_as, __VA_ARGS__)
#define alk_create_index(...) ALK_PLACED_(alk_create_index, __VA_ARGS__)
#define alk_drop_index(...) ALK_PLACED_(alk_drop_index, __VA_ARGS__)
#define alk_add_constraint(...) ALK_PLACED_(alk_add_constraint, __VA_ARGS__)
#define alk_add_constraint_at(...) ALK_PLACED_(alk_add_constraint_at, __VA_ARGS__)
#define alk_drop_constraint(...) ALK_PLACED_(alk_drop_constraint, __VA_ARGS__)
#define alk_create_schema(...) ALK_PLACED_(alk_create_schema, __VA_ARGS__)
#define alk_drop_schema(...) ALK_PLACED_(alk_drop_schema, __VA_ARGS__)
#define alk_create_sequence(...) ALK_PLACED_(alk_create_sequence, __VA_ARGS__)
#define alk_drop_sequence(...) ALK_PLACED_(alk_drop_sequence, __VA_ARGS__)
#define alk_create_view(...) ALK_PLACED_(alk_create_view, __VA_ARGS__)
#define alk_drop_view(...) ALK_PLACED_(alk_drop_view, __VA_ARGS__)
#define alk_comment_on(...) ALK_PLACED_(alk_comment_on, __VA_ARGS__)
#define alk_comment_on_constraint(...) ALK_PLACED_(alk_comment_on_constraint, __VA_ARGS__)
#define alk_create_type(...) ALK_PLACED_(alk_create_type, __VA_ARGS__)
#define alk_drop_type(...) ALK_PLACED_(alk_drop_type, __VA_ARGS__)
#define alk_create_domain(...) ALK_PLACED_(alk_create_domain, __VA_ARGS__)
#define alk_create_domain_of(...) ALK_PLACED_(alk_create_domain_of, __VA_ARGS__)
#define alk_drop_domain(...) ALK_PLACED_(alk_drop_domain, __VA_ARGS__)
#define alk_ddl(...) ALK_PLACED_(alk_ddl, __VA_ARGS__)
#define alk_ddl_if(...) ALK_PLACED_(alk_ddl_if, __VA_ARGS__)
#define alk_ddl_unless(...) ALK_PLACED_(alk_ddl_unless, __VA_ARGS__)
#define alk_ddl_options(...) ALK_PLACED_(alk_ddl_options, __VA_ARGS__)

/* ---- all that tables need, in the order in which it can be done ---- */
typedef struct alk_ddl_plan alk_ddl_plan;

/* The statements that create the tables: types, sequences, tables after those which they refer to, indexes, comments, and foreign keys that go round in a circle. The tables'
 * order decides only where nothing else does. flags: ALK_DDL_IF_NOT_EXISTS. NULL on failure, as when a foreign key refers to what is not known. Free with alk_ddl_plan_free(). */
ALK_API alk_ddl_plan *alk_plan_create(const alk_sql *const *tables, unsigned flags);
/* The reverse. flags: ALK_DDL_IF_EXISTS, ALK_DDL_CASCADE. Where keys go round in a circle and cannot be dropped, columns of theirs that may be NULL become so first, unless
 * the tables may be missing. */
ALK_API alk_ddl_plan *alk_plan_drop(const alk_sql *const *tables, unsigned flags);
/* The statements; each lives as long as the plan. What a database needs no statement for compiles to an empty text. */
ALK_API size_t alk_ddl_plan_count(const alk_ddl_plan *plan);
ALK_API const alk_sql *alk_ddl_plan_at(const alk_ddl_plan *plan, size_t index);
ALK_API void alk_ddl_plan_free(alk_ddl_plan *plan);

ALK_END_DECLS
#endif
