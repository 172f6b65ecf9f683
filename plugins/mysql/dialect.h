/* SPDX-License-Identifier: MIT
 * The dialects "mysql" and "mariadb": what they read and write, as data. */
#ifndef ALK_MY_DIALECT_H
#define ALK_MY_DIALECT_H
#include <alkahest/plugin.h>
extern const alk_dialect alk__my_mysql, alk__my_mariadb;
#endif
