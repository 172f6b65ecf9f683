/* SPDX-License-Identifier: MIT
 * The URL as a connection string. The library has checked names and choices before; still nothing is taken unread. A host alone is a data source's name; with
 * `driver` it is the server's. What the user wrote comes before what this file would say, and neither can add a key to the other's. */
#include "options.h"
#include "errors.h"
#include "keywords.h"
#include "driver/option.h"
#include <odbcinst.h>
#include <stdio.h>

enum { NAME_MAX_LENGTH = 256, STRING_MAX = 30000 };     /* bytes, since lengths of ODBC have 16 bits */
enum { DRIVER, DSN, ODBC_CONNECT, ATTRIBUTES, CONNECT_TIMEOUT, TEXT, FIRST_KEYWORD };

/* Behind the first ones: keywords of drivers, as they stand. */
const alk_option_spec alk__odbc_options[ALK__ODBC_OPTION_COUNT] = {
    [DRIVER] = { "driver", NULL, "the ODBC driver, as odbcinst.ini names it", ALK_OPTION_TEXT, 0, 0 },
    [DSN] = { "dsn", NULL, "the data source, as odbc.ini names it; the host of a URL without driver is one, too", ALK_OPTION_TEXT, 0, 0 },
    [ODBC_CONNECT] = { "odbc_connect", NULL, "a whole connection string of ODBC, in place of all else", ALK_OPTION_TEXT, ALK_OPTION_SECRET, 0 },
    [ATTRIBUTES] = { "attributes", NULL, "more of a connection string: UseDeclareFetch=1;Fetch=500", ALK_OPTION_TEXT, ALK_OPTION_SECRET, 0 },
    [CONNECT_TIMEOUT] = { "connect_timeout", NULL, "how long connecting may take (default 10)", ALK_OPTION_SECONDS, 0, 0 },
    [TEXT] = { "text", "auto|wide|narrow", "whether text goes as UTF-16 or as UTF-8 (default: by the driver)", ALK_OPTION_CHOICE, 0, 0 },
    [FIRST_KEYWORD] = { "server", NULL, "the driver's keyword of that name, like those that follow", ALK_OPTION_TEXT, 0, 0 },
    { "servername", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "port", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "socket", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "charset", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "sslmode", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "sslca", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "sslcert", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "sslkey", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "encrypt", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "trustservercertificate", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "trusted_connection", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "applicationintent", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "multisubnetfailover", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
    { "dbq", NULL, "the driver's keyword", ALK_OPTION_TEXT, 0, 0 },
};

/* ---- what the URL says ---- */
typedef struct reading {
    alk_sv user, password, host, port, database;
    alk_sv options[ALK__ODBC_OPTION_COUNT];      /* p NULL: not given */
    int64_t connect_timeout;
    int text;
    size_t size;                         /* of all texts */
} reading;

static alk_rc misused(alk_err *err, const char *what)
{
    return alk__odbc_error(err, ALK_ERROR_ARGUMENT, NULL, "%s", what);
}

static bool read_text(alk_sv value, int *out)
{
    *out = alk__driver_is_word(value, "wide") ? ALK__ODBC_TEXT_WIDE : alk__driver_is_word(value, "narrow") ? ALK__ODBC_TEXT_NARROW : ALK__ODBC_TEXT_AUTO;
    return *out != ALK__ODBC_TEXT_AUTO || alk__driver_is_word(value, "auto");
}

static alk_sv *place_of(reading *r, alk_sv name)
{
    static const char *const names[] = { "user", "password", "host", "database" };
    alk_sv *const places[] = { &r->user, &r->password, &r->host, &r->database };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (alk__driver_is_word(name, names[i]))
            return places[i];
    const alk_option_spec *option = alk__driver_option(alk__odbc_options, ALK__ODBC_OPTION_COUNT, name);
    return option != NULL ? &r->options[option - alk__odbc_options] : NULL;
}

static alk_rc read_pair(reading *r, const alk_pair *pair, alk_err *err)
{
    alk_sv *place = place_of(r, pair->name), value = pair->value;
    value.p = value.p != NULL ? value.p : "";
    r->size += value.n;
    if (place == NULL)
        return alk__odbc_error(err, ALK_ERROR_ARGUMENT, NULL, "unknown option \"%.*s\"", (int)(pair->name.n < 100 ? pair->name.n : 100), pair->name.p);
    if (value.n > 0 && memchr(value.p, 0, value.n) != NULL)
        return misused(err, "an option's value holds a NUL character");
    if (alk__driver_is_word(pair->name, "host") && r->host.p != NULL && value.n > 0)
        return misused(err, "an ODBC connection has one host");
    if (alk__driver_is_word(pair->name, "port") && value.n == 0)        /* of a host without one */
        return ALK_OK;
    *place = value;
    if (place == &r->options[CONNECT_TIMEOUT] && (!alk__driver_read_seconds(value, &r->connect_timeout) || r->connect_timeout == 0))
        return misused(err, "connect_timeout is no number of seconds above 0");
    if (place == &r->options[TEXT] && !read_text(value, &r->text))
        return misused(err, "text is auto, wide or narrow");
    return ALK_OK;
}

static bool given(alk_sv value)
{
    return value.p != NULL && value.n > 0;
}

static alk_rc check(const reading *r, alk_err *err)
{
    bool whole = given(r->options[ODBC_CONNECT]);
    if (whole && (given(r->user) || given(r->password) || given(r->host) || given(r->database) || given(r->options[DRIVER]) || given(r->options[DSN])))
        return misused(err, "odbc_connect is the whole connection string: it goes with no user, host, database, driver and dsn");
    if (given(r->options[DRIVER]) && given(r->options[DSN]))
        return misused(err, "driver and dsn exclude each other");
    if (!whole && !given(r->options[DRIVER]) && !given(r->options[DSN]) && !given(r->host))
        return misused(err, "the URL names neither a data source (odbc://NAME) nor a driver (driver=NAME)");
    if (given(r->options[DSN]) && given(r->host))
        return misused(err, "a host and the option dsn exclude each other: without driver, the host is the data source");
    return ALK_OK;
}

/* ---- which driver it will be ---- */
/* What a file of the driver manager's says: odbc.ini of a data source, odbcinst.ini of a driver. */
static bool look_up(alk_sv section, const char *entry, const char *file, char *out, size_t size)
{
    char name[NAME_MAX_LENGTH];
    if (section.n == 0 || section.n >= sizeof name)
        return false;
    memcpy(name, section.p, section.n);
    name[section.n] = 0;
    out[0] = 0;
    return SQLGetPrivateProfileString(name, entry, "", out, (int)size, file) > 0 && out[0] != 0;
}

/* By the name that the driver has, else by the file behind it. */
static const alk__odbc_kind *kind_of(const alk__odbc_keywords *list)
{
    static const alk_sv none = { "", 0 };
    char named[NAME_MAX_LENGTH * 4], file[NAME_MAX_LENGTH * 4];
    alk_sv driver = alk__odbc_keywords_find(list, "driver"), dsn = alk__odbc_keywords_find(list, "dsn");
    const alk__odbc_kind *kind;
    if (!given(driver) && look_up(given(dsn) ? dsn : alk__odbc_view("DEFAULT"), "Driver", "odbc.ini", named, sizeof named))
        driver = alk__odbc_view(named);
    kind = alk__odbc_kind_of(given(driver) ? driver : none);
    if (kind->parts == NULL && given(driver) && look_up(driver, "Driver", "odbcinst.ini", file, sizeof file))
        kind = alk__odbc_kind_of(alk__odbc_view(file));
    return kind;
}

/* The port that the driver will connect to, as far as somebody said so. */
static uint16_t servers_port(const alk__odbc_keywords *list, const alk__odbc_kind *kind)
{
    char found[NAME_MAX_LENGTH];
    alk_sv port = kind->port != NULL ? alk__odbc_keywords_find(list, kind->port) : alk__odbc_sv(NULL, 0), dsn = alk__odbc_keywords_find(list, "dsn");
    if (!given(port) && kind->port != NULL && given(dsn) && look_up(dsn, kind->port, "odbc.ini", found, sizeof found))
        port = alk__odbc_view(found);
    return alk__odbc_port_in(port);
}

uint16_t alk__odbc_port_in(alk_sv text)
{
    uint32_t port = 0;
    size_t i = 0;
    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && port <= UINT16_MAX; i++)
        port = port * 10 + (uint32_t)(text.p[i] - '0');
    return i == text.n && port <= UINT16_MAX ? (uint16_t)port : 0;
}

