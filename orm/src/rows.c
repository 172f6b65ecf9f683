/* SPDX-License-Identifier: MIT
 * See rows.h. */
#include "rows.h"
#include "collection.h"
#include "journal.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/value.h>

static size_t cells_at(const alk__mapper *mapper)
{
    return (mapper->struct_size + 15) / 16 * 16;
}

static int begin_one(alk__rows *rows, alk__store *store, alk_result *result, const uint32_t *positions, alk_arena *arena)
{
    const alk__mapper *mapper = store->mapper;
    *rows = (alk__rows){ .store = store, .result = result, .positions = positions, .direct = mapper->plain && alk_column_count(result) == mapper->n_properties };
    rows->fields = alk_arena_alloc(arena, mapper->n_properties * sizeof *rows->fields, 0);
    rows->columns = alk_arena_alloc(arena, mapper->n_properties * sizeof *rows->columns, 0);
    rows->row = alk_arena_alloc(arena, cells_at(mapper) + mapper->n_properties * sizeof(alk_cell), 16);
    if (!rows->fields || !rows->columns || !rows->row)
        return ALK_ERROR_NO_MEMORY;
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (positions[i] == ALK__NO_COLUMN) {
            if (p->key)
                return alk_fail(ALK_ERROR_ARGUMENT, "the rows have no column %s, which is a part of the key of %s", p->column->name, mapper->name);
            if (p == mapper->discriminator && mapper->n_kin > 1)
                return alk_fail(ALK_ERROR_ARGUMENT, "the rows have no column %s, which tells the model of each row of %s", p->column->name, mapper->name);
            rows->direct = false;
            continue;
        }
        rows->direct = rows->direct && positions[i] == i;
        rows->fields[rows->n] = p->field;
        if (p->content == ALK__CONTENT_OWN)
            rows->fields[rows->n] = (alk_field){ .offset = (uint32_t)(cells_at(mapper) + i * sizeof(alk_cell)), .null_offset = ALK_SLOT_NOT_NULL, .slot = ALK_SLOT_CELL };
        rows->fields[rows->n].name = p->column->name;
        if (p == mapper->discriminator)
            rows->discriminator = rows->n;
        rows->columns[rows->n++] = positions[i];
    }
    rows->untracked = store->session->options.read_only;
    return ALK_OK;
}

int alk__rows_begin(alk__rows *rows, alk__store *store, alk_result *result, const uint32_t *positions, alk_arena *arena)
{
    const alk__mapper *mapper = store->mapper;
    int code = begin_one(rows, store, result, positions, arena);
    if (code || mapper->n_kin == 1)
        return code;
    rows->kin = alk_arena_alloc(arena, (mapper->n_kin - 1u) * sizeof *rows->kin, 0);
    code = rows->kin ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (uint16_t i = 1; code == ALK_OK && i < mapper->n_kin; i++) {
        alk__store *kin = alk__store_beside(store, mapper->kin[i]);
        positions += mapper->kin[i - 1]->n_properties;
        code = kin ? begin_one(&rows->kin[i - 1], kin, result, positions, arena) : ALK_ERROR_NO_MEMORY;
    }
    return code;
}

void alk__rows_begin_whole(alk__rows *rows, alk__store *store, alk_result *result)
{
    *rows = (alk__rows){ .store = store, .result = result, .positions = store->mapper->positions, .n = store->mapper->n_properties, .direct = true,
                         .untracked = store->session->options.read_only };
}

uint8_t alk__level_of(alk_session *session)
{
    session->has_levels = true;
    return (uint8_t)(session->savepoints.count < 250 ? 1 + session->savepoints.count : 250);
}

/* ---- new objects ---- */

