/* SPDX-License-Identifier: MIT
 * WITH: the CTEs that a statement uses, collected from all of it and written before it. */
#include "base/error.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

static const alk_sql *at(const alk__vector *list, size_t i)
{
    return *(const alk_sql **)alk__vector_at(list, i);
}

static bool holds(const alk__vector *list, const alk_sql *node)
{
    for (size_t i = 0; i < list->count; i++)
        if (at(list, i) == node)
            return true;
    return false;
}

/* Where WITH stands before the whole statement alone, none nests. */
static bool nests(const alk__render *r, const alk_sql *cte)
{
    return alk__node_built(cte)->bits & ALK__CTE_NESTING && !(r->dialect.rules->more & ALK_SQL_MORE_WITH_FIRST);
}

/* What a statement that is written now sees under that name: one of its own, or of those around it, the next first. NULL: nothing. */
static const alk_sql *seen_as(alk__render *r, const char *name)
{
    for (size_t i = r->nested_ctes.count; i-- > 0;) {
        const char *other = alk__from_name(r, at(&r->nested_ctes, i));
        if (other && strcmp(name, other) == 0)
            return at(&r->nested_ctes, i);
    }
    return NULL;
}

/* Written already where this statement sees it. Names of CTEs that do not nest hold for the whole statement: another one of the same name is an error. */
static int is_written(alk__render *r, const alk_sql *cte, bool *written)
{
    const char *name = alk__from_name(r, cte);
    *written = false;
    if (!name)
        return alk__error_code();
    if (nests(r, cte)) {
        const alk_sql *seen = seen_as(r, name);
        *written = seen && alk__node_equal(seen, cte);
        return ALK_OK;
    }
    for (size_t i = 0; i < r->ctes.count; i++) {
        const char *other = alk__from_name(r, at(&r->ctes, i));
        if (at(&r->ctes, i) != cte && (!other || strcmp(name, other) != 0))
            continue;
        *written = alk__node_equal(at(&r->ctes, i), cte);
        return *written ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "two different CTEs are named %s", name);
    }
    return ALK_OK;
}

static bool is_statement(const alk_sql *node)
{
    return alk__node_class_of(node) == ALK__CLASS_QUERY || alk__node_class_of(node) == ALK__CLASS_CHANGE;
}

/* The nesting CTEs that a statement uses itself, not by a statement in it. The queries of a compound have one WITH, but for a compound in it; with_query: an INSERT and the
 * query that it inserts have one, too. */
static int collect_own(const alk__render *r, const alk_sql *node, bool with_query, alk__vector *own, unsigned depth)
{
    const alk__node *built = alk__node_built(node);
    int code = ALK_OK;
    if (!built || depth > ALK__DEPTH_MAX)
        return ALK_OK;
    if (node->kind == ALK__NODE_CTE)
        return nests(r, node) && built->n && !holds(own, node) ? alk__vector_add(own, &node) : ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < built->n; i++) {
        const alk_sql *child = built->child[i];
        if (!is_statement(child) || (node->kind == ALK__NODE_COMPOUND && child->kind != ALK__NODE_COMPOUND) || (with_query && node->kind == ALK__NODE_FROM_SELECT))
            code = collect_own(r, child, with_query, own, depth + 1);
    }
    return code;
}

/* The CTEs that stand before a statement, each behind those that it uses: the nesting ones of its own, and for the outermost statement all that do not nest. */
static int collect_ctes(const alk__render *r, const alk_sql *node, bool outermost, const alk__vector *own, alk__vector *list, unsigned depth)
{
    const alk__node *built = alk__node_built(node);
    int code = ALK_OK;
    if (!built || depth > ALK__DEPTH_MAX || (node->kind == ALK__NODE_CTE && holds(list, node)))
        return ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < built->n; i++)
        code = collect_ctes(r, built->child[i], outermost, own, list, depth + 1);
    bool wanted = node->kind == ALK__NODE_CTE && built->n && (nests(r, node) ? holds(own, node) : outermost);
    return code == ALK_OK && wanted && !holds(list, node) ? alk__vector_add(list, &node) : code;
}

