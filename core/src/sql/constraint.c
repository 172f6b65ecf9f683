/* SPDX-License-Identifier: MIT
 * See constraint.h. A number counts places where a constraint may have been declared: 0 is the primary key, then come the table's, then three of each column. */
#include "sql/constraint.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "sql/metadata.h"
#include <string.h>

/* ---- constraints ---- */

static uint32_t declared_constraints(const alk_table *table)
{
    uint32_t n = 0;
    while (alk__declared_constraint(table, n))
        n++;
    return n;
}

/* Columns of a key that is not declared by itself: first one that grows though it is not alone, since MySQL wants that one in front. */
static const alk_column *key_column(const alk_table *table, size_t i)
{
    for (int growing = 1; growing >= 0; growing--)
        for (size_t at = 0; at < table->n_columns; at++) {
            const alk_column *column = alk__column_at(table, at);
            if (column->primary_key && column->autoincrement == growing && i-- == 0)
                return column;
        }
    return NULL;
}

static const alk_constraint *declared_key(const alk_table *table)
{
    const alk_constraint *c;
    for (size_t i = 0; (c = alk__declared_constraint(table, i)); i++)
        if (c->kind == ALK_CONSTRAINT_PRIMARY_KEY)
            return c;
    return NULL;
}

static void from_declared(const alk_constraint *c, alk__constraint *out)
{
    out->kind = c->kind;
    out->declared = c;
    out->name = c->name;
    out->check = c->check;
    out->condition = c->condition;
    out->on_delete = c->on_delete;
    out->on_update = c->on_update;
    out->deferrable = c->deferrable;
    out->match = c->match;
    out->use_alter = c->use_alter;
    out->comment = c->comment;
    out->options = c->options;
    out->dialects = c->dialects;
}

static bool from_column(const alk_column *column, unsigned which, alk__constraint *out)
{
    out->column = column;
    if (which == 0 && column->unique && !column->index) {
        out->kind = ALK_CONSTRAINT_UNIQUE;
    } else if (which == 1 && column->check) {
        out->kind = ALK_CONSTRAINT_CHECK;
        out->check = column->check;
    } else if (which == 2 && column->references) {
        out->kind = ALK_CONSTRAINT_FOREIGN_KEY;
        out->name = column->constraint;
        out->on_delete = column->on_delete;
        out->on_update = column->on_update;
        out->deferrable = column->deferrable;
        out->match = column->match;
    } else {
        return false;
    }
    return true;
}

/* What was declared at a number, if anything was. */
static bool constraint_at(const alk_table *table, uint32_t number, uint32_t declared, alk__constraint *out)
{
    *out = (alk__constraint){ .table = table, .number = number };
    if (number == 0) {
        const alk_constraint *key = declared_key(table);
        out->kind = ALK_CONSTRAINT_PRIMARY_KEY;
        if (key)
            from_declared(key, out);
        return key || key_column(table, 0);
    }
    if (number <= declared) {
        const alk_constraint *c = alk__declared_constraint(table, number - 1);
        from_declared(c, out);
        return c->kind != ALK_CONSTRAINT_PRIMARY_KEY;
    }
    uint32_t of_columns = number - 1 - declared;
    return from_column(alk__stored_column(table, of_columns / 3), of_columns % 3, out);
}

bool alk__next_constraint(const alk_table *table, uint32_t *at, alk__constraint *out)
{
    uint32_t declared = declared_constraints(table), end = 1 + declared + 3 * (uint32_t)alk__stored_count(table);
    while (*at < end)
        if (constraint_at(table, (*at)++, declared, out))
            return true;
    return false;
}

void alk__constraint_numbered(const alk_table *table, uint32_t number, alk__constraint *out)
{
    constraint_at(table, number, declared_constraints(table), out);
}

const alk_column *alk__constraint_column(const alk__constraint *c, size_t i)
{
    if (c->declared && c->declared->columns)
        return c->declared->columns[i] ? alk__column(*c->declared->columns[i]) : NULL;
    if (c->kind == ALK_CONSTRAINT_PRIMARY_KEY)
        return key_column(c->table, i);
    return i == 0 ? c->column : NULL;
}

