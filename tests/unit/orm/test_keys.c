/* SPDX-License-Identifier: MIT
 * Keys that change under what refers to them, and foreign keys that refer to other columns than the primary key. */
#include "orm_test.h"

#define REGION(X, m)                                       \
    X(m, key,  id,     BIGINT)                             \
    X(m, col,  code,   VARCHAR(8), .unique = true)         \
    X(m, col,  name,   TEXT)                               \
    X(m, many, towns,  town)
ALK_MODEL(region, REGION);
#define TOWN(X, m)                                         \
    X(m, key,  id,     BIGINT)                             \
    X(m, opt,  region_code, VARCHAR(8), .references = &region.code, .on_update = ALK_CASCADE) \
    X(m, col,  name,   TEXT)                               \
    X(m, one,  region, region)
ALK_MODEL(town, TOWN);
#define OWNER(X, m)                                        \
    X(m, key,  id,     BIGINT, .no_autoincrement = true)   \
    X(m, col,  name,   TEXT)                               \
    X(m, many, pets,   pet)
ALK_MODEL(owner, OWNER);
#define PET(X, m)                                          \
    X(m, key,  id,       BIGINT)                           \
    X(m, opt,  owner_id, BIGINT, .references = &owner.id, .on_update = ALK_CASCADE) \
    X(m, col,  name,     TEXT)                             \
    X(m, one,  owner,    owner)
ALK_MODEL(pet, PET);
#define COLLAR(X, m)                                       \
    X(m, key,  pet_id,   BIGINT, .references = &pet.id, .on_update = ALK_CASCADE) \
    X(m, key,  number,   INTEGER)                          \
    X(m, col,  colour,   TEXT)                             \
    X(m, one,  pet,      pet)
ALK_MODEL(collar, COLLAR);
ALK_DEFINE(region, REGION, "regions");
ALK_DEFINE(town, TOWN, "towns");
ALK_DEFINE(owner, OWNER, "owners");
ALK_DEFINE(pet, PET, "pets");
ALK_DEFINE(collar, COLLAR, "collars");

static void keys_setup(void)
{
    orm_setup();
    alk_conn *conn = alk_session_conn(s);
    alk_check_made(conn);
    alk_check_ok(alk_create_all(conn, region.table, town.table, owner.table, pet.table, collar.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(keys, keys_setup, orm_teardown);

ALK_TEST(keys, may_refer_to_a_unique_column)
{
    struct region *north = alk_add(s, region, .code = "N", .name = "North"), *south = alk_add(s, region, .code = "S", .name = "South");
    alk_check(north && south);
    struct town *t = alk_add(s, town, .name = "t", .region = north), *u = alk_add(s, town, .name = "u", .region = south);
    alk_check(t && u);
    alk_check_ok(alk_commit(s));
    alk_check_str(t->region_code, "N");
    anew();
    struct town *both[2];
    alk_check_made(both[0] = alk_find(s, town, 1));
    alk_check_made(both[1] = alk_find(s, town, 2));
    ran();
    alk_check_ok(alk_load(s, both, 2, town.region));
    alk_check_int(ran(), 1);
    alk_check_str(both[0]->region->name, "North");
    alk_check_str(both[1]->region->name, "South");
    alk_check_ok(alk_load(s, both, 2, town.region, region.towns));
    alk_check(both[0]->region->towns.count == 1 && both[0]->region->towns.items[0] == both[0]);
    anew();
    alk_result *r = alk_execute(s, alk_select(region.table, alk_order_by(region.id), alk_with_joined(region.towns)));
    struct region *first = alk_next_of(r, region);
    alk_check_made(first);
    alk_check_ok(alk_close(r));
    alk_check(first->towns.count == 1 && first->towns.items[0]->region == first);
}

ALK_TEST(keys, that_change_are_followed_by_what_refers_to_them)
{
    struct owner *o = alk_add(s, owner, .id = 5, .name = "o");
    alk_check_made(o);
    struct pet *p = alk_add(s, pet, .name = "p", .owner = o), *q = alk_add(s, pet, .name = "q", .owner = o);
    struct region *n = alk_add(s, region, .code = "N", .name = "North");
    alk_check(p && q && n);
    struct town *t = alk_add(s, town, .name = "t", .region = n);
    alk_check_made(t);
    alk_check_ok(alk_commit(s));
    o->id = 6;
    n->code = "NN";
    q->name = "changed too";
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from pets where owner_id = 6"), 2);
    alk_check(p->owner_id.value == 6 && q->owner_id.value == 6 && p->owner == o);
    alk_check(!alk_session_is_dirty(s));
    alk_check_str(t->region_code, "NN");
    n->name = "a name that moves the texts of its object to another block";
    alk_check_ok(alk_flush(s));
    alk_check_str(t->region_code, "NN");
    alk_check_ok(alk_refresh(s, t));
    alk_check_str(t->region_code, "NN");
    alk_check_ok(alk_rollback(s));
    alk_check(p->owner_id.value == 5 && q->owner_id.value == 5 && o->id == 5);
    alk_check_str(q->name, "q");
    alk_check_str(t->region_code, "N");
    o->id = 7;
    alk_check_ok(alk_commit(s));
    p->name = "after";
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select owner_id from pets where name = 'after'"), 7);
}

ALK_TEST(keys, of_others_that_are_a_part_of_a_key_move_along)
{
    struct pet *p = alk_add(s, pet, .name = "p");
    alk_check_made(p);
    struct collar *c = alk_add(s, collar, .pet = p, .number = 1, .colour = "red");
    alk_check_made(c);
    alk_check_ok(alk_commit(s));
    p->id = 50;
    alk_check_ok(alk_flush(s));
    alk_check_int(c->pet_id, 50);
    alk_check(alk_find(s, collar, 50, 1) == c);
    c->colour = "blue";
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from collars where pet_id = 50 and colour = 'blue'"), 1);
    alk_check_ok(alk_rollback(s));
    alk_check(alk_find(s, collar, 1, 1) == c);
    alk_check_str(c->colour, "red");
    alk_check(!alk_find(s, collar, 50, 1));
}
