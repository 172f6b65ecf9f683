/* SPDX-License-Identifier: MIT
 * The vocabulary that the whole library shares: export and C++ guards, views, values, type codes, error classes,
 * isolation levels. The block between the two marks stands, letter by letter, in <alkahest/plugin.h> too, so that a plugin
 * builds from that header alone and a program may include both. */
#ifndef ALKAHEST_TYPES_H
#define ALKAHEST_TYPES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALK_VERSION_MAJOR 1
#define ALK_VERSION_MINOR 0
#define ALK_VERSION_PATCH 0
#define ALK_VERSION "1.0.0"

#if defined(__cplusplus)
#define ALK_BEGIN_DECLS extern "C" {
#define ALK_END_DECLS }
#else
#define ALK_BEGIN_DECLS
#define ALK_END_DECLS
#endif

/* Only what is marked so is exported. */
#if defined(__GNUC__)
#define ALK_API __attribute__((visibility("default")))
#define ALK_EXPORTED __attribute__((visibility("default")))    /* the same for what a program's library exports */
#define ALK_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#else
#define ALK_API
#define ALK_EXPORTED
#define ALK_PRINTF(text, first)
#endif

ALK_BEGIN_DECLS
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

/* A value for binding, or read from a row: the cell that also crosses to the plugins. */
typedef alk_cell alk_value;

/* Typed days and microseconds, so that a date cannot be taken for an integer. Conversion: <alkahest/value.h>. */
typedef struct alk_date { int32_t days; } alk_date;
typedef struct alk_time { int64_t micros; } alk_time;
typedef struct alk_timestamp { int64_t micros; } alk_timestamp;
typedef struct alk_timestamptz { int64_t micros; } alk_timestamptz;
typedef struct alk_uuid { uint8_t bytes[16]; } alk_uuid;

ALK_END_DECLS
#endif
