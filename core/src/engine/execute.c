/* SPDX-License-Identifier: MIT
 * Executing: statements with named values, with values in order, and the driver's own SQL. */
#include "engine/execute.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "engine/event.h"
#include "engine/quiet.h"
#include "engine/result.h"
#include "engine/sound.h"
#include <alkahest/value.h>
#include <string.h>

#define FEW 16                         /* parameters that need no allocation */
#define ECHOED 1500                    /* bytes of a statement in the log, which cuts lines at about that */
#define ECHOED_VALUES 20

/* ---- what others see of it ---- */

static void echo_values(const alk__execution *x, alk__buffer *line)
{
    uint32_t shown = x->n_values < ECHOED_VALUES ? x->n_values : ECHOED_VALUES;
    for (uint32_t i = 0; i < shown; i++) {
        char text[80];
        size_t length = alk_value_print(&x->values[i], text, sizeof text);
        alk__buffer_printf(line, "%s%s%s", i ? ", " : " [", text, length >= sizeof text ? "…" : "");
    }
    if (shown)
        alk__buffer_puts(line, shown < x->n_values ? ", …]" : "]");
}

void alk__execution_echo(const alk_conn *conn, const alk__execution *x)
{
    const alk_engine_options *o = &conn->engine->options;
    alk__buffer line;
    if (!o->echo || !alk__log_enabled(ALK_LOG_INFO))
        return;
    alk__quiet quiet = alk__quiet_begin();
    alk__buffer_init(&line, ALK__BUFFER_MAX);
    if (x->options.token)
        alk__buffer_printf(&line, "[%s] ", x->options.token);
    alk__buffer_append(&line, x->sql.p, x->sql.n < ECHOED ? x->sql.n : alk__utf8_cut(x->sql.p, ECHOED));
    if (x->sql.n > ECHOED)
        alk__buffer_puts(&line, "…");
    if (o->echo_values)
        echo_values(x, &line);
    if (x->n_rows > 1)
        alk__buffer_printf(&line, " × %u", (unsigned)x->n_rows);
    if (alk__buffer_status(&line) == ALK_OK)
        alk__log(ALK_LOG_INFO, "engine", "%s", line.data);
    alk__buffer_free(&line);
    alk__quiet_end(quiet);
}

static alk_event event_of(alk_conn *conn, const alk__execution *x, int kind)
{
    return (alk_event){ .kind = kind, .conn = conn, .sql = x->sql, .values = x->values, .n_values = x->n_values,
                        .n_rows = x->n_rows, .affected = -1 };
}

/* A listener may put another text in the statement's place. */
static int ask_listeners(alk_conn *conn, alk__execution *x)
{
    if (!alk__event_wanted(conn->engine, ALK_EVENT_BEFORE_EXECUTE))
        return ALK_OK;
    alk_event event = event_of(conn, x, ALK_EVENT_BEFORE_EXECUTE);
    int code = alk__event_send(conn->engine, &event);
    if (code || (event.sql.p == x->sql.p && event.sql.n == x->sql.n))
        return code;
    if (x->prepared) {
        alk__prepared *other = alk__link_prepare(conn->link, event.sql, alk__hash(event.sql.p, event.sql.n, 0), true, x->deadline);
        if (!other)
            return alk__error_code();
        if (x->borrowed)
            alk__link_unprepare(conn->link, x->prepared);
        x->prepared = other;
        x->borrowed = true;
        x->sql = other->sql;
        return other->n_params == x->n_values ? ALK_OK : alk__wrong_count(x->n_values, other->n_params);
    }
    x->sql = event.sql;
    return ALK_OK;
}

int64_t alk__execution_began(const alk_conn *conn)
{
    return alk__event_wanted(conn->engine, ALK_EVENT_AFTER_EXECUTE) ? alk__clock_now() : 0;
}

void alk__execution_tell(alk_conn *conn, const alk__execution *x, int64_t began, int64_t affected)
{
    if (!began)
        return;
    alk_event event = event_of(conn, x, ALK_EVENT_AFTER_EXECUTE);
    event.affected = affected;
    event.seconds = (double)(alk__clock_now() - began) / 1e9;
    alk__event_send(conn->engine, &event);
}

/* ---- to the driver ---- */

