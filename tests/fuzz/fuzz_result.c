/* SPDX-License-Identifier: MIT
 * A hostile driver in the program: what it answers, and what the program then does, comes from the bytes. Its pointers lead to memory of exactly
 * the length that it tells and that lives exactly as long as the ABI promises, or are NULL; all else may be a lie. Whatever it says, a call ends
 * well or with an error, and a result that failed says so again when it is closed. */
#include "fuzz.h"
#include <alkahest/alkahest.h>
#include <alkahest/plugin.h>
#include <alkahest/registry.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 48, MOST_FETCHES = 40, MOST_COLUMNS = 6, MOST_BLOCKS = 1 << 14 };

/* ---- the bytes ---- */

static const uint8_t *next_byte, *last_byte;

static uint8_t byte(void)
{
    return next_byte < last_byte ? *next_byte++ : 0;
}

static uint64_t bytes(int n)
{
    uint64_t value = 0;
    while (n-- > 0)
        value = value << 8 | byte();
    return value;
}

/* Nearly always false, so that something else is reached too. */
static bool seldom(void)
{
    return byte() > 247;
}

/* ---- memory of the driver ---- */

/* Blocks that live until the same time: the next fetch of the cursor, its close, the end. */
typedef struct blocks {
    void **block;
    size_t count, room;
} blocks;
static blocks *of_row, of_run;         /* the first: of the cursor that is asked */

static void *block(blocks *in, size_t size)
{
    FUZZ_CHECK(in->count < MOST_BLOCKS);
    void *memory = malloc(size > 0 ? size : 1);
    FUZZ_CHECK(memory != NULL);
    memset(memory, 0, size);
    if (in->count == in->room) {
        in->room = in->room > 0 ? 2 * in->room : 16;
        in->block = realloc(in->block, in->room * sizeof *in->block);
        FUZZ_CHECK(in->block != NULL);
    }
    return in->block[in->count++] = memory;
}

static void forget(blocks *in)
{
    while (in->count > 0)
        free(in->block[--in->count]);
    free(in->block);
    *in = (blocks){0};
}

static char *some_text(blocks *in, size_t n)
{
    char *text = block(in, n);
    for (size_t i = 0; i < n; i++)
        text[i] = (char)byte();
    return text;
}

static alk_sv some_view(blocks *in)
{
    size_t n = byte() % 12;
    if (seldom())
        return (alk_sv){NULL, (size_t)bytes(8)};
    return (alk_sv){some_text(in, n), n};
}

/* ---- statuses ---- */

static const alk_host *host;
static uint64_t live;              /* handles that the library has to give back */

static void some_error(alk_err *err)
{
    static const char *const keys[] = {"detail", "hint", "table", "position", "column", "no such"};
    alk_sv text = some_view(&of_run);
    char state[6] = {(char)byte(), '2', '0', '0', '0', 0};
    if (text.p == NULL)
        text.n = 7;
    host->err_set(err, (int32_t)(int8_t)byte(), byte() & 1 ? state : NULL, (int64_t)bytes(2), text.p, text.n);
    if (byte() & 1)
        host->err_flags(err, byte() % 8);
    if (byte() & 1)
        host->err_detail(err, keys[byte() % 6], "-12", 3);
}

/* Mostly success. */
static alk_rc some_status(alk_err *err)
{
    uint8_t kind = byte();
    if (kind < 232)
        return ALK_OK;
    if (kind & 1)
        some_error(err);
    return kind < 240 ? -(int32_t)(byte() % 20) : (int32_t)(int8_t)byte();
}

/* ---- cells ---- */

static bool leads_somewhere(uint16_t tag)
{
    return tag == ALK_TYPE_DECIMAL || tag == ALK_TYPE_TEXT || tag == ALK_TYPE_BLOB || (tag >= ALK_TYPE_INTERVAL && tag <= ALK_TYPE_ARRAY);
}

static alk_cell some_cell(int depth);

