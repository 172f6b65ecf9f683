/* SPDX-License-Identifier: MIT
 * See exact.h. The names of the columns are numbers, so that equal names in the query do no harm; what they are called is known from its own preparation. */
#include "exact.h"
#include <stdio.h>

enum { EACH = 160, AROUND = 80 };

bool alk__odbc_needs_exact(const alk__odbc_stmt *stmt)
{
    alk_sv sql = alk__odbc_sv(stmt->sql, stmt->sql_length);
    if ((stmt->conn->traits & ALK__ODBC_SHORT_REALS) == 0 || (stmt->kind & ALK__ODBC_READS) == 0 || alk__odbc_begins_with(sql, "EXPLAIN") ||
        alk__odbc_begins_with(sql, "PRAGMA"))
        return false;
    for (uint32_t i = 0; i < stmt->columns.n; i++)
        if (stmt->columns.list[i].type == ALK_TYPE_REAL)
            return true;
    return false;
}

/* Without what ends it: a semicolon, white space. A comment to the end of the line gets a line to end. */
static size_t bare_length(const alk__odbc_stmt *stmt)
{
    size_t length = stmt->sql_length;
    while (length > 0 && (stmt->sql[length - 1] == ';' || stmt->sql[length - 1] == ' ' || (stmt->sql[length - 1] >= '\t' && stmt->sql[length - 1] <= '\r')))
        length--;
    return length;
}

char *alk__odbc_exact_sql(const alk__odbc_stmt *stmt, size_t *length, alk_err *err)
{
    const alk__odbc_columns *c = &stmt->columns;
    size_t query = bare_length(stmt), size = query + (size_t)c->n * EACH + AROUND;
    char *sql = alk__odbc_alloc(size, err), *at = sql, *end;
    if (sql == NULL)
        return NULL;
    end = sql + size;
    at += snprintf(at, (size_t)(end - at), "WITH alk__query(");
    for (uint32_t i = 0; i < c->n; i++)
        at += snprintf(at, (size_t)(end - at), "%sc%u", i > 0 ? ", " : "", (unsigned)i + 1);
    at += snprintf(at, (size_t)(end - at), ") AS (");
    memcpy(at, stmt->sql, query);
    at += query;
    at += snprintf(at, (size_t)(end - at), "\n) SELECT ");
    for (uint32_t i = 0; i < c->n; i++) {
        unsigned n = (unsigned)i + 1;
        if (c->list[i].type == ALK_TYPE_REAL)
            at += snprintf(at, (size_t)(end - at), "%sCASE typeof(c%u) WHEN 'real' THEN quote(c%u) ELSE c%u END", i > 0 ? ", " : "", n, n, n);
        else
            at += snprintf(at, (size_t)(end - at), "%sc%u", i > 0 ? ", " : "", n);
    }
    at += snprintf(at, (size_t)(end - at), " FROM alk__query");
    *length = (size_t)(at - sql);
    return sql;
}
