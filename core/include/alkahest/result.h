/* SPDX-License-Identifier: MIT
 * Results: rows as they come, or buffered. A loop needs one check, at the end:
 *
 *     alk_result *r = alk_execute(c, q);
 *     while (alk_next(r))
 *         use(alk_get_int(r, 0), alk_get_text(r, "name"));
 *     if (alk_close(r)) …
 *
 * Every call takes a NULL result, does nothing, and leaves the error that made it NULL. A failure sticks to its result: getters then return zero or NULL,
 * alk_next() false, and alk_close() the code of the first failure. What a getter points to is valid until the next row. */
#ifndef ALKAHEST_RESULT_H
#define ALKAHEST_RESULT_H
#include <alkahest/arena.h>
#include <alkahest/connection.h>
#include <alkahest/statement.h>
ALK_BEGIN_DECLS

/* ---- moving ---- */
/* To the next row; false at the end and on failure. Since 1.0. */
ALK_API bool alk_next(alk_result *result);
/* Frees the result. ALK_OK, or the code of the first failure while building, executing or reading. NULL: the code of the failure that made it NULL. Since 1.0. */
ALK_API int alk_close(alk_result *result);
/* ALK_OK, or the first failure so far. Since 1.0. */
ALK_API int alk_result_status(const alk_result *result);
/* To the first row and no further: the rest is discarded. False when there is none. The row stays valid until the close. Since 1.0. */
ALK_API bool alk_first(alk_result *result);
/* To the only row. One too few or too many is a failure: ALK_ERROR_NO_ROW, ALK_ERROR_MULTIPLE_ROWS. Since 1.0. */
ALK_API bool alk_one(alk_result *result);
/* The same, but no row is no failure. Since 1.0. */
ALK_API bool alk_one_or_none(alk_result *result);
/* Reads what is left into memory. Rows may then be visited in any order with alk_seek(), from 0; alk_row_count() is their number. Since 1.0. */
ALK_API int alk_all(alk_result *result);
ALK_API bool alk_seek(alk_result *result, size_t row);
/* Rows in memory after alk_all() or alk_partition(); SIZE_MAX when not known. Since 1.0. */
ALK_API size_t alk_row_count(const alk_result *result);
/* Reads up to n rows into memory in place of those before; returns how many, 0 at the end. Visit them with alk_seek(). Since 1.0. */
ALK_API size_t alk_partition(alk_result *result, size_t n);
/* The first column of the first row; closes the result. *out is deep-copied into the arena, NULL value when there is no row. Since 1.0. */
ALK_API int alk_scalar(alk_result *result, alk_arena *arena, alk_value *out);
/* The same as an integer; ALK_ERROR_NO_ROW without a row, ALK_ERROR_DATA when it is NULL or none. Since 1.0. */
ALK_API int alk_scalar_int(alk_result *result, int64_t *out);

/* A pointer of the program's own, kept with the result; closed, where it is not NULL, is called with it when the result is closed or is given another. Since 1.0. */
ALK_API int alk_result_set_data(alk_result *result, void *data, void (*closed)(void *data));
ALK_API void *alk_result_data(const alk_result *result);

/* ---- the row's values, by position from 0; the macros below also take names and columns of models ---- */
/* The stored value must convert exactly, else the getter fails. A NULL read as a value is a failure, but for text, bytes and views, which give NULL. Since 1.0. */
ALK_API bool alk_is_null(alk_result *result, int column);
ALK_API bool alk_get_bool(alk_result *result, int column);
ALK_API int64_t alk_get_int(alk_result *result, int column);
ALK_API int32_t alk_get_int32(alk_result *result, int column);
ALK_API uint64_t alk_get_uint(alk_result *result, int column);
ALK_API double alk_get_real(alk_result *result, int column);
ALK_API const char *alk_get_text(alk_result *result, int column);      /* ends with NUL; text that holds a NUL is a failure */
ALK_API alk_sv alk_get_view(alk_result *result, int column);           /* text or blob */
ALK_API const void *alk_get_blob(alk_result *result, int column, size_t *length);
ALK_API const char *alk_get_decimal(alk_result *result, int column);
ALK_API int64_t alk_get_scaled(alk_result *result, int column, int scale);     /* a decimal times 10^scale */
ALK_API const char *alk_get_json(alk_result *result, int column);
ALK_API alk_date alk_get_date(alk_result *result, int column);
ALK_API alk_time alk_get_time(alk_result *result, int column);
ALK_API alk_timestamp alk_get_timestamp(alk_result *result, int column);
ALK_API alk_timestamptz alk_get_timestamptz(alk_result *result, int column);
ALK_API alk_interval alk_get_interval(alk_result *result, int column);
ALK_API alk_uuid alk_get_uuid(alk_result *result, int column);
ALK_API alk_value alk_get_value(alk_result *result, int column);       /* as the driver gave it */
/* Any value as text (NULL: NULL), the way alk_value_print() writes it. Since 1.0. */
ALK_API const char *alk_get_string(alk_result *result, int column);

