/* SPDX-License-Identifier: MIT
 * Mistakes of the program: each is an error that names the model, the key and the field. */
#include "orm_test.h"
#include <pthread.h>

ALK_SUITE(mistakes, orm_setup, orm_teardown);

ALK_TEST(mistakes, what_must_not_be_null)
{
    alk_check_made(alk_add(s, author, .born = ALK_SOME(1)));
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "authors (new): name cannot be NULL");
    alk_check_ok(alk_rollback(s));
    alk_check_made(alk_add(s, airport, .city = "of no code"));
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "airports");
    alk_check_error(ALK_ERROR_INTEGRITY, "code cannot be NULL");
    alk_check_ok(alk_rollback(s));
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->name = NULL;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "authors 1: name cannot be NULL");
    alk_check_ok(alk_rollback(s));
    alk_value null = alk_value_null();
    alk_check(!alk_entity_find(s, author.table, &null, 1, 0));
    alk_check_error(ALK_ERROR_ARGUMENT, "the key of authors cannot be NULL");
}

ALK_TEST(mistakes, an_object_of_another_model)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct tag *t = alk_find(s, tag, 1);
    struct book *b = alk_find(s, book, 30);
    alk_check(a && t && b);
    alk_check_fails(alk_append(s, a, author.books, t), ALK_ERROR_ARGUMENT, "alk_append(): authors.books takes a books, and was given a tags");
    alk_check_fails(alk_append(s, a, book.tags, t), ALK_ERROR_ARGUMENT, "books.tags is no relationship of authors");
    alk_check_fails(alk_append(s, b, book.author, a), ALK_ERROR_ARGUMENT, "alk_relate() sets it");
    alk_check_fails(alk_relate(s, a, author.books, b), ALK_ERROR_ARGUMENT, "alk_append() adds to it");
    alk_check(!alk_related(s, a, author.books));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_collection() reads it");
    b->author = (struct author *)(void *)t;
    alk_check_fails(alk_flush(s), ALK_ERROR_ARGUMENT, "books 30: author leads to tags 1, which is no authors");
    alk_check_ok(alk_rollback(s));
}

ALK_TEST(mistakes, an_object_of_another_session)
{
    two_authors();
    alk_session *other = alk_session_open(engine);
    alk_check_made(other);
    struct author *theirs = alk_find(other, author, 1);
    struct book *b = alk_find(s, book, 30);
    alk_check(theirs && b);
    alk_check_fails(alk_relate(s, b, book.author, theirs), ALK_ERROR_ARGUMENT, "one of another session");
    alk_check_fails(alk_delete(s, theirs), ALK_ERROR_ARGUMENT, "one of another session");
    alk_check(!alk_merge(s, author, theirs));
    alk_check_error(ALK_ERROR_ARGUMENT, "an object of another session");
    b->author = theirs;
    alk_check_fails(alk_flush(s), ALK_ERROR_ARGUMENT, "books 30: author leads to an object of another session");
    alk_check_ok(alk_rollback(s));
    alk_check(!alk_add(s, book, .title = "t", .author = theirs));
    alk_check_error(ALK_ERROR_ARGUMENT, "one of another session");
    alk_check_int((int64_t)alk_session_count(s), 1);
    alk_check_ok(alk_session_close(other));
}

