/* SPDX-License-Identifier: MIT
 * Words of the mock's language: see words.h. */
#include "words.h"
#include <string.h>

static const char *const types[] = { "null", "bool", "int",       "uint",        "real",     "decimal", "text", "blob",
                                     "date", "time", "timestamp", "timestamptz", "interval", "uuid",    "json", "array" };
static const char *const classes[] = { "ok",          "interface",   "data",     "operational", "integrity", "internal",
                                       "programming", "not_supported", "argument", "compile",    "no_plugin", "abi",
                                       "timeout",     "no_row",      "multiple_rows", "stale_data", "no_memory" };

bool words_is(alk_sv word, const char *text)
{
    return strlen(text) == word.n && memcmp(word.p, text, word.n) == 0;
}

alk_sv words_next(alk_sv *rest)
{
    while (rest->n > 0 && (*rest->p == ' ' || *rest->p == '\n')) {
        rest->p++;
        rest->n--;
    }
    alk_sv word = { rest->p, 0 };
    while (rest->n > 0 && *rest->p != ' ' && *rest->p != '\n') {
        rest->p++;
        rest->n--;
        word.n++;
    }
    return word;
}

bool words_cut(alk_sv *rest, char mark, alk_sv *head)
{
    if (rest->n == 0)
        return false;
    const char *end = memchr(rest->p, mark, rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *head = (alk_sv){ rest->p, n };
    rest->p += end ? n + 1 : n;
    rest->n -= end ? n + 1 : n;
    return true;
}

bool words_int(alk_sv word, int64_t *out)
{
    bool minus = word.n > 0 && word.p[0] == '-';
    uint64_t value = 0;
    if (word.n == minus || word.n > 20)
        return false;
    for (size_t i = minus; i < word.n; i++) {
        if (word.p[i] < '0' || word.p[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(word.p[i] - '0');
    }
    *out = (int64_t)(minus ? 0 - value : value);
    return true;
}

bool words_real(alk_sv word, double *out)
{
    alk_sv rest = word, whole = { NULL, 0 };
    int64_t a = 0, b = 0;
    double scale = 1;
    bool minus = word.n > 0 && word.p[0] == '-';
    if (!words_cut(&rest, '.', &whole) || !words_int(whole, &a) || (rest.n > 0 && !words_int(rest, &b)))
        return false;
    for (size_t i = 0; i < rest.n; i++)
        scale *= 10;
    *out = minus ? (double)a - (double)b / scale : (double)a + (double)b / scale;
    return true;
}

int words_type(alk_sv word)
{
    for (int i = 0; i < (int)(sizeof types / sizeof types[0]); i++)
        if (words_is(word, types[i]))
            return i;
    return -1;
}

const char *words_type_name(int type)
{
    return type >= 0 && type < (int)(sizeof types / sizeof types[0]) ? types[type] : "?";
}

int32_t words_class(alk_sv word)
{
    for (int32_t i = 1; i < (int32_t)(sizeof classes / sizeof classes[0]); i++)
        if (words_is(word, classes[i]))
            return -i;
    return 0;
}

bool words_flag(alk_sv word, uint32_t *flags)
{
    uint32_t flag = words_is(word, "+disconnect")  ? ALK_ERROR_DISCONNECT
                    : words_is(word, "+retryable") ? ALK_ERROR_RETRYABLE
                    : words_is(word, "+unknown")   ? ALK_ERROR_OUTCOME_UNKNOWN
                                                   : 0;
    *flags |= flag;
    return flag != 0;
}
