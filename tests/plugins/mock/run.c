/* SPDX-License-Identifier: MIT
 * Carrying out the mock's statements. One function for each first word; the table at the end names them. */
#include <stdio.h>
#include <string.h>
#include "result.h"
#include "words.h"

typedef struct run {
    mock_conn *conn;
    alk_sv rest;                   /* of the statement, behind the first word */
    const alk_request *request;
    void **cursor;
    int64_t *affected;
    alk_err *err;
} run;

static alk_rc syntax(alk_err *err, const char *message)
{
    alk_rc rc = mock_fail(err, ALK_ERROR_PROGRAMMING, 0, "42601", message);
    mock_host->err_detail(err, "position", "1", 1);
    return rc;
}

static alk_rc give(run *r, mock_cursor *cursor)
{
    if (!cursor)
        return ALK_ERROR_NO_MEMORY;
    cursor->deadline = r->request->deadline;
    cursor->batch = r->conn->options.caps & ALK_CAP_SERVER_CURSORS ? r->request->cursor_rows : 0;
    *r->cursor = cursor;
    return ALK_OK;
}

/* ---- rows ---- */
static bool add_types(mock_cursor *cursor, alk_sv types)
{
    alk_sv name;
    for (uint32_t i = 0; words_cut(&types, ',', &name); i++) {
        cursor->nullable[i] = name.n > 0 && name.p[name.n - 1] == '?';
        name.n -= cursor->nullable[i];
        int type = words_type(name);
        if (type < 0)
            return false;
        result_column(cursor, i, type, "c");
    }
    return true;
}

static bool add_clauses(mock_cursor *cursor, alk_sv *rest)
{
    alk_sv word, value;
    while ((word = words_next(rest)).n > 0) {
        if (words_is(word, "delay") && words_real(words_next(rest), &cursor->delay))
            continue;
        value = words_next(rest);
        if (!words_is(word, "fail") || !words_int(value, &cursor->fail_at) || !(cursor->error_class = words_class(words_next(rest))))
            return false;
        while (words_flag(words_next(rest), &cursor->error_flags))
            ;
    }
    return true;
}

static alk_rc run_rows(run *r)
{
    int64_t n;
    uint32_t count = 1;
    alk_sv number = words_next(&r->rest), types = words_next(&r->rest);
    for (size_t i = 0; i < types.n; i++)
        count += types.p[i] == ',';
    if (!words_int(number, &n) || n < 0 || types.n == 0 || count > 64)
        return syntax(r->err, "rows: a number and types, please");
    mock_cursor *cursor = result_new(r->conn, count);
    if (!cursor)
        return ALK_ERROR_NO_MEMORY;
    cursor->n_rows = n;
    if (add_types(cursor, types) && add_clauses(cursor, &r->rest))
        return give(r, cursor);
    result_free(cursor);
    return syntax(r->err, "rows: an unknown type or clause");
}

/* ---- row ---- */
static bool parse_cell(mock_cursor *cursor, alk_sv word, alk_cell *cell)
{
    alk_sv value = word, name;
    int64_t number;
    if (words_is(word, "null"))
        return true;
    (void)words_cut(&value, ':', &name);
    int type = words_type(name);
    cell->tag = (uint16_t)type;
    if (type == ALK_TYPE_REAL)
        return words_real(value, &cell->u.d);
    if (type == ALK_TYPE_DECIMAL || type == ALK_TYPE_TEXT || type == ALK_TYPE_BLOB || type == ALK_TYPE_JSON) {
        alk_cell in = { .u.p = value.p, .len = (uint32_t)value.n, .tag = (uint16_t)type };
        return result_copy(cursor, cell, &in);
    }
    bool good = type > 0 && type < ALK_TYPE_INTERVAL && words_int(value, &number);
    if (good)
        cell->u.i = number;
    return good;
}

static alk_rc run_row(run *r)
{
    alk_sv text = r->rest, line = r->rest, word;
    uint32_t n_columns = 0, n_rows = 0, most = (uint32_t)(r->rest.n / 2 + 1);
    (void)words_cut(&text, ';', &line);
    while (words_next(&line).n > 0)
        n_columns++;
    mock_cursor *cursor = n_columns > 0 ? result_new(r->conn, n_columns) : NULL;
    if (!cursor)
        return n_columns > 0 ? ALK_ERROR_NO_MEMORY : syntax(r->err, "row: no values");
    alk_cell *cell = cursor->cells = result_keep(cursor, NULL, (most + n_columns) * sizeof *cell);
    bool good = cell != NULL;
    for (text = r->rest; good && words_cut(&text, ';', &line); n_rows++)
        for (uint32_t i = 0; good && i < n_columns; i++, cell++) {
            word = words_next(&line);
            good = word.n > 0 && parse_cell(cursor, word, cell);
            if (good && (n_rows == 0 || cursor->columns[i].type == ALK_TYPE_NULL))
                result_column(cursor, i, cell->tag, "c");
        }
    if (good) {
        cursor->n_rows = n_rows;
        return give(r, cursor);
    }
    bool no_memory = cell == NULL;
    result_free(cursor);
    return no_memory ? ALK_ERROR_NO_MEMORY : syntax(r->err, "row: a value that is none");
}

