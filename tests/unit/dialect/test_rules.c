/* SPDX-License-Identifier: MIT
 * The dialects of this tree: what their rules make of statements, and what older servers take. */
#include <alkahest/compile.h>
#include <alkahest/expression.h>
#include <alkahest/change.h>
#include <alkahest/ddl.h>
#include <alkahest/query.h>
#include "alk_test.h"
#include "compile/dialect.h"
#include "compile/ident.h"
#include "plugin/registry.h"
#include "sql/node.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N = 7 };
static const char *const dialects[N] = { "sqlite", "postgresql", "cockroachdb", "mysql", "mariadb", "mssql", "oracle" };

static void look_here(void)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
}

/* Consumes the statement. */
static void writes_for(alk_sql *statement, const char *dialect, uint32_t version, const char *wanted)
{
    alk_compile_options options = { .struct_size = sizeof options, .version = version, .markers = ALK_MARKERS_QMARK };
    alk_compiled *compiled = alk_compile(statement, dialect, &options);
    if (!compiled && alk_last_error()->code == ALK_ERROR_NO_MEMORY)
        return;
    char text[1000];
    (void)snprintf(text, sizeof text, "%s", compiled ? alk_compiled_sql(compiled) : alk_last_error()->message);
    alk_compiled_free(compiled);
    alk_check_that(strcmp(text, wanted) == 0, "%s: %s, not %s", dialect, text, wanted);
}

static void writes(alk_sql *statement, const char *dialect, const char *wanted)
{
    writes_for(statement, dialect, 0, wanted);
}

#define X alk_name("x")
#define Y alk_name("y")

ALK_TEST(dialects, quote_as_the_database_does)
{
    static const char *const wanted[N] = { "\"Order\"", "\"Order\"", "\"Order\"", "`Order`", "`Order`", "[Order]", "\"Order\"" };
    static const char *const reserved[N] = { "\"order\"", "\"order\"", "\"order\"", "`order`", "`order`", "[order]", "\"order\"" };
    look_here();
    for (size_t i = 0; i < N; i++) {
        writes(alk_name("Order"), dialects[i], wanted[i]);
        writes(alk_name("order"), dialects[i], reserved[i]);
        writes(alk_name("customer_2"), dialects[i], "customer_2");
    }
    writes(alk_name("a]b"), "mssql", "[a]]b]");
    writes(alk_name("a`b"), "mysql", "`a``b`");
    writes(alk_name("rank"), "mysql", "`rank`");
    writes(alk_name("rank"), "mariadb", "rank");
    writes(alk_name("level"), "oracle", "\"level\"");
    writes(alk_name("lateral"), "postgresql", "\"lateral\"");
}

ALK_TEST(dialects, join_texts_and_compare_nulls)
{
    static const char *const concat[N] = { "x || y", "x || y", "x || y", "concat(x, y)", "concat(x, y)", "x + y", "x || y" };
    static const char *const distinct[N] = {
        "x IS NOT y", "x IS DISTINCT FROM y", "x IS DISTINCT FROM y", "NOT (x <=> y)", "NOT (x <=> y)", "NOT EXISTS (SELECT x INTERSECT SELECT y)",
        "DECODE(x, y, 0, 1) = 1",
    };
    look_here();
    for (size_t i = 0; i < N; i++) {
        writes(alk_concat(X, Y), dialects[i], concat[i]);
        writes(alk_is_distinct_from(X, Y), dialects[i], distinct[i]);
    }
}

ALK_TEST(dialects, limit_rows)
{
    static const char *const limited[N] = {
        "SELECT x LIMIT ?", "SELECT x LIMIT ?", "SELECT x LIMIT ?", "SELECT x LIMIT ?", "SELECT x LIMIT ?", "SELECT TOP (?) x",
        "SELECT x FROM DUAL FETCH FIRST ? ROWS ONLY",
    };
    static const char *const skipped[N] = {
        "SELECT x ORDER BY x LIMIT -1 OFFSET ?", "SELECT x ORDER BY x LIMIT ALL OFFSET ?", "SELECT x ORDER BY x LIMIT ALL OFFSET ?",
        "SELECT x ORDER BY x LIMIT ?, 18446744073709551615", "SELECT x ORDER BY x LIMIT ?, 18446744073709551615", "SELECT x ORDER BY x OFFSET ? ROWS",
        "SELECT x FROM DUAL ORDER BY x OFFSET ? ROWS",
    };
    look_here();
    for (size_t i = 0; i < N; i++) {
        writes(alk_select(X, alk_limit(5)), dialects[i], limited[i]);
        writes(alk_select(X, alk_order_by(X), alk_offset(5)), dialects[i], skipped[i]);
    }
}