/* ---- columns ---- */
typedef struct alk_column_info {
    size_t struct_size;
    const char *name;              /* as the query labels it */
    const char *native_type;       /* as the database names it, or NULL */
    const char *schema, *table, *column;   /* where it comes from, or NULL */
    int type;                      /* ALK_TYPE_…; ALK_TYPE_NULL: differs by row, or not known */
    int nullable;                  /* 1, 0, or -1: not known */
    int64_t length;                /* the declared maximum, -1: none */
    int precision, scale;          /* -1: none */
    bool key, generated;
} alk_column_info;
/* Their number; 0 for a result without rows. Since 1.0. */
ALK_API int alk_column_count(const alk_result *result);
/* *info of a column; struct_size says how much of it the caller knows. Texts live until the result is closed. Since 1.0. */
ALK_API int alk_result_column(alk_result *result, int column, alk_column_info *info);
/* The same for a statement that was prepared, before it runs. Since 1.0. */
ALK_API int alk_stmt_column(alk_stmt *stmt, int column, alk_column_info *info);
ALK_API const char *alk_column_name(alk_result *result, int column);
/* The position of the column of that name, compared exactly, else without regard to ASCII case. -1, and a failure of the result, when there is none or more
 * than one. Since 1.0. */
ALK_API int alk_column_index(alk_result *result, const char *name);
/* The position of a column of a model, as the statement selected it: alk_get_int(r, author.id). Without a statement that knows, as by its name. Since 1.0. */
ALK_API int alk_column_selected(alk_result *result, const alk_sql *column);
ALK_API int alk_column_self(alk_result *result, int column);

/* ---- what a statement changed ---- */
ALK_API int64_t alk_affected(const alk_result *result);                /* -1: not known */
ALK_API int64_t alk_last_insert_id(const alk_result *result);          /* 0: none */
/* The primary key of the row that an INSERT of one row of a model made, wherever its columns came from: a value, a default of the program, a number that the database
 * counted up, or anything else that the database can give back. index: of the key's columns, from 0, in the table's order. A column that nothing tells is NULL. The value
 * lives until the result is closed. ALK_ERROR_INTERFACE: the statement is none such, or has ON CONFLICT. Since 1.0. */
ALK_API int alk_inserted_key(const alk_result *result, int index, alk_value *value);
ALK_API int alk_inserted_key_count(const alk_result *result);          /* 0: it tells none */

/* ---- straight into structs ---- */
/* Reads up to capacity rows into structs that lie stride bytes apart; returns how many, 0 at the end and on failure. Fields are matched to columns by name, or by
 * position where name is NULL. Text and bytes live until the next fetch, or in the arena when one is given. Since 1.0. */
ALK_API size_t alk_result_fetch(alk_result *result, const alk_field *fields, size_t n_fields, void *rows, size_t stride,
                                size_t capacity, alk_arena *arena);
/* Reads all rows that are left into one array in the arena, strings and all. *rows is NULL when *count is 0. Since 1.0. */
ALK_API int alk_result_fetch_all(alk_result *result, const alk_field *fields, size_t n_fields, size_t stride, alk_arena *arena,
                                 void **rows, size_t *count);
#define alk_fetch(result, fields, rows, capacity, arena)                                                               \
    alk_result_fetch(result, fields, sizeof(fields) / sizeof(*(fields)), rows, sizeof *(rows), capacity, arena)
