/* SPDX-License-Identifier: MIT
 * Definitions in the words of each dialect, compared with files: alk_golden_ddl DIRECTORY [--bless]. What a dialect does not have stands there as its error. */
#include "golden.h"
#include <alkahest/alkahest.h>
#include <string.h>

/* ---- a shop ---- */

static const alk_enum states = { sizeof states, 3, "order_state", NULL, (const char *const[]){ "open", "sent", "customer's" } };
static const alk_sequence tickets = { .struct_size = sizeof tickets, .name = "tickets", .start = 1000 };

#define CUSTOMER(X, m)                                                                                     \
    X(m, key, id, BIGINT)                                                                                  \
    X(m, col, name, NVARCHAR(80), .index = true, .comment = "as it is written on the parcel")              \
    X(m, col, mail, VARCHAR(120), .unique = true, .collation = "C")                                        \
    X(m, col, active, BOOLEAN, .server_default = "1")                                                      \
    X(m, opt, born, DATE)                                                                                  \
    X(m, opt, photo, BLOB)                                                                                 \
    X(m, opt, settings, JSON)                                                                              \
    X(m, opt, favourite, BIGINT, .references = &purchase.id, .on_delete = ALK_SET_NULL)
#define PURCHASE(X, m)                                                                                     \
    X(m, key, id, INTEGER)                                                                                 \
    X(m, col, customer_id, BIGINT, .references = &customer.id, .on_delete = ALK_CASCADE)                   \
    X(m, col, state, ENUM(states), .server_default = "'open'")                                             \
    X(m, col, net, NUMERIC(10, 2), .check = "net >= 0")                                                    \
    X(m, opt, gross, NUMERIC(10, 2), .computed = "net * 1.2", .computed_as = ALK_COMPUTED_STORED)          \
    X(m, col, weight, DOUBLE, .server_default = "1 + 1")                                                   \
    X(m, opt, token, UUID)                                                                                 \
    X(m, opt, notes, TEXT)                                                                                 \
    X(m, opt, made, TIMESTAMPTZ, .server_default = "CURRENT_TIMESTAMP", .server_on_update = "CURRENT_TIMESTAMP")
#define ITEM(X, m)                                                                                         \
    X(m, key, purchase_id, INTEGER, .references = &purchase.id)                                            \
    X(m, key, place, SMALLINT)                                                                             \
    X(m, col, amount, UBIGINT)                                                                             \
    X(m, col, ticket, BIGINT, .sequence = &tickets)                                                        \
    X(m, col, order, VARCHAR(10))
ALK_MODEL(customer, CUSTOMER);
ALK_MODEL(purchase, PURCHASE);
ALK_MODEL(item, ITEM);
ALK_DEFINE(customer, CUSTOMER, "customers", .comment = "who buys",
           .options = (const alk_dialect_option[]){ { "mysql.engine", "InnoDB" }, { "mysql.charset", "utf8mb4" }, { "sqlite.strict", "false" },
                                                    { "postgresql.with", "fillfactor = 70" }, { "oracle.tablespace", "users" }, { NULL, NULL } });
ALK_DEFINE(purchase, PURCHASE, "purchases",
           .constraints = (const alk_constraint[]){ { .kind = ALK_CONSTRAINT_UNIQUE, .name = "uq_token", .columns = ALK_COLUMNS(&purchase.customer_id, &purchase.token) }, { 0 } },
           .indexes = (const alk_index[]){ { .name = "ix_latest", .parts = (const alk_index_part[]){ { .column = &purchase.made, .flags = ALK_INDEX_DESCENDING }, { 0 } } },
                                           { .name = "ix_open",
                                             .parts = (const alk_index_part[]){ { .column = &purchase.net }, { 0 } },
                                             .where = "gross > 0",
                                             .include = ALK_COLUMNS(&purchase.weight) },
                                           { .name = "ix_state_in_lower_case", .parts = (const alk_index_part[]){ { .expression = "lower(notes)" }, { 0 } },
                                             .dialects = "default sqlite postgresql cockroachdb oracle" },
                                           { 0 } });
