/* SPDX-License-Identifier: MIT
 * Many executions of UPDATE t SET a = $1 WHERE k = $2 by one statement:
 *
 *     UPDATE t AS alk_t SET "a" = alk_v.a1 FROM ROWS FROM (unnest($1), unnest($2)) AS alk_v (a1, a2) WHERE alk_t."k" = alk_v.a2
 *
 * It is the same where no row is met by two executions, and nothing looks at the table between them. The first: some of the columns that are compared are not set, and their values
 * differ in each execution, byte by byte, in types where that is what equal means. The second: the table has no triggers, rules and row security, and no index that makes a difference
 * in which order rows are changed. The types of the arrays' items are those that the server gave to the parameters, so that a value meets what it would have met alone.
 * Where one execution would fail so does the whole, which is undone: the executions themselves tell then what is wrong. */
#include "each.h"
#include "bind.h"
#include "cancel.h"
#include "errors.h"
#include "print.h"
#include "wait.h"
#include <stdio.h>

enum { ARRAY_HEAD = 20, KEPT_MAX = 1 << 18, FIRST_ROOM = 4096 };

typedef struct array {
    char *bytes;                         /* in the binary form */
    size_t used, room;
    uint8_t key;                         /* bytes of each value, which tell executions apart; 0: it does not */
    bool nulls;
} array;

struct alk__pg_each {
    alk__pg_stmt *stmt;                  /* the one that takes arrays; closed with the one that it stands for */
    array arrays[];                      /* one for each parameter */
};

void alk__pg_each_free(alk__pg_each *each)
{
    if (each == NULL)
        return;
    for (uint32_t i = 0; each->stmt != NULL && i < each->stmt->nparams; i++)
        alk__pg_free(each->arrays[i].bytes);
    if (each->stmt != NULL)
        alk__pg_stmt_close(each->stmt->conn, each->stmt);
    alk__pg_free(each);
}

/* ---- one round trip ---- */
typedef struct answers {
    uint32_t nth, commands;              /* which of the commands is the statement */
    int64_t changes;
    bool yes;                            /* of a question */
    PGresult *failure;
} answers;

static void take(PGresult *result, answers *a)
{
    if (PQresultStatus(result) == PGRES_COMMAND_OK && a->commands++ == a->nth)
        a->changes = alk__pg_changes(result);
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        a->yes = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    if (PQresultStatus(result) == PGRES_FATAL_ERROR && a->failure == NULL)
        a->failure = result;
    else
        PQclear(result);
}

static alk_rc take_all(alk__pg_conn *conn, answers *a, alk_err *err)
{
    for (;;) {
        PGresult *result;
        alk_rc rc = alk__pg_next(conn, &result, err);
        if (rc != ALK_OK)
            return rc;
        if (result != NULL && PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return alk__pg_end_pipeline(conn, err);
        }
        if (result != NULL)
            take(result, a);
        if (PQstatus(conn->pg) == CONNECTION_BAD)
            return alk__pg_lost(conn, err);
    }
}

static bool send_plain(alk__pg_conn *conn, const char *sql)
{
    return PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 1;
}

/* Prepares it where it is not, and executes it. */
static alk_rc run(alk__pg_stmt *stmt, bool guarded, answers *a, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    bool prepare = stmt->epoch != conn->epoch;
    a->nth = (guarded ? 1U : 0U) + (prepare && conn->prepares ? 1U : 0U);
    if (PQenterPipelineMode(conn->pg) == 0 || (guarded && !send_plain(conn, "SAVEPOINT alk_arrays")) || (prepare && !alk__pg_send_prepare(stmt)))
        return alk__pg_lost(conn, err);
    alk_rc rc = alk__pg_send(stmt, err);
    if (rc != ALK_OK)
        return rc;
    if ((guarded && !send_plain(conn, "RELEASE SAVEPOINT alk_arrays")) || PQpipelineSync(conn->pg) == 0)
        return alk__pg_lost(conn, err);
    return take_all(conn, a, err);
}