/* What the row did not bring, and relationships: a key that is NULL leads to nothing, which is known. */
static void set_all_missing(const alk__rows *rows, alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; rows->n < mapper->n_properties && i < mapper->n_properties; i++)
        if (rows->positions[i] == ALK__NO_COLUMN)
            alk__set_missing(e, i, true);
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        bool none = r->direction == ALK__TO_ONE && !alk__is_missing(e, r->here[0]) && alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e));
        alk__set_missing(e, r->bit, !none);
    }
}

static int become(const alk__rows *rows, alk__entity *e, uint32_t hash, bool own_texts)
{
    if (rows->untracked)
        e->flags |= ALK__UNTRACKED;
    if (e->store->session->streaming)
        e->flags |= ALK__PASSING;
    if (own_texts && alk__entity_own_texts(e))
        return ALK_ERROR_NO_MEMORY;
    e->hash = hash;
    e->level = alk__level_of(e->store->session);
    if (!rows->untracked)
        memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);
    set_all_missing(rows, e);
    if (alk__store_add(e->store, e))
        return ALK_ERROR_NO_MEMORY;
    e->state = ALK_STATE_PERSISTENT;
    return alk__session_listens(e->store->session) ? alk__session_tell(e->store->session, ALK_SESSION_LOADED, e, NULL) : ALK_OK;
}

/* ---- objects that are there ---- */

/* All of it is read anew: changes are lost. */
static int renew(const alk__rows *rows, alk__entity *e, const char *row)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__entity_revert(e);
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (rows->positions[i] == ALK__NO_COLUMN)
            continue;
        memcpy(alk__row(e) + p->field.offset, row + p->field.offset, p->state && p->state >= p->size ? (size_t)p->state + 1 : p->size);
        alk__set_missing(e, i, false);
    }
    for (uint16_t i = 0; i < mapper->n_relations; i++) {                   /* the key leads elsewhere now; looked at while the image's texts are there */
        const alk__relation *r = mapper->relations[i];
        bool moved = false;
        for (unsigned k = 0; r->direction == ALK__TO_ONE && !(e->flags & ALK__UNTRACKED) && k < r->n; k++)
            moved = moved || !alk__member_equal(&mapper->properties[r->here[k]], alk__row(e), alk__image(e));
        const alk__entity *one = r->many ? NULL : alk__entity_at(e->store->session, alk__one(alk__row(e), r));
        moved = moved || (r->direction == ALK__TO_ONE && one && one->state > ALK_STATE_PERSISTENT);
        if (!moved)
            continue;
        memset(alk__row(e) + r->offset, 0, sizeof(void *));
        alk__set_missing(e, r->bit, !alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e)));
    }
    if (alk__entity_own_texts(e))
        return ALK_ERROR_NO_MEMORY;
    e->level = alk__level_of(e->store->session);
    alk__entity_settle(e);
    return alk__session_listens(e->store->session) ? alk__session_tell(e->store->session, ALK_SESSION_REFRESHED, e, NULL) : ALK_OK;
}

static bool has_changes(const alk__entity *e)
{
    return !(e->flags & ALK__UNTRACKED) && memcmp(alk__row(e), alk__image(e), e->store->mapper->struct_size) != 0;
}

/* One column that was not known; its text goes where it stays. What the program has assigned to it meanwhile is a change. */
static int fill_member(alk__entity *e, const alk__property *p, const char *row)
{
    size_t text = alk__member_text_size(p, row), bytes = p->state && p->state >= p->size ? (size_t)p->state + 1 : p->size;
    bool tracked = !(e->flags & ALK__UNTRACKED), assigned = tracked && !alk__member_equal(p, alk__row(e), alk__image(e));
    char *at = text ? alk_arena_alloc(e->store->session->memory.arena, text, 1) : NULL, *to = assigned ? alk__image(e) : alk__row(e);
    if (text && !at)
        return ALK_ERROR_NO_MEMORY;
    memcpy(to + p->field.offset, row + p->field.offset, bytes);
    if (text)
        alk__member_move_text(p, to, at, text);
    if (tracked && !assigned)
        memcpy(alk__image(e) + p->field.offset, alk__row(e) + p->field.offset, bytes);
    alk__set_missing(e, p->number, false);
    return ALK_OK;
}

