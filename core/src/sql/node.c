/* SPDX-License-Identifier: MIT
 * Making nodes, and their life and death. What a node means is the business of the files that call this one. */
#include "sql/node.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/map.h"
#include "sql/poison.h"
#include "sql/shape.h"
#include "sql/slab.h"
#include "sql/table.h"
#include <alkahest/arena.h>
#include <alkahest/query.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const alk_sql alk_end = { .kind = ALK__NODE_END, .flags = ALK__NODE_STATIC };

static alk_sql no_memory = { .kind = ALK__NODE_ERROR, .flags = ALK__NODE_STATIC };

const alk__operator alk__operators[ALK__OPERATORS] = {
#define COMPARES ALK__OP_COMPARES
#define TESTS ALK__OP_TESTS
#define MATCHES ALK__OP_MATCHES
#define JOINS ALK__OP_JOINS
#define COUNTS ALK__OP_COUNTS
#define JOINS_TEXT ALK__OP_JOINS_TEXT
#define ORDERS ALK__OP_ORDERS
#define ASSOCIATES ALK__OP_ASSOCIATES
#define NONE ALK__OP_IS_NONE
#define OPERATOR(name, token, precedence, traits) [ALK__OP_##name] = { token, precedence, traits },
#include "sql/operator.def"
#undef OPERATOR
};

/* ---- errors as nodes ---- */

alk_sql *alk__node_no_memory(void)
{
    return &no_memory;
}

alk_sql *alk__node_error(void)
{
    const alk_error *error = alk_last_error();
    size_t length = strlen(error->message);
    alk__error_node *node;
    int code = error->code;
    if (code == ALK_ERROR_NO_MEMORY || !(node = alk__node_new(ALK__NODE_ERROR, sizeof *node + length + 1)))
        return &no_memory;
    node->code = code;
    memcpy(node->message, error->message, length + 1);
    return &node->sql;
}

alk_sql *alk__node_fail(const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    alk__error(ALK_ERROR_ARGUMENT, "%s", message);
    return alk__node_error();
}

int alk__node_raise(const alk_sql *node)
{
    if (node == &no_memory)
        return alk__error_no_memory();
    if (alk__is_poisoned(node))
        return alk__poison_raise(node);
    const alk__error_node *error = (const alk__error_node *)node;
    return alk__error(error->code, "%s", error->message);
}

/* A compound has no place of its own: it is where its first query is. */
void alk__node_place(const alk_sql *statement)
{
    while (statement && statement->kind == ALK__NODE_COMPOUND)
        statement = alk__first_query(statement);
    const alk__node *built = statement ? alk__node_built(statement) : NULL;
    if (built && built->line)
        alk__error_place(built->text, built->line);
    else if (statement && statement->kind == ALK__NODE_RAW)
        alk__error_place(((const alk__raw_node *)statement)->file, ((const alk__raw_node *)statement)->line);
    else if (statement && statement->kind == ALK__NODE_ERROR && statement != &no_memory && !alk__is_poisoned(statement))
        alk__error_place(((const alk__error_node *)statement)->file, ((const alk__error_node *)statement)->line);
}

/* ---- making ---- */

/* The head of a node is all that ever changes, and only here; so constness is the user's, not ours. */
static uint32_t *refs_of(const alk_sql *node)
{
    return (uint32_t *)((uintptr_t)node + offsetof(alk_sql, refs));
}

void *alk__node_new(uint16_t kind, size_t size)
{
    alk_sql *node = alk__slab_take(size);
    if (node)
        node->kind = kind;
    return node;
}

/* What stands in the way of a child's being one, as an error node; NULL: nothing. An error among the children is given back as it is. */
static const alk_sql *objection(const alk_sql *child, const char *who, unsigned takes)
{
    if (!child)
        return alk__node_fail("%s was given NULL in place of SQL", who);
    if (child->kind == ALK__NODE_ERROR && !alk__is_poisoned(child))
        return child;
    if (alk__is_poisoned(child)) {
        alk__poison_raise(child);
        return alk__node_error();
    }
    if (takes && !(takes & 1u << alk__node_class_of(child)))
        return alk__node_fail("%s was given %s, which cannot stand there", who, alk__node_words(child));
    return NULL;
}

