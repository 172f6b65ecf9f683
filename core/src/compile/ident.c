/* SPDX-License-Identifier: MIT
 * See ident.h. */
#include "compile/ident.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>

static int check_length(alk_sv name, const alk_dialect_data *dialect)
{
    if (dialect->max_identifier && name.n > dialect->max_identifier)
        return alk__error(ALK_ERROR_ARGUMENT, "a name of %zu bytes is longer than the %u that the database takes", name.n, (unsigned)dialect->max_identifier);
    return ALK_OK;
}

static int check(alk_sv name, const alk_dialect_data *dialect)
{
    if (name.n == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "a name is empty");
    if (alk__utf8_valid(name.p, name.n) != name.n)
        return alk__error(ALK_ERROR_ARGUMENT, "a name is not valid UTF-8");
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7F)
            return alk__error(ALK_ERROR_ARGUMENT, "a name holds a control character");
    return check_length(name, dialect);
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

/* The words are sorted. low and high are spaces; what is looked for stands between them or nowhere. */
static bool is_among(alk_sv name, const char *words)
{
    size_t low = 0, high = strlen(words) - 1;
    while (low < high) {
        size_t at = low + (high - low) / 2, n = 0;
        while (words[at] != ' ')
            at--;
        const char *word = &words[at + 1];
        while (word[n] != ' ')
            n++;
        int order = memcmp(name.p, word, name.n < n ? name.n : n);
        if (order == 0 && name.n == n)
            return true;
        if (order < 0 || (order == 0 && name.n < n))
            high = at;
        else
            low = at + 1 + n;
    }
    return false;
}

/* Most names are no reserved words, which a sieve tells at once. There is one for each list of words, found by its address: lists live for ever. No lock, so that
 * a fork at any time leaves nothing locked: while a sieve is filled nobody begins another, and the words are searched. */
enum { SIEVES = 16, SIEVE_BITS = 4096 };
enum { IS_FREE, IS_FILLED_NOW, IS_READY };
typedef struct sieve {
    int state;                     /* atomic */
    const char *words;
    uint64_t bits[SIEVE_BITS / 64];
} sieve;
static sieve sieves[SIEVES];

#define HASH_OF(length) ((uint32_t)(length))
#define MIXED(hash, byte) (((hash) ^ (unsigned char)(byte)) * 0x9E3779B1u)
#define BIT_OF(hash) ((hash) >> 20)
_Static_assert(SIEVE_BITS == 1 << (32 - 20), "BIT_OF() gives that many");

static uint32_t hash_of(const char *word, size_t n)
{
    uint32_t hash = HASH_OF(n);
    for (size_t i = 0; i < n; i++)
        hash = MIXED(hash, word[i]);
    return hash;
}

static void fill(sieve *s, const char *words)
{
    const char *next;
    for (const char *at = words; *at && (next = strchr(at + 1, ' ')); at = next) {
        unsigned bit = BIT_OF(hash_of(at + 1, (size_t)(next - at) - 1));
        s->bits[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    s->words = words;
    __atomic_store_n(&s->state, IS_READY, __ATOMIC_RELEASE);
}

/* NULL: it is being filled, or there are more lists than sieves. */
static const sieve *sieve_of(const char *words)
{
    for (size_t i = 0; i < SIEVES; i++) {
        int state = __atomic_load_n(&sieves[i].state, __ATOMIC_ACQUIRE);
        if (state == IS_READY && sieves[i].words == words)
            return &sieves[i];
        if (state == IS_FILLED_NOW)
            return NULL;
        if (state == IS_FREE) {
            if (!__atomic_compare_exchange_n(&sieves[i].state, &state, IS_FILLED_NOW, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                return NULL;
            fill(&sieves[i], words);
            return &sieves[i];
        }
    }
    return NULL;
}

static bool is_reserved(alk_sv name, uint32_t hash, const char *words)
{
    if (!words || !*words)
        return false;
    const sieve *s = sieve_of(words);
    unsigned bit = BIT_OF(hash);
    return (!s || s->bits[bit / 64] >> bit % 64 & 1) && is_among(name, words);
}

bool alk__ident_reserved(alk_sv name, const char *words)
{
    return is_reserved(name, hash_of(name.p, name.n), words);
}

/* In one go with what tells whether it is reserved. */
static bool is_plain(alk_sv name, uint32_t *hash)
{
    uint32_t mixed = HASH_OF(name.n);
    for (size_t i = 0; i < name.n; i++) {
        char byte = name.p[i];
        if ((unsigned char)(byte - 'a') >= 26 && byte != '_' && (i == 0 || !(alk__is_digit(byte) || byte == '$')))
            return false;
        mixed = MIXED(mixed, byte);
    }
    *hash = mixed;
    return name.n > 0;
}

int alk__ident_write(alk__buffer *out, alk_sv name, const alk_dialect_data *dialect, const alk_sql_rules *rules)
{
    uint32_t hash;
    if (!is_plain(name, &hash) || (rules->more & ALK_SQL_MORE_QUOTE_UNDERSCORE && name.p[0] == '_') || is_reserved(name, hash, rules->reserved_words))
        return alk__ident_quote(out, name, dialect);
    int code = check_length(name, dialect);                /* of letters, digits, _ and $, so that nothing else can be wrong with it */
    if (code == ALK_OK)
        alk__buffer_append(out, name.p, name.n);
    return code ? code : alk__buffer_status(out);
}
