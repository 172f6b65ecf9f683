/* SPDX-License-Identifier: MIT
 * Comma-separated values, taken apart where they lie in memory: the mark behind a field becomes the NUL that ends it. A field in double quotes may hold
 * commas and line ends, and a quote that is doubled. A field that is empty and has no quotes is NULL. */
#include "csv.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 256 * 1024 * 1024 };       /* every length of the format then fits in 32 bits */

void csv_free(const alk_host *host, csv_table *table)
{
    if (table->text)
        host->mem(table->text, 0);
    if (table->cells)
        host->mem(table->cells, 0);
    memset(table, 0, sizeof *table);
}

static alk_rc read_text(const alk_host *host, const char *path, csv_table *out, const char **reason)
{
    alk_rc rc = ALK_ERROR_OPERATIONAL;
    long size = -1;
    FILE *file = fopen(path, "rb");
    *reason = "cannot be read";
    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size > TEXT_MAX) {
        *reason = "is too large";
    } else if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        out->text = host->mem(NULL, (size_t)size + 1);
        rc = !out->text ? ALK_ERROR_NO_MEMORY : fread(out->text, 1, (size_t)size, file) == (size_t)size ? ALK_OK : rc;
    }
    if (rc == ALK_OK) {
        out->text[size] = '\0';
        if (strlen(out->text) != (size_t)size) {
            *reason = "holds a NUL";
            rc = ALK_ERROR_DATA;
        }
    }
    if (file)
        fclose(file);
    return rc;
}

/* The field at `at`; *mark is the character behind it. Returns where the next begins. */
static char *next_field(char *at, alk_cell *cell, char *mark)
{
    bool quoted = *at == '"';
    char *from = at, *out = at;
    if (quoted) {
        for (at++; *at && (*at != '"' || *++at == '"');)
            *out++ = *at++;
    } else {
        while (*at && *at != ',' && *at != '\n' && *at != '\r')
            at++;
        out = at;
    }
    if (at[0] == '\r' && at[1] == '\n')
        at++;
    *mark = *at;
    *out = '\0';
    memset(cell, 0, sizeof *cell);
    cell->u.p = from;
    cell->len = (uint32_t)(out - from);
    cell->tag = quoted || cell->len > 0 ? ALK_TYPE_TEXT : ALK_TYPE_NULL;
    cell->flags = ALK_CELL_NUL;
    return *mark ? at + 1 : at;
}

static bool make_room(const alk_host *host, csv_table *table, size_t used, size_t *room)
{
    if (used < *room)
        return true;
    size_t wanted = *room ? *room * 2 : 64;
    alk_cell *cells = host->mem(table->cells, wanted * sizeof *cells);
    if (!cells)
        return false;
    table->cells = cells;
    *room = wanted;
    return true;
}

alk_rc csv_read(const alk_host *host, const char *path, csv_table *out, const char **reason)
{
    size_t used = 0, room = 0, row_begin = 0;
    char mark = '\n';
    memset(out, 0, sizeof *out);
    alk_rc rc = read_text(host, path, out, reason);
    if (rc != ALK_OK)
        return rc;
    for (char *at = out->text; *at || mark == ',';) {
        if (!make_room(host, out, used, &room))
            return ALK_ERROR_NO_MEMORY;
        at = next_field(at, &out->cells[used++], &mark);
        if (mark == ',')
            continue;
        if (out->nrows++ == 0)
            out->ncols = (uint32_t)used;
        if ((mark != '\n' && mark != '\0') || used - row_begin != out->ncols) {
            *reason = "has a row that does not fit its header";
            return ALK_ERROR_DATA;
        }
        row_begin = used;
    }
    *reason = "is empty";
    return out->nrows > 0 ? ALK_OK : ALK_ERROR_DATA;
}
