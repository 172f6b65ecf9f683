/* SPDX-License-Identifier: MIT
 * Objects of a hierarchy, with a struct inside and with members that are expressions: their SQL has outer joins around joins, subqueries with the names of ours, and locks, which each
 * database has to take. */
#include "live.h"
#include <alkahest/loading.h>
#include <alkahest/session.h>

struct size {
    alk_opt_int32 height, width;
};
static alk_sql *count_of_works(const alk_sql *from);
static alk_sql *is_large(const alk_sql *from);
static alk_sql *weight_in_grams(const alk_sql *from);

#define MUSEUM(X, m)                                                                    \
    X(m, key,  id,       BIGINT)                                                        \
    X(m, col,  name,     VARCHAR(40))                                                   \
    X(m, expr, n_works,  BIGINT, count_of_works)                                        \
    X(m, many, works,    work, .order_by = ALK_COLUMNS(&work.id))                       \
    X(m, many, statues,  statue, .order_by = ALK_COLUMNS(&statue.weight), .view_only = true) \
    X(m, many, prints,   print, .view_only = true)
ALK_MODEL(museum, MUSEUM);
#define WORK(X, m)                                                                      \
    X(m, key,  id,        BIGINT)                                                       \
    X(m, col,  kind,      VARCHAR(10), .discriminator = true)                           \
    X(m, col,  title,     VARCHAR(40))                                                  \
    X(m, opt,  museum_id, BIGINT, .references = &museum.id)                             \
    X(m, held, size,      struct size)                                                  \
    X(m, part, height,    INTEGER, size.height, .nullable = true)                       \
    X(m, part, width,     INTEGER, size.width, .nullable = true)                        \
    X(m, opt,  sold,      BOOLEAN)                                                      \
    X(m, expr, large,     BOOLEAN, is_large)                                            \
    X(m, one,  museum,    museum)
ALK_MODEL(work, WORK);
#define PRINT(X, m)                                                                     \
    X(m, base, work)                                                                    \
    X(m, opt,  order,     INTEGER)
ALK_MODEL(print, PRINT);
#define STATUE(X, m)                                                                    \
    X(m, base, work)                                                                    \
    X(m, part, id,        BIGINT, work.id, .primary_key = true, .references = &work.id) \
    X(m, col,  weight,    DOUBLE)                                                       \
    X(m, opt,  note,      VARCHAR(40), .deferred = true)                                \
    X(m, expr, grams,     DOUBLE, weight_in_grams)
ALK_MODEL(statue, STATUE);
#define BRONZE(X, m)                                                                    \
    X(m, base, statue)                                                                  \
    X(m, part, id,        BIGINT, statue.work.id, .primary_key = true, .references = &statue.id) \
    X(m, col,  hollow,    BOOLEAN)                                                      \
    X(m, opt,  note,      VARCHAR(40))                                                  \
    X(m, opt,  of_id,     BIGINT, .references = &statue.id)                             \
    X(m, one,  of,        statue, .via = &bronze.of_id)
ALK_MODEL(bronze, BRONZE);
ALK_DEFINE(museum, MUSEUM, "live_o_museums");
ALK_DEFINE(work, WORK, "live_o_works", .polymorphic_identity = "work", .variants = ALK_TABLES(&print.table, &statue.table));
ALK_DEFINE_IN(work, print, PRINT, "live_o_works", .polymorphic_identity = "print");
ALK_DEFINE(statue, STATUE, "live_o_statues", .polymorphic_identity = "statue", .variants = ALK_TABLES(&bronze.table));
ALK_DEFINE(bronze, BRONZE, "live_o_bronzes", .polymorphic_identity = "bronze");

static alk_sql *count_of_works(const alk_sql *from)
{
    return alk_select(alk_count_all(), alk_from(work.table), alk_where(alk_eq(work.museum_id, alk_at(from, museum.id))), alk_correlate(from));
}

static alk_sql *is_large(const alk_sql *from)
{
    return alk_gt(alk_at(from, work.height), 100);
}

static alk_sql *weight_in_grams(const alk_sql *from)
{
    return alk_times(alk_at(from, statue.weight), 1000);
}

/* ---- what all cases begin with ---- */

