/* SPDX-License-Identifier: MIT
 * The plugin ABI: all that a dialect or driver needs to know of Alkahest. It stands alone: a plugin includes this header, links
 * nothing of the library, and exports one symbol, alk_plugin_entry_1(). The rules:
 *
 *  - Every table that crosses by pointer begins with its size, is append-only and never padded or reordered. Fill `size` with sizeof;
 *    leave what you do not have zero. The library copies tables at load, puts its own function in place of an optional slot that is NULL,
 *    and refuses the plugin by naming the slot when a required one is.
 *  - Structs in arrays or by value (alk_sv, alk_cell, alk_slot, alk_interval, alk_option_spec) are frozen.
 *  - Whoever allocates frees. Nothing of a plugin's is used after the call that returned it, except handles with a close slot and what is
 *    said here to live longer. Errors are written into the library's alk_err and copied at once.
 *  - All text is UTF-8 with a length; it ends with NUL only where a `const char *` says so. No errno, longjmp, signal handler, C++ exception
 *    or locale change leaves a plugin.
 *  - The library serialises the calls on one connection, its statements and cursors; different connections are used in parallel.
 *    `cancel` alone may come from another thread at any time between the return of connect and the call of close.
 *  - After a fork a child calls only `abandon`.
 *  - New needs come as new slots at the end, new interfaces through `query`, or a new major version of the entry's name. */
#ifndef ALKAHEST_PLUGIN_H
#define ALKAHEST_PLUGIN_H
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define ALK_ABI_MAJOR 1
#define ALK_ABI_MINOR 0

/* ---- shared vocabulary: begin ---- */
#ifndef ALK_SHARED_VOCABULARY
#define ALK_SHARED_VOCABULARY 1

/* A view of n bytes; it owns nothing and need not end with NUL. Frozen: 16 bytes on LP64. */
typedef struct alk_sv {
    const char *p;
    size_t n;
} alk_sv;

/* What a value is. Codes are only ever appended. */
enum {
    ALK_TYPE_NULL = 0,         /* SQL NULL; as a column's type: not known */
    ALK_TYPE_BOOL = 1,         /* u.i is 0 or 1 */
    ALK_TYPE_INT = 2,          /* u.i */
    ALK_TYPE_UINT = 3,         /* u.raw */
    ALK_TYPE_REAL = 4,         /* u.d */
    ALK_TYPE_DECIMAL = 5,      /* u.p, len: exact decimal text, "-12.50"; also NaN, Infinity, -Infinity */
    ALK_TYPE_TEXT = 6,         /* u.p, len: UTF-8 */
    ALK_TYPE_BLOB = 7,         /* u.p, len: bytes */
    ALK_TYPE_DATE = 8,         /* u.i: days since 1970-01-01, proleptic Gregorian; INT32_MIN and INT32_MAX are the infinities */
    ALK_TYPE_TIME = 9,         /* u.i: microseconds since midnight, 0 to 86 400 000 000 */
    ALK_TYPE_TIMESTAMP = 10,   /* u.i: microseconds since 1970-01-01 00:00:00 without a zone; INT64_MIN, INT64_MAX: infinities */
    ALK_TYPE_TIMESTAMPTZ = 11, /* u.i: the same, in UTC */
    ALK_TYPE_INTERVAL = 12,    /* u.p: const alk_interval * */
    ALK_TYPE_UUID = 13,        /* u.p: 16 bytes in the order they are printed; len is 16 */
    ALK_TYPE_JSON = 14,        /* u.p, len: JSON text, UTF-8 */
    ALK_TYPE_ARRAY = 15        /* u.p: const alk_cell *, len items; an item may be an array */
};

/* A span of time as SQL has it: its three parts do not convert into each other. Frozen: 16 bytes. */
typedef struct alk_interval {
    int32_t months, days;
    int64_t micros;
} alk_interval;

/* One value. Views in it are borrowed: who fills it says for how long. Frozen: 16 bytes on LP64. */
typedef struct alk_cell {
    union {
        int64_t i;
        double d;
        const void *p;
        uint64_t raw;
    } u;
    uint32_t len;
    uint16_t tag;              /* ALK_TYPE_… */
    uint16_t flags;            /* ALK_CELL_… */
} alk_cell;
enum {
    ALK_CELL_NUL = 1,          /* a NUL byte stands behind the len bytes */
    ALK_CELL_UTC = 2,          /* a timestamp of a database that keeps those with a zone so, too: in UTC */
    ALK_CELL_NOT_UTF8 = 4      /* a blob that the database calls a text */
};

/* Where a column goes in a C struct. Frozen: 16 bytes. */
typedef struct alk_slot {
    uint32_t col;              /* column, from 0 */
    uint32_t off;              /* bytes from the struct's start */
    uint32_t null_off;         /* of the state byte (ALK_VALUE, ALK_NULL), or ALK_SLOT_NOT_NULL */
    uint16_t want;             /* ALK_SLOT_…: the C type there */
    uint16_t flags;            /* ALK_SLOT_OWN */
} alk_slot;
#define ALK_SLOT_NOT_NULL UINT32_MAX
enum {                         /* the C type of a struct member; codes are only ever appended */
    ALK_SLOT_BOOL = 1,         /* bool */
    ALK_SLOT_INT8, ALK_SLOT_INT16, ALK_SLOT_INT32, ALK_SLOT_INT64,
    ALK_SLOT_UINT8, ALK_SLOT_UINT16, ALK_SLOT_UINT32, ALK_SLOT_UINT64,
    ALK_SLOT_FLOAT, ALK_SLOT_DOUBLE,
    ALK_SLOT_TEXT,             /* const char *, ends with NUL; NULL when the value is NULL. Also decimal and JSON text */
    ALK_SLOT_VIEW,             /* alk_sv: text or blob; p is NULL when the value is NULL */
    ALK_SLOT_DATE,             /* int32_t days */
    ALK_SLOT_TIME,             /* int64_t microseconds */
    ALK_SLOT_TIMESTAMP,        /* int64_t microseconds */
    ALK_SLOT_TIMESTAMPTZ,      /* int64_t microseconds, UTC */
    ALK_SLOT_INTERVAL,         /* alk_interval */
    ALK_SLOT_UUID,             /* 16 bytes */
    ALK_SLOT_CELL              /* alk_cell, whatever its tag */
};
enum { ALK_SLOT_OWN = 1 };     /* flag: copy text and bytes into the arena that the call was given */
enum { ALK_UNSET = 0, ALK_VALUE = 1, ALK_NULL = 2 };   /* the state byte of a nullable member */

/* Statuses. 0 is success; the classes of error are negative and only ever appended. */
enum {
    ALK_OK = 0,
    ALK_END = 1,               /* no more rows (between core and plugins only) */
    ALK_USE_DEFAULT = 2,       /* a plugin's hook declines; core does what it does by itself (plugins only) */
    ALK_ERROR_INTERFACE = -1,       /* the interface was misused: a closed handle, a call out of turn */
    ALK_ERROR_DATA = -2,            /* a value out of range, malformed, or of a type that does not convert */
    ALK_ERROR_OPERATIONAL = -3,     /* the database's working: connection lost, disk full, locked, out of space */
    ALK_ERROR_INTEGRITY = -4,       /* a constraint was violated */
    ALK_ERROR_INTERNAL = -5,        /* the database or a plugin is in a state it should not be in */
    ALK_ERROR_PROGRAMMING = -6,     /* SQL syntax, a missing table or column, a wrong number of parameters */
    ALK_ERROR_NOT_SUPPORTED = -7,   /* this database or driver cannot do it */
    ALK_ERROR_ARGUMENT = -8,        /* a bad argument or URL */
    ALK_ERROR_COMPILE = -9,         /* a statement cannot be rendered for this dialect */
    ALK_ERROR_NO_PLUGIN = -10,      /* no plugin for the dialect, or it cannot be loaded */
    ALK_ERROR_ABI = -11,            /* the plugin and the library are of versions that do not fit, or the plugin breaks a rule */
    ALK_ERROR_TIMEOUT = -12,        /* a deadline passed, or the pool is exhausted */
    ALK_ERROR_NO_ROW = -13,         /* a row was required and there is none */
    ALK_ERROR_MULTIPLE_ROWS = -14,  /* at most one row was allowed and there are more */
    ALK_ERROR_STALE_DATA = -15,     /* a row was changed by somebody else meanwhile */
    ALK_ERROR_NO_MEMORY = -16
};
enum {                              /* flags of an error */
    ALK_ERROR_DISCONNECT = 1,       /* the connection is lost */
    ALK_ERROR_RETRYABLE = 2,        /* the same transaction may succeed when tried again */
    ALK_ERROR_OUTCOME_UNKNOWN = 4   /* whether the commit was done cannot be known */
};

/* Isolation levels; a driver takes those it knows. */
enum {
    ALK_ISOLATION_DEFAULT = 0,
    ALK_ISOLATION_READ_UNCOMMITTED = 1,
    ALK_ISOLATION_READ_COMMITTED = 2,
    ALK_ISOLATION_REPEATABLE_READ = 3,
    ALK_ISOLATION_SNAPSHOT = 4,
    ALK_ISOLATION_SERIALIZABLE = 5,
    ALK_ISOLATION_AUTOCOMMIT = 6    /* each statement is its own transaction */
};

