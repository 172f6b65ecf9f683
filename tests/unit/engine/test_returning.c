/* SPDX-License-Identifier: MIT
 * RETURNING for many structs, in their order; the key of the row that an INSERT made. */
#include "one_engine.h"
#include "shop.h"
#include "engine/batch.h"
#include <alkahest/value.h>

/* Keys of every origin: of the program, of the database, an expression. */
static int ticket_key(void *data, alk_cell *value)
{
    static char text[20];
    static int n;
    (void)data;
    snprintf(text, sizeof text, "ticket-%d", ++n);
    *value = alk_value_text(text);
    return ALK_OK;
}

#define TICKET(X, m)                                                \
    X(m, key, id,    VARCHAR(20), .client_default = ticket_key)     \
    X(m, col, price, INTEGER)
ALK_MODEL(ticket, TICKET);
ALK_DEFINE(ticket, TICKET, "tickets");

#define STAMP(X, m)                                                                 \
    X(m, key, series, INTEGER)                                                      \
    X(m, key, code,   VARCHAR(40), .server_default = "'c' || hex(randomblob(4))")   \
    X(m, opt, price,  INTEGER)
ALK_MODEL(stamp, STAMP);
ALK_DEFINE(stamp, STAMP, "stamps");

#define COIN(X, m)                                                  \
    X(m, key, face,   VARCHAR(10), .server_default = "'heads'")     \
    X(m, key, metal,  VARCHAR(10))                                  \
    X(m, key, mint,   VARCHAR(10), .server_default = "'Royal'")     \
    X(m, opt, worth,  INTEGER)
ALK_MODEL(coin, COIN);
ALK_DEFINE(coin, COIN, "coins");

static void setup(void)
{
    open_both();
    if (alk_create_all(lite, tag.table, shelf.table, ticket.table, stamp.table, coin.table) || alk_commit(lite))
        alk_test_failed("%s", alk_last_error()->message);
}
ALK_SUITE(returning, setup, close_both);

enum { MANY = 700 };
static const alk_field TAG_FIELDS[] = { ALK_FIELD(struct tag, id), ALK_FIELD(struct tag, name) };

static const char *name_of(int i)
{
    static char names[MANY][12];
    snprintf(names[i], sizeof names[i], "n%d", i * 7919 % MANY);
    return names[i];
}

static const alk_sql *insert_tag(bool with_key)
{
    const alk_sql *q = alk_insert(tag.table, alk_set(tag.name, alk_param("name")), alk_returning(tag.name));
    return with_key ? alk_extend(q, alk_set(tag.id, alk_param("id"))) : q;
}

static void names_come_in_order(alk_result *r, int n)
{
    int i = 0;
    alk_check_made(r);
    alk_check_int(alk_column_count(r), 1);
    for (; alk_next(r); i++)
        alk_check_str(alk_get_text(r, tag.name), name_of(i));
    alk_check_int(i, n);
    alk_check_int(alk_affected(r), n);
    alk_check_ok(alk_close(r));
}

ALK_TEST(returning, rows_come_in_the_order_of_the_structs)
{
    static struct tag tags[MANY];
    for (int i = 0; i < MANY; i++)
        tags[i] = (struct tag){ .id = (int64_t)(i * 31 % MANY) + 100000, .name = name_of(i) };
    names_come_in_order(alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, MANY), MANY);
    alk_check_ok(run_sql(lite, "delete from tags"));
    names_come_in_order(alk_execute_each_returning(lite, insert_tag(true), TAG_FIELDS, tags, MANY), MANY);
    alk_check_int(ask_int(lite, "select id from tags where name = 'n0'"), 100000);
}

ALK_TEST(returning, many_structs_are_sent_at_once)
{
    static struct tag tags[MANY];
    uint64_t before, after;
    for (int i = 0; i < MANY; i++)
        tags[i] = (struct tag){ .name = name_of(i) };
    before = (uint64_t)ask_int(lite, "select count(*) from tags");
    names_come_in_order(alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, MANY), MANY);
    after = (uint64_t)ask_int(lite, "select count(*) from tags");
    alk_check_int((int64_t)(after - before), MANY);
}

