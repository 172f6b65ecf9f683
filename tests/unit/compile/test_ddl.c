/* SPDX-License-Identifier: MIT
 * Definitions as SQL: standard, and by rules of dialects that differ in each point. */
#include "alk_test.h"
#include "compile/compiled.h"
#include <alkahest/alkahest.h>
#include <stdio.h>

/* ---- dialects to try ---- */

static const char *const types[] = {
    [ALK_KIND_BOOLEAN] = "TINYINT(1)", [ALK_KIND_SMALLINT] = "SMALLINT{unsigned}", [ALK_KIND_INTEGER] = "INT{unsigned}", [ALK_KIND_BIGINT] = "BIGINT{unsigned}",
    [ALK_KIND_NUMERIC] = "DECIMAL({length}, {scale})", [ALK_KIND_VARCHAR] = "VARCHAR({length})", [ALK_KIND_TEXT] = "LONGTEXT", [ALK_KIND_TIMESTAMP] = "DATETIME[({scale})]",
    [ALK_KIND_ENUM] = "VARCHAR({length})",
};
/* Like MySQL. */
static const alk_option_rule inline_options[] = {
    { "mysql.engine", ALK_OPTION_TABLE, 0, "ENGINE={value}" }, { "mysql.charset", ALK_OPTION_TYPE, 0, "CHARACTER SET {name}" },
    { "mysql.fulltext", ALK_OPTION_INDEX_WORD, 0, "FULLTEXT" }, { "mysql.using", ALK_OPTION_INDEX, 0, "USING {value}" },
    { "mysql.connection", ALK_OPTION_TABLE, 0, "CONNECTION={text}" }, { NULL, 0, 0, NULL },
};
static const alk_dialect_data backtick = { .size = sizeof backtick, .quote_open = '`', .quote_close = '`', .lexical = ALK_LEX_BACKSLASH, .max_identifier = 64 };
static const alk_sql_rules inline_rules = {
    .size = sizeof inline_rules, .features = ALK_SQL_INLINE_COMMENTS | ALK_SQL_ENUM_INLINE | ALK_SQL_ON_UPDATE | ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_SCHEMAS |
                                             ALK_SQL_COMPUTED_STORED | ALK_SQL_COMPUTED_VIRTUAL | ALK_SQL_EXPRESSION_DEFAULT_PARENS | ALK_SQL_CREATE_TABLE_AS,
    .ddl = ALK_SQL_DDL_DROP_INDEX_ON | ALK_SQL_DDL_ON_UPDATE | ALK_SQL_DDL_NULL | ALK_SQL_DDL_CASCADE, .growing = ALK_GROWING_AUTO_INCREMENT, .types = types,
    .n_types = sizeof types / sizeof *types, .options = inline_options, .reserved_words = " order ",
};
static const alk__dialect inlined = { "mysql", &backtick, &inline_rules };

/* Like SQLite. */
static const alk_option_rule rowid_options[] = {
    { "sqlite.autoincrement", ALK_OPTION_KEY, 0, "AUTOINCREMENT" }, { "sqlite.strict", ALK_OPTION_TABLE_LIST, 0, "STRICT" },
    { "sqlite.without_rowid", ALK_OPTION_TABLE_LIST, 0, "WITHOUT ROWID" }, { NULL, 0, 0, NULL },
};
static alk_sql_rules rowid_rules;
static alk__dialect rowid = { "sqlite", &alk__standard_data, &rowid_rules };

/* Like PostgreSQL, and like SQL Server. */
static alk_dialect_data short_data;
static alk_sql_rules serial_rules, call_rules;
static alk__dialect serial = { "postgresql", &short_data, &serial_rules }, call = { "mssql", &alk__standard_data, &call_rules };

static void make_rules(void)
{
    static const alk_option_rule serial_options[] = {
        { "postgresql.unlogged", ALK_OPTION_TABLE_WORD, 0, "UNLOGGED" }, { "postgresql.using", ALK_OPTION_INDEX_USING, 0, "USING {value}" },
        { "postgresql.concurrently", ALK_OPTION_INDEX_NAME, 0, "CONCURRENTLY" }, { "postgresql.with", ALK_OPTION_INDEX, 0, "WITH ({value})" },
        { "postgresql.not_valid", ALK_OPTION_CONSTRAINT, 0, "NOT VALID" }, { "postgresql.storage", ALK_OPTION_COLUMN, 0, "STORAGE {value}" }, { NULL, 0, 0, NULL },
    };
    rowid_rules = alk__standard_rules;
    rowid_rules.features &= ~(ALK_SQL_ALTER_CONSTRAINTS | ALK_SQL_COMMENTS | ALK_SQL_SEQUENCES | ALK_SQL_IDENTITY | ALK_SQL_INDEX_INCLUDE | ALK_SQL_SCHEMAS);
    rowid_rules.features |= ALK_SQL_EXPRESSION_DEFAULT_PARENS;
    rowid_rules.ddl = ALK_SQL_DDL_INDEX_QUALIFIED | ALK_SQL_DDL_INDEX_EXPRESSIONS | ALK_SQL_DDL_TEMPORARY | ALK_SQL_DDL_VIEW_IF | ALK_SQL_DDL_REFERENCES_BARE;
    rowid_rules.growing = ALK_GROWING_ROWID;
    rowid_rules.options = rowid_options;
    short_data = alk__standard_data;
    short_data.max_identifier = 30;
    serial_rules = alk__standard_rules;
    serial_rules.features |= ALK_SQL_ENUM_TYPES;
    serial_rules.features &= ~ALK_SQL_COMPUTED_VIRTUAL;
    serial_rules.ddl |= ALK_SQL_DDL_EXCLUDE;
    serial_rules.growing = ALK_GROWING_SERIAL;
    serial_rules.options = serial_options;
    call_rules = alk__standard_rules;
    call_rules.features &= ~(ALK_SQL_IDENTITY | ALK_SQL_COMMENTS);
    call_rules.ddl = ALK_SQL_DDL_COMPUTED_AS | ALK_SQL_DDL_COMPUTED_NULL | ALK_SQL_DDL_NULL | ALK_SQL_DDL_DROP_INDEX_ON;
    call_rules.growing = ALK_GROWING_IDENTITY_CALL;
}

ALK_SUITE(ddl, make_rules, NULL);

static void check_sql(const alk__dialect *dialect, const alk_sql *statement, const char *expected)
{
    if (statement->kind == ALK__NODE_ERROR)
        alk__node_raise(statement);
    alk_check_that(statement->kind != ALK__NODE_ERROR, "%s", alk_last_error()->message);
    alk__compiled *c = alk__compile_tree(statement, &(alk__rendering){ .dialect = dialect });
    alk__node_sink(statement);
    alk_check_made(c);
    alk_check_str(c->sql.p, expected);
    alk_check_uint(c->n_columns, 0);
    alk__compiled_unref(c);
}

