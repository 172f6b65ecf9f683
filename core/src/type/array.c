/* SPDX-License-Identifier: MIT
 * Arrays from JSON text. The text is validated first, depth included, so the reading itself may trust it. Items of all levels
 * being read stand on one stack; an array that ends moves its own from there into the arena, so that the work is linear. */
#include "type/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "type/json.h"

typedef struct reader {
    alk__scan s;
    alk__vector stack;             /* of alk_value */
    alk_arena *arena;
} reader;

/* ---- strings ---- */

static uint32_t hex4(const char *digits)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = alk__lower(digits[i]);
        value = value * 16 + (uint32_t)(alk__is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* The code point of \uXXXX, or of two that are a surrogate pair, at *p, which moves on. */
static uint32_t escaped_code(const char **p)
{
    uint32_t code = hex4(*p + 2);
    *p += 6;
    if (code >= 0xD800 && code < 0xDC00 && (*p)[0] == '\\' && (*p)[1] == 'u') {
        uint32_t low = hex4(*p + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            *p += 6;
            return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return code;
}

/* One escape sequence of a valid string at *p; writes it at out and returns the bytes written, 0 when it is no character of text. */
static size_t unescape(const char **p, char *out)
{
    static const char names[] = "bfnrt\"\\/", letters[] = "\b\f\n\r\t\"\\/";
    char c = (*p)[1];
    if (c == 'u') {
        uint32_t code = escaped_code(p);
        return code == 0 ? 0 : alk__utf8_encode(code, out);
    }
    *p += 2;
    *out = letters[strchr(names, c) - names];
    return 1;
}

/* The string between two quotes. Its text is never longer than what denotes it. */
static int read_string(reader *r, alk_value *out)
{
    alk__scan whole = r->s;
    (void)alk__json_string(&r->s);
    const char *p = whole.p + 1, *end = r->s.p - 1;
    char *text = alk_arena_alloc(r->arena, (size_t)(end - p) + 1, 1);
    size_t length = 0;
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    while (p < end) {
        size_t n = 1;
        if (*p == '\\')
            n = unescape(&p, text + length);
        else
            text[length] = *p++;
        if (n == 0)
            return alk__error_state(ALK_ERROR_DATA, "22021", "a string in the array holds a NUL or half of a surrogate pair");
        length += n;
    }
    text[length] = '\0';
    *out = alk_value_text_n(text, length);
    out->flags = ALK_CELL_NUL;
    return ALK_OK;
}

/* ---- other items ---- */

/* A slice of the text, as it stands. */
static int read_slice(reader *r, const char *from, uint16_t type, alk_value *out)
{
    char *text = alk_arena_copy(r->arena, from, (size_t)(r->s.p - from));
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    *out = alk_value_text_n(text, (size_t)(r->s.p - from));
    out->tag = type;
    out->flags = ALK_CELL_NUL;
    return ALK_OK;
}

static int read_number(reader *r, alk_value *out)
{
    const char *from = r->s.p;
    (void)alk__json_number(&r->s);
    alk_sv text = {from, (size_t)(r->s.p - from)};
    int64_t i;
    uint64_t u;
    bool minus_zero = text.n == 2 && from[0] == '-' && from[1] == '0';
    if (!minus_zero && alk__parse_int(text, &i))
        *out = alk_value_int(i);
    else if (!minus_zero && alk__parse_uint(text, &u))
        *out = alk_value_uint(u);
    else if (alk_decimal_check(text.p, text.n) != ALK_OK)
        return ALK_ERROR_DATA;
    else
        return read_slice(r, from, ALK_TYPE_DECIMAL, out);
    return ALK_OK;
}

static int read_array(reader *r, alk_value *out);

static int read_item(reader *r, alk_value *out)
{
    const char *from = r->s.p;
    switch (*from) {
    case '[':
        return read_array(r, out);
    case '{':
        (void)alk__json_value(&r->s);
        return read_slice(r, from, ALK_TYPE_JSON, out);
    case '"':
        return read_string(r, out);
    case 't':
        r->s.p += 4;
        *out = alk_value_bool(true);
        return ALK_OK;
    case 'f':
        r->s.p += 5;
        *out = alk_value_bool(false);
        return ALK_OK;
    case 'n':
        r->s.p += 4;
        *out = alk_value_null();
        return ALK_OK;
    default:
        return read_number(r, out);
    }
}

/* Moves the items above `base` from the stack into the arena. */
static int finish_array(reader *r, size_t base, alk_value *out)
{
    size_t count = r->stack.count - base;
    alk_value *items = alk_arena_alloc(r->arena, (count > 0 ? count : 1) * sizeof *items, 0);
    if (items == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (count > 0)
        memcpy(items, alk__vector_at(&r->stack, base), count * sizeof *items);
    r->stack.count = base;
    *out = alk_value_array(items, count);
    return ALK_OK;
}

static int read_array(reader *r, alk_value *out)
{
    size_t base = r->stack.count;
    r->s.p++;
    for (;;) {
        alk_value item;
        alk__json_space(&r->s);
        if (alk__scan_char(&r->s, ']'))
            return finish_array(r, base, out);
        if (alk__scan_char(&r->s, ','))
            alk__json_space(&r->s);
        int status = read_item(r, &item);
        if (status != ALK_OK)
            return status;
        alk_value *place = alk__vector_push(&r->stack);
        if (place == NULL)
            return ALK_ERROR_NO_MEMORY;
        *place = item;
    }
}

int alk__array_from_json(const char *text, size_t length, alk_arena *arena, alk_value *out)
{
    reader r = {.s = alk__scan_of(text, length), .arena = arena};
    alk_value array;
    int status = alk_json_check(text, length);
    if (status != ALK_OK)
        return status;
    alk__json_space(&r.s);
    if (*r.s.p != '[')
        return alk__error_state(ALK_ERROR_DATA, "22018", "JSON text is not an array");
    alk__vector_init(&r.stack, sizeof(alk_value));
    status = read_array(&r, &array);
    alk__vector_free(&r.stack);
    if (status == ALK_OK)
        *out = array;
    return status;
}
