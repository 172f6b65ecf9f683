/* SPDX-License-Identifier: MIT
 * See text.h. Lengths of what is asked for are bytes in some calls and characters in others, as ODBC has it. */
#include "text.h"
#include "errors.h"
#include "utf16.h"

enum { UNITS_MAX = 4096 };

/* ---- giving ---- */
alk_rc alk__odbc_give(bool wide, alk_sv text, alk__odbc_given *given, alk_err *err)
{
    size_t units;
    memset(given, 0, sizeof *given);
    given->narrow = text.n > 0 ? text.p : "";
    if (text.n > INT32_MAX / 4)
        return alk__odbc_error(err, ALK_ERROR_DATA, "54000", "a statement of more than %d bytes", INT32_MAX / 4);
    given->length = (SQLINTEGER)text.n;
    if (!wide)
        return ALK_OK;
    units = alk__odbc_wide_length(given->narrow, text.n);
    if (units == SIZE_MAX)
        return alk__odbc_error(err, ALK_ERROR_DATA, "22021", "the statement is no valid UTF-8");
    given->wide = alk__odbc_alloc((units + 1) * sizeof *given->wide, err);
    if (given->wide == NULL)
        return ALK_ERROR_NO_MEMORY;
    alk__odbc_to_wide(given->narrow, text.n, given->wide);
    given->length = (SQLINTEGER)units;
    return ALK_OK;
}

void alk__odbc_given_free(alk__odbc_given *given)
{
    alk__odbc_free(given->wide);
    given->wide = NULL;
}

SQLRETURN alk__odbc_prepare_text(SQLHSTMT stmt, const alk__odbc_given *sql)
{
    return sql->wide != NULL ? SQLPrepareW(stmt, sql->wide, sql->length) : SQLPrepare(stmt, (SQLCHAR *)(uintptr_t)sql->narrow, sql->length);
}

SQLRETURN alk__odbc_execute_text(SQLHSTMT stmt, const alk__odbc_given *sql)
{
    return sql->wide != NULL ? SQLExecDirectW(stmt, sql->wide, sql->length) : SQLExecDirect(stmt, (SQLCHAR *)(uintptr_t)sql->narrow, sql->length);
}

/* ---- asking ---- */
/* What stands in the buffer, whatever length was told. */
static size_t bounded(SQLSMALLINT told, size_t most)
{
    return told < 0 ? 0 : (size_t)told < most ? (size_t)told : most;
}

static void copy_narrow(const char *text, size_t length, char *out, size_t size)
{
    length = length < size ? length : size - 1;
    memcpy(out, text, length);
    out[length] = 0;
}

bool alk__odbc_info_text(const alk__odbc_conn *conn, SQLUSMALLINT what, char *out, size_t size)
{
    SQLWCHAR wide[UNITS_MAX / 8] = { 0 };
    char narrow[UNITS_MAX / 8] = { 0 };
    SQLSMALLINT length = 0;
    out[0] = 0;
    if (!conn->wide) {
        if (!SQL_SUCCEEDED(SQLGetInfo(conn->handle, what, narrow, sizeof narrow, &length)))
            return false;
        copy_narrow(narrow, bounded(length, sizeof narrow - 1), out, size);
        return true;
    }
    if (!SQL_SUCCEEDED(SQLGetInfoW(conn->handle, what, wide, sizeof wide, &length)))
        return false;
    (void)alk__odbc_print_wide(wide, bounded(length, sizeof wide - sizeof *wide) / sizeof *wide, out, size);
    return true;
}

uint32_t alk__odbc_info_number(const alk__odbc_conn *conn, SQLUSMALLINT what, bool is_short)
{
    SQLUINTEGER number = 0;
    SQLUSMALLINT narrow = 0;
    SQLSMALLINT length = 0;
    SQLRETURN rc = conn->wide ? SQLGetInfoW(conn->handle, what, is_short ? (SQLPOINTER)&narrow : (SQLPOINTER)&number, is_short ? sizeof narrow : sizeof number, &length)
                              : SQLGetInfo(conn->handle, what, is_short ? (SQLPOINTER)&narrow : (SQLPOINTER)&number, is_short ? sizeof narrow : sizeof number, &length);
    return !SQL_SUCCEEDED(rc) ? 0 : is_short ? narrow : number;
}

bool alk__odbc_column_text(bool wide, SQLHSTMT stmt, SQLUSMALLINT column, SQLUSMALLINT what, char *out, size_t size)
{
    SQLWCHAR units[UNITS_MAX / 8] = { 0 };
    char bytes[UNITS_MAX / 8] = { 0 };
    SQLSMALLINT length = 0;
    out[0] = 0;
    if (!wide) {
        if (!SQL_SUCCEEDED(SQLColAttribute(stmt, column, what, bytes, sizeof bytes, &length, NULL)))
            return false;
        copy_narrow(bytes, bounded(length, sizeof bytes - 1), out, size);
        return true;
    }
    if (!SQL_SUCCEEDED(SQLColAttributeW(stmt, column, what, units, sizeof units, &length, NULL)))
        return false;
    (void)alk__odbc_print_wide(units, bounded(length, sizeof units - sizeof *units) / sizeof *units, out, size);
    return true;
}

bool alk__odbc_column_number(bool wide, SQLHSTMT stmt, SQLUSMALLINT column, SQLUSMALLINT what, SQLLEN *out)
{
    SQLLEN number = 0;
    SQLRETURN rc = wide ? SQLColAttributeW(stmt, column, what, NULL, 0, NULL, &number) : SQLColAttribute(stmt, column, what, NULL, 0, NULL, &number);
    if (!SQL_SUCCEEDED(rc))
        return false;
    *out = number;
    return true;
}

bool alk__odbc_record_text(bool wide, SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT index, char state[6], SQLINTEGER *native, char *message, size_t size)
{
    SQLWCHAR units[UNITS_MAX / 4] = { 0 }, wide_state[6] = { 0 };
    char bytes[UNITS_MAX / 4] = { 0 };
    SQLSMALLINT length = 0;
    memset(state, 0, 6);
    *native = 0;
    if (!wide) {
        if (!SQL_SUCCEEDED(SQLGetDiagRec(type, handle, index, (SQLCHAR *)state, native, (SQLCHAR *)bytes, sizeof bytes, &length)))
            return false;
        copy_narrow(bytes, bounded(length, sizeof bytes - 1), message, size);
        return true;
    }
    if (!SQL_SUCCEEDED(SQLGetDiagRecW(type, handle, index, wide_state, native, units, UNITS_MAX / 4, &length)))
        return false;
    (void)alk__odbc_print_wide(wide_state, 5, state, 6);
    (void)alk__odbc_print_wide(units, bounded(length, UNITS_MAX / 4 - 1), message, size);
    return true;
}
