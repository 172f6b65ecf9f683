/* SPDX-License-Identifier: MIT
 * Random statements: the bytes choose nodes of every kind, with names and values that would like to be SQL. Whatever they choose, for every dialect that is there:
 *   - the same bytes build the same statement, which is written the same each time;
 *   - markers are as many as parameters, and in their order;
 *   - outside of quotes no comment and no semicolon stands;
 *   - with harmless names and values in their place the text is the same but for these: none of them becomes SQL;
 *   - SQLite sees one statement, and no error of syntax. */
#include "fuzz.h"
#include "../support/random.h"
#include "../support/shop.h"
#include "sql/node.h"
#include <alkahest/alkahest.h>
#include <alkahest/change.h>
#include <alkahest/compile.h>
#include <alkahest/value.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#if defined(ALK_FUZZ_SQLITE)
#include <sqlite3.h>
#endif

/* ---- what the bytes choose ---- */

typedef struct maker {
    const uint8_t *next, *end;
    bool harmless;                 /* names and values that say nothing in place of those that would like to */
    unsigned left;                 /* nodes that may still be made */
    const alk_sql *kept[8];        /* expressions that may stand again */
    size_t n_kept;
    const alk_sql *from[4];        /* sources that columns may be of */
    size_t n_from;
} maker;

static unsigned choose(maker *m, unsigned n)
{
    if (m->next == m->end)
        return 0;
    return *m->next++ % n;
}

static const char *name_of(maker *m)
{
    static char longest[300];
    static const char *const hostile[] = { "a", "b", "select", "x\"y", "x\"; DROP TABLE authors; --", "--", "/*", "*/", ";", "'", "''", "`", "`;", "]", "]]; --", "\\", "\\\"", "Ünïcödé", "名前",
                                           "Upper", "with space", "a.b", "?", ":p", "$1", "%s", "{0}", "#", "1abc", "count_1", "anon_1", "name_1", "order", "a\tb", "\x01", "\x7f", "\xff", longest };
    static const char *const harmless[] = { "zq0", "zq1", "zq2", "zq3", "zq4", "zq5", "zq6", "zq7", "zq8", "zq9", "zq10", "zq11", "zq12", "zq13", "zq14", "zq15", "zq16", "zq17", "zq18",
                                            "zq19", "zq20", "zq21.zq21", "zq22", "zq23", "zq24", "zq25", "zq26", "zq27", "zq28", "count_1", "anon_1", "name_1", "zq30", "zq31", "zq32", "zq33", "zq34", "zq35" };
    _Static_assert(sizeof hostile == sizeof harmless, "a harmless name for each");
    memset(longest, 'l', sizeof longest - 1);
    unsigned all = sizeof hostile / sizeof *hostile, i = choose(m, 32) ? choose(m, all - 5) : all - 5 + choose(m, 5);      /* the last five no database takes */
    return m->harmless ? harmless[i] : hostile[i];
}

static const char *text_of(maker *m)
{
    static char huge[5001];
    static const char *const texts[] = { "x", "", "'", "''", "'; DROP TABLE authors; --", "\\", "\\'", "\\\\'", "\"", "--", "/*", "*/", ";", "?", ":a", "%", "_", "/", "%_/\\", "\n", "\t", "é", "\xf0\x9f\x98\x80",
                                         "E'x'", "$$", "$a$", "`", "]", "NULL", "0x41", huge };
    memset(huge, '\'', sizeof huge - 1);
    unsigned i = choose(m, sizeof texts / sizeof *texts);
    return m->harmless ? "v" : texts[i];
}

static alk_sql *number_value(maker *m)
{
    static const int64_t numbers[] = { 0, 1, -1, 2, -5, 7, INT64_MIN, INT64_MAX, INT32_MIN, 255 };
    return alk_int(numbers[choose(m, sizeof numbers / sizeof *numbers)]);
}

static alk_sql *value_of(maker *m)
{
    static const double reals[] = { 0.5, -0.0, -1.5, 1e300, DBL_MIN, DBL_MAX, 3, NAN, INFINITY };
    static const char *const decimals[] = { "1.5", "-1.5", "-0", "NaN", "1e5", "-Infinity" };
    switch (choose(m, 16)) {
    case 0: case 1: case 2: return number_value(m);
    case 3: case 4: case 5: return alk_text(text_of(m));
    case 6: return alk_null();
    case 7: return alk_bool(choose(m, 2));
    case 8: return alk_real(reals[choose(m, sizeof reals / sizeof *reals)]);
    case 9: return alk_decimal(decimals[choose(m, sizeof decimals / sizeof *decimals)]);
    case 10: return alk_uint(choose(m, 2) ? UINT64_MAX : 1);
    case 11: { const char *text = text_of(m); return alk_blob(text, strlen(text)); }
    case 12: return alk_date_value((alk_date){ (int32_t)choose(m, 256) - 100 });
    case 13: { unsigned which = choose(m, 2); return alk_json(m->harmless ? "0" : which ? "{\"a'\": \"--\\\\\"}" : "\"';\""); }
    case 14: return alk_interval_value((alk_interval){ (int32_t)choose(m, 9) - 4, 2, -3 });
    default: return alk_timestamptz_value((alk_timestamptz){ (int64_t)choose(m, 256) * 1000000 });
    }
}