/* ---- the string ---- */
static int add(alk__odbc_keywords *list, const char *key, alk_sv value)
{
    return key != NULL && given(value) ? alk__odbc_keywords_add(list, alk__odbc_view(key), value) : ALK__ODBC_KEYWORDS_FINE;
}

/* What the URL says in ODBC's own words. */
static int add_plain(alk__odbc_keywords *list, const reading *r)
{
    bool driver = given(r->options[DRIVER]);
    int fault = add(list, "DRIVER", r->options[DRIVER]);
    if (fault == ALK__ODBC_KEYWORDS_FINE)
        fault = add(list, "DSN", driver ? alk__odbc_sv(NULL, 0) : given(r->options[DSN]) ? r->options[DSN] : r->host);
    for (int i = FIRST_KEYWORD; fault == ALK__ODBC_KEYWORDS_FINE && i < ALK__ODBC_OPTION_COUNT; i++)
        if (strcmp(alk__odbc_options[i].name, "port") != 0)
            fault = add(list, alk__odbc_options[i].name, r->options[i]);
    if (fault == ALK__ODBC_KEYWORDS_FINE && given(r->options[ODBC_CONNECT]))
        fault = alk__odbc_keywords_read(list, r->options[ODBC_CONNECT]);
    if (fault == ALK__ODBC_KEYWORDS_FINE && given(r->options[ATTRIBUTES]))
        fault = alk__odbc_keywords_read(list, r->options[ATTRIBUTES]);
    return fault;
}

