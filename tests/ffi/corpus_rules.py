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
def in_arrays(expected, ours, record):
    """On PostgreSQL the values of IN are one array, so that one text serves any number of them: = ANY, and <> ALL for NOT IN, beside the same left side."""
    if record["dialect"] != "postgresql":
        return expected, ours
    for left, word, array in re.findall(r"((?:[\w.]|(?<=[\w.])\()+\)*) (= ANY|<> ALL) \((:\w+|\?)\)", ours):
        operator = "IN" if word == "= ANY" else "NOT IN"
        lists = re.compile(r"\(?%s %s \((?:%s(?:, %s)*|NULL\) (?:AND|OR) \(1 !?= 1\))\)\)?" % (re.escape(left), operator, _ITEM, _ITEM))
        expected = lists.sub(lambda _found: "%s %s (%s)" % (left, word, array), expected, count=1)
    return expected, ours


@rule
def in_lists(expected, ours, record):
    """The list of IN is padded to a power of two, so that one text serves any number of values."""
    if "in_op" not in str(record["features"]):
        return expected, ours
    return folded_lists(expected), folded_lists(ours)


_ITEM = r"(?::\w+|\?|NULL)"
_ROW = r"\(%s(?:, %s)*\)" % (_ITEM, _ITEM)
_LIST = re.compile(r"IN \((?:%s|%s)(?:, (?:%s|%s))*\)" % (_ITEM, _ROW, _ITEM, _ROW))
_EMPTY = re.compile(r"\(?((?:[\w.:?]+|\([\w., ]+\))) (NOT )?IN \((?:NULL|SELECT 1.*?1 ?!= ?1)\)(?: (?:AND \(1 != 1\)|OR \(1 = 1\))\)?)?")


def folded_lists(text):
    """Every list of values after IN as one mark, those of no value too."""
    text = _EMPTY.sub(lambda found: "%s %sIN (…)" % (found[1], found[2] or ""), text)
    text = _LIST.sub("IN (…)", text)
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
    expected = re.sub(r"^(INSERT INTO \S+) (?:\(\) VALUES \(\)|\(\w+\) VALUES \(DEFAULT\))", r"\1 DEFAULT VALUES", expected)
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
    if record["dialect"] not in ("default", "postgresql", "mssql", "sqlite"):
        return expected, ours
    for wrapped in (r"/ CAST\(((?:[^()]|\([^()]*\))*) AS FLOAT\)", r"/ \(((?:[^()]|\([^()]*\))*) \+ 0\.0\)"):
        expected = re.sub(wrapped, r"/ \1", expected)
    return expected, ours


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


# ---- one dialect's ----
@rule
def inner_joins(expected, ours, record):
    """JOIN by itself is an inner join."""
    return (expected.replace(" INNER JOIN ", " JOIN "), ours) if record["dialect"] in ("mysql", "mariadb") else (expected, ours)


@rule
def update_joins(expected, ours, record):
    """MySQL's UPDATE of joined tables names them in a list, and their conditions in WHERE, as other databases' UPDATE does."""
    found = re.fullmatch(r"UPDATE (\w+)((?: (?:INNER )?JOIN \w+ ON .*?)+) SET (.*?)(?: WHERE (.*))?", expected)
    if record["dialect"] not in ("mysql", "mariadb") or not found:
        return expected, ours
    joins = re.findall(r" (?:INNER )?JOIN (\w+) ON (.*?)(?= (?:INNER )?JOIN |$)", found[2])
    conditions = [condition for _name, condition in joins] + ([found[4]] if found[4] else [])
    return "UPDATE %s SET %s WHERE %s" % (", ".join([found[1]] + [name for name, _condition in joins]), found[3], " AND ".join(conditions)), ours


@rule
def requested_casts(expected, ours, record):
    """A CAST that the program asks for is written, in MySQL 8's types; SQLAlchemy leaves it out where an older server had no such type in CAST."""
    bare = re.sub(r"CAST\(([\w.]+) AS (?:YEAR|FLOAT|DOUBLE|REAL|(?:UN)?SIGNED INTEGER|CHAR)(?:\([^()]*\))?\)", r"\1", ours)
    return (expected, bare) if record["dialect"] in ("mysql", "mariadb") and "CAST(" not in expected else (expected, ours)