/* What a connection can do; unknown bits are to be ignored. */
#define ALK_CAP_SAVEPOINT         (UINT64_C(1) << 0)
#define ALK_CAP_RETURNING         (UINT64_C(1) << 1)    /* INSERT … RETURNING */
#define ALK_CAP_MULTI_VALUES      (UINT64_C(1) << 2)    /* many rows in one VALUES are the fast way for executemany */
#define ALK_CAP_STABLE_VIEWS      (UINT64_C(1) << 3)    /* views of a row stay valid until the cursor is closed */
#define ALK_CAP_BATCH_FETCH       (UINT64_C(1) << 4)    /* several rows a fetch cost less than one a fetch */
#define ALK_CAP_CANCEL            (UINT64_C(1) << 5)
#define ALK_CAP_DEADLINE          (UINT64_C(1) << 6)    /* the driver itself ends a statement at its deadline */
#define ALK_CAP_TRANSACTIONAL_DDL (UINT64_C(1) << 7)
#define ALK_CAP_LAST_INSERT_ID    (UINT64_C(1) << 8)
#define ALK_CAP_UNSIGNED          (UINT64_C(1) << 9)    /* unsigned 64-bit integers beyond INT64_MAX */
#define ALK_CAP_DESCRIBE          (UINT64_C(1) << 10)   /* columns are known once prepared, before execution */
#define ALK_CAP_CURSORS           (UINT64_C(1) << 11)   /* several results may be open on one connection */
#define ALK_CAP_TWO_PHASE         (UINT64_C(1) << 12)
#define ALK_CAP_SERVER_CURSORS    (UINT64_C(1) << 13)   /* queries are read through cursors of the server where that is asked for */

/* What kind of type a column, cast or expression is declared with. Codes are only ever appended: dialects know them by number. */
enum {
    ALK_KIND_UNKNOWN = 0,
    ALK_KIND_BOOLEAN = 1,
    ALK_KIND_SMALLINT = 2,
    ALK_KIND_INTEGER = 3,
    ALK_KIND_BIGINT = 4,
    ALK_KIND_REAL = 5,             /* 24 bits of mantissa */
    ALK_KIND_DOUBLE = 6,           /* 53 bits */
    ALK_KIND_FLOAT = 7,            /* length: binary digits at least; 0: the database's choice */
    ALK_KIND_NUMERIC = 8,          /* exact; length: digits, scale: of them behind the point */
    ALK_KIND_CHAR = 9,             /* length in characters, as of the next */
    ALK_KIND_VARCHAR = 10,
    ALK_KIND_TEXT = 11,
    ALK_KIND_BINARY = 12,          /* length in bytes, as of the next */
    ALK_KIND_VARBINARY = 13,
    ALK_KIND_BLOB = 14,
    ALK_KIND_DATE = 15,
    ALK_KIND_TIME = 16,            /* scale: digits of the fraction, 0: the database's choice; as of the next three */
    ALK_KIND_TIMESTAMP = 17,       /* without a zone */
    ALK_KIND_TIMESTAMPTZ = 18,
    ALK_KIND_INTERVAL = 19,
    ALK_KIND_UUID = 20,
    ALK_KIND_JSON = 21,
    ALK_KIND_ENUM = 22,            /* custom: const alk_enum * */
    ALK_KIND_ARRAY = 23,           /* custom: const alk_type *, of the items */
    ALK_KIND_NATIVE = 24,          /* custom: const char *, the database's own name for it, written as it stands */
    ALK_KIND_CUSTOM = 25           /* custom: const alk_custom_type * */
};
enum { ALK_TYPE_UNSIGNED = 1, ALK_TYPE_NATIONAL = 2 };     /* flags of a type; national: characters of Unicode where the database tells them apart */
#endif
/* ---- shared vocabulary: end ---- */

typedef int32_t alk_rc;                  /* ALK_OK, ALK_END, ALK_USE_DEFAULT, or a class of error (< 0) */
typedef struct alk_err alk_err;          /* the library's: where a call writes its error */
typedef struct alk_arena alk_arena;      /* the library's: memory for rows, freed in bulk */

/* ---- what the library offers ---- */
enum { ALK_HOST_LOG_ERROR = 1, ALK_HOST_LOG_WARNING, ALK_HOST_LOG_INFO, ALK_HOST_LOG_DEBUG };

typedef struct alk_host {
    uint32_t size;
    uint16_t abi_major, abi_minor;
    uint32_t flags, reserved;
    /* Sets the error of the running call: class (ALK_ERROR_…), SQLSTATE (five characters, or NULL), the database's own code, message. */
    void (*err_set)(alk_err *err, int32_t error_class, const char *sqlstate, int64_t native, const char *message, size_t length);
    /* Adds to it. key: "detail", "hint", "schema", "table", "column", "constraint", "datatype", or "position" (decimal, characters from 1). */
    void (*err_detail)(alk_err *err, const char *key, const char *value, size_t length);
    /* ALK_ERROR_DISCONNECT, _RETRYABLE, _OUTCOME_UNKNOWN; ORed to what is set. A DISCONNECT makes the library discard the connection. */
    void (*err_flags)(alk_err *err, uint32_t flags);
    /* Memory for the rows of the running fetch; NULL: out of memory (return ALK_ERROR_NO_MEMORY). align: a power of two up to 64. */
    void *(*arena_get)(alk_arena *arena, size_t size, size_t align);
    /* As realloc: old NULL allocates, size 0 frees and returns NULL. NULL else: out of memory. Counted and made to fail by tests. */
    void *(*mem)(void *old, size_t size);
    /* Writes to the program's log; may be called from any thread. Never a password or a bound value. */
    void (*log)(int32_t level, const char *message, size_t length);
    /* A named interface of the library (a table that begins with its size, of at least min_size), or NULL. */
    const void *(*iface)(const char *id, uint32_t min_size);
} alk_host;

/* ---- columns ---- */
enum { ALK_COLUMN_NULLABLE_KNOWN = 1, ALK_COLUMN_NULLABLE = 2, ALK_COLUMN_KEY = 4, ALK_COLUMN_GENERATED = 8, ALK_COLUMN_UNSIGNED = 16 };

/* A column of a result. Arrays of it are passed with their stride; the views live as long as what they describe. */
typedef struct alk_column_desc {
    uint32_t size;
    uint16_t type;             /* ALK_TYPE_…; ALK_TYPE_NULL: differs by row, or not known */
    uint16_t flags;            /* ALK_COLUMN_… */
    alk_sv name;               /* as the query labels it */
    alk_sv native_type;        /* as the database names the type; n 0: not known */
    alk_sv schema, table, column;      /* where the value comes from; n 0: not known */
    int64_t length;            /* the declared maximum of characters or bytes; -1: none */
    int32_t precision, scale;  /* -1: none */
} alk_column_desc;

/* ---- rows ---- */
/* A plan for fetch_into; id names it for the life of the process, so a driver may keep what it worked out for it. */
typedef struct alk_plan {
    uint32_t size, nslots;
    const alk_slot *slots;
    uint64_t id;
} alk_plan;

typedef struct alk_cursor_ops {
    uint32_t size, reserved;
    /* Required. The result's columns; valid until close. */
    alk_rc (*columns)(void *cursor, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err);
    /* Required. Up to cap rows into row-major cells; *got says how many, which may be fewer than cap without being the end. ALK_END (with *got
     * rows before it) when no more follow, and again at every later call. Views are valid until the next fetch, the close, or the
     * arena's reset. Text, decimals and JSON carry ALK_CELL_NUL where a NUL stands behind them. */
    alk_rc (*fetch_cells)(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);
    /* Optional: the library scatters cells by itself. Up to cap rows into structs, the first at base, each stride bytes on. Exact or refused: a value
     * that does not fit its member is ALK_ERROR_DATA, after the *got rows before it; so is a NULL for a member without a state byte, but for ALK_SLOT_TEXT,
     * _VIEW and _CELL, which say NULL by themselves. Views: as
     * above, but in the arena where the slot says ALK_SLOT_OWN or cap > 1 and the driver cannot hold several rows. */
    alk_rc (*fetch_into)(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                         alk_err *err);
    /* Required. Frees the cursor, whatever it returns; rows not fetched are discarded. */
    alk_rc (*close)(void *cursor, alk_err *err);
    /* Optional. Rows changed by a statement that also returned rows; known after ALK_END. -1: not known. */
    int64_t (*affected)(void *cursor);
    /* Optional. 1: though the connection lacks ALK_CAP_CURSORS, statements may be executed and transactions begun and ended while this cursor is open, as its rows are asked for batch by
     * batch (cursor_rows of the request). The library calls fetch and close of such a cursor with the rows of no other one on the line. Constant for a cursor; else 0. */
    int32_t (*is_apart)(void *cursor);
} alk_cursor_ops;

