# SPDX-License-Identifier: MIT
"""SQLite through the library, from connect to rows, as a binding for another language would: see alkahest_ffi.py."""
import datetime
import decimal
import os
import sqlite3
import sys
import tempfile
import threading
import unittest
import uuid

import alkahest_ffi as db

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.path = os.path.join(self.directory.name, "test.db")
        self.conn = db.connect("sqlite:///" + self.path)
        self.addCleanup(self.conn.close)
        self.cursor = self.conn.cursor()

    def rows(self, sql, *parameters):
        return self.cursor.execute(sql, parameters).fetchall()

    def fill(self, count=3):
        self.cursor.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
        self.cursor.executemany("INSERT INTO t (name) VALUES (?)", [("n%d" % i,) for i in range(count)])


class ModuleTest(unittest.TestCase):
    def test_module_says_what_pep_249_asks(self):
        self.assertEqual(db.apilevel, "2.0")
        self.assertIn(db.threadsafety, (0, 1, 2, 3))
        self.assertEqual(db.paramstyle, "qmark")

    def test_exceptions_are_the_tree_of_pep_249(self):
        for leaf in (db.DataError, db.OperationalError, db.IntegrityError, db.InternalError, db.ProgrammingError, db.NotSupportedError):
            self.assertTrue(issubclass(leaf, db.DatabaseError))
        self.assertTrue(issubclass(db.DatabaseError, db.Error) and issubclass(db.InterfaceError, db.Error))
        self.assertFalse(issubclass(db.Warning, db.Error))

    def test_unknown_dialect_is_an_error_with_a_hint(self):
        with self.assertRaises(db.OperationalError) as caught:
            db.connect("sqlit://")
        self.assertIn("sqlite", caught.exception.hint)

    def test_bad_url_is_an_interface_error(self):
        self.assertRaises(db.InterfaceError, db.connect, "no url at all")

    def test_unknown_option_is_named(self):
        with self.assertRaises(db.InterfaceError) as caught:
            db.connect("sqlite://?timeuot=3")
        self.assertIn("timeuot", str(caught.exception))


class ConnectionTest(Case):
    def test_ping_and_version(self):
        self.conn.ping()
        self.assertEqual(self.conn.server, "SQLite")
        self.assertEqual(self.conn.server_version, self.rows("SELECT sqlite_version()")[0][0])
        major, minor, patch = (int(part) for part in self.conn.server_version.split("."))
        self.assertEqual(self.conn.server_version_number, major * 10000 + minor * 100 + patch)

    def test_closed_connection_refuses(self):
        other = db.connect("sqlite://")
        cursor = other.cursor()
        other.close()
        other.close()
        self.assertRaises(db.InterfaceError, other.ping)
        self.assertRaises(db.InterfaceError, other.cursor)
        self.assertRaises(db.InterfaceError, cursor.execute, "SELECT 1")

    def test_statement_begins_a_transaction_and_rollback_ends_it(self):
        self.fill()
        self.assertTrue(self.conn.in_transaction)
        self.conn.commit()
        self.assertFalse(self.conn.in_transaction)
        self.cursor.execute("DELETE FROM t")
        self.assertTrue(self.conn.in_transaction)
        self.conn.rollback()
        self.assertFalse(self.conn.in_transaction)
        self.assertEqual(self.rows("SELECT count(*) FROM t"), [(3,)])

    def test_close_without_commit_rolls_back(self):
        self.fill()
        self.conn.close()
        with sqlite3.connect(self.path) as plain:
            self.assertEqual(plain.execute("SELECT count(*) FROM sqlite_master").fetchone(), (0,))

    def test_commit_is_seen_from_outside(self):
        self.fill()
        self.conn.commit()
        with sqlite3.connect(self.path) as plain:
            self.assertEqual(plain.execute("SELECT name FROM t ORDER BY id").fetchall(), [("n0",), ("n1",), ("n2",)])

    def test_autocommit(self):
        self.conn.autocommit = True
        self.fill()
        self.assertFalse(self.conn.in_transaction)
        with sqlite3.connect(self.path) as plain:
            self.assertEqual(plain.execute("SELECT count(*) FROM t").fetchone(), (3,))
        self.conn.autocommit = False
        self.cursor.execute("DELETE FROM t")
        self.assertTrue(self.conn.in_transaction)
        self.conn.rollback()
        self.assertEqual(self.rows("SELECT count(*) FROM t"), [(3,)])

    def test_context_manager_commits_or_rolls_back(self):
        with self.conn:
            self.fill()
        with self.assertRaises(KeyError):
            with self.conn:
                self.cursor.execute("DELETE FROM t")
                raise KeyError
        self.assertEqual(self.rows("SELECT count(*) FROM t"), [(3,)])

    def test_no_warnings(self):
        self.cursor.execute("SELECT 1")
        self.assertEqual(self.conn.warnings(), [])

    def cancel_from_a_thread(self):
        over = threading.Event()

        def work():                 # a cancel that comes before the statement runs does nothing: so again and again
            while not over.wait(0.1):
                self.conn.cancel()
        thread = threading.Thread(target=work)
        thread.start()
        try:
            with self.assertRaises(db.OperationalError) as caught:
                self.cursor.execute(ENDLESS).fetchall()
        finally:
            over.set()
            thread.join()
        return caught.exception

    def test_cancel_from_another_thread(self):
        self.assertEqual(self.cancel_from_a_thread().sqlstate, "57014")
        self.assertEqual(self.rows("SELECT 1"), [(1,)])

    def test_cancel_without_statement_hits_nothing(self):
        self.conn.cancel()
        self.assertEqual(self.rows("SELECT 1"), [(1,)])


