/* SPDX-License-Identifier: MIT
 * Tables made at run time, and collections of tables. A table that is built here has the same definition as a model's (<alkahest/schema.h>) and stands wherever one
 * does:
 *
 *     alk_metadata *shop = alk_metadata_new(NULL);
 *     alk_table_builder *b = alk_table_begin(shop, "orders", .comment = "one row for each order");
 *     alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
 *     alk_table_add_column(b, "customer_id", ALK_OF(BIGINT), .references = "customers.id", .on_delete = ALK_CASCADE);
 *     alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_gt(alk_name("id"), 0));
 *     alk_table_add_index(b, .columns = ALK_NAMES("customer_id"));
 *     const alk_sql *orders = alk_table_finish(b);                  NULL: alk_last_error() tells what was wrong first
 *
 * All texts, types and lists are copied. What is wrong while building is remembered, and reported by alk_table_finish(). Since 1.0. */
#ifndef ALKAHEST_METADATA_H
#define ALKAHEST_METADATA_H
#include <alkahest/field.h>
#include <alkahest/schema.h>
ALK_BEGIN_DECLS

typedef struct alk_metadata alk_metadata;
typedef struct alk_table_builder alk_table_builder;

/* The templates are those of alk_naming in <alkahest/schema.h>. */
typedef struct alk_metadata_options {
    size_t struct_size;
    const char *schema;                    /* of tables that name none */
    const char *index_name, *unique_name, *check_name, *foreign_key_name, *primary_key_name;       /* "uq_{table}_{columns}" */
} alk_metadata_options;

/* A new, empty collection; options may be NULL. NULL on failure. Any thread may use it. Free with alk_metadata_free(). Since 1.0. */
ALK_API alk_metadata *alk_metadata_new(const alk_metadata_options *options);
/* Gives the collection up. Tables of it that a statement or alk_keep() still holds, and all that they refer to, stay until these let go. Takes NULL. Since 1.0. */
ALK_API void alk_metadata_free(alk_metadata *metadata);
/* Adds a model's table. It keeps its own names: conventions and the default schema are for tables that are built here. ALK_ERROR_ARGUMENT: there is one of this name. Since 1.0. */
ALK_API int alk_metadata_add(alk_metadata *metadata, const alk_sql *table);
/* A table by its name; schema NULL: the collection's. The handle lives as long as the collection. NULL with an error: there is none. Since 1.0. */
ALK_API const alk_sql *alk_metadata_table(alk_metadata *metadata, const char *schema, const char *name);
/* Tables by number, in the order in which they came. NULL: there is no such number. Since 1.0. */
ALK_API size_t alk_metadata_count(alk_metadata *metadata);
ALK_API const alk_sql *alk_metadata_at(alk_metadata *metadata, size_t index);
/* Whether all that foreign keys refer to by text is there: ALK_OK, or an error that names the first which is not. A reference finds its table as soon as that is finished, before
 * or after. Since 1.0. */
ALK_API int alk_metadata_resolve(alk_metadata *metadata);

typedef struct alk_table_options {
    size_t struct_size;
    const char *schema;                    /* NULL: the collection's; "": none */
    const char *comment;
    bool temporary;
    const alk_dialect_option *options;     /* a NULL name ends them */
    size_t structure;                      /* sizeof the struct that its rows are, for sessions and alk_result_fetch_structs(); 0: none */
    const alk_sql *base;                   /* the table of this collection whose struct this one's begins with; NULL: none */
    const char *const *variants;           /* ALK_NAMES() of those whose base this is; they are built later */
    const char *polymorphic_identity;
    bool in_base;                          /* its columns are the base's table's, and its name is no more than one to find it by */
} alk_table_options;

/* What may be said of a column; the members mean what those of alk_column do. */
typedef struct alk_column_options {
    size_t struct_size;
    bool primary_key, nullable, unique, index, no_autoincrement;
    uint8_t identity, computed_as, on_delete, on_update, deferrable, match;
    const char *references;                /* "table.column" or "schema.table.column", of this collection; it may be built later */
    const alk_sql *references_column;      /* the same as a handle: of a model, or of this collection */
    const char *constraint;                /* the foreign key's name */
    const char *server_default, *server_on_update, *computed, *check;      /* SQL text */
    const char *comment, *collation;
    int64_t identity_start, identity_increment;
    const alk_sequence *sequence;
    int (*client_default)(void *data, alk_cell *value);
    int (*client_on_update)(void *data, alk_cell *value);
    void *client_data;                     /* lives as long as the table */
    const alk_dialect_option *options;
    bool autoincrement;
    const alk_sequence *identity_options;
    const char *collation_schema;
    const char *member;                    /* of the struct: these four by ALK_MEMBER() */
    size_t offset;
    uint16_t slot, state_offset;
    bool version, deferred, server_version;    /* the ORM's, as of alk_column */
    bool discriminator;
    int (*version_generator)(void *data, const alk_cell *before, alk_cell *next);
    bool omitted;
} alk_column_options;

