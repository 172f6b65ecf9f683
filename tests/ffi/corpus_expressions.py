# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: expressions."""
import re

from alkahest_sql import const, listed, sql
from corpus_build import NODES, Unsupported, enum_of, node, raw, text_of
from corpus_types import family

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
        return made_up_column(b, source, item["name"])
    made = b.columns.get((source, name))
    if made is None:
        spec = item.get("type") or b.type_spec({"k": "col", "f": source, "name": item["name"]})
        made = sql.column_of_type(b.source(source), name.encode(), b.type(plain(spec)))
        if b.newest(source) not in b.building:         # a CTE inside itself is another node
            b.columns[source, name] = b.own(made)
    return made


def made_up_column(b, source, name):
    """A column of a query whose name the query makes up: the expression there, as it is seen from without."""
    inner = b.from_objects[b.newest(source)]
    while "element" in inner and inner.get("k") not in ("Select", "CompoundSelect"):
        inner = b.resolve(inner["element"])
        inner = b.from_objects.get(inner.get("f"), inner) if "k" not in inner else inner
    while inner.get("k") == "CompoundSelect":
        inner = b.resolve(inner["selects"][0])
    base = re.fullmatch(r"<anon\d+:(.*)>(.*)", name.get("anon", "")) if isinstance(name, dict) else None
    for part in b.expand(inner.get("_raw_columns", [])):
        if part.get("k") == "Label" and part["name"] == name:
            return sql.at(b.source(source), b.shared_node(part))
        if part.get("k") == "col" and base and base[2] == "_%s" % text_of(part["name"]):
            return sql.at(b.source(source), b.build(part))
        if base and part.get("k") not in (None, "Label", "col") and text_of(part.get("name")) == base[1] and not base[2]:
            return sql.at(b.source(source), b.shared_node(part))
    raise Unsupported("a column whose name is made up")


@node("bind")
def bind(b, item):
    if "callable" in item:
        raise Unsupported("bind:callable")
    if "value" not in item or not item.get("unique") and not b.record["kind"].startswith("ddl:"):      # a definition has values, not parameters
        name, spec = str(item["key"] if isinstance(item["key"], str) else item.get("orig_key")), item.get("type")
        if item.get("literal_execute"):
            return sql.literal(b.value(item))
        return sql.param_of(name.encode(), None if item.get("expanding") else b.type(spec))
    made = b.value(item)
    return sql.literal(made) if item.get("literal_execute") else made


@node("TextClause")
def text(b, item):
    if not item.get("_bindparams"):
        return raw(item["text"])
    given = {name: part for name, part in item["_bindparams"].items() if "value" in part and not part.get("expanding")}
    written = (b.record.get("args") or {}).get("literal_binds") or any(part.get("unique") for part in given.values())
    if not written:
        return sql.raw(item["text"].encode())      # whose parameters have the names that the program gave
    return sql.raw_with(item["text"].encode(), listed([sql.bind(name.encode(), b.value(dict(part, type=None))) for name, part in given.items()]))


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
    made, named = b.build(item["_element"]), b.resolve(item["_element"])
    if name is None and named.get("k") in ("col", "column") and not named.get("literal") and text_of(named["name"]):
        name = text_of(named["name"]) + "_1"       # a name that SQLAlchemy makes up: in C the program gives one
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
    """A string: the label or column of that name in the query around it. Tables are known by their names alone here: what is a column of one is told."""
    name = item["element"]
    if name not in b.labels and b.named.get(name):
        return b.build(b.named[name])
    return sql.label_ref(name.encode())


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
    if operator == "match_op" and modifiers.get("postgresql_regconfig") and b.dialect == "postgresql":
        words = sql.func(b"plainto_tsquery", listed([sql.literal(sql.text(modifiers["postgresql_regconfig"].encode())), b.build(item["right"])]))
        return sql.op_bool(b"@@", b.build(item["left"]), words, 5)
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
    by_ilike = folded and b.dialect == "postgresql"        # where the program would take the database's own
    if folded and not by_ilike:
        left, right = sql.lower(left), sql.lower(right)
    wildcard = lambda: sql.literal(sql.text(b"%"))
    right = sql.concat(wildcard(), right) if before else right
    right = sql.concat(right, wildcard()) if after else right
    call = LIKES[("not_" if operator.startswith("not_") else "") + ("ilike_op" if by_ilike else "like_op")]
    return escaped(call(left, right), modifiers)


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
    bounds = b.resolve(item["right"])["clauses"]
    left, low = b.pair(item["left"], bounds[0])
    high = b.fitting(bounds[1], item["left"])
    if modifiers.get("symmetric"):
        made = sql.between_symmetric(left, low, high)
        return getattr(sql, "not")(made) if item["operator"].startswith("not_") else made
    return (sql.not_between if item["operator"].startswith("not_") else sql.between)(left, low, high)


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
    schema = clause.get("collation_schema")
    return sql.collate_in(b.build(item["left"]), schema.encode() if schema else None, clause["collation"].encode())