static alk_rc run_select(run *r)
{
    if (!words_is(words_next(&r->rest), "1"))
        return syntax(r->err, "select: only \"select 1\" is known");
    r->rest = (alk_sv){ "int:1", 5 };
    return run_row(r);
}

static alk_rc run_echo(run *r)
{
    const alk_request *request = r->request;
    mock_cursor *cursor = result_new(r->conn, request->ncols);
    if (!cursor)
        return ALK_ERROR_NO_MEMORY;
    cursor->n_rows = 1;
    cursor->cells = result_keep(cursor, NULL, (request->ncols + 1) * sizeof *cursor->cells);
    bool good = cursor->cells != NULL;
    for (uint32_t i = 0; good && i < request->ncols; i++) {
        result_column(cursor, i, request->params[i].tag, "p");
        good = result_copy(cursor, &cursor->cells[i], &request->params[i]);
    }
    if (good)
        return give(r, cursor);
    result_free(cursor);
    return ALK_ERROR_NO_MEMORY;
}

static alk_rc run_insert(run *r)
{
    const alk_request *request = r->request;
    alk_sv text = r->rest, names, name;
    uint32_t width = 1, n = request->ncols;
    if (!words_cut(&text, '(', &names) || !words_cut(&text, ')', &names))
        return syntax(r->err, "INSERT: names of columns, please");
    for (size_t i = 0; i < names.n; i++)
        width += names.p[i] == ',';
    mock_cursor *cursor = n % width == 0 ? result_new(r->conn, width) : NULL;
    if (!cursor)
        return n % width == 0 ? ALK_ERROR_NO_MEMORY : syntax(r->err, "INSERT: as many values as columns in each row, please");
    cursor->n_rows = n / width;
    cursor->cells = result_keep(cursor, NULL, (n + 1) * sizeof *cursor->cells);
    bool good = cursor->cells != NULL;
    for (uint32_t i = 0; good && i < n; i++)
        good = result_copy(cursor, &cursor->cells[i], &request->params[n - width - i / width * width + i % width]);
    for (uint32_t i = 0; good && words_cut(&names, ',', &name); i++) {
        name = words_next(&name);
        result_column(cursor, i, n ? request->params[i].tag : ALK_TYPE_NULL, "p");
        const char *kept = result_keep(cursor, name.p, name.n);
        good = kept != NULL;
        cursor->columns[i].name = (alk_sv){ kept, good ? name.n : 0 };
    }
    if (good)
        return give(r, cursor);
    result_free(cursor);
    return ALK_ERROR_NO_MEMORY;
}

/* ---- effects ---- */
/* A row for each execution. */
static alk_rc run_change(run *r)
{
    *r->affected = (int64_t)(r->request->nrows > 0 ? r->request->nrows : 1);
    return ALK_OK;
}

static alk_rc run_affected(run *r)
{
    int64_t n;
    alk_sv number = words_next(&r->rest);
    if (!words_int(number, &n))
        return syntax(r->err, "affected: a number, please");
    if (words_is(words_next(&r->rest), "id") && !words_int(words_next(&r->rest), &r->conn->last_id))
        return syntax(r->err, "affected: the id is no number");
    *r->affected = n * (int64_t)(r->request->nrows > 0 ? r->request->nrows : 1);
    return ALK_OK;
}

static void add_name(run *r, const char *key, alk_sv *name)
{
    alk_sv head;
    if (words_cut(name, '.', &head))
        mock_host->err_detail(r->err, key, head.p, head.n);
}

static alk_rc run_fail(run *r)
{
    uint32_t flags = 0;
    char message[TEXT_MAX];
    int32_t error_class = words_class(words_next(&r->rest));
    alk_sv rest = r->rest, word = words_next(&rest), kind = word;
    while (words_flag(word, &flags)) {
        r->rest = rest;
        kind = word = words_next(&rest);
    }
    if (error_class == 0)
        return syntax(r->err, "fail: no such class");
    (void)snprintf(message, sizeof message, "told to fail: %.*s", (int)r->rest.n, r->rest.p);
    alk_rc rc = mock_fail(r->err, error_class, flags, error_class == ALK_ERROR_INTEGRITY ? "23505" : "HY000", message);
    if (error_class == ALK_ERROR_INTEGRITY && kind.n > 0) {
        alk_sv name = words_next(&rest);
        mock_host->err_detail(r->err, "constraint", kind.p, kind.n);
        add_name(r, "table", &name);
        add_name(r, "column", &name);
    }
    if (flags & ALK_ERROR_DISCONNECT)
        atomic_store(&r->conn->lost, true);
    return rc;
}

