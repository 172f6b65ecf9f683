/* SPDX-License-Identifier: MIT
 * Connection strings: KEY=value;KEY={value};… What a value holds never becomes a key of its own. */
#ifndef ALK_ODBC_KEYWORDS_H
#define ALK_ODBC_KEYWORDS_H
#include "host.h"

enum { ALK__ODBC_PAIRS_MAX = 64 };

/* A list of keys and values; the views are borrowed but for values of braces with }} in them, which stand in the block that the list was given. */
typedef struct alk__odbc_keywords {
    struct {
        alk_sv key, value;
    } pairs[ALK__ODBC_PAIRS_MAX];
    uint32_t n;
    char *at, *end;                      /* room for values that are changed by reading */
} alk__odbc_keywords;

enum { ALK__ODBC_KEYWORDS_FINE = 0, ALK__ODBC_KEYWORDS_MALFORMED, ALK__ODBC_KEYWORDS_TOO_MANY, ALK__ODBC_KEYWORDS_NOT_SAYABLE };

/* Adds a pair, unless there is one of that key: who comes first wins. */
int alk__odbc_keywords_add(alk__odbc_keywords *list, alk_sv key, alk_sv value);
/* Adds what a string in ODBC's form says. The list's room must be as long as the text. */
int alk__odbc_keywords_read(alk__odbc_keywords *list, alk_sv text);
/* The value of a key; p NULL: there is none. */
alk_sv alk__odbc_keywords_find(const alk__odbc_keywords *list, const char *key);
enum { ALK__ODBC_BRACES_ANYWHERE = 0, ALK__ODBC_BRACES_OF_PASSWORD, ALK__ODBC_BRACES_NOWHERE };     /* where the driver reads {…} */

/* Writes the list; *length is without the NUL. out NULL: measures alone. braces: ALK__ODBC_BRACES_…; where there are none, what only they could say is refused. */
int alk__odbc_keywords_print(const alk__odbc_keywords *list, int braces, char *out, size_t *length);
#endif