ALK_DEFINE(item, ITEM, "items", .schema = "shop");

/* ---- a hierarchy: what variants have in the base's table is a part of that; a struct inside is columns, an expression is none ---- */

static const alk_enum ranks = { sizeof ranks, 2, "rank", NULL, (const char *const[]){ "mate", "boatswain" } };
static alk_sql *loud(const alk_sql *from);

struct berth {
    int32_t deck;
    const char *number;
};
#define SAILOR(X, m)                                                                                       \
    X(m, key, id, BIGINT)                                                                                  \
    X(m, col, kind, VARCHAR(20), .discriminator = true)                                                    \
    X(m, col, name, VARCHAR(80))                                                                           \
    X(m, held, berth, struct berth)                                                                        \
    X(m, part, deck, INTEGER, berth.deck, .server_default = "1")                                           \
    X(m, part, number, VARCHAR(8), berth.number, .nullable = true)                                         \
    X(m, expr, loud, VARCHAR(80), loud)
#define MATE(X, m)                                                                                         \
    X(m, base, sailor)                                                                                     \
    X(m, opt, rank, ENUM(ranks), .index = true)                                                            \
    X(m, opt, under, BIGINT, .references = &captain.id, .comment = "whom to ask")
#define COOK(X, m)                                                                                         \
    X(m, base, sailor)                                                                                     \
    X(m, opt, dish, VARCHAR(40), .unique = true, .check = "dish <> 'stew'")
#define CAPTAIN(X, m)                                                                                      \
    X(m, base, sailor)                                                                                     \
    X(m, part, id, BIGINT, sailor.id, .primary_key = true, .references = &sailor.id, .on_delete = ALK_CASCADE) \
    X(m, col, licence, VARCHAR(20))
#define ADMIRAL(X, m)                                                                                      \
    X(m, base, captain)                                                                                    \
    X(m, opt, fleet, VARCHAR(20))
ALK_MODEL(sailor, SAILOR);
ALK_MODEL(mate, MATE);
ALK_MODEL(cook, COOK);
ALK_MODEL(captain, CAPTAIN);
ALK_MODEL(admiral, ADMIRAL);
ALK_DEFINE(sailor, SAILOR, "sailors", .polymorphic_identity = "sailor", .variants = ALK_TABLES(&mate.table, &cook.table, &captain.table));
ALK_DEFINE_IN(sailor, mate, MATE, "sailors", .polymorphic_identity = "mate");
ALK_DEFINE_IN(sailor, cook, COOK, "sailors", .polymorphic_identity = "cook");
ALK_DEFINE(captain, CAPTAIN, "captains", .polymorphic_identity = "captain", .variants = ALK_TABLES(&admiral.table));
ALK_DEFINE_IN(captain, admiral, ADMIRAL, "captains", .polymorphic_identity = "admiral");

static alk_sql *loud(const alk_sql *from)
{
    return alk_upper(alk_at(from, sailor.name));
}

/* ---- statements ---- */

typedef struct writer {
    FILE *out;
    const char *dialect;
} writer;

static void write_one(writer *w, const char *name, const alk_sql *statement)
{
    alk_compiled *c = alk_compile(statement, w->dialect, NULL);
    if (c)
        fprintf(w->out, "-- %s\n%s;\n\n", name, *alk_compiled_sql(c) ? alk_compiled_sql(c) : "-- nothing");
    else
        fprintf(w->out, "-- %s\n-- %s\n\n", name, alk_last_error()->message);
    alk_compiled_free(c);
}

static int write_plan(writer *w, const char *name, alk_ddl_plan *plan)
{
    char line[80];
    if (!plan)
        return 1;
    for (size_t i = 0; i < alk_ddl_plan_count(plan); i++) {
        snprintf(line, sizeof line, "%s %zu", name, i + 1);
        write_one(w, line, alk_ddl_plan_at(plan, i));
    }
    alk_ddl_plan_free(plan);
    return 0;
}

