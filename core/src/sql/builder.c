/* SPDX-License-Identifier: MIT
 * Building tables at run time. All is copied into the table's own arena as it comes; finishing puts it into the form that models have, and gives it to the collection.
 * The first thing that is wrong is remembered, and what comes after it is not looked at. */
#include "base/alloc.h"
#include "base/error.h"
#include "base/utf8.h"
#include "sql/copy.h"
#include "sql/metadata.h"
#include <alkahest/expression.h>
#include <string.h>

#define NAME_MAX_BYTES 512
#define COLUMNS_MAX 10000

/* A constraint or an index with the names of its columns, before these are handles. */
typedef struct named_constraint {
    alk_constraint constraint;
    const char *const *columns;
} named_constraint;
typedef struct named_index {
    alk_index index;
    alk_index_part *parts;         /* without their columns */
    const char *const *names;      /* as many; NULL among them: an expression */
    const char *const *include;
    size_t n_parts;
} named_index;

struct alk_table_builder {
    alk_metadata *metadata;
    alk_arena *arena;
    alk__made_table *made;
    alk__vector columns;           /* of alk_column */
    alk__vector constraints;       /* of named_constraint */
    alk__vector indexes;           /* of named_index */
    alk__vector relationships;     /* of alk_relationship */
    alk__vector derived;           /* of alk_derived */
    alk__vector pending;           /* of alk__pending */
    int code;                      /* what went wrong first; ALK_OK: nothing */
    char message[400];
};

/* ---- what goes wrong ---- */

/* Remembers the thread's error. */
static int failed(alk_table_builder *b)
{
    const alk_error *error = alk_last_error();
    size_t length = strlen(error->message), kept = length < sizeof b->message ? length : alk__utf8_cut(error->message, sizeof b->message - 1);
    b->code = error->code;
    memcpy(b->message, error->message, kept);
    b->message[kept] = '\0';
    return b->code;
}

static int failed_before(const alk_table_builder *b)
{
    return b->code == ALK_ERROR_NO_MEMORY ? alk__error_no_memory() : alk__error(b->code, "%s", b->message);
}

/* The options as far as the caller has them, whose struct begins with its size; the rest of `all` stays as it is. given: NULL: none. */
static void take_options(void *all, size_t size, const void *given)
{
    size_t known = given ? *(const size_t *)given : 0;
    if (given)
        memcpy(all, given, known && known < size ? known : size);
}

/* Before something is added: whether it can be, and what is said of it. */
static int begin_adding(const alk_table_builder *builder, void *all, size_t size, const void *options)
{
    if (!builder)
        return alk__error_null_handle("table builder");
    if (builder->code)
        return failed_before(builder);
    take_options(all, size, options);
    return ALK_OK;
}

static int check_name(const char *name, const char *what, const char *table)
{
    size_t length = name ? strlen(name) : 0;
    if (length == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "%s of table %s has no name", what, table);
    if (length > NAME_MAX_BYTES)
        return alk__error(ALK_ERROR_ARGUMENT, "the name of %s of table %s is longer than %d bytes", what, table, NAME_MAX_BYTES);
    if (alk__utf8_valid(name, length) != length)
        return alk__error(ALK_ERROR_ARGUMENT, "the name of %s of table %s is not valid UTF-8", what, table);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            return alk__error(ALK_ERROR_ARGUMENT, "the name of %s of table %s holds a control character", what, table);
    return ALK_OK;
}

/* ---- expressions ---- */

/* An expression may not hold tables of the collection: they would hold each other. */
static int check_expression(const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    if (node->kind == ALK__NODE_ERROR)
        return alk__node_raise(node);
    if (node->kind >= ALK__NODE_COLUMN && node->kind <= ALK__NODE_RELATIONSHIP && !(node->flags & ALK__NODE_STATIC))
        return alk__error(ALK_ERROR_ARGUMENT, "an expression of a table's definition names columns by alk_name()");
    if (node->kind == ALK__NODE_PARAM)
        return alk__error(ALK_ERROR_ARGUMENT, "a parameter cannot stand in a table's definition");
    for (uint32_t i = 0; built && i < built->n; i++) {
        int code = check_expression(built->child[i]);
        if (code)
            return code;
    }
    return ALK_OK;
}

static int take_expression(const alk_sql *node, const alk_sql **out)
{
    *out = NULL;
    if (!node)
        return ALK_OK;
    int code = check_expression(node);
    if (code == ALK_OK)
        *out = alk__node_take(node);
    return code;
}

/* ---- beginning ---- */

static int add_target(alk_table_builder *b, const char *text, const alk_sql *table, const alk_sql *const **out);

