/* SPDX-License-Identifier: MIT
 * Statements that define what a database holds, as nodes. */
#include "sql/ddl.h"
#include "base/alloc.h"
#include "base/error.h"
#include <alkahest/expression.h>
#include <string.h>

#define PUBLIC_FLAGS 31u
enum { A_TABLE = ALK__TAKES_FROM, A_QUERY = 1 << ALK__CLASS_QUERY | 1 << ALK__CLASS_LEAF | 1 << ALK__CLASS_FROM };

/* A statement about one child. */
static alk_sql *about(uint16_t kind, unsigned bits, uint32_t number, const char *text, const char *who, const alk_sql *child)
{
    alk__making m = { .kind = kind, .bits = (uint16_t)bits, .spare = number, .text = text, .text_length = SIZE_MAX };
    return alk__node_make(&m, who, 1, &child);
}

/* What is no table's definition; NULL: it is one. Consumes the node on failure. */
static alk_sql *no_definition(const alk_sql *table, const char *who)
{
    if (!table)
        return alk__node_fail("%s was given NULL in place of a table", who);
    if (table->kind == ALK__NODE_ERROR)
        return (alk_sql *)(uintptr_t)table;
    if (alk__table(table))
        return NULL;
    alk_sql *fault = alk__node_fail("%s takes a table's definition; it was given %s", who, alk__node_words(table));
    alk__node_sink(table);
    return fault;
}

/* The same of what has at least a table's name. */
static alk_sql *no_table(const alk_sql *table, const char *who)
{
    return table && table->kind == ALK__NODE_TABLE_NAME ? NULL : no_definition(table, who);
}

/* A text as a child; the end: there is none. */
static const alk_sql *text_or_end(const char *text)
{
    alk__making m = { .kind = ALK__NODE_DDL_TEXT, .text = text, .text_length = SIZE_MAX };
    return text ? alk__node_make(&m, "a definition", 0, NULL) : &alk_end;
}

static const alk_sql *schema_or_end(const char *schema)
{
    return schema && *schema ? alk_name(schema) : &alk_end;
}

static size_t count_options(const alk_dialect_option *options)
{
    size_t n = 0;
    while (options && options[n].name)
        n++;
    return n;
}

/* The first children, and options behind them in pairs. */
static alk_sql *make_with_options(const alk__making *m, const char *who, size_t n, const alk_sql *const *first, const alk_dialect_option *options)
{
    size_t n_options = count_options(options);
    const alk_sql **children = alk__alloc((n + 2 * n_options) * sizeof *children);
    if (!children) {
        alk__node_sink_all(NULL, n, first);
        return alk__node_no_memory();
    }
    memcpy(children, first, n * sizeof *children);
    for (size_t i = 0; i < n_options; i++) {
        children[n + 2 * i] = text_or_end(options[i].name);
        children[n + 2 * i + 1] = text_or_end(options[i].value);
    }
    alk_sql *made = alk__node_make(m, who, n + 2 * n_options, children);
    alk__free(children);
    return made;
}

/* A name in place of another thing's. */
static alk_sql *named(uint16_t kind, unsigned bits, const char *name, const char *schema, const char *who)
{
    if (!name || !*name)
        return alk__node_fail("%s was given no name", who);
    return about(kind, bits, 0, name, who, schema_or_end(schema));
}

/* ---- tables ---- */

alk_sql *(alk_create_table)(const alk_sql *table, unsigned flags)
{
    alk_sql *fault = no_definition(table, "alk_create_table()");
    return fault ? fault : about(ALK__NODE_CREATE_TABLE, flags & PUBLIC_FLAGS, 0, NULL, "alk_create_table()", table);
}

alk_sql *alk__create_table_without(const alk_table *table, unsigned bits, const alk__constraint *later, size_t n)
{
    const alk_sql **children = alk__alloc((n + 1) * sizeof *children);
    size_t count = 1;
    if (!children)
        return alk__node_no_memory();
    children[0] = &table->sql;
    for (size_t i = 0; i < n; i++)
        if (later[i].table == table)
            children[count++] = alk__add_constraint(&later[i], 0);
    alk__making m = { .kind = ALK__NODE_CREATE_TABLE, .bits = (uint16_t)bits };
    alk_sql *made = alk__node_make(&m, "alk_create_table()", count, children);
    alk__free(children);
    return made;
}

