/* SPDX-License-Identifier: MIT
 * Creating and dropping tables on SQLite: what is missing alone, in an order that can be done; and definitions as statements. */
#include "one_engine.h"
#include <alkahest/alkahest.h>

#define RACK(X, m)                                                    \
    X(m, key, id, BIGINT)                                              \
    X(m, col, label, VARCHAR(40), .index = true)
#define TOME(X, m)                                                     \
    X(m, key, id, BIGINT)                                              \
    X(m, col, shelf_id, BIGINT, .references = &rack.id, .on_delete = ALK_CASCADE) \
    X(m, col, pages, INTEGER, .check = "pages > 0", .server_default = "1")
ALK_MODEL(rack, RACK);
ALK_MODEL(tome, TOME);
ALK_DEFINE(rack, RACK, "shelves");
ALK_DEFINE(tome, TOME, "tomes", .indexes = (const alk_index[]){ { .name = "ix_pages", .parts = (const alk_index_part[]){ { .column = &tome.pages }, { 0 } } }, { 0 } });

ALK_SUITE(schema, open_both, close_both);

static int64_t count_things(const char *kind)
{
    char sql[120];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_master WHERE type = '%s' AND name NOT LIKE 'sqlite_%%'", kind);
    return ask_int(lite, sql);
}

ALK_TEST(schema, creates_what_is_missing_and_drops_what_is_there)
{
    alk_check_ok(alk_create_all(lite, tome.table, rack.table));
    alk_check_int(count_things("table"), 2);
    alk_check_int(count_things("index"), 2);
    alk_check_ok(run_sql(lite, "INSERT INTO shelves VALUES (1, 'a')"));
    alk_check_ok(run_sql(lite, "INSERT INTO tomes (id, shelf_id) VALUES (1, 1)"));
    alk_check_fails(run_sql(lite, "INSERT INTO tomes VALUES (2, 1, 0)"), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_create_all(lite, tome.table, rack.table));           /* all there */
    alk_check_int(ask_int(lite, "SELECT count(*) FROM tomes"), 1);
    alk_check_ok(alk_drop_all(lite, tome.table));
    alk_check_int(count_things("table"), 1);
    alk_check_ok(alk_create_all(lite, rack.table, tome.table));
    alk_check_int(count_things("table"), 2);
    alk_check_int(ask_int(lite, "SELECT count(*) FROM shelves"), 1);
    alk_check_ok(alk_drop_all(lite, rack.table, tome.table));
    alk_check_int(count_things("table"), 0);
    alk_check_ok(alk_drop_all(lite, rack.table, tome.table));             /* none there */
    alk_check_ok(alk_conn_commit(lite));
}

ALK_TEST(schema, drops_tables_whose_keys_go_round)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "hens");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "egg", ALK_OF(BIGINT), .nullable = true, .references = "eggs.id");
    alk_check_made(alk_table_finish(b));
    b = alk_table_begin(m, "eggs");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "hen", ALK_OF(BIGINT), .references = "hens.id");
    alk_check_made(alk_table_finish(b));
    alk_check_ok(alk_metadata_create_all(m, lite));
    alk_check_ok(run_sql(lite, "INSERT INTO hens VALUES (1, NULL)"));
    alk_check_ok(run_sql(lite, "INSERT INTO eggs VALUES (5, 1)"));
    alk_check_ok(run_sql(lite, "UPDATE hens SET egg = 5"));
    alk_check_ok(alk_metadata_drop_all(m, lite));
    alk_check_int(count_things("table"), 0);
    alk_check_ok(alk_conn_commit(lite));
    alk_metadata_free(m);
}

/* One column of a key that may be NULL is enough. */
ALK_TEST(schema, drops_tables_whose_keys_of_two_columns_go_round)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "hens");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "nest", ALK_OF(BIGINT));
    alk_table_add_column(b, "egg", ALK_OF(BIGINT), .nullable = true);
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("nest", "egg"), .references = ALK_NAMES("eggs.nest", "eggs.id"));
    alk_check_made(alk_table_finish(b));
    b = alk_table_begin(m, "eggs");
    alk_table_add_column(b, "nest", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "hen", ALK_OF(BIGINT), .references = "hens.id");
    alk_check_made(alk_table_finish(b));
    alk_check_ok(alk_metadata_create_all(m, lite));
    alk_check_ok(run_sql(lite, "INSERT INTO hens VALUES (1, 2, NULL)"));
    alk_check_ok(run_sql(lite, "INSERT INTO eggs VALUES (2, 5, 1)"));
    alk_check_ok(run_sql(lite, "UPDATE hens SET egg = 5"));
    alk_check_ok(alk_metadata_drop_all(m, lite));
    alk_check_int(count_things("table"), 0);
    alk_check_ok(alk_conn_commit(lite));
    alk_metadata_free(m);
}

