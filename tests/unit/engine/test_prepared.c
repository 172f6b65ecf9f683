/* SPDX-License-Identifier: MIT
 * The cache of prepared statements: what is kept, what makes room, what is in use. */
#include "engine_test.h"
#include "base/map.h"
#include "engine/prepared.h"

ALK_SUITE(prepared, engine_setup, engine_teardown);

static alk_conn *connect_with(alk_engine **engine, size_t cache)
{
    *engine = alk_open("mock://", .prepared_cache = cache);
    alk_conn *conn = alk_connect(*engine);
    alk_check_made(conn);
    return conn;
}

static void end(alk_engine *engine, alk_conn *conn)
{
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
    alk_check_int(mock->live("statement"), 0);
}

static void run(alk_conn *conn, int number)
{
    char sql[40];
    (void)snprintf(sql, sizeof sql, "affected %d", number);
    alk_check_ok(run_sql(conn, sql));
}

ALK_TEST(prepared, least_recently_used_makes_room)
{
    alk_engine *engine;
    alk_conn *conn = connect_with(&engine, 2);
    run(conn, 1);
    run(conn, 2);
    run(conn, 1);
    run(conn, 3);                      /* takes the place of 2 */
    alk_check_int(mock->live("statement"), 2);
    run(conn, 1);
    alk_check_int(count_of("prepare"), 3);
    run(conn, 2);
    alk_check_int(count_of("prepare"), 4);
    alk_check_int(count_of("stmt_close"), 2);
    end(engine, conn);
}

ALK_TEST(prepared, kept_across_borrowers)
{
    alk_engine *engine;
    alk_conn *conn = connect_with(&engine, 10);
    run(conn, 1);
    alk_check_ok(alk_conn_close(conn));
    alk_check_made(conn = alk_connect(engine));
    run(conn, 1);
    alk_check_int(count_of("prepare"), 1);
    end(engine, conn);
}

ALK_TEST(prepared, in_use_is_not_given_up)
{
    alk_engine *engine;
    alk_conn *conn = connect_with(&engine, 2);
    alk_result *open[4];
    for (int i = 0; i < 4; i++) {
        char sql[40];
        (void)snprintf(sql, sizeof sql, "rows %d int", i + 2);
        open[i] = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL);
        alk_check(alk_next(open[i]));
    }
    alk_check_int(mock->live("statement"), 4);
    for (int i = 0; i < 4; i++) {
        alk_check(alk_next(open[i]));
        alk_check_ok(alk_close(open[i]));
    }
    alk_check_int(mock->live("statement"), 2);
    end(engine, conn);
}

ALK_TEST(prepared, same_text_while_in_use_is_prepared_again)
{
    alk_engine *engine;
    alk_conn *conn = connect_with(&engine, 10);
    alk_result *a = alk_execute(conn, alk_raw("rows 2 int")), *b = alk_execute(conn, alk_raw("rows 2 int"));
    alk_check(alk_next(a) && alk_next(b));
    alk_check_ok(alk_close(a));
    alk_check_ok(alk_close(b));
    alk_check_int(count_of("prepare"), 2);
    for (int i = 0; i < 3; i++)
        alk_check_ok(alk_close(alk_execute(conn, alk_raw("rows 2 int"))));
    alk_check_int(count_of("prepare"), 2);
    end(engine, conn);
}

ALK_TEST(prepared, parameters_beside_the_named_are_refused)
{
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check(alk_execute(conn, alk_raw("select :a, @b"), alk_bind("a", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameters of its own");
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(prepared, cache_by_itself)
{
    alk__prepared_cache cache;
    alk__prepared *evicted, *entries[100];
    alk__prepared_cache_init(&cache, 50);
    for (int i = 0; i < 100; i++) {
        char key[16];
        int n = snprintf(key, sizeof key, "key %d", i);
        entries[i] = alk__prepared_new((alk_sv){ key, (size_t)n }, alk__hash(key, (size_t)n, 0), NULL);
        alk_check_made(entries[i]);
        alk__prepared_put(&cache, entries[i], &evicted);
        alk_check(evicted == (i < 50 ? NULL : entries[i - 50]));
        if (evicted)
            alk__prepared_free(evicted);
    }
    for (int i = 50; i < 100; i++) {
        alk_check(alk__prepared_get(&cache, entries[i]->key, entries[i]->hash, true) == entries[i]);
        alk_check(alk__prepared_get(&cache, entries[i]->key, entries[i]->hash, false) == NULL);
        entries[i]->in_use = true;
        alk_check(alk__prepared_get(&cache, entries[i]->key, entries[i]->hash, true) == NULL);
    }
    alk__prepared *more = alk__prepared_new((alk_sv){ "more", 4 }, 1, NULL);
    alk_check_made(more);
    alk__prepared_put(&cache, more, &evicted);
    alk_check(evicted == more && !more->cached);
    alk__prepared_free(more);
    while (cache.oldest) {
        alk__prepared *entry = cache.oldest;
        alk__prepared_remove(&cache, entry);
        alk__prepared_free(entry);
    }
    alk_check_size(cache.count, 0);
    alk__prepared_cache_free(&cache);
}

ALK_TEST(prepared, failing_to_prepare_leaves_nothing)
{
    alk_engine *engine;
    alk_conn *conn = connect_with(&engine, 10);
    alk_check_fails(run_sql(conn, "nonsense"), ALK_ERROR_PROGRAMMING, NULL);
    alk_check_int(mock->live("statement"), 0);
    end(engine, conn);
}
