/* SPDX-License-Identifier: MIT
 * See mapper.h. A mapper is made together with all those that its relationships lead to, and with its hierarchy, so that one that is there is whole. What is wrong anywhere is told in
 * one error. */
#include "mapper.h"
#include "inherit.h"
#include "relate.h"
#include "view.h"
#include <alkahest/arena.h>
#include <alkahest/change.h>
#include <alkahest/error.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#define HEAD_SIZE 48                   /* of an entity, which stands before the struct */

/* All there are. Entries are only ever added, at the end; the mutex is held to read or to add. */
static struct {
    pthread_mutex_t lock;
    alk_arena *arena;
    alk__mapper **all;
    size_t count, room;
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- what is wrong ---- */

void alk__mistake(alk__making_mappers *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t at = m->length;
    int n = at < sizeof m->mistakes ? snprintf(m->mistakes + at, sizeof m->mistakes - at, "%s", m->count ? "; " : "") : 0;
    at += n > 0 ? (size_t)n : 0;
    n = at < sizeof m->mistakes ? vsnprintf(m->mistakes + at, sizeof m->mistakes - at, format, arguments) : 0;
    m->length = at + (n > 0 ? (size_t)n : 0);
    m->count++;
    va_end(arguments);
}

/* ---- columns ---- */

static uint16_t size_of_slot(uint16_t slot)
{
    static const uint8_t sizes[] = {
        [ALK_SLOT_BOOL] = sizeof(bool), [ALK_SLOT_INT8] = 1, [ALK_SLOT_INT16] = 2, [ALK_SLOT_INT32] = 4, [ALK_SLOT_INT64] = 8, [ALK_SLOT_UINT8] = 1, [ALK_SLOT_UINT16] = 2,
        [ALK_SLOT_UINT32] = 4, [ALK_SLOT_UINT64] = 8, [ALK_SLOT_FLOAT] = sizeof(float), [ALK_SLOT_DOUBLE] = sizeof(double), [ALK_SLOT_TEXT] = sizeof(char *),
        [ALK_SLOT_VIEW] = sizeof(alk_sv), [ALK_SLOT_DATE] = 4, [ALK_SLOT_TIME] = 8, [ALK_SLOT_TIMESTAMP] = 8, [ALK_SLOT_TIMESTAMPTZ] = 8,
        [ALK_SLOT_INTERVAL] = sizeof(alk_interval), [ALK_SLOT_UUID] = 16, [ALK_SLOT_CELL] = sizeof(alk_cell),
    };
    return slot < sizeof sizes ? sizes[slot] : 0;
}

static bool is_own_type(const alk_column *column)
{
    return column->type.kind == ALK_KIND_CUSTOM && column->type.custom;
}

/* Whether a C type can hold what the SQL type has. */
static bool fits(const alk_column *column)
{
    uint16_t slot = column->slot;
    bool is_int = slot >= ALK_SLOT_INT8 && slot <= ALK_SLOT_UINT64, is_text = slot == ALK_SLOT_TEXT || slot == ALK_SLOT_VIEW;
    if (slot == ALK_SLOT_CELL)
        return true;
    switch (column->type.kind) {
    case ALK_KIND_BOOLEAN: return slot == ALK_SLOT_BOOL || is_int;
    case ALK_KIND_SMALLINT: case ALK_KIND_INTEGER: case ALK_KIND_BIGINT: return is_int;
    case ALK_KIND_REAL: case ALK_KIND_DOUBLE: case ALK_KIND_FLOAT: return slot == ALK_SLOT_FLOAT || slot == ALK_SLOT_DOUBLE;
    case ALK_KIND_NUMERIC: return is_text || is_int || slot == ALK_SLOT_DOUBLE;
    case ALK_KIND_BINARY: case ALK_KIND_VARBINARY: case ALK_KIND_BLOB: return slot == ALK_SLOT_VIEW;
    case ALK_KIND_DATE: return slot == ALK_SLOT_DATE;
    case ALK_KIND_TIME: return slot == ALK_SLOT_TIME;
    case ALK_KIND_TIMESTAMP: return slot == ALK_SLOT_TIMESTAMP;
    case ALK_KIND_TIMESTAMPTZ: return slot == ALK_SLOT_TIMESTAMPTZ;
    case ALK_KIND_INTERVAL: return slot == ALK_SLOT_INTERVAL;
    case ALK_KIND_UUID: return slot == ALK_SLOT_UUID || is_text;
    case ALK_KIND_ARRAY: return false;
    case ALK_KIND_NATIVE: return true;
    default: return is_text;
    }
}

static alk_field field_of(const alk_column *column)
{
    bool is_text = column->slot == ALK_SLOT_TEXT, is_bytes = column->type.kind == ALK_KIND_BINARY || column->type.kind == ALK_KIND_VARBINARY || column->type.kind == ALK_KIND_BLOB;
    uint16_t type = column->slot == ALK_SLOT_VIEW && is_bytes ? ALK_TYPE_BLOB : !is_text ? ALK_TYPE_NULL : column->type.kind == ALK_KIND_NUMERIC ? ALK_TYPE_DECIMAL : column->type.kind == ALK_KIND_JSON ? ALK_TYPE_JSON : ALK_TYPE_NULL;
    return (alk_field){ .offset = (uint32_t)column->offset, .null_offset = column->state_offset ? (uint32_t)column->offset + column->state_offset : ALK_SLOT_NOT_NULL,
                        .slot = column->slot, .type = type };
}

static void make_property(alk__making_mappers *m, alk__mapper *mapper, const alk_column *column, alk_sql *(*expression)(const alk_sql *))
{
    uint16_t number = mapper->n_properties++;
    alk__property *p = &mapper->properties[number];
    bool own = is_own_type(column);
    *p = (alk__property){ .column = column, .expression = expression, .table = alk__mapper_table(mapper), .part = (uint8_t)(mapper->n_parts - 1), .field = field_of(column), .number = number,
                          .state = column->state_offset, .key = column->primary_key, .version = column->version, .deferred = column->deferred || column->omitted,
                          .discriminator = column->discriminator, .padded = column->type.kind == ALK_KIND_CHAR, .unsent = expression || column->computed || column->identity == ALK_IDENTITY_ALWAYS || column->server_version,
                          .defaulted = column->server_default || column->client_default || column->sequence || column->identity };
    p->size = own ? (uint16_t)((const alk_custom_type *)column->type.custom)->value_size : size_of_slot(column->slot);
    p->content = own ? ALK__CONTENT_OWN : column->slot == ALK_SLOT_TEXT ? ALK__CONTENT_TEXT : column->slot == ALK_SLOT_VIEW ? ALK__CONTENT_VIEW
                 : column->slot == ALK_SLOT_CELL ? ALK__CONTENT_CELL : ALK__CONTENT_PLAIN;
    p->given = p->key && p->defaulted && p->content == ALK__CONTENT_PLAIN && !p->state;
    if (!own && !column->slot)
        alk__mistake(m, "%s.%s has no member of the struct", mapper->name, column->name);
    else if (column->offset + p->size > mapper->struct_size)
        alk__mistake(m, "%s.%s lies beyond the struct's end", mapper->name, column->name);
    else if (!own && !fits(column))
        alk__mistake(m, "the member of %s.%s is of a C type that its SQL type does not fit", mapper->name, column->name);
    else if (column->nullable && p->content == ALK__CONTENT_PLAIN && !p->state)
        alk__mistake(m, "%s.%s may be NULL and its member cannot say so", mapper->name, column->name);
    if (expression && (column->primary_key || column->version || column->discriminator))
        alk__mistake(m, "%s.%s is an expression, and can be neither key, version nor discriminator", mapper->name, column->name);
    if (column->primary_key && mapper->base)
        alk__mistake(m, "%s.%s is in the table of its base, which has a key", mapper->name, column->name);
    else if (column->primary_key && mapper->n_key < ALK__KEY_COLUMNS)
        mapper->key[mapper->n_key++] = number;
    else if (column->primary_key)
        alk__mistake(m, "the key of %s has more than %d columns", mapper->name, ALK__KEY_COLUMNS);
    if (column->primary_key && (own || column->slot == ALK_SLOT_CELL))
        alk__mistake(m, "the key %s.%s is of a type that keys cannot be compared by", mapper->name, column->name);
    if (column->version && mapper->version >= 0)
        alk__mistake(m, "%s has two version columns", mapper->name);
    if (column->version && !column->server_version && !column->version_generator && !(column->slot >= ALK_SLOT_INT16 && column->slot <= ALK_SLOT_UINT64))
        alk__mistake(m, "the version %s.%s is no integer", mapper->name, column->name);
    if (column->server_version && (!column->version || own || column->slot == ALK_SLOT_CELL))
        alk__mistake(m, "%s.%s is a version of the server's, and is not .version, or of a type that cannot be compared", mapper->name, column->name);
    if (column->version_generator && (!column->version || column->server_version || own || column->slot == ALK_SLOT_CELL))
        alk__mistake(m, "%s.%s has a generator of versions, and is not .version, or the server's, or of a type that cannot be compared", mapper->name, column->name);
    if (column->server_version && mapper->table->variants)
        alk__mistake(m, "the version %s.%s is the server's, who does not see changes of the other tables of its variants", mapper->name, column->name);
    mapper->version = column->version ? number : mapper->version;
    if (mapper->table->in_base && !column->nullable)
        alk__mistake(m, "%s.%s is in the table of its base, where rows of others have no value for it: it has to allow NULL", mapper->name, column->name);
    mapper->plain = mapper->plain && !own && !p->deferred && p->content != ALK__CONTENT_CELL;
    mapper->has_derived = mapper->has_derived || expression;
    if (p->content == ALK__CONTENT_TEXT || p->content == ALK__CONTENT_VIEW)
        mapper->texts[mapper->n_texts++] = number;
}

/* A key that a constraint of the table names. */
static void key_of_constraints(alk__mapper *mapper)
{
    const alk_table *t = mapper->table;
    for (const alk_constraint *c = t->constraints; !mapper->n_key && c && c->kind != ALK_CONSTRAINT_END; c = (const alk_constraint *)(const void *)((const char *)c + t->constraint_size))
        for (size_t i = 0; c->kind == ALK_CONSTRAINT_PRIMARY_KEY && c->columns[i] && i < ALK__KEY_COLUMNS; i++) {
            const alk__property *p = alk__property_of(mapper, *c->columns[i]);
            if (p) {
                mapper->properties[p->number].key = true;
                mapper->key[mapper->n_key++] = p->number;
            }
        }
}

static uint32_t rounded(size_t size, size_t to)
{
    return (uint32_t)((size + to - 1) / to * to);
}

static void lay_out(alk__mapper *mapper)
{
    mapper->n_bits = (uint16_t)(mapper->root->most_properties + mapper->n_relations);
    size_t words = mapper->n_bits > 64 ? (size_t)(mapper->n_bits - 64 + 63) / 64 : 0;
    mapper->image_at = rounded(mapper->struct_size, 8);
    mapper->words_at = mapper->image_at + rounded(mapper->struct_size, 8);
    mapper->block_size = rounded(HEAD_SIZE + mapper->words_at + words * sizeof(uint64_t), 16);
}

/* SELECT all columns that are not deferred … WHERE each column of the key = its parameter; positions: where it has them. */
static const alk_sql *find_statement(const alk__mapper *mapper, uint32_t *positions)
{
    const alk_sql *terms[ALK__KEY_COLUMNS + 2];
    char name[8];
    alk__view view;
    unsigned n = 0;
    alk__view_begin(&view, mapper, NULL);
    for (; n < mapper->n_key; n++) {
        const alk__property *key = &mapper->properties[mapper->key[n]];
        snprintf(name, sizeof name, "k%u", n);
        terms[n] = (alk_eq)(alk__view_column(&view, key), alk_param_of(name, &key->column->type));
    }
    const alk_sql *kind = alk__view_kind(&view);
    if (kind)
        terms[n++] = kind;
    terms[n] = &alk_end;
    const alk_sql **parts = alk_arena_alloc(known.arena, (mapper->n_positions + ALK__KIN + 2u) * sizeof *parts, 0);
    if (!parts) {
        alk_free((alk_where)(terms));
        return alk_keep(alk_fail_sql());
    }
    size_t at = alk__view_columns(&view, NULL, NULL, 0, positions, parts);
    at += alk__view_joins(&view, ALK__VIEW_FIRST, parts + at);
    parts[at++] = (alk_where)(terms);
    parts[at] = &alk_end;
    return alk_keep((alk_select)(parts));
}

/* Whether an INSERT has to look at the member before it sends it. */
static bool is_optional(const alk__mapper *mapper, const alk__property *p)
{
    return p->unsent || p == mapper->generated || p->given || p->state || (!p->column->nullable && (p->content == ALK__CONTENT_TEXT || p->content == ALK__CONTENT_VIEW));
}

static void make_columns(alk__making_mappers *m, alk__mapper *mapper)
{
    const alk_table *t = mapper->table;
    for (size_t i = 0; i < t->n_columns; i++)
        if (!alk__is_key_of_part(mapper, alk__table_column_at(t, i)))
            make_property(m, mapper, alk__table_column_at(t, i), NULL);
    for (size_t i = 0; i < t->n_derived; i++) {
        const alk_derived *derived = (const alk_derived *)(const void *)((const char *)t->derived + i * t->derived_size);
        make_property(m, mapper, &derived->column, derived->expression);
    }
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        mapper->fields[i] = mapper->properties[i].field;
    if (!mapper->n_key)
        key_of_constraints(mapper);
    if (!mapper->n_key)
        alk__mistake(m, "%s has no primary key", mapper->name);
    const alk_column *generated = alk_table_generated_key(mapper->root->sql);
    mapper->generated = generated ? alk__property_of(mapper, &generated->sql) : NULL;
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (is_optional(mapper, &mapper->properties[i]))
            mapper->optional[mapper->n_optional++] = i;
    mapper->int_key = mapper->n_key == 1 && mapper->properties[mapper->key[0]].content == ALK__CONTENT_PLAIN && mapper->properties[mapper->key[0]].field.slot >= ALK_SLOT_INT8 &&
                      mapper->properties[mapper->key[0]].field.slot <= ALK_SLOT_UINT64;
}

/* ---- making them ---- */

alk__mapper *alk__mapper_known(const alk_sql *table)
{
    for (size_t i = 0; i < known.count; i++)
        if (known.all[i]->sql == table)
            return known.all[i];
    return NULL;
}

static bool make_room(void)
{
    size_t room = known.room ? known.room * 2 : 32;
    if (known.count < known.room)
        return true;
    if (!known.arena && !(known.arena = alk_arena_new()))
        return false;
    alk__mapper **larger = alk_arena_alloc(known.arena, room * sizeof *larger, 0);
    if (!larger)
        return false;
    if (known.count)
        memcpy(larger, known.all, known.count * sizeof *larger);
    known.all = larger;
    known.room = room;
    return true;
}

void *alk__mapper_memory(size_t count, size_t size)
{
    void *block = alk_arena_alloc(known.arena, (count ? count : 1) * size, 0);
    return block ? memset(block, 0, (count ? count : 1) * size) : NULL;
}

static alk__mapper *new_mapper(const alk_table *t, alk__mapper *base)
{
    size_t properties = (base ? base->n_properties : 0) + t->n_columns + t->n_derived, relations = (base ? base->n_relations : 0) + t->n_relationships;
    alk__mapper *mapper = make_room() ? alk__mapper_memory(1, sizeof *mapper) : NULL;
    if (!mapper)
        return NULL;
    *mapper = (alk__mapper){ .sql = &t->sql, .table = t, .name = t->in_base && t->polymorphic_identity ? t->polymorphic_identity : t->name, .base = base, .root = base ? base->root : mapper, .identity = t->polymorphic_identity, .version = -1,
                             .n_relations = (uint16_t)relations, .struct_size = (uint32_t)t->struct_size, .plain = true, .is_run_time = t->metadata != NULL };
    mapper->properties = alk__mapper_memory(properties, sizeof(alk__property));
    mapper->relations = alk__mapper_memory(relations, sizeof(alk__relation *));
    mapper->fields = alk__mapper_memory(properties, sizeof(alk_field));
    mapper->texts = alk__mapper_memory(properties, sizeof(uint16_t));
    mapper->optional = alk__mapper_memory(properties, sizeof(uint16_t));
    mapper->parts = alk__mapper_memory((base ? base->n_parts : 0) + 1u, sizeof(alk__part));
    alk__relation *own = alk__mapper_memory(t->n_relationships, sizeof *own);
    if (!mapper->properties || !mapper->relations || !mapper->fields || !mapper->texts || !mapper->optional || !mapper->parts || !own)
        return NULL;
    for (size_t i = 0; i < t->n_relationships; i++)
        mapper->relations[relations - t->n_relationships + i] = &own[i];
    return mapper;
}

alk__mapper *alk__mapper_begin(alk__making_mappers *m, const alk_sql *table)
{
    const alk_table *t = alk_table_definition(table);
    alk__mapper *mapper = alk__mapper_known(table);
    if (mapper)
        return mapper;
    if (!t || !t->struct_size) {
        alk__mistake(m, t ? "table %s has no struct" : "what was given is no model's table", t ? t->name : "");
        return NULL;
    }
    alk__mapper *base = t->base ? alk__mapper_begin(m, *t->base) : NULL;
    if ((t->base && !base) || (mapper = alk__mapper_known(table)))         /* made as one of the base's variants */
        return mapper;
    if (!(mapper = new_mapper(t, base)) || !alk__inherit(m, mapper)) {
        m->no_memory = true;
        return NULL;
    }
    known.all[known.count++] = mapper;
    make_columns(m, mapper);
    alk__inherited(m, mapper);
    return mapper;
}

/* Those made since `from` are whole: what they refer to is, and their statements are there. */
static void complete(alk__making_mappers *m, size_t from)
{
    for (size_t i = from; i < known.count && !m->no_memory; i++)           /* relating makes more of them */
        alk__relate(m, known.all[i]);
    for (size_t i = from; i < known.count && !m->count && !m->no_memory; i++)
        alk__relate_back(m, known.all[i]);
    for (size_t i = from; i < known.count && !m->count && !m->no_memory; i++) {
        lay_out(known.all[i]);
        if (!alk__find_kin(m, known.all[i]) || !(known.all[i]->positions = alk__mapper_memory(known.all[i]->n_positions, sizeof(uint32_t)))) {
            m->no_memory = true;
            return;
        }
        known.all[i]->find = find_statement(known.all[i], known.all[i]->positions);
        m->no_memory = alk_node_kind(known.all[i]->find) == ALK_IS_ERROR;
    }
}

/* Gives up those made since `from`. Their memory stays with the arena. */
static void give_up(size_t from)
{
    for (size_t i = from; i < known.count; i++)
        alk_free(known.all[i]->find);
    known.count = from;
}

alk__mapper *alk__mapper_of(const alk_sql *table)
{
    alk__making_mappers m = { .count = 0 };
    pthread_mutex_lock(&known.lock);
    size_t from = known.count;
    alk__mapper *mapper = alk__mapper_known(table);
    if (!mapper) {
        mapper = alk__mapper_begin(&m, table);
        if (mapper)
            complete(&m, from);
        if (m.count || m.no_memory) {
            give_up(from);
            mapper = NULL;
        }
        for (size_t i = from; i < known.count; i++)
            if (known.all[i]->is_run_time)
                alk_keep(known.all[i]->sql);                               /* for as long as the process: its mapper points into it */
    }
    pthread_mutex_unlock(&known.lock);
    if (m.count)
        alk_fail(ALK_ERROR_ARGUMENT, "the models cannot be mapped: %s", m.mistakes);
    else if (!mapper)
        alk_fail(ALK_ERROR_NO_MEMORY, "out of memory");
    return mapper;
}

const alk__property *alk__property_of(const alk__mapper *mapper, const alk_sql *column)
{
    for (uint16_t i = 0; column && i < mapper->n_properties; i++)
        if (&mapper->properties[i].column->sql == column)
            return &mapper->properties[i];
    for (unsigned i = 1; column && i < mapper->n_parts; i++)               /* keys of further parts are members once */
        for (unsigned k = 0; k < mapper->n_key; k++)
            if (mapper->parts[i].key[k] && &mapper->parts[i].key[k]->sql == column)
                return &mapper->properties[mapper->key[k]];
    return NULL;
}

alk__relation *alk__relation_of(const alk_sql *relationship)
{
    const alk_relationship *definition = relationship ? alk_relationship_definition(relationship) : NULL;
    if (!definition) {
        alk_fail(ALK_ERROR_ARGUMENT, "a relationship of a model is wanted, such as author.books");
        return NULL;
    }
    alk__mapper *mapper = alk__mapper_of(*definition->table);
    for (uint16_t i = 0; mapper && i < mapper->n_relations; i++)
        if (mapper->relations[i]->definition == definition)
            return mapper->relations[i];
    return NULL;
}
