/* SPDX-License-Identifier: MIT
 * Hierarchies that cannot be mapped: all that is wrong with one is told at once, and the models of others are as good as before. */
#include "orm_test.h"

ALK_SUITE(inherit_mistakes, orm_setup, orm_teardown);

static void check_broken(const alk_sql *table, const char *part)
{
    alk_check_fails(alk_close(alk_execute(s, alk_select(table))), ALK_ERROR_ARGUMENT, part);
    alk_check_error(ALK_ERROR_ARGUMENT, "the models cannot be mapped: ");
    alk_check_ok(alk_rollback(s));
}

/* ---- what tells the model of a row ---- */

#define MUTE(X, m)                                          \
    X(m, key,  id,    BIGINT)
ALK_MODEL(mute, MUTE);
#define MUTE_VARIANT(X, m)                                  \
    X(m, base, mute)                                        \
    X(m, opt,  more,  INTEGER)
ALK_MODEL(mute_variant, MUTE_VARIANT);
ALK_DEFINE(mute, MUTE, "mutes", .polymorphic_identity = "mute", .variants = ALK_TABLES(&mute_variant.table));
ALK_DEFINE_IN(mute, mute_variant, MUTE_VARIANT, "mutes", .polymorphic_identity = "variant");

ALK_TEST(inherit_mistakes, no_column_tells_the_model)
{
    check_broken(mute.table, "mutes has variants and no column that tells them: one with .discriminator = true");
    check_broken(mute_variant.table, "mutes has variants and no column that tells them");
}

#define REALLY(X, m)                                        \
    X(m, key,  id,    BIGINT)                               \
    X(m, col,  kind,  DOUBLE, .discriminator = true)
ALK_MODEL(really, REALLY);
#define REALLY_VARIANT(X, m)                                \
    X(m, base, really)
ALK_MODEL(really_variant, REALLY_VARIANT);
ALK_DEFINE(really, REALLY, "reallies", .polymorphic_identity = "1", .variants = ALK_TABLES(&really_variant.table));
ALK_DEFINE_IN(really, really_variant, REALLY_VARIANT, "reallies", .polymorphic_identity = "2");

ALK_TEST(inherit_mistakes, the_column_is_of_another_type)
{
    check_broken(really.table, "the discriminator reallies.kind is neither text nor an integer");
}

#define COUNTED(X, m)                                       \
    X(m, key,  id,    BIGINT)                               \
    X(m, col,  kind,  INTEGER, .discriminator = true)
ALK_MODEL(counted, COUNTED);
#define COUNTED_VARIANT(X, m)                               \
    X(m, base, counted)
ALK_MODEL(counted_one, COUNTED_VARIANT);
ALK_MODEL(counted_two, COUNTED_VARIANT);
ALK_MODEL(counted_three, COUNTED_VARIANT);
ALK_DEFINE(counted, COUNTED, "counteds", .variants = ALK_TABLES(&counted_one.table, &counted_two.table, &counted_three.table));
ALK_DEFINE_IN(counted, counted_one, COUNTED_VARIANT, "counteds", .polymorphic_identity = "one");
ALK_DEFINE_IN(counted, counted_two, COUNTED_VARIANT, "counteds", .polymorphic_identity = "2");
ALK_DEFINE_IN(counted, counted_three, COUNTED_VARIANT, "counteds");

ALK_TEST(inherit_mistakes, identities_are_missing_or_no_numbers)
{
    check_broken(counted.table, "one: the discriminator kind is an integer, and .polymorphic_identity is \"one\"");
    check_broken(counted_two.table, "counteds is a variant of counteds without .polymorphic_identity");
}

#define TWIN(X, m)                                          \
    X(m, key,  id,    BIGINT)                               \
    X(m, col,  kind,  INTEGER, .discriminator = true)
ALK_MODEL(twin, TWIN);
#define TWIN_VARIANT(X, m)                                  \
    X(m, base, twin)                                        \
    X(m, opt,  name,  INTEGER)
ALK_MODEL(twin_left, TWIN_VARIANT);
#define TWIN_RIGHT(X, m)                                    \
    X(m, base, twin)                                        \
    X(m, opt,  name,  TEXT)                                 \
    X(m, opt,  more,  TEXT, .name = "kind")
