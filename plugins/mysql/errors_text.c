/* SPDX-License-Identifier: MIT
 * The server's messages, in English and of fixed forms. What does not have the form that is expected gives no details; where a value may stand in it, it is cut. */
#include "errors_text.h"
#include <stdio.h>
#include <string.h>

static const char *last(const char *text, const char *part)
{
    const char *found = NULL;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
        found = at;
    return found;
}

/* ---- names ---- */
static void detail(alk_err *err, const char *key, const char *value, size_t length)
{
    if (length > 0 && length < 400)
        alk__my_host->err_detail(err, key, value, length);
}

/* The name in quotes of any kind behind `at`; what follows it, or NULL. */
static const char *quoted(const char *at, const char **name, size_t *length)
{
    char quote;
    const char *end;
    at = at != NULL ? strpbrk(at, "'`\"") : NULL;
    if (at == NULL)
        return NULL;
    quote = *at++;
    end = strchr(at, quote);
    if (end == NULL)
        return NULL;
    *name = at;
    *length = (size_t)(end - at);
    return end + 1;
}

static const char *quoted_detail(const char *at, const char *key, alk_err *err)
{
    const char *name;
    size_t length;
    at = quoted(at, &name, &length);
    if (at != NULL)
        detail(err, key, name, length);
    return at;
}

/* `schema`.`table` */
static const char *table_detail(const char *at, alk_err *err)
{
    at = quoted_detail(at, "schema", err);
    return at != NULL && *at == '.' ? quoted_detail(at, "table", err) : at;
}

/* 'key', or MySQL's 'table.key' */
static void key_detail(const char *message, alk_err *err)
{
    const char *name, *dot;
    size_t length;
    if (quoted(last(message, " for key "), &name, &length) == NULL)
        return;
    dot = memchr(name, '.', length);
    if (dot != NULL) {
        detail(err, "table", name, (size_t)(dot - name));
        length -= (size_t)(dot + 1 - name);
        name = dot + 1;
    }
    detail(err, "constraint", name, length);
}

/* for column 'name', or for column `schema`.`table`.`name` */
static void column_detail(const char *message, alk_err *err)
{
    const char *at = last(message, "for column ");
    if (at == NULL)
        return;
    at += strlen("for column ");
    if (*at == '`') {
        at = table_detail(at, err);
        if (at == NULL || *at != '.')
            return;
    }
    (void)quoted_detail(at, "column", err);
}

/* … fails (`schema`.`table`, CONSTRAINT `name` FOREIGN KEY (`column`) REFERENCES … */
static void foreign_key_details(const char *message, alk_err *err)
{
    const char *constraint = strstr(message, "CONSTRAINT "), *open = strstr(message, "(`"), *columns = strstr(message, "FOREIGN KEY (");
    if (constraint == NULL || open == NULL || columns == NULL)
        return;
    (void)table_detail(open, err);
    (void)quoted_detail(constraint, "constraint", err);
    (void)quoted_detail(columns + strlen("FOREIGN KEY ("), "column", err);
}

/* CONSTRAINT `table.name` failed for `schema`.`table`; the table's name is left out for a constraint of the whole table */
static void check_details(const char *message, alk_err *err)
{
    const char *name, *dot, *behind;
    size_t length;
    behind = quoted(message, &name, &length);
    if (behind == NULL)
        return;
    dot = memchr(name, '.', length);
    if (dot != NULL)
        detail(err, "constraint", dot + 1, length - (size_t)(dot + 1 - name));
    else
        detail(err, "constraint", name, length);
    if (strstr(behind, "failed for ") != NULL)
        (void)table_detail(behind, err);
}

static void missing_table_detail(const char *message, alk_err *err)
{
    const char *name, *dot;
    size_t length;
    if (quoted(message, &name, &length) == NULL)
        return;
    dot = memchr(name, '.', length);
    if (dot != NULL) {
        detail(err, "schema", name, (size_t)(dot - name));
        length -= (size_t)(dot + 1 - name);
        name = dot + 1;
    }
    detail(err, "table", name, length);
}

void alk__my_details(unsigned number, const char *message, alk_err *err)
{
    switch (number) {
    case 1062:
    case 1586:
    case 1859:
        key_detail(message, err);
        break;
    case 1048:                           /* Column 'v' cannot be null */
    case 1054:                           /* Unknown column 'v' in … */
    case 1364:                           /* Field 'v' doesn't have a default value */
        (void)quoted_detail(message, "column", err);
        break;
    case 1264:
    case 1265:
    case 1292:
    case 1366:
    case 1406:
        column_detail(message, err);
        break;
    case 1451:
    case 1452:
        foreign_key_details(message, err);
        break;
    case 3819:
    case 4025:
        check_details(message, err);
        break;
    case 1146:
        missing_table_detail(message, err);
        break;
    default:
        break;
    }
}

/* ---- places ---- */
int alk__my_position(const char *message, alk_sv sql)
{
    const char *near = strstr(message, "near '"), *end = near != NULL ? last(near, "' at line ") : NULL;
    size_t length, found = 0, at = 0;
    int count = 0, position = 1;
    if (end == NULL || sql.p == NULL)
        return 0;
    near += strlen("near '");
    length = (size_t)(end - near);
    for (size_t i = 0; length > 0 && i + length <= sql.n && count < 2; i++)
        if (memcmp(sql.p + i, near, length) == 0) {
            found = i;
            count++;
        }
    if (count != 1)
        return 0;
    for (; at < found; at++)
        position += ((unsigned char)sql.p[at] & 0xC0) != 0x80;
    return position;
}
