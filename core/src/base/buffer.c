/* SPDX-License-Identifier: MIT
 * The growing byte buffer. An unused one points at a shared empty text, so data can be read at any time and is never
 * written to before there is memory of its own. */
#include "base/buffer.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

#define FIRST_CAPACITY ((size_t)64)

static char empty[1];

void alk__buffer_init(alk__buffer *buffer, size_t maximum)
{
    if (maximum == 0 || maximum > ALK__BUFFER_MAX)
        maximum = ALK__BUFFER_MAX;
    *buffer = (alk__buffer){.data = empty, .maximum = maximum};
}

void alk__buffer_free(alk__buffer *buffer)
{
    if (buffer->capacity > 0)
        alk__free(buffer->data);
    alk__buffer_init(buffer, buffer->maximum);
}

void alk__buffer_clear(alk__buffer *buffer)
{
    buffer->length = 0;
    buffer->status = ALK_OK;
    if (buffer->capacity > 0)
        buffer->data[0] = '\0';
}

static int grow(alk__buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed)
        capacity *= 2;         /* cannot overflow: needed is at most 1 GiB and a byte */
    char *data = alk__realloc(buffer->capacity ? buffer->data : NULL, capacity);
    if (!data)
        return buffer->status = ALK_ERROR_NO_MEMORY;
    buffer->data = data;
    buffer->data[buffer->length] = '\0';
    buffer->capacity = capacity;
    return ALK_OK;
}

int alk__buffer_reserve(alk__buffer *buffer, size_t more)
{
    if (buffer->status != ALK_OK)
        return buffer->status;
    if (more < buffer->capacity - buffer->length)
        return ALK_OK;
    if (more > buffer->maximum - buffer->length)
        return buffer->status = alk__error(ALK_ERROR_DATA, "longer than the %zu bytes that are allowed", buffer->maximum);
    return grow(buffer, buffer->length + more + 1);
}

/* Even what fits into the memory at hand must not pass the maximum. */
static bool room_for(alk__buffer *buffer, size_t more)
{
    if (buffer->status == ALK_OK && more > buffer->maximum - buffer->length)
        buffer->status = alk__error(ALK_ERROR_DATA, "longer than the %zu bytes that are allowed", buffer->maximum);
    return alk__buffer_reserve(buffer, more) == ALK_OK;
}

void alk__buffer_append_slowly(alk__buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0 || !room_for(buffer, length))
        return;
    memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void alk__buffer_put_int(alk__buffer *buffer, int64_t value)
{
    char digits[24];
    alk__buffer_append(buffer, digits, alk__print_int(value, digits));
}

void alk__buffer_put_uint(alk__buffer *buffer, uint64_t value)
{
    char digits[24];
    alk__buffer_append(buffer, digits, alk__print_uint(value, digits));
}

void alk__buffer_printf(alk__buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    alk__buffer_vprintf(buffer, format, arguments);
    va_end(arguments);
}

void alk__buffer_vprintf(alk__buffer *buffer, const char *format, va_list arguments)
{
    if (buffer->status != ALK_OK)
        return;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0)
        buffer->status = alk__error(ALK_ERROR_INTERNAL, "a text could not be formatted");
    else if (length > 0 && room_for(buffer, (size_t)length)) {
        (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

char *alk__buffer_detach(alk__buffer *buffer)
{
    if (buffer->status != ALK_OK)
        return NULL;
    char *text = buffer->capacity > 0 ? buffer->data : alk__strndup("", 0);
    if (text)
        alk__buffer_init(buffer, buffer->maximum);
    return text;
}
