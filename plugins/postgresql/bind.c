/* SPDX-License-Identifier: MIT
 * A value whose kind is the parameter's goes in the binary form, exactly; any other as text, which the server reads as it reads a literal. What would
 * become another value is refused before it is sent. */
#include "bind.h"
#include "datetime.h"
#include "errors.h"
#include "numeric.h"
#include "print.h"
#include "driver/number.h"
#include <float.h>
#include <math.h>

typedef struct slot {
    const char *value;
    int length, format;
} slot;

static alk__pg_refusal as_text(alk__pg_stmt *stmt, const alk_cell *cell, char delimiter, slot *out)
{
    alk_sv text = { "", 0 };
    alk__pg_refusal refusal = alk__pg_print(&stmt->scratch, cell, delimiter, &text);
    out->value = text.p;
    out->length = (int)text.n;
    out->format = 0;
    return refusal;
}

static alk__pg_refusal binary(alk__pg_stmt *stmt, size_t size, char **bytes, slot *out)
{
    *bytes = alk__pg_scratch_take(&stmt->scratch, size);
    out->value = *bytes;
    out->length = (int)size;
    out->format = 1;
    return *bytes != NULL ? ALK__PG_ACCEPTED : ALK__PG_NO_MEMORY_LEFT;
}

static alk__pg_refusal put_integer(alk__pg_stmt *stmt, size_t size, int64_t value, slot *out)
{
    char *bytes;
    alk__pg_refusal refusal;
    if ((size == 2 && value != (int16_t)value) || (size == 4 && value != (int32_t)value))
        return ALK__PG_OUT_OF_RANGE;
    if ((refusal = binary(stmt, size, &bytes, out)) != ALK__PG_ACCEPTED)
        return refusal;
    if (size == 2)
        alk__pg_put16(bytes, (uint16_t)value);
    else if (size == 4)
        alk__pg_put32(bytes, (uint32_t)value);
    else
        alk__pg_put64(bytes, (uint64_t)value);
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal put_truth(alk__pg_stmt *stmt, bool truth, slot *out)
{
    char *bytes;
    alk__pg_refusal refusal = binary(stmt, 1, &bytes, out);
    if (refusal == ALK__PG_ACCEPTED)
        *bytes = truth;
    return refusal;
}

/* To an integer: what is one, in any of the numeric tags. */
static alk__pg_refusal to_integer(alk__pg_stmt *stmt, const alk_cell *cell, size_t size, slot *out)
{
    uint64_t magnitude;
    bool negative;
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
    case ALK_TYPE_INT:
        return put_integer(stmt, size, cell->u.i, out);
    case ALK_TYPE_UINT:
        return cell->u.raw > INT64_MAX ? ALK__PG_OUT_OF_RANGE : put_integer(stmt, size, cell->u.i, out);
    case ALK_TYPE_REAL:
        if (!(cell->u.d >= -9223372036854775808.0 && cell->u.d < 9223372036854775808.0) || cell->u.d != (double)(int64_t)cell->u.d)
            return ALK__PG_OUT_OF_RANGE;
        return put_integer(stmt, size, (int64_t)cell->u.d, out);
    case ALK_TYPE_DECIMAL:
        if (!alk__driver_parse_integer(cell->u.p, cell->len, &magnitude, &negative) || magnitude > (uint64_t)INT64_MAX + negative)
            return ALK__PG_OUT_OF_RANGE;
        return put_integer(stmt, size, (int64_t)(negative ? 0 - magnitude : magnitude), out);
    default:
        return as_text(stmt, cell, ',', out);
    }
}

