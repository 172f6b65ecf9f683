/* SPDX-License-Identifier: MIT
 * See shard.h. */
#include "shard.h"
#include "collection.h"
#include "store.h"
#include <alkahest/inspect.h>

enum { MOST_SHARDS = 4096, DEPTH = 32 };

/* ---- what the program says ---- */

/* Rows of a variant are where those of its base are. */
static const alk_sql *root_of(const alk_sql *table)
{
    for (const alk_table *t = table ? alk_table_definition(table) : NULL; t && t->base; t = alk_table_definition(table))
        table = *t->base;
    return table;
}

static bool is_bound(const alk_session *session, const alk_sql *table)
{
    for (size_t i = 0; i < session->bound.count; i++)
        if (((const alk__bound *)alk__array_at(&session->bound, i))->table == table)
            return true;
    return false;
}

const alk__sharding *alk__sharding_of(const alk_session *session, const alk_sql *table)
{
    const alk__sharding *rest = NULL;
    table = root_of(table);
    for (size_t i = 0; i < session->shardings.count; i++) {
        const alk__sharding *s = alk__array_pointer(&session->shardings, i);
        if (s->table == table)
            return s;
        rest = s->table ? rest : s;
    }
    return rest && !is_bound(session, table) ? rest : NULL;
}

static int check_shards(const alk_session *session, const alk_sql *table, alk_engine *const *engines, size_t n, const alk_shard_chooser *chooser)
{
    if (table != root_of(table))
        return alk_fail(ALK_ERROR_ARGUMENT, "table %s is of a variant, whose rows are where those of its base are: that one is sharded", alk_table_definition(table)->name);
    if (!engines || !n || n > MOST_SHARDS || (table && !alk_table_definition(table)))
        return alk_fail(ALK_ERROR_ARGUMENT, "alk_session_shards() takes a model's table, or NULL, and 1 to %d engines", MOST_SHARDS);
    if (!chooser || chooser->struct_size < offsetof(alk_shard_chooser, of_key) || !chooser->of_object)
        return alk_fail(ALK_ERROR_ARGUMENT, "alk_session_shards() takes a chooser with its .struct_size, and with a function .of_object");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i || !engines[i]; k++)
            if (!engines[i] || engines[i] == engines[k])
                return alk_fail(ALK_ERROR_ARGUMENT, "the engine of shard %zu is %s", i, engines[i] ? "that of another shard too" : "NULL");
    if (table && is_bound(session, table))
        return alk_fail(ALK_ERROR_INTERFACE, "table %s is bound to one engine in this session already", alk_table_definition(table)->name);
    for (size_t i = 0; i < session->shardings.count; i++)
        if (((const alk__sharding *)alk__array_pointer(&session->shardings, i))->table == table)
            return alk_fail(ALK_ERROR_INTERFACE, "table %s is sharded in this session already", table ? alk_table_definition(table)->name : "NULL (all)");
    for (size_t i = 0; i < session->stores.count; i++) {
        const alk_sql *used = ((const alk__store *)alk__array_pointer(&session->stores, i))->mapper->root->sql;
        if (table ? used == table : !is_bound(session, used) && !alk__sharding_of(session, used))
            return alk_fail(ALK_ERROR_INTERFACE, "table %s is in use in this session already", alk_table_definition(used)->name);
    }
    return ALK_OK;
}

static int add_sharding(alk_session *session, const alk_sql *table, alk_engine *const *engines, size_t n, const alk_shard_chooser *chooser, void *payload)
{
    alk__sharding *made = alk_arena_alloc(session->memory.arena, sizeof *made, 0);
    uint16_t *binds = made ? alk_arena_alloc(session->memory.arena, n * sizeof *binds, 0) : NULL;
    for (size_t i = 0; binds && i < n; i++) {
        int bind = alk__session_bind_of(session, engines[i]);
        if (bind < 0)
            return ALK_ERROR_NO_MEMORY;
        binds[i] = (uint16_t)bind;
    }
    if (!binds)
        return ALK_ERROR_NO_MEMORY;
    *made = (alk__sharding){ .table = table, .n = (unsigned)n, .binds = binds, .payload = payload };
    memcpy(&made->chooser, chooser, chooser->struct_size < sizeof made->chooser ? chooser->struct_size : sizeof made->chooser);
    return alk__array_add(&session->memory, &session->shardings, made) ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

int alk_session_shards(alk_session *session, const alk_sql *table, alk_engine *const *engines, size_t n, const alk_shard_chooser *chooser, void *payload)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    code = check_shards(session, table, engines, n, chooser);
    if (code == ALK_OK)
        code = add_sharding(session, table, engines, n, chooser, payload);
    alk__session_leave(session);
    return code;
}

