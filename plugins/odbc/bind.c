/* SPDX-License-Identifier: MIT
 * Parameters. Each is sent in the type that it has, where ODBC has that; else as text that the database reads as a literal. What it has nothing for is refused,
 * never altered. All rows of a marker stand in one column of equal widths. */
#include "bind.h"
#include "array_text.h"
#include "errors.h"
#include "utf16.h"
#include "driver/calendar.h"
#include "driver/cell.h"
#include "driver/datetime.h"
#include "driver/number.h"
#include "driver/uuid.h"

enum { SHORT_TEXT = 4000, SHORT_BYTES = 8000, DIGITS_MAX = 38, TIMESTAMP_SIZE = 26, DAYS_OF_YEAR_1 = -719162, DAYS_OF_YEAR_9999 = 2932896 };

static alk_rc refuse(alk_err *err, int32_t error_class, const char *sqlstate, uint32_t index, const char *why)
{
    return alk__odbc_error(err, error_class, sqlstate, "parameter %u: %s", (unsigned)index, why);
}

static void shape_as(alk__odbc_shape *shape, SQLSMALLINT c_type, SQLSMALLINT sql_type, SQLULEN size, SQLSMALLINT digits, size_t width)
{
    shape->c_type = c_type;
    shape->sql_type = sql_type;
    shape->digits = digits > shape->digits ? digits : shape->digits;
    shape->size = size > shape->size ? size : shape->size;
    shape->width = width > shape->width ? width : shape->width;
}

static bool is_mysql(const alk__odbc_conn *conn)
{
    return conn->family->id == ALK__ODBC_MYSQL || conn->family->id == ALK__ODBC_MARIADB;
}

static bool takes_texts(const alk__odbc_conn *conn)
{
    return conn->family->id == ALK__ODBC_SQLITE;
}

/* ---- what each is sent as ---- */
/* Short text of ASCII. */
static alk_rc as_ascii(alk__odbc_shape *shape, size_t length)
{
    shape_as(shape, SQL_C_CHAR, SQL_VARCHAR, length > 0 ? length : 1, 0, length + 1);
    return ALK_OK;
}

static alk_rc as_printed(const alk_cell *cell, alk__odbc_shape *shape)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    return as_ascii(shape, alk__driver_print_cell(cell, text));
}

static alk_rc measure_integer(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    bool large = cell->tag == ALK_TYPE_UINT && cell->u.raw > INT64_MAX;
    if (large && takes_texts(conn))
        return refuse(err, ALK_ERROR_DATA, "22003", index, "the database has no integers beyond 9223372036854775807");
    if (cell->tag == ALK_TYPE_UINT && is_mysql(conn))
        shape_as(shape, SQL_C_UBIGINT, SQL_BIGINT, 20, 0, sizeof(SQLUBIGINT));
    else if (cell->tag == ALK_TYPE_UINT || conn->family->id == ALK__ODBC_ORACLE)
        shape_as(shape, SQL_C_CHAR, SQL_NUMERIC, 20, 0, 24);
    else
        shape_as(shape, SQL_C_SBIGINT, SQL_BIGINT, 19, 0, sizeof(SQLBIGINT));
    return ALK_OK;
}

static bool is_number(double real)
{
    return real - real == 0;
}

/* psqlodbc writes fewer digits than a number has. */
static alk_rc measure_real(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    if (conn->family->id == ALK__ODBC_POSTGRESQL)
        return as_printed(cell, shape);
    if (!is_number(cell->u.d) && !takes_texts(conn))
        return refuse(err, ALK_ERROR_DATA, "22003", index, "the database has no NaN and no infinity");
    shape_as(shape, SQL_C_DOUBLE, SQL_DOUBLE, 15, 0, sizeof(double));
    return ALK_OK;
}

/* Digits before and behind the point, for the driver's sake. */
static void count_digits(const alk_cell *cell, SQLULEN *all, SQLSMALLINT *behind)
{
    const char *text = cell->u.p;
    bool point = false;
    *all = 0;
    *behind = 0;
    for (uint32_t i = 0; i < cell->len && text[i] != 'e'; i++) {
        point = point || text[i] == '.';
        if (text[i] >= '0' && text[i] <= '9') {
            ++*all;
            *behind = (SQLSMALLINT)(*behind + (point && *behind < INT16_MAX));
        }
    }
}

