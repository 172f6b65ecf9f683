/* SPDX-License-Identifier: MIT
 * The life of a result, and moving over its rows. Reading values is in getter.c, columns in column.c, memory in hold.c, structs in rows.c. */
#include "engine/result.h"
#include "base/alloc.h"
#include "engine/quiet.h"
#include "engine/sound.h"
#include "engine/statement.h"
#include <string.h>

#define SPARES 4                       /* closed results that a link keeps */
#define WINDOW 64                      /* rows asked for at once where that is cheaper */
#define KEPT_MEMORY 65536              /* bytes of an arena that a closed result may keep */
#define ARENA_MAX ((size_t)1 << 36)

/* ---- life ---- */

static alk_result *from_spares(alk__link *link)
{
    alk_result *result = link->spare_results;
    if (result)
        link->spare_results = result->next;
    return result;
}

alk_result *alk__result_new(alk_conn *conn)
{
    alk_result *result = from_spares(conn->link);
    if (!result) {
        if (!(result = alk__calloc(1, sizeof *result)))
            return NULL;
        alk__arena_init(&result->rows, ARENA_MAX);
        alk__arena_init(&result->memory, ARENA_MAX);
        alk__arena_init(&result->texts, ARENA_MAX);
    }
    result->magic = ALK__RESULT_OPEN;
    result->conn = conn;
    result->link = conn->link;
    result->affected = -1;
    result->prev = NULL;
    result->next = conn->results;
    if (conn->results)
        conn->results->prev = result;
    conn->results = result;
    return result;
}

/* Takes it out of its connection's list. */
static void unlink_result(alk_result *result)
{
    if (!result->conn)
        return;
    *(result->prev ? &result->prev->next : &result->conn->results) = result->next;
    if (result->next)
        result->next->prev = result->prev;
}

void alk__result_orphan(alk_result *result)
{
    unlink_result(result);
    result->conn = NULL;
}

static void result_free(alk_result *result)
{
    alk__arena_clear(&result->rows);
    alk__arena_clear(&result->memory);
    alk__arena_clear(&result->texts);
    alk__free(result->window);
    alk__free(result->held);
    alk__free(result);
}

void alk__result_free_spares(alk__link *link)
{
    alk_result *result;
    while ((result = from_spares(link)))
        result_free(result);
}

/* Small memory is kept for use again, large memory is not. */
static void empty(alk_arena *arena)
{
    if (arena->used > KEPT_MEMORY)
        alk__arena_clear(arena);
    else if (arena->used)
        alk_arena_reset(arena);
}

/* Keeps what is worth keeping: the window and the arenas' blocks. */
static void retire(alk_result *result, alk__link *link)
{
    int n = 0;
    for (const alk_result *spare = link ? link->spare_results : NULL; spare; spare = spare->next)
        n++;
    empty(&result->rows);
    empty(&result->memory);
    empty(&result->texts);
    alk__free(result->held);
    alk__row_plan_free(result->plan);
    alk__compiled_unref(result->compiled);
    memset(result, 0, offsetof(alk_result, window));
    result->magic = ALK__RESULT_CLOSED;
    if (!link || n >= SPARES) {
        result_free(result);
        return;
    }
    result->next = link->spare_results;
    link->spare_results = result;
}

/* Gives the link back what is its own. */
static void release(alk_result *result)
{
    if (result->borrows_prepared && result->link)
        alk__link_unprepare(result->link, result->prepared);
    alk__stmt_result_closed(result->stmt);
    result->prepared = NULL;
    result->borrows_prepared = false;
    result->stmt = NULL;
    result->link = NULL;
}

int alk_result_fail(alk_result *result)
{
    return alk__result_ready(result) ? alk__result_fail(result) : alk__error_code();
}

int alk_result_set_data(alk_result *result, void *data, void (*closed)(void *data))
{
    if (!alk__result_ready(result))
        return alk__error_code();
    if (result->data_closed)
        result->data_closed(result->data);
    result->data = data;
    result->data_closed = closed;
    return ALK_OK;
}

