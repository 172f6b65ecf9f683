/* SPDX-License-Identifier: MIT
 * See override.h. A node as a plugin sees it is the node itself behind an opaque type. */
#include "compile/override.h"
#include "base/error.h"
#include "base/utf8.h"
#include "compile/ident.h"
#include <limits.h>
#include <string.h>

_Static_assert(ALK_NODE_VALUE == (int)ALK__NODE_VALUE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_RAW == (int)ALK__NODE_RAW, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COLUMN == (int)ALK__NODE_COLUMN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_TABLE == (int)ALK__NODE_TABLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_PARAM == (int)ALK__NODE_PARAM, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LITERAL == (int)ALK__NODE_LITERAL, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CONSTANT == (int)ALK__NODE_CONSTANT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_NAME == (int)ALK__NODE_NAME, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COLUMN_OF == (int)ALK__NODE_COLUMN_OF, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COLUMN_AT == (int)ALK__NODE_COLUMN_AT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_UNARY == (int)ALK__NODE_UNARY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_BINARY == (int)ALK__NODE_BINARY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_JUNCTION == (int)ALK__NODE_JUNCTION, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_BETWEEN == (int)ALK__NODE_BETWEEN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_IN == (int)ALK__NODE_IN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LIST == (int)ALK__NODE_LIST, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_TUPLE == (int)ALK__NODE_TUPLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ARRAY == (int)ALK__NODE_ARRAY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CASE == (int)ALK__NODE_CASE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CAST == (int)ALK__NODE_CAST, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FUNC == (int)ALK__NODE_FUNC, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FILTER == (int)ALK__NODE_FILTER, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_WITHIN_GROUP == (int)ALK__NODE_WITHIN_GROUP, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ORDERED == (int)ALK__NODE_ORDERED, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_OVER == (int)ALK__NODE_OVER, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COLLATE == (int)ALK__NODE_COLLATE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_EXTRACT == (int)ALK__NODE_EXTRACT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LABEL == (int)ALK__NODE_LABEL, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SUBSCRIPT == (int)ALK__NODE_SUBSCRIPT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SLICE == (int)ALK__NODE_SLICE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_JSON_GET == (int)ALK__NODE_JSON_GET, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_EXISTS == (int)ALK__NODE_EXISTS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_QUANTIFIED == (int)ALK__NODE_QUANTIFIED, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DEFAULT == (int)ALK__NODE_DEFAULT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_EXCLUDED == (int)ALK__NODE_EXCLUDED, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_NEXT_VALUE == (int)ALK__NODE_NEXT_VALUE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_PARTITION_BY == (int)ALK__NODE_PARTITION_BY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FRAME == (int)ALK__NODE_FRAME, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ALIAS == (int)ALK__NODE_ALIAS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SUBQUERY == (int)ALK__NODE_SUBQUERY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CTE == (int)ALK__NODE_CTE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_VALUES == (int)ALK__NODE_VALUES, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ROW == (int)ALK__NODE_ROW, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_TABLE_FUNC == (int)ALK__NODE_TABLE_FUNC, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_TABLE_NAME == (int)ALK__NODE_TABLE_NAME, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_JOIN == (int)ALK__NODE_JOIN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SAMPLE == (int)ALK__NODE_SAMPLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SELECT == (int)ALK__NODE_SELECT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COMPOUND == (int)ALK__NODE_COMPOUND, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_INSERT == (int)ALK__NODE_INSERT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_UPDATE == (int)ALK__NODE_UPDATE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DELETE == (int)ALK__NODE_DELETE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_MERGE == (int)ALK__NODE_MERGE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FROM == (int)ALK__NODE_FROM, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_WHERE == (int)ALK__NODE_WHERE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_GROUP_BY == (int)ALK__NODE_GROUP_BY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_HAVING == (int)ALK__NODE_HAVING, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ORDER_BY == (int)ALK__NODE_ORDER_BY, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LIMIT == (int)ALK__NODE_LIMIT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_OFFSET == (int)ALK__NODE_OFFSET, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FETCH == (int)ALK__NODE_FETCH, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DISTINCT == (int)ALK__NODE_DISTINCT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FOR_UPDATE == (int)ALK__NODE_FOR_UPDATE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ADD_CTE == (int)ALK__NODE_ADD_CTE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CORRELATE == (int)ALK__NODE_CORRELATE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_HINT == (int)ALK__NODE_HINT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SET == (int)ALK__NODE_SET, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_VALUES_ROWS == (int)ALK__NODE_VALUES_ROWS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COLUMNS == (int)ALK__NODE_COLUMNS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_FROM_SELECT == (int)ALK__NODE_FROM_SELECT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DEFAULT_VALUES == (int)ALK__NODE_DEFAULT_VALUES, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ON_CONFLICT == (int)ALK__NODE_ON_CONFLICT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_RETURNING == (int)ALK__NODE_RETURNING, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_USING == (int)ALK__NODE_USING, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_WHEN == (int)ALK__NODE_WHEN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LOAD == (int)ALK__NODE_LOAD, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_OPTIONS == (int)ALK__NODE_OPTIONS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_TABLE == (int)ALK__NODE_CREATE_TABLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_TABLE == (int)ALK__NODE_DROP_TABLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_TABLE_AS == (int)ALK__NODE_CREATE_TABLE_AS, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_INDEX == (int)ALK__NODE_CREATE_INDEX, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_INDEX == (int)ALK__NODE_DROP_INDEX, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ADD_CONSTRAINT == (int)ALK__NODE_ADD_CONSTRAINT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_CONSTRAINT == (int)ALK__NODE_DROP_CONSTRAINT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_SCHEMA == (int)ALK__NODE_CREATE_SCHEMA, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_SCHEMA == (int)ALK__NODE_DROP_SCHEMA, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_SEQUENCE == (int)ALK__NODE_CREATE_SEQUENCE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_SEQUENCE == (int)ALK__NODE_DROP_SEQUENCE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_VIEW == (int)ALK__NODE_CREATE_VIEW, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_VIEW == (int)ALK__NODE_DROP_VIEW, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_COMMENT_ON == (int)ALK__NODE_COMMENT_ON, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_TYPE == (int)ALK__NODE_CREATE_TYPE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_TYPE == (int)ALK__NODE_DROP_TYPE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_CREATE_DOMAIN == (int)ALK__NODE_CREATE_DOMAIN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DROP_DOMAIN == (int)ALK__NODE_DROP_DOMAIN, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DDL_TEXT == (int)ALK__NODE_DDL_TEXT, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DDL_IF == (int)ALK__NODE_DDL_IF, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_DDL_PLACED == (int)ALK__NODE_DDL_PLACED, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_EXTENSION == (int)ALK__NODE_EXTENSION, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_SCALAR_VALUES == (int)ALK__NODE_SCALAR_VALUES, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ROW_OF == (int)ALK__NODE_ROW_OF, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LABEL_REF == (int)ALK__NODE_LABEL_REF, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_ASSIGNED == (int)ALK__NODE_ASSIGNED, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_LABEL_STYLE == (int)ALK__NODE_LABEL_STYLE, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_RAW_WITH == (int)ALK__NODE_RAW_WITH, "the numbers of nodes are one for plugins and library");
_Static_assert(ALK_NODE_RAW_QUERY == (int)ALK__NODE_RAW_QUERY, "the numbers of nodes are one for plugins and library");

