/* SPDX-License-Identifier: MIT
 * Dialects that write nodes in their own way: what they are shown, what they can write, and what becomes of their mistakes. */
#include "compile_test.h"
#include "compile/override.h"
#include <alkahest/ddl.h>

static const alk_render_ops *const ops = &alk__render_ops;

static alk_sql_rules with(alk_rc (*render)(alk_render *, const alk_node *))
{
    alk_sql_rules rules = standard(0);
    rules.render = render;
    return rules;
}

static void put(alk_render *render, const char *text)
{
    ops->put(render, text, strlen(text));
}

static bool is(const alk_node *node, const char *name)
{
    const char *text = ops->text(node);
    return text && strcmp(text, name) == 0;
}

/* ---- what it is shown ---- */

static char seen[2000];

static alk_rc note(alk_render *render, const alk_node *node)
{
    size_t length = strlen(seen);
    (void)render;
    (void)snprintf(seen + length, sizeof seen - length, "%u ", ops->kind(node));
    return ALK_USE_DEFAULT;
}

static bool was_seen(uint32_t kind)
{
    char word[16];
    (void)snprintf(word, sizeof word, "%u ", kind);
    for (const char *at = seen; (at = strstr(at, word)); at++)
        if (at == seen || at[-1] == ' ')
            return true;
    return false;
}

ALK_TEST(override, is_asked_for_all_but_clauses)
{
    alk_sql_rules rules = with(note);
    seen[0] = '\0';
    BY(&rules, alk_select(alk_label(alk_plus(author.id, 1), "n"), alk_func("f", alk_param("p")), alk_join(author.books), alk_where(alk_eq(book.title, "x"))),
       "SELECT authors.id + ? AS n, f(?) AS f_1 FROM authors JOIN books ON books.author_id = authors.id WHERE books.title = ?");
    static const uint32_t kinds[] = { ALK_NODE_SELECT, ALK_NODE_LABEL, ALK_NODE_BINARY, ALK_NODE_COLUMN, ALK_NODE_VALUE, ALK_NODE_FUNC, ALK_NODE_PARAM, ALK_NODE_JOIN, ALK_NODE_TABLE };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        alk_check_that(was_seen(kinds[i]), "kind %u", kinds[i]);
    alk_check(!was_seen(ALK_NODE_WHERE));
    seen[0] = '\0';
    BY(&rules, alk_delete_from(tag.table), "DELETE FROM tags");
    BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x")), "INSERT INTO tags (name) VALUES (?)");
    BY(&rules, alk_drop_table(tag.table, 0), "DROP TABLE tags");
    alk_check(was_seen(ALK_NODE_DELETE) && was_seen(ALK_NODE_INSERT) && was_seen(ALK_NODE_DROP_TABLE));
}

static alk_rc look(alk_render *render, const alk_node *node)
{
    char text[300];
    const alk_node *left = ops->child(node, 0);
    if (ops->kind(node) == ALK_NODE_DROP_TABLE) {
        (void)snprintf(text, sizeof text, "flags %u of %s", ops->flags(node), ops->text(ops->child(node, 0)));
        put(render, text);
        return ALK_OK;
    }
    if (ops->kind(node) != ALK_NODE_FUNC)
        return ALK_USE_DEFAULT;
    (void)snprintf(text, sizeof text, "%s: %u children, first %u %s, none %d, flags %u, value of %d is %d", ops->text(node), ops->child_count(node), ops->kind(left),
                   ops->text(left), ops->child(node, 2) == NULL, ops->flags(node), ops->value(ops->child(node, 1)) != NULL, (int)ops->value(ops->child(node, 1))->tag);
    put(render, text);
    return ops->value(left) || ops->child_count(left) || ops->child(left, 0) || ops->op(left) ? ALK_ERROR_INTERNAL : ALK_OK;
}

ALK_TEST(override, reads_what_a_node_is)
{
    alk_sql_rules rules = with(look);
    char expected[200];
    (void)snprintf(expected, sizeof expected, "SELECT f: 2 children, first %d id, none 1, flags 0, value of 1 is %d AS f_1 FROM authors", ALK_NODE_COLUMN, ALK_TYPE_INT);
    BY(&rules, alk_select(alk_func("f", author.id, alk_int(3))), expected);
    BY(&rules, alk_drop_table(tag.table, ALK_DDL_IF_EXISTS), "flags 1 of tags");
}

/* ---- what it can write ---- */

/* Extensions, a function of its own, an operator in other words, a query with something behind it. */
static alk_rc dialect(alk_render *render, const alk_node *node)
{
    alk_rc rc = ALK_OK;
    if (ops->kind(node) == ALK_NODE_EXTENSION && is(node, "test.near")) {
        put(render, "(");
        if ((rc = ops->put_node(render, ops->child(node, 1))) == ALK_OK) {
            put(render, " <-> ");
            rc = ops->put_node(render, ops->child(node, 0));
        }
        put(render, ")");
        return rc;
    }
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "twice")) {
        rc = ops->put_node(render, ops->child(node, 0));
        put(render, " + ");
        return rc ? rc : ops->put_node(render, ops->child(node, 0));
    }
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "quote")) {
        rc = ops->put_name(render, "a \"b\"", 5);
        put(render, " ");
        return rc ? rc : ops->put_literal(render, ops->value(ops->child(node, 0)));
    }
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "shout")) {
        put(render, "/* loud */ ");
        return ops->put_default(render, node);
    }
    if (ops->kind(node) == ALK_NODE_SELECT && ops->child_count(node) == 1) {
        rc = ops->put_default(render, node);
        put(render, " SETTINGS x");
        return rc;
    }
    return ALK_USE_DEFAULT;
}

