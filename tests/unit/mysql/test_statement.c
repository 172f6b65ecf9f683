/* SPDX-License-Identifier: MIT
 * Statements on a live server: rows into cells and structs, many executions at once, returned rows, procedures, definitions, what happens when tables change. */
#include <math.h>
#include "my.h"
#include "statement.h"

typedef struct row {
    int32_t id;
    const char *name;
    alk_sv note;
    double weight;
    int64_t made;
    uint8_t note_state, made_state;
} row;

static const alk_slot slots[] = { { 0, offsetof(row, id), ALK_SLOT_NOT_NULL, ALK_SLOT_INT32, 0 },
                                  { 1, offsetof(row, name), ALK_SLOT_NOT_NULL, ALK_SLOT_TEXT, 0 },
                                  { 2, offsetof(row, note), offsetof(row, note_state), ALK_SLOT_VIEW, 0 },
                                  { 3, offsetof(row, weight), ALK_SLOT_NOT_NULL, ALK_SLOT_DOUBLE, 0 },
                                  { 4, offsetof(row, made), offsetof(row, made_state), ALK_SLOT_TIMESTAMP, 0 } };
static const alk_plan plan = { sizeof plan, sizeof slots / sizeof slots[0], slots, 1 };

static void *query(my *m, const char *sql, uint32_t flags, void **cursor)
{
    void *stmt;
    int64_t affected;
    alk_request request = { .size = sizeof request, .flags = flags, .nrows = 1 };
    alk_check_ok(my_prepare(m, sql, &stmt));
    alk_check_ok(m->ops->execute(m->conn, stmt, &request, cursor, &affected, my_err(m)));
    alk_check_made(*cursor);
    return stmt;
}

static void done(my *m, void *stmt, void *cursor)
{
    alk_check_ok(m->ops->cursor->close(cursor, my_err(m)));
    m->ops->stmt_close(m->conn, stmt);
}

#define THREE_ROWS "select 1 as id, 'ann' as name, null as note, 1e0 as weight, timestamp'2024-02-29 12:00:00.5' as made union all select 2, '', '\xc3\xa4', 2e0, null union all select 3, 'c', 'n', 3e0, null"

static void check_rows(const row *rows)
{
    alk_check(rows[0].id == 1 && strcmp(rows[0].name, "ann") == 0 && rows[0].note_state == ALK_NULL && rows[0].weight == 1 && rows[0].made_state == ALK_VALUE);
    alk_check_int(rows[0].made, INT64_C(1709208000500000));
    alk_check(rows[1].id == 2 && strcmp(rows[1].name, "") == 0 && rows[1].note.n == 2 && memcmp(rows[1].note.p, "\xc3\xa4", 2) == 0 && rows[1].made_state == ALK_NULL);
    alk_check(rows[2].id == 3 && strcmp(rows[2].name, "c") == 0 && rows[2].note.n == 1 && rows[2].note_state == ALK_VALUE);
}

ALK_TEST(statement, rows_into_structs)
{
    static const uint32_t ways[] = { ALK_REQUEST_STREAM, 0 };
    my m;
    my_open(&m, NULL);
    for (int i = 0; i < 2; i++) {
        row rows[4];
        void *cursor = NULL, *stmt = query(&m, THREE_ROWS, ways[i], &cursor);
        uint32_t got;
        alk_check_status(m.ops->cursor->fetch_into(cursor, &plan, rows, sizeof *rows, 4, &got, m.arena, my_err(&m)), ALK_END);
        alk_check_uint(got, 3);
        check_rows(rows);
        alk_check_status(m.ops->cursor->fetch_into(cursor, &plan, rows, sizeof *rows, 4, &got, m.arena, my_err(&m)), ALK_END);
        done(&m, stmt, cursor);
    }
    my_close(&m);
}

