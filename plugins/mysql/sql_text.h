/* SPDX-License-Identifier: MIT
 * As much as the driver reads of SQL: the first word of a statement, and whether a word is in it. */
#ifndef ALK_MY_SQL_TEXT_H
#define ALK_MY_SQL_TEXT_H
#include "host.h"

/* Behind white space, comments and parentheses. Words are given in capitals. */
bool alk__my_begins_with(alk_sv sql, const char *word);
/* Anywhere, in texts and comments too. */
bool alk__my_find_word(alk_sv sql, const char *word);
#endif
