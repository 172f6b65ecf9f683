/* SPDX-License-Identifier: MIT
 * What a database holds, as data: tables, columns, constraints, indexes, relationships. A model (<alkahest/model.h>) makes these as static data; the
 * structs are complete only for that, and carry their sizes so that they can grow. Programs use the handles: author.table, author.name. */
#ifndef ALKAHEST_SCHEMA_H
#define ALKAHEST_SCHEMA_H
#include <alkahest/datatype.h>
#include <alkahest/sql.h>
ALK_BEGIN_DECLS

/* Kinds of the nodes that are static data. The library's own kinds begin at 16. */
enum { ALK_SQL_KIND_COLUMN = 8, ALK_SQL_KIND_TABLE = 9, ALK_SQL_KIND_RELATIONSHIP = 10, ALK_SQL_KIND_DERIVED = 11 };
enum { ALK_SQL_IS_STATIC = 1 };        /* flag of a node that is never counted nor freed */

/* What a foreign key does when the row that it points to is deleted or gets another key. */
enum { ALK_NO_ACTION = 0, ALK_CASCADE, ALK_SET_NULL, ALK_SET_DEFAULT, ALK_RESTRICT };
enum { ALK_NOT_DEFERRABLE = 0, ALK_DEFERRABLE, ALK_INITIALLY_DEFERRED };
enum { ALK_MATCH_SIMPLE = 0, ALK_MATCH_FULL, ALK_MATCH_PARTIAL };
enum { ALK_IDENTITY_NONE = 0, ALK_IDENTITY_BY_DEFAULT, ALK_IDENTITY_ALWAYS };
enum { ALK_COMPUTED_DEFAULT = 0, ALK_COMPUTED_STORED, ALK_COMPUTED_VIRTUAL };
enum { ALK_ONE = 1, ALK_MANY };

/* Something of one database only: { "mysql.engine", "InnoDB" }. A NULL name ends a list. Unknown names of a dialect are errors. */
typedef struct alk_dialect_option {
    const char *name, *value;
} alk_dialect_option;

/* A list of columns: ALK_COLUMNS(&book.author_id, &book.title). */
typedef const alk_sql *const *const *alk_column_list;
#define ALK_COLUMNS(...) ((const alk_sql *const *const[]){ __VA_ARGS__, NULL })

/* A sequence of numbers. Its limits are the database's own where both are 0, as is its start with 0, and cache. With a flag the number is meant though it is 0, and of the
 * limits it alone. */
enum { ALK_SEQUENCE_START = 1, ALK_SEQUENCE_MINIMUM = 2, ALK_SEQUENCE_MAXIMUM = 4 };
typedef struct alk_sequence {
    uint32_t struct_size, cache;           /* cache: numbers that a connection takes at once */
    const char *name, *schema;
    int64_t start, increment;              /* 0: the database's own, 1 */
    int64_t minimum, maximum;
    bool cycle;
    uint8_t flags;                         /* ALK_SEQUENCE_… */
    const alk_type *type;                  /* of its numbers, where the database lets it be said; NULL: the database's own */
    const alk_dialect_option *options;
} alk_sequence;