ALK_TEST(statement, rows_one_by_one)
{
    my m;
    row one;
    alk_cell cells[5];
    uint32_t got;
    void *cursor = NULL, *stmt;
    my_open(&m, NULL);
    stmt = query(&m, THREE_ROWS, ALK_REQUEST_STREAM, &cursor);
    alk_check_ok(m.ops->cursor->fetch_into(cursor, &plan, &one, sizeof one, 1, &got, m.arena, my_err(&m)));
    alk_check(got == 1 && one.id == 1 && strcmp(one.name, "ann") == 0 && one.weight == 1);
    alk_check_ok(m.ops->cursor->fetch_cells(cursor, cells, 5, 1, &got, m.arena, my_err(&m)));
    alk_check(got == 1 && cells[0].u.i == 2 && cells[1].tag == ALK_TYPE_TEXT && cells[1].len == 0 && (cells[1].flags & ALK_CELL_NUL) != 0);
    alk_check_bytes(cells[2].u.p, cells[2].len, "\xc3\xa4", 2);
    alk_check(cells[3].tag == ALK_TYPE_REAL && cells[3].u.d == 2 && cells[4].tag == ALK_TYPE_NULL);
    done(&m, stmt, cursor);              /* one row is left in the line */
    alk_check_int(my_int(&m, "select 7"), 7);
    my_close(&m);
}

ALK_TEST(statement, what_does_not_fit_is_refused)
{
    static const alk_slot narrow = { 0, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT8, 0 }, small = { 0, 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT32, 0 };
    static const alk_plan plans[] = { { sizeof plan, 1, &narrow, 2 }, { sizeof plan, 1, &small, 3 } };
    static const struct {
        const char *sql, *part;
        int which;
    } cases[] = { { "select 128 as v", "column 0 (v), integer into int8: value does not fit", 0 }, { "select 1.5 as v", "decimal into int32", 1 },
                  { "select null as v", "NULL for a member", 1 }, { "select 'x' as v", "not of the form", 1 }, { "select 2147483648 as v", "does not fit", 1 },
                  { "select date'2024-01-01' as v", "date does not convert to integer", 1 }, { "select 18446744073709551615 as v", "out of range of integer", 1 } };
    my m;
    my_open(&m, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int32_t out;
        alk_cell cell;
        uint32_t got;
        void *cursor = NULL, *stmt = query(&m, cases[i].sql, ALK_REQUEST_STREAM, &cursor);
        alk_check_fails(m.ops->cursor->fetch_into(cursor, &plans[cases[i].which], &out, sizeof out, 1, &got, m.arena, my_err(&m)), ALK_ERROR_DATA, cases[i].part);
        alk_check_ok(m.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, m.arena, my_err(&m)));      /* it is still there */
        alk_check_uint(got, 1);
        done(&m, stmt, cursor);
    }
    my_close(&m);
}

/* Bulk where each parameter has one type, one by one where not. */
ALK_TEST(statement, many_executions)
{
    enum { N = 50 };
    static alk_cell cells[N * 3];
    my m;
    void *stmt, *cursor = NULL;
    int64_t affected = 0;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "create temporary table many (id int, name varchar(20), made datetime(6), other varchar(10))"));
    for (int i = 0; i < N; i++) {
        cells[i * 3] = my_int_cell(ALK_TYPE_INT, i);
        cells[i * 3 + 1] = i % 2 != 0 ? my_text_cell(ALK_TYPE_TEXT, "it's ?") : my_int_cell(ALK_TYPE_NULL, 0);
        cells[i * 3 + 2] = my_int_cell(ALK_TYPE_TIMESTAMP, i);
    }
    alk_check_ok(my_prepare(&m, "insert into many(id, name, made) values (?, ?, ?)", &stmt));
    alk_check_ok(my_execute(&m, stmt, cells, 3, N, &cursor, &affected));
    alk_check(cursor == NULL && affected == N);
    cells[3] = my_text_cell(ALK_TYPE_TEXT, "100");       /* of another type than the others */
    alk_check_ok(my_execute(&m, stmt, cells, 3, N, &cursor, &affected));
    alk_check_int(affected, N);
    m.ops->stmt_close(m.conn, stmt);
    alk_check_int(my_int(&m, "select count(*) from many where name = 'it''s ?' and microsecond(made) = id or id = 100"), N);
    alk_check_int(my_int(&m, "select count(*) from many where name is null"), N);
    alk_check_ok(my_prepare(&m, "update many set other = ? where id = ?", &stmt));
    for (int i = 0; i < N; i++) {
        cells[i * 2] = my_text_cell(ALK_TYPE_TEXT, "o");
        cells[i * 2 + 1] = my_int_cell(ALK_TYPE_INT, i);
    }
    alk_check_ok(my_execute(&m, stmt, cells, 2, N, &cursor, &affected));
    alk_check_int(affected, N * 2 - 1);
    alk_check_ok(my_execute(&m, stmt, cells, 2, N, &cursor, &affected));
    alk_check_int(affected, N * 2 - 1);  /* rows found, although nothing changed */
    m.ops->stmt_close(m.conn, stmt);
    my_close(&m);
}

