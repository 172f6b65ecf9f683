/* SPDX-License-Identifier: MIT
 * What a session is made of. Objects lie in slabs, one model's next to each other: a head, the struct, its image (what the row is known to hold), so that what was changed is found by
 * comparing side by side, and so that an address tells whether it is an object at all. */
#ifndef ALK_ORM_SESSION_H
#define ALK_ORM_SESSION_H
#include "mapper.h"
#include "memory.h"
#include <alkahest/error.h>
#include <alkahest/loading.h>
#include <alkahest/session.h>
#include <alkahest/session_event.h>
#include <alkahest/shard.h>

struct alk__store;

enum { ALK__XID_SIZE = 65 };           /* of the name of a transaction with two phases, with its NUL */

enum { ALK__FREE = 0xFF };             /* state of a block that is no object */
enum {                                 /* flags of an entity */
    ALK__UNTRACKED = 1,                /* changes are not looked for; it has no image */
    ALK__DOOMED = 2,                   /* to be deleted by the flush */
    ALK__VISITED = 4,                  /* by what runs now */
    ALK__SWITCHED = 8,                 /* pending: it takes the row of one that is deleted */
    ALK__TOUCHED = 16,                 /* pending or persistent: the flush writes it */
    ALK__PASSING = 32,                 /* read by a streamed query: it leaves when the next are read */
    ALK__ORPHANED = 64                 /* pending: it was taken from its owner, and is written only when another has it */
};

/* Before each struct. */
typedef struct alk__entity {
    struct alk__store *store;
    struct alk__entity *next;          /* of the same bucket of the identity map; of what is free */
    uint64_t missing;                  /* bits of properties, then of relations, that are not loaded: the first 64; the rest lie behind the image */
    void *text;                        /* the block of its texts; NULL: none */
    uint32_t text_size;
    uint32_t hash;                     /* of its key, as it is in the identity map */
    uint32_t place;                    /* of the list of what is pending, or of the flush */
    uint8_t state;                     /* ALK_STATE_… */
    uint8_t flags;
    uint8_t level;                     /* read first in this transaction: 1, or 1 + the savepoints that were set; 0: before */
    bool left;                         /* it is in the list of those that left */
} alk__entity;
_Static_assert(sizeof(alk__entity) == 48, "the head of an entity is 48 bytes, as the mapper lays it out");

/* Memory for objects of one model, block after block. */
typedef struct alk__slab {
    struct alk__store *store;
    struct alk__slab *next, *prev;     /* of all sessions of the process */
    char *begin, *end;
    uint32_t used, room;               /* blocks */
} alk__slab;

typedef struct alk__bind {
    alk_engine *engine;
    alk_conn *conn;                    /* NULL: no transaction there */
    bool is_lent;                      /* it is the program's, and stays open */
    char xid[ALK__XID_SIZE];           /* of the transaction there; empty: it has one phase */
} alk__bind;

/* A table whose rows are in several databases; NULL: all tables that nothing else is said of. */
typedef struct alk__sharding {
    const alk_sql *table;
    unsigned n;
    uint16_t *binds;
    alk_shard_chooser chooser;
    void *payload;
} alk__sharding;

/* A table whose rows are in a database of its own. */
typedef struct alk__bound {
    const alk_sql *table;
    uint16_t bind;
} alk__bound;

/* The objects of one model, of one database. */
typedef struct alk__store {
    alk_session *session;
    const alk__mapper *mapper;
    struct alk__store *root;           /* of the hierarchy's first model, whose identity map has all of its objects */
    const alk__sharding *sharding;     /* NULL: the table is in one database */
    struct alk__store *home;           /* the store of the first shard, which the criterion is kept with; itself, where there are none */
    struct alk__store **shards;        /* of home: one for each, made when it is needed; NULL: there are none */
    uint16_t bind;
    uint16_t shard;
    uint32_t block_size;               /* the mapper's, or without an image where nothing is tracked */
    alk__slab *last;                   /* the one with room */
    alk__array slabs;                  /* all */
    alk__entity *spare;                /* blocks that are free */
    alk__entity **buckets;             /* the identity map */
    uint16_t *marks;                   /* of each bucket: bits of its objects' hashes, so that most keys that are not there are told without a look at an object */
    uint32_t n_buckets;                /* a power of two, or 0 */
    uint32_t count;                    /* in the map */
    uint32_t n_pending;
    uint32_t n_empty;                  /* slabs, beside the last, that have no object any more */
    uint32_t rank;                     /* tables come after those that their foreign keys refer to; those that refer to each other in a circle have one rank */
    bool in_circle;
    alk_criterion_fn criterion;
    void *criterion_payload;
} alk__store;

/* An object that was added to or taken out of a collection that is not loaded. */
typedef struct alk__queued {
    const alk__relation *relation;
    alk__entity *owner, *member;       /* NULL: taken back */
    bool removed;
} alk__queued;

/* What an object was before the flush, for going back. */
typedef struct alk__undo {
    alk__entity *entity;
    char *rows;                        /* struct and image; NULL: it was new */
    void *text;                        /* the block of texts that the image points into */
    union {
        uint64_t missing;
        uint64_t key;                  /* of one that was new: the bytes of the member for the key that the database makes */
    };
    uint32_t text_size, hash;
    uint8_t state, flags, level;
} alk__undo;

