/* SPDX-License-Identifier: MIT
 * Saying that there is no plugin: what was asked for, where was looked, what is there instead, what to do. */
#ifndef ALK_PLUGIN_MISSING_H
#define ALK_PLUGIN_MISSING_H
#include "plugin/catalog.h"
#include "plugin/hint.h"

/* Sets the error for a pair that nobody offers (driver NULL: any): ALK_ERROR_NO_PLUGIN with the cause ALK_MISSING_NOT_FOUND; ALK_MISSING_DRIVER when the dialect is there
 * without any driver; ALK_MISSING_IGNORED when it stands in a place that may not be used. Returns the code. */
int alk__missing(const alk__catalog *catalog, const char *dialect, const char *driver, const alk__hint_sources *sources);
/* Adds "looked in" to the present error. */
void alk__missing_add_places(const alk__catalog *catalog);
#endif
