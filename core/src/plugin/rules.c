/* SPDX-License-Identifier: MIT
 * Checking rules. Lists and texts stay where the plugin has them, for it promises that they live for ever; that they end where they should is taken on trust up to
 * a length that none of them needs. */
#include "plugin/rules.h"
#include <alkahest/datatype.h>
#include <stdalign.h>
#include <string.h>
#include "base/text.h"
#include "compile/dialect.h"
#include "plugin/clean.h"

enum {
    TEXT_MAX = 4096,               /* bytes of a word, template or spelling */
    WORDS_MAX = 64 * 1024,         /* bytes of all reserved words */
    KINDS_MAX = 256,
    FUNCTIONS_MAX = 4096,
    OPTIONS_MAX = 256,
    HISTORY_MAX = 256,
    ROOM = 4096                    /* for the table of a newer plugin, which may be larger than ours */
};

static const alk__table_kind rules_kind = { "alk_sql_rules", sizeof(alk_sql_rules), alignof(alk_sql_rules), NULL, NULL, 0 };

/* ---- codes ---- */
#define CODE(member, last) { #member, offsetof(alk_sql_rules, member), last }
static const struct {
    const char *name;
    size_t offset;
    uint8_t last;                  /* the last code that is known */
} codes[] = {
    CODE(limit, ALK_LIMIT_ROWNUM),
    CODE(concat, ALK_CONCAT_PLUS),
    CODE(distinct_from, ALK_DISTINCT_FROM_DECODE),
    CODE(upsert, ALK_UPSERT_DUPLICATE_KEY_VALUES),
    CODE(returning, ALK_RETURNING_BARE),
    CODE(regexp, ALK_REGEXP_WORD_LIKE),
    CODE(json, ALK_JSON_EXTRACT_SQL),
    CODE(growing, ALK_GROWING_BY_DEFAULT),
    CODE(divide, ALK_DIVIDE_FLOORS_REAL),
    CODE(extract, ALK_EXTRACT_DATEPART),
    CODE(string_agg, ALK_STRING_AGG_LISTAGG),
    CODE(table_hint, ALK_HINT_COMMENT),
};

static bool check_codes(const alk_sql_rules *rules, const alk__examination *of)
{
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        uint8_t code = ((const uint8_t *)rules)[codes[i].offset];
        if (code > codes[i].last)
            return alk__refuse(of, "\"%s\" is %u in its alk_sql_rules; %u is the last that is known", codes[i].name, (unsigned)code,
                               (unsigned)codes[i].last);
    }
    return true;
}

/* ---- texts ---- */
static bool check_text(const char *text, const char *what, const alk__examination *of)
{
    if (text && strnlen(text, TEXT_MAX + 1) > TEXT_MAX)
        return alk__refuse(of, "the text \"%s\" in its alk_sql_rules is longer than %d bytes", what, TEXT_MAX);
    return true;
}

static bool check_texts(const alk_sql_rules *rules, const alk__examination *of)
{
    return check_text(rules->limit_all, "limit_all", of) && check_text(rules->true_word, "true_word", of) &&
           check_text(rules->false_word, "false_word", of) && check_text(rules->empty_set, "empty_set", of) &&
           check_text(rules->bit_xor, "bit_xor", of) && check_text(rules->modulo, "modulo", of) &&
           check_text(rules->except_word, "except_word", of) && check_text(rules->share_word, "share_word", of);
}

/* Whether each word comes after the one before. Both end with a space, which sorts before all that words are made of. */
static bool is_sorted(const char *words)
{
    const char *next;
    for (; *words && (next = strchr(words + 1, ' ')) && next[1]; words = next)
        if (strncmp(words, next, (size_t)(next - words) + 1) >= 0)
            return false;
    return true;
}

static bool check_words(const char *words, const alk__examination *of)
{
    size_t n = strnlen(words, WORDS_MAX + 1);
    if (n > WORDS_MAX)
        return alk__refuse(of, "its reserved words take more than %d bytes", WORDS_MAX);
    if (n > 0 && (words[0] != ' ' || words[n - 1] != ' '))
        return alk__refuse(of, "its reserved words have no space before the first or behind the last");
    for (size_t i = 0; i < n; i++)
        if (words[i] >= 'A' && words[i] <= 'Z')
            return alk__refuse(of, "its reserved words are not all in lower case");
    if (!is_sorted(words))
        return alk__refuse(of, "its reserved words are not sorted");
    return true;
}

/* ---- types ---- */
static size_t placeholder(const char *at)
{
    size_t n = 1;
    while (at[n] >= 'a' && at[n] <= 'z')
        n++;
    return n > 1 && at[n] == '}' ? n + 1 : 0;
}

/* Names in braces, brackets in pairs. */
static bool is_template(const char *text)
{
    int depth = 0;
    for (size_t n; *text; text += n) {
        n = *text == '{' ? placeholder(text) : 1;
        depth += (*text == '[') - (*text == ']');
        if (n == 0 || *text == '}' || depth < 0)
            return false;
    }
    return depth == 0;
}

