/* SPDX-License-Identifier: MIT
 * Statements as values: a search that grows with what the user asks for, a report with a window and a CTE, a statement that is kept, and
 * the SQL of it all for a database that is not there. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define CITY(X, m)                                                  \
    X(m, key,  id,      BIGINT)                                     \
    X(m, col,  name,    VARCHAR(80))                                \
    X(m, col,  country, CHAR(2))                                    \
    X(m, opt,  people,  BIGINT)
ALK_MODEL(city, CITY);
ALK_DEFINE(city, CITY, "cities");

static int create(alk_conn *c)
{
    static const struct city cities[] = {
        { .name = "Kraków", .country = "PL", .people = ALK_SOME(804237) },  { .name = "Warszawa", .country = "PL", .people = ALK_SOME(1861599) },
        { .name = "Łódź", .country = "PL", .people = ALK_SOME(645693) },    { .name = "Lyon", .country = "FR", .people = ALK_SOME(522250) },
        { .name = "Paris", .country = "FR", .people = ALK_SOME(2102650) },  { .name = "Atlantis", .country = "??", .people = ALK_NONE },
    };
    int status = alk_drop_all(c, city.table);
    status = status ? status : alk_create_all(c, city.table);
    status = status ? status : alk_insert_structs(c, city, cities, COUNT(cities), NULL);
    return status ? status : alk_commit(c);
}

/* What the user of a program has filled in; NULL and 0: nothing. */
typedef struct search {
    const char *part_of_name;
    const char *country;
    int64_t at_least;
    bool largest_first;
} search;

static alk_sql *found_by(const search *s)
{
    alk_sql *q = alk_select(city.name, city.people, alk_limit(10));
    if (s->part_of_name)
        q = alk_extend(q, alk_where(alk_contains(city.name, s->part_of_name)));
    if (s->country)
        q = alk_extend(q, alk_where(alk_eq(city.country, s->country)));
    if (s->at_least)
        q = alk_extend(q, alk_where(alk_ge(city.people, s->at_least)));
    return alk_extend(q, alk_order_by(s->largest_first ? alk_nulls_last(alk_desc(city.people)) : alk_asc(city.name)));
}

static int find(alk_conn *c, const char *what, const search *s)
{
    printf("%s:", what);
    alk_result *r = alk_execute(c, found_by(s));
    while (alk_next(r))
        printf(" %s", alk_get_text(r, city.name));
    puts("");
    return alk_close(r);
}

/* The largest two of each country, and their share of it. */
static int report(alk_conn *c)
{
    alk_sql *in_order = alk_over(alk_row_number(), alk_partition_by(city.country), alk_order_by(alk_desc(city.people)));
    /* A sum may be of a wider type than what is summed: the cast says what the division below is of. */
    alk_sql *in_all = alk_cast(alk_over(alk_sum(city.people), alk_partition_by(city.country)), ALK_OF(BIGINT));
    const alk_sql *ranked = alk_keep(alk_cte(alk_select(city.name, city.country, city.people, alk_label(in_order, "place"),
                                                        alk_label(in_all, "in_all"), alk_where(alk_ne(city.people, alk_null()))),
                                             "ranked"));
    alk_sql *share = alk_floor_divide(alk_times(alk_at(ranked, city.people), 100), alk_column_of_type(ranked, "in_all", ALK_OF(BIGINT)));
    alk_result *r = alk_execute(c, alk_select(alk_at(ranked, city.country), alk_at(ranked, city.name), alk_label(share, "share"),
                                              alk_where(alk_le(alk_column_of(ranked, "place"), 2)),
                                              alk_order_by(alk_at(ranked, city.country), alk_column_of(ranked, "place"))));
    while (alk_next(r))
        printf("%s %s: %" PRId64 " %%\n", alk_get_text(r, city.country), alk_get_text(r, city.name), alk_get_int(r, "share"));
    alk_free(ranked);
    return alk_close(r);
}

/* A kept statement is built once and runs often. */
static int count_by_country(alk_conn *c)
{
    static const char *const countries[] = { "PL", "FR", "IS" };
    const alk_sql *q = alk_keep(alk_select(alk_count_all(), alk_from(city.table), alk_where(alk_eq(city.country, alk_param("country")))));
    int status = ALK_OK;
    int64_t n = 0;
    for (size_t i = 0; status == ALK_OK && i < COUNT(countries); i++)
        if ((status = alk_scalar_int(alk_execute(c, q, alk_bind("country", countries[i])), &n)) == ALK_OK)
            printf("%s has %" PRId64 "\n", countries[i], n);
    alk_free(q);
    return status;
}

/* No database is needed to see what would be sent to one. */
static int look(void)
{
    const search s = { .country = "PL", .largest_first = true };
    alk_compiled *compiled = alk_compile(found_by(&s), "default", NULL);
    if (!compiled)
        return alk_last_error()->code;
    puts(alk_compiled_sql(compiled));
    alk_compiled_free(compiled);
    return ALK_OK;
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : find(c, "with ar", &(search){ .part_of_name = "ar" });
    status = status ? status : find(c, "in Poland, largest first", &(search){ .country = "PL", .largest_first = true });
    status = status ? status : find(c, "a million and more", &(search){ .at_least = 1000000 });
    status = status ? status : report(c);
    status = status ? status : count_by_country(c);
    status = status ? status : look();
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
