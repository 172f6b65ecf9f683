# SPDX-License-Identifier: MIT
"""From the corpus's tables to run-time tables of the library: columns, constraints and indexes, each with the options of one database that it has."""
import ctypes as c
import re

from alkahest_sql import Compiled, const, last_error, sized, sql, struct, words
from corpus_build import Unsupported, text_of
from corpus_type_records import column_options, column_type, option_list
from corpus_types import value_of

ACTIONS = {"CASCADE": "CASCADE", "SET NULL": "SET_NULL", "SET DEFAULT": "SET_DEFAULT", "RESTRICT": "RESTRICT", "NO ACTION": "NO_ACTION"}
# The corpus's tokens of naming conventions, and ours.
TOKENS = {"table_name": "{table}", "column_0_name": "{column}", "column_0_key": "{column}", "column_0N_name": "{columns}", "column_0_N_name": "{columns}",
          "column_0N_key": "{columns}", "column_0_N_key": "{columns}", "referred_table_name": "{referred_table}", "referred_column_0_name": "{referred_columns}",
          "referred_column_0N_name": "{referred_columns}", "referred_column_0_N_name": "{referred_columns}", "constraint_name": "{name}"}
CONVENTIONS = {"ix": ("index_name", "Index"), "uq": ("unique_name", "UniqueConstraint"), "ck": ("check_name", "CheckConstraint"),
               "fk": ("foreign_key_name", "ForeignKeyConstraint"), "pk": ("primary_key_name", "PrimaryKeyConstraint")}
NAMES_OF_KINDS = {"PrimaryKeyConstraint": "PRIMARY_KEY", "UniqueConstraint": "UNIQUE", "CheckConstraint": "CHECK", "ColumnCheckConstraint": "CHECK",
                  "ForeignKeyConstraint": "FOREIGN_KEY", "ExcludeConstraint": "EXCLUDE"}
ALTERING = {"default", "postgresql", "mysql", "mariadb", "mssql", "oracle"}


# ---- options of one database ----
def own_options(item, dialect):
    """What an item says for the dialect; MariaDB takes MySQL's, too."""
    given = item.get("dialect_options") or {}
    return {**(given.get("mysql") or {} if dialect == "mariadb" else {}), **(given.get(dialect) or {})}


def setting(value):
    """A value in a list of settings: fillfactor = 60."""
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


def settings(pairs):
    return ", ".join(name if value is None else "%s = %s" % (name, setting(value)) for name, value in pairs.items())


# Options whose being off has a word of its own; of the others it is as if they were not given.
OFF = {"clustered": "nonclustered", "with_oids": "without_oids", "with_rowid": "without_rowid"}
ELSEWHERE = {"where", "include", "ops", "length", "on_conflict_primary_key", "on_conflict_not_null", "on_conflict_unique", "autoincrement", "identity_start", "identity_increment",
             "on_null"}


def plain_options(item, dialect, elsewhere=()):
    """Dialect options by the library's names."""
    options = {}
    for name, value in own_options(item, dialect).items():
        name = name.lower().replace(" ", "_")
        if value is None or name in ELSEWHERE - {"include"} or name in elsewhere:
            continue
        if isinstance(value, bool) and (value or name in OFF):
            flipped = {"with_rowid": {True: None, False: "without_rowid"}}.get(name, {True: name, False: OFF.get(name)})
            if flipped[value]:
                options["%s.%s" % (dialect, flipped[value])] = None
        elif not isinstance(value, bool):
            options.update(valued(dialect, name, value))
    return options


def valued(dialect, name, value):
    key = "%s.%s" % (dialect, name)
    if isinstance(value, dict) and "k" not in value:
        return {key: settings(value)}
    if isinstance(value, (list, tuple)):
        return {key: ", ".join(map(str, value))}
    if name == "on_commit":
        value = value.upper().replace("_", " ")
    if name == "compress":
        key += "_columns" if isinstance(value, int) else "_for"
    return {key: str(value)}


def texts(item):
    """A literal's SQL: that of a text() as it stands."""
    return item["text"] if isinstance(item, dict) and item.get("k") == "TextClause" and not item.get("_bindparams") else None


