/* SPDX-License-Identifier: MIT
 * Whether text is JSON (RFC 8259). It walks without recursion, one bit for each level says whether that is an object, so
 * that hostile nesting costs no stack. JSON values stay text; this file builds nothing. */
#include "type/json.h"
#include <alkahest/value.h>
#include "base/error.h"
#include "base/utf8.h"

typedef struct nesting {
    uint8_t objects[(ALK__JSON_DEPTH + 7) / 8];
    int depth;
} nesting;

void alk__json_space(alk__scan *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
        s->p++;
}

static bool escape(alk__scan *s)
{
    if (s->p == s->end)
        return false;
    char c = *s->p++;
    if (c != 'u')
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    for (int i = 0; i < 4; i++, s->p++) {
        char digit = s->p < s->end ? alk__lower(*s->p) : '\0';
        if (!alk__is_digit(digit) && !(digit >= 'a' && digit <= 'f'))
            return false;
    }
    return true;
}

bool alk__json_string(alk__scan *s)
{
    if (!alk__scan_char(s, '"'))
        return false;
    while (s->p < s->end && (unsigned char)*s->p >= 0x20) {
        char c = *s->p++;
        if (c == '"')
            return true;
        if (c == '\\' && !escape(s))
            return false;
    }
    return false;
}

static bool digits(alk__scan *s)
{
    const char *before = s->p;
    while (s->p < s->end && alk__is_digit(*s->p))
        s->p++;
    return s->p > before;
}

bool alk__json_number(alk__scan *s)
{
    (void)alk__scan_char(s, '-');
    if (!alk__scan_char(s, '0') && !digits(s))
        return false;
    if (alk__scan_char(s, '.') && !digits(s))
        return false;
    if (alk__scan_char(s, 'e') || alk__scan_char(s, 'E')) {
        if (!alk__scan_char(s, '-'))
            (void)alk__scan_char(s, '+');
        return digits(s);
    }
    return true;
}

static bool literal(alk__scan *s, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
        return false;
    s->p += n;
    return true;
}

static bool scalar(alk__scan *s)
{
    if (s->p == s->end)
        return false;
    switch (*s->p) {
    case '"':
        return alk__json_string(s);
    case 't':
        return literal(s, "true");
    case 'f':
        return literal(s, "false");
    case 'n':
        return literal(s, "null");
    default:
        return alk__json_number(s);
    }
}

static bool in_object(const nesting *n)
{
    return n->objects[(n->depth - 1) / 8] >> ((n->depth - 1) % 8) & 1;
}

static bool push(nesting *n, bool object)
{
    if (n->depth == ALK__JSON_DEPTH)
        return false;
    uint8_t bit = (uint8_t)(1u << (n->depth % 8));
    uint8_t *at = &n->objects[n->depth++ / 8];
    *at = (uint8_t)(object ? *at | bit : *at & ~bit);
    return true;
}

/* The name and the colon of an object's member. */
static bool name(alk__scan *s)
{
    alk__json_space(s);
    if (!alk__json_string(s))
        return false;
    alk__json_space(s);
    return alk__scan_char(s, ':');
}

/* Behind a value: closes what ends here; *more says whether another value must follow. */
static bool after_value(alk__scan *s, nesting *n, bool *more)
{
    while (n->depth > 0) {
        alk__json_space(s);
        if (alk__scan_char(s, ',')) {
            *more = true;
            return !in_object(n) || name(s);
        }
        if (!alk__scan_char(s, in_object(n) ? '}' : ']'))
            return false;
        n->depth--;
    }
    *more = false;
    return true;
}

/* The beginning of a value; *open says that it is a container whose first value must follow. */
static bool begin_value(alk__scan *s, nesting *n, bool *open)
{
    alk__json_space(s);
    bool object = s->p < s->end && *s->p == '{';
    *open = false;
    if (!object && !(s->p < s->end && *s->p == '['))
        return scalar(s);
    if (!push(n, object))
        return false;
    s->p++;
    alk__json_space(s);
    if (alk__scan_char(s, object ? '}' : ']')) {
        n->depth--;
        return true;
    }
    *open = true;
    return !object || name(s);
}

bool alk__json_value(alk__scan *s)
{
    nesting n = { .depth = 0 };
    bool more = true, open;
    while (more) {
        if (!begin_value(s, &n, &open))
            return false;
        if (!open && !after_value(s, &n, &more))
            return false;
    }
    return true;
}

int alk_json_check(const char *text, size_t length)
{
    alk__scan s = alk__scan_of(text, length);
    const char *begin = s.p;
    size_t valid = alk__utf8_valid(begin, (size_t)(s.end - begin));
    if (valid < (size_t)(s.end - begin))
        return alk__error_state(ALK_ERROR_DATA, "22021", "JSON text is not valid UTF-8 at byte %zu", valid + 1);
    bool good = alk__json_value(&s);
    if (good)
        alk__json_space(&s);
    if (!good || !alk__scan_end(&s))
        return alk__error_state(ALK_ERROR_DATA, "22032", "JSON text is malformed, or nested deeper than 1000, at byte %zu",
                                (size_t)(s.p - begin) + 1);
    return ALK_OK;
}
