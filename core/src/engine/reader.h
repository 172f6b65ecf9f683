/* SPDX-License-Identifier: MIT
 * Readers: engines within an engine, whose connections only read. One for each replica, and behind them one for the primary itself, which is there when no replica
 * answers. Each has a pool, a cache of statements and listeners of its own. */
#ifndef ALK_ENGINE_READER_H
#define ALK_ENGINE_READER_H
#include "engine/engine.h"

typedef struct alk__readers {
    size_t n;                          /* the primary's is the last */
    alk_engine *list[];                /* a reference for each */
} alk__readers;

/* Opens those of the option `replicas`; none without it. */
int alk__readers_open(alk_engine *engine, const char *replicas);
/* Closes their pools, and lets them go. */
void alk__readers_close(alk_engine *engine);
/* All their connections are replaced. */
void alk__readers_invalidate(alk_engine *engine);
/* A reader: of a replica, or with NULL of the engine's own database. NULL on failure. In engine.c. */
alk_engine *alk__engine_open_reader(alk_engine *primary, const char *url, const alk_engine_options *options);
#endif
