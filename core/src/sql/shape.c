/* SPDX-License-Identifier: MIT
 * See shape.h, and in node.h what tells whether two statements are one: equality, the order of values, dumps. */
#include "sql/shape.h"
#include "base/buffer.h"
#include "base/map.h"
#include "sql/node.h"
#include "sql/table.h"
#include <alkahest/value.h>
#include <string.h>

/* ---- types ---- */

const alk__type_kind alk__type_kinds[ALK__TYPE_KINDS] = {
    [ALK_KIND_UNKNOWN] = { "unknown", ALK_TYPE_NULL },
    [ALK_KIND_BOOLEAN] = { "BOOLEAN", ALK_TYPE_BOOL },
    [ALK_KIND_SMALLINT] = { "SMALLINT", ALK_TYPE_INT },
    [ALK_KIND_INTEGER] = { "INTEGER", ALK_TYPE_INT },
    [ALK_KIND_BIGINT] = { "BIGINT", ALK_TYPE_INT },
    [ALK_KIND_REAL] = { "REAL", ALK_TYPE_REAL },
    [ALK_KIND_DOUBLE] = { "DOUBLE", ALK_TYPE_REAL },
    [ALK_KIND_FLOAT] = { "FLOAT", ALK_TYPE_REAL },
    [ALK_KIND_NUMERIC] = { "NUMERIC", ALK_TYPE_DECIMAL },
    [ALK_KIND_CHAR] = { "CHAR", ALK_TYPE_TEXT },
    [ALK_KIND_VARCHAR] = { "VARCHAR", ALK_TYPE_TEXT },
    [ALK_KIND_TEXT] = { "TEXT", ALK_TYPE_TEXT },
    [ALK_KIND_BINARY] = { "BINARY", ALK_TYPE_BLOB },
    [ALK_KIND_VARBINARY] = { "VARBINARY", ALK_TYPE_BLOB },
    [ALK_KIND_BLOB] = { "BLOB", ALK_TYPE_BLOB },
    [ALK_KIND_DATE] = { "DATE", ALK_TYPE_DATE },
    [ALK_KIND_TIME] = { "TIME", ALK_TYPE_TIME },
    [ALK_KIND_TIMESTAMP] = { "TIMESTAMP", ALK_TYPE_TIMESTAMP },
    [ALK_KIND_TIMESTAMPTZ] = { "TIMESTAMP WITH TIME ZONE", ALK_TYPE_TIMESTAMPTZ },
    [ALK_KIND_INTERVAL] = { "INTERVAL", ALK_TYPE_INTERVAL },
    [ALK_KIND_UUID] = { "UUID", ALK_TYPE_UUID },
    [ALK_KIND_JSON] = { "JSON", ALK_TYPE_JSON },
    [ALK_KIND_ENUM] = { "ENUM", ALK_TYPE_TEXT },
    [ALK_KIND_ARRAY] = { "ARRAY", ALK_TYPE_ARRAY },
    [ALK_KIND_NATIVE] = { "a type of the database's own", ALK_TYPE_NULL },
    [ALK_KIND_CUSTOM] = { "a type of the program's own", ALK_TYPE_NULL },
};

const char *alk__type_word(const alk_type *type)
{
    return alk__type_kind_of(type)->word;
}

const alk_type *alk__type_of_tag(int tag)
{
    static const alk_type types[] = {
        [ALK_TYPE_BOOL] = { .kind = ALK_KIND_BOOLEAN },     [ALK_TYPE_INT] = { .kind = ALK_KIND_BIGINT },
        [ALK_TYPE_UINT] = ALK_SQL_UBIGINT,                  [ALK_TYPE_REAL] = { .kind = ALK_KIND_DOUBLE },
        [ALK_TYPE_DECIMAL] = { .kind = ALK_KIND_NUMERIC },  [ALK_TYPE_TEXT] = { .kind = ALK_KIND_TEXT },
        [ALK_TYPE_BLOB] = { .kind = ALK_KIND_BLOB },        [ALK_TYPE_DATE] = { .kind = ALK_KIND_DATE },
        [ALK_TYPE_TIME] = { .kind = ALK_KIND_TIME },        [ALK_TYPE_TIMESTAMP] = { .kind = ALK_KIND_TIMESTAMP },
        [ALK_TYPE_TIMESTAMPTZ] = { .kind = ALK_KIND_TIMESTAMPTZ },
        [ALK_TYPE_INTERVAL] = { .kind = ALK_KIND_INTERVAL }, [ALK_TYPE_UUID] = { .kind = ALK_KIND_UUID },
        [ALK_TYPE_JSON] = { .kind = ALK_KIND_JSON },
    };
    return tag > ALK_TYPE_NULL && tag < ALK_TYPE_ARRAY ? &types[tag] : NULL;
}

