# SPDX-License-Identifier: MIT
"""From the corpus's trees to the library's nodes: statements and their clauses."""
import re

from alkahest_sql import const, listed, sql
from corpus_build import Unsupported, node, text_of
from corpus_expressions import flat, terms
from corpus_from import implied_condition, references_of

EXCLUDED = {"excluded", "inserted"}            # how an upsert names the row that was refused
IGNORED = {"k", "id", "dialect", "_auto_correlate", "_label_style", "_independent_ctes_opts", "_maintain_values_ordering", "_inline", "_distinct"}


def known(item, *names):
    """Refuses a statement that has an attribute which nothing here looks at."""
    for name in item:
        if name not in IGNORED and name not in names:
            raise Unsupported(item["k"] + "." + name)


# ---- SELECT ----
SELECT = ("_raw_columns", "_from_obj", "_where_criteria", "_order_by_clauses", "_limit_clause", "_offset_clause", "_for_update_arg", "_correlate",
          "_setup_joins", "_hints", "_group_by_clauses", "_correlate_except", "_independent_ctes", "_distinct_on", "_pre_columns_clause", "_fetch_clause",
          "_fetch_clause_options", "_memoized_select_entities", "_statement_hints", "_having_criteria", "_prefixes", "_suffixes")


@node("Select")
def select(b, item):
    known(item, *SELECT)
    outer = b.labels, b.named
    b.labels, b.named = labels_of(b, item), named_in(b, item)
    item = without_distinct(b, item)
    parts = columns(b, item) + froms(b, item) + filters(b, item) + ordering(b, item) + limits(b, item) + extras(b, item)
    b.labels, b.named = outer
    return sql.select(listed(parts))


def without_distinct(b, item):
    """DISTINCT written before the first column is the statement's."""
    found = item.get("_raw_columns", [])
    first = b.resolve(found[0]) if found else {}
    if first.get("k") != "UnaryExpression" or first.get("operator") != "distinct_op":
        return item
    return dict(item, _raw_columns=[first["element"], *found[1:]], _distinct=True)


def labels_of(b, item):
    raw_columns = [b.resolve(part) for part in item.get("_raw_columns", [])]
    return {text_of(part["name"]) for part in raw_columns if part.get("k") == "Label"}


def named_in(b, item):
    """The columns of a query that a string may mean, by name: those of what it selects from, then those that it selects."""
    parts, used_froms = [b.resolve(part) for part in item.get("_raw_columns", [])], []
    used(b, [part for part in parts if "k" in part], used_froms)
    used_froms += [part["f"] for part in parts if "k" not in part]
    found = [{"k": "col", "f": name, "name": column} for name in used_froms for column, _spec in columns_known(b, name)] + parts
    return {text_of(part["name"]): part for part in found if part.get("k") in ("col", "column") and not part.get("literal")}


def columns_known(b, name):
    try:
        return b.columns_of({"f": name})
    except Unsupported:
        return []


def columns(b, item):
    """The select list. A table or alias that is a column is all its columns; what has names that are made up stands for itself."""
    found = []
    for part in flat(b, item.get("_raw_columns", [])):
        expanded = [part] if is_star_of(b, part) else b.expand([part])
        made_up = any(each.get("k") == "col" and each.get("name") is None for each in expanded)
        found.extend([part] if made_up else expanded)
    return style_of(item) + [sql.star_of(b.build(part)) if is_star_of(b, part) else b.build(part) for part in found]


STYLES = {"LABEL_STYLE_TABLENAME_PLUS_COL": const.LABELS_OF_TABLES, "LABEL_STYLE_NONE": const.LABELS_NONE}


def style_of(item):
    style = STYLES.get(item.get("_label_style"))
    return [] if style is None else [sql.label_style(style)]


STAR = {"k": "column", "name": "*", "literal": True}


def is_star_of(b, item):
    """A subquery that selects *, as all its columns."""
    if "f" not in item or "k" in item or item["f"] in b.tables:
        return False
    inner = b.resolve(b.from_objects[item["f"]].get("element") or {})
    return inner.get("k") == "Select" and STAR in inner.get("_raw_columns", [])


def froms(b, item):
    """FROM, with the joins that name what stands on their left put in its place."""
    sources, parts = joins_among(b, item.get("_raw_columns", [])) + list(item.get("_from_obj", [])), []
    entities = item.get("_memoized_select_entities", [])
    joins = [join for entity in entities for join in entity.get("_setup_joins", [])] + item.get("_setup_joins", [])
    if not sources and joins and not joins[0].get("from"):
        columns_from = [entity["_raw_columns"] for entity in entities] + [item.get("_raw_columns", [])]
        sources = first_source(b, columns_from[0], joins)
    nodes = [(references_of(b, source), source_node(b, source)) for source in sources]
    for join in joins:
        place(b, nodes, join)
    parts += [sql.__dict__["from"](listed([made for _names, made in nodes]))] if nodes else []
    return parts


