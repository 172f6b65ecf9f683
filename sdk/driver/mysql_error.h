/* SPDX-License-Identifier: MIT
 * What the numbers of MySQL's and MariaDB's errors mean, the client library's among them; no connection is needed to tell. */
#ifndef ALK_DRIVER_MYSQL_ERROR_H
#define ALK_DRIVER_MYSQL_ERROR_H
#include <alkahest/plugin.h>
#include <stdbool.h>

typedef struct alk__driver_mysql_meaning {
    unsigned number;
    int32_t error_class;
    char sqlstate[6];                    /* empty: the server's */
    uint8_t flags;                       /* ALK_ERROR_… */
} alk__driver_mysql_meaning;

/* By the number, else by the SQLSTATE. */
alk__driver_mysql_meaning alk__driver_mysql_meaning_of(unsigned number, const char *sqlstate);
/* The server may have ended the whole transaction, not the statement alone. */
bool alk__driver_mysql_may_roll_back(unsigned number);
/* The message without the values that the server put into it. */
void alk__driver_mysql_message(unsigned number, const char *message, char *out, size_t size);
#endif
