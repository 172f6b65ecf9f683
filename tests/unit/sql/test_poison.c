/* SPDX-License-Identifier: MIT
 * SQL that was consumed and is used again: told with both places, while the variable says so. */
#include "alk_test.h"
#include "shop.h"
#include "sql/poison.h"
#include <alkahest/alkahest.h>
#include <stdio.h>
#include <stdlib.h>

static int before;

static void poison_on(void)
{
    before = alk__poison_state;
    alk__poison_state = 2;
}
static void poison_off(void) { alk__poison_state = before; }
ALK_SUITE(poison, poison_on, poison_off);

static void check_told(const alk_sql *statement, const char *message, int line)
{
    alk_check(!alk_compile(statement, "default", NULL));
    if (alk_last_error()->code == ALK_ERROR_NO_MEMORY)
        return;
    alk_check_str(alk_last_error()->message, message);
    alk_check_int(alk_last_error()->line, line);
}

ALK_TEST(poison, a_part_that_was_consumed)
{
    const alk_sql *condition = alk_gt(author.born, 1900);
    alk_compiled_free(alk_compile(alk_select(author.id, alk_where(condition)), "default", NULL));
    check_told(alk_select(author.name, alk_where(condition)), "an operator is used again after a call has consumed it; alk_keep() it before the first use", __LINE__);
    const alk_sql *value = alk_int(5);
    alk_free(alk_eq(author.id, value));
    check_told(alk_select(author.name, alk_where(alk_eq(author.id, value))), "a value is used again after a call has consumed it; alk_keep() it before the first use", __LINE__);
}

ALK_TEST(poison, a_statement_that_was_consumed)
{
    char message[400];
    const alk_sql *q = alk_select(author.id); int line = __LINE__;
    alk_compiled_free(alk_compile(q, "default", NULL));
    alk_check(!alk_compile(q, "default", NULL));
    (void)snprintf(message, sizeof message, "SELECT, written at %s:%d, is used again after a call has consumed it; alk_keep() it before the first use", __FILE__, line);
    alk_check_str(alk_last_error()->message, message);
    check_told(alk_select(author.name, alk_where(alk_in(author.id, q))), message, __LINE__);
    const alk_sql *raw = alk_raw("SELECT 1");
    alk_compiled_free(alk_compile(raw, "default", NULL));
    alk_check(!alk_compile(raw, "default", NULL));
    alk_check(strstr(alk_last_error()->message, "is used again"));
}

ALK_TEST(poison, what_is_kept_is_sound)
{
    const alk_sql *condition = alk_keep(alk_gt(author.born, 1900));
    for (int i = 0; i < 5000; i++) {           /* more than stay */
        alk_compiled *c = alk_compile(alk_select(author.id, alk_where(condition)), "default", NULL);
        alk_check_made(c);
        alk_compiled_free(c);
    }
    alk_free(condition);
    alk_free(condition);                       /* too often: it stands there as an error, which nobody owns */
}

ALK_TEST(poison, is_asked_for_by_a_variable)
{
    alk__poison_state = 0;
    setenv("ALK_DEBUG", "plugins,statements", 1);
    alk_check(alk__poison_is_on());
    alk__poison_state = 0;
    unsetenv("ALK_DEBUG");
    alk_check(!alk__poison_is_on());
}
