/* SPDX-License-Identifier: MIT
 * The nodes behind alk_sql and who owns them. A fresh node floats (no references); the first that takes it owns it. Static nodes are never
 * counted. Nodes are immutable, so a kept one may be read by many threads.
 *
 * All that is built by a call has one shape, alk__node: a kind, an operator, a text, a type, children. So copying, comparing, hashing and walking are one function
 * each. Leaves that carry something else (an error, a value, raw text) have a struct of their own; columns and tables are the definitions themselves. */
#ifndef ALK_SQL_NODE_H
#define ALK_SQL_NODE_H
#include <alkahest/arena.h>
#include <alkahest/options.h>
#include <alkahest/schema.h>
#include <alkahest/sql.h>
#include <stddef.h>

enum {
    ALK__NODE_END = 1, ALK__NODE_ERROR, ALK__NODE_VALUE, ALK__NODE_BIND, ALK__NODE_RAW,
    ALK__NODE_COLUMN = ALK_SQL_KIND_COLUMN, ALK__NODE_TABLE = ALK_SQL_KIND_TABLE, ALK__NODE_RELATIONSHIP = ALK_SQL_KIND_RELATIONSHIP,
    ALK__NODE_DERIVED = ALK_SQL_KIND_DERIVED,
    ALK__NODE_BUILT = 15,          /* those of one shape follow */
#define KIND(name, class, words) ALK__NODE_##name,
#include "sql/node.def"
#undef KIND
    ALK__NODE_KINDS
};
enum {
    ALK__NODE_STATIC = ALK_SQL_IS_STATIC,
    ALK__NODE_HAS_VALUES = 2,      /* a value to be bound stands in it or below */
    ALK__NODE_HAS_PARAMS = 4,      /* a named parameter does: in raw text it may */
    ALK__NODE_HAS_AGGREGATE = 8,
    ALK__NODE_HAS_CTE = 32,        /* it is a CTE, or names one somewhere */
    ALK__NODE_POISONED = 16,       /* an error node that was something else, see poison.h */
    ALK__NODE_INHERITED = ALK__NODE_HAS_VALUES | ALK__NODE_HAS_PARAMS | ALK__NODE_HAS_AGGREGATE | ALK__NODE_HAS_CTE     /* from a node's children */
};
typedef enum alk__node_class {
    ALK__CLASS_LEAF, ALK__CLASS_EXPR, ALK__CLASS_PART, ALK__CLASS_FROM, ALK__CLASS_QUERY, ALK__CLASS_CHANGE, ALK__CLASS_CLAUSE,
    ALK__CLASS_DDL
} alk__node_class;

enum {
    ALK__OP_NONE,
#define OPERATOR(name, token, precedence, traits) ALK__OP_##name,
#include "sql/operator.def"
#undef OPERATOR
    ALK__OPERATORS
};
enum {                             /* traits of an operator */
    ALK__OP_IS_NONE = 0, ALK__OP_COMPARES = 1, ALK__OP_TESTS = 2, ALK__OP_MATCHES = 4, ALK__OP_JOINS = 8, ALK__OP_COUNTS = 16, ALK__OP_JOINS_TEXT = 32,
    ALK__OP_ORDERS = 64, ALK__OP_ASSOCIATES = 128,
    ALK__OP_IS_BOOLEAN = ALK__OP_COMPARES | ALK__OP_TESTS | ALK__OP_MATCHES | ALK__OP_JOINS
};
typedef struct alk__operator {
    const char *token;
    int precedence;
    unsigned traits;
} alk__operator;
extern const alk__operator alk__operators[ALK__OPERATORS];

/* Variants of kinds. */
enum { ALK__CONSTANT_TRUE = 1, ALK__CONSTANT_FALSE, ALK__CONSTANT_NULL, ALK__CONSTANT_STAR };
enum { ALK__NAME_UNQUOTED = 1, ALK__NAME_CONSTRAINT = 2 };
enum { ALK__MATCH_MODE = 4 };           /* beside ALK_MATCH_… */
enum { ALK__CASE_VALUE = 1, ALK__CASE_ELSE = 2 };
enum { ALK__CAST = 1, ALK__TRY_CAST, ALK__TYPED };
enum { ALK__FUNC_DISTINCT = 1, ALK__FUNC_BARE = 2 /* no parentheses: CURRENT_DATE */, ALK__FUNC_AGGREGATE = 4, ALK__FUNC_KNOWN = 8 /* the name is written as it stands */ };
enum { ALK__JSON_VALUE = 1, ALK__JSON_TEXT };
enum { ALK__ANY = 1, ALK__ALL };
enum { ALK__LATERAL = 1 };
enum { ALK__TABLE_FUNC_TYPES = 4 };     /* beside ALK_WITH_ORDINALITY and ALK_TABLE_FUNC_LATERAL */
enum { ALK__SYMMETRIC = 1 };
enum { ALK__CTE_RECURSIVE = 1, ALK__CTE_NESTING = 2, ALK__CTE_MATERIALIZED = 4, ALK__CTE_NOT_MATERIALIZED = 8 };
enum { ALK__INNER = 1, ALK__LEFT, ALK__FULL, ALK__CROSS };
enum { ALK__UNION = 1, ALK__UNION_ALL, ALK__EXCEPT, ALK__EXCEPT_ALL, ALK__INTERSECT, ALK__INTERSECT_ALL };
enum { ALK__FRAME_FROM_UNBOUNDED = 1, ALK__FRAME_FROM_CURRENT = 2, ALK__FRAME_FROM_FOLLOWING = 4, ALK__FRAME_TO_UNBOUNDED = 8, ALK__FRAME_TO_CURRENT = 16,
       ALK__FRAME_TO_FOLLOWING = 32 };
