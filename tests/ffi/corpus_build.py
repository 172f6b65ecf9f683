# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: the builder, and what C has no form for. One function for each class of node stands in
corpus_expressions.py, corpus_from.py and corpus_statements.py.

A record's Builder makes each node anew, since a constructor consumes what it is given. What stands in several places (tables, aliases, subqueries, CTEs,
and nodes that the tree refers to by number) is kept, and freed with close().
"""
import ctypes as c
import re

from alkahest_sql import listed, sql
from corpus_types import NATIONAL, Unsupported, family, type_of, value_of

# What C has no form for, by class of node, attribute or operator, with the reason.
NOT_IN_C = {
    "kind:lambda": "a statement cached by the byte code of a Python function",
    "kind:orm_query": "a query of Python classes",
    "dialect:custom": "a dialect that the test itself defines",
    "user construct": "a class with a compiler of its own, made by the test",
    "DDL that is filled in by the table": "a template that Python's % fills with the table it is attached to, which the record does not hold",
    "constraints that the record does not hold": "the record has other constraints than it expects: those of columns, their conditions of a dialect, and an empty choice of keys are lost in it",
    "a column by itself": "a definition holds whole tables; what the column says is not in the record",
    "tokens of a naming convention of the program's own": "a Python function that makes part of a name",
    "legacy dialect settings": "joins in WHERE for Oracle 8, FIRST_ROWS where alk_hint() says so, names for tables of a schema: a dialect is set by the server's version alone",
    "Lambda": "a statement cached by the byte code of a Python function",
    "type:PickleType": "Python objects",
    "type's variants": "a CAST has one type; a column has another one for a dialect by the option `type`",
    "type's charset": "of a column or table: a dialect's option",
    "type's collation_schema": "of a column; an expression has alk_collate_in()",
    "Enum that is text on every database": "an alk_enum is the database's own type where it has one",
    "INTERVAL with fields": "alk_type has no fields of an interval: a column names it in the database's words",
    "literal $callable": "a Python function",
    "bind:callable": "a Python function that gives the value",
    "raw SQL that is not whole": "alk_raw() refuses text whose parentheses do not match",
    "TABLESAMPLE of an expression": "the share is a number",
    "UPDATE of an outer join": "an UPDATE names other tables, not joins of its own",
    "Insert._return_defaults": "the session's: alk_returning() names the columns",
    "_HStoreMatrixFunction": "PostgreSQL's own",
    "modes of a match that exclude each other": "C has no way to ask for both",
    "unary distinct_op": "DISTINCT is a statement's or an aggregate's",
    "a frame that ends before it begins": "refused when it is built",
    "a frame of values on one side of the current row": "alk_frame_between() reaches from before the row to behind it",
}
# What could be rebuilt, but is not yet: by the beginning of the feature's name.
NOT_YET = {
    "no plugin": "this build has no such dialect",
}


def reason(feature):
    """Why a feature is left out."""
    if feature in NOT_IN_C:
        return NOT_IN_C[feature]
    return "not yet: " + next((text for begin, text in NOT_YET.items() if feature.startswith(begin)), "UNKNOWN")


NODES = {}


def node(*names):
    """The function that follows rebuilds these classes."""
    def register(function):
        NODES.update(dict.fromkeys(names, function))
        return function
    return register


def text_of(name):
    """A name: text, or {"name": …, "quote": …}; None for one that is made up."""
    if isinstance(name, dict):
        name = name.get("name", name.get("conv"))
    return name


def encoded(name):
    name = text_of(name)
    return None if name is None else name.encode()


def enum_of(item):
    return item["$enum"].partition(".")[2]


def raw(text):
    """alk_raw() of text that has no parameters: its colons are colons."""
    bare = re.sub(r"'(?:[^']|'')*'", "", text)
    if bare.count("(") != bare.count(")") or "'" in bare:
        raise Unsupported("raw SQL that is not whole")
    return sql.raw(re.sub(r"(?<![:\w\\]):(?=\w)", r"\\:", text).encode())


def definitions(item, found):
    """Every part of a tree that has a number, by it."""
    if isinstance(item, dict):
        if "id" in item and "k" in item:
            found[item["id"]] = item
        for part in item.values():
            definitions(part, found)
    elif isinstance(item, list):
        for part in item:
            definitions(part, found)
    return found


def references(item, found):
    if isinstance(item, dict):
        if "ref" in item:
            found.add(item["ref"])
        for part in item.values():
            references(part, found)
    elif isinstance(item, list):
        for part in item:
            references(part, found)
    return found


def literal_spec(item):
    """The type of a bare literal, as the corpus writes types."""
    for kind, name in ((bool, "Boolean"), (int, "Integer"), (float, "Float"), (str, "String")):
        if isinstance(item, kind):
            return {"t": name}
    return None


def nested_ctes(item, found):
    """CTEs that a statement adds as its own: what ALK_CTE_NESTING says of the CTE itself."""
    if isinstance(item, dict):
        for source, options in zip(item.get("_independent_ctes", []), item.get("_independent_ctes_opts", [])):
            if options.get("nesting"):
                found.add(source["f"])
        for part in item.values():
            nested_ctes(part, found)
    elif isinstance(item, list):
        for part in item:
            nested_ctes(part, found)
    return found


class Builder:
    def __init__(self, record):
        self.record, self.dialect = record, record["dialect"]
        self.tables, self.from_objects = record["tables"], record["froms"]
        whole = [record["tree"], self.from_objects, self.tables]
        self.by_id, self.shared = definitions(whole, {}), references(whole, set())
        self.keep, self.kept, self.froms, self.columns, self.nodes, self.metadata = [], [], {}, {}, {}, []
        self.building, self.excluded, self.labels, self.named, self.inherited = [], set(), set(), {}, []
        self.nested = nested_ctes(whole, set())
        self.restated = {item["_restates"]["f"]: name for name, item in self.from_objects.items() if item.get("_restates")}

    def close(self):
        for kept in self.kept:
            sql.free(kept)
        for metadata in self.metadata:
            sql.metadata_free(metadata)
        self.kept, self.keep, self.metadata = [], [], []

    def own(self, made):
        """A node that may be used any number of times, until close()."""
        self.kept.append(sql.keep(made))
        return made

    # ---- dispatch ----
    def build(self, item):
        if "ref" in item:
            item = self.by_id[item["ref"]]
        if "f" in item and "k" not in item:
            return self.source(item["f"])
        number = item.get("id")
        if number in self.nodes:
            return self.nodes[number]
        if item["k"] not in NODES:
            raise Unsupported(item["k"])
        made = NODES[item["k"]](self, item)
        if number in self.shared:
            self.nodes[number] = self.own(made)
        return made

    def shared_node(self, item):
        """The one node of a part that is named from several places."""
        number = item.get("id", id(item))
        if number not in self.nodes:
            self.nodes[number] = self.own(NODES[item["k"]](self, item))
        return self.nodes[number]

    def resolve(self, item):
        """The definition that a reference stands for."""
        return self.by_id[item["ref"]] if isinstance(item, dict) and "ref" in item else item

    def all(self, items):
        return [self.build(item) for item in items]

    def list(self, items):
        return listed(self.all(items))

    def any(self, item):
        """A node, or a bare literal as the rows of VALUES have them."""
        if isinstance(item, dict) and ("k" in item or "f" in item or "ref" in item):
            return self.build(item)
        return sql.bound(c.byref(value_of(item, self.keep)))

    def type(self, spec):
        made = type_of(spec, self.keep)
        return None if made is None else c.byref(made)

    # ---- FROM ----
    def source(self, name):
        """The kept node of a table, alias, subquery or CTE."""
        name = self.newest(name)
        if name in self.building:
            item = self.from_objects[name]
            if item["k"] != "CTE":
                raise Unsupported("a FROM that names itself")
            return sql.cte_self((text_of(item["name"]) or "anon_1").encode())
        if name not in self.froms:
            if name in self.tables:
                made = self.table(self.tables[name])
            else:
                self.building.append(name)
                made = self.build(self.from_objects[name])
                self.building.pop()
            self.froms[name] = self.own(made)
        return self.froms[name]

    def newest(self, name):
        """A recursive CTE is written anew by each UNION: the last one is meant."""
        while name in self.restated:
            name = self.restated[name]
        return name

    @staticmethod
    def table(item):
        schema = text_of(item.get("schema"))
        return sql.table_name(schema.encode() if schema else None, text_of(item["name"]).encode())

    def columns_of(self, item):
        """(name, type) of the columns of a FROM; a name is None where it is made up."""
        item = self.resolve(item)
        if "f" in item and "k" not in item:
            name = item["f"]
            item = self.tables.get(name) or self.from_objects[name]
        if "columns" in item:
            return [(text_of(column["name"]), column.get("type")) for column in item["columns"] if not column.get("omit_from_statements")]
        kind = item["k"]
        if kind in ("Alias", "TableSample", "FromGrouping", "Subquery", "CTE", "Lateral", "SelectStatementGrouping", "ScalarSelect", "Grouping"):
            return self.columns_of(item["element"])
        if kind == "CompoundSelect":
            return self.columns_of(item["selects"][0])
        if kind == "Join":
            return self.columns_of(item["left"]) + self.columns_of(item["right"])
        if kind == "Values":
            return [(self.column_name(column), column.get("type")) for column in item["_column_args"]]
        if kind == "TextualSelect":
            return [(self.column_name(column), column.get("type")) for column in item["column_args"]]
        if kind == "TableValuedAlias":
            spec = (item.get("_tableval_type") or {}).get("type") or {}
            return [(part["name"], part.get("type")) for part in spec.get("elements", [])]
        if kind == "Select":
            return self.selected(item)
        if kind in ("Insert", "Update", "Delete"):
            return [(self.column_name(column), self.type_spec(column)) for column in self.expand(item.get("_returning", []))]
        raise Unsupported("columns of " + kind)

    def selected(self, item):
        """The names that a query's columns have as those of a subquery."""
        seen, result = {}, []
        for column in self.expand(item.get("_raw_columns", [])):
            name = self.column_name(column)
            if name is not None and item.get("_label_style") == "LABEL_STYLE_TABLENAME_PLUS_COL":
                name = self.qualified_name(column)
            if name is not None:
                count = seen[name] = seen.get(name, -1) + 1
                name = "%s_%d" % (name, count) if count else name
            result.append((name, self.type_spec(column)))
        return result

    def qualified_name(self, item):
        """The column's name behind its table's; None where the table's is made up."""
        item = self.resolve(item)
        if item["k"] != "col":
            return self.column_name(item)
        source = self.tables.get(item["f"]) or self.from_objects[item["f"]]
        names = [text_of(source.get("schema")), text_of(source.get("name")), text_of(item["name"])]
        return None if names[1] is None else "_".join(filter(None, names))

    def expand(self, items):
        """Columns, with FROM objects replaced by theirs."""
        result = []
        for item in items:
            item = self.resolve(item)
            if "f" in item and "k" not in item:
                result.extend({"k": "col", "f": item["f"], "name": name, "type": spec} for name, spec in self.columns_of(item))
            elif item["k"] == "Join":
                result.extend(self.expand([item["left"], item["right"]]))
            elif item["k"] == "FromGrouping":
                result.extend(self.expand([item["element"]]))
            else:
                result.append(item)
        return result

    def column_name(self, item):
        item = self.resolve(item)
        if item["k"] in ("col", "Label"):
            return text_of(item["name"])
        if item["k"] == "column":
            return None if item.get("literal") else text_of(item["name"])
        if item["k"] in ("Cast", "TypeCoerce"):
            return self.column_name(item["clause"])
        return None

    def type_spec(self, item):
        """The corpus's type of an expression, as far as it tells."""
        item = self.resolve(item)
        if "k" not in item or item.get("type"):
            return item.get("type")
        if item["k"] == "col":
            for name, spec in self.columns_of({"f": item["f"]}):
                if name == text_of(item["name"]):
                    return spec
        if str(item.get("operator")).startswith("json_"):
            return {"t": "JSON"}
        inner = item.get("_element") or (item.get("element") if item["k"] == "Grouping" else None)
        return self.type_spec(inner) if inner else None

    # ---- operands ----
    def fitting(self, item, other):
        """A node beside another. A value of another kind than what it meets says so: C takes text beside an integer column for a mistake."""
        made, item = self.any(item), self.resolve(item)
        its = family(self.type_spec(other)) if isinstance(other, dict) else None
        spec = item.get("type") if isinstance(item, dict) and item.get("k") == "bind" else literal_spec(item)
        if not its or not family(spec) or family(spec) == its or not isinstance(spec, dict):
            return made
        return sql.typed(made, self.type(spec))

    def pair(self, left, right):
        return self.fitting(left, right), self.fitting(right, left)

    def value(self, item):
        """The value of a bind, as a node."""
        spec, value = item.get("type"), item["value"]
        made = sql.bound(c.byref(value_of(value, self.keep, spec)))
        national = spec and spec["t"] in NATIONAL and self.dialect == "mssql"
        if spec and (family(spec) is None or national) and not isinstance(value, list):
            kind = self.type(spec)                 # a type of the database's own
            return made if kind is None else sql.typed(made, kind)
        return made
