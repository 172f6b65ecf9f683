/* SPDX-License-Identifier: MIT
 * The key of the row that an INSERT made: from the values that were sent, from the number that the database counted up, or from a RETURNING of the library's own. */
#include "base/error.h"
#include "engine/execute.h"
#include "engine/link.h"
#include "engine/result.h"
#include "sql/table.h"
#include <alkahest/value.h>

bool alk__wants_returning(const alk_conn *conn, const alk__compiled *compiled)
{
    return compiled->has_unknown_keys || (compiled->has_generated_keys && !(conn->link->caps & ALK_CAP_LAST_INSERT_ID));
}

/* The row of the library's own RETURNING, after which the result is one without rows. */
static int take_row(alk_result *result, const alk_cell **row)
{
    int code = alk__result_hold_all(result);
    *row = code == ALK_OK && result->n_held == 1 ? alk__result_held_row(result, 0) : NULL;
    result->buffered = false;
    result->n_held = result->held_at = result->held_blocks = 0;
    result->n_columns = 0;
    result->columns = NULL;
    return code;
}

static int copy_key(alk_result *result, const alk__key_source *source, const alk_cell *values, const alk_cell *row, uint32_t *returned, alk_cell *key)
{
    *key = alk_value_null();
    if (source->marker < ALK__KEY_UNKNOWN)
        return alk_value_copy(&values[source->marker], &result->texts, key);
    if (source->marker == ALK__KEY_RETURNED && row)
        *key = row[(*returned)++];
    return ALK_OK;
}

int alk__result_keep_keys(alk_result *result, const alk__compiled *compiled, const alk_cell *values)
{
    const alk_cell *row = NULL;
    uint32_t returned = 0;
    int code = result->cursor && compiled->keys_returned ? take_row(result, &row) : ALK_OK;
    if (code == ALK_OK && compiled->n_keys == 1 && compiled->has_generated_keys)
        return ALK_OK;                     /* the last number that was counted tells */
    alk_cell *keys = code ? NULL : alk_arena_alloc(&result->texts, compiled->n_keys * sizeof *keys, 0);
    for (uint32_t i = 0; keys && code == ALK_OK && i < compiled->n_keys; i++)
        code = copy_key(result, &compiled->keys[i], values, row, &returned, &keys[i]);
    result->keys = keys;
    return keys ? code : alk__error_code();
}

int alk_inserted_key_count(const alk_result *result)
{
    return alk__result_ready(result) && result->compiled ? (int)result->compiled->n_keys : 0;
}

int alk_inserted_key(const alk_result *result, int index, alk_value *value)
{
    if (!result)
        return alk__error_of_null();
    int n = alk_inserted_key_count(result);
    if (!value || !alk__result_ready(result))
        return value ? alk__error_code() : alk__error(ALK_ERROR_ARGUMENT, "no place for the key was given");
    if (n == 0)
        return alk__error(ALK_ERROR_INTERFACE, "only an INSERT of one row of a model with a primary key, without ON CONFLICT, tells the key that it made");
    if (index < 0 || index >= n)
        return alk__error(ALK_ERROR_ARGUMENT, "the key has no column %d; it has %d", index, n);
    *value = result->keys ? result->keys[index] : alk_value_null();
    const alk__key_source *source = &result->compiled->keys[index];
    if (value->tag == ALK_TYPE_NULL && result->last_insert_id && source->column == alk__generated_key(alk__table(alk__table_of(source->column))))
        *value = alk_value_int(result->last_insert_id);
    return ALK_OK;
}
