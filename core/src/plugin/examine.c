/* SPDX-License-Identifier: MIT
 * See examine.h. */
#include "plugin/examine.h"
#include <alkahest/registry.h>
#include <string.h>
#include "base/buffer.h"
#include "base/error.h"

enum { TABLE_MAX = 64 * 1024 };    /* bytes; no table of this ABI will ever be as large */

bool alk__refuse(const alk__examination *of, const char *format, ...)
{
    alk__buffer text;
    va_list arguments;
    alk__buffer_init(&text, TABLE_MAX);
    va_start(arguments, format);
    alk__buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    if (alk__buffer_status(&text) == ALK_OK) {
        (void)alk__error(ALK_ERROR_ABI, "plugin %s: %s%s%s", of->who, of->part ? of->part : "", of->part ? ": " : "", text.data);
        alk__error_native(ALK_MISSING_ABI);
    }
    alk__buffer_free(&text);
    return false;
}

/* Pointers in tables are taken as bytes: a slot may hold a pointer to a function or to data. */
static bool slot_is_empty(const void *table, size_t offset)
{
    static const unsigned char none[sizeof(void (*)(void))];
    return memcmp((const char *)table + offset, none, sizeof none) == 0;
}

bool alk__table_fill(void *table, const alk__table_kind *kind, const alk__examination *of)
{
    for (size_t i = 0; i < kind->n_slots; i++) {
        size_t offset = kind->slots[i].offset;
        if (!slot_is_empty(table, offset))
            continue;
        if (slot_is_empty(kind->stubs, offset))
            return alk__refuse(of, "the table %s has no \"%s\", which is required", kind->name, kind->slots[i].name);
        memcpy((char *)table + offset, (const char *)kind->stubs + offset, sizeof(void (*)(void)));
    }
    return true;
}

bool alk__table_copy(void *out, const void *in, const alk__table_kind *kind, const alk__examination *of)
{
    uint32_t size, full = (uint32_t)kind->size;
    if (!in)
        return alk__refuse(of, "the table %s is missing", kind->name);
    if ((uintptr_t)in % kind->align != 0)
        return alk__refuse(of, "the table %s is not aligned", kind->name);
    memcpy(&size, in, sizeof size);
    if (size < 2 * sizeof size || size > TABLE_MAX || size % kind->align != 0)
        return alk__refuse(of, "the table %s says that it has %u bytes", kind->name, (unsigned)size);
    memset(out, 0, kind->size);
    memcpy(out, in, size < kind->size ? size : kind->size);
    memcpy(out, &full, sizeof full);
    return true;
}
