/* SPDX-License-Identifier: MIT
 * See inherit.h. The struct of a variant begins with its base's, so that base's properties are the variant's as they are. Its columns are in a table of its own whose key refers to
 * the base's (joined-table inheritance), or in the base's table (single-table inheritance). A column of the first table, the discriminator, tells the model of each row. */
#include "inherit.h"
#include "member.h"
#include "view.h"
#include <alkahest/error.h>
#include <alkahest/value.h>
#include <stdio.h>

/* ---- parts ---- */

bool alk__is_key_of_part(const alk__mapper *mapper, const alk_column *column)
{
    return mapper->base && !mapper->table->in_base && column->primary_key;
}

/* The columns that the table has in the structs of a variant: what it has in the base's, and the variant's own. */
static const alk_sql *rows_with(const alk_sql *rows, const alk_table *variant)
{
    const alk_table *before = alk_table_definition(rows);
    size_t n = before->n_columns + variant->n_columns;
    alk_table *made = alk__mapper_memory(1, sizeof *made);
    alk_column *columns = alk__mapper_memory(n, sizeof *columns);
    if (!made || !columns)
        return NULL;
    *made = (alk_table){ .sql = { .kind = ALK_SQL_KIND_TABLE, .flags = ALK_SQL_IS_STATIC }, .name = before->name, .schema = before->schema, .columns = columns, .options = before->options, .n_columns = n, .column_size = sizeof(alk_column),
                         .relationship_size = sizeof(alk_relationship), .constraint_size = sizeof(alk_constraint), .index_size = sizeof(alk_index), .index_part_size = sizeof(alk_index_part),
                         .struct_size = variant->struct_size, .self = &made->sql };
    for (size_t i = 0; i < n; i++) {
        const alk_table *from = i < before->n_columns ? before : variant;
        size_t size = from->column_size < sizeof *columns ? from->column_size : sizeof *columns;
        memcpy(&columns[i], alk__table_column_at(from, i < before->n_columns ? i : i - before->n_columns), size);
        columns[i].table = &made->self;
        columns[i].sql.flags |= ALK_SQL_IS_STATIC;                         /* these live as long as the mappers, whatever their tables do */
    }
    return &made->sql;
}

/* The key of a part: its columns are members of the struct where the root's key is. */
static void find_key(alk__making_mappers *m, const alk__mapper *mapper, alk__part *part)
{
    const alk_table *t = mapper->table;
    for (size_t i = 0; i < t->n_columns; i++) {
        const alk_column *column = alk__table_column_at(t, i);
        bool found = !column->primary_key;
        for (unsigned k = 0; !found && k < mapper->n_key; k++)
            if (mapper->properties[mapper->key[k]].column->offset == column->offset) {
                part->key[k] = column;
                found = true;
            }
        if (!found)
            alk__mistake(m, "the key %s.%s has to be the member of its base's key: X(m, part, %s, …, %s.…)", mapper->name, column->name, column->name, mapper->base->name);
    }
    for (unsigned k = 0; k < mapper->n_key; k++)
        if (!part->key[k])
            alk__mistake(m, "%s has no column for %s, which is of the key of its base %s", mapper->name, mapper->properties[mapper->key[k]].column->name, mapper->base->name);
}

static bool make_parts(alk__making_mappers *m, alk__mapper *mapper)
{
    const alk_table *t = mapper->table;
    for (; mapper->base && mapper->n_parts < mapper->base->n_parts; mapper->n_parts++)
        mapper->parts[mapper->n_parts] = mapper->base->parts[mapper->n_parts];
    if (mapper->base && t->in_base) {
        alk__part *last = &mapper->parts[mapper->n_parts - 1];
        last->struct_size = mapper->struct_size;
        return (last->rows = rows_with(last->rows, t)) != NULL;
    }
    alk__part *own = &mapper->parts[mapper->n_parts++];
    *own = (alk__part){ .table = mapper->sql, .rows = mapper->sql, .struct_size = mapper->struct_size };
    if (mapper->base)
        find_key(m, mapper, own);
    return true;
}

/* ---- from the base ---- */

