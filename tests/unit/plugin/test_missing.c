/* SPDX-License-Identifier: MIT
 * The six causes, as a program sees them. */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "base/env.h"
#include "plugin/registry.h"

static void refused(const char *dialect, const char *driver, unsigned flags, int code, int cause, const char *message)
{
    alk_clear_error();
    alk_check(alk__backend_find(dialect, driver, flags) == NULL);
    alk_check_error(code, NULL);
    alk_check_int(alk_last_error()->native_code, cause);
    alk_check_str(alk_last_error()->message, message);
}

static void text(char out[1024], const char *format, const char *argument)
{
    (void)snprintf(out, 1024, "%s", "");
    for (size_t n = 0; *format && n < 1023; format++) {
        if (*format == '@') {
            int more = snprintf(out + n, 1024 - n, "%s", argument);
            n += more > 0 ? (size_t)more : 0;
        } else {
            out[n++] = *format;
            out[n] = '\0';
        }
    }
}

/* ---- 1: nobody offers it ---- */
ALK_TEST(missing, no_manifest_says_where_it_looked)
{
    char detail[1024];
    only_here();
    refused("postgresql", "libpq", 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"postgresql+libpq\"");
    if (alk_last_error()->detail) {
        text(detail, "looked in:\n  ALKAHEST_PLUGIN_ONLY_PATH (set: no other place counts)\n  @ (no plugins)", alk_test_directory());
        alk_check_str(alk_last_error()->detail, detail);
    }
    alk_check(!alk_last_error()->hint || strstr(alk_last_error()->hint, "alkahest-dialect-postgresql"));
}

ALK_TEST(missing, absent_and_found_are_told)
{
    char path[1100];
    (void)snprintf(path, sizeof path, "%s:/no/such/place", only_here());
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", path, 1);
    put_manifest(alk_test_directory(), "b", "alkahest-b", "1", "b.so", "bee+x,bee+y", "");
    put_manifest(alk_test_directory(), "a", "alkahest-a", "1", "a.so", "ay+x", "");
    put(in("c.alkp"), "rubbish\n");
    refused("zzzzzz", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"zzzzzz\"");
    if (alk_last_error()->detail) {
        alk_check_contains(alk_last_error()->detail, "(found: ay, bee; c.alkp is invalid)");
        alk_check_contains(alk_last_error()->detail, "\n  /no/such/place (absent)");
    }
    alk_check(!alk_last_error()->hint || strstr(alk_last_error()->hint, "if there is a plugin for it"));
}

ALK_TEST(missing, near_names_are_suggested)
{
    only_here();
    put_manifest(alk_test_directory(), "sqlite", "alkahest-sqlite", "1", "x.so", "sqlite+sqlite3", "aliases = litesql\n");
    refused("sqlit", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"sqlit\"");
    alk_check(!alk_last_error()->hint || strcmp(alk_last_error()->hint, "did you mean \"sqlite\"?") == 0);
    refused("litesq", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"litesq\"");
    alk_check(!alk_last_error()->hint || strcmp(alk_last_error()->hint, "did you mean \"litesql\"?") == 0);
    refused("postgesql", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"postgesql\"");
    alk_check(!alk_last_error()->hint || strstr(alk_last_error()->hint, "did you mean \"postgresql\"?\n"));
    alk_check(!alk_last_error()->hint || strstr(alk_last_error()->hint, "alkahest-dialect-postgresql"));
}

ALK_TEST(missing, a_driver_that_is_not_there_names_those_that_are)
{
    only_here();
    put_manifest(alk_test_directory(), "a", "alkahest-a", "1", "a.so", "ay+x,ay+y", "");
    refused("ay", "z", 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"ay+z\"");
    alk_check(!alk_last_error()->hint || strcmp(alk_last_error()->hint, "installed drivers of ay: x, y") == 0);
}

