/* SPDX-License-Identifier: MIT
 * What a statement selects from: told by the columns that it names, joined along foreign keys and relationships, less what the query around it selects from already. */
#include "base/error.h"
#include "base/text.h"
#include "compile/override.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

/* ---- lists of FROMs ---- */

/* Tables that are only named are one by their name; so is a CTE and what stands for it inside itself. */
static bool is_same(const alk_sql *a, const alk_sql *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind || (a->kind != ALK__NODE_TABLE_NAME && a->kind != ALK__NODE_CTE))
        return false;
    const alk__node *x = alk__node_built(a), *y = alk__node_built(b);
    if (a->kind == ALK__NODE_CTE)
        return (x->n == 0 || y->n == 0) && x->text && y->text && strcmp(x->text, y->text) == 0;
    return alk__node_equal(a, b);
}

static bool has(const alk__vector *list, const alk_sql *node)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_same(*(const alk_sql **)alk__vector_at(list, i), node))
            return true;
    return false;
}

static int add(alk__vector *list, const alk_sql *node)
{
    return has(list, node) ? ALK_OK : alk__vector_add(list, &node);
}

static const alk_sql *at(const alk__vector *list, size_t i)
{
    return *(const alk_sql **)alk__vector_at(list, i);
}

bool alk__from_holds(const alk_sql *from, const alk_sql *member)
{
    const alk__node *join = from->kind == ALK__NODE_JOIN ? alk__node_built(from) : NULL;
    if (from->kind == ALK__NODE_SAMPLE && from != member)
        return alk__from_holds(alk__node_built(from)->child[0], member);
    return is_same(from, member) || (join && (alk__from_holds(join->child[0], member) || alk__from_holds(join->child[1], member)));
}

void alk__from_free(alk__from_list *list)
{
    for (size_t i = 0; i < list->made.count; i++)
        alk_free(at(&list->made, i));
}

/* ---- the FROMs that an expression names ---- */

static int add_named(alk__vector *list, const alk_sql *node)
{
    const alk__node *built = alk__node_built(node);
    if (node->kind == ALK__NODE_COLUMN)
        return alk__table_of(alk__column(node)) ? add(list, alk__table_of(alk__column(node))) : ALK_OK;
    if (alk__node_class_of(node) == ALK__CLASS_FROM)
        return add(list, node);
    if (!built || alk__node_class_of(node) == ALK__CLASS_QUERY || node->kind == ALK__NODE_EXISTS || node->kind == ALK__NODE_EXCLUDED)
        return ALK_OK;
    if (node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_COLUMN_AT)
        return add(list, built->child[0]);
    int code = ALK_OK;
    for (uint32_t i = 0; code == ALK_OK && i < built->n; i++)
        code = add_named(list, built->child[i]);
    return code;
}

static bool is_column_part(const alk_sql *part)
{
    alk__node_class class = alk__node_class_of(part);
    return class != ALK__CLASS_CLAUSE && part->kind != ALK__NODE_JOIN;
}

static int add_explicit(alk__vector *list, const alk__node *statement, uint16_t kind)
{
    int code = ALK_OK;
    const alk__node *part;
    for (size_t i = 0; code == ALK_OK && (part = alk__part(statement, kind, &i));)
        for (uint32_t j = 0; code == ALK_OK && j < part->n; j++)
            code = add(list, part->child[j]);
    return code;
}

static int add_from_conditions(alk__vector *list, const alk__node *statement, uint16_t kind)
{
    int code = ALK_OK;
    const alk__node *part;
    for (size_t i = 0; code == ALK_OK && (part = alk__part(statement, kind, &i));)
        for (uint32_t j = kind == ALK__NODE_SET; code == ALK_OK && j < part->n; j++)
            code = add_named(list, part->child[j]);
    return code;
}

/* ---- joins ---- */

/* The table behind an alias; NULL: something else. */
static const alk_table *table_behind(const alk_sql *from)
{
    while (from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SAMPLE)
        from = alk__node_built(from)->child[0];
    return alk__table(from);
}

/* The column as seen through the FROM: itself for a table, of the alias else. Fresh or static. */
static const alk_sql *seen_through(const alk_sql *from, const alk_sql *column)
{
    return from->kind == ALK__NODE_TABLE ? column : alk_at(from, column);
}

enum { LINK_MAX = 32 };                /* columns of a foreign key: the most that a database takes */