const alk_column *alk__constraint_reference(const alk__constraint *c, size_t i)
{
    const alk_sql *const *reference = NULL;
    if (c->declared && c->declared->references)
        reference = c->declared->references[i];
    else if (c->column && i == 0)
        reference = c->column->references;
    const alk_sql *known = reference ? __atomic_load_n(reference, __ATOMIC_ACQUIRE) : NULL;    /* a run-time table's may come to be known later */
    return known ? alk__column(known) : NULL;
}

const alk_table *alk__constraint_target(const alk__constraint *c)
{
    const alk_column *first = alk__constraint_reference(c, 0);
    return first && alk__table_of(first) ? alk__table(alk__table_of(first)) : NULL;
}

/* ---- indexes: those of the table, then one for each column ---- */

static uint32_t declared_indexes(const alk_table *table)
{
    uint32_t n = 0;
    while (alk__declared_index(table, n))
        n++;
    return n;
}

static bool index_at(const alk_table *table, uint32_t number, uint32_t declared, alk__index *out)
{
    *out = (alk__index){ .table = table, .number = number };
    if (number < declared) {
        out->declared = alk__declared_index(table, number);
        out->name = out->declared->name;
        out->unique = out->declared->unique;
        return true;
    }
    out->column = alk__stored_column(table, number - declared);
    out->unique = out->column->unique;
    return out->column->index;
}

bool alk__next_index(const alk_table *table, uint32_t *at, alk__index *out)
{
    uint32_t declared = declared_indexes(table), end = declared + (uint32_t)alk__stored_count(table);
    while (*at < end)
        if (index_at(table, (*at)++, declared, out))
            return true;
    return false;
}

void alk__index_numbered(const alk_table *table, uint32_t number, alk__index *out)
{
    index_at(table, number, declared_indexes(table), out);
}

bool alk__index_part_at(const alk__index *index, size_t i, alk__index_term *out)
{
    *out = (alk__index_term){ .column = index->column };
    if (!index->declared)
        return i == 0;
    const alk_index_part *part = alk__declared_part(index->table, index->declared, i);
    if (!part)
        return false;
    out->column = part->column ? alk__column(*part->column) : NULL;
    out->expression = part->expression;
    out->node = part->node;
    out->flags = part->flags;
    out->suffix = part->suffix;
    out->options = part->options;
    return true;
}

/* ---- names ---- */

/* What fills a template. */
typedef struct naming {
    const alk_table *table;
    const alk__constraint *constraint;
    const alk__index *index;
    const char *name;
} naming;

/* The name of the i-th column, "expr" for an expression; NULL: no more. */
static const char *column_name(const naming *n, size_t i)
{
    if (n->constraint) {
        const alk_column *column = alk__constraint_column(n->constraint, i);
        return column ? column->name : NULL;
    }
    alk__index_term part;
    if (!alk__index_part_at(n->index, i, &part))
        return NULL;
    return part.column ? part.column->name : "expr";
}

/* How many of the table's constraints of this kind come before it, itself counted: tells those without columns apart. */
static unsigned place_of(const alk__constraint *c)
{
    alk__constraint other;
    unsigned place = 0;
    for (uint32_t at = 0; alk__next_constraint(c->table, &at, &other) && other.number <= c->number;)
        place += other.kind == c->kind;
    return place;
}

static void put_columns(alk__buffer *out, const naming *n, size_t most)
{
    const char *name;
    size_t i = 0;
    for (; i < most && (name = column_name(n, i)); i++) {
        if (i)
            alk__buffer_putc(out, '_');
        alk__buffer_puts(out, name);
    }
    if (i == 0 && n->constraint)
        alk__buffer_put_uint(out, place_of(n->constraint));
}

static void put_referred(alk__buffer *out, const naming *n, bool columns)
{
    const alk_table *target = n->constraint ? alk__constraint_target(n->constraint) : NULL;
    const alk_column *column;
    if (!columns && target)
        alk__buffer_puts(out, target->name);
    for (size_t i = 0; columns && n->constraint && (column = alk__constraint_reference(n->constraint, i)); i++) {
        if (i)
            alk__buffer_putc(out, '_');
        alk__buffer_puts(out, column->name);
    }
}

