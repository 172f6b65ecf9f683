/* SPDX-License-Identifier: MIT
 * The text protocol: statements without parameters that cannot be prepared, or gain nothing by it. */
#ifndef ALK_MY_DIRECT_H
#define ALK_MY_DIRECT_H
#include "statement.h"

/* A definition or a setting, which gives no rows. */
bool alk__my_is_plain_text(alk_sv sql);
/* Within start and stop. Rows that come all the same are held in memory, all of them texts. */
alk_rc alk__my_run_text(alk__my_stmt *stmt, int64_t *affected, alk_err *err);
/* The next of these rows, written as the binary protocol has it; NULL: the end, or (*rc) out of memory. */
unsigned char *alk__my_text_row(alk__my_stmt *stmt, size_t *length, alk_rc *rc, alk_err *err);
#endif