/* One foreign key from a table to another: as many pairs of columns as it has. */
typedef struct link {
    const alk_sql *from[LINK_MAX], *to[LINK_MAX];
    size_t n;
    unsigned found;                        /* how many keys would do */
} link;

static void links_of_columns(const alk_table *from, const alk_table *to, const alk_sql *via, link *out)
{
    for (size_t i = 0; i < from->n_columns; i++) {
        const alk_column *column = alk__column_at(from, i);
        const alk_sql *target = column->references ? *column->references : NULL;
        if (!target || target->kind != ALK__NODE_COLUMN || alk__table_of(alk__column(target)) != &to->sql || (via && via != &column->sql))
            continue;
        if (out->found++ == 0) {
            out->from[0] = &column->sql;
            out->to[0] = target;
            out->n = 1;
        }
    }
}

static void links_of_constraints(const alk_table *from, const alk_table *to, const alk_sql *via, link *out)
{
    const alk_constraint *c;
    for (size_t number = 0; (c = alk__declared_constraint(from, number)); number++) {
        if (c->kind != ALK_CONSTRAINT_FOREIGN_KEY || !c->references || !c->references[0] || alk__table_of(alk__column(*c->references[0])) != &to->sql)
            continue;
        bool fits = !via;
        size_t n = 0;
        for (; n < LINK_MAX && c->columns[n] && c->references[n]; n++)
            fits = fits || *c->columns[n] == via;
        if (!fits || out->found++ != 0)
            continue;
        out->n = n;
        for (size_t i = 0; i < n; i++) {
            out->from[i] = *c->columns[i];
            out->to[i] = *c->references[i];
        }
    }
}

static link link_between(const alk_table *from, const alk_table *to, const alk_sql *via)
{
    link l = { .n = 0 };
    links_of_columns(from, to, via, &l);
    links_of_constraints(from, to, via, &l);
    return l;
}

static alk_sql *condition_of(const link *l, const alk_sql *from, const alk_sql *to)
{
    const alk_sql *terms[LINK_MAX + 1];
    for (size_t i = 0; i < l->n; i++)
        terms[i] = (alk_eq)(seen_through(from, l->from[i]), seen_through(to, l->to[i]));
    terms[l->n] = &alk_end;
    return l->n == 1 ? (alk_sql *)(uintptr_t)terms[0] : (alk_and)(terms);
}

/* By a foreign key of either to the other; via: that one. */
static alk_sql *condition_between(const alk_sql *left, const alk_sql *right, const alk_sql *via, bool *none)
{
    const alk_table *a = table_behind(left), *b = table_behind(right);
    *none = false;
    if (!a || !b) {
        *none = true;
        return NULL;
    }
    link there = link_between(a, b, via), back = a == b ? (link){ .n = 0 } : link_between(b, a, via);
    if (there.found + back.found > 1)
        return alk__node_fail("there is more than one foreign key between %s and %s: join them with alk_join_on() or a relationship", a->name, b->name);
    if (there.found)
        return condition_of(&there, left, right);
    if (back.found)
        return condition_of(&back, right, left);
    *none = true;
    return NULL;
}

/* Any member of the left against the right. */
static alk_sql *condition_from(const alk_sql *left, const alk_sql *right, bool *none)
{
    if (left->kind == ALK__NODE_JOIN) {
        const alk__node *join = alk__node_built(left);
        alk_sql *condition = condition_from(join->child[1], right, none);
        return *none ? condition_from(join->child[0], right, none) : condition;
    }
    if (right->kind == ALK__NODE_JOIN)
        return condition_from(left, alk__node_built(right)->child[0], none);
    return condition_between(left, right, NULL, none);
}

static const char *from_words(const alk_sql *from)
{
    const alk_table *table = table_behind(from);
    const alk__node *built = alk__node_built(from);
    return table ? table->name : built && built->text ? built->text : alk__node_words(from);
}

alk_sql *alk__join_condition(const alk_sql *left, const alk_sql *right)
{
    bool none;
    alk_sql *condition = condition_from(left, right, &none);
    return none ? alk__node_fail("no foreign key joins %s with %s: give the condition to alk_join_on()", from_words(left), from_words(right)) : condition;
}

