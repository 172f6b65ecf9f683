/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include "plugin/catalog.h"

/* Two directories, a before b. */
static const char *two(void)
{
    static char path[1100];
    const char *a = make_directory("a"), *b = make_directory("b");
    (void)snprintf(path, sizeof path, "%s:%s", a, b);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", path, 1);
    return path;
}

static bool read_all(alk__catalog *catalog)
{
    *catalog = (alk__catalog){ 0 };
    if (alk__catalog_read(catalog, 0) == ALK_OK)
        return true;
    alk__catalog_free(catalog);
    return false;
}

static void check_winner(const char *dialect, const char *driver, const char *path, const char *chosen)
{
    alk__catalog catalog;
    char out[64] = "";
    if (!read_all(&catalog))
        return;
    const alk__entry *entry = alk__catalog_pair(&catalog, dialect, driver, out, ALK__USABLE);
    if (path) {
        alk_check_that(entry != NULL, "nobody offers %s", dialect);
        alk_check_contains(entry->path, path);
        alk_check_str(out, chosen);
    } else {
        alk_check(entry == NULL);
    }
    alk__catalog_free(&catalog);
}

ALK_TEST(catalog, the_first_directory_wins)
{
    two();
    put_manifest(in("a"), "zzz", "alkahest-z", "1", "z.so", "x+y", "");
    put_manifest(in("b"), "x+y", "alkahest-x", "1", "x.so", "x+y", "");
    check_winner("x", "y", "/a/zzz.alkp", "y");
    check_winner("x", "q", NULL, NULL);
}

ALK_TEST(catalog, in_one_directory_the_name_of_the_file_decides)
{
    two();
    put_manifest(in("a"), "aaa", "alkahest-a", "1", "a.so", "x+y", "");
    check_winner("x", "y", "/aaa.alkp", "y");
    put_manifest(in("a"), "x", "alkahest-x", "1", "x.so", "x+y,x+w", "");
    check_winner("x", "y", "/x.alkp", "y");
    put_manifest(in("a"), "x+y", "alkahest-xy", "1", "xy.so", "x+y", "");
    check_winner("x", "y", "/x+y.alkp", "y");
    check_winner("x", "w", "/x.alkp", "w");
}

ALK_TEST(catalog, the_default_driver_is_the_declared_one_else_the_first)
{
    two();
    put_manifest(in("a"), "foo", "alkahest-foo", "1", "foo.so", "x+foo", "");
    check_winner("x", NULL, "/a/foo.alkp", "foo");
    put_manifest(in("b"), "x", "alkahest-x", "1", "x.so", "x+y,x+z", "default = x+z\n");
    check_winner("x", NULL, "/b/x.alkp", "z");
}

ALK_TEST(catalog, an_invalid_manifest_of_that_name_is_not_passed_over)
{
    alk__catalog catalog;
    char out[64];
    two();
    put(in("a/x.alkp"), "format = 1\nrubbish\n");
    put_manifest(in("b"), "x", "alkahest-x", "1", "x.so", "x+y,w+y", "");
    if (!read_all(&catalog))
        return;
    const alk__entry *entry = alk__catalog_pair(&catalog, "x", "y", out, ALK__USABLE);
    alk_check(entry && !entry->manifest);
    alk_check_contains(entry->fault, "a/x.alkp:2: expected");
    entry = alk__catalog_pair(&catalog, "w", "y", out, ALK__USABLE);
    alk_check(entry && entry->manifest);
    alk_check_int(alk_last_error()->code, ALK_OK);
    alk__catalog_free(&catalog);
}

ALK_TEST(catalog, aliases_stand_for_the_dialect_of_the_default)
{
    alk__catalog catalog;
    char out[64] = "";
    two();
    put_manifest(in("a"), "x", "alkahest-x", "1", "x.so", "v+y,x+y", "aliases = ex\ndefault = x+y\n");
    if (!read_all(&catalog))
        return;
    alk_check(alk__catalog_alias(&catalog, "ex", out, ALK__USABLE));
    alk_check_str(out, "x");
    alk_check(!alk__catalog_alias(&catalog, "x", out, ALK__USABLE) && !alk__catalog_alias(&catalog, "ex", out, ALK__IGNORED));
    alk__catalog_free(&catalog);
}

ALK_TEST(catalog, reading_leaves_an_older_error_alone)
{
    alk__catalog catalog;
    two();
    put(in("a/x.alkp"), "rubbish\n");
    alk_check(alk__manifest_read("/none") == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "/none: no such file");
    if (!read_all(&catalog))
        return;
    alk_check_size(catalog.entries.count, 1);
    alk__catalog_free(&catalog);
    if (alk_last_error()->code != ALK_OK)
        alk_check_error(ALK_ERROR_NO_PLUGIN, "/none");
}

ALK_TEST(catalog, lack_of_memory_leaves_nothing)
{
    int status = ALK_OK;
    two();
    put(in("a/bad.alkp"), "rubbish\n");
    put_manifest(in("b"), "x", "alkahest-x", "1", "x.so", "x+y", "aliases = ex\n");
    ALK_TORTURE(status)
    {
        alk__catalog catalog = { 0 };
        status = alk__catalog_read(&catalog, 0);
        alk__catalog_free(&catalog);
    }
}