/* The first objection to any of the children. */
static const alk_sql *fault_of(const alk__making *m, const char *who, const alk_sql *first, size_t n, const alk_sql *const *children)
{
    const alk_sql *fault = first ? objection(first, who, 0) : NULL;
    for (size_t i = 0; !fault && i < n; i++)
        fault = objection(children[i], who, m->takes);
    if (!fault && n + (first != NULL) > ALK__CHILDREN_MAX)
        fault = alk__node_fail("%s was given %zu parts, more than a statement may have", who, n + (first != NULL));
    return fault;
}

/* An error that was met while a statement was built tells where that is, unless it knows better. */
static void place(const alk_sql *fault, const alk__making *m)
{
    alk__error_node *error = (alk__error_node *)(uintptr_t)fault;
    if (m->line && !(fault->flags & ALK__NODE_STATIC) && fault->refs == 0 && !error->line) {
        error->file = m->file;
        error->line = m->line;
    }
}

/* Frees the fresh children but for the one that is given back in their place. */
static alk_sql *give_up(const alk_sql *result, const alk_sql *first, size_t n, const alk_sql *const *children)
{
    if (first != result)
        alk__node_take(first);
    alk__node_sink_all(result, n, children);
    if (first != result)
        alk_free(first);
    return (alk_sql *)(uintptr_t)result;
}

/* The contrary: what floated before floats again. */
static void disown(const alk_sql *child)
{
    if (child->flags & ALK__NODE_STATIC)
        return;
    if (alk__node_is_schema(child))
        alk__table_release(child);
    else
        __atomic_sub_fetch(refs_of(child), 1, __ATOMIC_ACQ_REL);
}

#define SPREAD UINT64_C(0xC2B2AE3D27D4EB4F)    /* odd, so that no bit is lost; the upper half is folded into the lower at the end */
#define ANYTHING 255u                          /* all classes: an error has none */

/* Behind the children: a type of its own, a text and its NUL. */
typedef struct tail {
    size_t type, text;
} tail;

static inline tail tail_of(const alk__making *m)
{
    return (tail){ m->own_type && m->type ? sizeof(alk_type) : 0, !m->text ? 0 : (m->text_length == SIZE_MAX ? strlen(m->text) : m->text_length) + 1 };
}

static void put_tail(alk__node *node, const alk__making *m, tail behind)
{
    char *at = (char *)&node->child[node->n];
    if (behind.type) {
        node->type = memcpy(at, m->type, sizeof(alk_type));
        node->sql.hash = alk__node_mix(node->sql.hash, alk__type_hash(m->type));
    }
    if (!m->text)
        return;
    size_t length = behind.text - 1;
    node->text = memcpy(at + behind.type, m->text, length);
    at[behind.type + length] = '\0';
    if (length && m->kind != ALK__NODE_OPTIONS)            /* how it runs is no part of what it is */
        node->sql.hash = alk__node_mix(node->sql.hash, alk__hash(m->text, length, 0));
}

/* Takes back what was begun, for the first fault there is. */
ALK__COLD __attribute__((noinline)) static alk_sql *refuse(alk__node *node, size_t owned, const alk__making *m, const char *who, const alk_sql *first, size_t n,
                                                          const alk_sql *const *children)
{
    for (size_t i = 0; i < owned; i++)
        disown(node->child[i]);
    if (node)
        alk__slab_give(node);
    const alk_sql *fault = fault_of(m, who, first, n, children);
    if (!fault)
        fault = node ? alk__node_fail("%s makes SQL that is nested deeper than %d", who, ALK__DEPTH_MAX) : &no_memory;
    place(fault, m);
    return give_up(fault, first, n, children);
}

#define NOT_PLAIN (UINT64_C(1) << 16)          /* more nodes than a slab has */

