/* SPDX-License-Identifier: MIT
 * Parameters. What SQLite has no class for goes in as text in the forms of ISO 8601 and of its own date functions; a value that it
 * would store as another one (NaN as NULL, an unsigned integer as a negative one) is refused. */
#include "bind.h"
#include "errors.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/uuid.h"
#include <string.h>

enum { SCRATCH_PER_PARAMETER = 64, SCRATCH_MAX = 4096, FORMATTED_MAX = 80 };

/* Room that lasts until the next execution; NULL: none left, SQLite shall copy. */
static char *scratch(alk__lite_stmt *stmt, size_t size)
{
    char *room;
    if (stmt->scratch == NULL) {
        size_t wanted = (size_t)stmt->nparams * SCRATCH_PER_PARAMETER;
        stmt->scratch_size = wanted < SCRATCH_MAX ? wanted : SCRATCH_MAX;
        stmt->scratch = alk__lite_host->mem(NULL, stmt->scratch_size);
    }
    if (stmt->scratch == NULL || size > stmt->scratch_size - stmt->scratch_used)
        return NULL;
    room = stmt->scratch + stmt->scratch_used;
    stmt->scratch_used += size;
    return room;
}

static int bind_text(alk__lite_stmt *stmt, int index, const char *text, size_t length, bool keep)
{
    sqlite3_destructor_type fate = SQLITE_STATIC;
    if (length == 0) {
        text = "";
    } else if (keep) {
        char *copy = scratch(stmt, length);
        if (copy != NULL)
            text = memcpy(copy, text, length);
        else
            fate = SQLITE_TRANSIENT;
    } else {
        stmt->borrowed_bound = true;
    }
    return sqlite3_bind_text64(stmt->handle, index, text, length, fate, SQLITE_UTF8);
}

static int bind_blob(alk__lite_stmt *stmt, int index, const void *bytes, size_t length, bool keep)
{
    if (length == 0)
        return sqlite3_bind_zeroblob(stmt->handle, index, 0);
    if (keep) {
        char *copy = scratch(stmt, length);
        if (copy == NULL)
            return sqlite3_bind_blob64(stmt->handle, index, bytes, length, SQLITE_TRANSIENT);
        bytes = memcpy(copy, bytes, length);
    } else {
        stmt->borrowed_bound = true;
    }
    return sqlite3_bind_blob64(stmt->handle, index, bytes, length, SQLITE_STATIC);
}

/* Values that are written out. */
static int bind_formatted(alk__lite_stmt *stmt, int index, const alk_cell *cell)
{
    char text[FORMATTED_MAX];
    size_t length = 0;
    switch (cell->tag) {
    case ALK_TYPE_DATE:
        length = alk__driver_print_date(cell->u.i, text);
        break;
    case ALK_TYPE_TIME:
        length = alk__driver_print_time(cell->u.i, text);
        break;
    case ALK_TYPE_TIMESTAMP:
        length = alk__driver_print_timestamp(cell->u.i, false, text);
        break;
    case ALK_TYPE_TIMESTAMPTZ:
        length = alk__driver_print_timestamp(cell->u.i, true, text);
        break;
    case ALK_TYPE_INTERVAL:
        length = alk__driver_print_interval(cell->u.p, text);
        break;
    default:
        length = alk__driver_print_uuid(cell->u.p, true, text);
    }
    return bind_text(stmt, index, text, length, true);
}

static alk_rc refuse(alk_err *err, int32_t error_class, const char *sqlstate, int index, const char *why)
{
    return alk__lite_error(err, error_class, sqlstate, "parameter %d: %s", index, why);
}

static alk_rc bind_rest(alk__lite_stmt *stmt, int index, const alk_cell *cell, bool keep, int *result, alk_err *err)
{
    switch (cell->tag) {
    case ALK_TYPE_UINT:
        if (cell->u.raw > INT64_MAX)
            return refuse(err, ALK_ERROR_DATA, "22003", index, "SQLite has no integers beyond 9223372036854775807");
        *result = sqlite3_bind_int64(stmt->handle, index, cell->u.i);
        return ALK_OK;
    case ALK_TYPE_REAL:
        if (cell->u.d != cell->u.d)
            return refuse(err, ALK_ERROR_DATA, "22003", index, "SQLite has no NaN: it would store NULL");
        *result = sqlite3_bind_double(stmt->handle, index, cell->u.d);
        return ALK_OK;
    case ALK_TYPE_BLOB:
        *result = bind_blob(stmt, index, cell->u.p, cell->len, keep);
        return ALK_OK;
    case ALK_TYPE_DATE:
    case ALK_TYPE_TIME:
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
    case ALK_TYPE_INTERVAL:
    case ALK_TYPE_UUID:
        *result = bind_formatted(stmt, index, cell);
        return ALK_OK;
    case ALK_TYPE_ARRAY:
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "SQLite has no arrays");
    default:
        return refuse(err, ALK_ERROR_INTERFACE, "HY004", index, "a value of an unknown type");
    }
}

static alk_rc bind_cell(alk__lite_stmt *stmt, int index, const alk_cell *cell, bool keep, alk_err *err)
{
    int result = SQLITE_OK;
    switch (cell->tag) {
    case ALK_TYPE_NULL:
        result = sqlite3_bind_null(stmt->handle, index);
        break;
    case ALK_TYPE_BOOL:
        result = sqlite3_bind_int(stmt->handle, index, cell->u.i != 0);
        break;
    case ALK_TYPE_INT:
        result = sqlite3_bind_int64(stmt->handle, index, cell->u.i);
        break;
    case ALK_TYPE_TEXT:
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_JSON:
        result = bind_text(stmt, index, cell->u.p, cell->len, keep);
        break;
    default: {
        alk_rc rc = bind_rest(stmt, index, cell, keep, &result, err);
        if (rc != ALK_OK)
            return rc;
    }
    }
    return result == SQLITE_OK ? ALK_OK : alk__lite_fail(stmt->conn, result, alk__lite_sv(NULL, 0), err);
}

alk_rc alk__lite_bind(alk__lite_stmt *stmt, const alk_cell *cells, bool keep, alk_err *err)
{
    stmt->scratch_used = 0;
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        alk_rc rc = bind_cell(stmt, (int)i + 1, &cells[i], keep, err);
        if (rc != ALK_OK)
            return rc;
    }
    return ALK_OK;
}

void alk__lite_bind_forget(alk__lite_stmt *stmt)
{
    if (stmt->borrowed_bound) {
        sqlite3_clear_bindings(stmt->handle);
        stmt->borrowed_bound = false;
    }
}
