/* SPDX-License-Identifier: MIT
 * The columns that a query has, and the names that they are given in its result. */
#include "base/error.h"
#include "base/text.h"
#include "compile/render.h"
#include <alkahest/query.h>
#include <string.h>

const char *alk__column_name(const alk_sql *column)
{
    const alk__node *built = alk__node_built(column);
    switch (column->kind) {
    case ALK__NODE_COLUMN:
        return alk__column(column)->name;
    case ALK__NODE_COLUMN_AT:
        return alk__column_name(built->child[1]);
    case ALK__NODE_COLUMN_OF: case ALK__NODE_NAME: case ALK__NODE_LABEL:
        return built->text;
    case ALK__NODE_CAST:
        return alk__column_name(built->child[0]);
    case ALK__NODE_COLLATE:
        return built->child[0]->kind == ALK__NODE_CAST ? alk__column_name(built->child[0]) : NULL;
    case ALK__NODE_UNARY:                  /* of what the program has named */
        return built->child[0]->kind == ALK__NODE_LABEL ? alk__column_name(built->child[0]) : NULL;
    case ALK__NODE_ROW_OF:
        return built->child[0]->kind == ALK__NODE_TABLE ? alk__table(built->child[0])->name : alk__node_built(built->child[0])->text;
    default:
        return NULL;
    }
}

static bool is_column(const alk_sql *part)
{
    return alk__node_class_of(part) != ALK__CLASS_CLAUSE && part->kind != ALK__NODE_JOIN;
}

static const alk_sql *nth_column(const alk__node *built, size_t i);

static const alk_sql *column_of_table(const alk_table *table, size_t i)
{
    for (size_t at = 0; at < table->n_columns; at++)
        if (!alk__column_at(table, at)->omitted && i-- == 0)
            return &alk__column_at(table, at)->sql;
    return NULL;
}

/* A query's columns are its parts that are no clauses, a table among them standing for all of its own. */
const alk_sql *alk__column_of_from(const alk_sql *from, size_t i)
{
    const alk__node *built = alk__node_built(from);
    if (from->kind == ALK__NODE_TABLE)
        return column_of_table(alk__table(from), i);
    if (!built || built->n == 0)
        return NULL;
    if (from->kind == ALK__NODE_CTE && built->spare)
        return i < built->spare ? built->child[built->n - built->spare + i] : NULL;
    if (from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_SUBQUERY || from->kind == ALK__NODE_CTE || from->kind == ALK__NODE_SAMPLE)
        return alk__column_of_from(built->child[0], i);
    if (from->kind == ALK__NODE_COMPOUND)
        return alk__column_of_from(alk__first_query(from), i);
    if (from->kind == ALK__NODE_VALUES || from->kind == ALK__NODE_TABLE_FUNC)
        return i < built->spare ? built->child[built->n - built->spare + i] : NULL;
    if (alk__node_class_of(from) == ALK__CLASS_CHANGE) {
        const alk__node *returning = alk__last_part(built, ALK__NODE_RETURNING);
        return returning ? nth_column(returning, i) : NULL;
    }
    if (from->kind == ALK__NODE_RAW_QUERY)
        return nth_column(built, i + 1);
    return from->kind == ALK__NODE_SELECT ? nth_column(built, i) : NULL;
}

/* *from: the FROM among the parts that it is one of, NULL when it is a part itself. */
static const alk_sql *nth_column_of(const alk__node *built, size_t i, const alk_sql **from)
{
    *from = NULL;
    for (uint32_t part = 0; part < built->n; part++) {
        const alk_sql *column = built->child[part];
        if (!is_column(column))
            continue;
        if (alk__node_class_of(column) != ALK__CLASS_FROM) {
            if (i-- == 0)
                return column;
            continue;
        }
        size_t n = 0;
        while (alk__column_of_from(column, n)) {
            if (i-- == 0) {
                *from = column;
                return alk__column_of_from(column, n);
            }
            n++;
        }
    }
    return NULL;
}

