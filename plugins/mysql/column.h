/* SPDX-License-Identifier: MIT
 * A result's columns: how their values stand in a row, and what they mean. */
#ifndef ALK_MY_COLUMN_H
#define ALK_MY_COLUMN_H
#include "host.h"

struct alk__my_stmt;

/* How a value stands in a row of the binary protocol. */
enum {
    ALK__MY_WIRE_NULL = 0,               /* takes no room */
    ALK__MY_WIRE_1, ALK__MY_WIRE_2, ALK__MY_WIRE_4, ALK__MY_WIRE_8,        /* integers */
    ALK__MY_WIRE_FLOAT, ALK__MY_WIRE_DOUBLE,
    ALK__MY_WIRE_DATE, ALK__MY_WIRE_TIME, ALK__MY_WIRE_MOMENT,             /* a length, then the parts that are not zero */
    ALK__MY_WIRE_BYTES                   /* a length, then bytes */
};

typedef struct alk__my_column {
    uint8_t wire;                        /* ALK__MY_WIRE_… */
    bool is_unsigned, is_bits;
    uint8_t field;                       /* the client library's type, like the next: what this was made from */
    uint16_t type;                       /* ALK_TYPE_… */
    uint16_t charset;
    uint32_t flags;
    unsigned long length;
} alk__my_column;

/* What a field means; texts: rows of texts, as the text protocol gives them. */
alk__my_column alk__my_column_of(const MYSQL_FIELD *field, bool texts);
/* Reads the columns of the statement anew where they changed; false with err set: out of memory. */
bool alk__my_columns_update(struct alk__my_stmt *stmt, alk_err *err);
/* The same as descriptions for the library; NULL with err set: out of memory. */
const alk_column_desc *alk__my_describe(struct alk__my_stmt *stmt, alk_err *err);
void alk__my_columns_forget(struct alk__my_stmt *stmt);
#endif
