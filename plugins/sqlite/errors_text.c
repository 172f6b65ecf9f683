/* SPDX-License-Identifier: MIT
 * Reading SQLite's messages. Their wording has been stable for many years, but it is no contract: what is not recognised
 * stays a general error, and a name that cannot be told for certain is left out. */
#include "errors_text.h"
#include "errors.h"
#include <string.h>

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* ---- general errors ---- */
typedef struct wording {
    const char *prefix, *part;           /* how the message begins, and what else it holds; either may be NULL */
    int32_t error_class;
    const char *sqlstate;
    const char *names;                   /* what the rest of the message behind the prefix is, or NULL */
} wording;

static const wording wordings[] = {
    { NULL, "syntax error", ALK_ERROR_PROGRAMMING, "42601", NULL },
    { "incomplete input", NULL, ALK_ERROR_PROGRAMMING, "42601", NULL },
    { "unrecognized token", NULL, ALK_ERROR_PROGRAMMING, "42601", NULL },
    { "no such table: ", NULL, ALK_ERROR_PROGRAMMING, "42P01", "table" },
    { "no such view: ", NULL, ALK_ERROR_PROGRAMMING, "42P01", "table" },
    { "no such column: ", NULL, ALK_ERROR_PROGRAMMING, "42703", "column" },
    { "ambiguous column name: ", NULL, ALK_ERROR_PROGRAMMING, "42702", "column" },
    { "no such function", NULL, ALK_ERROR_PROGRAMMING, "42883", NULL },
    { "wrong number of arguments to function", NULL, ALK_ERROR_PROGRAMMING, "42883", NULL },
    { "no such collation", NULL, ALK_ERROR_PROGRAMMING, "42704", NULL },
    { "no such index: ", NULL, ALK_ERROR_PROGRAMMING, "42704", NULL },
    { "no such trigger: ", NULL, ALK_ERROR_PROGRAMMING, "42704", NULL },
    { "no such module: ", NULL, ALK_ERROR_PROGRAMMING, "42704", NULL },
    { "unknown database ", NULL, ALK_ERROR_PROGRAMMING, "3F000", NULL },
    { "no such database: ", NULL, ALK_ERROR_PROGRAMMING, "3F000", NULL },
    { "no such savepoint: ", NULL, ALK_ERROR_PROGRAMMING, "3B001", NULL },
    { "cannot start a transaction within a transaction", NULL, ALK_ERROR_PROGRAMMING, "25001", NULL },
    { "cannot commit - no transaction is active", NULL, ALK_ERROR_PROGRAMMING, "25P01", NULL },
    { "cannot rollback - no transaction is active", NULL, ALK_ERROR_PROGRAMMING, "25P01", NULL },
    { NULL, "within a transaction", ALK_ERROR_PROGRAMMING, "25001", NULL },
    { NULL, "from within a transaction", ALK_ERROR_PROGRAMMING, "25001", NULL },
    { "duplicate column name: ", NULL, ALK_ERROR_PROGRAMMING, "42701", "column" },
    { "foreign key mismatch", NULL, ALK_ERROR_PROGRAMMING, "42830", NULL },
    { NULL, " already exists", ALK_ERROR_PROGRAMMING, "42P07", NULL },
    { NULL, " has no column named ", ALK_ERROR_PROGRAMMING, "42703", NULL },
    { NULL, " values for ", ALK_ERROR_PROGRAMMING, "42601", NULL },
    { NULL, " values were supplied", ALK_ERROR_PROGRAMMING, "42601", NULL },
    { "too many SQL variables", NULL, ALK_ERROR_PROGRAMMING, "54023", NULL },
    { "too many ", NULL, ALK_ERROR_PROGRAMMING, "54000", NULL },
    { "Expression tree is too large", NULL, ALK_ERROR_PROGRAMMING, "54001", NULL },
    { "parser stack overflow", NULL, ALK_ERROR_PROGRAMMING, "54001", NULL },
    { "integer overflow", NULL, ALK_ERROR_DATA, "22003", NULL },
    { "malformed JSON", NULL, ALK_ERROR_DATA, "22032", NULL },
    { "JSON cannot hold BLOB values", NULL, ALK_ERROR_DATA, "22032", NULL },
    { "unsupported file format", NULL, ALK_ERROR_OPERATIONAL, "58030", NULL },
    { "not authorized", NULL, ALK_ERROR_PROGRAMMING, "42501", NULL },
};

static bool matches(const wording *w, const char *text)
{
    return (w->prefix == NULL || starts(text, w->prefix)) && (w->part == NULL || strstr(text, w->part) != NULL);
}

