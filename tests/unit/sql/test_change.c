/* SPDX-License-Identifier: MIT
 * Statements that change rows, as they are built. */
#include "sql_test.h"

ALK_TEST(change, statements_keep_their_table_first)
{
    DUMPS(alk_insert(tag.table, alk_set(tag.name, "x")), "INSERT(TABLE tags, SET(COLUMN tags.name, VALUE text))");
    DUMPS(alk_update(tag.table, alk_set(tag.name, "x"), alk_where(alk_eq(tag.id, 1))),
          "UPDATE(TABLE tags, SET(COLUMN tags.name, VALUE text), WHERE(BINARY 1(COLUMN tags.id, VALUE integer)))");
    DUMPS(alk_delete_from(tag.table, alk_where(alk_eq(tag.id, 1))), "DELETE(TABLE tags, WHERE(BINARY 1(COLUMN tags.id, VALUE integer)))");
    DUMPS((alk_delete_from)(tag.table, no_list), "DELETE(TABLE tags)");
}

ALK_TEST(change, tables_come_first)
{
    FAULT(alk_insert(NULL, alk_set(tag.name, "x")), "alk_insert() takes a table first; it was given NULL");
    FAULT(alk_insert(tag.id, alk_set(tag.name, "x")), "it was given a column");
    FAULT(alk_update(alk_select(tag.id), alk_set(tag.name, "x")), "alk_update() takes a table first; it was given SELECT");
    FAULT(alk_delete_from(alk_set(tag.name, "x"), alk_where(alk_true())), "alk_delete_from() takes a table first; it was given SET");
    FAULT(alk_delete_from(alk_subquery(alk_select(tag.id), "s"), alk_where(alk_eq(tag.name, "x"))), "it was given a subquery");
    FAULT(alk_update(alk_join_of(author.table, book.table, NULL), alk_set(tag.name, "x")), "it was given a join");
    FAULT(alk_insert(alk_table_name(NULL, ""), alk_set(tag.name, "x")), "alk_table_name()");
    alk_free(made(alk_update(alk_alias(tag.table, "t"), alk_set(tag.name, "x"))));
    alk_free(made(alk_delete_from(alk_table_name("s", "t"), alk_where(alk_true()))));
}

ALK_TEST(change, clauses_of_other_statements_are_refused)
{
    FAULT(alk_insert(tag.table, alk_set(tag.name, "x"), alk_where(alk_eq(tag.id, 1))), "alk_insert() was given WHERE");
    FAULT(alk_insert(tag.table, alk_set(tag.name, "x"), alk_join(book.table)), "alk_insert() was given a join");
    FAULT(alk_insert(tag.table, alk_select(tag.id)), "alk_insert() was given SELECT");
    FAULT(alk_insert(tag.table, tag.name), "alk_insert() was given a column");
    FAULT(alk_insert(tag.table, alk_limit(1)), "alk_insert() was given LIMIT");
    FAULT(alk_update(tag.table, alk_set(tag.name, "x"), alk_having(alk_true())), "alk_update() was given HAVING");
    FAULT(alk_update(tag.table, alk_set(tag.name, "x"), alk_values_rows(alk_row(alk_set(tag.name, "y")))), "alk_update() was given rows of values");
    FAULT(alk_update(tag.table, alk_set(tag.name, "x"), author.table), "alk_update() was given a table");
    FAULT(alk_update(tag.table, alk_set(tag.name, "x"), alk_on_conflict_any_nothing()), "alk_update() was given ON CONFLICT");
    FAULT(alk_delete_from(tag.table, alk_set(tag.name, "x")), "alk_delete_from() was given SET");
    FAULT(alk_delete_from(tag.table, alk_eq(tag.name, "x")), "alk_delete_from() was given an operator");
    FAULT(alk_delete_from(tag.table, alk_group_by(tag.id)), "alk_delete_from() was given GROUP BY");
    FAULT((alk_delete_from)(tag.table, ALK_LIST(NULL, alk_where(alk_true()))), "alk_delete_from() was given NULL");
}

