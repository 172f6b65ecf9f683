/* SPDX-License-Identifier: MIT
 * See options.h. One table names each option, where it lies and what it takes; setting from text and checking both read it. */
#include "engine/options.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include <limits.h>
#include <string.h>

typedef enum kind { INTEGER, SIZE, SECONDS, BOOLEAN, TRISTATE, WORD, TEXT } kind;

typedef struct option {
    const char *name;
    kind kind;
    size_t offset, size;
    const char *const *words;      /* of a WORD: the value is the word's place */
    int least, most;               /* of an INTEGER or WORD */
} option;

static const char *const pools[] = { "default", "queue", "one", "none", "per_thread", NULL };
static const char *const resets[] = { "rollback", "commit", "none", NULL };
static const char *const isolations[] = { "default", "read uncommitted", "read committed", "repeatable read", "snapshot", "serializable",
                                          "autocommit", NULL };

#define AT(member) offsetof(alk_engine_options, member), sizeof(((alk_engine_options *)0)->member)
static const option known[] = {
    { "pool", WORD, AT(pool), pools, 0, ALK_POOL_PER_THREAD },
    { "pool_size", INTEGER, AT(pool_size), NULL, INT_MIN, INT_MAX },
    { "max_overflow", INTEGER, AT(max_overflow), NULL, -2, INT_MAX },
    { "pool_timeout", SECONDS, AT(pool_timeout), NULL, 0, 0 },
    { "pool_recycle", SECONDS, AT(pool_recycle), NULL, 0, 0 },
    { "pool_pre_ping", BOOLEAN, AT(pool_pre_ping), NULL, 0, 0 },
    { "pool_fifo", BOOLEAN, AT(pool_fifo), NULL, 0, 0 },
    { "pool_reset", WORD, AT(pool_reset), resets, 0, ALK_RESET_NONE },
    { "pool_leak_after", SECONDS, AT(pool_leak_after), NULL, 0, 0 },
    { "connect_timeout", SECONDS, AT(connect_timeout), NULL, 0, 0 },
    { "isolation", WORD, AT(isolation), isolations, 0, ALK_ISOLATION_AUTOCOMMIT },
    { "compiled_cache", SIZE, AT(compiled_cache), NULL, 0, 0 },
    { "prepared_cache", SIZE, AT(prepared_cache), NULL, 0, 0 },
    { "label_length", SIZE, AT(label_length), NULL, 0, 0 },
    { "echo", BOOLEAN, AT(echo), NULL, 0, 0 },
    { "echo_values", BOOLEAN, AT(echo_values), NULL, 0, 0 },
    { "system_plugins_only", BOOLEAN, AT(system_plugins_only), NULL, 0, 0 },
    { "timeout", SECONDS, AT(execution.timeout), NULL, 0, 0 },
    { "buffered", TRISTATE, AT(execution.buffered), NULL, 0, 0 },
    { "unprepared", TRISTATE, AT(execution.unprepared), NULL, 0, 0 },
    { "batch", SIZE, AT(execution.batch), NULL, 0, 0 },
    { "cursor_rows", INTEGER, AT(execution.cursor_rows), NULL, INT_MIN, INT_MAX },
    { "replicas", TEXT, AT(replicas), NULL, 0, 0 },
};
enum { N_KNOWN = sizeof known / sizeof *known };

/* ---- from text ---- */

static int unknown(const char *name)
{
    const char *names[N_KNOWN + 1] = { NULL };
    for (int i = 0; i < N_KNOWN; i++)
        names[i] = known[i].name;
    const char *near = alk__nearest(alk__sv(name), names);
    int code = alk__error(ALK_ERROR_ARGUMENT, "there is no engine option %s", name);
    if (near)
        alk__error_addf(ALK__HINT, "did you mean %s?", near);
    return code;
}

static int malformed(const option *o, const char *takes)
{
    return alk__error(ALK_ERROR_ARGUMENT, "engine option %s takes %s", o->name, takes);
}

static void put(alk_engine_options *options, const option *o, const void *value)
{
    memcpy((char *)options + o->offset, value, o->size);
}

static int set_integer(alk_engine_options *options, const option *o, alk_sv text)
{
    int64_t number;
    if (!alk__parse_int(text, &number) || number < o->least || number > o->most)
        return malformed(o, o->least > INT_MIN ? "a whole number from -2" : "a whole number");
    int value = (int)number;
    put(options, o, &value);
    return ALK_OK;
}

