/* SPDX-License-Identifier: MIT
 * Version counters: what another has changed meanwhile is neither overwritten nor deleted. */
#include "orm_test.h"

ALK_SUITE(versions, orm_setup, orm_teardown);

static void pages(int n)
{
    for (int i = 0; i < n; i++)
        alk_check_made(alk_add(s, page, .title = "title"));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, count_up)
{
    struct page *p = alk_add(s, page, .title = "a");
    alk_check_made(p);
    alk_check_ok(alk_commit(s));
    alk_check_int(p->version, 1);
    p->title = "b";
    alk_check_ok(alk_commit(s));
    alk_check_int(p->version, 2);
    alk_check_contains(statements(), "version = ?");
    alk_check_ok(alk_commit(s));
    alk_check_int(p->version, 2);
    p->title = "c";
    alk_check_ok(alk_flush(s));
    alk_check_int(p->version, 3);
    alk_check_ok(alk_rollback(s));
    alk_check_int(p->version, 2);
    alk_check_int(ask("select version from pages"), 2);
    p->title = "d";
    alk_check_ok(alk_commit(s));
    alk_check_int(p->version, 3);
}

ALK_TEST(versions, of_another_what_is_merged_changes_nothing)
{
    pages(1);
    struct page *p = alk_find(s, page, 1), given = { .id = 1, .version = 7, .title = "another" };
    alk_check_made(p);
    alk_check(!alk_merge(s, page, &given));
    alk_check_int(alk_last_error()->code, ALK_ERROR_STALE_DATA);
    alk_check_str(p->title, "title");
    alk_check(!alk_session_is_dirty(s));
}

ALK_TEST(versions, an_update_of_a_changed_row_is_stale)
{
    pages(1);
    struct page *p = alk_find(s, page, 1);
    alk_check_made(p);
    alk_check_ok(run_sql("update pages set version = 7, title = 'theirs'"));
    p->title = "ours";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "pages 1 was changed or deleted by another since it was read, and cannot be written");
    alk_check(alk_session_has_failed(s));
    alk_check_ok(alk_rollback(s));
    alk_check_str(p->title, "title");
}

ALK_TEST(versions, a_delete_of_a_changed_row_is_stale)
{
    pages(1);
    struct page *p = alk_find(s, page, 1);
    alk_check_made(p);
    alk_check_ok(run_sql("update pages set version = 7"));
    alk_check_ok(alk_delete(s, p));
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "pages 1 was changed or deleted by another since it was read, and cannot be deleted");
    alk_check_ok(alk_rollback(s));
    alk_check_state(p, ALK_STATE_PERSISTENT);
    alk_check_ok(alk_delete(s, p));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, the_stale_one_of_many_is_named)
{
    struct page *all[20];
    pages(20);
    for (int i = 0; i < 20; i++)
        alk_check_made(all[i] = alk_find(s, page, i + 1));
    alk_check_ok(run_sql("update pages set version = 7 where id = 14"));
    for (int i = 0; i < 20; i++)
        all[i]->title = "ours";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "pages 14 was changed");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(run_sql("update pages set version = 7 where id = 5"));
    for (int i = 0; i < 20; i++)
        alk_check_ok(alk_delete(s, all[i]));
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "pages 5 was changed");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(run_sql("delete from pages where id = 5"));      /* by then it is gone like the others */
    for (int i = 0; i < 20; i++)
        alk_check_ok(alk_delete(s, all[i]));
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "one of 20 rows of pages was changed or deleted");
    alk_check_ok(alk_rollback(s));
    alk_check_int(ask("select count(*) from pages where version = 1"), 20);
}

ALK_TEST(versions, rows_without_one_are_missed_when_they_are_gone)
{
    two_authors();
    struct author *a = alk_find(s, author, 3);
    alk_check_made(a);
    alk_check_ok(run_sql("delete from authors where id = 3"));
    a->name = "written to nothing";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "authors 3 is not there any more");
    alk_check_ok(alk_rollback(s));
    alk_check_made(a = alk_find(s, author, 3));
    alk_check_ok(run_sql("delete from authors where id = 3"));
    alk_check_ok(alk_delete(s, a));                                /* what was wanted is so */
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, of_what_is_merged_are_compared)
{
    pages(1);
    alk_check_ok(run_sql("update pages set version = 3"));
    anew();
    alk_check_ok(run_sql("update pages set version = 3"));
    struct page old = { .id = 1, .title = "edited long ago", .version = 1 }, current = { .id = 1, .title = "edited just now", .version = 3 };
    alk_check(!alk_merge(s, page, &old));
    alk_check_error(ALK_ERROR_STALE_DATA, "pages 1: what is merged is of version 1, the row of 3");
    alk_check_made(alk_merge(s, page, &current));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select version from pages"), 4);
}

ALK_TEST(versions, a_row_that_is_taken_over_counts_on)
{
    pages(1);
    struct page *old = alk_find(s, page, 1);
    alk_check_made(old);
    alk_check_ok(alk_delete(s, old));
    struct page *fresh = alk_add(s, page, .id = 1, .title = "anew");
    alk_check_made(fresh);
    alk_check_ok(alk_commit(s));
    alk_check_int(fresh->version, 2);
    fresh->title = "once more";
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select version from pages"), 3);
}

