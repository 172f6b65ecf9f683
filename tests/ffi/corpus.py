#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Renders a corpus of SQL constructs through the library and compares with what each record expects.

    corpus.py FILE [--dialect D] [--show ID] [--differences] [--unsupported] [--rules] [--floor FILE] [--write-floor FILE]

FILE is .jsonl or .jsonl.gz. The report counts, per dialect, for statements and expressions, for definitions (tables, indexes, types) and then for both together: same, ruled
(different on purpose, see corpus_rules.py and corpus_definition_rules.py), different, unsupported (not rebuilt), and the share of same and ruled in these four. Apart from them
stands what is not in C (what NOT_IN_C names, with its reason). The last lines are the totals.
"""
import argparse
import collections
import ctypes as c
import faulthandler
import functools
import gzip
import json
import os
import re
import sys

from alkahest_sql import Compiled, const, listed, sized, sql, struct
from corpus_build import NOT_IN_C, Builder, reason
from corpus_compare import POSITIONAL, expected_text, our_text, values_agree
import corpus_definition_rules  # noqa: F401
import corpus_definitions  # noqa: F401  these three register their classes of nodes
import corpus_from  # noqa: F401
import corpus_rules
import corpus_statements  # noqa: F401
from corpus_type_records import rendered_type
from corpus_types import Unsupported

SKIPPED = 77
NOT_SETTINGS = ("cte_follows_insert", "legacy_schema_aliasing", "optimize_limits")
MADE_BY_TESTS = ("->BINDCAST->", "SELECT FIRST ", "|->", "plusLsign")    # what compilers of the tests' own render
Outcome = collections.namedtuple("Outcome", "word ours expected detail")


def records(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def identity(record):
    return "%s#%d" % (record["id"], record["seq"])


# ---- how a record is compiled ----
def version_number(parts):
    return sum(part * factor for part, factor in zip(parts, (10000, 100, 1)))


# Settings that stand for a server which has not yet what they are about.
OLD_SERVERS = {"supports_identity_columns": {"oracle": [11, 2], "postgresql": [9, 6]}, "supports_native_boolean": {"oracle": [19]},
               "supports_virtual_generated_columns": {"postgresql": [17]}}
NEWEST = 2**31


def options_of(record, keep):
    settings, arguments = record.get("dialect_opts") or {}, record.get("args") or {}
    options = sized("alk_compile_options")
    options.markers = const.MARKERS_QMARK if record["paramstyle"] in POSITIONAL else const.MARKERS_NAMED
    options.flags = const.COMPILE_LITERALS if arguments.get("literal_binds") else 0
    options.max_identifier = min(filter(None, [settings.get("max_identifier_length"), settings.get("max_index_name_length")]), default=0)
    options.label_length = settings.get("label_length") or 0
    if arguments.get("for_executemany"):
        options.flags |= const.COMPILE_INSERT_MANY
    if settings.get("enable_offset_fetch") is False:
        options.version = version_number([11, 2])      # Oracle before FETCH FIRST
    for setting, dialects in OLD_SERVERS.items():
        if settings.get(setting) is False and record["dialect"] in dialects:
            options.version = min(options.version or NEWEST, version_number(dialects[record["dialect"]]))
    if settings.get("server_version_info"):
        options.version = version_number(settings["server_version_info"])
    if settings.get("supports_for_update_of") and record["dialect"] == "mysql":
        options.version = max(options.version, version_number([8, 0, 1]))      # the first that has it
    if "mssql_rn" in record.get("expected", ""):
        options.version = version_number([10])         # SQL Server before OFFSET, which the settings do not tell
    schemas = arguments.get("schema_translate_map") or {}
    pairs = [(None if name == "None" else name.encode(), to.encode() if to else None) for name, to in schemas.items() if name != "_none"]
    array = (struct["alk_schema_map"] * max(len(pairs), 1))(*pairs)
    keep.append(array)
    options.schemas, options.n_schemas = c.addressof(array), len(pairs)
    return options


def refuse_kind(record):
    """What is left out as a whole."""
    for feature in ("kind:" + record["kind"], "dialect:" + record["dialect"]):
        if feature in NOT_IN_C:
            raise Unsupported(feature)
    if record["user"] or any(mark in record.get("expected", "") for mark in MADE_BY_TESTS):
        raise Unsupported("user construct")
    settings = record.get("dialect_opts") or {}
    joined = settings.get("use_ansi") is False and ("Join" in record["features"] or "'Join'" in str((record["tree"], record["froms"])) or "_setup_joins" in record["tree"])
    if any(name in settings for name in NOT_SETTINGS) or joined:
        raise Unsupported("legacy dialect settings")


@functools.cache
def available(dialect):
    try:
        Compiled(sql.int(1), dialect, None)
    except ValueError:
        return False
    return True


def rendered(record):
    """Our text and its parameters, or the error's text and None."""
    refuse_kind(record)
    if not available(record["dialect"]):
        raise Unsupported("no plugin for the dialect " + record["dialect"])
    if corpus_definitions.lost(record):
        raise Unsupported("constraints that the record does not hold")
    builder = Builder(record)
    try:
        options = options_of(record, builder.keep)
        if record["kind"] == "type":
            return rendered_type(builder, options), []
        made = builder.build(record["tree"])
        if builder.inherited:                      # CTEs of VALUES belong to the statement here
            made = sql.extend(made, listed([sql.with_cte(listed([builder.source(source["f"]) for source in builder.inherited]))]))
        compiled = Compiled(made, record["dialect"], options)
        return compiled.sql, compiled.params
    except ValueError as error:
        return str(error), None
    finally:
        builder.close()


