/* SPDX-License-Identifier: MIT
 * Checking the options of a URL. The lists are the drivers' and the engine's; this file knows no option by name. */
#include "config/option.h"
#include <string.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"

enum { SHOWN = 64 };               /* bytes of an option's name or value in a message */

static int shown(const char *text)
{
    size_t length = strlen(text);
    return (int)(length <= SHOWN ? length : alk__utf8_cut(text, SHOWN));
}

/* ---- unknown ones ---- */

static void list_known(alk__buffer *list, const alk_option_spec *specs, uint32_t count)
{
    alk__buffer_puts(list, count > 0 ? "its options are " : "it takes no options");
    for (uint32_t i = 0; i < count; i++) {
        alk__buffer_puts(list, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        alk__buffer_puts(list, specs[i].name);
    }
}

static const char *nearest(const char *name, const alk_option_spec *specs, uint32_t count)
{
    const char **names = alk__realloc_array(NULL, (size_t)count + 1, sizeof *names);
    if (names == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        names[i] = specs[i].name;
    names[count] = NULL;
    const char *found = alk__nearest(alk__sv(name), names);
    alk__free(names);
    return found;
}

/* Out of memory is no reason to say less than that the option is unknown, so the error is made after all that may fail. */
static int unknown(const char *name, const char *driver, const alk_option_spec *specs, uint32_t count)
{
    const char *near = nearest(name, specs, count);
    alk__buffer list;
    alk__buffer_init(&list, ALK__BUFFER_MAX);
    list_known(&list, specs, count);
    int status = alk__error(ALK_ERROR_ARGUMENT, "driver %s has no option \"%.*s\"%s%s%s", driver, shown(name), name,
                            near != NULL ? "; is \"" : "", near != NULL ? near : "", near != NULL ? "\" meant?" : "");
    if (alk__buffer_status(&list) == ALK_OK)
        alk__error_add(ALK__HINT, list.data, list.length);
    alk__buffer_free(&list);
    return status;
}

/* ---- values ---- */

static bool is_choice(const char *value, const char *choices)
{
    size_t length = strlen(value);
    for (const char *from = choices; from != NULL;) {
        const char *bar = strchr(from, '|');
        size_t n = bar != NULL ? (size_t)(bar - from) : strlen(from);
        if (n == length && memcmp(from, value, n) == 0)
            return true;
        from = bar != NULL ? bar + 1 : NULL;
    }
    return false;
}

static bool is_good(const alk_option_spec *spec, const char *value)
{
    alk_sv text = alk__sv(value);
    int64_t i;
    double d;
    bool b;
    switch (spec->kind) {
    case ALK_OPTION_INT:
        return alk__parse_int(text, &i);
    case ALK_OPTION_SECONDS:
        return alk__parse_real(text, &d) && d >= 0 && d - d == 0;
    case ALK_OPTION_BOOL:
        return alk__parse_bool(text, &b);
    case ALK_OPTION_CHOICE:
        return is_choice(value, spec->values);
    default:
        return true;
    }
}

static const char *takes(const alk_option_spec *spec)
{
    switch (spec->kind) {
    case ALK_OPTION_INT:
        return "a whole number";
    case ALK_OPTION_SECONDS:
        return "a number of seconds, 0 or more, as 2.5";
    case ALK_OPTION_BOOL:
        return "true or false (or yes, no, on, off, 1, 0)";
    default:
        return "one of ";
    }
}

/* A value with control characters would break the message's one line; a secret is nobody's business. */
static bool may_show(const alk_option_spec *spec, const char *value)
{
    for (const char *c = value; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return (spec->flags & ALK_OPTION_SECRET) == 0 && !alk__name_is_secret(alk__sv(spec->name));
}

static int bad_value(const alk_option_spec *spec, const char *value)
{
    bool choice = spec->kind == ALK_OPTION_CHOICE, show = may_show(spec, value);
    return alk__error(ALK_ERROR_ARGUMENT, "option \"%s\" takes %s%s%s%.*s%s", spec->name, takes(spec),
                      choice && spec->values != NULL ? spec->values : "", show ? ", not \"" : "", show ? shown(value) : 0, value,
                      show ? "\"" : "");
}

int alk__options_check(const alk_url *url, const char *driver_name, const alk_option_spec *specs, uint32_t count)
{
    for (size_t i = 0; i < alk_url_option_count(url); i++) {
        const char *name = alk_url_option_name(url, i), *value = alk_url_option_value(url, i);
        const alk_option_spec *spec = NULL;
        for (uint32_t j = 0; j < count && spec == NULL; j++)
            if (strcmp(specs[j].name, name) == 0)
                spec = &specs[j];
        if (spec == NULL)
            return unknown(name, driver_name, specs, count);
        if (!is_good(spec, value))
            return bad_value(spec, value);
    }
    return ALK_OK;
}
