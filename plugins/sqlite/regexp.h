/* SPDX-License-Identifier: MIT
 * The function behind the operator REGEXP, which SQLite has no body for: POSIX extended regular expressions (IEEE Std 1003.1, 9.4) over UTF-8. */
#ifndef ALK_LITE_REGEXP_H
#define ALK_LITE_REGEXP_H
#include "connect.h"

/* Gives the connection the function regexp(pattern, text). A code of SQLite. */
int alk__lite_add_regexp(alk__lite_conn *conn);
#endif