/* ---- versions that the database makes ---- */

#define PAPER(X, m)                                                                     \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  title,   TEXT)                                                           \
    X(m, col,  version, BIGINT, .version = true, .server_version = true, .server_default = "100")
#define DATED_PAPER(X, m)                                                                   \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  title,   TEXT)                                                           \
    X(m, opt,  stamp,   VARCHAR(20), .version = true, .server_version = true, .server_default = "'first'")
ALK_MODEL(paper, PAPER);
ALK_MODEL(dated_paper, DATED_PAPER);
ALK_DEFINE(paper, PAPER, "papers");
ALK_DEFINE(dated_paper, DATED_PAPER, "dated_papers");

static void papers(void)
{
    alk_check_ok(alk_create_all(alk_session_conn(s), paper.table, dated_paper.table));
    alk_check_ok(run_sql("create trigger count_papers after update of title on papers begin update papers set version = version + 10 where id = new.id; end"));
    alk_check_ok(run_sql("create trigger stamp_them after update of title on dated_papers begin update dated_papers set stamp = new.title || '!' where id = new.id; end"));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, of_the_database_are_read_back)
{
    papers();
    struct paper *p = alk_add(s, paper, .title = "a");
    struct dated_paper *t = alk_add(s, dated_paper, .title = "a");
    alk_check(p && t);
    alk_check_ok(alk_commit(s));
    alk_check_int(p->version, 100);
    alk_check_str(t->stamp, "first");
    p->title = "b";
    t->title = "b";
    ran();
    alk_check_ok(alk_commit(s));
    alk_check(!strstr(statements(), "SET title=?, version"));
    alk_check_int(p->version, 110);
    alk_check_str(t->stamp, "b!");
    p->title = "c";
    t->title = "c";
    alk_check_ok(alk_flush(s));
    alk_check_int(p->version, 120);
    alk_check_ok(alk_rollback(s));
    alk_check_int(p->version, 110);
    alk_check_str(t->stamp, "b!");
    alk_check_ok(alk_delete(s, p));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, of_the_database_tell_what_is_stale)
{
    papers();
    struct paper *all[3];
    struct dated_paper *t = alk_add(s, dated_paper, .title = "a");
    alk_check_made(t);
    for (int i = 0; i < 3; i++)
        alk_check_made(all[i] = alk_add(s, paper, .title = "a"));
    alk_check_ok(alk_commit(s));
    alk_check_ok(run_sql("update papers set title = 'theirs' where id = 2"));
    for (int i = 0; i < 3; i++)
        all[i]->title = "ours";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "one of 3 rows of papers was changed or deleted by another");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(run_sql("update dated_papers set title = 'theirs'"));
    t->title = "ours";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "dated_papers 1 was changed or deleted by another");
    alk_check_ok(alk_rollback(s));
    struct dated_paper given = { .id = 1, .title = "merged", .stamp = "other" };
    alk_check(!alk_merge(s, dated_paper, &given));
    alk_check_error(ALK_ERROR_STALE_DATA, "of another version than the row");
    given.stamp = "first";
    alk_check(alk_merge(s, dated_paper, &given) == t);
    alk_check_ok(alk_commit(s));
    alk_check_str(t->stamp, "merged!");
}

/* ---- versions that the program makes ---- */

typedef struct maker {
    int calls, fails;
    char text[24], before[24];
    alk_uuid id;
} maker;
static maker texts, ids;

static int next_text(void *data, const alk_value *before, alk_value *next)
{
    maker *m = data;
    if (m->fails)
        return m->fails > 1 ? ALK_OK : alk_fail(ALK_ERROR_INTERFACE, "no more versions");
    snprintf(m->before, sizeof m->before, "%s", before->tag == ALK_TYPE_NULL ? "none" : (const char *)before->u.p);
    snprintf(m->text, sizeof m->text, "v%d", ++m->calls);
    *next = alk_value_text(m->text);
    return ALK_OK;
}

static int next_id(void *data, const alk_value *before, alk_value *next)
{
    maker *m = data;
    (void)before;
    memset(&m->id, ++m->calls, sizeof m->id);
    *next = alk_value_uuid(&m->id);
    return ALK_OK;
}

static int by_hundreds(void *data, const alk_value *before, alk_value *next)
{
    (void)data;
    *next = alk_value_int(before->tag == ALK_TYPE_NULL ? 100 : before->u.i + 100);
    return ALK_OK;
}

#define LEAF(X, m)                                                                      \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  title,   TEXT)                                                           \
    X(m, col,  version, VARCHAR(24), .version = true, .version_generator = next_text, .client_data = &texts)
#define LEAFLET(X, m)                                                                   \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  title,   TEXT)                                                           \
    X(m, opt,  version, UUID, .version = true, .version_generator = next_id, .client_data = &ids)
#define SHEET(X, m)                                                                     \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  title,   TEXT)                                                           \
    X(m, col,  version, INTEGER, .version = true, .version_generator = by_hundreds)