static alk_sv port_of(const reading *r)
{
    for (int i = FIRST_KEYWORD; i < ALK__ODBC_OPTION_COUNT; i++)
        if (strcmp(alk__odbc_options[i].name, "port") == 0)
            return r->options[i];
    return alk__odbc_sv(NULL, 0);
}

/* And in those of the driver. place: room for a host and a port in one value. */
static int add_of_kind(alk__odbc_keywords *list, const reading *r, const alk__odbc_kind *kind, char *place, size_t size)
{
    alk_sv host = given(r->options[DRIVER]) ? r->host : alk__odbc_sv(NULL, 0), port = port_of(r), database = r->database;
    int fault;
    if (given(host) && given(port) && (kind->traits & ALK__ODBC_HOST_AND_PORT) != 0)
        host = alk__odbc_sv(place, (size_t)snprintf(place, size, "%.*s,%.*s", (int)host.n, host.p, (int)port.n, port.p));
    else if (kind->host == NULL && given(host) && given(database))             /* //host:port/service */
        database = alk__odbc_sv(place, (size_t)snprintf(place, size, "//%.*s%s%.*s/%.*s", (int)host.n, host.p, given(port) ? ":" : "", (int)port.n, given(port) ? port.p : "",
                                                        (int)database.n, database.p));
    if ((fault = add(list, kind->host, host)) != ALK__ODBC_KEYWORDS_FINE || (fault = add(list, kind->port, port)) != ALK__ODBC_KEYWORDS_FINE ||
        (fault = add(list, kind->database, database)) != ALK__ODBC_KEYWORDS_FINE || (fault = add(list, kind->user, r->user)) != ALK__ODBC_KEYWORDS_FINE ||
        (fault = add(list, kind->password, r->password)) != ALK__ODBC_KEYWORDS_FINE)
        return fault;
    return kind->defaults != NULL ? alk__odbc_keywords_read(list, alk__odbc_view(kind->defaults)) : ALK__ODBC_KEYWORDS_FINE;
}

