/* SPDX-License-Identifier: MIT
 * Sessions over shards: three memory databases of one form, the first of which is the session's own. */
#include "orm_test.h"
#include "base/alloc.h"

enum { SHARDS = 3 };
static alk_engine *engines[SHARDS];
static alk_conn *keepers[SHARDS];
static alk_arena *arena;

/* What the choosers answer, and how often they were asked. */
static int wanted, asked;
static unsigned keys[SHARDS], queries[SHARDS];
static int n_keys, n_queries;

static int choose_object(const alk_sql *table, const void *entity, void *payload)
{
    asked++;
    alk_check(table && entity && payload == engines);
    return wanted;
}

static int choose_key(const alk_sql *table, const alk_value *key, size_t n_key, unsigned *shards, void *payload)
{
    alk_check(table && key && n_key && payload == engines);
    memcpy(shards, keys, sizeof keys);
    return n_keys;
}

static int choose_query(const alk_sql *statement, unsigned *shards, void *payload)
{
    alk_check(statement && payload == engines);
    memcpy(shards, queries, sizeof queries);
    return n_queries;
}

static const alk_shard_chooser objects_alone = { .struct_size = sizeof objects_alone, .of_object = choose_object };
static const alk_shard_chooser all_three = { .struct_size = sizeof all_three, .of_object = choose_object, .of_key = choose_key, .of_query = choose_query };

/* A session of which all tables are sharded but clubs. */
static void begin_with(const alk_shard_chooser *chooser)
{
    alk_check_ok(alk_session_close(s));
    s = alk_session_open(engine);
    alk_check_made(s);
    alk_check_ok(alk_session_bind(s, club.table, engine));
    alk_check_ok(alk_session_shards(s, NULL, engines, SHARDS, chooser, engines));
    asked = wanted = 0;
    ran();
}

static void begin(void)
{
    begin_with(&objects_alone);
}

static int count_statement(alk_event *event, void *payload)
{
    (void)event;
    ++*(int *)payload;
    return ALK_OK;
}

static int ran_beyond;                 /* statements of the second and the third shard */

static void set_up(void)
{
    orm_setup();
    arena = alk_arena_new();
    engines[0] = engine;
    for (int i = 1; i < SHARDS; i++) {
        engines[i] = alk_open("sqlite://");
        keepers[i] = alk_connect(engines[i]);
        alk_check_made(keepers[i]);
        alk_check_ok(alk_create_all(keepers[i], author.table, book.table, tag.table, book_tag.table, node.table));
        alk_check_ok(alk_close(alk_execute(keepers[i], alk_raw("create table members (author_id integer, club_id integer, since integer)"))));       /* whose clubs are elsewhere */
        alk_check_ok(alk_conn_commit(keepers[i]));
        alk_check(alk_listen(engines[i], ALK_EVENT_BEFORE_EXECUTE, count_statement, &ran_beyond, 0) != 0);
    }
    begin();
    ran_beyond = 0;
}

static void tear_down(void)
{
    alk_session_close(s);
    s = NULL;
    for (int i = 1; i < SHARDS; i++) {
        alk_conn_close(keepers[i]);
        alk_engine_close(engines[i]);
    }
    alk_arena_free(arena);
    orm_teardown();
}

ALK_SUITE(shards, set_up, tear_down);

/* A number out of a shard, in the session's transaction. */
static int64_t ask_of(unsigned shard, const char *sql)
{
    int64_t n = -1;
    int before = ran_beyond;
    alk_check_ok(alk_scalar_int(alk_conn_execute(alk_session_shard_conn(s, author.table, shard), alk_raw(sql), ALK_LIST_ENDED(&alk_end)), &n));
    ran_beyond = before;
    return n;
}

static struct author *add_to(int shard, const char *name)
{
    wanted = shard;
    struct author *a = alk_add(s, author, .name = name);
    alk_check_made(a);
    alk_check_int(alk_entity_shard(s, a), shard);
    return a;
}

