/* SPDX-License-Identifier: MIT
 * Copying and checking tables. A table that is smaller than ours is an older plugin's, a larger one a newer plugin's: both are copied as far as the
 * two sizes go. Everything else that is out of order is an error naming the plugin, the table and the slot. */
#include "plugin/table.h"
#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/error.h"
#include "plugin/clean.h"
#include "plugin/examine.h"
#include "plugin/rules.h"

enum {
    LIST_MAX = 256,                /* dialects or drivers of one plugin */
    OPTIONS_MAX = 1024
};

#define SLOT(type, member) { #member, offsetof(type, member) }
#define KIND(type, stubs) \
    { #type, sizeof(type), alignof(type), stubs, type##_slots, sizeof type##_slots / sizeof type##_slots[0] }

static const alk__table_slot alk_cursor_ops_slots[] = {
    SLOT(alk_cursor_ops, columns), SLOT(alk_cursor_ops, fetch_cells), SLOT(alk_cursor_ops, fetch_into),
    SLOT(alk_cursor_ops, close),   SLOT(alk_cursor_ops, affected),    SLOT(alk_cursor_ops, is_apart),
};
static const alk__table_slot alk_conn_ops_slots[] = {
    SLOT(alk_conn_ops, cursor),         SLOT(alk_conn_ops, prepare),        SLOT(alk_conn_ops, stmt_params),
    SLOT(alk_conn_ops, stmt_columns),   SLOT(alk_conn_ops, execute),        SLOT(alk_conn_ops, stmt_close),
    SLOT(alk_conn_ops, execute_direct), SLOT(alk_conn_ops, transaction),    SLOT(alk_conn_ops, transaction_status),
    SLOT(alk_conn_ops, set_isolation),  SLOT(alk_conn_ops, ping),           SLOT(alk_conn_ops, reset),
    SLOT(alk_conn_ops, close),          SLOT(alk_conn_ops, abandon),        SLOT(alk_conn_ops, cancel),
    SLOT(alk_conn_ops, caps),           SLOT(alk_conn_ops, server),         SLOT(alk_conn_ops, last_insert_id),
    SLOT(alk_conn_ops, warning),        SLOT(alk_conn_ops, query),          SLOT(alk_conn_ops, recover),
};
static const alk__table_slot alk_driver_slots[] = {
    SLOT(alk_driver, name),    SLOT(alk_driver, dialect),       SLOT(alk_driver, conn),
    SLOT(alk_driver, connect), SLOT(alk_driver, database_open), SLOT(alk_driver, database_close),
};
static const alk__table_slot alk_dialect_slots[] = { SLOT(alk_dialect, name), SLOT(alk_dialect, data), SLOT(alk_dialect, query) };
static const alk__table_slot alk_plugin_slots[] = { SLOT(alk_plugin, name), SLOT(alk_plugin, version), SLOT(alk_plugin, shutdown) };

static const alk__table_kind cursor_kind = KIND(alk_cursor_ops, &alk__cursor_stubs);
static const alk__table_kind conn_kind = KIND(alk_conn_ops, &alk__conn_stubs);
static const alk__table_kind driver_kind = KIND(alk_driver, &alk__driver_stubs);
static const alk__table_kind dialect_kind = KIND(alk_dialect, &alk__dialect_stubs);
static const alk__table_kind plugin_kind = KIND(alk_plugin, &alk__plugin_stubs);
static const alk__table_kind data_kind = { "alk_dialect_data", sizeof(alk_dialect_data), alignof(alk_dialect_data), NULL, NULL, 0 };

/* ---- dialects ---- */
static bool check_data(const alk_dialect_data *data, const alk__examination *of)
{
    if (data->param_style != ALK_PARAM_QMARK && data->param_style != ALK_PARAM_DOLLAR)
        return alk__refuse(of, "the parameter style %u is not known", (unsigned)data->param_style);
    if (data->quote_open <= ' ' || data->quote_open > '~' || data->quote_close <= ' ' || data->quote_close > '~')
        return alk__refuse(of, "the characters around quoted names are missing");
    return true;
}

static bool copy_dialect(alk__dialect_copy *copy, const alk_dialect *in, const char *who)
{
    char part[ALK__NAME_MAX + 16];
    alk__examination of = { who, "a dialect" };
    if (!alk__table_copy(&copy->table, in, &dialect_kind, &of))
        return false;
    if (!alk__is_name(copy->table.name))
        return alk__refuse(&of, "its name is missing or none ([a-z][a-z0-9_]*)");
    (void)snprintf(part, sizeof part, "dialect \"%s\"", copy->table.name);
    of.part = part;
    if (copy->table.default_driver && !alk__is_name(copy->table.default_driver))
        return alk__refuse(&of, "the name of its default driver is none ([a-z][a-z0-9_]*)");
    if (!alk__table_fill(&copy->table, &dialect_kind, &of) || !alk__table_copy(&copy->data, copy->table.data, &data_kind, &of) ||
        !check_data(&copy->data, &of))
        return false;
    copy->table.data = &copy->data;
    copy->self = in;
    return alk__rules_copy(&copy->rules, copy->table.query(in, "alk.sql/1"), &of);
}

/* ---- drivers ---- */
static bool check_option(const alk_option_spec *option, const alk__examination *of)
{
    if (!alk__is_label(option->name))
        return alk__refuse(of, "an option's name is missing or none");
    if (option->kind < ALK_OPTION_TEXT)
        return alk__refuse(of, "the option \"%s\" has no kind", option->name);
    if (option->kind == ALK_OPTION_CHOICE && !option->values)
        return alk__refuse(of, "the option \"%s\" is a choice without values", option->name);
    return true;
}

static bool copy_options(alk__driver_copy *copy, const alk__examination *of)
{
    uint32_t count = copy->table.noptions;
    if (count > OPTIONS_MAX || (count > 0 && !copy->table.options))
        return alk__refuse(of, "it says that it has %u options%s", (unsigned)count, copy->table.options ? "" : " and gives none");
    if (count == 0)
        return true;
    copy->options = alk__calloc(count, sizeof *copy->options);
    if (!copy->options)
        return false;
    memcpy(copy->options, copy->table.options, count * sizeof *copy->options);
    copy->table.options = copy->options;
    for (uint32_t i = 0; i < count; i++) {
        if (!check_option(&copy->options[i], of))
            return false;
        if (copy->options[i].kind > ALK_OPTION_CHOICE)
            copy->options[i].kind = ALK_OPTION_TEXT;     /* a newer kind: the driver itself will read it */
    }
    return true;
}

static bool copy_driver(alk__driver_copy *copy, const alk_driver *in, const char *who)
{
    char part[ALK__NAME_MAX + 16];
    alk__examination of = { who, "a driver" };
    if (!alk__table_copy(&copy->table, in, &driver_kind, &of))
        return false;
    if (!alk__is_name(copy->table.name))
        return alk__refuse(&of, "its name is missing or none ([a-z][a-z0-9_]*)");
    (void)snprintf(part, sizeof part, "driver \"%s\"", copy->table.name);
    of.part = part;
    if (!alk__is_name(copy->table.dialect))
        return alk__refuse(&of, "the name of its dialect is missing or none ([a-z][a-z0-9_]*)");
    if (!copy->table.database_open != !copy->table.database_close)
        return alk__refuse(&of, "it has one of \"database_open\" and \"database_close\" without the other");
    if (!alk__table_fill(&copy->table, &driver_kind, &of) || !alk__table_copy(&copy->conn, copy->table.conn, &conn_kind, &of) ||
        !alk__table_fill(&copy->conn, &conn_kind, &of) || !alk__table_copy(&copy->cursor, copy->conn.cursor, &cursor_kind, &of) ||
        !alk__table_fill(&copy->cursor, &cursor_kind, &of) || !copy_options(copy, &of))
        return false;
    copy->conn.cursor = &copy->cursor;
    copy->table.conn = &copy->conn;
    copy->self = in;
    return true;
}

/* ---- the plugin ---- */
static bool check_version(const alk_plugin *plugin, const alk__examination *of)
{
    if (plugin->abi_major != ALK_ABI_MAJOR)
        return alk__refuse(of, "it is built for plugin ABI %u.%u, this library has %d.%d", (unsigned)plugin->abi_major, (unsigned)plugin->abi_minor,
                      ALK_ABI_MAJOR, ALK_ABI_MINOR);
    if (plugin->min_host_minor > ALK_ABI_MINOR)
        return alk__refuse(of, "it needs plugin ABI %d.%u or newer, this library has %d.%d", ALK_ABI_MAJOR, (unsigned)plugin->min_host_minor,
                      ALK_ABI_MAJOR, ALK_ABI_MINOR);
    return true;
}

static bool is_version_text(const char *text)
{
    size_t length = text ? strnlen(text, ALK__NAME_MAX + 1) : 0;
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    return length > 0 && length <= ALK__NAME_MAX;
}

static bool check_counts(const alk_plugin *plugin, const alk__examination *of)
{
    if (plugin->ndialects > LIST_MAX || plugin->ndrivers > LIST_MAX)
        return alk__refuse(of, "it says that it has %u dialects and %u drivers", (unsigned)plugin->ndialects, (unsigned)plugin->ndrivers);
    if (plugin->ndialects + plugin->ndrivers == 0)
        return alk__refuse(of, "it has neither a dialect nor a driver");
    if ((plugin->ndialects > 0 && !plugin->dialects) || (plugin->ndrivers > 0 && !plugin->drivers))
        return alk__refuse(of, "the list of its %s is NULL", plugin->ndialects > 0 && !plugin->dialects ? "dialects" : "drivers");
    return true;
}

static bool copy_plugin(alk_plugin *copy, const alk_plugin *in, const alk__examination *of)
{
    if (!alk__table_copy(copy, in, &plugin_kind, of) || !check_version(copy, of) || !alk__table_fill(copy, &plugin_kind, of))
        return false;
    if (!alk__is_label(copy->name))
        return alk__refuse(of, "its name is none ([a-z][a-z0-9_.-]*)");
    if (!is_version_text(copy->version))
        return alk__refuse(of, "its version is empty, too long or not printable");
    return check_counts(copy, of);
}

static bool copy_lists(alk__tables *tables, const char *who)
{
    const alk_plugin *plugin = &tables->plugin;
    tables->dialects = alk__calloc(plugin->ndialects + 1, sizeof *tables->dialects);
    tables->drivers = alk__calloc(plugin->ndrivers + 1, sizeof *tables->drivers);
    if (!tables->dialects || !tables->drivers)
        return false;
    for (uint32_t i = 0; i < plugin->ndialects; i++)
        if (!copy_dialect(&tables->dialects[i], plugin->dialects[i], who))
            return false;
    for (uint32_t i = 0; i < plugin->ndrivers; i++)
        if (!copy_driver(&tables->drivers[i], plugin->drivers[i], who))
            return false;
    return true;
}

alk__tables *alk__tables_copy(const alk_plugin *plugin, const char *who)
{
    alk__examination of = { who, NULL };
    alk__tables *tables = alk__calloc(1, sizeof *tables);
    if (!tables)
        return NULL;
    if (!copy_plugin(&tables->plugin, plugin, &of) || !copy_lists(tables, who)) {
        alk__tables_free(tables);
        return NULL;
    }
    return tables;
}

void alk__tables_free(alk__tables *tables)
{
    if (!tables)
        return;
    for (uint32_t i = 0; tables->drivers && i < tables->plugin.ndrivers; i++)
        alk__free(tables->drivers[i].options);
    alk__free(tables->dialects);
    alk__free(tables->drivers);
    alk__free(tables);
}

const alk__dialect_copy *alk__tables_dialect(const alk__tables *tables, const char *name)
{
    for (uint32_t i = 0; i < tables->plugin.ndialects; i++)
        if (strcmp(tables->dialects[i].table.name, name) == 0)
            return &tables->dialects[i];
    return NULL;
}

const alk__driver_copy *alk__tables_driver(const alk__tables *tables, const char *name)
{
    for (uint32_t i = 0; i < tables->plugin.ndrivers; i++)
        if (strcmp(tables->drivers[i].table.name, name) == 0)
            return &tables->drivers[i];
    return NULL;
}
