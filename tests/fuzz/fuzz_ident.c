/* SPDX-License-Identifier: MIT
 * Names: the first byte picks the quotes. Whatever the name, what is written is refused or is one quoted name, from which the name can be read back. */
#include "fuzz.h"
#include <alkahest/error.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/utf8.h"
#include "compile/ident.h"
#include "compile/scan.h"

enum { LONGEST = 63 };

static bool acceptable(const char *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            return false;
    return n > 0 && n <= LONGEST && alk__utf8_valid(name, n) == n;
}

/* The scanner takes it for one name, and nothing of it is left. */
static void check_one_token(const alk__buffer *text, uint32_t lexical)
{
    alk__scanner scanner = alk__scanner_on(text->data, text->length, lexical);
    alk__token token;
    FUZZ_CHECK(alk__scan(&scanner, &token) && token.kind == ALK__TOKEN_NAME && !token.open && token.text.n == text->length);
}

/* Inside, closing quotes stand in pairs, and one of each pair is the name's. */
static void check_back(const alk__buffer *text, const char *name, size_t n, char open, char close)
{
    size_t at = 0;
    FUZZ_CHECK(text->length >= 2 && text->data[0] == open && text->data[text->length - 1] == close);
    for (size_t i = 1; i < text->length - 1; i++, at++) {
        FUZZ_CHECK(at < n && text->data[i] == name[at]);
        if (text->data[i] == close)
            FUZZ_CHECK(++i < text->length - 1 && text->data[i] == close);
    }
    FUZZ_CHECK(at == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        char open, close;
        uint32_t lexical;
    } quotes[] = {{'"', '"', 0}, {'`', '`', ALK_LEX_BACKTICKS | ALK_LEX_BACKSLASH | ALK_LEX_DOUBLE_QUOTE_STRING}, {'[', ']', ALK_LEX_BRACKETS}};
    if (size < 1)
        return 0;
    size_t which = data[0] % 3, n = size - 1;
    alk_dialect_data dialect = {.size = sizeof dialect, .lexical = quotes[which].lexical, .max_identifier = LONGEST,
                                .quote_open = quotes[which].open, .quote_close = quotes[which].close};
    char *name = malloc(n > 0 ? n : 1);
    alk__buffer text;
    FUZZ_CHECK(name != NULL);
    memcpy(name, data + 1, n);
    alk__buffer_init(&text, 1 << 20);
    int code = alk__ident_quote(&text, (alk_sv){name, n}, &dialect);
    FUZZ_CHECK((code == ALK_OK) == acceptable(name, n));
    if (code == ALK_OK) {
        check_back(&text, name, n, dialect.quote_open, dialect.quote_close);
        check_one_token(&text, dialect.lexical);
    } else {
        FUZZ_CHECK(alk_last_error()->code == ALK_ERROR_ARGUMENT && text.length == 0);
    }
    alk__buffer_free(&text);
    free(name);
    return 0;
}
