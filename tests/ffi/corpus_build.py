# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: expressions and what can be selected from. Statements are in corpus_statements.py.

A record's Builder makes each node anew, since a constructor consumes what it is given. What stands in several places (tables, aliases, subqueries, CTEs,
and nodes that the tree refers to by number) is kept, and freed with close().
"""
import ctypes as c
import re

from alkahest_sql import const, listed, sql, words
from corpus_types import Unsupported, family, type_of, value_of

# What C has no form for, by class of node, attribute or operator, with the reason.
NOT_IN_C = {
    "kind:lambda": "a statement cached by the byte code of a Python function",
    "kind:orm_query": "a query of Python classes",
    "dialect:custom": "a dialect that the test itself defines",
    "user construct": "a class with a compiler of its own, made by the test",
    "legacy dialect settings": "a dialect is set by the server's version alone",
    "label_length": "labels are as long as any name may be",
    "Lambda": "a statement cached by the byte code of a Python function",
    "type:PickleType": "Python objects",
    "type's variants": "one type a column: alk_type has no other one for a dialect",
    "type's charset": "of a column or table: a dialect's option",
    "type's collation": "of a column; an expression has alk_collate()",
    "type's collation_schema": "PostgreSQL's qualified collation",
    "array of an unknown type": "items have a type",
    "Enum that is text on every database": "an alk_enum is the database's own type where it has one",
    "INTERVAL with fields": "alk_type has no fields of an interval",
    "literal $callable": "a Python function",
    "bind:callable": "a Python function that gives the value",
    "a text's parameter with a name of its own": "the same name is the same parameter",
    "literal parameters of text()": "alk_raw() takes values by name when it runs",
    "raw SQL that is not whole": "alk_raw() refuses text whose parentheses do not match",
    "TextualSelect._independent_ctes": "raw text has its own WITH",
    "VALUES with CTEs": "CTEs belong to statements",
    "ScalarValues": "VALUES without a name, as an expression",
    "TableValuedColumn": "a table function used as a column by itself",
    "derived columns with types": "alk_table_func() names columns without types",
    "TABLESAMPLE of an expression": "the share is a number",
    "a column whose name is made up": "another query takes a column by name: alk_label() gives it one",
    "a string that may be a label": "alk_name() is always a name: what it means is the database's to say",
    "label style": "labels of every column with its table's name: alk_label() on each",
    "omit_from_statements": "a column that no statement names but by itself",
    "DMLTargetCopy": "another column's value of the same statement",
    "Insert._return_defaults": "the session's: alk_returning() names the columns",
    "constraint_target": "an upsert names columns",
    "default with an expression": "a column's default is a value or the server's SQL",
    "BETWEEN SYMMETRIC": "PostgreSQL's own",
    "_HStoreMatrixFunction": "PostgreSQL's own",
    "CTE suffix": "PostgreSQL's and Oracle's clauses behind a CTE",
    "match with modifiers": "MySQL's words inside AGAINST (…)",
    "unary custom operator": "alk_op() takes two operands",
    "unary distinct_op": "DISTINCT is a statement's or an aggregate's",
    "extract of another field": "alk_extract() knows fields by number",
    "a frame that ends before it begins": "refused when it is built",
    "a frame of values on one side of the current row": "alk_frame_between() reaches from before the row to behind it",
}
# What could be rebuilt, but is not yet: by the beginning of the feature's name.
NOT_YET = {
    "no plugin": "this build has no such dialect",
    "kind:ddl:": "the elements that define tables",
    "kind:type": "a type by itself: by way of a column's definition",
    "default of a column": "values that a table's definition gives",
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
        self.keep, self.kept, self.froms, self.columns, self.nodes = [], [], {}, {}, {}
        self.building, self.excluded, self.labels, self.named = [], set(), set(), {}
        self.nested = nested_ctes(whole, set())
        self.restated = {item["_restates"]["f"]: name for name, item in self.from_objects.items() if item.get("_restates")}

    def close(self):
        for kept in self.kept:
            sql.free(kept)
        self.kept, self.keep = [], []

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
        if spec and spec.get("collation"):
            raise Unsupported("type's collation")
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
            if any(column.get("omit_from_statements") for column in item["columns"]):
                raise Unsupported("omit_from_statements")
            return [(text_of(column["name"]), column.get("type")) for column in item["columns"]]
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
        if spec and family(spec) is None and not isinstance(value, list):
            kind = self.type(spec)                 # a type of the database's own
            return made if kind is None else sql.typed(made, kind)
        return made


# ---- names and constants ----
@node("column")
def column(b, item):
    name = text_of(item["name"])
    if name == "*" and item.get("literal"):
        return sql.star()
    if item.get("literal"):
        return raw(name)
    return sql.name_of(name.encode(), b.type(plain(item.get("type"))))


def plain(spec):
    """A type without its collation, which a column has by itself."""
    return {key: value for key, value in spec.items() if key not in ("collation", "collation_schema")} if spec else spec


@node("col")
def col(b, item):
    source = item["f"]
    if source in b.excluded:
        table = b.from_objects[source]["element"]["f"]
        return sql.excluded(col(b, {"f": table, "name": item["name"]}))
    name = text_of(item["name"])
    if name is None:
        raise Unsupported("a column whose name is made up")
    made = b.columns.get((source, name))
    if made is None:
        spec = item.get("type") or b.type_spec({"k": "col", "f": source, "name": item["name"]})
        made = sql.column_of_type(b.source(source), name.encode(), b.type(plain(spec)))
        if b.newest(source) not in b.building:         # a CTE inside itself is another node
            b.columns[source, name] = b.own(made)
    return made


@node("bind")
def bind(b, item):
    if "callable" in item:
        raise Unsupported("bind:callable")
    if not item.get("unique") or "value" not in item:
        name, spec = str(item["key"] if isinstance(item["key"], str) else item.get("orig_key")), item.get("type")
        if item.get("literal_execute"):
            return sql.literal(b.value(item))
        return sql.param_of(name.encode(), None if item.get("expanding") else b.type(spec))
    made = b.value(item)
    return sql.literal(made) if item.get("literal_execute") else made


@node("TextClause")
def text(b, item):
    if item.get("_bindparams") and (b.record.get("args") or {}).get("literal_binds"):
        raise Unsupported("literal parameters of text()")
    if any(part.get("unique") for part in item.get("_bindparams", {}).values()):
        raise Unsupported("a text's parameter with a name of its own")
    return sql.raw(item["text"].encode()) if item.get("_bindparams") else raw(item["text"])


NODES.update({"Null": lambda b, item: sql.null(), "True_": lambda b, item: sql.true(), "False_": lambda b, item: sql.false()})


@node("Grouping", "SelectStatementGrouping", "ScalarSelect", "FromGrouping")
def grouping(b, item):
    inner = b.resolve(item["element"])
    if item["k"] == "ScalarSelect" and inner.get("k") == "TextualSelect":
        return raw("(%s)" % inner["element"]["text"])
    return b.build(item["element"])                # precedence adds parentheses by itself


@node("Label")
def label(b, item):
    name = text_of(item["name"])
    made = b.build(item["_element"])
    return made if name is None else sql.label(made, name.encode())


@node("_label_reference")
def label_reference(b, item):
    return ordered_by_label(b, item["element"])


def ordered_by_label(b, item, labels=True):
    """A term of ORDER BY or GROUP BY that means a column by its label, where the query has it; a window's terms do not."""
    item = b.resolve(item)
    if item["k"] == "UnaryExpression" and item.get("modifier"):
        return UNARY[item["modifier"]](ordered_by_label(b, item["element"], labels))
    if item["k"] == "_label_reference":
        return ordered_by_label(b, item["element"], labels)
    if item["k"] == "Label":
        name = text_of(item["name"])
        return sql.name(name.encode()) if labels and name in b.labels else b.build(item["_element"])
    return b.build(item)


