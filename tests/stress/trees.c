/* SPDX-License-Identifier: MIT
 * Statements of nodes compiled by many threads at once, more of them than the caches hold: kept ones that all share and remember what they were compiled to, and equal
 * ones that each thread builds. Each gets the SQL of its own structure. */
#include "stress.h"
#include "compile/compiled.h"
#include "engine/connection.h"
#include "engine/engine.h"
#include "sql/node.h"

enum { THREADS = 12, ROUNDS = 3000, STATEMENTS = 100 };
static alk_engine *engine;
static const alk_sql *kept[STATEMENTS], *shared;

static void column_name(char out[16], uint32_t i)
{
    (void)snprintf(out, 16, "c%u_end", (unsigned)i);
}

static alk_sql *build(uint32_t i, int64_t value)
{
    char name[16];
    column_name(name, i);
    return alk_select(alk_name(name), shared, alk_where(alk_eq(alk_name("order"), value), alk_like(alk_name(name), "x%")), alk_limit(value));
}

static void look_up(alk_conn *conn, uint32_t i, const alk_sql *statement)
{
    char name[16];
    column_name(name, i);
    alk__compiled *compiled = alk__engine_compile_tree(engine, conn->link, statement);
    STRESS_CHECK(compiled && strstr(compiled->sql.p, name) && strstr(compiled->sql.p, "\"order\"") && compiled->n_values == 4);
    alk__compiled_unref(compiled);
}

static alk_conn *connect_again(alk_conn *conn)
{
    if (conn)
        STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
    conn = alk_connect(engine);
    STRESS_CHECK(conn && alk_conn_ping(conn) == ALK_OK);
    return conn;
}

static void *compile(void *payload)
{
    uint32_t random = (uint32_t)(uintptr_t)payload * 104729;
    alk_conn *conn = NULL;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t i = stress_random(&random) % STATEMENTS;
        if (round % 100 == 0)
            conn = connect_again(conn);
        alk_sql *built = build(i, round);
        look_up(conn, i, stress_random(&random) % 2 ? kept[i] : built);
        alk_free(built);
    }
    STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
    alk_clear_error();
    return NULL;
}

int main(void)
{
    stress_begin();
    engine = alk_open("mock://", .compiled_cache = 8, .pool_size = THREADS / 2, .max_overflow = THREADS);
    shared = alk_keep(alk_label(alk_plus(alk_name("a"), 1), "shared"));
    for (uint32_t i = 0; i < STATEMENTS; i++)
        kept[i] = alk_keep(build(i, i));
    stress_threads(THREADS, compile);
    for (uint32_t i = 0; i < STATEMENTS; i++)
        alk_free(kept[i]);
    alk_free(shared);
    alk_engine_close(engine);
    return stress_end();
}
