/* SPDX-License-Identifier: MIT
 * Tables built at run time: what they hold is copied and is what models have; what is wrong is told once, and leaves nothing. */
#include "alk_test.h"
#include "sql/metadata.h"
#include <alkahest/alkahest.h>
#include <string.h>

static alk_metadata *new_metadata(void)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_check_made(m);
    return m;
}

static const alk_sql *customers_in(alk_metadata *m)
{
    alk_table_builder *b = alk_table_begin(m, "customers", .comment = "who buys");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "name", ALK_OF(VARCHAR(40)), .unique = true);
    return alk_table_finish(b);
}

ALK_TEST(builder, gives_the_definition_of_a_model)
{
    alk_metadata *m = new_metadata();
    char name[] = "orders", column[] = "customer_id", text[] = "customers.id";
    const alk_sql *customers = customers_in(m);
    alk_check_made(customers);
    alk_table_builder *b = alk_table_begin(m, name);
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, column, ALK_OF(BIGINT), .references = text, .on_delete = ALK_CASCADE, .nullable = true);
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .name = "positive", .condition = alk_gt(alk_name("id"), 0));
    alk_table_add_index(b, .columns = ALK_NAMES("customer_id", "id"), .unique = true);
    memset(name, 'x', sizeof name - 1);
    memset(column, 'x', sizeof column - 1);
    memset(text, 'x', sizeof text - 1);
    const alk_sql *orders = alk_table_finish(b);
    alk_check_made(orders);
    const alk_table *t = alk_table_definition(orders);
    alk_check_str(t->name, "orders");
    alk_check_size(t->n_columns, 2);
    const alk_column *c = alk_column_definition(alk_table_column(orders, "customer_id"));
    alk_check(c != NULL);
    alk_check(c->nullable && c->on_delete == ALK_CASCADE);
    alk_check(*c->references == alk_table_column(customers, "id"));
    alk_check(*c->table == orders);
    alk_check_int(t->constraints[0].kind, ALK_CONSTRAINT_CHECK);
    alk_check(t->constraints[0].condition != NULL);
    alk_check(*t->indexes[0].parts[0].column == &c->sql);
    alk_check(t->indexes[0].unique && !t->indexes[1].parts);
    alk_check_size(alk_table_column_count(orders), 2);
    alk_check(alk_table_column_at(orders, 1) == &c->sql);
    alk_check(!alk_table_column_at(orders, 2));
    alk_check_error(ALK_ERROR_ARGUMENT, "no column 2");
    alk_check(!alk_table_column(orders, "nmae"));
    alk_check_error(ALK_ERROR_ARGUMENT, "no column nmae");
    alk_metadata_free(m);
}

ALK_TEST(builder, stands_in_statements)
{
    alk_metadata *m = new_metadata();
    const alk_sql *customers = customers_in(m);
    alk_check_made(customers);
    alk_sql *q = alk_select(alk_table_column(customers, "name"), alk_where(alk_eq(alk_table_column(customers, "id"), 5)));
    alk_metadata_free(m);                      /* the statement holds what it names */
    alk_compiled *c = alk_compile(q, "default", NULL);
    alk_check_made(c);
    alk_check_str(alk_compiled_sql(c), "SELECT customers.name FROM customers WHERE customers.id = ?");
    alk_compiled_free(c);
}

ALK_TEST(builder, what_is_kept_outlives_the_collection_with_all_it_refers_to)
{
    alk_metadata *m = new_metadata();
    alk_check_made(customers_in(m));
    alk_table_builder *b = alk_table_begin(m, "orders");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .references = "customers.id");
    const alk_sql *orders = alk_table_finish(b);
    alk_check_made(orders);
    const alk_sql *id = alk_keep(alk_table_column(orders, "id"));
    alk_metadata_free(m);
    const alk_sql *customer_id = *alk_column_definition(id)->references;
    alk_check_str(alk_column_definition(customer_id)->name, "id");
    const alk_sql *other = alk_keep(*alk_column_definition(customer_id)->table);
    alk_free(id);                              /* nobody holds orders now, but it lives on with customers */
    alk_check_str(alk_table_definition(other)->name, "customers");
    alk_free(other);
}