static const alk_type *type_of(maker *m)
{
    static const alk_type items = ALK_SQL_INTEGER;
    static const alk_type types[] = { ALK_SQL_INTEGER, ALK_SQL_TEXT, ALK_SQL_VARCHAR(20), ALK_SQL_NUMERIC(10, 2), ALK_SQL_DATE, ALK_SQL_BOOLEAN, ALK_SQL_BLOB, ALK_SQL_JSON, ALK_SQL_DOUBLE,
                                      ALK_SQL_TIMESTAMPTZ, ALK_SQL_NATIVE("integer"), ALK_SQL_ARRAY(items), ALK_SQL_UUID, ALK_SQL_CHAR(0), ALK_SQL_UBIGINT };
    return &types[choose(m, sizeof types / sizeof *types)];
}

/* ---- expressions ---- */

static const alk_sql *expression(maker *m, int depth);
static const alk_sql *query(maker *m, int depth);
static const alk_sql *source(maker *m, int depth);

/* An expression alone among the bytes that follow, or several: at least `least`. */
static const alk_sql *const *several(maker *m, int depth, unsigned least, const alk_sql **list)
{
    unsigned n = least + choose(m, 3);
    for (unsigned i = 0; i < n; i++)
        list[i] = expression(m, depth);
    list[n] = &alk_end;
    return list;
}
#define SEVERAL(least) several(m, depth, least, (const alk_sql *[8]){ NULL })

static const alk_sql *column(maker *m)
{
    const alk_sql *const columns[] = { author.id, author.name, author.born, author.active, author.score, author.mentor_id, book.id, book.author_id, book.title, book.price, book.published, book.data,
                                       tag.id, tag.name };
    unsigned what = choose(m, 20);
    if (what < 14)
        return columns[what];
    if (what < 16 && m->n_from) {
        const alk_sql *from = m->from[choose(m, (unsigned)m->n_from)];
        return choose(m, 3) ? alk_column_of(from, name_of(m)) : alk_at(from, columns[choose(m, 14)]);
    }
    return what < 18 ? alk_name(name_of(m)) : alk_column_of(alk_table_name(choose(m, 2) ? name_of(m) : NULL, name_of(m)), name_of(m));
}

static const alk_sql *leaf(maker *m)
{
    switch (choose(m, 10)) {
    case 0: case 1: case 2: case 3: return column(m);
    case 4: case 5: case 6: return value_of(m);
    case 7: return alk_param(name_of(m));
    case 8: return (alk_literal)(value_of(m));
    default: return choose(m, 2) ? alk_true() : alk_false();
    }
}

static const alk_sql *operator_of(maker *m, int depth)
{
    static alk_sql *(*const two[])(const alk_sql *, const alk_sql *) = {
        alk_eq, alk_ne, alk_lt, alk_le, alk_gt, alk_ge, alk_is_distinct_from, alk_is_not_distinct_from, alk_plus, alk_minus, alk_times, alk_divide, alk_floor_divide, alk_modulo, alk_concat,
        alk_bit_and, alk_bit_or, alk_bit_xor, alk_shift_left, alk_shift_right, alk_like, alk_not_like, alk_ilike, alk_not_ilike, alk_contains, alk_starts_with, alk_ends_with, alk_nullif };
    unsigned which = choose(m, sizeof two / sizeof *two);
    const alk_sql *left = expression(m, depth), *right = expression(m, depth);
    return two[which](left, right);
}

static const alk_sql *windowed(maker *m, int depth)
{
    static const int64_t bounds[] = { ALK_UNBOUNDED_PRECEDING, -2, -1, 0, 1, 2, ALK_UNBOUNDED_FOLLOWING };
    const alk_sql *function = choose(m, 2) ? alk_rank() : alk_sum(expression(m, depth));
    const alk_sql *parts[4] = { (alk_partition_by)(SEVERAL(1)), (alk_order_by)(SEVERAL(1)), &alk_end, &alk_end };
    if (choose(m, 2))
        parts[2] = alk_frame(ALK_ROWS, bounds[choose(m, 4)], bounds[3 + choose(m, 4)]);
    return (alk_over)(function, parts);
}

