/* SPDX-License-Identifier: MIT
 * Relationships of objects: reading them, changing them, loading them. A `many` member says in .state whether it is loaded; the calls here refuse what is not, and say how to load it.
 * Loading is asked for, before with a query or after for any number of objects in one statement. A column that is not loaded may be assigned: it is written where that differs from
 * what the struct holds. Since 1.0. */
#ifndef ALKAHEST_LOADING_H
#define ALKAHEST_LOADING_H
#include <alkahest/inspect.h>
#include <alkahest/session.h>
ALK_BEGIN_DECLS

/* ---- with a query: alk_select(book.table, alk_with(book.author), …). A path leads from the model that is selected along relationships, alk_with(author.books, book.sales); all on the
 * way is loaded too ---- */
enum {
    ALK_LOAD_SELECT_IN = 1,            /* by a statement of its own for up to 500 objects */
    ALK_LOAD_JOINED,                   /* in the same statement, by an outer join */
    ALK_LOAD_SUBQUERY,                 /* by a statement of its own with the query as a subquery, in the first step to many; as select-in where the query cannot be repeated so */
    ALK_LOAD_CONTAINED,                /* the query joins and selects it already: alk_select(book.table, author.table, alk_join(book.author), alk_with_contained(book.author)) */
    ALK_LOAD_ONLY,                     /* of the columns only these, and the key */
    ALK_LOAD_DEFER,                    /* all but these columns */
    ALK_LOAD_UNDEFER,                  /* these too, which the model defers */
    ALK_LOAD_ANEW,                     /* objects that are there already take the rows' values; their changes are lost */
    ALK_LOAD_UNTRACKED,                /* changes to these objects are not looked for */
    ALK_LOAD_PARTITIONS,               /* a number of objects at a time, so that loading along does not wait for all rows */
    ALK_LOAD_UNFILTERED,               /* without the session's criteria */
    ALK_LOAD_ON_SHARD,                 /* on that shard alone: see <alkahest/shard.h>; of statements that change rows too */
    ALK_LOAD_STREAMED                  /* as ALK_LOAD_PARTITIONS, and for any number of rows: what was read, and loaded along, leaves the session when the next objects are read or the
                                        * result is closed, and must not be used any more, but what was changed, or what other objects of the session lead to. The database gives
                                        * rows as they are wanted (.cursor_rows). One such query at a time, and without what is joined along */
};
#define alk_with(...) alk_loading(ALK_LOAD_SELECT_IN, 0, ALK_LIST(__VA_ARGS__))
#define alk_with_joined(...) alk_loading(ALK_LOAD_JOINED, 0, ALK_LIST(__VA_ARGS__))
#define alk_with_subquery(...) alk_loading(ALK_LOAD_SUBQUERY, 0, ALK_LIST(__VA_ARGS__))
#define alk_with_contained(...) alk_loading(ALK_LOAD_CONTAINED, 0, ALK_LIST(__VA_ARGS__))
#define alk_load_only(...) alk_loading(ALK_LOAD_ONLY, 0, ALK_LIST(__VA_ARGS__))
#define alk_defer(...) alk_loading(ALK_LOAD_DEFER, 0, ALK_LIST(__VA_ARGS__))
#define alk_undefer(...) alk_loading(ALK_LOAD_UNDEFER, 0, ALK_LIST(__VA_ARGS__))
#define alk_load_anew() alk_loading(ALK_LOAD_ANEW, 0, ALK_LIST_ENDED(&alk_end))
#define alk_untracked() alk_loading(ALK_LOAD_UNTRACKED, 0, ALK_LIST_ENDED(&alk_end))
#define alk_partitions(n) alk_loading(ALK_LOAD_PARTITIONS, n, ALK_LIST_ENDED(&alk_end))
#define alk_streamed(n) alk_loading(ALK_LOAD_STREAMED, n, ALK_LIST_ENDED(&alk_end))
#define alk_unfiltered() alk_loading(ALK_LOAD_UNFILTERED, 0, ALK_LIST_ENDED(&alk_end))
#define alk_on_shard(n) alk_loading(ALK_LOAD_ON_SHARD, n, ALK_LIST_ENDED(&alk_end))

