/* SPDX-License-Identifier: MIT
 * For tests of the loader: directories with plugins in them, made for one test. Header only, since each test file is its own program's part. */
#ifndef PLUGIN_FIXTURE_H
#define PLUGIN_FIXTURE_H
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "alk_test.h"

#define UNUSED __attribute__((unused))

/* A path in the test's directory; the text stays until the 16th call from now. */
static UNUSED const char *in(const char *name)
{
    static char paths[16][512];
    static unsigned next;
    char *path = paths[next++ % 16];
    (void)snprintf(path, sizeof paths[0], "%s/%s", alk_test_directory(), name);
    return path;
}

static UNUSED void put_bytes(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    alk_check_that(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0, "cannot write %s", path);
    (void)chmod(path, 0644);
}

static UNUSED void put(const char *path, const char *text)
{
    put_bytes(path, text, strlen(text));
}

/* The whole file, for free(). */
static UNUSED char *get(const char *path, size_t *n)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    alk_check_that(file && stat(path, &about) == 0, "cannot read %s", path);
    char *bytes = malloc((size_t)about.st_size + 1);
    *n = fread(bytes, 1, (size_t)about.st_size, file);
    bytes[*n] = '\0';
    (void)fclose(file);
    return bytes;
}

static UNUSED void copy(const char *from, const char *to)
{
    size_t n;
    char *bytes = get(from, &n);
    put_bytes(to, bytes, n);
    free(bytes);
}

static UNUSED const char *broken(const char *name)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.so", ALK_TEST_BROKEN, name);
    return path;
}

/* directory/file.alkp for the library as it is called there; rest: more lines. */
static UNUSED void put_manifest(const char *directory, const char *file, const char *name, const char *version, const char *library,
                                const char *pairs, const char *rest)
{
    char path[512], text[2048];
    (void)snprintf(path, sizeof path, "%s/%s.alkp", directory, file);
    (void)snprintf(text, sizeof text, "format = 1\nname = %s\nversion = %s\nlibrary = %s\nabi = 1\npairs = %s\n%s", name, version, library, pairs, rest);
    put(path, text);
}

/* A broken plugin with a plain manifest of the same name. */
static UNUSED void install(const char *directory, const char *name)
{
    char to[512], library[64], plugin[64], pairs[130];
    (void)snprintf(to, sizeof to, "%s/%s.so", directory, name);
    (void)snprintf(library, sizeof library, "%s.so", name);
    (void)snprintf(plugin, sizeof plugin, "alkahest-%s", name);
    (void)snprintf(pairs, sizeof pairs, "%s+%s", name, name);
    copy(broken(name), to);
    put_manifest(directory, name, plugin, "1.0.0", library, pairs, "");
}

/* A directory within the test's own, made now. */
static UNUSED const char *make_directory(const char *name)
{
    const char *path = in(name);
    (void)mkdir(path, 0755);
    return path;
}

/* Plugins are looked for in the test's directory only. */
static UNUSED const char *only_here(void)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", alk_test_directory(), 1);
    return alk_test_directory();
}
#endif
