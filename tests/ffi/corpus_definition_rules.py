# SPDX-License-Identifier: MIT
"""Differences on purpose of definitions: rules like those of corpus_rules.py, for tables, indexes, constraints, sequences and types alone."""
import functools
import re

import corpus_rules
from corpus_build import text_of
from corpus_rules import refusal


OWN = []


def rule(function):
    """A rule that leaves what is no definition as it is. These come before those of expressions, which take texts apart."""
    @functools.wraps(function)
    def of_definitions(expected, ours, record):
        if record["kind"].startswith("ddl:") or record["kind"] == "type":
            return function(expected, ours, record)
        return expected, ours
    corpus_rules.RULES.insert(len(OWN), of_definitions)
    OWN.append(of_definitions)
    return of_definitions


def outside_strings(function, text):
    """The text with a function done to all of it that is no string and no quoted name."""
    parts = re.split(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)""", text)
    parts[::2] = map(function, parts[::2])
    return "".join(parts)


def items_of(text):
    """(what is before the list of CREATE TABLE, its items, what is behind); None for another statement."""
    if not re.match(r"CREATE (?:[A-Z]+ )*TABLE ", text) or " (" not in text:
        return None
    start = text.index(" (") + 1
    depth, quote, items, begin = 0, None, [], start + 1
    for index in range(start, len(text)):
        letter = text[index]
        if quote:
            quote = None if letter == quote else quote
        elif letter in "'\"`":
            quote = letter
        elif letter == "," and depth == 1:
            items.append(text[begin:index].strip())
            begin = index + 1
        else:
            depth += (letter == "(") - (letter == ")")
            if depth == 0:
                return text[:start], [item for item in [*items, text[begin:index].strip()] if item], text[index + 1:]
    return None


_CONSTRAINT = re.compile(r"(?:CONSTRAINT \S+ )?(?:PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY|EXCLUDE)\b")


def with_items(text, change):
    """The text with a function done to the items of CREATE TABLE."""
    found = items_of(text)
    return "%s(%s)%s" % (found[0], ", ".join(change(found[1])), found[2]) if found else text


def table_columns(record):
    return [column for table in record["tables"].values() for column in table.get("columns", [])]


# ---- spelling ----
@rule
def spaces(expected, ours, record):
    """A space stands before a list of columns, and before the options of a table."""
    expected = outside_strings(lambda part: re.sub(r"\b(FOREIGN KEY|SET NULL|SET DEFAULT)\(", r"\1 (", part), expected)
    return (re.sub(r"\)(?=PARTITION BY |[A-Z_ ]+ = )", ") ", expected) if record["dialect"] in ("mysql", "mariadb") else expected), ours


_STATED = r"(?:NOT DEFERRABLE(?: INITIALLY IMMEDIATE)?|INITIALLY IMMEDIATE|MATCH SIMPLE|NO ?MINVALUE|NO ?MAXVALUE|NO ?CYCLE|NOORDER|NULLS DISTINCT)"
_STATED_LATER, _STATED_FIRST = re.compile(" %s(?=[ ,)]|$)" % _STATED, re.I), re.compile(r"(?<=AS IDENTITY \()%s ?(?=[\w)])" % _STATED, re.I)


@rule
def stated_defaults(expected, ours, record):
    """What is so when nothing is said is not said: NOT DEFERRABLE, INITIALLY IMMEDIATE, MATCH SIMPLE, NO MINVALUE, NO MAXVALUE, NO CYCLE, NULLS DISTINCT."""
    def left_out(part):
        while _STATED_FIRST.search(part):
            part = _STATED_FIRST.sub("", part)
        part = re.sub(r"(?: DEFERRABLE)? INITIALLY DEFERRED\b", " DEFERRABLE INITIALLY DEFERRED", _STATED_LATER.sub("", part), flags=re.I)
        return part.replace("AS IDENTITY ()", "AS IDENTITY")
    return outside_strings(left_out, expected), ours


@rule
def order_words(expected, ours, record):
    """DESC is a flag of an index's part, however the program spells it."""
    return (re.sub(r" desc(?=[,)])", " DESC", expected), ours) if record["kind"] == "ddl:CreateIndex" else (expected, ours)


@rule
def constraint_places(expected, ours, record):
    """Constraints stand behind the columns, in an order that means nothing."""
    def ordered(items):
        return [item for item in items if not _CONSTRAINT.match(item)] + sorted(item for item in items if _CONSTRAINT.match(item))
    return with_items(expected, ordered), with_items(ours, ordered)


