/* SPDX-License-Identifier: MIT
 * More of hierarchies: columns of one name in several tables, variants of variants in one table, versions, columns left out, aliases, what core makes of variants. */
#include "orm_test.h"

#define ZOO(X, m)                                                                       \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  name,    TEXT)                                                           \
    X(m, many, animals, animal, .order_by = ALK_COLUMNS(&animal.id))                    \
    X(m, many, cats,    cat, .order_by = ALK_COLUMNS(&cat.size, &animal.name), .view_only = true) \
    X(m, many, fishes,  fish, .view_only = true)
ALK_MODEL(zoo, ZOO);
#define ANIMAL(X, m)                                                                    \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  kind,    INTEGER, .discriminator = true)                                 \
    X(m, col,  version, INTEGER, .version = true)                                       \
    X(m, col,  name,    TEXT)                                                           \
    X(m, opt,  notes,   TEXT, .deferred = true)                                         \
    X(m, opt,  zoo_id,  BIGINT, .references = &zoo.id)                                  \
    X(m, one,  zoo,     zoo)
ALK_MODEL(animal, ANIMAL);
#define CAT(X, m)                                                                       \
    X(m, base, animal)                                                                  \
    X(m, part, id,      BIGINT, animal.id, .primary_key = true, .references = &animal.id) \
    X(m, col,  size,    INTEGER)                                                        \
    X(m, opt,  toy,     TEXT)                                                           \
    X(m, many, friends, dog, .via = &dog.friend_id)
ALK_MODEL(cat, CAT);
#define DOG(X, m)                                                                       \
    X(m, base, animal)                                                                  \
    X(m, part, id,      BIGINT, animal.id, .primary_key = true, .references = &animal.id, .name = "animal_id") \
    X(m, opt,  size,    TEXT)                                                           \
    X(m, opt,  toy,     TEXT, .deferred = true)                                         \
    X(m, opt,  friend_id, BIGINT, .references = &cat.id)                                \
    X(m, one,  friend_,  cat, .via = &dog.friend_id)
ALK_MODEL(dog, DOG);
#define FISH(X, m)                                                                      \
    X(m, base, animal)                                                                  \
    X(m, opt,  size,    INTEGER)                                                        \
    X(m, opt,  since,   INTEGER, .server_default = "7")
ALK_MODEL(fish, FISH);
#define SHARK(X, m)                                                                     \
    X(m, base, fish)                                                                    \
    X(m, opt,  teeth,   INTEGER)
ALK_MODEL(shark, SHARK);
ALK_DEFINE(zoo, ZOO, "zoos");
ALK_DEFINE(animal, ANIMAL, "animals", .variants = ALK_TABLES(&cat.table, &dog.table, &fish.table));
ALK_DEFINE(cat, CAT, "cats", .polymorphic_identity = "1");
ALK_DEFINE(dog, DOG, "dogs", .polymorphic_identity = "2");
ALK_DEFINE_IN(animal, fish, FISH, "animals", .polymorphic_identity = "3", .variants = ALK_TABLES(&shark.table));
ALK_DEFINE_IN(animal, shark, SHARK, "animals", .polymorphic_identity = "4");

