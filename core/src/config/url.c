/* SPDX-License-Identifier: MIT
 * Database URLs: what a parsed one holds, how it is printed, changed and freed. Reading the text is in url_parse.c. It knows no dialect: which
 * options exist and what a database name means is said by the driver. Every string of a URL is wiped when freed. */
#include "config/url.h"
#include <string.h>
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "type/writer.h"

/* ---- memory ---- */

/* Written through a volatile pointer, so that the compiler does not leave it out because of the free that follows. */
void alk__wipe(void *bytes, size_t length)
{
    volatile unsigned char *p = bytes;
    while (length-- > 0)
        *p++ = 0;
}

static void free_text(char *text)
{
    if (text != NULL)
        alk__wipe(text, strlen(text));
    alk__free(text);
}

static void replace_text(char **place, char *text)
{
    free_text(*place);
    *place = text;
}

void alk_url_free(alk_url *url)
{
    if (url == NULL)
        return;
    free_text(url->dialect);
    free_text(url->driver);
    free_text(url->user);
    free_text(url->password);
    free_text(url->database);
    for (size_t i = 0; i < url->n_hosts; i++)
        free_text(url->hosts[i].name);
    for (size_t i = 0; i < url->n_options; i++) {
        free_text(url->options[i].name);
        free_text(url->options[i].value);
    }
    alk__free(url->hosts);
    alk__free(url->options);
    alk__free(url);
}

alk__url_host *alk__url_add_host(alk_url *url)
{
    alk__url_host *hosts = alk__realloc_array(url->hosts, url->n_hosts + 1, sizeof *hosts);
    if (hosts == NULL)
        return NULL;
    url->hosts = hosts;
    hosts[url->n_hosts] = (alk__url_host){0};
    return &hosts[url->n_hosts++];
}

alk__url_option *alk__url_add_option(alk_url *url)
{
    alk__url_option *options = alk__realloc_array(url->options, url->n_options + 1, sizeof *options);
    if (options == NULL)
        return NULL;
    url->options = options;
    options[url->n_options] = (alk__url_option){0};
    return &options[url->n_options++];
}

/* ---- parts ---- */

const char *alk_url_dialect(const alk_url *url)
{
    return url != NULL ? url->dialect : NULL;
}

const char *alk_url_driver(const alk_url *url)
{
    return url != NULL ? url->driver : NULL;
}

const char *alk_url_user(const alk_url *url)
{
    return url != NULL ? url->user : NULL;
}

const char *alk_url_password(const alk_url *url)
{
    return url != NULL ? url->password : NULL;
}

const char *alk_url_database(const alk_url *url)
{
    return url != NULL ? url->database : NULL;
}

size_t alk_url_host_count(const alk_url *url)
{
    return url != NULL ? url->n_hosts : 0;
}

const char *alk_url_host(const alk_url *url, size_t index)
{
    return url != NULL && index < url->n_hosts ? url->hosts[index].name : NULL;
}

int alk_url_port(const alk_url *url, size_t index)
{
    return url != NULL && index < url->n_hosts ? url->hosts[index].port : 0;
}

size_t alk_url_option_count(const alk_url *url)
{
    return url != NULL ? url->n_options : 0;
}

const char *alk_url_option_name(const alk_url *url, size_t index)
{
    return url != NULL && index < url->n_options ? url->options[index].name : NULL;
}

const char *alk_url_option_value(const alk_url *url, size_t index)
{
    return url != NULL && index < url->n_options ? url->options[index].value : NULL;
}

const char *alk_url_option(const alk_url *url, const char *name)
{
    for (size_t i = alk_url_option_count(url); i-- > 0;)
        if (strcmp(url->options[i].name, name) == 0)
            return url->options[i].value;
    return NULL;
}

/* ---- printing ---- */

/* Letters, digits and "-._~" stand for themselves everywhere (RFC 3986), and besides them the part's own `plain` characters. */
static void write_encoded(alk__writer *w, const char *text, const char *plain)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (alk__is_alpha(*text) || alk__is_digit(*text) || strchr("-._~", c) != NULL || strchr(plain, c) != NULL) {
            alk__write_char(w, *text);
        } else {
            alk__write_char(w, '%');
            alk__write_char(w, hex[c >> 4]);
            alk__write_char(w, hex[c & 15]);
        }
    }
}

