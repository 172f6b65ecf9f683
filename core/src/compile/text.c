/* SPDX-License-Identifier: MIT
 * From raw text with named parameters to a statement in a dialect's markers. The text is scanned twice: once to count, once to write, so that
 * everything a compiled statement has lies in one block. */
#include "compile/text.h"
#include "compile/scan.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include <string.h>

#define FEW 16                         /* names */

typedef struct {
    size_t markers, sql_bytes;
} measure;

static size_t digits_of(size_t n)
{
    return n < 10 ? 1 : 1 + digits_of(n / 10);
}

static int fault(const char *what, alk_sv source, const alk__token *token)
{
    alk__error_state(ALK_ERROR_PROGRAMMING, "42601", "%s", what);
    alk__error_sql(source.p, source.n);
    alk__error_position((int64_t)alk__utf8_count(source.p, (size_t)(token->text.p - source.p)) + 1);
    return ALK_ERROR_PROGRAMMING;
}

/* Whether a marker of the database's own is a parameter in this dialect: ? is an operator in some. */
static bool is_marker(const alk__token *token, const alk_dialect_data *dialect)
{
    return token->kind == ALK__TOKEN_MARKER && (dialect->param_style == ALK_PARAM_QMARK) == (token->text.p[0] == '?');
}

/* $1 right behind a word or number would be part of it, and behind a dollar the beginning of a dollar quote. */
static bool needs_space(const alk__token *before, const alk_dialect_data *dialect)
{
    return dialect->param_style == ALK_PARAM_DOLLAR &&
           (before->kind == ALK__TOKEN_WORD || before->kind == ALK__TOKEN_NUMBER ||
            (before->kind == ALK__TOKEN_OTHER && before->text.p[0] == '$'));
}

static int take_measure(alk_sv source, const alk_dialect_data *dialect, measure *out)
{
    alk__scanner s = alk__scanner_on(source.p, source.n, dialect->lexical);
    alk__token token, before = { 0 };
    *out = (measure){ 0, 0 };
    for (; alk__scan(&s, &token); before = token) {
        if (token.open && token.kind != ALK__TOKEN_COMMENT)
            return fault("a string or quoted name is not ended", source, &token);
        if (is_marker(&token, dialect))
            return fault("a positional marker stands in text with named parameters; write :name", source, &token);
        out->markers += token.kind == ALK__TOKEN_PARAM;
        out->sql_bytes += token.kind == ALK__TOKEN_PARAM ? 1 + digits_of(out->markers) + needs_space(&before, dialect) : token.text.n;
    }
    return ALK_OK;
}

static char *put(char *at, const char *bytes, size_t n)
{
    memcpy(at, bytes, n);
    return at + n;
}

/* The parameter of a name, new or known; -1: no memory. Few names are looked through, many are found by the map. */
static int64_t param_index(alk__compiled *c, alk_sv name, alk__map *many)
{
    int64_t known = -1;
    if (c->n_params <= FEW)
        known = alk__compiled_param(c, name);
    else
        known = (int64_t)(uintptr_t)alk__map_get(many, name.p, name.n) - 1;
    if (known >= 0)
        return known;
    c->names[c->n_params++] = name;
    if (c->n_params <= FEW)
        return c->n_params - 1;
    for (uint32_t i = c->n_params == FEW + 1 ? 0 : c->n_params - 1; i < c->n_params; i++)
        if (alk__map_set(many, c->names[i].p, c->names[i].n, (void *)(uintptr_t)(i + 1)))
            return -1;
    return c->n_params - 1;
}

static char *put_marker(char *at, alk__compiled *c, uint32_t param, const alk_dialect_data *dialect)
{
    if (dialect->param_style == ALK_PARAM_QMARK) {
        c->order[c->n_markers++] = param;
        *at++ = '?';
        return at;
    }
    char digits[24];                       /* a name met again is the same number */
    if (param == c->n_markers)
        c->order[c->n_markers++] = param;
    *at++ = '$';
    return put(at, digits, alk__print_uint((uint64_t)param + 1, digits));
}

static bool write_sql(alk__compiled *c, char *at, const alk_dialect_data *dialect)
{
    alk__scanner s = alk__scanner_on(c->source.p, c->source.n, dialect->lexical);
    alk__token token, before = { 0 };
    alk__map many;
    char *start = at;
    int64_t param = 0;
    alk__map_init(&many);
    for (; param >= 0 && alk__scan(&s, &token); before = token) {
        if (token.kind == ALK__TOKEN_PARAM) {
            if (needs_space(&before, dialect))
                *at++ = ' ';
            param = param_index(c, (alk_sv){ token.text.p + 1, token.text.n - 1 }, &many);
            at = param < 0 ? at : put_marker(at, c, (uint32_t)param, dialect);
        } else if (token.kind == ALK__TOKEN_ESCAPE) {
            *at++ = ':';
        } else {
            at = put(at, token.text.p, token.text.n);
        }
    }
    alk__map_free(&many);
    *at = '\0';
    c->sql = (alk_sv){ start, (size_t)(at - start) };
    return param >= 0;
}

/* What counts is what one execution sends: where markers have numbers, a parameter named twice is one. */
static bool few_enough(const alk__compiled *c, const alk_dialect_data *dialect)
{
    if (dialect->max_params == 0 || c->n_markers <= dialect->max_params)
        return true;
    alk__error(ALK_ERROR_COMPILE, "the statement has %u parameters; the database takes %u", (unsigned)c->n_markers,
               (unsigned)dialect->max_params);
    return false;
}

alk__compiled *alk__text_compile(alk_sv source, uint64_t hash, const alk_dialect_data *dialect)
{
    measure m;
    if (take_measure(source, dialect, &m))
        return NULL;
    size_t names = m.markers * sizeof(alk_sv), order = m.markers * sizeof(uint32_t);
    char *block = alk__calloc(1, sizeof(alk__compiled) + names + order + source.n + 1 + m.sql_bytes + 1);
    if (!block)
        return NULL;
    alk__compiled *c = (alk__compiled *)(void *)block;
    c->refs = 1;
    c->hash = hash;
    c->names = (alk_sv *)(void *)(block + sizeof *c);
    c->order = (uint32_t *)(void *)(block + sizeof *c + names);
    char *text = block + sizeof *c + names + order;
    c->source = (alk_sv){ memcpy(text, source.p, source.n), source.n };
    if (!write_sql(c, text + source.n + 1, dialect) || !few_enough(c, dialect)) {
        alk__free(block);
        return NULL;
    }
    c->in_order = true;
    for (uint32_t i = 0; i < c->n_markers; i++)
        c->in_order = c->in_order && c->order[i] == i;
    return c;
}
