/* SPDX-License-Identifier: MIT
 * The shell's loop: lines become statements, statements run. See shell.h. */
#include "shell.h"
#include "interrupt.h"
#include "keywords.h"
#include "statement.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void shell_failed(shell *s)
{
    bool lost = (alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0;
    say_error(NULL);
    s->status = interrupt_seen() ? STATUS_INTERRUPTED : database_status();
    if (!editor_is_terminal(s->editor)) {
        s->quit = true;
    } else if (lost && alk_conn_rollback(s->db->conn) == ALK_OK) {
        say("the next statement connects again");
    }
}

/* ---- completion ---- */
static bool begins_with(const char *word, const char *prefix, size_t length)
{
    return strlen(word) >= length && strncasecmp(word, prefix, length) == 0;
}

/* A keyword in the letters that the user types. */
static void add_keyword(const char *keyword, bool small, editor_add_fn add, void *list)
{
    char *word = memory_copy(keyword, strlen(keyword));
    for (char *p = word; small && *p; p++)
        *p = (char)tolower((unsigned char)*p);
    add(list, word);
    memory_free(word);
}

static void complete(void *payload, const char *word, size_t length, editor_add_fn add, void *list)
{
    shell *s = payload;
    const char *const *words = word[0] == '\\' ? SHELL_COMMANDS : SQL_KEYWORDS;
    bool small = length && islower((unsigned char)word[length - 1]);
    for (; length && *words; words++)      /* every keyword for no letter at all would help nobody */
        if (begins_with(*words, word, length))
            add_keyword(*words, small, add, list);
    if (word[0] != '\\')
        tables_complete(s, word, length, add, list);
}

/* ---- statements ---- */
static void run_statement(shell *s, alk_sv sql)
{
    bool handled = false;
    const statement_options options = { .style = &s->style, .timing = s->timing, .interruptible = true };
    int code = transaction_run(s, sql, &handled);
    if (!handled)
        code = statement_run(s->db->conn, sql, &options);
    if (code != ALK_OK && code != OUTPUT_INTERRUPTED) {
        shell_failed(s);
    } else if (code == OUTPUT_INTERRUPTED) {
        say("interrupted: not all rows are shown");
        s->status = STATUS_INTERRUPTED;
        s->quit = !editor_is_terminal(s->editor);
    }
    tables_forget(s);
    fflush(stdout);
}

/* Whether the text ends inside a comment that a later line may close. */
static bool comment_open(const char *p)
{
    const char *begin = NULL, *end = NULL;
    for (const char *found = p; (found = strstr(found, "/*")) != NULL; found += 2)
        begin = found;
    for (const char *found = p; (found = strstr(found, "*/")) != NULL; found += 2)
        end = found;
    return begin && (!end || end < begin);
}

/* Runs what is complete and keeps the rest; at the end of the input all is complete. */
static void run_pending(shell *s, bool at_end)
{
    alk_sv sql;
    bool complete_statement = true;
    size_t keep = s->pending.n;
    alk_script *script = alk_script_open(s->db->engine, text_string(&s->pending), s->pending.n);
    if (!script)
        shell_failed(s);
    if (!at_end && comment_open(text_string(&s->pending)))
        keep = 0;
    while (script && !s->quit && alk_script_next(script, &sql, NULL, &complete_statement)) {
        if (!complete_statement && !at_end) {
            keep = (size_t)(sql.p - s->pending.p);
            break;
        }
        keep = s->pending.n;
        run_statement(s, sql);
    }
    alk_script_close(script);
    if (keep)
        memmove(s->pending.p, s->pending.p + keep, s->pending.n - keep + 1);
    s->pending.n -= keep;
}

/* A history entry is one line, so that it can be edited; one with a "--" comment cannot be joined and is left in lines. */
static void remember(shell *s, const text *line)
{
    text entry = { 0 };
    for (size_t i = 0; i < line->n; i++)
        text_char(&entry, line->p[i] == '\n' ? ' ' : line->p[i]);
    while (entry.n && isspace((unsigned char)entry.p[entry.n - 1]))
        entry.p[--entry.n] = 0;
    if (entry.n && entry.p[0] != ' ')
        editor_remember(s->editor, entry.p);
    text_free(&entry);
}

static bool is_blank(const text *line)
{
    const char *p = text_string(line);
    return p[strspn(p, " \t\r\n")] == 0;
}

static void take_line(shell *s, const text *line)
{
    const char *first = text_string(line) + strspn(text_string(line), " \t");
    if (s->pending.n == 0 && is_blank(line))
        return;
    if (s->pending.n == 0 && *first == '\\') {
        remember(s, line);
        shell_command(s, first);
        return;
    }
    text_add(&s->pending, text_string(line), line->n);
    text_char(&s->pending, '\n');
    text whole = { 0 };
    text_add(&whole, s->pending.p, s->pending.n);
    run_pending(s, false);
    if (s->pending.n == 0 && !strstr(whole.p, "--"))
        remember(s, &whole);
    else if (strstr(whole.p, "--"))
        remember(s, line);
    text_free(&whole);
}

static void make_prompt(const shell *s, text *prompt)
{
    text_clear(prompt);
    if (s->pending.n == 0)
        text_printf(prompt, "%s%s> ", text_string(&s->name), transaction_open(s) ? "*" : "");
    else
        text_printf(prompt, "%*s> ", (int)s->name.n + (transaction_open(s) ? 1 : 0), "...");
}

static void greet(const shell *s)
{
    const char *server = alk_conn_server(s->db->conn), *version = alk_conn_server_version(s->db->conn);
    printf("%s %s, alk %s. Statements end with a semicolon; \\? lists commands, \\q quits.\n", server ? server : "?",
           version ? version : "?", alk_version());
}

static void loop(shell *s)
{
    text line = { 0 }, prompt = { 0 };
    while (!s->quit) {
        make_prompt(s, &prompt);
        int got = editor_read(s->editor, text_string(&prompt), &line);
        if (got == LINE_END)
            break;
        if (got == LINE_INTERRUPTED)
            text_clear(&s->pending);
        else
            take_line(s, &line);
    }
    if (!s->quit && !editor_is_terminal(s->editor))
        run_pending(s, true);
    text_free(&line);
    text_free(&prompt);
}

int shell_run(database *db, const output_style *style, bool timing)
{
    shell s = { .db = db, .style = *style, .timing = timing, .autocommit = true };
    s.wide_format = style->format == &format_vertical ? &format_aligned : style->format;
    s.editor = editor_open(complete, &s);
    database_name(db, &s.name);
    if (alk_conn_set_autocommit(db->conn, true) != ALK_OK)
        shell_failed(&s);
    else if (editor_is_terminal(s.editor))
        greet(&s);
    loop(&s);
    if (transaction_open(&s))
        say("the open transaction is rolled back");
    bool on_terminal = editor_is_terminal(s.editor);
    editor_close(s.editor);
    tables_forget(&s);
    text_free(&s.name);
    text_free(&s.pending);
    return on_terminal ? STATUS_OK : s.status;
}