static void write_login(alk__writer *w, const alk_url *url, bool mask)
{
    if (url->user == NULL && url->password == NULL)
        return;
    if (url->user != NULL)
        write_encoded(w, url->user, "");
    if (url->password != NULL) {
        alk__write_char(w, ':');
        if (mask)
            alk__write_text(w, "***");
        else
            write_encoded(w, url->password, "");
    }
    alk__write_char(w, '@');
}

static void write_host(alk__writer *w, const alk__url_host *host)
{
    if (host->name != NULL && alk__url_is_ipv6(host->name)) {
        alk__write_char(w, '[');
        write_encoded(w, host->name, ":");
        alk__write_char(w, ']');
    } else if (host->name != NULL) {
        write_encoded(w, host->name, "");
    }
    if (host->port != 0) {
        alk__write_char(w, ':');
        alk__write_digits(w, (uint64_t)host->port, 1);
    }
}

static void write_option(alk__writer *w, const alk__url_option *option, bool mask)
{
    write_encoded(w, option->name, "/:@");
    alk__write_char(w, '=');
    if (mask && alk__name_is_secret(alk__sv(option->name)))
        alk__write_text(w, "***");
    else
        write_encoded(w, option->value, "/:@");
}

static size_t print(const alk_url *url, bool mask, char *out, size_t size)
{
    alk__writer w = {out, size, 0};
    if (url == NULL)
        return alk__writer_end(&w);
    alk__write_text(&w, url->dialect);
    if (url->driver != NULL) {
        alk__write_char(&w, '+');
        alk__write_text(&w, url->driver);
    }
    alk__write_text(&w, "://");
    write_login(&w, url, mask);
    for (size_t i = 0; i < url->n_hosts; i++) {
        if (i > 0)
            alk__write_char(&w, ',');
        write_host(&w, &url->hosts[i]);
    }
    if (url->database != NULL) {
        alk__write_char(&w, '/');
        write_encoded(&w, url->database, "/:@!$&'()*+,;=");
    }
    for (size_t i = 0; i < url->n_options; i++) {
        alk__write_char(&w, i == 0 ? '?' : '&');
        write_option(&w, &url->options[i], mask);
    }
    return alk__writer_end(&w);
}

size_t alk_url_print(const alk_url *url, char *out, size_t size)
{
    return print(url, true, out, size);
}

size_t alk_url_print_with_password(const alk_url *url, char *out, size_t size)
{
    return print(url, false, out, size);
}

/* ---- changing ---- */

/* True when there was nothing to copy, or memory for it. */
static bool copy_text(char **out, const char *text)
{
    *out = alk__strdup(text);
    return text == NULL || *out != NULL;
}

static bool copy_hosts(alk_url *copy, const alk_url *url)
{
    for (size_t i = 0; i < url->n_hosts; i++) {
        alk__url_host *host = alk__url_add_host(copy);
        if (host == NULL || !copy_text(&host->name, url->hosts[i].name))
            return false;
        host->port = url->hosts[i].port;
    }
    return true;
}

static bool add_option(alk_url *url, const char *name, const char *value)
{
    alk__url_option *option = alk__url_add_option(url);
    return option != NULL && copy_text(&option->name, name) && copy_text(&option->value, value);
}

/* A half-made option has no value; alk_url_free() takes it so. */
static alk_url *copy_url(const alk_url *url)
{
    alk_url *copy = alk__calloc(1, sizeof *copy);
    if (copy == NULL)
        return NULL;
    bool done = copy_text(&copy->dialect, url->dialect) && copy_text(&copy->driver, url->driver) &&
                copy_text(&copy->user, url->user) && copy_text(&copy->password, url->password) &&
                copy_text(&copy->database, url->database) && copy_hosts(copy, url);
    for (size_t i = 0; done && i < url->n_options; i++)
        done = add_option(copy, url->options[i].name, url->options[i].value);
    if (done)
        return copy;
    alk_url_free(copy);
    return NULL;
}

static int set_text(char **place, const char *value)
{
    char *text = alk__strdup(value);
    if (value != NULL && text == NULL)
        return ALK_ERROR_NO_MEMORY;
    replace_text(place, text);
    return ALK_OK;
}

static int set_name(char **place, const char *value, const char *what)
{
    if (value == NULL && strcmp(what, "dialect") == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "a URL cannot be without a dialect");
    if (value != NULL && alk__url_bad_name(alk__sv(value)) != NULL)
        return alk__error(ALK_ERROR_ARGUMENT, "the new %s name %s", what, alk__url_bad_name(alk__sv(value)));
    if (set_text(place, value) != ALK_OK)
        return ALK_ERROR_NO_MEMORY;
    for (char *c = *place; c != NULL && *c != '\0'; c++)
        *c = alk__lower(*c);
    return ALK_OK;
}

