/* SPDX-License-Identifier: MIT
 * Trouble with a MariaDB server: see trouble.h. Of its own: deadlocks, and servers that ask for files. */
#include "sql.h"
#include "trouble.h"

/* ---- a line ---- */

typedef struct blocked {
    alk_conn *conn;
    int code;
    char state[6];
} blocked;

static void *take_the_second(void *payload)
{
    blocked *b = payload;
    b->code = trouble_run(b->conn, "update trouble_d set v = 1 where id = 2", 10);
    (void)snprintf(b->state, sizeof b->state, "%s", alk_last_error()->sqlstate);
    alk_clear_error();
    return NULL;
}

/* Whoever the server chose has no transaction any more, and is told so until it rolls back. */
static int is_told(alk_conn *victim)
{
    int status = alk_conn_transaction_status(victim), refused = trouble_run(victim, "select 1", 5), kept = alk_conn_commit(victim);
    return status == ALK_TRANSACTION_FAILED && refused == ALK_ERROR_OPERATIONAL && kept != ALK_OK && alk_conn_rollback(victim) == ALK_OK && trouble_run(victim, "select 1", 5) == ALK_OK;
}

static int deadlock(place *l)
{
    pthread_t thread;
    blocked b = { .conn = alk_connect(l->engine) };
    int prepared = trouble_run(l->conn, "create table if not exists trouble_d (id int primary key, v int) engine=innodb", 5) || trouble_run(l->conn, "replace into trouble_d values (1, 0), (2, 0)", 5) ||
                   alk_conn_commit(l->conn) || trouble_run(b.conn, "update trouble_d set v = 1 where id = 1", 5) || trouble_run(l->conn, "update trouble_d set v = 2 where id = 2", 5);
    int started = !prepared && pthread_create(&thread, NULL, take_the_second, &b) == 0;
    trouble_nap(0.3);
    int code = started ? trouble_run(l->conn, "update trouble_d set v = 2 where id = 1", 10) : ALK_OK;
    int right = code && strcmp(alk_last_error()->sqlstate, "40001") == 0 && trouble_failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    if (started && code == ALK_OK)
        alk_conn_commit(l->conn);
    if (started)
        (void)pthread_join(thread, NULL);
    int told = code ? is_told(l->conn) : is_told(b.conn);
    right = right || (b.code && strcmp(b.state, "40001") == 0);
    alk_conn_close(b.conn);
    CHECK(started && right && told);
    return 0;
}

static int local_infile_of_a_live_server(place *l)
{
    CHECK(trouble_run(l->conn, "create table if not exists trouble_f (a text)", 5) == ALK_OK);
    int code = trouble_run(l->conn, "load data local infile '/etc/passwd' into table trouble_f", 5);
    char message[200];
    (void)snprintf(message, sizeof message, "%s", alk_last_error()->message);
    alk_conn_invalidate(l->conn, true);
    int64_t n = -1;
    CHECK(alk_scalar_int(alk_execute(l->conn, alk_raw("select count(*) from trouble_f")), &n) == ALK_OK);
    if (code == ALK_OK || n != 0)
        FAIL("the file was sent: %s, %lld rows", message, (long long)n);
    return 0;
}

/* ---- servers that are played ---- */

#define HANDSHAKE "\x4a\x00\x00\x00\x0a" "8.0.99\0" "\x01\0\0\0" "abcdefgh\0" "\xff\xf7\x2d\x02\0\xff\x81\x15\0\0\0\0\0\0\0\0\0\0" "ijklmnopqrst\0" "mysql_native_password\0"
#define OK_PACKET "\x07\x00\x00\x02\0\0\0\x02\0\0\0"
#define ASK_FOR_FILE "\x0c\x00\x00\x01\xfb" "/etc/passwd"

static int connect_to_player(player *p, const char *options, double *took)
{
    char url[200];
    if (player_start(p))
        return -1;
    (void)snprintf(url, sizeof url, "mysql://root@127.0.0.1:%d/x?ssl_mode=disabled%s", p->port, options);
    alk_engine *engine = alk_open(url);
    double began = trouble_now();
    alk_conn *conn = alk_connect(engine);
    int code = conn ? ALK_OK : alk_last_error()->code;
    *took = trouble_now() - began;
    alk_conn_close(conn);
    alk_engine_close(engine);
    player_stop(p);
    return code;
}

static int server_that_asks_for_a_file(void)
{
    player p = { .texts = { HANDSHAKE, OK_PACKET, ASK_FOR_FILE }, .lengths = { sizeof HANDSHAKE - 1, sizeof OK_PACKET - 1, sizeof ASK_FOR_FILE - 1 }, .n_texts = 3 };
    double took;
    int code = connect_to_player(&p, "", &took);
    CHECK(p.messages >= 2);                /* it got as far as a statement */
    p.heard[p.n_heard < sizeof p.heard ? p.n_heard : sizeof p.heard - 1] = 0;
    for (size_t i = 0; i + 5 < p.n_heard; i++)
        CHECK(memcmp(p.heard + i, "root:", 5) != 0);
    CHECK(code != ALK_OK && took < 5);
    return 0;
}

static int server_that_is_silent(void)
{
    player p = { .n_texts = 0 };
    double took;
    int code = connect_to_player(&p, "&connect_timeout=0.5", &took);
    CHECK(code == ALK_ERROR_TIMEOUT && took > 0.49 && took < 3);
    CHECK(strstr(alk_last_error()->message, "127.0.0.1") != NULL);
    return 0;
}

static int server_that_is_none(void)
{
    player p = { .texts = { "HTTP/1.1 400 Bad Request\r\n\r\n" }, .lengths = { 28 }, .n_texts = 1 };
    double took;
    int code = connect_to_player(&p, "&connect_timeout=2", &took);
    CHECK(code != ALK_OK && took < 4);
    return 0;
}

static int nobody_there(void)
{
    alk_engine *engine = alk_open("mariadb://root@127.0.0.1:1/x");
    alk_conn *conn = alk_connect(engine);
    int right = trouble_failed_with(ALK_ERROR_OPERATIONAL, 0) && strstr(alk_last_error()->message, "port 1") != NULL;
    alk_engine_close(engine);
    CHECK(!conn && right);
    return 0;
}

static const line_case lines[] = { { "deadlock", deadlock }, { "local_infile_of_a_live_server", local_infile_of_a_live_server }, { NULL, NULL } };
static const plain_case played[] = {
    { "server_that_asks_for_a_file", server_that_asks_for_a_file },
    { "server_that_is_silent", server_that_is_silent },
    { "server_that_is_none", server_that_is_none },
    { "nobody_there", nobody_there },
    { NULL, NULL },
};

const backend trouble_backend = {
    .variable = "ALK_TEST_MARIADB_URL",
    TROUBLE_ON_MARIADB,
    .rows = "select seq, repeat('x', 1000) from seq_1_to_1000000",
    .lines = lines,
    .played = played,
};
