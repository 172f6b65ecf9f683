/* SPDX-License-Identifier: MIT
 * UUIDs: the four forms, what is none, round trips. */
#include "alk_test.h"
#include <alkahest/value.h>
#include "random.h"

static const alk_uuid example = {{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF}};

ALK_TEST(uuid, reads_four_forms)
{
    static const char *const texts[] = {
        "01234567-89ab-cdef-0123-456789abcdef", "01234567-89AB-CDEF-0123-456789ABCDEF", "0123456789abcdef0123456789abcdef",
        "{01234567-89ab-cdef-0123-456789abcdef}", "{0123456789ABCDEF0123456789abcdef}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        alk_uuid uuid;
        alk_check_ok(alk_uuid_parse(texts[i], strlen(texts[i]), &uuid));
        alk_check_bytes(uuid.bytes, 16, example.bytes, 16);
    }
}

ALK_TEST(uuid, refuses)
{
    static const char *const texts[] = {
        "", "{}", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdef0", "0123456789abcdef0123456789abcdeg",
        "012345678-9ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdeg", "{01234567-89ab-cdef-0123-456789abcdef",
        "01234567-89ab-cdef-0123-456789abcdef}", "01234567089ab-cdef-0123-456789abcdef", "----------------",
        " 0123456789abcdef0123456789abcdef", "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
    };
    alk_uuid uuid = example;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        alk_check_fails(alk_uuid_parse(texts[i], strlen(texts[i]), &uuid), ALK_ERROR_DATA, "not a UUID");
    alk_check_fails(alk_uuid_parse(NULL, 0, &uuid), ALK_ERROR_DATA, NULL);
    alk_check_bytes(uuid.bytes, 16, example.bytes, 16);
}

ALK_TEST_UNTORTURED(uuid, random_ones_come_back_from_their_text)
{
    alk_random r = {17};
    for (int i = 0; i < 100000; i++) {
        alk_uuid uuid, back;
        char out[37];
        for (size_t k = 0; k < 16; k++)
            uuid.bytes[k] = (uint8_t)alk_random_next(&r);
        alk_check_size(alk_uuid_print(&uuid, out, sizeof out), 36);
        alk_check_ok(alk_uuid_parse(out, 36, &back));
        alk_check_bytes(back.bytes, 16, uuid.bytes, 16);
    }
}
