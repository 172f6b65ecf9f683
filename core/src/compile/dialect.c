/* SPDX-License-Identifier: MIT
 * Standard SQL. */
#include "compile/dialect.h"
#include <string.h>
#include <alkahest/datatype.h>
#include <stddef.h>

static const char *const types[] = {
    [ALK_KIND_BOOLEAN] = "BOOLEAN",
    [ALK_KIND_SMALLINT] = "SMALLINT",
    [ALK_KIND_INTEGER] = "INTEGER",
    [ALK_KIND_BIGINT] = "BIGINT",
    [ALK_KIND_REAL] = "REAL",
    [ALK_KIND_DOUBLE] = "DOUBLE PRECISION",
    [ALK_KIND_FLOAT] = "FLOAT[({length})]",
    [ALK_KIND_NUMERIC] = "NUMERIC[({length}[, {scale}])]",
    [ALK_KIND_CHAR] = "CHAR[({length})]",
    [ALK_KIND_VARCHAR] = "VARCHAR[({length})]",
    [ALK_KIND_TEXT] = "TEXT",
    [ALK_KIND_BINARY] = "BINARY[({length})]",
    [ALK_KIND_VARBINARY] = "VARBINARY[({length})]",
    [ALK_KIND_BLOB] = "BLOB",
    [ALK_KIND_DATE] = "DATE",
    [ALK_KIND_TIME] = "TIME",
    [ALK_KIND_TIMESTAMP] = "TIMESTAMP",
    [ALK_KIND_TIMESTAMPTZ] = "TIMESTAMP WITH TIME ZONE",
    [ALK_KIND_INTERVAL] = "INTERVAL",
    [ALK_KIND_UUID] = "CHAR(32)",
    [ALK_KIND_JSON] = "JSON",
    [ALK_KIND_ENUM] = "VARCHAR({length})",
    [ALK_KIND_ARRAY] = "{items}[]",
};
static const char *const national_types[] = {
    [ALK_KIND_CHAR] = "NCHAR[({length})]",
    [ALK_KIND_VARCHAR] = "NVARCHAR[({length})]",
    [ALK_KIND_TEXT] = "NTEXT",
    [ALK_KIND_ARRAY] = NULL,
};

/* What the standard lets stand between CREATE and TABLE: GLOBAL TEMPORARY. */
static const alk_option_rule options[] = {
    { "default.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },
    { "default.prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" },
    { NULL, 0, 0, NULL },
};

/* SQL:2016's reserved words that databases refuse as names. */
static const char reserved_words[] =
    " all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate column constraint create cross current_date"
    " current_role current_time current_timestamp current_user default deferrable desc distinct do else end except false for foreign freeze from full grant"
    " group having ilike in initially inner intersect into is isnull join leading left like limit localtime localtimestamp natural new not notnull null off"
    " offset old on only or order outer overlaps placing primary references right select session_user set similar some symmetric table then to trailing true"
    " union unique user using verbose when where ";

const alk_dialect_data alk__standard_data = { .size = sizeof(alk_dialect_data), .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' };

const alk_sql_rules alk__standard_rules = {
    .size = sizeof(alk_sql_rules),
    .features = ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_VALUES |
                ALK_SQL_DEFAULT_KEYWORD | ALK_SQL_NULLS_ORDER | ALK_SQL_FILTER | ALK_SQL_TUPLE_IN | ALK_SQL_DISTINCT_ON | ALK_SQL_LATERAL |
                ALK_SQL_FULL_JOIN | ALK_SQL_FOR_UPDATE | ALK_SQL_EXCEPT_ALL | ALK_SQL_UPDATE_FROM | ALK_SQL_GROUPING_SETS | ALK_SQL_CTE_RECURSIVE_WORD |
                ALK_SQL_VALUES_TABLE | ALK_SQL_WITHIN_GROUP | ALK_SQL_ORDERED_AGGREGATE | ALK_SQL_MERGE | ALK_SQL_TRY_CAST | ALK_SQL_SEQUENCES |
                ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS | ALK_SQL_IF_EXISTS | ALK_SQL_COMMENTS | ALK_SQL_IDENTITY | ALK_SQL_COMPUTED_STORED |
                ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_ON_UPDATE | ALK_SQL_DEFERRABLE | ALK_SQL_CREATE_TABLE_AS | ALK_SQL_PARTIAL_INDEX | ALK_SQL_NATIVE_BOOLEAN |
                ALK_SQL_MATERIALIZED_VIEWS | ALK_SQL_INDEX_INCLUDE | ALK_SQL_ARRAYS | ALK_SQL_COMPOUND_PARENS | ALK_SQL_FETCH | ALK_SQL_DELETE_USING,
    .ddl = ALK_SQL_DDL_CASCADE | ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_INDEX_NULLS | ALK_SQL_DDL_TEMPORARY | ALK_SQL_DDL_REPLACE_VIEW |
           ALK_SQL_DDL_MATCH | ALK_SQL_DDL_DOMAINS | ALK_SQL_DDL_NO_COLUMNS | ALK_SQL_DDL_SEQUENCE_TYPE,
    .more = ALK_SQL_MORE_BETWEEN_SYMMETRIC | ALK_SQL_MORE_VALUES_QUERY | ALK_SQL_MORE_ON_CONSTRAINT | ALK_SQL_MORE_COLLATION_SCHEMA |
            ALK_SQL_MORE_FUNCTION_COLUMNS | ALK_SQL_MORE_FUNCTION_TYPES | ALK_SQL_MORE_ORDINALITY,
    .sample = ALK_SAMPLE_STANDARD,
    .limit = ALK_LIMIT_OFFSET,
    .upsert = ALK_UPSERT_ON_CONFLICT,
    .regexp = ALK_REGEXP_NONE,
    .growing = ALK_GROWING_NONE,
    .divide = ALK_DIVIDE_FLOORS,
    .limit_all = "-1",
    .reserved_words = reserved_words,
    .types = types,
    .national_types = national_types,
    .n_types = sizeof types / sizeof *types,
    .options = options,
};

const alk__dialect alk__standard_dialect = { "default", &alk__standard_data, &alk__standard_rules };

const char *alk__spelling(const alk_sql_rules *rules, const char *name)
{
    for (uint32_t i = 0; i < rules->n_functions; i++)
        if (strcmp(rules->functions[i].name, name) == 0)
            return rules->functions[i].spelling;
    return NULL;
}