static void some_bytes(alk_cell *cell)
{
    static const char *const good[] = {"12.50", "-7", "true", "2024-02-29", "[1,2]", "{\"a\":null}", "1e400", "00112233-4455-6677-8899-aabbccddeeff"};
    uint8_t kind = byte();
    const char *text = good[kind % 8];
    size_t n = kind & 128 ? byte() % 24 : strlen(text);
    char *copy = kind & 128 ? some_text(of_row, n + (kind & 64 ? 1 : 0)) : memcpy(block(of_row, n + (kind & 64 ? 1 : 0)), text, n);
    if (kind & 64) {
        copy[n] = '\0';
        cell->flags |= ALK_CELL_NUL;
    }
    cell->u.p = copy;
    cell->len = (uint32_t)n;
}

static void some_array(alk_cell *cell, int depth)
{
    size_t n = depth < 3 ? byte() % 4 : 0;
    alk_cell *items = block(of_row, n * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = some_cell(depth + 1);
    if (n > 0 && seldom())
        items[byte() % n] = (alk_cell){.u.p = items, .len = (uint32_t)n, .tag = ALK_TYPE_ARRAY};     /* in itself */
    cell->u.p = items;
    cell->len = (uint32_t)n;
}

static alk_cell some_cell(int depth)
{
    alk_cell cell = {.tag = byte() % 16, .flags = seldom() ? (uint16_t)(bytes(2) & ~(uint64_t)ALK_CELL_NUL) : 0};
    if (seldom())
        cell.tag = (uint16_t)bytes(2);
    if (!leads_somewhere(cell.tag)) {
        cell.u.raw = bytes(byte() & 1 ? 8 : 1);
        cell.len = seldom() ? (uint32_t)bytes(4) : 0;
    } else if (seldom()) {
        cell.len = (uint32_t)bytes(byte() % 5);
    } else if (cell.tag == ALK_TYPE_ARRAY) {
        some_array(&cell, depth);
    } else if (cell.tag == ALK_TYPE_INTERVAL) {
        cell.u.p = some_text(of_row, sizeof(alk_interval));
    } else if (cell.tag == ALK_TYPE_UUID && !seldom()) {
        cell.u.p = some_text(of_row, cell.len = 16);
    } else {
        some_bytes(&cell);
    }
    return cell;
}

/* ---- columns ---- */

static void some_column(blocks *in, alk_column_desc *out)
{
    static const char *const names[] = {"a", "B", "b", "c", "text", "view", "number", ""};
    alk_sv name = {names[byte() % 8], 0};
    name.n = strlen(name.p);
    *out = (alk_column_desc){.size = seldom() ? (uint32_t)bytes(4) : (uint32_t)sizeof *out, .type = seldom() ? (uint16_t)bytes(2) : byte() % 16,
                             .flags = byte(), .name = seldom() ? some_view(in) : name, .length = -1, .precision = -1, .scale = -1};
    if (seldom())
        out->native_type = out->schema = out->table = out->column = some_view(in);
}

static alk_rc some_columns(blocks *in, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    uint32_t n = byte() % (MOST_COLUMNS + 1), step = (uint32_t)sizeof **columns;
    if (seldom())
        step += byte();
    char *memory = block(in, (size_t)n * step + 1);
    for (uint32_t i = 0; i < n; i++) {
        alk_column_desc column;
        some_column(in, &column);
        memcpy(memory + (size_t)i * step, &column, sizeof column);
    }
    *columns = seldom() ? NULL : (const alk_column_desc *)(const void *)memory;
    *count = seldom() ? (uint32_t)bytes(4) | UINT32_C(1) << 20 : n;
    *stride = seldom() ? (uint32_t)sizeof **columns - 1 - byte() % 90 : step;
    return some_status(err);
}

/* ---- cursors ---- */

typedef struct cursor {
    uint32_t n_columns;
    int fetches;
    bool ended;
    int32_t is_apart;                  /* 1: others may be open beside it */
    blocks of_row, of_all;
} cursor;

static bool views_are_stable;
static cursor *open_cursor;            /* the one on the line */

/* One that is apart is asked with the rows of no other on the line. */
static cursor *asked(void *handle)
{
    cursor *c = handle;
    FUZZ_CHECK(c->is_apart == 1 ? open_cursor == NULL : c == open_cursor);
    of_row = &c->of_row;
    return c;
}

static alk_rc cursor_columns(void *handle, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    return some_columns(&((cursor *)handle)->of_all, columns, count, stride, err);
}

static alk_rc cursor_fetch_cells(void *handle, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    cursor *c = asked(handle);
    FUZZ_CHECK(arena != NULL && cap > 0);
    if (!views_are_stable)
        forget(of_row);
    uint32_t n = 1 + byte() % 4;
    n = n < cap ? n : cap;
    if (next_byte >= last_byte || ++c->fetches > MOST_FETCHES || (c->ended && !seldom()))
        return ALK_END;
    for (uint32_t i = 0; i < n * ncols; i++)
        cells[i] = some_cell(0);
    *got = seldom() ? (uint32_t)bytes(4) : n;
    if (*got <= cap && *got > n)
        *got = n;                  /* the rest of the cells was never written, which nobody could see */
    if (byte() > 200) {
        c->ended = true;
        return ALK_END;
    }
    return some_status(err);
}

static alk_rc cursor_fetch_into(void *handle, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                                alk_err *err)
{
    FUZZ_CHECK(asked(handle) && plan->size == sizeof *plan && base != NULL && stride > 0 && cap > 0 && arena != NULL);
    if (!views_are_stable)
        forget(of_row);
    if (!seldom())
        return ALK_USE_DEFAULT;
    *got = (uint32_t)bytes(byte() % 5);
    if (*got <= cap)
        memset(base, 0, stride * *got);
    return byte() & 1 ? ALK_END : some_status(err);
}

static alk_rc cursor_close(void *handle, alk_err *err)
{
    cursor *c = asked(handle);
    if (c == open_cursor)
        open_cursor = NULL;
    live--;
    forget(&c->of_row);
    forget(&c->of_all);
    free(c);
    return some_status(err);
}

static int64_t cursor_affected(void *handle)
{
    FUZZ_CHECK(((cursor *)handle)->is_apart == 1 || handle == open_cursor);
    return seldom() ? (int64_t)bytes(8) : byte();
}

static int32_t cursor_is_apart(void *handle)
{
    return ((cursor *)handle)->is_apart;
}

static const alk_cursor_ops cursor_ops = {
    .size = sizeof cursor_ops, .columns = cursor_columns, .fetch_cells = cursor_fetch_cells, .fetch_into = cursor_fetch_into,
    .close = cursor_close, .affected = cursor_affected, .is_apart = cursor_is_apart,
};

/* ---- connections and statements ---- */

static alk_rc conn_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err)
{
    (void)conn, (void)flags, (void)deadline;
    FUZZ_CHECK(sql.p != NULL);
    alk_rc rc = some_status(err);
    *stmt = NULL;
    if (rc != ALK_OK)
        return rc;
    if (!seldom()) {
        *stmt = malloc(1);
        live++;
    }
    return ALK_OK;
}