@node("_textual_label_reference")
def textual_label(b, item):
    """A string: the label or column of that name in the query around it."""
    name = item["element"]
    if name in b.labels:
        return sql.name(name.encode())
    if name not in b.named:
        raise Unsupported("a string that may be a label")
    return b.build(b.named[name]) if b.named[name] else sql.name(name.encode())


# ---- operators ----
UNARY = {"inv": getattr(sql, "not"), "neg": sql.negate, "bitwise_not_op": sql.bit_not, "desc_op": sql.desc, "asc_op": sql.asc,
         "nulls_first_op": sql.nulls_first, "nulls_last_op": sql.nulls_last, "exists": sql.exists, "distinct_op": None}
BINARY = {
    "eq": sql.eq, "ne": sql.ne, "lt": sql.lt, "le": sql.le, "gt": sql.gt, "ge": sql.ge, "is_": getattr(sql, "is"), "is_not": sql.is_not,
    "is_distinct_from": sql.is_distinct_from, "is_not_distinct_from": sql.is_not_distinct_from, "add": sql.plus, "sub": sql.minus, "mul": sql.times,
    "truediv": sql.divide, "floordiv": sql.floor_divide, "mod": sql.modulo, "concat_op": sql.concat, "bitwise_and_op": sql.bit_and,
    "bitwise_or_op": sql.bit_or, "bitwise_xor_op": sql.bit_xor, "bitwise_lshift_op": sql.shift_left, "bitwise_rshift_op": sql.shift_right,
    "match_op": sql.match,
}
JUNCTIONS = {"and_": getattr(sql, "and"), "or_": getattr(sql, "or")}
LIKES = {"like_op": sql.like, "not_like_op": sql.not_like, "ilike_op": sql.ilike, "not_ilike_op": sql.not_ilike}
PARTS = {"startswith_op": (False, True), "endswith_op": (True, False), "contains_op": (True, True)}


