/* SPDX-License-Identifier: MIT
 * Which server it is, by the version that it tells. */
#ifndef ALK_MY_SERVER_H
#define ALK_MY_SERVER_H
#include <alkahest/plugin.h>
#include <stdbool.h>

typedef struct alk__my_version {
    uint32_t number;                     /* major * 10000 + minor * 100 + patch; 0: not understood */
    bool mariadb;
} alk__my_version;

/* "8.0.36", "10.11.6-MariaDB-log", and "5.5.5-10.11.6-MariaDB", where the first number is there for old replicas. */
alk__my_version alk__my_version_read(const char *text);

/* The numbers of MariaDB begin at 10 since long, those of MySQL are below: the rules of a dialect tell by that which of the two they are for. */
enum { ALK__MY_FIRST_MARIADB = 100000 };
#endif