#define alk_fetch_all(result, fields, type, arena, rows, count)                                                        \
    alk_result_fetch_all(result, fields, sizeof(fields) / sizeof(*(fields)), sizeof(type), arena, (void **)(rows), count)

/* A result in the place of several, each of a part of what was asked for, whose rows somebody else gives, as a session does for its shards. It has no rows itself, and
 * rows changed as told. refusal, a static text: what alk_next() and the others that read rows fail with, so that a part is never taken for all; NULL: there are none to read.
 * NULL on failure. Since 1.0. */
ALK_API alk_result *alk_result_of_parts(alk_conn *conn, int64_t affected, const char *refusal);
/* Makes the result fail with this thread's error, as a failure of its own would: for who reads rows for others. Returns the code. Since 1.0. */
ALK_API int alk_result_fail(alk_result *result);
/* Stores columns of the current row in a struct: fields[i] takes the column at positions[i], its name is not looked at. Text and bytes live until the next row, or in the arena
 * when one is given. ALK_OK, or the failure, which sticks to the result. Since 1.0. */
ALK_API int alk_result_store(alk_result *result, const alk_field *fields, const uint32_t *positions, size_t n_fields, void *row, alk_arena *arena);

/* ---- rows of models ---- */
/* The fields of a model's columns, for the calls above: at most room of them; returns how many there are. 0, with an error, for what is no model. Since 1.0. */
ALK_API size_t alk_table_fields(const alk_sql *table, alk_field *out, size_t room);
/* Reads all rows that are left of a query of the whole model (alk_select(author.table)) into one array of its structs, in the arena; as alk_result_fetch_all().
 * Relationships are not loaded: their members are zero. Since 1.0. */
ALK_API int alk_result_fetch_structs(alk_result *result, const alk_sql *table, alk_arena *arena, void **rows, size_t *count);
#define alk_fetch_structs(result, m, arena, rows, count) alk_result_fetch_structs(result, (m).table, arena, (void **)ALK_ARRAY_OF_(m, rows), count)
/* Inserts count structs of a model, in as few round trips as the driver can. A generated key is left to the database when it is 0 in all of them; a nullable member that
 * is unset in all of them too, and a NULL pointer for a text that cannot be NULL and has a default. *affected as of alk_conn_execute_each(). Since 1.0. */
ALK_API int alk_conn_insert_structs(alk_conn *conn, const alk_sql *table, const void *rows, size_t count, int64_t *affected);
#define alk_insert_structs(conn, m, rows, count, affected) alk_conn_insert_structs(conn, (m).table, ALK_ROWS_OF_(m, rows), count, affected)
/* The same, and members whose columns were left out become what the database made of them: generated keys, the server's defaults, computed columns. Their texts and bytes live
 * in the arena. As alk_conn_execute_each_returning(). Since 1.0. */
ALK_API int alk_conn_insert_structs_returning(alk_conn *conn, const alk_sql *table, void *rows, size_t count, alk_arena *arena);
#define alk_insert_structs_returning(conn, m, rows, count, arena) alk_conn_insert_structs_returning(conn, (m).table, ALK_OUT_ROWS_OF_(m, rows), count, arena)
/* Structs of another model than m are an error of the compiler, which names both. */
#if defined(__cplusplus)
#define ALK_ARRAY_OF_(m, rows) (1 ? (rows) : static_cast<struct m **>(NULL))
#define ALK_ROWS_OF_(m, rows) (1 ? (rows) : static_cast<const struct m *>(NULL))
#define ALK_OUT_ROWS_OF_(m, rows) (1 ? (rows) : static_cast<struct m *>(NULL))
#else
#define ALK_ARRAY_OF_(m, rows) _Generic((rows), struct m **: (rows))
#define ALK_ROWS_OF_(m, rows) _Generic((rows), struct m *: (rows), const struct m *: (rows), void *: (rows), const void *: (rows))
#define ALK_OUT_ROWS_OF_(m, rows) _Generic((rows), struct m *: (rows), void *: (rows))
#endif

/* A column by position, by name, or as a model's. */
#if defined(__cplusplus)
ALK_END_DECLS
#define ALK_GETTER_(type, getter)                                                                                                             \
    inline type getter(alk_result *result, const char *column) { return getter(result, alk_column_index(result, column)); }                  \
    inline type getter(alk_result *result, const alk_sql *column) { return getter(result, alk_column_selected(result, column)); }
