/* SPDX-License-Identifier: MIT
 * Where toolkits of this kind go wrong, by number: what looks the same and is not, on SQLite, and in the words of other databases. 12 to 19 are about objects over rows. */
#include "one_engine.h"
#include "shop.h"
#include <alkahest/compile.h>
#include <alkahest/value.h>

static void must(int code)
{
    if (code)
        alk_test_failed("%s", alk_last_error()->message);
}

static void fill(void)
{
    open_both();
    must(alk_create_all(lite, author.table, book.table, tag.table));
    must(run_sql(lite, "INSERT INTO authors (id, name, born, active, mentor_id) VALUES (1, 'Le Guin', 1929, 1, NULL), (2, 'Lem', 1921, 1, 1), (3, 'Murasaki', NULL, 0, 2), (4, 'Borges', 1899, 1, 2)"));
    must(run_sql(lite, "INSERT INTO books (id, author_id, title, data) VALUES (11, 1, 'The Dispossessed', '{\"a\": 1, \"b\": 2}'), (12, 2, 'Solaris', '{\"a\": 3}')"));
    must(alk_commit(lite));
    shop_defaults = shop_updates = 0;
}
ALK_SUITE(subtleties, fill, close_both);

/* All rows as one text: a comma between columns, a semicolon behind each row. */
static const char *rows_of_result(alk_result *r)
{
    static char text[4000];
    size_t at = 0;
    text[0] = '\0';
    while (alk_next(r) && at < sizeof text - 500)
        for (int i = 0, n = alk_column_count(r); i < n; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", alk_is_null(r, i) ? "~" : alk_get_string(r, i), i + 1 < n ? "," : ";");
    must(alk_close(r));
    return text;
}
#define ROWS(expected, ...) alk_test_str(rows_of_result(alk_execute(lite, __VA_ARGS__)), expected, "the rows", __FILE__, __LINE__)

/* The statement's SQL in a dialect, and behind it the values of its parameters in their order. */
static const char *written(const alk_sql *statement, const char *dialect, const alk_compile_options *options)
{
    static char text[4000];
    alk_compiled *c = alk_compile(statement, dialect, options);
    if (!c && alk_last_error()->code == ALK_ERROR_NO_MEMORY)
        alk_test_failed("no memory");
    size_t at = (size_t)snprintf(text, sizeof text, "%s", c ? alk_compiled_sql(c) : alk_last_error()->message);
    for (size_t i = 0; c && i < alk_compiled_param_count(c); i++) {
        alk_compiled_param p = { .struct_size = sizeof p };
        char value[100] = "";
        if (alk_compiled_get_param(c, i, &p) == ALK_OK && p.value)
            alk_value_print(p.value, value, sizeof value);
        at += (size_t)snprintf(text + at, sizeof text - at, " [%s]", value);
    }
    alk_compiled_free(c);
    return text;
}
#define WRITTEN(dialect, statement, expected) alk_test_str(written(statement, dialect, NULL), expected, "the SQL", __FILE__, __LINE__)

static uint64_t misses(void)
{
    alk_cache_status status = { .struct_size = sizeof status };
    must(alk_engine_cache_status(lite_engine, &status));
    return status.misses;
}

/* Nothing is in an empty list, not even NULL; so that all is not in it. What is around it stays around it. */
ALK_TEST(subtleties, subtlety_01_empty_in)
{
    ROWS("", alk_select(author.id, alk_where(alk_in(author.born, alk_ints(0, NULL)))));
    ROWS("4;", alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_not_in(author.born, alk_ints(0, NULL)))));
    ROWS("4;", alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_not(alk_in(author.born, alk_ints(0, NULL))))));
    ROWS("2;", alk_select(author.id, alk_where(alk_or(alk_in(author.born, alk_ints(0, NULL)), alk_eq(author.id, 2)))));
    ROWS("1;", alk_select(author.id, alk_where(alk_not_in(author.born, alk_ints(0, NULL)), alk_eq(author.id, 1))));
    ROWS("0,4;", alk_select(alk_filter(alk_count_all(), alk_in(author.born, alk_ints(0, NULL))), alk_sum(alk_case(alk_when(alk_not_in(author.id, alk_ints(0, NULL)), 1), alk_else(0))), alk_from(author.table)));
    WRITTEN("postgresql", alk_select(author.id, alk_where(alk_not(alk_in(author.born, alk_ints(0, NULL))), alk_eq(author.id, 1))),
            "SELECT authors.id FROM authors WHERE authors.born <> ALL ($1) AND authors.id = $2 [[]] [1]");
}

