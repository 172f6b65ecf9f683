/* SPDX-License-Identifier: MIT
 * Moves the Chinook sample database through the models into a fresh one, and compares what statements find there with what their SQL finds.
 *     alk_chinook Chinook_Sqlite.sqlite Chinook_Sqlite.sql
 * With the URL of a server, what they find there with what the same ones find in SQLite:
 *     alk_chinook Chinook_Sqlite.sqlite Chinook_Sqlite.sql URL
 * Skipped (77) where the files are not there. */
#include "chinook.h"
#include <math.h>
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

static bool same(alk_conn *conn, const alk_sql *statement, alk_conn *other, const alk_sql *by_hand, const char *name);

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
            if (same(made, (alk_raw)(sql), by_hand, (alk_raw)(sql), name))
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

/* Numbers are told with more or fewer digits: sums of integers are exact numbers to some, and averages have as many decimals as each likes. */
static bool same_value(const char *x, const char *y)
{
    char *x_end, *y_end;
    if (strcmp(x, y) == 0)
        return true;
    double a = strtod(x, &x_end), b = strtod(y, &y_end);
    return *x && *y && !*x_end && !*y_end && fabs(a - b) <= 1e-4 * fmax(1, fabs(b) * 1e-4);
}

static bool same_row(alk_result *a, alk_result *b, int columns, size_t row, const char *name)
{
    for (int i = 0; i < columns; i++) {
        const char *x = alk_get_string(a, i), *y = alk_get_string(b, i);
        if (x && y ? same_value(x, y) : x == y)
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

static bool same(alk_conn *conn, const alk_sql *statement, alk_conn *other, const alk_sql *by_hand, const char *name)
{
    alk_result *a = alk_execute(conn, statement);
    if (!a)
        printf("FAIL %s: %s\n", name, why());
    alk_result *b = alk_execute(other, by_hand);
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
        if (same(to, (alk_raw)(sql), from, (alk_raw)(sql), tables[i]))
            passed++;
        else
            failed++;
    }
}

static const alk_sql *for_conn(const alk_conn *conn, const alk_sql *(*make)(void))
{
    bool postgresql = strcmp(alk_engine_dialect(alk_conn_engine(conn)), "postgresql") == 0;
    aggregates_have_order = strcmp(alk_engine_dialect(alk_conn_engine(conn)), "sqlite") != 0;
    json_object_function = postgresql ? "json_build_object" : "json_object";
    json_array_function = postgresql ? "json_build_array" : "json_array";
    return make();
}

/* by_hand: the other's SQL is what a person would write; else the same statement. */
static void ask(alk_conn *conn, alk_conn *other, const question *q, bool by_hand)
{
    bool good = true;
    if (q->change) {
        good = alk_close(alk_execute(conn, q->change())) == ALK_OK &&
               alk_close(alk_execute(other, by_hand ? (alk_raw)(q->change_sql) : q->change())) == ALK_OK;
        if (!good)
            printf("FAIL %s: %s\n", q->name, why());
    }
    if (good) {
        const alk_sql *asked = for_conn(conn, q->statement);
        good = same(conn, asked, other, by_hand ? (alk_raw)(q->sql) : for_conn(other, q->statement), q->name);
    }
    alk_rollback(conn);
    alk_rollback(other);
    if (good)
        passed++;
    else
        failed++;
}

static bool create_all(alk_conn *conn)
{
    return alk_create_all(conn, artist.table, album.table, employee.table, customer.table, genre.table, media_type.table, track.table, invoice.table, invoice_line.table,
                          playlist.table, playlist_track.table) == ALK_OK &&
           alk_commit(conn) == ALK_OK;
}

/* ---- on a server ---- */

static bool run(alk_conn *conn, const char *sql)
{
    bool good = alk_close(alk_execute(conn, (alk_raw)(sql))) == ALK_OK && alk_commit(conn) == ALK_OK;
    if (!good)
        printf("FAIL %s: %s\n", sql, why());
    return good;
}

/* A place of its own, where texts are compared byte by byte, as SQLite does. */
static bool enter(alk_conn *conn, const char *dialect)
{
    if (strcmp(dialect, "postgresql") == 0)
        return run(conn, "DROP SCHEMA IF EXISTS alk_chinook CASCADE") && run(conn, "CREATE SCHEMA alk_chinook") && run(conn, "SET search_path TO alk_chinook");
    return run(conn, "DROP DATABASE IF EXISTS alk_chinook") && run(conn, "CREATE DATABASE alk_chinook CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") && run(conn, "USE alk_chinook");
}

/* NVARCHAR is of an older set of characters there, and of a collation of its own. */
static bool make_alike(alk_conn *conn)
{
    bool good = run(conn, "SET foreign_key_checks = 0");
    for (size_t i = 0; i < TABLES && good; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "ALTER TABLE %s CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", tables[i]);
        good = run(conn, sql);
    }
    return good && run(conn, "SET foreign_key_checks = 1");
}