/* The nearest float: who declares one asks for that. */
static alk__pg_refusal to_real(alk__pg_stmt *stmt, const alk_cell *cell, bool narrow, slot *out)
{
    char *bytes;
    uint64_t bits;
    uint32_t narrow_bits;
    float small;
    alk__pg_refusal refusal;
    if (cell->tag != ALK_TYPE_REAL)
        return as_text(stmt, cell, ',', out);
    small = (float)cell->u.d;
    if (narrow && isinf(small) && !isinf(cell->u.d))
        return ALK__PG_OUT_OF_RANGE;
    if ((refusal = binary(stmt, narrow ? 4 : 8, &bytes, out)) != ALK__PG_ACCEPTED)
        return refusal;
    memcpy(&bits, &cell->u.d, sizeof bits);
    memcpy(&narrow_bits, &small, sizeof narrow_bits);
    if (narrow)
        alk__pg_put32(bytes, narrow_bits);
    else
        alk__pg_put64(bytes, bits);
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal to_date(alk__pg_stmt *stmt, const alk_cell *cell, slot *out)
{
    int32_t days;
    if (cell->tag != ALK_TYPE_DATE)
        return as_text(stmt, cell, ',', out);
    return alk__pg_date_out(cell->u.i, &days) ? put_integer(stmt, 4, days, out) : ALK__PG_OUT_OF_RANGE;
}

static alk__pg_refusal to_timestamp(alk__pg_stmt *stmt, const alk_cell *cell, uint16_t tag, slot *out)
{
    int64_t micros;
    if (cell->tag != tag)
        return as_text(stmt, cell, ',', out);
    return alk__pg_timestamp_out(cell->u.i, &micros) ? put_integer(stmt, 8, micros, out) : ALK__PG_OUT_OF_RANGE;
}

static alk__pg_refusal to_interval(alk__pg_stmt *stmt, const alk_cell *cell, slot *out)
{
    const alk_interval *interval = cell->u.p;
    char *bytes;
    alk__pg_refusal refusal;
    if (cell->tag != ALK_TYPE_INTERVAL)
        return as_text(stmt, cell, ',', out);
    if ((refusal = binary(stmt, 16, &bytes, out)) != ALK__PG_ACCEPTED)
        return refusal;
    alk__pg_put64(bytes, (uint64_t)interval->micros);
    alk__pg_put32(bytes + 8, (uint32_t)interval->days);
    alk__pg_put32(bytes + 12, (uint32_t)interval->months);
    return ALK__PG_ACCEPTED;
}

/* Bytes as they are. */
static alk__pg_refusal lend(const alk_cell *cell, slot *out)
{
    if (cell->len > INT32_MAX)
        return ALK__PG_OUT_OF_RANGE;
    out->value = cell->len > 0 ? cell->u.p : "";
    out->length = (int)cell->len;
    out->format = 1;
    return ALK__PG_ACCEPTED;
}

static alk__pg_refusal to_text(alk__pg_stmt *stmt, const alk_cell *cell, slot *out)
{
    alk__pg_refusal refusal;
    if (cell->tag == ALK_TYPE_BLOB)
        return ALK__PG_NOT_OF_TYPE;
    if (cell->tag != ALK_TYPE_TEXT && cell->tag != ALK_TYPE_JSON && cell->tag != ALK_TYPE_DECIMAL)
        return as_text(stmt, cell, ',', out);
    refusal = alk__pg_check_text(cell->len > 0 ? cell->u.p : "", cell->len);
    return refusal != ALK__PG_ACCEPTED ? refusal : lend(cell, out);
}

static alk__pg_refusal to_bool(alk__pg_stmt *stmt, const alk_cell *cell, slot *out)
{
    if (cell->tag == ALK_TYPE_BOOL || ((cell->tag == ALK_TYPE_INT || cell->tag == ALK_TYPE_UINT) && cell->u.raw <= 1))
        return put_truth(stmt, cell->u.i != 0, out);
    return cell->tag == ALK_TYPE_TEXT ? as_text(stmt, cell, ',', out) : ALK__PG_NOT_OF_TYPE;
}

static alk__pg_refusal convert(alk__pg_stmt *stmt, const alk__pg_type *type, const alk_cell *cell, slot *out)
{
    alk_cell number;
    switch (type->kind) {
    case ALK__PG_BOOL:
        return to_bool(stmt, cell, out);
    case ALK__PG_INT2:
        return to_integer(stmt, cell, 2, out);
    case ALK__PG_INT4:
        return to_integer(stmt, cell, 4, out);
    case ALK__PG_INT8:
        return to_integer(stmt, cell, 8, out);
    case ALK__PG_FLOAT4:
        return to_real(stmt, cell, true, out);
    case ALK__PG_FLOAT8:
        return to_real(stmt, cell, false, out);
    case ALK__PG_TEXT:
        return to_text(stmt, cell, out);
    case ALK__PG_BYTEA:
        return cell->tag == ALK_TYPE_BLOB ? lend(cell, out) : cell->tag == ALK_TYPE_TEXT ? as_text(stmt, cell, ',', out) : ALK__PG_NOT_OF_TYPE;
    case ALK__PG_DATE:
        return to_date(stmt, cell, out);
    case ALK__PG_TIME:
        return cell->tag == ALK_TYPE_TIME ? put_integer(stmt, 8, cell->u.i, out) : as_text(stmt, cell, ',', out);
    case ALK__PG_TIMESTAMP:
        return to_timestamp(stmt, cell, ALK_TYPE_TIMESTAMP, out);
    case ALK__PG_TIMESTAMPTZ:
        return to_timestamp(stmt, cell, ALK_TYPE_TIMESTAMPTZ, out);
    case ALK__PG_INTERVAL:
        return to_interval(stmt, cell, out);
    case ALK__PG_UUID:
        return cell->tag == ALK_TYPE_UUID || (cell->tag == ALK_TYPE_BLOB && cell->len == 16) ? lend(&(alk_cell){ .u = cell->u, .len = 16 }, out)
                                                                                             : as_text(stmt, cell, ',', out);
    case ALK__PG_NUMERIC:
        number = *cell;
        number.tag = cell->tag == ALK_TYPE_BOOL ? ALK_TYPE_INT : cell->tag;
        return as_text(stmt, &number, ',', out);
    default:
        return as_text(stmt, cell, type->delimiter, out);
    }
}

static alk_rc refuse(const alk__pg_stmt *stmt, uint32_t index, alk__pg_refusal refusal, alk_err *err)
{
    static const struct {
        const char *sqlstate, *text;
    } complaints[] = {
        [ALK__PG_OUT_OF_RANGE] = { "22003", "the value is out of the range of type" },
        [ALK__PG_HOLDS_NUL] = { "22021", "PostgreSQL has no texts with a NUL character, for type" },
        [ALK__PG_NOT_UTF8] = { "22021", "the text is not valid UTF-8, for type" },
        [ALK__PG_DEEP_ARRAY] = { "54000", "an array has more than 6 dimensions, for type" },
        [ALK__PG_UNEVEN_ARRAY] = { "2202E", "the arrays in an array differ in length, for type" },
        [ALK__PG_UNKNOWN_TAG] = { "HY003", "the value is of an unknown kind, for type" },
        [ALK__PG_NOT_OF_TYPE] = { "22018", "a value of this kind does not convert to type" },
    };
    const char *name = stmt->params[index].name;
    if (refusal == ALK__PG_NO_MEMORY_LEFT)
        return alk__pg_no_memory(err);
    return alk__pg_error(err, ALK_ERROR_DATA, complaints[refusal].sqlstate, "parameter %u: %s %s", (unsigned)index + 1, complaints[refusal].text,
                         name != NULL ? name : "of the database");
}

alk_rc alk__pg_bind(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    alk__pg_scratch_reset(&stmt->scratch);
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        slot out = { NULL, 0, 0 };
        alk__pg_refusal refusal = cells[i].tag == ALK_TYPE_NULL ? ALK__PG_ACCEPTED : convert(stmt, &stmt->params[i], &cells[i], &out);
        if (refusal != ALK__PG_ACCEPTED)
            return refuse(stmt, i, refusal, err);
        stmt->values[i] = out.value;
        stmt->lengths[i] = out.length;
        stmt->formats[i] = out.format;
    }
    return ALK_OK;
}

