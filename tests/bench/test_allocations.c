/* SPDX-License-Identifier: MIT
 * What the hot paths promise: a cached statement is executed, and its rows are walked, without asking for memory; rows fetched into an arena ask for
 * blocks, whose number grows with the logarithm. Counted by core's own allocator, through which the plugin's memory goes too. Each path is
 * warmed up, counted for few rows or executions and for many: equal counts mean that none is made for each. */
#include "base/alloc.h"
#include "models.h"
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

enum { ROWS = 20000, FEW = 10, MANY = 2000 };

static alk_conn *conn;
static int failures;

typedef struct user {
    int64_t id;
    const char *name, *hair;
} user;
static const alk_field fields[] = { ALK_FIELD(user, id), ALK_FIELD(user, name), ALK_FIELD_NAMED(user, hair, "hair_color") };

static void complain(const char *what)
{
    char text[1000];
    alk_error_print(alk_last_error(), text, sizeof text);
    fprintf(stderr, "FAIL %s: %s\n", what, text);
    failures++;
}

/* Runs it until nothing new is learnt, then counts one more. */
static uint64_t count(void (*path)(int64_t), int64_t n)
{
    path(n);
    path(n);
    alk__alloc_counts before = alk__alloc_counted();
    path(n);
    return alk__alloc_counted().calls - before.calls;
}

static void expect(const char *what, uint64_t found, uint64_t most)
{
    printf("%-58s %6" PRIu64 " allocations, at most %" PRIu64 "\n", what, found, most);
    if (found > most) {
        fprintf(stderr, "FAIL %s: %" PRIu64 " allocations where %" PRIu64 " are allowed\n", what, found, most);
        failures++;
    }
}

/* ---- the paths ---- */

static const alk_sql *by_key, *up_to, *change;
static const alk_sql *tree_by_key;
static alk_stmt *by_key_stmt, *change_stmt;

static void read_row(alk_result *result)
{
    int64_t sum = 0;
    while (alk_next(result)) {
        sum += alk_get_int(result, 0);
        sum += alk_get_text(result, "name") != NULL;
        sum += (int64_t)alk_get_view(result, 2).n;
        sum += alk_is_null(result, 2);
    }
    if (alk_close(result) || sum == 0)
        complain("reading rows");
}

static void execute_kept(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const alk_value id = alk_value_int(i + 1);
        read_row(alk_conn_execute_values(conn, by_key, &id, 1, NULL));
    }
}

static void execute_prepared(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        alk_stmt_bind_int(by_key_stmt, 1, i + 1);
        read_row(alk_stmt_execute(by_key_stmt, NULL));
    }
}

static void fetch_one_each(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const alk_value id = alk_value_int(i + 1);
        alk_result *result = alk_conn_execute_values(conn, by_key, &id, 1, NULL);
        user u;
        if (alk_fetch(result, fields, &u, 1, NULL) != 1 || alk_close(result))
            complain("fetching one");
    }
}

static void change_kept(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const alk_value values[] = { alk_value_text("another name of this user"), alk_value_int(i + 1) };
        if (alk_close(alk_conn_execute_values(conn, change, values, 2, NULL)))
            complain("changing");
    }
}

static void change_prepared(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        alk_stmt_bind_text(change_stmt, 1, "another name of this user", SIZE_MAX);
        alk_stmt_bind_int(change_stmt, 2, i + 1);
        if (alk_close(alk_stmt_execute(change_stmt, NULL)))
            complain("changing");
    }
}

static void walk(int64_t n)
{
    const alk_value most = alk_value_int(n);
    read_row(alk_conn_execute_values(conn, up_to, &most, 1, NULL));
}

static void fetch_windows(int64_t n)
{
    const alk_value most = alk_value_int(n);
    alk_result *result = alk_conn_execute_values(conn, up_to, &most, 1, NULL);
    user users[64];
    size_t got, all = 0;
    while ((got = alk_fetch(result, fields, users, 64, NULL)))
        all += got;
    if (alk_close(result) || all != (size_t)n)
        complain("fetching windows");
}

static void fetch_all(int64_t n)
{
    const alk_value most = alk_value_int(n);
    alk_arena *arena = alk_arena_new();
    alk_result *result = alk_conn_execute_values(conn, up_to, &most, 1, NULL);
    user *users;
    size_t all;
    if (alk_fetch_all(result, fields, user, arena, &users, &all) || alk_close(result) || all != (size_t)n)
        complain("fetching all");
    alk_arena_free(arena);
}

/* ---- statements of nodes ---- */

static void execute_tree(int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        const alk_value id = alk_value_int(i + 1);
        read_row(alk_conn_execute_values(conn, tree_by_key, &id, 1, NULL));
    }
}

