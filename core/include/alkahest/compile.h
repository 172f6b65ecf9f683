/* SPDX-License-Identifier: MIT
 * From a statement to a database's SQL, without a database: what a program would send. Executing does this by itself, and keeps the result. */
#ifndef ALKAHEST_COMPILE_H
#define ALKAHEST_COMPILE_H
#include <alkahest/datatype.h>
#include <alkahest/options.h>
#include <alkahest/sql.h>
ALK_BEGIN_DECLS

typedef struct alk_compiled alk_compiled;
enum { ALK_MARKERS_OF_DIALECT = 0, ALK_MARKERS_QMARK = 1, ALK_MARKERS_DOLLAR = 2, ALK_MARKERS_NAMED = 3 /* :param_1 */ };
enum {
    ALK_COMPILE_LITERALS = 1,              /* values are written into the text */
    ALK_COMPILE_INSERT_MANY = 2            /* as for alk_conn_execute_each(): nothing that one row alone can have */
};
typedef struct alk_compile_options {
    size_t struct_size;
    uint32_t version;                      /* of the server: major * 10000 + minor * 100 + patch; 0: the newest known */
    uint32_t flags;                        /* ALK_COMPILE_… */
    int markers;                           /* ALK_MARKERS_… */
    uint32_t max_identifier;               /* 0: the dialect's */
    const alk_schema_map *schemas;
    size_t n_schemas;
    uint32_t label_length;                 /* the most bytes of a name that is made up for a column or parameter; 0: as a name may have */
} alk_compile_options;

/* Renders a statement, an expression or a DDL element for a dialect by its name ("sqlite", "postgresql", …; "default": standard SQL), whose plugin is loaded. options may be NULL. A fresh
 * statement is consumed. NULL on failure: alk_last_error() names the construct, and where the statement was written. Free with alk_compiled_free(). Any thread. Since 1.0. */
ALK_API alk_compiled *alk_compile(const alk_sql *statement, const char *dialect, const alk_compile_options *options);
ALK_API void alk_compiled_free(alk_compiled *compiled);
/* The SQL; it lives as long as compiled. Since 1.0. */
ALK_API const char *alk_compiled_sql(const alk_compiled *compiled);

/* A parameter, in the order of its marker in the text. */
typedef struct alk_compiled_param {
    size_t struct_size;
    const char *name;                      /* of alk_param(), or as made up from the column that the value meets: "name_1" */
    const alk_cell *value;                 /* NULL: a named parameter, which has none yet */
    const alk_type *type;                  /* NULL: not known */
} alk_compiled_param;
ALK_API size_t alk_compiled_param_count(const alk_compiled *compiled);
/* Fills *param as far as its struct_size; ALK_ERROR_ARGUMENT: no such parameter. Since 1.0. */
ALK_API int alk_compiled_get_param(const alk_compiled *compiled, size_t index, alk_compiled_param *param);

/* A column of the rows to come. */
typedef struct alk_compiled_column {
    size_t struct_size;
    const char *name;                      /* the label in the SQL */
    const alk_type *type;                  /* NULL: not known */
    const alk_sql *column;                 /* of a model or run-time table; NULL: an expression */
} alk_compiled_column;
ALK_API size_t alk_compiled_column_count(const alk_compiled *compiled);   /* 0: none, or not known before it runs */
ALK_API int alk_compiled_get_column(const alk_compiled *compiled, size_t index, alk_compiled_column *column);

ALK_END_DECLS
#endif
