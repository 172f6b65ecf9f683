/* SPDX-License-Identifier: MIT
 * The URL's options. The library has checked names and choices before; still nothing is taken unread, since a program may call a driver's table
 * by itself. The client library reads no option files: it is never told to. */
#include "options.h"
#include "errors.h"
#include "driver/option.h"
#include <string.h>

enum { DEFAULT_PORT = 3306, SOCKET_MAX = 108 };
enum { SOCKET, CONNECT_TIMEOUT, SSL_MODE, SSL_CA, SSL_CAPATH, SSL_CERT, SSL_KEY, SSL_CIPHER, TLS_VERSION, COMPRESS, ZERO_DATES, CHARSET, BALANCE, READ_ONLY };

const alk_option_spec alk__my_options[ALK__MY_OPTION_COUNT] = {
    [SOCKET] = { "socket", NULL, "the server's unix socket, in place of a host", ALK_OPTION_TEXT, 0, 0 },
    [CONNECT_TIMEOUT] = { "connect_timeout", NULL, "how long connecting may take (default 10)", ALK_OPTION_SECONDS, 0, 0 },
    [SSL_MODE] = { "ssl_mode", "disabled|preferred|required|verify_ca|verify_identity", "whether the line is encrypted, and the server's certificate checked (default preferred)",
                   ALK_OPTION_CHOICE, 0, 0 },
    [SSL_CA] = { "ssl_ca", NULL, "a file of certificates that are trusted", ALK_OPTION_TEXT, 0, 0 },
    [SSL_CAPATH] = { "ssl_capath", NULL, "a directory of them", ALK_OPTION_TEXT, 0, 0 },
    [SSL_CERT] = { "ssl_cert", NULL, "the client's certificate, a file", ALK_OPTION_TEXT, 0, 0 },
    [SSL_KEY] = { "ssl_key", NULL, "the client's key, a file", ALK_OPTION_TEXT, 0, 0 },
    [SSL_CIPHER] = { "ssl_cipher", NULL, "the ciphers that may be used", ALK_OPTION_TEXT, 0, 0 },
    [TLS_VERSION] = { "tls_version", NULL, "the versions of TLS that may be used, as in TLSv1.2,TLSv1.3", ALK_OPTION_TEXT, 0, 0 },
    [COMPRESS] = { "compress", NULL, "compress what goes over the line (default off)", ALK_OPTION_BOOL, 0, 0 },
    [ZERO_DATES] = { "zero_dates", "error|null", "what 0000-00-00 is read as (default error)", ALK_OPTION_CHOICE, 0, 0 },
    [CHARSET] = { "charset", "utf8mb4", "the character set of the line: there is only this one", ALK_OPTION_CHOICE, 0, 0 },
    [BALANCE] = { "load_balance_hosts", "disable|random", "the order in which several hosts are tried: the URL's (default), or another for each connection", ALK_OPTION_CHOICE, 0, 0 },
    [READ_ONLY] = { "read_only", NULL, "refuse transactions that write (default off)", ALK_OPTION_BOOL, 0, 0 }
};

/* ---- kinds of values ---- */

/* Empty: the usual one. */
static bool read_port(alk_sv value, unsigned *out)
{
    unsigned port = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] < '0' || value.p[i] > '9' || port > 65535)
            return false;
        port = port * 10 + (unsigned)(value.p[i] - '0');
    }
    *out = value.n == 0 ? DEFAULT_PORT : port;
    return *out > 0 && *out <= 65535;
}

/* The client library would take more than a name for one: lists of hosts, and whole connection strings. What begins with a slash is a socket. */
static bool is_host(alk_sv value)
{
    if (value.n > 0 && value.p[0] == '/')
        return value.n < SOCKET_MAX;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':' || c == '%'))
            return false;
    }
    return value.n > 0 && value.n <= 255;
}

/* ---- reading ---- */
typedef struct reading {
    alk__my_settings *settings;
    char *at;                            /* where the next text goes */
    uint32_t n_ports;
} reading;

static const char *keep(reading *r, alk_sv value)
{
    char *text = r->at;
    if (value.n > 0)
        memcpy(text, value.p, value.n);
    text[value.n] = 0;
    r->at += value.n + 1;
    return text;
}

static bool keep_some(reading *r, alk_sv value, const char **out)
{
    *out = keep(r, value);
    return value.n > 0;
}

static bool read_option(reading *r, const alk_option_spec *option, alk_sv value)
{
    alk__my_settings *s = r->settings;
    int choice = 0;
    switch (option - alk__my_options) {
    case SOCKET:
        return keep_some(r, value, &s->socket) && value.n < SOCKET_MAX;
    case CONNECT_TIMEOUT:
        return alk__driver_read_seconds(value, &s->connect_timeout) && s->connect_timeout > 0;
    case SSL_MODE:
        return alk__driver_read_choice(value, option->values, &s->ssl_mode);
    case SSL_CA:
        return keep_some(r, value, &s->ssl_ca);
    case SSL_CAPATH:
        return keep_some(r, value, &s->ssl_capath);
    case SSL_CERT:
        return keep_some(r, value, &s->ssl_cert);
    case SSL_KEY:
        return keep_some(r, value, &s->ssl_key);
    case SSL_CIPHER:
        return keep_some(r, value, &s->ssl_cipher);
    case TLS_VERSION:
        return keep_some(r, value, &s->tls_version);
    case COMPRESS:
        return alk__driver_read_bool(value, &s->compress);
    case ZERO_DATES:
        if (!alk__driver_read_choice(value, option->values, &choice))
            return false;
        s->null_dates = choice == 1;
        return true;
    case READ_ONLY:
        return alk__driver_read_bool(value, &s->read_only);
    case BALANCE:
        if (!alk__driver_read_choice(value, option->values, &choice))
            return false;
        s->random = choice == 1;
        return true;
    default:
        return alk__driver_read_choice(value, option->values, &choice);
    }
}

