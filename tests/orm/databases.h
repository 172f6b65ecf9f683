/* SPDX-License-Identifier: MIT
 * The databases that programs run on: of a URL, and others beside it, which sessions are over too. */
#ifndef ALK_TEST_ORM_DATABASES_H
#define ALK_TEST_ORM_DATABASES_H
#include "places.h"

typedef struct databases {
    int n;
    alk_engine *engines[MOST_DATABASES];
    bool two_phase;                    /* they can commit so */
    char directory[64], files[MOST_DATABASES][100];    /* SQLite's, which are gone in the end */
} databases;

/* url NULL: SQLite's, in files. Only the first where the server lets no others be made. False, with the error told: there is none. */
bool databases_open(databases *all, const char *url);
void databases_close(databases *all);
#endif
