/* SPDX-License-Identifier: MIT
 * Functions, aggregates and windows. */
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include "sql/node.h"
#include "sql/shape.h"
#include <string.h>

static const alk_type bigint_type = { .kind = ALK_KIND_BIGINT };
static const alk_type text_type = { .kind = ALK_KIND_TEXT };
static const alk_type timestamp_type = { .kind = ALK_KIND_TIMESTAMP };
static const alk_type date_type = { .kind = ALK_KIND_DATE };
static const alk_type time_type = { .kind = ALK_KIND_TIME };

static alk_sql *call(const char *who, const char *name, uint16_t bits, const alk_type *type, size_t n, const alk_sql *const *arguments)
{
    alk__making m = { .kind = ALK__NODE_FUNC, .bits = bits, .text = name, .text_length = SIZE_MAX, .type = type, .takes = ALK__TAKES_EXPR };
    alk_sql *node = alk__node_make(&m, who, n, arguments);
    if (bits & ALK__FUNC_AGGREGATE && node->kind == ALK__NODE_FUNC)
        node->flags |= ALK__NODE_HAS_AGGREGATE;
    return node;
}

alk_sql *alk_func_of(const char *name, const alk_type *type, const alk_sql *const *arguments)
{
    if (!name || !*name || name[0] == '.' || name[strlen(name) - 1] == '.' || strstr(name, "..")) {
        alk__node_sink_list(NULL, arguments);
        return alk__node_fail("alk_func() was given no name of a function");
    }
    alk__making m = { .kind = ALK__NODE_FUNC, .text = name, .text_length = SIZE_MAX, .type = type, .own_type = type != NULL,
                      .takes = ALK__TAKES_EXPR | ALK__TAKES_FROM };
    return alk__node_make_list(&m, "alk_func()", NULL, arguments);
}

alk_sql *(alk_func)(const char *name, const alk_sql *const *arguments) { return alk_func_of(name, NULL, arguments); }

static const alk_type *type_of(const alk_sql *a)
{
    return a ? alk__node_type(a) : NULL;
}

