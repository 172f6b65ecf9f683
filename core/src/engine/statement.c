/* SPDX-License-Identifier: MIT
 * Prepared statements bound by position. Texts are copied into buffers that each parameter keeps, so that binding again allocates nothing. */
#include "engine/statement.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"
#include "engine/batch.h"
#include "engine/execute.h"
#include "engine/result.h"
#include "engine/sound.h"
#include <alkahest/value.h>
#include <string.h>

#define UNBOUND UINT16_MAX

static int ready(const alk_stmt *stmt)
{
    if (!stmt)
        return alk__error_null_handle("statement");
    if (stmt->magic != ALK__STMT_OPEN)
        return alk__error(ALK_ERROR_INTERFACE, "the statement is closed");
    if (!stmt->link)
        return alk__error(ALK_ERROR_INTERFACE, "the statement ended with its connection; prepare it again");
    return ALK_OK;
}

/* ---- life ---- */

static void link_stmt(alk_stmt *stmt, alk_conn *conn)
{
    stmt->conn = conn;
    stmt->link = conn->link;
    stmt->next = conn->stmts;
    if (conn->stmts)
        conn->stmts->prev = stmt;
    conn->stmts = stmt;
}

static void give_up(alk_stmt *stmt)
{
    if (stmt->link)
        alk__link_unprepare(stmt->link, stmt->prepared);
    stmt->prepared = NULL;
    stmt->link = NULL;
    if (!stmt->conn)
        return;
    *(stmt->prev ? &stmt->prev->next : &stmt->conn->stmts) = stmt->next;
    if (stmt->next)
        stmt->next->prev = stmt->prev;
    stmt->next = stmt->prev = NULL;
    stmt->conn = NULL;
}

static void free_parts(alk_stmt *stmt, uint32_t n)
{
    for (uint32_t i = 0; stmt->texts && i < n; i++)
        alk__buffer_free(&stmt->texts[i]);
    alk__free(stmt->texts);
    alk__free(stmt->values);
    alk__free(stmt->token);
    alk__arena_clear(&stmt->memory);
    stmt->magic = ALK__STMT_CLOSED;
    alk__free(stmt);
}

alk_stmt *alk_conn_prepare(alk_conn *conn, const char *sql, size_t length)
{
    alk_sv text;
    if (alk__conn_ready(conn) || alk__check_sql(sql, length, &text) || alk__conn_make_room(conn))
        return alk__error_null();
    alk_stmt *stmt = alk__calloc(1, sizeof *stmt);
    if (!stmt)
        return alk__error_null();
    alk__arena_init(&stmt->memory, 0);
    stmt->prepared = alk__link_prepare(conn->link, text, alk__hash(text.p, text.n, 0), true, alk__deadline_in(conn->options.timeout));
    if (!stmt->prepared) {
        alk__conn_after(conn, alk__error_code());
        alk__free(stmt);
        return alk__error_null();
    }
    link_stmt(stmt, conn);
    stmt->magic = ALK__STMT_OPEN;
    uint32_t n = stmt->n_params = stmt->prepared->n_params;
    stmt->values = alk__calloc(n ? n : 1, sizeof *stmt->values);
    stmt->texts = alk__calloc(n ? n : 1, sizeof *stmt->texts);
    if (!stmt->values || !stmt->texts) {
        alk_stmt_close(stmt);
        alk__error_no_memory();
        return alk__error_null();
    }
    for (uint32_t i = 0; i < n; i++) {
        alk__buffer_init(&stmt->texts[i], UINT32_MAX);
        stmt->values[i].tag = UNBOUND;
    }
    alk__error_handle_made();
    return stmt;
}

void alk_stmt_close(alk_stmt *stmt)
{
    if (!stmt || stmt->magic != ALK__STMT_OPEN)
        return;
    for (alk_result *result = stmt->running && stmt->conn ? stmt->conn->results : NULL, *next; result; result = next) {
        next = result->next;
        if (result->stmt == stmt)
            alk__result_end(result, "its statement was closed");
    }
    give_up(stmt);
    free_parts(stmt, stmt->n_params);
}

void alk__stmts_end(alk_conn *conn)
{
    while (conn->stmts)
        give_up(conn->stmts);
}

void alk__stmt_result_closed(alk_stmt *stmt)
{
    if (stmt)
        stmt->running = false;
}

/* ---- binding ---- */

int alk_stmt_param_count(const alk_stmt *stmt)
{
    return ready(stmt) ? -1 : (int)stmt->n_params;
}

