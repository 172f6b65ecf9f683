/* SPDX-License-Identifier: MIT
 * What plugins may say of how they write SQL, and what they may not. */
#include "alk_test.h"
#include <alkahest/datatype.h>
#include <alkahest/registry.h>
#include "compile/dialect.h"
#include "plugin/rules.h"

static const alk__examination of = { "/p/x.so", "dialect \"x\"" };
static const char *const types[] = { [ALK_KIND_INTEGER] = "INT", [ALK_KIND_VARCHAR] = "VARCHAR[({length})|(max)]", [ALK_KIND_ARRAY] = "{items}[]" };
static const alk_function_rule functions[] = { { "length", "len" }, { "f", "g({1}, {0})" } };
static const alk_option_rule options[] = { { "x.engine", ALK_OPTION_TABLE, 0, "ENGINE={value}" }, { NULL, 0, 0, NULL } };

static alk_sql_rules good(void)
{
    return (alk_sql_rules){ .size = sizeof(alk_sql_rules),
                            .features = ALK_SQL_MULTI_VALUES,
                            .limit = ALK_LIMIT_TOP,
                            .reserved_words = " from select ",
                            .types = types,
                            .n_types = sizeof types / sizeof *types,
                            .functions = functions,
                            .n_functions = 2,
                            .options = options };
}

static void refused(const alk_sql_rules *rules, const char *why)
{
    alk_sql_rules out;
    alk_clear_error();
    alk_check_that(!alk__rules_copy(&out, rules, &of), "accepted although: %s", why);
    alk_check_error(ALK_ERROR_ABI, "plugin /p/x.so: dialect \"x\": ");
    alk_check_error(ALK_ERROR_ABI, why);
    alk_check_int(alk_last_error()->native_code, ALK_MISSING_ABI);
}

ALK_TEST(rules, good_ones_are_copied)
{
    alk_sql_rules in = good(), out;
    alk_check(alk__rules_copy(&out, &in, &of));
    alk_check(out.size == sizeof out && out.features == in.features && out.limit == ALK_LIMIT_TOP && out.types == types);
    alk_check(out.reserved_words == in.reserved_words && out.functions == functions && out.options == options);
}

ALK_TEST(rules, none_are_those_of_the_standard)
{
    alk_sql_rules out;
    alk_check(alk__rules_copy(&out, NULL, &of));
    alk_check(out.size == sizeof out && out.features == alk__standard_rules.features && out.types == alk__standard_rules.types);
    alk_sql_rules bare = { .size = sizeof bare };
    alk_check(alk__rules_copy(&out, &bare, &of));
    alk_check(out.features == 0 && out.types == alk__standard_rules.types && out.n_types == alk__standard_rules.n_types);
    alk_check(out.reserved_words == alk__standard_rules.reserved_words);
}

/* An older plugin's table ends before ours, a newer one's after it. */
ALK_TEST(rules, tables_of_other_sizes_are_copied_as_far_as_they_go)
{
    struct {
        alk_sql_rules rules;
        uint64_t more[4];
    } large = { .rules = good(), .more = { 1, 2, 3, 4 } };
    alk_sql_rules in = good(), out;
    large.rules.size = sizeof large;
    alk_check(alk__rules_copy(&out, &large, &of));
    alk_check(out.size == sizeof out && out.options == options);
    in.size = offsetof(alk_sql_rules, functions);
    in.n_functions = 0;
    alk_check(alk__rules_copy(&out, &in, &of));
    alk_check(out.types == types && !out.functions && !out.cast_types && !out.adapt && !out.options);
    in.size = offsetof(alk_sql_rules, limit_all);
    alk_check(alk__rules_copy(&out, &in, &of));
    alk_check(out.limit == ALK_LIMIT_TOP && !out.limit_all && out.types == alk__standard_rules.types);
}

ALK_TEST(rules, a_wrong_size_or_place_is_refused)
{
    static const uint32_t sizes[] = { 0, 1, 4, 7, 13, 100000, UINT32_MAX };
    union {
        alk_sql_rules rules;
        char bytes[sizeof(alk_sql_rules) + 8];
    } space;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        alk_sql_rules in = good();
        in.size = sizes[i];
        refused(&in, "the table alk_sql_rules says that it has");
    }
    alk_sql_rules in = good();
    memcpy(space.bytes + 4, &in, sizeof in);
    refused((const void *)(space.bytes + 4), "the table alk_sql_rules is not aligned");
}

