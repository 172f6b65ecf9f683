/* SPDX-License-Identifier: MIT
 * The growing buffer. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/buffer.h"

ALK_TEST(buffer, is_an_empty_text_at_first)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 0);
    alk_check_str(buffer.data, "");
    alk_check_size(buffer.maximum, ALK__BUFFER_MAX);
    alk__buffer_clear(&buffer);
    alk_check_int(alk__buffer_status(&buffer), ALK_OK);
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, appends_all_kinds)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 0);
    alk__buffer_puts(&buffer, "a");
    alk__buffer_putc(&buffer, '\0');
    alk__buffer_append(&buffer, "", 0);
    alk__buffer_append(&buffer, NULL, 0);
    alk__buffer_put_int(&buffer, INT64_MIN);
    alk__buffer_put_uint(&buffer, UINT64_MAX);
    alk__buffer_printf(&buffer, "<%d>%s", 7, "");
    alk_check_int(alk__buffer_status(&buffer), ALK_OK);
    static const char expected[] = "a\0-922337203685477580818446744073709551615<7>";
    alk_check_bytes(buffer.data, buffer.length + 1, expected, sizeof expected);
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, grows_over_many_steps)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 0);
    for (int i = 0; i < 10000; i++)
        alk__buffer_putc(&buffer, (char)('a' + i % 26));
    alk_check_int(alk__buffer_status(&buffer), ALK_OK);
    alk_check_size(buffer.length, 10000);
    for (int i = 0; i < 10000; i++)
        alk_check_int(buffer.data[i], 'a' + i % 26);
    alk_check_int(buffer.data[10000], 0);
    alk__buffer_free(&buffer);
    alk_check_str(buffer.data, "");
}

ALK_TEST(buffer, takes_exactly_its_maximum)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 70);
    for (int i = 0; i < 70; i++)
        alk__buffer_putc(&buffer, 'x');
    alk_check_int(alk__buffer_status(&buffer), ALK_OK);
    alk__buffer_putc(&buffer, 'x');
    alk_check_fails(alk__buffer_status(&buffer), ALK_ERROR_DATA, "70 bytes");
    alk_check_size(buffer.length, 70);
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, keeps_to_a_maximum_below_its_memory)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 3);
    alk__buffer_puts(&buffer, "ab");
    alk__buffer_printf(&buffer, "%s", "cd");
    alk_check_int(alk__buffer_status(&buffer), ALK_ERROR_DATA);
    alk_check_str(buffer.data, "ab");
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, stays_failed_until_cleared)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 3);
    alk__buffer_puts(&buffer, "abcd");
    alk__buffer_puts(&buffer, "x");
    alk__buffer_printf(&buffer, "%d", 1);
    alk_check_int(alk__buffer_reserve(&buffer, 1), ALK_ERROR_DATA);
    alk_check(alk__buffer_detach(&buffer) == NULL);
    alk_check_str(buffer.data, "");
    alk__buffer_clear(&buffer);
    alk__buffer_puts(&buffer, "abc");
    alk_check_int(alk__buffer_status(&buffer), ALK_OK);
    alk_check_str(buffer.data, "abc");
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, refuses_a_length_that_would_overflow)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 0);
    alk__buffer_puts(&buffer, "abc");
    alk_check_status(alk__buffer_reserve(&buffer, SIZE_MAX), ALK_ERROR_DATA);
    alk_check_str(buffer.data, "abc");
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, detaches_its_text)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 10);
    char *text = alk__buffer_detach(&buffer);
    alk_check_str(text, "");
    alk__free(text);
    alk__buffer_puts(&buffer, "hello");
    text = alk__buffer_detach(&buffer);
    alk_check_str(text, "hello");
    alk_check_str(buffer.data, "");
    alk_check_size(buffer.maximum, 10);
    alk__free(text);
    alk__buffer_free(&buffer);
}

ALK_TEST(buffer, survives_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk__buffer buffer;
        alk__buffer_init(&buffer, 0);
        for (int i = 0; i < 40; i++)
            alk__buffer_printf(&buffer, "%d and some more text", i);
        char *text = alk__buffer_detach(&buffer);
        status = text ? ALK_OK : alk__buffer_status(&buffer);
        alk__free(text);
        alk__buffer_free(&buffer);
    }
}
