/* SPDX-License-Identifier: MIT
 * See opening.h. */
#include "opening.h"
#include "text.h"
#include "driver/thread.h"

typedef struct opening {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    alk__odbc_conn *conn;
    alk__odbc_given string;
    SQLRETURN done;
    bool has_ended, given_up;
} opening;

/* The driver's own answer to the connection string is not asked for: it holds the password. */
static SQLRETURN connect_now(alk__odbc_conn *conn, alk__odbc_given *string)
{
    SQLSMALLINT length = 0;
    SQLRETURN done;
    if (string->wide != NULL) {
        SQLWCHAR out[64];
        done = SQLDriverConnectW(conn->handle, NULL, string->wide, (SQLSMALLINT)string->length, out, 0, &length, SQL_DRIVER_NOPROMPT);
        alk__odbc_wipe(string->wide, (size_t)string->length * sizeof *string->wide);
    } else {
        SQLCHAR out[64];
        done = SQLDriverConnect(conn->handle, NULL, (SQLCHAR *)(uintptr_t)string->narrow, (SQLSMALLINT)string->length, out, 0, &length, SQL_DRIVER_NOPROMPT);
    }
    alk__odbc_given_free(string);
    return done;
}

static void opening_free(opening *o)
{
    pthread_cond_destroy(&o->ended);
    pthread_mutex_destroy(&o->lock);
    alk__odbc_free(o);
}

static void *run(void *payload)
{
    opening *o = payload;
    alk__odbc_conn *conn = o->conn;
    SQLRETURN done = connect_now(conn, &o->string);
    bool given_up;
    pthread_mutex_lock(&o->lock);
    o->done = done;
    o->has_ended = true;
    given_up = o->given_up;
    pthread_cond_signal(&o->ended);
    pthread_mutex_unlock(&o->lock);
    if (given_up) {
        opening_free(o);
        conn->lost = true;
        conn->watch.close(conn);
    }
    return NULL;
}

static opening *opening_new(alk__odbc_conn *conn, const alk__odbc_given *string)
{
    opening *o = alk__odbc_alloc(sizeof *o, NULL);
    if (o == NULL)
        return NULL;
    o->conn = conn;
    o->string = *string;
    if (pthread_mutex_init(&o->lock, NULL) != 0) {
        alk__odbc_free(o);
        return NULL;
    }
    if (alk__odbc_condition_init(&o->ended))
        return o;
    pthread_mutex_destroy(&o->lock);
    alk__odbc_free(o);
    return NULL;
}

/* Without a thread the driver's own limit has to do. */
bool alk__odbc_open_until(alk__odbc_conn *conn, alk__odbc_given *string, int64_t until, SQLRETURN *done)
{
    struct timespec time = alk__odbc_time_of(until);
    opening *o = opening_new(conn, string);
    pthread_t thread;
    bool in_time;
    if (o == NULL || !alk__driver_thread(run, o, &thread)) {
        if (o != NULL)
            opening_free(o);
        *done = connect_now(conn, string);
        return true;
    }
    pthread_mutex_lock(&o->lock);
    while (!o->has_ended && pthread_cond_timedwait(&o->ended, &o->lock, &time) == 0)
        ;
    in_time = o->has_ended;
    *done = o->done;
    o->given_up = !in_time;
    pthread_mutex_unlock(&o->lock);
    if (in_time) {
        pthread_join(thread, NULL);
        opening_free(o);
    } else {
        pthread_detach(thread);
    }
    return in_time;
}