def source_node(b, item):
    made, item = b.build(item), b.resolve(item)
    return sql.table_func(made, None, None, 0) if item.get("k") == "Function" else made


def joins_among(b, items):
    """A join that is selected is all its columns, and what they come from."""
    return [part for part in map(b.resolve, items) if part.get("k") in ("Join", "FromGrouping")]


def first_source(b, found, joins):
    """What a join begins with when nothing says so: the table of the first column."""
    for part in b.expand(found):
        if part.get("k") == "col" and part["f"] != joins[0]["target"].get("f"):
            return [{"f": part["f"]}]
    return []


def place(b, nodes, join):
    call = sql.full_join_of if join.get("full") else sql.left_join_of if join.get("isouter") else sql.join_of
    left = references_of(b, join["from"]) if join.get("from") else None
    on = join.get("on")
    if not on and left is None:                    # the first that a foreign key joins with it
        at = next((index for index, (names, _made) in enumerate(nodes) if implied_condition(b, names, join["target"])), 0 if nodes else None)
    else:
        at = next((index for index, (names, _made) in enumerate(nodes) if left is None or left.keys() & names.keys()), None)
    if at is None:
        nodes.append((left or {}, b.build(join["from"])))
        at = len(nodes) - 1
    names, made = nodes[at]
    on = on or implied_condition(b, left or {}, join["target"]) or implied_condition(b, names, join["target"])
    nodes[at] = (names | references_of(b, join["target"]), call(made, b.build(join["target"]), b.build(on) if on else None))


def filters(b, item):
    parts = []
    for key, call in (("_where_criteria", sql.where), ("_having_criteria", sql.having)):
        if item.get(key):
            parts.append(call(b.list(item[key])))
    if item.get("_group_by_clauses"):
        parts.append(sql.group_by(terms(b, item["_group_by_clauses"], labels=True)))
    return parts


def ordering(b, item):
    return [sql.order_by(terms(b, item["_order_by_clauses"], labels=True))] if item.get("_order_by_clauses") else []


def limits(b, item):
    parts = []
    for key, call in (("_limit_clause", sql.limit), ("_offset_clause", sql.offset)):
        if item.get(key):
            parts.append(call(b.build(item[key])))
    if item.get("_fetch_clause"):
        options = item.get("_fetch_clause_options") or {}
        flags = (const.FETCH_PERCENT if options.get("percent") else 0) | (const.FETCH_WITH_TIES if options.get("with_ties") else 0)
        parts.append(sql.fetch_first(b.build(item["_fetch_clause"]), flags))
    return parts


def extras(b, item):
    parts = distinct(b, item) + correlation(b, item) + hints(b, item) + ctes(b, item)
    if item.get("_for_update_arg"):
        parts.append(for_update(b, item["_for_update_arg"]))
    return parts


def distinct(b, item):
    clause = item.get("_pre_columns_clause")
    if clause and clause["k"] != "DistinctOnClause":
        raise Unsupported(clause["k"])
    on = (clause or item).get("_distinct_on")
    if on:
        return [sql.distinct_on(terms(b, on))]
    if isinstance(item.get("_distinct"), str):     # a word in its place
        return [sql.hint(const.HINT_PREFIX, None, None, item["_distinct"].upper().encode())]
    return [sql.distinct()] if item.get("_distinct") or clause else []


def correlation(b, item):
    if item.get("_correlate_except"):
        return [sql.correlate_except(b.list(item["_correlate_except"]))]
    if item.get("_correlate") or (item.get("_auto_correlate") is False and item["k"] == "Select" and is_inner(b, item)):
        return [sql.correlate(b.list(item.get("_correlate", [])))]
    return []


def is_inner(b, item):
    return item is not b.record["tree"]


FOR_UPDATE = {"read": "FOR_SHARE", "key_share": "FOR_KEY", "nowait": "FOR_NOWAIT", "skip_locked": "FOR_SKIP_LOCKED"}


def for_update(b, item):
    flags = sum(getattr(const, name) for key, name in FOR_UPDATE.items() if item.get(key))
    return sql.for_update(flags, b.list(item.get("of", [])))


def dialect_of(name):
    return None if name == "*" else name.encode()