static int write_run_time(writer *w)
{
    static const alk_type text = ALK_SQL_TEXT;
    alk_metadata *m = alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .unique_name = "uq_{table}_{columns}",
                                                                .primary_key_name = "pk_{table}", .check_name = "ck_{table}_{columns}" });
    alk_table_builder *b = alk_table_begin(m, "things", .comment = "made at run time");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .identity = ALK_IDENTITY_BY_DEFAULT, .identity_start = 100);
    alk_table_add_column(b, "kind", ALK_OF(VARCHAR(20)), .unique = true);
    alk_table_add_column(b, "size", ALK_OF(INTEGER), .nullable = true);
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_or(alk_gt(alk_name("size"), 5), alk_eq(alk_name("kind"), "it's small")));
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("id"), .references = ALK_NAMES("things.id"), .deferrable = ALK_INITIALLY_DEFERRED,
                             .name = "fk_self");
    alk_table_add_index(b, .name = "ix_a_name_that_is_longer_than_what_any_of_these_databases_takes_for_the_name_of_an_index_or_of_anything_else_that_there_is_in_it",
                        .terms = (const alk_index_term[]){ { .sql = alk_lower(alk_name("kind")), .flags = ALK_INDEX_NULLS_LAST } }, .n_terms = 1);
    const alk_sql *things = alk_table_finish(b);
    b = alk_table_begin(m, "lists");
    alk_table_add_column(b, "tags", ALK_OF(ARRAY(text)));
    const alk_sql *lists = alk_table_finish(b);
    int code = !things || !lists || write_plan(w, "run time", alk_plan_create(ALK_LIST(things), 0));
    if (lists)
        write_one(w, "arrays", alk_create_table(lists, 0));
    alk_metadata_free(m);
    return code;
}

/* What a dialect alone has: each is told only its own options, for those of others mean nothing to it. */
static int write_options(writer *w)
{
    static const alk_dialect_option of_table[] = { { "postgresql.inherits", "base, Other" }, { "postgresql.on_commit", "DROP" }, { "mysql.partition_by", "HASH (place)" },
                                                   { "oracle.prefix", "GLOBAL TEMPORARY" }, { "oracle.on_commit", "PRESERVE ROWS" }, { "sqlite.without_rowid", NULL },
                                                   { "mssql.filegroup", "fast" }, { NULL, NULL } };
    static const alk_dialect_option of_column[] = { { "mysql.type", "MEDIUMINT" }, { "oracle.on_null", NULL }, { NULL, NULL } };
    static const alk_dialect_option of_key[] = { { "postgresql.include", "whole" }, { "mysql.using", "BTREE" }, { "mssql.nonclustered", NULL }, { NULL, NULL } };
    static const alk_dialect_option of_index[] = { { "postgresql.with", "fillfactor = 60" }, { "mssql.with", "FILLFACTOR = 60" }, { "oracle.compress_columns", "1" },
                                                   { "mysql.with_parser", "ngram" }, { NULL, NULL } };
    static const alk_dialect_option of_part[] = { { "postgresql.ops", "text_pattern_ops" }, { "mysql.length", "10" }, { NULL, NULL } };
    static const alk_sequence numbers = { .struct_size = sizeof numbers, .start = 0, .minimum = 0, .increment = 2, .flags = ALK_SEQUENCE_START | ALK_SEQUENCE_MINIMUM };
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "parts", .schema = "shop", .options = of_table);
    alk_table_add_column(b, "whole", ALK_OF(VARCHAR(30)), .primary_key = true);
    alk_table_add_column(b, "place", ALK_OF(INTEGER), .primary_key = true, .autoincrement = true, .options = of_column);
    alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("place"), .options = of_key);
    alk_table_add_index(b, .name = "ix_whole", .terms = (const alk_index_term[]){ { .column = "whole", .options = of_part } }, .n_terms = 1, .options = of_index);
    const alk_sql *parts = alk_table_finish(b);
    b = alk_table_begin(m, "counted");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .identity = ALK_IDENTITY_ALWAYS, .identity_options = &numbers, .options = of_column);
    const alk_sql *counted = alk_table_finish(b);
    b = alk_table_begin(m, "sorted");
    alk_table_add_column(b, "name", ALK_OF(VARCHAR(30)), .collation = "C", .collation_schema = "pg_catalog");
    const alk_sql *sorted = alk_table_finish(b);
    b = alk_table_begin(m, "bare");
    const alk_sql *bare = alk_table_finish(b);
    if (parts && counted && sorted && bare) {
        write_one(w, "options of a table", alk_create_table(parts, 0));
        write_one(w, "options of an index", alk_create_index(parts, "ix_whole", 0));
        write_one(w, "a numbered identity", alk_create_table(counted, 0));
        write_one(w, "a collation in a schema", alk_create_table(sorted, 0));
        write_one(w, "a table without columns", alk_create_table(bare, 0));
        write_one(w, "add a constraint without a name", alk_add_constraint_at(parts, 0));
    }
    alk_metadata_free(m);
    return !parts || !counted || !sorted || !bare;
}