/* What is said of a node, so far: where it is, and what comes from its children. */
typedef struct tally {
    const alk__node *node;
    uint64_t hash;
    unsigned flags, depth;
    uint64_t nodes;                /* below, see `whole`; NOT_PLAIN and more: they do not go at once */
    uintptr_t between;             /* how far they are from it, see alk__slab_between() */
} tally;

_Static_assert(offsetof(alk__node, depth) == offsetof(alk__value_node, depth) && offsetof(alk__node, whole) == offsetof(alk__value_node, whole), "all nodes begin alike");

/* Owns a node that was made by a call, and counts what is below. One that floats belongs to this thread alone, so that it is counted without the cost of an atomic addition. */
__attribute__((always_inline)) static inline void own(tally *t, const alk__node *child)
{
    if (child->depth > t->depth)
        t->depth = child->depth;
    t->flags |= child->sql.flags;
    t->hash = (t->hash ^ child->sql.hash) * SPREAD;
    t->between |= alk__slab_between(t->node, child);
    t->nodes += child->whole ? child->whole : NOT_PLAIN;
    if (__atomic_load_n(&child->sql.refs, __ATOMIC_RELAXED) == 0)
        __atomic_store_n(refs_of(&child->sql), 1, __ATOMIC_RELAXED);
    else {
        alk__node_take(&child->sql);
        t->nodes += NOT_PLAIN;
    }
}

/* One that was not: it has nothing below and is known by its address. */
__attribute__((always_inline)) static inline void refer_to(tally *t, const alk_sql *child)
{
    t->hash = (t->hash ^ (uint64_t)(uintptr_t)child) * SPREAD;
    if (!(child->flags & ALK__NODE_STATIC)) {
        alk__node_take(child);
        t->nodes += NOT_PLAIN;
    }
}

/* One more child, at its place in the node; false: something stands in its way, which objection() tells. */
__attribute__((always_inline)) static inline bool add_child(tally *t, const alk_sql **place, const alk_sql *child, unsigned takes)
{
    unsigned is = child ? alk__node_traits_of(child) : 0;
    if (!(is & takes))
        return false;
    *place = child;
    if (is & ALK__KIND_IS_SCHEMA || child->flags & ALK__NODE_STATIC)
        refer_to(t, child);
    else
        own(t, (const alk__node *)(const void *)child);
    return true;
}

__attribute__((always_inline)) static inline alk_sql *make(const alk__making *m, const char *who, const alk_sql *first, size_t n, const alk_sql *const *children, tail behind)
{
    size_t before = first != NULL, count = n + before;
    alk__node *node = count > ALK__CHILDREN_MAX ? NULL : alk__slab_cut(sizeof *node + count * sizeof *node->child + behind.type + behind.text);
    if (!node)
        return refuse(NULL, 0, m, who, first, n, children);
    tally t = { .node = node, .hash = (m->kind ^ (uint64_t)m->op << 8 ^ (uint64_t)m->bits << 24 ^ (uint64_t)m->spare << 32) * SPREAD, .flags = m->flags };
    unsigned takes = m->takes ? m->takes : ANYTHING;
    if (first && !add_child(&t, &node->child[0], first, ANYTHING))
        return refuse(node, 0, m, who, first, n, children);
    for (size_t i = 0; i < n; i++)
        if (!add_child(&t, &node->child[before + i], children[i], takes))
            return refuse(node, before + i, m, who, first, n, children);
    if (t.depth >= ALK__DEPTH_MAX)
        return refuse(node, count, m, who, first, n, children);
    node->sql.kind = m->kind;
    node->sql.flags = (uint16_t)(t.flags & ALK__NODE_INHERITED);
    node->sql.refs = 0;
    node->sql.hash = t.hash ^ t.hash >> 32;
    node->op = m->op;
    node->bits = m->bits;
    node->depth = (uint16_t)(t.depth + 1);
    node->whole = t.between < ALK__SLAB_SIZE && t.nodes < NOT_PLAIN ? (uint16_t)(t.nodes + 1) : 0;
    node->n = (uint32_t)count;
    node->spare = m->spare;
    node->text = m->file;
    node->type = m->type;
    node->line = m->line;
    node->serves = 0;
    return &node->sql;
}

