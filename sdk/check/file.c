/* SPDX-License-Identifier: MIT
 * What a library's ELF headers say: what it exports, what it needs, how it is to be loaded. Nothing of it runs. */
#include "check.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/alloc.h"
#include "plugin/elf.h"
#include "plugin/file.h"

#if defined(__ELF__)
#include <elf.h>
#include <link.h>

#ifndef DF_STATIC_TLS
#define DF_STATIC_TLS 0x10
#endif
#ifndef DF_1_NODELETE
#define DF_1_NODELETE 0x8
#endif

typedef struct image {
    const char *bytes;
    size_t size;
} image;

static bool lies_within(const image *i, uint64_t offset, uint64_t length)
{
    return offset <= i->size && length <= i->size - offset;
}

/* Section number `index`, or false when the header lies. */
static bool section(const image *i, unsigned index, ElfW(Shdr) *out)
{
    ElfW(Ehdr) header;
    memcpy(&header, i->bytes, sizeof header);
    uint64_t offset = (uint64_t)header.e_shoff + (uint64_t)index * sizeof *out;
    if (index >= header.e_shnum || header.e_shentsize != sizeof *out || !lies_within(i, offset, sizeof *out))
        return false;
    memcpy(out, i->bytes + offset, sizeof *out);
    return out->sh_type == SHT_NOBITS || lies_within(i, out->sh_offset, out->sh_size);
}

static bool find_section(const image *i, unsigned type, ElfW(Shdr) *out)
{
    for (unsigned index = 0; section(i, index, out); index++)
        if (out->sh_type == type)
            return true;
    return false;
}

static const char *text_at(const image *i, const ElfW(Shdr) *strings, uint64_t offset)
{
    if (offset >= strings->sh_size || !memchr(i->bytes + strings->sh_offset + offset, 0, strings->sh_size - offset))
        return "?";
    return i->bytes + strings->sh_offset + offset;
}

/* ---- symbols ---- */
static bool is_export(const ElfW(Sym) *symbol)
{
    unsigned bind = symbol->st_info >> 4, visibility = symbol->st_other & 3;
    return symbol->st_shndx != SHN_UNDEF && bind != STB_LOCAL && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

static void check_symbols(const image *i)
{
    ElfW(Shdr) symbols, strings;
    bool entry = false;
    const char *extra = NULL, *core = NULL;
    if (!check(find_section(i, SHT_DYNSYM, &symbols) && section(i, symbols.sh_link, &strings), "it has a table of dynamic symbols", "it has none"))
        return;
    for (uint64_t at = 0; at + sizeof(ElfW(Sym)) <= symbols.sh_size; at += sizeof(ElfW(Sym))) {
        ElfW(Sym) symbol;
        memcpy(&symbol, i->bytes + symbols.sh_offset + at, sizeof symbol);
        const char *name = text_at(i, &strings, symbol.st_name);
        if (symbol.st_shndx == SHN_UNDEF)
            core = strncmp(name, "alk_", 4) == 0 ? name : core;
        else if (is_export(&symbol) && strcmp(name, "alk_plugin_entry_1") == 0)
            entry = true;
        else if (is_export(&symbol) && strncmp(name, "alk_plugin_entry_", 17) != 0)
            extra = name;
    }
    check(entry, "it exports alk_plugin_entry_1", "it does not");
    check(!extra, "it exports nothing else", "\"%s\" is exported; use the version script alk_plugin.map", extra ? extra : "");
    check(!core, "it uses no symbol of the library", "\"%s\" is; all comes through the host table", core ? core : "");
}

/* ---- the dynamic section ---- */
typedef struct dynamic {
    bool needs_core, static_tls, text_relocations, path, now, nodelete;
    char needed[128];
} dynamic;

static void take_entry(dynamic *d, const image *i, const ElfW(Shdr) *strings, const ElfW(Dyn) *entry)
{
    const char *name = entry->d_tag == DT_NEEDED ? text_at(i, strings, entry->d_un.d_val) : "";
    if (strncmp(name, "libalkahest", 11) == 0) {
        d->needs_core = true;
        (void)snprintf(d->needed, sizeof d->needed, "%s", name);
    }
    d->text_relocations |= entry->d_tag == DT_TEXTREL;
    d->path |= entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH;
    d->now |= entry->d_tag == DT_BIND_NOW;
    if (entry->d_tag == DT_FLAGS) {
        d->static_tls |= (entry->d_un.d_val & DF_STATIC_TLS) != 0;
        d->text_relocations |= (entry->d_un.d_val & DF_TEXTREL) != 0;
        d->now |= (entry->d_un.d_val & DF_BIND_NOW) != 0;
    }
    if (entry->d_tag == DT_FLAGS_1) {
        d->now |= (entry->d_un.d_val & DF_1_NOW) != 0;
        d->nodelete |= (entry->d_un.d_val & DF_1_NODELETE) != 0;
    }
}

static void check_dynamic(const image *i)
{
    ElfW(Shdr) table, strings;
    dynamic d = { 0 };
    if (!check(find_section(i, SHT_DYNAMIC, &table) && section(i, table.sh_link, &strings), "it has a dynamic section", "it has none"))
        return;
    for (uint64_t at = 0; at + sizeof(ElfW(Dyn)) <= table.sh_size; at += sizeof(ElfW(Dyn))) {
        ElfW(Dyn) entry;
        memcpy(&entry, i->bytes + table.sh_offset + at, sizeof entry);
        if (entry.d_tag == DT_NULL)
            break;
        take_entry(&d, i, &strings, &entry);
    }
    check(!d.needs_core, "it is not linked to the library", "it needs %s", d.needed);
    check(!d.static_tls, "its thread-local storage can be loaded late", "it has the flag STATIC_TLS (no -ftls-model=initial-exec)");
    check(!d.text_relocations, "its code is position-independent", "it has text relocations");
    if (d.path)
        advise("it has a run path; its libraries should come from the system's own");
    if (!d.now)
        advise("it is not linked with -z now; the library binds it at once all the same");
    if (!d.nodelete)
        advise("it is not linked with -z nodelete");
}

static void check_image(int fd, size_t size)
{
    char *bytes = alk__alloc(size);
    image i = { bytes, size };
    if (bytes && alk__file_read_at(fd, bytes, size, 0)) {
        check_symbols(&i);
        check_dynamic(&i);
    } else {
        check(false, "it can be read", "it cannot");
    }
    alk__free(bytes);
}

#else
static void check_image(int fd, size_t size)
{
    (void)fd, (void)size;
    advise("this system has no ELF files: symbols and flags are not examined");
}
#endif

void check_file(const char *library)
{
    struct stat about;
    int fault, fd = alk__file_open(library, &about, &fault);
    const char *machine = "", *own = "";
    if (!check(fd >= 0, "it can be opened", "%s", fd < 0 ? alk__file_fault(fault) : ""))
        return;
    alk__elf_kind kind = alk__elf_examine(fd, &machine, &own);
    if (check(kind == ALK__ELF_GOOD, "it is a shared library for this machine", "%s",
              kind == ALK__ELF_OTHER_MACHINE ? machine : kind == ALK__ELF_TRUNCATED ? "it is damaged or cut short" : "it is none"))
        check_image(fd, (size_t)about.st_size);
    (void)close(fd);
}