SPECIAL = {"in_op": member, "not_in_op": member, "between_op": between, "not_between_op": between, "regexp_match_op": regexp, "not_regexp_match_op": regexp,
           "regexp_replace_op": regexp_replace, "getitem": getitem, "json_getitem_op": json_item, "json_path_getitem_op": json_item, "collate": collate}


@node("match")
def match(b, item):
    said = {name for name, value in item["modifiers"].items() if value}
    if "mysql_boolean_mode" in said:
        if len(said) > 1:
            raise Unsupported("modes of a match that exclude each other")
        return sql.match(b.build(item["left"]), b.build(item["right"]))
    mode = sum(flag for name, flag in (("mysql_natural_language", const.MATCH_NATURAL), ("mysql_query_expansion", const.MATCH_EXPANSION)) if name in said)
    return sql.match_mode(b.build(item["left"]), b.build(item["right"]), mode)


@node("UnaryExpression", "Exists")
def unary(b, item):
    operator = item.get("operator") or item.get("modifier")
    if isinstance(operator, dict):
        call = sql.op_before if item.get("operator") else sql.op_behind
        return call(operator["custom"].encode(), b.build(item["element"]), operator.get("precedence", 0))
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


@node("ScalarValues")
def scalar_values(b, item):
    return sql.scalar_values(listed([sql.row(listed([b.any(value) for value in row])) for group in item["_data"] for row in group]))


@node("TableValuedColumn")
def table_valued_column(b, item):
    return sql.row_of(b.source(item["scalar_alias"]["f"]), b.type(plain(item.get("type"))))


@node("DMLTargetCopy")
def dml_target_copy(b, item):
    return sql.assigned(b.build(item["column"]))


@node("array")
def array(b, item):
    made = sql.array(b.list(item.get("clauses", [])))
    if item.get("clauses"):
        return made
    if not ((item.get("type") or {}).get("item_type") or {}).get("type"):
        return made                                # of a type that is not known
    kind = b.type(item["type"])
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
    spec = item.get("type")
    kind = b.type(plain(spec))
    if kind is None:
        raise Unsupported("cast to no type")
    call = {"Cast": sql.cast, "TryCast": sql.try_cast, "TypeCoerce": sql.typed}[item["k"]]
    made = call(b.build(item["clause"]), kind)
    schema = spec.get("collation_schema")
    if spec.get("collation") and item["k"] != "TypeCoerce":
        return sql.collate_in(made, schema.encode() if schema else None, spec["collation"].encode())
    return made


FIELDS = {"year", "month", "day", "hour", "minute", "second", "quarter", "week", "epoch", "microsecond", "millisecond", "timezone_hour", "timezone_minute"}
FIELD_NAMES = {"dow": "DAY_OF_WEEK", "doy": "DAY_OF_YEAR", "milliseconds": "MILLISECOND", "microseconds": "MICROSECOND"}


@node("Extract")
def extract(b, item):
    field = item["field"]
    if field not in FIELDS and field not in FIELD_NAMES:
        return sql.extract_part(field.encode(), b.build(item["expr"]))
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
    if item["k"] == "sysdate" and b.dialect in ("mysql", "mariadb"):
        return sql.func(b"SYSDATE", listed([]))
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
