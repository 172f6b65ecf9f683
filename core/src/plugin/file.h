/* SPDX-License-Identifier: MIT
 * Reading small files, asking what a file is, and whether others could have tampered with it. No file is ever written, and nothing but a
 * regular file is read: a FIFO in the way must not hang the program. What the content means is not known here. */
#ifndef ALK_PLUGIN_FILE_H
#define ALK_PLUGIN_FILE_H
#include <stdbool.h>
#include <sys/stat.h>
#include "base/buffer.h"
#include "base/vector.h"

enum { ALK__FILE_NOT_REGULAR = -1, ALK__FILE_TOO_LARGE = -2, ALK__FILE_NO_MEMORY = -3 };
/* Opens a regular file for reading, without blocking on anything else. The descriptor, with *about filled; or -1, *fault saying why: an errno, or
 * ALK__FILE_NOT_REGULAR. */
int alk__file_open(const char *path, struct stat *about, int *fault);
/* The whole file into the buffer, at most maximum bytes. 0, an errno, or one of the codes above. */
int alk__file_read(const char *path, size_t maximum, alk__buffer *out);
/* At offset, exactly length bytes; false: it has fewer, or cannot be read. */
bool alk__file_read_at(int fd, void *out, size_t length, uint64_t offset);
/* Words for what the functions above return: "no such file". Static. */
const char *alk__file_fault(int fault);

/* The names in a directory that end so, sorted by byte values; char * items for alk__names_free(). 0, or as alk__file_read(). */
int alk__directory_names(const char *path, const char *ending, alk__vector *names);
void alk__names_free(alk__vector *names);

/* Whether somebody else than root and this process's user could change the file or put another in its place: it and every directory above it must belong
 * to one of the two and be writable by nobody else (but for directories with the sticky bit). On false, *culprit (of size bytes) says what is wrong. */
bool alk__file_is_trusted(const char *path, char *culprit, size_t size);
#endif
