/* SPDX-License-Identifier: MIT */
#include "alk_test.h"
#include <alkahest/arena.h>
#include <alkahest/log.h>
#include <stdio.h>
#include "plugin/host.h"

static const alk_host *begin(alk_err *err)
{
    alk_clear_error();
    alk__err_begin(err, "mock+mock");
    return alk__host();
}

ALK_TEST(host, says_what_it_is)
{
    const alk_host *host = alk__host();
    alk_check_uint(host->size, sizeof *host);
    alk_check_uint(host->abi_major, ALK_ABI_MAJOR);
    alk_check_uint(host->abi_minor, ALK_ABI_MINOR);
    alk_check(host->iface("alk.none/1", 8) == NULL);
}

ALK_TEST(host, values_are_stored_in_members)
{
    static const alk_slot slot = { 2, 4, 0, ALK_SLOT_INT8, 0 }, text_slot = { 0, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 };
    const alk_sv name = { "size of it", 4 };
    alk_cell cell = { .tag = ALK_TYPE_DECIMAL, .u.p = "12", .len = 2 };
    char row[8] = { 0 };
    const char *text = NULL;
    alk_err err;
    const alk_host *host = begin(&err);
    const alk_slot_ops *ops = host->iface("alk.slot/1", sizeof *ops);
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_check(ops && ops->size == sizeof *ops && !host->iface("alk.slot/1", sizeof *ops + 8));
    alk_check_ok(ops->store(&slot, &cell, name, row, arena, &err));
    alk_check(row[4] == 12 && row[0] == ALK_VALUE);
    alk_check_ok(ops->store(&text_slot, &cell, name, &text, arena, &err));
    alk_check(strcmp(text, "12") == 0 && text != cell.u.p);
    cell = (alk_cell){ .tag = ALK_TYPE_INT, .u.i = 300 };
    alk_check_fails(ops->store(&slot, &cell, name, row, arena, &err), ALK_ERROR_DATA, "column 2 (size), integer into int8: value does not fit");
    alk_check(err.code == ALK_ERROR_DATA && row[4] == 12);
    alk_check_str(alk_last_error()->column, "size");
    alk_check_fails(ops->store(&slot, &cell, (alk_sv){ NULL, 0 }, row, arena, NULL), ALK_ERROR_DATA, "column 2 ()");
    alk_arena_free(arena);
}

ALK_TEST(host, an_error_is_taken_over_with_all_its_parts)
{
    alk_err err;
    const alk_host *host = begin(&err);
    host->err_set(&err, ALK_ERROR_INTEGRITY, "23505", 2067, "duplicate", 9);
    host->err_detail(&err, "detail", "two\nlines", 9);
    host->err_detail(&err, "hint", "h", 1);
    host->err_detail(&err, "schema", "s", 1);
    host->err_detail(&err, "table", "t", 1);
    host->err_detail(&err, "column", "c", 1);
    host->err_detail(&err, "constraint", "k", 1);
    host->err_detail(&err, "datatype", "d", 1);
    host->err_detail(&err, "position", "17", 2);
    host->err_flags(&err, ALK_ERROR_RETRYABLE);
    const alk_error *e = alk_last_error();
    alk_check_status(alk__err_end(&err, ALK_ERROR_INTEGRITY, "execute"), e->code);
    if (e->code == ALK_ERROR_NO_MEMORY)
        return;
    alk_check_int(e->code, ALK_ERROR_INTEGRITY);
    alk_check_str(e->message, "duplicate");
    alk_check_str(e->sqlstate, "23505");
    alk_check_int(e->native_code, 2067);
    alk_check_str(e->detail, "two\nlines");
    alk_check_str(e->hint, "h");
    alk_check_str(e->schema, "s");
    alk_check_str(e->table, "t");
    alk_check_str(e->column, "c");
    alk_check_str(e->constraint, "k");
    alk_check_str(e->data_type, "d");
    alk_check_int(e->position, 17);
    alk_check_uint(e->flags, ALK_ERROR_RETRYABLE);
}

ALK_TEST(host, a_class_that_is_none_becomes_internal)
{
    static const int32_t classes[] = { 0, 1, 5, -17, -1000, INT32_MIN, INT32_MAX };
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        alk_err err;
        const alk_host *host = begin(&err);
        host->err_set(&err, classes[i], NULL, 0, "oh", 2);
        alk_check_fails(alk__err_end(&err, ALK_ERROR_DATA, "execute"), ALK_ERROR_INTERNAL, "unknown class");
        alk_check_error(ALK_ERROR_INTERNAL, "mock+mock");
    }
}

ALK_TEST(host, texts_are_cleaned)
{
    alk_err err;
    const alk_host *host = begin(&err);
    host->err_set(&err, ALK_ERROR_DATA, "a'\n??", 0, "x\ny\x1B \xFF", 6);
    alk_check_error(ALK_ERROR_DATA, "x y\xEF\xBF\xBD \xEF\xBF\xBD");
    alk_check_str(alk_last_error()->sqlstate, "");
    host->err_set(&err, ALK_ERROR_DATA, "hy000", 0, NULL, 1000);
    alk_check_error(ALK_ERROR_DATA, "mock+mock gave an error without a message");
    alk_check_str(alk_last_error()->sqlstate, "");
    host->err_detail(&err, "column", "a\nb", 3);
    alk_check(!alk_last_error()->column || strcmp(alk_last_error()->column, "a b") == 0);
    host->err_detail(&err, "position", "99999999999999999999999", 23);
    host->err_detail(&err, "position", "-1", 2);
    host->err_detail(&err, "no_such_key", "x", 1);
    host->err_detail(&err, NULL, "x", 1);
    host->err_detail(&err, "table", NULL, 5);
    alk_check_int(alk_last_error()->position, 0);
    alk_check(alk_last_error()->table == NULL);
}