def hints(b, item):
    parts = []
    for key, where in (("_prefixes", const.HINT_PREFIX), ("_suffixes", const.HINT_SUFFIX)):
        for clause, dialect in item.get(key, []):
            parts.append(sql.hint(where, dialect_of(dialect), None, clause["text"].encode()))
    for source, dialect, text in item.get("_hints", []):
        parts.append(sql.hint(const.HINT_TABLE, dialect_of(dialect), b.build(source), text.replace("%(name)s", "{name}").encode()))
    for dialect, text in item.get("_statement_hints", []):
        parts.append(sql.hint(const.HINT_STATEMENT, dialect_of(dialect), None, text.encode()))
    return parts


def ctes(b, item):
    """CTEs that are added without being named."""
    return [sql.with_cte(b.list(item["_independent_ctes"]))] if item.get("_independent_ctes") else []


# ---- compounds and text ----
COMPOUNDS = {"UNION": sql.union, "UNION_ALL": sql.union_all, "EXCEPT": sql.__dict__["except"], "EXCEPT_ALL": sql.except_all, "INTERSECT": sql.intersect,
             "INTERSECT_ALL": sql.intersect_all}


@node("CompoundSelect")
def compound(b, item):
    known(item, "selects", "keyword", "_order_by_clauses", "_limit_clause", "_offset_clause", "_fetch_clause", "_fetch_clause_options", "_independent_ctes",
          "_for_update_arg", "_group_by_clauses")
    first = b.resolve(item["selects"][0])
    outer = b.labels, b.named
    b.labels, b.named = labels_of(b, first), dict.fromkeys(named_in(b, first))
    parts = b.all(item["selects"]) + filters(b, item) + ordering(b, item) + limits(b, item) + ctes(b, item)
    if item.get("_for_update_arg"):
        parts.append(for_update(b, item["_for_update_arg"]))
    b.labels, b.named = outer
    return COMPOUNDS[item["keyword"]["$enum"].partition(".")[2]](listed(parts))


@node("TextualSelect")
def textual_select(b, item):
    known(item, "element", "column_args", "_independent_ctes")
    if not item.get("_independent_ctes"):
        return b.build(item["element"])
    return sql.raw_query(b.build(item["element"]), listed(ctes(b, item)))


# ---- values of INSERT and UPDATE ----
def table_columns(b, item):
    """The columns of the table that a statement changes, key → name, in their order."""
    source = b.resolve(item["table"])
    while "f" not in source and source.get("k") == "Join":
        source = b.resolve(source["left"])
    table = b.tables.get(source.get("f"))
    if table is None and "f" in source:
        inner = b.from_objects[source["f"]]
        table = b.tables.get(inner.get("element", {}).get("f"))
    return {text_of(column.get("key", column["name"])): column for column in (table or {}).get("columns", [])}


def target_of(b, item):
    """The table that a statement changes, of a join its first."""
    source = b.resolve(item["table"])
    while "f" not in source:
        source = b.resolve(source["left"])
    return source["f"]


def assignments(b, item, values, ordered=False):
    """(column node's tree, value's tree) of a mapping; in the table's order unless it says that its own counts."""
    target, known_columns = target_of(b, item), table_columns(b, item)
    if isinstance(values, dict) and "$pairs" in values:
        pairs = [tuple(pair) for pair in values["$pairs"]]
    else:
        pairs = list(values.items())
    pairs = [(named(target, known_columns, key) if isinstance(key, str) else key, value) for key, value in pairs]
    order = {text_of(column["name"]): index for index, column in enumerate(known_columns.values())}

    def place_of(pair):
        key = pair[0]
        return order.get(text_of(key.get("name")), len(order)) if key.get("f") == target else len(order)
    return pairs if ordered else sorted(pairs, key=place_of)


def named(target, known_columns, key):
    column = known_columns.get(key)
    return {"k": "col", "f": target, "name": column["name"] if column else key}


def assigned(b, item):
    """What stands on the left in SET. A part of an hstore is one of an array by its key."""
    item = b.resolve(item)
    operator = item.get("operator")
    if item.get("k") == "BinaryExpression" and isinstance(operator, dict) and operator.get("custom") == "->":
        return sql.item(b.build(item["left"]), b.build(item["right"]))
    return b.build(item)


def sets(b, pairs):
    return [sql.set(assigned(b, key), b.fitting(value, key)) for key, value in pairs]


def asked(b, item):
    """Columns that the program gives when it runs: all of the table, or those that the record's parameters name."""
    columns_known = table_columns(b, item)
    if item is not b.record["tree"]:
        return []
    given = {name.rpartition(".")[2] for name in (b.record.get("args") or {}).get("params") or {}}
    return [name for name in columns_known if name in given]