#define AGGREGATE(function, name, type) \
    alk_sql *function(const alk_sql *a) { return call(#function "()", name, ALK__FUNC_AGGREGATE | ALK__FUNC_KNOWN, type, 1, &a); }
AGGREGATE(alk_count, "count", &bigint_type)
AGGREGATE(alk_sum, "sum", type_of(a))
AGGREGATE(alk_avg, "avg", NULL)
AGGREGATE(alk_min, "min", type_of(a))
AGGREGATE(alk_max, "max", type_of(a))
#undef AGGREGATE

#define FUNCTION(function, name, type) \
    alk_sql *function(const alk_sql *a) { return call(#function "()", name, ALK__FUNC_KNOWN, type, 1, &a); }
FUNCTION(alk_lower, "lower", &text_type)
FUNCTION(alk_upper, "upper", &text_type)
FUNCTION(alk_length, "char_length", &bigint_type)         /* length() counts bytes in MySQL */
FUNCTION(alk_abs, "abs", type_of(a))
#undef FUNCTION

#define NULLARY(function, name, bits, type) \
    alk_sql *function(void) { return call(#function "()", name, (bits) | ALK__FUNC_KNOWN, type, 0, NULL); }
NULLARY(alk_now, "now", 0, &timestamp_type)
NULLARY(alk_current_date, "CURRENT_DATE", ALK__FUNC_BARE, &date_type)
NULLARY(alk_current_time, "CURRENT_TIME", ALK__FUNC_BARE, &time_type)
NULLARY(alk_current_timestamp, "CURRENT_TIMESTAMP", ALK__FUNC_BARE, &timestamp_type)
NULLARY(alk_row_number, "row_number", 0, &bigint_type)
NULLARY(alk_rank, "rank", 0, &bigint_type)
NULLARY(alk_dense_rank, "dense_rank", 0, &bigint_type)
#undef NULLARY

alk_sql *alk_count_all(void)
{
    alk_sql *star = alk_star();
    return call("alk_count_all()", "count", ALK__FUNC_AGGREGATE | ALK__FUNC_KNOWN, &bigint_type, 1, (const alk_sql *const[]){ star });
}

alk_sql *(alk_coalesce)(const alk_sql *const *arguments)
{
    alk__making m = { .kind = ALK__NODE_FUNC, .bits = ALK__FUNC_KNOWN, .text = "coalesce", .text_length = SIZE_MAX, .takes = ALK__TAKES_EXPR };
    if (alk__list_length(arguments) == 0)
        return alk__node_fail("alk_coalesce() needs an argument");
    m.type = *arguments ? alk__node_type(*arguments) : NULL;
    return alk__node_make_list(&m, "alk_coalesce()", NULL, arguments);
}

alk_sql *(alk_nullif)(const alk_sql *a, const alk_sql *b)
{
    const alk_type *type = type_of(a);
    if (a && type && a->kind != ALK__NODE_VALUE)
        b = alk__coerce(b, type, "alk_nullif()", a);
    return call("alk_nullif()", "nullif", ALK__FUNC_KNOWN, type, 2, (const alk_sql *const[]){ a, b });
}

alk_sql *(alk_string_agg)(const alk_sql *a, const alk_sql *separator)
{
    if (separator && separator->kind == ALK__NODE_VALUE)   /* some databases take no parameter there */
        separator = (alk_literal)(separator);
    return call("alk_string_agg()", "string_agg", ALK__FUNC_AGGREGATE | ALK__FUNC_KNOWN, &text_type, 2, (const alk_sql *const[]){ a, separator });
}

alk_sql *alk_next_value(const char *schema, const char *sequence)
{
    if (!sequence || !*sequence)
        return alk__node_fail("alk_next_value() was given no name of a sequence");
    alk_sql *qualifier = schema && *schema ? alk_name(schema) : NULL;
    alk__making m = { .kind = ALK__NODE_NEXT_VALUE, .text = sequence, .text_length = SIZE_MAX, .type = &bigint_type };
    return alk__node_make(&m, "alk_next_value()", qualifier != NULL, (const alk_sql *const[]){ qualifier });
}

alk_sql *(alk_extension)(const char *name, const alk_type *type, const alk_sql *const *arguments)
{
    if (!name || !strchr(name, '.') || name[0] == '.') {
        alk__node_sink_list(NULL, arguments);
        return alk__node_fail("alk_extension() takes a name such as \"dialect.function\"");
    }
    alk__making m = { .kind = ALK__NODE_EXTENSION, .text = name, .text_length = SIZE_MAX, .type = type, .own_type = type != NULL };
    return alk__node_make_list(&m, "alk_extension()", NULL, arguments);
}

/* ---- what stands around an aggregate ---- */

static alk_sql *not_an_aggregate(const char *who, const alk_sql *aggregate, const alk_sql *other, const alk_sql *const *list)
{
    alk_sql *fault = alk__node_fail("%s takes a function first; it was given %s", who, aggregate ? alk__node_words(aggregate) : "NULL");
    alk__node_take(other);
    alk__node_sink_list(aggregate, list);
    alk_free(other);
    return fault;
}

static bool is_call(const alk_sql *node)
{
    return node && (node->kind == ALK__NODE_FUNC || node->kind == ALK__NODE_ORDERED || node->kind == ALK__NODE_FILTER || node->kind == ALK__NODE_WITHIN_GROUP ||
                    node->kind == ALK__NODE_ERROR || node->kind == ALK__NODE_CAST || node->kind == ALK__NODE_RAW);
}

alk_sql *alk_distinct_of(const alk_sql *aggregate)
{
    const alk__node *node = aggregate ? alk__node_built(aggregate) : NULL;
    if (!node || aggregate->kind != ALK__NODE_FUNC)
        return aggregate && aggregate->kind == ALK__NODE_ERROR ? (alk_sql *)(uintptr_t)aggregate : not_an_aggregate("alk_distinct_of()", aggregate, NULL, NULL);
    alk__making m = { .kind = ALK__NODE_FUNC, .bits = node->bits | ALK__FUNC_DISTINCT, .text = node->text, .text_length = SIZE_MAX, .type = node->type,
                      .own_type = node->type != NULL };
    alk_sql *made = alk__node_make(&m, "alk_distinct_of()", node->n, node->child);
    if (made->kind == ALK__NODE_FUNC)
        made->flags |= aggregate->flags & ALK__NODE_HAS_AGGREGATE;
    alk__node_sink(aggregate);
    return made;
}

alk_sql *alk_filter(const alk_sql *aggregate, const alk_sql *condition)
{
    if (!is_call(aggregate))
        return not_an_aggregate("alk_filter()", aggregate, condition, NULL);
    alk__making m = { .kind = ALK__NODE_FILTER, .type = alk__node_type(aggregate), .takes = ALK__TAKES_EXPR };
    return alk__node_make(&m, "alk_filter()", 2, (const alk_sql *const[]){ aggregate, condition });
}

static alk_sql *around(uint16_t kind, const char *who, const alk_sql *aggregate, const alk_sql *const *terms)
{
    if (!is_call(aggregate))
        return not_an_aggregate(who, aggregate, NULL, terms);
    alk__making m = { .kind = kind, .type = alk__node_type(aggregate), .takes = ALK__TAKES_EXPR };
    return alk__node_make_list(&m, who, aggregate, terms);
}

alk_sql *(alk_within_group)(const alk_sql *aggregate, const alk_sql *const *terms) { return around(ALK__NODE_WITHIN_GROUP, "alk_within_group()", aggregate, terms); }
alk_sql *(alk_ordered)(const alk_sql *aggregate, const alk_sql *const *terms) { return around(ALK__NODE_ORDERED, "alk_ordered()", aggregate, terms); }

static alk_sql *grouping(const char *who, const char *name, const alk_sql *const *terms)
{
    alk__making m = { .kind = ALK__NODE_FUNC, .bits = ALK__FUNC_KNOWN, .text = name, .text_length = SIZE_MAX, .takes = ALK__TAKES_EXPR };
    return alk__node_make_list(&m, who, NULL, terms);
}

alk_sql *(alk_rollup)(const alk_sql *const *terms) { return grouping("alk_rollup()", "ROLLUP", terms); }
alk_sql *(alk_cube)(const alk_sql *const *terms) { return grouping("alk_cube()", "CUBE", terms); }
alk_sql *(alk_grouping_sets)(const alk_sql *const *sets) { return grouping("alk_grouping_sets()", "GROUPING SETS", sets); }

/* ---- windows ---- */

alk_sql *(alk_over)(const alk_sql *function, const alk_sql *const *parts)
{
    if (!is_call(function))
        return not_an_aggregate("alk_over()", function, NULL, parts);
    alk__making m = { .kind = ALK__NODE_OVER, .type = alk__node_type(function) };
    for (const alk_sql *const *part = parts; part && *part && *part != &alk_end; part++)
        if ((*part)->kind != ALK__NODE_PARTITION_BY && (*part)->kind != ALK__NODE_ORDER_BY && (*part)->kind != ALK__NODE_FRAME && (*part)->kind != ALK__NODE_ERROR) {
            alk_sql *fault = alk__node_fail("alk_over() takes PARTITION BY, ORDER BY and a frame; it was given %s", alk__node_words(*part));
            alk__node_sink_list(function, parts);
            return fault;
        }
    alk_sql *node = alk__node_make_list(&m, "alk_over()", function, parts);
    if (node->kind == ALK__NODE_OVER)
        node->flags &= (uint16_t)~(unsigned)ALK__NODE_HAS_AGGREGATE;
    return node;
}

alk_sql *(alk_partition_by)(const alk_sql *const *terms)
{
    alk__making m = { .kind = ALK__NODE_PARTITION_BY, .takes = ALK__TAKES_EXPR };
    return alk__node_make_list(&m, "alk_partition_by()", NULL, terms);
}

static bool unit_ok(int unit)
{
    return unit >= ALK_ROWS && unit <= ALK_GROUPS;
}

/* A bound that is a number becomes a value; the others are bits. */
static const alk_sql *bound(int64_t at, uint16_t unbounded, uint16_t current, uint16_t following, uint16_t *bits)
{
    *bits |= at == INT64_MIN || at == INT64_MAX ? unbounded : at == 0 ? current : at > 0 ? following : 0;
    return at == INT64_MIN || at == INT64_MAX || at == 0 ? (const alk_sql *)alk_star() : alk_int(at < 0 ? -at : at);
}

/* Some databases take no parameters there. */
static uint32_t spare_of(const alk_sql *low, const alk_sql *high)
{
    return (uint32_t)alk__node_mix(low ? alk__value_spare(low) : 0, high ? alk__value_spare(high) : 0);
}

alk_sql *alk_frame(int unit, int64_t from, int64_t to)
{
    uint16_t bits = 0;
    if (!unit_ok(unit))
        return alk__node_fail("a window frame counts ALK_ROWS, ALK_RANGE or ALK_GROUPS");
    if (from == INT64_MAX || to == INT64_MIN || from > to)
        return alk__node_fail("a window frame ends before it begins");
    const alk_sql *low = bound(from, ALK__FRAME_FROM_UNBOUNDED, ALK__FRAME_FROM_CURRENT, ALK__FRAME_FROM_FOLLOWING, &bits);
    const alk_sql *high = bound(to, ALK__FRAME_TO_UNBOUNDED, ALK__FRAME_TO_CURRENT, ALK__FRAME_TO_FOLLOWING, &bits);
    alk__making m = { .kind = ALK__NODE_FRAME, .op = (uint16_t)unit, .bits = bits, .spare = spare_of(low, high) };
    return alk__node_make(&m, "a window frame", 2, (const alk_sql *const[]){ low, high });
}

alk_sql *alk_frame_between(int unit, const alk_sql *preceding, const alk_sql *following)
{
    if (!unit_ok(unit)) {
        ALK__SINK(preceding, following);
        return alk__node_fail("a window frame counts ALK_ROWS, ALK_RANGE or ALK_GROUPS");
    }
    uint16_t bits = (uint16_t)((preceding ? 0 : ALK__FRAME_FROM_UNBOUNDED) | (following ? ALK__FRAME_TO_FOLLOWING : ALK__FRAME_TO_UNBOUNDED));
    alk__making m = { .kind = ALK__NODE_FRAME, .op = (uint16_t)unit, .bits = bits, .takes = ALK__TAKES_EXPR, .spare = spare_of(preceding, following) };
    return alk__node_make(&m, "alk_frame_between()", 2,
                          (const alk_sql *const[]){ preceding ? preceding : (const alk_sql *)alk_star(), following ? following : (const alk_sql *)alk_star() });
}
