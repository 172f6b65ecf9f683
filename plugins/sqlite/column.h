/* SPDX-License-Identifier: MIT
 * What a result's columns were declared as. */
#ifndef ALK_LITE_COLUMN_H
#define ALK_LITE_COLUMN_H
#include "host.h"
#include "driver/declared.h"

struct alk__lite_stmt;

typedef alk__driver_declared alk__lite_column;

/* The statement's columns, read when first asked for and again after SQLite prepared it anew; NULL with err set: out of memory. */
const alk__lite_column *alk__lite_columns(struct alk__lite_stmt *stmt, alk_err *err);
/* The same as descriptions for the library. */
const alk_column_desc *alk__lite_describe(struct alk__lite_stmt *stmt, alk_err *err);
/* Forgets both. */
void alk__lite_columns_forget(struct alk__lite_stmt *stmt);
#endif