/* In each shard an author with one book; all of key 1. Then a session that knows nothing of them. */
static void one_each(void)
{
    static const char *const names[] = { "zero", "one", "two" };
    for (int i = 0; i < SHARDS; i++)
        alk_check_made(alk_add(s, book, .title = names[i], .author = add_to(i, names[i])));
    alk_check_ok(alk_commit(s));
    begin();
    ran_beyond = 0;
}

static size_t all_authors(alk_sql *statement, struct author ***all)
{
    size_t n = 0;
    alk_check_ok(alk_all_of_model(alk_execute(s, statement), author, arena, all, &n));
    return n;
}

/* ---- where objects go ---- */

ALK_TEST(shards, are_chosen_for_new_objects)
{
    struct author *a = add_to(2, "in the third"), *b = add_to(0, "in the first");
    alk_check_ok(alk_commit(s));
    alk_check(a->id == 1 && b->id == 1);
    alk_check_int(ask_of(0, "select count(*) from authors where name = 'in the first'"), 1);
    alk_check_int(ask_of(1, "select count(*) from authors"), 0);
    alk_check_int(ask_of(2, "select count(*) from authors where name = 'in the third'"), 1);
    a->name = "changed";
    alk_check_ok(alk_delete(s, b));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask_of(2, "select count(*) from authors where name = 'changed'"), 1);
    alk_check_int(ask_of(0, "select count(*) from authors"), 0);
}

ALK_TEST(shards, are_those_of_what_a_new_object_is_related_to)
{
    struct author *a = add_to(1, "a");
    struct book given = { .title = "a struct" };
    struct tag word = { .word = "deep" };
    wanted = 2;
    asked = 0;
    struct book *b = alk_add(s, book, .title = "b", .author = a);
    alk_check_made(b);
    alk_check_ok(alk_append(s, a, author.books, &given));
    alk_check_ok(alk_append(s, b, book.tags, &word));
    alk_check_int(alk_entity_shard(s, b), 1);
    alk_check_int(alk_entity_shard(s, a->books.items[1]), 1);
    alk_check_int(alk_entity_shard(s, b->tags.items[0]), 1);
    alk_check_int(asked, 0);
    struct author whole = { .name = "whole" };
    b = alk_add(s, book, .title = "with an author", .author = &whole);
    alk_check_made(b);
    alk_check(asked == 1 && alk_entity_shard(s, b) == 2 && alk_entity_shard(s, b->author) == 2);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask_of(1, "select count(*) from books b join authors a on a.id = b.author_id"), 2);
    alk_check_int(ask_of(1, "select count(*) from book_tags"), 1);
    alk_check_int(ask_of(2, "select count(*) from books b join authors a on a.id = b.author_id"), 1);
}

ALK_TEST(shards, tell_of_objects_of_two)
{
    one_each();
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table, alk_with(author.books)), &all), 3);
    struct book *b = all[1]->books.items[0];
    alk_check_ok(alk_commit(s));
    alk_check_fails(alk_append(s, all[2], author.books, b), ALK_ERROR_ARGUMENT, "authors.books relates authors 1 of shard 2 to books 1 of shard 1: a key leads into its own shard, or to a table that is not sharded");
    alk_check_fails(alk_relate(s, b, book.author, all[0]), ALK_ERROR_ARGUMENT, "books.author relates books 1 of shard 1 to authors 1 of shard 0");
    alk_check(!alk_session_is_dirty(s));
    b->author = all[2];
    alk_check_fails(alk_flush(s), ALK_ERROR_ARGUMENT, "books.author relates books 1 of shard 1 to authors 1 of shard 2");
    alk_check_ok(alk_rollback(s));
    alk_check(b->author == all[1]);
    struct book *two[] = { b, all[0]->books.items[0] };
    alk_check(!alk_add(s, author, .name = "of two", .books = { two, 2, 0 }));
    alk_check_error(ALK_ERROR_ARGUMENT, "authors.books relates authors (new) of shard 1 to books 1 of shard 0");
}

