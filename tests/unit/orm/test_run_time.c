/* SPDX-License-Identifier: MIT
 * Structs that an existing program has, mapped by functions in place of a model's list: they work as those of models do. */
#include "orm_test.h"

struct pet;
typedef struct keeper {
    int64_t id;
    const char *name;
    alk_opt_int32 age;
    ALK_COLLECTION(struct pet) pets;
} keeper;
typedef struct pet {
    int32_t no;
    const char *name;
    alk_opt_int64 keeper_id;
    struct keeper *keeper;
} pet;

static alk_metadata *zoo;
static const alk_sql *keepers, *pets;

/* The one refers to the other by name, before that is there. */
static void build(void)
{
    alk_table_builder *b = alk_table_begin(zoo, "keepers", .structure = sizeof(keeper));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(keeper, id));
    alk_table_add_column(b, "full_name", ALK_OF(TEXT), ALK_MEMBER(keeper, name));
    alk_table_add_column(b, "age", ALK_OF(INTEGER), .nullable = true, ALK_MEMBER(keeper, age));
    alk_table_add_relationship(b, "pets", .cardinality = ALK_MANY, .target = "pets", .offset = offsetof(keeper, pets));
    keepers = alk_table_finish(b);
    b = alk_table_begin(zoo, "pets", .structure = sizeof(pet));
    alk_table_add_column(b, "no", ALK_OF(INTEGER), .primary_key = true, ALK_MEMBER(pet, no));
    alk_table_add_column(b, "name", ALK_OF(TEXT), ALK_MEMBER(pet, name));
    alk_table_add_column(b, "keeper_id", ALK_OF(BIGINT), .nullable = true, .references = "keepers.id", ALK_MEMBER(pet, keeper_id));
    alk_table_add_relationship(b, "keeper", .cardinality = ALK_ONE, .target = "keepers", .via = "pets.keeper_id", .offset = offsetof(pet, keeper));
    pets = alk_table_finish(b);
}

static void setup(void)
{
    orm_setup();
    zoo = alk_metadata_new(NULL);
    build();
    alk_conn *c = alk_connect(engine);
    alk_metadata_create_all(zoo, c);
    alk_commit(c);
    alk_conn_close(c);
}

static void teardown(void)
{
    orm_teardown();
    alk_metadata_free(zoo);
}

ALK_SUITE(run_time, setup, teardown);

ALK_TEST(run_time, objects_are_written_and_read)
{
    alk_check(keepers && pets);
    keeper *ann = alk_entity_add(s, keepers, &(const keeper){ .name = "Ann", .age = ALK_SOME(31) });
    pet *rex = alk_entity_add(s, pets, &(const pet){ .name = "Rex", .keeper = ann });
    alk_check(ann && rex);
    if (!ann || !rex)
        return;
    alk_check_int(ann->pets.count, 1);
    alk_check_ok(alk_commit(s));
    alk_check_int(rex->keeper_id.value, ann->id);
    alk_check_str(ask_text("select full_name from keepers"), "Ann");
    anew();
    alk_result *r = alk_execute(s, alk_select(keepers, alk_with(alk_table_relationship(keepers, "pets"))));
    const keeper *read = alk_entity_next(r, keepers);
    alk_check(read && read->pets.count == 1 && read->age.value == 31);
    if (read && read->pets.count == 1)
        alk_check_str(read->pets.items[0]->keeper->name, "Ann");
    alk_check_ok(alk_close(r));
}

ALK_TEST(run_time, relationships_are_named)
{
    alk_check(alk_table_relationship(keepers, "pets") != NULL);
    alk_check(alk_table_relationship(keepers, "cats") == NULL);
    alk_check_str(alk_last_error()->message, "table keepers has no relationship cats");
}

ALK_TEST(run_time, a_relationship_that_makes_no_sense_is_refused)
{
    alk_table_builder *b = alk_table_begin(zoo, "cages", .structure = sizeof(pet));
    alk_check_int(alk_table_add_relationship(b, "keeper", .cardinality = 7, .target = "keepers"), ALK_ERROR_ARGUMENT);
    alk_table_abandon(b);
    b = alk_table_begin(zoo, "cages", .structure = sizeof(pet));
    alk_check_int(alk_table_add_relationship(b, "keeper", .cardinality = ALK_ONE), ALK_ERROR_ARGUMENT);
    alk_table_abandon(b);
    b = alk_table_begin(zoo, "cages", .structure = sizeof(pet));
    alk_check_int(alk_table_add_relationship(b, "keeper", .cardinality = ALK_ONE, .target_table = pets, .through = alk_table_column(pets, "no")), ALK_ERROR_ARGUMENT);
    alk_check(alk_table_finish(b) == NULL);
}

/* A member that does not fit its column is told when the model is first used. */
ALK_TEST(run_time, members_are_checked)
{
    alk_table_builder *b = alk_table_begin(zoo, "cages", .structure = sizeof(pet));
    alk_table_add_column(b, "no", ALK_OF(TEXT), .primary_key = true, ALK_MEMBER(pet, no));
    alk_table_add_column(b, "label", ALK_OF(TEXT));
    const alk_sql *cages = alk_table_finish(b);
    alk_check(cages != NULL);
    alk_check(alk_entity_add(s, cages, &(const pet){ .no = 1 }) == NULL);
    alk_check_str(alk_last_error()->message,
                   "the models cannot be mapped: the member of cages.no is of a C type that its SQL type does not fit; cages.label has no member of the struct");
}

typedef struct sign {
    int64_t id;
    const char *text;
} sign;

/* A text that cannot be NULL and is given none takes its default, which is read back. */
ALK_TEST(run_time, a_text_left_out_takes_its_default)
{
    alk_table_builder *b = alk_table_begin(zoo, "signs", .structure = sizeof(sign));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(sign, id));
    alk_table_add_column(b, "text", ALK_OF(TEXT), .server_default = "'do not feed'", ALK_MEMBER(sign, text));
    const alk_sql *signs = alk_table_finish(b);
    alk_check_made(signs);
    alk_check_ok((alk_create_all)(alk_session_conn(s), ALK_LIST(signs)));
    sign *one = alk_entity_add(s, signs, &(const sign){ .text = "mind the lion" }), *other = alk_entity_add(s, signs, &(const sign){ .text = NULL });
    alk_check_made(one);
    alk_check_made(other);
    alk_check_ok(alk_commit(s));
    alk_check_str(one->text, "mind the lion");
    alk_check_str(other->text, "do not feed");
    alk_check_str(ask_text("select text from signs where id = 2"), "do not feed");
}
