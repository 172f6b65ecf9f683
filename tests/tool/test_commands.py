# SPDX-License-Identifier: MIT
"""The commands, their messages, and how they end."""
import os
import subprocess

from support import ALK, Case, main


class Usage(Case):
    def test_help_and_version(self):
        self.assertTrue(self.succeeds("--help").startswith("usage: alk COMMAND"))
        self.assertRegex(self.succeeds("--version"), r"^alk \d+\.\d+\.\d+\n$")
        for command in ("plugins", "ping", "sql", "run"):
            help_text = self.succeeds("help", command)
            self.assertTrue(help_text.startswith(f"usage: alk {command}"))
            self.assertEqual(help_text, self.succeeds(command, "--help"))

    def test_help_fits_a_terminal(self):
        for arguments in (["--help"], ["help", "plugins"], ["help", "ping"], ["help", "sql"], ["help", "run"]):
            for line in self.succeeds(*arguments).splitlines():
                self.assertLess(len(line), 81, line)

    def test_wrong_usage_is_status_2(self):
        self.assertEqual(self.alk().returncode, 2)
        self.assertIn('no command "sqll"', self.fails(2, "sqll"))
        self.assertIn("did you mean --format?", self.fails(2, "sql", "--fromat", "csv", "sqlite://"))
        self.assertIn("wants a value", self.fails(2, "sql", "sqlite://", "SELECT 1", "--format"))
        self.assertIn('no format "xml"', self.fails(2, "sql", "--format=xml", "sqlite://", "SELECT 1"))
        self.assertIn("takes no value", self.fails(2, "sql", "--timing=yes", "sqlite://", "SELECT 1"))
        self.assertIn("wants a URL", self.fails(2, "ping"))
        self.assertIn("wants a URL", self.fails(2, "sql"))
        self.assertIn("wants a URL and a file", self.fails(2, "run", "sqlite://"))
        self.assertIn("--continue needs", self.fails(2, "run", "--continue", "sqlite://", "x.sql"))
        self.assertIn("no statement", self.fails(2, "sql", "sqlite://", " ; -- nothing"))

    def test_urls(self):
        self.fails(2, "ping", "no url at all")
        self.assertIn("nosuchoption", self.fails(2, "ping", "sqlite://?nosuchoption=1"))
        self.assertIn("sqlite", self.fails(4, "ping", "sqlight://"))
        self.assertIn("alkahest-dialect-nosuchdb", self.fails(4, "ping", "nosuchdb://"))
        self.assertIn("cannot connect to sqlite:////no/such/dir/x.db", self.fails(3, "ping", "sqlite:////no/such/dir/x.db"))

    def test_url_from_elsewhere(self):
        self.assertIn("sqlite://: SQLite 3", self.succeeds("ping", "env:SHOP", SHOP="sqlite://"))
        self.assertIn("SHOP", self.fails(2, "ping", "env:SHOP"))
        self.write("url", "sqlite:///shop.db\nmore\n")
        self.assertIn("sqlite:///shop.db: SQLite 3", self.succeeds("ping", "@url"))
        self.assertIn("nowhere", self.fails(2, "ping", "@nowhere"))

    def test_password_is_never_shown(self):
        for arguments in (["ping"], ["sql"], ["run"]):
            url = "nosuchdb://ann:s3cret@host/x"
            done = self.alk(*arguments, url, *(["SELECT 1"] if arguments == ["sql"] else ["-"] if arguments == ["run"] else []))
            self.assertNotEqual(done.returncode, 0)
            self.assertNotIn("s3cret", done.stdout + done.stderr)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([ALK, "sql", "sqlite://", "SELECT 1"], stdout=full, stderr=subprocess.PIPE,
                                  env=self.environment(), check=False)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"No space left on device", done.stderr)


class Ddl(Case):
    models = os.environ.get("ALK_TEST_MODELS", "")

    def test_create(self):
        text = self.succeeds("ddl", "--dialect", "sqlite", self.models)
        self.assertLess(text.index("CREATE TABLE authors"), text.index("CREATE TABLE books"))
        self.assertIn("CREATE INDEX", text)
        self.assertIn("ON DELETE CASCADE", text)
        self.assertEqual(text.count("CREATE TABLE"), 2)
        self.assertIn("scale INTEGER", text)
        self.write("create.sql", text)
        self.assertEqual(self.alk("run", "sqlite:///" + str(self.directory) + "/made.db", str(self.directory) + "/create.sql").returncode, 0)

    def test_drop(self):
        text = self.succeeds("ddl", "--drop", "--if-exists", self.models)
        self.assertLess(text.index("DROP TABLE IF EXISTS books"), text.index("DROP TABLE IF EXISTS authors"))

    def test_nothing_is_printed_of_what_cannot_be_whole(self):
        done = self.alk("ddl", "--dialect", "mysql", "--if-exists", self.models)       # its indexes have no IF NOT EXISTS
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("IF NOT EXISTS", done.stderr)

    def test_no_models(self):
        self.assertIn("cannot load", self.fails(5, "ddl", "nothing.so"))
        self.assertIn("no plugin", self.fails(4, "ddl", "--dialect", "nobody", self.models))
        self.assertIn("ddl wants a library", self.fails(2, "ddl"))


