/* SPDX-License-Identifier: MIT
 * Classes and flags of SQLSTATEs. */
#include "alk_test.h"
#include "driver/sqlstate.h"

static void means(const char *sqlstate, int code, unsigned flags)
{
    alk__driver_meaning meaning = alk__driver_sqlstate_meaning(sqlstate);
    alk_check_that(meaning.error_class == code && meaning.flags == flags, "%s is %d with flags %u", sqlstate ? sqlstate : "none", meaning.error_class, (unsigned)meaning.flags);
}

ALK_TEST(sqlstate, meanings)
{
    means("23505", ALK_ERROR_INTEGRITY, 0);
    means("22003", ALK_ERROR_DATA, 0);
    means("42P01", ALK_ERROR_PROGRAMMING, 0);
    means("40001", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    means("40P01", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    means("40003", ALK_ERROR_OPERATIONAL, ALK_ERROR_OUTCOME_UNKNOWN);
    means("08006", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    means("57P01", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    means("25P03", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    means("0A000", ALK_ERROR_NOT_SUPPORTED, 0);
    means("XX000", ALK_ERROR_INTERNAL, 0);
    means("XX001", ALK_ERROR_OPERATIONAL, 0);
    means("ZZ999", ALK_ERROR_INTERNAL, 0);
    means("235", ALK_ERROR_INTERNAL, 0);
    means(NULL, ALK_ERROR_INTERNAL, 0);
}
