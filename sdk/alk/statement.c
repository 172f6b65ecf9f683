/* SPDX-License-Identifier: MIT
 * See statement.h. */
#include "statement.h"
#include "clock.h"
#include "interrupt.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static size_t word_length(const char *p, size_t n)
{
    size_t length = 0;
    while (length < n && (isalnum((unsigned char)p[length]) || p[length] == '_'))
        length++;
    return length;
}

bool statement_has_word(alk_sv sql, size_t n, const char *word)
{
    const char *p = sql.p, *end = sql.p + sql.n;
    for (;;) {
        while (p < end && isspace((unsigned char)*p))
            p++;
        size_t length = word_length(p, (size_t)(end - p));
        if (n-- == 0) {
            if (length != strlen(word))
                return false;
            for (size_t i = 0; i < length; i++)
                if (toupper((unsigned char)p[i]) != word[i])
                    return false;
            return true;
        }
        if (length == 0)
            return false;
        p += length;
    }
}

static bool changes_rows(alk_sv sql)
{
    static const char *const words[] = { "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "WITH" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (statement_has_word(sql, 0, words[i]))
            return true;
    return false;
}

static void note_changes(const output_style *style, alk_sv sql, int64_t affected)
{
    if (affected < 0 || !changes_rows(sql))
        output_note(style, "done");
    else
        output_note(style, "%" PRId64 " row%s changed", affected, affected == 1 ? "" : "s");
}

static void say_warnings(alk_conn *conn)
{
    const alk_error *warning;
    while ((warning = alk_conn_warning(conn)) != NULL)
        say("warning: %s", warning->message);
}

/* The milliseconds go to standard error, so that the output stays what it is. */
static void say_time(double ms)
{
    fflush(stdout);
    fprintf(stderr, ms < 10000 ? "time: %.3f ms\n" : "time: %.0f ms\n", ms);
}

static int show(alk_conn *conn, alk_sv sql, alk_result *result, double start, const statement_options *options)
{
    uint64_t rows = 0;
    bool has_rows = result && alk_column_count(result) > 0;
    int64_t affected = result ? alk_affected(result) : -1;
    int code = output_result(options->style, result, &rows);
    double took = clock_ms() - start;
    if (code == ALK_OK && !has_rows && !options->quiet)
        note_changes(options->style, sql, affected);
    if (code == ALK_OK)
        say_warnings(conn);
    if (options->timing)
        say_time(took);
    return code;
}

int statement_run(alk_conn *conn, alk_sv sql, const statement_options *options)
{
    double start = clock_ms();
    if (options->interruptible)
        interrupt_watch(conn);
    alk_execution_options once = { .struct_size = sizeof once, .unprepared = 1 };
    alk_result *result = alk_conn_execute_driver(conn, sql.p, sql.n, NULL, 0, &once);
    int code = show(conn, sql, result, start, options);
    interrupt_unwatch();
    return code;
}

int statement_run_bound(alk_conn *conn, alk_sv sql, const alk_sql *const *binds, const statement_options *options)
{
    double start = clock_ms();
    if (options->interruptible)
        interrupt_watch(conn);
    int code = show(conn, sql, alk_conn_execute(conn, alk_raw_n(sql.p, sql.n), binds), start, options);
    interrupt_unwatch();
    return code;
}