ALK_TEST(statement, many_executions_with_a_fault)
{
    my m;
    alk_cell cells[3] = { my_int_cell(ALK_TYPE_INT, 1), my_int_cell(ALK_TYPE_INT, 1), my_int_cell(ALK_TYPE_INT, 2) };
    void *stmt, *cursor = NULL;
    int64_t affected = 0;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "create temporary table one (id int primary key)"));
    alk_check_ok(my_prepare(&m, "insert into one values (?)", &stmt));
    alk_check_fails(my_execute(&m, stmt, cells, 1, 3, &cursor, &affected), ALK_ERROR_INTEGRITY, "Duplicate entry for key");
    cells[0].tag = ALK_TYPE_REAL;
    cells[0].u.d = (double)NAN;
    cells[1].tag = cells[2].tag = ALK_TYPE_NULL;
    alk_check_fails(my_execute(&m, stmt, cells, 1, 3, &cursor, &affected), ALK_ERROR_DATA, "parameter 1");
    m.ops->stmt_close(m.conn, stmt);
    alk_check_int(my_int(&m, "select 1"), 1);
    my_close(&m);
}

ALK_TEST(statement, returned_rows_and_keys)
{
    my m;
    alk_cell id, value = my_text_cell(ALK_TYPE_TEXT, "x");
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "create temporary table keyed (id bigint unsigned auto_increment primary key, v varchar(10))"));
    alk_check_ok(my_run_with(&m, "insert into keyed(v) values (?)", &value, 1));
    alk_check_ok(m.ops->last_insert_id(m.conn, &id, my_err(&m)));
    alk_check(id.tag == ALK_TYPE_INT && id.u.i == 1);
    if ((m.ops->caps(m.conn) & ALK_CAP_RETURNING) != 0) {
        void *stmt, *cursor = NULL;
        int64_t affected;
        uint32_t got;
        alk_check_ok(my_prepare(&m, "insert into keyed(v) values (?), ('y') returning id", &stmt));
        alk_check_ok(my_execute(&m, stmt, &value, 1, 1, &cursor, &affected));
        alk_check_made(cursor);
        alk_check_ok(m.ops->cursor->fetch_cells(cursor, &id, 1, 1, &got, m.arena, my_err(&m)));
        alk_check(id.tag == ALK_TYPE_UINT && id.u.i == 2);
        alk_check_ok(m.ops->cursor->fetch_cells(cursor, &id, 1, 1, &got, m.arena, my_err(&m)));
        alk_check_status(m.ops->cursor->fetch_cells(cursor, &id, 1, 1, &got, m.arena, my_err(&m)), ALK_END);
        alk_check_int(m.ops->cursor->affected(cursor), 2);
        done(&m, stmt, cursor);
    }
    alk_check_ok(my_run(&m, "insert into keyed values (18446744073709551614, 'z')"));
    alk_check_ok(m.ops->last_insert_id(m.conn, &id, my_err(&m)));
    alk_check(id.tag == ALK_TYPE_UINT && id.u.raw == UINT64_C(18446744073709551614));
    my_close(&m);
}

