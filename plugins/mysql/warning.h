/* SPDX-License-Identifier: MIT
 * Warnings of the last statement. */
#ifndef ALK_MY_WARNING_H
#define ALK_MY_WARNING_H
#include "connect.h"

alk_rc alk__my_warning(void *conn, alk_err *warning);
#endif