ALK_TEST(host, a_huge_text_is_cut)
{
    static char huge[1 << 20];
    alk_err err;
    const alk_host *host = begin(&err);
    memset(huge, 'x', sizeof huge);
    host->err_set(&err, ALK_ERROR_DATA, NULL, 0, huge, sizeof huge);
    alk_check(strlen(alk_last_error()->message) <= 64 * 1024 + 3);
    host->err_set(&err, ALK_ERROR_DATA, NULL, 0, "short", UINT32_MAX);
    alk_check_error(ALK_ERROR_DATA, "short");
}

ALK_TEST(host, flags_and_details_do_not_touch_an_older_error)
{
    alk_err err;
    const alk_host *host = begin(&err);
    host->err_set(&err, ALK_ERROR_DATA, NULL, 0, "older", 5);
    alk__err_begin(&err, "mock+mock");
    host->err_detail(&err, "table", "t", 1);
    host->err_flags(&err, ALK_ERROR_DISCONNECT | 0x8000);
    alk_check_uint(alk_last_error()->flags, 0);
    alk_check(alk_last_error()->table == NULL);
    host->err_set(&err, ALK_ERROR_OPERATIONAL, NULL, 0, "newer", 5);
    alk_check_uint(alk_last_error()->flags, ALK_ERROR_DISCONNECT);
    alk_check_uint(err.flags, ALK_ERROR_DISCONNECT);
}

ALK_TEST(host, a_failure_without_an_error_names_plugin_and_slot)
{
    alk_err err;
    (void)begin(&err);
    alk_check_fails(alk__err_end(&err, ALK_ERROR_DATA, "fetch_cells"), ALK_ERROR_INTERNAL, "mock+mock: fetch_cells failed with status -2");
    alk_check_fails(alk__err_end(&err, 77, "execute"), ALK_ERROR_INTERNAL, "mock+mock: execute returned 77, which is no status");
    alk_check_fails(alk__err_end(&err, -1000, "execute"), ALK_ERROR_INTERNAL, "returned -1000");
    alk_check_fails(alk__err_end(&err, ALK_ERROR_NO_MEMORY, "execute"), ALK_ERROR_NO_MEMORY, NULL);
    alk_check_int(alk__err_end(&err, ALK_OK, "execute"), ALK_OK);
    alk_check_int(alk__err_end(&err, ALK_END, "execute"), ALK_END);
    alk_check_int(alk__err_end(&err, ALK_USE_DEFAULT, "execute"), ALK_USE_DEFAULT);
}

ALK_TEST(host, nothing_happens_without_an_err)
{
    const alk_host *host = alk__host();
    alk_clear_error();
    host->err_set(NULL, ALK_ERROR_DATA, NULL, 0, "x", 1);
    host->err_detail(NULL, "table", "x", 1);
    host->err_flags(NULL, 1);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

ALK_TEST(host, memory_is_given_and_taken)
{
    const alk_host *host = alk__host();
    char *block = host->mem(NULL, 10);
    if (!block)
        return;
    memcpy(block, "123456789", 10);
    char *more = host->mem(block, 1000);
    block = more ? more : block;
    alk_check_str(block, "123456789");
    alk_check(host->mem(block, 0) == NULL);
    alk_check(host->mem(NULL, 0) == NULL);
}

ALK_TEST(host, row_memory_is_aligned_or_refused)
{
    const alk_host *host = alk__host();
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t align = 1; align <= 64; align *= 2) {
        void *block = host->arena_get(arena, 3, align);
        alk_check((uintptr_t)block % align == 0);
    }
    alk_check(host->arena_get(arena, 1, 128) == NULL);
    alk_check(host->arena_get(arena, 1, 3) == NULL);
    alk_check(host->arena_get(NULL, 1, 1) == NULL);
    alk_arena_free(arena);
}

static char logged[200];
static int logged_level;

static void remember(void *payload, int level, const char *component, const char *message)
{
    (void)payload, (void)component;
    logged_level = level;
    (void)snprintf(logged, sizeof logged, "%s", message);
}

ALK_TEST(host, log_lines_cannot_be_forged)
{
    const alk_host *host = alk__host();
    logged[0] = '\0';
    host->log(ALK_HOST_LOG_ERROR, "nobody listens", 14);
    alk_check_str(logged, "");
    alk_set_log(remember, NULL, ALK_LOG_DEBUG);
    host->log(99, "a\nb", 3);
    if (logged[0]) {
        alk_check_str(logged, "a b");
        alk_check_int(logged_level, ALK_LOG_DEBUG);
        host->log(-5, "low", 3);
        alk_check_int(logged_level, ALK_LOG_ERROR);
    }
    alk_set_log(NULL, NULL, 0);
}
