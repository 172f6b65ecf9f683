/* SPDX-License-Identifier: MIT
 * Writing what a flush found: objects of one kind side by side, as many in one round trip as the database takes. */
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include "unit.h"
#include "version.h"
#include "write.h"
#include <alkahest/value.h>
#include <stdio.h>

enum { AT_ONCE = 2048 };               /* objects: what is copied for one statement stays near, and no database gains by more */

/* ---- keys of others ---- */

static int cannot_be_null(const alk__link *link, const alk__property *p)
{
    alk__entity_words words;
    const alk__relation *r = link->relation;
    return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s cannot be NULL, and it has lost its %s.%s: delete it, or give it another, or let the relationship cascade (ALK_CASCADE_DELETE)",
                    alk__entity_name(link->child, &words), p->column->member, r->owner->name, r->name);
}

static int apply_link(const alk__link *link)
{
    const alk__relation *r = link->relation;
    const uint16_t *child, *parent;
    unsigned n = alk__link_columns(r, &child, &parent);
    alk__entity_words words;
    for (unsigned i = 0; i < n; i++) {
        const alk__property *p = &link->child->store->mapper->properties[child[i]];
        if (!link->parent) {
            if (p->key)
                return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s is a part of its key, and it has lost its %s.%s: delete it", alk__entity_name(link->child, &words), p->column->member, r->owner->name, r->name);
            if (!alk__member_set_null(p, alk__row(link->child)))
                return cannot_be_null(link, p);
            continue;
        }
        const alk__property *q = &link->parent->store->mapper->properties[parent[i]];
        if (alk__member_copy(p, alk__row(link->child), q, alk__row(link->parent))) {
            alk_fail_in("%s", alk__entity_name(link->child, &words));
            return alk_last_error()->code;
        }
    }
    return ALK_OK;
}

/* Those without a parent first: another owner may have the child by now. */
static int apply_links(const alk__work *work, bool later)
{
    int code = ALK_OK;
    for (int pass = 0; pass < 2; pass++)
        for (const alk__link *link = work->links; code == ALK_OK && link; link = link->next)
            if (link->later == later && (link->parent != NULL) == (pass == 1))
                code = apply_link(link);
    return code;
}

/* ---- runs: works side by side of the same kind, with the same columns ---- */

static inline void set_bit(uint64_t *bits, unsigned i) { bits[i / 64] |= UINT64_C(1) << (i % 64); }
static inline bool has_bit(const uint64_t *bits, unsigned i) { return bits[i / 64] >> (i % 64) & 1; }

static bool same_bits(const alk__work *a, const alk__work *b)
{
    const uint64_t *x = alk__changed(a), *y = alk__changed(b);
    bool same = true;
    for (unsigned i = 0, n = alk__changed_words(a->entity->store->mapper); i < n; i++)
        same = same && x[i] == y[i];
    return same;
}

static bool any_bit(const alk__work *work)
{
    const uint64_t *bits = alk__changed(work);
    uint64_t any = 0;
    for (unsigned i = 0, n = alk__changed_words(work->entity->store->mapper); i < n; i++)
        any |= bits[i];
    return any != 0;
}

/* How many works from `at` on are of the same store, depth and action. */
static size_t kind_length(alk__work *const *works, size_t at, size_t end)
{
    size_t n = at + 1;
    end = end - at < AT_ONCE ? end : at + AT_ONCE;
    while (n < end && works[n]->entity->store == works[at]->entity->store && works[n]->depth == works[at]->depth && works[n]->action == works[at]->action)
        n++;
    return n - at;
}

static size_t bits_length(alk__work *const *works, size_t n)
{
    size_t i = 1;
    while (i < n && same_bits(works[0], works[i]))
        i++;
    return i;
}

/* ---- INSERT ---- */

/* Whether the INSERT leaves the column to the database or to its default. */
static bool is_left_out(const alk__mapper *mapper, const alk__property *p, const char *row)
{
    if (p->unsent)
        return true;
    if (p == mapper->generated || p->given)
        return alk__member_is_zero(p, row);
    if (p->state)
        return row[p->field.offset + p->state] == ALK_UNSET;
    return p->defaulted && !p->column->nullable && p->content == ALK__CONTENT_TEXT && alk__member_is_null(p, row);
}