/* What the table is in a hierarchy. */
static int begin_variant(alk_table_builder *b, const alk_table_options *o)
{
    alk_table *t = &b->made->table;
    size_t n = 0;
    const alk_table *base = o->base ? alk__table(o->base) : NULL;
    if (o->base && (!base || base->metadata != b->metadata))
        return alk__error(ALK_ERROR_ARGUMENT, "the base of table %s has to be a table of the same collection", t->name);
    if (o->in_base && !base)
        return alk__error(ALK_ERROR_ARGUMENT, "table %s is in that of its base, and has no base", t->name);
    t->in_base = o->in_base;
    int code = alk__copy_text(b->arena, o->polymorphic_identity, &t->polymorphic_identity);
    if (code == ALK_OK && base)
        code = add_target(b, NULL, o->base, &t->base);
    while (o->variants && o->variants[n])
        n++;
    const alk_sql *const **list = n && code == ALK_OK ? alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0) : NULL;
    if (n && !list)
        return alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = add_target(b, o->variants[i], NULL, &list[i]);
    if (n)
        list[n] = NULL;
    t->variants = list;
    return code;
}

static int begin(alk_table_builder *b, const char *name, const alk_table_options *o)
{
    const char *schema = o->schema ? o->schema : b->metadata->schema;
    int code = check_name(name, "a table", "without a name");
    if (code)
        return name && *name ? code : alk__error(ALK_ERROR_ARGUMENT, "a table has no name");
    b->made = alk_arena_alloc(b->arena, sizeof *b->made, 0);
    if (!b->made)
        return alk__error_code();
    memset(b->made, 0, sizeof *b->made);
    alk_table *t = &b->made->table;
    b->made->arena = b->arena;
    b->made->metadata = b->metadata;
    *t = (alk_table){ .sql = { .kind = ALK__NODE_TABLE }, .temporary = o->temporary, .struct_size = o->structure, .column_size = sizeof(alk_column),
                      .relationship_size = sizeof(alk_relationship), .constraint_size = sizeof(alk_constraint), .index_size = sizeof(alk_index),
                      .index_part_size = sizeof(alk_index_part), .derived_size = sizeof(alk_derived), .metadata = b->metadata, .holds = o->structure != 0 };
    t->self = &t->sql;
    code = alk__copy_text(b->arena, name, &t->name);
    if (code == ALK_OK && schema && *schema && (code = check_name(schema, "the schema", name)) == ALK_OK)
        code = alk__copy_text(b->arena, schema, &t->schema);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->comment, &t->comment);
    if (code == ALK_OK)
        code = alk__copy_options(b->arena, o->options, &t->options);
    return code ? code : begin_variant(b, o);
}

alk_table_builder *(alk_table_begin)(alk_metadata *metadata, const char *name, const alk_table_options *options)
{
    alk_table_options all = { 0 };
    if (!metadata) {
        alk__error_null_handle("metadata");
        return alk__error_null();
    }
    take_options(&all, sizeof all, options);
    alk_table_builder *b = alk__calloc(1, sizeof *b);
    if (!b)
        return alk__error_null();
    b->metadata = metadata;
    alk__metadata_ref(metadata);
    alk__vector_init(&b->columns, sizeof(alk_column));
    alk__vector_init(&b->constraints, sizeof(named_constraint));
    alk__vector_init(&b->indexes, sizeof(named_index));
    alk__vector_init(&b->relationships, sizeof(alk_relationship));
    alk__vector_init(&b->derived, sizeof(alk_derived));
    alk__vector_init(&b->pending, sizeof(alk__pending));
    b->arena = alk_arena_new();
    if (!b->arena || begin(b, name, &all)) {
        alk_table_abandon(b);
        return alk__error_null();
    }
    alk__error_handle_made();
    return b;
}

/* The expressions are the builder's until the table is made. */
static void drop_expressions(alk_table_builder *b)
{
    for (size_t i = 0; i < b->constraints.count; i++)
        alk_free(((named_constraint *)alk__vector_at(&b->constraints, i))->constraint.condition);
    for (size_t i = 0; i < b->indexes.count; i++) {
        named_index *index = alk__vector_at(&b->indexes, i);
        alk_free(index->index.condition);
        for (size_t k = 0; k < index->n_parts; k++)
            alk_free(index->parts[k].node);
    }
}

static void free_builder(alk_table_builder *b)
{
    alk__vector_free(&b->columns);
    alk__vector_free(&b->constraints);
    alk__vector_free(&b->indexes);
    alk__vector_free(&b->relationships);
    alk__vector_free(&b->derived);
    alk__vector_free(&b->pending);
    alk_metadata *metadata = b->metadata;
    alk__free(b);
    alk__metadata_unref(metadata);
}

