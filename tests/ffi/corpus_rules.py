# SPDX-License-Identifier: MIT
"""Differences on purpose. Each rule takes the expected text, ours and the record, and gives both texts back without the difference that it is about; its first
line of text is the reason. A record counts as ruled when the texts are the same after the rules, and the report says how many records needed each.
"""
import re

from corpus_parentheses import needed_parentheses

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
    if "in_op" not in str(record["features"]):
        return expected, ours
    return folded_lists(expected), folded_lists(ours)


_ITEM = r"(?::\w+|\?|NULL)"
_ROW = r"\(%s(?:, %s)*\)" % (_ITEM, _ITEM)
_LIST = re.compile(r"IN \((?:%s|%s)(?:, (?:%s|%s))*\)" % (_ITEM, _ROW, _ITEM, _ROW))
_ARRAY = re.compile(r"(?:= ANY|(!= ALL|<> ALL)) \(%s\)" % _ITEM)
_EMPTY = re.compile(r"\(?((?:[\w.:?]+|\([\w., ]+\))) (NOT )?IN \((?:NULL|SELECT 1.*?1 ?!= ?1)\)(?: (?:AND \(1 != 1\)|OR \(1 = 1\))\)?)?")


def folded_lists(text):
    """Every list of values after IN as one mark, those of no value too."""
    text = _EMPTY.sub(lambda found: "%s %sIN (…)" % (found[1], found[2] or ""), text)
    text = _ARRAY.sub(lambda found: ("NOT " if found[1] else "") + "IN (…)", _LIST.sub("IN (…)", text))
    return re.sub(r"\(([\w.:?]+ NOT IN \(…\))\)", r"\1", text)


@rule
def forced_quotes(expected, ours, record):
    """A name is quoted where the dialect needs it; a program cannot ask for quotes, nor forbid them."""
    if '"quote"' not in str(record["tree"]).replace("'", '"') + str(record["tables"]).replace("'", '"') + str(record["froms"]).replace("'", '"'):
        return expected, ours
    bare = lambda text: re.sub(r"""["`\[\]]""", "", text)
    return bare(expected), bare(ours)


@rule
def redundant_labels(expected, ours, record):
    """A column that a subquery gives under its own name has no AS."""
    same = re.compile(r"""((?:\.|\b|(?<=["`\]]))(["`\[]?)(\w+)(["`\]]?)) AS \2\3\4(?=[\s,)])""")
    return same.sub(r"\1", expected), same.sub(r"\1", ours)


@rule
def query_alone(expected, ours, record):
    """A query that is compiled by itself is a statement, not a value in parentheses."""
    whole = re.fullmatch(r"\((SELECT .*)\)", expected)
    return (whole[1], ours) if whole and record["kind"] == "expr" else (expected, ours)


@rule
def sequence_names(expected, ours, record):
    """Standard SQL has NEXT VALUE FOR."""
    return re.sub(r"<next sequence value: (.*?)>", r"NEXT VALUE FOR \1", expected), ours


@rule
def printing_dialect(expected, ours, record):
    """SQLAlchemy marks what standard SQL has no form for; ours has the usual function."""
    expected = expected.replace("<regexp replace>", "regexp_replace")
    return (expected, re.sub(r", '[a-z]+'\)", ")", ours)) if "regexp_replace" in expected else (expected, ours)


@rule
def standard_changes(expected, ours, record):
    """Standard SQL has DEFAULT VALUES; for other tables of a DELETE it has nothing, and USING is what most databases have."""
    if record["dialect"] != "default":
        return expected, ours
    expected = re.sub(r"^(INSERT INTO \S+) \(\) VALUES \(\)", r"\1 DEFAULT VALUES", expected)
    return re.sub(r"\b(DELETE FROM \S+(?: AS \w+)?), (.*?) WHERE", r"\1 USING \2 WHERE", expected), ours


@rule
def sample_share(expected, ours, record):
    """How much TABLESAMPLE takes is a parameter."""
    share = re.compile(r"(TABLESAMPLE \w+)\((?:\d+|:\w+|\?)\)")
    return share.sub(r"\1(…)", expected), share.sub(r"\1(…)", ours)


@rule
def sqlite_limits(expected, ours, record):
    """LIMIT stands alone where no OFFSET is asked for, and the -1 before a lone OFFSET is no parameter."""
    if record["dialect"] != "sqlite":
        return expected, ours
    if "OFFSET" not in ours:
        return re.sub(r" OFFSET (?:\?|0)(?=$|\))", "", expected), ours
    return expected, ours.replace("LIMIT -1 OFFSET", "LIMIT ? OFFSET")


@rule
def sqlite_returning(expected, ours, record):
    """SQLite takes columns with their table's name in RETURNING."""
    before, word, behind = ours.partition(" RETURNING ")
    return expected, (before + word + re.sub(r"\b\w+\.(?=\w)", "", behind) if record["dialect"] == "sqlite" else ours)


@rule
def real_division(expected, ours, record):
    """Reals divide exactly as they are."""
    if record["dialect"] != "default":
        return expected, ours
    return re.sub(r"/ CAST\(((?:[^()]|\([^()]*\))*) AS FLOAT\)", r"/ \1", expected), ours


