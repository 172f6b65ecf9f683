/* SPDX-License-Identifier: MIT
 * The driver "sqlite3": its table, and what its connections can do. */
#ifndef ALK_LITE_DRIVER_H
#define ALK_LITE_DRIVER_H
#include <alkahest/plugin.h>
extern const alk_driver alk__lite_driver;
uint64_t alk__lite_caps(void *conn);
#endif