static void check_refused(const alk__dialect *dialect, const alk_sql *statement, const char *part)
{
    if (statement->kind == ALK__NODE_ERROR)
        alk__node_raise(statement);
    alk_check_that(statement->kind != ALK__NODE_ERROR, "%s", alk_last_error()->message);
    alk__compiled *c = alk__compile_tree(statement, &(alk__rendering){ .dialect = dialect });
    alk__node_sink(statement);
    alk_check(!c);
    alk_check_that(alk_last_error()->code == ALK_ERROR_COMPILE || alk_last_error()->code == ALK_ERROR_PROGRAMMING, "%s", alk_last_error()->message);
    alk_check_contains(alk_last_error()->message, part);
}

/* What no statement is made of. */
static void check_unmade(const alk_sql *statement, const char *part)
{
    alk_check(statement->kind == ALK__NODE_ERROR);
    alk__node_raise(statement);
    alk_check_contains(alk_last_error()->message, part);
    alk__node_sink(statement);
}

/* ---- models ---- */

#define AUTHOR(X, m)                                                                \
    X(m, key, id, BIGINT)                                                           \
    X(m, col, name, VARCHAR(120), .index = true, .comment = "as on the cover")     \
    X(m, opt, born, INTEGER, .check = "born > 0")                                   \
    X(m, opt, order, TEXT, .unique = true)
#define BOOK(X, m)                                                                  \
    X(m, key, id, INTEGER)                                                          \
    X(m, col, author_id, BIGINT, .references = &scribe.id, .on_delete = ALK_CASCADE, .constraint = "fk_author") \
    X(m, col, title, VARCHAR(200), .collation = "C", .server_default = "'untitled'") \
    X(m, col, price, NUMERIC(10, 2), .server_default = "1 + 1")                     \
    X(m, opt, gross, NUMERIC(10, 2), .computed = "price * 1.2", .computed_as = ALK_COMPUTED_STORED) \
    X(m, col, made, TIMESTAMP, .server_default = "CURRENT_TIMESTAMP", .server_on_update = "CURRENT_TIMESTAMP")
ALK_MODEL(scribe, AUTHOR);
ALK_MODEL(volume, BOOK);
ALK_DEFINE(scribe, AUTHOR, "authors", .comment = "who's who",
           .options = (const alk_dialect_option[]){ { "mysql.engine", "InnoDB" }, { "sqlite.strict", NULL }, { "postgresql.unlogged", "yes" }, { NULL, NULL } });
ALK_DEFINE(volume, BOOK, "books", .schema = "shop",
           .constraints = (const alk_constraint[]){ { .kind = ALK_CONSTRAINT_UNIQUE, .name = "uq_book", .columns = ALK_COLUMNS(&volume.author_id, &volume.title),
                                                      .deferrable = ALK_INITIALLY_DEFERRED },
                                                    { .kind = ALK_CONSTRAINT_CHECK, .check = "price >= 0" },
                                                    { 0 } },
           .indexes = (const alk_index[]){ { .name = "ix_title",
                                             .unique = true,
                                             .parts = (const alk_index_part[]){ { .column = &volume.title, .flags = ALK_INDEX_DESCENDING | ALK_INDEX_NULLS_LAST },
                                                                                { .expression = "lower(title)" },
                                                                                { .column = &volume.price, .suffix = "int4_ops" },
                                                                                { 0 } },
                                             .where = "price > 0",
                                             .include = ALK_COLUMNS(&volume.id),
                                             .options = (const alk_dialect_option[]){ { "postgresql.using", "gin" }, { "postgresql.concurrently", "true" },
                                                                                      { "postgresql.with", "fillfactor = 70" }, { NULL, NULL } } },
                                           { 0 } });

ALK_TEST(ddl, creates_tables_in_standard_sql)
{
    check_sql(&alk__standard_dialect, alk_create_table(scribe.table, 0),
              "CREATE TABLE authors (\n"
              "    id BIGINT NOT NULL,\n"
              "    name VARCHAR(120) NOT NULL,\n"
              "    born INTEGER,\n"
              "    \"order\" TEXT,\n"
              "    PRIMARY KEY (id),\n"
              "    CHECK (born > 0),\n"
              "    UNIQUE (\"order\")\n"
              ")");
    check_sql(&alk__standard_dialect, alk_create_table(volume.table, ALK_DDL_IF_NOT_EXISTS),
              "CREATE TABLE IF NOT EXISTS shop.books (\n"
              "    id INTEGER NOT NULL,\n"
              "    author_id BIGINT NOT NULL,\n"
              "    title VARCHAR(200) COLLATE \"C\" DEFAULT 'untitled' NOT NULL,\n"
              "    price NUMERIC(10, 2) DEFAULT 1 + 1 NOT NULL,\n"
              "    gross NUMERIC(10, 2) GENERATED ALWAYS AS (price * 1.2) STORED,\n"
              "    made TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,\n"
              "    PRIMARY KEY (id),\n"
              "    CONSTRAINT uq_book UNIQUE (author_id, title) DEFERRABLE INITIALLY DEFERRED,\n"
              "    CHECK (price >= 0),\n"
              "    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE\n"
              ")");
}

ALK_TEST(ddl, has_comments_and_options_inside_where_the_database_wants_them)
{
    check_sql(&inlined, alk_create_table(scribe.table, 0),
              "CREATE TABLE authors (\n"
              "    id BIGINT NOT NULL AUTO_INCREMENT,\n"
              "    name VARCHAR(120) NOT NULL COMMENT 'as on the cover',\n"
              "    born INT NULL,\n"
              "    `order` LONGTEXT NULL,\n"
              "    PRIMARY KEY (id),\n"
              "    CHECK (born > 0),\n"
              "    UNIQUE (`order`)\n"
              ") COMMENT='who''s who' ENGINE=InnoDB");
}

ALK_TEST(ddl, makes_the_number_of_a_row_its_key)
{
    check_sql(&rowid, alk_create_table(scribe.table, 0),
              "CREATE TABLE authors (\n"
              "    id INTEGER NOT NULL PRIMARY KEY,\n"
              "    name VARCHAR(120) NOT NULL,\n"
              "    born INTEGER,\n"
              "    \"order\" TEXT,\n"
              "    CHECK (born > 0),\n"
              "    UNIQUE (\"order\")\n"
              ") STRICT");
    check_refused(&rowid, alk_create_table(volume.table, 0), "foreign keys into another schema");
}