enum { ALK__SEQUENCE_CYCLE = 256 };        /* beside ALK_SEQUENCE_… in the operator of a sequence */
enum { ALK__DDL_WHERE_NEEDED = 256, ALK__DDL_MAY_BE_GONE = 512 };  /* bits of a definition: it is an empty text where the database has no such thing, or has it elsewhere; of a
    constraint, the table is there, but it itself need not be: IF EXISTS, where the database has that */
enum { ALK__COMMENT_TABLE = 1, ALK__COMMENT_COLUMN, ALK__COMMENT_CONSTRAINT };
enum { ALK__HINT_OF_DIALECT = 1 /* its name is the first child */, ALK__HINT_EXPRESSION = 2 /* the last child, in place of a text */ };

typedef struct alk__node {
    alk_sql sql;                   /* hash: of structure; values count by their type alone */
    uint16_t op;                   /* operator or variant */
    uint16_t bits;
    uint16_t depth;                /* of the tree below, itself counted */
    uint16_t whole;                /* nodes of the tree below, itself counted, where all are of one slab, made for each other and plain: they go at once. 0: one by one */
    uint32_t n;                    /* children */
    uint32_t spare;                /* a small number, by kind */
    const char *text;              /* a name or token, in this very node; of a statement the file that it was written in. NULL: none */
    const alk_type *type;          /* of an expression's value; NULL: not known. It lives as long as the node */
    int32_t line;                  /* of a statement; 0: not known */
    uint32_t serves;               /* of a statement: the serial of the compiled one that was found to be of its structure; 0: none. Atomic */
    const alk_sql *child[];
} alk__node;

typedef struct alk__error_node {
    alk_sql sql;
    uint16_t unused[2], depth, whole;          /* as in alk__node, for who counts what is below */
    int code, line;
    const char *file;              /* where it was written; NULL: not known */
    char message[];                /* ends with NUL */
} alk__error_node;
typedef struct alk__value_node {
    alk_sql sql;                   /* hash: of the value's type, or of the SQL type that it was given */
    uint16_t unused[2], depth, whole;
    alk_value value;
    const alk_type *type;          /* of the column that it meets, which outlives it; NULL: by the value */
    alk_arena *arena;              /* of an array's items, else NULL */
    char bytes[];                  /* what the value points to */
} alk__value_node;
typedef struct alk__bind_node {
    alk_sql sql;
    uint16_t unused[2], depth, whole;
    const alk_sql *value;
    char name[];
} alk__bind_node;
typedef struct alk__raw_node {
    alk_sql sql;                   /* hash: of the text */
    uint16_t unused[2], depth, whole;
    alk_execution_options *options;/* its own, token and all in one block; NULL: none */
    const char *file;              /* where it was written; NULL: not known */
    int line;
    size_t length;
    char text[];
} alk__raw_node;

#define ALK__DEPTH_MAX 1000
#define ALK__CHILDREN_MAX ((size_t)1 << 24)