/* One host in place of all; it keeps the port of the first. */
static int set_host(alk_url *url, const char *value)
{
    int port = alk_url_port(url, 0);
    while (url->n_hosts > 0)
        free_text(url->hosts[--url->n_hosts].name);
    if (value == NULL)
        return ALK_OK;
    alk__url_host *host = alk__url_add_host(url);
    if (host == NULL)
        return ALK_ERROR_NO_MEMORY;
    host->port = port;
    return set_text(&host->name, value);
}

/* Hosts without a name are there only for their port. */
static int set_port(alk_url *url, const char *value)
{
    uint64_t port = 0;
    if (value != NULL && (!alk__parse_uint(alk__sv(value), &port) || port < 1 || port > 65535))
        return alk__error(ALK_ERROR_ARGUMENT, "the new port is not a number from 1 to 65535");
    if (value != NULL && url->n_hosts == 0 && alk__url_add_host(url) == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < url->n_hosts; i++)
        url->hosts[i].port = (int)port;
    if (url->n_hosts == 1 && url->hosts[0].name == NULL && port == 0)
        url->n_hosts = 0;
    return ALK_OK;
}

/* The first option of the name takes the value, others of the name go away. */
static int set_option(alk_url *url, const char *name, const char *value)
{
    size_t kept = 0;
    char *text = alk__strdup(value);
    if (value != NULL && text == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < url->n_options; i++) {
        alk__url_option option = url->options[i];
        if (strcmp(option.name, name) == 0) {
            replace_text(&option.value, text);
            if (text == NULL) {
                free_text(option.name);
                continue;
            }
            text = NULL;
        }
        url->options[kept++] = option;
    }
    url->n_options = kept;
    if (text == NULL)
        return ALK_OK;
    bool added = add_option(url, name, text);
    free_text(text);
    return added ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

static int set_part(alk_url *url, const char *part, const char *value)
{
    /* "" and NULL are the same where the URL's text knows no difference. */
    const char *given = value != NULL && *value != '\0' ? value : NULL;
    if (strcmp(part, "dialect") == 0)
        return set_name(&url->dialect, given, part);
    if (strcmp(part, "driver") == 0)
        return set_name(&url->driver, given, part);
    if (strcmp(part, "user") == 0)
        return set_text(&url->user, given);
    if (strcmp(part, "password") == 0)
        return set_text(&url->password, value);
    if (strcmp(part, "database") == 0)
        return set_text(&url->database, given);
    if (strcmp(part, "host") == 0)
        return set_host(url, given);
    if (strcmp(part, "port") == 0)
        return set_port(url, given);
    if (part[0] == '?' && part[1] != '\0')
        return set_option(url, part + 1, value);
    return alk__error(ALK_ERROR_ARGUMENT, "a URL has no such part; dialect, driver, user, password, host, port, database "
                                          "and ?name for an option may be changed");
}

static bool is_utf8(const char *text)
{
    size_t length = strlen(text);
    return alk__utf8_valid(text, length) == length;
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

/* What the parser would refuse in the part that has changed. */
static int check_part(const char *part, const char *value)
{
    if (part == NULL)
        return alk__error(ALK_ERROR_ARGUMENT, "the name of the part to change is NULL");
    if (!is_utf8(part) || (value != NULL && !is_utf8(value)))
        return alk__error(ALK_ERROR_ARGUMENT, "the new part of the URL is not valid UTF-8");
    bool control = part[0] == '?' ? has_control(part) : strcmp(part, "host") == 0 && value != NULL && has_control(value);
    if (control)
        return alk__error(ALK_ERROR_ARGUMENT, "a host or the name of an option holds a control character");
    return ALK_OK;
}

alk_url *alk_url_with(const alk_url *url, const char *part, const char *value)
{
    alk_url *copy = NULL;
    int status = url == NULL ? alk__error_null_handle("URL") : check_part(part, value);
    if (status == ALK_OK)
        status = (copy = copy_url(url)) != NULL ? set_part(copy, part, value) : ALK_ERROR_NO_MEMORY;
    if (status == ALK_OK && alk_url_print_with_password(copy, NULL, 0) > ALK__URL_MAX)
        status = alk__error(ALK_ERROR_ARGUMENT, "the URL would be longer than 65536 bytes");
    if (status == ALK_OK) {
        alk__error_handle_made();
        return copy;
    }
    alk_url_free(copy);
    return alk__error_null();
}