static int replace(alk__from_list *list, size_t i, uint16_t op, const alk_sql *right, const alk_sql *condition)
{
    if (alk__from_holds(at(&list->items, i), right)) {
        alk__node_sink(condition);
        return alk__error(ALK_ERROR_COMPILE, "%s is joined twice: one of them needs another name, by alk_alias()", from_words(right));
    }
    alk__making m = { .kind = ALK__NODE_JOIN, .op = op };
    const alk_sql *join = alk__node_make(&m, "a join", condition ? 3 : 2, (const alk_sql *const[]){ at(&list->items, i), right, condition });
    if (join->kind == ALK__NODE_ERROR) {
        int code = alk__node_raise(join);
        alk__node_sink(join);
        return code;
    }
    const alk_sql **made = alk__vector_room(&list->made);
    if (!made) {
        alk__node_sink(join);
        return alk__error_code();
    }
    *made = alk__node_take(join);
    *(const alk_sql **)alk__vector_at(&list->items, i) = join;
    for (size_t j = list->items.count; j-- > 0;)           /* what the columns brought in stands in the join now */
        if (j != i && is_same(at(&list->items, j), right))
            alk__vector_remove(&list->items, j);
    return ALK_OK;
}

/* The item that holds a FROM; it is added when none does. */
static int item_with(alk__from_list *list, const alk_sql *from, size_t *out)
{
    for (*out = 0; *out < list->items.count; ++*out)
        if (alk__from_holds(at(&list->items, *out), from))
            return ALK_OK;
    return add(&list->items, from);
}

/* The item whose tables the condition names beside the right side's; else the last one. */
static size_t item_named(const alk__from_list *list, const alk_sql *right, const alk_sql *condition)
{
    alk__vector named;
    size_t found = SIZE_MAX;
    alk__vector_init(&named, sizeof(const alk_sql *));
    add_named(&named, condition);
    for (size_t i = 0; found == SIZE_MAX && i < list->items.count; i++)
        for (size_t j = 0; j < named.count; j++)
            if (!is_same(at(&named, j), right) && alk__from_holds(at(&list->items, i), at(&named, j)))
                found = i;
    alk__vector_free(&named);
    for (size_t i = list->items.count; found == SIZE_MAX && i-- > 0;)
        if (!is_same(at(&list->items, i), right))
            found = i;
    return found;
}

/* alias: what stands for the relationship's own table; NULL: that table. */
static int join_relationship(alk__from_list *list, uint16_t op, const alk_relationship *rel, const alk_sql *alias)
{
    const alk_sql *left = alias ? alias : *rel->table, *right = *rel->target;
    size_t i;
    bool none;
    if (alias && table_behind(alias) != alk__table(*rel->table))
        return alk__error(ALK_ERROR_COMPILE, "%s.%s is no relationship of %s", alk__table(*rel->table)->name, rel->name, from_words(alias));
    if (left == right && !rel->through)
        return alk__error(ALK_ERROR_COMPILE, "the relationship %s.%s joins a table with itself: give an alias of it and the condition to alk_join_on()", alk__table(left)->name,
                          rel->name);
    int code = item_with(list, left, &i);
    if (code)
        return code;
    if (rel->through) {
        alk_sql *first = condition_between(left, *rel->through, rel->via ? *rel->via : NULL, &none);
        if (none && rel->via)
            first = condition_between(left, *rel->through, NULL, &none);
        if (none)
            return alk__error(ALK_ERROR_COMPILE, "the relationship %s goes through a table without a foreign key to %s", rel->name, alk__table(left)->name);
        if ((code = replace(list, i, op, *rel->through, first)) || (code = item_with(list, *rel->through, &i)))
            return code;
        left = *rel->through;
    }
    bool turned = alias && !rel->through && *rel->table == *rel->target && rel->cardinality == ALK_MANY;      /* the key is on the other side */
    alk_sql *condition = condition_between(turned ? right : left, turned ? left : right, rel->through ? NULL : rel->via ? *rel->via : NULL, &none);
    if (none)
        return alk__error(ALK_ERROR_COMPILE, "no foreign key goes with the relationship %s.%s%s", alk__table(*rel->table)->name, rel->name,
                          alk__table(right)->base ? ", which leads to a variant: name the tables by alk_join_on(), or run the statement in a session" : "");
    if (condition->kind == ALK__NODE_ERROR) {
        code = alk__node_raise(condition);
        alk__node_sink(condition);
        return code;
    }
    return replace(list, i, op, right, condition);
}

