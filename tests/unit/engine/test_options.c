/* SPDX-License-Identifier: MIT
 * Engine options from text and from structs of other ages. */
#include "alk_test.h"
#include "base/alloc.h"
#include "engine/options.h"

static int set(alk_engine_options *o, const char *name, const char *value)
{
    return alk_engine_options_set(o, name, value);
}

ALK_TEST(options, each_kind_from_text)
{
    alk_engine_options o = { .struct_size = sizeof o };
    alk_check_status(set(&o, "pool_size", "8"), ALK_OK);
    alk_check_status(set(&o, "max_overflow", "-1"), ALK_OK);
    alk_check_status(set(&o, "pool_timeout", "2.5"), ALK_OK);
    alk_check_status(set(&o, "pool_pre_ping", "yes"), ALK_OK);
    alk_check_status(set(&o, "pool", "per_thread"), ALK_OK);
    alk_check_status(set(&o, "isolation", "Repeatable Read"), ALK_OK);
    alk_check_status(set(&o, "compiled_cache", "10"), ALK_OK);
    alk_check_status(set(&o, "buffered", "off"), ALK_OK);
    alk_check_status(set(&o, "cursor_rows", "250"), ALK_OK);
    alk_check_int(o.pool_size, 8);
    alk_check_int(o.max_overflow, -1);
    alk_check_real(o.pool_timeout, 2.5);
    alk_check(o.pool_pre_ping);
    alk_check_int(o.pool, ALK_POOL_PER_THREAD);
    alk_check_int(o.isolation, ALK_ISOLATION_REPEATABLE_READ);
    alk_check_size(o.compiled_cache, 10);
    alk_check_int(o.execution.buffered, -1);
    alk_check_int(o.execution.cursor_rows, 250);
}

ALK_TEST(options, what_does_not_fit_is_told)
{
    alk_engine_options o = { .struct_size = sizeof o };
    alk_check_status(set(&o, "pool_sise", "8"), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "no engine option pool_sise");
    alk_check_str(alk_last_error()->hint, "did you mean pool_size?");
    static const char *const bad[][2] = {
        { "pool_size", "many" }, { "pool_size", "99999999999" }, { "max_overflow", "-3" }, { "pool_timeout", "" },
        { "pool_timeout", "nan" }, { "echo", "maybe" }, { "pool", "lake" }, { "compiled_cache", "-1" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alk_check_that(set(&o, bad[i][0], bad[i][1]) == ALK_ERROR_ARGUMENT, "%s = %s was taken", bad[i][0], bad[i][1]);
        alk_check_error(ALK_ERROR_ARGUMENT, bad[i][0]);
    }
    alk_check_int(o.pool_size, 0);
    alk_check_status(set(NULL, "echo", "1"), ALK_ERROR_ARGUMENT);
    o.struct_size = 16;
    alk_check_status(set(&o, "echo", "1"), ALK_ERROR_ARGUMENT);
}

ALK_TEST(options, structs_of_other_ages)
{
    alk_engine_options taken, older = { .struct_size = offsetof(alk_engine_options, pool_timeout), .pool_size = 3, .pool_timeout = 99 };
    alk_check_status(alk__engine_options_take(&taken, &older), ALK_OK);
    alk_check_int(taken.pool_size, 3);
    alk_check_real(taken.pool_timeout, 30.0);
    struct { alk_engine_options o; char more[64]; } newer = { .o = { .struct_size = sizeof newer, .max_overflow = 4 } };
    alk_check_status(alk__engine_options_take(&taken, &newer.o), ALK_OK);
    alk_check_int(taken.max_overflow, 4);
    older.struct_size = 0;
    alk_check_status(alk__engine_options_take(&taken, &older), ALK_ERROR_ARGUMENT);
    older = (alk_engine_options){ .struct_size = sizeof older, .isolation = 77 };
    alk_check_status(alk__engine_options_take(&taken, &older), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "isolation");
}