typedef struct alk_column {
    alk_sql sql;
    const char *name;                      /* in the database */
    alk_type type;
    bool primary_key, nullable, unique, index;
    bool no_autoincrement;                 /* an integer key that the program gives */
    uint8_t identity;                      /* ALK_IDENTITY_… */
    uint8_t computed_as;                   /* ALK_COMPUTED_… */
    uint8_t on_delete, on_update;          /* ALK_CASCADE …, with references */
    uint8_t deferrable, match;             /* with references */
    bool version;                          /* the ORM's version counter */
    bool deferred;                         /* the ORM loads it on request only */
    bool discriminator;                    /* the ORM's: tells the struct of a row */
    bool omitted;                          /* "all columns" of the table do not mean it: a statement has it where it names it */
    const alk_sql *const *references;      /* &other.column: checked by the compiler */
    const char *constraint;                /* the foreign key's name; NULL: by the naming convention */
    const char *server_default;            /* SQL text */
    const char *server_on_update;          /* SQL text: rendered where the database has it */
    const char *computed;                  /* SQL text: GENERATED ALWAYS AS */
    const char *check;                     /* SQL text of a CHECK of this column */
    const char *comment, *collation;
    int64_t identity_start, identity_increment;    /* 0: 1 */
    const alk_sequence *sequence;          /* gives the values where the database has sequences */
    int (*client_default)(void *data, alk_cell *value);    /* called for an INSERT that leaves the column out; writes what is to be sent. A key's that is left empty (0, NULL) too */
    int (*client_on_update)(void *data, alk_cell *value);  /* the same for an UPDATE */
    void *client_data;
    const alk_dialect_option *options;
    const alk_sql *const *table;
    size_t offset;                         /* of the struct's member */
    uint16_t slot;                         /* ALK_SLOT_…: the member's C type; 0: none */
    uint16_t state_offset;                 /* inside the member, of its state byte; 0: none */
    const char *member;                    /* the member's name */
    bool autoincrement;                    /* an integer that grows by itself though the key has other columns, refers to another table or is not this one */
    const alk_sequence *identity_options;  /* of an identity: its numbers, in place of start and increment; its name is not looked at */
    const char *collation_schema;          /* where the collation is, when not where the database looks for it */
    bool server_version;                   /* with version: the database makes it on INSERT and UPDATE, by a trigger or ON UPDATE, and nothing is sent for it */
    int (*version_generator)(void *data, const alk_cell *before, alk_cell *next);  /* with version: makes the next one in place of counting, of any type that can be compared; data is
                                            * client_data, before is NULL for a new row. What next points to is copied when it returns. Not ALK_OK: the flush fails with it */
} alk_column;

enum { ALK_CONSTRAINT_END = 0, ALK_CONSTRAINT_PRIMARY_KEY, ALK_CONSTRAINT_UNIQUE, ALK_CONSTRAINT_CHECK, ALK_CONSTRAINT_FOREIGN_KEY, ALK_CONSTRAINT_EXCLUDE };

/* A constraint of a table. Those of one column may stand in the column instead. */
typedef struct alk_constraint {
    int kind;
    const char *name;                      /* NULL: by the naming convention */
    alk_column_list columns;
    alk_column_list references;            /* of a foreign key: as many, in the same order */
    const char *check;                     /* SQL text; of EXCLUDE all that follows the word */
    const alk_sql *condition;              /* the same as an expression; run-time tables only */
    uint8_t on_delete, on_update, deferrable, match;
    bool use_alter;                        /* a foreign key that is added after all tables are there */
    const char *comment;
    const alk_dialect_option *options;
    const char *dialects;                  /* the only databases that have it: "postgresql sqlite"; NULL: all */
} alk_constraint;

/* An index. Each part is a column, or SQL text where that is not enough; a list of none stands for all columns, as a columnstore has them. What only makes it faster (include, the
 * order of NULLs, the condition of one that is not unique) is left out where the database has no such thing. */
enum { ALK_INDEX_DESCENDING = 1, ALK_INDEX_NULLS_FIRST = 2, ALK_INDEX_NULLS_LAST = 4 };
typedef struct alk_index_part {
    const alk_sql *const *column;          /* &book.title, or NULL */
    const char *expression;                /* SQL text: "lower(title)" */
    unsigned flags;                        /* ALK_INDEX_… */
    const char *suffix;                    /* SQL text behind it: an operator class "text_pattern_ops", a length "(10)" */
    const alk_sql *node;                   /* in place of expression; run-time tables only */
    const alk_dialect_option *options;     /* the same for one database: { "mysql.length", "10" } */
} alk_index_part;
typedef struct alk_index {
    const char *name;                      /* NULL: by the naming convention */
    bool unique;
    const alk_index_part *parts;           /* ends with one that has neither column nor expression; NULL ends the list of indexes */
    const char *where;                     /* SQL text: a partial index */
    const alk_sql *condition;              /* the same as an expression; run-time tables only */
    alk_column_list include;               /* covered columns */
    const alk_dialect_option *options;
    const char *dialects;                  /* as of a constraint */
} alk_index;

