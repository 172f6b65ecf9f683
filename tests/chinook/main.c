/* SPDX-License-Identifier: MIT
 * Moves the Chinook sample database through the models into a fresh one, and compares what statements find there with what their SQL finds.
 *     alk_chinook Chinook_Sqlite.sqlite Chinook_Sqlite.sql
 * Skipped (77) where the files are not there. */
#include "chinook.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed;

static void verdict(bool good, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void verdict(bool good, const char *name, const char *format, ...)
{
    va_list arguments;
    if (good) {
        passed++;
        return;
    }
    failed++;
    printf("FAIL %s: ", name);
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static const char *why(void)
{
    static char text[4000];
    alk_error_print(alk_last_error(), text, sizeof text);
    return text;
}

/* ---- the schema ---- */

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(4000000) : NULL;
    size_t n = text ? fread(text, 1, 3999999, file) : 0;
    if (file)
        (void)fclose(file);
    if (text)
        text[n] = '\0';
    return text;
}

/* Runs the CREATE statements of the script. They hold no semicolon but at their ends. */
static bool make_tables(alk_conn *conn, const char *path)
{
    char *script = read_file(path);
    bool good = script != NULL;
    int made = 0;
    for (const char *at = script; good && at && (at = strstr(at, "\nCREATE "));) {
        const char *end = strchr(at, ';');
        good = end && alk_close(alk_execute(conn, alk_raw_n(at + 1, (size_t)(end - at - 1)))) == ALK_OK;
        made++;
        at = end;
    }
    free(script);
    return good && made == 22 && alk_commit(conn) == ALK_OK;
}

static bool same(alk_conn *conn, const alk_sql *statement, alk_conn *other, const char *sql, const char *name);

static const char *const tables[] = { "Artist", "Album", "Employee", "Customer", "Genre", "MediaType", "Track", "Invoice", "InvoiceLine", "Playlist", "PlaylistTrack" };
enum { TABLES = sizeof tables / sizeof *tables };

/* The tables that the models make are those of the script. Types are compared but for the words that SQLite does not care about. */
static void compare_schemas(alk_conn *made, alk_conn *by_hand)
{
    static const char *const questions_of[] = {
        ("SELECT name, replace(replace(replace(upper(type), ' ', ''), 'NVARCHAR', 'VARCHAR'), 'TIMESTAMP', 'DATETIME'), \"notnull\", pk, dflt_value "
         "FROM pragma_table_info('%s') ORDER BY cid"),
        "SELECT \"from\", \"table\", \"to\", on_update, on_delete FROM pragma_foreign_key_list('%s') UNION SELECT 'none', '', '', '', '' ORDER BY 1",
        "SELECT l.name, i.name, l.\"unique\" FROM pragma_index_list('%s') AS l, pragma_index_info(l.name) AS i WHERE l.origin = 'c' UNION SELECT 'none', '', 0 ORDER BY 1",
    };
    for (size_t i = 0; i < TABLES; i++)
        for (size_t k = 0; k < sizeof questions_of / sizeof *questions_of; k++) {
            char sql[400], name[100];
            const char *at = strstr(questions_of[k], "%s");
            snprintf(sql, sizeof sql, "%.*s%s%s", (int)(at - questions_of[k]), questions_of[k], tables[i], at + 2);
            snprintf(name, sizeof name, "%s of %s", k == 0 ? "columns" : k == 1 ? "foreign keys" : "indexes", tables[i]);
            if (same(made, (alk_raw)(sql), by_hand, sql, name))
                passed++;
            else
                failed++;
        }
}

/* ---- data, through arrays of structs ---- */

static int64_t count_rows(alk_conn *conn, const alk_sql *table)
{
    int64_t n = -1;
    alk_scalar_int(alk_execute(conn, alk_select(alk_count_all(), alk_from(table))), &n);
    return n;
}

#define MOVE(m) move_##m(from, to)
#define MOVER(m)                                                                                                                       \
    static void move_##m(alk_conn *from, alk_conn *to)                                                                                 \
    {                                                                                                                                  \
        alk_arena *arena = alk_arena_new();                                                                                            \
        struct m *rows = NULL;                                                                                                         \
        size_t n = 0;                                                                                                                  \
        int64_t affected = 0;                                                                                                          \
        alk_result *result = alk_execute(from, alk_select(m.table));                                                                   \
        int code = alk_fetch_structs(result, m, arena, &rows, &n);                                                                     \
        verdict(alk_close(result) == ALK_OK && code == ALK_OK && n > 0, #m " read", "%s", why());                                      \
        code = alk_insert_structs(to, m, rows, n, &affected);                                                                          \
        verdict(code == ALK_OK && affected == (int64_t)n, #m " inserted", "%s", why());                                                \
        verdict(count_rows(from, m.table) == (int64_t)n && count_rows(to, m.table) == (int64_t)n, #m " counted", "%zu rows", n);       \
        alk_arena_free(arena);                                                                                                         \
    }
MOVER(artist)
MOVER(album)
MOVER(employee)
MOVER(customer)
MOVER(genre)
MOVER(media_type)
MOVER(track)
MOVER(invoice)
MOVER(invoice_line)
MOVER(playlist)
MOVER(playlist_track)

static void move_all(alk_conn *from, alk_conn *to)
{
    MOVE(artist);
    MOVE(album);
    MOVE(employee);
    MOVE(customer);
    MOVE(genre);
    MOVE(media_type);
    MOVE(track);
    MOVE(invoice);
    MOVE(invoice_line);
    MOVE(playlist);
    MOVE(playlist_track);
    verdict(alk_commit(to) == ALK_OK, "commit", "%s", why());
}

/* ---- two results, row by row ---- */

static bool same_row(alk_result *a, alk_result *b, int columns, size_t row, const char *name)
{
    for (int i = 0; i < columns; i++) {
        const char *x = alk_get_string(a, i), *y = alk_get_string(b, i);
        if (x && y ? strcmp(x, y) == 0 : x == y)
            continue;
        printf("FAIL %s: row %zu, column %d: %s, and by hand %s\n", name, row, i, x ? x : "NULL", y ? y : "NULL");
        return false;
    }
    return true;
}

static bool same_result(alk_result *a, alk_result *b, const char *name)
{
    int columns = alk_column_count(a);
    size_t rows = 0;
    bool good = a && b && columns == alk_column_count(b);
    if (!good)
        printf("FAIL %s: %d columns, and by hand %d: %s\n", name, columns, alk_column_count(b), why());
    while (good) {
        bool more = alk_next(a), more_by_hand = alk_next(b);
        if (more != more_by_hand) {
            printf("FAIL %s: one has no row %zu\n", name, rows);
            good = false;
        } else if (!more)
            break;
        good = good && same_row(a, b, columns, rows++, name);
    }
    if (good && rows == 0) {
        printf("FAIL %s: no rows\n", name);
        good = false;
    }
    return good;
}

static bool same(alk_conn *conn, const alk_sql *statement, alk_conn *other, const char *sql, const char *name)
{
    alk_result *a = alk_execute(conn, statement);
    if (!a)
        printf("FAIL %s: %s\n", name, why());
    alk_result *b = alk_execute(other, alk_raw(sql));
    if (!b)
        printf("FAIL %s, by hand: %s\n", name, why());
    bool good = a && b && same_result(a, b, name);
    int code = alk_close(a), code_by_hand = alk_close(b);
    if (good && (code || code_by_hand)) {
        printf("FAIL %s: %s\n", name, why());
        good = false;
    }
    return good;
}

/* All of a table, in order of its columns. */
static void compare_tables(alk_conn *from, alk_conn *to)
{
    for (size_t i = 0; i < TABLES; i++) {
        char sql[100];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", tables[i]);
        if (same(to, (alk_raw)(sql), from, sql, tables[i]))
            passed++;
        else
            failed++;
    }
}

static void ask(alk_conn *conn, alk_conn *other, const question *q)
{
    bool good = true;
    if (q->change) {
        good = alk_close(alk_execute(conn, q->change())) == ALK_OK && alk_close(alk_execute(other, alk_raw(q->change_sql))) == ALK_OK;
        if (!good)
            printf("FAIL %s: %s\n", q->name, why());
    }
    good = good && same(conn, q->statement(), other, q->sql, q->name);
    alk_rollback(conn);
    alk_rollback(other);
    if (good)
        passed++;
    else
        failed++;
}

int main(int argc, char **argv)
{
    char url[1000];
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        printf("the Chinook database is not here\n");
        return 77;
    }
    (void)fclose(file);
    snprintf(url, sizeof url, "sqlite:///%s?mode=ro", argv[1]);
    alk_engine *original = alk_open(url), *fresh = alk_open("sqlite://", .pool_size = 1), *by_hand = alk_open("sqlite://", .pool_size = 1);
    alk_conn *from = alk_connect(original), *to = alk_connect(fresh), *other = alk_connect(by_hand);
    if (!from || !to || !other || !make_tables(other, argv[2]) ||
        alk_create_all(to, artist.table, album.table, employee.table, customer.table, genre.table, media_type.table, track.table, invoice.table, invoice_line.table,
                       playlist.table, playlist_track.table) ||
        alk_commit(to)) {
        printf("FAIL: %s\n", why());
        return 1;
    }
    compare_schemas(to, other);
    move_all(from, to);
    compare_tables(from, to);
    move_all(to, other);
    for (const question *q = questions; q->name; q++)
        ask(to, other, q);
    alk_conn_close(from);
    alk_conn_close(to);
    alk_conn_close(other);
    alk_engine_close(original);
    alk_engine_close(fresh);
    alk_engine_close(by_hand);
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
