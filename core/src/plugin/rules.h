/* SPDX-License-Identifier: MIT
 * How a plugin's dialect writes SQL: core's own full-size copy of the interface "alk.sql/1", checked so that the renderer may trust it. */
#ifndef ALK_PLUGIN_RULES_H
#define ALK_PLUGIN_RULES_H
#include <alkahest/plugin.h>
#include "plugin/examine.h"

/* Copies and checks; `in` NULL: the rules of standard SQL, which also stand for types and reserved words that are not given. False: it is refused. */
bool alk__rules_copy(alk_sql_rules *out, const void *in, const alk__examination *of);
/* The rules for a server of that version, which `of` names, written into out. False: the plugin made something of them that is refused. */
bool alk__rules_adapt(alk_sql_rules *out, const alk_sql_rules *rules, uint32_t version, const alk__examination *of);
#endif
