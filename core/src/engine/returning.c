/* SPDX-License-Identifier: MIT
 * RETURNING for each struct of an array. No database promises an order for the rows that one INSERT of many rows gives back; here they come in the order of the
 * structs. An INSERT is sent with many rows where the rows can be told apart: by a whole-number key that the structs have, or by one that the database counts up. All
 * else runs once for each struct. */
#include "base/alloc.h"
#include "base/error.h"
#include "engine/batch.h"
#include "engine/link.h"
#include "engine/match.h"
#include "engine/result.h"
#include "sql/shape.h"
#include "sql/table.h"
#include "type/slot.h"
#include <alkahest/change.h>
#include <string.h>

typedef struct gathering {
    alk__batch batch;                  /* first */
    alk_result *into;                  /* takes the rows; NULL: the structs do */
    const alk__read_back *back;
    size_t done;                       /* structs whose rows have come */
    uint32_t n_columns;                /* that were asked for; 0: all that come */
    uint32_t n_keys;                   /* columns by which rows are told apart; 0: they come one by one */
    uint32_t returned[ALK__KEY_MAX];        /* where they stand in a row that came */
    uint32_t sent[ALK__KEY_MAX];            /* and in the values of one that was sent; ALK__KEY_GENERATED: the database counts */
} gathering;

/* ---- telling rows apart ---- */

/* The keys of rows of cells. False: one is no whole number. */
static bool read_keys(const gathering *g, const alk_cell *cells, const alk_result *result, size_t n, alk__keyed_row *rows)
{
    for (size_t i = 0; i < n; i++) {
        const alk_cell *row = result ? alk__result_held_row(result, i) : cells + i * g->batch.execution.n_values;
        rows[i] = (alk__keyed_row){ .number = i };
        for (uint32_t j = 0; j < g->n_keys; j++) {
            const alk_cell *cell = &row[result ? g->returned[j] : g->sent[j]];
            if (cell->tag != ALK_TYPE_INT && cell->tag != ALK_TYPE_UINT)
                return false;
            rows[i].key[j] = cell->u.i;
        }
    }
    return true;
}

static bool keys_in_order(const gathering *g)
{
    return (g->batch.conn->engine->rules.more & ALK_SQL_MORE_KEYS_IN_ORDER) != 0;
}

static int find_order(const gathering *g, const alk_result *result, const alk_cell *cells, size_t n, size_t *order)
{
    alk__keyed_row *rows = alk__alloc(2 * n * sizeof *rows);
    if (!rows)
        return ALK_ERROR_NO_MEMORY;
    alk__keyed_row *came = rows, *went = rows + n;
    bool told = result->n_held == n && read_keys(g, NULL, result, n, came);
    if (told && g->sent[0] == ALK__KEY_GENERATED)
        told = keys_in_order(g) ? alk__match_in_order(came, n, order) : alk__match_counted(came, n, order);
    else if (told)
        told = read_keys(g, cells, NULL, n, went) && alk__match_sent(came, went, n, order);
    alk__free(rows);
    return told ? ALK_OK : alk__error(ALK_ERROR_INTERFACE, "%zu rows came for %zu that were sent, and their keys do not tell which is whose; set the option batch to 1 to send them one by one",
                                      result->n_held, n);
}

/* ---- taking them ---- */

/* Into the members of the structs that were sent. */
static int read_back(const gathering *g, alk_result *result, size_t n, const size_t *order)
{
    const alk__read_back *b = g->back;
    char *row = b->rows + g->done * b->stride;
    size_t in_order = 0, got = 0;
    if (result->n_held != n)
        return alk__error(ALK_ERROR_INTERFACE, "%zu rows came back for %zu that were inserted", result->n_held, n);
    while (in_order < n && (!order || order[in_order] == in_order))
        in_order++;
    if (in_order == n) {
        alk_result_fetch(result, b->fields, b->n_fields, row, b->stride, n, b->arena);
    } else {
        for (; got < n && !result->status; got++, row += b->stride) {
            result->held_at = order[got];
            alk_result_fetch(result, b->fields, b->n_fields, row, b->stride, 1, b->arena);
        }
    }
    return result->status ? alk__result_failed_before(result) : ALK_OK;
}

static int put(gathering *g, alk_result *result, size_t n, const size_t *order)
{
    int code = g->back ? read_back(g, result, n, order) : alk__result_append(g->into, result, g->n_columns ? g->n_columns : result->n_columns, order);
    g->done += n;
    return code;
}

