/* SPDX-License-Identifier: MIT
 * See array_text.h. */
#include "array_text.h"
#include "driver/cell.h"
#include "driver/number.h"

enum { DEPTH_MAX = 6, ITEMS_MAX = 1 << 24 };

/* ---- writing ---- */
typedef struct writer {
    char *out;                           /* NULL: measuring */
    size_t length;
    bool failed;
} writer;

static void put(writer *w, const char *text, size_t length)
{
    if (w->out != NULL && length > 0)
        memcpy(w->out + w->length, text, length);
    w->length += length;
}

static void put_quoted(writer *w, const char *text, size_t length)
{
    put(w, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            put(w, "\\", 1);
        put(w, text + i, 1);
    }
    put(w, "\"", 1);
}

static void put_bytes(writer *w, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    put(w, "\"\\\\x", 4);
    for (size_t i = 0; i < length; i++) {
        put(w, &digits[bytes[i] >> 4], 1);
        put(w, &digits[bytes[i] & 15], 1);
    }
    put(w, "\"", 1);
}

static void put_array(writer *w, const alk_cell *array, int depth);

static void put_item(writer *w, const alk_cell *cell, int depth)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    size_t length;
    if (cell->tag == ALK_TYPE_NULL)
        put(w, "NULL", 4);
    else if (cell->tag == ALK_TYPE_ARRAY)
        put_array(w, cell, depth + 1);
    else if (cell->tag == ALK_TYPE_TEXT || cell->tag == ALK_TYPE_JSON || cell->tag == ALK_TYPE_DECIMAL)
        put_quoted(w, cell->u.p, cell->len);
    else if (cell->tag == ALK_TYPE_BLOB)
        put_bytes(w, cell->u.p, cell->len);
    else if ((length = alk__driver_print_cell(cell, text)) > 0)
        put_quoted(w, text, length);
    else
        w->failed = true;
}

static void put_array(writer *w, const alk_cell *array, int depth)
{
    const alk_cell *items = array->u.p;
    put(w, "{", 1);
    w->failed = w->failed || depth > DEPTH_MAX;
    for (uint32_t i = 0; !w->failed && i < array->len; i++) {
        bool deeper = items[i].tag == ALK_TYPE_ARRAY;
        if (i > 0)
            put(w, ",", 1);
        w->failed = deeper != (items[0].tag == ALK_TYPE_ARRAY) || (deeper && items[i].len != items[0].len);
        if (!w->failed)
            put_item(w, &items[i], depth);
    }
    put(w, "}", 1);
}

size_t alk__odbc_array_length(const alk_cell *array)
{
    writer w = { NULL, 0, false };
    put_array(&w, array, 1);
    return w.failed ? SIZE_MAX : w.length;
}

void alk__odbc_print_array(const alk_cell *array, char *out)
{
    writer w = { out, 0, false };
    put_array(&w, array, 1);
}

/* ---- reading ---- */
typedef struct reader {
    const char *at, *end;
    uint16_t item;
    alk__driver_memory *memory;
} reader;

static const char *skip_item(const char *at, const char *end)
{
    if (at < end && *at == '"') {
        for (at++; at < end && *at != '"'; at++)
            at += *at == '\\';
        return at < end ? at + 1 : NULL;
    }
    while (at < end && *at != ',' && *at != '}' && *at != '{' && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at : NULL;
}

/* How many items stand here, up to the brace that ends them; false: it is malformed. */
static bool count_items(const char *at, const char *end, uint32_t *count)
{
    int depth = 0;
    *count = at < end && *at != '}';
    while (at < end && !(depth == 0 && *at == '}')) {
        if (*at == '"') {
            at = skip_item(at, end);
            if (at == NULL)
                return false;
            continue;
        }
        depth += *at == '{' ? 1 : *at == '}' ? -1 : 0;
        if (*at == ',' && depth == 0 && ++*count > ITEMS_MAX)
            return false;
        at += *at == '\\' ? 2 : 1;
    }
    return at < end;
}

static char *unquoted(reader *r, const char *from, const char *to, size_t *length)
{
    char *text = alk__driver_room(r->memory, (size_t)(to - from) + 1), *out = text;
    if (text == NULL)
        return NULL;
    for (; from < to; from++) {
        if (*from == '\\' && from + 1 < to)
            from++;
        *out++ = *from;
    }
    *out = 0;
    *length = (size_t)(out - text);
    return text;
}

static alk__odbc_fault read_scalar(reader *r, alk_cell *out)
{
    const char *from = r->at, *to = skip_item(from, r->end);
    bool quoted = *from == '"';
    size_t length;
    char *text;
    if (to == NULL || to == from)
        return ALK__ODBC_BAD_VALUE;
    r->at = to;
    if (!quoted && alk__driver_is_word(alk__odbc_sv(from, (size_t)(to - from)), "null")) {
        memset(out, 0, sizeof *out);
        return ALK__ODBC_FINE;
    }
    text = unquoted(r, from + quoted, to - quoted, &length);
    return text == NULL ? ALK__ODBC_NO_MEMORY : alk__odbc_value_of_text(r->item, 0, text, length, true, false, r->memory, out);
}

static alk__odbc_fault read_array(reader *r, int depth, alk_cell *out)
{
    uint32_t count = 0;
    alk_cell *items;
    alk__odbc_fault fault = ALK__ODBC_FINE;
    if (depth > DEPTH_MAX || r->at == r->end || *r->at != '{' || !count_items(r->at + 1, r->end, &count))
        return ALK__ODBC_BAD_VALUE;
    r->at++;
    items = alk__odbc_host->arena_get(r->memory->arena, (count > 0 ? count : 1) * sizeof *items, 8);
    if (items == NULL)
        return ALK__ODBC_NO_MEMORY;
    for (uint32_t i = 0; fault == ALK__ODBC_FINE && i < count; i++) {
        if (i > 0 && (r->at == r->end || *r->at++ != ','))
            return ALK__ODBC_BAD_VALUE;
        if (r->at == r->end)
            return ALK__ODBC_BAD_VALUE;
        fault = *r->at == '{' ? read_array(r, depth + 1, &items[i]) : read_scalar(r, &items[i]);
    }
    if (fault != ALK__ODBC_FINE)
        return fault;
    if (r->at == r->end || *r->at++ != '}')
        return ALK__ODBC_BAD_VALUE;
    alk__odbc_put_number(out, ALK_TYPE_ARRAY, 0);
    out->len = count;
    out->u.p = items;
    return ALK__ODBC_FINE;
}

/* "[2:3]={…}": where the indexes begin is not kept. */
alk__odbc_fault alk__odbc_parse_array(uint16_t item, const char *text, size_t length, alk__driver_memory *memory, alk_cell *out)
{
    reader r = { text, text + length, item, memory };
    alk__odbc_fault fault;
    if (length > 0 && text[0] == '[') {
        const char *equals = memchr(text, '=', length);
        if (equals == NULL)
            return ALK__ODBC_BAD_VALUE;
        r.at = equals + 1;
    }
    fault = read_array(&r, 1, out);
    return fault == ALK__ODBC_FINE && r.at != r.end ? ALK__ODBC_BAD_VALUE : fault;
}
