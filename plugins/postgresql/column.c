/* SPDX-License-Identifier: MIT
 * See column.h. */
#include "column.h"
#include "errors.h"
#include "statement.h"
#include "wait.h"
#include <stdio.h>

enum { NEW_MAX = 200, CHARACTERS_EXTRA = 4, ANSWER_COLUMNS = 6 };

/* ---- types of the database's own ---- */
static alk__pg_oid number_of(const PGresult *result, int row, int column)
{
    uint32_t value = 0;
    for (const char *p = PQgetvalue(result, row, column); *p >= '0' && *p <= '9'; p++)
        value = value * 10 + (uint32_t)(*p - '0');
    return value;
}

static uint8_t kind_of(const alk__pg_conn *conn, alk__pg_oid oid)
{
    alk__pg_type type;
    return alk__pg_types_find(&conn->types, oid, &type) ? type.kind : ALK__PG_OTHER;
}

/* Rows: oid, name, kind of type, base, item, delimiter. Bases and items come before what is made of them, as the depth sorts them. */
static alk_rc take_types(alk__pg_conn *conn, const PGresult *result, alk_err *err)
{
    for (int i = 0; i < PQntuples(result); i++) {
        alk__pg_type type = { .oid = number_of(result, i, 0), .kind = ALK__PG_OTHER, .delimiter = *PQgetvalue(result, i, 5), .known = true,
                              .name = PQgetvalue(result, i, 1) };
        alk__pg_type base;
        char sort = *PQgetvalue(result, i, 2);
        if (alk__pg_types_find(&conn->types, type.oid, &base))
            continue;
        if (number_of(result, i, 4) != 0) {
            type.kind = ALK__PG_ARRAY;
            type.item_oid = number_of(result, i, 4);
            type.item_kind = kind_of(conn, type.item_oid);
        } else if (sort == 'e') {
            type.kind = ALK__PG_TEXT;
        } else if (sort == 'd' && alk__pg_types_find(&conn->types, number_of(result, i, 3), &base)) {
            type.kind = base.kind;
            type.item_oid = base.item_oid;
            type.item_kind = base.item_kind;
        } else if (strcmp(type.name, "citext") == 0) {
            type.kind = ALK__PG_TEXT;
        }
        if (type.item_kind == ALK__PG_ARRAY)
            type.item_kind = ALK__PG_OTHER;      /* a domain over an array, in an array: as text */
        if (alk__pg_types_add(&conn->types, &type) != ALK_OK)
            return alk__pg_no_memory(err);
    }
    return ALK_OK;
}

static const char question[] =
    "WITH RECURSIVE t(oid, depth) AS (SELECT unnest($1::oid[]), 0 UNION ALL"
    " SELECT CASE WHEN p.typtype = 'd' THEN p.typbasetype ELSE p.typelem END, t.depth + 1 FROM t JOIN pg_catalog.pg_type p ON p.oid = t.oid"
    " WHERE t.depth < 8 AND (p.typtype = 'd' OR (p.typcategory = 'A' AND p.typelem <> 0)))"
    " SELECT p.oid, p.typname, p.typtype, p.typbasetype, CASE WHEN p.typcategory = 'A' AND p.typtype <> 'd' THEN p.typelem ELSE 0 END, p.typdelim"
    " FROM pg_catalog.pg_type p JOIN t ON t.oid = p.oid ORDER BY t.depth DESC";

alk_rc alk__pg_learn_types(alk__pg_conn *conn, const alk__pg_oid *oids, uint32_t count, alk_err *err)
{
    char list[NEW_MAX * 12 + 4] = "{";
    size_t n = 1;
    const char *values[] = { list };
    alk__pg_type type;
    PGresult *result = NULL;
    uint32_t unknown = 0;
    alk_rc rc;
    for (uint32_t i = 0; i < count && unknown < NEW_MAX; i++)
        if (!alk__pg_types_find(&conn->types, oids[i], &type) && oids[i] != 0) {
            n += (size_t)snprintf(list + n, sizeof list - n, "%s%u", unknown > 0 ? "," : "", (unsigned)oids[i]);
            unknown++;
        }
    if (unknown == 0 || PQtransactionStatus(conn->pg) == PQTRANS_INERROR)
        return ALK_OK;
    memcpy(list + n, "}", 2);
    rc = alk__pg_begin(conn, conn->deadline, err);
    if (rc != ALK_OK)
        return rc;
    if (PQsendQueryParams(conn->pg, question, 1, NULL, values, NULL, NULL, 0) == 0) {
        alk__pg_lost(conn, err);
        return ALK_ERROR_OPERATIONAL;
    }
    rc = alk__pg_single(conn, &result, err);
    if (rc == ALK_OK && PQnfields(result) != ANSWER_COLUMNS)
        rc = alk__pg_out_of_turn(conn, err);         /* rows that answer something else */
    if (rc == ALK_OK)
        rc = take_types(conn, result, err);
    PQclear(result);
    return rc;
}