typedef struct alk__savepoint {
    const char *name;                  /* in the session's memory */
    size_t undo;                       /* of the journal, when it was set */
} alk__savepoint;

typedef struct alk__listener {
    int kind;
    alk_session_listener_fn fn;
    void *payload;
} alk__listener;

struct alk_session {
    alk__memory memory;
    alk_session_options options;
    alk__array stores, binds, slabs;   /* slabs: by address */
    alk__array bound;                  /* tables and their binds */
    alk__array shardings;              /* pointers */
    char xid[ALK__XID_SIZE];           /* what the names of this transaction begin with; empty: none has begun */
    alk__array pending, doomed;        /* entities, in the order in which they came */
    alk__array queued;                 /* alk__queued */
    alk__array undo, savepoints;
    alk__array gone, gone_before;      /* objects that left the session in this transaction, and in the one before: the program may still look at them */
    alk__array retired;                /* other blocks, of alk__retired */
    alk__array listeners;
    size_t ranked;                     /* how many stores the ranks were worked out for */
    alk__store *found;                 /* the store that was asked for last */
    bool in_transaction, failed;
    bool has_levels;                   /* objects may have a level: something was read in this transaction */
    bool undone;                       /* something was, in this transaction: blocks that were retired may be in use again */
    bool flushing, in_event, busy;
    bool streaming;                    /* what is read now passes through */
    const void *stream;                /* the reader of the query that is streamed; NULL: none is */
    struct alk__reader *readers;       /* of results that are open */
    alk_arena *scratch;                /* of what runs now: emptied when the outermost call ends */
    unsigned scratch_users;
    char failure[300];                 /* what made it fail */
};
typedef struct alk__retired {
    void *block;
    size_t size;
} alk__retired;

/* The member of a relationship to many, whatever the items are. */
typedef struct alk__many {
    void **items;
    uint32_t count, state;
} alk__many;

static inline char *alk__row(const alk__entity *e) { return (char *)(uintptr_t)e + sizeof *e; }
static inline char *alk__image(const alk__entity *e) { return alk__row(e) + e->store->mapper->image_at; }
static inline const alk__mapper *alk__mapper_of_entity(const alk__entity *e) { return e->store->mapper; }
/* The entity of a struct that is known to be one. */
static inline alk__entity *alk__head(const void *row) { return (alk__entity *)(uintptr_t)((const char *)row - sizeof(alk__entity)); }

static inline uint64_t *alk__missing_word(alk__entity *e, unsigned bit)
{
    return bit < 64 ? &e->missing : (uint64_t *)(void *)(alk__row(e) + e->store->mapper->words_at) + (bit - 64) / 64;
}
static inline bool alk__is_missing(const alk__entity *e, unsigned bit)
{
    return *alk__missing_word((alk__entity *)(uintptr_t)e, bit) >> (bit % 64) & 1;
}
static inline void alk__set_missing(alk__entity *e, unsigned bit, bool missing)
{
    uint64_t *word = alk__missing_word(e, bit), mask = UINT64_C(1) << (bit % 64);
    *word = missing ? *word | mask : *word & ~mask;
}

/* Somebody gets it who is not streaming: it does not leave with what passes through. */
static inline void alk__entity_hold(alk__entity *e)
{
    if (!e->store->session->streaming)
        e->flags &= (uint8_t)~(unsigned)ALK__PASSING;
}

/* ---- the session itself ---- */
/* Usable, and not in use by another thread or by a call that has called a listener: marks it as in use. A nonzero status with the error. */
enum { ALK__EVEN_FAILED = 1, ALK__WRITES = 2 };        /* WRITES: it flushes, queries or ends a transaction: not in an event */
int alk__session_enter(alk_session *session, unsigned how);
static inline void alk__session_leave(alk_session *session) { __atomic_store_n(&session->busy, false, __ATOMIC_RELAXED); }
/* The connection of a store's database, borrowed and in the transaction; NULL with the error. */
alk_conn *alk__session_conn(alk_session *session, uint16_t bind);
/* The number of the bind of an engine, made when there is none; -1: no memory. */
int alk__session_bind_of(alk_session *session, alk_engine *engine);
/* Savepoints from that one on are over. */
void alk__savepoints_end(alk_session *session, size_t from);
/* Notes that writing failed; returns the code of the thread's error. */
int alk__session_fail(alk_session *session);
/* Memory that is gone when the outermost user has ended. NULL: no memory. */
alk_arena *alk__scratch_begin(alk_session *session);
void alk__scratch_end(alk_session *session);
/* A block of the session's memory that may be free again once the transaction has ended, since the journal points into it. */
void alk__session_retire(alk_session *session, void *block, size_t size);
/* Calls the listeners of an event. */
int alk__session_tell(alk_session *session, int kind, alk__entity *entity, const alk_sql **statement);
static inline bool alk__session_listens(const alk_session *session) { return session->listeners.count > 0; }
#endif
