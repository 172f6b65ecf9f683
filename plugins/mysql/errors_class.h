/* SPDX-License-Identifier: MIT
 * What the numbers of the server's and the client library's errors mean; no connection is needed to tell. */
#ifndef ALK_MY_ERRORS_CLASS_H
#define ALK_MY_ERRORS_CLASS_H
#include "host.h"

typedef struct alk__my_meaning {
    unsigned number;
    int32_t error_class;
    char sqlstate[6];                    /* empty: the server's */
    uint8_t flags;                       /* ALK_ERROR_… */
} alk__my_meaning;

/* By the number, else by the SQLSTATE. */
alk__my_meaning alk__my_meaning_of(unsigned number, const char *sqlstate);
/* The server may have ended the whole transaction, not the statement alone. */
bool alk__my_may_roll_back(unsigned number);
#endif
