/* SPDX-License-Identifier: MIT
 * Engine options: taken from a caller's struct of whatever age, checked, with the defaults put in. */
#ifndef ALK_ENGINE_OPTIONS_H
#define ALK_ENGINE_OPTIONS_H
#include <alkahest/engine.h>

/* options may be NULL. The token becomes the engine's own, for alk__free(). */
int alk__engine_options_take(alk_engine_options *into, const alk_engine_options *options);
#endif
