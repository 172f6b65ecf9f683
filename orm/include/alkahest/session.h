/* SPDX-License-Identifier: MIT
 * Sessions. A session holds objects, which are structs of models, one for each row that it has seen (the identity map). It knows what they were, finds what the program changed in
 * them, and writes that in an order that the database takes (the unit of work):
 *
 *     alk_session *s = alk_session_open(engine);
 *     struct author *a = alk_add(s, author, .name = "Ursula K. Le Guin");
 *     alk_add(s, book, .title = "The Dispossessed", .author = a);
 *     if (alk_commit(s)) …                                        a->id is set now
 *     alk_session_close(s);
 *
 * An object and its texts belong to the session and live as long as it; one that is deleted, or removed from the session, until the transaction ends. A text or a blob is replaced
 * by assigning a pointer that lives until the next flush, which makes a copy of it. Nothing is loaded behind the program's back: see <alkahest/loading.h>.
 *
 * A session, with its objects, belongs to one thread at a time. Calls that fail return a nonzero status or NULL, and leave an error (<alkahest/error.h>). When writing failed, the
 * session refuses everything but alk_rollback() and alk_session_close(), since what the database has is not known. Since 1.0. */
#ifndef ALKAHEST_SESSION_H
#define ALKAHEST_SESSION_H
#include <alkahest/change.h>
#include <alkahest/connection.h>
#include <alkahest/model.h>
#include <alkahest/result.h>
ALK_BEGIN_DECLS

typedef struct alk_session alk_session;

/* What a relationship passes on from an object to those that it is related to: .cascade of a relationship. 0 is ALK_CASCADE_DEFAULT. A foreign key with .on_delete = ALK_CASCADE
 * brings ALK_CASCADE_DELETE to the side of the owner by itself. */
enum {
    ALK_CASCADE_SAVE = 1,              /* structs that an added object points to are added too */
    ALK_CASCADE_MERGE = 2,
    ALK_CASCADE_DELETE = 4,            /* they are deleted with it */
    ALK_CASCADE_DELETE_ORPHAN = 8,     /* and when they are taken out of the collection, or lead to no owner any more; with ALK_CASCADE_DELETE */
    ALK_CASCADE_REFRESH = 16,          /* they are refreshed and expired with it */
    ALK_CASCADE_EXPUNGE = 32,          /* they are removed from the session with it */
    ALK_CASCADE_DEFAULT = ALK_CASCADE_SAVE | ALK_CASCADE_MERGE,
    ALK_CASCADE_ALL = ALK_CASCADE_DEFAULT | ALK_CASCADE_DELETE | ALK_CASCADE_REFRESH | ALK_CASCADE_EXPUNGE,
    ALK_CASCADE_NONE = 256             /* nothing at all */
};

/* What an object is to a session. */
enum {
    ALK_STATE_TRANSIENT = 0,           /* a struct that the session does not know */
    ALK_STATE_PENDING,                 /* added, not written yet */
    ALK_STATE_PERSISTENT,              /* a row */
    ALK_STATE_DELETED,                 /* its row is deleted in this transaction, or about to be */
    ALK_STATE_DETACHED                 /* removed from the session, or its row is gone */
};

typedef struct alk_session_options {
    size_t struct_size;
    bool no_autoflush;                 /* queries do not write what was changed before */
    bool expire_on_commit;             /* what was loaded counts as unknown after a commit: it is read anew when it is next met */
    bool read_only;                    /* changes are not looked for: objects cost half the memory of what is watched; adding and deleting are errors */
    int isolation;                     /* ALK_ISOLATION_…, of its transactions */
    alk_execution_options execution;   /* of all its statements, such as .timeout */
    void *data;                        /* of the program: alk_session_data() */
    alk_conn *conn;                    /* a connection of the program's own that the session works on, in its transaction, which the session's calls end; it stays open, and the
                                        * program runs nothing on it that ends the transaction meanwhile. NULL: one of the engine's. Isolation and options are then the program's */
    bool two_phase;                    /* of several databases all commit, or none: see alk_session_commit() */
} alk_session_options;

/* A new session on an engine, which must live as long; NULL with an option .conn: that one's. It borrows a connection when it first needs one, and returns it when its transaction ends. NULL on failure. Close with
 * alk_session_close(). Options by name: alk_session_open(engine, .expire_on_commit = true). Since 1.0. */
