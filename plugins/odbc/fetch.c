/* SPDX-License-Identifier: MIT
 * Blocks of rows. Where every value fits its buffer, or the driver gives the rest of one from within a block, many rows come in one call; else they come one by
 * one, and what is longer than its buffer is read by SQLGetData(). No value is ever cut. */
#include "fetch.h"
#include "cursor.h"
#include "errors.h"
#include "utf16.h"

enum { BLOCK_BYTES = 1 << 16, BLOCK_ROWS = 128, LONG_UNITS = 256 /* in a buffer of what may be longer */, WHOLE_UNITS = 1024, ASCII_MAX = 72, FIRST_LONG = 4096 };

/* ---- buffers ---- */
static size_t aligned(size_t size)
{
    return (size + 15) & ~(size_t)15;
}

/* Bytes of a text column of `size` characters; whole: none is longer. psqlodbc and sqliteodbc tell a limit that holds for nothing. */
static uint32_t text_width(const alk__odbc_stmt *stmt, const alk__odbc_column *column, bool *whole)
{
    bool wide = column->wire == ALK__ODBC_WIRE_WIDE, is_long = column->sql_type == SQL_WLONGVARCHAR || column->sql_type == SQL_LONGVARCHAR;
    SQLULEN most = column->size;
    uint32_t each = wide ? 2 * sizeof(SQLWCHAR) : 4;           /* a character may be a pair, or four bytes */
    *whole = !is_long && most > 0 && most <= WHOLE_UNITS / 4 && (stmt->conn->traits & (ALK__ODBC_REGET | ALK__ODBC_TEXT_VALUES)) == 0;
    if (*whole)
        return (uint32_t)(most + 1) * each;
    return (most > 0 && most < LONG_UNITS / 2 ? (uint32_t)most + 1 : LONG_UNITS / 2) * (wide ? 2 : 1) * 2;
}

static void set_width(const alk__odbc_stmt *stmt, alk__odbc_column *column)
{
    column->whole = true;
    switch (column->wire) {              /* the driver counts values of a fixed size by that, whatever room there is */
    case ALK__ODBC_WIRE_DATE:
        column->width = sizeof(SQL_DATE_STRUCT);
        break;
    case ALK__ODBC_WIRE_TIMESTAMP:
        column->width = sizeof(SQL_TIMESTAMP_STRUCT);
        break;
    case ALK__ODBC_WIRE_ASCII:
        column->width = ASCII_MAX;
        column->whole = column->type != ALK_TYPE_DECIMAL || (column->size > 0 && column->size < ASCII_MAX - 4 && (stmt->conn->traits & ALK__ODBC_REGET) == 0);
        break;
    case ALK__ODBC_WIRE_WIDE:
    case ALK__ODBC_WIRE_NARROW:
        column->width = (uint32_t)aligned(text_width(stmt, column, &column->whole));
        break;
    case ALK__ODBC_WIRE_BYTES:
        column->whole = column->sql_type != SQL_LONGVARBINARY && column->size > 0 && column->size <= WHOLE_UNITS && (stmt->conn->traits & ALK__ODBC_TEXT_VALUES) == 0;
        column->width = (uint32_t)aligned(column->whole ? column->size : LONG_UNITS);
        break;
    case ALK__ODBC_WIRE_FLOAT:
        column->width = sizeof(float);
        break;
    default:
        column->width = sizeof(int64_t);
        break;
    }
}

/* Which columns are bound. Without SQL_GD_BOUND or SQL_GD_ANY_COLUMN the first that may be long is not, nor is any behind it. */
static void choose(alk__odbc_stmt *stmt)
{
    alk__odbc_columns *c = &stmt->columns;
    bool anywhere = (stmt->conn->extensions & (SQL_GD_BOUND | SQL_GD_ANY_COLUMN | SQL_GD_ANY_ORDER)) == (SQL_GD_BOUND | SQL_GD_ANY_COLUMN | SQL_GD_ANY_ORDER);
    bool in_block = anywhere && (stmt->conn->extensions & SQL_GD_BLOCK) != 0 && (stmt->conn->traits & ALK__ODBC_REGET) != 0;
    bool unbound = false, all_whole = true;
    size_t row = sizeof(SQLUSMALLINT);
    for (uint32_t i = 0; i < c->n; i++) {
        set_width(stmt, &c->list[i]);
        all_whole = all_whole && c->list[i].whole;
        unbound = unbound || (!c->list[i].whole && !anywhere);
        c->list[i].unbound = unbound || (!c->list[i].whole && (stmt->conn->traits & ALK__ODBC_BAD_CUTS) != 0);
        row += c->list[i].width + sizeof(SQLLEN);
    }
    c->floating = !all_whole && !in_block;
    stmt->block_size = c->floating || !stmt->conn->has_blocks ? 1 : row >= BLOCK_BYTES ? 1 : (uint32_t)(BLOCK_BYTES / row);
    stmt->block_size = stmt->block_size > BLOCK_ROWS ? BLOCK_ROWS : stmt->block_size;
}

