/* SPDX-License-Identifier: MIT
 * Errors, as the library has them: those of the server with all their fields, those of the line, and the driver's own. */
#ifndef ALK_PG_ERRORS_H
#define ALK_PG_ERRORS_H
#include "connect.h"

/* All return the class. */
alk_rc alk__pg_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...) __attribute__((format(printf, 4, 5)));
alk_rc alk__pg_no_memory(alk_err *err);
void alk__pg_detail(alk_err *err, const char *key, const char *value);

/* The server's error in a result. */
alk_rc alk__pg_result_error(alk__pg_conn *conn, const PGresult *result, alk_err *err);
/* The line is dead: libpq's message, without its line ends. Marks the connection as lost. */
alk_rc alk__pg_lost(alk__pg_conn *conn, alk_err *err);
/* The server broke the order of messages: nothing that follows can be understood. Marks the connection as lost. */
alk_rc alk__pg_out_of_turn(alk__pg_conn *conn, alk_err *err);
/* ALK_OK, unless what the running call committed was not seen to reach the standbys that commits wait for: then its outcome is unknown. */
alk_rc alk__pg_check_standbys(alk__pg_conn *conn, alk_err *err);
/* A call on a connection that is lost already. */
alk_rc alk__pg_is_lost(alk_err *err);

/* libpq's reports that are no errors: they go to the log, and wait for `warning`. */
void alk__pg_notice(void *conn, const PGresult *result);
void alk__pg_notice_none(void *nothing, const PGresult *result);
void alk__pg_forget_warnings(alk__pg_conn *conn);
alk_rc alk__pg_warning(void *conn, alk_err *warning);
#endif
