/* SPDX-License-Identifier: MIT
 * The table of types that every server has, and the list of those that a database has of its own. */
#include "types.h"

typedef struct entry {
    alk__pg_oid oid, array;
    uint8_t kind;
    const char *name;
} entry;

/* Sorted by the first number. Types that are text in both forms are ALK__PG_TEXT. */
static const entry builtin[] = {
    { 16, 1000, ALK__PG_BOOL, "boolean" },
    { 17, 1001, ALK__PG_BYTEA, "bytea" },
    { 18, 1002, ALK__PG_TEXT, "\"char\"" },
    { 19, 1003, ALK__PG_TEXT, "name" },
    { 20, 1016, ALK__PG_INT8, "bigint" },
    { 21, 1005, ALK__PG_INT2, "smallint" },
    { 22, 1006, ALK__PG_OTHER, "int2vector" },
    { 23, 1007, ALK__PG_INT4, "integer" },
    { 24, 1008, ALK__PG_OTHER, "regproc" },
    { 25, 1009, ALK__PG_TEXT, "text" },
    { 26, 1028, ALK__PG_OID, "oid" },
    { 27, 1010, ALK__PG_OTHER, "tid" },
    { 28, 1011, ALK__PG_OTHER, "xid" },
    { 29, 1012, ALK__PG_OTHER, "cid" },
    { 30, 1013, ALK__PG_OTHER, "oidvector" },
    { 114, 199, ALK__PG_JSON, "json" },
    { 142, 143, ALK__PG_OTHER, "xml" },
    { 600, 1017, ALK__PG_OTHER, "point" },
    { 601, 1018, ALK__PG_OTHER, "lseg" },
    { 602, 1019, ALK__PG_OTHER, "path" },
    { 603, 1020, ALK__PG_OTHER, "box" },
    { 604, 1027, ALK__PG_OTHER, "polygon" },
    { 628, 629, ALK__PG_OTHER, "line" },
    { 650, 651, ALK__PG_OTHER, "cidr" },
    { 700, 1021, ALK__PG_FLOAT4, "real" },
    { 701, 1022, ALK__PG_FLOAT8, "double precision" },
    { 705, 0, ALK__PG_TEXT, "unknown" },
    { 718, 719, ALK__PG_OTHER, "circle" },
    { 774, 775, ALK__PG_OTHER, "macaddr8" },
    { 790, 791, ALK__PG_OTHER, "money" },
    { 829, 1040, ALK__PG_OTHER, "macaddr" },
    { 869, 1041, ALK__PG_OTHER, "inet" },
    { 1042, 1014, ALK__PG_TEXT, "character" },
    { 1043, 1015, ALK__PG_TEXT, "character varying" },
    { 1082, 1182, ALK__PG_DATE, "date" },
    { 1083, 1183, ALK__PG_TIME, "time without time zone" },
    { 1114, 1115, ALK__PG_TIMESTAMP, "timestamp without time zone" },
    { 1184, 1185, ALK__PG_TIMESTAMPTZ, "timestamp with time zone" },
    { 1186, 1187, ALK__PG_INTERVAL, "interval" },
    { 1266, 1270, ALK__PG_OTHER, "time with time zone" },
    { 1560, 1561, ALK__PG_OTHER, "bit" },
    { 1562, 1563, ALK__PG_OTHER, "bit varying" },
    { 1700, 1231, ALK__PG_NUMERIC, "numeric" },
    { 1790, 2201, ALK__PG_TEXT, "refcursor" },
    { 2202, 2207, ALK__PG_OTHER, "regprocedure" },
    { 2205, 2210, ALK__PG_OTHER, "regclass" },
    { 2206, 2211, ALK__PG_OTHER, "regtype" },
    { 2249, 2287, ALK__PG_OTHER, "record" },
    { 2275, 1263, ALK__PG_OTHER, "cstring" },
    { 2278, 0, ALK__PG_OTHER, "void" },
    { 2950, 2951, ALK__PG_UUID, "uuid" },
    { 2970, 2949, ALK__PG_OTHER, "txid_snapshot" },
    { 3220, 3221, ALK__PG_OTHER, "pg_lsn" },
    { 3614, 3643, ALK__PG_OTHER, "tsvector" },
    { 3615, 3645, ALK__PG_OTHER, "tsquery" },
    { 3802, 3807, ALK__PG_JSONB, "jsonb" },
    { 3904, 3905, ALK__PG_OTHER, "int4range" },
    { 3906, 3907, ALK__PG_OTHER, "numrange" },
    { 3908, 3909, ALK__PG_OTHER, "tsrange" },
    { 3910, 3911, ALK__PG_OTHER, "tstzrange" },
    { 3912, 3913, ALK__PG_OTHER, "daterange" },
    { 3926, 3927, ALK__PG_OTHER, "int8range" },
    { 4072, 4073, ALK__PG_OTHER, "jsonpath" },
    { 4089, 4090, ALK__PG_OTHER, "regnamespace" },
    { 4096, 4097, ALK__PG_OTHER, "regrole" },
};
enum { BUILTINS = sizeof builtin / sizeof *builtin };

