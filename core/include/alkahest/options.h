/* SPDX-License-Identifier: MIT
 * How a statement is executed. An engine, a connection, a statement and a call may each have such options. */
#ifndef ALKAHEST_OPTIONS_H
#define ALKAHEST_OPTIONS_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

/* A schema's name that stands for another one: { "tenant", "customer_17" }; from NULL: tables without a schema. */
typedef struct alk_schema_map {
    const char *from, *to;
} alk_schema_map;

/* Execution options; zero means: as the wider one says (call > statement > connection > engine). */
typedef struct alk_execution_options {
    size_t struct_size;
    double timeout;                /* seconds that a statement and the reading of its rows may take, and the commit, the rollback or
                                    * the savepoint of a connection with this option; negative: no limit */
    int buffered;                  /* 1: the whole result in memory at once; -1: streamed; 0: as the wider one says, streamed at last */
    int unprepared;                /* 1: run without preparing; -1: prepare */
    size_t batch;                  /* rows in one execution when many are sent; 0: as the driver does best */
    const char *token;             /* a word for the log, copied where it is kept */
    const alk_schema_map *schemas; /* for built statements: one compiled statement serves every tenant. Not copied: it must live as long as what it is given to */
    size_t n_schemas;
} alk_execution_options;

ALK_END_DECLS
#endif
