/* SPDX-License-Identifier: MIT
 * Trouble with a PostgreSQL server: see trouble.h. Of its own: deadlocks, and servers that are none, lie about lengths, or never stop talking. */
#include "sql.h"
#include "trouble.h"
#include <stdlib.h>

/* ---- a line ---- */

typedef struct blocked {
    alk_conn *conn;
    int code;
    unsigned flags;
    char state[6];
} blocked;

static void *take_the_second(void *payload)
{
    blocked *b = payload;
    b->code = trouble_run(b->conn, "update trouble_d set v = 1 where id = 2", 10);
    b->flags = b->code ? alk_last_error()->flags : 0;
    (void)snprintf(b->state, sizeof b->state, "%s", b->code ? alk_last_error()->sqlstate : "");
    alk_clear_error();
    return NULL;
}

static int deadlock(place *l)
{
    pthread_t thread;
    blocked b = { .conn = alk_connect(l->engine) }, mine = { .conn = l->conn };
    int prepared = trouble_run(l->conn, "create table if not exists trouble_d (id int primary key, v int)", 5) || trouble_run(l->conn, "delete from trouble_d", 5) ||
                   trouble_run(l->conn, "insert into trouble_d values (1, 0), (2, 0)", 5) || alk_conn_commit(l->conn) ||
                   trouble_run(b.conn, "update trouble_d set v = 1 where id = 1", 5) || trouble_run(l->conn, "update trouble_d set v = 2 where id = 2", 5);
    int started = !prepared && pthread_create(&thread, NULL, take_the_second, &b) == 0;
    trouble_nap(0.3);
    mine.code = started ? trouble_run(l->conn, "update trouble_d set v = 2 where id = 1", 10) : ALK_OK;
    mine.flags = mine.code ? alk_last_error()->flags : 0;
    (void)snprintf(mine.state, sizeof mine.state, "%s", mine.code ? alk_last_error()->sqlstate : "");
    if (started && mine.code == ALK_OK)
        alk_conn_commit(l->conn);
    if (started)
        (void)pthread_join(thread, NULL);
    const blocked *victim = mine.code ? &mine : &b;
    int told = alk_conn_transaction_status(victim->conn) == ALK_TRANSACTION_FAILED && alk_conn_rollback(victim->conn) == ALK_OK && trouble_run(victim->conn, "select 1", 5) == ALK_OK;
    alk_conn_close(b.conn);
    CHECK(started && (mine.code != ALK_OK) + (b.code != ALK_OK) == 1);
    CHECK(victim->code == ALK_ERROR_OPERATIONAL && strcmp(victim->state, "40P01") == 0 && (victim->flags & ALK_ERROR_RETRYABLE) && told);
    return 0;
}

/* ---- COPY, on a line that swallows everything from the given row on ---- */

typedef struct copied {
    proxy *line;
    int rows;
} copied;

static int64_t give(void *payload, char *buffer, size_t size)
{
    copied *c = payload;
    if (++c->rows == 10)
        atomic_store(&c->line->mode, PROXY_SWALLOWS);
    return c->rows <= 10 ? snprintf(buffer, size, "%d\n", c->rows) : 0;
}

static int take(void *payload, const char *data, size_t size)
{
    copied *c = payload;
    (void)data;
    (void)size;
    if (++c->rows == 10)
        atomic_store(&c->line->mode, PROXY_SWALLOWS);
    return 0;
}

static int is_late(int code, double began)
{
    int right = trouble_failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT);
    CHECK(code == ALK_ERROR_TIMEOUT && right && trouble_now() - began > 0.9 * TROUBLE_SOME_TIME && trouble_now() - began < 8);
    return 0;
}

static int swallowed_copy_in(place *l)
{
    copied c = { .line = &l->proxy };
    alk_execution_options options = { .struct_size = sizeof options, .timeout = TROUBLE_SOME_TIME };
    CHECK(trouble_run(l->conn, "create temp table trouble_c (a int)", 5) == ALK_OK && alk_conn_set_options(l->conn, &options) == ALK_OK);
    double began = trouble_now();
    return is_late(alk_conn_copy_in(l->conn, "copy trouble_c from stdin", give, &c, NULL), began);
}