/* The columns that the INSERT leaves out; those that it sends must not lack a value that they need. */
static int choose_columns(alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_optional; i++) {
        const alk__property *p = &mapper->properties[mapper->optional[i]];
        if (is_left_out(mapper, p, alk__row(e)))
            set_bit(alk__changed(work), p->number);
        else if (!p->column->nullable && p->content != ALK__CONTENT_CELL && alk__member_is_null(p, alk__row(e)))
            return alk_fail(ALK_ERROR_INTEGRITY, "%s %s(new): %s cannot be NULL", mapper->name, p->key ? "with an incomplete key " : "", p->column->member);
    }
    return ALK_OK;
}

static int prepare_insert(alk_session *session, alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    int code = apply_links(work, false);
    if (code == ALK_OK)
        code = alk__key_begin(e);
    if (code == ALK_OK && alk__makes_versions(mapper))
        code = alk__version_begin(e);
    if (code == ALK_OK && alk__session_listens(session))
        code = alk__session_tell(session, ALK_SESSION_BEFORE_INSERT, e, NULL);
    return code ? code : choose_columns(work);
}

/* What is not loaded of an object that was just written. */
static void note_missing(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; mapper->has_derived && i < mapper->n_properties; i++)
        if (mapper->properties[i].expression)
            alk__set_missing(e, i, true);
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->direction == ALK__TO_ONE)
            alk__set_missing(e, r->bit, !alk__one(alk__row(e), r) && !alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e)));
        else if (r->view_only || r->write_only)
            alk__set_missing(e, r->bit, true);
    }
}

/* Its row is there. */
static int became_persistent(alk_session *session, alk__entity *e)
{
    if (alk__entity_own_texts(e))
        return ALK_ERROR_NO_MEMORY;
    e->hash = alk__key_hash(e->store->mapper, alk__row(e));
    alk__entity_settle(e);
    note_missing(e);
    /* An object that is thought to have the key has no row: it was read in a transaction that was undone, or somebody deleted it. */
    alk__entity *other = alk__store_find(e->store, alk__row(e), e->hash);
    if (other) {
        alk__store_remove(other->store, other);
        alk__entity_leave(other, ALK_STATE_DETACHED);
    }
    if (alk__store_add(e->store, e))
        return ALK_ERROR_NO_MEMORY;
    e->state = ALK_STATE_PERSISTENT;
    e->level = 0;
    e->store->n_pending--;
    return alk__session_listens(session) ? alk__session_tell(session, ALK_SESSION_AFTER_INSERT, e, NULL) : ALK_OK;
}

static bool wants_back(const alk__mapper *mapper, const alk__work *work, unsigned part)
{
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (has_bit(alk__changed(work), i) && p->part == part && !p->expression && p->field.slot && p->content != ALK__CONTENT_OWN)
            return true;
    }
    return false;
}

/* One of the tables that the objects are in. */
static int insert_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned number)
{
    alk_session *session = unit->session;
    alk__store *store = works[0]->entity->store;
    const alk__mapper *mapper = store->mapper;
    const alk__part *part = &mapper->parts[number];
    size_t size = part->struct_size;
    char *rows = n <= SIZE_MAX / size ? alk__memory_take(&session->memory, n * size) : NULL;
    alk_conn *conn = rows ? alk__session_conn(session, store->bind) : NULL;
    int code = conn && alk__store_reserve(store, n) == ALK_OK ? ALK_OK : alk_last_error()->code;
    for (size_t i = 0; conn && i < n; i++)
        memcpy(rows + i * size, alk__row(works[i]->entity), size);
    if (code == ALK_OK)
        code = wants_back(mapper, works[0], number) ? alk_conn_insert_structs_returning(conn, part->rows, rows, n, unit->arena)
                                                    : alk_conn_insert_structs(conn, part->rows, rows, n, NULL);
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        memcpy(alk__row(works[i]->entity), rows + i * size, size);
    alk__memory_give(&session->memory, rows, n * size);
    return code;
}

static int insert_run(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (unsigned part = 0; code == ALK_OK && part < works[0]->entity->store->mapper->n_parts; part++)
        code = insert_part(unit, works, n, part);
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        code = became_persistent(unit->session, works[i]->entity);
        works[i]->settled = true;
    }
    return code;
}

