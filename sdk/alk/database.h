/* SPDX-License-Identifier: MIT
 * The database that the command line names, and how a failure there ends the process. */
#ifndef ALK_TOOL_DATABASE_H
#define ALK_TOOL_DATABASE_H
#include "text.h"

typedef struct database {
    alk_engine *engine;
    alk_conn *conn;
} database;

/* Opens and connects. argument: a URL; env:NAME, the URL in an environment variable; @FILE, the URL in the first line of a
 * file. Returns STATUS_…; a failure was said. Close in any case. */
int database_open(database *d, const char *argument);
/* The connection first: what was not committed is rolled back. */
void database_close(database *d);
/* What the last error of a statement makes the process end with. */
int database_status(void);
/* A short name of the database: its file's or database's last part, else the dialect. */
void database_name(const database *d, text *name);
#endif