ALK_MODEL(leaf, LEAF);
ALK_MODEL(leaflet, LEAFLET);
ALK_MODEL(sheet, SHEET);
ALK_DEFINE(leaf, LEAF, "leaves");
ALK_DEFINE(leaflet, LEAFLET, "leaflets");
ALK_DEFINE(sheet, SHEET, "sheets");

static void leaves(void)
{
    texts = (maker){ .calls = 0 };
    ids = (maker){ .calls = 0 };
    alk_check_ok(alk_create_all(alk_session_conn(s), leaf.table, leaflet.table, sheet.table));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, are_made_by_the_program)
{
    leaves();
    struct leaf *one = alk_add(s, leaf, .title = "a"), *two = alk_add(s, leaf, .title = "a"), *old = alk_add(s, leaf, .title = "a", .version = "given");
    struct leaflet *t = alk_add(s, leaflet, .title = "a");
    struct sheet *n = alk_add(s, sheet, .title = "a");
    alk_check(one && two && old && t && n);
    alk_check_ok(alk_commit(s));
    alk_check_str(one->version, "v1");
    alk_check_str(two->version, "v2");
    alk_check_str(old->version, "given");
    alk_check_int(t->version.value.bytes[3], 1);
    alk_check_int(n->version, 100);
    one->title = two->title = t->title = n->title = "b";
    ran();
    alk_check_ok(alk_commit(s));
    alk_check_contains(statements(), "UPDATE leaves SET title=?, version=? WHERE leaves.id = ? AND leaves.version = ?");
    alk_check_str(texts.before, "v2");
    alk_check_str(one->version, "v3");
    alk_check_str(two->version, "v4");
    alk_check_int(t->version.value.bytes[3], 2);
    alk_check_int(n->version, 200);
    alk_check_str(ask_text("select group_concat(version) from leaves"), "v3,v4,given");
    ran();
    alk_check_ok(alk_commit(s));
    alk_check_int(ran(), 0);
    one->title = "c";
    alk_check_ok(alk_flush(s));
    alk_check_str(one->version, "v5");
    alk_check_ok(alk_rollback(s));
    alk_check_str(one->version, "v3");
    alk_check_ok(alk_delete(s, one));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(versions, of_the_program_tell_what_is_stale)
{
    leaves();
    struct leaf *all[3];
    for (int i = 0; i < 3; i++)
        alk_check_made(all[i] = alk_add(s, leaf, .title = "a"));
    struct leaflet *t = alk_add(s, leaflet, .title = "a");
    alk_check_made(t);
    alk_check_ok(alk_commit(s));
    alk_check_ok(run_sql("update leaves set version = 'theirs' where id = 2"));
    for (int i = 0; i < 3; i++)
        all[i]->title = "ours";
    alk_check_fails(alk_flush(s), ALK_ERROR_STALE_DATA, "leaves 2 was changed or deleted by another");
    alk_check_ok(alk_rollback(s));
    alk_check_str(all[0]->version, "v1");
    struct leaf given = { .id = 1, .title = "merged", .version = "v0" };
    alk_check(!alk_merge(s, leaf, &given));
    alk_check_error(ALK_ERROR_STALE_DATA, "of another version than the row");
    given.version = NULL;
    alk_check(alk_merge(s, leaf, &given) == all[0]);
    struct leaflet of_none = { .id = 1, .title = "merged", .version = { .state = ALK_VALUE } };
    alk_check(alk_merge(s, leaflet, &of_none) == t);
    alk_check_ok(alk_commit(s));
    alk_check_str(all[0]->title, "merged");
    alk_check_str(all[0]->version, texts.text);
}

ALK_TEST(versions, of_a_row_that_is_taken_over_are_made_anew)
{
    leaves();
    struct leaf *old = alk_add(s, leaf, .title = "a");
    alk_check_made(old);
    alk_check_ok(alk_commit(s));
    alk_check_ok(alk_delete(s, old));
    struct leaf *fresh = alk_add(s, leaf, .id = 1, .title = "b");
    alk_check_made(fresh);
    alk_check_ok(alk_commit(s));
    alk_check_str(texts.before, "v1");
    alk_check_str(fresh->version, "v2");
    fresh->title = "c";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select version from leaves"), "v3");
}

ALK_TEST(versions, that_cannot_be_made_fail_the_flush)
{
    leaves();
    struct leaf *a = alk_add(s, leaf, .title = "a");
    alk_check_made(a);
    alk_check_ok(alk_commit(s));
    a->title = "b";
    texts.fails = 1;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTERFACE, "no more versions");
    alk_check_ok(alk_rollback(s));
    alk_check_str(a->version, "v1");
    struct leaf *other = alk_add(s, leaf, .title = "a");
    alk_check_made(other);
    texts.fails = 2;
    alk_check_fails(alk_flush(s), ALK_ERROR_DATA, "the generator of the version version gave none");
    alk_check_ok(alk_rollback(s));
    texts.fails = 0;
    a->title = "c";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select version from leaves"), "v2");
}
