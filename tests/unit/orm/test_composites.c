/* SPDX-License-Identifier: MIT
 * Structs inside structs: members of theirs are columns like others, in values, keys and conditions, and by functions too. */
#include "orm_test.h"
#include <alkahest/value.h>

typedef struct money {
    int64_t cents;
} money;

static int money_to_value(const alk_custom_type *type, const void *c_value, alk_cell *value)
{
    (void)type;
    *value = alk_value_int(((const money *)c_value)->cents);
    return ALK_OK;
}

static int money_from_value(const alk_custom_type *type, const alk_cell *value, void *c_value)
{
    (void)type;
    ((money *)c_value)->cents = value->tag == ALK_TYPE_NULL ? 0 : value->u.i;
    return ALK_OK;
}

static const alk_custom_type money_type = { .struct_size = sizeof money_type, .value_size = sizeof(money), .storage = ALK_SQL_BIGINT, .name = "money",
                                            .to_value = money_to_value, .from_value = money_from_value };

struct place {
    double latitude, longitude;
};
struct address {
    const char *street, *city;
    alk_opt_int32 number;
    alk_opt_date since;
    money rent;
    struct place place;
};
#define TENANT(X, m)                                                                    \
    X(m, key,  id,          BIGINT)                                                     \
    X(m, col,  name,        TEXT)                                                       \
    X(m, held, home,        struct address)                                             \
    X(m, part, home_street, VARCHAR(80), home.street)                                   \
    X(m, part, home_city,   VARCHAR(40), home.city, .nullable = true)                   \
    X(m, part, home_number, INTEGER, home.number, .nullable = true)                     \
    X(m, part, home_since,  DATE, home.since, .nullable = true)                         \
    X(m, part, home_rent,   CUSTOM(money_type, money), home.rent)                       \
    X(m, part, home_north,  DOUBLE, home.place.latitude)                                \
    X(m, part, home_east,   DOUBLE, home.place.longitude)                               \
    X(m, held, work,        struct address)                                             \
    X(m, part, work_street, TEXT, work.street, .nullable = true, .name = "office")
ALK_MODEL(tenant, TENANT);
ALK_DEFINE(tenant, TENANT, "tenants");

/* A key that is a struct, and one that refers to it. */
struct square {
    const char *column;
    int32_t row;
};
#define PIECE(X, m)                                                                     \
    X(m, held, at,     struct square)                                                   \
    X(m, part, column, VARCHAR(1), at.column, .primary_key = true)                      \
    X(m, part, row,    INTEGER, at.row, .primary_key = true)                            \
    X(m, col,  name,   TEXT)                                                            \
    X(m, many, moves,  move)
ALK_MODEL(piece, PIECE);
struct nullable_square {
    const char *column;
    alk_opt_int32 row;
};
#define MOVE(X, m)                                                                      \
    X(m, key,  id,          BIGINT)                                                     \
    X(m, held, from,        struct nullable_square)                                     \
    X(m, part, from_column, VARCHAR(1), from.column, .nullable = true)                  \
    X(m, part, from_row,    INTEGER, from.row, .nullable = true)                        \
    X(m, one,  piece,       piece)
ALK_MODEL(move, MOVE);
ALK_DEFINE(piece, PIECE, "pieces");
ALK_DEFINE(move, MOVE, "moves", .constraints = (const alk_constraint[]){
    { .kind = ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_COLUMNS(&move.from_column, &move.from_row), .references = ALK_COLUMNS(&piece.column, &piece.row) }, { .kind = ALK_CONSTRAINT_END } });