ALK_TEST(ddl, serves_a_database_with_types_of_its_own_for_keys)
{
    check_sql(&serial, alk_create_table(scribe.table, 0),
              "CREATE UNLOGGED TABLE authors (\n"
              "    id BIGSERIAL NOT NULL,\n"
              "    name VARCHAR(120) NOT NULL,\n"
              "    born INTEGER,\n"
              "    \"order\" TEXT,\n"
              "    PRIMARY KEY (id),\n"
              "    CHECK (born > 0),\n"
              "    UNIQUE (\"order\")\n"
              ")");
    check_sql(&call, alk_create_table(volume.table, 0),
              "CREATE TABLE shop.books (\n"
              "    id INTEGER NOT NULL IDENTITY(1,1),\n"
              "    author_id BIGINT NOT NULL,\n"
              "    title VARCHAR(200) COLLATE \"C\" DEFAULT 'untitled' NOT NULL,\n"
              "    price NUMERIC(10, 2) DEFAULT 1 + 1 NOT NULL,\n"
              "    gross AS (price * 1.2) PERSISTED,\n"
              "    made TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,\n"
              "    PRIMARY KEY (id),\n"
              "    CONSTRAINT uq_book UNIQUE (author_id, title) DEFERRABLE INITIALLY DEFERRED,\n"
              "    CHECK (price >= 0),\n"
              "    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE\n"
              ")");
}

ALK_TEST(ddl, creates_and_drops_indexes)
{
    check_sql(&alk__standard_dialect, alk_create_index(scribe.table, "ix_authors_name", ALK_DDL_IF_NOT_EXISTS), "CREATE INDEX IF NOT EXISTS ix_authors_name ON authors (name)");
    check_sql(&serial, alk_create_index(volume.table, "ix_title", 0),
              "CREATE UNIQUE INDEX CONCURRENTLY ix_title ON shop.books USING gin (title DESC NULLS LAST, (lower(title)), price int4_ops) INCLUDE (id) WITH (fillfactor = 70) "
              "WHERE price > 0");
    check_sql(&rowid, alk_create_index(volume.table, "ix_title", 0),
              "CREATE UNIQUE INDEX shop.ix_title ON books (title DESC, (lower(title)), price int4_ops) WHERE price > 0");      /* what makes it faster alone is left out */
    check_refused(&inlined, alk_create_index(volume.table, "ix_title", 0), "expressions in indexes");
    check_sql(&alk__standard_dialect, alk_drop_index(volume.table, "ix_title", ALK_DDL_IF_EXISTS | ALK_DDL_CASCADE), "DROP INDEX IF EXISTS shop.ix_title CASCADE");
    check_sql(&inlined, alk_drop_index(volume.table, "ix_title", 0), "DROP INDEX ix_title ON shop.books");
    check_sql(&inlined, alk_drop_index(alk_table_name("a", "b"), "ix_title", 0), "DROP INDEX ix_title ON a.b");
    check_refused(&inlined, alk_drop_index(volume.table, "ix_title", ALK_DDL_IF_EXISTS), "mysql has no IF EXISTS");
}

ALK_TEST(ddl, adds_and_drops_constraints)
{
    check_sql(&alk__standard_dialect, alk_add_constraint(volume.table, "fk_author"),
              "ALTER TABLE shop.books ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE");
    check_sql(&alk__standard_dialect, alk_drop_constraint(volume.table, "fk_author", ALK_DDL_CASCADE), "ALTER TABLE shop.books DROP CONSTRAINT fk_author CASCADE");
    check_sql(&alk__standard_dialect, alk_drop_constraint(volume.table, "fk_author", ALK_DDL_IF_EXISTS), "ALTER TABLE IF EXISTS shop.books DROP CONSTRAINT IF EXISTS fk_author");
    check_refused(&rowid, alk_add_constraint(volume.table, "fk_author"), "ADD CONSTRAINT");
    check_refused(&rowid, alk_drop_constraint(volume.table, "fk_author", 0), "DROP CONSTRAINT");
}

static const alk_enum moods = { sizeof moods, 2, "mood", "art", (const char *const[]){ "good", "it's bad" } };
static const alk_sequence numbers = { .struct_size = sizeof numbers, .name = "numbers", .schema = "s", .start = 5, .increment = -2, .minimum = -100, .maximum = 10, .cache = 3,
                                      .cycle = true };

ALK_TEST(ddl, defines_schemas_sequences_and_types)
{
    check_sql(&alk__standard_dialect, alk_create_schema("Art", ALK_DDL_IF_NOT_EXISTS), "CREATE SCHEMA IF NOT EXISTS \"Art\"");
    check_sql(&alk__standard_dialect, alk_drop_schema("art", ALK_DDL_CASCADE), "DROP SCHEMA art CASCADE");
    check_refused(&rowid, alk_create_schema("art", 0), "schemas");
    check_sql(&alk__standard_dialect, alk_create_sequence(&numbers, 0), "CREATE SEQUENCE s.numbers INCREMENT BY -2 START WITH 5 MINVALUE -100 MAXVALUE 10 CACHE 3 CYCLE");
    check_sql(&alk__standard_dialect, alk_drop_sequence(&numbers, ALK_DDL_IF_EXISTS), "DROP SEQUENCE IF EXISTS s.numbers");
    check_refused(&rowid, alk_create_sequence(&numbers, 0), "sequences");
    check_refused(&rowid, alk_drop_sequence(&numbers, 0), "DROP SEQUENCE");
    serial_rules.ddl |= ALK_SQL_DDL_TYPE_DO;
    check_sql(&serial, alk_create_type(&moods, ALK_DDL_IF_NOT_EXISTS),
              "DO $alkahest$ BEGIN CREATE TYPE art.mood AS ENUM ('good', 'it''s bad'); EXCEPTION WHEN duplicate_object THEN NULL; END $alkahest$");
    check_refused(&serial, alk_create_type(&(const alk_enum){ sizeof(alk_enum), 1, "e", NULL, (const char *const[]){ "$alkahest$" } }, ALK_DDL_IF_NOT_EXISTS), "$alkahest$");
    check_sql(&serial, alk_create_type(&moods, 0), "CREATE TYPE art.mood AS ENUM ('good', 'it''s bad')");
    check_sql(&serial, alk_drop_type(&moods, 0), "DROP TYPE art.mood");
    check_refused(&alk__standard_dialect, alk_create_type(&moods, 0), "types of enumerations");
    const alk_type text = ALK_SQL_VARCHAR(20);
    check_sql(&serial, alk_create_domain("s", "short", &text, "VALUE <> ''", 0), "CREATE DOMAIN s.short AS VARCHAR(20) CHECK (VALUE <> '')");
    check_sql(&serial, alk_drop_domain(NULL, "short", 0), "DROP DOMAIN short");
    check_refused(&rowid, alk_create_domain("s", "short", &text, NULL, 0), "domains");
}

