#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts the tests in reports of ctest (JUnit form) and prints `N passed, N failed, N skipped`.   count.py report.xml…
A Criterion program, or one of ours that ends with the same line, counts for each test that it ran; so does one whose last line is
`N passed, N failed` or `N passed, N failed, N skipped`. Any other counts as one.
A report that cannot be read counts as a failure."""
import re
import sys
import xml.etree.ElementTree as tree

TOTALS = re.compile(r"Tested: (\d+) \| Passing: (\d+) \| Failing: (\d+)")
LAST_LINE = re.compile(r"(?:^|\n)(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*\Z")
SKIPPED = re.compile(r"^\[(?:\x1b\[[\d;]*m)*SKIP", re.M)


def count(case):
    text = "".join(case.itertext())
    status = case.get("status")
    totals = TOTALS.findall(re.sub(r"\x1b\[[\d;]*m", "", text))
    if status in ("notrun", "disabled", "skipped"):
        return 0, 0, 1
    last = LAST_LINE.search(text)
    if last and not totals:
        failed = int(last[2])
        return int(last[1]), max(failed, 0 if status == "run" else 1), int(last[3] or 0)
    passed = sum(int(t[1]) for t in totals)
    failed = sum(int(t[2]) for t in totals)
    if not totals or (failed and status == "run"):     # the latter is a program that has to fail
        return (1, 0, 0) if status == "run" else (0, 1, 0)
    return passed, max(failed, 0 if status == "run" else 1), len(SKIPPED.findall(text))


def main():
    sums = [0, 0, 0]
    for name in sys.argv[1:]:
        try:
            cases = list(tree.parse(name).getroot().iter("testcase"))
        except (OSError, tree.ParseError) as problem:
            print(f"{name}: {problem}", file=sys.stderr)
            sums[1] += 1
            continue
        for case in cases:
            sums = [a + b for a, b in zip(sums, count(case))]
    if sums[0] == 0:
        sums[1] = max(sums[1], 1)
    print("{} passed, {} failed, {} skipped".format(*sums))
    sys.exit(1 if sums[1] else 0)


main()
