/* SPDX-License-Identifier: MIT
 * Engines: a database named by a URL, its dialect and driver, and its pool of connections. An engine may be used by any thread. */
#ifndef ALKAHEST_ENGINE_H
#define ALKAHEST_ENGINE_H
#include <alkahest/options.h>
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_engine alk_engine;
typedef struct alk_conn alk_conn;

enum {                             /* the kind of pool */
    ALK_POOL_BY_DIALECT = 0,       /* as the dialect chooses; a queue where it has no wish */
    ALK_POOL_OF_QUEUE = 1,         /* keeps pool_size connections, lends max_overflow more */
    ALK_POOL_OF_ONE = 2,           /* one connection, lent to one borrower at a time */
    ALK_POOL_OF_NONE = 3,          /* connects for each borrower, keeps nothing */
    ALK_POOL_PER_THREAD = 4        /* a connection for each thread */
};
enum {                             /* what is done with a returned connection */
    ALK_RESET_ROLLBACK = 0,        /* its transaction is rolled back, its session is as after connecting */
    ALK_RESET_COMMIT = 1,          /* the same, but the transaction is committed */
    ALK_RESET_NONE = 2             /* an open transaction is rolled back; settings of the session stay as they are */
};

typedef struct alk_engine_options {
    size_t struct_size;
    int pool;                      /* ALK_POOL_… */
    int pool_size;                 /* connections kept; 0: 5, negative: none */
    int max_overflow;              /* lent beyond that; 0: 10, -1: none, -2: without limit */
    double pool_timeout;           /* seconds to wait for a connection; 0: 30, negative: do not wait */
    double pool_recycle;           /* seconds after which a connection is replaced when next lent; 0: never */
    bool pool_pre_ping;            /* ask the server before lending one that lay idle for over half a second */
    bool pool_fifo;                /* lend the longest idle first; else the most recently used */
    int pool_reset;                /* ALK_RESET_…: what ends the transaction of a returned connection */
    double pool_leak_after;        /* seconds after which a borrowed connection is reported in the log, with its borrower; 0: never */
    double connect_timeout;        /* seconds for one connect; 0: 15, negative: no limit */
    int isolation;                 /* ALK_ISOLATION_… of its connections */
    size_t compiled_cache;         /* statements kept compiled; 0: 500 */
    size_t prepared_cache;         /* statements kept prepared on each connection; 0: 100 */
    bool echo;                     /* write each statement to the log (<alkahest/log.h>) at ALK_LOG_INFO */
    bool echo_values;              /* with their parameters */
    bool system_plugins_only;      /* load plugins from the system's directories alone */
    alk_execution_options execution;
    size_t label_length;           /* the most bytes of a name that is made up for a column or parameter; 0: as long as the database takes */
    const char *replicas;          /* URLs of servers that follow this one, with white space between them: see alk_connect_to_read(). Read when the engine is opened */
} alk_engine_options;

/* Sets one option from text, as a configuration file has it: the names are those of the members above and, for the execution options, "timeout", "buffered",
 * "unprepared", "batch" and "cursor_rows". The text of "replicas" is not copied before an engine is opened. Numbers, seconds with a fraction, true and false; for pool "queue", "one", "none", "per_thread"; for pool_reset "rollback",
 * "commit", "none"; for isolation "read uncommitted", "read committed", "repeatable read", "snapshot", "serializable", "autocommit". struct_size must be set.
 * ALK_ERROR_ARGUMENT names the option, the nearest known one, and what it takes. Any thread. Since 1.0. */
ALK_API int alk_engine_options_set(alk_engine_options *options, const char *name, const char *value);

/* Opens an engine: parses the URL, finds and loads the plugin, checks the options. Connects to nothing yet. options may be NULL. NULL on failure:
 * ALK_ERROR_ARGUMENT, _NO_PLUGIN, _ABI, _NO_MEMORY. Close with alk_engine_close(). Any thread. Since 1.0. */
ALK_API alk_engine *alk_engine_open(const char *url, const alk_engine_options *options);
/* alk_open(url), or with options as designated initialisers: alk_open(url, .pool_size = 2). In C++ a struct of them may follow the URL; its struct_size is set here. */
#if defined(__cplusplus)
ALK_END_DECLS
inline alk_engine *alk_open(const char *url, alk_engine_options options = alk_engine_options())
{
    options.struct_size = sizeof options;
    return alk_engine_open(url, &options);
}
ALK_BEGIN_DECLS
#else
#define alk_open(...) ALK_OPEN_(__VA_ARGS__, .struct_size = sizeof(alk_engine_options))
#define ALK_OPEN_(url, ...) alk_engine_open(url, &(alk_engine_options){ __VA_ARGS__ })
#endif
/* Closes the pool. Connections still lent stay usable and are closed when they come back; each is named in the log with its borrower. Takes NULL.
 * Since 1.0. */