static int call_driver(alk_conn *conn, const alk__execution *x, void **cursor, int64_t *affected)
{
    alk_err err;
    alk__link *link = conn->link;
    bool stream = x->options.buffered != 1;
    alk_request request = { .size = sizeof request, .flags = stream ? ALK_REQUEST_STREAM : 0, .params = x->values, .ncols = x->n_values, .nrows = x->n_rows,
                            .deadline = x->deadline, .cursor_rows = stream && x->options.cursor_rows > 0 ? (uint32_t)x->options.cursor_rows : 0 };
    *cursor = NULL;
    *affected = -1;
    alk__link_enter(link, &err);
    alk__link_busy(link);
    alk_rc rc = x->prepared ? link->ops->execute(link->handle, x->prepared->stmt, &request, cursor, affected, &err)
                            : link->ops->execute_direct(link->handle, x->sql, &request, cursor, affected, &err);
    alk__link_idle(link);
    *affected = alk__sound_affected(*affected);
    if (rc == ALK_USE_DEFAULT && !x->prepared)
        return rc;
    return alk__conn_after(conn, alk__link_leave(link, &err, rc, "execute", x->sql));
}

/* Not prepared after all: the driver has no way to execute directly. */
static int prepare_instead(alk_conn *conn, alk__execution *x)
{
    x->prepared = alk__link_prepare(conn->link, x->sql, alk__hash(x->sql.p, x->sql.n, 0), true, x->deadline);
    if (!x->prepared)
        return alk__conn_after(conn, alk__error_code());
    x->borrowed = true;
    return x->prepared->n_params == x->n_values ? ALK_OK : alk__wrong_count(x->n_values, x->prepared->n_params);
}

static int run(alk_conn *conn, alk__execution *x, void **cursor, int64_t *affected)
{
    int code = ask_listeners(conn, x);
    if (code)
        return code;
    alk__execution_echo(conn, x);
    int64_t began = alk__execution_began(conn);
    code = call_driver(conn, x, cursor, affected);
    if (code == ALK_USE_DEFAULT && !x->prepared && (code = prepare_instead(conn, x)) == ALK_OK)
        code = call_driver(conn, x, cursor, affected);
    if (code == ALK_OK)
        alk__execution_tell(conn, x, began, *affected);
    return code;
}

static void give_back(alk_conn *conn, alk__execution *x)
{
    if (x->borrowed && x->prepared) {
        alk__saved_error *saved = alk__error_save();
        alk__link_unprepare(conn->link, x->prepared);
        alk__error_restore(saved);
    }
    x->borrowed = false;
}

/* The statement succeeded; not to know the key is no failure of it. */
static int64_t last_id(alk_conn *conn)
{
    alk__quiet quiet = alk__quiet_begin();
    int64_t id = alk__link_last_insert_id(conn->link);
    alk__quiet_end(quiet);
    return id;
}

/* A definition that this database has no need of: nothing is sent. */
static alk_result *nothing_to_do(alk_conn *conn)
{
    alk_result *result = alk__result_new(conn);
    if (!result)
        return alk__error_null();
    alk__result_begin(result, NULL, 0);
    alk__error_handle_made();
    return result;
}

alk_result *alk__execute(alk_conn *conn, alk__execution *x)
{
    void *cursor;
    int64_t affected;
    if (x->definition && !x->sql.n)
        return nothing_to_do(conn);
    if (run(conn, x, &cursor, &affected)) {
        give_back(conn, x);
        return alk__error_null();
    }
    alk_result *result = alk__result_new(conn);
    if (!result) {
        alk_err err;
        alk__link_enter(conn->link, &err);
        if (cursor)
            conn->link->ops->cursor->close(cursor, &err);
        alk__error_no_memory();
        give_back(conn, x);
        return alk__error_null();
    }
    result->prepared = x->prepared;
    result->borrows_prepared = x->borrowed;
    result->stmt = x->stmt;
    int code = alk__result_begin(result, cursor, affected);
    if (code == ALK_OK && !cursor)
        result->last_insert_id = last_id(conn);
    if (code == ALK_OK && x->options.buffered == 1)
        code = alk_all(result);
    if (code) {
        alk__saved_error *saved = alk__error_save();
        alk_close(result);
        alk__error_restore(saved);
        return alk__error_null();
    }
    alk__error_handle_made();
    return result;
}

