/* SPDX-License-Identifier: MIT
 * What the tests of sessions share: models, one engine on a memory database of SQLite with their tables, one session, and the statements that ran, counted. */
#ifndef ORM_TEST_H
#define ORM_TEST_H
#include "alk_test.h"
#include <alkahest/alkahest.h>
#include <alkahest/loading.h>
#include <alkahest/session.h>
#include <alkahest/session_event.h>
#include <stdio.h>

/* ---- authors, their books, and tags on them ---- */
#define AUTHOR(X, m)                                       \
    X(m, key,  id,    BIGINT)                              \
    X(m, col,  name,  TEXT)                                \
    X(m, opt,  bio,   TEXT)                                \
    X(m, opt,  born,  INTEGER)                             \
    X(m, many, books, book, .order_by = ALK_COLUMNS(&book.id))
ALK_MODEL(author, AUTHOR);
#define BOOK(X, m)                                         \
    X(m, key,  id,        BIGINT)                          \
    X(m, col,  title,     TEXT)                            \
    X(m, opt,  author_id, BIGINT, .references = &author.id) \
    X(m, opt,  pages,     INTEGER)                         \
    X(m, one,  author,    author)                          \
    X(m, many, tags,      tag, .through = &book_tag.table, .order_by = ALK_COLUMNS(&tag.id))
ALK_MODEL(book, BOOK);
#define TAG(X, m)                                          \
    X(m, key,  id,    BIGINT)                              \
    X(m, col,  word,  TEXT)                                \
    X(m, many, books, book, .through = &book_tag.table)
ALK_MODEL(tag, TAG);
#define BOOK_TAG(X, m)                                     \
    X(m, key,  book_id, BIGINT, .references = &book.id)    \
    X(m, key,  tag_id,  BIGINT, .references = &tag.id)
ALK_MODEL(book_tag, BOOK_TAG);

/* ---- a tree ---- */
#define NODE(X, m)                                         \
    X(m, key,  id,        BIGINT)                          \
    X(m, col,  name,      TEXT)                            \
    X(m, opt,  parent_id, BIGINT, .references = &node.id)  \
    X(m, one,  parent,    node)                            \
    X(m, many, children,  node, .cascade = ALK_CASCADE_ALL, .order_by = ALK_COLUMNS(&node.id))
ALK_MODEL(node, NODE);

/* ---- what belongs to one owner, with a key of two columns ---- */
#define INVOICE(X, m)                                      \
    X(m, key,  id,    BIGINT)                              \
    X(m, col,  buyer, TEXT)                                \
    X(m, many, lines, line, .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN, .order_by = ALK_COLUMNS(&line.number))
ALK_MODEL(invoice, INVOICE);
#define LINE(X, m)                                         \
    X(m, key,  invoice_id, BIGINT, .references = &invoice.id) \
    X(m, key,  number,     INTEGER)                        \
    X(m, col,  what,       TEXT)                           \
    X(m, one,  invoice,    invoice)                        \
    X(m, many, notes,      note)
ALK_MODEL(line, LINE);
#define NOTE(X, m)                                         \
    X(m, key,  id,         BIGINT)                         \
    X(m, opt,  invoice_id, BIGINT)                         \
    X(m, opt,  number,     INTEGER)                        \
    X(m, col,  text,       TEXT)                           \
    X(m, one,  line,       line)
ALK_MODEL(note, NOTE);

/* ---- one to one ---- */
#define USER(X, m)                                         \
    X(m, key,  id,      BIGINT)                            \
    X(m, col,  name,    TEXT)                              \
    X(m, one,  profile, profile)
ALK_MODEL(user, USER);
#define PROFILE(X, m)                                      \
    X(m, key,  id,      BIGINT)                            \
    X(m, opt,  user_id, BIGINT, .references = &user.id)    \
    X(m, col,  motto,   TEXT)                              \
    X(m, one,  user,    user)
ALK_MODEL(profile, PROFILE);

/* ---- models that refer to each other: both keys may be NULL; one; none; and one that is written later by the program's wish ---- */
#define HEN(X, m)                                          \
    X(m, key,  id,     BIGINT)                             \
    X(m, col,  name,   TEXT)                               \
    X(m, opt,  egg_id, BIGINT, .references = &egg.id)      \
    X(m, one,  egg,    egg, .via = &hen.egg_id)
ALK_MODEL(hen, HEN);
#define EGG(X, m)                                          \
    X(m, key,  id,     BIGINT)                             \
    X(m, col,  name,   TEXT)                               \
    X(m, opt,  hen_id, BIGINT, .references = &hen.id)      \
    X(m, one,  hen,    hen, .via = &egg.hen_id)
ALK_MODEL(egg, EGG);
#define TEAM(X, m)                                         \
    X(m, key,  id,         BIGINT)                         \
    X(m, col,  name,       TEXT)                           \
    X(m, opt,  captain_id, BIGINT, .references = &player.id) \
    X(m, one,  captain,    player, .via = &team.captain_id)
ALK_MODEL(team, TEAM);
#define PLAYER(X, m)                                       \
    X(m, key,  id,      BIGINT)                            \
    X(m, col,  name,    TEXT)                              \
    X(m, col,  team_id, BIGINT, .references = &team.id)    \
    X(m, one,  team,    team, .via = &player.team_id)
ALK_MODEL(player, PLAYER);
#define YIN(X, m)                                          \
    X(m, key,  id,      BIGINT)                            \
    X(m, col,  yang_id, BIGINT, .references = &yang.id)    \
    X(m, one,  yang,    yang, .via = &yin.yang_id)