bool alk__inherit(alk__making_mappers *m, alk__mapper *mapper)
{
    const alk__mapper *base = mapper->base;
    if (base) {
        memcpy(mapper->properties, base->properties, base->n_properties * sizeof *base->properties);
        memcpy(mapper->relations, base->relations, base->n_relations * sizeof *base->relations);
        memcpy(mapper->key, base->key, sizeof base->key);
        mapper->n_inherited = mapper->n_properties = base->n_properties;
        mapper->first_relation = base->n_relations;
        mapper->n_key = base->n_key;
        mapper->version = base->version;
        mapper->plain = base->plain && base->n_properties > 0;
        memcpy(mapper->texts, base->texts, base->n_texts * sizeof *base->texts);
        mapper->n_texts = base->n_texts;
        mapper->has_derived = base->has_derived;
    }
    return make_parts(m, mapper);
}

static const alk__property *discriminator_of(const alk__mapper *mapper)
{
    const alk__mapper *root = mapper->root;
    for (uint16_t i = 0; i < root->n_properties; i++)
        if (root->properties[i].discriminator)
            return &mapper->properties[i];
    return NULL;
}

static bool lists(const alk_table *base, const alk_sql *variant)
{
    for (alk_table_list at = base->variants; at && *at; at++)
        if (**at == variant)
            return true;
    return false;
}

static void check_variant(alk__making_mappers *m, alk__mapper *mapper)
{
    const alk_table *t = mapper->table;
    const alk__property *d = mapper->discriminator;
    if (!mapper->base && !t->variants)
        return;
    if (!d)
        alk__mistake(m, "%s has variants and no column that tells them: one with .discriminator = true", mapper->root->name);
    else if (d->content != ALK__CONTENT_TEXT && !alk__member_is_int(d))
        alk__mistake(m, "the discriminator %s.%s is neither text nor an integer", mapper->root->name, d->column->name);
    else if (mapper->identity && !alk__member_is_int(d))
        mapper->identity_value = alk_value_text(mapper->identity);
    else if (mapper->identity && alk_value_parse(d->field.slot == ALK_SLOT_UINT64 ? ALK_TYPE_UINT : ALK_TYPE_INT, mapper->identity, strlen(mapper->identity), NULL, &mapper->identity_value))
        alk__mistake(m, "%s: the discriminator %s is an integer, and .polymorphic_identity is \"%s\"", mapper->name, d->column->name, mapper->identity);
    if (!mapper->base)
        return;
    if (t->base_offset)
        alk__mistake(m, "%s: the struct has to begin with that of its base %s", mapper->name, mapper->base->name);
    if (!mapper->identity)
        alk__mistake(m, "%s is a variant of %s without .polymorphic_identity", mapper->name, mapper->base->name);
    if (t->in_base && ((t->constraints && t->constraints->kind != ALK_CONSTRAINT_END) || (t->indexes && t->indexes->parts)))
        alk__mistake(m, "%s: its constraints and indexes belong to the table of its base %s", mapper->name, mapper->base->name);
    if (!lists(mapper->base->table, mapper->sql))
        alk__mistake(m, "%s is a variant of %s, which does not list it among its .variants", mapper->name, mapper->base->name);
}

void alk__inherited(alk__making_mappers *m, alk__mapper *mapper)
{
    alk__mapper *root = mapper->root;
    root->most_properties = mapper->n_properties > root->most_properties ? mapper->n_properties : root->most_properties;
    mapper->discriminator = mapper->base || mapper->table->variants ? discriminator_of(mapper) : NULL;
    check_variant(m, mapper);
    for (alk_table_list at = mapper->table->variants; at && *at; at++) {
        alk__mapper *variant = alk__mapper_begin(m, **at);
        if (variant && variant->base != mapper)
            alk__mistake(m, "%s lists %s among its variants, which does not begin with X(m, base, …) of it", mapper->name, variant->name);
    }
}

/* ---- kin ---- */

static uint16_t count_kin(const alk__mapper *mapper)
{
    uint16_t n = 1;
    for (alk_table_list at = mapper->table->variants; at && *at; at++)
        n = (uint16_t)(n + count_kin(alk__mapper_known(**at)));
    return n;
}

