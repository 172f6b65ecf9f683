/* SPDX-License-Identifier: MIT
 * What stands in the server's messages: names, which become details of the error. */
#ifndef ALK_MY_ERRORS_TEXT_H
#define ALK_MY_ERRORS_TEXT_H
#include "host.h"

/* Names of tables, columns and constraints, as details of the error. */
void alk__my_details(unsigned number, const char *message, alk_err *err);
/* Where the server met what it did not understand: characters from 1, or 0. */
int alk__my_position(const char *message, alk_sv sql);
#endif
