# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: what can be selected from."""
import ctypes as c
import re

from alkahest_sql import const, listed, sql, words
from corpus_build import Unsupported, encoded, node, text_of
from corpus_expressions import arguments
from corpus_types import type_of

# ---- what can be selected from ----
@node("Alias")
def alias(b, item):
    inner = item["element"]
    while "f" in inner and b.from_objects.get(inner["f"], {}).get("k") == "Alias":
        inner = b.from_objects[inner["f"]]["element"]      # another name for an alias is one for what it names
    if inner is not item["element"]:
        return alias(b, dict(item, element=inner))
    return sql.alias(b.build(item["element"]), encoded(item["name"]))


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
    b.inherited += [dict(source) for source in (b.from_objects.get((item.get("element") or {}).get("f")) or {}).get("_independent_ctes", [])
                    if (b.from_objects.get(item["element"]["f"]) or {}).get("k") == "Values"]
    nested = item.get("nesting") or b.building and b.building[-1] in b.nested
    flags = (const.CTE_RECURSIVE if item.get("recursive") else 0) | (const.CTE_NESTING if nested else 0)
    words_of = {"MATERIALIZED": const.CTE_MATERIALIZED, "NOT MATERIALIZED": const.CTE_NOT_MATERIALIZED}
    flags |= sum(words_of.get(prefix["text"].upper(), 0) for prefix, _dialect in item.get("_prefixes", []))
    element, columns = b.resolve(item["element"]), None
    inner = b.from_objects.get(element["f"], element) if "f" in element else element
    if item.get("recursive") or inner.get("k") == "Values":
        columns = [name for name, _spec in b.columns_of(element)]
        columns = None if None in columns else columns
    made = sql.cte_of(b.build(element), encoded(item["name"]), flags, words(columns))
    for key, place in (("_prefixes", const.HINT_PREFIX), ("_suffixes", const.HINT_SUFFIX)):
        for clause, dialect in item.get(key, []):
            if key == "_suffixes" or clause["text"].upper() not in words_of:
                made = sql.cte_hint(made, place, None if dialect == "*" else dialect.encode(), clause["text"].strip().encode())
    return made


@node("Join")
def join(b, item):
    call = sql.full_join_of if item.get("full") else sql.left_join_of if item.get("isouter") else sql.join_of
    return call(b.build(item["left"]), b.build(item["right"]), b.build(item["onclause"]))


@node("Values")
def values(b, item):
    names = [b.column_name(part) for part in item["_column_args"]]
    wrap = sql.literal if item.get("literal_binds") else lambda made: made
    rows = [sql.row(listed([wrap(b.any(value)) for value in row])) for group in item["_data"] for row in group]
    made = sql.values(encoded(item.get("name")), words(names), listed(rows))
    lateral = "LATERAL (VALUES" in b.record.get("expected", "")        # which the record does not tell
    return sql.lateral(made, encoded(item.get("name"))) if lateral else made


@node("TableValuedAlias")
def table_valued(b, item):
    return table_function(b, item, 0)


def table_function(b, item, flags):
    inner = b.resolve(item["element"])
    while inner.get("k") in (None, "TableValuedAlias"):
        inner = b.resolve(inner["element"]) if "k" in inner else b.from_objects[inner["f"]]
    if inner["k"] != "Function":
        raise Unsupported("table function of " + inner["k"])
    if re.search(r"\bLATERAL (?:\w+\.)*%s\(" % re.escape(text_of(inner["name"])), b.record.get("expected", "")):
        flags |= const.TABLE_FUNC_LATERAL          # which the record does not tell
    named = b.columns_of(item) if item.get("_render_derived") else []
    columns = [name for name, _spec in named]
    flags |= const.WITH_ORDINALITY if inner.get("_with_ordinality") else 0
    call = b.build(dict(inner, type=None))
    if item.get("_render_derived_w_types"):
        types = [type_of(spec, b.keep) for _name, spec in named]
        return sql.table_func_of(call, encoded(item["name"]), words(columns), (c.c_void_p * len(types))(*map(c.addressof, types)), flags)
    return sql.table_func(call, encoded(item["name"]), words(columns or None), flags)


@node("TableSample")
def table_sample(b, item):
    sampling = b.resolve(item["sampling"])
    share = [b.resolve(part) for part in arguments(b, sampling)] if "clause_expr" in sampling else []
    if len(share) != 1 or not re.fullmatch(r"[\d.]+", str(share[0].get("text", share[0].get("value")))):
        raise Unsupported("TABLESAMPLE of an expression")
    source = sql.alias(b.build(item["element"]), encoded(item["name"])) if item.get("name") else b.build(item["element"])
    return sql.table_sample(source, sampling["name"].encode(), float(share[0].get("text", share[0].get("value"))))


# ---- joins by foreign keys ----
def references_of(b, item):
    """The FROM objects that stand in a join, in their order."""
    item = b.resolve(item)
    if "f" in item and "k" not in item:
        return {item["f"]: True}
    if item.get("k") in ("Join", "FromGrouping"):
        return {name: True for key in ("left", "right", "element") if key in item for name in references_of(b, item[key])}
    return {}


def base_table(b, name):
    """The table behind an alias; None behind a query."""
    while name in b.from_objects and "f" in b.from_objects[name].get("element", {}):
        name = b.from_objects[name]["element"]["f"]
    return b.tables.get(name)


def implied_condition(b, names, target):
    """The condition by which the foreign keys of the record's tables join a FROM with the first of others; None where there is none."""
    for other in reversed(list(names)):            # the one that was joined last comes first
        for name in references_of(b, target):
            pairs = key_pairs(b, other, name) or key_pairs(b, name, other)
            if pairs:
                conditions = [{"k": "BinaryExpression", "operator": "eq", "left": left, "right": right} for left, right in pairs]
                return conditions[0] if len(conditions) == 1 else {"k": "BooleanClauseList", "operator": "and_", "clauses": conditions}
    return None


def key_pairs(b, referred, referring):
    """(column referred to, column that refers) of a foreign key between two FROMs."""
    there, here = base_table(b, referred), base_table(b, referring)
    if not there or not here:
        return []
    schema = text_of(there.get("schema"))
    begin = (schema + "." if schema else "") + text_of(there["name"]) + "."
    return [({"k": "col", "f": referred, "name": key[len(begin):]}, {"k": "col", "f": referring, "name": column["name"]})
            for column in here.get("columns", []) for key in column.get("fk", []) if key.startswith(begin) and "." not in key[len(begin):]]
