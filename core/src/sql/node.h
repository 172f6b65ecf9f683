/* SPDX-License-Identifier: MIT
 * The nodes behind alk_sql and who owns them. A fresh node floats (no references); the first that takes it owns it. Static nodes are never
 * counted. Nodes are immutable, so a kept one may be read by many threads. */
#ifndef ALK_SQL_NODE_H
#define ALK_SQL_NODE_H
#include <alkahest/arena.h>
#include <alkahest/options.h>
#include <alkahest/sql.h>
#include <stddef.h>

enum { ALK__NODE_END = 1, ALK__NODE_ERROR, ALK__NODE_VALUE, ALK__NODE_BIND, ALK__NODE_RAW };
enum { ALK__NODE_STATIC = 1 };

typedef struct alk__error_node {
    alk_sql sql;
    int code, line;
    const char *file;              /* where it was written; NULL: not known */
    char message[];                /* ends with NUL */
} alk__error_node;
typedef struct alk__value_node {
    alk_sql sql;
    alk_value value;
    alk_arena *arena;              /* of an array's items, else NULL */
    char bytes[];                  /* what the value points to */
} alk__value_node;
typedef struct alk__bind_node {
    alk_sql sql;
    const alk_sql *value;
    char name[];
} alk__bind_node;
typedef struct alk__raw_node {
    alk_sql sql;                   /* hash: of the text */
    alk_execution_options *options;/* its own, token and all in one block; NULL: none */
    const char *file;              /* where it was written; NULL: not known */
    int line;
    size_t length;
    char text[];
} alk__raw_node;

/* A node of size bytes, zeroed but for its head; NULL: out of memory. */
void *alk__node_new(uint16_t kind, size_t size);
/* The node that stands for lack of memory: static, always there. */
alk_sql *alk__node_no_memory(void);
/* A node that carries the thread's present error. */
alk_sql *alk__node_error(void);
/* Owns a node that is put into another: a floating one becomes the parent's, another is counted. */
const alk_sql *alk__node_take(const alk_sql *node);
/* Frees a node that still floats, after the call that consumed it. */
void alk__node_sink(const alk_sql *node);
void alk__node_sink_list(const alk_sql *const *list);
/* Tells the thread's error where a statement was written, where that is known. */
void alk__node_place(const alk_sql *statement);
/* Sets the thread's error from an error node; returns its code. */
int alk__node_raise(const alk_sql *node);
#endif
