/* SPDX-License-Identifier: MIT
 * The table of errors, sorted by number. SQLSTATEs are those of the standard where the server gives a general one: 23000 of every constraint, HY000 of what it has no
 * other for. */
#include "mysql_error.h"
#include <stdio.h>
#include <string.h>

#define RETRY ALK_ERROR_RETRYABLE
#define LOST ALK_ERROR_DISCONNECT

static const alk__driver_mysql_meaning meanings[] = {
    { 1020, ALK_ERROR_OPERATIONAL, "40001", RETRY },           /* a row changed since it was read */
    { 1021, ALK_ERROR_OPERATIONAL, "53100", 0 },               /* disk full */
    { 1022, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1030, ALK_ERROR_OPERATIONAL, "58030", 0 },               /* the storage engine failed */
    { 1037, ALK_ERROR_OPERATIONAL, "53200", 0 },               /* the server is out of memory */
    { 1038, ALK_ERROR_OPERATIONAL, "53200", 0 },
    { 1040, ALK_ERROR_OPERATIONAL, "53300", RETRY },           /* too many connections */
    { 1041, ALK_ERROR_OPERATIONAL, "53200", 0 },
    { 1044, ALK_ERROR_OPERATIONAL, "28000", 0 },               /* access denied */
    { 1045, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 1046, ALK_ERROR_PROGRAMMING, "3D000", 0 },               /* no database chosen */
    { 1047, ALK_ERROR_OPERATIONAL, "57P03", LOST },            /* Galera: the node is not, or no longer, one of a cluster; another may be */
    { 1048, ALK_ERROR_INTEGRITY, "23502", 0 },
    { 1049, ALK_ERROR_OPERATIONAL, "3D000", 0 },               /* no such database */
    { 1050, ALK_ERROR_PROGRAMMING, "42P07", 0 },
    { 1051, ALK_ERROR_PROGRAMMING, "42P01", 0 },
    { 1053, ALK_ERROR_OPERATIONAL, "57P01", LOST },            /* the server shuts down */
    { 1054, ALK_ERROR_PROGRAMMING, "42703", 0 },
    { 1060, ALK_ERROR_PROGRAMMING, "42701", 0 },
    { 1062, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1064, ALK_ERROR_PROGRAMMING, "42601", 0 },
    { 1065, ALK_ERROR_PROGRAMMING, "42601", 0 },
    { 1077, ALK_ERROR_OPERATIONAL, "57P01", LOST },
    { 1079, ALK_ERROR_OPERATIONAL, "57P01", LOST },
    { 1091, ALK_ERROR_PROGRAMMING, "42704", 0 },
    { 1105, ALK_ERROR_INTERNAL, "", 0 },
    { 1109, ALK_ERROR_PROGRAMMING, "42P01", 0 },
    { 1114, ALK_ERROR_OPERATIONAL, "53100", 0 },               /* the table is full */
    { 1129, ALK_ERROR_OPERATIONAL, "28000", 0 },               /* the host is blocked */
    { 1130, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 1142, ALK_ERROR_PROGRAMMING, "42501", 0 },
    { 1143, ALK_ERROR_PROGRAMMING, "42501", 0 },
    { 1146, ALK_ERROR_PROGRAMMING, "42P01", 0 },
    { 1152, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1153, ALK_ERROR_DATA, "54000", LOST },                   /* larger than max_allowed_packet: the server hangs up */
    { 1158, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1159, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1160, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1161, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1169, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1184, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 1203, ALK_ERROR_OPERATIONAL, "53300", RETRY },
    { 1205, ALK_ERROR_OPERATIONAL, "55P03", RETRY },           /* waited too long for a lock */
    { 1213, ALK_ERROR_OPERATIONAL, "40001", RETRY },           /* deadlock */
    { 1216, ALK_ERROR_INTEGRITY, "23503", 0 },
    { 1217, ALK_ERROR_INTEGRITY, "23503", 0 },
    { 1226, ALK_ERROR_OPERATIONAL, "53300", RETRY },
    { 1227, ALK_ERROR_PROGRAMMING, "42501", 0 },
    { 1231, ALK_ERROR_PROGRAMMING, "22023", 0 },               /* a variable cannot be set to that */
    { 1235, ALK_ERROR_NOT_SUPPORTED, "0A000", 0 },
    { 1243, ALK_ERROR_INTERNAL, "26000", 0 },                  /* the server does not know the prepared statement */
    { 1251, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 1264, ALK_ERROR_DATA, "22003", 0 },
    { 1265, ALK_ERROR_DATA, "22018", 0 },
    { 1286, ALK_ERROR_NOT_SUPPORTED, "0A000", 0 },             /* unknown storage engine */
    { 1290, ALK_ERROR_OPERATIONAL, "25006", 0 },               /* the server is read-only */
    { 1292, ALK_ERROR_DATA, "22007", 0 },
    { 1295, ALK_ERROR_NOT_SUPPORTED, "0A000", 0 },             /* cannot be prepared */
    { 1298, ALK_ERROR_DATA, "22009", 0 },                      /* unknown time zone */
    { 1300, ALK_ERROR_DATA, "22021", 0 },                      /* not valid UTF-8 */
    { 1317, ALK_ERROR_OPERATIONAL, "57014", 0 },
    { 1364, ALK_ERROR_INTEGRITY, "23502", 0 },
    { 1365, ALK_ERROR_DATA, "22012", 0 },
    { 1366, ALK_ERROR_DATA, "22018", 0 },
    { 1367, ALK_ERROR_DATA, "22007", 0 },
    { 1370, ALK_ERROR_PROGRAMMING, "42501", 0 },
    { 1399, ALK_ERROR_OPERATIONAL, "25000", 0 },
    { 1406, ALK_ERROR_DATA, "22001", 0 },
    { 1411, ALK_ERROR_DATA, "22007", 0 },
    { 1416, ALK_ERROR_DATA, "22018", 0 },
    { 1441, ALK_ERROR_DATA, "22008", 0 },
    { 1451, ALK_ERROR_INTEGRITY, "23503", 0 },
    { 1452, ALK_ERROR_INTEGRITY, "23503", 0 },
    { 1461, ALK_ERROR_OPERATIONAL, "53000", 0 },               /* too many prepared statements */
    { 1525, ALK_ERROR_DATA, "22018", 0 },
    { 1557, ALK_ERROR_INTEGRITY, "23503", 0 },
    { 1568, ALK_ERROR_PROGRAMMING, "25001", 0 },
    { 1586, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1614, ALK_ERROR_OPERATIONAL, "40001", RETRY },           /* deadlock of an XA transaction */
    { 1615, ALK_ERROR_OPERATIONAL, "40001", RETRY },           /* to be prepared anew */
    { 1637, ALK_ERROR_OPERATIONAL, "53000", RETRY },
    { 1690, ALK_ERROR_DATA, "22003", 0 },
    { 1698, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 1761, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1762, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1792, ALK_ERROR_OPERATIONAL, "25006", 0 },
    { 1836, ALK_ERROR_OPERATIONAL, "25006", 0 },
    { 1859, ALK_ERROR_INTEGRITY, "23505", 0 },
    { 1927, ALK_ERROR_OPERATIONAL, "57P01", LOST },            /* the connection was killed */
    { 1969, ALK_ERROR_TIMEOUT, "57014", 0 },                   /* MariaDB's max_statement_time */
    { 2000, ALK_ERROR_OPERATIONAL, "", 0 },
    { 2002, ALK_ERROR_OPERATIONAL, "08001", LOST },
    { 2003, ALK_ERROR_OPERATIONAL, "08001", LOST },
    { 2005, ALK_ERROR_OPERATIONAL, "08001", LOST },
    { 2006, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 2008, ALK_ERROR_NO_MEMORY, "53200", 0 },
    { 2012, ALK_ERROR_OPERATIONAL, "08001", LOST },
    { 2013, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 2014, ALK_ERROR_INTERNAL, "HY010", LOST },
    { 2020, ALK_ERROR_DATA, "54000", LOST },
    { 2026, ALK_ERROR_OPERATIONAL, "08001", LOST },
    { 2027, ALK_ERROR_OPERATIONAL, "08P01", LOST },            /* a malformed packet */
    { 2031, ALK_ERROR_PROGRAMMING, "07001", 0 },
    { 2036, ALK_ERROR_INTERNAL, "HY004", 0 },
    { 2055, ALK_ERROR_OPERATIONAL, "08006", LOST },
    { 2057, ALK_ERROR_OPERATIONAL, "40001", RETRY },           /* its columns changed */
    { 2058, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 2059, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 2061, ALK_ERROR_OPERATIONAL, "28000", 0 },
    { 2068, ALK_ERROR_NOT_SUPPORTED, "0A000", 0 },             /* LOCAL INFILE */
    { 3024, ALK_ERROR_TIMEOUT, "57014", 0 },                   /* MySQL's max_execution_time */
    { 3058, ALK_ERROR_OPERATIONAL, "40001", RETRY },
    { 3572, ALK_ERROR_OPERATIONAL, "55P03", RETRY },           /* MySQL's NOWAIT */
    { 3819, ALK_ERROR_INTEGRITY, "23514", 0 },
    { 4025, ALK_ERROR_INTEGRITY, "23514", 0 },
    { 4031, ALK_ERROR_OPERATIONAL, "57P01", LOST },            /* idle for too long */
    { 4166, ALK_ERROR_NOT_SUPPORTED, "0A000", 0 },             /* LOCAL INFILE, as the server tells it */
};

