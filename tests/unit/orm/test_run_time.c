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

/* ---- hierarchies, and members by expressions ---- */

typedef struct ship {
    int64_t id;
    const char *kind, *name;
    alk_opt_int64 flag_id;
    alk_opt_int32 length;
    struct ship *flag;
    ALK_COLLECTION(struct ship) fleet;
} ship;
typedef struct tanker {
    ship base;
    alk_opt_int32 tons;
    alk_opt_int32 half;
} tanker;
typedef struct ferry {
    ship base;
    int32_t seats;
} ferry;

static const alk_sql *ships, *tankers, *ferries;

static alk_sql *length_of_name(const alk_sql *from)
{
    return alk_length(alk_at(from, alk_table_column(ships, "name")));
}

static alk_sql *half_of_tons(const alk_sql *from)
{
    return alk_floor_divide(alk_at(from, alk_table_column(tankers, "tons")), 2);
}

static void build_fleet(alk_metadata *port)
{
    alk_table_builder *b = alk_table_begin(port, "ships", .structure = sizeof(ship), .polymorphic_identity = "ship", .variants = ALK_NAMES("tankers", "ferries"));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(ship, id));
    alk_table_add_column(b, "kind", ALK_OF(VARCHAR(20)), .discriminator = true, ALK_MEMBER(ship, kind));
    alk_table_add_column(b, "name", ALK_OF(TEXT), ALK_MEMBER(ship, name));
    alk_table_add_column(b, "flag_id", ALK_OF(BIGINT), .nullable = true, .references = "ships.id", ALK_MEMBER(ship, flag_id));
    alk_table_add_derived(b, "length", ALK_OF(INTEGER), length_of_name, ALK_MEMBER(ship, length));
    alk_table_add_relationship(b, "flag", .cardinality = ALK_ONE, .target = "ships", .offset = offsetof(ship, flag));
    alk_table_add_relationship(b, "fleet", .cardinality = ALK_MANY, .target = "ships", .offset = offsetof(ship, fleet));
    ships = alk_table_finish(b);
    b = alk_table_begin(port, "tankers", .structure = sizeof(tanker), .base = ships, .in_base = true, .polymorphic_identity = "tanker");
    alk_table_add_column(b, "tons", ALK_OF(INTEGER), .nullable = true, ALK_MEMBER(tanker, tons));
    alk_table_add_derived(b, "half", ALK_OF(INTEGER), half_of_tons, .deferred = true, ALK_MEMBER(tanker, half));
    tankers = alk_table_finish(b);
    b = alk_table_begin(port, "ferries", .structure = sizeof(ferry), .base = ships, .polymorphic_identity = "ferry");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .references = "ships.id", ALK_MEMBER(ferry, base.id));
    alk_table_add_column(b, "seats", ALK_OF(INTEGER), ALK_MEMBER(ferry, seats));
    ferries = alk_table_finish(b);
}

ALK_TEST(run_time, hierarchies_are_mapped_by_functions)
{
    alk_metadata *port = alk_metadata_new(NULL);
    alk_check_made(port);
    build_fleet(port);
    alk_check_made(ships);
    alk_check_made(tankers);
    alk_check_made(ferries);
    alk_check_ok(alk_metadata_create_all(port, alk_session_conn(s)));
    alk_check_int(ask("select count(*) from pragma_table_info('ships')"), 5);
    ship *old = alk_entity_add(s, ships, &(const ship){ .id = 1, .name = "Old" });
    alk_check_made(old);
    alk_check_made(alk_entity_add(s, tankers, &(const tanker){ .base = { .id = 2, .name = "Oil", .flag = old }, .tons = ALK_SOME(900) }));
    alk_check_made(alk_entity_add(s, ferries, &(const ferry){ .base = { .id = 3, .name = "Bosphorus", .flag = old }, .seats = 40 }));
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select group_concat(kind || coalesce(tons, ''), ' ') from (select * from ships order by id)"), "ship tanker900 ferry");
    anew();
    alk_result *r = alk_execute(s, alk_select(ships, alk_with(alk_table_relationship(ships, "fleet")), alk_order_by(alk_table_column(ships, "id"))));
    old = alk_entity_next(r, ships);
    alk_check_made(old);
    alk_check_ok(alk_close(r));
    alk_check_int(old->fleet.count, 2);
    tanker *oil = alk_entity_as(s, tankers, old->fleet.items[0]);
    ferry *bosphorus = alk_entity_as(s, ferries, old->fleet.items[1]);
    alk_check_made(oil);
    alk_check_made(bosphorus);
    alk_check_int(oil->tons.value, 900);
    alk_check_int(oil->base.length.value, 3);
    alk_check_int(bosphorus->base.length.value, 9);
    alk_check_int(bosphorus->seats, 40);
    alk_check(!alk_is_loaded(s, oil, alk_table_derived(tankers, "half")));
    alk_check_ok(alk_load(s, &oil, 1, alk_table_derived(tankers, "half")));
    alk_check_int(oil->half.value, 450);
    oil->tons = (alk_opt_int32)ALK_SOME(7);
    bosphorus->seats = 41;
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select (select tons from ships where id = 2) + (select seats from ferries)"), 48);
    r = alk_execute(s, alk_select(tankers, alk_undefer(alk_table_derived(tankers, "half"))));
    alk_check(alk_entity_next(r, tankers) == oil);
    alk_check(!alk_entity_next(r, tankers));
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_delete(s, bosphorus));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from ships"), 2);
    alk_metadata_free(port);
}

