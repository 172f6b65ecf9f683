/* SPDX-License-Identifier: MIT
 * alk-plugin-check x.so [URL]: examines one plugin. Exit code 0: it keeps the rules; 1: it does not; 2: it could not be examined. With a URL that the plugin
 * serves it is also used. */
#include "check.h"
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

bool check(bool good, const char *rule, const char *format, ...)
{
    va_list arguments;
    (void)printf("%s %s", good ? "ok   " : "FAIL ", rule);
    if (!good) {
        (void)printf(": ");
        va_start(arguments, format);
        (void)vprintf(format, arguments);
        va_end(arguments);
        failures++;
    }
    (void)printf("\n");
    (void)fflush(stdout);
    return good;
}

void advise(const char *format, ...)
{
    va_list arguments;
    (void)printf("note  ");
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    (void)printf("\n");
    (void)fflush(stdout);
}

int main(int argc, char *argv[])
{
    static char library[PATH_MAX];
    if (argc < 2 || argc > 3 || argv[1][0] == '-') {
        (void)fprintf(stderr, "usage: alk-plugin-check plugin.so [URL]\n");
        return 2;
    }
    if (!realpath(argv[1], library) || access(library, R_OK) != 0) {
        (void)fprintf(stderr, "alk-plugin-check: %s cannot be read\n", argv[1]);
        return 2;
    }
    check_file(library);
    if (failures == 0)
        check_entry(library);
    if (failures == 0)
        check_description(library);
    if (failures == 0 && argc == 3)
        check_live(library, argv[2]);
    return failures ? 1 : 0;
}
