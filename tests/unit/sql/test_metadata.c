/* SPDX-License-Identifier: MIT
 * Collections of tables: finding them, models among them, schemas, conventions of naming. */
#include "alk_test.h"
#include "sql/metadata.h"
#include <alkahest/alkahest.h>
#include <string.h>

#define PLANET(X, m)              \
    X(m, key, id, BIGINT)         \
    X(m, col, name, VARCHAR(40))
ALK_MODEL(planet, PLANET);
ALK_DEFINE(planet, PLANET, "planets");

static const alk_sql *one_column(alk_metadata *m, const char *name, const char *schema, const char *reference)
{
    alk_table_builder *b = alk_table_begin(m, name, .schema = schema);
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .references = reference);
    return alk_table_finish(b);
}

ALK_TEST(metadata, finds_tables_by_name_and_number)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_check_made(m);
    alk_check_ok(alk_metadata_add(m, planet.table));
    const alk_sql *moons = one_column(m, "moons", "sky", "planets.id");
    alk_check_made(moons);
    alk_check(*alk_column_definition(alk_table_column(moons, "id"))->references == planet.id);
    alk_check(alk_metadata_table(m, NULL, "planets") == planet.table);
    alk_check(alk_metadata_table(m, "sky", "moons") == moons);
    alk_check(!alk_metadata_table(m, NULL, "moons"));
    alk_check_error(ALK_ERROR_ARGUMENT, "no table moons");
    alk_check_size(alk_metadata_count(m), 2);
    alk_check(alk_metadata_at(m, 0) == planet.table && alk_metadata_at(m, 1) == moons);
    alk_check(!alk_metadata_at(m, 2));
    alk_check_error(ALK_ERROR_ARGUMENT, "no table 2");
    alk_check_fails(alk_metadata_add(m, planet.table), ALK_ERROR_ARGUMENT, "already");
    alk_check_fails(alk_metadata_add(m, planet.name), ALK_ERROR_ARGUMENT, "a model's table");
    alk_check_fails(alk_metadata_add(m, moons), ALK_ERROR_ARGUMENT, "a model's table");
    alk_check(!one_column(m, "planets", NULL, NULL));
    alk_check_error(ALK_ERROR_ARGUMENT, "table planets already");
    alk_metadata_free(m);
    alk_metadata_free(NULL);
}

ALK_TEST(metadata, has_a_schema_for_tables_that_name_none)
{
    alk_metadata *m = alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .schema = "shop" });
    alk_check_made(m);
    const alk_sql *a = one_column(m, "a", NULL, NULL), *b = one_column(m, "b", "", "a.id"), *c = one_column(m, "c", NULL, "shop.a.id");
    alk_check_made(a);
    alk_check_made(b);
    alk_check_made(c);
    alk_check_str(alk_table_definition(a)->schema, "shop");
    alk_check(!alk_table_definition(b)->schema);
    alk_check_ok(alk_metadata_resolve(m));
    alk_check(*alk_column_definition(alk_table_column(b, "id"))->references == alk_table_column(a, "id"));
    alk_check(alk_metadata_table(m, NULL, "a") == a && alk_metadata_table(m, "shop", "a") == a);
    alk_check(alk_metadata_table(m, NULL, "b") == b);
    alk_metadata_free(m);
}

ALK_TEST(metadata, refuses_conventions_that_it_does_not_know)
{
    alk_check(!alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .unique_name = "uq_{tabel}" }));
    alk_check_error(ALK_ERROR_ARGUMENT, "uq_{tabel}");
    alk_check(!alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .index_name = "" }));
    alk_check_error(ALK_ERROR_ARGUMENT, "naming convention");
}
