/* SPDX-License-Identifier: MIT
 * The thread's error. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/error.h"
#include <pthread.h>
#include <stdio.h>

ALK_TEST(error, is_none_at_first)
{
    alk_clear_error();
    const alk_error *error = alk_last_error();
    alk_check_made(error);
    alk_check_int(error->code, ALK_OK);
    alk_check_size(error->struct_size, sizeof *error);
    alk_check_str(error->message, "");
    alk_check(!error->detail && !error->hint && !error->schema && !error->table && !error->column && !error->constraint &&
              !error->data_type && !error->sql && !error->file);
    alk__error_prefix("x");
    alk__error_flag(1);
    alk__error_native(5);
    alk__error_sqlstate("12345");
    alk__error_sql("x", 1);
    alk__error_position(3);
    alk__error_place("f", 1);
    alk__error_add(ALK__DETAIL, "x", 1);
    alk_check(!error->detail && !error->sql && !error->file && !error->flags && !error->native_code && !error->position);
    alk_check_str(error->sqlstate, "");
    alk_check_str(error->message, "");
}

static void make_full_error(void)
{
    alk__error_state(ALK_ERROR_INTEGRITY, "23505", "duplicate value in %s", "author");
    alk__error_flag(ALK_ERROR_RETRYABLE);
    alk__error_flag(ALK_ERROR_DISCONNECT);
    alk__error_native(2067);
    alk__error_sql("INSERT INTO author VALUES (?) and more", 29);
    alk__error_position(13);
    alk__error_place("program.c", 42);
    alk__error_add(ALK__DETAIL, "first\nsecond", 12);
    alk__error_addf(ALK__HINT, "try %d", 2);
    alk__error_add(ALK__SCHEMA, "mainx", 4);
    alk__error_add(ALK__TABLE, "author", 6);
    alk__error_add(ALK__COLUMN, "name", 4);
    alk__error_add(ALK__CONSTRAINT, "author_name_key", 15);
    alk__error_add(ALK__DATA_TYPE, "text", 4);
    alk__error_add(ALK__DATA_TYPE, NULL, 0);
}

static void check_full_error(const alk_error *error)
{
    alk_check_int(error->code, ALK_ERROR_INTEGRITY);
    alk_check_str(error->sqlstate, "23505");
    alk_check_str(error->message, "duplicate value in author");
    alk_check_uint(error->flags, ALK_ERROR_RETRYABLE | ALK_ERROR_DISCONNECT);
    alk_check_int(error->native_code, 2067);
    alk_check_str(error->sql, "INSERT INTO author VALUES (?)");
    alk_check_int(error->position, 13);
    alk_check_str(error->file, "program.c");
    alk_check_int(error->line, 42);
    alk_check_str(error->detail, "first\nsecond");
    alk_check_str(error->hint, "try 2");
    alk_check_str(error->schema, "main");
    alk_check_str(error->table, "author");
    alk_check_str(error->column, "name");
    alk_check_str(error->constraint, "author_name_key");
    alk_check_str(error->data_type, "text");
}

ALK_TEST(error, holds_all_its_parts)
{
    make_full_error();
    check_full_error(alk_last_error());
    alk_check_int(alk__error_code(), ALK_ERROR_INTEGRITY);
}

ALK_TEST(error, is_replaced_by_the_next)
{
    make_full_error();
    alk_check_int(alk__error(ALK_ERROR_DATA, "other"), ALK_ERROR_DATA);
    const alk_error *error = alk_last_error();
    alk_check_str(error->message, "other");
    alk_check(!error->detail && !error->sql && !error->file && !error->line && !error->flags && !error->position);
    alk_check_str(error->sqlstate, "");
    alk_check_int(error->native_code, 0);
}

ALK_TEST(error, may_quote_the_error_that_it_replaces)
{
    alk__error(ALK_ERROR_DATA, "%0600d", 7);
    alk__error_add(ALK__DETAIL, "the detail", 10);
    alk__error(ALK_ERROR_DATA, "<%s> %s", alk_last_error()->message, alk_last_error()->detail);
    alk_check_size(strlen(alk_last_error()->message), 600 + 3 + 10);
    alk_check_contains(alk_last_error()->message, "7> the detail");
    alk__error_add(ALK__HINT, alk_last_error()->message, 600);
    alk_check_made(alk_last_error()->hint);
    alk_check_size(strlen(alk_last_error()->hint), 600);
}

ALK_TEST(error, prefixes)
{
    alk__error(ALK_ERROR_OPERATIONAL, "no route");
    alk__error_prefix("host %s", "db1");
    alk__error_prefix("engine");
    alk_check_str(alk_last_error()->message, "engine: host db1: no route");
    alk__error_prefix("%0300d", 1);
    alk_check_size(strlen(alk_last_error()->message), 302 + 26);
    alk__error_prefix("%0700d", 1);
    alk_check_size(strlen(alk_last_error()->message), 702 + 302 + 26);
}

ALK_TEST(error, message_is_one_line)
{
    alk__error(ALK_ERROR_DATA, "a\nb\tc\x01");
    alk_check_str(alk_last_error()->message, "a b c ");
}

ALK_TEST(error, messages_of_every_length)
{
    for (int n = 200; n < 600; n++) {
        alk__error(ALK_ERROR_DATA, "%0*d", n, 1);
        alk_check_size(strlen(alk_last_error()->message), (size_t)n);
    }
}

ALK_TEST(error, replaces_a_text)
{
    alk__error(ALK_ERROR_DATA, "x");
    for (int i = 0; i < 100; i++)
        alk__error_addf(ALK__DETAIL, "detail %d", i);
    alk_check_str(alk_last_error()->detail, "detail 99");
    alk__error_add(ALK__DETAIL, "", 0);
    alk_check_str(alk_last_error()->detail, "");
}

ALK_TEST(error, cuts_a_huge_statement)
{
    size_t length = 3000000;
    char *sql = alk__alloc(length);
    alk_check_made(sql);
    memset(sql, 'x', length);
    alk__error(ALK_ERROR_PROGRAMMING, "x");
    alk__error_sql(sql, length);
    alk__free(sql);
    alk_check_made(alk_last_error()->sql);
    alk_check_size(strlen(alk_last_error()->sql), (size_t)1 << 20);
}

ALK_TEST(error, cuts_a_sqlstate)
{
    alk__error_state(ALK_ERROR_DATA, "22P02XYZ", "x");
    alk_check_str(alk_last_error()->sqlstate, "22P02");
    alk__error_sqlstate("");
    alk_check_str(alk_last_error()->sqlstate, "");
}

ALK_TEST_UNTORTURED(error, no_memory_needs_none)
{
    alk__alloc_fail(1, 1);
    alk_check_int(alk__error_no_memory(), ALK_ERROR_NO_MEMORY);
    alk_check_error(ALK_ERROR_NO_MEMORY, "out of memory");
    alk__error_prefix("context");
    alk_check_error(ALK_ERROR_NO_MEMORY, "context: out of memory");
}

ALK_TEST_UNTORTURED(error, without_memory_is_shorter_but_there)
{
    alk_clear_error();
    alk__alloc_fail(1, 1);
    alk__error(ALK_ERROR_DATA, "%0600d", 1);
    alk_check_int(alk__error_code(), ALK_ERROR_DATA);
    alk_check_size(strlen(alk_last_error()->message), 255);
    alk__error(ALK_ERROR_DATA, "%0254dé", 1);
    alk_check_size(strlen(alk_last_error()->message), 254);
    alk__error_add(ALK__DETAIL, "detail", 6);
    alk__error_place("file.c", 3);
    alk_check(!alk_last_error()->detail && !alk_last_error()->file && !alk_last_error()->line);
    alk__error_prefix("%0600d", 1);
    alk_check_int(alk__error_code(), ALK_ERROR_DATA);
}

ALK_TEST_UNTORTURED(error, parts_survive_lack_of_memory)
{
    for (uint64_t n = 1; n < 12; n++)
        for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
            alk_clear_error();
            alk__alloc_fail(n, from_then_on);
            make_full_error();
            alk_check_str(alk_last_error()->message, "duplicate value in author");
            alk_check_int(alk_last_error()->native_code, 2067);
            alk__saved_error *saved = alk__error_save();
            if (saved) {
                alk__error(ALK_ERROR_DATA, "other");
                alk__error_restore(saved);
            }
            alk_check_int(alk__error_code(), ALK_ERROR_INTEGRITY);
            alk_check_contains(alk_last_error()->message, "duplicate");
        }
}

ALK_TEST(error, explains_a_null_handle)
{
    alk_clear_error();
    alk_check_int(alk__error_of_null(), ALK_OK);
    alk_check_int(alk__error_null_handle("result"), ALK_ERROR_INTERFACE);
    alk_check_error(ALK_ERROR_INTERFACE, "the result is NULL");
    alk__error(ALK_ERROR_PROGRAMMING, "syntax");
    alk_check(alk__error_null() == NULL);
    alk_check_int(alk__error_null_handle("result"), ALK_ERROR_PROGRAMMING);
    alk_check_error(ALK_ERROR_PROGRAMMING, "syntax");
    alk_check_int(alk__error_of_null(), ALK_ERROR_PROGRAMMING);
    alk__error(ALK_ERROR_DATA, "something else");
    alk_check_int(alk__error_null_handle("result"), ALK_ERROR_INTERFACE);
    alk_check_int(alk__error_of_null(), ALK_ERROR_PROGRAMMING);
    alk__error_handle_made();
    alk_check_int(alk__error_of_null(), ALK_OK);
    alk__error(ALK_ERROR_DATA, "again");
    (void)alk__error_null();
    alk_clear_error();
    alk_check_int(alk__error_of_null(), ALK_OK);
    alk_check_int(alk__error_null_handle("result"), ALK_ERROR_INTERFACE);
}

ALK_TEST(error, is_saved_and_restored)
{
    alk_clear_error();
    alk_check(alk__error_save() == NULL);
    alk__error_restore(NULL);
    alk__error_discard(NULL);
    make_full_error();
    alk__saved_error *saved = alk__error_save();
    alk_check(saved != NULL);
    check_full_error(alk_last_error());
    alk__error(ALK_ERROR_DATA, "%0600d", 1);
    check_full_error(alk__error_saved(saved));
    alk__error_restore(saved);
    check_full_error(alk_last_error());
    saved = alk__error_save();
    alk__error_discard(saved);
    check_full_error(alk_last_error());
}

ALK_TEST(error, is_saved_with_a_long_message)
{
    alk__error(ALK_ERROR_DATA, "%0600d", 1);
    alk__saved_error *saved = alk__error_save();
    alk_check(saved != NULL);
    alk_clear_error();
    alk__error_restore(saved);
    alk_check_size(strlen(alk_last_error()->message), 600);
}

static void *use_errors(void *result)
{
    bool clean = alk_last_error()->code == ALK_OK;
    make_full_error();
    alk__error(ALK_ERROR_DATA, "%0600d", 1);
    *(bool *)result = clean && strlen(alk_last_error()->message) == 600;
    return NULL;
}

/* That the texts of an ended thread are freed is for LeakSanitizer to see. */
ALK_TEST(error, belongs_to_its_thread)
{
    pthread_t others[3];
    bool results[3] = {false, false, false};
    alk__error(ALK_ERROR_DATA, "mine");
    for (int i = 0; i < 3; i++)
        alk_check_int(pthread_create(&others[i], NULL, use_errors, &results[i]), 0);
    for (int i = 0; i < 3; i++)
        alk_check_int(pthread_join(others[i], NULL), 0);
    alk_check(results[0] && results[1] && results[2]);
    alk_check_error(ALK_ERROR_DATA, "mine");
}