static const alk_sql *sql_of(const alk_node *node) { return (const alk_sql *)(const void *)node; }
static const alk_node *shown(const alk_sql *node) { return (const alk_node *)(const void *)node; }
static alk__render *render_of(alk_render *render) { return (alk__render *)(void *)render; }

/* ---- reading ---- */

static uint32_t kind(const alk_node *node) { return sql_of(node)->kind; }

static uint32_t op(const alk_node *node)
{
    const alk__node *built = alk__node_built(sql_of(node));
    return built ? built->op : 0;
}

static uint32_t flags(const alk_node *node)
{
    return alk__node_class_of(sql_of(node)) == ALK__CLASS_DDL ? alk__node_built(sql_of(node))->bits & 31u : 0;
}

static const char *text(const alk_node *node)
{
    const alk_sql *sql = sql_of(node);
    const alk__node *built = alk__node_built(sql);
    if (sql->kind == ALK__NODE_COLUMN)
        return alk__column(sql)->name;
    if (sql->kind == ALK__NODE_TABLE)
        return alk__table(sql)->name;
    if (sql->kind == ALK__NODE_RAW)
        return ((const alk__raw_node *)sql)->text;
    return built && !built->line ? built->text : NULL;
}

static uint32_t child_count(const alk_node *node)
{
    const alk__node *built = alk__node_built(sql_of(node));
    return built ? built->n : 0;
}

