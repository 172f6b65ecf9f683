/* SPDX-License-Identifier: MIT
 * Between UTF-8, which the library speaks, and UTF-16, which ODBC calls wide. */
#ifndef ALK_ODBC_UTF16_H
#define ALK_ODBC_UTF16_H
#include "host.h"

/* Units of the text in UTF-16; SIZE_MAX: it is no valid UTF-8. */
size_t alk__odbc_wide_length(const char *text, size_t length);
/* Writes that many. The text has been measured, and found valid. */
void alk__odbc_to_wide(const char *text, size_t length, SQLWCHAR *out);
/* Bytes of the text in UTF-8; SIZE_MAX: half of a pair stands alone. */
size_t alk__odbc_narrow_length(const SQLWCHAR *text, size_t units);
/* Writes that many; what has been measured. */
void alk__odbc_to_narrow(const SQLWCHAR *text, size_t units, char *out);
/* For messages and names: what does not fit is cut behind a whole character, halves of pairs become question marks. Writes the NUL, returns the length. */
size_t alk__odbc_print_wide(const SQLWCHAR *text, size_t units, char *out, size_t size);
#endif
