/* SPDX-License-Identifier: MIT
 * Parameters. Each is sent in the type that it has; what the server has no type for is refused, never altered. */
#include "bind.h"
#include "errors.h"
#include "driver/calendar.h"
#include "driver/uuid.h"
#include <string.h>

enum { PACKET_HEAD = 1024 };             /* of a request, beside the values */
#define TIME_MAX (INT64_C(3020400) * 1000000 - 1)        /* 838:59:59.999999 */

static alk_rc refuse(alk_err *err, int32_t error_class, const char *sqlstate, uint32_t index, const char *why)
{
    return alk__my_error(err, error_class, sqlstate, "parameter %u: %s", (unsigned)index, why);
}

static void set(MYSQL_BIND *bind, enum enum_field_types type, void *buffer)
{
    bind->buffer_type = type;
    bind->buffer = buffer;
}

static void set_bytes(MYSQL_BIND *bind, enum enum_field_types type, const void *bytes, size_t length, alk__my_parameter *p)
{
    set(bind, type, (void *)(uintptr_t)(length > 0 ? bytes : ""));
    p->length = length;
    bind->length = &p->length;
}

/* ---- moments ---- */
static bool put_day(int64_t days, MYSQL_TIME *out)
{
    int64_t year;
    if (days < -719528 || days > 2932896)      /* 0000-01-01, 9999-12-31 */
        return false;
    alk__driver_date_of(days, &year, &out->month, &out->day);
    out->year = (unsigned)year;
    out->time_type = MYSQL_TIMESTAMP_DATE;
    return true;
}

static void put_time(int64_t micros, MYSQL_TIME *out)
{
    out->hour = (unsigned)(micros / INT64_C(3600000000));
    out->minute = (unsigned)(micros / 60000000 % 60);
    out->second = (unsigned)(micros / 1000000 % 60);
    out->second_part = (unsigned long)(micros % 1000000);
}

static alk_rc bind_date(int64_t days, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    memset(&p->u.moment, 0, sizeof p->u.moment);
    if (!put_day(days, &p->u.moment))
        return refuse(err, ALK_ERROR_DATA, "22008", index, "dates go from 0000-01-01 to 9999-12-31");
    set(bind, MYSQL_TYPE_DATE, &p->u.moment);
    return ALK_OK;
}

static alk_rc bind_timestamp(int64_t micros, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    int64_t days = micros / ALK__DRIVER_DAY_MICROS, rest = micros % ALK__DRIVER_DAY_MICROS;
    if (rest < 0) {
        rest += ALK__DRIVER_DAY_MICROS;
        days--;
    }
    memset(&p->u.moment, 0, sizeof p->u.moment);
    if (micros == INT64_MIN || micros == INT64_MAX || !put_day(days, &p->u.moment))
        return refuse(err, ALK_ERROR_DATA, "22008", index, "timestamps go from 0000-01-01 to 9999-12-31, and there is no infinity");
    put_time(rest, &p->u.moment);
    p->u.moment.time_type = MYSQL_TIMESTAMP_DATETIME;
    set(bind, MYSQL_TYPE_DATETIME, &p->u.moment);
    return ALK_OK;
}

/* TIME is a span as well as a time of the day. */
static alk_rc bind_span(int64_t micros, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    memset(&p->u.moment, 0, sizeof p->u.moment);
    if (micros < -TIME_MAX || micros > TIME_MAX)
        return refuse(err, ALK_ERROR_DATA, "22008", index, "times go from -838:59:59.999999 to 838:59:59.999999");
    p->u.moment.neg = micros < 0;
    micros = micros < 0 ? -micros : micros;
    put_time(micros % ALK__DRIVER_DAY_MICROS, &p->u.moment);
    p->u.moment.day = (unsigned)(micros / ALK__DRIVER_DAY_MICROS);
    p->u.moment.time_type = MYSQL_TIMESTAMP_TIME;
    set(bind, MYSQL_TYPE_TIME, &p->u.moment);
    return ALK_OK;
}

static alk_rc bind_interval(const alk_interval *interval, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    int64_t micros;
    if (interval->months != 0)
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "an interval of months: a TIME has days and less");
    if (__builtin_mul_overflow(interval->days, ALK__DRIVER_DAY_MICROS, &micros) || __builtin_add_overflow(micros, interval->micros, &micros))
        micros = INT64_MAX;
    return bind_span(micros, index, p, bind, err);
}