int alk_entity_shard(alk_session *session, const void *entity)
{
    const alk__entity *e = session ? alk__entity_at(session, entity) : NULL;
    return e && e->store->sharding ? e->store->shard : -1;
}

static int no_shard(const alk__sharding *sharding, const char *what, long shard)
{
    return alk_fail(ALK_ERROR_ARGUMENT, "%s: there is no shard %ld; they are 0 to %u", what, shard, sharding->n - 1);
}

alk_conn *alk_session_shard_conn(alk_session *session, const alk_sql *table, unsigned shard)
{
    if (alk__session_enter(session, 0))
        return alk_fail_null();
    const alk__sharding *sharding = alk__sharding_of(session, table);
    alk_conn *conn = NULL;
    if (!sharding)
        alk_fail(ALK_ERROR_ARGUMENT, "alk_session_shard_conn() takes a table that is sharded");
    else if (shard >= sharding->n)
        no_shard(sharding, "alk_session_shard_conn()", shard);
    else
        conn = alk__session_conn(session, sharding->binds[shard]);
    alk__session_leave(session);
    return conn ? conn : alk_fail_null();
}

/* ---- stores ---- */

alk__store *alk__store_of_shard(alk__store *home, unsigned shard)
{
    alk_session *session = home->session;
    size_t size = home->sharding->n * sizeof(alk__store *);
    if (!home->shards) {
        if (!(home->shards = alk__memory_take(&session->memory, size)))
            return NULL;
        memset(home->shards, 0, size);
        home->shards[0] = home;
    }
    if (!home->shards[shard])
        home->shards[shard] = alk__store_new(session, home->mapper, home, (uint16_t)shard);
    return home->shards[shard];
}

alk__store *alk__store_in(alk_session *session, const alk__mapper *mapper, uint16_t bind)
{
    alk__store *home = alk__store_of_mapper(session, mapper);
    if (!home || !home->sharding || home->bind == bind)
        return home;
    for (unsigned i = 0; i < home->sharding->n; i++)
        if (home->sharding->binds[i] == bind)
            return alk__store_of_shard(home, i);
    const alk__bind *other = alk__array_at(&session->binds, bind);
    alk_fail(ALK_ERROR_ARGUMENT, "%s is no shard of %s", alk_engine_url(other->engine), mapper->name);
    return NULL;
}

static alk__store *beside(const alk__store *store, alk__store *home)
{
    if (!home || !home->sharding)
        return home;
    return home->sharding == store->sharding ? alk__store_of_shard(home, store->shard) : alk__store_in(store->session, home->mapper, store->bind);
}

alk__store *alk__store_known_beside(const alk__store *store, const alk__mapper *mapper)
{
    alk__store *home = alk__store_of_mapper(store->session, mapper);
    return home && home->sharding && !store->sharding ? NULL : beside(store, home);
}

alk__store *alk__store_beside(const alk__store *store, const alk__mapper *mapper)
{
    alk__store *home = alk__store_of_mapper(store->session, mapper);
    if (!home || !home->sharding || store->sharding)
        return beside(store, home);
    alk_fail(ALK_ERROR_NOT_SUPPORTED, "%s is not sharded and %s is: no shard of it follows from the object; query it in place of following the relationship", store->mapper->name, mapper->name);
    return NULL;
}

bool alk__is_beside(const alk__store *from, const alk__store *to)
{
    return !to->sharding || (from->sharding && from->bind == to->bind);
}

int alk__check_beside(const alk__relation *r, const alk__entity *owner, const alk__entity *member)
{
    alk__entity_words words, other;
    bool key_is_here = r->direction == ALK__TO_ONE, both = r->direction == ALK__THROUGH;
    bool good = both || key_is_here ? alk__is_beside(owner->store, member->store) : true;
    if (good && !key_is_here)
        good = alk__is_beside(member->store, owner->store);
    if (good || r->direction == ALK__BY_CONDITION)
        return ALK_OK;
    return alk_fail(ALK_ERROR_ARGUMENT, "%s.%s relates %s to %s: a key leads into its own shard, or to a table that is not sharded", r->owner->name, r->name, alk__entity_name(owner, &words),
                    alk__entity_name(member, &other));
}

