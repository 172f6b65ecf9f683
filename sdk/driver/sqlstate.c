/* SPDX-License-Identifier: MIT
 * From SQLSTATEs to classes: single states first, then the two characters of their class. */
#include "sqlstate.h"
#include <string.h>

typedef struct state {
    char code[6];
    int16_t error_class;
    uint16_t flags;
} state;

static const state singles[] = {
    { "22P05", ALK_ERROR_DATA, 0 },
    { "23P01", ALK_ERROR_INTEGRITY, 0 },
    { "25P03", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },         /* idle in a transaction for too long */
    { "25P04", ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT },             /* transaction_timeout */
    { "26000", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE },          /* a prepared statement is gone: it is prepared anew next time */
    { "40001", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE },          /* serialization failure */
    { "40002", ALK_ERROR_INTEGRITY, 0 },
    { "40003", ALK_ERROR_OPERATIONAL, ALK_ERROR_OUTCOME_UNKNOWN },
    { "40P01", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE },          /* deadlock */
    { "53100", ALK_ERROR_OPERATIONAL, 0 },
    { "54011", ALK_ERROR_PROGRAMMING, 0 },                            /* too many columns */
    { "54023", ALK_ERROR_PROGRAMMING, 0 },                            /* too many arguments */
    { "55000", ALK_ERROR_OPERATIONAL, 0 },
    { "55P03", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE },          /* the lock is not to be had */
    { "57014", ALK_ERROR_OPERATIONAL, 0 },                            /* cancelled; whoever knows of a deadline says so */
    { "57P01", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "57P02", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "57P03", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "57P04", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "57P05", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "P0001", ALK_ERROR_PROGRAMMING, 0 },                            /* RAISE without a state of its own */
    { "P0002", ALK_ERROR_NO_ROW, 0 },
    { "P0003", ALK_ERROR_MULTIPLE_ROWS, 0 },
    { "P0004", ALK_ERROR_INTERNAL, 0 },
    { "XX001", ALK_ERROR_OPERATIONAL, 0 },
    { "XX002", ALK_ERROR_OPERATIONAL, 0 },
};

static const state classes[] = {
    { "08", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT },
    { "0A", ALK_ERROR_NOT_SUPPORTED, 0 },
    { "0B", ALK_ERROR_PROGRAMMING, 0 },
    { "20", ALK_ERROR_PROGRAMMING, 0 },
    { "21", ALK_ERROR_PROGRAMMING, 0 },
    { "22", ALK_ERROR_DATA, 0 },
    { "23", ALK_ERROR_INTEGRITY, 0 },
    { "24", ALK_ERROR_INTERFACE, 0 },
    { "25", ALK_ERROR_OPERATIONAL, 0 },
    { "26", ALK_ERROR_OPERATIONAL, 0 },
    { "27", ALK_ERROR_INTEGRITY, 0 },
    { "28", ALK_ERROR_OPERATIONAL, 0 },
    { "2B", ALK_ERROR_PROGRAMMING, 0 },
    { "2D", ALK_ERROR_INTERFACE, 0 },
    { "34", ALK_ERROR_PROGRAMMING, 0 },
    { "38", ALK_ERROR_PROGRAMMING, 0 },
    { "39", ALK_ERROR_PROGRAMMING, 0 },
    { "3B", ALK_ERROR_INTERFACE, 0 },
    { "3D", ALK_ERROR_PROGRAMMING, 0 },
    { "3F", ALK_ERROR_PROGRAMMING, 0 },
    { "40", ALK_ERROR_OPERATIONAL, 0 },
    { "42", ALK_ERROR_PROGRAMMING, 0 },
    { "44", ALK_ERROR_INTEGRITY, 0 },                                 /* WITH CHECK OPTION */
    { "53", ALK_ERROR_OPERATIONAL, 0 },
    { "54", ALK_ERROR_OPERATIONAL, 0 },
    { "55", ALK_ERROR_OPERATIONAL, 0 },
    { "57", ALK_ERROR_OPERATIONAL, 0 },
    { "58", ALK_ERROR_OPERATIONAL, 0 },
    { "72", ALK_ERROR_OPERATIONAL, 0 },
    { "F0", ALK_ERROR_OPERATIONAL, 0 },
    { "HV", ALK_ERROR_OPERATIONAL, 0 },
    { "P0", ALK_ERROR_PROGRAMMING, 0 },
    { "XX", ALK_ERROR_INTERNAL, 0 },
};

alk__driver_meaning alk__driver_sqlstate_meaning(const char *sqlstate)
{
    if (sqlstate != NULL && strlen(sqlstate) == 5) {
        for (size_t i = 0; i < sizeof singles / sizeof *singles; i++)
            if (memcmp(singles[i].code, sqlstate, 5) == 0)
                return (alk__driver_meaning){ singles[i].error_class, singles[i].flags };
        for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
            if (memcmp(classes[i].code, sqlstate, 2) == 0)
                return (alk__driver_meaning){ classes[i].error_class, classes[i].flags };
    }
    return (alk__driver_meaning){ ALK_ERROR_INTERNAL, 0 };
}
