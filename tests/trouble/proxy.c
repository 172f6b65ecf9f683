/* SPDX-License-Identifier: MIT
 * See proxy.h. */
#include "proxy.h"
#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int listen_somewhere(int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 8) || getsockname(listener, (struct sockaddr *)&address, &length))
        return -1;
    *port = ntohs(address.sin_port);
    return listener;
}

static int connect_to(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line >= 0 && connect(line, (struct sockaddr *)&address, sizeof address)) {
        close(line);
        return -1;
    }
    return line;
}

static void close_line(proxy *p, int i)
{
    struct linger at_once = { 1, 0 };
    for (int side = 0; side < 2; side++) {
        if (p->lines[i][side] >= 0 && atomic_load(&p->mode) == PROXY_RESETS)
            (void)setsockopt(p->lines[i][side], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        if (p->lines[i][side] >= 0)
            close(p->lines[i][side]);
        p->lines[i][side] = -1;
    }
}

static bool ends_lines(proxy *p)
{
    int mode = atomic_load(&p->mode);
    return mode == PROXY_CUTS || mode == PROXY_RESETS;
}

static bool forwards(proxy *p)
{
    return atomic_load(&p->mode) != PROXY_SWALLOWS && !ends_lines(p);
}

static void take(proxy *p)
{
    int line = accept(p->listener, NULL, NULL), i = 0;
    while (i < PROXY_LINES && p->lines[i][0] >= 0)
        i++;
    if (line < 0 || i == PROXY_LINES) {
        if (line >= 0)
            close(line);
        return;
    }
    atomic_fetch_add(&p->taken, 1);
    p->lines[i][0] = line;
    p->lines[i][1] = forwards(p) ? connect_to(p->target) : -1;
    if (ends_lines(p) || (forwards(p) && p->lines[i][1] < 0))
        close_line(p, i);
}

/* What of n bytes from the server may pass. */
static ssize_t allowed(proxy *p, ssize_t n)
{
    long left = atomic_load(&p->left);
    if (left < 0 || n <= 0)
        return n;
    n = n < left ? n : left;
    atomic_fetch_sub(&p->left, n);
    return n;
}

/* From one side to the other; 0: the line is at its end. */
static int forward(proxy *p, int i, int side)
{
    char bytes[65536];
    int mode = atomic_load(&p->mode);
    const struct timespec a_while = { (time_t)p->delay, (long)((p->delay - (double)(time_t)p->delay) * 1e9) };
    ssize_t n = recv(p->lines[i][side], bytes, mode == PROXY_CRUMBLES ? 1 : sizeof bytes, MSG_DONTWAIT), may;
    if (n < 0)
        return 1;
    if (mode == PROXY_DELAYS)
        (void)nanosleep(&a_while, NULL);
    may = side == 1 ? allowed(p, n) : n;
    for (ssize_t sent = 0, more; sent < may && p->lines[i][1 - side] >= 0; sent += more)
        if ((more = send(p->lines[i][1 - side], bytes + sent, (size_t)(may - sent), MSG_NOSIGNAL)) <= 0)
            return 0;
    return n > 0 && may == n;
}

static void forward_all(proxy *p)
{
    for (int i = 0; i < PROXY_LINES; i++)
        for (int side = 0; side < 2; side++)
            if (p->lines[i][side] >= 0 && forwards(p) && !forward(p, i, side))
                close_line(p, i);
}

static void *run(void *payload)
{
    proxy *p = payload;
    while (!atomic_load(&p->over)) {
        struct pollfd polled[1 + 2 * PROXY_LINES] = { { p->listener, POLLIN, 0 } };
        int n = 1;
        for (int i = 0; i < PROXY_LINES && forwards(p); i++)
            for (int side = 0; side < 2; side++)
                if (p->lines[i][side] >= 0)
                    polled[n++] = (struct pollfd){ p->lines[i][side], POLLIN, 0 };
        (void)poll(polled, (nfds_t)n, 10);
        if (polled[0].revents & POLLIN)
            take(p);
        if (ends_lines(p))
            for (int i = 0; i < PROXY_LINES; i++)
                close_line(p, i);
        forward_all(p);
    }
    for (int i = 0; i < PROXY_LINES; i++)
        close_line(p, i);
    return NULL;
}

int proxy_start(proxy *p, int target)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < PROXY_LINES; i++)
        p->lines[i][0] = p->lines[i][1] = -1;
    p->target = target;
    p->delay = 0.1;
    atomic_store(&p->left, -1);
    p->listener = listen_somewhere(&p->port);
    return p->listener < 0 || pthread_create(&p->thread, NULL, run, p);
}

void proxy_stop(proxy *p)
{
    atomic_store(&p->over, true);
    (void)pthread_join(p->thread, NULL);
    close(p->listener);
}

/* ---- servers that are played ---- */

static int readable(int line, int milliseconds)
{
    struct pollfd polled = { line, POLLIN, 0 };
    return poll(&polled, 1, milliseconds) > 0;
}

/* Until whoever listens hangs up. */
static void send_for_ever(const player *p, int line)
{
    while (send(line, p->texts[p->n_texts - 1], p->lengths[p->n_texts - 1], MSG_NOSIGNAL) > 0)
        ;
}

static void *play(void *payload)
{
    player *p = payload;
    int line = readable(p->listener, 5000) ? accept(p->listener, NULL, NULL) : -1;
    for (int i = 0; line >= 0; i++) {
        char bytes[4096];
        ssize_t n;
        if (i < p->n_texts)
            (void)send(line, p->texts[i], p->lengths[i], MSG_NOSIGNAL);
        if (p->endless && i == p->n_texts - 2)
            send_for_ever(p, line);
        n = readable(line, 3000) ? recv(line, bytes, sizeof bytes, 0) : 0;
        if (n <= 0)
            break;
        if (p->messages++ > 0 && p->n_heard + (size_t)n <= sizeof p->heard) {
            memcpy(p->heard + p->n_heard, bytes, (size_t)n);
            p->n_heard += (size_t)n;
        }
    }
    if (line >= 0)
        close(line);
    return NULL;
}

int player_start(player *p)
{
    p->n_heard = 0;
    p->messages = 0;
    p->listener = listen_somewhere(&p->port);
    return p->listener < 0 || pthread_create(&p->thread, NULL, play, p);
}

void player_stop(player *p)
{
    (void)pthread_join(p->thread, NULL);
    close(p->listener);
}