@node("BinaryExpression")
def binary(b, item):
    operator, modifiers = item["operator"], item.get("modifiers") or {}
    if isinstance(operator, dict):
        return custom(b, item, operator)
    for table in (SPECIAL, LIKES):
        if operator in table:
            return like(b, item, LIKES[operator], modifiers) if table is LIKES else SPECIAL[operator](b, item, modifiers)
    if operator.removeprefix("not_").removeprefix("i") in PARTS:
        return part(b, item, operator, modifiers)
    if operator not in BINARY:
        raise Unsupported("operator " + operator)
    return BINARY[operator](*b.pair(item["left"], item["right"]))


def custom(b, item, operator):
    call = sql.op_bool if operator.get("is_comparison") else sql.op
    return call(operator["custom"].encode(), *b.pair(item["left"], item["right"]), operator.get("precedence", 0))


def escaped(made, modifiers):
    escape = modifiers.get("escape")
    return made if escape is None else sql.escape(made, escape.encode())


def like(b, item, call, modifiers):
    return escaped(call(*b.pair(item["left"], item["right"])), modifiers)


def part(b, item, operator, modifiers):
    """LIKE with wildcards around the operand, whose own wildcards count: it is the caller who escaped them."""
    name = operator.removeprefix("not_")
    folded = name.startswith("i")
    before, after = PARTS[name.removeprefix("i") if folded else name]
    left, right = b.pair(item["left"], item["right"])
    if folded:
        left, right = sql.lower(left), sql.lower(right)
    wildcard = lambda: sql.literal(sql.text(b"%"))
    right = sql.concat(wildcard(), right) if before else right
    right = sql.concat(right, wildcard()) if after else right
    return escaped((sql.not_like if operator.startswith("not_") else sql.like)(left, right), modifiers)


def member(b, item, modifiers):
    """IN: a query, a list of expressions, or an array that is one parameter."""
    call = sql.not_in if item["operator"] == "not_in_op" else getattr(sql, "in")
    right = b.resolve(item["right"])
    while right.get("k") == "Grouping":
        right = b.resolve(right["element"])
    left = b.build(item["left"])
    if right.get("k") == "ClauseList":
        return call(left, sql.tuple(listed([b.fitting(part, item["left"]) for part in right.get("clauses", [])])))
    if right.get("k") == "bind" and right.get("expanding"):
        return call(left, expanding(b, right, item["left"]))
    return call(left, b.build(right))


