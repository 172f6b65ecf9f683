/* SPDX-License-Identifier: MIT
 * Models. One list of rows yields the C struct, the handle whose members are checked by the compiler (author.name), and the definition with columns, keys, constraints and
 * relationships:
 *
 *     #define AUTHOR(X, m)                                                     \
 *         X(m, key,  id,     BIGINT)                                           \
 *         X(m, col,  name,   VARCHAR(120), .index = true)                      \
 *         X(m, opt,  born,   INTEGER)                                          \
 *         X(m, many, books,  book)
 *     ALK_MODEL(author, AUTHOR);                                    in a header
 *     ALK_DEFINE(author, AUTHOR, "authors", .comment = "…");        in one .c file
 *
 * Kinds of row: key, col (NOT NULL), opt (nullable), one and many (relationships). A column's name in the database is the member's unless `.name` says otherwise.
 * There are more, which are for sessions above all: held (a struct inside the struct) and part (a column that is a member of it), expr (a member that is an expression, which
 * sessions read and never write), and base (the struct begins with that of another model):
 *
 *     X(m, held, home,        struct address)
 *     X(m, part, home_street, VARCHAR(80), home.street)             NOT NULL, if .nullable = true does not say otherwise
 *     X(m, expr, n_books,     BIGINT, count_of_books)               alk_sql *count_of_books(const alk_sql *from); the member is an alk_opt_int64
 *     X(m, base, employee)                                          the first row
 *
 * A hierarchy: its first model has a column with .discriminator = true, by whose value rows are told, and each model that has rows a .polymorphic_identity, the value. A base lists
 * .variants = ALK_TABLES(&manager.table, &engineer.table). A variant is in its base's table by ALK_DEFINE_IN(), where all its columns allow NULL, or by ALK_DEFINE() in one of its
 * own, whose key is the member of the base's:
 *
 *     X(m, part, id,          BIGINT, employee.id, .primary_key = true, .references = &employee.id)
 *
 * Options of a column are members of alk_column, of a relationship those of alk_relationship, of the table those of alk_table. Since 1.0. */
#ifndef ALKAHEST_MODEL_H
#define ALKAHEST_MODEL_H
#include <alkahest/field.h>
#include <alkahest/schema.h>
ALK_BEGIN_DECLS

/* What a relationship's member knows of the database. */
enum { ALK_NOT_LOADED = 0, ALK_LOADED = 1 };

/* ---- C types of SQL types: the member's, and that of a nullable one ---- */
#define ALK_C_BOOLEAN bool
#define ALK_C_SMALLINT int16_t
#define ALK_C_INTEGER int32_t
#define ALK_C_BIGINT int64_t
#define ALK_C_UBIGINT uint64_t
#define ALK_C_REAL float
#define ALK_C_DOUBLE double
#define ALK_C_NUMERIC(precision, scale) const char *
#define ALK_C_CHAR(n) const char *
#define ALK_C_VARCHAR(n) const char *
#define ALK_C_NVARCHAR(n) const char *
#define ALK_C_TEXT const char *
#define ALK_C_BINARY(n) alk_sv
#define ALK_C_VARBINARY(n) alk_sv
#define ALK_C_BLOB alk_sv
#define ALK_C_DATE alk_date
#define ALK_C_TIME alk_time
#define ALK_C_TIMESTAMP alk_timestamp
#define ALK_C_TIMESTAMPTZ alk_timestamptz
#define ALK_C_INTERVAL alk_interval
#define ALK_C_UUID alk_uuid
#define ALK_C_JSON const char *
#define ALK_C_ENUM(e) const char *
#define ALK_C_ARRAY(items) alk_cell
#define ALK_C_NATIVE(name) const char *
#define ALK_C_CUSTOM(custom_type, c_type) c_type
#define ALK_OPT_BOOLEAN alk_opt_bool
#define ALK_OPT_SMALLINT alk_opt_int16
#define ALK_OPT_INTEGER alk_opt_int32
#define ALK_OPT_BIGINT alk_opt_int64
#define ALK_OPT_UBIGINT alk_opt_uint64
#define ALK_OPT_REAL alk_opt_float
#define ALK_OPT_DOUBLE alk_opt_double
#define ALK_OPT_NUMERIC(precision, scale) const char *
#define ALK_OPT_CHAR(n) const char *
#define ALK_OPT_VARCHAR(n) const char *
#define ALK_OPT_NVARCHAR(n) const char *
#define ALK_OPT_TEXT const char *
#define ALK_OPT_BINARY(n) alk_sv
#define ALK_OPT_VARBINARY(n) alk_sv
#define ALK_OPT_BLOB alk_sv
#define ALK_OPT_DATE alk_opt_date
#define ALK_OPT_TIME alk_opt_time
#define ALK_OPT_TIMESTAMP alk_opt_timestamp
#define ALK_OPT_TIMESTAMPTZ alk_opt_timestamptz
#define ALK_OPT_INTERVAL alk_opt_interval
#define ALK_OPT_UUID alk_opt_uuid
#define ALK_OPT_JSON const char *
#define ALK_OPT_ENUM(e) const char *
#define ALK_OPT_ARRAY(items) alk_cell
#define ALK_OPT_NATIVE(name) const char *
#define ALK_OPT_CUSTOM(custom_type, c_type) c_type