static int insert_works(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = works[i]->entity->flags & ALK__SWITCHED ? ALK_OK : prepare_insert(unit->session, works[i]);
    for (size_t i = 0; code == ALK_OK && i < n;) {
        size_t run = 1;
        if (works[i]->entity->flags & ALK__SWITCHED) {
            code = alk__switch_row(unit, works[i]);
        } else {
            while (i + run < n && !(works[i + run]->entity->flags & ALK__SWITCHED))
                run++;
            run = bits_length(works + i, run);
            code = insert_run(unit, works + i, run);
        }
        i += run;
    }
    return code;
}

/* ---- UPDATE and DELETE: rows are struct, image, and cells of types of the program's own ---- */

typedef struct batch {
    const alk__mapper *mapper;
    unsigned part;                     /* of the objects that is written */
    char *rows;
    size_t size, n;
    alk_field *fields;
    size_t n_fields;
    char (*names)[8];
    const alk_sql **parts;             /* what is set, then the end */
    size_t n_parts;
    const alk_sql **terms;             /* the condition */
    size_t n_terms;
} batch;

static int begin_batch(alk__unit *unit, batch *b, alk__work *const *works, size_t n, unsigned part)
{
    const alk__mapper *mapper = works[0]->entity->store->mapper;
    size_t most = mapper->n_properties + (size_t)ALK__KEY_COLUMNS + 2;
    *b = (batch){ .mapper = mapper, .part = part, .n = n, .size = mapper->words_at + (mapper->plain ? 0 : mapper->n_properties * sizeof(alk_cell)) };
    b->rows = n <= SIZE_MAX / b->size ? alk__memory_take(&unit->session->memory, n * b->size) : NULL;
    b->fields = alk_arena_alloc(unit->arena, most * sizeof *b->fields, 0);
    b->names = alk_arena_alloc(unit->arena, most * sizeof *b->names, 0);
    b->parts = alk_arena_alloc(unit->arena, (most + 2) * sizeof *b->parts, 0);
    b->terms = alk_arena_alloc(unit->arena, (most + 2) * sizeof *b->terms, 0);
    if (!b->rows || !b->fields || !b->names || !b->parts || !b->terms)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        memcpy(b->rows + i * b->size, alk__row(works[i]->entity), mapper->words_at);
    return ALK_OK;
}

/* The parameter of a property, from the struct or from the image. */
static const alk_sql *parameter(batch *b, const alk__property *p, size_t from)
{
    char *name = b->names[b->n_fields];
    snprintf(name, sizeof *b->names, "p%zu", b->n_fields);
    alk_field *field = &b->fields[b->n_fields++];
    *field = p->field;
    if (p->content == ALK__CONTENT_OWN)
        *field = (alk_field){ .offset = (uint32_t)(b->mapper->words_at + p->number * sizeof(alk_cell)), .null_offset = ALK_SLOT_NOT_NULL, .slot = ALK_SLOT_CELL };
    else
        field->offset += (uint32_t)from, field->null_offset += p->state ? (uint32_t)from : 0;
    field->name = name;
    return alk_param_of(name, &p->column->type);
}

/* Values of types of the program's own as the database has them. */
static int own_values(batch *b, const alk__property *p, alk_arena *arena)
{
    const alk_custom_type *type = p->column->type.custom;
    int code = type->to_value ? ALK_OK : alk_fail(ALK_ERROR_ARGUMENT, "the type of %s has no to_value", p->column->name);
    for (size_t i = 0; code == ALK_OK && i < b->n; i++) {
        char *row = b->rows + i * b->size;
        alk_cell *cell = (alk_cell *)(void *)(row + b->mapper->words_at + p->number * sizeof(alk_cell)), made = alk_value_null();
        code = type->to_value(type, row + p->field.offset, &made);
        code = code ? alk_fail(code, "the type of %s cannot convert a value", p->column->name) : alk__as_stored(type, &made, arena);
        *cell = made;
    }
    return code;
}

/* The version is in the first part, by which all of the object is told. */
static bool has_version(const batch *b)
{
    return b->mapper->version >= 0 && b->part == 0;
}