static void bind_tree(int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        read_row(alk_execute(conn, tree_by_key, alk_bind("id", i + 1)));
}

/* With values of its own: it is compiled once, and its nodes lie in the thread's slab. */
static void build_tree(int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        read_row(alk_execute(conn, alk_select(person.id, person.name, person.hair_color, alk_where(alk_eq(person.id, i + 1), alk_ne(person.name, "nobody")),
                                              alk_order_by(person.id), alk_limit(1))));
}

static void change_tree(int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (alk_close(alk_execute(conn, alk_update(person.table, alk_set(person.name, "another name of this user"), alk_where(alk_eq(person.id, i + 1))))))
            complain("changing");
}

static void fetch_models(int64_t n)
{
    alk_arena *arena = alk_arena_new();
    alk_result *result = alk_execute(conn, alk_select(person.table, alk_where(alk_le(person.id, n))));
    struct person *people;
    size_t all;
    if (alk_fetch_structs(result, person, arena, &people, &all) || alk_close(result) || all != (size_t)n)
        complain("fetching models");
    alk_arena_free(arena);
}

/* ---- the test ---- */

static bool set_up(alk_engine *engine)
{
    if (!(conn = alk_connect(engine)) ||
        alk_close(alk_execute(conn, alk_raw("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, hair_color TEXT)"))))
        return false;
    const alk_sql *insert = alk_keep(alk_raw("INSERT INTO users (name, hair_color) VALUES (:name, :hair)"));
    bool fine = true;
    for (int i = 1; i <= ROWS && fine; i++) {
        char name[40];
        snprintf(name, sizeof name, "Name of user %06d", i);
        fine = alk_close(alk_execute(conn, insert, alk_bind("name", name), alk_bind("hair", i % 5 ? "brown" : (const char *)NULL))) == ALK_OK;
    }
    alk_free(insert);
    by_key = alk_keep(alk_raw("SELECT id, name, hair_color FROM users WHERE id = :id"));
    up_to = alk_keep(alk_raw("SELECT id, name, hair_color FROM users WHERE id <= :most"));
    change = alk_keep(alk_raw("UPDATE users SET name = :name WHERE id = :id"));
    tree_by_key = alk_keep(alk_select(person.id, person.name, person.hair_color, alk_where(alk_eq(person.id, alk_param("id")))));
    by_key_stmt = alk_conn_prepare(conn, "SELECT id, name, hair_color FROM users WHERE id = ?", SIZE_MAX);
    change_stmt = alk_conn_prepare(conn, "UPDATE users SET name = ? WHERE id = ?", SIZE_MAX);
    return fine && by_key_stmt && change_stmt;
}

static void count_all(void)
{
    expect("a kept statement, run many times and read", count(execute_kept, MANY), 0);
    expect("a prepared statement, run many times and read", count(execute_prepared, MANY), 0);
    expect("a kept statement, run many times into a struct", count(fetch_one_each, MANY), 0);
    expect("a kept statement that changes rows, run many times", count(change_kept, MANY), 0);
    expect("a prepared statement that changes rows, run many times", count(change_prepared, MANY), 0);
    expect("many rows of a kept statement, walked", count(walk, ROWS), 0);
    expect("many rows into structs, by windows", count(fetch_windows, ROWS), 0);
    expect("few rows into structs, in an arena", count(fetch_all, FEW), 4);
    expect("a kept statement of nodes, run many times by values", count(execute_tree, MANY), 0);
    expect("a kept statement of nodes, run many times by binds", count(bind_tree, MANY), 0);
    expect("a statement of nodes, built and run many times", count(build_tree, MANY), 0);
    expect("a statement of nodes that changes rows, the same", count(change_tree, MANY), 0);
    expect("few rows into structs of a model, in an arena", count(fetch_models, FEW), 4);
    expect("many rows into structs of a model, in an arena", count(fetch_models, ROWS), 32);
    /* 20,000 rows are 1.4 MB: blocks double up to 256 KiB, and the array moves each time that it doubles. */
    expect("many rows into structs, in an arena", count(fetch_all, ROWS), 32);
}

int main(void)
{
#if defined(ALK_ARENA_MALLOC)
    puts("each item of an arena is a block of its own in this build: nothing to count");
    return 77;
#endif
    alk_engine *engine = alk_open("sqlite://");
    if (engine && set_up(engine))
        count_all();
    else
        complain("opening");
    alk_stmt_close(by_key_stmt);
    alk_stmt_close(change_stmt);
    alk_free(by_key);
    alk_free(up_to);
    alk_free(change);
    alk_free(tree_by_key);
    if (conn)
        alk_conn_close(conn);
    alk_engine_close(engine);
    return failures ? 1 : 0;
}