ALK_TEST(returning, keys_into_structs)
{
    struct tag tags[20];
    for (int i = 0; i < 20; i++)
        tags[i] = (struct tag){ .name = name_of(i) };
    alk_result *r = alk_execute_each_returning(lite, alk_insert(tag.table, alk_set(tag.name, alk_param("name")), alk_returning(tag.id)), TAG_FIELDS, tags, 20);
    alk_check_int((int64_t)alk_result_fetch(r, TAG_FIELDS, 1, tags, sizeof *tags, 20, NULL), 20);
    alk_check_ok(alk_close(r));
    for (int i = 0; i < 20; i++)
        alk_check_int(tags[i].id, i + 1);
}

/* The mock gives the rows of an INSERT back with the last first. */
ALK_TEST(returning, rows_that_come_in_another_order_are_put_right)
{
    static struct tag tags[MANY];
    char url[60];
    snprintf(url, sizeof url, "mock://?caps=%llu", (unsigned long long)(ALK_CAP_MULTI_VALUES | ALK_CAP_BATCH_FETCH | ALK_CAP_CURSORS));
    alk_engine *reversing = alk_open(url);
    alk_conn *c = alk_connect(reversing);
    int i = 0;
    alk_check_made(c);
    for (int k = 0; k < MANY; k++)
        tags[k] = (struct tag){ .id = k * 31 % MANY, .name = name_of(k) };
    alk_result *r = alk_execute_each_returning(c, alk_insert(tag.table, alk_set(tag.id, alk_param("id")), alk_set(tag.name, alk_param("name")), alk_returning(tag.id, tag.name)),
                                               TAG_FIELDS, tags, MANY);
    alk_check_made(r);
    for (; alk_next(r); i++)
        alk_check(alk_get_int(r, tag.id) == tags[i].id && strcmp(alk_get_text(r, tag.name), tags[i].name) == 0);
    alk_check_ok(alk_close(r));
    alk_check_int(i, MANY);
    alk_check(count_of("execute") < MANY / 4);
    typedef struct echoed {
        int64_t id;
        const char *name, *back;
    } echoed;
    static echoed rows[MANY];
    static const alk_field sent[] = { ALK_FIELD(echoed, id), ALK_FIELD(echoed, name) }, came[] = { ALK_FIELD_NAMED(echoed, back, "name") };
    alk_arena *arena = alk_arena_new();
    for (int k = 0; k < MANY; k++)
        rows[k] = (echoed){ .id = tags[k].id, .name = tags[k].name };
    const alk__read_back back = { .rows = (char *)rows, .stride = sizeof *rows, .fields = came, .n_fields = 1, .arena = arena };
    alk_check_ok(alk__each_read_back(c, alk_insert(tag.table, alk_set(tag.id, alk_param("id")), alk_set(tag.name, alk_param("name")), alk_returning(tag.id, tag.name)), sent, 2, MANY, &back));
    for (int k = 0; k < MANY; k++)
        alk_check_str(rows[k].back, rows[k].name);
    alk_arena_free(arena);
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(reversing);
}

ALK_TEST(returning, keys_of_two_columns)
{
    static const alk_field FIELDS[] = { ALK_FIELD(struct shelf, room), ALK_FIELD(struct shelf, place) };
    struct shelf shelves[60];
    int n = 0;
    for (int i = 0; i < 60; i++)
        shelves[i] = (struct shelf){ .room = i * 7 % 60 / 6, .place = -(i * 7 % 6) };
    alk_result *r = alk_execute_each_returning(lite, alk_insert(shelf.table, alk_returning(alk_times(shelf.place, 10))), FIELDS, shelves, 60);
    for (; alk_next(r); n++)
        alk_check_int(alk_get_int(r, 0), shelves[n].place * 10);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 60);
}

ALK_TEST(returning, keys_that_are_not_counted_up_are_told)
{
    struct tag tags[40];
    for (int i = 0; i < 40; i++)
        tags[i] = (struct tag){ .name = name_of(i) };
    alk_check_ok(run_sql(lite, "insert into tags(id, name) values(9223372036854775807, 'the last')"));    /* SQLite picks keys by chance from here on */
    alk_check(!alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, 40));
    alk_check_str(alk_last_error()->message, "16 rows came for 16 that were sent, and their keys do not tell which is whose; set the option batch to 1 to send them one by one");
    alk_check_ok(run_sql(lite, "delete from tags where name <> 'the last'"));
    alk_execution_options options = { .struct_size = sizeof options, .batch = 1 };
    alk_check_ok(alk_conn_set_options(lite, &options));
    names_come_in_order(alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, 40), 40);
}