/* Only what is not known of it is taken from the row. */
static int fill(const alk__rows *rows, alk__entity *e, const char *row)
{
    const alk__mapper *mapper = e->store->mapper;
    unsigned missing = 0, brought = 0;
    int code = ALK_OK;
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        missing += alk__is_missing(e, i);
        brought += alk__is_missing(e, i) && rows->positions[i] != ALK__NO_COLUMN;
    }
    if (!brought)
        return ALK_OK;
    if (missing + mapper->n_key >= mapper->n_properties && brought == missing && !has_changes(e))
        return renew(rows, e, row);                                        /* it was expired as a whole */
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++)
        if (alk__is_missing(e, i) && rows->positions[i] != ALK__NO_COLUMN)
            code = fill_member(e, &mapper->properties[i], row);
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->direction == ALK__TO_ONE && alk__is_missing(e, r->bit) && !alk__is_missing(e, r->here[0]) && alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e)))
            alk__set_missing(e, r->bit, false);
    }
    e->level = alk__level_of(e->store->session);
    return code;
}

/* The session has it as an object of another model. */
static int is_another(const alk__rows *rows, const alk__entity *e)
{
    alk__entity_words words;
    return alk_fail(ALK_ERROR_DATA, "%s is %s in this session and %s in the database: it has to leave the session first", alk__entity_name(e, &words), e->store->mapper->identity,
                    rows->store->mapper->identity);
}

static int meet(const alk__rows *rows, alk__entity *e, const char *row)
{
    if (e->store != rows->store)
        return is_another(rows, e);
    alk__entity_hold(e);
    if (rows->anew)
        return renew(rows, e, row);
    return e->missing || e->store->mapper->n_bits > 64 ? fill(rows, e, row) : ALK_OK;
}

/* ---- direct ---- */

static alk__entity *block_at(const alk__store *store, alk__entity *first, size_t i)
{
    return (alk__entity *)(void *)((char *)first + i * store->block_size);
}

/* n blocks that the driver has filled: new objects move together over those that the session had already, and the rest of the blocks is as if it had not been taken, so that reading the
 * same rows again and again takes no memory. */
static int take_blocks(alk__rows *rows, alk__entity *first, size_t n, bool texts_stay, alk__entity **out)
{
    alk__store *store = rows->store;
    size_t kept = 0;
    alk__store_take(store, n);
    int code = alk__store_reserve(store, n);
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        alk__entity *e = block_at(store, first, i), *to = block_at(store, first, kept);
        uint32_t hash = alk__key_hash(store->mapper, alk__row(e));
        if ((out[i] = alk__store_find(store, alk__row(e), hash))) {
            code = meet(rows, out[i], alk__row(e));
            continue;
        }
        if (to != e)
            memcpy(alk__row(to), alk__row(e), store->mapper->struct_size);
        out[i] = to;
        code = become(rows, to, hash, !texts_stay);
        kept += to->state != ALK__FREE;
    }
    if (kept < n)                                                          /* where becoming one failed it has texts */
        alk__memory_give(&store->session->memory, block_at(store, first, kept)->text, block_at(store, first, kept)->text_size);
    store->last->used -= (uint32_t)(n - kept);
    rows->expects_new = kept == n && n == ALK__ROWS_AT_ONCE;
    return code;
}

int alk__rows_fetch(alk__rows *rows, alk__entity **out, size_t capacity, size_t *n)
{
    alk__store *store = rows->store;
    size_t room = 0;
    alk__entity *first = alk__store_room(store, capacity < ALK__ROWS_AT_ONCE ? capacity : ALK__ROWS_AT_ONCE, &room);
    bool texts_stay = rows->expects_new && !rows->anew && !store->session->streaming;
    *n = 0;
    if (!first)
        return ALK_ERROR_NO_MEMORY;
    *n = alk_result_fetch(rows->result, store->mapper->fields, store->mapper->n_properties, alk__row(first), store->block_size, room,
                          texts_stay ? store->session->memory.arena : NULL);
    return *n ? take_blocks(rows, first, *n, texts_stay, out) : alk_result_status(rows->result);
}