static int join_part(alk__from_list *list, const alk__node *part)
{
    const alk_sql *right = part->child[1];
    if (alk__relationship(right))
        return join_relationship(list, part->op, alk__relationship(right), NULL);
    if (right->kind == ALK__NODE_COLUMN_AT) {
        const alk__node *at_alias = alk__node_built(right);
        const alk_relationship *rel = alk__relationship(at_alias->child[1]);
        return rel ? join_relationship(list, part->op, rel, at_alias->child[0]) : alk__error(ALK_ERROR_COMPILE, "alk_join() takes a relationship of an alias, not a column");
    }
    if (part->n > 2 || part->op == ALK__CROSS) {
        size_t i = part->n > 2 ? item_named(list, right, part->child[2]) : item_named(list, right, &alk_end);
        if (i == SIZE_MAX)
            return alk__error(ALK_ERROR_COMPILE, "a join with %s has nothing on its left side: name it with alk_from()", from_words(right));
        return replace(list, i, part->op, right, part->n > 2 ? part->child[2] : NULL);
    }
    alk_sql *fault = NULL;
    for (size_t i = list->items.count; i-- > 0;) {
        bool none;
        if (is_same(at(&list->items, i), right))
            continue;
        alk_sql *condition = condition_from(at(&list->items, i), right, &none);
        if (none)
            continue;
        if (condition->kind != ALK__NODE_ERROR)
            return replace(list, i, part->op, right, condition);
        fault = condition;
        break;
    }
    if (!fault)
        fault = alk__node_fail("no foreign key joins %s with what stands before it: give the condition to alk_join_on()", from_words(right));
    int code = alk__node_raise(fault);
    alk__node_sink(fault);
    return code;
}

/* ---- less what is inside joins, and what the query around has ---- */

static void hide_members(alk__from_list *list)
{
    for (size_t i = list->items.count; i-- > 0;)
        for (size_t j = 0; j < list->items.count; j++)
            if (i != j && (at(&list->items, j)->kind == ALK__NODE_JOIN || at(&list->items, j)->kind == ALK__NODE_SAMPLE) && alk__from_holds(at(&list->items, j), at(&list->items, i))) {
                alk__vector_remove(&list->items, i);
                break;
            }
}

/* Whether tables that are not told may be in it: raw text may hold any, and a variant in its base's table is refused where it is written. */
static bool is_open(const alk_sql *from)
{
    return from->kind == ALK__NODE_RAW || (from->kind == ALK__NODE_TABLE && alk__table(from)->in_base);
}

/* A join that has a name of its own holds its tables too, while its conditions are written. */
static const alk_sql *join_behind(const alk_sql *from)
{
    const alk_sql *inner = from;
    while (inner->kind == ALK__NODE_ALIAS)
        inner = alk__node_built(inner)->child[0];
    return inner->kind == ALK__NODE_JOIN ? inner : from;
}

/* Where a query without any is put is not known. */
int alk__check_selected(const alk__render *r, const alk_sql *from)
{
    if (r->scope && r->scope->found == from)
        return ALK_OK;
    for (const alk__scope *s = r->scope; s; s = s->outer)
        for (size_t i = 0; i < s->n_froms; i++)
            if (is_open(s->froms[i]) || alk__from_holds(s->froms[i], from) || alk__from_holds(join_behind(s->froms[i]), from)) {
                r->scope->found = from;
                return ALK_OK;
            }
    return !r->scope || r->scope->n_froms == 0 ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "a column of %s is named by what does not select from it: alk_from() or a join brings it in", from_words(from));
}

/* Unasked a subquery sees the query next around it; when it says what it shares, all of them. */
static bool around(const alk__render *r, const alk_sql *from, bool all)
{
    for (const alk__scope *s = r->scope; s; s = all ? s->outer : NULL)
        for (size_t i = 0; i < s->n_froms; i++)
            if (is_same(s->froms[i], from))
                return true;
    return false;
}

