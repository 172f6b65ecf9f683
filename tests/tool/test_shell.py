# SPDX-License-Identifier: MIT
"""The shell on a terminal: a pseudo-terminal is typed on, as a person would, and its screen is read."""
import codecs
import os
import pty
import re
import select
import signal
import subprocess
import time

from support import ALK, Case, main

PATIENCE = 60.0


def processor_time(pid):
    """What a process has used, in seconds."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_busy(pid, seconds):
    """Until it has used so much in all: an endless statement runs then, however busy the machine is."""
    end = time.monotonic() + PATIENCE
    while processor_time(pid) < seconds:
        if time.monotonic() > end:
            raise AssertionError("it does nothing")
        time.sleep(0.05)


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, arguments, directory, environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execve(ALK, [ALK, *arguments], environment)
        self.screen = ""
        self.decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self.begun = ""                          # of an escape sequence whose end has not come yet
        self.status = None

    def read(self, seconds):
        """Adds what comes in that time to the screen; False at the end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.show(data)
        return bool(data)

    def show(self, data):
        """What is read may end anywhere, in the middle of a character too."""
        text = self.begun + self.decoder.decode(data, final=not data)
        whole = re.sub(r"\x1b(\[[0-9;?]*)?\Z", "", text)
        self.begun = text[len(whole):]
        self.screen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", whole)

    def wait_for(self, pattern):
        """What came up to the pattern, which is taken off the screen."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.screen)):
            if time.monotonic() > end or not self.read(0.1):
                raise AssertionError(f"waited for {pattern!r}, the screen is\n{self.screen}")
        before, self.screen = self.screen[:found.end()], self.screen[found.end():]
        return before

    def type(self, keys):
        os.write(self.fd, keys.encode())

    def ask(self, line, prompt):
        """Types a line; what appears up to the next prompt."""
        self.type(line + "\n")
        return self.wait_for(prompt)

    def end(self):
        end = time.monotonic() + PATIENCE
        if self.status is None:
            while self.read(0.1):
                if time.monotonic() > end:
                    os.kill(self.pid, signal.SIGKILL)
                    raise AssertionError(f"it does not end, the screen is\n{self.screen}")
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self.fd)
        return self.status

    def kill(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.end()


class Shell(Case):
    PROMPT, IN_TRANSACTION, MORE = r"shop\.db> ", r"shop\.db\*> ", r"\.\.\.> "

    def open(self):
        environment = self.environment(XDG_STATE_HOME=str(self.directory / "state"))
        terminal = Terminal(["sql", "sqlite:///shop.db"], self.directory, environment)
        self.addCleanup(terminal.kill)
        self.assertIn("SQLite 3", terminal.wait_for(self.PROMPT))
        return terminal

    def history(self):
        return (self.directory / "state/alkahest/history").read_text(encoding="utf-8").splitlines()

    def test_statement_of_several_lines(self):
        t = self.open()
        t.ask("SELECT 'a", self.MORE)
        t.ask(";b' AS", self.MORE)
        self.assertIn("│ a\\n;b │", t.ask("x;", self.PROMPT))
        t.ask("\\q", "")
        self.assertEqual(t.end(), 0)

    def test_quit_by_end_of_input(self):
        t = self.open()
        t.type("\x04")
        self.assertEqual(t.end(), 0)

    def test_errors_do_not_end_it(self):
        t = self.open()
        self.assertIn('near "SELEC": syntax error', t.ask("SELEC 1;", self.PROMPT))
        self.assertIn("no command \\nonsense", t.ask("\\nonsense", self.PROMPT))
        self.assertIn("│ 1 │", t.ask("SELECT 1;", self.PROMPT))

    def test_transactions_show_in_the_prompt(self):
        t = self.open()
        self.assertIn("done", t.ask("CREATE TABLE t (a);", self.PROMPT))
        t.ask("BEGIN;", self.IN_TRANSACTION)
        self.assertIn("1 row changed", t.ask("INSERT INTO t VALUES (1);", self.IN_TRANSACTION))
        self.assertIn("rolled back", t.ask("\\rollback", self.PROMPT))
        self.assertIn("(0 rows)", t.ask("SELECT * FROM t;", self.PROMPT))
        t.ask("BEGIN IMMEDIATE;", self.IN_TRANSACTION)
        t.ask("INSERT INTO t VALUES (2);", self.IN_TRANSACTION)
        t.ask("COMMIT;", self.PROMPT)
        self.assertIn("autocommit is off", t.ask("\\autocommit off", self.PROMPT))
        t.ask("INSERT INTO t VALUES (3);", self.IN_TRANSACTION)
        self.assertIn("commit or \\rollback first", t.ask("\\autocommit on", self.IN_TRANSACTION).replace("\\commit", "commit"))
        t.ask("\\q", "rolled back")
        t.end()
        self.assertIn("\n1\r\n", self.succeeds("sql", "--format", "csv", "sqlite:///shop.db", "SELECT COUNT(*) AS n FROM t"))

    def test_formats(self):
        t = self.open()
        self.assertIn("format is vertical", t.ask("\\x", self.PROMPT))
        self.assertRegex(t.ask("SELECT 7 AS seven;", self.PROMPT), "── row 1 ─+\nseven: 7\n")
        self.assertIn("format is aligned", t.ask("\\x", self.PROMPT))
        t.ask("\\format json", self.PROMPT)
        self.assertIn('{"seven":7}', t.ask("SELECT 7 AS seven;", self.PROMPT))
        self.assertIn('no format "xml"', t.ask("\\format xml", self.PROMPT))
        t.ask("\\format csv", self.PROMPT)
        t.ask("\\null none", self.PROMPT)
        self.assertIn("none,\\x1b", t.ask("SELECT NULL AS a, char(27) AS b;", self.PROMPT))
        t.ask("\\timing", self.PROMPT)
        self.assertRegex(t.ask("SELECT 1;", self.PROMPT), r"time: [0-9.]+ ms")
        self.assertIn("\\autocommit", t.ask("\\?", self.PROMPT))

    def test_tables(self):
        t = self.open()
        t.ask('CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY, note VARCHAR(20) NOT NULL);', self.PROMPT)
        self.assertIn('odd "name', t.ask("\\d", self.PROMPT))
        described = t.ask('\\d odd "name', self.PROMPT)
        self.assertRegex(described, "│ note +│ VARCHAR")
        self.assertIn("no table or view", t.ask("\\d nowhere", self.PROMPT))

    def test_completion(self):
        t = self.open()
        t.ask("CREATE TABLE invoices (a);", self.PROMPT)
        t.ask("INSERT INTO invoices VALUES (12345);", self.PROMPT)
        t.type("sel\t* fro\tinvo\t;\n")
        self.assertIn("12345", t.wait_for(r"\(1 row\)"))
        t.wait_for(self.PROMPT)
        t.type("RO\t\t")
        self.assertIn("ROLLBACK", t.wait_for("ROW"))
        t.type("\x03")
        t.wait_for(r"\^C\n" + self.PROMPT)
        t.type("\\tim\t\n")
        t.wait_for("timing is on")

    def test_ctrl_c_gives_up_the_line(self):
        t = self.open()
        t.type("SELECT nonsense")
        t.wait_for("nonsense")
        t.type("\x03")
        t.wait_for(r"\^C\n" + self.PROMPT)
        t.ask("SELECT", self.MORE)
        t.type("\x03")
        t.wait_for(r"\^C\n" + self.PROMPT)
        self.assertIn("│ 5 │", t.ask("SELECT 5;", self.PROMPT))

    def test_ctrl_c_cancels_a_statement(self):
        t = self.open()
        before = processor_time(t.pid)
        t.type("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c;\n")
        wait_until_busy(t.pid, before + 0.5)
        t.type("\x03")
        self.assertIn("57014", t.wait_for(self.PROMPT))
        self.assertIn("│ 5 │", t.ask("SELECT 5;", self.PROMPT))

    def test_history(self):
        t = self.open()
        t.ask("SELECT 41 +", self.MORE)
        t.ask("1;", self.PROMPT)
        t.ask(" SELECT 'kept from the history';", self.PROMPT)
        t.ask("\\q", "")
        t.end()
        self.assertEqual(self.history(), ["SELECT 41 + 1;", "\\q"])
        self.assertEqual((self.directory / "state/alkahest/history").stat().st_mode & 0o777, 0o600)
        t = self.open()
        t.type("\x1b[A\x1b[A\n")                     # twice up: the statement of the session before
        self.assertIn("│     42 │", t.wait_for(r"\(1 row\)"))

    def test_long_history_is_shortened(self):
        (self.directory / "state/alkahest").mkdir(parents=True)
        path = self.directory / "state/alkahest/history"
        path.write_text("".join(f"SELECT {i};\n" for i in range(2500)), encoding="utf-8")
        t = self.open()
        t.ask("\\q", "")
        t.end()
        self.assertEqual(self.history()[0], "SELECT 1500;")
        self.assertEqual(len(self.history()), 1001)


class Progress(Case):
    def test_bar_on_a_terminal(self):
        rows = "".join(f"INSERT INTO t VALUES ({i}, 'some text');\n" for i in range(30000))
        self.write("big.sql", "CREATE TABLE t (a, b);\n" + rows)
        t = Terminal(["run", "sqlite:///shop.db", "big.sql"], self.directory, self.environment())
        self.addCleanup(t.kill)
        t.wait_for(r"\[#*\.*\] +\d+ %")
        t.wait_for("30001 statements")
        self.assertEqual(t.end(), 0)

    def test_ctrl_c_rolls_back(self):
        self.write("endless.sql", "CREATE TABLE t (a);\n"
                                  "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c;\n")
        t = Terminal(["run", "sqlite:///shop.db", "endless.sql"], self.directory, self.environment())
        self.addCleanup(t.kill)
        wait_until_busy(t.pid, 1)
        t.type("\x03")
        self.assertIn("endless.sql:2:", t.wait_for("rolled back: nothing was changed"))
        self.assertEqual(t.end(), 130)

    # Rows are cut off between two of them, or one of them fails: as it comes.
    ROWS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
    COUNT = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c"

    def interrupt(self, *arguments, stdin=None):
        """Status and standard error of a command that is interrupted while it works; its rows go nowhere."""
        with subprocess.Popen([ALK, *arguments], cwd=self.directory, env=self.environment(), stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            process.stdin.write((stdin or "").encode())
            process.stdin.close()
            wait_until_busy(process.pid, 1)
            process.send_signal(signal.SIGINT)
            said = process.stderr.read().decode()
            return process.wait(), said

    def test_interrupted_statements_are_undone(self):
        self.succeeds("sql", "sqlite:///shop.db", "CREATE TABLE t (a)")
        for endless, why in ((self.COUNT, "57014"), (self.ROWS, "57014|interrupted: nothing was changed")):
            status, said = self.interrupt("sql", "--format", "csv", "sqlite:///shop.db", f"INSERT INTO t VALUES (1); {endless}")
            self.assertEqual(status, 130, said)
            self.assertRegex(said, why)
        self.assertIn("(0 rows)", self.succeeds("sql", "sqlite:///shop.db", "SELECT * FROM t"))

    def test_interrupted_script_ends(self):
        self.write("rows.sql", f"CREATE TABLE t (a);\n{self.ROWS};\nINSERT INTO t VALUES (1);\n")
        status, said = self.interrupt("run", "--format", "csv", "sqlite:///shop.db", "rows.sql")
        self.assertEqual(status, 130, said)
        self.assertRegex(said, r"rows\.sql:2: (interrupted|.*57014)")
        self.assertIn("rolled back: nothing was changed", said)
        self.assertIn("no such table", self.fails(1, "sql", "sqlite:///shop.db", "SELECT * FROM t"))

    def test_interrupted_pipe_ends(self):
        self.succeeds("sql", "sqlite:///shop.db", "CREATE TABLE t (a)")
        for endless, why in ((self.COUNT, "57014"), (self.ROWS, "57014|interrupted: not all rows are shown")):
            status, said = self.interrupt("sql", "--format", "csv", "sqlite:///shop.db", stdin=f"{endless};\nINSERT INTO t VALUES (1);\n")
            self.assertEqual(status, 130, said)
            self.assertRegex(said, why)
        self.assertIn("(0 rows)", self.succeeds("sql", "sqlite:///shop.db", "SELECT * FROM t"))


if __name__ == "__main__":
    main()