static int at(const alk_stmt *stmt, int position)
{
    int code = ready(stmt);
    if (code == ALK_OK && (position < 1 || (uint32_t)position > stmt->n_params))
        code = alk__error_state(ALK_ERROR_ARGUMENT, "07009", "there is no parameter %d; the statement takes %u", position,
                                (unsigned)stmt->n_params);
    return code;
}

/* What lies in the value itself. */
static int bind_scalar(alk_stmt *stmt, int position, alk_value value)
{
    int code = at(stmt, position);
    if (code == ALK_OK)
        stmt->values[position - 1] = value;
    return code;
}

static int bind_bytes(alk_stmt *stmt, int position, const alk_value *value, size_t length)
{
    alk__buffer *text = &stmt->texts[position - 1];
    alk__buffer_clear(text);
    alk__buffer_append(text, value->u.p, length);
    int code = alk__buffer_status(text);
    if (code == ALK_OK) {
        stmt->values[position - 1] = *value;
        stmt->values[position - 1].u.p = text->data;
        stmt->values[position - 1].flags |= ALK_CELL_NUL;
    } else {
        stmt->values[position - 1].tag = UNBOUND;
    }
    return code;
}

int alk_stmt_bind(alk_stmt *stmt, int position, const alk_value *value)
{
    int code = at(stmt, position);
    if (code)
        return code;
    if (!value)
        return alk_stmt_bind_null(stmt, position);
    if ((code = alk_value_check(value))) {
        alk__error_prefix("parameter %d", position);
        return code;
    }
    switch (value->tag) {
    case ALK_TYPE_DECIMAL: case ALK_TYPE_TEXT: case ALK_TYPE_BLOB: case ALK_TYPE_JSON: case ALK_TYPE_UUID:
        return bind_bytes(stmt, position, value, value->len);
    case ALK_TYPE_INTERVAL:
        return bind_bytes(stmt, position, value, sizeof(alk_interval));
    case ALK_TYPE_ARRAY: {
        alk_value copy;                    /* arrays are rare: their memory stays until the statement is closed */
        code = alk_value_copy(value, &stmt->memory, &copy);
        return code ? code : bind_scalar(stmt, position, copy);
    }
    default:
        return bind_scalar(stmt, position, *value);
    }
}

int alk_stmt_bind_null(alk_stmt *stmt, int position)
{
    return bind_scalar(stmt, position, alk_value_null());
}

int alk_stmt_bind_bool(alk_stmt *stmt, int position, bool value)
{
    return bind_scalar(stmt, position, alk_value_bool(value));
}

int alk_stmt_bind_int(alk_stmt *stmt, int position, int64_t value)
{
    return bind_scalar(stmt, position, (alk_value){ .u.i = value, .tag = ALK_TYPE_INT });
}

int alk_stmt_bind_uint(alk_stmt *stmt, int position, uint64_t value)
{
    return bind_scalar(stmt, position, (alk_value){ .u.raw = value, .tag = ALK_TYPE_UINT });
}

int alk_stmt_bind_real(alk_stmt *stmt, int position, double value)
{
    return bind_scalar(stmt, position, (alk_value){ .u.d = value, .tag = ALK_TYPE_REAL });
}

static int bind_sized(alk_stmt *stmt, int position, uint16_t tag, const void *bytes, size_t length)
{
    if (!bytes)
        return alk_stmt_bind_null(stmt, position);
    if (length > UINT32_MAX)
        return alk__error(ALK_ERROR_DATA, "parameter %d: a value of more than 4294967295 bytes cannot be bound", position);
    alk_value value = { .u.p = bytes, .len = (uint32_t)length, .tag = tag };
    return alk_stmt_bind(stmt, position, &value);
}

int alk_stmt_bind_text(alk_stmt *stmt, int position, const char *text, size_t length)
{
    return bind_sized(stmt, position, ALK_TYPE_TEXT, text, text && length == SIZE_MAX ? strlen(text) : length);
}

int alk_stmt_bind_blob(alk_stmt *stmt, int position, const void *bytes, size_t length)
{
    return bind_sized(stmt, position, ALK_TYPE_BLOB, bytes, length);
}

int alk_stmt_clear(alk_stmt *stmt)
{
    int code = ready(stmt);
    for (uint32_t i = 0; code == ALK_OK && i < stmt->n_params; i++)
        stmt->values[i].tag = UNBOUND;
    return code;
}

