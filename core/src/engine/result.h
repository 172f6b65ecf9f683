/* SPDX-License-Identifier: MIT
 * Results. Rows come from the driver in windows of cells; a window of one row or many moves over the cursor, or over rows held in memory. A closed result is
 * kept by its link and used again, so that executing a cached statement allocates nothing. */
#ifndef ALK_ENGINE_RESULT_H
#define ALK_ENGINE_RESULT_H
#include "base/arena.h"
#include "base/error.h"
#include "engine/connection.h"
#include <alkahest/result.h>
#include <alkahest/value.h>

#define ALK__RESULT_OPEN 0x414c4b52u
#define ALK__RESULT_CLOSED 0x726b6c61u
#define ALK__NAMES_KNOWN 8

struct alk_result {
    uint32_t magic;
    alk_conn *conn;
    alk_result *next, *prev;           /* open ones of the connection; next also: spare ones of the link */
    alk__link *link;                   /* NULL: the result was ended */
    alk__prepared *prepared;           /* what it runs; NULL: it was not prepared */
    bool borrows_prepared;             /* it goes back to the cache with the result; else an alk_stmt has it */
    alk__row_plan *plan;               /* of what was not prepared */
    const alk__row_plan *good_plan;    /* whose columns were compared with this result's */
    alk_stmt *stmt;                    /* that it came from; NULL: none */
    alk__compiled *compiled;           /* the statement that knows which column is which; NULL: none does */
    const char *file;                  /* where the program wrote the statement; NULL: not known */
    int line;
    void *cursor;                      /* the driver's; NULL: no rows, or all read and closed */
    int status;                        /* the first failure */
    alk__saved_error *failure;
    bool ended;                        /* the cursor gives no more */
    bool apart;                        /* it leaves the connection to others between two fetches, though that has one result at a time else */

    const alk_column_desc *columns;    /* stride bytes apart; the driver's, or copied when the cursor is closed before the result */
    uint32_t n_columns, stride;
    int n_known;                       /* names looked up before */

    const alk_cell *current;           /* the row's cells; NULL: not on a row */
    uint32_t window_rows;              /* rows to ask for at once */
    uint32_t got, row;                 /* rows in the window; the one that is current */

    bool buffered;                     /* held, not window, has the rows */
    alk_cell **held;                   /* blocks of rows in memory */
    size_t n_held, held_at;            /* rows held; the one that alk_next() gives next */
    size_t held_blocks;
    int64_t affected, last_insert_id;
    void *data;                        /* the program's, and what is called with it at the end */
    void (*data_closed)(void *data);
    const alk_cell *keys;              /* of the row that an INSERT made; NULL: none, or last_insert_id */
    const char *refusal;               /* why its rows cannot be read here: see alk_result_of_parts(); NULL: they can */

    /* From here on a closed result keeps what it has, for its next use. */
    alk_cell *window;                  /* rows as the driver gave them */
    uint32_t window_cells;             /* that fit */
    alk_arena rows;                    /* of the window; reset at each fetch */
    alk_arena memory;                  /* of the rows held */
    alk_arena texts;                   /* of the columns: until the close */
    struct {
        const char *name;              /* as the caller passed it */
        int column;
    } known[ALK__NAMES_KNOWN];         /* the first n_known count */
};

/* A result on a connection: spare or new. NULL: no memory. */
alk_result *alk__result_new(alk_conn *conn);
/* Takes an open cursor, or NULL with the number of rows changed. On failure the cursor is closed. */
int alk__result_begin(alk_result *result, void *cursor, int64_t affected);
/* Notes the first failure, from the thread's error; returns its code. */
ALK__COLD int alk__result_fail(alk_result *result);
/* The first failure made the thread's error again, for a call that returns it. */
ALK__COLD int alk__result_failed_before(alk_result *result);
/* Usable: NULL and closed results leave an error. */
bool alk__result_ready(const alk_result *result);
/* Ends it: gives the cursor and the statement back to the link; what is not in memory is lost, and why is told when it is asked for. */
void alk__result_end(alk_result *result, const char *why);
/* Whether its rows are others' to give: then the failure is noted. */
ALK__COLD bool alk__result_refuses(alk_result *result);
/* Moves rows from the cursor into memory until n are held, or there are no more. */
int alk__result_hold(alk_result *result, size_t n);
/* To a row in memory; what was made of others stays. */
bool alk__result_seek(alk_result *result, size_t row);
/* Reads what is left into memory and closes the cursor, so that another statement can run. */
int alk__result_hold_all(alk_result *result);
/* A row in memory, by number. */
const alk_cell *alk__result_held_row(const alk_result *result, size_t row);
/* Copies what another result holds behind the rows of one without a cursor: its first n_columns columns, the rows by their numbers in order[]; NULL: as they come. */
int alk__result_append(alk_result *result, const alk_result *from, uint32_t n_columns, const size_t *order);
/* Copies the columns' descriptions into memory, so that they outlive the cursor. */
int alk__result_keep_columns(alk_result *result);
/* Closes the cursor; the columns' descriptions are gone with it, unless they were kept. */
int alk__result_close_cursor(alk_result *result);
/* Whether its cursor may be read: after a fork it is the parent's. On false the failure is noted. */
bool alk__result_is_ours(alk_result *result);
/* That, and for one whose rows are asked for batch by batch that nobody else has the line. */
bool alk__result_may_fetch(alk_result *result);
/* The next window of rows from the cursor; false at the end and on failure. */
bool alk__result_fill(alk_result *result);
/* alk_result_fetch_all(); zeroed: members that are no field are zero, else as the arena gave them. */
int alk__result_fetch_all(alk_result *result, const alk_field *fields, size_t n_fields, size_t stride, bool zeroed, alk_arena *arena, void **rows, size_t *count);
/* alk_result_fetch_structs() where its statement filled structs of such a model before, and what it found then still holds: false where that is to be found out. */
bool alk__result_fetch_again(alk_result *result, const alk_table *model, alk_arena *arena, void **rows, size_t *count, int *status);
/* Takes the key of the row that an INSERT made, from the cells that were sent and what came back. */
int alk__result_keep_keys(alk_result *result, const alk__compiled *compiled, const alk_cell *values);
/* The cursor said ALK_END. */
void alk__result_at_end(alk_result *result);
/* Converts into the result's memory of this row. */
int alk__result_convert(alk_result *result, const alk_cell *cell, int type, alk_value *out);
/* Takes it from its connection, which is being closed: only closing it is left. */
void alk__result_orphan(alk_result *result);
void alk__result_free_spares(alk__link *link);

static inline const alk_column_desc *alk__result_desc(const alk_result *result, uint32_t column)
{
    return (const alk_column_desc *)(const void *)((const char *)result->columns + (size_t)column * result->stride);
}
#endif
