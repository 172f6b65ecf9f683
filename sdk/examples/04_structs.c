/* SPDX-License-Identifier: MIT
 * Rows as C structs, both ways: an array of structs is sent in one call, rows are read straight into structs. One list of
 * fields says where the columns live. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

struct city {
    int id;
    const char *name;
    double latitude;
    alk_opt_int64 people;                  /* may be NULL */
};

static const alk_field CITY[] = {
    ALK_FIELD(struct city, id),
    ALK_FIELD(struct city, name),
    ALK_FIELD(struct city, latitude),
    ALK_FIELD_NAMED(struct city, people, "population"),
};

static int create(alk_conn *c)
{
    int status = alk_close(alk_execute(c, alk_raw("DROP TABLE IF EXISTS city")));
    return status ? status : alk_close(alk_execute(c, alk_raw("CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL,"
                                                              " latitude DOUBLE PRECISION NOT NULL, population BIGINT)")));
}

static int send(alk_conn *c)
{
    static const struct city cities[] = {
        { 1, "Kraków", 50.0614, ALK_SOME(804237) },
        { 2, "Atlantis", -1.5, ALK_NONE },
        { 3, "東京", 35.6895, ALK_SOME(14094034) },
    };
    int64_t sent = 0;
    int status = alk_execute_each(c, alk_raw("INSERT INTO city VALUES (:id, :name, :latitude, :population)"), CITY,
                                  cities, 3, &sent);
    if (status == ALK_OK)
        printf("%" PRId64 " rows sent\n", sent);
    return status;
}

static void print(const struct city *city)
{
    printf("  %d %s at %.4f", city->id, city->name, city->latitude);
    if (city->people.state == ALK_VALUE)
        printf(", %" PRId64 " people", city->people.value);
    puts("");
}

/* A few rows at a time into an array of ours; texts live until the next fetch. */
static int read_in_pieces(alk_conn *c)
{
    struct city piece[2];
    size_t n;
    alk_result *r = alk_execute(c, alk_raw("SELECT * FROM city ORDER BY id"));
    while ((n = alk_fetch(r, CITY, piece, 2, NULL)) > 0) {
        printf("a piece of %zu:\n", n);
        for (size_t i = 0; i < n; i++)
            print(&piece[i]);
    }
    return alk_close(r);
}

/* All rows into an arena, freed at once. */
static int read_all(alk_conn *c)
{
    struct city *cities = NULL;
    size_t n = 0;
    alk_arena *arena = alk_arena_new();
    alk_result *r = alk_execute(c, alk_raw("SELECT * FROM city WHERE latitude > :south ORDER BY latitude"),
                                alk_bind("south", 0.0));
    int status = alk_fetch_all(r, CITY, struct city, arena, &cities, &n);
    int closed = alk_close(r);
    printf("north of the equator:\n");
    for (size_t i = 0; status == ALK_OK && i < n; i++)
        print(&cities[i]);
    alk_arena_free(arena);
    return status ? status : closed;
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : send(c);
    status = status ? status : read_in_pieces(c);
    status = status ? status : read_all(c);
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