ALK_TEST(builder, refers_to_what_is_built_later)
{
    alk_metadata *m = new_metadata();
    alk_table_builder *b = alk_table_begin(m, "a");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "b_id", ALK_OF(BIGINT), .references = "b.id");
    const alk_sql *a = alk_table_finish(b);
    alk_check_made(a);
    alk_check_fails(alk_metadata_resolve(m), ALK_ERROR_ARGUMENT, "not known: b");
    b = alk_table_begin(m, "b");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "a_id", ALK_OF(BIGINT), .references = "a.id");
    alk_table_add_column(b, "parent", ALK_OF(BIGINT), .references = "b.id");
    const alk_sql *second = alk_table_finish(b);
    alk_check_made(second);
    alk_check_ok(alk_metadata_resolve(m));
    alk_check(*alk_column_definition(alk_table_column(a, "b_id"))->references == alk_table_column(second, "id"));
    alk_check(*alk_column_definition(alk_table_column(second, "parent"))->references == alk_table_column(second, "id"));
    alk_metadata_free(m);
}

typedef void builder_of(alk_table_builder *b);

/* Builds a table that must fail so, and leaves the collection as it was. */
static void check_refused(builder_of *build, const char *part)
{
    alk_metadata *m = new_metadata();
    alk_check_made(customers_in(m));
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_check_made(b);
    build(b);
    const alk_sql *t = alk_table_finish(b);
    alk_check(!t);
    alk_check_error(ALK_ERROR_ARGUMENT, part);
    alk_check_size(alk_metadata_count(m), 1);
    alk_check_ok(alk_metadata_resolve(m));
    alk_metadata_free(m);
}

static void id(alk_table_builder *b) { alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true); }
static void twice(alk_table_builder *b) { id(b); id(b); }
static void untyped(alk_table_builder *b) { alk_table_add_column(b, "id", NULL); }
static void unnamed(alk_table_builder *b) { alk_table_add_column(b, "", ALK_OF(BIGINT)); }
static void wordless(alk_table_builder *b)
{
    static const alk_enum none = { .struct_size = sizeof none };
    alk_table_add_column(b, "id", ALK_OF(ENUM(none)));
}
static void negative(alk_table_builder *b) { alk_table_add_column(b, "id", ALK_OF(VARCHAR(-1))); }
static void control(alk_table_builder *b) { alk_table_add_column(b, "a\nb", ALK_OF(BIGINT)); }
static void too_long(alk_table_builder *b)
{
    char name[600];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    alk_table_add_column(b, name, ALK_OF(BIGINT));
}
static void no_such_target(alk_table_builder *b) { id(b); alk_table_add_column(b, "c", ALK_OF(BIGINT), .references = "customers.nmae"); }
static void no_target(alk_table_builder *b) { id(b); alk_table_add_column(b, "c", ALK_OF(BIGINT), .references = "customers"); }
static void no_such_column(alk_table_builder *b) { id(b); alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("x")); }
static void no_such_part(alk_table_builder *b) { id(b); alk_table_add_index(b, .columns = ALK_NAMES("x")); }
static void two_keys(alk_table_builder *b)
{
    id(b);
    alk_table_add_constraint(b, ALK_CONSTRAINT_PRIMARY_KEY, .columns = ALK_NAMES("id"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_PRIMARY_KEY, .columns = ALK_NAMES("id"));
}
static void half_key(alk_table_builder *b)
{
    id(b);
    alk_table_add_column(b, "x", ALK_OF(BIGINT));
    alk_table_add_constraint(b, ALK_CONSTRAINT_PRIMARY_KEY, .columns = ALK_NAMES("x"));
}
static void uneven(alk_table_builder *b)
{
    id(b);
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("id"), .references = ALK_NAMES("customers.id", "customers.name"));
}
static void two_targets(alk_table_builder *b)
{
    id(b);
    alk_table_add_column(b, "x", ALK_OF(BIGINT));
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("id", "x"), .references = ALK_NAMES("later.id", "other.name"));
}
static void parameter(alk_table_builder *b) { id(b); alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_gt(alk_name("id"), alk_param("p"))); }
static void faulty(alk_table_builder *b) { id(b); alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_name("")); }
static void two_conditions(alk_table_builder *b) { id(b); alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "id > 0", .condition = alk_true()); }
static void both_parts(alk_table_builder *b)
{
    id(b);
    alk_table_add_index(b, .columns = ALK_NAMES("id"), .terms = (const alk_index_term[]){ { .column = "id" } }, .n_terms = 1);
}
static void mixed_part(alk_table_builder *b)
{
    id(b);
    alk_table_add_index(b, .terms = (const alk_index_term[]){ { .sql = alk_lower(alk_name("id")) }, { .column = "id", .sql = alk_lower(alk_name("id")) } }, .n_terms = 2);
}
static void first_of_two(alk_table_builder *b) { untyped(b); twice(b); }