void *alk_result_data(const alk_result *result)
{
    return result && result->magic == ALK__RESULT_OPEN ? result->data : NULL;
}

int alk_close(alk_result *result)
{
    if (!result)
        return alk__error_of_null();
    if (result->magic != ALK__RESULT_OPEN)
        return alk__error(ALK_ERROR_INTERFACE, "the result is closed already");
    if (result->data_closed)
        result->data_closed(result->data);
    if (alk__result_close_cursor(result))
        alk__result_fail(result);
    int status = result->status;
    alk__link *link = result->link;
    alk__saved_error *failure = result->failure;
    release(result);
    unlink_result(result);
    retire(result, link);
    alk__error_restore(failure);
    return status;
}

/* ---- failures ---- */

int alk__result_fail(alk_result *result)
{
    int code = alk__error_code();
    result->current = NULL;
    if (result->status == ALK_OK) {
        result->status = code ? code : ALK_ERROR_INTERNAL;
        alk__error_place(result->file, result->line);
        result->failure = alk__error_save();
        if (result->link && result->link->broken && result->conn->in_transaction)
            result->conn->lost = true;
    }
    return result->status;
}

int alk__result_failed_before(alk_result *result)
{
    if (result->failure) {
        alk__error_restore(result->failure);
        result->failure = alk__error_save();
    }
    return result->status;
}

bool alk__result_ready(const alk_result *result)
{
    if (!result)
        alk__error_null_handle("result");
    else if (result->magic != ALK__RESULT_OPEN)
        alk__error(ALK_ERROR_INTERFACE, "the result is closed");
    else
        return true;
    return false;
}

int alk_result_status(const alk_result *result)
{
    if (!result)
        return alk__error_of_null();
    return alk__result_ready(result) ? result->status : ALK_ERROR_INTERFACE;
}

/* ---- the cursor ---- */

static int describe(alk_result *result)
{
    alk_err err;
    alk__link *link = result->link;
    alk__link_enter(link, &err);
    result->apart = link->ops->cursor->is_apart(result->cursor) == 1;
    alk_rc rc = link->ops->cursor->columns(result->cursor, &result->columns, &result->n_columns, &result->stride, &err);
    int code = alk__link_leave(link, &err, rc, "columns", (alk_sv){ NULL, 0 });
    return code ? code : alk__sound_columns(link, result->columns, result->n_columns, result->stride);
}

static int make_window(alk_result *result)
{
    uint64_t caps = result->link->caps;
    result->window_rows = caps & (ALK_CAP_BATCH_FETCH | ALK_CAP_STABLE_VIEWS) ? WINDOW : 1;
    uint32_t cells = result->window_rows * (result->n_columns ? result->n_columns : 1);
    if (cells <= result->window_cells)
        return ALK_OK;
    alk_cell *window = alk__realloc_array(result->window, cells, sizeof *window);
    if (!window)
        return ALK_ERROR_NO_MEMORY;
    result->window = window;
    result->window_cells = cells;
    return ALK_OK;
}

int alk__result_begin(alk_result *result, void *cursor, int64_t affected)
{
    result->cursor = cursor;
    result->affected = affected;
    result->ended = !cursor;
    if (!cursor)
        return ALK_OK;
    int code = describe(result);
    if (code == ALK_OK)
        code = make_window(result);
    if (code) {
        alk__saved_error *saved = alk__error_save();
        alk__result_close_cursor(result);
        alk__error_restore(saved);
    }
    return code;
}

/* What is on the line goes into memory; a result that cannot is ended with its own failure. */
static void clear_line(alk_conn *conn)
{
    alk__quiet quiet = alk__quiet_begin();
    for (alk_result *result = conn->results; result; result = result->next)
        if (result->cursor && !result->apart && alk__result_hold_all(result))
            alk__result_end(result, "another statement was run");
    alk__quiet_end(quiet);
}

