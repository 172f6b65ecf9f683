/* SPDX-License-Identifier: MIT
 * A growing byte buffer with a maximum, for text and wire data. The first failure (no memory, over the maximum) sticks:
 * later appends do nothing, and alk__buffer_status() tells it once at the end. The content always ends with NUL. */
#ifndef ALK_BASE_BUFFER_H
#define ALK_BASE_BUFFER_H
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <alkahest/types.h>

typedef struct alk__buffer {
    char *data;                    /* never NULL once initialised */
    size_t length, capacity, maximum;
    int status;
} alk__buffer;

#define ALK__BUFFER_MAX ((size_t)1 << 30)                   /* 1 GiB: the largest statement */

void alk__buffer_init(alk__buffer *buffer, size_t maximum); /* allocates nothing */
void alk__buffer_free(alk__buffer *buffer);
void alk__buffer_clear(alk__buffer *buffer);                /* empties, keeps the memory, forgets the failure */
void alk__buffer_append_slowly(alk__buffer *buffer, const void *bytes, size_t length);     /* where there may be no room */
/* Room for that many bytes and the NUL behind them, without asking for memory. */
static inline bool alk__buffer_fits(const alk__buffer *buffer, size_t more)
{
    return buffer->status == ALK_OK && more < buffer->capacity - buffer->length && more <= buffer->maximum - buffer->length;
}
static inline void alk__buffer_append(alk__buffer *buffer, const void *bytes, size_t length)
{
    if (!length || !alk__buffer_fits(buffer, length)) {
        alk__buffer_append_slowly(buffer, bytes, length);
        return;
    }
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}
static inline void alk__buffer_puts(alk__buffer *buffer, const char *text)
{
    alk__buffer_append(buffer, text, strlen(text));        /* known to the compiler, mostly */
}
static inline void alk__buffer_putc(alk__buffer *buffer, char byte)
{
    alk__buffer_append(buffer, &byte, 1);
}
void alk__buffer_put_int(alk__buffer *buffer, int64_t value);   /* decimal, whatever the locale */
void alk__buffer_put_uint(alk__buffer *buffer, uint64_t value);
void alk__buffer_printf(alk__buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void alk__buffer_vprintf(alk__buffer *buffer, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
int alk__buffer_reserve(alk__buffer *buffer, size_t more);
static inline int alk__buffer_status(const alk__buffer *buffer) { return buffer->status; }  /* ALK_OK or the failure, which is also the thread's error */
char *alk__buffer_detach(alk__buffer *buffer);                  /* the text, for alk__free(); NULL on a failure */
#endif