static void leave(alk_conn *conn, const char *dialect)
{
    run(conn, strcmp(dialect, "postgresql") == 0 ? "DROP SCHEMA alk_chinook CASCADE" : "DROP DATABASE alk_chinook");
}

static void compare_models(alk_conn *here, alk_conn *there)
{
    const alk_sql *const all[] = { artist.table, album.table, employee.table, customer.table, genre.table, media_type.table, track.table, invoice.table, invoice_line.table,
                                   playlist.table, playlist_track.table };
    for (size_t i = 0; i < TABLES; i++) {
        const alk_sql *statement = alk_keep(alk_select(all[i], alk_order_by(alk_raw("1"), alk_raw("2"))));
        if (same(there, statement, here, statement, tables[i]))
            passed++;
        else
            failed++;
        alk_free(statement);
    }
}

static void on_server(alk_conn *here, const char *url)
{
    alk_engine *engine = alk_open(url);
    alk_conn *there = alk_connect(engine);
    const char *dialect = engine ? alk_engine_dialect(engine) : "";
    bool postgresql = strcmp(dialect, "postgresql") == 0;
    if (!there || !enter(there, dialect) || !create_all(there) || (!postgresql && !make_alike(there))) {
        verdict(false, url, "%s", why());
    } else {
        move_all(here, there);
        compare_models(here, there);
        for (const question *q = questions; q->name; q++)
            ask(there, here, q, false);
        try_objects(there, &passed, &failed);
        leave(there, dialect);
    }
    alk_conn_close(there);
    alk_engine_close(engine);
}

static void in_sqlite(alk_conn *from, alk_conn *to, const char *script)
{
    alk_engine *by_hand = alk_open("sqlite://", .pool_size = 1);
    alk_conn *other = alk_connect(by_hand);
    if (!other || !make_tables(other, script)) {
        verdict(false, script, "%s", why());
    } else {
        compare_schemas(to, other);
        compare_tables(from, to);
        move_all(to, other);
        for (const question *q = questions; q->name; q++)
            ask(to, other, q, true);
        try_objects(to, &passed, &failed);
    }
    alk_conn_close(other);
    alk_engine_close(by_hand);
}

int main(int argc, char **argv)
{
    char url[1000];
    FILE *file = argc >= 3 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        printf("the Chinook database is not here\n");
        return 77;
    }
    (void)fclose(file);
    snprintf(url, sizeof url, "sqlite:///%s?mode=ro", argv[1]);
    alk_engine *original = alk_open(url), *fresh = alk_open("sqlite://", .pool_size = 1);
    alk_conn *from = alk_connect(original), *to = alk_connect(fresh);
    if (!from || !to || !create_all(to)) {
        printf("FAIL: %s\n", why());
        return 1;
    }
    move_all(from, to);
    if (argc > 3)
        on_server(to, argv[3]);
    else
        in_sqlite(from, to, argv[2]);
    alk_conn_close(from);
    alk_conn_close(to);
    alk_engine_close(original);
    alk_engine_close(fresh);
    alk_clear_error();
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