ALK_TEST(ddl, defines_views_and_tables_from_queries)
{
    check_sql(&alk__standard_dialect, alk_create_view(alk_table_name("s", "v"), alk_select(scribe.id, alk_where(alk_eq(scribe.name, "O'Hara"))), ALK_NAMES("a"), ALK_DDL_OR_REPLACE),
              "CREATE OR REPLACE VIEW s.v (a) AS SELECT authors.id FROM authors WHERE authors.name = 'O''Hara'");
    check_sql(&alk__standard_dialect, alk_create_view(alk_table_name(NULL, "v"), alk_raw("SELECT 1"), NULL, ALK_DDL_MATERIALIZED), "CREATE MATERIALIZED VIEW v AS SELECT 1");
    check_sql(&rowid, alk_create_view(alk_table_name(NULL, "v"), alk_select(scribe.id), NULL, ALK_DDL_TEMPORARY | ALK_DDL_IF_NOT_EXISTS),
              "CREATE TEMPORARY VIEW IF NOT EXISTS v AS SELECT authors.id FROM authors");
    check_refused(&rowid, alk_create_view(alk_table_name(NULL, "v"), alk_select(scribe.id), NULL, ALK_DDL_OR_REPLACE), "CREATE OR REPLACE VIEW");
    check_refused(&alk__standard_dialect, alk_create_view(alk_table_name(NULL, "v"), alk_select(scribe.id, alk_where(alk_eq(scribe.id, alk_param("p")))), NULL, 0),
                  "a parameter cannot stand in a definition");
    check_sql(&alk__standard_dialect, alk_drop_view(alk_table_name(NULL, "v"), ALK_DDL_MATERIALIZED), "DROP MATERIALIZED VIEW v");
    check_sql(&alk__standard_dialect, alk_create_table_as(alk_table_name(NULL, "t"), alk_select(scribe.id, alk_limit(3)), ALK_DDL_TEMPORARY),
              "CREATE TEMPORARY TABLE t AS SELECT authors.id FROM authors LIMIT 3");
    check_sql(&alk__standard_dialect, alk_drop_table(scribe.table, ALK_DDL_IF_EXISTS), "DROP TABLE IF EXISTS authors");
    check_sql(&alk__standard_dialect, alk_drop_table(alk_table_name("s", "Table"), 0), "DROP TABLE s.\"Table\"");
    const alk_sql *with = alk_cte(alk_select(scribe.id), "c");
    check_sql(&alk__standard_dialect, alk_create_view(alk_table_name(NULL, "v"), alk_select(alk_column_of(with, "id")), NULL, 0),
              "CREATE VIEW v AS WITH c AS (SELECT authors.id FROM authors) SELECT c.id FROM c");
}

ALK_TEST(ddl, comments_on_things)
{
    check_sql(&alk__standard_dialect, alk_comment_on(scribe.table, "who's who"), "COMMENT ON TABLE authors IS 'who''s who'");
    check_sql(&alk__standard_dialect, alk_comment_on(volume.title, "a \\ b"), "COMMENT ON COLUMN shop.books.title IS 'a \\ b'");
    check_sql(&alk__standard_dialect, alk_comment_on(volume.title, NULL), "COMMENT ON COLUMN shop.books.title IS NULL");
    check_refused(&rowid, alk_comment_on(scribe.table, "x"), "COMMENT ON");
    check_sql(&inlined, alk_comment_on(scribe.table, "who's who"), "ALTER TABLE authors COMMENT = 'who''s who'");
    check_sql(&inlined, alk_comment_on(scribe.table, NULL), "ALTER TABLE authors COMMENT = ''");
    check_sql(&inlined, alk_comment_on(scribe.id, "number"), "ALTER TABLE authors MODIFY COLUMN id BIGINT NOT NULL AUTO_INCREMENT COMMENT 'number'");
}

ALK_TEST(ddl, is_written_for_some_databases_only)
{
    const alk_sql *vacuum = alk_keep(alk_ddl_if(alk_ddl("VACUUM :all"), "sqlite mysql")), *other = alk_keep(alk_ddl_unless(alk_ddl("ANALYZE"), "sqlite"));
    check_sql(&rowid, vacuum, "VACUUM :all");
    check_sql(&inlined, vacuum, "VACUUM :all");
    check_sql(&alk__standard_dialect, vacuum, "");
    check_sql(&rowid, other, "");
    check_sql(&inlined, other, "ANALYZE");
    alk_free(vacuum);
    alk_free(other);
}

ALK_TEST(ddl, refuses_sql_that_is_not_whole)
{
    static const char *const bad[] = { "1; DROP TABLE x", "(1", "1)", "'open", "", " ", "1 -- rest", "\"open", "/* open" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alk_metadata *m = alk_metadata_new(NULL);
        alk_table_builder *b = alk_table_begin(m, "t");
        alk_table_add_column(b, "a", ALK_OF(BIGINT), .server_default = bad[i]);
        const alk_sql *t = alk_table_finish(b);
        alk_check_made(t);
        check_refused(&alk__standard_dialect, alk_create_table(t, 0), "must be whole");
        alk_metadata_free(m);
    }
}

/* A table of one column with these options, for one dialect. */
static const alk_sql *with_option(alk_metadata *m, const char *name, const char *value)
{
    alk_table_builder *b = alk_table_begin(m, "t", .options = (const alk_dialect_option[]){ { name, value }, { NULL, NULL } });
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .nullable = true);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    return t;
}

