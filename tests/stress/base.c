/* SPDX-License-Identifier: MIT
 * Many threads use what the base layer shares between them: the log hook while it is changed, errors that are put aside and
 * taken to another thread, thread numbers, the fork generation. ThreadSanitizer tells what is wrong; the counts are checked. */
#include "base/error.h"
#include "base/log.h"
#include "base/thread.h"
#include "base/text.h"
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 3000 };

typedef struct listener {
    int id;
    atomic_int heard;
} listener;

static listener listeners[2] = {{.id = 1}, {.id = 2}};
static struct {
    alk__mutex mutex;
    alk__cond cond;
    alk__saved_error *error;
    int taken;
} shelf = {.mutex = ALK__MUTEX_INIT};
static atomic_int wrong;
static uint64_t ids[THREADS];

static void hear_one(void *payload, int level, const char *component, const char *message)
{
    listener *to = payload;
    if (to->id != 1 || level != ALK_LOG_INFO || strcmp(component, "stress") != 0 || strncmp(message, "round ", 6) != 0)
        atomic_fetch_add(&wrong, 1);
    atomic_fetch_add(&to->heard, 1);
}

static void hear_two(void *payload, int level, const char *component, const char *message)
{
    (void)level, (void)component, (void)message;
    listener *to = payload;
    if (to->id != 2)
        atomic_fetch_add(&wrong, 1);
    atomic_fetch_add(&to->heard, 1);
}

/* Puts this thread's error on the shelf, or takes the one that lies there. */
static void trade_errors(int thread, int round)
{
    alk__error(ALK_ERROR_DATA, "%0300d of thread %d", round, thread);
    alk__error_add(ALK__DETAIL, "a detail", 8);
    alk__saved_error *mine = alk__error_save();
    alk__mutex_lock(&shelf.mutex);
    alk__saved_error *other = shelf.error;
    shelf.error = mine;
    shelf.taken += other != NULL;
    alk__cond_signal(&shelf.cond);
    alk__mutex_unlock(&shelf.mutex);
    if (!other)
        return;
    alk__error_restore(other);
    if (alk_last_error()->code != ALK_ERROR_DATA || !alk_last_error()->detail || strlen(alk_last_error()->message) < 300)
        atomic_fetch_add(&wrong, 1);
}

static void *work(void *payload)
{
    int thread = (int)(intptr_t)payload;
    char text[32];
    double back;
    ids[thread] = alk__thread_id();
    for (int round = 0; round < ROUNDS; round++) {
        if (thread == 0)
            alk_set_log(round % 2 ? hear_one : hear_two, &listeners[round % 2 ? 0 : 1], ALK_LOG_INFO);
        alk__log(ALK_LOG_INFO, "stress", "round %d", round);
        trade_errors(thread, round);
        alk__print_real(round / 7.0, text);
        if (!alk__parse_real(alk__sv(text), &back) || alk__fork_generation() != 1)
            atomic_fetch_add(&wrong, 1);
    }
    return NULL;
}

static void wait_for_trades(void)
{
    alk__deadline deadline = alk__deadline_in(60);
    alk__mutex_lock(&shelf.mutex);
    while (shelf.taken < 10 && alk__cond_wait(&shelf.cond, &shelf.mutex, deadline))
        continue;
    alk__mutex_unlock(&shelf.mutex);
}

int main(void)
{
    pthread_t threads[THREADS];
    if (alk__cond_init(&shelf.cond) != ALK_OK)
        return 1;
    for (intptr_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, (void *)i) != 0)
            return 1;
    wait_for_trades();
    for (int i = 0; i < THREADS; i++)
        (void)pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        for (int j = 0; j < i; j++)
            wrong += ids[i] == ids[j];
    alk__error_discard(shelf.error);
    alk__cond_destroy(&shelf.cond);
    printf("heard %d and %d, traded %d, wrong %d\n", atomic_load(&listeners[0].heard), atomic_load(&listeners[1].heard),
           shelf.taken, atomic_load(&wrong));
    return wrong != 0 || shelf.taken != THREADS * ROUNDS - 1;
}
