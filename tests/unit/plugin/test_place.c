/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "base/env.h"
#include "plugin/place.h"
#include "plugin/registry.h"

static void clear_environment(void)
{
    (void)unsetenv("ALKAHEST_PLUGIN_PATH");
    (void)unsetenv("ALKAHEST_PLUGIN_ONLY_PATH");
    (void)setenv("XDG_DATA_HOME", "/xdg", 1);
}

static void release(void)
{
    alk__process_pretend_secure(-1);
    alk_plugin_system_only(false);
}

ALK_SUITE(place, clear_environment, release);

static const alk__place *find(const alk__places *places, const char *path)
{
    for (size_t i = 0; i < places->items.count; i++)
        if (strcmp(alk__places_at(places, i)->path, path) == 0)
            return alk__places_at(places, i);
    return NULL;
}

static bool remarks_have(const alk__places *places, const char *text)
{
    for (size_t i = 0; i < places->remarks.count; i++)
        if (strstr(*(char **)alk__vector_at(&places->remarks, i), text))
            return true;
    return false;
}

static bool collect(alk__places *places, unsigned flags)
{
    *places = (alk__places){ 0 };
    if (alk__places_collect(places, flags) == ALK_OK)
        return true;
    alk__places_free(places);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
    return false;
}

ALK_TEST(place, the_order_is_added_environment_user_local_system)
{
    alk__places places;
    alk_check_ok(alk_plugin_add_path("/added/one"));
    alk_check_ok(alk_plugin_add_path("/added/two/"));
    (void)setenv("ALKAHEST_PLUGIN_PATH", "/env/b:/env/a::/added/one:/env/b/", 1);
    if (!collect(&places, 0))
        return;
    alk_check_str(alk__places_at(&places, 0)->path, "/added/one");
    alk_check_str(alk__places_at(&places, 1)->path, "/added/two");
    alk_check_str(alk__places_at(&places, 2)->path, "/env/b");
    alk_check_str(alk__places_at(&places, 3)->path, "/env/a");
    alk_check_contains(alk__places_at(&places, 4)->path, "/xdg/alkahest/plugins-1/");
    alk_check_int(alk__places_at(&places, 4)->origin, ALK__PLACE_USER);
    alk_check_contains(alk__places_at(&places, 5)->path, "/usr/local/lib/");
    alk_check_str(alk__places_at(&places, 6)->path, "/usr/local/lib/alkahest/plugins-1");
    alk_check(places.items.count >= 7 && places.items.count <= 9);      /* the compiled-in one may be among those of /usr/local */
    for (size_t i = 0; i < places.items.count; i++)
        alk_check(alk__places_at(&places, i)->ignored == NULL);
    alk__places_free(&places);
}

ALK_TEST(place, only_path_replaces_all_but_what_was_added)
{
    alk__places places;
    alk_check_ok(alk_plugin_add_path("/added"));
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", "/only/a:/only/b", 1);
    (void)setenv("ALKAHEST_PLUGIN_PATH", "/env", 1);
    if (!collect(&places, 0))
        return;
    alk_check_size(places.items.count, 3);
    alk_check_str(alk__places_at(&places, 2)->path, "/only/b");
    alk_check(remarks_have(&places, "ALKAHEST_PLUGIN_ONLY_PATH (set: no other place counts)"));
    alk__places_free(&places);
}

ALK_TEST(place, entries_that_are_not_absolute_are_skipped_and_told)
{
    alk__places places;
    (void)setenv("ALKAHEST_PLUGIN_PATH", "relative:./x:/good", 1);
    if (!collect(&places, 0))
        return;
    alk_check_str(alk__places_at(&places, 0)->path, "/good");
    alk_check(remarks_have(&places, "ALKAHEST_PLUGIN_PATH (has an entry that is not absolute, which is skipped)"));
    alk__places_free(&places);
    alk_check_fails(alk_plugin_add_path("relative"), ALK_ERROR_ARGUMENT, "absolute");
    alk_check_fails(alk_plugin_add_path(NULL), ALK_ERROR_ARGUMENT, "absolute");
    alk_check_fails(alk_plugin_add_path(""), ALK_ERROR_ARGUMENT, "absolute");
}

ALK_TEST(place, the_users_own_follows_home)
{
    alk__places places;
    (void)setenv("XDG_DATA_HOME", "relative", 1);
    (void)setenv("HOME", "/home/x", 1);
    if (!collect(&places, 0))
        return;
    alk_check_contains(alk__places_at(&places, 0)->path, "/home/x/.local/share/alkahest/plugins-1/");
    alk_check(remarks_have(&places, "ALKAHEST_PLUGIN_PATH (not set)"));
    alk__places_free(&places);
    (void)unsetenv("HOME");
    (void)unsetenv("XDG_DATA_HOME");
    if (!collect(&places, 0))
        return;
    alk_check_int(alk__places_at(&places, 0)->origin, ALK__PLACE_LOCAL);
    alk__places_free(&places);
}

static void nothing_of_the_user(unsigned flags)
{
    alk__places places;
    if (!collect(&places, flags))
        return;
    for (size_t i = 0; i < places.items.count; i++) {
        const alk__place *place = alk__places_at(&places, i);
        bool system = place->origin == ALK__PLACE_ADDED || place->origin == ALK__PLACE_LOCAL || place->origin == ALK__PLACE_SYSTEM;
        alk_check_that(system || place->ignored, "%s may be used", place->path);
    }
    alk_check(places.strict);
    alk__places_free(&places);
}

ALK_TEST(place, system_only_ignores_the_users_places)
{
    (void)setenv("ALKAHEST_PLUGIN_PATH", "/env", 1);
    nothing_of_the_user(ALK__SYSTEM_ONLY);
    alk_plugin_system_only(true);
    nothing_of_the_user(0);
    alk_plugin_system_only(false);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", "/only", 1);
    nothing_of_the_user(ALK__SYSTEM_ONLY);
}

ALK_TEST(place, a_set_uid_process_does_not_read_the_environment)
{
    alk__places places;
    (void)setenv("ALKAHEST_PLUGIN_PATH", "/env", 1);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", "/only", 1);
    alk__process_pretend_secure(1);
    nothing_of_the_user(0);
    if (!collect(&places, 0))
        return;
    alk_check(!find(&places, "/env") && !find(&places, "/only"));
    alk_check(remarks_have(&places, "ALKAHEST_PLUGIN_PATH (set, but ignored in secure mode)"));
    alk_check(remarks_have(&places, "ALKAHEST_PLUGIN_ONLY_PATH (set, but ignored in secure mode)"));
    alk__places_free(&places);
}

ALK_TEST(place, an_added_directory_that_others_may_write_to_is_ignored_where_it_counts)
{
    alk__places places;
    const char *open_directory = make_directory("open");
    (void)chmod(open_directory, 0777);
    alk_check_ok(alk_plugin_add_path(open_directory));
    if (!collect(&places, ALK__SYSTEM_ONLY))
        return;
    alk_check_contains(find(&places, open_directory)->ignored, "open is writable by everybody");
    alk__places_free(&places);
}

ALK_TEST(place, lack_of_memory_leaves_nothing)
{
    int status = ALK_OK;
    (void)setenv("ALKAHEST_PLUGIN_PATH", "/env/a:relative:/env/b", 1);
    ALK_TORTURE(status)
    {
        alk__places places = { 0 };
        status = alk__places_collect(&places, ALK__SYSTEM_ONLY);
        alk__places_free(&places);
    }
}