alk_rc alk__lite_fail_by_text(int rc, const char *text, int position, alk_err *err)
{
    static const wording general = { NULL, NULL, ALK_ERROR_PROGRAMMING, "42000", NULL };
    const wording *found = &general;
    for (size_t i = 0; found == &general && i < sizeof wordings / sizeof wordings[0]; i++)
        if (matches(&wordings[i], text))
            found = &wordings[i];
    alk__lite_host->err_set(err, found->error_class, found->sqlstate, rc, text, strlen(text));
    if (found->names != NULL)
        alk__lite_detail(err, found->names, text + strlen(found->prefix));
    if (position > 0) {
        char number[16];
        sqlite3_snprintf(sizeof number, number, "%d", position);
        alk__lite_detail(err, "position", number);
    }
    return found->error_class;
}

/* ---- constraints ---- */
static bool column_exists(sqlite3 *db, const char *table, const char *column)
{
    return sqlite3_table_column_metadata(db, NULL, table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* Cuts "table.column" where both exist: either name may hold dots itself. Returns the column, with a NUL put in place of the dot, or
 * NULL with the text as it was. */
static char *split_at_column(sqlite3 *db, char *names)
{
    for (char *dot = strchr(names, '.'); dot != NULL; dot = strchr(dot + 1, '.')) {
        *dot = 0;
        if (column_exists(db, names, dot + 1))
            return dot + 1;
        *dot = '.';
    }
    return NULL;
}

/* The first column of "t.a, t.b", cut out of the list; *end: the comma behind it, or NULL. */
static char *first_column(sqlite3 *db, char *names, char **end)
{
    char *column = split_at_column(db, names), *comma = column == NULL ? strstr(names, ", ") : NULL;
    for (; comma != NULL; comma = strstr(comma + 2, ", ")) {
        *comma = 0;
        if ((column = split_at_column(db, names)) != NULL)
            break;
        *comma = ',';
    }
    *end = comma;
    return column;
}

/* "t.a, t.b": all columns are of one table, whose name is told by the first. */
static void column_list(sqlite3 *db, const char *list, alk_err *err)
{
    char names[1000], columns[1000], separator[1000];
    char *end, *first;
    sqlite3_snprintf(sizeof names, names, "%s", list);
    first = first_column(db, names, &end);
    if (first == NULL)
        return;
    alk__lite_detail(err, "table", names);
    sqlite3_snprintf(sizeof columns, columns, "%s", first);
    sqlite3_snprintf(sizeof separator, separator, ", %s.", names);
    while (end != NULL) {                /* behind each ", table." stands a column */
        size_t used = strlen(columns);
        char *next = end + 2 + (first - names), *after = strstr(next, separator);
        if (after != NULL)
            *after = 0;
        sqlite3_snprintf((int)(sizeof columns - used), columns + used, ", %s", next);
        end = after;
    }
    alk__lite_detail(err, "column", columns);
}

/* "index 'name'": a unique index over expressions. */
static void index_name(const char *quoted, alk_err *err)
{
    size_t length = strlen(quoted);
    if (length > 0 && quoted[length - 1] == '\'')
        length--;
    alk__lite_host->err_detail(err, "constraint", quoted, length);
}

void alk__lite_constraint_details(sqlite3 *db, const char *text, alk_err *err)
{
    static const char unique[] = "UNIQUE constraint failed: ", not_null[] = "NOT NULL constraint failed: ";
    static const char check[] = "CHECK constraint failed: ", index[] = "index '";
    if (starts(text, unique)) {
        const char *names = text + sizeof unique - 1;
        if (starts(names, index))
            index_name(names + sizeof index - 1, err);
        else
            column_list(db, names, err);
    } else if (starts(text, not_null)) {
        column_list(db, text + sizeof not_null - 1, err);
    } else if (starts(text, check)) {
        alk__lite_detail(err, "constraint", text + sizeof check - 1);
    }
}

/* ---- position ---- */
static int characters(const char *text, size_t bytes)
{
    int count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Libraries before 3.38 do not tell the offset: the token that the message quotes is looked for, and only believed when it
 * stands in the text once. */
static long offset_by_token(const char *message, alk_sv sql)
{
    long found = -1;
    const char *token = starts(message, "near \"") ? message + 6 : NULL, *end = token != NULL ? strstr(token, "\": ") : NULL;
    size_t length = end != NULL ? (size_t)(end - token) : 0;
    for (size_t i = 0; length > 0 && i + length <= sql.n; i++) {
        if (memcmp(sql.p + i, token, length) != 0)
            continue;
        if (found >= 0)
            return -1;
        found = (long)i;
    }
    return found;
}

int alk__lite_error_position(sqlite3 *db, alk_sv sql)
{
    long offset = -1;
    if (sql.p == NULL)
        return 0;
#if SQLITE_VERSION_NUMBER >= 3038000
    offset = sqlite3_error_offset(db);
#endif
    if (offset < 0)
        offset = offset_by_token(sqlite3_errmsg(db), sql);
    if (offset < 0 && strcmp(sqlite3_errmsg(db), "incomplete input") == 0)
        offset = (long)sql.n;
    return offset < 0 || (size_t)offset > sql.n ? 0 : characters(sql.p, (size_t)offset) + 1;
}
