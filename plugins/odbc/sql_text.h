/* SPDX-License-Identifier: MIT
 * As much as the driver reads of SQL: the first word of a statement, whether a word is in it, its markers, and where it ends. */
#ifndef ALK_ODBC_SQL_TEXT_H
#define ALK_ODBC_SQL_TEXT_H
#include "host.h"

/* Behind white space, comments and parentheses. Words are given in capitals. */
bool alk__odbc_begins_with(alk_sv sql, const char *word);
/* Anywhere, in texts and comments too, as a word of its own. */
bool alk__odbc_find_word(alk_sv sql, const char *word);

/* What was found in a statement. */
typedef struct alk__odbc_scan {
    uint32_t n_places;                   /* markers */
    uint32_t n_params;                   /* values that they stand for: $1 may be there twice */
    bool numbered;                       /* they are $1 */
    bool mixed;                          /* both, where they may be $1: the ? is an operator */
    bool several;                        /* something follows behind a semicolon */
} alk__odbc_scan;

/* lexical: ALK_LEX_…. Markers are ?, and $1 where there are strings in dollars. Each marker is told to `at`, if not NULL: where it stands, how long it is, and which value it is for, from 0. */
typedef void alk__odbc_marker(void *payload, size_t offset, size_t length, uint32_t param);
alk__odbc_scan alk__odbc_scan_sql(alk_sv sql, uint32_t lexical, alk__odbc_marker *at, void *payload);
#endif