/* ---- row by row ---- */

static bool key_is_null(const alk__rows *rows)
{
    const alk__mapper *mapper = rows->store->mapper;
    for (unsigned i = 0; i < mapper->n_key; i++)
        if ((alk_is_null)(rows->result, (int)rows->positions[mapper->key[i]]))
            return true;
    return false;
}

/* Values of types of the program's own: what they point to stays in the session's memory. */
static int convert_own(const alk__rows *rows)
{
    const alk__mapper *mapper = rows->store->mapper;
    int code = ALK_OK;
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        const alk_custom_type *type = p->column->type.custom;
        if (p->content != ALK__CONTENT_OWN || rows->positions[i] == ALK__NO_COLUMN)
            continue;
        alk_cell *cell = (alk_cell *)(void *)(rows->row + cells_at(mapper) + i * sizeof(alk_cell));
        if (!type->from_value)
            return alk_fail(ALK_ERROR_ARGUMENT, "the type of %s has no from_value", p->column->name);
        if ((code = alk__as_stored(type, cell, rows->store->session->memory.arena)) == ALK_OK && (code = type->from_value(type, cell, rows->row + p->field.offset)))
            alk_fail(code, "the type of %s cannot convert a value", p->column->name);
    }
    return code;
}

/* The rows of that one of the kin whose object the current row is; NULL with an error. */
static alk__rows *rows_of_kin(alk__rows *rows)
{
    const alk__mapper *mapper = rows->store->mapper;
    uint16_t i = 0;
    memset(rows->row, 0, mapper->struct_size);
    if (alk_result_store(rows->result, &rows->fields[rows->discriminator], &rows->columns[rows->discriminator], 1, rows->row, NULL))
        return NULL;
    const alk__mapper *meant = alk__mapper_by_discriminator(mapper, rows->row);
    while (meant && mapper->kin[i] != meant)
        i++;
    if (!meant || i == 0)
        return meant ? rows : NULL;
    rows->kin[i - 1].anew = rows->anew;
    rows->kin[i - 1].untracked = rows->untracked;
    return &rows->kin[i - 1];
}

int alk__rows_current(alk__rows *rows, alk__entity **out)
{
    *out = NULL;
    if (key_is_null(rows))
        return alk_result_status(rows->result);
    if (rows->kin && !(rows = rows_of_kin(rows)))
        return alk_last_error()->code;
    alk__store *store = rows->store;
    const alk__mapper *mapper = store->mapper;
    memset(rows->row, 0, mapper->struct_size);
    int code = alk_result_store(rows->result, rows->fields, rows->columns, rows->n, rows->row, mapper->plain ? NULL : store->session->memory.arena);
    if (code)
        return code;
    uint32_t hash = alk__key_hash(mapper, rows->row);
    *out = alk__store_find(store, rows->row, hash);
    if (*out && (*out)->store == store && !rows->anew && !(*out)->missing && mapper->n_bits <= 64) {
        alk__entity_hold(*out);
        return ALK_OK;
    }
    if (!mapper->plain && (code = convert_own(rows)))
        return code;
    if (*out)
        return meet(rows, *out, rows->row);
    alk__entity *e = alk__entity_new(store);
    if (!e)
        return ALK_ERROR_NO_MEMORY;
    memcpy(alk__row(e), rows->row, mapper->struct_size);
    if ((code = become(rows, e, hash, true)) && e->state == ALK__FREE)
        alk__entity_free(e);
    else
        *out = e;
    return code;
}