static int take(alk__batch *batch, alk_result *result, const alk_cell *cells, size_t n)
{
    gathering *g = (gathering *)(void *)batch;
    if (result->n_columns == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "the statement gives no rows: it has no RETURNING");
    if (n == 1)
        return put(g, result, n, NULL);
    size_t *order = alk__alloc(n * sizeof *order);
    int code = order ? find_order(g, result, cells, n, order) : ALK_ERROR_NO_MEMORY;
    if (code == ALK_OK)
        code = put(g, result, n, order);
    alk__free(order);
    return code;
}

/* ---- which columns tell ---- */

static bool is_whole(const alk_column *column)
{
    int tag = alk__type_tag(&column->type);
    return tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT;
}

/* The marker that sends a column of the INSERT, by its parameter. */
static bool find_sent(const alk__compiled *compiled, const alk_column *column, uint32_t *sent)
{
    for (uint32_t i = 0; i < compiled->n_keys; i++)
        if (compiled->keys[i].column == column)
            *sent = compiled->keys[i].marker;
    return *sent < compiled->n_markers && compiled->markers[*sent].value == UINT32_MAX && !compiled->markers[*sent].client;
}

/* The columns of the key that tell the rows of an INSERT apart. Their number; 0: none do. */
static uint32_t telling_key(const gathering *g, const alk__compiled *compiled, const alk_sql *statement, const alk_column **columns, uint32_t *sent)
{
    const alk_table *table = compiled->n_keys ? alk__table(alk__node_built(statement)->child[0]) : NULL;
    uint8_t growing = g->batch.conn->engine->rules.growing;
    uint32_t n = 0;
    if (!table || compiled->n_keys > ALK__KEY_MAX)
        return 0;
    if (compiled->keys[0].marker == ALK__KEY_GENERATED) {
        columns[0] = compiled->keys[0].column;
        sent[0] = ALK__KEY_GENERATED;
        return growing == ALK_GROWING_ROWID || growing == ALK_GROWING_AUTO_INCREMENT || keys_in_order(g);
    }
    for (; n < compiled->n_keys; n++) {
        columns[n] = compiled->keys[n].column;
        if (!is_whole(columns[n]) || !find_sent(compiled, columns[n], &sent[n]))
            return 0;
    }
    return n;
}

static uint32_t place_of(const alk__compiled *compiled, const alk_column *column)
{
    uint32_t i = 0;
    while (i < compiled->n_columns && compiled->columns[i].column != &column->sql)
        i++;
    return i;
}

/* The statement giving back the key too, behind what it was asked for; the very same when that is so already. NULL on failure. */
static const alk_sql *with_key(const alk_sql *statement, const alk_column *const *columns, uint32_t n)
{
    const alk__node *clause = alk__last_part(alk__node_built(statement), ALK__NODE_RETURNING);
    const alk_sql **list = alk__alloc((clause->n + n + 1) * sizeof *list);
    if (!list)
        return NULL;
    memcpy(list, clause->child, clause->n * sizeof *list);
    for (uint32_t i = 0; i < n; i++)
        list[clause->n + i] = &columns[i]->sql;
    list[clause->n + n] = &alk_end;
    const alk_sql *extended = (alk_extend)(statement, (const alk_sql *const[]){ (alk_returning)(list), &alk_end });
    alk__free(list);
    if (extended->kind != ALK__NODE_ERROR)
        return alk__node_take(extended);
    alk__node_raise(extended);
    alk_free(extended);
    return NULL;
}

/* Finds out how rows are told apart. *statement becomes the one to run, which the caller frees when it is another. */
static int plan(gathering *g, const alk_sql **statement)
{
    const alk_sql *asked = *statement;
    const alk_column *columns[ALK__KEY_MAX], *hidden[ALK__KEY_MAX];
    uint32_t n_hidden = 0;
    if (asked->kind != ALK__NODE_INSERT || g->batch.n_rows < 2 || !alk__last_part(alk__node_built(asked), ALK__NODE_RETURNING))
        return ALK_OK;
    alk__compiled *compiled = alk__engine_compile_tree(g->batch.conn->engine, g->batch.conn->link, asked);
    if (!compiled)
        return alk__error_code();
    g->n_columns = compiled->n_columns;
    g->n_keys = telling_key(g, compiled, asked, columns, g->sent);
    for (uint32_t i = 0; i < g->n_keys; i++) {
        g->returned[i] = place_of(compiled, columns[i]);
        if (g->returned[i] < compiled->n_columns)
            continue;
        g->returned[i] = compiled->n_columns + n_hidden;
        hidden[n_hidden++] = columns[i];
    }
    alk__compiled_unref(compiled);
    g->batch.told_apart = g->n_keys > 0;
    if (n_hidden)
        *statement = with_key(asked, hidden, n_hidden);
    return *statement ? ALK_OK : alk__error_code();
}

