/* SPDX-License-Identifier: MIT
 * Reading ELF files with suspicion: see elf.h. Only headers and notes are read, so it costs a few system calls. */
#include "plugin/elf.h"
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include "plugin/file.h"
#include "plugin/manifest.h"

#if defined(__ELF__)
#include <dlfcn.h>
#include <elf.h>
#include <link.h>

typedef ElfW(Ehdr) file_header;
typedef ElfW(Phdr) segment_header;

enum { SEGMENTS_MAX = 256 };

static const struct {
    uint16_t code;
    const char *bits64, *bits32;
} machines[] = {
    { EM_X86_64, "x86_64", "x32" },
    { EM_386, "i386", "i386" },
    { EM_AARCH64, "aarch64", "aarch64 (32 bits)" },
    { EM_ARM, "arm", "arm" },
    { EM_RISCV, "riscv64", "riscv32" },
    { EM_PPC64, "ppc64", "ppc64" },
    { EM_PPC, "ppc", "ppc" },
    { EM_S390, "s390x", "s390" },
    { EM_MIPS, "mips64", "mips" },
    { EM_SPARCV9, "sparc64", "sparc64" },
    { 258 /* EM_LOONGARCH */, "loongarch64", "loongarch32" },
};

static const char *machine_name(const unsigned char *ident, uint16_t machine)
{
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++)
        if (machines[i].code == machine)
            return ident[EI_CLASS] == ELFCLASS64 ? machines[i].bits64 : machines[i].bits32;
    return "an unknown machine";
}

/* e_machine is at the same place in both classes; its bytes are in the file's order. */
static uint16_t machine_of(const unsigned char *header)
{
    unsigned low = header[18], high = header[19];
    return (uint16_t)(header[EI_DATA] == ELFDATA2MSB ? low << 8 | high : high << 8 | low);
}

/* The header of what this code itself is part of, as mapped: what it says is what this process can load. */
static const unsigned char *own_header(void)
{
    static const char here;
    Dl_info info;
    if (!dladdr(&here, &info) || !info.dli_fbase || memcmp(info.dli_fbase, ELFMAG, SELFMAG) != 0)
        return NULL;
    return info.dli_fbase;
}

static bool read_segment(int fd, const file_header *header, unsigned index, segment_header *out)
{
    return alk__file_read_at(fd, out, sizeof *out, (uint64_t)header->e_phoff + (uint64_t)index * sizeof *out);
}

/* A file cut short would make the system's loader touch pages that are not there, which ends the process. */
static bool is_whole(int fd, const file_header *header, uint64_t size)
{
    bool loadable = false, dynamic = false;
    if (header->e_phentsize != sizeof(segment_header) || header->e_phnum == 0 || header->e_phnum > SEGMENTS_MAX)
        return false;
    for (unsigned i = 0; i < header->e_phnum; i++) {
        segment_header segment;
        if (!read_segment(fd, header, i, &segment))
            return false;
        uint64_t offset = segment.p_offset, length = segment.p_filesz;
        if (segment.p_type != PT_NULL && (offset > size || length > size - offset))
            return false;
        loadable |= segment.p_type == PT_LOAD;
        dynamic |= segment.p_type == PT_DYNAMIC;
    }
    return loadable && dynamic;
}

alk__elf_kind alk__elf_examine(int fd, const char **machine, const char **own)
{
    unsigned char start[20];
    file_header header;
    struct stat about;
    const unsigned char *mine = own_header();
    if (!alk__file_read_at(fd, start, sizeof start, 0) || memcmp(start, ELFMAG, SELFMAG) != 0)
        return ALK__ELF_NOT_ELF;
    if (mine && (memcmp(start + EI_CLASS, mine + EI_CLASS, 2) != 0 || machine_of(start) != machine_of(mine))) {
        if (machine)
            *machine = machine_name(start, machine_of(start));
        if (own)
            *own = machine_name(mine, machine_of(mine));
        return ALK__ELF_OTHER_MACHINE;
    }
    if (!alk__file_read_at(fd, &header, sizeof header, 0) || fstat(fd, &about) != 0)
        return ALK__ELF_TRUNCATED;
    if (header.e_type != ET_DYN)
        return ALK__ELF_NOT_SHARED;
    return is_whole(fd, &header, (uint64_t)about.st_size) ? ALK__ELF_GOOD : ALK__ELF_TRUNCATED;
}

/* ---- notes ---- */
typedef struct note_header {
    uint32_t name_size, text_size, type;
} note_header;

static uint64_t padded(uint32_t size)
{
    return ((uint64_t)size + 3) & ~(uint64_t)3;
}

/* The note's text, when this one is ours. */
static bool read_note(int fd, uint64_t at, const note_header *note, alk__buffer *out)
{
    char name[sizeof "alkahest"];
    if (note->type != 1 || note->name_size != sizeof name || note->text_size == 0 || note->text_size > ALK__MANIFEST_MAX ||
        !alk__file_read_at(fd, name, sizeof name, at) || memcmp(name, "alkahest", sizeof name) != 0)
        return false;
    at += 12;                      /* the name is padded to 12 in ALK_PLUGIN_NOTE */
    if (alk__buffer_reserve(out, note->text_size) != ALK_OK)
        return false;
    for (uint32_t done = 0; done < note->text_size;) {
        char chunk[512];
        uint32_t n = note->text_size - done < sizeof chunk ? note->text_size - done : (uint32_t)sizeof chunk;
        if (!alk__file_read_at(fd, chunk, n, at + done))
            return false;
        alk__buffer_append(out, chunk, strnlen(chunk, n));
        done += n;
    }
    return alk__buffer_status(out) == ALK_OK;
}

static bool search_notes(int fd, uint64_t at, uint64_t length, alk__buffer *out)
{
    uint64_t end = at + length;
    while (end - at >= sizeof(note_header)) {
        note_header note;
        if (!alk__file_read_at(fd, &note, sizeof note, at))
            return false;
        at += sizeof note;
        if (read_note(fd, at, &note, out))
            return true;
        uint64_t content = padded(note.name_size) + padded(note.text_size);
        if (content > end - at)
            return false;
        at += content;
    }
    return false;
}

bool alk__elf_note(int fd, alk__buffer *out)
{
    file_header header;
    if (alk__elf_examine(fd, NULL, NULL) != ALK__ELF_GOOD || !alk__file_read_at(fd, &header, sizeof header, 0))
        return false;
    for (unsigned i = 0; i < header.e_phnum; i++) {
        segment_header segment;
        if (!read_segment(fd, &header, i, &segment))
            return false;
        if (segment.p_type == PT_NOTE && search_notes(fd, segment.p_offset, segment.p_filesz, out))
            return true;
    }
    return false;
}

#else

alk__elf_kind alk__elf_examine(int fd, const char **machine, const char **own)
{
    (void)fd, (void)machine, (void)own;
    return ALK__ELF_GOOD;
}

bool alk__elf_note(int fd, alk__buffer *out)
{
    (void)fd, (void)out;
    return false;
}
#endif
