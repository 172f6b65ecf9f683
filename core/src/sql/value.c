/* SPDX-License-Identifier: MIT
 * Values as nodes: each is a bound parameter and holds a copy of what it was given. */
#include "sql/node.h"
#include "base/error.h"
#include "base/utf8.h"
#include "sql/slab.h"
#include <alkahest/value.h>
#include <string.h>

/* A node with room for what the value points to. It says of the value to the statement around it that it stands there, and its type. */
static inline alk__value_node *with_room(const alk_value *value, size_t length)
{
    alk__value_node *node = alk__slab_cut(sizeof *node + length);
    if (node)
        *node = (alk__value_node){ .sql = { .kind = ALK__NODE_VALUE, .flags = ALK__NODE_HAS_VALUES,
                                            .hash = alk__node_mix(ALK__NODE_VALUE, (uint64_t)value->tag << 32) },
                                   .whole = 1, .value = *value };
    return node;
}

static inline alk_sql *scalar(alk_value value)
{
    alk__value_node *node = with_room(&value, 0);
    return node ? &node->sql : alk__node_no_memory();
}

/* The bytes that a value points to, but for arrays. */
static size_t bytes_of(const alk_value *value)
{
    switch (value->tag) {
    case ALK_TYPE_DECIMAL: case ALK_TYPE_TEXT: case ALK_TYPE_BLOB: case ALK_TYPE_JSON:
        return value->len;
    case ALK_TYPE_INTERVAL:
        return sizeof(alk_interval);
    case ALK_TYPE_UUID:
        return 16;
    default:
        return 0;
    }
}

static alk_sql *array(const alk_value *value)
{
    alk__value_node *node = with_room(value, 0);
    if (!node)
        return alk__node_no_memory();
    node->whole = 0;
    node->arena = alk_arena_new();
    if (node->arena && alk_value_copy(value, node->arena, &node->value) == ALK_OK)
        return &node->sql;
    alk__node_sink(&node->sql);
    return alk__node_error();
}

/* A sound value that is no array, with the bytes that it points to. */
static alk_sql *copied(const alk_value *value, size_t length)
{
    alk__value_node *node = with_room(value, length + 1);
    if (!node)
        return alk__node_no_memory();
    if (length)
        memcpy(node->bytes, value->u.p, length);
    node->bytes[length] = '\0';
    if (value->tag == ALK_TYPE_DECIMAL || value->tag == ALK_TYPE_TEXT || value->tag == ALK_TYPE_BLOB ||
        value->tag == ALK_TYPE_JSON || length) {
        node->value.u.p = node->bytes;
        node->value.flags |= ALK_CELL_NUL;
    }
    return &node->sql;
}

alk_sql *alk_bound(const alk_value *value)
{
    if (alk_value_check(value))
        return alk__node_error();
    return value->tag == ALK_TYPE_ARRAY ? array(value) : copied(value, bytes_of(value));
}

static alk_sql *bound(alk_value value)
{
    return alk_bound(&value);
}

static alk_sql *sized(alk_value (*make)(const char *, size_t), const char *bytes, size_t length)
{
    if (length <= UINT32_MAX)
        return bound(make(bytes, length));
    alk__error(ALK_ERROR_DATA, "a value of more than 4294967295 bytes cannot be bound");
    return alk__node_error();
}

static alk_value blob_of(const char *bytes, size_t length)
{
    return alk_value_blob(bytes, length);
}

alk_sql *alk_null(void) { return scalar(alk_value_null()); }
alk_sql *alk_bool(bool value) { return scalar(alk_value_bool(value)); }
alk_sql *alk_int(int64_t value) { return scalar((alk_value){ .u.i = value, .tag = ALK_TYPE_INT }); }
alk_sql *alk_uint(uint64_t value) { return scalar(alk_value_uint(value)); }
alk_sql *alk_real(double value) { return scalar(alk_value_real(value)); }
alk_sql *alk_text(const char *value) { return value ? alk_text_n(value, strlen(value)) : alk_null(); }
alk_sql *alk_text_n(const char *value, size_t length)
{
    if (!value || length > UINT32_MAX || !alk__utf8_plain(value, length))
        return sized(alk_value_text_n, value, length);
    return copied(&(alk_value){ .u.p = value, .len = (uint32_t)length, .tag = ALK_TYPE_TEXT }, length);
}
alk_sql *alk_blob(const void *value, size_t length) { return value ? sized(blob_of, value, length) : alk_null(); }
alk_sql *alk_decimal(const char *value) { return bound(alk_value_decimal(value)); }
alk_sql *alk_json(const char *value) { return bound(alk_value_json(value)); }
alk_sql *alk_date_value(alk_date value) { return bound(alk_value_date(value)); }
alk_sql *alk_time_value(alk_time value) { return bound(alk_value_time(value)); }
alk_sql *alk_timestamp_value(alk_timestamp value) { return bound(alk_value_timestamp(value)); }
alk_sql *alk_timestamptz_value(alk_timestamptz value) { return bound(alk_value_timestamptz(value)); }
alk_sql *alk_interval_value(alk_interval value) { return bound(alk_value_interval(&value)); }
alk_sql *alk_uuid_value(alk_uuid value) { return bound(alk_value_uuid(&value)); }

const alk_sql *alk_self(const alk_sql *node)
{
    return node;
}