def parameters(b, item, values):
    """Values that are parameters by the columns' own names."""
    mapped = {text_of(key.get("name")) if isinstance(key, dict) else key for key, _value in assignments(b, item, values)} if values else set()
    names = asked(b, item)
    if not values and not names and "params" not in (b.record.get("args") or {}):
        names = [key for key, column in table_columns(b, item).items() if not column.get("system") and not column.get("omit_from_statements")]
    return [(named(target_of(b, item), table_columns(b, item), name), {"k": "bind", "key": name}) for name in names if name not in mapped]


def defaults(b, item, given, key, number=None):
    """What the program adds for columns that have a default and no value: an expression, or a parameter of the column's name."""
    names, found = {text_of(column.get("name")) for column, _value in given}, []
    for column in table_columns(b, item).values():
        default, name = column.get(key), text_of(column["name"])
        if not default or name in names or default.get("arg", "") is None:
            continue
        if default.get("k") == "Sequence" and b.dialect in ("sqlite", "mysql"):
            continue                               # which have none: another way counts there
        value = {"k": "next_value", "sequence": default} if default.get("k") == "Sequence" else default.get("arg")
        if not isinstance(value, dict) or "k" not in value:
            value = {"k": "bind", "key": name if number is None else "%s_m%d" % (name, number)}
        found.append(({"k": "col", "f": target_of(b, item), "name": column["name"]}, value))
    return found


def is_asked_for_all(b, item, values):
    """An INSERT that says nothing of its columns: all of them are parameters."""
    return not values and "params" not in (b.record.get("args") or {})


# ---- INSERT ----
@node("Insert")
def insert(b, item):
    known(item, "table", "_values", "_post_values_clause", "_multi_values", "_returning", "_select_names", "select", "_prefixes", "_hints",
          "_independent_ctes")
    for name, source in b.from_objects.items():
        if source["k"] == "Alias" and text_of(source["name"]) in EXCLUDED and source["element"].get("f") == target_of(b, item):
            b.excluded.add(name)
    parts = rows(b, item) + conflicts(b, item)
    parts += returning(b, item) + hints(b, item) + ctes(b, item)
    return sql.insert(b.build(item["table"]), listed(parts))


def rows(b, item):
    if item.get("select"):
        names = [named(target_of(b, item), table_columns(b, item), name) for name in item.get("_select_names", [])]
        more = defaults(b, item, [(name, None) for name in names], "default") if names else []
        query = b.resolve(item["select"])
        if more and query.get("k") != "Select":
            raise Unsupported("defaults beside a query that is no SELECT")
        query = dict(query, _raw_columns=query["_raw_columns"] + [value for _name, value in more]) if more else item["select"]
        return [sql.from_select(b.build(query), b.list(names + [name for name, _value in more]))]
    if item.get("_multi_values"):
        found = [row for group in item["_multi_values"] for row in group]
        pairs = [assignments(b, item, row) if isinstance(row, dict) else positional(b, item, row) for row in found]
        first = [text_of(name.get("name")) for name, _value in pairs[0]]
        pairs = [[pair for pair in each if text_of(pair[0].get("name")) in first] for each in pairs]
        pairs = [sorted_by_table(b, item, each + defaults(b, item, each, "default", number)) for number, each in enumerate(pairs)]
        return [sql.values_rows(listed([sql.row(listed(sets(b, each))) for each in pairs]))]
    values = item.get("_values") or {}
    if is_asked_for_all(b, item, values) and re.search(r" DEFAULT VALUES|\(\) VALUES \(\)|VALUES \(DEFAULT\)", b.record.get("expected", "")):
        return [sql.default_values()]              # that no column was given is lost in the record
    pairs = (assignments(b, item, values) if values else []) + parameters(b, item, values)
    pairs += [] if is_asked_for_all(b, item, values) else defaults(b, item, pairs, "default")
    pairs = sorted_by_table(b, item, pairs)
    return sets(b, pairs) if pairs else [sql.default_values()]


def positional(b, item, row):
    return [(named(target_of(b, item), table_columns(b, item), name), value) for name, value in zip(table_columns(b, item), row)]


def sorted_by_table(b, item, pairs):
    order = {text_of(column["name"]): index for index, column in enumerate(table_columns(b, item).values())}
    return sorted(pairs, key=lambda pair: order.get(text_of(pair[0].get("name")), len(order)))


def conflicts(b, item):
    clause = item.get("_post_values_clause")
    if not clause:
        return []
    return [conflict(b, item, each) for each in (clause["clauses"] if clause["k"] == "ElementList" else [clause])]


