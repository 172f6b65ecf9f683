#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shared vocabulary is the same, letter by letter, in the library's types.h and in the plugin header."""
import difflib
from common import finish, read

BEGIN, END = "/* ---- shared vocabulary: begin ---- */\n", "/* ---- shared vocabulary: end ---- */\n"
HEADERS = ("core/include/alkahest/types.h", "sdk/include/alkahest/plugin.h")


def block(name):
    text = read(name)
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        finish([f"{name}: the marks of the shared vocabulary do not stand there once each"], "vocabulary")
    return text[text.index(BEGIN):text.index(END)].splitlines()


def main():
    finish(list(difflib.unified_diff(*map(block, HEADERS), *HEADERS, lineterm="")), "vocabulary")


main()