class ExecuteTest(Case):
    def test_every_type_is_bound_and_comes_back(self):
        for value in (None, 0, 1, -1, 2**63 - 1, -2**63, 0.5, -1e300, "", "text", "Ωμέγα 😀", b"", b"\x00\xff", "x" * 100000):
            self.assertEqual(self.rows("SELECT ?", value), [(value,)])

    def test_both_paths_bind_alike(self):
        values = (None, 42, 1.25, "é", b"\x00", True)
        prepared = self.cursor.execute("SELECT ?, ?, ?, ?, ?, ?", values).fetchall()
        unprepared = self.cursor.execute("SELECT ?, ?, ?, ?, ?, ?", values, prepared=False).fetchall()
        self.assertEqual(prepared, unprepared)

    def test_declared_types_come_back_typed(self):
        self.cursor.execute("CREATE TABLE v (b BOOLEAN, d DECIMAL(12,2), day DATE, at TIME, ts TIMESTAMP, u UUID)")
        row = (True, decimal.Decimal("12345678.90"), datetime.date(1969, 7, 20), datetime.time(20, 17, 40, 5),
               datetime.datetime(2024, 2, 29, 23, 59, 59, 999999), uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        self.cursor.execute("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)", row)
        self.assertEqual(self.rows("SELECT * FROM v"), [row])

    def test_markers_are_sqlites_own(self):
        self.assertEqual(self.rows("SELECT ?2, ?1", "a", "b"), [("b", "a")])

    def test_wrong_number_of_parameters(self):
        self.assertRaises(db.ProgrammingError, self.cursor.execute, "SELECT ?", ())
        self.assertRaises(db.ProgrammingError, self.cursor.execute, "SELECT ?", (), prepared=False)
        self.assertRaises(db.ProgrammingError, self.cursor.execute, "SELECT 1", (1,), prepared=False)

    def test_integers_that_do_not_fit_are_refused(self):
        self.assertRaises(db.DataError, self.cursor.execute, "SELECT ?", (2**64 - 1,))
        self.assertRaises(db.DataError, self.cursor.execute, "SELECT ?", (2**64,))

    def test_text_with_nul_is_refused(self):
        self.assertRaises(db.DataError, self.cursor.execute, "SELECT ?", ("a\0b",))

    def test_two_statements_are_refused(self):
        self.assertRaises(db.ProgrammingError, self.cursor.execute, "SELECT 1; SELECT 2")

    def test_executemany(self):
        self.cursor.execute("CREATE TABLE m (a INTEGER, b TEXT)")
        self.cursor.executemany("INSERT INTO m VALUES (?, ?)", [(i, None if i % 3 == 0 else str(i)) for i in range(1000)])
        self.assertEqual(self.cursor.rowcount, 1000)
        self.assertEqual(self.rows("SELECT count(*), count(b), sum(a) FROM m"), [(1000, 666, 499500)])

    def test_executemany_of_no_rows(self):
        self.cursor.execute("CREATE TABLE m (a INTEGER)")
        self.cursor.executemany("INSERT INTO m VALUES (?)", [])
        self.assertEqual(self.rows("SELECT count(*) FROM m"), [(0,)])

    def test_executemany_that_fails_can_be_rolled_back(self):
        self.fill()
        self.conn.commit()
        with self.assertRaises(db.IntegrityError):
            self.cursor.executemany("INSERT INTO t (name) VALUES (?)", [("x",), ("n1",), ("y",)])
        self.conn.rollback()
        self.assertEqual(self.rows("SELECT count(*) FROM t"), [(3,)])

    def test_rowcount_and_last_id(self):
        self.cursor.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)")
        self.cursor.execute("INSERT INTO t VALUES (41, 'a')")
        self.assertEqual((self.cursor.rowcount, self.cursor.lastrowid), (1, 41))
        self.cursor.execute("INSERT INTO t (name) VALUES ('b')", prepared=False)
        self.assertEqual((self.cursor.rowcount, self.cursor.lastrowid), (1, 42))
        self.cursor.execute("UPDATE t SET name = name || '!'")
        self.assertEqual(self.cursor.rowcount, 2)
        self.cursor.execute("DELETE FROM t WHERE id = 0")
        self.assertEqual(self.cursor.rowcount, 0)
        self.cursor.execute("SELECT * FROM t")
        self.assertEqual(self.cursor.rowcount, -1)


