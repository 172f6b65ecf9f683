/* SPDX-License-Identifier: MIT
 * Values as text: one form for each type, the one that alk_value_parse() reads again. Arrays print as JSON, in which what JSON has no
 * form for is a string. Knows nothing of SQL: literals are written elsewhere. */
#include "type/print.h"
#include "base/text.h"
#include "type/decimal.h"
#include "type/json.h"

static const char hex[] = "0123456789abcdef";

static void write_blob(alk__writer *w, const alk_value *value)
{
    const unsigned char *bytes = value->u.p;
    for (uint32_t i = 0; i < value->len; i++) {
        alk__write_char(w, hex[bytes[i] >> 4]);
        alk__write_char(w, hex[bytes[i] & 15]);
    }
}

/* The types whose text has a greatest length. */
static size_t print_short(const alk_value *value, char out[ALK__PRINT_SIZE])
{
    switch (value->tag) {
    case ALK_TYPE_INT:
        return alk__print_int(value->u.i, out);
    case ALK_TYPE_UINT:
        return alk__print_uint(value->u.raw, out);
    case ALK_TYPE_REAL:
        return alk__print_real(value->u.d, out);
    case ALK_TYPE_DATE:
        return alk_date_print((alk_date){(int32_t)value->u.i}, out, ALK__PRINT_SIZE);
    case ALK_TYPE_TIME:
        return alk_time_print((alk_time){value->u.i}, out, ALK__PRINT_SIZE);
    case ALK_TYPE_TIMESTAMP:
        return alk_timestamp_print((alk_timestamp){value->u.i}, out, ALK__PRINT_SIZE);
    case ALK_TYPE_TIMESTAMPTZ:
        return alk_timestamptz_print((alk_timestamptz){value->u.i}, out, ALK__PRINT_SIZE);
    case ALK_TYPE_INTERVAL:
        return alk_interval_print(value->u.p, out, ALK__PRINT_SIZE);
    case ALK_TYPE_UUID:
        return alk_uuid_print(value->u.p, out, ALK__PRINT_SIZE);
    default:
        return 0;
    }
}

static void write_short(alk__writer *w, const alk_value *value)
{
    char text[ALK__PRINT_SIZE];
    alk__write(w, text, print_short(value, text));
}

/* ---- as an item of JSON ---- */

static void write_escaped(alk__writer *w, unsigned char c)
{
    static const char letters[] = "\b\f\n\r\t", names[] = "bfnrt";
    const char *at = c == '\0' ? NULL : strchr(letters, c);
    alk__write_char(w, '\\');
    if (c == '"' || c == '\\') {
        alk__write_char(w, (char)c);
    } else if (at != NULL) {
        alk__write_char(w, names[at - letters]);
    } else {
        alk__write_text(w, "u00");
        alk__write_char(w, hex[c >> 4]);
        alk__write_char(w, hex[c & 15]);
    }
}

static void write_string(alk__writer *w, const char *text, size_t length)
{
    alk__write_char(w, '"');
    for (size_t i = 0, from = 0; i <= length; i++) {
        unsigned char c = i < length ? (unsigned char)text[i] : '"';
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        alk__write(w, text + from, i - from);
        if (i < length)
            write_escaped(w, c);
        from = i + 1;
    }
    alk__write_char(w, '"');
}

static void write_quoted(alk__writer *w, const alk_value *value)
{
    alk__write_char(w, '"');
    alk__write_value(w, value);
    alk__write_char(w, '"');
}

static void write_array(alk__writer *w, const alk_value *value, int depth);

static void write_item(alk__writer *w, const alk_value *item, int depth)
{
    switch (item->tag) {
    case ALK_TYPE_BOOL:
    case ALK_TYPE_INT:
    case ALK_TYPE_UINT:
    case ALK_TYPE_JSON:
        alk__write_value(w, item);
        break;
    case ALK_TYPE_REAL:
        if (item->u.d - item->u.d == 0)                /* neither NaN nor infinite */
            alk__write_value(w, item);
        else
            write_quoted(w, item);
        break;
    case ALK_TYPE_DECIMAL:
        alk__decimal_write_json(w, item->u.p, item->len);
        break;
    case ALK_TYPE_TEXT:
        write_string(w, item->u.p, item->len);
        break;
    case ALK_TYPE_ARRAY:
        write_array(w, item, depth + 1);
        break;
    case ALK_TYPE_NULL:
        alk__write_text(w, "null");
        break;
    default:
        write_quoted(w, item);
    }
}

/* Arrays nested too deep are refused wherever values are checked; here they end as null. */
static void write_array(alk__writer *w, const alk_value *value, int depth)
{
    const alk_value *items = value->u.p;
    if (depth > ALK__JSON_DEPTH) {
        alk__write_text(w, "null");
        return;
    }
    alk__write_char(w, '[');
    for (uint32_t i = 0; i < value->len; i++) {
        if (i > 0)
            alk__write_char(w, ',');
        write_item(w, &items[i], depth);
    }
    alk__write_char(w, ']');
}

void alk__write_value(alk__writer *w, const alk_value *value)
{
    switch (value->tag) {
    case ALK_TYPE_NULL:
        alk__write_text(w, "NULL");
        break;
    case ALK_TYPE_BOOL:
        alk__write_text(w, value->u.i ? "true" : "false");
        break;
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_TEXT:
    case ALK_TYPE_JSON:
        alk__write(w, value->u.p, value->len);
        break;
    case ALK_TYPE_BLOB:
        write_blob(w, value);
        break;
    case ALK_TYPE_ARRAY:
        write_array(w, value, 1);
        break;
    default:
        write_short(w, value);
    }
}

size_t alk_value_print(const alk_value *value, char *out, size_t size)
{
    alk__writer w = {out, size, 0};
    alk__write_value(&w, value);
    return alk__writer_end(&w);
}
