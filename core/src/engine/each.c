/* SPDX-License-Identifier: MIT
 * One statement for each struct of an array, its parameters filled by the members of the same names. */
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "engine/batch.h"
#include "engine/link.h"
#include <alkahest/result.h>
#include <string.h>

static int map_marker(const alk__compiled *compiled, uint32_t marker, const alk_field *fields, size_t n_fields, uint32_t *field)
{
    const alk__marker *m = compiled->markers ? &compiled->markers[marker] : NULL;
    *field = ALK__NO_FIELD;
    if (m && m->value != UINT32_MAX)
        return ALK_OK;
    alk_sv name = m && m->client ? alk__sv(m->name) : compiled->names[compiled->order[marker]];
    for (size_t f = 0; f < n_fields; f++)
        if (fields[f].name && alk__sv_is(name, fields[f].name)) {
            *field = (uint32_t)f;
            return ALK_OK;
        }
    if (m && m->client)
        return ALK_OK;
    return alk__error_state(ALK_ERROR_PROGRAMMING, "07001", "no field is named %.*s, as the statement's parameter is", (int)name.n, name.p);
}

/* The values that stand in the statement, each at its marker. */
static int fill_constants(const alk__compiled *compiled, const alk_sql *statement, alk_cell *constants)
{
    const alk__value_node **nodes = alk__alloc((compiled->n_values ? compiled->n_values : 1) * sizeof *nodes);
    if (!nodes)
        return ALK_ERROR_NO_MEMORY;
    if (compiled->n_values)
        alk__node_values(statement, nodes, compiled->n_values);
    for (uint32_t i = 0; i < compiled->n_markers; i++)
        if (compiled->markers && compiled->markers[i].value != UINT32_MAX)
            constants[i] = *alk__compiled_value(&compiled->markers[i], nodes);
    alk__free(nodes);
    return ALK_OK;
}

static int run_mapped(alk__batch *batch, const alk__compiled *compiled, const alk_sql *statement, size_t n_fields, int64_t *affected)
{
    uint32_t n = compiled->n_markers ? compiled->n_markers : 1;
    uint32_t *order = alk__calloc(n, sizeof *order);
    alk_cell *constants = alk__calloc(n, sizeof *constants);
    alk_arena *made = alk_arena_new();
    int code = order && constants && made ? fill_constants(compiled, statement, constants) : ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; code == ALK_OK && i < compiled->n_markers; i++)
        code = map_marker(compiled, i, batch->fields, n_fields, &order[i]);
    batch->order = order;
    batch->constants = constants;
    batch->markers = compiled->markers;
    batch->made = made;
    if (code)
        alk__link_unprepare(batch->conn->link, batch->execution.prepared);
    else
        code = alk__batch_run(batch, affected);
    alk_arena_free(made);
    alk__free(constants);
    alk__free(order);
    return code;
}

int alk__batch_run_named(alk__batch *batch, const alk_sql *statement, size_t n_fields, int64_t *affected)
{
    alk__execution *x = &batch->execution;
    alk__compiled *compiled = NULL;
    int code = alk__conn_ready(batch->conn);
    if (code)
        return code;
    x->options = alk__conn_options(batch->conn, alk__node_options(statement), NULL);
    x->deadline = alk__deadline_in(x->options.timeout);
    if ((code = alk__conn_ready_to_execute(batch->conn, x->deadline)))
        return code;
    if ((code = alk__statement_prepare(batch->conn, statement, &x->options, false, x->deadline, &x->prepared, &compiled)) == ALK_OK) {
        x->sql = x->prepared->sql;
        x->n_values = compiled->n_markers;
        x->n_rows = 1;
        x->borrowed = true;
        code = run_mapped(batch, compiled, statement, n_fields, affected);
    }
    alk__compiled_unref(compiled);
    return code;
}

int alk__check_each(const alk_conn *conn, const alk_sql *statement, const alk_field *fields, const void *rows, size_t count)
{
    if (!conn)
        return alk__error_null_handle("connection");
    int code = alk__check_statement(statement);
    if (code || !count || (rows && fields))
        return code;
    return alk__error(ALK_ERROR_ARGUMENT, !rows ? "no rows were given" : "no fields were given");
}

int alk_conn_execute_each(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields, const void *rows,
                          size_t stride, size_t count, int64_t *affected)
{
    alk__node_take(statement);
    int code = alk__check_each(conn, statement, fields, rows, count);
    if (code == ALK_OK) {
        alk__batch batch = { .conn = conn, .fields = fields, .rows = rows, .stride = stride, .n_rows = count };
        code = alk__batch_run_named(&batch, statement, n_fields, affected);
    }
    if (code && affected)
        *affected = -1;
    if (conn && code)
        alk__node_place(statement);
    alk_free(statement);
    return code;
}
