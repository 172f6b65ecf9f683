/* SPDX-License-Identifier: MIT
 * Open a database, ask it something, close it. With another URL this program talks to another database:
 *     01_hello sqlite:///shop.db */
#include <alkahest/alkahest.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *conn = alk_connect(engine);
    alk_result *r = alk_execute(conn, alk_raw("SELECT 'hello' AS greeting, 6 * 7 AS answer"));
    while (alk_next(r))
        printf("%s, the answer is %d\n", alk_get_text(r, "greeting"), (int)alk_get_int(r, "answer"));
    int status = alk_close(r);             /* the one check: every call before it takes what a failed one returned */
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(conn);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