ALK_TEST(shards, refer_to_tables_that_are_not_sharded)
{
    struct club *c = alk_add(s, club, .name = "of all");
    struct author *a = add_to(1, "a"), *b = add_to(2, "b");
    alk_check(c && alk_entity_shard(s, c) == -1);
    alk_check_made(alk_add(s, member, .author = a, .club = c, .since = 1));
    struct member *m = alk_add(s, member, .author = b, .club = c, .since = 2);
    alk_check(m && alk_entity_shard(s, m) == 2);
    alk_check_ok(alk_commit(s));
    alk_check(ask_of(1, "select count(*) from members where club_id = 1") == 1 && ask_of(2, "select count(*) from members where club_id = 1") == 1);
    begin();
    ran_beyond = 0;
    alk_result *r = alk_execute(s, alk_select(member.table, alk_with(member.club), alk_with(member.author)));
    m = alk_next_of(r, member);
    struct member *other = alk_next_of(r, member);
    alk_check(m && other && !alk_next_of(r, member));
    alk_check_ok(alk_close(r));
    alk_check(m->club && m->club == other->club && alk_entity_shard(s, m) == 1 && alk_entity_shard(s, other) == 2);
    alk_check_str(m->author->name, "a");
    alk_check_str(other->author->name, "b");
    c = m->club;
    alk_check_fails(alk_load(s, &c, 1, club.members), ALK_ERROR_NOT_SUPPORTED, "clubs is not sharded and members is: no shard of it follows from the object; query it in place of following the relationship");
}

/* ---- finding ---- */

ALK_TEST(shards, are_asked_in_turn_for_a_key)
{
    one_each();
    begin_with(&all_three);
    memcpy(keys, (unsigned[]){ 2, 1, 0 }, sizeof keys);
    n_keys = 2;
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check(alk_entity_shard(s, a) == 2 && strcmp(a->name, "two") == 0);
    alk_check_int(ran_beyond, 1);
    alk_check(alk_find(s, author, 1) == a && ran_beyond == 1);
    alk_check(!alk_find(s, author, 7));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no authors 7");
    alk_check_int(ran_beyond, 3);
    struct author *b = alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(1));
    alk_check(b && b != a && alk_entity_shard(s, b) == 1);
    b = alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(0) | ALK_FIND_FOR_UPDATE);
    alk_check(b && alk_entity_shard(s, b) == 0);
    alk_check(!alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(3)));
    alk_check_error(ALK_ERROR_ARGUMENT, "authors: there is no shard 3; they are 0 to 2");
    alk_check(!alk_entity_find(s, club.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(0)));
    alk_check_error(ALK_ERROR_ARGUMENT, "clubs is not sharded");
}

ALK_TEST(shards, are_asked_on_where_the_object_is_to_be_deleted)
{
    one_each();
    begin_with(&all_three);
    memcpy(keys, (unsigned[]){ 1, 2, 0 }, sizeof keys);
    n_keys = 2;
    struct author *a = alk_find(s, author, 1);
    alk_check(a && alk_entity_shard(s, a) == 1);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_ok(alk_delete(s, a->books.items[0]));
    alk_check_ok(alk_delete(s, a));
    struct author *b = alk_find(s, author, 1);
    alk_check(b && alk_entity_shard(s, b) == 2);
}

ALK_TEST(shards, make_the_same_key_several_objects)
{
    one_each();
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table), &all), 3);
    for (int i = 0; i < SHARDS; i++)
        alk_check(all[i]->id == 1 && alk_entity_shard(s, all[i]) == i);
    alk_check_str(all[2]->name, "two");
    alk_check_ok(run_sql("update authors set name = 'new'"));
    for (int i = 0; i < SHARDS; i++)
        alk_check_ok(alk_refresh(s, all[i]));
    alk_check_str(all[0]->name, "new");
    alk_check_str(all[1]->name, "one");
    alk_check_size(alk_session_count(s), 3);
}