class Plugins(Case):
    def test_list(self):
        text = self.succeeds("plugins", "--format", "csv")
        self.assertIn("name,version,dialects,status,path\r\n", text)
        self.assertRegex(text, r"alkahest-sqlite,[0-9.]+,sqlite\+sqlite3,available,/.*sqlite\.so\r\n")

    def test_verify(self):
        done = self.alk("plugins", "--verify")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("verified: ", done.stderr)

    def test_broken_plugin(self):
        self.write("broken.alkp", "format = 1\nname = alkahest-broken\nversion = 1.0\nlibrary = broken.so\nabi = 1\n"
                                  "abi_minor = 0\nmin_host_minor = 0\npairs = broken+broken\n")
        self.write("broken.so", "this is no library")
        os.chmod(self.directory, 0o755)
        path = {"ALKAHEST_PLUGIN_ONLY_PATH": str(self.directory)}
        done = self.alk("plugins", "--verify", **path)
        self.assertEqual(done.returncode, 4)
        self.assertIn("alkahest-broken", done.stdout)
        self.assertIn("broken", self.fails(4, "ping", "broken://", **path))

    def test_none(self):
        done = self.alk("plugins", ALKAHEST_PLUGIN_ONLY_PATH=str(self.directory))
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1]), (0, "(0 rows)"))
        self.assertIn("no plugin is installed", done.stderr)


class Sql(Case):
    URL = "sqlite:///shop.db"

    def test_changes_are_committed(self):
        self.assertEqual(self.succeeds("sql", self.URL, "CREATE TABLE t (a)"), "done\n")
        self.assertEqual(self.succeeds("sql", self.URL, "INSERT INTO t VALUES (1), (2)"), "2 rows changed\n")
        self.assertEqual(self.succeeds("sql", self.URL, "DELETE FROM t WHERE a = 1"), "1 row changed\n")
        self.assertIn("\n1\r\n", self.succeeds("sql", "--format", "csv", self.URL, "SELECT COUNT(*) AS n FROM t"))

    def test_several_statements_are_one_transaction(self):
        self.fails(1, "sql", self.URL, "CREATE TABLE t (a); INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (2)")
        self.assertIn("no such table", self.fails(1, "sql", self.URL, "SELECT * FROM t"))
        self.assertIn("(1 row)", self.succeeds("sql", self.URL, "CREATE TABLE t (a); INSERT INTO t VALUES (1); SELECT * FROM t"))

    def test_rollback(self):
        self.succeeds("sql", self.URL, "CREATE TABLE t (a)")
        self.succeeds("sql", "--rollback", self.URL, "INSERT INTO t VALUES (1)")
        self.assertIn("(0 rows)", self.succeeds("sql", self.URL, "SELECT * FROM t"))

    def test_no_transaction(self):
        self.assertIn("try --no-transaction", self.fails(1, "sql", self.URL, "VACUUM"))
        self.succeeds("sql", "--no-transaction", self.URL, "VACUUM")

    def test_parameters(self):
        def typed(*parameters):
            return self.succeeds("sql", "--format", "csv", "sqlite://", "SELECT typeof(:x) AS t, :x AS x", *parameters)
        self.assertEqual(typed(":x=5"), "t,x\r\ntext,5\r\n")
        self.assertEqual(typed(":x=a=b:c"), "t,x\r\ntext,a=b:c\r\n")
        self.assertEqual(typed(":x="), 't,x\r\ntext,""\r\n')
        self.assertEqual(typed(":x:int=5"), "t,x\r\ninteger,5\r\n")
        self.assertEqual(typed(":x:real=0.5"), "t,x\r\nreal,0.5\r\n")
        self.assertEqual(typed(":x:blob=00ff"), "t,x\r\nblob,00ff\r\n")
        self.assertEqual(typed(":x:null"), "t,x\r\nnull,\r\n")
        self.assertEqual(typed(":x=Robert'); DROP TABLE t; --"), "t,x\r\ntext,Robert'); DROP TABLE t; --\r\n")

    def test_wrong_parameters(self):
        def wrong(status, sql, *parameters):
            return self.fails(status, "sql", "sqlite://", sql, *parameters)
        self.assertIn(":name=value", wrong(1, "SELECT :x"))
        self.assertIn("y", wrong(1, "SELECT :x", ":x=1", ":y=2"))
        self.assertIn("is no parameter", wrong(2, "SELECT :x", "x=1"))
        self.assertIn("is no parameter", wrong(2, "SELECT :x", ":x"))
        self.assertIn("one of text, int", wrong(2, "SELECT :x", ":x:number=1"))
        self.assertIn(":x:int=five", wrong(2, "SELECT :x", ":x:int=five"))
        self.assertIn("one statement", wrong(2, "SELECT :x; SELECT :x", ":x=1"))

    def test_syntax_error_shows_the_place(self):
        said = self.fails(1, "sql", "sqlite://", "SELECT 1,\n  2 3")
        self.assertIn('near "3": syntax error', said)
        self.assertRegex(said, r"\n +2 3\n +\^\n")

    def test_statements_from_a_pipe(self):
        done = self.alk("sql", "--format", "csv", "sqlite://", stdin="SELECT 1 AS a;\nSELECT\n 2 AS a; SELECT 3 AS a")
        self.assertEqual((done.returncode, done.stdout), (0, "a\r\n1\r\na\r\n2\r\na\r\n3\r\n"))
        done = self.alk("sql", "--format", "csv", "sqlite://", stdin="SELECT 1 AS a;\nSELEC;\nSELECT 3 AS a;\n")
        self.assertEqual((done.returncode, done.stdout), (1, "a\r\n1\r\n"))

    def test_timing_is_not_in_the_output(self):
        done = self.alk("sql", "--timing", "--format", "csv", "sqlite://", "SELECT 1 AS a")
        self.assertEqual(done.stdout, "a\r\n1\r\n")
        self.assertRegex(done.stderr, r"^time: [0-9.]+ ms\n$")


if __name__ == "__main__":
    main()
