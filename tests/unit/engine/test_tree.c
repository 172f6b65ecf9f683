/* SPDX-License-Identifier: MIT
 * Built statements on SQLite through the engine: they run, they are compiled once for each structure, and one that was compiled for other values gives the rows
 * of its own. */
#include "one_engine.h"
#include "random.h"
#include "shop.h"
#include <alkahest/compile.h>
#include <alkahest/value.h>

static void must(int code)
{
    if (code)
        alk_test_failed("%s", alk_last_error()->message);
}

static void fill(alk_conn *c)
{
    must(run_sql(c, "CREATE TABLE authors (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL UNIQUE, born INTEGER, active BOOLEAN NOT NULL DEFAULT 1, score NUMERIC(10, 2), mentor_id BIGINT)"));
    must(run_sql(c, "CREATE TABLE books (id INTEGER PRIMARY KEY, author_id BIGINT, title TEXT, price NUMERIC(8, 2), published DATE, data JSON)"));
    must(run_sql(c, "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"));
    must(run_sql(c, "INSERT INTO authors (id, name, born, active, mentor_id) VALUES (1, 'Le Guin', 1929, 1, NULL), (2, 'Lem', 1921, 1, 1), (3, 'Murasaki', NULL, 0, 2), (4, 'Borges', 1899, 1, 2)"));
    must(run_sql(c, "INSERT INTO books (id, author_id, title, price, data) VALUES (1, 1, 'The Dispossessed', 9.99, '{\"a\": [1, 2]}'), (2, 1, 'Lathe 50%', 7.5, NULL), (3, 2, 'Solaris', 8.25, NULL)"));
    must(alk_commit(c));
}

static void shop_setup(void)
{
    open_both();
    fill(lite);
}
ALK_SUITE(tree, shop_setup, close_both);

/* All rows as one text: a comma between columns, a semicolon behind each row. The statement is consumed. */
static const char *rows_text(alk_conn *c, alk_result *r)
{
    static char text[20000];
    size_t at = 0;
    (void)c;
    text[0] = '\0';
    while (alk_next(r)) {
        for (int i = 0; i < alk_column_count(r); i++)
            at += (size_t)snprintf(text + at, at < sizeof text ? sizeof text - at : 0, "%s%s", i ? "," : "", alk_is_null(r, i) ? "~" : alk_get_string(r, i));
        at += (size_t)snprintf(text + at, at < sizeof text ? sizeof text - at : 0, ";");
        if (at > sizeof text - 1000)
            break;
    }
    must(alk_close(r));
    return text;
}
#define ROWS(statement, expected) alk_test_str(rows_text(lite, alk_execute(lite, statement)), expected, "the rows", __FILE__, __LINE__)

static uint64_t misses(void)
{
    alk_cache_status status = { .struct_size = sizeof status };
    must(alk_engine_cache_status(lite_engine, &status));
    return status.misses;
}

/* ---- statements ---- */

ALK_TEST(tree, selects)
{
    ROWS(alk_select(author.name, alk_where(alk_gt(author.born, 1900)), alk_order_by(author.name)), "Le Guin;Lem;");
    ROWS(alk_select(author.id, author.born, alk_order_by(alk_nulls_last(alk_desc(author.born))), alk_limit(2), alk_offset(2)), "4,1899;3,~;");
    ROWS(alk_select(author.name, alk_where(alk_eq(author.born, alk_null()))), "Murasaki;");
    ROWS(alk_select(alk_count_all(), alk_from(author.table), alk_where(author.active)), "3;");
    ROWS(alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_not(author.active))), "1;");
    ROWS(alk_select(author.name, alk_count(book.id), alk_left_join(author.books), alk_group_by(author.id), alk_having(alk_gt(alk_count(book.id), 0)), alk_order_by(author.name)), "Le Guin,2;Lem,1;");
    ROWS(alk_select(book.title, alk_where(alk_contains(book.title, "50%"))), "Lathe 50%;");
    ROWS(alk_select(alk_label(alk_case(alk_when(alk_lt(author.born, 1900), "old"), alk_else("new")), "age"), alk_where(alk_in(author.id, ALK_INTS(1, 4))), alk_order_by(author.id)), "new;old;");
    ROWS(alk_select(author.name, alk_where(alk_exists(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id), alk_eq(book.title, "Solaris")))))), "Lem;");
    ROWS(alk_union(alk_select(author.id, alk_where(alk_lt(author.id, 3))), alk_select(book.id), alk_order_by(alk_desc(author.id)), alk_limit(2)), "3;2;");
    ROWS(alk_select(alk_divide(alk_literal(7), alk_literal(2)), alk_floor_divide(alk_literal(7), alk_literal(2))), "3.5,3;");
    ROWS(alk_select(alk_json_text(book.data, alk_text("a"), alk_int(1)), alk_where(alk_eq(book.id, 1))), "2;");
}

