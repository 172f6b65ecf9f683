/* SPDX-License-Identifier: MIT
 * A suite whose tests all want one engine and one connection: on the mock, and one on a memory database of SQLite. */
#ifndef ONE_ENGINE_H
#define ONE_ENGINE_H
#include "engine_test.h"

static alk_engine *engine, *lite_engine;
static alk_conn *conn, *lite;

__attribute__((unused)) static void open_both(void)
{
    engine_setup();
    engine = alk_open("mock://");
    conn = alk_connect(engine);
    alk_check_made(conn);
    lite_engine = alk_open("sqlite://");
    lite = alk_connect(lite_engine);
    alk_check_made(lite);
}

__attribute__((unused)) static void close_both(void)
{
    int codes[2] = { alk_conn_close(conn), alk_conn_close(lite) };
    alk_engine_close(engine);
    alk_engine_close(lite_engine);
    conn = lite = NULL;
    engine = lite_engine = NULL;
    if (!alk_torture_is_on()) {
        alk_check_int(codes[0], ALK_OK);
        alk_check_int(codes[1], ALK_OK);
        alk_check_int(mock->live("cursor"), 0);
        alk_check_int(mock->live("statement"), 0);
    }
    engine_teardown();
}

__attribute__((unused)) static alk_result *rows_of(alk_conn *c, const char *sql)
{
    alk_result *r = alk_conn_execute_driver(c, sql, SIZE_MAX, NULL, 0, NULL);
    alk_check_made(r);
    return r;
}
#endif
