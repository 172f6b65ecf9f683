#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether a server takes the statements that are written for it:    prepared.py statements/mariadb.sql Chinook_MySql.sql

Each is prepared, none is run, on the server of ALK_TEST_MARIADB_URL over the tables of Chinook in a database of their own. What a statement names that is not there, because it stands for
another database's, is known by name. Skipped (77) without the server, its command mariadb, or the tables."""
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

# A schema, a collation and a sequence that this server has not, and SQL in the test's own words.
NOT_THERE = {"a_table_in_a_schema", "collation", "next_value_of_a_sequence", "raw_as_a_query"}
DATABASE = "alk_golden"


def statements(path):
    """Names and statements, without those for older servers."""
    with open(path, encoding="utf-8") as file:
        text = file.read().split("-- ==== older servers")[0]
    name, lines, found = "", [], []
    for line in text.splitlines():
        if not lines and (not line.strip() or line.startswith("-- ")):
            name = line[3:] if re.fullmatch(r"-- \w+", line) else name
            continue
        lines.append(line)
        if line.endswith(";"):
            found.append((name, "\n".join(lines)[:-1]))
            lines = []
    return found


def client(url):
    command = ["mariadb", "--no-defaults", "--default-character-set=utf8mb4", "--protocol=tcp", f"--host={url.hostname}", f"--port={url.port or 3306}", f"--user={url.username}",
               "--batch", "--force", "--comments"]
    environment = dict(os.environ, MYSQL_PWD=urllib.parse.unquote(url.password or ""))
    return lambda sql, *more: subprocess.run(command + list(more), input=sql, env=environment, capture_output=True, text=True, check=False)


def main():
    given = os.environ.get("ALK_TEST_MARIADB_URL", "")
    if not given or not shutil.which("mariadb") or not os.path.exists(sys.argv[2]):
        print("no server, no command mariadb or no tables of Chinook")
        return 77
    run = client(urllib.parse.urlparse(given))
    with open(sys.argv[2], encoding="utf-8") as file:
        tables = file.read().replace("`Chinook`", f"`{DATABASE}`")
    made = run(tables)
    if "ERROR" in made.stderr:
        print(made.stderr[:2000])
        return 1
    script, names = [], []
    for name, sql in statements(sys.argv[1]):
        quoted = sql.replace("\\", "\\\\").replace("'", "\\'")
        script += [f"PREPARE s FROM '{quoted}';"]
        names += [name] * (quoted.count("\n") + 1)
    answer = run("\n".join(script), DATABASE)
    run(f"DROP DATABASE {DATABASE}")
    failed = passed_over = 0
    for line, message in re.findall(r"ERROR .* at line (\d+): (.*)", answer.stderr):
        name = names[int(line) - 1]
        if name in NOT_THERE:
            passed_over += 1
            continue
        print(f"{name}: {message}")
        failed += 1
    print(f"{len(script) - failed - passed_over} passed, {failed} failed, {passed_over} skipped")
    return 1 if failed or len(script) < 100 else 0


sys.exit(main())