/* ---- columns ---- */
void alk__pg_columns_forget(alk__pg_stmt *stmt)
{
    PQclear(stmt->description);
    alk__pg_free(stmt->columns);
    alk__pg_free(stmt->descriptions);
    stmt->description = NULL;
    stmt->columns = NULL;
    stmt->descriptions = NULL;
    stmt->ncols = 0;
    stmt->plan = 0;
}

alk_rc alk__pg_columns_take(alk__pg_stmt *stmt, PGresult *description, alk_err *err)
{
    int count = PQnfields(description);
    alk__pg_oid *oids;
    alk_rc rc = ALK_OK;
    alk__pg_columns_forget(stmt);
    stmt->description = description;
    if (count == 0)
        return ALK_OK;
    stmt->columns = alk__pg_alloc((size_t)count * sizeof *stmt->columns, err);
    if (stmt->columns == NULL)
        return ALK_ERROR_NO_MEMORY;
    stmt->ncols = (uint32_t)count;
    oids = alk__pg_alloc((size_t)count * sizeof *oids, err);
    if (oids == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (int i = 0; i < count; i++)
        oids[i] = PQftype(description, i);
    /* While rows are on the line nothing can be asked. */
    if (PQtransactionStatus(stmt->conn->pg) != PQTRANS_ACTIVE)
        rc = alk__pg_learn_types(stmt->conn, oids, stmt->ncols, err);
    alk__pg_free(oids);
    stmt->binary = true;
    for (int i = 0; i < count; i++) {
        (void)alk__pg_types_find(&stmt->conn->types, PQftype(description, i), &stmt->columns[i]);
        stmt->binary = stmt->binary && alk__pg_type_is_binary(&stmt->columns[i]);
    }
    return rc;
}

bool alk__pg_columns_match(const alk__pg_stmt *stmt, const PGresult *result)
{
    if ((uint32_t)PQnfields(result) != stmt->ncols)
        return false;
    for (uint32_t i = 0; i < stmt->ncols; i++)
        if (PQftype(result, (int)i) != stmt->columns[i].oid)
            return false;
    return true;
}

/* What the number behind a type says of its size. */
static void describe_size(const alk__pg_type *type, int modifier, alk_column_desc *out)
{
    out->length = -1;
    out->precision = out->scale = -1;
    if (type->oid == 1700 && modifier >= CHARACTERS_EXTRA) {
        int scale = (modifier - CHARACTERS_EXTRA) & 0x7FF;
        out->precision = ((modifier - CHARACTERS_EXTRA) >> 16) & 0xFFFF;
        out->scale = scale > 1000 ? scale - 2048 : scale;
    } else if ((type->oid == 1042 || type->oid == 1043) && modifier >= CHARACTERS_EXTRA) {
        out->length = modifier - CHARACTERS_EXTRA;
    } else if (modifier >= 0 && (type->oid == 1083 || type->oid == 1114 || type->oid == 1184)) {
        out->scale = modifier;
    }
}

const alk_column_desc *alk__pg_describe(alk__pg_stmt *stmt, alk_err *err)
{
    if (stmt->descriptions != NULL)
        return stmt->descriptions;
    stmt->descriptions = alk__pg_alloc((stmt->ncols + 1) * sizeof *stmt->descriptions, err);
    for (uint32_t i = 0; stmt->descriptions != NULL && i < stmt->ncols; i++) {
        alk_column_desc *out = &stmt->descriptions[i];
        out->size = sizeof *out;
        out->type = alk__pg_kind_tag(stmt->columns[i].kind);
        out->name = alk__pg_view(PQfname(stmt->description, (int)i));
        out->native_type = alk__pg_view(stmt->columns[i].name);
        describe_size(&stmt->columns[i], PQfmod(stmt->description, (int)i), out);
    }
    return stmt->descriptions;
}