static void setup(void)
{
    orm_setup();
    alk_check_ok(alk_create_all(alk_session_conn(s), zoo.table, animal.table, cat.table, dog.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(inherit_more, setup, orm_teardown);

static void animals(void)
{
    struct zoo *bern = alk_add(s, zoo, .name = "Bern");
    alk_check_made(bern);
    struct cat *tom = alk_add(s, cat, .animal = { .id = 1, .name = "Tom", .zoo = bern }, .size = 30, .toy = "mouse");
    alk_check_made(tom);
    alk_check_made(alk_add(s, dog, .animal = { .id = 2, .name = "Rex", .notes = "barks", .zoo = bern }, .size = "huge", .toy = "bone", .friend_ = tom));
    alk_check_made(alk_add(s, fish, .animal = { .id = 3, .name = "Nemo", .zoo = bern }, .size = ALK_SOME(2)));
    alk_check_made(alk_add(s, shark, .fish = { .animal = { .id = 4, .name = "Jaws" }, .size = ALK_SOME(500), .since = ALK_SOME(1975) }, .teeth = ALK_SOME(300)));
    alk_check_ok(alk_commit(s));
    anew();
    ran();
}

static void check_animals(struct animal *tom, struct animal *rex, struct animal *nemo)
{
    alk_check_made(alk_as(s, cat, tom));
    alk_check_made(alk_as(s, dog, rex));
    alk_check_made(alk_as(s, fish, nemo));
    alk_check_int(alk_as(s, cat, tom)->size, 30);
    alk_check_str(alk_as(s, cat, tom)->toy, "mouse");
    alk_check_str(alk_as(s, dog, rex)->size, "huge");
    alk_check(!alk_is_loaded(s, rex, dog.toy));
    alk_check_int(alk_as(s, fish, nemo)->size.value, 2);
    alk_check_int(alk_as(s, fish, nemo)->since.value, 7);
    alk_check(!alk_as(s, shark, nemo));
    alk_check(!alk_is_loaded(s, tom, animal.notes));
}

ALK_TEST(inherit_more, columns_of_one_name_are_in_several_tables)
{
    animals();
    alk_result *r = alk_execute(s, alk_select(animal.table, alk_order_by(animal.id)));
    struct animal *tom = alk_next_of(r, animal), *rex = alk_next_of(r, animal), *nemo = alk_next_of(r, animal), *jaws = alk_next_of(r, animal);
    alk_check_made(tom && rex && nemo ? jaws : NULL);
    alk_check_ok(alk_close(r));
    check_animals(tom, rex, nemo);
    alk_check_made(alk_as(s, shark, jaws));
    alk_check_int(alk_as(s, shark, jaws)->teeth.value, 300);
    alk_check_int(alk_as(s, shark, jaws)->fish.since.value, 1975);
    alk_check_ok(alk_load(s, &rex, 1, animal.notes, dog.toy));
    alk_check_str(rex->notes, "barks");
    alk_check_str(alk_as(s, dog, rex)->toy, "bone");
}

ALK_TEST(inherit_more, loads_along_with_and_without_limits)
{
    animals();
    for (int way = 0; way < 6; way++) {
        const alk_sql *option = way % 3 == 0 ? alk_with(zoo.animals) : way % 3 == 1 ? alk_with_joined(zoo.animals) : alk_with_subquery(zoo.animals);
        const alk_sql *query = alk_select(zoo.table, option, alk_order_by(zoo.id));
        alk_result *r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(3)));
        struct zoo *bern = alk_next_of(r, zoo);
        alk_check_made(bern);
        alk_check_ok(alk_close(r));
        alk_check_int(bern->animals.count, 3);
        check_animals(bern->animals.items[0], bern->animals.items[1], bern->animals.items[2]);
        anew();
        option = way % 3 == 0 ? alk_with(animal.zoo, zoo.animals) : way % 3 == 1 ? alk_with_joined(animal.zoo, zoo.animals) : alk_with_subquery(animal.zoo, zoo.animals);
        query = alk_select(animal.table, option, alk_order_by(animal.id), alk_where(alk_lt(animal.id, 4)));
        r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(3)));
        struct animal *tom = alk_next_of(r, animal), *rex = alk_next_of(r, animal), *nemo = alk_next_of(r, animal);
        alk_check_made(tom && rex ? nemo : NULL);
        alk_check_ok(alk_close(r));
        check_animals(tom, rex, nemo);
        alk_check_int(rex->zoo->animals.count, 3);
        anew();
        option = way % 3 == 0 ? alk_with(zoo.cats) : way % 3 == 1 ? alk_with_joined(zoo.cats) : alk_with_subquery(zoo.cats);
        query = alk_select(zoo.table, option, way % 3 == 1 ? alk_with_joined(zoo.fishes) : alk_with(zoo.fishes));
        r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(3)));
        bern = alk_next_of(r, zoo);
        alk_check_made(bern);
        alk_check_ok(alk_close(r));
        alk_check_int(bern->cats.count, 1);
        alk_check_int(bern->cats.items[0]->size, 30);
        alk_check_int(bern->fishes.count, 1);
        alk_check_int(bern->fishes.items[0]->size.value, 2);
        anew();
    }
}

