/* SPDX-License-Identifier: MIT
 * SHOW WARNINGS, asked for when somebody wants to know and the statement had some. */
#include "warning.h"
#include "driver/mysql_error.h"
#include "errors_text.h"
#include "kill.h"
#include "statement.h"
#include <string.h>

static MYSQL_RES *ask(alk__my_conn *conn)
{
    static const char sql[] = "SHOW WARNINGS";
    MYSQL_RES *rows = NULL;
    alk__my_enter(conn, alk__my_now() + 10 * ALK__MY_SECOND);
    alk__my_start(conn);
    if (mysql_real_query(conn->mysql, sql, sizeof sql - 1) == 0)
        rows = mysql_store_result(conn->mysql);
    alk__my_stop(conn);
    alk__my_leave(conn);
    return rows;
}

static void set(unsigned number, const char *text, alk_err *warning)
{
    char message[700];
    alk__driver_mysql_meaning meaning = alk__driver_mysql_meaning_of(number, "");
    alk__driver_mysql_message(number, text, message, sizeof message);
    alk__my_host->err_set(warning, meaning.error_class, meaning.sqlstate[0] != 0 ? meaning.sqlstate : "01000", (int64_t)number, message, strlen(message));
    alk__my_details(number, text, warning);
}

alk_rc alk__my_warning(void *handle, alk_err *warning)
{
    alk__my_conn *conn = handle;
    MYSQL_ROW row;
    unsigned number = 0;
    if (conn->lost || conn->reading != NULL || conn->warnings == 0)
        return ALK_END;
    if (conn->warning_rows == NULL)
        conn->warning_rows = ask(conn);
    row = conn->warning_rows != NULL && mysql_num_fields(conn->warning_rows) == 3 ? mysql_fetch_row(conn->warning_rows) : NULL;
    if (row == NULL || row[1] == NULL || row[2] == NULL) {
        conn->warnings = 0;
        if (conn->warning_rows != NULL)
            mysql_free_result(conn->warning_rows);
        conn->warning_rows = NULL;
        return ALK_END;
    }
    for (const char *at = row[1]; *at >= '0' && *at <= '9' && number < 1000000; at++)
        number = number * 10 + (unsigned)(*at - '0');
    set(number, row[2], warning);
    return ALK_OK;
}
