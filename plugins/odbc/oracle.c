/* SPDX-License-Identifier: MIT
 * How Oracle Database reads and writes SQL. Names without quotes are upper case there, as they are lower case elsewhere: both mean the same to a program. */
#include "dialect.h"
#include <stddef.h>
#include <string.h>

/* The words that Oracle SQL reserves. */
static const char reserved_words[] =
    " access add all alter and any as asc audit between by char check cluster column column_value comment compress connect create current date"
    " decimal default delete desc distinct drop else exclusive exists file float for from grant group having identified immediate in increment"
    " index initial insert integer intersect into is level like lock long maxextents minus mlslabel mode modify nested_table_id noaudit nocompress"
    " not nowait null number of offline on online option or order pctfree prior public raw rename resource revoke row rowid rownum rows select"
    " session set share size smallint start successful synonym sysdate table then to trigger uid union unique update user validate values varchar"
    " varchar2 view whenever where with ";

/* There is no time of day without a date. Lengths of VARCHAR2 are in characters only where it is said, which it can be since version 9. */
#define SHARED_TYPES(unit)                                        \
    [ALK_KIND_SMALLINT] = "SMALLINT",                             \
    [ALK_KIND_INTEGER] = "INTEGER",                               \
    [ALK_KIND_BIGINT] = "NUMBER(19)",                             \
    [ALK_KIND_REAL] = "REAL",                                     \
    [ALK_KIND_DOUBLE] = "DOUBLE PRECISION",                       \
    [ALK_KIND_FLOAT] = "FLOAT[({length})]",                       \
    [ALK_KIND_NUMERIC] = "NUMERIC[({length}[, {scale}])]",        \
    [ALK_KIND_CHAR] = "CHAR[({length})]",                         \
    [ALK_KIND_VARCHAR] = "VARCHAR2[({length}" unit ")|(4000" unit ")]", \
    [ALK_KIND_TEXT] = "CLOB",                                     \
    [ALK_KIND_BINARY] = "RAW[({length})|(2000)]",                 \
    [ALK_KIND_VARBINARY] = "RAW[({length})|(2000)]",              \
    [ALK_KIND_BLOB] = "BLOB",                                     \
    [ALK_KIND_DATE] = "DATE",                                     \
    [ALK_KIND_TIMESTAMP] = "TIMESTAMP[({scale})]",                \
    [ALK_KIND_TIMESTAMPTZ] = "TIMESTAMP[({scale})] WITH TIME ZONE", \
    [ALK_KIND_INTERVAL] = "INTERVAL DAY[({length})] TO SECOND[({scale})]",    \
    [ALK_KIND_UUID] = "CHAR(32)",                                 \
    [ALK_KIND_ENUM] = "VARCHAR({length}" unit ")",                \
    [ALK_KIND_ARRAY] = NULL

static const char *const types[] = { SHARED_TYPES(" CHAR"), [ALK_KIND_BOOLEAN] = "BOOLEAN", [ALK_KIND_JSON] = "JSON" };
static const char *const types_before_23[] = { SHARED_TYPES(" CHAR"), [ALK_KIND_BOOLEAN] = "SMALLINT", [ALK_KIND_JSON] = "JSON" };
static const char *const types_before_21[] = { SHARED_TYPES(" CHAR"), [ALK_KIND_BOOLEAN] = "SMALLINT", [ALK_KIND_JSON] = "CLOB" };
static const char *const types_before_9[] = { SHARED_TYPES(""), [ALK_KIND_BOOLEAN] = "SMALLINT", [ALK_KIND_JSON] = "CLOB" };
static const char *const national_types[] = {
    [ALK_KIND_CHAR] = "NCHAR[({length})]",
    [ALK_KIND_VARCHAR] = "NVARCHAR2[({length})|(2000)]",
    [ALK_KIND_TEXT] = "NCLOB",
    [ALK_KIND_ARRAY] = NULL,
};
/* CAST makes no large objects, and pads no text. */
static const char *const cast_types[] = {
    [ALK_KIND_TEXT] = "VARCHAR2(4000 CHAR)",
    [ALK_KIND_BLOB] = "RAW(2000)",
    [ALK_KIND_CHAR] = "VARCHAR2[({length} CHAR)|(4000 CHAR)]",
    [ALK_KIND_ENUM] = "VARCHAR2[({length} CHAR)|(4000 CHAR)]",
    [ALK_KIND_ARRAY] = NULL,
};