static const alk_sql *case_of(maker *m, int depth)
{
    const alk_sql *whens[6];
    unsigned n = 1 + choose(m, 3);
    for (unsigned i = 0; i < n; i++) {
        const alk_sql *condition = expression(m, depth), *result = expression(m, depth);
        whens[i] = (alk_when)(condition, result);
    }
    if (choose(m, 2))
        whens[n++] = (alk_else)(expression(m, depth));
    whens[n] = &alk_end;
    return choose(m, 2) ? (alk_case)(whens) : (alk_case_of)(expression(m, depth), whens);
}

static const alk_sql *in_list(maker *m, int depth)
{
    alk_value items[6];
    const alk_sql *left = expression(m, depth), *right;
    unsigned n = choose(m, 6), kind = choose(m, 4);
    for (unsigned i = 0; i < n; i++)
        items[i] = kind == 0 ? alk_value_int((int64_t)choose(m, 256) - 128) : choose(m, 5) ? alk_value_text(text_of(m)) : alk_value_null();
    if (kind < 2) {
        alk_value array = alk_value_array(items, n);
        right = alk_bound(&array);
    } else
        right = kind == 2 ? (alk_tuple)(SEVERAL(1)) : query(m, depth);
    return choose(m, 2) ? (alk_in)(left, right) : (alk_not_in)(left, right);
}

static const alk_sql *again(maker *m, int depth)
{
    if (m->n_kept == 8 || (m->n_kept && choose(m, 2)))
        return m->kept[choose(m, (unsigned)m->n_kept)];
    const alk_sql *made = expression(m, depth);
    if (m->n_kept < 8)                         /* what was made meanwhile counts */
        m->kept[m->n_kept++] = alk_keep(made);
    return made;
}

static const alk_sql *function_of(maker *m, int depth)
{
    static const char *const names[] = { "lower", "coalesce", "abs", "pg_catalog.lower", "f" };
    switch (choose(m, 12)) {
    case 0: return alk_count_all();
    case 1: return alk_distinct_of(alk_sum(expression(m, depth)));
    case 2: return alk_filter(alk_count(expression(m, depth)), expression(m, depth));
    case 3: return (alk_ordered)(alk_max(expression(m, depth)), SEVERAL(1));
    case 4: return (alk_string_agg)(expression(m, depth), alk_text(text_of(m)));
    case 5: return (alk_coalesce)(SEVERAL(1));
    case 6: return windowed(m, depth);
    case 7: return choose(m, 4) ? alk_extract(1 + (int)choose(m, 15), expression(m, depth)) : alk_extract_part("isodow", expression(m, depth));
    case 8: return (alk_func)(choose(m, 2) ? names[choose(m, 5)] : name_of(m), SEVERAL(0));
    case 9: return alk_next_value(choose(m, 2) ? name_of(m) : NULL, name_of(m));
    case 10: return (alk_regexp_match)(expression(m, depth), expression(m, depth), choose(m, 2) ? text_of(m) : NULL);
    default: return choose(m, 2) ? alk_now() : alk_current_date();
    }
}

/* What does not go with its column's type leaves the column: or hardly any statement would be whole. */
static const alk_sql *forgiven(const alk_sql *made, const alk_sql *column)
{
    const alk__error_node *error = (const alk__error_node *)made;
    if (made->kind != ALK__NODE_ERROR || made->flags & ALK__NODE_STATIC || !(strstr(error->message, "does not go with") || strstr(error->message, "a value for")))
        return made;
    alk__node_sink(made);
    return column;
}

static const alk_sql *any_expression(maker *m, int depth);

static const alk_sql *expression(maker *m, int depth)
{
    return forgiven(any_expression(m, depth), author.born);
}