static alk_rc conn_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn;
    FUZZ_CHECK(stmt != NULL);
    *count = seldom() ? (seldom() ? (uint32_t)bytes(4) : (uint32_t)bytes(1)) : byte() % 3;
    return some_status(err);
}

static alk_rc conn_stmt_columns(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    (void)conn;
    FUZZ_CHECK(stmt != NULL);
    return seldom() ? ALK_USE_DEFAULT : some_columns(&of_run, columns, count, stride, err);
}

static alk_rc execute(const alk_request *request, void **out, int64_t *affected, alk_err *err)
{
    FUZZ_CHECK(request->size == sizeof *request && open_cursor == NULL && (request->params != NULL || request->ncols == 0));
    *affected = seldom() ? (int64_t)bytes(8) : byte();
    alk_rc rc = some_status(err);
    if (rc != ALK_OK) {
        *out = seldom() ? err : NULL;      /* with an error there is none, whatever stands there */
        return rc;
    }
    if (byte() % 4 == 0 || (request->nrows > 1 && !seldom()))
        return ALK_OK;
    cursor *c = calloc(1, sizeof *c);
    FUZZ_CHECK(c != NULL);
    if (request->cursor_rows > 0)
        c->is_apart = seldom() ? (int32_t)bytes(4) : byte() & 1;
    if (c->is_apart != 1)
        open_cursor = c;
    *out = c;
    live++;
    return ALK_OK;
}

static alk_rc conn_execute(void *conn, void *stmt, const alk_request *request, void **out, int64_t *affected, alk_err *err)
{
    (void)conn;
    FUZZ_CHECK(stmt != NULL);
    return execute(request, out, affected, err);
}