static const alk_sql *nth_column(const alk__node *built, size_t i)
{
    const alk_sql *from;
    return nth_column_of(built, i, &from);
}

size_t alk__width_of(const alk_sql *query)
{
    size_t width = 0;
    while (query->kind == ALK__NODE_COMPOUND)
        query = alk__first_query(query);
    const alk__node *select = query->kind == ALK__NODE_SELECT ? alk__node_built(query) : NULL;
    for (uint32_t i = 0; select && i < select->n; i++) {
        const alk_sql *part = select->child[i];
        bool from = alk__node_class_of(part) == ALK__CLASS_FROM, star = part->kind == ALK__NODE_CONSTANT && alk__node_built(part)->op == ALK__CONSTANT_STAR;
        if (!is_column(part))
            continue;
        if (star || part->kind == ALK__NODE_RAW || part->kind == ALK__NODE_RAW_WITH || part->kind == ALK__NODE_EXTENSION || (from && !alk__column_of_from(part, 0)))
            return SIZE_MAX;
        for (size_t n = 0; from && alk__column_of_from(part, n); n++)
            width++;
        width += !from;
    }
    return select ? width : SIZE_MAX;
}

const char *alk__label_base(const alk_sql *column)
{
    const alk__node *built = alk__node_built(column);
    switch (column->kind) {
    case ALK__NODE_RAW: case ALK__NODE_RAW_WITH: case ALK__NODE_NAME: case ALK__NODE_TABLE: case ALK__NODE_LABEL_REF:
        return NULL;
    case ALK__NODE_FUNC:
        return built->bits & ALK__FUNC_BARE || strchr(built->text, ' ') ? "anon" : strrchr(built->text, '.') ? strrchr(built->text, '.') + 1 : built->text;
    case ALK__NODE_CAST:
        return built->op == ALK__TYPED ? alk__label_base(built->child[0]) : "anon";
    case ALK__NODE_CONSTANT:
        return built->op == ALK__CONSTANT_STAR ? NULL : "anon";
    case ALK__NODE_COLUMN_AT:
        return alk__column_name(column) ? NULL : alk__label_base(built->child[1]);
    default:
        return "anon";
    }
}

static int put_label(alk__render *r, const char *name)
{
    alk__put(r, " AS ");
    return alk__put_name(r, name);
}

/* Whether a name was given in this list before. */
bool alk__is_taken(const alk__vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (*(const char **)alk__vector_at(names, i) && strcmp(*(const char **)alk__vector_at(names, i), name) == 0)
            return true;
    return false;
}

static int note(alk__render *r, const alk_sql *column, const char *name)
{
    alk__result_column *entry;
    if (r->level != r->columns_level)
        return ALK_OK;
    if (!(entry = alk__vector_room(&r->columns)))
        return alk__error_code();
    const alk_sql *plain = column;
    if (plain->kind == ALK__NODE_LABEL)
        plain = alk__node_built(plain)->child[0];
    *entry = (alk__result_column){ name ? name : "", alk__node_type(column),
                                   plain->kind == ALK__NODE_COLUMN ? plain : plain->kind == ALK__NODE_COLUMN_AT ? alk__node_built(plain)->child[1] : NULL };
    return ALK_OK;
}

/* The column at the end of a chain of aliases and queries. */
static const alk_sql *behind(const alk_sql *column)
{
    while (column->kind == ALK__NODE_COLUMN_AT && !alk__column_name(column))
        column = alk__node_built(column)->child[1];
    return column;
}

/* ---- the names of a list ---- */

/* What was found out of the columns of SELECTs is kept: queries inside queries ask for it again and again. */
typedef struct column_key {
    const alk__node *select;
    size_t what;                   /* twice the column's number; and 1: the label, not the name that it is made of */
} column_key;

static const char *kept_name(alk__render *r, const alk__node *select, size_t index, bool label)
{
    column_key key = { select, 2 * index + label };
    return select ? alk__map_get(&r->labels, (const char *)&key, sizeof key) : NULL;
}

