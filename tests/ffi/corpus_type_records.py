# SPDX-License-Identifier: MIT
"""From the corpus's types to columns of run-time tables: the alk_type, and what a C program says of a column beside it (its collation, options of one database)."""
import ctypes as c
import re

from alkahest_sql import Compiled, const, last_error, sized, sql, struct
from corpus_build import Unsupported, text_of
from corpus_types import NATIVE, type_of

FAMILIES = {"mysql": {"mysql", "mariadb"}, "mariadb": {"mariadb"}}
# What MySQL says of a type and no kind has a place for: the type stands in the database's own words then.
OWN_WORDS = ("display_width", "zerofill", "ascii", "unicode", "binary", "national")
NUMBERS = ("length", "display_width", "precision", "scale", "fsp")
PLAIN = {"Integer": "INTEGER", "SmallInteger": "SMALLINT", "BigInteger": "BIGINT", "String": "VARCHAR", "Text": "TEXT", "LargeBinary": "BLOB", "Numeric": "NUMERIC", "Float": "FLOAT",
         "Unicode": "VARCHAR", "UnicodeText": "TEXT", "Double": "DOUBLE", "CoerceUnicode": "VARCHAR", "Time": "TIME"}


class ColumnType:
    """What a column is declared with; `options` are dialect options by name."""

    def __init__(self, pointer, keep):
        self.pointer, self.keep = pointer, keep
        self.collation = self.collation_schema = None
        self.options = {}


def native(text, keep):
    """A type in a database's own words."""
    buffer, made = c.create_string_buffer(text.encode()), struct["alk_type"](kind=const.KIND_NATIVE)
    made.custom = c.addressof(buffer)
    keep.extend((buffer, made))
    return made


def column_type(spec, dialect, keep):
    """The ColumnType of a type of the corpus on a dialect."""
    if not spec or spec["t"] == "NullType":
        raise ValueError("the column has no type")         # as the library would say of it
    spec = (spec.get("variants") or {}).get(dialect, spec)
    spec = spec.get("type", spec) if "t" not in spec else spec
    made = ColumnType(None, keep)
    inner = spec
    while inner["t"] == "ARRAY" and inner.get("item_type"):
        inner = inner["item_type"]["type"]
    made.collation, made.collation_schema = inner.get("collation"), inner.get("collation_schema")
    if spec.get("charset"):
        made.options[dialect + ".character_set"] = spec["charset"]
    if dialect == "mssql" and spec.get("length") == "max":
        spec = dict(spec, length=None)             # which is what no length means there
    if spec["t"] == "Uuid" and not spec.get("native_uuid"):
        spec = {"t": "CHAR", "length": 32}         # what a program that wants text says
    words = own_words(spec, dialect)
    if words and "CHARACTER SET" in words:
        made.options.clear()
    if words:
        made.pointer = native(words, keep)
        return made
    bare = without(spec, "collation", "collation_schema", "charset", "variants", *OWN_WORDS)
    if dialect == "oracle" and bare["t"] in ("VARCHAR2", "NVARCHAR2"):
        bare = dict(bare, t=bare["t"][:-1])
    if dialect in ("mysql", "mariadb") and bare["t"] == "TIMESTAMP":       # the one of its two types that knows zones
        bare = dict(bare, timezone=True)
    if dialect not in FAMILIES.get(spec.get("dialect"), {dialect}):
        bare = without(bare, "unsigned")
    made.pointer = text_of_words(bare, keep) or type_of(bare, keep)
    if made.pointer is not None and made.pointer.kind == const.KIND_ENUM:
        made.pointer.length = spec.get("length") or 0
    return made


def without(spec, *keys):
    """A type without what is said of it in another place, and its items' type likewise."""
    bare = {key: value for key, value in spec.items() if key not in keys}
    if bare.get("item_type"):
        bare["item_type"] = dict(bare["item_type"], type=without(bare["item_type"]["type"], *keys))
    return bare


def text_of_words(spec, keep):
    """An enumeration that is text on every database: its words stand in a CHECK of their own. None: it is no such one."""
    if spec["t"] not in ("Enum", "ENUM") or spec.get("native_enum"):
        return None
    return struct["alk_type"](kind=const.KIND_VARCHAR, length=spec.get("length") or 0)


