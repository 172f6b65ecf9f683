/* SPDX-License-Identifier: MIT
 * The log hook. The library itself prints nothing; a program that wants to see gives a function. */
#ifndef ALKAHEST_LOG_H
#define ALKAHEST_LOG_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

enum { ALK_LOG_ERROR = 1, ALK_LOG_WARNING = 2, ALK_LOG_INFO = 3, ALK_LOG_DEBUG = 4 };
/* component: "engine", "pool", "plugin", "driver"…; message: one line of UTF-8, control characters escaped, no secrets.
 * Called from any thread, several at a time; it must not call the library. Both texts are borrowed for the call. */
typedef void (*alk_log_fn)(void *payload, int level, const char *component, const char *message);

/* Sends messages of level and the more severe ones to fn; NULL ends it. The function before may still be running in another thread when this returns. Process-wide, any
 * thread. Since 1.0. */
ALK_API void alk_set_log(alk_log_fn fn, void *payload, int level);

ALK_END_DECLS
#endif
