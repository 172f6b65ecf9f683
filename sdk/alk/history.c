/* SPDX-License-Identifier: MIT
 * See history.h. A history that cannot be read or written is no reason to disturb anybody. */
#include "history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool find_path(text *path)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && state[0] == '/')
        text_puts(path, state);
    else if (home && home[0] == '/')
        text_printf(path, "%s/.local/state", home);
    else
        return false;
    text_puts(path, "/alkahest/history");
    return true;
}

/* Each directory on the way, private where it has to be made. */
static void make_directories(text *path)
{
    for (size_t i = 1; i < path->n; i++) {
        if (path->p[i] != '/')
            continue;
        path->p[i] = 0;
        mkdir(path->p, 0700);
        path->p[i] = '/';
    }
}

/* The file's text; empty when there is none. */
static void read_all(const char *path, text *all)
{
    char block[4096];
    FILE *file = fopen(path, "re");
    if (!file)
        return;
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        text_add(all, block, n);
    fclose(file);
}

/* Where the last `kept` lines begin. */
static const char *tail(const text *all, size_t kept)
{
    const char *begin = text_string(all), *p = begin + all->n;
    for (size_t lines = 0; p > begin; p--)
        if (p[-1] == '\n' && p < begin + all->n && ++lines == kept)
            break;
    return p;
}

/* Writes the tail to a new file and puts it in the old one's place. */
static void shorten(const char *path, const char *from)
{
    text fresh = { 0 };
    text_printf(&fresh, "%s.%ld", path, (long)getpid());
    int fd = open(fresh.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t length = strlen(from);
    if (fd >= 0) {
        bool written = write(fd, from, length) == (ssize_t)length;
        if (close(fd) != 0 || !written || rename(fresh.p, path) != 0)
            unlink(fresh.p);
    }
    text_free(&fresh);
}

void history_load(void (*add)(void *payload, const char *entry), void *payload)
{
    text path = { 0 }, all = { 0 };
    if (find_path(&path))
        read_all(text_string(&path), &all);
    const char *from = tail(&all, HISTORY_KEPT);
    if (tail(&all, 2 * HISTORY_KEPT) != text_string(&all))
        shorten(path.p, from);
    for (const char *end; (end = strchr(from, '\n')) != NULL; from = end + 1) {
        char *entry = memory_copy(from, (size_t)(end - from));
        if (*entry)
            add(payload, entry);
        memory_free(entry);
    }
    text_free(&path);
    text_free(&all);
}

void history_append(const char *entry)
{
    text path = { 0 }, line = { 0 };
    if (find_path(&path)) {
        make_directories(&path);
        text_printf(&line, "%s\n", entry);
        int fd = open(path.p, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd >= 0) {
            ssize_t written = write(fd, line.p, line.n);
            (void)written;
            close(fd);
        }
    }
    text_free(&path);
    text_free(&line);
}
