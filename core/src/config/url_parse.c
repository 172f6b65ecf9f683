/* SPDX-License-Identifier: MIT
 * Reading database URLs. Every fault has its own message with the character it is at, counted from 1; no message shows any of the
 * text, since a slip in a URL easily turns the password into something else. */
#include <string.h>
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "config/url.h"

/* What is being read; the parts are views into the text until they are decoded. */
typedef struct parser {
    const char *text;
    alk_url *url;
} parser;

/* ---- errors ---- */

/* The text may not be valid yet, so that bytes which begin no character are skipped rather than decoded. */
static size_t character_at(const parser *p, const char *at)
{
    size_t n = 1;
    for (const char *c = p->text; c < at; c++)
        n += ((unsigned char)*c & 0xC0) != 0x80;
    return n;
}

static int bad(const parser *p, const char *at, const char *what)
{
    return alk__error(ALK_ERROR_ARGUMENT, "bad URL at character %zu: %s", character_at(p, at), what);
}

static int bad_with_hint(const parser *p, const char *at, const char *what, const char *hint)
{
    int status = bad(p, at, what);
    alk__error_add(ALK__HINT, hint, strlen(hint));
    return status;
}

static const char form_hint[] = "a URL is dialect://user:password@host:port/database, or sqlite:///file";
static const char encode_hint[] = "in a user name or password, : is written %3A, / is %2F, ? is %3F, # is %23, @ is %40, % is %25";

/* ---- pieces ---- */

static const char *find(const char *from, const char *end, char c)
{
    const char *at = from < end ? memchr(from, c, (size_t)(end - from)) : NULL;
    return at != NULL ? at : end;
}

