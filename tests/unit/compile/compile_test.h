/* SPDX-License-Identifier: MIT
 * What the tests of the renderer share: a node as SQL, in standard SQL or by rules of the test's own. */
#ifndef COMPILE_TEST_H
#define COMPILE_TEST_H
#include "alk_test.h"
#include "compile/compiled.h"
#include "shop.h"
#include "sql/node.h"
#include <alkahest/compile.h>
#include <alkahest/value.h>
#include <stdio.h>

static const alk_sql *const no_list[] = { &alk_end };

/* The text, or "error: " and the message. Consumes the node; lives until the next call. */
static inline const char *sql_by(const alk_sql *node, const alk_sql_rules *rules, const alk_dialect_data *data, const alk_compile_options *options)
{
    static char text[1 << 16];
    alk__dialect dialect = { "test", data ? data : &alk__standard_data, rules ? rules : &alk__standard_rules };
    alk__compiled *c = NULL;
    alk_keep(node);
    alk_clear_error();
    if (node->kind == ALK__NODE_ERROR)
        alk__node_raise(node);
    else
        c = alk__compile_tree(node, &(alk__rendering){ .dialect = &dialect, .options = options });
    if (!c && alk_last_error()->code == ALK_ERROR_NO_MEMORY) {
        alk_free(node);
        alk_test_failed("no memory");
    }
    (void)snprintf(text, sizeof text, "%s%s", c ? "" : "error: ", c ? c->sql.p : alk_last_error()->message);
    alk__compiled_unref(c);
    alk_free(node);
    return text;
}
static inline const char *sql_of(const alk_sql *node) { return sql_by(node, NULL, NULL, NULL); }
static inline const char *named_of(const alk_sql *node) { return sql_by(node, NULL, NULL, &(const alk_compile_options){ .markers = ALK_MARKERS_NAMED }); }
static inline const char *literal_of(const alk_sql *node) { return sql_by(node, NULL, NULL, &(const alk_compile_options){ .flags = ALK_COMPILE_LITERALS }); }

/* Checks that do not print the call: with the macros in it is longer than a compiler must take. */
#define SQL(node, expected) alk_test_str(sql_of(node), expected, "the SQL", __FILE__, __LINE__)
#define NAMED(node, expected) alk_test_str(named_of(node), expected, "the SQL", __FILE__, __LINE__)
#define LITERAL(node, expected) alk_test_str(literal_of(node), expected, "the SQL", __FILE__, __LINE__)
#define BY(rules, node, expected) alk_test_str(sql_by(node, rules, NULL, NULL), expected, "the SQL", __FILE__, __LINE__)
/* It is refused, with a message that holds this. */
#define HOLDS(text, part) alk_test_contains(text, part, "the SQL", __FILE__, __LINE__)
#define REFUSED(node, says) (HOLDS(sql_of(node), "error: "), HOLDS(alk_last_error()->message, says))
#define REFUSED_BY(rules, node, says) (HOLDS(sql_by(node, rules, NULL, NULL), "error: "), HOLDS(alk_last_error()->message, says))

/* Standard rules without some features. */
static inline alk_sql_rules standard(uint64_t without)
{
    alk_sql_rules rules = alk__standard_rules;
    rules.features &= ~without;
    return rules;
}

/* Short columns whose names say little, so that what stands between them is seen. */
static inline alk_sql *a(void) { return alk_name("a"); }
static inline alk_sql *b(void) { return alk_name("b"); }
static inline alk_sql *c(void) { return alk_name("c"); }
#endif
