/* SPDX-License-Identifier: MIT
 * The log hook. Writing a message takes no lock and no memory: it must work in any thread, in a forked child, and when memory
 * has run out. The hook is two words that change together, so readers check a count around them. */
#include "base/log.h"
#include "base/thread.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define LONGEST 2048               /* bytes of a message before escaping; the rest is cut */

static struct {
    alk__mutex writers;
    atomic_uint changes;           /* odd while the hook is being changed */
    _Atomic(alk_log_fn) fn;
    _Atomic(void *) payload;
    atomic_int level;              /* 0: nobody listens */
} hook = {.writers = ALK__MUTEX_INIT};

void alk_set_log(alk_log_fn fn, void *payload, int level)
{
    alk__mutex_lock(&hook.writers);
    atomic_fetch_add(&hook.changes, 1);
    atomic_store(&hook.fn, fn);
    atomic_store(&hook.payload, payload);
    atomic_store(&hook.level, fn ? level : 0);
    atomic_fetch_add(&hook.changes, 1);
    alk__mutex_unlock(&hook.writers);
}

/* A change takes a moment; a reader that never sees an end of it was forked in the middle and has no hook. */
static alk_log_fn read_hook(void **payload)
{
    for (int tries = 0; tries < 100000; tries++) {
        unsigned before = atomic_load(&hook.changes);
        alk_log_fn fn = atomic_load(&hook.fn);
        *payload = atomic_load(&hook.payload);
        if (before % 2 == 0 && atomic_load(&hook.changes) == before)
            return fn;
    }
    return NULL;
}

bool alk__log_enabled(int level)
{
    return level <= atomic_load_explicit(&hook.level, memory_order_relaxed);
}

static size_t escape_code_point(uint32_t c, const char *bytes, size_t length, char *out)
{
    if (c == '\n' || c == '\t' || c == '\r') {
        out[0] = '\\';
        out[1] = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
        return 2;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
        return (size_t)snprintf(out, 8, "\\u%04x", (unsigned)c);
    memcpy(out, bytes, length);
    return length;
}

/* No byte takes more than six. */
static void escape(const char *text, size_t length, char *out)
{
    size_t at = 0, n = 0;
    while (at < length) {
        size_t start = at;
        uint32_t c;
        if (alk__utf8_next(text, length, &at, &c)) {
            n += escape_code_point(c, text + start, at - start, out + n);
        } else {
            n += (size_t)snprintf(out + n, 8, "\\x%02x", (unsigned)(unsigned char)text[at]);
            at++;
        }
    }
    out[n] = '\0';
}

void alk__log(int level, const char *component, const char *format, ...)
{
    if (!alk__log_enabled(level))
        return;
    void *payload;
    alk_log_fn fn = read_hook(&payload);
    if (!fn)
        return;
    char text[LONGEST], line[LONGEST * 6 + 16];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    size_t used = (size_t)length;
    bool cut = used >= sizeof text;
    escape(text, cut ? alk__utf8_cut(text, sizeof text - 1) : used, line);
    if (cut)
        memcpy(line + strlen(line), "…", sizeof "…");
    fn(payload, level, component, line);
}