void alk_table_abandon(alk_table_builder *builder)
{
    if (!builder)
        return;
    drop_expressions(builder);
    alk_arena_free(builder->arena);
    free_builder(builder);
}

/* ---- references ---- */

/* A place for the handle of what is referred to, filled now (column) or later (text). */
static int add_reference(alk_table_builder *b, const char *text, const alk_sql *column, const alk_sql *const **out)
{
    const alk_table *t = &b->made->table;
    const alk_sql **place = alk_arena_alloc(b->arena, sizeof *place, 0);
    if (!place)
        return alk__error_code();
    *place = NULL;
    *out = place;
    if (column) {
        const alk_column *known = alk__column(column);
        const alk_sql *of = known ? alk__table_of(known) : NULL;
        if (!of)
            return alk__error(ALK_ERROR_ARGUMENT, "a foreign key or relationship of table %s was given %s in place of a column", t->name, alk__node_words(column));
        if (!(column->flags & ALK__NODE_STATIC) && alk__table(of)->metadata != b->metadata)
            return alk__error(ALK_ERROR_ARGUMENT, "a foreign key or relationship of table %s refers to table %s of another collection", t->name, alk__table(of)->name);
        *place = column;
        return ALK_OK;
    }
    char *copy = alk_arena_copy(b->arena, text, strlen(text));
    alk__pending *p = copy ? alk__vector_push(&b->pending) : NULL;
    if (!p)
        return alk__error_code();
    p->place = place;
    p->from = t;
    if (alk__split_reference(copy, p))
        return ALK_OK;
    b->pending.count--;
    return alk__error(ALK_ERROR_ARGUMENT, "a foreign key or relationship of table %s refers to \"%s\", which is not of the form table.column", t->name, text);
}

/* ---- columns ---- */

static int check_column(const alk_table_builder *b, const char *name, const alk_type *type)
{
    const char *table = b->made->table.name;
    int code = check_name(name, "a column", table);
    if (code)
        return code;
    for (size_t i = 0; i < b->columns.count; i++)
        if (strcmp(((const alk_column *)alk__vector_at(&b->columns, i))->name, name) == 0)
            return alk__error(ALK_ERROR_ARGUMENT, "table %s has two columns %s", table, name);
    if (b->columns.count >= COLUMNS_MAX)
        return alk__error(ALK_ERROR_ARGUMENT, "table %s has more than %d columns", table, COLUMNS_MAX);
    if (!type || type->kind == ALK_KIND_UNKNOWN || type->kind > ALK_KIND_CUSTOM)
        return alk__error(ALK_ERROR_ARGUMENT, "column %s of table %s has no type", name, table);
    if (type->length < 0 || type->scale < 0)
        return alk__error(ALK_ERROR_ARGUMENT, "the type of column %s of table %s has a negative length", name, table);
    return ALK_OK;
}

static int copy_column_texts(alk_arena *arena, const alk_column_options *o, alk_column *c)
{
    const struct { const char *from, **to; } texts[] = {
        { o->constraint, &c->constraint }, { o->server_default, &c->server_default }, { o->server_on_update, &c->server_on_update },
        { o->computed, &c->computed },     { o->check, &c->check },                   { o->comment, &c->comment },
        { o->collation, &c->collation },   { o->collation_schema, &c->collation_schema },
    };
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < sizeof texts / sizeof *texts; i++)
        code = alk__copy_text(arena, texts[i].from, texts[i].to);
    return code;
}