/* Servers before OFFSET and FETCH count rows by a query around the query. */
ALK_TEST(dialects, count_rows_where_nothing_skips_them)
{
    look_here();
    writes_for(alk_select(X, alk_limit(5)), "oracle", 110200, "SELECT anon_1.x FROM (SELECT x FROM DUAL) anon_1 WHERE ROWNUM <= ?");
    writes_for(alk_select(X, alk_order_by(X), alk_limit(5), alk_offset(10)), "oracle", 110200,
               "SELECT anon_2.x FROM (SELECT anon_1.x, ROWNUM AS alk_rn FROM (SELECT x FROM DUAL ORDER BY x) anon_1 WHERE ROWNUM <= ? + ?) anon_2"
               " WHERE alk_rn > ?");
    writes_for(alk_select(X, alk_for_update(ALK_FOR_NOWAIT, Y), alk_offset(1)), "oracle", 110200,
               "SELECT anon_2.x FROM (SELECT anon_1.x, anon_1.y, ROWNUM AS alk_rn FROM (SELECT x, y FROM DUAL) anon_1) anon_2 WHERE alk_rn > ?"
               " FOR UPDATE OF anon_2.y NOWAIT");
    writes_for(alk_select(alk_raw("f(x)"), alk_limit(5)), "oracle", 110200, "SELECT anon_1.* FROM (SELECT f(x) FROM DUAL) anon_1 WHERE ROWNUM <= ?");
    writes_for(alk_select(X, alk_raw("f(x)"), alk_limit(5)), "oracle", 110200,
               "column 2 of a query whose rows oracle counts by another query has no name: label it");
    writes_for(alk_union(alk_select(X), alk_select(Y), alk_limit(5)), "oracle", 110200,
               "SELECT anon_1.x FROM (SELECT x FROM DUAL UNION SELECT y FROM DUAL) anon_1 WHERE ROWNUM <= ?");
    writes_for(alk_union(alk_select(X, alk_limit(1)), alk_select(Y), alk_limit(5)), "oracle", 110200,
               "SELECT anon_2.x FROM ((SELECT anon_1.x FROM (SELECT x FROM DUAL) anon_1 WHERE ROWNUM <= ?) UNION SELECT y FROM DUAL) anon_2 WHERE ROWNUM <= ?");
    writes_for(alk_select(X, alk_limit(5)), "mssql", 100000, "SELECT TOP (?) x");
    writes_for(alk_select(X, alk_order_by(Y), alk_limit(5), alk_offset(10)), "mssql", 100000,
               "SELECT anon_1.x FROM (SELECT x, ROW_NUMBER() OVER (ORDER BY y) AS alk_rn) AS anon_1 WHERE alk_rn > ? AND alk_rn <= ? + ? ORDER BY alk_rn");
    writes_for(alk_select(X, alk_offset(10)), "mssql", 100000, "mssql wants an ORDER BY where there is an OFFSET");
    writes_for(alk_select(X, alk_distinct(), alk_order_by(X), alk_offset(10)), "mssql", 100000, "mssql has no OFFSET beside DISTINCT in this version");
}

ALK_TEST(dialects, write_texts_collations_and_hints)
{
    look_here();
    writes(alk_literal("r\xc3\xa9veill\xc3\xa9"), "mssql", "N'r\xc3\xa9veill\xc3\xa9'");
    writes(alk_literal("plain"), "mssql", "'plain'");
    writes(alk_collate(X, "Latin1_General_CS_AS"), "mssql", "x COLLATE Latin1_General_CS_AS");
    writes(alk_collate(X, "a]; b"), "mssql", "mssql has no collation \"a]; b\"");
    const alk_sql *table = alk_keep(alk_alias(alk_table_name(NULL, "t"), "Ours"));
    writes(alk_select(alk_column_of(table, "x"), alk_hint(ALK_HINT_TABLE, "oracle", table, "index({name} i)")), "oracle",
           "SELECT /*+ index(\"Ours\" i) */ \"Ours\".x FROM t \"Ours\"");
    alk_free(table);
}