static void describe(const entry *e, alk__pg_type *out)
{
    *out = (alk__pg_type){ .oid = e->oid, .kind = e->kind, .delimiter = ',', .known = true, .name = e->name };
}

static const char *array_name(const entry *e)
{
    switch (e->kind) {
    case ALK__PG_BOOL:
        return "boolean[]";
    case ALK__PG_INT2:
        return "smallint[]";
    case ALK__PG_INT4:
        return "integer[]";
    case ALK__PG_INT8:
        return "bigint[]";
    case ALK__PG_FLOAT4:
        return "real[]";
    case ALK__PG_FLOAT8:
        return "double precision[]";
    case ALK__PG_NUMERIC:
        return "numeric[]";
    case ALK__PG_TEXT:
        return e->oid == 25 ? "text[]" : e->oid == 1043 ? "character varying[]" : "array";
    case ALK__PG_UUID:
        return "uuid[]";
    case ALK__PG_JSONB:
        return "jsonb[]";
    default:
        return "array";
    }
}

static const entry *find(alk__pg_oid oid)
{
    size_t low = 0, high = BUILTINS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (builtin[middle].oid == oid)
            return &builtin[middle];
        if (builtin[middle].oid < oid)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

alk__pg_oid alk__pg_array_oid(alk__pg_oid oid)
{
    const entry *found = find(oid);
    return found != NULL ? found->array : 0;
}

bool alk__pg_type_builtin(alk__pg_oid oid, alk__pg_type *out)
{
    const entry *found = find(oid);
    if (found != NULL) {
        describe(found, out);
        return true;
    }
    for (size_t i = 0; oid != 0 && i < BUILTINS; i++)
        if (builtin[i].array == oid) {
            *out = (alk__pg_type){ .oid = oid, .item_oid = builtin[i].oid, .kind = ALK__PG_ARRAY, .item_kind = builtin[i].kind,
                                   .delimiter = builtin[i].oid == 603 ? ';' : ',', .known = true, .name = array_name(&builtin[i]) };
            return true;
        }
    return false;
}

uint16_t alk__pg_kind_tag(uint8_t kind)
{
    static const uint8_t tags[] = {
        [ALK__PG_OTHER] = ALK_TYPE_TEXT,          [ALK__PG_BOOL] = ALK_TYPE_BOOL,
        [ALK__PG_INT2] = ALK_TYPE_INT,            [ALK__PG_INT4] = ALK_TYPE_INT,
        [ALK__PG_INT8] = ALK_TYPE_INT,            [ALK__PG_OID] = ALK_TYPE_INT,
        [ALK__PG_FLOAT4] = ALK_TYPE_REAL,         [ALK__PG_FLOAT8] = ALK_TYPE_REAL,
        [ALK__PG_NUMERIC] = ALK_TYPE_DECIMAL,     [ALK__PG_TEXT] = ALK_TYPE_TEXT,
        [ALK__PG_BYTEA] = ALK_TYPE_BLOB,          [ALK__PG_DATE] = ALK_TYPE_DATE,
        [ALK__PG_TIME] = ALK_TYPE_TIME,           [ALK__PG_TIMESTAMP] = ALK_TYPE_TIMESTAMP,
        [ALK__PG_TIMESTAMPTZ] = ALK_TYPE_TIMESTAMPTZ, [ALK__PG_INTERVAL] = ALK_TYPE_INTERVAL,
        [ALK__PG_UUID] = ALK_TYPE_UUID,           [ALK__PG_JSON] = ALK_TYPE_JSON,
        [ALK__PG_JSONB] = ALK_TYPE_JSON,          [ALK__PG_ARRAY] = ALK_TYPE_ARRAY
    };
    return kind < sizeof tags ? tags[kind] : ALK_TYPE_TEXT;
}

alk__pg_oid alk__pg_type_of_value(const alk_cell *cell)
{
    static const struct {
        uint16_t of, of_array;
    } types[] = { [ALK_TYPE_BOOL] = { 16, 1000 },       [ALK_TYPE_INT] = { 20, 1016 },          [ALK_TYPE_UINT] = { 1700, 1231 },  [ALK_TYPE_REAL] = { 701, 1022 },
                  [ALK_TYPE_DECIMAL] = { 1700, 1231 },  [ALK_TYPE_TEXT] = { 25, 1009 },         [ALK_TYPE_BLOB] = { 17, 1001 },    [ALK_TYPE_DATE] = { 1082, 1182 },
                  [ALK_TYPE_TIME] = { 1083, 1183 },     [ALK_TYPE_TIMESTAMP] = { 1114, 1115 },  [ALK_TYPE_TIMESTAMPTZ] = { 1184, 1185 }, [ALK_TYPE_INTERVAL] = { 1186, 1187 },
                  [ALK_TYPE_UUID] = { 2950, 2951 },     [ALK_TYPE_JSON] = { 114, 199 } };
    bool array = false;
    for (int depth = 0; cell->tag == ALK_TYPE_ARRAY && depth < 6; depth++) {
        const alk_cell *items = cell->u.p;
        uint32_t i = 0;
        while (i < cell->len && items[i].tag == ALK_TYPE_NULL)
            i++;
        if (i == cell->len)
            return 0;
        array = true;
        cell = &items[i];
    }
    return cell->tag == ALK_TYPE_NULL || cell->tag > ALK_TYPE_JSON ? 0 : array ? types[cell->tag].of_array : types[cell->tag].of;
}

/* ---- those of one database ---- */
void alk__pg_types_free(alk__pg_types *types)
{
    for (uint32_t i = 0; i < types->count; i++)
        alk__pg_free((char *)(uintptr_t)types->list[i].name);
    alk__pg_free(types->list);
    memset(types, 0, sizeof *types);
}

alk_rc alk__pg_types_add(alk__pg_types *types, const alk__pg_type *type)
{
    size_t length = type->name != NULL ? strlen(type->name) : 0;
    char *name;
    if (types->count == types->room) {
        uint32_t room = types->room != 0 ? types->room * 2 : 16;
        alk__pg_type *larger = alk__pg_host->mem(types->list, room * sizeof *larger);
        if (larger == NULL)
            return ALK_ERROR_NO_MEMORY;
        types->list = larger;
        types->room = room;
    }
    if ((name = alk__pg_alloc(length + 1, NULL)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (length > 0)
        memcpy(name, type->name, length);
    types->list[types->count] = *type;
    types->list[types->count++].name = name;
    return ALK_OK;
}

bool alk__pg_types_find(const alk__pg_types *types, alk__pg_oid oid, alk__pg_type *out)
{
    if (alk__pg_type_builtin(oid, out))
        return true;
    for (uint32_t i = 0; i < types->count; i++)
        if (types->list[i].oid == oid) {
            *out = types->list[i];
            return true;
        }
    *out = (alk__pg_type){ .oid = oid, .kind = ALK__PG_OTHER, .delimiter = ',' };
    return false;
}