/* The member of a struct that a column is, among a column's options: alk_table_add_column(b, "name", ALK_OF(TEXT), ALK_MEMBER(struct user, name)). It may be one of a struct
 * inside: ALK_MEMBER(struct user, home.street), or ALK_MEMBER(struct manager, employee.id). */
#if !defined(__cplusplus)
#define ALK_MEMBER(type, name)                                                                                         \
    .member = #name, .offset = offsetof(type, name), .slot = (uint16_t)ALK_SLOT_OF_(((type *)0)->name),                \
    .state_offset = (uint16_t)(ALK_STATE_OF_((size_t)0, ((type *)0)->name) == ALK_SLOT_NOT_NULL ? 0 : ALK_STATE_OF_((size_t)0, ((type *)0)->name))
#endif

/* A relationship of the struct; the members mean what those of alk_relationship do. */
typedef struct alk_relationship_options {
    size_t struct_size;
    int cardinality;                       /* ALK_ONE: the member is a pointer; ALK_MANY: an ALK_COLLECTION() */
    const char *target;                    /* "table" or "schema.table" of this collection; it may be built later */
    const alk_sql *target_table;           /* the same as a handle: of a model, or of this collection */
    const alk_sql *through;                /* the table between, of a many-to-many */
    const char *via;                       /* "table.column": the foreign key, where there are several; it may be built later */
    const char *back;
    unsigned cascade;
    bool view_only, passive_deletes, post_update, write_only;
    size_t offset;                         /* of the member: offsetof() */
    const char *const *order_by;           /* ALK_NAMES("table.column", …) of the target, which may be built later; */
    const alk_sql *const *order_by_columns;        /* or the same as handles; alk_end ends them */
    alk_sql *(*condition)(const alk_sql *from, const alk_sql *to);
} alk_relationship_options;
/* The member that a relationship to many fills. */
#define ALK_COLLECTION(type) struct { type **items; uint32_t count, state; }

/* A list of names, for the next ones; in C++ it lives as long as the call that it stands in. */
#if defined(__cplusplus)
ALK_END_DECLS
template <unsigned long N> struct alk_names {
    const char *items[N];
    operator const char *const *() const { return items; }
};
template <typename... T> alk_names<sizeof...(T) + 1> alk_names_of(T... names) { return { { names..., nullptr } }; }
#define ALK_NAMES(...) alk_names_of(__VA_ARGS__)
ALK_BEGIN_DECLS
#else
#define ALK_NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#endif

typedef struct alk_constraint_options {
    size_t struct_size;
    const char *name;
    const char *const *columns;            /* of this table; NULL ends them */
    const char *const *references;         /* of a foreign key: as many, "table.column"; all of one table */
    const alk_sql *const *reference_columns;       /* the same as handles; alk_end ends them */
    const char *check;                     /* SQL text; of EXCLUDE all that follows the word */
    const alk_sql *condition;              /* of a CHECK, the same as an expression: the columns are alk_name("…"). A fresh one is consumed */
    uint8_t on_delete, on_update, deferrable, match;
    bool use_alter;
    const char *comment;
    const alk_dialect_option *options;
    const char *dialects;
} alk_constraint_options;

/* A part of an index: one of the first three. */
typedef struct alk_index_term {
    const char *column;
    const char *expression;                /* SQL text */
    const alk_sql *sql;                    /* the same as an expression of alk_name("…"); a fresh one is consumed */
    unsigned flags;                        /* ALK_INDEX_… */
    const char *suffix;
    const alk_dialect_option *options;
} alk_index_term;

typedef struct alk_index_options {
    size_t struct_size;
    const char *name;
    bool unique;
    const char *const *columns;            /* NULL ends them; or */
    const alk_index_term *terms;           /* n_terms of them */
    size_t n_terms;
    const char *where;                     /* SQL text */
    const alk_sql *condition;              /* the same as an expression; a fresh one is consumed */
    const char *const *include;
    const alk_dialect_option *options;
    const char *dialects;
    size_t term_size;                      /* of each of terms; 0: sizeof(alk_index_term) of this version */
} alk_index_options;

/* Begins a table. options may be NULL. NULL on failure, which the calls on that NULL keep as their error. One thread at a time. Ends with alk_table_finish() or alk_table_abandon(). */
ALK_API alk_table_builder *alk_table_begin(alk_metadata *metadata, const char *name, const alk_table_options *options);
/* Each adds to the table; options may be NULL. They return the status, which finishing tells too. */
ALK_API int alk_table_add_column(alk_table_builder *builder, const char *name, const alk_type *type, const alk_column_options *options);
/* kind: ALK_CONSTRAINT_…. A primary key here says order and name; its columns need no .primary_key then. */
ALK_API int alk_table_add_constraint(alk_table_builder *builder, int kind, const alk_constraint_options *options);
ALK_API int alk_table_add_index(alk_table_builder *builder, const alk_index_options *options);
/* Adds a relationship of the table's struct; see alk_table_relationship() for its handle. */
ALK_API int alk_table_add_relationship(alk_table_builder *builder, const char *name, const alk_relationship_options *options);
/* Adds a member that is an expression over the table, or over an alias of it, as alk_derived has it; of the options those of a member and .deferred count. See alk_table_derived() for
 * its handle. */
