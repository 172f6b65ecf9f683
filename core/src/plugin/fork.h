/* SPDX-License-Identifier: MIT
 * Forks and the plugin layer: a fork waits until no other thread loads a plugin, and finds the short locks free; so that the child, where those threads
 * are gone, can go on finding and loading. */
#ifndef ALK_PLUGIN_FORK_H
#define ALK_PLUGIN_FORK_H
#include "base/thread.h"

/* Before the first use of any lock of this layer, as often as one likes. */
void alk__plugin_watch_forks(void);
/* Around the loading of a plugin. It may be nested, when a plugin's entry asks for another plugin. */
void alk__plugin_load_begin(void);
void alk__plugin_load_end(void);

/* The locks, each in the file that uses it. None is held while another one is taken. */
alk__mutex *alk__modules_lock(void);
alk__mutex *alk__places_lock(void);
alk__mutex *alk__registry_lock(void);
#endif
