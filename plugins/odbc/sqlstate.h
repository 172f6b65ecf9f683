/* SPDX-License-Identifier: MIT
 * What SQLSTATEs and native codes mean to the library; no connection is needed to tell. */
#ifndef ALK_ODBC_SQLSTATE_H
#define ALK_ODBC_SQLSTATE_H
#include "host.h"

typedef struct alk__odbc_meaning {
    int32_t error_class;                 /* ALK_ERROR_… */
    uint32_t flags;                      /* ALK_ERROR_DISCONNECT … */
    char sqlstate[6];                    /* that of the standard, where ODBC has one of its own; empty: none */
} alk__odbc_meaning;

/* family: ALK__ODBC_POSTGRESQL …, whose own codes are known; message: where the code says too little. */
alk__odbc_meaning alk__odbc_meaning_of(uint32_t family, const char *sqlstate, int64_t native, const char *message);
/* The whole transaction is gone with the statement. */
bool alk__odbc_ends_transaction(uint32_t family, const char *sqlstate, int64_t native);
#endif
