/* SPDX-License-Identifier: MIT
 * See regexp.h. A pattern that stays the same for all rows is compiled once. */
#include "regexp.h"
#include <locale.h>
#include <pthread.h>
#include <regex.h>
#include <string.h>

#if !defined(REG_STARTEND)               /* the text then ends at its first NUL */
#define REG_STARTEND 0
#endif

/* Characters are those of UTF-8 whatever the program's locale is. 0: the system has no such locale, and bytes are compared. */
static locale_t utf8;

static void make_locale(void)
{
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static locale_t enter_utf8(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_locale);
    return utf8 ? uselocale(utf8) : (locale_t)0;
}

static void leave_utf8(locale_t before)
{
    if (before)
        uselocale(before);
}

/* Flags before the pattern: (?im). i: without regard to case; m and n: lines, whose ends ^ and $ match and . does not; s and c: as it is without them. The pattern behind
 * them; NULL: there are others. */
static const char *read_flags(const char *pattern, int *flags)
{
    if (strncmp(pattern, "(?", 2) != 0)
        return pattern;
    for (pattern += 2; *pattern && *pattern != ')'; pattern++) {
        if (!strchr("imnsc", *pattern))
            return NULL;
        *flags |= *pattern == 'i' ? REG_ICASE : *pattern == 'm' || *pattern == 'n' ? REG_NEWLINE : 0;
    }
    return *pattern ? pattern + 1 : NULL;
}

static void regex_free(void *regex)
{
    regfree(regex);
    alk__lite_free(regex);
}

static void tell(sqlite3_context *context, const char *why)
{
    char *message = sqlite3_mprintf("REGEXP: %s", why);
    if (message != NULL)
        sqlite3_result_error(context, message, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(message);
}

/* NULL: the error is told. */
static regex_t *compile(sqlite3_context *context, const char *pattern)
{
    int flags = REG_EXTENDED | REG_NOSUB;
    const char *rest = read_flags(pattern, &flags);
    regex_t *regex = rest != NULL ? alk__lite_alloc(sizeof *regex, NULL) : NULL;
    if (regex == NULL) {
        if (rest != NULL)
            sqlite3_result_error_nomem(context);
        else
            tell(context, "the flags before the pattern are not (?i), (?m) or (?s)");
        return NULL;
    }
    int code = regcomp(regex, rest, flags);
    if (code != 0) {
        char why[120];
        regerror(code, regex, why, sizeof why);
        alk__lite_free(regex);
        if (code == REG_ESPACE)
            sqlite3_result_error_nomem(context);
        else
            tell(context, why);
        return NULL;
    }
    return regex;
}

static void match(sqlite3_context *context, regex_t *regex, sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    regmatch_t whole = { 0, (regoff_t)sqlite3_value_bytes(value) };
    if (text == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    int code = regexec(regex, text, 1, &whole, REG_STARTEND);      /* by its length: a NUL in it is a character */
    if (code == REG_ESPACE)
        sqlite3_result_error_nomem(context);
    else
        sqlite3_result_int(context, code == 0);
}

/* regexp(pattern, text): NULL where either is. */
static void regexp(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL)
        return;
    locale_t before = enter_utf8();
    regex_t *regex = sqlite3_get_auxdata(context, 0), *made = NULL;
    const char *pattern = regex == NULL ? (const char *)sqlite3_value_text(values[0]) : NULL;
    if (regex == NULL && pattern == NULL)
        sqlite3_result_error_nomem(context);
    else if (regex == NULL)
        regex = made = compile(context, pattern);
    if (regex != NULL)
        match(context, regex, values[1]);
    leave_utf8(before);
    if (made != NULL)
        sqlite3_set_auxdata(context, 0, made, regex_free);         /* last: it may free it at once */
}

int alk__lite_add_regexp(alk__lite_conn *conn)
{
    return sqlite3_create_function_v2(conn->db, "regexp", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, regexp, NULL, NULL, NULL);
}
