# SPDX-License-Identifier: MIT
"""The functions, constants and structs of the library's headers, by ctypes.

Nothing is listed here: what stands marked ALK_API in core/include is bound, every enum and every plain struct is read from the same text, so that this
module knows a new function as soon as its header does. `sql` has the functions by their names without "alk_" (sql.eq is alk_eq), `const` the constants
without "ALK_", `struct` the structs by their C names.
"""
import ctypes as c
import os
import re
import types

HEADERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "core", "include", "alkahest")

_WORDS = {"void": None, "bool": c.c_bool, "char": c.c_char, "int": c.c_int, "unsigned": c.c_uint, "long": c.c_long, "double": c.c_double,
          "float": c.c_float, "size_t": c.c_size_t, "short": c.c_short}
_WORDS.update({"%sint%d_t" % (sign, bits): getattr(c, "c_%sint%d" % (sign, bits)) for sign in ("", "u") for bits in (8, 16, 32, 64)})
_COUNTED = {"INT64_MIN": -2**63, "INT64_MAX": 2**63 - 1, "UINT32_MAX": 2**32 - 1}

sql, const, struct = types.SimpleNamespace(), types.SimpleNamespace(), {}


class Unknown(Exception):
    """A C type that this module cannot pass."""


def _read():
    """The headers as one text without comments, directives and what C++ alone sees."""
    parts = []
    for name in sorted(os.listdir(HEADERS)):
        with open(os.path.join(HEADERS, name), encoding="utf-8") as file:
            parts.append(file.read())
    text = re.sub(r"/\*.*?\*/", " ", "\n".join(parts), flags=re.S).replace("\\\n", " ")
    return re.sub(r"^\s*#.*$", "", text, flags=re.M), text


# ---- constants ----
def _number(expression):
    """The value of a constant expression of C, as far as headers use them."""
    text = re.sub(r"U?INT64_C\((\w+)\)", r"\1", expression.strip())
    text = re.sub(r"\bALK_(\w+)", lambda found: str(getattr(const, found[1])), text)
    text = re.sub(r"\b(0x[0-9A-Fa-f]+|\d+)[uUlL]*\b", r"\1", text)
    if text in _COUNTED:
        return _COUNTED[text]
    if not re.fullmatch(r"[\s\dxXa-fA-F<>|()+*-]+", text):
        raise Unknown(expression)
    return eval(text, {"__builtins__": {}})        # digits and operators alone, by the test above


def _constants(plain, text):
    for body in re.findall(r"\benum\b\s*\w*\s*\{(.*?)\}", plain, flags=re.S):
        value = -1
        for item in filter(str.strip, body.split(",")):
            name, _, given = (part.strip() for part in item.partition("="))
            value = _number(given) if given else value + 1
            setattr(const, name.removeprefix("ALK_"), value)
    for name, given in re.findall(r"^#define ALK_(\w+) +(\S.*)$", text, flags=re.M):
        try:
            setattr(const, name, _number(given))
        except (Unknown, SyntaxError, AttributeError):
            continue                               # a macro that is no number


# ---- types ----
def _type(text):
    """The ctypes type of a C type. Pointers to characters are bytes, any other pointer is an address."""
    words = re.sub(r"\b(const|struct|enum)\b", " ", text.replace("*", " * ")).split()
    if words == ["char", "*"]:
        return c.c_char_p
    if "*" in words:
        return c.c_void_p
    name = " ".join(words)
    if name.startswith("unsigned ") or name == "long long":
        return {"unsigned char": c.c_ubyte, "unsigned short": c.c_ushort, "unsigned long": c.c_ulong, "long long": c.c_longlong}.get(name, c.c_uint)
    if name in _WORDS:
        return _WORDS[name]
    if name in struct:
        return struct[name]
    raise Unknown(text)


def _member(text):
    """The fields that one declaration of a struct makes: "uint16_t kind, flags"."""
    pointer = re.match(r".*\(\s*\*\s*(\w+)\s*\)\s*\(.*\)$", text, flags=re.S)
    if pointer:
        return [(pointer[1], c.c_void_p)]
    first, *others = text.split(",")
    base, name = re.match(r"(.*?)(\w+\s*(?:\[\w+\])?)$", first.strip(), flags=re.S).groups()
    fields = [(name, base)]
    for other in others:
        stars, name = re.match(r"([*\sconst]*?)(\w+\s*(?:\[\w+\])?)$", other.strip(), flags=re.S).groups()
        fields.append((name, base.replace("*", "") + stars))
    made = []
    for name, base in fields:
        array = re.match(r"(\w+)\s*\[(\w+)\]", name)
        made.append((array[1], _type(base) * _number(array[2])) if array else (name.strip(), _type(base)))
    return made


