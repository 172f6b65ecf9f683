/* SPDX-License-Identifier: MIT
 * The command line: options anywhere among the words, "--name value", "--name=value" or "--name". */
#ifndef ALK_TOOL_ARGUMENTS_H
#define ALK_TOOL_ARGUMENTS_H
#include <stdbool.h>
#include <stddef.h>

typedef struct option {
    const char *name;              /* with its dashes */
    bool *flag;                    /* one of the two: set to true… */
    const char **value;            /* …or to what follows */
} option;

typedef struct arguments {
    const char **words;            /* what is no option; freed with memory_free() */
    size_t n_words;
} arguments;

/* argv holds what follows the subcommand. False, with a message, for an unknown option or one without its value. */
bool arguments_parse(arguments *a, char **argv, const option *options, size_t n_options);
#endif