static int direct(my *m, const char *sql, void **cursor, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .nrows = 1 };
    *cursor = NULL;
    return m->ops->execute_direct(m->conn, my_sv(sql), &request, cursor, affected, my_err(m));
}

ALK_TEST(statement, procedures_give_their_first_result)
{
    my m;
    void *cursor;
    int64_t affected;
    alk_cell cell;
    uint32_t got;
    my_open(&m, NULL);
    alk_check_ok(direct(&m, "drop procedure if exists my_two", &cursor, &affected));
    alk_check_ok(direct(&m, "create procedure my_two(n int) begin select n; select n + 1; if n > 5 then signal sqlstate '45000' set message_text = 'too much'; end if; end", &cursor, &affected));
    alk_check_ok(direct(&m, "call my_two(3)", &cursor, &affected));
    alk_check_made(cursor);
    alk_check_ok(m.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, m.arena, my_err(&m)));
    alk_check_int(cell.u.i, 3);
    alk_check_status(m.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, m.arena, my_err(&m)), ALK_END);
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    alk_check_ok(direct(&m, "call my_two(6)", &cursor, &affected));
    alk_check_ok(m.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, m.arena, my_err(&m)));
    alk_check_fails(m.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, m.arena, my_err(&m)), ALK_ERROR_OPERATIONAL, "too much");
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    alk_check_int(my_int(&m, "select 1"), 1);
    alk_check_ok(direct(&m, "drop procedure my_two", &cursor, &affected));
    my_close(&m);
}

/* The text protocol's rows are texts. */
ALK_TEST(statement, rows_of_the_text_protocol)
{
    my m;
    alk__my_stmt *stmt;
    void *cursor = NULL;
    int64_t affected;
    alk_cell cells[3];
    uint32_t got;
    const alk_column_desc *columns;
    uint32_t n, stride;
    my_open(&m, NULL);
    stmt = alk__my_stmt_new(m.conn, my_sv("select 'a' as x, null as y, 12 as z"), my_err(&m));
    alk_check_made(stmt);
    alk_check_ok(my_execute(&m, stmt, NULL, 0, 1, &cursor, &affected));
    alk_check_made(cursor);
    alk_check_ok(m.ops->cursor->columns(cursor, &columns, &n, &stride, my_err(&m)));
    alk_check(n == 3 && columns[2].type == ALK_TYPE_TEXT);
    alk_check_ok(m.ops->cursor->fetch_cells(cursor, cells, 3, 1, &got, m.arena, my_err(&m)));
    alk_check_str(cells[0].u.p, "a");
    alk_check(cells[1].tag == ALK_TYPE_NULL && cells[2].tag == ALK_TYPE_TEXT);
    alk_check_str(cells[2].u.p, "12");
    alk_check_status(m.ops->cursor->fetch_cells(cursor, cells, 3, 1, &got, m.arena, my_err(&m)), ALK_END);
    done(&m, stmt, cursor);
    my_close(&m);
}

ALK_TEST(statement, prepared_anew)
{
    my m;
    void *stmt, *cursor = NULL;
    int64_t affected;
    uint32_t got;
    alk_cell cells[2];
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "drop table if exists my_again"));
    alk_check_ok(my_run(&m, "create table my_again (a int)"));
    alk_check_ok(my_run(&m, "insert into my_again values (1)"));
    alk_check_ok(my_prepare(&m, "select * from my_again", &stmt));
    alk_check_ok(my_execute(&m, stmt, NULL, 0, 1, &cursor, &affected));
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    alk_check_ok(my_run(&m, "alter table my_again add column b varchar(10) default 'x'"));
    alk_check_ok(my_execute(&m, stmt, NULL, 0, 1, &cursor, &affected));
    alk_check_ok(m.ops->cursor->fetch_cells(cursor, cells, 2, 1, &got, m.arena, my_err(&m)));
    alk_check_str(cells[1].u.p, "x");
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    /* A reset forgets what the server had prepared. */
    alk_check_ok(my_run(&m, "set @a = 1"));
    alk_check_ok(m.ops->reset(m.conn, 0, my_err(&m)));
    alk_check_ok(my_execute(&m, stmt, NULL, 0, 1, &cursor, &affected));
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    m.ops->stmt_close(m.conn, stmt);
    alk_check_int(my_value(&m, "select @a").tag, ALK_TYPE_NULL);
    alk_check_ok(my_run(&m, "drop table my_again"));
    my_close(&m);
}

