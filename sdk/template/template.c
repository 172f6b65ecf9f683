/* SPDX-License-Identifier: MIT
 * A plugin to start from: the dialect "template" with the driver "csv". The database is a directory, template:////var/lib/tables, and a table is a file of
 * comma-separated values in it. It answers one form of statement, SELECT * FROM table [WHERE column = ?], and all its values are text.
 *
 * To make another: replace what is done here by calls of the client library, table by table from the bottom up. It has every required slot and
 * some of the optional ones. sdk/guide/plugins-for-authors.md tells the rules. */
#define _POSIX_C_SOURCE 200809L
#include <alkahest/plugin.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "csv.h"

ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);          /* lets `alk plugins --verify` see that library and manifest belong together */

enum { DIRECTORY_MAX = 2048, PATH_LENGTH_MAX = 4096 };

static const alk_host *host;                   /* lives for ever, so it may be kept */

typedef struct connection { char directory[DIRECTORY_MAX], suffix[32]; } connection;
typedef struct statement { alk_sv table, where; uint32_t nparams; char sql[]; } statement;
typedef struct cursor { csv_table table; alk_column_desc *columns; size_t row; } cursor;

/* ---- errors: written at once into what the library gave. Never a bound value in the text ---- */
__attribute__((format(printf, 4, 5)))
static alk_rc fail(alk_err *err, alk_rc rc, const char *sqlstate, const char *format, ...)
{
    char text[PATH_LENGTH_MAX + 256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    host->err_set(err, rc, sqlstate, 0, text, n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    return rc;
}

/* Zeroed memory, counted by the library, which also makes it fail in tests. */
static void *allocate(size_t size, alk_err *err)
{
    void *memory = host->mem(NULL, size);
    if (!memory)
        fail(err, ALK_ERROR_NO_MEMORY, NULL, "out of memory");
    return memory ? memset(memory, 0, size) : NULL;
}

/* ---- statements ---- */
/* The next name or sign. A name has letters, digits and _ only, so that no table can be a path. */
static alk_sv next_word(alk_sv *rest)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    while (rest->n > 0 && memchr(" \t\r\n", *rest->p, 4))
        rest->p++, rest->n--;
    alk_sv word = { rest->p, 0 };
    while (word.n < rest->n && memchr(letters, word.p[word.n], sizeof letters - 1))
        word.n++;
    if (word.n == 0 && rest->n > 0)
        word.n = 1;
    rest->p += word.n, rest->n -= word.n;
    return word;
}

static bool is(alk_sv word, const char *text)
{
    return word.n == strlen(text) && strncasecmp(word.p, text, word.n) == 0;
}

static bool take(alk_sv *rest, const char *text)
{
    alk_sv before = *rest;
    if (is(next_word(rest), text))
        return true;
    *rest = before;
    return false;
}

static bool parse(statement *s, alk_sv rest)
{
    bool good = take(&rest, "SELECT") && take(&rest, "*") && take(&rest, "FROM");
    s->table = next_word(&rest);
    if (take(&rest, "WHERE")) {
        s->where = next_word(&rest);
        good = good && take(&rest, "=") && take(&rest, "?");
        s->nparams = 1;
    }
    take(&rest, ";");
    return good && next_word(&rest).n == 0;    /* more than one statement is refused, too */
}

static alk_rc conn_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **out, alk_err *err)
{
    statement *s = allocate(sizeof *s + sql.n + 1, err);
    (void)conn, (void)flags, (void)deadline;   /* nothing here takes long; flags are for later versions of the library */
    if (!s)
        return ALK_ERROR_NO_MEMORY;
    memcpy(s->sql, sql.p, sql.n);              /* sql is gone once this call returns */
    if (!parse(s, (alk_sv){ s->sql, sql.n })) {
        host->mem(s, 0);
        return fail(err, ALK_ERROR_PROGRAMMING, "42601", "only SELECT * FROM table [WHERE column = ?] is understood");
    }
    *out = s;                                  /* results are written on success only */
    return ALK_OK;
}

static alk_rc conn_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn, (void)err;
    *count = ((statement *)stmt)->nparams;
    return ALK_OK;
}

static void conn_stmt_close(void *conn, void *stmt)
{
    (void)conn;
    host->mem(stmt, 0);
}

/* ---- cursors ---- */
static bool find_column(const csv_table *table, alk_sv name, uint32_t *at)
{
    for (*at = 0; *at < table->ncols; ++*at)
        if (table->cells[*at].len == name.n && memcmp(table->cells[*at].u.p, name.p, name.n) == 0)
            return true;
    return false;
}

