/* SPDX-License-Identifier: MIT
 * A program that keeps running while plugins come and go: for each line that it reads it tries to use the URL of its argument, and says on one line what
 * came of it. */
#include <alkahest/alkahest.h>
#include <stdio.h>

static void attempt(const char *url)
{
    int64_t sum = 0;
    alk_engine *engine = alk_open(url);
    alk_conn *conn = engine ? alk_connect(engine) : NULL;
    if (conn && alk_scalar_int(alk_conn_execute_driver(conn, "SELECT 40 + 2", SIZE_MAX, NULL, 0, NULL), &sum) == ALK_OK) {
        printf("works: %d\n", (int)sum);
    } else {
        const alk_error *error = alk_last_error();
        printf("fails: %s: %s: %s\n", alk_error_class_name(error->code), error->message, error->hint ? error->hint : "no hint");
    }
    fflush(stdout);
    alk_conn_close(conn);
    alk_engine_close(engine);
}

int main(int argc, char **argv)
{
    char line[64];
    while (argc > 1 && fgets(line, sizeof line, stdin))
        attempt(argv[1]);
    return 0;
}