int alk__result_close_cursor(alk_result *result)
{
    alk_err err;
    if (result->apart && result->cursor && alk__link_is_ours(result->link) && !(result->link->caps & ALK_CAP_CURSORS))
        clear_line(result->conn);      /* closing asks the server, too */
    alk__link *link = result->link;
    void *cursor = result->cursor;
    if (!cursor)
        return ALK_OK;
    result->cursor = NULL;
    result->columns = NULL;
    if (!alk__link_is_ours(link))
        return ALK_OK;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->cursor->close(cursor, &err);
    return rc == ALK_OK ? ALK_OK : alk__link_leave(link, &err, rc, "close", (alk_sv){ NULL, 0 });
}

void alk__result_at_end(alk_result *result)
{
    result->ended = true;
    int64_t affected = result->link->ops->cursor->affected(result->cursor);
    if (affected >= 0)
        result->affected = affected;
}

bool alk__result_is_ours(alk_result *result)
{
    if (alk__link_is_ours(result->link))
        return true;
    alk__error(ALK_ERROR_INTERFACE, "this result was opened before a fork and is the parent's");
    alk__result_fail(result);
    return false;
}

/* A cursor that is apart asks the server anew at a fetch: what other results have on the line goes into memory before, as ahead of any statement, and that may find the link broken. */
static bool has_line(alk_result *result)
{
    if (alk__conn_refuse_others(result->conn) || alk__conn_make_room(result->conn))
        alk__result_fail(result);
    return !result->status && !result->ended;
}

bool alk__result_may_fetch(alk_result *result)
{
    return alk__result_is_ours(result) && (!result->apart || has_line(result));
}

bool alk__result_fill(alk_result *result)
{
    alk_err err;
    alk__link *link = result->link;
    result->current = NULL;
    result->got = result->row = 0;
    if (result->ended || result->status || !alk__result_may_fetch(result))
        return false;
    if (result->rows.used)
        alk_arena_reset(&result->rows);
    alk__link_enter(link, &err);
    alk__link_busy(link);
    uint32_t got = 0;
    alk_rc rc = link->ops->cursor->fetch_cells(result->cursor, result->window, result->n_columns, result->window_rows, &got,
                                               &result->rows, &err);
    alk__link_idle(link);
    if (rc != ALK_OK && rc != ALK_END) {
        alk__link_leave(link, &err, rc, "fetch_cells", result->prepared ? result->prepared->sql : (alk_sv){ NULL, 0 });
        alk__result_fail(result);
        return false;
    }
    if (got > result->window_rows || (rc == ALK_OK && got == 0)) {
        alk__error(ALK_ERROR_ABI, "driver %s: it gave %u rows where up to %u were asked for", link->backend->name, (unsigned)got,
                   (unsigned)result->window_rows);
        alk__result_fail(result);
        return false;
    }
    if (alk__sound_cells(link, result->window, (size_t)got * result->n_columns)) {
        alk__result_fail(result);
        return false;
    }
    if (rc == ALK_END)
        alk__result_at_end(result);
    result->got = got;
    result->current = got ? result->window : NULL;
    return got != 0;
}

/* ---- of parts ---- */

alk_result *alk_result_of_parts(alk_conn *conn, int64_t affected, const char *refusal)
{
    alk_result *result = alk__conn_ready(conn) == ALK_OK ? alk__result_new(conn) : NULL;
    if (!result)
        return alk__error_null();
    result->affected = affected;
    result->refusal = refusal;
    result->buffered = result->ended = true;
    alk__error_handle_made();
    return result;
}

bool alk__result_refuses(alk_result *result)
{
    if (!result->refusal || result->status)
        return false;
    alk__error(ALK_ERROR_INTERFACE, "%s", result->refusal);
    alk__result_fail(result);
    return true;
}

/* ---- moving ---- */

static bool next_held(alk_result *result)
{
    if (result->held_at >= result->n_held || result->status) {
        alk__result_refuses(result);
        result->current = NULL;
        return false;
    }
    return alk_seek(result, result->held_at);
}

bool alk_next(alk_result *result)
{
    if (!alk__result_ready(result))
        return false;
    if (result->buffered)
        return next_held(result);
    if (result->row + 1 < result->got && result->current) {
        result->row++;
        result->current += result->n_columns;
        return true;
    }
    return alk__result_fill(result);
}

