/* SPDX-License-Identifier: MIT
 * alk ping URL: whether a database answers, what it is, and how fast it answers. */
#include "arguments.h"
#include "clock.h"
#include "command.h"
#include "database.h"

#include <stdio.h>

static int ping(database *d, double connected_ms)
{
    double start = clock_ms();
    if (alk_conn_ping(d->conn) != ALK_OK) {
        say_error(NULL);
        return STATUS_CONNECT;
    }
    double answered_ms = clock_ms() - start;
    const char *server = alk_conn_server(d->conn), *version = alk_conn_server_version(d->conn);
    if (!server || !version) {
        say_error(NULL);
        return database_status();
    }
    printf("%s: %s %s, connected in %.2f ms, answers in %.3f ms\n", alk_engine_url(d->engine), server, version,
           connected_ms, answered_ms);
    return STATUS_OK;
}

int command_ping(char **argv)
{
    arguments a;
    database d = { 0 };
    int status = STATUS_USAGE;
    if (!arguments_parse(&a, argv, NULL, 0))
        goto done;
    if (a.n_words != 1) {
        say("ping wants a URL: alk ping URL");
        goto done;
    }
    double start = clock_ms();
    status = database_open(&d, a.words[0]);
    if (status == STATUS_OK)
        status = ping(&d, clock_ms() - start);
done:
    database_close(&d);
    memory_free(a.words);
    return status;
}
