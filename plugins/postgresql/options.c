/* SPDX-License-Identifier: MIT
 * The URL's options. The library has checked names and choices before; still nothing is taken unread, since a program may call a driver's table
 * by itself. */
#include "options.h"
#include "errors.h"
#include "driver/option.h"

/* Those of the driver itself stand first. */
enum { PREPARE, FETCH, READ_ONLY, DEFERRABLE, TARGET, BALANCE, FIRST_OF_LIBPQ };

#define TEXT(name, summary) { name, NULL, summary, ALK_OPTION_TEXT, 0, 0 }
#define SECRET(name, summary) { name, NULL, summary, ALK_OPTION_TEXT, ALK_OPTION_SECRET, 0 }
#define INT(name, summary) { name, NULL, summary, ALK_OPTION_INT, 0, 0 }
#define CHOICE(name, values, summary) { name, values, summary, ALK_OPTION_CHOICE, 0, 0 }

const alk_option_spec alk__pg_options[ALK__PG_OPTION_COUNT] = {
    [PREPARE] = { "prepare", NULL, "keep statements prepared on the server (default on); off behind poolers that change the server under a session", ALK_OPTION_BOOL, 0, 0 },
    [FETCH] = CHOICE("fetch", "auto|stream|memory", "hold results in memory when they were small before (auto), never, or always"),
    [READ_ONLY] = { "read_only", NULL, "transactions only read", ALK_OPTION_BOOL, 0, 0 },
    [DEFERRABLE] = { "deferrable", NULL, "serializable read-only transactions wait for a safe snapshot", ALK_OPTION_BOOL, 0, 0 },
    [TARGET] = CHOICE("target_session_attrs", "any|read-write|read-only|primary|standby|prefer-standby", "which of several servers will do (default any)"),
    [BALANCE] = CHOICE("load_balance_hosts", "disable|random", "the order in which several hosts are tried: the URL's (default), or another for each connection"),
    TEXT("application_name", "the name that the server shows for the connection"),
    TEXT("options", "settings for the server: -c name=value …"),
    TEXT("hostaddr", "the address of the one host, to save looking it up"),
    TEXT("service", "a section of the service file, with more options"),
    TEXT("passfile", "the file with passwords (default ~/.pgpass)"),
    CHOICE("sslmode", "disable|allow|prefer|require|verify-ca|verify-full", "whether TLS is used, and how the server is checked (default prefer)"),
    TEXT("sslrootcert", "file of the certificates that are trusted"),
    TEXT("sslcert", "file of the client's certificate"),
    TEXT("sslkey", "file of the client's key"),
    SECRET("sslpassword", "the password of the client's key"),
    TEXT("sslcrl", "file of the certificates that were revoked"),
    TEXT("sslcrldir", "directory of the same"),
    { "sslsni", NULL, "say the host's name when TLS begins (default on)", ALK_OPTION_BOOL, 0, 0 },
    { "sslcompression", NULL, "compress what TLS carries (default off)", ALK_OPTION_BOOL, 0, 0 },
    CHOICE("sslcertmode", "disable|allow|require", "whether the client's certificate is sent"),
    CHOICE("sslnegotiation", "postgres|direct", "how TLS begins"),
    CHOICE("ssl_min_protocol_version", "TLSv1|TLSv1.1|TLSv1.2|TLSv1.3", "the oldest TLS that will do"),
    CHOICE("ssl_max_protocol_version", "TLSv1|TLSv1.1|TLSv1.2|TLSv1.3", "the newest TLS that will do"),
    CHOICE("channel_binding", "disable|prefer|require", "whether the password's proof is bound to the TLS channel"),
    TEXT("require_auth", "the ways of authentication that will do"),
    TEXT("requirepeer", "the system user that the server behind a unix socket must run as"),
    CHOICE("gssencmode", "disable|prefer|require", "whether GSSAPI encryption is used"),
    TEXT("gsslib", "the GSS library to use"),
    TEXT("krbsrvname", "the Kerberos service name of the server"),
    { "gssdelegation", NULL, "hand GSS credentials on to the server", ALK_OPTION_BOOL, 0, 0 },
    { "keepalives", NULL, "probe idle TCP connections (default on)", ALK_OPTION_BOOL, 0, 0 },
    INT("keepalives_idle", "seconds without traffic before the first probe"),
    INT("keepalives_interval", "seconds between probes"),
    INT("keepalives_count", "probes without an answer before the connection is lost"),
    INT("tcp_user_timeout", "milliseconds that sent data may stay without an answer"),
};

