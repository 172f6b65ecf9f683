# SPDX-License-Identifier: MIT
"""Running the alk command in an empty directory. What is under test comes from the environment: ALK, the command, and
ALKAHEST_PLUGIN_ONLY_PATH, where its plugins are."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ALK = os.environ["ALK"]
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Case(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def environment(self, **more):
        names = ("PATH", "ALKAHEST_PLUGIN_ONLY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return {"LC_ALL": "C.UTF-8", "HOME": str(self.directory), "TERM": "xterm", **kept, **more}

    def alk(self, *arguments, stdin="", **environment):
        """The finished process, its output as text with its line ends as they are."""
        done = subprocess.run([ALK, *arguments], input=stdin.encode(), capture_output=True, cwd=self.directory,
                              env=self.environment(**environment), timeout=120, check=False)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def succeeds(self, *arguments, **more):
        done = self.alk(*arguments, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return done.stdout

    def fails(self, status, *arguments, **more):
        """What it says on standard error."""
        done = self.alk(*arguments, **more)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertTrue(done.stderr.startswith("alk: "), done.stderr)
        return done.stderr

    def write(self, name, content):
        data = content if isinstance(content, bytes) else content.encode()
        (self.directory / name).write_bytes(data)
        return name


def main():
    """Runs the tests of the calling file; the last line says how many of them did what."""
    done = unittest.main(exit=False, verbosity=1).result
    for test, reason in done.skipped:
        print(f"skipped {test}: {reason}")
    failed = len(done.failures) + len(done.errors)
    skipped = len(done.skipped)
    print(f"{done.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed or not done.testsRun else 0)
