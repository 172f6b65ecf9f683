/* SPDX-License-Identifier: MIT
 * Types from templates: {length}, {scale}, {items}, {unsigned} and {sign} are put in; what stands in brackets goes when its number is 0: "VARCHAR[({length})|(max)]". */
#include "compile/type.h"
#include "base/error.h"
#include "sql/shape.h"
#include <string.h>

/* Longest word of an enumeration, in bytes: as text it needs that much room. */
static int32_t longest(const alk_enum *words)
{
    size_t most = 1;
    for (uint32_t i = 0; words && i < words->count; i++)
        if (strlen(words->words[i]) > most)
            most = strlen(words->words[i]);
    return most > INT32_MAX ? INT32_MAX : (int32_t)most;
}

static int32_t number_for(const char *name, const alk_type *type)
{
    if (strncmp(name, "{length}", 8) == 0)
        return type->kind == ALK_KIND_ENUM && !type->length ? longest(type->custom) : type->length;
    return type->scale;
}

/* Whether something between here and the closing bracket has no number; brackets nest. */
static bool is_empty(const char *at, const alk_type *type)
{
    for (int depth = 1; *at && depth > 0; at++) {
        depth += (*at == '[') - (*at == ']');
        if (*at == '|' && depth == 1)
            return false;
        if (*at == '{' && depth == 1)
            return number_for(at, type) == 0;
    }
    return false;
}

/* Behind the closing bracket, or behind the bar before it. */
static const char *behind(const char *at, char end)
{
    for (int depth = 1; *at && depth > 0; at++) {
        if (*at == end && end == '|' && depth == 1)
            return at + 1;
        depth += (*at == '[') - (*at == ']');
    }
    return at;
}

static int put_number(alk__buffer *out, const char *name, const alk_type *type, bool required, const alk__dialect *dialect)
{
    int32_t number = number_for(name, type);
    if (required && number == 0 && strncmp(name, "{length}", 8) == 0)
        return alk__error(ALK_ERROR_COMPILE, "%s wants a length for %s", dialect->name, alk__type_word(type));
    alk__buffer_put_int(out, number);
    return ALK_OK;
}

/* Brackets hold what goes without its number, in favour of what stands behind a bar in them. */
static int fill(alk__buffer *out, const char *template, const alk_type *type, const alk__dialect *dialect, bool cast)
{
    int code = ALK_OK, depth = 0;
    for (const char *at = template; code == ALK_OK && *at;) {
        if (strncmp(at, "[]", 2) == 0) {
            alk__buffer_puts(out, "[]");
            at += 2;
        } else if (*at == '[') {
            bool empty = is_empty(at + 1, type);
            const char *bar = empty ? behind(at + 1, '|') : at + 1, *end = behind(at + 1, ']');
            at = bar < end ? bar : end;
            depth += at != end;
        } else if (*at == '|') {
            at = behind(at + 1, ']');
            depth--;
        } else if (*at == ']') {
            at++;
            depth--;
        } else if (strncmp(at, "{items}", 7) == 0) {
            code = type->custom ? alk__type_write(out, type->custom, dialect, cast) : alk__error(ALK_ERROR_COMPILE, "an array type names no type of its items");
            at += 7;
        } else if (strncmp(at, "{unsigned}", 10) == 0) {
            alk__buffer_puts(out, type->flags & ALK_TYPE_UNSIGNED ? " UNSIGNED" : "");
            at += 10;
        } else if (strncmp(at, "{sign}", 6) == 0) {
            alk__buffer_puts(out, type->flags & ALK_TYPE_UNSIGNED ? "UNSIGNED" : "SIGNED");
            at += 6;
        } else if (*at == '{') {
            code = put_number(out, at, type, depth == 0, dialect);
            at = strchr(at, '}') + 1;
        } else {
            alk__buffer_putc(out, *at++);
        }
    }
    return code ? code : alk__buffer_status(out);
}

static const char *template_in(const char *const *list, uint32_t n, uint16_t kind)
{
    return list && kind < n ? list[kind] : NULL;
}

/* What CAST takes for a type in the database's own words: the spelling of "cast.tinyint unsigned", without the numbers in parentheses. */
static const char *cast_word(const char *type, const alk_sql_rules *rules)
{
    char key[64] = "cast.";
    size_t length = 5;
    for (const char *at = type; *at && length + 1 < sizeof key; at++) {
        if (*at == '(' && strchr(at, ')'))
            at = strrchr(at, ')');
        else
            key[length++] = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    }
    for (uint32_t i = 0; i < rules->n_functions; i++)
        if (strcmp(rules->functions[i].name, key) == 0)
            return rules->functions[i].spelling;
    return type;
}

int alk__type_write(alk__buffer *out, const alk_type *type, const alk__dialect *dialect, bool cast)
{
    const alk_sql_rules *rules = dialect->rules;
    if (type->kind == ALK_KIND_NATIVE && type->custom) {
        alk__buffer_puts(out, cast ? cast_word(type->custom, rules) : type->custom);
        return alk__buffer_status(out);
    }
    if (type->kind == ALK_KIND_CUSTOM && type->custom)
        return alk__type_write(out, &((const alk_custom_type *)type->custom)->storage, dialect, cast);
    const char *template = cast ? template_in(rules->cast_types, rules->n_types, type->kind) : NULL;
    if (!template && type->flags & ALK_TYPE_NATIONAL)
        template = template_in(rules->national_types, rules->n_types, type->kind);
    if (!template)
        template = template_in(rules->types, rules->n_types, type->kind);
    if (!template)
        return alk__error(ALK_ERROR_COMPILE, "%s has no type for %s", dialect->name, alk__type_word(type));
    return fill(out, template, type, dialect, cast);
}
