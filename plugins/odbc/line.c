/* SPDX-License-Identifier: MIT
 * See line.h. A descriptor's number may be another's soon, so sockets are known by their inodes, and what is found is held by a descriptor of our own. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE                      /* F_DUPFD_CLOEXEC, dirfd() */
#endif
#include "line.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The descriptor that a name in the list means; -1: none. */
static int number_of(const char *name)
{
    int number = 0;
    if (*name == 0)
        return -1;
    for (; *name >= '0' && *name <= '9' && number < 100000000; name++)
        number = number * 10 + (*name - '0');
    return *name == 0 ? number : -1;
}

/* "socket:[4711]"; the descriptor itself, which may be another thread's and gone by now, is not touched. */
static bool inode_of(int list, const char *name, ino_t *inode)
{
    static const char before[] = "socket:[";
    char text[64];
    ssize_t length = readlinkat(list, name, text, sizeof text - 1);
    if (length < (ssize_t)sizeof before || memcmp(text, before, sizeof before - 1) != 0)
        return false;
    text[length] = 0;
    *inode = 0;
    for (const char *at = text + sizeof before - 1; *at >= '0' && *at <= '9'; at++)
        *inode = *inode * 10 + (ino_t)(*at - '0');
    return true;
}

/* Calls it for each socket, until it says false. */
typedef bool (*visit)(void *payload, int descriptor, ino_t inode);

static bool each_socket(visit visit_one, void *payload)
{
    DIR *list = opendir("/proc/self/fd");
    const struct dirent *entry;
    bool good = list != NULL;
    while (good && (entry = readdir(list)) != NULL) {
        ino_t inode;
        int descriptor = number_of(entry->d_name);
        if (descriptor >= 0 && inode_of(dirfd(list), entry->d_name, &inode))
            good = visit_one(payload, descriptor, inode);
    }
    if (list != NULL)
        (void)closedir(list);
    return good;
}

/* ---- before ---- */
static bool keep(void *payload, int descriptor, ino_t inode)
{
    alk__odbc_sockets *sockets = payload;
    (void)descriptor;
    if (sockets->n == sockets->room) {
        size_t room = sockets->room > 0 ? sockets->room * 2 : 64;
        ino_t *more = alk__odbc_host->mem(sockets->inodes, room * sizeof *more);
        if (more == NULL)
            return false;
        sockets->inodes = more;
        sockets->room = room;
    }
    sockets->inodes[sockets->n++] = inode;
    return true;
}

bool alk__odbc_sockets_list(alk__odbc_sockets *out)
{
    memset(out, 0, sizeof *out);
    if (each_socket(keep, out))
        return true;
    alk__odbc_sockets_free(out);
    return false;
}

void alk__odbc_sockets_free(alk__odbc_sockets *sockets)
{
    alk__odbc_free(sockets->inodes);
    memset(sockets, 0, sizeof *sockets);
}

/* ---- after ---- */
typedef struct search {
    const alk__odbc_sockets *before;
    uint16_t servers_port, own_port;
    int found;
    ino_t inode;
    unsigned n;                          /* new ones */
    bool by_port;
} search;

static bool was_there(const alk__odbc_sockets *before, ino_t inode)
{
    for (size_t i = 0; i < before->n; i++)
        if (before->inodes[i] == inode)
            return true;
    return false;
}

typedef union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_storage room;
} address;

/* 0: it has none. */
static uint16_t port_of(const address *a)
{
    return a->any.sa_family == AF_INET ? ntohs(a->four.sin_port) : a->any.sa_family == AF_INET6 ? ntohs(a->six.sin6_port) : 0;
}

/* Whether it is a connected stream that may lead to the server. */
static bool leads_to(int descriptor, uint16_t servers_port)
{
    address peer;
    socklen_t length = sizeof peer, size = sizeof(int);
    int type = 0;
    uint16_t port;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM || getpeername(descriptor, &peer.any, &length) != 0)
        return false;
    port = port_of(&peer);
    return servers_port == 0 || port == 0 || port == servers_port;
}

static uint16_t own_port_of(int descriptor)
{
    address own;
    socklen_t length = sizeof own;
    return getsockname(descriptor, &own.any, &length) == 0 ? port_of(&own) : 0;
}

static bool is_it(void *payload, int descriptor, ino_t inode)
{
    search *s = payload;
    bool right;
    if (was_there(s->before, inode) || !leads_to(descriptor, s->servers_port))
        return true;
    right = s->own_port != 0 && own_port_of(descriptor) == s->own_port;
    s->n++;
    if (s->n == 1 || (right && !s->by_port)) {
        s->found = descriptor;
        s->inode = inode;
    }
    s->by_port = s->by_port || right;
    return true;
}

int alk__odbc_line_find(const alk__odbc_sockets *before, uint16_t servers_port, uint16_t own_port, bool *several)
{
    search s = { .before = before, .servers_port = servers_port, .own_port = own_port, .found = -1 };
    struct stat status;
    int own;
    *several = false;
    if (!each_socket(is_it, &s) || s.n == 0)
        return -1;
    *several = s.n > 1 && !s.by_port;
    own = *several ? -1 : fcntl(s.found, F_DUPFD_CLOEXEC, 3);
    if (own >= 0 && (fstat(own, &status) != 0 || status.st_ino != s.inode)) {        /* another's by now */
        (void)close(own);
        return -1;
    }
    return own;
}
