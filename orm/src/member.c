/* SPDX-License-Identifier: MIT
 * See member.h. */
#include "member.h"
#include <alkahest/error.h>
#include <alkahest/value.h>
#include <stdio.h>

int64_t alk__member_int_of(const alk__property *p, const char *row)
{
    const char *at = row + p->field.offset;
    switch (p->field.slot) {
    case ALK_SLOT_INT64: case ALK_SLOT_UINT64: { int64_t v; memcpy(&v, at, sizeof v); return v; }
    case ALK_SLOT_INT32: { int32_t v; memcpy(&v, at, sizeof v); return v; }
    case ALK_SLOT_UINT32: { uint32_t v; memcpy(&v, at, sizeof v); return v; }
    case ALK_SLOT_INT16: { int16_t v; memcpy(&v, at, sizeof v); return v; }
    case ALK_SLOT_UINT16: { uint16_t v; memcpy(&v, at, sizeof v); return v; }
    case ALK_SLOT_INT8: return *(const signed char *)at;
    default: return *(const unsigned char *)at;
    }
}

static int store_int(const alk__property *p, char *row, int64_t v, bool is_unsigned)
{
    static const struct { int64_t low, high; } limits[] = {
        [ALK_SLOT_INT8] = { INT8_MIN, INT8_MAX }, [ALK_SLOT_INT16] = { INT16_MIN, INT16_MAX }, [ALK_SLOT_INT32] = { INT32_MIN, INT32_MAX }, [ALK_SLOT_INT64] = { INT64_MIN, INT64_MAX },
        [ALK_SLOT_UINT8] = { 0, UINT8_MAX }, [ALK_SLOT_UINT16] = { 0, UINT16_MAX }, [ALK_SLOT_UINT32] = { 0, UINT32_MAX }, [ALK_SLOT_UINT64] = { 0, INT64_MAX },
    };
    uint16_t slot = p->field.slot;
    char *at = row + p->field.offset;
    bool beyond = is_unsigned && v < 0;                    /* more than INT64_MAX: only an unsigned member has room for it */
    if (beyond ? slot != ALK_SLOT_UINT64 : v < limits[slot].low || v > limits[slot].high)
        return alk_fail(ALK_ERROR_DATA, "the value for %s does not fit its member", p->column->member);
    switch (slot) {
    case ALK_SLOT_INT64: case ALK_SLOT_UINT64: memcpy(at, &v, sizeof v); break;
    case ALK_SLOT_INT32: case ALK_SLOT_UINT32: { uint32_t n = (uint32_t)v; memcpy(at, &n, sizeof n); break; }
    case ALK_SLOT_INT16: case ALK_SLOT_UINT16: { uint16_t n = (uint16_t)v; memcpy(at, &n, sizeof n); break; }
    default: *at = (char)v;
    }
    return ALK_OK;
}

bool alk__member_is_null(const alk__property *p, const char *row)
{
    const char *at = row + p->field.offset;
    const void *pointer;
    if (p->state)
        return at[p->state] != ALK_VALUE;
    switch (p->content) {
    case ALK__CONTENT_TEXT: case ALK__CONTENT_VIEW:
        memcpy(&pointer, at, sizeof pointer);
        return pointer == NULL;
    case ALK__CONTENT_CELL:
        return ((const alk_cell *)(const void *)at)->tag == ALK_TYPE_NULL;
    default:
        return false;
    }
}

bool alk__member_is_zero(const alk__property *p, const char *row)
{
    bool zero = p->content == ALK__CONTENT_PLAIN;
    for (uint16_t i = 0; zero && i < p->size; i++)
        zero = row[p->field.offset + i] == 0;
    return zero;
}

bool alk__member_set_null(const alk__property *p, char *row)
{
    if (!p->column->nullable)
        return false;
    if (p->state)
        row[p->field.offset + p->state] = ALK_NULL;
    else if (p->content == ALK__CONTENT_PLAIN)
        return false;
    else
        memset(row + p->field.offset, 0, p->size);
    return true;
}

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool alk__member_equal_as_value(const alk__property *p, const char *a, const char *b)
{
    const char *x = a + p->field.offset, *y = b + p->field.offset;
    const char *text[2];
    alk_sv view[2];
    if (p->state) {
        bool one = x[p->state] == ALK_VALUE, other = y[p->state] == ALK_VALUE;
        return one == other && (!one || memcmp(x, y, p->size) == 0);
    }
    switch (p->content) {
    case ALK__CONTENT_TEXT:
        memcpy(&text[0], x, sizeof text[0]);
        memcpy(&text[1], y, sizeof text[1]);
        return is_same_text(text[0], text[1]);
    case ALK__CONTENT_VIEW:
        memcpy(&view[0], x, sizeof view[0]);
        memcpy(&view[1], y, sizeof view[1]);
        return view[0].n == view[1].n && !view[0].p == !view[1].p && (view[0].p == view[1].p || memcmp(view[0].p, view[1].p, view[0].n) == 0);
    case ALK__CONTENT_CELL:
        return alk_value_equal((const alk_cell *)(const void *)x, (const alk_cell *)(const void *)y);
    default:
        return memcmp(x, y, p->size) == 0;
    }
}

