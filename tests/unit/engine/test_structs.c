/* SPDX-License-Identifier: MIT
 * Structs of models in and out, on SQLite: types of the program's own, on the way there and back. */
#include "one_engine.h"

ALK_SUITE(structs, open_both, close_both);

/* An angle in the program is degrees, in the database text: "12 degrees"; a weight whose C type is a plain integer is stored as a decimal of kilograms. */
typedef struct angle {
    int degrees;
    char text[24];
} angle;

static int angle_to_value(const alk_custom_type *type, const void *c_value, alk_cell *value)
{
    angle *a = (angle *)(uintptr_t)c_value;
    (void)type;
    if (a->degrees > 360)
        return ALK_ERROR_DATA;
    snprintf(a->text, sizeof a->text, "%d degrees", a->degrees);
    *value = a->degrees < 0 ? alk_value_null() : alk_value_text(a->text);
    return ALK_OK;
}

static int angle_from_value(const alk_custom_type *type, const alk_cell *value, void *c_value)
{
    int degrees = 0;
    (void)type;
    if (value->tag == ALK_TYPE_NULL) {
        ((angle *)c_value)->degrees = -1;
        return ALK_OK;
    }
    const char *at = value->u.p;
    for (; at < (const char *)value->u.p + value->len && *at >= '0' && *at <= '9'; at++)
        degrees = degrees * 10 + (*at - '0');
    if (*at != ' ')
        return ALK_ERROR_DATA;
    ((angle *)c_value)->degrees = degrees;
    return ALK_OK;
}

static int grams_to_value(const alk_custom_type *type, const void *c_value, alk_cell *value)
{
    (void)type;
    *value = alk_value_int(*(const int64_t *)c_value / 1000);      /* an integer: made a decimal on the way */
    return ALK_OK;
}

static int grams_from_value(const alk_custom_type *type, const alk_cell *value, void *c_value)
{
    int64_t kilos;
    (void)type;
    alk_check_int(value->tag, ALK_TYPE_DECIMAL);
    int code = alk_decimal_to_scaled(value->u.p, value->len, 0, &kilos);
    if (code == ALK_OK)
        *(int64_t *)c_value = kilos * 1000;
    return code;
}

static const alk_custom_type angle_type = { .struct_size = sizeof angle_type, .value_size = sizeof(angle), .storage = ALK_SQL_TEXT, .name = "angle",
                                            .to_value = angle_to_value, .from_value = angle_from_value };
static const alk_custom_type grams_type = { .struct_size = sizeof grams_type, .value_size = sizeof(int64_t), .storage = ALK_SQL_NUMERIC(10, 0), .name = "grams",
                                            .to_value = grams_to_value, .from_value = grams_from_value };

#define VANE(X, m)                                   \
    X(m, key, id, BIGINT)                            \
    X(m, opt, turn, CUSTOM(angle_type, angle))       \
    X(m, col, name, TEXT)                            \
    X(m, col, weight, CUSTOM(grams_type, int64_t))   \
    X(m, col, on, BOOLEAN)
ALK_MODEL(vane, VANE);
ALK_DEFINE(vane, VANE, "vanes");

static void make_vanes(void)
{
    alk_check_ok(run_sql(lite, "create table vanes(id integer primary key, turn text, name text not null, weight numeric(10, 0) not null, \"on\" boolean not null)"));
}

ALK_TEST(structs, of_own_types_go_there_and_back)
{
    enum { MANY = 50 };
    struct vane vanes[MANY], *read = NULL;
    size_t n = 0;
    alk_arena *arena = alk_arena_new();
    make_vanes();
    for (int i = 0; i < MANY; i++)
        vanes[i] = (struct vane){ .turn = { .degrees = i - 1 }, .name = i % 2 ? "odd" : "even", .weight = i * 1000, .on = i % 3 == 0 };
    alk_check_ok(alk_insert_structs(lite, vane, vanes, MANY, NULL));
    alk_check_int(ask_int(lite, "select count(*) from vanes where turn is null"), 1);
    alk_check_int(ask_int(lite, "select count(*) from vanes where turn = '7 degrees' and weight = 8"), 1);
    alk_result *r = alk_execute(lite, alk_select(vane.table, alk_order_by(vane.id)));
    alk_check_ok(alk_fetch_structs(r, vane, arena, &read, &n));
    alk_check_ok(alk_close(r));
    alk_check_int((int64_t)n, MANY);
    for (int i = 0; i < (int)n; i++)
        alk_check(read[i].id == i + 1 && read[i].turn.degrees == i - 1 && read[i].weight == i * 1000 && read[i].on == (i % 3 == 0) &&
                  strcmp(read[i].name, i % 2 ? "odd" : "even") == 0);
    alk_arena_free(arena);
}

