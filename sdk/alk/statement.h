/* SPDX-License-Identifier: MIT
 * Running one statement and showing what it gave. */
#ifndef ALK_TOOL_STATEMENT_H
#define ALK_TOOL_STATEMENT_H
#include "database.h"
#include "output.h"

typedef struct statement_options {
    const output_style *style;
    bool timing;                   /* say how long it took */
    bool quiet;                    /* no line on what a statement without rows did */
    bool interruptible;            /* Ctrl-C cancels it */
} statement_options;

/* Runs SQL as the database has it, without parameters. ALK_OK, the code of the error, which is the thread's last, or OUTPUT_INTERRUPTED. */
int statement_run(alk_conn *conn, alk_sv sql, const statement_options *options);
/* Runs SQL with :name parameters; binds end with &alk_end. */
int statement_run_bound(alk_conn *conn, alk_sv sql, const alk_sql *const *binds, const statement_options *options);
/* Whether the n-th word of a statement, from 0, is this one; word is in capitals. */
bool statement_has_word(alk_sv sql, size_t n, const char *word);
#endif
