/* SPDX-License-Identifier: MIT
 * A session: objects are added, found, changed and deleted; what is to be written, and in which order, the session finds out by itself. */
#include <alkahest/alkahest.h>
#include <stdio.h>

#define PLANET(X, m)                                                                      \
    X(m, key,  id,        BIGINT)                                                         \
    X(m, col,  name,      VARCHAR(40), .unique = true)                                    \
    X(m, many, moons,     moon, .order_by = ALK_COLUMNS(&moon.name))
#define MOON(X, m)                                                                        \
    X(m, key,  id,        BIGINT)                                                         \
    X(m, col,  name,      VARCHAR(40))                                                    \
    X(m, opt,  seen,      INTEGER)                                                        \
    X(m, col,  planet_id, BIGINT, .references = &planet.id, .on_delete = ALK_CASCADE)     \
    X(m, one,  planet,    planet)
ALK_MODEL(planet, PLANET);
ALK_MODEL(moon, MOON);
ALK_DEFINE(planet, PLANET, "planets");
ALK_DEFINE(moon, MOON, "moons");

static int create(alk_engine *engine)
{
    alk_conn *c = alk_connect(engine);
    int status = alk_drop_all(c, planet.table, moon.table);
    status = status ? status : alk_create_all(c, planet.table, moon.table);
    status = status ? status : alk_commit(c);
    alk_conn_close(c);
    return status;
}

/* Nothing is written before the commit, or a query that might find it. The session knows that a moon needs its planet's key. */
static int add(alk_session *s, int64_t *id)
{
    struct planet *mars = alk_add(s, planet, .name = "Mars"), *jupiter = alk_add(s, planet, .name = "Jupyter");
    alk_add(s, moon, .name = "Phobos", .seen = ALK_SOME(1877), .planet = mars);
    alk_add(s, moon, .name = "Deimos", .seen = ALK_SOME(1877), .planet = mars);
    alk_add(s, moon, .name = "Europa", .seen = ALK_SOME(1610), .planet = jupiter);
    int status = alk_commit(s);
    if (status)
        return status;
    *id = jupiter->id;                                     /* the database made the keys; the objects have them now */
    printf("added: %zu objects, keys %s\n", alk_session_count(s), mars->id && jupiter->id ? "made" : "missing");
    return ALK_OK;
}

/* The struct is the row: what is assigned to it is written by the next flush. */
static int change(alk_session *s, int64_t id)
{
    struct planet *jupiter = alk_find(s, planet, id);
    if (!jupiter)
        return alk_last_error()->code;
    jupiter->name = "Jupiter";
    printf("changed: %s\n", alk_entity_changed(s, jupiter, planet.name) ? "the name" : "nothing");
    alk_add(s, moon, .name = "Io", .planet = jupiter);
    return alk_commit(s);
}

/* alk_with() loads the moons of all planets in one statement. */
static int show(alk_session *s)
{
    alk_result *r = alk_execute(s, alk_select(planet.table, alk_with(planet.moons), alk_order_by(planet.name)));
    for (struct planet *p; (p = alk_next_of(r, planet));) {
        printf("%s has", p->name);
        for (uint32_t i = 0; i < p->moons.count; i++)
            printf("%s %s", i ? "," : "", p->moons.items[i]->name);
        printf("\n");
    }
    return alk_close(r);
}

/* The model says that moons go with their planet. Until the commit it can be taken back. */
static int remove_planet(alk_session *s, int64_t id)
{
    struct planet *jupiter = alk_find(s, planet, id);
    int status = alk_delete(s, jupiter);
    status = status ? status : alk_flush(s);
    if (status == ALK_OK)
        printf("deleted: %zu objects are left\n", alk_session_count(s));
    status = status ? status : alk_rollback(s);
    printf("taken back: %s\n", alk_find(s, planet, id) == jupiter ? "there it is again" : "gone");
    status = status ? status : alk_delete(s, jupiter);
    return status ? status : alk_commit(s);
}

int main(int argc, char **argv)
{
    int64_t id = 0;
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///session.db");
    int status = create(engine);
    alk_session *s = alk_session_open(engine);
    status = status ? status : add(s, &id);
    alk_session_close(s);

    s = alk_session_open(engine);                          /* a new one, as for a new request: it knows nothing yet */
    status = status ? status : change(s, id);
    status = status ? status : show(s);
    status = status ? status : remove_planet(s, id);
    status = status ? status : show(s);
    if (status == ALK_OK && !alk_find(s, planet, id))
        printf("not found: %s\n", alk_last_error()->code == ALK_ERROR_NO_ROW ? "there is no such row" : alk_last_error()->message);
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_session_close(s);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