ALK_TEST(ddl, knows_the_options_of_its_database)
{
    static const struct { const char *name, *value, *sql, *fault; } cases[] = {
        { "mysql.engine", "MyISAM", "CREATE TABLE t (\n    a BIGINT NULL\n) ENGINE=MyISAM", NULL },
        { "mysql.connection", "o'clock", "CREATE TABLE t (\n    a BIGINT NULL\n) CONNECTION='o''clock'", NULL },
        { "postgresql.whatever", "x", "CREATE TABLE t (\n    a BIGINT NULL\n)", NULL },
        { "mysql.engin", "x", NULL, "has no option \"mysql.engin\"" },
        { "mysql.engine", NULL, NULL, "no value" },
        { "mysql.engine", "a; b", NULL, "must be whole" },
        { "engine", "x", NULL, "does not begin with the name of a database" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_metadata *m = alk_metadata_new(NULL);
        const alk_sql *t = with_option(m, cases[i].name, cases[i].value);
        if (cases[i].sql)
            check_sql(&inlined, alk_create_table(t, 0), cases[i].sql);
        else
            check_refused(&inlined, alk_create_table(t, 0), cases[i].fault);
        alk_metadata_free(m);
    }
}

ALK_TEST(ddl, switches_are_on_or_off)
{
    alk_metadata *m = alk_metadata_new(NULL);
    const alk_dialect_option both[] = { { "sqlite.strict", "true" }, { "sqlite.without_rowid", NULL }, { NULL, NULL } };
    const alk_dialect_option off[] = { { "sqlite.strict", "false" }, { NULL, NULL } }, wrong[] = { { "sqlite.strict", "maybe" }, { NULL, NULL } };
    const alk_dialect_option grow[] = { { "sqlite.autoincrement", "true" }, { NULL, NULL } };
    alk_table_builder *b = alk_table_begin(m, "a", .options = both);
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true, .options = grow);
    const alk_sql *a = alk_table_finish(b);
    b = alk_table_begin(m, "b", .options = off);
    alk_table_add_column(b, "id", ALK_OF(TEXT), .primary_key = true);
    const alk_sql *second = alk_table_finish(b);
    b = alk_table_begin(m, "c", .options = wrong);
    alk_table_add_column(b, "id", ALK_OF(TEXT), .primary_key = true);
    const alk_sql *third = alk_table_finish(b);
    alk_check_made(a);
    alk_check_made(second);
    alk_check_made(third);
    check_sql(&rowid, alk_create_table(a, 0), "CREATE TABLE a (\n    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT\n) STRICT, WITHOUT ROWID");
    check_sql(&rowid, alk_create_table(second, 0), "CREATE TABLE b (\n    id TEXT NOT NULL,\n    PRIMARY KEY (id)\n)");
    check_refused(&rowid, alk_create_table(third, 0), "is a switch");
    alk_metadata_free(m);
}

ALK_TEST(ddl, cuts_names_to_what_the_database_takes)
{
    alk_metadata *m = alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .unique_name = "uq_{table}_{columns}" });
    alk_table_builder *b = alk_table_begin(m, "deliveries");
    alk_table_add_column(b, "customer_id", ALK_OF(BIGINT), .index = true);
    alk_table_add_column(b, "delivered_at", ALK_OF(TIMESTAMP));
    alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("customer_id", "delivered_at"));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&serial, alk_create_index(t, "ix_deliveries_customer_id", 0), "CREATE INDEX ix_deliveries_customer_id ON deliveries (customer_id)");
    check_sql(&serial, alk_add_constraint(t, "uq_deliveries_customer_id_delivered_at"),
              "ALTER TABLE deliveries ADD CONSTRAINT uq_deliveries_custome_80de1060 UNIQUE (customer_id, delivered_at)");
    check_sql(&serial, alk_drop_constraint(t, "uq_deliveries_customer_id_delivered_at", 0), "ALTER TABLE deliveries DROP CONSTRAINT uq_deliveries_custome_80de1060");
    alk_metadata_free(m);
}

ALK_TEST(ddl, writes_each_kind_of_type_and_default)
{
    static const alk_type text = ALK_SQL_TEXT, array = ALK_SQL_ARRAY(text);
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "mood", ALK_OF(ENUM(moods)), .server_default = "'good'");
    alk_table_add_column(b, "moods", ALK_OF(ARRAY(array)), .nullable = true);
    alk_table_add_column(b, "net", ALK_OF(NATIVE("CIDR")), .nullable = true);
    alk_table_add_column(b, "n", ALK_OF(BIGINT), .identity = ALK_IDENTITY_ALWAYS, .identity_start = 10, .identity_increment = 5);
    alk_table_add_column(b, "s", ALK_OF(BIGINT), .sequence = &numbers);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&serial, alk_create_table(t, 0),
              "CREATE TABLE t (\n"
              "    mood art.mood DEFAULT 'good' NOT NULL,\n"
              "    moods TEXT[][],\n"
              "    net CIDR,\n"
              "    n BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 START WITH 10) NOT NULL,\n"
              "    s BIGINT DEFAULT NEXT VALUE FOR s.numbers NOT NULL\n"
              ")");
    check_sql(&alk__standard_dialect, alk_create_table(t, 0),
              "CREATE TABLE t (\n"
              "    mood VARCHAR(8) DEFAULT 'good' NOT NULL,\n"
              "    moods TEXT[][],\n"
              "    net CIDR,\n"
              "    n BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 START WITH 10) NOT NULL,\n"
              "    s BIGINT DEFAULT NEXT VALUE FOR s.numbers NOT NULL,\n"
              "    CHECK (mood IN ('good', 'it''s bad'))\n"
              ")");
    check_refused(&inlined, alk_create_table(t, 0), "mysql has no type for ARRAY");
    check_refused(&rowid, alk_create_table(t, 0), "identity columns");
    alk_metadata_free(m);
    m = alk_metadata_new(NULL);
    b = alk_table_begin(m, "t");
    alk_table_add_column(b, "mood", ALK_OF(ENUM(moods)));
    alk_table_add_column(b, "u", ALK_OF(UBIGINT), .server_default = "-1");
    alk_table_add_column(b, "d", ALK_OF(BIGINT), .server_default = "(1 + 2)");
    alk_table_add_column(b, "e", ALK_OF(BIGINT), .server_default = "(1) + (2)");
    alk_table_add_column(b, "f", ALK_OF(TIMESTAMP), .server_default = "current_timestamp(6)", .server_on_update = "current_timestamp(6)");
    alk_table_add_column(b, "g", ALK_OF(BIGINT), .computed = "d + e");
    t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&inlined, alk_create_table(t, 0),
              "CREATE TABLE t (\n"
              "    mood ENUM('good', 'it''s bad') NOT NULL,\n"
              "    u BIGINT UNSIGNED DEFAULT -1 NOT NULL,\n"
              "    d BIGINT DEFAULT (1 + 2) NOT NULL,\n"
              "    e BIGINT DEFAULT ((1) + (2)) NOT NULL,\n"
              "    f DATETIME DEFAULT current_timestamp(6) NOT NULL ON UPDATE current_timestamp(6),\n"
              "    g BIGINT GENERATED ALWAYS AS (d + e) NOT NULL\n"
              ")");
    alk_metadata_free(m);
}