/* What most are: children alone. */
__attribute__((noinline)) static alk_sql *make_plain(const alk__making *m, const char *who, size_t n, const alk_sql *const *children)
{
    return make(m, who, NULL, n, children, (tail){ 0 });
}

__attribute__((noinline)) static alk_sql *make_any(const alk__making *m, const char *who, const alk_sql *first, size_t n, const alk_sql *const *children)
{
    tail behind = tail_of(m);
    alk_sql *made = make(m, who, first, n, children, behind);
    if (made->kind == m->kind)
        put_tail((alk__node *)made, m, behind);
    return made;
}

static inline bool has_tail(const alk__making *m)
{
    return m->text || m->own_type;
}

alk_sql *alk__node_make(const alk__making *making, const char *who, size_t n, const alk_sql *const *children)
{
    return has_tail(making) ? make_any(making, who, NULL, n, children) : make_plain(making, who, n, children);
}

alk_sql *alk__node_make_list(const alk__making *making, const char *who, const alk_sql *first, const alk_sql *const *list)
{
    size_t n = alk__list_length(list);
    return first || has_tail(making) ? make_any(making, who, first, n, list) : make_plain(making, who, n, list);
}

size_t alk__list_length(const alk_sql *const *list)
{
    size_t n = 0;
    while (list && list[n] != &alk_end)
        n++;
    return n;
}

/* ---- clauses and their statements ---- */

#define CLAUSE(name) alk__clause_bit(ALK__NODE_##name)

static uint32_t clauses_of(uint16_t statement)
{
    switch (statement) {
    case ALK__NODE_SELECT:
        return CLAUSE(FROM) | CLAUSE(WHERE) | CLAUSE(GROUP_BY) | CLAUSE(HAVING) | CLAUSE(ORDER_BY) | CLAUSE(LIMIT) | CLAUSE(OFFSET) | CLAUSE(FETCH) |
               CLAUSE(DISTINCT) | CLAUSE(FOR_UPDATE) | CLAUSE(ADD_CTE) | CLAUSE(CORRELATE) | CLAUSE(HINT) | CLAUSE(LOAD);
    case ALK__NODE_COMPOUND:
        return CLAUSE(ORDER_BY) | CLAUSE(LIMIT) | CLAUSE(OFFSET) | CLAUSE(FETCH) | CLAUSE(FOR_UPDATE) | CLAUSE(ADD_CTE) | CLAUSE(HINT) | CLAUSE(LOAD);
    case ALK__NODE_INSERT:
        return CLAUSE(SET) | CLAUSE(VALUES_ROWS) | CLAUSE(COLUMNS) | CLAUSE(FROM_SELECT) | CLAUSE(DEFAULT_VALUES) | CLAUSE(ON_CONFLICT) | CLAUSE(RETURNING) |
               CLAUSE(ADD_CTE) | CLAUSE(HINT) | CLAUSE(LOAD);
    case ALK__NODE_UPDATE:
        return CLAUSE(SET) | CLAUSE(FROM) | CLAUSE(USING) | CLAUSE(WHERE) | CLAUSE(ORDER_BY) | CLAUSE(LIMIT) | CLAUSE(RETURNING) | CLAUSE(ADD_CTE) |
               CLAUSE(HINT) | CLAUSE(LOAD);
    case ALK__NODE_DELETE:
        return CLAUSE(FROM) | CLAUSE(USING) | CLAUSE(WHERE) | CLAUSE(ORDER_BY) | CLAUSE(LIMIT) | CLAUSE(RETURNING) | CLAUSE(ADD_CTE) | CLAUSE(HINT) | CLAUSE(LOAD);
    default:
        return CLAUSE(WHEN) | CLAUSE(ADD_CTE) | CLAUSE(HINT) | CLAUSE(LOAD);
    }
}