static alk_rc conn_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **out, int64_t *affected, alk_err *err)
{
    (void)conn;
    FUZZ_CHECK(sql.p != NULL);
    return seldom() ? ALK_USE_DEFAULT : execute(request, out, affected, err);
}

static void conn_stmt_close(void *conn, void *stmt)
{
    (void)conn;
    FUZZ_CHECK(stmt != NULL);
    live--;
    free(stmt);
}

static alk_rc conn_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    (void)conn, (void)isolation, (void)name, (void)deadline;
    FUZZ_CHECK(action >= ALK_TXN_BEGIN && action <= ALK_TXN_ROLLBACK_TO);
    return some_status(err);
}

static int32_t conn_transaction_status(void *conn)
{
    (void)conn;
    return seldom() ? (int32_t)bytes(4) : ALK_TXN_UNKNOWN;
}

static alk_rc conn_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err)
{
    (void)conn, (void)isolation, (void)deadline;
    return some_status(err);
}

static alk_rc conn_ping(void *conn, int64_t deadline, alk_err *err)
{
    (void)conn, (void)deadline;
    return some_status(err);
}

static alk_rc conn_reset(void *conn, int64_t deadline, alk_err *err)
{
    (void)conn, (void)deadline;
    return some_status(err);
}

static alk_rc conn_close(void *conn, alk_err *err)
{
    live--;
    free(conn);
    return some_status(err);
}

static void conn_abandon(void *conn)
{
    live--;
    free(conn);
}

static uint64_t conn_caps(void *conn)
{
    (void)conn;
    uint64_t caps = bytes(2) & ~(uint64_t)ALK_CAP_CURSORS;
    views_are_stable = (caps & ALK_CAP_STABLE_VIEWS) != 0;
    return caps;
}

static alk_rc conn_server(void *conn, alk_server_info *info, alk_err *err)
{
    (void)conn;
    info->version = (uint32_t)bytes(3);
    info->product = some_view(&of_run);
    info->version_text = some_view(&of_run);
    return some_status(err);
}

static alk_rc conn_last_insert_id(void *conn, alk_cell *id, alk_err *err)
{
    (void)conn;
    of_row = &of_run;
    *id = some_cell(3);
    return some_status(err);
}

static alk_rc conn_warning(void *conn, alk_err *warning)
{
    (void)conn;
    if (byte() & 1)
        some_error(warning);
    return byte() & 1 ? ALK_END : some_status(warning);
}

static const alk_conn_ops conn_ops = {
    .size = sizeof conn_ops, .cursor = &cursor_ops, .prepare = conn_prepare, .stmt_params = conn_stmt_params, .stmt_columns = conn_stmt_columns,
    .execute = conn_execute, .stmt_close = conn_stmt_close, .execute_direct = conn_execute_direct, .transaction = conn_transaction,
    .transaction_status = conn_transaction_status, .set_isolation = conn_set_isolation, .ping = conn_ping, .reset = conn_reset,
    .close = conn_close, .abandon = conn_abandon, .caps = conn_caps, .server = conn_server, .last_insert_id = conn_last_insert_id,
    .warning = conn_warning,
};

/* ---- the plugin ---- */

static alk_rc driver_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err)
{
    (void)driver, (void)request;
    alk_rc rc = some_status(err);
    if (rc != ALK_OK || seldom())
        return rc;
    *conn = malloc(1);
    live++;
    return ALK_OK;
}