def own_words(spec, dialect):
    """The type in the database's words where alk_type has no place for what is said: a length of 0, the width of a number, INTERVAL's fields. None: it has."""
    name = PLAIN.get(spec["t"], spec["t"])
    if spec["t"] == "DOMAIN":
        return ".".join(quoted(text_of(spec[key]), dialect) for key in ("schema", "name") if spec.get(key))
    if spec["t"] == "UUID" and dialect != "postgresql" or spec["t"] == "TIMESTAMP" and dialect in ("sqlite", "mssql"):
        return spec["t"]                           # the word itself, whatever the database makes of it
    family = dialect if dialect not in ("mysql", "mariadb") else "mysql"
    if spec["t"] in ("INTERVAL", "Interval"):
        return interval(spec, dialect)
    if family == "postgresql" and name in ("TIME", "TIMESTAMP") and (spec.get("precision") == 0 or name == "TIME" and (spec.get("dialect") == "postgresql" or spec.get("timezone"))):
        precision = "" if spec.get("precision") is None else "(%d)" % spec["precision"]
        return "%s%s WITH%s TIME ZONE" % (name, precision, "" if spec.get("timezone") else "OUT")
    if family == "oracle" and name == "FLOAT" and spec.get("binary_precision"):
        return "FLOAT(%d)" % spec["binary_precision"]
    if family == "mssql" and spec.get("filestream"):
        return "VARBINARY(max) FILESTREAM"
    if family == "oracle" and spec.get("local_timezone"):
        return "TIMESTAMP WITH LOCAL TIME ZONE"
    if family != "mysql" or spec["t"] in ("Enum", "ENUM", "SET") and not any(spec.get(key) for key in OWN_WORDS):
        return None
    zero = any(spec.get(key) == 0 for key in ("length", "display_width", "fsp"))
    approximate = spec.get("dialect") == "mysql" and name in ("FLOAT", "DOUBLE", "REAL", "DECIMAL", "NUMERIC") and spec.get("precision") is not None
    if not zero and not approximate and not any(spec.get(key) for key in OWN_WORDS):
        return None
    numbers = [spec[key] for key in NUMBERS if spec.get(key) is not None]
    national = name in ("NCHAR", "NVARCHAR") or spec.get("national")
    text = ("NATIONAL " if national else "") + (name[1:] if name in ("NCHAR", "NVARCHAR") else NATIVE.get(name, name))
    if spec["t"] in ("ENUM", "SET"):
        text += "(%s)" % ", ".join("'%s'" % word.replace("'", "''") for word in spec.get("enums") or spec.get("values") or [])
    elif numbers:
        text += "(%s)" % ", ".join(map(str, numbers))
    text += " CHARACTER SET " + spec["charset"] if spec.get("charset") else ""
    for key, word in (("unsigned", " UNSIGNED"), ("zerofill", " ZEROFILL"), ("ascii", " ASCII"), ("unicode", " UNICODE"), ("binary", " BINARY")):
        text += word if spec.get(key) and not (spec.get("charset") and key in ("ascii", "unicode")) else ""
    return text


def quoted(name, dialect):
    return Compiled(sql.name(name.encode()), dialect, None).sql


def interval(spec, dialect):
    """INTERVAL with fields, as the database writes them."""
    if dialect == "oracle" or spec.get("dialect") == "oracle":
        if spec.get("day_precision") is None and spec.get("second_precision") is None:
            return None
        digits = ["" if spec.get(key) is None else "(%d)" % spec[key] for key in ("day_precision", "second_precision")]
        return "INTERVAL DAY%s TO SECOND%s" % tuple(digits)
    precision = spec.get("precision", spec.get("second_precision"))
    if dialect != "postgresql" or not spec.get("fields") and precision is None:
        return None
    return "INTERVAL%s%s" % (" " + spec["fields"] if spec.get("fields") else "", "" if precision is None else "(%d)" % precision)


# ---- records that are a type by itself ----
def rendered_type(b, compile_options):
    """What a column of the type is declared with, between its name and what follows."""
    made = column_type(b.record["tree"]["type"], b.dialect, b.keep)
    metadata = sql.metadata_new(None)
    b.metadata.append(metadata)
    builder = sql.table_begin(metadata, b"t", None)
    options = column_options(made, b.keep, nullable=True)
    if made.pointer is None:
        raise Unsupported("a type that says nothing")
    sql.table_add_column(builder, b"x", c.byref(made.pointer), c.byref(options))
    table = sql.table_finish(builder)
    if not table:
        raise ValueError(last_error())
    text = Compiled(sql.create_table(table, 0), b.dialect, compile_options).sql
    found = re.match(r"CREATE TABLE t \(\n    x (.*?)(?: NULL)?(?:,\n    CHECK .*)?\n\)$", text, flags=re.S)
    return found[1] if found else text


def option_list(options, keep):
    """An array of alk_dialect_option from a dict; its address, or None."""
    if not options:
        return None
    pairs = [(name.encode(), None if value is None else value.encode()) for name, value in options.items()] + [(None, None)]
    array = (struct["alk_dialect_option"] * len(pairs))(*pairs)
    keep.append(array)
    return c.addressof(array)


def column_options(made, keep, **members):
    """alk_column_options with what the type says of the column."""
    for key in ("collation", "collation_schema"):
        if getattr(made, key):
            members[key] = getattr(made, key).encode()
    options = dict(made.options, **members.pop("options", {}))
    return sized("alk_column_options", options=option_list(options, keep), **members)