class Tables:
    """The run-time tables of a record, each in a collection with those that it refers to."""

    def __init__(self, b):
        self.b, self.dialect, self.keep = b, b.dialect, b.keep

    # ---- SQL of a part ----
    def sql_text(self, item):
        """An expression as SQL text of the dialect, its values literals."""
        if not isinstance(item, dict):
            return "'%s'" % str(item).replace("'", "''")
        if texts(item) is not None:
            return texts(item)
        if item.get("_bindparams"):
            return re.sub(r":(\w+)", lambda found: self.sql_text(item["_bindparams"][found[1]]) if found[1] in item["_bindparams"] else found[0], item["text"])
        made = self.b.build(item) if item.get("k") != "bind" else sql.literal(sql.bound(c.byref(value_of(item["value"], self.keep, item.get("type")))))
        options = sized("alk_compile_options")
        options.flags = const.COMPILE_LITERALS
        return Compiled(made, self.dialect, options).sql

    def quoted(self, name):
        return Compiled(sql.name(name.encode()), self.dialect, None).sql

    # ---- a table ----
    def table(self, name, constraints=None, indexes=None):
        """The handle of a table; constraints and indexes: these in place of its own."""
        item = self.b.tables[name]
        metadata = self.metadata(item, constraints, indexes)
        made = self.make(metadata, item, item.get("constraints", []) if constraints is None else constraints, item.get("indexes", []) if indexes is None else indexes)
        self.referred(metadata, item, constraints)
        if sql.metadata_resolve(metadata):
            raise ValueError(last_error())
        return made

    def metadata(self, item, constraints, indexes):
        parts = (item.get("constraints", []) if constraints is None else constraints) + (item.get("indexes", []) if indexes is None else indexes)
        members = {}
        for key, template in (item.get("naming_convention") or {}).items():
            if key not in CONVENTIONS:
                continue
            member, kind = CONVENTIONS[key]
            if any(isinstance(part.get("name"), dict) and "conv" in part["name"] for part in parts if part["k"] == kind):
                continue                           # the record has the names that the convention made
            ours = re.sub(r"%\((\w+)\)s", lambda found: TOKENS.get(found[1], found[0]), template)
            if "%(" in ours and any(part["k"] == kind and not part.get("name") for part in parts):
                raise Unsupported("tokens of a naming convention of the program's own")
            if "%(" not in ours:
                members[member] = ours.encode()
        made = sql.metadata_new(c.byref(sized("alk_metadata_options", **members)))
        if not made:
            raise ValueError(last_error())
        self.b.metadata.append(made)
        return made

    def make(self, metadata, item, constraints, indexes):
        prefixes = [str(prefix).upper() for prefix in item.get("prefixes", []) or item.get("_prefixes", [])]
        options = plain_options(item, self.dialect, elsewhere=("autoincrement",))
        members = {"schema": (text_of(item.get("schema")) or "").encode()}
        if prefixes == ["TEMPORARY"] and self.dialect not in ("mssql", "oracle"):
            members["temporary"] = True
        elif prefixes:
            options[self.dialect + ".prefix"] = " ".join(prefixes)
        if item.get("comment"):
            members["comment"] = item["comment"].encode()
        builder = sql.table_begin(metadata, text_of(item["name"]).encode(), c.byref(sized("alk_table_options", options=option_list(options, self.keep), **members)))
        for column in item.get("columns", []):
            if not column.get("system"):           # it is there before the table is
                self.column(builder, item, column)
        for name in self.missing(item, constraints, indexes):
            kind = struct["alk_type"](kind=const.KIND_INTEGER)
            sql.table_add_column(builder, name.encode(), c.byref(kind), None)
        for constraint in constraints:
            self.constraint(builder, item, constraint)
        for index in indexes:
            self.index(builder, item, index)
        made = sql.table_finish(builder)
        if not made:
            raise ValueError(last_error())
        return made

    def missing(self, item, constraints, indexes):
        """Columns that an index or constraint names though the table of the record has none such: of a statement that shows no columns of the table."""
        known = {text_of(column["name"]) for column in item.get("columns", [])}
        named = [self.column_named(item, key) for part in constraints if part["k"] != "ExcludeConstraint" for key in part.get("columns", [])]
        for index in indexes:
            named += [self.in_words(expression) or "" for expression in index.get("exprs", [])]
        return [name for name in dict.fromkeys(filter(None, named)) if name not in known]

    @staticmethod
    def in_words(expression):
        """The column of "a desc"."""
        found = re.fullmatch(r"(\w+)\s+(?:asc|desc)", str(expression.get("text")), flags=re.I)
        return found and found[1]

    def referred(self, metadata, item, constraints):
        """Tables that foreign keys refer to and the record does not have, with the columns that they name."""
        wanted = {}
        for constraint in item.get("constraints", []) if constraints is None else constraints:
            for reference in constraint.get("refs", []):
                schema, table, column = self.split(reference)
                wanted.setdefault((schema, table), []).append(column)
        for (schema, table), columns in wanted.items():
            if (schema, table) == (text_of(item.get("schema")), text_of(item["name"])):
                continue
            builder = sql.table_begin(metadata, table.encode(), c.byref(sized("alk_table_options", schema=(schema or "").encode())))
            for column in dict.fromkeys(columns):
                kind = struct["alk_type"](kind=const.KIND_INTEGER)
                sql.table_add_column(builder, column.encode(), c.byref(kind), None)
            if not sql.table_finish(builder):
                raise ValueError(last_error())

    def split(self, reference):
        """(schema, table, column) of "schema.table.key": names may have dots, so the record's tables are looked at first."""
        for item in self.b.tables.values():
            schema, name = text_of(item.get("schema")), text_of(item["name"])
            begin = (schema + "." if schema else "") + name + "."
            if reference.startswith(begin):
                return schema, name, self.column_named(item, reference[len(begin):])
        *front, table, column = reference.split(".")
        return ".".join(front) or None, table, column

    @staticmethod
    def column_named(item, key):
        """The name of the column of a key, which may be another."""
        return next((text_of(column["name"]) for column in item.get("columns", []) if column.get("key", text_of(column["name"])) == key), key)

    # ---- columns ----
    def column(self, builder, item, column):
        made = column_type(column.get("type"), self.dialect, self.keep)
        if made.pointer is None:
            raise Unsupported("a type that says nothing")
        members = {"primary_key": bool(column.get("pk")), "nullable": bool(column.get("nullable", True)) and not column.get("pk"), "options": {}}
        self.growing(item, column, members)
        self.defaults(column, members)
        if column.get("comment"):
            members["comment"] = column["comment"].encode()
        given = own_options(column, self.dialect)
        for name in ("on_conflict_primary_key", "on_conflict_not_null"):
            if given.get(name):
                members["options"]["%s.%s" % (self.dialect, name)] = given[name]
        variant = ((column.get("type") or {}).get("variants") or {}).get(self.dialect)
        if variant:
            members["options"][self.dialect + ".type"] = self.words_of(variant)
            made = column_type(without_variants(column["type"]), self.dialect, self.keep)
        options = column_options(made, self.keep, **members)
        sql.table_add_column(builder, text_of(column["name"]).encode(), c.byref(made.pointer), c.byref(options))

    def words_of(self, spec):
        """A type of one database as its words: what the option `type` takes."""
        made = column_type(spec.get("type", spec) if "t" not in spec else spec, self.dialect, self.keep)
        return Compiled(sql.cast(sql.null(), c.byref(made.pointer)), self.dialect, None).sql[len("CAST(NULL AS "):-1]

    def growing(self, item, column, members):
        """Whether and how the column grows by itself."""
        automatic = column.get("autoincrement")
        alone = sum(bool(other.get("pk")) for other in item.get("columns", [])) == 1
        if automatic is True and (column.get("pk") and not alone or column.get("fk") or self.dialect == "mssql") or automatic == "ignore_fk" and alone:
            members["autoincrement"] = True
        given = column.get("default")
        passed_over = isinstance(given, dict) and given.get("k") == "Sequence" and (given.get("optional") or self.dialect in ("sqlite", "mysql"))
        if automatic is False or given is not None and not passed_over:        # the program gives the values
            members["no_autoincrement"] = True
        if own_options(item, self.dialect).get("autoincrement") and column.get("pk"):
            members["options"][self.dialect + ".autoincrement"] = None
        identity = column.get("identity")
        given = own_options(column, self.dialect)
        if not identity and given.get("identity_start", given.get("identity_increment")) is not None:
            identity = {"identity": {"start": given.get("identity_start"), "increment": given.get("identity_increment")}}
        if identity:
            members["identity"] = const.IDENTITY_ALWAYS if identity.get("always") else const.IDENTITY_BY_DEFAULT
            members["identity_options"] = c.addressof(self.sequence(identity.get("identity") or {}, identity))
            if own_options(identity, self.dialect).get("on_null"):
                members["options"][self.dialect + ".on_null"] = None

    def sequence(self, numbers, item, name=None, schema=None):
        """alk_sequence from what the corpus says of numbers; `item` has the rest."""
        made = struct["alk_sequence"](struct_size=c.sizeof(struct["alk_sequence"]), name=name and name.encode(), schema=schema and schema.encode())
        for key, member, flag in (("start", "start", const.SEQUENCE_START), ("minvalue", "minimum", const.SEQUENCE_MINIMUM), ("maxvalue", "maximum", const.SEQUENCE_MAXIMUM)):
            if numbers.get(key) is not None:
                setattr(made, member, numbers[key])
                made.flags |= flag
        made.increment, made.cache, made.cycle = numbers.get("increment") or 0, numbers.get("cache") or 0, bool(numbers.get("cycle"))
        options = {self.dialect + ".order": None} if own_options(item, self.dialect).get("order") or numbers.get("order") else {}
        made.options = option_list(options, self.keep)
        if item.get("data_type"):
            kind = column_type(item["data_type"].get("type", item["data_type"]) if "t" not in item["data_type"] else item["data_type"], self.dialect, self.keep).pointer
            made.type = c.addressof(kind)
        self.keep.append(made)
        return made

    def defaults(self, column, members):
        given = column.get("server_default")
        computed = column.get("computed")
        if computed:
            members["computed"] = self.sql_text(computed["computed"]).encode()
            members["computed_as"] = {None: const.COMPUTED_DEFAULT, True: const.COMPUTED_STORED, False: const.COMPUTED_VIRTUAL}[computed.get("persisted")]
        elif isinstance(given, dict) and "server" in given:
            members["server_default"] = self.sql_text(given["server"]).encode()
        elif isinstance(given, dict) and given.get("k") == "Sequence":
            members["server_default"] = self.sql_text({"k": "next_value", "sequence": given}).encode()
        elif given is not None and not (isinstance(given, dict) and "identity" in given):
            members["server_default"] = self.sql_text(given).encode()
        found = re.fullmatch(rb"(.*?)\s+on\s+update\s+(.*)", members.get("server_default", b""), flags=re.I | re.S)
        if found and self.dialect in ("mysql", "mariadb"):
            members["server_default"], members["server_on_update"] = found[1], found[2]

    # ---- constraints ----
    def constraint(self, builder, item, constraint):
        kind = NAMES_OF_KINDS[constraint["k"]]
        if not self.wanted(item, constraint) or kind == "PRIMARY_KEY" and self.is_plain_key(item, constraint):
            return
        members = {"name": self.name_of(constraint), "deferrable": deferrable(constraint), "comment": (constraint.get("comment") or None) and constraint["comment"].encode()}
        options = plain_options(constraint, self.dialect)
        if kind in ("PRIMARY_KEY", "UNIQUE", "FOREIGN_KEY"):
            names = words([self.column_named(item, key) for key in constraint.get("columns", [])])
            if not constraint.get("columns"):
                return
            members["columns"] = self.address(names)
            options.update(self.from_columns(item, constraint))
        if kind == "FOREIGN_KEY":
            references = words([".".join(filter(None, self.split(reference))) for reference in constraint["refs"]])
            members.update(references=self.address(references), match=const.MATCH_SIMPLE if not constraint.get("match") else getattr(const, "MATCH_" + constraint["match"].upper()))
            self.actions(constraint, members, options)
        if kind == "CHECK":
            self.condition(constraint, members)
            named = [text_of(part["name"]) for part in columns_in(self.b, constraint["sqltext"])]
            if named:                              # a convention names the CHECK by them
                members["columns"] = self.address(words(list(dict.fromkeys(named))))
        if kind == "EXCLUDE":
            members["check"] = self.exclusion(constraint).encode()
        members["options"] = option_list(options, self.keep)
        sql.table_add_constraint(builder, getattr(const, "CONSTRAINT_" + kind), c.byref(sized("alk_constraint_options", **members)))

    def is_plain_key(self, item, constraint):
        """A key that its columns say by themselves: their order is the library's business then."""
        said = any(constraint.get(name) for name in ("name", "deferrable", "initially", "comment")) or own_options(constraint, self.dialect) or self.from_columns(item, constraint)
        names = [text_of(column["name"]) for column in item.get("columns", []) if column.get("pk")]
        return not said and names == [self.column_named(item, key) for key in constraint.get("columns", [])]

    def address(self, array):
        self.keep.append(array)
        return c.cast(array, c.c_void_p)

    @staticmethod
    def name_of(constraint):
        name = text_of(constraint.get("name"))
        return name.encode() if isinstance(name, str) else None

    def wanted(self, item, constraint):
        """Whether the constraint stands in the table: the library writes an enumeration's by itself, and others are for databases without the type."""
        if constraint.get("use_alter") and self.dialect in ALTERING:
            return False
        if not constraint.get("type_bound"):
            return True
        spec = self.bound_type(item, constraint)
        if spec.get("t") in ("Enum", "ENUM"):
            return not spec.get("native_enum")
        return self.dialect != "postgresql"

    def bound_type(self, item, constraint):
        """The type of the column whose words a CHECK lists."""
        left = self.b.resolve(constraint["sqltext"].get("left") or {})
        while left.get("k") not in ("col", None):
            left = self.b.resolve(left.get("clause") or left.get("element") or {})
        name = text_of(left.get("name"))
        return next((column.get("type") or {} for column in item.get("columns", []) if text_of(column["name"]) == name), {})

    def from_columns(self, item, constraint):
        """What a column says of the constraint that it makes."""
        if self.dialect != "sqlite" or len(constraint["columns"]) != 1:
            return {}
        key = {"PrimaryKeyConstraint": "on_conflict_primary_key", "UniqueConstraint": "on_conflict_unique"}.get(constraint["k"])
        column = next((column for column in item["columns"] if text_of(column["name"]) == self.column_named(item, constraint["columns"][0])), {})
        said = own_options(column, "sqlite").get(key)
        return {"sqlite.on_conflict": said} if said else {}

    def actions(self, constraint, members, options):
        for key, member in (("ondelete", "on_delete"), ("onupdate", "on_update")):
            said = constraint.get(key)
            if not said:
                continue
            found = re.fullmatch(r"(SET (?:NULL|DEFAULT)) ?\((.*)\)", said, flags=re.I) if key == "ondelete" else None
            if found:
                options[self.dialect + ".on_delete_columns"] = found[2]
                said = found[1]
            if said.upper() not in ACTIONS:
                raise ValueError("there is no action %s of foreign keys" % said)
            members[member] = getattr(const, ACTIONS[said.upper()])

    def condition(self, constraint, members):
        text = texts(constraint["sqltext"])
        if text is not None:
            members["check"] = text.encode()
        else:
            members["condition"] = self.b.build(constraint["sqltext"])

    def exclusion(self, constraint):
        """All that follows the word EXCLUDE."""
        operators = constraint.get("ops") or {}
        parts = []
        for expression, name, operator in constraint["exclude"]:
            expression = self.b.resolve(expression)
            plain = expression.get("k") == "col" or expression.get("k") == "column" and not expression.get("literal")
            text = self.quoted(text_of(expression["name"])) if plain else expression["name"] if expression.get("k") == "column" else self.sql_text(unqualified(self.b, expression))
            parts.append("%s%s WITH %s" % (text, " " + operators[name] if operators.get(name) else "", operator))
        where = " WHERE (%s)" % self.sql_text(constraint["where"]) if constraint.get("where") else ""
        return "USING %s (%s)%s" % (constraint.get("using") or "gist", ", ".join(parts), where)

    # ---- indexes ----
    def index(self, builder, item, index):
        given = own_options(index, self.dialect)
        terms = [self.term(item, expression, given) for expression in index.get("exprs", [])]
        array = (struct["alk_index_term"] * max(len(terms), 1))(*terms)
        self.keep.append(array)
        members = {"name": self.name_of(index), "unique": bool(index.get("unique")), "terms": c.addressof(array), "n_terms": len(terms)}
        where = given.get("where")
        if where is not None:
            text = texts(where) if isinstance(where, dict) else where
            members.update({"where": text.encode()} if text is not None else {"condition": self.b.build(where)})
        if given.get("include"):
            members["include"] = self.address(words([self.column_named(item, text_of(name.get("name") if isinstance(name, dict) else name)) for name in given["include"]]))
        members["options"] = option_list(plain_options(index, self.dialect, elsewhere=("include",)), self.keep)
        sql.table_add_index(builder, c.byref(sized("alk_index_options", **members)))

    def term(self, item, expression, given):
        flags, expression = 0, self.b.resolve(expression)
        keys = []                                  # by which options name this part
        while True:
            if expression.get("k") == "UnaryExpression" and expression.get("modifier"):
                flags |= {"desc_op": const.INDEX_DESCENDING, "nulls_first_op": const.INDEX_NULLS_FIRST, "nulls_last_op": const.INDEX_NULLS_LAST}.get(expression["modifier"], 0)
                expression = self.b.resolve(expression["element"])
            elif expression.get("k") == "Label":
                keys.append(text_of(expression["name"]))
                expression = self.b.resolve(expression["_element"])
            else:
                break
        made = struct["alk_index_term"](flags=flags)
        self.part(made, expression, keys)
        made.options = option_list(self.part_options(keys, given), self.keep)
        return made

    def part(self, made, expression, keys):
        if expression.get("k") in ("col", "column") and not expression.get("literal"):
            name = text_of(expression["name"])
            keys.extend([expression.get("key", name), name, self.quoted(name)])
            made.column = name.encode()
            return
        text = texts(expression) if expression.get("k") == "TextClause" else expression["name"] if expression.get("k") == "column" else None
        found = re.fullmatch(r"(\w+)\s+(asc|desc)", text or "", flags=re.I)
        if found:                                  # a column and its order, in words
            made.column, made.flags = found[1].encode(), const.INDEX_DESCENDING if found[2].lower() == "desc" else 0
        elif text is not None:
            made.expression = text.encode()
        else:
            made.sql = self.b.build(expression)

    def part_options(self, keys, given):
        options = {}
        length, operators = given.get("length"), given.get("ops") or {}
        if isinstance(length, dict):
            length = next((length[key] for key in keys if key in length), None)
        if length is not None and keys:
            options[self.dialect + ".length"] = str(length)
        operator = next((operators[key] for key in keys if key in operators), None)
        if operator:
            options[self.dialect + ".ops"] = operator
        return options


def columns_in(b, item):
    """The columns of an expression, in their order."""
    item = b.resolve(item)
    if isinstance(item, list):
        return [found for part in item for found in columns_in(b, part)]
    if not isinstance(item, dict):
        return []
    return [item] if item.get("k") == "col" else [found for key, part in item.items() if key != "type" for found in columns_in(b, part)]


def unqualified(b, item):
    """An expression whose columns are names by themselves."""
    item = b.resolve(item)
    if isinstance(item, list):
        return [unqualified(b, part) for part in item]
    if not isinstance(item, dict):
        return item
    if item.get("k") == "col":
        return {"k": "column", "name": item["name"]}
    return {key: unqualified(b, part) for key, part in item.items()}


def without_variants(spec):
    return {key: value for key, value in spec.items() if key != "variants"}


def deferrable(constraint):
    initially = str(constraint.get("initially") or "").upper()
    if initially not in ("", "DEFERRED", "IMMEDIATE"):
        raise ValueError("a constraint is DEFERRED or IMMEDIATE")
    if initially == "DEFERRED":
        return const.INITIALLY_DEFERRED
    return const.DEFERRABLE if constraint.get("deferrable") else const.NOT_DEFERRABLE