ALK_TEST(missing, names_that_are_none_never_reach_the_disk)
{
    alk_check(alk__backend_find("../../etc/passwd", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "\"../../etc/passwd\" is not the name of a dialect");
    alk_check(alk__backend_find("sqlite", "/lib/x.so", 0) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "\"/lib/x.so\" is not the name of a driver");
    alk_check(alk__backend_find(NULL, NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "is not the name of a dialect");
}

/* ---- 2: only where nothing may be used ---- */
ALK_TEST(missing, in_secure_mode_it_says_where_the_ignored_one_is)
{
    char message[1024];
    only_here();
    install(alk_test_directory(), "good");
    text(message, "the plugin for \"good\" may not be used: @ is ignored in secure mode", alk_test_directory());
    refused("good", NULL, ALK__SYSTEM_ONLY, ALK_ERROR_NO_PLUGIN, ALK_MISSING_IGNORED, message);
    alk_plugin_system_only(true);
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_IGNORED, message);
    alk_plugin_system_only(false);
    alk_check_made(alk__backend_find("good", NULL, 0));
    refused("good", NULL, ALK__SYSTEM_ONLY, ALK_ERROR_NO_PLUGIN, ALK_MISSING_IGNORED, message);
}

ALK_TEST(missing, a_set_uid_process_names_the_variable_it_did_not_read)
{
    only_here();
    install(alk_test_directory(), "good");
    alk__process_pretend_secure(1);
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"good\"");
    if (alk_last_error()->detail)
        alk_check_contains(alk_last_error()->detail, "ALKAHEST_PLUGIN_ONLY_PATH (set, but ignored in secure mode)");
    alk__process_pretend_secure(-1);
}

ALK_TEST(missing, what_others_may_write_to_is_refused_where_it_counts)
{
    char message[1024];
    const char *directory = make_directory("d");
    alk_check_ok(alk_plugin_add_path(directory));
    install(directory, "good");
    (void)chmod(in("d/good.so"), 0666);
    (void)snprintf(message, sizeof message, "plugin %s/good.so may not be used: %s/good.so is writable by everybody", directory, directory);
    refused("good", NULL, ALK__SYSTEM_ONLY, ALK_ERROR_NO_PLUGIN, ALK_MISSING_IGNORED, message);
    (void)chmod(in("d/good.so"), 0644);
    (void)chmod(directory, 0777);
    (void)snprintf(message, sizeof message, "the plugin for \"good\" may not be used: %s is ignored: %s is writable by everybody", directory, directory);
    refused("good", NULL, ALK__SYSTEM_ONLY, ALK_ERROR_NO_PLUGIN, ALK_MISSING_IGNORED, message);
    (void)chmod(directory, 0755);
    alk_check_made(alk__backend_find("good", NULL, ALK__SYSTEM_ONLY));
}

/* ---- 3: its manifest is invalid ---- */
ALK_TEST(missing, an_invalid_manifest_is_told_with_its_line)
{
    char message[1024];
    only_here();
    put(in("good.alkp"), "format = 1\nname = alkahest-good\nversion\n");
    text(message, "invalid plugin manifest @/good.alkp:3: expected \"key = value\"", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_MANIFEST, message);
    refused("good", "x", 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_MANIFEST, message);
    install(alk_test_directory(), "good");
    alk_check_made(alk__backend_find("good", NULL, 0));
}

/* ---- 4: another machine ---- */
ALK_TEST(missing, a_library_for_another_machine_is_told_as_such)
{
    char message[1024];
    size_t n;
    only_here();
    install(alk_test_directory(), "good");
    char *bytes = get(broken("good"), &n);
    bytes[18] = (char)183;
    bytes[19] = 0;
    put_bytes(in("good.so"), bytes, n);
    free(bytes);
#if defined(__x86_64__)
    text(message, "plugin @/good.so is for another architecture: aarch64, this process is x86_64", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_ARCHITECTURE, message);
#else
    (void)message;
#endif
    copy(broken("good"), in("good.so"));
    alk_check_made(alk__backend_find("good", NULL, 0));
}

/* ---- 5: it cannot be loaded ---- */
ALK_TEST(missing, a_library_that_is_none_is_told)
{
    char message[1024];
    only_here();
    install(alk_test_directory(), "good");
    (void)unlink(in("good.so"));
    text(message, "plugin @/good.so cannot be loaded: no such file", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, message);
    make_directory("good.so");
    text(message, "plugin @/good.so cannot be loaded: not a regular file", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, message);
    (void)rmdir(in("good.so"));
    alk_check(mkfifo(in("good.so"), 0644) == 0);
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, message);
    (void)unlink(in("good.so"));
    put(in("good.so"), "");
    text(message, "plugin @/good.so cannot be loaded: it is not a shared library", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, message);
}