/* = NULL that is written so means IS NULL; a parameter that happens to be NULL equals nothing. A NULL in a list is one more value that equals nothing. */
ALK_TEST(subtleties, subtlety_02_null_compared)
{
    ROWS("3;", alk_select(author.id, alk_where(alk_eq(author.born, alk_null()))));
    ROWS("1;2;4;", alk_select(author.id, alk_where(alk_ne(author.born, alk_null())), alk_order_by(author.id)));
    ROWS("", alk_select(author.id, alk_where(alk_eq(author.born, alk_param("born")))), alk_bind("born", alk_null()));
    ROWS("3;", alk_select(author.id, alk_where(alk_is_not_distinct_from(author.born, alk_param("born")))), alk_bind("born", alk_null()));
    ROWS("2;", alk_select(author.id, alk_where(alk_in(author.name, ALK_TEXTS("Lem", NULL)))));
    ROWS("", alk_select(author.id, alk_where(alk_not_in(author.name, ALK_TEXTS("Lem", NULL)))));
}

/* A list of IN takes as many places as it needs; what comes behind it keeps its own. */
ALK_TEST(subtleties, subtlety_03_expanding_in)
{
    static const int64_t ids[] = { 4, 3, 2, 1, 9 };
    static const char *const found[] = { "", "4;", "3;4;", "2;3;4;", "2;3;4;", "2;3;4;" };     /* the one behind asks for more than 1 */
    for (size_t n = 0; n <= 5; n++) {
        alk_result *r = alk_execute(lite, alk_select(author.id, alk_where(alk_lt(author.id, 5), alk_in(author.id, alk_ints(n, ids)), alk_gt(author.id, 1)), alk_order_by(author.id), alk_limit(3)));
        alk_check_str(rows_of_result(r), found[n]);
    }
    WRITTEN("sqlite", alk_select(author.id, alk_where(alk_in(author.id, ALK_INTS(7, 8, 9)), alk_eq(author.name, "x"))),
            "SELECT authors.id FROM authors WHERE authors.id IN (?, ?, ?, ?) AND authors.name = ? [7] [8] [9] [9] [x]");
}

/* More values than the database takes parameters are refused, and nothing is sent. */
ALK_TEST(subtleties, subtlety_03_expanding_in_has_a_limit)
{
    static int64_t many[40000];
    alk_result *r = alk_execute(lite, alk_select(author.id, alk_where(alk_in(author.id, alk_ints(40000, many)))));
    alk_check(!r);
    alk_check_contains(alk_last_error()->message, "parameters");
}

/* Values are left out of what makes two statements the same; whatever else is written into the text is not. */
ALK_TEST(subtleties, subtlety_04_cache_key_and_literals)
{
    ROWS("2;", alk_select(author.id, alk_where(alk_eq(author.name, "Lem")), alk_limit(1)));
    uint64_t before = misses();
    ROWS("4;", alk_select(author.id, alk_where(alk_eq(author.name, "Borges")), alk_limit(2)));
    alk_check_uint(misses(), before);
    for (int i = 1; i <= 2; i++) {         /* each twice, so that the other one's text could be found */
        ROWS("1;", alk_select(alk_literal(1)));
        ROWS("2;", alk_select(alk_literal(2)));
        ROWS("1,2;", alk_select(alk_json_text(book.data, alk_text("a")), alk_json_text(book.data, alk_text("b")), alk_where(alk_eq(book.id, 11))));
        ROWS("2,1;", alk_select(alk_json_text(book.data, alk_text("b")), alk_json_text(book.data, alk_text("a")), alk_where(alk_eq(book.id, 11))));
        ROWS("2024;", alk_select(alk_extract(ALK_YEAR, alk_text("2024-05-06"))));
        ROWS("5;", alk_select(alk_extract(ALK_MONTH, alk_text("2024-05-06"))));
        ROWS("0;", alk_select(alk_like(alk_text("a%"), alk_text("a/%")), alk_where(alk_escape(alk_like("a%", "a/%"), "/"))));
        ROWS("", alk_select(alk_literal(1), alk_where(alk_escape(alk_like("a%", "a/%"), "!"))));
    }
}