class FetchTest(Case):
    def test_description_before_the_first_row(self):
        self.cursor.execute("CREATE TABLE d (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL, price DECIMAL(10,2))")
        self.assertIsNone(self.cursor.description)
        self.cursor.execute("SELECT id, name AS label, price, 1 + 1 FROM d")
        self.assertEqual([column[0] for column in self.cursor.description], ["id", "label", "price", "1 + 1"])
        self.assertTrue(all(len(column) == 7 for column in self.cursor.description))
        self.assertTrue(self.cursor.description[0][1] == db.NUMBER and self.cursor.description[1][1] == db.STRING)
        self.assertEqual(self.cursor.description[2][4:6], (10, 2))
        self.assertIs(self.cursor.description[1][6], False)
        self.assertEqual(self.cursor.fetchall(), [])

    def test_description_before_execution(self):
        self.fill()
        self.assertEqual(self.cursor.prepare("SELECT id, name FROM t WHERE id > ?"), 1)
        self.assertEqual([column[0] for column in self.cursor.description], ["id", "name"])
        self.assertEqual(self.cursor.prepare("DELETE FROM t"), 0)
        self.assertIsNone(self.cursor.description)

    def test_fetchone_fetchmany_fetchall(self):
        self.fill(10)
        self.cursor.execute("SELECT id FROM t ORDER BY id")
        self.assertEqual(self.cursor.fetchone(), (1,))
        self.assertEqual(self.cursor.fetchmany(3), [(2,), (3,), (4,)])
        self.assertEqual(self.cursor.fetchmany(), [(5,)])
        self.assertEqual(self.cursor.fetchall(), [(6,), (7,), (8,), (9,), (10,)])
        self.assertIsNone(self.cursor.fetchone())
        self.assertEqual(self.cursor.fetchall(), [])

    def test_iteration(self):
        self.fill()
        self.assertEqual([row[0] for row in self.cursor.execute("SELECT name FROM t ORDER BY id")], ["n0", "n1", "n2"])

    def test_raw_text(self):
        self.cursor.raw = True
        self.assertEqual(self.rows("SELECT 42, 1.5, 'x', NULL, x'00ff'"), [("42", "1.5", "x", None, "00ff")])

    def test_two_cursors_read_side_by_side(self):
        self.fill()
        other = self.conn.cursor()
        self.cursor.execute("SELECT id FROM t ORDER BY id")
        other.execute("SELECT id FROM t ORDER BY id DESC")
        self.assertEqual([(self.cursor.fetchone(), other.fetchone()) for _ in range(3)],
                         [((1,), (3,)), ((2,), (2,)), ((3,), (1,))])

    def test_fetch_without_rows_is_an_error(self):
        self.cursor.execute("CREATE TABLE e (x)")
        self.assertRaises(db.ProgrammingError, self.cursor.fetchone)

    def test_closed_cursor_refuses(self):
        self.cursor.execute("SELECT 1")
        self.cursor.close()
        self.assertRaises(db.InterfaceError, self.cursor.fetchone)
        self.assertRaises(db.InterfaceError, self.cursor.execute, "SELECT 1")

    def test_result_does_not_outlive_a_commit(self):
        self.fill()
        self.cursor.execute("SELECT id FROM t")
        self.conn.commit()
        self.assertIsNone(self.cursor.fetchone())

    def test_many_rows(self):
        self.cursor.execute("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000) SELECT x, 'r' || x FROM c")
        rows = self.cursor.fetchall()
        self.assertEqual(len(rows), 20000)
        self.assertTrue(all(row == (i, "r%d" % i) for i, row in enumerate(rows, 1)))

    def test_failure_while_reading(self):
        sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT abs(-9223372036854775803 - x) FROM c"
        self.cursor.execute(sql)
        with self.assertRaises(db.Error):
            self.cursor.fetchall()
        self.assertEqual(self.rows("SELECT 1"), [(1,)])


