/* SPDX-License-Identifier: MIT
 * What an ELF file says of itself, read from the file before the system's loader sees it: whether it is a whole shared object for this machine, and the
 * manifest's copy in its notes. Every offset in the file is taken for a lie until checked. On systems without ELF nothing is known. */
#ifndef ALK_PLUGIN_ELF_H
#define ALK_PLUGIN_ELF_H
#include <stdbool.h>
#include "base/buffer.h"

typedef enum alk__elf_kind {
    ALK__ELF_GOOD,                 /* or not judged, on systems without ELF */
    ALK__ELF_NOT_ELF, ALK__ELF_NOT_SHARED, ALK__ELF_TRUNCATED, ALK__ELF_OTHER_MACHINE
} alk__elf_kind;

/* *machine (static) names the file's machine when it is another; *own this process's. Either may be NULL. */
alk__elf_kind alk__elf_examine(int fd, const char **machine, const char **own);
/* The text of the note "alkahest" of type 1, without its NUL; false: it has none. */
bool alk__elf_note(int fd, alk__buffer *out);
#endif