/* ---- numbers ---- */
static alk_rc bind_real(double real, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    if (real != real || real > 1.7976931348623157e308 || real < -1.7976931348623157e308)
        return refuse(err, ALK_ERROR_DATA, "22003", index, "the server has no NaN and no infinity");
    p->u.real = real;
    set(bind, MYSQL_TYPE_DOUBLE, &p->u.real);
    return ALK_OK;
}

static alk_rc bind_decimal(const alk_cell *cell, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    const char *text = cell->u.p;
    if (cell->len > 0 && (text[0] == 'N' || text[0] == 'I' || (cell->len > 1 && text[1] == 'I')))
        return refuse(err, ALK_ERROR_DATA, "22003", index, "the server has no NaN and no infinity");
    set_bytes(bind, MYSQL_TYPE_NEWDECIMAL, text, cell->len, p);
    return ALK_OK;
}

alk_rc alk__my_bind_cell(const alk__my_conn *conn, const alk_cell *cell, uint32_t index, alk__my_parameter *p, MYSQL_BIND *bind, alk_err *err)
{
    memset(bind, 0, sizeof *bind);
    p->length = 0;
    switch (cell->tag) {
    case ALK_TYPE_NULL:
        set(bind, MYSQL_TYPE_NULL, NULL);
        return ALK_OK;
    case ALK_TYPE_BOOL:
    case ALK_TYPE_INT:
    case ALK_TYPE_UINT:
        p->u.integer = cell->u.i;
        set(bind, MYSQL_TYPE_LONGLONG, &p->u.integer);
        bind->is_unsigned = cell->tag == ALK_TYPE_UINT;
        return ALK_OK;
    case ALK_TYPE_REAL:
        return bind_real(cell->u.d, index, p, bind, err);
    case ALK_TYPE_DECIMAL:
        return bind_decimal(cell, index, p, bind, err);
    case ALK_TYPE_TEXT:
    case ALK_TYPE_JSON:
        set_bytes(bind, MYSQL_TYPE_STRING, cell->u.p, cell->len, p);
        return ALK_OK;
    case ALK_TYPE_BLOB:
        set_bytes(bind, MYSQL_TYPE_LONG_BLOB, cell->u.p, cell->len, p);
        return ALK_OK;
    case ALK_TYPE_DATE:
        return bind_date(cell->u.i, index, p, bind, err);
    case ALK_TYPE_TIME:
        return bind_span(cell->u.i, index, p, bind, err);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return bind_timestamp(cell->u.i, index, p, bind, err);
    case ALK_TYPE_INTERVAL:
        return bind_interval(cell->u.p, index, p, bind, err);
    case ALK_TYPE_UUID:
        set_bytes(bind, MYSQL_TYPE_STRING, p->u.text, alk__driver_print_uuid(cell->u.p, conn->native_uuid, p->u.text), p);
        return ALK_OK;
    case ALK_TYPE_ARRAY:
        return refuse(err, ALK_ERROR_NOT_SUPPORTED, "0A000", index, "the server has no arrays");
    default:
        return refuse(err, ALK_ERROR_INTERFACE, "HY004", index, "a value of an unknown type");
    }
}

alk_rc alk__my_check_size(const alk__my_conn *conn, size_t size, alk_err *err)
{
    if (size + PACKET_HEAD <= conn->max_packet)
        return ALK_OK;
    return alk__my_error(err, ALK_ERROR_DATA, "54000", "the statement and its values are larger than the server takes: its max_allowed_packet is %zu bytes", conn->max_packet);
}

static bool make_room(alk__my_stmt *stmt, alk_err *err)
{
    if (stmt->binds == NULL)
        stmt->binds = alk__my_alloc(stmt->nparams * sizeof *stmt->binds, err);
    if (stmt->binds != NULL && stmt->parameters == NULL)
        stmt->parameters = alk__my_alloc(stmt->nparams * sizeof *stmt->parameters, err);
    return stmt->parameters != NULL;
}

alk_rc alk__my_bind(alk__my_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    size_t size = 0;
    alk_rc rc = ALK_OK;
    if (!make_room(stmt, err))
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->nparams; i++) {
        rc = alk__my_bind_cell(stmt->conn, &cells[i], i + 1, &stmt->parameters[i], &stmt->binds[i], err);
        size += stmt->parameters[i].length + 16;
    }
    if (rc == ALK_OK)
        rc = alk__my_check_size(stmt->conn, size, err);
    if (rc == ALK_OK && mysql_stmt_bind_param(stmt->handle, stmt->binds) != 0)
        rc = alk__my_fail(stmt->conn, stmt->handle, alk__my_sv(NULL, 0), err);
    return rc;
}