/* The labels are part of it, too: they are what rows are asked by. */
ALK_TEST(subtleties, subtlety_04_cache_key_and_names)
{
    for (int i = 0; i < 4; i++) {
        const char *name = i % 2 ? "one" : "other";
        alk_result *r = alk_execute(lite, alk_select(alk_label(author.id, name), alk_where(alk_eq(author.id, 1))));
        alk_check(alk_next(r));
        alk_check_str(alk_column_name(r, 0), name);
        alk_check_ok(alk_close(r));
    }
}

/* Parameters go by their places in the text, whatever was built first. */
ALK_TEST(subtleties, subtlety_05_order_of_parameters)
{
    const alk_sql *old = alk_keep(alk_cte(alk_select(author.id, alk_where(alk_lt(author.born, 1925))), "early"));
    ROWS("104;", alk_select(alk_plus(alk_at(old, author.id), 100), alk_where(alk_gt(alk_at(old, author.id), 1)), alk_order_by(alk_at(old, author.id)), alk_limit(1), alk_offset(1)));
    WRITTEN("mssql", alk_select(author.id, alk_where(alk_eq(author.name, "x")), alk_limit(5)), "SELECT TOP (?) authors.id FROM authors WHERE authors.name = ? [5] [x]");
    WRITTEN("mysql", alk_select(author.id, alk_order_by(author.id), alk_limit(5), alk_offset(6)), "SELECT authors.id FROM authors ORDER BY authors.id LIMIT ?, ? [6] [5]");
    WRITTEN("mysql", alk_insert(tag.table, alk_from_select(alk_select(alk_at(old, author.id), alk_label("y", "name")), tag.id, tag.name)),
            "INSERT INTO tags (id, name) WITH early AS (SELECT authors.id FROM authors WHERE authors.born < ?) SELECT early.id, ? AS name FROM early [1925] [y]");
    WRITTEN("postgresql", alk_insert(tag.table, alk_from_select(alk_select(alk_at(old, author.id), alk_label("y", "name")), tag.id, tag.name)),
            "WITH early AS (SELECT authors.id FROM authors WHERE authors.born < $1) INSERT INTO tags (id, name) SELECT early.id, $2 AS name FROM early [1925] [y]");
    alk_free(old);
}

/* Columns of one name get labels of their own only where there are several, and a column finds its place by itself. */
ALK_TEST(subtleties, subtlety_06_labels_of_one_name)
{
    alk_result *r = alk_execute(lite, alk_select(author.id, book.id, author.name, alk_join(author.books), alk_where(alk_eq(author.id, 2))));
    alk_check(alk_next(r));
    alk_check_str(alk_column_name(r, 0), "id");
    alk_check_str(alk_column_name(r, 1), "id_1");
    alk_check_str(alk_column_name(r, 2), "name");
    alk_check_int(alk_get_int(r, author.id), 2);
    alk_check_int(alk_get_int(r, book.id), 12);
    alk_check_ok(alk_close(r));
}

/* A label that is made up is cut to what the database takes, and stays one of a kind. */
ALK_TEST(subtleties, subtlety_06_labels_that_are_too_long)
{
    const alk_compile_options short_names = { .struct_size = sizeof short_names, .max_identifier = 12 };
    const alk_sql *t = alk_keep(alk_alias(alk_table_name(NULL, "t"), "a"));
    const alk_sql *column = alk_keep(alk_column_of(t, "twelve_chars"));
    alk_check_str(written(alk_select(column, alk_column_of(alk_table_name(NULL, "u"), "twelve_chars")), "default", &short_names),
                  "SELECT a.twelve_chars, u.twelve_chars AS twelve_1 FROM t AS a, u");
    alk_free(t);
    alk_free(column);
}