static int set_size(alk_engine_options *options, const option *o, alk_sv text)
{
    uint64_t number;
    if (!alk__parse_uint(text, &number) || number > SIZE_MAX)
        return malformed(o, "a whole number that is not negative");
    size_t value = (size_t)number;
    put(options, o, &value);
    return ALK_OK;
}

static int set_seconds(alk_engine_options *options, const option *o, alk_sv text)
{
    double value;
    if (!alk__parse_real(text, &value) || !(value > -1e9 && value < 1e9))
        return malformed(o, "a number of seconds");
    put(options, o, &value);
    return ALK_OK;
}

static int set_truth(alk_engine_options *options, const option *o, alk_sv text)
{
    bool value;
    if (!alk__parse_bool(text, &value))
        return malformed(o, "true or false");
    int tristate = value ? 1 : -1;
    put(options, o, o->kind == TRISTATE ? (const void *)&tristate : (const void *)&value);
    return ALK_OK;
}

static int set_word(alk_engine_options *options, const option *o, alk_sv text)
{
    for (int i = 0; o->words[i]; i++)
        if (alk__sv_is_nocase(text, o->words[i])) {
            put(options, o, &i);
            return ALK_OK;
        }
    int code = malformed(o, "one of its words");
    const char *near = alk__nearest(text, o->words);
    alk__error_addf(ALK__HINT, "for example %s", near ? near : o->words[1]);
    return code;
}

/* Not copied: see alk_engine_options. */
static int set_text(alk_engine_options *options, const option *o, alk_sv text)
{
    put(options, o, &text.p);
    return ALK_OK;
}

int alk_engine_options_set(alk_engine_options *options, const char *name, const char *value)
{
    static int (*const setters[])(alk_engine_options *, const option *, alk_sv) = {
        [INTEGER] = set_integer, [SIZE] = set_size, [SECONDS] = set_seconds, [BOOLEAN] = set_truth, [TRISTATE] = set_truth, [WORD] = set_word, [TEXT] = set_text,
    };
    if (!options || !name || !value)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_engine_options_set() was given NULL");
    for (int i = 0; i < N_KNOWN; i++) {
        const option *o = &known[i];
        if (strcmp(o->name, name) != 0)
            continue;
        if (o->offset + o->size > options->struct_size)
            return alk__error(ALK_ERROR_ARGUMENT, "alk_engine_options.struct_size leaves no room for %s", name);
        return setters[o->kind](options, o, alk__sv(value));
    }
    return unknown(name);
}

/* ---- from a struct ---- */

static int check(const alk_engine_options *options)
{
    for (int i = 0; i < N_KNOWN; i++) {
        const option *o = &known[i];
        int value;
        if (o->kind != INTEGER && o->kind != WORD)
            continue;
        memcpy(&value, (const char *)options + o->offset, sizeof value);
        if (value < o->least || value > o->most)
            return alk__error(ALK_ERROR_ARGUMENT, "engine option %s: %d is none of its values", o->name, value);
    }
    return ALK_OK;
}

/* The caller's struct may be of an older or newer library: what both know is copied. */
int alk__engine_options_take(alk_engine_options *into, const alk_engine_options *options)
{
    size_t size = options ? options->struct_size : 0;
    if (options && size < sizeof options->struct_size)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_engine_options.struct_size is not set");
    memset(into, 0, sizeof *into);
    if (options)
        memcpy(into, options, size < sizeof *into ? size : sizeof *into);
    const char *token = into->execution.token;
    into->execution.token = NULL;
    into->struct_size = sizeof *into;
    int code = check(into);
    if (code)
        return code;
    into->pool_timeout = into->pool_timeout == 0 ? 30 : into->pool_timeout;
    into->connect_timeout = into->connect_timeout == 0 ? 15 : into->connect_timeout;
    into->compiled_cache = into->compiled_cache ? into->compiled_cache : 500;
    into->prepared_cache = into->prepared_cache ? into->prepared_cache : 100;
    if (token && !(into->execution.token = alk__strdup(token)))
        return ALK_ERROR_NO_MEMORY;
    return ALK_OK;
}
