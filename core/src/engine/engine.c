/* SPDX-License-Identifier: MIT
 * Opening and closing engines; the compiled cache. */
#include "engine/engine.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "compile/script.h"
#include "config/option.h"
#include "engine/connection.h"
#include "engine/event.h"
#include "engine/options.h"
#include "engine/reader.h"
#include <string.h>

#define PORT_SIZE 24                   /* bytes: digits and a NUL */

/* ---- the URL's parts for the driver ---- */

static void add_pair(alk_engine *engine, const char *name, const char *value)
{
    if (value)
        engine->pairs[engine->n_pairs++] = (alk_pair){ alk__sv(name), alk__sv(value) };
}

/* What makes sessions that only read, where the driver has it. */
static bool can_read_only(const alk_driver *driver)
{
    for (uint32_t i = 0; i < driver->noptions; i++)
        if (strcmp(driver->options[i].name, "read_only") == 0 && driver->options[i].kind == ALK_OPTION_BOOL)
            return true;
    return false;
}

/* One block: the pairs, behind them the digits of the ports. */
static int make_pairs(alk_engine *engine)
{
    const alk_url *url = engine->url;
    size_t hosts = alk_url_host_count(url), options = alk_url_option_count(url);
    size_t pairs = 4 + 2 * hosts + options;
    engine->pairs = alk__calloc(1, pairs * sizeof *engine->pairs + hosts * PORT_SIZE);
    if (!engine->pairs)
        return ALK_ERROR_NO_MEMORY;
    char *digits = (char *)(engine->pairs + pairs);
    add_pair(engine, "user", alk_url_user(url));
    add_pair(engine, "password", alk_url_password(url));
    for (size_t i = 0; i < hosts; i++, digits += PORT_SIZE) {
        if (alk_url_port(url, i))
            alk__print_int(alk_url_port(url, i), digits);
        add_pair(engine, "host", alk_url_host(url, i));
        add_pair(engine, "port", digits);
    }
    add_pair(engine, "database", alk_url_database(url));
    for (size_t i = 0; i < options; i++)
        add_pair(engine, alk_url_option_name(url, i), alk_url_option_value(url, i));
    if (engine->reads_only && can_read_only(engine->backend->driver))
        add_pair(engine, "read_only", "on");
    return ALK_OK;
}

static int print_url(alk_engine *engine)
{
    size_t size = alk_url_print(engine->url, NULL, 0) + 1;
    engine->printed = alk__alloc(size);
    if (!engine->printed)
        return ALK_ERROR_NO_MEMORY;
    alk_url_print(engine->url, engine->printed, size);
    return ALK_OK;
}

/* ---- opening ---- */

static unsigned plugin_flags(const alk_engine *engine)
{
    return engine->options.system_plugins_only ? ALK__SYSTEM_ONLY : 0;
}

/* A dialect that stands for any other finds out which it is. */
static int detect_dialect(alk_engine *engine)
{
    const alk__backend *backend = engine->backend;
    const alk_detect *detect = backend->dialect->query(backend->dialect_self, "alk.detect/1");
    alk_connect_request request = { sizeof request, engine->n_pairs, engine->pairs, alk__deadline_in(engine->options.connect_timeout), NULL };
    const char *name = NULL;
    alk_err err;
    if (!detect || detect->size < sizeof *detect)
        return ALK_OK;
    alk__err_begin(&err, backend->name);
    alk_rc rc = detect->dialect(backend->driver_self, &request, &name, &err);
    if (rc == ALK_USE_DEFAULT || (rc == ALK_OK && !name))
        return ALK_OK;
    if (rc != ALK_OK)
        return alk__err_end(&err, rc, "detect");
    engine->backend = alk__backend_find(name, backend->driver->name, plugin_flags(engine));
    return engine->backend ? ALK_OK : alk__error_code();
}

static int open_database(alk_engine *engine, uint32_t *pool_kind)
{
    if (engine->primary) {
        engine->database = engine->primary->database;
        *pool_kind = engine->primary->driver_pool;
        return ALK_OK;
    }
    const alk_driver *driver = engine->backend->driver;
    alk_connect_request request = { sizeof request, engine->n_pairs, engine->pairs,
                                    alk__deadline_in(engine->options.connect_timeout), NULL };
    alk_err err;
    alk__err_begin(&err, engine->backend->name);
    alk_rc rc = driver->database_open(engine->backend->driver_self, &request, &engine->database, pool_kind, &err);
    int code = rc == ALK_OK ? ALK_OK : alk__err_end(&err, rc, "database_open");
    return code < 0 ? code : ALK_OK;           /* ALK_USE_DEFAULT: it has none */
}

