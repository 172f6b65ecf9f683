/* SPDX-License-Identifier: MIT
 * INSERT, UPDATE, DELETE and MERGE as standard SQL, upserts, and what other rules make of them. */
#include "compile_test.h"

ALK_TEST(render_change, inserts)
{
    NAMED(alk_insert(tag.table, alk_set(tag.id, 1), alk_set(tag.name, "x")), "INSERT INTO tags (id, name) VALUES (:id_1, :name_1)");
    SQL(alk_insert(tag.table, alk_default_values()), "INSERT INTO tags DEFAULT VALUES");
    NAMED((alk_insert)(tag.table, no_list), "INSERT INTO tags (id, name) VALUES (:id, :name)");
    SQL((alk_insert)(alk_table_name("s", "t"), no_list), "INSERT INTO s.t DEFAULT VALUES");
    HOLDS(sql_of(alk_insert(stock.table, alk_default_values())), "(token) VALUES (?)");
    SQL(alk_insert(tag.table, alk_set(tag.name, alk_default()), alk_set(tag.id, alk_select(alk_max(tag.id)))), "INSERT INTO tags (name, id) VALUES (DEFAULT, (SELECT max(tags.id) AS max_1 FROM tags))");
    SQL(alk_insert(tag.table, alk_set(tag.name, alk_null())), "INSERT INTO tags (name) VALUES (?)");
    SQL(alk_insert(alk_table_name("s", "t"), alk_set(alk_name("Col"), 1)), "INSERT INTO s.t (\"Col\") VALUES (?)");
    SQL(alk_insert(tag.table, alk_set(tag.name, "x"), alk_returning(tag.id, alk_upper(tag.name))), "INSERT INTO tags (name) VALUES (?) RETURNING tags.id, upper(tags.name) AS upper_1");
    SQL(alk_insert(tag.table, alk_set(tag.name, "x"), alk_returning(tag.table)), "INSERT INTO tags (name) VALUES (?) RETURNING tags.id, tags.name");
}

ALK_TEST(render_change, inserts_of_many_rows_and_from_queries)
{
    SQL(alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1), alk_set(tag.name, "x")), alk_row(alk_set(tag.id, 2), alk_set(tag.name, alk_lower(alk_text("Y")))))),
        "INSERT INTO tags (id, name) VALUES (?, ?), (?, lower(?))");
    SQL(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title, alk_where(alk_eq(book.id, 1))), tag.id, tag.name)),
        "INSERT INTO tags (id, name) SELECT books.id, books.title FROM books WHERE books.id = ?");
    SQL(alk_insert(tag.table, (alk_from_select)(alk_union(alk_select(book.table), alk_select(book.table)), no_list)),
        "INSERT INTO tags SELECT books.id, books.author_id, books.title, books.price, books.published, books.data FROM books UNION SELECT books.id, books.author_id, books.title, books.price,"
        " books.published, books.data FROM books");
    REFUSED(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title), tag.id)), "alk_from_select(): the query has 2 columns, for 1 names");
    SQL(alk_insert(tag.table, alk_from_select(alk_select(alk_star(), alk_from(book.table)), tag.id)), "INSERT INTO tags (id) SELECT * FROM books");
    SQL(alk_insert(alk_table_name(NULL, "t"), (alk_from_select)(alk_select(tag.table), no_list)), "INSERT INTO t SELECT tags.id, tags.name FROM tags");
    SQL(alk_insert(tag.table, alk_from_select(alk_raw("SELECT 1"), tag.id)), "INSERT INTO tags (id) SELECT 1");
    alk_sql_rules rules = standard(ALK_SQL_MULTI_VALUES | ALK_SQL_DEFAULT_VALUES | ALK_SQL_RETURNING_INSERT);
    REFUSED_BY(&rules, alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1)), alk_row(alk_set(tag.id, 2)))), "test has no INSERT of several rows");
    BY(&rules, alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1)))), "INSERT INTO tags (id) VALUES (?)");
    BY(&rules, alk_insert(tag.table, alk_default_values()), "INSERT INTO tags () VALUES ()");
    REFUSED_BY(&rules, alk_insert(tag.table, alk_default_values(), alk_returning(tag.id)), "test has no RETURNING for this statement");
}