static const alk_sql *any_expression(maker *m, int depth)
{
    static const char *const tokens[] = { "@>", "-", "+", "||", "&&", "?", "#>", "glob", "::" };
    if (depth <= 0 || m->left == 0 || m->next == m->end)
        return leaf(m);
    m->left--;
    depth--;
    switch (choose(m, 38)) {
    case 0: case 1: case 2: case 3: case 4: case 5: case 6: return operator_of(m, depth);
    case 7: return (alk_and)(SEVERAL(0));
    case 8: return (alk_or)(SEVERAL(0));
    case 9: return alk_not(expression(m, depth));
    case 10: return alk_negate(expression(m, depth));
    case 11: return alk_bit_not(expression(m, depth));
    case 12: return choose(m, 2) ? (alk_between)(expression(m, depth), expression(m, depth), expression(m, depth)) : (alk_not_between)(expression(m, depth), leaf(m), leaf(m));
    case 13: case 14: return in_list(m, depth);
    case 15: case 16: return case_of(m, depth);
    case 17: return choose(m, 4) ? (alk_cast)(expression(m, depth), type_of(m)) : (alk_try_cast)(expression(m, depth), type_of(m));
    case 18: return (alk_typed)(expression(m, depth), type_of(m));
    case 19: return choose(m, 4) ? alk_collate(expression(m, depth), choose(m, 2) ? "nocase" : name_of(m)) : alk_collate_in(expression(m, depth), name_of(m), "nocase");
    case 20: return (alk_label)(expression(m, depth), name_of(m));
    case 21: case 22: return function_of(m, depth);
    case 23: return alk_exists(query(m, depth));
    case 24: return query(m, depth);
    case 25: return (alk_is)(expression(m, depth), choose(m, 2) ? alk_null() : alk_true());
    case 26: return alk_escape((alk_like)(expression(m, depth), expression(m, depth)), choose(m, 2) ? "'" : "\\");
    case 27: return choose(m, 2) ? (alk_json_get)(expression(m, depth), (const alk_sql *const[]){ alk_text(text_of(m)), number_value(m), &alk_end })
                                 : (alk_json_text)(expression(m, depth), (const alk_sql *const[]){ alk_text(text_of(m)), &alk_end });
    case 28: return choose(m, 2) ? (alk_item)(expression(m, depth), leaf(m)) : (alk_array)(SEVERAL(1));
    case 29: return (alk_op)(tokens[choose(m, sizeof tokens / sizeof *tokens)], expression(m, depth), expression(m, depth), (int)choose(m, 10));
    case 30: return (alk_tuple)(SEVERAL(1));
    case 31: return (alk_scalar_values)(ALK_LIST((alk_row)(ALK_LIST(leaf(m))), (alk_row)(ALK_LIST(expression(m, depth)))));
    case 32: return alk_row_of(source(m, depth), choose(m, 2) ? type_of(m) : NULL);
    case 33: return choose(m, 2) ? (alk_op_before)(tokens[choose(m, 3)], expression(m, depth), (int)choose(m, 10)) : (alk_op_behind)("!", expression(m, depth), (int)choose(m, 10));
    case 34: return (alk_between_symmetric)(expression(m, depth), expression(m, depth), expression(m, depth));
    case 35: return (alk_raw_with)("a = :a", ALK_LIST((alk_bind)("a", value_of(m))));
    case 36: return choose(m, 2) ? alk_label_ref(name_of(m)) : alk_assigned(choose(m, 2) ? author.name : author.born);
    default: return again(m, depth);
    }
}

/* ---- sources and queries ---- */

/* The sources that may be named again are kept. */
static const alk_sql *known(maker *m, const alk_sql *from)
{
    if (m->n_from < 4 && from->kind != ALK__NODE_ERROR)
        m->from[m->n_from++] = alk_keep(from);
    return from;
}

static const alk_sql *source(maker *m, int depth)
{
    const alk_sql *const tables[] = { author.table, book.table, tag.table };
    const char *const names[] = { name_of(m), name_of(m), NULL };
    m->left -= m->left > 0;
    switch (depth > 0 ? choose(m, 10) : choose(m, 3)) {
    case 0: return tables[choose(m, 3)];
    case 1: return known(m, alk_alias(tables[choose(m, 3)], choose(m, 2) ? name_of(m) : NULL));
    case 2: return alk_table_name(choose(m, 2) ? name_of(m) : NULL, name_of(m));
    case 3: return known(m, alk_subquery(query(m, depth - 1), choose(m, 3) ? name_of(m) : NULL));
    case 4: return known(m, alk_cte_of(query(m, depth - 1), choose(m, 3) ? name_of(m) : NULL, choose(m, 4) * ALK_CTE_MATERIALIZED + choose(m, 2) * ALK_CTE_NESTING, NULL));
    case 5: return known(m, alk_values(choose(m, 2) ? name_of(m) : NULL, names, ALK_LIST((alk_row)(ALK_LIST(leaf(m), leaf(m))), (alk_row)(ALK_LIST(leaf(m), leaf(m))))));
    case 6: return known(m, choose(m, 3) ? alk_table_func((alk_func)("json_each", ALK_LIST(leaf(m))), name_of(m), NULL, 0)
                                         : alk_table_func_of((alk_func)("json_each", ALK_LIST(leaf(m))), name_of(m), names, (const alk_type *const[]){ type_of(m), type_of(m) }, 0));
    case 7: return alk_join_of(tables[choose(m, 3)], tables[choose(m, 3)], choose(m, 2) ? expression(m, depth - 1) : NULL);
    case 8: return alk_table_sample(tables[choose(m, 3)], "SYSTEM", 5);
    default: return known(m, alk_lateral(query(m, depth - 1), name_of(m)));
    }
}

