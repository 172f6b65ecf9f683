#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Calls that are not made: unsafe ones anywhere; what prints or ends the program in a library; and some that have one home."""
import re
from common import files, finish, line_of, read, without_comments

UNSAFE = """strcpy strcat sprintf vsprintf strncpy strtok strtok_r gets atoi atol atoll atof strtol strtoll strtoul strtoull strtod
strtof strtold localtime gmtime localtime_r ctime asctime strerror alloca rand srand random putenv setenv unsetenv
system popen tmpnam mktemp scanf sscanf fscanf""".split()
LIBRARY = "setlocale printf vprintf fprintf vfprintf puts putchar fputs perror exit _exit quick_exit abort atexit signal".split()
HOMES = {"malloc": "core/src/base/alloc.c", "calloc": "core/src/base/alloc.c", "realloc": "core/src/base/alloc.c",
         "free": "core/src/base/alloc.c", "reallocarray": "", "strdup": "", "strndup": "", "asprintf": "", "vasprintf": "",
         "getenv": "core/src/base/env.c", "secure_getenv": "", "sigaction": "core/src/plugin/signals.c", "dlopen": "core/src/plugin/loader.c", "dlmopen": "", "dlclose": ""}
TESTS_TOO = "cr_assert cr_expect cr_assert_eq cr_assert_str_eq".split()


def calls(text, names):
    pattern = r"(?<![\w.>])(" + "|".join(names) + r")\s*\("
    for match in re.finditer(pattern, text):
        yield match.group(1), line_of(text, match.start())


def main():
    findings = []
    for name in files(".c", ".h", under=("core/", "orm/", "plugins/", "sdk/", "tests/")):
        text = without_comments(read(name))
        core = name.startswith(("core/", "orm/"))
        library = core or name.startswith(("plugins/", "sdk/driver/"))
        if name.startswith("tests/"):
            for call, line in calls(text, TESTS_TOO):
                findings.append(f"{name}:{line}: {call}: torture does not see it; use alk_check…")
            continue
        for call, line in calls(text, UNSAFE + (LIBRARY if library else [])):
            findings.append(f"{name}:{line}: {call}")
        if core:
            for call, line in calls(text, HOMES):
                if name != HOMES[call]:
                    findings.append(f"{name}:{line}: {call} {'lives in ' + HOMES[call] if HOMES[call] else 'is not used'}")
    finish(findings, "calls")


main()