ALK_TEST(rules, codes_that_are_not_known_are_refused)
{
    alk_sql_rules in = good();
    in.limit = ALK_LIMIT_ROWNUM + 1;
    refused(&in, "\"limit\" is 6 in its alk_sql_rules; 5 is the last that is known");
    in = good();
    in.string_agg = 255;
    refused(&in, "\"string_agg\" is 255");
    in = good();
    in.returning = 200;
    refused(&in, "\"returning\" is 200");
}

ALK_TEST(rules, counts_must_fit_their_lists)
{
    alk_sql_rules in = good();
    in.n_types = 257;
    refused(&in, "it says that it has 257 types");
    in.n_types = 0;
    refused(&in, "it says that it has 0 types and gives a list of them");
    in.n_types = 5;
    in.types = NULL;
    refused(&in, "it says that it has 5 types and gives no list of them");
    in.n_types = 0;
    in.cast_types = types;
    refused(&in, "gives no list of them");
    in = good();
    in.n_functions = UINT32_MAX;
    refused(&in, "it says that it has 4294967295 rules for functions");
    in.n_functions = 2;
    in.functions = NULL;
    refused(&in, "2 rules for functions and gives none");
}

/* A list that is shorter than ours: kinds behind its end are not had. */
ALK_TEST(rules, a_shorter_list_of_types_is_not_read_beyond_its_end)
{
    static const char *const few[] = { NULL, "BOOL", "SMALLINT", "INT" };
    alk_sql_rules in = good(), out;
    in.types = few;
    in.n_types = 4;
    alk_check(alk__rules_copy(&out, &in, &of));
    alk_check_uint(out.n_types, 4);
}