static void condition(batch *b)
{
    const alk__mapper *mapper = b->mapper;
    for (unsigned i = 0; i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        const alk_column *column = b->part ? mapper->parts[b->part].key[i] : p->column;
        b->terms[b->n_terms++] = (alk_eq)(&column->sql, parameter(b, p, mapper->image_at));
    }
    if (has_version(b))
        b->terms[b->n_terms++] = (alk_eq)(&mapper->properties[mapper->version].column->sql, parameter(b, &mapper->properties[mapper->version], mapper->image_at));
    b->terms[b->n_terms] = &alk_end;
}

/* A row was not there as it is known: its key, and that somebody changed it meanwhile. */
static int stale(alk__unit *unit, alk__work *const *works, size_t n, bool deletes)
{
    alk__entity_words words;
    const alk__mapper *mapper = works[0]->entity->store->mapper;
    const char *what = mapper->version >= 0 ? "was changed or deleted by another since it was read" : "is not there any more";
    size_t culprit = n == 1 ? 0 : alk__find_stale(unit, works, n, deletes);
    if (culprit == SIZE_MAX)
        return alk_fail(ALK_ERROR_STALE_DATA, "one of %zu rows of %s %s", n, mapper->name, what);
    return alk_fail(ALK_ERROR_STALE_DATA, "%s %s, and cannot be %s", alk__entity_name(works[culprit]->entity, &words), what, deletes ? "deleted" : "written");
}

/* Rows with a version are only written where the database tells how many it found: else a change of somebody else's could be lost in silence. */
static int run_batch(alk__unit *unit, const batch *b, const alk_sql *statement, alk__work *const *works, bool deletes)
{
    alk_conn *conn = alk__session_conn(unit->session, works[0]->entity->store->bind);
    int64_t affected = -1;
    bool checked = !deletes || has_version(b);
    alk_keep(statement);
    int code = conn ? alk_conn_execute_each(conn, statement, b->fields, b->n_fields, b->rows, b->size, b->n, &affected) : alk_last_error()->code;
    alk_free(statement);
    alk__memory_give(&unit->session->memory, b->rows, b->n * b->size);
    if (code)
        return code;
    if (has_version(b) && affected < 0)
        return alk_fail(ALK_ERROR_NOT_SUPPORTED, "the database does not tell how many rows of %s were found, so that its versions cannot be checked", b->mapper->name);
    return checked && affected >= 0 && (uint64_t)affected != b->n ? stale(unit, works, b->n, deletes) : ALK_OK;
}

/* What a key that is not known is to be is written, though it may be what the object had before it was expired. */
static void set_unknown(alk__work *work)
{
    for (const alk__link *link = work->links; link; link = link->next) {
        const uint16_t *child, *parent;
        unsigned n = alk__link_columns(link->relation, &child, &parent);
        for (unsigned i = 0; i < n; i++)
            if (alk__is_missing(work->entity, child[i]))
                set_bit(alk__changed(work), child[i]);
    }
}

/* Compares again, where something may have come in between since it was collected. */
static void compare_again(alk__work *work)
{
    const alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    uint64_t *bits = alk__changed(work);
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!mapper->properties[i].unsent && !alk__member_equal(&mapper->properties[i], alk__row(e), alk__image(e)))
            set_bit(bits, i);
}

static int check_change(const alk__entity *e, const alk__property *p)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__entity_words words;
    if ((p->discriminator || p->key) && (mapper->base || mapper->n_kin > 1))
        return alk_fail(ALK_ERROR_NOT_SUPPORTED, "%s: %s tells %s, and cannot be changed", alk__entity_name(e, &words), p->column->member, p->key ? "the rows of all its tables" : "its model");
    if (!p->column->nullable && alk__member_is_null(p, alk__row(e)))
        return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s cannot be NULL", alk__entity_name(e, &words), p->column->member);
    return ALK_OK;
}

/* The columns that the UPDATE writes; its version is one more. */
static int prepare_update(const alk__unit *unit, alk__work *work, bool later)
{
    alk_session *session = unit->session;
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    uint64_t *bits = alk__changed(work);
    int code = apply_links(work, later);
    if (code == ALK_OK && (!work->compared || work->links || unit->moved_keys || alk__session_listens(session))) {
        memset(bits, 0, alk__changed_words(mapper) * sizeof *bits);
        compare_again(work);
        set_unknown(work);
    }
    if (code || !any_bit(work))
        return code;
    if (alk__session_listens(session) && (code = alk__session_tell(session, ALK_SESSION_BEFORE_UPDATE, e, NULL)) == ALK_OK)
        compare_again(work);                                               /* the listener may have changed more */
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++)
        code = has_bit(bits, i) ? check_change(e, &mapper->properties[i]) : ALK_OK;
    if (code == ALK_OK && alk__makes_versions(mapper)) {
        set_bit(alk__changed(work), (unsigned)mapper->version);
        code = alk__version_advance(e);
    }
    return code;
}