static const alk_sql *joined(maker *m, int depth)
{
    const alk_sql *const tables[] = { author.table, book.table, tag.table, author.books, book.author, book.tags };
    switch (choose(m, 5)) {
    case 0: return alk_join(tables[choose(m, 6)]);
    case 1: return alk_left_join(tables[choose(m, 6)]);
    case 2: return alk_left_join_on(source(m, depth), expression(m, depth));
    case 3: return alk_cross_join(source(m, depth));
    default: return alk_join_on(source(m, depth), expression(m, depth));
    }
}

static const alk_sql *ordered(maker *m, int depth)
{
    const alk_sql *term = expression(m, depth);
    switch (choose(m, 5)) {
    case 0: return alk_desc(term);
    case 1: return alk_nulls_last(alk_asc(term));
    case 2: return alk_nulls_first(term);
    default: return term;
    }
}

static const alk_sql *clause(maker *m, int depth)
{
    switch (choose(m, 18)) {
    case 16: return alk_label_style((int)choose(m, 3));
    case 0: case 1: case 2: case 3: return (alk_where)(SEVERAL(1));
    case 4: case 5: return alk_order_by(ordered(m, depth));
    case 6: return (alk_group_by)(SEVERAL(1));
    case 7: return (alk_having)(SEVERAL(1));
    case 8: return alk_limit((const alk_sql *)alk_int(choose(m, 100)));
    case 9: return choose(m, 2) ? alk_offset((const alk_sql *)alk_param(name_of(m))) : alk_fetch_first((const alk_sql *)alk_int(3), choose(m, 4));
    case 10: return choose(m, 3) ? alk_distinct() : (alk_distinct_on)(SEVERAL(1));
    case 11: return alk_from(source(m, depth));
    case 12: case 13: return joined(m, depth);
    case 14: return alk_for_update(choose(m, 16));
    case 15: return alk_clause(ALK_HINT_PREFIX + (int)choose(m, 8), "mssql", expression(m, depth - 1));     /* no SQL that SQLite would take */
    default: return alk_hint(ALK_HINT_PREFIX, NULL, NULL, "/*+ hint */");
    }
}

static const alk_sql *query(maker *m, int depth)
{
    const alk_sql *parts[12];
    size_t n = 0;
    if (depth > 1 && choose(m, 40) == 39)
        return (alk_raw_query)((alk_raw_with)("SELECT 1 AS a, :b AS b", ALK_LIST((alk_bind)("b", value_of(m)))), ALK_LIST(alk_name("a"), alk_name("b")));
    unsigned columns = 1 + choose(m, 3), clauses = choose(m, 5);
    m->left -= m->left > 0;
    if (depth > 2 && choose(m, 6) == 0) {
        static alk_sql *(*const compounds[])(const alk_sql *const *) = { alk_union, alk_union_all, alk_except, alk_intersect, alk_except_all };
        parts[n++] = query(m, depth - 2);
        parts[n++] = query(m, depth - 2);
        if (choose(m, 2))
            parts[n++] = alk_limit((const alk_sql *)alk_int(choose(m, 9)));
        parts[n] = &alk_end;
        return compounds[choose(m, 5)](parts);
    }
    for (unsigned i = 0; i < columns; i++)
        parts[n++] = choose(m, 6) ? expression(m, depth - 1) : source(m, depth - 1);
    for (unsigned i = 0; i < clauses; i++)
        parts[n++] = clause(m, depth - 1);
    parts[n] = &alk_end;
    return (alk_select)(parts);
}

/* ---- changes ---- */

static const alk_sql *set_of(maker *m, int depth)
{
    const alk_sql *const columns[] = { author.name, author.born, author.score, author.active, author.mentor_id };
    const alk_sql *to = choose(m, 6) ? columns[choose(m, 5)] : alk_name(name_of(m));
    const alk_sql *value = choose(m, 8) ? expression(m, depth) : alk_default();
    const alk_sql *set = (alk_set)(to, value);
    return forgiven(set, NULL) ? set : (alk_set)(author.born, author.id);
}

