/* SPDX-License-Identifier: MIT
 * Telling listeners. Nothing is built when nobody listens to a kind. */
#ifndef ALK_ENGINE_EVENT_H
#define ALK_ENGINE_EVENT_H
#include "base/thread.h"
#include <alkahest/event.h>

/* Whether an engine's listeners, or those of every engine, want events of a kind. */
bool alk__event_wanted(const alk_engine *engine, int kind);
/* Calls the listeners: those of every engine, then the engine's own. The first failure ends it and is returned, with an error set. */
int alk__event_send(alk_engine *engine, alk_event *event);
/* An event that has only its kind and connection. */
int alk__event(alk_engine *engine, alk_conn *conn, int kind);
/* The lock of the listeners of every engine, for forks. */
alk__mutex *alk__event_lock(void);
/* An event that has a name too. */
int alk__event_named(alk_engine *engine, alk_conn *conn, int kind, const char *name);
/* Tells of the thread's error; returns its flags as the listeners left them. */
unsigned alk__event_error(alk_engine *engine, alk_conn *conn);
#endif