static alk_rc measure_decimal(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    const char *text = cell->u.p;
    SQLULEN all;
    SQLSMALLINT behind;
    bool infinite = cell->len > 0 && (text[0] == 'N' || text[0] == 'I' || (cell->len > 1 && text[1] == 'I'));
    if (infinite && conn->family->id != ALK__ODBC_POSTGRESQL && !takes_texts(conn))
        return refuse(err, ALK_ERROR_DATA, "22003", index, "the database has no NaN and no infinity");
    count_digits(cell, &all, &behind);
    if (infinite || takes_texts(conn) || all > DIGITS_MAX || memchr(text, 'e', cell->len) != NULL)
        return as_ascii(shape, cell->len);
    /* Of a column of values the whole digits and the scale grow by themselves. */
    if (shape->set && shape->sql_type == SQL_NUMERIC) {
        SQLULEN whole = shape->size - (SQLULEN)shape->digits, more = all - (SQLULEN)behind;
        behind = behind > shape->digits ? behind : shape->digits;
        all = (whole > more ? whole : more) + (SQLULEN)behind;
    }
    shape_as(shape, SQL_C_CHAR, SQL_NUMERIC, all > 0 ? all : 1, behind, (size_t)cell->len + 1);
    return ALK_OK;
}

static alk_rc measure_text(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    const char *text = cell->len > 0 ? cell->u.p : "";
    size_t units = conn->wide_values ? alk__odbc_wide_length(text, cell->len) : cell->len;
    if (units == SIZE_MAX)
        return refuse(err, ALK_ERROR_DATA, "22021", index, "a text that is no valid UTF-8");
    if (conn->family->refuses_nul && cell->len > 0 && memchr(text, 0, cell->len) != NULL)
        return refuse(err, ALK_ERROR_DATA, "22021", index, "a text with a NUL character, which would end it");
    shape_as(shape, conn->wide_values ? SQL_C_WCHAR : SQL_C_CHAR,
             conn->wide_values ? (units > SHORT_TEXT ? SQL_WLONGVARCHAR : SQL_WVARCHAR) : units > SHORT_TEXT ? SQL_LONGVARCHAR : SQL_VARCHAR, units > 0 ? units : 1, 0,
             conn->wide_values ? (units + 1) * sizeof(SQLWCHAR) : units + 1);
    return ALK_OK;
}

static alk_rc measure_day(const alk__odbc_conn *conn, const alk_cell *cell, int64_t days, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    if (takes_texts(conn))
        return as_printed(cell, shape);
    if (days < DAYS_OF_YEAR_1 || days > DAYS_OF_YEAR_9999)
        return refuse(err, ALK_ERROR_DATA, "22008", index, "dates and timestamps of ODBC go from the year 1 to the year 9999, without infinities");
    if (cell->tag == ALK_TYPE_DATE)
        shape_as(shape, SQL_C_TYPE_DATE, SQL_TYPE_DATE, 10, 0, sizeof(SQL_DATE_STRUCT));
    else if (cell->tag == ALK_TYPE_TIMESTAMPTZ && (conn->family->id == ALK__ODBC_POSTGRESQL || conn->family->id == ALK__ODBC_MSSQL))
        return as_printed(cell, shape);
    else
        shape_as(shape, SQL_C_TYPE_TIMESTAMP, SQL_TYPE_TIMESTAMP, TIMESTAMP_SIZE, 6, sizeof(SQL_TIMESTAMP_STRUCT));
    return ALK_OK;
}

static alk_rc measure_moment(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    int64_t days, micros;
    if (cell->u.i == INT64_MIN || cell->u.i == INT64_MAX)
        return measure_day(conn, cell, INT64_MAX, index, shape, err);
    alk__driver_split(cell->u.i, &days, &micros);
    return measure_day(conn, cell, days, index, shape, err);
}

/* An interval in MySQL's TIME, which has no months. */
static bool as_span(const alk_interval *interval, int64_t *micros)
{
    return interval->months == 0 && !__builtin_mul_overflow((int64_t)interval->days, ALK__DRIVER_DAY_MICROS, micros) &&
           !__builtin_add_overflow(*micros, interval->micros, micros) && *micros > -INT64_C(3020400000000) && *micros < INT64_C(3020400000000);
}

