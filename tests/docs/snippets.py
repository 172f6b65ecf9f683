#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles and runs the C of the documentation, and compares what it prints with what the documentation says.

A block of C is run when the line before it is
    <!-- run: NAME -->            a whole program, or
    <!-- run: NAME, body -->      statements, which get an open `engine` on a memory database and a connection `conn`, or
    <!-- run: NAME, prelude -->   what stands before main() of every body that follows on the page; setup(conn), where it has one, is called first.
The block of text that follows it, before any other block, is what it must print. A block of C without such a line is an
error unless the line before it is <!-- not run: REASON -->.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
MARK = re.compile(r"<!-- (run|not run): ([^,>]+?)(?:, (body|prelude))? -->\n$")
BODY = """#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
%s
int main(void)
{
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = alk_connect(engine);
    if (!conn) {
        fprintf(stderr, "%%s\\n", alk_last_error()->message);
        return 1;
    }
%s
#line 1 "%s"
%s
    alk_conn_close(conn);
    alk_engine_close(engine);
    return 0;
}
"""
SETUP = """    if (setup(conn)) {
        fprintf(stderr, "setup: %s\\n", alk_last_error()->message);
        return 1;
    }
"""
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-Wno-unused-function"]      # a prelude has more than one body needs


def snippets(path):
    """Yields (name, line, program, expected output or None, error or None) for each block of C."""
    text = path.read_text(encoding="utf-8")
    blocks = list(FENCE.finditer(text))
    prelude = setup = ""
    for i, block in enumerate(blocks):
        if block.group(1) != "c":
            continue
        line = text.count("\n", 0, block.start()) + 1
        mark = MARK.search(text[:block.start()])
        if not mark:
            yield f"line {line}", line, None, None, "the block is not marked as run or not run"
            continue
        if mark.group(1) == "not run":
            continue
        name, program = mark.group(2), block.group(2)
        if mark.group(3) == "prelude":
            prelude, setup = f'#line 1 "{path.name}:{name}"\n{program}', SETUP if " setup(" in program else ""
            continue
        if mark.group(3):
            program = BODY % (prelude, setup, f"{path.name}:{name}", program)
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        expected = following.group(2) if following and following.group(1) == "text" else None
        yield name, line, program, expected, None


def check(program, expected, options):
    """None, or what is wrong."""
    with tempfile.TemporaryDirectory() as directory:
        source = pathlib.Path(directory, "snippet.c")
        source.write_text(program, encoding="utf-8")
        command = [options.cc, *WARNINGS, *options.flags, str(source), "-o", f"{directory}/snippet",
                   *[f"-I{i}" for i in options.include], f"-L{options.lib}", f"-Wl,-rpath,{options.lib}", "-lalkahest", "-lpthread"]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        if built.returncode != 0:
            return f"does not compile:\n{built.stderr}"
        environment = dict(os.environ, ALKAHEST_PLUGIN_ONLY_PATH=options.plugins)
        ran = subprocess.run([f"{directory}/snippet"], capture_output=True, text=True, cwd=directory, env=environment,
                             timeout=60, check=False)
        if ran.returncode != 0:
            return f"ends with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
        if expected is not None and ran.stdout != expected:
            return f"prints\n{ran.stdout}instead of\n{expected}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cc", default="cc")
    parser.add_argument("--flags", type=str.split, default=[])
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--lib", required=True)
    parser.add_argument("--plugins", required=True)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    failed = ran = 0
    for page in options.pages:
        names = set()
        for name, line, program, expected, error in snippets(page):
            if not error and name in names:
                error = "the name is used twice"
            names.add(name)
            error = error or check(program, expected, options)
            ran += 1
            if error:
                failed += 1
                print(f"{page}:{line}: {name}: {error}")
    print(f"{ran - failed} passed, {failed} failed")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
