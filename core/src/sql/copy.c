/* SPDX-License-Identifier: MIT
 * See copy.h. */
#include "sql/copy.h"
#include "base/error.h"
#include "base/utf8.h"
#include <string.h>

int alk__copy_text(alk_arena *arena, const char *text, const char **out)
{
    *out = NULL;
    if (!text)
        return ALK_OK;
    size_t length = strlen(text);
    if (alk__utf8_valid(text, length) != length)
        return alk__error(ALK_ERROR_ARGUMENT, "a text of a table's definition is not valid UTF-8");
    *out = alk_arena_copy(arena, text, length);
    return *out ? ALK_OK : alk__error_code();
}

int alk__copy_names(alk_arena *arena, const char *const *names, const char *const **out)
{
    size_t n = 0;
    *out = NULL;
    if (!names)
        return ALK_OK;
    while (names[n])
        n++;
    const char **copy = alk_arena_alloc(arena, (n + 1) * sizeof *copy, 0);
    int code = copy ? ALK_OK : alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = alk__copy_text(arena, names[i], &copy[i]);
    if (code == ALK_OK) {
        copy[n] = NULL;
        *out = copy;
    }
    return code;
}

int alk__copy_options(alk_arena *arena, const alk_dialect_option *options, const alk_dialect_option **out)
{
    size_t n = 0;
    *out = NULL;
    if (!options)
        return ALK_OK;
    while (options[n].name)
        n++;
    alk_dialect_option *copy = alk_arena_alloc(arena, (n + 1) * sizeof *copy, 0);
    int code = copy ? ALK_OK : alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        code = alk__copy_text(arena, options[i].name, &copy[i].name);
        if (code == ALK_OK)
            code = alk__copy_text(arena, options[i].value, &copy[i].value);
    }
    if (code == ALK_OK) {
        copy[n] = (alk_dialect_option){ NULL, NULL };
        *out = copy;
    }
    return code;
}

int alk__copy_sequence(alk_arena *arena, const alk_sequence *sequence, const alk_sequence **out)
{
    *out = NULL;
    if (!sequence)
        return ALK_OK;
    alk_sequence *copy = alk_arena_alloc(arena, sizeof *copy, 0);
    if (!copy)
        return alk__error_code();
    memset(copy, 0, sizeof *copy);
    memcpy(copy, sequence, sequence->struct_size && sequence->struct_size < sizeof *copy ? sequence->struct_size : sizeof *copy);
    copy->struct_size = sizeof *copy;
    int code = alk__copy_text(arena, copy->name, &copy->name);
    if (code == ALK_OK)
        code = alk__copy_text(arena, copy->schema, &copy->schema);
    if (code == ALK_OK)
        code = alk__copy_options(arena, copy->options, &copy->options);
    if (code == ALK_OK && copy->type) {
        alk_type *type = alk_arena_alloc(arena, sizeof *type, 0);
        code = type ? alk__copy_type(arena, copy->type, type) : alk__error_code();
        copy->type = type;
    }
    *out = copy;
    return code;
}

static int copy_enum(alk_arena *arena, const alk_enum *words, const void **out)
{
    alk_enum *copy = alk_arena_alloc(arena, sizeof *copy, 0);
    const char **list = alk_arena_alloc(arena, ((size_t)words->count + 1) * sizeof *list, 0);
    if (!copy || !list)
        return alk__error_code();
    *copy = (alk_enum){ .struct_size = sizeof *copy, .count = words->count, .words = list };
    int code = alk__copy_text(arena, words->name, &copy->name);
    if (code == ALK_OK)
        code = alk__copy_text(arena, words->schema, &copy->schema);
    for (uint32_t i = 0; code == ALK_OK && i < words->count; i++)
        code = words->words && words->words[i] ? alk__copy_text(arena, words->words[i], &list[i]) : alk__error(ALK_ERROR_ARGUMENT, "an enumeration lacks a word");
    *out = copy;
    return code;
}

/* A type with what it points to, but for a custom one's functions. */
static int copy_type(alk_arena *arena, const alk_type *type, alk_type *out, int depth)
{
    *out = *type;
    if (type->kind == ALK_KIND_ARRAY) {
        alk_type *items = alk_arena_alloc(arena, sizeof *items, 0);
        if (!items)
            return alk__error_code();
        if (!type->custom || depth > 6)
            return alk__error(ALK_ERROR_ARGUMENT, "an array type names no type of its items");
        out->custom = items;
        return copy_type(arena, type->custom, items, depth + 1);
    }
    if (type->kind == ALK_KIND_NATIVE) {
        const char *name = NULL;
        int code = type->custom ? alk__copy_text(arena, type->custom, &name) : alk__error(ALK_ERROR_ARGUMENT, "a type of the database's own has no name");
        out->custom = name;
        return code;
    }
    if (type->kind == ALK_KIND_ENUM) {
        const alk_enum *words = type->custom;
        return words && words->count ? copy_enum(arena, words, &out->custom) : alk__error(ALK_ERROR_ARGUMENT, "an enumeration has no words");
    }
    if (type->kind == ALK_KIND_CUSTOM && !type->custom)
        return alk__error(ALK_ERROR_ARGUMENT, "a type of the program's own is not given");
    return ALK_OK;
}

int alk__copy_type(alk_arena *arena, const alk_type *type, alk_type *out)
{
    return copy_type(arena, type, out, 0);
}