def _structs(plain):
    # A cell's union is a word here, since ctypes passes no unions by value.
    plain = re.sub(r"\bunion\s*\{[^}]*\}\s*u\s*;", "uint64_t u;", plain)
    waiting = re.findall(r"\bstruct\s+(alk_\w+)\s*\{([^{}]*)\}\s*(\w*)\s*;", plain, flags=re.S)
    for pointer in re.findall(r"\btypedef\s+[\w\s]*\*[\w\s*]*?(alk_\w+)\s*;", plain):
        _WORDS[pointer] = c.c_void_p
    while waiting:                                 # a struct may hold one that is defined in a later header
        left = []
        for name, body, alias in waiting:
            try:
                fields = [field for item in filter(str.strip, body.split(";")) for field in _member(item.strip())]
            except (Unknown, AttributeError):
                left.append((name, body, alias))
                continue
            struct[name] = struct[alias or name] = type(name, (c.Structure,), {"_fields_": fields})
        if len(left) == len(waiting):
            break                                  # these are no plain data
        waiting = left
    for target, alias in re.findall(r"\btypedef\s+(alk_\w+)\s+(alk_\w+)\s*;", plain):
        if target in struct:
            struct[alias] = struct[target]


# ---- functions ----
def _functions(plain, library):
    for result, name, arguments in re.findall(r"\bALK_API\s+([\w\s*]+?)(alk_\w+)\s*\(([^;{]*)\)\s*(?:ALK_PRINTF\([^)]*\))?\s*;", plain):
        try:
            taken = [_type(re.sub(r"\w+$", "", item.strip()) if item.strip()[-1] != "*" else item) for item in _arguments(arguments)]
            given = _type(result)
        except Unknown:
            continue                               # it takes a callback or a list of variable length
        function = getattr(library, name, None)
        if function is not None:
            function.restype, function.argtypes = given, taken
            setattr(sql, name.removeprefix("alk_"), function)


def _arguments(text):
    text = text.strip()
    if text in ("void", ""):
        return []
    if "(" in text or "..." in text:
        raise Unknown(text)
    return [item for item in text.split(",")]


def _load():
    plain, text = _read()
    library = c.CDLL(os.environ.get("ALKAHEST_LIBRARY", "libalkahest.so.1"))
    _constants(plain, text)
    _structs(plain)
    _functions(plain, library)
    sql.end = c.addressof(c.c_char.in_dll(library, "alk_end"))


_load()


# ---- what every user of the nodes needs ----
def listed(nodes):
    """A list of nodes as C has it: an array that ends with alk_end."""
    return (c.c_void_p * (len(nodes) + 1))(*nodes, sql.end)


def words(names):
    """A list of names that ends with NULL; None for none."""
    return None if names is None else (c.c_char_p * (len(names) + 1))(*[name.encode() for name in names], None)


def sized(name, /, **members):
    """A struct that begins with its own size."""
    made = struct[name](**members)
    made.struct_size = c.sizeof(made)
    return made


def last_error():
    """The thread's last error as text."""
    return struct["alk_error"].from_address(sql.last_error()).message.decode("utf-8", "replace")


class Compiled:
    """What alk_compile() gives: the SQL, and the parameters as (name or None, printed value or None)."""

    def __init__(self, node, dialect, options):
        handle = sql.compile(node, dialect.encode(), c.byref(options) if options is not None else None)
        if not handle:
            raise ValueError(last_error())
        self.sql = sql.compiled_sql(handle).decode("utf-8", "replace")
        self.params = [self._param(handle, index) for index in range(sql.compiled_param_count(handle))]
        sql.compiled_free(handle)

    @staticmethod
    def _param(handle, index):
        param = sized("alk_compiled_param")
        if sql.compiled_get_param(handle, index, c.byref(param)):
            raise ValueError(last_error())
        text = c.create_string_buffer(4096)
        if param.value:
            sql.value_print(param.value, text, len(text))
        return (param.name.decode() if param.name else None, text.value.decode("utf-8", "replace") if param.value else None)