#define TABLES museum.table, work.table, print.table, statue.table, bronze.table

static alk_session *open_session(live *l)
{
    alk_session *s = alk_session_open(NULL, .conn = l->conn);
    LIVE_CHECK(l, s);
    return s;
}

/* One of each in one museum, a work that is in none, and a museum without any. */
static alk_session *exhibition(live *l)
{
    LIVE_OK(l, alk_drop_all(l->conn, TABLES));
    LIVE_OK(l, alk_create_all(l->conn, TABLES));
    alk_session *s = open_session(l);
    struct museum *uffizi = alk_add(s, museum, .id = 1, .name = "Uffizi");
    struct statue *david = alk_add(s, statue, .work = { .id = 3, .title = "David", .museum = uffizi, .size = { ALK_SOME(517), ALK_SOME(199) } }, .weight = 5660.5, .note = "marble");
    LIVE_CHECK(l, alk_add(s, museum, .id = 2, .name = "Empty"));
    LIVE_CHECK(l, alk_add(s, work, .id = 1, .title = "Lost", .sold = ALK_SOME(true)));
    LIVE_CHECK(l, alk_add(s, print, .work = { .id = 2, .title = "Rhino", .museum = uffizi, .size = { ALK_SOME(24), ALK_NONE } }, .order = ALK_SOME(5)));
    LIVE_CHECK(l, alk_add(s, bronze, .statue = { .work = { .id = 4, .title = "Copy", .museum = uffizi, .sold = ALK_SOME(false) }, .weight = 80 }, .hollow = true, .note = "cast", .of = david));
    LIVE_OK(l, alk_commit(s));
    LIVE_OK(l, alk_session_close(s));
    return open_session(l);
}

static void end(live *l, alk_session *s)
{
    LIVE_OK(l, alk_session_close(s));
    LIVE_OK(l, alk_drop_all(l->conn, TABLES));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static void check_works(live *l, alk_session *s, struct work *rhino, struct work *david, struct work *copy)
{
    LIVE_CHECK(l, rhino && david && copy);
    LIVE_CHECK(l, alk_as(s, print, rhino) && alk_as(s, print, rhino)->order.value == 5);
    LIVE_CHECK(l, alk_as(s, statue, david) && alk_as(s, statue, david)->weight == 5660.5 && alk_as(s, statue, david)->grams.value == 5660500.0);
    LIVE_CHECK(l, alk_as(s, bronze, copy) && alk_as(s, bronze, copy)->hollow && alk_as(s, bronze, copy)->statue.weight == 80);
    LIVE_CHECK(l, strcmp(alk_as(s, bronze, copy)->note, "cast") == 0);
    LIVE_CHECK(l, rhino->size.height.value == 24 && rhino->size.width.state == ALK_NULL && david->size.width.value == 199);
    LIVE_CHECK(l, rhino->large.state == ALK_VALUE && !rhino->large.value && david->large.value && copy->large.state == ALK_NULL);
    LIVE_CHECK(l, rhino->sold.state == ALK_NULL && copy->sold.state == ALK_VALUE && !copy->sold.value);
    LIVE_CHECK(l, !alk_is_loaded(s, david, statue.note));
}

/* ---- cases ---- */

static void queries(live *l)
{
    alk_session *s = exhibition(l);
    alk_result *r = alk_execute(s, alk_select(work.table, alk_order_by(work.id)));
    struct work *lost = alk_next_of(r, work), *rhino = alk_next_of(r, work), *david = alk_next_of(r, work), *copy = alk_next_of(r, work);
    LIVE_CHECK(l, lost && lost->sold.value && !alk_next_of(r, work));
    LIVE_OK(l, alk_close(r));
    check_works(l, s, rhino, david, copy);
    LIVE_OK(l, alk_load(s, &david, 1, statue.note));
    LIVE_CHECK(l, strcmp(alk_as(s, statue, david)->note, "marble") == 0);
    LIVE_OK(l, alk_session_close(s));
    s = open_session(l);
    r = alk_execute(s, alk_select(statue.table, alk_where(alk_gt(work.title, "A")), alk_order_by(statue.weight)));
    struct statue *first = alk_next_of(r, statue), *second = alk_next_of(r, statue);
    LIVE_CHECK(l, first && alk_as(s, bronze, first) && second && second->work.large.value && !alk_next_of(r, statue));
    LIVE_OK(l, alk_close(r));
    r = alk_execute(s, alk_select(print.table, alk_where(alk_eq(print.order, 5))));
    LIVE_CHECK(l, alk_next_of(r, print) && !alk_next_of(r, print));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, alk_find(s, bronze, 4) && alk_find(s, work, 4) && !alk_find(s, print, 4));
    const alk_sql *it = alk_keep(alk_alias(statue.table, "it"));
    r = alk_execute(s, alk_select(it, alk_where(alk_gt(alk_at(it, statue.weight), 100)), alk_load_only(work.title)));
    first = alk_entity_next(r, it);
    LIVE_CHECK(l, first && strcmp(first->work.title, "David") == 0 && !alk_entity_next(r, it));
    LIVE_OK(l, alk_close(r));
    alk_free(it);
    it = alk_keep(alk_alias(print.table, "it"));
    const alk_sql *of = alk_keep(alk_alias(bronze.table, "of"));
    r = alk_execute(s, alk_select(it, of, alk_join_on(of, alk_eq(alk_at(of, work.museum_id), alk_at(it, work.museum_id))), alk_where(alk_gt(alk_at(of, statue.weight), 1), alk_eq(alk_at(it, print.order), 5))));
    LIVE_CHECK(l, alk_next(r) && alk_entity_of(r, it) == alk_find(s, work, 2) && alk_entity_of(r, of) == alk_find(s, bronze, 4) && !alk_next(r));
    LIVE_OK(l, alk_close(r));
    alk_free(of);
    alk_free(it);
    end(l, s);
}

