/* SPDX-License-Identifier: MIT
 * SQL expressions. Each call takes what it is given (fresh nodes become its own) and gives a fresh node; none ever gives NULL: what cannot be built is an error node,
 * which swallows all that is built on it and is reported when the statement runs. Where SQL is expected a C value may stand: it becomes a bound parameter. Each macro
 * has the name of the function that it calls. All calls are safe from any thread. Since 1.0, but where something else is said. */
#ifndef ALKAHEST_EXPRESSION_H
#define ALKAHEST_EXPRESSION_H
#include <alkahest/datatype.h>
#include <alkahest/lift.h>
#include <alkahest/sql.h>
ALK_BEGIN_DECLS

/* ---- names and constants ---- */
/* A parameter whose value each execution gives with alk_bind(). type: what it is, or NULL: by what it meets. */
ALK_API alk_sql *alk_param(const char *name);
ALK_API alk_sql *alk_param_of(const char *name, const alk_type *type);
/* A column or other name that no model declares; always quoted as the dialect needs. */
ALK_API alk_sql *alk_name(const char *name);
ALK_API alk_sql *alk_name_of(const char *name, const alk_type *type);
/* The column of an alias, subquery or CTE that stands for a column of the table or query behind it: alk_at(manager, employee.name). */
ALK_API alk_sql *alk_at(const alk_sql *from, const alk_sql *column);
/* The same by the column's name or label; type as of alk_param_of(). */
ALK_API alk_sql *alk_column_of(const alk_sql *from, const char *name);
ALK_API alk_sql *alk_column_of_type(const alk_sql *from, const char *name, const alk_type *type);
ALK_API alk_sql *alk_true(void);
ALK_API alk_sql *alk_false(void);
ALK_API alk_sql *alk_star(void);                       /* * */
ALK_API alk_sql *alk_star_of(const alk_sql *from);     /* all columns of a table or other FROM */
ALK_API alk_sql *alk_default(void);                    /* DEFAULT, as a value of an INSERT or UPDATE */
/* The value written into the SQL text by the dialect's rules, where a parameter will not do. */
ALK_API alk_sql *alk_literal(const alk_sql *value);
#define alk_literal(value) (alk_literal)(ALK_LIFT(value))