ALK_TEST(dialects, cast_search_and_upsert_in_their_words)
{
    static const alk_type tiny = { .kind = ALK_KIND_NATIVE, .custom = "TINYINT(1) UNSIGNED" }, day = { .kind = ALK_KIND_DATE };
    static const alk_type days = { .kind = ALK_KIND_ARRAY, .custom = &day };
    look_here();
    writes(alk_cast(X, &tiny), "mysql", "CAST(x AS UNSIGNED INTEGER)");
    writes(alk_typed((alk_array)(ALK_LIST_ENDED(&alk_end)), &days), "postgresql", "ARRAY[]::DATE[]");
    writes(alk_match_mode(alk_tuple(X, Y), alk_param("p"), ALK_MATCH_NATURAL), "mysql", "MATCH (x, y) AGAINST (? IN NATURAL LANGUAGE MODE)");
    writes(alk_match_mode(X, alk_param("p"), ALK_MATCH_EXPANSION), "postgresql", "x @@ plainto_tsquery(?)");
    writes(alk_select(X, alk_where(alk_eq(X, 1))), "mysql", "SELECT x FROM DUAL WHERE x = ?");
    writes(alk_extract(ALK_DAY_OF_WEEK, X), "mysql", "(DAYOFWEEK(x) - 1)");
    writes(alk_extract(ALK_DAY_OF_WEEK, X), "mssql", "(DATEPART(weekday, x) - 1)");
    writes(alk_insert(alk_table_name(NULL, "new"), alk_set(X, 1), alk_on_conflict_update(X, alk_set(X, alk_excluded(X)))), "mysql",
           "INSERT INTO new (x) VALUES (?) AS new_1 ON DUPLICATE KEY UPDATE x = new_1.x");
    writes(alk_insert(alk_table_name(NULL, "t"), alk_set(X, 1), alk_on_conflict_nothing(alk_on_constraint("t_key"))), "postgresql",
           "INSERT INTO t (x) VALUES (?) ON CONFLICT ON CONSTRAINT t_key DO NOTHING");
    writes(alk_insert(alk_table_name(NULL, "t"), alk_set(X, 1), alk_on_conflict_nothing(alk_on_constraint("t_key"))), "mysql",
           "mysql has no upsert that names a constraint");
    writes(alk_update(alk_table_name(NULL, "t"), alk_set(alk_json_get(X, alk_text("a")), Y)), "postgresql", "UPDATE t SET x['a']=y");
    writes_for(alk_update(alk_table_name(NULL, "t"), alk_set(alk_json_get(X, alk_text("a")), Y)), "postgresql", 130000,
               "postgresql has no assignment to a part of a JSON value: build the new value by a function");
}

ALK_TEST(dialects, rename_functions)
{
    static const char *const length[N] = { "length(x)", "char_length(x)", "char_length(x)", "char_length(x)", "char_length(x)", "LEN(x)", "LENGTH(x)" };
    static const char *const extract[N] = {
        "CAST(STRFTIME('%Y', x) AS INTEGER)", "EXTRACT(year FROM x)", "EXTRACT(year FROM x)", "EXTRACT(year FROM x)", "EXTRACT(year FROM x)",
        "DATEPART(year, x)", "EXTRACT(year FROM x)",
    };
    look_here();
    for (size_t i = 0; i < N; i++) {
        writes(alk_length(X), dialects[i], length[i]);
        writes(alk_extract(ALK_YEAR, X), dialects[i], extract[i]);
    }
    writes(alk_func("random"), "mysql", "rand()");
    writes(alk_divide(X, alk_name_of("y", ALK_OF(NUMERIC(8, 2)))), "sqlite", "x / (y + 0.0)");
    writes(alk_divide(X, alk_name_of("y", ALK_OF(NUMERIC(8, 2)))), "postgresql", "x / y");
    writes(alk_now(), "sqlite", "CURRENT_TIMESTAMP");
    writes(alk_now(), "postgresql", "now()");
    writes(alk_now(), "mssql", "CURRENT_TIMESTAMP");
    writes(alk_current_date(), "mssql", "CAST(CURRENT_TIMESTAMP AS DATE)");
    writes(alk_bit_xor(X, Y), "oracle", "((x) + (y) - 2 * BITAND(x, y))");
    writes(alk_bit_xor(X, Y), "postgresql", "x # y");
    writes(alk_modulo(X, Y), "oracle", "mod(x, y)");
    writes(alk_func("substring", X, Y), "oracle", "SUBSTR(x, y)");
}