static int add_column(alk_table_builder *b, const char *name, const alk_type *type, const alk_column_options *o)
{
    alk_column c = { .sql = { .kind = ALK__NODE_COLUMN }, .primary_key = o->primary_key, .nullable = o->nullable, .unique = o->unique, .index = o->index,
                     .no_autoincrement = o->no_autoincrement, .identity = o->identity, .computed_as = o->computed_as, .on_delete = o->on_delete,
                     .on_update = o->on_update, .deferrable = o->deferrable, .match = o->match, .identity_start = o->identity_start,
                     .identity_increment = o->identity_increment, .client_default = o->client_default, .client_on_update = o->client_on_update,
                     .client_data = o->client_data, .autoincrement = o->autoincrement, .offset = o->offset, .slot = o->slot, .state_offset = o->state_offset,
                     .version = o->version, .server_version = o->server_version, .version_generator = o->version_generator, .deferred = o->deferred, .discriminator = o->discriminator, .omitted = o->omitted };
    const alk_sql *const *reference = NULL;
    int code = check_column(b, name, type);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, name, &c.name);
    c.member = c.name;
    if (code == ALK_OK && o->member)
        code = alk__copy_text(b->arena, o->member, &c.member);
    c.table = b->made->table.in_base ? b->made->table.base : &b->made->table.self;
    if (code == ALK_OK)
        code = alk__copy_type(b->arena, type, &c.type);
    if (code == ALK_OK)
        code = copy_column_texts(b->arena, o, &c);
    if (code == ALK_OK)
        code = alk__copy_sequence(b->arena, o->sequence, &c.sequence);
    if (code == ALK_OK)
        code = alk__copy_sequence(b->arena, o->identity_options, &c.identity_options);
    if (code == ALK_OK)
        code = alk__copy_options(b->arena, o->options, &c.options);
    if (code == ALK_OK && (o->references || o->references_column))
        code = add_reference(b, o->references, o->references_column, &reference);
    alk_column *entry = code == ALK_OK ? alk__vector_push(&b->columns) : NULL;
    if (!entry)
        return alk__error_code();
    c.references = reference;
    *entry = c;
    return ALK_OK;
}

int (alk_table_add_column)(alk_table_builder *builder, const char *name, const alk_type *type, const alk_column_options *options)
{
    alk_column_options all = { 0 };
    int code = begin_adding(builder, &all, sizeof all, options);
    return code ? code : add_column(builder, name, type, &all) ? failed(builder) : ALK_OK;
}

/* What was gathered for a list of the table, in the arena; one more place stands behind it. NULL: no memory. */
static void *gathered(alk_table_builder *b, const alk__vector *items, size_t size, size_t *n)
{
    void *list = alk_arena_alloc(b->arena, (items->count + 1) * size, 0);
    if (list && items->count)
        memcpy(list, items->items, items->count * size);
    *n = items->count;
    return list;
}

/* ---- members by expressions ---- */

static int add_derived(alk_table_builder *b, const char *name, const alk_type *type, alk_sql *(*expression)(const alk_sql *from), const alk_column_options *o)
{
    alk_derived d = { .column = { .sql = { .kind = ALK__NODE_DERIVED }, .nullable = true, .offset = o->offset, .slot = o->slot, .state_offset = o->state_offset, .deferred = o->deferred,
                                  .table = &b->made->table.self }, .expression = expression };
    int code = check_column(b, name, type);
    if (code == ALK_OK && !expression)
        code = alk__error(ALK_ERROR_ARGUMENT, "member %s of table %s has no expression", name, b->made->table.name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, name, &d.column.name);
    d.column.member = d.column.name;
    if (code == ALK_OK && o->member)
        code = alk__copy_text(b->arena, o->member, &d.column.member);
    if (code == ALK_OK)
        code = alk__copy_type(b->arena, type, &d.column.type);
    alk_derived *entry = code == ALK_OK ? alk__vector_push(&b->derived) : NULL;
    if (!entry)
        return alk__error_code();
    *entry = d;
    return ALK_OK;
}

int (alk_table_add_derived)(alk_table_builder *builder, const char *name, const alk_type *type, alk_sql *(*expression)(const alk_sql *from), const alk_column_options *options)
{
    alk_column_options all = { 0 };
    int code = begin_adding(builder, &all, sizeof all, options);
    return code ? code : add_derived(builder, name, type, expression, &all) ? failed(builder) : ALK_OK;
}

static int finish_derived(alk_table_builder *b)
{
    b->made->table.derived = gathered(b, &b->derived, sizeof(alk_derived), &b->made->table.n_derived);
    return b->made->table.derived ? ALK_OK : alk__error_code();
}

/* ---- relationships ---- */

/* A place for the handle of a table, filled now or when the table of that name is finished. */
static int add_target(alk_table_builder *b, const char *text, const alk_sql *table, const alk_sql *const **out)
{
    const alk_sql **place = alk_arena_alloc(b->arena, sizeof *place, 0);
    char *copy = text ? alk_arena_copy(b->arena, text, strlen(text)) : NULL;
    *out = place;
    if (!place || (text && !copy))
        return alk__error_code();
    *place = table;
    if (!text)
        return ALK_OK;
    alk__pending *p = alk__vector_push(&b->pending);
    if (!p)
        return alk__error_code();
    char *point = strrchr(copy, '.');
    if (point)
        *point = '\0';
    *p = (alk__pending){ .schema = point ? copy : NULL, .table = point ? point + 1 : copy, .place = place, .from = &b->made->table };
    return ALK_OK;
}