ALK_TEST(statement, described)
{
    my m;
    void *stmt;
    const alk_column_desc *columns;
    uint32_t n, stride;
    my_open(&m, NULL);
    alk_check_ok(my_run(&m, "create temporary table described (id bigint unsigned auto_increment primary key, price decimal(10,2) not null, name varchar(30), data blob, d json, u uuid)"));
    alk_check_ok(my_prepare(&m, "select id, price, name as label, data, d, u, 1 + 1 from described", &stmt));
    alk_check_ok(m.ops->stmt_columns(m.conn, stmt, &columns, &n, &stride, my_err(&m)));
    alk_check_uint(n, 7);
    alk_check(columns[0].type == ALK_TYPE_UINT && columns[0].flags == (ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_KEY | ALK_COLUMN_GENERATED | ALK_COLUMN_UNSIGNED));
    alk_check(columns[1].type == ALK_TYPE_DECIMAL && columns[1].precision == 10 && columns[1].scale == 2 && columns[1].flags == ALK_COLUMN_NULLABLE_KNOWN);
    alk_check(columns[2].type == ALK_TYPE_TEXT && columns[2].length == 30 && columns[2].flags == (ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_NULLABLE));
    alk_check_sv(columns[2].name, "label");
    alk_check_sv(columns[2].column, "name");
    alk_check_sv(columns[2].table, "described");
    alk_check_sv(columns[2].native_type, "varchar");
    alk_check(columns[3].type == ALK_TYPE_BLOB && columns[3].length == 65535);
    alk_check_int(columns[4].type, ALK_TYPE_JSON);
    alk_check_int(columns[5].type, ALK_TYPE_UUID);
    alk_check(columns[6].type == ALK_TYPE_INT && columns[6].flags == 0);
    m.ops->stmt_close(m.conn, stmt);
    my_close(&m);
}

ALK_TEST(statement, not_to_be_run)
{
    my m;
    void *stmt, *cursor = NULL, *other;
    alk_cell cell = my_int_cell(ALK_TYPE_INT, 1);
    int64_t affected;
    my_open(&m, NULL);
    alk_check_fails(my_prepare(&m, "selekt 1", &stmt), ALK_ERROR_PROGRAMMING, "selekt");
    alk_check_int(alk_last_error()->position, 1);
    alk_check_fails(my_prepare(&m, "select 1; select 2", &stmt), ALK_ERROR_PROGRAMMING, NULL);
    alk_check_fails(my_prepare(&m, "", &stmt), ALK_ERROR_PROGRAMMING, NULL);
    alk_check_status(m.ops->prepare(m.conn, (alk_sv){ "select '\0'", 10 }, 0, 0, &stmt, my_err(&m)), ALK_ERROR_PROGRAMMING);
    alk_check_ok(my_prepare(&m, "select ?", &stmt));
    alk_check_fails(my_execute(&m, stmt, NULL, 0, 1, &cursor, &affected), ALK_ERROR_PROGRAMMING, "takes 1 parameters");
    alk_check_ok(my_execute(&m, stmt, &cell, 1, 1, &cursor, &affected));
    alk_check_fails(my_prepare(&m, "select 1", &other), ALK_ERROR_INTERFACE, "still being read");
    alk_check_ok(m.ops->cursor->close(cursor, my_err(&m)));
    m.ops->stmt_close(m.conn, stmt);
    my_close(&m);
}
