/* SPDX-License-Identifier: MIT
 * Values from text and from ODBC's structs to cells. A fault is a small code; only who reports it knows the row and column. */
#ifndef ALK_ODBC_VALUE_H
#define ALK_ODBC_VALUE_H
#include "host.h"
#include "driver/memory.h"

typedef enum alk__odbc_fault {
    ALK__ODBC_FINE = 0,
    ALK__ODBC_TOO_LONG,                  /* longer than the driver said it could be, or than a cell can be */
    ALK__ODBC_NOT_UTF8,
    ALK__ODBC_NO_DATE,                   /* as 0000-00-00 */
    ALK__ODBC_BAD_VALUE,                 /* what its type cannot have */
    ALK__ODBC_UNREADABLE,                /* the driver failed, and says why */
    ALK__ODBC_NO_MEMORY
} alk__odbc_fault;

static inline void alk__odbc_put_number(alk_cell *out, uint16_t tag, int64_t number)
{
    out->tag = tag;
    out->len = 0;
    out->flags = 0;
    out->u.i = number;
}

/* What a text means as a value of a type; where it denotes none, it is text. nul: a NUL stands behind it. keep: it is copied, where it stays text. item: of the items
 * of an array. */
alk__odbc_fault alk__odbc_value_of_text(uint16_t type, uint16_t item, const char *text, size_t length, bool nul, bool keep, alk__driver_memory *memory, alk_cell *out);
alk__odbc_fault alk__odbc_value_of_bytes(const char *bytes, size_t length, bool keep, alk__driver_memory *memory, alk_cell *out);
alk__odbc_fault alk__odbc_value_of_date(const SQL_DATE_STRUCT *date, alk_cell *out);
alk__odbc_fault alk__odbc_value_of_timestamp(const SQL_TIMESTAMP_STRUCT *moment, uint16_t type, alk_cell *out);
#endif