/* The columns that a collection is loaded by in order, filled now or when their table is finished. */
static int add_order(alk_table_builder *b, const alk_relationship_options *o, alk_column_list *out)
{
    size_t n = 0;
    while (o->order_by_columns ? o->order_by_columns[n] && o->order_by_columns[n] != &alk_end : o->order_by && o->order_by[n])
        n++;
    const alk_sql *const **list = n ? alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0) : NULL;
    int code = n && !list ? alk__error_code() : ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = add_reference(b, o->order_by_columns ? NULL : o->order_by[i], o->order_by_columns ? o->order_by_columns[i] : NULL, &list[i]);
    if (list)
        list[n] = NULL;
    *out = list;
    return code;
}

static int add_relationship(alk_table_builder *b, const char *name, const alk_relationship_options *o)
{
    const char *table = b->made->table.name;
    alk_relationship r = { .sql = { .kind = ALK__NODE_RELATIONSHIP }, .cardinality = o->cardinality, .table = &b->made->table.self, .cascade = o->cascade, .view_only = o->view_only,
                           .passive_deletes = o->passive_deletes, .post_update = o->post_update, .write_only = o->write_only, .condition = o->condition, .offset = o->offset };
    int code = check_name(name, "a relationship", table);
    if (code == ALK_OK && o->cardinality != ALK_ONE && o->cardinality != ALK_MANY)
        code = alk__error(ALK_ERROR_ARGUMENT, "relationship %s of table %s is neither ALK_ONE nor ALK_MANY", name, table);
    if (code == ALK_OK && !o->target == !o->target_table)
        code = alk__error(ALK_ERROR_ARGUMENT, "relationship %s of table %s leads to one table, by name or by handle", name, table);
    for (size_t i = 0; code == ALK_OK && i < 2; i++) {
        const alk_sql *handle = i ? o->through : o->target_table;
        if (handle && !alk__table(handle))
            code = alk__error(ALK_ERROR_ARGUMENT, "relationship %s of table %s was given %s in place of a table", name, table, alk__node_words(handle));
    }
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, name, &r.name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->back, &r.back);
    if (code == ALK_OK)
        code = add_target(b, o->target, o->target_table, &r.target);
    if (code == ALK_OK && o->through)
        code = add_target(b, NULL, o->through, &r.through);
    if (code == ALK_OK && o->via)
        code = add_reference(b, o->via, NULL, &r.via);
    if (code == ALK_OK)
        code = add_order(b, o, &r.order_by);
    alk_relationship *entry = code == ALK_OK ? alk__vector_push(&b->relationships) : NULL;
    if (!entry)
        return alk__error_code();
    *entry = r;
    return ALK_OK;
}

int (alk_table_add_relationship)(alk_table_builder *builder, const char *name, const alk_relationship_options *options)
{
    alk_relationship_options all = { 0 };
    int code = begin_adding(builder, &all, sizeof all, options);
    return code ? code : add_relationship(builder, name, &all) ? failed(builder) : ALK_OK;
}

static int finish_relationships(alk_table_builder *b)
{
    b->made->table.relationships = gathered(b, &b->relationships, sizeof(alk_relationship), &b->made->table.n_relationships);
    return b->made->table.relationships ? ALK_OK : alk__error_code();
}

/* ---- constraints ---- */

static int check_constraint(const alk_table_builder *b, int kind, const alk_constraint_options *o)
{
    const char *table = b->made->table.name;
    bool has_columns = o->columns && o->columns[0];
    if (kind <= ALK_CONSTRAINT_END || kind > ALK_CONSTRAINT_EXCLUDE)
        return alk__error(ALK_ERROR_ARGUMENT, "there is no kind %d of constraints", kind);
    if (o->name) {
        int code = check_name(o->name, "a constraint", table);
        if (code)
            return code;
    }
    if (kind == ALK_CONSTRAINT_CHECK ? !o->check == !o->condition : kind == ALK_CONSTRAINT_EXCLUDE && !o->check)
        return alk__error(ALK_ERROR_ARGUMENT, "a CHECK or EXCLUDE of table %s takes one condition", table);
    if (kind != ALK_CONSTRAINT_CHECK && o->condition)
        return alk__error(ALK_ERROR_ARGUMENT, "a constraint of table %s that is no CHECK was given a condition", table);
    if ((kind == ALK_CONSTRAINT_UNIQUE || kind == ALK_CONSTRAINT_FOREIGN_KEY || kind == ALK_CONSTRAINT_PRIMARY_KEY) && !has_columns)
        return alk__error(ALK_ERROR_ARGUMENT, "a constraint of table %s has no columns", table);
    if ((kind == ALK_CONSTRAINT_FOREIGN_KEY) != (o->references || o->reference_columns))
        return alk__error(ALK_ERROR_ARGUMENT, "a foreign key of table %s refers to nothing, or another constraint to something", table);
    for (size_t i = 0; kind == ALK_CONSTRAINT_PRIMARY_KEY && i < b->constraints.count; i++)
        if (((const named_constraint *)alk__vector_at(&b->constraints, i))->constraint.kind == kind)
            return alk__error(ALK_ERROR_ARGUMENT, "table %s has two primary keys", table);
    return ALK_OK;
}

