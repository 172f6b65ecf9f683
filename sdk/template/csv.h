/* SPDX-License-Identifier: MIT
 * Reads a file of comma-separated values into cells. */
#ifndef TEMPLATE_CSV_H
#define TEMPLATE_CSV_H
#include <alkahest/plugin.h>

/* Row 0 of the cells is the header; the cells point into text. */
typedef struct csv_table {
    char *text;
    alk_cell *cells;
    uint32_t ncols;
    size_t nrows;                  /* with the header */
} csv_table;

/* ALK_OK, or the class of what went wrong with *reason, a static text. *out is for csv_free() either way. */
alk_rc csv_read(const alk_host *host, const char *path, csv_table *out, const char **reason);
void csv_free(const alk_host *host, csv_table *table);
#endif
