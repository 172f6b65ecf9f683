/* SPDX-License-Identifier: MIT
 * A plugin that loads well and then breaks one rule of the ABI: dialect and driver "hostile". Which rule, the statement's text says, or for connections the
 * option break=. All names are in the lists that query("hostile/1") of the dialect gives, so that a test can go through them.
 *
 * The library's answer to each must be an error, or a value that is sound; never a crash, a hang, or a value that is not. */
#ifndef ALK_TEST_HOSTILE_H
#define ALK_TEST_HOSTILE_H
#include <stdint.h>

typedef struct hostile_api {
    uint32_t size, reserved;
    const char *const *cells;          /* a row of one column "c", whose value is unsound; NULL ends it, here and below */
    const char *const *fetches;        /* fetch breaks its contract */
    const char *const *columns;        /* the description of columns is unsound */
    const char *const *executions;     /* prepare or execute breaks its contract */
    const char *const *errors;         /* an error, badly written */
    const char *const *connections;    /* values of break= */
} hostile_api;
#endif
