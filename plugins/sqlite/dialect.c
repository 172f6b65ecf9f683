/* SPDX-License-Identifier: MIT
 * How SQLite reads SQL text and what it allows, as data; it knows nothing of connections. */
#include "dialect.h"
#include "rules.h"
#include <string.h>

/* 32766 is SQLite's default since 3.32; builds for distributions allow more, but a statement should run on any. */
static const alk_dialect_data data = { .size = sizeof data,
                                       .lexical = ALK_LEX_BACKTICKS | ALK_LEX_BRACKETS,
                                       .param_style = ALK_PARAM_QMARK,
                                       .max_params = 32766,
                                       .max_identifier = 0,
                                       .quote_open = '"',
                                       .quote_close = '"' };

/* SQLite's own tables (sqlite_…) are no business of the user's. */
static const alk_catalog catalog = { .size = sizeof catalog,
                                     .tables = "SELECT schema, name, CASE type WHEN 'view' THEN 'view' ELSE 'table' END AS kind"
                                               " FROM (SELECT 'main' AS schema, name, type FROM sqlite_master"
                                               " UNION ALL SELECT 'temp', name, type FROM sqlite_temp_master)"
                                               " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                                               " ORDER BY schema, name",
                                     .default_schema = "SELECT 'main'" };

static const void *query(const alk_dialect *dialect, const char *interface_id)
{
    (void)dialect;
    if (strcmp(interface_id, "alk.sql/1") == 0)
        return &alk__lite_rules;
    return strcmp(interface_id, "alk.catalog/1") == 0 ? &catalog : NULL;
}

const alk_dialect alk__lite_dialect = {
    .size = sizeof(alk_dialect), .name = "sqlite", .default_driver = "sqlite3", .data = &data, .query = query
};