static const alk_node *child(const alk_node *node, uint32_t i)
{
    const alk__node *built = alk__node_built(sql_of(node));
    return built && i < built->n ? shown(built->child[i]) : NULL;
}

static const alk_cell *value(const alk_node *node)
{
    const alk_sql *sql = sql_of(node);
    if (sql->kind == ALK__NODE_LITERAL)
        sql = alk__node_built(sql)->child[0];
    return sql->kind == ALK__NODE_VALUE ? &((const alk__value_node *)sql)->value : NULL;
}

/* ---- writing ---- */

static void put(alk_render *render, const char *sql, size_t length)
{
    alk__buffer_append(&render_of(render)->out, sql, length);
}

static alk_rc put_name(alk_render *render, const char *name, size_t length)
{
    alk__render *r = render_of(render);
    return alk__ident_write(&r->out, (alk_sv){ name, length }, r->dialect.data, r->dialect.rules);
}

static alk_rc put_literal(alk_render *render, const alk_cell *cell)
{
    return cell ? alk__put_literal(render_of(render), cell, NULL) : alk__error(ALK_ERROR_COMPILE, "a dialect gave no value to be written");
}

static int no_node(void)
{
    return alk__error(ALK_ERROR_COMPILE, "a dialect gave no node to be written");
}

static alk_rc put_node(alk_render *render, const alk_node *node)
{
    return node ? alk__render_node(render_of(render), sql_of(node)) : no_node();
}

static alk_rc put_default(alk_render *render, const alk_node *node)
{
    alk__render *r = render_of(render);
    if (!node)
        return no_node();
    const alk_sql *sql = r->not_asked = sql_of(node);
    switch (alk__node_class_of(sql)) {
    case ALK__CLASS_QUERY: return alk__render_bare_query(r, sql);
    case ALK__CLASS_FROM: return alk__render_bare_from(r, sql);
    case ALK__CLASS_LEAF: case ALK__CLASS_EXPR: case ALK__CLASS_PART: case ALK__CLASS_CHANGE: case ALK__CLASS_CLAUSE: case ALK__CLASS_DDL:
    default: return alk__render_node(r, sql);
    }
}

static alk_rc fail(alk_render *render, const char *message, size_t length)
{
    size_t shown_length = length > 400 ? alk__utf8_cut(message, 400) : length;
    return alk__error(ALK_ERROR_COMPILE, "%s: %.*s", render_of(render)->dialect.name, (int)shown_length, message);
}

const alk_render_ops alk__render_ops = { .size = sizeof alk__render_ops, .kind = kind, .op = op, .text = text, .child_count = child_count, .child = child,
                                         .value = value, .put = put, .put_name = put_name, .put_literal = put_literal, .put_node = put_node,
                                         .put_default = put_default, .fail = fail, .flags = flags };

static int ask(alk__render *r, const alk_sql *node)
{
    size_t before = r->out.length;
    alk_rc rc = r->dialect.rules->render((alk_render *)(void *)r, shown(node));
    if (rc == ALK_USE_DEFAULT && r->out.length != before)
        return alk__error(ALK_ERROR_ABI, "dialect %s wrote a part of %s and left it to the library then", r->dialect.name, alk__node_words(node));
    if (rc == ALK_OK || rc == ALK_USE_DEFAULT)
        return rc;
    int known = alk__error_code();
    return known ? known : alk__error(ALK_ERROR_COMPILE, "dialect %s failed to write %s, and did not say why", r->dialect.name, alk__node_words(node));
}

int alk__override(alk__render *r, const alk_sql *node)
{
    if (r->not_asked == node) {
        r->not_asked = NULL;
        return ALK_USE_DEFAULT;
    }
    alk__saved_error *older = alk__error_code() ? alk__error_save() : NULL;
    if (older)
        alk_clear_error();                 /* it is not the dialect's */
    int code = ask(r, node);
    if (code == ALK_OK || code == ALK_USE_DEFAULT)
        alk__error_restore(older);
    else
        alk__error_discard(older);
    return code;
}
