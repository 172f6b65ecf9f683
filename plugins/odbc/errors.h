/* SPDX-License-Identifier: MIT
 * Errors: the plugin's own, and what ODBC's records say. */
#ifndef ALK_ODBC_ERRORS_H
#define ALK_ODBC_ERRORS_H
#include "connect.h"

/* Both return the class. */
alk_rc alk__odbc_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...) __attribute__((format(printf, 4, 5)));
alk_rc alk__odbc_no_memory(alk_err *err);
void alk__odbc_detail(alk_err *err, const char *key, const char *value, size_t length);

/* The records of the last failure of a statement, or of the connection where stmt is NULL; all of them. Notes in the connection when the line is lost and
 * when the transaction is. To be called at once, before the running watch is stopped or behind it. */
alk_rc alk__odbc_fail(alk__odbc_conn *conn, SQLHSTMT stmt, alk_err *err);
/* Of a connection that could not be opened; late: its time was over. */
alk_rc alk__odbc_connect_fail(alk__odbc_conn *conn, bool late, alk_err *err);
/* The SQLSTATE of the first record; "" where there is none. */
void alk__odbc_state_of(const alk__odbc_conn *conn, SQLHSTMT stmt, char state[6]);
/* A message without the names of those that it came through, on one line, without values. hint, detail: views into message's own copy; n 0: none. */
void alk__odbc_clean_message(uint32_t family, int64_t native, char *message, size_t size, alk_sv *detail, alk_sv *hint);
#endif