@rule
def share_locks(expected, ours, record):
    """MySQL 8 has FOR SHARE, which alone takes OF, NOWAIT and SKIP LOCKED."""
    version = (record.get("dialect_opts") or {}).get("server_version_info") or [8]
    return (expected.replace("LOCK IN SHARE MODE", "FOR SHARE"), ours) if record["dialect"] == "mysql" and version[0] >= 8 else (expected, ours)


@rule
def upsert_alias(expected, ours, record):
    """MySQL 8 has an alias for the row of an upsert, and deprecates VALUES()."""
    before, word, behind = expected.partition(" ON DUPLICATE KEY UPDATE ")
    if record["dialect"] != "mysql" or "VALUES(" not in behind:
        return expected, ours
    return before + " AS new" + word + re.sub(r"VALUES\((\w+)\)", r"new.\1", behind), ours


@rule
def sub_second_fields(expected, ours, record):
    """MySQL has MICROSECOND alone in EXTRACT."""
    if record["dialect"] not in ("mysql", "mariadb"):
        return expected, ours
    return expected, re.sub(r"\(EXTRACT\(MICROSECOND FROM (.*?)\) DIV 1000\)", r"EXTRACT(millisecond FROM \1)", ours)


@rule
def top_in_parentheses(expected, ours, record):
    """TOP takes a parameter in parentheses; without them it is there for old programs."""
    return (re.sub(r"\bTOP (:\w+|\?|\d+)", r"TOP (\1)", expected), ours) if record["dialect"] == "mssql" else (expected, ours)


@rule
def clocks(expected, ours, record):
    """SQL Server has neither CURRENT_DATE nor CURRENT_TIME, and its GETDATE() is a timestamp: a CAST makes date and time of it."""
    if record["dialect"] != "mssql":
        return expected, ours
    ours = re.sub(r"CAST\(CURRENT_TIMESTAMP AS TIME\)", "CURRENT_TIME", ours)
    return expected, re.sub(r"CAST\(CURRENT_TIMESTAMP AS DATE\)", "GETDATE()" if "GETDATE()" in expected else "CURRENT_DATE", ours)


@rule
def oracle_random(expected, ours, record):
    """Oracle has no random(): its numbers come from DBMS_RANDOM."""
    return (re.sub(r"\brandom\(\)", "DBMS_RANDOM.VALUE()", expected), ours) if record["dialect"] == "oracle" else (expected, ours)


@rule
def counted_rows(expected, ours, record):
    """The column by which an old server counts rows has a name of our own."""
    return re.sub(r"\b(?:ora|mssql)_rn\b", "alk_rn", expected), ours


@rule
def order_of_counted_rows(expected, ours, record):
    """Rows that an old server counts come in their order, which the query around says: that of a query in FROM is none."""
    return expected, re.sub(r" ORDER BY alk_rn$", "", ours)


@rule
def top_of_the_query(expected, ours, record):
    """TOP takes the first rows without a query around that counts them."""
    if record["dialect"] != "mssql" or " TOP (" not in ours:
        return expected, ours
    counting = r"SELECT (anon_\d+)\.(\w+)(?: AS \2)? FROM \(SELECT ([\w.]+\.\2)(?: AS \2)?, ROW_NUMBER\(\) OVER \(ORDER BY ([\w., ]+)\) AS alk_rn FROM (\w+)\) AS \1 WHERE alk_rn <= (:\w+|\?)"
    return re.sub(counting, r"SELECT TOP (\6) \3 FROM \5 ORDER BY \4", expected), ours


@rule
def locked_before_counted(expected, ours, record):
    """A column that is only locked stands before the number of its row, as those that are selected do."""
    return re.sub(r"(ROWNUM AS alk_rn), (anon_\d+\.\w+)(?: AS \w+)?(?= FROM)", r"\2, \1", expected), ours