ALK_TEST(render_change, columns_left_out_get_the_program_s_default)
{
    NAMED(alk_insert(stock.table, alk_set(stock.order_, 1)), "INSERT INTO tenant.\"Stock\" (\"order\", token) VALUES (:order_1, :token)");
    NAMED(alk_insert(stock.table, alk_set(stock.token, 1)), "INSERT INTO tenant.\"Stock\" (token) VALUES (:token_1)");
    NAMED(alk_insert(stock.table, alk_values_rows(alk_row(alk_set(stock.order_, 1)), alk_row(alk_set(stock.order_, 2)))),
          "INSERT INTO tenant.\"Stock\" (\"order\", token) VALUES (:order_1, :token), (:order_2, :token)");
    NAMED((alk_insert)(stock.table, no_list), "INSERT INTO tenant.\"Stock\" (id, \"order\", \"Mixed \"\"Case\"\"\", token, changes) VALUES (:id, :order, :Mixed__Case_, :token, :changes)");
    NAMED(alk_update(stock.table, alk_set(stock.order_, 1)), "UPDATE tenant.\"Stock\" SET \"order\"=:order_1, changes=:changes");
    NAMED(alk_update(stock.table, alk_set(stock.changes, 1)), "UPDATE tenant.\"Stock\" SET changes=:changes_1");
}

ALK_TEST(render_change, upserts)
{
    SQL(alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_any_nothing()), "INSERT INTO tags (name) VALUES (?) ON CONFLICT DO NOTHING");
    SQL(alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_nothing(tag.name)), "INSERT INTO tags (name) VALUES (?) ON CONFLICT (name) DO NOTHING");
    NAMED(alk_insert(tag.table, alk_set(tag.id, 1), alk_set(tag.name, "x"),
                     alk_on_conflict_update(tag.id, alk_set(tag.name, alk_concat(alk_excluded(tag.name), tag.name)), alk_where(alk_ne(tag.name, "z")), alk_index_where(alk_gt(tag.id, 0))),
                     alk_returning(tag.id)),
          "INSERT INTO tags (id, name) VALUES (:id_1, :name_1) ON CONFLICT (id) WHERE id > :id_2 DO UPDATE SET name=excluded.name || tags.name WHERE tags.name != :name_2 RETURNING tags.id");
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN);
    BY(&rules, alk_insert(tag.table, alk_from_select(alk_union(alk_select(book.id), alk_select(author.id)), tag.id), alk_on_conflict_any_nothing()),
       "INSERT INTO tags (id) SELECT books.id FROM books UNION SELECT authors.id FROM authors WHERE 1 = 1 ON CONFLICT DO NOTHING");
    BY(&rules, alk_insert(tag.table, alk_from_select(alk_select(book.id, alk_where(alk_eq(book.id, 1))), tag.id), alk_on_conflict_any_nothing()),
       "INSERT INTO tags (id) SELECT books.id FROM books WHERE books.id = ? ON CONFLICT DO NOTHING");
    rules = standard(0);
    rules.upsert = ALK_UPSERT_DUPLICATE_KEY_ALIAS;
    BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_update(tag.id, alk_set(tag.name, alk_excluded(tag.name)))),
       "INSERT INTO tags (name) VALUES (?) AS new ON DUPLICATE KEY UPDATE name = new.name");
    BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_nothing(tag.name)), "INSERT INTO tags (name) VALUES (?) ON DUPLICATE KEY UPDATE name = tags.name");
    rules.upsert = ALK_UPSERT_DUPLICATE_KEY_VALUES;
    BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_update(tag.id, alk_set(tag.name, alk_excluded(tag.name)))),
       "INSERT INTO tags (name) VALUES (?) ON DUPLICATE KEY UPDATE name = VALUES(name)");
    BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_any_nothing()), "INSERT INTO tags (name) VALUES (?) ON DUPLICATE KEY UPDATE id = tags.id");
    REFUSED_BY(&rules, alk_insert(alk_table_name(NULL, "t"), alk_set(alk_name("a"), 1), alk_on_conflict_any_nothing()), "needs a column of the key");
    REFUSED_BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_update(alk_set(tag.name, "y"), alk_where(alk_eq(tag.id, 1)))), "test has no conditions in an upsert");
    rules.upsert = ALK_UPSERT_NONE;
    REFUSED_BY(&rules, alk_insert(tag.table, alk_set(tag.name, "x"), alk_on_conflict_any_nothing()), "test has no upsert");
}