static const alk_driver driver = {.size = sizeof driver, .name = "hostile", .dialect = "hostile", .conn = &conn_ops, .connect = driver_connect};
static const alk_dialect_data data_ = {.size = sizeof data_, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"'};
static const alk_dialect dialect = {.size = sizeof dialect, .name = "hostile", .default_driver = "hostile", .data = &data_};
static const alk_dialect *const dialects[] = {&dialect};
static const alk_driver *const drivers[] = {&driver};
static const alk_plugin plugin = {
    .size = sizeof plugin, .abi_major = ALK_ABI_MAJOR, .abi_minor = ALK_ABI_MINOR, .ndialects = 1, .ndrivers = 1, .name = "alkahest-hostile",
    .version = "1.0.0", .dialects = dialects, .drivers = drivers,
};

static const alk_plugin *entry(const alk_host *table, alk_err *err)
{
    (void)err;
    host = table;
    return &plugin;
}

/* ---- what the program checks ---- */

static volatile uint8_t sink;

static void touch(const void *memory, size_t n)
{
    const uint8_t *p = memory;
    for (size_t i = 0; i < n; i++)
        sink ^= p[i];
}

static void touch_text(const char *text)
{
    if (text != NULL)
        touch(text, strlen(text) + 1);
}

static void touch_value(const alk_value *value, int depth)
{
    const alk_value *items = value->u.p;
    FUZZ_CHECK(value->tag <= ALK_TYPE_ARRAY);
    if (value->tag == ALK_TYPE_INTERVAL)
        touch(value->u.p, sizeof(alk_interval));
    else if (value->tag == ALK_TYPE_ARRAY)
        for (uint32_t i = 0; i < value->len && depth < 6; i++)
            touch_value(&items[i], depth + 1);
    else if (leads_somewhere(value->tag))
        touch(value->u.p, value->len);
}

static void check_failed(int code)
{
    const alk_error *error = alk_last_error();
    FUZZ_CHECK(code < 0 && error->code == code && error->message != NULL && error->message[0] != '\0');
    touch_text(error->detail);
}

static int checked(int code)
{
    FUZZ_CHECK(code <= 0);
    if (code != ALK_OK)
        check_failed(code);
    return code;
}

/* What failed once says the same again when it is closed. */
static void close_result(alk_result *result)
{
    int status = alk_result_status(result), code = alk_close(result);
    FUZZ_CHECK(status == ALK_OK || status == code);
    (void)checked(code);
}

/* ---- what the program does ---- */

static void get(alk_result *r)
{
    size_t length = 0;
    int column = byte() % (MOST_COLUMNS + 1) - (seldom() ? 2 : 0);
    alk_value value;
    alk_uuid uuid;
    alk_interval interval;
    alk_sv view;
    const void *blob;
    switch (byte() % 20) {
    case 0: (void)alk_get_bool(r, column); break;
    case 1: (void)alk_get_int(r, column); break;
    case 2: (void)alk_get_int32(r, column); break;
    case 3: (void)alk_get_uint(r, column); break;
    case 4: (void)alk_get_real(r, column); break;
    case 5: touch_text(alk_get_text(r, column)); break;
    case 6: view = alk_get_view(r, column); touch(view.p, view.n); FUZZ_CHECK(view.p != NULL || view.n == 0); break;
    case 7: blob = alk_get_blob(r, column, &length); touch(blob, length); FUZZ_CHECK(blob != NULL || length == 0); break;
    case 8: touch_text(alk_get_decimal(r, column)); break;
    case 9: (void)alk_get_scaled(r, column, (int)(int8_t)byte()); break;
    case 10: touch_text(alk_get_json(r, column)); break;
    case 11: (void)alk_get_date(r, column); break;
    case 12: (void)alk_get_time(r, column); break;
    case 13: (void)alk_get_timestamp(r, column); break;
    case 14: (void)alk_get_timestamptz(r, column); break;
    case 15: interval = alk_get_interval(r, column); touch(&interval, sizeof interval); break;
    case 16: uuid = alk_get_uuid(r, column); touch(&uuid, sizeof uuid); break;
    case 17: value = alk_get_value(r, column); touch_value(&value, 0); break;
    case 18: touch_text(alk_get_string(r, column)); break;
    default: (void)alk_is_null(r, column);
    }
}

static void look_at_columns(alk_result *r)
{
    static const char *const names[] = {"a", "b", "C", "text", "nowhere", ""};
    alk_column_info info = {.struct_size = sizeof info};
    int column = byte() % (MOST_COLUMNS + 1) - 1;
    if (checked(alk_result_column(r, column, &info)) == ALK_OK) {
        FUZZ_CHECK(info.name != NULL);
        touch_text(info.name);
        touch_text(info.native_type);
        touch_text(info.table);
    }
    if (byte() & 1) {
        const char *name = names[byte() % 6];
        int found = alk_column_index(r, name), again = alk_column_index(r, name);
        FUZZ_CHECK(found == again && found < alk_column_count(r));
    }
}

typedef struct row {
    const char *text;
    alk_sv view;
    alk_opt_int64 number;
    alk_opt_double real;
    alk_opt_uuid uuid;
    alk_opt_interval interval;
    alk_cell cell;
    alk_opt_date date;
    alk_opt_bool truth;
} row;
#define OPTIONAL(member, slot_) {NULL, offsetof(row, member.value), offsetof(row, member.state), slot_, 0}
static const alk_field fields[] = {
    {NULL, offsetof(row, text), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0}, {NULL, offsetof(row, view), ALK_SLOT_NOT_NULL, ALK_SLOT_VIEW, 0},
    OPTIONAL(number, ALK_SLOT_INT64), OPTIONAL(real, ALK_SLOT_DOUBLE), OPTIONAL(uuid, ALK_SLOT_UUID), OPTIONAL(interval, ALK_SLOT_INTERVAL),
    {NULL, offsetof(row, cell), ALK_SLOT_NOT_NULL, ALK_SLOT_CELL, 0}, OPTIONAL(date, ALK_SLOT_DATE), OPTIONAL(truth, ALK_SLOT_BOOL),
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

/* Some of the members, in any order. */
static size_t pick(alk_field *out)
{
    size_t n = byte() % 4;
    for (size_t i = 0; i < n; i++) {
        out[i] = fields[byte() % N_FIELDS];
        if (seldom())
            out[i].name = "a";
    }
    return n;
}

static void touch_rows(const row *rows, size_t n, const alk_field *picked, size_t n_picked)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n_picked; j++) {
            if (picked[j].slot == ALK_SLOT_TEXT)
                touch_text(rows[i].text);
            else if (picked[j].slot == ALK_SLOT_VIEW)
                touch(rows[i].view.p, rows[i].view.n);
            else if (picked[j].slot == ALK_SLOT_CELL)
                touch_value(&rows[i].cell, 0);
        }
}