static alk_rc measure_interval(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    int64_t micros;
    if (conn->family->id == ALK__ODBC_POSTGRESQL || takes_texts(conn))
        return as_printed(cell, shape);
    if (!is_mysql(conn))
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "intervals of this database are not known");
    if (!as_span(cell->u.p, &micros))
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "an interval that a TIME cannot hold: it has days and less, up to 838 hours");
    return as_ascii(shape, alk__driver_print_span(micros, text));
}

static alk_rc measure_array(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    size_t length;
    if (conn->family->id != ALK__ODBC_POSTGRESQL)
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "the database has no arrays");
    length = alk__odbc_array_length(cell);
    if (length == SIZE_MAX)
        return refuse(err, ALK_ERROR_DATA, "2202E", index, "an array that is uneven or too deep");
    shape_as(shape, SQL_C_CHAR, length > SHORT_TEXT ? SQL_LONGVARCHAR : SQL_VARCHAR, length, 0, length + 1);
    return ALK_OK;
}

/* An array's text may hold any character: it goes as text does. */
static alk_rc measure_array_text(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    alk_rc rc = measure_array(conn, cell, index, shape, err);
    if (rc == ALK_OK && conn->wide_values)      /* in UTF-16 it has at most as many units as bytes */
        shape_as(shape, SQL_C_WCHAR, shape->sql_type == SQL_LONGVARCHAR ? SQL_WLONGVARCHAR : SQL_WVARCHAR, shape->size, 0, (shape->width + 1) * (sizeof(SQLWCHAR) + 1));
    return rc;
}

static alk_rc measure_value(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
        shape_as(shape, SQL_C_BIT, SQL_BIT, 1, 0, 1);
        return ALK_OK;
    case ALK_TYPE_INT:
    case ALK_TYPE_UINT:
        return measure_integer(conn, cell, index, shape, err);
    case ALK_TYPE_REAL:
        return measure_real(conn, cell, index, shape, err);
    case ALK_TYPE_DECIMAL:
        return measure_decimal(conn, cell, index, shape, err);
    case ALK_TYPE_TEXT:
    case ALK_TYPE_JSON:
        return measure_text(conn, cell, index, shape, err);
    case ALK_TYPE_BLOB:
        shape_as(shape, SQL_C_BINARY, cell->len > SHORT_BYTES ? SQL_LONGVARBINARY : SQL_VARBINARY, cell->len > 0 ? cell->len : 1, 0, (size_t)cell->len + 1);
        return ALK_OK;
    case ALK_TYPE_DATE:
        return measure_day(conn, cell, cell->u.i, index, shape, err);
    case ALK_TYPE_TIME:
    case ALK_TYPE_UUID:
        return as_printed(cell, shape);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return measure_moment(conn, cell, index, shape, err);
    case ALK_TYPE_INTERVAL:
        return measure_interval(conn, cell, index, shape, err);
    case ALK_TYPE_ARRAY:
        return measure_array_text(conn, cell, index, shape, err);
    default:
        return refuse(err, ALK_ERROR_INTERFACE, "HY004", index, "a value of an unknown type");
    }
}

alk_rc alk__odbc_measure(const alk__odbc_conn *conn, const alk_cell *cell, uint32_t index, alk__odbc_shape *shape, alk_err *err)
{
    alk_rc rc;
    if (cell->tag == ALK_TYPE_NULL)
        return ALK_OK;
    rc = measure_value(conn, cell, index, shape, err);
    shape->set = true;
    shape->tag = cell->tag;
    return rc;
}

/* ---- writing ---- */
static void write_day(int64_t days, SQL_DATE_STRUCT *out)
{
    int64_t year;
    unsigned month, day;
    alk__driver_date_of(days, &year, &month, &day);
    out->year = (SQLSMALLINT)year;
    out->month = (SQLUSMALLINT)month;
    out->day = (SQLUSMALLINT)day;
}