uint64_t alk__type_hash_custom(const alk_type *type, uint64_t hash)
{
    if (type->kind == ALK_KIND_NATIVE)
        return alk__node_mix(hash, alk__hash(type->custom, strlen(type->custom), 0));
    return alk__node_mix(hash, type->kind == ALK_KIND_ARRAY ? alk__type_hash(type->custom) : (uint64_t)(uintptr_t)type->custom);
}

static bool same_custom(const alk_type *a, const alk_type *b)
{
    if (!a->custom || !b->custom)
        return false;
    if (a->kind == ALK_KIND_NATIVE)
        return strcmp(a->custom, b->custom) == 0;
    return a->kind == ALK_KIND_ARRAY && alk__type_equal(a->custom, b->custom);
}

static inline bool same_type(const alk_type *a, const alk_type *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->kind != b->kind || a->flags != b->flags || a->length != b->length || a->scale != b->scale)
        return false;
    return a->custom == b->custom || same_custom(a, b);
}

bool alk__type_equal(const alk_type *a, const alk_type *b)
{
    return same_type(a, b);
}

/* ---- what a node is ---- */

typedef struct kind_of_node {
    const char *name, *words;
} kind_of_node;

static const kind_of_node nodes[ALK__NODE_KINDS] = {
    [ALK__NODE_END] = { "END", "the end of a list" },
    [ALK__NODE_ERROR] = { "ERROR", "an error" },
    [ALK__NODE_VALUE] = { "VALUE", "a value" },
    [ALK__NODE_BIND] = { "BIND", "alk_bind()" },
    [ALK__NODE_RAW] = { "RAW", "raw SQL" },
    [ALK__NODE_COLUMN] = { "COLUMN", "a column" },
    [ALK__NODE_TABLE] = { "TABLE", "a table" },
    [ALK__NODE_RELATIONSHIP] = { "RELATIONSHIP", "a relationship" },
    [ALK__NODE_DERIVED] = { "DERIVED", "a member by an expression, which sessions read" },
#define KIND(name, class, words) [ALK__NODE_##name] = { #name, words },
#include "sql/node.def"
#undef KIND
};

/* What is not named here is a leaf. */
const uint8_t alk__node_classes[ALK__NODE_KINDS] = {
    [ALK__NODE_BIND] = ALK__CLASS_PART,
    [ALK__NODE_TABLE] = ALK__CLASS_FROM,
    [ALK__NODE_RELATIONSHIP] = ALK__CLASS_PART,
    [ALK__NODE_DERIVED] = ALK__CLASS_PART,
#define KIND(name, class, words) [ALK__NODE_##name] = ALK__CLASS_##class,
#include "sql/node.def"
#undef KIND
};

const uint16_t alk__node_traits[ALK__NODE_KINDS] = {
    [0] = 1 << ALK__CLASS_LEAF,
    [ALK__NODE_END] = 1 << ALK__CLASS_LEAF,
    [ALK__NODE_VALUE] = 1 << ALK__CLASS_LEAF,
    [ALK__NODE_BIND] = 1 << ALK__CLASS_PART,
    [ALK__NODE_RAW] = 1 << ALK__CLASS_LEAF,
    [ALK__NODE_COLUMN] = 1 << ALK__CLASS_LEAF | ALK__KIND_IS_SCHEMA,
    [ALK__NODE_TABLE] = 1 << ALK__CLASS_FROM | ALK__KIND_IS_SCHEMA,
    [ALK__NODE_RELATIONSHIP] = 1 << ALK__CLASS_PART | ALK__KIND_IS_SCHEMA,
    [ALK__NODE_DERIVED] = 1 << ALK__CLASS_PART | ALK__KIND_IS_SCHEMA,
#define KIND(name, class, words) [ALK__NODE_##name] = 1 << ALK__CLASS_##class | ALK__KIND_IS_BUILT,
#include "sql/node.def"
#undef KIND
};

const char *alk__node_words(const alk_sql *node)
{
    return node->kind < ALK__NODE_KINDS && nodes[node->kind].words ? nodes[node->kind].words : "what is no SQL";
}

