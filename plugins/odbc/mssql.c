/* SPDX-License-Identifier: MIT
 * How Microsoft SQL Server reads and writes SQL. */
#include "dialect.h"
#include <stddef.h>
#include <string.h>

/* The words that Transact-SQL reserves. */
static const char reserved_words[] =
    " add all alter and any as asc authorization backup begin between break browse bulk by cascade case check checkpoint close clustered coalesce"
    " collate column commit compute constraint contains containstable continue convert create cross current current_date current_time"
    " current_timestamp current_user cursor database dbcc deallocate declare default delete deny desc disk distinct distributed double drop dump"
    " else end errlvl escape except exec execute exists exit external fetch file fillfactor for foreign freetext freetexttable from full function"
    " goto grant group having holdlock identity identity_insert identitycol if in index inner insert intersect into is join key kill left like"
    " lineno load merge national nocheck nonclustered not null nullif of off offsets on open opendatasource openquery openrowset openxml option or"
    " order outer over percent pivot plan precision primary print proc procedure public raiserror read readtext reconfigure references replication"
    " restore restrict return revert revoke right rollback rowcount rowguidcol rule save schema securityaudit select semantickeyphrasetable"
    " semanticsimilaritydetailstable semanticsimilaritytable session_user set setuser shutdown some statistics system_user table tablesample"
    " textsize then to top tran transaction trigger truncate try_convert tsequal union unique unpivot update updatetext use user values varying"
    " view waitfor when where while with within writetext ";

/* TEXT, NTEXT, IMAGE and DATETIME are of the past; the types with (max) and DATETIME2 hold the same, and all of it. JSON is text. */
static const char *const types[] = {
    [ALK_KIND_BOOLEAN] = "BIT",
    [ALK_KIND_SMALLINT] = "SMALLINT",
    [ALK_KIND_INTEGER] = "INTEGER",
    [ALK_KIND_BIGINT] = "BIGINT",
    [ALK_KIND_REAL] = "REAL",
    [ALK_KIND_DOUBLE] = "DOUBLE PRECISION",
    [ALK_KIND_FLOAT] = "FLOAT[({length})]",
    [ALK_KIND_NUMERIC] = "NUMERIC[({length}[, {scale}])]",
    [ALK_KIND_CHAR] = "CHAR[({length})]",
    [ALK_KIND_VARCHAR] = "VARCHAR[({length})|(max)]",
    [ALK_KIND_TEXT] = "VARCHAR(max)",
    [ALK_KIND_BINARY] = "BINARY[({length})]",
    [ALK_KIND_VARBINARY] = "VARBINARY[({length})|(max)]",
    [ALK_KIND_BLOB] = "VARBINARY(max)",
    [ALK_KIND_DATE] = "DATE",
    [ALK_KIND_TIME] = "TIME[({scale})]",
    [ALK_KIND_TIMESTAMP] = "DATETIME2[({scale})]",
    [ALK_KIND_TIMESTAMPTZ] = "DATETIMEOFFSET[({scale})]",
    [ALK_KIND_UUID] = "UNIQUEIDENTIFIER",
    [ALK_KIND_JSON] = "NVARCHAR(max)",
    [ALK_KIND_ENUM] = "VARCHAR({length})",
    [ALK_KIND_ARRAY] = NULL,
};
static const char *const national_types[] = {
    [ALK_KIND_CHAR] = "NCHAR[({length})]",
    [ALK_KIND_VARCHAR] = "NVARCHAR[({length})|(max)]",
    [ALK_KIND_TEXT] = "NVARCHAR(max)",
    [ALK_KIND_ARRAY] = NULL,
};

