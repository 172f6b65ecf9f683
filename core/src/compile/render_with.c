/* SPDX-License-Identifier: MIT
 * WITH: the CTEs that a statement uses, collected from all of it and written before it. */
#include "base/error.h"
#include "compile/render.h"
#include <string.h>

/* Written already, or another of the same name is, which is an error: names of CTEs that do not nest hold for the whole statement. */
static int is_written(alk__render *r, const alk__node *cte, bool *written)
{
    const char *name = alk__from_name(r, &cte->sql);
    *written = false;
    for (size_t i = 0; name && i < r->ctes.count; i++) {
        const alk_sql *other = *(const alk_sql **)alk__vector_at(&r->ctes, i);
        if (other == &cte->sql) {
            *written = !(cte->bits & ALK__CTE_NESTING);    /* each statement writes its own */
            return ALK_OK;
        }
        const char *others = alk__from_name(r, other);
        if ((cte->bits | alk__node_built(other)->bits) & ALK__CTE_NESTING || !others || strcmp(name, others) != 0)
            continue;
        *written = alk__node_equal(other, &cte->sql);
        return *written ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "two different CTEs are named %s", name);
    }
    return name ? ALK_OK : alk__error_code();
}

/* The CTEs below a node, what they need before them. nesting: those that belong to this very statement. */
static int collect_ctes(const alk_sql *node, bool nesting, bool top, alk__vector *list, unsigned depth)
{
    const alk__node *built = alk__node_built(node);
    int code = ALK_OK;
    if (!built || depth > ALK__DEPTH_MAX)
        return ALK_OK;
    if (node->kind == ALK__NODE_CTE) {
        for (size_t i = 0; i < list->count; i++)
            if (*(const alk_sql **)alk__vector_at(list, i) == node)
                return ALK_OK;
        bool own = (built->bits & ALK__CTE_NESTING) != 0;
        if (built->n && !(own && nesting))
            code = collect_ctes(built->child[0], nesting, false, list, depth + 1);
        if (code || built->n == 0 || (own && !top))
            return code;
        const alk_sql **entry = alk__vector_push(list);
        if (!entry)
            return alk__error_code();
        *entry = node;
        return ALK_OK;
    }

    for (uint32_t i = 0; code == ALK_OK && i < built->n; i++) {
        const alk_sql *child = built->child[i];
        bool statement = alk__node_class_of(child) == ALK__CLASS_QUERY || alk__node_class_of(child) == ALK__CLASS_CHANGE;

        code = collect_ctes(child, nesting, top && (!statement || node->kind == ALK__NODE_COMPOUND), list, depth + 1);    /* a compound's queries have one WITH */
    }
    return code;
}

static int cte_columns(alk__render *r, const alk__node *cte)
{
    const alk_sql *column;
    int code = ALK_OK;
    if (!cte->spare && !(cte->bits & ALK__CTE_RECURSIVE))
        return ALK_OK;
    if (!alk__column_of_from(&cte->sql, 0) || !alk__column_name(alk__column_of_from(&cte->sql, 0)))
        return ALK_OK;
    alk__put(r, "(");
    for (size_t i = 0; code == ALK_OK && (column = alk__column_of_from(&cte->sql, i)); i++) {
        const char *name = alk__column_name(column);
        alk__put(r, i ? ", " : "");
        code = name ? alk__put_name(r, name) : alk__error(ALK_ERROR_COMPILE, "column %zu of the recursive CTE has no name: label it", i + 1);
    }
    alk__put(r, ")");
    return code;
}

static int one_cte(alk__render *r, const alk__node *cte)
{
    const char *name = alk__from_name(r, &cte->sql);
    const alk_sql *query = cte->child[0];
    int code = name ? alk__put_name(r, name) : alk__error_code();
    if (code == ALK_OK)
        code = cte_columns(r, cte);
    bool known = alk__has(r->dialect.rules, ALK_SQL_CTE_MATERIALIZED);
    alk__put(r, known && cte->bits & ALK__CTE_MATERIALIZED ? " AS MATERIALIZED (" : known && cte->bits & ALK__CTE_NOT_MATERIALIZED ? " AS NOT MATERIALIZED (" : " AS (");
    alk__scope *scope = r->scope;
    const alk_sql *target = r->target;
    bool unqualified = r->unqualified;
    alk__vector *wanted = r->wanted;
    r->wanted = NULL;
    r->scope = NULL;
    r->unqualified = false;
    r->level++;
    if (code == ALK_OK)
        code = alk__node_class_of(query) == ALK__CLASS_QUERY ? alk__render_query(r, query)
               : query->kind == ALK__NODE_VALUES           ? alk__render_values(r, alk__node_built(query))
                                                           : alk__render_node(r, query);
    r->level--;
    r->scope = scope;
    r->target = target;
    r->unqualified = unqualified;
    r->wanted = wanted;
    alk__put(r, ")");
    return code;
}

static int write_ctes(alk__render *r, const alk__vector *list)
{
    int code = ALK_OK;
    bool recursive = false, first = true;
    for (size_t i = 0; i < list->count; i++)
        recursive = recursive || alk__node_built(*(const alk_sql **)alk__vector_at(list, i))->bits & ALK__CTE_RECURSIVE;
    for (size_t i = 0; code == ALK_OK && i < list->count; i++) {
        const alk__node *cte = alk__node_built(*(const alk_sql **)alk__vector_at(list, i));
        bool written;
        if ((code = is_written(r, cte, &written)))
            return code;
        if (written)
            continue;
        const alk_sql **entry = alk__vector_push(&r->ctes);
        if (!entry)
            return alk__error_code();
        *entry = &cte->sql;
        alk__put(r, !first ? ", " : recursive && alk__has(r->dialect.rules, ALK_SQL_CTE_RECURSIVE_WORD) ? "WITH RECURSIVE " : "WITH ");
        first = false;
        code = one_cte(r, cte);
    }
    if (!first)
        alk__put(r, " ");
    return code;
}

int alk__render_with(alk__render *r, const alk_sql *statement)
{
    alk__vector list;
    alk__vector_init(&list, sizeof(const alk_sql *));
    int code = ALK_OK;
    if (r->level == 1)
        code = collect_ctes(statement, false, true, &list, 0);
    else {
        code = collect_ctes(statement, true, true, &list, 0);
        for (size_t i = list.count; i-- > 0;)
            if (!(alk__node_built(*(const alk_sql **)alk__vector_at(&list, i))->bits & ALK__CTE_NESTING))
                alk__vector_remove(&list, i);
    }
    if (code == ALK_OK && list.count)
        code = write_ctes(r, &list);
    alk__vector_free(&list);
    return code;
}
