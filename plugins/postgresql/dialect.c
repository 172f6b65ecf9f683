/* SPDX-License-Identifier: MIT
 * How PostgreSQL and CockroachDB read and write SQL. The second speaks the first's language with less of it; what is said once here holds for both. */
#include "dialect.h"
#include <string.h>

/* Words that cannot be names of columns or tables, of any version since 9.5; and a few that only the standard reserves. */
/* Sorted, so those of CockroachDB alone stand where they belong. */
#define PG_WORDS(family, index, nothing) \
    " all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate collation column concurrently" \
    " constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default" \
    " deferrable desc distinct do else end except false" family " fetch for foreign freeze from full grant group having ilike in" index " initially inner" \
    " intersect into is isnull join lateral leading left like limit localtime localtimestamp natural new not" nothing " notnull null of off offset old on" \
    " only or order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample" \
    " then to trailing true union unique user using variadic verbose when where window with "
static const char pg_words[] = PG_WORDS("", "", "");
static const char cockroach_words[] = PG_WORDS(" family", " index", " nothing");

#define SHARED_TYPES \
    [ALK_KIND_BOOLEAN] = "BOOLEAN", \
    [ALK_KIND_SMALLINT] = "SMALLINT", \
    [ALK_KIND_INTEGER] = "INTEGER", \
    [ALK_KIND_BIGINT] = "BIGINT", \
    [ALK_KIND_REAL] = "REAL", \
    [ALK_KIND_DOUBLE] = "DOUBLE PRECISION", \
    [ALK_KIND_FLOAT] = "FLOAT[({length})]", \
    [ALK_KIND_NUMERIC] = "NUMERIC[({length}[, {scale}])]", \
    [ALK_KIND_CHAR] = "CHAR[({length})]", \
    [ALK_KIND_VARCHAR] = "VARCHAR[({length})]", \
    [ALK_KIND_TEXT] = "TEXT", \
    [ALK_KIND_BINARY] = "BYTEA", \
    [ALK_KIND_VARBINARY] = "BYTEA", \
    [ALK_KIND_BLOB] = "BYTEA", \
    [ALK_KIND_DATE] = "DATE", \
    [ALK_KIND_TIME] = "TIME[({scale})] WITHOUT TIME ZONE", \
    [ALK_KIND_TIMESTAMP] = "TIMESTAMP[({scale})] WITHOUT TIME ZONE", \
    [ALK_KIND_TIMESTAMPTZ] = "TIMESTAMP[({scale})] WITH TIME ZONE", \
    [ALK_KIND_INTERVAL] = "INTERVAL[({scale})]", \
    [ALK_KIND_UUID] = "UUID", \
    [ALK_KIND_ENUM] = "VARCHAR({length})", \
    [ALK_KIND_ARRAY] = "{items}[]"

static const char *const types[] = { SHARED_TYPES, [ALK_KIND_JSON] = "JSON" };
static const char *const cockroach_types[] = { SHARED_TYPES, [ALK_KIND_JSON] = "JSONB" };      /* the one that it has */
enum { N_TYPES = sizeof types / sizeof *types };
_Static_assert(sizeof types == sizeof cockroach_types, "both lists have every kind");

static const alk_function_rule functions[] = {
    { "literal.infinite_decimal", "CAST({0} AS NUMERIC)" },
    { "literal.infinite_real", "CAST({0} AS DOUBLE PRECISION)" },
    { "regexp_replace", "REGEXP_REPLACE" },
    { "match", "{0} @@ plainto_tsquery({1})" },
    { "next_value", "nextval('{0}')" },
};

