/* SPDX-License-Identifier: MIT
 * What the tests of statements share: looking at a node as text, and at an error in place of one. */
#ifndef SQL_TEST_H
#define SQL_TEST_H
#include "alk_test.h"
#include "base/buffer.h"
#include "shop.h"
#include "sql/node.h"
#include <alkahest/value.h>

static const alk_sql *const no_list[] = { &alk_end };

/* The node must be an error that says this; it is freed. */
static inline void is_fault(const alk_sql *node, const char *says, const char *file, int line)
{
    alk_clear_error();
    if (node->kind != ALK__NODE_ERROR) {
        alk_free(node);
        alk_test_fail(file, line, "no error came where \"%s\" was expected", says);
    }
    int code = alk__node_raise(node);
    alk_free(node);
    if (code != ALK_ERROR_NO_MEMORY)
        alk_test_contains(alk_last_error()->message, says, "the message", file, line);
}
#define FAULT(node, says) is_fault(node, says, __FILE__, __LINE__)

/* The tree as text; the node is freed. Lives until the next call. */
static inline const char *dump(const alk_sql *node)
{
    static char text[4096];
    alk__buffer out;
    alk__buffer_init(&out, sizeof text - 1);
    alk__node_dump(node, &out);
    text[0] = '\0';
    if (alk__buffer_status(&out) == ALK_OK)
        memcpy(text, out.data, out.length + 1);
    alk__buffer_free(&out);
    if (node->kind == ALK__NODE_ERROR) {
        alk__node_raise(node);
        memcpy(text, "error: ", 8);
        strncat(text, alk_last_error()->message, 2000);
    }
    alk_free(node);
    return text;
}
#define DUMPS(node, expected) alk_check_str(dump(node), expected)

/* A node that the test goes on with. */
static inline const alk_sql *made(const alk_sql *node)
{
    if (node->kind == ALK__NODE_ERROR) {
        alk__node_raise(node);
        alk_free(node);
        alk_test_failed("%s", alk_last_error()->message);
    }
    return node;
}
#endif
