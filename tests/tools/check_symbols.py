#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library exports what symbols-in-versions lists, that is what the headers declare, each in its version; it needs nothing
but libc, and calls nothing that prints or ends the program.   check_symbols.py libalkahest.so.1"""
import re
import subprocess
import sys
from common import files, finish, read, without_comments

NEEDED = re.compile(r"(libc|libdl|libpthread)\.so|ld-linux|ld-musl|libc\.musl")
FORBIDDEN = """exit _exit _Exit quick_exit abort atexit printf vprintf puts putchar fprintf vfprintf fputs fputc fwrite perror
__printf_chk __vprintf_chk __fprintf_chk __vfprintf_chk setlocale setenv putenv unsetenv signal
strerror localtime gmtime rand srand system popen stdout stderr stdin""".split()


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def listed():
    lines = [line.split() for line in read("core/symbols-in-versions").splitlines() if line and not line.startswith("#")]
    return {line[0]: line[1] for line in lines}, [line[0] for line in lines]


def exported(library):
    symbols = {}
    for line in output("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":
            symbols[name.split("@")[0]] = name.rpartition("@")[2] if "@" in name else ""
    return symbols


def declared():
    names = set()
    for header in files(".h", under=("core/include/", "orm/include/")):
        text = re.sub(r"^[ \t]*#[^\n]*(\\\n[^\n]*)*", "", without_comments(read(header)), flags=re.M)
        for match in re.finditer(r"\bALK_API\b([^;{]*)", text):
            function = re.search(r"\b(alk_\w+)\s*\(", match.group(1))
            data = re.search(r"\b(alk_\w+)\s*(\[[^\]]*\]\s*)?$", match.group(1).strip())
            found = function or data
            names.add(found.group(1) if found else f"? {match.group(1).strip()[:40]}")
    return names


def main():
    library = sys.argv[1]
    versions, order = listed()
    there, wanted = exported(library), declared()
    findings = [f"symbols-in-versions: {name} stands twice" for name in versions if order.count(name) > 1]
    findings += [f"listed but not exported: {name}" for name in sorted(set(versions) - set(there))]
    findings += [f"exported but not listed: {name}" for name in sorted(set(there) - set(versions))]
    findings += [f"listed but not declared ALK_API: {name}" for name in sorted(set(versions) - wanted)]
    findings += [f"declared ALK_API but not listed: {name}" for name in sorted(wanted - set(versions))]
    findings += [f"{name} is exported in {there[name]}, not ALK_{version}" for name, version in versions.items()
                 if name in there and there[name] != f"ALK_{version}"]
    for name in re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-d", library)):
        if not NEEDED.match(name):
            findings.append(f"needs {name}")
    for line in output("nm", "-D", "--undefined-only", library).splitlines():
        name = line.split()[-1].split("@")[0]
        if name in FORBIDDEN:
            findings.append(f"calls or uses {name}")
    finish(findings, f"symbols, {len(versions)} of them")


main()