ALK_TEST(run_time, hierarchies_that_make_no_sense_are_refused)
{
    alk_metadata *port = alk_metadata_new(NULL);
    alk_check_made(port);
    alk_check(!alk_table_begin(port, "canoes", .structure = sizeof(ferry), .base = keepers));
    alk_check_error(ALK_ERROR_ARGUMENT, "the base of table canoes has to be a table of the same collection");
    alk_check(!alk_table_begin(port, "canoes", .structure = sizeof(ferry), .in_base = true));
    alk_check_error(ALK_ERROR_ARGUMENT, "table canoes is in that of its base, and has no base");
    alk_table_builder *b = alk_table_begin(port, "canoes", .structure = sizeof(ship), .polymorphic_identity = "canoe", .variants = ALK_NAMES("kayaks"));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(ship, id));
    alk_table_add_column(b, "kind", ALK_OF(TEXT), .discriminator = true, ALK_MEMBER(ship, kind));
    const alk_sql *canoes = alk_table_finish(b);
    alk_check_made(canoes);
    alk_check_fails(alk_metadata_resolve(port), ALK_ERROR_ARGUMENT, "a table that is not known: kayaks");
    alk_check(!alk_entity_add(s, canoes, &(const ship){ .id = 1 }));
    alk_check_error(ALK_ERROR_ARGUMENT, "what was given is no model's table");
    alk_check_ok((alk_create_all)(alk_session_conn(s), ALK_LIST(canoes)));
    b = alk_table_begin(port, "rafts", .structure = sizeof(ship));
    alk_check_int(alk_table_add_derived(b, "length", ALK_OF(INTEGER), NULL), ALK_ERROR_ARGUMENT);
    alk_table_abandon(b);
    alk_check(!alk_table_derived(canoes, "length"));
    alk_check_error(ALK_ERROR_ARGUMENT, "table canoes has no member length by an expression");
    alk_check(!alk_table_derived(NULL, "length"));
    alk_metadata_free(port);
}

/* ---- what a relationship may say ---- */

typedef struct shelf {
    int64_t id;
    ALK_COLLECTION(struct volume) volumes;
    ALK_COLLECTION(struct volume) thick;
    ALK_COLLECTION(struct volume) by_title;
} shelf;
typedef struct volume {
    int64_t id;
    const char *title;
    int32_t pages, version;
    int64_t shelf_id;
} volume;
static const alk_sql *shelves, *volumes;

static alk_sql *is_thick(const alk_sql *from, const alk_sql *to)
{
    return alk_and(alk_eq(alk_at(to, alk_table_column(volumes, "shelf_id")), alk_at(from, alk_table_column(shelves, "id"))), alk_gt(alk_at(to, alk_table_column(volumes, "pages")), 300));
}

static int in_steps_of_ten(void *data, const alk_value *before, alk_value *next)
{
    (void)data;
    *next = alk_value_int(before->tag == ALK_TYPE_NULL ? 10 : before->u.i + 10);
    return ALK_OK;
}

