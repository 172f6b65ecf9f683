/* SPDX-License-Identifier: MIT
 * Keys that the database counts, of many rows at once, on SQLite: told without RETURNING where they follow each other, and right where they do not. */
#include "one_engine.h"

ALK_SUITE(counted, open_both, close_both);

enum { N = 250, LEFT = 10 };           /* more than one INSERT of many rows, and those that fill none */

#define BEAD(X, m)           \
    X(m, key, id,  BIGINT)   \
    X(m, col, name, TEXT)
ALK_MODEL(bead, BEAD);
ALK_DEFINE(bead, BEAD, "beads");

static struct bead beads[N];
static char names[N][16];

static void name_beads(void)
{
    for (int i = 0; i < N; i++) {
        snprintf(names[i], sizeof names[i], "bead %d", i);
        beads[i] = (struct bead){ .name = names[i] };
    }
}

static int count_returning(alk_event *event, void *payload)
{
    for (size_t i = 0; i + 9 <= event->sql.n; i++)
        *(int *)payload += memcmp(event->sql.p + i, "RETURNING", 9) == 0;
    return ALK_OK;
}

/* Each struct has the key of its own row. */
static void check_keys(void)
{
    for (int i = 0; i < N; i++) {
        alk_result *r = alk_execute(lite, alk_select(bead.name, alk_where(alk_eq(bead.id, beads[i].id))));
        alk_check(alk_next(r) && strcmp(alk_get_text(r, 0), names[i]) == 0);
        alk_check_ok(alk_close(r));
    }
}

/* Inserts them; how many statements had a RETURNING. */
static int insert_beads(void)
{
    int returning = 0;
    alk_arena *arena = alk_arena_new();
    name_beads();
    uint64_t listener = alk_listen(lite_engine, ALK_EVENT_AFTER_EXECUTE, count_returning, &returning, 0);
    alk_check_ok(alk_insert_structs_returning(lite, bead, beads, N, arena));
    alk_unlisten(lite_engine, listener);
    alk_arena_free(arena);
    check_keys();
    return returning;
}

ALK_TEST(counted, keys_that_follow_each_other)
{
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_int(insert_beads(), LEFT);
    alk_check_int(beads[0].id, 1);
    alk_check_int(insert_beads(), LEFT);
    alk_check_int(beads[N - 1].id, 2 * N);
    alk_check_ok(run_sql(lite, "delete from beads where id > 10"));
    alk_check_int(insert_beads(), LEFT);
    alk_check_int(beads[0].id, 11);
    alk_check_int(ask_int(lite, "select count(*) from beads"), N + 10);
}

ALK_TEST(counted, keys_of_their_own_sequence)
{
    alk_check_ok(run_sql(lite, "create table beads(id integer primary key autoincrement, name text not null)"));
    alk_check_int(insert_beads(), LEFT);
    alk_check_ok(run_sql(lite, "delete from beads"));
    alk_check_int(insert_beads(), LEFT);
    alk_check_int(beads[0].id, N + 1);
}

ALK_TEST(counted, triggers_that_insert_too)
{
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_ok(run_sql(lite, "create trigger more after insert on beads when new.name like '%7' begin insert into beads(name) values('of the trigger'); end"));
    alk_check(insert_beads() > LEFT);
    alk_check_int(ask_int(lite, "select count(*) from beads where name = 'of the trigger'"), N / 10);
    alk_check_int(ask_int(lite, "select count(*) from beads"), N + N / 10);
}

/* Keys are used again, so that the last one is what it would be without the trigger. */
ALK_TEST(counted, triggers_that_insert_and_delete)
{
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_ok(run_sql(lite, "create trigger more after insert on beads when new.name = 'bead 3' begin insert into beads(name) values('of the trigger'); end"));
    alk_check_ok(run_sql(lite, "create trigger less after insert on beads when new.name = 'bead 9' begin delete from beads where name = 'of the trigger'; end"));
    alk_check(insert_beads() > LEFT);
    alk_check_int(ask_int(lite, "select count(*) from beads"), N);
}

ALK_TEST(counted, triggers_that_write_elsewhere)
{
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_ok(run_sql(lite, "create table log(name text)"));
    alk_check_ok(run_sql(lite, "create trigger noted after insert on beads begin insert into log values(new.name); end"));
    insert_beads();
    alk_check_int(ask_int(lite, "select count(*) from log"), N);       /* what was tried is undone */
}

/* With the largest key there is SQLite takes any that is free: they do not tell which row is whose, and no row is thought to be another. */
ALK_TEST(counted, the_largest_key)
{
    alk_arena *arena = alk_arena_new();
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_ok(run_sql(lite, "insert into beads values(9223372036854775807, 'the largest')"));
    name_beads();
    alk_check_fails(alk_insert_structs_returning(lite, bead, beads, N, arena), ALK_ERROR_INTERFACE, "do not tell which is whose");
    alk_arena_free(arena);
}

ALK_TEST(counted, rows_that_fail)
{
    alk_arena *arena = alk_arena_new();
    alk_check_ok(run_sql(lite, "create table beads(id integer primary key, name text not null check (name <> 'bead 200'))"));
    name_beads();
    alk_check_fails(alk_insert_structs_returning(lite, bead, beads, N, arena), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_rollback(lite));
    alk_check_ok(run_sql(lite, "create table beads(id integer primary key, name text not null unique on conflict ignore)"));
    alk_check_ok(run_sql(lite, "insert into beads(name) values('bead 3')"));
    name_beads();
    alk_check_fails(alk_insert_structs_returning(lite, bead, beads, N, arena), ALK_ERROR_INTERFACE, NULL);
    alk_arena_free(arena);
}

ALK_TEST(counted, outside_of_a_transaction)
{
    alk_check_ok(alk_create_all(lite, bead.table));
    alk_check_ok(alk_commit(lite));
    alk_check_ok(alk_conn_set_autocommit(lite, true));
    insert_beads();
    alk_check(!alk_conn_in_transaction(lite));
}