const alk_type *alk__node_type(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    if (built)
        return built->type;
    if (node->kind == ALK__NODE_COLUMN)
        return &((const alk_column *)(const void *)node)->type;
    if (node->kind == ALK__NODE_VALUE) {
        const alk__value_node *value = (const alk__value_node *)node;
        return value->type ? value->type : alk__type_of_tag(value->value.tag);
    }
    return NULL;
}

/* ---- the same structure ---- */

enum { PAIRS = 128 };

/* Nodes that stand for each other: FROMs, which columns point to, and values that stand in several places. */
typedef struct comparison {
    const alk_sql *a[PAIRS], *b[PAIRS];
    size_t n;
} comparison;

typedef enum pairing { NEW_PAIR, KNOWN_PAIR, NO_PAIR } pairing;

static pairing pair(comparison *c, const alk_sql *a, const alk_sql *b)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->a[i] == a || c->b[i] == b)
            return c->a[i] == a && c->b[i] == b ? KNOWN_PAIR : NO_PAIR;
    if (c->n == PAIRS)
        return NO_PAIR;                    /* too much to tell: compiled anew */
    c->a[c->n] = a;
    c->b[c->n++] = b;
    return NEW_PAIR;
}

/* By its type alone, and whether it is NULL where that is not told by a type. */
static inline bool same_value(const alk__value_node *a, const alk__value_node *b)
{
    if (a->type || b->type ? !same_type(a->type, b->type) : a->value.tag != b->value.tag)
        return false;
    return (a->value.tag == ALK_TYPE_NULL) == (b->value.tag == ALK_TYPE_NULL) || (a->type && b->type);
}

static bool same_leaf(const alk_sql *a, const alk_sql *b, bool literal)
{
    if (a->kind == ALK__NODE_VALUE) {
        const alk__value_node *x = (const alk__value_node *)a, *y = (const alk__value_node *)b;
        return literal ? alk_value_equal(&x->value, &y->value) : same_value(x, y);
    }
    if (a->kind == ALK__NODE_RAW) {
        const alk__raw_node *x = (const alk__raw_node *)a, *y = (const alk__raw_node *)b;
        return x->length == y->length && memcmp(x->text, y->text, x->length) == 0;
    }
    return a == b;
}

/* Whether one of two may stand in several places of its statement. Others may count it meanwhile, but what stands in two places has two owners throughout. If only the other
 * has values they differ anyway. */
static inline bool is_shared(const alk_sql *a, const alk_sql *b)
{
    return a->flags & ALK__NODE_HAS_VALUES && (__atomic_load_n(&a->refs, __ATOMIC_RELAXED) > 1 || __atomic_load_n(&b->refs, __ATOMIC_RELAXED) > 1);
}

static bool same(comparison *c, const alk_sql *a, const alk_sql *b, bool literal);

static inline bool same_child(comparison *c, const alk_sql *a, const alk_sql *b)
{
    if (a == b && a->flags & ALK__NODE_STATIC)
        return true;
    if (a->kind == ALK__NODE_VALUE && b->kind == ALK__NODE_VALUE && !is_shared(a, b))
        return same_value((const alk__value_node *)a, (const alk__value_node *)b);
    return same(c, a, b, false);
}

/* Values that may be written into the SQL; of their types they are the same. */
static bool same_written(const alk__node *a, const alk__node *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->child[i]->kind == ALK__NODE_VALUE && alk__node_writes_child(a->sql.kind, i) &&
            !alk_value_equal(&((const alk__value_node *)a->child[i])->value, &((const alk__value_node *)b->child[i])->value))
            return false;
    return true;
}

static bool same_built(comparison *c, const alk__node *a, const alk__node *b, bool statement)
{
    if (a->sql.kind == ALK__NODE_OPTIONS)
        return true;
    if (a->op != b->op || a->bits != b->bits || a->spare != b->spare || a->n != b->n)
        return false;
    if ((a->text || b->text) && !statement && !(a->text && b->text && strcmp(a->text, b->text) == 0))
        return false;
    if ((a->sql.kind == ALK__NODE_CAST || a->sql.kind == ALK__NODE_NAME) && !alk__type_equal(a->type, b->type))
        return false;
    if (a->sql.kind == ALK__NODE_LITERAL)
        return same(c, a->child[0], b->child[0], true);
    for (size_t i = 0, n = a->n; i < n; i++)
        if (!same_child(c, a->child[i], b->child[i]))
            return false;
    return (a->sql.kind != ALK__NODE_FRAME && a->sql.kind != ALK__NODE_SAMPLE) || same_written(a, b);
}

