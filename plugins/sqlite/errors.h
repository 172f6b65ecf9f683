/* SPDX-License-Identifier: MIT
 * From SQLite's result codes and messages to the library's error classes, SQLSTATEs and details. Bound values never stand in a message. */
#ifndef ALK_LITE_ERRORS_H
#define ALK_LITE_ERRORS_H
#include "connect.h"

/* Both return the class. */
alk_rc alk__lite_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...) __attribute__((format(printf, 4, 5)));
alk_rc alk__lite_no_memory(alk_err *err);
void alk__lite_detail(alk_err *err, const char *key, const char *value);

/* The connection's last error, which had the result code rc. To be called at once, before the statement is reset. sql: the text being
 * prepared, for the position, or p NULL. Notes in the connection when SQLite rolled the transaction back. */
alk_rc alk__lite_fail(alk__lite_conn *conn, int rc, alk_sv sql, alk_err *err);
#endif
