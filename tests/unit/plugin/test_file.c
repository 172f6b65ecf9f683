/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <errno.h>
#include "plugin/file.h"

static int read_file(const char *path, size_t maximum, const char *expected)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    int fault = alk__file_read(path, maximum, &out);
    if (fault == 0)
        alk_check_str(out.data, expected);
    alk__buffer_free(&out);
    return fault;
}

ALK_TEST(file, reads_regular_files_only)
{
    put(in("a"), "hello");
    int fault = read_file(in("a"), 5, "hello");
    alk_check(fault == 0 || fault == ALK__FILE_NO_MEMORY);
    alk_check_int(read_file(in("a"), 4, ""), ALK__FILE_TOO_LARGE);
    alk_check_int(read_file(in("absent"), 4, ""), ENOENT);
    alk_check_int(read_file(in("a/b"), 4, ""), ENOTDIR);
    alk_check_int(read_file(alk_test_directory(), 4, ""), ALK__FILE_NOT_REGULAR);
    alk_check_int(read_file("/dev/zero", 4, ""), ALK__FILE_NOT_REGULAR);
    alk_check(mkfifo(in("fifo"), 0600) == 0);
    alk_check_int(read_file(in("fifo"), 4, ""), ALK__FILE_NOT_REGULAR);
    alk_check(symlink("loop", in("loop")) == 0);
    alk_check_int(read_file(in("loop"), 4, ""), ELOOP);
    alk_check(symlink("a", in("link")) == 0);
    fault = read_file(in("link"), 5, "hello");
    alk_check(fault == 0 || fault == ALK__FILE_NO_MEMORY);
}

ALK_TEST(file, faults_have_words)
{
    alk_check_str(alk__file_fault(ENOENT), "no such file");
    alk_check_str(alk__file_fault(EACCES), "permission denied");
    alk_check_str(alk__file_fault(ELOOP), "too many symbolic links");
    alk_check_str(alk__file_fault(ENOTDIR), "not a directory");
    alk_check_str(alk__file_fault(EISDIR), "a directory");
    alk_check_str(alk__file_fault(ENAMETOOLONG), "the name is too long");
    alk_check_str(alk__file_fault(EMFILE), "too many open files");
    alk_check_str(alk__file_fault(ENOMEM), "out of memory");
    alk_check_str(alk__file_fault(12345), "it cannot be read");
}

ALK_TEST(file, names_come_sorted_without_hidden_ones)
{
    alk__vector names;
    static const char *const made[] = { "b.alkp", "a.alkp", "c.so", ".hidden.alkp", ".alkp", "B.alkp" };
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        put(in(made[i]), "");
    alk__vector_init(&names, sizeof(char *));
    int fault = alk__directory_names(alk_test_directory(), ".alkp", &names);
    if (fault == 0) {
        alk_check_size(names.count, 3);
        alk_check_str(*(char **)alk__vector_at(&names, 0), "B.alkp");
        alk_check_str(*(char **)alk__vector_at(&names, 1), "a.alkp");
        alk_check_str(*(char **)alk__vector_at(&names, 2), "b.alkp");
    }
    alk__names_free(&names);
    alk_check(fault == 0 || fault == ALK__FILE_NO_MEMORY);
    alk__vector_init(&names, sizeof(char *));
    alk_check_int(alk__directory_names(in("none"), ".alkp", &names), ENOENT);
    alk__names_free(&names);
}

ALK_TEST(file, exact_reads_tell_the_end)
{
    struct stat about;
    int fault;
    char bytes[8];
    put(in("a"), "hello");
    int fd = alk__file_open(in("a"), &about, &fault);
    alk_check(fd >= 0);
    alk_check(alk__file_read_at(fd, bytes, 2, 3) && memcmp(bytes, "lo", 2) == 0);
    alk_check(!alk__file_read_at(fd, bytes, 3, 3));
    alk_check(!alk__file_read_at(fd, bytes, 1, UINT64_MAX));
    alk_check(!alk__file_read_at(fd, bytes, 8, (uint64_t)INT64_MAX - 4));
    (void)close(fd);
}

ALK_TEST(file, what_others_can_change_is_not_trusted)
{
    char culprit[600] = "";
    const char *inner = make_directory("inner"), *file = in("inner/x");
    put(file, "");
    alk_check_that(alk__file_is_trusted(file, culprit, sizeof culprit), "%s", culprit);
    (void)chmod(file, 0664);
    alk_check(!alk__file_is_trusted(file, culprit, sizeof culprit));
    alk_check_contains(culprit, "inner/x is writable by its group");
    (void)chmod(file, 0646);
    alk_check(!alk__file_is_trusted(file, culprit, sizeof culprit));
    alk_check_contains(culprit, "inner/x is writable by everybody");
    (void)chmod(file, 0644);
    (void)chmod(inner, 0777);
    alk_check(!alk__file_is_trusted(file, culprit, sizeof culprit));
    alk_check_contains(culprit, "inner is writable by everybody");
    (void)chmod(inner, 01777);
    alk_check(alk__file_is_trusted(file, culprit, sizeof culprit));
    (void)chmod(inner, 0755);
    alk_check(!alk__file_is_trusted(in("none"), culprit, sizeof culprit));
    alk_check_contains(culprit, "none cannot be examined");
    alk_check(symlink("inner/x", in("link")) == 0);
    (void)chmod(file, 0666);
    alk_check(!alk__file_is_trusted(in("link"), culprit, sizeof culprit));
    if (geteuid() == 0) {
        (void)chmod(file, 0644);
        alk_check(chown(file, 12345, 0) == 0);
        alk_check(!alk__file_is_trusted(file, culprit, sizeof culprit));
        alk_check_contains(culprit, "inner/x belongs to another user");
    }
}