static int set_up(alk_engine *engine, const char *url, const alk_engine_options *options)
{
    uint32_t pool_kind = ALK_POOL_DEFAULT;
    int code;
    if ((code = alk__engine_options_take(&engine->options, options)))
        return code;
    engine->url = engine->primary ? engine->primary->url : alk_url_parse(url);
    if (!engine->url || !(engine->backend = alk__backend_find(alk_url_dialect(engine->url), alk_url_driver(engine->url), plugin_flags(engine))))
        return alk__error_code();
    const alk_driver *driver = engine->backend->driver;
    if ((code = alk__options_check(engine->url, engine->backend->name, driver->options, driver->noptions)) ||
        (code = make_pairs(engine)) || (code = print_url(engine)) || (code = detect_dialect(engine)) ||
        (code = open_database(engine, &pool_kind)))
        return code;
    engine->driver_pool = pool_kind;
    uint32_t kind = engine->options.pool ? (uint32_t)engine->options.pool : pool_kind;
    return alk__pool_init(&engine->pool, &engine->options, kind);
}

static void tear_down(alk_engine *engine)
{
    const alk__backend *backend = engine->backend;
    if (engine->database && !engine->primary && engine->generation == alk__fork_generation())
        backend->driver->database_close(backend->driver_self, engine->database);
    alk__free(engine->pairs);
    if (!engine->primary)
        alk_url_free(engine->url);
    alk__free(engine->printed);
    alk__free((void *)(uintptr_t)engine->options.execution.token);
    alk__mutex_destroy(&engine->compiled_lock);
    alk__mutex_destroy(&engine->listeners.lock);
    if (engine->primary)
        alk__engine_unref(engine->primary);
    alk__free(engine);
}

static void drop_compiled(void *payload, void *compiled)
{
    (void)payload;
    alk__compiled_unref(compiled);
}

/* A reader, when reads_only: of its primary's own database when there is one. */
static alk_engine *open_engine(const char *url, const alk_engine_options *options, bool reads_only, alk_engine *primary)
{
    alk_engine *engine = alk__calloc(1, sizeof *engine);
    if (!engine)
        return alk__error_null();
    engine->refs = 1;
    engine->generation = alk__fork_generation();
    engine->reads_only = reads_only;
    if (alk__mutex_init(&engine->compiled_lock)) {
        alk__free(engine);
        return alk__error_null();
    }
    if (alk__mutex_init(&engine->listeners.lock)) {
        alk__mutex_destroy(&engine->compiled_lock);
        alk__free(engine);
        return alk__error_null();
    }
    if ((engine->primary = primary))
        alk__engine_ref(primary);
    if (set_up(engine, url, options)) {
        alk__saved_error *saved = alk__error_save();
        tear_down(engine);
        alk__error_restore(saved);
        return alk__error_null();
    }
    alk__lru_init(&engine->compiled, engine->options.compiled_cache);
    alk__lru_init(&engine->trees, engine->options.compiled_cache);
    alk__engines_add(engine);
    alk__error_handle_made();
    alk__log(ALK_LOG_DEBUG, "engine", "opened %s with %s %s", engine->printed, engine->backend->plugin_name, engine->backend->plugin_version);
    return engine;
}

alk_engine *alk_engine_open(const char *url, const alk_engine_options *options)
{
    alk_engine *engine = open_engine(url, options, false, NULL);
    if (!engine)
        return NULL;
    const char *replicas = engine->options.replicas;
    engine->options.replicas = NULL;               /* the program's text need not live longer */
    if (alk__readers_open(engine, replicas) == ALK_OK)
        return engine;
    alk__saved_error *saved = alk__error_save();
    alk_engine_close(engine);
    alk__error_restore(saved);
    return alk__error_null();
}

alk_engine *alk__engine_open_reader(alk_engine *primary, const char *url, const alk_engine_options *options)
{
    return open_engine(url, options, true, url ? NULL : primary);
}

void alk__engine_ref(alk_engine *engine)
{
    __atomic_add_fetch(&engine->refs, 1, __ATOMIC_RELAXED);
}