static const alk_option_rule options[] = {
    { "postgresql.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },
    { "postgresql.prefix", ALK_OPTION_TABLE_WORD, 0, "{value}" },
    { "postgresql.unlogged", ALK_OPTION_TABLE_WORD, 0, "UNLOGGED" },
    { "postgresql.inherits", ALK_OPTION_TABLE, 0, "INHERITS ({names})" },
    { "postgresql.partition_by", ALK_OPTION_TABLE, 0, "PARTITION BY {value}" },
    { "postgresql.using", ALK_OPTION_TABLE, 0, "USING {name}" },
    { "postgresql.with", ALK_OPTION_TABLE, 0, "WITH ({value})" },
    { "postgresql.with_oids", ALK_OPTION_TABLE, 0, "WITH OIDS" },
    { "postgresql.without_oids", ALK_OPTION_TABLE, 0, "WITHOUT OIDS" },
    { "postgresql.on_commit", ALK_OPTION_TABLE, 0, "ON COMMIT {value}" },
    { "postgresql.tablespace", ALK_OPTION_TABLE, 0, "TABLESPACE {name}" },
    { "postgresql.storage", ALK_OPTION_TYPE, 0, "STORAGE {value}" },
    { "postgresql.compression", ALK_OPTION_TYPE, 0, "COMPRESSION {value}" },
    { "postgresql.nulls_not_distinct", ALK_OPTION_CONSTRAINT_WORD, 0, "NULLS NOT DISTINCT" },
    { "postgresql.include", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "INCLUDE ({names})" },
    { "postgresql.with", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "WITH ({value})" },
    { "postgresql.tablespace", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "USING INDEX TABLESPACE {name}" },
    { "postgresql.on_delete_columns", ALK_OPTION_ON_DELETE, 0, "({names})" },
    { "postgresql.no_inherit", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "NO INHERIT" },
    { "postgresql.not_valid", ALK_OPTION_CONSTRAINT, 0, "NOT VALID" },
    { "postgresql.not_enforced", ALK_OPTION_CONSTRAINT, 0, "NOT ENFORCED" },
    { "postgresql.ops", ALK_OPTION_INDEX_PART, 0, "{value}" },
    { "postgresql.concurrently", ALK_OPTION_DROP_INDEX, 0, "CONCURRENTLY" },
    { "postgresql.with", ALK_OPTION_VIEW, 0, "WITH ({value})" },
    { "postgresql.check_option", ALK_OPTION_VIEW_END, 0, "WITH {value} CHECK OPTION" },
    { "postgresql.using", ALK_OPTION_VIEW, 0, "USING {name}" },
    { "postgresql.tablespace", ALK_OPTION_VIEW, 0, "TABLESPACE {name}" },
    { "postgresql.owned_by", ALK_OPTION_SEQUENCE, 0, "OWNED BY {value}" },
    { "postgresql.concurrently", ALK_OPTION_INDEX_NAME, 0, "CONCURRENTLY" },
    { "postgresql.using", ALK_OPTION_INDEX_USING, 0, "USING {name}" },
    { "postgresql.nulls_not_distinct", ALK_OPTION_INDEX, 0, "NULLS NOT DISTINCT" },
    { "postgresql.with", ALK_OPTION_INDEX, 0, "WITH ({value})" },
    { "postgresql.tablespace", ALK_OPTION_INDEX, 0, "TABLESPACE {name}" },
    { NULL, 0, 0, NULL },
};

/* ---- versions ---- */
/* Each feature came with the version that stands before it. */
static const alk_history_rule history[] = {
    { 90300, 0, ALK_SQL_LATERAL | ALK_SQL_MATERIALIZED_VIEWS | ALK_SQL_FOR_KEY },
    { 90400, 0, ALK_SQL_FILTER | ALK_SQL_WITHIN_GROUP },
    { 90500, 0, ALK_SQL_GROUPING_SETS },
    { 100000, 0, ALK_SQL_IDENTITY },
    { 110000, 0, ALK_SQL_INDEX_INCLUDE },
    { 120000, 0, ALK_SQL_COMPUTED_STORED | ALK_SQL_CTE_MATERIALIZED },
    { 130000, 0, ALK_SQL_FETCH },
    { 150000, 0, ALK_SQL_MERGE },
    { 180000, 0, ALK_SQL_COMPUTED_VIRTUAL },
    { 0, 0, 0 },
};

static void adapt(uint32_t version, alk_sql_rules *rules)
{
    if (version < 140000)
        rules->more &= ~(uint64_t)ALK_SQL_MORE_JSON_SUBSCRIPTS;
    if (version < 90500) {
        rules->upsert = ALK_UPSERT_NONE;
        rules->sample = ALK_SAMPLE_NONE;
    }
    if (version < 90400)
        rules->more &= ~(uint64_t)ALK_SQL_MORE_ORDINALITY;
}

/* ---- the rules ---- */
#define COMMON                                                                                                                       \
    (ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE | ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_VALUES | \
     ALK_SQL_DEFAULT_KEYWORD | ALK_SQL_NULLS_ORDER | ALK_SQL_ILIKE | ALK_SQL_FILTER | ALK_SQL_ARRAYS | ALK_SQL_TUPLE_IN |            \
     ALK_SQL_DISTINCT_ON | ALK_SQL_LATERAL | ALK_SQL_FULL_JOIN | ALK_SQL_FOR_UPDATE | ALK_SQL_FOR_UPDATE_OF | ALK_SQL_FOR_SHARE |    \
     ALK_SQL_FOR_KEY | ALK_SQL_FOR_WAIT | ALK_SQL_EXCEPT_ALL | ALK_SQL_COMPOUND_PARENS | ALK_SQL_UPDATE_FROM | ALK_SQL_DELETE_USING | \
     ALK_SQL_CTE_MATERIALIZED | ALK_SQL_CTE_RECURSIVE_WORD | ALK_SQL_NATIVE_BOOLEAN | ALK_SQL_VALUES_TABLE | ALK_SQL_WITHIN_GROUP |  \
     ALK_SQL_ORDERED_AGGREGATE | ALK_SQL_COMMENTS | ALK_SQL_SEQUENCES | ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS |                \
     ALK_SQL_IF_EXISTS | ALK_SQL_PARTIAL_INDEX | ALK_SQL_INDEX_INCLUDE | ALK_SQL_ENUM_TYPES | ALK_SQL_IDENTITY |                     \
     ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_COMPUTED_STORED | ALK_SQL_ON_UPDATE | ALK_SQL_MATERIALIZED_VIEWS | ALK_SQL_CREATE_TABLE_AS | \
     ALK_SQL_CAST_PARAMS | ALK_SQL_IN_ARRAY)

#define COMMON_DDL (ALK_SQL_DDL_CASCADE | ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_TEMPORARY | ALK_SQL_DDL_REPLACE_VIEW | ALK_SQL_DDL_MATCH)

#define COMMON_MORE (ALK_SQL_MORE_BETWEEN_SYMMETRIC | ALK_SQL_MORE_VALUES_QUERY | ALK_SQL_MORE_ON_CONSTRAINT | ALK_SQL_MORE_FUNCTION_COLUMNS | ALK_SQL_MORE_FUNCTION_TYPES | \
                     ALK_SQL_MORE_ORDINALITY)