ALK_TEST(change, sets_take_a_column_and_a_value_of_its_type)
{
    FAULT(alk_set(NULL, 5), "alk_set() was given NULL");
    FAULT((alk_set)(tag.name, NULL), "alk_set() was given NULL");
    FAULT(alk_set(alk_plus(1, 2), alk_plus(1, 2)), "alk_set() takes a column first; it was given an operator");
    FAULT(alk_set(tag.table, 5), "it was given a table");
    FAULT(alk_set(author.id, "text"), "alk_set(): authors.id is BIGINT and does not go with text");
    FAULT(alk_set(author.active, "yes"), "alk_set(): authors.active is BOOLEAN");
    FAULT(alk_set(book.published, "2024-02-30"), "alk_set()");
    FAULT(alk_set(book.data, "{"), "alk_set()");
    FAULT(alk_set(alk_name(""), alk_plus(1, 2)), "alk_name()");
    FAULT(alk_set(tag.name, author.table), "alk_set() was given a table");
    DUMPS(alk_set(book.price, "12.50"), "SET(COLUMN books.price, VALUE decimal)");
    DUMPS(alk_set(book.price, alk_null()), "SET(COLUMN books.price, VALUE null)");
    DUMPS(alk_set(book.published, "2024-02-29"), "SET(COLUMN books.published, VALUE date)");
}

ALK_TEST(change, rows_have_the_same_columns)
{
    FAULT((alk_values_rows)(no_list), "alk_values_rows() needs a row");
    FAULT((alk_values_rows)(NULL), "alk_values_rows() needs a row");
    FAULT(alk_values_rows((alk_row)(no_list)), "alk_row()s of alk_set()s");
    FAULT(alk_values_rows(alk_row(alk_int(1))), "alk_row()s of alk_set()s");
    FAULT(alk_values_rows(alk_set(tag.name, "x")), "alk_row()s of alk_set()s");
    FAULT(alk_values_rows(alk_row(alk_set(tag.name, "x")), alk_row(alk_set(tag.id, 1))), "the same columns");
    FAULT(alk_values_rows(alk_row(alk_set(tag.name, "x")), alk_row(alk_set(tag.name, "x"), alk_set(tag.id, 1))), "the same columns");
    FAULT(alk_values_rows(alk_row(alk_set(tag.name, "x")), alk_row(alk_set(tag.id, "bad"))), "alk_set()");
    FAULT((alk_values_rows)(ALK_LIST(alk_row(alk_set(tag.name, "x")), NULL, alk_row(alk_set(tag.name, "y")))), "alk_values_rows() was given NULL");
    alk_free(made(alk_values_rows(alk_row(alk_set(alk_name("a"), 1)), alk_row(alk_set(alk_name("a"), 2)))));
}

ALK_TEST(change, inserting_from_queries)
{
    FAULT(alk_from_select(NULL, alk_plus(1, 2)), "alk_from_select() takes a query first; it was given NULL");
    FAULT(alk_from_select(tag.table, tag.id), "it was given a table");
    FAULT(alk_from_select(alk_select(tag.id), alk_plus(1, 2)), "alk_from_select() takes columns behind the query");
    FAULT((alk_from_select)(alk_select(tag.id), ALK_LIST(NULL, tag.id)), "alk_from_select() was given NULL");
    FAULT(alk_from_select(alk_select(alk_name("")), tag.id), "alk_name()");
    alk_free(made((alk_from_select)(alk_select(tag.id), no_list)));
}

ALK_TEST(change, upserts)
{
    FAULT((alk_on_conflict_update)(no_list), "alk_on_conflict_update() needs an alk_set()");
    FAULT(alk_on_conflict_update(tag.id, alk_where(alk_true())), "needs an alk_set()");
    FAULT(alk_on_conflict_update(tag.id, alk_set(tag.name, "x"), alk_limit(1)), "alk_on_conflict_update() was given LIMIT");
    FAULT(alk_on_conflict_nothing(alk_int(5)), "alk_on_conflict_nothing() was given a value");
    FAULT(alk_on_conflict_nothing(tag.table), "alk_on_conflict_nothing() was given a table");
    FAULT((alk_on_conflict_update)(ALK_LIST(alk_set(tag.name, "x"), NULL, alk_set(tag.id, 1))), "alk_on_conflict_update() was given NULL");
    FAULT(alk_on_constraint(""), "alk_on_constraint() was given no name");
    FAULT(alk_on_constraint(NULL), "alk_on_constraint() was given no name");
    DUMPS(alk_on_conflict_nothing(alk_on_constraint("tags_key")), "ON_CONFLICT(NAME 'tags_key')");
    FAULT(alk_excluded(NULL), "alk_excluded() was given NULL");
    FAULT(alk_excluded(alk_plus(1, 2)), "alk_excluded() takes a column; it was given an operator");
    DUMPS(alk_on_conflict_update(tag.id, alk_set(tag.name, alk_excluded(tag.name))), "ON_CONFLICT 1(COLUMN tags.id, SET(COLUMN tags.name, EXCLUDED(COLUMN tags.name)))");
}

