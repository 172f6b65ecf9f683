/* SPDX-License-Identifier: MIT
 * What the numbers of errors mean. */
#include "alk_test.h"
#include "driver/mysql_error.h"

static void means(unsigned number, const char *given, int32_t error_class, const char *sqlstate, uint32_t flags)
{
    alk__driver_mysql_meaning m = alk__driver_mysql_meaning_of(number, given);
    alk_check_that(m.error_class == error_class && m.flags == flags && strcmp(m.sqlstate, sqlstate) == 0, "%u: class %d, flags %u, state \"%s\"", number, (int)m.error_class, (unsigned)m.flags, m.sqlstate);
}

ALK_TEST(mysql_error, by_number)
{
    means(1062, "23000", ALK_ERROR_INTEGRITY, "23505", 0);
    means(1048, "23000", ALK_ERROR_INTEGRITY, "23502", 0);
    means(1452, "23000", ALK_ERROR_INTEGRITY, "23503", 0);
    means(4025, "23000", ALK_ERROR_INTEGRITY, "23514", 0);
    means(1213, "40001", ALK_ERROR_OPERATIONAL, "40001", ALK_ERROR_RETRYABLE);
    means(1205, "HY000", ALK_ERROR_OPERATIONAL, "55P03", ALK_ERROR_RETRYABLE);
    means(2006, "HY000", ALK_ERROR_OPERATIONAL, "08006", ALK_ERROR_DISCONNECT);
    means(2013, "HY000", ALK_ERROR_OPERATIONAL, "08006", ALK_ERROR_DISCONNECT);
    means(2055, "HY000", ALK_ERROR_OPERATIONAL, "08006", ALK_ERROR_DISCONNECT);
    means(1064, "42000", ALK_ERROR_PROGRAMMING, "42601", 0);
    means(1146, "42S02", ALK_ERROR_PROGRAMMING, "42P01", 0);
    means(1406, "22001", ALK_ERROR_DATA, "22001", 0);
    means(1264, "22003", ALK_ERROR_DATA, "22003", 0);
    means(1317, "70100", ALK_ERROR_OPERATIONAL, "57014", 0);
    means(1969, "70100", ALK_ERROR_TIMEOUT, "57014", 0);
    means(2068, "HY000", ALK_ERROR_NOT_SUPPORTED, "0A000", 0);
    means(1020, "HY000", ALK_ERROR_OPERATIONAL, "40001", ALK_ERROR_RETRYABLE);       /* the first and the last of the table */
    means(4166, "HY000", ALK_ERROR_NOT_SUPPORTED, "0A000", 0);
}

ALK_TEST(mysql_error, by_sqlstate)
{
    means(9001, "23000", ALK_ERROR_INTEGRITY, "", 0);
    means(9001, "22999", ALK_ERROR_DATA, "", 0);
    means(9001, "42S99", ALK_ERROR_PROGRAMMING, "", 0);
    means(9001, "21S01", ALK_ERROR_PROGRAMMING, "", 0);
    means(9001, "40999", ALK_ERROR_OPERATIONAL, "", ALK_ERROR_RETRYABLE);
    means(9001, "08S01", ALK_ERROR_OPERATIONAL, "", ALK_ERROR_DISCONNECT);
    means(9001, "HY000", ALK_ERROR_OPERATIONAL, "", 0);
    means(9001, "", ALK_ERROR_OPERATIONAL, "", 0);
}

/* A number that is out of its place would not be found. */
ALK_TEST(mysql_error, the_table_is_sorted)
{
    int found = 0;
    for (unsigned number = 1000; number < 5000; number++) {
        alk__driver_mysql_meaning m = alk__driver_mysql_meaning_of(number, "");
        found += m.sqlstate[0] != 0 || m.error_class != ALK_ERROR_OPERATIONAL;
    }
    alk_check_int(found, 116);
    alk_check(alk__driver_mysql_may_roll_back(1213) && alk__driver_mysql_may_roll_back(1205) && !alk__driver_mysql_may_roll_back(1062));
}