static int cte_columns(alk__render *r, const alk__node *cte)
{
    const alk_sql *column;
    int code = ALK_OK;
    if (!cte->spare && !(cte->bits & ALK__CTE_RECURSIVE))
        return ALK_OK;
    const alk_sql *query = cte->child[0];
    while (query->kind == ALK__NODE_COMPOUND)
        query = alk__first_query(query);
    const alk__node *select = !cte->spare && query->kind == ALK__NODE_SELECT ? alk__node_built(query) : NULL;
    if (!alk__column_of_from(&cte->sql, 0) || !alk__column_name(alk__column_of_from(&cte->sql, 0)))
        return ALK_OK;
    alk__put(r, "(");
    for (size_t i = 0; code == ALK_OK && (column = alk__column_of_from(&cte->sql, i)); i++) {
        const char *name = select ? alk__label_at(r, select, i) : alk__column_name(column);
        alk__put(r, i ? ", " : "");
        code = name ? alk__put_name(r, name) : alk__buffer_status(&r->out) ? r->out.status : alk__error(ALK_ERROR_COMPILE, "column %zu of the recursive CTE has no name: label it", i + 1);
    }
    alk__put(r, ")");
    return code;
}

static int one_cte(alk__render *r, const alk__node *cte)
{
    const char *name = alk__from_name(r, &cte->sql);
    const alk_sql *query = cte->child[0];
    int code = name ? alk__put_name(r, name) : alk__error_code();
    if (code == ALK_OK && cte->spare)
        code = alk__check_width(query, cte->spare, name);
    if (code == ALK_OK)
        code = cte_columns(r, cte);
    bool known = alk__has(r->dialect.rules, ALK_SQL_CTE_MATERIALIZED);
    alk__put(r, known && cte->bits & ALK__CTE_MATERIALIZED ? " AS MATERIALIZED " : known && cte->bits & ALK__CTE_NOT_MATERIALIZED ? " AS NOT MATERIALIZED " : " AS ");
    if (code == ALK_OK)
        code = alk__render_hints(r, cte, ALK_HINT_PREFIX, "", " ");
    alk__put(r, "(");
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
               : query->kind == ALK__NODE_VALUES           ? alk__render_values_query(r, alk__node_built(query))
                                                           : alk__render_node(r, query);
    r->level--;
    r->scope = scope;
    r->target = target;
    r->unqualified = unqualified;
    r->wanted = wanted;
    alk__put(r, ")");
    return code ? code : alk__render_hints(r, cte, ALK_HINT_SUFFIX, " ", "");
}

/* Takes out of the list what is written where the statement sees it. */
static int leave_new(alk__render *r, alk__vector *list)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < list->count;) {
        bool written;
        code = is_written(r, at(list, i), &written);
        if (code == ALK_OK && !written && !nests(r, at(list, i)))
            code = alk__vector_add(&r->ctes, alk__vector_at(list, i));
        if (written)
            alk__vector_remove(list, i);
        else
            i++;
    }
    return code;
}

static int write_ctes(alk__render *r, alk__vector *list)
{
    bool recursive = false;
    int code = leave_new(r, list);
    for (size_t i = 0; i < list->count; i++)
        recursive = recursive || alk__node_built(at(list, i))->bits & ALK__CTE_RECURSIVE;
    for (size_t i = 0; code == ALK_OK && i < list->count; i++) {
        alk__put(r, i ? ", " : recursive && alk__has(r->dialect.rules, ALK_SQL_CTE_RECURSIVE_WORD) ? "WITH RECURSIVE " : "WITH ");
        code = one_cte(r, alk__node_built(at(list, i)));
        if (code == ALK_OK && nests(r, at(list, i)))
            code = alk__vector_add(&r->nested_ctes, alk__vector_at(list, i));
    }
    alk__put(r, list->count ? " " : "");
    return code;
}

int alk__render_with(alk__render *r, const alk_sql *statement)
{
    alk__vector own, list;
    if (!(statement->flags & ALK__NODE_HAS_CTE))
        return ALK_OK;
    alk__vector_init(&own, sizeof(const alk_sql *));
    alk__vector_init(&list, sizeof(const alk_sql *));
    bool behind = statement->kind == ALK__NODE_INSERT && alk__has(r->dialect.rules, ALK_SQL_CTE_AFTER_INSERT);
    int code = collect_own(r, statement, behind, &own, 0);
    if (code == ALK_OK && (own.count || r->level == 1))
        code = collect_ctes(r, statement, r->level == 1, &own, &list, 0);
    if (code == ALK_OK && list.count && r->dialect.rules->more & ALK_SQL_MORE_NO_WITH)
        code = alk__unsupported(r, "WITH: use alk_subquery()");
    else if (code == ALK_OK && list.count && behind && !alk__last_part(alk__node_built(statement), ALK__NODE_FROM_SELECT))
        code = alk__unsupported(r, "WITH of an INSERT of values");
    else if (code == ALK_OK && list.count)
        code = write_ctes(r, &list);
    alk__vector_free(&list);
    alk__vector_free(&own);
    return code;
}