static const alk_function_rule functions[] = {
    { "literal.infinite_decimal", "-" },
    { "now", "CURRENT_TIMESTAMP" },
    { "interval", "NUMTODSINTERVAL({0}, 'SECOND')" },
    { "CURRENT_TIME", "CURRENT_TIMESTAMP" },
    { "char_length", "LENGTH" },
    { "character_length", "LENGTH" },
    { "substring", "SUBSTR" },
    { "ceiling", "CEIL" },
    { "pow", "POWER" },
    { "random", "DBMS_RANDOM.VALUE()" },
    { "regexp_replace", "REGEXP_REPLACE" },
    { "match", "CONTAINS ({0}, {1})" },
    { "next_value", "{0}.nextval" },
    { "regexp_replace.flags", "REGEXP_REPLACE({0}, {1}, {2}, 1, 0, {3})" },
    { "bits.and", "BITAND({0}, {1})" },
    { "bits.or", "(({0}) + ({1}) - BITAND({0}, {1}))" },
    { "bits.xor", "(({0}) + ({1}) - 2 * BITAND({0}, {1}))" },
    { "bits.not", "(-1 - ({0}))" },
    { "bits.left", "(({0}) * POWER(2, {1}))" },
    { "bits.right", "FLOOR(({0}) / POWER(2, {1}))" },
    { "extract.quarter", "TO_NUMBER(TO_CHAR({0}, 'Q'))" },
    { "extract.week", "TO_NUMBER(TO_CHAR({0}, 'IW'))" },
    { "extract.dow", "MOD(TRUNC({0}) - TRUNC({0}, 'IW') + 1, 7)" },
    { "extract.doy", "TO_NUMBER(TO_CHAR({0}, 'DDD'))" },
    { "extract.epoch", "((CAST({0} AS DATE) - DATE '1970-01-01') * 86400)" },
    { "extract.microseconds", "TO_NUMBER(TO_CHAR({0}, 'FF6'))" },
    { "extract.milliseconds", "TO_NUMBER(TO_CHAR({0}, 'FF3'))" },
    { "literal.date", "DATE {0}" },
    { "literal.timestamp", "TIMESTAMP {0}" },
    { "literal.blob", "HEXTORAW('{0}')" },
    { "json.get", "SUBSTR(JSON_QUERY({0}, {1} RETURNING VARCHAR2(4000) WITH WRAPPER), 2, LENGTH(JSON_QUERY({0}, {1} RETURNING VARCHAR2(4000) WITH WRAPPER)) - 2)" },
};