alk_sql *(alk_drop_table)(const alk_sql *table, unsigned flags)
{
    alk_sql *fault = no_table(table, "alk_drop_table()");
    return fault ? fault : about(ALK__NODE_DROP_TABLE, flags & PUBLIC_FLAGS, 0, NULL, "alk_drop_table()", table);
}

alk_sql *alk__drop_table(const alk_table *table, unsigned bits)
{
    return about(ALK__NODE_DROP_TABLE, bits, 0, NULL, "alk_drop_table()", &table->sql);
}

/* What is made from a query: its name, the query, and names of columns. */
static alk_sql *from_query(uint16_t kind, const char *who, const alk_sql *what, const alk_sql *query, const char *const *columns, unsigned flags)
{
    alk_sql *fault = no_table(what, who);
    size_t n = 0;
    while (columns && columns[n])
        n++;
    if (!fault && query && query->kind != ALK__NODE_ERROR && !(1u << alk__node_class_of(query) & A_QUERY))
        fault = alk__node_fail("%s takes a query; it was given %s", who, alk__node_words(query));
    const alk_sql **children = fault ? NULL : alk__alloc((n + 2) * sizeof *children);
    if (!children) {
        alk__node_sink_all(fault, 2, (const alk_sql *const[]){ what, query });
        return fault ? fault : alk__node_no_memory();
    }
    children[0] = what;
    children[1] = query;
    for (size_t i = 0; i < n; i++)
        children[i + 2] = alk_name(columns[i]);
    alk__making m = { .kind = kind, .bits = (uint16_t)(flags & PUBLIC_FLAGS) };
    alk_sql *made = alk__node_make(&m, who, n + 2, children);
    alk__free(children);
    return made;
}

alk_sql *(alk_create_table_as)(const alk_sql *table, const alk_sql *query, unsigned flags)
{
    return from_query(ALK__NODE_CREATE_TABLE_AS, "alk_create_table_as()", table, query, NULL, flags);
}

alk_sql *(alk_create_view)(const alk_sql *view, const alk_sql *query, const char *const *columns, unsigned flags)
{
    return from_query(ALK__NODE_CREATE_VIEW, "alk_create_view()", view, query, columns, flags);
}

alk_sql *(alk_drop_view)(const alk_sql *view, unsigned flags)
{
    alk_sql *fault = no_table(view, "alk_drop_view()");
    return fault ? fault : about(ALK__NODE_DROP_VIEW, flags & PUBLIC_FLAGS, 0, NULL, "alk_drop_view()", view);
}

/* ---- indexes and constraints ---- */

static bool is_name(alk__buffer *made, int code, const char *name)
{
    return code == ALK_OK && made->length && strcmp(made->data, name) == 0;
}

alk_sql *(alk_create_index)(const alk_sql *table, const char *name, unsigned flags)
{
    alk_sql *fault = no_definition(table, "alk_create_index()");
    alk__index index;
    alk__buffer made;
    bool found = false;
    if (fault)
        return fault;
    if (!name || !*name)
        return alk__node_fail("alk_create_index() was given no name");
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    for (uint32_t at = 0; !found && alk__next_index(alk__table(table), &at, &index);) {
        alk__buffer_clear(&made);
        found = is_name(&made, alk__index_name(&made, &index), name);
    }
    int code = alk__buffer_status(&made);
    alk__buffer_free(&made);
    if (code)
        return alk__node_error();
    return found ? alk__create_index(&index, flags & PUBLIC_FLAGS) : alk__node_fail("table %s has no index %s", alk__table(table)->name, name);
}

alk_sql *alk__create_index(const alk__index *index, unsigned bits)
{
    return about(ALK__NODE_CREATE_INDEX, bits, index->number, NULL, "alk_create_index()", &index->table->sql);
}

alk_sql *(alk_drop_index)(const alk_sql *table, const char *name, unsigned flags)
{
    alk_sql *fault = no_table(table, "alk_drop_index()");
    if (fault)
        return fault;
    if (name && *name)
        return about(ALK__NODE_DROP_INDEX, flags & PUBLIC_FLAGS, 0, name, "alk_drop_index()", table);
    alk__node_sink(table);
    return alk__node_fail("alk_drop_index() was given no name");
}

