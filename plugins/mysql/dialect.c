/* SPDX-License-Identifier: MIT
 * How MySQL and MariaDB read and write SQL. They were one once; where they went apart each has its own rules here. */
#include "dialect.h"
#include "server.h"
#include <stddef.h>
#include <string.h>

/* Reserved in any version of MySQL since 5.7. */
static const char mysql_words[] =
    " accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade case change char character"
    " check collate column condition constraint continue convert create cross cube cume_dist current_date current_time current_timestamp"
    " current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal declare default delayed delete dense_rank"
    " desc describe deterministic distinct distinctrow div double drop dual each else elseif empty enclosed escaped except exists exit explain"
    " false fetch first_value float float4 float8 for force foreign from fulltext function generated get grant group grouping groups having"
    " high_priority hour_microsecond hour_minute hour_second if ignore in index infile inner inout insensitive insert int int1 int2 int3 int4 int8"
    " integer intersect interval into io_after_gtids io_before_gtids is iterate join json_table key keys kill lag last_value lateral lead leading"
    " leave left library like limit linear lines load localtime localtimestamp lock long longblob longtext loop low_priority manual master_bind"
    " master_ssl_verify_server_cert match maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural"
    " no_write_to_binlog not nth_value ntile null numeric of on optimize optimizer_costs option optionally or order out outer outfile over"
    " parallel partition percent_rank precision primary procedure purge qualify range rank read read_write reads real recursive references regexp"
    " release rename repeat replace require resignal restrict return revoke right rlike row row_number rows schema schemas second_microsecond"
    " select sensitive separator set sets show signal smallint spatial specific sql sql_big_result sql_calc_found_rows sql_small_result"
    " sqlexception sqlstate sqlwarning ssl starting stored straight_join system table tablesample terminated then tinyblob tinyint tinytext to"
    " trailing trigger true undo union unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar"
    " varcharacter varying virtual when where while window with write xor year_month zerofill ";

/* Reserved in any version of MariaDB since 10.2. */
static const char mariadb_words[] =
    " accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade case change char character"
    " check collate column condition constraint continue convert create cross current_date current_role current_time current_timestamp"
    " current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal declare default delayed delete"
    " delete_domain_id desc describe deterministic distinct distinctrow div do_domain_ids double drop dual each else elseif enclosed escaped"
    " except exists exit explain false fetch float float4 float8 for force foreign from fulltext general grant group having high_priority"
    " hour_microsecond hour_minute hour_second if ignore ignore_domain_ids ignore_server_ids in index infile inner inout insensitive insert int"
    " int1 int2 int3 int4 int8 integer intersect interval into is iterate join key keys kill leading leave left like limit linear lines load"
    " localtime localtimestamp lock long longblob longtext loop low_priority master_heartbeat_period master_ssl_verify_server_cert match maxvalue"
    " mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural no_write_to_binlog not null numeric offset"
    " on optimize option optionally or order out outer outfile over page_checksum parse_vcol_expr partition precision primary procedure purge"
    " range read read_write reads real recursive ref_system_id references regexp release rename repeat replace require resignal restrict return"
    " returning revoke right rlike row_number rows schema schemas second_microsecond select sensitive separator set show signal slow smallint"
    " spatial specific sql sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting stats_auto_recalc"
    " stats_persistent stats_sample_pages straight_join table terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique"
    " unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying vector when where while"
    " window with write xor year_month zerofill ";

/* ---- types ---- */
#define SHARED_TYPES                                    \
    [ALK_KIND_BOOLEAN] = "BOOL",                        \
    [ALK_KIND_SMALLINT] = "SMALLINT{unsigned}",                   \
    [ALK_KIND_INTEGER] = "INTEGER{unsigned}",                     \
    [ALK_KIND_BIGINT] = "BIGINT{unsigned}",                       \
    [ALK_KIND_REAL] = "REAL",                           \
    [ALK_KIND_DOUBLE] = "DOUBLE",                       \
    [ALK_KIND_FLOAT] = "FLOAT[({length})]",             \
    [ALK_KIND_NUMERIC] = "NUMERIC[({length}[, {scale}])]", \
    [ALK_KIND_CHAR] = "CHAR[({length})]",               \
    [ALK_KIND_VARCHAR] = "VARCHAR({length})",           \
    [ALK_KIND_TEXT] = "TEXT[({length})]",               \
    [ALK_KIND_BINARY] = "BINARY[({length})]",           \
    [ALK_KIND_VARBINARY] = "VARBINARY({length})",       \
    [ALK_KIND_BLOB] = "BLOB[({length})]",               \
    [ALK_KIND_DATE] = "DATE",                           \
    [ALK_KIND_TIME] = "TIME[({scale})]",                \
    [ALK_KIND_TIMESTAMP] = "DATETIME[({scale})]",       \
    [ALK_KIND_TIMESTAMPTZ] = "TIMESTAMP[({scale})]",    \
    [ALK_KIND_JSON] = "JSON",                           \
    [ALK_KIND_ENUM] = "VARCHAR({length})"