/* ---- what a node is ---- */
extern const uint8_t alk__node_classes[ALK__NODE_KINDS];
enum { ALK__KIND_IS_BUILT = 256, ALK__KIND_IS_SCHEMA = 512 };
extern const uint16_t alk__node_traits[ALK__NODE_KINDS];       /* the class as a bit, none for an error; ALK__KIND_… */
static inline unsigned alk__node_traits_of(const alk_sql *node)
{
    return node->kind < ALK__NODE_KINDS ? alk__node_traits[node->kind] : 1u << ALK__CLASS_LEAF;
}
static inline alk__node_class alk__node_class_of(const alk_sql *node)
{
    return node->kind < ALK__NODE_KINDS ? (alk__node_class)alk__node_classes[node->kind] : ALK__CLASS_LEAF;
}
/* A statement knows by its spare number which clauses it has, so that most of those that it might have are not looked for: the bit of a kind; 0: any other. */
static inline uint32_t alk__clause_bit(uint16_t kind)
{
    if (kind >= ALK__NODE_FROM && kind <= ALK__NODE_LOAD)
        return UINT32_C(1) << (kind - ALK__NODE_FROM);
    return kind == ALK__NODE_OPTIONS ? UINT32_C(1) << 30 : kind == ALK__NODE_LABEL_STYLE ? UINT32_C(1) << 31 : 0;
}
_Static_assert(ALK__NODE_LOAD - ALK__NODE_FROM < 30, "each clause has a bit of its own");
/* false: the node is a statement without that. */
static inline bool alk__node_may_have(const alk__node *node, uint16_t kind)
{
    bool knows = node->sql.kind >= ALK__NODE_SELECT && node->sql.kind <= ALK__NODE_MERGE;
    return !knows || !alk__clause_bit(kind) || node->spare & alk__clause_bit(kind);
}
/* A child whose content is structure even where it is a value, since it may be written into the SQL. */
static inline bool alk__node_writes_child(uint16_t kind, size_t child)
{
    return kind == ALK__NODE_LITERAL || kind == ALK__NODE_FRAME || (kind == ALK__NODE_SAMPLE && child == 1);
}
/* For the spare number of such a node: by the content of a value, 0 of any other. */
uint32_t alk__value_spare(const alk_sql *value);
const char *alk__node_words(const alk_sql *node);              /* "a column", "SELECT": for messages */
static inline const alk__node *alk__node_built(const alk_sql *node)
{
    return node->kind > ALK__NODE_BUILT ? (const alk__node *)(const void *)node : NULL;
}
/* The query of a compound that names its columns: the first, wherever the clauses stand. NULL: it has none. */
static inline const alk_sql *alk__first_query(const alk_sql *compound)
{
    const alk__node *built = alk__node_built(compound);
    for (uint32_t i = 0; i < built->n; i++)
        if (alk__node_class_of(built->child[i]) != ALK__CLASS_CLAUSE)
            return built->child[i];
    return NULL;
}
/* The type of what an expression gives; NULL: not known. */
const alk_type *alk__node_type(const alk_sql *node);
static inline uint64_t alk__node_mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}
/* A column, a table, a relationship or a derived member: of a model, or made at run time. */
static inline bool alk__node_is_schema(const alk_sql *node)
{
    return node->kind >= ALK__NODE_COLUMN && node->kind <= ALK__NODE_DERIVED;
}
/* The hash of its structure; that of a part of the schema is its address. */
static inline uint64_t alk__node_hash(const alk_sql *node)
{
    return alk__node_is_schema(node) ? alk__node_mix(node->kind, (uint64_t)(uintptr_t)node) : node->hash;
}
/* The same structure: a statement compiled for one serves the other. FROMs without a name are the same when each stands for the other throughout. */
bool alk__node_equal(const alk_sql *a, const alk_sql *b);
/* The values to be bound, in the order in which they stand in the tree. Stops at `room`; returns how many there are. */
size_t alk__node_values(const alk_sql *node, const alk__value_node **values, size_t room);
/* A copy without the values themselves: what a cache keeps. Floating, or the statement itself where it has none. NULL: no memory. */
const alk_sql *alk__node_bare(const alk_sql *statement);
/* The whole tree as text, for tests: "BINARY EQ(COLUMN author.id, VALUE INT)". */
struct alk__buffer;
void alk__node_dump(const alk_sql *node, struct alk__buffer *out);

/* ---- making nodes ---- */
/* A node of size bytes, zeroed but for its head; NULL: out of memory. */
void *alk__node_new(uint16_t kind, size_t size);

/* What alk__node_make() makes. It begins as the node does, which is made by copying it; what has no comment is not for the caller to set. */
typedef struct alk__making {
    uint16_t kind, flags;          /* flags: ALK__NODE_HAS_…, beside those of the children */
    uint32_t refs;
    uint64_t hash;
    uint16_t op, bits;             /* as in alk__node */
    uint16_t depth, whole;
    uint32_t n;
    uint32_t spare;                /* as in alk__node */
    const char *file;              /* of a statement: kept in place of a text */
    const alk_type *type;          /* lives as long as the children, or is static; copied when own_type */
    int32_t line;                  /* of a statement */
    uint32_t serves;
    const char *text;              /* copied; NULL: none */
    size_t text_length;            /* SIZE_MAX: it ends with NUL */
    unsigned takes;                /* ALK__TAKES_…: what the children may be; 0: anything */
    bool own_type;
} alk__making;
#define ALK__MAKING_ALIKE(member, other) (offsetof(alk__making, member) == offsetof(alk__node, other))
_Static_assert(ALK__MAKING_ALIKE(kind, sql.kind) && ALK__MAKING_ALIKE(flags, sql.flags) && ALK__MAKING_ALIKE(refs, sql.refs) && ALK__MAKING_ALIKE(hash, sql.hash) &&
                   ALK__MAKING_ALIKE(op, op) && ALK__MAKING_ALIKE(bits, bits) && ALK__MAKING_ALIKE(depth, depth) && ALK__MAKING_ALIKE(whole, whole) &&
                   ALK__MAKING_ALIKE(n, n) && ALK__MAKING_ALIKE(spare, spare) && ALK__MAKING_ALIKE(file, text) && ALK__MAKING_ALIKE(type, type) &&
                   ALK__MAKING_ALIKE(line, line) && ALK__MAKING_ALIKE(serves, serves) && ALK__MAKING_ALIKE(text, child),
               "a node is made by copying what is to be made");