@rule
def default_schema(expected, ours, record):
    """A schema that is translated to none is not written, also where the connection has one of its own."""
    if None not in ((record.get("args") or {}).get("schema_translate_map") or {}).values():
        return expected, ours
    return re.sub(r"\b(main|public)\.(?=\w)", "", expected), ours


@rule
def table_options(expected, ours, record):
    """MySQL's options of a table stand in an order of ours; CHARSET is short for DEFAULT CHARSET."""
    if record["dialect"] not in ("mysql", "mariadb") or record["kind"] != "ddl:CreateTable":
        return expected, ours

    def ordered(text):
        found = items_of(text)
        if not found:
            return text
        tail = re.sub(r"(?<!DEFAULT )\b(CHARSET|CHARACTER SET|COLLATE) = ", r"DEFAULT \1 = ", found[2])
        tail = tail.replace("DEFAULT DEFAULT", "DEFAULT").replace("DEFAULT COLLATE", "COLLATE")
        options, _, partitions = (" " + tail.strip()).partition(" PARTITION BY ")
        options = re.findall(r"(?:[A-Z_]+ )+= (?:'(?:[^']|'')*'|\S+)|TABLESPACE \S+", options)
        return "%s(%s) %s%s" % (found[0], ", ".join(found[1]), " ".join(sorted(options)), partitions and " PARTITION BY " + partitions)
    return ordered(expected), ordered(ours)


# ---- names ----
@rule
def shortened_names(expected, ours, record):
    """A name that is too long ends with eight digits of a hash, not four."""
    short = re.search(r"\b(\w{6,})_[0-9a-f]{4}\b", expected)
    our = re.search(r"\b(\w{5,})_[0-9a-f]{8}\b", ours)
    if not short or not our or not (short[1].startswith(our[1].rstrip("_")) or our[1].startswith(short[1])):
        return expected, ours
    return expected.replace(short[0], "…"), ours.replace(our[0], "…")


@rule
def added_names(expected, ours, record):
    """A foreign key that is added by itself has a name, so that it can be dropped again."""
    if record["kind"] != "ddl:AddConstraint" or text_of(record["tree"]["element"].get("name")):
        return expected, ours
    return expected, re.sub(r" ADD CONSTRAINT (?:\w+|\"[^\"]+\") FOREIGN KEY", " ADD FOREIGN KEY", ours)


@rule
def joined_columns(expected, ours, record):
    """Names of columns in a made-up name have _ between them."""
    conventions = str([table.get("naming_convention") for table in record["tables"].values()])
    if not re.search(r"column_0N|referred_column_0N", conventions):
        return expected, ours
    bare = lambda text: re.sub(r"CONSTRAINT (\"[^\"]+\"|\w+)", lambda found: "CONSTRAINT " + found[1].replace("_", "").strip('"').lower(), text)
    return bare(expected), bare(ours)


# ---- keys and numbers ----
@rule
def identity_not_null(expected, ours, record):
    """NOT NULL is said of an identity too, whose column has it."""
    return expected, outside_strings(lambda part: re.sub(r"(AS IDENTITY(?: \([^()]*\))?) NOT NULL", r"\1", part), ours)


@rule
def sqlite_row_numbers(expected, ours, record):
    """INTEGER PRIMARY KEY stands in the column, where it makes the row's number of it."""
    if record["dialect"] != "sqlite":
        return expected, ours
    key = re.search(r"[(,] (?:CONSTRAINT \S+ )?PRIMARY KEY \((\w+)\)", expected)
    column = key and re.search(r"([(,] ?%s INTEGER(?: DEFAULT \S+)? NOT NULL) PRIMARY KEY" % key[1], ours)
    if not column:
        return expected, ours
    moved = with_items(ours.replace(column[0], column[1]), lambda items: items + [key[0][2:]])
    return expected, moved


@rule
def oracle_growing_keys(expected, ours, record):
    """An integer key of one column grows by itself on Oracle as on every database."""
    if record["dialect"] != "oracle":
        return expected, ours

    def plain(items):
        named = {text_of(column["name"]): column for column in table_columns(record)}
        return [item.replace(" GENERATED BY DEFAULT AS IDENTITY", "") if not named.get(item.partition(" ")[0].strip('"'), {"identity": 1}).get("identity") else item for item in items]
    return expected, with_items(ours, plain)


@rule
def default_calls(expected, ours, record):
    """MySQL's default that is an expression stands in parentheses, also where it is a call that needs none; ON UPDATE is said apart from it."""
    if record["dialect"] not in ("mysql", "mariadb"):
        return expected, ours
    expected = outside_strings(lambda part: re.sub(r" on update ", " ON UPDATE ", part), expected)
    return expected, outside_strings(lambda part: re.sub(r"\bDEFAULT \((\w+\(\))\)", r"DEFAULT \1", part), ours)


