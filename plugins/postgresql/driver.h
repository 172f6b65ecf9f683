/* SPDX-License-Identifier: MIT
 * The driver "libpq", for both dialects. */
#ifndef ALK_PG_DRIVER_H
#define ALK_PG_DRIVER_H
#include <alkahest/plugin.h>
extern const alk_driver alk__pg_driver, alk__pg_cockroachdb_driver;
#endif
