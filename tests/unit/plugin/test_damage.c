/* SPDX-License-Identifier: MIT
 * Damaged libraries, each loaded in a forked child, since what is wrong in a library's own code or relocations cannot be survived for sure: what counts is that all damage that
 * can be seen is refused, and that what is cut short never ends the process. */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include <sys/wait.h>
#include "plugin/loader.h"
#include "plugin/registry.h"

/* 0: loaded, 1: refused with an error, 2: refused without one, else the signal. */
static int in_child(int (*body)(const void *), const void *argument)
{
    int status = 0;
    pid_t child = fork();
    alk_check(child >= 0);
    if (child == 0) {
        (void)close(STDERR_FILENO);        /* the system's loader may have a last word */
        _exit(body(argument));
    }
    alk_check(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int load(const void *path)
{
    alk_clear_error();
    if (alk__module_load(path, false))
        return 0;
    return alk_last_error()->code != ALK_OK && alk_last_error()->native_code != 0 && !alk__module_first() ? 1 : 2;
}

ALK_TEST_LONG(damage, a_file_cut_anywhere_is_refused_or_works, 60)
{
    size_t n;
    char *bytes = get(broken("good"), &n);
    for (size_t cut = 0; cut < n; cut += 1 + n / 200) {
        put_bytes(in("cut.so"), bytes, cut);
        int result = in_child(load, in("cut.so"));
        alk_check_that(result == 0 || result == 1, "cut at %zu of %zu: %d", cut, n, result);
    }
    free(bytes);
}

/* The tables are data that the system's loader relocates. To damage them as a hostile plugin would have them, they are changed in memory, in the child, before the entry's
 * result is copied; only what is neither a pointer nor a count is flipped, since nobody can tell where a pointer to nowhere leads, or how long an array really is. */
typedef struct flip {
    size_t table, at;
    unsigned bit;
} flip;

static const alk_plugin *real;
static alk_plugin plugin;
static alk_dialect dialect;
static alk_dialect_data data;
static alk_driver driver;
static alk_conn_ops conn;
static alk_cursor_ops cursor;
static const alk_dialect *dialects[1] = { &dialect };
static const alk_driver *drivers[1] = { &driver };

static void unpack(void)
{
    plugin = *real;
    dialect = *real->dialects[0];
    data = *dialect.data;
    driver = *real->drivers[0];
    conn = *driver.conn;
    cursor = *conn.cursor;
    plugin.dialects = dialects;
    plugin.drivers = drivers;
    dialect.data = &data;
    driver.conn = &conn;
    conn.cursor = &cursor;
}

static const alk_plugin *entry(const alk_host *host, alk_err *err)
{
    (void)host, (void)err;
    return &plugin;
}

static const struct {
    void *table;
    size_t from, to;               /* the bytes that are no pointers, and no counts of what pointers lead to */
} regions[] = {
    { &plugin, 0, offsetof(alk_plugin, ndialects) }, { &dialect, 0, offsetof(alk_dialect, name) }, { &data, 0, sizeof data },
    { &driver, 0, offsetof(alk_driver, noptions) }, { &conn, 0, offsetof(alk_conn_ops, cursor) },
    { &cursor, 0, offsetof(alk_cursor_ops, columns) },
};

static int try_flip(const void *argument)
{
    const flip *f = argument;
    unpack();
    ((unsigned char *)regions[f->table].table)[f->at] ^= (unsigned char)(1u << f->bit);
    alk_clear_error();
    if (alk_plugin_register(entry) == ALK_OK)
        return 0;
    return alk_last_error()->code == ALK_ERROR_ABI ? 1 : 2;
}

ALK_TEST_LONG(damage, each_bit_of_the_tables_heads_is_refused_or_harmless, 60)
{
    const alk__backend *backend;
    static const alk_dialect *d[1];
    static const alk_driver *r[1];
    static alk_plugin made = { .size = sizeof made, .abi_major = 1, .ndialects = 1, .ndrivers = 1, .name = "alkahest-x", .version = "1" };
    unsigned refused = 0, taken = 0;
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    backend = alk__backend_find("mock", "bare", 0);
    alk_check_made(backend);
    d[0] = backend->dialect_self;
    r[0] = backend->driver_self;
    made.dialects = d;
    made.drivers = r;
    real = &made;
    for (size_t t = 0; t < sizeof regions / sizeof regions[0]; t++)
        for (size_t at = regions[t].from; at < regions[t].to; at++)
            for (unsigned bit = 0; bit < 8; bit++) {
                flip f = { t, at, bit };
                int result = in_child(try_flip, &f);
                alk_check_that(result == 0 || result == 1, "table %zu, byte %zu, bit %u: %d", t, at, bit, result);
                refused += result != 0;
                taken += result == 0;
            }
    alk_check_that(refused > 100 && taken > 20, "%u refused, %u taken", refused, taken);
}
