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

/* ---- keys that the program makes ---- */

static int made, refuses;
static int make_uuid(void *data, alk_cell *cell)
{
    static alk_uuid id;
    (void)data;
    if (refuses)
        return alk_fail(ALK_ERROR_INTERFACE, "no more of them");
    memset(&id, ++made, sizeof id);
    *cell = alk_value_uuid(&id);
    return ALK_OK;
}

static int make_number(void *data, alk_cell *cell)
{
    *cell = alk_value_int(*(const int *)data + ++made);
    return ALK_OK;
}

static int make_code(void *data, alk_cell *cell)
{
    static char code[8];
    (void)data;
    snprintf(code, sizeof code, "c%d", ++made);
    *cell = alk_value_text(code);
    return ALK_OK;
}

static int five_hundred = 500;
#define PARCEL(X, m)                                                                        \
    X(m, key,  id,       UUID, .client_default = make_uuid)                                 \
    X(m, opt,  inside,   UUID, .references = &parcel.id)                                    \
    X(m, one,  outer,    parcel, .via = &parcel.inside)                                     \
    X(m, many, labels,   label_, .cascade = ALK_CASCADE_ALL)
ALK_MODEL(parcel, PARCEL);
#define LABEL_(X, m)                                                                        \
    X(m, key,  number,   INTEGER, .no_autoincrement = true, .client_default = make_number, .client_data = &five_hundred) \
    X(m, key,  code,     VARCHAR(8), .client_default = make_code)                           \
    X(m, col,  parcel_id, UUID, .references = &parcel.id)                                   \
    X(m, one,  parcel,   parcel)
ALK_MODEL(label_, LABEL_);
#define TICKET(X, m)                                                                        \
    X(m, key,  code,     UUID, .server_default = "(lower(hex(randomblob(4)) || '-0000-4000-8000-' || hex(randomblob(6))))") \
    X(m, opt,  seat,     INTEGER)
ALK_MODEL(ticket, TICKET);
ALK_DEFINE(parcel, PARCEL, "parcels");
ALK_DEFINE(label_, LABEL_, "labels");
ALK_DEFINE(ticket, TICKET, "tickets");

ALK_TEST(keys, are_made_by_the_program)
{
    made = refuses = 0;
    alk_check_ok(alk_create_all(alk_session_conn(s), parcel.table, label_.table));
    struct parcel *box = alk_add(s, parcel, .inside = { .state = ALK_UNSET }), *letter = alk_add(s, parcel, .outer = box);
    struct label_ *one = alk_add(s, label_, .parcel = letter), *own = alk_add(s, label_, .number = 7, .code = "own", .parcel = letter);
    alk_check(box && letter && one && own);
    alk_check_ok(alk_commit(s));
    alk_check_int(box->id.bytes[0], 1);
    alk_check_int(letter->id.bytes[0], 2);
    alk_check_int(letter->inside.value.bytes[0], 1);
    alk_check_int(one->parcel_id.bytes[15], 2);
    alk_check_int(one->number, 503);
    alk_check_str(one->code, "c4");
    alk_check_int(own->number, 7);
    alk_check_str(own->code, "own");
    alk_uuid twos;
    memset(&twos, 2, sizeof twos);
    alk_check(alk_find(s, parcel, &twos) == letter);
    alk_check_ok(alk_delete(s, letter));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from labels"), 0);
    alk_check_int(ask("select count(*) from parcels"), 1);
}

ALK_TEST(keys, that_cannot_be_made_fail_the_flush)
{
    made = 0;
    refuses = 1;
    alk_check_ok(alk_create_all(alk_session_conn(s), parcel.table, label_.table));
    alk_check_ok(alk_commit(s));
    alk_check_made(alk_add(s, parcel, .inside = { .state = ALK_UNSET }));
    alk_check_fails(alk_flush(s), ALK_ERROR_INTERFACE, "no more of them");
    alk_check_ok(alk_rollback(s));
    refuses = 0;
    struct parcel given = { .inside = { .state = ALK_UNSET } };
    struct parcel *p = alk_merge(s, parcel, &given);                           /* it has no key yet: nothing is asked for */
    alk_check_made(p);
    alk_check_ok(alk_commit(s));
    alk_check_int(p->id.bytes[0], 1);
}

ALK_TEST(keys, that_the_server_makes_are_read_back)
{
    alk_check_ok(alk_create_all(alk_session_conn(s), ticket.table));
    struct ticket *a = alk_add(s, ticket, .seat = ALK_SOME(1)), *b = alk_add(s, ticket, .seat = ALK_SOME(2)), *own = alk_add(s, ticket, .code = { { 9 } });
    alk_check(a && b && own);
    alk_check_ok(alk_commit(s));
    alk_check(memcmp(&a->code, &b->code, sizeof a->code) != 0);
    alk_check_int(own->code.bytes[0], 9);
    alk_check(alk_find(s, ticket, &b->code) == b);
    b->seat = (alk_opt_int32)ALK_SOME(3);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from tickets where seat = 3"), 1);
}