void alk__engine_unref(alk_engine *engine)
{
    if (__atomic_sub_fetch(&engine->refs, 1, __ATOMIC_ACQ_REL))
        return;
    alk__saved_error *saved = alk__error_save();
    alk__engines_remove(engine);
    alk__conn_free_closed(engine);
    alk__listeners_free(&engine->listeners);
    alk__lru_free(&engine->compiled, drop_compiled, NULL);
    alk__lru_free(&engine->trees, drop_compiled, NULL);
    alk__pool_destroy(&engine->pool);
    tear_down(engine);
    alk__error_restore(saved);
}

void alk_engine_close(alk_engine *engine)
{
    if (!engine || __atomic_exchange_n(&engine->closed, true, __ATOMIC_ACQ_REL))
        return;
    alk__readers_close(engine);
    alk__pool_close(engine);
    alk__engine_unref(engine);
}

/* ---- what it tells ---- */

const char *alk_engine_dialect(const alk_engine *engine)
{
    return engine ? engine->backend->dialect->name : NULL;
}

const char *alk_engine_driver(const alk_engine *engine)
{
    return engine ? engine->backend->driver->name : NULL;
}

const char *alk_engine_url(const alk_engine *engine)
{
    return engine ? engine->printed : NULL;
}

void alk_engine_dispose(alk_engine *engine)
{
    if (!engine)
        return;
    alk__pool_invalidate(engine);
    alk__readers_invalidate(engine);
}

int alk_engine_pool_status(alk_engine *engine, alk_pool_status *status)
{
    if (!engine)
        return alk__error_null_handle("engine");
    alk__pool *pool = &engine->pool;
    size_t size = status ? status->struct_size : 0;
    if (size < sizeof status->struct_size)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_pool_status.struct_size is not set");
    alk__mutex_lock(&pool->lock);
    alk_pool_status now = {
        .struct_size = size, .size = pool->keep, .max_overflow = pool->limit == INT32_MAX ? -1 : pool->limit - pool->keep,
        .idle = pool->n_idle, .lent = pool->n_lent, .connecting = pool->n_connecting, .waiting = pool->n_waiting,
        .opened = pool->opened, .closed = pool->closed_count, .lendings = pool->lendings, .timeouts = pool->timeouts,
    };
    alk__mutex_unlock(&pool->lock);
    memcpy(status, &now, size < sizeof now ? size : sizeof now);
    return ALK_OK;
}

alk_script *alk_script_open(alk_engine *engine, const char *text, size_t length)
{
    if (!engine) {
        alk__error_null_handle("engine");
        return NULL;
    }
    alk_script *script = alk__script_new(text, length, engine->backend->data->lexical);
    return script ? script : alk__error_null();
}

/* ---- shared by its connections ---- */

alk__compiled *alk__engine_keep(alk_engine *engine, alk__lru *cache, const void *key, size_t length, alk__compiled *compiled)
{
    void *evicted = NULL;
    alk__compiled_ref(compiled);
    alk__mutex_lock(&engine->compiled_lock);
    int status = alk__lru_put(cache, key, length, compiled, &evicted);
    alk__mutex_unlock(&engine->compiled_lock);
    alk__compiled_unref(status ? compiled : evicted);
    if (status == ALK_OK)
        return compiled;
    alk__compiled_unref(compiled);
    return NULL;
}

alk__compiled *alk__engine_compile(alk_engine *engine, alk_sv source, uint64_t hash)
{
    alk__mutex_lock(&engine->compiled_lock);
    alk__compiled *compiled = alk__lru_get(&engine->compiled, source.p, source.n);
    if (compiled)
        alk__compiled_ref(compiled);
    alk__mutex_unlock(&engine->compiled_lock);
    if (compiled || !(compiled = alk__text_compile(source, hash, engine->backend->data)))
        return compiled;
    return alk__engine_keep(engine, &engine->compiled, source.p, source.n, compiled);
}

void alk__engine_lost(alk_engine *engine, alk__link *link)
{
    alk__log(ALK_LOG_WARNING, "pool", "a connection was lost; those opened before are replaced: %s", alk_last_error()->message);
    alk__event(engine, NULL, ALK_EVENT_INVALIDATE);
    if (!link->detached)
        alk__pool_invalidate(engine);
}
