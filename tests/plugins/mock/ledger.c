/* SPDX-License-Identifier: MIT
 * The mock's memory: see ledger.h. One lock guards it all. */
#include "ledger.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { NAMES = 40, PLANS = 64, LOG_SIZE = 1 << 20 };

static struct {
    pthread_mutex_t mutex;
    struct {
        char name[20];
        uint64_t count;
        int64_t live;
    } names[NAMES];
    struct {
        char call[20];
        uint32_t left;             /* 0: the place is free */
        mock_plan plan;
    } plans[PLANS];
    char log[LOG_SIZE];
    size_t used;
    uint32_t last_id, epoch;
    bool down;
} ledger = { .mutex = PTHREAD_MUTEX_INITIALIZER };

/* A fork finds the ledger at rest, and the child has it for itself. */
static void before_fork(void)
{
    pthread_mutex_lock(&ledger.mutex);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&ledger.mutex);
}

__attribute__((constructor)) static void watch_forks(void)
{
    (void)pthread_atfork(before_fork, after_fork, after_fork);
}

static size_t index_of(const char *name)
{
    size_t i = 0;
    while (i < NAMES - 1 && ledger.names[i].name[0] && strcmp(ledger.names[i].name, name) != 0)
        i++;
    (void)snprintf(ledger.names[i].name, sizeof ledger.names[i].name, "%s", name);
    return i;
}

static void write_log(uint32_t conn, const char *call, const char *text)
{
    size_t room = LOG_SIZE - ledger.used;
    int n = snprintf(ledger.log + ledger.used, room, "%u %s%s%s\n", (unsigned)conn, call, text ? " " : "", text ? text : "");
    if (n > 0 && (size_t)n < room)
        ledger.used += (size_t)n;
    else
        ledger.log[ledger.used] = '\0';
}

static mock_plan take_plan(const char *call)
{
    mock_plan taken = { 0, 0, 0 };
    for (size_t i = 0; i < PLANS; i++)
        if (ledger.plans[i].left > 0 && strcmp(ledger.plans[i].call, call) == 0 && --ledger.plans[i].left == 0) {
            taken.seconds += ledger.plans[i].plan.seconds;
            if (ledger.plans[i].plan.error_class) {
                taken.error_class = ledger.plans[i].plan.error_class;
                taken.flags = ledger.plans[i].plan.flags;
            }
        }
    return taken;
}

mock_plan ledger_call(uint32_t conn, const char *call, const char *text)
{
    pthread_mutex_lock(&ledger.mutex);
    ledger.names[index_of(call)].count++;
    write_log(conn, call, text);
    mock_plan plan = take_plan(call);
    pthread_mutex_unlock(&ledger.mutex);
    return plan;
}

void ledger_violation(uint32_t conn, const char *what)
{
    (void)ledger_call(conn, "violation", what);
}

void ledger_live(const char *kind, int change)
{
    pthread_mutex_lock(&ledger.mutex);
    ledger.names[index_of(kind)].live += change;
    pthread_mutex_unlock(&ledger.mutex);
}

uint32_t ledger_next_id(void)
{
    pthread_mutex_lock(&ledger.mutex);
    uint32_t id = ++ledger.last_id;
    pthread_mutex_unlock(&ledger.mutex);
    return id;
}

bool ledger_server_is_up(void)
{
    pthread_mutex_lock(&ledger.mutex);
    bool up = !ledger.down;
    pthread_mutex_unlock(&ledger.mutex);
    return up;
}

uint32_t ledger_epoch(void)
{
    pthread_mutex_lock(&ledger.mutex);
    uint32_t epoch = ledger.epoch;
    pthread_mutex_unlock(&ledger.mutex);
    return epoch;
}

uint64_t ledger_count(const char *call)
{
    pthread_mutex_lock(&ledger.mutex);
    uint64_t count = ledger.names[index_of(call)].count;
    pthread_mutex_unlock(&ledger.mutex);
    return count;
}

int64_t ledger_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void ledger_sleep(double seconds)
{
    struct timespec time = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    while (nanosleep(&time, &time) != 0)
        ;
}

/* ---- the table for tests ---- */
/* Living handles stay counted: they do live. */
static void api_reset(void)
{
    pthread_mutex_lock(&ledger.mutex);
    for (size_t i = 0; i < NAMES; i++)
        ledger.names[i].count = 0;
    for (size_t i = 0; i < PLANS; i++)
        ledger.plans[i].left = 0;
    ledger.used = 0;
    ledger.log[0] = '\0';
    ledger.down = false;
    pthread_mutex_unlock(&ledger.mutex);
}

static size_t api_log(char *out, size_t size)
{
    pthread_mutex_lock(&ledger.mutex);
    size_t length = ledger.used;
    if (size > 0) {
        size_t n = length < size ? length : size - 1;
        memcpy(out, ledger.log, n);
        out[n] = '\0';
    }
    pthread_mutex_unlock(&ledger.mutex);
    return length;
}

static uint32_t api_live(const char *kind)
{
    pthread_mutex_lock(&ledger.mutex);
    int64_t live = ledger.names[index_of(kind)].live;
    pthread_mutex_unlock(&ledger.mutex);
    return live > 0 ? (uint32_t)live : 0;
}

static void add_plan(const char *call, uint32_t nth, mock_plan plan)
{
    pthread_mutex_lock(&ledger.mutex);
    for (size_t i = 0; i < PLANS && nth > 0; i++) {
        if (ledger.plans[i].left > 0)
            continue;
        (void)snprintf(ledger.plans[i].call, sizeof ledger.plans[i].call, "%s", call);
        ledger.plans[i].left = nth;
        ledger.plans[i].plan = plan;
        break;
    }
    pthread_mutex_unlock(&ledger.mutex);
}

static void api_fail(const char *call, uint32_t nth, int32_t error_class, uint32_t flags)
{
    add_plan(call, nth, (mock_plan){ 0, error_class, flags });
}

static void api_delay(const char *call, uint32_t nth, double seconds)
{
    add_plan(call, nth, (mock_plan){ seconds, 0, 0 });
}

static void api_cut(void)
{
    pthread_mutex_lock(&ledger.mutex);
    ledger.epoch++;
    pthread_mutex_unlock(&ledger.mutex);
}

static void api_server(int up)
{
    pthread_mutex_lock(&ledger.mutex);
    ledger.down = !up;
    ledger.epoch += !up;
    pthread_mutex_unlock(&ledger.mutex);
}

const mock_api ledger_api = { sizeof(mock_api), 0, api_reset, ledger_count, api_log, api_live, api_fail, api_delay, api_server, api_cut };
