/* SPDX-License-Identifier: MIT
 * Members by expressions: they are read with the rest of the object, wherever its table stands in the statement, and never written. */
#include "orm_test.h"

static alk_sql *count_of_novels(const alk_sql *from);
static alk_sql *loud(const alk_sql *from);
static alk_sql *is_thick(const alk_sql *from);
static alk_sql *title_of(const alk_sql *from);

#define WRITER(X, m)                                                                    \
    X(m, key,  id,       BIGINT)                                                        \
    X(m, col,  name,     TEXT)                                                          \
    X(m, opt,  born,     INTEGER)                                                       \
    X(m, expr, n_novels, BIGINT, count_of_novels)                                       \
    X(m, expr, loud,     TEXT, loud, .deferred = true)                                  \
    X(m, many, novels,   novel, .order_by = ALK_COLUMNS(&novel.id))
ALK_MODEL(writer, WRITER);
#define NOVEL(X, m)                                                                     \
    X(m, key,  id,        BIGINT)                                                       \
    X(m, col,  title,     TEXT)                                                         \
    X(m, opt,  pages,     INTEGER)                                                      \
    X(m, opt,  writer_id, BIGINT, .references = &writer.id)                             \
    X(m, expr, thick,     BOOLEAN, is_thick)                                            \
    X(m, one,  writer,    writer)
ALK_MODEL(novel, NOVEL);
ALK_DEFINE(writer, WRITER, "writers");
ALK_DEFINE(novel, NOVEL, "novels");

static alk_sql *count_of_novels(const alk_sql *from)
{
    return alk_select(alk_count_all(), alk_from(novel.table), alk_where(alk_eq(novel.writer_id, alk_at(from, writer.id))), alk_correlate(from));
}
static alk_sql *loud(const alk_sql *from)
{
    return alk_upper(alk_at(from, writer.name));
}
static alk_sql *is_thick(const alk_sql *from)
{
    return alk_gt(alk_at(from, novel.pages), 300);
}

/* ---- of a hierarchy: on the base, on a variant in its table, on one that is joined ---- */
static alk_sql *length_of_name(const alk_sql *from);
static alk_sql *half_of_load(const alk_sql *from);
static alk_sql *lift(const alk_sql *from);
#define VEHICLE(X, m)                                                                   \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  kind,    VARCHAR(20), .discriminator = true)                             \
    X(m, col,  name,    TEXT)                                                           \
    X(m, opt,  next_id, BIGINT, .references = &vehicle.id)                              \
    X(m, expr, length,  INTEGER, length_of_name)                                        \
    X(m, one,  next,    vehicle)                                                        \
    X(m, many, before,  vehicle, .order_by = ALK_COLUMNS(&vehicle.id))
ALK_MODEL(vehicle, VEHICLE);
#define TRUCK(X, m)                                                                     \
    X(m, base, vehicle)                                                                 \
    X(m, opt,  load,    INTEGER)                                                        \
    X(m, expr, half,    INTEGER, half_of_load)                                          \
    X(m, expr, title,   TEXT, title_of, .deferred = true)
ALK_MODEL(truck, TRUCK);
#define PLANE(X, m)                                                                     \
    X(m, base, vehicle)                                                                 \
    X(m, part, id,      BIGINT, vehicle.id, .primary_key = true, .references = &vehicle.id) \
    X(m, col,  wings,   INTEGER)                                                        \
    X(m, expr, lift,    INTEGER, lift)
ALK_MODEL(plane, PLANE);
ALK_DEFINE(vehicle, VEHICLE, "vehicles", .polymorphic_identity = "vehicle", .variants = ALK_TABLES(&truck.table, &plane.table));
ALK_DEFINE_IN(vehicle, truck, TRUCK, "vehicles", .polymorphic_identity = "truck");
ALK_DEFINE(plane, PLANE, "planes", .polymorphic_identity = "plane");

