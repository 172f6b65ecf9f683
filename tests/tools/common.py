# SPDX-License-Identifier: MIT
"""What the checks of the source tree share: which files there are, text without comments, and how a finding is told."""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAYERS = ["base", "type", "config", "sql", "compile", "plugin", "engine", "orm"]


def known_to_git():
    try:
        listing = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, "ls-files", "-z", "-c", "-o", "--exclude-standard"],
                                 capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return []
    return listing.stdout.split("\0") if listing.returncode == 0 else []


def on_disk():
    for at, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith((".", "build"))]
        yield from (os.path.relpath(os.path.join(at, name), ROOT) for name in names)


def tracked():
    """The files of the project: what git knows, or, in an unpacked source or without git, all that is no build and no dot-file."""
    names = known_to_git() or on_disk()
    return sorted(name for name in set(names) if name and os.path.isfile(os.path.join(ROOT, name)))


def files(*suffixes, under=()):
    return [name for name in tracked()
            if name.endswith(suffixes) and (not under or name.startswith(tuple(under)))]


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8", errors="replace") as file:
        return file.read()


def without_comments(text, keep_strings=False):
    """C text in which comments, and the contents of strings, are blank; the lines stay where they are."""
    def blank(match):
        piece = match.group(0)
        if piece.startswith("/"):
            return re.sub(r"[^\n]", " ", piece)
        return piece if keep_strings else piece[0] + " " * (len(piece) - 2) + piece[-1]
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(findings, what):
    for finding in findings:
        print(finding)
    print(f"{what}: {len(findings)} findings" if findings else f"{what}: fine")
    sys.exit(1 if findings else 0)