static bool changes_part(const alk__work *work, unsigned part)
{
    const alk__mapper *mapper = work->entity->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (has_bit(alk__changed(work), i) && mapper->properties[i].part == part)
            return true;
    return false;
}

static int update_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned part)
{
    const alk__mapper *mapper = works[0]->entity->store->mapper;
    batch b;
    int code = begin_batch(unit, &b, works, n, part);
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (!has_bit(alk__changed(works[0]), i) || p->part != part)
            continue;
        b.parts[b.n_parts++] = (alk_set)(&p->column->sql, parameter(&b, p, 0));
        code = p->content == ALK__CONTENT_OWN ? own_values(&b, p, unit->arena) : ALK_OK;
    }
    if (code) {
        for (size_t i = 0; i < b.n_parts; i++)
            alk_free(b.parts[i]);
        return code;
    }
    condition(&b);
    b.parts[b.n_parts++] = (alk_where)(b.terms);
    b.parts[b.n_parts] = &alk_end;
    return run_batch(unit, &b, alk_update_at(NULL, 0, mapper->parts[part].table, b.parts), works, false);
}

static int update_run(alk__unit *unit, alk__work *const *works, size_t n)
{
    int code = ALK_OK;
    for (unsigned part = 0; code == ALK_OK && part < works[0]->entity->store->mapper->n_parts; part++)
        code = changes_part(works[0], part) ? update_part(unit, works, n, part) : ALK_OK;
    return code;
}

/* What the database, or a default of the program, makes of a row that is changed. */
static bool is_made_on_update(const alk__property *p)
{
    return !p->expression && (p->unsent || p->column->server_on_update || p->column->client_on_update);
}

/* ---- keys that others refer to ---- */

/* A member takes the owner's value, in struct and image; a text gets memory of its own. */
static int take_key(alk__entity *child, const alk__property *to, const alk__entity *owner, const alk__property *from)
{
    bool assigned = !alk__member_equal(to, alk__row(child), alk__image(child));
    size_t text = alk__member_text_size(from, alk__row(owner));
    char *at = text ? alk_arena_alloc(child->store->session->memory.arena, text, 1) : NULL;
    if (text && !at)
        return ALK_ERROR_NO_MEMORY;
    int code = alk__member_copy(to, alk__image(child), from, alk__row(owner));
    if (code == ALK_OK && text)
        alk__member_move_text(to, alk__image(child), at, text);
    return code || assigned ? code : alk__member_copy(to, alk__row(child), to, alk__image(child));
}

/* The child had the owner's former key: by ON UPDATE of the database it has the new one. What the program has assigned to it meanwhile stays. */
static int follow_owner(alk_session *session, alk__entity *child, const uint16_t *columns, const alk__entity *owner, const uint16_t *keys, unsigned n)
{
    const alk__property *p = child->store->mapper->properties, *q = owner->store->mapper->properties;
    bool rekeyed = false;
    for (unsigned i = 0; i < n; i++) {
        if (!alk__member_same(&p[columns[i]], alk__image(child), &q[keys[i]], alk__image(owner)))
            return ALK_OK;
        rekeyed = rekeyed || p[columns[i]].key;
    }
    int code = alk__journal_note(session, child);
    if (code)
        return code;
    if (rekeyed)
        alk__store_remove(child->store, child);
    for (unsigned i = 0; code == ALK_OK && i < n; i++)
        code = take_key(child, &p[columns[i]], owner, &q[keys[i]]);
    if (rekeyed) {
        child->hash = alk__key_hash(child->store->mapper, alk__image(child));
        alk__store_add(child->store, child);                               /* there is room: it was there */
    }
    return code;
}

