/* SPDX-License-Identifier: MIT
 * Text as SQL, and the values of its named parameters. The text is read when it is compiled, by the rules of the dialect. */
#include "sql/node.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include <string.h>

static alk_sql *failed(const char *message)
{
    alk__error(ALK_ERROR_ARGUMENT, "%s", message);
    return alk__node_error();
}

alk_sql *alk_raw_n(const char *sql, size_t length)
{
    if (!sql)
        return failed("alk_raw() was given no text");
    if (length > (size_t)1 << 30)
        return failed("a statement of more than 1 GiB cannot be sent");
    if (memchr(sql, 0, length))
        return failed("the statement holds a NUL byte");
    if (alk__utf8_valid(sql, length) != length)
        return failed("the statement is not valid UTF-8");
    alk__raw_node *node = alk__node_new(ALK__NODE_RAW, sizeof *node + length + 1);
    if (!node)
        return alk__node_no_memory();
    node->length = length;
    memcpy(node->text, sql, length);
    node->sql.hash = alk__hash(sql, length, 0);
    return &node->sql;
}

alk_sql *alk_raw(const char *sql)
{
    return alk_raw_n(sql, sql ? strlen(sql) : 0);
}

alk_sql *(alk_bind)(const char *name, const alk_sql *value)
{
    alk_sql *fault = NULL;
    if (!name || !*name)
        fault = failed("alk_bind() was given no name");
    else if (!value)
        fault = failed("alk_bind() was given NULL in place of a value");
    else if (value->kind == ALK__NODE_ERROR) {
        alk__node_raise(value);
        alk__error_prefix("parameter %s", name);
        fault = alk__node_error();
    } else if (value->kind != ALK__NODE_VALUE)
        fault = failed("alk_bind() takes a value, not other SQL");
    if (fault) {
        alk__node_sink(value);
        return fault;
    }
    size_t length = strlen(name);
    alk__bind_node *node = alk__node_new(ALK__NODE_BIND, sizeof *node + length + 1);
    if (!node) {
        alk__node_sink(value);
        return alk__node_no_memory();
    }
    memcpy(node->name, name, length);
    node->value = alk__node_take(value);
    return &node->sql;
}
