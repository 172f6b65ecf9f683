/* SPDX-License-Identifier: MIT
 * See link.h. */
#include "engine/link.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/log.h"
#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "engine/event.h"
#include "engine/quiet.h"
#include "engine/result.h"
#include "plugin/clean.h"
#include <string.h>

#define MOST_PARAMS (1u << 18)         /* more than any database takes */

bool alk__link_is_ours(const alk__link *link)
{
    return link->generation == alk__fork_generation();
}

static const alk_sv no_sql = { NULL, 0 };

int alk__link_failed(alk__link *link, alk_err *err, alk_rc rc, const char *slot, alk_sv sql)
{
    int code = alk__err_end(err, rc, slot);
    if (code > 0)                          /* ALK_END, or a default that there is none of */
        code = alk__error(ALK_ERROR_INTERNAL, "driver %s: %s returned %d, which is no status of it", link->backend->name, slot, code);
    if (code == ALK_OK)
        return code;
    if (sql.p && !alk_last_error()->sql)
        alk__error_sql(sql.p, sql.n);
    unsigned flags = alk__event_error(link->engine, link->borrower);
    if (flags & ALK_ERROR_DISCONNECT && !link->broken) {
        link->broken = true;
        alk__engine_lost(link->engine, link);
    }
    return code;
}

static int connect_handle(alk__link *link, alk__deadline deadline)
{
    alk_engine *engine = link->engine;
    alk_connect_request request = { sizeof request, engine->n_pairs, engine->pairs, deadline, engine->database };
    alk_err err;
    alk__link_enter(link, &err);
    alk_rc rc = link->backend->driver->connect(link->backend->driver_self, &request, &link->handle, &err);
    int code = rc == ALK_OK ? ALK_OK : alk__err_end(&err, rc, "connect");
    if (code > 0 || (code == ALK_OK && !link->handle))
        code = alk__error(ALK_ERROR_INTERNAL, "driver %s: connect gave no connection", link->backend->name);
    if (code)
        alk__event_error(engine, NULL);
    return code;
}

/* Autocommit is core's business; to the driver it is the default level. */
static uint32_t driver_level(int isolation)
{
    return isolation == ALK_ISOLATION_AUTOCOMMIT ? ALK_ISOLATION_DEFAULT : (uint32_t)isolation;
}

int alk__link_set_isolation(alk__link *link, int isolation, alk__deadline deadline)
{
    alk_err err;
    if (driver_level(isolation) == driver_level(link->isolation))
        return ALK_OK;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->set_isolation(link->handle, driver_level(isolation), deadline, &err);
    if (rc == ALK_USE_DEFAULT)
        return alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s has no isolation levels to choose", link->backend->name);
    int code = alk__link_leave(link, &err, rc, "set_isolation", no_sql);
    if (code == ALK_OK)
        link->isolation = (int)driver_level(isolation);
    return code;
}

alk__link *alk__link_open(alk_engine *engine, alk__deadline deadline)
{
    alk__link *link = alk__calloc(1, sizeof *link);
    if (!link)
        return NULL;
    link->engine = engine;
    link->backend = engine->backend;
    link->ops = engine->backend->driver->conn;
    link->generation = alk__fork_generation();
    link->epoch = __atomic_load_n(&engine->pool.epoch, __ATOMIC_ACQUIRE);
    alk__prepared_cache_init(&link->prepared, engine->options.prepared_cache);
    if (connect_handle(link, deadline)) {
        alk__free(link);
        return NULL;
    }
    link->opened_at = alk__clock_now();
    link->caps = link->ops->caps(link->handle);
    if (alk__link_set_isolation(link, engine->options.isolation, deadline)) {
        alk__link_close(link);
        return NULL;
    }
    return link;
}

static void close_statement(alk__link *link, alk__prepared *entry)
{
    if (entry->stmt && alk__link_is_ours(link))
        link->ops->stmt_close(link->handle, entry->stmt);
    alk__prepared_free(entry);
}

static void forget_statements(alk__link *link)
{
    alk__prepared *entry;
    while ((entry = link->prepared.oldest)) {
        alk__prepared_remove(&link->prepared, entry);
        close_statement(link, entry);
    }
    alk__prepared_cache_free(&link->prepared);
    for (size_t i = 0; i < ALK__LINK_TREES; i++)
        alk__compiled_unref(link->trees[i]);
}

void alk__link_close(alk__link *link)
{
    if (!link)
        return;
    alk__quiet quiet = alk__quiet_begin();
    forget_statements(link);
    alk__result_free_spares(link);
    if (alk__link_is_ours(link)) {
        alk_err err;
        alk__link_enter(link, &err);
        if (alk__err_end(&err, link->ops->close(link->handle, &err), "close") < 0)
            alk__log(ALK_LOG_WARNING, "pool", "closing a connection: %s", alk_last_error()->message);
    } else {
        link->ops->abandon(link->handle);
    }
    alk__free(link);
    alk__quiet_end(quiet);
}

/* Runs SQL whose rows nobody wants. */
static int run(alk__link *link, alk_sv sql, alk__deadline deadline)
{
    alk_err err;
    void *cursor = NULL;
    int64_t affected;
    alk_request request = { .size = sizeof request, .nrows = 1, .deadline = deadline };
    uint64_t hash = alk__hash(sql.p, sql.n, 0);
    alk__prepared *entry = alk__link_prepare(link, sql, hash, true, deadline);
    if (!entry)
        return alk__error_code();
    alk__link_enter(link, &err);
    int code = alk__link_leave(link, &err, link->ops->execute(link->handle, entry->stmt, &request, &cursor, &affected, &err), "execute", sql);
    if (code == ALK_OK && cursor) {
        alk__link_enter(link, &err);
        alk_rc rc = link->ops->cursor->close(cursor, &err);
        code = alk__link_leave(link, &err, rc, "close", sql);
    }
    alk__link_unprepare(link, entry);
    return code;
}