ALK_TEST(render_change, updates)
{
    NAMED(alk_update(author.table, alk_where(alk_eq(author.id, 1)), alk_set(author.born, alk_plus(author.born, 2)), alk_set(author.name, "x")),
          "UPDATE authors SET born=authors.born + :born_1, name=:name_1 WHERE authors.id = :id_1");
    SQL(alk_update(book.table, alk_set(book.title, author.name), alk_where(alk_eq(author.id, book.author_id))),
        "UPDATE books SET title=authors.name FROM authors WHERE authors.id = books.author_id");
    SQL(alk_update(book.table, alk_set(book.title, "x"), alk_from(author.table), alk_returning(book.id)), "UPDATE books SET title=? FROM authors RETURNING books.id");
    SQL(alk_update(alk_table_name(NULL, "t"), alk_set(alk_tuple(alk_name("a"), alk_name("b")), alk_select(author.id, author.born))), "UPDATE t SET (a, b)=(SELECT authors.id, authors.born FROM authors)");
    SQL(alk_update(alk_table_name(NULL, "t"), alk_set(alk_item(alk_name("a"), 3), 1)), "UPDATE t SET a[?]=?");
    REFUSED(alk_update(author.table, alk_where(alk_true())), "an UPDATE sets nothing");
    REFUSED(alk_update(author.table, alk_set(book.title, "x")), "books.title is no column of authors");
    REFUSED(alk_update(author.table, alk_set(author.name, "x"), alk_limit(1)), "has no ORDER BY and LIMIT in a statement that changes rows");
    alk_sql_rules rules = standard(ALK_SQL_UPDATE_FROM | ALK_SQL_DELETE_USING | ALK_SQL_RETURNING_UPDATE);
    REFUSED_BY(&rules, alk_update(book.table, alk_set(book.title, author.name)), "test has no UPDATE with other tables");
    REFUSED_BY(&rules, alk_delete_from(book.table, alk_where(alk_eq(book.author_id, author.id))), "test has no DELETE with other tables");
    REFUSED_BY(&rules, alk_update(book.table, alk_set(book.title, "x"), alk_returning(book.id)), "test has no RETURNING");
    rules.features |= ALK_SQL_UPDATE_TABLES | ALK_SQL_UPDATE_ORDER_LIMIT;
    BY(&rules, alk_update(book.table, alk_set(book.title, author.name), alk_where(alk_eq(book.author_id, author.id))),
       "UPDATE books, authors SET books.title=authors.name WHERE books.author_id = authors.id");
    BY(&rules, alk_delete_from(book.table, alk_where(alk_eq(book.author_id, author.id))), "DELETE FROM books USING books, authors WHERE books.author_id = authors.id");
    BY(&rules, alk_update(book.table, alk_set(book.title, "x"), alk_order_by(book.id), alk_limit(1)), "UPDATE books SET title=? ORDER BY books.id LIMIT ?");
    BY(&rules, alk_delete_from(book.table, alk_order_by(book.id), alk_limit(1)), "DELETE FROM books ORDER BY books.id LIMIT ?");
}

ALK_TEST(render_change, deletes)
{
    SQL((alk_delete_from)(author.table, no_list), "DELETE FROM authors");
    SQL(alk_delete_from(author.table, alk_where(alk_eq(author.id, 1)), alk_returning(author.id)), "DELETE FROM authors WHERE authors.id = ? RETURNING authors.id");
    SQL(alk_delete_from(book.table, alk_using(author.table), alk_where(alk_eq(author.id, book.author_id))), "DELETE FROM books USING authors WHERE authors.id = books.author_id");
    const alk_sql *b = alk_keep(alk_alias(book.table, "b"));
    SQL(alk_delete_from(b, alk_where(alk_eq(alk_at(b, book.id), 1))), "DELETE FROM books AS b WHERE b.id = ?");
    alk_free(b);
    alk_sql_rules rules = standard(0);
    rules.returning = ALK_RETURNING_BARE;
    BY(&rules, alk_delete_from(author.table, alk_where(alk_eq(author.id, 1)), alk_returning(author.id)), "DELETE FROM authors WHERE authors.id = ? RETURNING id");
    rules.returning = ALK_RETURNING_OUTPUT;
    BY(&rules, alk_delete_from(author.table, alk_returning(author.id)), "DELETE FROM authors OUTPUT deleted.id");
}

