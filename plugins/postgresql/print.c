/* SPDX-License-Identifier: MIT
 * See print.h. An array is {item,item}: items that are text stand in quotes with backslashes before quotes and backslashes. */
#include "print.h"
#include "datetime.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/utf8.h"
#include "driver/uuid.h"

enum { DEPTH_MAX = 6, ITEM_SPACE = 3 };

alk__pg_refusal alk__pg_check_text(const char *text, size_t length)
{
    bool nul, good = alk__driver_text_check(text, length, &nul);
    if (nul)
        return ALK__PG_HOLDS_NUL;
    return good ? ALK__PG_ACCEPTED : ALK__PG_NOT_UTF8;
}

static alk__pg_refusal print_text(alk__pg_scratch *scratch, const alk_cell *cell, alk_sv *out)
{
    const char *text = cell->len > 0 ? cell->u.p : "";
    alk__pg_refusal refusal = alk__pg_check_text(text, cell->len);
    if (refusal != ALK__PG_ACCEPTED)
        return refusal;
    if ((cell->flags & ALK_CELL_NUL) == 0 && cell->len > 0) {
        char *copy = alk__pg_scratch_take(scratch, (size_t)cell->len + 1);
        if (copy == NULL)
            return ALK__PG_NO_MEMORY_LEFT;
        memcpy(copy, text, cell->len);
        copy[cell->len] = 0;
        text = copy;
    }
    *out = alk__pg_sv(text, cell->len);
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal print_blob(alk__pg_scratch *scratch, const alk_cell *cell, alk_sv *out)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *bytes = cell->u.p;
    char *text = alk__pg_scratch_take(scratch, (size_t)cell->len * 2 + 3), *at = text;
    if (text == NULL)
        return ALK__PG_NO_MEMORY_LEFT;
    *at++ = '\\';
    *at++ = 'x';
    for (uint32_t i = 0; i < cell->len; i++) {
        *at++ = hex[bytes[i] >> 4];
        *at++ = hex[bytes[i] & 15];
    }
    *at = 0;
    *out = alk__pg_sv(text, (size_t)(at - text));
    return ALK__PG_ACCEPTED;
}

/* ---- arrays ---- */
/* The size of the whole first, then the text into it: items that are texts are measured without being copied. */
typedef struct writer {
    alk__pg_scratch *scratch;
    char *at;                            /* NULL: measuring */
    size_t size;
    char delimiter;
} writer;

static void put(writer *w, const char *text, size_t length)
{
    if (w->at != NULL) {
        memcpy(w->at, text, length);
        w->at += length;
    }
    w->size += length;
}

static void put_quoted(writer *w, alk_sv text)
{
    put(w, "\"", 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            put(w, "\\", 1);
        put(w, text.p + i, 1);
    }
    put(w, "\"", 1);
}

static alk__pg_refusal put_item(writer *w, const alk_cell *cell, int depth);

static alk__pg_refusal put_array(writer *w, const alk_cell *array, int depth)
{
    const alk_cell *items = array->u.p;
    if (depth > DEPTH_MAX)
        return ALK__PG_DEEP_ARRAY;
    put(w, "{", 1);
    for (uint32_t i = 0; i < array->len; i++) {
        alk__pg_refusal refusal;
        if (i > 0)
            put(w, &w->delimiter, 1);
        if ((items[i].tag == ALK_TYPE_ARRAY) != (items[0].tag == ALK_TYPE_ARRAY) || (items[i].tag == ALK_TYPE_ARRAY && items[i].len != items[0].len))
            return ALK__PG_UNEVEN_ARRAY;
        refusal = put_item(w, &items[i], depth);
        if (refusal != ALK__PG_ACCEPTED)
            return refusal;
    }
    put(w, "}", 1);
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal put_item(writer *w, const alk_cell *cell, int depth)
{
    alk_sv text = { "", 0 };
    alk__pg_refusal refusal;
    if (cell->tag == ALK_TYPE_NULL) {
        put(w, "NULL", 4);
        return ALK__PG_ACCEPTED;
    }
    if (cell->tag == ALK_TYPE_ARRAY)
        return put_array(w, cell, depth + 1);
    refusal = alk__pg_print(w->scratch, cell, w->delimiter, &text);
    if (refusal != ALK__PG_ACCEPTED)
        return refusal;
    if (cell->tag == ALK_TYPE_INT || cell->tag == ALK_TYPE_UINT || cell->tag == ALK_TYPE_REAL || cell->tag == ALK_TYPE_BOOL)
        put(w, text.p, text.n);
    else
        put_quoted(w, text);
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal print_array(alk__pg_scratch *scratch, const alk_cell *cell, char delimiter, alk_sv *out)
{
    writer w = { scratch, NULL, 0, delimiter };
    alk__pg_refusal refusal = put_array(&w, cell, 1);
    char *text;
    if (refusal != ALK__PG_ACCEPTED)
        return refusal;
    if ((text = alk__pg_scratch_take(scratch, w.size + 1)) == NULL)
        return ALK__PG_NO_MEMORY_LEFT;
    w.at = text;
    w.size = 0;
    refusal = put_array(&w, cell, 1);
    if (refusal != ALK__PG_ACCEPTED)
        return refusal;
    *w.at = 0;
    *out = alk__pg_sv(text, w.size);
    return ALK__PG_ACCEPTED;
}

/* ---- all ---- */
static size_t print_short(const alk_cell *cell, char *text)
{
    switch (cell->tag) {
    case ALK_TYPE_INT:
        return alk__driver_print_int(cell->u.i, -1, text);
    case ALK_TYPE_UINT:
        return alk__driver_print_uint(cell->u.raw, text);
    case ALK_TYPE_REAL:
        return alk__driver_print_real(cell->u.d, -1, text);
    case ALK_TYPE_DATE:
        return alk__pg_print_date(cell->u.i, text);
    case ALK_TYPE_TIME:
        return alk__driver_print_time(cell->u.i, text);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return alk__pg_print_timestamp(cell->u.i, cell->tag == ALK_TYPE_TIMESTAMPTZ, text);
    case ALK_TYPE_INTERVAL:
        return alk__driver_print_interval(cell->u.p, text);
    case ALK_TYPE_UUID:
        return alk__driver_print_uuid(cell->u.p, true, text);
    default:
        return 0;
    }
}

alk__pg_refusal alk__pg_print(alk__pg_scratch *scratch, const alk_cell *cell, char delimiter, alk_sv *out)
{
    char text[ALK__DRIVER_NUMBER_MAX], *copy;
    size_t length;
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
        *out = cell->u.i != 0 ? alk__pg_sv("true", 4) : alk__pg_sv("false", 5);
        return ALK__PG_ACCEPTED;
    case ALK_TYPE_TEXT:
    case ALK_TYPE_JSON:
    case ALK_TYPE_DECIMAL:
        return print_text(scratch, cell, out);
    case ALK_TYPE_BLOB:
        return print_blob(scratch, cell, out);
    case ALK_TYPE_ARRAY:
        return print_array(scratch, cell, delimiter, out);
    default:
        break;
    }
    length = print_short(cell, text);
    if (length == 0)
        return ALK__PG_UNKNOWN_TAG;
    if ((copy = alk__pg_scratch_take(scratch, length + 1)) == NULL)
        return ALK__PG_NO_MEMORY_LEFT;
    *out = alk__pg_sv(memcpy(copy, text, length + 1), length);
    return ALK__PG_ACCEPTED;
}
