/* SPDX-License-Identifier: MIT
 * An INSERT of many rows costs half of what it costs with RETURNING, for which SQLite puts what it returns into a table of its own. A new row's key is one more than the largest, so
 * those of one INSERT follow each other, but where a trigger inserts too, or where the largest possible key is there: it is seen afterwards whether that was so, and undone then. */
#include "counted.h"
#include "errors.h"
#include "guard.h"
#include "pragma.h"
#include "statement.h"

/* Whether the rows that have the key or a larger one are as many as that, and end with `last`: they are all that there are between the two. */
static alk_rc are_the_last(alk__lite_stmt *seen, int64_t first, int64_t last, uint32_t rows, bool *are, alk_err *err)
{
    sqlite3_stmt *query = seen->handle;
    sqlite3_bind_int64(query, 1, first);
    int result = sqlite3_step(query);
    *are = result == SQLITE_ROW && sqlite3_column_int64(query, 0) == rows && sqlite3_column_int64(query, 1) == last;
    alk_rc rc = result == SQLITE_ROW ? ALK_OK : alk__lite_fail(seen->conn, result, alk__lite_sv(NULL, 0), err);
    sqlite3_reset(query);
    return rc;
}

/* Inserts the rows. *told: which keys they have is known. */
static alk_rc insert(alk__lite_stmt *stmt, alk__lite_stmt *seen, const alk_request *request, uint32_t rows, int64_t *first, bool *told, alk_err *err)
{
    sqlite3 *db = stmt->conn->db;
    void *cursor;
    int64_t affected;
    int before = sqlite3_total_changes(db);          /* the newer one of 64 bits tells the same difference */
    alk_rc rc = alk__lite_execute(stmt->conn, stmt, request, &cursor, &affected, err);
    int64_t last = sqlite3_last_insert_rowid(db);
    *told = rc == ALK_OK && affected == rows && sqlite3_total_changes(db) - before == (int)rows && last >= rows;
    if (*told) {
        *first = last - rows + 1;
        rc = are_the_last(seen, *first, last, rows, told, err);
    }
    return rc;
}

static alk_rc execute(void *handle, void *prepared, void *seen, const alk_request *request, uint32_t rows, int64_t *first, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk__lite_stmt *stmt = prepared;
    bool told;
    if (stmt->uncounted || sqlite3_get_autocommit(conn->db) != 0)
        return ALK_USE_DEFAULT;
    alk__lite_settle(conn);
    alk__lite_set_deadline(conn, request->deadline);
    int result = alk__lite_exec(conn, "SAVEPOINT alk_counted");
    if (result != SQLITE_OK)
        return alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
    alk_rc rc = insert(stmt, seen, request, rows, first, &told, err);
    if (sqlite3_get_autocommit(conn->db) != 0)
        return rc;                                                           /* the failure has ended the transaction */
    result = alk__lite_exec(conn, rc == ALK_OK && !told ? "ROLLBACK TO alk_counted; RELEASE alk_counted" : "RELEASE alk_counted");
    if (rc == ALK_OK && result != SQLITE_OK)
        return alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
    stmt->uncounted = rc == ALK_OK && !told;
    return stmt->uncounted ? ALK_USE_DEFAULT : rc;
}

const alk_counted_ops alk__lite_counted_ops = { .size = sizeof alk__lite_counted_ops, .execute = execute };
