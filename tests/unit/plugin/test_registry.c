/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "mock.h"
#include "plugin/loader.h"
#include "plugin/registry.h"

static const alk__backend *find(const char *dialect, const char *driver)
{
    const alk__backend *backend = alk__backend_find(dialect, driver, 0);
    alk_check_made(backend);
    return backend;
}

ALK_TEST(registry, a_plugin_is_found_by_pair_dialect_and_alias)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__backend *backend = find("mock", NULL);
    alk_check_str(backend->name, "mock+mock");
    alk_check_str(backend->plugin_name, "alkahest-mock");
    alk_check_str(backend->plugin_version, "1.2.3");
    alk_check_str(backend->driver->name, "mock");
    alk_check(backend->data == backend->dialect->data && backend->data->max_params == 1000);
    alk_check(find("mock", NULL) == backend && find("mock", "mock") == backend && find("pretend", NULL) == backend);
    alk_check(find("mock", "bare") != backend);
    alk_check_str(find("pretend", "bare")->name, "mock+bare");
    alk_check(backend->dialect_self != backend->dialect && backend->driver_self != backend->driver);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

ALK_TEST(registry, success_leaves_an_older_error_alone)
{
    only_here();
    install(alk_test_directory(), "good");
    put(in("bad.alkp"), "rubbish\n");
    alk_check(alk__backend_find("zzzzzzz", NULL, 0) == NULL);
    (void)find("good", NULL);
    alk_check(alk_last_error()->code == ALK_ERROR_NO_MEMORY || strstr(alk_last_error()->message, "zzzzzzz"));
}

