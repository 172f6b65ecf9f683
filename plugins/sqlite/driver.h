/* SPDX-License-Identifier: MIT
 * The driver "sqlite3". */
#ifndef ALK_LITE_DRIVER_H
#define ALK_LITE_DRIVER_H
#include <alkahest/plugin.h>
extern const alk_driver alk__lite_driver;
#endif