ALK_TEST(inherit_more, a_relationship_of_a_variant_is_loaded_with_the_base)
{
    animals();
    for (int way = 0; way < 4; way++) {
        const alk_sql *query = alk_select(animal.table, way % 2 ? alk_with_joined(dog.friend_, animal.zoo) : alk_with(dog.friend_, animal.zoo), alk_order_by(animal.id));
        alk_result *r = alk_execute(s, way < 2 ? query : alk_extend(query, alk_limit(2)));
        struct animal *tom = alk_next_of(r, animal), *rex = alk_next_of(r, animal);
        alk_check_made(tom ? rex : NULL);
        alk_check_ok(alk_close(r));
        alk_check(alk_as(s, dog, rex)->friend_ == alk_as(s, cat, tom));
        alk_check_str(alk_as(s, dog, rex)->friend_->animal.zoo->name, "Bern");
        anew();
    }
}

/* A statement that changes rows of a variant's table has not its base's. */
ALK_TEST(inherit_more, conditions_go_by_the_variants_own_table)
{
    animals();
    alk_check_made(alk_add(s, cat, .animal = { .id = 5, .name = "Mia" }, .size = 20));
    alk_result *r = alk_execute(s, alk_update(cat.table, alk_set(cat.size, 31), alk_where(alk_has(cat.friends, alk_eq(dog.size, "huge")))));
    alk_check_int(alk_affected(r), 1);
    alk_check_ok(alk_close(r));
    alk_check_int(ask("select size from cats where id = 1"), 31);
    r = alk_execute(s, alk_delete_from(cat.table, alk_where(alk_not(alk_has(cat.friends, NULL)))));
    alk_check_int(alk_affected(r), 1);
    alk_check_ok(alk_close(r));
    alk_check_int(ask("select count(*) from cats where id = 5"), 0);
}

ALK_TEST(inherit_more, columns_may_be_left_out)
{
    animals();
    alk_result *r = alk_execute(s, alk_select(cat.table, alk_load_only(animal.name)));
    struct cat *tom = alk_next_of(r, cat);
    alk_check_made(tom);
    alk_check_ok(alk_close(r));
    alk_check_str(tom->animal.name, "Tom");
    alk_check(!alk_is_loaded(s, tom, cat.size));
    alk_check_ok(alk_load(s, &tom, 1, cat.size));
    alk_check_int(tom->size, 30);
    anew();
    const alk_sql *it = alk_keep(alk_alias(cat.table, "it"));
    r = alk_execute(s, alk_select(it, alk_load_only(animal.name)));
    tom = alk_entity_next(r, it);
    alk_check_made(tom);
    alk_check_ok(alk_close(r));
    alk_check_str(tom->animal.name, "Tom");
    alk_check(!alk_is_loaded(s, tom, cat.size));
    alk_free(it);
    anew();
    r = alk_execute(s, alk_select(animal.table, alk_defer(cat.size, animal.name), alk_undefer(dog.toy, animal.notes), alk_order_by(animal.id)));
    struct animal *first = alk_next_of(r, animal), *rex = alk_next_of(r, animal), *nemo = alk_next_of(r, animal);
    alk_check_made(first && rex ? nemo : NULL);
    alk_check_ok(alk_close(r));
    alk_check(!alk_is_loaded(s, first, cat.size) && alk_is_loaded(s, first, cat.toy));
    alk_check(!alk_is_loaded(s, rex, animal.name));
    alk_check_str(alk_as(s, dog, rex)->toy, "bone");
    alk_check_str(rex->notes, "barks");
    alk_check_int(alk_as(s, fish, nemo)->size.value, 2);
    alk_check_ok(alk_expire(s, NULL));
    struct animal *all[] = { first, rex, nemo };
    alk_check_ok(alk_load(s, all, 3, animal.zoo));
    alk_check_str(nemo->name, "Nemo");
}