static void write_timestamp(int64_t moment, SQL_TIMESTAMP_STRUCT *out)
{
    int64_t days, micros;
    SQL_DATE_STRUCT day;
    alk__driver_split(moment, &days, &micros);
    write_day(days, &day);
    out->year = day.year;
    out->month = day.month;
    out->day = day.day;
    out->hour = (SQLUSMALLINT)(micros / INT64_C(3600000000));
    out->minute = (SQLUSMALLINT)(micros / 60000000 % 60);
    out->second = (SQLUSMALLINT)(micros / 1000000 % 60);
    out->fraction = (SQLUINTEGER)(micros % 1000000 * 1000);
}

static SQLLEN write_wide(const char *text, size_t length, char *out)
{
    size_t units = alk__odbc_wide_length(text, length);
    units = units == SIZE_MAX ? 0 : units;
    if (units > 0)
        alk__odbc_to_wide(text, length, (SQLWCHAR *)(void *)out);
    return (SQLLEN)(units * sizeof(SQLWCHAR));
}

/* Written narrow behind the place of the wide one, then widened. */
static SQLLEN write_array(const alk_cell *cell, const alk__odbc_shape *shape, char *out)
{
    size_t length = alk__odbc_array_length(cell);
    char *narrow = shape->c_type == SQL_C_WCHAR ? out + shape->width - length - 1 : out;
    alk__odbc_print_array(cell, narrow);
    return shape->c_type == SQL_C_WCHAR ? write_wide(narrow, length, out) : (SQLLEN)length;
}

static SQLLEN write_bytes(const alk_cell *cell, char *out)
{
    if (cell->len > 0)
        memcpy(out, cell->u.p, cell->len);
    return (SQLLEN)cell->len;
}

static SQLLEN write_printed(const alk__odbc_conn *conn, const alk_cell *cell, char *out)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    size_t length;
    int64_t micros;
    if (cell->tag == ALK_TYPE_DECIMAL)
        return write_bytes(cell, out);
    if (cell->tag == ALK_TYPE_INTERVAL && is_mysql(conn) && as_span(cell->u.p, &micros))
        length = alk__driver_print_span(micros, text);
    else if (cell->tag == ALK_TYPE_UUID && (conn->family->id == ALK__ODBC_ORACLE || conn->family->id == ALK__ODBC_MYSQL || (is_mysql(conn) && conn->version < 100700)))
        length = alk__driver_print_uuid(cell->u.p, false, text);
    else
        length = alk__driver_print_cell(cell, text);
    memcpy(out, text, length);
    return (SQLLEN)length;
}

SQLLEN alk__odbc_write(const alk__odbc_conn *conn, const alk_cell *cell, const alk__odbc_shape *shape, char *out)
{
    SQL_DATE_STRUCT day;
    SQL_TIMESTAMP_STRUCT moment;
    if (cell->tag == ALK_TYPE_NULL)
        return SQL_NULL_DATA;
    if (cell->tag == ALK_TYPE_ARRAY)
        return write_array(cell, shape, out);
    switch (shape->c_type) {
    case SQL_C_BIT:
        *out = cell->u.i != 0;
        return 1;
    case SQL_C_SBIGINT:
    case SQL_C_UBIGINT:
        memcpy(out, &cell->u.i, sizeof cell->u.i);
        return sizeof cell->u.i;
    case SQL_C_DOUBLE:
        memcpy(out, &cell->u.d, sizeof cell->u.d);
        return sizeof cell->u.d;
    case SQL_C_TYPE_DATE:
        write_day(cell->u.i, &day);
        memcpy(out, &day, sizeof day);
        return sizeof day;
    case SQL_C_TYPE_TIMESTAMP:
        write_timestamp(cell->u.i, &moment);
        memcpy(out, &moment, sizeof moment);
        return sizeof moment;
    case SQL_C_WCHAR:
        return write_wide(cell->len > 0 ? cell->u.p : "", cell->len, out);
    case SQL_C_BINARY:
        return write_bytes(cell, out);
    default:
        return cell->tag == ALK_TYPE_TEXT || cell->tag == ALK_TYPE_JSON ? write_bytes(cell, out) : write_printed(conn, cell, out);
    }
}

/* ---- all of them ---- */
static size_t aligned(size_t size)
{
    return (size + 15) & ~(size_t)15;
}

static bool is_fixed(const alk__odbc_shape *shape)
{
    return shape->c_type != SQL_C_CHAR && shape->c_type != SQL_C_WCHAR && shape->c_type != SQL_C_BINARY;
}

