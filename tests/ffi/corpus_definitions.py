# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: definitions. One function for each class of element; the tables behind them are made by corpus_tables.py."""
import ctypes as c
import re

from alkahest_sql import const, sized, sql, struct
from corpus_build import Unsupported, encoded, node, text_of
from corpus_tables import Tables, own_options, plain_options, texts
from corpus_type_records import column_type, option_list


def flags_of(item, **names):
    """The flags that an element's attributes stand for."""
    return sum(flag for name, flag in names.items() if item.get(name))


CREATE = {"if_not_exists": const.DDL_IF_NOT_EXISTS}
DROP = {"if_exists": const.DDL_IF_EXISTS, "cascade": const.DDL_CASCADE}


def table_name(item):
    schema = text_of(item.get("schema"))
    return sql.table_name(schema.encode() if schema else None, text_of(item["name"]).encode())


def with_options(made, item, dialect, elsewhere=()):
    """The statement with options of its own, where it has any."""
    options = plain_options(item, dialect, elsewhere)
    keep = []                                      # the call copies
    return sql.ddl_options(made, option_list(options, keep)) if options else made


def record_table(b, item):
    return b.tables[item["element"]["f"]]


# ---- what records lack ----
def lost(record):
    """Whether CREATE TABLE is expected with a CHECK or foreign key that the record does not hold, or without one that it holds unconditionally."""
    if record["kind"] != "ddl:CreateTable" or "expected" not in record or record["outcome"] != "ok":
        return False
    table, chosen = record_table_of(record), record["tree"].get("include_foreign_key_constraints")
    constraints = [part for part in table.get("constraints", []) if not part.get("use_alter")]
    keys = [part for part in constraints if part["k"] == "ForeignKeyConstraint"] if chosen is None else chosen
    checks = [part for part in constraints if part["k"] == "CheckConstraint"]
    text = re.sub(r"""'(?:[^']|'')*'|"[^"]*"|`[^`]*`|\[[^\]]*\]""", "", record["expected"])
    if len(keys) != len(re.findall(r"\bFOREIGN KEY\b", text)):
        return True
    return not any(part.get("type_bound") for part in checks) and len(checks) != len(re.findall(r"\bCHECK\b", text))


def record_table_of(record):
    return record["tables"][record["tree"]["element"]["f"]]


# ---- tables ----
@node("CreateTable")
def create_table(b, item):
    table = record_table(b, item)
    constraints = table.get("constraints", [])
    if "include_foreign_key_constraints" in item:
        named = [text_of(part.get("name")) for part in item["include_foreign_key_constraints"]]
        constraints = [part for part in constraints if part["k"] != "ForeignKeyConstraint" or text_of(part.get("name")) in named]
    return sql.create_table(Tables(b).table(item["element"]["f"], constraints), flags_of(item, **CREATE))


@node("DropTable")
def drop_table(b, item):
    return sql.drop_table(table_name(record_table(b, item)), flags_of(item, **DROP))


@node("CreateTableAs")
def create_table_as(b, item):
    name = table_name({"schema": item.get("schema"), "name": item["table_name"]})
    made = sql.create_table_as(name, b.build(item["selectable"]), flags_of(item, temporary=const.DDL_TEMPORARY, **CREATE))
    return with_options(made, item, b.dialect)


@node("CreateView")
def create_view(b, item):
    name = table_name({"schema": item.get("schema"), "name": item["table_name"]})
    flags = flags_of(item, or_replace=const.DDL_OR_REPLACE, temporary=const.DDL_TEMPORARY, materialized=const.DDL_MATERIALIZED, **CREATE)
    if own_options(item, b.dialect).get("if_not_exists"):
        flags |= const.DDL_IF_NOT_EXISTS
    return with_options(sql.create_view(name, b.build(item["selectable"]), None, flags), item, b.dialect, ("if_not_exists",))


@node("DropView")
def drop_view(b, item):
    return sql.drop_view(table_name(record_table(b, item)), flags_of(item, materialized=const.DDL_MATERIALIZED, **DROP))


# ---- indexes and constraints ----
@node("CreateIndex")
def create_index(b, item):
    element = item["element"]
    name = text_of(element.get("name"))
    if not name:
        raise ValueError("the index has no name")
    return sql.create_index(Tables(b).table(element["table"]["f"], [], [element]), name.encode(), flags_of(item, **CREATE))