static void loading(live *l)
{
    alk_session *s = exhibition(l);
    for (int way = 0; way < 6; way++) {
        const alk_sql *option = way % 3 == 0 ? alk_with(museum.works, bronze.of) : way % 3 == 1 ? alk_with_joined(museum.works, bronze.of) : alk_with_subquery(museum.works, bronze.of);
        const alk_sql *query = alk_select(museum.table, option, way % 3 == 1 ? alk_with_joined(museum.statues) : alk_with(museum.statues), alk_with(museum.prints), alk_order_by(museum.id));
        alk_result *r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(2)));
        struct museum *uffizi = alk_next_of(r, museum), *empty = alk_next_of(r, museum);
        LIVE_CHECK(l, uffizi && empty && !alk_next_of(r, museum));
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, uffizi->works.count == 3 && empty->works.count == 0 && uffizi->n_works.value == 3 && empty->n_works.value == 0 && empty->n_works.state == ALK_VALUE);
        check_works(l, s, uffizi->works.items[0], uffizi->works.items[1], uffizi->works.items[2]);
        LIVE_CHECK(l, &alk_as(s, bronze, uffizi->works.items[2])->of->work == uffizi->works.items[1]);
        LIVE_CHECK(l, uffizi->statues.count == 2 && &uffizi->statues.items[1]->work == uffizi->works.items[1]);
        LIVE_CHECK(l, uffizi->prints.count == 1 && uffizi->prints.items[0]->order.value == 5);
        LIVE_OK(l, alk_session_close(s));
        s = open_session(l);
        query = alk_select(work.table, way % 2 ? alk_with_joined(work.museum, museum.works) : alk_with(work.museum, museum.works), alk_order_by(work.id));
        r = alk_execute(s, way < 3 ? query : alk_extend(query, alk_limit(4)));
        struct work *lost = alk_next_of(r, work), *rhino = alk_next_of(r, work), *david = alk_next_of(r, work), *copy = alk_next_of(r, work);
        LIVE_CHECK(l, lost && !lost->museum);
        LIVE_OK(l, alk_close(r));
        check_works(l, s, rhino, david, copy);
        LIVE_CHECK(l, copy->museum->works.count == 3 && copy->museum->n_works.value == 3);
        LIVE_OK(l, alk_session_close(s));
        s = open_session(l);
    }
    end(l, s);
}

static int64_t count_of(live *l, alk_session *s, const alk_sql *query)
{
    int64_t n = -1;
    LIVE_OK(l, alk_scalar_int(alk_execute(s, query), &n));
    return n;
}

