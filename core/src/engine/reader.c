/* SPDX-License-Identifier: MIT
 * See reader.h. */
#include "engine/reader.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "engine/quiet.h"
#include <string.h>

#define REST 1000000000                /* ns for which a replica that did not answer is left alone */
static const char blanks[] = " \t\r\n";

/* ---- opening and closing ---- */

/* The time for a connection is shared by all, so that a replica which swallows everything leaves some for the others. */
static alk_engine_options options_of(const alk_engine *primary, size_t n)
{
    alk_engine_options options = primary->options;
    options.replicas = NULL;
    if (options.pool_timeout > 0)
        options.pool_timeout /= (double)n;
    if (options.connect_timeout > 0)
        options.connect_timeout /= (double)n;
    return options;
}

static size_t count_words(const char *text)
{
    size_t n = 0;
    for (text += strspn(text, blanks); *text; text += strspn(text, blanks), n++)
        text += strcspn(text, blanks);
    return n;
}

/* One word of the list; the copy of its URL is wiped. */
static alk_engine *open_replica(alk_engine *primary, const char *word, size_t length, const alk_engine_options *options)
{
    char *url = alk__alloc(length + 1);
    if (!url)
        return NULL;
    memcpy(url, word, length);
    url[length] = '\0';
    alk_engine *reader = alk__engine_open_reader(primary, url, options);
    memset(url, 0, length);
    alk__free(url);
    if (reader && reader->backend->dialect != primary->backend->dialect) {
        alk__error(ALK_ERROR_ARGUMENT, "the replica %s is of another dialect than %s", reader->printed, primary->printed);
        alk__saved_error *saved = alk__error_save();
        alk_engine_close(reader);
        alk__error_restore(saved);
        return NULL;
    }
    return reader;
}

static bool add(alk__readers *readers, alk_engine *reader)
{
    if (!reader)
        return false;
    alk__engine_ref(reader);
    readers->list[readers->n++] = reader;
    return true;
}

static void let_go(alk__readers *readers)
{
    for (size_t i = 0; readers && i < readers->n; i++) {
        alk_engine_close(readers->list[i]);
        alk__engine_unref(readers->list[i]);
    }
    alk__free(readers);
}

static alk__readers *make_readers(alk_engine *engine, const char *replicas)
{
    size_t n = count_words(replicas);
    alk__readers *readers = alk__calloc(1, sizeof *readers + (n + 1) * sizeof *readers->list);
    alk_engine_options shared = options_of(engine, n + 1), whole = options_of(engine, 1);
    bool good = readers != NULL;
    for (size_t i = 0; good && i < n; i++) {
        replicas += strspn(replicas, blanks);
        size_t length = strcspn(replicas, blanks);
        good = add(readers, open_replica(engine, replicas, length, &shared));
        replicas += length;
    }
    if (good && add(readers, alk__engine_open_reader(engine, NULL, &whole)))
        return readers;
    alk__saved_error *saved = alk__error_save();
    let_go(readers);
    alk__error_restore(saved);
    return NULL;
}

int alk__readers_open(alk_engine *engine, const char *replicas)
{
    if (!replicas)
        return ALK_OK;
    engine->readers = make_readers(engine, replicas);
    return engine->readers ? ALK_OK : alk__error_code();
}

void alk__readers_close(alk_engine *engine)
{
    alk__mutex_lock(&engine->compiled_lock);
    alk__readers *readers = engine->readers;
    engine->readers = NULL;
    alk__mutex_unlock(&engine->compiled_lock);
    let_go(readers);
}

/* An engine without replicas gets the one for its own database when it is first asked for. */
static int have_readers(alk_engine *engine)
{
    alk__mutex_lock(&engine->compiled_lock);
    bool there = engine->readers != NULL;
    alk__mutex_unlock(&engine->compiled_lock);
    if (there)
        return ALK_OK;
    alk__readers *readers = make_readers(engine, "");
    if (!readers)
        return alk__error_code();
    alk__mutex_lock(&engine->compiled_lock);
    bool wanted = !engine->readers && !__atomic_load_n(&engine->closed, __ATOMIC_ACQUIRE);
    if (wanted)
        engine->readers = readers;
    alk__mutex_unlock(&engine->compiled_lock);
    if (!wanted)
        let_go(readers);
    return ALK_OK;
}

