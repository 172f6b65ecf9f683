/* SPDX-License-Identifier: MIT
 * See version.h. */
#include "version.h"
#include "member.h"
#include "store.h"
#include <alkahest/value.h>

bool alk__version_is_empty(const alk__property *version, const char *row)
{
    return alk__member_is_null(version, row) || alk__member_is_zero(version, row);
}

/* The program's function makes what comes after `before`; it stays the function's until it is copied. */
static int generate(const alk__property *version, const alk_value *before, alk_value *next)
{
    *next = alk_value_null();
    alk_clear_error();
    int code = version->column->version_generator(version->column->client_data, before, next);
    if (code)
        return alk_last_error()->code ? alk_last_error()->code : alk_fail(code, "the generator of the version %s has failed", version->column->member);
    return next->tag != ALK_TYPE_NULL ? ALK_OK : alk_fail(ALK_ERROR_DATA, "the generator of the version %s gave none", version->column->member);
}

int alk__version_begin(alk__entity *e)
{
    const alk__property *version = &e->store->mapper->properties[e->store->mapper->version];
    alk_value none = alk_value_null(), next = alk_value_int(1);
    if (!alk__version_is_empty(version, alk__row(e)))
        return ALK_OK;
    int code = version->column->version_generator ? generate(version, &none, &next) : ALK_OK;
    if (code == ALK_OK)
        code = alk__member_store(version, alk__row(e), &next);
    return code || version->content == ALK__CONTENT_PLAIN ? code : alk__entity_own_texts(e);
}

int alk__version_advance(alk__entity *e)
{
    const alk__property *version = &e->store->mapper->properties[e->store->mapper->version];
    alk_value before = alk__member_value(version, alk__image(e)), next;
    int code = ALK_OK;
    if (version->column->version_generator)
        code = generate(version, &before, &next);
    else
        next = alk_value_int(alk__member_int(version, alk__image(e)) + 1);
    if (code == ALK_OK)
        code = alk__member_store(version, alk__row(e), &next);
    return code || version->content == ALK__CONTENT_PLAIN ? code : alk__entity_lend_texts(e);
}