int alk_stmt_set_options(alk_stmt *stmt, const alk_execution_options *options)
{
    int code = ready(stmt);
    if (code)
        return code;
    char *token = NULL;
    if (options && options->token && !(token = alk__strdup(options->token)))
        return ALK_ERROR_NO_MEMORY;
    alk__free(stmt->token);
    memset(&stmt->options, 0, sizeof stmt->options);
    if (options)
        memcpy(&stmt->options, options, options->struct_size && options->struct_size < sizeof *options ? options->struct_size : sizeof *options);
    stmt->options.token = stmt->token = token;
    stmt->has_options = options != NULL;
    return ALK_OK;
}

/* ---- columns ---- */

int alk_stmt_column_count(alk_stmt *stmt)
{
    alk_err err;
    if (ready(stmt))
        return -1;
    if (stmt->described)
        return (int)stmt->n_columns;
    alk_conn *conn = stmt->conn;               /* a lost connection gives the statement up */
    if (alk__conn_ready(conn) || alk__conn_make_room(conn) || ready(stmt))
        return -1;
    alk__link *link = stmt->link;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->stmt_columns(link->handle, stmt->prepared->stmt, &stmt->columns, &stmt->n_columns, &stmt->stride, &err);
    if (rc == ALK_USE_DEFAULT) {
        alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s tells the columns only when the statement runs", link->backend->name);
        return -1;
    }
    if (alk__conn_after(stmt->conn, alk__link_leave(link, &err, rc, "stmt_columns", stmt->prepared->sql)) ||
        alk__sound_columns(link, stmt->columns, stmt->n_columns, stmt->stride))
        return -1;
    stmt->described = true;
    return (int)stmt->n_columns;
}

/* ---- running ---- */

static int ready_to_run(alk_stmt *stmt, const alk_execution_options *options, alk__execution *x)
{
    int code = ready(stmt);
    if (code)
        return code;
    if (stmt->running)
        return alk__error(ALK_ERROR_INTERFACE, "the statement's result is still open; close it before running it again");
    *x = (alk__execution){ .prepared = stmt->prepared, .stmt = stmt, .sql = stmt->prepared->sql, .n_rows = 1,
                           .values = stmt->values, .n_values = stmt->n_params };
    alk_conn *conn = stmt->conn;               /* a lost connection gives the statement up */
    x->options = alk__conn_options(conn, stmt->has_options ? &stmt->options : NULL, options);
    x->deadline = alk__deadline_in(x->options.timeout);
    stmt->described = false;
    if ((code = alk__conn_ready(conn)) == ALK_OK)
        code = alk__conn_ready_to_execute(conn, x->deadline);
    return code ? code : ready(stmt);
}

alk_result *alk_stmt_execute(alk_stmt *stmt, const alk_execution_options *options)
{
    alk__execution x;
    if (ready_to_run(stmt, options, &x))
        return alk__error_null();
    for (uint32_t i = 0; i < stmt->n_params; i++)
        if (stmt->values[i].tag == UNBOUND) {
            alk__error_state(ALK_ERROR_PROGRAMMING, "07002", "parameter %u is not bound", (unsigned)i + 1);
            return alk__error_null();
        }
    alk_result *result = alk__execute(stmt->conn, &x);
    if (result)
        stmt->running = true;
    return result;
}

/* For many rows; missing: what the caller did not give, or NULL. */
static int ready_for_many(alk_stmt *stmt, size_t n_rows, const char *missing, alk__execution *x)
{
    int code = ready(stmt);
    if (code == ALK_OK && n_rows && stmt->n_params && missing)
        code = alk__error(ALK_ERROR_ARGUMENT, "no %s were given", missing);
    return code ? code : ready_to_run(stmt, NULL, x);
}

int alk_stmt_execute_many(alk_stmt *stmt, const alk_value *values, size_t n_rows, int64_t *affected)
{
    alk__execution x;
    int code = ready_for_many(stmt, n_rows, values ? NULL : "values", &x);
    if (code)
        return code;
    alk__batch batch = { .conn = stmt->conn, .execution = x, .n_rows = n_rows, .values = values };
    return alk__batch_run(&batch, affected);
}

int alk_stmt_execute_each(alk_stmt *stmt, const alk_field *fields, size_t n_fields, const void *rows, size_t stride, size_t count,
                          int64_t *affected)
{
    alk__execution x;
    int code = ready_for_many(stmt, count, !fields ? "fields" : !rows ? "rows" : NULL, &x);
    if (code)
        return code;
    if (n_fields != stmt->n_params)
        return alk__wrong_count((uint32_t)n_fields, stmt->n_params);
    alk__batch batch = { .conn = stmt->conn, .execution = x, .n_rows = count, .fields = fields, .rows = rows, .stride = stride };
    return alk__batch_run(&batch, affected);
}