@rule
def late_numbers(expected, ours, record):
    """LIMIT and OFFSET are parameters, not numbers that are put in when the statement runs."""
    if not (record.get("args") or {}).get("render_postcompile"):
        return expected, ours
    number = re.compile(r"\b(OFFSET|FETCH FIRST|LIMIT) (?:\d+|:\w+|\?)")
    return number.sub(r"\1 …", expected), number.sub(r"\1 …", ours)


@rule
def substring_call(expected, ours, record):
    """PostgreSQL's SUBSTRING (a FROM b FOR c) is substring(a, b, c)."""
    expected = re.sub(r"\bSUBSTRING\((.*?) FROM (.*?)(?: FOR (.*?))?\)", lambda found: "substring(%s)" % ", ".join(filter(None, found.groups())), expected)
    return expected, ours


@rule
def steps_into_documents(expected, ours, record):
    """-> reads a part of JSON and hstore on every version, and subscripts do where one is assigned; a step that is known is a literal."""
    if record["dialect"] != "postgresql":
        return expected, ours
    step = r"(?:\d+|'[^']*'(?:::TEXT)?|:\w+|\?|CAST\(:\w+ AS \w+\))"

    def folded(text):
        text = re.sub(r" #> (?:\w+|:\w+|\?)", "[step]", text)
        text = re.sub(r" -> (%s)" % step, r"[\1]", re.sub(r"\(((?:CAST\([^()]*\)|[\w.]+))\)(?=\[)", r"\1", text))
        text = re.sub(r"\(([\w.]+\[step\])\)", r"\1", re.sub(r"(?:\[(?:\d+|'[^']*'|:\w+|\?|step)\])+", "[step]", text))
        return re.sub(r"\(([\w.]+ (?:->>|#>>) (?:'[^']*'|:\w+|\?))\)", r"\1", text).replace("] = ", "]=")
    return folded(expected), folded(ours)


@rule
def asked_returning(expected, ours, record):
    """What comes back is what alk_returning() names: no key is added to it."""
    tree = record["tree"]
    if tree.get("k") != "Insert" or tree.get("_returning"):
        return expected, ours
    return re.sub(r" RETURNING [\w.]+$| OUTPUT inserted\.\w+(?= (?:DEFAULT )?VALUES)", "", expected), ours


@rule
def made_up_labels(expected, ours, record):
    """An expression that is selected has a name, so that every column of a result can be asked for by one."""
    if expected.count(" AS anon_") == ours.count(" AS anon_"):
        return expected, ours
    return tuple(re.sub(r" AS (anon_\d+)(?!\w)(?!.*\b\1\.)(?! ?\()", "", text) for text in (expected, ours))


@rule
def regexp_flags_kept(expected, ours, record):
    """Flags that SQLite's REGEXP has no place for stand in the pattern, not nowhere."""
    return expected, re.sub(r"\('\(\?' \|\| '\w+' \|\| '\)' \|\| (\?|:\w+)\)", r"\1", ours) if record["dialect"] == "sqlite" else ours


@rule
def flags_of_replacements(expected, ours, record):
    """On Oracle and MySQL a position and which match to replace come before the flags of REGEXP_REPLACE."""
    return expected, re.sub(r"(REGEXP_REPLACE\(.*), 1, 0, ('\w+'\))", r"\1, \2", ours) if record["dialect"] in ("oracle", "mysql") else ours


@rule
def alias_to_delete_from(expected, ours, record):
    """DELETE takes the alias of its table only with the table behind it: on SQL Server, MariaDB, and MySQL before 8.0.16."""
    return expected, re.sub(r"^DELETE FROM (\w+) (?:FROM|USING) (\w+ AS \1)\b(?!,)", r"DELETE FROM \2", ours)


@rule
def ordered_expressions(expected, ours, record):
    """ORDER BY inside a query whose rows are counted names a label, as it does elsewhere."""
    if "alk_rn" not in ours and "ROWNUM" not in ours:
        return expected, ours
    found = re.search(r" ORDER BY (\"[^\"]+\")", ours)
    what = found and re.search(r"(?:SELECT|,) ((?:(?!SELECT|,).)+?) AS %s" % re.escape(found[1]), ours)
    return (expected, ours.replace(found[0], " ORDER BY " + what[1])) if what else (expected, ours)