ALK_TEST(override, writes_in_its_own_way)
{
    alk_sql_rules rules = with(dialect);
    BY(&rules, alk_select(alk_extension("test.near", NULL, author.id, book.id), alk_where(alk_eq(author.id, 1))),
       "SELECT (books.id <-> authors.id) AS anon_1 FROM authors, books WHERE authors.id = ?");
    BY(&rules, alk_select(author.id), "SELECT authors.id FROM authors SETTINGS x");
    BY(&rules, alk_select(alk_func("shout", alk_func("shout", alk_name("x")))), "SELECT /* loud */ shout(/* loud */ shout(x)) AS shout_1 SETTINGS x");
    BY(&rules, alk_select(author.id, alk_where(alk_in(author.id, alk_select(book.id)))),
       "SELECT authors.id FROM authors WHERE authors.id IN (SELECT books.id FROM books SETTINGS x)");
    HOLDS(sql_by(alk_select(alk_func("quote", alk_literal("it's")), alk_limit(1)), &rules, NULL, NULL), "SELECT \"a \"\"b\"\"\" 'it''s' AS quote_1 LIMIT ?");
}

/* Values go where their markers are, in whatever order and however often they are written. */
ALK_TEST(override, values_follow_their_markers)
{
    alk_sql_rules rules = with(dialect);
    alk__dialect test = { "test", &alk__standard_data, &rules };
    const alk__value_node *values[8];
    alk_cell cells[8];
    const alk_sql *statement = alk_keep(alk_select(alk_extension("test.near", NULL, alk_int(1), alk_int(2)), alk_func("twice", alk_int(3)), alk_int(4)));
    alk__compiled *c = alk__compile_tree(statement, &(alk__rendering){ .dialect = &test });
    alk_check_made(c);
    alk_check_str(c->sql.p, "SELECT (? <-> ?) AS anon_1, ? + ? AS twice_1, ? AS anon_2");
    alk_check_int(c->n_markers, 5);
    alk_check(alk__node_values(statement, values, 8) == 4);
    alk_check_ok(alk__compiled_cells(c, values, NULL, cells));
    static const int64_t expected[] = { 2, 1, 3, 3, 4 };
    for (int i = 0; i < 5; i++)
        alk_check_int(cells[i].u.i, expected[i]);
    alk__compiled_unref(c);
    alk_free(statement);
}

/* ---- mistakes ---- */

static alk_rc fail(alk_render *render, const alk_node *node)
{
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "no"))
        return ops->fail(render, "there is no \"no\" here", 21);
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "silent"))
        return ALK_ERROR_COMPILE;
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "half")) {
        put(render, "half");
        return ALK_USE_DEFAULT;
    }
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "nothing"))
        return ops->put_node(render, NULL);
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "no_default"))
        return ops->put_default(render, NULL);
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "no_value"))
        return ops->put_literal(render, NULL);
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "endless"))
        return ops->put_node(render, node);
    if (ops->kind(node) == ALK_NODE_FUNC && is(node, "long")) {
        char text[2000];
        memset(text, 'x', sizeof text);
        return ops->fail(render, text, sizeof text);
    }
    return ALK_USE_DEFAULT;
}

ALK_TEST(override, mistakes_are_told)
{
    alk_sql_rules rules = with(fail);
    REFUSED_BY(&rules, alk_select(alk_func("no")), "test: there is no \"no\" here");
    REFUSED_BY(&rules, alk_select(alk_func("silent")), "dialect test failed to write a function, and did not say why");
    REFUSED_BY(&rules, alk_select(alk_func("half")), "dialect test wrote a part of a function and left it to the library then");
    REFUSED_BY(&rules, alk_select(alk_func("nothing")), "a dialect gave no node to be written");
    REFUSED_BY(&rules, alk_select(alk_func("no_default")), "a dialect gave no node to be written");
    REFUSED_BY(&rules, alk_select(alk_func("no_value")), "a dialect gave no value to be written");
    REFUSED_BY(&rules, alk_select(alk_func("endless")), "nested deeper than");
    REFUSED_BY(&rules, alk_select(alk_func("long")), "test: xxx");
    alk_check(strlen(alk_last_error()->message) < 420);
    REFUSED_BY(&rules, alk_select(alk_extension("test.far", NULL, author.id)), "does not know test.far");
}

/* An error of before is not taken for its own. */
ALK_TEST(override, an_old_error_is_none_of_its_own)
{
    alk_sql_rules rules = with(fail);
    alk__dialect test = { "test", &alk__standard_data, &rules };
    const alk_sql *statement = alk_keep(alk_select(alk_func("silent")));
    alk_fail(ALK_ERROR_ARGUMENT, "something else");
    alk_check(!alk__compile_tree(statement, &(alk__rendering){ .dialect = &test }));
    alk_check_str(alk_last_error()->message, "dialect test failed to write a function, and did not say why");
    alk_free(statement);
}
