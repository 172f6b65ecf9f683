/* SPDX-License-Identifier: MIT
 * The alk command: finds the subcommand, and knows the help texts. Everything it does goes through the library's public
 * headers. */
#include "command.h"
#include "interrupt.h"
#include "text.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const char USAGE[] =
    "usage: alk COMMAND [OPTION…] [ARGUMENT…]\n"
    "\n"
    "  alk plugins   which databases can be reached from here\n"
    "  alk ping      whether a database answers\n"
    "  alk sql       run SQL, or open a shell\n"
    "  alk run       run a file of SQL\n"
    "  alk ddl       a library's models as SQL\n"
    "\n"
    "alk help COMMAND says more; alk --version prints the version.\n"
    "\n"
    "A URL is dialect[+driver]://user:password@host:port/database?option=value,\n"
    "for example sqlite:///shop.db. To keep a password off the command line, write\n"
    "env:NAME for a URL in an environment variable, or @FILE for one in a file.\n"
    "\n"
    "Exit status: 0 success, 1 SQL or database error, 2 wrong usage or URL, 3 cannot\n"
    "connect, 4 no plugin, 5 a file cannot be read or written, 130 interrupted.\n";

static const char HELP_PLUGINS[] =
    "usage: alk plugins [--verify] [--format FORMAT]\n"
    "\n"
    "Lists the plugins, in the order in which they are searched.\n"
    "\n"
    "  --verify          load each and compare it with its description\n"
    "  --format FORMAT   aligned, csv, json or vertical\n";

static const char HELP_PING[] =
    "usage: alk ping URL\n"
    "\n"
    "Connects, and prints what answers and how fast.\n";

static const char HELP_SQL[] =
    "usage: alk sql [OPTION…] URL [SQL [PARAMETER…]]\n"
    "\n"
    "Runs SQL and prints its rows; semicolons separate several statements. All of it\n"
    "is one transaction, committed at the end. Without SQL it reads statements from\n"
    "standard input: on a terminal that is a shell.\n"
    "\n"
    "  --format FORMAT    aligned, csv, json or vertical\n"
    "  --null TEXT        show NULL as TEXT\n"
    "  --timing           say how long each statement took, on standard error\n"
    "  --rollback         undo everything at the end\n"
    "  --no-transaction   each statement by itself, for those like VACUUM\n"
    "\n"
    "Parameters: :name=value is text, :name:null is NULL, :name:TYPE=value is of a\n"
    "type: text, int, uint, real, decimal, bool, blob (hexadecimal), date, time,\n"
    "timestamp, timestamptz, interval, uuid or json.\n"
    "\n"
    "  alk sql sqlite:///shop.db 'SELECT * FROM book WHERE id = :id' :id:int=5\n";

static const char HELP_RUN[] =
    "usage: alk run [OPTION…] URL FILE\n"
    "\n"
    "Runs the statements of a file, or of standard input when FILE is -, in one\n"
    "transaction, unless the file itself begins and ends transactions. It stops at\n"
    "the first error, says where that is, and rolls back.\n"
    "\n"
    "  --no-transaction   each statement by itself\n"
    "  --continue         with --no-transaction: go on after an error\n"
    "  --format FORMAT    of rows: aligned, csv, json or vertical\n"
    "  --null TEXT        show NULL as TEXT\n";

static const char HELP_DDL[] =
    "usage: alk ddl [OPTION…] LIBRARY\n"
    "\n"
    "Prints the statements that create the tables of a program's models, in the order\n"
    "in which they can run. LIBRARY is a shared library that names its models with\n"
    "ALK_EXPORT_MODELS(). No database is needed.\n"
    "\n"
    "  --dialect DIALECT   for this database: sqlite, postgresql …; standard SQL\n"
    "                      when left out\n"
    "  --drop              the statements that drop them\n"
    "  --if-exists         only where they are there; to be created, where not\n";

static const struct {
    const char *name;
    int (*run)(char **argv);
    const char *help;
} COMMANDS[] = {
    { "plugins", command_plugins, HELP_PLUGINS },
    { "ping", command_ping, HELP_PING },
    { "sql", command_sql, HELP_SQL },
    { "run", command_run, HELP_RUN },
    { "ddl", command_ddl, HELP_DDL },
};
enum { N_COMMANDS = sizeof COMMANDS / sizeof *COMMANDS };

static size_t find_command(const char *name)
{
    size_t i = 0;
    while (i < N_COMMANDS && strcmp(COMMANDS[i].name, name) != 0)
        i++;
    return i;
}

static int unknown_command(const char *name)
{
    say("there is no command \"%s\"; there are plugins, ping, sql, run and ddl", name);
    return STATUS_USAGE;
}

static int show_help(const char *command)
{
    size_t i = command ? find_command(command) : N_COMMANDS;
    if (command && i == N_COMMANDS)
        return unknown_command(command);
    fputs(command ? COMMANDS[i].help : USAGE, stdout);
    return STATUS_OK;
}

static bool asks_for_help(char **argv)
{
    for (; *argv && strcmp(*argv, "--") != 0; argv++)
        if (strcmp(*argv, "--help") == 0 || strcmp(*argv, "-h") == 0)
            return true;
    return false;
}

static int run_command(char **argv)
{
    size_t i = find_command(argv[0]);
    if (i == N_COMMANDS)
        return unknown_command(argv[0]);
    if (asks_for_help(argv + 1))
        return show_help(argv[0]);
    interrupt_start();
    return COMMANDS[i].run(argv + 1);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");               /* for the line editor and the terminal's character set alone */
    const char *first = argc > 1 ? argv[1] : NULL;
    if (!first) {
        fputs(USAGE, stderr);
        return STATUS_USAGE;
    }
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
        return printf("alk %s\n", alk_version()) < 0 ? STATUS_IO : STATUS_OK;
    if (strcmp(first, "help") == 0)
        return show_help(argv[2]);
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return show_help(NULL);
    return run_command(argv + 1);
}