_JSON_PATH = re.compile(r"(JSON_(?:EXTRACT|QUERY|VALUE)\([^,()]+(?:\([^()]*\))?, )(?:\?|:\w+|'(?:[^']|'')*')")


@rule
def json_paths(expected, ours, record):
    """The path into a document, which is known when the statement is built, is written into it."""
    if record["dialect"] in ("default", "postgresql"):
        return expected, ours
    return _JSON_PATH.sub(r"\1…", expected), _JSON_PATH.sub(r"\1…", ours)


@rule
def constant_conditions(expected, ours, record):
    """A constant is a condition by itself on databases whose conditions are numbers."""
    if record["dialect"] not in ("sqlite", "mysql", "mariadb"):
        return expected, ours
    return tuple(re.sub(r"\b(true|false) = 1\b", r"\1", re.sub(r"\b([01]) = 1\b", r"\1", text)) for text in (expected, ours))


@rule
def oracle_booleans(expected, ours, record):
    """Oracle 23 has true and false."""
    version = (record.get("dialect_opts") or {}).get("server_version_info")
    if record["dialect"] != "oracle" or version:
        return expected, ours
    return expected, re.sub(r"\b(true|false)\b", lambda found: "1" if found[1] == "true" else "0", ours)


@rule
def nulls_by_case(expected, ours, record):
    """Where there is no NULLS FIRST, a term before the other one sorts them."""
    if record["dialect"] not in ("mysql", "mariadb", "mssql"):
        return expected, ours

    def put(found):
        return "%s%s NULLS %s" % (found[1], found[3] or "", "FIRST" if found[2] == "0" else "LAST")
    return expected, re.sub(r"CASE WHEN ([\w.]+) IS NULL THEN ([01]) ELSE [01] END, \1( DESC| ASC)?(?![\w.])", put, ours)


@rule
def fetch_by_limit(expected, ours, record):
    """Databases without FETCH FIRST have LIMIT for it."""
    if record["dialect"] not in ("mysql", "mariadb", "sqlite"):
        return expected, ours
    pair = r" LIMIT \1, \2" if record["dialect"] != "sqlite" else r" LIMIT \2 OFFSET \1"
    expected = re.sub(r" OFFSET (\?|:\w+|\d+) ROWS FETCH FIRST (\?|:\w+|\d+) ROWS ONLY", pair, expected)
    return re.sub(r" FETCH FIRST (\?|:\w+|\d+) ROWS ONLY", r" LIMIT \1", expected), ours


@rule
def fetched_parameters(expected, ours, record):
    """A parameter without a cast needs no parentheses behind FETCH FIRST and OFFSET."""
    if record["dialect"] != "postgresql":
        return expected, ours
    return re.sub(r"\b(FETCH FIRST|OFFSET) \((:\w+|\?)(?:::INTEGER)?\)", r"\1 \2", expected), ours


@rule
def days_of_the_week(expected, ours, record):
    """Fields of a date mean the same on every database: days of the week count from 0, a Sunday, and an epoch is in seconds."""
    if record["dialect"] == "mssql":
        ours = re.sub(r"\(DATEPART\(weekday, ([\w.]+)\) - 1\)", r"DATEPART(weekday, \1)", ours)
        return expected, re.sub(r"DATEDIFF\(second, '1970-01-01', ([\w.]+)\)", r"DATEPART(epoch, \1)", ours)
    if record["dialect"] in ("mysql", "mariadb"):
        ours = re.sub(r"\(DAYOFWEEK\(([\w.]+)\) - 1\)", r"EXTRACT(dow FROM \1)", ours)
        ours = re.sub(r"\bDAYOFYEAR\(([\w.]+)\)", r"EXTRACT(doy FROM \1)", ours)
        return expected, re.sub(r"\bUNIX_TIMESTAMP\(([\w.]+)\)", r"EXTRACT(epoch FROM \1)", ours) if "EXTRACT(epoch" in expected else ours
    return expected, ours


@rule
def members_of_compounds(expected, ours, record):
    """SQLite takes no parentheses around a member of a compound: such a one is selected from."""
    if record["dialect"] != "sqlite":
        return expected, ours
    selected = re.compile(r"(^|\(| UNION | UNION ALL | EXCEPT | INTERSECT )SELECT \* FROM \((?=SELECT |\()")
    while selected.search(ours):
        ours = selected.sub(r"\1(", ours)
    return selected.sub(r"\1(", expected), ours