ALK_TEST(structs, that_do_not_convert_are_told)
{
    struct vane wrong = { .turn = { .degrees = 400 }, .name = "x" }, *read = NULL;
    size_t n = 0;
    alk_arena *arena = alk_arena_new();
    make_vanes();
    alk_check_fails(alk_insert_structs(lite, vane, &wrong, 1, NULL), ALK_ERROR_DATA, "type angle cannot convert a value of turn");
    alk_check_ok(run_sql(lite, "insert into vanes values(1, 'askew', 'x', 1, 0)"));
    alk_result *r = alk_execute(lite, alk_select(vane.table));
    alk_check_fails(alk_fetch_structs(r, vane, arena, &read, &n), ALK_ERROR_DATA, "type angle cannot convert a value of turn");
    alk_check(!read && n == 0);
    alk_check_int(alk_close(r), ALK_ERROR_DATA);
    alk_check_ok(run_sql(lite, "update vanes set turn = '1 degrees', weight = 'heavy'"));
    r = alk_execute(lite, alk_select(vane.table));
    alk_check_fails(alk_fetch_structs(r, vane, arena, &read, &n), ALK_ERROR_DATA, "a value for weight");
    alk_check_int(alk_close(r), ALK_ERROR_DATA);
    alk_arena_free(arena);
}

ALK_TEST(structs, members_that_are_none_have_no_value)
{
    const alk_opt_bool truth = ALK_NONE;
    const alk_opt_int64 number = ALK_NONE;
    const alk_opt_date date = ALK_NONE;
    const alk_opt_interval interval = ALK_NONE;
    const alk_opt_uuid uuid = ALK_NONE;
    alk_check(truth.state == ALK_NULL && number.state == ALK_NULL && date.state == ALK_NULL);
    alk_check(interval.state == ALK_NULL && interval.value.days == 0 && uuid.state == ALK_NULL && uuid.value.bytes[1] == 0);
}

/* ---- what the database made of a struct ---- */

#define GAUGE(X, m)                                                                                       \
    X(m, key, id,     BIGINT)                                                                             \
    X(m, col, turn,   CUSTOM(angle_type, angle))                                                          \
    X(m, opt, level,  INTEGER, .server_default = "7")                                                     \
    X(m, opt, twice,  INTEGER, .computed = "level * 2", .computed_as = ALK_COMPUTED_STORED)               \
    X(m, opt, words,  TEXT, .computed = "'level ' || level", .computed_as = ALK_COMPUTED_STORED)
ALK_MODEL(gauge, GAUGE);
ALK_DEFINE(gauge, GAUGE, "gauges");
#define LAMP(X, m)                                         \
    X(m, key, id,  BIGINT)                                 \
    X(m, opt, on,  BOOLEAN, .server_default = "1")         \
    X(m, col, name, TEXT)
ALK_MODEL(lamp, LAMP);
ALK_DEFINE(lamp, LAMP, "lamps");

ALK_TEST(structs, read_back_what_the_database_made)
{
    enum { N = 100 };
    struct gauge gauges[N];
    struct lamp lamps[N];
    alk_arena *arena = alk_arena_new();
    alk_check_ok(alk_create_all(lite, gauge.table, lamp.table));
    for (int i = 0; i < N; i++) {
        gauges[i] = (struct gauge){ .turn = { .degrees = i } };
        lamps[i] = (struct lamp){ .name = i % 2 ? "odd" : "even" };
    }
    alk_check_ok(alk_insert_structs_returning(lite, gauge, gauges, N, arena));
    alk_check_ok(alk_insert_structs_returning(lite, lamp, lamps, N, arena));
    for (int i = 0; i < N; i++) {
        alk_check(gauges[i].id == i + 1 && gauges[i].turn.degrees == i && gauges[i].level.state == ALK_VALUE && gauges[i].level.value == 7);
        alk_check(gauges[i].twice.state == ALK_VALUE && gauges[i].twice.value == 14 && strcmp(gauges[i].words, "level 7") == 0);
        alk_check(lamps[i].id == i + 1 && lamps[i].on.state == ALK_VALUE && lamps[i].on.value && strcmp(lamps[i].name, i % 2 ? "odd" : "even") == 0);
    }
    struct gauge known = { .id = 500, .turn = { .degrees = 9 }, .level = ALK_SOME(2) };
    alk_check_ok(alk_insert_structs_returning(lite, gauge, &known, 1, arena));
    alk_check(known.id == 500 && known.twice.value == 4 && strcmp(known.words, "level 2") == 0);
    struct lamp whole = { .id = 900, .on = ALK_SOME(false), .name = "all given" };
    alk_check_ok(alk_insert_structs_returning(lite, lamp, &whole, 1, arena));
    alk_check(!whole.on.value);
    alk_check_fails(alk_insert_structs_returning(lite, lamp, &whole, 1, arena), ALK_ERROR_INTEGRITY, NULL);
    alk_check_fails(alk_insert_structs_returning(lite, lamp, &whole, 1, NULL), ALK_ERROR_ARGUMENT, "no arena");
    alk_check_ok(alk_insert_structs_returning(lite, lamp, lamps, 0, arena));
    alk_arena_free(arena);
}
