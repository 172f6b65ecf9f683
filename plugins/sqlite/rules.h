/* SPDX-License-Identifier: MIT
 * How SQLite writes SQL, as data. */
#ifndef ALK_LITE_RULES_H
#define ALK_LITE_RULES_H
#include <alkahest/plugin.h>
extern const alk_sql_rules alk__lite_rules;
#endif