_TYPES_OF = {
    "mssql": {"TEXT": "VARCHAR(max)", "NTEXT": "NVARCHAR(max)", "IMAGE": "VARBINARY(max)", "BLOB": "VARBINARY(max)", "DATETIME": "DATETIME2",
              "TIMESTAMP": "DATETIME2", "BOOLEAN": "BIT"},
    "postgresql": {"BLOB": "BYTEA", "BINARY": "BYTEA", "VARBINARY": "BYTEA", "NCHAR": "CHAR", "NVARCHAR": "VARCHAR"},
    "oracle": {"BIGINT": "NUMBER(19)", "VARBINARY": "RAW(2000)", "BINARY": "RAW(2000)", "TEXT": "CLOB"},
}


@rule
def types_of_the_database(expected, ours, record):
    """CAST takes a type that the database has, and of two that it has the newer one."""
    known = _TYPES_OF.get(record["dialect"], {})
    return re.sub(r" AS ([A-Z]+)\)", lambda found: " AS %s)" % known.get(found[1], found[1]), expected), ours


@rule
def national_types(expected, ours, record):
    """A type that is asked for as national is national."""
    if record["dialect"] not in ("oracle", "sqlite"):
        return expected, ours
    ours = re.sub(r"\bNVARCHAR2\((\d+)\)", lambda found: "VARCHAR2(%s CHAR)" % ("4000" if found[1] == "2000" else found[1]), ours)
    return expected, re.sub(r" AS NVARCHAR\b", " AS VARCHAR", re.sub(r"\bNCLOB\b", "CLOB", ours))


@rule
def national_text(expected, ours, record):
    """A literal that holds more than ASCII, or meets a national column, is N'…' on SQL Server, so that nothing of it is lost."""
    return (expected, re.sub(r"\bN'", "'", ours)) if record["dialect"] == "mssql" and "N'" not in expected else (expected, ours)


@rule
def national_parameters(expected, ours, record):
    """A text parameter is sent as NVARCHAR: no CAST makes it one."""
    return (re.sub(r"CAST\((:\w+|\?) AS NVARCHAR\(max\)\)", r"\1", expected), ours) if record["dialect"] == "mssql" else (expected, ours)


@rule
def locked_tables(expected, ours, record):
    """The tables of a join are locked in the order in which they stand there."""
    def ordered(text):
        return re.sub(r"(?<= OF )\w+(?:, \w+)+", lambda found: ", ".join(sorted(found[0].split(", "))), text)
    return ordered(expected), ordered(ours)


@rule
def repeated_columns(expected, ours, record):
    """A column that a subquery selects again is taken from it by its own label there."""
    if "__" not in expected:
        return expected, ours
    expected = re.sub(r"\b(\w+) AS \1__(\d+)\b", r"\1 AS \1_\2", expected)
    return re.sub(r"\b(anon_\d+)\.(\w+) AS \2_(\d+)\b", r"\1.\2_\3", expected), ours


@rule
def values_names(expected, ours, record):
    """VALUES that is selected from has a name, which databases want."""
    if not re.search(r"\(VALUES .*\)(?! AS)(?! \()", expected) or "VALUES" not in ours:
        return expected, ours
    name = re.search(r"\(VALUES .*?\)\) AS (anon_\d+)(?: \([\w, ]+\))?", ours)
    return (expected, ours.replace(name[0], name[0].partition(" AS ")[0]).replace(name[1] + ".", "")) if name else (expected, ours)


@rule
def parentheses(expected, ours, record):
    """Parentheses stand where precedence needs them, and nowhere else."""
    return needed_parentheses(expected), needed_parentheses(ours)


