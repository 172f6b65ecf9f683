/* SPDX-License-Identifier: MIT
 * The log hook. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/log.h"

static struct {
    int calls, level;
    void *payload;
    char component[20], message[16000];
} seen;

static void take(void *payload, int level, const char *component, const char *message)
{
    seen.calls++;
    seen.level = level;
    seen.payload = payload;
    strncat(memset(seen.component, 0, sizeof seen.component), component, sizeof seen.component - 1);
    strncat(memset(seen.message, 0, sizeof seen.message), message, sizeof seen.message - 1);
}

static void set_up(void)
{
    seen.calls = 0;
}

static void take_down(void)
{
    alk_set_log(NULL, NULL, 0);
}

ALK_SUITE(log, set_up, take_down);

ALK_TEST(log, is_off_at_first)
{
    alk_check(!alk__log_enabled(ALK_LOG_ERROR));
    alk__log(ALK_LOG_ERROR, "pool", "nobody hears %d", 1);
    alk_check_int(seen.calls, 0);
}

ALK_TEST(log, hands_messages_to_the_hook)
{
    int payload = 0;
    alk_set_log(take, &payload, ALK_LOG_INFO);
    alk__log(ALK_LOG_WARNING, "pool", "%d of %s", 3, "five");
    alk_check_int(seen.calls, 1);
    alk_check_int(seen.level, ALK_LOG_WARNING);
    alk_check(seen.payload == &payload);
    alk_check_str(seen.component, "pool");
    alk_check_str(seen.message, "3 of five");
    alk_set_log(NULL, &payload, ALK_LOG_INFO);
    alk__log(ALK_LOG_WARNING, "pool", "x");
    alk_check_int(seen.calls, 1);
}

ALK_TEST(log, passes_the_wanted_levels_only)
{
    alk_set_log(take, NULL, ALK_LOG_WARNING);
    alk_check(alk__log_enabled(ALK_LOG_ERROR) && alk__log_enabled(ALK_LOG_WARNING));
    alk_check(!alk__log_enabled(ALK_LOG_INFO) && !alk__log_enabled(ALK_LOG_DEBUG));
    alk__log(ALK_LOG_INFO, "pool", "x");
    alk_check_int(seen.calls, 0);
}

ALK_TEST(log, escapes_what_could_forge_a_line)
{
    alk_set_log(take, NULL, ALK_LOG_DEBUG);
    alk__log(ALK_LOG_INFO, "driver", "%s", "a\nb\r\tc\x1b[31m\x7f é \xFF\xC3 \xC2\x85 \xE2\x80\xA8 \\n");
    alk_check_str(seen.message, "a\\nb\\r\\tc\\u001b[31m\\u007f é \\xff\\xc3 \\u0085 \\u2028 \\n");
}

ALK_TEST(log, cuts_long_messages)
{
    static char text[5000];
    memset(text, 'x', sizeof text - 1);
    alk_set_log(take, NULL, ALK_LOG_DEBUG);
    alk__log(ALK_LOG_INFO, "driver", "%s", text);
    alk_check_size(strlen(seen.message), 2047 + 3);
    alk_check_contains(seen.message, "x…");
    memset(text, '\x01', sizeof text - 1);
    alk__log(ALK_LOG_INFO, "driver", "%s", text);
    alk_check_size(strlen(seen.message), 2047 * 6 + 3);
    text[0] = 'x';
    for (size_t i = 1; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "é", 2);
    alk__log(ALK_LOG_INFO, "driver", "%s", text);
    alk_check_size(strlen(seen.message), 2047 + 3);
    text[2047] = '\0';
    alk__log(ALK_LOG_INFO, "driver", "%s", text);
    alk_check_size(strlen(seen.message), 2047);
}

ALK_TEST(log, allocates_nothing)
{
    alk_set_log(take, NULL, ALK_LOG_DEBUG);
    uint64_t calls = alk__alloc_counted().calls;
    alk__log(ALK_LOG_INFO, "driver", "%1500d", 1);
    alk_check_uint(alk__alloc_counted().calls, calls);
}