int alk__link_ping(alk__link *link, alk__deadline deadline)
{
    alk_err err;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->ping(link->handle, deadline, &err);
    if (rc != ALK_USE_DEFAULT)
        return alk__link_leave(link, &err, rc, "ping", no_sql);
    return run(link, alk__sv("SELECT 1"), deadline);
}

int alk__link_transaction(alk__link *link, uint32_t action, int isolation, const char *name, alk__deadline deadline)
{
    alk_err err;
    alk_sv savepoint = { name, name ? strlen(name) : 0 };
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->transaction(link->handle, action, driver_level(isolation), savepoint, deadline, &err);
    return alk__link_leave(link, &err, rc, "transaction", no_sql);
}

int alk__link_recover(alk__link *link, alk__deadline deadline, const alk_sv **names, uint32_t *count)
{
    alk_err err;
    alk__link_enter(link, &err);
    return alk__link_leave(link, &err, link->ops->recover(link->handle, deadline, names, count, &err), "recover", no_sql);
}

int alk__link_reset(alk__link *link, alk__deadline deadline)
{
    alk_err err;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->reset(link->handle, deadline, &err);
    int code = rc == ALK_USE_DEFAULT ? ALK_OK : alk__link_leave(link, &err, rc, "reset", no_sql);
    return code ? code : alk__link_set_isolation(link, link->engine->options.isolation, deadline);
}

/* A text of the driver's as C has it, whatever it is. */
static bool copy_text(alk_sv text, char *out, size_t size)
{
    alk__buffer clean;
    alk__buffer_init(&clean, ALK__BUFFER_MAX);
    alk__clean(&clean, text.p, text.n, size / 2, ALK__CLEAN_LINE);
    size_t n = clean.length < size ? clean.length : alk__utf8_cut(clean.data, size - 1);
    bool good = alk__buffer_status(&clean) == ALK_OK;
    if (good && n)
        memcpy(out, clean.data, n);
    out[good ? n : 0] = '\0';
    alk__buffer_free(&clean);
    return good;
}

int alk__link_server(alk__link *link)
{
    alk_err err;
    if (link->server_known)
        return ALK_OK;
    alk_server_info info = { .size = sizeof info };
    alk__link_enter(link, &err);
    int code = alk__link_leave(link, &err, link->ops->server(link->handle, &info, &err), "server", no_sql);
    if (code)
        return code;
    if (!copy_text(info.product, link->product, sizeof link->product) ||
        !copy_text(info.version_text, link->version_text, sizeof link->version_text))
        return ALK_ERROR_NO_MEMORY;
    link->version = info.version;
    link->server_known = true;
    return ALK_OK;
}

int64_t alk__link_last_insert_id(alk__link *link)
{
    alk_err err;
    alk_cell id = { .tag = ALK_TYPE_NULL };
    if (!(link->caps & ALK_CAP_LAST_INSERT_ID))
        return 0;
    alk__link_enter(link, &err);
    if (alk__link_leave(link, &err, link->ops->last_insert_id(link->handle, &id, &err), "last_insert_id", no_sql))
        return 0;
    return id.tag == ALK_TYPE_INT || id.tag == ALK_TYPE_UINT ? id.u.i : 0;
}

static int prepare_entry(alk__link *link, alk__prepared *entry, alk__deadline deadline)
{
    alk_err err;
    alk__link_enter(link, &err);
    int code = alk__link_leave(link, &err, link->ops->prepare(link->handle, entry->sql, 0, deadline, &entry->stmt, &err), "prepare", entry->sql);
    if (code)
        return code;
    if (!entry->stmt)
        return alk__error(ALK_ERROR_ABI, "driver %s: it prepared a statement and gave none", link->backend->name);
    alk__link_enter(link, &err);
    code = alk__link_leave(link, &err, link->ops->stmt_params(link->handle, entry->stmt, &entry->n_params, &err), "stmt_params", entry->sql);
    if (code == ALK_OK && entry->n_params > MOST_PARAMS)
        return alk__error(ALK_ERROR_ABI, "driver %s: it says that a statement takes %u parameters", link->backend->name,
                          (unsigned)entry->n_params);
    if (code == ALK_OK && entry->compiled && entry->n_params != entry->compiled->n_markers)
        code = alk__error(ALK_ERROR_PROGRAMMING, "the statement has %u parameters of its own beside the named ones",
                          (unsigned)(entry->n_params - entry->compiled->n_markers));
    return code;
}

alk__prepared *alk__link_prepare(alk__link *link, alk_sv key, uint64_t hash, bool driver_sql, alk__deadline deadline)
{
    alk__prepared *entry = alk__prepared_get(&link->prepared, key, hash, driver_sql);
    if (!entry) {
        alk__compiled *compiled = NULL;
        if (!driver_sql && !(compiled = alk__engine_compile(link->engine, key, hash)))
            return NULL;
        entry = alk__prepared_new(key, hash, compiled);
        alk__compiled_unref(compiled);
        if (!entry)
            return NULL;
        if (prepare_entry(link, entry, deadline)) {
            close_statement(link, entry);
            return NULL;
        }
        alk__prepared *evicted;
        alk__prepared_put(&link->prepared, entry, &evicted);
        if (evicted && evicted != entry)
            close_statement(link, evicted);
    }
    entry->in_use = true;
    return entry;
}

void alk__link_unprepare(alk__link *link, alk__prepared *entry)
{
    entry->in_use = false;
    if (!entry->cached)
        close_statement(link, entry);
}
