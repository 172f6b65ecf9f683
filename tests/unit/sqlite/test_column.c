/* SPDX-License-Identifier: MIT
 * Declared types, and what is told of a result's columns. */
#include "column.h"
#include "lite.h"

ALK_TEST(column, declared_types)
{
    static const struct {
        const char *declared;
        uint16_t type;
        int32_t precision, scale, length;
    } types[] = {
        { "BOOLEAN", ALK_TYPE_BOOL, -1, -1, -1 },
        { "INTEGER", ALK_TYPE_INT, -1, -1, -1 },
        { "unsigned big int", ALK_TYPE_INT, -1, -1, -1 },
        { "TINYINT(4)", ALK_TYPE_INT, 4, -1, -1 },
        { "double precision", ALK_TYPE_REAL, -1, -1, -1 },
        { "FLOAT", ALK_TYPE_REAL, -1, -1, -1 },
        { "DECIMAL(10,2)", ALK_TYPE_DECIMAL, 10, 2, -1 },
        { "NUMERIC( 10 , 2 )", ALK_TYPE_DECIMAL, 10, 2, -1 },
        { "dec(5)", ALK_TYPE_DECIMAL, 5, 0, -1 },
        { "DECIMAL_TEXT(40,20)", ALK_TYPE_DECIMAL, 40, 20, -1 },
        { "NUMERIC", ALK_TYPE_DECIMAL, -1, -1, -1 },
        { "VARCHAR(30)", ALK_TYPE_TEXT, -1, -1, 30 },
        { "NATIVE CHARACTER (70)", ALK_TYPE_TEXT, -1, -1, 70 },
        { "CLOB", ALK_TYPE_TEXT, -1, -1, -1 },
        { "BLOB", ALK_TYPE_BLOB, -1, -1, -1 },
        { "varbinary(16)", ALK_TYPE_BLOB, -1, -1, 16 },
        { "DATE", ALK_TYPE_DATE, -1, -1, -1 },
        { "TIME", ALK_TYPE_TIME, -1, -1, -1 },
        { "TIME(3)", ALK_TYPE_TIME, 3, -1, -1 },
        { "DATETIME", ALK_TYPE_TIMESTAMP, -1, -1, -1 },
        { "TIMESTAMP(6)", ALK_TYPE_TIMESTAMP, 6, -1, -1 },
        { "TIMESTAMP WITHOUT TIME ZONE", ALK_TYPE_TIMESTAMP, -1, -1, -1 },
        { "TIMESTAMP(3) WITH TIME ZONE", ALK_TYPE_TIMESTAMPTZ, 3, -1, -1 },
        { "timestamptz", ALK_TYPE_TIMESTAMPTZ, -1, -1, -1 },
        { "INTERVAL", ALK_TYPE_INTERVAL, -1, -1, -1 },
        { "UUID", ALK_TYPE_UUID, -1, -1, -1 },
        { "JSON", ALK_TYPE_JSON, -1, -1, -1 },
        { "jsonb", ALK_TYPE_JSON, -1, -1, -1 },
        { "GEOMETRY", ALK_TYPE_NULL, -1, -1, -1 },
        { "", ALK_TYPE_NULL, -1, -1, -1 },
        { "DECIMAL(99999999999,2)", ALK_TYPE_DECIMAL, 999999999, 0, -1 },
        { "DECIMAL(", ALK_TYPE_DECIMAL, -1, -1, -1 },
        { "DECIMAL(x,y)", ALK_TYPE_DECIMAL, -1, -1, -1 },
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        alk__lite_column column = alk__driver_declared_parse(types[i].declared);
        alk_check_that(column.type == types[i].type && column.precision == types[i].precision && column.scale == types[i].scale &&
                           column.length == types[i].length,
                       "%s: type %d, precision %d, scale %d, length %d", types[i].declared, column.type, column.precision, column.scale,
                       column.length);
    }
    alk_check_int(alk__driver_declared_parse(NULL).type, ALK_TYPE_NULL);
}

ALK_TEST(column, descriptions)
{
    lite l;
    void *stmt;
    const alk_column_desc *columns;
    uint32_t count, stride;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(id integer primary key autoincrement, name varchar(30) not null, price decimal(10,2))"));
    alk_check_ok(lite_prepare(&l, "select id, name as n, price, 1+1 from t", &stmt));
    alk_check_ok(l.ops->stmt_columns(l.conn, stmt, &columns, &count, &stride, lite_err(&l)));
    alk_check_uint(count, 4);
    alk_check_uint(stride, sizeof *columns);
    alk_check_int(columns[0].flags, ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_KEY | ALK_COLUMN_GENERATED);
    alk_check_int(columns[0].type, ALK_TYPE_INT);
    alk_check_sv(columns[1].name, "n");
    alk_check_sv(columns[1].schema, "main");
    alk_check_sv(columns[1].table, "t");
    alk_check_sv(columns[1].column, "name");
    alk_check_sv(columns[1].native_type, "varchar(30)");
    alk_check_int(columns[1].length, 30);
    alk_check_int(columns[1].flags, ALK_COLUMN_NULLABLE_KNOWN);
    alk_check_int(columns[2].flags, ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_NULLABLE);
    alk_check_int(columns[2].precision, 10);
    alk_check_int(columns[2].scale, 2);
    alk_check_int(columns[3].type, ALK_TYPE_NULL);
    alk_check_size(columns[3].table.n, 0);
    alk_check_int(columns[3].flags, 0);
    l.ops->stmt_close(l.conn, stmt);
    alk_check_ok(lite_prepare(&l, "select b.name from t a left join t b on a.id = b.id + 1", &stmt));
    alk_check_ok(l.ops->stmt_columns(l.conn, stmt, &columns, &count, &stride, lite_err(&l)));
    alk_check_int(columns[0].flags, 0);                      /* NULL behind the join */
    l.ops->stmt_close(l.conn, stmt);
    alk_check_ok(lite_prepare(&l, "delete from t", &stmt));
    alk_check_ok(l.ops->stmt_columns(l.conn, stmt, &columns, &count, &stride, lite_err(&l)));
    alk_check_uint(count, 0);
    l.ops->stmt_close(l.conn, stmt);
    lite_close(&l);
}

ALK_TEST(column, follow_a_changed_schema)
{
    lite l;
    void *stmt, *cursor;
    int64_t affected;
    const alk_column_desc *columns;
    uint32_t count, stride, got;
    alk_cell cells[3];
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a integer)"));
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    alk_check_ok(lite_prepare(&l, "select * from t", &stmt));
    alk_check_ok(l.ops->stmt_columns(l.conn, stmt, &columns, &count, &stride, lite_err(&l)));
    alk_check_uint(count, 1);
    alk_check_ok(lite_run(&l, "alter table t add column b boolean default 1"));
    alk_check_ok(lite_execute(&l, stmt, NULL, 0, &cursor, &affected));
    alk_check_ok(l.ops->cursor->columns(cursor, &columns, &count, &stride, lite_err(&l)));
    alk_check_uint(count, 2);
    alk_check_sv(columns[1].name, "b");
    alk_check_fails(l.ops->cursor->fetch_cells(cursor, cells, 1, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_INTERFACE, "2 columns");
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, cells, 2, 1, &got, l.arena, lite_err(&l)));
    alk_check_int(cells[1].tag, ALK_TYPE_BOOL);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}
