/* SPDX-License-Identifier: MIT
 * alk plugins [--verify]: what is installed, where, and whether it will work. */
#include "arguments.h"
#include "command.h"
#include "output.h"

#include <alkahest/registry.h>
#include <string.h>

static void join(text *t, const char *const *words)
{
    for (size_t i = 0; words && words[i]; i++) {
        if (i)
            text_puts(t, ", ");
        text_puts(t, words[i]);
    }
}

/* Whether one of the pairs is of that dialect. */
static bool has_driver(const alk_plugin_info *info, const char *dialect)
{
    size_t n = strlen(dialect);
    for (size_t i = 0; info->pairs[i]; i++)
        if (strncmp(info->pairs[i], dialect, n) == 0 && info->pairs[i][n] == '+')
            return true;
    return false;
}

/* Dialects with a driver as their pairs, then those that SQL can only be written for. */
static void join_dialects(text *t, const alk_plugin_info *info)
{
    bool first = !info->pairs[0];
    join(t, info->pairs);
    for (size_t i = 0; info->dialects[i]; i++) {
        if (has_driver(info, info->dialects[i]))
            continue;
        text_puts(t, first ? "" : ", ");
        text_puts(t, info->dialects[i]);
        text_puts(t, " (no driver)");
        first = false;
    }
}

static const char *shown_path(const alk_plugin_info *info)
{
    if (info->library)
        return info->library;
    return info->manifest ? info->manifest : "(linked into the program)";
}

static void add_row(output *o, const alk_plugin_info *info)
{
    text pairs = { 0 };
    join_dialects(&pairs, info);
    const alk_value row[] = {
        alk_value_text(info->name), alk_value_text(info->version), alk_value_text(text_string(&pairs)),
        alk_value_text(alk_plugin_status_name(info->status)), alk_value_text(shown_path(info)),
    };
    output_row(o, row);
    text_free(&pairs);
}

static void show_table(const alk_plugin_list *list, const output_style *style)
{
    static const char *const headers[] = { "name", "version", "dialects", "status", "path" };
    output o;
    output_begin(&o, style);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        output_add_column(&o, headers[i], ALK_TYPE_TEXT);
    for (size_t i = 0; i < alk_plugin_list_count(list); i++)
        add_row(&o, alk_plugin_list_get(list, i));
    output_end(&o);
}

static const char *label(const alk_plugin_info *info)
{
    return info->manifest ? info->manifest : info->name;
}

static void show_notes(const alk_plugin_list *list)
{
    for (size_t i = 0; i < alk_plugin_list_count(list); i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        if (info->message)
            say("note: %s: %s", label(info), info->message);
    }
    if (alk_plugin_list_count(list) == 0)
        say("note: no plugin is installed; try: apt install alkahest-dialect-sqlite");
}

/* One that is shadowed or ignored is never loaded, so whether it would do is of no interest. */
static int verify(const alk_plugin_list *list)
{
    int status = STATUS_OK;
    for (size_t i = 0; i < alk_plugin_list_count(list); i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        if (info->status == ALK_PLUGIN_SHADOWED || info->status == ALK_PLUGIN_IGNORED)
            continue;
        if (alk_plugin_verify(list, i) == ALK_OK) {
            say("verified: %s", label(info));
        } else {
            say_error(label(info));
            status = STATUS_PLUGIN;
        }
    }
    return status;
}

int command_plugins(char **argv)
{
    bool verifying = false;
    const char *format = "aligned";
    const option options[] = { { "--verify", &verifying, NULL }, { "--format", NULL, &format } };
    arguments a;
    output_style style;
    alk_plugin_list *list = NULL;
    int status = STATUS_USAGE;
    if (!arguments_parse(&a, argv, options, 2) || !output_style_choose(&style, format, NULL))
        goto done;
    if (a.n_words != 0) {
        say("plugins takes no arguments");
        goto done;
    }
    status = STATUS_IO;
    list = alk_plugin_list_new();
    if (!list) {
        say_error(NULL);
        goto done;
    }
    show_table(list, &style);
    status = output_flush() ? STATUS_OK : STATUS_IO;
    show_notes(list);
    if (verifying && status == STATUS_OK)
        status = verify(list);
done:
    alk_plugin_list_free(list);
    memory_free(a.words);
    return status;
}
