/* SPDX-License-Identifier: MIT
 * Trouble on the way that ODBC goes, of PostgreSQL or, with TROUBLE_OF_MARIADB, of MariaDB: see trouble.h. The driver has the line then, and waits as it likes. */
#include "sql.h"
#include "trouble.h"

#ifndef TROUBLE_OF_MARIADB
/* Where the driver takes some rows at a time from the server. */
static int swallowed_rows(place *l)
{
    char url[500];
    CHECK(trouble_url_at(trouble_base_url(), l->proxy.port, "&attributes=UseDeclareFetch%3D1%3BFetch%3D50", url, sizeof url) == 0);
    alk_engine *engine = alk_open(url);
    alk_conn *conn = alk_connect(engine);
    int outcome = trouble_silent_rows(&l->proxy, conn, trouble_backend.some_rows, 0);
    alk_conn_close(conn);
    alk_engine_close(engine);
    alk_conn_invalidate(l->conn, true);    /* it has no deadline to give its transaction up by */
    return outcome;
}
static const line_case lines[] = { { "swallowed_rows", swallowed_rows }, { NULL, NULL } };
#else
static const line_case lines[] = { { NULL, NULL } };
#endif
static const plain_case played[] = { { NULL, NULL } };

#ifdef TROUBLE_OF_MARIADB
const backend trouble_backend = {
    .variable = "ALK_LIVE_URLS",
    TROUBLE_ON_MARIADB,
    .odbc = "MariaDB%20Unicode",
    .crashes = true,
    .rows = "select seq, repeat('x', 100) from seq_1_to_100000",           /* the driver holds them all */
    .lines = lines,
    .played = played,
};
#else
const backend trouble_backend = {
    .variable = "ALK_LIVE_URLS",
    TROUBLE_ON_POSTGRESQL,
    .odbc = "PostgreSQL%20Unicode",
    .rows = "select i, repeat('x', 100) from generate_series(1, 100000) i",
    .lines = lines,
    .played = played,
};
#endif