ALK_TEST(inherit_more, versions_count_changes_of_any_part)
{
    animals();
    struct dog *rex = alk_find(s, dog, 2);
    struct shark *jaws = alk_find(s, shark, 4);
    alk_check_made(rex);
    alk_check_made(jaws);
    rex->size = "small";
    jaws->teeth = (alk_opt_int32)ALK_SOME(2);
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("UPDATE"), 3);
    alk_check_int(rex->animal.version, 2);
    alk_check_int(jaws->fish.animal.version, 2);
    alk_check_int(ask("select sum(version) from animals"), 6);
    alk_check_ok(run_sql("update animals set version = 9 where id = 2"));
    rex->size = "tiny";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "dogs 2 was changed or deleted by another");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(run_sql("update animals set version = 9 where id = 2"));
    alk_check_ok(alk_delete(s, rex));
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "dogs 2 was changed or deleted by another");
    alk_check_ok(alk_rollback(s));
    alk_check_int(ask("select count(*) from dogs"), 1);
}

ALK_TEST(inherit_more, variants_of_variants_are_in_one_table)
{
    animals();
    alk_result *r = alk_execute(s, alk_select(fish.table, alk_order_by(alk_desc(animal.id))));
    struct fish *jaws = alk_next_of(r, fish), *nemo = alk_next_of(r, fish);
    alk_check_made(jaws);
    alk_check_made(nemo);
    alk_check(!alk_next_of(r, fish));
    alk_check_ok(alk_close(r));
    alk_check_int(alk_as(s, shark, jaws)->teeth.value, 300);
    alk_check_str(nemo->animal.name, "Nemo");
    alk_check(!alk_find(s, shark, 3));
    alk_check(!alk_find(s, fish, 1));
    alk_check(alk_find(s, fish, 4) == jaws);
    alk_check(alk_find_for_update(s, animal, 1) != NULL);
    alk_check_ok(alk_delete(s, jaws));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from animals"), 3);
}

ALK_TEST(inherit_more, what_the_base_has_is_the_variants_too)
{
    animals();
    struct dog *rex = alk_find(s, dog, 2);
    struct zoo *bern = alk_find(s, zoo, 1), *bonn = alk_add(s, zoo, .name = "Bonn");
    alk_check_made(rex);
    alk_check(!alk_entity_changed(s, rex, animal.zoo));
    alk_check_ok(alk_relate(s, rex, animal.zoo, bonn));
    alk_check(alk_entity_changed(s, rex, animal.zoo));
    alk_check(!alk_entity_changed(s, rex, dog.friend_));
    alk_check_ok(alk_flush(s));
    alk_check_int(rex->animal.zoo_id.value, bonn->id);
    alk_check_int(alk_count_of(s, bern, zoo.animals), 2);
    alk_check_int(alk_count_of(s, bern, zoo.cats), 1);
    alk_check_int(alk_count_of(s, bern, zoo.fishes), 1);
    alk_value original;
    rex->animal.name = "Max";
    alk_check_ok(alk_entity_original(s, rex, animal.name, &original));
    alk_check_sv(((alk_sv){ original.u.p, original.len }), "Rex");
    alk_check_ok(alk_expunge(s, rex));
    alk_check(alk_find(s, animal, 2) != &rex->animal);
    alk_check_ok(alk_rollback(s));
}