/* The store of an object of a shard that the struct's relationships lead to; NULL: they lead to none. */
static const alk__store *store_led_to(const alk_session *session, const alk__mapper *mapper, const char *row)
{
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        void *one = r->many ? NULL : alk__one(row, r);
        alk__many many = r->many ? alk__many_of(row, r) : (alk__many){ one ? &one : NULL, one ? 1 : 0, ALK_LOADED };
        for (uint32_t k = 0; k < many.count; k++) {
            const alk__entity *e = alk__entity_at(session, many.items[k]);
            if (e && e->store->sharding)
                return e->store;
        }
    }
    return NULL;
}

/* The error of a function of the program's. */
static int refused(const char *what)
{
    return alk_last_error()->code ? alk_last_error()->code : alk_fail(ALK_ERROR_INTERFACE, "%s has failed", what);
}

alk__store *alk__store_for_new(alk_session *session, const alk_sql *table, const void *row, const alk__store *owner)
{
    alk__store *home = alk__store_of(session, table);
    if (!home || !home->sharding)
        return home;
    const alk__sharding *sharding = home->sharding;
    owner = owner && owner->sharding ? owner : store_led_to(session, home->mapper, row);
    if (owner)
        return alk__store_beside(owner, home->mapper);
    alk_clear_error();
    int shard = sharding->chooser.of_object(table, row, sharding->payload);
    if (shard < 0)
        refused("the chooser of a new object's shard");
    else if ((unsigned)shard >= sharding->n)
        no_shard(sharding, home->mapper->name, shard);
    else
        return alk__store_of_shard(home, (unsigned)shard);
    return NULL;
}

size_t alk__run_of_database(alk__entity *const *entities, size_t n)
{
    size_t run = 0;
    while (run < n && entities[run]->store->root == entities[0]->store->root)
        run++;
    return run;
}

int alk__group_by_database(alk__entity **entities, size_t n, alk_arena *arena)
{
    size_t done = alk__run_of_database(entities, n);
    alk__entity **others = done < n ? alk_arena_alloc(arena, n * sizeof *others, 0) : NULL;
    if (done < n && !others)
        return ALK_ERROR_NO_MEMORY;
    while (done < n) {
        const alk__store *root = entities[done]->store->root;
        size_t kept = done, left = 0;
        for (size_t i = done; i < n; i++)
            if (entities[i]->store->root == root)
                entities[kept++] = entities[i];
            else
                others[left++] = entities[i];
        if (left)
            memcpy(entities + kept, others, left * sizeof *others);
        done = kept;
    }
    return ALK_OK;
}

/* ---- choosing ---- */

/* What a chooser has put down, or all. Each shard once. */
static int check_chosen(const alk__sharding *sharding, const char *what, int count, unsigned *shards)
{
    if (count < 0)
        return refused("the chooser of shards");
    if (count == 0 || (unsigned)count > sharding->n)
        return alk_fail(ALK_ERROR_ARGUMENT, "%s: the chooser names %d shards; there are %u", what, count, sharding->n);
    for (int i = 0; i < count; i++) {
        if (shards[i] >= sharding->n)
            return no_shard(sharding, what, (long)shards[i]);
        for (int k = 0; k < i; k++)
            if (shards[k] == shards[i])
                return alk_fail(ALK_ERROR_ARGUMENT, "%s: the chooser names shard %u twice", what, shards[i]);
    }
    return ALK_OK;
}

static int all_of(const alk__sharding *sharding, unsigned *shards)
{
    for (unsigned i = 0; i < sharding->n; i++)
        shards[i] = i;
    return (int)sharding->n;
}

/* shard: named by the program; -1: the chooser is asked. */
static int choose_for_key(const alk__store *home, const alk_value *key, size_t n_key, int shard, unsigned *shards, int *count)
{
    const alk__sharding *sharding = home->sharding;
    if (shard >= 0) {
        shards[0] = (unsigned)shard;
        *count = 1;
    } else if (sharding->chooser.of_key) {
        alk_clear_error();
        *count = sharding->chooser.of_key(home->mapper->sql, key, n_key, shards, sharding->payload);
    } else {
        *count = all_of(sharding, shards);
    }
    return check_chosen(sharding, home->mapper->name, *count, shards);
}