def conflict(b, item, clause):
    known(clause, "update_values_to_set", "inferred_target_elements", "update_whereclause", "inferred_target_whereclause", "constraint_target", "update")
    parts = [sql.on_constraint(text_of(clause["constraint_target"]).encode())] if clause.get("constraint_target") else []
    parts += [b.build(target) if isinstance(target, dict) else sql.name(target.encode()) for target in clause.get("inferred_target_elements", [])]
    if clause.get("inferred_target_whereclause"):
        parts.append(sql.index_where(b.list([clause["inferred_target_whereclause"]])))
    if clause["k"] == "OnConflictDoNothing":
        return sql.on_conflict_nothing(listed(parts)) if parts else sql.on_conflict_any_nothing()
    values = clause.get("update_values_to_set") or clause.get("update") or {}
    parts += sets(b, assignments(b, item, values, ordered=isinstance(values, dict) and "$pairs" in values))
    if clause.get("update_whereclause"):
        parts.append(sql.where(b.list([clause["update_whereclause"]])))
    return sql.on_conflict_update(listed(parts))


def returning(b, item):
    return [sql.returning(b.list(b.expand(item["_returning"])))] if item.get("_returning") else []


# ---- UPDATE and DELETE ----
def joined_to_target(b, item):
    """The joins by which MySQL names what an UPDATE changes, the first first: here other tables and conditions."""
    found, source = [], b.resolve(item["table"])
    while source.get("k") == "Join":
        if source.get("isouter") or source.get("full"):
            raise Unsupported("UPDATE of an outer join")
        found.insert(0, source)
        source = b.resolve(source["left"])
    return found


@node("Update")
def update(b, item):
    known(item, "table", "_values", "_where_criteria", "_returning", "_hints", "_post_criteria_clause", "_independent_ctes", "_prefixes")
    values = item.get("_values") or {}
    pairs = assignments(b, item, values, ordered=item.get("_maintain_values_ordering")) if values else []
    pairs += parameters(b, item, values)
    if not item.get("_maintain_values_ordering"):
        pairs = sorted_by_table(b, item, pairs)
    onupdate = defaults(b, item, pairs, "onupdate")
    pairs = pairs + onupdate if item.get("_maintain_values_ordering") else sorted_by_table(b, item, pairs + onupdate)
    joined = joined_to_target(b, item)
    item = dict(item, _extra_froms=[join["right"] for join in joined], _where_criteria=[join["onclause"] for join in joined] + item.get("_where_criteria", [])) if joined else item
    parts = sets(b, pairs) + filters(b, item) + others(b, item, sql.__dict__["from"]) + post_criteria(b, item)
    return sql.update(b.source(target_of(b, item)) if joined else b.build(item["table"]), listed(parts + returning(b, item) + hints(b, item) + ctes(b, item)))


@node("Delete")
def delete(b, item):
    known(item, "table", "_where_criteria", "_hints", "_returning", "dialect_options", "_extra_froms", "_independent_ctes",
          "_post_criteria_clause", "_prefixes")
    parts = filters(b, item) + others(b, item, sql.using) + post_criteria(b, item)
    limit = ((item.get("dialect_options") or {}).get("mysql") or {}).get("limit")
    if limit is not None:
        parts.append(sql.limit(sql.literal(b.any(limit)) if isinstance(limit, int) else b.any(limit)))
    return sql.delete_from(b.build(item["table"]), listed(parts + returning(b, item) + hints(b, item) + ctes(b, item)))


def others(b, item, call):
    """The other tables that an UPDATE or DELETE reads: those it names, then those that its conditions use."""
    joins = [source for source in map(b.resolve, item.get("_extra_froms", [])) if source.get("k") == "Join"]
    found = [source["f"] for source in item.get("_extra_froms", []) if "f" in source]
    used(b, [item.get("_values"), item.get("_where_criteria")], found)
    target = target_of(b, item)
    found = [name for name in found if name != target and not any(name in references_of(b, join) for join in joins)]
    return [call(listed([b.source(name) for name in found] + b.all(joins)))] if found or joins else []


def used(b, item, found):
    """FROM objects of the columns in a tree, but for those inside its queries."""
    if isinstance(item, list):
        for part in item:
            used(b, part, found)
    elif isinstance(item, dict):
        if item.get("k") in ("Select", "CompoundSelect", "TextualSelect"):
            return
        if item.get("k") == "col" and item["f"] not in found:
            found.append(item["f"])
        for part in item.values():
            used(b, part, found)


def post_criteria(b, item):
    clause = item.get("_post_criteria_clause")
    if not clause:
        return []
    if clause["k"] != "DMLLimitClause":
        raise Unsupported(clause["k"])
    return [sql.limit(b.build(clause["_limit_clause"]))]