ALK_TEST(builder, says_what_is_wrong_and_leaves_nothing)
{
    check_refused(twice, "two columns id");
    check_refused(untyped, "column id of table t has no type");
    check_refused(unnamed, "a column of table t has no name");
    check_refused(wordless, "no words");
    check_refused(negative, "negative length");
    check_refused(control, "control character");
    check_refused(too_long, "longer than 512");
    check_refused(no_such_target, "does not have: nmae");
    check_refused(no_target, "not of the form table.column");
    check_refused(no_such_column, "no column x");
    check_refused(no_such_part, "no column x");
    check_refused(two_keys, "two primary keys");
    check_refused(half_key, "leaves out a column");
    check_refused(uneven, "has 1 columns and refers to 2");
    check_refused(two_targets, "two tables");
    check_refused(parameter, "parameter");
    check_refused(faulty, "name");
    check_refused(two_conditions, "one condition");
    check_refused(both_parts, "columns or terms");
    check_refused(mixed_part, "a column, a text or an expression");
    check_refused(first_of_two, "has no type");
}

ALK_TEST(builder, keeps_to_its_own_collection)
{
    alk_metadata *m = new_metadata(), *other = new_metadata();
    const alk_sql *customers = customers_in(m);
    alk_check_made(customers);
    alk_table_builder *b = alk_table_begin(other, "orders");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .references_column = alk_table_column(customers, "id"));
    alk_check(!alk_table_finish(b));
    alk_check_error(ALK_ERROR_ARGUMENT, "another collection");
    b = alk_table_begin(m, "orders");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .references_column = alk_table_column(customers, "id"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_gt(alk_table_column(customers, "id"), 0));
    alk_check(!alk_table_finish(b));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_name()");
    alk_table_abandon(alk_table_begin(m, "orders"));
    alk_table_abandon(NULL);
    alk_check(!(alk_table_begin)(NULL, "x", NULL));
    alk_check_error(ALK_ERROR_INTERFACE, "metadata");
    alk_metadata_free(m);
    alk_metadata_free(other);
}

ALK_TEST(builder, takes_an_expression_twice)
{
    alk_metadata *m = new_metadata();
    const alk_sql *kept = alk_keep(alk_lower(alk_name("a"))), *fresh = alk_gt(alk_name("a"), 1);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_index(b, .terms = (const alk_index_term[]){ { .sql = kept }, { .sql = kept } }, .n_terms = 2, .condition = fresh);
    alk_table_add_index(b, .terms = (const alk_index_term[]){ { .sql = kept }, { .column = "a", .expression = "b" } }, .n_terms = 2);
    alk_check(!alk_table_finish(b));
    alk_check_error(ALK_ERROR_ARGUMENT, "a column, a text or an expression");
    alk_check((kept->flags & ALK__NODE_STATIC) || kept->refs == 1);
    alk_free(kept);
    alk_metadata_free(m);
}

static const alk_enum moods = { sizeof moods, 2, "mood", NULL, (const char *const[]){ "good", "bad" } };
static const alk_type text_type = ALK_SQL_TEXT;

static const alk_sql *filled(alk_table_builder *b)
{
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .comment = "x");
    alk_table_add_column(b, "mood", ALK_OF(ENUM(moods)), .sequence = &(const alk_sequence){ .struct_size = sizeof(alk_sequence), .name = "q" });
    alk_table_add_column(b, "tags", ALK_OF(ARRAY(text_type)));
    alk_table_add_column(b, "own", ALK_OF(NATIVE("CIDR")), .references = "t.id");
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("id"), .references = ALK_NAMES("t.id"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_ne(alk_name("id"), 5));
    alk_table_add_index(b, .terms = (const alk_index_term[]){ { .column = "own" }, { .sql = alk_lower(alk_name("own")) } }, .n_terms = 2,
                        .condition = alk_gt(alk_name("id"), 1), .include = ALK_NAMES("mood"));
    return alk_table_finish(b);
}

ALK_TEST(builder, survives_a_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk_metadata *m = alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .schema = "s", .unique_name = "uq_{table}" });
        alk_table_builder *b = alk_table_begin(m, "t", .comment = "c", .options = (const alk_dialect_option[]){ { "mysql.engine", "InnoDB" }, { NULL, NULL } });
        const alk_sql *t = b ? filled(b) : NULL;
        status = t ? ALK_OK : alk_last_error()->code;
        if (m && !t)
            alk_check_size(alk_metadata_count(m), 0);
        alk_metadata_free(m);
    }
}