int alk__stores_of_key(alk__store *home, const alk_value *key, size_t n_key, int shard, alk_arena *arena, alk__store ***stores, size_t *n)
{
    size_t room = home->sharding ? home->sharding->n : 1;
    alk__store **all = alk_arena_alloc(arena, room * sizeof *all, 0);
    unsigned *shards = all ? alk_arena_alloc(arena, room * sizeof *shards, 0) : NULL;
    int count = 0, code = shards ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (code == ALK_OK && home->sharding)
        code = choose_for_key(home, key, n_key, shard, shards, &count);
    else if (code == ALK_OK && shard >= 0)
        code = alk_fail(ALK_ERROR_ARGUMENT, "%s is not sharded", home->mapper->name);
    for (int i = 0; code == ALK_OK && i < count; i++)
        code = (all[i] = alk__store_of_shard(home, shards[i])) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (code)
        return code;
    if (!home->sharding)
        all[count++] = home;
    *stores = all;
    *n = (size_t)count;
    return ALK_OK;
}

/* ---- statements ---- */

/* The sharding of the first table in a statement that has one. */
static const alk__sharding *sharding_in(const alk_session *session, const alk_sql *node, unsigned depth)
{
    const alk_sql *const *below;
    const alk__sharding *found = NULL;
    switch (alk_node_kind(node)) {
    case ALK_IS_TABLE: return alk__sharding_of(session, node);
    case ALK_IS_COLUMN: return alk__sharding_of(session, *alk_column_definition(node)->table);
    case ALK_IS_RELATIONSHIP: return alk__sharding_of(session, *alk_relationship_definition(node)->target);
    case ALK_IS_LOADING: return NULL;
    default: break;
    }
    size_t n = alk_node_children(node, &below);
    for (size_t i = 0; !found && depth < DEPTH && i < n; i++)
        found = below[i] && below[i] != &alk_end ? sharding_in(session, below[i], depth + 1) : NULL;
    return found;
}

/* The shard that alk_on_shard() names; -1: none. */
static long named_shard(const alk_sql *statement)
{
    const alk_sql *const *parts;
    size_t n = alk_node_children(statement, &parts);
    long shard = -1;
    for (size_t i = 0; i < n; i++)
        if (alk_node_kind(parts[i]) == ALK_IS_LOADING && alk_loading_code(parts[i]) == ALK_LOAD_ON_SHARD)
            shard = (long)alk_loading_number(parts[i]);
    return shard;
}

int alk__binds_of_statement(alk_session *session, const alk_sql *statement, const alk_sql *first, alk_arena *arena, uint16_t **binds, size_t *n)
{
    long named = named_shard(statement);
    const alk__sharding *sharding = first ? alk__sharding_of(session, first) : NULL;
    *n = 0;
    if (!sharding && session->shardings.count && (!first || named >= 0))
        sharding = sharding_in(session, statement, 0);
    if (!sharding)
        return named < 0 ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "alk_on_shard(): no table of the statement is sharded");
    unsigned *shards = alk_arena_alloc(arena, sharding->n * sizeof *shards, 0);
    uint16_t *all = shards ? alk_arena_alloc(arena, sharding->n * sizeof *all, 0) : NULL;
    int count = 1;
    if (!all)
        return ALK_ERROR_NO_MEMORY;
    alk_clear_error();
    if (named >= 0)
        shards[0] = (unsigned)named;
    else
        count = sharding->chooser.of_query ? sharding->chooser.of_query(statement, shards, sharding->payload) : all_of(sharding, shards);
    int code = check_chosen(sharding, named >= 0 ? "alk_on_shard()" : "a statement", count, shards);
    for (int i = 0; code == ALK_OK && i < count; i++)
        all[i] = sharding->binds[shards[i]];
    *binds = all;
    *n = code ? 0 : (size_t)count;
    return code;
}

int alk__check_many_shards(const alk_sql *statement, bool models)
{
    const alk_sql *const *parts;
    size_t n = alk_node_children(statement, &parts);
    int kind = alk_node_kind(statement);
    if (kind == ALK_IS_INSERT || kind == ALK_IS_MERGE)
        return alk_fail(ALK_ERROR_INTERFACE, "%s runs on one shard: name it by alk_on_shard()", kind == ALK_IS_INSERT ? "an INSERT" : "a MERGE");
    for (size_t i = 0; i < n; i++) {
        int part = alk_node_kind(parts[i]);
        if (part == ALK_IS_LIMIT || part == ALK_IS_OFFSET || part == ALK_IS_FETCH)
            return alk_fail(ALK_ERROR_INTERFACE, "a statement with a LIMIT or an OFFSET runs on one shard, as each would count for itself: name it by alk_on_shard()");
    }
    if (kind == ALK_IS_SELECT && !models)
        return alk_fail(ALK_ERROR_INTERFACE, "a query that gives values and no objects runs on one shard: name it by alk_on_shard(), and put what several give together");
    return ALK_OK;
}
