/* SPDX-License-Identifier: MIT
 * See ident.h. */
#include "compile/ident.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>

static int check(alk_sv name, const alk_dialect_data *dialect)
{
    if (name.n == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "a name is empty");
    if (alk__utf8_valid(name.p, name.n) != name.n)
        return alk__error(ALK_ERROR_ARGUMENT, "a name is not valid UTF-8");
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7F)
            return alk__error(ALK_ERROR_ARGUMENT, "a name holds a control character");
    if (dialect->max_identifier && name.n > dialect->max_identifier)
        return alk__error(ALK_ERROR_ARGUMENT, "a name of %zu bytes is longer than the %u that the database takes", name.n,
                          (unsigned)dialect->max_identifier);
    return ALK_OK;
}

int alk__ident_quote(alk__buffer *out, alk_sv name, const alk_dialect_data *dialect)
{
    int code = check(name, dialect);
    if (code)
        return code;
    alk__buffer_putc(out, dialect->quote_open);
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == dialect->quote_close)
            alk__buffer_putc(out, name.p[i]);
        alk__buffer_putc(out, name.p[i]);
    }
    alk__buffer_putc(out, dialect->quote_close);
    return alk__buffer_status(out);
}

bool alk__ident_reserved(alk_sv name, const char *words)
{
    char word[40];
    if (!words || name.n + 3 > sizeof word)
        return false;
    word[0] = ' ';
    memcpy(word + 1, name.p, name.n);
    word[name.n + 1] = ' ';
    word[name.n + 2] = '\0';
    return strstr(words, word) != NULL;
}

static bool is_plain(alk_sv name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!(name.p[i] >= 'a' && name.p[i] <= 'z') && name.p[i] != '_' && (i == 0 || !(alk__is_digit(name.p[i]) || name.p[i] == '$')))
            return false;
    return name.n > 0;
}

int alk__ident_write(alk__buffer *out, alk_sv name, const alk_dialect_data *dialect, const alk_sql_rules *rules)
{
    if (!is_plain(name) || (rules->more & ALK_SQL_MORE_QUOTE_UNDERSCORE && name.p[0] == '_') || alk__ident_reserved(name, rules->reserved_words))
        return alk__ident_quote(out, name, dialect);
    int code = check(name, dialect);
    if (code == ALK_OK)
        alk__buffer_append(out, name.p, name.n);
    return code ? code : alk__buffer_status(out);
}
