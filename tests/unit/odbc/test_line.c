/* SPDX-License-Identifier: MIT
 * Which socket is a driver's, among those that a process has. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "line.h"
#include "od.h"

typedef struct lines {
    int listener, opened[4], n;
    uint16_t port;
} lines;

static uint16_t own_port(int descriptor)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    return getsockname(descriptor, (struct sockaddr *)&address, &length) == 0 ? ntohs(address.sin_port) : 0;
}

static void listen_somewhere(lines *l)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    l->n = 0;
    l->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    alk_check(l->listener >= 0 && bind(l->listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(l->listener, 4) == 0);
    l->port = own_port(l->listener);
}

static int connect_to(lines *l)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(l->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int line = l->opened[l->n++] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    alk_check(line >= 0 && connect(line, (struct sockaddr *)&address, sizeof address) == 0);
    return line;
}

static void close_lines(lines *l)
{
    (void)close(l->listener);
    while (l->n > 0)
        (void)close(l->opened[--l->n]);
}

static bool same_socket(int a, int b)
{
    struct stat one, other;
    return fstat(a, &one) == 0 && fstat(b, &other) == 0 && one.st_ino == other.st_ino;
}

/* What is found is the socket by another descriptor, which is closed here. */
static void expect(const alk__odbc_sockets *before, uint16_t servers, uint16_t own, int line, bool several)
{
    bool told = !several;
    int found = alk__odbc_line_find(before, servers, own, &told);
    bool right = line < 0 ? found < 0 : found >= 0 && found != line && same_socket(found, line);
    if (found >= 0)
        (void)close(found);
    alk_check(right && told == several);
}

ALK_TEST(line, is_the_new_one)
{
    alk__odbc_sockets before;
    lines l, other;
    od o;
    od_tables(&o);
    listen_somewhere(&l);
    listen_somewhere(&other);
    (void)connect_to(&l);                /* an older one */
    bool listed = alk__odbc_sockets_list(&before);
    if (listed) {
        expect(&before, 0, 0, -1, false);
        int line = connect_to(&l);
        expect(&before, 0, 0, line, false);
        expect(&before, l.port, 0, line, false);
        expect(&before, other.port, 0, -1, false);
        (void)connect_to(&other);        /* somebody else's, meanwhile */
        expect(&before, 0, 0, -1, true);
        expect(&before, l.port, 0, line, false);
        int second = connect_to(&l);
        expect(&before, l.port, 0, -1, true);
        expect(&before, l.port, own_port(line), line, false);
        expect(&before, l.port, own_port(second), second, false);
        expect(&before, l.port, 1, -1, true);
        alk__odbc_sockets_free(&before);
    }
    close_lines(&l);
    close_lines(&other);
    alk_check_made(listed ? &l : NULL);
}

/* That of the machine has no ports. */
ALK_TEST(line, of_the_machine)
{
    alk__odbc_sockets before;
    int pair[2];
    od o;
    od_tables(&o);
    bool listed = alk__odbc_sockets_list(&before);
    alk_check_made(listed ? &before : NULL);
    alk_check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    (void)close(pair[1]);
    expect(&before, 5432, 0, pair[0], false);
    (void)close(pair[0]);
    alk__odbc_sockets_free(&before);
}