int alk__execute_plain(alk_conn *conn, alk__execution *x, int64_t *affected)
{
    void *cursor;
    int code = run(conn, x, &cursor, affected);
    if (code == ALK_OK && cursor) {
        alk_err err;
        alk__link_enter(conn->link, &err);
        conn->link->ops->cursor->close(cursor, &err);
        code = alk__returns_rows();
    }
    give_back(conn, x);
    return code;
}

/* ---- values ---- */

int alk__check_sql(const char *sql, size_t length, alk_sv *out)
{
    if (!sql)
        return alk__error(ALK_ERROR_ARGUMENT, "no SQL was given");
    length = length == SIZE_MAX ? strlen(sql) : length;
    if (length > (size_t)1 << 30)
        return alk__error(ALK_ERROR_ARGUMENT, "a statement of more than 1 GiB cannot be sent");
    if (memchr(sql, 0, length))
        return alk__error(ALK_ERROR_ARGUMENT, "the statement holds a NUL byte");
    if (alk__utf8_valid(sql, length) != length)
        return alk__error(ALK_ERROR_ARGUMENT, "the statement is not valid UTF-8");
    *out = (alk_sv){ sql, length };
    return ALK_OK;
}

int alk__returns_rows(void)
{
    return alk__error(ALK_ERROR_INTERFACE, "the statement returns rows, and is run many times at once; run it once for each");
}

int alk__wrong_count(uint32_t given, uint32_t taken)
{
    return alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "the statement takes %u value%s; %u given", (unsigned)taken,
                            taken == 1 ? "" : "s", (unsigned)given);
}

static int check_values(const alk_value *values, size_t count)
{
    if (count && !values)
        return alk__error(ALK_ERROR_ARGUMENT, "no values were given where %zu were promised", count);
    for (size_t i = 0; i < count; i++)
        if (values[i].tag >= ALK_TYPE_DECIMAL && alk_value_check(&values[i])) {
            alk__error_prefix("value %zu", i + 1);
            return alk__error_code();
        }
    return ALK_OK;
}

int alk__check_statement(const alk_sql *statement)
{
    if (!statement)
        return alk__error_null_handle("statement");
    if (statement->kind == ALK__NODE_ERROR)
        return alk__node_raise(statement);
    alk__node_class class = alk__node_class_of(statement);
    if (statement->kind == ALK__NODE_RAW || statement->kind == ALK__NODE_RAW_WITH || class == ALK__CLASS_QUERY || class == ALK__CLASS_CHANGE || class == ALK__CLASS_DDL)
        return ALK_OK;
    return alk__error(ALK_ERROR_ARGUMENT, "what was given to be executed is no statement: it is %s", alk__node_words(statement));
}

static int no_value(alk_sv name)
{
    int code = alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "parameter %.*s has no value", (int)name.n, name.p);
    alk__error_addf(ALK__HINT, "in C: alk_bind(\"%.*s\", …)", (int)name.n, name.p);
    return code;
}

/* Puts one bind where its name stands. */
static int place_bind(const alk__compiled *compiled, const alk_sql *node, const alk_sql **by_param)
{
    if (node->kind == ALK__NODE_ERROR)
        return alk__node_raise(node);
    if (node->kind != ALK__NODE_BIND)
        return alk__error(ALK_ERROR_ARGUMENT, "what follows the statement must be made by alk_bind()");
    const alk__bind_node *bind = (const alk__bind_node *)node;
    int64_t param = alk__compiled_param(compiled, alk__sv(bind->name));
    if (param < 0)
        return alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "a value was given for parameter %s, which the statement does not have", bind->name);
    if (by_param[param])
        return alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "two values were given for parameter %s", bind->name);
    by_param[param] = bind->value;
    return ALK_OK;
}

/* The values of a tree and those of its named parameters, in the order of the markers. */
static int fill_cells(const alk__compiled *compiled, const alk_sql *statement, const alk_cell *params, alk_cell *cells)
{
    const alk__value_node *few[FEW], **nodes = few;
    if (compiled->n_values > FEW && !(nodes = alk__alloc(compiled->n_values * sizeof *nodes)))
        return ALK_ERROR_NO_MEMORY;
    if (compiled->n_values)
        alk__node_values(statement, nodes, compiled->n_values);
    int code = alk__compiled_cells(compiled, nodes, params, cells);
    if (nodes != few)
        alk__free(nodes);
    return code;
}

