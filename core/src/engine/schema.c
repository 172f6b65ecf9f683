/* SPDX-License-Identifier: MIT
 * Creating and dropping tables with all that belongs to them: a plan for those that are missing, or that are there, and running it. */
#include "base/buffer.h"
#include "base/error.h"
#include "base/map.h"
#include "base/vector.h"
#include "engine/connection.h"
#include "engine/event.h"
#include "engine/link.h"
#include "sql/ddl.h"
#include <alkahest/connection.h>
#include <alkahest/metadata.h>
#include <alkahest/result.h>
#include <string.h>

/* What the database holds: "schema", NUL, "name" of each table. */
typedef struct presence {
    alk__map names;
    bool known;                    /* the database tells its tables */
    alk__buffer schema;            /* of those that name none; empty: not told */
} presence;

static void presence_free(presence *p)
{
    alk__map_free(&p->names);
    alk__buffer_free(&p->schema);
}

static void put_key(alk__buffer *key, const char *schema, size_t schema_length, const char *name, size_t length)
{
    alk__buffer_clear(key);
    alk__buffer_append(key, schema, schema_length);
    alk__buffer_putc(key, '\0');
    alk__buffer_append(key, name, length);
}

/* The schema of names without one, where the dialect tells it. */
static int ask_schema(alk_conn *conn, const alk_catalog *catalog, alk__buffer *out)
{
    if (catalog->size < sizeof *catalog || !catalog->default_schema)
        return ALK_OK;
    alk_result *r = alk_conn_execute_driver(conn, catalog->default_schema, SIZE_MAX, NULL, 0, NULL);
    if (r && alk_next(r) && !alk_is_null(r, 0)) {
        alk_sv schema = alk_get_view(r, 0);
        alk__buffer_append(out, schema.p, schema.n);
    }
    int code = alk_close(r);
    return code ? code : alk__buffer_status(out);
}

static int add_present(presence *p, alk__buffer *key, alk_sv schema, alk_sv name)
{
    put_key(key, schema.p, schema.n, name.p, name.n);
    int code = alk__buffer_status(key);
    if (code == ALK_OK)
        code = alk__map_set(&p->names, key->data, key->length, p);
    if (code == ALK_OK && !p->schema.length) {             /* not told: any schema will do */
        put_key(key, "", 0, name.p, name.n);
        code = alk__buffer_status(key);
        if (code == ALK_OK)
            code = alk__map_set(&p->names, key->data, key->length, p);
    }
    return code;
}

static int look(alk_conn *conn, presence *p)
{
    alk__buffer key;
    int code = alk__conn_ready(conn);
    if (code)
        return code;
    const alk__backend *backend = conn->link->backend;
    const alk_catalog *catalog = backend->dialect->query(backend->dialect_self, "alk.catalog/1");
    if (!catalog || catalog->size < offsetof(alk_catalog, default_schema) || !catalog->tables)
        return ALK_OK;
    if ((code = ask_schema(conn, catalog, &p->schema)))
        return code;
    alk_result *r = alk_conn_tables(conn);
    alk__buffer_init(&key, ALK__BUFFER_MAX);
    while (code == ALK_OK && r && alk_next(r)) {
        alk_sv schema = alk_is_null(r, 0) ? (alk_sv){ "", 0 } : alk_get_view(r, 0), name = alk_get_view(r, 1);
        if (alk_result_status(r) == ALK_OK)
            code = add_present(p, &key, schema, name);
    }
    int closed = alk_close(r);
    alk__buffer_free(&key);
    p->known = true;
    return code ? code : closed;
}

/* 1 or 0; negative: a failure. A temporary table hides others of its name, and schemas of such tables have names of their own: it is taken to be missing. */
static int is_there(const presence *p, const alk_table *table)
{
    alk__buffer key;
    const char *schema = table->schema ? table->schema : p->schema.data ? p->schema.data : "";
    if (table->temporary)
        return 0;
    alk__buffer_init(&key, ALK__BUFFER_MAX);
    put_key(&key, schema, strlen(schema), table->name, strlen(table->name));
    int found = alk__buffer_status(&key) ? -1 : alk__map_get(&p->names, key.data, key.length) != NULL;
    alk__buffer_free(&key);
    return found;
}

/* The tables that are there, or those that are not, with the end of a list behind them. */
static int choose(const presence *p, const alk_sql *const *tables, bool there, alk__vector *chosen)
{
    size_t n = alk__list_length(tables);
    for (size_t i = 0; i <= n; i++) {
        const alk_table *table = i < n && tables[i] ? alk__table(tables[i]) : NULL;
        int found = table && p->known ? is_there(p, table) : there;
        if (found < 0)
            return alk__error_code();
        if (i < n && table && found != there && !(there && table->temporary))
            continue;
        int code = alk__vector_add(chosen, &tables[i]);
        if (code)
            return code;
    }
    return ALK_OK;
}