static const char *const mysql_types[] = { SHARED_TYPES, [ALK_KIND_UUID] = "CHAR(32)", [ALK_KIND_ARRAY] = NULL };
static const char *const mariadb_types[] = { SHARED_TYPES, [ALK_KIND_UUID] = "UUID", [ALK_KIND_ARRAY] = NULL };
static const char *const national_types[] = {
    [ALK_KIND_CHAR] = "NATIONAL CHAR[({length})]",
    [ALK_KIND_VARCHAR] = "NATIONAL VARCHAR({length})",
    [ALK_KIND_ARRAY] = NULL,
};

/* What CAST takes is a language of its own. Binary text is not padded: BINARY(8) would be. */
#define SHARED_CASTS                                    \
    [ALK_KIND_BOOLEAN] = "SIGNED INTEGER",              \
    [ALK_KIND_SMALLINT] = "{sign} INTEGER",             \
    [ALK_KIND_INTEGER] = "{sign} INTEGER",              \
    [ALK_KIND_BIGINT] = "{sign} INTEGER",               \
    [ALK_KIND_NUMERIC] = "DECIMAL[({length}[, {scale}])]", \
    [ALK_KIND_CHAR] = "CHAR[({length})]",               \
    [ALK_KIND_VARCHAR] = "CHAR[({length})]",            \
    [ALK_KIND_TEXT] = "CHAR[({length})]",               \
    [ALK_KIND_BINARY] = "BINARY",                       \
    [ALK_KIND_VARBINARY] = "BINARY",                    \
    [ALK_KIND_BLOB] = "BINARY",                         \
    [ALK_KIND_DATE] = "DATE",                           \
    [ALK_KIND_TIME] = "TIME[({scale})]",                \
    [ALK_KIND_TIMESTAMP] = "DATETIME[({scale})]",       \
    [ALK_KIND_TIMESTAMPTZ] = "DATETIME[({scale})]",     \
    [ALK_KIND_ENUM] = "CHAR[({length})]",               \
    [ALK_KIND_ARRAY] = NULL

static const char *const mysql_casts[] = { SHARED_CASTS,
                                           [ALK_KIND_REAL] = "REAL",
                                           [ALK_KIND_DOUBLE] = "DOUBLE",
                                           [ALK_KIND_FLOAT] = "FLOAT[({length})]",
                                           [ALK_KIND_UUID] = "CHAR(32)",
                                           [ALK_KIND_JSON] = "JSON" };
/* Before 8.0.17 a decimal is the one number with a fraction that CAST makes. */
static const char *const old_mysql_casts[] = { SHARED_CASTS,
                                               [ALK_KIND_REAL] = "DECIMAL(65, 30)",
                                               [ALK_KIND_DOUBLE] = "DECIMAL(65, 30)",
                                               [ALK_KIND_FLOAT] = "DECIMAL(65, 30)",
                                               [ALK_KIND_UUID] = "CHAR(32)",
                                               [ALK_KIND_JSON] = "JSON" };
/* JSON is text there. */
static const char *const mariadb_casts[] = { SHARED_CASTS,
                                             [ALK_KIND_REAL] = "DOUBLE",
                                             [ALK_KIND_DOUBLE] = "DOUBLE",
                                             [ALK_KIND_FLOAT] = "FLOAT",
                                             [ALK_KIND_UUID] = "UUID",
                                             [ALK_KIND_JSON] = "CHAR" };
static const char *const old_mariadb_casts[] = { SHARED_CASTS,
                                                 [ALK_KIND_REAL] = "DOUBLE",
                                                 [ALK_KIND_DOUBLE] = "DOUBLE",
                                                 [ALK_KIND_FLOAT] = "DOUBLE",
                                                 [ALK_KIND_UUID] = "CHAR(32)",
                                                 [ALK_KIND_JSON] = "CHAR" };
