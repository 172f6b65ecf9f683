/* SPDX-License-Identifier: MIT
 * Types from templates: {length}, {scale}, {items}, {unsigned} and {sign} are put in; what stands in brackets goes when its number is 0: "VARCHAR[({length})|(max)]". */
#include "compile/type.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/ident.h"
#include "compile/literal.h"
#include "compile/scan.h"
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

/* A name of the database's own is written as it stands; it cannot end what is around it. */
static bool is_whole(const char *name, uint32_t lexical)
{
    alk__scanner s = alk__scanner_on(name, strlen(name), lexical);
    alk__token token;
    int depth = 0;
    while (alk__scan(&s, &token)) {
        depth += (token.kind == ALK__TOKEN_OPEN) - (token.kind == ALK__TOKEN_CLOSE);
        if (token.open || depth < 0 || token.kind == ALK__TOKEN_SEMICOLON || token.kind == ALK__TOKEN_COMMENT)
            return false;
    }
    return depth == 0;
}

/* An enumeration where the database has such types: by its name, or by its words. False: as text. */
static bool write_enum(alk__buffer *out, const alk_enum *words, const alk__dialect *dialect, bool cast, int *code)
{
    const alk_sql_rules *rules = dialect->rules;
    *code = ALK_OK;
    if (words && words->name && alk__has(rules, ALK_SQL_ENUM_TYPES)) {
        if (words->schema && *words->schema) {
            *code = alk__ident_write(out, alk__sv(words->schema), dialect->data, rules);
            alk__buffer_putc(out, '.');
        }
        if (*code == ALK_OK)
            *code = alk__ident_write(out, alk__sv(words->name), dialect->data, rules);
        return true;
    }
    if (!words || !words->count || cast || !alk__has(rules, ALK_SQL_ENUM_INLINE))
        return false;
    for (uint32_t i = 0; *code == ALK_OK && i < words->count; i++) {
        alk__buffer_puts(out, i ? ", " : "ENUM(");
        *code = alk__literal_text(out, alk__sv(words->words[i]), dialect);
    }
    alk__buffer_putc(out, ')');
    return true;
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
        if (!is_whole(type->custom, dialect->data->lexical))
            return alk__error(ALK_ERROR_COMPILE, "the name of a type holds a comment or semicolon, or leaves a quote or parenthesis open");
        alk__buffer_puts(out, cast ? cast_word(type->custom, rules) : type->custom);
        return alk__buffer_status(out);
    }
    if (type->kind == ALK_KIND_CUSTOM && type->custom)
        return alk__type_write(out, &((const alk_custom_type *)type->custom)->storage, dialect, cast);
    int code;
    if (type->kind == ALK_KIND_ENUM && write_enum(out, type->custom, dialect, cast, &code))
        return code ? code : alk__buffer_status(out);
    const char *template = cast ? template_in(rules->cast_types, rules->n_types, type->kind) : NULL;
    if (!template && type->flags & ALK_TYPE_NATIONAL)
        template = template_in(rules->national_types, rules->n_types, type->kind);
    if (!template)
        template = template_in(rules->types, rules->n_types, type->kind);
    if (!template)
        return alk__error(ALK_ERROR_COMPILE, "%s has no type for %s", dialect->name, alk__type_word(type));
    return fill(out, template, type, dialect, cast);
}