ALK_TEST(mistakes, what_is_no_object_or_none_any_more)
{
    two_authors();
    struct author none = { .name = "of the program" }, *a = alk_find(s, author, 3);
    struct book *b = alk_find(s, book, 30);
    alk_check(a && b);
    alk_check_fails(alk_delete(s, &none), ALK_ERROR_ARGUMENT, "the struct is no object of this session; alk_add() makes it one");
    alk_check_fails(alk_delete(s, NULL), ALK_ERROR_ARGUMENT, "the object is NULL");
    alk_check_fails(alk_refresh(s, alk_add(s, author, .name = "new")), ALK_ERROR_INTERFACE, "is not written yet; alk_flush() it first");
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_flush(s));
    alk_check_fails(alk_refresh(s, a), ALK_ERROR_INTERFACE, "authors 3 is deleted");
    alk_check_fails(alk_relate(s, b, book.author, a), ALK_ERROR_INTERFACE, "authors 3 is deleted");
    b->author = a;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTERFACE, "books 30: author leads to authors 3, which is deleted");
    alk_check_ok(alk_rollback(s));
    alk_check_state(&none, ALK_STATE_TRANSIENT);
    alk_check_state(NULL, ALK_STATE_TRANSIENT);
    alk_check_state((char *)a + 1, ALK_STATE_TRANSIENT);
}

ALK_TEST(mistakes, of_handles)
{
    alk_check(!alk_session_open(NULL));
    alk_check_error(ALK_ERROR_INTERFACE, "the engine is NULL");
    alk_check_int(alk_session_close(NULL), ALK_OK);
    alk_check_fails(alk_flush(NULL), ALK_ERROR_INTERFACE, NULL);
    alk_check(!alk_execute(s, NULL));
    alk_check_error(ALK_ERROR_ARGUMENT, "the statement is NULL");
    alk_check(!alk_entity_add(s, NULL, NULL));
    alk_check_error(ALK_ERROR_ARGUMENT, NULL);
    alk_check_fails(alk_session_listen(s, 99, NULL, NULL), ALK_ERROR_ARGUMENT, "no event 99");
}

/* ---- events ---- */

typedef struct told {
    int code, times;
    char message[200];
    alk_session *session;
} told;

static void keep(told *t, int code)
{
    t->code = code;
    t->times++;
    snprintf(t->message, sizeof t->message, "%s", code ? alk_last_error()->message : "");
}

static int flushes(alk_session_event *event, void *payload)
{
    keep(payload, alk_flush(event->session));
    return ALK_OK;
}

static int adds_from_an_object(alk_session_event *event, void *payload)
{
    keep(payload, alk_add(event->session, author, .name = "no") ? ALK_OK : alk_last_error()->code);
    return ALK_OK;
}

ALK_TEST(mistakes, a_flush_inside_an_event)
{
    told t = { 0 };
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_FLUSH, flushes, &t));
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check_ok(alk_flush(s));
    alk_check_int(t.times, 1);
    alk_check_int(t.code, ALK_ERROR_INTERFACE);
    alk_check_contains(t.message, "an event of the session runs: it may not flush");
}

ALK_TEST(mistakes, a_call_from_an_objects_event)
{
    told t = { 0 };
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_INSERT, adds_from_an_object, &t));
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check_ok(alk_flush(s));
    alk_check_int(t.times, 1);
    alk_check_int(t.code, ALK_ERROR_INTERFACE);
    alk_check_contains(t.message, "an event of an object runs");
    alk_check_int(ask("select count(*) from authors"), 1);
}

static int refuses(alk_session_event *event, void *payload)
{
    (void)event;
    return *(int *)payload ? (alk_fail)(ALK_ERROR_DATA, "not today") : ALK_OK;
}

ALK_TEST(mistakes, a_listener_that_refuses)
{
    int on = 1;
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_FLUSH, refuses, &on));
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check_fails(alk_flush(s), ALK_ERROR_DATA, "not today");
    alk_check(!alk_session_has_failed(s));                         /* nothing was written */
    on = 0;
    alk_check_ok(alk_commit(s));
    int of_object = 1;
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_UPDATE, refuses, &of_object));
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->name = "b";
    alk_check_fails(alk_flush(s), ALK_ERROR_DATA, "not today");
    alk_check_ok(alk_rollback(s));
    alk_check_str(a->name, "a");
    alk_check_ok(alk_session_listen(s, ALK_SESSION_LOADED, refuses, &of_object));
    anew();
    alk_check_ok(alk_session_listen(s, ALK_SESSION_LOADED, refuses, &of_object));
    alk_check(!alk_find(s, author, 1));
    of_object = 0;
    alk_check_made(alk_find(s, author, 1));
}

