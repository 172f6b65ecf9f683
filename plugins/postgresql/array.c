/* SPDX-License-Identifier: MIT
 * See array.h. */
#include "array.h"

enum { DIMENSIONS_MAX = 6, HEAD = 12, DIMENSION = 8, SMALLEST_ITEM = 4 };

static alk_cell *take_cells(alk__pg_memory *memory, size_t count)
{
    alk_cell *cells = alk__pg_host->arena_get(memory->arena, (count > 0 ? count : 1) * sizeof *cells, 8);
    if (cells != NULL)
        memset(cells, 0, count * sizeof *cells);
    return cells;
}

static void put_array(alk_cell *out, const alk_cell *items, uint32_t count)
{
    *out = (alk_cell){ .u.p = items, .len = count, .tag = ALK_TYPE_ARRAY };
}

/* ---- the binary form: dimensions, a flag, the items' type, sizes, then the items in a row ---- */
typedef struct source {
    const alk__pg_type *type;
    const char *at, *end;
    uint32_t sizes[DIMENSIONS_MAX], dimensions;
    alk__pg_memory *memory;
} source;

static alk__pg_fault read_item(source *in, alk_cell *out)
{
    int32_t length;
    const char *bytes = in->at + 4;
    if (in->end - in->at < 4)
        return ALK__PG_MALFORMED;
    length = (int32_t)alk__pg_get32(in->at);
    in->at += 4;
    if (length == -1)
        return ALK__PG_FINE;             /* the cell is NULL already */
    if (length < 0 || length > in->end - in->at)
        return ALK__PG_MALFORMED;
    in->at += length;
    /* No NUL stands behind an item here: text is copied. */
    in->memory->copy = true;
    return alk__pg_scalar_to_cell(in->type->item_kind, true, bytes, (size_t)length, in->memory, out);
}

static alk__pg_fault read_level(source *in, uint32_t level, alk_cell *out)
{
    uint32_t count = in->sizes[level];
    alk_cell *cells;
    if (count > (size_t)(in->end - in->at) / SMALLEST_ITEM)
        return ALK__PG_MALFORMED;
    if ((cells = take_cells(in->memory, count)) == NULL)
        return ALK__PG_FAULT_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        alk__pg_fault fault = level + 1 < in->dimensions ? read_level(in, level + 1, &cells[i]) : read_item(in, &cells[i]);
        if (fault != ALK__PG_FINE)
            return fault;
    }
    put_array(out, cells, count);
    return ALK__PG_FINE;
}

alk__pg_fault alk__pg_array_of_bytes(const alk__pg_type *type, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    source in = { .type = type, .end = bytes + length, .memory = memory };
    bool copy = memory->copy;
    alk__pg_fault fault;
    if (length < HEAD || alk__pg_get32(bytes + 8) != type->item_oid)
        return ALK__PG_MALFORMED;
    in.dimensions = alk__pg_get32(bytes);
    if (in.dimensions > DIMENSIONS_MAX || length < HEAD + (size_t)in.dimensions * DIMENSION)
        return ALK__PG_MALFORMED;
    in.at = bytes + HEAD + (size_t)in.dimensions * DIMENSION;
    for (uint32_t i = 0; i < in.dimensions; i++)
        in.sizes[i] = alk__pg_get32(bytes + HEAD + (size_t)i * DIMENSION);
    if (in.dimensions == 0) {
        alk_cell *none = take_cells(memory, 0);
        put_array(out, none, 0);
        return none != NULL ? ALK__PG_FINE : ALK__PG_FAULT_MEMORY;
    }
    fault = read_level(&in, 0, out);
    memory->copy = copy;
    return fault != ALK__PG_FINE ? fault : in.at == in.end ? ALK__PG_FINE : ALK__PG_MALFORMED;
}

/* ---- text: {1,NULL,"a \"b\""}, with [0:1]= before it where indexes begin elsewhere ---- */
typedef struct reader {
    const alk__pg_type *type;
    const char *at, *end;
    alk__pg_memory *memory;
} reader;

static alk__pg_fault read_braces(reader *in, uint32_t depth, alk_cell *out);

/* How many items the braces at hand have, so that their cells are made at once. */
static uint32_t count_items(const reader *in)
{
    uint32_t count = 1, depth = 0;
    bool quoted = false;
    for (const char *p = in->at; p < in->end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (*p == '{')
            depth++;
        else if (*p == '}' && depth-- == 0)
            return count;
        else if (*p == in->type->delimiter && depth == 0)
            count++;
    }
    return count;
}

/* The item's text without quotes and backslashes, in memory of its own. */
static alk__pg_fault read_text_item(reader *in, alk_cell *out)
{
    bool quoted = in->at < in->end && *in->at == '"', copy = in->memory->copy;
    const char *begin = quoted ? ++in->at : in->at, *stop = begin;
    char *text;
    size_t length = 0;
    alk__pg_fault fault;
    while (stop < in->end && (quoted ? *stop != '"' : *stop != in->type->delimiter && *stop != '}'))
        stop += *stop == '\\' && stop + 1 < in->end ? 2 : 1;
    if (stop >= in->end)
        return ALK__PG_MALFORMED;
    in->at = stop + (quoted ? 1 : 0);
    if (!quoted && stop - begin == 4 && memcmp(begin, "NULL", 4) == 0)
        return ALK__PG_FINE;
    if ((text = alk__pg_take(in->memory, (size_t)(stop - begin) + 1)) == NULL)
        return ALK__PG_FAULT_MEMORY;
    for (const char *p = begin; p < stop; p++) {
        if (*p == '\\')
            p++;
        text[length++] = *p;
    }
    text[length] = 0;
    in->memory->copy = false;
    fault = alk__pg_scalar_to_cell(in->type->item_kind, false, text, length, in->memory, out);
    in->memory->copy = copy;
    return fault;
}

static alk__pg_fault read_braces(reader *in, uint32_t depth, alk_cell *out)
{
    uint32_t count, n = 0;
    alk_cell *cells;
    if (depth > DIMENSIONS_MAX || in->at >= in->end || *in->at != '{')
        return ALK__PG_MALFORMED;
    in->at++;
    count = in->at < in->end && *in->at == '}' ? 0 : count_items(in);
    if ((cells = take_cells(in->memory, count)) == NULL)
        return ALK__PG_FAULT_MEMORY;
    while (n < count) {
        alk__pg_fault fault = in->at < in->end && *in->at == '{' ? read_braces(in, depth + 1, &cells[n]) : read_text_item(in, &cells[n]);
        if (fault != ALK__PG_FINE)
            return fault;
        n++;
        if (n < count && (in->at >= in->end || *in->at++ != in->type->delimiter))
            return ALK__PG_MALFORMED;
    }
    if (in->at >= in->end || *in->at++ != '}')
        return ALK__PG_MALFORMED;
    put_array(out, cells, count);
    return ALK__PG_FINE;
}

alk__pg_fault alk__pg_array_of_text(const alk__pg_type *type, const char *text, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    reader in = { type, text, text + length, memory };
    alk__pg_fault fault;
    if (length > 0 && *text == '[') {
        in.at = memchr(text, '=', length);
        if (in.at == NULL)
            return ALK__PG_MALFORMED;
        in.at++;
    }
    fault = read_braces(&in, 1, out);
    return fault != ALK__PG_FINE ? fault : in.at == in.end ? ALK__PG_FINE : ALK__PG_MALFORMED;
}
