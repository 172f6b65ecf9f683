/* SPDX-License-Identifier: MIT
 * The subcommands. Each gets what follows its name, ending with NULL, and returns the process's STATUS_…. */
#ifndef ALK_TOOL_COMMAND_H
#define ALK_TOOL_COMMAND_H

int command_plugins(char **argv);
int command_ping(char **argv);
int command_sql(char **argv);
int command_run(char **argv);
int command_ddl(char **argv);
#endif