ALK_API alk_session *alk_session_open_with(alk_engine *engine, const alk_session_options *options);
#if defined(__cplusplus)
ALK_END_DECLS
inline alk_session *alk_session_open(alk_engine *engine, alk_session_options options = alk_session_options())
{
    options.struct_size = sizeof options;
    return alk_session_open_with(engine, &options);
}
ALK_BEGIN_DECLS
#else
#define alk_session_open(...) ALK_SESSION_OPEN_(__VA_ARGS__, .struct_size = sizeof(alk_session_options))
#define ALK_SESSION_OPEN_(engine, ...) alk_session_open_with(engine, &(const alk_session_options){ __VA_ARGS__ })
#endif
/* Rolls back what was not committed, and frees the session with all its objects. ALK_OK, or the failure of ending the transaction. Takes NULL. Since 1.0. */
ALK_API int alk_session_close(alk_session *session);
/* The connection of the transaction that the session is in, for statements of the program's own: in the same transaction, past the session's objects. It is the session's: do not
 * close it, nor end its transaction. NULL on failure. Since 1.0. */
ALK_API alk_conn *alk_session_conn(alk_session *session);
ALK_API alk_engine *alk_session_engine(const alk_session *session);
ALK_API void *alk_session_data(const alk_session *session);

/* ---- writing and transactions ---- */
/* Writes what was added, changed and deleted: tables in the order of their foreign keys, many rows in one round trip where the database can. After a failure the session is to be
 * rolled back. Since 1.0. */
ALK_API int alk_flush(alk_session *session);
/* Flushes and commits. With ALK_ERROR_OUTCOME_UNKNOWN (see alk_conn_commit()) the objects are as after a commit.
 *
 * Several databases are committed one after the other: where one fails, those before it have committed and stay so, which the error says, and the others have not. The session is then
 * to be rolled back, which gives the objects of all their old state: those of the databases that have committed are to be refreshed.
 * With .two_phase their transactions are begun by alk_conn_begin_twophase(), and all are prepared before the first commits. (Of one database alone one phase is enough.) Where one cannot
 * be prepared all are rolled back, and the session is to be. Where one cannot be committed any more, such as when its connection broke, the others are all the same, and the objects are
 * as after a commit: the error has ALK_ERROR_OUTCOME_UNKNOWN, and names the transactions that may be prepared still, and their databases, for alk_conn_commit_prepared(). A database that
 * has no two phases fails at its first use with ALK_ERROR_NOT_SUPPORTED. Since 1.0. */
ALK_API int alk_session_commit(alk_session *session);
/* Undoes the transaction. Objects are as they were when it began: those that were added are detached, those that were deleted are there again, what was changed, written or not,
 * has its old values, and what was read in it is read anew when it is next met. Since 1.0. */
ALK_API int alk_session_rollback(alk_session *session);
/* With .two_phase: what the names (xid) of this transaction begin with. One database's has this name, those of others a point and a number behind it. NULL: none has begun. It lives
 * until the transaction ends. Since 1.0. */
ALK_API const char *alk_session_xid(const alk_session *session);
/* A savepoint: what was changed is flushed first. name: as of alk_conn_savepoint(). Releasing keeps what was done; rolling back to it gives objects the state that they had when it was
 * set. Both act on the innermost one when name is NULL. Since 1.0. */
ALK_API int alk_session_savepoint(alk_session *session, const char *name);
ALK_API int alk_session_release(alk_session *session, const char *name);
ALK_API int alk_session_rollback_to(alk_session *session, const char *name);
/* Whether anything was added, changed or deleted and is not flushed. Since 1.0. */
ALK_API bool alk_session_is_dirty(alk_session *session);
/* Whether writing failed, so that only a rollback is left. Since 1.0. */
ALK_API bool alk_session_has_failed(const alk_session *session);

/* ---- objects ---- */
/* Adds a row to be written: a copy of *initial, a struct of the table's model, that belongs to the session. Relationships in it may point to objects of the session, or to structs
 * of the program, which are added too. The copy, or NULL on failure. Since 1.0. */