static bool make_buffers(alk__odbc_stmt *stmt, alk_err *err)
{
    alk__odbc_columns *c = &stmt->columns;
    size_t size = aligned(stmt->block_size * sizeof *stmt->row_status);
    char *at;
    for (uint32_t i = 0; i < c->n; i++)
        size += aligned((size_t)stmt->block_size * c->list[i].width) + aligned(stmt->block_size * sizeof(SQLLEN));
    at = c->buffers = alk__odbc_alloc(size, err);
    if (at == NULL)
        return false;
    stmt->row_status = (SQLUSMALLINT *)(void *)at;
    at += aligned(stmt->block_size * sizeof *stmt->row_status);
    for (uint32_t i = 0; i < c->n; i++) {
        c->list[i].values = at;
        at += aligned((size_t)stmt->block_size * c->list[i].width);
        c->list[i].lengths = (SQLLEN *)(void *)at;
        at += aligned(stmt->block_size * sizeof(SQLLEN));
    }
    return true;
}

static bool set_attribute(const alk__odbc_stmt *stmt, SQLINTEGER attribute, SQLPOINTER value)
{
    return SQL_SUCCEEDED(SQLSetStmtAttr(stmt->handle, attribute, value, 0));
}

/* A driver that has no blocks may say so only now. */
static bool set_block(alk__odbc_stmt *stmt)
{
    if (!set_attribute(stmt, SQL_ATTR_ROW_ARRAY_SIZE, (SQLPOINTER)(uintptr_t)stmt->block_size)) {
        stmt->conn->has_blocks = stmt->conn->has_blocks && stmt->block_size == 1;
        stmt->block_size = 1;
        if (!set_attribute(stmt, SQL_ATTR_ROW_ARRAY_SIZE, (SQLPOINTER)1))
            return false;
    }
    return set_attribute(stmt, SQL_ATTR_ROWS_FETCHED_PTR, &stmt->fetched) && set_attribute(stmt, SQL_ATTR_ROW_STATUS_PTR, stmt->row_status);
}

alk_rc alk__odbc_bind_columns(alk__odbc_stmt *stmt, alk_err *err)
{
    alk__odbc_columns *c = &stmt->columns;
    if (stmt->bound)
        return ALK_OK;
    (void)SQLFreeStmt(stmt->handle, SQL_UNBIND);
    alk__odbc_free(c->buffers);
    c->buffers = NULL;
    choose(stmt);
    if (!make_buffers(stmt, err))
        return ALK_ERROR_NO_MEMORY;
    if (!set_block(stmt))
        return alk__odbc_fail(stmt->conn, stmt->handle, err);
    for (uint32_t i = 0; i < c->n; i++)
        if (!c->list[i].unbound && !SQL_SUCCEEDED(SQLBindCol(stmt->handle, (SQLUSMALLINT)(i + 1), alk__odbc_c_type(&c->list[i]), c->list[i].values,
                                                             (SQLLEN)c->list[i].width, c->list[i].lengths)))
            return alk__odbc_fail(stmt->conn, stmt->handle, err);
    stmt->bound = true;
    return ALK_OK;
}

/* ---- moving on ---- */
static alk_rc next_block(alk__odbc_stmt *stmt, alk_err *err)
{
    alk__odbc_conn *conn = stmt->conn;
    SQLRETURN done;
    if (stmt->deadline != 0 && alk__odbc_now() >= stmt->deadline) {
        alk__odbc_end_rows(stmt, ALK__ODBC_BROKEN);
        return alk__odbc_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed");
    }
    stmt->at = 0;
    stmt->fetched = 0;
    alk__odbc_watch_start(&conn->watch, stmt->handle, stmt->deadline);
    done = SQLFetch(stmt->handle);
    (void)alk__odbc_watch_stop(&conn->watch);
    if (done == SQL_NO_DATA)
        return alk__odbc_at_end(stmt, err);
    if (!SQL_SUCCEEDED(done)) {
        alk_rc rc = alk__odbc_fail(conn, stmt->handle, err);
        alk__odbc_end_rows(stmt, ALK__ODBC_BROKEN);
        return rc;
    }
    if (stmt->fetched == 0)                /* a driver that does not tell: it was one */
        stmt->fetched = 1;
    if (stmt->fetched > stmt->block_size)
        return alk__odbc_error(err, ALK_ERROR_INTERNAL, "HY000", "the ODBC driver gave more rows than there is room for");
    return ALK_OK;
}