ALK_TEST(inherit_more, joins_along_relationships_to_variants)
{
    animals();
    int64_t n = 0;
    alk_check_made(alk_add(s, zoo, .name = "Bonn"));
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(zoo.table), alk_join(zoo.cats), alk_where(alk_gt(cat.size, 1), alk_eq(animal.name, "Tom")))), &n));
    alk_check_int(n, 1);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(zoo.table), alk_join(zoo.fishes))), &n));
    alk_check_int(n, 1);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(zoo.table), alk_left_join(zoo.fishes))), &n));
    alk_check_int(n, 2);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(zoo.table), alk_left_join(zoo.cats), alk_where(alk_is(cat.id, alk_null())))), &n));
    alk_check_int(n, 1);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(dog.table), alk_join(dog.friend_))), &n));
    alk_check_int(n, 1);
    alk_result *r = alk_execute(s, alk_select(zoo.table, alk_join(zoo.fishes), alk_where(alk_eq(fish.size, 2))));
    alk_check_made(alk_next_of(r, zoo));
    alk_check(!alk_next_of(r, zoo));
    alk_check_ok(alk_close(r));
    const alk_sql *it = alk_keep(alk_alias(animal.table, "it"));
    r = alk_execute(s, alk_select(it, alk_where(alk_gt(alk_at(it, fish.size), 1)), alk_order_by(alk_at(it, animal.id))));
    struct animal *nemo = alk_entity_next(r, it), *jaws = alk_entity_next(r, it);
    alk_check_made(nemo);
    alk_check_made(alk_as(s, shark, jaws));
    alk_check_ok(alk_close(r));
    alk_free(it);
}

ALK_TEST(inherit_more, what_is_joined_may_be_selected_too)
{
    animals();
    alk_check_made(alk_add(s, zoo, .name = "Bonn"));
    alk_check_ok(alk_commit(s));
    alk_result *r = alk_execute(s, alk_select(zoo.table, animal.table, alk_join(zoo.animals), alk_with_contained(zoo.animals), alk_order_by(animal.id)));
    struct zoo *bern = alk_next_of(r, zoo);
    alk_check_made(bern);
    alk_check(!alk_next_of(r, zoo));
    alk_check_ok(alk_close(r));
    alk_check_int(bern->animals.count, 3);
    check_animals(bern->animals.items[0], bern->animals.items[1], bern->animals.items[2]);
    for (int way = 0; way < 4; way++) {
        bool outer = way % 2;
        anew();
        r = alk_execute(s, way < 2 ? alk_select(zoo.table, cat.table, outer ? alk_left_join(zoo.cats) : alk_join(zoo.cats), alk_with_contained(zoo.cats), alk_order_by(zoo.id))
                                   : alk_select(zoo.table, fish.table, outer ? alk_left_join(zoo.fishes) : alk_join(zoo.fishes), alk_with_contained(zoo.fishes), alk_order_by(zoo.id)));
        bern = alk_next_of(r, zoo);
        struct zoo *bonn = alk_next_of(r, zoo);
        alk_check_made(bern);
        alk_check(!bonn == !outer);
        alk_check_ok(alk_close(r));
        if (way < 2)
            alk_check_int(bern->cats.count == 1 && (!bonn || bonn->cats.count == 0) ? bern->cats.items[0]->size : 0, 30);
        else
            alk_check_int(bern->fishes.count == 1 && (!bonn || bonn->fishes.count == 0) ? bern->fishes.items[0]->size.value : 0, 2);
    }
    anew();
    r = alk_execute(s, alk_select(zoo.table, dog.table, alk_left_join_on(animal.table, alk_eq(animal.zoo_id, zoo.id)), alk_left_join_on(dog.table, alk_eq(dog.id, animal.id)), alk_order_by(dog.id)));
    alk_check_fails(alk_close(r), ALK_ERROR_COMPILE, "animals is joined twice");
    alk_check_ok(alk_rollback(s));
    const alk_sql *it = alk_keep(alk_alias(cat.table, "it"));
    r = alk_execute(s, alk_select(zoo.table, it, alk_left_join_on(it, alk_eq(alk_at(it, cat.size), alk_plus(zoo.id, 29))), alk_order_by(zoo.id)));
    alk_check(alk_next(r));
    alk_check_made(alk_entity_of(r, zoo.table));
    struct cat *tom = alk_entity_of(r, it);
    alk_check_made(tom);
    alk_check_str(tom->animal.name, "Tom");
    alk_check(alk_next(r));
    alk_check_made(alk_entity_of(r, zoo.table));
    alk_check(!alk_entity_of(r, it));
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_free(it);
}

