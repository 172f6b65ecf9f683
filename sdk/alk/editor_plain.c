/* SPDX-License-Identifier: MIT
 * The lines of a file or pipe, and of a terminal where libedit was not there when the command was built. Also the whole
 * of editor.h then; with libedit, editor.c uses these functions for what is no terminal. */
#include "editor_plain.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "interrupt.h"

/* Waits for input or Ctrl-C; false for the second. */
static bool wait_for_input(void)
{
    struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { interrupt_descriptor(), POLLIN, 0 } };
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        ;
    return !(fds[1].revents & POLLIN);
}

static int read_interactive(text *line)
{
    interrupt_editing(true);
    bool input = wait_for_input();
    interrupt_editing(false);
    if (input)
        return plain_read_line(line);
    interrupt_drain();
    putchar('\n');
    return LINE_INTERRUPTED;
}

int plain_read_line(text *line)
{
    int c;
    text_clear(line);
    while ((c = getchar()) != EOF && c != '\n')
        text_char(line, (char)c);
    if (line->n && line->p[line->n - 1] == '\r')
        line->p[--line->n] = 0;
    return c == EOF && line->n == 0 ? LINE_END : LINE_READ;
}

int plain_read(bool terminal, const char *prompt, text *line)
{
    if (!terminal)
        return plain_read_line(line);
    fputs(prompt, stdout);
    fflush(stdout);
    return read_interactive(line);
}

#if !defined(ALK_WITH_LIBEDIT)
struct editor {
    bool terminal;
};

editor *editor_open(editor_complete_fn complete, void *payload)
{
    (void)complete;
    (void)payload;
    editor *e = memory_get(sizeof *e);
    e->terminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    return e;
}

void editor_close(editor *e)
{
    memory_free(e);
}

int editor_read(editor *e, const char *prompt, text *line)
{
    return plain_read(e->terminal, prompt, line);
}

bool editor_is_terminal(const editor *e)
{
    return e->terminal;
}

void editor_remember(editor *e, const char *entry)
{
    (void)e;
    (void)entry;
}
#endif
