/* SPDX-License-Identifier: MIT
 * From ODBC's states and the databases' own codes to classes. What native plugins know of theirs is in sdk/driver, so that an error is of the same class by either
 * way. */
#include "sqlstate.h"
#include "traits.h"
#include "driver/mysql_error.h"
#include "driver/sqlstate.h"

#define LOST ALK_ERROR_DISCONNECT
#define RETRY ALK_ERROR_RETRYABLE

typedef struct state {
    char code[6];
    int32_t error_class;
    uint32_t flags;
    char sqlstate[6];                    /* instead; empty: the same */
} state;

/* ODBC's own states, and those of ODBC 2 that drivers still give. */
static const state states[] = {
    { "01000", ALK_ERROR_OPERATIONAL, 0, "" },
    { "07002", ALK_ERROR_PROGRAMMING, 0, "07001" },            /* fewer parameters than markers */
    { "42S01", ALK_ERROR_PROGRAMMING, 0, "42P07" },
    { "42S02", ALK_ERROR_PROGRAMMING, 0, "42P01" },
    { "42S11", ALK_ERROR_PROGRAMMING, 0, "42P07" },
    { "42S12", ALK_ERROR_PROGRAMMING, 0, "42704" },
    { "42S21", ALK_ERROR_PROGRAMMING, 0, "42701" },
    { "42S22", ALK_ERROR_PROGRAMMING, 0, "42703" },
    { "HY001", ALK_ERROR_NO_MEMORY, 0, "53200" },
    { "HY003", ALK_ERROR_INTERNAL, 0, "" },
    { "HY004", ALK_ERROR_NOT_SUPPORTED, 0, "" },
    { "HY008", ALK_ERROR_OPERATIONAL, 0, "57014" },            /* cancelled */
    { "HY010", ALK_ERROR_INTERNAL, 0, "" },                    /* a call out of turn */
    { "HY013", ALK_ERROR_NO_MEMORY, 0, "53200" },
    { "HY018", ALK_ERROR_OPERATIONAL, 0, "57014" },
    { "HY104", ALK_ERROR_DATA, 0, "22003" },
    { "HY117", ALK_ERROR_OPERATIONAL, LOST, "08003" },
    { "HYC00", ALK_ERROR_NOT_SUPPORTED, 0, "0A000" },
    { "HYT00", ALK_ERROR_TIMEOUT, 0, "57014" },
    { "HYT01", ALK_ERROR_TIMEOUT, LOST, "08001" },
    { "IM001", ALK_ERROR_NOT_SUPPORTED, 0, "0A000" },
    { "IM002", ALK_ERROR_ARGUMENT, 0, "" },                    /* no such data source or driver */
    { "IM003", ALK_ERROR_NO_PLUGIN, 0, "" },                   /* the driver's file cannot be loaded */
    { "IM004", ALK_ERROR_NO_PLUGIN, 0, "" },
    { "IM005", ALK_ERROR_NO_PLUGIN, 0, "" },
    { "IM012", ALK_ERROR_ARGUMENT, 0, "" },
    { "S0001", ALK_ERROR_PROGRAMMING, 0, "42P07" },
    { "S0002", ALK_ERROR_PROGRAMMING, 0, "42P01" },
    { "S0022", ALK_ERROR_PROGRAMMING, 0, "42703" },
    { "S1001", ALK_ERROR_NO_MEMORY, 0, "53200" },
    { "S1008", ALK_ERROR_OPERATIONAL, 0, "57014" },
    { "S1C00", ALK_ERROR_NOT_SUPPORTED, 0, "0A000" },
    { "S1T00", ALK_ERROR_TIMEOUT, 0, "57014" },
};

/* SQLite's primary codes, whatever stands above them. */
static const struct {
    int code;
    int32_t error_class;
    uint32_t flags;
    char sqlstate[6];
} sqlite[] = {
    { 3, ALK_ERROR_OPERATIONAL, 0, "42501" },        { 4, ALK_ERROR_OPERATIONAL, 0, "40000" },        { 5, ALK_ERROR_OPERATIONAL, RETRY, "55P03" },
    { 6, ALK_ERROR_OPERATIONAL, RETRY, "55P03" },    { 7, ALK_ERROR_NO_MEMORY, 0, "53200" },          { 8, ALK_ERROR_OPERATIONAL, 0, "25006" },
    { 9, ALK_ERROR_OPERATIONAL, 0, "57014" },        { 10, ALK_ERROR_OPERATIONAL, 0, "58030" },       { 11, ALK_ERROR_OPERATIONAL, 0, "XX001" },
    { 13, ALK_ERROR_OPERATIONAL, 0, "53100" },       { 14, ALK_ERROR_OPERATIONAL, 0, "58030" },       { 15, ALK_ERROR_OPERATIONAL, RETRY, "55P03" },
    { 17, ALK_ERROR_OPERATIONAL, RETRY, "40001" },   { 18, ALK_ERROR_DATA, 0, "22001" },              { 20, ALK_ERROR_DATA, 0, "22018" },
    { 21, ALK_ERROR_INTERFACE, 0, "HY010" },         { 23, ALK_ERROR_PROGRAMMING, 0, "42501" },       { 25, ALK_ERROR_PROGRAMMING, 0, "07001" },
    { 26, ALK_ERROR_OPERATIONAL, 0, "58030" },
};