static const struct {
    char state[3];
    int32_t error_class;
    uint8_t flags;
} by_state[] = {
    { "07", ALK_ERROR_PROGRAMMING, 0 }, { "08", ALK_ERROR_OPERATIONAL, LOST }, { "0A", ALK_ERROR_NOT_SUPPORTED, 0 }, { "21", ALK_ERROR_PROGRAMMING, 0 },
    { "22", ALK_ERROR_DATA, 0 },        { "23", ALK_ERROR_INTEGRITY, 0 },      { "28", ALK_ERROR_OPERATIONAL, 0 },   { "3D", ALK_ERROR_PROGRAMMING, 0 },
    { "40", ALK_ERROR_OPERATIONAL, RETRY }, { "42", ALK_ERROR_PROGRAMMING, 0 },
};

alk__driver_mysql_meaning alk__driver_mysql_meaning_of(unsigned number, const char *sqlstate)
{
    alk__driver_mysql_meaning found = { number, ALK_ERROR_OPERATIONAL, "", 0 };
    size_t low = 0, high = sizeof meanings / sizeof *meanings;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (meanings[middle].number == number)
            return meanings[middle];
        if (meanings[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = 0; i < sizeof by_state / sizeof *by_state; i++)
        if (strncmp(by_state[i].state, sqlstate, 2) == 0) {
            found.error_class = by_state[i].error_class;
            found.flags = by_state[i].flags;
        }
    return found;
}

bool alk__driver_mysql_may_roll_back(unsigned number)
{
    static const uint16_t numbers[] = { 1020, 1021, 1030, 1114, 1180, 1196, 1205, 1206, 1213, 1614, 1637 };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i] == number)
            return true;
    return false;
}

