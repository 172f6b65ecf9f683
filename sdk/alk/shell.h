/* SPDX-License-Identifier: MIT
 * The interactive shell: statements until a semicolon, and commands that begin with a backslash. */
#ifndef ALK_TOOL_SHELL_H
#define ALK_TOOL_SHELL_H
#include "database.h"
#include "editor.h"
#include "output.h"

typedef struct shell {
    database *db;
    editor *editor;
    output_style style;
    const output_format *wide_format;  /* what \x goes back to */
    bool timing;
    bool autocommit;               /* as the user wants it between transactions */
    bool quit;
    int status;
    text name;                     /* of the database, for the prompt */
    text pending;                  /* of a statement that has not ended yet */
    char **tables;                 /* for completion */
    size_t n_tables;
    bool tables_known;
} shell;

/* Until the end of input or \q. On a terminal an error ends only its statement, elsewhere it ends the shell. Returns STATUS_…. */
int shell_run(database *db, const output_style *style, bool timing);

/* ---- between shell.c, shell_command.c, shell_transaction.c and shell_tables.c ---- */
/* A line that begins with a backslash. */
void shell_command(shell *s, const char *line);
/* Says the last error and remembers what the shell will end with. */
void shell_failed(shell *s);

/* Runs a statement that begins or ends a transaction through the library, so that both know of it. *handled is false for any
 * other statement. ALK_OK or the code of the error. */
int transaction_run(shell *s, alk_sv sql, bool *handled);
bool transaction_open(const shell *s);
bool transaction_is_native(const shell *s);
int transaction_end(shell *s, bool commit);
void transaction_autocommit(shell *s, const char *argument);

void tables_list(shell *s);
void tables_describe(shell *s, const char *name);
/* For completion; they are read once, and again after tables_forget(). */
void tables_complete(shell *s, const char *word, size_t length, editor_add_fn add, void *list);
void tables_forget(shell *s);
#endif
