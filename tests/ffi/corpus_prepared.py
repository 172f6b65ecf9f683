#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prepares the corpus's queries and changes on a live server, as the library writes them for it:    corpus_prepared.py FILE VARIABLE [--show]

The URL is in the environment VARIABLE; skipped (77) where that is not set, or the file is not there. A server reads a statement before it looks for what it names, so the tables need not be
there: whatever is refused for its syntax is at fault. Where the record's own text for that dialect is refused just so, the fault is the record's, which puts constructs on databases that have no such thing.
Those that the server knows well enough to prepare are counted apart: they are self-contained."""
import collections
import os
import re
import sys

import alkahest_ffi as alkahest
from alkahest_sql import const
import corpus
from corpus_compare import expected_text
from corpus_types import Unsupported

KINDS = ("select", "compound", "insert", "update", "delete")
SYNTAX = ("42601",)
LEAST = 300                                # of statements: fewer, and something else is wrong


def texts(path, dialect):
    """Name, our text and the record's of each statement, with the marks of the driver."""
    plain_options = corpus.options_of

    def options_of(record, keep):
        options = plain_options(record, keep)
        options.markers = const.MARKERS_OF_DIALECT
        return options

    corpus.options_of = options_of
    for record in corpus.records(path):
        if record["kind"] not in KINDS or record["outcome"] == "error" or isinstance(record["tree"].get("_distinct"), str):      # a word of the record's own
            continue
        record = corpus.on_dialect(record, dialect)
        if record is None:
            continue
        try:
            ours, params = corpus.rendered(record)
        except (Unsupported, LookupError, TypeError, AttributeError, ValueError):
            continue
        if params is not None:
            yield corpus.identity(record), ours, expected_text(record["expected"], record["paramstyle"])


def with_marks(text, dialect):
    """The record's text with the marks that the server takes."""
    if dialect != "postgresql":
        return text
    names, found = {}, re.compile(r"(?<![:\w]):([A-Za-z_]\w*)")
    return found.sub(lambda match: "$%d" % names.setdefault(match[1], len(names) + 1), text)


def refused(connection, text):
    """The error of preparing it, or None."""
    try:
        connection.cursor().prepare(text)
        return None
    except alkahest.Error as error:
        return error
    finally:
        connection.rollback()


def main():
    path, url, show = sys.argv[1], os.environ.get(sys.argv[2], ""), "--show" in sys.argv
    if not url or not os.path.exists(path):
        print("no server or no corpus")
        return corpus.SKIPPED
    dialect = url.partition(":")[0].partition("+")[0]
    counts = collections.Counter()
    with alkahest.connect(url) as connection:
        for name, ours, theirs in texts(path, dialect):
            error = refused(connection, ours)
            word = "prepared" if error is None else "known" if getattr(error, "sqlstate", None) not in SYNTAX else "syntax"
            if word == "syntax":
                other = refused(connection, with_marks(theirs, dialect))
                word = "not there" if getattr(other, "sqlstate", None) in SYNTAX else "at fault"
            counts[word] += 1
            if word == "at fault" or show and word == "not there":
                print("%s %s: %s\n  %s\n  %s" % (word, name, error, ours, theirs))
    total = sum(counts.values())
    print("%d statements: %d prepared, %d read and not found what they name, %d of constructs that the database has not, %d at fault" %
          (total, counts["prepared"], counts["known"], counts["not there"], counts["at fault"]))
    return 1 if counts["at fault"] or total < LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