ALK_MODEL(twin_right, TWIN_RIGHT);
ALK_DEFINE(twin, TWIN, "twins", .polymorphic_identity = "1", .variants = ALK_TABLES(&twin_left.table, &twin_right.table));
ALK_DEFINE_IN(twin, twin_left, TWIN_VARIANT, "twins", .polymorphic_identity = "7");
ALK_DEFINE_IN(twin, twin_right, TWIN_RIGHT, "twins", .polymorphic_identity = "07");

ALK_TEST(inherit_mistakes, two_models_have_the_same_identity_or_column)
{
    check_broken(twin.table, "two models of twins have the .polymorphic_identity \"07\"");
    check_broken(twin.table, "twins and 07 are in one table, and both have a column kind");
    check_broken(twin.table, "7 and 07 are in one table, and both have a column name");
    check_broken(twin_left.table, "two models of twins have the .polymorphic_identity \"07\"");
}

/* ---- who is whose ---- */

#define LONER(X, m)                                         \
    X(m, key,  id,    BIGINT)                               \
    X(m, col,  kind,  TEXT, .discriminator = true)
ALK_MODEL(loner, LONER);
#define UNLISTED(X, m)                                      \
    X(m, base, loner)
ALK_MODEL(unlisted, UNLISTED);
ALK_DEFINE(loner, LONER, "loners", .polymorphic_identity = "loner", .variants = ALK_TABLES(&tag.table));
ALK_DEFINE_IN(loner, unlisted, UNLISTED, "loners", .polymorphic_identity = "unlisted");

ALK_TEST(inherit_mistakes, base_and_variants_do_not_agree)
{
    check_broken(unlisted.table, "unlisted is a variant of loners, which does not list it among its .variants");
    check_broken(unlisted.table, "loners lists tags among its variants, which does not begin with X(m, base, …) of it");
    check_broken(loner.table, "loners lists tags among its variants");
    alk_check_made(alk_add(s, tag, .word = "others are as good as before"));
    alk_check_ok(alk_commit(s));
}

/* ---- columns and keys ---- */

#define ROOT(X, m)                                          \
    X(m, key,  id,      BIGINT)                             \
    X(m, key,  part,    INTEGER)                            \
    X(m, col,  kind,    TEXT, .discriminator = true)        \
    X(m, col,  version, INTEGER, .version = true)
ALK_MODEL(root, ROOT);
#define STRICT(X, m)                                        \
    X(m, base, root)                                        \
    X(m, col,  must,    INTEGER)                            \
    X(m, key,  more,    INTEGER)                            \
    X(m, opt,  second,  INTEGER, .version = true)
ALK_MODEL(strict, STRICT);
#define BEHIND(X, m)                                        \
    X(m, opt,  first,   INTEGER)                            \
    X(m, base, root)
ALK_MODEL(behind, BEHIND);
#define APART(X, m)                                         \
    X(m, base, root)                                        \
    X(m, key,  other,   BIGINT)
ALK_MODEL(apart, APART);
ALK_DEFINE(root, ROOT, "roots", .polymorphic_identity = "root", .variants = ALK_TABLES(&strict.table, &behind.table, &apart.table));
ALK_DEFINE_IN(root, strict, STRICT, "roots", .polymorphic_identity = "strict", .indexes = (const alk_index[]){ { .parts = (const alk_index_part[]){ { .column = &strict.must }, { .column = NULL } } }, { .parts = NULL } });
ALK_DEFINE_IN(root, behind, BEHIND, "roots", .polymorphic_identity = "behind");
ALK_DEFINE(apart, APART, "aparts", .polymorphic_identity = "apart");