static int fill_tree(const alk__compiled *compiled, const alk_sql *statement, const alk_sql *const *by_param, alk_cell *cells)
{
    alk_cell few[FEW], *params = few;
    if (compiled->n_params > FEW && !(params = alk__alloc(compiled->n_params * sizeof *params)))
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < compiled->n_params; i++)
        params[i] = ((const alk__value_node *)by_param[i])->value;
    int code = fill_cells(compiled, statement, params, cells);
    if (params != few)
        alk__free(params);
    return code;
}

static int bind_all(const alk__compiled *compiled, const alk_sql *statement, const alk_sql *const *binds, const alk_sql **by_param, alk_cell *values)
{
    int code;
    for (; binds && *binds != &alk_end; binds++) {
        if (!*binds)
            return alk__error(ALK_ERROR_ARGUMENT, "a NULL stands in the list of binds");
        if ((code = place_bind(compiled, *binds, by_param)))
            return code;
    }
    for (uint32_t i = 0; i < compiled->n_params; i++)
        if (!by_param[i])
            return no_value(compiled->names[i]);
    if (compiled->statement)
        return fill_tree(compiled, statement, by_param, values);
    for (uint32_t i = 0; i < compiled->n_markers; i++)
        values[i] = ((const alk__value_node *)by_param[compiled->order[i]])->value;
    return ALK_OK;
}

/* ---- the calls ---- */

/* The same statement for other schemas. */
static alk__prepared *prepare_translated(alk_conn *conn, const alk__compiled *compiled, const alk_execution_options *options, alk__deadline deadline)
{
    const alk__backend *backend = conn->link->backend;
    alk__dialect dialect = { backend->dialect->name, backend->data, &conn->engine->rules };
    alk__prepared *prepared = NULL;
    alk__buffer sql;
    alk__buffer_init(&sql, ALK__BUFFER_MAX);
    if (alk__compiled_translate(compiled, options->schemas, options->n_schemas, &dialect, &sql) == ALK_OK)
        prepared = alk__link_prepare(conn->link, (alk_sv){ sql.data, sql.length }, alk__hash(sql.data, sql.length, 0), true, deadline);
    alk__buffer_free(&sql);
    return prepared;
}

/* The compiled form of a tree; keys: as of alk__statement_prepare(). */
static alk__compiled *compile_tree(alk_conn *conn, const alk_sql *statement, bool keys)
{
    alk__compiled *compiled = alk__engine_compile_tree(conn->engine, conn->link, statement);
    if (!compiled || !keys || !compiled->n_keys || !alk__wants_returning(conn, compiled))
        return compiled;
    const alk__backend *backend = conn->link->backend;
    const alk__dialect dialect = { backend->dialect->name, backend->data, &conn->engine->rules };
    alk__compiled *returning = alk__compiled_returning(compiled, &dialect, alk__label_length(conn->engine));
    if (returning)
        alk__compiled_ref(returning);
    alk__compiled_unref(compiled);
    return returning;
}

int alk__statement_prepare(alk_conn *conn, const alk_sql *statement, const alk_execution_options *options, bool keys, alk__deadline deadline,
                           alk__prepared **prepared, alk__compiled **compiled)
{
    if (statement->kind == ALK__NODE_RAW) {
        const alk__raw_node *text = (const alk__raw_node *)statement;
        *prepared = alk__link_prepare(conn->link, (alk_sv){ text->text, text->length }, text->sql.hash, false, deadline);
        if (*prepared)
            *compiled = alk__compiled_ref((*prepared)->compiled);
    } else {
        if (!(*compiled = compile_tree(conn, statement, keys)))
            return alk__error_code();
        *prepared = options->n_schemas && (*compiled)->n_schema_marks ? prepare_translated(conn, *compiled, options, deadline)
                        : alk__link_prepare(conn->link, (*compiled)->sql, (*compiled)->hash, true, deadline);
    }
    return *prepared ? ALK_OK : alk__conn_after(conn, alk__error_code());
}

