/* SPDX-License-Identifier: MIT
 * Arrays of parameters, column by column, as the client library wants them: a pointer, a length and a mark for each value. */
#include "bulk.h"
#include "bind.h"
#include "cursor.h"
#include "errors.h"
#include <string.h>

bool alk__my_bulk_fits(const alk__my_stmt *stmt, const alk_request *request)
{
    if (!stmt->conn->bulk || stmt->nparams == 0 ||
        (stmt->kind & (ALK__MY_CHANGES_ROWS | ALK__MY_TELLS_LATE)) != ALK__MY_CHANGES_ROWS)
        return false;
    for (uint32_t i = 0; i < stmt->nparams; i++) {
        uint16_t tag = ALK_TYPE_NULL;
        for (uint32_t row = 0; row < request->nrows; row++) {
            uint16_t this_tag = request->params[(size_t)row * stmt->nparams + i].tag;
            if (this_tag != ALK_TYPE_NULL && tag != ALK_TYPE_NULL && this_tag != tag)
                return false;
            tag = this_tag != ALK_TYPE_NULL ? this_tag : tag;
        }
        if (tag == ALK_TYPE_NULL)
            return false;
    }
    return true;
}

/* The memory of all rows' parameters. */
typedef struct arrays {
    alk__my_parameter *parameters;       /* row by row, as the cells are */
    void **buffers;                      /* column by column, as the rest */
    int64_t *numbers;
    unsigned long *lengths;
    char *marks;
    MYSQL_BIND *binds;
} arrays;

static void arrays_free(arrays *a)
{
    alk__my_free(a->parameters);
    alk__my_free(a->buffers);
    alk__my_free(a->numbers);
    alk__my_free(a->lengths);
    alk__my_free(a->marks);
    alk__my_free(a->binds);
}

static bool arrays_make(arrays *a, uint32_t nparams, uint32_t nrows, alk_err *err)
{
    size_t n = (size_t)nparams * nrows;
    memset(a, 0, sizeof *a);
    return (a->parameters = alk__my_alloc(n * sizeof *a->parameters, err)) != NULL && (a->buffers = alk__my_alloc(n * sizeof *a->buffers, err)) != NULL &&
           (a->numbers = alk__my_alloc(n * sizeof *a->numbers, err)) != NULL && (a->lengths = alk__my_alloc(n * sizeof *a->lengths, err)) != NULL &&
           (a->marks = alk__my_alloc(n, err)) != NULL && (a->binds = alk__my_alloc(nparams * sizeof *a->binds, err)) != NULL;
}

static bool is_number(const MYSQL_BIND *bind)
{
    return bind->buffer_type == MYSQL_TYPE_LONGLONG || bind->buffer_type == MYSQL_TYPE_DOUBLE;
}

static alk_rc fill_column(const alk__my_stmt *stmt, const alk_request *request, arrays *a, uint32_t i, size_t *size, alk_err *err)
{
    size_t first = (size_t)i * request->nrows;
    MYSQL_BIND *column = &a->binds[i];
    for (uint32_t row = 0; row < request->nrows; row++) {
        size_t at = (size_t)row * stmt->nparams + i;
        MYSQL_BIND one;
        alk_rc rc = alk__my_bind_cell(stmt->conn, &request->params[at], i + 1, &a->parameters[at], &one, err);
        if (rc != ALK_OK)
            return rc;
        *size += a->parameters[at].length + 16;
        if (one.buffer_type == MYSQL_TYPE_NULL) {
            a->marks[first + row] = STMT_INDICATOR_NULL;
            continue;
        }
        column->buffer_type = one.buffer_type;
        column->is_unsigned = one.is_unsigned;
        a->buffers[first + row] = one.buffer;
        a->lengths[first + row] = a->parameters[at].length;
        if (is_number(&one))
            memcpy(&a->numbers[first + row], one.buffer, sizeof a->numbers[0]);
    }
    column->buffer = is_number(column) ? (void *)(a->numbers + first) : (void *)(a->buffers + first);
    column->length = a->lengths + first;
    column->u.indicator = a->marks + first;
    return ALK_OK;
}

static alk_rc send(alk__my_stmt *stmt, arrays *a, uint32_t nrows, int64_t *affected, alk_err *err)
{
    unsigned int size = nrows, none = 0;
    alk_rc rc = ALK_OK;
    mysql_stmt_attr_set(stmt->handle, STMT_ATTR_ARRAY_SIZE, &size);
    if (mysql_stmt_bind_param(stmt->handle, a->binds) != 0 || mysql_stmt_execute(stmt->handle) != 0)
        rc = alk__my_fail(stmt->conn, stmt->handle, alk__my_sv(NULL, 0), err);
    mysql_stmt_attr_set(stmt->handle, STMT_ATTR_ARRAY_SIZE, &none);
    if (rc == ALK_OK)
        *affected = alk__my_affected(stmt);
    return rc;
}

/* Where the rows are too many for one message they go in halves. */
alk_rc alk__my_bulk_execute(alk__my_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    arrays a;
    size_t size = 0;
    alk_rc rc = arrays_make(&a, stmt->nparams, request->nrows, err) ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->nparams; i++)
        rc = fill_column(stmt, request, &a, i, &size, err);
    if (rc == ALK_OK && (request->nrows == 1 || size < stmt->conn->max_packet / 2)) {
        rc = alk__my_check_size(stmt->conn, size, err);
        if (rc == ALK_OK)
            rc = send(stmt, &a, request->nrows, affected, err);
        arrays_free(&a);
        return rc;
    }
    arrays_free(&a);
    if (rc == ALK_OK) {
        alk_request half = *request;
        int64_t first = 0, second = 0;
        half.nrows = request->nrows / 2;
        rc = alk__my_bulk_execute(stmt, &half, &first, err);
        half.params = request->params + (size_t)half.nrows * stmt->nparams;
        half.nrows = request->nrows - half.nrows;
        if (rc == ALK_OK)
            rc = alk__my_bulk_execute(stmt, &half, &second, err);
        *affected = first + second;
    }
    return rc;
}
