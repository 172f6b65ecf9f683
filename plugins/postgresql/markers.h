/* SPDX-License-Identifier: MIT
 * Reading SQL as far as parameters and cursors need it. */
#ifndef ALK_PG_MARKERS_H
#define ALK_PG_MARKERS_H
#include "host.h"

/* The highest n of the markers $n that stand in the text outside of strings, names and comments. backslashes: '…' has them as escapes
 * (standard_conforming_strings is off). */
uint32_t alk__pg_count_markers(const char *sql, size_t length, bool backslashes);
/* Whether a cursor can be declared for it: SELECT, VALUES, TABLE, and WITH … of these, where nothing in it changes rows. In doubt it says no: a column called "update" may
 * stand where the word would. */
bool alk__pg_is_query(const char *sql, size_t length, bool backslashes);
#endif