/* Interface "alk.slot/1" of the library: values into members of structs, by the rule that it has for rows which it scatters itself. For what is not common in a driver's fetch_into. */
typedef struct alk_slot_ops {
    uint32_t size, reserved;
    /* Stores a value, which may be NULL, in the struct at base, with the state byte; on failure nothing is written, and err is set: it names the column, as the query labels it. Text and
     * bytes are copied into the arena where the slot says ALK_SLOT_OWN, or where a member of ALK_SLOT_TEXT lacks the NUL behind them; else the member shares them. */
    alk_rc (*store)(const alk_slot *slot, const alk_cell *value, alk_sv column, void *base, alk_arena *arena, alk_err *err);
} alk_slot_ops;

/* ---- connections ---- */
enum { ALK_REQUEST_STREAM = 1 };         /* do not hold the whole result in memory */

/* One execution. Parameters are row-major, ncols for each of nrows executions, borrowed until execute returns. */
typedef struct alk_request {
    uint32_t size, flags;
    const alk_cell *params;
    uint32_t ncols, nrows;
    int64_t deadline;                    /* nanoseconds of CLOCK_MONOTONIC, for the execution and the fetching; 0: none */
    uint32_t cursor_rows;                /* > 0: with ALK_CAP_SERVER_CURSORS, a query is read through a cursor of the server, so many rows at a time, each of which may take as long
                                          * as the execution could. No query, or without the bit: as if it were 0 */
    uint32_t reserved;
} alk_request;

enum {
    ALK_TXN_BEGIN = 1, ALK_TXN_COMMIT, ALK_TXN_ROLLBACK, ALK_TXN_SAVEPOINT, ALK_TXN_RELEASE, ALK_TXN_ROLLBACK_TO,
    ALK_TXN_PREPARE,                     /* the first phase of a commit: the transaction is kept by the server, under its name */
    ALK_TXN_COMMIT_PREPARED, ALK_TXN_ROLLBACK_PREPARED       /* the second, on any connection without a transaction */
};
enum { ALK_TXN_UNKNOWN = -1, ALK_TXN_IDLE = 0, ALK_TXN_ACTIVE = 1, ALK_TXN_FAILED = 2 };

typedef struct alk_server_info {
    uint32_t size;
    uint32_t version;                    /* major * 10000 + minor * 100 + patch */
    alk_sv product;                      /* "SQLite"; lives as long as the connection, like the next */
    alk_sv version_text;
} alk_server_info;