static void fetch(alk_result *r, alk_arena *arena)
{
    row rows[8] = {0}, *all = NULL;
    alk_field picked[4];
    size_t n_picked = pick(picked), capacity = byte() % 9, count = 0;
    if (byte() & 1) {
        size_t n = alk_result_fetch(r, picked, n_picked, rows, sizeof *rows, capacity, byte() & 1 ? arena : NULL);
        FUZZ_CHECK(n <= capacity);
        touch_rows(rows, n, picked, n_picked);
        return;
    }
    if (checked(alk_result_fetch_all(r, picked, n_picked, sizeof *rows, arena, (void **)&all, &count)) == ALK_OK)
        touch_rows(all, count, picked, n_picked);
}

/* One thing done with a result; whether it is still open. */
static bool use(alk_result *r, alk_arena *arena)
{
    alk_value value = alk_value_null();
    int64_t number;
    switch (byte() % 20) {
    case 0: case 1: case 2: case 3: (void)alk_next(r); break;
    case 4: (void)checked(alk_all(r)); break;
    case 5: (void)alk_seek(r, byte() % 8); break;
    case 6: (void)alk_partition(r, byte() % 6); break;
    case 7: case 8: fetch(r, arena); break;
    case 9: look_at_columns(r); break;
    case 10: (void)(byte() & 1 ? alk_first(r) : byte() & 1 ? alk_one(r) : alk_one_or_none(r)); break;
    case 11: FUZZ_CHECK(alk_affected(r) >= -1 || alk_row_count(r) == 0); break;
    case 12:
        if (byte() < 128)
            break;
        if (checked(byte() & 1 ? alk_scalar(r, arena, &value) : alk_scalar_int(r, &number)) == ALK_OK)
            touch_value(&value, 0);
        return false;
    default: get(r);
    }
    return true;
}

static void use_result(alk_result *r, alk_arena *arena)
{
    if (r == NULL) {
        check_failed(alk_last_error()->code);
        return;
    }
    for (int i = byte() % MOST_STEPS; i >= 0; i--) {
        int before = alk_result_status(r);
        if (!use(r, arena))
            return;
        int after = alk_result_status(r);
        FUZZ_CHECK(before == ALK_OK || before == after);
        if (before != after)
            check_failed(after);
    }
    close_result(r);
}