/* The table's constraint of this name; NULL: it was found. */
static alk_sql *no_constraint(const alk_sql *table, const char *name, const char *who, alk__constraint *c)
{
    alk_sql *fault = no_definition(table, who);
    alk__buffer made;
    bool found = false;
    if (fault)
        return fault;
    if (!name || !*name)
        return alk__node_fail("%s was given no name", who);
    alk__buffer_init(&made, ALK__BUFFER_MAX);
    for (uint32_t at = 0; !found && alk__next_constraint(alk__table(table), &at, c);) {
        alk__buffer_clear(&made);
        found = is_name(&made, alk__constraint_name(&made, c, c->kind == ALK_CONSTRAINT_FOREIGN_KEY), name);
    }
    int code = alk__buffer_status(&made);
    alk__buffer_free(&made);
    if (code)
        return alk__node_error();
    return found ? NULL : alk__node_fail("table %s has no constraint %s", alk__table(table)->name, name);
}

alk_sql *(alk_add_constraint)(const alk_sql *table, const char *name)
{
    alk__constraint c;
    alk_sql *fault = no_constraint(table, name, "alk_add_constraint()", &c);
    return fault ? fault : alk__add_constraint(&c, 0);
}

alk_sql *(alk_add_constraint_at)(const alk_sql *table, size_t index)
{
    alk_sql *fault = no_definition(table, "alk_add_constraint_at()");
    alk__constraint c;
    if (fault)
        return fault;
    for (uint32_t at = 0; alk__next_constraint(alk__table(table), &at, &c);)
        if (c.declared && c.declared == alk__declared_constraint(alk__table(table), index))
            return alk__add_constraint(&c, 0);
    return alk__node_fail("table %s has no constraint %zu", alk__table(table)->name, index);
}

alk_sql *alk__add_constraint(const alk__constraint *c, unsigned bits)
{
    return about(ALK__NODE_ADD_CONSTRAINT, bits, c->number, NULL, "alk_add_constraint()", &c->table->sql);
}

alk_sql *(alk_drop_constraint)(const alk_sql *table, const char *name, unsigned flags)
{
    alk_sql *fault = no_table(table, "alk_drop_constraint()");
    if (fault)
        return fault;
    if (name && *name)
        return about(ALK__NODE_DROP_CONSTRAINT, flags & PUBLIC_FLAGS, 0, name, "alk_drop_constraint()", table);
    alk__node_sink(table);
    return alk__node_fail("alk_drop_constraint() was given no name");
}

alk_sql *alk__drop_constraint(const alk__constraint *c, unsigned bits)
{
    return about(ALK__NODE_DROP_CONSTRAINT, bits, c->number, NULL, "alk_drop_constraint()", &c->table->sql);
}

/* ---- comments ---- */

alk_sql *alk__comment(int what, const alk_sql *on, uint32_t number, const char *comment, unsigned bits)
{
    alk__making m = { .kind = ALK__NODE_COMMENT_ON, .op = (uint16_t)what, .bits = (uint16_t)bits, .spare = number, .text = comment, .text_length = SIZE_MAX };
    return alk__node_make(&m, "alk_comment_on()", 1, &on);
}

alk_sql *(alk_comment_on)(const alk_sql *table_or_column, const char *comment)
{
    if (table_or_column && table_or_column->kind == ALK__NODE_COLUMN && alk__table_of(alk__column(table_or_column)))
        return alk__comment(ALK__COMMENT_COLUMN, table_or_column, 0, comment, 0);
    alk_sql *fault = no_table(table_or_column, "alk_comment_on()");
    return fault ? fault : alk__comment(ALK__COMMENT_TABLE, table_or_column, 0, comment, 0);
}

alk_sql *(alk_comment_on_constraint)(const alk_sql *table, const char *name, const char *comment)
{
    alk__constraint c;
    alk_sql *fault = no_constraint(table, name, "alk_comment_on_constraint()", &c);
    return fault ? fault : alk__comment(ALK__COMMENT_CONSTRAINT, table, c.number, comment, 0);
}

/* ---- schemas, sequences, types ---- */