int alk__member_copy(const alk__property *to, char *to_row, const alk__property *from, const char *from_row)
{
    if (alk__member_is_null(from, from_row))
        return alk__member_set_null(to, to_row) ? ALK_OK : alk_fail(ALK_ERROR_DATA, "%s cannot be NULL", to->column->member);
    int code = ALK_OK;
    if (alk__member_is_int(to))
        code = store_int(to, to_row, alk__member_int(from, from_row), from->field.slot >= ALK_SLOT_UINT8);
    else
        memcpy(to_row + to->field.offset, from_row + from->field.offset, to->size);
    if (code == ALK_OK && to->state)
        to_row[to->field.offset + to->state] = ALK_VALUE;
    return code;
}

bool alk__member_same(const alk__property *p, const char *p_row, const alk__property *q, const char *q_row)
{
    if (alk__member_is_null(p, p_row) || alk__member_is_null(q, q_row))
        return false;
    if (alk__member_is_int(p) && alk__member_is_int(q))
        return alk__member_int(p, p_row) == alk__member_int(q, q_row);
    alk_value a = alk__member_value(p, p_row), b = alk__member_value(q, q_row);
    if (p->padded || q->padded) {
        a = alk__without_padding(p, a);
        b = alk__without_padding(q, b);
    }
    return alk_value_equal(&a, &b);
}

int alk__member_type(const alk__property *p)
{
    switch (p->field.slot) {
    case ALK_SLOT_BOOL: return ALK_TYPE_BOOL;
    case ALK_SLOT_FLOAT: case ALK_SLOT_DOUBLE: return ALK_TYPE_REAL;
    case ALK_SLOT_DATE: return ALK_TYPE_DATE;
    case ALK_SLOT_TIME: return ALK_TYPE_TIME;
    case ALK_SLOT_TIMESTAMP: return ALK_TYPE_TIMESTAMP;
    case ALK_SLOT_TIMESTAMPTZ: return ALK_TYPE_TIMESTAMPTZ;
    case ALK_SLOT_INTERVAL: return ALK_TYPE_INTERVAL;
    case ALK_SLOT_UUID: return ALK_TYPE_UUID;
    case ALK_SLOT_TEXT: return p->field.type ? p->field.type : ALK_TYPE_TEXT;
    case ALK_SLOT_VIEW: return p->column->type.kind == ALK_KIND_BINARY || p->column->type.kind == ALK_KIND_VARBINARY || p->column->type.kind == ALK_KIND_BLOB ? ALK_TYPE_BLOB : ALK_TYPE_TEXT;
    case ALK_SLOT_CELL: return ALK_TYPE_NULL;
    default: return ALK_TYPE_INT;
    }
}

static int fits_not(const alk__property *p, const alk_value *value)
{
    return alk_fail(ALK_ERROR_DATA, "a value of type %s does not fit %s", alk_type_name(value->tag), p->column->member);
}

int alk__member_store(const alk__property *p, char *row, const alk_value *value)
{
    char *at = row + p->field.offset;
    if (value->tag == ALK_TYPE_NULL)
        return alk__member_set_null(p, row) ? ALK_OK : alk_fail(ALK_ERROR_DATA, "%s cannot be NULL", p->column->member);
    if (p->state)
        at[p->state] = ALK_VALUE;
    int want = alk__member_type(p);
    if (alk__member_is_int(p))
        return value->tag == ALK_TYPE_INT || value->tag == ALK_TYPE_UINT ? store_int(p, row, value->u.i, value->tag == ALK_TYPE_UINT) : fits_not(p, value);
    if (want != ALK_TYPE_NULL && value->tag != want)
        return fits_not(p, value);
    switch (p->field.slot) {
    case ALK_SLOT_BOOL: *(bool *)at = value->u.i != 0; return ALK_OK;
    case ALK_SLOT_FLOAT: { float f = (float)value->u.d; memcpy(at, &f, sizeof f); return ALK_OK; }
    case ALK_SLOT_DOUBLE: memcpy(at, &value->u.d, sizeof(double)); return ALK_OK;
    case ALK_SLOT_DATE: { int32_t days = (int32_t)value->u.i; memcpy(at, &days, sizeof days); return ALK_OK; }
    case ALK_SLOT_TIME: case ALK_SLOT_TIMESTAMP: case ALK_SLOT_TIMESTAMPTZ: memcpy(at, &value->u.i, sizeof(int64_t)); return ALK_OK;
    case ALK_SLOT_INTERVAL: case ALK_SLOT_UUID: memcpy(at, value->u.p, 16); return ALK_OK;
    case ALK_SLOT_TEXT:
        if (!(value->flags & ALK_CELL_NUL))
            return alk_fail(ALK_ERROR_DATA, "the text for %s does not end with NUL", p->column->member);
        memcpy(at, &value->u.p, sizeof(const char *));
        return ALK_OK;
    case ALK_SLOT_VIEW: { alk_sv view = { value->u.p, value->len }; memcpy(at, &view, sizeof view); return ALK_OK; }
    default: memcpy(at, value, sizeof *value); return ALK_OK;
    }
}

