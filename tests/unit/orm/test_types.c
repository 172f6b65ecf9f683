/* SPDX-License-Identifier: MIT
 * Columns of every type and their nullable forms: added, found, changed, emptied; types of the program's own; keys of other types. */
#include "orm_test.h"
#include <alkahest/value.h>

typedef struct celsius {
    double degrees;
} celsius;

static int celsius_to_value(const alk_custom_type *type, const void *c_value, alk_cell *value)
{
    (void)type;
    *value = alk_value_int((int64_t)(((const celsius *)c_value)->degrees * 10));
    return ALK_OK;
}

static int celsius_from_value(const alk_custom_type *type, const alk_cell *value, void *c_value)
{
    (void)type;
    ((celsius *)c_value)->degrees = value->tag == ALK_TYPE_NULL ? 0 : (double)value->u.i / 10;
    return ALK_OK;
}

static const alk_custom_type celsius_type = { .struct_size = sizeof celsius_type, .value_size = sizeof(celsius), .storage = ALK_SQL_BIGINT, .name = "celsius",
                                              .to_value = celsius_to_value, .from_value = celsius_from_value };

#define EVERY(X, m)                          \
    X(m, key,  id,      BIGINT)              \
    X(m, col,  truth,   BOOLEAN)             \
    X(m, col,  small,   SMALLINT)            \
    X(m, col,  whole,   INTEGER)             \
    X(m, col,  large,   BIGINT)              \
    X(m, col,  natural, UBIGINT)             \
    X(m, col,  single,  REAL)                \
    X(m, col,  real,    DOUBLE)              \
    X(m, col,  exact,   NUMERIC(12, 3))      \
    X(m, col,  letters, CHAR(4))             \
    X(m, col,  words,   VARCHAR(50))         \
    X(m, col,  bytes,   VARBINARY(50))       \
    X(m, col,  blob,    BLOB)                \
    X(m, col,  day,     DATE)                \
    X(m, col,  hour,    TIME)                \
    X(m, col,  moment,  TIMESTAMP)           \
    X(m, col,  instant, TIMESTAMPTZ)         \
    X(m, col,  span,    INTERVAL)            \
    X(m, col,  uuid,    UUID)                \
    X(m, col,  json,    JSON)                \
    X(m, col,  heat,    CUSTOM(celsius_type, celsius))
ALK_MODEL(every, EVERY);
ALK_DEFINE(every, EVERY, "every");

#define MAYBE(X, m)                          \
    X(m, key,  id,      BIGINT)              \
    X(m, opt,  truth,   BOOLEAN)             \
    X(m, opt,  small,   SMALLINT)            \
    X(m, opt,  whole,   INTEGER)             \
    X(m, opt,  large,   BIGINT)              \
    X(m, opt,  natural, UBIGINT)             \
    X(m, opt,  single,  REAL)                \
    X(m, opt,  real,    DOUBLE)              \
    X(m, opt,  exact,   NUMERIC(12, 3))      \
    X(m, opt,  letters, CHAR(4))             \
    X(m, opt,  words,   TEXT)                \
    X(m, opt,  blob,    BLOB)                \
    X(m, opt,  day,     DATE)                \
    X(m, opt,  hour,    TIME)                \
    X(m, opt,  moment,  TIMESTAMP)           \
    X(m, opt,  instant, TIMESTAMPTZ)         \
    X(m, opt,  span,    INTERVAL)            \
    X(m, opt,  uuid,    UUID)                \
    X(m, opt,  json,    JSON)
ALK_MODEL(maybe, MAYBE);
ALK_DEFINE(maybe, MAYBE, "maybe");

#define STAMPED(X, m)                        \
    X(m, key,  day,     DATE)                \
    X(m, key,  code,    VARCHAR(10))         \
    X(m, key,  part,    UUID)                \
    X(m, col,  text,    TEXT)
ALK_MODEL(stamped, STAMPED);
ALK_DEFINE(stamped, STAMPED, "stamped");

/* A struct of more than 64 columns and relationships, whose bits do not fit the head, and larger than what is put on the stack. */
#define EIGHT(X, m, a) X(m, opt, a##0, BIGINT) X(m, opt, a##1, BIGINT) X(m, opt, a##2, BIGINT) X(m, opt, a##3, BIGINT) X(m, opt, a##4, BIGINT) X(m, opt, a##5, BIGINT) X(m, opt, a##6, BIGINT) X(m, opt, a##7, BIGINT)
#define WIDE(X, m)                           \
    X(m, key,  id,      BIGINT)              \
    EIGHT(X, m, a) EIGHT(X, m, b) EIGHT(X, m, c) EIGHT(X, m, d) EIGHT(X, m, e) EIGHT(X, m, f) EIGHT(X, m, g) EIGHT(X, m, h) \
    X(m, opt,  last,    TEXT)                \
    X(m, opt,  wide_id, BIGINT, .references = &wide.id) \
    X(m, one,  wide,    wide)                \
    X(m, many, wides,   wide)