static int swallowed_copy_out(place *l)
{
    copied c = { .line = &l->proxy };
    alk_execution_options options = { .struct_size = sizeof options, .timeout = TROUBLE_SOME_TIME };
    CHECK(alk_conn_set_options(l->conn, &options) == ALK_OK);
    double began = trouble_now();
    return is_late(alk_conn_copy_out(l->conn, "copy (select i, repeat('x', 1000) from generate_series(1, 1000000) i) to stdout", take, &c, NULL), began);
}

/* ---- servers that are played ---- */

#define HELLO "R\0\0\0\x08\0\0\0\0" "S\0\0\0\x19" "client_encoding\0UTF8\0" "S\0\0\0\x18" "server_version\0" "15.0\0" "K\0\0\0\x0c\0\0\0\x01\0\0\0\x01"
#define READY "Z\0\0\0\x05I"
#define ONE_COLUMN "T\0\0\0\x1a\0\x01" "a\0" "\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0"
#define DESCRIBED "1\0\0\0\x04" "t\0\0\0\x06\0\0" ONE_COLUMN READY

typedef struct part {
    const void *text;
    size_t length;
} part;
#define PART(literal) { literal, sizeof(literal) - 1 }

typedef struct result {
    int connected, code;               /* of connecting, and of the statement */
    unsigned flags;
    char message[300];
    double took;
} result;

static void ask_player(alk_conn *conn, result *r, double timeout)
{
    r->code = conn ? trouble_run(conn, "select 1", timeout) : alk_last_error()->code;
    r->flags = r->code ? alk_last_error()->flags : 0;
    (void)snprintf(r->message, sizeof r->message, "%s", r->code ? alk_last_error()->message : "");
}

/* Without TLS it is the program that speaks first, so the first text of a player is empty. */
static int use_player(player *p, const part *parts, int n, bool endless, result *r)
{
    char url[200];
    memset(p, 0, sizeof *p);
    p->texts[0] = "";
    p->n_texts = n + 1;
    for (int i = 0; i < n; i++) {
        p->texts[i + 1] = parts[i].text;
        p->lengths[i + 1] = parts[i].length;
    }
    p->endless = endless;
    CHECK(player_start(p) == 0);
    (void)snprintf(url, sizeof url, "postgresql://alk:alk@127.0.0.1:%d/x?sslmode=disable&gssencmode=disable&prepare=off", p->port);
    alk_engine *engine = alk_open(url, .connect_timeout = 1);
    double began = trouble_now();
    alk_conn *conn = alk_connect(engine);
    r->connected = conn != NULL;
    if (conn)
        alk_conn_set_autocommit(conn, true);
    ask_player(conn, r, 1);
    r->took = trouble_now() - began;
    alk_conn_close(conn);
    alk_engine_close(engine);
    player_stop(p);
    return 0;
}

static int server_that_is_silent(void)
{
    player p;
    result r;
    if (use_player(&p, NULL, 0, false, &r))
        return 1;
    CHECK(!r.connected && r.code == ALK_ERROR_TIMEOUT && r.took > 0.99 && r.took < 7 && strstr(r.message, "127.0.0.1"));
    return 0;
}

static int nobody_there(void)
{
    alk_engine *engine = alk_open("postgresql://root@127.0.0.1:1/x");
    alk_conn *conn = alk_connect(engine);
    int right = trouble_failed_with(ALK_ERROR_OPERATIONAL, 0) && strstr(alk_last_error()->message, "port 1") != NULL;
    alk_engine_close(engine);
    CHECK(!conn && right);
    return 0;
}

