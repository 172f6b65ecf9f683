/* SPDX-License-Identifier: MIT
 * Opening and closing. Hosts are tried one after the other, each by libpq's steps that do not wait, and each with its share of the time that is
 * left, so that a host which swallows packets does not use up the time of the others. */
#include "connect.h"
#include "cancel.h"
#include "copy.h"
#include "errors.h"
#include "session.h"
#include "statement.h"
#include "twophase.h"
#include "wait.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

enum { WORDS_MAX = ALK__PG_OPTION_COUNT + 16, MESSAGE_MAX = 1000 };
#define SHARE_LEAST INT64_C(1000000000)  /* nanoseconds that a host gets when there are several */

/* ---- what libpq is told ---- */
typedef struct words {
    const char *names[WORDS_MAX], *values[WORDS_MAX];
    uint32_t count;
    char *text;                          /* the values, each with its NUL */
    size_t used;
} words;

static void add(words *w, const char *name, alk_sv value)
{
    if (value.p == NULL || value.n == 0)
        return;
    w->names[w->count] = name;
    w->values[w->count++] = memcpy(w->text + w->used, value.p, value.n);
    w->text[w->used + value.n] = 0;
    w->used += value.n + 1;
}

/* libpq writes its truths as 0 and 1. */
static alk_sv libpq_value(uint32_t option, alk_sv value)
{
    bool on;
    if (alk__pg_options[option].kind != ALK_OPTION_BOOL || value.n == 0)
        return value;
    on = value.p[0] == '1' || value.p[0] == 't' || value.p[0] == 'T' || value.p[0] == 'y' || value.p[0] == 'Y' ||
         (value.n == 2 && (value.p[1] == 'n' || value.p[1] == 'N') && value.p[0] != 'n' && value.p[0] != 'N');
    return on ? alk__pg_sv("1", 1) : alk__pg_sv("0", 1);
}

static bool libpq_knows(const PQconninfoOption *known, const char *name)
{
    for (; known != NULL && known->keyword != NULL; known++)
        if (strcmp(known->keyword, name) == 0)
            return true;
    return false;
}

static alk_rc check_known(alk__pg_settings *settings, alk_err *err)
{
    PQconninfoOption *known = PQconndefaults();
    alk_rc rc = ALK_OK;
    if (known == NULL)
        return alk__pg_no_memory(err);
    for (uint32_t i = 0; rc == ALK_OK && i < ALK__PG_OPTION_COUNT; i++)
        if (settings->values[i].p != NULL && alk__pg_option_is_libpqs(i) && !libpq_knows(known, alk__pg_options[i].name))
            rc = alk__pg_error(err, ALK_ERROR_ARGUMENT, NULL, "the installed libpq does not know the option %s", alk__pg_options[i].name);
    settings->libpq_balances = libpq_knows(known, "load_balance_hosts");
    PQconninfoFree(known);
    return rc;
}

static size_t size_of(const alk__pg_settings *settings)
{
    size_t size = settings->user.n + settings->password.n + settings->database.n + 1000;
    for (uint32_t i = 0; i < ALK__PG_OPTION_COUNT; i++)
        size += settings->values[i].n + 1;
    for (uint32_t i = 0; i < settings->nhosts; i++)
        size += settings->hosts[i].n + 1;
    for (uint32_t i = 0; i < settings->nports; i++)
        size += settings->ports[i].n + 1;
    return size;
}

/* The settings of transactions go with those that the URL gives as "options". */
static void add_options(words *w, const alk__pg_settings *settings, alk_sv given)
{
    char *begin = w->text + w->used;
    alk_sv parts[] = { alk__pg_view(settings->read_only ? "-c default_transaction_read_only=on " : ""),
                       alk__pg_view(settings->deferrable ? "-c default_transaction_deferrable=on " : ""), given };
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].n > 0)
            memcpy(begin + n, parts[i].p, parts[i].n);
        n += parts[i].n;
    }
    begin[n] = 0;
    if (n == 0)
        return;
    w->names[w->count] = "options";
    w->values[w->count++] = begin;
    w->used += n + 1;
}

static const char *const targets[] = { "any", "read-write", "read-only", "primary", "standby", "any" };

