/* SPDX-License-Identifier: MIT
 * The dialects "postgresql" and "cockroachdb": what they read and write, as data. */
#ifndef ALK_PG_DIALECT_H
#define ALK_PG_DIALECT_H
#include <alkahest/plugin.h>
extern const alk_dialect alk__pg_postgresql, alk__pg_cockroachdb;
#endif