#if !defined(__cplusplus)
/* The slot and the state byte of a member. A custom type's member is converted by its functions. */
#define ALK_MEMBER_SLOT_(m, member) ALK_SLOT_ANY_(((struct m *)0)->member)
#define ALK_SLOT_ANY_(x)                                                                                                \
    _Generic((x), bool: ALK_SLOT_BOOL, short: ALK_SLOT_INT16, int: ALK_SLOT_INT32, long: ALK_SLOT_INT64, long long: ALK_SLOT_INT64, \
        unsigned long: ALK_SLOT_UINT64, unsigned long long: ALK_SLOT_UINT64, float: ALK_SLOT_FLOAT, double: ALK_SLOT_DOUBLE, \
        const char *: ALK_SLOT_TEXT, alk_sv: ALK_SLOT_VIEW, alk_date: ALK_SLOT_DATE, alk_time: ALK_SLOT_TIME, alk_timestamp: ALK_SLOT_TIMESTAMP, \
        alk_timestamptz: ALK_SLOT_TIMESTAMPTZ, alk_interval: ALK_SLOT_INTERVAL, alk_uuid: ALK_SLOT_UUID, alk_cell: ALK_SLOT_CELL, \
        alk_opt_bool: ALK_SLOT_BOOL, alk_opt_int16: ALK_SLOT_INT16, alk_opt_int32: ALK_SLOT_INT32, alk_opt_int64: ALK_SLOT_INT64, \
        alk_opt_uint64: ALK_SLOT_UINT64, alk_opt_float: ALK_SLOT_FLOAT, alk_opt_double: ALK_SLOT_DOUBLE, alk_opt_date: ALK_SLOT_DATE, \
        alk_opt_time: ALK_SLOT_TIME, alk_opt_timestamp: ALK_SLOT_TIMESTAMP, alk_opt_timestamptz: ALK_SLOT_TIMESTAMPTZ, \
        alk_opt_interval: ALK_SLOT_INTERVAL, alk_opt_uuid: ALK_SLOT_UUID, default: 0)
#define ALK_MEMBER_STATE_(m, member)                                                                                    \
    (uint16_t)_Generic(((struct m *)0)->member, alk_opt_bool: offsetof(alk_opt_bool, state), alk_opt_int16: offsetof(alk_opt_int16, state), \
        alk_opt_int32: offsetof(alk_opt_int32, state), alk_opt_int64: offsetof(alk_opt_int64, state), alk_opt_uint64: offsetof(alk_opt_uint64, state), \
        alk_opt_float: offsetof(alk_opt_float, state), alk_opt_double: offsetof(alk_opt_double, state), alk_opt_date: offsetof(alk_opt_date, state), \
        alk_opt_time: offsetof(alk_opt_time, state), alk_opt_timestamp: offsetof(alk_opt_timestamp, state), \
        alk_opt_timestamptz: offsetof(alk_opt_timestamptz, state), alk_opt_interval: offsetof(alk_opt_interval, state), \
        alk_opt_uuid: offsetof(alk_opt_uuid, state), default: (size_t)0)
