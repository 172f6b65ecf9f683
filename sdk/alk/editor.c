/* SPDX-License-Identifier: MIT
 * Line editing with libedit; see editor.h. SIGINT is waited for by another thread (interrupt.h), so the function that reads
 * a character for libedit also watches a pipe, and gives the line up when Ctrl-C came through it. */
#include "editor.h"
#include "editor_plain.h"
#include "history.h"
#include "interrupt.h"
#include "width.h"

#include <ctype.h>
#include <errno.h>
#include <histedit.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

struct editor {
    EditLine *line;                /* NULL: no terminal */
    History *history;
    editor_complete_fn complete;
    void *payload;
    const char *prompt;
    bool interrupted;
};

static editor *editor_of(EditLine *line)
{
    editor *e = NULL;
    el_get(line, EL_CLIENTDATA, &e);
    return e;
}

static char *show_prompt(EditLine *line)
{
    return (char *)(uintptr_t)editor_of(line)->prompt;
}

/* ---- characters ---- */
/* The next byte of the terminal: 1, or 0 at its end, or -1 for Ctrl-C. */
static int read_byte(char *byte)
{
    struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 }, { interrupt_descriptor(), POLLIN, 0 } };
    for (;;) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            return 0;
        if (fds[1].revents & POLLIN)
            return -1;
        if (fds[0].revents == 0)
            continue;
        ssize_t n = read(STDIN_FILENO, byte, 1);
        if (n >= 0)
            return (int)n;
        if (errno != EINTR && errno != EAGAIN)
            return 0;
    }
}

static int read_character(EditLine *line, wchar_t *character)
{
    mbstate_t state;
    char byte;
    memset(&state, 0, sizeof state);
    for (;;) {
        int n = read_byte(&byte);
        if (n < 0)
            editor_of(line)->interrupted = true;
        if (n <= 0)
            return n;
        size_t used = mbrtowc(character, &byte, 1, &state);
        if (used == 0 || used == 1)
            return 1;
        if (used == (size_t)-1)
            memset(&state, 0, sizeof state);     /* no character in this locale: left out */
    }
}

/* ---- completion ---- */
typedef struct candidates {
    char **words;
    size_t n, common;              /* common: bytes that all words begin with */
} candidates;

static void add_candidate(void *list, const char *word)
{
    candidates *c = list;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->words[i], word) == 0)
            return;
    size_t same = 0;
    while (c->n && same < c->common && word[same] == c->words[0][same])
        same++;
    c->common = c->n ? same : strlen(word);
    c->words = memory_grow(c->words, c->n + 1, sizeof *c->words);
    c->words[c->n++] = memory_copy(word, strlen(word));
}

static void free_candidates(candidates *c)
{
    for (size_t i = 0; i < c->n; i++)
        memory_free(c->words[i]);
    memory_free(c->words);
}

static bool belongs_to_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '\\' || (unsigned char)c >= 0x80;
}

static void list_candidates(const candidates *c)
{
    size_t at = 0;
    putchar('\n');
    for (size_t i = 0; i < c->n; i++) {
        size_t width = width_of(c->words[i], strlen(c->words[i])) + 2;
        if (at && at + width > 78) {
            putchar('\n');
            at = 0;
        }
        printf("%s  ", c->words[i]);
        at += width;
    }
    putchar('\n');
    fflush(stdout);
}

/* What all candidates share takes the word's place; when that is no more than the word, they are listed. */
static unsigned char apply(EditLine *line, const candidates *c, size_t length)
{
    if (c->n == 0)
        return CC_ERROR;
    if (c->common <= length && c->n > 1) {
        list_candidates(c);
        return CC_REDISPLAY;
    }
    text word = { 0 };
    text_add(&word, c->words[0], c->common);
    if (c->n == 1)
        text_char(&word, ' ');
    el_deletestr(line, (int)length);
    int failed = el_insertstr(line, text_string(&word));
    text_free(&word);
    return failed ? CC_ERROR : CC_REFRESH;
}

static unsigned char complete_word(EditLine *line, int key)
{
    (void)key;
    editor *e = editor_of(line);
    const LineInfo *info = el_line(line);
    const char *word = info->cursor;
    while (word > info->buffer && belongs_to_word(word[-1]))
        word--;
    size_t length = (size_t)(info->cursor - word);
    char *copy = memory_copy(word, length);
    candidates c = { 0 };
    e->complete(e->payload, copy, length, add_candidate, &c);
    unsigned char result = apply(line, &c, length);
    free_candidates(&c);
    memory_free(copy);
    return result;
}

/* ---- history ---- */
static void enter(void *payload, const char *entry)
{
    editor *e = payload;
    HistEvent event;
    history(e->history, &event, H_ENTER, entry);
}

void editor_remember(editor *e, const char *entry)
{
    if (!e->line || !*entry)
        return;
    enter(e, entry);
    history_append(entry);
}

/* ---- the whole ---- */
static void set_up(editor *e)
{
    HistEvent event;
    e->history = history_init();
    if (e->history) {
        history(e->history, &event, H_SETSIZE, HISTORY_KEPT);
        history(e->history, &event, H_SETUNIQUE, 1);
        history_load(enter, e);
        el_set(e->line, EL_HIST, history, e->history);
    }
    el_set(e->line, EL_CLIENTDATA, e);
    el_set(e->line, EL_PROMPT, show_prompt);
    el_set(e->line, EL_SIGNAL, 0);
    el_set(e->line, EL_EDITOR, "emacs");
    el_set(e->line, EL_GETCFN, read_character);
    el_wset(e->line, EL_ADDFN, L"alk-complete", L"complete the word", complete_word);   /* el_set() would leak the names */
    el_set(e->line, EL_BIND, "^I", "alk-complete", NULL);
    el_set(e->line, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_source(e->line, NULL);                        /* the user's own ~/.editrc */
}

editor *editor_open(editor_complete_fn complete, void *payload)
{
    editor *e = memory_get(sizeof *e);
    e->complete = complete;
    e->payload = payload;
    if (isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1)
        e->line = el_init("alk", stdin, stdout, stderr);
    if (e->line)
        set_up(e);
    return e;
}

void editor_close(editor *e)
{
    if (!e)
        return;
    if (e->line)
        el_end(e->line);
    if (e->history)
        history_end(e->history);
    memory_free(e);
}

bool editor_is_terminal(const editor *e)
{
    return e->line != NULL;
}

static int take_line(editor *e, const char *got, int n, text *line)
{
    text_clear(line);
    if (e->interrupted) {
        interrupt_drain();
        el_reset(e->line);
        puts("^C");
        return LINE_INTERRUPTED;
    }
    if (!got || n <= 0) {
        putchar('\n');
        return LINE_END;
    }
    text_add(line, got, (size_t)n);
    if (line->p[line->n - 1] == '\n')
        line->p[--line->n] = 0;
    return LINE_READ;
}

int editor_read(editor *e, const char *prompt, text *line)
{
    if (!e->line)
        return plain_read(false, prompt, line);
    int n = 0;
    e->prompt = prompt;
    e->interrupted = false;
    fflush(stdout);
    el_resize(e->line);
    el_set(e->line, EL_PREP_TERM, 1);      /* before the prompt: what is typed at its sight must not meet the cooked mode */
    interrupt_editing(true);
    const char *got = el_gets(e->line, &n);
    interrupt_editing(false);
    return take_line(e, got, n, line);
}
