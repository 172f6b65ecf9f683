/* SPDX-License-Identifier: MIT
 * SQL's data types, as a program declares them: for columns, casts and typed expressions. How each is spelt is the dialect's business. A type is a
 * small value: ALK_SQL_VARCHAR(120) initialises one, in static data too. */
#ifndef ALKAHEST_DATATYPE_H
#define ALKAHEST_DATATYPE_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_type {
    uint16_t kind, flags;          /* ALK_KIND_…, ALK_TYPE_UNSIGNED … */
    int32_t length, scale;
    const void *custom;            /* by kind; lives as long as the type */
} alk_type;

/* The words of an enumeration. Where the database has no such type it is text with a CHECK. */
typedef struct alk_enum {
    uint32_t struct_size, count;
    const char *name;              /* of the type, where it is one of its own */
    const char *schema;            /* NULL: the default one */
    const char *const *words;      /* count of them, in order */
} alk_enum;

/* A type of the program's own over one that SQL has: two functions convert. Both return ALK_OK or an error class after writing nothing. */
typedef struct alk_custom_type {
    uint32_t struct_size, value_size;      /* value_size: bytes of the C value */
    alk_type storage;                      /* what the database sees */
    const char *name;
    int (*to_value)(const struct alk_custom_type *type, const void *c_value, alk_cell *value);
    int (*from_value)(const struct alk_custom_type *type, const alk_cell *value, void *c_value);
    const void *data;                      /* the program's */
} alk_custom_type;

#define ALK_SQL_BOOLEAN { ALK_KIND_BOOLEAN, 0, 0, 0, NULL }
#define ALK_SQL_SMALLINT { ALK_KIND_SMALLINT, 0, 0, 0, NULL }
#define ALK_SQL_INTEGER { ALK_KIND_INTEGER, 0, 0, 0, NULL }
#define ALK_SQL_BIGINT { ALK_KIND_BIGINT, 0, 0, 0, NULL }
#define ALK_SQL_UBIGINT { ALK_KIND_BIGINT, ALK_TYPE_UNSIGNED, 0, 0, NULL }
#define ALK_SQL_REAL { ALK_KIND_REAL, 0, 0, 0, NULL }
#define ALK_SQL_DOUBLE { ALK_KIND_DOUBLE, 0, 0, 0, NULL }
#define ALK_SQL_NUMERIC(precision, scale) { ALK_KIND_NUMERIC, 0, (precision), (scale), NULL }
#define ALK_SQL_CHAR(n) { ALK_KIND_CHAR, 0, (n), 0, NULL }
#define ALK_SQL_VARCHAR(n) { ALK_KIND_VARCHAR, 0, (n), 0, NULL }
#define ALK_SQL_NVARCHAR(n) { ALK_KIND_VARCHAR, ALK_TYPE_NATIONAL, (n), 0, NULL }
#define ALK_SQL_TEXT { ALK_KIND_TEXT, 0, 0, 0, NULL }
#define ALK_SQL_BINARY(n) { ALK_KIND_BINARY, 0, (n), 0, NULL }
#define ALK_SQL_VARBINARY(n) { ALK_KIND_VARBINARY, 0, (n), 0, NULL }
#define ALK_SQL_BLOB { ALK_KIND_BLOB, 0, 0, 0, NULL }
#define ALK_SQL_DATE { ALK_KIND_DATE, 0, 0, 0, NULL }
#define ALK_SQL_TIME { ALK_KIND_TIME, 0, 0, 0, NULL }
#define ALK_SQL_TIMESTAMP { ALK_KIND_TIMESTAMP, 0, 0, 0, NULL }
#define ALK_SQL_TIMESTAMPTZ { ALK_KIND_TIMESTAMPTZ, 0, 0, 0, NULL }
#define ALK_SQL_INTERVAL { ALK_KIND_INTERVAL, 0, 0, 0, NULL }
#define ALK_SQL_UUID { ALK_KIND_UUID, 0, 0, 0, NULL }
#define ALK_SQL_JSON { ALK_KIND_JSON, 0, 0, 0, NULL }
#define ALK_SQL_ENUM(e) { ALK_KIND_ENUM, 0, 0, 0, &(e) }
#define ALK_SQL_ARRAY(items) { ALK_KIND_ARRAY, 0, 0, 0, &(items) }
#define ALK_SQL_NATIVE(name) { ALK_KIND_NATIVE, 0, 0, 0, (name) }
#define ALK_SQL_CUSTOM(custom_type, c_type) { ALK_KIND_CUSTOM, 0, 0, 0, &(custom_type) }

/* The address of a type, for calls: alk_cast(x, ALK_OF(NUMERIC(10, 2))). It lives as long as the block it is written in, in C++ as long as the call; calls copy it. */
#if defined(__cplusplus)
#define ALK_OF(...) (&static_cast<const alk_type &>(alk_type ALK_SQL_##__VA_ARGS__))
#else
#define ALK_OF(...) (&(const alk_type)ALK_SQL_##__VA_ARGS__)
#endif

ALK_END_DECLS
#endif
