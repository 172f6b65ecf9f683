/* SPDX-License-Identifier: MIT
 * Mutexes, conditions, and what identifies threads and forked children. */
#include "alk_test.h"
#include "base/thread.h"
#include "fake_clock.h"
#include <sys/wait.h>
#include <unistd.h>

static struct {
    alk__mutex mutex;
    alk__cond cond;
    int count;
    bool go;
} at;

static void set_up(void)
{
    alk_check_ok(alk__mutex_init(&at.mutex));
    alk_check_ok(alk__cond_init(&at.cond));
    at.count = 0;
    at.go = false;
}

static void take_down(void)
{
    alk__cond_destroy(&at.cond);
    alk__mutex_destroy(&at.mutex);
}

ALK_SUITE(thread, set_up, take_down);

static void *count_up(void *unused)
{
    alk__mutex_lock(&at.mutex);
    while (!at.go)
        (void)alk__cond_wait(&at.cond, &at.mutex, 0);
    for (int i = 0; i < 1000; i++) {
        at.count++;
        alk__mutex_unlock(&at.mutex);
        alk__mutex_lock(&at.mutex);
    }
    alk__mutex_unlock(&at.mutex);
    return unused;
}

ALK_TEST(thread, mutex_and_condition_work_together)
{
    pthread_t others[4];
    for (int i = 0; i < 4; i++)
        alk_check_int(pthread_create(&others[i], NULL, count_up, NULL), 0);
    alk__mutex_lock(&at.mutex);
    at.go = true;
    alk__cond_broadcast(&at.cond);
    alk__mutex_unlock(&at.mutex);
    for (int i = 0; i < 4; i++)
        alk_check_int(pthread_join(others[i], NULL), 0);
    alk_check_int(at.count, 4000);
}

ALK_TEST(thread, wait_ends_at_its_deadline)
{
    int64_t before = alk__clock_now();
    alk__deadline deadline = alk__deadline_in(0.02);
    alk__mutex_lock(&at.mutex);
    while (alk__cond_wait(&at.cond, &at.mutex, deadline))
        continue;
    alk__mutex_unlock(&at.mutex);
    alk_check(alk__clock_now() - before >= 20000000);
    alk__mutex_lock(&at.mutex);
    alk_check(!alk__cond_wait(&at.cond, &at.mutex, 1));
    alk__mutex_unlock(&at.mutex);
}

static void *signal_once(void *unused)
{
    alk__mutex_lock(&at.mutex);
    at.go = true;
    alk__cond_signal(&at.cond);
    alk__mutex_unlock(&at.mutex);
    return unused;
}

ALK_TEST(thread, wait_ends_at_a_signal)
{
    pthread_t other;
    bool in_time = true;
    alk__mutex_lock(&at.mutex);
    int made = pthread_create(&other, NULL, signal_once, NULL);
    while (made == 0 && !at.go && in_time)
        in_time = alk__cond_wait(&at.cond, &at.mutex, alk__deadline_in(5));
    alk__mutex_unlock(&at.mutex);
    alk_check_int(made, 0);
    alk_check_int(pthread_join(other, NULL), 0);
    alk_check(in_time);
}

static void *advance(void *unused)
{
    struct timespec moment = {0, 5000000};
    (void)nanosleep(&moment, NULL);
    alk_fake_clock_advance(60);
    return unused;
}

ALK_TEST(thread, wait_follows_a_replaced_clock)
{
    pthread_t other;
    alk_fake_clock_start();
    alk__deadline deadline = alk__deadline_in(30);
    alk_check_int(pthread_create(&other, NULL, advance, NULL), 0);
    alk__mutex_lock(&at.mutex);
    while (alk__cond_wait(&at.cond, &at.mutex, deadline))
        continue;
    alk__mutex_unlock(&at.mutex);
    alk_check(alk__deadline_passed(deadline));
    alk_check_int(pthread_join(other, NULL), 0);
}

static alk__mutex static_mutex = ALK__MUTEX_INIT;

ALK_TEST(thread, static_mutex_needs_no_making)
{
    alk__mutex_lock(&static_mutex);
    alk__mutex_unlock(&static_mutex);
}

static void *tell_id(void *id)
{
    *(uint64_t *)id = alk__thread_id();
    return NULL;
}

ALK_TEST(thread, id_differs_and_stays)
{
    pthread_t other;
    uint64_t mine = alk__thread_id(), its = 0;
    alk_check_int(pthread_create(&other, NULL, tell_id, &its), 0);
    alk_check_int(pthread_join(other, NULL), 0);
    alk_check(mine != 0 && its != 0 && mine != its);
    alk_check_uint(alk__thread_id(), mine);
}

ALK_TEST_UNTORTURED(thread, fork_changes_the_generation)
{
    uint64_t before = alk__fork_generation();
    pid_t child = fork();
    if (child == 0)
        _exit(alk__fork_generation() != before && alk__fork_generation() == alk__fork_generation() ? 0 : 1);
    int status = -1;
    alk_check(waitpid(child, &status, 0) == child);
    alk_check_int(status, 0);
    alk_check_uint(alk__fork_generation(), before);
}