/* Where the program wrote the columns they are told apart by their places; in SQL text names may be doubtful, which is told when one is asked for, not before. */
ALK_TEST(subtleties, subtlety_07_columns_of_results)
{
    alk_result *r = alk_execute(lite, alk_raw("SELECT a.id, b.id, a.name FROM authors AS a JOIN books AS b ON b.author_id = a.id WHERE a.id = 2"));
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, 0), 2);
    alk_check_int(alk_get_int(r, 1), 12);
    alk_check_int(alk_column_index(r, "name"), 2);
    alk_check_int(alk_column_index(r, "id"), -1);
    alk_check_error(ALK_ERROR_INTERFACE, "several columns are named id");
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "several columns");
}

/* Lower case is any case, and upper case is written in quotes, on Oracle as well, where it is the other way round. */
ALK_TEST(subtleties, subtlety_08_case_of_names)
{
    const alk_sql *t = alk_keep(alk_table_name(NULL, "things")), *c = alk_keep(alk_table_name(NULL, "Things"));
    WRITTEN("oracle", alk_select(alk_column_of(t, "size_of"), alk_column_of(t, "Size")), "SELECT things.size_of, things.\"Size\" FROM things");
    WRITTEN("oracle", alk_select(alk_column_of(c, "level")), "SELECT \"Things\".\"level\" FROM \"Things\"");
    WRITTEN("mysql", alk_select(alk_column_of(c, "key")), "SELECT `Things`.`key` FROM `Things`");
    alk_free(t);
    alk_free(c);
    must(run_sql(lite, "CREATE TABLE \"Odd Names\" (\"Upper\" INTEGER, \"select\" INTEGER, \"a\"\"b\" INTEGER)"));
    const alk_sql *odd = alk_keep(alk_table_name(NULL, "Odd Names"));
    must(alk_close(alk_execute(lite, alk_insert(odd, alk_set(alk_name("Upper"), 1), alk_set(alk_name("select"), 2), alk_set(alk_name("a\"b"), 3)))));
    ROWS("3,2,1;", alk_select(alk_column_of(odd, "a\"b"), alk_column_of(odd, "select"), alk_column_of(odd, "Upper")));
    alk_free(odd);
}

/* Percent signs, colons and question marks in texts and names are what they are. */
ALK_TEST(subtleties, subtlety_09_percent_and_colon)
{
    ROWS("100%,:name ?,%s;", alk_select(alk_literal("100%"), alk_literal(":name ?"), alk_text("%s")));
    ROWS("a:b,7;", alk_raw("SELECT 'a:b', :n -- :not\n"), alk_bind("n", 7));
    alk_result *r = alk_execute(lite, alk_select(alk_label(1, "50% of a:b?")));
    alk_check(alk_next(r));
    alk_check_str(alk_column_name(r, 0), "50% of a:b?");
    alk_check_ok(alk_close(r));
    must(run_sql(lite, "CREATE TABLE odd (\"a:b?\" INTEGER)"));
    must(alk_close(alk_execute(lite, alk_insert(alk_table_name(NULL, "odd"), alk_set(alk_name("a:b?"), 5)))));
    ROWS("5;", alk_select(alk_name("a:b?"), alk_from(alk_table_name(NULL, "odd")), alk_where(alk_eq(alk_name("a:b?"), 5))));
    WRITTEN("postgresql", alk_select(alk_literal("a:b%")), "SELECT 'a:b%' AS anon_1");
}

/* A key comes from the program, from the database with the statement, or afterwards; a default of the program is asked for once for each row that leaves it out. */
ALK_TEST(subtleties, subtlety_10_keys_and_defaults)
{
    alk_result *r = alk_execute(lite, alk_insert(tag.table, alk_set(tag.name, "new")));
    alk_check_int(alk_last_insert_id(r), 1);
    alk_check_ok(alk_close(r));
    r = alk_execute(lite, alk_insert(tag.table, alk_set(tag.id, 50), alk_set(tag.name, "given")));
    alk_check_int(alk_last_insert_id(r), 50);
    alk_check_ok(alk_close(r));
    ROWS("51,new er;", alk_insert(tag.table, alk_set(tag.name, alk_concat("new", " er")), alk_returning(tag.id, tag.name)));
    must(run_sql(lite, "ATTACH ':memory:' AS tenant"));
    must(run_sql(lite, "CREATE TABLE tenant.\"Stock\" (id INTEGER PRIMARY KEY, \"order\" INTEGER, \"Mixed \"\"Case\"\"\" TEXT, token INTEGER, changes INTEGER)"));
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_set(stock.order_, 1)))));
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_set(stock.order_, 2)))));
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_set(stock.order_, 3), alk_set(stock.token, 7)))));
    alk_check_int(shop_defaults, 2);
    ROWS("100;101;7;", alk_select(stock.token, alk_order_by(stock.order_)));
    ROWS("4,~,102;", alk_insert(stock.table, alk_default_values(), alk_returning(stock.id, stock.order_, stock.token)));    /* the program's own defaults too */
}

