/* SPDX-License-Identifier: MIT
 * Dialects without a driver: found and loaded by their names, listed, and told from plugins that are not there. */
#include "plugin_fixture.h"
#include <alkahest/compile.h>
#include <alkahest/engine.h>
#include <alkahest/query.h>
#include <alkahest/registry.h>
#include "compile/dialect.h"
#include "plugin/loader.h"
#include "plugin/registry.h"

/* A plugin of a dialect alone; rest: more lines. */
static void install_dialect(const char *directory, const char *rest)
{
    char text[1024], path[512];
    (void)snprintf(path, sizeof path, "%s/dialect_only.so", directory);
    copy(broken("dialect_only"), path);
    (void)snprintf(path, sizeof path, "%s/dialect_only.alkp", directory);
    (void)snprintf(text, sizeof text, "format = 1\nname = alkahest-dialect_only\nversion = 1.0.0\nlibrary = dialect_only.so\nabi = 1\n%s", rest);
    put(path, text);
}

static const alk__dialect_copy *find(const char *name)
{
    const alk__dialect_copy *dialect = alk__dialect_find(name, 0);
    alk_check_made(dialect);
    return dialect;
}

static void refused(const char *name, int code, int cause, const char *message)
{
    alk_clear_error();
    alk_check(alk__dialect_find(name, 0) == NULL);
    alk_check_error(code, message);
    alk_check_int(alk_last_error()->native_code, cause);
}

ALK_TEST(dialect, is_found_by_name_and_by_alias)
{
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\naliases = lonely\n");
    const alk__dialect_copy *dialect = find("dialect_only");
    alk_check_str(dialect->table.name, "dialect_only");
    alk_check(dialect->table.data == &dialect->data && dialect->self != &dialect->table);
    alk_check(find("dialect_only") == dialect && find("lonely") == dialect);
    alk_check(dialect->table.query(dialect->self, "none/1") == NULL);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

ALK_TEST(dialect, of_a_plugin_with_a_driver_is_found_too)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__dialect_copy *dialect = find("mock");
    const alk__backend *backend = alk__backend_find("mock", NULL, 0);
    alk_check_made(backend);
    alk_check(backend->dialect_copy == dialect && backend->dialect == &dialect->table && backend->dialect_self == dialect->self);
    alk_check(find("pretend") == dialect);
}

ALK_TEST(dialect, without_rules_writes_standard_sql)
{
    alk_sql_rules own;
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    const alk__dialect_copy *dialect = find("dialect_only");
    const alk_sql_rules *rules = alk__dialect_rules(dialect);
    alk_check(rules->features == alk__standard_rules.features && rules->types == alk__standard_rules.types);
    alk_check(alk__dialect_rules_for(dialect, 0, &own) == rules && alk__dialect_rules_for(dialect, 10203, &own) == rules);
}