/* What foreign keys do. */
static int write_keys(writer *w)
{
    static const char *const words[] = { "no action", "cascade", "set null", "set default", "restrict" };
    alk_metadata *m = alk_metadata_new(NULL);
    int code = 0;
    for (uint8_t action = ALK_NO_ACTION; action <= ALK_RESTRICT; action++)
        for (int updating = 0; updating <= 1; updating++) {
            char name[40];
            snprintf(name, sizeof name, "%s on %s", words[action], updating ? "update" : "delete");
            alk_table_builder *b = alk_table_begin(m, name);
            alk_table_add_column(b, "id", ALK_OF(BIGINT), .nullable = true, .references_column = customer.id, .on_delete = updating ? ALK_NO_ACTION : action,
                                 .on_update = updating ? action : ALK_NO_ACTION);
            const alk_sql *table = alk_table_finish(b);
            code = code || !table;
            if (table)
                write_one(w, name, alk_create_table(table, 0));
        }
    alk_table_builder *b = alk_table_begin(m, "put_off");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .references_column = customer.id, .on_delete = ALK_RESTRICT, .deferrable = ALK_DEFERRABLE);
    const alk_sql *table = alk_table_finish(b);
    if (table)
        write_one(w, "a deferrable key", alk_create_table(table, 0));
    alk_metadata_free(m);
    return code || !table;
}

/* Options of statements, and what has structs of its own. */
static void write_statements(writer *w)
{
    static const alk_dialect_option of_view[] = { { "postgresql.with", "security_barrier = true" }, { "mysql.algorithm", "MERGE" }, { "mysql.check_option", "LOCAL" },
                                                  { "mssql.check_option", NULL }, { "oracle.read_only", NULL }, { NULL, NULL } };
    static const alk_dialect_option of_drop[] = { { "postgresql.concurrently", NULL }, { NULL, NULL } };
    static const alk_dialect_option of_sequence[] = { { "oracle.order", NULL }, { "postgresql.owned_by", "customers.id" }, { NULL, NULL } };
    static const alk_type big = ALK_SQL_BIGINT, text = ALK_SQL_TEXT;
    const alk_sequence wide = { .struct_size = sizeof wide, .name = "wide", .maximum = 9, .flags = ALK_SEQUENCE_MAXIMUM, .type = &big, .options = of_sequence };
    const alk_domain word = { .struct_size = sizeof word, .name = "word", .type = &text, .collation = "C", .server_default = "'x'", .constraint = "is_short",
                              .check = "VALUE < 'y'", .not_null = true };
    write_one(w, "options of a view", alk_ddl_options(alk_create_view(alk_table_name(NULL, "actives"), alk_select(customer.id), NULL, ALK_DDL_OR_REPLACE), of_view));
    write_one(w, "options of dropping an index", alk_ddl_options(alk_drop_index(item.table, "ix", 0), of_drop));
    write_one(w, "a sequence of a type", alk_create_sequence(&wide, 0));
    write_one(w, "a domain with a default", alk_create_domain_of(&word, 0));
    write_one(w, "comment on a constraint", alk_comment_on_constraint(purchase.table, "uq_token", "one for each"));
}