/* What SQLite says of constraints and of general errors. */
static const struct {
    const char *part;
    int32_t error_class;
    char sqlstate[6];
} sqlite_texts[] = {
    { "UNIQUE constraint", ALK_ERROR_INTEGRITY, "23505" },     { "NOT NULL constraint", ALK_ERROR_INTEGRITY, "23502" },
    { "CHECK constraint", ALK_ERROR_INTEGRITY, "23514" },      { "FOREIGN KEY constraint", ALK_ERROR_INTEGRITY, "23503" },
    { "cannot store", ALK_ERROR_DATA, "22018" },               { "constraint", ALK_ERROR_INTEGRITY, "23000" },
    { "no such table", ALK_ERROR_PROGRAMMING, "42P01" },       { "no such column", ALK_ERROR_PROGRAMMING, "42703" },
    { "already exists", ALK_ERROR_PROGRAMMING, "42P07" },      { "syntax error", ALK_ERROR_PROGRAMMING, "42601" },
    { "incomplete input", ALK_ERROR_PROGRAMMING, "42601" },    { "unrecognized token", ALK_ERROR_PROGRAMMING, "42601" },
    { "only one SQL statement", ALK_ERROR_PROGRAMMING, "42601" }, { "integer overflow", ALK_ERROR_DATA, "22003" },
    { "no such savepoint", ALK_ERROR_INTERFACE, "3B001" },     { "unbound parameters", ALK_ERROR_PROGRAMMING, "07001" },
};

static alk__odbc_meaning meaning(int32_t error_class, uint32_t flags, const char *sqlstate)
{
    alk__odbc_meaning made = { error_class, flags, "" };
    for (int i = 0; i < 5 && sqlstate != NULL && sqlstate[i] != 0; i++)
        made.sqlstate[i] = sqlstate[i];
    return made;
}

static alk__odbc_meaning of_sqlite(int64_t native, const char *message)
{
    for (size_t i = 0; i < sizeof sqlite / sizeof *sqlite; i++)
        if (native > 0 && sqlite[i].code == (native & 0xFF))
            return meaning(sqlite[i].error_class, sqlite[i].flags, sqlite[i].sqlstate);
    for (size_t i = 0; i < sizeof sqlite_texts / sizeof *sqlite_texts; i++)
        if (strstr(message, sqlite_texts[i].part) != NULL)
            return meaning(sqlite_texts[i].error_class, 0, sqlite_texts[i].sqlstate);
    return native == 1 ? meaning(ALK_ERROR_PROGRAMMING, 0, "42000") : meaning(ALK_ERROR_OPERATIONAL, 0, NULL);
}

static alk__odbc_meaning of_state(const char *sqlstate)
{
    alk__driver_meaning standard;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i].code, sqlstate) == 0)
            return meaning(states[i].error_class, states[i].flags, states[i].sqlstate[0] != 0 ? states[i].sqlstate : sqlstate);
    if (strncmp(sqlstate, "07", 2) == 0)
        return meaning(ALK_ERROR_PROGRAMMING, 0, sqlstate);
    if (strncmp(sqlstate, "IM", 2) == 0)
        return meaning(ALK_ERROR_OPERATIONAL, 0, sqlstate);
    standard = alk__driver_sqlstate_meaning(sqlstate);
    if (standard.error_class != ALK_ERROR_INTERNAL || strncmp(sqlstate, "XX", 2) == 0)
        return meaning(standard.error_class, standard.flags, sqlstate);
    return meaning(ALK_ERROR_OPERATIONAL, 0, strlen(sqlstate) == 5 ? sqlstate : NULL);
}

static bool is_odbc_own(const char *sqlstate)
{
    return strncmp(sqlstate, "HY", 2) == 0 && strcmp(sqlstate, "HY000") != 0 && strcmp(sqlstate, "HY018") != 0;
}

alk__odbc_meaning alk__odbc_meaning_of(uint32_t family, const char *sqlstate, int64_t native, const char *message)
{
    if (family == ALK__ODBC_SQLITE && strcmp(sqlstate, "HY000") == 0)
        return of_sqlite(native, message);
    if ((family == ALK__ODBC_MYSQL || family == ALK__ODBC_MARIADB) && native > 0 && native < 10000 && !is_odbc_own(sqlstate)) {
        alk__driver_mysql_meaning known = alk__driver_mysql_meaning_of((unsigned)native, sqlstate);
        return meaning(known.error_class, known.flags, known.sqlstate[0] != 0 ? known.sqlstate : strlen(sqlstate) == 5 ? sqlstate : NULL);
    }
    return of_state(sqlstate);
}

/* MySQL and SQL Server end it with a deadlock. Elsewhere a transaction that failed is still there, and the server says so itself. */
bool alk__odbc_ends_transaction(uint32_t family, const char *sqlstate, int64_t native)
{
    if (family == ALK__ODBC_MYSQL || family == ALK__ODBC_MARIADB)
        return native == 1213 || native == 1614;
    if (family == ALK__ODBC_MSSQL)
        return native == 1205 || native == 3960;
    return family == ALK__ODBC_OTHER && strncmp(sqlstate, "40", 2) == 0;
}
