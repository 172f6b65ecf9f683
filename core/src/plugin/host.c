/* SPDX-License-Identifier: MIT
 * The host table, and what becomes of a plugin's errors: they go straight into the thread's error, cleaned, with a class that is one. What a plugin
 * is, and where it came from, is not known here. */
#include "plugin/host.h"
#include <alkahest/arena.h>
#include <string.h>
#include "compile/override.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "plugin/clean.h"
#include "type/slot.h"

enum {
    MESSAGE_MAX = 64 * 1024,       /* bytes of a message or detail that are kept */
    KNOWN_FLAGS = ALK_ERROR_DISCONNECT | ALK_ERROR_RETRYABLE | ALK_ERROR_OUTCOME_UNKNOWN
};

static bool is_error_class(int32_t code)
{
    return code <= ALK_ERROR_INTERFACE && code >= ALK_ERROR_NO_MEMORY;
}

static const char *source_of(const alk_err *err)
{
    return err->source ? err->source : "a plugin";
}

/* Five characters of the standard's set, or the empty text. */
static void copy_sqlstate(char out[6], const char *sqlstate)
{
    out[0] = '\0';
    if (!sqlstate)
        return;
    for (size_t i = 0; i < 5; i++) {
        if (!alk__is_digit(sqlstate[i]) && !(sqlstate[i] >= 'A' && sqlstate[i] <= 'Z')) {
            out[0] = '\0';
            return;
        }
        out[i] = sqlstate[i];
    }
    out[5] = '\0';
}

static void host_err_set(alk_err *err, int32_t error_class, const char *sqlstate, int64_t native, const char *message, size_t length)
{
    if (!err)
        return;
    bool known = is_error_class(error_class);
    char state[6];
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    if (!known)
        alk__buffer_printf(&text, "%s gave an error of the unknown class %d: ", source_of(err), (int)error_class);
    alk__clean(&text, message, length, MESSAGE_MAX, ALK__CLEAN_LINE);
    if (text.length == 0)
        alk__buffer_printf(&text, "%s gave an error without a message", source_of(err));
    copy_sqlstate(state, sqlstate);
    err->code = known ? error_class : ALK_ERROR_INTERNAL;
    if (error_class == ALK_ERROR_NO_MEMORY)
        (void)alk__error_no_memory();
    else if (alk__buffer_status(&text) == ALK_OK)
        (void)alk__error_state(err->code, state, "%s", text.data);
    else
        err->code = alk__error_code();
    alk__error_native(native);
    alk__error_flag(err->flags);
    alk__buffer_free(&text);
}

static const struct {
    const char *key;
    alk__error_text text;
} detail_keys[] = {
    { "detail", ALK__DETAIL },   { "hint", ALK__HINT },     { "schema", ALK__SCHEMA },
    { "table", ALK__TABLE },     { "column", ALK__COLUMN }, { "constraint", ALK__CONSTRAINT },
    { "datatype", ALK__DATA_TYPE },
};

static void add_position(const char *value, size_t length)
{
    int64_t position;
    if (value && length <= 20 && alk__parse_int((alk_sv){ value, length }, &position) && position > 0)
        alk__error_position(position);
}

static void add_text(alk__error_text which, const char *value, size_t length)
{
    int how = which == ALK__DETAIL || which == ALK__HINT ? ALK__CLEAN_LINES : ALK__CLEAN_LINE;
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk__clean(&text, value, length, MESSAGE_MAX, how);
    if (alk__buffer_status(&text) == ALK_OK && text.length > 0)
        alk__error_add(which, text.data, text.length);
    alk__buffer_free(&text);
}

/* Before err_set there is nothing to add to, but for an older error, which is not this plugin's. */
static void host_err_detail(alk_err *err, const char *key, const char *value, size_t length)
{
    if (!err || err->code == ALK_OK || !key)
        return;
    if (strcmp(key, "position") == 0) {
        add_position(value, length);
        return;
    }
    for (size_t i = 0; i < sizeof detail_keys / sizeof detail_keys[0]; i++)
        if (strcmp(key, detail_keys[i].key) == 0)
            add_text(detail_keys[i].text, value, length);
}

