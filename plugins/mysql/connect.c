/* SPDX-License-Identifier: MIT
 * Opening and closing. The hosts of the URL are tried one after the other, in its order or at random, each with its share of the time that is left, so that one which
 * swallows packets does not use up the time of the others. The client library is told all that it would else look for by itself: the port, the
 * socket, the character set; it reads no option file, and sends no file of ours whatever the server asks for. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "connect.h"
#include "errors.h"
#include "kill.h"
#include "session.h"
#include "statement.h"
#include "twophase.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* MARIADB_CLIENT_STMT_BULK_OPERATIONS, one of the capabilities that MariaDB has beside those of MySQL. */
enum { SERVER_HAS_BULK = 1 << 2 };
#define SHARE_LEAST ALK__MY_SECOND       /* that a host gets when there are several */

/* ---- LOCAL INFILE: a server could ask for any file at any time ---- */
static int infile_init(void **payload, const char *name, void *user)
{
    (void)name;
    (void)user;
    *payload = NULL;
    return 1;
}

static int infile_read(void *payload, char *buffer, unsigned int size)
{
    (void)payload;
    (void)buffer;
    (void)size;
    return -1;
}

static void infile_end(void *payload)
{
    (void)payload;
}

static int infile_error(void *payload, char *message, unsigned int size)
{
    (void)payload;
    (void)snprintf(message, size, "files of the client are not sent");
    return 2068;
}