static void tell(words *w, const alk__pg_settings *settings, uint32_t host, int target)
{
    add(w, "user", settings->user);
    add(w, "password", settings->password);
    add(w, "dbname", settings->database);
    if (host < settings->nhosts)
        add(w, "host", settings->hosts[host]);
    if (host < settings->nports)
        add(w, "port", settings->ports[host]);
    for (uint32_t i = 0; i < ALK__PG_OPTION_COUNT; i++)
        if (alk__pg_option_is_libpqs(i) && strcmp(alk__pg_options[i].name, "options") == 0)
            add_options(w, settings, settings->values[i]);
        else if (alk__pg_option_is_libpqs(i))
            add(w, alk__pg_options[i].name, libpq_value(i, settings->values[i]));
    if (settings->random && settings->libpq_balances)        /* the addresses of one name are libpq's */
        add(w, "load_balance_hosts", alk__pg_view("random"));
    if (target != ALK__PG_ANY)
        add(w, "target_session_attrs", alk__pg_view(targets[target]));
    add(w, "client_encoding", alk__pg_view("UTF8"));
    add(w, "fallback_application_name", alk__pg_view("alkahest"));
    w->names[w->count] = w->values[w->count] = NULL;
}

/* ---- one host ---- */
static bool poll_connection(PGconn *pg, int64_t until, bool *late)
{
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
        int found = alk__pg_poll(PQsocket(pg), status == PGRES_POLLING_READING ? POLLIN : POLLOUT, until);
        *late = found == 0;
        if (found <= 0)
            return false;
        status = PQconnectPoll(pg);
    }
    return status == PGRES_POLLING_OK;
}

/* libpq's message as one line, behind those of the hosts before. */
static void add_message(char *message, const char *text)
{
    size_t n = strlen(message);
    if (n > 0 && n < MESSAGE_MAX - 3) {
        memcpy(message + n, "; ", 3);
        n += 2;
    }
    for (; *text != 0 && n < MESSAGE_MAX - 1; text++)
        if (*text != '\n' && *text != '\t')
            message[n++] = *text;
        else if (n > 0 && message[n - 1] != ' ' && text[1] != 0)
            message[n++] = ' ';
    message[n] = 0;
}

typedef struct attempt {
    char message[MESSAGE_MAX];
    bool late;
} attempt;

static PGconn *try_host(const alk__pg_settings *settings, uint32_t host, int target, int64_t until, words *w, attempt *a)
{
    PGconn *pg;
    bool late = false;
    w->count = 0;
    w->used = 0;
    tell(w, settings, host, target);
    pg = PQconnectStartParams(w->names, w->values, 0);
    if (pg != NULL && PQstatus(pg) != CONNECTION_BAD && poll_connection(pg, until, &late))
        return pg;
    if (late) {
        char text[300];
        (void)snprintf(text, sizeof text, "connection to \"%.200s\" takes too long", PQhost(pg) != NULL ? PQhost(pg) : "");
        add_message(a->message, text);
    } else {
        add_message(a->message, pg != NULL ? PQerrorMessage(pg) : "out of memory");
    }
    a->late = a->late || late;
    PQfinish(pg);
    return NULL;
}

static int64_t share(int64_t deadline, uint32_t left)
{
    int64_t now = alk__pg_now(), part;
    if (deadline == 0 || left <= 1)
        return deadline;
    part = (deadline - now) / left;
    if (part < SHARE_LEAST)
        part = SHARE_LEAST;
    return now + part < deadline ? now + part : deadline;
}

/* The order of the hosts: as the URL has them, or shuffled. */
static void order_hosts(const alk__pg_settings *settings, uint32_t *order)
{
    uint64_t random = (uint64_t)alk__pg_now() ^ (uint64_t)(uintptr_t)order << 16;
    for (uint32_t i = 0; i < settings->nhosts; i++) {
        uint32_t j = i;
        if (settings->random) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            j = (uint32_t)(random >> 33) % (i + 1);
        }
        order[i] = order[j];
        order[j] = i;
    }
}

static PGconn *try_hosts(const alk__pg_settings *settings, int64_t deadline, words *w, attempt *a)
{
    uint32_t hosts = settings->nhosts > 0 ? settings->nhosts : 1, rounds = settings->target == ALK__PG_PREFER_STANDBY ? 2 : 1, left = hosts * rounds;
    uint32_t order[ALK__PG_HOSTS_MAX] = { 0 };
    order_hosts(settings, order);
    for (uint32_t round = 0; round < rounds; round++)
        for (uint32_t i = 0; i < hosts; i++, left--) {
            int target = rounds == 2 ? (round == 0 ? ALK__PG_STANDBY : ALK__PG_ANY) : settings->target;
            PGconn *pg = try_host(settings, order[i], target, share(deadline, left), w, a);
            if (pg != NULL)
                return pg;
            if (deadline != 0 && alk__pg_now() >= deadline)
                return NULL;
        }
    return NULL;
}

