# SPDX-License-Identifier: MIT
"""Tables made at run time, their definitions and what can be done with them, from another language: exported functions alone."""
import ctypes as c
import unittest

from alkahest_sql import Compiled, const, last_error, listed, sized, sql, struct, words


def kind(name, length=0):
    return struct["alk_type"](kind=getattr(const, "KIND_" + name), length=length)


def add(builder, name, type_, **options):
    return sql.table_add_column(builder, name.encode(), c.byref(type_), c.byref(sized("alk_column_options", **options)))


def address(array):
    return c.cast(array, c.c_void_p)


class Schema(unittest.TestCase):
    def setUp(self):
        self.metadata = sql.metadata_new(c.byref(sized("alk_metadata_options", unique_name=b"uq_{table}_{columns}")))
        self.assertTrue(self.metadata, last_error())

    def tearDown(self):
        sql.metadata_free(self.metadata)

    def build(self):
        builder = sql.table_begin(self.metadata, b"parts", c.byref(sized("alk_table_options", comment=b"of the whole")))
        self.assertEqual(add(builder, "id", kind("BIGINT"), primary_key=True), 0)
        self.assertEqual(add(builder, "name", kind("VARCHAR", 40), comment=b"what it is"), 0)
        self.assertEqual(add(builder, "whole", kind("BIGINT"), nullable=True, references=b"parts.id", on_delete=const.CASCADE), 0)
        columns = words(["name", "whole"])
        self.assertEqual(sql.table_add_constraint(builder, const.CONSTRAINT_UNIQUE, c.byref(sized("alk_constraint_options", columns=address(columns)))), 0)
        positive = sql.gt(sql.name(b"id"), sql.int(0))
        self.assertEqual(sql.table_add_constraint(builder, const.CONSTRAINT_CHECK, c.byref(sized("alk_constraint_options", condition=positive))), 0)
        columns = words(["whole"])
        self.assertEqual(sql.table_add_index(builder, c.byref(sized("alk_index_options", columns=address(columns)))), 0)
        table = sql.table_finish(builder)
        self.assertTrue(table, last_error())
        return table

    def test_table(self):
        table = self.build()
        self.assertEqual(sql.metadata_table(self.metadata, None, b"parts"), table)
        self.assertEqual(sql.table_column_count(table), 3)
        self.assertEqual(Compiled(sql.create_table(table, 0), "default", None).sql,
                         "CREATE TABLE parts (\n    id BIGINT NOT NULL,\n    name VARCHAR(40) NOT NULL,\n    whole BIGINT,\n    PRIMARY KEY (id),\n"
                         "    CONSTRAINT uq_parts_name_whole UNIQUE (name, whole),\n    CHECK (id > 0),\n"
                         "    FOREIGN KEY (whole) REFERENCES parts (id) ON DELETE CASCADE\n)")
        query = sql.select(listed([sql.table_column(table, b"name")]))
        self.assertEqual(Compiled(query, "sqlite", None).sql, "SELECT parts.name FROM parts")

    def test_faults(self):
        builder = sql.table_begin(self.metadata, b"t", None)
        self.assertEqual(sql.table_add_column(builder, b"a", None, None), const.ERROR_ARGUMENT)
        self.assertFalse(sql.table_finish(builder))
        self.assertIn("has no type", last_error())
        self.assertEqual(sql.metadata_count(self.metadata), 0)

    def test_plan(self):
        table = self.build()
        plan = sql.plan_create(listed([table]), const.DDL_IF_NOT_EXISTS)
        self.assertTrue(plan, last_error())
        made = [Compiled(sql.ddl_plan_at(plan, i), "sqlite", None).sql.split("(")[0].strip() for i in range(sql.ddl_plan_count(plan))]
        sql.ddl_plan_free(plan)
        self.assertEqual(made, ["CREATE TABLE IF NOT EXISTS parts", "CREATE INDEX IF NOT EXISTS ix_parts_whole ON parts", "", ""])

    def test_create_all(self):
        table = self.build()
        engine = sql.engine_open(b"sqlite://", None)
        conn = sql.engine_connect(engine, None, 0)
        self.assertTrue(conn, last_error())
        for _ in range(2):
            self.assertEqual(sql.metadata_create_all(self.metadata, conn), 0, last_error())
        row = [sql.set(sql.table_column(table, name), value) for name, value in ((b"id", sql.int(1)), (b"name", sql.text(b"wheel")))]
        self.assertEqual(sql.close(sql.conn_execute(conn, sql.insert(table, listed(row)), None)), 0, last_error())
        self.assertEqual(sql.metadata_drop_all(self.metadata, conn), 0, last_error())
        self.assertEqual(sql.conn_close(conn), 0)
        sql.engine_close(engine)


if __name__ == "__main__":
    unittest.main()