ALK_TEST(returning, what_cannot_be_told_apart_runs_one_by_one)
{
    static const alk_field FIELDS[] = { ALK_FIELD(struct ticket, id), ALK_FIELD(struct ticket, price) };
    struct ticket tickets[30];
    static char ids[30][8];
    int n = 0;
    for (int i = 0; i < 30; i++) {
        snprintf(ids[i], sizeof ids[i], "t%d", 100 - i);
        tickets[i] = (struct ticket){ .id = ids[i], .price = i };
    }
    alk_result *r = alk_execute_each_returning(lite, alk_insert(ticket.table, alk_returning(ticket.table)), FIELDS, tickets, 30);
    for (; alk_next(r); n++)
        alk_check(strcmp(alk_get_text(r, ticket.id), ids[n]) == 0 && alk_get_int(r, ticket.price) == n);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 30);
    r = alk_execute_each_returning(lite, alk_insert(ticket.table, alk_on_conflict_nothing(ticket.id), alk_returning(ticket.id)), FIELDS, tickets, 30);
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    r = alk_execute_each_returning(lite, alk_update(ticket.table, alk_set(ticket.price, alk_plus(ticket.price, 1000)), alk_where(alk_eq(ticket.id, alk_param("id"))),
                                                    alk_returning(ticket.price)), FIELDS, tickets, 30);
    for (n = 0; alk_next(r); n++)
        alk_check_int(alk_get_int(r, 0), 1000 + n);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 30);
    r = alk_execute_each_returning(lite, alk_raw("delete from tickets where id = :id and price > 1010 returning price"), FIELDS, tickets, 30);
    for (n = 0; alk_next(r); n++)
        alk_check_int(alk_get_int(r, "price"), 1011 + n);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 19);
}

ALK_TEST(returning, defaults_of_the_program_and_values_of_the_statement)
{
    static const alk_field NO_FIELDS[] = { ALK_FIELD(struct ticket, price) };
    struct ticket tickets[25] = { { .price = 1 } };
    int64_t affected;
    alk_check_ok(alk_execute_each(lite, alk_insert(ticket.table, alk_set(ticket.price, 7)), NO_FIELDS, tickets, 25, &affected));
    alk_check_int(affected, 25);
    alk_check_int(ask_int(lite, "select count(distinct id) from tickets where price = 7"), 25);
    alk_check_ok(alk_execute_each(lite, alk_update(ticket.table, alk_set(ticket.price, 8), alk_where(alk_in(ticket.price, ALK_INTS(7, 9)), alk_ne(ticket.price, alk_param("price")))),
                                  NO_FIELDS, tickets, 1, &affected));
    alk_check_int(affected, 25);
}

ALK_TEST(returning, faults_are_told)
{
    struct tag tags[3] = { { .name = "a" }, { .name = "b" }, { .name = "a" } };
    alk_check_ok(run_sql(lite, "create unique index one_name on tags(name)"));
    alk_check(!alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, 3));
    alk_check_int(alk_last_error()->code, ALK_ERROR_INTEGRITY);
    alk_check_fails(alk_close(alk_execute_each_returning(lite, alk_insert(tag.table, alk_set(tag.name, alk_param("name"))), TAG_FIELDS, tags, 2)), ALK_ERROR_ARGUMENT, "no RETURNING");
    alk_check_fails(alk_close(alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, (struct tag *)NULL, 2)), ALK_ERROR_ARGUMENT, "no rows were given");
    alk_check_fails(alk_close(alk_execute_each_returning(lite, alk_insert(tag.table, alk_set(tag.name, alk_param("word")), alk_returning(tag.id)), TAG_FIELDS, tags, 2)),
                    ALK_ERROR_PROGRAMMING, "no field is named word");
    alk_result *r = alk_execute_each_returning(lite, insert_tag(false), TAG_FIELDS, tags, 0);
    alk_check_made(r);
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
}

/* ---- the key of one row ---- */

/* Its columns with a comma between. The result is closed. */
static const char *key_of(alk_result *r)
{
    static char text[100];
    size_t at = 0;
    int n = alk_inserted_key_count(r);
    text[0] = '\0';
    for (int i = 0; i < n; i++) {
        alk_value value;
        alk_check_ok(alk_inserted_key(r, i, &value));
        at += (size_t)snprintf(text + at, sizeof text - at, i ? "," : "");
        at += alk_value_print(&value, text + at, sizeof text - at);
    }
    alk_check_ok(alk_close(r));
    return text;
}