#define SHARED_RULES                                     \
    .table_hint = ALK_HINT_BEFORE_TABLE,                 \
    .functions = functions,                              \
    .n_functions = sizeof functions / sizeof *functions, \
    .limit = ALK_LIMIT_OFFSET,                           \
    .concat = ALK_CONCAT_BARS,                           \
    .distinct_from = ALK_DISTINCT_FROM_STANDARD,         \
    .upsert = ALK_UPSERT_ON_CONFLICT,                    \
    .returning = ALK_RETURNING_CLAUSE,                   \
    .regexp = ALK_REGEXP_TILDE,                          \
    .json = ALK_JSON_ARROWS,                             \
    .growing = ALK_GROWING_SERIAL,                       \
    .extract = ALK_EXTRACT_STANDARD,                     \
    .string_agg = ALK_STRING_AGG_STANDARD,               \
    .limit_all = "ALL",                                  \
    .true_word = "true",                                 \
    .false_word = "false",                               \
    .bit_xor = " # ",                                    \
    .n_types = N_TYPES

static const alk_sql_rules postgresql_rules = {
    .size = sizeof postgresql_rules,
    .features = COMMON | ALK_SQL_FETCH | ALK_SQL_GROUPING_SETS | ALK_SQL_MERGE | ALK_SQL_DEFERRABLE,
    SHARED_RULES,
    .ddl = COMMON_DDL | ALK_SQL_DDL_INDEX_NULLS | ALK_SQL_DDL_DOMAINS | ALK_SQL_DDL_EXCLUDE | ALK_SQL_DDL_TYPE_DO |
           ALK_SQL_DDL_NO_COLUMNS | ALK_SQL_DDL_SEQUENCE_TYPE,
    .more = COMMON_MORE | ALK_SQL_MORE_JSON_SUBSCRIPTS | ALK_SQL_MORE_COLLATION_SCHEMA | ALK_SQL_MORE_KEYS_IN_ORDER,
    .sample = ALK_SAMPLE_STANDARD,
    .divide = ALK_DIVIDE_FLOORS,
    .reserved_words = pg_words,
    .types = types,
    .history = history,
    .adapt = adapt,
    .options = options,
};

