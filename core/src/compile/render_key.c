/* SPDX-License-Identifier: MIT
 * The key of the row that an INSERT makes: which marker sends each of its columns, and what is left for the database to tell. */
#include "base/error.h"
#include "compile/render.h"

/* The statement that is compiled, when the row to insert is written in it and no other may take its place. */
static bool makes_one_row(const alk__render *r, const alk__node *insert)
{
    return r->root == &insert->sql && !alk__last_part(insert, ALK__NODE_FROM_SELECT) && !alk__last_part(insert, ALK__NODE_VALUES_ROWS) &&
           !alk__last_part(insert, ALK__NODE_ON_CONFLICT);
}

int alk__render_key_begin(alk__render *r, const alk__node *insert)
{
    const alk_table *table = makes_one_row(r, insert) ? alk__table(insert->child[0]) : NULL;
    const alk_column *column, *generated = table ? alk__generated_key(table) : NULL;
    for (size_t at = 0; table && (column = alk__key_column(table, &at));) {
        alk__key_source *key = alk__vector_push(&r->keys);
        if (!key)
            return alk__error_code();
        *key = (alk__key_source){ column, column == generated ? ALK__KEY_GENERATED : ALK__KEY_UNKNOWN };
    }
    return ALK_OK;
}

void alk__note_key(alk__render *r, const alk_sql *column, const alk_sql *value, size_t markers)
{
    bool sent = r->marker_list.count == markers + 1 && (!value || value->kind == ALK__NODE_VALUE || value->kind == ALK__NODE_PARAM);
    for (size_t i = 0; i < r->keys.count; i++) {
        alk__key_source *key = alk__vector_at(&r->keys, i);
        if (&key->column->sql == column)
            key->marker = sent ? (uint32_t)markers : ALK__KEY_UNKNOWN;
    }
}

int alk__render_key(alk__render *r, bool can_return)
{
    int code = ALK_OK;
    bool any = false;
    for (size_t i = 0; code == ALK_OK && can_return && i < r->keys.count; i++) {
        alk__key_source *key = alk__vector_at(&r->keys, i);
        if (key->marker < ALK__KEY_UNKNOWN)
            continue;
        alk__put(r, any ? ", " : " RETURNING ");
        any = true;
        key->marker = ALK__KEY_RETURNED;
        code = alk__put_name(r, key->column->name);
    }
    return code;
}
