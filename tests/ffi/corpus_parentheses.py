# SPDX-License-Identifier: MIT
"""SQL without the parentheses that precedence makes needless, so that two texts of one meaning compare equal.

A pair of parentheses goes only when it is seen to be a group (no arguments, list or query), and all operators in it bind tighter than those on both sides, or
are the same associative one.
"""
import re

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|:\w+|[\w.$]+(?:\."(?:[^"]|"")*")*|<>|<=|>=|!=|\|\||::|[^\s\w]""")
LEVELS = {"OR": 1, "AND": 2, "NOT": 3, "EXISTS": 9}
LEVELS.update(dict.fromkeys("= != <> < > <= >= IS IN LIKE ILIKE BETWEEN REGEXP MATCH".split(), 4))
LEVELS.update({"||": 6, "+": 7, "-": 7, "*": 8, "/": 8, "%": 8})
ASSOCIATIVE = {"OR", "AND", "+", "*", "||"}
# What a group may follow and stand before, besides operators.
BEFORE = {"WHERE", "HAVING", "ON", "WHEN", "THEN", "ELSE", "SELECT", "(", ",", "BY", "CASE", "SET", "ROW_END"}
AFTER = {")", ",", "AS", "THEN", "ELSE", "END", "WHEN", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "UNION", "EXCEPT", "INTERSECT",
         "RETURNING", "ASC", "DESC", "FOR", None}
# Words that make more of what is inside than operators and operands.
CLAUSES = {"SELECT", "VALUES", "WITH", "COLLATE", "ESCAPE", "CASE", "OVER", "FILTER", "WITHIN", "INTERVAL"}


def _closing(tokens, start):
    depth = 0
    for index in range(start, len(tokens)):
        depth += (tokens[index] == "(") - (tokens[index] == ")")
        if depth == 0:
            return index
    return None


def _operators(tokens, start, end):
    """The operators between two places, outside of inner parentheses; None where something else stands there."""
    found, depth = [], 0
    for index in range(start, end):
        token = tokens[index]
        depth += (token == "(") - (token == ")")
        if depth or token == ")":
            continue
        if token == "," or token.upper() in CLAUSES or re.fullmatch(r"[^\w\s'\"`:]", token) and token not in LEVELS and token != "?":
            return None
        if token.upper() in LEVELS:
            found.append(token.upper())
    return found


def _needless(tokens, start, end):
    before = tokens[start - 1].upper() if start else "("
    after = tokens[end + 1].upper() if end + 1 < len(tokens) else None
    inside = _operators(tokens, start + 1, end)
    if inside is None or not tokens[start + 1:end] or before not in BEFORE and before not in LEVELS or before == "IN" or before == "EXISTS":
        return False
    if after not in AFTER and after not in LEVELS:
        return False
    lowest = min([LEVELS[name] for name in inside], default=10)
    for side, is_left in ((before, True), (after, False)):
        if side not in LEVELS:
            continue
        if side == "AND" and "BETWEEN" in [token.upper() for token in tokens] or side == "NOT" and not is_left:
            return False                           # whose AND it is, or which NOT, is not told here
        if LEVELS[side] < lowest or side == "NOT" and lowest == LEVELS["NOT"] or side in ASSOCIATIVE and set(inside) == {side}:
            continue
        return False
    # A NOT inside reaches as far to the right as it can.
    return not (inside and after in LEVELS and inside[-1] == "NOT" and LEVELS[after] > LEVELS["NOT"])


def needed_parentheses(text):
    tokens = TOKEN.findall(text)
    index = 0
    while index < len(tokens):
        if tokens[index] == "(":
            end = _closing(tokens, index)
            if end is not None and _needless(tokens, index, end):
                del tokens[end], tokens[index]
                index = 0
                continue
        index += 1
    return " ".join(tokens)
