#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tree holds what belongs there: the fixed top level, licence lines, no unfinished work, no blanks at line ends."""
import os
import re
from common import files, finish, line_of, read, tracked

TOP = {"CMakeLists.txt", "README.md", "core", "orm", "plugins", "sdk", "tests", "packaging"}
# Written in two pieces, so that this file does not find itself.
WORDS = ["TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK", "WI" "P", "TB" "D"]
PHRASES = ["for " "now", "not yet " "implemented", "un" "implemented", "temporary " "hack", "/wo" "rk/", "/tmp/" "build"]
FOUND = re.compile(r"\b(" + "|".join(WORDS) + r")\b|(?i:" + "|".join(map(re.escape, PHRASES)) + ")")
LICENSED = (".c", ".h", ".def", ".py", ".cmake", ".sh", "CMakeLists.txt", "/run")
TEXT = LICENSED + (".md", ".txt", ".in", ".map", ".json", ".sql", ".alkp", ".1", ".7")


def main():
    findings = [f"{top}: does not belong to the top level" for top in sorted({name.split("/")[0] for name in tracked()})
                if top not in TOP and not top.startswith(".")]
    for name in files(*TEXT):
        text = read(name)
        findings += [f"{name}:{line_of(text, m.start())}: {m.group(0)}" for m in FOUND.finditer(text)]
        if name.endswith(LICENSED) and "SPDX-License-Identifier: MIT" not in text[:200]:
            findings.append(f"{name}: no licence line")
        if name.endswith((".c", ".h", ".py", ".cmake", "CMakeLists.txt", ".sh", "/run")):
            findings += [f"{name}:{line_of(text, m.start())}: a blank at the line's end" for m in re.finditer(r"[ \t]+$", text, re.M)]
            findings += [f"{name}: does not end with a newline"] if text and not text.endswith("\n") else []
    findings += [f"{name}: not executable" for name in ("tests/run", ".ci/run", "packaging/demo")
                 if name in tracked() and not os.access(os.path.join(os.path.dirname(__file__), "../..", name), os.X_OK)]
    finish(findings, "text")


main()