/* Ready, options merged, the statement prepared or (unprepared) compiled. */
static int begin(alk_conn *conn, const alk_sql *statement, const alk_execution_options *options, alk__execution *x, alk__compiled **compiled)
{
    int code = alk__conn_ready(conn);
    if (code)
        return code;
    x->options = alk__conn_options(conn, alk__node_options(statement), options);
    x->deadline = alk__deadline_in(x->options.timeout);
    x->n_rows = 1;
    if ((code = alk__conn_ready_to_execute(conn, x->deadline)))
        return code;
    x->definition = alk__node_class_of(statement) == ALK__CLASS_DDL;
    if (x->definition || (x->options.unprepared == 1 && !x->options.n_schemas)) {
        const alk__raw_node *text = (const alk__raw_node *)statement;
        *compiled = statement->kind == ALK__NODE_RAW ? alk__engine_compile(conn->engine, (alk_sv){ text->text, text->length }, text->sql.hash)
                                                     : compile_tree(conn, statement, true);
        if (!*compiled)
            return alk__error_code();
        x->sql = (*compiled)->sql;
        if (!x->options.n_schemas || !x->sql.n)
            return ALK_OK;
        alk__compiled_unref(*compiled);    /* with other schemas in it, it is prepared */
        *compiled = NULL;
    }
    if ((code = alk__statement_prepare(conn, statement, &x->options, true, x->deadline, &x->prepared, compiled)))
        return code;
    x->borrowed = true;
    x->sql = x->prepared->sql;
    return ALK_OK;
}

/* A result of a statement's tree can be asked by the columns that the statement names, and for the key that it made: it takes the compiled form over. */
static alk_result *run_known(alk_conn *conn, alk__execution *x, alk__compiled **owned)
{
    alk__compiled *compiled = *owned;
    alk_result *result = alk__execute(conn, x);
    if (!result || !compiled->statement)
        return result;
    result->compiled = compiled;
    *owned = NULL;
    if (!compiled->n_keys || alk__result_keep_keys(result, compiled, x->values) == ALK_OK)
        return result;
    alk__saved_error *saved = alk__error_save();
    alk_close(result);
    alk__error_restore(saved);
    return NULL;
}

static alk_result *execute_binds(alk_conn *conn, const alk_sql *statement, const alk_sql *const *binds)
{
    alk__execution x = { 0 };
    alk__compiled *compiled = NULL;
    alk_cell few[FEW], *values = few;
    const alk_sql *few_params[FEW] = { NULL }, **by_param = few_params;
    alk_result *result = NULL;
    if (begin(conn, statement, NULL, &x, &compiled))
        goto done;
    if (compiled->n_markers > FEW) {
        values = alk__calloc(compiled->n_markers, sizeof *values);
        by_param = alk__calloc(compiled->n_params + 1, sizeof *by_param);
    }
    if (!values || !by_param || bind_all(compiled, statement, binds, by_param, values)) {
        give_back(conn, &x);
        goto done;
    }
    x.values = values;
    x.n_values = compiled->n_markers;
    result = run_known(conn, &x, &compiled);
done:
    if (values != few)
        alk__free(values);
    if (by_param != few_params)
        alk__free(by_param);
    alk__compiled_unref(compiled);
    return result ? result : alk__error_null();
}

void alk__note_place(alk_result *result, const alk_sql *statement)
{
    if (!result) {
        alk__node_place(statement);
    } else {
        const alk__node *built = alk__node_built(statement);
        const alk__raw_node *raw = built ? NULL : (const alk__raw_node *)statement;
        result->file = built ? (built->line ? built->text : NULL) : raw->file;
        result->line = built ? built->line : raw->line;
    }
}

/* Owns a statement that was made for this call, since what it is compiled to may own it too and go first. One that is kept stays as long as the call by itself. */
static bool adopt(const alk_sql *statement)
{
    bool fresh = statement && alk__node_floats(statement);
    if (fresh)
        alk__node_take(statement);
    return fresh;
}

alk_result *alk_conn_execute(alk_conn *conn, const alk_sql *statement, const alk_sql *const *binds)
{
    alk_result *result = NULL;
    bool fresh = adopt(statement);
    if (!conn)
        alk__error_null_handle("connection");
    else if (alk__check_statement(statement) == ALK_OK)
        result = execute_binds(conn, statement, binds);
    else
        alk__error_null();
    if (conn)
        alk__note_place(result, statement);
    if (fresh)
        alk_free(statement);
    alk__node_sink_list(NULL, binds);
    return result;
}