@rule
def empty_conditions(expected, ours, record):
    """alk_and() of nothing is true, alk_or() of nothing is false, and both are written."""
    if empty_junction(record["tree"]):
        ours = re.sub(r" WHERE (true|false|1 = 1|0 = 1)$", "", re.sub(r"\b(?:true|false|[01] = 1) AND ", "", ours))
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
def standard_distinct(expected, ours, record):
    """DISTINCT ON that is asked for is written; SQLAlchemy leaves the columns out where the dialect is not PostgreSQL's."""
    return expected, re.sub(r"\bDISTINCT ON \([^()]*\)", "DISTINCT", ours) if record["dialect"] == "default" else ours


@rule
def named_distinct(expected, ours, record):
    """DISTINCT before the only column of a query is the query's, and the column keeps its name."""
    if "distinct_op" not in str(record["froms"]):
        return expected, ours
    expected = re.sub(r"\bDISTINCT (\w+\.)(\w+) AS anon_\d+", r"DISTINCT \1\2", expected)
    return re.sub(r"^SELECT anon_\d+\.anon_\d+ FROM", "SELECT … FROM", expected), re.sub(r"^SELECT anon_\d+\.\w+ FROM", "SELECT … FROM", ours)


@rule
def standard_arrays(expected, ours, record):
    """Standard SQL has ARRAY[…]."""
    return (expected, ours.replace("ARRAY[", "[")) if record["dialect"] == "default" and "ARRAY[" not in expected else (expected, ours)


@rule
def collated_whole(expected, ours, record):
    """What is collated is in parentheses when it is more than a name: a comparison, not its right side."""
    return expected, re.sub(r"\(([\w.]+ = :\w+)\) COLLATE", r"\1 COLLATE", ours)


@rule
def interval_literals(expected, ours, record):
    """PostgreSQL reads intervals in the form of ISO 8601."""
    def seconds(found):
        return "make_interval(secs=>%.1f)" % sum(float(number or 0) * unit for number, unit in zip(found.groups(), (3600, 60, 1)))
    return expected, re.sub(r"INTERVAL 'PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?'", seconds, ours) if "make_interval(secs=>" in expected else ours


@rule
def mysql_collations(expected, ours, record):
    """A collation that is asked for is written behind the CAST; SQLAlchemy leaves a type's collation out there."""
    return (expected, re.sub(r"(CAST\([^()]*\([^()]*\)\)) COLLATE \w+", r"\1", ours)) if record["dialect"] in ("mysql", "mariadb") and "COLLATE" not in expected else (expected, ours)


@rule
def own_names(expected, ours, record):
    """label_length cuts names that are made up. A column of a table keeps its own in a subquery too."""
    if not (record.get("dialect_opts") or {}).get("label_length"):
        return expected, ours
    cut = dict(re.findall(r"\b\w+\.(\w+) AS (\w*_\d+)(?=[, ])", expected.partition(" FROM (")[2]))
    for name, label in cut.items():
        expected = re.sub(r"(\w+\.%s) AS %s\b" % (name, label), r"\1", expected)
        expected = re.sub(r"^(SELECT .*?)\.%s\b" % label, r"\1.%s" % name, expected)
    return re.sub(r"(?<![\w.])_(?=\d)", "a_", expected), re.sub(r"(?<![\w.])_(?=\d)", "a_", ours)


@rule
def parts_of_made_up_names(expected, ours, record):
    """A name that is made up of another one that is made up has that one's number."""
    return numbered(expected), numbered(ours)


def numbered(text):
    """Names such as anon_1 numbered as they come, those inside longer names too."""
    known = {}
    return re.sub(r"(?<![a-zA-Z0-9:])anon_(\d+)", lambda found: "anon_%d" % known.setdefault(found[1], len(known) + 1), text)


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
        made_up = (their[0] == ":" and my[0] == ":" and their not in fixed) or re.fullmatch(r"\w+_[0-9a-f]+", their) and re.fullmatch(r"\w+_[0-9a-f]+", my)
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


# ---- refusals ----
REFUSALS = []


def refusal(function):
    REFUSALS.append(function)
    return function


@refusal
def refused_full_join(error, expected, record):
    """MySQL has no FULL JOIN: the mistake shows when the statement is compiled, not when it runs."""
    return record["dialect"] in ("mysql", "mariadb") and "no FULL JOIN" in error and "FULL OUTER JOIN" in expected


