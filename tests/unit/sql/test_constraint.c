/* SPDX-License-Identifier: MIT
 * Constraints and indexes of a table one after the other, and what they are called. */
#include "alk_test.h"
#include "sql/constraint.h"
#include <alkahest/alkahest.h>

#define ROOM(X, m)                                                     \
    X(m, key, house, BIGINT)                                           \
    X(m, key, number, BIGINT)                                          \
    X(m, col, name, VARCHAR(40), .unique = true, .check = "name <> ''") \
    X(m, col, size, INTEGER, .index = true, .unique = true)            \
    X(m, opt, above, BIGINT, .references = &room.number)
ALK_MODEL(room, ROOM);
ALK_DEFINE(room, ROOM, "rooms",
           .constraints = (const alk_constraint[]){ { .kind = ALK_CONSTRAINT_UNIQUE, .name = "uq", .columns = ALK_COLUMNS(&room.name, &room.size) }, { 0 } },
           .indexes = (const alk_index[]){ { .parts = (const alk_index_part[]){ { .column = &room.name }, { .expression = "lower(name)" }, { 0 } } }, { 0 } });

static const alk_table *rooms(void) { return alk_table_definition(room.table); }

ALK_TEST(constraint, come_in_order_and_are_found_by_number)
{
    static const int kinds[] = { ALK_CONSTRAINT_PRIMARY_KEY, ALK_CONSTRAINT_UNIQUE, ALK_CONSTRAINT_UNIQUE, ALK_CONSTRAINT_CHECK, ALK_CONSTRAINT_FOREIGN_KEY };
    alk__constraint c, again;
    size_t n = 0;
    for (uint32_t at = 0; alk__next_constraint(rooms(), &at, &c); n++) {
        alk_check(n < 5);
        alk_check_int(c.kind, kinds[n]);
        alk__constraint_numbered(rooms(), c.number, &again);
        alk_check(again.kind == c.kind && again.column == c.column && again.declared == c.declared);
    }
    alk_check_size(n, 5);
    alk__constraint_numbered(rooms(), 0, &c);
    alk_check_str(alk__constraint_column(&c, 0)->name, "house");
    alk_check_str(alk__constraint_column(&c, 1)->name, "number");
    alk_check(!alk__constraint_column(&c, 2));
    alk_check(!alk__constraint_reference(&c, 0));
}

ALK_TEST(constraint, indexes_of_columns_come_behind_those_of_the_table)
{
    alk__index index;
    alk__index_term part;
    uint32_t at = 0;
    alk_check(alk__next_index(rooms(), &at, &index));
    alk_check(index.declared && !index.unique);
    alk_check(alk__index_part_at(&index, 1, &part));
    alk_check_str(part.expression, "lower(name)");
    alk_check(!alk__index_part_at(&index, 2, &part));
    alk_check(alk__next_index(rooms(), &at, &index));
    alk_check(index.unique);
    alk_check_str(index.column->name, "size");
    alk_check(!alk__next_index(rooms(), &at, &index));
}

/* All names, one behind the other. */
static void names_of(const alk_table *t, alk__buffer *out)
{
    alk__constraint c;
    alk__index index;
    alk__buffer_clear(out);
    for (uint32_t at = 0; alk__next_constraint(t, &at, &c); alk__buffer_putc(out, ' '))
        alk__constraint_name(out, &c, false);
    alk__buffer_putc(out, '|');
    for (uint32_t at = 0; alk__next_index(t, &at, &index);) {
        alk__buffer_putc(out, ' ');
        alk__index_name(out, &index);
    }
    alk_check_ok(alk__buffer_status(out));
}

ALK_TEST(constraint, has_no_name_unless_given_or_agreed_upon)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    names_of(rooms(), &out);
    alk_check_str(out.data, " uq    | ix_rooms_name_expr ix_rooms_size");
    alk__buffer_free(&out);
}

ALK_TEST(constraint, is_named_by_convention)
{
    alk_metadata_options o = { .struct_size = sizeof o, .schema = "s", .index_name = "ix_{schema}_{table}_{column}", .unique_name = "uq_{table}_{columns}",
                               .check_name = "ck_{table}_{columns}", .foreign_key_name = "fk_{table}_{columns}_{referred_table}_{referred_columns}",
                               .primary_key_name = "pk_{table}" };
    alk_metadata *m = alk_metadata_new(&o);
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "b", ALK_OF(BIGINT), .unique = true, .references = "t.a", .check = "b > 0");
    alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("a", "b"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "a > b");
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "a > 5", .name = "five");
    alk_table_add_index(b, .columns = ALK_NAMES("b", "a"));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    names_of(alk_table_definition(t), &out);
    alk_check_str(out.data, "pk_t uq_t_a_b ck_t_1 five uq_t_b ck_t_b fk_t_b_t_a | ix_s_t_b");
    alk__buffer_free(&out);
    alk_metadata_free(m);
}

ALK_TEST(constraint, names_can_be_made_of_names)
{
    alk_metadata_options o = { .struct_size = sizeof o, .check_name = "ck_{table}_{name}" };
    alk_metadata *m = alk_metadata_new(&o);
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .check = "a > 0");
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "a > 5", .name = "five");
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    names_of(alk_table_definition(t), &out);
    alk_check_str(out.data, "ck_t_five  |");
    alk__buffer_free(&out);
    alk_metadata_free(m);
}

ALK_TEST(constraint, long_names_are_cut_the_same_on_every_run)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk__buffer_puts(&out, "x.");
    alk__buffer_puts(&out, "ix_orders_customer_id_delivered_at");
    alk_check_ok(alk__buffer_status(&out));
    alk__name_cut(&out, 2, 0);
    alk__name_cut(&out, 2, 34);
    alk_check_str(out.data, "x.ix_orders_customer_id_delivered_at");
    alk__name_cut(&out, 2, 20);
    alk_check_str(out.data, "x.ix_orders_c_89930a80");
    alk__buffer_clear(&out);
    alk__buffer_puts(&out, "grö\xC3\x9F" "enordnungen");          /* no character is cut in two */
    alk_check_ok(alk__buffer_status(&out));
    alk__name_cut(&out, 0, 14);
    alk_check(strncmp(out.data, "grö_", 5) == 0);
    alk_check_size(out.length, 13);
    alk__buffer_free(&out);
}