static const char *keep_name(alk__render *r, const alk__node *select, size_t index, bool label, const char *name)
{
    column_key key = { select, 2 * index + label };
    if (!name || !select || alk__map_set(&r->labels, (const char *)&key, sizeof key, (void *)(uintptr_t)name) == ALK_OK)
        return name;
    r->out.status = alk__error_code();     /* what asks may take it for a column without a name: the whole fails in any case */
    return NULL;
}

static int style_of(const alk__node *select)
{
    const alk__node *style = select ? alk__last_part(select, ALK__NODE_LABEL_STYLE) : NULL;
    return style ? style->op : ALK_LABELS_DISAMBIGUATED;
}

/* The FROM that a column is of; NULL: it is none. */
static const alk_sql *from_of(const alk_sql *column)
{
    while (column->kind == ALK__NODE_CAST)
        column = alk__node_built(column)->child[0];
    if (column->kind == ALK__NODE_COLUMN)
        return alk__table_of(alk__column(column));
    return column->kind == ALK__NODE_COLUMN_OF || column->kind == ALK__NODE_COLUMN_AT ? alk__node_built(column)->child[0] : NULL;
}

static const char *schema_of(const alk_sql *from)
{
    const alk__node *built = from->kind == ALK__NODE_TABLE_NAME ? alk__node_built(from) : NULL;
    return from->kind == ALK__NODE_TABLE ? alk__table(from)->schema : built && built->n ? alk__node_built(built->child[0])->text : NULL;
}

static const char *joined_name(alk__render *r, const char *schema, const char *table, const char *column)
{
    size_t s = schema && *schema ? strlen(schema) + 1 : 0, t = strlen(table), c = strlen(column);
    char *name = alk_arena_alloc(r->arena, s + t + c + 2, 1);
    if (!name) {
        r->out.status = alk__error_code();
        return NULL;
    }
    if (s) {
        memcpy(name, schema, s - 1);
        name[s - 1] = '_';
    }
    memcpy(name + s, table, t);
    name[s + t] = '_';
    memcpy(name + s + t + 1, column, c + 1);
    return name;
}

/* The name behind that of the FROM; the name itself, where that is not known. */
static const char *table_and_name(alk__render *r, const alk_sql *from, const char *name)
{
    const char *table = from && name && name != alk__ambiguous ? alk__from_name(r, from) : NULL;
    return table ? joined_name(r, schema_of(from), table, name) : name;
}

/* What a SELECT calls its column of that number before others are looked at: by its own name, or by the statement's style its table's and its own. NULL: it has none. */
static const char *styled_name(alk__render *r, const alk__node *select, size_t index)
{
    const alk_sql *part, *column = nth_column_of(select, index, &part);
    bool by_table = style_of(select) == ALK_LABELS_OF_TABLES && (part || column->kind != ALK__NODE_LABEL), whole = part && part->kind != ALK__NODE_TABLE;
    if (!by_table && !whole && column->kind != ALK__NODE_COLUMN_AT)
        return alk__column_name(column);
    const char *name = kept_name(r, select, index, false);
    if (name)
        return name;
    name = whole && column->kind != ALK__NODE_COLUMN_AT ? alk__name_within(r, part, column) : alk__name_at(r, column);
    return keep_name(r, select, index, false, by_table ? table_and_name(r, part ? part : from_of(column), name) : name);
}

/* A name of the column's own is one that the database has. */
static bool is_too_long(const alk__render *r, const char *name, const char *own)
{
    size_t length = strlen(name), max = r->dialect.data->max_identifier;
    return strcmp(name, own) != 0 && ((max && length > max) || (r->label_length && length + ALK__LABEL_NUMBER > r->label_length));
}

static bool is_name_in(alk__render *r, const alk__node *select, size_t n, const char *name)
{
    const alk_sql *other;
    for (size_t i = 0; i < n && (other = nth_column(select, i)); i++) {
        const char *others = styled_name(r, select, i);
        if (others && strcmp(others, name) == 0)
            return true;
    }
    return false;
}