ALK_API void *alk_entity_add(alk_session *session, const alk_sql *table, const void *initial);
/* The object of a key: the one that the session has, or read from the database. The key has as many values as the table's, in its order. NULL with ALK_ERROR_NO_ROW: there is no
 * such row. flags: ALK_FIND_…. Since 1.0. */
enum { ALK_FIND_FOR_UPDATE = 1 };      /* the row is locked, and read though the session has it */
#define ALK_FIND_ON_SHARD(n) (((unsigned)(n) + 1u) << 8)       /* in that shard alone: see <alkahest/shard.h> */
ALK_API void *alk_entity_find(alk_session *session, const alk_sql *table, const alk_value *key, size_t n_key, unsigned flags);
/* Deletes its row with the next flush, and what belongs to it, as the relationships' cascades say. Since 1.0. */
ALK_API int alk_entity_delete(alk_session *session, void *entity);
/* Reads the object anew, changes that were not written are lost. ALK_ERROR_NO_ROW: its row is gone; the object is detached then. Since 1.0. */
ALK_API int alk_refresh(alk_session *session, void *entity);
/* What the object holds counts as unknown, and is read anew when it is next met: by a query, alk_entity_find(), alk_load(), alk_refresh(). Changes that were not written are lost;
 * collections count as not loaded. One that is to be deleted stays so. NULL: all objects. Since 1.0. */
ALK_API int alk_expire(alk_session *session, void *entity);
/* Removes the object from the session, which forgets it; what is pending is not written. Relationships of others that lead to it stay as they are. Since 1.0. */
ALK_API int alk_expunge(alk_session *session, void *entity);
/* A copy of the object in the program's own arena, texts and all, its relationships not loaded. The object stays in the session. NULL on failure. Since 1.0. */
ALK_API void *alk_entity_copy(alk_session *session, const void *entity, alk_arena *arena);
/* Copies a struct of the program's, such as one made by alk_entity_copy(), onto the object of the same key, which is read when the session does not have it, or added when there is no
 * such row. Structs that its relationships lead to are merged too, where they cascade. The object, or NULL on failure. Since 1.0. */
ALK_API void *alk_entity_merge(alk_session *session, const alk_sql *table, const void *given);
/* ALK_STATE_…; a pointer to what is no object of the session is transient. Since 1.0. */
ALK_API int alk_entity_state(alk_session *session, const void *entity);
/* Whether a column or relationship of the object was changed since it was read or written; without a column, whether any was. Since 1.0. */
ALK_API bool alk_entity_changed(alk_session *session, const void *entity, const alk_sql *column);
/* The value that a column had when it was read or written. Its texts live until the next flush. Since 1.0. */
ALK_API int alk_entity_original(alk_session *session, const void *entity, const alk_sql *column, alk_value *value);
/* The object as one of a variant of its model: the same address, or NULL when it is of another model. alk_as(s, manager, employee) is a struct manager *. Since 1.0. */
ALK_API void *alk_entity_as(alk_session *session, const alk_sql *table, const void *entity);
#define alk_as(session, m, entity) ((struct m *)alk_entity_as(session, (m).table, entity))
/* How many objects the session has. Since 1.0. */
ALK_API size_t alk_session_count(const alk_session *session);

#if !defined(__cplusplus)
/* A C value as an alk_value. */
#define ALK_VALUE_OF_(x)                                                                                               \
    _Generic((x), bool: alk_value_bool, char: alk_value_int, signed char: alk_value_int, short: alk_value_int, int: alk_value_int, long: alk_value_int, long long: alk_value_int, \
        unsigned char: alk_value_uint, unsigned short: alk_value_uint, unsigned: alk_value_uint, unsigned long: alk_value_uint, unsigned long long: alk_value_uint, \
        float: alk_value_real, double: alk_value_real, char *: alk_value_text, const char *: alk_value_text, alk_date: alk_value_date, alk_time: alk_value_time, \
        alk_timestamp: alk_value_timestamp, alk_timestamptz: alk_value_timestamptz, const alk_uuid *: alk_value_uuid, alk_uuid *: alk_value_uuid)(x)