/* libpq gives no SQLSTATE for a failed connection; these the server writes in English unless it was told otherwise. */
static const char *state_of(const char *message)
{
    static const struct {
        const char *text, *state;
    } known[] = { { "password authentication failed", "28P01" }, { "no pg_hba.conf entry", "28000" }, { "no password supplied", "28P01" },
                  { "role \"", "28000" },                          { "database \"", "3D000" },          { "too many clients", "53300" },
                  { "remaining connection slots", "53300" },       { "starting up", "57P03" },          { "shutting down", "57P03" } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(message, known[i].text) != NULL)
            return known[i].state;
    return "08001";
}

static alk_rc open_line(const alk__pg_settings *settings, int64_t deadline, PGconn **pg, alk_err *err)
{
    attempt a = { "", false };
    words *w = alk__pg_alloc(sizeof *w, err);
    alk_rc rc = ALK_OK;
    if (w == NULL)
        return ALK_ERROR_NO_MEMORY;
    if ((w->text = alk__pg_alloc(size_of(settings), err)) == NULL) {
        alk__pg_free(w);
        return ALK_ERROR_NO_MEMORY;
    }
    *pg = try_hosts(settings, deadline, w, &a);
    if (*pg == NULL)
        rc = alk__pg_error(err, a.late ? ALK_ERROR_TIMEOUT : ALK_ERROR_OPERATIONAL, a.late ? "08001" : state_of(a.message), "%s", a.message);
    memset(w->text, 0, w->used);         /* a password was there */
    alk__pg_free(w->text);
    alk__pg_free(w);
    return rc;
}

/* ---- connections ---- */
static void read_version(alk__pg_conn *conn)
{
    const char *text = PQparameterStatus(conn->pg, "server_version");
    (void)snprintf(conn->version, sizeof conn->version, "%s", text != NULL ? text : "");
}

alk_rc alk__pg_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    alk__pg_settings settings;
    alk__pg_conn *conn = NULL;
    alk_rc rc = alk__pg_settings_read(request, &settings, err);
    (void)driver;
    if (rc == ALK_OK)
        rc = check_known(&settings, err);
    if (rc == ALK_OK && (conn = alk__pg_alloc(sizeof *conn, err)) == NULL)
        rc = ALK_ERROR_NO_MEMORY;
    if (rc == ALK_OK)
        rc = open_line(&settings, request->deadline, &conn->pg, err);
    if (rc == ALK_OK)
        rc = alk__pg_canceller_new(conn, err);
    if (rc == ALK_OK) {
        conn->prepares = settings.prepares;
        conn->fetch = (uint8_t)settings.fetch;
        conn->epoch = 1;
        conn->token = (uint32_t)((uint64_t)alk__pg_now() ^ (uint64_t)PQbackendPID(conn->pg) << 16 ^ (uintptr_t)conn >> 4);
        PQsetNoticeReceiver(conn->pg, alk__pg_notice, conn);
        (void)PQsetnonblocking(conn->pg, 1);
        read_version(conn);
        rc = alk__pg_session_begin(conn, request->deadline, err);
    }
    if (rc == ALK_OK)
        *out = conn;
    else if (conn != NULL)
        (void)alk__pg_close(conn, err);
    return rc;
}

static void free_local(alk__pg_conn *conn)
{
    while (conn->statements != NULL) {
        alk__pg_stmt *stmt = conn->statements;
        while (stmt->owned)
            stmt = stmt->next;           /* its owner was there before it */
        alk__pg_stmt_close(conn, stmt);
    }
    alk__pg_forget_warnings(conn);
    alk__pg_types_free(&conn->types);
    PQfreemem(conn->message);
    alk__pg_copy_free(conn);
    alk__pg_free(conn->plain_table);
    alk__pg_recovered_free(conn);
    alk__pg_free(conn->dropped);
}

/* The farewell is written if the line takes it at once; nothing is waited for. */
alk_rc alk__pg_close(void *handle, alk_err *err)
{
    alk__pg_conn *conn = handle;
    (void)err;
    conn->streaming = NULL;              /* what is on the line goes with it */
    free_local(conn);
    if (conn->pg != NULL) {
        PQsetNoticeReceiver(conn->pg, alk__pg_notice_none, NULL);
        PQfinish(conn->pg);
    }
    alk__pg_canceller_free(conn);
    alk__pg_free(conn);
    return ALK_OK;
}

/* PQfinish() would send the server a farewell in the parent's name. So the descriptor is first made one that goes nowhere. */
void alk__pg_abandon(void *handle)
{
    alk__pg_conn *conn = handle;
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC), line = PQsocket(conn->pg);
    conn->streaming = NULL;
    free_local(conn);
    if (nowhere >= 0 && line >= 0 && dup2(nowhere, line) == line)
        PQfinish(conn->pg);
    if (nowhere >= 0)
        (void)close(nowhere);
    alk__pg_canceller_abandon(conn);
    alk__pg_free(conn);
}