static const char *new_label(alk__render *r, const alk__node *select, size_t index, const char *base)
{
    const char *name = alk__made_up_name(r, base);
    if (!name)
        r->out.status = alk__error_code();
    while (name && select && is_name_in(r, select, SIZE_MAX, name))
        name = alk__made_up_name(r, base);
    return keep_name(r, select, index, true, name);
}

const char *alk__label_at(alk__render *r, const alk__node *select, size_t index)
{
    const alk_sql *column = nth_column(select, index);
    const char *kept = kept_name(r, select, index, true), *name = kept ? kept : styled_name(r, select, index);
    if (kept || !name || name == alk__ambiguous || column->kind == ALK__NODE_LABEL || style_of(select) == ALK_LABELS_NONE)
        return name;
    if (is_too_long(r, name, alk__name_at(r, column)) || is_name_in(r, select, index, name))
        return new_label(r, select, index, name);
    return keep_name(r, select, index, true, name);
}

/* ---- columns that are not there ---- */

static bool is_called(const char *given, const char *name)
{
    return given && alk__sv_is_nocase(alk__sv(given), name);
}

/* What is called "count_1" may be an expression without a name. */
static bool is_made_up(const char *name)
{
    const char *number = strrchr(name, '_');
    return number && number[1] && strspn(number + 1, "0123456789") == strlen(number + 1);
}

static bool is_column_of(alk__render *r, const alk_sql *query, const char *name)
{
    size_t width = alk__width_of(query);
    bool nameless = false;
    if (width == SIZE_MAX)
        return true;
    while (query->kind == ALK__NODE_COMPOUND)
        query = alk__first_query(query);
    const alk__node *select = alk__node_built(query);
    for (size_t i = 0; i < width; i++)
        if (is_called(alk__column_name(nth_column(select, i)), name))
            return true;
    for (size_t i = 0; i < width; i++) {
        const char *label = alk__label_at(r, select, i);
        if (is_called(label, name))
            return true;
        nameless = nameless || !label;
    }
    return nameless && is_made_up(name);
}

/* Words of the database's own behind a CTE, SEARCH and CYCLE, give it more columns. */
static bool has_words(const alk__node *from)
{
    return from->sql.kind == ALK__NODE_CTE && from->n > from->spare + 1;
}

/* Of tables, raw SQL and stars nobody here knows all columns. Databases differ in what capitals mean. */
int alk__check_column_of(alk__render *r, const alk_sql *from, const char *name)
{
    const alk_sql *of = from, *column;
    while (of->kind == ALK__NODE_ALIAS)
        of = alk__node_built(of)->child[0];
    const alk__node *built = alk__node_built(of);
    bool query = of->kind == ALK__NODE_SUBQUERY || of->kind == ALK__NODE_CTE;
    if (!(query || of->kind == ALK__NODE_VALUES) || !built->n || has_words(built) || (built->spare ? false : !query || is_column_of(r, built->child[0], name)))
        return alk__buffer_status(&r->out);
    for (size_t i = 0; built->spare && (column = alk__column_of_from(of, i)); i++)
        if (is_called(alk__column_name(column), name))
            return ALK_OK;
    const char *called = alk__from_name(r, from);
    if (!called || alk__buffer_status(&r->out))
        return alk__error_code();
    return alk__error(ALK_ERROR_COMPILE, "%s, which a column is taken from, has no column %s", called, name);
}

int alk__check_width(const alk_sql *query, size_t names, const char *what)
{
    size_t width = alk__width_of(query);
    return width == SIZE_MAX || width == names ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "%s: the query has %zu columns, for %zu names", what, width, names);
}

int alk__check_scalar(const alk_sql *node)
{
    size_t width = alk__node_class_of(node) == ALK__CLASS_QUERY ? alk__width_of(node) : SIZE_MAX;
    return width == SIZE_MAX || width == 1 ? ALK_OK : alk__error(ALK_ERROR_COMPILE, "a query of %zu columns stands where one value belongs", width);
}

/* ---- writing ---- */