static void use_statement(alk_conn *conn, alk_arena *arena)
{
    static const alk_value values[8];
    alk_execution_options one_by_one = {.struct_size = sizeof one_by_one, .batch = 1};
    alk_stmt *stmt = alk_conn_prepare(conn, "x", SIZE_MAX);
    alk_column_info info = {.struct_size = sizeof info};
    int64_t affected = 0;
    if (stmt == NULL) {
        check_failed(alk_last_error()->code);
        return;
    }
    int n = alk_stmt_param_count(stmt), columns = byte() & 1 ? alk_stmt_column_count(stmt) : 0;
    FUZZ_CHECK(n >= 0 && columns >= -1);
    if (columns == -1)
        check_failed(alk_last_error()->code);
    for (int i = 0; i < columns && i < MOST_COLUMNS; i++)
        if (checked(alk_stmt_column(stmt, i, &info)) == ALK_OK)
            touch_text(info.name);
    if (byte() & 1 && n < 3) {
        (void)checked(alk_stmt_set_options(stmt, &one_by_one));
        if (checked(alk_stmt_execute_many(stmt, values, byte() % 3, &affected)) == ALK_OK)
            FUZZ_CHECK(affected >= -1);
    } else {
        for (int i = 1; i <= n && i < 4; i++)
            (void)checked(alk_stmt_bind_int(stmt, i, i));
        use_result(alk_stmt_execute(stmt, NULL), arena);
    }
    alk_stmt_close(stmt);
}

static void ask(alk_conn *conn)
{
    const alk_error *warning = alk_conn_warning(conn);
    const char *product = alk_conn_server(conn), *version = alk_conn_server_version(conn);
    if (warning != NULL)
        touch_text(warning->message);
    if (product == NULL || version == NULL)
        check_failed(alk_last_error()->code);
    touch_text(product);
    touch_text(version);
    (void)alk_conn_last_insert_id(conn);
    (void)alk_conn_transaction_status(conn);
}

/* kept: a result that stays open beside the others, each of which it is used after. */
static void step(alk_conn *conn, alk_arena *arena, alk_result **kept)
{
    int n;
    alk_result *r;
    alk_execution_options options = {.struct_size = sizeof options};
    const alk_value values[2] = {alk_value_int(1), alk_value_text("x")};
    switch (byte() % 12) {
    case 0: use_statement(conn, arena); break;
    case 1: ask(conn); break;
    case 2: (void)checked(byte() & 1 ? alk_conn_commit(conn) : alk_conn_rollback(conn)); break;
    case 3: (void)checked(byte() & 1 ? alk_conn_savepoint(conn, NULL) : alk_conn_rollback_to(conn, NULL)); break;
    case 4: (void)checked(alk_conn_ping(conn)); break;
    case 5: (void)checked(alk_conn_set_autocommit(conn, byte() & 1)); break;
    case 6: (void)checked(alk_conn_set_isolation(conn, byte() % 7)); break;
    case 7: use_result(alk_execute(conn, alk_raw("x :a :b"), alk_bind("a", 1), alk_bind("b", "x")), arena); break;
    default:
        n = byte();
        options.buffered = n % 3 - 1;
        options.cursor_rows = n >= 128 ? n % 5 : 0;
        options.unprepared = byte() % 3 - 1;
        r = alk_conn_execute_driver(conn, "x", SIZE_MAX, values, byte() % 3, &options);
        if (r != NULL && options.cursor_rows > 0 && *kept == NULL)
            *kept = r;
        else
            use_result(r, arena);
    }
}

static void run(void)
{
    alk_arena *arena = alk_arena_new();
    alk_engine *engine = alk_open("hostile://", .pool = ALK_POOL_OF_ONE, .isolation = byte() & 1 ? ALK_ISOLATION_AUTOCOMMIT : 0);
    FUZZ_CHECK(arena != NULL && engine != NULL);
    alk_conn *conn = alk_connect(engine);
    alk_result *kept = NULL;
    if (conn == NULL)
        check_failed(alk_last_error()->code);
    for (int i = 0; conn != NULL && i < MOST_STEPS && next_byte < last_byte; i++) {
        step(conn, arena, &kept);
        if (kept != NULL && !use(kept, arena))
            kept = NULL;
    }
    if (kept != NULL)
        close_result(kept);
    if (conn != NULL)
        (void)checked(alk_conn_close(conn));
    alk_engine_close(engine);
    alk_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (host == NULL)
        FUZZ_CHECK(alk_plugin_register(entry) == ALK_OK);
    next_byte = data;
    last_byte = data + size;
    live = 0;
    run();
    FUZZ_CHECK(live == 0 && open_cursor == NULL);
    forget(&of_run);
    return 0;
}