#define ALK_VALUES_1_(a) ALK_VALUE_OF_(a)
#define ALK_VALUES_2_(a, b) ALK_VALUE_OF_(a), ALK_VALUE_OF_(b)
#define ALK_VALUES_3_(a, b, c) ALK_VALUE_OF_(a), ALK_VALUE_OF_(b), ALK_VALUE_OF_(c)
#define ALK_VALUES_4_(a, b, c, d) ALK_VALUE_OF_(a), ALK_VALUE_OF_(b), ALK_VALUE_OF_(c), ALK_VALUE_OF_(d)
#define ALK_VALUES_COUNTED_(n, ...) ALK_VALUES_JOINED_(n, __VA_ARGS__)
#define ALK_VALUES_JOINED_(n, ...) ALK_VALUES_##n##_(__VA_ARGS__)
/* alk_add(s, author, .name = "…"): a struct author *. */
#define alk_add(session, m, ...) ((struct m *)alk_entity_add(session, (m).table, &(const struct m){ __VA_ARGS__ }))
/* alk_find(s, author, 7); a key of several columns: alk_find(s, line, 7, 2), up to four; a UUID by its address. A struct author *. */
#define alk_find(session, m, ...)                                                                                      \
    ((struct m *)alk_entity_find(session, (m).table, (const alk_value[]){ ALK_VALUES_COUNTED_(ALK_COUNT_(__VA_ARGS__), __VA_ARGS__) }, ALK_COUNT_(__VA_ARGS__), 0))
#define alk_find_for_update(session, m, ...)                                                                           \
    ((struct m *)alk_entity_find(session, (m).table, (const alk_value[]){ ALK_VALUES_COUNTED_(ALK_COUNT_(__VA_ARGS__), __VA_ARGS__) }, ALK_COUNT_(__VA_ARGS__), ALK_FIND_FOR_UPDATE))
#define alk_merge(session, m, given) ((struct m *)alk_entity_merge(session, (m).table, _Generic((given), struct m *: (given), const struct m *: (given))))
#define alk_copy_of(session, m, entity, arena) ((struct m *)alk_entity_copy(session, _Generic((entity), struct m *: (entity), const struct m *: (entity)), arena))
#endif
#define alk_delete(session, entity) alk_entity_delete(session, entity)

/* ---- queries: <alkahest/loading.h> tells what a query loads along ---- */
/* Runs a statement in the session's transaction, after a flush of what was changed. The rows of a query may be read as objects with the calls below, as values with those of
 * <alkahest/result.h>, or both. A statement that changes rows of a model runs too: objects of that model are read anew after it, so that they show what it did; where it gives rows
 * (alk_returning()) that is when they are next met. As
 * alk_conn_execute() else. Since 1.0. */
ALK_API alk_result *alk_session_execute(alk_session *session, const alk_sql *statement, const alk_sql *const *binds);
/* The next row's object: to the next row, then as alk_entity_of(); rows that have none (of an outer join) are passed over. NULL at the end and on failure. Since 1.0. */
ALK_API void *alk_entity_next(alk_result *result, const alk_sql *table);
/* The object of the current row: of a table, or of an alias of it, that the query selects whole. NULL: an outer join found none, or a failure, which sticks to the result. Since 1.0. */
ALK_API void *alk_entity_of(alk_result *result, const alk_sql *table_or_alias);
/* All objects that are left, as an array in the arena; closes the result. Since 1.0. */
ALK_API int alk_entity_all(alk_result *result, const alk_sql *table, alk_arena *arena, void ***entities, size_t *count);
#if !defined(__cplusplus)
#define alk_next_of(result, m) ((struct m *)alk_entity_next(result, (m).table))
#define alk_row_of_model(result, m) ((struct m *)alk_entity_of(result, (m).table))
#define alk_all_of_model(result, m, arena, entities, count) alk_entity_all(result, (m).table, arena, (void ***)_Generic((entities), struct m ***: (entities)), count)

/* The verbs work on a connection and on a session. */
#undef alk_execute
#undef alk_commit
#undef alk_rollback
#undef ALK_EXECUTE_
#define alk_execute(...) ALK_EXECUTE_(__VA_ARGS__, &alk_end)
#define ALK_EXECUTE_(on, statement, ...) _Generic((on), alk_session *: alk_session_execute, default: alk_conn_execute)(on, statement, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_commit(on) _Generic((on), alk_session *: alk_session_commit, default: alk_conn_commit)(on)
#define alk_rollback(on) _Generic((on), alk_session *: alk_session_rollback, default: alk_conn_rollback)(on)
#endif

ALK_END_DECLS
#endif