/* A list of columns while it is written. */
typedef struct column_list {
    const alk__node *select;       /* NULL: of another statement */
    size_t index;                  /* of the next one */
    alk__vector taken;             /* of const char *: names that were given */
} column_list;

/* The label of an expression that has no name: the same expression once more, or a column of that name, gives it another number. */
static const char *label_of_expression(alk__render *r, const alk_sql *column, const alk__vector *taken)
{
    const char *label = alk__label_of(r, column);
    while (label && alk__is_taken(taken, label))
        label = alk__made_up_name(r, alk__label_base(column));
    return label;
}

/* A name that no column before has. */
static const char *another_name(alk__render *r, const column_list *list, const char *base)
{
    const char *name;
    do
        name = new_label(r, list->select, list->index, base);
    while (name && alk__is_taken(&list->taken, name));
    return name;
}

/* The name by itself that a column has in the SQL; NULL: none. */
static const char *own_name(alk__render *r, const alk_sql *column)
{
    const char *name = alk__name_at(r, column);
    if (!name && column->kind == ALK__NODE_COLUMN_AT && alk__label_base(alk__node_built(column)->child[1]))
        return alk__label_of(r, behind(column));
    return !name && column->kind == ALK__NODE_ROW_OF ? alk__from_name(r, alk__node_built(column)->child[0]) : name;
}

/* The name that a column has in the result, and *label where it must be written. */
static int name_column(alk__render *r, const alk_sql *column, const column_list *list, const char **name, const char **label)
{
    const char *own = own_name(r, column), *kept = kept_name(r, list->select, list->index, true);
    *name = own;
    *label = NULL;
    if (column->kind == ALK__NODE_LABEL)
        *label = own;
    else if (!own && alk__label_base(column))
        *name = *label = label_of_expression(r, column, &list->taken);
    else if (own) {
        bool shown = column->kind != ALK__NODE_CAST && column->kind != ALK__NODE_COLLATE && column->kind != ALK__NODE_UNARY;      /* the database calls the column so by itself */
        *name = kept ? kept : style_of(list->select) == ALK_LABELS_OF_TABLES ? table_and_name(r, from_of(column), own) : own;
        if (*name && !kept && style_of(list->select) != ALK_LABELS_NONE && (alk__is_taken(&list->taken, *name) || is_too_long(r, *name, own)))
            *name = another_name(r, list, *name);
        *label = *name && shown && strcmp(*name, own) == 0 ? NULL : *name;
    }
    return *name || !(own || alk__label_base(column)) ? ALK_OK : alk__error_code();
}

static int one_column(alk__render *r, const alk_sql *column, column_list *list)
{
    const char *name, *label, *before = r->hint;
    r->hint = NULL;
    bool inner = r->level > 1 && alk__has(r->dialect.rules, ALK_SQL_CAST_DECIMALS);    /* a decimal is sorted and compared by what is around the query */
    bool told = (inner || alk__has(r->dialect.rules, ALK_SQL_CAST_PARAMS)) && !r->target;      /* what rows are changed by knows its type there */
    int code = alk__check_scalar(column->kind == ALK__NODE_LABEL ? alk__node_built(column)->child[0] : column);
    if (code == ALK_OK)
        code = told ? alk__render_beside(r, column, NULL, ALK__OP_NONE) : alk__render_node(r, column);
    r->hint = before;
    if (code || (code = name_column(r, column, list, &name, &label)))
        return code;
    list->index++;
    if (label)
        code = put_label(r, label);
    const char **entry = alk__vector_room(&list->taken);
    if (!entry)
        return alk__error_code();
    *entry = name;
    return code ? code : note(r, column, name);
}