alk_sql *(alk_create_schema)(const char *name, unsigned flags) { return named(ALK__NODE_CREATE_SCHEMA, flags & PUBLIC_FLAGS, name, NULL, "alk_create_schema()"); }
alk_sql *(alk_drop_schema)(const char *name, unsigned flags) { return named(ALK__NODE_DROP_SCHEMA, flags & PUBLIC_FLAGS, name, NULL, "alk_drop_schema()"); }

alk_sql *alk__create_sequence(const alk_sequence *sequence, unsigned bits)
{
    static const char who[] = "alk_create_sequence()";
    alk_sequence s = { 0 };
    if (!sequence)
        return alk__node_fail("%s was given NULL", who);
    memcpy(&s, sequence, sequence->struct_size && sequence->struct_size < sizeof s ? sequence->struct_size : sizeof s);
    if (!s.name || !*s.name)
        return alk__node_fail("%s was given a sequence without a name", who);
    const alk_sql *children[] = { schema_or_end(s.schema), (alk_literal)(alk_int(s.start)), (alk_literal)(alk_int(s.increment)),
                                  (alk_literal)(alk_int(s.minimum)), (alk_literal)(alk_int(s.maximum)), (alk_literal)(alk_int(s.cache)) };
    alk__making m = { .kind = ALK__NODE_CREATE_SEQUENCE, .op = (uint16_t)(s.flags | (s.cycle ? ALK__SEQUENCE_CYCLE : 0)), .bits = (uint16_t)bits, .text = s.name,
                      .text_length = SIZE_MAX, .type = s.type, .own_type = s.type != NULL };
    return make_with_options(&m, who, sizeof children / sizeof *children, children, s.options);
}

alk_sql *alk__drop_sequence(const alk_sequence *sequence, unsigned bits)
{
    return named(ALK__NODE_DROP_SEQUENCE, bits, sequence ? sequence->name : NULL, sequence ? sequence->schema : NULL, "alk_drop_sequence()");
}

alk_sql *(alk_create_sequence)(const alk_sequence *sequence, unsigned flags) { return alk__create_sequence(sequence, flags & PUBLIC_FLAGS); }
alk_sql *(alk_drop_sequence)(const alk_sequence *sequence, unsigned flags) { return alk__drop_sequence(sequence, flags & PUBLIC_FLAGS); }

alk_sql *alk__create_type(const alk_enum *words, unsigned bits)
{
    static const char who[] = "alk_create_type()";
    if (!words || !words->name || !*words->name)
        return alk__node_fail("%s takes an enumeration with a name", who);
    if (!words->count || !words->words)
        return alk__node_fail("%s was given an enumeration without words", who);
    const alk_sql **children = alk__alloc(((size_t)words->count + 1) * sizeof *children);
    if (!children)
        return alk__node_no_memory();
    children[0] = words->schema && *words->schema ? alk_name(words->schema) : &alk_end;
    for (uint32_t i = 0; i < words->count; i++)
        children[i + 1] = (alk_literal)(alk_text(words->words[i]));
    alk__making m = { .kind = ALK__NODE_CREATE_TYPE, .bits = (uint16_t)bits, .text = words->name, .text_length = SIZE_MAX };
    alk_sql *made = alk__node_make(&m, who, (size_t)words->count + 1, children);
    alk__free(children);
    return made;
}

alk_sql *alk__drop_type(const alk_enum *words, unsigned bits)
{
    return named(ALK__NODE_DROP_TYPE, bits, words ? words->name : NULL, words ? words->schema : NULL, "alk_drop_type()");
}

alk_sql *(alk_create_type)(const alk_enum *words, unsigned flags) { return alk__create_type(words, flags & PUBLIC_FLAGS); }
alk_sql *(alk_drop_type)(const alk_enum *words, unsigned flags) { return alk__drop_type(words, flags & PUBLIC_FLAGS); }

static alk_sql *create_domain(const alk_domain *d, const char *who, unsigned flags)
{
    if (!d->name || !*d->name || !d->type || d->type->kind == ALK_KIND_UNKNOWN)
        return alk__node_fail("%s takes a name and a type", who);
    const alk_sql *children[] = { schema_or_end(d->schema), text_or_end(d->check), text_or_end(d->constraint), text_or_end(d->server_default), text_or_end(d->collation),
                                  text_or_end(d->collation_schema) };
    alk__making m = { .kind = ALK__NODE_CREATE_DOMAIN, .op = d->not_null, .bits = (uint16_t)(flags & PUBLIC_FLAGS), .text = d->name, .text_length = SIZE_MAX, .type = d->type,
                      .own_type = true };
    return alk__node_make(&m, who, sizeof children / sizeof *children, children);
}