/* The row is held, so that closing the cursor does not take it away. No more than `want` rows are asked of the database. Returns how many there are, up
 * to 2; -1 on failure. */
static int take_one(alk_result *result, uint32_t want)
{
    if (!alk__result_ready(result) || result->status || alk__result_refuses(result))
        return -1;
    if (result->cursor) {
        result->window_rows = result->window_rows < want ? result->window_rows : want;
        result->buffered = true;
        if (alk__result_hold(result, result->held_at + want))
            return -1;
    }
    size_t left = result->n_held - result->held_at;
    return left == 0 || !next_held(result) ? 0 : left > 1 ? 2 : 1;
}

/* What lies behind the row is given up. */
static bool no_more(alk_result *result)
{
    result->held_at = result->n_held;
    result->ended = true;
    result->got = 0;
    return result->current != NULL;
}

bool alk_first(alk_result *result)
{
    return take_one(result, 1) > 0 && no_more(result);
}

static bool one(alk_result *result, bool required)
{
    int rows = take_one(result, 2);
    if (rows == 1)
        return no_more(result);
    if (rows > 1)
        alk__error(ALK_ERROR_MULTIPLE_ROWS, "one row was asked for and there are more");
    else if (rows == 0 && required)
        alk__error_state(ALK_ERROR_NO_ROW, "02000", "one row was asked for and there is none");
    else
        return false;
    alk__result_fail(result);
    return false;
}

bool alk_one(alk_result *result)
{
    return one(result, true);
}

bool alk_one_or_none(alk_result *result)
{
    return one(result, false);
}

int alk_scalar(alk_result *result, alk_arena *arena, alk_value *out)
{
    *out = alk_value_null();
    if (alk_first(result)) {
        if (result->n_columns == 0) {
            alk__error(ALK_ERROR_INTERFACE, "the row has no columns");
            alk__result_fail(result);
        } else if (alk_value_copy(result->current, arena, out)) {
            alk__result_fail(result);
        }
    }
    return alk_close(result);
}

int alk_scalar_int(alk_result *result, int64_t *out)
{
    int64_t value = 0;
    if (alk_first(result)) {
        value = (alk_get_int)(result, 0);
    } else if (result && alk_result_status(result) == ALK_OK) {
        alk__error_state(ALK_ERROR_NO_ROW, "02000", "a value was asked for and there is no row");
        alk__result_fail(result);
    }
    int code = alk_close(result);
    if (code == ALK_OK)
        *out = value;
    return code;
}

/* ---- what was changed ---- */

int64_t alk_affected(const alk_result *result)
{
    return alk__result_ready(result) ? result->affected : -1;
}

int64_t alk_last_insert_id(const alk_result *result)
{
    return alk__result_ready(result) ? result->last_insert_id : 0;
}

/* ---- ended by the connection ---- */

void alk__result_end(alk_result *result, const char *why)
{
    alk__saved_error *saved = alk__error_save();
    bool cut = !result->status && result->cursor && (!result->ended || result->row + 1 < result->got);
    const alk_column_desc *columns = result->cursor && alk__result_keep_columns(result) ? NULL : result->columns;
    alk__result_close_cursor(result);
    result->columns = columns;
    result->n_known = columns ? result->n_known : 0;
    if (cut) {
        alk__error(ALK_ERROR_INTERFACE, "the result was not read to its end: %s", why);
        alk__result_fail(result);
    }
    release(result);
    result->ended = true;
    result->current = result->buffered ? result->current : NULL;       /* what is in memory stays */
    result->got = 0;
    alk__error_restore(saved);
}

/* Those first that may have the line. */
void alk__conn_end_results(alk_conn *conn, const char *why)
{
    for (int apart = 0; apart < 2; apart++)
        for (alk_result *result = conn->results; result; result = result->next)
            if (result->apart == (apart == 1))
                alk__result_end(result, why);
}

int alk__conn_make_room(alk_conn *conn)
{
    if (!conn->results || conn->link->caps & ALK_CAP_CURSORS)
        return ALK_OK;
    clear_line(conn);
    return conn->link->broken ? alk__conn_ready(conn) : ALK_OK;
}