ALK_TEST(schema, is_undone_with_its_transaction)
{
    alk_check_ok(alk_create_all(lite, rack.table));
    alk_check_ok(alk_conn_rollback(lite));
    alk_check_int(count_things("table"), 0);
}

ALK_TEST(schema, creates_a_collection)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_check_made(m);
    alk_check_ok(alk_metadata_add(m, rack.table));
    alk_table_builder *b = alk_table_begin(m, "cards");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "shelf_id", ALK_OF(BIGINT), .references = "shelves.id");
    const alk_sql *cards = alk_table_finish(b);
    alk_check_made(cards);
    alk_check_ok(alk_metadata_create_all(m, lite));
    alk_check_int(count_things("table"), 2);
    alk_check_ok(run_sql(lite, "INSERT INTO shelves VALUES (9, 'x')"));
    alk_check_ok(alk_close(alk_execute(lite, alk_insert(cards, alk_set(alk_table_column(cards, "id"), 7), alk_set(alk_table_column(cards, "shelf_id"), 9)))));
    alk_check_int(ask_int(lite, "SELECT shelf_id FROM cards WHERE id = 7"), 9);
    alk_check_ok(alk_metadata_drop_all(m, lite));
    alk_check_int(count_things("table"), 0);
    b = alk_table_begin(m, "orphans");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .references = "nowhere.id");
    alk_check_made(alk_table_finish(b));
    alk_check_fails(alk_metadata_create_all(m, lite), ALK_ERROR_ARGUMENT, "not known: nowhere");
    alk_check_ok(alk_conn_commit(lite));
    alk_metadata_free(m);
}

ALK_TEST(schema, definitions_are_statements)
{
    alk_check_ok(alk_close(alk_execute(lite, alk_create_table(rack.table, ALK_DDL_IF_NOT_EXISTS))));
    alk_check_ok(alk_close(alk_execute(lite, alk_create_index(rack.table, "ix_shelves_label", 0))));
    alk_check_ok(alk_close(alk_execute(lite, alk_create_view(alk_table_name(NULL, "a_shelves"), alk_select(rack.id, alk_where(alk_eq(rack.label, "a"))), NULL, 0))));
    alk_check_ok(run_sql(lite, "INSERT INTO shelves VALUES (1, 'a'), (2, 'b')"));
    alk_check_int(ask_int(lite, "SELECT id FROM a_shelves"), 1);
    alk_result *r = alk_execute(lite, alk_ddl_if(alk_ddl("nonsense"), "postgresql"));      /* nothing is sent */
    alk_check_made(r);
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_close(alk_execute(lite, alk_ddl_if(alk_ddl("DROP VIEW a_shelves"), "sqlite"))));
    alk_check_int(count_things("view"), 0);
    alk_check(!alk_execute(lite, alk_create_table(rack.table, 0)));
    alk_check_error(ALK_ERROR_PROGRAMMING, "already exists");
    alk_check(!alk_execute(lite, alk_create_index(rack.table, "nosuch", 0)));
    alk_check_error(ALK_ERROR_ARGUMENT, "no index nosuch");
    alk_check_ok(alk_drop_all(lite, rack.table));
    alk_check_ok(alk_conn_commit(lite));
}

ALK_TEST(schema, takes_tables)
{
    alk_check_fails(alk_create_all(NULL, rack.table), ALK_ERROR_INTERFACE, "connection");
    alk_check_fails((alk_create_all)(lite, NULL), ALK_ERROR_ARGUMENT, "no tables");
    alk_check_fails(alk_metadata_create_all(NULL, lite), ALK_ERROR_INTERFACE, "metadata");
    alk_check_fails(alk_create_all(lite, rack.id), ALK_ERROR_ARGUMENT, "a column");
    alk_check_ok(alk_conn_commit(lite));
}

/* ---- events ---- */

static char story[600];
static int refused;                    /* an event's kind */

static int listen_to_tables(alk_event *event, void *payload)
{
    static const char *const words[] = { "before create", "after create", "before drop", "after drop" };
    const alk_table *table = event->table ? alk_table_definition(event->table) : NULL;
    (void)payload;
    size_t at = strlen(story);
    snprintf(story + at, sizeof story - at, "%s %s%s; ", words[event->kind - ALK_EVENT_BEFORE_CREATE], table ? table->name : "all",
             event->kind == ALK_EVENT_AFTER_CREATE && table == alk_table_definition(tome.table) && count_things("index") == 2 ? " with indexes" : "");
    if (event->kind == ALK_EVENT_AFTER_CREATE && table == alk_table_definition(rack.table))
        return run_sql(event->conn, "INSERT INTO shelves VALUES (1, 'the first')");
    return event->kind == refused && table ? 1 : ALK_OK;
}

