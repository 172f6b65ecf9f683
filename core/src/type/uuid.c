/* SPDX-License-Identifier: MIT
 * UUIDs: 16 bytes and their texts, after RFC 9562. Versions and variants are not looked at: a database stores any 16 bytes. */
#include <alkahest/value.h>
#include "base/error.h"
#include "type/writer.h"

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool hyphen_before(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

static bool scan_uuid(const char *text, size_t length, alk_uuid *out)
{
    if (length >= 2 && text[0] == '{' && text[length - 1] == '}')
        text++, length -= 2;
    if (length != 36 && length != 32)
        return false;
    for (size_t i = 0; i < 16; i++) {
        if (length == 36 && hyphen_before(i) && *text++ != '-')
            return false;
        int high = digit_of(text[0]), low = digit_of(text[1]);
        if (high < 0 || low < 0)
            return false;
        out->bytes[i] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    return true;
}

int alk_uuid_parse(const char *text, size_t length, alk_uuid *out)
{
    alk_uuid uuid;
    if (text == NULL || !scan_uuid(text, length, &uuid))
        return alk__error_state(ALK_ERROR_DATA, "22018",
                                "text is not a UUID; it is written as 01234567-89ab-cdef-0123-456789abcdef");
    *out = uuid;
    return ALK_OK;
}

size_t alk_uuid_print(const alk_uuid *value, char *out, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    alk__writer w = { out, size, 0 };
    for (size_t i = 0; i < 16; i++) {
        if (hyphen_before(i))
            alk__write_char(&w, '-');
        alk__write_char(&w, digits[value->bytes[i] >> 4]);
        alk__write_char(&w, digits[value->bytes[i] & 15]);
    }
    return alk__writer_end(&w);
}