/* Whether the driver gets a value's length right that is not the first of its place. */
static bool has_length(const alk__odbc_conn *conn, const alk__odbc_shape *shape, const alk_cell *first, const alk_cell *cell)
{
    return shape->c_type != SQL_C_BINARY || (conn->traits & ALK__ODBC_ONE_LENGTH) == 0 || (cell->tag == first->tag && cell->len == first->len);
}

/* The shapes of the markers, and how much room the values take. */
static alk_rc measure_all(const alk__odbc_stmt *stmt, const alk_cell *cells, uint32_t n, alk__odbc_shape *shapes, size_t *room, bool *fits, alk_err *err)
{
    for (uint32_t p = 0; p < stmt->scan.n_places; p++) {
        alk__odbc_shape *shape = &shapes[p];
        size_t values;
        memset(shape, 0, sizeof *shape);
        for (uint32_t row = 0; row < n; row++) {
            const alk_cell *cell = &cells[(size_t)row * stmt->scan.n_params + stmt->order[p]];
            alk__odbc_shape before = *shape;
            alk_rc rc = alk__odbc_measure(stmt->conn, cell, stmt->order[p] + 1, shape, err);
            if (rc != ALK_OK)
                return rc;
            *fits = *fits && (!before.set || cell->tag == ALK_TYPE_NULL || (before.tag == cell->tag && before.c_type == shape->c_type)) &&
                    has_length(stmt->conn, shape, &cells[stmt->order[p]], cell);
        }
        if (!shape->set)
            (void)as_ascii(shape, 0);
        if (!is_fixed(shape))            /* of which the driver counts by their size, whatever room there is */
            shape->width = aligned(shape->width);
        if (__builtin_mul_overflow(shape->width, (size_t)n, &values) || values > SIZE_MAX / 4 - *room)
            return alk__odbc_error(err, ALK_ERROR_DATA, "54000", "the values are too large");
        *room += aligned(values) + aligned((size_t)n * sizeof(SQLLEN));
    }
    return ALK_OK;
}

static alk_rc bind_place(alk__odbc_stmt *stmt, const alk_cell *cells, uint32_t n, uint32_t p, const alk__odbc_shape *shape, char **at, alk_err *err)
{
    SQLLEN *lengths = (SQLLEN *)(void *)*at;
    char *values = *at + aligned((size_t)n * sizeof *lengths);
    for (uint32_t row = 0; row < n; row++)
        lengths[row] = alk__odbc_write(stmt->conn, &cells[(size_t)row * stmt->scan.n_params + stmt->order[p]], shape, values + (size_t)row * shape->width);
    *at = values + aligned((size_t)n * shape->width);
    if (SQL_SUCCEEDED(SQLBindParameter(stmt->handle, (SQLUSMALLINT)(p + 1), SQL_PARAM_INPUT, shape->c_type, shape->sql_type, shape->size, shape->digits, values,
                                       (SQLLEN)shape->width, lengths)))
        return ALK_OK;
    return alk__odbc_fail(stmt->conn, stmt->handle, err);
}

/* The shapes stand before the values. */
alk_rc alk__odbc_bind(alk__odbc_stmt *stmt, const alk_cell *cells, uint32_t n, bool *fits, alk_err *err)
{
    size_t shapes_size = aligned(stmt->scan.n_places * sizeof(alk__odbc_shape)), room = 0;
    char *block = alk__odbc_scratch(stmt, shapes_size, err), *at;
    alk_rc rc;
    *fits = true;
    if (block == NULL)
        return ALK_ERROR_NO_MEMORY;
    rc = measure_all(stmt, cells, n, (alk__odbc_shape *)(void *)block, &room, fits, err);
    if (rc != ALK_OK || !*fits)
        return rc;
    block = alk__odbc_scratch(stmt, shapes_size + room, err);
    if (block == NULL)
        return ALK_ERROR_NO_MEMORY;
    at = block + shapes_size;
    for (uint32_t p = 0; rc == ALK_OK && p < stmt->scan.n_places; p++)
        rc = bind_place(stmt, cells, n, p, &((const alk__odbc_shape *)(const void *)block)[p], &at, err);
    return rc;
}