static void conditions(live *l)
{
    alk_session *s = exhibition(l);
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(museum.table), alk_where(alk_has(museum.statues, alk_gt(statue.weight, 100))))) == 1);
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(museum.table), alk_where(alk_has(museum.prints, alk_eq(print.order, 6))))) == 0);
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(museum.table), alk_join(museum.statues))) == 2);
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(museum.table), alk_left_join(museum.statues))) == 3);
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(museum.table), alk_left_join(museum.prints))) == 2);
    alk_result *r = alk_execute(s, alk_select(museum.table, alk_where(alk_gt(count_of_works(museum.table), 1)), alk_order_by(alk_desc(count_of_works(museum.table)), museum.id)));
    struct museum *uffizi = alk_next_of(r, museum);
    LIVE_CHECK(l, uffizi && !alk_next_of(r, museum));
    LIVE_OK(l, alk_close(r));
    LIVE_CHECK(l, alk_count_of(s, uffizi, museum.statues) == 2 && alk_count_of(s, uffizi, museum.prints) == 1);
    r = alk_execute(s, alk_select(bronze.table, alk_where(alk_has(bronze.of, alk_eq(statue.weight, 5660.5)))));
    LIVE_CHECK(l, alk_next_of(r, bronze) && !alk_next_of(r, bronze));
    LIVE_OK(l, alk_close(r));
    end(l, s);
}

static void changes(live *l)
{
    alk_session *s = exhibition(l);
    alk_result *r = alk_execute(s, alk_select(work.table, alk_order_by(work.id), alk_for_update(0, work.table)));
    LIVE_CHECK(l, alk_next_of(r, work) && alk_next_of(r, work) && alk_next_of(r, work) && alk_next_of(r, work) && !alk_next_of(r, work));
    LIVE_OK(l, alk_close(r));
    struct work *rhino = alk_find_for_update(s, work, 2);
    struct bronze *copy = alk_find_for_update(s, bronze, 4);
    LIVE_CHECK(l, rhino && copy);
    rhino->size = (struct size){ ALK_SOME(25), ALK_SOME(30) };
    alk_as(s, print, rhino)->order = (alk_opt_int32)ALK_SOME(6);
    copy->hollow = false;
    copy->statue.weight = 90;
    copy->statue.work.title = "Cast";
    LIVE_OK(l, alk_flush(s));
    LIVE_OK(l, alk_session_savepoint(s, NULL));
    LIVE_OK(l, alk_delete(s, copy));
    struct bronze *other = alk_add(s, bronze, .statue = { .work = { .id = 50, .title = "Other" }, .weight = 1 });
    LIVE_OK(l, alk_flush(s));
    LIVE_CHECK(l, other && count_of(l, s, alk_select(alk_count_all(), alk_from(bronze.table))) == 1);
    LIVE_OK(l, alk_session_rollback_to(s, NULL));
    LIVE_OK(l, alk_refresh(s, copy));
    LIVE_OK(l, alk_load(s, &copy, 1, statue.note));
    LIVE_CHECK(l, copy->statue.grams.value == 90000.0);
    LIVE_OK(l, alk_commit(s));
    LIVE_OK(l, alk_session_close(s));
    s = open_session(l);
    copy = alk_find(s, bronze, 4);
    rhino = alk_find(s, work, 2);
    LIVE_CHECK(l, copy && !copy->hollow && copy->statue.weight == 90 && strcmp(copy->statue.work.title, "Cast") == 0);
    LIVE_CHECK(l, rhino->size.width.value == 30 && alk_as(s, print, rhino)->order.value == 6);
    LIVE_OK(l, alk_delete(s, copy));
    LIVE_OK(l, alk_delete(s, rhino));
    for (int i = 0; i < 30; i++)
        LIVE_CHECK(l, alk_add(s, bronze, .statue = { .work = { .id = 100 + i, .title = "Many", .museum_id = ALK_SOME(2) }, .weight = i }));
    LIVE_OK(l, alk_commit(s));
    struct museum *empty = alk_find(s, museum, 2);
    LIVE_CHECK(l, empty);
    LIVE_OK(l, alk_load(s, &empty, 1, museum.works));
    LIVE_CHECK(l, empty->works.count == 30 && alk_as(s, bronze, empty->works.items[29])->statue.weight == 29);
    LIVE_OK(l, alk_refresh(s, empty));
    LIVE_CHECK(l, empty->n_works.value == 30);
    end(l, s);
}