static void host_err_flags(alk_err *err, uint32_t flags)
{
    if (!err)
        return;
    err->flags |= flags & KNOWN_FLAGS;
    if (err->code != ALK_OK)
        alk__error_flag(err->flags);
}

static void *host_arena_get(alk_arena *arena, size_t size, size_t align)
{
    bool fits = arena && align <= 64 && (align & (align - 1)) == 0;
    if (!fits) {
        alk__log(ALK_LOG_ERROR, "plugin", "a plugin asked for row memory without an arena or with the alignment %zu", align);
        return NULL;
    }
    return alk_arena_alloc(arena, size, align);
}

static void *host_mem(void *old, size_t size)
{
    if (size > 0)
        return old ? alk__realloc(old, size) : alk__alloc(size);
    alk__free(old);
    return NULL;
}

static void host_log(int32_t level, const char *message, size_t length)
{
    int known = level < ALK_LOG_ERROR ? ALK_LOG_ERROR : level > ALK_LOG_DEBUG ? ALK_LOG_DEBUG : (int)level;
    if (!alk__log_enabled(known))
        return;
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk__clean(&text, message, length, MESSAGE_MAX, ALK__CLEAN_LINE);
    if (alk__buffer_status(&text) == ALK_OK)
        alk__log(known, "driver", "%s", text.data);
    alk__buffer_free(&text);
}

/* ---- interfaces ---- */

static alk_rc store_member(const alk_slot *slot, const alk_cell *cell, alk_sv column, void *base, alk_arena *arena, alk_err *err)
{
    int code = alk__slot_store(slot, cell, base, arena);
    if (code == ALK_OK)
        return ALK_OK;
    alk__slot_explain(slot, cell, column);
    if (err) {
        err->code = code;
        alk__error_flag(err->flags);
    }
    return code;
}

static const alk_slot_ops slot_ops = { .size = sizeof slot_ops, .store = store_member };

static const void *host_iface(const char *id, uint32_t min_size)
{
    static const struct {
        const char *id;
        const void *table;
        size_t size;
    } interfaces[] = { { "alk.render/1", &alk__render_ops, sizeof alk__render_ops }, { "alk.slot/1", &slot_ops, sizeof slot_ops } };
    for (size_t i = 0; id && i < sizeof interfaces / sizeof *interfaces; i++)
        if (strcmp(id, interfaces[i].id) == 0)
            return min_size <= interfaces[i].size ? interfaces[i].table : NULL;
    return NULL;
}

static const alk_host host = {
    .size = sizeof(alk_host),
    .abi_major = ALK_ABI_MAJOR,
    .abi_minor = ALK_ABI_MINOR,
    .err_set = host_err_set,
    .err_detail = host_err_detail,
    .err_flags = host_err_flags,
    .arena_get = host_arena_get,
    .mem = host_mem,
    .log = host_log,
    .iface = host_iface,
};

const alk_host *alk__host(void)
{
    return &host;
}

int alk__err_end(alk_err *err, alk_rc rc, const char *slot)
{
    if (rc == ALK_OK || rc == ALK_END || rc == ALK_USE_DEFAULT)
        return rc;
    if (!is_error_class(rc))
        return alk__error(ALK_ERROR_INTERNAL, "%s: %s returned %d, which is no status", source_of(err), slot, (int)rc);
    if (err->code != ALK_OK)
        return alk__error_code();
    if (rc == ALK_ERROR_NO_MEMORY)
        return alk__error_no_memory();
    (void)alk__error(ALK_ERROR_INTERNAL, "%s: %s failed with status %d and said nothing of why", source_of(err), slot, (int)rc);
    alk__error_flag(err->flags);
    return ALK_ERROR_INTERNAL;
}
