/* SPDX-License-Identifier: MIT
 * How SQLite writes SQL: the rules of the newest, and what older ones have not. */
#include "rules.h"
#include <stddef.h>

/* Words that SQLite does not take as names everywhere. */
static const char reserved_words[] =
    " add after all alter analyze and as asc attach autoincrement before begin between by cascade case cast check collate column commit conflict"
    " constraint create cross current_date current_time current_timestamp database default deferrable deferred delete desc detach distinct drop"
    " each else end escape except exclusive exists explain fail false for foreign from full glob group having if ignore immediate in index indexed"
    " initially inner insert instead intersect into is isnull join key left like limit match natural not nothing notnull null of offset on or"
    " order outer plan pragma primary query raise references reindex rename replace restrict returning right rollback row select set table temp"
    " temporary then to transaction trigger true union unique update using vacuum values view virtual when where ";

/* A declared type is a hint to SQLite, and to the driver what the values are. */
static const char *const types[] = {
    [ALK_KIND_BOOLEAN] = "BOOLEAN",
    [ALK_KIND_SMALLINT] = "SMALLINT",
    [ALK_KIND_INTEGER] = "INTEGER",
    [ALK_KIND_BIGINT] = "BIGINT",
    [ALK_KIND_REAL] = "REAL",
    [ALK_KIND_DOUBLE] = "DOUBLE",
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
    [ALK_KIND_TIMESTAMP] = "DATETIME",
    [ALK_KIND_TIMESTAMPTZ] = "TIMESTAMPTZ",
    [ALK_KIND_INTERVAL] = "INTERVAL",
    [ALK_KIND_UUID] = "CHAR(32)",
    [ALK_KIND_JSON] = "JSON",
    [ALK_KIND_ENUM] = "VARCHAR({length})",
    [ALK_KIND_ARRAY] = NULL,
};
/* CAST makes a number of what is no text by the letters of its type's name: 2024 of a date, 0 of a JSON document. */
static const char *const cast_types[] = {
    [ALK_KIND_DATE] = "TEXT",
    [ALK_KIND_TIME] = "TEXT",
    [ALK_KIND_TIMESTAMP] = "TEXT",
    [ALK_KIND_TIMESTAMPTZ] = "TEXT",
    [ALK_KIND_INTERVAL] = "TEXT",
    [ALK_KIND_JSON] = "TEXT",
    [ALK_KIND_ARRAY] = NULL,
};
static const char *const national_types[] = {
    [ALK_KIND_CHAR] = "NCHAR[({length})]",
    [ALK_KIND_VARCHAR] = "NVARCHAR[({length})]",
    [ALK_KIND_ARRAY] = NULL,
};

static const alk_function_rule functions[] = {
    { "literal.long_decimal", "{0}" },       /* a text, as it is bound */
    { "now", "CURRENT_TIMESTAMP" },
    { "char_length", "length" },
    { "character_length", "length" },
};

static const alk_option_rule options[] = {
    { "sqlite.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },
    { "sqlite.prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" },
    { "sqlite.on_conflict_primary_key", ALK_OPTION_KEY, 0, "ON CONFLICT {value}" },
    { "sqlite.autoincrement", ALK_OPTION_KEY, 0, "AUTOINCREMENT" },
    { "sqlite.on_conflict_not_null", ALK_OPTION_COLUMN, 0, "ON CONFLICT {value}" },
    { "sqlite.on_conflict", ALK_OPTION_CONSTRAINT, 0, "ON CONFLICT {value}" },
    { "sqlite.without_rowid", ALK_OPTION_TABLE_LIST, 0, "WITHOUT ROWID" },
    { "sqlite.strict", ALK_OPTION_TABLE_LIST, 0, "STRICT" },
    { NULL, 0, 0, NULL },
};

static const alk_history_rule history[] = {
    { 30800, 0, ALK_SQL_PARTIAL_INDEX },
    { 31500, 0, ALK_SQL_TUPLE_IN_VALUES },
    { 33000, 0, ALK_SQL_NULLS_ORDER | ALK_SQL_FILTER },
    { 33100, 0, ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_COMPUTED_STORED },
    { 33300, 0, ALK_SQL_UPDATE_FROM },
    { 33500, 0, ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_CTE_MATERIALIZED },
    { 33900, 0, ALK_SQL_FULL_JOIN },
    { 34400, 0, ALK_SQL_ORDERED_AGGREGATE },
    { 0, 0, 0 },
};

static void adapt(uint32_t version, alk_sql_rules *rules)
{
    if (version < 30803)
        rules->more |= ALK_SQL_MORE_NO_WITH;
    if (version < 32500)
        rules->more |= ALK_SQL_MORE_NO_WINDOWS;
    if (version < 30900)
        rules->ddl &= ~(uint32_t)ALK_SQL_DDL_INDEX_EXPRESSIONS;
    if (version < 32400)
        rules->upsert = ALK_UPSERT_NONE;
}

const alk_sql_rules alk__lite_rules = {
    .size = sizeof alk__lite_rules,
    .features = ALK_SQL_CAST_DECIMALS | ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_VALUES |
                ALK_SQL_NULLS_ORDER | ALK_SQL_FILTER | ALK_SQL_TUPLE_IN_VALUES | ALK_SQL_FULL_JOIN | ALK_SQL_UPDATE_FROM |
                ALK_SQL_CTE_MATERIALIZED | ALK_SQL_CTE_RECURSIVE_WORD | ALK_SQL_ORDERED_AGGREGATE | ALK_SQL_IF_EXISTS | ALK_SQL_PARTIAL_INDEX |
                ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_COMPUTED_STORED | ALK_SQL_ON_UPDATE | ALK_SQL_DEFERRABLE | ALK_SQL_CREATE_TABLE_AS |
                ALK_SQL_EXPRESSION_DEFAULT_PARENS,
    .ddl = ALK_SQL_DDL_INDEX_QUALIFIED | ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_TEMPORARY | ALK_SQL_DDL_VIEW_IF | ALK_SQL_DDL_MATCH | ALK_SQL_DDL_REFERENCES_BARE,
    .more = ALK_SQL_MORE_VALUES_QUERY | ALK_SQL_MORE_NO_QUANTIFIED,
    .limit = ALK_LIMIT_OFFSET,
    .concat = ALK_CONCAT_BARS,
    .distinct_from = ALK_DISTINCT_FROM_IS,
    .upsert = ALK_UPSERT_ON_CONFLICT,
    .returning = ALK_RETURNING_BARE,
    .regexp = ALK_REGEXP_WORD,
    .json = ALK_JSON_EXTRACT_SQL,
    .growing = ALK_GROWING_ROWID,
    .divide = ALK_DIVIDE_FLOORS_REAL,
    .extract = ALK_EXTRACT_STRFTIME,
    .string_agg = ALK_STRING_AGG_GROUP_CONCAT,
    .limit_all = "-1",
    .empty_set = "SELECT {nulls} FROM (SELECT {nulls}) WHERE 1!=1",
    .bit_xor = "",
    .reserved_words = reserved_words,
    .types = types,
    .cast_types = cast_types,
    .national_types = national_types,
    .n_types = sizeof types / sizeof *types,
    .n_functions = sizeof functions / sizeof *functions,
    .functions = functions,
    .history = history,
    .adapt = adapt,
    .options = options,
};