/* What is sent in place of the greeting. */
static const part greetings[] = {
    PART("HTTP/1.1 400 Bad Request\r\n\r\n"),
    PART("R\0\0\0\x03"),                               /* shorter than its own length */
    PART("R\xff\xff\xff\xff"),                         /* a negative length */
    PART("R\x7f\xff\xff\xff\0\0\0\0"),                 /* two gigabytes */
    PART("R\0\0\0\x08\0\0\0\x63"),                     /* a way of authentication that there is not */
    PART("R\0\0\0\x08\0\0\0\x0a"),                     /* SASL without any mechanism */
    PART("R\0\0\0\x0c\0\0\0\x05" "ab"),                /* MD5 with half its salt */
    PART("E\0\0\0\x05\0"),                             /* an error that says nothing */
    PART("E\0\0\0\x0a" "SFATAL"),                      /* one that does not end */
    PART("Z\0\0\0\x05I"),                              /* ready without having been asked who it is */
    PART("\0\0\0\0\0\0\0\0\0\0\0\0"),
};

static int greeted(int i, void *payload)
{
    player p;
    result r;
    (void)payload;
    if (use_player(&p, &greetings[i], 1, false, &r))
        return 1;
    if (r.connected || r.took > 7 || (r.code != ALK_ERROR_OPERATIONAL && r.code != ALK_ERROR_TIMEOUT))
        FAIL("greeting %d: connected %d, class %d after %.1f seconds: %s", i, r.connected, r.code, r.took, r.message);
    return 0;
}

static int greetings_that_are_none(void)
{
    return trouble_rounds(sizeof greetings / sizeof *greetings, greeted, NULL);
}

/* What is sent in answer to a statement. Each is an error and not a row; after those that break the order of messages the line is given up. */
static const struct {
    part text;
    unsigned flags;
} answers[] = {
    { PART("HTTP/1.1 400 Bad Request\r\n\r\n"), ALK_ERROR_DISCONNECT },
    { PART("T\0\0\0\x03"), ALK_ERROR_DISCONNECT },
    { PART("T\xff\xff\xff\xff"), ALK_ERROR_DISCONNECT },
    { PART("T\0\0\0\x06\xff\xff" READY), 0 },                               /* 65535 columns, and none of them */
    { PART("T\0\0\0\x1a\0\x01" "aaaaaaaaaaaaaaaaaaaa" READY), 0 },          /* a name without an end */
    { PART("1\0\0\0\x04" "2\0\0\0\x04" ONE_COLUMN "D\0\0\0\x06\0\x02" READY), 0 },                         /* two columns, where one was announced */
    { PART("1\0\0\0\x04" "2\0\0\0\x04" ONE_COLUMN "D\0\0\0\x0b\0\x01\x7f\xff\xff\xff" "a" READY), 0 },     /* a value longer than its row */
    { PART("1\0\0\0\x04" "2\0\0\0\x04" ONE_COLUMN "D\0\0\0\x0b\0\x01\xff\xff\xff\xf0" "a" READY), 0 },     /* of negative length */
    { PART("1\0\0\0\x04" "2\0\0\0\x04" ONE_COLUMN "D\x7f\xff\xff\xff\0\x01"), ALK_ERROR_DISCONNECT },      /* a row of two gigabytes that does not come */
    { PART("D\0\0\0\x0b\0\x01\0\0\0\x01" "a" READY), 0 },                   /* a row of nothing */
    { PART("E\0\0\0\x05\0" READY), 0 },
    { PART("W\0\0\0\x09\0\0\x01\0\0"), ALK_ERROR_DISCONNECT },              /* the copying of something in both directions */
    { PART("G\0\0\0\x07\0\xff\xff" READY), 0 },
    { PART("A\0\0\0\x08\0\0\0\x01" READY), 0 },                             /* a notification without its end */
};

static int answered(int i, void *payload)
{
    part parts[] = { PART(HELLO READY), answers[i].text };
    player p;
    result r;
    (void)payload;
    if (use_player(&p, parts, 2, false, &r))
        return 1;
    if (!r.connected || r.code == ALK_OK || (r.flags & answers[i].flags) != answers[i].flags || r.took > 7)
        FAIL("answer %d: connected %d, class %d, flags %u after %.1f seconds: %s", i, r.connected, r.code, r.flags, r.took, r.message);
    return 0;
}

static int answers_that_are_none(void)
{
    return trouble_rounds(sizeof answers / sizeof *answers, answered, NULL);
}