static const alk_sql *change(maker *m, int depth)
{
    const alk_sql *parts[8];
    size_t n = 0;
    unsigned what = choose(m, 7);
    if (what == 0) {
        const alk_sql *s = alk_alias(author.table, name_of(m));
        return (alk_merge_into)(author.table, s, expression(m, depth), ALK_LIST((alk_when_matched_update)(ALK_LIST(set_of(m, depth))), (alk_when_not_matched_insert)(ALK_LIST(set_of(m, depth)))));
    }
    if (what == 1)
        parts[n++] = (alk_from_select)(query(m, depth), ALK_LIST(author.id, author.name));
    else if (what == 2)
        parts[n++] = (alk_values_rows)(ALK_LIST((alk_row)(ALK_LIST((alk_set)(author.name, leaf(m)), (alk_set)(author.born, leaf(m)))),
                                                (alk_row)(ALK_LIST((alk_set)(author.name, leaf(m)), (alk_set)(author.born, leaf(m))))));
    else if (what < 6) {
        parts[n++] = set_of(m, depth);
        if (choose(m, 2))
            parts[n++] = set_of(m, depth);
    }
    if (what >= 4)
        parts[n++] = (alk_where)(SEVERAL(1));
    else if (choose(m, 3) == 0)
        parts[n++] = choose(m, 2) ? alk_on_conflict_any_nothing() : (alk_on_conflict_update)(ALK_LIST(author.id, set_of(m, depth), (alk_where)(SEVERAL(1))));
    if (choose(m, 3) == 0)
        parts[n++] = (alk_returning)(SEVERAL(1));
    if (what >= 4 && choose(m, 4) == 0)
        parts[n++] = what == 6 ? (alk_using)(ALK_LIST(source(m, depth))) : (alk_from)(ALK_LIST(source(m, depth)));
    parts[n] = &alk_end;
    return what < 4 ? (alk_insert)(author.table, parts) : what == 6 ? (alk_delete_from)(author.table, parts) : (alk_update)(author.table, parts);
}

static const alk_sql *statement_of(const uint8_t *data, size_t size, bool harmless)
{
    maker m = { .next = data, .end = data + size, .harmless = harmless, .left = 150 };
    const alk_sql *made = choose(&m, 4) == 0 ? change(&m, 8) : query(&m, 12);
    alk_keep(made);
    for (size_t i = 0; i < m.n_kept; i++)
        alk_free(m.kept[i]);
    for (size_t i = 0; i < m.n_from; i++)
        alk_free(m.from[i]);
    return made;
}

/* ---- the text ---- */

typedef struct dialect {
    const char *name;
    bool backslash, hash, double_strings, brackets;
    int absent;                    /* 1: its plugin is not there */
} dialect;

/* One token of the text as it is compared: quoted things and words that may be names are one letter, others stand for themselves. */
typedef struct reader {
    const char *at;
    const dialect *d;
} reader;

static size_t quoted_length(const char *at, char end, bool backslash)
{
    size_t n = 1;
    for (;; n++) {
        FUZZ_CHECK(at[n] != '\0');             /* a quote that does not end */
        if (backslash && at[n] == '\\' && at[n + 1])
            n++;
        else if (at[n] == end && at[n + 1] == end)
            n++;
        else if (at[n] == end)
            return n + 1;
    }
}

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'; }

/* The kind of the next token: 0 at the end, 'N' a name or lower-case word, 'S' a string, '0' a number, 'K' a keyword, else the character. */
static char token_of(reader *r, const char **text, size_t *length)
{
    while (*r->at == ' ' || *r->at == '\n')
        r->at++;
    const char *p = r->at;
    size_t n = 1;
    char kind = *p;
    if (*p == '\0')
        return '\0';
    if (*p == '\'') {
        n = quoted_length(p, '\'', r->d->backslash);
        kind = 'S';
    } else if (*p == '"' || *p == '`') {
        FUZZ_CHECK(!(*p == '"' && r->d->double_strings));
        n = quoted_length(p, *p, false);
        kind = 'N';
    } else if (*p == '[' && r->d->brackets) {
        n = quoted_length(p, ']', false);
        kind = 'N';
    } else if (p[0] == '/' && p[1] == '*') {
        FUZZ_CHECK(strncmp(p, "/*+ hint */", 11) == 0);
        n = 11;
    } else if (is_word(*p)) {
        bool upper = true, digits = true;
        while (is_word(p[n]) || (p[n] == '.' && p[n + 1] >= '0' && p[n + 1] <= '9' && p[0] >= '0' && p[0] <= '9') || ((p[n] == '+' || p[n] == '-') && (p[n - 1] == 'e') && p[0] >= '0' && p[0] <= '9'))
            n++;
        for (size_t i = 0; i < n; i++) {
            upper = upper && ((p[i] >= 'A' && p[i] <= 'Z') || p[i] == '_');
            digits = digits && p[0] >= '0' && p[0] <= '9';
        }
        kind = digits ? '0' : upper ? 'K' : 'N';
        if ((n == 1 && (*p == 'X' || *p == 'N' || *p == 'E')) && p[1] == '\'') {
            n += quoted_length(p + 1, '\'', r->d->backslash);
            kind = 'S';
        }
    } else {
        FUZZ_CHECK(*p != ';' || !p[1]);              /* one ends SQL Server's MERGE */
        FUZZ_CHECK(!(p[0] == '-' && p[1] == '-'));
        FUZZ_CHECK(!(p[0] == '*' && p[1] == '/'));
        FUZZ_CHECK(!(p[0] == '#' && r->d->hash));
        FUZZ_CHECK((unsigned char)*p >= ' ' && (unsigned char)*p < 0x7F);      /* what is not plain stands in quotes */
    }
    *text = p;
    *length = n;
    r->at = p + n;
    return kind;
}

