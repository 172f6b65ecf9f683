/* SPDX-License-Identifier: MIT
 * alk sql URL ["SQL" [:name=value…]]: statements from the command line, or the shell when there are none. What the command
 * line gives is one transaction, committed when all of it succeeded. */
#include "arguments.h"
#include "command.h"
#include "interrupt.h"
#include "shell.h"
#include "statement.h"

#include <string.h>

typedef struct request {
    const char *url, *sql;
    const char *const *parameters;
    size_t n_parameters;
    bool timing, rollback, no_transaction;
    output_style style;
} request;

/* ---- parameters ---- */
static const struct {
    const char *name;
    int type;
} TYPES[] = {
    { "text", ALK_TYPE_TEXT }, { "int", ALK_TYPE_INT }, { "uint", ALK_TYPE_UINT }, { "real", ALK_TYPE_REAL },
    { "decimal", ALK_TYPE_DECIMAL }, { "bool", ALK_TYPE_BOOL }, { "blob", ALK_TYPE_BLOB }, { "date", ALK_TYPE_DATE },
    { "time", ALK_TYPE_TIME }, { "timestamp", ALK_TYPE_TIMESTAMP }, { "timestamptz", ALK_TYPE_TIMESTAMPTZ },
    { "interval", ALK_TYPE_INTERVAL }, { "uuid", ALK_TYPE_UUID }, { "json", ALK_TYPE_JSON }, { "null", ALK_TYPE_NULL },
};

static int find_type(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (strlen(TYPES[i].name) == length && memcmp(TYPES[i].name, name, length) == 0)
            return TYPES[i].type;
    return -1;
}

static void say_bad_parameter(const char *word)
{
    say("\"%s\" is no parameter; write :name=value, :name:type=value or :name:null", word);
}

static void say_bad_type(const char *word)
{
    text names = { 0 };
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        text_puts(&names, i ? ", " : "");
        text_puts(&names, TYPES[i].name);
    }
    say("\"%s\": the type of a parameter is one of %s", word, text_string(&names));
    text_free(&names);
}

/* ":name=value", ":name:type=value" or ":name:null" as a bind; NULL, and said, when it is none. */
static alk_sql *parse_parameter(const char *word, alk_arena *arena)
{
    alk_value value = alk_value_null();
    size_t name_length = word[0] == ':' ? strcspn(word + 1, ":=") : 0;
    const char *rest = word + 1 + name_length;
    int type = ALK_TYPE_TEXT;
    if (name_length == 0 || *rest == 0)
        return say_bad_parameter(word), NULL;
    if (*rest == ':') {
        size_t length = strcspn(rest + 1, "=");
        type = find_type(rest + 1, length);
        rest += 1 + length;
    }
    if (type < 0)
        return say_bad_type(word), NULL;
    if (type != ALK_TYPE_NULL && *rest != '=')
        return say_bad_parameter(word), NULL;
    if (type == ALK_TYPE_TEXT)
        value = alk_value_text(rest + 1);
    else if (type != ALK_TYPE_NULL && alk_value_parse(type, rest + 1, strlen(rest + 1), arena, &value) != ALK_OK)
        return say_error(word), NULL;
    char *name = alk_arena_copy(arena, word + 1, name_length);
    return name ? (alk_bind)(name, alk_bound(&value)) : NULL;
}

/* What the command line can do about an error; the library's own hints are for programmers. */
static void say_sql_error(const request *r)
{
    const char *state = alk_last_error()->sqlstate;
    say_error(NULL);
    if (strcmp(state, "07001") == 0)
        say("a parameter's value is given behind the SQL: :name=value; see alk help sql");
    else if (strcmp(state, "25001") == 0 && !r->no_transaction)
        say("try --no-transaction");
}

