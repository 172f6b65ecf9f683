/* SPDX-License-Identifier: MIT
 * A dialect without a driver that writes some nodes in its own way: an extension, a clause, a function of another name. */
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);

static const alk_render_ops *ops;

static alk_rc put(alk_render *render, const char *text)
{
    ops->put(render, text, strlen(text));
    return ALK_OK;
}

static alk_rc put_list(alk_render *render, const alk_node *node, const char *before, const char *between)
{
    alk_rc rc = put(render, before);
    for (uint32_t i = 0; rc == ALK_OK && i < ops->child_count(node); i++)
        if ((rc = put(render, i > 0 ? between : "")) == ALK_OK)
            rc = ops->put_node(render, ops->child(node, i));
    return rc;
}

static alk_rc extension(alk_render *render, const alk_node *node, const char *name)
{
    static const char near[] = "near takes two points";
    if (strcmp(name, "wordy.limit_by") == 0)
        return put_list(render, node, "LIMIT BY ", ", ");
    if (strcmp(name, "wordy.near") != 0)
        return ALK_USE_DEFAULT;
    return ops->child_count(node) == 2 ? put_list(render, node, "", " <-> ") : ops->fail(render, near, sizeof near - 1);
}

static alk_rc write_node(alk_render *render, const alk_node *node)
{
    const char *text = ops->text(node);
    alk_rc rc;
    switch (ops->kind(node)) {
    case ALK_NODE_EXTENSION:
        return extension(render, node, text);
    case ALK_NODE_FUNC:
        if (strcmp(text, "now") != 0)
            return ALK_USE_DEFAULT;
        return put(render, "the_present()");
    case ALK_NODE_SELECT:
        rc = ops->put_default(render, node);
        return rc == ALK_OK ? put(render, " /* said */") : rc;
    default:
        return ALK_USE_DEFAULT;
    }
}

static const alk_dialect_data data = { .size = sizeof(alk_dialect_data), .param_style = ALK_PARAM_QMARK, .max_identifier = 63, .quote_open = '"', .quote_close = '"' };
static const alk_sql_rules rules = { .size = sizeof(alk_sql_rules), .limit = ALK_LIMIT_OFFSET, .render = write_node };

static const void *query(const alk_dialect *dialect, const char *interface_id)
{
    (void)dialect;
    return strcmp(interface_id, "alk.sql/1") == 0 ? &rules : NULL;
}

static const alk_dialect wordy = { .size = sizeof(alk_dialect), .name = "wordy", .data = &data, .query = query };
static const alk_dialect *const dialects[] = { &wordy };
static const alk_plugin plugin = { .size = sizeof(alk_plugin), .abi_major = ALK_ABI_MAJOR, .abi_minor = ALK_ABI_MINOR, .ndialects = 1, .name = ALK_PLUGIN_NAME,
                                   .version = ALK_PLUGIN_VERSION, .dialects = dialects };

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    static const char missing[] = "the library has no alk.render/1";
    bool knows = host->abi_major == ALK_ABI_MAJOR && host->size >= offsetof(alk_host, iface) + sizeof host->iface;
    ops = knows ? host->iface("alk.render/1", sizeof *ops) : NULL;
    if (ops == NULL && host->size >= offsetof(alk_host, err_set) + sizeof host->err_set)
        host->err_set(err, ALK_ERROR_ABI, NULL, 0, missing, sizeof missing - 1);
    return ops != NULL ? &plugin : NULL;
}