static bool same(comparison *c, const alk_sql *a, const alk_sql *b, bool literal)
{
    unsigned is = alk__node_traits_of(a);
    bool from = is & ALK__KIND_IS_BUILT && is & 1u << ALK__CLASS_FROM;
    if (a == b && !(a->flags & ALK__NODE_HAS_VALUES) && !from)
        return true;
    if (a->kind != b->kind)
        return false;
    /* What stands in two places of the one must stand in two places of the other: values are told apart by their place. */
    if (!literal && (from || is_shared(a, b))) {
        pairing p = pair(c, a, b);
        if (p != NEW_PAIR)
            return p == KNOWN_PAIR;
    }
    if (!(is & ALK__KIND_IS_BUILT))
        return same_leaf(a, b, literal);
    return same_built(c, alk__node_built(a), alk__node_built(b), is & (1u << ALK__CLASS_QUERY | 1u << ALK__CLASS_CHANGE));
}

bool alk__node_equal(const alk_sql *a, const alk_sql *b)
{
    comparison c;
    if (a == b)
        return true;
    if (alk__node_hash(a) != alk__node_hash(b))
        return false;
    c.n = 0;
    return same(&c, a, b, false);
}

/* ---- values in order ---- */

enum { SEEN = 128 };

typedef struct collection {
    const alk__value_node **values;
    size_t room, n;
    const alk_sql *seen[SEEN];             /* FROMs with values in them: each is rendered once, however many columns point to it */
    size_t n_seen;
} collection;

static bool seen_before(collection *c, const alk_sql *from)
{
    for (size_t i = 0; i < c->n_seen; i++)
        if (c->seen[i] == from)
            return true;
    if (c->n_seen < SEEN)
        c->seen[c->n_seen++] = from;
    return false;
}

static void collect(collection *c, const alk_sql *node)
{
    if (!(node->flags & ALK__NODE_HAS_VALUES))
        return;
    if (node->kind == ALK__NODE_VALUE) {
        if (c->n < c->room)
            c->values[c->n] = (const alk__value_node *)node;
        c->n++;
        return;
    }
    const alk__node *built = alk__node_built(node);
    if (!built || (alk__node_class_of(node) == ALK__CLASS_FROM && seen_before(c, node)))
        return;
    for (uint32_t i = 0; i < built->n; i++)
        collect(c, built->child[i]);
}

size_t alk__node_values(const alk_sql *node, const alk__value_node **values, size_t room)
{
    collection c;
    c.values = values;
    c.room = room;
    c.n = c.n_seen = 0;
    collect(&c, node);
    return c.n;
}

/* ---- dumps ---- */

static void dump_column(const alk_column *column, alk__buffer *out)
{
    const alk_sql *table = alk__table_of(column);
    alk__buffer_printf(out, "COLUMN %s.%s", table ? alk__table(table)->name : "?", column->name);
}

void alk__node_dump(const alk_sql *node, alk__buffer *out)
{
    const alk__node *built = alk__node_built(node);
    if (node->kind == ALK__NODE_COLUMN) {
        dump_column(alk__column(node), out);
        return;
    }
    alk__buffer_puts(out, node->kind < ALK__NODE_KINDS ? nodes[node->kind].name : "?");
    if (node->kind == ALK__NODE_VALUE)
        alk__buffer_printf(out, " %s", alk_type_name(((const alk__value_node *)node)->value.tag));
    else if (node->kind == ALK__NODE_TABLE)
        alk__buffer_printf(out, " %s", alk__table(node)->name);
    else if (node->kind == ALK__NODE_RAW)
        alk__buffer_printf(out, " '%s'", ((const alk__raw_node *)node)->text);
    if (!built)
        return;
    if (built->op)
        alk__buffer_printf(out, " %u", (unsigned)built->op);
    if (built->text && !built->line)
        alk__buffer_printf(out, " '%s'", built->text);
    for (uint32_t i = 0; i < built->n; i++) {
        alk__buffer_puts(out, i ? ", " : "(");
        alk__node_dump(built->child[i], out);
    }
    if (built->n)
        alk__buffer_putc(out, ')');
}