enum { N_TYPES = ALK_KIND_ARRAY + 1 };

/* Fields of EXTRACT that have functions of their own. */
#define FIELDS                                                     \
    { "extract.microseconds", "EXTRACT(MICROSECOND FROM {0})" },   \
    { "extract.milliseconds", "(EXTRACT(MICROSECOND FROM {0}) DIV 1000)" }, \
    { "extract.dow", "(DAYOFWEEK({0}) - 1)" },                     \
    { "extract.doy", "DAYOFYEAR({0})" },                           \
    { "extract.epoch", "UNIX_TIMESTAMP({0})" }

static const alk_function_rule functions[] = {
    { "literal.infinite_decimal", "-" },
    { "random", "rand()" },
    { "regexp_replace", "REGEXP_REPLACE" },
    { "regexp_replace.flags", "REGEXP_REPLACE({0}, {1}, {2}, 1, 0, {3})" },
    { "extract.timezone_hour", "-" },
    { "extract.timezone_minute", "-" },
    { "match", "MATCH ({0}) AGAINST ({1} IN BOOLEAN MODE)" },
    { "match.plain", "MATCH ({0}) AGAINST ({1})" },
    { "match.natural", "MATCH ({0}) AGAINST ({1} IN NATURAL LANGUAGE MODE)" },
    { "match.expansion", "MATCH ({0}) AGAINST ({1} WITH QUERY EXPANSION)" },
    { "match.natural_expansion", "MATCH ({0}) AGAINST ({1} IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION)" },
    { "cast.jsonb", "JSON" },
    { "cast.tinytext", "CHAR" },
    { "cast.mediumtext", "CHAR" },
    { "cast.longtext", "CHAR" },
    { "cast.clob", "CHAR" },
    { "cast.set", "CHAR" },
    { "cast.tinyblob", "BINARY" },
    { "cast.mediumblob", "BINARY" },
    { "cast.longblob", "BINARY" },
    { "cast.bit", "UNSIGNED INTEGER" },
    { "cast.tinyint", "SIGNED INTEGER" },
    { "cast.mediumint", "SIGNED INTEGER" },
    { "cast.tinyint unsigned", "UNSIGNED INTEGER" },
    { "cast.mediumint unsigned", "UNSIGNED INTEGER" },
    { "cast.integer", "SIGNED INTEGER" },
    FIELDS,
};

/* Partitions come last. */
#define SHARED_OPTIONS(name) \
    { name ".engine", ALK_OPTION_TABLE, 0, "ENGINE={value}" }, \
    { name ".charset", ALK_OPTION_TABLE, 0, "DEFAULT CHARSET={value}" }, \
    { name ".default_charset", ALK_OPTION_TABLE, 0, "DEFAULT CHARSET={value}" }, \
    { name ".character_set", ALK_OPTION_TYPE, 0, "CHARACTER SET {value}" }, \
    { name ".collate", ALK_OPTION_TABLE, 0, "COLLATE={value}" }, \
    { name ".auto_increment", ALK_OPTION_TABLE, 0, "AUTO_INCREMENT={value}" }, \
    { name ".row_format", ALK_OPTION_TABLE, 0, "ROW_FORMAT={value}" }, \
    { name ".key_block_size", ALK_OPTION_TABLE, 0, "KEY_BLOCK_SIZE={value}" }, \
    { name ".avg_row_length", ALK_OPTION_TABLE, 0, "AVG_ROW_LENGTH={value}" }, \
    { name ".max_rows", ALK_OPTION_TABLE, 0, "MAX_ROWS={value}" }, \
    { name ".min_rows", ALK_OPTION_TABLE, 0, "MIN_ROWS={value}" }, \
    { name ".pack_keys", ALK_OPTION_TABLE, 0, "PACK_KEYS={value}" }, \
    { name ".checksum", ALK_OPTION_TABLE, 0, "CHECKSUM={value}" }, \
    { name ".delay_key_write", ALK_OPTION_TABLE, 0, "DELAY_KEY_WRITE={value}" }, \
    { name ".data_directory", ALK_OPTION_TABLE, 0, "DATA DIRECTORY={text}" }, \
    { name ".index_directory", ALK_OPTION_TABLE, 0, "INDEX DIRECTORY={text}" }, \
    { name ".stats_persistent", ALK_OPTION_TABLE, 0, "STATS_PERSISTENT={value}" }, \
    { name ".stats_auto_recalc", ALK_OPTION_TABLE, 0, "STATS_AUTO_RECALC={value}" }, \
    { name ".stats_sample_pages", ALK_OPTION_TABLE, 0, "STATS_SAMPLE_PAGES={value}" }, \
    { name ".tablespace", ALK_OPTION_TABLE, 0, "TABLESPACE {name}" }, \
    { name ".partition_by", ALK_OPTION_TABLE, 0, "PARTITION BY {value}" }, \
    { name ".partitions", ALK_OPTION_TABLE, 0, "PARTITIONS {value}" }, \
    { name ".subpartition_by", ALK_OPTION_TABLE, 0, "SUBPARTITION BY {value}" }, \
    { name ".subpartitions", ALK_OPTION_TABLE, 0, "SUBPARTITIONS {value}" }, \
    { name ".type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" }, \
    { name ".prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" }, \
    { name ".prefix", ALK_OPTION_INDEX_WORD, 0, "{value}" }, \
    { name ".length", ALK_OPTION_INDEX_PART, 0, "({value})" }, \
    { name ".using", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "USING {value}" }, \
    { name ".visible", ALK_OPTION_INDEX, 0, "VISIBLE" }, \
    { name ".invisible", ALK_OPTION_INDEX, 0, "INVISIBLE" }, \
    { name ".algorithm", ALK_OPTION_VIEW_WORD, 0, "ALGORITHM = {value}" }, \
    { name ".sql_security", ALK_OPTION_VIEW_WORD, 0, "SQL SECURITY {value}" }, \
    { name ".check_option", ALK_OPTION_VIEW_END, 0, "WITH {value} CHECK OPTION" }, \
    { name ".using", ALK_OPTION_INDEX, 0, "USING {value}" }, \
    { name ".with_parser", ALK_OPTION_INDEX, 0, "WITH PARSER {name}" }

