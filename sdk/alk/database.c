/* SPDX-License-Identifier: MIT
 * See database.h. A URL may hold a password, so it is never printed but by the library, which masks it. */
#include "database.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool url_from_environment(const char *name, text *url)
{
    const char *value = getenv(name);
    if (!value || !*value) {
        say("the environment variable %s, which should hold the URL, is not set", name);
        return false;
    }
    text_puts(url, value);
    return true;
}

static bool url_from_file(const char *path, text *url)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        say("cannot read the URL from %s: %s", path, system_error(errno));
        return false;
    }
    for (int c; (c = getc(file)) != EOF && c != '\n' && c != '\r';)
        text_char(url, (char)c);
    fclose(file);
    if (url->n == 0)
        say("the first line of %s, which should hold the URL, is empty", path);
    return url->n != 0;
}

static bool find_url(const char *argument, text *url)
{
    if (strncmp(argument, "env:", 4) == 0)
        return url_from_environment(argument + 4, url);
    if (argument[0] == '@')
        return url_from_file(argument + 1, url);
    text_puts(url, argument);
    return true;
}

static int open_engine(database *d, const char *url)
{
    d->engine = alk_open(url, .pool = ALK_POOL_OF_NONE);
    if (d->engine)
        return STATUS_OK;
    int code = alk_last_error()->code;
    say_error(NULL);
    if (code == ALK_ERROR_NO_PLUGIN || code == ALK_ERROR_ABI)
        return STATUS_PLUGIN;
    return code == ALK_ERROR_NO_MEMORY ? STATUS_IO : STATUS_USAGE;
}

static int connect_engine(database *d)
{
    d->conn = alk_connect(d->engine);
    if (d->conn)
        return STATUS_OK;
    text context = { 0 };
    text_printf(&context, "cannot connect to %s", alk_engine_url(d->engine));
    say_error(text_string(&context));
    text_free(&context);
    return STATUS_CONNECT;
}

int database_open(database *d, const char *argument)
{
    text url = { 0 };
    *d = (database){ 0 };
    int status = STATUS_USAGE;
    if (find_url(argument, &url))
        status = open_engine(d, text_string(&url));
    text_free(&url);
    return status == STATUS_OK ? connect_engine(d) : status;
}

void database_close(database *d)
{
    alk_conn_close(d->conn);
    alk_engine_close(d->engine);
    *d = (database){ 0 };
}

int database_status(void)
{
    return alk_last_error()->flags & ALK_ERROR_DISCONNECT ? STATUS_CONNECT : STATUS_DATABASE;
}

void database_name(const database *d, text *name)
{
    alk_url *url = alk_url_parse(alk_engine_url(d->engine));
    const char *base = url ? alk_url_database(url) : NULL;
    const char *slash = base ? strrchr(base, '/') : NULL;
    if (slash && slash[1])
        base = slash + 1;
    if (!base || !*base || *base == ':')
        base = alk_engine_dialect(d->engine);
    text_escaped(name, base, strlen(base), false);
    alk_url_free(url);
}