/* ---- keys that are counted ---- */

typedef struct counting {
    alk__batch batch;                  /* first */
    gathering *g;
} counting;

static int take_counted(alk__batch *batch, int64_t first, size_t n)
{
    gathering *g = ((counting *)(void *)batch)->g;
    const alk__read_back *b = g->back;
    const alk_slot slot = { 0, b->fields->offset, b->fields->null_offset, b->fields->slot, 0 };
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        const alk_cell key = { .tag = ALK_TYPE_INT, .u.i = first + (int64_t)i };
        code = alk__slot_store(&slot, &key, b->rows + (g->done + i) * b->stride, b->arena);
    }
    g->done += n;
    return code;
}

/* Inserts as many rows as the driver tells the keys of, by the INSERT without RETURNING. The others are for the one that has it. */
static int run_counted(gathering *g, size_t n_fields, alk__deadline deadline)
{
    counting c = { .batch = g->batch, .g = g };
    alk__compiled *compiled = NULL;
    alk__prepared *seen = NULL;
    const alk_execution_options options = alk__conn_options(g->batch.conn, alk__node_options(g->back->seen), NULL);
    int code = alk__statement_prepare(g->batch.conn, g->back->seen, &options, false, deadline, &seen, &compiled);
    c.batch.take = NULL;
    c.batch.take_counted = take_counted;
    c.batch.seen = seen;
    if (code == ALK_OK)
        code = alk__batch_run_named(&c.batch, g->back->counted, n_fields, NULL);
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    if (seen)
        alk__link_unprepare(g->batch.conn->link, seen);
    alk__compiled_unref(compiled);
    alk__error_restore(saved);
    g->batch.first = g->done;
    return code == ALK_USE_DEFAULT ? ALK_OK : code;
}

/* ---- the call ---- */

static int run(gathering *g, const alk_sql *statement, size_t n_fields)
{
    const alk_sql *to_run = statement;
    alk_conn *conn = g->batch.conn;
    alk__deadline deadline = alk__deadline_in(alk__conn_options(conn, alk__node_options(statement), NULL).timeout);
    int code = alk__conn_ready(conn);
    if (code == ALK_OK)
        code = alk__conn_ready_to_execute(conn, deadline);
    if (code == ALK_OK && g->back && g->back->counted)
        code = run_counted(g, n_fields, deadline);
    if (code || (g->back && g->done == g->batch.n_rows) || (code = plan(g, &to_run)))
        return code;
    if (!g->back && (g->into = alk__result_new(conn))) {
        alk__result_begin(g->into, NULL, -1);
        g->into->buffered = true;
    }
    code = g->back || g->into ? alk__batch_run_named(&g->batch, to_run, n_fields, g->into ? &g->into->affected : NULL) : ALK_ERROR_NO_MEMORY;
    if (to_run != statement)
        alk_free(to_run);
    return code;
}

static int run_each(gathering *g, const alk_sql *statement, size_t n_fields)
{
    const alk__batch *b = &g->batch;
    alk__node_take(statement);
    int code = alk__check_each(b->conn, statement, b->fields, b->rows, b->n_rows);
    if (code == ALK_OK && (code = run(g, statement, n_fields)) && g->into) {
        alk__saved_error *saved = alk__error_save();
        alk_close(g->into);
        alk__error_restore(saved);
        g->into = NULL;
    }
    if (b->conn && (code || g->into))
        alk__note_place(g->into, statement);
    alk_free(statement);
    return code;
}

alk_result *alk_conn_execute_each_returning(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields, const void *rows,
                                            size_t stride, size_t count)
{
    gathering g = { .batch = { .conn = conn, .fields = fields, .rows = rows, .stride = stride, .n_rows = count, .take = take } };
    if (run_each(&g, statement, n_fields))
        return alk__error_null();
    alk__error_handle_made();
    return g.into;
}

int alk__each_read_back(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields, size_t count, const alk__read_back *back)
{
    gathering g = { .batch = { .conn = conn, .fields = fields, .rows = back->rows, .stride = back->stride, .n_rows = count, .take = take }, .back = back };
    return run_each(&g, statement, n_fields);
}
