/* SPDX-License-Identifier: MIT
 * Parameters: from cells to what the driver reads, one execution or many at once. */
#ifndef ALK_ODBC_BIND_H
#define ALK_ODBC_BIND_H
#include "statement.h"

/* Where the values of one marker stand. */
typedef struct alk__odbc_shape {
    bool set;                            /* a value that is not NULL was met */
    uint16_t tag;
    SQLSMALLINT c_type, sql_type, digits;
    SQLULEN size;                        /* of the column, in characters or bytes */
    size_t width;                        /* bytes of the widest value */
} alk__odbc_shape;

/* What a value is sent as; ALK_OK, or it is refused. index: from 1, for messages. */
alk_rc alk__odbc_measure(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err);
/* Writes it, within the shape's width; returns its length, or SQL_NULL_DATA. */
SQLLEN alk__odbc_write(const alk__odbc_conn *conn, const alk_cell *cell, const alk__odbc_shape *shape, char *out);

/* Binds n rows of cells. *fits false: the values of one marker are of several kinds, so they go one by one; nothing is bound then. */
alk_rc alk__odbc_bind(alk__odbc_stmt *stmt, const alk_cell *cells, uint32_t n, bool *fits, alk_err *err);
#endif
