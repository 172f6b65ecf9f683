/* SPDX-License-Identifier: MIT
 * Transactions in the shell. Each statement is its own until BEGIN, as in every database's shell. Plain forms of BEGIN, COMMIT
 * and ROLLBACK go through the library; a BEGIN with more behind it (BEGIN IMMEDIATE) goes to the database as it is, and so does
 * what ends that transaction. */
#include "shell.h"
#include "statement.h"

#include <string.h>

static bool ends_after(alk_sv sql, size_t n)
{
    return statement_has_word(sql, n, "");
}

/* Whether the statement is this word alone or followed by TRANSACTION or WORK. */
static bool is_plain(alk_sv sql, const char *word)
{
    if (!statement_has_word(sql, 0, word))
        return false;
    bool noise = statement_has_word(sql, 1, "TRANSACTION") || statement_has_word(sql, 1, "WORK");
    return ends_after(sql, noise ? 2 : 1);
}

static int begin(shell *s)
{
    alk_conn *conn = s->db->conn;
    if (s->autocommit && !alk_conn_in_transaction(conn) && alk_conn_set_autocommit(conn, false) != ALK_OK)
        return alk_last_error()->code;
    if (alk_conn_begin(conn) == ALK_OK)
        return ALK_OK;
    int code = alk_last_error()->code;
    if (s->autocommit && !alk_conn_in_transaction(conn))
        alk_conn_set_autocommit(conn, true);
    return code;
}

int transaction_end(shell *s, bool commit)
{
    alk_conn *conn = s->db->conn;
    int code = commit ? alk_conn_commit(conn) : alk_conn_rollback(conn);
    if (s->autocommit && !alk_conn_in_transaction(conn)) {
        int restored = alk_conn_set_autocommit(conn, true);
        code = code != ALK_OK ? code : restored;
    }
    return code;
}

bool transaction_open(const shell *s)
{
    return alk_conn_transaction_status(s->db->conn) != ALK_TRANSACTION_IDLE || alk_conn_in_transaction(s->db->conn);
}

/* Begun by a statement that only the database understands. */
bool transaction_is_native(const shell *s)
{
    return transaction_open(s) && !alk_conn_in_transaction(s->db->conn);
}

/* COMMIT without BEGIN is a mistake that the user will want to hear of. */
static int end_if_open(shell *s, bool commit)
{
    if (!transaction_open(s)) {
        say("no transaction is open");
        return ALK_OK;
    }
    int code = transaction_end(s, commit);
    if (code == ALK_OK)
        output_note(&s->style, commit ? "committed" : "rolled back");
    return code;
}

static int begin_plain(shell *s)
{
    int code = begin(s);
    if (code == ALK_OK)
        output_note(&s->style, "begun");
    return code;
}

int transaction_run(shell *s, alk_sv sql, bool *handled)
{
    bool commit = is_plain(sql, "COMMIT") || is_plain(sql, "END");
    bool rollback = is_plain(sql, "ROLLBACK");
    *handled = false;
    if (transaction_is_native(s))
        return ALK_OK;
    bool start = statement_has_word(sql, 0, "START") && statement_has_word(sql, 1, "TRANSACTION") && ends_after(sql, 2);
    *handled = commit || rollback || start || is_plain(sql, "BEGIN");
    if (commit || rollback)
        return end_if_open(s, commit);
    return *handled ? begin_plain(s) : ALK_OK;
}

void transaction_autocommit(shell *s, const char *argument)
{
    bool on = strcmp(argument, "on") == 0;
    if (*argument && !on && strcmp(argument, "off") != 0) {
        say("\\autocommit takes on or off");
        return;
    }
    if (*argument && transaction_open(s)) {
        say("a transaction is open: \\commit or \\rollback first");
        return;
    }
    if (*argument && alk_conn_set_autocommit(s->db->conn, on) != ALK_OK) {
        shell_failed(s);
        return;
    }
    if (*argument)
        s->autocommit = on;
    output_note(&s->style, "autocommit is %s", s->autocommit ? "on" : "off: statements stay in a transaction until \\commit");
}
