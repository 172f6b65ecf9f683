/* SPDX-License-Identifier: MIT
 * Shards: the rows of one table in several databases of the same form, of which the program's functions choose:
 *
 *     static int of_customer(const alk_sql *table, const void *entity, void *payload) { … return number; }
 *     static const alk_shard_chooser by_region = { .struct_size = sizeof by_region, .of_object = of_customer };
 *     alk_engine *engines[] = { europe, asia };
 *     alk_session_shards(s, NULL, engines, 2, &by_region, NULL);
 *
 * An object's shard is a part of what it is: rows of the same key in two shards are two objects. What it is related to is in its own shard, or in a table that is not sharded; a
 * foreign key leads from a shard into the same shard, or to a table that is not sharded. All else is an error that names both objects.
 *
 * A query runs on the shards that are chosen for it, one after the other, and gives the objects of one, in its order, after those of another: alk_next_of(), alk_all_of_model().
 * Where it runs on more than one, what would only look like an answer is an error: values of its rows, LIMIT, OFFSET and FETCH; alk_on_shard() of <alkahest/loading.h> names the one.
 * UPDATE and DELETE run on all that are chosen, alk_affected() is the sum; INSERT runs on one. SQL in the database's own words tells no table and runs on the session's own engine;
 * alk_session_shard_conn() is the connection for that of a shard. alk_related_to() compares keys alone: alk_on_shard(alk_entity_shard(s, entity)) belongs beside it. Since 1.0. */
#ifndef ALKAHEST_SHARD_H
#define ALKAHEST_SHARD_H
#include <alkahest/session.h>
ALK_BEGIN_DECLS

/* Which shards: numbers from 0, in the order of the engines. A negative answer is a failure, with the error that the function left by alk_fail(), or ALK_ERROR_INTERFACE. The functions
 * may not call the session. Texts and values that they are given live until they return. */
typedef struct alk_shard_chooser {
    size_t struct_size;
    /* Of a new object of the table: the struct as the program gave it, with what its relationships lead to. It is not asked where they lead to an object of a shard, or come from
     * one: the new one goes there too. */
    int (*of_object)(const alk_sql *table, const void *entity, void *payload);
    /* Those that may have the row of a key, in the order in which they are to be asked: into shards, which has room for all; returns how many. NULL: all. */
    int (*of_key)(const alk_sql *table, const alk_value *key, size_t n_key, unsigned *shards, void *payload);
    /* Those that a statement of alk_session_execute() runs on, likewise; alk_on_shard() comes before it. See <alkahest/inspect.h> for looking into the statement. NULL: all. */
    int (*of_query)(const alk_sql *statement, unsigned *shards, void *payload);
} alk_shard_chooser;

/* The rows of a table are in the databases of n engines, which must live as long as the session; the session's own may be one of them. table NULL: those of all tables that are not
 * named by another call of this, or of alk_session_bind(). The chooser is copied. Before the first use of the tables. Since 1.0. */
ALK_API int alk_session_shards(alk_session *session, const alk_sql *table, alk_engine *const *engines, size_t n, const alk_shard_chooser *chooser, void *payload);
/* The shard that an object is of, also when it has left the session in this transaction; -1: its table is not sharded, or it is no object of the session. Since 1.0. */
ALK_API int alk_entity_shard(alk_session *session, const void *entity);
/* As alk_session_conn(), of a shard of the table. NULL on failure. Since 1.0. */
ALK_API alk_conn *alk_session_shard_conn(alk_session *session, const alk_sql *table, unsigned shard);

ALK_END_DECLS
#endif