static bool is_row(const alk__odbc_stmt *stmt)
{
    SQLUSMALLINT status = stmt->row_status[stmt->at];
    return stmt->block_size == 1 || status == SQL_ROW_SUCCESS || status == SQL_ROW_SUCCESS_WITH_INFO;
}

alk_rc alk__odbc_next_row(alk__odbc_stmt *stmt, alk_err *err)
{
    while (stmt->at >= stmt->fetched) {
        alk_rc rc = next_block(stmt, err);
        if (rc != ALK_OK)
            return rc;
    }
    if (is_row(stmt))
        return ALK_OK;
    alk__odbc_end_rows(stmt, ALK__ODBC_BROKEN);
    return alk__odbc_error(err, ALK_ERROR_DATA, "22000", "the ODBC driver could not read a row");
}

/* ---- values ---- */
static alk__odbc_fault text_of_wide(const alk__odbc_column *column, const SQLWCHAR *text, size_t units, alk__driver_memory *memory, alk_cell *out)
{
    size_t length = alk__odbc_narrow_length(text, units);
    char *narrow;
    if (length == SIZE_MAX)
        return ALK__ODBC_NOT_UTF8;
    narrow = alk__driver_room(memory, length + 1);
    if (narrow == NULL)
        return ALK__ODBC_NO_MEMORY;
    alk__odbc_to_narrow(text, units, narrow);
    narrow[length] = 0;
    if (column->type == ALK_TYPE_TEXT && length < UINT32_MAX) {
        out->tag = ALK_TYPE_TEXT;
        out->len = (uint32_t)length;
        out->flags = ALK_CELL_NUL;
        out->u.p = narrow;
        return ALK__ODBC_FINE;
    }
    return alk__odbc_value_of_text(column->type, column->item, narrow, length, true, false, memory, out);
}

/* Up to 64 bits, the first ones first. */
static alk__odbc_fault bits(const unsigned char *bytes, size_t length, alk_cell *out)
{
    uint64_t value = 0;
    if (length > 8)
        return ALK__ODBC_BAD_VALUE;
    for (size_t i = 0; i < length; i++)
        value = value << 8 | bytes[i];
    alk__odbc_put_number(out, ALK_TYPE_UINT, (int64_t)value);
    return ALK__ODBC_FINE;
}

static alk__odbc_fault value_of(const alk__odbc_column *column, const char *at, size_t length, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    int64_t integer;
    float narrow;
    alk__odbc_fault fault;
    switch (column->wire) {
    case ALK__ODBC_WIRE_INT:
    case ALK__ODBC_WIRE_UINT:
        memcpy(&integer, at, sizeof integer);
        alk__odbc_put_number(out, column->type == ALK_TYPE_BOOL && (uint64_t)integer > 1 ? ALK_TYPE_INT : column->type, integer);
        return ALK__ODBC_FINE;
    case ALK__ODBC_WIRE_DOUBLE:
        alk__odbc_put_number(out, ALK_TYPE_REAL, 0);
        memcpy(&out->u.d, at, sizeof out->u.d);
        return ALK__ODBC_FINE;
    case ALK__ODBC_WIRE_FLOAT:
        memcpy(&narrow, at, sizeof narrow);
        alk__odbc_put_number(out, ALK_TYPE_REAL, 0);
        out->u.d = (double)narrow;
        return ALK__ODBC_FINE;
    case ALK__ODBC_WIRE_DATE:
        return alk__odbc_value_of_date((const SQL_DATE_STRUCT *)(const void *)at, out);
    case ALK__ODBC_WIRE_TIMESTAMP:
        fault = alk__odbc_value_of_timestamp((const SQL_TIMESTAMP_STRUCT *)(const void *)at, column->type, out);
        if (column->in_utc)
            out->flags = ALK_CELL_UTC;
        return fault;
    case ALK__ODBC_WIRE_WIDE:
        return text_of_wide(column, (const SQLWCHAR *)(const void *)at, length / sizeof(SQLWCHAR), memory, out);
    case ALK__ODBC_WIRE_BYTES:
        return column->is_bits ? bits((const unsigned char *)at, length, out) : alk__odbc_value_of_bytes(at, length, keep, memory, out);
    default:
        return alk__odbc_value_of_text(column->type, column->item, at, length, true, keep, memory, out);
    }
}

