/* SPDX-License-Identifier: MIT
 * Connections: opening and closing them. */
#ifndef ALK_MY_CONNECT_H
#define ALK_MY_CONNECT_H
#include "driver/name.h"
#include "options.h"
#include "server.h"
#include "wait.h"
#include <pthread.h>
#include <stdatomic.h>

struct alk__my_stmt;

typedef struct alk__my_conn {
    MYSQL *mysql;
    alk__my_settings *settings;
    uint32_t host;                       /* which of the settings' it is */
    alk__my_version version;
    struct alk__my_stmt *statements;     /* all that are open */
    struct alk__my_stmt *reading;        /* whose rows still stand in the line */
    alk__my_wait wait;                   /* of the running call */
    unsigned entered;                    /* how deep: see alk__my_enter() */
    unsigned long thread;                /* the session's number at the server */
    pthread_mutex_t kill_lock;           /* held while a kill is on its way: see kill.h */
    atomic_int running, killing, killed;
    bool late;                           /* the running statement was ended at its deadline */
    bool lost;
    bool began;                          /* by transaction(), and not ended by it */
    bool rolled_back;                    /* by the server, because of an error, behind the caller's back */
    uint8_t xa;                          /* ALK__MY_XA_… */
    char xid[ALK__DRIVER_XID_SIZE];          /* of the transaction with two phases */
    MYSQL_RES *recovered;                /* the prepared ones, as they were asked for last */
    alk_sv *recovered_names;
    bool touched;                        /* session state that statements may have changed */
    bool tls;
    bool bulk, native_uuid;              /* what the server has */
    uint32_t isolation;                  /* ALK_ISOLATION_… that the session stands at */
    uint32_t session;                    /* counts resets: statements of an older one are prepared anew */
    uint32_t warnings;                   /* of the last statement */
    MYSQL_RES *warning_rows;
    uint64_t last_id;
    size_t max_packet;
} alk__my_conn;

alk_rc alk__my_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err);
alk_rc alk__my_close(void *conn, alk_err *err);
void alk__my_abandon(void *conn);
/* Puts nothing in place of the line: what is sent goes nowhere, what is read is the end. */
void alk__my_cut(alk__my_conn *conn);
/* A session of the host, within the time of the running wait; NULL with the failure in *failed, for the caller to close. */
MYSQL *alk__my_session_open(const alk__my_settings *settings, uint32_t host, int64_t until, MYSQL **failed);
#endif