ALK_TEST(registry, a_plugin_installed_later_is_seen)
{
    only_here();
    alk_check(alk__backend_find("good", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, NULL);
    install(alk_test_directory(), "good");
    (void)find("good", NULL);
}

/* A library that could not be loaded for want of another is tried again; one that is wrong in itself is remembered, but only that very file. */
ALK_TEST(registry, a_repaired_plugin_is_seen)
{
    only_here();
    install(alk_test_directory(), "good");
    copy(broken("no_entry"), in("good.so"));
    alk_check(alk__backend_find("good", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ABI, "has no alk_plugin_entry_1");
    alk_check(alk__backend_find("good", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_ABI, "has no alk_plugin_entry_1");
    copy(broken("good"), in("new.so"));
    alk_check(rename(in("new.so"), in("good.so")) == 0);
    (void)find("good", NULL);
}

ALK_TEST(registry, a_failure_leaves_nothing_registered)
{
    only_here();
    install(alk_test_directory(), "refuses");
    install(alk_test_directory(), "needs_newer");
    alk_check(alk__backend_find("refuses", NULL, 0) == NULL);
    alk_check(alk__backend_find("needs_newer", NULL, 0) == NULL);
    alk_check(alk__module_first() == NULL);
}

ALK_TEST(registry, a_replaced_plugin_stays_the_one_that_is_loaded)
{
    char line[200];
    only_here();
    install(alk_test_directory(), "good");
    const alk__backend *backend = find("good", NULL);
    copy(broken("renewed"), in("new.so"));
    alk_check(rename(in("new.so"), in("good.so")) == 0);
    put_manifest(alk_test_directory(), "good", "alkahest-good", "2.0.0", "good.so", "good+good", "");
    alk_check(find("good", NULL) == backend);
    alk_check_str(backend->plugin_version, "1.0.0");
    if (alk_plugin_status("good", line, sizeof line) > 10)
        alk_check_str(line, "on disk 2.0.0, loaded 1.0.0: restart to use");
}

ALK_TEST(registry, a_newer_minor_loads)
{
    only_here();
    install(alk_test_directory(), "newer_minor");
    put_manifest(alk_test_directory(), "newer_minor", "alkahest-newer_minor", "1.0.0", "newer_minor.so", "newer_minor+newer_minor", "abi_minor = 9\n");
    (void)find("newer_minor", NULL);
}

/* ---- two plugins for one pair ---- */
ALK_TEST(registry, a_dialect_may_use_the_driver_of_another_plugin)
{
    only_here();
    install(alk_test_directory(), "good");
    install(alk_test_directory(), "dialect_only");
    put_manifest(alk_test_directory(), "dialect_only", "alkahest-dialect_only", "1.0.0", "dialect_only.so", "dialect_only+good", "");
    const alk__backend *backend = find("dialect_only", "good");
    alk_check_str(backend->name, "dialect_only+good");
    alk_check_str(backend->dialect->name, "dialect_only");
    alk_check_str(backend->driver->dialect, "good");
    alk_check_str(backend->plugin_name, "alkahest-good");
    alk_check(find("dialect_only", NULL) == backend);
}

ALK_TEST(registry, a_driver_may_serve_the_dialect_of_another_plugin)
{
    only_here();
    install(alk_test_directory(), "good");
    install(alk_test_directory(), "driver_only");
    put_manifest(alk_test_directory(), "driver_only", "alkahest-driver_only", "1.0.0", "driver_only.so", "good+driver_only", "");
    const alk__backend *backend = find("good", "driver_only");
    alk_check_str(backend->name, "good+driver_only");
    alk_check_str(backend->plugin_name, "alkahest-driver_only");
    alk_check(find("good", NULL) != backend);
}

ALK_TEST(registry, a_half_that_nobody_has_is_named)
{
    only_here();
    install(alk_test_directory(), "driver_only");
    put_manifest(alk_test_directory(), "driver_only", "alkahest-driver_only", "1.0.0", "driver_only.so", "good+driver_only", "");
    alk_check(alk__backend_find("good", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no plugin for \"good+driver_only\": none that can be loaded has the dialect \"good\"");
    install(alk_test_directory(), "dialect_only");
    put_manifest(alk_test_directory(), "dialect_only", "alkahest-dialect_only", "1.0.0", "dialect_only.so", "dialect_only+nobody", "");
    alk_check(alk__backend_find("dialect_only", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "has the driver \"nobody\"");
}

/* ---- plugins in the program ---- */
static const alk_plugin *linked;
static unsigned entered;

static const alk_plugin *entry(const alk_host *host, alk_err *err)
{
    (void)host, (void)err;
    entered++;
    return linked;
}

static const alk_plugin *bad_entry(const alk_host *host, alk_err *err)
{
    static const alk_plugin plugin = { .size = sizeof plugin, .abi_major = 1, .name = "alkahest-bad", .version = "1" };
    (void)host, (void)err;
    entered++;
    return &plugin;
}

/* The mock's own tables, under another plugin's name, as if they were linked in. */
static void borrow_mock(void)
{
    static alk_plugin plugin;
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__backend *backend = find("mock", NULL);
    static const alk_dialect *dialects[1];
    static const alk_driver *drivers[1];
    dialects[0] = backend->dialect_self;
    drivers[0] = backend->driver_self;
    plugin = (alk_plugin){ .size = sizeof plugin, .abi_major = 1, .ndialects = 1, .ndrivers = 1, .name = "alkahest-linked", .version = "9",
                           .dialects = dialects, .drivers = drivers };
    linked = &plugin;
}

ALK_TEST(registry, a_plugin_in_the_program_wins)
{
    borrow_mock();
    alk_check_ok(alk_plugin_register(entry));
    alk_check_ok(alk_plugin_register(entry));
    alk_check_uint(entered, 1);
    alk_check_str(find("mock", NULL)->plugin_name, "alkahest-linked");
    alk_check_str(find("mock", "mock")->plugin_name, "alkahest-linked");
    alk_check_str(find("mock", "bare")->plugin_name, "alkahest-mock");
    alk_check_made(alk__backend_find("mock", NULL, ALK__SYSTEM_ONLY));
}

ALK_TEST(registry, a_bad_plugin_in_the_program_is_refused_and_not_asked_again)
{
    alk_check_fails(alk_plugin_register(bad_entry), ALK_ERROR_ABI, "plugin linked into the program: it has neither a dialect nor a driver");
    unsigned calls = entered;
    alk_check_fails(alk_plugin_register(bad_entry), ALK_ERROR_ABI, "neither a dialect nor a driver");
    alk_check_uint(entered, calls);
    alk_check(alk__module_first() == NULL);
    alk_check_fails(alk_plugin_register(NULL), ALK_ERROR_ARGUMENT, "NULL");
}

/* ---- the end ---- */
static unsigned hooked;

static void hook(void)
{
    hooked++;
}

ALK_TEST(registry, shutdown_tells_each_plugin_once)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__backend *backend = find("mock", NULL);
    const mock_api *mock = backend->dialect->query(backend->dialect_self, "mock/1");
    alk_check(mock && mock->count("shutdown") == 0);
    alk__shutdown_hook(hook);
    alk_shutdown();
    alk_check_uint(hooked, 1);
    alk_check_uint(mock->count("shutdown"), 1);
    alk_shutdown();
    alk_check_uint(mock->count("shutdown"), 1);
    alk__shutdown_hook(NULL);
    alk_shutdown();
}
