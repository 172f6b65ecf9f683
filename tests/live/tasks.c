/* SPDX-License-Identifier: MIT
 * Tasks: work that stops where it waits. */
#include "live.h"
#include <math.h>
#include <poll.h>
#include <time.h>

enum { MANY = 10 };

static bool can_stop(live *l)
{
    return alk_conn_native(l->conn, "alk.async/1") != NULL;
}

static void need_tasks(live *l)
{
    if (!can_stop(l))
        live_skip(l, "its driver cannot stop where it waits");
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Waits as an event loop would, at most so long. */
static void wait_for(alk_task *task, double most)
{
    unsigned events = alk_task_events(task);
    double timeout = alk_task_timeout(task);
    struct pollfd file = { .fd = alk_task_descriptor(task), .events = (short)((events & ALK_TASK_READ ? POLLIN : 0) | (events & ALK_TASK_WRITE ? POLLOUT : 0)) };
    timeout = timeout < 0 || timeout > most ? most : timeout;
    poll(&file, 1, (int)ceil(timeout * 1000));
}

static int drive(alk_task *task)
{
    while (!alk_task_is_done(task)) {
        wait_for(task, 10);
        alk_task_continue(task, 0);
    }
    return alk_task_end(task);
}

typedef struct work {
    const char *sql;
    int64_t value;
    int runs;
} work;

static int ask(alk_conn *conn, void *payload)
{
    work *w = payload;
    w->runs++;
    alk_result *r = alk_execute(conn, alk_raw(w->sql));
    int code = alk_scalar_int(r, &w->value);
    return code ? code : alk_conn_commit(conn);
}

static void task_does_its_work(live *l)
{
    work w = { .sql = "select 40 + 2" };
    need_tasks(l);
    alk_task *task = alk_conn_start(l->conn, ask, &w);
    LIVE_CHECK(l, task);
    LIVE_OK(l, drive(task));
    LIVE_CHECK(l, w.value == 42 && w.runs == 1);
    LIVE_CHECK(l, live_int(l, "select 1") == 1);
}

static void task_gives_its_error(live *l)
{
    work w = { .sql = "select nothing from nowhere" };
    need_tasks(l);
    alk_task *task = alk_conn_start(l->conn, ask, &w);
    LIVE_CHECK(l, task);
    LIVE_FAILS(l, drive(task), ALK_ERROR_PROGRAMMING);
    LIVE_CHECK(l, strstr(alk_last_error()->message, "nowhere"));
    LIVE_OK(l, alk_conn_rollback(l->conn));
}

/* A slow one does not hold up the others, and nobody but it may use its connection. */
static void tasks_run_side_by_side(live *l)
{
    work slow = { .sql = l->dialect->slow }, quick[MANY];
    alk_conn *conns[MANY];
    alk_task *tasks[MANY], *long_one;
    int code[MANY];
    need_tasks(l);
    for (int i = 0; i < MANY; i++)
        conns[i] = alk_connect(l->engine);
    long_one = alk_conn_start(l->conn, ask, &slow);
    for (int i = 0; i < MANY; i++) {
        quick[i] = (work){ .sql = "select 7" };
        tasks[i] = alk_conn_start(conns[i], ask, &quick[i]);
    }
    int refused = live_run(l, "select 1"), closed = alk_conn_close(l->conn);
    for (int i = 0; i < MANY; i++)
        code[i] = drive(tasks[i]);
    for (int i = 0; i < MANY; i++)
        alk_conn_close(conns[i]);
    for (int i = 0; i < 10; i++) {         /* what it waits for is its slow statement then */
        wait_for(long_one, 0.02);
        alk_task_continue(long_one, 0);
    }
    bool still = !alk_task_is_done(long_one);
    int cancelled = alk_conn_cancel(l->conn), ended = drive(long_one);
    for (int i = 0; i < MANY; i++)
        LIVE_CHECK(l, code[i] == ALK_OK && quick[i].value == 7);
    LIVE_CHECK(l, refused == ALK_ERROR_INTERFACE && closed == ALK_ERROR_INTERFACE && still);
    LIVE_CHECK(l, cancelled == ALK_OK && ended == ALK_ERROR_OPERATIONAL && strcmp(alk_last_error()->sqlstate, "57014") == 0);
    LIVE_OK(l, alk_conn_rollback(l->conn));
}

static void task_has_a_deadline(live *l)
{
    work w = { .sql = l->dialect->slow };
    double began = seconds();
    need_tasks(l);
    LIVE_OK(l, alk_conn_set_options(l->conn, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .timeout = 0.3 }));
    alk_task *task = alk_conn_start(l->conn, ask, &w);
    LIVE_CHECK(l, task && alk_task_timeout(task) <= 0.3);
    LIVE_FAILS(l, drive(task), ALK_ERROR_TIMEOUT);
    LIVE_CHECK(l, seconds() - began < 5);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_OK(l, alk_conn_set_options(l->conn, NULL));
    LIVE_CHECK(l, live_int(l, "select 3") == 3);
}

