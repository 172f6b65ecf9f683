/* SPDX-License-Identifier: MIT
 * A dialect as the renderer sees it: how its text is read, and how it writes SQL. Standard SQL, "default", is built in; the others come from plugins. */
#ifndef ALK_COMPILE_DIALECT_H
#define ALK_COMPILE_DIALECT_H
#include <alkahest/plugin.h>

typedef struct alk__dialect {
    const char *name;
    const alk_dialect_data *data;
    const alk_sql_rules *rules;
} alk__dialect;

extern const alk_dialect_data alk__standard_data;
extern const alk_sql_rules alk__standard_rules;
extern const alk__dialect alk__standard_dialect;

/* How the dialect writes a function, or what goes by such a name with dots in it; NULL: as it stands. */
const char *alk__spelling(const alk_sql_rules *rules, const char *name);
static inline int alk__has(const alk_sql_rules *rules, uint64_t features)
{
    return (rules->features & features) == features;
}
#endif
