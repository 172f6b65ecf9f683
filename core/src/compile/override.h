/* SPDX-License-Identifier: MIT
 * Where a dialect writes a node in its own way: asking it, and the functions that it is given for that. */
#ifndef ALK_COMPILE_OVERRIDE_H
#define ALK_COMPILE_OVERRIDE_H
#include "compile/render.h"

/* Interface "alk.render/1". */
extern const alk_render_ops alk__render_ops;
/* Asks the dialect: ALK_OK when it wrote the node, ALK_USE_DEFAULT, or its error. */
int alk__override(alk__render *r, const alk_sql *node);
static inline int alk__ask_dialect(alk__render *r, const alk_sql *node)
{
    return r->dialect.rules->render ? alk__override(r, node) : ALK_USE_DEFAULT;
}
#endif
