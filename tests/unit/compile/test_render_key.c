/* SPDX-License-Identifier: MIT
 * The key of the row that an INSERT makes: where each of its columns comes from, and what is asked for behind the row. */
#include "compile_test.h"

/* The SQL, and the sources of the key's columns: a marker's number, "counted", "returned" or "unknown". */
static const char *with_keys(const alk_sql *statement, const alk_sql_rules *rules, bool return_keys)
{
    static char text[600];
    const alk__dialect dialect = { "test", &alk__standard_data, rules };
    alk_keep(statement);
    alk__compiled *c = alk__compile_tree(statement, &(alk__rendering){ .dialect = &dialect, .return_keys = return_keys });
    alk_free(statement);
    if (!c)
        alk_test_failed("%s", alk_last_error()->message);
    size_t at = (size_t)snprintf(text, sizeof text, "%s", c->sql.p);
    for (uint32_t i = 0; i < c->n_keys; i++) {
        uint32_t marker = c->keys[i].marker;
        const char *word = marker == ALK__KEY_GENERATED ? "counted" : marker == ALK__KEY_RETURNED ? "returned" : marker == ALK__KEY_UNKNOWN ? "unknown" : NULL;
        at += word ? (size_t)snprintf(text + at, sizeof text - at, "; %s", word) : (size_t)snprintf(text + at, sizeof text - at, "; %u", (unsigned)marker);
    }
    alk__compiled_unref(c);
    return text;
}
#define KEYS(statement, return_keys, expected) alk_test_str(with_keys(statement, &alk__standard_rules, return_keys), expected, "the SQL and the key", __FILE__, __LINE__)

ALK_TEST(render_key, comes_from_where_its_columns_do)
{
    KEYS(alk_insert(tag.table, alk_set(tag.name, "a")), false, "INSERT INTO tags (name) VALUES (?); counted");
    KEYS(alk_insert(tag.table, alk_set(tag.name, "a"), alk_set(tag.id, 5)), false, "INSERT INTO tags (name, id) VALUES (?, ?); 1");
    KEYS(alk_insert(tag.table, alk_set(tag.id, alk_plus(1, 2))), false, "INSERT INTO tags (id) VALUES (? + ?); unknown");
    KEYS(alk_insert(shelf.table), false, "INSERT INTO shelves (room, place) VALUES (?, ?); 0; 1");
    KEYS(alk_insert(shelf.table, alk_set(shelf.place, alk_param("p"))), false, "INSERT INTO shelves (place) VALUES (?); unknown; 0");
    KEYS(alk_insert(tag.table, alk_set(tag.name, alk_select(tag.name, alk_where(alk_eq(tag.id, 7))))), false, "INSERT INTO tags (name) VALUES ((SELECT tags.name FROM tags WHERE tags.id = ?)); counted");
}

ALK_TEST(render_key, is_asked_for_where_nothing_tells_it)
{
    KEYS(alk_insert(tag.table, alk_set(tag.name, "a")), true, "INSERT INTO tags (name) VALUES (?) RETURNING id; returned");
    KEYS(alk_insert(tag.table, alk_set(tag.id, 5)), true, "INSERT INTO tags (id) VALUES (?); 0");
    KEYS(alk_insert(shelf.table, alk_set(shelf.place, 5)), true, "INSERT INTO shelves (place) VALUES (?) RETURNING room; returned; 0");
    KEYS(alk_insert(shelf.table, alk_default_values()), true, "INSERT INTO shelves DEFAULT VALUES RETURNING room, place; returned; returned");
    KEYS(alk_insert(tag.table, alk_set(tag.name, "a"), alk_returning(tag.name)), true, "INSERT INTO tags (name) VALUES (?) RETURNING tags.name; counted");
    const alk_sql_rules rules = standard(ALK_SQL_RETURNING_INSERT);
    alk_test_str(with_keys(alk_insert(tag.table, alk_set(tag.name, "a")), &rules, true), "INSERT INTO tags (name) VALUES (?); counted", "the SQL and the key", __FILE__, __LINE__);
}

ALK_TEST(render_key, is_of_one_row_that_cannot_be_another)
{
    KEYS(alk_insert(tag.table, alk_values_rows(alk_row(alk_set(tag.id, 1)), alk_row(alk_set(tag.id, 2)))), true, "INSERT INTO tags (id) VALUES (?), (?)");
    KEYS(alk_insert(tag.table, alk_set(tag.id, 1), alk_on_conflict_nothing(tag.id)), true, "INSERT INTO tags (id) VALUES (?) ON CONFLICT (id) DO NOTHING");
    KEYS(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title), tag.id, tag.name)), true, "INSERT INTO tags (id, name) SELECT books.id, books.title FROM books");
}
