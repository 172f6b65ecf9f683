/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "plugin/loader.h"
#include "plugin/registry.h"

static const alk_plugin_info *named(const alk_plugin_list *list, const char *part)
{
    for (size_t i = 0; i < alk_plugin_list_count(list); i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        if (info->manifest && strstr(info->manifest, part))
            return info;
    }
    alk_test_failed("%s is not listed", part);
}

static void check_info(const alk_plugin_list *list, const char *part, int status, const char *message)
{
    const alk_plugin_info *info = named(list, part);
    alk_check_that(info->status == status, "%s is %s: %s", part, alk_plugin_status_name(info->status), info->message ? info->message : "");
    if (message)
        alk_check_contains(info->message, message);
    alk_check(info->pairs && info->aliases && info->caps);
    alk_check_size(info->struct_size, sizeof *info);
}

ALK_TEST(listing, tells_what_each_is_without_loading)
{
    char path[1100];
    const char *a = make_directory("a"), *b = make_directory("b");
    (void)snprintf(path, sizeof path, "%s:%s", a, b);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", path, 1);
    install(a, "good");
    install(b, "good");
    put(in("a/rubbish.alkp"), "rubbish\n");
    put_manifest(a, "absent", "alkahest-absent", "1", "absent.so", "absent+x", "");
    put_manifest(a, "text", "alkahest-text", "1", "text.alkp", "text+x", "");
    put(in("a/two.alkp"), "format = 1\nname = alkahest-two\nversion = 3.0\nlibrary = two.so\nabi = 2\npairs = two+two\n");
    copy(broken("good"), in("a/other.so"));
    FILE *file = fopen(in("a/other.so"), "r+b");
    alk_check(file && fseek(file, 18, SEEK_SET) == 0 && fputc(0x77, file) == 0x77 && fputc(0x77, file) == 0x77 && fclose(file) == 0);
    put_manifest(a, "other", "alkahest-other", "1", "other.so", "other+x", "");
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    alk_check_size(alk_plugin_list_count(list), 7);
    check_info(list, "a/good.alkp", ALK_PLUGIN_AVAILABLE, NULL);
    check_info(list, "b/good.alkp", ALK_PLUGIN_SHADOWED, "found earlier");
    check_info(list, "rubbish.alkp", ALK_PLUGIN_INVALID, "rubbish.alkp:1: expected");
    check_info(list, "absent.alkp", ALK_PLUGIN_NO_LIBRARY, "absent.so: no such file");
    check_info(list, "text.alkp", ALK_PLUGIN_NO_LIBRARY, "is not a shared library");
    check_info(list, "two.alkp", ALK_PLUGIN_ABI, "it needs plugin ABI 2.0, this library has 1.0");
    check_info(list, "other.alkp", ALK_PLUGIN_ARCHITECTURE, "an unknown machine");
    alk_check_str(named(list, "a/good.alkp")->name, "alkahest-good");
    alk_check_str(named(list, "a/good.alkp")->pairs[0], "good+good");
    alk_check(alk__module_first() == NULL);
    alk_check(alk_plugin_list_get(list, 7) == NULL && alk_plugin_list_count(NULL) == 0);
    alk_plugin_list_free(list);
    alk_plugin_list_free(NULL);
}

ALK_TEST(listing, tells_what_is_loaded_and_what_is_ignored)
{
    only_here();
    install(alk_test_directory(), "good");
    alk_check_made(alk__backend_find("good", NULL, 0));
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    check_info(list, "good.alkp", ALK_PLUGIN_LOADED, NULL);
    alk_plugin_list_free(list);
    copy(broken("renewed"), in("new.so"));
    alk_check(rename(in("new.so"), in("good.so")) == 0);
    list = alk_plugin_list_new();
    alk_check_made(list);
    check_info(list, "good.alkp", ALK_PLUGIN_REPLACED, "loaded 1.0.0: restart to use");
    alk_plugin_list_free(list);
    alk_plugin_system_only(true);
    list = alk_plugin_list_new();
    alk_plugin_system_only(false);
    alk_check_made(list);
    check_info(list, "good.alkp", ALK_PLUGIN_IGNORED, "secure mode");
    alk_plugin_list_free(list);
}

ALK_TEST(listing, statuses_have_words)
{
    for (int status = ALK_PLUGIN_AVAILABLE; status <= ALK_PLUGIN_IGNORED; status++)
        alk_check(strcmp(alk_plugin_status_name(status), "unknown") != 0);
    alk_check_str(alk_plugin_status_name(ALK_PLUGIN_ARCHITECTURE), "wrong architecture");
    alk_check_str(alk_plugin_status_name(0), "unknown");
    alk_check_str(alk_plugin_status_name(99), "unknown");
}

ALK_TEST(listing, lack_of_memory_leaves_nothing)
{
    int status = ALK_OK;
    only_here();
    install(alk_test_directory(), "good");
    put(in("rubbish.alkp"), "rubbish\n");
    put_manifest(alk_test_directory(), "absent", "alkahest-absent", "1", "absent.so", "absent+x", "");
    ALK_TORTURE(status)
    {
        alk_plugin_list *list = alk_plugin_list_new();
        status = list ? ALK_OK : alk_last_error()->code;
        alk_plugin_list_free(list);
    }
}