def expanding(b, item, other):
    if not item.get("unique") or "value" not in item:
        return sql.param(str(item["key"]).encode()) if isinstance(item["key"], str) else b.value(item)
    if any(isinstance(value, list) for value in item["value"]):
        return sql.tuple(listed([sql.tuple(listed([b.any(value) for value in row])) for row in item["value"]]))
    its, mine = family(b.type_spec(other)), family(item.get("type"))
    if its and mine and its != mine:
        return sql.tuple(listed([b.fitting(value, other) for value in item["value"]]))
    return b.value(item)


def between(b, item, modifiers):
    if modifiers.get("symmetric"):
        raise Unsupported("BETWEEN SYMMETRIC")
    bounds = b.resolve(item["right"])["clauses"]
    low, high = b.pair(item["left"], bounds[0]), b.pair(item["left"], bounds[1])
    sql.free(high[0])
    return (sql.not_between if item["operator"].startswith("not_") else sql.between)(*low, high[1])


def regexp(b, item, modifiers):
    flags = modifiers.get("flags")
    made = sql.regexp_match(*b.pair(item["left"], item["right"]), flags.encode() if flags else None)
    return getattr(sql, "not")(made) if item["operator"].startswith("not_") else made


def regexp_replace(b, item, modifiers):
    flags, parts = modifiers.get("flags"), b.resolve(item["right"])["clauses"]
    return sql.regexp_replace(b.build(item["left"]), *b.all(parts), flags.encode() if flags else None)


def getitem(b, item, modifiers):
    index = b.resolve(item["right"])
    if index.get("k") == "Slice":
        if b.resolve(index["step"])["k"] != "Null":
            raise Unsupported("a slice with a step")
        return sql.slice(b.build(item["left"]), b.build(index["start"]), b.build(index["stop"]))
    return sql.item(b.build(item["left"]), b.build(index))


def json_item(b, item, modifiers):
    path = b.resolve(item["right"])
    if path.get("k") == "bind" and isinstance(path.get("value"), list):
        return sql.json_get(b.build(item["left"]), listed([b.any(step) for step in path["value"]]))
    step = b.any(path["value"]) if path.get("k") == "bind" and "value" in path else b.build(path)
    return sql.json_get(b.build(item["left"]), listed([step]))


def collate(b, item, modifiers):
    clause = b.resolve(item["right"])
    if clause.get("collation_schema"):
        raise Unsupported("type's collation_schema")
    return sql.collate(b.build(item["left"]), clause["collation"].encode())


SPECIAL = {"in_op": member, "not_in_op": member, "between_op": between, "not_between_op": between, "regexp_match_op": regexp, "not_regexp_match_op": regexp,
           "regexp_replace_op": regexp_replace, "getitem": getitem, "json_getitem_op": json_item, "json_path_getitem_op": json_item, "collate": collate}


@node("match")
def match(b, item):
    if any(item["modifiers"].values()):
        raise Unsupported("match with modifiers")
    return sql.match(b.build(item["left"]), b.build(item["right"]))


@node("UnaryExpression", "Exists")
def unary(b, item):
    operator = item.get("operator") or item.get("modifier")
    if isinstance(operator, dict):
        raise Unsupported("unary custom operator")
    if not UNARY.get(operator):
        raise Unsupported("unary " + operator)
    return UNARY[operator](b.build(item["element"]))


@node("AsBoolean")
def as_boolean(b, item):
    made = b.build(item["element"])
    return getattr(sql, "not")(made) if item["operator"] == "is_false" else made


@node("BooleanClauseList", "ExpressionClauseList", "ClauseList")
def clauses(b, item):
    operator, parts = item["operator"], item.get("clauses", [])
    if operator in JUNCTIONS:
        return JUNCTIONS[operator](b.list(parts))
    if operator == "comma_op":
        return sql.tuple(b.list(parts))
    if operator not in BINARY:
        raise Unsupported("list with " + operator)
    made = b.build(parts[0])
    for following in parts[1:]:
        made = BINARY[operator](made, b.build(following))
    return made


@node("Tuple")
def tuple_(b, item):
    return sql.tuple(b.list(item.get("clauses", [])))


@node("array")
def array(b, item):
    made = sql.array(b.list(item.get("clauses", [])))
    if item.get("clauses"):
        return made
    kind = b.type(item.get("type"))
    return made if kind is None else sql.typed(made, kind)


