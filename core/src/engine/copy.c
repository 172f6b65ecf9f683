/* SPDX-License-Identifier: MIT
 * See copy.h and <alkahest/copy.h>. */
#include "engine/copy.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/scan.h"
#include "engine/connection.h"
#include "engine/event.h"
#include <alkahest/copy.h>
#include <inttypes.h>
#include <stddef.h>

#define PIECE 65536                    /* bytes that a source is asked for at once */

static const alk_copy_ops *copy_of(const alk__link *link)
{
    const alk_copy_ops *ops = link->ops->query(link->handle, "alk.copy/1");
    return ops && ops->size >= offsetof(alk_copy_ops, end) + sizeof ops->end && ops->begin && ops->put && ops->get && ops->end ? ops : NULL;
}

static int end_copy(alk_conn *conn, const alk_copy_ops *ops, const char *refusal, int64_t *rows, alk_sv sql)
{
    alk_err err;
    alk__link_enter(conn->link, &err);
    alk_rc rc = ops->end(conn->link->handle, refusal, rows, &err);
    alk__link_idle(conn->link);
    return alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "end", sql));
}

/* After a failure: the one that there was stays. */
static void give_up(alk_conn *conn, const alk_copy_ops *ops, alk_sv sql)
{
    int64_t rows;
    alk__saved_error *saved = alk__error_save();
    (void)end_copy(conn, ops, "given up by the client", &rows, sql);
    alk__error_restore(saved);
}

/* ---- rows in place of an INSERT ---- */

/* INSERT INTO table (columns) VALUES ($1, $2 …), and nothing else. */
typedef struct insert_parts {
    alk_sv table, columns;
    uint32_t n_markers;
} insert_parts;

static bool next_is_word(alk__scanner *s, const char *word)
{
    alk__token token;
    return alk__scan_solid(s, &token) && token.kind == ALK__TOKEN_WORD && alk__sv_is_nocase(token.text, word);
}

/* A name with its schema, up to the parenthesis; and that one to its end. */
static bool read_target(alk__scanner *s, insert_parts *parts)
{
    alk__token token;
    const char *begin = NULL, *end = NULL;
    while (alk__scan_solid(s, &token) && token.kind != ALK__TOKEN_OPEN) {
        bool dot = token.kind == ALK__TOKEN_OTHER && token.text.n == 1 && token.text.p[0] == '.';
        if (token.kind != ALK__TOKEN_NAME && token.kind != ALK__TOKEN_WORD && !dot)
            return false;
        if (end && token.text.p != end)
            return false;                  /* two words: an alias, or OVERRIDING */
        begin = begin ? begin : token.text.p;
        end = token.text.p + token.text.n;
    }
    if (!begin || token.kind != ALK__TOKEN_OPEN)
        return false;
    parts->table = (alk_sv){ begin, (size_t)(end - begin) };
    parts->columns.p = token.text.p;
    while (alk__scan_solid(s, &token) && token.kind != ALK__TOKEN_CLOSE)
        if (token.kind != ALK__TOKEN_NAME && token.kind != ALK__TOKEN_WORD && token.kind != ALK__TOKEN_COMMA)
            return false;
    parts->columns.n = (size_t)(token.text.p + token.text.n - parts->columns.p);
    return token.kind == ALK__TOKEN_CLOSE;
}

/* Each parameter by its number, once, in order. */
static bool read_markers(alk__scanner *s, insert_parts *parts)
{
    alk__token token;
    if (!alk__scan_solid(s, &token) || token.kind != ALK__TOKEN_OPEN)
        return false;
    do {
        uint32_t number = 0;
        if (!alk__scan_solid(s, &token) || token.kind != ALK__TOKEN_MARKER || token.text.p[0] != '$')
            return false;
        for (size_t i = 1; i < token.text.n && number < UINT16_MAX; i++)
            number = number * 10 + (uint32_t)(token.text.p[i] - '0');
        if (number != ++parts->n_markers || !alk__scan_solid(s, &token))
            return false;
    } while (token.kind == ALK__TOKEN_COMMA);
    return token.kind == ALK__TOKEN_CLOSE && !alk__scan_solid(s, &token);
}

static bool take_apart(alk_sv sql, uint32_t lexical, insert_parts *parts)
{
    alk__scanner s = alk__scanner_on(sql.p, sql.n, lexical);
    *parts = (insert_parts){ .n_markers = 0 };
    return next_is_word(&s, "INSERT") && next_is_word(&s, "INTO") && read_target(&s, parts) && next_is_word(&s, "VALUES") && read_markers(&s, parts);
}

static const alk_copy_ops *row_copy_of(const alk_conn *conn)
{
    const alk_copy_ops *ops = copy_of(conn->link);
    return ops && ops->size >= sizeof *ops && ops->rows_begin && ops->rows_put ? ops : NULL;
}

/* A listener may put another statement in the place of each execution: they are executed then. */
int alk__copy_rows_begin(alk_conn *conn, const alk__execution *x, bool *begun)
{
    insert_parts parts;
    const alk_copy_ops *ops = row_copy_of(conn);
    *begun = false;
    if (!ops || alk__event_wanted(conn->engine, ALK_EVENT_BEFORE_EXECUTE) || !take_apart(x->sql, conn->link->backend->data->lexical, &parts) ||
        parts.n_markers != x->n_values)
        return ALK_OK;
    alk_err err;
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = ops->rows_begin(conn->link->handle, x->prepared->stmt, parts.table, parts.columns, x->deadline, &err);
    *begun = rc == ALK_OK;
    if (!*begun)
        alk__link_idle(conn->link);
    return rc == ALK_USE_DEFAULT ? ALK_OK : alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "rows_begin", x->sql));
}