ALK_TEST(render_change, merges)
{
    const alk_sql *s = alk_keep(alk_alias(tag.table, "s"));
    SQL(alk_merge_into(tag.table, s, alk_eq(alk_at(s, tag.id), tag.id), alk_when_matched_update(alk_set(tag.name, alk_at(s, tag.name)), alk_where(alk_ne(tag.name, "x"))),
                       alk_when_matched_delete(no_list), alk_when_not_matched_insert(alk_set(tag.id, alk_at(s, tag.id)), alk_set(tag.name, "y"))),
        "MERGE INTO tags USING tags AS s ON (s.id = tags.id) WHEN MATCHED AND tags.name != ? THEN UPDATE SET name=s.name WHEN MATCHED THEN DELETE"
        " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, ?)");
    alk_sql_rules rules = standard(0);
    rules.returning = ALK_RETURNING_OUTPUT;
    BY(&rules, alk_merge_into(tag.table, s, alk_eq(alk_at(s, tag.id), tag.id), alk_when_matched_delete(no_list)),
       "MERGE INTO tags USING tags AS s ON (s.id = tags.id) WHEN MATCHED THEN DELETE;");
    rules = standard(ALK_SQL_MERGE);
    REFUSED_BY(&rules, alk_merge_into(tag.table, s, alk_true(), alk_when_matched_delete(no_list)), "test has no MERGE");
    alk_free(s);
}

ALK_TEST(render_change, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *nodes[] = {
            alk_insert(stock.table, alk_values_rows(alk_row(alk_set(stock.order_, 1)), alk_row(alk_set(stock.order_, 2))), alk_on_conflict_update(stock.id, alk_set(stock.order_, 3)), alk_returning(stock.table)),
            alk_update(book.table, alk_set(book.title, author.name), alk_where(alk_eq(author.id, book.author_id), alk_in(book.id, alk_select(tag.id)))),
            alk_merge_into(tag.table, alk_alias(tag.table, "s"), alk_true(), alk_when_matched_update(alk_set(tag.name, "x"))),
            (alk_insert)(author.table, no_list),
        };
        status = ALK_OK;
        for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
            alk_compiled *compiled = alk_compile(nodes[i], "default", NULL);
            if (!compiled)
                status = alk_last_error()->code;
            alk_compiled_free(compiled);
        }
    }
}

ALK_TEST(render_change, a_conflict_behind_a_query_that_is_selected_from)
{
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN | ALK_SQL_COMPOUND_PARENS);
    BY(&rules, alk_insert(tag.table, alk_from_select(alk_union(alk_select(tag.id), alk_select(book.id, alk_limit(1))), tag.id), alk_on_conflict_any_nothing()),
       "INSERT INTO tags (id) SELECT tags.id FROM tags UNION SELECT * FROM (SELECT books.id FROM books WHERE 1 = 1 LIMIT ?) WHERE 1 = 1 ON CONFLICT DO NOTHING");
}

ALK_TEST(render_change, what_another_column_is_set_to)
{
    NAMED(alk_update(author.table, alk_set(author.name, "x"), alk_set(author.born, alk_length(alk_assigned(author.name)))),
          "UPDATE authors SET name=:name_1, born=char_length(:name_2)");
    SQL(alk_update(author.table, alk_set(author.name, alk_concat(alk_assigned(author.born), alk_assigned(author.id))), alk_set(author.born, alk_plus(author.born, 1))),
        "UPDATE authors SET name=(authors.born + ?) || authors.id, born=authors.born + ?");
    SQL(alk_insert(author.table, alk_values_rows(alk_row(alk_set(author.name, "a"), alk_set(author.born, alk_length(alk_assigned(author.name)))),
                                                 alk_row(alk_set(author.name, "b"), alk_set(author.born, alk_length(alk_assigned(author.name)))))),
        "INSERT INTO authors (name, born) VALUES (?, char_length(?)), (?, char_length(?))");
    REFUSED(alk_insert(author.table, alk_set(author.name, alk_assigned(author.born))), "the INSERT sets no column born");
    REFUSED(alk_update(author.table, alk_set(author.born, alk_assigned(author.id)), alk_set(author.id, alk_assigned(author.born))), "in a circle");
    REFUSED(alk_select(alk_assigned(author.born)), "alk_assigned() stands in a value of an INSERT or UPDATE");
    REFUSED(alk_update(author.table, alk_set(author.born, 1), alk_where(alk_eq(alk_assigned(author.born), 1))), "stands in a value");
    REFUSED(alk_assigned(alk_int(1)), "alk_assigned() takes a column; it was given a value");
}