ALK_MODEL(wide, WIDE);
ALK_DEFINE(wide, WIDE, "wides");

static void types_setup(void)
{
    orm_setup();
    alk_conn *conn = alk_session_conn(s);
    alk_check_made(conn);
    alk_check_ok(alk_create_all(conn, every.table, maybe.table, stamped.table, wide.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(types, types_setup, orm_teardown);

static const alk_uuid some_uuid = { { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 } }, other_uuid = { { 9, 9 } };

ALK_TEST(types, of_every_kind_go_there_and_back)
{
    char bytes[] = "a\0b";
    struct every *e = alk_add(s, every, .truth = true, .small = -3, .whole = 1 << 20, .large = INT64_C(1) << 40, .natural = 77, .single = 0.5f, .real = 0.1, .exact = "12345.678",
                              .letters = "abcd", .words = "grüße", .bytes = { bytes, 3 }, .blob = { bytes, 3 }, .day = { 19000 }, .hour = { 3600000000 }, .moment = { 1700000000000000 },
                              .instant = { 1700000000000000 }, .span = { 1, 2, 3 }, .uuid = some_uuid, .json = "{\"a\": 1}", .heat = { 36.6 });
    alk_check_made(e);
    memset(bytes, '#', 3);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select heat from every"), 366);
    anew();
    alk_check_made(e = alk_find(s, every, 1));
    alk_check(e->truth && e->small == -3 && e->whole == 1 << 20 && e->large == INT64_C(1) << 40 && e->natural == 77);
    alk_check_real((double)e->single, 0.5);
    alk_check_real(e->real, 0.1);
    alk_check_str(e->exact, "12345.678");
    alk_check_str(e->letters, "abcd");
    alk_check_str(e->words, "grüße");
    alk_check_bytes(e->bytes.p, e->bytes.n, "a\0b", 3);
    alk_check_bytes(e->blob.p, e->blob.n, "a\0b", 3);
    alk_check(e->day.days == 19000 && e->hour.micros == 3600000000 && e->moment.micros == 1700000000000000 && e->instant.micros == 1700000000000000);
    alk_check(e->span.months == 1 && e->span.days == 2 && e->span.micros == 3);
    alk_check_bytes(e->uuid.bytes, 16, some_uuid.bytes, 16);
    alk_check_str(e->json, "{\"a\": 1}");
    alk_check_real(e->heat.degrees, 36.6);
    alk_check(!alk_entity_changed(s, e, NULL));
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    e->heat.degrees = 40;
    e->uuid = other_uuid;
    e->blob = (alk_sv){ "new", 3 };
    e->exact = "0.001";
    alk_check_ok(alk_commit(s));
    alk_check_contains(statements(), "SET exact=?, blob=?, uuid=?, heat=?");
    anew();
    alk_check_made(e = alk_find(s, every, 1));
    alk_check_real(e->heat.degrees, 40);
    alk_check_bytes(e->uuid.bytes, 16, other_uuid.bytes, 16);
    alk_check_bytes(e->blob.p, e->blob.n, "new", 3);
    alk_check_str(e->exact, "0.001");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(alk_refresh(s, e));
    alk_check_real(e->heat.degrees, 40);
}

ALK_TEST(types, that_may_be_null_go_there_and_back)
{
    struct maybe *none = alk_add(s, maybe, .truth = ALK_NONE);
    struct maybe *all = alk_add(s, maybe, .truth = ALK_SOME(false), .small = ALK_SOME(0), .whole = ALK_SOME(0), .large = ALK_SOME(0), .natural = ALK_SOME(0), .single = ALK_SOME(0),
                                .real = ALK_SOME(0), .exact = "0", .letters = "", .words = "", .blob = { "", 0 }, .day = { { 0 }, ALK_VALUE }, .hour = { { 0 }, ALK_VALUE }, .moment = { { 0 }, ALK_VALUE },
                                .instant = { { 0 }, ALK_VALUE }, .span = { { 0, 0, 0 }, ALK_VALUE }, .uuid = { { { 0 } }, ALK_VALUE }, .json = "null");
    alk_check(none && all);
    alk_check_ok(alk_commit(s));
    anew();
    alk_check_made(none = alk_find(s, maybe, 1));
    alk_check_made(all = alk_find(s, maybe, 2));
    alk_check(none->truth.state == ALK_NULL && none->small.state == ALK_NULL && none->whole.state == ALK_NULL && none->large.state == ALK_NULL && none->natural.state == ALK_NULL);
    alk_check(none->single.state == ALK_NULL && none->real.state == ALK_NULL && !none->exact && !none->letters && !none->words && !none->blob.p && none->day.state == ALK_NULL);
    alk_check(none->hour.state == ALK_NULL && none->moment.state == ALK_NULL && none->instant.state == ALK_NULL && none->span.state == ALK_NULL && none->uuid.state == ALK_NULL && !none->json);
    alk_check(all->truth.state == ALK_VALUE && !all->truth.value && all->small.state == ALK_VALUE && all->whole.state == ALK_VALUE && all->large.state == ALK_VALUE);
    alk_check(all->single.state == ALK_VALUE && all->real.state == ALK_VALUE && all->natural.state == ALK_VALUE && all->day.state == ALK_VALUE && all->hour.state == ALK_VALUE);
    alk_check(all->moment.state == ALK_VALUE && all->instant.state == ALK_VALUE && all->span.state == ALK_VALUE && all->uuid.state == ALK_VALUE);
    alk_check_str(all->exact, "0.000");
    alk_check_str(all->words, "");
    alk_check(all->blob.p && all->blob.n == 0);
    alk_check_str(all->json, "null");
    none->small = (alk_opt_int16)ALK_SOME(-5);
    none->uuid = (alk_opt_uuid){ some_uuid, ALK_VALUE };
    none->words = "now";
    all->whole = (alk_opt_int32)ALK_NONE;
    all->words = NULL;
    all->span = (alk_opt_interval)ALK_NONE;
    all->blob = (alk_sv){ NULL, 0 };
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from maybe where id = 2 and whole is null and words is null and span is null and blob is null and small = 0"), 1);
    anew();
    alk_check_made(none = alk_find(s, maybe, 1));
    alk_check(none->small.value == -5 && none->uuid.state == ALK_VALUE && none->uuid.value.bytes[15] == 16 && strcmp(none->words, "now") == 0);
}

ALK_TEST(types, of_keys_may_be_texts_dates_and_uuids)
{
    struct gadget *g = alk_add(s, gadget, .id = some_uuid, .name = "g");
    struct stamped *first = alk_add(s, stamped, .day = { 19000 }, .code = "a", .part = some_uuid, .text = "first"),
                   *second = alk_add(s, stamped, .day = { 19000 }, .code = "b", .part = some_uuid, .text = "second");
    alk_check(g && first && second);
    alk_check_ok(alk_commit(s));
    alk_check(alk_find(s, gadget, &some_uuid) == g);
    alk_check(!alk_find(s, gadget, &other_uuid));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no gadgets 09090000-");
    anew();
    char code[] = "b";
    alk_date day = { 19000 };
    second = alk_find(s, stamped, day, code, &some_uuid);
    alk_check_made(second);
    alk_check_str(second->text, "second");
    code[0] = '#';
    ran();
    alk_check(alk_find(s, stamped, day, "b", &some_uuid) == second);
    alk_check_int(ran(), 0);
    second->text = "changed";
    alk_check_ok(alk_flush(s));
    second->code = "c";
    alk_check_ok(alk_flush(s));
    alk_check(alk_find(s, stamped, day, "c", &some_uuid) == second);
    alk_check(!alk_find(s, stamped, day, "b", &some_uuid));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no stamped 2022-01-08, b, 01020304");
    alk_check_ok(alk_rollback(s));
    alk_check_str(second->code, "b");
    alk_check(alk_find(s, stamped, day, "b", &some_uuid) == second);
    alk_check_ok(alk_delete(s, second));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from stamped"), 1);
    alk_check(!alk_find(s, stamped, 1, "b", &some_uuid));
    alk_check_error(ALK_ERROR_DATA, "does not fit day");
}

ALK_TEST(types, of_wide_models)
{
    struct wide *top = alk_add(s, wide, .a0 = ALK_SOME(1), .h7 = ALK_SOME(2), .last = "last"), *below;
    alk_check_made(top);
    alk_check_made(below = alk_add(s, wide, .wide = top));
    alk_check_ok(alk_commit(s));
    anew();
    alk_check_made(top = alk_find(s, wide, 1));
    alk_check_made(below = alk_find(s, wide, 2));
    alk_check(top->a0.value == 1 && top->h7.value == 2 && !alk_is_loaded(s, top, wide.wides) && !alk_is_loaded(s, below, wide.wide) && alk_is_loaded(s, top, wide.wide));
    ran();
    alk_check_ok(alk_load(s, &below, 1, wide.wide));
    alk_check_int(ran(), 0);
    alk_check(below->wide == top);
    alk_check_ok(alk_load(s, &top, 1, wide.wides));
    alk_check(top->wides.count == 1 && top->wides.items[0] == below);
    top->last = "changed";
    below->h7 = (alk_opt_int64)ALK_SOME(9);
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_expire(s, top));
    alk_check(!alk_is_loaded(s, top, wide.last) && !alk_is_loaded(s, top, wide.wides));
    alk_check(alk_find(s, wide, 1) == top && alk_is_loaded(s, top, wide.last));
    alk_check_ok(alk_rollback(s));
    alk_check_ok(alk_refresh(s, top));
    alk_check_str(top->last, "last");
}

ALK_TEST(types, that_cannot_be_converted_are_told)
{
    alk_check_ok(run_sql("insert into maybe(id, small) values(1, 100000)"));
    alk_check(!alk_find(s, maybe, 1));
    alk_check_error(ALK_ERROR_DATA, "small");
    alk_check(!alk_session_has_failed(s));
}