static int follow_key(alk_session *session, const alk__entity *owner, alk__store *children, const uint16_t *columns, const uint16_t *keys, unsigned n)
{
    const alk__property *q = owner->store->mapper->properties;
    bool moved = false;
    int code = ALK_OK;
    for (unsigned i = 0; i < n; i++)
        moved = moved || !alk__member_equal(&q[keys[i]], alk__row(owner), alk__image(owner));
    alk__store_at at = { 0, 0 };
    for (alk__entity *e; moved && code == ALK_OK && (e = alk__store_next(children, &at));)
        if (e->state == ALK_STATE_PERSISTENT && !(e->flags & ALK__UNTRACKED))
            code = follow_owner(session, e, columns, owner, keys, n);
    return code;
}

/* Objects that refer to what has another key now: told by their own relationships, or by the owner's. */
static int follow_keys(alk_session *session, const alk__entity *owner)
{
    const alk__mapper *mapper = owner->store->mapper;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++) {
        alk__store *children = alk__array_pointer(&session->stores, i);
        for (uint16_t k = 0; code == ALK_OK && k < children->mapper->n_relations; k++) {
            const alk__relation *r = children->mapper->relations[k];
            if (r->direction == ALK__TO_ONE && alk__mapper_is(mapper, r->target) && alk__is_beside(children, owner->store))
                code = follow_key(session, owner, children, r->here, r->there, r->n);
        }
        for (uint16_t k = 0; code == ALK_OK && k < mapper->n_relations; k++) {
            const alk__relation *r = mapper->relations[k];
            if ((r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && alk__mapper_is(children->mapper, r->target) && !r->back && alk__is_beside(children, owner->store))
                code = follow_key(session, owner, children, r->there, r->here, r->n);
        }
    }
    return code;
}

/* What comes of a change, the same for all objects that have the same columns changed. */
typedef struct change {
    bool moves;                        /* the key is another */
    bool is_followed;                  /* columns are among it that a foreign key may refer to */
    bool makes;                        /* the database makes others anew */
} change;

static change change_of(const alk__work *work)
{
    const alk__mapper *mapper = work->entity->store->mapper;
    change c = { false, false, false };
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        bool changed = has_bit(alk__changed(work), i);
        c.moves = c.moves || (changed && p->key);
        c.is_followed = c.is_followed || (changed && (p->key || p->column->unique));
        c.makes = c.makes || (!changed && !p->key && is_made_on_update(p));
    }
    return c;
}

/* What was written is known, and what the database has made anew is not. */
static void note_written(alk__entity *e, const alk__work *work)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (has_bit(alk__changed(work), i))
            alk__set_missing(e, i, false);
        else if (is_made_on_update(&mapper->properties[i]) && !mapper->properties[i].key)
            alk__set_missing(e, i, true);
}

static int became_updated(alk__unit *unit, alk__work *work, change c)
{
    alk_session *session = unit->session;
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    if (alk__entity_own_texts(e) || (c.moves && alk__store_reserve(e->store, 1)))
        return ALK_ERROR_NO_MEMORY;
    if (c.is_followed && follow_keys(session, e))
        return alk_last_error()->code;
    unit->moved_keys = unit->moved_keys || c.is_followed;
    if (c.moves)
        alk__store_remove(e->store, e);
    if (c.makes || e->missing || mapper->n_bits > 64)
        note_written(e, work);
    alk__entity_settle(e);
    work->settled = true;
    if (c.moves) {
        e->hash = alk__key_hash(mapper, alk__row(e));
        alk__store_add(e->store, e);
    }
    return alk__session_listens(session) ? alk__session_tell(session, ALK_SESSION_AFTER_UPDATE, e, NULL) : ALK_OK;
}

static int update_works(alk__unit *unit, alk__work *const *works, size_t n, bool later)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = prepare_update(unit, works[i], later);
    for (size_t i = 0; code == ALK_OK && i < n;) {
        size_t run = bits_length(works + i, n - i);
        if (any_bit(works[i])) {
            const change c = change_of(works[i]);
            code = update_run(unit, works + i, run);
            for (size_t k = 0; code == ALK_OK && k < run; k++)
                code = became_updated(unit, works[i + k], c);
        }
        i += run;
    }
    return code;
}

