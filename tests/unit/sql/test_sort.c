/* SPDX-License-Identifier: MIT
 * Tables in the order in which they can be created, and foreign keys that go round in a circle. */
#include "alk_test.h"
#include "base/buffer.h"
#include "sql/sort.h"
#include <alkahest/alkahest.h>
#include <stdio.h>
#include <string.h>

/* "a>b c a>>b": tables in this order, with the keys of the first to the second; >> says use_alter. One word each. The order comes out with | before the keys put off. */
static void order_of(const char *description, alk__buffer *out)
{
    char names[16][16], reference[40];
    const alk_sql *tables[16];
    size_t n = 0;
    alk_metadata *m = alk_metadata_new(NULL);
    alk_check_made(m);
    alk__buffer_clear(out);
    for (const char *at = description; *at;) {
        size_t name = strcspn(at, " >"), whole = strcspn(at, " ");
        bool later = strncmp(at + name, ">>", 2) == 0;
        memcpy(names[n], at, name);
        names[n][name] = '\0';
        alk_table_builder *b = alk_table_begin(m, names[n]);
        alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
        for (size_t from = name; from < whole;) {
            from += later ? 2 : 1;
            size_t length = strcspn(at + from, " >");
            snprintf(reference, sizeof reference, "%.*s.id", (int)length, at + from);
            alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("id"), .references = ALK_NAMES(reference), .use_alter = later);
            from += length;
        }
        alk_check_made(tables[n] = alk_table_finish(b));
        n++;
        at += whole + (at[whole] == ' ');
    }
    alk__order order;
    alk__order_init(&order);
    int code = alk_metadata_resolve(m);
    if (code == ALK_OK)
        code = alk__tables_sort(tables, n, &order);
    for (size_t i = 0; code == ALK_OK && i < order.tables.count; i++)
        alk__buffer_printf(out, "%s ", (*(const alk_table **)alk__vector_at(&order.tables, i))->name);
    for (size_t i = 0; code == ALK_OK && i < order.deferred.count; i++) {
        const alk__constraint *c = alk__vector_at(&order.deferred, i);
        alk__buffer_printf(out, "|%s>%s", c->table->name, alk__constraint_target(c)->name);
    }
    alk__order_free(&order);
    alk_metadata_free(m);
    alk_check_ok(code);
    alk_check_ok(alk__buffer_status(out));
}

static void check_order(const char *description, const char *expected)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    order_of(description, &out);
    alk_check_str(out.data, expected);
    alk__buffer_free(&out);
}

ALK_TEST(sort, puts_tables_behind_those_they_refer_to)
{
    check_order("c b a", "c b a ");
    check_order("c>b b>a a", "a b c ");
    check_order("d>b>c c>a b>a a", "a c b d ");
    check_order("a>a b", "a b ");
}

ALK_TEST(sort, puts_off_keys_that_go_round)
{
    check_order("a>b b>a", "a b |a>b");
    check_order("x>a a>b b>c c>a y", "y a x c b |a>b");
    check_order("a>b>c b>a c>a", "a b c |a>b|a>c");
    check_order("b>a a>b", "b a |b>a");
    check_order("a>b b>c c>b", "b a c |b>c");
}

ALK_TEST(sort, puts_off_keys_that_say_so)
{
    check_order("a>>b b", "a b |a>b");
    check_order("a>>b b>a", "a b |a>b");
}

ALK_TEST(sort, wants_tables_whose_keys_are_known)
{
    alk__order order;
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .references = "nowhere.id");
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    alk__order_init(&order);
    alk_check_fails(alk__tables_sort(&t, 1, &order), ALK_ERROR_ARGUMENT, "not known");
    alk_check_fails(alk__tables_sort((const alk_sql *const[]){ NULL }, 1, &order), ALK_ERROR_ARGUMENT, "NULL");
    alk_check_fails(alk__tables_sort((const alk_sql *const[]){ alk_table_column(t, "id") }, 1, &order), ALK_ERROR_ARGUMENT, "a column");
    alk__order_free(&order);
    alk_metadata_free(m);
}

ALK_TEST(sort, takes_a_table_once)
{
    alk__order order;
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "id", ALK_OF(BIGINT));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    alk__order_init(&order);
    alk_check_ok(alk__tables_sort((const alk_sql *const[]){ t, t }, 2, &order));
    alk_check_size(order.tables.count, 1);
    alk__order_free(&order);
    alk_metadata_free(m);
}