ALK_TEST(tree, precedence_is_what_was_built)
{
    ROWS(alk_select(alk_concat("a", alk_plus(1, 2)), alk_concat(alk_concat("a", "b"), "c")), "a3,abc;");
    ROWS(alk_select(alk_bit_and(7, alk_plus(1, 2)), alk_shift_left(alk_plus(1, 1), 2), alk_bit_not(alk_times(2, 3)), alk_bit_xor(6, 3)), "3,8,-7,5;");
    ROWS(alk_select(alk_minus(10, alk_minus(5, 3)), alk_negate(alk_literal(-5)), alk_minus(alk_literal(1), alk_literal(-2))), "8,5,3;");
    ROWS(alk_select(author.id, alk_where(alk_and(alk_and(alk_true(), alk_or(alk_eq(author.id, 1), alk_eq(author.id, 2))), alk_eq(author.born, 1921)))), "2;");
}

ALK_TEST(tree, ctes_and_windows)
{
    const alk_sql *self = alk_keep(alk_cte_self("line"));
    const alk_sql *line = alk_keep(alk_cte_of(alk_union_all(alk_select(author.id, author.mentor_id, alk_where(alk_eq(author.id, 3))),
                                                            alk_select(author.id, author.mentor_id, alk_where(alk_eq(author.id, alk_column_of(self, "mentor_id"))))),
                                              "line", ALK_CTE_RECURSIVE, NULL));
    ROWS(alk_select(alk_column_of(line, "id"), alk_order_by(alk_column_of(line, "id"))), "1;2;3;");
    alk_free(line);
    alk_free(self);
    ROWS(alk_select(author.id, alk_over(alk_row_number(), alk_partition_by(author.active), alk_order_by(alk_desc(author.id))), alk_order_by(author.id)), "1,3;2,2;3,1;4,1;");
    ROWS(alk_select(author.id, alk_over(alk_sum(author.id), alk_order_by(author.id), alk_rows(-1, 0)), alk_order_by(author.id)), "1,1;2,3;3,5;4,7;");
}

ALK_TEST(tree, changes)
{
    alk_result *r = alk_execute(lite, alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1), alk_set(tag.name, "a")), alk_row(alk_set(tag.id, 2), alk_set(tag.name, "b")))));
    alk_check_made(r);
    alk_check_int(alk_affected(r), 2);
    must(alk_close(r));
    ROWS(alk_insert(tag.table, alk_set(tag.name, "c"), alk_returning(tag.id, alk_upper(tag.name))), "3,C;");
    ROWS(alk_insert(tag.table, alk_set(tag.name, "a"), alk_on_conflict_nothing(tag.name), alk_returning(tag.id)), "");
    ROWS(alk_insert(tag.table, alk_set(tag.id, 1), alk_set(tag.name, "z"), alk_on_conflict_update(tag.id, alk_set(tag.name, alk_concat(tag.name, alk_excluded(tag.name)))), alk_returning(tag.name)), "az;");
    ROWS(alk_update(tag.table, alk_set(tag.name, alk_concat(tag.name, "!")), alk_where(alk_in(tag.id, ALK_INTS(2, 3))), alk_returning(tag.name)), "b!;c!;");
    ROWS(alk_update(tag.table, alk_set(tag.name, author.name), alk_where(alk_eq(author.id, tag.id), alk_eq(tag.id, 2)), alk_returning(tag.id)), "2;");
    ROWS(alk_delete_from(tag.table, alk_where(alk_ge(tag.id, 2)), alk_returning(tag.id)), "2;3;");
    ROWS(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title, alk_where(alk_gt(book.id, 1))), tag.id, tag.name), alk_returning(tag.id)), "2;3;");
    ROWS(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title), tag.id, tag.name), alk_on_conflict_nothing(tag.id)), "");
    ROWS(alk_insert(tag.table, alk_from_select(alk_union(alk_select(book.id, book.title), alk_select(author.id, author.name, alk_where(alk_eq(author.id, 1)))), tag.id, tag.name),
                    alk_on_conflict_any_nothing()), "");
    ROWS(alk_insert(tag.table, alk_from_select(alk_union(alk_select(author.id, author.name, alk_where(alk_eq(author.id, 1))), alk_select(book.id, book.title)), tag.id, tag.name),
                    alk_on_conflict_any_nothing()), "");
    ROWS(alk_select(tag.table, alk_order_by(tag.id)), "1,az;2,Lathe 50%;3,Solaris;");
}