static alk_rc read_host(reading *r, alk_sv value, alk_err *err)
{
    if (value.n == 0)
        return ALK_OK;
    if (!is_host(value))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "\"%.*s\" is no name or address of a host", (int)(value.n < 100 ? value.n : 100), value.p);
    if (r->settings->n_hosts == ALK__MY_HOSTS_MAX)
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "more than %d hosts", (int)ALK__MY_HOSTS_MAX);
    r->settings->hosts[r->settings->n_hosts++].name = keep(r, value);
    return ALK_OK;
}

/* Ports come behind the hosts that they are of, in the same order. */
static alk_rc read_port_pair(reading *r, alk_sv value, alk_err *err)
{
    unsigned port;
    if (!read_port(value, &port))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "\"%.*s\" is no port", (int)(value.n < 20 ? value.n : 20), value.p);
    if (r->n_ports < ALK__MY_HOSTS_MAX)
        r->settings->hosts[r->n_ports++].port = port;
    return ALK_OK;
}

static alk_rc read_pair(reading *r, const alk_pair *pair, alk_err *err)
{
    const alk_option_spec *option = alk__driver_option(alk__my_options, ALK__MY_OPTION_COUNT, pair->name);
    if (pair->value.n > 0 && memchr(pair->value.p, 0, pair->value.n) != NULL)
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "%.*s holds a NUL character", (int)(pair->name.n < 100 ? pair->name.n : 100), pair->name.p);
    if (option != NULL) {
        if (read_option(r, option, pair->value))
            return ALK_OK;
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "option %s has a value that is not of its kind", option->name);
    }
    if (alk__driver_is_word(pair->name, "host"))
        return read_host(r, pair->value, err);
    if (alk__driver_is_word(pair->name, "port"))
        return read_port_pair(r, pair->value, err);
    if (alk__driver_is_word(pair->name, "user"))
        r->settings->user = keep(r, pair->value);
    else if (alk__driver_is_word(pair->name, "password"))
        r->settings->password = keep(r, pair->value);
    else if (alk__driver_is_word(pair->name, "database"))
        r->settings->database = pair->value.n > 0 ? keep(r, pair->value) : NULL;
    else
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "unknown option \"%.*s\"", (int)(pair->name.n < 100 ? pair->name.n : 100), pair->name.p);
    return ALK_OK;
}

/* Options that contradict each other, and what follows where nothing was said. */
static alk_rc check(alk__my_settings *s, alk_err *err)
{
    if (s->socket != NULL && s->n_hosts > 0)
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "a host and the option socket exclude each other");
    if (s->ssl_mode >= ALK__MY_SSL_VERIFY_CA && s->ssl_ca == NULL && s->ssl_capath == NULL)
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "ssl_mode=verify_ca and verify_identity need ssl_ca or ssl_capath: whom to trust");
    if (s->ssl_mode == ALK__MY_SSL_DISABLED && (s->ssl_ca || s->ssl_capath || s->ssl_cert || s->ssl_key || s->ssl_cipher || s->tls_version))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "options of TLS do not go with ssl_mode=disabled");
    if ((s->ssl_cert == NULL) != (s->ssl_key == NULL))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, NULL, "ssl_cert and ssl_key go together");
    if (s->n_hosts == 0)
        s->n_hosts = 1;
    for (uint32_t i = 0; i < s->n_hosts; i++)
        if (s->hosts[i].port == 0)
            s->hosts[i].port = DEFAULT_PORT;
    return ALK_OK;
}

alk_rc alk__my_settings_read(const alk_connect_request *request, alk__my_settings **out, alk_err *err)
{
    reading r = { NULL, NULL, 0 };
    size_t size = sizeof *r.settings;
    alk_rc rc = ALK_OK;
    for (uint32_t i = 0; i < request->npairs; i++)
        size += request->pairs[i].value.n + 1;
    r.settings = alk__my_alloc(size, err);
    if (r.settings == NULL)
        return ALK_ERROR_NO_MEMORY;
    r.at = (char *)(r.settings + 1);
    r.settings->size = size;
    r.settings->ssl_mode = ALK__MY_SSL_PREFERRED;
    r.settings->connect_timeout = INT64_C(10000000000);
    for (uint32_t i = 0; rc == ALK_OK && i < request->npairs; i++)
        rc = read_pair(&r, &request->pairs[i], err);
    if (rc == ALK_OK)
        rc = check(r.settings, err);
    if (rc == ALK_OK)
        *out = r.settings;
    else
        alk__my_settings_free(r.settings);
    return rc;
}

void alk__my_settings_free(alk__my_settings *settings)
{
    volatile char *at = (volatile char *)settings;
    size_t size = settings != NULL ? settings->size : 0;
    for (size_t i = 0; i < size; i++)
        at[i] = 0;
    alk__my_free(settings);
}