/* Its quotient of whole numbers is exact. FETCH FIRST has no WITH TIES there, and says no more than LIMIT. It numbers its versions by the year, and has had all of this since 21.1. */
static const alk_sql_rules cockroachdb_rules = {
    .size = sizeof cockroachdb_rules,
    .features = COMMON,
    SHARED_RULES,
    .ddl = COMMON_DDL | ALK_SQL_DDL_VIEW_IF,
    .more = COMMON_MORE,
    .divide = ALK_DIVIDE_EXACT,
    .reserved_words = cockroach_words,
    .types = cockroach_types,
};

/* ---- reading ---- */
static const alk_dialect_data postgresql_data = { .size = sizeof postgresql_data,
                                                  .lexical = ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS,
                                                  .param_style = ALK_PARAM_DOLLAR,
                                                  .max_params = 65535,
                                                  .max_identifier = 63,
                                                  .quote_open = '"',
                                                  .quote_close = '"' };
static const alk_dialect_data cockroachdb_data = { .size = sizeof cockroachdb_data,
                                                   .lexical = ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS,
                                                   .param_style = ALK_PARAM_DOLLAR,
                                                   .max_params = 65535,
                                                   .quote_open = '"',
                                                   .quote_close = '"' };

/* The system's own schemas are no business of the user's; nor are partitions beside their table. */
static const alk_catalog postgresql_catalog = {
    .size = sizeof postgresql_catalog,
    .tables = "SELECT n.nspname AS schema, c.relname AS name, CASE WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'table' END AS kind"
              " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
              " WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'crdb_internal', 'pg_extension')"
              " AND n.nspname !~ '^pg_(toast|temp_)' ORDER BY 1, 2",
    .default_schema = "SELECT current_schema()",
};

static const void *interface_of(const alk_sql_rules *rules, const char *id)
{
    return strcmp(id, "alk.sql/1") == 0 ? (const void *)rules : strcmp(id, "alk.catalog/1") == 0 ? (const void *)&postgresql_catalog : NULL;
}

static const void *postgresql_query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return interface_of(&postgresql_rules, id);
}

static const void *cockroachdb_query(const alk_dialect *dialect, const char *id)
{
    (void)dialect;
    return interface_of(&cockroachdb_rules, id);
}

const alk_dialect alk__pg_postgresql = { .size = sizeof(alk_dialect), .name = "postgresql", .default_driver = "libpq", .data = &postgresql_data, .query = postgresql_query };
const alk_dialect alk__pg_cockroachdb = { .size = sizeof(alk_dialect), .name = "cockroachdb", .default_driver = "libpq", .data = &cockroachdb_data, .query = cockroachdb_query };