static int add_references(alk_table_builder *b, const alk_constraint_options *o, alk_constraint *c)
{
    size_t n = 0, of = 0;
    while (o->columns[n])
        n++;
    while (o->reference_columns ? o->reference_columns[of] && o->reference_columns[of] != &alk_end : o->references[of] != NULL)
        of++;
    if (n != of)
        return alk__error(ALK_ERROR_ARGUMENT, "a foreign key of table %s has %zu columns and refers to %zu", b->made->table.name, n, of);
    const alk_sql *const **list = alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0);
    int code = list ? ALK_OK : alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = add_reference(b, o->reference_columns ? NULL : o->references[i], o->reference_columns ? o->reference_columns[i] : NULL, &list[i]);
    if (code)
        return code;
    list[n] = NULL;
    c->references = list;
    return ALK_OK;
}

static int add_constraint(alk_table_builder *b, int kind, const alk_constraint_options *o)
{
    named_constraint n = { .constraint = { .kind = kind, .on_delete = o->on_delete, .on_update = o->on_update, .deferrable = o->deferrable, .match = o->match,
                                           .use_alter = o->use_alter } };
    size_t pending = b->pending.count;
    alk_constraint *c = &n.constraint;
    int code = check_constraint(b, kind, o);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->name, &c->name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->check, &c->check);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->comment, &c->comment);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->dialects, &c->dialects);
    if (code == ALK_OK)
        code = alk__copy_names(b->arena, o->columns, &n.columns);
    if (code == ALK_OK)
        code = alk__copy_options(b->arena, o->options, &c->options);
    if (code == ALK_OK && kind == ALK_CONSTRAINT_FOREIGN_KEY)
        code = add_references(b, o, c);
    if (code == ALK_OK)
        code = take_expression(o->condition, &c->condition);
    named_constraint *entry = code == ALK_OK ? alk__vector_push(&b->constraints) : NULL;
    if (entry) {
        *entry = n;
        return ALK_OK;
    }
    alk_free(c->condition);
    b->pending.count = pending;
    return alk__error_code();
}

int (alk_table_add_constraint)(alk_table_builder *builder, int kind, const alk_constraint_options *options)
{
    alk_constraint_options all = { 0 };
    int code;
    take_options(&all, sizeof all, options);
    alk__node_take(all.condition);             /* held while it is looked at: what came fresh goes, unless the table takes it */
    if (!builder)
        code = alk__error_null_handle("table builder");
    else if (builder->code)
        code = failed_before(builder);
    else
        code = add_constraint(builder, kind, &all) ? failed(builder) : ALK_OK;
    alk_free(all.condition);
    return code;
}

/* ---- indexes ---- */

/* One part; its column's name goes into *name. */
static int add_term(alk_table_builder *b, const alk_index_term *term, alk_index_part *part, const char **name)
{
    int ways = (term->column != NULL) + (term->expression != NULL) + (term->sql != NULL);
    memset(part, 0, sizeof *part);
    *name = NULL;
    if (ways != 1)
        return alk__error(ALK_ERROR_ARGUMENT, "a part of an index of table %s is a column, a text or an expression", b->made->table.name);
    part->flags = term->flags;
    int code = alk__copy_text(b->arena, term->column, name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, term->expression, &part->expression);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, term->suffix, &part->suffix);
    if (code == ALK_OK)
        code = alk__copy_options(b->arena, term->options, &part->options);
    return code ? code : take_expression(term->sql, &part->node);
}

/* A term of a list whose items may be shorter than ours. */
static alk_index_term term_at(const alk_index_options *o, size_t i)
{
    size_t size = o->term_size ? o->term_size : sizeof(alk_index_term);
    alk_index_term term = { 0 };
    memcpy(&term, (const char *)o->terms + i * size, size < sizeof term ? size : sizeof term);
    return term;
}