static int correlate(const alk__render *r, const alk__node *statement, alk__from_list *list)
{
    alk__vector named;
    const alk__node *part = alk__last_part(statement, ALK__NODE_CORRELATE);
    int code = ALK_OK;
    if (!r->scope || (!part && (r->from_only || list->items.count < 2)))
        return ALK_OK;
    size_t before = list->items.count;
    alk__vector_init(&named, sizeof(const alk_sql *));
    if (part)
        code = add_explicit(&named, statement, ALK__NODE_CORRELATE);
    for (size_t i = list->items.count; code == ALK_OK && i-- > 0;) {
        const alk_sql *from = at(&list->items, i);
        bool chosen = !part || (part->op == 0) == has(&named, from);
        if (chosen && around(r, from, part != NULL))
            alk__vector_remove(&list->items, i);
    }
    alk__vector_free(&named);
    bool said = part && part->op == 0;     /* the program named all of them itself */
    if (code == ALK_OK && before && list->items.count == 0 && !said)
        return alk__error(ALK_ERROR_COMPILE, "a subquery selects only from what the query around it selects from: say with alk_correlate() what it shares");
    return code;
}

static int add_members(alk__vector *all, const alk_sql *from)
{
    int code = add(all, from);
    if (code == ALK_OK && from->kind == ALK__NODE_JOIN && (code = add_members(all, alk__node_built(from)->child[0])) == ALK_OK)
        code = add_members(all, alk__node_built(from)->child[1]);
    return code;
}

int alk__from_collect(alk__render *r, const alk__node *statement, alk__from_list *list)
{
    int code = ALK_OK;
    bool query = statement->sql.kind == ALK__NODE_SELECT;
    alk__vector_init_in(&list->items, sizeof(const alk_sql *), r->arena);
    alk__vector_init_in(&list->all, sizeof(const alk_sql *), r->arena);
    alk__vector_init_in(&list->made, sizeof(const alk_sql *), r->arena);
    code = add_explicit(&list->items, statement, ALK__NODE_FROM);
    if (code == ALK_OK)
        code = add_explicit(&list->items, statement, ALK__NODE_USING);
    for (uint32_t i = 0; query && code == ALK_OK && i < statement->n; i++)
        if (is_column_part(statement->child[i]))
            code = add_named(&list->items, statement->child[i]);
    if (code == ALK_OK)
        code = add_from_conditions(&list->items, statement, ALK__NODE_WHERE);
    if (code == ALK_OK && !query)
        code = add_from_conditions(&list->items, statement, ALK__NODE_SET);
    for (size_t i = list->items.count; !query && i-- > 0;)
        if (is_same(at(&list->items, i), statement->child[0]))
            alk__vector_remove(&list->items, i);
    hide_members(list);
    for (uint32_t i = 0; code == ALK_OK && i < statement->n; i++)
        if (statement->child[i]->kind == ALK__NODE_JOIN && alk__node_built(statement->child[i])->child[0] == &alk_end)
            code = join_part(list, alk__node_built(statement->child[i]));
    hide_members(list);
    for (size_t i = 0; code == ALK_OK && i < list->items.count; i++)
        code = add_members(&list->all, at(&list->items, i));
    return code == ALK_OK && query ? correlate(r, statement, list) : code;
}

/* ---- as they stand in FROM ---- */

static int put_alias(alk__render *r, const char *name)
{
    alk__put(r, alk__has(r->dialect.rules, ALK_SQL_ALIAS_WITHOUT_AS) ? " " : " AS ");
    return name ? alk__put_name(r, name) : alk__error_code();
}

static int column_names(alk__render *r, const alk_sql *const *names, size_t n, bool types)
{
    int code = ALK_OK;
    alk__put(r, "(");
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        const alk__node *name = alk__node_built(names[i]);
        alk__put(r, i ? ", " : "");
        code = alk__put_name(r, name->text);
        if (code || !types)
            continue;
        alk__put(r, " ");
        code = alk__put_type(r, name->type, false);
    }
    alk__put(r, ")");
    return code;
}

/* A query inside FROM does not see what is beside it, unless it is lateral. */
static int query_in_from(alk__render *r, const alk_sql *query, bool lateral)
{
    bool before = r->from_only;
    alk__scope *scope = r->scope;
    r->from_only = !lateral;
    if (!lateral && scope)
        r->scope = scope->outer;
    int code = query->kind == ALK__NODE_RAW ? (alk__put(r, "("), alk__render_node(r, query)) : alk__render_in_parens(r, query);
    if (query->kind == ALK__NODE_RAW)
        alk__put(r, ")");
    r->scope = scope;
    r->from_only = before;
    return code;
}