/* What is not waited for is lost, with its connection. */
static void task_is_given_up(live *l)
{
    work w = { .sql = l->dialect->slow };
    double began = seconds();
    need_tasks(l);
    alk_task *task = alk_conn_start(l->conn, ask, &w);
    LIVE_CHECK(l, task && !alk_task_is_done(task));
    LIVE_FAILS(l, alk_task_end(task), ALK_ERROR_OPERATIONAL);
    LIVE_CHECK(l, alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    LIVE_CHECK(l, seconds() - began < 5);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select 4") == 4);
}

static int read_many(alk_conn *conn, void *payload)
{
    work *w = payload;
    alk_result *r = alk_execute(conn, alk_raw("select v, t from live_t order by v"));
    while (alk_next(r))
        w->value += alk_get_int(r, "v") == w->runs++ && strlen(alk_get_text(r, "t")) == 1000;
    return alk_close(r);
}

/* Large enough for the line to fill up, both ways. */
static void task_writes_and_reads_much(live *l)
{
    enum { ROWS = 3000 };
    static struct row { int64_t v; const char *t; } rows[ROWS];
    static const alk_field fields[] = { ALK_FIELD(struct row, v), ALK_FIELD(struct row, t) };
    char text[1001];
    work w = { .sql = NULL };
    need_tasks(l);
    live_table(l, "v INT, t TEXT");
    memset(text, 'x', 1000);
    text[1000] = '\0';
    for (int i = 0; i < ROWS; i++)
        rows[i] = (struct row){ i, text };
    LIVE_OK(l, alk_execute_each(l->conn, alk_raw("insert into live_t(v, t) values (:v, :t)"), fields, rows, ROWS, NULL));
    alk_task *task = alk_conn_start(l->conn, read_many, &w);
    LIVE_CHECK(l, task);
    LIVE_OK(l, drive(task));
    LIVE_CHECK(l, w.runs == ROWS && w.value == ROWS);
}

/* ---- notifications ---- */

static const char *const listen = "listen live_channel";

static bool has_notifications(live *l)
{
    return alk_conn_native(l->conn, "alk.notify/1") != NULL;
}

/* LISTEN belongs to a session, which a pooler in transaction mode gives to others. */
static void need_session(live *l)
{
    if (strstr(l->url, "prepare=off"))
        live_skip(l, "behind a pooler nobody listens");
}

static int notify(live *l, const char *sql)
{
    alk_conn *other = alk_connect(l->engine);
    int code = other ? alk_close(alk_execute(other, (alk_raw)(sql))) : ALK_ERROR_OPERATIONAL;
    code = code ? code : alk_conn_commit(other);
    alk_conn_close(other);
    return code;
}

static void notifications(live *l)
{
    alk_notification n = { .struct_size = sizeof n };
    double began = seconds();
    if (!has_notifications(l)) {
        LIVE_FAILS(l, alk_conn_notification(l->conn, 0, &n), ALK_ERROR_NOT_SUPPORTED);
        live_skip(l, "its driver has no notifications");
    }
    need_session(l);
    LIVE_OK(l, live_run(l, listen));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, alk_conn_notification(l->conn, 0, &n) == 0);
    LIVE_CHECK(l, alk_conn_notification(l->conn, 0.2, &n) == 0 && seconds() - began >= 0.2);
    LIVE_OK(l, notify(l, "notify live_channel, 'it''s there'"));
    LIVE_OK(l, notify(l, "notify live_channel"));
    LIVE_CHECK(l, alk_conn_notification(l->conn, 5, &n) == 1 && strcmp(n.channel, "live_channel") == 0 && strcmp(n.payload, "it's there") == 0 && n.sender > 0);
    LIVE_CHECK(l, live_int(l, "select 1") == 1);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, alk_conn_notification(l->conn, -1, &n) == 1 && n.payload[0] == '\0');
    LIVE_CHECK(l, alk_conn_notification(l->conn, 0, &n) == 0);
    LIVE_FAILS(l, alk_conn_notification(l->conn, 0, NULL), ALK_ERROR_ARGUMENT);
    LIVE_OK(l, alk_conn_close(l->conn));             /* LISTEN ends with the borrower */
    LIVE_OK(l, notify(l, "notify live_channel"));
    l->conn = alk_connect(l->engine);
    LIVE_CHECK(l, alk_conn_notification(l->conn, 0.1, &n) == 0);
}

