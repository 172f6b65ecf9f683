/* SPDX-License-Identifier: MIT
 * Writing text into memory of the caller's that may be too small: every print function of this layer writes at most `size` bytes
 * with the NUL and tells the length that it needs, as snprintf does. It allocates nothing and cannot fail. */
#ifndef ALK_TYPE_WRITER_H
#define ALK_TYPE_WRITER_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct alk__writer {
    char *out;                     /* may be NULL when size is 0 */
    size_t size, length;           /* room with the NUL; bytes written, or that would have been */
} alk__writer;

static inline void alk__write(alk__writer *w, const char *text, size_t length)
{
    if (length > 0 && w->length < w->size) {
        size_t room = w->size - w->length;
        memcpy(w->out + w->length, text, length < room ? length : room);
    }
    w->length += length;
}

static inline void alk__write_char(alk__writer *w, char c)
{
    if (w->length < w->size)
        w->out[w->length] = c;
    w->length++;
}

static inline void alk__write_text(alk__writer *w, const char *text)
{
    alk__write(w, text, strlen(text));
}

/* At least `width` digits, with zeros in front. */
static inline void alk__write_digits(alk__writer *w, uint64_t value, unsigned width)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || sizeof digits - at < width);
    alk__write(w, digits + at, sizeof digits - at);
}

/* Sets the NUL, cutting the text where it did not fit, and returns the length needed. */
static inline size_t alk__writer_end(alk__writer *w)
{
    if (w->size > 0)
        w->out[w->length < w->size ? w->length : w->size - 1] = '\0';
    return w->length;
}
#endif
