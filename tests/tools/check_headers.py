#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each public header compiles alone, and twice, as C11 and as C++17, with gcc and clang, without a warning."""
import os
import shutil
import subprocess
from common import ROOT, files, finish

PUBLIC = ("core/include/", "orm/include/", "sdk/include/")
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Werror", "-fsyntax-only"]
LANGUAGES = {"c": ["-std=c11", "-Wstrict-prototypes"], "c++": ["-std=c++17", "-Wno-c99-extensions"]}
COMPILERS = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}


def compile_one(compiler, language, header):
    directories = [d for d in PUBLIC if not header.startswith("sdk/")] or ["sdk/include/"]     # the ABI header needs no other
    includes = [flag for d in directories for flag in ("-I", os.path.join(ROOT, d))]
    source = f"#include <{header.split('include/', 1)[1]}>\n" * 2
    options = LANGUAGES[language] if compiler.startswith("clang") else [o for o in LANGUAGES[language] if "c99" not in o]
    run = subprocess.run([compiler, "-x", language, *options, *WARNINGS, *includes, "-"], input=source,
                         capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else f"{header}: {compiler} {options[0]}:\n{run.stderr}"


def main():
    findings, tried = [], 0
    for header in files(".h", under=PUBLIC):
        for language, compilers in COMPILERS.items():
            for compiler in filter(shutil.which, compilers):
                tried += 1
                findings.append(compile_one(compiler, language, header))
    if tried == 0:
        findings.append("no compiler or no header")
    finish([f for f in findings if f], f"headers, {tried} compilations")


main()
