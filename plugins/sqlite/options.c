/* SPDX-License-Identifier: MIT
 * The URL's options. The library has checked names and choices before, so what is refused here is what only SQLite knows to be
 * wrong; still nothing is taken unread, since a program may call a driver's table by itself. */
#include "options.h"
#include "errors.h"
#include "driver/option.h"
#include <string.h>

enum { MODE, CACHE, TIMEOUT, JOURNAL_MODE, FOREIGN_KEYS, SYNCHRONOUS, TRANSACTION, VFS, IMMUTABLE, READ_ONLY };

const alk_option_spec alk__lite_options[ALK__LITE_OPTION_COUNT] = {
    [MODE] = { "mode", "ro|rw|rwc|memory", "open for reading, for writing, create when missing (default), or in memory", ALK_OPTION_CHOICE, 0, 0 },
    [CACHE] = { "cache", "private|shared", "whether connections of this process share one page cache (default private)", ALK_OPTION_CHOICE, 0, 0 },
    [TIMEOUT] = { "timeout", NULL, "how long to wait for a locked database (default 5)", ALK_OPTION_SECONDS, 0, 0 },
    [JOURNAL_MODE] = { "journal_mode", "delete|truncate|persist|memory|wal|off", "the rollback journal's mode (default: the file's)", ALK_OPTION_CHOICE, 0, 0 },
    [FOREIGN_KEYS] = { "foreign_keys", NULL, "enforce foreign keys (default on)", ALK_OPTION_BOOL, 0, 0 },
    [SYNCHRONOUS] = { "synchronous", "off|normal|full|extra", "how far a commit waits for the disk", ALK_OPTION_CHOICE, 0, 0 },
    [TRANSACTION] = { "transaction", "deferred|immediate|exclusive", "what BEGIN means (default deferred)", ALK_OPTION_CHOICE, 0, 0 },
    [VFS] = { "vfs", NULL, "the name of the SQLite VFS to use", ALK_OPTION_TEXT, 0, 0 },
    [IMMUTABLE] = { "immutable", NULL, "the file cannot change while it is open: no locks, no checks", ALK_OPTION_BOOL, 0, 0 },
    [READ_ONLY] = { "read_only", NULL, "refuse statements that write (default off)", ALK_OPTION_BOOL, 0, 0 }
};

/* The nth word of "a|b|c"; n 0 when there is none. */
static alk_sv nth_word(const char *words, int n)
{
    while (n > 0 && (words = strchr(words, '|')) != NULL) {
        words++;
        n--;
    }
    return words == NULL ? alk__lite_sv(NULL, 0) : alk__lite_sv(words, strcspn(words, "|"));
}

alk_sv alk__lite_choice_word(const char *option, int choice)
{
    return nth_word(alk__driver_option(alk__lite_options, ALK__LITE_OPTION_COUNT, alk__lite_sv(option, strlen(option)))->values, choice);
}

static bool read_option(const alk_option_spec *option, alk_sv value, alk__lite_settings *settings)
{
    switch (option - alk__lite_options) {
    case MODE:
        return alk__driver_read_choice(value, option->values, &settings->mode);
    case CACHE:
        return alk__driver_read_choice(value, option->values, &settings->cache);
    case TIMEOUT:
        return alk__driver_read_seconds(value, &settings->timeout);
    case JOURNAL_MODE:
        return alk__driver_read_choice(value, option->values, &settings->journal_mode);
    case FOREIGN_KEYS:
        return alk__driver_read_bool(value, &settings->foreign_keys);
    case SYNCHRONOUS:
        return alk__driver_read_choice(value, option->values, &settings->synchronous);
    case TRANSACTION:
        return alk__driver_read_choice(value, option->values, &settings->begin);
    case VFS:
        settings->vfs = value;
        return value.n > 0 && memchr(value.p, 0, value.n) == NULL;
    case READ_ONLY:
        return alk__driver_read_bool(value, &settings->read_only);
    default:
        return alk__driver_read_bool(value, &settings->immutable);
    }
}

static alk_rc read_pair(const alk_pair *pair, alk__lite_settings *settings, alk_err *err)
{
    static const char *const of_servers[] = { "host", "port", "user", "password" };
    const alk_option_spec *option = alk__driver_option(alk__lite_options, ALK__LITE_OPTION_COUNT, pair->name);
    if (option != NULL) {
        if (read_option(option, pair->value, settings))
            return ALK_OK;
        return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "option %s has a value that is not of its kind", option->name);
    }
    if (alk__driver_is_word(pair->name, "database")) {
        settings->database = pair->value;
        return ALK_OK;
    }
    for (size_t i = 0; i < sizeof of_servers / sizeof of_servers[0]; i++)
        if (alk__driver_is_word(pair->name, of_servers[i])) {
            if (pair->value.n == 0)
                return ALK_OK;
            return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL,
                                   "a SQLite database has no %s: write sqlite:///relative/path or sqlite:////absolute/path", of_servers[i]);
        }
    return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "unknown option \"%.*s\"", (int)(pair->name.n < 100 ? pair->name.n : 100),
                           pair->name.p);
}

/* Options that contradict each other. */
static alk_rc check(alk__lite_settings *settings, alk_err *err)
{
    bool memory = settings->mode == ALK__LITE_MEMORY;
    if (settings->database.n > 0 && memchr(settings->database.p, 0, settings->database.n) != NULL)
        return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "the database's file name holds a NUL character");
    if (settings->database.n == 0 || alk__driver_is_word(settings->database, ":memory:")) {
        if (settings->mode >= 0 && settings->mode != ALK__LITE_RWC && !memory)
            return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "a memory database cannot be opened with mode=ro or mode=rw");
        settings->mode = ALK__LITE_MEMORY;
        memory = true;
    }
    if (memory && (settings->immutable || settings->vfs.n > 0))
        return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "options vfs and immutable do not go with a memory database");
    return ALK_OK;
}

alk_rc alk__lite_settings_read(const alk_connect_request *request, alk__lite_settings *settings, alk_err *err)
{
    alk_rc rc = ALK_OK;
    alk__lite_settings read = { .timeout = INT64_C(5000000000),
                                .mode = -1,
                                .cache = -1,
                                .journal_mode = -1,
                                .synchronous = -1,
                                .begin = ALK__LITE_DEFERRED,
                                .foreign_keys = true };
    for (uint32_t i = 0; rc == ALK_OK && i < request->npairs; i++)
        rc = read_pair(&request->pairs[i], &read, err);
    if (rc == ALK_OK)
        rc = check(&read, err);
    if (rc == ALK_OK)
        *settings = read;
    return rc;
}