@refusal
def refused_output_parameters(error, expected, record):
    """RETURNING … INTO fills parameters of the program, which these statements have not: the error says so before anything runs."""
    return record["dialect"] == "oracle" and "no RETURNING" in error and bool(re.search(r" RETURNING .* INTO :", expected))


@refusal
def refused_assignment(error, expected, record):
    """PostgreSQL before 14 assigns to no part of a JSON value or hstore: an UPDATE that would is refused."""
    return record["dialect"] == "postgresql" and "assignment to a part" in error and bool(re.search(r" SET \w+ -> ", expected))


@refusal
def refused_intervals(error, expected, record):
    """A database without a type for intervals has no CAST to one: an error, not a moment since 1970."""
    return "has no type for INTERVAL" in error


@refusal
def refused_raw_names(error, expected, record):
    """A column of raw SQL has the name that alk_label() gives it, and no other: its text is not a name."""
    return "raw SQL has no name" in error and "'literal': True" in str(record)


@refusal
def refused_comments(error, expected, record):
    """An operator cannot begin a comment."""
    return "that is no operator" in error and "--" in expected


@refusal
def refused_nothing_selected(error, expected, record):
    """A query selects something."""
    return "a query has no columns" in error and bool(re.search(r"\bSELECT (?:FROM|WHERE)\b", expected))


@refusal
def refused_whole_correlation(error, expected, record):
    """A subquery that would have no FROM of its own left must say which it shares."""
    return "selects only from what the query around it selects from" in error and bool(re.search(r"\(SELECT [\w.]+\)", expected))


@refusal
def refused_standard_json(error, expected, record):
    """Standard SQL's dialect has no JSON; SQLAlchemy writes a subscript with a parameter, which no database reads so."""
    return record["dialect"] == "default" and "has no JSON" in error and bool(re.search(r"\w\[:\w+\]", expected))


@refusal
def refused_widths(error, expected, record):
    """An INSERT from a query of more columns than it names is one that every database refuses."""
    insert = re.match(r"INSERT INTO \w+ \(([\w, ]+)\) SELECT (.*?) FROM ", expected)
    return "alk_from_select(): the query has" in error and insert is not None and insert[1].count(",") != insert[2].count(",")


@refusal
def refused_scalars(error, expected, record):
    """A query of many columns in place of one value is what every database refuses."""
    return "stands where one value belongs" in error and bool(re.search(r"(?:SELECT |=)\(SELECT [\w.]+, [\w., ]+ FROM ", expected))


ABSENT = {
    "postgresql": ("ORDER BY and LIMIT in a statement",),
    "mysql": ("RETURNING", "DISTINCT ON", "FETCH FIRST", "FILTER", "sequences", "arrays", "WITHIN GROUP"),
    "mariadb": ("RETURNING", "DISTINCT ON", "FETCH FIRST", "FILTER", "LATERAL", "arrays", "WITHIN GROUP"),
    "sqlite": ("DISTINCT ON", "FETCH FIRST", "LATERAL", "WITHIN GROUP", "sequences", "arrays", "ORDER BY and LIMIT in a statement", "EXTRACT of that part"),
    "mssql": ("DISTINCT ON", "LATERAL", "FILTER", "arrays", "ORDER BY and LIMIT in a statement"),
    "oracle": ("FOR UPDATE beside LIMIT", "DISTINCT ON", "FILTER", "arrays", "ORDER BY and LIMIT in a statement"),
}


@refusal
def refused_as_absent(error, expected, record):
    """What a database has no form for is an error when the statement is compiled; SQLAlchemy writes it all the same, or leaves it out."""
    return any(error.startswith("an error: %s has no %s" % (record["dialect"], name)) or error.startswith("%s has no %s" % (record["dialect"], name))
               for name in ABSENT.get(record["dialect"], ()))


@refusal
def refused_long_names(error, expected, record):
    """A name that is too long for the database is an error, not cut to another one."""
    return "is longer than the" in error and bool(re.search(r"_[0-9a-f]{4}\b", expected))


def refusing(error, expected, record):
    """The rules that explain why ours is an error; None when there is none."""
    return [function for function in REFUSALS if function(error, expected, record)] or None