bool alk__pg_option_is_libpqs(uint32_t option)
{
    return option >= FIRST_OF_LIBPQ;
}

static bool is_number(alk_sv text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
    return text.n > 0 && text.n < 10;
}

static bool good_value(uint32_t option, alk_sv value)
{
    bool truth;
    switch (alk__pg_options[option].kind) {
    case ALK_OPTION_BOOL:
        return alk__driver_read_bool(value, &truth);
    case ALK_OPTION_INT:
        return is_number(value);
    case ALK_OPTION_CHOICE:
        return alk__driver_choice(value, alk__pg_options[option].values) >= 0;
    default:
        return true;
    }
}

static alk_rc holds_nul(alk_sv name, alk_err *err)
{
    return alk__pg_error(err, ALK_ERROR_ARGUMENT, NULL, "%.*s holds a NUL character", (int)(name.n < 100 ? name.n : 100), name.p);
}

static alk_rc read_option(alk__pg_settings *settings, uint32_t option, alk_sv value, alk_err *err)
{
    if (!good_value(option, value))
        return alk__pg_error(err, ALK_ERROR_ARGUMENT, NULL, "option %s has a value that is not of its kind", alk__pg_options[option].name);
    settings->values[option] = value;
    switch (option) {
    case PREPARE:
        (void)alk__driver_read_bool(value, &settings->prepares);
        break;
    case FETCH:
        settings->fetch = alk__driver_choice(value, alk__pg_options[FETCH].values);
        break;
    case READ_ONLY:
        (void)alk__driver_read_bool(value, &settings->read_only);
        break;
    case DEFERRABLE:
        (void)alk__driver_read_bool(value, &settings->deferrable);
        break;
    case TARGET:
        settings->target = alk__driver_choice(value, alk__pg_options[TARGET].values);
        break;
    case BALANCE:
        settings->random = alk__driver_choice(value, alk__pg_options[BALANCE].values) == 1;
        break;
    default:
        break;
    }
    return ALK_OK;
}

static alk_rc read_pair(alk__pg_settings *settings, const alk_pair *pair, alk_err *err)
{
    alk_sv *places[] = { &settings->user, &settings->password, &settings->database };
    static const char *const names[] = { "user", "password", "database" };
    const alk_option_spec *option = alk__driver_option(alk__pg_options, ALK__PG_OPTION_COUNT, pair->name);
    if (pair->value.n > 0 && memchr(pair->value.p, 0, pair->value.n) != NULL)
        return holds_nul(pair->name, err);
    for (size_t i = 0; i < 3; i++)
        if (alk__driver_is_word(pair->name, names[i])) {
            *places[i] = pair->value;
            return ALK_OK;
        }
    if (alk__driver_is_word(pair->name, "host") || alk__driver_is_word(pair->name, "port")) {
        bool host = pair->name.p[0] == 'h' || pair->name.p[0] == 'H';
        uint32_t *count = host ? &settings->nhosts : &settings->nports;
        if (*count == ALK__PG_HOSTS_MAX)
            return alk__pg_error(err, ALK_ERROR_ARGUMENT, NULL, "more than %d hosts", ALK__PG_HOSTS_MAX);
        (host ? settings->hosts : settings->ports)[(*count)++] = pair->value;
        return ALK_OK;
    }
    if (option != NULL)
        return read_option(settings, (uint32_t)(option - alk__pg_options), pair->value, err);
    return alk__pg_error(err, ALK_ERROR_ARGUMENT, NULL, "unknown option \"%.*s\"", (int)(pair->name.n < 100 ? pair->name.n : 100), pair->name.p);
}

alk_rc alk__pg_settings_read(const alk_connect_request *request, alk__pg_settings *settings, alk_err *err)
{
    alk_rc rc = ALK_OK;
    memset(settings, 0, sizeof *settings);
    settings->prepares = true;
    for (uint32_t i = 0; rc == ALK_OK && i < request->npairs; i++)
        rc = read_pair(settings, &request->pairs[i], err);
    if (settings->read_only && settings->target == ALK__PG_READ_WRITE)
        settings->target = ALK__PG_PRIMARY;      /* else no server would do: libpq looks at what the sessions were just told to be */
    return rc;
}