ALK_TEST(shards, are_merged_into)
{
    one_each();
    begin_with(&all_three);
    keys[0] = 1;
    n_keys = 1;
    struct book *books[] = { &(struct book){ .id = 1, .title = "merged" }, &(struct book){ .title = "fresh" } };
    struct author given = { .id = 1, .name = "merged", .books = { books, 2, ALK_LOADED } };
    struct author *a = alk_merge(s, author, &given);
    alk_check_made(a);
    alk_check(alk_entity_shard(s, a) == 1 && a->books.count == 2 && alk_entity_shard(s, a->books.items[1]) == 1 && asked == 0);
    wanted = 2;
    struct author other = { .id = 9, .name = "added" }, *b = alk_merge(s, author, &other);
    alk_check(b && alk_entity_shard(s, b) == 2 && asked == 1);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask_of(1, "select count(*) from books where title in ('merged', 'fresh') and author_id = 1"), 2);
    alk_check_int(ask_of(0, "select count(*) from books where title in ('merged', 'fresh')"), 0);
    alk_check_int(ask_of(2, "select count(*) from authors where id = 9"), 1);
}

/* ---- queries ---- */

ALK_TEST(shards, are_queried_one_after_the_other)
{
    for (int i = 0; i < 30; i++)
        add_to(i % SHARDS, i < 15 ? "b" : "a");
    alk_check_ok(alk_commit(s));
    begin();
    struct author **all;
    size_t n;
    ran_beyond = 0;
    alk_result *r = alk_execute(s, alk_select(author.table, alk_where(alk_gt(author.id, alk_param("after"))), alk_order_by(author.name, author.id)), alk_bind("after", 1));
    alk_check_ok(alk_all_of_model(r, author, arena, &all, &n));
    alk_check_size(n, 27);
    alk_check_int(ran_beyond, 2);
    for (size_t i = 1; i < n; i++) {
        int shard = alk_entity_shard(s, all[i]), before = alk_entity_shard(s, all[i - 1]);
        alk_check(shard > before || (shard == before && strcmp(all[i]->name, all[i - 1]->name) >= 0));
    }
    r = alk_execute(s, alk_select(author.table, alk_order_by(author.id)));
    for (n = 0; n < 12; n++)
        alk_check_made(alk_next_of(r, author));
    alk_check_ok(alk_close(r));                                            /* in the middle of the second */
    begin();
    r = alk_execute(s, alk_select(author.table, alk_with(author.books), alk_partitions(4)));
    for (n = 0; alk_next_of(r, author); n++) {}
    alk_check_ok(alk_close(r));
    alk_check_size(n, 30);
}

ALK_TEST(shards, load_along_in_each)
{
    one_each();
    struct author **all;
    const struct { alk_sql *option; int statements; } ways[] = { { alk_with(author.books), 4 }, { alk_with_joined(author.books), 2 }, { alk_with_subquery(author.books), 4 } };
    for (size_t w = 0; w < 3; w++) {
        begin();
        ran_beyond = 0;
        alk_check_size(all_authors(alk_select(author.table, ways[w].option), &all), 3);
        alk_check_int(ran_beyond, ways[w].statements);
        for (int i = 0; i < SHARDS; i++) {
            alk_check_int(all[i]->books.count, 1);
            struct book *b = all[i]->books.items[0];
            alk_check(alk_entity_shard(s, b) == i && b->author == all[i]);
            alk_check_str(b->title, all[i]->name);
        }
    }
    begin();
    alk_check_size(all_authors(alk_select(author.table), &all), 3);
    ran_beyond = 0;
    alk_check_ok(alk_load(s, all, 3, author.books, book.tags));
    alk_check_int(ran_beyond, 4);
    for (int i = 0; i < SHARDS; i++)
        alk_check_str(((struct book *)all[i]->books.items[0])->title, all[i]->name);
    alk_check_ok(alk_expire(s, NULL));
    alk_check_ok(alk_load(s, all, 3, author.name));
    alk_check_str(all[2]->name, "two");
    alk_check_int(alk_count_of(s, all[2], author.books), 1);
}