ALK_TEST(tree, the_program_s_own_defaults)
{
    must(run_sql(lite, "ATTACH ':memory:' AS tenant"));
    must(run_sql(lite, "CREATE TABLE tenant.\"Stock\" (id INTEGER PRIMARY KEY, \"order\" INTEGER, \"Mixed \"\"Case\"\"\" TEXT, token BIGINT, changes BIGINT)"));
    shop_defaults = shop_updates = 0;
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_set(stock.id, 1), alk_set(stock.order_, 7)))));
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_values_rows(alk_row(alk_set(stock.id, 2)), alk_row(alk_set(stock.id, 3)))))));
    must(alk_close(alk_execute(lite, alk_insert(stock.table, alk_set(stock.id, 4), alk_set(stock.token, 9)))));
    must(alk_close(alk_execute(lite, alk_update(stock.table, alk_set(stock.order_, 8), alk_where(alk_eq(stock.id, 1))))));
    must(alk_close(alk_execute(lite, alk_update(stock.table, alk_set(stock.changes, 50), alk_where(alk_eq(stock.id, 2))))));
    ROWS(alk_select(stock.id, stock.order_, stock.token, stock.changes, alk_order_by(stock.id)), "1,8,100,1;2,~,101,50;3,~,102,~;4,~,9,~;");
    if (!alk_torture_is_on()) {
        alk_check_int(shop_defaults, 3);
        alk_check_int(shop_updates, 1);
    }
}

ALK_TEST_UNTORTURED(tree, a_default_is_made_once_for_each_of_many_rows)
{
    enum { MANY = 1200 };
    static struct item { int64_t id; } items[MANY];
    static const alk_field fields[] = { ALK_FIELD(struct item, id) };
    must(run_sql(lite, "ATTACH ':memory:' AS tenant"));
    must(run_sql(lite, "CREATE TABLE tenant.\"Stock\" (id INTEGER PRIMARY KEY, \"order\" INTEGER, \"Mixed \"\"Case\"\"\" TEXT, token BIGINT, changes BIGINT)"));
    for (int i = 0; i < MANY; i++)
        items[i].id = i + 1;
    shop_defaults = 0;
    must(alk_execute_each(lite, alk_insert(stock.table, alk_set(stock.id, alk_param("id"))), fields, items, MANY, NULL));
    alk_check_int(shop_defaults, MANY);
    ROWS(alk_select(alk_count_all(), alk_min(stock.token), alk_from(stock.table)), "1200,100;");
}

/* ---- parameters and places ---- */