ALK_TEST(ddl, keeps_expressions_without_their_table)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t", .temporary = true);
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_column(b, "b", ALK_OF(TEXT));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .condition = alk_or(alk_gt(alk_name("a"), 5), alk_eq(alk_name("b"), "x'y")));
    alk_table_add_constraint(b, ALK_CONSTRAINT_PRIMARY_KEY, .name = "pk", .columns = ALK_NAMES("b", "a"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_EXCLUDE, .check = "USING gist (a WITH =)");
    alk_table_add_index(b, .name = "i", .terms = (const alk_index_term[]){ { .sql = alk_lower(alk_name("b")), .flags = ALK_INDEX_DESCENDING } }, .n_terms = 1,
                        .condition = alk_gt(alk_name("a"), 0));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&serial, alk_create_table(t, 0),
              "CREATE TEMPORARY TABLE t (\n"
              "    a BIGINT NOT NULL,\n"
              "    b TEXT NOT NULL,\n"
              "    CONSTRAINT pk PRIMARY KEY (b, a),\n"
              "    CHECK (a > 5 OR b = 'x''y'),\n"
              "    EXCLUDE USING gist (a WITH =)\n"
              ")");
    check_sql(&serial, alk_create_index(t, "i", 0), "CREATE INDEX i ON t ((lower(b)) DESC) WHERE a > 0");
    check_refused(&alk__standard_dialect, alk_create_table(t, 0), "EXCLUDE");
    check_refused(&inlined, alk_create_index(t, "i", 0), "expressions in indexes");
    check_refused(&inlined, alk_create_table(t, 0), "temporary tables");
    alk_metadata_free(m);
}

ALK_TEST(ddl, has_some_things_in_some_databases_only)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .name = "ck", .check = "a ~ 'x'", .dialects = "postgresql");
    alk_table_add_index(b, .name = "some", .columns = ALK_NAMES("a"), .where = "a > 5");
    alk_table_add_index(b, .name = "one", .columns = ALK_NAMES("a"), .where = "a > 5", .unique = true);
    alk_table_add_index(b, .name = "gin", .columns = ALK_NAMES("a"), .dialects = "postgresql, sqlite");
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&serial, alk_create_table(t, 0), "CREATE TABLE t (\n    a BIGINT NOT NULL,\n    CONSTRAINT ck CHECK (a ~ 'x')\n)");
    check_sql(&inlined, alk_create_table(t, 0), "CREATE TABLE t (\n    a BIGINT NOT NULL\n)");
    check_sql(&serial, alk_add_constraint(t, "ck"), "ALTER TABLE t ADD CONSTRAINT ck CHECK (a ~ 'x')");
    check_sql(&inlined, alk_add_constraint(t, "ck"), "");
    check_sql(&rowid, alk_create_index(t, "gin", 0), "CREATE INDEX gin ON t (a)");
    check_sql(&inlined, alk_create_index(t, "gin", 0), "");
    check_sql(&inlined, alk_create_index(t, "some", 0), "CREATE INDEX some ON t (a)");
    check_refused(&inlined, alk_create_index(t, "one", 0), "unique indexes of some rows");
    alk_metadata_free(m);
}

ALK_TEST(ddl, has_other_schemas_in_place_of_its_own)
{
    const alk_schema_map map[] = { { NULL, "tenant" }, { "shop", "Shop 2" } };
    const alk_compile_options options = { .struct_size = sizeof options, .schemas = map, .n_schemas = 2 };
    alk__compiled *c = alk__compile_tree(alk_add_constraint(volume.table, "fk_author"), &(alk__rendering){ .dialect = &alk__standard_dialect, .options = &options });
    alk_check_made(c);
    alk_check_str(c->sql.p, "ALTER TABLE \"Shop 2\".books ADD CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES tenant.authors (id) ON DELETE CASCADE");
    alk__compiled_unref(c);
}

ALK_TEST(ddl, writes_what_is_spelt_alike_once)
{
    static const alk_option_rule both[] = { { "mariadb.engine", ALK_OPTION_TABLE, 0, "ENGINE={value}" }, { "mysql.engine", ALK_OPTION_TABLE, 0, "ENGINE={value}" },
                                            { "mysql.engine", ALK_OPTION_INDEX, 0, "STORE {value}" }, { NULL, 0, 0, NULL } };
    alk_sql_rules rules = inline_rules;
    const alk__dialect dialect = { "mariadb", &backtick, &rules };
    const alk_dialect_option engines[] = { { "mysql.engine", "InnoDB" }, { "mariadb.engine", "Aria" }, { NULL, NULL } };
    rules.options = both;
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t", .options = engines);
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_index(b, .name = "i", .columns = ALK_NAMES("a"), .options = engines);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&dialect, alk_create_table(t, 0), "CREATE TABLE t (\n    a BIGINT NOT NULL\n) ENGINE=Aria");
    check_sql(&dialect, alk_create_index(t, "i", 0), "CREATE INDEX i ON t (a) STORE InnoDB");
    alk_metadata_free(m);
}

ALK_TEST(ddl, leaves_out_keys_that_come_later)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "a");
    alk_table_add_column(b, "id", ALK_OF(TEXT), .primary_key = true);
    alk_table_add_column(b, "b", ALK_OF(TEXT), .references = "b.id");
    const alk_sql *first = alk_table_finish(b);
    b = alk_table_begin(m, "b");
    alk_table_add_column(b, "id", ALK_OF(TEXT), .primary_key = true);
    alk_table_add_column(b, "a", ALK_OF(TEXT), .references = "a.id");
    const alk_sql *second = alk_table_finish(b);
    alk_check_made(first);
    alk_check_made(second);
    alk_ddl_plan *plan = alk_plan_create(ALK_LIST(first, second), 0);
    alk_check_made(plan);
    alk_check_size(alk_ddl_plan_count(plan), 3);
    check_sql(&alk__standard_dialect, alk_ddl_plan_at(plan, 0), "CREATE TABLE a (\n    id TEXT NOT NULL,\n    b TEXT NOT NULL,\n    PRIMARY KEY (id)\n)");
    check_sql(&alk__standard_dialect, alk_ddl_plan_at(plan, 2), "ALTER TABLE a ADD CONSTRAINT fk_a_b_b FOREIGN KEY (b) REFERENCES b (id)");
    check_sql(&rowid, alk_ddl_plan_at(plan, 0),
              "CREATE TABLE a (\n    id TEXT NOT NULL,\n    b TEXT NOT NULL,\n    PRIMARY KEY (id),\n    FOREIGN KEY (b) REFERENCES b (id)\n)");
    check_sql(&rowid, alk_ddl_plan_at(plan, 2), "");
    alk_ddl_plan_free(plan);
    plan = alk_plan_drop(ALK_LIST(first, second), 0);
    alk_check_made(plan);
    check_sql(&alk__standard_dialect, alk_ddl_plan_at(plan, 0), "ALTER TABLE a DROP CONSTRAINT fk_a_b_b");
    check_sql(&rowid, alk_ddl_plan_at(plan, 0), "");
    check_sql(&rowid, alk_ddl_plan_at(plan, 1), "DROP TABLE b");
    alk_ddl_plan_free(plan);
    alk_metadata_free(m);
}

/* ---- what tables, keys and numbers may have beside ---- */

