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

static bool run(ours *o, const char *sql)
{
    alk_result *result = alk_conn_execute_driver(o->conn, sql, SIZE_MAX, NULL, 0, NULL);
    if (alk_close(result) == ALK_OK)
        return true;
    ours_complain(sql);
    return false;
}

static bool prepare(ours *o)
{
    o->users = alk_keep(alk_raw("SELECT id, name, hair_color FROM users"));
    o->pairs = alk_keep(alk_raw("SELECT u.id, u.name, u.hair_color, p.id AS post, p.user_id, p.title, p.body FROM users u "
                                "LEFT JOIN posts p ON p.user_id = u.id WHERE u.hair_color = :hair"));
    o->insert = alk_keep(alk_raw("INSERT INTO users (name, hair_color) VALUES (:name, :hair)"));
    o->by_key = alk_keep(alk_raw("SELECT id, name, hair_color FROM users WHERE id = :id"));
    o->wide = alk_keep(alk_raw("SELECT a, b, c, d, e, f FROM wide"));
    o->update = alk_keep(alk_raw("UPDATE users SET name = :name WHERE id = :id"));
    o->users_stmt = alk_conn_prepare(o->conn, "SELECT id, name, hair_color FROM users", SIZE_MAX);
    o->insert_stmt = alk_conn_prepare(o->conn, "INSERT INTO users (name, hair_color) VALUES (?, ?)", SIZE_MAX);
    o->by_key_stmt = alk_conn_prepare(o->conn, "SELECT id, name, hair_color FROM users WHERE id = ?", SIZE_MAX);
    o->wide_stmt = alk_conn_prepare(o->conn, "SELECT a, b, c, d, e, f FROM wide", SIZE_MAX);
    o->update_stmt = alk_conn_prepare(o->conn, "UPDATE users SET name = ? WHERE id = ?", SIZE_MAX);
    return o->users_stmt && o->insert_stmt && o->by_key_stmt && o->wide_stmt && o->update_stmt;
}

ours *ours_open(const char *url)
{
    ours *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    bool fine = (o->engine = alk_open(url)) && (o->conn = alk_connect(o->engine)) && (o->arena = alk_arena_new());
    if (!fine)
        ours_complain(url);
    for (size_t i = 0; fine && bench_schema[i]; i++)
        fine = run(o, bench_schema[i]);
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
    alk_stmt *const stmts[] = { o->users_stmt, o->insert_stmt, o->by_key_stmt, o->wide_stmt, o->update_stmt };
    for (size_t i = 0; i < sizeof stmts / sizeof *stmts; i++)
        alk_stmt_close(stmts[i]);
    const alk_sql *const kept[] = { o->users, o->pairs, o->insert, o->by_key, o->wide, o->update };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        alk_free(kept[i]);
    if (o->conn)
        alk_conn_close(o->conn);
    alk_engine_close(o->engine);
    alk_arena_free(o->arena);
    for (size_t i = 0; i < o->n_rows; i++)
        free((char *)(uintptr_t)o->rows[i].name);
    free(o->rows);
    free(o->people);
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
    for (; o->n_rows < n; o->n_rows++) {
        bench_name(name, o->n_rows + 1);
        rows[o->n_rows] = (user){ (int64_t)o->n_rows + 1, strdup(name), bench_hair(BENCH_USERS, o->n_rows + 1) };
        people[o->n_rows] = (struct person){ .name = rows[o->n_rows].name, .hair_color = rows[o->n_rows].hair };
    }
    return true;
}

static bool load_users(ours *o, bench_fixture fixture, size_t n)
{
    for (size_t i = 1; i <= n; i++) {
        char name[BENCH_TEXT];
        bench_name(name, i);
        const alk_value values[] = { alk_value_text(name), alk_value_text(bench_hair(fixture, i)) };
        if (alk_close(alk_conn_execute_values(o->conn, o->insert, values, 2, NULL)))
            return false;
    }
    return true;
}

static bool load_posts(ours *o, size_t n)
{
    char title[BENCH_TEXT], body[BENCH_TEXT];
    size_t made = 0;
    const alk_sql *insert = alk_keep(alk_raw("INSERT INTO posts (user_id, title, body) VALUES (:user, :title, :body)"));
    int code = ALK_OK;
    for (size_t i = 1; i <= n && code == ALK_OK; i++)
        for (size_t k = 0; k < bench_posts_of(i) && code == ALK_OK; k++) {
            bench_title(title, ++made);
            bench_body(body, made);
            const alk_value values[] = { alk_value_int((int64_t)i), alk_value_text(title), alk_value_text(body) };
            code = alk_close(alk_conn_execute_values(o->conn, insert, values, 3, NULL));
        }
    alk_free(insert);
    return code == ALK_OK;
}

static bool load_wide(ours *o, size_t n)
{
    char tag[BENCH_TEXT], remark[BENCH_TEXT], moment[BENCH_TEXT];
    const alk_sql *insert = alk_keep(alk_raw("INSERT INTO wide VALUES (:a, :b, :c, :d, :e, :f)"));
    int code = ALK_OK;
    for (size_t i = 1; i <= n && code == ALK_OK; i++) {
        bench_tag(tag, i);
        bench_remark(remark, i);
        bench_moment(moment, i);
        const alk_value values[] = { alk_value_int((int64_t)i), alk_value_int((int64_t)i << 20), alk_value_real(bench_real(i)),
                                     alk_value_text(tag), alk_value_text(remark), alk_value_text(moment) };
        code = alk_close(alk_conn_execute_values(o->conn, insert, values, 6, NULL));
    }
    alk_free(insert);
    return code == ALK_OK;
}

bool ours_load(ours *o, bench_fixture fixture, size_t n)
{
    bool fine = make_rows(o, n) && run(o, "DELETE FROM users");
    if (fixture != BENCH_EMPTY) {
        fine = fine && run(o, "DELETE FROM posts") && run(o, "DELETE FROM wide");
        fine = fine && (fixture == BENCH_WIDE ? load_wide(o, n) : load_users(o, fixture, n));
        fine = fine && (fixture != BENCH_PAIRS || load_posts(o, n));
    }
    if (fine && alk_commit(o->conn) == ALK_OK)
        return true;
    ours_complain("loading");
    return false;
}
