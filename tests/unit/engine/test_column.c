/* SPDX-License-Identifier: MIT
 * What is known of columns, and finding them by name. */
#include "one_engine.h"

ALK_SUITE(column, open_both, close_both);

ALK_TEST(column, described)
{
    alk_column_info info = { .struct_size = sizeof info };
    alk_check_ok(run_sql(lite, "create table t(id integer primary key, name varchar(20) not null, price decimal(10,2))"));
    alk_result *r = rows_of(lite, "select id, name as label, price, 1+1 from t");
    alk_check_int(alk_column_count(r), 4);
    alk_check_ok(alk_result_column(r, 1, &info));
    alk_check_str(info.name, "label");
    alk_check_int(info.type, ALK_TYPE_TEXT);
    alk_check_str(alk_column_name(r, 0), "id");
    alk_check_ok(alk_result_column(r, 2, &info));
    alk_check_int(info.type, ALK_TYPE_DECIMAL);
    alk_check_fails(alk_result_column(r, 4, &info), ALK_ERROR_INTERFACE, "no column 4");
    alk_check_fails(alk_result_column(r, -1, &info), ALK_ERROR_INTERFACE, "no column -1");
    alk_check(alk_column_name(r, 9) == NULL);
    info.struct_size = 0;
    alk_check_fails(alk_result_column(r, 0, &info), ALK_ERROR_ARGUMENT, "struct_size");
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, of_an_older_program)
{
    alk_column_info info = { .struct_size = offsetof(alk_column_info, native_type), .native_type = "untouched" };
    alk_result *r = rows_of(conn, "rows 1 int");
    alk_check_ok(alk_result_column(r, 0, &info));
    alk_check_str(info.name, "c1");
    alk_check_str(info.native_type, "untouched");
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, described_after_all_was_read)
{
    alk_result *r = rows_of(lite, "select 1 as \"One\", 2 as \"two\"");
    alk_check_ok(alk_all(r));
    alk_check_str(alk_column_name(r, 0), "One");
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "TWO"), 2);
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, names_exactly_then_without_case)
{
    alk_result *r = rows_of(lite, "select 1 as a, 2 as \"A\", 3 as b, 4 as \"\xc3\xa4\"");
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "a"), 1);
    alk_check_int(alk_get_int(r, "A"), 2);
    alk_check_int(alk_get_int(r, "B"), 3);
    alk_check_int(alk_get_int(r, "\xc3\xa4"), 4);
    alk_check_int(alk_column_index(r, "b"), 2);
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, ambiguous_names_are_refused)
{
    alk_result *r = rows_of(lite, "select 1 as a, 2 as a");
    alk_check(alk_next(r));
    alk_check_int(alk_column_index(r, "a"), -1);
    alk_check_fails(alk_result_status(r), ALK_ERROR_INTERFACE, "several columns");
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = rows_of(lite, "select 1 as aB, 2 as Ab");
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "ab"), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
}

ALK_TEST(column, names_in_a_buffer_that_changes)
{
    char name[8] = "a";
    alk_result *r = rows_of(lite, "select 1 as a, 2 as b");
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, name), 1);
    name[0] = 'b';
    alk_check_int(alk_get_int(r, name), 2);
    name[0] = 'a';
    alk_check_int(alk_get_int(r, name), 1);
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, more_names_than_are_remembered)
{
    static const char *const names[] = { "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11" };
    alk_result *r = rows_of(conn, "rows 2 int,int,int,int,int,int,int,int,int,int,int");
    while (alk_next(r))
        for (int i = 0; i < 11; i++)
            alk_check_int(alk_get_int(r, names[i]) % 100, i + 1);
    alk_check_ok(alk_close(r));
}

ALK_TEST(column, of_statements_before_they_run)
{
    alk_column_info info = { .struct_size = sizeof info };
    alk_check_ok(run_sql(lite, "create table t(id integer primary key, name text)"));
    alk_stmt *stmt = alk_conn_prepare(lite, "select id, name from t where id = ?", SIZE_MAX);
    alk_check_made(stmt);
    alk_check_int(alk_stmt_column_count(stmt), 2);
    alk_check_ok(alk_stmt_column(stmt, 1, &info));
    alk_check_str(info.name, "name");
    alk_check_fails(alk_stmt_column(stmt, 2, &info), ALK_ERROR_INTERFACE, "no column 2");
    alk_stmt_close(stmt);
    alk_check_made(stmt = alk_conn_prepare(lite, "insert into t values(1, 'x')", SIZE_MAX));
    alk_check_int(alk_stmt_column_count(stmt), 0);
    alk_stmt_close(stmt);
    alk_check_made(stmt = alk_conn_prepare(conn, "rows 1 int", SIZE_MAX));
    alk_check_int(alk_stmt_column_count(stmt), -1);
    alk_check_error(ALK_ERROR_NOT_SUPPORTED, NULL);
    alk_check_status(alk_stmt_column(stmt, 0, &info), ALK_ERROR_NOT_SUPPORTED);
    alk_stmt_close(stmt);
}

ALK_TEST(column, memory_running_out)
{
    int status;
    alk_check_ok(run_sql(lite, "select 1 as a"));
    ALK_TORTURE(status) {
        alk_column_info info = { .struct_size = sizeof info };
        alk_result *r = alk_conn_execute_driver(lite, "select 1 as a", SIZE_MAX, NULL, 0, NULL);
        int code = r ? alk_result_column(r, 0, &info) : ALK_OK;
        status = alk_close(r);
        status = code ? code : status;
    }
}