static void setup(void)
{
    orm_setup();
    alk_check_ok(alk_create_all(alk_session_conn(s), tenant.table, piece.table, move.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(composites, setup, orm_teardown);

static const struct address elm_street = { .street = "Elm", .city = "Oslo", .number = ALK_SOME(7), .since = { { 19000 }, ALK_VALUE }, .rent = { 95000 }, .place = { 59.5, 10.25 } };

/* Two tenants, in a session that knows nothing of them. */
static void two_tenants(void)
{
    alk_check_made(alk_add(s, tenant, .name = "Ann", .home = elm_street, .work = { .street = "Quay" }));
    alk_check_made(alk_add(s, tenant, .name = "Bob", .home = { .street = "Oak", .rent = { 5 } }));
    alk_check_ok(alk_commit(s));
    anew();
}

ALK_TEST(composites, members_are_columns)
{
    two_tenants();
    alk_check_str(ask_text("select home_street || home_city || home_number || home_rent || home_north || office from tenants where id = 1"), "ElmOslo79500059.5Quay");
    alk_check_str(ask_text("select home_since from tenants where id = 1"), "2022-01-08");
    alk_check_int(ask("select count(*) from tenants where home_city is null and home_number is null and home_since is null and office is null"), 1);
    struct tenant *ann = alk_find(s, tenant, 1), *bob = alk_find(s, tenant, 2);
    alk_check_made(ann);
    alk_check_made(bob);
    alk_check_str(ann->home.street, "Elm");
    alk_check_str(ann->home.city, "Oslo");
    alk_check_int(ann->home.number.value, 7);
    alk_check_int(ann->home.since.value.days, 19000);
    alk_check_int(ann->home.rent.cents, 95000);
    alk_check_real(ann->home.place.longitude, 10.25);
    alk_check_str(ann->work.street, "Quay");
    alk_check(!ann->work.city);
    alk_check(!bob->home.city && !bob->work.street);
    alk_check_int(bob->home.number.state, ALK_NULL);
    alk_check_int(bob->home.since.state, ALK_NULL);
    alk_check_int(bob->home.rent.cents, 5);
}

ALK_TEST(composites, only_the_members_that_changed_are_written)
{
    two_tenants();
    struct tenant *ann = alk_find(s, tenant, 1);
    alk_check_made(ann);
    alk_check(!alk_session_is_dirty(s));
    ann->home = elm_street;                                        /* the same, from elsewhere */
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    ann->home.number = (alk_opt_int32)ALK_SOME(9);
    alk_check(alk_entity_changed(s, ann, tenant.home_number));
    alk_check(!alk_entity_changed(s, ann, tenant.home_street));
    alk_check_ok(alk_flush(s));
    alk_check_contains(statements(), "home_number");
    alk_check(!strstr(statements(), "home_street"));
    ran();
    ann->home.rent.cents = 1;
    alk_check_ok(alk_flush(s));
    alk_check_contains(statements(), "home_rent");
    alk_check(!strstr(statements(), "home_number"));
    alk_check_str(ask_text("select home_street || home_number || home_rent from tenants where id = 1"), "Elm91");
}

ALK_TEST(composites, the_whole_struct_may_be_assigned)
{
    two_tenants();
    struct tenant *ann = alk_find(s, tenant, 1), *bob = alk_find(s, tenant, 2);
    alk_check_made(ann);
    alk_check_made(bob);
    bob->home = ann->home;
    ann->home = (struct address){ .street = "Ash", .number = ALK_NONE, .since = ALK_NONE };
    alk_value before;
    alk_check_ok(alk_entity_original(s, ann, tenant.home_city, &before));
    alk_check_int((int64_t)before.len, 4);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select home_street || home_city || home_number || home_rent from tenants where id = 2"), "ElmOslo795000");
    alk_check_int(ask("select count(*) from tenants where id = 1 and home_street = 'Ash' and home_city is null and home_number is null and home_rent = 0 and office = 'Quay'"), 1);
    ann->home = bob->home;
    alk_check_ok(alk_rollback(s));
    alk_check_str(ann->home.street, "Ash");
    alk_check(!ann->home.city);
    ann->home.street = NULL;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "home.street cannot be NULL");
    alk_check_ok(alk_rollback(s));
    alk_check_made(alk_add(s, tenant, .name = "nowhere"));
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "home.street cannot be NULL");
}

ALK_TEST(composites, copies_and_merging_take_all_of_it)
{
    two_tenants();
    alk_arena *arena = alk_arena_new();
    struct tenant *ann = alk_find(s, tenant, 1), *copy = alk_copy_of(s, tenant, ann, arena);
    alk_check_made(copy);
    alk_check(copy->home.street != ann->home.street);
    anew();
    copy->home.city = "Rome";
    copy->home.number = (alk_opt_int32){ 0 };                      /* left as it is */
    copy->home.rent.cents = 3;
    struct tenant *merged = alk_merge(s, tenant, copy);
    alk_check_made(merged);
    alk_arena_free(arena);
    alk_check_ok(alk_commit(s));
    alk_check_str(merged->home.city, "Rome");
    alk_check_str(ask_text("select home_street || home_city || home_number || home_rent || office from tenants where id = 1"), "ElmRome73Quay");
}

ALK_TEST(composites, conditions_orders_and_options_go_by_columns)
{
    two_tenants();
    alk_result *r = alk_execute(s, alk_select(tenant.table, alk_where(alk_eq(tenant.home_street, "Oak"))));
    struct tenant *bob = alk_next_of(r, tenant);
    alk_check_made(bob);
    alk_check_str(bob->name, "Bob");
    alk_check(!alk_next_of(r, tenant));
    alk_check_ok(alk_close(r));
    anew();
    r = alk_execute(s, alk_select(tenant.table, alk_order_by(alk_desc(tenant.home_street)), alk_load_only(tenant.home_city)));
    bob = alk_next_of(r, tenant);
    struct tenant *ann = alk_next_of(r, tenant);
    alk_check_made(ann);
    alk_check_str(ann->home.city, "Oslo");
    alk_check(!ann->home.street);
    alk_check(!alk_is_loaded(s, ann, tenant.home_street));
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_load(s, &ann, 1, tenant.home_street, tenant.home_rent));
    alk_check_str(ann->home.street, "Elm");
    alk_check_int(ann->home.rent.cents, 95000);
    alk_check_ok(run_sql("update tenants set home_street = 'Fir' where id = 1"));
    alk_check_ok(alk_refresh(s, ann));
    alk_check_str(ann->home.street, "Fir");
    alk_close(alk_execute(s, alk_update(tenant.table, alk_set(tenant.home_number, 1))));
    alk_check_int(ann->home.number.value, 1);
    alk_check_int(ask("select sum(home_number) from tenants"), 2);
}