ALK_TEST(inherit_mistakes, of_columns_are_told_together)
{
    check_broken(apart.table, "strict.must is in the table of its base, where rows of others have no value for it: it has to allow NULL");
    const char *all[] = {
        "strict.more is in the table of its base, which has a key", "strict has two version columns", "strict: its constraints and indexes belong to the table of its base roots",
        "behind: the struct has to begin with that of its base roots",
        "the key aparts.other has to be the member of its base's key: X(m, part, other, …, roots.…)", "aparts has no column for id, which is of the key of its base roots",
        "aparts has no column for part, which is of the key of its base roots",
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        check_broken(root.table, all[i]);
}

/* ---- too many ---- */

#define LARGE(X, m)                                         \
    X(m, key,  id,    BIGINT)                               \
    X(m, col,  kind,  TEXT, .discriminator = true)
ALK_MODEL(large, LARGE);
#define LARGE_VARIANT(X, m)                                 \
    X(m, base, large)
#define EACH_LARGE(_) _(0) _(1) _(2) _(3) _(4) _(5) _(6) _(7) _(8) _(9) _(10) _(11) _(12) _(13) _(14) _(15) _(16) _(17) _(18) _(19) _(20) _(21) _(22) _(23)
#define LARGE_MODEL(n) ALK_MODEL(large_##n, LARGE_VARIANT);
#define LARGE_TABLE(n) &large_##n.table,
#define LARGE_DEFINITION(n) ALK_DEFINE_IN(large, large_##n, LARGE_VARIANT, "larges", .polymorphic_identity = #n);
EACH_LARGE(LARGE_MODEL)
ALK_DEFINE(large, LARGE, "larges", .polymorphic_identity = "large", .variants = (const alk_sql *const *const[]){ EACH_LARGE(LARGE_TABLE) NULL });
EACH_LARGE(LARGE_DEFINITION)

ALK_TEST(inherit_mistakes, there_are_too_many)
{
    check_broken(large_7.table, "the hierarchy of larges has more than 24 models");
}

/* ---- expressions and composites ---- */

static alk_sql *anything(const alk_sql *from)
{
    return alk_at(from, from);
}
struct plain {
    int32_t number;
    const char *text;
};
#define CROOKED(X, m)                                       \
    X(m, key,  id,     BIGINT)                              \
    X(m, held, plain,  struct plain)                        \
    X(m, part, number, INTEGER, plain.number, .nullable = true) \
    X(m, part, text,   BIGINT, plain.text)                  \
    X(m, expr, count,  TEXT, anything, .version = true)
ALK_MODEL(crooked, CROOKED);
ALK_DEFINE(crooked, CROOKED, "crookeds");

ALK_TEST(inherit_mistakes, of_composites_and_expressions)
{
    check_broken(crooked.table, "crookeds.number may be NULL and its member cannot say so");
    check_broken(crooked.table, "the member of crookeds.text is of a C type that its SQL type does not fit");
    check_broken(crooked.table, "crookeds.count is an expression, and can be neither key, version nor discriminator");
}

/* ---- rows ---- */

#define LETTER(X, m)                                        \
    X(m, key,  id,    BIGINT)                               \
    X(m, opt,  kind,  SMALLINT, .discriminator = true)
ALK_MODEL(letter, LETTER);
#define POSTCARD(X, m)                                      \
    X(m, base, letter)                                      \
    X(m, opt,  view,  TEXT)
ALK_MODEL(postcard, POSTCARD);
ALK_DEFINE(letter, LETTER, "letters", .variants = ALK_TABLES(&postcard.table));
ALK_DEFINE_IN(letter, postcard, POSTCARD, "letters", .polymorphic_identity = "2");

ALK_TEST(inherit_mistakes, rows_and_structs_of_no_model)
{
    alk_check_ok(alk_create_all(alk_session_conn(s), letter.table));
    alk_check(!alk_add(s, letter, .id = 1));
    alk_check_error(ALK_ERROR_ARGUMENT, "letters has no .polymorphic_identity: one of its variants is wanted");
    alk_check(!alk_add(s, postcard, .letter = { .kind = ALK_SOME(3) }));
    alk_check_error(ALK_ERROR_ARGUMENT, "a struct of 2, whose kind is '2', says that it is 3");
    struct postcard *sea = alk_add(s, postcard, .view = "sea");
    alk_check_made(sea);
    alk_check_ok(alk_commit(s));
    alk_check_int(sea->letter.kind.value, 2);
    alk_check_int(ask("select kind from letters"), 2);
    alk_check(alk_find(s, letter, 1) == &sea->letter);
    alk_check_ok(run_sql("insert into letters (kind) values (null)"));
    alk_check(!alk_find(s, letter, 2));
    alk_check_error(ALK_ERROR_DATA, "a row of letters is of no model that is known here: its kind is NULL");
}
