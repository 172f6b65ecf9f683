/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "plugin/registry.h"

static int verify(const char *part)
{
    int status = ALK_ERROR_INTERNAL;
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    for (size_t i = 0; i < alk_plugin_list_count(list); i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        if (info->manifest && strstr(info->manifest, part))
            status = alk_plugin_verify(list, i);
    }
    alk_plugin_list_free(list);
    return status;
}

ALK_TEST(verify, what_the_sdk_built_agrees_with_itself)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    alk_check_ok(verify("/mock.alkp"));
    alk_check_ok(verify("/hostile.alkp"));
}

ALK_TEST(verify, differences_are_listed)
{
    only_here();
    install(alk_test_directory(), "good");
    alk_check_ok(verify("/good.alkp"));
    put_manifest(alk_test_directory(), "good", "alkahest-good", "1.0.1", "good.so", "good+good,other+driver", "aliases = fine\n");
    alk_check_fails(verify("/good.alkp"), ALK_ERROR_ABI, "good.so does not describe itself consistently");
    alk_check_error(ALK_ERROR_ABI, "version: the manifest says 1.0.1, the note in the library says 1.0.0\n"
                                   "pairs: the manifest says other+driver, the note in the library says nothing\n"
                                   "aliases: the manifest says fine, the note in the library says nothing\n"
                                   "version: the manifest says 1.0.1, the table says 1.0.0\n"
                                   "pairs: the manifest offers other+driver, the table has neither half of it");
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_ABI);
}

ALK_TEST(verify, a_library_without_a_note_is_told)
{
    only_here();
    install(alk_test_directory(), "extra_export");
    alk_check_fails(verify("/extra_export.alkp"), ALK_ERROR_ABI, "no note with a copy of the manifest");
    install(alk_test_directory(), "refuses");
    alk_check_fails(verify("/refuses.alkp"), ALK_ERROR_ABI, "too old for me");
    put(in("rubbish.alkp"), "rubbish\n");
    alk_check_fails(verify("/rubbish.alkp"), ALK_ERROR_NO_PLUGIN, "rubbish.alkp:1:");
}

ALK_TEST(verify, an_index_beyond_the_list_is_refused)
{
    only_here();
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    alk_check_fails(alk_plugin_verify(list, 0), ALK_ERROR_ARGUMENT, "no plugin 0");
    alk_check_fails(alk_plugin_verify(NULL, 0), ALK_ERROR_ARGUMENT, "no plugin 0");
    alk_plugin_list_free(list);
}

static void check_status(const char *dialect, const char *expected)
{
    char line[1200];
    size_t n = alk_plugin_status(dialect, line, sizeof line);
    if (strcmp(line, "not found") == 0 && alk_last_error()->code == ALK_ERROR_NO_MEMORY)
        return;
    alk_check_contains(line, expected);
    alk_check_size(n, strlen(line));
    alk_check_size(alk_plugin_status(dialect, NULL, 0), n);
}

ALK_TEST_UNTORTURED(verify, status_is_one_line)
{
    only_here();
    check_status("good", "not found");
    install(alk_test_directory(), "good");
    put_manifest(alk_test_directory(), "good", "alkahest-good", "1.0.0", "good.so", "good+good", "aliases = fine\n");
    check_status("good", "available 1.0.0 in ");
    check_status("fine", "/good.so, not loaded");
    check_status("good+good", "available 1.0.0 in ");
    check_status("good+bad", "not found");
    alk_check_made(alk__backend_find("good", NULL, 0));
    check_status("good", "loaded 1.0.0 from ");
    put(in("rubbish.alkp"), "x\n");
    check_status("rubbish", "invalid plugin manifest");
    alk_check(alk_plugin_status(NULL, NULL, 0) > 0);
    char small[5];
    alk_check(alk_plugin_status("good", small, sizeof small) > 10);
    alk_check_str(small, "load");
}