int alk__render_values(alk__render *r, const alk__node *node)
{
    int code = ALK_OK;
    alk__put(r, "VALUES ");
    for (uint32_t i = 0; code == ALK_OK && i < node->n - node->spare; i++) {
        alk__put(r, i ? ", " : "");
        alk__put(r, r->dialect.rules->more & ALK_SQL_MORE_VALUES_ROW ? "ROW" : "");
        code = alk__render_node(r, node->child[i]);
    }
    return code;
}

int alk__render_values_query(alk__render *r, const alk__node *node)
{
    bool whole = r->dialect.rules->more & ALK_SQL_MORE_VALUES_QUERY;
    if (!whole && !alk__has(r->dialect.rules, ALK_SQL_VALUES_TABLE))
        return alk__unsupported(r, "VALUES as a query");
    alk__put(r, whole ? "" : "SELECT * FROM (");
    int code = alk__render_values(r, node);
    if (code || whole)
        return code;
    alk__put(r, ")");
    code = put_alias(r, alk__made_up_name(r, "anon"));
    uint32_t width = alk__node_built(node->child[0])->n;
    for (uint32_t i = 0; i < width; i++)
        alk__buffer_printf(&r->out, i ? ", column%u" : " (column%u", (unsigned)i + 1);
    alk__put(r, ")");
    return code;
}

int alk__render_scalar_values(alk__render *r, const alk__node *node)
{
    alk__put(r, "(");
    int code = alk__render_values_query(r, node);
    alk__put(r, ")");
    return code;
}

/* Rows as a table where VALUES is none, or cannot name its columns: the first names them. */
static int union_of_rows(alk__render *r, const alk__node *node, const alk_sql *named)
{
    const alk_sql *const *names = node->child + (node->n - node->spare);
    uint32_t rows = node->n - node->spare;
    bool values = r->dialect.rules->more & ALK_SQL_MORE_VALUES_QUERY;
    int code = ALK_OK;
    alk__put(r, "(");
    for (uint32_t i = 0; code == ALK_OK && i < rows; i++) {
        const alk__node *row = alk__node_built(node->child[i]);
        alk__put(r, i == 0 ? "SELECT " : !values ? " UNION ALL SELECT " : i == 1 ? " UNION ALL VALUES (" : ", (");
        for (uint32_t j = 0; code == ALK_OK && j < row->n; j++) {
            alk__put(r, j ? ", " : "");
            code = alk__render_beside(r, row->child[j], NULL, ALK__OP_NONE);
            if (code || i || j >= node->spare)
                continue;
            alk__put(r, " AS ");
            code = alk__put_name(r, alk__node_built(names[j])->text);
        }
        alk__put(r, i && values ? ")" : alk__has(r->dialect.rules, ALK_SQL_FROM_DUAL) ? " FROM DUAL" : "");
    }
    alk__put(r, ")");
    return code ? code : put_alias(r, alk__from_name(r, named));
}

static int values_table(alk__render *r, const alk__node *node, const alk_sql *named)
{
    if (!alk__has(r->dialect.rules, ALK_SQL_VALUES_TABLE))
        return union_of_rows(r, node, named);
    alk__put(r, "(");
    int code = alk__render_values(r, node);
    alk__put(r, ")");
    if (code == ALK_OK && (node->text || node->spare || named != &node->sql))
        code = put_alias(r, alk__from_name(r, named));
    if (code == ALK_OK && node->spare) {
        alk__put(r, " ");
        code = column_names(r, node->child + (node->n - node->spare), node->spare, false);
    }
    return code;
}

static int table_func(alk__render *r, const alk__node *node, const alk_sql *named)
{
    uint64_t needed = (node->spare ? ALK_SQL_MORE_FUNCTION_COLUMNS : 0) | (node->bits & ALK__TABLE_FUNC_TYPES ? ALK_SQL_MORE_FUNCTION_TYPES : 0);
    if (needed & ~r->dialect.rules->more)
        return alk__unsupported(r, "names or types of a table function's columns");
    if (node->bits & ALK_WITH_ORDINALITY && !(r->dialect.rules->more & ALK_SQL_MORE_ORDINALITY))
        return alk__unsupported(r, "WITH ORDINALITY");
    alk__put(r, node->bits & ALK_TABLE_FUNC_LATERAL ? "LATERAL " : "");
    bool word = r->dialect.rules->more & ALK_SQL_MORE_TABLE_WORD;
    alk__put(r, word ? "TABLE (" : "");
    int code = alk__render_node(r, node->child[0]);
    alk__put(r, word ? ")" : "");
    alk__put(r, node->bits & ALK_WITH_ORDINALITY ? " WITH ORDINALITY" : "");
    if (code == ALK_OK)
        code = put_alias(r, alk__from_name(r, named));
    return code == ALK_OK && node->spare ? column_names(r, node->child + 1, node->spare, node->bits & ALK__TABLE_FUNC_TYPES) : code;
}