ALK_TEST(returning, the_inserted_key)
{
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "a")))), "1");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "b"), alk_set(tag.id, 70)))), "70");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "c")))), "71");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "d"), alk_set(tag.id, alk_null())))), "72");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "e"), alk_set(tag.id, alk_plus(alk_literal(100), 3))))), "103");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table), alk_bind("id", 200), alk_bind("name", "f"))), "200");
    alk_check_str(key_of(alk_execute(lite, alk_insert(tag.table), alk_bind("id", alk_null()), alk_bind("name", "g"))), "201");
    alk_check_str(key_of(alk_execute(lite, alk_insert(shelf.table, alk_set(shelf.place, 5), alk_set(shelf.room, 4)))), "4,5");
    alk_result *r = alk_execute(lite, alk_insert(ticket.table, alk_set(ticket.price, 3)));
    alk_value id;
    alk_check_ok(alk_inserted_key(r, 0, &id));
    alk_check(id.tag == ALK_TYPE_TEXT && strncmp(id.u.p, "ticket-", 7) == 0);
    alk_check_ok(alk_close(r));
}

ALK_TEST(returning, a_key_that_only_the_database_knows)
{
    for (int i = 0; i < 3; i++) {
        alk_result *r = alk_execute(lite, alk_insert(stamp.table, alk_set(stamp.series, i), alk_set(stamp.price, 5)));
        alk_value series, code;
        alk_check_made(r);
        alk_check_int(alk_affected(r), 1);
        alk_check_int(alk_column_count(r), 0);
        alk_check(!alk_next(r));
        alk_check_int(alk_inserted_key_count(r), 2);
        alk_check_ok(alk_inserted_key(r, 0, &series));
        alk_check_ok(alk_inserted_key(r, 1, &code));
        alk_check_int(series.u.i, i);
        alk_check_int(code.len, 9);
        alk_result *found = alk_execute(lite, alk_select(alk_count_all(), alk_from(stamp.table), alk_where(alk_eq(stamp.series, i), alk_eq(stamp.code, (const char *)code.u.p))));
        int64_t n = 0;
        alk_check_ok(alk_scalar_int(found, &n));
        alk_check_int(n, 1);
        alk_check_ok(alk_close(r));
    }
}

ALK_TEST(returning, a_key_of_three_columns_of_two_origins)
{
    alk_check_str(key_of(alk_execute(lite, alk_insert(coin.table, alk_set(coin.worth, 5), alk_set(coin.metal, "gold")))), "heads,gold,Royal");
    alk_check_str(key_of(alk_execute(lite, alk_insert(coin.table, alk_set(coin.metal, "tin"), alk_set(coin.face, alk_upper(alk_text("tails")))))), "TAILS,tin,Royal");
}

ALK_TEST(returning, statements_that_tell_no_key)
{
    alk_value value;
    alk_check_ok(alk_close(alk_execute(lite, alk_insert(tag.table, alk_set(tag.id, 1), alk_set(tag.name, "a")))));
    alk_result *results[] = {
        alk_execute(lite, alk_raw("insert into tags(name) values('x')")),
        alk_execute(lite, alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.name, "y")), alk_row(alk_set(tag.name, "z"))))),
        alk_execute(lite, alk_insert(tag.table, alk_set(tag.id, 1), alk_set(tag.name, "a"), alk_on_conflict_nothing(tag.id))),
        alk_execute(lite, alk_insert(tag.table, alk_from_select(alk_select(alk_literal(90), alk_literal("w")), tag.id, tag.name))),
        alk_execute(lite, alk_update(tag.table, alk_set(tag.name, "v"))),
    };
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        alk_check_int(alk_inserted_key_count(results[i]), 0);
        alk_check_fails(alk_inserted_key(results[i], 0, &value), ALK_ERROR_INTERFACE, "only an INSERT of one row");
        alk_check_ok(alk_close(results[i]));
    }
    alk_result *r = alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "u")));
    alk_check_fails(alk_inserted_key(r, 1, &value), ALK_ERROR_ARGUMENT, "no column 1; it has 1");
    alk_check_fails(alk_inserted_key(r, 0, NULL), ALK_ERROR_ARGUMENT, "no place");
    alk_check_ok(alk_close(r));
}