static alk_sql *length_of_name(const alk_sql *from)
{
    return alk_length(alk_at(from, vehicle.name));
}
static alk_sql *half_of_load(const alk_sql *from)
{
    return alk_floor_divide(alk_at(from, truck.load), 2);
}
static alk_sql *title_of(const alk_sql *from)
{
    return alk_concat(alk_at(from, vehicle.name), "!");
}
static alk_sql *lift(const alk_sql *from)
{
    return alk_times(alk_at(from, plane.wings), 10);
}

static void setup(void)
{
    orm_setup();
    alk_check_ok(alk_create_all(alk_session_conn(s), writer.table, novel.table, vehicle.table, truck.table, plane.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(derived, setup, orm_teardown);

/* Lem with two novels, Eco with one, and one without any. */
static void library(void)
{
    struct writer *lem = alk_add(s, writer, .name = "Lem"), *eco = alk_add(s, writer, .name = "Eco"), *poe = alk_add(s, writer, .name = "Poe");
    alk_check_made(lem && eco ? poe : NULL);
    const struct novel *solaris = alk_add(s, novel, .title = "Solaris", .pages = ALK_SOME(204), .writer = lem), *eden = alk_add(s, novel, .title = "Eden", .writer = lem),
                       *rose = alk_add(s, novel, .title = "Rose", .pages = ALK_SOME(512), .writer = eco);
    alk_check_made(solaris && eden ? rose : NULL);
    alk_check_ok(alk_commit(s));
    anew();
    ran();
}

ALK_TEST(derived, are_no_columns_of_the_table)
{
    library();
    alk_check_int(ask("select count(*) from pragma_table_info('writers')"), 3);
    alk_check_int(ask("select count(*) from pragma_table_info('vehicles')"), 5);
}

ALK_TEST(derived, come_with_queries)
{
    library();
    alk_result *r = alk_execute(s, alk_select(writer.table, alk_order_by(writer.id)));
    struct writer *lem = alk_next_of(r, writer), *eco = alk_next_of(r, writer), *poe = alk_next_of(r, writer);
    alk_check_made(poe);
    alk_check_int(ran(), 1);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_int(eco->n_novels.value, 1);
    alk_check_int(poe->n_novels.state, ALK_VALUE);
    alk_check_int(poe->n_novels.value, 0);
    alk_check(!lem->loud);
    alk_check(!alk_is_loaded(s, lem, writer.loud));
    alk_check(alk_is_loaded(s, lem, writer.n_novels));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(novel.table, alk_order_by(novel.id)));
    struct novel *solaris = alk_next_of(r, novel), *eden = alk_next_of(r, novel), *rose = alk_next_of(r, novel);
    alk_check_made(rose);
    alk_check_int(solaris->thick.value, false);
    alk_check_int(eden->thick.state, ALK_NULL);
    alk_check_int(rose->thick.value, true);
    alk_check_ok(alk_close(r));
    anew();
    lem = alk_find(s, writer, 1);
    alk_check_made(lem);
    alk_check_int(lem->n_novels.value, 2);
}

ALK_TEST(derived, follow_aliases_and_joins)
{
    library();
    const alk_sql *other = alk_keep(alk_alias(writer.table, "other"));
    alk_result *r = alk_execute(s, alk_select(writer.table, other, alk_join_on(other, alk_eq(alk_at(other, writer.name), "Eco")), alk_where(alk_eq(writer.name, "Lem"))));
    alk_check(alk_next(r));
    struct writer *lem = alk_entity_of(r, writer.table), *eco = alk_entity_of(r, other);
    alk_check_made(lem);
    alk_check_made(eco);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_int(eco->n_novels.value, 1);
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_free(other);
    anew();
    r = alk_execute(s, alk_select(writer.table, alk_join(writer.novels), alk_where(alk_eq(novel.title, "Eden"))));
    lem = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_ok(alk_close(r));
}

ALK_TEST(derived, come_with_what_is_loaded_along)
{
    for (int way = 0; way < 4; way++) {
        if (way == 0)
            library();
        anew();
        alk_result *r = alk_execute(s, alk_select(novel.table, way == 0 ? alk_with(novel.writer) : way == 1 ? alk_with_joined(novel.writer) : way == 2 ? alk_with_subquery(novel.writer)
                                                                                                                              : alk_with_joined(novel.writer, writer.novels), alk_order_by(novel.id)));
        struct novel *solaris = alk_next_of(r, novel), *eden = alk_next_of(r, novel), *rose = alk_next_of(r, novel);
        alk_check_made(solaris && eden ? rose : NULL);
        alk_check_ok(alk_close(r));
        alk_check_int(solaris->writer->n_novels.value, 2);
        alk_check_int(rose->writer->n_novels.value, 1);
        alk_check_int(rose->thick.value, true);
        alk_check(!alk_is_loaded(s, rose->writer, writer.loud));
        anew();
        r = alk_execute(s, alk_select(writer.table, way == 0 ? alk_with(writer.novels) : way == 1 ? alk_with_joined(writer.novels) : way == 2 ? alk_with_subquery(writer.novels)
                                                                                                                       : alk_with_joined(writer.novels, novel.writer), alk_order_by(writer.id)));
        struct writer *lem = alk_next_of(r, writer), *eco = alk_next_of(r, writer), *poe = alk_next_of(r, writer);
        alk_check_made(lem && eco ? poe : NULL);
        alk_check_ok(alk_close(r));
        alk_check_int(lem->n_novels.value, 2);
        alk_check_int(lem->novels.count, 2);
        alk_check_int(poe->novels.count, 0);
        alk_check_int(eco->novels.items[0]->thick.value, true);
        alk_check_int(lem->novels.items[1]->thick.state, ALK_NULL);
    }
}

/* What limits the rows is done in a subquery, of which the derived columns are columns. */
ALK_TEST(derived, stay_with_limits_around_joined_collections)
{
    library();
    alk_result *r = alk_execute(s, alk_select(writer.table, alk_with_joined(writer.novels), alk_order_by(alk_desc(count_of_novels(writer.table)), writer.id), alk_limit(2), alk_undefer(writer.loud)));
    struct writer *lem = alk_next_of(r, writer), *eco = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_made(eco);
    alk_check(!alk_next_of(r, writer));
    alk_check_ok(alk_close(r));
    alk_check_int(ran(), 1);
    alk_check_str(lem->name, "Lem");
    alk_check_str(lem->loud, "LEM");
    alk_check_int(lem->n_novels.value, 2);
    alk_check_int(lem->novels.count, 2);
    alk_check_str(eco->loud, "ECO");
    alk_check_int(eco->n_novels.value, 1);
    alk_check_str(eco->novels.items[0]->title, "Rose");
    alk_check_int(eco->novels.items[0]->thick.value, true);
}

ALK_TEST(derived, go_by_the_options_of_columns)
{
    library();
    alk_result *r = alk_execute(s, alk_select(writer.table, alk_undefer(writer.loud), alk_defer(writer.n_novels), alk_order_by(writer.id)));
    struct writer *lem = alk_next_of(r, writer), *eco = alk_next_of(r, writer), *both[] = { lem, eco };
    alk_check_made(eco);
    alk_check_ok(alk_close(r));
    alk_check_str(lem->loud, "LEM");
    alk_check(!alk_is_loaded(s, lem, writer.n_novels));
    alk_check_int(lem->n_novels.state, ALK_UNSET);
    ran();
    alk_check_ok(alk_load(s, both, 2, writer.n_novels));
    alk_check_int(ran(), 1);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_int(eco->n_novels.value, 1);
    anew();
    r = alk_execute(s, alk_select(writer.table, alk_load_only(writer.n_novels), alk_order_by(writer.id)));
    lem = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_int(lem->n_novels.value, 2);
    alk_check(!lem->name);
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_load(s, &lem, 1, writer.name, writer.loud));
    alk_check_str(lem->name, "Lem");
    alk_check_str(lem->loud, "LEM");
}

ALK_TEST(derived, are_not_known_of_what_was_just_written)
{
    library();
    struct writer *ann = alk_add(s, writer, .name = "Ann", .n_novels = ALK_SOME(9), .loud = "x");
    alk_check_made(ann);
    alk_check_ok(alk_flush(s));
    alk_check(!alk_is_loaded(s, ann, writer.n_novels));
    alk_check(!alk_is_loaded(s, ann, writer.loud));
    alk_add(s, novel, .title = "One", .writer = ann);
    alk_check_ok(alk_load(s, &ann, 1, writer.n_novels, writer.loud));      /* flushes what is new */
    alk_check_int(ann->n_novels.value, 1);
    alk_check_str(ann->loud, "ANN");
    alk_check(alk_is_loaded(s, ann, writer.n_novels));
    alk_check(!alk_session_is_dirty(s));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(derived, keep_their_value_until_they_are_read_anew)
{
    library();
    struct writer *lem = alk_find(s, writer, 1);
    alk_check_made(lem);
    alk_add(s, novel, .title = "Fiasco", .writer = lem);
    lem->name = "Stanisław";
    alk_check_ok(alk_flush(s));
    alk_check_int(lem->n_novels.value, 2);
    alk_check_ok(alk_refresh(s, lem));
    alk_check_int(lem->n_novels.value, 3);
    alk_check(!alk_is_loaded(s, lem, writer.loud));
    alk_check_ok(run_sql("delete from novels"));
    alk_check_ok(alk_expire(s, lem));
    alk_check(!alk_is_loaded(s, lem, writer.n_novels));
    alk_check_ok(alk_load(s, &lem, 1, writer.n_novels));
    alk_check_int(lem->n_novels.value, 0);
    alk_check(alk_find(s, writer, 1) == lem);
    alk_check_str(lem->name, "Stanisław");
    alk_check_ok(run_sql("insert into novels (title, writer_id) values ('a', 1)"));
    alk_close(alk_execute(s, alk_select(writer.table, alk_load_anew())));
    alk_result *r = alk_execute(s, alk_select(writer.table, alk_load_anew(), alk_order_by(writer.id)));
    alk_check(alk_next_of(r, writer) == lem);
    alk_check_ok(alk_close(r));
    alk_check_int(lem->n_novels.value, 1);
    alk_check_ok(alk_rollback(s));
    alk_check(alk_find(s, writer, 1) == lem);
    alk_check_int(lem->n_novels.value, 2);
}

ALK_TEST(derived, are_never_written)
{
    library();
    struct writer *lem = alk_find(s, writer, 1);
    alk_check_made(lem);
    lem->n_novels = (alk_opt_int64)ALK_SOME(99);
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    lem->name = "S. Lem";
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("UPDATE"), 1);
    alk_check(!strstr(statements(), "n_novels"));
    alk_check_ok(alk_refresh(s, lem));
    alk_check_int(lem->n_novels.value, 2);
    alk_arena *arena = alk_arena_new();
    struct writer *copy = alk_copy_of(s, writer, lem, arena);
    alk_check_made(copy);
    alk_check_int(copy->n_novels.value, 2);
    copy->n_novels.value = 50;
    copy->name = "Lem";
    anew();
    struct writer *merged = alk_merge(s, writer, copy);
    alk_check_made(merged);
    alk_check_int(merged->n_novels.value, 2);
    alk_check_ok(alk_commit(s));
    alk_check(alk_find(s, writer, 1) == merged);
    alk_check_int(merged->n_novels.value, 2);
    alk_arena_free(arena);
}

ALK_TEST(derived, are_read_by_sessions_that_only_read)
{
    library();
    alk_session *reading = alk_session_open(engine, .read_only = true);
    alk_check_made(reading);
    alk_result *r = alk_execute(reading, alk_select(writer.table, alk_undefer(writer.loud), alk_order_by(writer.id)));
    struct writer *lem = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_str(lem->loud, "LEM");
    alk_check_ok(alk_close(r));
    struct writer *eco = alk_find(reading, writer, 2);
    alk_check_made(eco);
    alk_check_int(eco->n_novels.value, 1);
    alk_check_ok(alk_load(reading, &eco, 1, writer.loud));
    alk_check_str(eco->loud, "ECO");
    alk_check_ok(alk_session_close(reading));
    r = alk_execute(s, alk_select(writer.table, alk_untracked(), alk_order_by(writer.id)));
    lem = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_int(lem->n_novels.value, 2);
    alk_check_ok(alk_close(r));
}

/* As a handle a derived member says what is to be loaded. In conditions and orders stands the expression. */
ALK_TEST(derived, are_expressions_by_their_function_alone)
{
    library();
    alk_result *r = alk_execute(s, alk_select(writer.table, alk_where(alk_gt(count_of_novels(writer.table), 1))));
    struct writer *lem = alk_next_of(r, writer);
    alk_check_made(lem);
    alk_check_str(lem->name, "Lem");
    alk_check(!alk_next_of(r, writer));
    alk_check_ok(alk_close(r));
    alk_check_fails(alk_close(alk_execute(s, alk_select(writer.table, alk_where(alk_gt(writer.n_novels, 1))))), ALK_ERROR_ARGUMENT, "a member by an expression, which sessions read");
    alk_check_ok(alk_rollback(s));
    alk_check_fails(alk_close(alk_execute(s, alk_select(writer.table, alk_order_by(writer.n_novels)))), ALK_ERROR_ARGUMENT, "a member by an expression");
    alk_check_ok(alk_rollback(s));
    alk_check_fails(alk_close(alk_conn_execute(alk_session_conn(s), alk_select(writer.n_novels), ALK_LIST_ENDED(&alk_end))), ALK_ERROR_ARGUMENT, "a member by an expression");
    alk_check_fails(alk_close(alk_conn_execute(alk_session_conn(s), alk_update(writer.table, alk_set(writer.n_novels, 1)), ALK_LIST_ENDED(&alk_end))), ALK_ERROR_ARGUMENT, NULL);
    alk_check_fails(alk_load(s, &lem, 1, novel.thick), ALK_ERROR_ARGUMENT, "a column or a relationship of writers is wanted");
}

/* ---- hierarchies ---- */

static void fleet(void)
{
    struct vehicle *cart = alk_add(s, vehicle, .id = 1, .name = "cart");
    alk_check_made(cart);
    struct truck *mack = alk_add(s, truck, .vehicle = { .id = 2, .name = "Mack", .next = cart }, .load = ALK_SOME(9));
    alk_check_made(mack);
    alk_add(s, plane, .vehicle = { .id = 3, .name = "Antonov", .next = cart }, .wings = 4);
    alk_check_ok(alk_commit(s));
    anew();
    ran();
}

static void check_fleet(struct vehicle *cart, struct vehicle *mack, struct vehicle *an)
{
    alk_check_int(cart->length.value, 4);
    alk_check_int(mack->length.value, 4);
    alk_check_int(an->length.value, 7);
    alk_check_made(alk_as(s, truck, mack));
    alk_check_made(alk_as(s, plane, an));
    alk_check_int(alk_as(s, truck, mack)->half.value, 4);
    alk_check_int(alk_as(s, plane, an)->lift.value, 40);
}

ALK_TEST(derived, of_variants_come_with_queries_of_the_base)
{
    fleet();
    alk_result *r = alk_execute(s, alk_select(vehicle.table, alk_order_by(vehicle.id)));
    struct vehicle *cart = alk_next_of(r, vehicle), *mack = alk_next_of(r, vehicle), *an = alk_next_of(r, vehicle), *all[] = { cart, mack, an };
    alk_check_made(cart && mack ? an : NULL);
    alk_check_ok(alk_close(r));
    alk_check_int(ran(), 1);
    check_fleet(cart, mack, an);
    alk_check(!alk_is_loaded(s, mack, truck.title));
    alk_check_ok(alk_load(s, &mack, 1, truck.title));
    alk_check_str(alk_as(s, truck, mack)->title, "Mack!");
    alk_check_ok(alk_expire(s, NULL));
    alk_check_ok(alk_load(s, all, 3, vehicle.length));
    alk_check_int(an->length.value, 7);
    alk_check_fails(alk_load(s, all, 3, plane.lift), ALK_ERROR_ARGUMENT, "a column or a relationship of vehicles is wanted");
    anew();
    r = alk_execute(s, alk_select(vehicle.table, alk_undefer(truck.title), alk_defer(plane.lift, vehicle.length), alk_order_by(vehicle.id)));
    cart = alk_next_of(r, vehicle), mack = alk_next_of(r, vehicle), an = alk_next_of(r, vehicle);
    alk_check_made(cart && mack ? an : NULL);
    alk_check_ok(alk_close(r));
    alk_check_str(alk_as(s, truck, mack)->title, "Mack!");
    alk_check(!alk_is_loaded(s, an, plane.lift));
    alk_check(!alk_is_loaded(s, mack, vehicle.length));
    alk_check_ok(alk_refresh(s, an));
    alk_check_int(alk_as(s, plane, an)->lift.value, 40);
}

ALK_TEST(derived, of_variants_come_with_their_own_queries)
{
    fleet();
    struct truck *mack = alk_find(s, truck, 2);
    struct plane *an = alk_find(s, plane, 3);
    struct vehicle *cart = alk_find(s, vehicle, 1);
    alk_check_made(mack);
    alk_check_made(an);
    alk_check_made(cart);
    check_fleet(cart, &mack->vehicle, &an->vehicle);
    anew();
    alk_result *r = alk_execute(s, alk_select(plane.table, alk_where(alk_eq(lift(plane.table), 40)), alk_order_by(length_of_name(vehicle.table))));
    an = alk_next_of(r, plane);
    alk_check_made(an);
    alk_check_int(an->lift.value, 40);
    alk_check_int(an->vehicle.length.value, 7);
    alk_check_ok(alk_close(r));
    const alk_sql *it = alk_keep(alk_alias(plane.table, "it"));
    anew();
    r = alk_execute(s, alk_select(it));
    an = alk_entity_next(r, it);
    alk_check_made(an);
    alk_check_int(an->lift.value, 40);
    alk_check_int(an->vehicle.length.value, 7);
    alk_check_ok(alk_close(r));
    alk_free(it);
    struct plane *wright = alk_add(s, plane, .vehicle = { .name = "Wright" }, .wings = 2);
    alk_check_ok(alk_flush(s));
    alk_check(!alk_is_loaded(s, wright, plane.lift));
    alk_check(!alk_is_loaded(s, wright, vehicle.length));
    alk_check_ok(alk_load(s, &wright, 1, plane.lift, vehicle.length));
    alk_check_int(wright->lift.value, 20);
    alk_check_int(wright->vehicle.length.value, 6);
}

ALK_TEST(derived, of_variants_come_with_what_is_loaded_along)
{
    fleet();
    for (int way = 0; way < 6; way++) {
        const alk_sql *option = way % 3 == 0 ? alk_with(vehicle.before) : way % 3 == 1 ? alk_with_joined(vehicle.before) : alk_with_subquery(vehicle.before);
        const alk_sql *query = alk_select(vehicle.table, option, alk_order_by(vehicle.id));
        alk_result *r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(3)));
        struct vehicle *cart = alk_next_of(r, vehicle), *mack = alk_next_of(r, vehicle), *an = alk_next_of(r, vehicle);
        alk_check_made(cart && mack ? an : NULL);
        alk_check_ok(alk_close(r));
        alk_check_int(cart->before.count, 2);
        alk_check_int(an->before.count, 0);
        check_fleet(cart, mack, an);
        check_fleet(cart, cart->before.items[0], cart->before.items[1]);
        anew();
        ran();
    }
}