static void *restore_there(void *saved)
{
    alk__error_restore(saved);
    return (void *)(uintptr_t)(alk_last_error()->native_code == 2067);
}

ALK_TEST(error, travels_to_another_thread)
{
    pthread_t other;
    void *result = NULL;
    make_full_error();
    alk__saved_error *saved = alk__error_save();
    alk_check(saved != NULL);
    alk_check_int(pthread_create(&other, NULL, restore_there, saved), 0);
    alk_check_int(pthread_join(other, &result), 0);
    alk_check(result != NULL);
}

ALK_TEST(error, tells_the_version)
{
    alk_check_str(alk_version(), ALK_VERSION);
}

ALK_TEST(error, of_the_program_is_as_one_of_the_library)
{
    alk_check_int(alk_fail(ALK_ERROR_DATA, "order %d is empty", 17), ALK_ERROR_DATA);
    alk_check_int(alk_last_error()->code, ALK_ERROR_DATA);
    alk_check_str(alk_last_error()->message, "order 17 is empty");
    alk_fail_in("shop %s", "Kraków");
    alk_check_str(alk_last_error()->message, "shop Kraków: order 17 is empty");
    alk_check(alk_fail_null() == NULL);
    alk_check_int(alk__error_of_null(), ALK_ERROR_DATA);
    alk_check_int(alk_fail(0, "no class"), ALK_ERROR_INTERFACE);       /* what is no error's code */
}

ALK_TEST(error, context_needs_an_error)
{
    alk_clear_error();
    alk_fail_in("shop");
    alk_check_int(alk_last_error()->code, ALK_OK);
}
