/* SPDX-License-Identifier: MIT
 * Text from strangers: see clean.h. */
#include "plugin/clean.h"
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"

static const char replacement[] = "\xEF\xBF\xBD";
static const char ellipsis[] = "\xE2\x80\xA6";

static bool is_blank(uint32_t c)
{
    return c == '\n' || c == '\r' || c == '\t';
}

/* C0, DEL, C1, and the line and paragraph separators, which some terminals and logs take for line ends. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

static void put_character(alk__buffer *out, const char *bytes, size_t length, uint32_t c, int how)
{
    if (is_blank(c) && (how == ALK__CLEAN_LINE || c == '\r'))
        alk__buffer_putc(out, ' ');
    else if (is_control(c) && !is_blank(c))
        alk__buffer_puts(out, replacement);
    else
        alk__buffer_append(out, bytes, length);
}

void alk__clean(alk__buffer *out, const char *text, size_t length, size_t maximum, int how)
{
    if (!text)
        return;
    bool cut = length > maximum;
    /* A length that lies is caught by the NUL that nearly every C text has. */
    size_t end = strnlen(text, cut ? maximum : length);
    if (end < (cut ? maximum : length))
        cut = false;
    if (cut)
        end = alk__utf8_cut(text, end);
    while (end > 0 && is_blank((unsigned char)text[end - 1]))
        end--;
    for (size_t at = 0; at < end;) {
        size_t start = at;
        uint32_t c = 0;
        if (alk__utf8_next(text, end, &at, &c)) {
            put_character(out, text + start, at - start, c, how);
        } else {
            alk__buffer_puts(out, replacement);
            at = start + 1;
        }
    }
    if (cut)
        alk__buffer_puts(out, ellipsis);
}

static bool is_made_of(const char *text, const char *marks)
{
    if (!text || text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 1; text[i]; i++) {
        bool good = (text[i] >= 'a' && text[i] <= 'z') || alk__is_digit(text[i]) || strchr(marks, text[i]);
        if (!good || i >= ALK__NAME_MAX)
            return false;
    }
    return true;
}

bool alk__is_name(const char *text)
{
    return is_made_of(text, "_");
}

bool alk__is_label(const char *text)
{
    return is_made_of(text, "_-.");
}