ALK_TEST(tree, named_parameters_beside_values)
{
    const alk_sql *q = alk_keep(alk_select(author.id, alk_where(alk_eq(author.active, true), alk_gt(author.born, alk_param("from")), alk_lt(author.born, 1929), alk_ne(author.born, alk_param("from"))),
                                           alk_order_by(author.id), alk_limit(alk_param("n"))));
    alk_test_str(rows_text(lite, alk_execute(lite, q, alk_bind("n", 5), alk_bind("from", 1800))), "2;4;", "the rows", __FILE__, __LINE__);
    alk_test_str(rows_text(lite, alk_execute(lite, q, alk_bind("from", 1800), alk_bind("n", 1))), "2;", "the rows", __FILE__, __LINE__);
    alk_value values[] = { alk_value_int(1900), alk_value_int(9) };        /* in the order in which the statement first names them */
    alk_test_str(rows_text(lite, alk_conn_execute_values(lite, q, values, 2, NULL)), "2;", "the rows", __FILE__, __LINE__);
    alk_check(alk_execute(lite, q, alk_bind("from", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter n has no value");
    alk_check(alk_execute(lite, q, alk_bind("from", 1), alk_bind("n", 1), alk_bind("x", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter x");
    alk_free(q);
}

ALK_TEST(tree, errors_tell_where_the_statement_was_written)
{
    alk_check(alk_execute(lite, alk_select(alk_column_of(alk_table_name(NULL, "nowhere"), "x"))) == NULL);
    alk_check_contains(alk_last_error()->message, "nowhere");
    alk_check_contains(alk_last_error()->file, "test_tree.c");
    alk_check_int(alk_last_error()->line, __LINE__ - 3);
    alk_check(alk_execute(lite, alk_insert(tag.table, alk_set(tag.id, "x"))) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_set()");
    alk_check_int(alk_last_error()->line, __LINE__ - 2);
    alk_check(alk_execute(lite, alk_select(author.id, alk_join(tag.table))) == NULL);
    alk_check_int(alk_last_error()->line, __LINE__ - 1);
    alk_check(alk_execute(lite, author.id) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "no statement");
}

/* ---- the cache ---- */

ALK_TEST(tree, lists_of_many_lengths_are_few_statements)
{
    int64_t ids[64];
    for (int i = 0; i < 64; i++)
        ids[i] = i + 1;
    for (int round = 0; round < 2; round++)
        for (size_t n = 0; n <= 64; n++) {
            uint64_t expected = n < 4 ? n : 4;
            alk_result *r = alk_execute(lite, alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_in(author.id, alk_ints(n, ids)))));
            int64_t count = -1;
            must(alk_scalar_int(r, &count));
            alk_check_int(count, (int64_t)expected);
            r = alk_execute(lite, alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_not_in(author.id, alk_ints(n, ids)))));
            must(alk_scalar_int(r, &count));
            alk_check_int(count, 4 - (int64_t)expected);
        }
    if (!alk_torture_is_on())
        alk_check_uint(misses(), 2 * 8);       /* none, 1, 2, 4, … 64 */
}

ALK_TEST(tree, lists_with_and_without_null_are_one_statement_and_two_results)
{
    for (int round = 0; round < 2; round++) {
        ROWS(alk_select(alk_name("id"), alk_from(author.table), alk_where(alk_in(alk_name("name"), ALK_TEXTS("Lem", NULL))), alk_order_by(alk_name("id"))), "2;");
        ROWS(alk_select(alk_name("id"), alk_from(author.table), alk_where(alk_in(alk_name("name"), ALK_TEXTS("Lem", "Borges"))), alk_order_by(alk_name("id"))), "2;4;");
        ROWS(alk_select(alk_name("id"), alk_from(author.table), alk_where(alk_not_in(alk_name("name"), ALK_TEXTS(NULL, "Lem")))), "");
    }
}

ALK_TEST(tree, statements_that_differ_in_values_are_compiled_once)
{
    for (int i = 1; i <= 4; i++) {
        char expected[8];
        (void)snprintf(expected, sizeof expected, "%d;", i);
        ROWS(alk_select(author.id, alk_where(alk_eq(author.id, i))), expected);
    }
    if (!alk_torture_is_on())
        alk_check_uint(misses(), 1);
}

/* x + v as a term of the order and in the condition: one node in both places, or two with values of their own. */
static const alk_sql *shared_or_not(bool shared, int64_t in_order, int64_t in_where)
{
    const alk_sql *x = alk_keep(alk_plus(alk_name("id"), in_where)), *y = alk_keep(alk_plus(alk_name("id"), shared ? in_where : in_order));
    const alk_sql *order = shared ? x : y;
    const alk_sql *node = alk_select(alk_name("id"), alk_from(author.table), alk_order_by(alk_modulo(order, alk_literal(4))), alk_where(alk_ne(x, alk_literal(5))));
    alk_free(x);
    alk_free(y);
    return node;
}

ALK_TEST(tree, a_shared_node_s_statement_does_not_serve_two_values)
{
    for (int round = 0; round < 2; round++) {
        ROWS(shared_or_not(true, 0, 1), "3;1;2;");         /* 4 is left out: 4 + 1 = 5; ordered by (id + 1) % 4 */
        ROWS(shared_or_not(false, 3, 1), "1;2;3;");        /* ordered by (id + 3) % 4 */
        ROWS(shared_or_not(false, 2, 3), "3;4;1;");    /* 2 is left out: ordered by (id + 2) % 4 is 1, 2, 3 for 3, 4, 1 */
        ROWS(shared_or_not(true, 0, 2), "2;4;1;");
    }
}

/* ---- threads ---- */

typedef struct runner {
    pthread_t thread;
    alk_engine *engine;
    const alk_sql *statement;
    int number, wrong;
    char message[200];
} runner;

static void *run_often(void *payload)
{
    runner *r = payload;
    alk_conn *c = alk_connect(r->engine);
    for (int i = 0; c && i < 100; i++) {
        int64_t id = -1, expected = 1 + (i + r->number) % 4;
        if (alk_scalar_int(alk_execute(c, r->statement, alk_bind("id", expected)), &id) || id != expected) {
            r->wrong++;
            (void)snprintf(r->message, sizeof r->message, "%s", alk_last_error()->message);
        }
    }
    r->wrong += c == NULL;
    alk_conn_close(c);
    return NULL;
}

ALK_TEST_UNTORTURED(tree, a_kept_statement_runs_in_several_threads)
{
    alk_engine *file = alk_open(sqlite_file(), .pool_size = 4);
    alk_conn *c = alk_connect(file);
    alk_check_made(c);
    fill(c);
    alk_check_ok(alk_conn_close(c));
    const alk_sql *q = alk_keep(alk_select(author.id, alk_where(alk_eq(author.id, alk_param("id")), alk_lt(author.id, 100), alk_in(author.id, ALK_INTS(1, 2, 3, 4, 5)))));
    runner runners[4];
    for (int i = 0; i < 4; i++) {
        runners[i] = (runner){ .engine = file, .statement = q, .number = i };
        alk_check_int(pthread_create(&runners[i].thread, NULL, run_often, &runners[i]), 0);
    }
    int wrong = 0;
    for (int i = 0; i < 4; i++) {
        pthread_join(runners[i].thread, NULL);
        wrong += runners[i].wrong;
    }
    alk_free(q);
    alk_engine_close(file);
    alk_check_that(wrong == 0, "%d went wrong: %s", wrong, runners[0].message);
}

/* ---- any statement: what is bound gives the rows that the same values written into the text give ---- */

typedef struct maker {
    alk_random structure, values, sharing;
    const alk_sql *pool[8];                    /* expressions that may stand again */
    size_t n;
} maker;

static uint64_t pick(maker *m, uint64_t n) { return alk_random_below(&m->structure, n); }

static const alk_sql *value_of(maker *m)
{
    return alk_int((int64_t)alk_random_below(&m->values, 6));
}

static const alk_sql *number(maker *m, int depth)
{
    uint64_t what = pick(m, depth > 0 ? 11 : 3);
    switch (what) {
    case 0: return value_of(m);
    case 1: return alk_name("id");
    case 2: return author.born;
    case 3: return alk_plus(number(m, depth - 1), number(m, depth - 1));
    case 4: return alk_minus(number(m, depth - 1), number(m, depth - 1));
    case 5: return alk_bit_and(number(m, depth - 1), number(m, depth - 1));
    case 6: return alk_coalesce(number(m, depth - 1), number(m, depth - 1));
    case 7: return alk_case(alk_when(alk_lt(number(m, depth - 1), number(m, depth - 1)), number(m, depth - 1)), alk_else(value_of(m)));
    case 8: return alk_select(alk_count_all(), alk_where(alk_gt(book.id, number(m, 0))));
    default: {                                 /* one that stood before: the same node, or one like it with the same or another value */
        uint64_t slot = pick(m, 8);
        if (slot >= m->n) {
            if (m->n == 8)
                return value_of(m);
            const alk_sql *fresh = alk_keep(alk_plus(alk_name("id"), value_of(m)));
            m->pool[m->n++] = fresh;
            return fresh;
        }
        return alk_random_below(&m->sharing, 2) ? m->pool[slot] : alk_plus(alk_name("id"), value_of(m));
    }
    }
}

static const alk_sql *condition(maker *m, int depth)
{
    int64_t list[5];
    switch (pick(m, depth > 0 ? 7 : 4)) {
    case 0: return alk_eq(number(m, depth), number(m, depth));
    case 1: return alk_between(number(m, depth), value_of(m), number(m, 0));
    case 2: {
        size_t n = pick(m, 6);
        for (size_t i = 0; i < n; i++)
            list[i] = (int64_t)alk_random_below(&m->values, 5);
        return alk_in(number(m, depth), alk_ints(n, list));
    }
    case 3: return alk_ge(number(m, depth), value_of(m));
    case 4: return alk_and(condition(m, depth - 1), condition(m, depth - 1));
    case 5: return alk_or(condition(m, depth - 1), condition(m, depth - 1));
    default: return alk_not(condition(m, depth - 1));
    }
}

/* A number written alone into an ORDER BY is a position: hence the sum. */
static const alk_sql *statement_of(uint64_t structure, uint64_t values, uint64_t sharing)
{
    maker m = { { structure }, { values }, { sharing }, { NULL }, 0 };
    const alk_sql *order = alk_order_by(alk_plus(number(&m, 2), alk_literal(0)), alk_name("id")), *limit = pick(&m, 2) ? alk_limit(value_of(&m)) : alk_offset(value_of(&m));
    const alk_sql *where = alk_where(condition(&m, 3));
    const alk_sql *node = pick(&m, 2) ? alk_select(order, limit, alk_name("id"), alk_label(number(&m, 3), "n"), alk_from(author.table), where)
                                      : alk_select(where, alk_name("id"), order, alk_from(author.table), alk_label(number(&m, 3), "n"), limit);
    for (size_t i = 0; i < m.n; i++)
        alk_free(m.pool[i]);
    return node;
}

ALK_TEST_LONG(tree, a_statement_compiled_for_other_values_gives_its_own_rows, 60)
{
    static char bound[20000];
    uint64_t ran = 0;
    for (uint64_t structure = 0; structure < 400; structure++)
        for (uint64_t other = 0; other < 6; other++) {
            const alk_sql *q = alk_keep(statement_of(structure, structure * 100 + other, other / 2));
            alk_compiled *literal = alk_compile(q, "sqlite", &(const alk_compile_options){ .struct_size = sizeof(alk_compile_options), .flags = ALK_COMPILE_LITERALS });
            alk_check_made(literal);
            (void)snprintf(bound, sizeof bound, "%.19990s", rows_text(lite, alk_execute(lite, q)));
            alk_result *r = alk_conn_execute_driver(lite, alk_compiled_sql(literal), SIZE_MAX, NULL, 0, NULL);
            alk_check_made(r);
            const char *written = rows_text(lite, r);
            alk_check_that(strcmp(bound, written) == 0, "structure %d, values %d: %s, but %s for\n%s", (int)structure, (int)other, bound, written, alk_compiled_sql(literal));
            alk_compiled_free(literal);
            alk_free(q);
            ran++;
        }
    alk_check_that(misses() < ran * 3 / 4, "%d of %d were compiled", (int)misses(), (int)ran);
}

/* ---- schemas of the execution ---- */

static void in_schema(const alk_sql *statement, const char *schema, const char *expected)
{
    const alk_schema_map map[] = { { "other", "nowhere" }, { "app", schema } };
    const alk_execution_options options = { .struct_size = sizeof options, .schemas = map, .n_schemas = 2 };
    alk_test_str(rows_text(lite, alk_conn_execute_values(lite, statement, NULL, 0, &options)), expected, "the rows", __FILE__, __LINE__);
}

/* One compiled statement serves the tables of every tenant. */
ALK_TEST(tree, schemas_are_those_of_the_execution)
{
    must(run_sql(lite, "CREATE TABLE main.notes (id INTEGER PRIMARY KEY, text TEXT)"));
    must(run_sql(lite, "CREATE TEMP TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"));
    const alk_sql *notes = alk_keep(alk_table_name("app", "notes"));
    const alk_sql *add = alk_keep(alk_insert(notes, alk_set(alk_name("text"), "of the main one")));
    const alk_sql *query = alk_keep(alk_select(alk_column_of(notes, "text"), alk_where(alk_like(alk_column_of(notes, "text"), "of%")), alk_order_by(alk_column_of(notes, "id"))));
    in_schema(add, "main", "");
    must(run_sql(lite, "INSERT INTO temp.notes (text) VALUES ('of the other')"));
    in_schema(query, "main", "of the main one;");
    uint64_t before = misses();
    in_schema(query, "temp", "of the other;");
    in_schema(query, "main", "of the main one;");
    alk_check(misses() == before);
    const alk_schema_map map[] = { { "app", "temp" } };
    must(alk_conn_set_options(lite, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .schemas = map, .n_schemas = 1 }));
    alk_test_str(rows_text(lite, alk_execute(lite, query)), "of the other;", "the rows", __FILE__, __LINE__);
    must(alk_conn_set_options(lite, NULL));
    alk_check_fails(alk_close(alk_execute(lite, query)), ALK_ERROR_PROGRAMMING, "app");
    alk_free(query);
    alk_free(add);
    alk_free(notes);
}
