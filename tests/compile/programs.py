#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Programs as users write them compile without a warning with each compiler, in C11 and C++17, link against the library and run.
    programs.py --include DIR… --lib DIR --plugins DIR"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
# The C compiler, that of the main program, and the main program.
PROGRAMS = [("gcc", "gcc", "bookshop.c"), ("clang", "clang", "bookshop.c"), ("gcc", "g++", "program.cpp"), ("clang", "clang++", "program.cpp")]


def built(options, cc, main_cc, source, directory):
    """The first compilation that fails, or None."""
    flags = [*WARNINGS, *[f"-I{i}" for i in options.include]]
    standard = "-std=c++17" if source.endswith(".cpp") else "-std=c11"
    for command in ([cc, "-std=c11", *flags, "-c", f"{HERE}/bookshop_models.c", "-o", f"{directory}/models.o"],
                    [main_cc, standard, *flags, f"{HERE}/{source}", f"{directory}/models.o", "-o", f"{directory}/program", f"-L{options.lib}",
                     f"-Wl,-rpath,{options.lib}", "-lalkahest", "-lpthread"]):
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            return run
    return None


def main():
    parser = argparse.ArgumentParser()
    for name, action in (("include", "append"), ("lib", "store"), ("plugins", "store")):
        parser.add_argument(f"--{name}", action=action, required=True)
    options = parser.parse_args()
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for cc, main_cc, source in PROGRAMS:
        if not shutil.which(cc) or not shutil.which(main_cc):
            counts["skipped"] += 1
            continue
        with tempfile.TemporaryDirectory() as directory:
            run = built(options, cc, main_cc, source, directory) or subprocess.run(
                [f"{directory}/program"], capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ, ALKAHEST_PLUGIN_ONLY_PATH=options.plugins))
        counts["failed" if run.returncode else "passed"] += 1
        if run.returncode:
            print(f"{main_cc} {source}: {run.returncode}\n{run.stdout}{run.stderr}")
    print(", ".join(f"{n} {what}" for what, n in counts.items()))
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


main()
