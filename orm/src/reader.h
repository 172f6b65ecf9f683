/* SPDX-License-Identifier: MIT
 * What turns the rows of a session's query into objects, kept with the result. */
#ifndef ALK_ORM_READER_H
#define ALK_ORM_READER_H
#include "query.h"

/* Kept with a result. */
typedef struct alk__reader {
    uint32_t magic;
    alk_session *session;              /* NULL: it was closed */
    struct alk__reader *next, **link;  /* of the session's */
    alk_result *outer;                 /* the program's */
    alk_result *result;                /* that is read: the same, or that of a shard */
    alk_result **parts;                /* of shards, when there are several: ours */
    uint16_t *binds;                   /* where each ran */
    size_t n_parts, part;
    alk_arena *arena;                  /* its own: it lives as long as the result */
    alk__query query;
    alk__entity **ready;               /* objects that are read, and given one by one */
    size_t n_ready, room_ready, at;
    alk__entity *some[ALK__ROWS_AT_ONCE];
    bool filled;                       /* all rows were read */
    bool deletes;                      /* the rows are not there any more: objects of them leave the session */
} alk__reader;

/* NULL: no memory. */
alk__reader *alk__reader_new(alk_session *session);
/* For alk_result_set_data(). */
void alk__reader_close(void *reader);
/* The session is closed before its results: these give no more objects. */
void alk__readers_forget(alk_session *session);
/* The next rows are those of that part. */
int alk__reader_begin_part(alk__reader *reader, size_t part);
#endif
