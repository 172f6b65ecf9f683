/* SPDX-License-Identifier: MIT
 * Parameters: from cells to what is sent. */
#ifndef ALK_MY_BIND_H
#define ALK_MY_BIND_H
#include "statement.h"

enum { ALK__MY_PRINTED_MAX = 40 };

/* What a parameter is sent from, where that is not the cell itself. */
typedef struct alk__my_parameter {
    union {
        int64_t integer;
        double real;
        MYSQL_TIME moment;
        char text[ALK__MY_PRINTED_MAX];
    } u;
    unsigned long length;
} alk__my_parameter;

/* Binds one row of as many cells as the statement has parameters; texts and bytes are borrowed. */
alk_rc alk__my_bind(alk__my_stmt *stmt, const alk_cell *cells, alk_err *err);
/* Makes what one cell is sent as. index: from 1, for messages. */
alk_rc alk__my_bind_cell(const alk__my_conn *conn, const alk_cell *cell, uint32_t index, alk__my_parameter *parameter, MYSQL_BIND *bind, alk_err *err);
/* Refuses what the server would hang up on. */
alk_rc alk__my_check_size(const alk__my_conn *conn, size_t size, alk_err *err);
#endif