static alk_rc run_sleep(run *r)
{
    double seconds;
    if (!words_real(words_next(&r->rest), &seconds))
        return syntax(r->err, "sleep: a number, please");
    return mock_pause(r->conn, seconds, r->request->deadline, r->err);
}

static alk_rc run_disconnect(run *r)
{
    atomic_store(&r->conn->lost, true);
    return mock_fail(r->err, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08006", "the server closed the connection");
}

static alk_rc run_warn(run *r)
{
    mock_conn *conn = r->conn;
    if (conn->n_warnings < WARNINGS)
        (void)snprintf(conn->warnings[conn->n_warnings++], TEXT_MAX, "%.*s", (int)r->rest.n, r->rest.p);
    *r->affected = 0;
    return ALK_OK;
}

static int find_setting(const mock_conn *conn, alk_sv name)
{
    int i = 0;
    while (i < SETTINGS && conn->settings[i][0][0] && !words_is(name, conn->settings[i][0]))
        i++;
    return i;
}

static alk_rc run_set(run *r)
{
    alk_sv name = words_next(&r->rest), value = words_next(&r->rest);
    int i = find_setting(r->conn, name);
    if (i == SETTINGS || name.n == 0)
        return syntax(r->err, "set: no name, or no room");
    (void)snprintf(r->conn->settings[i][0], TEXT_MAX, "%.*s", (int)name.n, name.p);
    (void)snprintf(r->conn->settings[i][1], TEXT_MAX, "%.*s", (int)value.n, value.p);
    *r->affected = 0;
    return ALK_OK;
}

static alk_rc run_get(run *r)
{
    char text[TEXT_MAX + 8];
    int i = find_setting(r->conn, words_next(&r->rest));
    bool known = i < SETTINGS && r->conn->settings[i][0][0];
    int n = snprintf(text, sizeof text, known ? "text:%s" : "null", known ? r->conn->settings[i][1] : "");
    r->rest = (alk_sv){ text, (size_t)n };
    return run_row(r);
}

static alk_rc run_next(run *r)
{
    mock_conn *conn = r->conn;
    alk_sv call = words_next(&r->rest), fail = words_next(&r->rest);
    conn->next.flags = 0;
    conn->next.error_class = words_class(words_next(&r->rest));
    if (!words_is(fail, "fail") || conn->next.error_class == 0)
        return syntax(r->err, "next: CALL fail CLASS");
    (void)snprintf(conn->next.call, sizeof conn->next.call, "%.*s", (int)call.n, call.p);
    while (words_flag(words_next(&r->rest), &conn->next.flags))
        ;
    *r->affected = 0;
    return ALK_OK;
}

/* ---- all ---- */
static const struct {
    const char *word;
    alk_rc (*run)(run *r);
} statements[] = {
    { "rows", run_rows },     { "row", run_row },   { "echo", run_echo },  { "affected", run_affected },     { "fail", run_fail },
    { "sleep", run_sleep },   { "warn", run_warn }, { "set", run_set },    { "disconnect", run_disconnect }, { "get", run_get },
    { "next", run_next },     { "select", run_select }, { "SELECT", run_select }, { "INSERT", run_insert }, { "UPDATE", run_change }, { "DELETE", run_change },
};
enum { N_STATEMENTS = sizeof statements / sizeof statements[0] };

static size_t find(alk_sv *sql)
{
    size_t i = 0;
    alk_sv word = words_next(sql);
    while (i < N_STATEMENTS && !words_is(word, statements[i].word))
        i++;
    return i;
}

alk_rc mock_check(alk_sv sql, alk_err *err)
{
    char message[TEXT_MAX];
    alk_sv rest = sql, word = words_next(&rest);
    if (find(&sql) < N_STATEMENTS)
        return ALK_OK;
    (void)snprintf(message, sizeof message, "syntax error at \"%.*s\"", (int)(word.n < 40 ? word.n : 40), word.p);
    return syntax(err, message);
}

uint32_t mock_count_params(alk_sv sql)
{
    uint32_t n = 0;
    alk_sv rest = sql, word = words_next(&rest);
    if (words_is(word, "rows"))
        return 0;                  /* there ? belongs to a type */
    for (size_t i = 0; i < sql.n; i++)
        n += sql.p[i] == '?';
    return n;
}

alk_rc mock_run(mock_conn *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    run r = { conn, sql, request, cursor, affected, err };
    size_t i = find(&r.rest);
    *cursor = NULL;
    *affected = -1;
    atomic_store(&conn->cancelled, false);
    conn->executions++;
    if (conn->options.disconnect_after >= 0 && conn->executions > conn->options.disconnect_after)
        return run_disconnect(&r);
    return i < N_STATEMENTS ? statements[i].run(&r) : mock_check(sql, err);
}