static const alk_option_rule mysql_options[] = { SHARED_OPTIONS("mysql"), { NULL, 0, 0, NULL } };
/* Those of MySQL hold there too, unless MariaDB's own say otherwise. */
static const alk_option_rule mariadb_options[] = {
    { "mariadb.page_checksum", ALK_OPTION_TABLE, 0, "PAGE_CHECKSUM={value}" },
    { "mariadb.transactional", ALK_OPTION_TABLE, 0, "TRANSACTIONAL={value}" },
    SHARED_OPTIONS("mariadb"),
    SHARED_OPTIONS("mysql"),
    { NULL, 0, 0, NULL },
};

/* ---- versions ---- */
static const alk_sql_rules mysql_rules, mariadb_rules;

/* The rules of the other one, where a URL says mysql: and the server is MariaDB, or the reverse. */
static void become(alk_sql_rules *rules, const alk_sql_rules *other, uint32_t version)
{
    *rules = *other;
    for (const alk_history_rule *step = other->history; step->since != 0; step++)
        if (version < step->since)
            rules->features &= ~step->features;
}

static const alk_history_rule mysql_history[] = {
    { 50706, 0, ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_COMPUTED_STORED },
    { 80000, 0, ALK_SQL_CTE_RECURSIVE_WORD | ALK_SQL_CTE_AFTER_INSERT },
    { 80001, 0, ALK_SQL_FOR_SHARE | ALK_SQL_FOR_UPDATE_OF | ALK_SQL_FOR_WAIT },
    { 80013, 0, ALK_SQL_EXPRESSION_DEFAULT_PARENS },
    { 80014, 0, ALK_SQL_LATERAL },
    { 80019, 0, ALK_SQL_VALUES_TABLE },
    { 80022, 0, ALK_SQL_COMPOUND_PARENS },
    { 80031, 0, ALK_SQL_EXCEPT_ALL },
    { 0, 0, 0 },
};

static void older_mysql(uint32_t version, alk_sql_rules *rules)
{
    if (version < 50708)
        rules->json = ALK_JSON_NONE;
    if (version < 80000) {
        rules->regexp = ALK_REGEXP_WORD;
        rules->more |= ALK_SQL_MORE_NO_WITH | ALK_SQL_MORE_NO_WINDOWS | ALK_SQL_MORE_NO_REGEXP_FLAGS;
    }
    if (version < 80031)
        rules->more |= ALK_SQL_MORE_NO_EXCEPT;
    if (version < 80001)
        rules->share_word = " LOCK IN SHARE MODE";
    if (version < 80013)
        rules->ddl &= ~(uint32_t)ALK_SQL_DDL_INDEX_EXPRESSIONS;
    if (version < 80017)
        rules->cast_types = old_mysql_casts;
    if (version < 80019) {
        rules->upsert = ALK_UPSERT_DUPLICATE_KEY_VALUES;
        rules->more &= ~(uint64_t)ALK_SQL_MORE_VALUES_QUERY;
    }
}

