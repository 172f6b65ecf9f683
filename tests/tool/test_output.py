# SPDX-License-Identifier: MIT
"""How rows look in each format."""
import csv
import io
import json

from support import Case, main

ALL_KINDS = """SELECT 1 AS n, NULL AS missing, 'NULL' AS word, 'x,"y' AS quoted, 1.5 AS real, x'00ff' AS bytes,
 'line' || char(10) || 'two' AS lines, '' AS empty, '日本' AS wide, 'e' || char(769) AS combined, -5 AS n"""


class Formats(Case):
    def show(self, name, sql=ALL_KINDS, *more):
        return self.succeeds("sql", "--format", name, *more, "sqlite://", sql)

    def test_aligned(self):
        self.assertEqual(self.show("aligned"), """\
 n | missing | word   | quoted | real | bytes | lines     | empty | wide | combined | n
---+---------+--------+--------+------+-------+-----------+-------+------+----------+----
 1 | NULL    | 'NULL' | x,"y   |  1.5 | 00ff  | line\\ntwo |       | 日本 | e\u0301        | -5
(1 row)
""")

    def test_vertical(self):
        self.assertEqual(self.show("vertical"), """\
-- row 1 --------------------
       n: 1
 missing: NULL
    word: 'NULL'
  quoted: x,"y
    real: 1.5
   bytes: 00ff
   lines: line
          two
   empty:{blank}
    wide: 日本
combined: e\u0301
       n: -5
(1 row)
""".replace("{blank}", " "))

    def test_csv_is_rfc_4180(self):
        text = self.show("csv")
        self.assertEqual(text, 'n,missing,word,quoted,real,bytes,lines,empty,wide,combined,n\r\n'
                               '1,,NULL,"x,""y",1.5,00ff,"line\ntwo","",日本,e\u0301,-5\r\n')
        self.assertEqual(list(csv.reader(io.StringIO(text, newline="")))[1][3], 'x,"y')

    def test_json(self):
        text = self.show("json")
        row = json.loads(text)[0]
        self.assertEqual(row["missing"], None)
        self.assertEqual(row["word"], "NULL")
        self.assertEqual(row["lines"], "line\ntwo")
        self.assertEqual((row["n"], row["n_2"]), (1, -5))
        self.assertEqual(row["bytes"], "00ff")

    def test_json_numbers_are_exact(self):
        text = self.show("json", "SELECT 9223372036854775807 AS big, -9223372036854775808 AS small, 0.1 AS tenth")
        self.assertEqual(text, '[\n{"big":9223372036854775807,"small":-9223372036854775808,"tenth":0.1}\n]\n')

    def test_decimals_keep_their_digits(self):
        sql = "SELECT :d AS d"
        text = self.succeeds("sql", "--format", "json", "sqlite://", sql, ":d:decimal=123456789012345678901234567890.50")
        self.assertIn("123456789012345678901234567890.50", text)

    def test_no_rows(self):
        sql = "SELECT 1 AS a WHERE 1 = 0"
        self.assertEqual(self.show("aligned", sql), " a\n---\n(0 rows)\n")
        self.assertEqual(self.show("csv", sql), "a\r\n")
        self.assertEqual(self.show("json", sql), "[]\n")
        self.assertEqual(self.show("vertical", sql), "(0 rows)\n")

    def test_null_text(self):
        sql = "SELECT NULL AS a, '-' AS b, 'x' AS c"
        self.assertEqual(self.show("csv", sql, "--null", "-"), 'a,b,c\r\n-,"-",x\r\n')
        self.assertEqual(self.show("aligned", sql, "--null", "-"), " a | b   | c\n---+-----+---\n - | '-' | x\n(1 row)\n")

    def test_texts_that_look_like_null_stay_apart(self):
        sql = "SELECT 'NULL' AS a, '''NULL''' AS b, 'null' AS c, '''' AS d"
        self.assertIn(" 'NULL' | ''NULL'' | null | '", self.show("aligned", sql))

    def test_control_characters_do_not_act(self):
        sql = "SELECT char(27) || '[2J' AS a, char(8238) || 'abc' AS b"
        self.assertIn(r"\x1b[2J | \u202eabc", self.show("aligned", sql))
        self.assertIn(r"\u001b[2J", self.show("json", sql))
        self.assertIn("\x1b[2J", self.show("csv", sql))          # a file keeps each byte

    def test_invalid_utf8_is_replaced_or_refused(self):
        done = self.alk("sql", "--format", "json", "sqlite://", "SELECT CAST(x'61ff62' AS TEXT) AS a")
        if done.returncode == 0:
            json.loads(done.stdout)
        else:
            self.assertEqual(done.returncode, 1)

    def test_many_rows(self):
        sql = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT n, 'row ' || n AS t FROM c"
        self.assertEqual(len(json.loads(self.show("json", sql))), 20000)
        self.assertEqual(self.show("csv", sql).count("\r\n"), 20001)
        aligned = self.show("aligned", sql).splitlines()
        self.assertEqual((len(aligned), aligned[-1]), (20003, "(20000 rows)"))
        self.assertEqual(aligned[1001], " 1000 | row 1000")

    def test_nothing_is_cut(self):
        text = self.show("csv", "SELECT hex(zeroblob(500000)) AS a")
        self.assertEqual(len(text), len("a\r\n") + 1000000 + 2)


if __name__ == "__main__":
    main()
