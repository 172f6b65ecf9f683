# SPDX-License-Identifier: MIT
"""Differences on purpose. Each rule takes the expected text, ours and the record, and gives both texts back without the difference that it is about; its first
line of text is the reason. A record counts as ruled when the texts are the same after the rules, and the report says how many records needed each.
"""
import re

from corpus_compare import marker_names, rename

RULES = []


def rule(function):
    RULES.append(function)
    return function


_TYPE = r"[A-Z][A-Z0-9_]*(?: PRECISION| VARYING)?(?:\(\d+(?:, ?\d+)?\))?(?: WITH(?:OUT)? TIME ZONE)?(?:\[\])*"


@rule
def bind_casts(expected, ours, record):
    """PostgreSQL's parameters are typed by the protocol: no cast stands behind each marker."""
    if record["dialect"] != "postgresql":
        return expected, ours
    return re.sub(r"(:\w+|\?)::" + _TYPE, r"\1", expected), re.sub(r"(:\w+|\?)::" + _TYPE, r"\1", ours)


@rule
def schema_placeholders(expected, ours, record):
    """Schemas are translated when the statement is compiled; no placeholder is left for the execution."""
    names = (record.get("args") or {}).get("schema_translate_map")
    if not names:
        return expected, ours

    def put(found):
        key = "None" if found[1] == "_none" else found[1]
        to = names.get(key, found[1])
        return to + "." if to else ""
    return re.sub(r"__\[SCHEMA_([^\]]*)\]\.", put, expected), ours


@rule
def in_lists(expected, ours, record):
    """The list of IN is padded to a power of two, or is one array, so that one text serves any number of values."""
    listed = re.compile(r"(NOT )?IN \((?:(?::\w+|\?)(?:, )?)+\)")
    arrays = re.compile(r"(?:= ANY|(!= ALL|<> ALL)) \((?::\w+|\?)\)")

    def array(found):
        return ("NOT " if found[1] else "") + "IN (…)"
    fold = lambda text: arrays.sub(array, listed.sub(lambda found: (found[1] or "") + "IN (…)", text))
    return (fold(expected), fold(ours)) if "in_op" in str(record["features"]) else (expected, ours)


@rule
def forced_quotes(expected, ours, record):
    """A name is quoted where the dialect needs it; a program cannot ask for quotes, nor forbid them."""
    if '"quote"' not in str(record["tree"]).replace("'", '"') + str(record["tables"]).replace("'", '"') + str(record["froms"]).replace("'", '"'):
        return expected, ours
    bare = lambda text: re.sub(r"""["`\[\]]""", "", text)
    return bare(expected), bare(ours)


@rule
def made_up_names(expected, ours, record):
    """Parameters that a program does not name have names of our making; those that it names keep them."""
    theirs, mine = marker_names(expected), marker_names(ours)
    if len(theirs) != len(mine):
        return expected, ours
    fixed = set(named_binds(record["tree"]) + named_binds(record["froms"]))
    forth, back = {}, {}
    for their, my in zip(theirs, mine):
        if their in fixed and their != my or forth.setdefault(their, my) != my or back.setdefault(my, their) != their:
            return expected, ours
    return rename(expected, forth), ours


def named_binds(item):
    if isinstance(item, list):
        return [name for part in item for name in named_binds(part)]
    if not isinstance(item, dict):
        return []
    own = [item["key"]] if item.get("k") == "bind" and not item.get("unique") and isinstance(item.get("key"), str) else []
    return own + [name for part in item.values() for name in named_binds(part)]


def covering(expected, ours, record):
    """The rules that make the texts the same, each of them needed; None when they do not."""
    def same(rules):
        left, right = expected, ours
        for function in rules:
            left, right = function(left, right, record)
        return left == right
    needed = list(RULES)
    if not same(needed):
        return None
    for function in list(needed):
        fewer = [other for other in needed if other is not function]
        if same(fewer):
            needed = fewer
    return needed