static void build_shelves(void)
{
    alk_table_builder *b = alk_table_begin(zoo, "shelves", .structure = sizeof(shelf));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(shelf, id));
    alk_table_add_relationship(b, "volumes", .cardinality = ALK_MANY, .target = "volumes", .offset = offsetof(shelf, volumes), .order_by = ALK_NAMES("volumes.pages", "volumes.title"),
                               .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN);
    alk_table_add_relationship(b, "thick", .cardinality = ALK_MANY, .target = "volumes", .offset = offsetof(shelf, thick), .view_only = true, .condition = is_thick);
    shelves = alk_table_finish(b);
    b = alk_table_begin(zoo, "volumes", .structure = sizeof(volume));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(volume, id));
    alk_table_add_column(b, "title", ALK_OF(TEXT), ALK_MEMBER(volume, title));
    alk_table_add_column(b, "pages", ALK_OF(INTEGER), ALK_MEMBER(volume, pages));
    alk_table_add_column(b, "version", ALK_OF(INTEGER), .version = true, .version_generator = in_steps_of_ten, ALK_MEMBER(volume, version));
    alk_table_add_column(b, "shelf_id", ALK_OF(BIGINT), .references = "shelves.id", ALK_MEMBER(volume, shelf_id));
    volumes = alk_table_finish(b);
}

ALK_TEST(run_time, relationships_have_orders_and_conditions)
{
    build_shelves();
    alk_check(shelves && volumes);
    alk_check_ok((alk_create_all)(alk_session_conn(s), ALK_LIST(shelves, volumes)));
    shelf *first = alk_entity_add(s, shelves, &(const shelf){ .id = 0 });
    alk_check_made(first);
    const alk_sql *to_all = alk_table_relationship(shelves, "volumes"), *to_thick = alk_table_relationship(shelves, "thick");
    static const struct { const char *title; int pages; } some[] = { { "c", 500 }, { "b", 100 }, { "a", 500 } };
    for (size_t i = 0; i < 3; i++)
        alk_check_ok(alk_append(s, first, to_all, alk_entity_add(s, volumes, &(const volume){ .title = some[i].title, .pages = some[i].pages })));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select sum(version) from volumes"), 30);
    anew();
    alk_value one = alk_value_int(1);
    alk_check_made(first = alk_entity_find(s, shelves, &one, 1, 0));
    alk_check_ok(alk_load(s, &first, 1, to_all));
    alk_check_ok(alk_load(s, &first, 1, to_thick));
    alk_check_int(first->volumes.count, 3);
    alk_check_str(first->volumes.items[0]->title, "b");
    alk_check_str(first->volumes.items[1]->title, "a");
    alk_check_str(first->volumes.items[2]->title, "c");
    alk_check_int(first->thick.count, 2);
    first->volumes.items[0]->pages = 301;
    alk_check_ok(alk_commit(s));
    alk_check_int(first->volumes.items[0]->version, 20);
}

ALK_TEST(run_time, an_order_by_what_is_not_there_is_told)
{
    alk_table_builder *b = alk_table_begin(zoo, "shelves", .structure = sizeof(shelf));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(shelf, id));
    alk_check_int(alk_table_add_relationship(b, "volumes", .cardinality = ALK_MANY, .target = "volumes", .offset = offsetof(shelf, volumes), .order_by = ALK_NAMES("pages")), ALK_ERROR_ARGUMENT);
    alk_check_str(alk_last_error()->message, "a foreign key or relationship of table shelves refers to \"pages\", which is not of the form table.column");
    alk_table_abandon(b);
    b = alk_table_begin(zoo, "cages", .structure = sizeof(shelf));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(shelf, id));
    alk_table_add_relationship(b, "pets", .cardinality = ALK_MANY, .target = "pets", .offset = offsetof(shelf, by_title), .order_by_columns = ALK_LIST(alk_table_column(pets, "name")));
    alk_table_add_relationship(b, "others", .cardinality = ALK_MANY, .target = "pets", .offset = offsetof(shelf, thick), .order_by = ALK_NAMES("pets.colour"));
    alk_check(alk_table_finish(b) == NULL);
    alk_check_str(alk_last_error()->message, "a foreign key or relationship of table cages refers to a column that table pets does not have: colour");
}
