/* SPDX-License-Identifier: MIT
 * Declared types. The rules go from the particular to the general, as a declaration may hold several words: INTERVAL holds INT,
 * DATETIME holds DATE. A type that is not recognised decides nothing: its values say what they are. */
#include "declared.h"
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <string.h>

/* ---- reading a declaration ---- */
enum { NAME_MAX_LENGTH = 64 };

/* The name in capitals, up to the parenthesis and after it: "TIMESTAMP(3) WITH TIME ZONE" → "TIMESTAMP WITH TIME ZONE". */
static void plain_name(const char *declared, char *out)
{
    size_t n = 0;
    bool inside = false;
    for (; *declared != 0 && n + 1 < NAME_MAX_LENGTH; declared++) {
        if (*declared == '(')
            inside = true;
        else if (*declared == ')')
            inside = false;
        else if (!inside)
            out[n++] = alk__driver_upper(*declared);
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = 0;
}

/* "(10, 2)": up to two numbers behind a parenthesis. */
static int read_numbers(const char *declared, int32_t numbers[2])
{
    const char *at = strchr(declared, '(');
    int count = 0;
    while (at != NULL && *at != ')' && *at != 0 && count < 2) {
        int32_t value = 0;
        int digits = 0;
        for (at++; *at == ' '; at++)
            ;
        for (; *at >= '0' && *at <= '9' && digits < 9; at++, digits++)
            value = value * 10 + (*at - '0');
        if (digits == 0)
            return count;
        numbers[count++] = value;
        for (; *at == ' '; at++)
            ;
        if (*at != ',')
            break;
    }
    return count;
}

typedef struct rule {
    const char *part;
    bool begins;                         /* the name begins with it; else it holds it */
    uint16_t type;
} rule;

static const rule rules[] = {
    { "BOOL", false, ALK_TYPE_BOOL },          { "INTERVAL", true, ALK_TYPE_INTERVAL },     { "UUID", false, ALK_TYPE_UUID },
    { "GUID", false, ALK_TYPE_UUID },          { "UNIQUEIDENTIFIER", true, ALK_TYPE_UUID }, { "JSON", true, ALK_TYPE_JSON },
    { "TIMESTAMPTZ", true, ALK_TYPE_TIMESTAMPTZ }, { "DATETIMEOFFSET", true, ALK_TYPE_TIMESTAMPTZ },
    { "DATETIME", true, ALK_TYPE_TIMESTAMP },  { "TIMESTAMP", true, ALK_TYPE_TIMESTAMP },   { "DEC", true, ALK_TYPE_DECIMAL },
    { "NUMERIC", true, ALK_TYPE_DECIMAL },     { "NUMBER", true, ALK_TYPE_DECIMAL },        { "MONEY", true, ALK_TYPE_DECIMAL },
    { "CHAR", false, ALK_TYPE_TEXT },          { "CLOB", false, ALK_TYPE_TEXT },            { "TEXT", false, ALK_TYPE_TEXT },
    { "BLOB", false, ALK_TYPE_BLOB },          { "BINARY", false, ALK_TYPE_BLOB },          { "BYTEA", true, ALK_TYPE_BLOB },
    { "REAL", false, ALK_TYPE_REAL },          { "FLOA", false, ALK_TYPE_REAL },            { "DOUB", false, ALK_TYPE_REAL },
    { "INT", false, ALK_TYPE_INT },            { "SERIAL", false, ALK_TYPE_INT },
};

static uint16_t type_of(const char *name)
{
    if (strcmp(name, "DATE") == 0)
        return ALK_TYPE_DATE;
    if (strcmp(name, "TIME") == 0 || strcmp(name, "TIME WITHOUT TIME ZONE") == 0)
        return ALK_TYPE_TIME;
    if (strncmp(name, "TIMESTAMP", 9) == 0 && strstr(name, "WITH TIME ZONE") != NULL)
        return ALK_TYPE_TIMESTAMPTZ;
    if (strncmp(name, "TIMESTAMP", 9) == 0 && strstr(name, "WITH LOCAL TIME ZONE") != NULL)
        return ALK_TYPE_TIMESTAMPTZ;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *found = strstr(name, rules[i].part);
        if (found != NULL && (!rules[i].begins || found == name))
            return rules[i].type;
    }
    return ALK_TYPE_NULL;
}

alk__driver_declared alk__driver_declared_parse(const char *declared)
{
    alk__driver_declared column = { ALK_TYPE_NULL, 0, -1, -1, -1 };
    char name[NAME_MAX_LENGTH];
    int32_t numbers[2] = { -1, -1 };
    int count;
    if (declared == NULL)
        return column;
    plain_name(declared, name);
    column.type = type_of(name);
    count = read_numbers(declared, numbers);
    if (column.type == ALK_TYPE_TEXT || column.type == ALK_TYPE_BLOB) {
        column.length = numbers[0];
    } else if (count > 0) {
        column.precision = numbers[0];
        column.scale = count > 1 ? numbers[1] : column.type == ALK_TYPE_DECIMAL ? 0 : -1;
    }
    return column;
}