/* ---- afterwards ---- */
/* Loads along a path for count objects of one model, in as few statements as there are steps (and chunks of 500): alk_load(s, albums, n, album.tracks, track.genre). What is loaded
 * already is not loaded again. Columns that were deferred are loaded by naming them. Since 1.0. */
ALK_API int alk_entity_load(alk_session *session, void *const *entities, size_t count, const alk_sql *const *path);
/* The same with all in one list, so that the objects may be a compound literal: alk_load(s, (struct album *[]){ a, b }, 2, album.tracks). Up to 64 steps or columns. Since 1.0. */
#if defined(__cplusplus)
#define alk_load(session, entities, count, ...) alk_entity_load(session, (void *const *)(entities), count, ALK_LIST(__VA_ARGS__))
#else
#define ALK_STEPS_8_(x) *x##1, *x##2, *x##3, *x##4, *x##5, *x##6, *x##7, *x##8
typedef struct alk_load_list {
    const void *entities;              /* pointers to objects of one model, */
    size_t count;                      /* this many */
    const alk_sql ALK_STEPS_8_(a), ALK_STEPS_8_(b), ALK_STEPS_8_(c), ALK_STEPS_8_(d), ALK_STEPS_8_(e), ALK_STEPS_8_(f), ALK_STEPS_8_(g), ALK_STEPS_8_(h), *last;     /* alk_end ends them */
    size_t struct_size;
} alk_load_list;
ALK_API int alk_entity_load_list(alk_session *session, const alk_load_list *list);
#define alk_load(session, ...) alk_entity_load_list(session, &(const alk_load_list){ __VA_ARGS__, &alk_end, .struct_size = sizeof(alk_load_list) })
#endif

/* ---- reading ---- */
/* The object that a relationship to one leads to; NULL when there is none, or with an error when it is not loaded. Tell them apart by alk_is_loaded(). Since 1.0. */
ALK_API void *alk_related(alk_session *session, const void *entity, const alk_sql *relationship);
/* The objects of a collection, *count of them; NULL with an error when it is not loaded, and not NULL when it is empty. The array lives until the collection is changed. Since 1.0. */
ALK_API void *const *alk_collection(alk_session *session, const void *entity, const alk_sql *relationship, size_t *count);
/* Whether a relationship or a column of the object is loaded. Since 1.0. */
ALK_API bool alk_is_loaded(alk_session *session, const void *entity, const alk_sql *relationship_or_column);
/* How many objects the relationship leads to: those that are loaded, or by asking the database, after a flush. -1 on failure. Since 1.0. */
ALK_API int64_t alk_count_of(alk_session *session, const void *entity, const alk_sql *relationship);
/* The object of a loaded collection whose column has that value: a collection by key. NULL when there is none, or with an error. Since 1.0. */
ALK_API void *alk_member_by(alk_session *session, const void *entity, const alk_sql *relationship, const alk_sql *column, const alk_value *value);

/* ---- changing; the other side follows where it is loaded ---- */
/* Adds an object to a collection: once, if it is in it already. The collection need not be loaded. Since 1.0. */
ALK_API int alk_append(alk_session *session, void *entity, const alk_sql *relationship, void *member);
/* Takes it out of the collection. ALK_ERROR_ARGUMENT: it is not in it. Since 1.0. */
ALK_API int alk_remove(alk_session *session, void *entity, const alk_sql *relationship, void *member);
/* Sets a relationship to one; NULL: to none. The same may be done by assigning the member; then the other side follows with the flush. Since 1.0. */
ALK_API int alk_relate(alk_session *session, void *entity, const alk_sql *relationship, void *other);

/* ---- conditions along relationships, for alk_where() ---- */
/* Whether any object of the collection, or the one that it leads to, fulfils the condition; NULL: whether there is any. EXISTS with a subquery. A relationship may be that of an alias,
 * alk_at(a, author.books). The condition is on what it leads to, in a table that leads to itself too: to compare with the row that it leads from give that an alias. Since 1.0. */
ALK_API alk_sql *alk_related_any(const alk_sql *relationship, const alk_sql *condition);
/* Whether the relationship, or that of an alias, leads to that object: by its key. Since 1.0. */
ALK_API alk_sql *alk_related_to(const alk_sql *relationship, alk_session *session, const void *entity);
#define alk_has(relationship, condition) alk_related_any(relationship, condition)

ALK_END_DECLS
#endif
