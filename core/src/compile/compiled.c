/* SPDX-License-Identifier: MIT
 * See compiled.h. */
#include "compile/compiled.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/ident.h"
#include <string.h>

#define RETURNING_HASH UINT64_C(0x9e3779b97f4a7c15)

/* A list lies in the rendering's arena, which the compiled statement keeps. */
static const void *taken(const alk__vector *list, uint32_t *count)
{
    *count = (uint32_t)list->count;
    return list->items;
}

static int keep_names(alk__compiled *c, const alk__render *r)
{
    c->names = alk_arena_alloc(r->arena, (r->names.count + 1) * sizeof *c->names, 0);
    c->order = alk_arena_alloc(r->arena, (r->marker_list.count + 1) * sizeof *c->order, 0);
    char *text = alk_arena_copy(r->arena, r->out.data, r->out.length);
    if (!c->names || !c->order || !text)
        return alk__error_code();
    for (size_t i = 0; i < r->names.count; i++)
        c->names[i] = alk__sv(*(const char **)alk__vector_at(&r->names, i));
    c->n_params = (uint32_t)r->names.count;
    c->sql = c->source = (alk_sv){ text, r->out.length };
    c->in_order = true;
    for (uint32_t i = 0; i < c->n_markers; i++) {
        const alk__marker *m = &c->markers[i];
        c->order[i] = m->param;
        c->in_order = c->in_order && m->value == UINT32_MAX && !m->client && m->param == i;
    }
    return ALK_OK;
}

static uint32_t next_serial(void)
{
    static uint32_t last;
    uint32_t serial = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    return serial ? serial : __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
}

alk__compiled *alk__compile_tree(const alk_sql *statement, const alk__rendering *how)
{
    alk__render r;
    alk__compiled *c = NULL;
    int code = alk__render_begin(&r, statement, how);
    if (code == ALK_OK && (code = alk__buffer_status(&r.out)) == ALK_OK && (c = alk__calloc(1, sizeof *c))) {
        c->refs = 1;
        c->hash = alk__node_hash(statement);
        c->serial = next_serial();
        c->n_values = (uint32_t)r.n_values;
        c->markers = taken(&r.marker_list, &c->n_markers);
        c->columns = taken(&r.columns, &c->n_columns);
        c->schema_marks = taken(&r.schema_marks, &c->n_schema_marks);
        c->keys = taken(&r.keys, &c->n_keys);
        for (uint32_t i = 0; i < c->n_keys; i++) {
            c->has_unknown_keys |= c->keys[i].marker == ALK__KEY_UNKNOWN;
            c->has_generated_keys |= c->keys[i].marker == ALK__KEY_GENERATED;
            c->keys_returned |= c->keys[i].marker == ALK__KEY_RETURNED;
        }
        if ((code = keep_names(c, &r)) == ALK_OK) {
            c->arena = r.arena;
            r.arena = NULL;
            c->statement = how->once ? NULL : alk__node_take(statement);
        } else {
            alk__free(c);
            c = NULL;
        }
    }
    if (!c)
        alk__node_place(statement);
    alk__render_free(&r);
    return c;
}

/* Serials come again after 2^32 compilations; that the hash is the same too leaves nothing to chance that it did not have. */
bool alk__compiled_serves(const alk__compiled *compiled, const alk_sql *statement)
{
    const alk__node *built = alk__node_built(statement);
    uint32_t *proof = built ? (uint32_t *)((uintptr_t)built + offsetof(alk__node, serves)) : NULL;
    if (compiled->hash != alk__node_hash(statement))
        return false;
    if (proof && __atomic_load_n(proof, __ATOMIC_RELAXED) == compiled->serial)
        return true;
    if (!alk__node_equal(compiled->statement, statement))
        return false;
    if (proof && statement->refs)
        __atomic_store_n(proof, compiled->serial, __ATOMIC_RELAXED);
    return true;
}

alk__compiled *alk__compiled_ref(alk__compiled *compiled)
{
    __atomic_add_fetch(&compiled->refs, 1, __ATOMIC_RELAXED);
    return compiled;
}