/* A table of a key of two columns, of which the second grows. */
static const alk_sql *two_keyed(alk_metadata *m)
{
    alk_table_builder *b = alk_table_begin(m, "parts");
    alk_table_add_column(b, "whole", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "place", ALK_OF(INTEGER), .primary_key = true, .autoincrement = true);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    return t;
}

ALK_TEST(ddl, lets_a_column_grow_that_is_not_alone_in_its_key)
{
    alk_metadata *m = alk_metadata_new(NULL);
    const alk_sql *t = two_keyed(m);
    check_sql(&inlined, alk_create_table(t, 0),
              "CREATE TABLE parts (\n    whole BIGINT NOT NULL,\n    place INT NOT NULL AUTO_INCREMENT,\n    PRIMARY KEY (place, whole)\n)");
    check_sql(&serial, alk_create_table(t, 0), "CREATE TABLE parts (\n    whole BIGINT NOT NULL,\n    place SERIAL NOT NULL,\n    PRIMARY KEY (place, whole)\n)");
    check_sql(&rowid, alk_create_table(t, 0), "CREATE TABLE parts (\n    whole BIGINT NOT NULL,\n    place INTEGER NOT NULL,\n    PRIMARY KEY (place, whole)\n)");
    alk_metadata_free(m);
}

ALK_TEST(ddl, says_all_that_an_identity_may_have)
{
    static const alk_type big = ALK_SQL_BIGINT;
    const alk_sequence from_zero = { .struct_size = sizeof from_zero, .flags = ALK_SEQUENCE_START | ALK_SEQUENCE_MINIMUM, .increment = 2, .cache = 10, .cycle = true },
                       plain = { .struct_size = sizeof plain };
    const alk_sequence wide = { .struct_size = sizeof wide, .name = "wide", .maximum = 9, .flags = ALK_SEQUENCE_MAXIMUM, .type = &big };
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .identity = ALK_IDENTITY_ALWAYS, .identity_options = &from_zero);
    alk_table_add_column(b, "b", ALK_OF(BIGINT), .identity = ALK_IDENTITY_BY_DEFAULT, .identity_options = &plain);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&alk__standard_dialect, alk_create_table(t, 0),
              "CREATE TABLE t (\n"
              "    a BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2 START WITH 0 MINVALUE 0 CACHE 10 CYCLE) NOT NULL,\n"
              "    b BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL\n"
              ")");
    check_sql(&alk__standard_dialect, alk_create_sequence(&wide, 0), "CREATE SEQUENCE wide AS BIGINT MAXVALUE 9");
    alk_metadata_free(m);
}

ALK_TEST(ddl, takes_tables_and_indexes_without_columns_where_the_database_does)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "empty");
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "1 = 1");
    const alk_sql *empty = alk_table_finish(b);
    alk_check_made(empty);
    b = alk_table_begin(m, "filled");
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_index(b, .name = "all_of_it");
    const alk_sql *full = alk_table_finish(b);
    alk_check_made(full);
    check_sql(&alk__standard_dialect, alk_create_table(empty, 0), "CREATE TABLE empty (\n    CHECK (1 = 1)\n)");
    check_refused(&rowid, alk_create_table(empty, 0), "tables without columns");
    check_refused(&alk__standard_dialect, alk_create_index(full, "all_of_it", 0), "indexes without columns");
    rowid_rules.ddl |= ALK_SQL_DDL_INDEX_ALL;
    check_sql(&rowid, alk_create_index(full, "all_of_it", 0), "CREATE INDEX all_of_it ON filled");
    alk_metadata_free(m);
}

ALK_TEST(ddl, adds_constraints_by_their_place)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT));
    alk_table_add_constraint(b, ALK_CONSTRAINT_CHECK, .check = "a > 0");
    alk_table_add_constraint(b, ALK_CONSTRAINT_PRIMARY_KEY, .columns = ALK_NAMES("a"), .name = "pk");
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("a"), .references = ALK_NAMES("t.a"));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    check_sql(&alk__standard_dialect, alk_add_constraint_at(t, 0), "ALTER TABLE t ADD CHECK (a > 0)");
    check_sql(&alk__standard_dialect, alk_add_constraint_at(t, 1), "ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (a)");
    check_sql(&alk__standard_dialect, alk_add_constraint_at(t, 2), "ALTER TABLE t ADD CONSTRAINT fk_t_a_t FOREIGN KEY (a) REFERENCES t (a)");
    check_unmade(alk_add_constraint_at(t, 3), "has no constraint 3");
    check_sql(&alk__standard_dialect, alk_comment_on_constraint(t, "pk", "it's one"), "COMMENT ON CONSTRAINT pk ON t IS 'it''s one'");
    check_unmade(alk_comment_on_constraint(t, "kp", "x"), "has no constraint kp");
    alk_metadata_free(m);
}

ALK_TEST(ddl, drops_a_key_that_has_no_name_of_its_own)
{
    alk_metadata *m = alk_metadata_new(&(alk_metadata_options){ .struct_size = sizeof(alk_metadata_options), .primary_key_name = "pk_{table}" });
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .primary_key = true);
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    call_rules.ddl |= ALK_SQL_DDL_DROP_PRIMARY_KEY;
    check_sql(&call, alk_drop_constraint(t, "pk_t", 0), "ALTER TABLE t DROP PRIMARY KEY");
    check_sql(&call, alk_drop_constraint(t, "uq_t", 0), "ALTER TABLE t DROP CONSTRAINT uq_t");
    check_sql(&call, alk_drop_constraint(alk_table_name(NULL, "t"), "pk_t", 0), "ALTER TABLE t DROP CONSTRAINT pk_t");
    check_sql(&alk__standard_dialect, alk_drop_constraint(t, "pk_t", 0), "ALTER TABLE t DROP CONSTRAINT pk_t");
    alk_metadata_free(m);
}

ALK_TEST(ddl, writes_domains_with_all_that_they_may_have)
{
    const alk_type text = ALK_SQL_TEXT;
    const alk_domain all = { .struct_size = sizeof all, .schema = "s", .name = "word", .type = &text, .collation = "C", .collation_schema = "pg_catalog",
                             .server_default = "'x'", .constraint = "Short", .check = "length(VALUE) < 9", .not_null = true };
    check_sql(&alk__standard_dialect, alk_create_domain_of(&all, 0),
              "CREATE DOMAIN s.word AS TEXT COLLATE pg_catalog.\"C\" DEFAULT 'x' NOT NULL CONSTRAINT \"Short\" CHECK (length(VALUE) < 9)");
    check_sql(&alk__standard_dialect, alk_create_domain_of(&(const alk_domain){ .struct_size = sizeof(alk_domain), .name = "d", .type = &text }, 0), "CREATE DOMAIN d AS TEXT");
    check_unmade(alk_create_domain_of(&(const alk_domain){ .struct_size = sizeof(alk_domain), .name = "d" }, 0), "takes a name and a type");
    check_unmade(alk_create_domain_of(NULL, 0), "was given NULL");
}