@node("CollectionAggregate")
def collection(b, item):
    return (sql.any if item["operator"] == "any_op" else sql.all_of)(b.build(item["element"]))


# ---- CASE, CAST and the like ----
@node("Case")
def case(b, item):
    parts = [sql.when(b.build(condition), b.build(result)) for condition, result in item["whens"]]
    if item.get("else_"):
        parts.append(getattr(sql, "else")(b.build(item["else_"])))
    return sql.case_of(b.build(item["value"]), listed(parts)) if item.get("value") else sql.case(listed(parts))


@node("Cast", "TryCast", "TypeCoerce")
def cast(b, item):
    kind = b.type(item.get("type"))
    if kind is None:
        raise Unsupported("cast to no type")
    call = {"Cast": sql.cast, "TryCast": sql.try_cast, "TypeCoerce": sql.typed}[item["k"]]
    return call(b.build(item["clause"]), kind)


FIELDS = {"year", "month", "day", "hour", "minute", "second", "quarter", "week", "epoch", "microsecond", "millisecond", "timezone_hour", "timezone_minute"}
FIELD_NAMES = {"dow": "DAY_OF_WEEK", "doy": "DAY_OF_YEAR", "milliseconds": "MILLISECOND", "microseconds": "MICROSECOND"}


@node("Extract")
def extract(b, item):
    field = item["field"]
    if field not in FIELDS and field not in FIELD_NAMES:
        raise Unsupported("extract of another field")
    return sql.extract(getattr(const, FIELD_NAMES.get(field, field.upper())), b.build(item["expr"]))


# ---- functions ----
AGGREGATES = {"count": sql.count, "sum": sql.sum, "max": sql.max, "min": sql.min, "avg": sql.avg}
NULLARY = {"now": sql.now, "current_timestamp": sql.current_timestamp, "current_date": sql.current_date, "current_time": sql.current_time,
           "row_number": sql.row_number, "rank": sql.rank, "dense_rank": sql.dense_rank}
BARE = {"localtime", "localtimestamp", "current_user", "session_user", "user", "sysdate"}
GROUPINGS = {"rollup": sql.rollup, "cube": sql.cube, "grouping_sets": sql.grouping_sets}


def arguments(b, item):
    inner = b.resolve(item["clause_expr"])
    while inner["k"] == "Grouping":
        inner = b.resolve(inner["element"])
    return inner.get("clauses", []) if inner["k"] == "ClauseList" else [inner]


@node("Function", "sum", "count", "max", "min", "rank", "now", "coalesce", "current_timestamp", "current_date", "current_time", "localtime", "localtimestamp",
      "percentile_cont", "percentile_disc", "mode", "dense_rank", "percent_rank", "cume_dist", "random", "pow", "array_agg", "any_", "all_", "some",
      "to_tsquery", "to_tsvector", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "ts_headline", "sysdate", "user", "session_user",
      "current_user", "char_length", "concat", "aggregate_strings", "hstore", "_HStoreDeleteFunction", "_HStoreKeysFunction", "_HStoreValsFunction",
      "_HStoreArrayFunction", "_HStoreSliceFunction", "_HStoreDefinedFunction", "_HStoreMatrixFunction", "rollup", "cube", "grouping_sets")
def function(b, item):
    name, parts = text_of(item["name"]), [b.resolve(part) for part in arguments(b, item)]
    if item["k"] in GROUPINGS:
        return GROUPINGS[item["k"]](b.list(parts))
    if item["k"] in BARE:
        return raw(name if name == "sysdate" else name.upper())
    if not parts and item["k"] in NULLARY:
        return NULLARY[item["k"]]()
    if item["k"] == "aggregate_strings":
        return sql.string_agg(*b.all(parts))
    if name == "values" and b.dialect in ("mysql", "mariadb") and len(parts) == 1 and parts[0].get("k") == "col":
        return sql.excluded(b.build(parts[0]))
    if item["k"] in NULLARY and name.startswith("current_"):
        name = name.upper()
    return called(b, item, ".".join([*item.get("packagenames", []), name]), parts)