alk_sql *(alk_create_domain)(const char *schema, const char *name, const alk_type *type, const char *check, unsigned flags)
{
    return create_domain(&(const alk_domain){ .schema = schema, .name = name, .type = type, .check = check }, "alk_create_domain()", flags);
}

alk_sql *(alk_create_domain_of)(const alk_domain *domain, unsigned flags)
{
    static const char who[] = "alk_create_domain_of()";
    alk_domain d = { 0 };
    if (!domain)
        return alk__node_fail("%s was given NULL", who);
    memcpy(&d, domain, domain->struct_size && domain->struct_size < sizeof d ? domain->struct_size : sizeof d);
    return create_domain(&d, who, flags);
}

alk_sql *(alk_drop_domain)(const char *schema, const char *name, unsigned flags)
{
    return named(ALK__NODE_DROP_DOMAIN, flags & PUBLIC_FLAGS, name, schema, "alk_drop_domain()");
}

/* ---- in SQL, conditional, and with options ---- */

alk_sql *(alk_ddl)(const char *sql)
{
    if (!sql || !*sql)
        return alk__node_fail("alk_ddl() was given no SQL");
    alk__making m = { .kind = ALK__NODE_DDL_TEXT, .text = sql, .text_length = SIZE_MAX };
    return alk__node_make(&m, "alk_ddl()", 0, NULL);
}

static alk_sql *conditional(uint16_t op, const char *who, const alk_sql *ddl, const char *dialects)
{
    if (!dialects || !*dialects) {
        alk__node_sink(ddl);
        return alk__node_fail("%s was given no dialect", who);
    }
    alk__making m = { .kind = ALK__NODE_DDL_IF, .op = op, .text = dialects, .text_length = SIZE_MAX, .takes = 1 << ALK__CLASS_DDL };
    return alk__node_make(&m, who, 1, &ddl);
}

alk_sql *(alk_ddl_options)(const alk_sql *ddl, const alk_dialect_option *options)
{
    if (!options || !options->name) {
        alk__node_sink(ddl);
        return alk__node_fail("alk_ddl_options() was given no options");
    }
    if (ddl && ddl->kind != ALK__NODE_ERROR && alk__node_class_of(ddl) != ALK__CLASS_DDL) {
        alk_sql *fault = alk__node_fail("alk_ddl_options() takes a definition; it was given %s", alk__node_words(ddl));
        alk__node_sink(ddl);
        return fault;
    }
    return make_with_options(&(const alk__making){ .kind = ALK__NODE_DDL_OPTIONS }, "alk_ddl_options()", 1, &ddl, options);
}

alk_sql *(alk_ddl_if)(const alk_sql *ddl, const char *dialects) { return conditional(0, "alk_ddl_if()", ddl, dialects); }
alk_sql *(alk_ddl_unless)(const alk_sql *ddl, const char *dialects) { return conditional(1, "alk_ddl_unless()", ddl, dialects); }

/* ---- places and options of execution ---- */

/* A definition keeps its name where a query keeps its place: a node around it has that, and what alk_with_options() gave. */
static alk_sql *around(const char *file, int line, size_t n, const alk_sql *const *children)
{
    alk__making m = { .kind = ALK__NODE_DDL_PLACED, .file = file, .line = line };
    return alk__node_make(&m, "a definition", n, children);
}

alk_sql *alk_ddl_placed(const char *file, int line, const alk_sql *ddl)
{
    return around(file, line, 1, &ddl);
}

alk_sql *alk__ddl_with(const alk_sql *ddl, const alk_sql *options)
{
    const alk__node *placed = ddl->kind == ALK__NODE_DDL_PLACED ? alk__node_built(ddl) : NULL;
    alk_sql *made = around(placed ? placed->text : NULL, placed ? placed->line : 0, 2, (const alk_sql *const[]){ placed ? placed->child[0] : ddl, options });
    if (placed)
        alk__node_sink(ddl);
    return made;
}