static const alk_option_rule placed_options[] = {
    { "postgresql.type", ALK_OPTION_COLUMN_TYPE, 0, "{value}" },           { "postgresql.include", ALK_OPTION_CONSTRAINT_COLUMNS, 0, "INCLUDE ({names})" },
    { "postgresql.on_delete_columns", ALK_OPTION_ON_DELETE, 0, "({names})" }, { "postgresql.length", ALK_OPTION_INDEX_PART, 0, "({value})" },
    { "postgresql.with", ALK_OPTION_VIEW, 0, "WITH ({value})" },           { "postgresql.check", ALK_OPTION_VIEW_END, 0, "WITH CHECK OPTION" },
    { "postgresql.concurrently", ALK_OPTION_DROP_INDEX, 0, "CONCURRENTLY" }, { "postgresql.order", ALK_OPTION_SEQUENCE, 0, "ORDER" },
    { "postgresql.unlogged", ALK_OPTION_TABLE_WORD, 0, "UNLOGGED" },       { "postgresql.fast", ALK_OPTION_INDEX_END, 0, "WITH (FAST)" },
    { NULL, 0, 0, NULL },
};
#define OPTION(name, value) ((const alk_dialect_option[]){ { name, value }, { NULL, NULL } })

ALK_TEST(ddl, writes_options_where_they_belong)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "t");
    alk_table_add_column(b, "a", ALK_OF(BIGINT), .options = OPTION("postgresql.type", "INT8"));
    alk_table_add_column(b, "Group", ALK_OF(BIGINT), .nullable = true, .collation = "C", .collation_schema = "pg_catalog");
    alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("a"), .options = OPTION("postgresql.include", "Group, a"));
    alk_table_add_constraint(b, ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_NAMES("a", "Group"), .references = ALK_NAMES("t.a", "t.Group"), .on_delete = ALK_SET_NULL,
                             .options = OPTION("postgresql.on_delete_columns", "Group"));
    alk_table_add_index(b, .name = "i", .terms = (const alk_index_term[]){ { .column = "a", .flags = ALK_INDEX_DESCENDING, .options = OPTION("postgresql.length", "10") } },
                        .n_terms = 1, .where = "a > 1", .options = OPTION("postgresql.fast", NULL));
    const alk_sql *t = alk_table_finish(b);
    alk_check_made(t);
    serial_rules.options = placed_options;
    check_sql(&serial, alk_create_table(t, 0),
              "CREATE TABLE t (\n"
              "    a INT8 NOT NULL,\n"
              "    \"Group\" BIGINT COLLATE pg_catalog.\"C\",\n"
              "    UNIQUE (a) INCLUDE (\"Group\", a),\n"
              "    FOREIGN KEY (a, \"Group\") REFERENCES t (a, \"Group\") ON DELETE SET NULL (\"Group\")\n"
              ")");
    check_sql(&serial, alk_create_index(t, "i", 0), "CREATE INDEX i ON t (a(10) DESC) WHERE a > 1 WITH (FAST)");
    check_sql(&serial, alk_create_sequence(&(const alk_sequence){ .struct_size = sizeof(alk_sequence), .name = "s", .options = OPTION("postgresql.order", NULL) }, 0),
              "CREATE SEQUENCE s ORDER");
    alk_metadata_free(m);
}

ALK_TEST(ddl, writes_options_of_statements)
{
    const alk_dialect_option two[] = { { "postgresql.check", NULL }, { "postgresql.with", "security_barrier = true" }, { NULL, NULL } };
    serial_rules.options = placed_options;
    check_sql(&serial, alk_ddl_options(alk_create_view(alk_table_name(NULL, "v"), alk_raw("SELECT 1"), NULL, 0), two),
              "CREATE VIEW v WITH (security_barrier = true) AS SELECT 1 WITH CHECK OPTION");
    check_sql(&alk__standard_dialect, alk_ddl_options(alk_create_view(alk_table_name(NULL, "v"), alk_raw("SELECT 1"), NULL, 0), two), "CREATE VIEW v AS SELECT 1");
    check_sql(&serial, alk_ddl_options(alk_drop_index(alk_table_name(NULL, "t"), "i", ALK_DDL_IF_EXISTS), OPTION("postgresql.concurrently", NULL)),
              "DROP INDEX CONCURRENTLY IF EXISTS i");
    check_sql(&serial, alk_ddl_options(alk_create_table_as(alk_table_name(NULL, "t"), alk_raw("SELECT 1"), 0), OPTION("postgresql.unlogged", NULL)),
              "CREATE UNLOGGED TABLE t AS SELECT 1");
    check_refused(&serial, alk_ddl_options(alk_ddl("x"), OPTION("postgresql.no_such", NULL)), "has no option \"postgresql.no_such\"");
    check_unmade(alk_ddl_options(alk_ddl("x"), NULL), "was given no options");
    check_unmade(alk_ddl_options(alk_int(1), two), "takes a definition");
    check_refused(&serial, alk_ddl_options(alk_ddl_options(alk_create_view(alk_table_name(NULL, "v"), alk_raw("SELECT 1"), NULL, 0), OPTION("postgresql.with", "a; b")), two),
                  "must be whole");
}

ALK_TEST(ddl, names_in_options_are_names)
{
    static const struct { const char *names, *sql, *fault; } cases[] = {
        { "a", "INCLUDE (a)", NULL },         { " a , b", "INCLUDE (a, b)", NULL }, { "x) DROP (y", "INCLUDE (\"x) DROP (y\")", NULL },
        { "a,,b", NULL, "lacks a name" },     { "", NULL, "lacks a name" },         { "a, ", NULL, "lacks a name" },
    };
    serial_rules.options = placed_options;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char sql[100];
        alk_metadata *m = alk_metadata_new(NULL);
        alk_table_builder *b = alk_table_begin(m, "t");
        alk_table_add_column(b, "a", ALK_OF(BIGINT), .nullable = true);
        alk_table_add_constraint(b, ALK_CONSTRAINT_UNIQUE, .columns = ALK_NAMES("a"), .options = OPTION("postgresql.include", cases[i].names));
        const alk_sql *t = alk_table_finish(b);
        alk_check_made(t);
        snprintf(sql, sizeof sql, "CREATE TABLE t (\n    a BIGINT,\n    UNIQUE (a) %s\n)", cases[i].sql ? cases[i].sql : "");
        if (cases[i].sql)
            check_sql(&serial, alk_create_table(t, 0), sql);
        else
            check_refused(&serial, alk_create_table(t, 0), cases[i].fault);
        alk_metadata_free(m);
    }
}