/* ---- borrowing ---- */

/* The reader to ask as the ith, held for the caller: replicas first, from another one each time. *last: it
 * is the primary's. NULL: the engine is closed. */
static alk_engine *hold(alk_engine *engine, uint64_t turn, size_t i, bool *last)
{
    alk_engine *reader = NULL;
    alk__mutex_lock(&engine->compiled_lock);
    const alk__readers *readers = engine->readers;
    *last = readers && i == readers->n - 1;
    if (readers)
        reader = readers->list[*last ? i : (turn + i) % (readers->n - 1)];
    if (reader)
        alk__engine_ref(reader);
    alk__mutex_unlock(&engine->compiled_lock);
    return reader;
}

/* Whether it did not answer just now. When its rest is over it is one thread that asks again. */
static bool rests(alk_engine *reader)
{
    int64_t failed = __atomic_load_n(&reader->failed_at, __ATOMIC_ACQUIRE), now = alk__clock_now();
    if (failed == 0)
        return false;
    return now - failed < REST || !__atomic_compare_exchange_n(&reader->failed_at, &failed, now, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* A failure of a replica is no failure of the borrower's: another one is asked; but for want of memory, *out_of_memory. A pool that is exhausted is no sign of a server that is
 * down. */
static alk_conn *borrow(alk_engine *reader, const char *file, int line, bool *out_of_memory)
{
    alk__quiet quiet = alk__quiet_begin();
    alk_conn *conn = alk_engine_connect(reader, file, line);
    const alk_error *e = alk_last_error();
    if (conn) {
        __atomic_store_n(&reader->failed_at, 0, __ATOMIC_RELEASE);
    } else if (e->code == ALK_ERROR_NO_MEMORY) {
        *out_of_memory = true;
        alk__error_discard(quiet.before);
        return NULL;
    } else if (!(e->code == ALK_ERROR_TIMEOUT && !e->sqlstate[0])) {
        __atomic_store_n(&reader->failed_at, alk__clock_now(), __ATOMIC_RELEASE);
        alk__log(ALK_LOG_WARNING, "engine", "the replica %s is passed over: %s", reader->printed, e->message);
    }
    alk__quiet_end(quiet);
    return conn;
}

alk_conn *alk_engine_connect_to_read(alk_engine *engine, const char *file, int line)
{
    alk_conn *conn = NULL;
    alk_engine *reader;
    if (!engine) {
        alk__error_null_handle("engine");
        return NULL;
    }
    if (have_readers(engine))
        return alk__error_null();
    uint64_t turn = __atomic_fetch_add(&engine->turn, 1, __ATOMIC_RELAXED);
    bool last = false, over = false;
    for (size_t i = 0; !conn && !last && !over && (reader = hold(engine, turn, i, &last)); i++) {
        if (last)
            conn = alk_engine_connect(reader, file, line);
        else if (!rests(reader))
            conn = borrow(reader, file, line, &over);
        alk__engine_unref(reader);
    }
    if (conn || last || over)
        return conn;
    alk__error(ALK_ERROR_INTERFACE, "the engine is closed");
    return alk__error_null();
}

void alk__readers_invalidate(alk_engine *engine)
{
    bool last = false;
    alk_engine *reader;
    for (size_t i = 0; !last && (reader = hold(engine, 0, i, &last)); i++) {
        alk__pool_invalidate(reader);
        alk__engine_unref(reader);
    }
}

alk_engine *alk_engine_reader(alk_engine *engine, size_t index)
{
    alk_engine *reader = NULL;
    if (!engine || have_readers(engine))
        return NULL;
    alk__mutex_lock(&engine->compiled_lock);
    if (engine->readers && index < engine->readers->n)
        reader = engine->readers->list[index];
    alk__mutex_unlock(&engine->compiled_lock);
    return reader;
}
