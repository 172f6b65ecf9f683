/* SPDX-License-Identifier: MIT
 * An array of objects, one a line (RFC 8259). Integers and decimals are numbers with all their digits, booleans and NULL
 * are JSON's, JSON values stand as they are, blobs are hexadecimal pairs, everything else is a string. Columns of the same
 * name get _2, _3… behind it, since an object that repeats a name is read differently by different programs. */
#include "output.h"

#include <string.h>

static void add_string(text *t, const char *p, size_t length)
{
    text_char(t, '"');
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t n = utf8_read(p + i, length - i, &code);
        if (code == '"' || code == '\\')
            text_printf(t, "\\%c", (int)code);
        else if (code == '\n')
            text_puts(t, "\\n");
        else if (utf8_is_control(code))
            text_printf(t, "\\u%04x", (unsigned)code);
        else if (code == 0xFFFD)
            text_puts(t, "\xEF\xBF\xBD");
        else
            text_add(t, p + i, n);
        i += n;
    }
    text_char(t, '"');
}

static size_t skip_digits(const char *p)
{
    return strspn(p, "0123456789");
}

/* JSON's grammar of numbers, which is narrower than SQL's: no leading zeros, no bare point, no NaN. */
static bool is_json_number(const char *p)
{
    p += *p == '-';
    size_t n = skip_digits(p);
    if (n == 0 || (n > 1 && *p == '0'))
        return false;
    p += n;
    if (*p == '.') {
        n = skip_digits(++p);
        if (n == 0)
            return false;
        p += n;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '-' || *p == '+';
        n = skip_digits(p);
        if (n == 0)
            return false;
        p += n;
    }
    return *p == 0;
}

static bool stands_bare(const output *o, const alk_value *value)
{
    if (value->tag == ALK_TYPE_BOOL || value->tag == ALK_TYPE_ARRAY)
        return true;
    if (value->tag == ALK_TYPE_JSON)
        return alk_json_check(text_string(&o->scratch), o->scratch.n) == ALK_OK;
    return output_is_number(value->tag) && is_json_number(text_string(&o->scratch));
}

static void add_value(output *o, const alk_value *value)
{
    if (value->tag == ALK_TYPE_NULL) {
        text_puts(&o->out, "null");
        return;
    }
    output_plain(o, value);
    if (value->tag == ALK_TYPE_BOOL)
        text_puts(&o->out, value->u.i ? "true" : "false");
    else if (stands_bare(o, value))
        text_add(&o->out, text_string(&o->scratch), o->scratch.n);
    else
        add_string(&o->out, text_string(&o->scratch), o->scratch.n);
}

static bool name_taken(const output *o, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(o->columns[i].name, name) == 0)
            return true;
    return false;
}

/* Makes the names differ, then turns each into its JSON text once for all rows. */
static void begin(output *o)
{
    for (size_t i = 0; i < o->n_columns; i++) {
        text name = { 0 };
        text_puts(&name, o->columns[i].name);
        for (unsigned k = 2; name_taken(o, i, text_string(&name)); k++) {
            text_clear(&name);
            text_printf(&name, "%s_%u", o->columns[i].name, k);
        }
        memory_free(o->columns[i].name);
        o->columns[i].name = memory_copy(text_string(&name), name.n);
        text_free(&name);
    }
    for (size_t i = 0; i < o->n_columns; i++) {
        text quoted = { 0 };
        add_string(&quoted, o->columns[i].name, strlen(o->columns[i].name));
        memory_free(o->columns[i].name);
        o->columns[i].name = memory_copy(quoted.p, quoted.n);
        text_free(&quoted);
    }
    text_char(&o->out, '[');
}

static void row(output *o, const alk_value *values)
{
    text_puts(&o->out, o->n_rows == 1 ? "\n" : ",\n");
    for (size_t i = 0; i < o->n_columns; i++) {
        text_puts(&o->out, i ? "," : "{");
        text_puts(&o->out, o->columns[i].name);
        text_char(&o->out, ':');
        add_value(o, &values[i]);
    }
    text_char(&o->out, '}');
}

static void end(output *o)
{
    text_puts(&o->out, o->n_rows ? "\n]\n" : "]\n");
}

const output_format format_json = { "json", false, begin, row, end };
