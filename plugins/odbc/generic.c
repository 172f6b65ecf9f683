/* SPDX-License-Identifier: MIT
 * The dialect "odbc": standard SQL, for databases that no other dialect is known for. A URL that says odbc: and no more is given the dialect of what it leads to. */
#include "connect.h"
#include "dialect.h"

static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .max_params = 2000, .max_identifier = 30, .quote_open = '"', .quote_close = '"' };

static const alk_detect detect = { .size = sizeof detect, .dialect = alk__odbc_detect };

static const void *query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return strcmp(id, "alk.detect/1") == 0 ? &detect : NULL;
}

const alk_dialect alk__odbc_generic = { .size = sizeof(alk_dialect), .name = "odbc", .default_driver = "odbc", .data = &data, .query = query };