/* A FROM among the columns is all of its columns; one whose columns are not known is its star. */
static int columns_of(alk__render *r, const alk_sql *from, column_list *list)
{
    int code = ALK_OK;
    if (!alk__column_of_from(from, 0)) {
        const char *name = alk__from_name(r, from);
        code = name ? alk__put_name(r, name) : alk__error_code();
        alk__put(r, ".*");
        return code;
    }
    const alk_sql *column;
    for (size_t i = 0; code == ALK_OK && (column = alk__column_of_from(from, i)); i++) {
        alk__put(r, i ? ", " : "");
        if (from->kind == ALK__NODE_TABLE) {
            code = one_column(r, column, list);
            continue;
        }
        alk_sql *seen = alk_at(from, column);
        if (seen->kind == ALK__NODE_ERROR)
            code = alk__node_raise(seen);
        else if ((code = one_column(r, seen, list)) == ALK_OK && r->level == r->columns_level) {
            alk__result_column *last = alk__vector_at(&r->columns, r->columns.count - 1);
            last->type = alk__node_type(column);           /* it must outlive what was made here */
            last->column = column->kind == ALK__NODE_COLUMN ? column : NULL;
        }
        alk__node_sink(seen);
    }
    return code;
}

int alk__render_columns(alk__render *r, const alk__node *select, const alk_sql *const *columns, size_t n)
{
    column_list list = { .select = select };
    alk__vector *wanted = r->wanted;
    int code = ALK_OK;
    bool first = true;
    r->wanted = NULL;
    alk__vector_init_in(&list.taken, sizeof(const char *), r->arena);
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (!is_column(columns[i]))
            continue;
        alk__put(r, first ? "" : ", ");
        first = false;
        code = alk__node_class_of(columns[i]) == ALK__CLASS_FROM ? columns_of(r, columns[i], &list) : one_column(r, columns[i], &list);
    }
    bool none = code == ALK_OK && first;
    if (wanted && code == ALK_OK && !none)
        *wanted = list.taken;
    return none ? alk__error(ALK_ERROR_COMPILE, "a query has no columns") : code;
}

/* ---- references to labels ---- */

/* A column of one of the FROMs that the statement selects from. */
static int column_by_name(alk__render *r, const char *name)
{
    const alk_sql *found = NULL, *of = NULL, *column;
    for (size_t i = 0; r->scope && i < r->scope->n_froms; i++)
        for (size_t j = 0; r->scope->froms[i]->kind != ALK__NODE_JOIN && (column = alk__column_of_from(r->scope->froms[i], j)); j++) {
            const char *own = alk__column_name(column);
            if (!own || strcmp(own, name) != 0)
                continue;
            if (found && of != r->scope->froms[i])
                return alk__error(ALK_ERROR_COMPILE, "%s may be a column of more than one of what the query selects from", name);
            found = column;
            of = r->scope->froms[i];
        }
    if (!found)
        return alk__error(ALK_ERROR_COMPILE, "%s is neither a label nor a column of the query around it", name);
    if (of->kind == ALK__NODE_TABLE)
        return alk__render_node(r, found);
    alk_sql *seen = alk_column_of(of, name);
    int code = seen->kind == ALK__NODE_ERROR ? alk__node_raise(seen) : alk__render_node(r, seen);
    alk__node_sink(seen);
    return code;
}

const alk_sql *alk__ordered_column(const alk__render *r, const char *name)
{
    const alk_sql *column;
    for (size_t i = 0; r->ordering && (column = alk__column_of_from(&r->ordering->sql, i)); i++) {
        const char *own = alk__column_name(column);
        if (own && strcmp(own, name) == 0)
            return column;
    }
    return NULL;
}

/* Inside a term databases do not know labels: there it is what it labels. A compound has no other name for it. */
int alk__render_label_ref(alk__render *r, const alk__node *node)
{
    const alk_sql *column = alk__ordered_column(r, node->text);
    if (!column)
        return column_by_name(r, node->text);
    if (r->ordering->sql.kind == ALK__NODE_COMPOUND || (column->kind == ALK__NODE_LABEL && r->order_label == &node->sql))
        return alk__put_name(r, node->text);
    return column->kind == ALK__NODE_LABEL ? alk__render_within(r, alk__node_built(column)->child[0], ALK__OP_NONE, ALK__SINGLE) : alk__render_node(r, column);
}