#define PLACE(name) (UINT32_C(1) << ALK_HINT_##name)

/* Where a hint can stand. */
static uint32_t places_of(uint16_t statement)
{
    const uint32_t every = PLACE(PREFIX) | PLACE(SUFFIX) | PLACE(TABLE) | PLACE(STATEMENT);
    switch (statement) {
    case ALK__NODE_SELECT: return every | PLACE(FROM) | PLACE(WHERE) | PLACE(GROUP_BY) | PLACE(ORDER_BY);
    case ALK__NODE_COMPOUND: return PLACE(SUFFIX) | PLACE(STATEMENT) | PLACE(ORDER_BY);
    case ALK__NODE_UPDATE: case ALK__NODE_DELETE: return every | PLACE(WHERE);
    default: return every;
    }
}

static bool is_fitting(uint16_t statement, const alk_sql *part)
{
    const alk__node *join = part->kind == ALK__NODE_JOIN ? alk__node_built(part) : NULL;
    bool changes = statement != ALK__NODE_SELECT && statement != ALK__NODE_COMPOUND;
    if (part->kind == ALK__NODE_OPTIONS)
        return true;
    if (part->kind == ALK__NODE_LABEL_STYLE)               /* beyond the kinds that have a bit */
        return statement == ALK__NODE_SELECT;
    if (statement == ALK__NODE_RAW_QUERY)
        return part->kind == ALK__NODE_ADD_CTE || part->kind == ALK__NODE_NAME || part->kind == ALK__NODE_COLUMN;
    if (join)
        return join->child[0] == &alk_end && statement != ALK__NODE_COMPOUND && statement != ALK__NODE_INSERT && statement != ALK__NODE_MERGE;
    switch (alk__node_class_of(part)) {
    case ALK__CLASS_CLAUSE:
        return clauses_of(statement) & alk__clause_bit(part->kind) && (part->kind != ALK__NODE_HINT || places_of(statement) >> alk__node_built(part)->spare & 1);
    case ALK__CLASS_QUERY:
        return !changes;
    case ALK__CLASS_FROM:
        return statement == ALK__NODE_SELECT || (statement == ALK__NODE_COMPOUND && part->kind == ALK__NODE_VALUES);
    case ALK__CLASS_LEAF:
        return statement == ALK__NODE_SELECT || (statement == ALK__NODE_COMPOUND && part->kind == ALK__NODE_RAW);
    case ALK__CLASS_EXPR:
        return statement == ALK__NODE_SELECT;
    case ALK__CLASS_PART: case ALK__CLASS_CHANGE: case ALK__CLASS_DDL:
    default:
        return false;
    }
}

const alk_sql *alk__node_misplaced(uint16_t statement, const char *who, const alk_sql *const *parts, uint32_t *clauses)
{
    const unsigned columns = statement == ALK__NODE_SELECT ? 1u << ALK__CLASS_LEAF | 1u << ALK__CLASS_EXPR : 0;
    const uint32_t its_own = statement == ALK__NODE_RAW_QUERY ? 0 : clauses_of(statement) & ~CLAUSE(HINT);      /* those stand in some places */
    uint32_t found = 0;
    for (const alk_sql *const *at = parts; at && *at != &alk_end; at++) {
        const alk_sql *part = *at;
        if (!part || part->kind == ALK__NODE_ERROR)
            continue;
        /* What most statements are made of, told at once. */
        uint32_t bit = alk__clause_bit(part->kind);
        found |= bit;
        if (alk__node_traits_of(part) & columns || bit & its_own)
            continue;
        if (!is_fitting(statement, part))
            return alk__node_fail("%s was given %s%s, which cannot stand there", who, alk__node_words(part),
                                  part->kind == ALK__NODE_JOIN ? " of two tables" : part->kind == ALK__NODE_HINT ? " for another place" : "");
    }
    *clauses |= found;
    return NULL;
}

/* ---- owning ---- */