/* Marks are ? or $n, one for each parameter. */
static void check_text(const char *sql, size_t params, const dialect *d, int markers)
{
    reader r = { sql, d };
    const char *text;
    size_t length, found = 0;
    for (char kind; (kind = token_of(&r, &text, &length));) {
        if (markers == ALK_MARKERS_QMARK && kind == '?')
            found++;
        if (markers == ALK_MARKERS_DOLLAR && *text == '$' && length > 1)
            FUZZ_CHECK(strtoul(text + 1, NULL, 10) == ++found);
    }
    if (found != params)
        (void)fprintf(stderr, "%s, %zu parameters: %s\n", d->name, params, sql);
    FUZZ_CHECK(found == params);
}

static bool is_as(char kind, const char *text, size_t length) { return kind == 'K' && length == 2 && memcmp(text, "AS", 2) == 0; }

/* The same tokens but for names and strings. A label may stand in one alone: what is made up out of one name may be another column's already, out of the other not. */
static void check_same(const char *hostile, const char *harmless, const dialect *d)
{
    reader a = { hostile, d }, b = { harmless, d };
    const char *x, *y;
    size_t n, k;
    char kind;
    do {
        kind = token_of(&a, &x, &n);
        char other = token_of(&b, &y, &k);
        bool as = is_as(kind, x, n), other_as = is_as(other, y, k);
        if (as && !other_as && token_of(&a, &x, &n))
            kind = token_of(&a, &x, &n);
        else if (other_as && !as && token_of(&b, &y, &k))
            other = token_of(&b, &y, &k);
        if (kind != other || (kind == 'K' && (n != k || memcmp(x, y, n) != 0)))
            (void)fprintf(stderr, "%s\n%s\n", hostile, harmless);
        FUZZ_CHECK(kind == other);
        FUZZ_CHECK(kind != 'K' || (n == k && memcmp(x, y, n) == 0));
    } while (kind);
}

/* ---- SQLite ---- */

uint64_t fuzz_ast_prepared, fuzz_ast_refused, fuzz_ast_rendered;
#if defined(ALK_FUZZ_SQLITE)
/* Words that the program itself gave and SQLite does not know: operators, qualified functions, samples. */
static bool is_foreign(const char *sql)
{
    static const char *const words[] = { " TABLESAMPLE ", "@> ", " && ", " #> ", " :: ", " !", "pg_catalog.", "a.b(", "zq21.zq21(" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(sql, words[i]))
            return true;
    return false;
}

static void prepare(const char *sql)
{
    static sqlite3 *db;
    if (!db) {
        FUZZ_CHECK(sqlite3_open(":memory:", &db) == SQLITE_OK);
        FUZZ_CHECK(sqlite3_exec(db, "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT, born INTEGER, active BOOLEAN, score NUMERIC, mentor_id INTEGER);"
                                    "CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER, title TEXT, price NUMERIC, published DATE, data JSON);"
                                    "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE book_tags (book_id INTEGER, tag_id INTEGER)", NULL, NULL, NULL) == SQLITE_OK);
    }
    sqlite3_stmt *stmt = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, &tail);
    const char *message = sqlite3_errmsg(db);
    if (rc == SQLITE_OK) {
        fuzz_ast_prepared++;
        FUZZ_CHECK(tail && *tail == '\0');
    } else {
        fuzz_ast_refused++;
        if (!is_foreign(sql) && (strstr(message, "syntax error") || strstr(message, "unrecognized token") || strstr(message, "incomplete input"))) {
            (void)fprintf(stderr, "%s\n    %s\n", message, sql);
            __builtin_trap();
        }
        if (getenv("FUZZ_AST_SHOW"))
            (void)fprintf(stderr, "%s\n    %s\n", message, sql);
    }
    sqlite3_finalize(stmt);
}
#endif

