/* SPDX-License-Identifier: MIT
 * The driver's tables: one driver, under the name of each dialect. */
#ifndef ALK_MY_DRIVER_H
#define ALK_MY_DRIVER_H
#include "host.h"
extern const alk_driver alk__my_mysqlclient, alk__my_mariadbclient;
#endif