static int write_all(FILE *out, const char *dialect, void *data)
{
    writer of_dialect = { out, dialect }, *w = &of_dialect;
    (void)data;
    const alk_type text = ALK_SQL_VARCHAR(20);
    int code = write_plan(w, "create", alk_plan_create(ALK_LIST(item.table, customer.table, purchase.table), 0)) ||
               write_plan(w, "drop", alk_plan_drop(ALK_LIST(item.table, customer.table, purchase.table), 0)) || write_run_time(w) || write_options(w);
    write_statements(w);
    write_one(w, "create table if not exists", alk_create_table(item.table, ALK_DDL_IF_NOT_EXISTS));
    write_one(w, "drop table if exists", alk_drop_table(item.table, ALK_DDL_IF_EXISTS));
    write_one(w, "drop table cascade", alk_drop_table(item.table, ALK_DDL_CASCADE));
    write_one(w, "create index if not exists", alk_create_index(customer.table, "ix_customers_name", ALK_DDL_IF_NOT_EXISTS));
    write_one(w, "drop index", alk_drop_index(item.table, "ix", 0));
    write_one(w, "drop constraint", alk_drop_constraint(purchase.table, "uq_token", 0));
    write_one(w, "schema", alk_create_schema("shop", ALK_DDL_IF_NOT_EXISTS));
    write_one(w, "sequence", alk_create_sequence(&tickets, 0));
    write_one(w, "type", alk_create_type(&states, ALK_DDL_IF_NOT_EXISTS));
    write_one(w, "domain", alk_create_domain(NULL, "short_text", &text, "VALUE <> ''", 0));
    write_one(w, "view", alk_create_view(alk_table_name(NULL, "actives"), alk_select(customer.id, alk_where(alk_eq(customer.name, "O'Hara"))), ALK_NAMES("number"), 0));
    write_one(w, "replace view", alk_create_view(alk_table_name(NULL, "actives"), alk_select(customer.id), NULL, ALK_DDL_OR_REPLACE));
    write_one(w, "materialized view", alk_create_view(alk_table_name(NULL, "actives"), alk_select(customer.id), NULL, ALK_DDL_MATERIALIZED));
    write_one(w, "drop view", alk_drop_view(alk_table_name(NULL, "actives"), ALK_DDL_IF_EXISTS));
    write_one(w, "create table as", alk_create_table_as(alk_table_name(NULL, "copies"), alk_select(customer.id, customer.name), ALK_DDL_TEMPORARY));
    write_one(w, "create table as a query", alk_create_table_as(alk_table_name("shop", "copies"), alk_select(customer.id, customer.name, alk_where(alk_gt(customer.id, 1))), 0));
    write_one(w, "create table as two queries", alk_create_table_as(alk_table_name(NULL, "copies"), alk_union_all(alk_select(customer.id), alk_select(purchase.customer_id)), 0));
    write_one(w, "comment", alk_comment_on(customer.name, "who's \\ who"));
    write_one(w, "no comment", alk_comment_on(customer.table, NULL));
    write_one(w, "unknown option", alk_ddl_if(alk_ddl("-- only here"), w->dialect));
    code = code || write_plan(w, "hierarchy", alk_plan_create(ALK_LIST(mate.table, admiral.table, captain.table, cook.table, sailor.table), 0)) ||
           write_plan(w, "drop hierarchy", alk_plan_drop(ALK_LIST(mate.table, admiral.table, captain.table, cook.table, sailor.table), 0));
    write_one(w, "a variant in its base's table", alk_create_table(cook.table, 0));
    return code || write_keys(w);
}

int main(int argc, char **argv)
{
    golden g = { argc > 1 ? argv[1] : "", argc > 2 && strcmp(argv[2], "--bless") == 0, NULL, write_all, NULL };
    int bad = argc < 2;
    for (int i = 0; argc > 1 && i < GOLDEN_DIALECTS; i++)
        bad += golden_check(&g, golden_dialects[i]);
    return bad != 0;
}
