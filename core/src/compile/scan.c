/* SPDX-License-Identifier: MIT
 * See scan.h. Each function takes a token that begins at scanner->next and returns its end. */
#include "compile/scan.h"
#include "base/text.h"
#include <string.h>

static bool begins_word(char c)
{
    return alk__is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool in_word(char c)
{
    return begins_word(c) || alk__is_digit(c) || c == '$';
}

static const char *line_end(const alk__scanner *s)
{
    const char *end = memchr(s->next, '\n', (size_t)(s->end - s->next));
    return end ? end : s->end;
}

/* To behind the closing quote; a doubled quote stands for itself. */
static const char *quoted(const alk__scanner *s, const char *p, char quote, bool backslash, bool *open)
{
    for (; p < s->end; p++) {
        if (*p == '\\' && backslash && p + 1 < s->end)
            p++;
        else if (*p == quote) {
            if (p + 1 < s->end && p[1] == quote)
                p++;
            else
                return p + 1;
        }
    }
    *open = true;
    return s->end;
}

static const char *block_comment(const alk__scanner *s, bool *open)
{
    int depth = 1;
    for (const char *p = s->next + 2; p + 1 < s->end; p++) {
        if (p[0] == '*' && p[1] == '/') {
            p++;
            if (--depth == 0)
                return p + 1;
        } else if (s->lexical & ALK_LEX_NESTED_COMMENTS && p[0] == '/' && p[1] == '*') {
            p++;
            depth++;
        }
    }
    *open = true;
    return s->end;
}

/* The end of $tag$ … $tag$ when it begins here, else NULL. */
static const char *dollar_quoted(const alk__scanner *s, bool *open)
{
    const char *p = s->next + 1;
    if (p < s->end && begins_word(*p))
        while (p < s->end && (begins_word(*p) || alk__is_digit(*p)))
            p++;
    if (p >= s->end || *p != '$')
        return NULL;
    size_t tag = (size_t)(p + 1 - s->next);
    for (p++; (size_t)(s->end - p) >= tag; p++) {
        p = memchr(p, '$', (size_t)(s->end - p));
        if (!p || (size_t)(s->end - p) < tag)
            break;
        if (memcmp(p, s->next, tag) == 0)
            return p + tag;
    }
    *open = true;
    return s->end;
}

static const char *digits(const alk__scanner *s, const char *p)
{
    while (p < s->end && alk__is_digit(*p))
        p++;
    return p;
}

static const char *number(const alk__scanner *s)
{
    const char *p = digits(s, s->next);
    if (p < s->end && *p == '.')
        p = digits(s, p + 1);
    if (p < s->end && alk__lower(*p) == 'e') {
        const char *q = p + 1;
        if (q < s->end && (*q == '+' || *q == '-'))
            q++;
        if (q < s->end && alk__is_digit(*q))
            p = digits(s, q);
    }
    while (p < s->end && in_word(*p))      /* 0x1F, 1_000, and what is no number at all */
        p++;
    return p;
}

static const char *word(const alk__scanner *s, const char *p)
{
    while (p < s->end && in_word(*p))
        p++;
    return p;
}

static const char *colon(const alk__scanner *s, alk__token *token)
{
    const char *p = s->next + 1;
    token->kind = ALK__TOKEN_OTHER;
    if (p < s->end && *p == ':') {
        token->kind = ALK__TOKEN_CAST;
        return p + 1;
    }
    if (p < s->end && begins_word(*p)) {
        token->kind = ALK__TOKEN_PARAM;
        return word(s, p);
    }
    return p;
}

static const char *dollar(const alk__scanner *s, alk__token *token)
{
    const char *p;
    token->kind = ALK__TOKEN_STRING;
    if (s->lexical & ALK_LEX_DOLLAR_QUOTES && (p = dollar_quoted(s, &token->open)))
        return p;
    p = digits(s, s->next + 1);
    token->kind = p > s->next + 1 ? ALK__TOKEN_MARKER : ALK__TOKEN_OTHER;
    return p;
}

static bool begins_comment(const alk__scanner *s)
{
    const char *p = s->next;
    if (*p == '#')
        return s->lexical & ALK_LEX_HASH_COMMENTS;
    if (s->end - p < 2 || p[0] != '-' || p[1] != '-')
        return false;
    return !(s->lexical & ALK_LEX_DASH_SPACE) || s->end - p == 2 || alk__is_space(p[2]);
}

/* A name in quotes that only some databases have. */
static const char *name_if(const alk__scanner *s, alk__token *token, uint32_t flag, char quote)
{
    bool quotes = s->lexical & flag;
    token->kind = quotes ? ALK__TOKEN_NAME : ALK__TOKEN_OTHER;
    return quotes ? quoted(s, s->next + 1, quote, false, &token->open) : s->next + 1;
}

static const char *punctuation(const alk__scanner *s, alk__token *token)
{
    bool backslash = (s->lexical & ALK_LEX_BACKSLASH) != 0;
    const char *p = s->next + 1;
    switch (*s->next) {
    case '\'':
        token->kind = ALK__TOKEN_STRING;
        return quoted(s, p, '\'', backslash, &token->open);
    case '"':
        token->kind = ALK__TOKEN_NAME;
        return quoted(s, p, '"', backslash && s->lexical & ALK_LEX_DOUBLE_QUOTE_STRING, &token->open);
    case '`':
        return name_if(s, token, ALK_LEX_BACKTICKS, '`');
    case '[':
        return name_if(s, token, ALK_LEX_BRACKETS, ']');
    case ':':
        return colon(s, token);
    case '$':
        return dollar(s, token);
    case '?':
        token->kind = ALK__TOKEN_MARKER;
        return digits(s, p);
    case '\\':
        token->kind = p < s->end && *p == ':' ? ALK__TOKEN_ESCAPE : ALK__TOKEN_OTHER;
        return token->kind == ALK__TOKEN_ESCAPE ? p + 1 : p;
    case ';':
        token->kind = ALK__TOKEN_SEMICOLON;
        return p;
    case '(':
        token->kind = ALK__TOKEN_OPEN;
        return p;
    case ')':
        token->kind = ALK__TOKEN_CLOSE;
        return p;
    case ',':
        token->kind = ALK__TOKEN_COMMA;
        return p;
    default:
        token->kind = ALK__TOKEN_OTHER;
        return p;
    }
}

static const char *token_end(const alk__scanner *s, alk__token *token)
{
    char c = *s->next;
    const char *p = s->next;
    if (alk__is_space(c)) {
        token->kind = ALK__TOKEN_SPACE;
        while (p < s->end && alk__is_space(*p))
            p++;
        return p;
    }
    if (begins_comment(s)) {
        token->kind = ALK__TOKEN_COMMENT;
        return line_end(s);
    }
    if (c == '/' && s->end - p >= 2 && p[1] == '*') {
        token->kind = ALK__TOKEN_COMMENT;
        return block_comment(s, &token->open);
    }
    if (alk__lower(c) == 'e' && s->lexical & ALK_LEX_E_STRINGS && s->end - p >= 2 && p[1] == '\'') {
        token->kind = ALK__TOKEN_STRING;
        return quoted(s, p + 2, '\'', true, &token->open);
    }
    if (begins_word(c)) {
        token->kind = ALK__TOKEN_WORD;
        return word(s, p);
    }
    if (alk__is_digit(c)) {
        token->kind = ALK__TOKEN_NUMBER;
        return number(s);
    }
    return punctuation(s, token);
}

bool alk__scan(alk__scanner *scanner, alk__token *token)
{
    if (scanner->next >= scanner->end)
        return false;
    token->open = false;
    const char *end = token_end(scanner, token);
    token->text = (alk_sv){ scanner->next, (size_t)(end - scanner->next) };
    scanner->next = end;
    return true;
}

bool alk__scan_solid(alk__scanner *scanner, alk__token *token)
{
    while (alk__scan(scanner, token))
        if (token->kind != ALK__TOKEN_SPACE && token->kind != ALK__TOKEN_COMMENT)
            return true;
    return false;
}
