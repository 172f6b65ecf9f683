/* SPDX-License-Identifier: MIT
 * Inside a URL: for its parser and its printer. */
#ifndef ALK_CONFIG_URL_H
#define ALK_CONFIG_URL_H
#include <alkahest/url.h>

#define ALK__URL_MAX ((size_t)65536)           /* bytes of its text */
enum { ALK__URL_NAME_MAX = 63 };               /* characters of a dialect's or driver's name */

typedef struct alk__url_host {
    char *name;                    /* NULL: only a port was given */
    int port;                      /* 0: not given */
} alk__url_host;
typedef struct alk__url_option {
    char *name, *value;
} alk__url_option;
struct alk_url {
    char *dialect, *driver, *user, *password, *database;      /* decoded; NULL when absent */
    alk__url_host *hosts;
    alk__url_option *options;
    size_t n_hosts, n_options;
};

/* Overwrites secrets, in a way that the compiler keeps. */
void alk__wipe(void *bytes, size_t length);
/* A zeroed last host or option, or NULL: out of memory. Only while a URL is being made. */
alk__url_host *alk__url_add_host(alk_url *url);
alk__url_option *alk__url_add_option(alk_url *url);
/* What is wrong with the name of a dialect or driver, as words to stand behind "the name"; NULL when it is good. Upper case is
 * allowed and means lower case. */
const char *alk__url_bad_name(alk_sv name);
/* Whether a host is an IPv6 address, a zone ("%eth0") included. */
bool alk__url_is_ipv6(const char *host);
#endif