/* The new object is written over the row of the one that was to be deleted: all columns, whatever the row had. */
int alk__switch_row(alk__unit *unit, alk__work *work)
{
    alk__entity *e = work->entity;
    const alk__mapper *mapper = e->store->mapper;
    alk__entity *old = alk__store_find(e->store, alk__row(e), alk__key_hash(mapper, alk__row(e)));
    alk__work *gone = old ? alk__unit_work(unit, old) : NULL;
    if (!gone)
        return alk_fail(ALK_ERROR_INTERNAL, "the row to be taken over is gone");
    memcpy(alk__image(e), alk__image(old), mapper->struct_size);           /* what the row is known to hold */
    for (uint16_t i = 0; i < mapper->n_relations; i++)
        memset(alk__image(e) + mapper->relations[i]->offset, 0, mapper->relations[i]->many ? sizeof(alk__many) : sizeof(void *));
    if (alk__makes_versions(mapper))
        memcpy(alk__row(e) + mapper->properties[mapper->version].field.offset, alk__image(old) + mapper->properties[mapper->version].field.offset, mapper->properties[mapper->version].size);
    int code = update_works(unit, &work, 1, false);
    if (code)
        return code;
    alk__store_remove(old->store, old);
    alk__entity_leave(old, ALK_STATE_DELETED);
    return became_persistent(unit->session, e);
}

static int delete_part(alk__unit *unit, alk__work *const *works, size_t n, unsigned part)
{
    batch b;
    int code = begin_batch(unit, &b, works, n, part);
    if (code)
        return code;
    condition(&b);
    b.parts[0] = (alk_where)(b.terms);
    b.parts[1] = &alk_end;
    return run_batch(unit, &b, alk_delete_from_at(NULL, 0, b.mapper->parts[part].table, b.parts), works, true);
}

static int delete_works(alk__unit *unit, alk__work *const *works, size_t n)
{
    alk__work **left = alk_arena_alloc(unit->arena, n * sizeof *left, 0);
    size_t count = 0;
    int code = left ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (works[i]->entity->state != ALK_STATE_PERSISTENT)               /* its row was taken over */
            continue;
        left[count++] = works[i];
        code = alk__session_listens(unit->session) ? alk__session_tell(unit->session, ALK_SESSION_BEFORE_DELETE, works[i]->entity, NULL) : ALK_OK;
    }
    for (unsigned part = count ? left[0]->entity->store->mapper->n_parts : 0; code == ALK_OK && part-- > 0;)
        code = delete_part(unit, left, count, part);
    for (size_t i = 0; code == ALK_OK && i < count; i++) {
        alk__entity *e = left[i]->entity;
        alk__store_remove(e->store, e);
        e->state = ALK_STATE_DELETED;
        code = alk__session_listens(unit->session) ? alk__session_tell(unit->session, ALK_SESSION_AFTER_DELETE, e, NULL) : ALK_OK;
        alk__entity_leave(e, ALK_STATE_DELETED);
    }
    return code;
}

/* ---- all of it ---- */

/* Keys of objects that refer to each other, now that both are there; or that are emptied, before both go. */
static int write_later(alk__unit *unit, size_t from, size_t end)
{
    int code = ALK_OK;
    for (size_t i = from; code == ALK_OK && i < end; i++) {
        bool later = false;
        for (const alk__link *link = unit->order[i]->links; link; link = link->next)
            later = later || link->later;
        if (later)
            code = update_works(unit, &unit->order[i], 1, true);
    }
    return code;
}

int alk__unit_write(alk__unit *unit)
{
    int code = ALK_OK;
    size_t n = unit->works.count;
    for (size_t i = 0; code == ALK_OK && i < unit->n_saves;) {
        size_t run = kind_length(unit->order, i, unit->n_saves);
        code = unit->order[i]->action == ALK__INSERT ? insert_works(unit, unit->order + i, run) : update_works(unit, unit->order + i, run, false);
        i += run;
    }
    if (code == ALK_OK)
        code = write_later(unit, 0, unit->n_saves);
    if (code == ALK_OK)
        code = alk__write_between(unit);
    if (code == ALK_OK)
        code = write_later(unit, unit->n_saves, n);
    for (size_t i = unit->n_saves; code == ALK_OK && i < n;) {
        size_t run = kind_length(unit->order, i, n);
        code = delete_works(unit, unit->order + i, run);
        i += run;
    }
    return code;
}