static bool check_templates(const char *const *list, uint32_t n, const char *what, const alk__examination *of)
{
    for (uint32_t i = 0; list && i < n; i++) {
        if (list[i] && strnlen(list[i], TEXT_MAX + 1) > TEXT_MAX)
            return alk__refuse(of, "template %u of its %s is longer than %d bytes", (unsigned)i, what, TEXT_MAX);
        if (list[i] && !is_template(list[i]))
            return alk__refuse(of, "template %u of its %s, \"%s\", has braces or brackets that do not fit", (unsigned)i, what, list[i]);
    }
    return true;
}

static bool check_types(alk_sql_rules *rules, const alk__examination *of)
{
    if (rules->n_types > KINDS_MAX)
        return alk__refuse(of, "it says that it has %u types", (unsigned)rules->n_types);
    if (!rules->types != !rules->n_types || (!rules->types && (rules->national_types || rules->cast_types)))
        return alk__refuse(of, "it says that it has %u types and gives %s", (unsigned)rules->n_types, rules->types ? "a list of them" : "no list of them");
    if (!rules->types) {
        rules->types = alk__standard_rules.types;
        rules->national_types = alk__standard_rules.national_types;
        rules->n_types = alk__standard_rules.n_types;
    }
    return check_templates(rules->types, rules->n_types, "types", of) &&
           check_templates(rules->national_types, rules->n_types, "national_types", of) &&
           check_templates(rules->cast_types, rules->n_types, "cast_types", of);
}

/* ---- lists ---- */
static bool check_functions(const alk_sql_rules *rules, const alk__examination *of)
{
    if (rules->n_functions > FUNCTIONS_MAX || (rules->n_functions > 0 && !rules->functions))
        return alk__refuse(of, "it says that it has %u rules for functions%s", (unsigned)rules->n_functions, rules->functions ? "" : " and gives none");
    for (uint32_t i = 0; i < rules->n_functions; i++) {
        const alk_function_rule *rule = &rules->functions[i];
        if (!rule->name || !*rule->name || !rule->spelling || !*rule->spelling)
            return alk__refuse(of, "rule %u for functions has no %s", (unsigned)i, rule->name && *rule->name ? "spelling" : "name");
        if (!check_text(rule->name, "functions", of) || !check_text(rule->spelling, "functions", of))
            return false;
    }
    return true;
}

static bool check_options(const alk_sql_rules *rules, const alk__examination *of)
{
    size_t n = 0;
    for (; rules->options && n <= OPTIONS_MAX && rules->options[n].name; n++) {
        const alk_option_rule *rule = &rules->options[n];
        if (!alk__is_label(rule->name))
            return alk__refuse(of, "option %zu of its alk_sql_rules has no name ([a-z][a-z0-9_.-]*)", n);
        if (!rule->spelling || !*rule->spelling || rule->place < ALK_OPTION_TABLE_WORD || rule->place > ALK_OPTION_COLUMN_TYPE)
            return alk__refuse(of, "the option \"%s\" of its alk_sql_rules has no spelling or no place", rule->name);
        if (!check_text(rule->spelling, "options", of))
            return false;
    }
    return n <= OPTIONS_MAX || alk__refuse(of, "the list \"options\" of its alk_sql_rules does not end");
}

static bool check_history(const alk_sql_rules *rules, const alk__examination *of)
{
    size_t n = 0;
    while (rules->history && n <= HISTORY_MAX && rules->history[n].since)
        n++;
    return n <= HISTORY_MAX || alk__refuse(of, "the list \"history\" of its alk_sql_rules does not end");
}

/* ---- the whole ---- */
static bool check(alk_sql_rules *rules, const alk__examination *of)
{
    if (!rules->reserved_words)
        rules->reserved_words = alk__standard_rules.reserved_words;
    return check_codes(rules, of) && check_texts(rules, of) && check_words(rules->reserved_words, of) && check_types(rules, of) &&
           check_functions(rules, of) && check_options(rules, of) && check_history(rules, of);
}

bool alk__rules_copy(alk_sql_rules *out, const void *in, const alk__examination *of)
{
    if (!in) {
        *out = alk__standard_rules;
        return true;
    }
    return alk__table_copy(out, in, &rules_kind, of) && check(out, of);
}

bool alk__rules_adapt(alk_sql_rules *out, const alk_sql_rules *rules, uint32_t version, const alk__examination *of)
{
    union {
        alk_sql_rules rules;
        char room[ROOM];
    } space;
    *out = *rules;
    if (version == 0)
        return true;
    for (const alk_history_rule *step = rules->history; step && step->since; step++)
        if (version < step->since)
            out->features &= ~step->features;
    if (!rules->adapt)
        return true;
    memset(&space, 0, sizeof space);
    space.rules = *out;
    rules->adapt(version, &space.rules);
    space.rules.size = sizeof space.rules;
    *out = space.rules;
    return check(out, of);
}
