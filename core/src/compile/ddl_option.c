/* SPDX-License-Identifier: MIT
 * Options that one database alone has, written by the rules of its dialect. */
#include "base/error.h"
#include "base/text.h"
#include "compile/ddl.h"
#include "compile/ident.h"
#include <string.h>

static const char *value_of(const alk_dialect_option *options, const char *name, bool *given)
{
    for (; options && options->name; options++)
        if (strcmp(options->name, name) == 0) {
            *given = true;
            return options->value;
        }
    *given = false;
    return NULL;
}

/* Whether a rule before this one, whose option was given too, is written alike. */
static bool is_written(const alk_option_rule *first, const alk_option_rule *rule, const alk_dialect_option *options)
{
    bool given = false;
    for (; first < rule && !given; first++)
        if (first->place == rule->place && strcmp(first->spelling, rule->spelling) == 0)
            value_of(options, first->name, &given);
    return given;
}

static const alk_option_rule *rule_of(const alk__render *r, const char *name)
{
    for (const alk_option_rule *rule = r->dialect.rules->options; rule && rule->name; rule++)
        if (strcmp(rule->name, name) == 0)
            return rule;
    return NULL;
}

/* Whether an option of this name would be the dialect's: by its own name, or because it lists others of that. */
static bool is_own(const alk__render *r, const char *name, size_t prefix)
{
    if (strlen(r->dialect.name) == prefix && memcmp(r->dialect.name, name, prefix) == 0)
        return true;
    for (const alk_option_rule *rule = r->dialect.rules->options; rule && rule->name; rule++)
        if (strncmp(rule->name, name, prefix + 1) == 0)
            return true;
    return false;
}

int alk__check_options(const alk__render *r, const alk_dialect_option *options, const char *of)
{
    for (; options && options->name; options++) {
        const char *dot = strchr(options->name, '.');
        if (!dot || dot == options->name || !dot[1])
            return alk__error(ALK_ERROR_COMPILE, "the option \"%s\" of %s does not begin with the name of a database and a dot", options->name, of);
        if (!rule_of(r, options->name) && is_own(r, options->name, (size_t)(dot - options->name)))
            return alk__error(ALK_ERROR_COMPILE, "%s has no option \"%s\", which %s was given", r->dialect.name, options->name, of);
    }
    return ALK_OK;
}

/* "a, b" as names. White space around them is none of theirs. */
static int put_names(alk__render *r, const char *names, const char *option)
{
    int code = ALK_OK;
    for (const char *at = names; code == ALK_OK;) {
        at += strspn(at, " ");
        size_t n = strcspn(at, ","), end = n;
        while (end && at[end - 1] == ' ')
            end--;
        if (end == 0)
            return alk__error(ALK_ERROR_COMPILE, "the option \"%s\" lacks a name in \"%s\"", option, names);
        code = alk__ident_write(&r->out, (alk_sv){ at, end }, r->dialect.data, r->dialect.rules);
        at += n;
        if (!*at++)
            break;
        alk__put(r, ", ");
    }
    return code;
}

static int put_spelling(alk__render *r, const alk_option_rule *rule, const char *value)
{
    int code = ALK_OK;
    for (const char *at = rule->spelling; code == ALK_OK && *at;) {
        if (strncmp(at, "{value}", 7) == 0) {
            code = alk__put_sql(r, value, rule->name);
            at += 7;
        } else if (strncmp(at, "{name}", 6) == 0) {
            code = alk__put_name(r, value);
            at += 6;
        } else if (strncmp(at, "{names}", 7) == 0) {
            code = put_names(r, value, rule->name);
            at += 7;
        } else if (strncmp(at, "{text}", 6) == 0) {
            code = alk__put_text(r, value);
            at += 6;
        } else {
            alk__buffer_putc(&r->out, *at++);
        }
    }
    return code;
}

/* A switch is on or off; another option needs a value. */
static int is_wanted(const alk_option_rule *rule, const char *value, bool *wanted)
{
    bool takes_value = strstr(rule->spelling, "{value}") || strstr(rule->spelling, "{name}") || strstr(rule->spelling, "{names}") ||
                       strstr(rule->spelling, "{text}");
    *wanted = true;
    if (takes_value)
        return value ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "the option \"%s\" has no value", rule->name);
    if (!value || alk__parse_bool(alk__sv(value), wanted))
        return ALK_OK;
    return alk__error(ALK_ERROR_COMPILE, "the option \"%s\" is a switch: true or false", rule->name);
}

int alk__put_options(alk__render *r, const alk_dialect_option *options, uint32_t place)
{
    const alk_option_rule *rules = r->dialect.rules->options;
    bool wanted, given, first = true;
    for (const alk_option_rule *rule = rules; options && rule && rule->name; rule++) {
        const char *value = rule->place == place ? value_of(options, rule->name, &given) : NULL;
        if (rule->place != place || !given || is_written(rules, rule, options))
            continue;
        int code = is_wanted(rule, value, &wanted);
        if (code == ALK_OK && !wanted)
            continue;
        alk__put(r, !first && place == ALK_OPTION_TABLE_LIST ? ", " : place == ALK_OPTION_INDEX_PART && *rule->spelling == '(' ? "" : " ");
        first = false;
        if (code == ALK_OK)
            code = put_spelling(r, rule, value);
        if (code)
            return code;
    }
    return ALK_OK;
}
