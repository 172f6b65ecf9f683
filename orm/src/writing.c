/* SPDX-License-Identifier: MIT
 * See writing.h. */
#include "writing.h"
#include "entity.h"
#include "member.h"
#include "store.h"
#include "write.h"
#include <alkahest/value.h>
#include <stdio.h>

void alk__writing_end(alk__unit *unit, const alk__writing *b)
{
    alk__memory_give(&unit->session->memory, b->rows, b->n * b->size);
}

int alk__writing_begin(alk__unit *unit, alk__writing *b, alk__work *const *works, size_t n, unsigned part)
{
    const alk__mapper *mapper = works[0]->entity->store->mapper;
    size_t most = mapper->n_properties + (size_t)ALK__KEY_COLUMNS + 2;
    *b = (alk__writing){ .mapper = mapper, .part = part, .n = n, .size = mapper->words_at + (mapper->plain ? 0 : mapper->n_properties * sizeof(alk_cell)) };
    b->rows = n <= SIZE_MAX / b->size ? alk__memory_take(&unit->session->memory, n * b->size) : NULL;
    b->fields = alk_arena_alloc(unit->arena, most * sizeof *b->fields, 0);
    b->names = alk_arena_alloc(unit->arena, most * sizeof *b->names, 0);
    b->parts = alk_arena_alloc(unit->arena, (most + 2) * sizeof *b->parts, 0);
    b->terms = alk_arena_alloc(unit->arena, (most + 2) * sizeof *b->terms, 0);
    if (!b->rows || !b->fields || !b->names || !b->parts || !b->terms) {
        alk__writing_end(unit, b);
        return ALK_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < n; i++)
        memcpy(b->rows + i * b->size, alk__row(works[i]->entity), mapper->words_at);
    return ALK_OK;
}

const alk_sql *alk__writing_parameter(alk__writing *b, const alk__property *p, size_t from)
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

int alk__writing_own_values(alk__writing *b, const alk__property *p, alk_arena *arena)
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
static bool has_version(const alk__writing *b)
{
    return b->mapper->version >= 0 && b->part == 0;
}

void alk__writing_condition(alk__writing *b)
{
    const alk__mapper *mapper = b->mapper;
    for (unsigned i = 0; i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        const alk_column *column = b->part ? mapper->parts[b->part].key[i] : p->column;
        b->terms[b->n_terms++] = (alk_eq)(&column->sql, alk__writing_parameter(b, p, mapper->image_at));
    }
    if (has_version(b))
        b->terms[b->n_terms++] = (alk_eq)(&mapper->properties[mapper->version].column->sql, alk__writing_parameter(b, &mapper->properties[mapper->version], mapper->image_at));
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

int alk__writing_run(alk__unit *unit, const alk__writing *b, const alk_sql *statement, alk__work *const *works, bool deletes)
{
    alk_conn *conn = alk__session_conn(unit->session, works[0]->entity->store->bind);
    int64_t affected = -1;
    bool checked = !deletes || has_version(b);
    alk_keep(statement);
    int code = conn ? alk_conn_execute_each(conn, statement, b->fields, b->n_fields, b->rows, b->size, b->n, &affected) : alk_last_error()->code;
    alk_free(statement);
    alk__writing_end(unit, b);
    if (code)
        return code;
    if (has_version(b) && affected < 0)
        return alk_fail(ALK_ERROR_NOT_SUPPORTED, "the database does not tell how many rows of %s were found, so that its versions cannot be checked", b->mapper->name);
    return checked && affected >= 0 && (uint64_t)affected != b->n ? stale(unit, works, b->n, deletes) : ALK_OK;
}
