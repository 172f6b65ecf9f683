/* SPDX-License-Identifier: MIT
 * Whether the manifest beside the library, the note in it and the table that it returns say the same. */
#include "check.h"
#include <alkahest/error.h>
#include <alkahest/registry.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static bool add_directory(const char *library)
{
    char directory[PATH_MAX];
    const char *slash = strrchr(library, '/');
    (void)snprintf(directory, sizeof directory, "%.*s", slash == library ? 1 : (int)(slash - library), library);
    return check(alk_plugin_add_path(directory) == ALK_OK, "its directory can be searched", "%s", alk_last_error()->message);
}

static void verify(const alk_plugin_list *list, const char *library)
{
    for (size_t i = 0; i < alk_plugin_list_count(list); i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        if (!info->library || strcmp(info->library, library) != 0)
            continue;
        int status = alk_plugin_verify(list, i);
        const alk_error *e = alk_last_error();
        check(status == ALK_OK, "manifest, note and table agree", "%s%s%s", status ? e->message : "", status && e->detail ? "\n" : "",
              status && e->detail ? e->detail : "");
        return;
    }
    check(false, "a manifest describes it", "no .alkp in its directory names it as its library");
}

void check_description(const char *library)
{
    if (!add_directory(library))
        return;
    alk_plugin_list *list = alk_plugin_list_new();
    if (check(list != NULL, "plugins can be listed", "%s", alk_last_error()->message))
        verify(list, library);
    alk_plugin_list_free(list);
}