/* ---- versions ---- */
static const alk_sql_rules *rules_for(const char *name, uint32_t version)
{
    static alk_sql_rules own;
    const alk__dialect_copy *copy = alk__dialect_find(name, 0);
    const alk_sql_rules *rules = copy ? alk__dialect_rules_for(copy, version, &own) : NULL;
    alk_check_made(rules);
    return rules;
}

/* A feature is there since a version, and not before. */
static void since(const char *name, uint32_t version, uint64_t feature)
{
    alk_check_that(alk__has(rules_for(name, version), feature), "%s %u has not %llx", name, (unsigned)version, (unsigned long long)feature);
    alk_check_that(!(rules_for(name, version - 1)->features & feature), "%s %u has %llx", name, (unsigned)version - 1, (unsigned long long)feature);
    alk_check_that(alk__has(rules_for(name, 0), feature), "the newest %s has not %llx", name, (unsigned long long)feature);
}

ALK_TEST(dialects, learn_with_their_versions)
{
    look_here();
    since("sqlite", 33000, ALK_SQL_NULLS_ORDER | ALK_SQL_FILTER);
    since("sqlite", 33300, ALK_SQL_UPDATE_FROM);
    since("sqlite", 33500, ALK_SQL_RETURNING_INSERT | ALK_SQL_RETURNING_UPDATE | ALK_SQL_RETURNING_DELETE);
    since("sqlite", 33900, ALK_SQL_FULL_JOIN);
    since("postgresql", 100000, ALK_SQL_IDENTITY);
    since("postgresql", 120000, ALK_SQL_CTE_MATERIALIZED);
    since("postgresql", 150000, ALK_SQL_MERGE);
    since("mysql", 80014, ALK_SQL_LATERAL);
    since("mysql", 80001, ALK_SQL_FOR_SHARE | ALK_SQL_FOR_UPDATE_OF | ALK_SQL_FOR_WAIT);
    since("mariadb", 100300, ALK_SQL_SEQUENCES);
    since("mariadb", 100500, ALK_SQL_RETURNING_INSERT | ALK_SQL_EXCEPT_ALL);
    since("mssql", 110000, ALK_SQL_TRY_CAST | ALK_SQL_SEQUENCES);
    since("oracle", 120100, ALK_SQL_LATERAL | ALK_SQL_IDENTITY);
    since("oracle", 230000, ALK_SQL_NATIVE_BOOLEAN | ALK_SQL_MULTI_VALUES);
    alk_check_int(rules_for("sqlite", 32300)->upsert, ALK_UPSERT_NONE);
    alk_check_int(rules_for("sqlite", 32400)->upsert, ALK_UPSERT_ON_CONFLICT);
    alk_check_int(rules_for("mysql", 50744)->upsert, ALK_UPSERT_DUPLICATE_KEY_VALUES);
    alk_check_int(rules_for("mysql", 80019)->upsert, ALK_UPSERT_DUPLICATE_KEY_ALIAS);
    alk_check_int(rules_for("mariadb", 110400)->upsert, ALK_UPSERT_DUPLICATE_KEY_VALUES);
    alk_check_int(rules_for("oracle", 110200)->growing, ALK_GROWING_NONE);
}

/* ---- words ---- */
static bool reserved(const char *dialect, const char *word)
{
    return alk__ident_reserved((alk_sv){ word, strlen(word) }, rules_for(dialect, 0)->reserved_words);
}

