/* SPDX-License-Identifier: MIT
 * See literal.h. */
#include "compile/literal.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include <alkahest/value.h>
#include <math.h>
#include <string.h>

#define DOUBLE_DIGITS 15               /* that a double keeps, whatever they are */

int alk__literal_text(alk__buffer *out, alk_sv text, const alk__dialect *dialect)
{
    if (alk__utf8_valid(text.p, text.n) != text.n || (text.n && memchr(text.p, 0, text.n)))
        return alk__error(ALK_ERROR_DATA, "a text that is to be written into the SQL is not valid UTF-8, or holds a NUL byte");
    alk__buffer_putc(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'' || (text.p[i] == '\\' && dialect->data->lexical & ALK_LEX_BACKSLASH))
            alk__buffer_putc(out, text.p[i]);
        alk__buffer_putc(out, text.p[i]);
    }
    alk__buffer_putc(out, '\'');
    return alk__buffer_status(out);
}

/* How the dialect writes literals of a type, when it has a way of its own: what stands before the text, and behind it. */
static alk_sv around(const alk__dialect *dialect, const char *name, const char **behind)
{
    const char *spelling = alk__spelling(dialect->rules, name), *at = spelling ? strstr(spelling, "{0}") : NULL;
    *behind = at ? at + 3 : spelling ? "" : NULL;
    return (alk_sv){ at ? spelling : "", at ? (size_t)(at - spelling) : 0 };
}

static int quoted(alk__buffer *out, const alk_cell *value, const char *name, const alk__dialect *dialect)
{
    char text[128];
    const char *behind;
    alk_sv before = around(dialect, name, &behind);
    size_t length = alk_value_print(value, text, sizeof text);
    if (length >= sizeof text)
        return alk__error(ALK_ERROR_INTERNAL, "a value is longer than its type allows");
    alk__buffer_append(out, before.p, before.n);
    int code = alk__literal_text(out, (alk_sv){ text, length }, dialect);
    alk__buffer_puts(out, behind ? behind : "");
    return code ? code : alk__buffer_status(out);
}

void alk__literal_apart(alk__buffer *out)
{
    if (out->length && strchr("+-*/<>=~!@#%^&|?", out->data[out->length - 1]))
        alk__buffer_putc(out, ' ');
}

static int number(alk__buffer *out, const char *text, size_t length)
{
    if (length && text[0] == '-')
        alk__literal_apart(out);
    alk__buffer_append(out, text, length);
    return alk__buffer_status(out);
}

/* NaN and the infinities, of which few databases have a way to write them. */
static int no_number(alk__buffer *out, const alk_cell *value, const char *name, const alk__dialect *dialect)
{
    const char *spelling = alk__spelling(dialect->rules, name);
    if (spelling ? strcmp(spelling, "-") == 0 : value->tag == ALK_TYPE_REAL)
        return alk__error(ALK_ERROR_DATA, "a number that is infinite or no number cannot be written into SQL");
    return quoted(out, value, name, dialect);
}

static int real(alk__buffer *out, const alk_cell *cell, const alk__dialect *dialect)
{
    char text[32];
    double value = cell->u.d;
    if (!isfinite(value))
        return no_number(out, cell, "literal.infinite_real", dialect);
    size_t length = alk__print_real(value, text);
    bool plain = !memchr(text, '.', length) && !memchr(text, 'e', length);
    number(out, text, length);
    if (plain)
        alk__buffer_puts(out, ".0");
    return alk__buffer_status(out);
}

static int blob(alk__buffer *out, const alk_cell *value, const alk__dialect *dialect)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = value->u.p;
    const char *behind;
    alk_sv before = around(dialect, "literal.blob", &behind);
    bool escape = dialect->data->lexical & ALK_LEX_E_STRINGS;
    if (behind)
        alk__buffer_append(out, before.p, before.n);
    else
        alk__buffer_puts(out, escape ? "'\\x" : "X'");
    for (uint32_t i = 0; i < value->len; i++) {
        alk__buffer_putc(out, digits[bytes[i] >> 4]);
        alk__buffer_putc(out, digits[bytes[i] & 15]);
    }
    alk__buffer_puts(out, behind ? behind : escape ? "'::bytea" : "'");
    return alk__buffer_status(out);
}

static int array(alk__buffer *out, const alk_cell *value, const alk__dialect *dialect)
{
    const alk_cell *items = value->u.p;
    int code = ALK_OK;
    if (value->len == 0) {                 /* of which kind it is only its place can tell */
        alk__buffer_puts(out, "'{}'");
        return alk__buffer_status(out);
    }
    alk__buffer_puts(out, "ARRAY[");
    for (uint32_t i = 0; code == ALK_OK && i < value->len; i++) {
        if (i)
            alk__buffer_puts(out, ", ");
        code = alk__literal_value(out, &items[i], NULL, dialect);
    }
    alk__buffer_putc(out, ']');
    return code ? code : alk__buffer_status(out);
}