ALK_GETTER_(bool, alk_is_null)
ALK_GETTER_(bool, alk_get_bool)
ALK_GETTER_(int64_t, alk_get_int)
ALK_GETTER_(int32_t, alk_get_int32)
ALK_GETTER_(uint64_t, alk_get_uint)
ALK_GETTER_(double, alk_get_real)
ALK_GETTER_(const char *, alk_get_text)
ALK_GETTER_(alk_sv, alk_get_view)
ALK_GETTER_(const char *, alk_get_decimal)
ALK_GETTER_(const char *, alk_get_json)
ALK_GETTER_(alk_date, alk_get_date)
ALK_GETTER_(alk_time, alk_get_time)
ALK_GETTER_(alk_timestamp, alk_get_timestamp)
ALK_GETTER_(alk_timestamptz, alk_get_timestamptz)
ALK_GETTER_(alk_interval, alk_get_interval)
ALK_GETTER_(alk_uuid, alk_get_uuid)
ALK_GETTER_(alk_value, alk_get_value)
ALK_GETTER_(const char *, alk_get_string)
#undef ALK_GETTER_
inline const void *alk_get_blob(alk_result *result, const char *column, size_t *length) { return alk_get_blob(result, alk_column_index(result, column), length); }
inline const void *alk_get_blob(alk_result *result, const alk_sql *column, size_t *length) { return alk_get_blob(result, alk_column_selected(result, column), length); }
inline int64_t alk_get_scaled(alk_result *result, const char *column, int scale) { return alk_get_scaled(result, alk_column_index(result, column), scale); }
inline int64_t alk_get_scaled(alk_result *result, const alk_sql *column, int scale) { return alk_get_scaled(result, alk_column_selected(result, column), scale); }
ALK_BEGIN_DECLS
#else
#define ALK_AT_(result, column)                                                                                        \
    _Generic((column), char *: alk_column_index, const char *: alk_column_index, const alk_sql *: alk_column_selected, alk_sql *: alk_column_selected,      \
        default: alk_column_self)(result, column)
#define alk_is_null(result, column) (alk_is_null)(result, ALK_AT_(result, column))
#define alk_get_bool(result, column) (alk_get_bool)(result, ALK_AT_(result, column))
#define alk_get_int(result, column) (alk_get_int)(result, ALK_AT_(result, column))
#define alk_get_int32(result, column) (alk_get_int32)(result, ALK_AT_(result, column))
#define alk_get_uint(result, column) (alk_get_uint)(result, ALK_AT_(result, column))
#define alk_get_real(result, column) (alk_get_real)(result, ALK_AT_(result, column))
#define alk_get_text(result, column) (alk_get_text)(result, ALK_AT_(result, column))
#define alk_get_view(result, column) (alk_get_view)(result, ALK_AT_(result, column))
#define alk_get_blob(result, column, length) (alk_get_blob)(result, ALK_AT_(result, column), length)
#define alk_get_decimal(result, column) (alk_get_decimal)(result, ALK_AT_(result, column))
#define alk_get_scaled(result, column, scale) (alk_get_scaled)(result, ALK_AT_(result, column), scale)
#define alk_get_json(result, column) (alk_get_json)(result, ALK_AT_(result, column))
#define alk_get_date(result, column) (alk_get_date)(result, ALK_AT_(result, column))
#define alk_get_time(result, column) (alk_get_time)(result, ALK_AT_(result, column))
#define alk_get_timestamp(result, column) (alk_get_timestamp)(result, ALK_AT_(result, column))
#define alk_get_timestamptz(result, column) (alk_get_timestamptz)(result, ALK_AT_(result, column))
#define alk_get_interval(result, column) (alk_get_interval)(result, ALK_AT_(result, column))
#define alk_get_uuid(result, column) (alk_get_uuid)(result, ALK_AT_(result, column))
#define alk_get_value(result, column) (alk_get_value)(result, ALK_AT_(result, column))
#define alk_get_string(result, column) (alk_get_string)(result, ALK_AT_(result, column))
#endif

ALK_END_DECLS
#endif