static bool is_counted(const alk__odbc_column *column)
{
    return column->wire >= ALK__ODBC_WIRE_ASCII;
}

/* ---- long ones ---- */
static bool grow(alk__odbc_stmt *stmt, size_t size)
{
    char *more;
    size_t doubled = stmt->long_size * 2 > size ? stmt->long_size * 2 : size;
    if (size <= stmt->long_size)
        return true;
    if (size > UINT32_MAX)
        return false;
    more = alk__odbc_host->mem(stmt->long_value, doubled);
    if (more == NULL)
        return false;
    stmt->long_value = more;
    stmt->long_size = doubled;
    return true;
}

/* Reads a value in pieces, each of which ends with a NUL but for bytes. */
static alk__odbc_fault get_pieces(alk__odbc_stmt *stmt, uint32_t i, const alk__odbc_column *column, SQLLEN *length)
{
    size_t end = column->wire == ALK__ODBC_WIRE_WIDE ? sizeof(SQLWCHAR) : column->wire == ALK__ODBC_WIRE_BYTES ? 0 : 1, have = 0;
    for (;;) {
        SQLLEN left = 0;
        size_t room;
        SQLRETURN done;
        if (!grow(stmt, have + FIRST_LONG))
            return ALK__ODBC_NO_MEMORY;
        room = stmt->long_size - have;
        room -= room % sizeof(SQLWCHAR);
        done = SQLGetData(stmt->handle, (SQLUSMALLINT)(i + 1), alk__odbc_c_type(column), stmt->long_value + have, (SQLLEN)room, &left);
        if (done == SQL_NO_DATA)
            break;
        if (!SQL_SUCCEEDED(done))
            return ALK__ODBC_UNREADABLE;
        if (left == SQL_NULL_DATA) {
            *length = SQL_NULL_DATA;
            return ALK__ODBC_FINE;
        }
        if (left != SQL_NO_TOTAL && left >= 0 && (size_t)left + end <= room) {
            have += (size_t)left;
            break;
        }
        have += room - end;
        if (left != SQL_NO_TOTAL && left >= 0 && !grow(stmt, have + ((size_t)left - (room - end)) + end + FIRST_LONG))
            return ALK__ODBC_NO_MEMORY;
    }
    *length = (SQLLEN)have;
    return ALK__ODBC_FINE;
}

static alk__odbc_fault read_long(alk__odbc_stmt *stmt, uint32_t i, alk__driver_memory *memory, alk_cell *out)
{
    const alk__odbc_column *column = &stmt->columns.list[i];
    SQLLEN length = 0;
    alk__odbc_fault fault;
    if (stmt->block_size > 1 && !SQL_SUCCEEDED(SQLSetPos(stmt->handle, (SQLSETPOSIROW)(stmt->at + 1), SQL_POSITION, SQL_LOCK_NO_CHANGE)))
        return ALK__ODBC_UNREADABLE;
    fault = get_pieces(stmt, i, column, &length);
    if (fault != ALK__ODBC_FINE)
        return fault;
    if (length == SQL_NULL_DATA) {
        memset(out, 0, sizeof *out);
        return ALK__ODBC_FINE;
    }
    if (!is_counted(column))
        return value_of(column, stmt->long_value, (size_t)length, true, memory, out);
    if (column->wire != ALK__ODBC_WIRE_WIDE && column->wire != ALK__ODBC_WIRE_BYTES)
        stmt->long_value[length] = 0;
    return value_of(column, stmt->long_value, (size_t)length, true, memory, out);
}

alk__odbc_fault alk__odbc_read(alk__odbc_stmt *stmt, uint32_t i, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    const alk__odbc_column *column = &stmt->columns.list[i];
    SQLLEN length = column->lengths[stmt->at];
    size_t end = column->wire == ALK__ODBC_WIRE_WIDE ? sizeof(SQLWCHAR) : column->wire == ALK__ODBC_WIRE_BYTES ? 0 : 1;
    if (column->unbound)
        return read_long(stmt, i, memory, out);
    if (length == SQL_NULL_DATA) {
        memset(out, 0, sizeof *out);
        return ALK__ODBC_FINE;
    }
    if (is_counted(column) && (length < 0 || (size_t)length + end > column->width))
        return column->whole ? ALK__ODBC_TOO_LONG : read_long(stmt, i, memory, out);
    return value_of(column, column->values + (size_t)stmt->at * column->width, (size_t)length, keep, memory, out);
}