/* Where the session is not asked there are tables alone. */
ALK_TEST(inherit_more, statements_of_core_name_tables)
{
    animals();
    alk_conn *conn = alk_session_conn(s);
    int64_t n = 0;
    alk_check_ok(alk_scalar_int(alk_execute(conn, alk_select(alk_count_all(), alk_from(animal.table), alk_where(alk_gt(fish.size, 1)))), &n));
    alk_check_int(n, 2);
    alk_check_ok(alk_scalar_int(alk_execute(conn, alk_select(alk_count_all(), alk_from(zoo.table), alk_join(zoo.animals))), &n));
    alk_check_int(n, 3);
    alk_check_ok(alk_close(alk_execute(conn, alk_update(animal.table, alk_set(shark.teeth, 8), alk_where(alk_eq(animal.kind, 4))))));
    alk_check_int(ask("select teeth from animals where id = 4"), 8);
    alk_check_fails(alk_close(alk_execute(conn, alk_select(fish.table))), ALK_ERROR_COMPILE, "has no table of its own");
    alk_check_fails(alk_close(alk_execute(conn, alk_insert(fish.table, alk_set(fish.size, 1)))), ALK_ERROR_COMPILE, "has no table of its own");
    alk_check_fails(alk_close(alk_execute(conn, alk_select(zoo.name, alk_join(zoo.fishes)))), ALK_ERROR_COMPILE, "zoos.fishes, which leads to a variant: name the tables by alk_join_on(), or run the statement in a session");
    alk_check_fails(alk_close(alk_execute(conn, alk_select(zoo.name, alk_join(zoo.cats)))), ALK_ERROR_COMPILE, "zoos.cats, which leads to a variant");
    const alk_sql *it = alk_keep(alk_alias(fish.table, "it")), *that = alk_keep(alk_alias(cat.table, "that"));
    alk_check_fails(alk_close(alk_execute(conn, alk_select(it))), ALK_ERROR_COMPILE, "column size of an alias of the variant animals is in the table of its base");
    alk_check_fails(alk_close(alk_execute(conn, alk_select(alk_count_all(), alk_from(it)))), ALK_ERROR_COMPILE, "has no table of its own");
    alk_check_fails(alk_close(alk_execute(s, alk_select(alk_at(it, fish.size)))), ALK_ERROR_COMPILE, "is in the table of its base: alias that one, or select the alias whole in a session");
    alk_check_fails(alk_close(alk_execute(s, alk_select(that, alk_at(it, animal.name)))), ALK_ERROR_COMPILE, "column name of an alias of the variant");
    alk_check_fails(alk_close(alk_execute(conn, alk_select(alk_at(that, animal.name)))), ALK_ERROR_COMPILE, "column name of an alias of the variant cats is in the table of its base");
    alk_check_ok(alk_rollback(s));
    alk_free(it);
    alk_free(that);
}