static alk_rc no_string(int fault, const alk__odbc_kind *kind, alk_err *err)
{
    switch (fault) {
    case ALK__ODBC_KEYWORDS_NOT_SAYABLE:
        return alk__odbc_error(err, ALK_ERROR_ARGUMENT, NULL, "connection strings of %s cannot hold such a value: no ; and no { or space at its ends", kind->name);
    case ALK__ODBC_KEYWORDS_TOO_MANY:
        return alk__odbc_error(err, ALK_ERROR_ARGUMENT, NULL, "a connection string of more than %d keywords", (int)ALK__ODBC_PAIRS_MAX);
    default:
        return misused(err, "odbc_connect or attributes is no connection string: KEY=value;KEY={value}");
    }
}

static alk_rc print(const reading *r, const alk__odbc_keywords *list, const alk__odbc_kind *kind, alk__odbc_settings **out, alk_err *err)
{
    int braces = (kind->traits & ALK__ODBC_NO_BRACES) != 0      ? ALK__ODBC_BRACES_NOWHERE
                 : (kind->traits & ALK__ODBC_BRACED_PASSWORD) != 0 ? ALK__ODBC_BRACES_OF_PASSWORD
                                                                   : ALK__ODBC_BRACES_ANYWHERE;
    size_t length;
    int fault = alk__odbc_keywords_print(list, braces, NULL, &length);
    alk__odbc_settings *settings;
    if (fault != ALK__ODBC_KEYWORDS_FINE)
        return no_string(fault, kind, err);
    if (length > STRING_MAX)
        return misused(err, "the connection string is too long");
    settings = alk__odbc_alloc(sizeof *settings + length + 1, err);
    if (settings == NULL)
        return ALK_ERROR_NO_MEMORY;
    settings->size = sizeof *settings + length + 1;
    settings->connect_timeout = r->connect_timeout;
    settings->text = r->text;
    settings->port = servers_port(list, kind);
    settings->length = length;
    (void)alk__odbc_keywords_print(list, braces, settings->string, &length);
    *out = settings;
    return ALK_OK;
}

/* room: for values with braces, which shrink, and for one that is put together. */
static alk_rc compose(const reading *r, char *room, size_t size, alk__odbc_settings **out, alk_err *err)
{
    alk__odbc_keywords list = { .n = 0, .at = room, .end = room + size / 2 };
    const alk__odbc_kind *kind = NULL;
    int fault = add_plain(&list, r);
    if (fault == ALK__ODBC_KEYWORDS_FINE) {
        kind = kind_of(&list);
        fault = add_of_kind(&list, r, kind, room + size / 2, size - size / 2);
    }
    return fault != ALK__ODBC_KEYWORDS_FINE ? no_string(fault, kind, err) : print(r, &list, kind, out, err);
}

alk_rc alk__odbc_settings_read(const alk_connect_request *request, alk__odbc_settings **out, alk_err *err)
{
    reading r = { .connect_timeout = INT64_C(10000000000) };
    alk_rc rc = ALK_OK;
    char *room;
    size_t size;
    for (uint32_t i = 0; rc == ALK_OK && i < request->npairs; i++)
        rc = read_pair(&r, &request->pairs[i], err);
    if (rc == ALK_OK)
        rc = check(&r, err);
    if (rc != ALK_OK)
        return rc;
    if (r.size > STRING_MAX)
        return misused(err, "the URL is too long for a connection string");
    size = 2 * (r.size + 32);
    room = alk__odbc_alloc(size, err);
    if (room == NULL)
        return ALK_ERROR_NO_MEMORY;
    rc = compose(&r, room, size, out, err);
    alk__odbc_wipe(room, size);
    alk__odbc_free(room);
    return rc;
}

void alk__odbc_wipe(void *memory, size_t size)
{
    volatile char *at = memory;
    for (size_t i = 0; i < size; i++)
        at[i] = 0;
}

void alk__odbc_settings_free(alk__odbc_settings *settings)
{
    if (settings != NULL)
        alk__odbc_wipe(settings, settings->size);
    alk__odbc_free(settings);
}
