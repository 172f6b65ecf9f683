# SPDX-License-Identifier: MIT
"""The corpus's types and literals as the library's: alk_type and alk_value. What they point to is kept alive by a list that the caller gives."""
import ctypes as c
import datetime
import json
import struct as packing

from alkahest_sql import const, struct

EPOCH = datetime.datetime(1970, 1, 1)


class Unsupported(Exception):
    """Something that C cannot express, or that is not rebuilt here; its text is the name of the feature."""


# ---- types ----
# The class of the corpus → (kind, flags). A class that the database itself names (capitals) stands here where the kind means the same.
KINDS = {
    "Boolean": "BOOLEAN", "BOOLEAN": "BOOLEAN", "SmallInteger": "SMALLINT", "SMALLINT": "SMALLINT", "Integer": "INTEGER", "INTEGER": "INTEGER",
    "BigInteger": "BIGINT", "BIGINT": "BIGINT", "REAL": "REAL", "Double": "DOUBLE", "Float": "FLOAT", "FLOAT": "FLOAT", "Numeric": "NUMERIC",
    "NUMERIC": "NUMERIC", "CHAR": "CHAR", "String": "VARCHAR", "VARCHAR": "VARCHAR", "Text": "TEXT", "TEXT": "TEXT", "UnicodeText": "TEXT",
    "CoerceUnicode": "VARCHAR", "Unicode": "VARCHAR", "NVARCHAR": "VARCHAR", "NCHAR": "CHAR", "BINARY": "BINARY", "VARBINARY": "VARBINARY",
    "LargeBinary": "BLOB", "BLOB": "BLOB", "Date": "DATE", "DATE": "DATE", "Time": "TIME", "DateTime": "TIMESTAMP", "TIMESTAMP": "TIMESTAMP",
    "Interval": "INTERVAL", "INTERVAL": "INTERVAL", "Uuid": "UUID", "UUID": "UUID", "JSON": "JSON", "Enum": "ENUM", "ENUM": "ENUM", "ARRAY": "ARRAY",
}
NATIONAL = {"Unicode", "UnicodeText", "NVARCHAR", "NCHAR", "CoerceUnicode"}
# Types of one database, which a C program names in that database's words.
NATIVE = {name: name for name in """TSRANGE INT4RANGE INT8RANGE TSTZRANGE NUMRANGE DATERANGE NUMMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE DATEMULTIRANGE
    INT4MULTIRANGE INT8MULTIRANGE HSTORE JSONB JSONPATH REGCONFIG TSQUERY TSVECTOR INET CLOB LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMTEXT TINYBLOB TINYTEXT
    BINARY_DOUBLE BINARY_FLOAT LONG DATETIME TIME TINYINT BIT DECIMAL DOUBLE YEAR SET RAW VARCHAR2 NVARCHAR2 NUMBER CIDR MACADDR MACADDR8 MONEY OID REGCLASS
    BYTEA CITEXT NCLOB MEDIUMINT DATETIME2 DATETIMEOFFSET SMALLDATETIME ROWVERSION XML SQL_VARIANT UNIQUEIDENTIFIER IMAGE NTEXT SMALLMONEY INET4 INET6
    BFILE ROWID VECTOR DATEMULTIRANGE""".split()}
NATIVE.update(DOUBLE_PRECISION="DOUBLE PRECISION", JSONPathType="JSONPATH", TIMESTAMPTZ="TIMESTAMP WITH TIME ZONE")
# Types that only tell what an operator's operand is.
SILENT = {"TupleType", "JSONStrIndexType", "JSONIntIndexType", "JSONIndexType", "TableValueType", "NullType", "MatchType"}

FAMILIES = {"BOOLEAN": "boolean", "SMALLINT": "number", "INTEGER": "number", "BIGINT": "number", "REAL": "number", "DOUBLE": "number", "FLOAT": "number",
            "NUMERIC": "number", "CHAR": "text", "VARCHAR": "text", "TEXT": "text", "ENUM": "text", "BINARY": "bytes", "VARBINARY": "bytes", "BLOB": "bytes"}