ALK_TEST(change, merges)
{
    FAULT(alk_merge_into(NULL, alk_alias(tag.table, "s"), alk_eq(1, 1), alk_when_matched_delete(no_list)), "alk_merge_into() takes a table first; it was given NULL");
    FAULT(alk_merge_into(tag.id, alk_alias(tag.table, "s"), alk_eq(1, 1), alk_when_matched_delete(no_list)), "it was given a column");
    FAULT(alk_merge_into(tag.table, NULL, alk_eq(1, 1), alk_when_matched_delete(no_list)), "alk_merge_into() was given NULL");
    FAULT(alk_merge_into(tag.table, alk_alias(tag.table, "s"), NULL, alk_when_matched_delete(no_list)), "alk_merge_into() was given NULL");
    FAULT(alk_merge_into(tag.table, alk_eq(1, 1), alk_alias(tag.table, "s"), alk_when_matched_delete(no_list)), "a source to select from, and a condition");
    FAULT(alk_merge_into(tag.table, alk_alias(tag.table, "s"), alk_eq(1, 1), alk_where(alk_eq(1, 1))), "was given WHERE");
    FAULT(alk_merge_into(tag.table, alk_alias(tag.table, ""), alk_eq(1, 1), alk_when_matched_delete(no_list)), "alk_alias()");
    FAULT((alk_when_matched_update)(no_list), "alk_when_matched_update() needs an alk_set()");
    FAULT(alk_when_not_matched_insert(alk_where(alk_eq(1, 1))), "alk_when_not_matched_insert() needs an alk_set()");
    FAULT(alk_when_matched_update(alk_set(tag.name, "x"), alk_limit(1)), "was given LIMIT");
    FAULT(alk_when_matched_delete(ALK_LIST(alk_set(tag.name, "x"))), "alk_when_matched_delete() was given SET");
    alk_free(made(alk_merge_into(tag.table, alk_alias(tag.table, "s"), alk_eq(1, 1), alk_when_matched_update(alk_set(tag.name, "x")),
                                 alk_when_not_matched_insert(alk_set(tag.name, "y"), alk_where(alk_true())))));
}

ALK_TEST(change, returning_and_using)
{
    FAULT(alk_returning(alk_limit(1)), "alk_returning() was given LIMIT");
    FAULT((alk_returning)(ALK_LIST(NULL)), "alk_returning() was given NULL");
    FAULT(alk_using(tag.id), "alk_using() was given a column");
    FAULT(alk_index_where(tag.table), "alk_index_where() was given a table");
}

ALK_TEST(change, errors_know_where_the_statement_was_written)
{
    const alk_sql *nodes[] = { alk_insert(tag.table, alk_set(tag.id, "x")), alk_update(tag.table, alk_set(tag.id, "x")), alk_delete_from(tag.table, alk_limit(-1)) };
    for (size_t i = 0; i < 3; i++)
        if (!(nodes[i]->flags & ALK__NODE_STATIC)) {
            alk__node_raise(nodes[i]);
            alk__node_place(nodes[i]);
            alk_check_int(alk_last_error()->line, __LINE__ - 5);
        }
    for (size_t i = 0; i < 3; i++)
        alk_free(nodes[i]);
}

ALK_TEST(change, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *nodes[] = {
            alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.name, "x")), alk_row(alk_set(tag.name, "y"))), alk_on_conflict_update(tag.id, alk_set(tag.name, alk_excluded(tag.name))),
                       alk_returning(tag.table)),
            alk_update(book.table, alk_set(book.price, "1.50"), alk_from(author.table), alk_where(alk_eq(book.author_id, author.id))),
            alk_merge_into(tag.table, alk_alias(tag.table, "s"), alk_eq(1, 1), alk_when_matched_update(alk_set(tag.name, "x")), alk_when_matched_delete(no_list)),
            alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title), tag.id, tag.name)),
        };
        status = ALK_OK;
        for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
            if (nodes[i]->kind == ALK__NODE_ERROR)
                status = alk__node_raise(nodes[i]);
            alk_free(nodes[i]);
        }
    }
}
