/* SPDX-License-Identifier: MIT
 * Rows of cells by COPY, in place of executions of an INSERT. It is the same where the table is a plain one: COPY passes over rules, refuses tables with row security and most views, and
 * writes identity columns that an INSERT may not. Values are those that are bound to the INSERT's parameters, whose types are the columns'; all of them go in the binary form, or the row
 * is left to the INSERT. Source: PostgreSQL manual, COPY, "Binary Format". */
#include "bind.h"
#include "cancel.h"
#include "copy.h"
#include "errors.h"
#include "wait.h"

static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";        /* no flags, no extension */
enum { HEAD_SIZE = 19 };

/* ---- whether it may be ---- */
static bool has_binary_form(const alk__pg_type *type)
{
    return type->kind != ALK__PG_OTHER && type->kind != ALK__PG_OID && type->kind != ALK__PG_ARRAY;
}

static alk_rc ask_table(alk__pg_conn *conn, const char *table, int64_t deadline, bool *plain, alk_err *err)
{
    static const char sql[] = "SELECT c.relkind IN ('r', 'p') AND NOT c.relrowsecurity AND NOT c.relhasrules AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a"
                              " WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attidentity = 'a')"
                              " FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)";
    PGresult *result = NULL;
    alk_rc rc = alk__pg_begin(conn, deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (PQsendQueryParams(conn->pg, sql, 1, NULL, &table, NULL, NULL, 0) == 0) {
        alk__pg_idle(conn);
        return alk__pg_lost(conn, err);
    }
    rc = alk__pg_single(conn, &result, err);
    if (rc == ALK_OK)
        *plain = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    PQclear(result);
    return rc;
}

/* Kept for the next time, until tables change. */
static alk_rc is_plain(alk__pg_conn *conn, const char *table, int64_t deadline, bool *plain, alk_err *err)
{
    char *kept;
    alk_rc rc;
    *plain = conn->plain_table != NULL && conn->plain_epoch == conn->epoch && strcmp(conn->plain_table, table) == 0;
    if (*plain)
        return ALK_OK;
    rc = ask_table(conn, table, deadline, plain, err);
    if (rc != ALK_OK || !*plain)
        return rc;
    if ((kept = alk__pg_alloc(strlen(table) + 1, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    memcpy(kept, table, strlen(table) + 1);
    alk__pg_free(conn->plain_table);
    conn->plain_table = kept;
    conn->plain_epoch = conn->epoch;
    return ALK_OK;
}

typedef struct text {
    char *at;
    size_t length;
} text;

static void add(text *t, const char *bytes, size_t length)
{
    memcpy(t->at + t->length, bytes, length);
    t->length += length;
    t->at[t->length] = 0;
}

static alk_rc begin(alk__pg_conn *conn, alk_sv table, alk_sv columns, int64_t deadline, alk_err *err)
{
    static const char verb[] = "COPY ", tail[] = " FROM STDIN (FORMAT binary)";
    text sql = { alk__pg_alloc(sizeof verb + table.n + columns.n + sizeof tail, err), 0 };
    alk_rc rc;
    if (sql.at == NULL)
        return ALK_ERROR_NO_MEMORY;
    add(&sql, verb, sizeof verb - 1);
    add(&sql, table.p, table.n);
    add(&sql, columns.p, columns.n);
    add(&sql, tail, sizeof tail - 1);
    rc = alk__pg_copy_begin(conn, sql.at, deadline, err);
    alk__pg_free(sql.at);
    if (rc == ALK_OK) {
        memcpy(conn->copy->buffer, head, HEAD_SIZE);
        conn->copy->used = HEAD_SIZE;
        conn->copy->rows = true;
    }
    return rc;
}

alk_rc alk__pg_copy_rows_begin(void *handle, void *prepared, alk_sv table, alk_sv columns, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_stmt *stmt = prepared;
    text name = { NULL, 0 };
    bool plain = false;
    alk_rc rc = alk__pg_make_ready(stmt, NULL, deadline, err);
    if (rc != ALK_OK)
        return rc;
    for (uint32_t i = 0; i < stmt->nparams; i++)
        if (stmt->typed || !has_binary_form(&stmt->params[i]))
            return ALK_USE_DEFAULT;
    if ((name.at = alk__pg_alloc(table.n + 1, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    add(&name, table.p, table.n);
    rc = is_plain(conn, name.at, deadline, &plain, err);
    alk__pg_free(name.at);
    if (rc != ALK_OK)
        return rc;
    return plain ? begin(conn, table, columns, deadline, err) : ALK_USE_DEFAULT;
}

/* ---- rows ---- */
static alk_rc flush(alk__pg_conn *conn, alk_err *err)
{
    size_t used = conn->copy->used;
    conn->copy->used = 0;
    return alk__pg_copy_send(conn, conn->copy->buffer, used, err);
}

static alk_rc append(alk__pg_conn *conn, const char *bytes, size_t length, alk_err *err)
{
    alk__pg_copy *copy = conn->copy;
    if (length > sizeof copy->buffer - copy->used) {
        alk_rc rc = flush(conn, err);
        if (rc != ALK_OK || length > sizeof copy->buffer)
            return rc == ALK_OK ? alk__pg_copy_send(conn, bytes, length, err) : rc;
    }
    memcpy(copy->buffer + copy->used, bytes, length);
    copy->used += length;
    return ALK_OK;
}

static alk_rc put_row(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    char number[4];
    alk_rc rc = alk__pg_bind_binary(stmt, cells, err);
    if (rc != ALK_OK)
        return rc;
    alk__pg_put16(number, (uint16_t)stmt->nparams);
    rc = append(stmt->conn, number, 2, err);
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->nparams; i++) {
        alk__pg_put32(number, stmt->values[i] != NULL ? (uint32_t)stmt->lengths[i] : UINT32_MAX);
        rc = append(stmt->conn, number, 4, err);
        if (rc == ALK_OK && stmt->values[i] != NULL)
            rc = append(stmt->conn, stmt->values[i], (size_t)stmt->lengths[i], err);
    }
    return rc;
}

alk_rc alk__pg_copy_rows_put(void *handle, void *prepared, const alk_cell *cells, uint32_t nrows, uint32_t *taken, alk_err *err)
{
    alk__pg_stmt *stmt = prepared;
    alk_rc rc = ALK_OK;
    (void)handle;
    for (*taken = 0; rc == ALK_OK && *taken < nrows; ++*taken) {
        rc = put_row(stmt, cells + (size_t)*taken * stmt->nparams, err);
        if (rc != ALK_OK)
            return rc == ALK_USE_DEFAULT ? ALK_OK : rc;
    }
    return rc;
}

alk_rc alk__pg_copy_rows_end(alk__pg_conn *conn, alk_err *err)
{
    static const char mark[] = { '\377', '\377' };
    alk_rc rc;
    if (!conn->copy->rows)
        return ALK_OK;
    rc = append(conn, mark, sizeof mark, err);
    return rc == ALK_OK ? flush(conn, err) : rc;
}