static int add_terms(alk_table_builder *b, const alk_index_options *o, named_index *n)
{
    size_t count = o->n_terms;
    while (!o->terms && o->columns && o->columns[count])
        count++;
    if (o->terms && o->columns)
        return alk__error(ALK_ERROR_ARGUMENT, "an index of table %s takes columns or terms", b->made->table.name);
    n->parts = alk_arena_alloc(b->arena, (count + 1) * sizeof *n->parts, 0);
    const char **names = alk_arena_alloc(b->arena, (count + 1) * sizeof *names, 0);
    if (!n->parts || !names)
        return alk__error_code();
    n->names = names;
    for (size_t i = 0; i < count; i++) {
        alk_index_term term = o->terms ? term_at(o, i) : (alk_index_term){ .column = o->columns[i] };
        int code = add_term(b, &term, &n->parts[i], &names[i]);
        if (code)
            return code;
        n->n_parts++;
    }
    memset(&n->parts[count], 0, sizeof *n->parts);
    return ALK_OK;
}

static int add_index(alk_table_builder *b, const alk_index_options *o)
{
    named_index n = { .index = { .unique = o->unique } };
    int code = o->name ? check_name(o->name, "an index", b->made->table.name) : ALK_OK;
    if (code == ALK_OK && o->where && o->condition)
        code = alk__error(ALK_ERROR_ARGUMENT, "an index of table %s takes one condition", b->made->table.name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->name, &n.index.name);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->where, &n.index.where);
    if (code == ALK_OK)
        code = alk__copy_text(b->arena, o->dialects, &n.index.dialects);
    if (code == ALK_OK)
        code = alk__copy_names(b->arena, o->include, &n.include);
    if (code == ALK_OK)
        code = alk__copy_options(b->arena, o->options, &n.index.options);
    if (code == ALK_OK)
        code = add_terms(b, o, &n);
    if (code == ALK_OK)
        code = take_expression(o->condition, &n.index.condition);
    named_index *entry = code == ALK_OK ? alk__vector_push(&b->indexes) : NULL;
    if (entry) {
        *entry = n;
        return ALK_OK;
    }
    alk_free(n.index.condition);
    for (size_t i = 0; i < n.n_parts; i++)
        alk_free(n.parts[i].node);
    return alk__error_code();
}

int (alk_table_add_index)(alk_table_builder *builder, const alk_index_options *options)
{
    alk_index_options all = { 0 };
    int code;
    take_options(&all, sizeof all, options);
    alk__node_take(all.condition);
    for (size_t i = 0; all.terms && i < all.n_terms; i++)
        alk__node_take(term_at(&all, i).sql);
    if (!builder)
        code = alk__error_null_handle("table builder");
    else if (builder->code)
        code = failed_before(builder);
    else
        code = add_index(builder, &all) ? failed(builder) : ALK_OK;
    for (size_t i = 0; all.terms && i < all.n_terms; i++)
        alk_free(term_at(&all, i).sql);
    alk_free(all.condition);
    return code;
}

/* ---- finishing ---- */

/* The columns in one piece, and a handle for each, which lists point to. */
static int finish_columns(alk_table_builder *b, const alk_sql ***handles)
{
    alk_table *t = &b->made->table;
    size_t n = b->columns.count;
    const alk_column *columns = gathered(b, &b->columns, sizeof *columns, &t->n_columns);
    *handles = alk_arena_alloc(b->arena, (n + 1) * sizeof **handles, 0);
    if (!columns || !*handles)
        return alk__error_code();
    t->columns = columns;
    for (size_t i = 0; i < n; i++)
        (*handles)[i] = &columns[i].sql;
    return ALK_OK;
}

static int list_of(alk_table_builder *b, const alk_sql **handles, const char *const *names, alk_column_list *out)
{
    const alk_table *t = &b->made->table;
    size_t n = 0;
    *out = NULL;
    if (!names)
        return ALK_OK;
    while (names[n])
        n++;
    const alk_sql *const **list = alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0);
    if (!list)
        return alk__error_code();
    for (size_t i = 0; i < n; i++) {
        const alk_column *column = alk__column_named(t, names[i]);
        if (!column)
            return alk__error(ALK_ERROR_ARGUMENT, "table %s has no column %s, which a constraint or index of it names", t->name, names[i]);
        list[i] = &handles[column - t->columns];
        for (size_t k = 0; k < i; k++)
            if (list[k] == list[i])
                return alk__error(ALK_ERROR_ARGUMENT, "a constraint or index of table %s names column %s twice", t->name, names[i]);
    }
    list[n] = NULL;
    *out = list;
    return ALK_OK;
}