/* Values by parameter, put in the order of the markers. */
static int order_values(const alk__compiled *compiled, const alk_sql *statement, const alk_value *values, size_t count, alk_cell *few, alk_cell **ordered)
{
    if (count != compiled->n_params)
        return alk__wrong_count((uint32_t)count, compiled->n_params);
    *ordered = compiled->n_markers > FEW ? alk__calloc(compiled->n_markers, sizeof **ordered) : few;
    if (!*ordered)
        return ALK_ERROR_NO_MEMORY;
    if (compiled->statement)
        return fill_cells(compiled, statement, values, *ordered);
    for (uint32_t i = 0; i < compiled->n_markers; i++)
        (*ordered)[i] = values[compiled->order[i]];
    return ALK_OK;
}

static alk_result *execute_ordered(alk_conn *conn, const alk_sql *statement, const alk_value *values, size_t count,
                                   const alk_execution_options *options)
{
    alk__execution x = { 0 };
    alk__compiled *compiled = NULL;
    alk_cell few[FEW], *ordered = few;
    alk_result *result = NULL;
    if (check_values(values, count) || begin(conn, statement, options, &x, &compiled))
        goto done;
    x.values = values;
    x.n_values = compiled->n_markers;
    if (compiled->in_order && count == compiled->n_markers) {
        result = run_known(conn, &x, &compiled);
    } else if (order_values(compiled, statement, values, count, few, &ordered)) {
        give_back(conn, &x);
    } else {
        x.values = ordered;
        result = run_known(conn, &x, &compiled);
    }
done:
    if (ordered != few)
        alk__free(ordered);
    alk__compiled_unref(compiled);
    return result ? result : alk__error_null();
}

alk_result *alk_conn_execute_values(alk_conn *conn, const alk_sql *statement, const alk_value *values, size_t count,
                                    const alk_execution_options *options)
{
    alk_result *result = NULL;
    bool fresh = adopt(statement);
    if (!conn)
        alk__error_null_handle("connection");
    else if (alk__check_statement(statement) == ALK_OK)
        result = execute_ordered(conn, statement, values, count, options);
    else
        alk__error_null();
    if (conn)
        alk__note_place(result, statement);
    if (fresh)
        alk_free(statement);
    return result;
}

alk_result *alk_conn_execute_driver(alk_conn *conn, const char *sql, size_t length, const alk_value *values, size_t count,
                                    const alk_execution_options *options)
{
    if (!conn) {
        alk__error_null_handle("connection");
        return NULL;
    }
    alk__execution x = { .n_rows = 1, .values = values, .n_values = (uint32_t)count };
    if (count > UINT16_MAX) {
        alk__error(ALK_ERROR_ARGUMENT, "more than 65535 values were given");
        return alk__error_null();
    }
    if (alk__check_sql(sql, length, &x.sql) || check_values(values, count) || alk__conn_ready(conn))
        return alk__error_null();
    x.options = alk__conn_options(conn, NULL, options);
    x.deadline = alk__deadline_in(x.options.timeout);
    if (alk__conn_ready_to_execute(conn, x.deadline))
        return alk__error_null();
    if (x.options.unprepared != 1 && prepare_instead(conn, &x)) {
        give_back(conn, &x);
        return alk__error_null();
    }
    return alk__execute(conn, &x);
}

alk_result *alk_conn_tables(alk_conn *conn)
{
    if (alk__conn_ready(conn))
        return alk__error_null();
    const alk__backend *backend = conn->link->backend;
    const alk_catalog *catalog = backend->dialect->query(backend->dialect_self, "alk.catalog/1");
    if (!catalog || catalog->size < offsetof(alk_catalog, default_schema) || !catalog->tables) {
        alk__error(ALK_ERROR_NOT_SUPPORTED, "dialect %s does not tell its tables", backend->dialect->name);
        return alk__error_null();
    }
    return alk_conn_execute_driver(conn, catalog->tables, SIZE_MAX, NULL, 0, NULL);
}