static alk_rc describe(cursor *c, alk_err *err)
{
    c->columns = allocate(c->table.ncols * sizeof *c->columns, err);
    for (uint32_t i = 0; c->columns && i < c->table.ncols; i++) {
        alk_sv name = { c->table.cells[i].u.p, c->table.cells[i].len };
        c->columns[i] = (alk_column_desc){ .size = sizeof(alk_column_desc), .type = ALK_TYPE_TEXT, .name = name,
            .flags = ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_NULLABLE, .length = -1, .precision = -1, .scale = -1 };
    }
    return c->columns ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

/* Parameters are borrowed until execute returns: rows are chosen now, not while fetching. */
static alk_rc choose_rows(csv_table *t, const statement *s, const alk_cell *wanted, alk_err *err)
{
    size_t kept = 1;
    uint32_t at;
    if (!find_column(t, s->where, &at))
        return fail(err, ALK_ERROR_PROGRAMMING, "42703", "no column \"%.*s\"", (int)s->where.n, s->where.p);
    if (wanted->tag != ALK_TYPE_TEXT && wanted->tag != ALK_TYPE_NULL)
        return fail(err, ALK_ERROR_DATA, "22018", "a column is compared with text only");
    for (size_t row = 1; row < t->nrows; row++) {
        const alk_cell *cell = &t->cells[row * t->ncols + at];
        if (wanted->tag == ALK_TYPE_TEXT && cell->tag == ALK_TYPE_TEXT && cell->len == wanted->len &&
            (cell->len == 0 || memcmp(cell->u.p, wanted->u.p, cell->len) == 0))
            memmove(&t->cells[kept++ * t->ncols], &t->cells[row * t->ncols], t->ncols * sizeof *cell);
    }
    t->nrows = kept;
    return ALK_OK;
}

static alk_rc cursor_columns(void *handle, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    cursor *c = handle;
    (void)err;
    *columns = c->columns;
    *count = c->table.ncols;
    *stride = sizeof(alk_column_desc);
    return ALK_OK;
}

/* Views point into the file's text, which stays until the cursor is closed: that is ALK_CAP_STABLE_VIEWS. ALK_END is given again at every later call. */
static alk_rc cursor_fetch(void *handle, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    cursor *c = handle;
    (void)arena, (void)err;
    for (*got = 0; *got < cap && c->row < c->table.nrows; ++*got)
        memcpy(&cells[(size_t)*got * ncols], &c->table.cells[c->row++ * ncols], ncols * sizeof *cells);
    return c->row == c->table.nrows ? ALK_END : ALK_OK;
}

static alk_rc cursor_close(void *handle, alk_err *err)
{
    cursor *c = handle;
    (void)err;
    csv_free(host, &c->table);
    if (c->columns)
        host->mem(c->columns, 0);
    host->mem(c, 0);
    return ALK_OK;
}

static alk_rc conn_execute(void *handle, void *stmt, const alk_request *request, void **out, int64_t *affected, alk_err *err)
{
    connection *conn = handle;
    statement *s = stmt;
    const char *reason = "";
    char path[PATH_LENGTH_MAX];
    if (request->nrows != 1 || request->ncols != s->nparams)
        return fail(err, ALK_ERROR_PROGRAMMING, "07001", "%u parameters are needed, once", (unsigned)s->nparams);
    if ((size_t)snprintf(path, sizeof path, "%s/%.*s.%s", conn->directory, (int)s->table.n, s->table.p, conn->suffix) >= sizeof path)
        return fail(err, ALK_ERROR_PROGRAMMING, "42P01", "the name of the table is too long");
    cursor *c = allocate(sizeof *c, err);
    if (!c)
        return ALK_ERROR_NO_MEMORY;
    c->row = 1;
    alk_rc rc = csv_read(host, path, &c->table, &reason);
    if (rc != ALK_OK)
        fail(err, rc, rc == ALK_ERROR_OPERATIONAL ? "58030" : NULL, "the file %s %s", path, rc == ALK_ERROR_NO_MEMORY ? "needs more memory" : reason);
    if (rc == ALK_OK)
        rc = describe(c, err);
    if (rc == ALK_OK && s->nparams)
        rc = choose_rows(&c->table, s, request->params, err);
    if (rc != ALK_OK) {
        cursor_close(c, NULL);
        return rc;
    }
    *out = c;
    *affected = -1;
    return ALK_OK;
}

/* ---- connections ---- */
/* Nothing can be changed here, so every transaction is an empty one. Savepoints are left out, and so is ALK_CAP_SAVEPOINT. */
static alk_rc conn_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    (void)conn, (void)isolation, (void)name, (void)deadline;
    if (action == ALK_TXN_BEGIN || action == ALK_TXN_COMMIT || action == ALK_TXN_ROLLBACK)
        return ALK_OK;
    return fail(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "there are no savepoints");
}

