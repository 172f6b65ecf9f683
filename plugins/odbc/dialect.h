/* SPDX-License-Identifier: MIT
 * The plugin's own dialects: what they read and write, as data. */
#ifndef ALK_ODBC_DIALECT_H
#define ALK_ODBC_DIALECT_H
#include <alkahest/plugin.h>
extern const alk_dialect alk__odbc_mssql, alk__odbc_oracle, alk__odbc_generic;
#endif
