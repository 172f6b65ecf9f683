/* SPDX-License-Identifier: MIT
 * The driver "libpq", for both dialects. */
#ifndef ALK_PG_DRIVER_H
#define ALK_PG_DRIVER_H
#include <alkahest/plugin.h>
extern const alk_driver alk__pg_driver, alk__pg_cockroachdb_driver;
/* ALK_CAP_…, by what the server turned out to be. */
uint64_t alk__pg_caps(void *conn);
#endif