ALK_TEST(missing, a_file_cut_short_is_told)
{
    char message[1024];
    size_t n;
    only_here();
    install(alk_test_directory(), "good");
    char *bytes = get(broken("good"), &n);
    put_bytes(in("good.so"), bytes, 2000);
    free(bytes);
    text(message, "plugin @/good.so cannot be loaded: the file is damaged or cut short", alk_test_directory());
    refused("good", NULL, 0, ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, message);
}

ALK_TEST(missing, a_dependency_that_is_missing_is_told_as_such)
{
    char message[1024];
    only_here();
    install(alk_test_directory(), "dependency");
    put_manifest(alk_test_directory(), "dependency", "alkahest-dependency", "1.0.0", "dependency.so", "dependency+dependency", "client = libabsent >= 3\n");
    alk_check(alk__backend_find("dependency", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "libalkahest-test-absent.so");
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_LOAD);
    text(message, "plugin @/dependency.so cannot be loaded, because of a library that it depends on: ", alk_test_directory());
    alk_check_contains(alk_last_error()->message, message);
    alk_check(!alk_last_error()->hint || strcmp(alk_last_error()->hint, "it needs libabsent >= 3") == 0);
}

ALK_TEST(missing, an_undefined_symbol_is_told_in_the_systems_words)
{
    only_here();
    install(alk_test_directory(), "undefined");
    alk_check(alk__backend_find("undefined", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "alkahest_test_symbol_that_nobody_has");
    alk_check_contains(alk_last_error()->message, "undefined.so cannot be loaded: ");
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_LOAD);
}

/* ---- 6: versions that do not fit ---- */
ALK_TEST(missing, an_abi_that_does_not_fit_is_told_with_both_numbers)
{
    char message[1024];
    only_here();
    put(in("two.alkp"), "format = 1\nname = alkahest-two\nversion = 3.0\nlibrary = two.so\nabi = 2\npairs = two+two\n");
    refused("two", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, "plugin alkahest-two 3.0 is for plugin ABI 2, this library has 1");
    put_manifest(alk_test_directory(), "nine", "alkahest-nine", "3.0", "nine.so", "nine+nine", "abi_minor = 9\nmin_host_minor = 9\n");
    refused("nine", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, "plugin alkahest-nine 3.0 needs plugin ABI 1.9 or newer, this library has 1.0");
    install(alk_test_directory(), "needs_newer");
    text(message, "plugin @/needs_newer.so: it needs plugin ABI 1.9 or newer, this library has 1.0", alk_test_directory());
    refused("needs_newer", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
    install(alk_test_directory(), "major_2");
    text(message, "plugin @/major_2.so is built for plugin ABI 2, this library has 1", alk_test_directory());
    refused("major_2", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
}

ALK_TEST(missing, a_library_without_an_entry_is_no_plugin)
{
    char message[1024];
    only_here();
    install(alk_test_directory(), "no_entry");
    text(message, "plugin @/no_entry.so has no alk_plugin_entry_1: it is no Alkahest plugin, or one for another plugin ABI", alk_test_directory());
    refused("no_entry", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
}

ALK_TEST(missing, a_plugin_that_refuses_gives_its_reason)
{
    char message[1024];
    only_here();
    install(alk_test_directory(), "refuses");
    text(message, "plugin @/refuses.so refuses to work with this library (plugin ABI 1.0): this host is too old for me", alk_test_directory());
    refused("refuses", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
    refused("refuses", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
    install(alk_test_directory(), "refuses_silently");
    text(message, "plugin @/refuses_silently.so refuses to work with this library (plugin ABI 1.0): it gave no reason", alk_test_directory());
    refused("refuses_silently", NULL, 0, ALK_ERROR_ABI, ALK_MISSING_ABI, message);
}

ALK_TEST(missing, a_manifest_of_another_build_is_an_upgrade_in_progress)
{
    only_here();
    install(alk_test_directory(), "good");
    put_manifest(alk_test_directory(), "good", "alkahest-other", "1.0.0", "good.so", "good+good", "");
    alk_check(alk__backend_find("good", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ABI, "upgrade in progress or mixed installation");
    put_manifest(alk_test_directory(), "good", "alkahest-good", "1.0.0", "good.so", "other+driver,good+good", "default = other+driver\n");
    alk_check(alk__backend_find("other", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ABI, "neither the dialect nor the driver of \"other+driver\"");
}