ALK_TEST(composites, may_be_keys)
{
    struct piece *rook = alk_add(s, piece, .at = { "a", 1 }, .name = "rook"), *king = alk_add(s, piece, .at = { "e", 1 }, .name = "king");
    alk_check_made(rook);
    alk_check_made(alk_add(s, move, .piece = rook));
    struct move *second = alk_add(s, move, .piece = king);
    alk_check_made(second);
    alk_check_ok(alk_commit(s));
    alk_check_str(second->from.column, "e");
    alk_check_int(second->from.row.value, 1);
    alk_check(alk_find(s, piece, "a", 1) == rook);
    anew();
    king = alk_find(s, piece, "e", 1);
    alk_check_made(king);
    alk_check_str(king->name, "king");
    alk_check(alk_find(s, piece, "e", 1) == king);
    alk_check_ok(alk_load(s, &king, 1, piece.moves));
    alk_check_int(king->moves.count, 1);
    alk_check(king->moves.items[0]->piece == king);
    king->moves.items[0]->from = (struct nullable_square){ "a", ALK_SOME(1) };
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from moves where from_column = 'a'"), 2);
    rook = alk_find(s, piece, "a", 1);
    alk_check_ok(alk_load(s, &rook, 1, piece.moves));
    alk_check_int(rook->moves.count, 2);
    king->at = (struct square){ "f", 2 };
    alk_check_ok(alk_commit(s));
    alk_check(alk_find(s, piece, "f", 2) == king);
    alk_check_str(ask_text("select \"column\" || \"row\" from pieces where name = 'king'"), "f2");
    alk_check(!alk_find(s, piece, "e", 1));
}

/* ---- by functions ---- */

typedef struct shop {
    int64_t id;
    struct address at;
    struct nullable_square on;
} shop;

ALK_TEST(composites, are_mapped_by_functions)
{
    alk_metadata *town = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(town, "shops", .structure = sizeof(shop));
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, ALK_MEMBER(shop, id));
    alk_table_add_column(b, "street", ALK_OF(TEXT), ALK_MEMBER(shop, at.street));
    alk_table_add_column(b, "number", ALK_OF(INTEGER), .nullable = true, ALK_MEMBER(shop, at.number));
    alk_table_add_column(b, "north", ALK_OF(DOUBLE), ALK_MEMBER(shop, at.place.latitude));
    alk_table_add_column(b, "board", ALK_OF(INTEGER), .nullable = true, ALK_MEMBER(shop, on.row));
    const alk_sql *shops = alk_table_finish(b);
    alk_check_made(shops);
    alk_check_ok((alk_create_all)(alk_session_conn(s), ALK_LIST(shops)));
    alk_check_made(alk_entity_add(s, shops, &(const shop){ .at = { .street = "Elm", .place = { .latitude = 1.5 } }, .on = { .row = ALK_SOME(8) } }));
    alk_check_ok(alk_commit(s));
    anew();
    const alk_value key = alk_value_int(1);
    shop *found = alk_entity_find(s, shops, &key, 1, 0);
    alk_check_made(found);
    alk_check_str(found->at.street, "Elm");
    alk_check_int(found->at.number.state, ALK_NULL);
    alk_check_real(found->at.place.latitude, 1.5);
    alk_check_int(found->on.row.value, 8);
    found->at.number = (alk_opt_int32)ALK_SOME(4);
    found->at.street = NULL;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "at.street cannot be NULL");
    alk_check_ok(alk_rollback(s));
    found->at.number = (alk_opt_int32)ALK_SOME(4);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select number from shops"), 4);
    alk_metadata_free(town);
}

/* ---- without sessions ---- */

ALK_TEST(composites, structs_are_fetched_without_sessions)
{
    alk_conn *conn = alk_session_conn(s);
    const struct tenant two[] = { { .id = 1, .name = "Ann", .home = elm_street }, { .id = 2, .name = "Bob", .home = { .street = "Oak" }, .work = { .street = "Quay" } } };
    alk_check_ok(alk_insert_structs(conn, tenant, two, 2, NULL));
    alk_arena *arena = alk_arena_new();
    struct tenant *all;
    size_t n;
    for (int again = 0; again < 3; again++) {
        alk_result *r = alk_execute(conn, alk_select(tenant.table, alk_order_by(tenant.id)));
        alk_check_ok(alk_fetch_structs(r, tenant, arena, &all, &n));
        alk_check_ok(alk_close(r));
        alk_check_size(n, 2);
        alk_check_str(all[0].home.city, "Oslo");
        alk_check_int(all[0].home.rent.cents, 95000);
        alk_check(!all[0].work.street && !all[0].work.city && !all[1].work.city);          /* what is no column is empty */
        alk_check_int(all[1].work.number.state, ALK_UNSET);
        alk_check_str(all[1].work.street, "Quay");
    }
    alk_arena_free(arena);
}
