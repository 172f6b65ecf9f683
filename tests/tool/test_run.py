# SPDX-License-Identifier: MIT
"""Scripts: transactions, errors and their places, a whole sample database."""

from support import ROOT, Case, main

URL = "sqlite:///shop.db"


class Run(Case):
    def count(self, table):
        text = self.succeeds("sql", "--format", "csv", URL, f"SELECT COUNT(*) AS n FROM {table}")
        return int(text.split()[1])

    def test_script(self):
        self.write("ok.sql", "CREATE TABLE t (a TEXT);\n-- a comment; with a semicolon\nINSERT INTO t VALUES ('x;y');\n"
                             "INSERT INTO t VALUES (':no parameter')")
        self.assertRegex(self.succeeds("run", URL, "ok.sql"), r"^ok\.sql: 3 statements in [0-9.]+ s\n$")
        self.assertEqual(self.count("t"), 2)

    def test_standard_input_and_byte_order_mark(self):
        self.assertIn("2 statements", self.succeeds("run", URL, "-", stdin="\ufeffCREATE TABLE t (a); INSERT INTO t VALUES (1);"))
        self.assertEqual(self.count("t"), 1)

    def test_rows_are_shown(self):
        self.write("rows.sql", "SELECT 1 AS a; SELECT 2 AS a;")
        self.assertEqual(self.succeeds("run", "--format", "csv", URL, "rows.sql"), "a\r\n1\r\na\r\n2\r\n")

    def test_error_names_file_line_and_place(self):
        self.write("bad.sql", "CREATE TABLE t (a);\n\n-- comment\nINSERT INTO t\n  VALUES (1,\n  2 é 3);\nSELECT 1;\n")
        said = self.fails(1, "run", URL, "bad.sql")
        self.assertTrue(said.startswith('alk: bad.sql:6: near "é": syntax error [42601]\n'), said)
        self.assertIn("     4 | INSERT INTO t\n     5 |   VALUES (1,\n     6 |   2 é 3)\n       |     ^\n", said)
        self.assertIn("rolled back: nothing was changed", said)
        self.assertIn("no such table", self.fails(1, "sql", URL, "SELECT * FROM t"))

    def test_long_lines_are_cut_around_the_place(self):
        self.write("long.sql", "SELECT " + "'aaaaaaaa', " * 5000 + "1 2;")
        said = self.fails(1, "run", URL, "long.sql")
        self.assertLess(max(map(len, said.splitlines())), 130)
        self.assertIn("…'aaaaaaaa'", said.replace("…aaaaaa", "…'aaaaaaaa'"))
        place, mark = said.splitlines()[1:3]
        self.assertEqual(place[mark.index("^")], "2")

    def test_error_without_a_place(self):
        self.write("twice.sql", "CREATE TABLE t (a PRIMARY KEY);\nINSERT INTO t VALUES (1);\nINSERT INTO t\nVALUES (1);\n")
        said = self.fails(1, "run", URL, "twice.sql")
        self.assertRegex(said, r"^alk: twice\.sql:3: .* \[23505\]\n")
        self.assertIn("     3 | INSERT INTO t\n     4 | VALUES (1)\n", said)

    def test_no_transaction(self):
        self.write("half.sql", "CREATE TABLE t (a);\nINSERT INTO t VALUES (1);\nINSERT INTO u VALUES (1);\nINSERT INTO t VALUES (2);")
        said = self.fails(1, "run", "--no-transaction", URL, "half.sql")
        self.assertIn("2 statements before it stay done", said)
        self.assertEqual(self.count("t"), 1)
        said = self.fails(1, "run", "--no-transaction", "--continue", URL, "half.sql")
        self.assertIn("2 statements done, 2 failed", said)
        self.assertEqual(self.count("t"), 3)

    def test_script_with_its_own_transactions(self):
        self.write("own.sql", "BEGIN;\nCREATE TABLE t (a);\nCOMMIT;\nBEGIN TRANSACTION;\nINSERT INTO t VALUES (1);\nSELEC;\n")
        said = self.fails(1, "run", URL, "own.sql")
        self.assertTrue(said.startswith("alk: own.sql:6:"), said)
        self.assertIn("what the script committed before stays", said)
        self.assertEqual(self.count("t"), 0)

    def test_transaction_left_open(self):
        self.write("open.sql", "BEGIN; CREATE TABLE t (a);")
        done = self.alk("run", URL, "open.sql")
        self.assertEqual(done.returncode, 0)
        self.assertIn("leaves a transaction open", done.stderr)

    def test_triggers_stay_whole(self):
        self.write("trigger.sql", "CREATE TABLE t (a); CREATE TABLE log (a);\n"
                                  "CREATE TRIGGER t_ai AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); "
                                  "INSERT INTO log VALUES (-new.a); END;\nINSERT INTO t VALUES (1);\n")
        self.assertIn("4 statements", self.succeeds("run", URL, "trigger.sql"))
        self.assertEqual(self.count("log"), 2)

    def test_files_that_cannot_be_read(self):
        self.assertIn("cannot read nowhere.sql: No such file", self.fails(5, "run", URL, "nowhere.sql"))
        self.assertIn("cannot read .:", self.fails(5, "run", URL, "."))
        self.write("wide.sql", "SELECT 1;".encode("utf-16"))
        self.assertIn("UTF-16", self.fails(5, "run", URL, "wide.sql"))

    def test_empty_script(self):
        self.write("empty.sql", "-- nothing\n")
        self.assertIn("0 statements", self.succeeds("run", URL, "empty.sql"))


class Chinook(Case):
    """The sample database that acceptance names; it is not part of the project."""

    def setUp(self):
        super().setUp()
        self.data = ROOT.parent / "shared" / "data" / "chinook"
        if not (self.data / "Chinook_Sqlite.sql").exists():
            self.skipTest(f"{self.data} is not there")

    def test_load_and_ask(self):
        self.succeeds("run", "sqlite:///chinook.db", str(self.data / "Chinook_Sqlite.sql"))
        shipped = f"sqlite:///{self.data / 'Chinook_Sqlite.sqlite'}?mode=ro"
        tables = self.succeeds("sql", "--format", "csv", "sqlite:///chinook.db",
                               "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").split()[1:]
        self.assertEqual(len(tables), 11)
        for table in tables:
            sql = f"SELECT * FROM {table} ORDER BY 1, 2"
            self.assertEqual(self.succeeds("sql", "--format", "json", "sqlite:///chinook.db", sql),
                             self.succeeds("sql", "--format", "json", shipped, sql), table)
        sales = """SELECT Artist.Name, SUM(InvoiceLine.Quantity) AS sold FROM InvoiceLine JOIN Track USING (TrackId)
            JOIN Album USING (AlbumId) JOIN Artist USING (ArtistId) GROUP BY Artist.Name ORDER BY sold DESC LIMIT 1"""
        self.assertIn("Iron Maiden", self.succeeds("sql", "sqlite:///chinook.db", sales))
        self.assertIn("João", self.succeeds("sql", "sqlite:///chinook.db", "SELECT Name FROM Artist WHERE Name LIKE 'João%'"))


if __name__ == "__main__":
    main()
