# SPDX-License-Identifier: MIT
"""SQL texts made comparable: white space, and parameter markers of every style, which become `:name` or `?`.

A text becomes one string in which a marker is :name (a style with names) or ? (one without); strings and quoted names stay as they are.
"""
import json
import re

# Quoted text, or a marker of some style, or a parameter that is expanded later, or a per cent sign that a style doubles.
_TOKEN = re.compile(r"""(?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)
    |__\[POSTCOMPILE_(?P<late>[^\]~]*)(?:~~[^\]]*)?\]
    |%\((?P<pyformat>(?:[^()]|\([^()]*\))*)\)s
    |(?P<format>%s)
    |(?P<percent>%%)
    |(?<![:\w])::?(?P<named>[A-Za-z_][\w~]*|\d+)(?!\w)
    |(?P<cast>::)
    |(?P<qmark>\?)""", re.X)
POSITIONAL = {"qmark", "format", "numeric"}


def squash(text):
    """One space between words, none inside parentheses and before commas; strings are left alone."""
    parts = re.split(r"""('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)""", text)
    for index in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[index])
        part = re.sub(r"\( ", "(", re.sub(r" ([,)])", r"\1", part))
        part = re.sub(r",(?=\S)", ", ", part)
        parts[index] = re.sub(r" ?(?<![<>!:=|&@~*+/%^#-])=(?![=>~@]) ?", " = ", part)
    return "".join(parts).strip()


def markers(text, style):
    """The text with its markers as :name, or ? where the style has no names."""
    positional, doubled = style in POSITIONAL, style in ("pyformat", "format")

    def one(found):
        kind = found.lastgroup
        if kind == "quoted":
            return found[0].replace("%%", "%") if doubled else found[0]
        if kind == "cast":
            return found[0]
        if kind == "percent":
            return "%" if doubled else found[0]
        if kind == "late":
            return "?" if positional else ":" + found["late"]
        if kind == "named" and (found[0].startswith("::") or style not in ("named", "numeric")):
            return found[0]                        # a cast, or a slice's bound
        if kind == "pyformat" and style != "pyformat" or kind == "format" and style != "format" or kind == "qmark" and style != "qmark":
            return found[0]
        return "?" if positional else ":" + found[kind].replace("~", "_")
    return _TOKEN.sub(one, text)


def expected_text(text, style):
    return squash(markers(text, style))


def our_text(text, style):
    return squash(markers(text, "qmark" if style in POSITIONAL else "named"))



def flat_values(item):
    """The values of a mapping or list, those of lists in it one by one."""
    for value in item.values() if isinstance(item, dict) else item:
        if isinstance(value, list):
            yield from flat_values(value)
        else:
            yield value


def values_agree(arguments, params):
    """Whether the values that are sent are those that the record checks. Which name has which is not compared, nor how often: lists of IN are padded."""
    wanted = arguments.get("checkpositional", arguments.get("checkparams"))
    if wanted is None:
        return True
    found = list(flat_values(wanted))
    if any(not isinstance(value, (str, int)) or isinstance(value, bool) for value in found):
        return True                                # what prints in another form
    texts = list(map(str, found))
    for array in (list(map(str, json.loads(value))) for _name, value in params if value is not None and value.startswith("[") and value.endswith("]")):
        if not any(texts[at:at + len(array)] == array for at in range(len(texts) + 1)):
            return False                           # what is one array has the values of the list, in its order
    given = any(value is None for _name, value in params)
    mine = {part for _name, value in params if value is not None
            for part in (map(str, json.loads(value)) if value.startswith("[") and value.endswith("]") else [value])}
    return mine <= set(map(str, found)) if given else mine == set(map(str, found))