ALK_TEST(render_change, what_another_column_is_set_to_where_columns_are_set_one_after_another)
{
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN);
    rules.more |= ALK_SQL_MORE_SETS_IN_ORDER;
    BY(&rules, alk_update(author.table, alk_set(author.id, alk_plus(author.id, 1)), alk_set(author.born, alk_times(alk_assigned(author.id), 2))),
       "UPDATE authors SET id=authors.id + ?, born=authors.id * ?");
    BY(&rules, alk_update(author.table, alk_set(author.born, alk_times(alk_assigned(author.id), 2)), alk_set(author.id, alk_plus(author.id, 1))),
       "UPDATE authors SET born=(authors.id + ?) * ?, id=authors.id + ?");
    BY(&rules, alk_insert(author.table, alk_set(author.id, 1), alk_set(author.born, alk_assigned(author.id))), "INSERT INTO authors (id, born) VALUES (?, ?)");
    REFUSED_BY(&rules, alk_update(author.table, alk_set(author.born, alk_assigned(author.id)), alk_set(author.id, alk_assigned(author.born))), "in a circle");
}

ALK_TEST(render_change, queries_behind_the_rows_see_them)
{
    const alk_sql *s = alk_keep(alk_alias(book.table, "s"));
#define BOOKS_OF_IT alk_select(alk_count_all(), alk_where(alk_eq(book.author_id, author.id)))
    SQL(alk_insert(author.table, alk_set(author.name, "x"), alk_returning(alk_label(BOOKS_OF_IT, "n"))),
        "INSERT INTO authors (name) VALUES (?) RETURNING (SELECT count(*) AS count_1 FROM books WHERE books.author_id = authors.id) AS n");
    SQL(alk_insert(author.table, alk_set(author.name, "x"), alk_on_conflict_update(author.name, alk_set(author.born, BOOKS_OF_IT))),
        "INSERT INTO authors (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET born=(SELECT count(*) AS count_1 FROM books WHERE books.author_id = authors.id)");
    SQL(alk_insert(author.table, alk_set(author.born, BOOKS_OF_IT)),
        "INSERT INTO authors (born) VALUES ((SELECT count(*) AS count_1 FROM books, authors WHERE books.author_id = authors.id))");
    SQL(alk_merge_into(author.table, s, alk_eq(alk_at(s, book.author_id), author.id), alk_when_matched_update(alk_set(author.born, BOOKS_OF_IT))),
        "MERGE INTO authors USING books AS s ON (s.author_id = authors.id) WHEN MATCHED THEN UPDATE SET born=(SELECT count(*) AS count_1 FROM books WHERE books.author_id = authors.id)");
#undef BOOKS_OF_IT
    alk_free(s);
}

ALK_TEST(render_change, of_a_column_that_is_set_twice_the_last_counts)
{
    NAMED(alk_update(tag.table, alk_set(tag.name, "x"), alk_set(tag.id, 1), alk_set(tag.name, alk_lower(alk_text("Y")))), "UPDATE tags SET id=:id_1, name=lower(:lower_1)");
    NAMED(alk_extend(alk_insert(tag.table, alk_set(tag.id, 1)), alk_set(tag.id, 2)), "INSERT INTO tags (id) VALUES (:id_1)");
    SQL(alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1), alk_set(tag.name, "x"), alk_set(tag.id, 2)))), "INSERT INTO tags (name, id) VALUES (?, ?)");
    SQL(alk_insert(tag.table, alk_set(tag.id, 1), alk_on_conflict_update(tag.id, alk_set(tag.name, "x"), alk_set(tag.name, "y"))),
        "INSERT INTO tags (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET name=?");
}