/* ---- messages ---- */
static const char *last(const char *text, const char *part)
{
    const char *found = NULL;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
        found = at;
    return found;
}

static void join(char *out, size_t size, const char *begin, size_t length, const char *end)
{
    (void)snprintf(out, size, "%.*s%s", (int)(length < 500 ? length : 500), begin, end != NULL ? end : "");
}

void alk__driver_mysql_message(unsigned number, const char *message, char *out, size_t size)
{
    const char *value, *end;
    switch (number) {
    case 1062:                           /* Duplicate entry 'value' for key 'name' */
    case 1586:
    case 1761:
    case 1762:
    case 1859:
        end = last(message, " for key ");
        join(out, size, "Duplicate entry", 15, end != NULL ? end : "");
        return;
    case 1292:                           /* Incorrect integer value: 'value' for column … at row 1 */
    case 1300:
    case 1366:
    case 1367:
    case 1411:
    case 1525:
        value = strstr(message, ": '");
        end = last(message, "' for ");
        if (end != NULL)
            end++;
        join(out, size, message, value != NULL ? (size_t)(value - message) : strcspn(message, "'"), end);
        return;
    case 1690:                           /* BIGINT value is out of range in 'expression' */
        value = strstr(message, " in '");
        join(out, size, message, value != NULL ? (size_t)(value - message) : strlen(message), NULL);
        return;
    default:
        (void)snprintf(out, size, "%s", message);
    }
}