class ErrorTest(Case):
    def test_syntax_error(self):
        with self.assertRaises(db.ProgrammingError) as caught:
            self.cursor.execute("SELEC 1")
        self.assertEqual((caught.exception.sqlstate, caught.exception.native_code), ("42601", 1))

    def test_missing_table(self):
        with self.assertRaises(db.ProgrammingError) as caught:
            self.cursor.execute("SELECT * FROM nowhere")
        self.assertEqual(caught.exception.sqlstate, "42P01")
        self.assertIn("nowhere", str(caught.exception))

    def test_unique_constraint(self):
        self.fill()
        with self.assertRaises(db.IntegrityError) as caught:
            self.cursor.execute("INSERT INTO t (name) VALUES (?)", ("n1",))
        self.assertEqual((caught.exception.sqlstate, caught.exception.native_code), ("23505", 2067))
        self.assertEqual((caught.exception.table, caught.exception.column), ("t", "name"))
        self.assertNotIn("n1", str(caught.exception))

    def test_not_null_constraint(self):
        self.fill()
        with self.assertRaises(db.IntegrityError) as caught:
            self.cursor.execute("INSERT INTO t (name) VALUES (NULL)")
        self.assertEqual((caught.exception.sqlstate, caught.exception.column), ("23502", "name"))

    def test_foreign_keys_hold(self):
        self.fill()
        self.cursor.execute("CREATE TABLE child (t_id INTEGER REFERENCES t (id))")
        with self.assertRaises(db.IntegrityError) as caught:
            self.cursor.execute("INSERT INTO child VALUES (99)")
        self.assertEqual(caught.exception.sqlstate, "23503")

    def test_locked_database_may_be_tried_again(self):
        self.fill()
        self.conn.commit()
        self.cursor.execute("INSERT INTO t (name) VALUES ('held')")
        other = db.connect("sqlite:///" + self.path + "?timeout=0.1")
        with self.assertRaises(db.OperationalError) as caught:
            other.cursor().execute("INSERT INTO t (name) VALUES ('waits')")
        self.assertTrue(caught.exception.retryable)
        other.close()

    def test_read_only_database(self):
        self.fill()
        self.conn.commit()
        other = db.connect("sqlite:///" + self.path + "?mode=ro")
        self.assertRaises(db.OperationalError, other.cursor().execute, "DELETE FROM t")
        other.close()

    def test_no_database_file(self):
        with open(self.path + ".txt", "w", encoding="ascii") as file:
            file.write("this is no database, but a text that is long enough to be looked at " * 20)
        with self.assertRaises(db.DatabaseError):
            other = db.connect("sqlite:///" + self.path + ".txt")
            other.cursor().execute("SELECT * FROM sqlite_master")


def main():
    result = unittest.TextTestRunner(verbosity=1).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
    failed = len({test.id() for test, _ in result.failures + result.errors})
    print("%d passed, %d failed" % (result.testsRun - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