/* Columns of an alias are those of all its tables. */
ALK_TEST(inherit_more, aliases_of_variants_are_whole_objects)
{
    animals();
    const alk_sql *it = alk_keep(alk_alias(fish.table, "it")), *other = alk_keep(alk_alias(fish.table, "other")), *that = alk_keep(alk_alias(cat.table, "that"));
    alk_result *r = alk_execute(s, alk_select(it, alk_order_by(alk_desc(alk_at(it, animal.name)))));
    struct fish *nemo = alk_entity_next(r, it), *jaws = alk_entity_next(r, it);
    alk_check(nemo && jaws && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    alk_check(strcmp(nemo->animal.name, "Nemo") == 0 && nemo->size.value == 2);
    alk_check(alk_as(s, shark, jaws) && alk_as(s, shark, jaws)->teeth.value == 300);
    r = alk_execute(s, alk_select(it, alk_where(alk_gt(alk_at(it, fish.size), 100), alk_in(alk_at(it, animal.name), alk_select(animal.name)))));
    alk_check(alk_entity_next(r, it) == jaws && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(it, other, alk_join_on(other, alk_gt(alk_at(other, fish.size), alk_at(it, fish.size)))));
    alk_check(alk_next(r) && alk_entity_of(r, it) == nemo && alk_entity_of(r, other) == jaws && !alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(zoo.name, it, alk_from(zoo.table), alk_left_join_on(it, alk_eq(alk_at(it, animal.zoo_id), zoo.id)), alk_order_by(zoo.id)));
    alk_check(alk_next(r) && alk_entity_of(r, it) == nemo && !alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(that, alk_where(alk_eq(alk_at(that, animal.name), "Tom")), alk_order_by(alk_at(that, cat.size), alk_at(that, animal.id)), alk_with(animal.zoo)));
    struct cat *tom = alk_entity_next(r, that);
    alk_check(tom && tom->size == 30 && strcmp(tom->animal.zoo->name, "Bern") == 0 && !alk_entity_next(r, that));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(it, alk_with_joined(animal.zoo, zoo.animals), alk_where(alk_eq(alk_at(it, animal.name), "Nemo")), alk_limit(1)));
    alk_check(alk_entity_next(r, it) == nemo && nemo->animal.zoo->animals.count == 3);
    alk_check_ok(alk_close(r));
    alk_free(it);
    alk_free(other);
    alk_free(that);
}

ALK_TEST(inherit_more, aliases_of_variants_lead_on)
{
    animals();
    const alk_sql *it = alk_keep(alk_alias(fish.table, "it")), *that = alk_keep(alk_alias(cat.table, "that")), *whose = alk_keep(alk_alias(dog.table, "whose"));
    alk_result *r = alk_execute(s, alk_select(it, alk_label(zoo.name, "zoo"), alk_left_join(alk_at(it, animal.zoo)), alk_order_by(alk_at(it, animal.id))));
    alk_check(alk_next(r) && alk_entity_of(r, it) && !alk_is_null(r, "zoo"));
    alk_check(alk_next(r) && alk_as(s, shark, alk_entity_of(r, it)) && alk_is_null(r, "zoo"));
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(that, zoo.name, alk_join(alk_at(that, animal.zoo)), alk_where(alk_eq(alk_at(that, cat.size), 30))));
    alk_check(alk_next(r) && alk_entity_of(r, that) && !alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(that, dog.table, alk_join(alk_at(that, cat.friends))));
    alk_check(alk_next(r));
    struct dog *rex = alk_entity_of(r, dog.table);
    struct cat *tom = alk_entity_of(r, that);
    alk_check(tom && rex && strcmp(rex->animal.name, "Rex") == 0 && strcmp(tom->animal.name, "Tom") == 0 && !alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(whose, cat.table, alk_join(alk_at(whose, dog.friend_)), alk_where(alk_eq(alk_at(whose, dog.size), "huge"))));
    alk_check(alk_next(r) && alk_entity_of(r, whose) == rex && alk_entity_of(r, cat.table) == tom && !alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(whose, alk_where(alk_has(alk_at(whose, dog.friend_), alk_gt(cat.size, 10)))));
    alk_check(alk_entity_next(r, whose) == rex && !alk_entity_next(r, whose));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(that, alk_where(alk_related_any(alk_at(that, cat.friends), alk_eq(animal.name, "Rex")))));
    alk_check(alk_entity_next(r, that) == tom && !alk_entity_next(r, that));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(it, alk_where(alk_has(alk_at(it, animal.zoo), alk_eq(zoo.name, "Bern")))));
    alk_check(alk_entity_next(r, it) && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    alk_free(it);
    alk_free(that);
    alk_free(whose);
}

static alk_sql *small(const alk_sql *from, void *payload)
{
    return alk_lt(alk_at(from, fish.size), *(const int *)payload);
}

