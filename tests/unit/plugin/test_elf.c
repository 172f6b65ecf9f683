/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <elf.h>
#include <fcntl.h>
#include "plugin/elf.h"
#include "plugin/file.h"

static alk__elf_kind examine(const char *path, const char **machine, const char **own)
{
    struct stat about;
    int fault, fd = alk__file_open(path, &about, &fault);
    alk_check(fd >= 0);
    alk__elf_kind kind = alk__elf_examine(fd, machine, own);
    (void)close(fd);
    return kind;
}

static void patched(const char *path, size_t at, unsigned char byte)
{
    size_t n;
    char *bytes = get(broken("good"), &n);
    bytes[at] = (char)byte;
    put_bytes(path, bytes, n);
    free(bytes);
}

ALK_TEST(elf, a_whole_library_is_good)
{
    alk_check_int(examine(broken("good"), NULL, NULL), ALK__ELF_GOOD);
}

ALK_TEST(elf, other_machines_are_named)
{
    const char *machine = NULL, *own = NULL;
    patched(in("x.so"), 18, 183);
    alk_check_int(examine(in("x.so"), &machine, &own), ALK__ELF_OTHER_MACHINE);
    alk_check_str(machine, "aarch64");
#if defined(__x86_64__)
    alk_check_str(own, "x86_64");
#endif
    patched(in("x.so"), 18, 3);
    alk_check_int(examine(in("x.so"), &machine, &own), ALK__ELF_OTHER_MACHINE);
    alk_check_str(machine, "i386");
    patched(in("x.so"), EI_CLASS, ELFCLASS32);
    alk_check_int(examine(in("x.so"), &machine, &own), ALK__ELF_OTHER_MACHINE);
    patched(in("x.so"), EI_DATA, ELFDATA2MSB);
    alk_check_int(examine(in("x.so"), &machine, &own), ALK__ELF_OTHER_MACHINE);
    patched(in("x.so"), 19, 0x77);
    alk_check_int(examine(in("x.so"), &machine, &own), ALK__ELF_OTHER_MACHINE);
    alk_check_str(machine, "an unknown machine");
}

ALK_TEST(elf, other_files_are_told_apart)
{
    put(in("text.so"), "INPUT(libfoo.so.1) this is a linker script\n");
    alk_check_int(examine(in("text.so"), NULL, NULL), ALK__ELF_NOT_ELF);
    put(in("empty.so"), "");
    alk_check_int(examine(in("empty.so"), NULL, NULL), ALK__ELF_NOT_ELF);
    patched(in("x.so"), 16, ET_REL);
    alk_check_int(examine(in("x.so"), NULL, NULL), ALK__ELF_NOT_SHARED);
    patched(in("x.so"), 56, 0);            /* e_phnum, of 64-bit files */
    alk_check(sizeof(void *) != 8 || examine(in("x.so"), NULL, NULL) == ALK__ELF_TRUNCATED);
}

ALK_TEST(elf, a_file_cut_anywhere_is_never_whole)
{
    size_t n;
    char *bytes = get(broken("good"), &n);
    Elf64_Ehdr header;
    memcpy(&header, bytes, sizeof header);
    uint64_t end = 0;
    for (unsigned i = 0; sizeof(void *) == 8 && i < header.e_phnum; i++) {
        Elf64_Phdr segment;
        memcpy(&segment, bytes + header.e_phoff + i * sizeof segment, sizeof segment);
        if (segment.p_offset + segment.p_filesz > end)
            end = segment.p_offset + segment.p_filesz;
    }
    for (size_t cut = 0; cut < end; cut += 1 + end / 200) {
        put_bytes(in("cut.so"), bytes, cut);
        alk__elf_kind kind = examine(in("cut.so"), NULL, NULL);
        alk_check_that(kind == ALK__ELF_TRUNCATED || kind == ALK__ELF_NOT_ELF, "cut at %zu of %zu", cut, n);
    }
    free(bytes);
}

static bool note_of(const char *path, alk__buffer *out)
{
    struct stat about;
    int fault, fd = alk__file_open(path, &about, &fault);
    alk_check(fd >= 0);
    bool found = alk__elf_note(fd, out);
    (void)close(fd);
    return found;
}

ALK_TEST(elf, the_note_is_the_manifest)
{
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    bool found = note_of(broken("good"), &text);
    if (found)
        alk_check_str(text.data, "format = 1\nname = alkahest-good\nversion = 1.0.0\nlibrary = good.so\nabi = 1\npairs = good+good\n");
    alk_check(found || alk__buffer_status(&text) != ALK_OK);
    alk__buffer_free(&text);
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk_check(!note_of(broken("refuses"), &text));
    alk__buffer_free(&text);
}

/* Headers and notes that lie must not lead the reader out of the file or round in circles. */
ALK_TEST_UNTORTURED(elf, damaged_headers_and_notes_are_survived)
{
    size_t n;
    char *bytes = get(broken("good"), &n);
    put_bytes(in("x.so"), bytes, n);
    int fd = open(in("x.so"), O_RDWR);
    for (off_t at = 0; at < 1200 && (size_t)at < n; at++)
        for (unsigned bit = 0; bit < 8; bit += 3) {
            alk__buffer text;
            char changed = (char)(bytes[at] ^ (1 << bit));
            alk_check(pwrite(fd, &changed, 1, at) == 1);
            (void)alk__elf_examine(fd, NULL, NULL);
            alk__buffer_init(&text, ALK__BUFFER_MAX);
            (void)alk__elf_note(fd, &text);
            alk__buffer_free(&text);
            alk_check(pwrite(fd, &bytes[at], 1, at) == 1);
        }
    (void)close(fd);
    free(bytes);
}
