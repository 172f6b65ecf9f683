/* SPDX-License-Identifier: MIT
 * Models: one list of rows for each table yields the struct, the handle and the table's definition. Structs go in and come out; the
 * compiler checks every name. */
#include <alkahest/alkahest.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const genre_words[] = { "comedy", "drama" };
static const alk_enum genre = { .struct_size = sizeof genre, .name = "genre", .words = genre_words, .count = COUNT(genre_words) };

#define FILM(X, m)                                                                             \
    X(m, key,  id,       BIGINT)                                                               \
    X(m, col,  title,    VARCHAR(80), .index = true)                                           \
    X(m, col,  genre,    ENUM(genre))                                                          \
    X(m, opt,  released, DATE)                                                                 \
    X(m, opt,  stars,    SMALLINT, .server_default = "3", .check = "stars BETWEEN 1 AND 5")    \
    X(m, many, people,   person, .through = &role.table)

#define PERSON(X, m)                                                                           \
    X(m, key,  id,       BIGINT)                                                               \
    X(m, col,  name,     VARCHAR(80), .unique = true)                                          \
    X(m, many, films,    film, .through = &role.table)

#define ROLE(X, m)                                                                             \
    X(m, key,  film_id,   BIGINT, .references = &film.id, .on_delete = ALK_CASCADE)            \
    X(m, key,  person_id, BIGINT, .references = &person.id)                                    \
    X(m, opt,  part,      VARCHAR(80))

ALK_MODEL(film, FILM);
ALK_MODEL(person, PERSON);
ALK_MODEL(role, ROLE);
ALK_DEFINE(film, FILM, "films");
ALK_DEFINE(person, PERSON, "people");
ALK_DEFINE(role, ROLE, "roles");

static int create(alk_conn *c)
{
    int status = alk_drop_all(c, film.table, person.table, role.table);
    return status ? status : alk_create_all(c, film.table, person.table, role.table);
}

/* A nullable member is a value, ALK_NONE, or unset: then the database's default applies, where none of the rows has one. */
static int fill(alk_conn *c)
{
    const struct film films[] = {
        { .id = 1, .title = "Playtime", .genre = "comedy", .released = ALK_SOME((alk_date){ -747 }) },
        { .id = 2, .title = "Tokyo Story", .genre = "drama", .released = ALK_SOME((alk_date){ -5903 }) },
        { .id = 3, .title = "The Lost Reel", .genre = "drama", .released = ALK_NONE },
    };
    const struct person people[] = { { .id = 1, .name = "Jacques Tati" }, { .id = 2, .name = "原節子" }, { .id = 3, .name = "笠智衆" } };
    const struct role roles[] = { { 1, 1, "Monsieur Hulot" }, { 2, 2, "Noriko" }, { 2, 3, "Shūkichi" }, { 3, 3, NULL } };
    int status = alk_insert_structs(c, film, films, COUNT(films), NULL);
    status = status ? status : alk_insert_structs(c, person, people, COUNT(people), NULL);
    status = status ? status : alk_insert_structs(c, role, roles, COUNT(roles), NULL);
    return status ? status : alk_commit(c);
}

/* Whole rows, as an array of structs. */
static int show_films(alk_conn *c)
{
    struct film *films = NULL;
    size_t n = 0;
    char day[64];
    alk_arena *arena = alk_arena_new();
    alk_result *r = alk_execute(c, alk_select(film.table, alk_order_by(film.title)));
    alk_fetch_structs(r, film, arena, &films, &n);
    int status = alk_close(r);
    for (size_t i = 0; i < n; i++) {
        if (films[i].released.state == ALK_VALUE)
            alk_date_print(films[i].released.value, day, sizeof day);
        else
            snprintf(day, sizeof day, "nobody knows when");
        printf("%s: a %s of %d stars, %s\n", films[i].title, films[i].genre, films[i].stars.value, day);
    }
    alk_arena_free(arena);
    return status;
}

/* Some columns, joined along a relationship. */
static int show_people(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_select(person.name, film.title, role.part, alk_join(person.films),
                                              alk_where(alk_eq(film.genre, "drama")), alk_order_by(film.title, role.part)));
    while (alk_next(r))
        printf("%s in %s%s%s\n", alk_get_text(r, person.name), alk_get_text(r, film.title), alk_is_null(r, role.part) ? "" : " as ",
               alk_is_null(r, role.part) ? "" : alk_get_text(r, role.part));
    return alk_close(r);
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : fill(c);
    status = status ? status : show_films(c);
    status = status ? status : show_people(c);
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