ALK_TEST(shards, are_chosen_for_queries)
{
    one_each();
    begin_with(&all_three);
    struct author **all;
    memcpy(queries, (unsigned[]){ 2, 0, 0 }, sizeof queries);
    n_queries = 2;
    alk_check_size(all_authors(alk_select(author.table), &all), 2);
    alk_check(alk_entity_shard(s, all[0]) == 2 && alk_entity_shard(s, all[1]) == 0);
    alk_check_size(all_authors(alk_select(author.table, alk_on_shard(1), alk_limit(5)), &all), 1);
    alk_check_int(alk_entity_shard(s, all[0]), 1);
    n_queries = 1;
    int64_t n = 0;
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_max(author.name), alk_on_shard(0))), &n) == ALK_ERROR_DATA ? ALK_OK : ALK_ERROR_INTERNAL);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_eq(author.name, "two")))), &n));
    alk_check_int(n, 1);
    queries[0] = 3;
    alk_check(!alk_execute(s, alk_select(author.table)));
    alk_check_error(ALK_ERROR_ARGUMENT, "a statement: there is no shard 3; they are 0 to 2");
    n_queries = 0;
    alk_check(!alk_execute(s, alk_select(author.table)));
    alk_check_error(ALK_ERROR_ARGUMENT, "a statement: the chooser names 0 shards; there are 3");
    n_queries = -1;
    alk_check(!alk_execute(s, alk_select(author.table)));
    alk_check_error(ALK_ERROR_INTERFACE, "the chooser of shards has failed");
    queries[0] = queries[1] = 1;
    n_queries = 2;
    alk_check(!alk_execute(s, alk_select(author.table)));
    alk_check_error(ALK_ERROR_ARGUMENT, "a statement: the chooser names shard 1 twice");
    alk_check(!alk_execute(s, alk_select(club.table, alk_on_shard(1))));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_on_shard(): no table of the statement is sharded");
}

ALK_TEST(shards, never_give_a_part_for_all)
{
    one_each();
    int64_t n = 0;
    alk_check(!alk_execute(s, alk_select(alk_count_all(), alk_from(author.table))));
    alk_check_error(ALK_ERROR_INTERFACE, "a query that gives values and no objects runs on one shard: name it by alk_on_shard(), and put what several give together");
    alk_check(!alk_execute(s, alk_select(author.table, alk_order_by(author.name), alk_limit(2))));
    alk_check_error(ALK_ERROR_INTERFACE, "a statement with a LIMIT or an OFFSET runs on one shard, as each would count for itself: name it by alk_on_shard()");
    alk_check(!alk_execute(s, alk_insert(author.table, alk_set(author.name, "x"))));
    alk_check_error(ALK_ERROR_INTERFACE, "an INSERT runs on one shard: name it by alk_on_shard()");
    alk_result *r = alk_execute(s, alk_select(author.table));
    alk_check_made(r);
    alk_check(!alk_next(r) && !alk_next_of(r, author));
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "rows of several shards are read as objects, by alk_entity_next() or alk_entity_all(); alk_on_shard() names one shard to read values of");
    alk_check_fails(alk_scalar_int(alk_execute(s, alk_select(author.table)), &n), ALK_ERROR_INTERFACE, "rows of several shards");
    r = alk_execute(s, alk_select(author.table));
    alk_check_fails(alk_all(r), ALK_ERROR_INTERFACE, "rows of several shards");
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "rows of several shards");
    r = alk_execute(s, alk_select(author.table));
    alk_check(alk_partition(r, 2) == 0 && alk_close(r) == ALK_ERROR_INTERFACE);
    void *structs;
    size_t count;
    r = alk_execute(s, alk_select(author.table));
    alk_check(alk_result_fetch_structs(r, author.table, arena, &structs, &count) == ALK_ERROR_INTERFACE);
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "rows of several shards");
    r = alk_execute(s, alk_select(author.table));
    alk_check_made(alk_next_of(r, author));
    alk_check(alk_get_int(r, 0) == 0);
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "rows of several shards are read as objects");
    alk_check_ok(alk_close(alk_execute(s, alk_insert(author.table, alk_set(author.name, "x"), alk_on_shard(2)))));
    alk_check_int(ask_of(2, "select count(*) from authors"), 2);
}