# ---- statements ----
@rule
def dropped_where_present(expected, ours, record):
    """IF EXISTS of a constraint holds for its table, too."""
    return expected, ours.replace("ALTER TABLE IF EXISTS ", "ALTER TABLE ") if record["kind"] == "ddl:DropConstraint" and "DROP CONSTRAINT IF EXISTS" in ours else ours


@rule
def altered_comments(expected, ours, record):
    """MySQL's comment of a table stands behind an =; a column that keeps its name is modified, not changed to another."""
    if record["dialect"] not in ("mysql", "mariadb") or not record["kind"].endswith("Comment"):
        return expected, ours
    return re.sub(r" COMMENT (?=')", " COMMENT = ", re.sub(r" CHANGE (\S+) \1 ", r" MODIFY COLUMN \1 ", expected)), re.sub(r" COMMENT (?=')", " COMMENT = ", ours)


@rule
def empty_comments(expected, ours, record):
    """An empty text is NULL to Oracle."""
    return (re.sub(r" IS ''$", " IS NULL", expected), ours) if record["dialect"] == "oracle" and record["kind"].endswith("Comment") else (expected, ours)


@rule
def dropped_kinds(expected, ours, record):
    """MySQL and MariaDB have DROP CONSTRAINT for every kind of constraint."""
    if record["dialect"] not in ("mysql", "mariadb"):
        return expected, ours
    return re.sub(r" DROP (?:CHECK|FOREIGN KEY|INDEX) ", " DROP CONSTRAINT ", expected), ours


@rule
def index_parentheses(expected, ours, record):
    """An expression of an index stands in parentheses, which every database takes; SQLAlchemy leaves them out around a function."""
    if record["kind"] != "ddl:CreateIndex":
        return expected, ours
    return expected, re.sub(r"(?<=[(,])( ?)\((\w+\((?:[^()]|\([^()]*\))*\))\)", r"\1\2", ours)


@rule
def domain_conditions(expected, ours, record):
    """The name of a domain's constraint stands before its CHECK."""
    return re.sub(r"(CONSTRAINT \S+) NOT NULL CHECK", r"NOT NULL \1 CHECK", expected), ours


# ---- types ----
@rule
def words_checked(expected, ours, record):
    """An enumeration that is text has a CHECK of its words, and is as long as the longest of them."""
    for column in table_columns(record):
        spec, name = column.get("type") or {}, text_of(column["name"])
        if spec.get("t") in ("Enum", "ENUM") and not spec.get("create_constraint"):
            ours = re.sub(r", CHECK \([\"`\[]?%s[\"`\]]? IN \((?:N?'(?:[^']|'')*'(?:, )?)+\)\)" % re.escape(name), "", ours)
    if record["kind"] == "type" and (record["tree"].get("type") or {}).get("t") == "Enum" and record["tree"]["type"].get("length") is None:
        ours = re.sub(r"\(\d+\)$", "", ours)
    return expected, ours


_COLUMN_TYPES = {
    "mssql": {"TEXT": "VARCHAR(max)", "NTEXT": "NVARCHAR(max)", "IMAGE": "VARBINARY(max)", "BLOB": "VARBINARY(max)", "DATETIME": "DATETIME2", "BOOLEAN": "BIT"},
    "oracle": {"BIGINT": "NUMBER(19)", "VARBINARY": "RAW(2000)", "BINARY": "RAW(2000)", "TEXT": "CLOB"},
    "postgresql": {"BLOB": "BYTEA", "BINARY": "BYTEA", "VARBINARY": "BYTEA", "NCHAR": "CHAR", "NVARCHAR": "VARCHAR"},
}


@rule
def types_of_columns(expected, ours, record):
    """A column has a type that the database has, and of two that it has the newer one."""
    known = _COLUMN_TYPES.get(record["dialect"], {})
    if not known:
        return expected, ours
    words = re.compile(r"(^|(?<= ))(%s)(?=$|[ ,)])" % "|".join(known))
    return outside_strings(lambda part: words.sub(lambda found: known[found[2]], part), expected), ours


