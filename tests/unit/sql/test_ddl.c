/* SPDX-License-Identifier: MIT
 * DDL elements as nodes: what they take, what they hold, when two are the same. */
#include "alk_test.h"
#include "sql/node.h"
#include <alkahest/alkahest.h>

#define SHIP(X, m)                                  \
    X(m, key, id, BIGINT)                           \
    X(m, col, name, VARCHAR(40), .index = true)     \
    X(m, opt, flagship, BIGINT, .references = &ship.id, .constraint = "fk_flagship")
ALK_MODEL(ship, SHIP);
ALK_DEFINE(ship, SHIP, "ships");

static const alk_enum colours = { sizeof colours, 2, "colour", "art", (const char *const[]){ "red", "it's" } };
static const alk_sequence numbers = { .struct_size = sizeof numbers, .name = "numbers", .start = 5, .cycle = true };

/* Frees the node; whether it was an error that says so. */
static void check_faulty(const alk_sql *node, const char *part)
{
    alk_clear_error();
    alk_check_int(node->kind, ALK__NODE_ERROR);
    alk__node_raise(node);
    alk_free(node);
    alk_check_error(ALK_ERROR_ARGUMENT, part);
}

ALK_TEST(ddl, refuses_what_cannot_stand_there)
{
    check_faulty(alk_create_table(NULL, 0), "NULL");
    check_faulty(alk_create_table(ship.id, 0), "a column");
    check_faulty(alk_create_table(alk_table_name(NULL, "t"), 0), "a table's definition");
    check_faulty(alk_drop_table(alk_int(5), 0), "a value");
    check_faulty(alk_create_index(ship.table, "nosuch", 0), "no index nosuch");
    check_faulty(alk_create_index(ship.table, "", 0), "no name");
    check_faulty(alk_drop_index(ship.table, NULL, 0), "no name");
    check_faulty(alk_add_constraint(ship.table, "nosuch"), "no constraint nosuch");
    check_faulty(alk_drop_constraint(ship.table, "", 0), "no name");
    check_faulty(alk_create_schema("", 0), "no name");
    check_faulty(alk_create_view(alk_table_name(NULL, "v"), alk_create_schema("s", 0), NULL, 0), "takes a query");
    check_faulty(alk_create_view(alk_table_name(NULL, "v"), NULL, NULL, 0), "NULL");
    check_faulty(alk_create_view(alk_table_name(NULL, ""), alk_select(ship.id), NULL, 0), "no name");
    check_faulty(alk_create_sequence(NULL, 0), "NULL");
    check_faulty(alk_create_type(&(const alk_enum){ .struct_size = sizeof(alk_enum), .name = "e" }, 0), "without words");
    check_faulty(alk_create_domain(NULL, "d", NULL, NULL, 0), "a name and a type");
    check_faulty(alk_comment_on(alk_int(1), "x"), "a value");
    check_faulty(alk_ddl(""), "no SQL");
    check_faulty(alk_ddl_if(alk_select(ship.id), "sqlite"), "cannot stand there");
    check_faulty(alk_ddl_if(alk_ddl("x"), ""), "no dialect");
}

ALK_TEST(ddl, finds_indexes_and_constraints_by_name)
{
    const alk_sql *index = (alk_create_index)(ship.table, "ix_ships_name", 0), *key = (alk_add_constraint)(ship.table, "fk_flagship");
    if (!(index->flags & ALK__NODE_STATIC))
        alk_check_int(index->kind, ALK__NODE_CREATE_INDEX);
    if (!(key->flags & ALK__NODE_STATIC))
        alk_check_int(key->kind, ALK__NODE_ADD_CONSTRAINT);
    alk_free(index);
    alk_free(key);
}

ALK_TEST(ddl, is_the_same_when_it_says_the_same)
{
    const alk_sql *a = (alk_create_table)(ship.table, ALK_DDL_IF_NOT_EXISTS), *b = (alk_create_table)(ship.table, ALK_DDL_IF_NOT_EXISTS), *c = (alk_create_table)(ship.table, 0);
    const alk_sql *x = (alk_comment_on)(ship.name, "one"), *y = (alk_comment_on)(ship.name, "two");
    if (a->kind == ALK__NODE_CREATE_TABLE && b->kind == a->kind && c->kind == a->kind && x->kind == ALK__NODE_COMMENT_ON && y->kind == x->kind) {
        alk_check(alk__node_equal(a, b));
        alk_check(!alk__node_equal(a, c));
        alk_check(!alk__node_equal(x, y));
        alk_check(alk__node_hash(a) == alk__node_hash(b));
    }
    alk_free(a);
    alk_free(b);
    alk_free(c);
    alk_free(x);
    alk_free(y);
}

ALK_TEST(ddl, survives_a_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        const alk_type text = ALK_SQL_TEXT;
        const alk_sql *nodes[] = { alk_create_table(ship.table, 0), alk_drop_table(alk_table_name("s", "t"), ALK_DDL_CASCADE), alk_create_index(ship.table, "ix_ships_name", 0),
                                   alk_drop_index(ship.table, "i", 0), alk_add_constraint(ship.table, "fk_flagship"), alk_create_sequence(&numbers, 0),
                                   alk_create_view(alk_table_name("s", "v"), alk_select(ship.id), ALK_NAMES("a"), 0), alk_create_type(&colours, 0),
                                   alk_create_domain("s", "d", &text, "VALUE <> ''", 0), alk_ddl_if(alk_ddl("VACUUM"), "sqlite"), alk_comment_on(ship.id, "c"),
                                   alk_create_table_as(alk_table_name("s", "c"), alk_select(ship.id), 0), alk_drop_type(&colours, 0) };
        status = ALK_OK;
        for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
            if (nodes[i]->kind == ALK__NODE_ERROR)
                status = alk__node_raise(nodes[i]);
            alk_free(nodes[i]);
        }
    }
}
