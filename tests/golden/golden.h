/* SPDX-License-Identifier: MIT
 * What is written for each dialect, compared with the file DIRECTORY/<dialect>.sql, or written there. */
#ifndef GOLDEN_H
#define GOLDEN_H
#include <stdbool.h>
#include <stdio.h>

enum { GOLDEN_DIALECTS = 8 };
extern const char *const golden_dialects[GOLDEN_DIALECTS];

/* Writes all there is to say in a dialect; not 0: it could not, and alk_last_error() tells why. */
typedef int golden_writer(FILE *out, const char *dialect, void *data);

typedef struct golden {
    const char *directory;
    bool bless;                    /* write the files in place of comparing */
    const char *optional;          /* lines that begin so may be missing from what is written; NULL: none */
    golden_writer *write;
    void *data;
} golden;

/* Whether the dialect's file is not what is written; the first line that differs is printed. */
int golden_check(const golden *g, const char *dialect);
#endif
