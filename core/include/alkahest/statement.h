/* SPDX-License-Identifier: MIT
 * Prepared statements in the backend's own markers, bound by position: the lowest level, for bindings to other languages and for loops that
 * must cost nothing more than the database. A statement belongs to its connection and its thread. */
#ifndef ALKAHEST_STATEMENT_H
#define ALKAHEST_STATEMENT_H
#include <alkahest/connection.h>
ALK_BEGIN_DECLS

typedef struct alk_stmt alk_stmt;

/* Prepares one statement. NULL on failure. length SIZE_MAX: sql ends with NUL. Close with alk_stmt_close(), before the connection. Since 1.0. */
ALK_API alk_stmt *alk_conn_prepare(alk_conn *conn, const char *sql, size_t length);
/* Closes it and its result. Takes NULL. Since 1.0. */
ALK_API void alk_stmt_close(alk_stmt *stmt);
/* How many parameters it takes; -1 on failure. Since 1.0. */
ALK_API int alk_stmt_param_count(const alk_stmt *stmt);

/* Binding, by position from 1; a value stays bound until it is bound anew or cleared. Text and bytes are copied. ALK_ERROR_ARGUMENT: no such position.
 * ALK_ERROR_DATA: text that is not UTF-8 or holds a NUL, a malformed decimal… All parameters must be bound when executed. Since 1.0. */
ALK_API int alk_stmt_bind(alk_stmt *stmt, int position, const alk_value *value);
ALK_API int alk_stmt_bind_null(alk_stmt *stmt, int position);
ALK_API int alk_stmt_bind_bool(alk_stmt *stmt, int position, bool value);
ALK_API int alk_stmt_bind_int(alk_stmt *stmt, int position, int64_t value);
ALK_API int alk_stmt_bind_uint(alk_stmt *stmt, int position, uint64_t value);
ALK_API int alk_stmt_bind_real(alk_stmt *stmt, int position, double value);
ALK_API int alk_stmt_bind_text(alk_stmt *stmt, int position, const char *text, size_t length);       /* SIZE_MAX: ends with NUL */
ALK_API int alk_stmt_bind_blob(alk_stmt *stmt, int position, const void *bytes, size_t length);
ALK_API int alk_stmt_clear(alk_stmt *stmt);

/* Execution options of the statement; NULL takes them away. Since 1.0. */
ALK_API int alk_stmt_set_options(alk_stmt *stmt, const alk_execution_options *options);

/* The columns to come, before the first row and before execution where the driver can (ALK_CAP_DESCRIBE): their number, 0 when it returns no rows, -1 on failure.
 * See alk_column_info in <alkahest/result.h>. Since 1.0. */
ALK_API int alk_stmt_column_count(alk_stmt *stmt);

/* Runs it with what is bound. NULL on failure. Close the result before running it again. options may be NULL. Since 1.0. */
ALK_API alk_result *alk_stmt_execute(alk_stmt *stmt, const alk_execution_options *options);
/* Runs it for each of n_rows rows of alk_stmt_param_count() values, row-major, borrowed for the call. Since 1.0. */
ALK_API int alk_stmt_execute_many(alk_stmt *stmt, const alk_value *values, size_t n_rows, int64_t *affected);
/* The same with the rows in structs, one field for each parameter in order. Since 1.0. */
ALK_API int alk_stmt_execute_each(alk_stmt *stmt, const alk_field *fields, size_t n_fields, const void *rows, size_t stride,
                                  size_t count, int64_t *affected);

ALK_END_DECLS
#endif