/* ---- options of the client library ---- */
static void set_tls(MYSQL *mysql, const alk__my_settings *s, bool socket)
{
    my_bool yes = 1;
    if (socket || s->ssl_mode == ALK__MY_SSL_DISABLED)
        return;
    mysql_ssl_set(mysql, s->ssl_key, s->ssl_cert, s->ssl_ca, s->ssl_capath, s->ssl_cipher);
    if (s->tls_version != NULL)
        mysql_optionsv(mysql, MARIADB_OPT_TLS_VERSION, s->tls_version);
    mysql_optionsv(mysql, MYSQL_OPT_SSL_ENFORCE, &yes);
    if (s->ssl_mode == ALK__MY_SSL_VERIFY_IDENTITY)
        mysql_optionsv(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
}

/* Ways of authentication that give the password itself are for encrypted lines. */
static void set_auth(MYSQL *mysql, const alk__my_settings *s)
{
    if (s->ssl_mode < ALK__MY_SSL_REQUIRED)
        mysql_optionsv(mysql, MARIADB_OPT_RESTRICTED_AUTH, "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,auth_gssapi_client,unix_socket");
}

static void set_options(MYSQL *mysql, const alk__my_settings *s, bool socket, int64_t until)
{
    unsigned protocol = socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP, no = 0, seconds = 1;
    my_bool none = 0;
    int64_t left = until - alk__my_now();
    if (left > 0)
        seconds = (unsigned)((left + ALK__MY_SECOND - 1) / ALK__MY_SECOND);
    mysql_optionsv(mysql, MARIADB_OPT_IO_WAIT, alk__my_wait_io);
    mysql_optionsv(mysql, MYSQL_OPT_PROTOCOL, &protocol);
    mysql_optionsv(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
    mysql_optionsv(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_optionsv(mysql, MYSQL_REPORT_DATA_TRUNCATION, &none);
    mysql_optionsv(mysql, MYSQL_OPT_RECONNECT, &none);
    mysql_optionsv(mysql, MYSQL_OPT_LOCAL_INFILE, &no);
    mysql_set_local_infile_handler(mysql, infile_init, infile_read, infile_end, infile_error, NULL);
    if (s->compress)
        mysql_optionsv(mysql, MYSQL_OPT_COMPRESS, NULL);
    set_tls(mysql, s, socket);
    set_auth(mysql, s);
}

/* TLS waits through wait_io() only when its socket does not block. */
static void unblock(MYSQL *mysql)
{
    int line = (int)mysql_get_socket(mysql), flags = fcntl(line, F_GETFL);
    if (mysql_get_ssl_cipher(mysql) != NULL && flags >= 0)
        (void)fcntl(line, F_SETFL, flags | O_NONBLOCK);
}

MYSQL *alk__my_session_open(const alk__my_settings *s, uint32_t host, int64_t until, MYSQL **failed)
{
    bool is_socket = alk__my_is_socket(s, host);
    const char *name = s->hosts[host].name, *socket = !is_socket ? NULL : name != NULL ? name : s->socket;
    MYSQL *mysql = mysql_init(NULL);
    *failed = NULL;
    if (mysql == NULL)
        return NULL;
    set_options(mysql, s, is_socket, until);
    if (mysql_real_connect(mysql, is_socket ? NULL : name, s->user, s->password, s->database, s->hosts[host].port, socket, CLIENT_FOUND_ROWS) == NULL) {
        *failed = mysql;
        return NULL;
    }
    unblock(mysql);
    return mysql;
}

/* ---- connections ---- */
static alk__my_conn *conn_new(alk__my_settings *settings, alk_err *err)
{
    alk__my_conn *conn = alk__my_alloc(sizeof *conn, err);
    if (conn == NULL)
        return NULL;
    if (pthread_mutex_init(&conn->kill_lock, NULL) != 0) {
        alk__my_no_memory(err);
        alk__my_free(conn);
        return NULL;
    }
    conn->settings = settings;
    conn->wait.quiet = settings->ssl_mode != ALK__MY_SSL_DISABLED;
    atomic_init(&conn->running, 0);
    atomic_init(&conn->killing, 0);
    atomic_init(&conn->killed, 0);
    return conn;
}

static void conn_free(alk__my_conn *conn)
{
    pthread_mutex_destroy(&conn->kill_lock);
    alk__my_recovered_free(conn);
    alk__my_settings_free(conn->settings);
    alk__my_free(conn);
}

static alk_rc check_line(alk__my_conn *conn, alk_err *err)
{
    const char *version = mysql_get_server_info(conn->mysql);
    unsigned long bulk = 0;
    conn->version = alk__my_version_read(version != NULL ? version : "");
    conn->thread = mysql_thread_id(conn->mysql);
    if (!alk__my_is_socket(conn->settings, conn->host) && conn->settings->ssl_mode >= ALK__MY_SSL_REQUIRED && mysql_get_ssl_cipher(conn->mysql) == NULL)
        return alk__my_error(err, ALK_ERROR_OPERATIONAL, "08001", "the server does not encrypt, and ssl_mode asks for it");
    if (conn->version.number < (conn->version.mariadb ? 100200u : 50700u))
        return alk__my_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the server's version is \"%.60s\"; MariaDB 10.2 or MySQL 5.7 is the oldest that will do",
                             version != NULL ? version : "");
    if (conn->version.mariadb && mariadb_get_infov(conn->mysql, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &bulk) == 0)
        conn->bulk = (bulk & SERVER_HAS_BULK) != 0;
    conn->tls = mysql_get_ssl_cipher(conn->mysql) != NULL;
    conn->native_uuid = conn->version.mariadb && conn->version.number >= 100700;
    return ALK_OK;
}

/* A node of a cluster may take connections, and the questions of session_begin(), while it refuses all else. */
static alk_rc check_ready(alk__my_conn *conn, alk_err *err)
{
    if (conn->settings->n_hosts == 1 || alk__my_run(conn, "DO 0") == 0)
        return ALK_OK;
    return alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
}

/* Within its own time. A failure to connect is told with the host's name. */
static alk_rc try_host(alk__my_conn *conn, int64_t until, alk_err *err)
{
    MYSQL *failed;
    alk_rc rc;
    conn->lost = conn->late = false;
    conn->mysql = alk__my_session_open(conn->settings, conn->host, until, &failed);
    if (conn->mysql == NULL && failed == NULL)
        return alk__my_no_memory(err);
    if (conn->mysql == NULL) {
        rc = alk__my_connect_fail(conn, failed, conn->wait.over || alk__my_now() >= until, err);
        mysql_close(failed);
        return rc;
    }
    rc = check_line(conn, err);
    if (rc == ALK_OK)
        rc = alk__my_session_begin(conn, err);
    if (rc == ALK_OK)
        rc = check_ready(conn, err);
    if (rc != ALK_OK) {
        mysql_close(conn->mysql);
        conn->mysql = NULL;
    }
    return rc;
}

static int64_t share(int64_t until, uint32_t left)
{
    int64_t now = alk__my_now(), part = (until - now) / left;
    if (part < SHARE_LEAST)
        part = SHARE_LEAST;
    return left > 1 && now + part < until ? now + part : until;
}

/* The order of the hosts: as the URL has them, or shuffled. */
static void order_hosts(const alk__my_conn *conn, uint32_t *order)
{
    uint64_t random = (uint64_t)alk__my_now() ^ (uint64_t)(uintptr_t)conn << 16;
    for (uint32_t i = 0; i < conn->settings->n_hosts; i++) {
        uint32_t j = i;
        if (conn->settings->random) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            j = (uint32_t)(random >> 33) % (i + 1);
        }
        order[i] = order[j];
        order[j] = i;
    }
}

/* Tries the hosts. The last one's failure is told. */
static alk_rc open_any(alk__my_conn *conn, int64_t until, alk_err *err)
{
    const alk__my_settings *s = conn->settings;
    uint32_t order[ALK__MY_HOSTS_MAX] = { 0 };
    alk_rc rc = ALK_ERROR_OPERATIONAL;
    order_hosts(conn, order);
    for (uint32_t i = 0; i < s->n_hosts; i++) {
        int64_t his = share(until, s->n_hosts - i);
        conn->host = order[i];
        alk__my_enter(conn, his);
        rc = try_host(conn, his, err);
        alk__my_leave(conn);
        if (rc == ALK_OK || rc == ALK_ERROR_NO_MEMORY || alk__my_now() >= until)
            return rc;
    }
    return rc;
}

alk_rc alk__my_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    alk__my_settings *settings = NULL;
    alk__my_conn *conn;
    int64_t until;
    alk_rc rc = alk__my_settings_read(request, &settings, err);
    (void)driver;
    if (rc != ALK_OK)
        return rc;
    conn = conn_new(settings, err);
    if (conn == NULL) {
        alk__my_settings_free(settings);
        return ALK_ERROR_NO_MEMORY;
    }
    until = alk__my_now() + settings->connect_timeout;
    if (request->deadline != 0 && request->deadline < until)
        until = request->deadline;
    rc = open_any(conn, until, err);
    conn->late = false;
    conn->wait.quiet = conn->wait.quiet && (rc != ALK_OK || conn->tls);
    if (rc == ALK_OK) {
        *out = conn;
        return ALK_OK;
    }
    conn_free(conn);
    return rc;
}

