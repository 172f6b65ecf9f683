/* SPDX-License-Identifier: MIT
 * Opening the session that is measured, and filling its tables. */
#include "models.h"
#include "ours.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ours_complain(const char *what)
{
    char text[2000];
    alk_error_print(alk_last_error(), text, sizeof text);
    fprintf(stderr, "bench: %s: %s\n", what, text);
}

static bool run(void *session, const char *sql)
{
    const ours *o = session;
    alk_result *result = alk_conn_execute_driver(o->conn, sql, SIZE_MAX, NULL, 0, NULL);
    if (alk_close(result) == ALK_OK)
        return true;
    char what[200];
    snprintf(what, sizeof what, "%s", sql);
    ours_complain(what);
    return false;
}

static bool prepare(ours *o)
{
    o->users = alk_keep(alk_raw("SELECT id, name, hair_color FROM users"));
    o->contents = alk_keep(alk_raw("SELECT row_number() OVER (ORDER BY users.id) AS id, name, hair_color FROM users ORDER BY users.id"));
    o->pairs = alk_keep(alk_raw("SELECT u.id, u.name, u.hair_color, p.id AS post, p.user_id, p.title, p.body FROM users u "
                                "LEFT JOIN posts p ON p.user_id = u.id WHERE u.hair_color = :hair"));
    o->insert = alk_keep(alk_raw("INSERT INTO users (name, hair_color) VALUES (:name, :hair)"));
    o->by_key = alk_keep(alk_raw("SELECT id, name, hair_color FROM users WHERE id = :id"));
    o->wide = alk_keep(alk_raw("SELECT a, b, c, d, e, f FROM wide"));
    o->update = alk_keep(alk_raw("UPDATE users SET name = :name WHERE id = :id"));
    bool dollars = o->schema->database == BENCH_POSTGRESQL;            /* a prepared statement has the database's own markers */
    o->returns_key = dollars;
    o->insert_key = alk_keep(alk_raw(dollars ? "INSERT INTO users (name, hair_color) VALUES (:name, :hair) RETURNING id"
                                             : "INSERT INTO users (name, hair_color) VALUES (:name, :hair)"));
    o->users_stmt = alk_conn_prepare(o->conn, "SELECT id, name, hair_color FROM users", SIZE_MAX);
    o->insert_stmt = alk_conn_prepare(o->conn, dollars ? "INSERT INTO users (name, hair_color) VALUES ($1, $2)"
                                                       : "INSERT INTO users (name, hair_color) VALUES (?, ?)", SIZE_MAX);
    o->insert_key_stmt = alk_conn_prepare(o->conn, dollars ? "INSERT INTO users (name, hair_color) VALUES ($1, $2) RETURNING id"
                                                           : "INSERT INTO users (name, hair_color) VALUES (?, ?)", SIZE_MAX);
    o->by_key_stmt = alk_conn_prepare(o->conn, dollars ? "SELECT id, name, hair_color FROM users WHERE id = $1"
                                                       : "SELECT id, name, hair_color FROM users WHERE id = ?", SIZE_MAX);
    o->wide_stmt = alk_conn_prepare(o->conn, "SELECT a, b, c, d, e, f FROM wide", SIZE_MAX);
    o->update_stmt = alk_conn_prepare(o->conn, dollars ? "UPDATE users SET name = $1 WHERE id = $2" : "UPDATE users SET name = ? WHERE id = ?", SIZE_MAX);
    return o->users_stmt && o->insert_stmt && o->insert_key_stmt && o->by_key_stmt && o->wide_stmt && o->update_stmt;
}

ours *ours_open(const char *url, const bench_schema *schema)
{
    ours *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    o->schema = schema;
    bool fine = (o->engine = alk_open(url)) && (o->conn = alk_connect(o->engine)) && (o->arena = alk_arena_new());
    if (!fine)
        ours_complain(url);
    fine = fine && (o->placed = true) && bench_schema_make(schema, "ours", run, o);
    if (fine && alk_commit(o->conn) == ALK_OK && prepare(o))
        return o;
    if (fine)
        ours_complain("preparing");
    ours_close(o);
    return NULL;
}

void ours_close(ours *o)
{
    if (!o)
        return;
    alk_session_close(o->session);
    alk_stmt *const stmts[] = { o->users_stmt, o->insert_stmt, o->insert_key_stmt, o->by_key_stmt, o->wide_stmt, o->update_stmt };
    for (size_t i = 0; i < sizeof stmts / sizeof *stmts; i++)
        alk_stmt_close(stmts[i]);
    const alk_sql *const kept[] = { o->users, o->contents, o->pairs, o->insert, o->insert_key, o->by_key, o->wide, o->update };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        alk_free(kept[i]);
    if (o->placed && alk_rollback(o->conn) == ALK_OK) {
        bench_schema_drop(o->schema, "ours", run, o);
        alk_commit(o->conn);
    }
    if (o->conn)
        alk_conn_close(o->conn);
    alk_engine_close(o->engine);
    alk_arena_free(o->arena);
    for (size_t i = 0; i < o->n_rows; i++)
        free((char *)(uintptr_t)o->rows[i].name);
    free(o->rows);
    free(o->people);
    free(o->added);
    free(o);
}

/* ---- loading ---- */

/* The rows that the writing workloads send, made beforehand. */
static bool make_rows(ours *o, size_t n)
{
    char name[BENCH_TEXT];
    if (n <= o->n_rows)
        return true;
    user *rows = realloc(o->rows, n * sizeof *rows);
    if (!rows)
        return false;
    o->rows = rows;
    struct person *people = realloc(o->people, n * sizeof *people);
    if (!people)
        return false;
    o->people = people;
    void **added = realloc(o->added, n * sizeof *added);
    if (!added)
        return false;
    o->added = added;
    for (; o->n_rows < n; o->n_rows++) {
        bench_name(name, o->n_rows + 1);
        rows[o->n_rows] = (user){ (int64_t)o->n_rows + 1, strdup(name), bench_hair(BENCH_USERS, o->n_rows + 1) };
        people[o->n_rows] = (struct person){ .name = rows[o->n_rows].name, .hair_color = rows[o->n_rows].hair };
    }
    return true;
}

bool ours_load(ours *o, bench_fixture fixture, size_t n)
{
    o->turned = false;
    alk_session_close(o->session);
    o->session = NULL;
    if (alk_rollback(o->conn) == ALK_OK && make_rows(o, n) && bench_schema_load(o->schema, fixture, n, run, o) && alk_commit(o->conn) == ALK_OK)
        return true;
    ours_complain("loading");
    return false;
}