static bool put_token(alk__buffer *out, const char *token, size_t length, const naming *n)
{
    alk_sv word = { token, length };
    if (alk__sv_is(word, "table"))
        alk__buffer_puts(out, n->table->name);
    else if (alk__sv_is(word, "schema"))
        alk__buffer_puts(out, n->table->schema ? n->table->schema : "");
    else if (alk__sv_is(word, "name"))
        alk__buffer_puts(out, n->name ? n->name : "");
    else if (alk__sv_is(word, "column"))
        put_columns(out, n, 1);
    else if (alk__sv_is(word, "columns"))
        put_columns(out, n, SIZE_MAX);
    else if (alk__sv_is(word, "referred_table"))
        put_referred(out, n, false);
    else if (alk__sv_is(word, "referred_columns"))
        put_referred(out, n, true);
    else
        return false;
    return true;
}

bool alk__naming_is_known(const char *template)
{
    static const char *const tokens[] = { "{table}", "{schema}", "{name}", "{column}", "{columns}", "{referred_table}", "{referred_columns}" };
    for (const char *at = template; (at = strchr(at, '{')); at++) {
        bool known = false;
        for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
            known = known || strncmp(at, tokens[i], strlen(tokens[i])) == 0;
        if (!known)
            return false;
    }
    return true;
}

static int fill(alk__buffer *out, const char *template, const naming *n)
{
    for (const char *at = template; *at;) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (end && put_token(out, at + 1, (size_t)(end - at - 1), n))
            at = end + 1;
        else
            alk__buffer_putc(out, *at++);
    }
    return alk__buffer_status(out);
}

/* A name that was given stands, unless the convention makes names of names; none is given to what has no convention. */
static int put_name(alk__buffer *out, const char *template, const naming *n)
{
    bool of_names = template && strstr(template, "{name}");
    if (template && !alk__naming_is_known(template))
        return alk__error(ALK_ERROR_COMPILE, "the naming convention of table %s holds what it cannot: \"%s\"", n->table->name, template);
    if (n->name && !of_names) {
        alk__buffer_puts(out, n->name);
        return alk__buffer_status(out);
    }
    return template && (n->name || !of_names) ? fill(out, template, n) : ALK_OK;
}

int alk__constraint_name(alk__buffer *out, const alk__constraint *c, bool named)
{
    const alk_naming *by = alk__naming_of(c->table);
    const char *template = !by                                     ? NULL
                           : c->kind == ALK_CONSTRAINT_PRIMARY_KEY ? by->primary_key
                           : c->kind == ALK_CONSTRAINT_UNIQUE      ? by->unique
                           : c->kind == ALK_CONSTRAINT_CHECK       ? by->check
                           : c->kind == ALK_CONSTRAINT_FOREIGN_KEY ? by->foreign_key
                                                                   : NULL;
    if (!template && named && !c->name && c->kind == ALK_CONSTRAINT_FOREIGN_KEY)
        template = "fk_{table}_{columns}_{referred_table}";
    return put_name(out, template, &(naming){ c->table, c, NULL, c->name });
}

int alk__index_name(alk__buffer *out, const alk__index *index)
{
    const alk_naming *by = alk__naming_of(index->table);
    return put_name(out, by && by->index ? by->index : "ix_{table}_{columns}", &(naming){ index->table, NULL, index, index->name });
}

/* FNV-1a. */
uint32_t alk__name_hash(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash;
}

void alk__name_cut(alk__buffer *out, size_t start, uint32_t most)
{
    size_t length = out->length - start;
    if (!most || length <= most || alk__buffer_status(out) || most < 10)
        return;
    uint32_t hash = alk__name_hash(out->data + start, length);
    size_t kept = alk__utf8_cut(out->data + start, most - 9);
    out->length = start + kept;
    out->data[out->length] = '\0';
    alk__buffer_printf(out, "_%08x", (unsigned)hash);
}