/* A bound value whose form is text, in the binary one: ALK_USE_DEFAULT where it has none. */
static alk_rc make_binary(alk__pg_stmt *stmt, uint32_t i, alk_err *err)
{
    size_t length = (size_t)stmt->lengths[i], made;
    char *bytes;
    switch (stmt->params[i].kind) {
    case ALK__PG_NUMERIC:
        if ((bytes = alk__pg_scratch_take(&stmt->scratch, alk__pg_numeric_room(length))) == NULL)
            return alk__pg_no_memory(err);
        made = alk__pg_numeric_parse(stmt->values[i], length, bytes);
        break;
    case ALK__PG_JSONB:                  /* its version, then the text */
        if ((bytes = alk__pg_scratch_take(&stmt->scratch, length + 1)) == NULL)
            return alk__pg_no_memory(err);
        bytes[0] = 1;
        memcpy(bytes + 1, stmt->values[i], length);
        made = length + 1;
        break;
    case ALK__PG_JSON:
    case ALK__PG_TEXT:
        return ALK_OK;
    default:
        return ALK_USE_DEFAULT;
    }
    if (made == 0 || made > INT32_MAX)
        return ALK_USE_DEFAULT;
    stmt->values[i] = bytes;
    stmt->lengths[i] = (int)made;
    return ALK_OK;
}

alk_rc alk__pg_bind_binary(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    alk_rc rc = alk__pg_bind(stmt, cells, err);
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->nparams; i++)
        if (stmt->values[i] != NULL && stmt->formats[i] == 0)
            rc = make_binary(stmt, i, err);
    return rc;
}