ALK_TEST(dialects, reserve_the_words_of_every_query)
{
    static const char *const words[] = { "all", "and", "as", "by", "create", "default", "delete", "distinct", "drop", "from", "group", "having", "in", "insert",
                                         "into", "is", "like", "not", "null", "on", "or", "order", "select", "table", "then", "to", "union", "unique",
                                         "update", "values", "where", "with" };
    look_here();
    for (size_t d = 0; d < N; d++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            bool pg = d == 1 || d == 2;    /* which takes some of these as names, as SQLite does one */
            bool name = (pg && strstr(" by delete drop insert is like update values ", words[i])) || (d == 0 && strcmp(words[i], "with") == 0);
            alk_check_that(name || reserved(dialects[d], words[i]), "%s does not reserve %s", dialects[d], words[i]);
        }
    for (size_t d = 0; d < N; d++)
        alk_check(!reserved(dialects[d], "name") && !reserved(dialects[d], "customer") && !reserved(dialects[d], ""));
}

/* Each word once, in order, and nothing that is no word. */
ALK_TEST(dialects, keep_their_words_in_order)
{
    look_here();
    for (size_t d = 0; d < N; d++) {
        char before[64] = "", word[64];
        const char *at = rules_for(dialects[d], 0)->reserved_words;
        for (at++; *at;) {
            size_t n = strcspn(at, " ");
            alk_check_that(n > 0 && n < 40, "%s: two spaces, or a long word, behind %s", dialects[d], before);
            memcpy(word, at, n);
            word[n] = '\0';
            alk_check_that(d == 2 || strcmp(before, word) < 0, "%s: %s behind %s", dialects[d], word, before);
            memcpy(before, word, n + 1);
            at += n + 1;
        }
    }
}

ALK_TEST(dialects, parts_of_documents)
{
    look_here();
    writes(alk_cast(alk_json_get(X, alk_text("a")), ALK_OF(INTEGER)), "mssql", "CAST(JSON_VALUE(x, '$.\"a\"') AS INTEGER)");
    writes(alk_typed(alk_json_get(X, alk_text("a")), ALK_OF(TEXT)), "oracle", "JSON_VALUE(x, '$.\"a\"')");
    writes(alk_json_get(X, alk_text("a"), alk_int(2)), "mssql",
           "(SELECT TOP (1) CASE type WHEN 0 THEN 'null' WHEN 1 THEN '\"' + STRING_ESCAPE(value, 'json') + '\"' ELSE value END FROM OPENJSON(x, '$.\"a\"') WHERE [key] = '2')");
    writes(alk_cast(alk_json_get(X, alk_text("a")), ALK_OF(INTEGER)), "postgresql", "CAST(x -> 'a' AS INTEGER)");
}

ALK_TEST(dialects, steps_of_documents_are_known)
{
    static const char *const servers[] = { "mssql", "oracle" };
    look_here();
    for (size_t i = 0; i < 2; i++) {
        writes(alk_json_get(X, Y), servers[i], "a step of a JSON path must be a text without quotes and backslashes, or a position");
        writes(alk_json_get(X, alk_param("p")), servers[i], "a step of a JSON path must be a text without quotes and backslashes, or a position");
    }
}

ALK_TEST(dialects, comments_and_tables_of_queries_on_sql_server)
{
    look_here();
    writes(alk_create_table_as(alk_table_name("s", "t"), alk_select(X, alk_from(alk_table_name(NULL, "u"))), 0), "mssql", "SELECT x INTO s.t FROM u");
    writes(alk_create_table_as(alk_table_name(NULL, "t"), alk_union(alk_select(X, alk_order_by(X), alk_limit(1)), alk_select(Y)), 0), "mssql",
           "mssql has no CREATE TABLE … AS of a query that does not begin with a SELECT: select from it");
    alk_compile_options options = { .struct_size = sizeof options, .schemas = (const alk_schema_map[]){ { "s", "other" } }, .n_schemas = 1 };
    alk_compiled *compiled = alk_compile(alk_comment_on(alk_table_name("s", "t"), NULL), "mssql", &options);
    if (compiled)
        alk_check(strstr(alk_compiled_sql(compiled), "OBJECT_ID(N'other.t')") != NULL);
    alk_compiled_free(compiled);
}

