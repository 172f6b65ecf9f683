/* SPDX-License-Identifier: MIT
 * What a result's columns were declared as. SQLite itself only keeps the text of the declaration; what it means to us is read
 * here. */
#ifndef ALK_LITE_COLUMN_H
#define ALK_LITE_COLUMN_H
#include "host.h"

struct alk__lite_stmt;

typedef struct alk__lite_column {
    uint16_t type;                       /* ALK_TYPE_…; ALK_TYPE_NULL: goes by the value */
    uint16_t reserved;
    int32_t precision, scale, length;    /* -1: none */
} alk__lite_column;

/* What a declared type means; NULL: an expression. */
alk__lite_column alk__lite_column_parse(const char *declared);
/* The statement's columns, read when first asked for and again after SQLite prepared it anew; NULL with err set: out of memory. */
const alk__lite_column *alk__lite_columns(struct alk__lite_stmt *stmt, alk_err *err);
/* The same as descriptions for the library. */
const alk_column_desc *alk__lite_describe(struct alk__lite_stmt *stmt, alk_err *err);
/* Forgets both. */
void alk__lite_columns_forget(struct alk__lite_stmt *stmt);
#endif