@rule
def literal_blobs(expected, ours, record):
    """A blob's literal is hexadecimal, whatever its bytes."""
    return expected, re.sub(r"X'((?:[2-7][0-9A-F])+)'", lambda found: "'%s'" % bytes.fromhex(found[1]).decode(), ours)


@rule
def from_alone(expected, ours, record):
    """What is selected from, compiled by itself, bears its name."""
    if record["kind"] != "from":
        return expected, ours
    bare = re.fullmatch(r"(?:(LATERAL )?\((SELECT .*)\)) AS [\w\"]+", ours)
    return (expected, bare[2] if not bare[1] else "LATERAL (%s)" % bare[2]) if bare else (expected, ours)


@rule
def cte_order(expected, ours, record):
    """CTEs stand in the order in which they are first used, each behind those that it uses."""
    return every_with_sorted(expected), every_with_sorted(ours)


def every_with_sorted(text):
    for found in reversed(list(re.finditer(r"\bWITH ", text))):       # inner ones first
        text = text[:found.start()] + sorted_ctes(text[found.start():])
    return text


def sorted_ctes(text):
    """The text with the CTEs of the WITH that it begins with in the order of their names."""
    begin = re.match(r"(WITH (?:RECURSIVE )?)", text)
    if not begin:
        return text
    place, found = begin.end(), []
    while True:
        head = re.match(r"""[\w"]+(?: ?\([^()]*\))? AS (?:(?:NOT )?MATERIALIZED )?\(""", text[place:])
        end = closing(text, place + head.end() - 1) if head else None
        if end is None:
            return text
        found.append(text[place:end + 1])
        if not text.startswith(", ", end + 1):
            return begin[1] + ", ".join(sorted(found)) + text[end + 1:]
        place = end + 3


def closing(text, start):
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    return None


@rule
def standard_types(expected, ours, record):
    """Standard SQL's words for types."""
    if record["dialect"] != "default":
        return expected, ours
    return re.sub(r"\bDATETIME\b", "INTERVAL" if "INTERVAL" in ours else "TIMESTAMP", re.sub(r"\bDOUBLE\b(?! PRECISION)", "DOUBLE PRECISION", expected)), ours


@rule
def parentheses(expected, ours, record):
    """Parentheses stand where precedence needs them, and nowhere else."""
    return needed_parentheses(expected), needed_parentheses(ours)


@rule
def empty_conditions(expected, ours, record):
    """alk_and() of nothing is true, alk_or() of nothing is false, and both are written."""
    if empty_junction(record["tree"]):
        ours = re.sub(r" WHERE (true|false|1 = 1|0 = 1)$", "", ours)
    return expected, ours


def empty_junction(item):
    if isinstance(item, list):
        return any(map(empty_junction, item))
    if not isinstance(item, dict):
        return False
    return item.get("k") == "BooleanClauseList" and not item.get("clauses") or any(map(empty_junction, item.values()))


@rule
def boolean_constants(expected, ours, record):
    """Standard SQL has true and false, and columns that are conditions."""
    if record["dialect"] != "default" or (record.get("dialect_opts") or {}).get("supports_native_boolean"):
        return expected, ours
    expected = re.sub(r"\b([01]) = 1\b", r"\1", expected)
    expected = re.sub(r"([\w.]+(?:\([^()]*\))?) = 1\b", r"\1", re.sub(r"([\w.]+(?:\([^()]*\))?) = 0\b", r"NOT \1", expected))
    return expected, re.sub(r"\b(true|false)\b", lambda found: "1" if found[1] == "true" else "0", ours)


@rule
def double_negation(expected, ours, record):
    """What is negated twice is written without NOT."""
    return re.sub(r"\bNOT NOT ", "", expected), re.sub(r"\bNOT NOT ", "", ours)


_WORD = re.compile(r"""'(?:[^']|'')*'|(?<![:\w]):\w+|\w+|\s+|[^\w\s]""")


@rule
def made_up_names(expected, ours, record):
    """Names that the program does not give are of our making; a value that stands twice may be sent twice."""
    theirs, mine = _WORD.findall(expected), _WORD.findall(ours)
    fixed = {":" + name for name in named_binds(record["tree"]) + named_binds(record["froms"])}
    if len(theirs) != len(mine):
        return expected, ours
    known = {}
    for their, my in zip(theirs, mine):
        made_up = (their[0] == ":" and my[0] == ":" and their not in fixed) or re.fullmatch(r"\w+_\d+", their) and re.fullmatch(r"\w+_\d+", my)
        if not made_up and their != my or made_up and known.setdefault(my, their) != their:
            return expected, ours
    return expected, expected


def named_binds(item):
    if isinstance(item, list):
        return [name for part in item for name in named_binds(part)]
    if not isinstance(item, dict):
        return []
    own = [item["key"]] if item.get("k") == "bind" and not item.get("unique") and isinstance(item.get("key"), str) else []
    return own + [name for part in item.values() for name in named_binds(part)]


def covering(expected, ours, record):
    """The rules that make the texts the same, each of them needed; None when they do not. A rule may stand in another's way, so each is left out once."""
    def same(rules):
        left, right = expected, ours
        for function in rules:
            left, right = function(left, right, record)
        return left == right
    needed = next((rules for rules in [list(RULES), *[[other for other in RULES if other is not one] for one in RULES]] if same(rules)), None)
    for function in list(needed or []):
        fewer = [other for other in needed if other is not function]
        if same(fewer):
            needed = fewer
    return needed