static alk_rc conn_ping(void *handle, int64_t deadline, alk_err *err)
{
    struct stat about;
    connection *conn = handle;
    (void)deadline;
    if (stat(conn->directory, &about) == 0 && S_ISDIR(about.st_mode))
        return ALK_OK;
    alk_rc rc = fail(err, ALK_ERROR_OPERATIONAL, "08006", "the directory %s cannot be read", conn->directory);
    host->err_flags(err, ALK_ERROR_DISCONNECT);        /* the library gives up this connection and opens another */
    return rc;
}

static void conn_abandon(void *conn)
{
    host->mem(conn, 0);
}

static alk_rc conn_close(void *conn, alk_err *err)
{
    (void)err;
    host->mem(conn, 0);
    return ALK_OK;
}

static uint64_t conn_caps(void *conn)
{
    (void)conn;
    return ALK_CAP_STABLE_VIEWS | ALK_CAP_CURSORS | ALK_CAP_BATCH_FETCH;
}

static alk_rc conn_server(void *conn, alk_server_info *info, alk_err *err)
{
    (void)conn, (void)err;
    info->version = 10000;
    info->product = (alk_sv){ "CSV", 3 };
    info->version_text = (alk_sv){ "1.0.0", 5 };
    return ALK_OK;
}

/* ---- the driver ---- */
static bool take_pair(const alk_pair *pair, const char *name, char *out, size_t size)
{
    if (!is(pair->name, name))
        return true;
    if (pair->value.n >= size)
        return false;
    memcpy(out, pair->value.p, pair->value.n);
    out[pair->value.n] = '\0';
    return true;
}

static alk_rc driver_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    bool good = true;
    connection *conn = allocate(sizeof *conn, err);
    (void)driver;
    if (!conn)
        return ALK_ERROR_NO_MEMORY;
    memcpy(conn->suffix, "csv", 4);
    for (uint32_t i = 0; i < request->npairs; i++)
        good = good && take_pair(&request->pairs[i], "database", conn->directory, sizeof conn->directory) &&
               take_pair(&request->pairs[i], "suffix", conn->suffix, sizeof conn->suffix);
    alk_rc rc = good ? conn_ping(conn, 0, err) : fail(err, ALK_ERROR_ARGUMENT, NULL, "a part of the URL is too long");
    if (rc != ALK_OK) {
        host->mem(conn, 0);
        return rc;
    }
    *out = conn;
    return ALK_OK;
}

/* ---- the tables: each begins with its size; a slot that is left out is NULL ---- */
static const alk_option_spec options[] = {
    { "suffix", NULL, "what the names of the files end with (default csv)", ALK_OPTION_TEXT, 0, 0 },
};
static const alk_cursor_ops cursor_ops = { .size = sizeof cursor_ops, .columns = cursor_columns, .fetch_cells = cursor_fetch, .close = cursor_close };
static const alk_conn_ops conn_ops = { .size = sizeof conn_ops, .cursor = &cursor_ops, .prepare = conn_prepare, .stmt_params = conn_stmt_params,
    .execute = conn_execute, .stmt_close = conn_stmt_close, .transaction = conn_transaction, .ping = conn_ping, .close = conn_close,
    .abandon = conn_abandon, .caps = conn_caps, .server = conn_server };
static const alk_driver driver = { .size = sizeof driver, .name = "csv", .dialect = "template", .conn = &conn_ops,
    .noptions = sizeof options / sizeof options[0], .options = options, .connect = driver_connect };
static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .max_params = 1, .quote_open = '"', .quote_close = '"' };
static const alk_dialect dialect = { .size = sizeof dialect, .name = "template", .default_driver = "csv", .data = &data };
static const alk_dialect *const dialects[] = { &dialect };
static const alk_driver *const drivers[] = { &driver };
static const alk_plugin plugin = { .size = sizeof plugin, .abi_major = ALK_ABI_MAJOR, .abi_minor = ALK_ABI_MINOR,
    .min_host_minor = ALK_PLUGIN_MIN_HOST_MINOR, .ndialects = 1, .ndrivers = 1, .name = ALK_PLUGIN_NAME, .version = ALK_PLUGIN_VERSION,
    .dialects = dialects, .drivers = drivers };

/* The one export. A host of a later minor version has a larger table; an older one is refused here as the library would do itself. */
const alk_plugin *alk_plugin_entry_1(const alk_host *given, alk_err *err)
{
    host = given;
    const int needed = ALK_PLUGIN_MIN_HOST_MINOR;
    if (given->abi_major == ALK_ABI_MAJOR && given->abi_minor >= needed)
        return &plugin;
    fail(err, ALK_ERROR_ABI, NULL, "the template plugin needs plugin ABI %d.%d", ALK_ABI_MAJOR, needed);
    return NULL;
}