typedef struct alk_relationship {
    alk_sql sql;
    const char *name;
    int cardinality;                       /* ALK_ONE, ALK_MANY */
    const alk_sql *const *table, *const *target;
    const alk_sql *const *via;             /* the foreign key's column, where there are several */
    const alk_sql *const *through;         /* the table between, of a many-to-many */
    const char *back;                      /* the name of the other side, where it cannot be told by the keys */
    alk_column_list order_by;
    unsigned cascade;                      /* the ORM's */
    bool view_only, passive_deletes, post_update;
    size_t offset;
    bool write_only;                       /* too many to be loaded: the ORM adds and removes, and counts by asking */
    alk_sql *(*condition)(const alk_sql *from, const alk_sql *to);    /* what else must hold of the two, or all that does where no key joins them: their columns are
                                            * alk_at(from, …) and alk_at(to, …). A relationship with it is to be read only, so .view_only */
} alk_relationship;

/* A member of the struct that is no column: sessions read it as an expression over the table, or over an alias of it, and never write it. */
typedef struct alk_derived {
    alk_column column;                     /* its name, type and member */
    alk_sql *(*expression)(const alk_sql *from);       /* the columns are alk_at(from, author.id) */
} alk_derived;

/* A list of tables: ALK_TABLES(&manager.table, &clerk.table). */
typedef const alk_sql *const *const *alk_table_list;
#define ALK_TABLES(...) ((const alk_sql *const *const[]){ __VA_ARGS__, NULL })

/* Names for constraints and indexes that are given none: templates with {table}, {schema}, {columns} (joined by _), {column} (the first), {referred_table}, {referred_columns}
 * (joined), and {name}, which is the name that was given; a template that has it makes names out of names. NULL: constraints stay without a name, and an
 * index is called "ix_{table}_{columns}". A name that is too long for the database ends with eight hexadecimal digits in place of the rest, the same on every run. */
typedef struct alk_naming {
    const char *index, *unique, *check, *foreign_key, *primary_key;        /* "uq_{table}_{columns}" */
} alk_naming;

typedef struct alk_table {
    alk_sql sql;
    const char *name, *schema, *comment;
    const alk_column *columns;
    const alk_relationship *relationships;
    const alk_constraint *constraints;     /* ends with kind ALK_CONSTRAINT_END; NULL: none */
    const alk_index *indexes;              /* ends with one without parts; NULL: none */
    const alk_dialect_option *options;
    const alk_naming *naming;              /* NULL: none. It lives as long as the table */
    bool temporary;
    size_t n_columns, n_relationships, column_size, relationship_size, struct_size;
    size_t constraint_size, index_size, index_part_size;   /* 0: of this version */
    const alk_sql *self;                   /* this table: what the columns' `table` points to */
    const struct alk_metadata *metadata;   /* of a run-time table */
    const alk_derived *derived;
    size_t n_derived, derived_size;
    const alk_sql *const *base;            /* the model whose struct this one's begins with: a row is one of both. NULL: none */
    size_t base_offset;                    /* of the base's struct: 0 */
    alk_table_list variants;               /* the models whose base this is */
    const char *polymorphic_identity;      /* what the discriminator of the hierarchy's first model says of rows of this one */
    bool in_base;                          /* it has no table of its own: its columns are the base's table's */
    bool holds;                            /* the struct has members, such as structs inside, that neither a column nor a relationship need be */
} alk_table;

/* What a column or table handle stands for; NULL when it stands for something else. Since 1.0. */
ALK_API const alk_column *alk_column_definition(const alk_sql *column);
ALK_API const alk_table *alk_table_definition(const alk_sql *table);
ALK_API const alk_relationship *alk_relationship_definition(const alk_sql *relationship);
/* The one column of the table's key that the database counts up by itself; NULL: there is none. Since 1.0. */
ALK_API const alk_column *alk_table_generated_key(const alk_sql *table);

ALK_END_DECLS
#endif
