/* SPDX-License-Identifier: MIT
 * The library's table, kept for the life of the process, the memory that the plugin takes through it, and ODBC's own names. Private names of the
 * plugin begin with alk__odbc_; nothing of Alkahest but <alkahest/plugin.h> and sdk/driver is known here. */
#ifndef ALK_ODBC_HOST_H
#define ALK_ODBC_HOST_H
#include "driver/option.h"
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <string.h>
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

extern const alk_host *alk__odbc_host;

/* Zeroed memory, or NULL with the error set; err may be NULL where the caller sets it. */
void *alk__odbc_alloc(size_t size, alk_err *err);
void alk__odbc_free(void *memory);

static inline alk_sv alk__odbc_sv(const char *text, size_t length)
{
    alk_sv view = { text, length };
    return view;
}
static inline alk_sv alk__odbc_view(const char *text)
{
    return alk__odbc_sv(text, text != NULL ? strlen(text) : 0);
}

/* In capitals or not, as names of drivers and keywords are compared. */
static inline char alk__odbc_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}
/* part: in small letters. */
bool alk__odbc_holds(alk_sv text, const char *part);
#endif