#endif

/* ---- pass 1: members of struct m ---- */
#define ALK_1(m, kind, ...) ALK_1_##kind(__VA_ARGS__, )
#define ALK_1_key(name, type, ...) ALK_C_##type name;
#define ALK_1_col(name, type, ...) ALK_C_##type name;
#define ALK_1_opt(name, type, ...) ALK_OPT_##type name;
#define ALK_1_one(name, target, ...) struct target *name;
#define ALK_1_many(name, target, ...) struct { struct target **items; uint32_t count, state; } name;
#define ALK_1_held(name, type, ...) type name;
#define ALK_1_part(...)
#define ALK_1_expr(name, type, ...) ALK_OPT_##type name;
#define ALK_1_base(name, ...) struct name name;
/* pass 2: members of the handle */
#define ALK_2(m, kind, ...) ALK_2_##kind(__VA_ARGS__, )
#define ALK_2_key(name, ...) const alk_sql *name;
#define ALK_2_col(name, ...) const alk_sql *name;
#define ALK_2_opt(name, ...) const alk_sql *name;
#define ALK_2_one(name, ...) const alk_sql *name;
#define ALK_2_many(name, ...) const alk_sql *name;
#define ALK_2_held(...)
#define ALK_2_part(name, ...) const alk_sql *name;
#define ALK_2_expr(name, ...) const alk_sql *name;
#define ALK_2_base(...)
/* passes 3, 4 and 8: columns, relationships and derived members of the definition */
#define ALK_3(m, kind, ...) ALK_3_##kind(__VA_ARGS__, )
#define ALK_3_key(name, ...) alk_column name;
#define ALK_3_col(name, ...) alk_column name;
#define ALK_3_opt(name, ...) alk_column name;
#define ALK_3_one(...)
#define ALK_3_many(...)
#define ALK_3_held(...)
#define ALK_3_part(name, ...) alk_column name;
#define ALK_3_expr(...)
#define ALK_3_base(...)
#define ALK_4(m, kind, ...) ALK_4_##kind(__VA_ARGS__, )
#define ALK_4_key(...)
#define ALK_4_col(...)
#define ALK_4_opt(...)
#define ALK_4_one(name, ...) alk_relationship name;
#define ALK_4_many(name, ...) alk_relationship name;
#define ALK_4_held(...)
#define ALK_4_part(...)
#define ALK_4_expr(...)
#define ALK_4_base(...)
#define ALK_8(m, kind, ...) ALK_8_##kind(__VA_ARGS__, )
#define ALK_8_key(...)
#define ALK_8_col(...)
#define ALK_8_opt(...)
#define ALK_8_one(...)
#define ALK_8_many(...)
#define ALK_8_held(...)
#define ALK_8_part(...)
#define ALK_8_expr(name, ...) alk_derived name;
#define ALK_8_base(...)
/* passes 5, 6 and 9: their values. Columns are of the table of model t, which is m but where m is in the table of its base */
#define ALK_5(m, kind, ...) ALK_5_##kind(m, m, __VA_ARGS__, )
#define ALK_5_IN(pair, kind, ...) ALK_5_IN_(ALK_PAIR_ pair, kind, __VA_ARGS__, )
#define ALK_PAIR_(m, t) m, t
#define ALK_5_IN_(...) ALK_5_OF_(__VA_ARGS__)
#define ALK_5_OF_(m, t, kind, ...) ALK_5_##kind(m, t, __VA_ARGS__)
#define ALK_COLUMN_(m, t, kind_, name_, type_, member_, ...)                                                            \
    { .sql = { .kind = kind_, .flags = ALK_SQL_IS_STATIC }, .name = #name_, .type = ALK_SQL_##type_,                    \
      .table = &t.table, .offset = offsetof(struct m, member_), .slot = ALK_MEMBER_SLOT_(m, member_),                   \
      .state_offset = ALK_MEMBER_STATE_(m, member_), .member = #member_, __VA_ARGS__ }
#define ALK_5_key(m, t, name_, type, ...) .name_ = ALK_COLUMN_(m, t, ALK_SQL_KIND_COLUMN, name_, type, name_, .primary_key = true, __VA_ARGS__),
#define ALK_5_col(m, t, name_, type, ...) .name_ = ALK_COLUMN_(m, t, ALK_SQL_KIND_COLUMN, name_, type, name_, __VA_ARGS__),
#define ALK_5_opt(m, t, name_, type, ...) .name_ = ALK_COLUMN_(m, t, ALK_SQL_KIND_COLUMN, name_, type, name_, .nullable = true, __VA_ARGS__),
#define ALK_5_part(m, t, name_, type, member_, ...) .name_ = ALK_COLUMN_(m, t, ALK_SQL_KIND_COLUMN, name_, type, member_, __VA_ARGS__),
#define ALK_5_one(...)
#define ALK_5_many(...)
#define ALK_5_held(...)
#define ALK_5_expr(...)
#define ALK_5_base(...)
#define ALK_9(m, kind, ...) ALK_9_##kind(m, __VA_ARGS__, )
#define ALK_9_key(...)
#define ALK_9_col(...)
#define ALK_9_opt(...)
#define ALK_9_one(...)
#define ALK_9_many(...)
#define ALK_9_held(...)
#define ALK_9_part(...)
#define ALK_9_expr(m, name_, type, expression_, ...)                                                                    \
    .name_ = { .column = ALK_COLUMN_(m, m, ALK_SQL_KIND_DERIVED, name_, type, name_, .nullable = true, __VA_ARGS__), .expression = expression_ },
#define ALK_9_base(...)
/* pass 10: of the table */
#define ALK_10(m, kind, ...) ALK_10_##kind(m, __VA_ARGS__, )
#define ALK_10_key(...)
#define ALK_10_col(...)
#define ALK_10_opt(...)
#define ALK_10_one(...)
#define ALK_10_many(...)
#define ALK_10_held(...) .holds = true,
#define ALK_10_part(...)
#define ALK_10_expr(...)
#define ALK_10_base(m, name_, ...) .base = &name_.table, .base_offset = offsetof(struct m, name_),
#define ALK_6(m, kind, ...) ALK_6_##kind(m, __VA_ARGS__, )
#define ALK_6_at(m, name_, target_, cardinality_, ...)                                                                  \
    .name_ = { .sql = { .kind = ALK_SQL_KIND_RELATIONSHIP, .flags = ALK_SQL_IS_STATIC }, .name = #name_, .cardinality = cardinality_, \
               .table = &m.table, .target = &target_.table, .offset = offsetof(struct m, name_), __VA_ARGS__ },
#define ALK_6_one(m, name, target, ...) ALK_6_at(m, name, target, ALK_ONE, __VA_ARGS__)
#define ALK_6_many(m, name, target, ...) ALK_6_at(m, name, target, ALK_MANY, __VA_ARGS__)
#define ALK_6_key(...)
#define ALK_6_col(...)
#define ALK_6_opt(...)
#define ALK_6_held(...)
#define ALK_6_part(...)
#define ALK_6_expr(...)
#define ALK_6_base(...)
/* pass 7: values of the handle */
#define ALK_7(m, kind, ...) ALK_7_##kind(m, __VA_ARGS__, )
#define ALK_7_key(m, name_, ...) .name_ = &m##_definition.columns.name_.sql,
#define ALK_7_col(m, name_, ...) .name_ = &m##_definition.columns.name_.sql,
#define ALK_7_opt(m, name_, ...) .name_ = &m##_definition.columns.name_.sql,
#define ALK_7_one(m, name_, ...) .name_ = &m##_definition.relationships.name_.sql,
#define ALK_7_many(m, name_, ...) .name_ = &m##_definition.relationships.name_.sql,
#define ALK_7_held(...)
#define ALK_7_part(m, name_, ...) .name_ = &m##_definition.columns.name_.sql,
#define ALK_7_expr(m, name_, ...) .name_ = &m##_definition.derived.name_.column.sql,
#define ALK_7_base(...)

/* In a header: struct m, and its handle m. */
#define ALK_MODEL(m, FIELDS)                                       \
    struct m { FIELDS(ALK_1, m) };                                 \
    struct m##_handle { const alk_sql *table; FIELDS(ALK_2, m) };  \
    extern const struct m##_handle m
/* A row's options may say anew what the row says already, such as its name. */
#if defined(__clang__)
#define ALK_OVERRIDING_ _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Winitializer-overrides\"")
#define ALK_OVERRIDDEN_ _Pragma("clang diagnostic pop")
#elif defined(__GNUC__)
#define ALK_OVERRIDING_ _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Woverride-init\"")
#define ALK_OVERRIDDEN_ _Pragma("GCC diagnostic pop")
#else
#define ALK_OVERRIDING_
#define ALK_OVERRIDDEN_
#endif
/* In one .c file: the definition. What follows FIELDS is the table's name and options. */
#define ALK_DEFINE(m, FIELDS, ...) ALK_DEFINE_(m, FIELDS, FIELDS(ALK_5, m), __VA_ARGS__)
/* The same of a model whose columns are in the table of its base (single-table inheritance), and may all be NULL there: ALK_DEFINE_IN(employee, manager, MANAGER, "employees",
 * .polymorphic_identity = "manager"). */
#define ALK_DEFINE_IN(base_, m, FIELDS, ...) ALK_DEFINE_(m, FIELDS, FIELDS(ALK_5_IN, (m, base_)), __VA_ARGS__, .in_base = true)
#define ALK_DEFINE_(m, FIELDS, COLUMNS, ...)                                                              \
    ALK_OVERRIDING_ static const struct {                                                                                 \
        alk_table table;                                                                                  \
        struct { FIELDS(ALK_3, m) alk_column end; } columns;                                              \
        struct { FIELDS(ALK_4, m) alk_relationship end; } relationships;                                  \
        struct { FIELDS(ALK_8, m) alk_derived end; } derived;                                             \
    } m##_definition = {                                                                                  \
        .table = { .sql = { .kind = ALK_SQL_KIND_TABLE, .flags = ALK_SQL_IS_STATIC },                     \
                   .columns = (const alk_column *)&m##_definition.columns,                                \
                   .relationships = (const alk_relationship *)&m##_definition.relationships,              \
                   .n_columns = sizeof m##_definition.columns / sizeof(alk_column) - 1,                   \
                   .n_relationships = sizeof m##_definition.relationships / sizeof(alk_relationship) - 1, \
                   .column_size = sizeof(alk_column), .relationship_size = sizeof(alk_relationship),      \
                   .constraint_size = sizeof(alk_constraint), .index_size = sizeof(alk_index),            \
                   .index_part_size = sizeof(alk_index_part),                                             \
                   .derived = (const alk_derived *)&m##_definition.derived,                               \
                   .n_derived = sizeof m##_definition.derived / sizeof(alk_derived) - 1,                  \
                   .derived_size = sizeof(alk_derived), FIELDS(ALK_10, m)                                 \
                   .struct_size = sizeof(struct m), .self = &m##_definition.table.sql, .name = __VA_ARGS__ }, \
        .columns = { COLUMNS .end = { .name = NULL } },                                                   \
        .relationships = { FIELDS(ALK_6, m) .end = { .name = NULL } },                                    \
        .derived = { FIELDS(ALK_9, m) .end = { .expression = NULL } },                                    \
    };                                                                                                    \
    ALK_OVERRIDDEN_ const struct m##_handle m = { .table = &m##_definition.table.sql, FIELDS(ALK_7, m) }

/* In one .c file of a library: the models that `alk ddl` prints. ALK_EXPORT_MODELS(author.table, book.table); */
#if !defined(__cplusplus)
#define ALK_EXPORT_MODELS(...)                                                                            \
    ALK_EXPORTED const alk_sql *const *alk_models(void);                                                  \
    const alk_sql *const *alk_models(void)                                                                \
    {                                                                                                     \
        static const alk_sql *models[sizeof((const void *[]){ __VA_ARGS__ }) / sizeof(void *) + 1];       \
        const alk_sql *const list[] = { __VA_ARGS__, &alk_end };                                          \
        for (size_t i = 0; i < sizeof list / sizeof *list; i++)                                           \
            models[i] = list[i];                                                                          \
        return models;                                                                                    \
    }                                                                                                     \
    struct alk_models_end
#endif

ALK_END_DECLS
#endif