def called(b, item, name, parts):
    distinct = len(parts) == 1 and parts[0].get("operator") == "distinct_op"
    ordered = [part for part in parts if part.get("k") == "aggregate_order_by"]
    parts = [part["element"] if distinct else part["target"] if part in ordered else part for part in parts]
    made = None
    if item["k"] in AGGREGATES and len(parts) <= 1:
        star = not parts or b.resolve(parts[0]) == {"k": "column", "name": "*", "literal": True}
        made = sql.count_all() if star and item["k"] == "count" else None if not parts else AGGREGATES[item["k"]](b.build(parts[0]))
    if made is None:
        made = sql.func_of(name.encode(), b.type(plain(item.get("type"))), b.list(parts))
    made = sql.distinct_of(made) if distinct else made
    return sql.ordered(made, terms(b, ordered[0]["order_by"])) if ordered else made


def terms(b, item, labels=False):
    """The terms of an ORDER BY, GROUP BY or PARTITION BY: one, or a list of them."""
    return listed([ordered_by_label(b, part, labels) for part in flat(b, item)])


def flat(b, item):
    if isinstance(item, list):
        return [part for each in item for part in flat(b, each)]
    item = b.resolve(item)
    if item.get("k") in ("ClauseList", "OrderByList") and item.get("operator", "comma_op") == "comma_op":
        return flat(b, item.get("clauses", []))
    return [item]


@node("next_value")
def next_value(b, item):
    schema = text_of(item["sequence"].get("schema"))
    return sql.next_value(schema.encode() if schema else None, text_of(item["sequence"]["name"]).encode())


@node("FunctionAsBinary")
def function_as_binary(b, item):
    return b.build(item["sql_function"])


@node("FunctionFilter")
def function_filter(b, item):
    return sql.filter(b.build(item["func"]), b.build(item["criterion"]))


@node("WithinGroup")
def within_group(b, item):
    return sql.within_group(b.build(item["element"]), terms(b, item["order_by"]))


@node("AggregateOrderBy")
def aggregate_order_by(b, item):
    return sql.ordered(b.build(item["element"]), terms(b, item["order_by"]))


@node("Over")
def over(b, item):
    parts = []
    if item.get("partition_by"):
        parts.append(sql.partition_by(terms(b, item["partition_by"])))
    if item.get("order_by"):
        parts.append(sql.order_by(terms(b, item["order_by"])))
    for key, unit in (("rows", const.ROWS), ("range_", const.RANGE), ("groups", const.GROUPS)):
        if item.get(key):
            parts.append(frame(b, item[key], unit))
    return sql.over(b.build(item["element"]), listed(parts))


def frame(b, item, unit):
    """Whole numbers are rows before (negative) and behind; anything else is a value of the range."""
    def bound(side, unbounded):
        kind, value = enum_of(item[side + "_type"]), b.resolve(item.get(side + "_bind") or {}).get("value")
        if kind in ("UNBOUNDED", "CURRENT"):
            return unbounded if kind == "UNBOUNDED" else const.CURRENT_ROW
        if not isinstance(value, int):
            return None
        return -value if kind == "PRECEDING" else value
    lower, upper = bound("lower", const.UNBOUNDED_PRECEDING), bound("upper", const.UNBOUNDED_FOLLOWING)
    if lower is not None and upper is not None and lower > upper:
        raise Unsupported("a frame that ends before it begins")
    if lower is not None and upper is not None:
        return sql.frame(unit, lower, upper)
    sides = [(enum_of(item[side + "_type"]), usual) for side, usual in (("lower", "PRECEDING"), ("upper", "FOLLOWING"))]
    if any(kind not in (usual, "UNBOUNDED") for kind, usual in sides):
        raise Unsupported("a frame of values on one side of the current row")
    return sql.frame_between(unit, *[b.build(item[side + "_bind"]) if item.get(side + "_bind") else None for side in ("lower", "upper")])


# ---- what can be selected from ----
@node("Alias")
def alias(b, item):
    inner = item["element"]
    while "f" in inner and b.from_objects.get(inner["f"], {}).get("k") == "Alias":
        inner = b.from_objects[inner["f"]]["element"]      # another name for an alias is one for what it names
    if inner is not item["element"]:
        return alias(b, dict(item, element=inner))
    return sql.alias(b.build(item["element"]), encoded(item["name"]))


