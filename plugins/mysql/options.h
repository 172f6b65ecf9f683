/* SPDX-License-Identifier: MIT
 * What a URL can say about a connection: the list that the library checks against, and its reading. */
#ifndef ALK_MY_OPTIONS_H
#define ALK_MY_OPTIONS_H
#include "host.h"

enum { ALK__MY_OPTION_COUNT = 14, ALK__MY_HOSTS_MAX = 16 };
extern const alk_option_spec alk__my_options[ALK__MY_OPTION_COUNT];

enum { ALK__MY_SSL_DISABLED, ALK__MY_SSL_PREFERRED, ALK__MY_SSL_REQUIRED, ALK__MY_SSL_VERIFY_CA, ALK__MY_SSL_VERIFY_IDENTITY };

/* Texts end with NUL and are NULL where nothing was said. They live in the block of the settings, which a connection keeps: ending a statement
 * takes a second session of the same user. */
typedef struct alk__my_settings {
    struct {
        const char *name;                /* what begins with a slash is a unix socket; NULL: the option's, or the client library's own */
        unsigned port;
    } hosts[ALK__MY_HOSTS_MAX];
    uint32_t n_hosts;
    const char *user, *password, *database, *socket;
    const char *ssl_ca, *ssl_capath, *ssl_cert, *ssl_key, *ssl_cipher, *tls_version;
    int ssl_mode;                        /* ALK__MY_SSL_… */
    int64_t connect_timeout;             /* nanoseconds */
    bool compress, null_dates, read_only;
    bool random;                         /* the hosts are tried in a random order */
    size_t size;                         /* of the block */
} alk__my_settings;

/* Made from the URL; freed by alk__my_settings_free(), which wipes it. */
alk_rc alk__my_settings_read(const alk_connect_request *request, alk__my_settings **settings, alk_err *err);
void alk__my_settings_free(alk__my_settings *settings);

static inline bool alk__my_is_socket(const alk__my_settings *settings, uint32_t host)
{
    return settings->hosts[host].name == NULL || settings->hosts[host].name[0] == '/';
}
#endif