ALK_TEST(dialects, samples)
{
    static const char *const wanted[N] = {
        "sqlite has no TABLESAMPLE", "SELECT * FROM t TABLESAMPLE SYSTEM(?)", "cockroachdb has no TABLESAMPLE", "mysql has no TABLESAMPLE", "mariadb has no TABLESAMPLE",
        "SELECT * FROM t TABLESAMPLE SYSTEM(5.0 PERCENT)", "SELECT * FROM t SAMPLE BLOCK (5.0)",
    };
    look_here();
    for (size_t i = 0; i < N; i++)
        writes(alk_select(alk_star(), alk_from(alk_table_sample(alk_table_name(NULL, "t"), "SYSTEM", 5))), dialects[i], wanted[i]);
    writes_for(alk_select(alk_star(), alk_from(alk_table_sample(alk_table_name(NULL, "t"), "SYSTEM", 5))), "postgresql", 90400, "postgresql has no TABLESAMPLE");
    writes(alk_select(alk_star(), alk_from(alk_table_sample(alk_table_name(NULL, "t"), "BERNOULLI", 5))), "mssql", "mssql has no TABLESAMPLE by that method");
}

ALK_TEST(dialects, locks_of_sql_server)
{
    look_here();
    writes(alk_select(alk_star(), alk_from(alk_table_name(NULL, "t")), alk_for_update(ALK_FOR_NOWAIT)), "mssql", "SELECT * FROM t WITH (UPDLOCK, ROWLOCK, NOWAIT)");
    writes(alk_select(alk_star(), alk_from(alk_table_name(NULL, "t")), alk_for_update(ALK_FOR_SHARE)), "mssql", "SELECT * FROM t WITH (HOLDLOCK, ROWLOCK)");
    writes(alk_select(X, alk_for_update(0)), "mssql", "mssql has no FOR UPDATE of what is no table: lock the tables in their own query");
    writes(alk_starts_with(X, "[a]_"), "mssql", "x LIKE REPLACE(?, '[', '/[') + '%' ESCAPE '/'");
    writes(alk_starts_with(X, Y), "mssql", "x LIKE y + '%'");
    writes_for(alk_regexp_match(X, "a", NULL), "mssql", 160000, "mssql has no regular expressions");
    writes_for(alk_regexp_replace(X, "a", "b", NULL), "mssql", 160000, "mssql has no regexp_replace");
    writes(alk_regexp_replace(X, "a", "b", "i"), "mssql", "REGEXP_REPLACE(x, ?, ?, 1, 0, 'i')");
}

ALK_TEST(dialects, numbers_that_are_none)
{
    static const char none[] = "a number that is infinite or no number cannot be written into SQL";
    static const char *const decimals[N] = { "'NaN'", "CAST('NaN' AS NUMERIC)", "CAST('NaN' AS NUMERIC)", none, none, none, none };
    static const char *const reals[N] = { none, "CAST('-Infinity' AS DOUBLE PRECISION)", "CAST('-Infinity' AS DOUBLE PRECISION)", none, none, none, none };
    look_here();
    for (size_t i = 0; i < N; i++) {
        writes(alk_literal(alk_decimal("NaN")), dialects[i], decimals[i]);
        writes(alk_literal(-(double)INFINITY), dialects[i], reals[i]);
    }
}

/* A cached statement keeps no values but those. */
ALK_TEST_UNTORTURED(rules, counts_of_frames_are_written_from_a_cached_statement)
{
    look_here();
    const alk_sql *statement = alk_keep(alk_select(alk_label(alk_over(alk_sum(alk_name("x")), alk_order_by(alk_name("y")), alk_rows(-2, 7)), "s"),
                                                   alk_from(alk_table_name(NULL, "t")), alk_where(alk_gt(alk_name("x"), alk_int(5)))));
    const alk_sql *bare = alk_keep(alk__node_bare(statement));
    writes((alk_sql *)(uintptr_t)bare, "mariadb", "SELECT sum(x) OVER (ORDER BY y ROWS BETWEEN 2 PRECEDING AND 7 FOLLOWING) AS s FROM t WHERE x > ?");
    alk_free(bare);
    alk_free(statement);
}
