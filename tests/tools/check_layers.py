#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A file includes its own layer and those below, never one above; orm uses the public headers of core only. Plugins, and what drivers
share, know nothing of the library but the plugin header."""
import re
from common import LAYERS, files, finish, line_of, read, without_comments

# The layer of each public header; the plugin header stands alone and is for all.
PUBLIC = {"types": "base", "error": "base", "log": "base", "arena": "base", "plugin": "base",
          "value": "type", "field": "type", "url": "config", "options": "config",
          "datatype": "sql", "sql": "sql", "lift": "sql", "schema": "sql", "expression": "sql", "query": "sql", "change": "sql", "model": "sql", "metadata": "sql", "ddl": "sql", "inspect": "sql",
          "compile": "compile", "script": "compile", "registry": "plugin",
          "engine": "engine", "event": "engine", "connection": "engine", "statement": "engine", "task": "engine", "notify": "engine", "copy": "engine", "result": "engine", "session": "orm", "loading": "orm", "session_event": "orm", "shard": "orm", "alkahest": "orm"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def layer_of_file(name):
    if name.startswith("core/src/"):
        return name.split("/")[2]
    if name.startswith("orm/"):
        return "orm"
    return PUBLIC.get(name.rsplit("/", 1)[1][:-2])


def layer_of_include(quote, path):
    head, _, rest = path.partition("/")
    if head == "alkahest":
        return PUBLIC.get(rest[:-2], "unknown")
    if quote == '"' and rest:
        return head if head in LAYERS else "unknown"
    return None                     # the system's, or the same directory's


def outside():
    """What plugins include: the plugin header, what drivers share, and what is in their own directory or the system's."""
    for name in files(".c", ".h", under=("plugins/", "sdk/driver/")):
        text = without_comments(read(name), keep_strings=True)
        for match in INCLUDE.finditer(text):
            head, _, rest = match.group(2).partition("/")
            if (head == "alkahest" and rest != "plugin.h") or (match.group(1) == '"' and rest and head != "driver"):
                yield f"{name}:{line_of(text, match.start())}: a plugin does not know {match.group(2)}"


def main():
    findings = list(outside())
    for name in files(".c", ".h", ".def", under=("core/", "orm/")):
        own = layer_of_file(name)
        text = without_comments(read(name), keep_strings=True)
        if own not in LAYERS:
            findings.append(f"{name}: of no layer; check_layers.py wants to know")
            continue
        for match in INCLUDE.finditer(text):
            other = layer_of_include(match.group(1), match.group(2))
            place = f"{name}:{line_of(text, match.start())}"
            if other == "unknown":
                findings.append(f"{place}: {match.group(2)} is of no known layer")
            elif other and LAYERS.index(other) > LAYERS.index(own):
                findings.append(f"{place}: {own} includes {match.group(2)} of the layer {other} above it")
            elif other and own == "orm" and name.startswith("orm/src/") and match.group(1) == '"' and other != "orm":
                findings.append(f"{place}: orm includes {match.group(2)}, which is private to core")
    finish(findings, "layers")


main()