void alk__compiled_unref(alk__compiled *compiled)
{
    if (!compiled || __atomic_sub_fetch(&compiled->refs, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    alk__compiled_unref(compiled->returning);
    alk_free(compiled->statement);
    alk_arena_free(compiled->arena);
    alk__free(compiled);
}

alk__compiled *alk__compiled_returning(alk__compiled *compiled, const alk__dialect *dialect, uint32_t label_length)
{
    alk__compiled *known = __atomic_load_n(&compiled->returning, __ATOMIC_ACQUIRE);
    if (known)
        return known;
    alk__compiled *made = alk__compile_tree(compiled->statement, &(alk__rendering){ .dialect = dialect, .label_length = label_length, .return_keys = true });
    if (made)
        made->hash ^= RETURNING_HASH;      /* it is prepared beside the first */
    if (!made || __atomic_compare_exchange_n(&compiled->returning, &known, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    alk__compiled_unref(made);             /* another thread was faster */
    return known;
}

int64_t alk__compiled_param(const alk__compiled *compiled, alk_sv name)
{
    for (uint32_t i = 0; i < compiled->n_params; i++)
        if (alk__sv_eq(compiled->names[i], name))
            return i;
    return -1;
}

int alk__compiled_client(const alk__marker *marker, alk_cell *cell)
{
    const alk_column *column = marker->client;
    memset(cell, 0, sizeof *cell);
    int code = (marker->on_update ? column->client_on_update : column->client_default)(column->client_data, cell);
    return code ? alk__error(code < 0 ? code : ALK_ERROR_DATA, "the default of column %s gave no value", column->name) : ALK_OK;
}

/* A list shorter than its places repeats its last item. */
const alk_cell *alk__compiled_value(const alk__marker *marker, const alk__value_node *const *values)
{
    const alk_cell *cell = &values[marker->value]->value;
    return marker->item == UINT32_MAX ? cell : &((const alk_cell *)cell->u.p)[marker->item < cell->len ? marker->item : cell->len - 1];
}

int alk__compiled_cells(const alk__compiled *c, const alk__value_node *const *values, const alk_cell *params, alk_cell *cells)
{
    int code;
    for (uint32_t i = 0; i < c->n_markers; i++) {
        const alk__marker *m = &c->markers[i];
        if (m->client) {
            if ((code = alk__compiled_client(m, &cells[i])))
                return code;
        } else if (m->value == UINT32_MAX) {
            cells[i] = params[m->param];
        } else {
            cells[i] = *alk__compiled_value(m, values);
        }
    }
    return ALK_OK;
}

int alk__compiled_translate(const alk__compiled *c, const alk_schema_map *schemas, size_t n, const alk__dialect *dialect, alk__buffer *out)
{
    size_t done = 0;
    int code = ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < c->n_schema_marks; i++) {
        const alk__schema_mark *mark = &c->schema_marks[i];
        size_t at = 0;
        while (at < n && !(mark->schema && schemas[at].from ? strcmp(mark->schema, schemas[at].from) == 0 : !mark->schema && !schemas[at].from))
            at++;
        if (at == n)
            continue;
        alk__buffer_append(out, c->sql.p + done, mark->at - done);
        done = mark->at + mark->length;
        if (!schemas[at].to || !*schemas[at].to)
            continue;
        if (mark->in_text && strchr(schemas[at].to, '\''))
            return alk__error(ALK_ERROR_COMPILE, "a schema whose name holds a ' cannot stand there");
        code = alk__ident_write(out, alk__sv(schemas[at].to), dialect->data, dialect->rules);
        alk__buffer_putc(out, '.');
    }
    alk__buffer_append(out, c->sql.p + done, c->sql.n - done);
    return code ? code : alk__buffer_status(out);
}

/* ---- the public side ---- */

void alk_compiled_free(alk_compiled *compiled)
{
    alk__compiled_unref(compiled);
}

const char *alk_compiled_sql(const alk_compiled *compiled)
{
    return compiled ? compiled->sql.p : NULL;
}

size_t alk_compiled_param_count(const alk_compiled *compiled)
{
    return compiled ? compiled->n_markers : 0;
}

size_t alk_compiled_column_count(const alk_compiled *compiled)
{
    return compiled ? compiled->n_columns : 0;
}

static int cell_of(const alk_compiled *c, const alk__marker *m, const alk_cell **out)
{
    const alk__value_node *few[64], **values = few;
    *out = NULL;
    if (m->value == UINT32_MAX)
        return ALK_OK;
    if (m->value >= 64 && !(values = alk__alloc((m->value + (size_t)1) * sizeof *values)))
        return ALK_ERROR_NO_MEMORY;
    alk__node_values(c->statement, values, m->value + (size_t)1);
    *out = alk__compiled_value(m, values);
    if (values != few)
        alk__free(values);
    return ALK_OK;
}

int alk_compiled_get_param(const alk_compiled *compiled, size_t index, alk_compiled_param *param)
{
    if (!compiled || !param || index >= compiled->n_markers)
        return alk__error(ALK_ERROR_ARGUMENT, "there is no parameter %zu", index);
    const alk__marker *m = &compiled->markers[index];
    size_t size = param->struct_size;
    const alk_cell *value;
    int code = cell_of(compiled, m, &value);
    if (code)
        return code;
    alk_compiled_param all = { .struct_size = size, .name = m->name, .value = value, .type = m->type };
    memcpy(param, &all, size && size < sizeof all ? size : sizeof all);
    return ALK_OK;
}

int alk_compiled_get_column(const alk_compiled *compiled, size_t index, alk_compiled_column *column)
{
    if (!compiled || !column || index >= compiled->n_columns)
        return alk__error(ALK_ERROR_ARGUMENT, "there is no column %zu", index);
    const alk__result_column *c = &compiled->columns[index];
    size_t size = column->struct_size;
    alk_compiled_column all = { .struct_size = size, .name = c->name, .type = c->type, .column = c->column };
    memcpy(column, &all, size && size < sizeof all ? size : sizeof all);
    return ALK_OK;
}
