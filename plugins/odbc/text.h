/* SPDX-License-Identifier: MIT
 * The calls of ODBC that take or give text: as UTF-16 or as UTF-8, whichever the connection speaks. Nobody else knows which it is. */
#ifndef ALK_ODBC_TEXT_H
#define ALK_ODBC_TEXT_H
#include "connect.h"

/* ALK_OK, or the error: too long, no UTF-8, no memory. */
alk_rc alk__odbc_give(bool wide, alk_sv text, alk__odbc_given *given, alk_err *err);
void alk__odbc_given_free(alk__odbc_given *given);

SQLRETURN alk__odbc_prepare_text(SQLHSTMT stmt, const alk__odbc_given *sql);
SQLRETURN alk__odbc_execute_text(SQLHSTMT stmt, const alk__odbc_given *sql);

/* Each writes a text with its NUL; what does not fit is cut. False: the driver does not tell. */
bool alk__odbc_info_text(const alk__odbc_conn *conn, SQLUSMALLINT what, char *out, size_t size);
bool alk__odbc_column_text(bool wide, SQLHSTMT stmt, SQLUSMALLINT column, SQLUSMALLINT what, char *out, size_t size);
bool alk__odbc_column_number(bool wide, SQLHSTMT stmt, SQLUSMALLINT column, SQLUSMALLINT what, SQLLEN *out);
uint32_t alk__odbc_info_number(const alk__odbc_conn *conn, SQLUSMALLINT what, bool is_short);
/* The index-th record, from 1. message may be NULL. */
bool alk__odbc_record_text(bool wide, SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT index, char state[6], SQLINTEGER *native, char *message, size_t size);
#endif
