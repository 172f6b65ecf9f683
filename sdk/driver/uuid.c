/* SPDX-License-Identifier: MIT
 * See uuid.h. */
#include "uuid.h"
#include "text.h"

size_t alk__driver_print_uuid(const uint8_t *bytes, bool dashes, char *out)
{
    static const char hex[] = "0123456789abcdef";
    char *end = out;
    for (int i = 0; i < 16; i++) {
        if (dashes && (i == 4 || i == 6 || i == 8 || i == 10))
            *end++ = '-';
        *end++ = hex[bytes[i] >> 4];
        *end++ = hex[bytes[i] & 15];
    }
    return alk__driver_put_end(out, end);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool alk__driver_parse_uuid(const char *text, size_t length, uint8_t *bytes)
{
    size_t at = 0;
    if (length >= 2 && text[0] == '{' && text[length - 1] == '}')
        return length > 2 && text[1] != '{' && alk__driver_parse_uuid(text + 1, length - 2, bytes);
    if (length != 36 && length != 32)
        return false;
    for (int i = 0; i < 16; i++) {
        int high, low;
        if (length == 36 && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        high = hex_digit(text[at++]);
        low = hex_digit(text[at++]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