static int run_bound(const request *r, database *d, alk_sv sql, const statement_options *options)
{
    alk_arena *arena = alk_arena_new();
    const alk_sql **binds = memory_get((r->n_parameters + 1) * sizeof *binds);
    size_t n = 0;
    int status = STATUS_USAGE;
    for (; n < r->n_parameters; n++) {
        binds[n] = arena ? parse_parameter(r->parameters[n], arena) : NULL;
        if (!binds[n])
            break;
    }
    if (n == r->n_parameters) {
        binds[n] = &alk_end;
        int code = statement_run_bound(d->conn, sql, binds, options);
        status = interrupt_seen() ? STATUS_INTERRUPTED : code ? database_status() : STATUS_OK;
        if (code != ALK_OK && code != OUTPUT_INTERRUPTED)
            say_sql_error(r);
        else if (status == STATUS_INTERRUPTED)
            say(r->no_transaction ? "interrupted" : "interrupted: nothing was changed");
    } else {
        while (n > 0)
            alk_free(binds[--n]);
    }
    memory_free(binds);
    alk_arena_free(arena);
    return status;
}

/* ---- the statements ---- */
static size_t count_statements(database *d, const char *sql)
{
    size_t n = 0;
    alk_sv statement;
    alk_script *script = alk_script_open(d->engine, sql, strlen(sql));
    while (script && alk_script_next(script, &statement, NULL, NULL))
        n++;
    alk_script_close(script);
    return n;
}

static int run_all(const request *r, database *d, const statement_options *options)
{
    alk_script *script = alk_script_open(d->engine, r->sql, strlen(r->sql));
    alk_sv sql;
    int status = script ? STATUS_OK : database_status();
    if (!script)
        say_error(NULL);
    while (status == STATUS_OK && alk_script_next(script, &sql, NULL, NULL))
        status = run_bound(r, d, sql, options);
    alk_script_close(script);
    return status;
}

static int end_transaction(const request *r, database *d)
{
    if ((r->rollback ? alk_conn_rollback(d->conn) : alk_conn_commit(d->conn)) == ALK_OK)
        return STATUS_OK;
    say_error(r->rollback ? "rollback" : "commit");
    return database_status();
}

static int run_request(const request *r, database *d)
{
    const statement_options options = { .style = &r->style, .timing = r->timing, .interruptible = true };
    size_t n = count_statements(d, r->sql);
    if (n == 0)
        return say("there is no statement in \"%s\"", r->sql), STATUS_USAGE;
    if (n > 1 && r->n_parameters)
        return say("parameters go with one statement; here are %zu", n), STATUS_USAGE;
    if (r->no_transaction && alk_conn_set_autocommit(d->conn, true) != ALK_OK)
        return say_error(NULL), database_status();
    int status = run_all(r, d, &options);
    if (status == STATUS_OK && !r->no_transaction)
        status = end_transaction(r, d);
    return status;
}

static bool check_request(const request *r, const arguments *a)
{
    if (a->n_words == 0)
        say("sql wants a URL: alk sql URL [\"SQL\" [:name=value…]]");
    else if (r->rollback && r->no_transaction)
        say("--rollback needs the transaction that --no-transaction leaves out");
    else if (!r->sql && (r->rollback || r->no_transaction))
        say("--rollback and --no-transaction are for statements on the command line");
    else
        return true;
    return false;
}

int command_sql(char **argv)
{
    request r = { 0 };
    const char *format = "aligned", *null_text = NULL;
    const option options[] = {
        { "--format", NULL, &format }, { "--null", NULL, &null_text }, { "--timing", &r.timing, NULL },
        { "--rollback", &r.rollback, NULL }, { "--no-transaction", &r.no_transaction, NULL },
    };
    arguments a;
    database d = { 0 };
    int status = STATUS_USAGE;
    if (!arguments_parse(&a, argv, options, sizeof options / sizeof *options)
        || !output_style_choose(&r.style, format, null_text))
        goto done;
    r.url = a.n_words > 0 ? a.words[0] : NULL;
    r.sql = a.n_words > 1 ? a.words[1] : NULL;
    r.parameters = a.n_words > 2 ? a.words + 2 : NULL;
    r.n_parameters = a.n_words > 2 ? a.n_words - 2 : 0;
    if (!check_request(&r, &a))
        goto done;
    status = database_open(&d, r.url);
    if (status == STATUS_OK)
        status = r.sql ? run_request(&r, &d) : shell_run(&d, &r.style, r.timing);
    if (!output_flush() && status == STATUS_OK)
        status = STATUS_IO;
done:
    database_close(&d);
    memory_free(a.words);
    return status;
}
