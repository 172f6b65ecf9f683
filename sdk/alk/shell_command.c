/* SPDX-License-Identifier: MIT
 * The shell's own commands, which begin with a backslash. */
#include "shell.h"

#include <stdio.h>
#include <string.h>

static void do_quit(shell *s, const char *argument)
{
    (void)argument;
    s->quit = true;
}

static void do_tables(shell *s, const char *argument)
{
    if (*argument)
        tables_describe(s, argument);
    else
        tables_list(s);
}

static void do_timing(shell *s, const char *argument)
{
    s->timing = *argument ? strcmp(argument, "on") == 0 : !s->timing;
    output_note(&s->style, "timing is %s", s->timing ? "on" : "off");
}

static void do_vertical(shell *s, const char *argument)
{
    (void)argument;
    s->style.format = s->style.format == &format_vertical ? s->wide_format : &format_vertical;
    output_note(&s->style, "format is %s", s->style.format->name);
}

static void do_format(shell *s, const char *argument)
{
    const output_format *format = *argument ? output_format_find(argument) : s->style.format;
    if (!format)
        return;
    s->style.format = format;
    if (format != &format_vertical)
        s->wide_format = format;
    output_note(&s->style, "format is %s", format->name);
}

static void do_null(shell *s, const char *argument)
{
    static char *kept;             /* the style only borrows it */
    memory_free(kept);
    kept = memory_copy(argument, strlen(argument));
    s->style.null_text = kept;
}

static void end_transaction(shell *s, bool commit)
{
    if (transaction_is_native(s))
        say("this transaction was begun by SQL of the database: end it with COMMIT; or ROLLBACK;");
    else if (!transaction_open(s))
        say("no transaction is open");
    else if (transaction_end(s, commit) != ALK_OK)
        shell_failed(s);
    else
        output_note(&s->style, commit ? "committed" : "rolled back");
}

static void do_commit(shell *s, const char *argument)
{
    (void)argument;
    end_transaction(s, true);
}

static void do_rollback(shell *s, const char *argument)
{
    (void)argument;
    end_transaction(s, false);
}

static void do_help(shell *s, const char *argument);

static const struct {
    const char *name, *argument, *help;
    void (*run)(shell *s, const char *argument);
} COMMANDS[] = {
    { "\\?", "", "this list", do_help },
    { "\\q", "", "quit; Ctrl-D does the same", do_quit },
    { "\\d", "[TABLE]", "tables and views, or the columns of one", do_tables },
    { "\\format", "NAME", "aligned, csv, json or vertical output", do_format },
    { "\\x", "", "vertical output on or off", do_vertical },
    { "\\null", "TEXT", "show NULL as TEXT", do_null },
    { "\\timing", "[on|off]", "show how long statements take", do_timing },
    { "\\commit", "", "end the transaction and keep its changes", do_commit },
    { "\\rollback", "", "end the transaction and undo its changes", do_rollback },
    { "\\autocommit", "[on|off]", "whether each statement is its own transaction", transaction_autocommit },
};
enum { N_COMMANDS = sizeof COMMANDS / sizeof *COMMANDS };

static void do_help(shell *s, const char *argument)
{
    (void)s;
    (void)argument;
    for (size_t i = 0; i < N_COMMANDS; i++)
        printf("  %-11s %-9s %s\n", COMMANDS[i].name, COMMANDS[i].argument, COMMANDS[i].help);
    puts("Ctrl-C ends the running statement or gives up the line; Tab completes; a * in the prompt: a transaction is open.");
}

void shell_command(shell *s, const char *line)
{
    char *copy = memory_copy(line, strlen(line));
    size_t length = strcspn(copy, " \t"), end = strlen(copy);
    while (end > length && strchr(" \t;", copy[end - 1]))
        copy[--end] = 0;
    const char *argument = copy + length + strspn(copy + length, " \t");
    size_t i = 0;
    if (end == length && length > 1 && copy[length - 1] == ';')
        copy[--length] = 0;
    while (i < N_COMMANDS && (strlen(COMMANDS[i].name) != length || memcmp(COMMANDS[i].name, copy, length) != 0))
        i++;
    if (i < N_COMMANDS)
        COMMANDS[i].run(s, argument);
    else
        say("there is no command %.*s; \\? lists them", (int)length, copy);
    memory_free(copy);
    fflush(stdout);
}