/* Text and bytes. */
static alk_value text_value(const alk__property *p, const char *at)
{
    const char *text;
    alk_sv view;
    alk_value v;
    if (p->content == ALK__CONTENT_TEXT) {
        memcpy(&text, at, sizeof text);
        v = alk_value_text(text);
    } else {
        memcpy(&view, at, sizeof view);
        v = alk_value_text_n(view.p, view.n);
    }
    if (v.tag != ALK_TYPE_NULL)
        v.tag = (uint16_t)alk__member_type(p);
    return v;
}

alk_value alk__member_value(const alk__property *p, const char *row)
{
    const char *at = row + p->field.offset;
    int64_t i = 0;
    double d = 0;
    float f;
    int32_t days;
    if (p->state && at[p->state] != ALK_VALUE)
        return alk_value_null();
    if (alk__member_is_int(p)) {
        i = alk__member_int(p, row);
        return p->field.slot == ALK_SLOT_UINT64 ? alk_value_uint((uint64_t)i) : alk_value_int(i);
    }
    switch (p->field.slot) {
    case ALK_SLOT_BOOL: return alk_value_bool(*(const bool *)at);
    case ALK_SLOT_FLOAT: memcpy(&f, at, sizeof f); return alk_value_real((double)f);
    case ALK_SLOT_DOUBLE: memcpy(&d, at, sizeof d); return alk_value_real(d);
    case ALK_SLOT_DATE: memcpy(&days, at, sizeof days); return alk_value_date((alk_date){ days });
    case ALK_SLOT_TIME: memcpy(&i, at, sizeof i); return alk_value_time((alk_time){ i });
    case ALK_SLOT_TIMESTAMP: memcpy(&i, at, sizeof i); return alk_value_timestamp((alk_timestamp){ i });
    case ALK_SLOT_TIMESTAMPTZ: memcpy(&i, at, sizeof i); return alk_value_timestamptz((alk_timestamptz){ i });
    case ALK_SLOT_INTERVAL: return alk_value_interval((const alk_interval *)(const void *)at);
    case ALK_SLOT_UUID: return alk_value_uuid((const alk_uuid *)(const void *)at);
    case ALK_SLOT_CELL: return *(const alk_cell *)(const void *)at;
    default: return text_value(p, at);
    }
}

/* ---- texts ---- */

size_t alk__member_text_size(const alk__property *p, const char *row)
{
    const char *text;
    alk_sv view;
    if (p->content == ALK__CONTENT_TEXT) {
        memcpy(&text, row + p->field.offset, sizeof text);
        return text ? strlen(text) + 1 : 0;
    }
    if (p->content != ALK__CONTENT_VIEW)
        return 0;
    memcpy(&view, row + p->field.offset, sizeof view);
    return view.p ? view.n + 1 : 0;
}

char *alk__member_move_text(const alk__property *p, char *row, char *at, size_t size)
{
    char *pointer;                                                         /* a view begins with its pointer */
    if (!size)
        return at;
    memcpy(&pointer, row + p->field.offset, sizeof pointer);
    if (size > 1)
        memcpy(at, pointer, size - 1);
    at[size - 1] = '\0';
    memcpy(row + p->field.offset, &at, sizeof at);
    return at + size;
}