ALK__COLD __attribute__((noinline)) static void poison(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    const alk__raw_node *raw = node->kind == ALK__NODE_RAW ? (const alk__raw_node *)node : NULL;
    alk__poison(node, built ? built->text : raw ? raw->file : NULL, built ? built->line : raw ? raw->line : 0);
}

/* The memory of a node that is no more. */
static inline void give_back(const alk_sql *node)
{
    if (alk__poison_is_on() && node->kind != ALK__NODE_BIND && node->kind != ALK__NODE_ERROR)
        poison(node);
    else
        alk__slab_give((void *)(uintptr_t)node);
}

static void destroy(const alk_sql *node);

/* Gives up one reference to a node that is not static. One that floats has none; the last needs no counting down. */
static inline void release(const alk_sql *node)
{
    if (alk__node_is_schema(node))
        alk__table_release(node);
    else if (__atomic_load_n(refs_of(node), __ATOMIC_ACQUIRE) <= 1 || __atomic_sub_fetch(refs_of(node), 1, __ATOMIC_ACQ_REL) == 0)
        destroy(node);
}

static void destroy(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    if (built) {
        if (built->whole && !alk__poison_is_on() && alk__slab_give_together((void *)(uintptr_t)node, built->whole))
            return;
        for (const alk_sql *const *child = built->child, *const *end = child + built->n; child < end; child++)
            if (!((*child)->flags & ALK__NODE_STATIC))
                release(*child);
    } else if (node->kind == ALK__NODE_VALUE) {
        if (((const alk__value_node *)node)->arena)
            alk_arena_free(((const alk__value_node *)node)->arena);
    } else if (node->kind == ALK__NODE_BIND)
        alk_free(((const alk__bind_node *)node)->value);
    else if (node->kind == ALK__NODE_RAW)
        alk__free(((const alk__raw_node *)node)->options);
    give_back(node);
}

const alk_sql *alk__node_take(const alk_sql *node)
{
    if (!node || node->flags & ALK__NODE_STATIC)
        return node;
    if (alk__node_is_schema(node))
        alk__table_hold(node);
    else if (__atomic_load_n(refs_of(node), __ATOMIC_RELAXED) == 0)
        __atomic_store_n(refs_of(node), 1, __ATOMIC_RELAXED);          /* it floats, and so belongs to this thread alone */
    else {
        __atomic_fetch_add(refs_of(node), 1, __ATOMIC_RELAXED);
        alk__slab_share(node);
    }
    return node;
}

const alk_sql *alk_keep(const alk_sql *node)
{
    return alk__node_take(node);
}

void alk_free(const alk_sql *node)
{
    if (node && !(node->flags & ALK__NODE_STATIC))
        release(node);
}

void alk__node_sink(const alk_sql *node)
{
    if (node && alk__node_floats(node))
        destroy(node);
}

bool alk__node_is_sole(const alk_sql *node)
{
    const alk_sql *child = alk__node_built(node)->child[0];
    return __atomic_load_n(refs_of(node), __ATOMIC_RELAXED) == 0 &&
           (child->flags & ALK__NODE_STATIC || (!alk__node_is_schema(child) && __atomic_load_n(refs_of(child), __ATOMIC_RELAXED) == 1));
}

alk_sql *alk__node_take_out(const alk_sql *node)
{
    const alk_sql *child = alk__node_built(node)->child[0];
    give_back(node);
    if (!(child->flags & ALK__NODE_STATIC))
        __atomic_store_n(refs_of(child), 0, __ATOMIC_RELAXED);
    return (alk_sql *)(uintptr_t)child;
}

void alk__node_sink_all(const alk_sql *kept, size_t n, const alk_sql *const *nodes)
{
    for (size_t i = 0; i < n; i++)
        if (nodes[i] != kept)
            alk__node_take(nodes[i]);
    for (size_t i = 0; i < n; i++)
        if (nodes[i] != kept)
            alk_free(nodes[i]);
}

void alk__node_sink_list(const alk_sql *first, const alk_sql *const *list)
{
    give_up(NULL, first, alk__list_length(list), list);
}