ALK_TEST(shards, give_several_objects_in_a_row)
{
    one_each();
    alk_result *r = alk_execute(s, alk_select(author.table, book.table, alk_join(author.books)));
    for (int i = 0; i < SHARDS; i++) {
        struct author *a = alk_next_of(r, author);
        struct book *b = alk_row_of_model(r, book);
        alk_check(a && b && alk_entity_shard(s, a) == i && alk_entity_shard(s, b) == i);
        alk_check_str(a->name, b->title);
    }
    alk_check(!alk_next_of(r, author));
    alk_check_ok(alk_close(r));
    struct author **all;
    alk_check_size(all_authors(alk_union(alk_select(author.table), alk_select(author.table)), &all), 3);
    begin();
    alk_check_size(all_authors(alk_raw("select id, name, bio, born from authors"), &all), 1);
    alk_check_int(alk_entity_shard(s, all[0]), 0);
}

ALK_TEST(shards, are_updated_and_deleted_from)
{
    one_each();
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table, alk_with(author.books)), &all), 3);
    alk_result *r = alk_execute(s, alk_update(author.table, alk_set(author.name, alk_concat(author.name, "!")), alk_where(alk_ne(author.name, "one"))));
    alk_check_made(r);
    alk_check_int(alk_affected(r), 2);
    alk_check_ok(alk_close(r));
    alk_check_str(all[0]->name, "zero!");
    alk_check_str(all[1]->name, "one");
    alk_check_str(all[2]->name, "two!");
    alk_check_ok(alk_close(alk_execute(s, alk_update(author.table, alk_set(author.name, "same"), alk_on_shard(1)))));
    alk_check_str(all[0]->name, "zero!");
    alk_check_str(all[1]->name, "same");
    alk_check_ok(alk_close(alk_execute(s, alk_delete_from(book.table))));
    struct book **gone;
    size_t n = 0;
    alk_check_ok(alk_all_of_model(alk_execute(s, alk_delete_from(author.table, alk_where(alk_ne(author.name, "same")), alk_returning(author.table))), author, arena, (struct author ***)&gone, &n));
    alk_check_size(n, 2);
    alk_check_state(all[0], ALK_STATE_DELETED);
    alk_check_state(all[1], ALK_STATE_PERSISTENT);
    alk_check_state(all[2], ALK_STATE_DELETED);
}

static alk_sql *not_one(const alk_sql *from, void *payload)
{
    (void)payload;
    return alk_ne(alk_at(from, author.name), "one");
}

ALK_TEST(shards, go_by_the_sessions_criteria)
{
    one_each();
    alk_check_ok(alk_session_criterion(s, author.table, not_one, NULL));
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table), &all), 2);
    alk_check(alk_entity_shard(s, all[0]) == 0 && alk_entity_shard(s, all[1]) == 2);
    alk_check(!alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(1)));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no authors 1");
    alk_check(alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(2)) == all[1]);
    alk_result *r = alk_execute(s, alk_select(book.table, alk_with(book.author), alk_on_shard(1)));
    struct book *b = alk_next_of(r, book);
    alk_check_made(b);
    alk_check(alk_is_loaded(s, b, book.author) && !b->author);
    alk_check_ok(alk_close(r));
    alk_check_fails(alk_session_shards(s, author.table, engines, SHARDS, &objects_alone, engines), ALK_ERROR_INTERFACE, "table authors is in use in this session already");
}

/* ---- going back ---- */

ALK_TEST(shards, are_rolled_back_together)
{
    one_each();
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table), &all), 3);
    alk_check_ok(alk_commit(s));
    all[0]->name = "outside";
    alk_check_ok(alk_session_savepoint(s, NULL));
    all[0]->name = all[1]->name = "inside";
    struct author *fresh = add_to(2, "fresh");
    alk_check_ok(alk_delete(s, add_to(1, "dropped")));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask_of(2, "select count(*) from authors"), 2);
    alk_check_ok(alk_session_rollback_to(s, NULL));
    alk_check_int(ask_of(2, "select count(*) from authors"), 1);
    alk_check_int(ask_of(1, "select count(*) from authors where name = 'one'"), 1);
    alk_check_str(all[0]->name, "outside");
    alk_check_str(all[1]->name, "one");
    alk_check_state(fresh, ALK_STATE_DETACHED);
    all[2]->name = "changed";
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_rollback(s));
    alk_check_str(all[0]->name, "zero");
    alk_check_str(all[2]->name, "two");
    alk_check_int(ask_of(2, "select count(*) from authors where name = 'two'"), 1);
}

