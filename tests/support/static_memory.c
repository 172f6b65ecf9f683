/* SPDX-License-Identifier: MIT
 * Who looks for leaks reads all static memory. Nine megabytes of it, most of what there is, are AddressSanitizer's own tables of call stacks, in which no block is ever held. By
 * dl_iterate_phdr() it finds out what to read; the programs are linked with --wrap, and it is told the program's segments without those tables. Where they are not found by their
 * names, as with another compiler, all is told as it is. */
#include "static_memory.h"
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECES_MAX = 40 };
static const char *const tables[] = { "_ZN11__sanitizerL8theDepotE", "_ZN11__sanitizerL5depotE" };
static ElfW(Phdr) pieces[PIECES_MAX];
static ElfW(Half) n_pieces;            /* 0: all is told as it is */
static const ElfW(Phdr) *whole;        /* what the program's are in truth */

typedef struct telling {
    int (*callback)(struct dl_phdr_info *info, size_t size, void *payload);
    void *payload;
} telling;

/* ---- for who asks: in a thread of its own that is no thread for the C library, while all others stand still ---- */
#define PLAIN __attribute__((no_sanitize("address", "undefined")))

int __real_dl_iterate_phdr(int (*callback)(struct dl_phdr_info *info, size_t size, void *payload), void *payload);
int __wrap_dl_iterate_phdr(int (*callback)(struct dl_phdr_info *info, size_t size, void *payload), void *payload);

PLAIN static int tell(struct dl_phdr_info *info, size_t size, void *payload)
{
    const telling *t = payload;
    if (n_pieces == 0 || info->dlpi_phdr != whole)
        return t->callback(info, size, t->payload);
    struct dl_phdr_info own = *info;
    own.dlpi_phdr = pieces;
    own.dlpi_phnum = n_pieces;
    return t->callback(&own, size, t->payload);
}

PLAIN int __wrap_dl_iterate_phdr(int (*callback)(struct dl_phdr_info *info, size_t size, void *payload), void *payload)
{
    telling t = { callback, payload };
    return __real_dl_iterate_phdr(tell, &t);
}

/* ---- finding the tables in the program's own file ---- */
static void leave_out(ElfW(Addr) begin, ElfW(Xword) size)
{
    for (int i = 0; i < n_pieces && n_pieces < PIECES_MAX; i++) {
        ElfW(Phdr) *p = &pieces[i];
        ElfW(Addr) end = p->p_vaddr + p->p_memsz;
        if (p->p_type != PT_LOAD || !(p->p_flags & PF_W) || begin < p->p_vaddr || begin + size > end)
            continue;
        pieces[n_pieces] = *p;
        pieces[n_pieces].p_vaddr = begin + size;
        pieces[n_pieces].p_memsz = end - begin - size;
        p->p_memsz = begin - p->p_vaddr;
        n_pieces++;
        return;
    }
}

static bool is_table(const char *name)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (strcmp(name, tables[i]) == 0)
            return true;
    return false;
}

static void find_tables(const char *file)
{
    const ElfW(Ehdr) *header = (const void *)file;
    const ElfW(Shdr) *sections = (const void *)(file + header->e_shoff);
    for (int i = 0; i < header->e_shnum; i++) {
        const ElfW(Sym) *symbols = (const void *)(file + sections[i].sh_offset);
        if (sections[i].sh_type != SHT_SYMTAB)
            continue;
        const char *names = file + sections[sections[i].sh_link].sh_offset;
        for (size_t k = 0; k < sections[i].sh_size / sizeof *symbols; k++)
            if (is_table(names + symbols[k].st_name))
                leave_out(symbols[k].st_value, symbols[k].st_size);
    }
}

static int take_segments(struct dl_phdr_info *info, size_t size, void *payload)
{
    (void)size, (void)payload;
    if (info->dlpi_phnum < PIECES_MAX) {
        memcpy(pieces, info->dlpi_phdr, info->dlpi_phnum * sizeof *pieces);
        n_pieces = info->dlpi_phnum;
        whole = info->dlpi_phdr;
    }
    return 1;                          /* the program comes first */
}

void alk_static_memory_shorten(void)
{
    struct stat status;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0)
        return;
    void *content = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    (void)close(file);
    if (content == MAP_FAILED)
        return;
    (void)__real_dl_iterate_phdr(take_segments, NULL);
    find_tables(content);
    (void)munmap(content, (size_t)status.st_size);
}