def encoded(name):
    name = text_of(name)
    return None if name is None else name.encode()


@node("Subquery")
def subquery(b, item):
    return sql.subquery(b.build(item["element"]), encoded(item["name"]))


@node("Lateral")
def lateral(b, item):
    inner = b.resolve(item["element"])
    if "f" in inner and "k" not in inner:
        inner = b.from_objects[inner["f"]]
    if inner["k"] == "TableValuedAlias":
        return table_function(b, dict(inner, name=item["name"]), const.TABLE_FUNC_LATERAL)
    if inner["k"] not in ("Subquery", "Select", "CompoundSelect"):
        raise Unsupported("LATERAL of " + inner["k"])
    query = b.build(inner["element"] if inner["k"] == "Subquery" else inner)
    return sql.lateral(query, encoded(item["name"]))


@node("CTE")
def cte(b, item):
    if item.get("_cte_alias"):
        return sql.alias(b.source(item["_cte_alias"]["f"]), encoded(item["name"]))
    flags = (const.CTE_RECURSIVE if item.get("recursive") else 0) | (const.CTE_NESTING if item.get("nesting") or b.building[-1:] and b.building[-1] in b.nested else 0)
    for suffix, _dialect in item.get("_suffixes", []):
        said = suffix["text"].upper()
        if said not in ("MATERIALIZED", "NOT MATERIALIZED"):
            raise Unsupported("CTE suffix")
        flags |= const.CTE_MATERIALIZED if said == "MATERIALIZED" else const.CTE_NOT_MATERIALIZED
    element, columns = b.resolve(item["element"]), None
    inner = b.from_objects.get(element["f"], element) if "f" in element else element
    if item.get("recursive") or inner.get("k") == "Values":
        columns = [name for name, _spec in b.columns_of(element)]
        columns = None if None in columns else columns
    return sql.cte_of(b.build(element), encoded(item["name"]), flags, words(columns))


@node("Join")
def join(b, item):
    call = sql.full_join_of if item.get("full") else sql.left_join_of if item.get("isouter") else sql.join_of
    return call(b.build(item["left"]), b.build(item["right"]), b.build(item["onclause"]))


@node("Values")
def values(b, item):
    if item.get("_independent_ctes"):
        raise Unsupported("VALUES with CTEs")
    names = [b.column_name(part) for part in item["_column_args"]]
    wrap = sql.literal if item.get("literal_binds") else lambda made: made
    rows = [sql.row(listed([wrap(b.any(value)) for value in row])) for group in item["_data"] for row in group]
    return sql.values(encoded(item.get("name")), words(names), listed(rows))


@node("TableValuedAlias")
def table_valued(b, item):
    return table_function(b, item, 0)


def table_function(b, item, flags):
    inner = b.resolve(item["element"])
    if "f" in inner and "k" not in inner:
        inner = b.from_objects[inner["f"]]
    if inner["k"] == "TableValuedAlias":
        inner = b.resolve(inner["element"])
    if item.get("_render_derived_w_types"):
        raise Unsupported("derived columns with types")
    if inner["k"] != "Function":
        raise Unsupported("table function of " + inner["k"])
    columns = [name for name, _spec in b.columns_of(item)] if item.get("_render_derived") else None
    flags |= const.WITH_ORDINALITY if inner.get("_with_ordinality") else 0
    return sql.table_func(b.build(dict(inner, type=None)), encoded(item["name"]), words(columns or None), flags)


@node("TableSample")
def table_sample(b, item):
    sampling = b.resolve(item["sampling"])
    share = [b.resolve(part) for part in arguments(b, sampling)] if "clause_expr" in sampling else []
    if len(share) != 1 or not re.fullmatch(r"[\d.]+", str(share[0].get("text", share[0].get("value")))):
        raise Unsupported("TABLESAMPLE of an expression")
    source = sql.alias(b.build(item["element"]), encoded(item["name"])) if item.get("name") else b.build(item["element"])
    return sql.table_sample(source, sampling["name"].encode(), float(share[0].get("text", share[0].get("value"))))