ALK_TEST(dialect, without_a_driver_opens_no_engine)
{
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\naliases = lonely\n");
    alk_check(alk_engine_open("dialect_only://host/name", NULL) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no driver for \"dialect_only\": the plugin alkahest-dialect_only has the dialect, but nothing that connects");
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_DRIVER);
    alk_check(!alk_last_error()->hint || strstr(alk_last_error()->hint, "install a plugin that has a driver for it"));
    alk_check(!alk_last_error()->detail || strstr(alk_last_error()->detail, "(found: dialect_only)"));
    alk_check(alk__backend_find("lonely", NULL, 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no driver for \"dialect_only\"");
    alk_check(alk__backend_find("dialect_only", "any", 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no driver for \"dialect_only+any\"");
    alk_check(alk__module_first() == NULL);
}

ALK_TEST(dialect, takes_the_driver_of_another_plugin)
{
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    install(alk_test_directory(), "good");
    put_manifest(alk_test_directory(), "good", "alkahest-good", "1.0.0", "good.so", "good+good,dialect_only+good", "");
    const alk__backend *backend = alk__backend_find("dialect_only", NULL, 0);
    alk_check_made(backend);
    alk_check_str(backend->name, "dialect_only+good");
    alk_check_str(backend->plugin_name, "alkahest-good");
    alk_check(backend->dialect_copy == find("dialect_only"));
}

ALK_TEST(dialect, that_nobody_has_is_missing_as_ever)
{
    only_here();
    refused("zzzzzz", ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"zzzzzz\"");
    refused("Not a name", ALK_ERROR_ARGUMENT, 0, "\"Not a name\" is not the name of a dialect");
    refused("", ALK_ERROR_ARGUMENT, 0, "\"\" is not the name of a dialect");
    alk_check(alk__dialect_find(NULL, 0) == NULL);
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    refused("dialect_onli", ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"dialect_onli\"");
    alk_check(!alk_last_error()->hint || strcmp(alk_last_error()->hint, "did you mean \"dialect_only\"?") == 0);
}

/* Who says that it has the dialect must have it, also where another plugin would have. */
ALK_TEST(dialect, that_its_manifest_only_claims_is_told)
{
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only, other\n");
    install(alk_test_directory(), "good");
    put_manifest(alk_test_directory(), "good", "alkahest-good", "1.0.0", "good.so", "good+good", "dialects = other\n");
    refused("other", ALK_ERROR_ABI, ALK_MISSING_ABI, "has no dialect \"other\", which its manifest says it has");
    put(in("broken.alkp"), "format = 1\nrubbish\n");
    refused("broken", ALK_ERROR_NO_PLUGIN, ALK_MISSING_MANIFEST, "invalid plugin manifest");
    put_manifest(alk_test_directory(), "gone", "alkahest-gone", "1.0.0", "gone.so", "gone+gone", "dialects = gone\n");
    refused("gone", ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, "gone.so cannot be loaded: no such file");
}

/* A pair does not tell whose its dialect is: a mere driver is passed over, even one that cannot be loaded. */
ALK_TEST(dialect, is_looked_for_behind_plugins_that_are_mere_drivers)
{
    only_here();
    install(alk_test_directory(), "driver_only");
    put_manifest(alk_test_directory(), "driver_only", "alkahest-driver_only", "1.0.0", "driver_only.so", "good+driver_only", "");
    refused("good", ALK_ERROR_NO_PLUGIN, ALK_MISSING_NOT_FOUND, "no plugin for \"good\": none that can be loaded has the dialect \"good\"");
    put_manifest(alk_test_directory(), "absent", "alkahest-absent", "1.0.0", "absent.so", "good+absent", "");
    refused("good", ALK_ERROR_NO_PLUGIN, ALK_MISSING_LOAD, "absent.so cannot be loaded");
    install(alk_test_directory(), "good");
    copy(in("good.alkp"), in("z.alkp"));
    (void)remove(in("good.alkp"));
    alk_check_str(find("good")->table.name, "good");
}

ALK_TEST(dialect, installed_later_is_seen)
{
    only_here();
    alk_check(alk__dialect_find("dialect_only", 0) == NULL);
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    (void)find("dialect_only");
}

ALK_TEST(dialect, in_a_place_that_may_not_be_used_is_told)
{
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    alk_check(alk__dialect_find("dialect_only", ALK__SYSTEM_ONLY) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, NULL);
    (void)find("dialect_only");
    alk_check(alk__dialect_find("dialect_only", ALK__SYSTEM_ONLY) == NULL);
}

/* ---- in the program ---- */
static alk_sql_rules rules;

static const void *query(const alk_dialect *dialect, const char *id)
{
    return dialect && strcmp(id, "alk.sql/1") == 0 ? &rules : NULL;
}

static const alk_plugin *entry(const alk_host *host, alk_err *err)
{
    static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' };
    static const alk_dialect dialect = { .size = sizeof dialect, .name = "linked", .data = &data, .query = query };
    static const alk_dialect *const dialects[] = { &dialect };
    static const alk_plugin plugin = { .size = sizeof plugin, .abi_major = 1, .ndialects = 1, .name = "alkahest-linked", .version = "9", .dialects = dialects };
    (void)host, (void)err;
    return &plugin;
}

static void adapt(uint32_t version, alk_sql_rules *own)
{
    own->limit = version < 5 ? ALK_LIMIT_COMMA : 77;
}

ALK_TEST(dialect, in_the_program_is_found_with_its_rules)
{
    alk_sql_rules own;
    only_here();
    rules = (alk_sql_rules){ .size = sizeof rules, .features = ALK_SQL_ILIKE, .adapt = adapt };
    alk_check_ok(alk_plugin_register(entry));
    const alk__dialect_copy *dialect = find("linked");
    const alk_sql_rules *had = alk__dialect_rules(dialect);
    alk_check(had != &rules && had->features == ALK_SQL_ILIKE && had->types == alk__standard_rules.types);
    alk_check(alk__dialect_rules_for(dialect, 0, &own) == had);
    alk_check(alk__dialect_rules_for(dialect, 4, &own) == &own && own.limit == ALK_LIMIT_COMMA && had->limit == 0);
    alk_check(alk__dialect_rules_for(dialect, 5, &own) == NULL);
    alk_check_error(ALK_ERROR_ABI, "plugin linked: rules for version 5: \"limit\" is 77");
    alk_check(alk_engine_open("linked://", NULL) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no driver for \"linked\": the plugin alkahest-linked has the dialect");
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_DRIVER);
}