typedef struct alk_conn_ops {
    uint32_t size, reserved;
    const alk_cursor_ops *cursor;        /* required */
    /* Required. Compiles one statement in the backend's own markers, by the deadline (nanoseconds of CLOCK_MONOTONIC; 0: none; everywhere).
     * More than one is ALK_ERROR_PROGRAMMING. */
    alk_rc (*prepare)(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err);
    /* Required. How many parameters one execution takes. */
    alk_rc (*stmt_params)(void *conn, void *stmt, uint32_t *count, alk_err *err);
    /* Optional (ALK_CAP_DESCRIBE). The columns to come; *count 0: it returns no rows. Valid until the statement is executed or closed. */
    alk_rc (*stmt_columns)(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err);
    /* Required. *cursor is NULL when the statement returns no rows. *affected: rows changed, summed over nrows, or -1. With nrows > 1 the statement returns
     * no rows and stops at the first failing execution. A statement is never executed while a cursor of it is open. */
    alk_rc (*execute)(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
    /* Required. Frees the statement; its cursors are closed before. */
    void (*stmt_close)(void *conn, void *stmt);
    /* Optional: execution without preparing, for statements that cannot be prepared or run once. */
    alk_rc (*execute_direct)(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
    /* Required. action: ALK_TXN_…; isolation, for BEGIN: ALK_ISOLATION_…; name, for savepoints: already valid as an identifier without quotes.
     * With ALK_CAP_TWO_PHASE: the name of a BEGIN is that of a transaction that may be prepared, n 0 of any other, and so is it for PREPARE and what follows
     * that; it is at most 64 letters, digits, '_', '-', '.' and ':'. COMMIT and ROLLBACK end a transaction of either kind that is not prepared.
     * COMMIT that may or may not have happened: ALK_ERROR_OPERATIONAL with ALK_ERROR_OUTCOME_UNKNOWN. */
    alk_rc (*transaction)(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err);
    /* Optional. What the client library knows of the state, without asking the server: ALK_TXN_…. */
    int32_t (*transaction_status)(void *conn);
    /* Optional. The level for transactions to come; ALK_ERROR_NOT_SUPPORTED for one that it does not know. DEFAULT: as after connecting. */
    alk_rc (*set_isolation)(void *conn, uint32_t isolation, int64_t deadline, alk_err *err);
    /* Optional: "SELECT 1" is used. One round trip, or an error with ALK_ERROR_DISCONNECT. */
    alk_rc (*ping)(void *conn, int64_t deadline, alk_err *err);
    /* Optional: only a rollback is done. Back to the state after connecting: session settings, temporary objects. Outside a transaction. */
    alk_rc (*reset)(void *conn, int64_t deadline, alk_err *err);
    /* Required. Ends the session and frees the handle, whatever it returns. Bounded in time. */
    alk_rc (*close)(void *conn, alk_err *err);
    /* Required. In a forked child: frees what is local, sends nothing. */
    void (*abandon)(void *conn);
    /* Optional (ALK_CAP_CANCEL). From any thread: asks that the running statement ends. */
    alk_rc (*cancel)(void *conn, alk_err *err);
    /* Required. ALK_CAP_…, by what the server turned out to be. */
    uint64_t (*caps)(void *conn);
    /* Required. */
    alk_rc (*server)(void *conn, alk_server_info *info, alk_err *err);
    /* Optional (ALK_CAP_LAST_INSERT_ID). The key that the last INSERT on this connection generated; ALK_TYPE_NULL: none. */
    alk_rc (*last_insert_id)(void *conn, alk_cell *id, alk_err *err);
    /* Optional. The next warning of the last statement, written as an error; ALK_END: no more. */
    alk_rc (*warning)(void *conn, alk_err *warning);
    /* Optional. A named interface of the connection, or NULL: "sqlite3/1" gives the native handle. */
    const void *(*query)(void *conn, const char *interface_id);
    /* Optional (ALK_CAP_TWO_PHASE). The names of the transactions that are prepared in this database and not ended, those alone that a name of ALK_TXN_PREPARE can be;
     * valid until the next call on the connection. */
    alk_rc (*recover)(void *conn, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err);
} alk_conn_ops;

/* Interface "alk.async/1" of a connection, which its `query` gives: a driver that waits for its server where it is told to. For the library to run work on the connection
 * that does not hold up the thread. */
enum { ALK_WAIT_READ = 1, ALK_WAIT_WRITE = 2 };
/* In place of poll(): waits for one of the events (ALK_WAIT_…) on the descriptor until the deadline. 1: there is one, 0: the deadline has passed, -1: the work is given up,
 * which the driver takes for a lost connection. The stack is a small one, and meanwhile other work is done on the same thread: nothing of the thread's may be relied on
 * across the call, and no lock held. */
typedef int32_t (*alk_wait_fn)(void *payload, int32_t descriptor, uint32_t events, int64_t deadline);
typedef struct alk_async_ops {
    uint32_t size, reserved;
    /* Required. From now on all calls on the connection but connect, close, abandon and cancel wait so; wait NULL: as before. */
    void (*set_wait)(void *conn, alk_wait_fn wait, void *payload);
} alk_async_ops;

/* Interface "alk.notify/1" of a connection, which its `query` gives: messages that come without being asked for, as PostgreSQL's NOTIFY sends them. */
typedef struct alk_message {
    alk_sv channel, payload;             /* valid until the next call on the connection */
    int64_t sender;                      /* the server's number of the session that sent it */
} alk_message;
typedef struct alk_notify_ops {
    uint32_t size, reserved;
    /* Required. The next message, waited for until the deadline (0: for ever). ALK_END: none came. Outside of an execution, with no rows on the line. */
    alk_rc (*next)(void *conn, int64_t deadline, alk_message *message, alk_err *err);
} alk_notify_ops;

/* Interface "alk.copy/1" of a connection, which its `query` gives: data in bulk, by a statement that goes on in messages of its own. One at a time; from its begin to its end
 * no slot of the connection is called but cancel, close, abandon, and these. */
enum { ALK_COPY_IN = 1, ALK_COPY_OUT = 2 };
typedef struct alk_copy_ops {
    uint32_t size, reserved;
    /* Required. Begins what the statement says, in the form that it says; *direction: ALK_COPY_…. Any other statement is ALK_ERROR_PROGRAMMING. The deadline is for all of it. */
    alk_rc (*begin)(void *conn, alk_sv sql, int64_t deadline, uint32_t *direction, alk_err *err);
    /* Required. Of ALK_COPY_IN: the next bytes, cut anywhere. A failure of the server's may be told later, by `end`. */
    alk_rc (*put)(void *conn, alk_sv bytes, alk_err *err);
    /* Required. Of ALK_COPY_OUT: the next bytes, valid until the next call; ALK_END: there are no more. */
    alk_rc (*get)(void *conn, alk_sv *bytes, alk_err *err);
    /* Required. Ends it, whatever happened before. refusal NULL: all is well, and *rows is how many were copied (-1: not known); else it is given up for that reason, which is no
     * failure of this call. */
    alk_rc (*end)(void *conn, const char *refusal, int64_t *rows, alk_err *err);
    /* Optional, together: rows of cells in place of executions of an INSERT whose values are its parameters, in their order, and nothing else. stmt: that INSERT, prepared;
     * table and columns, "(a, b)", as they stand in it. ALK_USE_DEFAULT where that is not the same: nothing was begun. */
    alk_rc (*rows_begin)(void *conn, void *stmt, alk_sv table, alk_sv columns, int64_t deadline, alk_err *err);
    /* Takes rows, as many as *taken says; fewer than nrows with ALK_OK: the next one is not for this way. A value that the statement would refuse is ALK_ERROR_DATA, after the rows
     * before it. Ended by `end`. */
    alk_rc (*rows_put)(void *conn, void *stmt, const alk_cell *cells, uint32_t nrows, uint32_t *taken, alk_err *err);
} alk_copy_ops;

/* Interface "alk.arrays/1" of a connection, which its `query` gives: many executions of a simple UPDATE or DELETE at once, by a statement of the driver's own that takes an array in
 * place of each parameter. */
typedef struct alk_arrays {              /* UPDATE table SET a = $1, b = $2 WHERE c = $3 AND d = $4, or DELETE FROM table WHERE …, and nothing else */
    uint32_t size;
    uint32_t nset, ncolumns;             /* parameters that columns are set to, which come first (0: a DELETE); all parameters */
    uint32_t reserved;
    alk_sv table;                        /* as it stands in the statement */
    const alk_sv *columns;               /* that of each parameter, by its name in the database: without quotes */
} alk_arrays;
typedef struct alk_arrays_ops {
    uint32_t size, reserved;
    /* Required. Called before the first `execute` of some rows. stmt: the statement, prepared. ALK_USE_DEFAULT where what the table has (triggers, unique columns among those that are
     * set) or the types of the parameters make a difference. */
    alk_rc (*begin)(void *conn, void *stmt, const alk_arrays *arrays, int64_t deadline, alk_err *err);
    /* Required. As `execute` of the connection with nrows > 1. ALK_USE_DEFAULT where that is not the same (two rows are for one key) or where one of the rows fails: nothing was done
     * then, and the transaction is as it was. */
    alk_rc (*execute)(void *conn, void *stmt, const alk_request *request, int64_t *affected, alk_err *err);
} alk_arrays_ops;

/* Interface "alk.counted/1" of a connection, which its `query` gives: an INSERT of many rows whose keys the database counts, told without RETURNING. */
typedef struct alk_counted_ops {
    uint32_t size, reserved;
    /* Required. As `execute` with nrows 1 of a prepared INSERT of `rows` rows, at least 2, which leaves the key to the database. The rows have the key *first and those after it,
     * each one more than the one before, in their order. seen: a query, prepared, that takes a key, and gives how many rows of the table have that or a larger one, and the largest.
     * ALK_USE_DEFAULT where the keys cannot be told (a trigger inserts too, a row was not inserted): nothing was done then, and the transaction is as it was. */
    alk_rc (*execute)(void *conn, void *stmt, void *seen, const alk_request *request, uint32_t rows, int64_t *first, alk_err *err);
} alk_counted_ops;

/* ---- drivers ---- */
enum { ALK_OPTION_TEXT = 1, ALK_OPTION_INT = 2, ALK_OPTION_SECONDS = 3, ALK_OPTION_BOOL = 4, ALK_OPTION_CHOICE = 5 };
enum { ALK_OPTION_SECRET = 1 };

/* An option that the driver takes in the URL. Frozen. */
typedef struct alk_option_spec {
    const char *name;
    const char *values;                  /* for ALK_OPTION_CHOICE: "a|b|c"; else NULL */
    const char *summary;                 /* one line for a person */
    uint16_t kind, flags;                /* ALK_OPTION_… */
    uint32_t reserved;
} alk_option_spec;

/* A name and a value of the URL, decoded: "user", "password", "host" and "port" (one of each for each host, in order; "port" is
 * empty when not given), "database", and the options, already checked against the driver's list. Frozen. */
typedef struct alk_pair {
    alk_sv name, value;
} alk_pair;

typedef struct alk_connect_request {
    uint32_t size, npairs;
    const alk_pair *pairs;
    int64_t deadline;                    /* nanoseconds of CLOCK_MONOTONIC; 0: none */
    void *database;                      /* what database_open gave, or NULL */
} alk_connect_request;

enum { ALK_POOL_DEFAULT = 0, ALK_POOL_QUEUE = 1, ALK_POOL_STATIC = 2, ALK_POOL_NULL = 3, ALK_POOL_THREAD = 4 };

typedef struct alk_driver {
    uint32_t size, noptions;
    const char *name, *dialect;          /* "sqlite3", "sqlite" */
    uint64_t caps;                       /* those that do not depend on the server */
    const alk_conn_ops *conn;            /* required */
    const alk_option_spec *options;
    /* Required. Returns within the deadline. */
    alk_rc (*connect)(const struct alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err);
    /* Optional, together: what an engine keeps for as long as it lives, made before its first connection and freed after its last; for example
     * a memory database. May set *pool to the kind of pool that suits it (ALK_POOL_…). */
    alk_rc (*database_open)(const struct alk_driver *driver, const alk_connect_request *request, void **database, uint32_t *pool, alk_err *err);
    void (*database_close)(const struct alk_driver *driver, void *database);
} alk_driver;

/* ---- dialects ---- */
enum {                                   /* how the database reads SQL text */
    ALK_LEX_DOLLAR_QUOTES = 1,           /* $tag$ … $tag$ is a string */
    ALK_LEX_BACKTICKS = 2,               /* `name` */
    ALK_LEX_BRACKETS = 4,                /* [name] */
    ALK_LEX_BACKSLASH = 8,               /* backslash escapes in ordinary strings */
    ALK_LEX_E_STRINGS = 16,              /* backslash escapes in E'…' */
    ALK_LEX_DOUBLE_QUOTE_STRING = 32,    /* "…" may be a string, with backslashes when ALK_LEX_BACKSLASH */
    ALK_LEX_NESTED_COMMENTS = 64,        /* comments nest */
    ALK_LEX_HASH_COMMENTS = 128,         /* # to the end of the line */
    ALK_LEX_DASH_SPACE = 256             /* -- begins a comment only before white space */
};
enum { ALK_PARAM_QMARK = 1, ALK_PARAM_DOLLAR = 2 };      /* ?  and  $1 */

typedef struct alk_dialect_data {
    uint32_t size;
    uint32_t lexical;                    /* ALK_LEX_… */
    uint32_t param_style;                /* ALK_PARAM_… */
    uint32_t max_params;                 /* of one execution; 0: no limit */
    uint32_t max_identifier;             /* bytes; 0: no limit */
    char quote_open, quote_close;        /* around names; doubled inside */
    char reserved[2];
} alk_dialect_data;

typedef struct alk_dialect {
    uint32_t size, reserved;
    const char *name, *default_driver;   /* "sqlite", "sqlite3" */
    const alk_dialect_data *data;        /* required */
    /* Optional. A named interface of the dialect, or NULL. */
    const void *(*query)(const struct alk_dialect *dialect, const char *interface_id);
} alk_dialect;

/* Interface "alk.catalog/1" of a dialect: queries that tell what is there. */
typedef struct alk_catalog {
    uint32_t size, reserved;
    const char *tables;                  /* gives schema, name, kind ("table" or "view") of what the connection sees, sorted */
    const char *default_schema;          /* optional: gives the schema of new tables that name none */
} alk_catalog;

/* Interface "alk.detect/1" of a dialect that stands for whatever is at the other end. It is asked once for each engine, with the driver of the URL, when that is opened. */
typedef struct alk_detect {
    uint32_t size, reserved;
    /* Connects, and tells the dialect of the database by its name, a static text; the engine has that dialect then. ALK_USE_DEFAULT: none is known, this one it is. */
    alk_rc (*dialect)(const alk_driver *driver, const alk_connect_request *request, const char **name, alk_err *err);
} alk_detect;

/* ---- how a dialect writes SQL ---- */
/* Interface "alk.sql/1" of a dialect: what differs from standard SQL, as data. Core has one renderer; it asks these. A dialect without the interface is written as
 * standard SQL. What no number here describes a dialect writes itself in `render`. */
/* Features. A bit that is not set: the construct is an error that says so, or is written in another way. */
#define ALK_SQL_RETURNING_INSERT (UINT64_C(1) << 0)
#define ALK_SQL_RETURNING_UPDATE (UINT64_C(1) << 1)
#define ALK_SQL_RETURNING_DELETE (UINT64_C(1) << 2)
#define ALK_SQL_MULTI_VALUES (UINT64_C(1) << 3)        /* INSERT … VALUES (…), (…) */
#define ALK_SQL_DEFAULT_VALUES (UINT64_C(1) << 4)      /* INSERT … DEFAULT VALUES; else () VALUES () */
#define ALK_SQL_DEFAULT_KEYWORD (UINT64_C(1) << 5)     /* DEFAULT as a value */
#define ALK_SQL_NULLS_ORDER (UINT64_C(1) << 6)         /* NULLS FIRST; else a term of its own comes before */
#define ALK_SQL_ILIKE (UINT64_C(1) << 7)               /* else lower(a) LIKE lower(b) */
#define ALK_SQL_FILTER (UINT64_C(1) << 8)              /* FILTER (WHERE …); else CASE inside the aggregate */
#define ALK_SQL_ARRAYS (UINT64_C(1) << 9)              /* ARRAY[…], array[1] */
#define ALK_SQL_TUPLE_IN (UINT64_C(1) << 10)           /* (a, b) IN ((…), (…)) */
#define ALK_SQL_TUPLE_IN_VALUES (UINT64_C(1) << 11)    /* the same, written IN (VALUES (…), (…)) */
#define ALK_SQL_DISTINCT_ON (UINT64_C(1) << 12)
#define ALK_SQL_LATERAL (UINT64_C(1) << 13)
#define ALK_SQL_FULL_JOIN (UINT64_C(1) << 14)
#define ALK_SQL_FOR_UPDATE (UINT64_C(1) << 15)
#define ALK_SQL_FOR_UPDATE_OF (UINT64_C(1) << 16)
#define ALK_SQL_FOR_SHARE (UINT64_C(1) << 17)
#define ALK_SQL_FOR_KEY (UINT64_C(1) << 18)
#define ALK_SQL_FOR_WAIT (UINT64_C(1) << 19)           /* NOWAIT, SKIP LOCKED */
#define ALK_SQL_EXCEPT_ALL (UINT64_C(1) << 20)         /* EXCEPT ALL, INTERSECT ALL */
#define ALK_SQL_COMPOUND_PARENS (UINT64_C(1) << 21)    /* (SELECT …) UNION (SELECT …) */
#define ALK_SQL_UPDATE_FROM (UINT64_C(1) << 22)
#define ALK_SQL_DELETE_USING (UINT64_C(1) << 23)
#define ALK_SQL_GROUPING_SETS (UINT64_C(1) << 24)      /* ROLLUP (…), CUBE (…), GROUPING SETS (…) */
#define ALK_SQL_WITH_ROLLUP (UINT64_C(1) << 25)        /* GROUP BY a, b WITH ROLLUP alone */
#define ALK_SQL_CTE_MATERIALIZED (UINT64_C(1) << 26)
#define ALK_SQL_CTE_RECURSIVE_WORD (UINT64_C(1) << 27) /* WITH RECURSIVE; else WITH alone */
#define ALK_SQL_CTE_AFTER_INSERT (UINT64_C(1) << 28)   /* INSERT INTO t WITH … SELECT */
#define ALK_SQL_FROM_DUAL (UINT64_C(1) << 29)          /* a SELECT without tables says FROM DUAL */
#define ALK_SQL_ALIAS_WITHOUT_AS (UINT64_C(1) << 30)   /* FROM t a */
#define ALK_SQL_NATIVE_BOOLEAN (UINT64_C(1) << 31)     /* conditions are values and TRUE, FALSE are words; else 1 and 0, and = 1 where a column is a condition */
#define ALK_SQL_VALUES_TABLE (UINT64_C(1) << 32)       /* (VALUES …) AS t (a, b) */
#define ALK_SQL_WITHIN_GROUP (UINT64_C(1) << 33)
#define ALK_SQL_ORDERED_AGGREGATE (UINT64_C(1) << 34)  /* array_agg(x ORDER BY y) */
#define ALK_SQL_MERGE (UINT64_C(1) << 35)
#define ALK_SQL_TRY_CAST (UINT64_C(1) << 36)
#define ALK_SQL_COMMENTS (UINT64_C(1) << 37)           /* COMMENT ON TABLE …; inline ones are ALK_SQL_INLINE_COMMENTS */
#define ALK_SQL_INLINE_COMMENTS (UINT64_C(1) << 38)
#define ALK_SQL_SEQUENCES (UINT64_C(1) << 39)
#define ALK_SQL_ALTER_CONSTRAINTS (UINT64_C(1) << 40)  /* ALTER TABLE … ADD CONSTRAINT */
#define ALK_SQL_SCHEMAS (UINT64_C(1) << 41)
#define ALK_SQL_IF_EXISTS (UINT64_C(1) << 42)          /* IF [NOT] EXISTS of tables and indexes */
#define ALK_SQL_PARTIAL_INDEX (UINT64_C(1) << 43)
#define ALK_SQL_INDEX_INCLUDE (UINT64_C(1) << 44)
#define ALK_SQL_ENUM_TYPES (UINT64_C(1) << 45)         /* CREATE TYPE … AS ENUM */
#define ALK_SQL_ENUM_INLINE (UINT64_C(1) << 46)        /* ENUM('a', 'b') as a column's type */
#define ALK_SQL_IDENTITY (UINT64_C(1) << 47)
#define ALK_SQL_COMPUTED_VIRTUAL (UINT64_C(1) << 48)
#define ALK_SQL_COMPUTED_STORED (UINT64_C(1) << 49)
#define ALK_SQL_ON_UPDATE (UINT64_C(1) << 50)          /* foreign keys have ON UPDATE */
#define ALK_SQL_DEFERRABLE (UINT64_C(1) << 51)
#define ALK_SQL_MATERIALIZED_VIEWS (UINT64_C(1) << 52)
#define ALK_SQL_CREATE_TABLE_AS (UINT64_C(1) << 53)
#define ALK_SQL_EXPRESSION_DEFAULT_PARENS (UINT64_C(1) << 54)  /* DEFAULT (expression) */
#define ALK_SQL_UPDATE_ORDER_LIMIT (UINT64_C(1) << 55)
#define ALK_SQL_UPDATE_TABLES (UINT64_C(1) << 56)      /* UPDATE a, b SET …: tables beside the first */
#define ALK_SQL_CAST_PARAMS (UINT64_C(1) << 57)        /* $1::integer: parameters carry their type */
#define ALK_SQL_IN_ARRAY (UINT64_C(1) << 58)           /* a list of IN is one parameter: = ANY (array) */
#define ALK_SQL_CAST_DECIMALS (UINT64_C(1) << 60)      /* a decimal parameter is text to what is no column: CAST(? AS NUMERIC) */
#define ALK_SQL_FETCH (UINT64_C(1) << 59)              /* FETCH FIRST … beside LIMIT */

/* More of them. */
#define ALK_SQL_MORE_FROM_NAMES_TARGET (UINT64_C(1) << 0)      /* UPDATE t SET … FROM t, u; DELETE FROM t FROM t, u */
#define ALK_SQL_MORE_SCHEMA_DOTS (UINT64_C(1) << 1)            /* a schema's name is database.schema, cut at the last dot */
#define ALK_SQL_MORE_BOOLEAN_WORDS (UINT64_C(1) << 2)          /* TRUE and FALSE are words, although columns as conditions say = 1 */
#define ALK_SQL_MORE_QUOTE_UNDERSCORE (UINT64_C(1) << 3)       /* a name that begins with _ needs quotes */
#define ALK_SQL_MORE_FOR_UPDATE_OF_COLUMNS (UINT64_C(1) << 4)  /* FOR UPDATE OF names columns, not tables */
#define ALK_SQL_MORE_NATIONAL_TEXT (UINT64_C(1) << 5)          /* a text that is not ASCII, or of a national type, is written N'…' */
#define ALK_SQL_MORE_TABLE_WORD (UINT64_C(1) << 6)             /* FROM TABLE (f(…)) */
#define ALK_SQL_MORE_JSON_SUBSCRIPTS (UINT64_C(1) << 7)        /* SET d['a'] = …: a part of a JSON value is assigned to */
#define ALK_SQL_MORE_REGEXP_FLAGS_INSIDE (UINT64_C(1) << 8)    /* regexp_replace() takes its flags in the pattern: (?i) */
#define ALK_SQL_MORE_DUAL_BESIDE_WHERE (UINT64_C(1) << 9)      /* FROM DUAL where a SELECT without tables has a WHERE */
#define ALK_SQL_MORE_BETWEEN_SYMMETRIC (UINT64_C(1) << 10)     /* else a BETWEEN in both directions */
#define ALK_SQL_MORE_VALUES_QUERY (UINT64_C(1) << 11)          /* (VALUES (…), (…)) is a query; else SELECT * FROM (VALUES …) */
#define ALK_SQL_MORE_VALUES_ROW (UINT64_C(1) << 12)            /* VALUES ROW(…), ROW(…) */
#define ALK_SQL_MORE_ON_CONSTRAINT (UINT64_C(1) << 13)         /* ON CONFLICT ON CONSTRAINT */
#define ALK_SQL_MORE_COLLATION_SCHEMA (UINT64_C(1) << 14)      /* COLLATE schema.collation */
#define ALK_SQL_MORE_FUNCTION_COLUMNS (UINT64_C(1) << 15)      /* FROM f(…) AS t (a, b) */
#define ALK_SQL_MORE_FUNCTION_TYPES (UINT64_C(1) << 16)        /* FROM f(…) AS t (a INTEGER, b TEXT) */
#define ALK_SQL_MORE_LOCK_HINTS (UINT64_C(1) << 17)            /* FOR UPDATE is a hint behind each table: t WITH (UPDLOCK, ROWLOCK) */
#define ALK_SQL_MORE_ORDINALITY (UINT64_C(1) << 18)            /* FROM f(…) WITH ORDINALITY */
#define ALK_SQL_MORE_NO_QUANTIFIED (UINT64_C(1) << 32)         /* there is no = ANY (SELECT …), > ALL (SELECT …) */
#define ALK_SQL_MORE_NO_WITH_CHANGE (UINT64_C(1) << 33)        /* no WITH before UPDATE and DELETE */
#define ALK_SQL_MORE_WITH_FIRST (UINT64_C(1) << 34)            /* WITH stands before the whole statement alone, not in a subquery */
#define ALK_SQL_MORE_FRAME_LITERALS (UINT64_C(1) << 35)        /* how far a window's frame goes is a number in the text, no parameter */
#define ALK_SQL_MORE_NO_FRAME_GROUPS (UINT64_C(1) << 36)       /* no frame of GROUPS */
#define ALK_SQL_MORE_NO_FRAME_VALUES (UINT64_C(1) << 37)       /* a frame of RANGE goes to the current row or to the end */
#define ALK_SQL_MORE_MERGE_WHERE (UINT64_C(1) << 38)           /* MERGE has its conditions behind, as WHERE, and deletes no rows */
#define ALK_SQL_MORE_DEFAULT_COLUMN (UINT64_C(1) << 39)        /* INSERT … (a) VALUES (DEFAULT) for a row of defaults */
#define ALK_SQL_MORE_NO_INNER_ORDER (UINT64_C(1) << 40)        /* a query in another has an ORDER BY only where it counts its rows */
#define ALK_SQL_MORE_NO_LIMIT_LOCK (UINT64_C(1) << 41)         /* FOR UPDATE does not go with FETCH and OFFSET */
#define ALK_SQL_MORE_NO_CONDITION_VALUES (UINT64_C(1) << 42)   /* a condition is no value: CASE WHEN a > b THEN 1 … END; nor a value a condition: CASE … END = 1 */
#define ALK_SQL_MORE_NO_WITH (UINT64_C(1) << 43)               /* no WITH at all */
#define ALK_SQL_MORE_NO_WINDOWS (UINT64_C(1) << 44)            /* no OVER (…) */
#define ALK_SQL_MORE_NO_EXCEPT (UINT64_C(1) << 45)             /* no EXCEPT and INTERSECT */
#define ALK_SQL_MORE_NO_REGEXP_FLAGS (UINT64_C(1) << 46)       /* regular expressions have no flags, and there is no regexp_replace() */
#define ALK_SQL_MORE_NO_GROUP_LABELS (UINT64_C(1) << 49)       /* GROUP BY takes no label of the query */
#define ALK_SQL_MORE_KEYS_IN_ORDER (UINT64_C(1) << 48)         /* one INSERT of many rows counts their keys in the order of the rows, and returns them in it */
#define ALK_SQL_MORE_SETS_IN_ORDER (UINT64_C(1) << 47)         /* UPDATE sets its columns one after another: a value sees what stands before it */

enum { ALK_LIMIT_STANDARD = 0 /* OFFSET n ROWS FETCH FIRST n ROWS ONLY */, ALK_LIMIT_OFFSET /* LIMIT n OFFSET m */, ALK_LIMIT_COMMA /* LIMIT m, n */, ALK_LIMIT_TOP /* TOP n, or
    OFFSET and FETCH behind an ORDER BY */, ALK_LIMIT_ROW_NUMBER /* TOP n, or a query around it that counts by ROW_NUMBER() */, ALK_LIMIT_ROWNUM /* the same by ROWNUM */ };
enum { ALK_CONCAT_BARS = 0, ALK_CONCAT_FUNCTION, ALK_CONCAT_PLUS };
enum { ALK_DISTINCT_FROM_STANDARD = 0, ALK_DISTINCT_FROM_IS /* IS, IS NOT */, ALK_DISTINCT_FROM_SPACESHIP /* <=> */, ALK_DISTINCT_FROM_INTERSECT, ALK_DISTINCT_FROM_DECODE };
enum { ALK_UPSERT_NONE = 0, ALK_UPSERT_ON_CONFLICT, ALK_UPSERT_DUPLICATE_KEY_ALIAS /* AS new ON DUPLICATE KEY UPDATE */, ALK_UPSERT_DUPLICATE_KEY_VALUES /* VALUES(c) */ };
enum { ALK_RETURNING_CLAUSE = 0, ALK_RETURNING_OUTPUT /* OUTPUT inserted.c */, ALK_RETURNING_INTO /* RETURNING … INTO :ret */, ALK_RETURNING_BARE
    /* RETURNING without the table's name before a column */ };
enum { ALK_REGEXP_NONE = 0, ALK_REGEXP_TILDE /* ~, ~* */, ALK_REGEXP_WORD /* REGEXP */, ALK_REGEXP_LIKE /* REGEXP_LIKE(a, b) */, ALK_REGEXP_WORD_LIKE
    /* REGEXP; REGEXP_LIKE(a, b, flags) where there are flags */ };
enum { ALK_HINT_NOWHERE = 0, ALK_HINT_BEHIND_TABLE /* t WITH (NOLOCK) */, ALK_HINT_BEFORE_TABLE /* ONLY t */, ALK_HINT_COMMENT /* in a comment behind SELECT */ };
enum { ALK_SAMPLE_NONE = 0, ALK_SAMPLE_STANDARD /* t AS a TABLESAMPLE SYSTEM (n) */, ALK_SAMPLE_PERCENT /* TABLESAMPLE SYSTEM (n PERCENT), n a number in the text, and no
    BERNOULLI */, ALK_SAMPLE_WORD /* t SAMPLE (n) a, SAMPLE BLOCK (n), n a number in the text */ };
enum { ALK_JSON_NONE = 0, ALK_JSON_ARROWS /* ->, #> */, ALK_JSON_EXTRACT /* JSON_EXTRACT(d, '$.a'), JSON_UNQUOTE */, ALK_JSON_QUERY /* JSON_QUERY, JSON_VALUE */,
    ALK_JSON_EXTRACT_SQL /* JSON_EXTRACT gives SQL values, JSON_QUOTE makes JSON of them */ };
enum { ALK_GROWING_NONE = 0, ALK_GROWING_SERIAL, ALK_GROWING_AUTO_INCREMENT, ALK_GROWING_ROWID /* INTEGER PRIMARY KEY */, ALK_GROWING_IDENTITY, ALK_GROWING_IDENTITY_CALL
    /* IDENTITY(1,1) */, ALK_GROWING_BY_DEFAULT /* GENERATED BY DEFAULT AS IDENTITY */ };
enum { ALK_DIVIDE_EXACT = 0 /* 7 / 2 is 3.5 */, ALK_DIVIDE_FLOORS /* 7 / 2 is 3; exact with a CAST */, ALK_DIVIDE_FLOORS_REAL /* the same; exact with + 0.0 */ };
enum { ALK_EXTRACT_STANDARD = 0, ALK_EXTRACT_STRFTIME, ALK_EXTRACT_DATEPART };
enum { ALK_STRING_AGG_STANDARD = 0 /* string_agg(x, ',' ORDER BY y) */, ALK_STRING_AGG_GROUP_CONCAT /* group_concat(x, ',') */, ALK_STRING_AGG_SEPARATOR
    /* group_concat(x ORDER BY y SEPARATOR ',') */, ALK_STRING_AGG_WITHIN /* string_agg(x, ',') WITHIN GROUP (…) */, ALK_STRING_AGG_LISTAGG };

/* A function that has another name, or other arguments: {"length", "len"}; "char_length({0})" takes them by number; without
 * arguments the spelling is all: {"now", "CURRENT_TIMESTAMP"}, {"random", "rand()"}. Names with a dot are no functions: "extract.dow" is a field of EXTRACT,
 * "match.natural" a mode of alk_match_mode(), "cast.tinytext" what CAST takes for a type of the database's own, "literal.date" and "literal.timestamp" how these are
 * written into the text, where {0} is the quoted text, "literal.long_decimal" the same of a decimal of more than 15 digits, "literal.blob" the same of hexadecimal digits without quotes,
 * "literal.infinite_decimal" and "literal.infinite_real" the same of NaN and the infinities, which else are a text and an error; "bits.and", "bits.or", "bits.xor", "bits.not",
 * "bits.left" and "bits.right" are operators that are none there; "regexp_replace.flags" is that function with four arguments, "like.text" what makes more characters of a
 * text literal that stands in a pattern of LIKE, whose escape character is /, "json.get" a part of a JSON document as JSON, where JSON_QUERY
 * leaves out what is no object or array: {0} is the document, {1} the path, {2} the path of what the part is in and {3} its key there. The spelling "-": there is no such function, field of EXTRACT or number. Frozen. */
typedef struct alk_function_rule {
    const char *name, *spelling;
} alk_function_rule;

/* What its definitions have: bits of alk_sql_rules.ddl. */
#define ALK_SQL_DDL_CASCADE (UINT32_C(1) << 0)         /* DROP … CASCADE */
#define ALK_SQL_DDL_DROP_INDEX_ON (UINT32_C(1) << 1)   /* DROP INDEX i ON t */
#define ALK_SQL_DDL_INDEX_QUALIFIED (UINT32_C(1) << 2) /* CREATE INDEX schema.i ON t; else CREATE INDEX i ON schema.t */
#define ALK_SQL_DDL_INDEX_EXPRESSIONS (UINT32_C(1) << 3)
#define ALK_SQL_DDL_INDEX_NULLS (UINT32_C(1) << 4)     /* NULLS FIRST of an index's part */
#define ALK_SQL_DDL_TEMPORARY (UINT32_C(1) << 5)       /* CREATE TEMPORARY TABLE, VIEW */
#define ALK_SQL_DDL_REPLACE_VIEW (UINT32_C(1) << 6)    /* CREATE OR REPLACE VIEW */
#define ALK_SQL_DDL_VIEW_IF (UINT32_C(1) << 7)         /* CREATE VIEW IF NOT EXISTS */
#define ALK_SQL_DDL_MATCH (UINT32_C(1) << 8)           /* MATCH FULL of a foreign key */
#define ALK_SQL_DDL_ON_UPDATE (UINT32_C(1) << 9)       /* a column's ON UPDATE CURRENT_TIMESTAMP */
#define ALK_SQL_DDL_DOMAINS (UINT32_C(1) << 10)
#define ALK_SQL_DDL_NULL (UINT32_C(1) << 11)           /* a column that may be NULL says so: NULL */
#define ALK_SQL_DDL_COMPUTED_AS (UINT32_C(1) << 12)    /* c AS (…) PERSISTED, without a type; else c INTEGER GENERATED ALWAYS AS (…) STORED */
#define ALK_SQL_DDL_EXCLUDE (UINT32_C(1) << 13)        /* EXCLUDE constraints */
#define ALK_SQL_DDL_REFERENCES_BARE (UINT32_C(1) << 14)        /* REFERENCES t, never schema.t */
#define ALK_SQL_DDL_COMPUTED_NULL (UINT32_C(1) << 15)  /* NOT NULL cannot stand with a computed column */
#define ALK_SQL_DDL_TYPE_DO (UINT32_C(1) << 16)        /* CREATE TYPE and DOMAIN IF NOT EXISTS is a DO block that passes over duplicate_object */
#define ALK_SQL_DDL_NULL_TIMESTAMPS (UINT32_C(1) << 17)        /* as ALK_SQL_DDL_NULL, of timestamps with a zone alone */
#define ALK_SQL_DDL_COLLATION_WORD (UINT32_C(1) << 19) /* names of collations are words, never quoted; everywhere */
#define ALK_SQL_DDL_NO_INDEX_IF (UINT32_C(1) << 18)    /* indexes and constraints have no IF [NOT] EXISTS, though tables have */
#define ALK_SQL_DDL_INDEX_SCHEMA (UINT32_C(1) << 20)   /* CREATE INDEX schema.i ON schema.t */
#define ALK_SQL_DDL_ALTER_VIEW (UINT32_C(1) << 21)     /* CREATE OR ALTER VIEW, which replaces one */
#define ALK_SQL_DDL_NO_COLUMNS (UINT32_C(1) << 22)     /* a table may have no columns of its own */
#define ALK_SQL_DDL_INDEX_ALL (UINT32_C(1) << 23)      /* an index may name no columns: a columnstore is of them all */
#define ALK_SQL_DDL_SEQUENCE_TYPE (UINT32_C(1) << 24)  /* CREATE SEQUENCE s AS BIGINT */
#define ALK_SQL_DDL_DROP_PRIMARY_KEY (UINT32_C(1) << 25)       /* a primary key is dropped by DROP PRIMARY KEY: it has no name of its own */

#define ALK_SQL_DDL_COMMENT_PROPERTIES (UINT32_C(1) << 26)     /* comments are extended properties: EXEC sp_addextendedproperty */
#define ALK_SQL_DDL_SELECT_INTO (UINT32_C(1) << 27)    /* CREATE TABLE t AS SELECT … is SELECT … INTO t */
#define ALK_SQL_DDL_NO_RESTRICT (UINT32_C(1) << 28)    /* foreign keys have no RESTRICT: NO ACTION, which they do where nothing is said, is the same but where they are deferred */
#define ALK_SQL_DDL_NO_SET_DEFAULT (UINT32_C(1) << 29) /* nor SET DEFAULT */

/* An option that its tables, columns, constraints or indexes may have: how and where it is written, in the order of this list. A name may be there more than once, for
 * several places; what is spelt alike is written once, for the first name that was given. In the spelling {value} is the value as it stands, {name} as a name,
 * {names} as names with commas between them, {text} as a string; what has none of them is a switch, on with "true" or no value and off with "false". A space comes
 * before each, but not before a parenthesis behind a part of an index. Frozen. */
enum {
    ALK_OPTION_TABLE_WORD = 1,           /* CREATE here TABLE */
    ALK_OPTION_TABLE,                    /* behind the list of columns */
    ALK_OPTION_TABLE_LIST,               /* the same, with commas between them */
    ALK_OPTION_TYPE,                     /* behind a column's type */
    ALK_OPTION_COLUMN,                   /* behind a column's definition */
    ALK_OPTION_KEY,                      /* behind PRIMARY KEY of a column whose values grow by themselves */
    ALK_OPTION_CONSTRAINT,               /* behind a constraint */
    ALK_OPTION_CONSTRAINT_WORD,          /* UNIQUE here (…), PRIMARY KEY here (…) */
    ALK_OPTION_INDEX_WORD,               /* CREATE here INDEX */
    ALK_OPTION_INDEX_NAME,               /* CREATE INDEX here i */
    ALK_OPTION_INDEX_USING,              /* CREATE INDEX i ON t here (…) */
    ALK_OPTION_INDEX,                    /* behind the list of parts, before WHERE */
    ALK_OPTION_INDEX_PART,               /* behind one part of it, before DESC */
    ALK_OPTION_CONSTRAINT_COLUMNS,       /* UNIQUE (…) here, PRIMARY KEY (…) here */
    ALK_OPTION_ON_DELETE,                /* behind what a foreign key does ON DELETE */
    ALK_OPTION_IDENTITY,                 /* GENERATED BY DEFAULT here AS IDENTITY */
    ALK_OPTION_SEQUENCE,                 /* behind what else is said of a sequence or identity */
    ALK_OPTION_VIEW,                     /* CREATE VIEW v here AS */
    ALK_OPTION_VIEW_END,                 /* behind the query of a view */
    ALK_OPTION_DROP_INDEX,               /* DROP INDEX here i */
    ALK_OPTION_VIEW_WORD,                /* CREATE here VIEW, behind OR REPLACE */
    ALK_OPTION_INDEX_END,                /* behind the WHERE of an index */
    ALK_OPTION_COLUMN_TYPE               /* in place of a column's type */
};
typedef struct alk_option_rule {
    const char *name;                    /* "mysql.engine"; NULL ends the list */
    uint32_t place, reserved;            /* ALK_OPTION_… */
    const char *spelling;                /* "ENGINE={value}" */
} alk_option_rule;

/* A feature that came with a version: on an older server it is taken out of what the table of rules has. */
typedef struct alk_history_rule {
    uint32_t since, reserved;            /* major * 10000 + minor * 100 + patch; 0 ends the list */
    uint64_t features;                   /* ALK_SQL_… */
} alk_history_rule;

typedef struct alk_render alk_render;    /* the rendering that runs; the library's */
typedef struct alk_node alk_node;        /* a node of a statement; the library's */

enum {                                   /* kinds of nodes; only ever appended */
    ALK_NODE_VALUE = 3, ALK_NODE_RAW = 5, ALK_NODE_COLUMN = 8, ALK_NODE_TABLE = 9,
    ALK_NODE_PARAM = 16, ALK_NODE_LITERAL, ALK_NODE_CONSTANT, ALK_NODE_NAME, ALK_NODE_COLUMN_OF, ALK_NODE_COLUMN_AT, ALK_NODE_UNARY,
    ALK_NODE_BINARY, ALK_NODE_JUNCTION, ALK_NODE_BETWEEN, ALK_NODE_IN, ALK_NODE_LIST, ALK_NODE_TUPLE, ALK_NODE_ARRAY, ALK_NODE_CASE,
    ALK_NODE_CAST, ALK_NODE_FUNC, ALK_NODE_FILTER, ALK_NODE_WITHIN_GROUP, ALK_NODE_ORDERED, ALK_NODE_OVER, ALK_NODE_COLLATE,
    ALK_NODE_EXTRACT, ALK_NODE_LABEL, ALK_NODE_SUBSCRIPT, ALK_NODE_SLICE, ALK_NODE_JSON_GET, ALK_NODE_EXISTS, ALK_NODE_QUANTIFIED,
    ALK_NODE_DEFAULT, ALK_NODE_EXCLUDED, ALK_NODE_NEXT_VALUE, ALK_NODE_PARTITION_BY, ALK_NODE_FRAME, ALK_NODE_ALIAS, ALK_NODE_SUBQUERY,
    ALK_NODE_CTE, ALK_NODE_VALUES, ALK_NODE_ROW, ALK_NODE_TABLE_FUNC, ALK_NODE_TABLE_NAME, ALK_NODE_JOIN, ALK_NODE_SAMPLE, ALK_NODE_SELECT,
    ALK_NODE_COMPOUND, ALK_NODE_INSERT, ALK_NODE_UPDATE, ALK_NODE_DELETE, ALK_NODE_MERGE, ALK_NODE_FROM, ALK_NODE_WHERE, ALK_NODE_GROUP_BY,
    ALK_NODE_HAVING, ALK_NODE_ORDER_BY, ALK_NODE_LIMIT, ALK_NODE_OFFSET, ALK_NODE_FETCH, ALK_NODE_DISTINCT, ALK_NODE_FOR_UPDATE,
    ALK_NODE_ADD_CTE, ALK_NODE_CORRELATE, ALK_NODE_HINT, ALK_NODE_SET, ALK_NODE_VALUES_ROWS, ALK_NODE_COLUMNS, ALK_NODE_FROM_SELECT,
    ALK_NODE_DEFAULT_VALUES, ALK_NODE_ON_CONFLICT, ALK_NODE_RETURNING, ALK_NODE_USING, ALK_NODE_WHEN, ALK_NODE_LOAD, ALK_NODE_EXTENSION, ALK_NODE_OPTIONS,
    ALK_NODE_CREATE_TABLE, ALK_NODE_DROP_TABLE, ALK_NODE_CREATE_TABLE_AS, ALK_NODE_CREATE_INDEX, ALK_NODE_DROP_INDEX, ALK_NODE_ADD_CONSTRAINT,
    ALK_NODE_DROP_CONSTRAINT, ALK_NODE_CREATE_SCHEMA, ALK_NODE_DROP_SCHEMA, ALK_NODE_CREATE_SEQUENCE, ALK_NODE_DROP_SEQUENCE, ALK_NODE_CREATE_VIEW,
    ALK_NODE_DROP_VIEW, ALK_NODE_COMMENT_ON, ALK_NODE_CREATE_TYPE, ALK_NODE_DROP_TYPE, ALK_NODE_CREATE_DOMAIN, ALK_NODE_DROP_DOMAIN,
    ALK_NODE_DDL_TEXT, ALK_NODE_DDL_IF, ALK_NODE_SCALAR_VALUES, ALK_NODE_ROW_OF, ALK_NODE_LABEL_REF, ALK_NODE_ASSIGNED, ALK_NODE_LABEL_STYLE,
    ALK_NODE_RAW_WITH, ALK_NODE_RAW_QUERY, ALK_NODE_DDL_OPTIONS, ALK_NODE_DDL_PLACED
};

/* Interface "alk.render/1" of the library: reading nodes, and writing SQL in a dialect's `render`. A node lives as long as the call. */
typedef struct alk_render_ops {
    uint32_t size, reserved;
    uint32_t (*kind)(const alk_node *node);                        /* ALK_NODE_… */
    uint32_t (*op)(const alk_node *node);                          /* its operator or variant, as the kind has it; 0: none */
    const char *(*text)(const alk_node *node);                     /* the name of a column, table, function, label …; NULL: none */
    uint32_t (*child_count)(const alk_node *node);
    const alk_node *(*child)(const alk_node *node, uint32_t i);    /* NULL: there is no such one */
    const alk_cell *(*value)(const alk_node *node);                /* of an ALK_NODE_VALUE, whose content may be left out but for its tag; of a LITERAL all of it */
    void (*put)(alk_render *render, const char *sql, size_t length);       /* SQL as it stands */
    alk_rc (*put_name)(alk_render *render, const char *name, size_t length);       /* a name, in quotes where it needs them */
    alk_rc (*put_literal)(alk_render *render, const alk_cell *value);
    alk_rc (*put_node)(alk_render *render, const alk_node *node);          /* as the library does, asking `render` again for what is inside */
    alk_rc (*put_default)(alk_render *render, const alk_node *node);       /* the same, but without asking for this node itself */
    alk_rc (*fail)(alk_render *render, const char *message, size_t length);        /* the statement cannot be written: returns ALK_ERROR_COMPILE */
    uint32_t (*flags)(const alk_node *node);                       /* of a definition: 1 IF [NOT] EXISTS, 2 CASCADE, 4 OR REPLACE, 8 TEMPORARY, 16 MATERIALIZED */
} alk_render_ops;

typedef struct alk_sql_rules {
    uint32_t size, reserved;
    uint64_t features;                   /* ALK_SQL_… */
    uint8_t limit, concat, distinct_from, upsert, returning, regexp, json, growing, divide, extract, string_agg, reserved1;
    uint32_t ddl;                        /* ALK_SQL_DDL_… */
    const char *limit_all;               /* what stands for no limit where an OFFSET needs one: "-1", "ALL"; NULL: nothing is needed */
    const char *true_word, *false_word;  /* NULL: TRUE, FALSE */
    const char *empty_set;               /* a query of no rows; "{nulls}" is a NULL for each column */
    const char *bit_xor;                 /* the operator's token; NULL: " ^ "; "" : (a | b) - (a & b); "BITXOR": a function */
    const char *modulo;                  /* the same: NULL: " % "; "mod": a function */
    const char *reserved_words;          /* in lower case, sorted by bytes, a space before and behind each */
    const char *const *types;            /* by ALK_KIND_…: "VARCHAR({length})"; "NUMERIC[({length}[, {scale}])]"; what is in [] goes when its number is 0, and what is behind
                                          * a bar in it comes instead: "VARCHAR[({length})|(max)]". NULL: not had */
    const char *const *national_types;   /* the same for ALK_TYPE_NATIONAL; NULL: as the others */
    uint32_t n_types, n_functions;
    const alk_function_rule *functions;
    const char *const *cast_types;       /* as types, where CAST takes other words; NULL: the same */
    uint32_t max_constraint, reserved3;  /* bytes of the names of indexes and constraints; 0: as of any name */
    /* Optional. The rules of a server of this version, which is never 0: writes what differs into rules, a copy of this table from which `history` has been taken out;
     * lists that it puts there are as long as n_types and n_functions say. All that the table points to is static data. */
    void (*adapt)(uint32_t version, struct alk_sql_rules *rules);
    /* Optional. Writes a node in its own way, with interface "alk.render/1" of the library, or returns ALK_USE_DEFAULT. It is asked for every expression, FROM, query,
     * change and definition, and alone knows extensions (ALK_NODE_EXTENSION) whose text begins with its own name and a dot. Must be safe from any thread. */
    alk_rc (*render)(alk_render *render, const alk_node *node);
    uint64_t more;                       /* ALK_SQL_MORE_…: features, as above */
    uint8_t table_hint, sample, reserved4[6];      /* ALK_HINT_…: where a table's hint stands; ALK_SAMPLE_… */
    const char *except_word;             /* NULL: EXCEPT */
    const char *share_word;              /* behind a query that locks its rows against writers; NULL: FOR SHARE */
    const alk_option_rule *options;      /* those that its tables, columns, constraints and indexes may have; NULL: none */
    const alk_history_rule *history;     /* since when it has its features; NULL: always */
} alk_sql_rules;

/* ---- the plugin ---- */
typedef struct alk_plugin {
    uint32_t size;
    uint16_t abi_major, abi_minor;       /* what it was built with */
    uint16_t min_host_minor, reserved;   /* the oldest library that it works with */
    uint32_t ndialects, ndrivers;
    const char *name, *version;          /* "alkahest-sqlite", "1.0.0"; as in the manifest */
    const alk_dialect *const *dialects;
    const alk_driver *const *drivers;
    void (*shutdown)(void);              /* optional; called only by alk_shutdown() */
} alk_plugin;

#if defined(__GNUC__)
#define ALK_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define ALK_PLUGIN_EXPORT
#endif

/* The one export. Called once, when the plugin is loaded. host lives for ever. Returns the plugin's table, static data; or NULL with err set, as when
 * the host is too old. The type is for the library and for static registration. */
typedef const alk_plugin *(*alk_plugin_entry)(const alk_host *host, alk_err *err);
ALK_PLUGIN_EXPORT const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err);

/* A copy of the manifest in the library file itself, as an ELF note of the name "alkahest" and type 1, for `alk plugins --verify`. `text` is a string
 * literal; the SDK's CMake function passes ALK_PLUGIN_MANIFEST. */
#if defined(__ELF__) && defined(__GNUC__)
#define ALK_PLUGIN_NOTE(text)                                                                                           \
    __attribute__((section(".note.alkahest"), aligned(4), used)) static const struct {                                  \
        uint32_t name_size, text_size, type;                                                                            \
        char name[12];                                                                                                  \
        char manifest[(sizeof(text) + 3) / 4 * 4];                                                                      \
    } alk_plugin_note = { 9, sizeof(text), 1, "alkahest", text }
#else
#define ALK_PLUGIN_NOTE(text) struct alk_plugin_note_unused
#endif

#if defined(__cplusplus)
}
#endif
#endif