static int names(alk_session_event *event, void *payload)
{
    (void)payload;
    ((struct author *)event->entity)->name = event->kind == ALK_SESSION_BEFORE_INSERT ? "by the listener" : "changed by the listener";
    return ALK_OK;
}

ALK_TEST(mistakes, are_none_where_a_listener_changes_its_object)
{
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_INSERT, names, NULL));
    alk_check_ok(alk_session_listen(s, ALK_SESSION_BEFORE_UPDATE, names, NULL));
    struct author *a = alk_add(s, author, .name = "a");
    alk_check_made(a);
    alk_check_ok(alk_flush(s));
    alk_check_str(ask_text("select name from authors"), "by the listener");
    a->born = (alk_opt_int32)ALK_SOME(1);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors"), "changed by the listener");
    alk_check_str(a->name, "changed by the listener");
}

/* ---- threads ---- */

static void *flush_elsewhere(void *payload)
{
    told *t = payload;
    keep(t, alk_flush(t->session));
    return NULL;
}
static int waits(alk_session_event *event, void *payload)
{
    pthread_t thread;
    ((told *)payload)->session = event->session;
    if (pthread_create(&thread, NULL, flush_elsewhere, payload) == 0)
        pthread_join(thread, NULL);
    return ALK_OK;
}

ALK_TEST(mistakes, two_threads_at_once)
{
    told t = { 0 };
    alk_check_ok(alk_session_listen(s, ALK_SESSION_AFTER_INSERT, waits, &t));
    alk_check_made(alk_add(s, author, .name = "a"));
    alk_check_ok(alk_flush(s));
    alk_check_int(t.times, 1);
    alk_check_int(t.code, ALK_ERROR_INTERFACE);
}

/* ---- models that cannot be mapped ---- */

#define BROKEN(X, m)                                       \
    X(m, col,  name,    TEXT)                              \
    X(m, opt,  one_id,  BIGINT, .references = &author.id)  \
    X(m, opt,  two_id,  BIGINT, .references = &author.id)  \
    X(m, one,  author,  author)                            \
    X(m, one,  tag,     tag)                               \
    X(m, many, books,   book, .cascade = ALK_CASCADE_DELETE_ORPHAN) \
    X(m, one,  lonely,  author, .via = &broken.one_id, .back = "nothing")
ALK_MODEL(broken, BROKEN);
ALK_DEFINE(broken, BROKEN, "broken");

#define HALF(X, m)                                         \
    X(m, key,  id,      BIGINT)                            \
    X(m, opt,  one_id,  BIGINT, .references = &author.id)  \
    X(m, one,  author,  author, .back = "halves")
ALK_MODEL(half, HALF);
ALK_DEFINE(half, HALF, "halves");

ALK_TEST(mistakes, of_models_are_told_together)
{
    alk_check(!alk_add(s, broken, .name = "x"));
    const char *message = alk_last_error()->message;
    alk_check_error(ALK_ERROR_ARGUMENT, "the models cannot be mapped: ");
    alk_check_contains(message, "broken has no primary key");
    alk_check_contains(message, "broken.author: there are 2 foreign keys between broken and authors; name one by .via");
    alk_check_contains(message, "broken.tag: no foreign key joins broken and tags");
    alk_check_contains(message, "broken.books: no foreign key joins broken and books");
    alk_check_contains(message, "broken.books: ALK_CASCADE_DELETE_ORPHAN goes with ALK_CASCADE_DELETE");
    alk_check(!alk_add(s, half, .author = NULL));
    alk_check_error(ALK_ERROR_ARGUMENT, "halves.author: authors has no relationship halves that is its other side");
    alk_check_made(alk_add(s, author, .name = "others are as good as before"));
    alk_check_ok(alk_commit(s));
}