/* One that never stops: what it says is read until the deadline, and not kept. */
static int talks_for_ever(const part *parts, int n)
{
    player p;
    result r;
    if (use_player(&p, parts, n, true, &r))
        return 1;
    if (!r.connected || r.code != ALK_ERROR_TIMEOUT || !(r.flags & ALK_ERROR_DISCONNECT) || r.took < 0.99 || r.took > 7)
        FAIL("connected %d, class %d, flags %u after %.1f seconds: %s", r.connected, r.code, r.flags, r.took, r.message);
    return 0;
}

static int notices_without_end(void)
{
    static const part parts[] = { PART(HELLO READY), PART(""), PART("N\0\0\0\x10" "SNOTICE\0Mx\0\0") };
    return talks_for_ever(parts, 3);
}

static int settings_without_end(void)
{
    static const part parts[] = { PART(HELLO READY), PART(""), PART("S\0\0\0\x08" "a\0b\0") };
    return talks_for_ever(parts, 3);
}

static int rows_without_end(void)
{
    static const part parts[] = { PART(HELLO READY), PART(DESCRIBED), PART("2\0\0\0\x04" ONE_COLUMN), PART("D\0\0\0\x0b\0\x01\0\0\0\x01" "a") };
    return talks_for_ever(parts, 4);
}

/* A sound conversation with a byte or three changed: any outcome but a hang, a crash or a leak. */
static const part sound[] = { PART(HELLO READY), PART(DESCRIBED), PART("2\0\0\0\x04" ONE_COLUMN "D\0\0\0\x0b\0\x01\0\0\0\x01" "aC\0\0\0\x0dSELECT 1\0" READY) };
enum { CONVERSATIONS = 60, CONVERSATION = 3 };
typedef struct conversations {
    char bytes[CONVERSATIONS][CONVERSATION][200];
    atomic_int connected, answered;
} conversations;

static void change_bytes(conversations *c)
{
    unsigned random = 20260101;
    for (unsigned round = 0; round < CONVERSATIONS; round++) {
        for (int i = 0; i < CONVERSATION; i++)
            memcpy(c->bytes[round][i], sound[i].text, sound[i].length);
        for (unsigned i = 0; i < round % 4; i++) {
            random = random * 1103515245u + 12345u;
            unsigned which = (random >> 28) % CONVERSATION;
            c->bytes[round][which][(random >> 8) % sound[which].length] = (char)(random >> 20);
        }
    }
}

static int converse(int round, void *payload)
{
    conversations *c = payload;
    part parts[CONVERSATION];
    player p;
    result r;
    for (int i = 0; i < CONVERSATION; i++)
        parts[i] = (part){ c->bytes[round][i], sound[i].length };
    if (use_player(&p, parts, CONVERSATION, false, &r))
        return 1;
    atomic_fetch_add(&c->connected, r.connected);
    atomic_fetch_add(&c->answered, r.code == ALK_OK);
    if (r.took > 8 || (round % 4 == 0 && r.code))
        FAIL("round %d took %.1f seconds: %s", round, r.took, r.message);
    return 0;
}

static int changed_bytes(void)
{
    static conversations c;
    change_bytes(&c);
    if (trouble_rounds(CONVERSATIONS, converse, &c))
        return 1;
    CHECK(c.connected > 20 && c.connected < CONVERSATIONS && c.answered < c.connected);
    return 0;
}

static const line_case lines[] = { { "deadlock", deadlock }, { "swallowed_copy_in", swallowed_copy_in }, { "swallowed_copy_out", swallowed_copy_out }, { NULL, NULL } };
static const plain_case played[] = {
    { "server_that_is_silent", server_that_is_silent },
    { "nobody_there", nobody_there },
    { "greetings_that_are_none", greetings_that_are_none },
    { "answers_that_are_none", answers_that_are_none },
    { "notices_without_end", notices_without_end },
    { "settings_without_end", settings_without_end },
    { "rows_without_end", rows_without_end },
    { "changed_bytes", changed_bytes },
    { NULL, NULL },
};

const backend trouble_backend = {
    .variable = "ALK_TEST_POSTGRESQL_URL",
    TROUBLE_ON_POSTGRESQL,
    .rows = "select i, repeat('x', 1000) from generate_series(1, 1000000) i",
    .lines = lines,
    .played = played,
};