ALK_API void alk_engine_close(alk_engine *engine);

/* "sqlite", "sqlite3": static for the process. Since 1.0. */
ALK_API const char *alk_engine_dialect(const alk_engine *engine);
ALK_API const char *alk_engine_driver(const alk_engine *engine);
/* The URL with its secrets masked; lives as long as the engine. Since 1.0. */
ALK_API const char *alk_engine_url(const alk_engine *engine);
/* Replaces all connections: idle ones are closed now, lent ones when they come back. For after a password change or a fail-over. Since 1.0. */
ALK_API void alk_engine_dispose(alk_engine *engine);

typedef struct alk_pool_status {
    size_t struct_size;
    int size, max_overflow;        /* as set; max_overflow -1: without limit */
    int idle, lent, connecting;    /* now */
    int waiting;                   /* threads that wait for one */
    uint64_t opened, closed;       /* since the engine was opened */
    uint64_t lendings, timeouts;
} alk_pool_status;
/* Fills *status; struct_size says how much of it the caller knows. Since 1.0. */
ALK_API int alk_engine_pool_status(alk_engine *engine, alk_pool_status *status);

/* The cache of compiled statements: those built as values; each structure is compiled once. */
typedef struct alk_cache_status {
    size_t struct_size;
    size_t size, capacity;         /* statements in it; the most that there can be */
    uint64_t hits, misses;         /* since the engine was opened; a miss was compiled */
} alk_cache_status;
/* Fills *status; struct_size says how much of it the caller knows. Since 1.0. */
ALK_API int alk_engine_cache_status(alk_engine *engine, alk_cache_status *status);

/* Borrows a connection from the pool, opening one when needed. NULL on failure: ALK_ERROR_TIMEOUT when all are lent for pool_timeout seconds (the detail
 * names the borrowers), ALK_ERROR_OPERATIONAL when the server cannot be reached (with the last connect error). Return it with
 * alk_conn_close(). The place is for leak reports; it is not copied. Since 1.0. */
ALK_API alk_conn *alk_engine_connect(alk_engine *engine, const char *file, int line);
#define alk_connect(engine) alk_engine_connect(engine, __FILE__, __LINE__)

/* Borrows a connection that only reads: from the pool of each replica in turn; from the primary when none answers, or there are none. A replica that did not answer is left
 * alone for a second. It is given the time of pool_timeout divided by the number of servers, and the primary then that time whole. Where the backend can, a statement that
 * writes is refused (SQLSTATE 25006). What a replica shows may be older than what was committed. NULL on failure, as above; return it with alk_conn_close(). Since 1.0. */
ALK_API alk_conn *alk_engine_connect_to_read(alk_engine *engine, const char *file, int line);
#define alk_connect_to_read(engine) alk_engine_connect_to_read(engine, __FILE__, __LINE__)
/* The engine whose connections these are: of the replicas in their order, then of the primary's connections that only read; NULL: no more. For the state of its pool, its URL,
 * its listeners. It belongs to the engine, and is closed with it. Since 1.0. */
ALK_API alk_engine *alk_engine_reader(alk_engine *engine, size_t index);

/* What alk_transact() calls: ALK_OK commits, anything else rolls back. */
typedef int (*alk_transaction_fn)(alk_conn *conn, void *payload);
typedef struct alk_transact_options {
    size_t struct_size;
    int attempts;                  /* 0: 5 */
    double first_delay, max_delay; /* seconds between attempts, doubled each time, with a random part; 0: 0.01 and 1 */
    int isolation;                 /* ALK_ISOLATION_…, for this transaction */
} alk_transact_options;
/* Runs fn in a transaction on a connection of its own; tries again when it, or the commit, failed with ALK_ERROR_RETRYABLE (a serialization failure, a
 * deadlock, a locked database) or when the connection was lost before the commit; then also while the server cannot be reached, as long as attempts are left. A commit
 * whose outcome is unknown is never repeated.
 * fn may thus run several times. options may be NULL. Returns ALK_OK, or the code of the last error. Since 1.0. */
ALK_API int alk_engine_transact(alk_engine *engine, alk_transaction_fn fn, void *payload, const alk_transact_options *options);
#if defined(__cplusplus)
ALK_END_DECLS
inline int alk_transact(alk_engine *engine, alk_transaction_fn fn, void *payload, alk_transact_options options = alk_transact_options())
{
    options.struct_size = sizeof options;
    return alk_engine_transact(engine, fn, payload, &options);
}
ALK_BEGIN_DECLS
#else
#define alk_transact(...) ALK_TRANSACT_(__VA_ARGS__, .struct_size = sizeof(alk_transact_options))
#define ALK_TRANSACT_(engine, fn, payload, ...) \
    alk_engine_transact(engine, fn, payload, &(alk_transact_options){ __VA_ARGS__ })
#endif

ALK_END_DECLS
#endif