static void free_statements(alk__my_conn *conn)
{
    while (conn->statements != NULL)
        alk__my_stmt_close(conn, conn->statements);
    if (conn->warning_rows != NULL)
        mysql_free_result(conn->warning_rows);
}

/* What is not finished is rolled back by the server. Rows that nobody read are not waited for: the line is cut. */
alk_rc alk__my_close(void *handle, alk_err *err)
{
    alk__my_conn *conn = handle;
    (void)err;
    alk__my_enter(conn, alk__my_now() + ALK__MY_SECOND);
    if (conn->reading != NULL)
        alk__my_cut(conn);
    free_statements(conn);
    mysql_close(conn->mysql);
    alk__my_leave(conn);
    conn_free(conn);
    return ALK_OK;
}

void alk__my_cut(alk__my_conn *conn)
{
    int line = (int)mysql_get_socket(conn->mysql), nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing >= 0 && line >= 0)
        (void)dup2(nothing, line);
    if (nothing >= 0)
        (void)close(nothing);
    conn->lost = true;
}

/* The line is the parent's, too: nothing may be sent over it, nor may it be shut down. */
void alk__my_abandon(void *handle)
{
    alk__my_conn *conn = handle;
    alk__my_cut(conn);
    atomic_store(&conn->running, 0);
    pthread_mutex_init(&conn->kill_lock, NULL);
    alk__my_enter(conn, alk__my_now());
    conn->wait.late = NULL;
    free_statements(conn);
    mysql_close(conn->mysql);
    alk__my_leave(conn);
    conn_free(conn);
}
