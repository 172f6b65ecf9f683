/* SPDX-License-Identifier: MIT
 * The shell's view of the schema: \d, \d TABLE, and table names for completion. */
#include "shell.h"
#include <stdlib.h>

#include <string.h>
#include <strings.h>

/* What only looks must not leave a transaction behind. */
static void end_look(shell *s, bool was_open)
{
    if (!was_open && alk_conn_in_transaction(s->db->conn))
        alk_conn_rollback(s->db->conn);
}

void tables_list(shell *s)
{
    uint64_t rows;
    bool was_open = alk_conn_in_transaction(s->db->conn);
    if (output_result(&s->style, alk_conn_tables(s->db->conn), &rows) != ALK_OK)
        shell_failed(s);
    end_look(s, was_open);
}

static void add_quoted(text *t, const shell *s, const char *name)
{
    size_t length = alk_conn_quote(s->db->conn, name, NULL, 0);
    char *quoted = memory_grow(NULL, length + 1, 1);
    alk_conn_quote(s->db->conn, name, quoted, length + 1);
    text_add(t, quoted, length);
    free(quoted);
}

/* Finds "name" or "schema.name" among the tables, exactly or else without regard to case, and adds it as SQL has it. False,
 * and said, when there is none. */
static bool find_table(shell *s, const char *name, text *quoted)
{
    bool exact = false;
    alk_result *r = alk_conn_tables(s->db->conn);
    while (!exact && alk_next(r)) {
        const char *schema = alk_get_text(r, 0), *table = alk_get_text(r, 1);
        text full = { 0 };
        text_printf(&full, "%s.%s", schema ? schema : "", table ? table : "");
        exact = table && (strcmp(name, table) == 0 || strcmp(name, full.p) == 0);
        if (table && (exact || (quoted->n == 0 && strcasecmp(name, table) == 0))) {
            text_clear(quoted);
            if (schema && *schema) {
                add_quoted(quoted, s, schema);
                text_char(quoted, '.');
            }
            add_quoted(quoted, s, table);
        }
        text_free(&full);
    }
    if (alk_close(r) != ALK_OK) {
        shell_failed(s);
        return false;
    }
    if (quoted->n == 0)
        say("there is no table or view \"%s\"; \\d lists them", name);
    return quoted->n != 0;
}

static void show_columns(shell *s, alk_result *r)
{
    static const char *const headers[] = { "column", "type", "nullable", "key" };
    static const char *const answers[] = { NULL, "no", "yes" };      /* -1: not known */
    output o;
    output_begin(&o, &s->style);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        output_add_column(&o, headers[i], ALK_TYPE_TEXT);
    for (int i = 0; i < alk_column_count(r); i++) {
        alk_column_info info = { .struct_size = sizeof info };
        if (alk_result_column(r, i, &info) != ALK_OK)
            break;
        const char *type = info.native_type && *info.native_type ? info.native_type : alk_type_name(info.type);
        const alk_value row[] = {
            alk_value_text(info.name), alk_value_text(type),
            alk_value_text(answers[info.nullable < 0 ? 0 : info.nullable + 1]), alk_value_text(info.key ? "yes" : ""),
        };
        output_row(&o, row);
    }
    output_end(&o);
}

void tables_describe(shell *s, const char *name)
{
    text sql = { 0 }, quoted = { 0 };
    bool was_open = alk_conn_in_transaction(s->db->conn);
    if (find_table(s, name, &quoted)) {
        text_printf(&sql, "SELECT * FROM %s WHERE 1 = 0", text_string(&quoted));
        alk_result *r = alk_conn_execute_driver(s->db->conn, sql.p, sql.n, NULL, 0, NULL);
        if (r)
            show_columns(s, r);
        if (alk_close(r) != ALK_OK)
            shell_failed(s);
    }
    end_look(s, was_open);
    text_free(&sql);
    text_free(&quoted);
}

static void read_tables(shell *s)
{
    bool was_open = alk_conn_in_transaction(s->db->conn);
    alk_result *r = alk_conn_tables(s->db->conn);
    while (alk_next(r)) {
        const char *name = alk_get_text(r, 1);
        if (!name)
            continue;
        s->tables = memory_grow(s->tables, s->n_tables + 1, sizeof *s->tables);
        s->tables[s->n_tables++] = memory_copy(name, strlen(name));
    }
    alk_close(r);
    end_look(s, was_open);
    s->tables_known = true;
}

void tables_complete(shell *s, const char *word, size_t length, editor_add_fn add, void *list)
{
    if (!s->tables_known)
        read_tables(s);
    for (size_t i = 0; i < s->n_tables; i++)
        if (strlen(s->tables[i]) >= length && strncasecmp(s->tables[i], word, length) == 0)
            add(list, s->tables[i]);
}

void tables_forget(shell *s)
{
    for (size_t i = 0; i < s->n_tables; i++)
        memory_free(s->tables[i]);
    memory_free(s->tables);
    s->tables = NULL;
    s->n_tables = 0;
    s->tables_known = false;
}