int alk__copy_rows_put(alk_conn *conn, const alk__execution *x, const alk_cell *cells, size_t n, size_t *taken)
{
    alk_err err;
    uint32_t done = 0;
    alk__link_enter(conn->link, &err);
    alk_rc rc = row_copy_of(conn)->rows_put(conn->link->handle, x->prepared->stmt, cells, (uint32_t)n, &done, &err);
    *taken = done <= n ? done : n;
    return alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "rows_put", x->sql));
}

int alk__copy_rows_end(alk_conn *conn, const alk__execution *x, int64_t *rows)
{
    return end_copy(conn, row_copy_of(conn), NULL, rows, x->sql);
}

/* ---- the program's own ---- */

static int begin_copy(alk_conn *conn, alk_sv sql, uint32_t wanted, const alk_copy_ops **ops)
{
    static const char *const directions[] = { "", "from the client", "to the client" };
    uint32_t direction = 0;
    alk_err err;
    int code = alk__conn_ready(conn);
    if (code)
        return code;
    alk__deadline deadline = alk__conn_deadline(conn);
    if (!(*ops = copy_of(conn->link)))
        return alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s has no COPY", conn->link->backend->name);
    if ((code = alk__conn_ready_to_execute(conn, deadline)))
        return code;
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = (*ops)->begin(conn->link->handle, sql, deadline, &direction, &err);
    if (rc != ALK_OK)
        alk__link_idle(conn->link);
    code = alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "begin", sql));
    if (code || direction == wanted)
        return code;
    code = alk__error(ALK_ERROR_ARGUMENT, "the statement does not copy %s", directions[wanted]);
    give_up(conn, *ops, sql);
    return code;
}

static int put(alk_conn *conn, const alk_copy_ops *ops, alk_sv bytes, alk_sv sql)
{
    alk_err err;
    alk__link_enter(conn->link, &err);
    return alk__conn_after(conn, alk__link_leave(conn->link, &err, ops->put(conn->link->handle, bytes, &err), "put", sql));
}

static int send_all(alk_conn *conn, const alk_copy_ops *ops, alk_copy_source source, void *payload, alk_sv sql)
{
    char *buffer = alk__alloc(PIECE);
    int code = buffer ? ALK_OK : ALK_ERROR_NO_MEMORY;
    alk_clear_error();
    for (int64_t n = 1; code == ALK_OK && n;) {
        n = source(payload, buffer, PIECE);
        if (n < 0 || n > PIECE)
            code = n < 0 && alk__error_code() ? alk__error_code() : alk__error(ALK_ERROR_INTERFACE, "the source of the COPY returned %" PRId64, n);
        else if (n)
            code = put(conn, ops, (alk_sv){ buffer, (size_t)n }, sql);
    }
    alk__free(buffer);
    return code;
}

static int take_all(alk_conn *conn, const alk_copy_ops *ops, alk_copy_sink sink, void *payload, alk_sv sql)
{
    alk_clear_error();
    for (;;) {
        alk_err err;
        alk_sv bytes = { NULL, 0 };
        alk__link_enter(conn->link, &err);
        alk_rc rc = ops->get(conn->link->handle, &bytes, &err);
        if (rc == ALK_END)
            return ALK_OK;
        int code = alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "get", sql));
        if (code || (code = sink(payload, bytes.p, bytes.n)))
            return alk__error_code() ? alk__error_code() : alk__error(ALK_ERROR_INTERFACE, "the sink of the COPY returned %d", code);
    }
}

/* With a source or with a sink. */
static int copy(alk_conn *conn, const char *text, alk_copy_source source, alk_copy_sink sink, void *payload, int64_t *rows)
{
    const alk_copy_ops *ops = NULL;
    int64_t done = -1;
    alk_sv sql;
    if (rows)
        *rows = -1;
    if (!conn)
        return alk__error_null_handle("connection");
    int code = alk__check_sql(text, SIZE_MAX, &sql);
    if (code || (code = begin_copy(conn, sql, source ? ALK_COPY_IN : ALK_COPY_OUT, &ops)))
        return code;
    conn->copying = true;
    code = source ? send_all(conn, ops, source, payload, sql) : take_all(conn, ops, sink, payload, sql);
    conn->copying = false;
    if (code)
        give_up(conn, ops, sql);
    else
        code = end_copy(conn, ops, NULL, &done, sql);
    if (rows)
        *rows = code ? -1 : done;
    return code;
}

int alk_conn_copy_in(alk_conn *conn, const char *sql, alk_copy_source source, void *payload, int64_t *rows)
{
    return source ? copy(conn, sql, source, NULL, payload, rows) : alk__error(ALK_ERROR_ARGUMENT, "a COPY from the client was given no source");
}

int alk_conn_copy_out(alk_conn *conn, const char *sql, alk_copy_sink sink, void *payload, int64_t *rows)
{
    return sink ? copy(conn, sql, NULL, sink, payload, rows) : alk__error(ALK_ERROR_ARGUMENT, "a COPY to the client was given no sink");
}
