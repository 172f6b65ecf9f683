/* SPDX-License-Identifier: MIT
 * Types from templates. */
#include "alk_test.h"
#include "compile/type.h"
#include <alkahest/alkahest.h>

static const alk_type text = ALK_SQL_TEXT;
static const alk_enum moods = { sizeof moods, 2, "Mood", NULL, (const char *const[]){ "good", "bad" } };
static const alk_custom_type money = { sizeof money, 8, ALK_SQL_NUMERIC(12, 4), "money", NULL, NULL, NULL };

static void check_type(const alk__dialect *dialect, const alk_type *type, bool cast, const char *expected)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk_check_ok(alk__type_write(&out, type, dialect, cast));
    alk_check_str(out.data, expected);
    alk__buffer_free(&out);
}

static void check_standard(const alk_type *type, const char *expected)
{
    check_type(&alk__standard_dialect, type, false, expected);
}

ALK_TEST(type, standard_ones)
{
    check_standard(ALK_OF(BOOLEAN), "BOOLEAN");
    check_standard(ALK_OF(NUMERIC(10, 2)), "NUMERIC(10, 2)");
    check_standard(ALK_OF(NUMERIC(10, 0)), "NUMERIC(10)");
    check_standard(ALK_OF(NUMERIC(0, 0)), "NUMERIC");
    check_standard(ALK_OF(VARCHAR(0)), "VARCHAR");
    check_standard(ALK_OF(NVARCHAR(7)), "NVARCHAR(7)");
    check_standard(ALK_OF(DOUBLE), "DOUBLE PRECISION");
    check_standard(ALK_OF(ARRAY(text)), "TEXT[]");
    check_standard(ALK_OF(ENUM(moods)), "VARCHAR(4)");
    check_standard(ALK_OF(NATIVE("geometry(Point, 4326)")), "geometry(Point, 4326)");
    check_standard(ALK_OF(CUSTOM(money, double)), "NUMERIC(12, 4)");
}

ALK_TEST(type, enumerations_as_the_database_has_them)
{
    alk_sql_rules rules = alk__standard_rules;
    alk__dialect dialect = { "own", &alk__standard_data, &rules };
    rules.features |= ALK_SQL_ENUM_TYPES;
    check_type(&dialect, ALK_OF(ENUM(moods)), false, "\"Mood\"");
    check_type(&dialect, ALK_OF(ENUM(moods)), true, "\"Mood\"");
    rules.features = (rules.features & ~ALK_SQL_ENUM_TYPES) | ALK_SQL_ENUM_INLINE;
    check_type(&dialect, ALK_OF(ENUM(moods)), false, "ENUM('good', 'bad')");
    check_type(&dialect, ALK_OF(ENUM(moods)), true, "VARCHAR(4)");
}

ALK_TEST(type, by_rules_of_its_own)
{
    static const char *const types[] = { [ALK_KIND_BIGINT] = "BIGINT{unsigned}", [ALK_KIND_VARCHAR] = "VARCHAR({length})", [ALK_KIND_TIMESTAMP] = "DATETIME[({scale})]" };
    static const char *const casts[] = { [ALK_KIND_BIGINT] = "SIGNED", [ALK_KIND_TIMESTAMP] = NULL };
    alk_sql_rules rules = { .size = sizeof rules, .types = types, .cast_types = casts, .n_types = sizeof types / sizeof *types };
    alk__dialect dialect = { "own", &alk__standard_data, &rules };
    alk__buffer out;
    check_type(&dialect, ALK_OF(UBIGINT), false, "BIGINT UNSIGNED");
    check_type(&dialect, ALK_OF(BIGINT), false, "BIGINT");
    check_type(&dialect, ALK_OF(BIGINT), true, "SIGNED");
    check_type(&dialect, ALK_OF(TIMESTAMP), true, "DATETIME");
    check_type(&dialect, &(const alk_type){ ALK_KIND_TIMESTAMP, 0, 0, 6, NULL }, false, "DATETIME(6)");
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk_check_fails(alk__type_write(&out, ALK_OF(VARCHAR(0)), &dialect, false), ALK_ERROR_COMPILE, "wants a length for VARCHAR");
    alk_check_fails(alk__type_write(&out, ALK_OF(UUID), &dialect, false), ALK_ERROR_COMPILE, "own has no type for UUID");
    alk__buffer_free(&out);
}
