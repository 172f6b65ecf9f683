/* SPDX-License-Identifier: MIT
 * Reading small files and judging who could change them: see file.h. */
#include "plugin/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"

enum { DIRECTORY_MAX = 4096 };     /* manifests of one directory that are looked at */

const char *alk__file_fault(int fault)
{
    switch (fault) {
    case ALK__FILE_NOT_REGULAR:
        return "not a regular file";
    case ALK__FILE_TOO_LARGE:
        return "too large";
    case ALK__FILE_NO_MEMORY:
    case ENOMEM:
        return "out of memory";
    case ENOENT:
        return "no such file";
    case EACCES:
    case EPERM:
        return "permission denied";
    case ENOTDIR:
        return "not a directory";
    case EISDIR:
        return "a directory";
    case ELOOP:
        return "too many symbolic links";
    case ENAMETOOLONG:
        return "the name is too long";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    default:
        return "it cannot be read";
    }
}

/* O_NONBLOCK keeps the open of a FIFO from waiting for a writer; on a regular file it does nothing. */
int alk__file_open(const char *path, struct stat *about, int *fault)
{
    int fd;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        *fault = errno == ENXIO ? ALK__FILE_NOT_REGULAR : errno;
        return -1;
    }
    *fault = fstat(fd, about) != 0 ? errno : S_ISREG(about->st_mode) ? 0 : ALK__FILE_NOT_REGULAR;
    if (*fault != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

static int read_all(int fd, size_t maximum, alk__buffer *out)
{
    char chunk[4096];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            return 0;
        if ((size_t)n > maximum - out->length)
            return ALK__FILE_TOO_LARGE;
        alk__buffer_append(out, chunk, (size_t)n);
        if (alk__buffer_status(out) != ALK_OK)
            return ALK__FILE_NO_MEMORY;
    }
}

int alk__file_read(const char *path, size_t maximum, alk__buffer *out)
{
    struct stat about;
    int fault;
    int fd = alk__file_open(path, &about, &fault);
    if (fd < 0)
        return fault;
    fault = about.st_size < 0 || (uintmax_t)about.st_size > maximum ? ALK__FILE_TOO_LARGE : read_all(fd, maximum, out);
    (void)close(fd);
    return fault;
}

bool alk__file_read_at(int fd, void *out, size_t length, uint64_t offset)
{
    size_t done = 0;
    if (offset > (uint64_t)INT64_MAX - length)
        return false;
    while (done < length) {
        ssize_t n = pread(fd, (char *)out + done, length - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), e = strlen(ending);
    return n > e && name[0] != '.' && strcmp(name + n - e, ending) == 0;
}

static int add_name(alk__vector *names, const char *name)
{
    char *copy = alk__strdup(name);
    char **item = copy ? alk__vector_push(names) : NULL;
    if (!item) {
        alk__free(copy);
        return ALK__FILE_NO_MEMORY;
    }
    *item = copy;
    return 0;
}

int alk__directory_names(const char *path, const char *ending, alk__vector *names)
{
    int fault = 0;
    struct dirent *entry;
    DIR *directory = opendir(path);
    if (!directory)
        return errno;
    while (fault == 0 && (entry = readdir(directory))) {
        if (!ends_with(entry->d_name, ending))
            continue;
        fault = names->count < DIRECTORY_MAX ? add_name(names, entry->d_name) : ALK__FILE_TOO_LARGE;
    }
    (void)closedir(directory);
    if (names->count > 1)
        qsort(names->items, names->count, names->item_size, compare_names);
    return fault;
}

void alk__names_free(alk__vector *names)
{
    for (size_t i = 0; i < names->count; i++)
        alk__free(*(char **)alk__vector_at(names, i));
    alk__vector_free(names);
}

/* ---- trust ---- */
static const char *distrust(const struct stat *about)
{
    if (about->st_uid != 0 && about->st_uid != geteuid())
        return "belongs to another user";
    if (S_ISDIR(about->st_mode) && (about->st_mode & S_ISVTX))
        return NULL;               /* others may add files here, but not touch those of ours */
    if (about->st_mode & S_IWOTH)
        return "is writable by everybody";
    if (about->st_mode & S_IWGRP)
        return "is writable by its group";
    return NULL;
}

/* Cuts the last component off; false when only the root was left. */
static bool go_up(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash || path[1] == '\0')
        return false;
    slash[slash == path ? 1 : 0] = '\0';
    return true;
}

bool alk__file_is_trusted(const char *path, char *culprit, size_t size)
{
    char real[PATH_MAX];
    if (!realpath(path, real)) {
        (void)snprintf(culprit, size, "%s cannot be examined", path);
        return false;
    }
    do {
        struct stat about;
        const char *fault = stat(real, &about) == 0 ? distrust(&about) : "cannot be examined";
        if (fault) {
            (void)snprintf(culprit, size, "%s %s", real, fault);
            return false;
        }
    } while (go_up(real));
    return true;
}