ALK_TEST(dialect, with_bad_rules_is_refused_with_its_plugin)
{
    rules = (alk_sql_rules){ .size = sizeof rules, .json = 99 };
    alk_check_fails(alk_plugin_register(entry), ALK_ERROR_ABI, "plugin linked into the program: dialect \"linked\": \"json\" is 99");
    alk_check(alk__module_first() == NULL);
}

/* ---- for people ---- */
static const alk_plugin_info *info_of(const alk_plugin_list *list, const char *name, size_t *index)
{
    for (size_t i = 0; i < alk_plugin_list_count(list); i++)
        if (alk_plugin_list_get(list, i)->name && strcmp(alk_plugin_list_get(list, i)->name, name) == 0) {
            *index = i;
            return alk_plugin_list_get(list, i);
        }
    return NULL;
}

ALK_TEST(dialect, is_listed_and_verified)
{
    char line[600];
    size_t index = 0;
    only_here();
    install_dialect(alk_test_directory(), "dialects = dialect_only\n");
    install(alk_test_directory(), "good");
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    const alk_plugin_info *info = info_of(list, "alkahest-dialect_only", &index);
    alk_check(info && info->status == ALK_PLUGIN_AVAILABLE && !info->pairs[0]);
    alk_check_str(info->dialects[0], "dialect_only");
    alk_check(info->dialects[1] == NULL);
    alk_check(!info->message);
    alk_check_fails(alk_plugin_verify(list, index), ALK_ERROR_ABI, "");
    info = info_of(list, "alkahest-good", &index);
    alk_check(info && !info->message);
    alk_check_str(info->dialects[0], "good");
    alk_plugin_list_free(list);
    if (alk_plugin_status("dialect_only", line, sizeof line) > 20)
        alk_check_contains(line, "dialect_only.so");
}

ALK_TEST(dialect, lists_that_differ_are_told)
{
    size_t index = 0;
    only_here();
    install_dialect(alk_test_directory(), "dialects = other\n");
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    alk_check(info_of(list, "alkahest-dialect_only", &index));
    alk_check_fails(alk_plugin_verify(list, index), ALK_ERROR_ABI, "does not describe itself consistently");
    alk_check_error(ALK_ERROR_ABI, "dialects: the manifest says other, the table has no such dialect\n"
                                   "dialects: the table has dialect_only, of which the manifest says nothing");
    alk_plugin_list_free(list);
}

ALK_TEST(dialect, of_a_later_place_is_shadowed)
{
    char path[1100];
    const char *a = make_directory("a"), *b = make_directory("b");
    (void)snprintf(path, sizeof path, "%s:%s", a, b);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", path, 1);
    install_dialect(a, "dialects = dialect_only\n");
    install_dialect(b, "dialects = dialect_only\n");
    alk_plugin_list *list = alk_plugin_list_new();
    alk_check_made(list);
    alk_check_size(alk_plugin_list_count(list), 2);
    alk_check_int(alk_plugin_list_get(list, 0)->status, ALK_PLUGIN_AVAILABLE);
    alk_check_int(alk_plugin_list_get(list, 1)->status, ALK_PLUGIN_SHADOWED);
    alk_plugin_list_free(list);
}

/* What a plugin writes by itself, through the interface that the library gives it. */
static void writes(const alk_sql *statement, const char *expected)
{
    alk_compiled *compiled = alk_compile(statement, "wordy", NULL);
    alk_check_made(compiled);
    alk_check_str(alk_compiled_sql(compiled), expected);
    alk_compiled_free(compiled);
}

ALK_TEST(dialect, writes_nodes_in_its_own_way)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk_sql *t = alk_keep(alk_table_name(NULL, "places"));
    writes(alk_select(alk_column_of(t, "id"), alk_clause(ALK_HINT_ORDER_BY, NULL, alk_extension("wordy.limit_by", NULL, alk_int(3), alk_column_of(t, "town"))),
                      alk_where(alk_gt(alk_column_of(t, "since"), alk_func("now")), alk_lt(alk_extension("wordy.near", NULL, alk_column_of(t, "at"), alk_param("here")), 5)),
                      alk_limit(10)),
           "SELECT places.id FROM places WHERE places.since > the_present() AND places.at <-> ? < ? LIMIT BY ?, places.town LIMIT ? /* said */");
    alk_check(!alk_compile(alk_select(alk_extension("wordy.near", NULL, alk_int(1))), "wordy", NULL));
    alk_check_error(ALK_ERROR_COMPILE, "wordy: near takes two points");
    alk_check(!alk_compile(alk_select(alk_extension("wordy.far", NULL, alk_int(1))), "wordy", NULL));
    alk_check_error(ALK_ERROR_COMPILE, "wordy.far");
    alk_free(t);
}