static int tell(alk_conn *conn, int kind, const alk_sql *table)
{
    if (!alk__event_wanted(conn->engine, kind))
        return ALK_OK;
    alk_event event = { .kind = kind, .conn = conn, .table = table, .affected = -1 };
    return alk__event_send(conn->engine, &event);
}

/* What a table's creation begins with, or its end is; NULL: the statement is about neither. */
static const alk_sql *table_made(const alk_sql *statement, bool create)
{
    return statement->kind == (create ? ALK__NODE_CREATE_TABLE : ALK__NODE_DROP_TABLE) ? alk__node_built(statement)->child[0] : NULL;
}

/* Whether a statement belongs to a table that was just created: its indexes and comments. */
static bool belongs_to(const alk_sql *statement, const alk_sql *table)
{
    const alk_sql *about = statement->kind == ALK__NODE_CREATE_INDEX || statement->kind == ALK__NODE_COMMENT_ON ? alk__node_built(statement)->child[0] : NULL;
    return about && (about == table || (about->kind == ALK__NODE_COLUMN && alk__table_of(alk__column(about)) == table));
}

static int run_plan(alk_conn *conn, const alk_ddl_plan *plan, bool create)
{
    const alk_sql *open = NULL;            /* the table whose creation or dropping has begun */
    int code = ALK_OK, before = create ? ALK_EVENT_BEFORE_CREATE : ALK_EVENT_BEFORE_DROP, after = create ? ALK_EVENT_AFTER_CREATE : ALK_EVENT_AFTER_DROP;
    for (size_t i = 0; code == ALK_OK && i < alk_ddl_plan_count(plan); i++) {
        const alk_sql *statement = alk_ddl_plan_at(plan, i), *table = table_made(statement, create);
        if (open && !belongs_to(statement, open)) {
            code = tell(conn, after, open);
            open = NULL;
        }
        if (code == ALK_OK && table)
            code = tell(conn, before, open = table);
        if (code == ALK_OK)
            code = alk_close(alk_conn_execute(conn, statement, NULL));
    }
    return code || !open ? code : tell(conn, after, open);
}

static int run(alk_conn *conn, const alk_ddl_plan *plan, bool create)
{
    int code = tell(conn, create ? ALK_EVENT_BEFORE_CREATE : ALK_EVENT_BEFORE_DROP, NULL);
    code = code ? code : run_plan(conn, plan, create);
    return code ? code : tell(conn, create ? ALK_EVENT_AFTER_CREATE : ALK_EVENT_AFTER_DROP, NULL);
}

static int change_all(alk_conn *conn, const alk_sql *const *tables, bool create)
{
    presence p = { 0 };
    alk__vector chosen;
    alk_ddl_plan *plan = NULL;
    if (!conn)
        return alk__error_null_handle("connection");
    if (!tables)
        return alk__error(ALK_ERROR_ARGUMENT, "no tables were given");
    alk__map_init(&p.names);
    alk__buffer_init(&p.schema, ALK__BUFFER_MAX);
    alk__vector_init(&chosen, sizeof(const alk_sql *));
    int code = look(conn, &p);
    if (code == ALK_OK)
        code = choose(&p, tables, !create, &chosen);
    if (code == ALK_OK) {
        const alk_sql *const *list = chosen.items;
        unsigned flags = p.known ? 0 : create ? ALK_DDL_IF_NOT_EXISTS : ALK_DDL_IF_EXISTS;
        plan = create ? alk__plan_create(list, flags, ALK_DDL_IF_NOT_EXISTS) : alk__plan_drop(list, flags, ALK_DDL_IF_EXISTS);
        code = plan ? run(conn, plan, create) : alk__error_code();
    }
    alk_ddl_plan_free(plan);
    alk__vector_free(&chosen);
    presence_free(&p);
    return code;
}

int (alk_create_all)(alk_conn *conn, const alk_sql *const *tables) { return change_all(conn, tables, true); }
int (alk_drop_all)(alk_conn *conn, const alk_sql *const *tables) { return change_all(conn, tables, false); }

static int change_metadata(alk_metadata *metadata, alk_conn *conn, bool create)
{
    alk__vector tables;
    if (!metadata)
        return alk__error_null_handle("metadata");
    size_t n = alk_metadata_count(metadata);
    alk__vector_init(&tables, sizeof(const alk_sql *));
    int code = alk_metadata_resolve(metadata);
    for (size_t i = 0; code == ALK_OK && i <= n; i++) {
        const alk_sql *table = i < n ? alk_metadata_at(metadata, i) : &alk_end;
        code = alk__vector_add(&tables, &table);
    }
    if (code == ALK_OK)
        code = change_all(conn, tables.items, create);
    alk__vector_free(&tables);
    return code;
}

int alk_metadata_create_all(alk_metadata *metadata, alk_conn *conn) { return change_metadata(metadata, conn, true); }
int alk_metadata_drop_all(alk_metadata *metadata, alk_conn *conn) { return change_metadata(metadata, conn, false); }