/* A key that names its columns makes them key columns, and no others may be. */
static int mark_key(alk_table *t, const alk_constraint *c)
{
    alk_column *columns = (alk_column *)(uintptr_t)t->columns;
    size_t marked = 0, listed = 0;
    for (size_t i = 0; i < t->n_columns; i++)
        marked += columns[i].primary_key;
    for (; c->columns[listed]; listed++) {
        alk_column *column = &columns[alk__column(*c->columns[listed]) - t->columns];
        marked += !column->primary_key;
        column->primary_key = true;
    }
    return marked == listed ? ALK_OK : alk__error(ALK_ERROR_ARGUMENT, "the primary key of table %s leaves out a column that says it is one", t->name);
}

static int finish_constraints(alk_table_builder *b, const alk_sql **handles)
{
    alk_table *t = &b->made->table;
    size_t n = b->constraints.count;
    alk_constraint *list = alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0);
    int code = list ? ALK_OK : alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        const named_constraint *from = alk__vector_at(&b->constraints, i);
        list[i] = from->constraint;
        code = list_of(b, handles, from->columns, &list[i].columns);
        if (code == ALK_OK && list[i].kind == ALK_CONSTRAINT_PRIMARY_KEY)
            code = mark_key(t, &list[i]);
    }
    if (code)
        return code;
    list[n] = (alk_constraint){ .kind = ALK_CONSTRAINT_END };
    t->constraints = list;
    return ALK_OK;
}

static int finish_index(alk_table_builder *b, const alk_sql **handles, const named_index *from, alk_index *out)
{
    const alk_table *t = &b->made->table;
    *out = from->index;
    out->parts = from->parts;
    for (size_t i = 0; i < from->n_parts; i++) {
        const alk_column *column = from->names[i] ? alk__column_named(t, from->names[i]) : NULL;
        if (from->names[i] && !column)
            return alk__error(ALK_ERROR_ARGUMENT, "table %s has no column %s, which an index of it names", t->name, from->names[i]);
        from->parts[i].column = column ? &handles[column - t->columns] : NULL;
    }
    return list_of(b, handles, from->include, &out->include);
}

static int finish_indexes(alk_table_builder *b, const alk_sql **handles)
{
    size_t n = b->indexes.count;
    alk_index *list = alk_arena_alloc(b->arena, (n + 1) * sizeof *list, 0);
    int code = list ? ALK_OK : alk__error_code();
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = finish_index(b, handles, alk__vector_at(&b->indexes, i), &list[i]);
    if (code)
        return code;
    list[n] = (alk_index){ .name = NULL };
    b->made->table.indexes = list;
    return ALK_OK;
}

/* All columns that a foreign key refers to are of one table. */
static int check_targets(const alk_table_builder *b)
{
    const alk__pending *all = b->pending.items;
    const alk_constraint *c;
    for (size_t i = 0; (c = alk__declared_constraint(&b->made->table, i)); i++) {
        const alk__pending *first = NULL;
        const alk_sql *known = NULL;
        for (size_t k = 0; c->references && c->references[k]; k++)
            if (*c->references[k]) {
                const alk_sql *of = alk__table_of(alk__column(*c->references[k]));
                if (known && of != known)
                    return alk__error(ALK_ERROR_ARGUMENT, "a foreign key of table %s refers to two tables", b->made->table.name);
                known = of;
            } else {
                const alk__pending *p = all;
                while (p->place != c->references[k])
                    p++;
                if (first && (strcmp(first->table, p->table) != 0 || (first->schema ? !p->schema || strcmp(first->schema, p->schema) != 0 : p->schema != NULL)))
                    return alk__error(ALK_ERROR_ARGUMENT, "a foreign key of table %s refers to two tables", b->made->table.name);
                first = p;
            }
    }
    return ALK_OK;
}

const alk_sql *alk_table_finish(alk_table_builder *builder)
{
    const alk_sql **handles = NULL;
    if (!builder) {
        alk__error_null_handle("table builder");
        return NULL;
    }
    int code = builder->code ? failed_before(builder) : finish_columns(builder, &handles);
    if (code == ALK_OK)
        code = finish_constraints(builder, handles);
    if (code == ALK_OK)
        code = finish_indexes(builder, handles);
    if (code == ALK_OK)
        code = finish_relationships(builder);
    if (code == ALK_OK)
        code = finish_derived(builder);
    if (code == ALK_OK)
        code = check_targets(builder);
    if (code == ALK_OK)
        code = alk__metadata_take(builder->metadata, builder->made, builder->pending.items, builder->pending.count);
    if (code) {
        alk_table_abandon(builder);
        return NULL;
    }
    const alk_sql *table = &builder->made->table.sql;
    free_builder(builder);
    return table;
}