ALK_TEST(schema, events_of_tables)
{
    for (int kind = ALK_EVENT_BEFORE_CREATE; kind <= ALK_EVENT_AFTER_DROP; kind++)
        alk_check(alk_listen(lite_engine, kind, listen_to_tables, NULL, 0) != 0);
    story[0] = '\0';
    refused = 0;
    alk_check_ok(alk_create_all(lite, tome.table, rack.table));
    alk_check_str(story, "before create all; before create shelves; after create shelves; before create tomes; after create tomes with indexes; after create all; ");
    alk_check_int(ask_int(lite, "SELECT count(*) FROM shelves"), 1);
    story[0] = '\0';
    alk_check_ok(alk_drop_all(lite, tome.table, rack.table));
    alk_check_str(story, "before drop all; before drop tomes; after drop tomes; before drop shelves; after drop shelves; after drop all; ");
    refused = ALK_EVENT_BEFORE_CREATE;
    story[0] = '\0';
    alk_check_fails(alk_create_all(lite, rack.table), ALK_ERROR_INTERFACE, NULL);
    alk_check_str(story, "before create all; before create shelves; ");
    alk_check_int(count_things("table"), 0);
}

/* ---- conventions of naming, of a model ---- */

static const alk_naming names = { .index = "i_{table}_{column}", .unique = "u_{table}_{columns}", .check = "c_{name}", .foreign_key = "f_{table}_{columns}_{referred_table}", .primary_key = "p_{table}" };
static const alk_naming wrong_names = { .unique = "u_{tabel}" };
#define SLOT(X, m)                                                                  \
    X(m, key, id, BIGINT)                                                           \
    X(m, col, rack_id, BIGINT, .references = &rack.id, .index = true)               \
    X(m, col, code, VARCHAR(10), .unique = true)
ALK_MODEL(slot_, SLOT);
ALK_MODEL(bad_slot, SLOT);
ALK_DEFINE(slot_, SLOT, "slots", .naming = &names,
           .constraints = (const alk_constraint[]){ { .kind = ALK_CONSTRAINT_CHECK, .name = "positive", .check = "id > 0" }, { 0 } });
ALK_DEFINE(bad_slot, SLOT, "bad_slots", .naming = &wrong_names);

ALK_TEST(schema, models_have_conventions_of_naming)
{
    alk_check_ok(alk_create_all(lite, rack.table, slot_.table));
    static const char *const parts[] = { "CONSTRAINT p_slots PRIMARY KEY", "CONSTRAINT u_slots_code UNIQUE", "CONSTRAINT c_positive CHECK", "CONSTRAINT f_slots_rack_id_shelves FOREIGN KEY",
                                         "i_slots_rack_id" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%%%s%%'", parts[i]);
        alk_check_int(ask_int(lite, sql), 1);
    }
    alk_check_fails(alk_create_all(lite, bad_slot.table), ALK_ERROR_COMPILE, "the naming convention of table bad_slots holds what it cannot: \"u_{tabel}\"");
}

/* ---- definitions as statements ---- */

ALK_TEST(schema, errors_of_definitions_tell_their_place)
{
    alk_check_fails(alk_close(alk_execute(lite, alk_ddl("CREATE TABLE broken ("))), ALK_ERROR_PROGRAMMING, NULL); int line = __LINE__;
    alk_check_int(alk_last_error()->line, line);
    alk_check_str(alk_last_error()->file, __FILE__);
    alk_result *r = alk_execute(lite, alk_ddl_if(alk_create_schema("s", 0), "sqlite")); line = __LINE__;
    alk_check(!r);
    alk_check_int(alk_last_error()->line, line);
    r = alk_execute(lite, alk_create_index(rack.table, "no such index", 0)); line = __LINE__;
    alk_check(!r);
    alk_check_int(alk_last_error()->line, line);
    alk_clear_error();
}

ALK_TEST(schema, definitions_take_options_of_execution)
{
    const alk_execution_options token = { .struct_size = sizeof token, .token = "migration" };
    alk_engine *echoing = alk_open("sqlite://", .echo = true);
    alk_conn *c = alk_connect(echoing);
    alk_check_made(c);
    alk_check_ok(alk_close(alk_execute(c, alk_with_options(alk_create_table(rack.table, 0), &token))));
    alk_check_ok(alk_close(alk_execute(c, alk_with_options((alk_ddl)("CREATE TABLE other (a)"), &token))));
    alk_check_int(times(logged(), "[migration] CREATE TABLE"), 2);
    const alk_sql *kept = alk_keep(alk_drop_table(rack.table, ALK_DDL_IF_EXISTS));
    alk_check_ok(alk_close(alk_execute(c, alk_with_options(kept, &token))));
    alk_check_ok(alk_close(alk_execute(c, kept)));
    alk_free(kept);
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(echoing);
}
