/* SPDX-License-Identifier: MIT
 * alk run URL FILE: a script, in one transaction unless it controls transactions itself. It stops at the first error and
 * says where that is. */
#include "arguments.h"
#include "clock.h"
#include "command.h"
#include "excerpt.h"
#include "interrupt.h"
#include "progress.h"
#include "statement.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct run {
    const char *name;              /* of the file, for messages */
    database d;
    text file;
    alk_sv script;                 /* the file without its byte order mark */
    bool no_transaction, go_on;    /* as the options say */
    bool own_transactions;         /* the script begins and ends them itself */
    bool script_open;              /* one that the script began is open */
    uint64_t done, failed;
    output_style style;
    progress bar;
} run;

/* ---- the file ---- */
static bool read_stream(text *t, FILE *file)
{
    char block[16384];
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        text_add(t, block, n);
    return !ferror(file);
}

static bool read_file(run *r, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    r->name = standard ? "standard input" : path;
    FILE *file = standard ? stdin : fopen(path, "re");
    bool read = file && read_stream(&r->file, file);
    if (!read)
        say("cannot read %s: %s", r->name, system_error(errno));
    if (file && !standard)
        fclose(file);
    return read;
}

/* A UTF-8 byte order mark is skipped; other encodings are refused, since they would only give strange errors. */
static bool check_encoding(run *r)
{
    const char *p = text_string(&r->file);
    size_t n = r->file.n;
    if (n >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0)) {
        say("%s is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8", r->name);
        return false;
    }
    size_t mark = n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    r->script = (alk_sv){ p + mark, n - mark };
    return true;
}

/* ---- transactions that the script controls ---- */
static bool begins(alk_sv sql)
{
    static const char *const words[] = { "", "TRANSACTION", "WORK", "DEFERRED", "IMMEDIATE", "EXCLUSIVE", "ISOLATION", "READ" };
    if (statement_has_word(sql, 0, "START"))
        return statement_has_word(sql, 1, "TRANSACTION");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (statement_has_word(sql, 0, "BEGIN") && statement_has_word(sql, 1, words[i]))
            return true;
    return false;
}

static bool ends(alk_sv sql)
{
    if (statement_has_word(sql, 0, "ROLLBACK"))
        return !statement_has_word(sql, 1, "TO") && !statement_has_word(sql, 2, "TO");
    return statement_has_word(sql, 0, "COMMIT") || statement_has_word(sql, 0, "END");
}

static bool controls_transactions(const run *r)
{
    alk_sv sql;
    bool found = false;
    alk_script *script = alk_script_open(r->d.engine, r->script.p, r->script.n);
    while (!found && alk_script_next(script, &sql, NULL, NULL))
        found = begins(sql) || ends(sql);
    alk_script_close(script);
    return found;
}

/* ---- an error ---- */
static void add_lines(text *t, const char *label, const char *lines)
{
    if (lines)
        text_printf(t, "%s%s\n", label, lines);
}

static void say_failure(run *r, alk_sv sql, size_t line)
{
    const alk_error *e = alk_last_error();
    text message = { 0 };
    size_t offset = excerpt_offset(sql, e->position);
    if (offset > sql.n)
        offset = SIZE_MAX;
    size_t fault = line + (offset == SIZE_MAX ? 0 : excerpt_lines_before(sql, offset));
    text_printf(&message, "%s:%zu: %s", r->name, fault, e->message);
    if (e->sqlstate[0])
        text_printf(&message, " [%s]", e->sqlstate);
    text_char(&message, '\n');
    excerpt_add(&message, sql, line, offset);
    add_lines(&message, "detail: ", e->detail);
    add_lines(&message, "hint: ", e->hint);
    progress_hide(&r->bar);
    say("%s", text_string(&message));
    text_free(&message);
}

/* ---- running ---- */
static void follow_transaction(run *r, alk_sv sql)
{
    if (begins(sql))
        r->script_open = true;
    else if (ends(sql))
        r->script_open = false;
}