#define SHARED_FUNCTIONS \
    { "literal.infinite_decimal", "-" }, \
    { "length", "LEN" }, \
    { "char_length", "LEN" }, \
    { "character_length", "LEN" }, \
    { "now", "CURRENT_TIMESTAMP" }, \
    { "CURRENT_DATE", "CAST(CURRENT_TIMESTAMP AS DATE)" }, \
    { "CURRENT_TIME", "CAST(CURRENT_TIMESTAMP AS TIME)" }, \
    { "localtimestamp", "CURRENT_TIMESTAMP" }, \
    { "ceil", "CEILING" }, \
    { "ln", "LOG" }, \
    { "pow", "POWER" }, \
    { "substr", "SUBSTRING" }, \
    { "random", "RAND()" }, \
    { "match", "CONTAINS ({0}, {1})" }, \
    { "extract.dow", "(DATEPART(weekday, {0}) - 1)" }, \
    { "extract.doy", "DATEPART(dayofyear, {0})" }, \
    { "extract.epoch", "DATEDIFF(second, '1970-01-01', {0})" }, \
    { "extract.microseconds", "DATEPART(microsecond, {0})" }, \
    { "extract.milliseconds", "DATEPART(millisecond, {0})" }, \
    { "extract.timezone_hour", "(DATEPART(tzoffset, {0}) / 60)" }, \
    { "extract.timezone_minute", "(DATEPART(tzoffset, {0}) % 60)" }, \
    { "literal.blob", "0x{0}" }, \
    { "like.text", "REPLACE({0}, '[', '/[')" }, \
    { "json.get", "(SELECT TOP (1) CASE type WHEN 0 THEN 'null' WHEN 1 THEN '\"' + STRING_ESCAPE(value, 'json') + '\"' ELSE value END FROM OPENJSON({0}, {2}) WHERE [key] = {3})" }

static const alk_function_rule functions[] = {
    SHARED_FUNCTIONS,
    { "regexp_replace", "REGEXP_REPLACE" },
    { "regexp_replace.flags", "REGEXP_REPLACE({0}, {1}, {2}, 1, 0, {3})" },
};
static const alk_function_rule functions_before_2025[] = { SHARED_FUNCTIONS, { "regexp_replace", "-" }, { "regexp_replace.flags", "-" } };
_Static_assert(sizeof functions == sizeof functions_before_2025, "the lists are of one length");