def family(spec):
    """Which values go with a type; None: any, or not known."""
    kind = KINDS.get((spec or {}).get("t"))
    return FAMILIES.get(kind, kind)


def _native(spec):
    """A type in its database's own words."""
    text, name = NATIVE[spec["t"]], spec["t"]
    if name == "BIT" and spec.get("varying"):
        text = "BIT VARYING"
    if spec.get("values"):
        return "%s(%s)" % (text, ",".join("'%s'" % value.replace("'", "''") for value in spec["values"]))
    numbers = [spec[key] for key in ("length", "display_width", "fsp", "precision", "scale") if spec.get(key) is not None]
    if numbers and name != "SET":
        text += "(%s)" % ", ".join(map(str, numbers))
    if name == "TIME" and spec.get("dialect") == "postgresql":
        text += " WITH TIME ZONE" if spec.get("timezone") else " WITHOUT TIME ZONE"
    for key, suffix in (("unsigned", " UNSIGNED"), ("zerofill", " ZEROFILL")):
        text += suffix if spec.get(key) else ""
    return text


def _enum(spec, keep):
    labels = [label.encode() for label in spec.get("enums", [])]
    array = (c.c_char_p * max(len(labels), 1))(*labels)
    made = struct["alk_enum"](struct_size=c.sizeof(struct["alk_enum"]), count=len(labels), words=c.addressof(array))
    for key in ("name", "schema"):
        if spec.get(key):
            setattr(made, key, str(spec[key]).encode())
    keep.extend((array, made))
    return made


def _refuse(spec):
    """What a type may say that alk_type has no place for."""
    for key in ("variants", "charset", "collation_schema"):
        if spec.get(key):
            raise Unsupported("type's " + key)
    if spec["t"] in ("Enum", "ENUM") and spec.get("native_enum") is False:
        raise Unsupported("Enum that is text on every database")
    if spec["t"] in ("INTERVAL", "Interval") and (spec.get("second_precision") is not None or spec.get("day_precision") is not None):
        raise Unsupported("INTERVAL with fields")


def type_of(spec, keep):
    """The alk_type of a type of the corpus; None where it says nothing."""
    if not spec or spec["t"] in SILENT:
        return None
    name = spec["t"]
    made = struct["alk_type"]()
    keep.append(made)
    if name in NATIVE or (name == "INTEGER" and spec.get("display_width")):
        text = c.create_string_buffer(_native(spec).encode() if name in NATIVE else b"INTEGER(%d)" % spec["display_width"])
        keep.append(text)
        made.kind, made.custom = const.KIND_NATIVE, c.addressof(text)
        return made
    if name not in KINDS:
        raise Unsupported("type:" + name)
    _refuse(spec)
    made.kind = getattr(const, "KIND_" + KINDS[name])
    made.flags = (const.TYPE_NATIONAL if name in NATIONAL else 0) | (const.TYPE_UNSIGNED if spec.get("unsigned") else 0)
    made.length = spec.get("length") or spec.get("precision") or 0
    made.scale = spec.get("scale") or 0
    if made.kind in (const.KIND_TIMESTAMP, const.KIND_TIME):
        made.length, made.scale = 0, spec.get("precision") or spec.get("fsp") or 0
    if spec.get("timezone") and made.kind == const.KIND_TIMESTAMP:
        made.kind = const.KIND_TIMESTAMPTZ
    if name in ("Enum", "ENUM"):
        made.length, made.custom = 0, c.addressof(_enum(spec, keep))
    if name == "ARRAY":
        return _array(made, spec, keep)
    return made


def _array(made, spec, keep):
    item = type_of((spec.get("item_type") or {}).get("type"), keep)
    if item is None:
        raise Unsupported("array of an unknown type")
    for _ in range((spec.get("dimensions") or 1) - 1):
        item = struct["alk_type"](kind=const.KIND_ARRAY, custom=c.addressof(item))
        keep.append(item)
    made.custom = c.addressof(item)
    return made


