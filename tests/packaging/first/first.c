/* SPDX-License-Identifier: MIT
 * A first program against the installed library: opens the URL of its argument, and prints two rows. */
#include <alkahest/alkahest.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    alk_engine *engine = argc > 1 ? alk_open(argv[1]) : NULL;
    alk_conn *conn = engine ? alk_connect(engine) : NULL;
    if (!conn) {
        fprintf(stderr, "%s\n", alk_last_error()->message);
        alk_engine_close(engine);
        return 1;
    }
    alk_result *rows = alk_execute(conn, alk_raw("SELECT :n AS n, :word AS word UNION ALL SELECT 2, 'two'"), alk_bind("n", alk_int(1)),
                                   alk_bind("word", alk_text("one")));
    while (alk_next(rows))
        printf("%d %s\n", (int)alk_get_int(rows, "n"), alk_get_text(rows, "word"));
    int status = alk_close(rows);
    alk_conn_close(conn);
    alk_engine_close(engine);
    return status != ALK_OK;
}