/* What would not be otherwise if the executions were tried one by one: the server or the transaction has come to an end, or somebody ended it. */
static bool is_final(const PGresult *failure)
{
    static const char *const classes[] = { "08", "40", "53", "55", "57", "58", "XX" };
    const char *sqlstate = PQresultErrorField(failure, PG_DIAG_SQLSTATE);
    for (size_t i = 0; sqlstate != NULL && i < sizeof classes / sizeof *classes; i++)
        if (strncmp(sqlstate, classes[i], 2) == 0)
            return true;
    return sqlstate == NULL;
}

static alk_rc judge(alk__pg_stmt *stmt, bool guarded, const PGresult *failure, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    alk_rc rc = ALK_OK;
    stmt->epoch = 0;
    if (conn->late || is_final(failure))
        return alk__pg_result_error(conn, failure, err);
    if (guarded)
        rc = alk__pg_run(conn, "ROLLBACK TO SAVEPOINT alk_arrays; RELEASE SAVEPOINT alk_arrays", conn->deadline, NULL, err);
    return rc == ALK_OK ? ALK_USE_DEFAULT : rc;
}

/* Executes a statement of this file's own, whose values are set. Inside a transaction a savepoint is set before, so that a failure leaves that as it was: ALK_USE_DEFAULT. */
static alk_rc round_trip(alk__pg_stmt *stmt, int64_t deadline, answers *a, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    bool guarded = PQtransactionStatus(conn->pg) == PQTRANS_INTRANS;
    alk_rc rc = alk__pg_begin(conn, deadline, err);
    if (rc != ALK_OK)
        return rc;
    rc = run(stmt, guarded, a, err);
    alk__pg_idle(conn);
    if (rc == ALK_OK && a->failure != NULL)
        rc = judge(stmt, guarded, a->failure, err);
    else if (rc == ALK_OK)
        stmt->epoch = conn->epoch;
    PQclear(a->failure);
    a->failure = NULL;
    return rc;
}

/* ---- whether it may be ---- */

/* Types whose values are the same in an array as alone: those of which this driver knows the binary form. */
static bool has_array(const alk__pg_type *type)
{
    static const alk__pg_oid texts[] = { 25, 1042, 1043 };
    if (type->kind == ALK__PG_TEXT)
        return type->oid == texts[0] || type->oid == texts[1] || type->oid == texts[2];
    return type->kind != ALK__PG_OTHER && type->kind != ALK__PG_OID && type->kind != ALK__PG_ARRAY && alk__pg_array_oid(type->oid) != 0;
}

/* The bytes of a value of which another one always is another key; 0: there is no such rule, as of texts, which collations make equal. */
static uint8_t key_size(const alk__pg_type *type)
{
    static const uint8_t sizes[] = { [ALK__PG_INT2] = 2, [ALK__PG_INT4] = 4, [ALK__PG_INT8] = 8, [ALK__PG_DATE] = 4, [ALK__PG_TIME] = 8, [ALK__PG_TIMESTAMP] = 8,
                                     [ALK__PG_TIMESTAMPTZ] = 8, [ALK__PG_UUID] = 16 };
    return type->kind < sizeof sizes ? sizes[type->kind] : 0;
}

static bool is_set(const alk_arrays *parts, alk_sv column)
{
    for (uint32_t i = 0; i < parts->nset; i++)
        if (parts->columns[i].n == column.n && memcmp(parts->columns[i].p, column.p, column.n) == 0)
            return true;
    return false;
}

static bool fits(const alk__pg_stmt *stmt, const alk_arrays *parts)
{
    bool key = false;
    if (stmt->typed || stmt->ncols > 0 || parts->ncolumns != stmt->nparams)
        return false;
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        if (!has_array(&stmt->params[i]) || parts->columns[i].n >= 64)       /* the server cuts longer names */
            return false;
        key = key || (i >= parts->nset && key_size(&stmt->params[i]) != 0 && !is_set(parts, parts->columns[i]));
    }
    return key;
}

