/* SPDX-License-Identifier: MIT
 * Runs a fuzzer's function on the files of its corpus, and on every shorter beginning of each. The arguments are files and
 * directories. Knows nothing of what is fuzzed. */
#include "fuzz.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST = 1 << 20, LONGEST_CUT = 512 };

/* In a block of exactly its size, so that a sanitizer sees each read beyond it. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL)
        return;
    memcpy(exact, data, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static size_t run_file(const char *path)
{
    static uint8_t data[LONGEST];
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    size_t size = fread(data, 1, sizeof data, file);
    (void)fclose(file);
    for (size_t cut = 0; cut < size && cut < LONGEST_CUT; cut++)
        run(data, cut);
    run(data, size);
    return 1;
}

static size_t run_path(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return run_file(path);
    DIR *directory = opendir(path);
    size_t count = 0;
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        char inner[4096];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner)
            count += run_file(inner);
    }
    if (directory != NULL)
        (void)closedir(directory);
    return count;
}

int main(int argc, char *argv[])
{
    size_t count = 0;
    for (int i = 1; i < argc; i++)
        count += run_path(argv[i]);
    (void)printf("%zu inputs\n", count);
    return count > 0 ? 0 : 1;
}
