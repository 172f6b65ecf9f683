/* SPDX-License-Identifier: MIT
 * What core gives to plugins: the host table, and the alk_err that their calls write into. An alk_err stands on the caller's stack
 * around one call; the texts go straight into the thread's error. */
#ifndef ALK_PLUGIN_HOST_H
#define ALK_PLUGIN_HOST_H
#include <alkahest/plugin.h>
#include <alkahest/types.h>

struct alk_err {
    const char *source;            /* who is called, for messages: "sqlite+sqlite3" */
    int32_t code;                  /* as set by the plugin; ALK_OK: nothing set */
    uint32_t flags;                /* ALK_ERROR_DISCONNECT… as set by the plugin */
};

const alk_host *alk__host(void);

static inline void alk__err_begin(alk_err *err, const char *source)
{
    err->source = source;
    err->code = ALK_OK;
    err->flags = 0;
}
/* Judges what the slot returned. ALK_OK and ALK_END pass; a negative one passes as the thread's error; a status that is none, or a failure that
 * set no error, becomes ALK_ERROR_INTERNAL naming the plugin and the slot. ALK_USE_DEFAULT passes: who calls an optional slot knows it. */
int alk__err_end(alk_err *err, alk_rc rc, const char *slot);
#endif