ALK_API int alk_table_add_derived(alk_table_builder *builder, const char *name, const alk_type *type, alk_sql *(*expression)(const alk_sql *from), const alk_column_options *options);
/* Makes the table a part of the collection, and frees the builder. The handle lives as long as the collection, or as what alk_keep() gives. NULL on failure: the collection is
 * as it was. */
ALK_API const alk_sql *alk_table_finish(alk_table_builder *builder);
/* Frees the builder without making a table. Takes NULL. */
ALK_API void alk_table_abandon(alk_table_builder *builder);

#if defined(__cplusplus)
ALK_END_DECLS
/* The same with options by value, whose struct_size need not be set, or without. */
inline alk_table_builder *alk_table_begin(alk_metadata *metadata, const char *name, alk_table_options options = alk_table_options())
{
    options.struct_size = sizeof options;
    return alk_table_begin(metadata, name, &options);
}
inline int alk_table_add_column(alk_table_builder *builder, const char *name, const alk_type *type, alk_column_options options = alk_column_options())
{
    options.struct_size = sizeof options;
    return alk_table_add_column(builder, name, type, &options);
}
inline int alk_table_add_derived(alk_table_builder *builder, const char *name, const alk_type *type, alk_sql *(*expression)(const alk_sql *from),
                                 alk_column_options options = alk_column_options())
{
    options.struct_size = sizeof options;
    return alk_table_add_derived(builder, name, type, expression, &options);
}
inline int alk_table_add_constraint(alk_table_builder *builder, int kind, alk_constraint_options options)
{
    options.struct_size = sizeof options;
    return alk_table_add_constraint(builder, kind, &options);
}
inline int alk_table_add_relationship(alk_table_builder *builder, const char *name, alk_relationship_options options)
{
    options.struct_size = sizeof options;
    return alk_table_add_relationship(builder, name, &options);
}
inline int alk_table_add_index(alk_table_builder *builder, alk_index_options options)
{
    options.struct_size = sizeof options;
    options.term_size = sizeof(alk_index_term);
    return alk_table_add_index(builder, &options);
}
ALK_BEGIN_DECLS
#else
#define alk_table_begin(...) ALK_TABLE_BEGIN_(__VA_ARGS__, .struct_size = sizeof(alk_table_options))
#define ALK_TABLE_BEGIN_(metadata, name, ...) (alk_table_begin)(metadata, name, &(const alk_table_options){ __VA_ARGS__ })
#define alk_table_add_column(...) ALK_TABLE_ADD_COLUMN_(__VA_ARGS__, .struct_size = sizeof(alk_column_options))
#define ALK_TABLE_ADD_COLUMN_(builder, name, type, ...) (alk_table_add_column)(builder, name, type, &(const alk_column_options){ __VA_ARGS__ })
#define alk_table_add_derived(...) ALK_TABLE_ADD_DERIVED_(__VA_ARGS__, .struct_size = sizeof(alk_column_options))
#define ALK_TABLE_ADD_DERIVED_(builder, name, type, expression, ...) (alk_table_add_derived)(builder, name, type, expression, &(const alk_column_options){ __VA_ARGS__ })
#define alk_table_add_constraint(...) ALK_TABLE_ADD_CONSTRAINT_(__VA_ARGS__, .struct_size = sizeof(alk_constraint_options))
#define ALK_TABLE_ADD_CONSTRAINT_(builder, kind, ...) (alk_table_add_constraint)(builder, kind, &(const alk_constraint_options){ __VA_ARGS__ })
#define alk_table_add_relationship(...) ALK_TABLE_ADD_RELATIONSHIP_(__VA_ARGS__, .struct_size = sizeof(alk_relationship_options))
#define ALK_TABLE_ADD_RELATIONSHIP_(builder, name, ...) (alk_table_add_relationship)(builder, name, &(const alk_relationship_options){ __VA_ARGS__ })
#define alk_table_add_index(...) ALK_TABLE_ADD_INDEX_(__VA_ARGS__, .struct_size = sizeof(alk_index_options))
#define ALK_TABLE_ADD_INDEX_(builder, ...) (alk_table_add_index)(builder, &(const alk_index_options){ __VA_ARGS__, .term_size = sizeof(alk_index_term) })
#endif

/* The columns of any table, a model's too, by name and by number. NULL with an error: there is no such one, or it is no table. The handle lives as long as the table. Since 1.0. */
ALK_API const alk_sql *alk_table_column(const alk_sql *table, const char *name);
ALK_API size_t alk_table_column_count(const alk_sql *table);
ALK_API const alk_sql *alk_table_column_at(const alk_sql *table, size_t index);
/* A relationship of any table by its name. NULL with an error: there is none. Since 1.0. */
ALK_API const alk_sql *alk_table_relationship(const alk_sql *table, const char *name);
/* A member of any table's struct that is an expression, by its name. NULL with an error: there is none. Since 1.0. */
ALK_API const alk_sql *alk_table_derived(const alk_sql *table, const char *name);

ALK_END_DECLS
#endif