ALK_TEST(shards, are_not_read_on_after_the_transaction)
{
    for (int i = 0; i < 200; i++)
        add_to(i % 2, "a");
    alk_check_ok(alk_commit(s));
    begin();
    alk_result *r = alk_execute(s, alk_select(author.table));
    alk_check_made(alk_next_of(r, author));
    alk_check_ok(alk_rollback(s));
    while (alk_next_of(r, author)) {}
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "the result was not read to its end: its transaction was rolled back");
    r = alk_execute(s, alk_select(author.table));
    alk_check_made(r);
    alk_check_ok(alk_close(alk_conn_execute(alk_session_shard_conn(s, author.table, 1), alk_raw("delete from authors"), ALK_LIST_ENDED(&alk_end))));
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_rollback(s));
    alk_check_ok(alk_close(alk_conn_execute(alk_session_shard_conn(s, author.table, 1), alk_raw("drop table books"), ALK_LIST_ENDED(&alk_end))));
    alk_check(!alk_execute(s, alk_select(book.table)));
    alk_check_error(ALK_ERROR_PROGRAMMING, "no such table: books");
}

ALK_TEST(shards, follow_changed_keys_in_their_own)
{
    one_each();
    struct author **all;
    alk_check_size(all_authors(alk_select(author.table, alk_with(author.books)), &all), 3);
    alk_check_ok(alk_close(alk_execute(s, alk_update(book.table, alk_set(book.author_id, alk_null())))));
    alk_check_ok(alk_commit(s));
    all[1]->id = 50;
    alk_check_ok(alk_commit(s));
    alk_check(alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 50 }, 1, ALK_FIND_ON_SHARD(1)) == all[1]);
    alk_check(alk_entity_find(s, author.table, &(alk_value){ .tag = ALK_TYPE_INT, .u.i = 1 }, 1, ALK_FIND_ON_SHARD(2)) == all[2]);
}

ALK_TEST(shards, have_trees_and_their_deletion)
{
    wanted = 1;
    struct node *a = alk_add(s, node, .name = "root");
    wanted = 2;
    struct node *b = alk_add(s, node, .name = "root"), *c = alk_add(s, node, .name = "leaf", .parent = b);
    alk_check(a && b && c && alk_add(s, node, .name = "leaf", .parent = a));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask_of(1, "select count(*) from nodes"), 2);
    alk_check_ok(alk_delete(s, b));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask_of(1, "select count(*) from nodes"), 2);
    alk_check_int(ask_of(2, "select count(*) from nodes"), 0);
    alk_check_state(a, ALK_STATE_PERSISTENT);
    alk_check(alk_entity_state(s, c) != ALK_STATE_PERSISTENT);
}

/* ---- mistakes ---- */