static int run_statement(run *r, alk_sv sql, size_t line)
{
    const statement_options options = { .style = &r->style, .quiet = true, .interruptible = true };
    int code = statement_run(r->d.conn, sql, &options);
    bool interrupted = interrupt_seen();
    if (code == ALK_OK || code == OUTPUT_INTERRUPTED) {
        r->done++;
        follow_transaction(r, sql);
        if (interrupted) {
            progress_hide(&r->bar);
            say("%s:%zu: interrupted", r->name, line);
        }
        return interrupted ? STATUS_INTERRUPTED : STATUS_OK;
    }
    r->failed++;
    int status = interrupted ? STATUS_INTERRUPTED : database_status();
    say_failure(r, sql, line);
    return status;
}

static int run_statements(run *r)
{
    alk_sv sql;
    size_t line;
    int status = STATUS_OK;
    alk_script *script = alk_script_open(r->d.engine, r->script.p, r->script.n);
    if (!script)
        return say_error(r->name), database_status();
    progress_begin(&r->bar, r->script.n);
    while ((status == STATUS_OK || (r->go_on && status == STATUS_DATABASE)) && alk_script_next(script, &sql, &line, NULL)) {
        int one = run_statement(r, sql, line);
        status = one == STATUS_OK ? status : one;
        progress_show(&r->bar, alk_script_position(script), r->done);
    }
    progress_hide(&r->bar);
    alk_script_close(script);
    return status;
}

static int commit(run *r)
{
    if (r->no_transaction || r->own_transactions || alk_conn_commit(r->d.conn) == ALK_OK)
        return STATUS_OK;
    say_error("commit");
    return database_status();
}

/* What is left of a script that failed; undoes what can be undone. */
static void undo(run *r)
{
    static const char ROLLBACK[] = "ROLLBACK";
    const char *plural = r->done == 1 ? "" : "s";
    if (r->script_open)
        alk_close(alk_conn_execute_driver(r->d.conn, ROLLBACK, sizeof ROLLBACK - 1, NULL, 0, NULL));
    if (r->go_on)
        say("%" PRIu64 " statement%s done, %" PRIu64 " failed", r->done, plural, r->failed);
    else if (r->own_transactions)
        say("%s; what the script committed before stays", r->script_open ? "its open transaction was rolled back" : "stopped");
    else if (r->no_transaction)
        say("stopped; %" PRIu64 " statement%s before it stay%s done", r->done, plural, r->done == 1 ? "s" : "");
    else if (alk_conn_capabilities(r->d.conn) & ALK_CAP_TRANSACTIONAL_DDL)
        say("rolled back: nothing was changed");
    else
        say("rolled back; but this database keeps CREATE, ALTER and DROP, and what came before them");
}

static int run_script(run *r)
{
    double start = clock_ms();
    r->own_transactions = !r->no_transaction && controls_transactions(r);
    if ((r->no_transaction || r->own_transactions) && alk_conn_set_autocommit(r->d.conn, true) != ALK_OK)
        return say_error(NULL), database_status();
    int status = run_statements(r);
    if (status == STATUS_OK)
        status = commit(r);
    if (status != STATUS_OK) {
        undo(r);
        return status;
    }
    if (r->script_open)
        say("note: %s leaves a transaction open; it is rolled back", r->name);
    output_note(&r->style, "%s: %" PRIu64 " statement%s in %.2f s", r->name, r->done, r->done == 1 ? "" : "s",
                (clock_ms() - start) / 1000);
    return output_flush() ? STATUS_OK : STATUS_IO;
}

int command_run(char **argv)
{
    run r = { 0 };
    const char *format = "aligned", *null_text = NULL;
    const option options[] = {
        { "--no-transaction", &r.no_transaction, NULL }, { "--continue", &r.go_on, NULL },
        { "--format", NULL, &format }, { "--null", NULL, &null_text },
    };
    arguments a;
    int status = STATUS_USAGE;
    if (!arguments_parse(&a, argv, options, sizeof options / sizeof *options)
        || !output_style_choose(&r.style, format, null_text))
        goto done;
    if (a.n_words != 2) {
        say("run wants a URL and a file: alk run URL FILE.sql, with - for standard input");
        goto done;
    }
    if (r.go_on && !r.no_transaction) {
        say("--continue needs --no-transaction: in one transaction an error undoes everything");
        goto done;
    }
    status = STATUS_IO;
    if (read_file(&r, a.words[1]) && check_encoding(&r)) {
        status = database_open(&r.d, a.words[0]);
        status = status == STATUS_OK ? run_script(&r) : status;
    }
done:
    database_close(&r.d);
    text_free(&r.file);
    memory_free(a.words);
    return status;
}