/* Where a number has no more digits than a double, one with more is written as the dialect says. */
static int decimal(alk__buffer *out, alk_sv text, const alk__dialect *dialect)
{
    const char *behind;
    size_t digits = 0;
    for (size_t i = 0; i < text.n; i++)
        digits += alk__is_digit(text.p[i]) && (digits || text.p[i] != '0');
    alk_sv before = around(dialect, "literal.long_decimal", &behind);
    if (digits <= DOUBLE_DIGITS || !behind)
        return number(out, text.p, text.n);
    alk__buffer_append(out, before.p, before.n);
    int code = alk__literal_text(out, text, dialect);
    alk__buffer_puts(out, behind);
    return code ? code : alk__buffer_status(out);
}

/* N'…' keeps what the database's own character set has not. */
static int text_literal(alk__buffer *out, alk_sv text, const alk_type *type, const alk__dialect *dialect)
{
    bool national = type && type->flags & ALK_TYPE_NATIONAL;
    for (size_t i = 0; !national && i < text.n; i++)
        national = (unsigned char)text.p[i] > 127;
    if (national && dialect->rules->more & ALK_SQL_MORE_NATIONAL_TEXT)
        alk__buffer_putc(out, 'N');
    return alk__literal_text(out, text, dialect);
}

/* A text, or by the spelling of "interval" a call that takes seconds: months have no number of these. */
static int interval(alk__buffer *out, const alk_cell *value, const alk__dialect *dialect)
{
    const char *spelling = alk__spelling(dialect->rules, "interval"), *mark = spelling ? strstr(spelling, "{0}") : NULL;
    const alk_interval *i = value->u.p;
    if (!mark) {
        alk__buffer_puts(out, dialect->data->lexical & ALK_LEX_E_STRINGS ? "INTERVAL " : "");
        return quoted(out, value, "", dialect);
    }
    if (i->months)
        return alk__error(ALK_ERROR_COMPILE, "%s has no literal for an interval of months", dialect->name);
    int64_t seconds = i->micros / 1000000 + (int64_t)i->days * 86400, rest = i->micros % 1000000;
    bool negative = seconds < 0 || (seconds == 0 && rest < 0);
    if (seconds < 0 ? rest > 0 : seconds > 0 && rest < 0) {        /* of one sign */
        seconds += seconds < 0 ? 1 : -1;
        rest += rest > 0 ? -1000000 : 1000000;
    }
    alk__buffer_append(out, spelling, (size_t)(mark - spelling));
    alk__buffer_puts(out, negative ? "-" : "");
    alk__buffer_put_uint(out, seconds < 0 ? (uint64_t)-seconds : (uint64_t)seconds);
    if (rest)
        alk__buffer_printf(out, ".%06lld", (long long)(rest < 0 ? -rest : rest));
    else
        alk__buffer_puts(out, ".0");
    alk__buffer_puts(out, mark + 3);
    return alk__buffer_status(out);
}

int alk__literal_value(alk__buffer *out, const alk_cell *value, const alk_type *type, const alk__dialect *dialect)
{
    char text[32];
    switch (value->tag) {
    case ALK_TYPE_NULL:
        alk__buffer_puts(out, "NULL");
        break;
    case ALK_TYPE_BOOL:
        if (dialect->rules->features & ALK_SQL_NATIVE_BOOLEAN || dialect->rules->more & ALK_SQL_MORE_BOOLEAN_WORDS)
            alk__buffer_puts(out, value->u.i ? (dialect->rules->true_word ? dialect->rules->true_word : "true")
                                             : (dialect->rules->false_word ? dialect->rules->false_word : "false"));
        else
            alk__buffer_putc(out, value->u.i ? '1' : '0');
        break;
    case ALK_TYPE_INT:
        return number(out, text, alk__print_int(value->u.i, text));
    case ALK_TYPE_UINT:
        return number(out, text, alk__print_uint(value->u.raw, text));
    case ALK_TYPE_REAL:
        return real(out, value, dialect);
    case ALK_TYPE_DECIMAL:
        if (alk_decimal_check(value->u.p, value->len))
            return alk__error_code();
        if (value->len && !alk__is_digit(((const char *)value->u.p)[value->len - 1]))
            return no_number(out, value, "literal.infinite_decimal", dialect);
        return decimal(out, (alk_sv){ value->u.p, value->len }, dialect);
    case ALK_TYPE_TEXT: case ALK_TYPE_JSON:
        return text_literal(out, (alk_sv){ value->u.p, value->len }, type, dialect);
    case ALK_TYPE_BLOB:
        return blob(out, value, dialect);
    case ALK_TYPE_DATE:
        return quoted(out, value, "literal.date", dialect);
    case ALK_TYPE_TIMESTAMP: case ALK_TYPE_TIMESTAMPTZ:
        return quoted(out, value, "literal.timestamp", dialect);
    case ALK_TYPE_TIME: case ALK_TYPE_UUID:
        return quoted(out, value, "", dialect);
    case ALK_TYPE_INTERVAL:
        return interval(out, value, dialect);
    case ALK_TYPE_ARRAY:
        return array(out, value, dialect);
    default:
        return alk__error(ALK_ERROR_DATA, "a value of type %u cannot be written into SQL", (unsigned)value->tag);
    }
    return alk__buffer_status(out);
}
