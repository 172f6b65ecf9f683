/* SPDX-License-Identifier: MIT
 * How each database's types are spelt where a column is declared and where a value is cast. */
#include <alkahest/compile.h>
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include "alk_test.h"
#include "base/buffer.h"
#include "compile/type.h"
#include "plugin/registry.h"
#include <stdio.h>
#include <stdlib.h>

enum { N = 7 };
static const char *const dialects[N] = { "sqlite", "postgresql", "cockroachdb", "mysql", "mariadb", "mssql", "oracle" };

static const alk_type integer = ALK_SQL_INTEGER;
static const alk_enum colours = { sizeof colours, 2, "colour", NULL, (const char *const[]){ "red", "green" } };

/* NULL: there is no such type. */
static const struct {
    alk_type type;
    const char *declared[N], *cast[N];     /* cast NULL: as it is declared */
} spellings[] = {
    { ALK_SQL_BOOLEAN, { "BOOLEAN", "BOOLEAN", "BOOLEAN", "BOOL", "BOOL", "BIT", "BOOLEAN" }, { [3] = "SIGNED INTEGER", [4] = "SIGNED INTEGER" } },
    { ALK_SQL_INTEGER, { "INTEGER", "INTEGER", "INTEGER", "INTEGER", "INTEGER", "INTEGER", "INTEGER" },
      { [3] = "SIGNED INTEGER", [4] = "SIGNED INTEGER" } },
    { ALK_SQL_BIGINT, { "BIGINT", "BIGINT", "BIGINT", "BIGINT", "BIGINT", "BIGINT", "NUMBER(19)" },
      { [3] = "SIGNED INTEGER", [4] = "SIGNED INTEGER" } },
    { ALK_SQL_DOUBLE, { "DOUBLE", "DOUBLE PRECISION", "DOUBLE PRECISION", "DOUBLE", "DOUBLE", "DOUBLE PRECISION", "DOUBLE PRECISION" }, { NULL } },
    { ALK_SQL_REAL, { "REAL", "REAL", "REAL", "REAL", "REAL", "REAL", "REAL" }, { [4] = "DOUBLE" } },
    { ALK_SQL_NUMERIC(10, 2),
      { "NUMERIC(10, 2)", "NUMERIC(10, 2)", "NUMERIC(10, 2)", "NUMERIC(10, 2)", "NUMERIC(10, 2)", "NUMERIC(10, 2)", "NUMERIC(10, 2)" },
      { [3] = "DECIMAL(10, 2)", [4] = "DECIMAL(10, 2)" } },
    { ALK_SQL_NUMERIC(10, 0), { "NUMERIC(10)", "NUMERIC(10)", "NUMERIC(10)", "NUMERIC(10)", "NUMERIC(10)", "NUMERIC(10)", "NUMERIC(10)" },
      { [3] = "DECIMAL(10)", [4] = "DECIMAL(10)" } },
    { ALK_SQL_NUMERIC(0, 0), { "NUMERIC", "NUMERIC", "NUMERIC", "NUMERIC", "NUMERIC", "NUMERIC", "NUMERIC" }, { [3] = "DECIMAL", [4] = "DECIMAL" } },
    { ALK_SQL_CHAR(3), { "CHAR(3)", "CHAR(3)", "CHAR(3)", "CHAR(3)", "CHAR(3)", "CHAR(3)", "CHAR(3)" }, { [6] = "VARCHAR2(3 CHAR)" } },
    { ALK_SQL_VARCHAR(50), { "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "VARCHAR2(50 CHAR)" },
      { [3] = "CHAR(50)", [4] = "CHAR(50)" } },
    { ALK_SQL_VARCHAR(0), { "VARCHAR", "VARCHAR", "VARCHAR", NULL, NULL, "VARCHAR(max)", "VARCHAR2(4000 CHAR)" }, { [3] = "CHAR", [4] = "CHAR" } },
    { ALK_SQL_NVARCHAR(50),
      { "NVARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "NATIONAL VARCHAR(50)", "NATIONAL VARCHAR(50)", "NVARCHAR(50)", "NVARCHAR2(50)" },
      { [3] = "CHAR(50)", [4] = "CHAR(50)" } },
    { ALK_SQL_NVARCHAR(0), { "NVARCHAR", "VARCHAR", "VARCHAR", NULL, NULL, "NVARCHAR(max)", "NVARCHAR2(2000)" }, { [3] = "CHAR", [4] = "CHAR" } },
    { ALK_SQL_TEXT, { "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "VARCHAR(max)", "CLOB" }, { [3] = "CHAR", [4] = "CHAR", [6] = "VARCHAR2(4000 CHAR)" } },
    { ALK_SQL_BINARY(16), { "BINARY(16)", "BYTEA", "BYTEA", "BINARY(16)", "BINARY(16)", "BINARY(16)", "RAW(16)" }, { [3] = "BINARY", [4] = "BINARY" } },
    { ALK_SQL_VARBINARY(16), { "VARBINARY(16)", "BYTEA", "BYTEA", "VARBINARY(16)", "VARBINARY(16)", "VARBINARY(16)", "RAW(16)" },
      { [3] = "BINARY", [4] = "BINARY" } },
    { ALK_SQL_BLOB, { "BLOB", "BYTEA", "BYTEA", "BLOB", "BLOB", "VARBINARY(max)", "BLOB" }, { [3] = "BINARY", [4] = "BINARY", [6] = "RAW(2000)" } },
    { ALK_SQL_DATE, { "DATE", "DATE", "DATE", "DATE", "DATE", "DATE", "DATE" }, { [0] = "TEXT" } },
    { ALK_SQL_TIME, { "TIME", "TIME WITHOUT TIME ZONE", "TIME WITHOUT TIME ZONE", "TIME", "TIME", "TIME", NULL }, { [0] = "TEXT" } },
    { { ALK_KIND_TIME, 0, 0, 3, NULL }, { "TIME", "TIME(3) WITHOUT TIME ZONE", "TIME(3) WITHOUT TIME ZONE", "TIME(3)", "TIME(3)", "TIME(3)", NULL }, { [0] = "TEXT" } },
    { ALK_SQL_TIMESTAMP,
      { "DATETIME", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP WITHOUT TIME ZONE", "DATETIME", "DATETIME", "DATETIME2", "TIMESTAMP" }, { [0] = "TEXT" } },
    { { ALK_KIND_TIMESTAMP, 0, 0, 6, NULL },
      { "DATETIME", "TIMESTAMP(6) WITHOUT TIME ZONE", "TIMESTAMP(6) WITHOUT TIME ZONE", "DATETIME(6)", "DATETIME(6)", "DATETIME2(6)", "TIMESTAMP(6)" },
      { [0] = "TEXT" } },
    { ALK_SQL_TIMESTAMPTZ,
      { "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "TIMESTAMP", "DATETIMEOFFSET", "TIMESTAMP WITH TIME ZONE" },
      { [0] = "TEXT", [3] = "DATETIME", [4] = "DATETIME" } },
    { ALK_SQL_INTERVAL, { "INTERVAL", "INTERVAL", "INTERVAL", NULL, NULL, NULL, "INTERVAL DAY TO SECOND" }, { [0] = "TEXT" } },
    { ALK_SQL_UUID, { "CHAR(32)", "UUID", "UUID", "CHAR(32)", "UUID", "UNIQUEIDENTIFIER", "CHAR(32)" }, { NULL } },
    { ALK_SQL_JSON, { "JSON", "JSON", "JSONB", "JSON", "JSON", "NVARCHAR(max)", "JSON" }, { [0] = "TEXT", [4] = "CHAR" } },
    { ALK_SQL_ENUM(colours), { [0] = "VARCHAR(5)", [5] = "VARCHAR(5)", [6] = "VARCHAR(5 CHAR)" }, { NULL } },
    { ALK_SQL_ARRAY(integer), { NULL, "INTEGER[]", "INTEGER[]", NULL, NULL, NULL, NULL }, { NULL } },
};

static void check(const alk_type *type, const alk__dialect *dialect, bool cast, const char *wanted)
{
    alk__buffer out;
    alk__buffer_init(&out, 1000);
    alk_clear_error();
    int code = alk__type_write(&out, type, dialect, cast);
    char text[200] = "";
    if (code == ALK_OK && out.data)
        (void)snprintf(text, sizeof text, "%s", out.data);
    alk__buffer_free(&out);
    if (code == ALK_ERROR_NO_MEMORY)
        return;
    alk_check_that(wanted || code == ALK_ERROR_COMPILE, "%s has no such type, yet it is %s", dialect->name, text);
    alk_check_that(!wanted || strcmp(wanted, text) == 0, "%s: %s, not %s", dialect->name, text, wanted);
}

ALK_TEST(types, are_spelt_as_the_database_has_them)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    for (size_t d = 0; d < N; d++) {
        const alk__dialect_copy *copy = alk__dialect_find(dialects[d], 0);
        alk_check_made(copy);
        alk__dialect dialect = { copy->table.name, &copy->data, alk__dialect_rules(copy) };
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            const alk_type *type = &spellings[i].type;
            if (type->kind == ALK_KIND_ENUM && !spellings[i].declared[d])
                continue;          /* a type of its own */
            check(type, &dialect, false, spellings[i].declared[d]);
            check(type, &dialect, true, spellings[i].cast[d] ? spellings[i].cast[d] : spellings[i].declared[d] && type->kind == ALK_KIND_ENUM && d == 6
                                                                                          ? "VARCHAR2(5 CHAR)"
                                                                                          : spellings[i].declared[d]);
        }
    }
}

static void check_version(const char *name, uint32_t version, alk_type type, bool cast, const char *wanted)
{
    alk_sql_rules own;
    const alk__dialect_copy *copy = alk__dialect_find(name, 0);
    alk_check_made(copy);
    const alk_sql_rules *rules = alk__dialect_rules_for(copy, version, &own);
    alk_check_made(rules);
    check(&type, &(alk__dialect){ name, &copy->data, rules }, cast, wanted);
}

ALK_TEST(types, older_versions_have_older_types)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    check_version("mysql", 80016, (alk_type)ALK_SQL_DOUBLE, true, "DECIMAL(65, 30)");
    check_version("mysql", 80017, (alk_type)ALK_SQL_DOUBLE, true, "DOUBLE");
    check_version("mariadb", 100600, (alk_type)ALK_SQL_UUID, false, "CHAR(32)");
    check_version("mariadb", 100600, (alk_type)ALK_SQL_UUID, true, "CHAR(32)");
    check_version("mariadb", 100700, (alk_type)ALK_SQL_UUID, false, "UUID");
    check_version("oracle", 190000, (alk_type)ALK_SQL_BOOLEAN, false, "SMALLINT");
    check_version("oracle", 190000, (alk_type)ALK_SQL_JSON, false, "CLOB");
    check_version("oracle", 210000, (alk_type)ALK_SQL_JSON, false, "JSON");
    check_version("oracle", 230000, (alk_type)ALK_SQL_BOOLEAN, false, "BOOLEAN");
}
