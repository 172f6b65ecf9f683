/* SPDX-License-Identifier: MIT
 * What the server's types mean here. Those that every server has are in a table; those of a database (enums, domains, extensions, arrays of
 * these) are asked for once and kept with the connection. */
#ifndef ALK_PG_TYPES_H
#define ALK_PG_TYPES_H
#include "host.h"

typedef uint32_t alk__pg_oid;

typedef enum alk__pg_kind {
    ALK__PG_OTHER = 0,                   /* known as text only: never asked for in the binary form */
    ALK__PG_BOOL,
    ALK__PG_INT2,
    ALK__PG_INT4,
    ALK__PG_INT8,
    ALK__PG_OID,                         /* 32 bits without a sign */
    ALK__PG_FLOAT4,
    ALK__PG_FLOAT8,
    ALK__PG_NUMERIC,
    ALK__PG_TEXT,                        /* the binary form is the text itself */
    ALK__PG_BYTEA,
    ALK__PG_DATE,
    ALK__PG_TIME,
    ALK__PG_TIMESTAMP,
    ALK__PG_TIMESTAMPTZ,
    ALK__PG_INTERVAL,
    ALK__PG_UUID,
    ALK__PG_JSON,
    ALK__PG_JSONB,
    ALK__PG_ARRAY
} alk__pg_kind;

typedef struct alk__pg_type {
    alk__pg_oid oid, item_oid;           /* item: of an array */
    uint8_t kind, item_kind;             /* alk__pg_kind; of a domain: that of its base */
    char delimiter;                      /* between the items of an array's text */
    bool known;
    const char *name;                    /* NULL: not known */
} alk__pg_type;

/* A type of the table. */
bool alk__pg_type_builtin(alk__pg_oid oid, alk__pg_type *out);
/* The type of arrays of a type of the table; 0: there is none. */
alk__pg_oid alk__pg_array_oid(alk__pg_oid oid);
/* The tag of cells of a kind. */
uint16_t alk__pg_kind_tag(uint8_t kind);
/* The type that a value would have as a literal; 0: none. */
alk__pg_oid alk__pg_type_of_value(const alk_cell *cell);
static inline bool alk__pg_type_is_binary(const alk__pg_type *type)
{
    return type->kind == ALK__PG_ARRAY ? type->item_kind != ALK__PG_OTHER : type->kind != ALK__PG_OTHER;
}

/* ---- those of one database ---- */
typedef struct alk__pg_types {
    alk__pg_type *list;                  /* names are allocated, and owned */
    uint32_t count, room;
} alk__pg_types;

void alk__pg_types_free(alk__pg_types *types);
/* Takes over what the server says of a type; name is copied. ALK_OK or ALK_ERROR_NO_MEMORY. */
alk_rc alk__pg_types_add(alk__pg_types *types, const alk__pg_type *type);
/* The table first, then the list. known is false in *out where neither has it. */
bool alk__pg_types_find(const alk__pg_types *types, alk__pg_oid oid, alk__pg_type *out);
#endif
