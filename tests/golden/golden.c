/* SPDX-License-Identifier: MIT
 * See golden.h. */
#include "golden.h"
#include <alkahest/alkahest.h>
#include <stdlib.h>
#include <string.h>

const char *const golden_dialects[GOLDEN_DIALECTS] = { "default", "sqlite", "postgresql", "cockroachdb", "mysql", "mariadb", "mssql", "oracle" };

static char *read_all(FILE *file)
{
    enum { ROOM = 1 << 20 };
    char *text = malloc(ROOM);
    size_t n = file && text ? fread(text, 1, ROOM - 1, file) : 0;
    if (text)
        text[n] = '\0';
    return text;
}

/* Takes out the lines that begin so. */
static void drop_lines(char *text, const char *beginning)
{
    char *to = text;
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\n");
        n += at[n] == '\n';
        if (strncmp(at, beginning, strlen(beginning)) != 0) {
            memmove(to, at, n);
            to += n;
        }
        at += n;
    }
    *to = '\0';
}

static void tell(const char *dialect, const char *was, const char *is)
{
    const char *begin_was = was, *begin_is = is;
    int line = 1;
    while (*was && *was == *is) {
        if (*was == '\n') {
            line++;
            begin_was = was + 1;
            begin_is = is + 1;
        }
        was++;
        is++;
    }
    printf("%s: line %d:\n  expected  %.*s\n  came      %.*s\n", dialect, line, (int)strcspn(begin_was, "\n"), begin_was, (int)strcspn(begin_is, "\n"), begin_is);
}

static int save(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    int bad = !file || fputs(text, file) < 0;
    if (file)
        bad |= fclose(file) != 0;
    if (bad)
        printf("%s cannot be written\n", path);
    return bad;
}

static int compare(const golden *g, const char *dialect, const char *path, const char *is)
{
    FILE *file = fopen(path, "rb");
    char *was = read_all(file);
    if (g->optional && was)
        drop_lines(was, g->optional);
    int bad = !file || !was || strcmp(was, is) != 0;
    if (bad)
        tell(dialect, was ? was : "", is);
    if (file)
        (void)fclose(file);
    free(was);
    return bad;
}

int golden_check(const golden *g, const char *dialect)
{
    char path[1000];
    FILE *out = tmpfile();
    snprintf(path, sizeof path, "%s/%s.sql", g->directory, dialect);
    if (!out || g->write(out, dialect, g->data)) {
        printf("%s: %s\n", dialect, alk_last_error()->message);
        if (out)
            (void)fclose(out);
        return 1;
    }
    rewind(out);
    char *is = read_all(out);
    int bad = !is || (g->bless ? save(path, is) : compare(g, dialect, path, is));
    (void)fclose(out);
    free(is);
    return bad;
}