static int join_side(alk__render *r, const alk_sql *side, bool right)
{
    if (!right || side->kind != ALK__NODE_JOIN)
        return alk__render_from(r, side);
    alk__put(r, "(");
    int code = alk__render_from(r, side);
    alk__put(r, ")");
    return code;
}

static int join(alk__render *r, const alk__node *node)
{
    static const char *const words[] = { "", " JOIN ", " LEFT OUTER JOIN ", " FULL OUTER JOIN ", " CROSS JOIN " };
    if (node->op == ALK__FULL && !alk__has(r->dialect.rules, ALK_SQL_FULL_JOIN))
        return alk__unsupported(r, "FULL JOIN");
    int code = join_side(r, node->child[0], false);
    alk__put(r, words[node->op]);
    if (code == ALK_OK)
        code = join_side(r, node->child[1], true);
    if (code || node->op == ALK__CROSS)
        return code;
    alk__put(r, " ON ");
    if (node->n > 2)
        return alk__render_condition(r, node->child[2], ALK__OP_NONE);
    alk_sql *condition = alk__join_condition(node->child[0], node->child[1]);
    code = condition->kind == ALK__NODE_ERROR ? alk__node_raise(condition) : alk__render_condition(r, condition, ALK__OP_NONE);
    alk__node_sink(condition);
    return code;
}

static int table_name(alk__render *r, const alk__node *node)
{
    int code = alk__put_schema(r, node->n ? alk__node_built(node->child[0])->text : NULL);
    return code ? code : alk__put_name(r, node->text);
}

static int with_hints(alk__render *r, const alk_sql *from);

static int sample_share(alk__render *r, const alk_sql *share)
{
    if (r->dialect.rules->sample == ALK_SAMPLE_STANDARD || share->kind != ALK__NODE_VALUE)
        return alk__render_node(r, share);
    return alk__put_literal(r, &((const alk__value_node *)share)->value, NULL);
}

/* What is behind the table. */
static int sampled(alk__render *r, const alk__node *node)
{
    uint8_t style = r->dialect.rules->sample;
    bool blocks = alk__sv_is_nocase(alk__sv(node->text), "system"), rows = alk__sv_is_nocase(alk__sv(node->text), "bernoulli");
    if (style == ALK_SAMPLE_NONE)
        return alk__unsupported(r, "TABLESAMPLE");
    if ((style == ALK_SAMPLE_PERCENT && !blocks) || (style == ALK_SAMPLE_WORD && !blocks && !rows))
        return alk__unsupported(r, "TABLESAMPLE by that method");
    if (style == ALK_SAMPLE_WORD)
        alk__put(r, blocks ? " SAMPLE BLOCK (" : " SAMPLE (");
    else
        alk__buffer_printf(&r->out, " TABLESAMPLE %s(", node->text);
    int code = sample_share(r, node->child[1]);
    alk__put(r, style == ALK_SAMPLE_PERCENT ? " PERCENT)" : ")");
    return code;
}

/* A table with an alias, of which a sample is taken; the two stand in the database's order, whichever is inside the other. */
static int sample_of_alias(alk__render *r, const alk__node *sample, const alk_sql *table, const alk_sql *named)
{
    bool before = r->dialect.rules->sample == ALK_SAMPLE_WORD;
    int code = with_hints(r, table);
    if (code == ALK_OK && before)
        code = sampled(r, sample);
    if (code == ALK_OK)
        code = put_alias(r, alk__from_name(r, named));
    return code || before ? code : sampled(r, sample);
}

static int sample(alk__render *r, const alk__node *node)
{
    const alk_sql *of = node->child[0], *inner = of;
    while (inner->kind == ALK__NODE_ALIAS)
        inner = alk__node_built(inner)->child[0];
    if (inner != of && (inner->kind == ALK__NODE_TABLE || inner->kind == ALK__NODE_TABLE_NAME))
        return sample_of_alias(r, node, inner, of);
    int code = with_hints(r, of);
    return code ? code : sampled(r, node);
}