/* ---- operators; = with alk_null() is IS NULL, != is IS NOT NULL ---- */
ALK_API alk_sql *alk_eq(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_ne(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_lt(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_le(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_gt(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_ge(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_is(const alk_sql *a, const alk_sql *b);           /* IS: alk_null(), true, false */
ALK_API alk_sql *alk_is_not(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_is_distinct_from(const alk_sql *a, const alk_sql *b);     /* != that knows NULL as a value */
ALK_API alk_sql *alk_is_not_distinct_from(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_between(const alk_sql *a, const alk_sql *low, const alk_sql *high);
ALK_API alk_sql *alk_not_between(const alk_sql *a, const alk_sql *low, const alk_sql *high);
/* The same whichever of the two bounds is the lower one. */
ALK_API alk_sql *alk_between_symmetric(const alk_sql *a, const alk_sql *one, const alk_sql *other);
/* The pattern's % and _ are wildcards; alk_escape() names the character that takes their meaning away. ILIKE leaves case out of account. */
ALK_API alk_sql *alk_like(const alk_sql *a, const alk_sql *pattern);
ALK_API alk_sql *alk_not_like(const alk_sql *a, const alk_sql *pattern);
ALK_API alk_sql *alk_ilike(const alk_sql *a, const alk_sql *pattern);
ALK_API alk_sql *alk_not_ilike(const alk_sql *a, const alk_sql *pattern);
ALK_API alk_sql *alk_escape(const alk_sql *like, const char *character);
/* LIKE with the wildcards put around the text. A text value's own % and _ are taken literally. */
ALK_API alk_sql *alk_contains(const alk_sql *a, const alk_sql *text);
ALK_API alk_sql *alk_starts_with(const alk_sql *a, const alk_sql *text);
ALK_API alk_sql *alk_ends_with(const alk_sql *a, const alk_sql *text);
/* Regular expressions, in the database's own syntax; flags or NULL. */
ALK_API alk_sql *alk_regexp_match(const alk_sql *a, const alk_sql *pattern, const char *flags);
ALK_API alk_sql *alk_regexp_replace(const alk_sql *a, const alk_sql *pattern, const alk_sql *replacement, const char *flags);
ALK_API alk_sql *alk_match(const alk_sql *a, const alk_sql *words);    /* full-text search, as the database has it */
/* The same in one of MySQL's modes: its default, NATURAL LANGUAGE, WITH QUERY EXPANSION, or the last two; other databases search as by alk_match(). a may be an
 * alk_tuple() of columns. */
enum { ALK_MATCH_DEFAULT = 0, ALK_MATCH_NATURAL = 1, ALK_MATCH_EXPANSION = 2 };
ALK_API alk_sql *alk_match_mode(const alk_sql *a, const alk_sql *words, unsigned mode);
/* values: a query, alk_tuple(…), alk_scalar_values(…), an array value (ALK_INTS(…), ALK_TEXTS(…)); an empty one gives false, and NOT IN true. */
ALK_API alk_sql *alk_in(const alk_sql *a, const alk_sql *values);
ALK_API alk_sql *alk_not_in(const alk_sql *a, const alk_sql *values);
ALK_API alk_sql *alk_and(const alk_sql *const *terms);                 /* no term: true */
ALK_API alk_sql *alk_or(const alk_sql *const *terms);                  /* no term: false */
ALK_API alk_sql *alk_not(const alk_sql *a);
ALK_API alk_sql *alk_plus(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_minus(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_times(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_divide(const alk_sql *a, const alk_sql *b);       /* 7 / 2 is 3.5, on every database */
ALK_API alk_sql *alk_floor_divide(const alk_sql *a, const alk_sql *b); /* 7 / 2 is 3 */
ALK_API alk_sql *alk_modulo(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_negate(const alk_sql *a);
ALK_API alk_sql *alk_concat(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_bit_and(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_bit_or(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_bit_xor(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_bit_not(const alk_sql *a);
ALK_API alk_sql *alk_shift_left(const alk_sql *a, const alk_sql *b);
ALK_API alk_sql *alk_shift_right(const alk_sql *a, const alk_sql *b);
/* An operator of the database's own: alk_op("&&", a, b). The token is one or more of + - * / < > = ~ ! @ # % ^ & | ? : . or words of letters. precedence: that of what
 * binds as tightly, 2 for OR, 5 for comparisons, 7 for + and 8 for *; 0: always in parentheses. alk_op_bool() gives a condition. */
ALK_API alk_sql *alk_op(const char *token, const alk_sql *a, const alk_sql *b, int precedence);
ALK_API alk_sql *alk_op_bool(const char *token, const alk_sql *a, const alk_sql *b, int precedence);
/* The same of one operand: before it as in @ a, behind it as in a !. */
ALK_API alk_sql *alk_op_before(const char *token, const alk_sql *a, int precedence);
ALK_API alk_sql *alk_op_behind(const char *token, const alk_sql *a, int precedence);

#define alk_eq(a, b) (alk_eq)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_ne(a, b) (alk_ne)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_lt(a, b) (alk_lt)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_le(a, b) (alk_le)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_gt(a, b) (alk_gt)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_ge(a, b) (alk_ge)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_is(a, b) (alk_is)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_is_not(a, b) (alk_is_not)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_is_distinct_from(a, b) (alk_is_distinct_from)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_is_not_distinct_from(a, b) (alk_is_not_distinct_from)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_between(a, low, high) (alk_between)(ALK_LIFT(a), ALK_LIFT(low), ALK_LIFT(high))
#define alk_not_between(a, low, high) (alk_not_between)(ALK_LIFT(a), ALK_LIFT(low), ALK_LIFT(high))
#define alk_between_symmetric(a, one, other) (alk_between_symmetric)(ALK_LIFT(a), ALK_LIFT(one), ALK_LIFT(other))
#define alk_like(a, pattern) (alk_like)(ALK_LIFT(a), ALK_LIFT(pattern))
#define alk_not_like(a, pattern) (alk_not_like)(ALK_LIFT(a), ALK_LIFT(pattern))
#define alk_ilike(a, pattern) (alk_ilike)(ALK_LIFT(a), ALK_LIFT(pattern))
#define alk_not_ilike(a, pattern) (alk_not_ilike)(ALK_LIFT(a), ALK_LIFT(pattern))
#define alk_contains(a, text) (alk_contains)(ALK_LIFT(a), ALK_LIFT(text))
#define alk_starts_with(a, text) (alk_starts_with)(ALK_LIFT(a), ALK_LIFT(text))
#define alk_ends_with(a, text) (alk_ends_with)(ALK_LIFT(a), ALK_LIFT(text))
#define alk_regexp_match(a, pattern, flags) (alk_regexp_match)(ALK_LIFT(a), ALK_LIFT(pattern), flags)
#define alk_regexp_replace(a, pattern, replacement, flags) (alk_regexp_replace)(ALK_LIFT(a), ALK_LIFT(pattern), ALK_LIFT(replacement), flags)
#define alk_match(a, words) (alk_match)(ALK_LIFT(a), ALK_LIFT(words))
#define alk_match_mode(a, words, mode) (alk_match_mode)(ALK_LIFT(a), ALK_LIFT(words), mode)
#define alk_in(a, values) (alk_in)(ALK_LIFT(a), values)
#define alk_not_in(a, values) (alk_not_in)(ALK_LIFT(a), values)
#define alk_and(...) (alk_and)(ALK_LIST(__VA_ARGS__))
#define alk_or(...) (alk_or)(ALK_LIST(__VA_ARGS__))
#define alk_plus(a, b) (alk_plus)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_minus(a, b) (alk_minus)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_times(a, b) (alk_times)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_divide(a, b) (alk_divide)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_floor_divide(a, b) (alk_floor_divide)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_modulo(a, b) (alk_modulo)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_concat(a, b) (alk_concat)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_bit_and(a, b) (alk_bit_and)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_bit_or(a, b) (alk_bit_or)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_bit_xor(a, b) (alk_bit_xor)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_shift_left(a, b) (alk_shift_left)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_shift_right(a, b) (alk_shift_right)(ALK_LIFT(a), ALK_LIFT(b))
#define alk_op(token, a, b, precedence) (alk_op)(token, ALK_LIFT(a), ALK_LIFT(b), precedence)
#define alk_op_bool(token, a, b, precedence) (alk_op_bool)(token, ALK_LIFT(a), ALK_LIFT(b), precedence)
#define alk_op_before(token, a, precedence) (alk_op_before)(token, ALK_LIFT(a), precedence)
#define alk_op_behind(token, a, precedence) (alk_op_behind)(token, ALK_LIFT(a), precedence)

/* Arrays of values, for IN, ANY and columns of arrays; copied. */
ALK_API alk_sql *alk_ints(size_t count, const int64_t *values);
ALK_API alk_sql *alk_reals(size_t count, const double *values);
ALK_API alk_sql *alk_texts(size_t count, const char *const *values);   /* a NULL among them is SQL NULL */
#if defined(__cplusplus)
ALK_END_DECLS
template <typename... T> alk_sql *alk_ints_of(T... values) { const int64_t list[] = { static_cast<int64_t>(values)... }; return alk_ints(sizeof...(T), list); }
template <typename... T> alk_sql *alk_reals_of(T... values) { const double list[] = { static_cast<double>(values)... }; return alk_reals(sizeof...(T), list); }
template <typename... T> alk_sql *alk_texts_of(T... values) { const char *const list[] = { values... }; return alk_texts(sizeof...(T), list); }
#define ALK_INTS(...) alk_ints_of(__VA_ARGS__)
#define ALK_REALS(...) alk_reals_of(__VA_ARGS__)
#define ALK_TEXTS(...) alk_texts_of(__VA_ARGS__)
ALK_BEGIN_DECLS
#else
#define ALK_INTS(...) alk_ints(sizeof((int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t), (const int64_t[]){ __VA_ARGS__ })
#define ALK_REALS(...) alk_reals(sizeof((double[]){ __VA_ARGS__ }) / sizeof(double), (const double[]){ __VA_ARGS__ })
#define ALK_TEXTS(...) alk_texts(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(const char *), (const char *const[]){ __VA_ARGS__ })
#endif
/* (VALUES (1), (2)): rows as a query that stands in an expression, for IN, ANY and comparisons; rows are alk_row(…), as for alk_values(). */
ALK_API alk_sql *alk_scalar_values(const alk_sql *const *rows);
#define alk_scalar_values(...) (alk_scalar_values)(ALK_LIST(__VA_ARGS__))
/* A FROM as one value: of a table its row, row_to_json(a); of a function that gives single values each of these, SELECT x FROM unnest(…) AS x. type as of
 * alk_param_of(). */
ALK_API alk_sql *alk_row_of(const alk_sql *from, const alk_type *type);
/* (a, b): of columns and values; with alk_in() of tuples, rows are compared. */
ALK_API alk_sql *alk_tuple(const alk_sql *const *items);
#define alk_tuple(...) (alk_tuple)(ALK_LIFTED(__VA_ARGS__))
/* ARRAY[a, b], where the database has arrays. */
ALK_API alk_sql *alk_array(const alk_sql *const *items);
#define alk_array(...) (alk_array)(ALK_LIFTED(__VA_ARGS__))
ALK_API alk_sql *alk_any(const alk_sql *query_or_array);       /* = ANY (…): the right side of a comparison */
ALK_API alk_sql *alk_all_of(const alk_sql *query_or_array);    /* > ALL (…) */
ALK_API alk_sql *alk_exists(const alk_sql *query);
ALK_API alk_sql *alk_item(const alk_sql *array, const alk_sql *index);         /* array[index] */
ALK_API alk_sql *alk_slice(const alk_sql *array, const alk_sql *from, const alk_sql *to);
#define alk_item(array, index) (alk_item)(array, ALK_LIFT(index))
#define alk_slice(array, from, to) (alk_slice)(array, ALK_LIFT(from), ALK_LIFT(to))
/* Inside a JSON document: steps are keys (text) and positions (integers from 0). The first gives JSON, the second the value as text, which alk_cast() makes
 * into something else; so does a cast of the first, where documents are text. On SQL Server JSON comes by a subquery, which neither aggregates nor GROUP BY take. */
ALK_API alk_sql *alk_json_get(const alk_sql *document, const alk_sql *const *steps);
ALK_API alk_sql *alk_json_text(const alk_sql *document, const alk_sql *const *steps);
#define alk_json_get(document, ...) (alk_json_get)(document, ALK_LIFTED(__VA_ARGS__))
#define alk_json_text(document, ...) (alk_json_text)(document, ALK_LIFTED(__VA_ARGS__))

/* ---- CASE, CAST and the like ---- */
/* alk_case(alk_when(condition, result), …, alk_else(result)); with alk_case_of(value, …) the conditions are values to compare with. */
ALK_API alk_sql *alk_case(const alk_sql *const *whens);
ALK_API alk_sql *alk_case_of(const alk_sql *value, const alk_sql *const *whens);
ALK_API alk_sql *alk_when(const alk_sql *condition, const alk_sql *result);
ALK_API alk_sql *alk_else(const alk_sql *result);
#define alk_case(...) (alk_case)(ALK_LIST(__VA_ARGS__))
#define alk_case_of(value, ...) (alk_case_of)(ALK_LIFT(value), ALK_LIST(__VA_ARGS__))
#define alk_when(condition, result) (alk_when)(ALK_LIFT(condition), ALK_LIFT(result))
#define alk_else(result) (alk_else)(ALK_LIFT(result))
ALK_API alk_sql *alk_cast(const alk_sql *a, const alk_type *type);
ALK_API alk_sql *alk_try_cast(const alk_sql *a, const alk_type *type);     /* NULL where it cannot be cast, where the database has that */
ALK_API alk_sql *alk_typed(const alk_sql *a, const alk_type *type);        /* the type that the program knows it to be; no SQL */
#define alk_cast(a, type) (alk_cast)(ALK_LIFT(a), type)
#define alk_try_cast(a, type) (alk_try_cast)(ALK_LIFT(a), type)
#define alk_typed(a, type) (alk_typed)(ALK_LIFT(a), type)
ALK_API alk_sql *alk_collate(const alk_sql *a, const char *collation);
/* A collation of that schema, where collations belong to schemas (PostgreSQL); schema NULL: as alk_collate(). */
ALK_API alk_sql *alk_collate_in(const alk_sql *a, const char *schema, const char *collation);
enum {                             /* parts of dates and times */
    ALK_YEAR = 1, ALK_MONTH, ALK_DAY, ALK_HOUR, ALK_MINUTE, ALK_SECOND, ALK_QUARTER, ALK_WEEK, ALK_DAY_OF_WEEK, ALK_DAY_OF_YEAR, ALK_EPOCH, ALK_MICROSECOND,
    ALK_MILLISECOND, ALK_TIMEZONE_HOUR, ALK_TIMEZONE_MINUTE
};
ALK_API alk_sql *alk_extract(int part, const alk_sql *a);
/* A part that the database knows by a name of its own: alk_extract_part("isodow", a). Letters, digits and _. */
ALK_API alk_sql *alk_extract_part(const char *part, const alk_sql *a);
ALK_API alk_sql *alk_label(const alk_sql *a, const char *name);            /* a AS name */
#define alk_label(a, name) (alk_label)(ALK_LIFT(a), name)

/* In ORDER BY, GROUP BY, DISTINCT ON and PARTITION BY: the label of that name in the query, or its column, or a column of what it selects from. Where there is
 * none, or a column is in two of these, compiling is an error. A PARTITION BY sees no labels. name is copied. */
ALK_API alk_sql *alk_label_ref(const char *name);

/* ---- order ---- */
ALK_API alk_sql *alk_asc(const alk_sql *a);
ALK_API alk_sql *alk_desc(const alk_sql *a);
ALK_API alk_sql *alk_nulls_first(const alk_sql *a);
ALK_API alk_sql *alk_nulls_last(const alk_sql *a);

/* ---- functions ---- */
/* Any function by its name, which may be qualified ("pg_catalog.lower"): letters, digits, _ and dots are written as they stand, anything else is quoted. */
ALK_API alk_sql *alk_func(const char *name, const alk_sql *const *arguments);
ALK_API alk_sql *alk_func_of(const char *name, const alk_type *type, const alk_sql *const *arguments);
#define alk_func(...) ALK_FUNC_(__VA_ARGS__, &alk_end)
#define ALK_FUNC_(name, ...) (alk_func)(name, ALK_LIFTED_ENDED(__VA_ARGS__))
ALK_API alk_sql *alk_count(const alk_sql *a);
ALK_API alk_sql *alk_count_all(void);                  /* count(*) */
ALK_API alk_sql *alk_sum(const alk_sql *a);
ALK_API alk_sql *alk_avg(const alk_sql *a);
ALK_API alk_sql *alk_min(const alk_sql *a);
ALK_API alk_sql *alk_max(const alk_sql *a);
ALK_API alk_sql *alk_distinct_of(const alk_sql *aggregate);    /* sum(DISTINCT x) */
ALK_API alk_sql *alk_coalesce(const alk_sql *const *arguments);
#define alk_coalesce(...) (alk_coalesce)(ALK_LIFTED(__VA_ARGS__))
ALK_API alk_sql *alk_nullif(const alk_sql *a, const alk_sql *b);
#define alk_nullif(a, b) (alk_nullif)(ALK_LIFT(a), ALK_LIFT(b))
ALK_API alk_sql *alk_lower(const alk_sql *a);
ALK_API alk_sql *alk_upper(const alk_sql *a);
ALK_API alk_sql *alk_length(const alk_sql *a);         /* in characters */
ALK_API alk_sql *alk_abs(const alk_sql *a);
ALK_API alk_sql *alk_now(void);
ALK_API alk_sql *alk_current_date(void);
ALK_API alk_sql *alk_current_time(void);
ALK_API alk_sql *alk_current_timestamp(void);
ALK_API alk_sql *alk_row_number(void);
ALK_API alk_sql *alk_rank(void);
ALK_API alk_sql *alk_dense_rank(void);
ALK_API alk_sql *alk_next_value(const char *schema, const char *sequence);
/* The texts of a group, joined; order by alk_ordered(). Each database has its own function for it. */
ALK_API alk_sql *alk_string_agg(const alk_sql *a, const alk_sql *separator);
#define alk_string_agg(a, separator) (alk_string_agg)(a, ALK_LIFT(separator))
ALK_API alk_sql *alk_filter(const alk_sql *aggregate, const alk_sql *condition);       /* FILTER (WHERE …) */
ALK_API alk_sql *alk_within_group(const alk_sql *aggregate, const alk_sql *const *terms);
ALK_API alk_sql *alk_ordered(const alk_sql *aggregate, const alk_sql *const *terms);   /* array_agg(x ORDER BY …) */
#define alk_within_group(aggregate, ...) (alk_within_group)(aggregate, ALK_LIST(__VA_ARGS__))
#define alk_ordered(aggregate, ...) (alk_ordered)(aggregate, ALK_LIST(__VA_ARGS__))
/* GROUP BY ROLLUP (a, b) and the like; a set is a tuple. */
ALK_API alk_sql *alk_rollup(const alk_sql *const *terms);
ALK_API alk_sql *alk_cube(const alk_sql *const *terms);
ALK_API alk_sql *alk_grouping_sets(const alk_sql *const *sets);
#define alk_rollup(...) (alk_rollup)(ALK_LIST(__VA_ARGS__))
#define alk_cube(...) (alk_cube)(ALK_LIST(__VA_ARGS__))
#define alk_grouping_sets(...) (alk_grouping_sets)(ALK_LIST(__VA_ARGS__))

/* An expression that one dialect alone knows and writes, by its own code: alk_extension("postgis.near", a, b). Elsewhere it is an error. */
ALK_API alk_sql *alk_extension(const char *name, const alk_type *type, const alk_sql *const *arguments);
#define alk_extension(name, type, ...) (alk_extension)(name, type, ALK_LIST(__VA_ARGS__))

/* ---- windows: alk_over(alk_rank(), alk_partition_by(…), alk_order_by(…), alk_rows(…)) ---- */
ALK_API alk_sql *alk_over(const alk_sql *function, const alk_sql *const *parts);
ALK_API alk_sql *alk_partition_by(const alk_sql *const *terms);
#define alk_over(...) ALK_OVER_(__VA_ARGS__, &alk_end)
#define ALK_OVER_(function, ...) (alk_over)(function, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_partition_by(...) (alk_partition_by)(ALK_LIST(__VA_ARGS__))
/* Frames. A bound counts rows (or groups, or values) before the current one when negative and behind it when positive. */
#define ALK_UNBOUNDED_PRECEDING INT64_MIN
#define ALK_UNBOUNDED_FOLLOWING INT64_MAX
#define ALK_CURRENT_ROW 0
enum { ALK_ROWS = 1, ALK_RANGE, ALK_GROUPS };
ALK_API alk_sql *alk_frame(int unit, int64_t from, int64_t to);
/* A range of values that are no integers, such as intervals; NULL: unbounded. from is before the current row, to behind it. */
ALK_API alk_sql *alk_frame_between(int unit, const alk_sql *preceding, const alk_sql *following);
#define alk_rows(from, to) alk_frame(ALK_ROWS, from, to)
#define alk_range(from, to) alk_frame(ALK_RANGE, from, to)
#define alk_groups(from, to) alk_frame(ALK_GROUPS, from, to)

ALK_END_DECLS
#endif
