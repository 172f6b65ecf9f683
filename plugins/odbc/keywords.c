/* SPDX-License-Identifier: MIT
 * See keywords.h. A value goes into braces only where it must, since some drivers leave them on; within them a } is doubled. */
#include "keywords.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A key could say more than a key, too. */
static bool is_key(alk_sv key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = alk__odbc_lower(key.p[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (i > 0 && (c == '_' || c == ' ' || c == '-' || c == '.'))))
            return false;
    }
    return key.n > 0 && key.n <= 128 && key.p[key.n - 1] != ' ';
}

alk_sv alk__odbc_keywords_find(const alk__odbc_keywords *list, const char *key)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (alk__driver_is_word(list->pairs[i].key, key))
            return list->pairs[i].value;
    return alk__odbc_sv(NULL, 0);
}

static bool has(const alk__odbc_keywords *list, alk_sv key)
{
    for (uint32_t i = 0; i < list->n; i++) {
        alk_sv other = list->pairs[i].key;
        size_t k = 0;
        while (other.n == key.n && k < key.n && alk__odbc_lower(other.p[k]) == alk__odbc_lower(key.p[k]))
            k++;
        if (other.n == key.n && k == key.n)
            return true;
    }
    return false;
}

int alk__odbc_keywords_add(alk__odbc_keywords *list, alk_sv key, alk_sv value)
{
    if (!is_key(key) || (value.n > 0 && memchr(value.p, 0, value.n) != NULL))
        return ALK__ODBC_KEYWORDS_MALFORMED;
    if (has(list, key))
        return ALK__ODBC_KEYWORDS_FINE;
    if (list->n == ALK__ODBC_PAIRS_MAX)
        return ALK__ODBC_KEYWORDS_TOO_MANY;
    list->pairs[list->n].key = key;
    list->pairs[list->n++].value = alk__odbc_sv(value.p != NULL ? value.p : "", value.n);
    return ALK__ODBC_KEYWORDS_FINE;
}

/* ---- reading ---- */
static const char *skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

static alk_sv trimmed(const char *at, const char *end)
{
    at = skip_space(at, end);
    while (end > at && is_space(end[-1]))
        end--;
    return alk__odbc_sv(at, (size_t)(end - at));
}

/* Behind the brace that ends it; NULL: none does. */
static const char *read_braces(alk__odbc_keywords *list, const char *at, const char *end, alk_sv *value)
{
    char *out = list->at;
    for (at++; at < end; at++) {
        if (*at == '}' && (at + 1 == end || at[1] != '}')) {
            *value = alk__odbc_sv(list->at, (size_t)(out - list->at));
            list->at = out;
            return at + 1;
        }
        at += *at == '}';
        if (out < list->end)
            *out++ = *at;
    }
    return NULL;
}

int alk__odbc_keywords_read(alk__odbc_keywords *list, alk_sv text)
{
    const char *at = text.p, *end = at + text.n;
    while ((at = skip_space(at, end)) < end) {
        const char *equals = memchr(at, '=', (size_t)(end - at)), *stop;
        alk_sv key, value;
        int fault;
        if (*at == ';') {
            at++;
            continue;
        }
        if (equals == NULL)
            return ALK__ODBC_KEYWORDS_MALFORMED;
        key = trimmed(at, equals);
        at = skip_space(equals + 1, end);
        if (at < end && *at == '{') {
            stop = read_braces(list, at, end, &value);
            if (stop == NULL || ((stop = skip_space(stop, end)) < end && *stop != ';'))
                return ALK__ODBC_KEYWORDS_MALFORMED;
        } else {
            stop = at < end ? memchr(at, ';', (size_t)(end - at)) : NULL;
            stop = stop != NULL ? stop : end;
            value = trimmed(at, stop);
        }
        if ((fault = alk__odbc_keywords_add(list, key, value)) != ALK__ODBC_KEYWORDS_FINE)
            return fault;
        at = stop;
    }
    return ALK__ODBC_KEYWORDS_FINE;
}

/* ---- writing ---- */
/* Without braces: all but what ends a value, or would be taken off it. */
static bool can_stand_bare(alk_sv value)
{
    return memchr(value.p, ';', value.n) == NULL && (value.n == 0 || (!is_space(value.p[0]) && !is_space(value.p[value.n - 1]) && value.p[0] != '{'));
}

static bool wants_braces(alk_sv value)
{
    return !can_stand_bare(value) || memchr(value.p, '{', value.n) != NULL || memchr(value.p, '}', value.n) != NULL;
}

/* The driver manager reads the name of the driver, not the driver. */
static bool takes_braces(alk_sv key, int braces)
{
    return braces == ALK__ODBC_BRACES_ANYWHERE || alk__driver_is_word(key, "driver") ||
           (braces == ALK__ODBC_BRACES_OF_PASSWORD && (alk__driver_is_word(key, "pwd") || alk__driver_is_word(key, "password")));
}

typedef struct writer {
    char *out;                           /* NULL: measuring */
    size_t length;
} writer;

static void put(writer *w, const char *text, size_t length)
{
    if (w->out != NULL && length > 0)
        memcpy(w->out + w->length, text, length);
    w->length += length;
}

static void put_braces(writer *w, alk_sv value)
{
    put(w, "{", 1);
    for (size_t i = 0; i < value.n; i++)
        put(w, value.p[i] == '}' ? "}}" : value.p + i, value.p[i] == '}' ? 2 : 1);
    put(w, "}", 1);
}

int alk__odbc_keywords_print(const alk__odbc_keywords *list, int braces, char *out, size_t *length)
{
    writer w = { out, 0 };
    for (uint32_t i = 0; i < list->n; i++) {
        alk_sv key = list->pairs[i].key, value = list->pairs[i].value;
        bool takes = takes_braces(key, braces);
        put(&w, key.p, key.n);
        put(&w, "=", 1);
        if (alk__driver_is_word(key, "driver") || (takes && wants_braces(value)))
            put_braces(&w, value);
        else if (!takes && !can_stand_bare(value))
            return ALK__ODBC_KEYWORDS_NOT_SAYABLE;
        else
            put(&w, value.p, value.n);
        put(&w, ";", 1);
    }
    if (out != NULL)
        out[w.length] = 0;
    *length = w.length;
    return ALK__ODBC_KEYWORDS_FINE;
}
