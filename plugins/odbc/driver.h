/* SPDX-License-Identifier: MIT
 * The driver's table. */
#ifndef ALK_ODBC_DRIVER_H
#define ALK_ODBC_DRIVER_H
#include <alkahest/plugin.h>
extern const alk_driver alk__odbc_driver;
/* Keeps the library's table. */
void alk__odbc_begin(const alk_host *host);
#endif