STYLES = {"default": "named", "sqlite": "qmark", "postgresql": "pyformat", "mysql": "format", "mariadb": "format", "mssql": "named", "oracle": "named"}


def on_dialect(record, dialect):
    """The record as it is rendered on another dialect with that one's usual settings; None where that refuses it."""
    render = (record.get("renders") or {}).get(dialect)
    if not render or render.get("refused"):
        return None
    changed = dict(record, dialect=dialect, paramstyle=STYLES[dialect], dialect_opts={})
    changed.update(outcome="ok", expected=render["sql"])
    return changed


def compare(record):
    try:
        ours, params = rendered(record)
    except Unsupported as without:
        return Outcome("not in C" if str(without) in NOT_IN_C else "unsupported", None, record.get("expected"), str(without))
    except (LookupError, TypeError, AttributeError, c.ArgumentError) as fault:     # a tree of a shape that the builder does not know
        return Outcome("different", "not rebuilt: %r" % fault, record.get("expected"), None)
    style, refused = record["paramstyle"], params is None
    if record["outcome"] == "error":
        return Outcome("same" if refused else "different", ours, "an error: " + str(record.get("error")), None)
    if refused:
        rules = corpus_rules.refusing(ours, record.get("expected", ""), record)
        return Outcome("different" if rules is None else "ruled", "an error: " + ours, record.get("expected"), rules)
    ours = our_text(ours, style)
    if "expected" not in record:
        same = re.search(record["expected_re"], ours) or re.search(record["expected_re"], re.sub(r"(:[a-z]+)_\d+\b", r"\1_1", ours))
        return Outcome("same" if same else "different", ours, record["expected_re"], None)
    expected = expected_text(record["expected"], style)
    if not values_agree(record.get("args") or {}, params):
        return Outcome("different", "%s with %s" % (ours, params), expected + " with the values of the record", None)
    if ours == expected:
        return Outcome("same", ours, expected, None)
    rules = corpus_rules.covering(expected, ours, record)
    return Outcome("different" if rules is None else "ruled", ours, expected, rules)


# ---- the report ----
WORDS = ("same", "ruled", "different", "unsupported", "not in C")


def group_of(record):
    """What a record counts for: a dialect's statements and expressions, or its definitions."""
    defines = record["kind"].startswith("ddl:") or record["kind"] == "type"
    return record["dialect"] + ("/definitions" if defines else "/statements")