/* The one that is linked, as alk_compile_options has it. */
static uint32_t sqlite_version(void)
{
#if defined(ALK_FUZZ_SQLITE)
    int v = sqlite3_libversion_number();
    return (uint32_t)(v / 1000000 * 10000 + v / 1000 % 1000 * 100 + v % 1000);
#else
    return 0;
#endif
}

/* ---- one statement ---- */

static alk_compiled *render(const alk_sql *statement, dialect *d, unsigned flags, int markers)
{
    if (d->absent)
        return NULL;
    alk_compiled *c = alk_compile(statement, d->name, &(const alk_compile_options){ .struct_size = sizeof(alk_compile_options), .flags = flags, .markers = markers,
                                                                                       .version = strcmp(d->name, "sqlite") == 0 ? sqlite_version() : 0 });
    if (!c && alk_last_error()->code == ALK_ERROR_NO_PLUGIN)
        d->absent = 1;
    FUZZ_CHECK(c || alk_last_error()->message[0]);
    FUZZ_CHECK(c || alk_last_error()->code != ALK_ERROR_INTERNAL);
    return c;
}

static void check_dialect(dialect *d, const alk_sql *hostile, const alk_sql *again, const alk_sql *harmless)
{
    for (unsigned pass = 0; pass < 3; pass++) {
        unsigned flags = pass == 2 ? ALK_COMPILE_LITERALS : 0;
        int markers = pass == 1 ? ALK_MARKERS_DOLLAR : ALK_MARKERS_QMARK;
        alk_compiled *a = render(hostile, d, flags, markers), *b = render(again, d, flags, markers), *c = render(harmless, d, flags, markers);
        FUZZ_CHECK(!a == !b);
        if (a) {
            fuzz_ast_rendered++;
            FUZZ_CHECK(strcmp(alk_compiled_sql(a), alk_compiled_sql(b)) == 0);
            FUZZ_CHECK(alk_compiled_param_count(a) == alk_compiled_param_count(b));
            check_text(alk_compiled_sql(a), alk_compiled_param_count(a), d, markers);
            if (c)
                check_same(alk_compiled_sql(a), alk_compiled_sql(c), d);
#if defined(ALK_FUZZ_SQLITE)
            if (strcmp(d->name, "sqlite") == 0 && pass != 1)
                prepare(alk_compiled_sql(a));
#endif
        }
        alk_compiled_free(a);
        alk_compiled_free(b);
        alk_compiled_free(c);
    }
}

static void check_equal(const alk_sql *a, const alk_sql *b)
{
    FUZZ_CHECK((a->kind == ALK__NODE_ERROR) == (b->kind == ALK__NODE_ERROR));
    if (a->kind == ALK__NODE_ERROR)
        return;
    FUZZ_CHECK(alk__node_hash(a) == alk__node_hash(b));
    FUZZ_CHECK(alk__node_equal(a, b) == alk__node_equal(b, a));
    size_t n = alk__node_values(a, NULL, 0);
    FUZZ_CHECK(n == alk__node_values(b, NULL, 0));
    const alk_sql *bare = alk__node_bare(a);
    FUZZ_CHECK(bare && alk__node_hash(bare) == alk__node_hash(a) && alk__node_values(bare, NULL, 0) == n);
    if (alk__node_equal(a, b))                 /* but for statements that share more than can be told */
        FUZZ_CHECK(alk__node_equal(bare, a));
    alk__node_sink(bare == a ? NULL : bare);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dialect dialects[] = { { "default", false, false, false, false, 0 },   { "sqlite", false, false, false, false, 0 }, { "postgresql", false, false, false, false, 0 },
                                  { "mysql", true, true, true, false, 0 },        { "mariadb", true, true, true, false, 0 },   { "mssql", false, false, true, true, 0 },
                                  { "oracle", false, false, false, false, 0 } };
    const alk_sql *hostile = statement_of(data, size, false), *again = statement_of(data, size, false), *harmless = statement_of(data, size, true);
    check_equal(hostile, again);
    if (hostile->kind != ALK__NODE_ERROR)
        for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
            check_dialect(&dialects[i], hostile, again, harmless);
    alk_free(hostile);
    alk_free(again);
    alk_free(harmless);
    return 0;
}