/* No database promises in which order the rows of an INSERT come back: each is known by what was put into it. Where rows go in one by one they give none back. */
ALK_TEST(subtleties, subtlety_11_rows_that_many_inserts_return)
{
    struct { const char *name; } rows[] = { { "b" }, { "a" }, { "c" } };
    const alk_field fields[] = { ALK_FIELD_NAMED(__typeof__(rows[0]), name, "name") };
    int64_t ids[3] = { 0, 0, 0 }, affected = 0;
    alk_result *r = alk_execute(lite, alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.name, "b")), alk_row(alk_set(tag.name, "a")), alk_row(alk_set(tag.name, "c"))), alk_returning(tag.id, tag.name)));
    while (alk_next(r))
        ids[alk_get_text(r, tag.name)[0] - 'a'] = alk_get_int(r, tag.id);
    alk_check_ok(alk_close(r));
    ROWS("a;b;c;", alk_select(tag.name, alk_order_by(tag.name)));
    for (int i = 0; i < 3; i++) {
        const char name[] = { (char)('a' + i), ';', '\0' };
        ROWS(name, alk_select(tag.name, alk_where(alk_eq(tag.id, ids[i]))));
    }
    must(alk_rollback(lite));
    alk_check_fails(alk_execute_each(lite, alk_insert(tag.table, alk_set(tag.name, alk_param("name")), alk_returning(tag.id)), fields, rows, 3, &affected), ALK_ERROR_INTERFACE, "returns rows");
}

/* Lost within a transaction nothing goes on elsewhere; the others of the pool are doubted. */
ALK_TEST(subtleties, subtlety_20_disconnected)
{
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 1);
    alk_check_fails(run_sql(conn, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, "roll back");
    alk_check_fails(alk_commit(conn), ALK_ERROR_OPERATIONAL, "roll back");
    alk_check_int(count_of("connect"), 1);             /* not behind the program's back */
    alk_check_ok(alk_rollback(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 2);
    alk_check_ok(alk_commit(conn));
}

/* What a message says is no sign of it: the text may be the user's. */
ALK_TEST(subtleties, subtlety_20_words_of_a_disconnect_in_data)
{
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_fails(run_sql(conn, "fail data invalid value \"server closed the connection unexpectedly\""), ALK_ERROR_DATA, "server closed");
    alk_check(!(alk_last_error()->flags & ALK_ERROR_DISCONNECT));
    alk_check_ok(alk_rollback(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_commit(conn));
    alk_check_int(count_of("connect"), 1);
}

/* A decimal is sent as text, and is a number all the same, in whatever the query stands. */
ALK_TEST(subtleties, decimals_are_sorted_and_compared_as_numbers)
{
    ROWS("-10.25;9.5;10.5;", alk_union(alk_select(alk_label(alk_decimal("9.5"), "x")), alk_select(alk_decimal("10.5")), alk_select(alk_decimal("-10.25")), alk_order_by(alk_label_ref("x"))));
    ROWS("1;", alk_union(alk_select(alk_label(alk_decimal("1.0"), "x")), alk_select(author.id, alk_where(alk_eq(author.id, 1)))));
    const alk_sql *s = alk_keep(alk_subquery(alk_select(alk_label(alk_decimal("10.5"), "x")), "s"));
    ROWS("10.5;", alk_select(alk_column_of(s, "x"), alk_where(alk_gt(alk_column_of(s, "x"), alk_decimal("9.5")), alk_lt(alk_select(alk_decimal("9.5")), alk_decimal("10.5")))));
    ROWS("12.50;", alk_select(alk_decimal("12.50")));
    alk_free(s);
}
