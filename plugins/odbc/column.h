/* SPDX-License-Identifier: MIT
 * A result's columns: what they mean, how their values are asked for, and the buffers that these are written to. */
#ifndef ALK_ODBC_COLUMN_H
#define ALK_ODBC_COLUMN_H
#include "host.h"

struct alk__odbc_stmt;

/* How a value comes. */
enum {
    ALK__ODBC_WIRE_INT = 1, ALK__ODBC_WIRE_UINT, ALK__ODBC_WIRE_DOUBLE, ALK__ODBC_WIRE_FLOAT, ALK__ODBC_WIRE_DATE, ALK__ODBC_WIRE_TIMESTAMP,
    ALK__ODBC_WIRE_ASCII,                /* narrow, of what has no other characters */
    ALK__ODBC_WIRE_WIDE, ALK__ODBC_WIRE_NARROW, ALK__ODBC_WIRE_BYTES
};

typedef struct alk__odbc_column {
    SQLSMALLINT sql_type, digits, nullable;      /* what this was made from, like the next */
    SQLULEN size;
    bool is_unsigned, is_bits;
    bool in_utc;                         /* timestamps without a zone are as those with one: ALK_CELL_UTC */
    bool whole;                          /* every value fits the buffer */
    bool unbound;                        /* had by SQLGetData() alone */
    uint8_t wire;                        /* ALK__ODBC_WIRE_… */
    uint16_t type;                       /* ALK_TYPE_… */
    uint16_t item;                       /* of an array's items */
    uint32_t width;                      /* bytes of a value's buffer */
    char *values;                        /* one behind the other */
    SQLLEN *lengths;
    alk_sv name, native_type, schema, table, origin;
} alk__odbc_column;

typedef struct alk__odbc_columns {
    uint32_t n;
    bool floating;                       /* some values are had by SQLGetData(), so rows come one by one */
    alk__odbc_column *list;
    alk_column_desc *descriptions;       /* NULL until needed */
    char *texts;                         /* the names */
    void *buffers;
} alk__odbc_columns;

/* Reads the columns of what has been executed or prepared, anew where they changed. */
alk_rc alk__odbc_columns_update(struct alk__odbc_stmt *stmt, uint32_t n, alk_err *err);
void alk__odbc_columns_forget(struct alk__odbc_stmt *stmt);
alk_rc alk__odbc_describe(struct alk__odbc_stmt *stmt, alk_err *err);
SQLSMALLINT alk__odbc_c_type(const alk__odbc_column *column);

/* What a type of the database means; for tests. native: its name, "" where there is none. */
void alk__odbc_type_of(uint32_t family, SQLSMALLINT sql_type, const char *native, alk__odbc_column *column);
#endif
