/* SPDX-License-Identifier: MIT
 * Errors with what the connection knows of them. What the numbers mean is in driver/mysql_error.h, what the messages say in errors_text.h. */
#ifndef ALK_MY_ERRORS_H
#define ALK_MY_ERRORS_H
#include "connect.h"

/* Both return the class. */
alk_rc alk__my_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...) __attribute__((format(printf, 4, 5)));
alk_rc alk__my_no_memory(alk_err *err);
void alk__my_detail(alk_err *err, const char *key, const char *value, size_t length);

/* The last error of a statement, or of the connection where stmt is NULL. To be called at once. sql: what was being prepared, for the position, or p NULL. Notes
 * in the connection when the line is lost and when the server rolled the transaction back. */
alk_rc alk__my_fail(alk__my_conn *conn, MYSQL_STMT *stmt, alk_sv sql, alk_err *err);
/* Of a session that could not be opened; late: its time was over. */
alk_rc alk__my_connect_fail(const alk__my_conn *conn, MYSQL *failed, bool late, alk_err *err);
#endif