static const alk_history_rule mariadb_history[] = {
    { 100201, 0, ALK_SQL_CTE_RECURSIVE_WORD | ALK_SQL_CTE_AFTER_INSERT | ALK_SQL_EXPRESSION_DEFAULT_PARENS },
    { 100300, 0, ALK_SQL_SEQUENCES | ALK_SQL_FOR_WAIT },
    { 100400, 0, ALK_SQL_COMPOUND_PARENS },
    { 100500, 0, ALK_SQL_RETURNING_INSERT | ALK_SQL_EXCEPT_ALL },
    { 0, 0, 0 },
};

static void older_mariadb(uint32_t version, alk_sql_rules *rules)
{
    if (version < 100200)
        rules->more |= ALK_SQL_MORE_NO_WINDOWS;
    if (version < 100201)
        rules->more |= ALK_SQL_MORE_NO_WITH;
    if (version < 100203)
        rules->json = ALK_JSON_NONE;
    if (version < 100300) {
        rules->more &= ~(uint64_t)ALK_SQL_MORE_VALUES_QUERY;
        rules->more |= ALK_SQL_MORE_NO_EXCEPT;
    }
    if (version < 100700) {
        rules->types = mysql_types;        /* the type UUID is newer */
        rules->cast_types = old_mariadb_casts;
    }
}

static void adapt_mysql(uint32_t version, alk_sql_rules *rules)
{
    if (version >= ALK__MY_FIRST_MARIADB) {
        become(rules, &mariadb_rules, version);
        older_mariadb(version, rules);
    } else {
        older_mysql(version, rules);
    }
}

static void adapt_mariadb(uint32_t version, alk_sql_rules *rules)
{
    if (version < ALK__MY_FIRST_MARIADB) {
        become(rules, &mysql_rules, version);
        older_mysql(version, rules);
    } else {
        older_mariadb(version, rules);
    }
}

/* ---- the rules ---- */
#define COMMON                                                                                                                         \
    (ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_KEYWORD | ALK_SQL_TUPLE_IN | ALK_SQL_FOR_UPDATE | ALK_SQL_FOR_WAIT | ALK_SQL_EXCEPT_ALL |  \
     ALK_SQL_COMPOUND_PARENS | ALK_SQL_DELETE_USING | ALK_SQL_WITH_ROLLUP | ALK_SQL_CTE_RECURSIVE_WORD | ALK_SQL_CTE_AFTER_INSERT |    \
     ALK_SQL_INLINE_COMMENTS | ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS | ALK_SQL_IF_EXISTS | ALK_SQL_ENUM_INLINE |                 \
     ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_COMPUTED_STORED | ALK_SQL_ON_UPDATE | ALK_SQL_CREATE_TABLE_AS |                                \
     ALK_SQL_EXPRESSION_DEFAULT_PARENS | ALK_SQL_UPDATE_ORDER_LIMIT | ALK_SQL_UPDATE_TABLES)

#define SHARED_DDL                                                                                                                                     \
    (ALK_SQL_DDL_DROP_INDEX_ON | ALK_SQL_DDL_ON_UPDATE | ALK_SQL_DDL_TEMPORARY | ALK_SQL_DDL_REPLACE_VIEW | ALK_SQL_DDL_NULL_TIMESTAMPS | ALK_SQL_DDL_COLLATION_WORD | \
     ALK_SQL_DDL_DROP_PRIMARY_KEY)

/* A boolean is a small number, though TRUE and FALSE are words for two of them. */
#define SHARED_RULES                                    \
    .table_hint = ALK_HINT_BEHIND_TABLE,                \
    .limit = ALK_LIMIT_COMMA,                           \
    .concat = ALK_CONCAT_FUNCTION,                      \
    .distinct_from = ALK_DISTINCT_FROM_SPACESHIP,       \
    .json = ALK_JSON_EXTRACT,                           \
    .growing = ALK_GROWING_AUTO_INCREMENT,              \
    .divide = ALK_DIVIDE_EXACT,                         \
    .extract = ALK_EXTRACT_STANDARD,                    \
    .string_agg = ALK_STRING_AGG_SEPARATOR,             \
    .limit_all = "18446744073709551615",                \
    .true_word = "true",                                \
    .false_word = "false",                              \
    .national_types = national_types,                   \
    .n_types = N_TYPES,                                 \
    .n_functions = sizeof functions / sizeof *functions, \
    .functions = functions,                             \
    .max_constraint = 64

