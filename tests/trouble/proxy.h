/* SPDX-License-Identifier: MIT
 * A line to a server that can be cut, reset, slowed or made to swallow everything, and servers that are only played. */
#ifndef TROUBLE_PROXY_H
#define TROUBLE_PROXY_H
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    PROXY_FORWARDS = 0,
    PROXY_SWALLOWS,
    PROXY_CUTS,
    PROXY_RESETS,                      /* like cuts, but what is on the line is thrown away */
    PROXY_DELAYS,                      /* forwards each piece a while later */
    PROXY_CRUMBLES                     /* forwards byte by byte */
};
enum { PROXY_LINES = 32 };

typedef struct proxy {
    int listener, port, target;        /* loopback ports */
    atomic_int mode;
    atomic_long left;                  /* bytes that the server may still say before the line is cut; negative: any number */
    atomic_int taken;                  /* lines, ever */
    double delay;                      /* seconds; a tenth at first */
    atomic_bool over;
    pthread_t thread;
    int lines[PROXY_LINES][2];         /* the program's side, the server's; -1: none */
} proxy;
/* 0: it listens. */
int proxy_start(proxy *p, int target);
void proxy_stop(proxy *p);

/* A server that takes one connection: sends the first text, then after each message that it gets the next one. What came behind the first message is kept. An endless
 * one sends the last text over and over, behind the one before it. */
typedef struct player {
    int listener, port;
    const void *texts[8];
    size_t lengths[8];
    int n_texts;
    bool endless;
    char heard[4096];
    size_t n_heard;
    int messages;
    pthread_t thread;
} player;
int player_start(player *p);
void player_stop(player *p);
#endif