# ---- values ----
def _bytes(tag, data, keep):
    buffer = c.create_string_buffer(data, len(data) + 1)
    keep.append(buffer)
    return struct["alk_value"](c.addressof(buffer), len(data), tag, 0)


def _word(tag, number):
    return struct["alk_value"](number & 0xFFFFFFFFFFFFFFFF, 0, tag, 0)


def _micros(delta):
    return (delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds


def _range(item):
    """A range, written [lower, upper, bounds, empty], in PostgreSQL's text form."""
    lower, upper, bounds, empty = item
    if empty:
        return "empty"

    def bound(value):
        if isinstance(value, list):
            value = "-".join("%02d" % part for part in value)
        if isinstance(value, dict):
            value = next(iter(value.values()))
        return "" if value is None else '"%s"' % value if " " in str(value) else str(value)
    return bounds[0] + bound(lower) + "," + bound(upper) + bounds[1]


def _marked(item, keep):
    """A literal that JSON has no form for: {"$date": "2010-05-01"}."""
    mark, inner = next(iter(item.items()))
    if mark == "$bytes":
        return _bytes(const.TYPE_BLOB, bytes.fromhex(inner), keep)
    if mark == "$decimal":
        return _bytes(const.TYPE_DECIMAL, str(inner).encode(), keep)
    if mark == "$date":
        return _word(const.TYPE_DATE, (datetime.date.fromisoformat(inner) - EPOCH.date()).days)
    if mark == "$datetime":
        moment = datetime.datetime.fromisoformat(inner)
        if moment.tzinfo is None:
            return _word(const.TYPE_TIMESTAMP, _micros(moment - EPOCH))
        return _word(const.TYPE_TIMESTAMPTZ, _micros(moment.astimezone(datetime.timezone.utc).replace(tzinfo=None) - EPOCH))
    if mark == "$time":
        return _word(const.TYPE_TIME, _micros(datetime.datetime.combine(EPOCH, datetime.time.fromisoformat(inner)) - EPOCH))
    if mark == "$uuid":
        return _bytes(const.TYPE_UUID, bytes.fromhex(inner.replace("-", "")), keep)
    if mark == "$interval_s":
        span = _bytes(const.TYPE_INTERVAL, packing.pack("=iiq", 0, 0, round(float(inner) * 1000000)), keep)
        span.len = 0
        return span
    if mark == "$range":
        return _bytes(const.TYPE_TEXT, _range(inner).encode(), keep)
    raise Unsupported("literal " + mark)


def value_of(item, keep, spec=None):
    """The alk_value of a literal of the corpus."""
    name = (spec or {}).get("t", "")
    if item is None:
        return _word(const.TYPE_NULL, 0)
    if name in ("JSON", "JSONB"):
        return _bytes(const.TYPE_JSON, json.dumps(item).encode(), keep)
    if name.endswith("MULTIRANGE") and isinstance(item, list):
        return _bytes(const.TYPE_TEXT, ("{%s}" % ",".join(_range(part["$range"]) for part in item)).encode(), keep)
    if isinstance(item, dict):
        if not next(iter(item), "").startswith("$"):
            return _bytes(const.TYPE_JSON, json.dumps(item).encode(), keep)
        return _marked(item, keep)
    if isinstance(item, bool):
        return _word(const.TYPE_BOOL, int(item))
    if isinstance(item, int):
        return _word(const.TYPE_INT, item)
    if isinstance(item, float):
        return _word(const.TYPE_REAL, packing.unpack("=Q", packing.pack("=d", item))[0])
    if isinstance(item, str):
        return _bytes(const.TYPE_TEXT, item.encode(), keep)
    if isinstance(item, list):
        cells = (struct["alk_value"] * max(len(item), 1))(*[value_of(part, keep) for part in item])
        keep.append(cells)
        return struct["alk_value"](c.addressof(cells), len(item), const.TYPE_ARRAY, 0)
    raise Unsupported("literal " + type(item).__name__)