ALK_TEST(inherit_more, aliases_of_variants_have_their_criteria)
{
    int limit = 100;
    animals();
    const alk_sql *it = alk_keep(alk_alias(fish.table, "it"));
    alk_check_ok(alk_session_criterion(s, fish.table, small, &limit));
    for (int way = 0; way < 3; way++) {
        const alk_sql *query = way == 2 ? alk_select(zoo.table, it, alk_left_join_on(it, alk_true())) : alk_select(it);
        alk_result *r = alk_execute(s, way ? query : alk_extend(query, alk_unfiltered()));
        int n = 0;
        for (; alk_next(r); n++)
            alk_check(alk_entity_of(r, it) != NULL);
        alk_check_ok(alk_close(r));
        alk_check_int(n, way ? 1 : 2);
    }
    alk_free(it);
}

/* ---- CHAR(n): blanks at the end do not count ---- */

#define FITTING(X, m)                                                                   \
    X(m, key,  code,     CHAR(4))                                                       \
    X(m, col,  kind,     CHAR(8), .discriminator = true)                                \
    X(m, opt,  of,       CHAR(4), .references = &fitting.code)                          \
    X(m, one,  whole,    fitting, .via = &fitting.of)                                   \
    X(m, many, fittings, fitting, .via = &fitting.of)
ALK_MODEL(fitting, FITTING);
#define SCREW(X, m)                                                                     \
    X(m, base, fitting)                                                                 \
    X(m, opt,  length,   INTEGER)
ALK_MODEL(screw, SCREW);
ALK_DEFINE(fitting, FITTING, "fittings", .polymorphic_identity = "fitting", .variants = ALK_TABLES(&screw.table));
ALK_DEFINE_IN(fitting, screw, SCREW, "fittings", .polymorphic_identity = "screw");

ALK_TEST(inherit_more, blanks_at_the_end_of_fixed_texts_do_not_count)
{
    alk_check_ok(alk_create_all(alk_session_conn(s), fitting.table));
    struct fitting *door = alk_add(s, fitting, .code = "d");
    struct screw *bolt = alk_add(s, screw, .fitting = { .code = "b", .whole = door }, .length = ALK_SOME(4));
    alk_check_made(door);
    alk_check_made(bolt);
    alk_check_ok(alk_commit(s));
    alk_check_ok(run_sql("update fittings set kind = kind || '   ', of = of || '   ', code = code || '   '"));       /* as a database that pads them gives them */
    alk_result *r = alk_execute(s, alk_select(fitting.table, alk_load_anew(), alk_with(fitting.fittings), alk_order_by(fitting.code)));
    alk_check(alk_next_of(r, fitting) == &bolt->fitting);
    alk_check(alk_next_of(r, fitting) == door);
    alk_check_ok(alk_close(r));
    alk_check_int((int64_t)alk_session_count(s), 2);
    alk_check_str(bolt->fitting.kind, "screw   ");
    alk_check_str(bolt->fitting.of, "d   ");
    alk_check(alk_find(s, fitting, "d") == door);
    anew();
    r = alk_execute(s, alk_select(fitting.table, alk_with(fitting.fittings), alk_order_by(fitting.code)));
    bolt = alk_as(s, screw, alk_next_of(r, fitting));
    door = alk_next_of(r, fitting);
    alk_check_ok(alk_close(r));
    alk_check_made(door);
    alk_check_made(bolt);
    alk_check_int(bolt->length.value, 4);
    alk_check(!alk_as(s, screw, door) && door->fittings.count == 1 && door->fittings.items[0] == &bolt->fitting);
    struct fitting other = { .code = "x", .kind = "screw " };
    alk_check(!alk_entity_add(s, fitting.table, &other));
    alk_check_error(ALK_ERROR_ARGUMENT, "says that it is screw : it has to be added as a struct of that");
    struct screw same = { .fitting = { .code = "y", .kind = "screw " } };
    alk_check_made(alk_entity_add(s, screw.table, &same));
}
