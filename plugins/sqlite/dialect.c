/* SPDX-License-Identifier: MIT
 * How SQLite reads SQL text and what it allows, as data; it knows nothing of connections. */
#include "dialect.h"

/* 32766 is SQLite's default since 3.32; builds for distributions allow more, but a statement should run on any. */
static const alk_dialect_data data = { .size = sizeof data,
                                       .lexical = ALK_LEX_BACKTICKS | ALK_LEX_BRACKETS,
                                       .param_style = ALK_PARAM_QMARK,
                                       .max_params = 32766,
                                       .max_identifier = 0,
                                       .quote_open = '"',
                                       .quote_close = '"' };

const alk_dialect alk__lite_dialect = { .size = sizeof(alk_dialect), .name = "sqlite", .default_driver = "sqlite3", .data = &data };