static const alk_option_rule options[] = {
    { "oracle.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },
    { "oracle.prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" },
    { "oracle.on_commit", ALK_OPTION_TABLE, 0, "ON COMMIT {value}" },
    { "oracle.compress", ALK_OPTION_TABLE, 0, "COMPRESS" },
    { "oracle.compress_for", ALK_OPTION_TABLE, 0, "COMPRESS FOR {value}" },
    { "oracle.tablespace", ALK_OPTION_TABLE, 0, "TABLESPACE {name}" },
    { "oracle.bitmap", ALK_OPTION_INDEX_WORD, 0, "BITMAP" },
    { "oracle.compress", ALK_OPTION_INDEX, 0, "COMPRESS" },
    { "oracle.compress_columns", ALK_OPTION_INDEX, 0, "COMPRESS {value}" },
    { "oracle.tablespace", ALK_OPTION_INDEX, 0, "TABLESPACE {name}" },
    { "oracle.on_null", ALK_OPTION_IDENTITY, 0, "ON NULL" },
    { "oracle.order", ALK_OPTION_SEQUENCE, 0, "ORDER" },
    { "oracle.check_option", ALK_OPTION_VIEW_END, 0, "WITH CHECK OPTION" },
    { "oracle.read_only", ALK_OPTION_VIEW_END, 0, "WITH READ ONLY" },
    { NULL, 0, 0, NULL },
};

static const alk_history_rule history[] = {
    { 120100, 0, ALK_SQL_LATERAL | ALK_SQL_IDENTITY },
    { 210000, 0, ALK_SQL_EXCEPT_ALL },
    { 230000, 0, ALK_SQL_NATIVE_BOOLEAN | ALK_SQL_MULTI_VALUES | ALK_SQL_VALUES_TABLE | ALK_SQL_IF_EXISTS | ALK_SQL_UPDATE_FROM },
    { 0, 0, 0 },
};

static void adapt(uint32_t version, alk_sql_rules *rules)
{
    if (version < 230000) {
        rules->types = version < 90000 ? types_before_9 : version < 210000 ? types_before_21 : types_before_23;
        rules->true_word = "1";
        rules->false_word = "0";
        rules->more |= ALK_SQL_MORE_NO_CONDITION_VALUES | ALK_SQL_MORE_NO_GROUP_LABELS;
    }
    if (version < 120100) {
        rules->growing = ALK_GROWING_NONE;
        rules->limit = ALK_LIMIT_ROWNUM;
    }
    if (version < 120102)
        rules->json = ALK_JSON_NONE;
    if (version < 120200)
        rules->max_constraint = 30;
}

static const alk_sql_rules rules = {
    .size = sizeof rules,
    .features = ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_KEYWORD |
                ALK_SQL_NULLS_ORDER | ALK_SQL_TUPLE_IN | ALK_SQL_LATERAL | ALK_SQL_FULL_JOIN | ALK_SQL_FOR_UPDATE | ALK_SQL_FOR_UPDATE_OF |
                ALK_SQL_FOR_WAIT | ALK_SQL_EXCEPT_ALL | ALK_SQL_COMPOUND_PARENS | ALK_SQL_UPDATE_FROM | ALK_SQL_GROUPING_SETS |
                ALK_SQL_CTE_AFTER_INSERT | ALK_SQL_FROM_DUAL | ALK_SQL_ALIAS_WITHOUT_AS | ALK_SQL_NATIVE_BOOLEAN | ALK_SQL_VALUES_TABLE |
                ALK_SQL_WITHIN_GROUP | ALK_SQL_MERGE | ALK_SQL_COMMENTS | ALK_SQL_SEQUENCES | ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS |
                ALK_SQL_IF_EXISTS | ALK_SQL_IDENTITY | ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_DEFERRABLE | ALK_SQL_MATERIALIZED_VIEWS |
                ALK_SQL_CREATE_TABLE_AS | ALK_SQL_FETCH,
    .ddl = ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_REPLACE_VIEW | ALK_SQL_DDL_INDEX_SCHEMA | ALK_SQL_DDL_NO_RESTRICT | ALK_SQL_DDL_NO_SET_DEFAULT,
    .more = ALK_SQL_MORE_TABLE_WORD | ALK_SQL_MORE_QUOTE_UNDERSCORE | ALK_SQL_MORE_FOR_UPDATE_OF_COLUMNS | ALK_SQL_MORE_NO_WITH_CHANGE |
            ALK_SQL_MORE_MERGE_WHERE | ALK_SQL_MORE_DEFAULT_COLUMN | ALK_SQL_MORE_NO_LIMIT_LOCK,
    .table_hint = ALK_HINT_COMMENT,
    .sample = ALK_SAMPLE_WORD,
    .except_word = " MINUS ",
    .limit = ALK_LIMIT_STANDARD,
    .concat = ALK_CONCAT_BARS,
    .distinct_from = ALK_DISTINCT_FROM_DECODE,
    .upsert = ALK_UPSERT_NONE,
    .returning = ALK_RETURNING_INTO,
    .regexp = ALK_REGEXP_LIKE,
    .json = ALK_JSON_QUERY,
    .growing = ALK_GROWING_BY_DEFAULT,
    .divide = ALK_DIVIDE_EXACT,
    .extract = ALK_EXTRACT_STANDARD,
    .string_agg = ALK_STRING_AGG_LISTAGG,
    .modulo = "mod",
    .reserved_words = reserved_words,
    .types = types,
    .national_types = national_types,
    .n_types = sizeof types / sizeof *types,
    .n_functions = sizeof functions / sizeof *functions,
    .functions = functions,
    .cast_types = cast_types,
    .history = history,
    .adapt = adapt,
    .options = options,
};
_Static_assert(sizeof types == sizeof types_before_23 && sizeof types == sizeof types_before_21 && sizeof types == sizeof types_before_9 && sizeof types == sizeof cast_types,
               "the lists have every kind");

static const alk_dialect_data data = { .size = sizeof data,
                                       .param_style = ALK_PARAM_QMARK,
                                       .max_params = 65535,
                                       .max_identifier = 128,
                                       .quote_open = '"',
                                       .quote_close = '"' };

/* A name in upper case is one that was written without quotes; it is told as a program writes it. */
#define PLAIN(name) "CASE WHEN " name " = UPPER(" name ") THEN LOWER(" name ") ELSE " name " END"
static const alk_catalog catalog = {
    .size = sizeof catalog,
    .tables = "SELECT " PLAIN("owner") " AS schema, " PLAIN("object_name") " AS name, CASE object_type WHEN 'TABLE' THEN 'table' ELSE 'view' END AS kind FROM all_objects"
              " WHERE object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW') AND oracle_maintained = 'N' ORDER BY 1, 2",
    .default_schema = "SELECT " PLAIN("SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')") " FROM DUAL",
};

static const void *query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return strcmp(id, "alk.sql/1") == 0 ? (const void *)&rules : strcmp(id, "alk.catalog/1") == 0 ? (const void *)&catalog : NULL;
}

const alk_dialect alk__odbc_oracle = { .size = sizeof(alk_dialect), .name = "oracle", .default_driver = "odbc", .data = &data, .query = query };
