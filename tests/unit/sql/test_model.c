/* SPDX-License-Identifier: MIT
 * Models: from one list of rows the struct, the handle, the definition. */
#include "sql_test.h"
#include "sql/table.h"
#include <stddef.h>

ALK_TEST(model, columns_have_name_type_and_place)
{
    const alk_table *t = alk_table_definition(author.table);
    alk_check_str(t->name, "authors");
    alk_check_str(t->comment, "who writes");
    alk_check_size(t->n_columns, 6);
    alk_check_size(t->n_relationships, 2);
    alk_check_size(t->struct_size, sizeof(struct author));
    const alk_column *name = alk_column_definition(author.name);
    alk_check_str(name->name, "name");
    alk_check_int(name->type.kind, ALK_KIND_VARCHAR);
    alk_check_int(name->type.length, 120);
    alk_check_size(name->offset, offsetof(struct author, name));
    alk_check_int(name->slot, ALK_SLOT_TEXT);
    alk_check(!name->nullable && !name->primary_key);
    alk_check(*name->table == author.table);
}

ALK_TEST(model, keys_and_nullable_columns)
{
    alk_check(alk_column_definition(author.id)->primary_key);
    const alk_column *born = alk_column_definition(author.born);
    alk_check(born->nullable);
    alk_check_int(born->slot, ALK_SLOT_INT32);
    alk_check_size(born->state_offset, offsetof(alk_opt_int32, state));
    alk_check_size(alk_column_definition(author.id)->state_offset, 0);
    alk_check(*alk_column_definition(book.author_id)->references == author.id);
}

ALK_TEST(model, options_take_the_place_of_what_the_row_says)
{
    alk_check_str(alk_column_definition(stock.order_)->name, "order");
    alk_check_str(alk_column_definition(stock.order_)->member, "order_");
    alk_check_str(alk_column_definition(stock.mixed)->name, "Mixed \"Case\"");
    alk_check_str(alk_table_definition(stock.table)->schema, "tenant");
    alk_check(alk_column_definition(stock.twice)->computed != NULL);
}

ALK_TEST(model, relationships_name_both_tables)
{
    const alk_relationship *r = alk_relationship_definition(book.tags);
    alk_check_str(r->name, "tags");
    alk_check_int(r->cardinality, ALK_MANY);
    alk_check(*r->table == book.table && *r->target == tag.table && *r->through == book_tag.table);
    alk_check_int(alk_relationship_definition(book.author)->cardinality, ALK_ONE);
    alk_check(*alk_relationship_definition(letter.sender)->via == letter.sender_id);
    alk_check_size(alk_relationship_definition(author.books)->offset, offsetof(struct author, books));
}

ALK_TEST(model, handles_tell_what_they_are)
{
    alk_check(alk_column_definition(author.table) == NULL);
    alk_check(alk_table_definition(author.id) == NULL);
    alk_check(alk_relationship_definition(author.id) == NULL);
    alk_check(alk_column_definition(NULL) == NULL && alk_table_definition(NULL) == NULL && alk_relationship_definition(NULL) == NULL);
}

ALK_TEST(model, columns_are_found_by_name)
{
    const alk_table *t = alk_table_definition(author.table);
    alk_check(&alk__column_named(t, "born")->sql == author.born);
    alk_check(alk__column_named(t, "books") == NULL);
    alk_check(alk__column_named(t, "") == NULL);
    alk_check_str(alk__relationship_at(t, 1)->name, "mentor");
}

ALK_TEST(model, handles_are_never_counted)
{
    alk_check(alk_keep(author.id) == author.id);
    alk_free(author.id);
    alk_free(author.table);
    alk__node_sink(author.books);
    alk_check_uint(author.id->refs, 0);
    alk_check(alk__node_hash(author.id) != alk__node_hash(author.name));
}