/* ---- CHAR(n), which some databases give back with blanks up to n ---- */

#define PLACE(X, m)                                                                     \
    X(m, key,  code,      CHAR(6))                                                      \
    X(m, col,  kind,      CHAR(10), .discriminator = true)                              \
    X(m, opt,  name,      VARCHAR(20))                                                  \
    X(m, opt,  within,    CHAR(6), .references = &place.code)                           \
    X(m, one,  around,    place, .via = &place.within)                                  \
    X(m, many, parts,     place, .via = &place.within)
ALK_MODEL(place, PLACE);
#define TOWN(X, m)                                                                      \
    X(m, base, place)                                                                   \
    X(m, opt,  mayor,     VARCHAR(20))
ALK_MODEL(town, TOWN);
ALK_DEFINE(place, PLACE, "live_o_places", .polymorphic_identity = "place", .variants = ALK_TABLES(&town.table));
ALK_DEFINE_IN(place, town, TOWN, "live_o_places", .polymorphic_identity = "town");

static void padded(live *l)
{
    LIVE_OK(l, alk_drop_all(l->conn, place.table));
    LIVE_OK(l, alk_create_all(l->conn, place.table));
    alk_session *s = open_session(l);
    struct place *land = alk_add(s, place, .code = "dk", .name = "Denmark");
    struct town *city = alk_add(s, town, .place = { .code = "cph", .name = "Copenhagen", .around = land }, .mayor = "Anker");
    LIVE_CHECK(l, land && city);
    LIVE_OK(l, alk_commit(s));
    for (int way = 0; way < 2; way++) {                                    /* as it was added, and as it is read */
        alk_result *r = alk_execute(s, alk_select(place.table, alk_order_by(alk_desc(place.code)), alk_with(place.parts)));
        struct place *first = alk_next_of(r, place), *second = alk_next_of(r, place);
        LIVE_CHECK(l, first && second && !alk_next_of(r, place));
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, alk_session_count(s) == 2);
        LIVE_CHECK(l, !alk_as(s, town, first) && alk_as(s, town, second) && strcmp(alk_as(s, town, second)->mayor, "Anker") == 0);
        LIVE_CHECK(l, first->parts.count == 1 && first->parts.items[0] == second);
        LIVE_CHECK(l, alk_find(s, place, "dk") == first && alk_find(s, town, "cph") == alk_as(s, town, second));
        LIVE_OK(l, alk_load(s, &second, 1, place.around));
        LIVE_CHECK(l, second->around == first);
        r = alk_execute(s, alk_select(town.table, alk_where(alk_eq(town.mayor, "Anker"))));
        LIVE_CHECK(l, alk_next_of(r, town) && !alk_next_of(r, town));
        LIVE_OK(l, alk_close(r));
        first->name = way ? "DK" : "Danmark";
        second->name = way ? "K" : "Koebenhavn";
        LIVE_OK(l, alk_commit(s));
        LIVE_OK(l, alk_refresh(s, second));
        LIVE_CHECK(l, strcmp(second->name, way ? "K" : "Koebenhavn") == 0);
        LIVE_OK(l, alk_session_close(s));
        s = open_session(l);
    }
    city = alk_find(s, town, "cph");
    LIVE_CHECK(l, city);
    LIVE_OK(l, alk_delete(s, city));
    LIVE_OK(l, alk_commit(s));
    LIVE_CHECK(l, count_of(l, s, alk_select(alk_count_all(), alk_from(place.table))) == 1);
    LIVE_OK(l, alk_session_close(s));
    LIVE_OK(l, alk_drop_all(l->conn, place.table));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

const live_case live_objects[] = {
    { "objects_queries", queries }, { "objects_loading", loading }, { "objects_conditions", conditions }, { "objects_changes", changes },
    { "objects_padded", padded }, { NULL, NULL },
};
