/* SPDX-License-Identifier: MIT
 * See utf16.h. */
#include "utf16.h"
#include "driver/utf8.h"

/* ---- from UTF-8 ---- */
size_t alk__odbc_wide_length(const char *text, size_t length)
{
    size_t units = 0;
    bool nul;
    if (alk__driver_is_plain(text, length))
        return length;
    if (!alk__driver_text_check(text, length, &nul))
        return SIZE_MAX;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        units += (c & 0xC0) != 0x80;         /* each character begins once */
        units += c >= 0xF0;                  /* and is a pair beyond U+FFFF */
    }
    return units;
}

static const char *take_character(const char *at, uint32_t *character)
{
    static const uint8_t first_bits[] = { 0x7F, 0, 0x1F, 0x0F, 0x07 };
    unsigned char c = (unsigned char)*at++;
    int size = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    *character = c & first_bits[size == 1 ? 0 : size];
    for (int i = 1; i < size; i++)
        *character = *character << 6 | ((unsigned char)*at++ & 0x3F);
    return at;
}

void alk__odbc_to_wide(const char *text, size_t length, SQLWCHAR *out)
{
    const char *end = text + length;
    uint32_t character;
    while (text < end) {
        text = take_character(text, &character);
        if (character >= 0x10000) {
            *out++ = (SQLWCHAR)(0xD800 + ((character - 0x10000) >> 10));
            character = 0xDC00 + ((character - 0x10000) & 0x3FF);
        }
        *out++ = (SQLWCHAR)character;
    }
}

/* ---- from UTF-16 ---- */
static bool is_pair(const SQLWCHAR *at, const SQLWCHAR *end)
{
    return end - at >= 2 && (at[0] & 0xFC00) == 0xD800 && (at[1] & 0xFC00) == 0xDC00;
}

static bool is_half(SQLWCHAR unit)
{
    return (unit & 0xF800) == 0xD800;
}

size_t alk__odbc_narrow_length(const SQLWCHAR *text, size_t units)
{
    const SQLWCHAR *end = text + units;
    size_t length = 0;
    while (text < end) {
        if (is_pair(text, end)) {
            length += 4;
            text += 2;
            continue;
        }
        if (is_half(*text))
            return SIZE_MAX;
        length += *text < 0x80 ? 1 : *text < 0x800 ? 2 : 3;
        text++;
    }
    return length;
}

static size_t put_character(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static const SQLWCHAR *take_units(const SQLWCHAR *at, const SQLWCHAR *end, uint32_t *character)
{
    if (is_pair(at, end)) {
        *character = 0x10000 + ((uint32_t)(at[0] & 0x3FF) << 10 | (at[1] & 0x3FF));
        return at + 2;
    }
    *character = is_half(*at) ? '?' : *at;
    return at + 1;
}

void alk__odbc_to_narrow(const SQLWCHAR *text, size_t units, char *out)
{
    const SQLWCHAR *end = text + units;
    uint32_t character;
    while (text < end) {
        while (text < end && *text < 0x80)           /* nearly all of nearly every text */
            *out++ = (char)*text++;
        if (text == end)
            return;
        text = take_units(text, end, &character);
        out += put_character(character, out);
    }
}

size_t alk__odbc_print_wide(const SQLWCHAR *text, size_t units, char *out, size_t size)
{
    const SQLWCHAR *end = text + units;
    size_t length = 0;
    uint32_t character;
    char bytes[4];
    while (text < end) {
        size_t n;
        text = take_units(text, end, &character);
        n = put_character(character, bytes);
        if (length + n >= size)
            break;
        memcpy(out + length, bytes, n);
        length += n;
    }
    out[length] = 0;
    return length;
}