ALK_MODEL(yin, YIN);
#define YANG(X, m)                                         \
    X(m, key,  id,     BIGINT)                             \
    X(m, col,  yin_id, BIGINT, .references = &yin.id)      \
    X(m, one,  yin,    yin, .via = &yang.yin_id)
ALK_MODEL(yang, YANG);
#define WIDGET(X, m)                                       \
    X(m, key,  id,      BIGINT)                            \
    X(m, opt,  best_id, BIGINT, .references = &entry.id)   \
    X(m, one,  best,    entry, .via = &widget.best_id, .post_update = true) \
    X(m, many, entries, entry, .via = &entry.widget_id)
ALK_MODEL(widget, WIDGET);
#define ENTRY(X, m)                                        \
    X(m, key,  id,        BIGINT)                          \
    X(m, opt,  widget_id, BIGINT, .references = &widget.id) \
    X(m, one,  widget,    widget, .via = &entry.widget_id)
ALK_MODEL(entry, ENTRY);

/* ---- several keys to one model; an object in the place of a table between ---- */
#define AIRPORT(X, m)                                      \
    X(m, key,  code,     CHAR(3))                          \
    X(m, col,  city,     TEXT)                             \
    X(m, many, leaving,  flight, .via = &flight.from_code) \
    X(m, many, arriving, flight, .via = &flight.to_code)
ALK_MODEL(airport, AIRPORT);
#define FLIGHT(X, m)                                       \
    X(m, key,  id,        BIGINT)                          \
    X(m, opt,  from_code, CHAR(3), .references = &airport.code) \
    X(m, opt,  to_code,   CHAR(3), .references = &airport.code) \
    X(m, one,  from,      airport, .via = &flight.from_code) \
    X(m, one,  to,        airport, .via = &flight.to_code)
ALK_MODEL(flight, FLIGHT);
#define MEMBER(X, m)                                       \
    X(m, key,  author_id, BIGINT, .references = &author.id) \
    X(m, key,  club_id,   BIGINT, .references = &club.id)  \
    X(m, col,  since,     INTEGER)                         \
    X(m, one,  author,    author)                          \
    X(m, one,  club,      club)
ALK_MODEL(member, MEMBER);
#define CLUB(X, m)                                         \
    X(m, key,  id,      BIGINT)                            \
    X(m, col,  name,    TEXT)                              \
    X(m, many, members, member, .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN)
ALK_MODEL(club, CLUB);

/* ---- what the database deletes or empties by itself; what is read only, or written only ---- */
#define FOLDER(X, m)                                       \
    X(m, key,  id,    BIGINT)                              \
    X(m, col,  name,  TEXT)                                \
    X(m, many, files, file)                                \
    X(m, many, links, shortcut)                            \
    X(m, many, big,   file, .view_only = true, .condition = is_big) \
    X(m, many, log,   visit, .write_only = true)
ALK_MODEL(folder, FOLDER);
#define FILE_(X, m)                                        \
    X(m, key,  id,        BIGINT)                          \
    X(m, opt,  folder_id, BIGINT, .references = &folder.id, .on_delete = ALK_CASCADE) \
    X(m, col,  size,      INTEGER)                         \
    X(m, one,  folder,    folder)
ALK_MODEL(file, FILE_);
#define SHORTCUT(X, m)                                     \
    X(m, key,  id,        BIGINT)                          \
    X(m, opt,  folder_id, BIGINT, .references = &folder.id, .on_delete = ALK_SET_NULL) \
    X(m, one,  folder,    folder)
ALK_MODEL(shortcut, SHORTCUT);
#define VISIT(X, m)                                        \
    X(m, key,  id,        BIGINT)                          \
    X(m, opt,  folder_id, BIGINT, .references = &folder.id) \
    X(m, one,  folder,    folder)
ALK_MODEL(visit, VISIT);
alk_sql *is_big(const alk_sql *from, const alk_sql *to);

/* ---- a version, columns that are loaded on request, keys of texts and UUIDs ---- */
#define PAGE(X, m)                                         \
    X(m, key,  id,      BIGINT)                            \
    X(m, col,  title,   TEXT)                              \
    X(m, opt,  body,    TEXT)                              \
    X(m, col,  version, INTEGER, .version = true)
ALK_MODEL(page, PAGE);
#define ESSAY(X, m)                                        \
    X(m, key,  id,    BIGINT)                              \
    X(m, col,  title, TEXT)                                \
    X(m, opt,  body,  TEXT, .deferred = true)              \
    X(m, opt,  size,  INTEGER, .computed = "length(title)", .computed_as = ALK_COMPUTED_STORED)
ALK_MODEL(essay, ESSAY);
#define GADGET(X, m)                                       \
    X(m, key,  id,    UUID)                                \
    X(m, col,  name,  TEXT)
ALK_MODEL(gadget, GADGET);

/* ---- shared by the tests ---- */
extern alk_engine *engine;
extern alk_session *s;
/* For ALK_SUITE: the engine with its tables, and a session. */
void orm_setup(void);
void orm_teardown(void);

/* How many statements ran since the last call, and what they were, a line each; transactions do not count. */
int ran(void);
const char *statements(void);
/* How many of those begin with a word. */
int ran_of(const char *word);
/* Runs SQL in the session's transaction, behind its back. */
int run_sql(const char *sql);
/* The first value of the first row, in the session's transaction; -1 on failure. */
int64_t ask(const char *sql);
/* The same, as text, in a static buffer. */
const char *ask_text(const char *sql);
/* Ends the session and begins another: nothing is known any more. */
void anew(void);
/* An author with books, committed, in a session that knows nothing of them. */
void two_authors(void);
#define alk_check_state(entity, wanted) alk_check_int(alk_entity_state(s, entity), wanted)
#endif
