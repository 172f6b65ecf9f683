/* SPDX-License-Identifier: MIT
 * See arguments.h. */
#include "arguments.h"
#include "text.h"

#include <string.h>

/* A word with white space is SQL that begins with a comment, not an option. */
static bool looks_like_option(const char *word)
{
    return word[0] == '-' && word[1] == '-' && word[2] && !strpbrk(word, " \t\n");
}

static const option *find(const char *word, const option *options, size_t n_options)
{
    size_t length = strcspn(word, "=");
    for (size_t i = 0; i < n_options; i++)
        if (strlen(options[i].name) == length && memcmp(options[i].name, word, length) == 0)
            return &options[i];
    return NULL;
}

/* How many leading characters two names share, doubled, less what differs in length: enough to guess what was meant. */
static int likeness(const char *a, const char *b)
{
    int same = 0, difference = (int)strlen(a) - (int)strlen(b);
    while (a[same] && a[same] == b[same])
        same++;
    return 2 * same - (difference < 0 ? -difference : difference);
}

static void say_unknown(const char *word, const option *options, size_t n_options)
{
    const option *nearest = NULL;
    for (size_t i = 0; i < n_options; i++)
        if (likeness(word, options[i].name) > 4 && (!nearest || likeness(word, options[i].name) > likeness(word, nearest->name)))
            nearest = &options[i];
    if (nearest)
        say("unknown option %s (did you mean %s?)", word, nearest->name);
    else
        say("unknown option %s", word);
}

/* Takes the option at argv[0]; how many words it took, 0 on failure. */
static int take_option(char **argv, const option *options, size_t n_options)
{
    const option *o = find(argv[0], options, n_options);
    const char *equals = strchr(argv[0], '=');
    if (!o)
        return say_unknown(argv[0], options, n_options), 0;
    if (o->flag && equals)
        return say("option %s takes no value", o->name), 0;
    if (o->flag)
        return *o->flag = true, 1;
    if (!equals && !argv[1])
        return say("option %s wants a value", o->name), 0;
    *o->value = equals ? equals + 1 : argv[1];
    return equals ? 1 : 2;
}

bool arguments_parse(arguments *a, char **argv, const option *options, size_t n_options)
{
    *a = (arguments){ 0 };
    bool only_words = false;
    while (*argv) {
        if (!only_words && strcmp(*argv, "--") == 0) {
            only_words = true;
            argv++;
        } else if (!only_words && looks_like_option(*argv)) {
            int taken = take_option(argv, options, n_options);
            if (!taken)
                return false;
            argv += taken;
        } else {
            a->words = memory_grow(a->words, a->n_words + 1, sizeof *a->words);
            a->words[a->n_words++] = *argv++;
        }
    }
    return true;
}