ALK_TEST(shards, are_named_rightly)
{
    alk_check_ok(alk_session_close(s));
    s = alk_session_open(engine);
    static const alk_shard_chooser none = { .struct_size = sizeof none };
    alk_engine *twice[] = { engines[0], engines[1], engines[0] }, *missing[] = { NULL };
    alk_check_fails(alk_session_shards(s, NULL, engines, 0, &objects_alone, NULL), ALK_ERROR_ARGUMENT, "alk_session_shards() takes a model's table, or NULL, and 1 to 4096 engines");
    alk_check_fails(alk_session_shards(s, NULL, engines, SHARDS, &none, NULL), ALK_ERROR_ARGUMENT, "alk_session_shards() takes a chooser with its .struct_size, and with a function .of_object");
    alk_check_fails(alk_session_shards(s, NULL, twice, SHARDS, &objects_alone, NULL), ALK_ERROR_ARGUMENT, "the engine of shard 2 is that of another shard too");
    alk_check_fails(alk_session_shards(s, NULL, missing, 1, &objects_alone, NULL), ALK_ERROR_ARGUMENT, "the engine of shard 0 is NULL");
    alk_check_ok(alk_session_shards(s, author.table, engines, SHARDS, &objects_alone, engines));
    alk_check_fails(alk_session_shards(s, author.table, engines, SHARDS, &objects_alone, engines), ALK_ERROR_INTERFACE, "table authors is sharded in this session already");
    alk_check_fails(alk_session_bind(s, author.table, engine), ALK_ERROR_INTERFACE, "table authors is sharded in this session already");
    alk_check_ok(alk_session_bind(s, club.table, engine));
    alk_check_fails(alk_session_shards(s, club.table, engines, SHARDS, &objects_alone, engines), ALK_ERROR_INTERFACE, "table clubs is bound to one engine in this session already");
    alk_check(!alk_session_shard_conn(s, club.table, 0));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_session_shard_conn() takes a table that is sharded");
    alk_check(!alk_session_shard_conn(s, author.table, 3));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_session_shard_conn(): there is no shard 3; they are 0 to 2");
    wanted = 5;
    alk_check(!alk_add(s, author, .name = "a"));
    alk_check_error(ALK_ERROR_ARGUMENT, "authors: there is no shard 5; they are 0 to 2");
    wanted = -1;
    alk_check(!alk_add(s, author, .name = "a"));
    alk_check_error(ALK_ERROR_INTERFACE, "the chooser of a new object's shard has failed");
    alk_check_made(alk_add(s, club, .name = "c"));
    alk_check_ok(alk_session_shards(s, NULL, engines, SHARDS, &objects_alone, engines));
}

/* ---- memory ---- */

static int work(alk_session *session)
{
    struct author *a, **all;
    size_t n = 0;
    alk_arena *own = alk_arena_new();
    int code = own ? alk_all_of_model(alk_execute(session, alk_select(author.table, alk_with(author.books))), author, own, &all, &n) : ALK_ERROR_NO_MEMORY;
    wanted = 2;
    if (code == ALK_OK && (!(a = alk_add(session, author, .name = "a new one with a longer name")) || !alk_add(session, book, .title = "its book", .author = a)))
        code = alk_last_error()->code;
    if (code == ALK_OK)
        code = alk_session_savepoint(session, "sp");
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        all[i]->name = "changed";
    if (code == ALK_OK)
        code = alk_close(alk_execute(session, alk_update(book.table, alk_set(book.pages, 7))));
    alk_arena_free(own);
    return code ? code : alk_commit(session);
}

static int64_t sum(void)
{
    int64_t n = 0;
    for (unsigned i = 0; i < SHARDS; i++)
        n += ask_of(i, "select count(*) from books where pages = 7") + 100 * ask_of(i, "select count(*) from authors where name = 'changed'") + 10000 * ask_of(i, "select count(*) from authors");
    alk_check_ok(alk_commit(s));
    return n;
}

static int refuse(uint64_t n, bool from_then_on, bool *done)
{
    alk_session *session = alk_session_open(engine);
    alk_check_made(session);
    alk_check_ok(alk_session_shards(session, NULL, engines, SHARDS, &objects_alone, engines));
    alk__alloc_fail(n, from_then_on);
    int code = work(session);
    *done = !alk__alloc_failed();
    alk__alloc_fail(0, 0);
    alk_check_that(code == (*done ? ALK_OK : code) && (code == ALK_OK || code == ALK_ERROR_NO_MEMORY), "refusal %d: %d, %s", (int)n, code, alk_last_error()->message);
    if (code) {
        alk_check_ok(alk_rollback(session));
        alk_check(!alk_session_is_dirty(session));
        alk_check_made(alk_find(session, author, 1));
    }
    alk_check_ok(alk_session_close(session));
    return code;
}

ALK_TEST_LONG(shards, running_out_of_memory_leaves_all_or_nothing, 120)
{
    one_each();
    for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
        bool done = false;
        for (uint64_t n = 1; !done && n < 5000; n++) {
            int64_t before = sum();
            if (refuse(n, from_then_on, &done) == ALK_OK)
                begin();
            else
                alk_check_int(sum(), before);
        }
        alk_check(done);
    }
}