ALK_TEST(rules, templates_must_be_whole)
{
    static const char *const bad[] = { "VARCHAR({length)", "VARCHAR({})", "VARCHAR({", "A}", "A[", "A]", "A[[B]", "A[B]]", "{Length}", "{length" };
    static const char *const fine[] = { "A", "", "A[]", "{items}[]", "A[({length}[, {scale}])]", "A[({length})|(max)]", "A({length} CHAR)" };
    const char *list[2] = { NULL };
    alk_sql_rules in = good(), out;
    in.types = list;
    in.n_types = 2;
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        list[1] = fine[i];
        alk_check_that(alk__rules_copy(&out, &in, &of), "refused: %s", fine[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        list[1] = bad[i];
        refused(&in, "template 1 of its types");
    }
    list[1] = NULL;
    in.cast_types = (const char *const[]){ "[", NULL };
    refused(&in, "template 0 of its cast_types, \"[\", has braces or brackets that do not fit");
    in.cast_types = NULL;
    in.national_types = (const char *const[]){ NULL, "}" };
    refused(&in, "template 1 of its national_types");
}

ALK_TEST(rules, texts_must_end_somewhere)
{
    static char endless[70000];
    memset(endless, 'x', sizeof endless - 1);
    alk_sql_rules in = good();
    in.empty_set = endless;
    refused(&in, "the text \"empty_set\" in its alk_sql_rules is longer than 4096 bytes");
    in = good();
    in.reserved_words = endless;
    refused(&in, "its reserved words take more than 65536 bytes");
    in = good();
    in.types = (const char *const[]){ endless };
    in.n_types = 1;
    refused(&in, "template 0 of its types is longer than 4096 bytes");
    in = good();
    in.functions = &(const alk_function_rule){ "f", endless };
    in.n_functions = 1;
    refused(&in, "the text \"functions\"");
}

ALK_TEST(rules, lists_must_have_what_they_count)
{
    static const alk_function_rule holes[] = { { "f", "g" }, { NULL, "g" } }, half[] = { { "f", NULL } }, empty[] = { { "", "g" } };
    static alk_option_rule endless[300];
    alk_sql_rules in = good();
    in.functions = holes;
    refused(&in, "rule 1 for functions has no name");
    in.functions = half;
    in.n_functions = 1;
    refused(&in, "rule 0 for functions has no spelling");
    in.functions = empty;
    refused(&in, "rule 0 for functions has no name");
    in = good();
    for (size_t i = 0; i < 300; i++)
        endless[i] = options[0];
    in.options = endless;
    refused(&in, "the list \"options\" of its alk_sql_rules does not end");
    in.options = (const alk_option_rule[]){ { "x.a", ALK_OPTION_INDEX, 0, "A" }, { "Not A Name", ALK_OPTION_INDEX, 0, "A" }, { NULL, 0, 0, NULL } };
    refused(&in, "option 1 of its alk_sql_rules has no name");
    in.options = (const alk_option_rule[]){ { "x.a", ALK_OPTION_COLUMN_TYPE + 1, 0, "A" }, { NULL, 0, 0, NULL } };
    refused(&in, "the option \"x.a\" of its alk_sql_rules has no spelling or no place");
    in.options = (const alk_option_rule[]){ { "x.a", ALK_OPTION_INDEX, 0, "" }, { NULL, 0, 0, NULL } };
    refused(&in, "no spelling");
}

ALK_TEST(rules, reserved_words_stand_between_spaces)
{
    alk_sql_rules in = good(), out;
    in.reserved_words = "select from ";
    refused(&in, "its reserved words have no space before the first or behind the last");
    in.reserved_words = " select from";
    refused(&in, "no space");
    in.reserved_words = " SELECT ";
    refused(&in, "not all in lower case");
    in.reserved_words = " select from ";
    refused(&in, "its reserved words are not sorted");
    in.reserved_words = " from from ";
    refused(&in, "not sorted");
    in.reserved_words = " for fore forest or_replace order ";
    alk_check(alk__rules_copy(&out, &in, &of));
    in.reserved_words = "";
    alk_check(alk__rules_copy(&out, &in, &of));
}

/* ---- versions ---- */
static void adapt(uint32_t version, alk_sql_rules *rules)
{
    static const char *const few[] = { NULL, "BOOL" };
    rules->size = 7;
    rules->features = version;
    rules->types = few;
    rules->n_types = 2;
}

static void adapt_badly(uint32_t version, alk_sql_rules *rules)
{
    (void)version;
    rules->n_types = 1000;
}

/* What a plugin of a newer library does without looking at the size. */
static void adapt_beyond(uint32_t version, alk_sql_rules *rules)
{
    (void)version;
    memset((char *)rules + sizeof *rules, 0xA5, 512);
}

ALK_TEST(rules, a_version_has_its_own)
{
    alk_sql_rules in = good(), out;
    in.adapt = adapt;
    alk_check(alk__rules_adapt(&out, &in, 0, &of) && out.features == in.features);
    alk_check(alk__rules_adapt(&out, &in, 90500, &of));
    alk_check(out.features == 90500 && out.n_types == 2 && out.size == sizeof out && in.features == ALK_SQL_MULTI_VALUES);
    in.adapt = adapt_beyond;
    alk_check(alk__rules_adapt(&out, &in, 1, &of));
    in.adapt = adapt_badly;
    alk_check(!alk__rules_adapt(&out, &in, 1, &of));
    alk_check_error(ALK_ERROR_ABI, "it says that it has 1000 types");
}

ALK_TEST(rules, features_that_came_later_are_taken_out)
{
    static const alk_history_rule history[] = { { 90500, 0, ALK_SQL_ILIKE }, { 100000, 0, ALK_SQL_MULTI_VALUES }, { 0, 0, 0 } };
    static alk_history_rule endless[300];
    alk_sql_rules in = good(), out;
    in.features = ALK_SQL_ILIKE | ALK_SQL_MULTI_VALUES | ALK_SQL_MERGE;
    in.history = history;
    alk_check(alk__rules_adapt(&out, &in, 0, &of) && out.features == in.features);
    alk_check(alk__rules_adapt(&out, &in, 100000, &of) && out.features == in.features);
    alk_check(alk__rules_adapt(&out, &in, 90500, &of) && out.features == (ALK_SQL_ILIKE | ALK_SQL_MERGE));
    alk_check(alk__rules_adapt(&out, &in, 1, &of) && out.features == ALK_SQL_MERGE);
    in.adapt = adapt_beyond;           /* it sees what is left */
    alk_check(alk__rules_adapt(&out, &in, 1, &of) && out.features == ALK_SQL_MERGE);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++)
        endless[i].since = 1;
    in.history = endless;
    refused(&in, "the list \"history\" of its alk_sql_rules does not end");
}