static int stored_type(const alk_type *type)
{
    switch (type->kind) {
    case ALK_KIND_BOOLEAN: return ALK_TYPE_BOOL;
    case ALK_KIND_SMALLINT: case ALK_KIND_INTEGER: case ALK_KIND_BIGINT: return type->flags & ALK_TYPE_UNSIGNED ? ALK_TYPE_UINT : ALK_TYPE_INT;
    case ALK_KIND_REAL: case ALK_KIND_DOUBLE: case ALK_KIND_FLOAT: return ALK_TYPE_REAL;
    case ALK_KIND_NUMERIC: return ALK_TYPE_DECIMAL;
    case ALK_KIND_BINARY: case ALK_KIND_VARBINARY: case ALK_KIND_BLOB: return ALK_TYPE_BLOB;
    case ALK_KIND_DATE: return ALK_TYPE_DATE;
    case ALK_KIND_TIME: return ALK_TYPE_TIME;
    case ALK_KIND_TIMESTAMP: return ALK_TYPE_TIMESTAMP;
    case ALK_KIND_TIMESTAMPTZ: return ALK_TYPE_TIMESTAMPTZ;
    case ALK_KIND_INTERVAL: return ALK_TYPE_INTERVAL;
    case ALK_KIND_UUID: return ALK_TYPE_UUID;
    case ALK_KIND_JSON: return ALK_TYPE_JSON;
    case ALK_KIND_CHAR: case ALK_KIND_VARCHAR: case ALK_KIND_TEXT: case ALK_KIND_ENUM: return ALK_TYPE_TEXT;
    default: return ALK_TYPE_NULL;
    }
}

int alk__as_stored(const alk_custom_type *type, alk_cell *cell, alk_arena *arena)
{
    int wanted = stored_type(&type->storage);
    alk_cell made = *cell;
    int code = wanted == ALK_TYPE_NULL || cell->tag == ALK_TYPE_NULL ? ALK_OK : alk_value_convert(cell, wanted, arena, &made);
    return code ? code : alk_value_copy(&made, arena, cell);
}

/* ---- keys ---- */

static uint32_t hash_bytes(uint32_t hash, const void *bytes, size_t n)
{
    for (const unsigned char *at = bytes, *end = at + n; at < end; at++)
        hash = (hash ^ *at) * 16777619u;
    return hash;
}

static uint32_t hash_member(uint32_t hash, const alk__property *p, const char *row)
{
    if (alk__member_is_int(p)) {
        int64_t value = alk__member_int(p, row);
        return hash * 31 + alk__hash_int(value);
    }
    if (p->content == ALK__CONTENT_TEXT || p->content == ALK__CONTENT_VIEW) {
        alk_value v = alk__without_padding(p, alk__member_value(p, row));
        return v.tag == ALK_TYPE_NULL ? hash : hash_bytes(hash, v.u.p, v.len);
    }
    return hash_bytes(hash, row + p->field.offset, p->size);
}

uint32_t alk__key_hash(const alk__mapper *mapper, const char *row)
{
    if (mapper->int_key)
        return alk__hash_near(alk__member_int(alk__key_property(mapper, 0), row));
    uint32_t hash = 2166136261u;
    for (unsigned i = 0; i < mapper->n_key; i++)
        hash = hash_member(hash, alk__key_property(mapper, i), row);
    return hash;
}

bool alk__key_equal(const alk__mapper *mapper, const char *a, const char *b)
{
    for (unsigned i = 0; i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        if (!alk__member_equal(p, a, b) && !(p->padded && alk__member_same(p, a, p, b)))
            return false;
    }
    return true;
}

static int compare_member(const alk__property *p, const char *a, const char *b)
{
    if (alk__member_is_int(p)) {
        int64_t x = alk__member_int(p, a), y = alk__member_int(p, b);
        return x < y ? -1 : x > y;
    }
    if (p->content == ALK__CONTENT_PLAIN)
        return memcmp(a + p->field.offset, b + p->field.offset, p->size);
    alk_value x = alk__member_value(p, a), y = alk__member_value(p, b);
    int begins = x.len && y.len ? memcmp(x.u.p, y.u.p, x.len < y.len ? x.len : y.len) : 0;
    return begins ? begins : x.len < y.len ? -1 : x.len > y.len;
}

int alk__key_compare(const alk__mapper *mapper, const char *a, const char *b)
{
    int order = 0;
    for (unsigned i = 0; order == 0 && i < mapper->n_key; i++)
        order = compare_member(alk__key_property(mapper, i), a, b);
    return order;
}

bool alk__key_is_whole(const alk__mapper *mapper, const char *row)
{
    for (unsigned i = 0; i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        if (alk__member_is_null(p, row) || ((p == mapper->generated || p->given) && alk__member_is_zero(p, row)))
            return false;
    }
    return true;
}

const char *alk__key_print(const alk__mapper *mapper, const char *row, char *out, size_t size)
{
    size_t at = 0;
    for (unsigned i = 0; i < mapper->n_key && at < size; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        char text[80] = "…";
        alk_value v = p->content == ALK__CONTENT_OWN ? alk_value_null() : alk__member_value(p, row);
        alk_value_print(&v, text, sizeof text);
        int n = snprintf(out + at, size - at, "%s%s", i ? ", " : mapper->n_key > 1 ? "(" : "", text);
        at += n > 0 ? (size_t)n : 0;
    }
    if (mapper->n_key > 1 && at + 1 < size)
        memcpy(out + at, ")", 2);
    return out;
}