static const alk_option_rule options[] = {
    { "mssql.clustered", ALK_OPTION_CONSTRAINT_WORD, 0, "CLUSTERED" },
    { "mssql.nonclustered", ALK_OPTION_CONSTRAINT_WORD, 0, "NONCLUSTERED" },
    { "mssql.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },
    { "mssql.prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" },
    { "mssql.with", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "WITH ({value})" },
    { "mssql.with", ALK_OPTION_INDEX_END, 0, "WITH ({value})" },
    { "mssql.filegroup", ALK_OPTION_INDEX_END, 0, "ON {name}" },
    { "mssql.with", ALK_OPTION_VIEW, 0, "WITH {value}" },
    { "mssql.check_option", ALK_OPTION_VIEW_END, 0, "WITH CHECK OPTION" },
    { "mssql.clustered", ALK_OPTION_INDEX_WORD, 0, "CLUSTERED" },
    { "mssql.nonclustered", ALK_OPTION_INDEX_WORD, 0, "NONCLUSTERED" },
    { "mssql.columnstore", ALK_OPTION_INDEX_WORD, 0, "COLUMNSTORE" },
    { "mssql.filegroup", ALK_OPTION_TABLE, 0, "ON {name}" },
    { NULL, 0, 0, NULL },
};

static const alk_history_rule history[] = {
    { 100000, 0, ALK_SQL_MERGE | ALK_SQL_MULTI_VALUES | ALK_SQL_VALUES_TABLE | ALK_SQL_PARTIAL_INDEX | ALK_SQL_GROUPING_SETS },   /* 2008 */
    { 110000, 0, ALK_SQL_TRY_CAST | ALK_SQL_SEQUENCES | ALK_SQL_WITHIN_GROUP },                                                  /* 2012 */
    { 0, 0, 0 },
};

static void adapt(uint32_t version, alk_sql_rules *rules)
{
    if (version < 170000) {
        rules->regexp = ALK_REGEXP_NONE;
        rules->functions = functions_before_2025;
    }
    if (version < 110000)
        rules->limit = ALK_LIMIT_ROW_NUMBER;
    if (version < 130000)
        rules->json = ALK_JSON_NONE;               /* 2016, which had CREATE OR ALTER soon after */
    if (version < 130000)
        rules->ddl &= ~(uint32_t)ALK_SQL_DDL_ALTER_VIEW;
}

static const alk_sql_rules rules = {
    .size = sizeof rules,
    .features = ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_VALUES |
                ALK_SQL_DEFAULT_KEYWORD | ALK_SQL_FULL_JOIN | ALK_SQL_COMPOUND_PARENS | ALK_SQL_UPDATE_FROM | ALK_SQL_GROUPING_SETS |
                ALK_SQL_VALUES_TABLE | ALK_SQL_WITHIN_GROUP | ALK_SQL_MERGE | ALK_SQL_TRY_CAST | ALK_SQL_SEQUENCES |
                ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS | ALK_SQL_PARTIAL_INDEX | ALK_SQL_INDEX_INCLUDE | ALK_SQL_COMPUTED_VIRTUAL |
                ALK_SQL_COMPUTED_STORED | ALK_SQL_ON_UPDATE,
    .ddl = ALK_SQL_DDL_DROP_INDEX_ON | ALK_SQL_DDL_NULL | ALK_SQL_DDL_COMPUTED_AS | ALK_SQL_DDL_COMPUTED_NULL | ALK_SQL_DDL_COLLATION_WORD |
           ALK_SQL_DDL_ALTER_VIEW | ALK_SQL_DDL_INDEX_ALL | ALK_SQL_DDL_SEQUENCE_TYPE | ALK_SQL_DDL_COMMENT_PROPERTIES |
           ALK_SQL_DDL_SELECT_INTO | ALK_SQL_DDL_NO_RESTRICT,
    .more = ALK_SQL_MORE_FROM_NAMES_TARGET | ALK_SQL_MORE_SCHEMA_DOTS | ALK_SQL_MORE_NATIONAL_TEXT | ALK_SQL_MORE_FUNCTION_COLUMNS | ALK_SQL_MORE_WITH_FIRST |
            ALK_SQL_MORE_FRAME_LITERALS | ALK_SQL_MORE_NO_FRAME_GROUPS | ALK_SQL_MORE_NO_FRAME_VALUES | ALK_SQL_MORE_NO_INNER_ORDER |
            ALK_SQL_MORE_NO_CONDITION_VALUES | ALK_SQL_MORE_LOCK_HINTS | ALK_SQL_MORE_NO_GROUP_LABELS,
    .table_hint = ALK_HINT_BEHIND_TABLE,
    .sample = ALK_SAMPLE_PERCENT,
    .limit = ALK_LIMIT_TOP,
    .concat = ALK_CONCAT_PLUS,
    .distinct_from = ALK_DISTINCT_FROM_INTERSECT,
    .upsert = ALK_UPSERT_NONE,
    .returning = ALK_RETURNING_OUTPUT,
    .regexp = ALK_REGEXP_LIKE,
    .json = ALK_JSON_QUERY,
    .growing = ALK_GROWING_IDENTITY,
    .divide = ALK_DIVIDE_FLOORS,
    .extract = ALK_EXTRACT_DATEPART,
    .string_agg = ALK_STRING_AGG_WITHIN,
    .reserved_words = reserved_words,
    .types = types,
    .national_types = national_types,
    .n_types = sizeof types / sizeof *types,
    .n_functions = sizeof functions / sizeof *functions,
    .functions = functions,
    .history = history,
    .adapt = adapt,
    .options = options,
};

/* The server takes 2100 parameters, of which the statement itself and the list of their types are two. */
static const alk_dialect_data data = { .size = sizeof data,
                                       .lexical = ALK_LEX_BRACKETS | ALK_LEX_NESTED_COMMENTS,
                                       .param_style = ALK_PARAM_QMARK,
                                       .max_params = 2098,
                                       .max_identifier = 128,
                                       .quote_open = '[',
                                       .quote_close = ']' };

static const alk_catalog catalog = {
    .size = sizeof catalog,
    .tables = "SELECT table_schema AS [schema], table_name AS name, CASE table_type WHEN 'VIEW' THEN 'view' ELSE 'table' END AS kind"
              " FROM information_schema.tables WHERE table_schema NOT IN ('sys', 'INFORMATION_SCHEMA') ORDER BY 1, 2",
    .default_schema = "SELECT SCHEMA_NAME()",
};

static const void *query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return strcmp(id, "alk.sql/1") == 0 ? (const void *)&rules : strcmp(id, "alk.catalog/1") == 0 ? (const void *)&catalog : NULL;
}

const alk_dialect alk__odbc_mssql = { .size = sizeof(alk_dialect), .name = "mssql", .default_driver = "odbc", .data = &data, .query = query };