class Report:
    def __init__(self):
        self.counts = collections.defaultdict(collections.Counter)
        self.unsupported, self.rules = collections.Counter(), collections.Counter()

    def add(self, record, outcome):
        for group in (group_of(record), record["dialect"]):
            self.counts[group][outcome.word] += 1
        if outcome.word in ("unsupported", "not in C"):
            self.unsupported[outcome.detail] += 1
        if outcome.word == "ruled":
            self.rules.update(function.__name__ for function in outcome.detail)

    def percent(self, dialect):
        count = self.counts[dialect]
        able = sum(count.values()) - count["not in C"]
        return 100.0 * (count["same"] + count["ruled"]) / able if able else None

    def print_unsupported(self):
        for feature, count in self.unsupported.most_common():
            print("%5d  %s: %s" % (count, feature, reason(feature)))

    def print_rules(self):
        reasons = {function.__name__: function.__doc__.strip().splitlines()[0] for function in corpus_rules.RULES + corpus_rules.REFUSALS}
        for name, reason in reasons.items():
            print("%5d  %s: %s" % (self.rules[name], name, reason))

    def print_dialects(self):
        """The parts of each dialect; what stands apart, which has no share; and the totals."""
        apart = {group: count["not in C"] for group, count in sorted(self.counts.items()) if count["not in C"] and "/" in group}
        self.print_table(group for group in sorted(self.counts) if "/" in group)
        print("not in C, counted nowhere: " + ", ".join("%s %d" % pair for pair in apart.items()))
        self.print_table(group for group in sorted(self.counts) if "/" not in group)

    def print_table(self, groups):
        print("%-24s %6s %6s %9s %11s %8s" % ("dialect", *WORDS[:-1], "percent"))
        for group in groups:
            percent = self.percent(group)
            if percent is not None:
                print("%-24s %6d %6d %9d %11d %8.2f" % (group, *[self.counts[group][word] for word in WORDS[:-1]], percent))

    def below(self, path):
        """Dialects whose share is less than what the file says."""
        low = []
        with open(path, encoding="ascii") as file:
            for line in filter(None, (line.partition("#")[0].split() for line in file)):
                percent = self.percent(line[0])
                if percent is not None and percent < float(line[1]) and available(line[0].partition("/")[0]):
                    low.append("%s: %.2f is below %s" % (line[0], percent, line[1]))
        return low

    def write_floor(self, path):
        with open(path, "w", encoding="ascii") as file:
            file.write("# The least share of the corpus that each dialect renders as expected, in percent; it only rises.\n")
            for dialect in sorted(self.counts):
                if self.percent(dialect) is not None:
                    file.write("%s %.2f\n" % (dialect, int(self.percent(dialect) * 100) / 100))


def show(record, outcome):
    print(identity(record), record["dialect"], outcome.word, outcome.detail if outcome.word in ("unsupported", "not in C") else "")
    for key in ("tree", "froms", "tables", "dialect_opts", "args"):
        if record.get(key):
            print("%s: %s" % (key, json.dumps(record[key], indent=1)))
    print("ours:     %s\nexpected: %s" % (outcome.ours, outcome.expected))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--dialect")
    parser.add_argument("--show", metavar="ID", help="tree, our text and the expected one of the records whose id contains this")
    parser.add_argument("--differences", action="store_true", help="list the records that differ or are unsupported, with both texts")
    parser.add_argument("--unsupported", action="store_true", help="what is unsupported or has no form in C, by feature")
    parser.add_argument("--rules", action="store_true", help="how many records each rule covers")
    parser.add_argument("--ruled", metavar="RULE", help="list the records that a rule covers, with both texts")
    parser.add_argument("--renders", metavar="DIALECT", choices=sorted(STYLES), help="compare with what every record is on this dialect instead")
    parser.add_argument("--floor", metavar="FILE", help="fail when a dialect falls below its share in this file")
    parser.add_argument("--write-floor", metavar="FILE")
    parser.add_argument("--optional", action="store_true", help="skip when FILE is not there")
    parser.add_argument("--trace", action="store_true", help="name each record before it is rendered")
    return parser.parse_args()


def main():
    options, report = arguments(), Report()
    if options.optional and not os.path.exists(options.file):
        print("no corpus: " + options.file)
        return SKIPPED
    faulthandler.enable()
    for record in records(options.file):
        record = on_dialect(record, options.renders) if options.renders else record
        if record is None:
            continue
        if options.dialect and record["dialect"] != options.dialect or options.show and options.show not in identity(record):
            continue
        if options.trace:
            print(identity(record), file=sys.stderr, flush=True)
        outcome = compare(record)
        report.add(record, outcome)
        if options.show:
            show(record, outcome)
        covered = outcome.word == "ruled" and options.ruled in [function.__name__ for function in outcome.detail]
        if covered or options.differences and outcome.word in ("different", "unsupported"):
            print("%s %s\n  ours:     %s\n  expected: %s" % (identity(record), record["dialect"], outcome.ours or "unsupported: " + outcome.detail, outcome.expected))
    if options.unsupported:
        report.print_unsupported()
    if options.rules:
        report.print_rules()
    report.print_dialects()
    if options.write_floor:
        report.write_floor(options.write_floor)
    low = report.below(options.floor) if options.floor else []
    print("\n".join(low), end="\n" if low else "")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