static int alias(alk__render *r, const alk__node *node)
{
    const alk_sql *inner = node->child[0];
    int code;
    while (inner->kind == ALK__NODE_ALIAS)                 /* its own name is hidden by this one */
        inner = alk__node_built(inner)->child[0];
    if (inner->kind == ALK__NODE_SUBQUERY) {
        alk__put(r, alk__node_built(inner)->bits & ALK__LATERAL ? "LATERAL " : "");
        code = query_in_from(r, alk__node_built(inner)->child[0], alk__node_built(inner)->bits & ALK__LATERAL);
    } else if (inner->kind == ALK__NODE_VALUES || inner->kind == ALK__NODE_TABLE_FUNC) {
        return inner->kind == ALK__NODE_VALUES ? values_table(r, alk__node_built(inner), &node->sql) : table_func(r, alk__node_built(inner), &node->sql);
    } else if (inner->kind == ALK__NODE_JOIN) {
        alk__put(r, "(");
        code = alk__render_from(r, inner);
        alk__put(r, ")");
    } else if (inner->kind == ALK__NODE_SAMPLE)
        return sample_of_alias(r, alk__node_built(inner), alk__node_built(inner)->child[0], &node->sql);
    else
        code = with_hints(r, inner);
    return code ? code : put_alias(r, alk__from_name(r, &node->sql));
}

static int by_library(alk__render *r, const alk_sql *from)
{
    const alk__node *node = alk__node_built(from);
    int code;
    switch (from->kind) {
    case ALK__NODE_TABLE:
        return alk__put_table_name(r, alk__table(from));
    case ALK__NODE_RAW:
        return alk__render_node(r, from);
    case ALK__NODE_TABLE_NAME:
        return table_name(r, node);
    case ALK__NODE_ALIAS:
        return alias(r, node);
    case ALK__NODE_SUBQUERY:
        if (node->bits & ALK__LATERAL && !alk__has(r->dialect.rules, ALK_SQL_LATERAL))
            return alk__unsupported(r, "LATERAL");
        alk__put(r, node->bits & ALK__LATERAL ? "LATERAL " : "");
        if (node->child[0]->kind == ALK__NODE_VALUES)
            return values_table(r, alk__node_built(node->child[0]), from);
        code = query_in_from(r, node->child[0], node->bits & ALK__LATERAL);
        return code ? code : put_alias(r, alk__from_name(r, from));
    case ALK__NODE_CTE: {
        const char *name = alk__from_name(r, from);
        return name ? alk__put_name(r, name) : alk__error_code();
    }
    case ALK__NODE_VALUES:
        return values_table(r, node, from);
    case ALK__NODE_TABLE_FUNC:
        return table_func(r, node, from);
    case ALK__NODE_JOIN:
        return join(r, node);
    case ALK__NODE_SAMPLE:
        return sample(r, node);
    default:
        return alk__error(ALK_ERROR_COMPILE, "%s cannot be selected from", alk__node_words(from));
    }
}

int alk__render_bare_from(alk__render *r, const alk_sql *from)
{
    int code = from->kind == ALK__NODE_RAW ? ALK_USE_DEFAULT : alk__ask_dialect(r, from);
    return code == ALK_USE_DEFAULT ? by_library(r, from) : code;
}

static int with_hints(alk__render *r, const alk_sql *from)
{
    bool before = r->dialect.rules->table_hint == ALK_HINT_BEFORE_TABLE, behind = r->dialect.rules->table_hint == ALK_HINT_BEHIND_TABLE;
    int code = before ? alk__render_table_hints(r, from) : ALK_OK;
    if (code == ALK_OK)
        code = alk__render_bare_from(r, from);
    return code || !behind ? code : alk__render_table_hints(r, from);
}

int alk__render_from(alk__render *r, const alk_sql *from)
{
    int code = with_hints(r, from);
    return code ? code : alk__render_lock_hint(r, from);
}

int alk__render_from_list(alk__render *r, const alk__from_list *list)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < list->items.count; i++) {
        alk__put(r, i ? ", " : "");
        code = alk__render_from(r, at(&list->items, i));
    }
    return code;
}