def by_classes(record, text, changes):
    """The text with a function done to the part of it that declares each column of certain classes of types, by the class."""
    if record["kind"] == "type":
        change = changes.get((record["tree"].get("type") or {}).get("t"))
        return change(text) if change else text
    classes = {text_of(column["name"]): (column.get("type") or {}).get("t") for column in table_columns(record)}

    def one(item):
        change = changes.get(classes.get(item.partition(" ")[0].strip('"`[]')))
        return change(item) if change else item
    return with_items(text, lambda items: list(map(one, items)))


@rule
def national_columns(expected, ours, record):
    """Unicode is a national type where the database has such."""
    if record["dialect"] not in ("default", "sqlite", "mysql", "mariadb"):
        return expected, ours
    plain = lambda item: re.sub(r"(^|(?<= ))(?:NATIONAL |N)(VARCHAR|TEXT|CHAR)\b", r"\2", item)
    return expected, by_classes(record, ours, dict.fromkeys(("Unicode", "UnicodeText"), plain))


@rule
def moments_and_spans(expected, ours, record):
    """A timestamp is TIMESTAMP on Oracle, whose DATE has whole seconds; a span of time is declared as one on SQLite, where that is a word for the driver."""
    if record["dialect"] == "oracle":
        return by_classes(record, expected, {"DateTime": lambda item: re.sub(r"(^|(?<= ))DATE\b", "TIMESTAMP", item)}), ours
    if record["dialect"] == "sqlite":
        return by_classes(record, expected, {"Interval": lambda item: re.sub(r"(^|(?<= ))DATETIME\b", "INTERVAL", item)}), ours
    return expected, ours


@rule
def oracle_texts(expected, ours, record):
    """Oracle's text is VARCHAR2, whose length is said: 4000 characters, or 2000 of the national ones, where the program says none."""
    if record["dialect"] != "oracle":
        return expected, ours
    expected = outside_strings(lambda part: re.sub(r"\bVARCHAR(?=\(\d+(?: CHAR)?\)|$|[ ,)])", "VARCHAR2", part), expected)
    if "NVARCHAR2" in ours and "NVARCHAR2" not in expected:
        ours = re.sub(r"\bNVARCHAR2\((\d+)\)", lambda found: "VARCHAR2(%s CHAR)" % (found[1] if found[1] != "2000" else 4000), ours)
    ours = re.sub(r"\bNVARCHAR2\(2000\)", "NVARCHAR2", re.sub(r"\bVARCHAR2\(4000 CHAR\)", "VARCHAR2", ours))
    return expected, ours


@rule
def oracle_old_booleans(expected, ours, record):
    """Oracle before 23 has no BOOLEAN, whichever class of the program's asks for it."""
    if record["dialect"] != "oracle" or (record.get("dialect_opts") or {}).get("supports_native_boolean") is not False:
        return expected, ours
    return expected.replace(" BOOLEAN", " SMALLINT"), ours.replace(" BOOLEAN", " SMALLINT")


# ---- refusals ----
LACKS = {
    "sqlite": ("schemas", "CASCADE of DROP", "COMMENT ON", "sequences", "ALTER TABLE", "identity columns", "materialized views", "CREATE OR REPLACE VIEW", "types of enumerations"),
    "mysql": ("deferrable constraints", "CASCADE of DROP", "identity columns", "IF EXISTS", "IF NOT EXISTS", "MATCH of foreign keys", "unique indexes of some rows",
              "materialized views", "EXCLUDE constraints", "sequences"),
    "mariadb": ("deferrable constraints", "CASCADE of DROP", "identity columns", "expressions in indexes", "MATCH of foreign keys", "materialized views",
                "unique indexes of some rows", "EXCLUDE constraints"),
    "mssql": ("expressions in indexes", "CASCADE of DROP", "deferrable constraints", "MATCH of foreign keys", "temporary tables", "materialized views", "IF NOT EXISTS", "IF EXISTS"),
    "oracle": ("identity columns", "CASCADE of DROP", "ON UPDATE of foreign keys", "MATCH of foreign keys", "stored computed columns", "temporary tables"),
    "postgresql": ("virtual computed columns",),
}


@refusal
def refused_definition(error, expected, record):
    """What a database has not is refused when the definition is compiled; SQLAlchemy writes it all the same, or leaves it out."""
    if not record["kind"].startswith("ddl:"):
        return False
    return any(re.search(r"(?:^|: )%s has no %s" % (record["dialect"], re.escape(lack)), error) for lack in LACKS.get(record["dialect"], ()))


@refusal
def refused_parameters(error, expected, record):
    """A parameter whose value comes when the statement runs cannot stand in a definition; SQLAlchemy writes NULL for it."""
    return record["kind"].startswith("ddl:") and "a parameter cannot stand in a definition" in error and "NULL" in expected
