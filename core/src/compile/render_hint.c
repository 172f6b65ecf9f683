/* SPDX-License-Identifier: MIT
 * Hints, and clauses that are the database's own: where they stand in a statement. */
#include "compile/render.h"
#include "base/error.h"
#include <alkahest/query.h>
#include <string.h>

static bool is_for(const alk__render *r, const alk__node *hint)
{
    return !(hint->bits & ALK__HINT_OF_DIALECT) || strcmp(alk__node_built(hint->child[0])->text, r->dialect.name) == 0;
}

/* An expression; or a text, where {name} is what the hint's table is called in the statement. */
static int put_hint(alk__render *r, const alk__node *hint)
{
    if (hint->bits & ALK__HINT_EXPRESSION)
        return alk__render_node(r, hint->child[hint->n - 1]);
    const alk_sql *from = hint->n && alk__node_class_of(hint->child[hint->n - 1]) == ALK__CLASS_FROM ? hint->child[hint->n - 1] : NULL;
    int code = ALK_OK;
    for (const char *at = hint->text, *mark; code == ALK_OK && *at; at = mark ? mark + 6 : at + strlen(at)) {
        mark = from ? strstr(at, "{name}") : NULL;
        alk__buffer_append(&r->out, at, mark ? (size_t)(mark - at) : strlen(at));
        const char *name = mark ? alk__from_name(r, from) : NULL;
        code = !mark ? ALK_OK : name ? alk__put_name(r, name) : alk__error_code();
    }
    return code;
}

int alk__render_hints_of(alk__render *r, const alk__node *statement, uint32_t place, const char *before, const char *behind)
{
    const alk__node *part;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && (part = alk__part(statement, ALK__NODE_HINT, &i));) {
        if (part->spare != place || !is_for(r, part))
            continue;
        alk__put(r, before);
        code = put_hint(r, part);
        alk__put(r, behind);
    }
    return code;
}

int alk__render_table_hints(alk__render *r, const alk_sql *from)
{
    const alk__node *part;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && r->hinted && (part = alk__part(r->hinted, ALK__NODE_HINT, &i));)
        if (part->spare == ALK_HINT_TABLE && is_for(r, part) && alk__from_holds(part->child[part->n - 1], from)) {
            bool before = r->dialect.rules->table_hint == ALK_HINT_BEFORE_TABLE;
            alk__put(r, before ? "" : " ");
            code = put_hint(r, part);
            alk__put(r, before ? " " : "");
        }
    return code;
}

bool alk__has_table_hint(const alk__render *r, const alk_sql *from)
{
    const alk__node *part;
    for (size_t i = 0; (part = alk__part(r->hinted, ALK__NODE_HINT, &i));)
        if (part->spare == ALK_HINT_TABLE && is_for(r, part) && alk__from_holds(part->child[part->n - 1], from))
            return true;
    return false;
}

/* The hints of all tables in one comment, where the database reads them there. */
static int comment_hints(alk__render *r, const alk__node *statement)
{
    const alk__node *part;
    bool any = false;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && r->dialect.rules->table_hint == ALK_HINT_COMMENT && (part = alk__part(statement, ALK__NODE_HINT, &i));) {
        if (part->spare != ALK_HINT_TABLE || !is_for(r, part))
            continue;
        alk__put(r, any ? " " : "/*+ ");
        any = true;
        code = put_hint(r, part);
    }
    alk__put(r, any ? " */ " : "");
    return code;
}

int alk__render_first_hints(alk__render *r, const alk__node *statement)
{
    int code = comment_hints(r, statement);
    return code ? code : alk__render_hints(r, statement, ALK_HINT_PREFIX, "", " ");
}

int alk__render_last_hints(alk__render *r, const alk__node *statement)
{
    int code = alk__render_hints(r, statement, ALK_HINT_SUFFIX, " ", "");
    return code ? code : alk__render_hints(r, statement, ALK_HINT_STATEMENT, " ", "");
}