static int nibble(char c)
{
    c = alk__lower(c);
    return alk__is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int decode_into(const parser *p, const char *from, const char *end, char *out)
{
    char *begin = out;
    for (const char *c = from; c < end; c++) {
        if (*c != '%') {
            *out++ = *c;
            continue;
        }
        int high = end - c > 2 ? nibble(c[1]) : -1, low = high < 0 ? -1 : nibble(c[2]);
        if (low < 0)
            return bad_with_hint(p, c, "% must be followed by two hexadecimal digits", "a % itself is written %25");
        if (high == 0 && low == 0)
            return bad(p, c, "%00 is a NUL, which no part of a URL may hold");
        *out++ = (char)(high << 4 | low);
        c += 2;
    }
    *out = '\0';
    if (alk__utf8_valid(begin, (size_t)(out - begin)) < (size_t)(out - begin))
        return bad(p, from, "this part is not valid UTF-8 once its percent escapes are decoded");
    return ALK_OK;
}

/* A part of the text, decoded; *out is to be freed with the URL. */
static int decode(const parser *p, const char *from, const char *end, char **out)
{
    char *text = alk__alloc((size_t)(end - from) + 1);
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    text[0] = '\0';
    int status = decode_into(p, from, end, text);
    if (status == ALK_OK) {
        *out = text;
        return ALK_OK;
    }
    alk__wipe(text, (size_t)(end - from) + 1);
    alk__free(text);
    return status;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static int refuse_control(const parser *p, const char *at, const char *decoded, const char *what)
{
    for (; *decoded != '\0'; decoded++)
        if (is_control(*decoded))
            return bad(p, at, what);
    return ALK_OK;
}

/* ---- the whole text ---- */

static int check_characters(const parser *p, size_t length)
{
    const char *end = p->text + length;
    for (const char *c = p->text; c < end; c++) {
        if (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r')
            return bad_with_hint(p, c, "white space", "a space is written %20; look for a line end after the URL");
        if (is_control(*c))
            return bad(p, c, "control character; where one is meant it is percent-encoded");
    }
    size_t valid = alk__utf8_valid(p->text, length);
    if (valid < length)
        return bad(p, p->text + valid, "not valid UTF-8");
    const char *hash = find(p->text, end, '#');
    if (hash < end)
        return bad_with_hint(p, hash, "# begins a fragment, which a database URL does not have", "a # in a part is written %23");
    return ALK_OK;
}

static int check_text(const parser *p)
{
    if (p->text == NULL)
        return alk__error(ALK_ERROR_ARGUMENT, "URL is NULL");
    size_t length = strnlen(p->text, ALK__URL_MAX + 1);
    if (length == 0)
        return bad_with_hint(p, p->text, "the URL is empty", form_hint);
    if (length > ALK__URL_MAX)
        return alk__error(ALK_ERROR_ARGUMENT, "bad URL: longer than 65536 bytes");
    return check_characters(p, length);
}

/* ---- dialect and driver ---- */

static bool is_name_byte(char c)
{
    return alk__is_alpha(c) || alk__is_digit(c) || c == '_';
}

static const char *first_bad_byte(alk_sv name)
{
    const char *c = name.p, *end = name.p + name.n;
    while (c < end && is_name_byte(*c))
        c++;
    return c;
}

const char *alk__url_bad_name(alk_sv name)
{
    if (name.n == 0)
        return "is empty";
    if (name.n > ALK__URL_NAME_MAX)
        return "is longer than 63 characters";
    if (first_bad_byte(name) < name.p + name.n)
        return "has a character that is not a letter, a digit or _";
    return alk__is_alpha(name.p[0]) ? NULL : "does not begin with a letter";
}

static int read_name(const parser *p, const char *from, const char *end, bool driver, char **out)
{
    alk_sv name = {from, (size_t)(end - from)};
    const char *fault = alk__url_bad_name(name), *at = first_bad_byte(name);
    if (fault != NULL)
        return alk__error(ALK_ERROR_ARGUMENT, "bad URL at character %zu: the %s name %s",
                          character_at(p, at < end ? at : from), driver ? "driver" : "dialect", fault);
    char *text = alk__strndup(from, name.n);
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < name.n; i++)
        text[i] = alk__lower(text[i]);
    *out = text;
    return ALK_OK;
}

/* dialect[+driver]:// ; *rest is what follows. */
static int read_scheme(const parser *p, const char *end, const char **rest)
{
    const char *colon = find(p->text, end, ':');
    const char *slash = find(p->text, end, '/');
    if (colon == end || slash < colon)
        return bad_with_hint(p, p->text, "no dialect in front; a URL begins with dialect://", form_hint);
    if (end - colon < 3 || colon[1] != '/' || colon[2] != '/')
        return bad_with_hint(p, colon, "the dialect is not followed by ://", form_hint);
    const char *plus = find(p->text, colon, '+');
    int status = read_name(p, p->text, plus, false, &p->url->dialect);
    if (status == ALK_OK && plus < colon)
        status = read_name(p, plus + 1, colon, true, &p->url->driver);
    *rest = colon + 3;
    return status;
}

/* ---- user and password ---- */

static int read_login(const parser *p, const char *from, const char *end)
{
    const char *colon = find(from, end, ':');
    int status = ALK_OK;
    if (colon > from)
        status = decode(p, from, colon, &p->url->user);
    if (status == ALK_OK && colon < end)
        status = decode(p, colon + 1, end, &p->url->password);
    return status;
}

/* ---- hosts ---- */

static int read_port(const parser *p, const char *from, const char *end, int *out)
{
    uint64_t port;
    if (from == end)
        return bad(p, from, "the port is missing after :");
    for (const char *c = from; c < end; c++)
        if (!alk__is_digit(*c))
            return bad_with_hint(p, c, "the port is not a number", encode_hint);
    if (!alk__parse_uint((alk_sv){from, (size_t)(end - from)}, &port) || port < 1 || port > 65535)
        return bad(p, from, "the port is not between 1 and 65535");
    *out = (int)port;
    return ALK_OK;
}

/* Four decimal numbers, as an IPv6 address may have at its end. */
static bool is_ipv4(const char *from, const char *end)
{
    for (int i = 0; i < 4; i++) {
        uint64_t byte;
        const char *dot = i < 3 ? find(from, end, '.') : end;
        bool sized = dot > from && dot - from <= 3 && alk__is_digit(*from) && !(*from == '0' && dot - from > 1);
        if ((i < 3 && dot == end) || !sized || !alk__parse_uint((alk_sv){from, (size_t)(dot - from)}, &byte) || byte > 255)
            return false;
        from = i < 3 ? dot + 1 : end;
    }
    return true;
}

static bool is_group(const char *from, const char *end)
{
    if (end - from < 1 || end - from > 4)
        return false;
    for (; from < end; from++)
        if (nibble(*from) < 0)
            return false;
    return true;
}

/* The groups between colons, in which one "::" may stand for the missing ones. -1: malformed. */
static int count_groups(const char *from, const char *end, bool may_end_ipv4)
{
    int groups = 0;
    if (from == end)
        return 0;
    for (;;) {
        const char *colon = find(from, end, ':');
        if (colon == end && may_end_ipv4 && find(from, end, '.') < end)
            return is_ipv4(from, end) ? groups + 2 : -1;
        if (!is_group(from, colon) || groups == 8)
            return -1;
        groups++;
        if (colon == end)
            return groups;
        from = colon + 1;
    }
}

bool alk__url_is_ipv6(const char *host)
{
    const char *end = host + strlen(host);
    const char *zone = find(host, end, '%');
    if (zone < end && zone + 1 == end)
        return false;
    end = zone;
    const char *gap = host;
    while (gap + 1 < end && !(gap[0] == ':' && gap[1] == ':'))
        gap++;
    if (gap + 1 >= end)
        return count_groups(host, end, true) == 8;
    int before = count_groups(host, gap, false), after = count_groups(gap + 2, end, true);
    return before >= 0 && after >= 0 && before + after < 8;
}

static int read_ipv6(const parser *p, const char *from, const char *end, alk__url_host *host)
{
    const char *close = find(from, end, ']');
    if (close == end)
        return bad(p, from, "[ without ]: an IPv6 address ends with ]");
    int status = decode(p, from + 1, close, &host->name);
    if (status != ALK_OK)
        return status;
    if (!alk__url_is_ipv6(host->name))
        return bad_with_hint(p, from + 1, "not an IPv6 address between [ and ]", "as in [2001:db8::1] or [fe80::1%25eth0]");
    if ((status = refuse_control(p, from, host->name, "control character in a host")) != ALK_OK)
        return status;
    if (close + 1 == end)
        return ALK_OK;
    if (close[1] != ':')
        return bad(p, close + 1, "only :port may follow the ] of an IPv6 address");
    return read_port(p, close + 2, end, &host->port);
}

static int read_name_and_port(const parser *p, const char *from, const char *end, alk__url_host *host)
{
    const char *colon = find(from, end, ':');
    if (colon < end && find(colon + 1, end, ':') < end)
        return bad_with_hint(p, colon, "more than one : in a host", "an IPv6 address stands in brackets: [::1]:5432");
    for (const char *c = from; c < colon; c++)
        if (*c == '[' || *c == ']')
            return bad(p, c, "[ and ] stand only around an IPv6 address");
    int status = ALK_OK;
    if (colon > from) {
        status = decode(p, from, colon, &host->name);
        if (status == ALK_OK)
            status = refuse_control(p, from, host->name, "control character in a host");
    }
    if (status == ALK_OK && colon < end)
        status = read_port(p, colon + 1, end, &host->port);
    return status;
}

static int read_host(const parser *p, const char *from, const char *end, bool alone)
{
    if (!alone && (from == end || *from == ':'))
        return bad(p, from, "empty host in a list of hosts");
    alk__url_host *host = alk__url_add_host(p->url);
    if (host == NULL)
        return ALK_ERROR_NO_MEMORY;
    return *from == '[' ? read_ipv6(p, from, end, host) : read_name_and_port(p, from, end, host);
}

static int read_hosts(const parser *p, const char *from, const char *end)
{
    bool alone = find(from, end, ',') == end;
    if (from == end)
        return ALK_OK;
    for (;;) {
        const char *comma = find(from, end, ',');
        int status = read_host(p, from, comma, alone);
        if (status != ALK_OK || comma == end)
            return status;
        from = comma + 1;
    }
}

static int read_authority(const parser *p, const char *from, const char *end)
{
    const char *at = find(from, end, '@');
    if (at == end)
        return read_hosts(p, from, end);
    const char *second = find(at + 1, end, '@');
    if (second < end)
        return bad_with_hint(p, second, "a second @ before the host", "an @ in the user name or password is written %40");
    int status = read_login(p, from, at);
    return status == ALK_OK ? read_hosts(p, at + 1, end) : status;
}

/* ---- options ---- */

static int read_option(const parser *p, const char *from, const char *end)
{
    const char *equals = find(from, end, '=');
    if (from == end)
        return bad(p, from, "empty option: one & too many");
    if (equals == end)
        return bad(p, from, "option without =; options are written name=value");
    if (equals == from)
        return bad(p, from, "option without a name before the =");
    alk__url_option *option = alk__url_add_option(p->url);
    if (option == NULL)
        return ALK_ERROR_NO_MEMORY;
    int status = decode(p, from, equals, &option->name);
    if (status == ALK_OK)
        status = refuse_control(p, from, option->name, "control character in the name of an option");
    if (status == ALK_OK)
        status = decode(p, equals + 1, end, &option->value);
    return status;
}

static int read_options(const parser *p, const char *from, const char *end)
{
    while (from < end) {
        const char *ampersand = find(from, end, '&');
        int status = read_option(p, from, ampersand);
        if (status != ALK_OK)
            return status;
        if (ampersand < end && ampersand + 1 == end)
            return bad(p, ampersand, "empty option: one & too many");
        from = ampersand < end ? ampersand + 1 : end;
    }
    return ALK_OK;
}

/* ---- all ---- */

static int parse(const parser *p)
{
    const char *end, *from = p->text;
    int status = check_text(p);
    if (status != ALK_OK)
        return status;
    end = p->text + strlen(p->text);
    if ((status = read_scheme(p, end, &from)) != ALK_OK)
        return status;
    const char *question = find(from, end, '?');
    const char *slash = find(from, question, '/');
    status = read_authority(p, from, slash);
    if (status == ALK_OK && slash < question && slash + 1 < question)
        status = decode(p, slash + 1, question, &p->url->database);
    if (status == ALK_OK && question < end)
        status = read_options(p, question + 1, end);
    return status;
}

alk_url *alk_url_parse(const char *text)
{
    parser p = {text, alk__calloc(1, sizeof(alk_url))};
    if (p.url == NULL)
        return alk__error_null();
    if (parse(&p) == ALK_OK) {
        alk__error_handle_made();
        return p.url;
    }
    alk_url_free(p.url);
    return alk__error_null();
}