static void list_kin(alk__mapper *of, alk__mapper *mapper)
{
    of->kin[of->n_kin++] = mapper;
    of->n_positions = (uint16_t)(of->n_positions + mapper->n_properties);
    for (alk_table_list at = mapper->table->variants; at && *at; at++)
        list_kin(of, alk__mapper_known(**at));
}

static bool has_identity(const alk__mapper *mapper, const alk_value *value)
{
    alk_value one = alk__without_padding(mapper->discriminator, *value), other = alk__without_padding(mapper->discriminator, mapper->identity_value);
    return mapper->identity && alk_value_equal(&one, &other);
}

/* Rows of the one could not be told from those of the other. */
static void check_identities(alk__making_mappers *m, const alk__mapper *root)
{
    for (uint16_t i = 0; i < root->n_kin; i++)
        for (uint16_t k = 0; root->kin[i]->identity && k < i; k++)
            if (has_identity(root->kin[k], &root->kin[i]->identity_value))
                alk__mistake(m, "two models of %s have the .polymorphic_identity \"%s\"", root->name, root->kin[i]->identity);
}

static const alk_column *column_named(const alk_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(alk__table_column_at(table, i)->name, name) == 0)
            return alk__table_column_at(table, i);
    return NULL;
}

/* Models in one table share its columns' names. */
static void check_columns(alk__making_mappers *m, const alk__mapper *root)
{
    for (uint16_t i = 0; i < root->n_kin; i++) {
        const alk__mapper *one = root->kin[i];
        for (uint16_t k = 0; one->table->in_base && k < i; k++)
            for (size_t c = 0; alk__mapper_table(root->kin[k]) == alk__mapper_table(one) && c < one->table->n_columns; c++)
                if (column_named(root->kin[k]->table, alk__table_column_at(one->table, c)->name))
                    alk__mistake(m, "%s and %s are in one table, and both have a column %s", root->kin[k]->name, one->name, alk__table_column_at(one->table, c)->name);
    }
}

bool alk__find_kin(alk__making_mappers *m, alk__mapper *mapper)
{
    uint16_t n = count_kin(mapper);
    mapper->kin = alk__mapper_memory(n, sizeof *mapper->kin);
    if (!mapper->kin)
        return false;
    if (n > ALK__KIN)
        alk__mistake(m, "the hierarchy of %s has more than %d models", mapper->name, ALK__KIN);
    else
        list_kin(mapper, mapper);
    if (!mapper->base && mapper->discriminator) {
        check_identities(m, mapper);
        check_columns(m, mapper);
    }
    mapper->plain = mapper->plain && mapper->n_kin == 1;
    return true;
}

/* ---- which one a row is ---- */

const alk__mapper *alk__mapper_by_discriminator(const alk__mapper *mapper, const char *row)
{
    const alk__property *d = mapper->discriminator;
    alk_value value = alk__member_value(d, row);
    char words[80] = "";
    for (uint16_t i = 0; i < mapper->n_kin; i++)
        if (has_identity(mapper->kin[i], &value))
            return mapper->kin[i];
    alk_value_print(&value, words, sizeof words);
    alk_fail(ALK_ERROR_DATA, "a row of %s is of no model that is known here: its %s is %s", mapper->name, d->column->name, words);
    return NULL;
}

int alk__set_discriminator(const alk__mapper *mapper, char *row)
{
    const alk__property *d = mapper->discriminator;
    char words[80];
    if (!d)
        return ALK_OK;
    alk_value v = alk__member_value(d, row);
    bool is_empty = alk__member_is_null(d, row) || (alk__member_is_int(d) ? alk__member_int(d, row) == 0 : v.len == 0);
    if (!mapper->identity)
        return is_empty ? alk_fail(ALK_ERROR_ARGUMENT, "%s has no .polymorphic_identity: one of its variants is wanted", mapper->name) : ALK_OK;
    if (is_empty)
        return alk__member_store(d, row, &mapper->identity_value);
    if (has_identity(mapper, &v))
        return ALK_OK;
    alk_value_print(&v, words, sizeof words);
    return alk_fail(ALK_ERROR_ARGUMENT, "a struct of %s, whose %s is '%s', says that it is %s: it has to be added as a struct of that", mapper->name, d->column->name, mapper->identity, words);
}
