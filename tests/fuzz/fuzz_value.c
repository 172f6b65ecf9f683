/* SPDX-License-Identifier: MIT
 * Values: the first byte says as which type the rest is read, the second into which type that is converted. What is read is well formed
 * and comes back from its own text; what converts converts back; and any member of a struct takes it or refuses it. */
#include "fuzz.h"
#include <alkahest/error.h>
#include <alkahest/value.h>
#include <stdlib.h>
#include <string.h>
#include "type/slot.h"

static void check_copy(const alk_value *value, alk_arena *arena)
{
    alk_value copy;
    FUZZ_CHECK(alk_value_copy(value, arena, &copy) == ALK_OK);
    FUZZ_CHECK(alk_value_equal(value, &copy));
}

static void check_text(const alk_value *value, alk_arena *arena)
{
    size_t length = alk_value_print(value, NULL, 0);
    char *text = malloc(length + 1);
    alk_value back;
    FUZZ_CHECK(text != NULL && alk_value_print(value, text, length + 1) == length && text[length] == '\0');
    FUZZ_CHECK(alk_value_parse(value->tag, text, length, arena, &back) == ALK_OK);
    FUZZ_CHECK(alk_value_equal(value, &back));
    free(text);
}

/* Texts and JSON have several forms of one value, so they do not come back byte for byte. */
static void check_conversion(const alk_value *value, int type, alk_arena *arena)
{
    alk_value there, back;
    if (alk_value_convert(value, type, arena, &there) != ALK_OK) {
        FUZZ_CHECK(alk_last_error()->code == ALK_ERROR_DATA);
        return;
    }
    FUZZ_CHECK(there.tag == (value->tag == ALK_TYPE_NULL ? ALK_TYPE_NULL : type));
    FUZZ_CHECK(alk_value_check(&there) == ALK_OK);
    if (value->tag == ALK_TYPE_TEXT || value->tag == ALK_TYPE_JSON)
        return;
    FUZZ_CHECK(alk_value_convert(&there, value->tag, arena, &back) == ALK_OK);
    FUZZ_CHECK(alk_value_equal(value, &back));
}

static void check_slots(const alk_value *value, alk_arena *arena)
{
    for (uint16_t want = ALK_SLOT_BOOL; want <= ALK_SLOT_CELL; want++) {
        char bytes[32] = {0};
        alk_slot slot = {.off = 0, .null_off = 24, .want = want};
        alk_value back;
        if (alk__slot_store(&slot, value, bytes, arena) != ALK_OK) {
            FUZZ_CHECK(alk_last_error()->code == ALK_ERROR_DATA && bytes[24] == ALK_UNSET);
            continue;
        }
        FUZZ_CHECK(alk__slot_load(&slot, bytes, 0, &back) == ALK_OK);
        FUZZ_CHECK(want == ALK_SLOT_VIEW || alk_value_check(&back) == ALK_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    alk_arena *arena = alk_arena_new();
    alk_value value;
    FUZZ_CHECK(arena != NULL);
    if (size >= 2) {
        int type = data[0] % 16, other = data[1] % 16;
        if (alk_value_parse(type, (const char *)data + 2, size - 2, arena, &value) == ALK_OK) {
            FUZZ_CHECK(value.tag == type && alk_value_check(&value) == ALK_OK);
            check_copy(&value, arena);
            check_text(&value, arena);
            check_conversion(&value, other, arena);
            check_slots(&value, arena);
        } else {
            FUZZ_CHECK(alk_last_error()->code == ALK_ERROR_DATA);
        }
    }
    alk_arena_free(arena);
    return 0;
}
