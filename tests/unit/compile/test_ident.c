/* SPDX-License-Identifier: MIT
 * Names in SQL text: whatever they hold, they stay one name. */
#include "alk_test.h"
#include "compile/ident.h"

static const alk_dialect_data plain = { .size = sizeof plain, .quote_open = '"', .quote_close = '"', .max_identifier = 10 };
static const alk_dialect_data brackets = { .size = sizeof brackets, .quote_open = '[', .quote_close = ']' };

static int quote(const char *name, size_t length, const alk_dialect_data *dialect, char *out, size_t size)
{
    alk__buffer buffer;
    alk__buffer_init(&buffer, 1000);
    int code = alk__ident_quote(&buffer, (alk_sv){ name, length }, dialect);
    if (code == ALK_OK && buffer.length < size)
        memcpy(out, buffer.data, buffer.length + 1);
    alk__buffer_free(&buffer);
    return code;
}

ALK_TEST(ident, the_closing_quote_is_doubled)
{
    char out[64];
    alk_check_status(quote("a\"b", 3, &plain, out, sizeof out), ALK_OK);
    alk_check_str(out, "\"a\"\"b\"");
    alk_check_status(quote("x]; y[", 6, &brackets, out, sizeof out), ALK_OK);
    alk_check_str(out, "[x]]; y[]");
    alk_check_status(quote("größe", strlen("größe"), &plain, out, sizeof out), ALK_OK);
    alk_check_str(out, "\"größe\"");
}

ALK_TEST(ident, what_is_no_name_is_refused)
{
    char out[64];
    alk_check_status(quote("", 0, &plain, out, sizeof out), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "empty");
    alk_check_status(quote("a\0b", 3, &plain, out, sizeof out), ALK_ERROR_ARGUMENT);
    alk_check_status(quote("a\nb", 3, &plain, out, sizeof out), ALK_ERROR_ARGUMENT);
    alk_check_status(quote("\xC3\x28", 2, &plain, out, sizeof out), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "UTF-8");
    alk_check_status(quote("12345678901", 11, &plain, out, sizeof out), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "longer than the 10");
}
