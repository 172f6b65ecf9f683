/* SPDX-License-Identifier: MIT
 * Statements as text. Their rows are written anew in the form that prepared ones have, with every value a text, so that there is one reader of rows. */
#include "direct.h"
#include "cursor.h"
#include "errors.h"
#include "sql_text.h"
#include <string.h>

enum { LENGTH_MAX = 9 };                 /* bytes before a value */

bool alk__my_is_plain_text(alk_sv sql)
{
    static const char *const words[] = { "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "GRANT", "REVOKE", "SET", "USE", "LOCK", "UNLOCK", "FLUSH", NULL };
    for (int i = 0; words[i] != NULL; i++)
        if (alk__my_begins_with(sql, words[i]))
            return true;
    return false;
}

static alk_rc failed(alk__my_stmt *stmt, alk_err *err)
{
    return alk__my_fail(stmt->conn, NULL, alk__my_sv(stmt->sql, stmt->sql_length), err);
}

static alk_rc drop_more(alk__my_stmt *stmt, alk_err *err)
{
    MYSQL *mysql = stmt->conn->mysql;
    while (mysql_more_results(mysql)) {
        if (mysql_next_result(mysql) > 0)
            return failed(stmt, err);
        mysql_free_result(mysql_store_result(mysql));
    }
    return ALK_OK;
}

alk_rc alk__my_run_text(alk__my_stmt *stmt, int64_t *affected, alk_err *err)
{
    MYSQL *mysql = stmt->conn->mysql;
    alk_rc rc;
    if (mysql_real_query(mysql, stmt->sql, (unsigned long)stmt->sql_length) != 0)
        return failed(stmt, err);
    *affected = alk__my_affected(stmt);
    if (mysql_field_count(mysql) == 0)
        return drop_more(stmt, err);
    stmt->text_rows = mysql_store_result(mysql);
    if (stmt->text_rows == NULL)
        return failed(stmt, err);
    *affected = -1;
    rc = drop_more(stmt, err);
    if (rc == ALK_OK && !alk__my_columns_update(stmt, err))
        rc = ALK_ERROR_NO_MEMORY;
    if (rc != ALK_OK) {
        mysql_free_result(stmt->text_rows);
        stmt->text_rows = NULL;
        return rc;
    }
    stmt->state = ALK__MY_BEFORE_ROW;
    return ALK_OK;
}

static unsigned char *put_length(unsigned char *at, size_t length)
{
    if (length < 251) {
        *at++ = (unsigned char)length;
        return at;
    }
    *at++ = 254;
    for (int i = 0; i < 8; i++)
        *at++ = (unsigned char)((uint64_t)length >> (8 * i));
    return at;
}

static bool make_room(alk__my_stmt *stmt, size_t size)
{
    unsigned char *room;
    if (size <= stmt->text_row_size)
        return true;
    room = alk__my_host->mem(stmt->text_row, size);
    if (room == NULL)
        return false;
    stmt->text_row = room;
    stmt->text_row_size = size;
    return true;
}

unsigned char *alk__my_text_row(alk__my_stmt *stmt, size_t *length, alk_rc *rc, alk_err *err)
{
    MYSQL_ROW row = mysql_fetch_row(stmt->text_rows);
    const unsigned long *lengths = row != NULL ? mysql_fetch_lengths(stmt->text_rows) : NULL;
    size_t head = 1 + ((size_t)stmt->ncols + 9) / 8, size = head;
    unsigned char *at;
    *rc = ALK_OK;
    if (lengths == NULL)
        return NULL;
    for (uint32_t i = 0; i < stmt->ncols; i++)
        size += row[i] != NULL ? lengths[i] + LENGTH_MAX : 0;
    if (!make_room(stmt, size)) {
        *rc = alk__my_no_memory(err);
        return NULL;
    }
    memset(stmt->text_row, 0, head);
    at = stmt->text_row + head;
    for (uint32_t i = 0; i < stmt->ncols; i++) {
        if (row[i] == NULL) {
            stmt->text_row[1 + (i + 2) / 8] |= (unsigned char)(1u << ((i + 2) % 8));
            continue;
        }
        at = put_length(at, lengths[i]);
        if (lengths[i] > 0)
            memcpy(at, row[i], lengths[i]);
        at += lengths[i];
    }
    *length = (size_t)(at - stmt->text_row);
    return stmt->text_row;
}
