/* SPDX-License-Identifier: MIT
 * poll() with an end. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "wait.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <time.h>

#define MILLISECOND INT64_C(1000000)

static _Thread_local alk__my_wait *current;

int64_t alk__my_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * ALK__MY_SECOND + now.tv_nsec;
}

static void quieten(alk__my_wait *wait)
{
    sigset_t pipe, pending;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    wait->was_pending = sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe, &wait->mask);
}

/* Takes the signal that came meanwhile, unless there was one before. */
static void unquieten(const alk__my_wait *wait)
{
    const struct timespec no_time = { 0, 0 };
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    while (!wait->was_pending && sigtimedwait(&pipe, NULL, &no_time) == -1 && errno == EINTR)
        ;
    pthread_sigmask(SIG_SETMASK, &wait->mask, NULL);
}

void alk__my_wait_begin(alk__my_wait *wait)
{
    if (wait->quiet)
        quieten(wait);
    wait->outer = current;
    wait->over = false;
    current = wait;
}

void alk__my_wait_end(alk__my_wait *wait)
{
    current = wait->outer;
    if (wait->quiet)
        unquieten(wait);
}

/* Milliseconds from now to then, rounded up; -1: for ever. */
static int milliseconds_to(int64_t then, int64_t now)
{
    int64_t left = then - now;
    if (then == 0)
        return -1;
    if (left <= 0)
        return 0;
    left = (left + MILLISECOND - 1) / MILLISECOND;
    return left < INT_MAX ? (int)left : INT_MAX;
}

static int timed_out(void)
{
    errno = ETIMEDOUT;
    return 0;
}

/* Whether there is more time, now that it is over. */
static bool more_time(alk__my_wait *wait, int64_t now)
{
    int64_t (*late)(void *payload) = wait->late;
    if (wait->until == 0 || now < wait->until)
        return true;
    wait->late = NULL;
    wait->until = late != NULL && !wait->over ? late(wait->payload) : 0;
    wait->over = wait->over || wait->until == 0;
    if (wait->over)
        wait->until = now;
    return !wait->over;
}

/* Over TLS the client library asks to read even where OpenSSL could not write. There the line is full, which tells; and as that may change in between, such
 * a wait is a short one, after which it looks again. */
enum { TLS_TICK = 100 };

static short events_of(my_socket socket, bool is_read, bool tls)
{
    struct pollfd line = { socket, POLLOUT, 0 };
    if (!is_read)
        return POLLOUT;
    return tls && poll(&line, 1, 0) == 0 ? POLLIN | POLLOUT : POLLIN;
}

static int shorter(int milliseconds, int most)
{
    return milliseconds < 0 || milliseconds > most ? most : milliseconds;
}

/* As poll() gives it. Elsewhere on the thread this wait is not the running one. */
static int wait_outside(alk__my_wait *wait, const struct pollfd *line, int milliseconds)
{
    uint32_t events = ((line->events & POLLIN) != 0 ? ALK_WAIT_READ : 0) | ((line->events & POLLOUT) != 0 ? ALK_WAIT_WRITE : 0);
    int ready;
    current = NULL;
    ready = wait->wait(wait->wait_payload, line->fd, events, milliseconds < 0 ? 0 : alk__my_now() + milliseconds * MILLISECOND);
    current = wait;
    if (ready < 0)
        errno = ECONNABORTED;
    return ready;
}

int alk__my_wait_io(my_socket socket, my_bool is_read, int milliseconds)
{
    alk__my_wait *wait = current;
    bool tls = wait != NULL && wait->quiet;
    struct pollfd line = { socket, events_of(socket, is_read != 0, tls), 0 };
    int64_t now = alk__my_now(), end = milliseconds > 0 ? now + milliseconds * MILLISECOND : 0;
    for (;;) {
        int64_t until = wait != NULL ? wait->until : 0;
        int most = milliseconds_to(until == 0 || (end != 0 && end < until) ? end : until, now);
        int time = tls ? shorter(most, TLS_TICK) : most;
        int ready = wait != NULL && wait->wait != NULL ? wait_outside(wait, &line, time) : poll(&line, 1, time);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return ready;
        now = alk__my_now();
        if (wait != NULL && !more_time(wait, now))
            return timed_out();
        if (end != 0 && now >= end)
            return timed_out();
        if (tls)
            return 1;
    }
}
