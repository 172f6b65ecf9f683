/* SPDX-License-Identifier: MIT
 * Prepared statements as the program sees them: an entry of the link's cache, and the values bound to it. */
#ifndef ALK_ENGINE_STATEMENT_H
#define ALK_ENGINE_STATEMENT_H
#include "base/arena.h"
#include "base/buffer.h"
#include "engine/connection.h"

#define ALK__STMT_OPEN 0x414c4b53u
#define ALK__STMT_CLOSED 0x736b6c61u

struct alk_stmt {
    uint32_t magic;
    alk_conn *conn;
    alk__link *link;                   /* NULL: the connection gave it up */
    alk__prepared *prepared;
    alk_stmt *next, *prev;             /* of the connection */
    bool running;                      /* a result of it is open */
    bool described;
    bool has_options;
    alk_execution_options options;
    char *token;                       /* of the options */
    const alk_column_desc *columns;    /* the driver's; valid until it is executed */
    uint32_t n_columns, stride;
    uint32_t n_params;
    alk_value *values;                 /* n_params of them; tag UNBOUND: not bound yet */
    alk__buffer *texts;                /* one for each parameter: what its value points to */
    alk_arena memory;                  /* of the columns' texts */
};

/* The connection's statements lose their link; they can only be closed then. */
void alk__stmts_end(alk_conn *conn);
/* Its result was closed; NULL: none. */
void alk__stmt_result_closed(alk_stmt *stmt);
#endif
