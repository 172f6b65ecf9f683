/* SPDX-License-Identifier: MIT
 * Values that meet a type: which go, which stay, which are refused. The whole table. */
#include "sql_test.h"
#include "sql/shape.h"

static const alk_type types[] = {
    ALK_SQL_BOOLEAN, ALK_SQL_INTEGER, ALK_SQL_BIGINT, ALK_SQL_UBIGINT, ALK_SQL_DOUBLE, ALK_SQL_NUMERIC(9, 2), ALK_SQL_TEXT, ALK_SQL_BLOB, ALK_SQL_DATE, ALK_SQL_TIME, ALK_SQL_TIMESTAMP,
    ALK_SQL_TIMESTAMPTZ, ALK_SQL_INTERVAL, ALK_SQL_UUID, ALK_SQL_JSON, ALK_SQL_NATIVE("geometry"),
};
enum { TYPES = sizeof types / sizeof *types };

static alk_sql *value_number(int i)
{
    switch (i) {
    case 0: return alk_null();
    case 1: return alk_bool(true);
    case 2: return alk_int(1);
    case 3: return alk_uint(1);
    case 4: return alk_real(1.5);
    case 5: return alk_decimal("1.5");
    case 6: return alk_text("1.5");
    case 7: return alk_text("2024-02-29");
    case 8: return alk_text("x");
    case 9: return alk_blob("x", 1);
    case 10: return alk_date_value((alk_date){ 1 });
    case 11: return alk_json("{}");
    case 12: return ALK_INTS(1, 2);
    default: return NULL;
    }
}

static char outcome(int type, int value, bool kept)
{
    const alk_sql *fresh = value_number(value);
    if (kept)
        alk_keep(fresh);
    const alk_sql *met = alk__coerce(fresh, &types[type], "test", NULL);
    char out = met->kind == ALK__NODE_VALUE ? "0123456789ABCDEF"[((const alk__value_node *)met)->value.tag] : '.';
    if (met != fresh)
        alk_free(met);
    else if (!kept)
        alk_free(fresh);
    if (kept)
        alk_free(fresh);
    return out;
}

ALK_TEST(coerce, the_whole_table)
{
    /* A row for each value, a column for each type: what it becomes, by its tag in base 16; a dot where it is refused. */
    static const char *const table[13] = {
        "0000000000000000",     /* NULL */
        "122............1",     /* bool */
        "122222.........2",     /* int: beside other numbers it stays */
        ".33333.........3",     /* unsigned */
        ".44444.........4",     /* real: stays what it is beside numbers */
        ".55555.........5",     /* decimal */
        ".....567......E6",     /* "1.5": a decimal, a text, bytes, JSON */
        "......678.AB...6",     /* the text of a date */
        "......67.......6",     /* any other text */
        ".......7.......7",     /* bytes */
        "........8.A....8",     /* date */
        "..............EE",     /* JSON */
        "FFFFFF.........F",     /* array of integers: by its items */
    };
    for (int v = 0; v < 13; v++)
        for (int t = 0; t < TYPES; t++) {
            char got = outcome(t, v, false), kept = outcome(t, v, true);
            alk_check_that(got == kept || got == '.' || kept == '.', "a kept value %d became %c, a fresh one %c", v, kept, got);
            if (!alk_torture_is_on())
                alk_check_that(got == table[v][t], "value %d with the type %s: %c, not %c", v, alk__type_word(&types[t]), got, table[v][t]);
        }
}

ALK_TEST(coerce, messages_name_call_column_and_types_but_no_value)
{
    FAULT(alk_eq(author.id, "secret"), "alk_eq(): authors.id is BIGINT and does not go with text");
    FAULT(alk_in(author.id, ALK_TEXTS("secret")), "alk_in(): authors.id is BIGINT and does not go with text");
    FAULT(alk_eq(alk_select(author.id), "secret"), "alk_eq(): an expression is BIGINT and does not go with text");
    const alk_sql *node = alk_eq(book.published, "secret");
    if (node->kind == ALK__NODE_ERROR && !(node->flags & ALK__NODE_STATIC)) {
        alk__node_raise(node);
        alk_check_that(strstr(alk_last_error()->message, "secret") == NULL, "the message holds the value: %s", alk_last_error()->message);
        alk_check_contains(alk_last_error()->message, "published");
    }
    alk_free(node);
}

ALK_TEST(coerce, items_of_arrays_each_meet_the_type)
{
    alk_free(made(alk_in(author.score, ALK_TEXTS("1.5", "2"))));
    alk_free(made(alk_in(author.score, ALK_INTS(1, 2))));
    alk_free(made(alk_in(author.id, ALK_REALS(1.5))));
    FAULT(alk_in(author.id, ALK_TEXTS("1")), "alk_in(): authors.id");
    FAULT(alk_in(author.active, ALK_TEXTS("true")), "alk_in(): authors.active");
    alk_free(made(alk_in(author.id, alk_texts(1, (const char *const[]){ NULL }))));
}

ALK_TEST(coerce, what_is_no_value_stays)
{
    alk_check(alk__coerce(author.name, &types[1], "test", NULL) == author.name);
    alk_check(alk__coerce(NULL, &types[1], "test", NULL) == NULL);
}