enum {                             /* as sets of classes */
    ALK__TAKES_EXPR = 1 << ALK__CLASS_LEAF | 1 << ALK__CLASS_EXPR | 1 << ALK__CLASS_QUERY,
    ALK__TAKES_FROM = 1 << ALK__CLASS_FROM,
    ALK__TAKES_QUERY = 1 << ALK__CLASS_QUERY,
    ALK__TAKES_CLAUSE = 1 << ALK__CLASS_CLAUSE,
    ALK__TAKES_PART = 1 << ALK__CLASS_PART,
    ALK__TAKES_STATEMENT = 1 << ALK__CLASS_QUERY | 1 << ALK__CLASS_CHANGE
};
/* The one way to make a node of a kind in node.def. Takes the children: on failure the fresh ones are freed. A child that is an error becomes the result; a NULL
 * child is an error that names `who`, the public call. */
alk_sql *alk__node_make(const alk__making *making, const char *who, size_t n, const alk_sql *const *children);
/* The same with first before the items of a list that ends with alk_end; first NULL: none. */
alk_sql *alk__node_make_list(const alk__making *making, const char *who, const alk_sql *first, const alk_sql *const *list);
size_t alk__list_length(const alk_sql *const *list);
/* An error node from a message; `at`, where it is a child that was taken nowhere, is freed. */
alk_sql *alk__node_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The node that stands for lack of memory: static, always there. */
alk_sql *alk__node_no_memory(void);
/* A node that carries the thread's present error. */
alk_sql *alk__node_error(void);

/* ---- owning ---- */
/* Owns a node that is put into another: a floating one becomes the parent's, another is counted. */
const alk_sql *alk__node_take(const alk_sql *node);
/* Nobody owns it yet, so that the call that it is given to consumes it. */
static inline bool alk__node_floats(const alk_sql *node)
{
    return !(node->flags & ALK__NODE_STATIC) && !alk__node_is_schema(node) && __atomic_load_n(&node->refs, __ATOMIC_RELAXED) == 0;
}
/* Frees a node that still floats, after the call that consumed it. */
void alk__node_sink(const alk_sql *node);
/* The same for several, but for the one that is kept (NULL: none). One that stands there twice is freed once: they are all taken first. */
void alk__node_sink_all(const alk_sql *kept, size_t n, const alk_sql *const *nodes);
#define ALK__SINK(...) \
    alk__node_sink_all(NULL, sizeof((const alk_sql *const[]){ __VA_ARGS__ }) / sizeof(alk_sql *), (const alk_sql *const[]){ __VA_ARGS__ })
/* The same for first, where it is not NULL, and a list that ends with alk_end. */
void alk__node_sink_list(const alk_sql *first, const alk_sql *const *list);
/* Whether a fresh node is the only owner of its first child; then alk__node_take_out() gives the child, fresh again, and frees the node. */
bool alk__node_is_sole(const alk_sql *node);
alk_sql *alk__node_take_out(const alk_sql *node);
/* Objects to what cannot stand among the parts of a statement: a clause of another statement, a join that is whole. NULL: nothing, and *clauses tells of each clause too that it
 * is there; else an error node. */
const alk_sql *alk__node_misplaced(uint16_t statement, const char *who, const alk_sql *const *parts, uint32_t *clauses);

/* Tells the thread's error where a statement was written, where that is known. */
void alk__node_place(const alk_sql *statement);
/* The options that a statement carries; NULL: none. */
const alk_execution_options *alk__node_options(const alk_sql *statement);
/* Sets the thread's error from an error node; returns its code. */
int alk__node_raise(const alk_sql *node);

/* ---- values that meet a type (sql/coerce.c) ---- */
/* The value as the type wants it: text for a number column becomes a decimal, text for a date column a date. Anything but a value is given back as it is. An error node
 * names column and types where they do not go together. Takes value, gives a fresh or shared node. */
const alk_sql *alk__coerce(const alk_sql *value, const alk_type *type, const char *who, const alk_sql *other);
#endif