static int wait_for_notification(alk_conn *conn, void *payload)
{
    alk_notification n = { .struct_size = sizeof n };
    work *w = payload;
    int found = alk_conn_notification(conn, 10, &n);
    w->value = found == 1 && strcmp(n.payload, "to a task") == 0;
    return found < 0 ? found : ALK_OK;
}

static void notification_of_a_task(live *l)
{
    work w = { .sql = NULL };
    if (!has_notifications(l) || !can_stop(l))
        live_skip(l, "its driver has no notifications");
    need_session(l);
    LIVE_OK(l, live_run(l, listen));
    LIVE_OK(l, alk_conn_commit(l->conn));
    alk_task *task = alk_conn_start(l->conn, wait_for_notification, &w);
    LIVE_CHECK(l, task && !alk_task_is_done(task));
    int code = notify(l, "notify live_channel, 'to a task'");
    LIVE_OK(l, drive(task));
    LIVE_CHECK(l, code == ALK_OK && w.value == 1);
}

/* Batch by batch, with another statement between them. */
static int read_by_cursor(alk_conn *conn, void *payload)
{
    work *w = payload;
    const alk_execution_options options = { .struct_size = sizeof options, .cursor_rows = 2, .timeout = 20 };
    alk_result *r = alk_execute(conn, alk_with_options(alk_raw(w->sql), &options));
    int code = ALK_OK;
    while (code == ALK_OK && alk_next(r)) {
        int64_t one = 0;
        code = alk_scalar_int(alk_execute(conn, alk_raw("select 1")), &one);
        w->value += one * alk_get_int(r, 0);
    }
    int closed = alk_close(r);
    code = code ? code : closed;
    return code ? code : alk_conn_commit(conn);
}

static void task_reads_by_a_cursor(live *l)
{
    work w = { .sql = "select 1 as n union all select 2 union all select 3 union all select 4 union all select 5" };
    need_tasks(l);
    alk_task *task = alk_conn_start(l->conn, read_by_cursor, &w);
    LIVE_CHECK(l, task);
    LIVE_OK(l, drive(task));
    LIVE_CHECK(l, w.value == 15 && live_int(l, "select 1") == 1);
}

static void driver_that_cannot_says_so(live *l)
{
    work w = { .sql = "select 1" };
    if (can_stop(l))
        live_skip(l, "its driver can stop where it waits");
    LIVE_CHECK(l, !alk_conn_start(l->conn, ask, &w));
    LIVE_CHECK(l, alk_last_error()->code == ALK_ERROR_NOT_SUPPORTED && w.runs == 0);
}

const live_case live_tasks[] = {
    { "task_does_its_work", task_does_its_work }, { "task_gives_its_error", task_gives_its_error }, { "tasks_run_side_by_side", tasks_run_side_by_side },
    { "task_has_a_deadline", task_has_a_deadline }, { "task_is_given_up", task_is_given_up }, { "task_writes_and_reads_much", task_writes_and_reads_much },
    { "task_reads_by_a_cursor", task_reads_by_a_cursor }, { "notifications", notifications }, { "notification_of_a_task", notification_of_a_task },
    { "driver_that_cannot_says_so", driver_that_cannot_says_so }, { NULL, NULL },
};