#define PLAIN_TABLE                                                                                                                                 \
    "SELECT c.relkind = 'r' AND NOT c.relrowsecurity AND NOT c.relhasrules AND NOT c.relhassubclass AND NOT c.relispartition"                      \
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)"
#define OF_TABLE " FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass($1)"

/* A value that must differ from those of other rows depends on which of them are changed already. So does a computed column that is compared. */
static const char ask_update[] =
    PLAIN_TABLE
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i, pg_catalog.pg_attribute a WHERE i.indrelid = c.oid AND (i.indisunique OR i.indisexclusion) AND a.attrelid = c.oid"
    " AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR (a.attnum = ANY (i.indkey) AND (a.attname = ANY ($2::text[]) OR a.attgenerated <> ''))))"
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname = ANY ($3::text[]) AND a.attgenerated <> '')" OF_TABLE;
/* Rows that go with others change what is there for the next execution. */
static const char ask_delete[] =
    PLAIN_TABLE
    " AND $2::text[] IS NOT NULL AND $3::text[] IS NOT NULL"
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.oid AND (f.conrelid = c.oid OR f.confdeltype NOT IN ('a', 'r')))" OF_TABLE;

/* Names as the text of an array. */
static const char *print_names(alk__pg_stmt *stmt, const alk_sv *names, uint32_t count, alk_err *err)
{
    alk_cell *cells = alk__pg_alloc((count > 0 ? count : 1) * sizeof *cells, err);
    alk_sv text = { NULL, 0 };
    alk__pg_refusal refusal;
    if (cells == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        cells[i] = (alk_cell){ .u.p = names[i].p, .len = (uint32_t)names[i].n, .tag = ALK_TYPE_TEXT };
    refusal = alk__pg_print(&stmt->scratch, &(alk_cell){ .u.p = cells, .len = count, .tag = ALK_TYPE_ARRAY }, ',', &text);
    alk__pg_free(cells);
    if (refusal == ALK__PG_ACCEPTED)
        return text.p;
    alk__pg_no_memory(err);              /* the names are valid, as the statement was read */
    return NULL;
}

/* The question, kept with the connection. NULL: no memory. */
static alk__pg_stmt *question(alk__pg_conn *conn, bool deletes, alk_err *err)
{
    static const alk__pg_oid types[] = { 25, 1009, 1009 };
    alk__pg_stmt **kept = &conn->questions[deletes];
    void *made = NULL;
    if (*kept == NULL && alk__pg_prepare(conn, alk__pg_view(deletes ? ask_delete : ask_update), 0, 0, &made, err) == ALK_OK) {
        *kept = made;
        memcpy((*kept)->param_oids, types, sizeof types);
    }
    return *kept;
}

/* Asked anew for each call of the program: other sessions may create triggers. */
static alk_rc ask_table(alk__pg_stmt *stmt, const alk_arrays *parts, int64_t deadline, bool *yes, alk_err *err)
{
    alk__pg_stmt *asked = question(stmt->conn, parts->nset == 0, err);
    answers a = { .changes = -1 };
    char *table;
    alk_rc rc;
    alk__pg_scratch_reset(&stmt->scratch);
    if (asked == NULL || (table = alk__pg_scratch_take(&stmt->scratch, parts->table.n + 1)) == NULL)
        return asked == NULL ? ALK_ERROR_NO_MEMORY : alk__pg_no_memory(err);
    memcpy(table, parts->table.p, parts->table.n);
    table[parts->table.n] = 0;
    asked->values[0] = table;
    asked->values[1] = print_names(stmt, parts->columns, parts->nset, err);
    asked->values[2] = print_names(stmt, parts->columns + parts->nset, parts->ncolumns - parts->nset, err);
    if (asked->values[1] == NULL || asked->values[2] == NULL)
        return ALK_ERROR_NO_MEMORY;
    rc = round_trip(asked, deadline, &a, err);
    *yes = a.yes;
    return rc;
}

/* ---- the statement ---- */
typedef struct writer {
    char *at;                            /* NULL: measuring */
    size_t size;
} writer;

static void put(writer *w, const char *text, size_t length)
{
    if (w->at != NULL)
        memcpy(w->at + w->size, text, length);
    w->size += length;
}

static void put_text(writer *w, const char *text)
{
    put(w, text, strlen(text));
}

static void put_numbered(writer *w, const char *text, uint32_t number)
{
    char digits[20];
    (void)snprintf(digits, sizeof digits, "%u", (unsigned)number);
    put_text(w, text);
    put_text(w, digits);
}

static void put_name(writer *w, alk_sv name)
{
    put(w, "\"", 1);
    for (size_t i = 0; i < name.n; i++)
        put(w, name.p[i] == '"' ? "\"\"" : name.p + i, name.p[i] == '"' ? 2 : 1);
    put(w, "\"", 1);
}

static void put_source(writer *w, const alk_arrays *parts)
{
    put_text(w, "ROWS FROM (");
    for (uint32_t i = 1; i <= parts->ncolumns; i++)
        put_numbered(w, i > 1 ? "), pg_catalog.unnest($" : "pg_catalog.unnest($", i);
    put_text(w, ")) AS alk_v (");
    for (uint32_t i = 1; i <= parts->ncolumns; i++)
        put_numbered(w, i > 1 ? ", a" : "a", i);
    put_text(w, ")");
}

static void put_statement(writer *w, const alk_arrays *parts)
{
    put_text(w, parts->nset > 0 ? "UPDATE " : "DELETE FROM ");
    put(w, parts->table.p, parts->table.n);
    put_text(w, parts->nset > 0 ? " AS alk_t SET " : " AS alk_t");
    for (uint32_t i = 0; i < parts->nset; i++) {
        put_text(w, i > 0 ? ", " : "");
        put_name(w, parts->columns[i]);
        put_numbered(w, " = alk_v.a", i + 1);
    }
    put_text(w, parts->nset > 0 ? " FROM " : " USING ");
    put_source(w, parts);
    for (uint32_t i = parts->nset; i < parts->ncolumns; i++) {
        put_text(w, i > parts->nset ? " AND alk_t." : " WHERE alk_t.");
        put_name(w, parts->columns[i]);
        put_numbered(w, " = alk_v.a", i + 1);
    }
}

static alk_rc make_stmt(alk__pg_each *each, alk__pg_conn *conn, const alk_arrays *parts, alk_err *err)
{
    writer w = { NULL, 0 };
    void *made = NULL;
    alk_rc rc;
    put_statement(&w, parts);
    if ((w.at = alk__pg_alloc(w.size, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    w.size = 0;
    put_statement(&w, parts);
    rc = alk__pg_prepare(conn, alk__pg_sv(w.at, w.size), 0, 0, &made, err);
    alk__pg_free(w.at);
    if (rc == ALK_OK) {
        each->stmt = made;
        each->stmt->owned = true;
    }
    return rc;
}

/* The types are those that the server gave when the statement was prepared last. */
static void take_types(alk__pg_stmt *stmt, const alk_arrays *parts)
{
    alk__pg_each *each = stmt->each;
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        alk__pg_oid type = alk__pg_array_oid(stmt->params[i].oid);
        if (each->stmt->param_oids[i] != type)
            each->stmt->epoch = 0;
        each->stmt->param_oids[i] = type;
        each->stmt->formats[i] = 1;
        each->arrays[i].key = i >= parts->nset && !is_set(parts, parts->columns[i]) ? key_size(&stmt->params[i]) : 0;
    }
}

static alk_rc begin(void *handle, void *prepared, const alk_arrays *parts, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_stmt *stmt = prepared;
    bool plain = false;
    alk_rc rc;
    if (PQtransactionStatus(conn->pg) == PQTRANS_INERROR || stmt->state != ALK__PG_CLOSED)
        return ALK_USE_DEFAULT;
    if ((rc = alk__pg_make_ready(stmt, NULL, deadline, err)) != ALK_OK)
        return rc;
    if (!fits(stmt, parts))
        return ALK_USE_DEFAULT;
    if ((rc = ask_table(stmt, parts, deadline, &plain, err)) != ALK_OK || !plain)
        return rc != ALK_OK ? rc : ALK_USE_DEFAULT;
    if (stmt->each == NULL && (stmt->each = alk__pg_alloc(sizeof *stmt->each + stmt->nparams * sizeof *stmt->each->arrays, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (stmt->each->stmt == NULL && (rc = make_stmt(stmt->each, conn, parts, err)) != ALK_OK)
        return rc;
    take_types(stmt, parts);
    return ALK_OK;
}

/* ---- arrays ---- */
static char *extend(array *a, size_t length)
{
    char *at;
    if (length > a->room - a->used) {
        size_t room = a->room > 0 ? a->room : FIRST_ROOM;
        char *larger;
        while (room - a->used < length && room < INT32_MAX)
            room *= 2;
        if (room - a->used < length || (larger = alk__pg_host->mem(a->bytes, room)) == NULL)
            return NULL;
        a->bytes = larger;
        a->room = room;
    }
    at = a->bytes + a->used;
    a->used += length;
    return at;
}

/* One dimension, whether there are NULLs, the items' type, how many, where they begin. */
static alk_rc put_heads(alk__pg_stmt *stmt, uint32_t nrows, alk_err *err)
{
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        array *a = &stmt->each->arrays[i];
        char *at;
        a->used = 0;
        a->nulls = false;
        if ((at = extend(a, ARRAY_HEAD)) == NULL)
            return alk__pg_no_memory(err);
        alk__pg_put32(at, 1);
        alk__pg_put32(at + 4, 0);
        alk__pg_put32(at + 8, stmt->params[i].oid);
        alk__pg_put32(at + 12, nrows);
        alk__pg_put32(at + 16, 1);
    }
    return ALK_OK;
}

static alk_rc put_item(array *a, const char *bytes, size_t length, alk_err *err)
{
    char *at = extend(a, bytes != NULL ? 4 + length : 4);
    if (at == NULL)
        return a->used + length > INT32_MAX / 2 ? ALK_USE_DEFAULT : alk__pg_no_memory(err);
    if (bytes == NULL) {
        alk__pg_put32(at, UINT32_MAX);
        alk__pg_put32(a->bytes + 4, 1);
        a->nulls = true;
        return ALK_OK;
    }
    alk__pg_put32(at, (uint32_t)length);
    memcpy(at + 4, bytes, length);
    return ALK_OK;
}

static alk_rc put_row(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    alk_rc rc = alk__pg_bind_binary(stmt, cells, err);
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->nparams; i++)
        rc = put_item(&stmt->each->arrays[i], stmt->values[i], (size_t)stmt->lengths[i], err);
    return rc;
}

/* A value that cannot be bound is told by its execution, after those before it. */
static alk_rc put_rows(alk__pg_stmt *stmt, const alk_request *request, alk_err *err)
{
    alk_rc rc = put_heads(stmt, request->nrows, err);
    for (uint32_t i = 0; rc == ALK_OK && i < request->nrows; i++)
        rc = put_row(stmt, request->params + (size_t)i * stmt->nparams, err);
    return rc == ALK_ERROR_DATA ? ALK_USE_DEFAULT : rc;
}

/* Memory is kept for the next rows, as far as it is little. */
static void give_back(alk__pg_stmt *stmt)
{
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        array *a = &stmt->each->arrays[i];
        if (a->room <= KEPT_MAX)
            continue;
        alk__pg_free(a->bytes);
        a->bytes = NULL;
        a->room = a->used = 0;
    }
}

/* ---- keys ---- */
/* NULL is equal to nothing, and leaves no place for its bytes. */
static bool tells(const array *a)
{
    return a->key != 0 && !a->nulls;
}

static const char *key_at(const array *a, uint32_t row)
{
    return a->bytes + ARRAY_HEAD + (size_t)row * (4U + a->key) + 4;
}

/* As memcmp() of the keys of two rows. */
static int compare_keys(const alk__pg_stmt *stmt, uint32_t one, uint32_t other)
{
    int order = 0;
    for (uint32_t i = 0; order == 0 && i < stmt->nparams; i++) {
        const array *a = &stmt->each->arrays[i];
        if (tells(a))
            order = memcmp(key_at(a, one), key_at(a, other), a->key);
    }
    return order;
}

static uint64_t hash_key(const alk__pg_stmt *stmt, uint32_t row)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        const array *a = &stmt->each->arrays[i];
        const char *at = tells(a) ? key_at(a, row) : NULL;
        for (uint8_t k = 0; at != NULL && k < a->key; k++)
            hash = (hash ^ (unsigned char)at[k]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 32;
}

static bool ascend(const alk__pg_stmt *stmt, uint32_t nrows)
{
    for (uint32_t i = 1; i < nrows; i++)
        if (compare_keys(stmt, i - 1, i) >= 0)
            return false;
    return true;
}

/* Rows by the hashes of their keys, in a table that is half empty at least. */
static alk_rc find_pair(const alk__pg_stmt *stmt, uint32_t nrows, bool *found, alk_err *err)
{
    uint32_t size = 64, *rows;
    while (size < nrows * 2)
        size *= 2;
    if ((rows = alk__pg_alloc(size * sizeof *rows, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; !*found && i < nrows; i++) {
        uint32_t at = (uint32_t)hash_key(stmt, i) & (size - 1);
        for (; rows[at] != 0 && !*found; at = (at + 1) & (size - 1))
            *found = compare_keys(stmt, rows[at] - 1, i) == 0;
        if (!*found)
            rows[at] = i + 1;
    }
    alk__pg_free(rows);
    return ALK_OK;
}

static alk_rc check_keys(const alk__pg_stmt *stmt, uint32_t nrows, alk_err *err)
{
    bool any = false, found = false;
    alk_rc rc = ALK_OK;
    for (uint32_t i = 0; i < stmt->nparams; i++)
        any = any || tells(&stmt->each->arrays[i]);
    if (!any)
        return ALK_USE_DEFAULT;
    if (!ascend(stmt, nrows))
        rc = find_pair(stmt, nrows, &found, err);
    return rc == ALK_OK && found ? ALK_USE_DEFAULT : rc;
}

/* ---- running ---- */
static alk_rc send_arrays(alk__pg_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    alk__pg_stmt *at_once = stmt->each->stmt;
    answers a = { .changes = -1 };
    alk_rc rc;
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        at_once->values[i] = stmt->each->arrays[i].bytes;
        at_once->lengths[i] = (int)stmt->each->arrays[i].used;
    }
    rc = round_trip(at_once, request->deadline, &a, err);
    *affected = rc == ALK_OK ? a.changes : -1;
    return rc;
}

static alk_rc execute(void *handle, void *prepared, const alk_request *request, int64_t *affected, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk__pg_stmt *stmt = prepared;
    alk_rc rc;
    if (stmt->each == NULL || stmt->each->stmt == NULL || request->ncols != stmt->nparams || request->nrows == 0)
        return ALK_USE_DEFAULT;
    rc = put_rows(stmt, request, err);
    if (rc == ALK_OK)
        rc = check_keys(stmt, request->nrows, err);
    if (rc == ALK_OK) {
        alk__pg_forget_warnings(conn);
        conn->touched |= stmt->touches;
        rc = send_arrays(stmt, request, affected, err);
        conn->done_in_transaction += rc == ALK_OK;
    }
    give_back(stmt);
    return rc;
}

const alk_arrays_ops alk__pg_arrays_ops = { .size = sizeof alk__pg_arrays_ops, .begin = begin, .execute = execute };