static const alk_sql_rules mysql_rules = {
    .size = sizeof mysql_rules,
    .features = COMMON | ALK_SQL_VALUES_TABLE | ALK_SQL_LATERAL | ALK_SQL_FOR_UPDATE_OF | ALK_SQL_FOR_SHARE,
    SHARED_RULES,
    .ddl = SHARED_DDL | ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_NO_INDEX_IF,
    .more = ALK_SQL_MORE_DUAL_BESIDE_WHERE | ALK_SQL_MORE_BOOLEAN_WORDS | ALK_SQL_MORE_SETS_IN_ORDER | ALK_SQL_MORE_VALUES_QUERY | ALK_SQL_MORE_VALUES_ROW |
            ALK_SQL_MORE_NO_FRAME_GROUPS,
    .regexp = ALK_REGEXP_WORD_LIKE,
    .upsert = ALK_UPSERT_DUPLICATE_KEY_ALIAS,
    .reserved_words = mysql_words,
    .types = mysql_types,
    .cast_types = mysql_casts,
    .history = mysql_history,
    .adapt = adapt_mysql,
    .options = mysql_options,
};

static const alk_sql_rules mariadb_rules = {
    .size = sizeof mariadb_rules,
    .features = COMMON | ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_DELETE | ALK_SQL_SEQUENCES,
    SHARED_RULES,
    .ddl = SHARED_DDL | ALK_SQL_DDL_VIEW_IF | ALK_SQL_DDL_COMPUTED_NULL,
    .more = ALK_SQL_MORE_DUAL_BESIDE_WHERE | ALK_SQL_MORE_BOOLEAN_WORDS | ALK_SQL_MORE_SETS_IN_ORDER | ALK_SQL_MORE_REGEXP_FLAGS_INSIDE | ALK_SQL_MORE_VALUES_QUERY |
            ALK_SQL_MORE_NO_WITH_CHANGE | ALK_SQL_MORE_NO_FRAME_GROUPS | ALK_SQL_MORE_FRAME_LITERALS,
    .regexp = ALK_REGEXP_WORD,
    .share_word = " LOCK IN SHARE MODE",
    .upsert = ALK_UPSERT_DUPLICATE_KEY_VALUES,
    .reserved_words = mariadb_words,
    .types = mariadb_types,
    .cast_types = mariadb_casts,
    .history = mariadb_history,
    .adapt = adapt_mariadb,
    .options = mariadb_options,
};

/* ---- reading ---- */
/* Names of tables and columns have 64 characters at most, aliases 256; in bytes that may be more. */
static const alk_dialect_data data = { .size = sizeof data,
                                       .lexical = ALK_LEX_BACKTICKS | ALK_LEX_BACKSLASH | ALK_LEX_DOUBLE_QUOTE_STRING | ALK_LEX_HASH_COMMENTS |
                                                  ALK_LEX_DASH_SPACE,
                                       .param_style = ALK_PARAM_QMARK,
                                       .max_params = 65535,
                                       .max_identifier = 255,
                                       .quote_open = '`',
                                       .quote_close = '`' };

static const alk_catalog catalog = {
    .size = sizeof catalog,
    .tables = "SELECT table_schema AS `schema`, table_name AS name, CASE WHEN table_type LIKE '%VIEW%' THEN 'view' ELSE 'table' END AS kind"
              " FROM information_schema.tables"
              " WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1, 2",
    .default_schema = "SELECT DATABASE()",
};

static const void *interface_of(const alk_sql_rules *rules, const char *id)
{
    return strcmp(id, "alk.sql/1") == 0 ? (const void *)rules : strcmp(id, "alk.catalog/1") == 0 ? (const void *)&catalog : NULL;
}

static const void *mysql_query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return interface_of(&mysql_rules, id);
}

static const void *mariadb_query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return interface_of(&mariadb_rules, id);
}

const alk_dialect alk__my_mysql = { .size = sizeof(alk_dialect), .name = "mysql", .default_driver = "mysqlclient", .data = &data, .query = mysql_query };
const alk_dialect alk__my_mariadb = { .size = sizeof(alk_dialect), .name = "mariadb", .default_driver = "mysqlclient", .data = &data, .query = mariadb_query };