@node("DropIndex")
def drop_index(b, item):
    element = item["element"]
    table = table_name(b.tables[element["table"]["f"]])
    made = sql.drop_index(table, encoded(element.get("name")), flags_of(item, **DROP))
    concurrently = own_options(element, b.dialect).get("concurrently")
    return sql.ddl_options(made, option_list({b.dialect + ".concurrently": None}, b.keep)) if concurrently else made


@node("AddConstraint")
def add_constraint(b, item):
    return sql.add_constraint_at(Tables(b).table(item["element"]["table"]["f"], [item["element"]], []), 0)


@node("DropConstraint")
def drop_constraint(b, item):
    element = item["element"]
    if not text_of(element.get("name")):
        raise ValueError("the constraint has no name")
    name = element["table"]["f"]
    table = Tables(b).table(name, [element], []) if element["k"] == "PrimaryKeyConstraint" else table_name(b.tables[name])
    return sql.drop_constraint(table, encoded(element["name"]), flags_of(item, **DROP))


# ---- comments ----
@node("SetTableComment", "DropTableComment")
def table_comment(b, item):
    table = record_table(b, item)
    return sql.comment_on(table_name(table), encoded(table.get("comment")) if item["k"].startswith("Set") else None)


@node("SetColumnComment", "DropColumnComment")
def column_comment(b, item):
    element = b.resolve(item["element"])
    table = b.tables[element["f"]]
    column = next(column for column in table["columns"] if text_of(column["name"]) == text_of(element["name"]))
    handle = sql.table_column(Tables(b).table(element["f"], [], []), encoded(element["name"]))
    return sql.comment_on(handle, encoded(column.get("comment")) if item["k"].startswith("Set") else None)


@node("SetConstraintComment", "DropConstraintComment")
def constraint_comment(b, item):
    element = item["element"]
    table = Tables(b).table(element["table"]["f"], [element], [])
    return sql.comment_on_constraint(table, encoded(element["name"]), encoded(element.get("comment")) if item["k"].startswith("Set") else None)


# ---- schemas and sequences ----
@node("CreateSchema")
def create_schema(b, item):
    return sql.create_schema(encoded(item["element"]), flags_of(item, **CREATE))


@node("DropSchema")
def drop_schema(b, item):
    return sql.drop_schema(encoded(item["element"]), flags_of(item, **DROP))


@node("CreateSequence", "DropSequence")
def sequence(b, item):
    element = item["element"]
    made = Tables(b).sequence(element, element, text_of(element["name"]), text_of(element.get("schema")))
    if item["k"] == "DropSequence":
        return sql.drop_sequence(c.byref(made), flags_of(item, **DROP))
    return sql.create_sequence(c.byref(made), flags_of(item, **CREATE))


# ---- types ----
@node("CreateEnumType", "DropEnumType")
def enum_type(b, item):
    spec = item["element"]["type"]
    made = column_type(dict(spec, native_enum=True), b.dialect, b.keep).pointer
    enum = c.cast(made.custom, c.POINTER(struct["alk_enum"]))
    if item["k"] == "DropEnumType":
        return sql.drop_type(enum, flags_of(item, **DROP))
    return sql.create_type(enum, flags_of(item, **CREATE))


@node("CreateDomainType")
def create_domain(b, item):
    spec = item["element"]["type"]
    made = column_type(spec["data_type"].get("type", spec["data_type"]), b.dialect, b.keep)
    tables, members = Tables(b), {}
    for key, member in (("default", "server_default"), ("check", "check")):
        value = spec.get(key)
        if value is not None:
            members[member] = (value if isinstance(value, str) else texts(value) or tables.sql_text(value)).encode()
    for key, member in (("schema", "schema"), ("name", "name"), ("collation", "collation"), ("collation_schema", "collation_schema"), ("constraint_name", "constraint")):
        if spec.get(key):
            members[member] = encoded(spec[key])
    domain = sized("alk_domain", type=c.addressof(made.pointer), not_null=bool(spec.get("not_null")), **members)
    return sql.create_domain_of(c.byref(domain), flags_of(item, **CREATE))


@node("DropDomainType")
def drop_domain(b, item):
    spec = item["element"]["type"]
    return sql.drop_domain(encoded(spec.get("schema")), encoded(spec["name"]), flags_of(item, **DROP))


# ---- in SQL ----
@node("DDL")
def ddl(b, item):
    text = item["statement"]
    if "%(" in text:
        raise Unsupported("DDL that is filled in by the table")
    return sql.ddl(text.replace("%%", "%").encode())


@node("CreateColumn")
def create_column(b, item):
    raise Unsupported("a column by itself")
